//! Lists that are to be called, as we need it and as a vendor works them off.

use serde::Serialize;

use super::estimate::{Estimate, OrFact};
use crate::exact::Exact;

/// A list that is to be called.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Campaign {
    /// Its key under `[needs.outbound]`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Records: all of them, or those of a month.
    pub records: Exact,
    /// Whether as many come every month.
    pub is_stream: bool,
    /// Whether a vendor may leave it out: without its calls it costs nothing and brings nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_optional: bool,
    /// The share that may not or cannot be called.
    pub suppressed: Exact,
    /// The share of attempts that a person answers, in per cent: of the first, the second, and so on, the last one holding
    /// for those after it; not empty.
    pub live: Vec<Estimate>,
    /// The share of those that are the right person, in per cent.
    pub right: Estimate,
    /// The most attempts on a record.
    pub attempts: u32,
    /// Seconds with the right person.
    pub seconds_right: Exact,
    /// Seconds with another.
    pub seconds_wrong: Exact,
    /// Seconds of an agent on an attempt that nobody answers.
    pub seconds_none: Exact,
    /// How many may be abandoned.
    pub limit: Option<AbandonLimit>,
    /// The share of sales that are revoked, in per cent; none where that is not known.
    pub cancel: Option<Estimate>,
    /// Our margin of a sale that stays.
    pub value: Option<Estimate>,
    /// What the customer pays for a sale.
    pub revenue: Option<Estimate>,
}

/// How many of the people who answer may find no agent. It is the law of a day, and no truth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AbandonLimit {
    /// As a share, below 1.
    pub abandoned: Exact,
    /// Over what it is counted, such as `campaign-30-days`.
    pub per: Option<String>,
    /// Where that is written.
    pub source: Option<String>,
    /// The day on which it was so.
    pub as_of: Option<super::Date>,
}

/// How a vendor works a list off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VendorCampaign {
    /// The key of the campaign.
    pub campaign: String,
    /// The share of right persons who buy, in per cent; not known when there is none.
    pub conversion: Option<OrFact>,
    /// The share of right persons who become leads, in per cent; not known when there is none.
    pub leads: Option<OrFact>,
    /// How it calls.
    pub dialler: Dialler,
    /// The busy share of agents, in per cent, of predictive dialling.
    pub occupancy: Option<OrFact>,
    /// Agents who call, and the hours of one in a month; the list is worked off evenly when there are none.
    pub crew: Option<Crew>,
    /// Agents of channels who call while nobody waits; none where they do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blended: Option<Blended>,
    /// Hours that are billed in a month in any case.
    pub minimum_hours: Exact,
    /// Seconds of an attempt that nobody answers; as the needs have it when there are none.
    pub no_answer: Option<Exact>,
    /// Seconds until somebody answers.
    pub to_answer: Exact,
    /// Seconds at a record before an attempt.
    pub preview: Exact,
    /// What was counted of calls that nobody took.
    pub counted: Option<CountedCalls>,
}

/// Agents who call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crew {
    /// How many.
    pub agents: u32,
    /// The hours of one in a month.
    pub hours: Exact,
}

/// Agents who answer customers and call while nobody waits: their hours are paid already.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Blended {
    /// The keys of their channels; not empty.
    pub channels: Vec<String>,
    /// How busy they may be with both, as a share.
    pub occupancy: Exact,
}

impl VendorCampaign {
    /// Everything that may be a fact.
    pub fn amounts(&self) -> impl Iterator<Item = &OrFact> {
        [&self.conversion, &self.leads, &self.occupancy].into_iter().flatten()
    }
}

/// How calls are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialler {
    /// An agent looks at the record first.
    Preview,
    /// A call for each free agent.
    #[default]
    Progressive,
    /// More calls than free agents.
    Predictive,
}

/// What was counted of calls that nobody took.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CountedCalls {
    /// Answers for which there was no agent.
    pub abandoned: Exact,
    /// Answers that agents had.
    pub passed: Exact,
    /// People who were taken for machines.
    pub machines_false: Exact,
    /// Machines among those abandoned.
    pub to_machines: Exact,
}

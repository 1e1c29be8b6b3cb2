//! What we expect to need: contacts, handle times, opening hours, service targets, by channel.

use serde::Serialize;

use super::estimate::{Estimate, OrFact};
use crate::exact::Exact;

/// The forecast of one channel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Channel {
    /// Its key in `[needs.demand]`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Contacts offered in a month: one number for every month, twelve from the first month of the contract on, or
    /// one for each month of the term.
    pub contacts: Vec<Exact>,
    /// How much more in each following year, as a share: 0.05 is 5 % more. Not applied to a list for the whole term.
    pub growth: Exact,
    /// Handle time in seconds: talk, hold and wrap-up. For chat the time at that concurrency.
    pub aht_seconds: Estimate,
    /// The share of the handle time that is talk, 0 to 1.
    pub talk_share: Exact,
    /// The share of contacts that are resolved, in per cent.
    pub resolution: Option<OrFact>,
    /// The share of issues that the first contact solves now, in per cent: what the forecast holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fcr_today: Option<Estimate>,
    /// The share of those not solved who come back, in per cent.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub returns: Option<Estimate>,
    /// The share of paid time that is not worked on the queue, in per cent, below 100.
    pub shrinkage: Estimate,
    /// Paid hours of a full-time agent in a month.
    pub fte_hours: Exact,
    /// When it is open.
    pub hours: Hours,
    /// How the work is done.
    pub work: Work,
    /// Remarks.
    pub note: Option<String>,
}

/// When a channel is open and how contacts spread over the day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hours {
    /// Minutes of an interval.
    pub interval_minutes: u32,
    /// The relative volume of each open interval; at least one is above 0.
    pub profile: Vec<Exact>,
    /// On which days.
    pub days: OpenDays,
}

/// On which days a channel is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenDays {
    /// The relative volume of each weekday, Monday first; 0 is closed. Days are counted in the calendar.
    Week(Box<[Exact; 7]>),
    /// So many like days in every month.
    PerMonth(Exact),
}

/// How the work of a channel is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// While the customer waits: calls, chat.
    Live(Live),
    /// Later, by a deadline: e-mail, back office.
    Deferred(Deferred),
}

/// Work while the customer waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Live {
    /// Share to answer in time, 0 to below 1.
    pub share: Exact,
    /// The time in seconds.
    pub seconds: Exact,
    /// Of what it is the share.
    pub of: AnsweredOf,
    /// Mean patience in seconds; nobody hangs up when there is none.
    pub patience_seconds: Option<Exact>,
    /// The share of those who hang up who call again; nobody does when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redial: Option<Exact>,
    /// The share of those who were served who call again, below 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconnect: Option<Exact>,
    /// The highest busy share of an agent, above 0 to 1.
    pub max_occupancy: Exact,
    /// The highest share that may hang up, 0 to 1.
    pub max_abandonment: Exact,
    /// Conversations that an agent holds at the same time, from 1.
    pub concurrency: u32,
    /// The fewest agents while it is open.
    pub least_agents: u32,
}

/// Work by a deadline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deferred {
    /// Open hours within which a contact is to be done.
    pub deadline_hours: Exact,
    /// The share of an agent's time on the queue that is worked, above 0 to 1.
    pub utilisation: Exact,
}

/// Which share is meant by "answered within": contracts differ, and so do the agents that they need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnsweredOf {
    /// Answered in time, of all offered contacts.
    #[default]
    Offered,
    /// Answered in time, of those that were answered at all.
    Answered,
    /// Answered in time, of those offered without the ones that hung up within that time.
    WithoutShortAbandons,
}

impl AnsweredOf {
    /// The variant in words: `of offered`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AnsweredOf::Offered => "of offered",
            AnsweredOf::Answered => "of answered",
            AnsweredOf::WithoutShortAbandons => "without short abandons",
        }
    }
}

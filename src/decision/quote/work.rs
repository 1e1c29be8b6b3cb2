//! How a vendor works: its people, and its bots before them.

use serde::Serialize;

use crate::decision::estimate::{Estimate, OrFact};
use crate::exact::Exact;

/// How a vendor works on a channel. What it does not say is as it was forecast.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VendorWork {
    /// The key of the channel.
    pub channel: String,
    /// The share that the first contact solves, in per cent.
    pub fcr: Option<OrFact>,
    /// Of what that is the share.
    pub fcr_of: FcrOf,
    /// The share of contacts that the first level cannot solve, in per cent, where that is the share of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsolvable: Option<Exact>,
    /// The share of issues that each later contact solves, in per cent; as the first when there is none.
    pub fcr_later: Option<OrFact>,
    /// Handle time in seconds.
    pub aht: Option<OrFact>,
    /// Conversations that an agent holds at once: whole, 1 to 1,000.
    pub concurrency: Option<OrFact>,
    /// Within how many days a contact of the same customer counts as the same issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_days: Option<u32>,
    /// How what the first contact solves was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

impl VendorWork {
    /// How what the first contact solves was counted, in words: `within 7 days, by survey`; none where that is not said.
    #[must_use]
    pub fn counted(&self) -> Option<String> {
        let within = self.window_days.map(|days| match days {
            1 => "within a day".to_owned(),
            days => format!("within {days} days"),
        });
        let by = self.method.as_ref().map(|method| format!("by {method}"));
        let said: Vec<String> = within.into_iter().chain(by).collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    /// A share that the first contact solves, as one of all contacts or of issues, and which of both.
    #[must_use]
    pub fn of_all(&self, mut share: Estimate) -> (Estimate, FcrOf) {
        let (FcrOf::Solvable, Some(unsolvable)) = (self.fcr_of, &self.unsolvable) else {
            return (share, self.fcr_of);
        };
        let solvable = &Exact::ONE - &Exact::of_percent(unsolvable);
        for end in [&mut share.low, &mut share.likely, &mut share.high] {
            *end = &*end * &solvable;
        }
        (share, FcrOf::Contacts)
    }

    /// Everything that it says.
    pub fn amounts(&self) -> impl Iterator<Item = &OrFact> {
        [&self.fcr, &self.fcr_later, &self.aht, &self.concurrency].into_iter().flatten()
    }
}

/// A bot before the people of some channels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Automation {
    /// Its key under `[quote.automation]`.
    pub id: String,
    /// The channels that it is on; all when there are none.
    pub channels: Vec<String>,
    /// The share of contacts that meet it (sessions), in per cent.
    pub reach: OrFact,
    /// The share of sessions that end without a person, in per cent.
    pub containment: OrFact,
    /// The share of contained sessions that are really solved, in per cent; not known when there is none.
    pub genuine: Option<OrFact>,
    /// The share of contained and not solved ones who come back, in per cent; not known when there is none.
    pub returns: Option<OrFact>,
    /// Whether those meet the bot again; else they come to people.
    pub meets_again: bool,
    /// The same by contract year, the last one holding for those after it; then `containment` is that of the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub growth: Vec<Estimate>,
    /// How long contained contacts would have taken beside all, in per cent; not known when there is none.
    pub relative: Option<OrFact>,
    /// How much longer the contacts that are left take, in per cent, where that is said instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest_longer: Option<OrFact>,
    /// Seconds that each session which is handed over takes people more; less where it is negative.
    pub handover: Exact,
    /// Minutes of the bot in a session.
    pub minutes: Option<OrFact>,
    /// Actions in a session.
    pub actions: Option<OrFact>,
}

impl Automation {
    /// Everything that it says.
    pub fn amounts(&self) -> impl Iterator<Item = &OrFact> {
        let others = [&self.genuine, &self.returns, &self.relative, &self.minutes, &self.actions];
        let longer = self.rest_longer.iter();
        [&self.reach, &self.containment].into_iter().chain(others.into_iter().flatten()).chain(longer)
    }

    /// Whether it is said how long contained contacts would have taken, one way or the other.
    #[must_use]
    pub fn says_relative(&self) -> bool {
        self.relative.is_some() || self.rest_longer.is_some()
    }

    /// Whether it is on a channel.
    #[must_use]
    pub fn is_on(&self, channel: &str) -> bool {
        self.channels.is_empty() || self.channels.iter().any(|own| own == channel)
    }
}

/// Of what first-contact resolution is the share: three callers and four calls are 50 % of contacts and 67 % of issues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FcrOf {
    /// Of all contacts, repeats among them.
    Contacts,
    /// Of issues, each counted once.
    #[default]
    Issues,
    /// Of the contacts that the first level can solve (net).
    Solvable,
}

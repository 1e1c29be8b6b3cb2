//! Clauses that move what is paid: credit pools, bonus and malus, minimums of a year, bands around the forecast, ramps,
//! learning, kinds of attrition.

use serde::Serialize;

use crate::decision::End;
use crate::decision::estimate::{Estimate, OrFact};
use crate::exact::Exact;

/// A service level whose misses bring money back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreditLevel {
    /// Its key, or its place in the list from 1.
    #[serde(skip)]
    pub id: String,
    /// Its name, as people read it.
    pub name: String,
    /// How much of what is at risk may be spread over the levels, as a share; above 1 the cap bites.
    pub pool: Exact,
    /// How much of the pool this level has, as a share.
    pub share: Exact,
    /// In how many months of twelve it is missed, or in how many of those that were counted.
    pub missed: Estimate,
}

impl CreditLevel {
    /// The share of months in which it is missed, 0 to 1.
    #[must_use]
    pub fn missed_share(&self, end: End) -> Exact {
        let missed = self.missed.at(end);
        match &self.missed.count {
            Some(_) => Exact::of_percent(missed),
            None => missed.over(&Exact::from(12)).unwrap_or_default(),
        }
    }
}

/// More money for better work than was agreed, and less for worse.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bonus {
    /// What was agreed.
    pub target: Exact,
    /// What is reached, in the same unit; not known when there is none.
    pub actual: Option<OrFact>,
    /// Whether less is better.
    pub is_lower_better: bool,
    /// One step away from the target.
    pub step: Exact,
    /// What a step moves, as a share of the invoice.
    pub each: Exact,
    /// How far from the target nothing happens (dead band).
    pub dead: Exact,
    /// The most that is paid more, as a share of the invoice.
    pub most: Exact,
    /// The most that is paid less, as a share of the invoice.
    pub malus: Exact,
}

/// The least that is paid.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Minimums {
    /// In a year; part years pro rata.
    pub year: Option<Exact>,
    /// Whether what a month is above its minimum makes up for later months of the same year.
    pub carry: bool,
}

/// How far units may lie from the forecast.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForecastBand {
    /// As a share: what is missing below is paid.
    pub share: Exact,
    /// What each unit above costs; the same as the others when there is none.
    pub beyond: Option<Exact>,
}

/// How the work begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ramp {
    /// The share of contacts that the vendor has in each of the first months; all of them after that.
    pub volume: Vec<Exact>,
    /// How much longer its people take at first.
    pub slow: Option<SlowStart>,
    /// How its team comes about.
    pub hiring: Option<Hiring>,
}

/// People who take longer at first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SlowStart {
    /// How much longer in the beginning, in per cent.
    pub slower: Estimate,
    /// Months until they do not; in between it falls in a straight line.
    pub months: u32,
}

/// How a team comes about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hiring {
    /// The most who begin in a month.
    pub intake: Exact,
    /// Weeks of training before the first contact.
    pub weeks: Exact,
    /// The share of those who begin and do not stay, 0 to below 1.
    pub fall_out: Exact,
    /// Those who are there already.
    pub there: Exact,
}

/// How those who replace leavers learn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Learning {
    /// How much longer they take in the beginning, and until when.
    pub slow: SlowStart,
}

/// How attrition is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttritionKind {
    /// Leavers over the mean team: may be above 100 %.
    #[default]
    Simple,
    /// Of those who were there at the start of a year, how many are gone at its end: below 100 %.
    Compounded,
}

impl AttritionKind {
    /// Whether it is leavers over the mean team.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(super) fn is_simple(&self) -> bool {
        *self == AttritionKind::Simple
    }
}

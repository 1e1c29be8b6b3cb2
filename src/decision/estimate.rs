//! Numbers that are not known for sure: low, likely, high, and how we know.

use serde::Serialize;

use super::Evidence;
use crate::exact::Exact;

/// A number, or a range around a likely one. Low is not above likely, nor likely above high.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The lowest that is thought possible.
    pub low: Exact,
    /// What counts.
    pub likely: Exact,
    /// The highest that is thought possible.
    pub high: Exact,
    /// How we know.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// An end of a range, or its middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The lowest that is thought possible.
    Low,
    /// What counts.
    #[default]
    Likely,
    /// The highest that is thought possible.
    High,
}

impl Estimate {
    /// A number that is known for sure.
    #[must_use]
    pub fn certain(number: Exact) -> Estimate {
        let evidence = Evidence::default();
        Estimate { low: number.clone(), likely: number.clone(), high: number, evidence }
    }

    /// The number at an end.
    #[must_use]
    pub fn at(&self, end: End) -> &Exact {
        match end {
            End::Low => &self.low,
            End::Likely => &self.likely,
            End::High => &self.high,
        }
    }

    /// Whether low and high differ.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.low != self.high
    }
}

/// An estimate of ours, or a fact of each vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrFact {
    /// The same for every vendor.
    Given(Box<Estimate>),
    /// What the vendor's fact of this id says.
    Fact(super::FactId),
}

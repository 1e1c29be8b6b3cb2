//! Numbers that are not known for sure: low, likely, high, and how we know.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{Evidence, Fact, FactId, FactValue, Vendor};
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

    /// The number of a fact with its evidence; none where it is not known or no number.
    #[must_use]
    pub fn of_fact(fact: &Fact) -> Option<Estimate> {
        let [low, likely, high] = fact.value.as_ref().and_then(FactValue::numbers)?.map(Clone::clone);
        Some(Estimate { low, likely, high, evidence: Evidence::clone(&fact.evidence) })
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
    Fact(FactId),
}

impl OrFact {
    /// The fact that it is taken from; none where it stands for itself.
    #[must_use]
    pub fn fact(&self) -> Option<&FactId> {
        match self {
            OrFact::Given(_) => None,
            OrFact::Fact(fact) => Some(fact),
        }
    }

    /// What it comes to for a vendor; none where the vendor's fact is not known or no number.
    #[must_use]
    pub fn of<'a>(&'a self, vendor: &Vendor) -> Option<Cow<'a, Estimate>> {
        match self {
            OrFact::Given(estimate) => Some(Cow::Borrowed(estimate)),
            OrFact::Fact(fact) => Estimate::of_fact(vendor.facts.get(fact)?).map(Cow::Owned),
        }
    }

    /// Serialises an estimate that is given without a word around it, as it is where nothing else can stand.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub(super) fn plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            OrFact::Given(estimate) => estimate.serialize(serializer),
            OrFact::Fact(_) => self.serialize(serializer),
        }
    }
}

impl From<Estimate> for OrFact {
    fn from(estimate: Estimate) -> OrFact {
        OrFact::Given(Box::new(estimate))
    }
}

//! Numbers that are not known for sure: low, likely, high, and how we know.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::count::Level;
use super::{Counted, Evidence, Fact, FactId, FactValue, Vendor};
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
    /// What was counted, where it is a share that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Box<Counted>>,
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
        Estimate { low: number.clone(), likely: number.clone(), high: number, count: None, evidence }
    }

    /// The number of a fact with its evidence; none where it is not known or no number.
    #[must_use]
    pub fn of_fact(fact: &Fact) -> Option<Estimate> {
        let value = fact.value.as_ref()?;
        let [low, likely, high] = value.numbers()?.map(Clone::clone);
        let count = if let FactValue::Count(count) = value { Some(count.clone()) } else { None };
        Some(Estimate { low, likely, high, count, evidence: Evidence::clone(&fact.evidence) })
    }

    /// A share that was counted.
    #[must_use]
    pub fn counted(count: Counted, evidence: Evidence) -> Estimate {
        let Counted { low, likely, high, .. } = count.clone();
        Estimate { low, likely, high, count: Some(Box::new(count)), evidence }
    }

    /// Takes the range of what was counted at another level.
    pub(crate) fn set_level(&mut self, level: Level) {
        let Some(count) = self.count.as_ref().map(|count| count.at_level(level)) else { return };
        *self = Estimate::counted(count, std::mem::take(&mut self.evidence));
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

    /// Takes the range of what was counted at another level; a fact has its own.
    pub(crate) fn set_level(&mut self, level: Level) {
        if let OrFact::Given(estimate) = self {
            estimate.set_level(level);
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

//! Where so many criteria compare so many bids that an answer would take minutes.
//!
//! A price formula makes a fraction of its own for every bid, so scores have as many digits as there are such criteria,
//! and each bid that changes moves all others.

use crate::decision::{Criterion, Decision};

/// What is asked of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// How each weight may move.
    Weights,
    /// What one weight does.
    Weight,
    /// What another bid, another value or another rule would change.
    Trials,
}

impl Asked {
    /// The most that is worked out: about ten seconds on two processors, measured with ranges of 12 digits.
    const fn most(self) -> usize {
        match self {
            Asked::Weights => 150_000_000,
            Asked::Weight => 5_000_000,
            Asked::Trials => 100_000_000,
        }
    }
}

/// The most vendors of whom a total by a formula takes figures while one of their facts is tried at many values.
const MOST_IN_TOTAL: usize = 200;

/// Says that too many bids are compared for a question; none where there is time for it.
#[must_use]
pub fn too_many_compared(decision: &Decision, asked: Asked) -> Option<String> {
    let compared = decision.criteria.iter().filter(|one| Criterion::is_relative(one)).count();
    let (vendors, criteria) = (decision.vendors.len(), decision.criteria.len());
    let size = match asked {
        Asked::Weights => vendors * compared * criteria * criteria,
        Asked::Weight => vendors * vendors * compared,
        Asked::Trials => vendors * vendors * compared * criteria,
    };
    let counted = if compared == 1 {
        "1 criterion compares".to_owned()
    } else {
        format!("{compared} criteria compare")
    };
    let by_total =
        decision.rule.total.as_ref().is_some_and(|total| decision.derivations.looks_at_others_for(total));
    if by_total && asked == Asked::Trials && vendors > MOST_IN_TOTAL {
        return Some(format!("the total takes figures of {vendors} vendors, which takes too long to try"));
    }
    (size > asked.most())
        .then(|| format!("{counted} {vendors} vendors with each other, which takes too long to try"))
}

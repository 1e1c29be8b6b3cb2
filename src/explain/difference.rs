//! What makes the difference between two vendors.

use serde::Serialize;

use crate::decision::{Aggregation, CriterionId, Points};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The gap between two vendors, split by criterion.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The first vendor's score less the second's; the parts add up to it.
    pub gap: Points,
    /// One part for each criterion in which the two differ, largest first.
    pub parts: Vec<DifferencePart>,
    /// What the rounding of the two totals adds; zero where only criteria are rounded.
    pub rounding: Points,
}

impl Difference {
    /// The parts as reasons for the gap: those that speak for the vendor that is ahead, largest first, then those
    /// that speak against it.
    pub fn reasons(&self) -> impl Iterator<Item = &DifferencePart> {
        let speaks_for = |part: &&DifferencePart| part.points.is_negative() == self.gap.is_negative();
        let (for_it, against): (Vec<_>, Vec<_>) = self.parts.iter().partition(speaks_for);
        for_it.into_iter().chain(against)
    }
}

/// What one criterion adds to the gap.
#[derive(Clone, Debug, Serialize)]
pub struct DifferencePart {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    pub name: String,
    /// The first vendor's points less the second's.
    pub points: Points,
    /// Index of the criterion in the evaluation.
    #[serde(skip)]
    pub at: usize,
}

/// Splits the gap between two vendors of an evaluation.
#[must_use]
pub fn difference(evaluation: &Evaluation, first: &VendorResult, second: &VendorResult) -> Difference {
    // Only a sum can be split by criterion.
    let Aggregation::WeightedSum = evaluation.decision.rule.aggregation();
    let mut parts: Vec<DifferencePart> = evaluation
        .leaves()
        .map(|(at, criterion)| DifferencePart {
            criterion: criterion.id.clone(),
            name: criterion.name.clone(),
            points: &first.cells[at].points - &second.cells[at].points,
            at,
        })
        .filter(|part| !part.points.is_zero())
        .collect();
    parts.sort_by(|a, b| b.points.abs().cmp(&a.points.abs()).then_with(|| a.at.cmp(&b.at)));
    let gap = &first.score - &second.score;
    let explained = Points::sum(parts.iter().map(|part| &part.points));
    Difference { rounding: &gap - &explained, gap, parts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Exact;

    fn parts(points: &[i32]) -> Difference {
        let part = |(at, points): (usize, &i32)| DifferencePart {
            criterion: CriterionId::new(format!("c{at}")),
            name: String::new(),
            points: Points::from(Exact::from(*points)),
            at,
        };
        let parts: Vec<DifferencePart> = points.iter().enumerate().map(part).collect();
        let gap = Points::sum(parts.iter().map(|part| &part.points));
        Difference { gap, parts, rounding: Points::ZERO }
    }

    fn order(difference: &Difference) -> Vec<usize> {
        difference.reasons().map(|part| part.at).collect()
    }

    #[test]
    fn the_first_reason_speaks_for_the_one_that_is_ahead() {
        assert_eq!(order(&parts(&[-5, 4, 3])), [1, 2, 0]);
        assert_eq!(order(&parts(&[5, -4, -3])), [1, 2, 0]);
        assert_eq!(order(&parts(&[4, -4])), [0, 1], "level");
        assert!(order(&parts(&[])).is_empty());
    }
}

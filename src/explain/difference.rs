//! What makes the difference between two vendors.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::decision::total::Wins;
use crate::decision::{Criterion, Points};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The gap between two vendors, split by criterion.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Difference<'a> {
    /// By how much the first vendor is ahead of the second; the parts add up to it, but for a total that is no sum, which
    /// has none.
    pub gap: Points,
    /// One part for each criterion in which the two differ, largest first.
    pub parts: Vec<DifferencePart<'a>>,
    /// What the rounding of the two totals adds; zero where only criteria are rounded.
    pub rounding: Points,
}

impl Difference<'_> {
    /// The parts as reasons for the gap: those that speak for the vendor that is ahead, largest first, then those
    /// that speak against it.
    pub fn reasons(&self) -> impl Iterator<Item = &DifferencePart<'_>> {
        let speaks_for = |part: &&DifferencePart<'_>| part.points.is_negative() == self.gap.is_negative();
        let (for_it, against): (Vec<_>, Vec<_>) = self.parts.iter().partition(speaks_for);
        for_it.into_iter().chain(against)
    }
}

/// What one criterion adds to the gap.
#[derive(Clone, Debug)]
pub struct DifferencePart<'a> {
    /// The scored criterion on which the points of the two differ.
    pub criterion: &'a Criterion,
    /// The first vendor's points less the second's.
    pub points: Points,
    /// Index of the criterion in the evaluation.
    pub at: usize,
}

/// The published JSON: the criterion by its id and its name, and the points.
impl Serialize for DifferencePart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("DifferencePart", 3)?;
        json.serialize_field("criterion", &self.criterion.id)?;
        json.serialize_field("name", &self.criterion.name)?;
        json.serialize_field("points", &self.points)?;
        json.end()
    }
}

/// Splits the gap between two vendors of an evaluation.
#[must_use]
pub fn difference<'a>(
    evaluation: &'a Evaluation,
    first: &VendorResult,
    second: &VendorResult,
) -> Difference<'a> {
    let rule = &evaluation.decision.rule;
    let gap = match rule.wins() {
        Wins::Highest => &first.score - &second.score,
        Wins::Lowest => &second.score - &first.score,
    };
    // Only a sum can be split by criterion.
    if !rule.is_sum() {
        return Difference { gap, parts: Vec::new(), rounding: Points::ZERO };
    }
    let mut parts: Vec<DifferencePart<'_>> = evaluation
        .leaves()
        .map(|(at, criterion)| DifferencePart {
            criterion,
            points: &first.cells[at].points - &second.cells[at].points,
            at,
        })
        .filter(|part| !part.points.is_zero())
        .collect();
    parts.sort_by(|a, b| b.points.abs().cmp(&a.points.abs()).then_with(|| a.at.cmp(&b.at)));
    let explained = Points::sum(parts.iter().map(|part| &part.points));
    Difference { rounding: &gap - &explained, gap, parts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Weight;
    use crate::exact::Exact;

    fn order(points: &[i32]) -> Vec<usize> {
        let criterion = Criterion::group("c", "", Weight::ONE);
        let part = |(at, points): (usize, &i32)| DifferencePart {
            criterion: &criterion,
            points: Points::from(Exact::from(*points)),
            at,
        };
        let parts: Vec<DifferencePart<'_>> = points.iter().enumerate().map(part).collect();
        let gap = Points::sum(parts.iter().map(|part| &part.points));
        Difference { gap, parts, rounding: Points::ZERO }.reasons().map(|part| part.at).collect()
    }

    #[test]
    fn the_first_reason_speaks_for_the_one_that_is_ahead() {
        assert_eq!(order(&[-5, 4, 3]), [1, 2, 0]);
        assert_eq!(order(&[5, -4, -3]), [1, 2, 0]);
        assert_eq!(order(&[4, -4]), [0, 1], "level");
        assert!(order(&[]).is_empty());
    }
}

//! What makes the difference between two vendors.

use serde::Serialize;

use crate::decision::CriterionId;
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The gap between two vendors, split by criterion.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The first vendor's score less the second's; the parts add up to it.
    pub gap: Exact,
    /// One part for each criterion in which the two differ, largest first.
    pub parts: Vec<Part>,
    /// What the rounding of the two totals adds; zero where only criteria are rounded.
    pub rounding: Exact,
}

/// What one criterion adds to the gap.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    pub name: String,
    /// The first vendor's points less the second's.
    pub points: Exact,
    /// Index of the criterion in the evaluation.
    #[serde(skip)]
    pub at: usize,
}

/// Splits the gap between two vendors of an evaluation.
#[must_use]
pub fn difference(evaluation: &Evaluation, first: &VendorResult, second: &VendorResult) -> Difference {
    let mut parts: Vec<Part> = evaluation
        .leaves()
        .map(|(at, criterion)| Part {
            criterion: criterion.id.clone(),
            name: criterion.name.clone(),
            points: &first.cells[at].points - &second.cells[at].points,
            at,
        })
        .filter(|part| !part.points.is_zero())
        .collect();
    parts.sort_by(|a, b| b.points.abs().cmp(&a.points.abs()).then_with(|| a.at.cmp(&b.at)));
    let gap = &first.score - &second.score;
    let explained = Exact::sum(&parts.iter().map(|part| part.points.clone()).collect::<Vec<_>>());
    Difference { rounding: &gap - &explained, gap, parts }
}

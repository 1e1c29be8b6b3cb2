//! What of the winner's offer a letter speaks of, and what nobody has decided yet whether it may be told.

use std::collections::BTreeMap;

use super::disclosure::Telling;
use super::leak::driven;
use crate::decision::CriterionId;
use crate::decision::disclosure::{Duty, Part};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// Whether each of the winner's points is explained, and not those alone on which it is ahead.
#[must_use]
pub fn is_explained(telling: &Telling<'_>) -> bool {
    telling.duty(Part::WinnerPoints) == Duty::Must
}

/// The scored criteria of which a letter says why the winner has its points: all of them where that is owed, or else those
/// on which it is ahead of the reader. Those that hang on a price that is not told are always among them: that one is there
/// for some readers and not for others would bracket the price.
#[must_use]
pub fn spoken_of(
    evaluation: &Evaluation,
    winner: &VendorResult,
    reader: &VendorResult,
    telling: &Telling<'_>,
) -> Vec<usize> {
    if !telling.tells(Part::WinnerReasons) {
        return Vec::new();
    }
    let keeps_price = !telling.tells(Part::WinnerPrice);
    let prices = driven(evaluation);
    let is_ahead = |at: &usize| winner.cells[*at].points > reader.cells[*at].points;
    let leaves = evaluation.leaves().map(|(at, _)| at);
    leaves
        .filter(|at| is_explained(telling) || is_ahead(at) || (keeps_price && prices.contains(at)))
        .collect()
}

/// Those of them of which a regime wants told what the winner offers, or that it is withheld and why, and nobody has
/// decided that.
///
/// - `told`: what people wrote to be told of it.
#[must_use]
pub fn undecided(
    evaluation: &Evaluation,
    winner: &VendorResult,
    reader: &VendorResult,
    telling: &Telling<'_>,
    told: &BTreeMap<CriterionId, String>,
) -> Vec<usize> {
    if !matches!(telling.duty(Part::WinnerReasons), Duty::Must | Duty::OnRequest) {
        return Vec::new();
    }
    let prices = driven(evaluation);
    let is_undecided = |at: &usize| {
        let fact = winner.cells[*at].fact.as_ref().filter(|fact| fact.value.is_some());
        let is_told = told.contains_key(&evaluation.decision.criteria[*at].id);
        !prices.contains(at) && !is_told && fact.is_some_and(|fact| fact.release.is_none())
    };
    spoken_of(evaluation, winner, reader, telling).into_iter().filter(is_undecided).collect()
}

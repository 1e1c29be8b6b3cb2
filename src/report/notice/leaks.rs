//! What a reader of a notice could still infer.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::Publicity;
use crate::decision::{FieldFormula, PriceFormula, Shape};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What a reader of the notice could still infer, in sentences; empty where nothing was found.
#[must_use]
pub fn leaks(evaluation: &Evaluation, publicity: &Publicity<'_>) -> Vec<String> {
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    let mut leaks = Vec::new();
    if publicity.is_unlinked {
        if ranked.len() == 2 && evaluation.vendors.len() == 2 {
            leaks.push(
                "There were two offers: whoever is not the winner knows that the other was the only rival."
                    .to_owned(),
            );
        }
        if ranked.len() == evaluation.vendors.len() && ranked.len() == 3 {
            leaks.push(
                "Three offers, all ranked: each loser knows its own score and so whose the third one is."
                    .to_owned(),
            );
        }
        if publicity
            .basis
            .award
            .is_some_and(|award| award.winners.iter().any(|one| one.standing.rank != Some(1)))
        {
            leaks.push("The work does not go to the first of the ranking, so the first score in the list is a loser's.".to_owned());
        }
    }
    if publicity.has_points {
        leaks.extend(price_leaks(evaluation, &ranked));
    }
    leaks
}

/// Groups whose points follow from one price: what they tell of it.
fn price_leaks(evaluation: &Evaluation, ranked: &[&VendorResult]) -> Vec<String> {
    let top = evaluation.top().filter_map(|(at, _)| lone_leaf(evaluation, at));
    let facts = evaluation.decision.price_facts();
    let prices = top.filter(|leaf| evaluation.decision.criteria[*leaf].reads_any(&facts));
    prices.flat_map(|leaf| ranked.iter().map(move |vendor| given_away(evaluation, vendor, leaf))).collect()
}

/// What the points of a vendor on a price tell of that price.
fn given_away(evaluation: &Evaluation, vendor: &VendorResult, leaf: usize) -> String {
    let criterion = &evaluation.decision.criteria[leaf];
    let said = format!("{} points on {}", vendor.cells[leaf].points, criterion.name);
    match precision(evaluation, vendor, leaf) {
        Some(precision) => {
            format!("{said} give away what {} asks to within {precision:.1} %.", vendor.name())
        }
        None => format!("{said} follow from what {} asks alone.", vendor.name()),
    }
}

/// The only scored criterion of a group; none where there are several.
fn lone_leaf(evaluation: &Evaluation, group: usize) -> Option<usize> {
    if !evaluation.decision.criteria[group].is_group() {
        return Some(group);
    }
    let mut under = (0..evaluation.decision.criteria.len())
        .filter(|&at| evaluation.decision.criteria[at].parent == Some(group));
    let first = under.next()?;
    if under.next().is_some() { None } else { lone_leaf(evaluation, first) }
}

/// How closely the points give away the price, in per cent of it: half a step of the rounding, turned back
/// through the scale. None for scales of which that is not worked out, and beyond their ends.
fn precision(evaluation: &Evaluation, vendor: &VendorResult, leaf: usize) -> Option<f64> {
    let criterion = &evaluation.decision.criteria[leaf];
    let cell = &vendor.cells[leaf];
    let value = cell.value.as_ref()?.to_f64();
    let price = cell.fact.as_ref()?.value.as_ref()?.numbers()?[1].to_f64();
    let digits = criterion.rounding().or(evaluation.decision.rule.criterion_rounding)?.digits;
    let half_step =
        0.5 / libm::pow(10.0, f64::from(digits)) / evaluation.decision.max_points(criterion).to_f64();
    // How much of the price one unit of value is worth there.
    let slope = match criterion.scale()?.shape() {
        Shape::Line(line) => {
            let [worst, best] = line.worst_and_best()?.map(Exact::to_f64);
            (worst - best).abs()
        }
        Shape::Formula(FieldFormula::Price(PriceFormula::LowestOverPrice)) => price / value,
        Shape::Formula(
            FieldFormula::Relative { .. }
            | FieldFormula::Price(
                PriceFormula::Span
                | PriceFormula::ExcessOverLowest
                | PriceFormula::BudgetLine { .. }
                | PriceFormula::BudgetShare { .. },
            ),
        )
        | Shape::Table(_)
        | Shape::Set(_) => return None,
    };
    (value > 0.0 && value < 1.0 && price > 0.0).then(|| 100.0 * half_step * slope / price)
}

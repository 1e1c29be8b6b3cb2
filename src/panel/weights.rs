//! The weights of a panel: each evaluator's own, and what they come to together.

use crate::decision::panel::Evaluator;
use crate::decision::{Criterion, Decision, Weight};
use crate::exact::Exact;

/// The decision with an evaluator's own weights; groups that the evaluator does not weigh keep theirs.
#[must_use]
pub fn under_own_weights(decision: &Decision, evaluator: &Evaluator) -> Decision {
    let mut own = decision.clone();
    let criteria = decision.criteria.iter().enumerate();
    own.set_weights(
        criteria.filter_map(|(at, criterion)| Some((at, evaluator.weights.get(&criterion.id)?.clone()))),
    );
    own
}

/// The decision with a share in the whole for each criterion; those of groups follow from what is under them.
///
/// - `shares`: one for each criterion, not below zero.
#[must_use]
pub fn under_shares(decision: &Decision, shares: &[Exact]) -> Decision {
    let mut other = decision.clone();
    let mut sums = shares.to_vec();
    for at in (0..sums.len()).rev() {
        if other.criteria[at].leaf.is_none() {
            let is_under = |child: &usize| other.criteria[*child].parent == Some(at);
            sums[at] = Exact::sum((at + 1..sums.len()).filter(is_under).map(|child| &sums[child]));
        }
    }
    other.set_weights(sums.into_iter().map(Weight::of).enumerate());
    other
}

/// The shares in the whole of a decision's criteria.
#[must_use]
pub fn shares(criteria: &[Criterion]) -> Vec<Exact> {
    criteria.iter().map(|criterion| criterion.share().global.exact().clone()).collect()
}

/// The mean of several evaluators' shares, each evaluator with his or her weight; alike when all weigh nothing.
///
/// Source: Forman and Peniwati 1998, aggregating individual priorities; numbers in tests/data/panel/group.json.
#[must_use]
pub fn mean(shares: &[Vec<Exact>], weights: &[Weight]) -> Vec<Exact> {
    let weights =
        if weights.iter().all(Weight::is_zero) { vec![Weight::ONE; shares.len()] } else { weights.to_vec() };
    let whole = Weight::sum(&weights);
    let column = |at: usize| {
        let terms: Vec<Exact> =
            shares.iter().zip(&weights).map(|(row, weight)| &row[at] * weight.exact()).collect();
        Exact::sum(&terms).over(whole.exact()).unwrap_or_default()
    };
    (0..shares.first().map_or(0, Vec::len)).map(column).collect()
}

/// The geometric mean of several rows, element by element, each row with its weight; alike when all weigh
/// nothing. A zero in any row that weighs something gives zero.
///
/// Source: Aczel and Saaty 1983; numbers in tests/data/panel/group.json.
#[must_use]
pub fn geometric_mean(rows: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let is_unweighted = weights.iter().all(|weight| *weight <= 0.0);
    let weight = |row: usize| if is_unweighted { 1.0 } else { weights[row] };
    let whole: f64 = (0..rows.len()).map(weight).sum();
    let element = |at: usize| {
        let counting = (0..rows.len()).filter(|&row| weight(row) > 0.0);
        libm::exp(counting.map(|row| weight(row) / whole * libm::log(rows[row][at])).sum())
    };
    (0..rows.first().map_or(0, Vec::len)).map(element).collect()
}

/// Divides by the sum; zeros stay where there is none.
#[must_use]
pub fn normalised(row: &[f64]) -> Vec<f64> {
    let sum: f64 = row.iter().sum();
    row.iter().map(|one| if sum > 0.0 { one / sum } else { 0.0 }).collect()
}

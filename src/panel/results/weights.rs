//! The evaluators' own weights, and what they come to together.

use serde::Serialize;

use super::ranking::{ComparedVendors, Ranking};
use crate::decision::panel::Evaluator;
use crate::decision::{CriterionId, Decision, Panel, Weight};
use crate::exact::Exact;
use crate::panel::weights::{geometric_mean, mean, normalised, shares, under_own_weights, under_shares};

/// The evaluators' own weights and what they come to, as shares of the whole.
#[derive(Clone, Debug, Serialize)]
pub struct PanelWeights {
    /// The criteria, groups and leaves.
    pub criteria: Vec<CriterionId>,
    /// The decision's shares.
    pub decision: Vec<Exact>,
    /// Each evaluator's shares; none without own weights.
    pub own: Vec<Option<Vec<Exact>>>,
    /// The mean of those who gave weights, by the evaluators' weights.
    pub mean: Vec<Exact>,
    /// Their geometric mean, divided by its sum.
    pub geometric_mean: Vec<f64>,
    /// The ranking under the mean.
    pub under_mean: Ranking,
    /// The ranking under the geometric mean.
    pub under_geometric_mean: Ranking,
}

pub(super) fn panel_weights(field: &ComparedVendors<'_>, panel: &Panel) -> Option<PanelWeights> {
    let own = |one: &Evaluator| {
        (!one.weights.is_empty()).then(|| shares(&under_own_weights(field.decision, one).criteria))
    };
    let own: Vec<Option<Vec<Exact>>> = panel.evaluators.iter().map(own).collect();
    let given: Vec<Vec<Exact>> = own.iter().flatten().cloned().collect();
    let weights: Vec<Weight> = (own.iter().zip(&panel.evaluators))
        .filter(|(own, _)| own.is_some())
        .map(|(_, one)| one.weight.clone())
        .collect();
    if given.is_empty() {
        return None;
    }
    let mean = mean(&given, &weights);
    let geometric = geometric_shares(field.decision, &given, &weights);
    let exact: Vec<Exact> =
        geometric.iter().map(|share| Exact::from_f64(*share).unwrap_or_default()).collect();
    Some(PanelWeights {
        criteria: field.decision.criteria.iter().map(|criterion| criterion.id.clone()).collect(),
        decision: shares(&field.decision.criteria),
        under_mean: field.ranking(under_shares(field.decision, &mean)),
        under_geometric_mean: field.ranking(under_shares(field.decision, &exact)),
        own,
        mean,
        geometric_mean: geometric,
    })
}

/// The geometric mean of the leaves' shares, divided by its sum; a group has the sum of what is under it.
fn geometric_shares(decision: &Decision, given: &[Vec<Exact>], weights: &[Weight]) -> Vec<f64> {
    let rows: Vec<Vec<f64>> = given.iter().map(|row| row.iter().map(Exact::to_f64).collect()).collect();
    let weights: Vec<f64> = weights.iter().map(Weight::to_f64).collect();
    let mut means = geometric_mean(&rows, &weights);
    let is_leaf = |at: &usize| decision.criteria[*at].leaf.is_some();
    let leaves: Vec<usize> = (0..means.len()).filter(is_leaf).collect();
    let normal = normalised(&leaves.iter().map(|&at| means[at]).collect::<Vec<_>>());
    means.fill(0.0);
    for (&at, share) in leaves.iter().zip(normal) {
        let above = std::iter::successors(Some(at), |&at| decision.criteria[at].parent);
        above.for_each(|at| means[at] += share);
    }
    means
}

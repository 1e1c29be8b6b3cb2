//! Would the ranking survive a challenge? Exact answers where they exist, draws where they do not.
//!
//! - [`mod@sensitivity`]: every score as a line over one weight, the crossings, and how far a weight may
//!   move before the first place or the order changes.
//! - [`mod@plan`], [`mod@run`] and [`mod@results`]: draws of weights and facts, and what they say (SMAA-2).
//! - [`mod@break_even`]: what one fact would have to be.
//! - [`mod@reversal`] and [`mod@formulas`]: the ranking without a vendor, and under another rule.
//! - [`mod@preflight`]: a rule before any bid is open.
//! - [`mod@nearest`]: the smallest change of the weights that lets a rival draw level.
//! - [`mod@dominance`] and [`mod@optimality`]: who is behind at every weight, who could win at some.
//!
//! All of it is pure: a decision in, plain values out. Deliberately absent: words and tables, which belong to
//! `answers`.

pub mod break_even;
pub mod closed_form;
pub mod compared;
mod conditions;
pub mod counts;
pub mod dominance;
mod draw_facts;
mod draw_weights;
mod extensions;
pub mod formulas;
pub mod inputs;
pub mod instructions;
mod kernel;
mod lines;
pub mod nearest;
mod network;
pub mod optimality;
pub mod plan;
pub mod preflight;
mod random;
pub mod results;
pub mod reversal;
mod rounder;
pub mod run;
pub mod sensitivity;

pub use break_even::{BreakEven, PriceBreakEven, break_even, price_break_even};
pub use conditions::conditions;
pub use dominance::{Dominance, dominance};
pub use formulas::{RuleTrial, rule_trials};
pub use inputs::{InputAtStake, InputsAtStake, has_open_inputs, inputs_at_stake};
pub use instructions::Instructions;
pub use nearest::{NearestChange, nearest_changes};
pub use optimality::{Optimality, optimality};
pub use plan::{DrawSettings, FactDraw, Plan, PlanError, USUAL_DRAWS, WeightDraw};
pub use preflight::{Finding, preflight};
pub use results::{Robustness, results};
pub use reversal::{Reversals, reversals};
pub use run::{Drawn, Progress, Shard, run};
pub use sensitivity::{Sensitivity, Stability, sensitivity, stability};

use std::sync::Arc;

use crate::decision::Decision;
use crate::exact::Exact;
use crate::score::evaluation::VendorResult;
use crate::score::{Evaluation, evaluate};

/// The decision without its roundings: what lines, crossings and programs are exact for.
#[must_use]
pub fn unrounded(decision: &Decision) -> Decision {
    let mut plain = decision.clone();
    plain.rule.criterion_rounding = None;
    plain.rule.total_rounding = None;
    for leaf in plain.criteria.leaves_mut() {
        leaf.rounding = None;
    }
    plain
}

/// The vendors of an evaluation whose rank can depend on the weights: those in the ranking, and those
/// that only a minimum keeps out.
fn is_in_reach(vendor: &VendorResult) -> bool {
    use crate::score::evaluation::Exclusion;
    vendor.exclusions.iter().all(|exclusion| matches!(exclusion, Exclusion::Minimum { .. }))
}

/// The ranked vendors with the values of their leaves, for questions over all weights at once.
///
/// Where the rule skips what is not known, the skipped value is taken to be that of its group, which
/// leaves the score at the stated weights as it is.
pub(crate) struct Matrix {
    /// The decision without roundings, scored.
    pub(crate) evaluation: Evaluation,
    /// Indices of the ranked vendors in the evaluation, in the order of record.
    pub(crate) vendors: Vec<usize>,
    /// Indices of the leaves among the criteria.
    pub(crate) leaves: Vec<usize>,
    /// The global share of each leaf.
    pub(crate) shares: Vec<Exact>,
    /// For each ranked vendor, its value on each leaf.
    pub(crate) values: Vec<Vec<Exact>>,
}

impl Matrix {
    /// Takes the ranked vendors of `record` from the decision without roundings.
    pub(crate) fn new(record: &Evaluation) -> Matrix {
        let decision = &*record.decision;
        let evaluation = evaluate(&Arc::new(unrounded(decision)));
        let leaves: Vec<usize> = evaluation.leaves().map(|(at, _)| at).collect();
        let find = |id| evaluation.vendors.iter().position(|vendor: &VendorResult| vendor.id() == id);
        // Whoever takes the matrix multiplies its rows by weights and adds up: nobody is in it where scores are no sums.
        let ranked = record.ranked().filter(|_| decision.rule.is_sum());
        let vendors: Vec<usize> = ranked.filter_map(|vendor| find(vendor.id())).collect();
        let values = vendors
            .iter()
            .map(|&vendor| {
                leaves
                    .iter()
                    .map(|&leaf| {
                        let cells = &evaluation.vendors[vendor].cells;
                        let mut at = Some(leaf);
                        while let Some(cell) = at {
                            let counts = cell == leaf || !cells[cell].share.is_zero();
                            if let Some(value) = cells[cell].value.as_ref().filter(|_| counts) {
                                return value.exact().clone();
                            }
                            at = evaluation.decision.criteria[cell].parent;
                        }
                        let points = &evaluation.decision.rule.points;
                        evaluation.vendors[vendor].score.over(points).unwrap_or_default().exact().clone()
                    })
                    .collect()
            })
            .collect();
        let shares = leaves
            .iter()
            .map(|&at| evaluation.decision.criteria[at].share().global.exact().clone())
            .collect();
        Matrix { evaluation, vendors, leaves, shares, values }
    }

    /// A ranked vendor, by its place in the order of record.
    pub(crate) fn vendor(&self, place: usize) -> &VendorResult {
        &self.evaluation.vendors[self.vendors[place]]
    }
}

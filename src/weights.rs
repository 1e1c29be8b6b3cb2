//! Weights: the tree of criteria as shares of one, and ways to find them.
//!
//! - [`share_out`] turns the weights that a file states into shares of one.
//! - [`find`] turns what people say of one group ([`Judgements`]: points, swings, an order, comparisons) into
//!   shares, with their [`Consistency`] and the judgement that fits least; [`apportion`] makes decimals of
//!   them that add up exactly. Plain values in, plain values out.
//! - [`from_data`] has the weights that the spread of the bids would give, for comparison only.

mod apportion;
mod best_worst;
mod consistency;
mod fault;
pub mod from_data;
mod judgements;
mod pairwise;
mod rank_order;

pub use apportion::apportion;
pub use best_worst::MOST_FROM_BEST;
pub use consistency::{Consistency, Inconsistency, Measure, Mend};
pub use fault::{At, Fault, Problem, fraction};
use judgements::shares_of;
pub use judgements::{Comparison, ComparisonError, Found, Judgements, find};
pub use pairwise::{MOST_PAIRED, PairFormula};
pub use rank_order::RankFormula;

use crate::decision::Criterion;
use crate::exact::Exact;

/// Gives every criterion its local and global share: the one place where weights are normalised.
///
/// A group whose weights are all zero gives its criteria no share.
///
/// `criteria` stand in preorder, every group before what is under it.
pub fn share_out(criteria: &mut [&mut Criterion]) {
    let mut sums = vec![Exact::ZERO; criteria.len() + 1];
    let slot = |parent: Option<usize>| parent.map_or(0, |at| at + 1);
    for criterion in &*criteria {
        sums[slot(criterion.parent)] += &criterion.weight;
    }
    for at in 0..criteria.len() {
        let parent = criteria[at].parent;
        let local = criteria[at].weight.over(&sums[slot(parent)]).unwrap_or_default();
        let above = parent.map_or(Exact::ONE, |parent| criteria[parent].share.global.clone());
        criteria[at].share.global = &above * &local;
        criteria[at].share.local = local;
    }
}

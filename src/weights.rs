//! Weights: the tree of criteria as shares of one.

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

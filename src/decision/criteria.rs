//! The criteria of a decision as a tree, which cannot be put into disorder.

use std::ops::Deref;

use super::criterion::share_out;
use super::invalid::{InvalidDecision, unique};
use super::{Criterion, Leaf, Weight};

/// The criteria as a tree in preorder: every group stands before what is under it.
///
/// Depths are those of the tree, shares those of the weights, and no two criteria have the same id. It is read as a
/// slice; what is changed goes through [`changed`](Criteria::changed), which checks it again.
#[derive(Clone, Debug, Default)]
pub struct Criteria(Vec<Criterion>);

impl Criteria {
    /// Checks that the criteria make a tree, works out its depths, and shares the weights out.
    ///
    /// # Errors
    /// The first of [`InvalidDecision`] that is about criteria and holds.
    pub fn new(mut criteria: Vec<Criterion>) -> Result<Criteria, InvalidDecision> {
        unique(criteria.iter().map(|criterion| &criterion.id), InvalidDecision::SameCriterion)?;
        check_tree(&mut criteria)?;
        let mut criteria = Criteria(criteria);
        criteria.share_out();
        Ok(criteria)
    }

    /// The same with changes: others, in another order, or with other weights and minimums.
    ///
    /// # Errors
    /// The first of [`InvalidDecision`] that holds then.
    pub fn changed(&self, change: impl FnOnce(&mut Vec<Criterion>)) -> Result<Criteria, InvalidDecision> {
        let mut criteria = self.0.clone();
        change(&mut criteria);
        Criteria::new(criteria)
    }

    /// Takes criteria that were put into a tree and given their shares when they were read, and works out their depths.
    pub(crate) fn read(mut criteria: Vec<Criterion>) -> Criteria {
        for at in 0..criteria.len() {
            criteria[at].depth = criteria[at].parent.map_or(0, |group| criteria[group].depth + 1);
        }
        Criteria(criteria)
    }

    /// What a scored criterion has, to change it; none for a group, and where there is none.
    pub fn leaf_mut(&mut self, at: usize) -> Option<&mut Leaf> {
        self.0.get_mut(at)?.leaf.as_mut()
    }

    /// What each scored criterion has, to change it.
    pub fn leaves_mut(&mut self) -> impl Iterator<Item = &mut Leaf> {
        self.0.iter_mut().filter_map(|criterion| criterion.leaf.as_mut())
    }

    pub(super) fn set_weights(&mut self, weights: impl IntoIterator<Item = (usize, Weight)>) {
        for (at, weight) in weights {
            self.0[at].weight = weight;
        }
        self.share_out();
    }

    fn share_out(&mut self) {
        share_out(&mut self.0.iter_mut().collect::<Vec<_>>());
    }
}

impl Deref for Criteria {
    type Target = [Criterion];

    fn deref(&self) -> &[Criterion] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Criteria {
    type Item = &'a Criterion;
    type IntoIter = std::slice::Iter<'a, Criterion>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Checks that every group comes right before what is under it, and works out the depths.
fn check_tree(criteria: &mut [Criterion]) -> Result<(), InvalidDecision> {
    // The groups that the next criterion may stand under, outermost first.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..criteria.len() {
        let parent = criteria[at].parent;
        while open.last().is_some_and(|group| Some(*group) != parent) {
            open.pop();
        }
        if parent.is_some() && open.is_empty() {
            return Err(InvalidDecision::NotUnderItsGroup(criteria[at].id.clone()));
        }
        criteria[at].depth = open.len();
        if criteria[at].is_group() {
            if criteria.get(at + 1).is_none_or(|next| next.parent != Some(at)) {
                return Err(InvalidDecision::EmptyGroup(criteria[at].id.clone()));
            }
            open.push(at);
        }
    }
    Ok(())
}

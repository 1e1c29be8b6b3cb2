//! Criteria: what is judged, how much it weighs, and where it stands in the tree.

use std::collections::BTreeSet;

use super::{CriterionId, FactId, Minimum, Scale, Share, Unknown, Value, Weight};
use crate::exact::{Exact, Rounding};

/// A criterion: a leaf is scored, one with others under it is a group.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its key in the file.
    pub id: CriterionId,
    /// Its name for people.
    pub name: String,
    /// Index of the group that it stands under, lower than its own; none at the top.
    pub parent: Option<usize>,
    /// How many groups it stands under.
    pub(super) depth: usize,
    /// The weight as the file gives it.
    pub weight: Weight,
    /// The weight among its siblings and in the whole.
    pub(super) share: Shares,
    /// The value below which a vendor is not awardable.
    pub minimum: Option<Minimum<Value>>,
    /// What a scored criterion has and a group has not.
    pub leaf: Option<Leaf>,
    /// Remarks.
    pub note: Option<String>,
}

impl Criterion {
    /// A group at the top of the tree.
    #[must_use]
    pub fn group(id: &str, name: &str, weight: Weight) -> Criterion {
        Criterion {
            id: CriterionId::new(id),
            name: name.to_owned(),
            parent: None,
            depth: 0,
            weight,
            share: Shares::default(),
            minimum: None,
            leaf: None,
            note: None,
        }
    }

    /// A scored criterion at the top of the tree. It reads the fact of its own id; what is not known counts
    /// as worst.
    #[must_use]
    pub fn scored(id: &str, name: &str, weight: Weight, scale: Scale) -> Criterion {
        let leaf = Leaf { fact: FactId::new(id), unit: None, scale, unknown: Unknown::Worst, rounding: None };
        Criterion { leaf: Some(leaf), ..Criterion::group(id, name, weight) }
    }

    /// How many groups it stands under; 0 before it is part of [`Criteria`](super::Criteria), which work it out.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// The weight among its siblings and in the whole; none before it is part of [`Criteria`](super::Criteria).
    #[must_use]
    pub const fn share(&self) -> &Shares {
        &self.share
    }

    /// The same under a group, by its index; at the top where there is none.
    #[must_use]
    pub fn under(self, group: Option<usize>) -> Criterion {
        Criterion { parent: group, ..self }
    }

    /// Whether other criteria stand under it; it is scored otherwise.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.leaf.is_none()
    }

    /// Whether people mark it.
    #[must_use]
    pub fn is_rating(&self) -> bool {
        self.leaf.as_ref().is_some_and(|leaf| leaf.scale.is_rating())
    }

    /// Whether its scale looks at other vendors.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.leaf.as_ref().is_some_and(|leaf| leaf.scale.is_relative())
    }

    /// The fact that it reads; none for a group.
    #[must_use]
    pub fn fact(&self) -> Option<&FactId> {
        self.leaf.as_ref().map(|leaf| &leaf.fact)
    }

    /// Whether it reads one of some facts, such as the [prices](super::Decision::price_facts).
    #[must_use]
    pub fn reads_any(&self, facts: &BTreeSet<FactId>) -> bool {
        self.fact().is_some_and(|fact| facts.contains(fact))
    }

    /// What its fact is worth; none for a group.
    #[must_use]
    pub fn scale(&self) -> Option<&Scale> {
        self.leaf.as_ref().map(|leaf| &leaf.scale)
    }

    /// How its points are rounded; none for a group too.
    #[must_use]
    pub fn rounding(&self) -> Option<Rounding> {
        self.leaf.as_ref()?.rounding
    }

    /// What counts when its fact is not known; none for a group.
    #[must_use]
    pub fn unknown(&self) -> Option<Unknown> {
        self.leaf.as_ref().map(|leaf| leaf.unknown)
    }

    /// The unit in which its scale counts.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.leaf.as_ref()?.unit.as_deref()
    }
}

/// What a scored criterion has.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The fact that it reads; for a rating scale the criterion's own id.
    pub fact: FactId,
    /// The unit in which the scale counts.
    pub unit: Option<String>,
    /// What the fact is worth.
    pub scale: Scale,
    /// What counts when the fact is not known.
    pub unknown: Unknown,
    /// How its points are rounded; none for not at all.
    pub rounding: Option<Rounding>,
}

/// A weight as a share of one.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Among the siblings, which add up to 1.
    pub local: Share,
    /// In the whole: the product of the local shares down the tree. All leaves add up to 1.
    pub global: Share,
}

/// Whether the value of a criterion, or of one under it, depends on the field of bids.
///
/// - `criteria`: of a decision, in their order.
pub(crate) fn depends_on_field(criteria: &[&Criterion], at: usize) -> bool {
    let is_relative = |leaf: &usize| criteria[*leaf].is_relative();
    (0..criteria.len()).filter(is_relative).any(|leaf| is_within(leaf, at, |below| criteria[below].parent))
}

/// Whether a criterion stands under another, at whatever depth, or is it.
pub(crate) fn is_under(criteria: &[Criterion], below: usize, above: usize) -> bool {
    is_within(below, above, |at| criteria[at].parent)
}

fn is_within(below: usize, above: usize, parent: impl Fn(usize) -> Option<usize>) -> bool {
    std::iter::successors(Some(below), |&at| parent(at)).any(|at| at == above)
}

/// Gives every criterion its local and global share: the one place where weights are normalised.
///
/// A group whose weights are all zero gives its criteria no share.
///
/// `criteria` stand in preorder, every group before what is under it.
pub(crate) fn share_out(criteria: &mut [&mut Criterion]) {
    let mut sums = vec![Exact::ZERO; criteria.len() + 1];
    let slot = |parent: Option<usize>| parent.map_or(0, |at| at + 1);
    for criterion in &*criteria {
        sums[slot(criterion.parent)] += criterion.weight.exact();
    }
    for at in 0..criteria.len() {
        let parent = criteria[at].parent;
        let local = Share::of(criteria[at].weight.exact(), &sums[slot(parent)]);
        let above = parent.map_or(Share::WHOLE, |parent| criteria[parent].share.global.clone());
        criteria[at].share.global = &above * &local;
        criteria[at].share.local = local;
    }
}

//! Why the parts of a decision do not make one.

use std::collections::BTreeSet;

use super::{CriterionId, GateId, VendorId};

/// Why the parts of a decision do not make one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDecision {
    /// Two vendors have this id.
    #[error("two vendors have the id {0}")]
    SameVendor(VendorId),
    /// Two criteria or groups have this id.
    #[error("two criteria have the id {0}")]
    SameCriterion(CriterionId),
    /// Two must-haves have this id.
    #[error("two must-haves have the id {0}")]
    SameGate(GateId),
    /// The criterion stands apart from the group that it names, or names none.
    #[error("{0} does not come right after its group and what is under it")]
    NotUnderItsGroup(CriterionId),
    /// The group has nothing under it.
    #[error("the group {0} has no criteria")]
    EmptyGroup(CriterionId),
    /// The rule gives no points, or fewer than none.
    #[error("the points of the rule are not above 0")]
    NoPoints,
    /// A tie is broken by a criterion that there is not.
    #[error("ties are broken by {0}, which is no criterion")]
    UnknownTie(CriterionId),
    /// There is a panel, and the rule does not say how its marks become one.
    #[error("the rule does not say how the marks of the panel become one")]
    PanelWithoutRule,
    /// The panel marks a vendor on something that it cannot mark: there is no such vendor or no such rating.
    #[error("the panel marks {vendor} on {criterion}, and there is no such vendor or no such rating")]
    MarkOfNothing {
        /// Whom it marks.
        vendor: VendorId,
        /// On what.
        criterion: CriterionId,
    },
    /// A combined mark has not one entry for each evaluator.
    #[error("the mark of {vendor} on {criterion} has not one entry for each evaluator")]
    MarkWithoutEvaluators {
        /// Whose mark it is.
        vendor: VendorId,
        /// What it is a mark on.
        criterion: CriterionId,
    },
}

/// Checks that no two things have the same id.
pub(super) fn unique<'a, T: Ord + Clone + 'a>(
    mut ids: impl Iterator<Item = &'a T>,
    same: fn(T) -> InvalidDecision,
) -> Result<(), InvalidDecision> {
    let mut seen = BTreeSet::new();
    ids.find(|id| !seen.insert(*id)).map_or(Ok(()), |id| Err(same(id.clone())))
}

//! Who is in play: whose facts price formulas and relative scales look at.

use super::evaluation::{GateResult, MinimumResult, Outcome, VendorResult};
use crate::decision::{Decision, Scale, Status, Vendor};

/// What is said of a bid that is out of the field by a minimum.
pub const SETS_NO_PRICE: &str = "sets no price for the others";

/// Whether a vendor is in play: it takes part, fails no must-have, and fails no minimum that does not itself depend
/// on the field.
///
/// A minimum fails only where even the best that is still possible stays below it, so a vendor of whom too little is
/// known is in play. A minimum on a price that is compared with others, and that of the score where there is such a
/// price, cannot say who is compared: a bid below it stays in play.
///
/// - `minimums`: those of its criteria; the others play no part.
#[must_use]
pub fn is_in_play(
    decision: &Decision,
    vendor: &Vendor,
    gates: &[GateResult],
    minimums: &[MinimumResult],
) -> bool {
    let fails_own = |minimum: &MinimumResult| {
        let at = decision.criteria.iter().position(|one| minimum.criterion.as_ref() == Some(&one.id));
        minimum.outcome == Outcome::Fail && at.is_some_and(|at| !decision.depends_on_field(at))
    };
    takes_part(vendor, gates) && !minimums.iter().any(fails_own)
}

/// Whether a vendor is in play, as it was judged.
#[must_use]
pub fn plays(decision: &Decision, result: &VendorResult) -> bool {
    is_in_play(decision, &result.vendor, &result.gates, &result.minimums)
}

/// Whether a vendor is invited and fails no must-have.
#[must_use]
pub fn takes_part(vendor: &Vendor, gates: &[GateResult]) -> bool {
    vendor.status == Status::Invited && gates.iter().all(|gate| gate.outcome != Outcome::Fail)
}

/// The criteria whose minimum decides who is in play, where a scale looks at the field at all.
#[must_use]
pub fn deciding_minimums(decision: &Decision) -> Vec<usize> {
    let has_field = decision.criteria.iter().any(|one| one.scale().is_some_and(Scale::is_of_field));
    let decides = |at: &usize| decision.criteria[*at].minimum.is_some() && !decision.depends_on_field(*at);
    if has_field { (0..decision.criteria.len()).filter(decides).collect() } else { Vec::new() }
}

/// The vendors that take part and that only a minimum keeps out of play.
pub(super) fn kept_out<'a>(
    decision: &'a Decision,
    vendors: &'a [VendorResult],
) -> impl Iterator<Item = &'a VendorResult> {
    let decides = !deciding_minimums(decision).is_empty();
    vendors.iter().filter(move |one| decides && takes_part(&one.vendor, &one.gates) && !plays(decision, one))
}

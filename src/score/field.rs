//! Who is in play: whose facts price formulas and relative scales look at.

use super::evaluation::{GateResult, MinimumResult, Outcome, VendorResult};
use crate::decision::{BidField, Criterion, Decision, Status, Vendor};

/// What is said of a bid that is out of the field by a minimum.
pub const SETS_NO_PRICE: &str = "sets no price for the others";

/// Whether a vendor's bid is one of those that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InPlay {
    /// It is not: it takes no part, or fails a must-have or a minimum.
    No,
    /// It does not count as one now, but may yet: the rule leaves out whose bid waits for an explanation.
    OnceExplained,
    /// It counts as one now, but a must-have or a minimum of its own is open.
    Perhaps,
    /// It is, whatever turns out.
    Surely,
}

impl InPlay {
    /// Whether its bid counts as one of those that are compared, as things stand.
    #[must_use]
    pub fn is_now(self) -> bool {
        match self {
            InPlay::No | InPlay::OnceExplained => false,
            InPlay::Perhaps | InPlay::Surely => true,
        }
    }
}

/// Whether a vendor is in play, as the rule says whose bids are compared: it takes part, fails no must-have, and fails no
/// minimum that does not itself depend on the field, and may owe no explanation; or the first three of these; or the
/// first two; or it has made a bid.
///
/// A minimum fails only where even the best that is still possible stays below it, so a vendor of whom too little is
/// known is in play. A minimum on a price that is compared with others, and that of the score where there is such a
/// price, cannot say who is compared: a bid below it stays in play.
///
/// - `minimums`: those of its criteria; the others play no part.
#[must_use]
pub fn in_play(
    decision: &Decision,
    vendor: &Vendor,
    gates: &[GateResult],
    minimums: &[MinimumResult],
) -> InPlay {
    if decision.rule.field == BidField::Offered {
        return InPlay::Surely;
    }
    let is_own = |minimum: &&MinimumResult| {
        let at = decision.criteria.iter().position(|one| minimum.criterion.as_ref() == Some(&one.id));
        at.is_some_and(|at| !decision.depends_on_field(at))
    };
    let minimums = if decision.rule.field.has_minimums() { minimums } else { &[] };
    let own = minimums.iter().filter(|minimum| minimum.outcome != Outcome::Pass).filter(is_own);
    let own: Vec<Outcome> = own.map(|minimum| minimum.outcome).collect();
    if !takes_part(vendor, gates) || own.contains(&Outcome::Fail) {
        InPlay::No
    } else if decision.rule.field == BidField::NotAbnormal && !is_normal(gates) {
        InPlay::OnceExplained
    } else if !own.is_empty() || gates.iter().any(|gate| gate.outcome == Outcome::Open) {
        InPlay::Perhaps
    } else {
        InPlay::Surely
    }
}

/// Whether a vendor is in play, as it was judged.
#[must_use]
pub fn stands(decision: &Decision, result: &VendorResult) -> InPlay {
    in_play(decision, &result.vendor, &result.gates, &result.minimums)
}

/// Whether a vendor is in play now, as it was judged.
#[must_use]
pub fn plays(decision: &Decision, result: &VendorResult) -> bool {
    stands(decision, result).is_now()
}

/// Whether no must-have that may be explained still waits for the explanation.
#[must_use]
pub fn is_normal(gates: &[GateResult]) -> bool {
    gates.iter().all(|result| result.gate.explained.is_none() || result.outcome == Outcome::Pass)
}

/// Whether there is a bid to compare, or may still be one: who has left will not state a number any more.
#[must_use]
pub fn may_bid(vendor: &Vendor, has_number: bool) -> bool {
    has_number || vendor.status == Status::Invited
}

/// Whether a vendor is invited and fails no must-have.
#[must_use]
pub fn takes_part(vendor: &Vendor, gates: &[GateResult]) -> bool {
    vendor.status == Status::Invited && gates.iter().all(|gate| gate.outcome != Outcome::Fail)
}

/// The criteria whose minimum decides who is in play, where a scale looks at the field at all.
#[must_use]
pub fn deciding_minimums(decision: &Decision) -> Vec<usize> {
    let has_field =
        decision.rule.field.has_minimums() && decision.criteria.iter().any(Criterion::is_relative);
    let decides = |at: &usize| decision.criteria[*at].minimum.is_some() && !decision.depends_on_field(*at);
    if has_field { (0..decision.criteria.len()).filter(decides).collect() } else { Vec::new() }
}

/// What keeps vendors out of play that take part, a sentence each.
pub(super) fn kept_out<'a>(
    decision: &'a Decision,
    vendors: &'a [VendorResult],
) -> impl Iterator<Item = String> + 'a {
    let has_minimums = !deciding_minimums(decision).is_empty();
    let is_compared = decision.criteria.iter().any(Criterion::is_relative);
    vendors.iter().filter(|one| takes_part(&one.vendor, &one.gates)).filter_map(move |one| {
        let why = match stands(decision, one) {
            InPlay::No if has_minimums => "is below a minimum",
            InPlay::OnceExplained if is_compared && one.gates.iter().any(GateResult::is_to_be_explained) => {
                "waits for an explanation"
            }
            InPlay::OnceExplained if is_compared => "may have to explain itself",
            InPlay::No | InPlay::OnceExplained | InPlay::Perhaps | InPlay::Surely => return None,
        };
        Some(format!("{} {why}, so its bid {SETS_NO_PRICE}", one.name()))
    })
}

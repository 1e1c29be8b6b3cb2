//! Shares of one where a number of a hundred is wanted, in one place for every key that counts in per cent: hardly anybody
//! means half of one in a hundred.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;

/// Warns of a share of one: 0.35 where 35 % is meant.
pub(super) fn share_of_one(place: Span, number: &Exact) -> Option<Diagnostic> {
    (*number > Exact::ZERO && *number < Exact::ONE).then(|| warning(place, number))
}

/// Warns of a share of one where a part of a hundred is usual: a rise in a year, a charge on an invoice. Half a per cent
/// may be meant, 0.03 is 3 %.
pub(super) fn small_share_of_one(place: Span, number: &Exact) -> Option<Diagnostic> {
    let quarter = Exact::of_percent(&Exact::from(25));
    (!number.is_zero() && number.abs() < quarter).then(|| warning(place, number))
}

fn warning(place: Span, number: &Exact) -> Diagnostic {
    let meant = number * &Exact::HUNDRED;
    let message = format!("{number} counts as {number} %, and not as {meant} %");
    Diagnostic::new(Code::OtherNotation, place, message)
        .help(format!("write {meant} where {meant} % is meant"))
}

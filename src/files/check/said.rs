//! What vendors say of a fact that is a number.

use crate::decision::FactId;
use crate::diagnostic::Span;
use crate::exact::Exact;
use crate::files::vendor::ReadVendor;

/// A value this many times another is hardly of the same unit.
pub(super) const FAR: i32 = 100;

/// What vendors say of a fact, and where.
pub(super) struct Said<'a> {
    pub(super) vendor: &'a ReadVendor,
    pub(super) value: &'a Exact,
    pub(super) place: Span,
    pub(super) unit: Option<&'a str>,
}

/// What a vendor says of a fact that is a number.
pub(super) fn said<'a>(vendor: &'a ReadVendor, fact: &FactId) -> Option<Said<'a>> {
    let known = vendor.vendor.facts.get(fact)?;
    let [_, value, _] = known.value.as_ref()?.numbers()?;
    Some(Said { vendor, value, place: vendor.facts.get(fact)?.value, unit: known.evidence.unit.as_deref() })
}

/// The same of a number above zero: nothing can be so many times zero.
pub(super) fn positive<'a>(vendor: &'a ReadVendor, fact: &FactId) -> Option<Said<'a>> {
    said(vendor, fact).filter(|said| *said.value > Exact::ZERO)
}

/// Whether a number is above zero, and another a hundred times as large or more.
pub(super) fn is_far(small: &Exact, large: &Exact) -> bool {
    *small > Exact::ZERO && *large >= small * &Exact::from(FAR)
}

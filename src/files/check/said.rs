//! What vendors say of a fact that is a number.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::{Fact, FactId};
use crate::diagnostic::Span;
use crate::exact::Exact;
use crate::files::vendor::{FactSpans, ReadVendor};
use crate::parallel;

/// A value this many times another is hardly of the same unit.
pub(super) const FAR: i32 = 100;

/// What vendors say of a fact, and where.
pub(super) struct Said<'a> {
    pub(super) vendor: &'a ReadVendor,
    pub(super) value: &'a Exact,
    known: &'a Fact,
    spans: &'a FactSpans,
}

impl<'a> Said<'a> {
    pub(super) fn place(&self) -> Span {
        self.spans.value()
    }

    pub(super) fn unit(&self) -> Option<&'a str> {
        self.known.evidence.unit.as_deref()
    }

    /// Whether the number is above zero: nothing can be so many times zero.
    pub(super) fn is_positive(&self) -> bool {
        *self.value > Exact::ZERO
    }
}

/// What a vendor says of a fact that is a number.
pub(super) fn said<'a>(vendor: &'a ReadVendor, fact: &FactId) -> Option<Said<'a>> {
    let known = vendor.vendor.facts.get(fact)?;
    let [_, value, _] = known.value.as_ref()?.numbers()?;
    Some(Said { vendor, value, known, spans: vendor.facts.get(fact)? })
}

/// What each vendor who says a number says, by the facts that are asked for.
pub(super) type SaidOf<'a> = BTreeMap<&'a FactId, Vec<Said<'a>>>;

/// What all vendors say of each fact that is asked for, where they say a number.
pub(super) fn said_of<'a>(vendors: &'a [ReadVendor], asked: &BTreeSet<&'a FactId>) -> SaidOf<'a> {
    let asked: Vec<&FactId> = asked.iter().copied().collect();
    let said = |fact: &&'a FactId| vendors.iter().filter_map(|vendor| said(vendor, fact)).collect();
    let of_all = parallel::map(&asked, vendors.len(), said);
    asked.into_iter().zip(of_all).collect()
}

/// Whether a number is above zero, and another a hundred times as large or more.
pub(super) fn is_far(small: &Exact, large: &Exact) -> bool {
    *small > Exact::ZERO && *large >= small * &Exact::from(FAR)
}

//! How many agents of a vendor leave, whichever way its quote counts them.

use super::learning::simple_of_compounded;
use super::{Scenario, Unknown};
use crate::decision::quote::{ATTRITION, AttritionKind, Quote};
use crate::decision::{End, FactId, OrFact, Vendor};
use crate::exact::Exact;

/// Agents who leave in a year, over the mean team.
///
/// # Errors
/// [`Unknown`] where that is not known, or more than all would be gone.
pub(super) fn attrition(
    vendor: &Vendor,
    quote: &Quote,
    end: End,
    scenario: &Scenario,
) -> Result<Exact, Unknown> {
    let of = |rate: &OrFact| rate.of(vendor).map(|rate| rate.at(end).clone());
    let (rate, kind) = match &quote.training {
        Some(training) => (of(&training.attrition), training.attrition_kind),
        None => (of(&OrFact::Fact(FactId::new(ATTRITION))), AttritionKind::Simple),
    };
    let percent = rate.ok_or(Unknown::Attrition)?;
    let rate = match kind {
        AttritionKind::Simple => Exact::of_percent(&percent),
        AttritionKind::Compounded => simple_of_compounded(&Exact::of_percent(&percent))
            .ok_or_else(|| Unknown::AllLeave(percent.plain(4)))?,
    };
    Ok(&rate * &scenario.attrition)
}

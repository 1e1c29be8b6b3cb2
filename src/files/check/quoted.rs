//! Checks of the facts that prices are taken from: that they are there, are amounts, and are in the quote's currency.

use crate::decision::FactId;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::amount::Reference;
use crate::files::criteria::Draft;
use crate::files::read::{Problems, shortened};
use crate::files::vendor::ReadVendor;
use crate::text::suggest::did_you_mean;

/// Checks the facts that quotes, and our own assumptions, take their amounts from.
pub(crate) fn quoted(draft: &Draft, vendors: &[ReadVendor], problems: &mut Problems) {
    let ours = draft.cost.iter().flat_map(|basis| &basis.references);
    for reference in ours {
        let is_known = |vendor: &ReadVendor| vendor.facts.contains_key(&reference.fact);
        if !vendors.is_empty() && !vendors.iter().any(is_known) {
            let known = vendors.iter().flat_map(|vendor| vendor.facts.keys());
            problems.push(missing(reference, "no vendor has", known));
        }
    }
    for vendor in vendors {
        let Some(quote) = &vendor.quote else { continue };
        let currency = quote.quote.currency.as_deref().or(draft.currency.as_deref());
        for reference in &quote.references {
            if vendor.facts.contains_key(&reference.fact) {
                check(vendor, reference, currency, problems);
            } else {
                problems.push(missing(reference, "this vendor has not", vendor.facts.keys()));
            }
        }
        for reference in draft.cost.iter().flat_map(|basis| &basis.references) {
            check(vendor, reference, draft.currency.as_deref(), problems);
        }
    }
}

fn missing<'a>(
    reference: &Reference,
    who: &str,
    known: impl Iterator<Item = &'a FactId> + Clone,
) -> Diagnostic {
    let fact = reference.fact.as_str();
    let help = did_you_mean(fact, known.map(FactId::as_str)).unwrap_or_else(|| {
        format!("if it is not known yet, say so among the facts: {} = {{}}", shortened(fact))
    });
    let message = format!("{who} the fact `{}`", shortened(fact));
    Diagnostic::new(Code::UnknownFact, reference.place, message).help(help)
}

/// Checks that a fact which is there is an amount, in the currency of what takes it.
fn check(vendor: &ReadVendor, reference: &Reference, currency: Option<&str>, problems: &mut Problems) {
    let (Some(fact), Some(spans)) =
        (vendor.vendor.facts.get(&reference.fact), vendor.facts.get(&reference.fact))
    else {
        return;
    };
    let id = &reference.fact;
    if let Some(value) = &fact.value {
        let fault = match value.numbers() {
            None => Some((
                Code::WrongFact,
                format!("the fact `{id}` is {}, but a price wants a number", value.kind()),
            )),
            Some([low, ..]) if low.is_negative() => {
                Some((Code::OutOfRange, format!("the fact `{id}` is {low}, and a price is 0 or more")))
            }
            Some(_) => None,
        };
        if let Some((code, message)) = fault {
            let problem = Diagnostic::new(code, spans.value(), message);
            problems.push(problem.related(reference.place, "the amount is taken from it here"));
        }
    }
    let (Some(unit), Some(place), Some(currency)) = (&fact.evidence.unit, spans.unit(), currency) else {
        return;
    };
    if reference.is_money
        && let Some(other) = currency_of(unit).filter(|other| *other != currency)
    {
        let message =
            format!("the fact `{id}` is in {other}, and what is taken from it counts in {currency}");
        problems.push(
            Diagnostic::new(Code::UnitDiffers, place, message)
                .related(reference.place, "the amount is taken from it here")
                .help("type the amount in the quote, or give the fact in its currency"),
        );
    }
}

/// The three capital letters that a unit begins with: EUR of EUR/h.
fn currency_of(unit: &str) -> Option<&str> {
    let end = unit.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(unit.len());
    (end == 3).then(|| &unit[..end])
}

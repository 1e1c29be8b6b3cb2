//! How amounts are written, and what is said of a quote in sentences.

use crate::answers::document::{Cell, Tone};
use crate::cost::money::grouped;
use crate::cost::{Benefits, Costs, Figures, Money, Range, VendorCost};
use crate::exact::Exact;

/// Digits after the point of prices of a contact.
const CONTACT_DIGITS: u32 = 3;
/// Digits after the point of prices of an hour.
const HOUR_DIGITS: u32 = 2;
/// Digits after the point of unit prices of one vendor, where nothing stands beside them.
const FULL_DIGITS: u32 = 4;

/// An amount in whole units of the currency.
pub(crate) fn whole(amount: &Exact) -> String {
    grouped(amount, 0)
}

/// An amount in whole units; empty for nothing.
pub(crate) fn amount(money: Money) -> String {
    if money.is_zero() { String::new() } else { money.text(0) }
}

/// What an amount may turn out to be, in whole units: `1 204 000–1 310 500`, `certain`.
pub(crate) fn range(range: &Range) -> Cell {
    if range.low == range.high {
        return Cell::toned("certain", Tone::Faint);
    }
    Cell::toned(format!("{}–{}", whole(&range.low), whole(&range.high)), Tone::Doubt)
}

/// The price of a contact.
pub(crate) fn of_contact(range: Option<&Range>) -> Cell {
    unit_price(range, CONTACT_DIGITS)
}

/// The price of an hour.
pub(crate) fn of_hour(range: Option<&Range>) -> Cell {
    unit_price(range, HOUR_DIGITS)
}

fn unit_price(range: Option<&Range>, digits: u32) -> Cell {
    let unknown = || Cell::toned("not known", Tone::Doubt);
    range.map_or_else(unknown, |range| grouped(&range.likely, digits).into())
}

/// A place, from 1; `–` for none.
pub(crate) fn place(rank: Option<usize>) -> String {
    rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())
}

/// The place by headline price, marked where the total gives another: that is what matters most in a comparison.
pub(crate) fn headline_place(vendor: &VendorCost) -> Cell {
    let differs = vendor.rank_by_headline != vendor.rank_by_total;
    Cell::toned(place(vendor.rank_by_headline), if differs { Tone::Doubt } else { Tone::Plain })
}

/// `Total 1 405 146.60 (1 204 000–1 610 500); place 2 of 5, by headline 1`.
pub(crate) fn total_text(costs: &Costs, vendor: &VendorCost, figures: &Figures) -> String {
    let of = costs.ranked(false).len();
    let place = vendor.rank_by_total.map_or_else(String::new, |rank| format!("; place {rank} of {of}"));
    let headline = vendor.rank_by_headline.map_or_else(String::new, |rank| format!(", by headline {rank}"));
    format!("Total {}{place}{headline}", with_range(&figures.total))
}

/// `Present value 1 310 200.10 (1 110 000–1 500 000)`.
pub(crate) fn present_value_text(figures: &Figures) -> String {
    format!("Present value {}", with_range(&figures.npv))
}

fn with_range(of: &Range) -> String {
    format!("{} ({})", grouped(&of.likely, 2), range(of).text)
}

/// Everything that a quote comes to, a line each.
pub(crate) fn figures_texts(costs: &Costs, vendor: &VendorCost, figures: &Figures) -> Vec<String> {
    let currency = costs.currency.as_deref().map(|currency| format!(" {currency}")).unwrap_or_default();
    let units = [
        ("per_contact", "A contact", &figures.per_contact),
        ("headline_per_contact", "A contact by the price lines alone", &figures.headline_per_contact),
        ("per_resolution", "A resolved contact", &figures.per_resolution),
        ("effective_hour", "A productive hour by the price lines", &figures.effective_hour),
    ];
    let is_bound = |key: &str| vendor.bounds.contains(&key);
    let unit = |(key, name, range): (&str, &str, &Option<Range>)| {
        let shown = |number: &Exact| grouped(number, FULL_DIGITS);
        match range {
            None => format!("{name}: not known"),
            Some(range) if range.low == range.high => format!("{name} {}{currency}", shown(&range.likely)),
            Some(range) => {
                let [low, likely, high] = [&range.low, &range.likely, &range.high].map(shown);
                let bounds = if is_bound(key) { ", bounds" } else { "" };
                format!("{name} {likely}{currency} ({low}–{high}{bounds})")
            }
        }
    };
    let of_issues = [
        ("per_issue", "An issue", &figures.per_issue),
        ("per_resolved_issue", "A resolved issue", &figures.per_resolved_issue),
        ("per_sale", "A sale that stays", &figures.per_sale),
        ("per_bot_resolution", "A contact that a bot solves", &figures.per_bot_resolution),
    ];
    let of_issues = of_issues.into_iter().filter(|(_, _, range)| range.is_some());
    let totals = [total_text(costs, vendor, figures), present_value_text(figures)];
    let units: Vec<_> = units.into_iter().chain(of_issues).collect();
    let has_bounds = units
        .iter()
        .any(|(key, _, range)| is_bound(key) && range.as_ref().is_some_and(|range| range.low != range.high));
    let said = "Bounds: nothing lies outside of them, and what can come true may be narrower.";
    let bounds = has_bounds.then(|| said.to_owned());
    totals.into_iter().chain(units.into_iter().map(unit)).chain(bounds).collect()
}

/// What a quote does not price, with what is counted for it; none where it prices everything.
pub(crate) fn not_priced(vendor: &VendorCost) -> Option<String> {
    let things: Vec<&str> = vendor.silent.iter().map(|silent| silent.name.as_str()).collect();
    let sum: Money = vendor.silent.iter().map(|silent| silent.likely).sum();
    (!things.is_empty()).then(|| {
        format!("{} does not price {}: {} is counted for it.", vendor.name, things.join(", "), sum.text(0))
    })
}

/// What a vendor is worth beside its cost, in a sentence: what it brings, what it saves, and both together.
#[cfg(feature = "tui")]
pub(crate) fn worth_text(worth: &Benefits) -> String {
    let money = |range: Option<&Range>| {
        range.map_or_else(|| "not known".to_owned(), |range| grouped(&range.likely, 0))
    };
    let span = worth.net.as_ref().map(range).map_or_else(String::new, |net| format!(" ({})", net.text));
    format!(
        "Benefit {}, saving {}, net {}{span}",
        money(worth.benefit.as_ref()),
        money(worth.saving.as_ref()),
        money(worth.net.as_ref())
    )
}

/// One thing that a vendor brings, in a sentence.
#[cfg(feature = "tui")]
pub(crate) fn brings_text(name: &str, money: Option<&Range>) -> String {
    match money {
        None => format!("{name}: not known"),
        Some(money) if money.low == money.high => format!("{name} {}", whole(&money.likely)),
        Some(money) => format!("{name} {} ({})", whole(&money.likely), range(money).text),
    }
}

/// What is not known of what a vendor is worth; none where all is.
pub(crate) fn worth_gaps(worth: &Benefits) -> Option<String> {
    (!worth.missing.is_empty()).then(|| format!("a gap, and no 0: {}", worth.missing.join(", ")))
}

/// Why a vendor is not in the comparison; none where it is.
pub(crate) fn left_out(vendor: &VendorCost) -> Option<String> {
    match &vendor.unknown {
        Some(why) => Some(format!("{}: the cost is not known: {why}.", vendor.name)),
        None if !vendor.is_invited => Some(format!("{} does not take part.", vendor.name)),
        None => None,
    }
}

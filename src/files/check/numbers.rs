//! Checks of numbers that may be written in another notation than is read: warnings with both places, for nobody but
//! who wrote a number knows what was meant. Those of vendors are held against each other and against what is asked,
//! those of the criteria file against vendors and siblings.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::{BTreeMap, BTreeSet};

use super::asked::{Asked, asked, is_nearer_in_thousands};
use super::others::{Far, Others};
use super::said::{FAR, Said, SaidOf, is_far, said};
use crate::decision::derived::ids as worked_out;
use crate::decision::quote::{Charge, ChargeUnit, PriceUnit, Rate};
use crate::decision::{Criterion, FactId, Leaf, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::criteria::{CriterionSpans, Draft};
use crate::files::read::Problems;
use crate::files::vendor::ReadVendor;
use crate::files::written::{GroupedNumber, NumberOf};
use crate::parallel;

/// Checks the numbers of all vendors against each other, against the scales, and against their own quotes.
pub(super) fn check(
    draft: &Draft,
    leaves: &[(&Criterion, &Leaf, &CriterionSpans)],
    vendors: &[ReadVendor],
    said_of: &SaidOf<'_>,
    problems: &mut Problems,
) {
    let of = |fact: &FactId| said_of.get(fact).map_or(&[][..], Vec::as_slice);
    let mut asked = asked(draft, leaves);
    // A quote asks for the facts that it takes its amounts from.
    let of_quotes =
        vendors.iter().filter_map(|vendor| vendor.quote.as_ref()).flat_map(|quote| &quote.references);
    for reference in of_quotes {
        asked.entry(&reference.fact).or_default();
    }
    let facts: Vec<(&&FactId, &Asked<'_>)> = asked.iter().collect();
    // What is worked out is in its unit, however the numbers were written that it comes from.
    let is_ours = |fact: &FactId| draft.is_worked_out(fact.as_str());
    let checked = parallel::map(&facts, vendors.len(), |(fact, asked)| {
        check_fact((fact, is_ours(fact)), asked, of(fact))
    });
    problems.extend(checked.into_iter().flatten());
    let unit = |fact: &FactId| asked.get(fact).and_then(|asked| asked.unit);
    // What vendors give their numbers in tells what a limit counts in that no scale says anything of.
    let is_sum = |fact: &FactId| {
        let given = of(fact).iter().filter_map(Said::unit);
        unit(fact).into_iter().chain(given).any(is_money)
    };
    let is_small = |fact: &FactId, number: &GroupedNumber| {
        let values = || of(fact).iter().filter(|said| said.is_positive()).map(|said| said.value);
        let ends = values().min().zip(values().max());
        Exact::parse(&number.text).is_ok_and(|number| {
            ends.is_some_and(|(least, greatest)| is_nearer_in_thousands(&number, least, greatest))
        })
    };
    for number in &draft.written.grouped {
        let fact = match &number.of {
            NumberOf::Criterion(id) => leaves
                .iter()
                .find(|(criterion, ..)| criterion.id.as_str() == id)
                .map(|(_, leaf, _)| &leaf.fact),
            NumberOf::Gate(id) => {
                draft.gates.iter().find(|(gate, _)| gate.id.as_str() == id).map(|(gate, _)| &gate.fact)
            }
            NumberOf::Fact(_) | NumberOf::Sum => None,
        };
        let is_odd = fact.map_or(number.of == NumberOf::Sum, |fact| is_sum(fact) || is_small(fact, number));
        problems.extend(is_odd.then(|| grouped(number)));
    }
    let unasked = unasked(vendors, &asked);
    let check_vendor = |vendor: &ReadVendor| {
        let mut problems = Problems::new();
        let sums = vendor.written.grouped.iter().filter(|number| number.of == NumberOf::Sum);
        problems.extend(sums.map(grouped));
        check_unasked(vendor, &unasked, &mut problems);
        check_twice(vendor, draft.currency.as_deref(), &mut problems);
        problems
    };
    problems.extend(parallel::map(vendors, 1, check_vendor).into_iter().flatten());
}

fn check_fact((fact, is_worked_out): (&FactId, bool), asked: &Asked<'_>, said: &[Said<'_>]) -> Problems {
    let mut problems = Problems::new();
    let others = Others::of(said, |one| one.vendor.grouped_of(fact).next().is_some());
    for (at, one) in said.iter().enumerate() {
        let numbers: Vec<&GroupedNumber> = one.vendor.grouped_of(fact).collect();
        // Whoever writes so as well says nothing of what is meant.
        let plain = others.plain_ends(at);
        let is_written_so = !numbers.is_empty();
        let is_small = is_written_so && plain.is_some_and(|(least, _)| is_far(one.value, least.value));
        let is_near = |(least, greatest): (&Said<'_>, &Said<'_>)| {
            is_nearer_in_thousands(one.value, least.value, greatest.value)
        };
        let is_among_thousands = is_written_so && plain.is_some_and(is_near);
        let wanted = || asked.wants_thousands(one.value);
        let unit = one.unit().or(asked.unit).filter(|_| !is_worked_out);
        let is_share = unit.is_some_and(is_per_cent);
        if is_written_so
            && !is_share
            && (is_small || is_among_thousands || unit.is_some_and(is_money) || wanted().is_some())
        {
            let other = plain.map(|(least, _)| least).filter(|_| is_small || is_among_thousands);
            let related = other.map(|other| (other.place(), format!("another vendor says {}", other.value)));
            let related = related.or_else(|| Some((wanted()?, "asked for here".to_owned())));
            problems.extend(numbers.into_iter().map(|number| match &related {
                Some((place, label)) => grouped(number).related(*place, label.as_str()),
                None => grouped(number),
            }));
        } else if let Some((meant, other)) =
            is_share.then(|| in_hundreds((at, one), asked, &others)).flatten()
        {
            problems.push(as_share(one, &meant, asked, other));
        } else if let Some(far) =
            others.far(at, asked.ends.as_ref()).or_else(|| others.hundredfold(at).filter(|_| !is_share))
        {
            problems.push(far_off(fact, one, &far));
        }
    }
    problems
}

fn is_worked_out(fact: &FactId) -> bool {
    worked_out().any(|id| id == fact.as_str())
}

/// For each fact that nothing asks for as a number, and that some vendor writes as thousands may be, the least and the
/// greatest that others say of it above zero. Whoever writes so as well says nothing of what is meant.
fn unasked<'a>(
    vendors: &'a [ReadVendor],
    asked: &BTreeMap<&FactId, Asked<'_>>,
) -> BTreeMap<&'a str, Option<[&'a Exact; 2]>> {
    let asked: BTreeSet<&str> = asked.keys().map(|fact| fact.as_str()).collect();
    let ids = vendors.iter().flat_map(ReadVendor::grouped_facts).map(|(id, _)| id);
    let mut unasked: BTreeMap<&str, Option<[&Exact; 2]>> =
        ids.filter(|id| !asked.contains(id)).map(|id| (id, None)).collect();
    let vendors = if unasked.is_empty() { &[] } else { vendors };
    for vendor in vendors {
        let own: BTreeSet<&str> = vendor.grouped_facts().map(|(id, _)| id).collect();
        for fact in vendor.facts.keys().filter(|fact| !own.contains(fact.as_str())) {
            let Some(ends) = unasked.get_mut(fact.as_str()) else { continue };
            let Some(said) = said(vendor, fact).filter(Said::is_positive) else { continue };
            let value = said.value;
            *ends = Some(ends.map_or([value, value], |[low, high]| [low.min(value), high.max(value)]));
        }
    }
    unasked
}

/// Warns of thousands among the facts that nothing asks for as numbers: they may be read by another decision.
fn check_unasked(
    vendor: &ReadVendor,
    unasked: &BTreeMap<&str, Option<[&Exact; 2]>>,
    problems: &mut Problems,
) {
    for (id, number) in vendor.grouped_facts() {
        let Some(ends) = unasked.get(id) else { continue };
        let Some(one) = said(vendor, &FactId::new(id)) else { continue };
        let is_small = ends.is_some_and(|[low, high]| is_nearer_in_thousands(one.value, low, high));
        problems.extend((is_small || one.unit().is_some_and(is_money)).then(|| grouped(number)));
    }
}

fn grouped(number: &GroupedNumber) -> Diagnostic {
    let thousands: String = number.text.split('.').collect();
    let plain = number.text.trim_end_matches('0').trim_end_matches('.');
    let plain = if plain == number.text { format!("{plain}0") } else { plain.to_owned() };
    let message = format!("{} counts as {}: the point stands before decimals", number.text, plain);
    Diagnostic::new(Code::OtherNotation, number.span, message)
        .help(format!("write {thousands} where thousands are meant, and {plain} where not"))
}

/// What a share of one would be in per cent, where that is how large all others are, or how far the scale reaches; and
/// the least of the others that is no such share, where there is one.
fn in_hundreds<'a>(
    (at, one): (usize, &Said<'_>),
    asked: &Asked<'_>,
    others: &Others<'a>,
) -> Option<(Exact, Option<&'a Said<'a>>)> {
    let two = Exact::from(2);
    if *one.value <= Exact::ZERO || *one.value >= Exact::ONE {
        return None;
    }
    let meant = one.value * &Exact::from(FAR);
    let is_among = |low: &Exact, high: &Exact| meant <= high * &two && &meant * &two >= *low;
    // Whoever gives a share as well says nothing of what is meant.
    let whole = others.whole_ends(at);
    let among_others =
        whole.is_some_and(|(least, greatest)| *least.value >= two && is_among(least.value, greatest.value));
    let on_scale = asked.ends.as_ref().is_some_and(|[low, high]| {
        *high >= Exact::from(10) && is_among(low, high) && (*low >= two || whole.is_none())
    });
    (among_others || on_scale).then(|| (meant, whole.map(|(least, _)| least)))
}

fn as_share(one: &Said<'_>, meant: &Exact, asked: &Asked<'_>, other: Option<&Said<'_>>) -> Diagnostic {
    let message = format!("{0} counts as {0} %, and not as {meant} %", one.value);
    let problem = Diagnostic::new(Code::OtherNotation, one.place(), message)
        .help(format!("write {meant} where {meant} % is meant"));
    match (other, asked.place) {
        (Some(other), _) if *other.value >= Exact::ONE => {
            problem.related(other.place(), format!("another vendor says {}", other.value))
        }
        (_, Some(place)) => problem.related(place, "counted in per cent here"),
        (_, None) => problem,
    }
}

fn far_off(fact: &FactId, one: &Said<'_>, far: &Far<'_>) -> Diagnostic {
    let word = if one.value < far.nearest.value { "less" } else { "more" };
    let others = if far.is_only { "all others" } else { "most others" };
    let times = far.times;
    let message = format!("{fact} = {} is {times} times {word} than {others} say, or further off", one.value);
    Diagnostic::new(Code::FarOff, one.place(), message)
        .related(far.nearest.place(), format!("the nearest says {}", far.nearest.value))
        .help("look at the unit, and at points and commas")
}

/// Whether a unit is money: a sign of a currency, or its three letters.
pub(super) fn is_money(unit: &str) -> bool {
    const CURRENCIES: [&str; 48] = [
        "AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP",
        "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "LKR", "MAD", "MXN", "MYR",
        "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TND",
        "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
    ];
    unit.contains(['€', '$', '£', '¥', '฿', '₹', '₱', '₫', '₩'])
        || unit.split(|c: char| !c.is_ascii_alphabetic()).any(|word| CURRENCIES.contains(&word))
}

pub(super) fn is_per_cent(unit: &str) -> bool {
    let lower = unit.to_lowercase();
    lower.starts_with('%') || lower.starts_with("per cent") || lower.starts_with("percent")
}

/// Warns of a price that a fact says and the quote says otherwise.
fn check_twice(vendor: &ReadVendor, currency: Option<&str>, problems: &mut Problems) {
    let Some(quote) = &vendor.vendor.quote else { return };
    let ours = quote.currency.as_deref().or(currency);
    for fact in vendor.facts.keys() {
        let Some(said) = said(vendor, fact).filter(|_| !is_worked_out(fact)) else { continue };
        if ours.is_some() && said.unit().map(str::trim) == ours {
            let charge = quote.charges.iter().find(|charge| is_charge_of(charge, fact));
            // An amount that is the fact itself is one price.
            if let Some(Charge { id, amount: OrFact::Given(amount), .. }) = charge
                && amount.likely != *said.value
            {
                problems.extend(differs(fact, &said, &amount.likely, vendor.written.prices.get(id)));
            }
        }
        let Some((money, per)) = said.unit().and_then(|unit| unit.split_once('/')) else { continue };
        if ours.is_none_or(|ours| money.trim() != ours) {
            continue;
        }
        let lines: Vec<_> = quote.prices.iter().filter(|line| is_per(line.per, per.trim())).collect();
        let [line] = lines.as_slice() else { continue };
        // A rate that is the fact itself is one price.
        let Rate::Flat(OrFact::Given(rate)) = &line.rate else { continue };
        let is_another = !is_one_price(line.per, said.value, &rate.likely);
        if is_another {
            problems.extend(differs(fact, &said, &rate.likely, vendor.written.prices.get(&line.id)));
        }
    }
}

/// A price that a fact says, and the quote says otherwise.
///
/// - `place`: where the quote says it.
fn differs(fact: &FactId, said: &Said<'_>, asked: &Exact, place: Option<&Span>) -> Option<Diagnostic> {
    let message = format!("{fact} is {}, but the quote asks {asked} for the same", said.value);
    let problem = Diagnostic::new(Code::PriceDiffers, said.place(), message);
    Some(
        problem
            .related(*place?, format!("{asked} here"))
            .help("one price has one number: mend the one that is wrong, or take the amount from the fact"),
    )
}

/// Whether a charge that is paid once is what a fact names, as far as their names tell: `setup` and `set_up_fee`.
fn is_charge_of(charge: &Charge, fact: &FactId) -> bool {
    const SHORTEST: usize = 4;
    let letters =
        |name: &str| name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let fact = letters(fact.as_str());
    let is_it = |name: String| {
        name.len().min(fact.len()) >= SHORTEST && (name.starts_with(&fact) || fact.starts_with(&name))
    };
    charge.per == ChargeUnit::Once && (is_it(letters(&charge.id)) || is_it(letters(&charge.name)))
}

/// Whether a fact and a rate may state one price. A fact by the hour may speak of productive hours where the quote counts
/// paid ones, and those cost less, but no third of it.
fn is_one_price(per: PriceUnit, fact: &Exact, rate: &Exact) -> bool {
    if per == PriceUnit::PaidHour {
        return rate <= fact && *fact <= rate * &Exact::from(3);
    }
    fact == rate
}

/// Whether a price is for what the second half of a unit names: the `h` of `EUR/h`.
fn is_per(price: PriceUnit, unit: &str) -> bool {
    let lower = unit.to_lowercase();
    let words: &[&str] = match price {
        PriceUnit::PaidHour | PriceUnit::ProductiveHour => &["h", "hr", "hour"],
        PriceUnit::Minute | PriceUnit::TalkMinute => &["min", "minute"],
        PriceUnit::Contact => &["contact", "call"],
        PriceUnit::Resolution => &["resolution"],
        PriceUnit::Transaction => &["transaction"],
        PriceUnit::FteMonth => &["fte-month", "fte month", "fte"],
        PriceUnit::Month => &["month"],
        PriceUnit::Seat => &["seat"],
        PriceUnit::Session => &["session"],
        PriceUnit::Contained => &["contained"],
        PriceUnit::BotResolution => &["bot-resolution"],
        PriceUnit::BotMinute => &["bot-minute"],
        PriceUnit::Action => &["action"],
        PriceUnit::Handover => &["handover", "hand-over"],
        PriceUnit::Attempt => &["attempt"],
        PriceUnit::RightContact => &["right-contact", "right contact"],
        PriceUnit::Lead => &["lead"],
        PriceUnit::Sale => &["sale"],
        PriceUnit::RevenuePercent => &[],
    };
    words.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_per_cent_are_told_by_the_unit() {
        for unit in ["EUR", "EUR/h", "EUR million", "k€", "US$", "USD per year"] {
            assert!(is_money(unit), "{unit}");
        }
        for unit in ["h", "FTE", "agents", "%", "% of revenue", "stars", "h/week"] {
            assert!(!is_money(unit), "{unit}");
        }
        assert!(is_per_cent("%/year") && is_per_cent("per cent") && !is_per_cent("EUR"));
    }
}

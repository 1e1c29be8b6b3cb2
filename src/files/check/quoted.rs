//! Checks of the facts that prices are taken from: that they are there, are amounts, and are in the quote's currency.

use super::numbers::is_per_cent;
use crate::decision::FactId;
use crate::decision::derived::ids as worked_out;
use crate::decision::quote::PriceUnit;
use crate::diagnostic::{Code, Diagnostic};
use crate::exact::Exact;
use crate::files::amount::{Counts, Reference};
use crate::files::criteria::{DerivationsDraft, Draft};
use crate::files::read::{Problems, shortened};
use crate::files::vendor::ReadVendor;
use crate::text::suggest::did_you_mean;

/// Checks the facts that quotes, and our own assumptions, take their amounts from.
pub(crate) fn quoted(draft: &Draft, vendors: &[ReadVendor], problems: &mut Problems) {
    let ours = draft.cost.iter().flat_map(|basis| &basis.references);
    for reference in ours {
        if refuse_circle(draft, reference, "what every quote costs", problems) {
            continue;
        }
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
            if refuse_circle(draft, reference, "what this quote costs", problems) {
                continue;
            }
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

/// Refuses an amount that would have to be known before it can be worked out: from a fact whose formula reads what quotes
/// come to. Says whether it is one.
///
/// - `paid`: what the amount goes into.
fn refuse_circle(draft: &Draft, reference: &Reference, paid: &str, problems: &mut Problems) -> bool {
    let DerivationsDraft { derivations, places, .. } = &draft.derivations;
    let fact = &reference.fact;
    let is_of_quotes = |input: &FactId| worked_out().any(|id| id == input.as_str());
    let Some(read) = derivations.inputs(fact).into_iter().find(is_of_quotes) else { return false };
    let message =
        format!("this leads in a circle: `{fact}` is worked out from `{read}`, and that from {paid}");
    let help = format!("give the amount as a number, or work `{fact}` out from what vendors state");
    let mut problem = Diagnostic::new(Code::UnfitFormula, reference.place, message).help(help);
    if let Some(formula) = places.get(fact) {
        problem = problem.related(*formula, "it is worked out by this formula");
    }
    problems.push(problem);
    true
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
            Some(ends) => out_of_range(reference, ends).map(|(wrong, wanted)| {
                (Code::OutOfRange, format!("the fact `{id}` is {wrong}, and {wanted}"))
            }),
        };
        if let Some((code, message)) = fault {
            let problem = Diagnostic::new(code, spans.value(), message);
            problems.push(problem.related(reference.place, "the amount is taken from it here"));
        }
    }
    let (Some(unit), Some(place)) = (fact.evidence.unit.as_deref(), spans.unit()) else { return };
    let is_in_money = matches!(reference.counts, Counts::Money | Counts::Price(_));
    let other = currency_of(unit).filter(|other| currency.is_some_and(|currency| *other != currency));
    let (message, help) = if let (true, Some(other), Some(currency)) = (is_in_money, other, currency) {
        (
            format!("the fact `{id}` is in {other}, and what is taken from it counts in {currency}"),
            "type the amount in the quote, or give the fact in its currency".to_owned(),
        )
    } else if let Some(wanted) = misfit(reference.counts, unit) {
        let value = fact.value.as_ref().and_then(|value| value.numbers()).map(|[_, likely, _]| likely);
        (
            format!(
                "the fact `{id}` is in {}, and what is taken from it counts in {wanted}",
                shortened(unit)
            ),
            in_its_unit(reference.counts, unit, value)
                .unwrap_or_else(|| format!("type the amount in the quote, or give the fact in {wanted}")),
        )
    } else {
        return;
    };
    problems.push(
        Diagnostic::new(Code::UnitDiffers, place, message)
            .related(reference.place, "the amount is taken from it here")
            .help(help),
    );
}

/// The end of an amount that cannot be, and what it should be.
fn out_of_range<'a>(
    reference: &Reference,
    [low, likely, high]: [&'a Exact; 3],
) -> Option<(&'a Exact, String)> {
    let whole = |end: &&&Exact| !end.to_string().parse().is_ok_and(|count: u32| (1..=1_000).contains(&count));
    if reference.counts == Counts::AtOnce {
        let wanted = "conversations at once are a whole number from 1 to 1,000";
        return [low, likely, high].iter().find(whole).map(|end| (*end, wanted.to_owned()));
    }
    let most = Exact::from(reference.most);
    if low.is_negative() {
        let what = if matches!(reference.counts, Counts::Money | Counts::Price(_)) {
            "a price"
        } else {
            "an amount"
        };
        return Some((low, format!("{what} is 0 or more")));
    }
    if reference.counts == Counts::Seconds && low.is_zero() {
        return Some((low, "a contact takes some time".to_owned()));
    }
    let is_above = reference.most > 0 && *high > most;
    is_above.then(|| (high, format!("what is taken from it is a share of at most {most} %")))
}

/// Units of time, with how many seconds each is.
const TIMES: [(&[&str], u32); 5] = [
    (&["s", "sec", "secs", "second", "seconds"], 1),
    (&["min", "mins", "minute", "minutes"], 60),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600),
    (&["d", "day", "days"], 86_400),
    (&["week", "weeks"], 604_800),
];

/// The seconds of a unit of time; none where it is no such unit.
fn seconds_of(unit: &str) -> Option<u32> {
    let unit = unit.trim().to_lowercase();
    TIMES.iter().find(|(words, _)| words.contains(&unit.as_str())).map(|(_, seconds)| *seconds)
}

/// For what prices are asked, as far as one cannot be taken for another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Per {
    Hour,
    Minute,
    Month,
    Piece,
}

impl Per {
    /// What the second half of a unit names: the `h` of `EUR/h`; none for words that may be anything.
    fn of_word(word: &str) -> Option<Per> {
        Some(match word.trim().to_lowercase().as_str() {
            "h" | "hr" | "hour" => Per::Hour,
            "min" | "minute" | "bot-minute" | "talk-minute" => Per::Minute,
            "month" | "fte" | "fte-month" | "fte month" | "seat" => Per::Month,
            "contact" | "call" | "chat" | "e-mail" | "resolution" | "transaction" | "session" | "sale"
            | "lead" => Per::Piece,
            _ => return None,
        })
    }

    fn of_price(price: PriceUnit) -> Per {
        match price {
            PriceUnit::PaidHour | PriceUnit::ProductiveHour => Per::Hour,
            PriceUnit::Minute | PriceUnit::TalkMinute | PriceUnit::BotMinute => Per::Minute,
            PriceUnit::FteMonth | PriceUnit::Month | PriceUnit::Seat => Per::Month,
            PriceUnit::Contact
            | PriceUnit::Resolution
            | PriceUnit::Transaction
            | PriceUnit::Session
            | PriceUnit::Contained
            | PriceUnit::BotResolution
            | PriceUnit::Action
            | PriceUnit::Handover
            | PriceUnit::Attempt
            | PriceUnit::RightContact
            | PriceUnit::Lead
            | PriceUnit::Sale
            | PriceUnit::RevenuePercent => Per::Piece,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Per::Hour => "money for an hour",
            Per::Minute => "money for a minute",
            Per::Month => "money for a month",
            Per::Piece => "money for each",
        }
    }
}

/// What an amount should count in, in words, where the unit of a fact is surely another.
fn misfit(counts: Counts, unit: &str) -> Option<&'static str> {
    let (is_share, time) = (is_per_cent(unit), seconds_of(unit));
    let is_sum = currency_of(unit).is_some();
    match counts {
        Counts::Money => (is_share || time.is_some()).then_some("money"),
        Counts::Price(PriceUnit::RevenuePercent) | Counts::PerCent => {
            (is_sum || time.is_some()).then_some("per cent")
        }
        Counts::Price(per) => {
            let of = unit.split_once('/').and_then(|(_, of)| Per::of_word(of));
            match of {
                Some(of) if of != Per::of_price(per) => Some(Per::of_price(per).word()),
                Some(_) => None,
                None => (is_share || time.is_some()).then_some("money"),
            }
        }
        Counts::Seconds => (is_share || is_sum || time.is_some_and(|of| of != 1)).then_some("seconds"),
        Counts::Minutes => (is_share || is_sum || time.is_some_and(|of| of != 60)).then_some("minutes"),
        Counts::AtOnce | Counts::Number => None,
    }
}

/// What to write instead, where a time can be counted in another unit.
fn in_its_unit(counts: Counts, unit: &str, value: Option<&Exact>) -> Option<String> {
    let (wanted, word) = match counts {
        Counts::Seconds => (1, "s"),
        Counts::Minutes => (60, "min"),
        Counts::Money | Counts::Price(_) | Counts::PerCent | Counts::AtOnce | Counts::Number => {
            return None;
        }
    };
    let seconds = value? * &Exact::from(seconds_of(unit)?);
    let meant = seconds.over(&Exact::from(wanted))?;
    Some(format!("{} {} are {} {word}: give the fact in that", value?.plain(6), unit.trim(), meant.plain(6)))
}

/// The three capital letters that a unit begins with: EUR of EUR/h.
fn currency_of(unit: &str) -> Option<&str> {
    let end = unit.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(unit.len());
    (end == 3).then(|| &unit[..end])
}

//! What the prices of a quote would have to be: through the total cost, its scale or price formula, to the rank.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::consequences::{changed, reads_costs};
use super::search::{Found, Search, step};
use super::{Answer, MOST_DIGITS};
use crate::cost::Requotes;
use crate::decision::quote::{Quote, Rate};
use crate::decision::{Decision, Estimate, FactId, FactValue, OrFact, Vendor, VendorId};
use crate::exact::{Exact, Mode, Rounding};
use crate::parallel;
use crate::robust::unrounded;
use crate::score::trials::Trials;

/// Parts into which the way from nothing to twice the price of now is cut before the search.
const PARTS: u32 = 16;

/// What one price of a vendor's quote would have to be.
#[derive(Clone, Debug, Serialize)]
pub struct PriceBreakEven {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Where it stands in the vendor's file: `quote.prices.hours.rate`.
    pub path: String,
    /// Its name for people.
    pub name: String,
    /// Its unit: `EUR a productive hour`.
    pub unit: String,
    /// What it is now.
    pub now: Exact,
    /// Where the first place changes, or why it does not.
    pub answer: Answer,
}

/// A price that can be moved.
#[derive(Clone, Copy)]
enum PriceItem {
    /// All price lines by the same factor, in per cent of now.
    AllPrices,
    /// A price line, by its place; tiers move in proportion to the first.
    Price(usize),
    /// A charge, by its place.
    Charge(usize),
    /// An hour of training.
    Training,
}

/// The prices of a vendor's quote: all lines together, each line, charges, training. Empty where there is no such
/// vendor or quote, and where nothing that is scored or asked for follows from what quotes cost.
#[must_use]
pub fn price_break_even(decision: &Arc<Decision>, vendor: &VendorId) -> Vec<PriceBreakEven> {
    let at = decision.vendors.iter().position(|one| one.id == *vendor);
    let Some((at, quote)) = at.and_then(|at| Some((at, decision.vendors[at].quote.as_deref()?))) else {
        return Vec::new();
    };
    let Some(Ok(requotes)) = Requotes::new(decision).filter(|_| reads_costs(decision)) else {
        return Vec::new();
    };
    let without_roundings = unrounded(decision);
    let (trials, plain) = (Trials::new(decision), Trials::new(&without_roundings));
    let is_first = trials.is_first(trials.base(), at);
    let own = &*decision.vendors[at];
    let answer = |item: &PriceItem| {
        let now = item.now(quote);
        let changes =
            |number: &Exact| changed(decision, Some(&requotes), at, item.changed(own, quote, number));
        let digits = digits(&now);
        let search = Search {
            at,
            trials: &trials,
            plain: &plain,
            changes: &changes,
            grid: grid(&now, digits),
            now: Some(now.clone()),
            digits,
            // What a quote comes to grows with each of its prices, or falls with it; what formulas make of it may turn.
            is_one_way: !decision.derivations.facts.iter().any(|one| decision.derivations.reads_costs(one)),
        };
        let (path, name) = item.named(quote);
        let unit = item.unit(decision, quote);
        let found = if requotes.is_known(at) { search.point(is_first) } else { Found::Nowhere };
        let answer = Answer::of(found, is_first);
        PriceBreakEven { vendor: vendor.clone(), path, name, unit, now, answer }
    };
    let items = items(quote);
    parallel::map(&items, decision.vendors.len() * decision.criteria.len(), answer)
}

/// What of a quote can be moved: nothing that is zero, for it is not asked for, and nothing that is a fact, which is
/// among the facts.
fn items(quote: &Quote) -> Vec<PriceItem> {
    let mut items = Vec::new();
    if quote.prices.len() > 1 {
        items.push(PriceItem::AllPrices);
    }
    items.extend((0..quote.prices.len()).map(PriceItem::Price));
    items.extend((0..quote.charges.len()).map(PriceItem::Charge));
    if quote.training.as_ref().is_some_and(|training| training.initial || training.replacement) {
        items.push(PriceItem::Training);
    }
    items.retain(|item| !item.now(quote).is_zero());
    items
}

impl PriceItem {
    fn now(self, quote: &Quote) -> Exact {
        match self {
            PriceItem::AllPrices => Exact::HUNDRED,
            PriceItem::Price(at) => match &quote.prices[at].rate {
                Rate::Flat(amount) | Rate::Anchored { fee: amount, .. } => given(amount),
                Rate::Tiers { tiers, .. } => tiers.first().clone(),
            },
            PriceItem::Charge(at) => given(&quote.charges[at].amount),
            PriceItem::Training => {
                quote.training.as_ref().map(|training| given(&training.rate)).unwrap_or_default()
            }
        }
    }

    /// The vendor with another number in its quote, which is certain from then on.
    fn changed(self, vendor: &Vendor, quote: &Quote, number: &Exact) -> Vendor {
        let mut vendor = vendor.clone();
        let mut changed = quote.clone();
        let factor = number.over(&self.now(quote)).unwrap_or(Exact::ONE);
        let certain = || OrFact::from(Estimate::certain(number.clone()));
        match self {
            PriceItem::AllPrices => {
                changed.prices.iter_mut().for_each(|price| scale(&mut price.rate, &factor));
                let rates = quote.prices.iter().filter_map(|price| price.rate.amount()?.fact());
                rates
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .for_each(|fact| scale_fact(&mut vendor, fact, &factor));
            }
            PriceItem::Price(at) => match &mut changed.prices[at].rate {
                Rate::Flat(amount) | Rate::Anchored { fee: amount, .. } => *amount = certain(),
                tiers @ Rate::Tiers { .. } => scale(tiers, &factor),
            },
            PriceItem::Charge(at) => changed.charges[at].amount = certain(),
            PriceItem::Training => {
                if let Some(training) = &mut changed.training {
                    training.rate = certain();
                }
            }
        }
        vendor.quote = Some(Arc::new(changed));
        vendor
    }

    /// The path in the file, and the name.
    fn named(self, quote: &Quote) -> (String, String) {
        match self {
            PriceItem::AllPrices => ("quote.prices".to_owned(), "All price lines".to_owned()),
            PriceItem::Price(at) => {
                let price = &quote.prices[at];
                let (key, what) = match &price.rate {
                    Rate::Tiers { .. } => ("tiers", ", first tier, the others in proportion"),
                    Rate::Flat(_) | Rate::Anchored { .. } => ("rate", ""),
                };
                (format!("quote.prices.{}.{key}", price.id), format!("{}{what}", price.name))
            }
            PriceItem::Charge(at) => {
                let charge = &quote.charges[at];
                (format!("quote.charges.{}.amount", charge.id), charge.name.clone())
            }
            PriceItem::Training => ("quote.training.rate".to_owned(), "Training".to_owned()),
        }
    }

    fn unit(self, decision: &Decision, quote: &Quote) -> String {
        let currency = quote.currency.as_ref().or(decision.currency.as_ref());
        let money = |per: String| match currency {
            Some(currency) => format!("{currency} {per}"),
            None => per,
        };
        match self {
            PriceItem::AllPrices => "%".to_owned(),
            PriceItem::Price(at) => money(quote.prices[at].per.a_one()),
            PriceItem::Charge(at) => {
                let per = quote.charges[at].per;
                if per.is_money() { money(per.to_string()) } else { per.to_string() }
            }
            PriceItem::Training => money("an hour".to_owned()),
        }
    }
}

/// A number that stands in the quote; zero for one that is a fact.
fn given(amount: &OrFact) -> Exact {
    match amount {
        OrFact::Given(estimate) => estimate.likely.clone(),
        OrFact::Fact(_) => Exact::ZERO,
    }
}

/// A fact that a price is taken from, times a factor.
fn scale_fact(vendor: &mut Vendor, fact: &FactId, factor: &Exact) {
    let Some(fact) = vendor.facts.get_mut(fact).map(Arc::make_mut) else { return };
    fact.value = match fact.value.take() {
        Some(FactValue::Number { value }) => Some(FactValue::Number { value: &value * factor }),
        Some(FactValue::Range { low, likely, high }) => {
            Some(FactValue::Range { low: &low * factor, likely: &likely * factor, high: &high * factor })
        }
        Some(FactValue::Count(count)) => Some(FactValue::Range {
            low: &count.low * factor,
            likely: &count.likely * factor,
            high: &count.high * factor,
        }),
        other => other,
    };
}

/// Everything of a rate that is money for units, times a factor; what is a fact is left to it.
fn scale(rate: &mut Rate, factor: &Exact) {
    let times = |amount: &mut OrFact| {
        let OrFact::Given(estimate) = amount else { return };
        for number in [&mut estimate.low, &mut estimate.likely, &mut estimate.high] {
            *number = &*number * factor;
        }
    };
    match rate {
        Rate::Flat(rate) => times(rate),
        Rate::Tiers { tiers, .. } => *tiers = tiers.scaled(factor),
        Rate::Anchored { fee, above, below, .. } => {
            times(fee);
            (*above, *below) = (&*above * factor, &*below * factor);
        }
    }
}

/// Digits so that a step is half a per cent of the price or less, and cents where there are any.
fn digits(now: &Exact) -> u32 {
    let used = now.decimals(MOST_DIGITS);
    let is_fine = |digits: &u32| &step(*digits) * &Exact::from(200) <= *now;
    let digits = (used..MOST_DIGITS).find(is_fine).unwrap_or(MOST_DIGITS);
    if digits == 1 { 2 } else { digits }
}

/// From the least that can be written to a million times the price of now.
fn grid(now: &Exact, digits: u32) -> Vec<Exact> {
    let eighths = (1..=PARTS).map(|part| Exact::from(part).over(&Exact::from(8)).unwrap_or_default());
    let factors = eighths.chain([4, 10, 1_000, 1_000_000].map(Exact::from));
    let rounded = |number: &Exact| Rounding { digits, mode: Mode::HalfEven }.apply(number);
    let mut grid: Vec<Exact> = factors.map(|factor| rounded(&(now * &factor))).collect();
    grid.push(step(digits));
    grid.retain(|number| *number > Exact::ZERO);
    grid.sort();
    grid.dedup();
    grid
}

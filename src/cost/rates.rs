//! How prices move over the term: increases, renewal, exchange rates, tax.

use super::calendar::{months_earlier, months_later};
use super::clauses::{Indexed, MixedIndex};
use super::{Scenario, Unknown};
use crate::decision::cost_basis::Yearly;
use crate::decision::quote::{Collar, CollarWays, Index, Mixed, Quote, Rise};
use crate::decision::{CostBasis, Date, End};
use crate::exact::Exact;

/// What an amount of the quote is multiplied with in each month to be one of ours.
#[derive(Clone, Debug)]
pub(super) struct Conversion {
    /// Our currency for one of the quote's, by contract year; empty where they are the same.
    pub(super) exchange: Vec<Exact>,
    /// What tax takes out or adds.
    pub(super) tax: Exact,
}

impl Conversion {
    /// # Errors
    /// [`Unknown`] where an exchange rate or the tax is wanted and not assumed.
    pub(super) fn new(
        basis: &CostBasis,
        quote: &Quote,
        end: End,
        scenario: &Scenario,
    ) -> Result<Conversion, Unknown> {
        Ok(Conversion { exchange: exchange(basis, quote, end, scenario)?, tax: tax(basis, quote)? })
    }

    /// Our currency for one of the quote's in a month.
    pub(super) fn exchange(&self, month: usize) -> Exact {
        self.exchange.get(month / 12).or(self.exchange.last()).cloned().unwrap_or(Exact::ONE)
    }

    /// Exchange rate and tax together.
    pub(super) fn factor(&self, month: usize) -> Exact {
        &self.exchange(month) * &self.tax
    }
}

/// Whether a quote is in another currency than the results.
pub(super) fn foreign<'a>(basis: &CostBasis, quote: &'a Quote) -> Option<&'a str> {
    quote.currency.as_deref().filter(|currency| basis.currency.as_deref() != Some(currency))
}

fn exchange(basis: &CostBasis, quote: &Quote, end: End, scenario: &Scenario) -> Result<Vec<Exact>, Unknown> {
    let Some(currency) = foreign(basis, quote) else { return Ok(Vec::new()) };
    let rates = basis.rates.get(currency).ok_or_else(|| Unknown::Exchange(currency.to_owned()))?;
    let years = basis.months.div_ceil(12);
    let market = |year: usize| rates[year.min(rates.len() - 1)].at(end) * &scenario.exchange;
    let rate = |year: usize| match &quote.collar {
        Some(collar) => collared(&market(year), &agreed(collar, market, year), collar),
        None => market(year),
    };
    Ok((0..years).map(rate).collect())
}

/// The rate that is agreed for a contract year.
fn agreed(collar: &Collar, market: impl Fn(usize) -> Exact, year: usize) -> Exact {
    match year.checked_sub(1).filter(|_| collar.resets) {
        Some(before) => market(before),
        None => collar.reference.clone(),
    }
}

/// The rate that is paid: the agreed one while the market stays within the band, and our share of a move beyond where such
/// moves count.
pub(super) fn collared(market: &Exact, agreed: &Exact, collar: &Collar) -> Exact {
    let edge = |sign: &Exact| agreed * &(&Exact::ONE + &(sign * &collar.band));
    let (low, high) = (edge(&Exact::from(-1)), edge(&Exact::ONE));
    let beyond = if *market > high && collar.ways != CollarWays::Cheaper {
        market - &high
    } else if *market < low && collar.ways != CollarWays::Dearer {
        market - &low
    } else {
        Exact::ZERO
    };
    agreed + &(&beyond * &collar.share)
}

/// The first contract year, from 0, in which the likely rate is so far from the agreed one that either side may leave, and
/// how far it is, as a share.
pub(super) fn may_leave(basis: &CostBasis, quote: &Quote) -> Option<(usize, Exact)> {
    let collar = quote.collar.as_ref()?;
    let limit = collar.leave.as_ref()?;
    let rates = basis.rates.get(foreign(basis, quote)?)?;
    let market = |year: usize| rates[year.min(rates.len() - 1)].likely.clone();
    (0..basis.months.div_ceil(12)).find_map(|year| {
        let moved = &market(year).over(&agreed(collar, market, year))? - &Exact::ONE;
        (moved.abs() > *limit).then_some((year, moved))
    })
}

fn tax(basis: &CostBasis, quote: &Quote) -> Result<Exact, Unknown> {
    let holds = quote.includes_tax.unwrap_or(false);
    if holds == basis.counts_tax {
        return Ok(Exact::ONE);
    }
    let with_tax = &Exact::ONE + basis.tax.as_ref().ok_or(Unknown::Tax)?;
    Ok(if holds { Exact::ONE.over(&with_tax).unwrap_or(Exact::ONE) } else { with_tax })
}

/// The price of each month as a multiple of the quoted one.
///
/// - `currency`: of the quote, whose wages its prices may rise with.
///
/// # Errors
/// [`Unknown`] where prices rise with consumer prices or wages and nothing is assumed of them.
pub(super) fn index_by_month(
    basis: &CostBasis,
    (index, currency): (Option<&Index>, Option<&str>),
    end: End,
    scenario: &Scenario,
) -> Result<Vec<Exact>, Unknown> {
    let Some(index) = index else { return Ok(vec![Exact::ONE; basis.months]) };
    let rises = Rises::new(basis, index, currency)?;
    let first = index.first.unwrap_or_else(|| months_later(index.base.unwrap_or(basis.start), 12));
    let mut prices = vec![Indexed::default()];
    let mut by_month = Vec::with_capacity(basis.months);
    for month in 0..basis.months {
        let day = months_later(basis.start, u32::try_from(month).unwrap_or(u32::MAX));
        let count = increases(first, day);
        while prices.len() <= count {
            let at = prices.len() - 1;
            let year = year_before(basis.start, first, at);
            let next = rises.next(&prices[at], (year, days_before(first, at)), end, scenario);
            prices.push(next);
        }
        by_month.push(prices[count].factor.clone());
    }
    Ok(by_month)
}

/// The contract year, from 0, over which an increase looks back; the first for those before it.
///
/// - `at`: which increase, from 0.
fn year_before(start: Date, first: Date, at: usize) -> usize {
    let months = |date: Date| usize::from(date.year) * 12 + usize::from(date.month);
    (months(first) + 12 * at).saturating_sub(months(start) + 12) / 12
}

/// The day of the increase before one, and its own: between them rises that come on days count.
///
/// - `at`: which increase, from 0.
fn days_before(first: Date, at: usize) -> (Date, Date) {
    let months = 12 * u32::try_from(at).unwrap_or(u32::MAX / 12);
    let day = months_later(first, months);
    (if at == 0 { months_earlier(first, 12) } else { months_later(first, months - 12) }, day)
}

/// How many increases have come into force by a day.
fn increases(first: Date, day: Date) -> usize {
    let mut count = 0;
    let mut at = first;
    while at <= day {
        count += 1;
        at = months_later(first, 12 * u32::try_from(count).unwrap_or(u32::MAX));
    }
    count
}

/// How prices rise, with what is assumed of what they rise with.
enum Rises<'a> {
    /// By what was agreed.
    Fixed(&'a crate::decision::Estimate),
    /// With others.
    With { index: MixedIndex, wages: Option<&'a Yearly>, prices: Option<&'a Yearly> },
}

impl<'a> Rises<'a> {
    fn new(basis: &'a CostBasis, index: &'a Index, currency: Option<&str>) -> Result<Rises<'a>, Unknown> {
        let prices = || basis.cpi.as_ref().ok_or(Unknown::Cpi).map(Some);
        let share = |percent: &Option<Exact>| percent.as_ref().map(Exact::of_percent);
        Ok(match &index.rise {
            Rise::Fixed(rise) => Rises::Fixed(rise),
            Rise::Cpi { floor, cap } => {
                let (floor, cap) = (share(floor), share(cap));
                let index = MixedIndex { consumer: Exact::ONE, floor, cap, ..MixedIndex::default() };
                Rises::With { index, wages: None, prices: prices()? }
            }
            Rise::Mixed(mixed) => {
                let Mixed { labour, consumer, floor, cap, threshold, chained } = mixed;
                let wages = || basis.wages.of(currency).ok_or(Unknown::Wages).map(Some);
                let index = MixedIndex {
                    labour: labour.clone(),
                    consumer: consumer.clone(),
                    floor: share(floor),
                    cap: share(cap),
                    threshold: share(threshold),
                    is_from_base: *chained == Some(false),
                };
                Rises::With {
                    index,
                    wages: if labour.is_zero() { None } else { wages()? },
                    prices: if consumer.is_zero() { None } else { prices()? },
                }
            }
        })
    }

    /// The price after the increase over a contract year, from 0.
    fn next(
        &self,
        before: &Indexed,
        (year, days): (usize, (Date, Date)),
        end: End,
        scenario: &Scenario,
    ) -> Indexed {
        match self {
            Rises::Fixed(rise) => {
                let yearly = &Exact::ONE + &Exact::of_percent(rise.at(end));
                Indexed { factor: &before.factor * &yearly, ..before.clone() }
            }
            Rises::With { index, wages, prices } => {
                let rise = |of: Option<&Yearly>, points: &Exact| {
                    let percent = of.map_or(Exact::ZERO, |of| &of.of(year, days, end) + points);
                    Exact::of_percent(&percent)
                };
                let wages = rise(*wages, &scenario.wage_points);
                index.next(before, &wages, &rise(*prices, &scenario.cpi_points))
            }
        }
    }
}

/// The price of each month as a multiple of that before a renewal.
pub(super) fn uplift_by_month(basis: &CostBasis, quote: &Quote) -> Vec<Exact> {
    let contract = quote.contract.as_ref();
    let uplift = contract.and_then(|contract| contract.uplift.as_ref());
    let term = contract.and_then(|contract| contract.term_months);
    let (Some(uplift), Some(term)) = (uplift, term) else { return vec![Exact::ONE; basis.months] };
    let renewed = &Exact::ONE + uplift;
    let factor = |month: usize| if month >= term as usize { renewed.clone() } else { Exact::ONE };
    (0..basis.months).map(factor).collect()
}

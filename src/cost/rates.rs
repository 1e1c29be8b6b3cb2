//! How prices move over the term: increases, renewal, exchange rates, tax.

use super::calendar::months_later;
use super::{Scenario, Unknown};
use crate::decision::quote::{Collar, Index, Quote, Rise};
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
    let rate = |year: usize| {
        let market = rates[year.min(rates.len() - 1)].at(end) * &scenario.exchange;
        match &quote.collar {
            Some(collar) => collared(&market, collar),
            None => market,
        }
    };
    Ok((0..years).map(rate).collect())
}

/// The rate that is paid: the agreed one while the market stays within the band, and our share of a move beyond.
pub(super) fn collared(market: &Exact, collar: &Collar) -> Exact {
    let edge = |sign: &Exact| &collar.reference * &(&Exact::ONE + &(sign * &collar.band));
    let (low, high) = (edge(&Exact::from(-1)), edge(&Exact::ONE));
    let beyond = if *market > high {
        market - &high
    } else if *market < low {
        market - &low
    } else {
        Exact::ZERO
    };
    &collar.reference + &(&beyond * &collar.share)
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
/// # Errors
/// [`Unknown::Cpi`] where prices rise with consumer prices and nothing is assumed of them.
pub(super) fn index_by_month(
    basis: &CostBasis,
    index: Option<&Index>,
    end: End,
    scenario: &Scenario,
) -> Result<Vec<Exact>, Unknown> {
    let Some(index) = index else { return Ok(vec![Exact::ONE; basis.months]) };
    let yearly = &Exact::ONE + &yearly_rise(basis, index, end, scenario)?;
    let first = index.first.unwrap_or_else(|| months_later(index.base.unwrap_or(basis.start), 12));
    let mut powers = vec![Exact::ONE];
    let by_month = (0..basis.months).map(|month| {
        let day = months_later(basis.start, u32::try_from(month).unwrap_or(u32::MAX));
        let rises = increases(first, day);
        while powers.len() <= rises {
            powers.push(&powers[powers.len() - 1] * &yearly);
        }
        powers[rises].clone()
    });
    Ok(by_month.collect())
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

/// The rise of a year as a share.
fn yearly_rise(basis: &CostBasis, index: &Index, end: End, scenario: &Scenario) -> Result<Exact, Unknown> {
    let percent = match &index.rise {
        Rise::Fixed(rise) => rise.at(end).clone(),
        Rise::Cpi { floor, cap } => {
            let prices = basis.cpi.as_ref().ok_or(Unknown::Cpi)?;
            let mut percent = prices.at(end) + &scenario.cpi_points;
            if let Some(floor) = floor {
                percent = percent.max(floor.clone());
            }
            if let Some(cap) = cap {
                percent = percent.min(cap.clone());
            }
            percent
        }
    };
    Ok(Exact::of_percent(&percent))
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

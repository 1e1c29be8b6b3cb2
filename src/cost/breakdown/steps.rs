//! How a line comes about: months with the same factors, quantity x factors = amount.

use super::CostStep;
use crate::cost::Money;
use crate::cost::price::Bound;
use crate::cost::rates::Conversion;
use crate::decision::quote::{Price, PriceUnit, Rate};
use crate::exact::Exact;

pub(super) fn upfront_step(
    quantity: Exact,
    unit: &str,
    factors: Vec<(String, Exact)>,
    amount: Money,
) -> CostStep {
    let unit = unit.to_owned();
    CostStep { first_month: None, last_month: None, quantity, unit, factors, amount, remarks: Vec::new() }
}

/// Exchange rate and tax, where they change anything.
pub(super) fn conversion_factors(conversion: &Conversion, month: usize) -> Vec<(String, Exact)> {
    let mut factors = Vec::new();
    if !conversion.exchange.is_empty() {
        factors.push(("exchange rate".to_owned(), conversion.exchange(month)));
    }
    if conversion.tax != Exact::ONE {
        factors.push(("tax".to_owned(), conversion.tax.clone()));
    }
    factors
}

/// What the units of a price line are multiplied with.
pub(super) fn factors_of(
    price: &Price,
    each: &Exact,
    rise: &Exact,
    uplift: &Exact,
    conversion: &Conversion,
    month: usize,
) -> Vec<(String, Exact)> {
    let mut factors = Vec::new();
    if let Rate::Flat(_) = &price.rate {
        factors.push((price.per.a_one(), each.clone()));
    }
    if !price.margin.is_zero() {
        factors.push(("margin".to_owned(), &Exact::ONE + &price.margin));
    }
    for (name, factor) in [("index", rise), ("renewal", uplift)] {
        if *factor != Exact::ONE {
            factors.push((name.to_owned(), factor.clone()));
        }
    }
    factors.extend(conversion_factors(conversion, month));
    factors
}

/// Steps on their way; empty where nobody asks how a line comes about.
pub(super) struct Steps(pub(super) Vec<CostStep>, bool);

impl Steps {
    pub(super) fn new(is_explained: bool) -> Steps {
        Steps(Vec::new(), is_explained)
    }

    /// Adds a month to the step before it where the factors are the same and the year too.
    pub(super) fn add(
        &mut self,
        month: usize,
        quantity: &Exact,
        unit: &str,
        amount: Money,
        factors: impl FnOnce() -> Vec<(String, Exact)>,
    ) {
        if !self.1 {
            return;
        }
        let factors = factors();
        let follows = |step: &CostStep| {
            step.factors == factors && step.last_month.is_some_and(|last| last / 12 == month / 12)
        };
        match self.0.last_mut().filter(|step| follows(step)) {
            Some(step) => {
                step.last_month = Some(month);
                step.quantity += quantity;
                step.amount += amount;
            }
            None => self.0.push(CostStep {
                first_month: Some(month),
                last_month: Some(month),
                quantity: quantity.clone(),
                unit: unit.to_owned(),
                factors,
                amount,
                remarks: Vec::new(),
            }),
        }
    }

    /// Says of the last step what else happened, where it did.
    pub(super) fn remark_if(&mut self, happened: bool, what: &str) {
        if let Some(step) = self.0.last_mut().filter(|_| happened) {
            step.remarks.push(what.to_owned());
        }
    }

    /// Adds a month of a price line, with what made it more or less than units x rate.
    pub(super) fn add_price(
        &mut self,
        price: &Price,
        month: usize,
        units: &Exact,
        bound: Option<Bound>,
        amount: Money,
        factors: impl FnOnce() -> Vec<(String, Exact)>,
    ) {
        if !self.1 {
            return;
        }
        let unit = match (price.per, &price.rate) {
            (PriceUnit::Month, Rate::Anchored { .. }) => "contacts".to_owned(),
            (per, _) => per.many(),
        };
        self.add(month, units, &unit, amount, factors);
        let remark = bound.map(|bound| match bound {
            Bound::Minimum => "at the minimum".to_owned(),
            Bound::MinimumShare => "at the minimum share of the forecast".to_owned(),
            Bound::AboveBaseline => "above the baseline".to_owned(),
            Bound::BelowBaseline => "below the baseline".to_owned(),
            Bound::Committed => "at the units that are committed to".to_owned(),
            Bound::Overage => "above the units that are committed to".to_owned(),
            Bound::BelowForecast => "at the lower edge of the forecast's band".to_owned(),
            Bound::AboveForecast => "above the forecast's band".to_owned(),
            Bound::Tier(tier) => format!("in tier {}", tier + 1),
        });
        if let (Some(step), Some(remark)) = (self.0.last_mut(), remark) {
            step.remarks.push(remark);
        }
    }
}

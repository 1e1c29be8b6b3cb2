//! What a price line bills for the units of a month.

use super::clauses::outside;
use crate::decision::End;
use crate::decision::quote::{Commitment, ForecastBand, Price, Rate, TierRule, Tiers};
use crate::exact::Exact;

/// Why a bill is not simply units x rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// The minimum in money.
    Minimum,
    /// The minimum share of the forecast.
    MinimumShare,
    /// Charges above the baseline and its band.
    AboveBaseline,
    /// Reductions below the baseline and its band.
    BelowBaseline,
    /// A tier after the first, by its place.
    Tier(usize),
    /// More units than are used: those committed to.
    Committed,
    /// Units above those committed to.
    Overage,
    /// The lower edge of the band around the forecast.
    BelowForecast,
    /// Units above the band around the forecast.
    AboveForecast,
}

/// What is billed for a month, before increases.
#[derive(Clone, Debug)]
pub(super) struct Bill {
    /// Units that are billed.
    pub(super) units: Exact,
    /// Money in the quote's currency.
    pub(super) amount: Exact,
    /// Why it is not simply units x rate.
    pub(super) bound: Option<Bound>,
}

/// What of a contract year stands before a month, where units of a year are committed to.
pub(super) struct YearSoFar {
    /// Units that were billed in the months before.
    pub(super) used: Exact,
    /// Months of the year that are in the term.
    pub(super) months: u32,
    /// Whether no month of the year follows.
    pub(super) is_last: bool,
}

impl YearSoFar {
    /// What a month costs with the units of its year that are committed to, pro rata of a part year; those that nobody used
    /// are due in the last month.
    fn bill(&self, commitment: &Commitment, each: &Exact, units: &Exact) -> (Exact, Option<Bound>) {
        let share = Exact::from(self.months).over(&Exact::from(12)).unwrap_or_default();
        let committed = &commitment.units * &share;
        let until = |used: &Exact| {
            let above = (used - &committed).max(Exact::ZERO);
            &(&(used - &above) * each) + &(&above * &commitment.overage)
        };
        let after = &self.used + units;
        let unused = (&committed - &after).max(Exact::ZERO);
        let mut amount = &until(&after) - &until(&self.used);
        let mut bound = (after > committed).then_some(Bound::Overage);
        if self.is_last && !unused.is_zero() {
            amount += &(&unused * each);
            bound = Some(Bound::Committed);
        }
        (amount, bound)
    }
}

/// What is billed for a month, before increases and the minimum in money.
///
/// - `year`: what stands before it, where a year counts.
/// - `each`: what one unit, or a month, costs; tiers have prices of their own.
/// - `units`: what happens; of a fixed fee the contacts.
/// - `forecast`: the units that were forecast, of which a minimum share may be billed.
pub(super) fn bill(
    price: &Price,
    each: &Exact,
    (units, forecast): (&Exact, &Exact),
    year: &YearSoFar,
) -> Bill {
    let least = price.minimum_share.as_ref().map(|share| share * forecast).filter(|least| units < least);
    let bound = least.as_ref().map(|_| Bound::MinimumShare);
    let units = least.unwrap_or_else(|| units.clone());
    let units = match &price.included {
        Some(included) => (&units - included).max(Exact::ZERO),
        None => units,
    };
    let (amount, own_bound) = match &price.rate {
        Rate::Flat(_) if price.forecast_band.is_some() => in_band(price, each, &units, forecast),
        Rate::Flat(_) => match &price.commitment {
            Some(commitment) if commitment.is_yearly => year.bill(commitment, each, &units),
            Some(Commitment { units: committed, overage, .. }) => {
                let above = (&units - committed).max(Exact::ZERO);
                let bound = if units < *committed { Bound::Committed } else { Bound::Overage };
                (&(committed * each) + &(&above * overage), (units != *committed).then_some(bound))
            }
            None => (&units * each, None),
        },
        Rate::Tiers { tiers, rule } => tiered(tiers, *rule, &units),
        Rate::Anchored { baseline, band, above, below, .. } => {
            let slack = baseline * band;
            let (high, low) = (baseline + &slack, baseline - &slack);
            if units > high {
                (each + &(&(&units - &high) * above), Some(Bound::AboveBaseline))
            } else if units < low && !below.is_zero() {
                let reduced = each - &(&(&low - &units) * below);
                (reduced.max(Exact::ZERO), Some(Bound::BelowBaseline))
            } else {
                (each.clone(), None)
            }
        }
    };
    let amount = if price.margin.is_zero() { amount } else { &amount * &(&Exact::ONE + &price.margin) };
    Bill { units, amount, bound: bound.or(own_bound) }
}

/// Units at one rate, with what lies outside the band around the forecast paid otherwise.
fn in_band(price: &Price, each: &Exact, units: &Exact, forecast: &Exact) -> (Exact, Option<Bound>) {
    let Some(ForecastBand { share, beyond }) = &price.forecast_band else { return (units * each, None) };
    let outside = outside(forecast, units, share);
    let bound = if !outside.shortfall.is_zero() {
        Some(Bound::BelowForecast)
    } else if !outside.surplus.is_zero() {
        Some(Bound::AboveForecast)
    } else {
        None
    };
    (outside.cost(units, each, beyond.as_ref().unwrap_or(each)), bound)
}

/// The least, or the most, that is billed for units between two numbers, where a tier sets the price of all of them:
/// before increases and the minimum in money.
pub(super) fn within(price: &Price, [least, most]: &[Exact; 2], end: End) -> Exact {
    let Rate::Tiers { tiers, .. } = &price.rate else { return Exact::ZERO };
    let steps = tiers.steps();
    let mut amounts: Vec<Exact> = Vec::new();
    for (at, (from, each)) in steps.iter().enumerate() {
        // A tier ends just before the next begins.
        let next = steps.get(at + 1).map(|(next, _)| next);
        if from <= most && next.is_none_or(|next| next > least) {
            amounts.extend(
                [from.max(least), next.map_or(most, |next| next.min(most))].map(|units| units * each),
            );
        }
    }
    let amount = match end {
        End::Low => amounts.into_iter().min(),
        End::Likely | End::High => amounts.into_iter().max(),
    };
    &amount.unwrap_or_default() * &(&Exact::ONE + &price.margin)
}

/// Units at prices that change with their number.
fn tiered(tiers: &Tiers, rule: TierRule, units: &Exact) -> (Exact, Option<Bound>) {
    // Marginal slices begin above their border; an all-units price is reached at it.
    let is_reached = |(from, _): &(Exact, Exact)| match rule {
        TierRule::Marginal => from < units,
        TierRule::AllUnits => from <= units,
    };
    let reached = tiers.steps().partition_point(is_reached).saturating_sub(1);
    let bound = (reached > 0).then_some(Bound::Tier(reached));
    let amount = match rule {
        TierRule::AllUnits => units * &tiers.steps()[reached].1,
        TierRule::Marginal => tiers.marginal(reached, units),
    };
    (amount, bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::quote::PriceUnit;
    use crate::decision::{Estimate, OrFact};

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn price(rate: Rate) -> Price {
        Price {
            id: "p".to_owned(),
            name: "p".to_owned(),
            channels: Vec::new(),
            per: PriceUnit::Contact,
            rate,
            margin: Exact::ZERO,
            minimum: None,
            minimum_share: None,
            automation: None,
            campaign: None,
            net: false,
            included: None,
            commitment: None,
            ceiling: None,
            round_up: None,
            forecast_band: None,
            index: None,
            note: None,
        }
    }

    fn billed(price: &Price, units: &str, forecast: &str) -> (String, Option<Bound>) {
        let each = price.rate.amount().and_then(|amount| match amount {
            OrFact::Given(estimate) => Some(estimate.likely.clone()),
            OrFact::Fact(_) => None,
        });
        let year = YearSoFar { used: Exact::ZERO, months: 12, is_last: false };
        let bill = bill(price, &each.unwrap_or_default(), (&n(units), &n(forecast)), &year);
        (bill.amount.to_string(), bill.bound)
    }

    #[test]
    fn marginal_tiers_price_each_slice_and_all_units_tiers_the_whole() {
        let tiers = vec![(n("0"), n("2.25")), (n("45000"), n("1.95")), (n("60000"), n("1.5"))];
        let tiers = Tiers::new(tiers).unwrap();
        let marginal = price(Rate::Tiers { tiers: tiers.clone(), rule: TierRule::Marginal });
        for (units, amount, bound) in [
            ("0", "0", None),
            ("45000", "101250", None),
            ("46000", "103200", Some(Bound::Tier(1))),
            ("61000", "132000", Some(Bound::Tier(2))),
        ] {
            assert_eq!(billed(&marginal, units, units), (amount.to_owned(), bound), "{units}");
        }
        let all = price(Rate::Tiers { tiers, rule: TierRule::AllUnits });
        // The bill falls at the border: more contacts cost less.
        assert_eq!(billed(&all, "44999", "0").0, "101247.75");
        assert_eq!(billed(&all, "45000", "0"), ("87750".to_owned(), Some(Bound::Tier(1))));
    }

    #[test]
    fn a_minimum_share_bills_what_was_forecast() {
        let mut price = price(Rate::Flat(Estimate::certain(n("2")).into()));
        price.minimum_share = Some(n("0.9"));
        assert_eq!(billed(&price, "1000", "1000"), ("2000".to_owned(), None));
        assert_eq!(billed(&price, "800", "1000"), ("1800".to_owned(), Some(Bound::MinimumShare)));
    }

    #[test]
    fn an_anchored_fee_moves_only_beyond_its_band() {
        let anchored = price(Rate::Anchored {
            fee: Estimate::certain(n("50000")).into(),
            baseline: n("40000"),
            band: n("0.05"),
            above: n("1.4"),
            below: n("0.9"),
        });
        for (units, amount) in [
            ("40000", "50000"),
            ("42000", "50000"),
            ("38000", "50000"),
            ("43000", "51400"),
            ("37000", "49100"),
        ] {
            assert_eq!(billed(&anchored, units, units).0, amount, "{units}");
        }
    }

    #[test]
    fn cost_plus_adds_its_margin() {
        let mut price = price(Rate::Flat(Estimate::certain(n("20")).into()));
        price.margin = n("0.12");
        assert_eq!(billed(&price, "100", "100").0, "2240");
    }

    #[test]
    fn a_commitment_of_a_year_lets_months_make_up_for_each_other() {
        let commitment = Commitment { units: n("30000"), overage: n("1.5"), is_yearly: true };
        let billed = |units: [&str; 12], months: u32| {
            let mut used = Exact::ZERO;
            let amounts = units.iter().take(months as usize).enumerate().map(|(month, units)| {
                let is_last = month + 1 == months as usize;
                let year = YearSoFar { used: used.clone(), months, is_last };
                used += &n(units);
                year.bill(&commitment, &n("1.2"), &n(units)).0
            });
            Exact::sum(&amounts.collect::<Vec<_>>()).to_string()
        };
        // 6,000 above 30,000; with the same units in a month each it would be 54,000.
        let seasonal =
            ["1500", "1500", "1500", "1500", "1500", "1500", "4500", "4500", "4500", "4500", "4500", "4500"];
        assert_eq!(billed(seasonal, 12), "45000");
        assert_eq!(billed(["2500"; 12], 12), "36000");
        assert_eq!(billed(["1000"; 12], 12), "36000");
        // Half a year is half of it.
        assert_eq!(billed(["1000"; 12], 6), "18000");
        assert_eq!(billed(["3000"; 12], 6), "22500");
    }
}

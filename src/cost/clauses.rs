//! What clauses of a contract come to: service credits, bonus and malus, minimums, forecast bands, mixed indices. All exact.
//!
//! Shares are parts of 1.

use crate::exact::Exact;

/// A level that is missed.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// How much of what is at risk may be spread over the levels; above 1 the cap bites.
    pub pool: Exact,
    /// How much of the pool the level has.
    pub share: Exact,
    /// How often it is missed: 1 for once, a chance for what is expected.
    pub missed: Exact,
}

/// Money back for missed levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// For each level: `invoice at_risk pool share missed`.
    pub each: Vec<Exact>,
    /// All together.
    pub uncapped: Exact,
    /// All together, and no more than is at risk.
    pub credit: Exact,
}

/// Money back for missed levels, together at most `at_risk` of the invoice.
///
/// Case `service_credit` in tests/it/cost/clauses.rs.
#[must_use]
pub fn service_credit(invoice: &Exact, at_risk: &Exact, misses: &[Miss]) -> Credit {
    let most = invoice * at_risk;
    let each: Vec<Exact> =
        misses.iter().map(|miss| &(&most * &miss.pool) * &(&miss.share * &miss.missed)).collect();
    let uncapped = Exact::sum(&each);
    let credit = uncapped.clone().min(most);
    Credit { each, uncapped, credit }
}

/// What moves a fee for work that is better or worse than was agreed.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// What was agreed.
    pub target: Exact,
    /// Whether less is better.
    pub is_lower_better: bool,
    /// One step, above 0.
    pub step: Exact,
    /// What a step moves, as a share of the fee.
    pub each: Exact,
    /// How far from the target nothing happens.
    pub dead: Exact,
    /// The most that is added.
    pub most_bonus: Exact,
    /// The most that is taken.
    pub most_malus: Exact,
}

impl Steps {
    /// The share of the fee that is added, or taken where it is negative.
    ///
    /// Case `bonus_malus`.
    #[must_use]
    pub fn share(&self, actual: &Exact) -> Exact {
        let better = if self.is_lower_better { &self.target - actual } else { actual - &self.target };
        let beyond = (&better.abs() - &self.dead).max(Exact::ZERO);
        let moved = (&beyond * &self.each).over(&self.step).unwrap_or_default();
        if better.is_negative() {
            -&moved.min(self.most_malus.clone())
        } else {
            moved.min(self.most_bonus.clone())
        }
    }
}

/// What is added to the bill of each month to reach a minimum of a month.
///
/// - `carries`: whether what earlier months were above it makes up for it.
///
/// Case `minimum_true_up`.
#[must_use]
pub fn monthly_top_ups(billed: &[Exact], minimum: &Exact, carries: bool) -> Vec<Exact> {
    let mut above = Exact::ZERO;
    let top_up = |bill: &Exact| {
        let gap = minimum - bill;
        if gap.is_negative() {
            above += &-&gap;
            return Exact::ZERO;
        }
        let made_up = if carries { gap.clone().min(above.clone()) } else { Exact::ZERO };
        above = &above - &made_up;
        &gap - &made_up
    };
    billed.iter().map(top_up).collect()
}

/// What is added to the bill of a year to reach a minimum, pro rata for a part of one.
///
/// - `months`: of the year, 1 to 12.
///
/// Case `minimum_true_up`.
#[must_use]
pub fn yearly_top_up(billed: &Exact, minimum: &Exact, months: usize) -> Exact {
    let due = (minimum * &Exact::from(months)).over(&Exact::from(12)).unwrap_or_default();
    (&due - billed).max(Exact::ZERO)
}

/// What lies outside a band around the forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    /// Units that are missing to its lower edge, and are paid.
    pub shortfall: Exact,
    /// Units above its upper edge.
    pub surplus: Exact,
}

/// What lies outside a band around the forecast.
///
/// - `band`: how far units may lie from the forecast, as a share of it.
///
/// Case `forecast_band`.
#[must_use]
pub fn outside(forecast: &Exact, actual: &Exact, band: &Exact) -> Outside {
    let edge = |share: &Exact| forecast * share;
    Outside {
        shortfall: (&edge(&(&Exact::ONE - band)) - actual).max(Exact::ZERO),
        surplus: (actual - &edge(&(&Exact::ONE + band))).max(Exact::ZERO),
    }
}

impl Outside {
    /// What units cost: those within the band and those that are missing at a price, those above at theirs.
    #[must_use]
    pub fn cost(&self, actual: &Exact, price: &Exact, surplus_price: &Exact) -> Exact {
        let within = &(actual - &self.surplus) + &self.shortfall;
        &(&within * price) + &(&self.surplus * surplus_price)
    }
}

/// A price that rises with wages and consumer prices, each for a part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MixedIndex {
    /// The part that rises with wages.
    pub labour: Exact,
    /// The part that rises with consumer prices; both together at most 1.
    pub consumer: Exact,
    /// The least rise of a year.
    pub floor: Option<Exact>,
    /// The most.
    pub cap: Option<Exact>,
    /// Below this rise of a year prices stay.
    pub threshold: Option<Exact>,
    /// Whether each rise is counted from the first prices, and not on top of the one before.
    pub is_from_base: bool,
}

/// A price on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Indexed {
    /// Wages as a multiple of the first.
    pub wages: Exact,
    /// Consumer prices as a multiple of the first.
    pub prices: Exact,
    /// The price as a multiple of the first.
    pub factor: Exact,
}

impl Default for Indexed {
    fn default() -> Indexed {
        Indexed { wages: Exact::ONE, prices: Exact::ONE, factor: Exact::ONE }
    }
}

impl MixedIndex {
    /// The price a year later: `1 + labour wages + consumer prices`, the rest fixed; on top of the year before within floor,
    /// cap and threshold, or from the first prices, which have none.
    ///
    /// - `wages`, `prices`: rises of the year.
    ///
    /// Case `composite_index`.
    #[must_use]
    pub fn next(&self, before: &Indexed, wages: &Exact, prices: &Exact) -> Indexed {
        let on_top = |before: &Exact, rise: &Exact| before * &(&Exact::ONE + rise);
        let (all_wages, all_prices) = (on_top(&before.wages, wages), on_top(&before.prices, prices));
        let weighted = |wages: &Exact, prices: &Exact| &(&self.labour * wages) + &(&self.consumer * prices);
        let factor = if self.is_from_base {
            &Exact::ONE + &weighted(&(&all_wages - &Exact::ONE), &(&all_prices - &Exact::ONE))
        } else {
            on_top(&before.factor, &self.bounded(weighted(wages, prices)))
        };
        Indexed { wages: all_wages, prices: all_prices, factor }
    }

    /// A rise within floor and cap; nothing below the threshold.
    fn bounded(&self, rise: Exact) -> Exact {
        if self.threshold.as_ref().is_some_and(|threshold| rise < *threshold) {
            return Exact::ZERO;
        }
        let rise = self.floor.as_ref().map_or(rise.clone(), |floor| rise.max(floor.clone()));
        self.cap.as_ref().map_or(rise.clone(), |cap| rise.min(cap.clone()))
    }
}

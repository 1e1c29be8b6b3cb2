//! The facts of a row of draws and what they decide: values of cells, gates, prices over the field.

use super::Kernel;
use crate::decision::{FieldFormula, StatedFormula};
use crate::robust::draw_facts::price_value;
use crate::robust::plan::{BelowMedian, FieldPrice};
use crate::robust::random::{LANES, Lanes, each};

impl Kernel<'_> {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn draw_facts(&mut self, lanes: &mut Lanes) {
        let plan = self.plan;
        for stream in &mut self.streams {
            *stream = lanes.uniform();
        }
        for (row, fact) in self.facts.iter_mut().zip(&plan.facts) {
            *row = each(&self.streams[fact.stream], |u| fact.quantile.at(u));
        }
        self.put_below_median();
        for (at, cell) in plan.drawn.iter().enumerate() {
            let uniform = &self.streams[plan.facts[cell.fact].stream];
            self.drawn[at] = cell.worth.of(&self.facts[cell.fact], uniform);
        }
        self.is_out.fill(0);
        for gate in &plan.gates {
            for (lane, fact) in self.facts[gate.fact].iter().enumerate() {
                let fails = *fact < gate.least || *fact > gate.most;
                self.is_out[gate.vendor] |= u32::from(fails) << lane;
            }
        }
        self.value_fields(false);
        if !plan.fields.is_empty() {
            // Weights are drawn before facts, so it is known who reaches a minimum that no bid of another moves.
            self.judge_minimums(&plan.deciding_minimums);
        }
        self.value_fields(true);
    }

    /// How far totals lie below the median of all, as `cost::median` has it.
    fn put_below_median(&mut self) {
        let BelowMedian { totals, facts } = &self.plan.below_median;
        if facts.is_empty() {
            return;
        }
        let mut sorted = vec![0.0; totals.len()];
        for lane in 0..LANES {
            for (to, total) in sorted.iter_mut().zip(totals) {
                *to = self.price(total, lane).map_or(0.0, |(total, _)| total);
            }
            sorted.sort_unstable_by(f64::total_cmp);
            let half = sorted.len() / 2;
            let median = f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[half]);
            for (fact, own) in facts {
                let own = self.price(own, lane).map_or(median, |(own, _)| own);
                self.facts[*fact][lane] = (median - own) / median * 100.0;
            }
        }
    }

    /// A price in a lane, and whether it takes part in the lowest and highest; none where it is not known.
    fn price(&self, at: &FieldPrice, lane: usize) -> Option<(f64, bool)> {
        match at {
            FieldPrice::Known(price) => Some((*price, true)),
            FieldPrice::Drawn { fact, takes_part } => Some((self.facts[*fact][lane], *takes_part)),
            FieldPrice::Value(_) => None,
        }
    }

    /// - `looks_at_others`: which of the formulas.
    fn value_fields(&mut self, looks_at_others: bool) {
        for (field, of) in self.plan.fields.iter().enumerate() {
            for lane in 0..LANES {
                if of.formula.looks_at_others() == looks_at_others {
                    self.value_field(field, lane);
                }
            }
        }
    }

    /// Whether the bid of a vendor is one of those that are compared.
    fn compares(&self, vendor: usize, lane: usize) -> bool {
        self.plan.keeps_all_bids || (self.is_out[vendor] | self.plan.waits[vendor]) >> lane & 1 == 0
    }

    /// The values of a leaf over the field, with the prices of one lane.
    fn value_field(&mut self, field: usize, lane: usize) {
        let of = &self.plan.fields[field];
        if let FieldFormula::Stated(formula) = &of.formula {
            return self.value_stated(field, formula, lane);
        }
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        for price in &of.others {
            lowest = lowest.min(*price);
            highest = highest.max(*price);
        }
        for (vendor, at) in of.prices.iter().enumerate() {
            if let Some((price, true)) = self.price(at, lane)
                && self.compares(vendor, lane)
            {
                lowest = lowest.min(price);
                highest = highest.max(price);
            }
        }
        let from = self.plan.drawn.len() + field * of.prices.len();
        for (vendor, at) in of.prices.iter().enumerate() {
            self.drawn[from + vendor][lane] = match (at, self.price(at, lane)) {
                (FieldPrice::Value(value), _) => *value,
                (_, Some((price, _))) => {
                    price_value(&of.formula, price, [lowest.min(price), highest.max(price)], &[])
                }
                (_, None) => 0.0,
            };
        }
    }

    /// The values of a leaf by a formula as printed, with the prices of one lane; 0 where there is no result.
    fn value_stated(&mut self, field: usize, formula: &StatedFormula, lane: usize) {
        let of = &self.plan.fields[field];
        let prices: Vec<Option<(f64, bool)>> = of.prices.iter().map(|at| self.price(at, lane)).collect();
        // A number that is drawn is one of the bids, whether it was known or not.
        let is_in = |vendor: &usize| prices[*vendor].is_some() && self.compares(*vendor, lane);
        let playing: Vec<usize> = (0..prices.len()).filter(is_in).collect();
        let mut bids: Vec<f64> = playing.iter().filter_map(|at| Some(prices[*at]?.0)).collect();
        let own = bids.len();
        bids.extend(&of.others);
        let mut values = vec![0.0; prices.len()];
        for (vendor, value) in playing.iter().zip(formula.binary(&bids, 0..own)) {
            values[*vendor] = formula.limited_binary(value.unwrap_or(0.0));
        }
        for (vendor, at) in of.prices.iter().enumerate() {
            match (at, prices[vendor]) {
                (FieldPrice::Value(value), _) => values[vendor] = *value,
                (_, Some((price, _))) if !is_in(&vendor) => {
                    bids.push(price);
                    let value = formula.binary(&bids, bids.len() - 1..bids.len()).pop().flatten();
                    values[vendor] = formula.limited_binary(value.unwrap_or(0.0));
                    bids.pop();
                }
                _ => {}
            }
        }
        let from = self.plan.drawn.len() + field * values.len();
        for (vendor, value) in values.into_iter().enumerate() {
            self.drawn[from + vendor][lane] = value;
        }
    }
}

//! The facts of a row of draws and what they decide: values of cells, gates, prices over the field.

use super::Kernel;
use crate::robust::draw_facts::price_value;
use crate::robust::plan::FieldPrice;
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

    /// The values of a leaf over the field, with the prices of one lane.
    fn value_field(&mut self, field: usize, lane: usize) {
        let of = &self.plan.fields[field];
        let price = |at: &FieldPrice| match at {
            FieldPrice::Known(price) => Some((*price, true)),
            FieldPrice::Drawn { fact, takes_part } => Some((self.facts[*fact][lane], *takes_part)),
            FieldPrice::Value(_) => None,
        };
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        for (vendor, at) in of.prices.iter().enumerate() {
            if let Some((price, true)) = price(at)
                && self.is_out[vendor] >> lane & 1 == 0
            {
                lowest = lowest.min(price);
                highest = highest.max(price);
            }
        }
        let from = self.plan.drawn.len() + field * of.prices.len();
        for (vendor, at) in of.prices.iter().enumerate() {
            self.drawn[from + vendor][lane] = match (at, price(at)) {
                (FieldPrice::Value(value), _) => *value,
                (_, Some((price, _))) => {
                    price_value(&of.formula, price, lowest.min(price), highest.max(price))
                }
                (_, None) => 0.0,
            };
        }
    }
}

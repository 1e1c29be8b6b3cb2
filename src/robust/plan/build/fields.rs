//! Prices over the field of bids, in a plan.

use std::collections::BTreeSet;

use super::{PlanBuilder, is_binary};
use crate::decision::{Criterion, FactValue, FieldFormula, Leaf, Value};
use crate::robust::draw_facts::{fact_of, key, numbers};
use crate::robust::plan::{FieldLeaf, FieldPrice, PlanError};

impl PlanBuilder<'_> {
    /// Leaves over the field: constant where no price is drawn and nobody comes or goes.
    ///
    /// # Errors
    /// [`PlanError::BeyondBinary`] where binary numbers do not give what a formula as printed comes to.
    pub(in crate::robust::plan) fn add_fields(&mut self) -> Result<(), PlanError> {
        let (decision, record) = (self.decision, self.record);
        for (place, &node) in self.plan.leaves.clone().iter().enumerate() {
            let criterion = &decision.criteria[node];
            let leaf = criterion.leaf.as_ref().expect("a leaf");
            let Some(formula) = leaf.scale.formula() else { continue };
            if let FieldFormula::Stated(formula) = formula {
                let key = key(criterion, leaf);
                let vendors = self.at.iter().map(|(at, _)| &decision.vendors[*at]);
                let likely =
                    vendors.filter_map(|one| Some(fact_of(one, &key)?.value.as_ref()?.numbers()?[1].clone()));
                if !is_binary(formula, &likely.collect::<Vec<_>>()) {
                    return Err(PlanError::BeyondBinary(criterion.name.clone()));
                }
            }
            let formula = formula.map(|_, number| number.to_f64());
            let mut prices = Vec::new();
            for vendor in 0..self.at.len() {
                let cell = &record.vendors[self.at[vendor].1].cells[node];
                let key = key(criterion, leaf);
                let numbers = numbers(fact_of(&decision.vendors[self.at[vendor].0], &key));
                let price = match (self.drawn_fact(vendor, &key), numbers, &cell.value) {
                    (Some(fact), numbers, _) => FieldPrice::Drawn { fact, takes_part: numbers.is_some() },
                    (None, Some([_, likely, _]), _) => FieldPrice::Known(likely),
                    (None, None, Some(value)) => FieldPrice::Value(value.to_f64()),
                    (None, None, None) => {
                        self.plan.skipped.push((vendor, place));
                        FieldPrice::Value(0.0)
                    }
                };
                prices.push(price);
            }
            let varies = prices.iter().any(|price| matches!(price, FieldPrice::Drawn { .. }));
            let comes_and_goes = !self.plan.keeps_all_bids
                && (!self.plan.gates.is_empty() || !self.plan.deciding_minimums.is_empty());
            let others = self.bids_of_others(criterion, leaf);
            if varies || comes_and_goes {
                self.plan.fields.push(FieldLeaf { leaf: place, formula, prices, others });
            } else {
                for vendor in 0..self.at.len() {
                    let cell = &record.vendors[self.at[vendor].1].cells[node];
                    let value = cell.value.as_ref().map_or(0.0, Value::to_f64);
                    self.plan.values[vendor * self.plan.leaves.len() + place] = value;
                }
            }
        }
        Ok(())
    }

    /// The prices of vendors that take no part, where the rule compares all bids that were handed in. One that is a range
    /// counts as its likely number.
    fn bids_of_others(&mut self, criterion: &Criterion, leaf: &Leaf) -> Vec<f64> {
        if !self.plan.keeps_all_bids {
            return Vec::new();
        }
        let takes_part: BTreeSet<usize> = self.at.iter().map(|(at, _)| *at).collect();
        let key = key(criterion, leaf);
        let mut prices = Vec::new();
        let vendors = self.decision.vendors.iter().enumerate();
        for (_, vendor) in vendors.filter(|(at, _)| !takes_part.contains(at)) {
            let value = fact_of(vendor, &key).and_then(|fact| fact.value.as_ref());
            let Some([low, likely, high]) = value.and_then(FactValue::numbers) else { continue };
            if low != high {
                let name = &vendor.name;
                self.plan
                    .notes
                    .push(format!("{name} is out, and {} of its bid counts as the likely number", leaf.fact));
            }
            prices.push(likely.to_f64());
        }
        prices
    }
}

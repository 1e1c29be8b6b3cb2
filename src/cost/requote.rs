//! What the facts become when one vendor quotes otherwise, or a fact changes that its quote reads.

use super::facts::{FiguresOrUnknown, facts};
use super::model::CostModel;
use super::{Scenario, StaffingError};
use crate::decision::{Decision, Vendor};
use std::sync::Arc;

/// A decision whose quotes can be changed; the forecast is staffed once.
pub(crate) struct Requotes<'a> {
    decision: &'a Decision,
    model: CostModel<'a>,
    outcomes: Vec<FiguresOrUnknown>,
}

impl<'a> Requotes<'a> {
    /// Works out what the quotes of a decision come to; none where its needs say nothing of demand.
    ///
    /// # Errors
    /// The channel and [`StaffingError`] where the demand cannot be staffed; the reader refuses such files.
    pub(crate) fn new(decision: &'a Decision) -> Option<Result<Self, (String, StaffingError)>> {
        let basis = decision.cost.as_ref()?;
        Some(CostModel::new(basis, &Scenario::default()).map(|model| {
            let vendors: Vec<&Vendor> = decision.vendors.iter().map(AsRef::as_ref).collect();
            let outcomes = model.outcomes(&vendors);
            Requotes { decision, model, outcomes }
        }))
    }

    /// The decision with another quote of one vendor, or other facts that it is priced by, and with the facts of all
    /// vendors that follow from it.
    ///
    /// - `at`: index of the vendor in the decision.
    pub(crate) fn with(&self, at: usize, vendor: Vendor) -> Decision {
        let mut changed = self.decision.clone();
        *changed.vendor_mut(at) = vendor;
        let mut outcomes = self.outcomes.clone();
        outcomes[at] = self.model.outcome(&changed.vendors[at]);
        let vendors: Vec<&Vendor> = changed.vendors.iter().map(AsRef::as_ref).collect();
        let facts = facts(self.model.basis, &outcomes, &vendors);
        for (vendor, mut facts) in changed.vendors.iter_mut().zip(facts) {
            // To copy a vendor takes longer than to see that nothing has changed for it.
            facts.retain(|id, fact| vendor.facts.get(id).is_none_or(|old| old.value != fact.value));
            if !facts.is_empty() {
                Arc::make_mut(vendor).facts.extend(facts);
            }
        }
        changed
    }
}

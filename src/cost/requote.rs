//! What the facts become when one vendor quotes otherwise, or a fact changes that its quote reads.

use super::facts::{FiguresOrUnknown, facts};
use super::model::CostModel;
use super::{Scenario, StaffingError};
use crate::decision::worth::Worth;
use crate::decision::{Decision, FactId, Vendor, derived};
use std::sync::Arc;

/// A decision whose quotes can be changed; the forecast is staffed once.
pub(crate) struct Requotes<'a> {
    decision: &'a Decision,
    model: CostModel<'a>,
    outcomes: Vec<FiguresOrUnknown>,
    /// Whether anything reads what vendors are worth, which takes long to work out.
    reads_worth: bool,
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
            Requotes { decision, model, outcomes, reads_worth: reads_worth(decision) }
        }))
    }

    /// Whether it is known what the quote of a vendor comes to; where it is not, no price of it changes anything.
    ///
    /// - `at`: index of the vendor in the decision.
    pub(crate) fn is_known(&self, at: usize) -> bool {
        self.outcomes[at].is_ok()
    }

    /// The vendors that change with another quote of one of them, or other facts that it is priced by: itself, and
    /// those with facts that follow from it.
    ///
    /// - `at`: index of the vendor in the decision.
    pub(crate) fn changed(&self, at: usize, vendor: &Vendor) -> Vec<(usize, Arc<Vendor>)> {
        let mut vendors: Vec<&Vendor> = self.decision.vendors.iter().map(AsRef::as_ref).collect();
        vendors[at] = vendor;
        let mut outcomes = self.outcomes.clone();
        outcomes[at] = self.model.outcome(vendor);
        // Of the others it moves only with whom they are held against.
        let baseline = self.model.basis.worth.as_deref().and_then(Worth::baseline_vendor);
        let is_baseline = baseline == Some(&vendor.id);
        let moves = |place: usize| self.reads_worth && (is_baseline || place == at);
        let mut changed = Vec::new();
        for (place, (old, mut facts)) in
            vendors.iter().zip(facts(self.model.basis, &outcomes, &vendors, moves)).enumerate()
        {
            // To copy a vendor takes longer than to see that nothing has changed for it.
            facts.retain(|id, fact| old.facts.get(id).is_none_or(|old| old.value != fact.value));
            if place == at || !facts.is_empty() {
                let mut vendor = Vendor::clone(old);
                vendor.facts.extend(facts);
                changed.push((place, Arc::new(vendor)));
            }
        }
        changed
    }
}

/// Whether a criterion, a must-have or a formula reads what vendors are worth.
fn reads_worth(decision: &Decision) -> bool {
    let leaves = decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
    let inputs = decision.derivations.all_inputs();
    let total = decision.rule.total.iter().flat_map(|total| total.facts()).collect::<Vec<_>>();
    let facts = leaves.map(|leaf| &leaf.fact).chain(decision.gates.iter().map(|gate| &gate.fact));
    facts.chain(&inputs).chain(&total).map(FactId::as_str).any(derived::is_benefit)
}

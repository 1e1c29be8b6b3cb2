//! What follows from another fact of a vendor: what its quote comes to, and what formulas work out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cost::Requotes;
use crate::decision::derivation::InputKind;
use crate::decision::{Decision, FactId, Vendor, derived};
use crate::robust::draw_facts::DrawKey;

/// What hangs on the facts of one vendor.
pub(super) struct Consequences<'a> {
    decision: &'a Decision,
    /// The facts that its cost is worked out from; none where nothing reads what quotes cost.
    priced_by: BTreeSet<FactId>,
    requotes: Option<Requotes<'a>>,
    /// The facts that formulas read.
    inputs: BTreeSet<FactId>,
}

impl<'a> Consequences<'a> {
    /// - `at`: index of the vendor in the decision.
    pub(super) fn new(decision: &'a Decision, at: usize) -> Consequences<'a> {
        let basis = decision.cost.as_ref().filter(|_| reads_costs(decision));
        let priced_by = basis.map_or_else(BTreeSet::new, |basis| basis.facts_of(&decision.vendors[at]));
        let requotes = if priced_by.is_empty() { None } else { Requotes::new(decision).and_then(Result::ok) };
        Consequences { decision, priced_by, requotes, inputs: decision.derivations.all_inputs() }
    }

    /// The same where a fact has any.
    pub(super) fn of(&self, key: &DrawKey) -> Option<&Self> {
        (!key.is_mark && (self.is_priced(&key.fact) || self.inputs.contains(&key.fact))).then_some(self)
    }

    fn is_priced(&self, fact: &FactId) -> bool {
        self.requotes.is_some() && self.priced_by.contains(fact)
    }

    /// The facts that have any, and that vendors state.
    pub(super) fn causes(&self) -> BTreeSet<FactId> {
        let stated = self.inputs.iter().filter(|fact| !self.decision.is_worked_out(fact));
        self.priced_by.iter().chain(stated).cloned().collect()
    }

    /// Whether a fact that has any is a number.
    pub(super) fn is_number(&self, fact: &FactId) -> bool {
        self.is_priced(fact) || self.decision.derivations.input_kind(fact) == InputKind::Number
    }

    /// What hangs on a fact, besides the criteria and must-haves that read it.
    pub(super) fn named(&self, fact: &FactId) -> Vec<String> {
        let quote = self.is_priced(fact).then(|| "what the quote costs".to_owned());
        let gate = |id: &FactId| self.decision.gates.iter().find(|gate| gate.fact == *id);
        let formulas = self
            .decision
            .derivations
            .readers(fact)
            .map(|one| gate(&one.fact).map_or_else(|| one.fact.to_string(), |gate| gate.name.clone()));
        let total = self.decision.derivations.total.as_ref();
        let total = total.filter(|total| total.facts().contains(fact)).map(|_| "the total".to_owned());
        quote.into_iter().chain(formulas).chain(total).collect()
    }

    /// The vendors that change with one: itself, and those whose facts follow from it.
    ///
    /// - `at`: index of the vendor in the decision.
    pub(super) fn changed(&self, at: usize, vendor: Vendor) -> Vec<(usize, Arc<Vendor>)> {
        changed(self.decision, self.requotes.as_ref(), at, vendor)
    }
}

/// The vendors that change with one: what formulas make of its facts, what its quote comes to then, and what formulas
/// make of that.
pub(crate) fn changed(
    decision: &Decision,
    requotes: Option<&Requotes<'_>>,
    at: usize,
    vendor: Vendor,
) -> Vec<(usize, Arc<Vendor>)> {
    let derivations = &decision.derivations;
    let mut changed = vec![(at, Arc::new(vendor))];
    if !derivations.facts.is_empty() {
        changed = decision.worked_out_again(changed, |one| !derivations.reads_costs(one));
    }
    if let Some(requotes) = requotes {
        let own = changed.iter().position(|(place, _)| *place == at);
        let own = own.map(|own| changed.swap_remove(own).1);
        let of_quote = own.map(|own| requotes.changed(at, &own)).unwrap_or_default();
        for (place, mut vendor) in of_quote {
            match changed.iter().position(|(other, _)| *other == place) {
                // What is worked out and what quotes come to are other facts.
                Some(other) => {
                    let facts = changed[other].1.facts.iter().filter(|(id, _)| derivations.has(id));
                    let facts: Vec<_> = facts.map(|(id, fact)| (id.clone(), Arc::clone(fact))).collect();
                    Arc::make_mut(&mut vendor).facts.extend(facts);
                    changed[other].1 = vendor;
                }
                None => changed.push((place, vendor)),
            }
        }
    }
    if derivations.facts.iter().any(|one| derivations.reads_costs(one)) {
        changed = decision.worked_out_again(changed, |one| derivations.reads_costs(one));
    }
    changed
}

/// Whether a criterion or must-have reads what quotes cost.
pub(super) fn reads_costs(decision: &Decision) -> bool {
    let leaves = decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
    let facts = leaves.map(|leaf| &leaf.fact).chain(decision.gates.iter().map(|gate| &gate.fact));
    let inputs = decision.derivations.all_inputs();
    facts.chain(&inputs).map(FactId::as_str).any(derived::is_of_model)
}

//! Fingerprints of what a result depends on.
//!
//! What is hashed is the meaning, in a fixed order, and not the bytes of the files: a comment or an
//! empty line changes nothing, a weight or a fact does.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Judged;
use super::evaluation::Digests;
use super::evaluation::json::{CriterionJson, GateJson};
use super::fingerprint::Fingerprint;
use crate::decision::aliases::Aliases;
use crate::decision::award::Prints;
use crate::decision::count::Level;
use crate::decision::panel::{Conflict, Marks};
use crate::decision::{
    CostBasis, CriterionId, Decision, Derivations, Evidence, Fact, FactValue, Need, Panel, Quote, Rule,
    Status, Vendor, Weight,
};
use crate::exact::{Exact, hexadecimal};
use crate::parallel;

/// Bytes of a fingerprint that only tells what is another, beside the whole one that tells whether anything is.
const PRINT_BYTES: usize = 4;

/// The part of a decision that is ours.
#[derive(Serialize)]
struct RuleInput<'a> {
    needs: &'a [Need],
    gates: Vec<GateJson<'a>>,
    criteria: Vec<CriterionJson<'a>>,
    rule: &'a Rule,
    #[serde(skip_serializing_if = "<[Aliases]>::is_empty")]
    aliases: &'a [Aliases],
    #[serde(skip_serializing_if = "Derivations::is_empty")]
    derivations: &'a Derivations,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<&'a CostBasis>,
    /// How sure ranges of counts are: must-haves go by them.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
}

/// What a panel's members say, without the places where it is written.
#[derive(Serialize)]
struct PanelInput<'a> {
    evaluators: Vec<EvaluatorInput<'a>>,
    consensus: Vec<MarkInput<'a>>,
}

/// One member.
#[derive(Serialize)]
struct EvaluatorInput<'a> {
    id: &'a str,
    weight: &'a Weight,
    conflicts: &'a [Conflict],
    weights: &'a BTreeMap<CriterionId, Weight>,
    marks: Vec<MarkInput<'a>>,
}

/// One mark: vendor, criterion, mark and note.
type MarkInput<'a> = (&'a str, &'a str, &'a Option<Exact>, &'a Option<String>);

/// The part that is a vendor's.
#[derive(Serialize)]
struct VendorInput<'a> {
    id: &'a str,
    name: &'a str,
    status: &'a Status,
    facts: Vec<FactInput<'a>>,
    ratings: Vec<FactInput<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a Quote>,
}

/// A fact without the place where it is written.
#[derive(Serialize)]
struct FactInput<'a> {
    id: &'a str,
    value: &'a Option<FactValue>,
    evidence: &'a Evidence,
}

/// Both fingerprints of an evaluation, given what was weighed and the vendors as they were judged.
pub(super) fn digests(decision: &Arc<Decision>, judged: &Judged) -> Digests {
    let weighed = Arc::clone(decision);
    let rule = Fingerprint::later(move || {
        let mut hasher = Sha256::new();
        hash(&rule_input(&weighed), &mut hasher);
        hexadecimal(&hasher.finalize())
    });
    let vendors: Vec<Arc<Vendor>> = judged.vendors.iter().map(|judged| Arc::clone(&judged.vendor)).collect();
    let before = rule.clone();
    let panel = decision.panel.clone();
    let inputs = Fingerprint::later(move || {
        let mut hasher = Sha256::new().chain_update(before.as_bytes());
        match &panel {
            Some(panel) => {
                hasher.update("[");
                hash_vendors(&vendors, &mut hasher);
                hasher.update(",");
                hash(&panel_input(panel), &mut hasher);
                hasher.update("]");
            }
            None => hash_vendors(&vendors, &mut hasher),
        }
        hexadecimal(&hasher.finalize())
    });
    Digests { rule, inputs }
}

/// What one member says: who, the mark and the note.
type SaidMark<'a> = (&'a str, &'a Option<Exact>, &'a Option<String>);

/// Fingerprints of what is said of each of these vendors, by place, so that a record can tell what is another: of all of it
/// together where that would be more than `most`. What follows from quotes is left to these.
pub(crate) fn prints(decision: &Decision, vendors: &[&Vendor], most: usize) -> Prints {
    let mut prints: Prints =
        vendors.iter().map(|vendor| (vendor.id.clone(), prints_of(decision, vendor))).collect();
    if prints.values().map(BTreeMap::len).sum::<usize>() > most {
        for of_vendor in prints.values_mut() {
            *of_vendor = BTreeMap::from([("all".to_owned(), print(of_vendor))]);
        }
    }
    prints
}

fn prints_of(decision: &Decision, vendor: &Vendor) -> BTreeMap<String, String> {
    let of_facts = |kind: &'static str, facts: Vec<FactInput<'_>>| {
        let own = facts.into_iter().filter(|fact| !fact.id.contains('.'));
        own.map(|fact| (format!("{kind}.{}", fact.id), print(&fact))).collect::<Vec<_>>()
    };
    let input = vendor_input(vendor);
    let mut prints = BTreeMap::from([("status".to_owned(), print(&input.status))]);
    prints.extend(input.quote.map(|quote| ("quote".to_owned(), print(quote))));
    prints.extend(of_facts("facts", input.facts));
    prints.extend(of_facts("ratings", input.ratings));
    let mut marks: BTreeMap<&CriterionId, Vec<SaidMark<'_>>> = BTreeMap::new();
    for panel in decision.panel.as_slice() {
        let of_members = panel.evaluators.iter().map(|one| (one.id.as_str(), &one.marks));
        for (who, all) in of_members.chain([("", &panel.consensus)]) {
            for (criterion, mark) in all.get(&vendor.id).into_iter().flatten() {
                marks.entry(criterion).or_default().push((who, &mark.mark, &mark.note));
            }
        }
    }
    prints.extend(marks.into_iter().map(|(criterion, marks)| (format!("marks.{criterion}"), print(&marks))));
    prints
}

/// The beginning of a fingerprint.
fn print(value: &impl Serialize) -> String {
    hexadecimal(&Sha256::digest(json(value))[..PRINT_BYTES])
}

fn rule_input(decision: &Decision) -> RuleInput<'_> {
    // The field of a relative scale follows from the vendors' facts.
    let criterion = |criterion| CriterionJson::of(decision, criterion, None);
    RuleInput {
        needs: &decision.needs,
        gates: decision.gates.iter().map(|gate| GateJson::of(gate)).collect(),
        criteria: decision.criteria.iter().map(criterion).collect(),
        rule: &decision.rule,
        aliases: &decision.aliases,
        derivations: &decision.derivations,
        cost: decision.cost.as_deref(),
        level: Some(decision.uncertainty.level).filter(|level| *level != Level::default()),
    }
}

fn panel_input(panel: &Panel) -> PanelInput<'_> {
    let evaluators = panel.evaluators.iter().map(|one| EvaluatorInput {
        id: one.id.as_str(),
        weight: &one.weight,
        conflicts: &one.conflicts,
        weights: &one.weights,
        marks: mark_input(&one.marks),
    });
    PanelInput { evaluators: evaluators.collect(), consensus: mark_input(&panel.consensus) }
}

fn mark_input(marks: &Marks) -> Vec<MarkInput<'_>> {
    let rows =
        marks.iter().flat_map(|(vendor, marks)| marks.iter().map(move |(id, mark)| (vendor, id, mark)));
    rows.map(|(vendor, id, mark)| (vendor.as_str(), id.as_str(), &mark.mark, &mark.note)).collect()
}

fn vendor_input(vendor: &Vendor) -> VendorInput<'_> {
    VendorInput {
        id: vendor.id.as_str(),
        name: &vendor.name,
        status: &vendor.status,
        facts: vendor.facts.iter().map(|(id, fact)| fact_input(id.as_str(), fact)).collect(),
        ratings: vendor.ratings.iter().map(|(id, fact)| fact_input(id.as_str(), fact)).collect(),
        quote: vendor.quote.as_deref(),
    }
}

fn fact_input<'a>(id: &'a str, fact: &'a Fact) -> FactInput<'a> {
    FactInput { id, value: &fact.value, evidence: &fact.evidence }
}

/// Adds the JSON of a list of vendors.
fn hash_vendors(vendors: &[Arc<Vendor>], hasher: &mut Sha256) {
    const AT_ONCE: usize = 1_000;
    let mut before = "[";
    for some in vendors.chunks(AT_ONCE) {
        for text in parallel::map(some, 1, |vendor| json(&vendor_input(vendor))) {
            hasher.update(before);
            hasher.update(text);
            before = ",";
        }
    }
    hasher.update(if vendors.is_empty() { "[]" } else { "]" });
}

/// Adds the JSON of a value.
fn hash(value: &impl Serialize, hasher: &mut Sha256) {
    hasher.update(json(value));
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain values serialise")
}

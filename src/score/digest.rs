//! Fingerprints of what a result depends on.
//!
//! What is hashed is the meaning, in a fixed order, and not the bytes of the files: a comment or an
//! empty line changes nothing, a weight or a fact does.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::evaluation::{CriterionSummary, Digests, GateSummary};
use crate::decision::{Decision, Evidence, Fact, FactValue, Need, Rule, Status};

/// The part of a decision that is ours.
#[derive(Serialize)]
struct RuleInput<'a> {
    needs: &'a [Need],
    gates: Vec<GateSummary>,
    criteria: Vec<CriterionSummary>,
    rule: &'a Rule,
}

/// The part that is a vendor's.
#[derive(Serialize)]
struct VendorInput<'a> {
    id: &'a str,
    name: &'a str,
    status: &'a Status,
    facts: Vec<FactInput<'a>>,
    ratings: Vec<FactInput<'a>>,
}

/// A fact without the place where it is written.
#[derive(Serialize)]
struct FactInput<'a> {
    id: &'a str,
    value: &'a Option<FactValue>,
    evidence: &'a Evidence,
}

/// Works both fingerprints out.
pub(super) fn digests(decision: &Decision) -> Digests {
    let rule = RuleInput {
        needs: &decision.needs,
        gates: decision.gates.iter().map(GateSummary::of).collect(),
        criteria: decision.criteria.iter().map(|c| CriterionSummary::of(c, decision, None)).collect(),
        rule: &decision.rule,
    };
    let rule = hash(&rule, Sha256::new());
    let vendors: Vec<VendorInput> = decision
        .vendors
        .iter()
        .map(|vendor| VendorInput {
            id: vendor.id.as_str(),
            name: &vendor.name,
            status: &vendor.status,
            facts: vendor.facts.iter().map(|(id, fact)| fact_input(id.as_str(), fact)).collect(),
            ratings: vendor.ratings.iter().map(|(id, fact)| fact_input(id.as_str(), fact)).collect(),
        })
        .collect();
    let inputs = hash(&vendors, Sha256::new().chain_update(rule.as_bytes()));
    Digests { rule, inputs }
}

fn fact_input<'a>(id: &'a str, fact: &'a Fact) -> FactInput<'a> {
    FactInput { id, value: &fact.value, evidence: &fact.evidence }
}

/// SHA-256 of a value's JSON after what was already hashed, in hexadecimal.
fn hash(value: &impl Serialize, mut hasher: Sha256) -> String {
    serde_json::to_writer(HashWriter(&mut hasher), value)
        .expect("plain values serialise, and hashing never fails");
    hexadecimal(&hasher.finalize())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        text
    })
}

/// Lets the serialiser write into the hash, so that no copy of all facts is made.
struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

//! Must-haves as records and command lines name them: gates by their ids, minimums by their criterion, or `score`.

use crate::decision::award::NamedGate;
use crate::score::evaluation::{Outcome, VendorResult};

/// What the minimum of the score is named by.
pub const SCORE: &str = "score";

/// A must-have of a vendor with how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustHave {
    /// By which id and name it goes.
    pub named: NamedGate,
    /// Whether it holds.
    pub outcome: Outcome,
    /// Why, in words.
    pub why: String,
}

/// The must-haves of a vendor: gates first, then minimums, in the order of the files.
#[must_use]
pub fn must_haves(vendor: &VendorResult) -> Vec<MustHave> {
    let gates = vendor.gates.iter().map(|one| MustHave {
        named: NamedGate { gate: one.gate.id.to_string(), name: one.gate.name.clone() },
        outcome: one.outcome,
        why: one.reason.clone(),
    });
    let minimums = vendor.minimums.iter().map(|one| {
        let gate = one.criterion.as_ref().map_or_else(|| SCORE.to_owned(), ToString::to_string);
        let named = NamedGate { gate, name: format!("minimum of {}", one.name) };
        MustHave { named, outcome: one.outcome, why: one.reason.clone() }
    });
    gates.chain(minimums).collect()
}

/// The must-haves of a vendor that have an outcome.
#[must_use]
pub fn of_outcome(vendor: &VendorResult, outcome: Outcome) -> Vec<MustHave> {
    must_haves(vendor).into_iter().filter(|one| one.outcome == outcome).collect()
}

//! Answers: what a question about a decision comes to, worked out once and worded once.
//!
//! One module a question. Whatever the surface, one question has one number of draws, one seed, one sentence. An
//! [`Answer`] is the typed result, whose serialisation is the published JSON, with its words and tables
//! ([`document`]) and its [`records`] for programs. A command asks and prints it, a chapter of a report places its
//! sections, a page of the terminal UI lays them out.
//!
//! Deliberately absent: formats, widths and colours, which belong to who shows an answer; files and arguments.

pub mod break_even;
pub mod document;
pub mod findings;
pub mod json;
pub mod locks;
pub mod mathematics;
pub mod records;
pub mod schema;
pub mod verify;

pub mod award;
pub(crate) mod board;
pub mod cases;
pub mod compare;
pub mod cost;
pub mod explain;
pub mod formulas;
pub mod gaps;
pub mod panel;
pub(crate) mod provenance;
pub mod ranking;
pub mod robust;
pub(crate) mod rule;
pub mod sensitivity;
pub mod staffing;
pub mod stages;
pub(crate) mod summary;
pub mod uncertainty;
pub mod weights;
pub mod written;

pub use document::Document;
pub use findings::{Findings, findings};

use serde::Serialize;

use crate::decision::{CriterionId, VendorId};
use crate::score::Evaluation;
use document::Section;
use records::Records;

/// What a question comes to. Its serialisation is the published JSON.
pub trait Answer: Serialize {
    /// The name of the question, by which JSON names its schema: `rank`.
    const QUESTION: &'static str;

    /// The evaluation that it was worked out from; none where no decision was read.
    fn evaluation(&self) -> Option<&Evaluation>;

    /// The answer in words, tables and charts.
    fn sections(&self) -> Vec<Section>;

    /// The answer as records for programs.
    fn records(&self) -> Records;
}

/// Fingerprints and version: `weigh 0.1.0 · rule 1a2b3c4d5e6f · inputs 6f5e4d3c2b1a`.
pub(crate) fn foot(evaluation: &Evaluation) -> String {
    let [rule, inputs] = fingerprints(evaluation);
    format!("weigh {} · rule {rule} · inputs {inputs}", evaluation.version)
}

/// The same of what is told to others: from the fingerprint of all inputs one could try what a price is.
pub(crate) fn foot_of_letter(evaluation: &Evaluation) -> String {
    let [rule, _] = fingerprints(evaluation);
    format!("weigh {} · rule {rule}", evaluation.version)
}

/// The first digits of the fingerprints of the rule and of all inputs.
fn fingerprints(evaluation: &Evaluation) -> [String; 2] {
    let digest = &evaluation.digest;
    [&digest.rule, &digest.inputs].map(|whole| whole.chars().take(12).collect())
}

/// The name of a vendor; its id where there is none of that id.
pub(crate) fn vendor_name(evaluation: &Evaluation, id: &VendorId) -> String {
    evaluation.decision.vendor_name(id).to_owned()
}

/// The name of a criterion; its id where there is none of that id.
pub(crate) fn criterion_name(evaluation: &Evaluation, id: &CriterionId) -> String {
    evaluation.decision.criterion_name(id).to_owned()
}

/// The text with a capital at its start.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

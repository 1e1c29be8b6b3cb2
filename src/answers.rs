//! Answers: what a question about a decision comes to, worked out once and worded once.
//!
//! One module a question. Whatever the surface, one question has one number of draws, one seed, one sentence.

pub mod document;
pub mod findings;

pub(crate) mod comparison;
pub(crate) mod cost;
pub(crate) mod inputs;
pub(crate) mod panel;
pub(crate) mod ranking;
pub(crate) mod robustness;
pub(crate) mod rule;
pub(crate) mod summary;
pub(crate) mod vendors;

pub use document::Document;
pub use findings::{Findings, findings};

use crate::score::Evaluation;

/// Fingerprints and version: `weigh 0.1.0 · rule 1a2b3c4d5e6f · inputs 6f5e4d3c2b1a`.
pub(crate) fn foot(evaluation: &Evaluation) -> String {
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    format!(
        "weigh {} · rule {} · inputs {}",
        evaluation.version,
        short(&evaluation.digest.rule),
        short(&evaluation.digest.inputs)
    )
}

/// The text with a capital at its start.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

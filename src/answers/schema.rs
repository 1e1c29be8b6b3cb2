//! The JSON Schemas of results, by the name of the question.
//!
//! They are drafts 07, and promise the keys of results with their meaning: keys may be added, and none changes its
//! meaning under the same number. `tests/it/schemas.rs` holds every result against them.

/// The schema of a question's results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultSchema {
    /// The name of the question: `rank`.
    pub question: &'static str,
    /// The schema, as a JSON text.
    pub text: &'static str,
}

macro_rules! schemas {
    ($($question:literal),* $(,)?) => {
        /// All of them, by name.
        pub const ALL: &[ResultSchema] = &[$(
            ResultSchema { question: $question, text: include_str!(concat!("schema/", $question, ".json")) }
        ),*];
    };
}

schemas![
    "assumptions",
    "award",
    "break-even",
    "cases",
    "check",
    "compare",
    "cost",
    "cost-sweep",
    "cost-vendor",
    "cost-worth",
    "demand",
    "explain",
    "formula",
    "formula-trial",
    "formulas",
    "gaps",
    "lock",
    "panel",
    "rank",
    "robust",
    "sensitivity",
    "sensitivity-of",
    "staff",
    "verify",
    "version",
    "weights",
    "weights-from-data",
    "weights-judged",
    "written",
];

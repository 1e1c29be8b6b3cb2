//! Answers as JSON, with what they were made from.

use serde::Serialize;
use serde_json::{Value, json};

use super::Answer;
use crate::score::Evaluation;

/// An answer as JSON, with what it was made from.
#[must_use]
pub fn json_of<A: Answer>(answer: &A) -> String {
    let schema = A::QUESTION;
    json_text(&answer.evaluation().map_or_else(
        || json!({ "schema": format!("weigh/{schema}/1"), "result": answer }),
        |evaluation| with_inputs(schema, evaluation, answer),
    ))
}

/// A result of an evaluation with the schema that it follows and the inputs that it was made from.
///
/// # Panics
/// Never: results are plain values.
#[must_use]
pub fn with_inputs(schema: &str, evaluation: &Evaluation, result: &impl Serialize) -> Value {
    let mut inputs = json!({
        "decision": evaluation.decision.id,
        "files": evaluation.shown_files(),
        "what_if": evaluation.decision.provenance.what_if,
        "digest": evaluation.digest,
    });
    if let Some(vendors) = &evaluation.decision.provenance.vendors {
        inputs["vendors"] = json!(vendors);
    }
    let result = serde_json::to_value(result).expect("results are plain values");
    json!({ "schema": format!("weigh/{schema}/1"), "inputs": inputs, "result": result })
}

/// JSON with indents and a final line end.
///
/// # Panics
/// Never: a JSON value always serialises.
#[must_use]
pub fn json_text(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a JSON value always serialises") + "\n"
}

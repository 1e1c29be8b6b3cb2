//! Answers as JSON, with what they were made from.

use serde::Serialize;
use serde_json::{Value, json};

use super::Answer;
use crate::score::Evaluation;

/// A result with the schema that it follows and the inputs that it was made from.
#[derive(Serialize)]
struct Published<'a, R> {
    schema: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    inputs: Option<Value>,
    result: &'a R,
}

/// An answer as JSON, with what it was made from.
///
/// # Panics
/// Never: results are plain values.
#[must_use]
pub fn json_of<A: Answer>(answer: &A) -> String {
    let published = Published {
        schema: format!("weigh/{}/1", A::QUESTION),
        inputs: answer.evaluation().map(inputs),
        result: answer,
    };
    serde_json::to_string_pretty(&published).expect("results are plain values") + "\n"
}

/// A result of an evaluation with the schema that it follows and the inputs that it was made from.
///
/// # Panics
/// Never: results are plain values.
#[must_use]
pub fn with_inputs(schema: &str, evaluation: &Evaluation, result: &impl Serialize) -> Value {
    let published =
        Published { schema: format!("weigh/{schema}/1"), inputs: Some(inputs(evaluation)), result };
    serde_json::to_value(published).expect("results are plain values")
}

/// What a result was made from.
fn inputs(evaluation: &Evaluation) -> Value {
    let mut inputs = json!({
        "decision": evaluation.decision.id,
        "files": evaluation.shown_files(),
        "what_if": evaluation.decision.provenance.what_if,
        "digest": evaluation.digest,
    });
    if let Some(vendors) = &evaluation.decision.provenance.vendors {
        inputs["vendors"] = json!(vendors);
    }
    inputs
}

/// JSON with indents and a final line end.
///
/// # Panics
/// Never: a JSON value always serialises.
#[must_use]
pub fn json_text(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a JSON value always serialises") + "\n"
}

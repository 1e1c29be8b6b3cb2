//! Results as JSON, with what they were made from.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answers::findings::Findings;
use crate::score::Evaluation;

/// The JSON Schema of a report.
pub const SCHEMA: &str = include_str!("report.schema.json");

/// Everything that a report says, with full precision.
///
/// - `sources`: the files that were read, by path, for a report that carries its own inputs; else empty.
#[must_use]
pub fn json(findings: &Findings<'_>, sources: &[(String, String)]) -> String {
    let mut whole = with_inputs("report", findings.evaluation, &result(findings));
    if !sources.is_empty() {
        let texts: Map<String, Value> =
            sources.iter().map(|(path, text)| (path.clone(), Value::String(text.clone()))).collect();
        whole["inputs"]["sources"] = Value::Object(texts);
    }
    json_text(&whole)
}

/// What a report says, as JSON.
#[must_use]
pub fn result(findings: &Findings<'_>) -> Value {
    json!({
        "date": findings.date,
        "awards": findings.awards,
        "evaluation": findings.evaluation,
        "how_sure": findings.how_sure(),
        "costs": findings.costs(),
        "robustness": findings.robustness(),
        "stability": findings.stability(),
        "nearest": findings.nearest(),
        "break_even": findings.break_even(),
        "reversals": findings.reversals(),
        "rule_trials": findings.rule_trials(),
        "panel": findings.panel(),
        "judgements": findings.decision.judgements,
        "locks": findings.evaluation.provenance.locks,
    })
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
        "what_if": evaluation.provenance.what_if,
        "digest": evaluation.digest,
    });
    if let Some(vendors) = &evaluation.provenance.vendors {
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

//! A report as JSON.

use serde_json::{Map, Value, json};

use crate::answers::findings::Findings;
use crate::answers::json::{json_text, with_inputs};

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
        "awards": findings.record.awards,
        "clearances": findings.record.clearances,
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
        "locks": findings.evaluation.decision.provenance.locks,
    })
}

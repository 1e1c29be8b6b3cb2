//! How explanations were answered of vendors that fail a must-have and may explain it.

use super::GateSpans;
use crate::decision::gate::Explanation;
use crate::decision::{Date, Gate, VendorId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::files::node::Node;
use crate::files::read::FromToml;
use crate::files::read::{ById, IdEntry, Limited, Problems, toml_table};
use crate::files::values::{Name, Prose};
use crate::text::suggest::hint;

toml_table! {
    /// How one explanation was answered.
    struct AnswerEntry {
        /// Whether it was accepted: the vendor stays in; one that is rejected is out.
        accepted: bool [required],
        /// Why.
        reason: Prose [required],
        /// The day of the answer.
        on: Date,
        /// Who answered.
        by: Name,
    }
}

impl Limited for AnswerEntry {
    const MOST: usize = 1_000;
}

/// The answers to one vendor, by must-have.
#[derive(Debug)]
pub(crate) struct ExplainedEntry(ById<AnswerEntry>);

impl Limited for ExplainedEntry {
    const MOST: usize = 20_000;
}

impl FromToml for ExplainedEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        ById::read(node, problems).map(ExplainedEntry)
    }

    fn schema() -> serde_json::Value {
        ById::<AnswerEntry>::schema()
    }
}

/// Gives the answers to the must-haves that they are about; hands back the vendors that they name.
pub(super) fn add(
    entries: Vec<IdEntry<ExplainedEntry>>,
    gates: &mut [(Gate, GateSpans)],
    problems: &mut Problems,
) -> Vec<(String, Span)> {
    let mut vendors = Vec::new();
    for IdEntry { id: vendor, id_span: place, value: ExplainedEntry(answers), .. } in entries {
        vendors.push((vendor.clone(), place));
        for IdEntry { id, id_span, value, .. } in answers.0 {
            let may_explain = |gate: &Gate| gate.explained.is_some();
            let known: Vec<String> = gates
                .iter()
                .filter(|(gate, _)| may_explain(gate))
                .map(|(gate, _)| gate.id.to_string())
                .collect();
            let gate = gates.iter_mut().map(|(gate, _)| gate).find(|gate| gate.id.as_str() == id);
            let Some(answers) = gate.and_then(|gate| gate.explained.as_mut()) else {
                let message = format!("no must-have `{id}` may be explained");
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let help = hint(&id, &known, []);
                problems.push(Diagnostic::new(Code::NothingToExplain, id_span, message).help(help));
                continue;
            };
            let (Some(accepted), Some(reason)) = (value.accepted, value.reason) else { continue };
            let answer = Explanation {
                is_accepted: accepted.value,
                reason: reason.value.0,
                on: value.on.map(|on| on.value),
                by: value.by.map(|by| by.value.0),
            };
            answers.insert(VendorId::new(vendor.as_str()), answer);
        }
    }
    vendors
}

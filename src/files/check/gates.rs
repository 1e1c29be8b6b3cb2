//! Must-haves that no answer meets together.

use std::collections::BTreeMap;

use crate::decision::Gate;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::criteria::{Draft, GateSpans};
use crate::files::read::Problems;

/// Must-haves on one fact that others are held against.
const MOST_OTHERS: usize = 100;
/// Pairs of words of two must-haves that are compared.
const MOST_PAIRS: usize = 10_000;

/// Warns of each must-have that excludes an earlier one on the same fact: every vendor fails one of the two, also one
/// that has not answered yet.
pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    let mut by_fact: BTreeMap<&str, Vec<&(Gate, GateSpans)>> = BTreeMap::new();
    for one in &draft.gates {
        by_fact.entry(one.0.fact.as_str()).or_default().push(one);
    }
    for (fact, gates) in by_fact {
        for (at, (gate, spans)) in gates.iter().enumerate() {
            let words = gate.test.words().len();
            let excludes = |(other, _): &&&(Gate, GateSpans)| {
                words * other.test.words().len() <= MOST_PAIRS && other.test.excludes(&gate.test)
            };
            let Some((other, at)) = gates[..at].iter().take(MOST_OTHERS).find(excludes) else { continue };
            let message = format!(
                "no answer meets both \"{}\" ({}) and \"{}\" ({}), so every vendor is out",
                other.name, other.test, gate.name, gate.test
            );
            let help = format!("both ask of `{fact}`: change one of them");
            let problem = Diagnostic::new(Code::GatesExclude, spans.test, message);
            problems.push(problem.related(at.test, "the other").help(help));
        }
    }
}

//! Facts that are worked out from the marks of a panel.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::decision::panel::lowest_mark_of;
use crate::decision::{Criterion, CriterionId, Evidence, Fact, FactId, Location};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::files::criteria::Draft;
use crate::files::panel::ReadPanel;
use crate::files::read::Problems;
use crate::files::vendor::{FactSpans, ReadVendor};
use crate::panel::lowest_mark;

/// Gives every vendor the lowest marks that must-haves, criteria and formulas read.
pub(super) fn add_lowest(
    draft: &Draft,
    panel: Option<&ReadPanel>,
    vendors: &mut [ReadVendor],
    problems: &mut Problems,
) {
    for vendor in vendors.iter_mut() {
        let is_of_panel = |fact: &&FactId| lowest_mark_of(fact.as_str()).is_some();
        for fact in vendor.facts.keys().filter(is_of_panel).cloned().collect::<Vec<_>>() {
            if let Some(spans) = vendor.facts.remove(&fact) {
                vendor.vendor.facts.remove(&fact);
                let message = format!("`{fact}` is worked out from the marks of the panel");
                let problem = Diagnostic::new(Code::FactIsWorkedOut, spans.key(), message);
                problems.push(problem.help("delete it: it is the lowest mark that an evaluator gave"));
            }
        }
    }
    for (fact, criterion, place) in read_in(draft) {
        let is_marked = |(one, _): &&(Criterion, _)| one.id == criterion && one.leaf.is_some();
        let criteria = draft.criteria.iter().find(is_marked).map(|(one, _)| one);
        let criterion = criteria.filter(|one| one.leaf.as_ref().is_some_and(|leaf| leaf.scale.is_rating()));
        let evaluators = panel.map_or(&[][..], |panel| &panel.evaluators);
        let (Some(criterion), false) = (criterion, evaluators.is_empty()) else {
            let (message, help) = match criterion {
                None => (
                    format!(
                        "`{fact}` is the lowest mark of an evaluator, and there is no such criterion that people mark"
                    ),
                    "name one whose scale is `rating`: lowest_mark.CRITERION",
                ),
                Some(_) => (
                    format!("`{fact}` is the lowest mark of an evaluator, and this decision has no panel"),
                    "name a folder with one file for each evaluator: panel = \"panel/NAME\"",
                ),
            };
            problems.push(Diagnostic::new(Code::UnknownFact, place, message).help(help));
            continue;
        };
        let folder: Arc<str> = panel.map_or("", |panel| panel.folder.as_str()).into();
        for vendor in vendors.iter_mut() {
            let marks = evaluators.iter().map(|read| &read.evaluator);
            let value = lowest_mark(marks, &vendor.vendor, criterion);
            let source = Some(format!("the lowest mark of an evaluator on {}", criterion.name));
            let evidence = Evidence { source, ..Evidence::default() }.shared();
            let location = Location { file: folder.clone(), line: 0 };
            vendor.facts.insert(fact.clone(), FactSpans::new(place, place));
            vendor
                .vendor
                .facts
                .insert(fact.clone(), Arc::new(Fact { value, evidence, release: None, location }));
        }
    }
}

/// The lowest marks that the criteria file reads, each once, with a place where it does.
fn read_in(draft: &Draft) -> Vec<(FactId, CriterionId, Span)> {
    let gates = draft.gates.iter().map(|(gate, spans)| (&gate.fact, spans.fact));
    let leaves = draft.criteria.iter().filter_map(|(one, spans)| Some((one.fact()?, spans.fact)));
    let of_formulas: BTreeMap<&str, Span> = draft.derivations.read_at().collect();
    // The total has no place of its own among the facts that are worked out.
    let somewhere = Span { source: draft.source, start: 0, end: 0 };
    let inputs = draft.derivations.derivations.all_inputs();
    let inputs = inputs.iter().map(|fact| (fact, *of_formulas.get(fact.as_str()).unwrap_or(&somewhere)));
    let mut found: Vec<(FactId, CriterionId, Span)> = gates
        .chain(leaves)
        .chain(inputs)
        .filter_map(|(fact, place)| Some((fact.clone(), lowest_mark_of(fact.as_str())?, place)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

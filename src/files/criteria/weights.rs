//! Weights that must add up, and the room that a what-if makes for itself.

use std::collections::{BTreeMap, HashSet};

use super::{CriterionSpans, Rules};
use crate::decision::{self, Criterion, Weight};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::files::read::Problems;

/// Checks that siblings' weights add up, and gives every criterion its share.
///
/// Where a what-if sets a weight and the sum is off, the other weights of the group shrink or grow in
/// proportion, so that "what if cost weighed 40" means 40 of the whole. Returns what was moved, in words.
///
/// - `misplaced`: the ids of criteria that may belong to another group.
pub(super) fn check_weights(
    criteria: &mut [(Criterion, CriterionSpans)],
    rule: &Rules,
    misplaced: &HashSet<String>,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) -> Vec<String> {
    let mut notes = Vec::new();
    let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, (criterion, _)) in criteria.iter().enumerate() {
        groups.entry(criterion.parent).or_default().push(at);
    }
    // A group of whose members one may stand elsewhere lacks its weight, or has another's.
    let is_whole =
        |group: &Option<usize>| group.is_none_or(|at| !misplaced.contains(criteria[at].0.id.as_str()));
    groups.retain(|group, _| is_whole(group));
    for (group, siblings) in groups {
        let is_unsure =
            |at: &usize| criteria[*at].1.weight.is_none() || misplaced.contains(criteria[*at].0.id.as_str());
        if siblings.iter().any(is_unsure) {
            // A weight is missing or wrong, or not of this group; that is already reported, and any sum would be too.
            continue;
        }
        let sum = Weight::sum(siblings.iter().map(|&at| &criteria[at].0.weight));
        let named =
            group.map_or_else(|| "at the top".to_owned(), |at| format!("under `{}`", criteria[at].0.id));
        match &rule.rule.weights {
            Some(whole) if sum != *whole => {
                let is_set =
                    |at: &usize| criteria[*at].1.weight.is_some_and(|span| what_ifs.contains(&span.source));
                let is_set: Vec<bool> = siblings.iter().map(is_set).collect();
                if !is_set.contains(&true) {
                    problems.push(gap_problem(criteria, &siblings, &sum, whole, &named, rule.weights_span));
                } else if let Some(note) = make_room(criteria, &siblings, &is_set, whole, &named, problems) {
                    notes.push(note);
                }
            }
            // A total by a formula may read facts alone, beside criteria that only say how a bid was judged.
            _ if sum.is_zero() && !siblings.is_empty() && !rule.total.is_there() => {
                let span = criteria[siblings[0]].1.weight.expect("checked above");
                let message = format!("the weights {named} are all 0");
                problems.push(
                    Diagnostic::new(Code::NoWeight, span, message)
                        .help("give at least one of them a weight above 0"),
                );
            }
            _ => {}
        }
    }
    let mut plain: Vec<&mut Criterion> = criteria.iter_mut().map(|(criterion, _)| criterion).collect();
    decision::share_out(&mut plain);
    notes
}

fn gap_problem(
    criteria: &[(Criterion, CriterionSpans)],
    siblings: &[usize],
    sum: &Weight,
    whole: &Weight,
    named: &str,
    weights_span: Option<Span>,
) -> Diagnostic {
    let gap = whole.exact() - sum.exact();
    let too = if gap.is_negative() { "too much" } else { "missing" };
    let message = format!("the weights {named} add up to {sum}, not {whole}: {} {too}", gap.abs());
    let parts: Vec<String> =
        siblings.iter().map(|&at| format!("{} {}", criteria[at].0.id, criteria[at].0.weight)).collect();
    let last = siblings.last().expect("a sum that is off has terms");
    let span = criteria[*last].1.weight.expect("checked by the caller");
    let diagnostic = Diagnostic::new(Code::WeightsDoNotAddUp, span, message)
        .label(parts.join(" + "))
        .help("change a weight, or leave `rule.weights` out to have weights divided by their sum");
    match weights_span {
        Some(span) => diagnostic.related(span, format!("the rule asks for {whole}")),
        None => diagnostic,
    }
}

/// Has the weights that no option sets make room, so that the group adds up again.
fn make_room(
    criteria: &mut [(Criterion, CriterionSpans)],
    siblings: &[usize],
    is_set: &[bool],
    whole: &Weight,
    named: &str,
    problems: &mut Problems,
) -> Option<String> {
    let weights: Vec<Weight> = siblings.iter().map(|&at| criteria[at].0.weight.clone()).collect();
    let of_set = || siblings.iter().zip(is_set).filter(|(_, is_set)| **is_set).map(|(&at, _)| at);
    let Some(made) = decision::make_room(&weights, is_set, whole) else {
        let taken = Weight::sum(of_set().map(|at| &criteria[at].0.weight));
        let message = format!("the weights {named} add up to {}, not {whole}", Weight::sum(&weights));
        let help = if taken > *whole {
            format!("the options take {taken} of {whole}; set less")
        } else {
            format!("the other weights of the group are set as well, or 0; together they must make {whole}")
        };
        let last = of_set().next_back().expect("the caller found one");
        let span = criteria[last].1.weight.expect("it was set");
        problems.push(Diagnostic::new(Code::WeightsOverfull, span, message).help(help));
        return None;
    };
    let mut moved = Vec::new();
    for ((&at, weight), is_set) in siblings.iter().zip(made).zip(is_set) {
        let criterion = &mut criteria[at].0;
        criterion.weight = weight;
        if !is_set {
            moved.push(format!("{} {}", criterion.id, criterion.weight));
        }
    }
    Some(format!("to make room {named}, the other weights became {}", moved.join(", ")))
}

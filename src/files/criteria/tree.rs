//! The tree of criteria: who stands under whom, and what each one holds.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{CriterionEntry, CriterionSpans, Rules};
use crate::decision::{Criterion, FactId, FieldFormula, Leaf, Value, Weight};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::needs::Needs;
use crate::files::read::{IdEntry, Problems, Spanned, shortened};
use crate::files::scale::ScaleEntry;
use crate::text::suggest::{closest, did_you_mean, listed};

/// The most levels of groups.
const DEEPEST: usize = 16;

/// Who stands under whom, as far as it can be told.
pub(super) struct Parents {
    /// The index of the group of each criterion; a group that is not there, or a circle, counts as the top.
    pub(super) of: Vec<Option<usize>>,
    /// The ids of those that do not stand where they were meant to.
    pub(super) misplaced: HashSet<String>,
    /// The groups that are not there.
    pub(super) absent: HashSet<String>,
}

pub(super) fn find_parents(entries: &[IdEntry<CriterionEntry>], problems: &mut Problems) -> Parents {
    let index: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(i, entry)| (entry.id.as_str(), i)).collect();
    let mut of: Vec<Option<usize>> = Vec::with_capacity(entries.len());
    let mut misplaced = HashSet::new();
    // One group that is not there is one problem, however many criteria stand under it.
    let mut absent: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for entry in entries {
        let under = entry.value.under.as_ref();
        let parent = under.and_then(|under| index.get(under.value.0.as_str()).copied());
        if let (Some(under), None) = (under, parent) {
            absent.entry(&under.value.0).or_default().push(under.span);
            misplaced.insert(entry.id.clone());
            // The group that was meant, as far as that can be told, lacks it.
            misplaced.extend(closest(&under.value.0, index.keys().copied()).into_iter().map(str::to_owned));
        }
        of.push(parent);
    }
    let absent_ids = absent.keys().map(|id| (*id).to_owned()).collect();
    problems.extend(absent.into_iter().map(|(id, places)| unknown_group(id, &places, &index)));
    let circles = break_circles(entries, &mut of, problems);
    misplaced.extend(circles.into_iter().map(|at| entries[at].id.clone()));
    Parents { of, misplaced, absent: absent_ids }
}

fn unknown_group(id: &str, places: &[Span], index: &HashMap<&str, usize>) -> Diagnostic {
    const MOST_SHOWN: usize = 3;
    let help = did_you_mean(id, index.keys().copied())
        .unwrap_or_else(|| format!("add the group: [criteria.{id}] with a name and a weight"));
    let message = format!("there is no criterion `{}` to stand under", shortened(id));
    let problem = Diagnostic::new(Code::UnknownGroup, places[0], message).help(help);
    let others = places[1..].iter().take(MOST_SHOWN);
    others.fold(problem, |problem, place| problem.related(*place, "also here"))
}

/// Reports each circle once and lifts one criterion of it to the top, so that a tree is left. Returns those that stood in
/// a circle.
fn break_circles(
    entries: &[IdEntry<CriterionEntry>],
    parents: &mut [Option<usize>],
    problems: &mut Problems,
) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut circles = Vec::new();
    // The walk in which each criterion was first met; a walk that meets itself has found a circle.
    let mut met_in = vec![UNSEEN; parents.len()];
    for start in 0..parents.len() {
        let mut at = start;
        while met_in[at] == UNSEEN {
            met_in[at] = start;
            match parents[at] {
                Some(parent) if met_in[parent] == start => {
                    report_circle(entries, parents, parent, problems);
                    let around = std::iter::successors(Some(parent), |&at| parents[at]);
                    let around: Vec<usize> = around.take_while(|&one| one != at).collect();
                    circles.extend(around.into_iter().chain([at]));
                    parents[at] = None;
                    break;
                }
                Some(parent) => at = parent,
                None => break,
            }
        }
    }
    circles
}

fn report_circle(
    entries: &[IdEntry<CriterionEntry>],
    parents: &[Option<usize>],
    first: usize,
    problems: &mut Problems,
) {
    const MOST_NAMED: usize = 8;
    let around = std::iter::successors(parents[first], |&at| parents[at]).take_while(|&at| at != first);
    let names: Vec<&str> =
        std::iter::once(first).chain(around).take(MOST_NAMED).map(|at| entries[at].id.as_str()).collect();
    let span = entries[first].value.under.as_ref().map_or(entries[first].span, |under| under.span);
    let message = if names.len() == 1 {
        format!("`{}` stands under itself", names[0])
    } else {
        format!("{} stand under each other in a circle", listed(&names, "and"))
    };
    problems
        .push(Diagnostic::new(Code::Cycle, span, message).help("leave `under` out where the tree begins"));
}

/// Puts the criteria into preorder and checks each one.
pub(super) fn build_criteria(
    entries: Vec<IdEntry<CriterionEntry>>,
    parents: &[Option<usize>],
    rule: &Rules,
    needs: &Needs,
    problems: &mut Problems,
) -> Vec<(Criterion, CriterionSpans)> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut stack: Vec<(usize, Option<usize>, usize)> = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(at);
        }
    }
    stack.extend((0..entries.len()).rev().filter(|&at| parents[at].is_none()).map(|at| (at, None, 0)));
    let mut entries: Vec<Option<IdEntry<CriterionEntry>>> = entries.into_iter().map(Some).collect();
    let mut criteria: Vec<(Criterion, CriterionSpans)> = Vec::with_capacity(entries.len());
    while let Some((at, parent, depth)) = stack.pop() {
        let entry = entries[at].take().expect("a tree holds every criterion once");
        if depth == DEEPEST {
            let message = format!("`{}` stands more than {DEEPEST} levels deep", entry.id);
            let help = "let it stand under a group nearer to the top";
            problems.push(Diagnostic::new(Code::TooDeep, entry.id_span, message).help(help));
        }
        let is_group = !children[at].is_empty();
        let index = criteria.len();
        criteria.push(build_criterion(entry, parent, is_group, rule, needs, problems));
        stack.extend(children[at].iter().rev().map(|&child| (child, Some(index), depth + 1)));
    }
    criteria
}

fn build_criterion(
    entry: IdEntry<CriterionEntry>,
    parent: Option<usize>,
    is_group: bool,
    rule: &Rules,
    needs: &Needs,
    problems: &mut Problems,
) -> (Criterion, CriterionSpans) {
    let IdEntry { id, id_span, mut value, .. } = entry;
    let spans = CriterionSpans {
        fact: value.fact.as_ref().map_or(id_span, |fact| fact.span),
        scale: value.scale.as_ref().map(|scale| scale.span),
        unit: value.unit.as_ref().map(|unit| unit.span),
        weight: value.weight.as_ref().map(|weight| weight.span),
        minimum: value.minimum.as_ref().map(|minimum| minimum.span),
    };
    let leaf = if is_group {
        report_group_keys(&id, &value, problems);
        None
    } else {
        build_leaf(&id, id_span, &mut value, rule, needs, problems)
    };
    let weight = value.weight.map_or(Weight::ZERO, |weight| weight.value);
    let name = value.name.map_or_else(|| id.clone(), |name| name.value.0);
    let mut criterion = Criterion::group(&id, &name, weight).under(parent);
    if let Some(minimum) = &value.minimum
        && minimum.value.0.is_strict()
        && *minimum.value.0.least() == Exact::HUNDRED
        && rule.rule.has_cap
    {
        let message = "values go up to 100, so that nobody has more".to_owned();
        let help = "a value counts from 0 to 100";
        problems.push(Diagnostic::new(Code::MinimumTooHigh, minimum.span, message).help(help));
    }
    criterion.minimum = value.minimum.map(|minimum| minimum.value.0.map(Value::of_percent));
    criterion.leaf = leaf;
    criterion.note = value.note.map(|note| note.value.0);
    (criterion, spans)
}

fn report_group_keys(id: &str, entry: &CriterionEntry, problems: &mut Problems) {
    let keys = [
        ("unit", entry.unit.as_ref().map(|key| key.span)),
        ("fact", entry.fact.as_ref().map(|key| key.span)),
        ("scale", entry.scale.as_ref().map(|key| key.span)),
        ("unknown", entry.unknown.as_ref().map(|key| key.span)),
        ("rounding", entry.rounding.as_ref().map(|key| key.span)),
    ];
    for (key, span) in keys.into_iter().filter_map(|(key, span)| Some((key, span?))) {
        let message = format!("`{id}` is a group, so it has no `{key}`");
        problems.push(
            Diagnostic::new(Code::GroupIsScored, span, message)
                .help("other criteria stand under it; give this key to them"),
        );
    }
}

fn build_leaf(
    id: &str,
    id_span: Span,
    entry: &mut CriterionEntry,
    rule: &Rules,
    needs: &Needs,
    problems: &mut Problems,
) -> Option<Leaf> {
    let Some(scale) = entry.scale.take() else {
        let help = "add a scale, such as scale = { worst = 32, best = 12 }; or, if it is a group, \
                    let other criteria stand `under` it";
        problems.push(Diagnostic::new(Code::NoScale, id_span, format!("`{id}` has no scale")).help(help));
        return None;
    };
    let scale_span = scale.span;
    let formula_span = scale.value.0.as_ref().and_then(ScaleEntry::formula_span);
    let scale = Spanned { value: scale.value.0?, span: scale_span }.build(needs, problems)?;
    let fact = FactId::new(entry.fact.take().map_or_else(|| id.to_owned(), |fact| fact.value.0));
    if let Some(FieldFormula::Stated(formula)) = scale.formula()
        && let Some(other) = formula.fact().filter(|other| other != fact.as_str())
    {
        let message = format!("the formula reads `{}`, and the criterion reads `{fact}`", shortened(&other));
        let help = format!("write facts.{fact} in the formula, or fact = \"{other}\" beside it");
        let problem = Diagnostic::new(Code::UnfitFormula, formula_span.unwrap_or(scale_span), message);
        problems.push(problem.part(formula.fact_place().filter(|_| formula_span.is_some())).help(help));
    }
    let scale = scale.with_limits(&fact, &rule.rule);
    Some(Leaf {
        fact,
        unit: entry.unit.take().map(|unit| unit.value.0),
        scale,
        unknown: entry.unknown.as_ref().map_or(rule.rule.unknown, |unknown| unknown.value),
        rounding: entry.rounding.as_ref().map(|rounding| rounding.value).or(rule.rule.criterion_rounding),
    })
}

//! Criteria files: what they may hold, and the decision that they make.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::fact::{NeedEntry, PlainValue};
use super::node::{Node, NodeKind};
use super::read::{Attempt, ById, FromToml, IdEntry, Limited, Problems, Spanned, toml_table};
use super::scale::ScaleEntry;
use super::words::{Currency, Name, Names, OrNeed, Percent, Positive, Prose, Weight};
use crate::decision::{
    Criterion, CriterionId, Date, FactId, FactValue, Gate, GateId, Leaf, Need, Rule, Share, Test, Unknown,
};
use crate::diagnostic::suggest::{did_you_mean, listed};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::exact::{Exact, Rounding};
use crate::weights;

toml_table! {
    /// One decision: what we need, the must-haves, the criteria with their weights, and the rule.
    struct CriteriaFile {
        /// What is decided, in a line.
        title: Name [required],
        /// The question that the ranking answers.
        question: Name,
        /// Remarks.
        note: Prose,
        /// The folder with one TOML file a vendor, relative to this file.
        vendors: Name,
        /// The folder with one TOML file an evaluator, relative to this file. Not read by this version.
        panel: Name,
        /// The currency of money facts: three capital letters.
        currency: Currency,
        /// Whether commands without --criteria use this decision.
        default: bool,
        /// What we buy: numbers, texts, dates, true or false, lists of texts.
        needs: ById<NeedEntry>,
        /// Must-haves.
        gates: ById<GateEntry>,
        /// The tree of criteria.
        criteria: Attempt<ById<CriterionEntry>>,
        /// How values become a ranking.
        rule: RuleEntry,
    }
}

toml_table! {
    /// A must-have: a vendor that fails it is out of the ranking. It makes exactly one test.
    struct GateTable {
        /// The name for people; the id when left out.
        name: Name,
        /// The fact that is tested; the gate's id when left out.
        fact: Name,
        /// The set holds every one of these.
        includes: OrNeed<Names>,
        /// The set holds at least one of these.
        includes_any: OrNeed<Names>,
        /// The number is this or more.
        at_least: OrNeed<Exact>,
        /// The number is this or less.
        at_most: OrNeed<Exact>,
        /// The fact is exactly this.
        is: IsValue,
        /// The text is one of these.
        one_of: OrNeed<Names>,
        /// The date is before this one.
        before: OrNeed<Date>,
        /// The date is after this one.
        after: OrNeed<Date>,
        /// The day on which the fact must still be valid, by its `until`.
        on: OrNeed<Date>,
        /// Remarks, such as why it is a must-have.
        note: Prose,
    }
}

/// The keys of a gate that are tests.
const TESTS: [&str; 8] =
    ["includes", "includes_any", "at_least", "at_most", "is", "one_of", "before", "after"];

/// A gate; exactly one of its tests is given.
#[derive(Debug)]
pub(crate) struct GateEntry(GateTable);

impl Limited for GateEntry {
    const MOST: usize = 1_000;
}

impl FromToml for GateEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let table = node.as_table();
        let given: Vec<_> = TESTS.iter().filter_map(|test| table?.get(test)).collect();
        if let (Some(_), [] | [_, _, ..]) = (table, given.as_slice()) {
            let (place, message) = match given.get(1) {
                None => (node.span, "this gate tests nothing".to_owned()),
                Some(second) => {
                    (second.key_span, format!("`{}` and `{}` are two tests", given[0].key, second.key))
                }
            };
            let help = format!("a gate makes one test: {}", listed(&TESTS, "or"));
            problems.push(Diagnostic::new(Code::OneOf, place, message).help(help));
        }
        GateTable::read(node, problems).map(GateEntry)
    }

    fn schema() -> Value {
        let mut schema = GateTable::schema();
        schema["oneOf"] = TESTS.iter().map(|test| json!({ "required": [test] })).collect();
        schema
    }
}

/// What `is` compares with: true or false, text, or a number.
#[derive(Debug)]
pub(crate) struct IsValue(FactValue);

impl FromToml for IsValue {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if matches!(node.kind, NodeKind::List(_) | NodeKind::Table(_)) {
            super::read::wrong_type(node, "true, false, text or a number", problems);
            return None;
        }
        PlainValue::read(node, problems).map(|plain| IsValue(plain.0))
    }

    fn schema() -> Value {
        json!({ "anyOf": [bool::schema(), Name::schema(), Exact::schema()] })
    }
}

toml_table! {
    /// A criterion. One that others name in `under` is a group and has only a name, a weight, a minimum and a note.
    struct CriterionEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// The group that it belongs to, by id; at the top when left out.
        under: Name,
        /// The weight among its siblings.
        weight: Weight [required],
        /// The value from 0 to 100 below which a vendor is not awardable.
        minimum: Percent,
        /// The unit in which the scale counts, such as "EUR/h".
        unit: Name,
        /// The fact that is scored; the criterion's id when left out.
        fact: Name,
        /// What the fact is worth.
        scale: Attempt<ScaleEntry>,
        /// What counts when the fact is not known; the rule's when left out.
        unknown: Unknown,
        /// How its points are rounded, such as "2 half-up"; the rule's when left out.
        rounding: Rounding,
        /// Remarks.
        note: Prose,
    }
}

impl Limited for CriterionEntry {
    const MOST: usize = 1_000;
}

toml_table! {
    /// How values become a ranking.
    struct RuleEntry {
        /// The score of a vendor that is best at everything; 100 when left out.
        points: Positive,
        /// What the weights of siblings add up to; when left out they are divided by their sum.
        weights: Positive,
        /// How numbers are rounded; not at all when left out.
        rounding: RoundingEntry,
        /// What counts when a fact is not known: "worst" when left out.
        unknown: Unknown,
        /// The score below which a vendor is not awardable, in points of the total.
        minimum: Weight,
        /// Criteria or groups whose points are compared in turn when scores are equal.
        ties: Vec<Spanned<Name>>,
    }
}

toml_table! {
    /// How numbers are rounded: digits and half-up, half-even, truncate or up.
    struct RoundingEntry {
        /// The points of each criterion.
        criterion: Rounding,
        /// The score.
        total: Rounding,
    }
}

/// The most levels of groups.
const DEEPEST: usize = 16;

/// A decision without its vendors, with the places that later checks point at.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) question: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) currency: Option<String>,
    pub(crate) needs: Vec<Need>,
    pub(crate) gates: Vec<(Gate, GateSpans)>,
    pub(crate) criteria: Vec<(Criterion, CriterionSpans)>,
    pub(crate) rule: Rule,
    /// Where it says `default = true`.
    pub(crate) default: Option<Span>,
    /// What the what-ifs moved besides themselves.
    pub(crate) what_if_notes: Vec<String>,
}

/// Where a gate says things.
#[derive(Debug)]
pub(crate) struct GateSpans {
    pub(crate) fact: Span,
    pub(crate) test: Span,
}

/// Where a criterion says things.
#[derive(Debug)]
pub(crate) struct CriterionSpans {
    pub(crate) fact: Span,
    pub(crate) scale: Option<Span>,
    pub(crate) unit: Option<Span>,
    weight: Option<Span>,
}

/// The needs of a decision, to look references up in.
#[derive(Debug, Default)]
pub(crate) struct Needs(Vec<(Need, Span)>);

impl Needs {
    fn read(entries: Option<Spanned<ById<NeedEntry>>>) -> Needs {
        let entries = entries.map_or_else(Vec::new, |entries| entries.value.0);
        let need = |entry: IdEntry<NeedEntry>| (Need { id: entry.id, value: entry.value.0 }, entry.span);
        Needs(entries.into_iter().map(need).collect())
    }

    fn find(&self, id: &str, span: Span, problems: &mut Problems) -> Option<&(Need, Span)> {
        let found = self.0.iter().find(|(need, _)| need.id == id);
        if found.is_none() {
            let names: Vec<String> = self.0.iter().map(|(need, _)| format!("needs.{}", need.id)).collect();
            let help = did_you_mean(&format!("needs.{id}"), names.iter().map(String::as_str))
                .unwrap_or_else(|| "the [needs] table of this file holds the needs".to_owned());
            let message = format!("there is no need `{}`", super::read::shortened(id));
            problems.push(Diagnostic::new(Code::UnknownNeed, span, message).help(help));
        }
        found
    }

    fn resolve<T, U>(
        &self,
        wanted: Spanned<OrNeed<T>>,
        what: &str,
        problems: &mut Problems,
        given: impl Fn(T) -> U,
        from_need: impl Fn(&FactValue) -> Option<U>,
    ) -> Option<U> {
        match wanted.value {
            OrNeed::Value(value) => Some(given(value)),
            OrNeed::Need(id) => {
                let (need, need_span) = self.find(&id, wanted.span, problems)?;
                let value = from_need(&need.value);
                if value.is_none() {
                    let message = format!("the need `{id}` is {}, but {what} is wanted", need.value.kind());
                    problems.push(
                        Diagnostic::new(Code::WrongNeed, wanted.span, message)
                            .related(*need_span, "the need"),
                    );
                }
                value
            }
        }
    }

    /// The date that is meant.
    pub(crate) fn date(&self, wanted: Spanned<OrNeed<Date>>, problems: &mut Problems) -> Option<Date> {
        self.resolve(
            wanted,
            "a date",
            problems,
            |date| date,
            |need| match need {
                FactValue::Date { value } => Some(*value),
                _ => None,
            },
        )
    }

    /// The number that is meant.
    pub(crate) fn number(&self, wanted: Spanned<OrNeed<Exact>>, problems: &mut Problems) -> Option<Exact> {
        self.resolve(
            wanted,
            "a number",
            problems,
            |number| number,
            |need| match need {
                FactValue::Number { value } => Some(value.clone()),
                _ => None,
            },
        )
    }

    /// The names that are meant.
    pub(crate) fn names(
        &self,
        wanted: Spanned<OrNeed<Names>>,
        problems: &mut Problems,
    ) -> Option<Vec<String>> {
        self.resolve(
            wanted,
            "a list of texts",
            problems,
            |names| names.0,
            |need| match need {
                FactValue::Set { items } if !items.is_empty() => {
                    Some(items.iter().map(|item| item.name.clone()).collect())
                }
                FactValue::Text { value } => Some(vec![value.clone()]),
                _ => None,
            },
        )
    }
}

/// Checks a criteria file within itself and makes the decision's part of it.
///
/// `what_ifs` are the options of the command line: a weight that one of them sets takes its room
/// from its siblings.
pub(crate) fn build(
    file: CriteriaFile,
    source: SourceId,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) -> Draft {
    let needs = Needs::read(file.needs);
    let rule = Rules::read(file.rule);
    let is_unreadable = file.criteria.as_ref().is_some_and(|criteria| criteria.value.0.is_none());
    let entries = file.criteria.and_then(|criteria| criteria.value.0).map_or_else(Vec::new, |by_id| by_id.0);
    if entries.is_empty() && !is_unreadable {
        problems.push(
            Diagnostic::new(Code::NoCriteria, source, "this file has no criteria")
                .help("add one: [criteria.cost] with weight, and a scale"),
        );
    }
    let from = problems.len();
    let parents = find_parents(&entries, problems);
    let has_circle = problems[from..].iter().any(|problem| problem.code == Code::Cycle);
    check_ties(&rule, &entries, problems);
    let mut criteria = build_criteria(entries, &parents, &rule, &needs, problems);
    if has_circle {
        // Where a circle was cut, groups without leaves and long chains are no mistakes of their own.
        problems.retain(|problem| !matches!(problem.code, Code::NoScale | Code::TooDeep));
    }
    let what_if_notes = check_weights(&mut criteria, &rule, what_ifs, problems);
    if let (Some(minimum), points) = (&rule.minimum, &rule.rule.points)
        && minimum.value.0 > *points
    {
        let message = format!("the minimum {} is above the {points} points there are", minimum.value.0);
        problems.push(
            Diagnostic::new(Code::MinimumTooHigh, minimum.span, message)
                .help("the minimum is in points of the total score"),
        );
    }
    let gates = file.gates.map_or_else(Vec::new, |gates| gates.value.0);
    let gates = gates.into_iter().filter_map(|gate| build_gate(gate, &needs, problems)).collect();
    Draft {
        title: file.title.map_or_else(String::new, |title| title.value.0),
        question: file.question.map(|question| question.value.0),
        note: file.note.map(|note| note.value.0),
        currency: file.currency.map(|currency| currency.value.0),
        needs: needs.0.into_iter().map(|(need, _)| need).collect(),
        gates,
        criteria,
        rule: rule.rule,
        default: file.default.filter(|default| default.value).map(|default| default.span),
        what_if_notes,
    }
}

/// The rule with the places that checks point at.
struct Rules {
    rule: Rule,
    minimum: Option<Spanned<Weight>>,
    weights_span: Option<Span>,
    ties: Vec<Spanned<Name>>,
}

impl Rules {
    fn read(entry: Option<Spanned<RuleEntry>>) -> Rules {
        let entry = entry.map(|entry| entry.value);
        let weights_span = entry.as_ref().and_then(|rule| rule.weights.as_ref()).map(|weights| weights.span);
        let Some(entry) = entry else {
            let rule = Rule {
                points: Exact::from(100),
                weights: None,
                criterion_rounding: None,
                total_rounding: None,
                unknown: Unknown::default(),
                minimum: None,
                ties: Vec::new(),
            };
            return Rules { rule, minimum: None, weights_span, ties: Vec::new() };
        };
        let (criterion_rounding, total_rounding) = match entry.rounding {
            Some(rounding) => (
                rounding.value.criterion.map(|rounding| rounding.value),
                rounding.value.total.map(|rounding| rounding.value),
            ),
            None => (None, None),
        };
        let ties = entry.ties.map_or_else(Vec::new, |ties| ties.value);
        let rule = Rule {
            points: entry.points.map_or_else(|| Exact::from(100), |points| points.value.0),
            weights: entry.weights.map(|weights| weights.value.0),
            criterion_rounding,
            total_rounding,
            unknown: entry.unknown.map_or_else(Unknown::default, |unknown| unknown.value),
            minimum: entry.minimum.as_ref().map(|minimum| minimum.value.0.clone()),
            ties: ties.iter().map(|tie| CriterionId::new(tie.value.0.clone())).collect(),
        };
        Rules { rule, minimum: entry.minimum, weights_span, ties }
    }
}

/// The index of the group of each criterion; a group that is not there, or a circle, counts as the top.
fn find_parents(entries: &[IdEntry<CriterionEntry>], problems: &mut Problems) -> Vec<Option<usize>> {
    let index: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(i, entry)| (entry.id.as_str(), i)).collect();
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(entries.len());
    for entry in entries {
        let under = entry.value.under.as_ref();
        let parent = under.and_then(|under| index.get(under.value.0.as_str()).copied());
        if let (Some(under), None) = (under, parent) {
            let id = &under.value.0;
            let help = did_you_mean(id, index.keys().copied())
                .unwrap_or_else(|| format!("add the group: [criteria.{id}] with a name and a weight"));
            let message = format!("there is no criterion `{}` to stand under", super::read::shortened(id));
            problems.push(Diagnostic::new(Code::UnknownGroup, under.span, message).help(help));
        }
        parents.push(parent);
    }
    break_circles(entries, &mut parents, problems);
    parents
}

/// Reports each circle once and lifts one criterion of it to the top, so that a tree is left.
fn break_circles(
    entries: &[IdEntry<CriterionEntry>],
    parents: &mut [Option<usize>],
    problems: &mut Problems,
) {
    const UNSEEN: usize = usize::MAX;
    // The walk in which each criterion was first met; a walk that meets itself has found a circle.
    let mut met_in = vec![UNSEEN; parents.len()];
    for start in 0..parents.len() {
        let mut at = start;
        while met_in[at] == UNSEEN {
            met_in[at] = start;
            match parents[at] {
                Some(parent) if met_in[parent] == start => {
                    report_circle(entries, parents, parent, problems);
                    parents[at] = None;
                    break;
                }
                Some(parent) => at = parent,
                None => break,
            }
        }
    }
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

fn check_ties(rule: &Rules, entries: &[IdEntry<CriterionEntry>], problems: &mut Problems) {
    for tie in &rule.ties {
        if !entries.iter().any(|entry| entry.id == tie.value.0) {
            let ids = entries.iter().map(|entry| entry.id.as_str());
            let names: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).take(20).collect();
            let help = did_you_mean(&tie.value.0, ids)
                .unwrap_or_else(|| format!("there are {}", listed(&names, "and")));
            let message = format!("there is no criterion `{}`", super::read::shortened(&tie.value.0));
            problems.push(Diagnostic::new(Code::UnknownTie, tie.span, message).help(help));
        }
    }
}

/// Puts the criteria into preorder and checks each one.
fn build_criteria(
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
        criteria.push(build_criterion(entry, parent, depth, is_group, rule, needs, problems));
        stack.extend(children[at].iter().rev().map(|&child| (child, Some(index), depth + 1)));
    }
    criteria
}

fn build_criterion(
    entry: IdEntry<CriterionEntry>,
    parent: Option<usize>,
    depth: usize,
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
    };
    let leaf = if is_group {
        report_group_keys(&id, &value, problems);
        None
    } else {
        build_leaf(&id, id_span, &mut value, rule, needs, problems)
    };
    let criterion = Criterion {
        name: value.name.map_or_else(|| id.clone(), |name| name.value.0),
        id: CriterionId::new(id),
        parent,
        depth,
        weight: value.weight.map_or(Exact::ZERO, |weight| weight.value.0),
        share: Share::default(),
        minimum: value.minimum.map(|minimum| minimum.value.share()),
        leaf,
        note: value.note.map(|note| note.value.0),
    };
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
    let scale = Spanned { value: scale.value.0?, span: scale.span }.build(needs, problems)?;
    Some(Leaf {
        fact: FactId::new(entry.fact.take().map_or_else(|| id.to_owned(), |fact| fact.value.0)),
        unit: entry.unit.take().map(|unit| unit.value.0),
        scale,
        unknown: entry.unknown.as_ref().map_or(rule.rule.unknown, |unknown| unknown.value),
        rounding: entry.rounding.as_ref().map(|rounding| rounding.value).or(rule.rule.criterion_rounding),
    })
}

/// Checks that siblings' weights add up, and gives every criterion its share.
///
/// Where a what-if sets a weight and the sum is off, the other weights of the group shrink or grow in
/// proportion, so that "what if cost weighed 40" means 40 of the whole. Returns what was moved, in words.
fn check_weights(
    criteria: &mut [(Criterion, CriterionSpans)],
    rule: &Rules,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) -> Vec<String> {
    let mut notes = Vec::new();
    let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, (criterion, _)) in criteria.iter().enumerate() {
        groups.entry(criterion.parent).or_default().push(at);
    }
    for (group, siblings) in groups {
        if siblings.iter().any(|&at| criteria[at].1.weight.is_none()) {
            // A weight is missing or wrong; that is already reported, and any sum would be too.
            continue;
        }
        let sum = Exact::sum(&siblings.iter().map(|&at| criteria[at].0.weight.clone()).collect::<Vec<_>>());
        let named =
            group.map_or_else(|| "at the top".to_owned(), |at| format!("under `{}`", criteria[at].0.id));
        match &rule.rule.weights {
            Some(whole) if sum != *whole => {
                let set =
                    |at: &usize| criteria[*at].1.weight.is_some_and(|span| what_ifs.contains(&span.source));
                let (set, kept): (Vec<usize>, Vec<usize>) = siblings.iter().copied().partition(set);
                if set.is_empty() {
                    problems.push(gap_problem(criteria, &siblings, &sum, whole, &named, rule.weights_span));
                } else if let Some(note) = make_room(criteria, &set, &kept, whole, &named, problems) {
                    notes.push(note);
                }
            }
            _ if sum.is_zero() && !siblings.is_empty() => {
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
    weights::share_out(&mut plain);
    notes
}

fn gap_problem(
    criteria: &[(Criterion, CriterionSpans)],
    siblings: &[usize],
    sum: &Exact,
    whole: &Exact,
    named: &str,
    weights_span: Option<Span>,
) -> Diagnostic {
    let gap = whole - sum;
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

/// Scales the weights that no option sets so that the group adds up again.
fn make_room(
    criteria: &mut [(Criterion, CriterionSpans)],
    set: &[usize],
    kept: &[usize],
    whole: &Exact,
    named: &str,
    problems: &mut Problems,
) -> Option<String> {
    let sum_of =
        |of: &[usize]| Exact::sum(&of.iter().map(|&at| criteria[at].0.weight.clone()).collect::<Vec<_>>());
    let (taken, left) = (sum_of(set), sum_of(kept));
    let room = whole - &taken;
    let span = criteria[*set.last().expect("the caller found one")].1.weight.expect("it was set");
    if room.is_negative() || left.is_zero() {
        let message = format!("the weights {named} add up to {}, not {whole}", &taken + &left);
        let help = if room.is_negative() {
            format!("the options take {taken} of {whole}; set less")
        } else {
            format!("the other weights of the group are set as well, or 0; together they must make {whole}")
        };
        problems.push(Diagnostic::new(Code::WeightsOverfull, span, message).help(help));
        return None;
    }
    let factor = room.over(&left).expect("left is not zero");
    let moved: Vec<String> = kept
        .iter()
        .map(|&at| {
            let criterion = &mut criteria[at].0;
            criterion.weight = &criterion.weight * &factor;
            format!("{} {}", criterion.id, criterion.weight.plain(2))
        })
        .collect();
    Some(format!("to make room {named}, the other weights became {}", moved.join(", ")))
}

fn build_gate(
    entry: IdEntry<GateEntry>,
    needs: &Needs,
    problems: &mut Problems,
) -> Option<(Gate, GateSpans)> {
    let IdEntry { id, id_span, value: GateEntry(mut table), .. } = entry;
    let on = table.on.take().and_then(|on| needs.date(on, problems));
    let (test, test_span) = build_test(&mut table, needs, problems)?;
    let spans = GateSpans { fact: table.fact.as_ref().map_or(id_span, |fact| fact.span), test: test_span };
    let gate = Gate {
        name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
        fact: FactId::new(table.fact.map_or_else(|| id.clone(), |fact| fact.value.0)),
        id: GateId::new(id),
        test,
        on,
        note: table.note.map(|note| note.value.0),
    };
    Some((gate, spans))
}

/// The test of a gate, which its reader has checked to be one.
fn build_test(table: &mut GateTable, needs: &Needs, problems: &mut Problems) -> Option<(Test, Span)> {
    if let Some(wanted) = table.includes.take() {
        let span = wanted.span;
        return Some((Test::Includes(needs.names(wanted, problems)?), span));
    }
    if let Some(wanted) = table.includes_any.take() {
        let span = wanted.span;
        return Some((Test::IncludesAny(needs.names(wanted, problems)?), span));
    }
    if let Some(wanted) = table.at_least.take() {
        let span = wanted.span;
        return Some((Test::AtLeast(needs.number(wanted, problems)?), span));
    }
    if let Some(wanted) = table.at_most.take() {
        let span = wanted.span;
        return Some((Test::AtMost(needs.number(wanted, problems)?), span));
    }
    if let Some(wanted) = table.is.take() {
        return Some((Test::Is(wanted.value.0), wanted.span));
    }
    if let Some(wanted) = table.one_of.take() {
        let span = wanted.span;
        return Some((Test::OneOf(needs.names(wanted, problems)?), span));
    }
    if let Some(wanted) = table.before.take() {
        let span = wanted.span;
        return Some((Test::Before(needs.date(wanted, problems)?), span));
    }
    let wanted = table.after.take()?;
    let span = wanted.span;
    Some((Test::After(needs.date(wanted, problems)?), span))
}

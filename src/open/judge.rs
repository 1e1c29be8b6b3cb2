//! Writes judgements, and the weights that follow from them, into a criteria file.

use std::sync::Arc;

use super::{Opened, edit};
use crate::decision::judgement::ranges;
use crate::decision::judgement::{Comparison, Judgements};
use crate::decision::{CriterionId, Decision, JudgedGroup, JudgedRange, Weight};
use crate::diagnostic::{Code, Diagnostic, SourceId};
use crate::exact::Exact;
use crate::files::criteria::judgements::TOP;
use crate::files::edit::{ARGUMENT, Edit, EditError, quoted};
use crate::files::read::is_id;

/// Judgements that were checked, and what writing them would change.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The decision with the judgements in it, and the weights as they are stated now.
    pub decision: Arc<Decision>,
    /// The group with the weights that follow.
    pub judged: JudgedGroup,
    /// Where the table goes, as `weigh set` knows it.
    pub path: String,
    /// The table as a value in one pair of braces.
    pub value: String,
    /// The table as it would be written.
    pub table: String,
    /// The weights that change.
    pub changes: Vec<WeightChange>,
    /// What to write; nothing is written yet.
    pub edits: Vec<Edit>,
    /// Warnings, with the texts that they point into.
    pub warnings: (Vec<Diagnostic>, crate::diagnostic::Sources),
}

/// A weight that would be written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WeightChange {
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// The weight that is stated now.
    pub now: Weight,
    /// The weight that follows from the judgements.
    pub weight: Weight,
}

/// Checks judgements of a group as if they stood in the criteria file, and plans to write them with the
/// weights that follow; [`save`](crate::files::edit::save) writes each edit.
///
/// - `under`: the id of the group; none for the criteria at the top.
/// - `decimals`: digits after the point of the weights; the usual ones when left out.
///
/// # Errors
/// [`EditError::Refused`] with every problem of the judgements, and of the files besides.
///
/// # Panics
/// Never: a decision without an error holds the judgements.
pub fn judge(
    opened: &Opened,
    under: Option<&str>,
    judgements: &Judgements,
    decimals: Option<u32>,
    note: Option<&str>,
) -> Result<Planned, EditError> {
    let name = under.unwrap_or(TOP);
    let path = path_of(under);
    let option = format!("{path}={}", braced(&keys(judgements, &[], decimals, note)));
    let what_if = opened.texts.request.what_if.iter().cloned().chain([option]).collect();
    let mut tried = opened.with(what_if);
    let argument = tried.sources.iter().filter(|(_, source)| source.is_option).last().map(|(id, _)| id);
    if let Some(argument) = argument {
        tried.sources.rename(argument, ARGUMENT);
    }
    let Ok(decision) = tried.decision().cloned() else {
        tried.problems.retain(Diagnostic::is_error);
        return Err(EditError::Refused { problems: tried.problems, sources: tried.sources });
    };
    let is_group = |judged: &&JudgedGroup| judged.under.as_ref().map_or(TOP, |id| id.as_str()) == name;
    let mut judged =
        decision.judgements.iter().find(is_group).cloned().expect("it was read without an error");
    if matches!(judgements, Judgements::Swing { .. }) {
        judged.ranges = ranges(&decision.criteria, judged.group(&decision));
    }
    let keys = keys(judgements, &judged.ranges, decimals, note);
    let value = braced(&keys);
    let changes = changes(&decision, &judged);
    let values = [(path.clone(), value.clone())].into_iter().chain(weight_values(&changes));
    let mut edits = edit::draft(opened, &values.collect::<Vec<_>>())?;
    edits.retain(|edit| edit.before != edit.after);
    let mut warnings = tried.problems;
    warnings.retain(|problem| !is_about(problem, argument));
    let width = keys.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let line = |(key, text): &(&str, String)| format!("{key:width$} = {text}\n");
    let lines: String = keys.iter().map(line).collect();
    let table = format!("[{path}]\n{lines}");
    Ok(Planned { decision, judged, path, value, table, changes, edits, warnings: (warnings, tried.sources) })
}

/// Where the judgements of a group stand.
fn path_of(under: Option<&str>) -> String {
    let name = under.unwrap_or(TOP);
    format!("judgements.{}", if is_id(name) { name.to_owned() } else { quoted(name) })
}

fn braced(keys: &[(&'static str, String)]) -> String {
    let keys: Vec<String> = keys.iter().map(|(key, text)| format!("{key} = {text}")).collect();
    format!("{{ {} }}", keys.join(", "))
}

/// Judgements that a decision has, as [`Planned`] has their path and value.
#[must_use]
pub fn as_written(judged: &JudgedGroup) -> (String, String) {
    let keys = keys(&judged.judgements, &judged.ranges, judged.decimals, judged.note.as_deref());
    (path_of(judged.under.as_ref().map(CriterionId::as_str)), braced(&keys))
}

/// Whether a problem says only what a plan says anyway: that stated weights do not follow yet, or that
/// comparisons do not agree.
fn is_about(problem: &Diagnostic, argument: Option<SourceId>) -> bool {
    let touches = |source| Some(source) == argument;
    let is_related = problem.related.iter().any(|(span, _)| touches(span.source));
    (problem.code == Code::WeightsNotJudged && is_related)
        || (problem.code == Code::InconsistentJudgements && touches(problem.place.source()))
}

/// Plans to write the weights that follow from the judgements in the file, for all groups that were judged.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the file, [`EditError::Locked`] where the rule is locked.
pub fn follow(opened: &Opened, decision: &Decision) -> Result<(Vec<WeightChange>, Vec<Edit>), EditError> {
    let changes: Vec<WeightChange> =
        decision.judgements.iter().flat_map(|judged| changes(decision, judged)).collect();
    let edits = edit::plan_all(opened, &weight_values(&changes).collect::<Vec<_>>())?;
    Ok((changes, edits))
}

/// The weights of a group that are to be written: those that differ, or all where the rule asks for no sum
/// and the stated ones have another.
fn changes(decision: &Decision, judged: &JudgedGroup) -> Vec<WeightChange> {
    let siblings = || judged.criteria(decision);
    if judged.differences(siblings()).is_empty() {
        return Vec::new();
    }
    let pairs =
        siblings().zip(&judged.weights).filter(|(criterion, judged)| criterion.weight != judged.weight);
    pairs
        .map(|(criterion, judged)| WeightChange {
            criterion: criterion.id.clone(),
            now: criterion.weight.clone(),
            weight: judged.weight.clone(),
        })
        .collect()
}

fn weight_values(changes: &[WeightChange]) -> impl Iterator<Item = (String, String)> {
    changes.iter().map(|change| (format!("criteria.{}.weight", change.criterion), change.weight.to_string()))
}

/// The keys of the table of judgements, each with its value as TOML.
fn keys(
    judgements: &Judgements,
    ranges: &[JudgedRange],
    decimals: Option<u32>,
    note: Option<&str>,
) -> Vec<(&'static str, String)> {
    let method = |word: &str| ("method", quoted(word));
    let mut keys = match judgements {
        Judgements::Points { points } => vec![method("points"), ("points", points_text(points))],
        Judgements::Swing { points } => vec![method("swing"), ("points", points_text(points))],
        Judgements::RankOrder { formula, order } => {
            let places: Vec<String> = order.iter().map(|place| place.join(" = ")).collect();
            vec![method("rank-order"), ("formula", quoted(formula.word())), ("order", list(&places))]
        }
        Judgements::Pairwise { formula, comparisons } => {
            vec![
                method("pairwise"),
                ("formula", quoted(formula.word())),
                ("comparisons", comparisons_text(comparisons)),
            ]
        }
        Judgements::BestWorst { best, worst, comparisons } => {
            vec![
                method("best-worst"),
                ("best", quoted(best)),
                ("worst", quoted(worst)),
                ("comparisons", comparisons_text(comparisons)),
            ]
        }
    };
    if !ranges.is_empty() {
        let range = |one: &JudgedRange| format!("{} = {}", one.criterion, one.range);
        keys.push(("ranges", list(&ranges.iter().map(range).collect::<Vec<_>>())));
    }
    keys.extend(decimals.map(|decimals| ("decimals", decimals.to_string())));
    keys.extend(note.map(|note| ("note", quoted(note))));
    keys
}

fn points_text(points: &[(String, Exact)]) -> String {
    let key = |id: &String| if is_id(id) { id.clone() } else { quoted(id) };
    let parts: Vec<String> = points.iter().map(|(id, number)| format!("{} = {number}", key(id))).collect();
    format!("{{ {} }}", parts.join(", "))
}

fn comparisons_text(comparisons: &[Comparison]) -> String {
    list(&comparisons.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// A list of texts, over several lines where it is long.
fn list(texts: &[String]) -> String {
    const LONGEST: usize = 80;
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    let line = quoted.join(", ");
    if line.chars().count() <= LONGEST {
        return format!("[{line}]");
    }
    let indented = |text: &String| format!("    {text},\n");
    let lines: String = quoted.iter().map(indented).collect();
    format!("[\n{lines}]")
}

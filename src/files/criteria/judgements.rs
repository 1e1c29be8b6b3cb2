//! Judgements in a criteria file: what they may hold, and whether the stated weights still follow from them.

use serde_json::{Value, json};

use super::ranges::check_ranges;
use super::{CriterionSpans, Rules};
use crate::decision::consistency::Consistency;
use crate::decision::judgement::{Comparison, Judgements, PairFormula, RankFormula};
use crate::decision::{Criterion, CriterionId, JudgedGroup, JudgedRange};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::exact::Exact;
use crate::files::node::Node;
use crate::files::read::{
    Attempt, ById, FromToml, IdEntry, Limited, NonEmpty, Problems, Spanned, attempted, shortened, toml_table,
};
use crate::files::words::{Digits, MethodWord, Name, Prose, Weight, WeightFormula};
use crate::text::suggest::{did_you_mean, listed};
use crate::weights::{At, Fault, Problem, find, fraction};

/// The name of the table about the criteria at the top of the tree.
pub(crate) const TOP: &str = "top";

toml_table! {
    /// What people said of the weights of one group.
    struct JudgementEntry {
        /// How they were asked.
        method: Attempt<MethodWord> [required],
        /// How places or comparisons become weights: for rank-order "roc" (when left out), "rank-sum" or "rank-reciprocal"; for pairwise "eigenvector" (when left out) or "geometric-mean".
        formula: Attempt<WeightFormula>,
        /// For points and swing: the points of each criterion; the swing that matters most has 100.
        points: Attempt<ById<Attempt<Weight>>>,
        /// For rank-order: the criteria, most important first; "cost = quality" share their places.
        order: Attempt<NonEmpty<Place>>,
        /// For best-worst: the criterion that matters most.
        best: Attempt<Name>,
        /// For best-worst: the criterion that matters least.
        worst: Attempt<Name>,
        /// For pairwise, each pair once, and best-worst, best to each and each to worst: "cost/quality = 3" where cost weighs three times as much.
        comparisons: Attempt<NonEmpty<Comparison>>,
        /// For swing: what the swings were about, "cost = 32 to 12 EUR/h" for each scored criterion; weigh writes it, and warns when a scale changes afterwards.
        ranges: Attempt<NonEmpty<JudgedRange>>,
        /// Digits after the point of the weights, 0 to 6; as many as make four digits of the rule's sum when left out.
        decimals: Digits,
        /// Remarks, such as who judged and when.
        note: Prose,
    }
}

impl Limited for JudgementEntry {
    const MOST: usize = 1_000;
}

impl Limited for Weight {
    const MOST: usize = 1_000;
}

/// The criteria of one place, or of several that they share.
#[derive(Debug)]
pub(crate) struct Place(Vec<String>);

impl FromToml for Place {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Name(text) = Name::read(node, problems)?;
        let ids: Vec<String> = text.split('=').map(|id| id.trim().to_owned()).collect();
        if ids.iter().any(String::is_empty) {
            let message = format!("`{}` is no place in an order", shortened(&text));
            let help = "write a criterion, or several that share the place: \"cost = quality\"";
            problems.push(Diagnostic::new(Code::BadJudgement, node.span, message).help(help));
            return None;
        }
        Some(Place(ids))
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[^=]*[^= ][^=]*(=[^=]*[^= ][^=]*)*$" })
    }
}

impl FromToml for Comparison {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Name(text) = Name::read(node, problems)?;
        match text.parse() {
            Ok(comparison) => Some(comparison),
            Err(error) => {
                let message = format!("`{}` is no comparison", shortened(&text));
                let problem = Diagnostic::new(Code::BadJudgement, node.span, message);
                problems.push(problem.help(format!("{error}")));
                None
            }
        }
    }

    fn schema() -> Value {
        let number = r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?";
        let pattern = format!(r"^[^=/]*[^=/ ][^=/]*/[^=/]*[^=/ ][^=/]*= *{number}( */ *{number})? *$");
        json!({ "type": "string", "pattern": pattern })
    }
}

/// Checks the judgements against the tree, and the stated weights against the judgements.
///
/// - `criteria`: in preorder, with their shares.
/// - `what_ifs`: a group of which one of them sets a weight need not follow from its judgements.
pub(super) fn build(
    entries: Vec<IdEntry<JudgementEntry>>,
    criteria: &[(Criterion, CriterionSpans)],
    rule: &Rules,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) -> Vec<JudgedGroup> {
    let mut judged = Vec::new();
    for entry in entries {
        let Some(group) = group_of(&entry, criteria, problems) else { continue };
        let siblings: Vec<&(Criterion, CriterionSpans)> =
            criteria.iter().filter(|(criterion, _)| criterion.parent == group).collect();
        let Some(one) = read_group(entry.value, entry.id_span, group, &siblings, criteria, rule, problems)
        else {
            continue;
        };
        let is_whole = siblings.iter().all(|(_, spans)| spans.weight.is_some());
        let is_tried = siblings
            .iter()
            .any(|(_, spans)| spans.weight.is_some_and(|span| what_ifs.contains(&span.source)));
        if is_whole && !is_tried {
            check_followed(&one, entry.id_span, &siblings, problems);
        }
        judged.push(one);
    }
    judged
}

/// The index of the group that a table is about; none within for the top.
#[expect(clippy::option_option, reason = "no such group, and the top, are two things")]
fn group_of(
    entry: &IdEntry<JudgementEntry>,
    criteria: &[(Criterion, CriterionSpans)],
    problems: &mut Problems,
) -> Option<Option<usize>> {
    let is_group = |at: usize| criteria.iter().any(|(criterion, _)| criterion.parent == Some(at));
    let named = criteria.iter().position(|(criterion, _)| criterion.id.as_str() == entry.id);
    let groups = || (0..criteria.len()).filter(|&at| is_group(at)).map(|at| criteria[at].0.id.as_str());
    let (message, help) = match named {
        Some(at) if entry.id == TOP && is_group(at) => (
            format!("`{TOP}` is the top of the tree here, and also the id of a group"),
            "give the group another id".to_owned(),
        ),
        _ if entry.id == TOP => return Some(None),
        Some(at) if is_group(at) => return Some(Some(at)),
        Some(_) => (
            format!("`{}` is no group, so nothing under it can be weighed", entry.id),
            format!("use the group that it stands under, or `{TOP}`"),
        ),
        None => (
            format!("there is no group `{}`", shortened(&entry.id)),
            did_you_mean(&entry.id, groups().chain([TOP])).unwrap_or_else(|| {
                let groups: Vec<&str> = groups().take(20).chain([TOP]).collect();
                format!("use {}", listed(&groups, "or"))
            }),
        ),
    };
    problems.push(Diagnostic::new(Code::UnknownJudged, entry.id_span, message).help(help));
    None
}

fn read_group(
    entry: JudgementEntry,
    id_span: Span,
    group: Option<usize>,
    siblings: &[&(Criterion, CriterionSpans)],
    criteria: &[(Criterion, CriterionSpans)],
    rule: &Rules,
    problems: &mut Problems,
) -> Option<JudgedGroup> {
    let (note, decimals) = (entry.note.as_ref().map(|note| note.value.0.clone()), entry.decimals.as_ref());
    let decimals = decimals.map(|decimals| decimals.value.0);
    let stated = Stated::read(entry, id_span, problems)?;
    let ids: Vec<CriterionId> = siblings.iter().map(|(criterion, _)| criterion.id.clone()).collect();
    let names: Vec<&str> = ids.iter().map(CriterionId::as_str).collect();
    let found = match find(&names, &stated.judgements) {
        Ok(found) => found,
        Err(faults) => {
            problems.extend(faults.iter().map(|fault| stated.problem(fault)));
            return None;
        }
    };
    stated.warn_beyond_scale(problems);
    check_ranges(&stated.ranges, stated.table, group, criteria, problems)?;
    if let Some(consistency) = &found.consistency {
        stated.warn_inconsistent(consistency, problems);
    }
    let under = group.map(|at| criteria[at].0.id.clone());
    let whole = rule.rule.weights.as_ref();
    let ranges = stated.ranges.into_iter().map(|range| range.value).collect();
    Some(JudgedGroup {
        ranges,
        note,
        ..JudgedGroup::new(under, stated.judgements, found, &ids, whole, decimals)
    })
}

/// Judgements with their places.
struct Stated {
    judgements: Judgements,
    table: Span,
    entries: Vec<Span>,
    best: Option<Span>,
    worst: Option<Span>,
    ranges: Vec<Spanned<JudgedRange>>,
}

impl Stated {
    /// Takes what the method asks for; what is missing, or was not asked for, is a problem.
    fn read(entry: JudgementEntry, table: Span, problems: &mut Problems) -> Option<Stated> {
        let method = attempted(entry.method)??.value;
        let asked: &[&str] = match method {
            MethodWord::Points => &["points"],
            MethodWord::Swing => &["points", "ranges"],
            MethodWord::RankOrder => &["order", "formula"],
            MethodWord::Pairwise => &["comparisons", "formula"],
            MethodWord::BestWorst => &["best", "worst", "comparisons"],
        };
        let there = [
            ("formula", entry.formula.as_ref().map(|key| key.span)),
            ("points", entry.points.as_ref().map(|key| key.span)),
            ("order", entry.order.as_ref().map(|key| key.span)),
            ("best", entry.best.as_ref().map(|key| key.span)),
            ("worst", entry.worst.as_ref().map(|key| key.span)),
            ("comparisons", entry.comparisons.as_ref().map(|key| key.span)),
            ("ranges", entry.ranges.as_ref().map(|key| key.span)),
        ];
        let mut is_whole = true;
        for (key, span) in there {
            match span {
                Some(span) if !asked.contains(&key) => {
                    let message = format!("this method takes no `{key}`");
                    let help = format!("it takes {}", listed(asked, "and"));
                    problems.push(Diagnostic::new(Code::BadJudgement, span, message).help(help));
                    is_whole = false;
                }
                None if asked.contains(&key) && !["formula", "ranges"].contains(&key) => {
                    let message = format!("the key `{key}` is missing");
                    problems.push(Diagnostic::new(Code::MissingKey, table, message));
                    is_whole = false;
                }
                _ => {}
            }
        }
        let formula = attempted(entry.formula)?;
        if !is_whole {
            return None;
        }
        let mut stated = Stated {
            judgements: Judgements::Points { points: Vec::new() },
            table,
            entries: Vec::new(),
            best: entry.best.as_ref().map(|best| best.span),
            worst: entry.worst.as_ref().map(|worst| worst.span),
            ranges: attempted(entry.ranges)?.map_or_else(Vec::new, |ranges| ranges.value.0),
        };
        stated.judgements = match method {
            MethodWord::Points => Judgements::Points { points: stated.points(entry.points)? },
            MethodWord::Swing => Judgements::Swing { points: stated.points(entry.points)? },
            MethodWord::RankOrder => {
                let order = attempted(entry.order)??.value.0;
                stated.entries = order.iter().map(|place| place.span).collect();
                Judgements::RankOrder {
                    formula: rank_formula(formula, problems)?,
                    order: order.into_iter().map(|place| place.value.0).collect(),
                }
            }
            MethodWord::Pairwise => Judgements::Pairwise {
                formula: pair_formula(formula, problems)?,
                comparisons: stated.comparisons(entry.comparisons)?,
            },
            MethodWord::BestWorst => Judgements::BestWorst {
                best: attempted(entry.best)??.value.0,
                worst: attempted(entry.worst)??.value.0,
                comparisons: stated.comparisons(entry.comparisons)?,
            },
        };
        Some(stated)
    }

    /// The points, where all of them could be read.
    fn points(
        &mut self,
        points: Option<Spanned<Attempt<ById<Attempt<Weight>>>>>,
    ) -> Option<Vec<(String, Exact)>> {
        let points = attempted(points)??.value.0;
        self.entries = points.iter().map(|point| point.id_span).collect();
        points.into_iter().map(|point| Some((point.id, point.value.0?.0))).collect()
    }

    fn comparisons(
        &mut self,
        comparisons: Option<Spanned<Attempt<NonEmpty<Comparison>>>>,
    ) -> Option<Vec<Comparison>> {
        let comparisons = attempted(comparisons)??.value.0;
        self.entries = comparisons.iter().map(|comparison| comparison.span).collect();
        Some(comparisons.into_iter().map(|comparison| comparison.value).collect())
    }

    fn span(&self, at: At) -> Span {
        match at {
            At::Whole => Some(self.table),
            At::Entry(entry) => self.entries.get(entry).copied(),
            At::Best => self.best,
            At::Worst => self.worst,
        }
        .unwrap_or(self.table)
    }

    fn problem(&self, fault: &Fault) -> Diagnostic {
        let code = match fault.problem {
            Problem::Unknown { .. } => Code::UnknownJudged,
            Problem::Missing { .. } => Code::MissingJudgement,
            Problem::Twice { .. }
            | Problem::Contradiction { .. }
            | Problem::AboveBest { .. }
            | Problem::BestIsWorst { .. } => Code::ContraryJudgements,
            _ => Code::BadJudgement,
        };
        let message = shortened_message(&fault.to_string());
        let problem = Diagnostic::new(code, self.span(fault.at), message).help(fault.problem.help());
        match &fault.problem {
            Problem::Contradiction { first, .. } => {
                problem.related(self.span(At::Entry(*first)), "said here before")
            }
            _ => problem,
        }
    }

    fn warn_beyond_scale(&self, problems: &mut Problems) {
        let Judgements::Pairwise { comparisons, .. } = &self.judgements else { return };
        let nine = Exact::from(9);
        for (comparison, span) in comparisons.iter().zip(&self.entries) {
            let reverse = Exact::ONE.over(&comparison.ratio).unwrap_or_default();
            if comparison.ratio > nine || reverse > nine {
                let message = format!("{} lies beyond 9", fraction(&comparison.ratio));
                let help = "people cannot tell ratios above 9 apart; a group of its own may hold what weighs so little";
                problems.push(Diagnostic::new(Code::BeyondScale, *span, message).help(help));
            }
        }
    }

    fn warn_inconsistent(&self, consistency: &Consistency, problems: &mut Problems) {
        let (Some(limit), Some(worst)) = (consistency.limit, &consistency.worst) else { return };
        if !consistency.is_too_high() {
            return;
        }
        let (Judgements::Pairwise { comparisons, .. } | Judgements::BestWorst { comparisons, .. }) =
            &self.judgements
        else {
            return;
        };
        let is_worst = |one: &Comparison| {
            [&one.more, &one.less] == [&worst.more, &worst.less]
                || [&one.less, &one.more] == [&worst.more, &worst.less]
        };
        let span = comparisons.iter().position(is_worst).map_or(self.table, |at| self.span(At::Entry(at)));
        let message =
            format!("the comparisons have a consistency ratio of {:.3}, above {limit}", consistency.ratio);
        let help = match &worst.mend {
            Some(mend) => format!(
                "the others ask for {}/{} = {}, which would make it {:.3}; talk it over again",
                worst.more,
                worst.less,
                fraction(&mend.value),
                mend.ratio_after
            ),
            None => "talk the comparisons over again".to_owned(),
        };
        let problem = Diagnostic::new(Code::InconsistentJudgements, span, message);
        problems.push(problem.label("fits the others least").help(help));
    }
}

/// A message that may hold names from the file, none of them endless.
fn shortened_message(message: &str) -> String {
    const LONGEST: usize = 300;
    if message.chars().count() <= LONGEST {
        return message.to_owned();
    }
    message.chars().take(LONGEST).chain(['…']).collect()
}

fn rank_formula(formula: Option<Spanned<WeightFormula>>, problems: &mut Problems) -> Option<RankFormula> {
    match formula.as_ref().map(|formula| formula.value) {
        None => Some(RankFormula::default()),
        Some(WeightFormula::Rank(rank)) => Some(rank),
        Some(WeightFormula::Pair(_)) => {
            wrong_formula(formula, &["roc", "rank-sum", "rank-reciprocal"], problems);
            None
        }
    }
}

fn pair_formula(formula: Option<Spanned<WeightFormula>>, problems: &mut Problems) -> Option<PairFormula> {
    match formula.as_ref().map(|formula| formula.value) {
        None => Some(PairFormula::default()),
        Some(WeightFormula::Pair(pair)) => Some(pair),
        Some(WeightFormula::Rank(_)) => {
            wrong_formula(formula, &["eigenvector", "geometric-mean"], problems);
            None
        }
    }
}

fn wrong_formula(formula: Option<Spanned<WeightFormula>>, known: &[&str], problems: &mut Problems) {
    let Some(formula) = formula else { return };
    let problem = Diagnostic::new(Code::BadJudgement, formula.span, "this formula goes with another method");
    problems.push(problem.help(format!("use {}", listed(known, "or"))));
}

/// Warns where stated weights are others than those that follow.
fn check_followed(
    judged: &JudgedGroup,
    table: Span,
    siblings: &[&(Criterion, CriterionSpans)],
    problems: &mut Problems,
) {
    const MOST_NAMED: usize = 6;
    let differences = judged.differences(siblings.iter().map(|(criterion, _)| criterion));
    let Some((first, _)) = differences.first() else { return };
    let part = |(criterion, weight): &(&Criterion, &Exact)| {
        format!("{} {} and not {weight}", criterion.id, criterion.weight)
    };
    let parts: Vec<String> = differences.iter().take(MOST_NAMED).map(part).collect();
    let group = judged.under.as_ref().map_or_else(|| "at the top".to_owned(), |id| format!("under `{id}`"));
    let more = differences.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message =
        format!("the weights {group} do not follow from their judgements: {}{more}", parts.join(", "));
    let place =
        siblings.iter().find(|(criterion, _)| criterion.id == first.id).and_then(|(_, spans)| spans.weight);
    problems.push(
        Diagnostic::new(Code::WeightsNotJudged, place.unwrap_or(table), message)
            .related(table, "the judgements")
            .help("judge again, or let the weights follow: `weigh weights --write`"),
    );
}

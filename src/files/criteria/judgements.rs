//! Judgements in a criteria file: what they may hold. What weights follow from them is worked out by those who read
//! the file.

use serde_json::{Value, json};

use super::CriterionSpans;
use crate::decision::judgement::{Comparison, Judgements, PairFormula, RankFormula};
use crate::decision::{Criterion, JudgedRange};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::node::Node;
use crate::files::read::{
    Attempt, ById, FromToml, IdEntry, Limited, NonEmpty, Problems, Spanned, attempted, shortened, toml_table,
};
use crate::files::values::{Digits, Name, NotNegative, Prose};
use crate::files::words::{MethodWord, WeightFormula};
use crate::text::suggest::{did_you_mean, listed};

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
        points: Attempt<ById<Attempt<NotNegative>>>,
        /// For rank-order: the criteria, most important first; "cost = quality" share their places.
        order: Attempt<NonEmpty<SharedPlace>>,
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

impl Limited for NotNegative {
    const MOST: usize = 1_000;
}

/// The criteria of one place, or of several that they share.
#[derive(Debug)]
pub(crate) struct SharedPlace(Vec<String>);

impl FromToml for SharedPlace {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Name(text) = Name::read(node, problems)?;
        let ids: Vec<String> = text.split('=').map(|id| id.trim().to_owned()).collect();
        if ids.iter().any(String::is_empty) {
            let message = format!("`{}` is no place in an order", shortened(&text));
            let help = "write a criterion, or several that share the place: \"cost = quality\"";
            problems.push(Diagnostic::new(Code::BadJudgement, node.span, message).help(help));
            return None;
        }
        Some(SharedPlace(ids))
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

/// Takes the judgements of every group that is there, as far as they say what their method asks for.
///
/// - `criteria`: in preorder.
pub(super) fn build(
    entries: Vec<IdEntry<JudgementEntry>>,
    criteria: &[(Criterion, CriterionSpans)],
    problems: &mut Problems,
) -> Vec<StatedGroup> {
    let mut stated = Vec::new();
    for entry in entries {
        if let Some(group) = group_of(&entry, criteria, problems) {
            stated.extend(StatedGroup::read(entry.value, entry.id_span, group, problems));
        }
    }
    stated
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

/// What people said of the weights of one group, with the places that later checks point at.
#[derive(Debug)]
pub(crate) struct StatedGroup {
    /// The index of the group; none for the top.
    pub(crate) group: Option<usize>,
    pub(crate) judgements: Judgements,
    /// Digits after the point of the weights.
    pub(crate) decimals: Option<u32>,
    pub(crate) note: Option<String>,
    /// What the swings were about.
    pub(crate) ranges: Vec<Spanned<JudgedRange>>,
    /// Where the group is named.
    pub(crate) table: Span,
    /// Where each of the points, places or comparisons stands.
    pub(crate) entries: Vec<Span>,
    /// Where the best criterion is named.
    pub(crate) best: Option<Span>,
    /// Where the worst criterion is named.
    pub(crate) worst: Option<Span>,
}

impl StatedGroup {
    /// Takes what the method asks for; what is missing, or was not asked for, is a problem.
    fn read(
        entry: JudgementEntry,
        table: Span,
        group: Option<usize>,
        problems: &mut Problems,
    ) -> Option<StatedGroup> {
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
        let mut stated = StatedGroup {
            group,
            judgements: Judgements::Points { points: Vec::new() },
            decimals: entry.decimals.map(|decimals| decimals.value.0),
            note: entry.note.map(|note| note.value.0),
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
        points: Option<Spanned<Attempt<ById<Attempt<NotNegative>>>>>,
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

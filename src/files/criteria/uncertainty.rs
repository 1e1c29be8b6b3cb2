//! What may vary when we ask how sure the ranking is, as `[robust]` writes it.

use serde_json::{Value, json};

use super::CriterionSpans;
use crate::decision::constraint::{self, Constraint, ConstraintError};
use crate::decision::count::Level;
use crate::decision::uncertainty::{FactDraw, Uncertainty, WeightDraw};
use crate::decision::{Criterion, FactId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::node::{Node, NodeKind};
use crate::files::read::{FromToml, Problems, Spanned, shortened, toml_table, wrong_type};
use crate::files::values::Name;
use crate::text::suggest::did_you_mean;

toml_table! {
    /// What may vary when weigh asks how sure the ranking is; it moves no score.
    struct RobustEntry {
        /// What is known about weights of one group: "cost >= security", "20 <= cost <= 40", "cost >= 2 culture".
        weights: Vec<Spanned<Name>>,
        /// How widely weights vary around the stated ones in per cent, "uniform" for any weights, "fixed" for none; 10 when left out, "uniform" with `weights`.
        spread: SpreadEntry,
        /// How uncertain facts are drawn; "triangular" when left out.
        facts: FactDraw,
        /// Lists of facts that are high or low together within a vendor.
        together: Vec<Spanned<Vec<Spanned<Name>>>>,
        /// In how many per cent of the draws the first must lead to be recommended; below it there is "no clear first"; 50 when left out.
        recommend: RecommendEntry,
        /// How sure the range of a share that was counted is, such as { yes = 7, of = 8 }, in per cent: 80, 90, 95 or 99; 90 when left out. Must-haves and lowest and highest scores go by it, likely scores do not.
        level: Level,
    }
}

/// A share of draws in per cent.
#[derive(Debug)]
pub(crate) struct RecommendEntry(Exact);

impl FromToml for RecommendEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let percent = Exact::read(node, problems)?;
        if percent < Exact::ZERO || percent > Exact::HUNDRED {
            let message = "a share of draws is a number of per cent from 0 to 100";
            problems.push(Diagnostic::new(Code::OutOfRange, node.span, message));
            return None;
        }
        Some(RecommendEntry(percent))
    }

    fn schema() -> Value {
        json!({ "type": "number", "minimum": 0, "maximum": 100 })
    }
}

impl FromToml for Level {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let percent = Exact::read(node, problems)?;
        let level = Level::ALL.into_iter().find(|(_, own)| Exact::from(*own) == percent);
        if level.is_none() {
            let message = format!("{percent} is outside the range of this key");
            let label = "must be 80, 90, 95 or 99";
            problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label(label));
        }
        level.map(|(level, _)| level)
    }

    fn schema() -> Value {
        json!({ "enum": Level::ALL.map(|(_, percent)| percent) })
    }
}

/// How widely weights vary.
#[derive(Debug)]
pub(crate) struct SpreadEntry(WeightDraw);

impl FromToml for SpreadEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let draw = match &node.kind {
            NodeKind::Number(_) => {
                let percent = Exact::read(node, problems)?.to_f64();
                if percent > 0.0 && percent < 100.0 {
                    return Some(SpreadEntry(WeightDraw::Dirichlet { spread: percent / 100.0 }));
                }
                let message = "a spread is a number of per cent above 0 and below 100";
                problems.push(
                    Diagnostic::new(Code::OutOfRange, node.span, message)
                        .help("\"fixed\" leaves weights as stated"),
                );
                return None;
            }
            NodeKind::Text(text) if text == "uniform" => WeightDraw::Uniform,
            NodeKind::Text(text) if text == "fixed" => WeightDraw::Fixed,
            _ => {
                wrong_type(node, "a number of per cent, \"uniform\" or \"fixed\"", problems);
                return None;
            }
        };
        Some(SpreadEntry(draw))
    }

    fn schema() -> Value {
        let percent = json!({ "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 100 });
        json!({ "anyOf": [percent, { "enum": ["uniform", "fixed"] }] })
    }
}

/// What was said, checked against the criteria.
pub(super) fn build(
    entry: Option<Spanned<RobustEntry>>,
    criteria: &[(Criterion, CriterionSpans)],
    problems: &mut Problems,
) -> Uncertainty {
    let Some(entry) = entry.map(|entry| entry.value) else { return Uncertainty::default() };
    let plain: Vec<Criterion> = criteria.iter().map(|(criterion, _)| criterion.clone()).collect();
    let comparisons = entry.weights.map_or_else(Vec::new, |weights| weights.value);
    check_weights(&comparisons, &plain, problems);
    let together = entry.together.map_or_else(Vec::new, |together| together.value);
    for name in together.iter().flat_map(|list| &list.value) {
        check_fact(name, &plain, problems);
    }
    Uncertainty {
        weights: entry.spread.map(|spread| spread.value.0),
        facts: entry.facts.map(|facts| facts.value),
        constraints: comparisons.into_iter().map(|text| text.value.0).collect(),
        together: together
            .into_iter()
            .map(|list| list.value.into_iter().map(|name| FactId::new(name.value.0)).collect())
            .collect(),
        recommend: entry.recommend.map(|recommend| recommend.value.0),
        level: entry.level.map(|level| level.value).unwrap_or_default(),
    }
}

/// Reports comparisons that cannot be read, and those of a group that cannot hold together.
fn check_weights(comparisons: &[Spanned<Name>], criteria: &[Criterion], problems: &mut Problems) {
    let mut constraints: Vec<Constraint> = Vec::new();
    let from = problems.len();
    for text in comparisons {
        match constraint::parse(std::slice::from_ref(&text.value.0), criteria) {
            Ok(read) => constraints.extend(read),
            Err(error) => {
                problems.push(Diagnostic::new(Code::BadComparison, text.span, error.to_string()));
            }
        }
    }
    // Shares mean nothing where weights themselves are wrong.
    let is_sound = problems.len() == from && !problems.iter().any(Diagnostic::is_error);
    if !is_sound {
        return;
    }
    for error in constraint::conflicts(criteria, &constraints) {
        let (ConstraintError::Contradiction { texts }
        | ConstraintError::NoRoom { texts }
        | ConstraintError::TooNarrow { texts }) = &error
        else {
            continue;
        };
        let mut places: Vec<Span> = texts
            .iter()
            .filter_map(|text| comparisons.iter().find(|one| one.value.0 == *text).map(|one| one.span))
            .collect();
        let Some(last) = places.pop() else { continue };
        let problem = Diagnostic::new(Code::Contradiction, last, error.to_string())
            .help("take one of them back, or widen it");
        problems.push(places.into_iter().fold(problem, |problem, place| problem.related(place, "with this")));
    }
}

fn check_fact(name: &Spanned<Name>, criteria: &[Criterion], problems: &mut Problems) {
    let read = criteria.iter().filter_map(|one| {
        let leaf = one.leaf.as_ref()?;
        Some(if leaf.scale.is_rating() { one.id.as_str() } else { leaf.fact.as_str() })
    });
    let read: Vec<&str> = read.collect();
    if !read.contains(&name.value.0.as_str()) {
        let message = format!("`{}` is no fact that a criterion reads", shortened(&name.value.0));
        let help = did_you_mean(&name.value.0, read.iter().copied()).unwrap_or_default();
        problems.push(Diagnostic::new(Code::BadComparison, name.span, message).help(help));
    }
}

//! A total by a formula as the page works it out: its tree, and what it reads of each bid.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::numbers::{Fraction, LiveRounding};
use crate::decision::formula::{
    Expression, FieldFigure, Figure, Formula, Function, Name, Node, Operator, Room,
};
use crate::decision::total::{TotalFormula, Wins};
use crate::decision::{Decision, FactValue, Need};
use crate::exact::{Exact, Mode};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::text::same_word;

/// The most vendors with which totals follow sliders: each may look at all others.
pub(super) const MOST_VENDORS: usize = 200;

/// What the script works out.
#[derive(Serialize)]
pub(super) struct LiveTotal {
    expr: Json,
    out: Option<Json>,
    steps: Vec<LiveStep>,
    /// What is read: `["points", 3]` of a criterion by its place, `["facts", [...]]` of each vendor, `["is", "3/4"]`.
    names: Vec<Json>,
    rounding: Option<LiveRounding>,
    lowest_wins: bool,
    /// Whether nothing but fractions can come out.
    is_fraction: bool,
}

#[derive(Serialize)]
struct LiveStep {
    expr: Json,
    rounding: Option<LiveRounding>,
}

impl LiveTotal {
    /// None where the total is the sum of points.
    ///
    /// - `vendors`: in the order of the page.
    pub(super) fn of(evaluation: &Evaluation, vendors: &[&VendorResult]) -> Option<LiveTotal> {
        let decision = &*evaluation.decision;
        let formula = decision.rule.total.as_deref()?;
        let reads = decision.derivations.read_by(formula);
        let mut words = Words::default();
        let names =
            reads.names.iter().map(|name| stands(decision, formula, name, vendors, &mut words)).collect();
        let mut tree = Tree {
            decision,
            formula,
            names: &reads.names,
            steps: reads.steps.iter().map(|(name, ..)| *name).collect(),
            words: &mut words,
        };
        let steps = reads.steps.iter().map(|(_, expr, round)| LiveStep {
            expr: tree.node(expr.root()),
            rounding: round.map(LiveRounding::from),
        });
        let steps = steps.collect();
        let (expr, out) =
            (tree.node(formula.expr.root()), formula.out.as_ref().map(|out| tree.node(out.root())));
        let mut all = reads.steps.iter().map(|(_, expr, _)| *expr).chain([&formula.expr]);
        Some(LiveTotal {
            expr,
            out,
            steps,
            names,
            rounding: decision.rule.total_rounding.or(formula.rounding).map(LiveRounding::from),
            lowest_wins: decision.rule.wins() == Wins::Lowest,
            is_fraction: all.all(gives_fractions),
        })
    }
}

/// Whether nothing of a formula may be no fraction.
fn gives_fractions(formula: &Formula) -> bool {
    let mut is_fraction = true;
    formula.root().walk(&mut |node| {
        is_fraction &= match &node.expression {
            Expression::Both(operator, _) => *operator != Operator::Power,
            Expression::Call(function, _) => {
                matches!(function, Function::Min | Function::Max | Function::Clamp | Function::Abs)
            }
            Expression::Field(figure) => figure.figure != Figure::GeometricMean,
            _ => true,
        };
    });
    is_fraction
}

/// Words by number, so that the page need not know which are the same.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn of(&mut self, word: &str) -> usize {
        self.0.iter().position(|known| same_word(known, word)).unwrap_or_else(|| {
            self.0.push(word.to_owned());
            self.0.len() - 1
        })
    }
}

/// What a name stands for.
fn stands(
    decision: &Decision,
    formula: &TotalFormula,
    name: &Name,
    vendors: &[&VendorResult],
    words: &mut Words,
) -> Json {
    let place = || decision.criteria.iter().position(|criterion| criterion.id.as_str() == name.id);
    match name.room {
        Room::Points => json!(["points", place()]),
        Room::Value => json!(["value", place()]),
        Room::Most => json!(["most", place()]),
        Room::Names => json!(["is", formula.numbers.get(&name.id).map(Fraction::from)]),
        Room::Needs => {
            let need: Option<&Need> = decision.needs.iter().find(|need| need.id == name.id);
            json!(["is", said(need.map(|need| &need.value), words)])
        }
        Room::Facts | Room::Cost => {
            let of = |vendor: &&VendorResult| {
                let value = name.fact().and_then(|fact| vendor.vendor.facts.get(&fact)?.value.as_ref());
                said(value, words)
            };
            json!(["facts", vendors.iter().map(of).collect::<Vec<Json>>()])
        }
    }
}

/// A fact as a formula reads it, as it is likely: a fraction, a truth, a word by its number, or nothing.
fn said(value: Option<&FactValue>, words: &mut Words) -> Json {
    let number = |number: &Exact| json!(Fraction::from(number));
    match value {
        Some(FactValue::YesNo { value }) => json!(value),
        Some(FactValue::Text { value }) => json!({ "word": words.of(value) }),
        Some(value) => value.numbers().map_or(Json::Null, |[_, likely, _]| number(likely)),
        None => Json::Null,
    }
}

/// Writes formulas as trees of lists: `["+", LEFT, RIGHT]`.
struct Tree<'a> {
    decision: &'a Decision,
    formula: &'a TotalFormula,
    names: &'a [&'a Name],
    steps: Vec<&'a Name>,
    words: &'a mut Words,
}

impl Tree<'_> {
    fn node(&mut self, node: &Node) -> Json {
        match &node.expression {
            Expression::Number(number) => json!(["number", Fraction::from(number)]),
            Expression::Word(word) => json!(["word", self.words.of(word)]),
            Expression::Name(name) => {
                let name = self.formula.read(name);
                match self.steps.iter().position(|step| *step == name) {
                    Some(step) => json!(["step", step]),
                    None => json!(["name", self.names.iter().position(|known| *known == name)]),
                }
            }
            Expression::Negative(part) => json!(["negative", self.node(part)]),
            Expression::Not(part) => json!(["not", self.node(part)]),
            Expression::Both(operator, parts) => self.list(vec![json!(operator.sign())], &parts[..]),
            Expression::If(parts) => self.list(vec![json!("if")], &parts[..]),
            Expression::Call(function, parts) => {
                self.list(vec![json!("call"), json!(function.name())], parts)
            }
            Expression::Rounded(cut, parts, mode) => {
                let mode = mode.unwrap_or(Mode::HalfUp).name();
                self.list(vec![json!("cut"), json!(cut.name()), json!(mode)], parts)
            }
            Expression::Field(figure) => self.figure(figure),
        }
    }

    fn figure(&mut self, figure: &FieldFigure) -> Json {
        let set = self.formula.set(figure.set.name, self.decision.rule.field);
        let condition = figure.set.condition.as_ref().map(|condition| self.node(condition));
        let is_shared = !figure.hangs_on_bid();
        let head = ["figure", figure.figure.name(), set.word()].map(|word| json!(word));
        self.list(head.into_iter().chain([json!(condition), json!(is_shared)]).collect(), &figure.parts)
    }

    fn list(&mut self, mut head: Vec<Json>, parts: &[Node]) -> Json {
        head.extend(parts.iter().map(|part| self.node(part)));
        Json::Array(head)
    }
}

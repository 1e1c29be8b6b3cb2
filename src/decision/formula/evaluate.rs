//! Works a formula out, exactly.
//!
//! Sums, products, quotients and whole powers are fractions. What is none, as a root may be, lies between two fractions;
//! where a comparison or a rounding cannot tell on which side, all is worked out again with more digits. So the digits are
//! the same on every machine.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use super::functions::{MOST_BITS, call, geometric_mean, power, rounded, whole};
use super::number::{Number, settle, sorted, sum};
use super::problem::{MOST_DIGITS, Problem, Stop, Unsolved, Worked, fail};
use super::{Expression, FieldFigure, Figure, Formula, Function, Name, Node, Operator, SetName};
use crate::exact::{Exact, Mode, Rounding};
use crate::text::same_word;

/// Digits after the point of the first try; each next one has twice as many.
const FIRST_DIGITS: u32 = 40;
/// Digits after the point of a number that is put into a formula, to be read.
const PUT_IN_DIGITS: u32 = 6;
/// Digits after the point of a number that is no fraction, where nothing else is said.
const SHOWN_DIGITS: u32 = 20;

/// What a part of a formula comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// A number.
    Number(Exact),
    /// A condition.
    Truth(bool),
    /// A word.
    Word(String),
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub enum Meaning<'a> {
    /// It is known.
    Known(Quantity),
    /// It is not known, as a fact that a vendor has not stated.
    Unknown,
    /// It is worked out by a formula of its own, and rounded.
    Formula(&'a Formula, Option<Rounding>),
}

/// What a formula is worked out on.
pub trait Bids {
    /// The bids of a set, by their places.
    fn members(&self, set: SetName) -> Vec<usize>;

    /// What a name stands for with a bid.
    ///
    /// # Errors
    /// [`Problem::Named`] where there is no such name.
    fn look_up(&self, bid: usize, name: &Name) -> Result<Meaning<'_>, Problem>;
}

/// A number that is not too long to be worked with.
fn bounded(number: Number, span: &Range<usize>) -> Worked<Number> {
    if number.bits() > MOST_BITS { fail(Problem::TooLarge, span) } else { Ok(number) }
}

/// A number with no more digits than people read.
fn shortened(number: &Exact) -> Exact {
    Rounding { digits: PUT_IN_DIGITS, mode: Mode::HalfUp }.apply(number)
}

/// So many parts are worked out, of all bids together, before a formula is given up: a rank within a rank within a figure
/// looks at each bid beside each beside each.
const MOST_STEPS: u32 = 5_000_000;
/// How deep names may stand for formulas with names.
const MOST_NESTED: usize = 50;

/// Works formulas out for the bids of a field; figures of the field once for all bids.
pub struct Evaluator<'a, B> {
    bids: &'a B,
    digits: u32,
    /// The formulas that are being worked out, the outermost first.
    nested: RefCell<Vec<&'a str>>,
    /// How many parts have been worked out.
    steps: Cell<u32>,
    /// Figures that are the same for every bid, by the place of their node in memory.
    figures: RefCell<BTreeMap<usize, Known>>,
    /// What formulas with names come to, by their place in memory and the bid.
    worked_out: RefCell<BTreeMap<(usize, usize), Known>>,
}

/// What is known of a part: none where a fact that it needs is not known.
type Known = Option<Between>;

/// A quantity whose number may lie between two.
#[derive(Clone, Debug)]
enum Between {
    Number(Exact),
    /// A number that is no fraction.
    Numbers([Exact; 2]),
    Truth(bool),
    Word(String),
}

impl Between {
    fn number(self) -> Option<Number> {
        match self {
            Between::Number(number) => Some(Number::Exact(number)),
            Between::Numbers(ends) => Some(Number::Between(ends)),
            Between::Truth(_) | Between::Word(_) => None,
        }
    }
}

impl From<Number> for Between {
    fn from(number: Number) -> Between {
        match number {
            Number::Exact(number) => Between::Number(number),
            Number::Between(ends) => Between::Numbers(ends),
        }
    }
}

impl<'a, B: Bids> Evaluator<'a, B> {
    /// Takes the bids.
    pub fn new(bids: &'a B) -> Evaluator<'a, B> {
        Evaluator::with_digits(bids, FIRST_DIGITS)
    }

    fn with_digits(bids: &'a B, digits: u32) -> Evaluator<'a, B> {
        Evaluator {
            bids,
            digits,
            nested: RefCell::default(),
            steps: Cell::default(),
            figures: RefCell::default(),
            worked_out: RefCell::default(),
        }
    }

    /// What a formula comes to for a bid, rounded where a rounding is asked for; none where a fact that it needs is not known.
    ///
    /// A number that is no fraction comes with 20 digits after the point, all of them right.
    ///
    /// # Errors
    /// [`Unsolved`] where it has no result.
    pub fn quantity(
        &self,
        formula: &'a Formula,
        rounding: Option<Rounding>,
        bid: usize,
    ) -> Result<Option<Quantity>, Unsolved> {
        let mut again;
        let mut evaluator = self;
        loop {
            let worked = evaluator.formula(formula, rounding, bid);
            let stop = match worked.and_then(|known| shown(known, &formula.root)) {
                Ok(quantity) => return Ok(quantity),
                Err(stop) => stop,
            };
            let (problem, span) = match stop {
                Stop::Unsolved(problem, span) => (problem, span),
                Stop::MoreDigits(_) if evaluator.digits < MOST_DIGITS => {
                    again = Evaluator::with_digits(self.bids, evaluator.digits * 2);
                    evaluator = &again;
                    continue;
                }
                Stop::MoreDigits(span) => (Problem::Undecided, span),
            };
            let text = evaluator
                .nested
                .borrow()
                .last()
                .map_or_else(|| formula.text.clone(), |&text| text.to_owned());
            evaluator.nested.borrow_mut().clear();
            return Err(Unsolved { problem, text, span });
        }
    }

    /// What a part comes to for a bid; none where that is not known, or it has no result.
    #[cfg(feature = "xlsx")]
    pub(crate) fn part(&self, node: &'a Node, bid: usize) -> Option<Quantity> {
        let known = self.work(node, bid).and_then(|known| shown(known, node));
        self.nested.borrow_mut().clear();
        known.ok().flatten()
    }

    /// A formula as it is worked out for a bid: numbers in place of names and figures, and of two ways the one that is
    /// taken. What is not known stays a name.
    #[must_use]
    pub fn put_in(&self, formula: &'a Formula, bid: usize) -> Node {
        self.put_in_part(&formula.root, bid)
    }

    fn put_in_part(&self, node: &'a Node, bid: usize) -> Node {
        let part = |part: &'a Node| self.put_in_part(part, bid);
        let parts = |parts: &'a [Node]| parts.iter().map(part).collect::<Vec<Node>>();
        let expression = match &node.expression {
            Expression::Name(_) | Expression::Field(_) => match self.work(node, bid) {
                Ok(Some(Between::Number(number))) => Expression::Number(shortened(&number)),
                Ok(Some(Between::Numbers([low, _]))) => Expression::Number(shortened(&low)),
                Ok(Some(Between::Word(word))) => Expression::Word(word),
                Ok(Some(Between::Truth(_)) | None) | Err(_) => node.expression.clone(),
            },
            Expression::If(ways) => match self.truth(&ways[0], bid) {
                Ok(Some(true)) => return part(&ways[1]),
                Ok(Some(false)) => return part(&ways[2]),
                Ok(None) | Err(_) => Expression::If(Box::new(ways.each_ref().map(part))),
            },
            Expression::Number(_) | Expression::Word(_) => node.expression.clone(),
            Expression::Negative(of) => Expression::Negative(Box::new(part(of))),
            Expression::Not(of) => Expression::Not(Box::new(part(of))),
            Expression::Both(operator, both) => {
                Expression::Both(*operator, Box::new(both.each_ref().map(part)))
            }
            Expression::Call(function, of) => Expression::Call(*function, parts(of)),
            Expression::Rounded(cut, of, mode) => Expression::Rounded(*cut, parts(of), *mode),
        };
        Node { expression, span: node.span.clone() }
    }

    /// A formula with a name, worked out once for each bid.
    fn named(&self, formula: &'a Formula, rounding: Option<Rounding>, bid: usize) -> Worked<Known> {
        let place = (std::ptr::from_ref(formula) as usize, bid);
        if let Some(known) = self.worked_out.borrow().get(&place) {
            return Ok(known.clone());
        }
        let known = self.formula(formula, rounding, bid)?;
        self.worked_out.borrow_mut().insert(place, known.clone());
        Ok(known)
    }

    /// A formula, and what is made of it.
    fn formula(&self, formula: &'a Formula, rounding: Option<Rounding>, bid: usize) -> Worked<Known> {
        self.nested.borrow_mut().push(&formula.text);
        if self.nested.borrow().len() > MOST_NESTED {
            return fail(Problem::Circle, &(0..formula.text.len()));
        }
        let known = self.work(&formula.root, bid)?;
        let known = match (known, rounding) {
            (Some(Between::Number(number)), Some(rounding)) => Some(Between::Number(rounding.apply(&number))),
            (Some(Between::Numbers(ends)), Some(rounding)) => {
                Some(Between::Number(settle(&ends, &formula.root.span, |end| rounding.apply(end))?))
            }
            (known, _) => known,
        };
        self.nested.borrow_mut().pop();
        Ok(known)
    }

    fn work(&self, node: &'a Node, bid: usize) -> Worked<Known> {
        let span = &node.span;
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MOST_STEPS {
            return fail(Problem::TooMuch, span);
        }
        Ok(Some(match &node.expression {
            Expression::Number(number) => Between::Number(number.clone()),
            Expression::Word(word) => Between::Word(word.clone()),
            Expression::Name(name) => match self.bids.look_up(bid, name) {
                Ok(Meaning::Unknown) => return Ok(None),
                Ok(Meaning::Known(Quantity::Number(number))) => Between::Number(number),
                Ok(Meaning::Known(Quantity::Truth(truth))) => Between::Truth(truth),
                Ok(Meaning::Known(Quantity::Word(word))) => Between::Word(word),
                Ok(Meaning::Formula(formula, rounding)) => return self.named(formula, rounding, bid),
                Err(problem) => return fail(problem, span),
            },
            Expression::Negative(part) => {
                let Some(number) = self.number(part, bid)? else { return Ok(None) };
                number.negative().into()
            }
            Expression::Not(part) => {
                let Some(truth) = self.truth(part, bid)? else { return Ok(None) };
                Between::Truth(!truth)
            }
            Expression::Both(operator @ (Operator::Or | Operator::And), parts) => {
                return self.joined(*operator, parts, bid);
            }
            Expression::Both(operator, parts) => return self.both(*operator, parts, bid, span),
            Expression::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let Some(truth) = self.truth(condition, bid)? else { return Ok(None) };
                return self.work(if truth { then } else { otherwise }, bid);
            }
            Expression::Call(function, parts) => {
                let Some(numbers) = self.numbers(parts, bid)? else { return Ok(None) };
                call(*function, &numbers, self.digits, span)?.into()
            }
            Expression::Rounded(cut, parts, mode) => {
                let Some(numbers) = self.numbers(parts, bid)? else { return Ok(None) };
                let digits = match numbers.get(1) {
                    Some(digits) => whole(digits, 0..=MAX_ROUNDING, &parts[1].span)?,
                    None => 0,
                };
                let of = |number: &Exact| rounded(number, *cut, mode.unwrap_or(Mode::HalfUp), digits);
                Between::Number(settle(&numbers[0].ends(), span, of)?)
            }
            Expression::Field(figure) => return self.field(figure, node, bid),
        }))
    }

    fn number(&self, node: &'a Node, bid: usize) -> Worked<Option<Number>> {
        match self.work(node, bid)? {
            None => Ok(None),
            Some(known @ (Between::Number(_) | Between::Numbers(_))) => Ok(known.number()),
            Some(Between::Truth(_)) => fail(
                Problem::Unfit("wants a number and finds yes or no: write if A then 1 else 0".to_owned()),
                &node.span,
            ),
            Some(Between::Word(word)) => {
                fail(Problem::Unfit(format!("wants a number and finds the word \"{word}\"")), &node.span)
            }
        }
    }

    fn numbers(&self, nodes: &'a [Node], bid: usize) -> Worked<Option<Vec<Number>>> {
        nodes.iter().map(|node| self.number(node, bid)).collect()
    }

    fn truth(&self, node: &'a Node, bid: usize) -> Worked<Option<bool>> {
        match self.work(node, bid)? {
            None => Ok(None),
            Some(Between::Truth(truth)) => Ok(Some(truth)),
            Some(_) => fail(
                Problem::Unfit(
                    "wants yes or no and finds something else: compare it, as in facts.price <= 100"
                        .to_owned(),
                ),
                &node.span,
            ),
        }
    }

    /// Two conditions; one that is known may decide alone.
    fn joined(&self, operator: Operator, parts: &'a [Node; 2], bid: usize) -> Worked<Known> {
        let decides = operator == Operator::Or;
        let [left, right] = parts;
        let left = self.truth(left, bid)?;
        if left == Some(decides) {
            return Ok(Some(Between::Truth(decides)));
        }
        let right = self.truth(right, bid)?;
        Ok(match (left, right) {
            (_, Some(truth)) if truth == decides => Some(Between::Truth(decides)),
            (Some(_), Some(_)) => Some(Between::Truth(!decides)),
            _ => None,
        })
    }

    fn both(
        &self,
        operator: Operator,
        parts: &'a [Node; 2],
        bid: usize,
        span: &Range<usize>,
    ) -> Worked<Known> {
        let [left, right] = parts;
        if matches!(operator, Operator::Equal | Operator::Unequal) {
            let (Some(left), Some(right)) = (self.work(left, bid)?, self.work(right, bid)?) else {
                return Ok(None);
            };
            let is_same = match (&left, &right) {
                (Between::Truth(left), Between::Truth(right)) => left == right,
                (Between::Word(left), Between::Word(right)) => same_word(left, right),
                (Between::Number(_) | Between::Numbers(_), Between::Number(_) | Between::Numbers(_)) => {
                    let (Some(left), Some(right)) = (left.number(), right.number()) else { return Ok(None) };
                    left.compare(&right, span)? == Ordering::Equal
                }
                _ => return fail(Problem::Unfit("compares what is not of one kind".to_owned()), span),
            };
            return Ok(Some(Between::Truth(is_same == (operator == Operator::Equal))));
        }
        let (Some(left), Some(right)) = (self.number(left, bid)?, self.number(right, bid)?) else {
            return Ok(None);
        };
        let order = || left.compare(&right, span);
        Ok(Some(match operator {
            Operator::Less => Between::Truth(order()?.is_lt()),
            Operator::AtMost => Between::Truth(order()?.is_le()),
            Operator::More => Between::Truth(order()?.is_gt()),
            Operator::AtLeast => Between::Truth(order()?.is_ge()),
            Operator::Plus => bounded(left.plus(&right), span)?.into(),
            Operator::Minus => bounded(left.plus(&right.negative()), span)?.into(),
            Operator::Times => bounded(left.times(&right), span)?.into(),
            Operator::Over => bounded(left.over(&right, span)?, span)?.into(),
            Operator::Power => power(&left, &right, self.digits, span)?.into(),
            Operator::Or | Operator::And | Operator::Equal | Operator::Unequal => return Ok(None),
        }))
    }

    /// A figure of the field: worked out once where it is the same for every bid.
    fn field(&self, figure: &'a FieldFigure, node: &'a Node, bid: usize) -> Worked<Known> {
        let place = std::ptr::from_ref(figure) as usize;
        if let Some(known) = self.figures.borrow().get(&place) {
            return Ok(known.clone());
        }
        let known = self.figure(figure, node, bid)?;
        if !figure.hangs_on_bid() {
            self.figures.borrow_mut().insert(place, known.clone());
        }
        Ok(known)
    }

    fn figure(&self, figure: &'a FieldFigure, node: &'a Node, bid: usize) -> Worked<Known> {
        let span = &node.span;
        let mut members = Vec::new();
        for member in self.bids.members(figure.set.name) {
            let is_in = match &figure.set.condition {
                Some(condition) => self.truth(condition, member)? == Some(true),
                None => true,
            };
            if is_in {
                members.push(member);
            }
        }
        let Some(of) = figure.parts.first() else {
            return Ok(Some(Between::Number(Exact::from(members.len()))));
        };
        // Numbers that are not known take no part.
        let mut numbers = Vec::new();
        for member in members {
            numbers.extend(self.number(of, member)?);
        }
        let told = |at: usize, from: u32| -> Worked<Option<u32>> {
            let Some(number) = self.number(&figure.parts[at], bid)? else { return Ok(None) };
            whole(&number, from..=u32::MAX, &figure.parts[at].span).map(Some)
        };
        if figure.figure == Figure::Sum {
            return Ok(Some(sum(&numbers).into()));
        }
        if figure.figure == Figure::Rank || figure.figure == Figure::BestOf {
            let Some(own) = self.number(of, bid)? else { return Ok(None) };
            let mut counts = [0_usize; 2];
            for number in &numbers {
                match number.compare(&own, span)? {
                    Ordering::Less => counts[0] += 1,
                    Ordering::Greater => counts[1] += 1,
                    Ordering::Equal => {}
                }
            }
            return Ok(Some(match figure.figure {
                Figure::Rank => Between::Number(Exact::from(counts[0] + 1)),
                _ => {
                    let Some(most) = told(1, 1)? else { return Ok(None) };
                    Between::Truth(counts[1] < most as usize)
                }
            }));
        }
        if numbers.is_empty() {
            return fail(Problem::EmptySet, span);
        }
        let mean = |numbers: &[Number]| sum(numbers).over(&Number::Exact(Exact::from(numbers.len())), span);
        let result = match figure.figure {
            Figure::Lowest => call(Function::Min, &numbers, self.digits, span)?,
            Figure::Highest => call(Function::Max, &numbers, self.digits, span)?,
            Figure::Mean => mean(&numbers)?,
            Figure::GeometricMean => geometric_mean(&numbers, self.digits, span)?,
            Figure::Median => {
                let sorted = sorted(numbers, span)?;
                let half = sorted.len() / 2;
                if sorted.len() % 2 == 1 { sorted[half].clone() } else { mean(&sorted[half - 1..=half])? }
            }
            Figure::Nth => {
                let Some(place) = told(1, 1)? else { return Ok(None) };
                match sorted(numbers, span)?.get(place as usize - 1) {
                    Some(number) => number.clone(),
                    None => return fail(Problem::EmptySet, span),
                }
            }
            Figure::TrimmedMean => {
                let (Some(low), Some(high)) = (told(1, 0)?, told(2, 0)?) else { return Ok(None) };
                let sorted = sorted(numbers, span)?;
                let end = sorted.len().saturating_sub(high as usize);
                match sorted.get(low as usize..end) {
                    Some(left) if !left.is_empty() => mean(left)?,
                    _ => return fail(Problem::EmptySet, span),
                }
            }
            Figure::Sum | Figure::Count | Figure::Rank | Figure::BestOf => return Ok(None),
        };
        Ok(Some(result.into()))
    }
}

/// The most digits that a formula rounds to.
const MAX_ROUNDING: u32 = crate::exact::MAX_DIGITS;

/// A result as it is handed out.
fn shown(known: Known, node: &Node) -> Worked<Option<Quantity>> {
    Ok(match known {
        None => None,
        Some(Between::Number(number)) => Some(Quantity::Number(number)),
        Some(Between::Truth(truth)) => Some(Quantity::Truth(truth)),
        Some(Between::Word(word)) => Some(Quantity::Word(word)),
        Some(Between::Numbers(ends)) => Some(Quantity::Number(settle(&ends, &node.span, shown_digits)?)),
    })
}

/// A number that is no fraction, as it is handed out; in two steps, since a rounding keeps 18 digits at most.
pub(super) fn shown_digits(number: &Exact) -> Exact {
    let more = Exact::from(10).power(SHOWN_DIGITS - MAX_ROUNDING);
    let rounding = Rounding { digits: MAX_ROUNDING, mode: Mode::HalfUp };
    rounding.apply(&(number * &more)).over(&more).unwrap_or_default()
}

impl FieldFigure {
    /// Whether it may be another for every bid.
    pub(crate) fn hangs_on_bid(&self) -> bool {
        self.parts.iter().skip(1).any(Node::names_own) || matches!(self.figure, Figure::Rank | Figure::BestOf)
    }
}

impl Node {
    /// Whether it reads a name outside the figures in it.
    fn names_own(&self) -> bool {
        let mut names = Vec::new();
        self.own_names(&mut names);
        !names.is_empty()
    }

    /// The names that it reads outside the figures in it, and of these what they hang on with the bid itself.
    pub(super) fn own_names<'a>(&'a self, names: &mut Vec<&'a Name>) {
        match &self.expression {
            Expression::Name(name) => names.push(name),
            Expression::Number(_) | Expression::Word(_) => {}
            Expression::Field(figure) => {
                let is_own = matches!(figure.figure, Figure::Rank | Figure::BestOf);
                let parts = figure.parts.iter().skip(usize::from(!is_own));
                parts.for_each(|part| part.own_names(names));
            }
            Expression::Negative(part) | Expression::Not(part) => part.own_names(names),
            Expression::Both(_, parts) => parts.iter().for_each(|part| part.own_names(names)),
            Expression::If(parts) => parts.iter().for_each(|part| part.own_names(names)),
            Expression::Call(_, parts) | Expression::Rounded(_, parts, _) => {
                for part in parts {
                    part.own_names(names);
                }
            }
        }
    }
}

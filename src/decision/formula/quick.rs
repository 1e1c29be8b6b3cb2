//! Works a formula out in other numbers than exact ones: in binary ones for draws, in ranges for what is not certain.

mod figure;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use figure::field;

use super::evaluate::shown_digits;
use super::functions::{self, MOST_BITS, rounded};
use super::number::{Number, bits};
use super::problem::Worked;
use super::{Cut, Expression, Function, Node, Operator, SetName};
use crate::exact::{Exact, Mode, Rounding};
use crate::text::same_word;

/// In what a formula can be worked out. What cannot be worked out is none.
pub(crate) trait Count: Clone {
    fn of(number: &Exact) -> Self;
    fn plus(&self, other: &Self) -> Self;
    fn negative(&self) -> Self;
    fn times(&self, other: &Self) -> Self;
    fn over(&self, whole: &Self) -> Option<Self>;
    fn power(&self, exponent: &Self) -> Option<Self>;
    fn call(function: Function, numbers: &[Self]) -> Option<Self>;
    fn cut(&self, cut: Cut, mode: Mode, digits: u32) -> Self;
    /// The root of the product of several, of which there are some.
    fn geometric_mean(numbers: &[Self]) -> Option<Self> {
        let one = Self::of(&Exact::ONE);
        let product = numbers.iter().fold(one.clone(), |product, number| product.times(number));
        product.power(&one.over(&Self::of(&Exact::from(numbers.len())))?)
    }

    /// How it stands to another; none where it may stand in more than one way.
    fn order(&self, other: &Self) -> Option<Ordering>;
    /// All that is one or the other.
    fn either(&self, other: &Self) -> Self;
    /// Numbers from the least to the greatest.
    fn sorted(numbers: Vec<Self>) -> Vec<Self>;
    /// Whether it is too long to be worked with.
    fn is_too_long(&self) -> bool {
        false
    }

    /// A whole number that is told, as of digits or places.
    fn whole(&self) -> Option<u32>;

    /// As it is handed out, rounded where a rounding is asked for.
    fn handed_out(self, rounding: Option<Rounding>) -> Self {
        self.rounded(rounding)
    }

    /// Rounded, where a rounding is asked for.
    fn rounded(self, rounding: Option<Rounding>) -> Self {
        match rounding {
            Some(Rounding { digits, mode }) => self.cut(Cut::Round, mode, digits),
            None => self,
        }
    }
}

/// What a formula is worked out on.
pub(crate) trait Field<N> {
    /// What stands for a name with a bid.
    fn named(&self, bid: usize, node: &Node) -> Option<Part<N>>;

    /// How many bids there are.
    fn bids(&self) -> usize;

    /// Whether a bid belongs to a set; none where that is open. Where nothing else is said, all are compared.
    fn is_member(&self, _set: SetName, _bid: usize) -> Option<bool> {
        Some(true)
    }

    /// Whether what is not known of a bid will never be, so that figures are taken without it.
    fn is_closed(&self, _bid: usize) -> bool {
        false
    }

    /// Figures that are the same for every bid, by the place of theirs in memory.
    fn figures(&self) -> &RefCell<BTreeMap<usize, Option<N>>>;
}

/// What a part comes to.
#[derive(Clone)]
pub(crate) enum Part<N> {
    Number(N),
    Truth(Truth),
    Word(String),
}

/// Whether a condition holds; none where it may or not.
#[derive(Clone, Copy)]
pub(crate) struct Truth(pub(crate) Option<bool>);

/// A number for a bid; none where the formula has no result, or none that can be told.
pub(crate) fn number<N: Count>(node: &Node, on: &impl Field<N>, bid: usize) -> Option<N> {
    match work(node, on, bid)? {
        Part::Number(number) => Some(number),
        Part::Truth(_) | Part::Word(_) => None,
    }
}

fn truth<N: Count>(node: &Node, on: &impl Field<N>, bid: usize) -> Option<Truth> {
    match work(node, on, bid)? {
        Part::Truth(truth) => Some(truth),
        Part::Number(_) | Part::Word(_) => None,
    }
}

/// What a formula comes to for a bid; none where it has no result, or none that can be told.
pub(crate) fn work<N: Count>(node: &Node, on: &impl Field<N>, bid: usize) -> Option<Part<N>> {
    let numbers = |parts: &[Node]| parts.iter().map(|part| number(part, on, bid)).collect::<Option<Vec<N>>>();
    Some(Part::Number(match &node.expression {
        Expression::Number(number) => N::of(number),
        Expression::Word(word) => return Some(Part::Word(word.clone())),
        Expression::Name(_) => return on.named(bid, node),
        Expression::Negative(part) => number(part, on, bid)?.negative(),
        Expression::Not(part) => {
            return Some(Part::Truth(Truth(truth(part, on, bid)?.0.map(|truth| !truth))));
        }
        Expression::Both(operator, parts) => {
            let [left, right] = &**parts;
            return both(*operator, left, right, on, bid);
        }
        Expression::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            match truth(condition, on, bid)?.0 {
                Some(true) => return work(then, on, bid),
                Some(false) => return work(otherwise, on, bid),
                None => number(then, on, bid)?.either(&number(otherwise, on, bid)?),
            }
        }
        Expression::Call(function, parts) => N::call(*function, &numbers(parts)?)?,
        Expression::Rounded(cut, parts, mode) => {
            let numbers = numbers(parts)?;
            let digits = numbers.get(1).map_or(Some(0), N::whole)?;
            numbers[0].cut(*cut, mode.unwrap_or(Mode::HalfUp), digits)
        }
        Expression::Field(figure) => return field(figure, on, bid),
    }))
}

fn both<N: Count>(
    operator: Operator,
    left: &Node,
    right: &Node,
    on: &impl Field<N>,
    bid: usize,
) -> Option<Part<N>> {
    if matches!(operator, Operator::Or | Operator::And) {
        let wanted = operator == Operator::Or;
        let Truth(left) = truth(left, on, bid)?;
        // What decides alone asks for nothing more.
        if left == Some(wanted) {
            return Some(Part::Truth(Truth(left)));
        }
        let Truth(right) = truth(right, on, bid)?;
        let is_met = left == Some(wanted) || right == Some(wanted);
        let other = left.zip(right).map(|_| !wanted);
        return Some(Part::Truth(Truth(if is_met { Some(wanted) } else { other })));
    }
    let (left, right) = match (work(left, on, bid)?, work(right, on, bid)?) {
        (Part::Number(left), Part::Number(right)) => (left, right),
        (Part::Truth(Truth(left)), Part::Truth(Truth(right))) => {
            return alike(operator, left.zip(right).map(|(left, right)| left == right));
        }
        (Part::Word(left), Part::Word(right)) => return alike(operator, Some(same_word(&left, &right))),
        _ => return None,
    };
    let holds = |test: fn(Ordering) -> bool| Some(Part::Truth(Truth(left.order(&right).map(test))));
    let number = match operator {
        Operator::Or | Operator::And => return None,
        Operator::Equal => return holds(Ordering::is_eq),
        Operator::Unequal => return holds(Ordering::is_ne),
        Operator::Less => return holds(Ordering::is_lt),
        Operator::AtMost => return holds(Ordering::is_le),
        Operator::More => return holds(Ordering::is_gt),
        Operator::AtLeast => return holds(Ordering::is_ge),
        Operator::Plus => left.plus(&right),
        Operator::Minus => left.plus(&right.negative()),
        Operator::Times => left.times(&right),
        Operator::Over => left.over(&right)?,
        Operator::Power => left.power(&right)?,
    };
    (!number.is_too_long()).then_some(Part::Number(number))
}

/// What a comparison of what is no number comes to.
fn alike<N>(operator: Operator, is_same: Option<bool>) -> Option<Part<N>> {
    match operator {
        Operator::Equal => Some(Part::Truth(Truth(is_same))),
        Operator::Unequal => Some(Part::Truth(Truth(is_same.map(|is_same| !is_same)))),
        _ => None,
    }
}

impl Count for f64 {
    fn of(number: &Exact) -> f64 {
        number.to_f64()
    }

    fn plus(&self, other: &f64) -> f64 {
        self + other
    }

    fn negative(&self) -> f64 {
        -self
    }

    fn times(&self, other: &f64) -> f64 {
        self * other
    }

    fn over(&self, whole: &f64) -> Option<f64> {
        Some(self / whole).filter(|quotient| quotient.is_finite())
    }

    fn power(&self, exponent: &f64) -> Option<f64> {
        Some(libm::pow(*self, *exponent)).filter(|power| power.is_finite())
    }

    fn call(function: Function, numbers: &[f64]) -> Option<f64> {
        let first = *numbers.first()?;
        let second = || numbers.get(1).copied();
        let result = match function {
            Function::Min => numbers.iter().copied().fold(first, f64::min),
            Function::Max => numbers.iter().copied().fold(first, f64::max),
            Function::Clamp => {
                let (low, high) = (second()?, *numbers.get(2)?);
                (low <= high).then(|| first.max(low).min(high))?
            }
            Function::Abs => first.abs(),
            Function::Sqrt => libm::sqrt(first),
            Function::Root => libm::pow(first, 1.0 / second()?),
            Function::Ln => libm::log(first),
            Function::Log => libm::log(first) / second().map_or(std::f64::consts::LN_10, libm::log),
            Function::Exp => libm::exp(first),
        };
        Some(result).filter(|result| result.is_finite())
    }

    fn cut(&self, cut: Cut, mode: Mode, digits: u32) -> f64 {
        // A decimal of 15 digits is what the binary number stands for.
        Exact::from_f64(*self).map_or(*self, |exact| {
            let near = Rounding { digits: (digits + 9).min(18), mode: Mode::HalfUp }.apply(&exact);
            rounded(&near, cut, mode, digits).to_f64()
        })
    }

    fn order(&self, other: &f64) -> Option<Ordering> {
        /// Exact numbers that are equal may come out so far apart, as shares of them.
        const ALIKE: f64 = 1e-12;
        if (self - other).abs() <= ALIKE * self.abs().max(other.abs()) {
            return Some(Ordering::Equal);
        }
        self.partial_cmp(other)
    }

    fn either(&self, _: &f64) -> f64 {
        *self
    }

    fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
        numbers.sort_unstable_by(f64::total_cmp);
        numbers
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
    fn whole(&self) -> Option<u32> {
        ((0.0..=1e6).contains(self) && libm::floor(*self) >= *self).then_some(*self as u32)
    }
}

/// All numbers from one to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Between {
    pub(crate) low: Exact,
    pub(crate) high: Exact,
    /// Whether a root or logarithm is in it, so that a number handed out is its approximation.
    is_near: bool,
}

impl Between {
    pub(crate) fn new(low: Exact, high: Exact) -> Between {
        Between { low, high, is_near: false }
    }

    /// The same, of which some part may be near.
    fn and_near(self, is_near: bool) -> Between {
        Between { is_near: self.is_near || is_near, ..self }
    }

    fn of_all(numbers: impl IntoIterator<Item = Exact>) -> Option<Between> {
        let numbers: Vec<Exact> = numbers.into_iter().collect();
        Some(Between::new(numbers.iter().min()?.clone(), numbers.iter().max()?.clone()))
    }

    fn corners(&self, other: &Between, of: impl Fn(&Exact, &Exact) -> Exact) -> Between {
        let mut corners = Vec::with_capacity(4);
        for own in [&self.low, &self.high] {
            corners.extend([&other.low, &other.high].map(|other| of(own, other)));
        }
        let all = Between::of_all(corners).unwrap_or_else(|| self.clone());
        all.and_near(self.is_near || other.is_near)
    }

    /// What a function that never falls makes of it.
    fn rising(&self, of: impl Fn(&Exact) -> Exact) -> Between {
        Between { low: of(&self.low), high: of(&self.high), is_near: self.is_near }
    }
}

/// Digits to which roots, logarithms and the powers of ranges are worked out.
const DIGITS: u32 = 40;

impl Between {
    fn number(&self) -> Number {
        Number::within([self.low.clone(), self.high.clone()])
    }

    /// What was worked out from some ranges: between its ends, or its best approximation where all of them are numbers.
    fn made_of(from: &[Between], number: Worked<Number>) -> Option<Between> {
        let [low, high] = number.ok()?.ends();
        if low == high || from.iter().any(|range| range.low != range.high) {
            let is_near = low != high || from.iter().any(|range| range.is_near);
            return Some(Between { low, high, is_near });
        }
        let middle = (&low + &high).over(&Exact::from(2))?;
        Some(Between { low: middle.clone(), high: middle, is_near: true })
    }
}

/// Ranges hold all that can come out, and may be wider. A root or logarithm of a number counts as a number.
impl Count for Between {
    fn of(number: &Exact) -> Between {
        Between::new(number.clone(), number.clone())
    }

    fn plus(&self, other: &Between) -> Between {
        Between::new(&self.low + &other.low, &self.high + &other.high).and_near(self.is_near || other.is_near)
    }

    fn negative(&self) -> Between {
        Between { low: -&self.high, high: -&self.low, is_near: self.is_near }
    }

    fn times(&self, other: &Between) -> Between {
        self.corners(other, |a, b| a * b)
    }

    fn over(&self, whole: &Between) -> Option<Between> {
        let is_signed = whole.low > Exact::ZERO || whole.high.is_negative();
        is_signed.then(|| self.corners(whole, |a, b| a.over(b).unwrap_or_default()))
    }

    fn power(&self, exponent: &Between) -> Option<Between> {
        let power = |base: &Number| functions::power(base, &exponent.number(), DIGITS, &(0..0));
        let is_told = exponent.low == exponent.high;
        let (above, below) = exponent.low.reduced_parts();
        if !is_told || below != dashu_int::UBig::ONE {
            return Between::made_of(&[self.clone(), exponent.clone()], power(&self.number()));
        }
        // Between its ends, and at its least where it turns.
        let passes_zero = !(self.low > Exact::ZERO || self.high.is_negative());
        if passes_zero && exponent.low.is_negative() {
            return None;
        }
        let is_even = (&above % dashu_int::UBig::from(2_u8)).is_zero();
        let turn = (passes_zero && is_even && !above.is_zero()).then_some(Exact::ZERO);
        let end = |end: &Exact| Some(power(&Number::Exact(end.clone())).ok()?.ends()[0].clone());
        let all = Between::of_all([end(&self.low)?, end(&self.high)?].into_iter().chain(turn))?;
        Some(all.and_near(self.is_near))
    }

    fn call(function: Function, numbers: &[Between]) -> Option<Between> {
        let of = |pick: fn(&Exact, &Exact) -> Exact| {
            numbers.iter().cloned().reduce(|a, b| {
                Between::new(pick(&a.low, &b.low), pick(&a.high, &b.high)).and_near(a.is_near || b.is_near)
            })
        };
        let least = |a: &Exact, b: &Exact| a.min(b).clone();
        let most = |a: &Exact, b: &Exact| a.max(b).clone();
        match (function, numbers) {
            (Function::Min, _) => of(least),
            (Function::Max, _) => of(most),
            // A lower end above the upper one has no result.
            (Function::Clamp, [own, low, high]) if low.high <= high.low => {
                let clamped = Between::new(
                    least(&most(&own.low, &low.low), &high.low),
                    least(&most(&own.high, &low.high), &high.high),
                );
                Some(clamped.and_near(numbers.iter().any(|one| one.is_near)))
            }
            (Function::Abs, [own]) => {
                let ends = [own.low.abs(), own.high.abs()];
                let passes_zero = own.low.is_negative() && !own.high.is_negative();
                Some(
                    Between::of_all(ends.into_iter().chain(passes_zero.then_some(Exact::ZERO)))?
                        .and_near(own.is_near),
                )
            }
            (Function::Clamp | Function::Abs, _) => None,
            (Function::Sqrt | Function::Root | Function::Ln | Function::Log | Function::Exp, _) => {
                let plain: Vec<Number> = numbers.iter().map(Between::number).collect();
                Between::made_of(numbers, functions::call(function, &plain, DIGITS, &(0..0)))
            }
        }
    }

    fn geometric_mean(numbers: &[Between]) -> Option<Between> {
        let plain: Vec<Number> = numbers.iter().map(Between::number).collect();
        Between::made_of(numbers, functions::geometric_mean(&plain, DIGITS, &(0..0)))
    }

    /// As the exact number is: where it is no fraction and no rounding is asked for, with so many digits.
    fn handed_out(self, rounding: Option<Rounding>) -> Between {
        if rounding.is_none() && self.is_near { self.rising(shown_digits) } else { self.rounded(rounding) }
    }

    fn is_too_long(&self) -> bool {
        [&self.low, &self.high].into_iter().any(|end| bits(end) > MOST_BITS)
    }

    fn cut(&self, cut: Cut, mode: Mode, digits: u32) -> Between {
        self.rising(|number| rounded(number, cut, mode, digits))
    }

    fn order(&self, other: &Between) -> Option<Ordering> {
        if self.low == self.high && self.low == other.low && self.high == other.high {
            return Some(Ordering::Equal);
        }
        // Where they touch, they may be equal or not.
        if self.high < other.low {
            Some(Ordering::Less)
        } else if self.low > other.high {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    fn either(&self, other: &Between) -> Between {
        let either =
            Between::new(self.low.clone().min(other.low.clone()), self.high.clone().max(other.high.clone()));
        either.and_near(self.is_near || other.is_near)
    }

    fn sorted(numbers: Vec<Between>) -> Vec<Between> {
        let is_near = numbers.iter().any(|one| one.is_near);
        let (mut lows, mut highs): (Vec<Exact>, Vec<Exact>) =
            numbers.into_iter().map(|one| (one.low, one.high)).unzip();
        lows.sort();
        highs.sort();
        lows.into_iter().zip(highs).map(|(low, high)| Between { low, high, is_near }).collect()
    }

    fn whole(&self) -> Option<u32> {
        (self.low == self.high).then_some(())?;
        let (above, below) = self.low.reduced_parts();
        u32::try_from(above).ok().filter(|_| below == dashu_int::UBig::ONE)
    }
}

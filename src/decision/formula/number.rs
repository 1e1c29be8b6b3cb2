//! Numbers that may lie between two fractions, as a root does.

use std::cmp::Ordering;
use std::ops::Range;

use dashu_base::BitTest;

use super::problem::{Problem, Stop, Worked, fail};
use crate::exact::Exact;

/// A number between two; or one.
#[derive(Clone, Debug)]
pub(super) enum Number {
    Exact(Exact),
    Between([Exact; 2]),
}

/// The bits of a fraction, above and below.
pub(super) fn bits(number: &Exact) -> usize {
    if !number.is_long() {
        return 0;
    }
    let (above, below) = number.parts();
    above.bit_len() + below.bit_len()
}

impl Number {
    pub(super) fn within([low, high]: [Exact; 2]) -> Number {
        if low == high { Number::Exact(low) } else { Number::Between([low, high]) }
    }

    pub(super) fn ends(&self) -> [Exact; 2] {
        match self {
            Number::Exact(number) => [number.clone(), number.clone()],
            Number::Between(ends) => ends.clone(),
        }
    }

    pub(super) fn bits(&self) -> usize {
        match self {
            Number::Exact(number) => bits(number),
            Number::Between(ends) => ends.iter().map(bits).max().unwrap_or_default(),
        }
    }

    pub(super) fn negative(&self) -> Number {
        match self {
            Number::Exact(number) => Number::Exact(-number),
            Number::Between([low, high]) => Number::Between([-high, -low]),
        }
    }

    pub(super) fn plus(&self, other: &Number) -> Number {
        match (self, other) {
            (Number::Exact(left), Number::Exact(right)) => Number::Exact(left + right),
            _ => {
                let [left, right] = [self.ends(), other.ends()];
                Number::within([&left[0] + &right[0], &left[1] + &right[1]])
            }
        }
    }

    pub(super) fn times(&self, other: &Number) -> Number {
        if let (Number::Exact(left), Number::Exact(right)) = (self, other) {
            return Number::Exact(left * right);
        }
        let [left, right] = [self.ends(), other.ends()];
        let products: Vec<Exact> =
            left.iter().flat_map(|left| right.iter().map(move |right| left * right)).collect();
        let end = |pick: Option<&Exact>| pick.cloned().unwrap_or_default();
        Number::within([end(products.iter().min()), end(products.iter().max())])
    }

    pub(super) fn over(&self, other: &Number, span: &Range<usize>) -> Worked<Number> {
        if let (Number::Exact(left), Number::Exact(right)) = (self, other) {
            return left
                .over(right)
                .map_or_else(|| fail(Problem::DivisionByZero, span), |quotient| Ok(Number::Exact(quotient)));
        }
        let [low, high] = other.ends();
        let (Some(upper), Some(lower)) = (Exact::ONE.over(&low), Exact::ONE.over(&high)) else {
            return if low == high {
                fail(Problem::DivisionByZero, span)
            } else {
                Err(Stop::MoreDigits(span.clone()))
            };
        };
        if low.is_negative() != high.is_negative() {
            return Err(Stop::MoreDigits(span.clone()));
        }
        Ok(self.times(&Number::within([lower, upper])))
    }

    /// # Errors
    /// The wish for more digits where they cannot be told apart.
    pub(super) fn compare(&self, other: &Number, span: &Range<usize>) -> Worked<Ordering> {
        if let (Number::Exact(left), Number::Exact(right)) = (self, other) {
            return Ok(left.cmp(right));
        }
        let [left, right] = [self.ends(), other.ends()];
        if left[1] < right[0] {
            Ok(Ordering::Less)
        } else if left[0] > right[1] {
            Ok(Ordering::Greater)
        } else {
            Err(Stop::MoreDigits(span.clone()))
        }
    }

    /// A function that grows with its number.
    pub(super) fn grown(
        &self,
        span: &Range<usize>,
        of: impl Fn(&Exact) -> Option<[Exact; 2]>,
    ) -> Worked<Number> {
        let ends = match self {
            Number::Exact(number) => of(number),
            Number::Between([low, high]) => of(low).zip(of(high)).map(|([low, _], [_, high])| [low, high]),
        };
        match ends {
            Some(ends) => Ok(Number::within(ends)),
            // An end that lies below zero by its last digit only has a root all the same.
            None if matches!(self, Number::Between([_, high]) if !high.is_negative()) => {
                Err(Stop::MoreDigits(span.clone()))
            }
            None => fail(Problem::NoRoot, span),
        }
    }
}

/// What is made of a number that lies between two, where it is the same for both.
///
/// # Errors
/// The wish for more digits where it is not.
pub(super) fn settle(ends: &[Exact; 2], span: &Range<usize>, of: impl Fn(&Exact) -> Exact) -> Worked<Exact> {
    let [low, high] = ends.each_ref().map(of);
    if low == high { Ok(low) } else { Err(Stop::MoreDigits(span.clone())) }
}

/// The sum of several.
pub(super) fn sum(numbers: &[Number]) -> Number {
    let ends: Vec<[Exact; 2]> = numbers.iter().map(Number::ends).collect();
    let end = |at: usize| Exact::sum(ends.iter().map(|ends| &ends[at]));
    Number::within([end(0), end(1)])
}

/// Numbers from the lowest to the highest.
pub(super) fn sorted(mut numbers: Vec<Number>, span: &Range<usize>) -> Worked<Vec<Number>> {
    let mut is_undecided = false;
    numbers.sort_by(|a, b| {
        a.compare(b, span).unwrap_or_else(|_| {
            is_undecided = true;
            Ordering::Equal
        })
    });
    if is_undecided { Err(Stop::MoreDigits(span.clone())) } else { Ok(numbers) }
}

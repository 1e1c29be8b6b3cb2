//! Why a formula has no result, or none yet.

use std::ops::Range;

/// Digits at which two numbers that cannot be told apart are given up.
pub(super) const MOST_DIGITS: u32 = 640;

/// Why a formula has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Something is divided by zero.
    #[error("divides by zero")]
    DivisionByZero,
    /// A root or logarithm of a number that has none.
    #[error("takes a root or logarithm of a number that has none: below zero, or zero")]
    NoRoot,
    /// No bid of a set has a number.
    #[error("takes a figure of no bids: none of the set has a number")]
    EmptySet,
    /// A word or truth where a number is wanted, or the like.
    #[error("{0}")]
    Unfit(String),
    /// A number that is too large to be worked out.
    #[error("comes to a number that is too large")]
    TooLarge,
    /// Figures within figures that look at too many bids.
    #[error(
        "looks at every bid beside every other too often: name a part of it, or leave out a figure within a figure"
    )]
    TooMuch,
    /// Digits or places that are not whole, or out of bounds.
    #[error("needs a whole number from {0} to {1} here")]
    NotWhole(u32, u32),
    /// Two numbers so close that their order cannot be told.
    #[error(
        "compares two numbers that {MOST_DIGITS} digits do not tell apart: they tie, or the formula has to round them"
    )]
    Undecided,
    /// A name that stands for a formula which leads back to it.
    #[error("leads in a circle: a name stands for a formula that needs it")]
    Circle,
    /// A name without a meaning.
    #[error("{0}")]
    Named(String),
}

/// Why a formula has no result, and which part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct Unsolved {
    /// Why.
    pub problem: Problem,
    /// The formula.
    pub text: String,
    /// The bytes of its text where.
    pub span: Range<usize>,
}

/// What working out comes to: a result, or the wish for more digits.
pub(super) enum Stop {
    Unsolved(Problem, Range<usize>),
    MoreDigits(Range<usize>),
}

pub(super) type Worked<T> = Result<T, Stop>;

pub(super) fn fail<T>(problem: Problem, span: &Range<usize>) -> Worked<T> {
    Err(Stop::Unsolved(problem, span.clone()))
}

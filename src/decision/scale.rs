//! What a fact is worth: scales that turn it into a value from 0 to 1.
//!
//! A scale is written in many ways and is one of few things, its [`Shape`]. Whoever works with scales matches on
//! the shape, without a wildcard, or asks a method here: a new way to write one then touches nothing else, and a
//! new shape does not compile before everybody has said what to do with it.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

mod formula;
mod line;
mod set;
mod stated;
mod table;

use std::fmt;
use std::sync::Arc;

pub(crate) use formula::{Bid, Term};
pub use formula::{FieldFormula, Parameter, PriceFormula};
pub use line::{MarkRange, ValueLine};
pub use set::WantedSet;
pub use stated::{StatedFormula, UnfitFormula};
pub use table::{TableKey, WordTable};

use super::fact::SHOWN_DECIMALS;
use super::{FactId, Rule, Value};
use crate::exact::Exact;

/// What a fact is worth. Values run from 0 to 1 here, and from 0 to 100 in files and on screens.
///
/// Made by constructors that refuse what has no meaning, such as a line without length.
///
/// ```
/// use weigh::decision::{Scale, ScaleError};
/// use weigh::exact::Exact;
///
/// let price = Scale::ends(Exact::from(32), Exact::from(12)).unwrap();
/// assert_eq!(price.to_string(), "32 worst, 12 best");
/// assert_eq!(Scale::ends(Exact::ONE, Exact::ONE).unwrap_err(), ScaleError::Flat);
/// ```
#[derive(Clone, Debug)]
pub struct Scale(Arc<Shape>);

/// The few things that scales are.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Shape {
    /// Numbers on a line through points.
    Line(ValueLine),
    /// Words, or yes and no, each with its worth.
    Table(WordTable),
    /// The share of wanted things that are there.
    Set(WantedSet),
    /// A formula over this bid and those of the vendors in play.
    Formula(FieldFormula),
}

/// Why something is no scale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScaleError {
    /// The two ends of a line are one number.
    #[error("worst and best are the same")]
    Flat,
    /// A line through fewer than two points.
    #[error("a line needs two points or more")]
    TooFewPoints,
    /// A point that does not lie above the one before it.
    #[error("the points of a line go up")]
    NotRising {
        /// The place of the point, from 0.
        at: usize,
    },
    /// An ideal at or beyond an end.
    #[error("the ideal must lie between low and high")]
    IdealOutside,
    /// A highest mark at or below the lowest.
    #[error("the highest mark {to} must be above the lowest, {from}")]
    FlatMarks {
        /// The lowest mark.
        from: Exact,
        /// The highest mark.
        to: Exact,
    },
    /// Texts for marks, but not one for each whole mark.
    #[error("{given} anchors for marks from {from} to {to}")]
    Anchors {
        /// How many there are.
        given: usize,
        /// The lowest mark.
        from: Exact,
        /// The highest mark.
        to: Exact,
    },
    /// A table without words.
    #[error("this scale has no levels")]
    NoLevels,
    /// A word that stands in a table twice, capitals or not.
    #[error("the level `{word}` is there twice")]
    SameLevel {
        /// The second of the two.
        word: String,
    },
    /// A set of nothing.
    #[error("a set has one thing or more")]
    EmptySet,
    /// A budget at or below the price that earns full points.
    #[error("the budget {budget} must be above {base}")]
    LowBudget {
        /// The budget as stated.
        budget: Exact,
        /// The price that earns full points; 0 where the formula has none.
        base: Exact,
    },
    /// A worth below 0 or above 1.
    #[error("a worth is from 0 to 1, and {worth} is not")]
    WorthOutside {
        /// That worth.
        worth: Exact,
    },
}

impl Scale {
    fn of(shape: Shape) -> Scale {
        Scale(Arc::new(shape))
    }

    /// What it is, however it was written.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.0
    }

    /// Whether the worth of one vendor's fact depends on the other vendors.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.formula().is_some_and(FieldFormula::looks_at_others)
    }

    /// The formula of a scale that gives points for a price, or compares vendors.
    #[must_use]
    pub fn formula(&self) -> Option<&FieldFormula> {
        match self.shape() {
            Shape::Formula(formula) => Some(formula),
            Shape::Line(_) | Shape::Table(_) | Shape::Set(_) => None,
        }
    }

    /// The formula of a scale that gives points for a price.
    #[must_use]
    pub fn price_formula(&self) -> Option<&PriceFormula> {
        self.formula().and_then(FieldFormula::price)
    }

    /// The lowest and the highest worth of a fact of which nothing is known, 0 and 1 but for a formula without limits.
    pub(crate) fn reach_of_unknown(&self) -> [Value; 2] {
        match self.formula() {
            Some(FieldFormula::Stated(formula)) => formula.reach().map(Value::of),
            Some(FieldFormula::Price(_) | FieldFormula::Relative { .. }) | None => {
                [Value::WORST, Value::BEST]
            }
        }
    }

    /// The same with what formulas come to below 0, or above full points, as it is.
    ///
    /// - `fact`: the fact that the criterion reads.
    #[must_use]
    pub fn with_limits(self, fact: &FactId, rule: &Rule) -> Scale {
        let Rule { has_floor, has_cap, field, .. } = *rule;
        if has_floor && has_cap {
            return self;
        }
        let stated = match self.formula() {
            Some(FieldFormula::Stated(formula)) => Some(formula.clone()),
            Some(FieldFormula::Price(formula)) => formula.as_printed(fact, field),
            Some(FieldFormula::Relative { .. }) | None => None,
        };
        stated.map_or(self, |formula| Scale::stated(formula.with_limits(has_floor, has_cap)))
    }

    /// Whether it turns a price into points: by a price formula, or one as printed that falls.
    #[must_use]
    pub fn is_price(&self) -> bool {
        self.formula().is_some_and(|formula| match formula {
            FieldFormula::Price(_) => true,
            FieldFormula::Stated(formula) => !formula.rises(),
            FieldFormula::Relative { .. } => false,
        })
    }

    /// Whether it is a formula that is not shown to run one way with each of its numbers.
    #[must_use]
    pub fn may_turn(&self) -> bool {
        self.formula().is_some_and(|formula| !formula.runs_one_way())
    }

    /// The line of a scale that reads numbers by themselves.
    #[must_use]
    pub fn line(&self) -> Option<&ValueLine> {
        match self.shape() {
            Shape::Line(line) => Some(line),
            Shape::Table(_) | Shape::Set(_) | Shape::Formula(_) => None,
        }
    }

    /// Whether a number counts for more the lower it is, from end to end.
    #[must_use]
    pub fn less_is_better(&self) -> bool {
        match self.shape() {
            Shape::Line(line) => {
                line.points().first().zip(line.points().last()).is_some_and(|(a, b)| a.1 > b.1)
            }
            Shape::Formula(formula) => !formula.rises(),
            Shape::Table(_) | Shape::Set(_) => false,
        }
    }

    /// Whether the scale reads a mark that people give, and not a fact.
    #[must_use]
    pub fn is_rating(&self) -> bool {
        self.marks().is_some()
    }

    /// The marks that people give on it; none for a scale that reads facts.
    #[must_use]
    pub fn marks(&self) -> Option<MarkRange<'_>> {
        self.line().and_then(ValueLine::marks)
    }

    /// From what is worth least to what is worth most, in words with every digit: `32 to 12 EUR/h`. An end that is
    /// not worth 0 or 100 says what it is worth. How the scale runs between its ends is left out. This is what
    /// swing weights are about.
    ///
    /// - `unit`: the one in which the scale counts.
    #[must_use]
    pub fn range(&self, unit: Option<&str>) -> String {
        let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
        match self.shape() {
            Shape::Line(line) => line.range(&unit),
            Shape::Table(table) => table.range(),
            Shape::Set(set) => set.range(),
            Shape::Formula(formula) => formula.range(&unit),
        }
    }
}

/// Says in a line how the scale works: `32 worst, 12 best`.
impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape() {
            Shape::Line(line) => line.fmt(f),
            Shape::Table(table) => table.fmt(f),
            Shape::Set(set) => set.fmt(f),
            Shape::Formula(formula) => formula.fmt(f),
        }
    }
}

/// Refuses a worth that is not from 0 to 1.
fn check_worth(worth: &Exact) -> Result<(), ScaleError> {
    if worth.is_negative() || *worth > Exact::ONE {
        return Err(ScaleError::WorthOutside { worth: worth.clone() });
    }
    Ok(())
}

/// A number of a scale as screens show it; in `{:#}` with its thousands apart.
fn number_text(f: &fmt::Formatter<'_>, number: &Exact) -> String {
    if f.alternate() { number.spaced(SHOWN_DECIMALS) } else { number.plain(SHOWN_DECIMALS) }
}

/// A worth as screens show it, 0 to 100.
fn worth_text(worth: &Exact) -> String {
    worth.percent().plain(SHOWN_DECIMALS)
}

/// From all that is worth least to all that is worth most.
fn between_extremes(ends: &[(String, &Exact)]) -> String {
    let end = |value: Option<&Exact>, usual: &Exact| {
        let Some(value) = value else { return String::new() };
        let equal = ends.iter().filter(|(_, other)| *other == value).map(|(name, _)| name);
        let worth = if value == usual { String::new() } else { format!(" (worth {})", value.percent()) };
        format!("{}{worth}", listed(equal, " or "))
    };
    let values = || ends.iter().map(|(_, value)| *value);
    format!("{} to {}", end(values().min(), &Exact::ZERO), end(values().max(), &Exact::ONE))
}

/// Names in a row; those after the first thousands of letters are counted.
fn listed<'a>(names: impl IntoIterator<Item = &'a String>, between: &str) -> String {
    const LONGEST: usize = 2_000;
    let mut text = String::new();
    let mut names = names.into_iter();
    while let Some(name) = names.next() {
        if text.len() > LONGEST {
            return format!("{text} and {} more", names.count() + 1);
        }
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn points(points: &[(&str, &str)]) -> Result<Scale, ScaleError> {
        Scale::points(points.iter().map(|(x, y)| (n(x), n(y))).collect())
    }

    fn levels(levels: &[(&str, &str)]) -> Result<Scale, ScaleError> {
        Scale::levels(levels.iter().map(|(word, y)| ((*word).to_owned(), n(y))).collect())
    }

    fn share(budget: &str, base: &str, add: &str) -> Result<Scale, ScaleError> {
        Scale::price(PriceFormula::BudgetShare { budget: n(budget), base: n(base), add: n(add) })
    }

    #[test]
    fn what_is_no_scale_is_refused_with_its_reason() {
        let texts = |count: usize| vec!["text".to_owned(); count];
        let outside = |worth| ScaleError::WorthOutside { worth: n(worth) };
        let low = |budget, base| ScaleError::LowBudget { budget: n(budget), base: n(base) };
        let refused = [
            (Scale::ends(n("1.0"), n("1")), ScaleError::Flat),
            (points(&[]), ScaleError::TooFewPoints),
            (points(&[("1", "0")]), ScaleError::TooFewPoints),
            (points(&[("1", "0"), ("2", "1"), ("2", "0")]), ScaleError::NotRising { at: 2 }),
            (points(&[("3", "0"), ("2", "1")]), ScaleError::NotRising { at: 1 }),
            (points(&[("1", "0"), ("2", "1.01")]), outside("1.01")),
            (points(&[("1", "-0.01"), ("2", "1")]), outside("-0.01")),
            (Scale::ideal(n("2"), n("2"), n("3")), ScaleError::IdealOutside),
            (Scale::ideal(n("1"), n("3"), n("3")), ScaleError::IdealOutside),
            (Scale::ideal(n("3"), n("2"), n("1")), ScaleError::IdealOutside),
            (Scale::rating(n("5"), n("5"), Vec::new()), ScaleError::FlatMarks { from: n("5"), to: n("5") }),
            (Scale::rating(n("5"), n("1"), Vec::new()), ScaleError::FlatMarks { from: n("5"), to: n("1") }),
            (
                Scale::rating(n("1"), n("5"), texts(4)),
                ScaleError::Anchors { given: 4, from: n("1"), to: n("5") },
            ),
            (
                Scale::rating(n("0"), n("2.5"), texts(3)),
                ScaleError::Anchors { given: 3, from: n("0"), to: n("2.5") },
            ),
            (levels(&[]), ScaleError::NoLevels),
            (levels(&[("live", "1"), ("Live", "0")]), ScaleError::SameLevel { word: "Live".to_owned() }),
            (levels(&[("live", "2")]), outside("2")),
            (Scale::yes_no(n("1.5"), n("0")), outside("1.5")),
            (Scale::yes_no(n("1"), n("-1")), outside("-1")),
            (Scale::covers(Vec::new(), None), ScaleError::EmptySet),
            (Scale::price(PriceFormula::BudgetLine { budget: n("0") }), low("0", "0")),
            (share("60", "60", "0"), low("60", "60")),
            (share("-1", "0", "0"), low("-1", "0")),
            (share("100", "60", "1.1"), outside("1.1")),
        ];
        for (made, reason) in refused {
            assert_eq!(made.expect_err("it is no scale"), reason);
        }
    }

    #[test]
    fn a_line_knows_its_points_in_both_orders() {
        let falling = Scale::ends(n("32"), n("12")).unwrap();
        let line = falling.line().unwrap();
        assert_eq!(line.points(), [(n("12"), Exact::ONE), (n("32"), Exact::ZERO)]);
        let named: Vec<_> = line.named_points().map(|(name, (x, _))| (name, x.to_string())).collect();
        assert_eq!(named, [("worst", "32".to_owned()), ("best", "12".to_owned())]);
        assert_eq!(line.worst_and_best(), Some([&n("32"), &n("12")]));
        assert_eq!(falling.range(Some("EUR/h")), "32 to 12 EUR/h");
    }
}

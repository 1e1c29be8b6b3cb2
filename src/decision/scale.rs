//! What a fact is worth: scales that turn it into a value from 0 to 1.

use std::fmt;

use super::{Date, fact::SHOWN_DECIMALS};
use crate::exact::Exact;

/// What a fact is worth. Values run from 0 to 1 here, and from 0 to 100 in files and on screens.
#[derive(Clone, Debug)]
pub enum Scale {
    /// A straight line from the worst to the best end; the two differ.
    Ends {
        /// Worth 0.
        worst: Exact,
        /// Worth 1.
        best: Exact,
    },
    /// A line through points; x goes up.
    Points(Vec<(Exact, Exact)>),
    /// A value for each word; compared without regard to capitals.
    Levels(Vec<(String, Exact)>),
    /// A value for yes and one for no.
    YesNo {
        /// Worth of yes.
        yes: Exact,
        /// Worth of no.
        no: Exact,
    },
    /// 1 at the ideal, falling in straight lines to 0 at both ends; low < ideal < high.
    Peak {
        /// Worth 0.
        low: Exact,
        /// Worth 1.
        ideal: Exact,
        /// Worth 0.
        high: Exact,
    },
    /// The share of a set that the fact holds.
    Covers {
        /// The set; not empty.
        wanted: Vec<String>,
        /// The need that the set was taken from, as typed.
        need: Option<String>,
        /// A day on which the things must still be valid.
        on: Option<Date>,
    },
    /// Marks by people, from the worst to the best.
    Rating {
        /// The lowest mark, worth 0.
        from: Exact,
        /// The highest mark, worth 1.
        to: Exact,
        /// What each whole mark means, worst first; may be empty.
        anchors: Vec<String>,
    },
    /// Points for a price, as tenders publish them.
    Price(PriceFormula),
    /// A line between the worst and the best of the vendors that are in play.
    Relative {
        /// Whether more is better.
        higher_is_better: bool,
    },
}

/// A price formula. P is the price, Pmin and Pmax the lowest and highest in play, B the budget.
///
/// The labels F1 to F6 are those by which the formulas are compared in the README.
#[derive(Clone, Debug)]
pub enum PriceFormula {
    /// F1: Pmin / P.
    LowestOverPrice,
    /// F2: (Pmax - P) / (Pmax - Pmin).
    Span,
    /// F3: 1 - (P - Pmin) / Pmin, not below 0.
    ExcessOverLowest,
    /// F4: (B - P) / (B - Pmin).
    BudgetLine {
        /// B.
        budget: Exact,
    },
    /// F5 and F6: 1 - (P - base) / (B - base) + add, within 0 and 1.
    BudgetShare {
        /// B; above the base.
        budget: Exact,
        /// The price that earns full points; 0 for F5.
        base: Exact,
        /// A value that every bid gets on top.
        add: Exact,
    },
}

impl PriceFormula {
    /// The name by which files call it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            PriceFormula::LowestOverPrice => "lowest/price",
            PriceFormula::Span => "span",
            PriceFormula::ExcessOverLowest => "excess-over-lowest",
            PriceFormula::BudgetLine { .. } => "budget-line",
            PriceFormula::BudgetShare { .. } => "budget-share",
        }
    }
}

impl Scale {
    /// Whether the worth of one vendor's fact depends on the other vendors.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        match self {
            Scale::Relative { .. } => true,
            Scale::Price(formula) => !matches!(formula, PriceFormula::BudgetShare { .. }),
            _ => false,
        }
    }

    /// Whether the scale is worked out over the field of vendors in play, even where, as in a share of
    /// the budget, the others do not matter.
    #[must_use]
    pub fn is_of_field(&self) -> bool {
        matches!(self, Scale::Price(_) | Scale::Relative { .. })
    }

    /// Whether the scale reads a mark and not a fact.
    #[must_use]
    pub fn is_rating(&self) -> bool {
        matches!(self, Scale::Rating { .. })
    }
}

/// Which way a scale runs: what swing weights are about.
impl Scale {
    /// From what is worth least to what is worth most, in words with every digit: `32 to 12 EUR/h`. An end that is
    /// not worth 0 or 100 says what it is worth. How the scale runs between its ends is left out.
    ///
    /// - `unit`: the one in which the scale counts.
    #[must_use]
    pub fn range(&self, unit: Option<&str>) -> String {
        let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
        let worth_all = Exact::ONE;
        match self {
            Scale::Ends { worst, best } => format!("{worst} to {best}{unit}"),
            Scale::Points(points) => {
                let named: Vec<(String, &Exact)> = points.iter().map(|(x, y)| (x.to_string(), y)).collect();
                format!("{}{unit}", between_extremes(&named))
            }
            Scale::Levels(levels) => {
                let named: Vec<(String, &Exact)> = levels.iter().map(|(word, y)| (word.clone(), y)).collect();
                between_extremes(&named)
            }
            Scale::YesNo { yes, no } => between_extremes(&[("no".to_owned(), no), ("yes".to_owned(), yes)]),
            Scale::Peak { low, ideal, high } => format!("{low} or {high} to {ideal}{unit}"),
            Scale::Covers { wanted, .. } => format!("nothing to all of {}", listed(wanted, ", ")),
            Scale::Rating { from, to, anchors } => {
                let anchor = |at: Option<&String>| at.map_or_else(String::new, |text| format!(" ({text})"));
                format!("{from}{} to {to}{}", anchor(anchors.first()), anchor(anchors.last()))
            }
            Scale::Price(PriceFormula::LowestOverPrice) => "no limit to the lowest price".to_owned(),
            Scale::Price(PriceFormula::Span) => "the highest to the lowest price".to_owned(),
            Scale::Price(PriceFormula::ExcessOverLowest) => "twice the lowest to the lowest price".to_owned(),
            Scale::Price(PriceFormula::BudgetLine { budget }) => {
                format!("{budget}{unit} to the lowest price")
            }
            Scale::Price(PriceFormula::BudgetShare { budget, base, add }) => {
                let room = budget - base;
                let [worst, best] = [&worth_all + add, add.clone()].map(|share| base + &(&room * &share));
                format!("{worst} to {best}{unit}")
            }
            Scale::Relative { higher_is_better: true } => "the lowest to the highest vendor".to_owned(),
            Scale::Relative { higher_is_better: false } => "the highest to the lowest vendor".to_owned(),
        }
    }
}

/// From all that is worth least to all that is worth most.
fn between_extremes(ends: &[(String, &Exact)]) -> String {
    let hundred = Exact::from(100);
    let end = |value: Option<&Exact>, usual: &Exact| {
        let Some(value) = value else { return String::new() };
        let equal = ends.iter().filter(|(_, other)| *other == value).map(|(name, _)| name);
        let worth = if value == usual { String::new() } else { format!(" (worth {})", value * &hundred) };
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

/// Says in a line how the scale works: `32 worst, 12 best`.
impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_spaced = f.alternate();
        let n = |number: &Exact| {
            if is_spaced { number.spaced(SHOWN_DECIMALS) } else { number.plain(SHOWN_DECIMALS) }
        };
        let v = |value: &Exact| (value * &Exact::from(100)).plain(SHOWN_DECIMALS);
        match self {
            Scale::Ends { worst, best } => write!(f, "{} worst, {} best", n(worst), n(best)),
            Scale::Points(points) => {
                let shown: Vec<String> = points.iter().map(|(x, y)| format!("{} = {}", n(x), v(y))).collect();
                write!(f, "line through {}", shown.join(", "))
            }
            Scale::Levels(levels) => {
                let shown: Vec<String> =
                    levels.iter().map(|(word, y)| format!("{word} = {}", v(y))).collect();
                f.write_str(&shown.join(", "))
            }
            Scale::YesNo { yes, no } => write!(f, "yes = {}, no = {}", v(yes), v(no)),
            Scale::Peak { low, ideal, high } => {
                write!(f, "{} ideal, 0 at {} and {}", n(ideal), n(low), n(high))
            }
            Scale::Covers { wanted, on, .. } => {
                write!(f, "share of {}", wanted.join(", "))?;
                on.map_or(Ok(()), |on| write!(f, " valid on {on}"))
            }
            Scale::Rating { from, to, .. } => write!(f, "marks from {} to {}", n(from), n(to)),
            Scale::Price(formula) => match formula {
                PriceFormula::LowestOverPrice => f.write_str("lowest price / price"),
                PriceFormula::Span => f.write_str("(highest - price) / (highest - lowest)"),
                PriceFormula::ExcessOverLowest => f.write_str("1 - (price - lowest) / lowest"),
                PriceFormula::BudgetLine { budget } => {
                    write!(f, "({0} - price) / ({0} - lowest)", n(budget))
                }
                PriceFormula::BudgetShare { budget, base, add } => {
                    if base.is_zero() {
                        write!(f, "1 - price / {}", n(budget))?;
                    } else {
                        write!(f, "1 - (price - {1}) / ({0} - {1})", n(budget), n(base))?;
                    }
                    if add.is_zero() { Ok(()) } else { write!(f, " + {} %", v(add)) }
                }
            },
            Scale::Relative { higher_is_better: true } => f.write_str("lowest vendor 0, highest vendor 100"),
            Scale::Relative { higher_is_better: false } => f.write_str("highest vendor 0, lowest vendor 100"),
        }
    }
}

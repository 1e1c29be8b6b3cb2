//! What can be wrong with judgements.

use std::fmt;

use crate::decision::judgement::{Comparison, whole_below};
use crate::exact::Exact;
use crate::text::suggest::did_you_mean;

/// Something that is wrong with judgements.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct Fault {
    /// Where.
    pub at: At,
    /// What.
    pub problem: Problem,
}

/// A place in judgements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// All of them.
    Whole,
    /// The points, place or comparison of this index.
    Entry(usize),
    /// The best criterion.
    Best,
    /// The worst criterion.
    Worst,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the message of each says what its fields are")]
pub enum Problem {
    /// The group has no such criterion.
    Unknown { id: String, known: Vec<String> },
    /// Criteria, or pairs of them, of which nothing is said.
    Missing { what: Vec<String> },
    /// A criterion stands there twice.
    Twice { what: String },
    /// Points below 0, or above the highest that there may be.
    PointsOutside { id: String, number: Exact, top: Option<Exact> },
    /// No swing has 100.
    NoFullSwing { highest: Exact },
    /// Nothing has any points.
    AllZero,
    /// A criterion is compared with itself.
    WithItself { id: String },
    /// A ratio that is not above 0.
    NoRatio { ratio: Exact },
    /// A ratio beyond 1/9 to 9.
    RatioOutside { ratio: Exact },
    /// A pair is compared twice, and not to the same ratio.
    Contradiction { comparison: Comparison, earlier: Exact, first: usize },
    /// A comparison of best-worst judgements that has neither.
    NeitherEnd,
    /// Something is judged to weigh more than the best, or less than the worst.
    AboveBest { above: String, below: String },
    /// One criterion is named as best and worst.
    BestIsWorst { id: String },
    /// More criteria than people can compare.
    TooMany { criteria: usize, most: usize },
}

/// The most missing things that are named.
const MOST_NAMED: usize = 6;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unknown { id, .. } => write!(f, "`{id}` is no criterion of this group"),
            Problem::Missing { what } => {
                write!(f, "nothing is said of {}", what[..what.len().min(MOST_NAMED)].join(", "))?;
                match what.len().saturating_sub(MOST_NAMED) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
            Problem::Twice { what } => write!(f, "`{what}` stands here twice"),
            Problem::PointsOutside { id, number, top: Some(top) } => {
                write!(f, "`{id}` has {number}, which is not between 0 and {top}")
            }
            Problem::PointsOutside { id, number, top: None } => {
                write!(f, "`{id}` has {number}, which is below 0")
            }
            Problem::NoFullSwing { highest } => write!(f, "the highest swing is {highest}, not 100"),
            Problem::AllZero => write!(f, "nothing has any points"),
            Problem::WithItself { id } => write!(f, "`{id}` is compared with itself"),
            Problem::NoRatio { ratio } => write!(f, "{ratio} is no ratio of weights"),
            Problem::RatioOutside { ratio } => {
                write!(f, "{} is outside the scale of 1 to 9", fraction(ratio))
            }
            Problem::Contradiction { comparison, earlier, .. } => {
                let Comparison { more, less, ratio } = comparison;
                let (now, earlier) = (fraction(ratio), fraction(earlier));
                write!(f, "{more}/{less} is {now} here, but was said to be {earlier}")
            }
            Problem::NeitherEnd => write!(f, "this compares neither with the best nor with the worst"),
            Problem::AboveBest { above, below } => {
                write!(f, "`{below}` is judged to weigh more than `{above}`")
            }
            Problem::BestIsWorst { id } => write!(f, "`{id}` cannot be the best and the worst"),
            Problem::TooMany { criteria, most } => {
                write!(f, "{criteria} criteria are too many to compare; this method takes {most}")
            }
        }
    }
}

impl Problem {
    /// What to do about it; empty where the message says it all.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Problem::Unknown { id, known } => did_you_mean(id, known.iter().map(String::as_str))
                .unwrap_or_else(|| match known.len() {
                    0 => "nothing stands under it".to_owned(),
                    _ => format!("there are {}", known[..known.len().min(20)].join(", ")),
                }),
            Problem::Missing { .. } => "every criterion of the group wants to be judged".to_owned(),
            Problem::Twice { .. } => "delete one of the two".to_owned(),
            Problem::NoFullSwing { .. } => {
                "the swing that matters most has 100, and the others what they are against it".to_owned()
            }
            Problem::AllZero => "give at least one criterion points above 0".to_owned(),
            Problem::NoRatio { .. } => {
                "a ratio is above 0: 3 for three times the weight, 1/3 for a third of it".to_owned()
            }
            Problem::RatioOutside { .. } => {
                "1 is equal weight, 9 is the most that people can tell".to_owned()
            }
            Problem::Contradiction { .. } => {
                "delete one of the two; 1/3 is the exact reverse of 3".to_owned()
            }
            Problem::NeitherEnd => "compare the best with each, and each with the worst".to_owned(),
            Problem::AboveBest { .. } => "mend the ratio, or name another best or worst".to_owned(),
            Problem::TooMany { .. } => "split the group, or use swing or points".to_owned(),
            Problem::PointsOutside { .. } | Problem::WithItself { .. } | Problem::BestIsWorst { .. } => {
                String::new()
            }
        }
    }
}

/// A ratio as people write it: 3, 2.5, 1/3; to four digits after the point where it has more.
#[must_use]
pub fn fraction(ratio: &Exact) -> String {
    const MOST_DIGITS: u32 = 4;
    whole_below(ratio).map_or_else(|| ratio.plain(MOST_DIGITS), |below| format!("1/{below}"))
}

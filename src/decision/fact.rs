//! What is true of a vendor, and how we know.

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::Serialize;

use super::Date;
use super::count::Counted;
use super::disclosure::Release;
use crate::exact::Exact;

/// Digits after the point with which facts are shown; they are kept as written.
pub const SHOWN_DECIMALS: u32 = 6;

/// What stands in the place of a fact of a vendor to whom the question does not apply.
pub(crate) const DOES_NOT_APPLY: &str = "does not apply";

/// One fact of a vendor.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What is true; none when it is known that we do not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<FactValue>,
    /// How we know; most facts of a large decision share the evidence that says nothing.
    #[serde(flatten)]
    pub evidence: Arc<Evidence>,
    /// Whether it may be told to other vendors; not where nobody said. In no fingerprint.
    #[serde(skip)]
    pub release: Option<Release>,
    /// Where it is written.
    pub location: Location,
}

impl Fact {
    /// A fact of which no evidence is given.
    #[must_use]
    pub fn of(value: FactValue) -> Fact {
        Fact { value: Some(value), evidence: Evidence::none(), release: None, location: Location::default() }
    }

    /// Whether it is known that the question does not arise for the vendor.
    #[must_use]
    pub fn is_not_applicable(&self) -> bool {
        self.value.as_ref().is_some_and(FactValue::is_not_applicable)
    }
}

/// The value of a fact, or of a need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FactValue {
    /// A quantity.
    Number {
        /// In the fact's unit.
        value: Exact,
    },
    /// A quantity that is not known for sure.
    Range {
        /// The lowest that is thought possible.
        low: Exact,
        /// What counts in the score.
        likely: Exact,
        /// The highest that is thought possible.
        high: Exact,
    },
    /// A share in per cent that was counted, which is a range by how few were asked.
    Count(Box<Counted>),
    /// A level, or any other word.
    Text {
        /// As it is typed.
        value: String,
    },
    /// Yes or no.
    YesNo {
        /// True for yes.
        value: bool,
    },
    /// A day.
    Date {
        /// A day of the calendar, without an hour or a time zone.
        value: Date,
    },
    /// Several things that are there: languages, channels, certificates.
    Set {
        /// Each thing.
        items: Vec<Item>,
    },
    /// The question does not arise for this vendor: neither a doubt nor a worth.
    NotApplicable {
        /// Why not.
        reason: String,
    },
}

impl FactValue {
    /// The kind in the words of the error messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            FactValue::Number { .. } => "a number",
            FactValue::Range { .. } => "a range of numbers",
            FactValue::Count(_) => "a count in per cent",
            FactValue::Text { .. } => "text",
            FactValue::YesNo { .. } => "true or false",
            FactValue::Date { .. } => "a date",
            FactValue::Set { .. } => "a list",
            FactValue::NotApplicable { .. } => "not applicable",
        }
    }

    /// Lowest, likely and highest number, equal for a plain number; none for other kinds.
    #[must_use]
    pub fn numbers(&self) -> Option<[&Exact; 3]> {
        match self {
            FactValue::Number { value } => Some([value; 3]),
            FactValue::Range { low, likely, high } => Some([low, likely, high]),
            FactValue::Count(count) => Some([&count.low, &count.likely, &count.high]),
            _ => None,
        }
    }

    /// Why the question does not arise for the vendor; none where it does.
    #[must_use]
    pub fn inapplicable(&self) -> Option<&str> {
        match self {
            FactValue::NotApplicable { reason } => Some(reason),
            _ => None,
        }
    }

    /// Whether the question does not arise for the vendor.
    #[must_use]
    pub fn is_not_applicable(&self) -> bool {
        self.inapplicable().is_some()
    }
}

/// Shows the value as people write it: `22 to 40, likely 28`, `7 of 8 (58.88 to 97.17, likely 87.5)`, `en, th`, `yes`; with `{:#}`, as reports do,
/// long numbers with a space between thousands.
impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_spaced = f.alternate();
        let plain = |number: &Exact| {
            if is_spaced { number.spaced(SHOWN_DECIMALS) } else { number.plain(SHOWN_DECIMALS) }
        };
        match self {
            FactValue::Number { value } => f.write_str(&plain(value)),
            FactValue::Range { low, likely, high } => {
                write!(f, "{} to {}, likely {}", plain(low), plain(high), plain(likely))
            }
            FactValue::Count(count) => {
                write!(f, "{} ({}", count.tally(), plain(&count.low))?;
                if count.low != count.high {
                    write!(f, " to {}, likely {}", plain(&count.high), plain(&count.likely))?;
                }
                f.write_str(")")
            }
            FactValue::Text { value } => f.write_str(value),
            FactValue::YesNo { value } => f.write_str(if *value { "yes" } else { "no" }),
            FactValue::Date { value } => write!(f, "{value}"),
            FactValue::Set { items } if items.is_empty() => f.write_str("none"),
            FactValue::Set { items } => {
                let shown: Vec<String> = items.iter().map(Item::to_string).collect();
                f.write_str(&shown.join(", "))
            }
            FactValue::NotApplicable { reason } => write!(f, "{DOES_NOT_APPLY}: {reason}"),
        }
    }
}

/// One thing of a set, perhaps with an end date and evidence of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// What it is, such as `ISO 27001` or `th`.
    pub name: String,
    /// How we know, where the item says so itself.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.evidence.until {
            Some(until) => write!(f, "{} (until {until})", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// How we know a fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// The unit of a number, such as EUR/h.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The document, call or visit that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The day on which it was true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// The last day on which it is true, for what lapses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the vendor wrote, where the decision takes it for another word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
}

impl Evidence {
    /// Nothing said of how we know: the same for every fact.
    #[must_use]
    pub fn none() -> Arc<Evidence> {
        static NONE: LazyLock<Arc<Evidence>> = LazyLock::new(Arc::default);
        Arc::clone(&NONE)
    }

    /// The same for facts to share.
    #[must_use]
    pub fn shared(self) -> Arc<Evidence> {
        if self == Evidence::default() { Evidence::none() } else { Arc::new(self) }
    }

    /// Whether the vendor's file says anything of how we know.
    #[must_use]
    pub fn is_given(&self) -> bool {
        Evidence { written: None, ..self.clone() } != Evidence::default()
    }

    /// Source and date in a line: `RFP answer 3.1, 2026-09-30`; empty when there is neither.
    #[must_use]
    pub fn cited(&self) -> String {
        let as_of = self.as_of.map(|date| date.to_string());
        [self.source.clone(), as_of].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Location {
    /// Path as shown in messages.
    pub file: Arc<str>,
    /// Line, from 1; 0 for the file, or the folder, as a whole.
    pub line: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}", self.file),
        }
    }
}

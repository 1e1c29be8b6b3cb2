//! Must-haves.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::formula::Formula;
use super::{Date, FactId, FactValue, GateId, VendorId, fact::SHOWN_DECIMALS};
use crate::exact::Exact;
use crate::text::same_word;

/// A must-have: a vendor that fails one is out of the ranking.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Its key in the file.
    pub id: GateId,
    /// Its name for people.
    pub name: String,
    /// The fact that it tests.
    pub fact: FactId,
    /// What must hold.
    pub test: Test,
    /// The day on which the fact must still be valid.
    pub on: Option<Date>,
    /// Where a vendor that fails may explain itself and is out only once that is rejected: how each explanation was
    /// answered, by vendor. None where one that fails is out.
    pub explained: Option<BTreeMap<VendorId, Explanation>>,
    /// Remarks, such as why it is a must-have.
    pub note: Option<String>,
}

/// How the explanation of a vendor that fails a must-have was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Whether it was accepted: the vendor stays in.
    pub is_accepted: bool,
    /// Why.
    pub reason: String,
    /// The day of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What a gate asks of a fact.
#[derive(Clone, Debug)]
pub enum Test {
    /// Every one of these is in the set.
    Includes(Vec<String>),
    /// At least one of these is in the set.
    IncludesAny(Vec<String>),
    /// The number is this or more.
    AtLeast(Exact),
    /// The number is this or less.
    AtMost(Exact),
    /// The fact is exactly this; text is compared without regard to capitals.
    Is(FactValue),
    /// The text is one of these.
    OneOf(Vec<String>),
    /// The day is before this one.
    Before(Date),
    /// The day is after this one.
    After(Date),
    /// The condition holds: what it comes to is a fact that is worked out.
    Holds(Formula),
}

/// Says what is asked: `includes ISO 27001`, `at most 16`; with `{:#}`, as reports do, long numbers with a space
/// between thousands.
impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_spaced = f.alternate();
        let plain = |number: &Exact| {
            if is_spaced { number.spaced(SHOWN_DECIMALS) } else { number.plain(SHOWN_DECIMALS) }
        };
        match self {
            Test::Includes(all) => write!(f, "includes {}", all.join(", ")),
            Test::IncludesAny(any) => write!(f, "includes one of {}", any.join(", ")),
            Test::AtLeast(limit) => write!(f, "at least {}", plain(limit)),
            Test::AtMost(limit) => write!(f, "at most {}", plain(limit)),
            Test::Is(value) if is_spaced => write!(f, "is {value:#}"),
            Test::Is(value) => write!(f, "is {value}"),
            Test::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Test::Before(date) => write!(f, "before {date}"),
            Test::After(date) => write!(f, "after {date}"),
            Test::Holds(formula) => write!(f, "{formula}"),
        }
    }
}

impl Test {
    /// The words that are asked for, of a set or of a text; empty for a test of another kind.
    #[must_use]
    pub fn words(&self) -> Vec<&String> {
        match self {
            Test::Includes(words) | Test::IncludesAny(words) | Test::OneOf(words) => words.iter().collect(),
            Test::Is(FactValue::Text { value }) => vec![value],
            Test::AtLeast(_)
            | Test::AtMost(_)
            | Test::Is(_)
            | Test::Before(_)
            | Test::After(_)
            | Test::Holds(_) => Vec::new(),
        }
    }
}

impl Test {
    /// Whether no answer meets both this and another.
    #[must_use]
    pub fn excludes(&self, other: &Test) -> bool {
        self.excludes_in_turn(other) || other.excludes_in_turn(self)
    }

    fn excludes_in_turn(&self, other: &Test) -> bool {
        let has = |words: &[String], wanted: &str| words.iter().any(|word| same_word(word, wanted));
        match (self, other) {
            (Test::AtLeast(least), Test::AtMost(most)) => least > most,
            (Test::AtLeast(least), Test::Is(FactValue::Number { value })) => value < least,
            (Test::AtMost(most), Test::Is(FactValue::Number { value })) => value > most,
            (Test::Is(FactValue::Text { value }), Test::Is(FactValue::Text { value: other })) => {
                !same_word(value, other)
            }
            (Test::Is(value), Test::Is(other)) => value != other,
            (Test::OneOf(words), Test::Is(FactValue::Text { value })) => !has(words, value),
            (Test::OneOf(words), Test::OneOf(others)) => !others.iter().any(|other| has(words, other)),
            // There is a day between, or there is none.
            (Test::After(after), Test::Before(before)) => after.next().is_none_or(|next| next >= *before),
            (Test::After(after), Test::Is(FactValue::Date { value })) => value <= after,
            (Test::Before(before), Test::Is(FactValue::Date { value })) => value >= before,
            _ => false,
        }
    }
}

impl Gate {
    /// What the gate asks, with the day where it has one.
    #[must_use]
    pub fn asks(&self) -> String {
        match self.on {
            Some(on) => format!("{} on {on}", self.test),
            None => self.test.to_string(),
        }
    }
}

//! The least that something must come to.

use std::fmt;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

/// The least that a value or a score must come to: as much, or more than that.
///
/// Published as the number alone where as much is enough, else as `{ "above": number }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minimum<T> {
    least: T,
    is_strict: bool,
}

impl<T> Minimum<T> {
    /// As much is enough.
    pub fn at_least(least: T) -> Minimum<T> {
        Minimum { least, is_strict: false }
    }

    /// Only more is enough.
    pub fn above(least: T) -> Minimum<T> {
        Minimum { least, is_strict: true }
    }

    /// The number itself.
    pub fn least(&self) -> &T {
        &self.least
    }

    /// Whether only more than the number is enough.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// What stands before the number in a sentence: `at least`, or `more than`.
    #[must_use]
    pub fn words(&self) -> &'static str {
        if self.is_strict { "more than" } else { "at least" }
    }

    /// The same of another kind of number.
    pub fn map<U>(&self, into: impl FnOnce(&T) -> U) -> Minimum<U> {
        Minimum { least: into(&self.least), is_strict: self.is_strict }
    }
}

impl<T: PartialOrd> Minimum<T> {
    /// Whether a result comes up to it.
    pub fn is_met_by(&self, result: &T) -> bool {
        if self.is_strict { *result > self.least } else { *result >= self.least }
    }
}

/// `60`, or `more than 60`.
impl<T: fmt::Display> fmt::Display for Minimum<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_strict { write!(f, "{} {}", self.words(), self.least) } else { self.least.fmt(f) }
    }
}

impl<T: Serialize> Serialize for Minimum<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_strict {
            return self.least.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("above", &self.least)?;
        map.end()
    }
}

//! Scales of sets: the share of what is wanted that is there.

use std::fmt;

use super::{Scale, ScaleError, Shape, listed};
use crate::decision::Date;

/// Things that are wanted, each worth the same.
#[derive(Clone, Debug)]
pub struct WantedSet {
    things: Vec<String>,
    on: Option<Date>,
}

impl Scale {
    /// The share of a set that the fact holds.
    ///
    /// - `on`: a day on which the things must still be valid.
    ///
    /// # Errors
    /// [`ScaleError::EmptySet`].
    pub fn covers(things: Vec<String>, on: Option<Date>) -> Result<Scale, ScaleError> {
        if things.is_empty() {
            return Err(ScaleError::EmptySet);
        }
        Ok(Scale::of(Shape::Set(WantedSet { things, on })))
    }
}

impl WantedSet {
    /// What is wanted; one thing or more.
    #[must_use]
    pub fn things(&self) -> &[String] {
        &self.things
    }

    /// A day on which the things must still be valid.
    #[must_use]
    pub fn on(&self) -> Option<Date> {
        self.on
    }

    pub(super) fn range(&self) -> String {
        format!("nothing to all of {}", listed(&self.things, ", "))
    }
}

impl fmt::Display for WantedSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "share of {}", self.things.join(", "))?;
        self.on.map_or(Ok(()), |on| write!(f, " valid on {on}"))
    }
}

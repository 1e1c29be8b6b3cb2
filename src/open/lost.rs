//! What a value takes along when another one takes its place.

use std::fmt;
use std::sync::Arc;

use super::Opened;
use super::edit::fact_at;
use crate::decision::{Fact, FactValue, Item};

/// Evidence that an old value had and the new one does not.
#[derive(Clone, Debug, PartialEq)]
pub enum Lost {
    /// Where it came from, and when it was true.
    Source {
        /// As results cite it.
        cited: String,
    },
    /// An item of a list, with what was said of it.
    Item(Item),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::Source { cited } => write!(f, "the source of the old value went with it ({cited})"),
            Lost::Item(item) => {
                write!(f, "lost with the old value: {item}")?;
                let cited = item.evidence.cited();
                if cited.is_empty() { Ok(()) } else { write!(f, ": {cited}") }
            }
        }
    }
}

/// What a fact has lost by a change.
///
/// - `opened`, `written`: the decision before and after it.
/// - `path`: of the fact; any other loses nothing.
#[must_use]
pub fn lost(opened: &Opened, written: &Opened, path: &str) -> Vec<Lost> {
    let Some(before) = fact_at(opened, path) else { return Vec::new() };
    let after = fact_at(written, path);
    let after = after.as_ref();
    let is_sourceless = after.is_some_and(|after| after.evidence.source.is_none());
    let source = (before.evidence.source.is_some() && is_sourceless)
        .then(|| Lost::Source { cited: before.evidence.cited() });
    let items = |fact: Option<&Arc<Fact>>| match fact.and_then(|fact| fact.value.clone()) {
        Some(FactValue::Set { items }) => items,
        _ => Vec::new(),
    };
    let now = items(after);
    let gone =
        items(Some(&before)).into_iter().filter(|item| item.evidence.is_given() && !now.contains(item));
    source.into_iter().chain(gone.map(Lost::Item)).collect()
}

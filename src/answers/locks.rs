//! What is locked, and what has changed since.

use serde::Serialize;

use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use super::{Answer, capital};
use crate::decision::Lock;
#[cfg(feature = "tui")]
use crate::decision::lock::LockedPart;
#[cfg(feature = "tui")]
use crate::decision::{Decision, FactId};
use crate::score::Evaluation;

/// The most changes of a lock that are named.
const MOST_CHANGES: usize = 20;

/// The locks of a decision that hold.
#[derive(Debug, Serialize)]
pub struct Locks {
    /// In the order in which they were made.
    pub locks: Vec<Lock>,
}

impl Answer for Locks {
    const QUESTION: &'static str = "lock";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("locks", "");
        if self.locks.is_empty() {
            section.text("nothing is locked");
        }
        section.table(table(&self.locks));
        vec![section]
    }

    fn records(&self) -> Records {
        let row = |lock: &Lock| {
            let changes: Vec<String> = lock.changes.iter().map(ToString::to_string).collect();
            [lock.part.name(), &lock.done.at, &lock.done.by, &changes.join("; ")]
                .map(|text| Field::Text(text.to_owned()))
                .into()
        };
        Records::new(["part", "at", "by", "changed"], self.locks.iter().map(row))
    }
}

/// What stands against writing a value, by the locks of a decision: none where nothing does.
///
/// - `path`: of the value, as `weigh set` takes it.
#[cfg(feature = "tui")]
pub(crate) fn against(decision: &Decision, path: &str) -> Option<String> {
    let keys: Vec<&str> = path.split('.').collect();
    let is_price = |fact: &str| decision.price_facts().contains(&FactId::new(fact));
    let is_quality = match keys.as_slice() {
        ["panel", ..] | ["vendors", _, "ratings", ..] => true,
        ["vendors", _, "facts", fact, ..] => !is_price(fact),
        _ => false,
    };
    let is_rule = !matches!(keys.as_slice(), ["panel" | "vendors", ..]);
    let holds = |lock: &&Lock| match lock.part {
        LockedPart::Rule => is_rule,
        LockedPart::Quality => is_quality,
        LockedPart::All => true,
    };
    decision.provenance.locks.iter().find(holds).map(Lock::warning)
}

/// The locks with what has changed since.
pub(crate) fn table(all: &[Lock]) -> Table {
    let mut table = Table::of("What is locked").head("Locked").words("At").words("By").words("Changed since");
    for lock in all {
        let named = lock.changes.iter().take(MOST_CHANGES).map(ToString::to_string);
        let more = lock.changes.len().saturating_sub(MOST_CHANGES);
        let more = (more > 0).then(|| format!("and {more} more"));
        let said: Vec<String> = named.chain(more).collect();
        let is_kept = said.is_empty();
        let said = if is_kept { "nothing".to_owned() } else { said.join("; ") };
        table.row(vec![
            Cell::toned(capital(lock.part.word()), Tone::Strong),
            lock.done.at.as_str().into(),
            lock.done.by.as_str().into(),
            Cell::toned(said, if is_kept { Tone::Good } else { Tone::Bad }),
        ]);
    }
    table
}

/// A lock in a sentence.
pub(crate) fn lock_text(lock: &Lock) -> String {
    let kept = || {
        let (part, done) = (lock.part.word(), &lock.done);
        format!("{part} was locked at {} by {}; nothing has changed since", done.at, done.by)
    };
    capital(&lock.text().unwrap_or_else(kept)) + "."
}

//! Locks: what was settled, when and by whom, and what has changed since.
//!
//! `criteria/locks.log` holds a line for every lock and unlock of the workspace ([`log`]). A lock keeps what
//! the files said, so that a later change can be told with its difference ([`content`]).

pub mod content;
pub mod log;

use content::{Contents, differences};
pub use log::{LOG, LogError, parse};

use super::edit::{self, Edit, EditError};
use super::texts::Texts;
use super::workspace::stem;
use crate::decision::Decision;
pub use crate::decision::lock::{Done, Lock, LockChange, LockedPart};
use crate::diagnostic::{Code, Diagnostic, SourceId};

/// Why nothing was locked or unlocked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// The log cannot be trusted.
    #[error(transparent)]
    Log(#[from] LogError),
    /// It is locked already, and says something else now.
    #[error("{} is locked already, at {} by {}, and has changed since; unlock it first", lock.part.word(), lock.done.at, lock.done.by)]
    Changed {
        /// The lock that holds.
        lock: Box<Lock>,
    },
    /// It is not locked.
    #[error("{} is not locked", part.word())]
    NotLocked {
        /// What.
        part: LockedPart,
    },
    /// The log could not be written.
    #[error(transparent)]
    Write(#[from] EditError),
}

/// The locks of a decision that hold, each with what has changed since; in the order in which they were made.
///
/// # Errors
/// [`LogError`] when the log was changed, or cannot be read.
pub fn locks(texts: &Texts) -> Result<Vec<Lock>, LogError> {
    let entries = log::read(texts)?;
    let holding = log::holding(&entries, &stem(&texts.request.criteria));
    if holding.is_empty() {
        return Ok(Vec::new());
    }
    let now = Contents::of(texts, holding.iter().any(|entry| entry.part != LockedPart::Rule));
    let lock = |entry: &log::LogEntry| Lock {
        part: entry.part,
        done: entry.done.clone(),
        changes: differences(&entry.files, &now.part(entry.part, &entry.price)),
    };
    Ok(holding.into_iter().map(lock).collect())
}

/// Locks a part of a decision as its files stand. False when it is locked already and nothing has changed.
///
/// # Errors
/// [`LockError`] when it is locked and has changed, or the log cannot be read, trusted or written.
pub fn lock(texts: &Texts, decision: &Decision, part: LockedPart, done: Done) -> Result<bool, LockError> {
    let held = locks(texts)?.into_iter().find(|lock| lock.part == part);
    if let Some(lock) = held {
        return if lock.changes.is_empty() {
            Ok(false)
        } else {
            Err(LockError::Changed { lock: Box::new(lock) })
        };
    }
    let price: Vec<String> = decision.price_facts().into_iter().map(|fact| fact.to_string()).collect();
    let files = Contents::of(texts, part != LockedPart::Rule).part(part, &price);
    let entry =
        log::LogEntry::new(log::Action::Lock, part, &stem(&texts.request.criteria), done).with(files, price);
    append(texts, entry)?;
    Ok(true)
}

/// Lifts a lock; the log keeps the reason.
///
/// # Errors
/// [`LockError`] when it is not locked, or the log cannot be read, trusted or written.
pub fn unlock(texts: &Texts, part: LockedPart, done: Done, reason: &str) -> Result<(), LockError> {
    let decision = stem(&texts.request.criteria);
    let entries = log::read(texts)?;
    if !log::holding(&entries, &decision).iter().any(|entry| entry.part == part) {
        return Err(LockError::NotLocked { part });
    }
    append(texts, log::LogEntry::new(log::Action::Unlock, part, &decision, done).because(reason))
}

/// What is wrong with the locks of a decision, and the locks that hold.
///
/// `source`: the criteria file.
pub(crate) fn check(texts: &Texts, source: SourceId) -> (Vec<Diagnostic>, Vec<Lock>) {
    let locks = match locks(texts) {
        Ok(locks) => locks,
        Err(error) => {
            let help = "bring the log back from version control";
            return (
                vec![Diagnostic::new(Code::LogBroken, source, error.to_string()).help(help)],
                Vec::new(),
            );
        }
    };
    let problem = |lock: &Lock| {
        let help = format!(
            "undo the change; or `weigh unlock {} --reason \"...\"`, and lock again",
            lock.part.name()
        );
        Some(Diagnostic::new(Code::LockedChanged, source, lock.text()?).help(help))
    };
    (locks.iter().filter_map(problem).collect(), locks)
}

fn append(texts: &Texts, entry: log::LogEntry) -> Result<(), LockError> {
    let before = log::file(texts)?.map_or_else(Vec::new, |log| log.bytes().to_vec());
    let after = log::appended(&before, entry)?;
    let file = texts.request.workspace.root.join(LOG);
    edit::save(&Edit { file, before, after, line: 0, old: None, new: String::new() })?;
    Ok(())
}

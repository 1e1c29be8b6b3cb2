//! Locks: what was settled, when and by whom, and what has changed since.
//!
//! `criteria/locks.log` holds a line for every lock and unlock of the workspace ([`log`]). A lock keeps what
//! the files said, so that a later change can be told with its difference ([`content`]).

pub mod content;
pub mod log;

use std::path::PathBuf;

use content::{contents, differences};
pub use log::{LogError, parse};

use super::edit::{self, Edit, EditError};
use super::load::Request;
use super::workspace::stem;
use crate::decision::Decision;
pub use crate::decision::lock::{Change, Done, Lock, Part};
use crate::diagnostic::{Code, Diagnostic, SourceId};

/// The log, relative to the root of the workspace.
pub const LOG: &str = "criteria/locks.log";

/// Why nothing was locked or unlocked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// The log cannot be trusted.
    #[error(transparent)]
    Log(#[from] LogError),
    /// It is locked already, and says something else now.
    #[error("{} is locked already, at {} by {}, and has changed since; unlock it first", lock.part.words(), lock.done.at, lock.done.by)]
    Changed {
        /// The lock that holds.
        lock: Box<Lock>,
    },
    /// It is not locked.
    #[error("{} is not locked", part.words())]
    NotLocked {
        /// What.
        part: Part,
    },
    /// The log could not be written.
    #[error(transparent)]
    Write(#[from] EditError),
}

/// The locks of a decision that hold, each with what has changed since; in the order in which they were made.
///
/// # Errors
/// [`LogError`] when the log was changed, or cannot be read.
pub fn locks(request: &Request) -> Result<Vec<Lock>, LogError> {
    let entries = log::read(&path(request))?;
    let holding = log::holding(&entries, &stem(&request.criteria));
    let lock = |entry: &log::Entry| Lock {
        part: entry.part,
        done: entry.done.clone(),
        changes: differences(&entry.files, &contents(request, entry.part, &entry.price)),
    };
    Ok(holding.into_iter().map(lock).collect())
}

/// Locks a part of a decision as its files stand. False when it is locked already and nothing has changed.
///
/// # Errors
/// [`LockError`] when it is locked and has changed, or the log cannot be read, trusted or written.
pub fn lock(request: &Request, decision: &Decision, part: Part, done: Done) -> Result<bool, LockError> {
    let held = locks(request)?.into_iter().find(|lock| lock.part == part);
    if let Some(lock) = held {
        return if lock.changes.is_empty() {
            Ok(false)
        } else {
            Err(LockError::Changed { lock: Box::new(lock) })
        };
    }
    let price: Vec<String> =
        crate::panel::price_facts(decision).into_iter().map(|fact| fact.to_string()).collect();
    let files = contents(request, part, &price);
    let entry = log::Entry::new(log::Action::Lock, part, &stem(&request.criteria), done).with(files, price);
    append(request, entry)?;
    Ok(true)
}

/// Lifts a lock; the log keeps the reason.
///
/// # Errors
/// [`LockError`] when it is not locked, or the log cannot be read, trusted or written.
pub fn unlock(request: &Request, part: Part, done: Done, reason: &str) -> Result<(), LockError> {
    let decision = stem(&request.criteria);
    let entries = log::read(&path(request))?;
    if !log::holding(&entries, &decision).iter().any(|entry| entry.part == part) {
        return Err(LockError::NotLocked { part });
    }
    append(request, log::Entry::new(log::Action::Unlock, part, &decision, done).because(reason))
}

/// What is wrong with the locks of a decision, and the locks that hold.
///
/// `source`: the criteria file.
pub(crate) fn check(request: &Request, source: SourceId) -> (Vec<Diagnostic>, Vec<Lock>) {
    if !path(request).exists() {
        return (Vec::new(), Vec::new());
    }
    let locks = match locks(request) {
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
        Some(Diagnostic::new(Code::LockedChanged, source, lock.says()?).help(help))
    };
    (locks.iter().filter_map(problem).collect(), locks)
}

fn path(request: &Request) -> PathBuf {
    request.workspace.root.join(LOG)
}

fn append(request: &Request, entry: log::Entry) -> Result<(), LockError> {
    let file = path(request);
    let before = log::bytes(&file)?;
    let after = log::appended(&before, entry)?;
    edit::save(&Edit { file, before, after, line: 0, old: None, new: String::new() })?;
    Ok(())
}

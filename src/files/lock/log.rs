//! The log of locks: a chain in which every line holds the fingerprint of the line before it.
//!
//! Each line is a JSON object. The last one is a seal with the number of entries and the fingerprint of the
//! last of them. So a line that is edited, dropped, added or moved no longer fits. The chain finds
//! mistakes and quiet edits; it cannot stop somebody who works the whole of it out anew. That lines are missing at its
//! end, or all of it, is found by the seal in the criteria file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::content::Locked;
use super::seal::FileSeal;
use super::{Done, LockedPart};
use crate::exact::hexadecimal;
use crate::files::snapshot::TextFile;
use crate::files::texts::Texts;
use crate::files::workspace::{CRITERIA, ReadError, plain, stem};
use crate::text::clean::cleaned_line;

/// The log, relative to the root of the workspace.
pub const LOG: &str = "criteria/locks.log";

/// The most bytes of a log.
pub(crate) const LARGEST: u64 = 256 * 1024 * 1024;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// From 1.
    pub entry: usize,
    /// What was done.
    pub action: Action,
    /// To what.
    pub part: LockedPart,
    /// Of which decision.
    pub decision: String,
    /// When and by whom.
    pub done: Done,
    /// Why, for all but a lock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The facts that are prices, and left out of quality.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub price: Vec<String>,
    /// What was locked, by file; for a vendor that is out, what its file says since.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, Locked>,
    /// The fingerprint of the line before; empty in the first.
    pub before: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Something was locked.
    Lock,
    /// A lock was lifted.
    Unlock,
    /// A vendor withdrew, which a lock allows.
    Withdraw,
    /// A vendor was excluded, which a lock allows.
    Disqualify,
}

impl LogEntry {
    pub(super) fn new(action: Action, part: LockedPart, decision: &str, done: Done) -> LogEntry {
        LogEntry {
            entry: 0,
            action,
            part,
            decision: decision.to_owned(),
            done,
            reason: None,
            price: Vec::new(),
            files: BTreeMap::new(),
            before: String::new(),
        }
    }

    pub(super) fn with(self, files: BTreeMap<String, Locked>, price: Vec<String>) -> LogEntry {
        LogEntry { price, files, ..self }
    }

    pub(super) fn because(self, reason: &str) -> LogEntry {
        LogEntry { reason: Some(reason.to_owned()), ..self }
    }
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    /// How many entries there are.
    entries: usize,
    /// The fingerprint of the last of them.
    last: String,
}

/// Why a log cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// A line does not fit.
    #[error("line {line} of the log of locks {what}")]
    Broken {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Lines are gone.
    #[error(
        "the log of locks has lost lines: {decision} was sealed when it had {entries}, and line {entries} was another or is gone"
    )]
    Lost {
        /// The decision whose criteria file says so.
        decision: String,
        /// How many entries there were.
        entries: usize,
    },
    /// It holds the locks of a decision that went by another name.
    #[error("the log of locks knows nothing of {decision}: its criteria file was sealed as {sealed}")]
    Renamed {
        /// The decision whose criteria file it is now.
        decision: String,
        /// The decision that it was.
        sealed: String,
    },
    /// It cannot be read.
    #[error("the log of locks: {0}")]
    Unreadable(#[from] ReadError),
}

/// The entries of a log, when every line fits.
///
/// # Errors
/// [`LogError::Broken`] with the first line that does not fit.
pub fn parse(text: &str) -> Result<Vec<LogEntry>, LogError> {
    let lines: Vec<&str> = text.lines().collect();
    let Some((seal, lines)) = lines.split_last() else { return Ok(Vec::new()) };
    let broken = |line, what| LogError::Broken { line, what };
    let mut entries = Vec::new();
    let mut before = String::new();
    for (at, line) in lines.iter().enumerate() {
        let entry: LogEntry = serde_json::from_str(line).map_err(|_| broken(at + 1, "cannot be read"))?;
        if entry.before != before || entry.entry != at + 1 {
            return Err(broken(at + 1, "does not follow from the line before it"));
        }
        before = fingerprint(line);
        entries.push(clean(entry));
    }
    let last = lines.len() + 1;
    let seal: Seal = serde_json::from_str(seal).map_err(|_| broken(last, "is not the seal that ends it"))?;
    if seal.entries != entries.len() || seal.last != before {
        return Err(broken(last, "is the seal of another log"));
    }
    Ok(entries)
}

/// The entry as it may be shown: what people typed without control characters.
fn clean(mut entry: LogEntry) -> LogEntry {
    for text in
        [&mut entry.done.at, &mut entry.done.by, &mut entry.decision].into_iter().chain(&mut entry.reason)
    {
        *text = cleaned_line(text);
    }
    entry
}

/// The log with one more entry.
///
/// # Errors
/// [`LogError::Broken`] when it did not fit before.
pub(super) fn appended(before: &[u8], mut entry: LogEntry) -> Result<Vec<u8>, LogError> {
    let text = text(before)?;
    let entries = parse(text)?;
    let kept: Vec<&str> = text.lines().take(entries.len()).collect();
    entry.entry = entries.len() + 1;
    entry.before = kept.last().map_or_else(String::new, |line| fingerprint(line));
    let never = "plain values serialise";
    let line = serde_json::to_string(&entry).expect(never);
    let seal = Seal { entries: entry.entry, last: fingerprint(&line) };
    let seal = serde_json::to_string(&seal).expect(never);
    let lines = kept.into_iter().chain([line.as_str(), seal.as_str()]);
    Ok(lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
}

/// The locks of a decision that were not lifted, with what they allowed since.
pub(super) fn holding(entries: &[LogEntry], decision: &str) -> Vec<LogEntry> {
    let mut holding: Vec<LogEntry> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.decision == decision) {
        if matches!(entry.action, Action::Withdraw | Action::Disqualify) {
            for lock in holding.iter_mut().filter(|lock| lock.part == entry.part) {
                lock.files.extend(entry.files.clone());
            }
            continue;
        }
        holding.retain(|earlier| earlier.part != entry.part);
        if entry.action == Action::Lock {
            holding.push(entry.clone());
        }
    }
    holding
}

/// The entries of the log of a workspace; none where there is no log.
///
/// # Errors
/// [`LogError`] when it does not fit, has lost lines since the decision was sealed, or cannot be read.
pub fn read(texts: &Texts) -> Result<Vec<LogEntry>, LogError> {
    let log = file(texts)?;
    let text = log.as_ref().map_or(Ok(""), |log| text(log.bytes()))?;
    let entries = parse(text)?;
    let criteria = texts.text_file(&texts.request.criteria).ok();
    let seal = criteria.as_ref().and_then(|criteria| FileSeal::read(criteria.text()?));
    let is_kept = |seal: &FileSeal| {
        let line = seal.entries.checked_sub(1).and_then(|at| text.lines().take(entries.len()).nth(at));
        line.is_some_and(|line| fingerprint(line) == seal.last)
    };
    let Some(seal) = seal else { return Ok(entries) };
    let decision = stem(&texts.request.criteria);
    match entries.get(seal.entries.saturating_sub(1)).filter(|_| is_kept(&seal)) {
        None => Err(LogError::Lost { decision, entries: seal.entries }),
        // A copy, or a link, leaves the locks with the first.
        Some(entry) if entry.decision != decision && !is_there(&entry.decision, texts) => {
            Err(LogError::Renamed { decision, sealed: entry.decision.clone() })
        }
        Some(_) => Ok(entries),
    }
}

/// The decisions that the log speaks of and whose criteria files are not there any more.
pub(super) fn gone(texts: &Texts) -> BTreeSet<String> {
    let entries = read(texts).unwrap_or_default();
    entries.into_iter().map(|entry| entry.decision).filter(|decision| !is_there(decision, texts)).collect()
}

/// Whether a decision of that name is in the workspace.
fn is_there(decision: &str, texts: &Texts) -> bool {
    let decisions = texts.snapshot.list(&plain(&texts.request.workspace.root.join(CRITERIA)));
    decisions.is_ok_and(|decisions| decisions.iter().any(|criteria| stem(criteria) == decision))
}

impl LogError {
    /// What to do about it.
    #[must_use]
    pub fn way_out(&self) -> String {
        match self {
            LogError::Renamed { sealed, .. } => format!("rename it back to {sealed}.toml"),
            LogError::Broken { .. } | LogError::Lost { .. } | LogError::Unreadable(_) => {
                "bring the log back from version control".to_owned()
            }
        }
    }
}

/// What the criteria file is to say of a log.
pub(super) fn seal(log: &[u8]) -> Option<FileSeal> {
    let text = text(log).ok()?;
    let entries = text.lines().count().checked_sub(1)?;
    Some(FileSeal { entries, last: fingerprint(text.lines().nth(entries.checked_sub(1)?)?) })
}

/// The log as it was read; none where there is none.
pub(super) fn file(texts: &Texts) -> Result<Option<Arc<TextFile>>, LogError> {
    let workspace = &texts.request.workspace;
    let file = plain(&workspace.root.join(LOG));
    workspace.refuse_link_out(&file)?;
    match texts.snapshot.file(&file, LARGEST) {
        Ok(log) => Ok(Some(log)),
        Err(error) if error.is_missing => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn text(bytes: &[u8]) -> Result<&str, LogError> {
    std::str::from_utf8(bytes).map_err(|error| LogError::Broken {
        line: bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count(),
        what: "is not UTF-8",
    })
}

/// SHA-256 of a line, in hexadecimal.
fn fingerprint(line: &str) -> String {
    hexadecimal(&Sha256::digest(line.as_bytes()))
}

//! Locks: what was settled, when and by whom, and what has changed since.
//!
//! `criteria/locks.log` holds a line for every lock and unlock of the workspace ([`log`]). A lock keeps what
//! the files said, so that a later change can be told with its difference ([`content`]).

pub mod content;
pub mod log;
pub(crate) mod seal;
mod wording;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use content::{Contents, Locked, changes_since, differences};
pub use log::{LOG, LogError, parse};

use super::edit::{self, Edit, EditError};
use super::request::Request;
use super::texts::Texts;
use super::workspace::{CRITERIA, Workspace, plain, stem};
use crate::decision::Decision;
pub use crate::decision::lock::{BrokenLock, Done, Lock, LockChange, LockedPart};
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
    #[error("{} is not locked{}", part.word(), held_instead(held))]
    NotLocked {
        /// What.
        part: LockedPart,
        /// What is.
        held: Vec<LockedPart>,
    },
    /// There is neither such a decision nor a lock of one.
    #[error("there is no criteria file {}", criteria.display())]
    NoDecision {
        /// The file that was named.
        criteria: PathBuf,
    },
    /// The log could not be written.
    #[error(transparent)]
    Write(#[from] EditError),
}

/// What is locked where something else is not, after its name.
fn held_instead(held: &[LockedPart]) -> String {
    let named: Vec<String> =
        held.iter().map(|part| format!("; {} is: `weigh unlock {}`", part.word(), part.name())).collect();
    named.concat()
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
    let lock = |entry: log::LogEntry| Lock {
        changes: changes_since(texts, &now, (entry.part, &entry.price), &entry.files),
        part: entry.part,
        done: entry.done,
    };
    Ok(holding.into_iter().map(lock).collect())
}

/// The locks that hold and that changes of files would break, each with what would change: those of the decision in
/// use, and of every other one that reads what is changed.
///
/// # Errors
/// [`LogError`] when a log was changed, or cannot be read.
pub fn broken_by(texts: &Texts, edits: &[Edit]) -> Result<Vec<BrokenLock>, LogError> {
    let broken = Broken::by(texts, edits)?;
    Ok(broken.into_iter().map(|broken| broken.told(texts)).collect())
}

/// A lock that changes of files would break.
struct Broken {
    lock: Lock,
    /// What the files that differ would say of what is locked.
    files: BTreeMap<String, Locked>,
    /// The decision that it is of.
    request: Request,
}

impl Broken {
    fn by(texts: &Texts, edits: &[Edit]) -> Result<Vec<Broken>, LogError> {
        let mut broken = Broken::of(texts, edits)?;
        for other in others(texts, edits) {
            broken.extend(Broken::of(&other, edits)?);
        }
        Ok(broken)
    }

    /// The locks of one decision.
    fn of(texts: &Texts, edits: &[Edit]) -> Result<Vec<Broken>, LogError> {
        let entries = log::read(texts)?;
        let holding = log::holding(&entries, &stem(&texts.request.criteria));
        if holding.is_empty() {
            return Ok(Vec::new());
        }
        let is_gone = texts.text_file(&texts.request.criteria).is_err_and(|error| error.is_missing);
        // First as it is: then the folders are listed, and take in a file that is new.
        let now = Contents::of(texts, true);
        let in_log =
            |file: &Path| is_gone.then(|| plain(&texts.request.workspace.root.join(texts.relative(file))));
        let names = |file: &Path| texts.names_of(file).into_iter().chain(in_log(file));
        let laid = edits.iter().flat_map(|edit| names(&edit.file).map(|file| (file, edit.after.clone())));
        let snapshot = laid.fold(Arc::clone(&texts.snapshot), |snapshot, (file, bytes)| {
            Arc::new(snapshot.with(&file, bytes))
        });
        let texts_after = Texts { snapshot, ..texts.clone() };
        let after = Contents::of(&texts_after, true);
        let broken = |entry: log::LogEntry| {
            let part = |contents: &Contents| contents.part(entry.part, &entry.price);
            let [now, mut files] = if is_gone {
                [texts, &texts_after].map(|texts| part(&Contents::of_lock(texts, &entry.files)))
            } else {
                [&now, &after].map(part)
            };
            let changes = differences(&now, &files);
            files.retain(|file, says| now.get(file) != Some(says));
            let lock = Lock { part: entry.part, done: entry.done, changes };
            Broken { lock, files, request: texts.request.clone() }
        };
        Ok(holding.into_iter().map(broken).filter(|broken| !broken.lock.changes.is_empty()).collect())
    }

    /// As it is told where a decision is in use.
    fn told(self, texts: &Texts) -> BrokenLock {
        let (own, other) = (&texts.request, &self.request);
        let is_own = own.criteria == other.criteria;
        let is_here =
            texts.snapshot.resolve(&own.workspace.root) == texts.snapshot.resolve(&other.workspace.root);
        let place = if is_here { String::new() } else { format!(" -C {}", other.workspace.root.display()) };
        let decision = stem(&other.criteria);
        let options = format!("--criteria {decision}{place}");
        BrokenLock { lock: self.lock, elsewhere: (!is_own).then_some((decision, options)) }
    }
}

/// The other decisions of the workspace, and of those in which changed files lie: vendors and panels may be shared.
fn others(texts: &Texts, edits: &[Edit]) -> Vec<Texts> {
    let folder = |file: &Path| match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    // By its name in its folder: a link to a criteria file is a decision of its own.
    let place = |file: &Path| Some((texts.snapshot.resolve(&folder(file))?, file.file_name()?.to_owned()));
    let around = edits.iter().filter_map(|edit| Workspace::find(&folder(&edit.file)).ok());
    let mut seen = vec![place(&texts.request.criteria)];
    let mut others = Vec::new();
    for workspace in std::iter::once(texts.request.workspace.clone()).chain(around) {
        // A lock holds until somebody lifts it: that its criteria file is gone lifts none.
        let request =
            |criteria| Request { workspace: workspace.clone(), criteria, vendors: None, what_if: Vec::new() };
        let any = Texts::of(request(texts.request.criteria.clone()), Arc::clone(&texts.snapshot));
        let gone = log::gone(&any).into_iter().map(|name| criteria_of(&workspace, &name));
        for criteria in workspace.decisions().unwrap_or_default().into_iter().chain(gone) {
            if seen.contains(&place(&criteria)) {
                continue;
            }
            seen.push(place(&criteria));
            others.push(Texts::of(request(criteria), Arc::clone(&texts.snapshot)));
        }
    }
    others
}

fn criteria_of(workspace: &Workspace, name: &str) -> PathBuf {
    plain(&workspace.root.join(CRITERIA).join(format!("{name}.toml")))
}

/// The criteria file of a decision that the log of a workspace speaks of and that is not there any more.
#[must_use]
pub fn gone(workspace: &Workspace, name: &str) -> Option<PathBuf> {
    let criteria = criteria_of(workspace, name);
    let request = Request {
        workspace: workspace.clone(),
        criteria: criteria.clone(),
        vendors: None,
        what_if: Vec::new(),
    };
    log::gone(&Texts::of(request, Arc::default())).contains(name).then_some(criteria)
}

/// What to do where a workspace has lost its criteria files and its log still holds locks of them; none where it holds
/// none.
///
/// - `folder`: of the criteria.
#[must_use]
pub fn locks_left(folder: &Path) -> Option<String> {
    let root = folder.parent().filter(|_| folder.ends_with(CRITERIA))?;
    let workspace = Workspace { root: plain(root) };
    let criteria = plain(&folder.join("none.toml"));
    let request = Request { workspace, criteria, vendors: None, what_if: Vec::new() };
    let texts = Texts::of(request, Arc::default());
    let entries = log::read(&texts).ok()?;
    let held = |name: String| Some((log::holding(&entries, &name).first()?.part, name));
    let gone: Vec<(LockedPart, String)> = log::gone(&texts).into_iter().filter_map(held).collect();
    let (part, first) = gone.first()?;
    let names: Vec<&str> = gone.iter().map(|(_, name)| name.as_str()).collect();
    let files: Vec<String> = names.iter().map(|name| format!("{CRITERIA}/{name}.toml")).collect();
    Some(format!(
        "{LOG} holds locks of {}: bring {} back, or lift them: `weigh unlock {} --reason \"...\" --criteria {first}`",
        names.join(", "),
        files.join(", "),
        part.name()
    ))
}

/// Notes in the log that a vendor is out, for each lock that its new status would break, of whatever decision; the
/// locks hold from then on with the changed file.
///
/// # Errors
/// [`LockError`] when the log cannot be read, trusted or written.
pub fn pass(
    texts: &Texts,
    edit: &Edit,
    action: log::Action,
    done: &Done,
    reason: &str,
) -> Result<(), LockError> {
    for Broken { lock, files, request } in Broken::by(texts, std::slice::from_ref(edit))? {
        let entry = log::LogEntry::new(action, lock.part, &stem(&request.criteria), done.clone())
            .with(files, Vec::new())
            .because(reason);
        // Each below those that were just written.
        append(&Texts::of(request, Arc::default()), vec![entry])?;
    }
    Ok(())
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
    append(texts, vec![entry])?;
    Ok(true)
}

/// Lifts a lock; the log keeps the reason.
///
/// # Errors
/// [`LockError`] when it is not locked, or the log cannot be read, trusted or written.
pub fn unlock(texts: &Texts, part: LockedPart, done: Done, reason: &str) -> Result<(), LockError> {
    let decision = stem(&texts.request.criteria);
    let entries = log::read(texts)?;
    let held: Vec<LockedPart> = log::holding(&entries, &decision).iter().map(|entry| entry.part).collect();
    if !held.contains(&part) {
        let criteria = &texts.request.criteria;
        let is_missing = texts.text_file(criteria).is_err_and(|error| error.is_missing);
        return Err(if is_missing && held.is_empty() {
            LockError::NoDecision { criteria: criteria.clone() }
        } else {
            LockError::NotLocked { part, held }
        });
    }
    append(texts, vec![log::LogEntry::new(log::Action::Unlock, part, &decision, done).because(reason)])
}

/// Whether a part of a decision was locked at any time, also where the lock was lifted since.
///
/// # Errors
/// [`LogError`] when the log was changed, or cannot be read.
pub fn was_locked(texts: &Texts, part: LockedPart) -> Result<bool, LogError> {
    let decision = stem(&texts.request.criteria);
    let is_of = |entry: &log::LogEntry| {
        entry.decision == decision && entry.part == part && entry.action == log::Action::Lock
    };
    Ok(log::read(texts)?.iter().any(is_of))
}

/// What is wrong with the locks of a decision, and the locks that hold.
///
/// `source`: the criteria file.
pub(crate) fn check(texts: &Texts, source: SourceId) -> (Vec<Diagnostic>, Vec<Lock>) {
    let locks = match locks(texts) {
        Ok(locks) => locks,
        Err(error) => return (vec![log_problem(&error, source)], Vec::new()),
    };
    let is_one_of_several = |folder: PathBuf| texts.snapshot.list(&folder).is_ok_and(|all| all.len() > 1);
    let named = if is_one_of_several(plain(&texts.request.workspace.root.join(CRITERIA))) {
        format!(" --criteria {}", stem(&texts.request.criteria))
    } else {
        String::new()
    };
    let problem = |lock: &Lock| {
        let part = lock.part.name();
        let help =
            format!("undo the change; or `weigh unlock {part} --reason \"...\"{named}`, and lock again");
        Some(Diagnostic::new(Code::LockedChanged, source, lock.text()?).help(help))
    };
    let problems = locks.iter().filter_map(problem).chain(left_behind(texts, source)).collect();
    (problems, locks)
}

/// What is wrong with the log: locks of decisions whose criteria files are not there any more.
fn left_behind(texts: &Texts, source: SourceId) -> Vec<Diagnostic> {
    let entries = log::read(texts).unwrap_or_default();
    let gone = log::gone(texts);
    let holding = gone.iter().flat_map(|decision| log::holding(&entries, decision));
    let problem = |entry: log::LogEntry| {
        let log::LogEntry { decision, part, done, .. } = entry;
        let (what, by) = (part.word(), done.by);
        let message =
            format!("{what} of `{decision}` was locked by {by}, and criteria/{decision}.toml is not there");
        let help = format!(
            "bring the file back; or `weigh unlock {} --reason \"...\" --criteria {decision}`",
            part.name()
        );
        Diagnostic::new(Code::LockedChanged, source, message).help(help)
    };
    holding.map(problem).collect()
}

/// What is wrong with a log that cannot be trusted.
///
/// `source`: the criteria file.
pub(crate) fn log_problem(error: &LogError, source: SourceId) -> Diagnostic {
    Diagnostic::new(Code::LogBroken, source, error.to_string()).help(error.way_out())
}

/// Adds entries to the log, and seals the criteria file with it. The log first: a seal of an older log is no fault.
fn append(texts: &Texts, entries: Vec<log::LogEntry>) -> Result<(), LockError> {
    if entries.is_empty() {
        return Ok(());
    }
    let before = log::file(texts)?.map_or_else(Vec::new, |log| log.bytes().to_vec());
    let after = entries.into_iter().try_fold(before.clone(), |log, entry| log::appended(&log, entry))?;
    let sealed = sealed(texts, &after);
    let file = texts.request.workspace.root.join(LOG);
    edit::save(&Edit { before, ..Edit::of_new(file, after) })?;
    // A criteria file that cannot be read is not sealed; it is no reason to keep it locked.
    sealed.as_ref().map_or(Ok(()), edit::save)?;
    Ok(())
}

/// The criteria file with the seal of a log.
fn sealed(texts: &Texts, log: &[u8]) -> Option<Edit> {
    let file = &texts.request.criteria;
    texts.request.workspace.refuse_link_out(file).ok()?;
    let read = texts.text_file(file).ok()?;
    let text = std::str::from_utf8(read.bytes()).ok()?;
    let after = log::seal(log)?.put(text).into_bytes();
    Some(Edit { before: read.bytes().to_vec(), ..Edit::of_new(file.clone(), after) })
}

//! The journal of unsaved changes: what a session that ends in any way leaves to the next one.
//!
//! Each line is all that is unsaved at a moment, as JSON; the last whole one counts. A thread writes them, so that no key
//! waits for the disk, and skips those that a newer one replaces. A session locks its journal, so that a second one for
//! the same decision keeps its own and is not offered the changes of the first.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::exact::hexadecimal;
use crate::files::workspace::read_plain;

/// The most bytes of a file that is taken for a journal; from half of them on it begins anew.
const LARGEST: u64 = 16 << 20;
/// The most sessions of a decision that keep a journal at a time.
const MOST_SESSIONS: usize = 9;

/// Changes as `weigh set` takes them: paths with values.
pub(crate) type Changes = Vec<(String, String)>;

/// Where the system wants such files, from the environment.
pub(crate) fn folder(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?;
    Some(state.join("weigh/recover"))
}

/// The journal of a decision.
pub(crate) fn file(folder: &Path, criteria: &Path) -> PathBuf {
    let full = fs::canonicalize(criteria).unwrap_or_else(|_| criteria.to_owned());
    let digest = hexadecimal(&Sha256::digest(full.as_os_str().as_encoded_bytes()));
    folder.join(format!("{}.json", &digest[..16]))
}

/// What the thread is told.
enum Note {
    /// This is unsaved now; nothing, where the list is empty.
    Keep(PathBuf, Changes),
    /// Look for what an earlier session left, and answer.
    Look(PathBuf, Sender<Option<Changes>>),
    /// Answer once everything before is written.
    Flush(Sender<()>),
}

/// The journal of a session. What it was told is written before it is dropped.
#[derive(Default)]
pub(crate) struct Journal {
    running: Option<(Sender<Note>, JoinHandle<()>)>,
    /// Whether something could not be written.
    has_failed: Arc<AtomicBool>,
    has_kept: bool,
    is_told: bool,
}

impl Journal {
    /// Keeps what is unsaved now. False once, where that turns out to be impossible: the first time it is waited for.
    #[must_use]
    pub(crate) fn keep(&mut self, file: PathBuf, changes: Changes) -> bool {
        let is_first = !changes.is_empty() && !self.has_kept;
        self.has_kept |= is_first;
        self.tell(Note::Keep(file, changes));
        if is_first {
            self.flush();
        }
        let is_news = self.has_failed.load(Ordering::Relaxed) && !self.is_told;
        self.is_told |= is_news;
        !is_news
    }

    /// What an earlier session left; none where there is nothing, or where that session still runs.
    pub(crate) fn left(&mut self, file: PathBuf) -> Option<Changes> {
        let (answer, answered) = channel();
        self.tell(Note::Look(file, answer));
        answered.recv().ok().flatten()
    }

    /// Waits until everything is written.
    pub(crate) fn flush(&mut self) {
        if self.running.is_some() {
            let (answer, answered) = channel();
            self.tell(Note::Flush(answer));
            let _ = answered.recv();
        }
    }

    fn tell(&mut self, note: Note) {
        let (sender, _) = self.running.get_or_insert_with(|| {
            let (sender, receiver) = channel();
            let has_failed = Arc::clone(&self.has_failed);
            (sender, std::thread::spawn(move || write_notes(&receiver, &has_failed)))
        });
        // It ends only when the sender is dropped.
        let _ = sender.send(note);
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

/// Writes what it is told until nobody is left to tell it anything.
fn write_notes(notes: &Receiver<Note>, has_failed: &AtomicBool) {
    let mut slot: Option<Slot> = None;
    let keep = |slot: &mut Option<Slot>, due| {
        if !keep(slot, due) {
            has_failed.store(true, Ordering::Relaxed);
        }
    };
    while let Ok(first) = notes.recv() {
        let mut due = None;
        for note in std::iter::once(first).chain(notes.try_iter()) {
            match note {
                Note::Keep(file, changes) => due = Some((file, changes)),
                Note::Look(file, answer) => {
                    keep(&mut slot, due.take());
                    slot = Slot::with_rest(&file);
                    let _ = answer.send(slot.as_ref().and_then(|slot| kept(&slot.path)));
                }
                Note::Flush(answer) => {
                    keep(&mut slot, due.take());
                    let _ = answer.send(());
                }
            }
        }
        keep(&mut slot, due);
    }
}

/// Writes changes where there are any, and deletes the journal where there are none. False where they could not be
/// written: they are still on the screen, and can be saved.
fn keep(slot: &mut Option<Slot>, due: Option<(PathBuf, Changes)>) -> bool {
    let Some((file, changes)) = due else { return true };
    if changes.is_empty() {
        if let Some(slot) = slot.take().or_else(|| Slot::with_rest(&file)) {
            let _ = fs::remove_file(&slot.path);
        }
        return true;
    }
    if slot.as_ref().is_none_or(|slot| !slot.is_of(&file)) {
        *slot = Slot::free(&file);
    }
    slot.as_mut().is_some_and(|slot| slot.write(&changes).is_ok())
}

/// A journal that this session has locked.
struct Slot {
    path: PathBuf,
    file: File,
}

impl Slot {
    /// The paths of the sessions of a decision.
    fn paths(file: &Path) -> impl Iterator<Item = PathBuf> {
        let first = file.to_owned();
        (1..=MOST_SESSIONS)
            .map(move |at| if at == 1 { first.clone() } else { first.with_extension(format!("{at}.json")) })
    }

    /// The first journal with something in it that no session has locked.
    fn with_rest(file: &Path) -> Option<Slot> {
        Slot::paths(file).filter(|path| kept(path).is_some()).find_map(|path| Slot::lock(path, false))
    }

    /// The first that no session has locked, which is made.
    fn free(file: &Path) -> Option<Slot> {
        fs::create_dir_all(file.parent()?).ok()?;
        Slot::paths(file).find_map(|path| Slot::lock(path, true))
    }

    fn lock(path: PathBuf, is_to_be_made: bool) -> Option<Slot> {
        let is_other = fs::symlink_metadata(&path).is_ok_and(|there| !there.is_file());
        let file =
            OpenOptions::new().append(true).create(is_to_be_made).open(&path).ok().filter(|_| !is_other)?;
        // A file system without locks has one session at a time, as far as anybody knows.
        (!matches!(file.try_lock(), Err(TryLockError::WouldBlock))).then_some(Slot { path, file })
    }

    fn is_of(&self, file: &Path) -> bool {
        Slot::paths(file).any(|path| path == self.path)
    }

    fn write(&mut self, changes: &[(String, String)]) -> io::Result<()> {
        if self.file.metadata()?.len() > LARGEST / 2 {
            self.file.set_len(0)?;
        }
        // It may follow half a line.
        writeln!(self.file, "\n{}", json!({ "schema": "weigh/recover/2", "changes": changes }))?;
        self.file.sync_data()
    }
}

/// The changes that a journal ends with; none where there are none, or where the file is not one of ours.
fn kept(file: &Path) -> Option<Changes> {
    let text = String::from_utf8(read_plain(file, LARGEST).ok()?).ok()?;
    // One that version 1 wrote is one value over several lines.
    let whole = std::iter::once(text.as_str());
    let values = whole.chain(text.lines().rev()).filter_map(|text| serde_json::from_str(text).ok());
    let changes =
        |value: serde_json::Value| serde_json::from_value::<Changes>(value.get("changes")?.clone()).ok();
    values.map(changes).next()?.filter(|changes| !changes.is_empty())
}

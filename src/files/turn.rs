//! One writer at a time: who changes files of a workspace has its turn, from before reading them until they are written.
//!
//! A turn is an advisory lock of the system on a file in the root of the workspace, which ends with the process that
//! holds it, however that ends. The file says who it is, and is deleted with the turn; elsewhere than on Unix it stays,
//! since nobody can tell there whether a file that was waited for is still the one of that name.
//!
//! What it cannot do: hold up editors and other programs, which know nothing of it. A save therefore also compares
//! what it read with what is there ([`edit`](super::edit)).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::workspace::{Workspace, plain, plain_reason};
use crate::text::clean::cleaned_line;
use crate::text::typed_word;

/// The file that is locked, in the root of the workspace.
pub const FILE: &str = ".weigh.lock";

/// The most bytes that are read of who has the turn.
const LONGEST: u64 = 200;
/// How long it is slept between two looks: the first time, and at most.
const NAPS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(16)];

/// The turn to write in a workspace; it ends when it is dropped.
#[derive(Debug)]
#[must_use = "the turn ends when it is dropped"]
pub struct Turn {
    held: Result<(PathBuf, File), String>,
}

/// Why nobody can write now.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TurnError {
    /// Another writer did not end in time.
    #[error("{holder} has been writing in this workspace for {} s; nothing was written", seconds)]
    Busy {
        /// Process and command, or `another weigh` where it does not say.
        holder: String,
        /// For how long.
        seconds: u64,
    },
    /// It is a pack.
    #[error("{} is a pack, and a pack is only read: `weigh unpack {}` makes a folder of it", pack.display(), typed_word(&pack.to_string_lossy()))]
    Pack {
        /// The pack.
        pack: PathBuf,
    },
    /// What stands in the place of the file is none.
    #[error("{} is no plain file; delete it", file.display())]
    NotAFile {
        /// What stands there: a folder, a link, a device.
        file: PathBuf,
    },
    /// The operating system refused.
    #[error("could not lock {}: {}", file.display(), plain_reason(source))]
    Io {
        /// The file by which those who write take turns.
        file: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl Turn {
    /// Waits for the turn to write in a workspace.
    ///
    /// - `command`: who takes it, told to whoever waits for it.
    /// - `patience`: for how long one and the same other writer is waited for.
    ///
    /// # Errors
    /// [`TurnError`] when another has it for too long, or the file cannot be locked. Where the folder cannot be written
    /// to, or its file system knows no locks, the turn is not refused: [`Turn::remark`] says so.
    pub fn take(workspace: &Workspace, command: &str, patience: Duration) -> Result<Turn, TurnError> {
        if workspace.is_pack() {
            return Err(TurnError::Pack { pack: workspace.root.clone() });
        }
        let path = plain(&workspace.root.join(FILE));
        let io = |source| TurnError::Io { file: path.clone(), source };
        let (mut began, mut seen, mut nap) = (Instant::now(), None, NAPS[0]);
        loop {
            let file = match opened(&path) {
                Ok(Some(file)) => file,
                Ok(None) => return Err(TurnError::NotAFile { file: path }),
                Err(error) if is_of_the_folder(&error) => return Ok(Turn::without(&error)),
                Err(error) => return Err(io(error)),
            };
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(Turn::with(path, file, command)),
                // Whoever had it deleted the file while we waited.
                Ok(()) => continue,
                Err(TryLockError::Error(error)) => return Ok(Turn::without(&error)),
                Err(TryLockError::WouldBlock) => {}
            }
            // Each writer is given the whole time: a long queue that moves is no reason to give up.
            let holder = Some(holder(&path));
            if holder != seen {
                (began, seen) = (Instant::now(), holder);
            }
            if began.elapsed() >= patience {
                let seconds = held_for(&file).unwrap_or(began.elapsed()).as_secs();
                return Err(TurnError::Busy { holder: seen.unwrap_or_default(), seconds });
            }
            std::thread::sleep(nap);
            nap = (nap * 2).min(NAPS[1]);
        }
    }

    fn with(path: PathBuf, mut file: File, command: &str) -> Turn {
        // Only a note for those who wait: on a full disk there is none.
        let _ = file
            .set_len(0)
            .and_then(|()| file.write_all(format!("pid {} ({command})", std::process::id()).as_bytes()));
        Turn { held: Ok((path, file)) }
    }

    fn without(error: &io::Error) -> Turn {
        let why = plain_reason(error);
        Turn {
            held: Err(format!(
                "the workspace cannot be locked ({why}): see that nobody else writes to it now"
            )),
        }
    }

    /// What is to be told where the workspace could not be locked.
    #[must_use]
    pub fn remark(&self) -> Option<&str> {
        self.held.as_ref().err().map(String::as_str)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Ok((path, file)) = &self.held else { return };
        // Still locked, so that nobody else deletes the file of the next one.
        let _ = if cfg!(unix) { fs::remove_file(path) } else { file.set_len(0) };
    }
}

/// The file, opened for locking; none where something else stands there, such as a link out of the workspace.
fn opened(path: &Path) -> io::Result<Option<File>> {
    if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        return Ok(None);
    }
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map(Some)
}

fn is_of_the_folder(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Whether the file that was locked is still the one of that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let [locked, there] = [file.metadata(), fs::symlink_metadata(path)].map(|one| one.ok().map(place));
    locked.is_some() && locked == there
}

/// Nobody deletes it there.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Who has the turn, as the file says.
fn holder(path: &Path) -> String {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    match cleaned_line(text.trim()) {
        text if read.is_ok() && !text.is_empty() => text,
        _ => "another weigh".to_owned(),
    }
}

/// How long ago its holder wrote into the file.
fn held_for(file: &File) -> Option<Duration> {
    file.metadata().ok()?.modified().ok()?.elapsed().ok()
}

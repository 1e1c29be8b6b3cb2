//! What was read of a source of files: every file once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use sha2::{Digest, Sha256};

use super::disk::Disk;
use super::source::{FileSource, FolderEntry};
use super::workspace::{LARGEST_FILE, ReadError, Workspace, path_text, plain_reason};
use crate::diagnostic::Code;
use crate::exact::hexadecimal;
use crate::parallel;

/// What was read of a source. A file is read when somebody first asks for it; whoever asks again gets the same, however
/// the file has changed meanwhile. So what is scored, locked, edited and compared is one and the same text.
#[derive(Debug)]
pub struct Snapshot {
    source: Arc<dyn FileSource>,
    seen: Mutex<Seen>,
}

/// What was seen, by path.
#[derive(Clone, Debug, Default)]
struct Seen {
    files: HashMap<PathBuf, Result<Arc<TextFile>, ReadError>>,
    folders: HashMap<PathBuf, Result<Arc<[PathBuf]>, String>>,
    everything: HashMap<PathBuf, Option<Arc<[FolderEntry]>>>,
    resolved: HashMap<PathBuf, Option<PathBuf>>,
    links: HashMap<PathBuf, bool>,
}

/// A file as it was read.
#[derive(Debug)]
pub struct TextFile {
    text: Result<String, FromUtf8Error>,
    sha256: OnceLock<String>,
}

impl TextFile {
    fn new(bytes: Vec<u8>) -> TextFile {
        TextFile { text: String::from_utf8(bytes), sha256: OnceLock::new() }
    }

    /// All bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.text {
            Ok(text) => text.as_bytes(),
            Err(error) => error.as_bytes(),
        }
    }

    /// The text without a byte order mark; none where the bytes are not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = self.text.as_ref().ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// SHA-256 of the bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| hexadecimal(&Sha256::digest(self.bytes())))
    }
}

/// What a file goes by: a path that begins with `.` is the same without.
fn name(file: &Path) -> PathBuf {
    file.strip_prefix(".").unwrap_or(file).to_owned()
}

impl Default for Snapshot {
    fn default() -> Self {
        Snapshot::of(Disk::default())
    }
}

impl Snapshot {
    /// A snapshot of which nothing is read yet.
    #[must_use]
    pub fn of(source: impl FileSource + 'static) -> Snapshot {
        Snapshot { source: Arc::new(source), seen: Mutex::default() }
    }

    /// The same, with other bytes in one file, which may be new.
    #[must_use]
    pub fn with(&self, file: &Path, bytes: Vec<u8>) -> Snapshot {
        let mut seen = self.seen().clone();
        seen.files.insert(name(file), Ok(Arc::new(TextFile::new(bytes))));
        // Where there was nothing, there is something now.
        seen.resolved.remove(file);
        seen.links.remove(file);
        if let Some(folder) = file.parent() {
            let list = || self.source.list(folder).map(Arc::from).map_err(|error| plain_reason(&error));
            let listed = seen.folders.entry(folder.to_owned()).or_insert_with(list);
            let mut files = listed.as_ref().map_or_else(|_| Vec::new(), |listed| listed.to_vec());
            if let Err(at) = files.binary_search_by(|other| other.as_path().cmp(file)) {
                files.insert(at, file.to_owned());
                *listed = Ok(files.into());
            }
        }
        Snapshot { source: Arc::clone(&self.source), seen: Mutex::new(seen) }
    }

    /// The same, without one file.
    #[must_use]
    pub(crate) fn without(&self, file: &Path) -> Snapshot {
        let mut seen = self.seen().clone();
        let missing =
            ReadError { is_missing: true, ..ReadError::new(file, Code::Unreadable, "is not there", "") };
        seen.files.insert(name(file), Err(missing));
        if let Some(Ok(listed)) = file.parent().and_then(|folder| seen.folders.get_mut(folder)) {
            *listed = listed.iter().filter(|other| other.as_path() != file).cloned().collect();
        }
        Snapshot { source: Arc::clone(&self.source), seen: Mutex::new(seen) }
    }

    /// A file of at most [`LARGEST_FILE`] bytes, in UTF-8.
    ///
    /// # Errors
    /// [`ReadError`] when it cannot be read as that.
    pub fn text_file(&self, file: &Path) -> Result<Arc<TextFile>, ReadError> {
        let read = self.file(file, LARGEST_FILE)?;
        match &read.text {
            Ok(_) => Ok(read),
            Err(error) => Err(ReadError::not_utf8(file, read.bytes(), error.utf8_error())),
        }
    }

    /// A file of at most so many bytes.
    ///
    /// # Errors
    /// [`ReadError`] when it cannot be read.
    pub fn file(&self, file: &Path, largest: u64) -> Result<Arc<TextFile>, ReadError> {
        if let Some(read) = self.seen().files.get(&name(file)) {
            return read.clone();
        }
        // Others may read meanwhile. Where two read the same, what was kept first is what both get.
        let read = self.source.read(file, largest).map(|bytes| Arc::new(TextFile::new(bytes)));
        self.seen().files.entry(name(file)).or_insert(read).clone()
    }

    /// Reads files ahead, on all processors; not what links lead to, which may be elsewhere.
    pub(crate) fn read_ahead(&self, files: &[PathBuf]) {
        parallel::map(files, 1, |file| {
            if !self.is_link(file)
                && let Ok(read) = self.text_file(file)
            {
                let _ = read.sha256();
            }
        });
    }

    /// The `.toml` files of a folder, in order of their names; hidden ones not.
    ///
    /// # Errors
    /// Why it cannot be listed, in words.
    pub fn list(&self, folder: &Path) -> Result<Arc<[PathBuf]>, String> {
        let list = || self.source.list(folder).map(Arc::from).map_err(|error| plain_reason(&error));
        self.seen().folders.entry(folder.to_owned()).or_insert_with(list).clone()
    }

    /// Where a path leads, without links; none where there is nothing.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> Option<PathBuf> {
        if let Some(resolved) = self.seen().resolved.get(path) {
            return resolved.clone();
        }
        let resolved = self.beside_folder(path).or_else(|| self.source.resolve(path));
        self.seen().resolved.entry(path.to_owned()).or_insert(resolved).clone()
    }

    /// Where a file that was read and is itself no link leads to: it lies where its folder leads to.
    fn beside_folder(&self, path: &Path) -> Option<PathBuf> {
        let (folder, name_in_it) = (path.parent()?, path.file_name()?);
        let is_read = self.seen().files.get(&name(path)).is_some_and(Result::is_ok);
        let is_there = is_read && folder != Path::new("") && !self.is_link(path);
        is_there.then(|| self.resolve(folder)).flatten().map(|folder| folder.join(name_in_it))
    }

    /// Whatever is in a folder, in order of names; none where it cannot be listed.
    pub(crate) fn everything(&self, folder: &Path) -> Option<Vec<FolderEntry>> {
        let mut seen = self.seen();
        let list = || self.source.everything(folder).ok().map(Arc::from);
        seen.everything.entry(folder.to_owned()).or_insert_with(list).as_ref().map(|listed| listed.to_vec())
    }

    /// A path as seen from the root of a workspace, as [`Workspace::relative`] has it.
    #[must_use]
    pub fn relative(&self, workspace: &Workspace, path: &Path) -> String {
        let inside = match (self.resolve(&workspace.root), self.resolve(path)) {
            (Some(root), Some(full)) => full.strip_prefix(root).map(Path::to_owned).ok(),
            _ => None,
        };
        path_text(inside.as_deref(), path)
    }

    /// Whether a path is itself a link.
    #[must_use]
    pub fn is_link(&self, path: &Path) -> bool {
        if let Some(is_link) = self.seen().links.get(path) {
            return *is_link;
        }
        let is_link = self.source.is_link(path);
        *self.seen().links.entry(path.to_owned()).or_insert(is_link)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // What a thread put in before it panicked is whole.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! What a source of files is: whatever lists and reads them, and how it fails.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::str::Utf8Error;
use std::{fmt, io};

use crate::diagnostic::{Code, Diagnostic, Sources};

/// Where files come from: whatever lists and reads them.
pub trait FileSource: fmt::Debug + Send + Sync {
    /// The bytes of a plain file of at most so many bytes.
    ///
    /// # Errors
    /// [`ReadError`] when it cannot be read, is no plain file, or has more bytes.
    fn read(&self, file: &Path, largest: u64) -> Result<Vec<u8>, ReadError>;

    /// The `.toml` files of a folder, in order of their names; hidden ones not.
    ///
    /// # Errors
    /// What the operating system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Whatever is in a folder, in order of names.
    ///
    /// # Errors
    /// What the operating system says.
    fn everything(&self, folder: &Path) -> io::Result<Vec<FolderEntry>>;

    /// Where a path leads, without links; none where there is nothing.
    fn resolve(&self, path: &Path) -> Option<PathBuf>;

    /// Whether a path is itself a link.
    fn is_link(&self, path: &Path) -> bool;
}

/// What stands in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its path, that of the folder before its name.
    pub path: PathBuf,
    /// Whether it is a folder itself, and no link to one.
    pub is_folder: bool,
}

/// A path without `.` and without the detours that `..` after a folder makes; empty becomes `.`.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// Whether a file of this name is read: it ends in `.toml` and is neither hidden nor an editor's leftover.
pub(super) fn is_toml_name(name: &Path) -> bool {
    let is_hidden = name.as_os_str().as_encoded_bytes().starts_with(b".");
    let ends_in_toml = |name: &Path| name.extension().is_some_and(|ending| ending == "toml");
    // One that ends so twice was named by somebody who did not see the first.
    !is_hidden && ends_in_toml(name) && !name.file_stem().map(Path::new).is_some_and(ends_in_toml)
}

/// The path of a name in a folder; the name alone in the folder where we are.
pub(super) fn beside(folder: &Path, name: OsString) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) }
}

/// Why a file could not be read, as a diagnostic tells it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// What a diagnostic goes by.
    pub code: Code,
    /// What is wrong, with the path.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
    /// Whether there is no such file.
    pub is_missing: bool,
}

impl ReadError {
    /// The problem of a file that could not be read, under its name.
    pub(crate) fn told(self, name: String, sources: &mut Sources) -> Diagnostic {
        let source = sources.add(name, "");
        Diagnostic::new(self.code, source, self.message).help(self.help)
    }
}

impl ReadError {
    /// What the operating system said of a file.
    pub(super) fn of(path: &Path, error: &io::Error) -> ReadError {
        ReadError {
            code: Code::Unreadable,
            message: format!("could not read {}: {}", path.display(), plain_reason(error)),
            help: "check the name, the permissions, and where links lead",
            is_missing: error.kind() == io::ErrorKind::NotFound,
        }
    }

    pub(super) fn too_large(path: &Path, largest: u64) -> ReadError {
        let what = format!("is larger than {} MiB", largest >> 20);
        let help = "move long documents elsewhere and name them as `source`";
        ReadError::new(path, Code::FileTooLarge, &what, help)
    }

    pub(super) fn new(path: &Path, code: Code, what: &str, help: &'static str) -> ReadError {
        ReadError { code, message: format!("{} {what}", path.display()), help, is_missing: false }
    }

    /// A file that is no text.
    pub(super) fn not_utf8(path: &Path, bytes: &[u8], error: Utf8Error) -> ReadError {
        let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
        let what = format!("is not UTF-8: byte {} in line {line}", error.valid_up_to());
        ReadError::new(path, Code::NotUtf8, &what, "save the file as UTF-8")
    }
}

/// What the operating system said, without its number.
pub(crate) fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

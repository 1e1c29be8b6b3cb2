//! Where a workspace is, which decisions it holds, and reading its files within bounds.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::str::Utf8Error;

use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::text::suggest;

/// The most bytes of a criteria or vendor file.
pub const LARGEST_FILE: u64 = 4 * 1024 * 1024;
/// The most vendor files of a decision.
pub const MOST_FILES: usize = 20_000;
/// The folder of the criteria files.
pub const CRITERIA: &str = "criteria";

/// What is said of a link that leads out of the workspace, and what to do.
pub(super) const LEAVES: &str = "is a link that leaves the workspace";
pub(super) const COPY_INSTEAD: &str = "put a copy of the file in its place";

/// A folder with `criteria/` and `vendors/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Its path, relative where the user was.
    pub root: PathBuf,
}

/// Why no decision could be chosen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkspaceError {
    /// Neither the folder nor one above it holds `criteria/`.
    #[error("there is no workspace in {}: no folder `{CRITERIA}` here or above", at.display())]
    None {
        /// Where the search began.
        at: PathBuf,
    },
    /// `criteria/` holds no TOML file.
    #[error("{} holds no criteria file", at.display())]
    Empty {
        /// That folder.
        at: PathBuf,
    },
    /// No decision of that name.
    #[error("there is no decision `{name}`{}", hint(suggestion.as_ref()))]
    Unknown {
        /// The name asked for.
        name: String,
        /// Near names.
        suggestion: Option<String>,
    },
    /// More than one decision, none the default and none named.
    #[error("this workspace holds {} decisions: {}; choose one with --criteria NAME", names.len(), names.join(", "))]
    Several {
        /// Their names.
        names: Vec<String>,
    },
    /// More than one decision says that it is the default.
    #[error("{} say `default = true`, but only one decision can; choose one with --criteria NAME", names.join(" and "))]
    TwoDefaults {
        /// Their names.
        names: Vec<String>,
    },
    /// The operating system refused.
    #[error("could not read {}: {}", at.display(), plain_reason(source))]
    Io {
        /// The file or folder.
        at: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

fn hint(suggestion: Option<&String>) -> String {
    suggestion.map_or_else(String::new, |suggestion| format!("; {suggestion}"))
}

impl Workspace {
    /// The workspace at a folder, or the nearest one above it.
    ///
    /// # Errors
    /// [`WorkspaceError::None`] when there is none.
    pub fn find(start: &Path) -> Result<Workspace, WorkspaceError> {
        let full =
            fs::canonicalize(start).map_err(|source| WorkspaceError::Io { at: start.to_owned(), source })?;
        for (steps, folder) in full.ancestors().enumerate() {
            if folder.join(CRITERIA).is_dir() {
                let up: PathBuf = std::iter::repeat_n("..", steps).collect();
                let root = start.join(up);
                return Ok(Workspace { root: plain(&root) });
            }
        }
        Err(WorkspaceError::None { at: start.to_owned() })
    }

    /// The workspace that a criteria file belongs to.
    #[must_use]
    pub fn of_file(file: &Path) -> Workspace {
        let folder = file.parent().unwrap_or(Path::new(""));
        let is_criteria = folder.file_name().is_some_and(|name| name == CRITERIA);
        let root = if is_criteria { folder.parent().unwrap_or(folder) } else { folder };
        Workspace { root: plain(root) }
    }

    /// The criteria files by name, in order of their names.
    ///
    /// # Errors
    /// [`WorkspaceError::Io`] when the folder cannot be listed, [`WorkspaceError::Empty`] when it is empty.
    pub fn decisions(&self) -> Result<Vec<PathBuf>, WorkspaceError> {
        let folder = plain(&self.root.join(CRITERIA));
        let files =
            toml_files(&folder).map_err(|source| WorkspaceError::Io { at: folder.clone(), source })?;
        if files.is_empty() {
            return Err(WorkspaceError::Empty { at: folder });
        }
        Ok(files)
    }

    /// The criteria file of a name.
    ///
    /// # Errors
    /// [`WorkspaceError::Unknown`] with near names when there is none.
    pub fn decision(&self, name: &str) -> Result<PathBuf, WorkspaceError> {
        let files = self.decisions()?;
        let names: Vec<String> = files.iter().map(|file| stem(file)).collect();
        match names.iter().position(|known| known == name) {
            Some(at) => Ok(files[at].clone()),
            None => {
                let known: Vec<&str> = names.iter().map(String::as_str).collect();
                let suggestion = Some(suggest::hint(name, &known, []));
                Err(WorkspaceError::Unknown { name: name.to_owned(), suggestion })
            }
        }
    }

    /// Refuses a file to which a link leads out of the workspace: what may not be read may not be written.
    ///
    /// # Errors
    /// [`ReadError`] that says so; nothing of the file is in it.
    pub(crate) fn refuse_link_out(&self, file: &Path) -> Result<(), ReadError> {
        let leads_to = |path: &Path| fs::canonicalize(path).ok();
        // One that is not there yet is made in its folder.
        let Some(full) = file.ancestors().find_map(leads_to) else { return Ok(()) };
        let limits = [self.root.clone(), self.root.join(CRITERIA)].map(|folder| leads_to(&folder));
        if limits.iter().flatten().any(|limit| full.starts_with(limit)) {
            return Ok(());
        }
        Err(ReadError::new(file, Code::OutsideWorkspace, LEAVES, COPY_INSTEAD))
    }

    /// A path as seen from the root, with forward slashes: the same on every machine.
    #[must_use]
    pub fn relative(&self, path: &Path) -> String {
        let inside = match (fs::canonicalize(&self.root), fs::canonicalize(path)) {
            (Ok(root), Ok(full)) => full.strip_prefix(root).map(Path::to_owned).ok(),
            _ => None,
        };
        path_text(inside.as_deref(), path)
    }
}

/// How a path is shown: as seen from the root with forward slashes, or by its name alone where it lies outside.
pub(super) fn path_text(inside: Option<&Path>, path: &Path) -> String {
    let shown = inside.unwrap_or(Path::new(path.file_name().unwrap_or_default()));
    shown.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The name of a file without `.toml`.
#[must_use]
pub fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
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

/// The `.toml` files of a folder, in order of their names; hidden ones and editors' leftovers not.
pub(crate) fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        let ends_in_toml = |name: &Path| name.extension().is_some_and(|ending| ending == "toml");
        // One that ends so twice was named by somebody who did not see the first.
        let (once, twice) = (Path::new(&name), Path::new(&name).file_stem().map(Path::new));
        if !is_hidden && ends_in_toml(once) && !twice.is_some_and(ends_in_toml) {
            files.push(beside(folder, name));
        }
    }
    files.sort();
    Ok(files)
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

/// Reads a file that must be a plain one, UTF-8 and of sensible size. Returns its bytes and its text
/// without a byte order mark.
pub(crate) fn read_text(path: &Path) -> Result<(Vec<u8>, String), ReadError> {
    let bytes = read_plain(path, LARGEST_FILE)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
            Ok((bytes, text))
        }
        Err(error) => Err(ReadError::not_utf8(path, &bytes, error)),
    }
}

/// Reads a file that must be a plain one of at most so many bytes, a whole number of MiB.
pub(crate) fn read_plain(path: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
    let refused = |error: io::Error| ReadError {
        code: Code::Unreadable,
        message: format!("could not read {}: {}", path.display(), plain_reason(&error)),
        help: "check the name, the permissions, and where links lead",
        is_missing: error.kind() == io::ErrorKind::NotFound,
    };
    // Looked at before it is opened: opening a pipe would wait for somebody to write into it.
    let metadata = fs::metadata(path).map_err(refused)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "is a folder" } else { "is a pipe or a device, and no plain file" };
        let help = "move it elsewhere, or give it a name that does not end in .toml";
        return Err(ReadError::new(path, Code::NotAFile, what, help));
    }
    // The length may change while it is read, so the limit is held all the same.
    let expected = usize::try_from(metadata.len().min(largest)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(expected + 1);
    File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)).map_err(refused)?;
    if bytes.len() as u64 > largest {
        let what = format!("is larger than {} MiB", largest >> 20);
        let help = "move long documents elsewhere and name them as `source`";
        return Err(ReadError::new(path, Code::FileTooLarge, &what, help));
    }
    Ok(bytes)
}

impl ReadError {
    fn new(path: &Path, code: Code, what: &str, help: &'static str) -> ReadError {
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

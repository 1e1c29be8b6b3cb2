//! Where a workspace is, and which decisions it holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use super::disk::LARGEST_FILE;
use super::disk::{Disk, is_file};
pub(crate) use super::disk::{read_plain, read_text, toml_files};
use super::pack::{self, Pack, PackError};
use super::source::FileSource;
pub use super::source::ReadError;
pub(crate) use super::source::{plain, plain_reason};
use crate::diagnostic::Code;
use crate::text::suggest;

/// The most vendor files of a decision.
pub const MOST_FILES: usize = 20_000;
/// The folder of the criteria files.
pub const CRITERIA: &str = "criteria";

/// What is said of a link that leads out of the workspace, and what to do.
pub(super) const LEAVES: &str = "is a link that leaves the workspace";
pub(super) const COPY_INSTEAD: &str = "put a copy of the file in its place";

/// A folder with `criteria/` and `vendors/`, or a pack of one.
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
    /// A pack that cannot be read.
    #[error("{}: {source}", at.display())]
    Pack {
        /// The file.
        at: PathBuf,
        /// What is wrong with it.
        source: PackError,
    },
}

fn hint(suggestion: Option<&String>) -> String {
    suggestion.map_or_else(String::new, |suggestion| format!("; {suggestion}"))
}

impl Workspace {
    /// The workspace at a folder, or the nearest one above it; that of a pack.
    ///
    /// # Errors
    /// [`WorkspaceError::None`] when there is none, [`WorkspaceError::Pack`] for a pack that is not as it was packed.
    pub fn find(start: &Path) -> Result<Workspace, WorkspaceError> {
        let full =
            fs::canonicalize(start).map_err(|source| WorkspaceError::Io { at: start.to_owned(), source })?;
        // A criteria or vendor file stands for the workspace around it.
        if is_file(start) && start.extension().is_none_or(|ending| ending != "toml") {
            let wrong = |source| WorkspaceError::Pack { at: start.to_owned(), source };
            let bytes = read_plain(start, pack::MOST_BYTES)
                .map_err(|error| wrong(PackError::Unread { what: error.message }))?;
            Pack::read(&bytes).map_err(wrong)?;
            return Ok(Workspace { root: plain(start) });
        }
        if !full.is_dir() && !is_file(start) {
            return Err(WorkspaceError::None { at: start.to_owned() });
        }
        for (steps, folder) in full.ancestors().enumerate() {
            if folder.join(CRITERIA).is_dir() {
                let up: PathBuf = std::iter::repeat_n("..", steps).collect();
                let root = start.join(up);
                return Ok(Workspace { root: plain(&root) });
            }
        }
        Err(WorkspaceError::None { at: start.to_owned() })
    }

    /// Whether it is a pack, which is read and never written to.
    #[must_use]
    pub fn is_pack(&self) -> bool {
        is_file(&self.root)
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
        let disk = Disk::default();
        let inside = match (disk.resolve(&self.root), disk.resolve(path)) {
            (Some(root), Some(full)) => full.strip_prefix(root).map(Path::to_owned).ok(),
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

//! From a workspace to a pack, and back into a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::edit::place_new;
use super::folders::Folders;
use super::lock::log::LOG;
use super::pack::{Pack, PackError};
use super::request::Request;
use super::snapshot::Snapshot;
use super::workspace::{CRITERIA, MOST_FILES, Workspace, WorkspaceError, plain, plain_reason};

/// The most bytes of a file that goes into a pack: those of the largest log of locks.
const LARGEST: u64 = 256 << 20;
/// How the names of files with what was decided in an import end.
const IMPORTED: &str = ".import.toml";
/// The most folders within folders.
const DEEPEST: usize = 8;

/// Why a workspace was not packed, or a pack not unpacked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackingError {
    /// There is no workspace.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// No pack can hold it.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A file that belongs to it cannot be read, or lies outside.
    #[error("{what}")]
    Unread {
        /// Which one, and why.
        what: String,
    },
    /// The operating system refused, or something is there.
    #[error("could not write {}: {}", what.display(), plain_reason(source))]
    Write {
        /// The file or folder.
        what: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// Packs what belongs to a workspace: its criteria, vendors and panels, the records that are kept of decisions, the log of
/// locks, the schemas, and what was decided in imports. The key of blind sheets is no part of it.
///
/// # Errors
/// [`PackingError`] where a file of it cannot be read or lies outside, and where it is more than a pack holds.
pub fn pack(workspace: &Workspace) -> Result<Pack, PackingError> {
    let snapshot = Snapshot::default();
    let mut gathered = Gathered { workspace, snapshot: &snapshot, files: BTreeMap::new() };
    let mut folders = vec![workspace.root.join(CRITERIA), workspace.root.join("vendors")];
    for criteria in workspace.decisions()? {
        let request = Request {
            workspace: workspace.clone(),
            criteria: criteria.clone(),
            vendors: None,
            what_if: Vec::new(),
        };
        let Folders { own_vendors, panel, .. } = Folders::find(&request, &snapshot);
        if own_vendors.is_none() {
            let what =
                format!("the vendors of {} lie outside the workspace: copy them into it", criteria.display());
            return Err(PackingError::Unread { what });
        }
        folders.extend(own_vendors.into_iter().chain(panel));
    }
    for folder in folders {
        gathered.folder(&plain(&folder), 0)?;
    }
    let beside = snapshot.everything(&workspace.root).unwrap_or_default().into_iter();
    for entry in beside.filter(|entry| entry.path.to_string_lossy().ends_with(IMPORTED)) {
        gathered.file(&entry.path)?;
    }
    Ok(Pack::of(gathered.files)?)
}

struct Gathered<'a> {
    workspace: &'a Workspace,
    snapshot: &'a Snapshot,
    files: BTreeMap<String, Vec<u8>>,
}

impl Gathered<'_> {
    /// Whatever belongs to a workspace in a folder and below it; a folder that is not there holds nothing.
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), PackingError> {
        if depth > DEEPEST {
            return Ok(());
        }
        for entry in self.snapshot.everything(folder).unwrap_or_default() {
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
            let is_hidden = name.starts_with('.');
            let is_own = entry.path.extension().is_some_and(|ending| ending == "toml" || ending == "json")
                || entry.path.ends_with(LOG);
            let is_link = || fs::metadata(&entry.path).is_ok_and(|one| one.is_dir());
            if !entry.is_folder && !is_own && !is_hidden && is_link() {
                let what = format!(
                    "{} is a link to a folder, and a pack holds none: copy what belongs to the decision, or take it away",
                    entry.path.display()
                );
                return Err(PackingError::Unread { what });
            }
            if entry.is_folder && !is_hidden {
                self.folder(&entry.path, depth + 1)?;
            } else if is_own && !is_hidden {
                self.file(&entry.path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, file: &Path) -> Result<(), PackingError> {
        let unread = |what: String| PackingError::Unread { what };
        if self.files.len() > 2 * MOST_FILES {
            return Err(unread("the workspace has more files than a pack holds".to_owned()));
        }
        self.workspace.refuse_link_out(file).map_err(|error| unread(error.message))?;
        let root = plain(&self.workspace.root);
        let inside = if root == Path::new(".") { Ok(file) } else { file.strip_prefix(&root) };
        let inside = inside.map_err(|_| unread(format!("{} lies outside the workspace", file.display())))?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        let name = parts.ok_or_else(|| unread(format!("{} has a name that is no text", file.display())))?;
        let read = self.snapshot.file(file, LARGEST).map_err(|error| unread(error.message))?;
        self.files.insert(name.join("/"), read.bytes().to_vec());
        Ok(())
    }
}

/// Writes the files of a pack into a folder that is new or empty. Gives back how many. They are written beside first, so
/// that whoever comes in between finds no part of a workspace: the decisions come last, and nothing stays where they
/// cannot.
///
/// # Errors
/// [`PackingError::Write`].
pub fn unpack(pack: &Pack, folder: &Path) -> Result<usize, PackingError> {
    let failed = |what: &Path, source: io::Error| PackingError::Write { what: what.to_owned(), source };
    let is_new = fs::symlink_metadata(folder).is_err();
    if !is_new {
        let is_empty = fs::read_dir(folder).map_err(|error| failed(folder, error))?.next().is_none();
        if !is_empty {
            let why =
                "it is there already and not empty; -o names another folder, `weigh take` lists differences";
            return Err(failed(folder, io::Error::other(why)));
        }
    }
    let above = folder.parent().filter(|above| *above != Path::new("")).unwrap_or(Path::new("."));
    let near = if is_new { above } else { folder };
    fs::create_dir_all(near).map_err(|error| failed(folder, error))?;
    let beside = tempfile::Builder::new().prefix(".weigh-unpack-").tempdir_in(near);
    // What the program makes on its way is nothing that anybody named.
    let beside = beside.map_err(|error| failed(folder, error.kind().into()))?;
    let whole = beside.path().join("whole");
    fs::create_dir(&whole).map_err(|error| failed(folder, error))?;
    let mut written = 0;
    for (name, bytes) in pack.files() {
        place_new(&whole.join(name), bytes).map_err(|error| failed(&folder.join(name), error))?;
        written += 1;
    }
    if is_new {
        fs::rename(&whole, folder).map_err(|error| failed(folder, error))?;
    } else {
        fill(&whole, folder)?;
    }
    Ok(written)
}

/// Moves what is in one folder into another that is empty, the decisions last; where that fails, back again.
fn fill(from: &Path, into: &Path) -> Result<(), PackingError> {
    let failed = |source: io::Error| PackingError::Write { what: into.to_owned(), source };
    let entries = fs::read_dir(from).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(failed)?;
    let mut names: Vec<_> = entries.into_iter().map(|entry| entry.file_name()).collect();
    names.sort_by_key(|name| (name == CRITERIA, name.clone()));
    for (at, name) in names.iter().enumerate() {
        let target = into.join(name);
        // A file would replace one, and a folder an empty one.
        let is_free = fs::symlink_metadata(&target).is_err();
        let moved = if is_free {
            fs::rename(from.join(name), &target)
        } else {
            Err(io::Error::other(format!("{} is there by now", target.display())))
        };
        if let Err(error) = moved {
            for name in &names[..at] {
                // What cannot go back stays, without a decision.
                let _ = fs::rename(into.join(name), from.join(name));
            }
            return Err(failed(error));
        }
    }
    Ok(())
}

//! The texts that were read for a request, and where they lie.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folders::Folders;
use super::request::Request;
use super::snapshot::{Snapshot, TextFile};
use super::workspace::{ReadError, plain, stem};

/// What was asked for, what was read of it, and where its files lie. Locks and edits work on these texts, so that what
/// they compare and change is what was scored.
#[derive(Clone, Debug)]
pub struct Texts {
    /// What was asked for.
    pub request: Request,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) folders: Folders,
    pub(crate) read: Vec<(String, PathBuf)>,
}

impl Texts {
    /// The texts of a request of which the vendors and the panel are still to be read.
    #[must_use]
    pub fn of(request: Request, snapshot: Arc<Snapshot>) -> Texts {
        let folders = Folders::find(&request, &snapshot);
        Texts { request, snapshot, folders, read: Vec::new() }
    }

    /// The file of a vendor, whether or not it is there; none where the folder of the vendors lies outside the
    /// workspace.
    #[must_use]
    pub fn vendor_file(&self, id: &str) -> Option<PathBuf> {
        Some(self.folders.vendors.as_ref()?.join(format!("{id}.toml")))
    }

    /// The file of an evaluator, or of the consensus, whether or not it is there; beside the criteria file where the
    /// decision names no panel.
    #[must_use]
    pub fn panel_file(&self, id: &str) -> PathBuf {
        let beside = || {
            let folder = self.request.criteria.parent().unwrap_or(Path::new(""));
            plain(&folder.join("panel").join(stem(&self.request.criteria)))
        };
        self.folders.panel.clone().unwrap_or_else(beside).join(format!("{id}.toml"))
    }

    /// The folder of the vendors, whether or not it is there; none where it lies outside the workspace.
    #[must_use]
    pub fn vendors_folder(&self) -> Option<PathBuf> {
        self.folders.vendors.clone()
    }

    /// The folders in which the files of the decision lie besides the criteria file's own.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let Folders { vendors, own_vendors, panel } = self.folders.clone();
        [vendors, own_vendors, panel].into_iter().flatten().collect()
    }

    /// The paths by which the decision reads a file that was changed or made, by whatever path: its own, and those that
    /// links and other ways to its folder give it.
    pub(crate) fn names_of(&self, file: &Path) -> Vec<PathBuf> {
        let folders = [&self.folders.own_vendors, &self.folders.panel].into_iter().flatten();
        let listed = folders.clone().filter_map(|folder| self.snapshot.list(folder).ok());
        let full = self.snapshot.resolve(file);
        let is_it = |known: &PathBuf| full.is_some() && self.snapshot.resolve(known) == full;
        let known =
            listed.flat_map(|files| files.to_vec()).chain([self.request.criteria.clone()]).filter(is_it);
        let parent = file.parent().and_then(|folder| self.snapshot.resolve(folder));
        let is_its = |folder: &&PathBuf| {
            file.parent() == Some(folder) || (parent.is_some() && self.snapshot.resolve(folder) == parent)
        };
        let made = folders.filter(is_its).filter_map(|folder| Some(folder.join(file.file_name()?)));
        known.chain(made).collect()
    }

    /// Every file that was read for the decision, criteria first: its name in results, and its path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Path)> {
        self.read.iter().map(|(name, path)| (name.as_str(), path.as_path()))
    }

    /// A file as it was read, or as it is when nobody asked for it before.
    ///
    /// # Errors
    /// [`ReadError`] when it cannot be read.
    pub fn text_file(&self, file: &Path) -> Result<Arc<TextFile>, ReadError> {
        self.snapshot.text_file(file)
    }

    /// A path as seen from the root of the workspace.
    pub(crate) fn relative(&self, path: &Path) -> String {
        self.snapshot.relative(&self.request.workspace, path)
    }
}

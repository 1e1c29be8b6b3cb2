//! Files that nothing reads and that somebody meant for a decision: in the wrong folder, or with the wrong ending.

use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::node::parse_document;
use super::request::Request;
use super::snapshot::{FolderEntry, Snapshot};
use super::workspace::{CRITERIA, plain};
use crate::diagnostic::Sources;
use crate::text::suggest::{closest, listed};

/// The folder of the vendors' folders.
const VENDORS: &str = "vendors";
/// The folder of the panels' folders, within that of the criteria.
const PANEL: &str = "panel";
/// What weigh writes there itself.
const AWARD: &str = "award";
/// The most folders within folders that are looked through.
const DEEPEST: usize = 8;
/// The most entries that are looked at, and the most files that are told of.
const MOST_ENTRIES: usize = 50_000;
const MOST_TOLD: usize = 100;

/// A file that nothing reads.
#[derive(Clone, Debug)]
pub(crate) struct UnreadFile {
    pub(crate) path: PathBuf,
    /// Why nothing reads it.
    pub(crate) reason: String,
    /// What to do about it.
    pub(crate) help: String,
}

/// The files of a request's workspace that no decision in it reads, in order of their paths.
///
/// A file counts as meant where its name ends in `.toml`, in whatever capitals, or in `.toml.txt`; one at the root of
/// the workspace also has to look like one of ours.
#[must_use]
pub(crate) fn unread(request: &Request, snapshot: &Snapshot) -> Vec<UnreadFile> {
    let root = plain(&request.workspace.root);
    // A criteria file alone, somewhere on the disk, makes no workspace of the folder that it is in.
    let Ok(decisions) = snapshot.list(&root.join(CRITERIA)) else { return Vec::new() };
    let mut search = Search::new(request, snapshot, &root, decisions.iter().chain([&request.criteria]));
    for folder in search.beginnings() {
        search.walk(&folder, 0);
    }
    search.at_root();
    search.found.sort_by(|a, b| a.path.cmp(&b.path));
    search.found.dedup_by(|a, b| a.path == b.path);
    search.found
}

/// A look through the folders of a workspace.
struct Search<'a> {
    snapshot: &'a Snapshot,
    root: &'a Path,
    /// The folders that some decision reads: of criteria, of vendors, of a panel.
    criteria: PathBuf,
    vendors: Vec<PathBuf>,
    panels: Vec<PathBuf>,
    /// How many more entries are looked at.
    left: usize,
    found: Vec<UnreadFile>,
}

impl<'a> Search<'a> {
    fn new<'b>(
        request: &Request,
        snapshot: &'a Snapshot,
        root: &'a Path,
        decisions: impl Iterator<Item = &'b PathBuf>,
    ) -> Search<'a> {
        let mut search = Search {
            snapshot,
            root,
            criteria: plain(&root.join(CRITERIA)),
            vendors: request.vendors.iter().map(|folder| plain(folder)).collect(),
            panels: Vec::new(),
            left: MOST_ENTRIES,
            found: Vec::new(),
        };
        for criteria in decisions {
            let request = Request {
                workspace: request.workspace.clone(),
                criteria: criteria.clone(),
                vendors: None,
                what_if: Vec::new(),
            };
            let folders = Folders::find(&request, snapshot);
            search.vendors.extend(folders.vendors);
            search.panels.extend(folders.panel);
        }
        for folders in [&mut search.vendors, &mut search.panels] {
            folders.sort();
            folders.dedup();
        }
        search
    }

    /// Where the look begins: the folders of criteria and vendors, what is called nearly so, and whatever a decision
    /// names.
    fn beginnings(&self) -> Vec<PathBuf> {
        let usual = [CRITERIA, VENDORS, PANEL];
        let near = self.snapshot.everything(self.root).into_iter().flatten().filter_map(|entry| {
            let name = entry.name()?.to_lowercase();
            let is_near = usual.contains(&name.as_str()) || !closest(&name, usual).is_empty();
            (entry.is_folder && is_near).then_some(entry.path)
        });
        let mut folders: Vec<PathBuf> = near.chain(self.readers().cloned()).collect();
        folders.sort();
        // What lies within another is looked through with it.
        folders.dedup_by(|inner, outer| inner.starts_with(outer));
        folders
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        if depth > DEEPEST || *folder == self.criteria.join(AWARD) {
            return;
        }
        for entry in self.snapshot.everything(folder).unwrap_or_default() {
            let Some(name) = entry.name().filter(|name| !name.starts_with('.')) else { continue };
            if self.left == 0 || self.found.len() == MOST_TOLD {
                return;
            }
            self.left -= 1;
            if entry.is_folder {
                self.walk(&entry.path, depth + 1);
            } else if let Some(proper) = proper_name(name) {
                self.look_at(&entry.path, folder, name, &proper);
            }
        }
    }

    /// Tells of a file that is named like one of ours, unless it is read.
    fn look_at(&mut self, path: &Path, folder: &Path, name: &str, proper: &str) {
        let is_read = self.reads(folder);
        if is_read && name == proper {
            return;
        }
        let reason = if is_read { "its name does not end in .toml".to_owned() } else { self.why(folder) };
        let help = if is_read { format!("rename it to {proper}") } else { self.way_out(folder, proper) };
        self.found.push(UnreadFile { path: path.to_owned(), reason, help });
    }

    fn reads(&self, folder: &Path) -> bool {
        *folder == self.criteria || self.readers().any(|read| read == folder)
    }

    /// The folders whose files are vendors or evaluators.
    fn readers(&self) -> impl Iterator<Item = &PathBuf> {
        self.vendors.iter().chain(&self.panels)
    }

    fn why(&self, folder: &Path) -> String {
        format!("no decision reads the folder {}", self.shown(folder))
    }

    /// Where a file belongs that stands in a folder which nothing reads.
    fn way_out(&self, folder: &Path, proper: &str) -> String {
        if let Some(above) = folder.ancestors().skip(1).find(|above| self.readers().any(|read| read == above))
        {
            return format!("move it up to {}", self.shown(&above.join(proper)));
        }
        let inside = folder.strip_prefix(self.root).unwrap_or(folder);
        let is_of_panel = folder.starts_with(&self.criteria) || inside.starts_with(PANEL);
        let readers = if is_of_panel { &self.panels } else { &self.vendors };
        let names: Vec<String> = readers.iter().map(|reader| self.shown(reader)).collect();
        let near = closest(&self.shown(folder), names.iter().map(String::as_str));
        let names: Vec<&str> =
            if near.is_empty() { names.iter().map(String::as_str).collect() } else { near };
        if names.is_empty() || names.len() > 5 {
            let key = if is_of_panel { PANEL } else { VENDORS };
            return format!("move it to the folder that `{key}` of a criteria file names");
        }
        format!("move it to {}", listed(&names, "or"))
    }

    /// Files at the root that say what only our files say.
    fn at_root(&mut self) {
        const MOST: usize = 100;
        let entries = self.snapshot.everything(self.root).unwrap_or_default();
        for entry in entries.into_iter().filter(|entry| !entry.is_folder).take(MOST) {
            let Some(proper) = entry.name().and_then(proper_name) else { continue };
            let Some(folders) = self.belongs(&entry.path) else { continue };
            let names: Vec<String> = folders.iter().map(|folder| self.shown(&folder.join(&proper))).collect();
            let help = format!("move it to {}", listed(&names, "or"));
            let reason = "files of a decision do not stand at the root of the workspace".to_owned();
            self.found.push(UnreadFile { path: entry.path, reason, help });
        }
    }

    /// The folders where a file would be read, by what it says; none where it is no file of ours.
    fn belongs(&self, path: &Path) -> Option<Vec<PathBuf>> {
        let file = self.snapshot.text_file(path).ok()?;
        let (root, _) = parse_document(file.text()?, Sources::default().add("", ""));
        let has = |key: &str| root.as_table().is_some_and(|table| table.get(key).is_some());
        if has("criteria") && has("title") {
            return Some(vec![self.criteria.clone()]);
        }
        let folders = match has("name") {
            true if has("marks") => &self.panels,
            true if has("facts") || has("quote") || has("ratings") => &self.vendors,
            _ => return None,
        };
        (!folders.is_empty()).then(|| folders.clone())
    }

    fn shown(&self, path: &Path) -> String {
        let inside = path.strip_prefix(self.root).unwrap_or(path);
        inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// The name that a file should have which is meant as one of ours; none for any other file.
fn proper_name(name: &str) -> Option<String> {
    const ENDINGS: [&str; 3] = [".toml", ".toml.txt", ".toml.toml"];
    let lower = name.to_lowercase();
    let ending = ENDINGS.iter().rev().find(|ending| lower.ends_with(*ending))?;
    let stem = name.get(..name.len() - ending.len()).filter(|stem| !stem.is_empty())?;
    Some(format!("{stem}.toml"))
}

impl FolderEntry {
    /// Its name, where it is one that can be written.
    fn name(&self) -> Option<&str> {
        self.path.file_name()?.to_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_meant_as_one_of_ours_gets_its_ending() {
        for (name, proper) in [
            ("siam.toml", Some("siam.toml")),
            ("Siam.TOML", Some("Siam.toml")),
            ("siam.toml.txt", Some("siam.toml")),
            ("siam.toml.toml", Some("siam.toml")),
            ("README.md", None),
            ("siam.toml~", None),
            ("siam.toml.bak", None),
            (".toml", None),
        ] {
            assert_eq!(proper_name(name).as_deref(), proper, "{name}");
        }
    }
}

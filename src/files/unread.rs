//! Files that nothing reads and that somebody meant for a decision: in the wrong folder, or with the wrong ending.

mod sheet;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::folders::Folders;
use super::node::parse_document;
use super::request::Request;
use super::snapshot::Snapshot;
use super::source::FolderEntry;
use super::workspace::{CRITERIA, plain, stem};
use crate::diagnostic::{Code, Sources};
use crate::text::suggest::{closest, listed};
use crate::text::typed_word;
use sheet::{Sheet, sheet};

/// The folder of the vendors' folders.
const VENDORS: &str = "vendors";
/// The folder of the panels' folders, within that of the criteria.
const PANEL: &str = "panel";
/// What weigh writes there itself.
const AWARD: &str = "award";
const LETTERS: &str = "letters";
/// The most folders within folders that are looked through.
const DEEPEST: usize = 8;
/// The most entries that are looked at, and the most files that are told of.
const MOST_ENTRIES: usize = 50_000;
const MOST_TOLD: usize = 100;

/// A file that nothing reads.
#[derive(Clone, Debug)]
pub(crate) struct UnreadFile {
    pub(crate) path: PathBuf,
    /// Whether it may well be meant to count, or stands aside on purpose: a backup, a file in a folder of old ones.
    pub(crate) code: Code,
    /// Why nothing reads it.
    pub(crate) reason: String,
    /// What to do about it.
    pub(crate) help: String,
}

/// The files of a request's workspace that no decision in it reads, in order of their paths.
///
/// A file counts as meant where its name ends in `.toml`, in whatever capitals, or in `.toml.txt`; where files are read,
/// also any other but a document that goes with them, and a backup; one at the root of the workspace has to look like one
/// of ours; and so a record that weigh keeps of a decision which is not there.
#[must_use]
pub(crate) fn unread(request: &Request, snapshot: &Snapshot) -> Vec<UnreadFile> {
    let root = plain(&request.workspace.root);
    // A criteria file alone, somewhere on the disk, makes no workspace of the folder that it is in.
    let Ok(decisions) = snapshot.list(&root.join(CRITERIA)) else { return Vec::new() };
    let mut search =
        Search::new(request, snapshot, &root, decisions.iter().chain([&request.criteria]).collect());
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
    /// The same without links.
    read: BTreeSet<PathBuf>,
    /// The decisions, by the names of their criteria files.
    decisions: BTreeSet<String>,
    /// Folders that were looked through, without links.
    walked: BTreeSet<PathBuf>,
    /// How many more entries are looked at.
    left: usize,
    found: Vec<UnreadFile>,
}

impl<'a> Search<'a> {
    fn new(
        request: &Request,
        snapshot: &'a Snapshot,
        root: &'a Path,
        decisions: Vec<&PathBuf>,
    ) -> Search<'a> {
        let mut search = Search {
            snapshot,
            root,
            criteria: plain(&root.join(CRITERIA)),
            vendors: request.vendors.iter().map(|folder| plain(folder)).collect(),
            panels: Vec::new(),
            read: BTreeSet::new(),
            decisions: decisions.iter().map(|criteria| stem(criteria)).collect(),
            walked: BTreeSet::new(),
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
        let read = search.readers().chain([&search.criteria]);
        search.read = read.map(|folder| search.without_links(folder)).collect();
        search
    }

    fn without_links(&self, path: &Path) -> PathBuf {
        self.snapshot.resolve(path).unwrap_or_else(|| path.to_owned())
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
        // Two ways may lead to one folder, and a link back to where it stands.
        if depth > DEEPEST || !self.walked.insert(self.without_links(folder)) {
            return;
        }
        let is_record = [AWARD, LETTERS].iter().any(|own| *folder == self.criteria.join(own));
        for entry in self.snapshot.everything(folder).unwrap_or_default() {
            let Some(name) = entry.name().filter(|name| !name.starts_with('.')) else { continue };
            if self.left == 0 || self.found.len() == MOST_TOLD {
                return;
            }
            self.left -= 1;
            if is_record {
                self.look_at_record(&entry.path, name);
            } else if entry.is_folder || self.leads_to_folder(&entry.path) {
                self.walk(&entry.path, depth + 1);
            } else if let Some((meant, proper)) = meant(name) {
                self.look_at(&entry.path, folder, (meant, name), &proper);
            } else if self.reads(folder) {
                self.look_at_stray(&entry.path, name);
            }
        }
    }

    /// Whether a path is a link to a folder of the workspace.
    fn leads_to_folder(&self, path: &Path) -> bool {
        let is_inside = |full: &PathBuf| full.starts_with(self.without_links(self.root));
        self.snapshot.is_link(path)
            && self
                .snapshot
                .resolve(path)
                .filter(is_inside)
                .is_some_and(|full| self.snapshot.everything(&full).is_some())
    }

    /// Tells of a record that weigh keeps of a decision, where no decision has its name.
    fn look_at_record(&mut self, path: &Path, name: &str) {
        let Some((meant, proper)) = meant(name).filter(|(meant, _)| *meant != Meant::OtherFormat) else {
            return;
        };
        let decision = proper.trim_end_matches(".toml");
        let is_known = self.decisions.contains(decision);
        if is_known && name == proper {
            return;
        }
        let code = if meant == Meant::Backup { Code::AsideFile } else { Code::UnreadFile };
        let (reason, help) = if is_known {
            ("its name does not end in .toml".to_owned(), format!("rename it to {proper}"))
        } else {
            let names: Vec<&str> = self.decisions.iter().map(String::as_str).collect();
            let near = closest(decision, names.iter().copied());
            let names = if near.is_empty() { names } else { near };
            let reason = format!("there is no decision {decision}, whose record it would be");
            (reason, format!("a record has the name of its criteria file: {}", listed(&names, "or")))
        };
        self.found.push(UnreadFile { path: path.to_owned(), code, reason, help });
    }

    /// Tells of a file with any other ending, or none, that stands among those that are read.
    fn look_at_stray(&mut self, path: &Path, name: &str) {
        let lower = name.to_ascii_lowercase();
        let is_of_criteria = path.parent().is_some_and(|folder| *folder == self.criteria);
        if COMPANIONS.iter().any(|ending| lower.ends_with(ending)) && !lower.contains("toml") {
            return;
        }
        let proper = proper_name(name);
        let belongs = self.belongs(path);
        if belongs.is_some() {
            let reason = "its name does not end in .toml".to_owned();
            let help = format!("rename it to {proper}");
            self.found.push(UnreadFile { path: path.to_owned(), code: Code::UnreadFile, reason, help });
        } else if !is_of_criteria {
            let reason = "weigh reads TOML alone".to_owned();
            let help = format!("where it is to count, write it as TOML, in a file {proper}");
            self.found.push(UnreadFile { path: path.to_owned(), code: Code::AsideFile, reason, help });
        }
    }

    /// Tells of a file that is named like one of ours, unless it is read.
    fn look_at(&mut self, path: &Path, folder: &Path, (meant, name): (Meant, &str), proper: &str) {
        let is_read = self.reads(folder);
        if is_read && name == proper {
            return;
        }
        let is_aside = meant == Meant::Backup || self.is_aside(folder);
        let code = if is_aside { Code::AsideFile } else { Code::UnreadFile };
        let (reason, help) = match meant {
            Meant::OtherFormat if !is_read && !folder.starts_with(plain(&self.root.join(VENDORS))) => return,
            Meant::OtherFormat => {
                ("weigh reads TOML alone".to_owned(), format!("write it as TOML, in a file {proper}"))
            }
            Meant::Backup => {
                ("it is a backup".to_owned(), format!("where it is to count, rename it to {proper}"))
            }
            Meant::Ours if is_read => {
                let is_twice = name.to_lowercase().ends_with(".toml.toml");
                let how =
                    if is_twice { "its name ends in .toml twice" } else { "its name does not end in .toml" };
                (how.to_owned(), format!("rename it to {proper}"))
            }
            Meant::Ours => (self.why(folder), self.way_out(path, folder, proper)),
        };
        self.found.push(UnreadFile { path: path.to_owned(), code, reason, help });
    }

    /// Whether a folder is called as one is in which people keep what is not to count.
    fn is_aside(&self, folder: &Path) -> bool {
        const ASIDE: [&str; 10] = [
            "old",
            "archive",
            "archived",
            "archives",
            "backup",
            "backups",
            "attic",
            "unused",
            "drafts",
            "templates",
        ];
        let inside = folder.strip_prefix(self.root).unwrap_or(folder);
        inside.iter().any(|part| ASIDE.contains(&part.to_string_lossy().to_lowercase().as_str()))
    }

    fn reads(&self, folder: &Path) -> bool {
        self.read.contains(&self.without_links(folder))
    }

    /// The folders whose files are vendors or evaluators.
    fn readers(&self) -> impl Iterator<Item = &PathBuf> {
        self.vendors.iter().chain(&self.panels)
    }

    fn why(&self, folder: &Path) -> String {
        format!("no decision reads the folder {}", self.shown(folder))
    }

    /// Where a file belongs that stands in a folder which nothing reads.
    fn way_out(&self, path: &Path, folder: &Path, proper: &str) -> String {
        if self.belongs(path).is_some_and(|folders| folders == [self.criteria.clone()]) {
            return format!("move it to {}", self.shown(&self.criteria.join(proper)));
        }
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
            let Some((Meant::Ours, proper)) = entry.name().and_then(meant) else { continue };
            let Some(folders) = self.belongs(&entry.path) else { continue };
            let shown = self.shown(&entry.path);
            let names: Vec<String> = folders.iter().map(|folder| self.shown(&folder.join(&proper))).collect();
            let help = if folders == self.panels {
                match sheet(&entry.path, &self.panels, self.snapshot) {
                    Some(Sheet { is_read: true, .. }) => continue,
                    Some(Sheet { id, is_blind, .. }) => {
                        let key = if is_blind { " --key KEY" } else { "" };
                        let whose = if id == stem(&entry.path) {
                            String::new()
                        } else {
                            format!(" --evaluator {id}")
                        };
                        format!("`weigh take {}{whose}{key} --write` takes its marks", typed_word(&shown))
                    }
                    None => format!("move it to {}", listed(&names, "or")),
                }
            } else {
                format!("move it to {}", listed(&names, "or"))
            };
            let reason = "files of a decision do not stand at the root of the workspace".to_owned();
            self.found.push(UnreadFile { path: entry.path, code: Code::UnreadFile, reason, help });
        }
    }

    /// The folders where a file would be read, by what it says; none where it is no file of ours.
    fn belongs(&self, path: &Path) -> Option<Vec<PathBuf>> {
        let keys = keys(path, self.snapshot);
        let has = |key: &str| keys.iter().any(|it| it == key);
        if is_criteria(&keys) {
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

/// What a file's name tells that it is meant as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    /// One of our files, in whatever capitals, or with an ending that an editor added.
    Ours,
    /// What an editor, or somebody careful, leaves of one.
    Backup,
    /// The same in a format of like use.
    OtherFormat,
}

/// Endings of documents that go with files of ours, and are none.
const COMPANIONS: [&str; 20] = [
    ".pdf",
    ".md",
    ".html",
    ".htm",
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
    ".ppt",
    ".pptx",
    ".odp",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".svg",
    ".eml",
    ".msg",
    ".zip",
    ".schema.json",
];

/// The name that a file should have to be read, whatever its name ends in.
fn proper_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let near = ["toml", "tml"].iter().find_map(|ending| lower.find(ending));
    let end = near.or_else(|| lower.rfind('.')).unwrap_or(name.len());
    let stem = name[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{}.toml", if stem.is_empty() { name } else { stem })
}

/// What a file is meant as, and the name that it should have to be read; none for any other file.
fn meant(name: &str) -> Option<(Meant, String)> {
    const OURS: [&str; 3] = [".toml.toml", ".toml.txt", ".toml"];
    const BACKUPS: [&str; 6] = ["~", ".bak", ".backup", ".old", ".orig", ".save"];
    const OTHERS: [&str; 3] = [".yaml", ".yml", ".json"];
    let without = |name: &str, endings: &[&str]| {
        let lower = name.to_lowercase();
        let ending = endings.iter().find(|ending| lower.ends_with(**ending))?;
        let stem = name.get(..name.len() - ending.len()).filter(|stem| !stem.is_empty())?;
        Some(stem.to_owned())
    };
    let (meant, stem) = if let Some(stem) = without(name, &OURS) {
        (Meant::Ours, stem)
    } else if let Some(rest) = without(name, &BACKUPS) {
        // That of a document is none of ours.
        (Meant::Backup, without(&rest, &OURS).or_else(|| Some(rest).filter(|rest| !rest.contains('.')))?)
    } else {
        // What `weigh schema` writes is for editors.
        let stem = without(name, &OTHERS).filter(|stem| !stem.ends_with(".schema"))?;
        (Meant::OtherFormat, stem)
    };
    Some((meant, format!("{stem}.toml")))
}

/// Where files belong that look like criteria, at the root of a workspace and with a wrong ending in the folder of the
/// criteria; none where there are no such files.
///
/// - `at`: the root, or the folder of the criteria.
#[must_use]
pub fn misplaced_criteria(at: &Path) -> Option<String> {
    const MOST: usize = 100;
    let root = at.parent().filter(|_| at.ends_with(CRITERIA)).unwrap_or(at);
    let snapshot = Snapshot::default();
    let folders = [plain(root), plain(&root.join(CRITERIA))];
    let entries = folders.iter().flat_map(|folder| snapshot.everything(folder).unwrap_or_default());
    let named = entries.filter(|entry| !entry.is_folder && entry.name().and_then(meant).is_some()).take(MOST);
    let found = named.filter(|entry| is_criteria(&keys(&entry.path, &snapshot)));
    let found: Vec<String> = found.map(|entry| entry.path.display().to_string()).collect();
    let looks = if found.len() == 1 { "looks like one and belongs" } else { "look like criteria and belong" };
    let told = || format!("{} {looks} into {CRITERIA}/, with a name that ends in .toml", found.join(", "));
    (!found.is_empty()).then(told)
}

/// Whether the keys at the top of a file are those of criteria.
fn is_criteria(keys: &[String]) -> bool {
    ["criteria", "title"].iter().all(|key| keys.iter().any(|it| it == key))
}

/// The keys at the top of a file; none where it cannot be read.
fn keys(path: &Path, snapshot: &Snapshot) -> Vec<String> {
    let Ok(file) = snapshot.text_file(path) else { return Vec::new() };
    let (root, _) = parse_document(file.text().unwrap_or_default(), Sources::default().add("", ""));
    root.as_table().map_or_else(Vec::new, |table| table.keys().map(str::to_owned).collect())
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
    fn a_name_tells_what_a_file_is_meant_as() {
        for (name, kind, proper) in [
            ("siam.toml", Meant::Ours, "siam.toml"),
            ("Siam.TOML", Meant::Ours, "Siam.toml"),
            ("siam.toml.txt", Meant::Ours, "siam.toml"),
            ("siam.toml.toml", Meant::Ours, "siam.toml"),
            ("siam.toml~", Meant::Backup, "siam.toml"),
            ("siam.toml.bak", Meant::Backup, "siam.toml"),
            ("siam.bak", Meant::Backup, "siam.toml"),
            ("siam.yml", Meant::OtherFormat, "siam.toml"),
            ("siam.JSON", Meant::OtherFormat, "siam.toml"),
        ] {
            assert_eq!(meant(name), Some((kind, proper.to_owned())), "{name}");
        }
        for name in ["README.md", "vendor.schema.json", ".toml", "offer.pdf", "offer.pdf~", "~"] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}

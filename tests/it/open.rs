//! Opening a decision: every file is read once, and whatever follows works on what was read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use weigh::files::edit::{Edit, EditError, save};
use weigh::files::lock::locks;
use weigh::files::workspace::ReadError;
use weigh::files::{Disk, FileSource, FolderEntry, Request, Snapshot, Workspace as Files, choose};
use weigh::open::edit::{plan, written_at};
use weigh::open::{Opened, open, open_from};

use crate::support::Workspace;

/// The disk, and how often each file was read.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<Mutex<BTreeMap<PathBuf, usize>>>);

impl Counted {
    fn reads(&self) -> Vec<(String, usize)> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        self.0.lock().unwrap().iter().map(|(path, count)| (name(path), *count)).collect()
    }
}

impl FileSource for Counted {
    fn read(&self, file: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
        *self.0.lock().unwrap().entry(file.to_owned()).or_default() += 1;
        Disk::default().read(file, largest)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Disk::default().list(folder)
    }

    fn everything(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        Disk::default().everything(folder)
    }

    fn resolve(&self, path: &Path) -> Option<PathBuf> {
        Disk::default().resolve(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        Disk::default().is_link(path)
    }
}

const CRITERIA: &str = "title = \"D\"\ndefault = true\npanel = \"panel\"\n\
    [criteria.cost]\nweight = 60\nscale = { worst = 40, best = 10 }\n\
    [criteria.manner]\nweight = 40\nscale = { rating = 5 }\n\
    [rule.panel]\ncombine = \"consensus\"\notherwise = \"mean\"\n";

fn panel() -> Workspace {
    let vendor = |name: &str, cost: u32| format!("name = \"{name}\"\n\n[facts]\ncost = {cost}\n");
    let (aalto, brandt) = (vendor("Aalto", 20), vendor("Brandt", 30));
    let workspace = Workspace::new(CRITERIA, &[("aalto", &aalto), ("brandt", &brandt)]);
    for (id, mark) in [("ann", 4), ("ben", 2)] {
        let text = format!("name = \"{id}\"\n[marks]\naalto.manner = {mark}\nbrandt.manner = 3\n");
        workspace.write(&format!("criteria/panel/{id}.toml"), text);
    }
    workspace
}

fn locked() -> Workspace {
    let workspace = panel();
    for part in ["rule", "quality", "all"] {
        let output = workspace.weigh(&["lock", part, "--at", "2026-11-22T10:00:00Z", "--by", "Aino"]);
        assert_eq!(output.code, Some(0), "{output}");
    }
    workspace
}

fn request(workspace: &Workspace) -> Request {
    let found = Files::find(workspace.path()).unwrap();
    let criteria = found.decision("d").unwrap();
    Request { workspace: found, criteria, vendors: None, what_if: Vec::new() }
}

fn counted(workspace: &Workspace) -> (Counted, Opened) {
    let source = Counted::default();
    let opened = open_from(&request(workspace), &Arc::new(Snapshot::of(source.clone())));
    (source, opened)
}

#[test]
fn under_three_locks_every_file_is_read_once() {
    let workspace = locked();
    let (source, opened) = counted(&workspace);
    assert_eq!(opened.decision().unwrap().provenance.locks.len(), 3);
    let files = ["d.toml", "locks.log", "ann.toml", "ben.toml", "aalto.toml", "brandt.toml"];
    assert_eq!(source.reads(), files.map(|name| (name.to_owned(), 1)));
}

#[test]
fn a_file_is_the_same_with_and_without_a_point_before_its_path() {
    let source = Counted::default();
    let snapshot = Snapshot::of(source.clone());
    for path in ["./Cargo.toml", "Cargo.toml"] {
        assert!(snapshot.text_file(Path::new(path)).is_ok());
    }
    assert_eq!(source.reads(), [("Cargo.toml".to_owned(), 1)]);
}

#[test]
fn what_ifs_edits_and_what_they_leave_read_nothing_again() {
    let workspace = locked();
    let (source, opened) = counted(&workspace);
    let before = source.reads();
    let tried = opened.with(vec!["criteria.cost.weight=50".to_owned()]);
    assert!(tried.decision().is_ok());
    assert_eq!(written_at(&opened, "vendors.aalto.facts.cost").as_deref(), Some("20"));
    let refused = plan(&opened, "vendors.aalto.facts.cost", "21").unwrap_err();
    assert!(matches!(refused, EditError::Locked { .. }), "{refused}");
    let file = opened.texts.vendor_file("aalto").unwrap();
    let text = String::from_utf8(workspace.read("vendors/d/aalto.toml")).unwrap();
    let after = text.replace("cost = 20", "cost = 21").into_bytes();
    let edit = Edit { before: text.into_bytes(), ..Edit::of_new(file, after) };
    save(&edit).unwrap();
    let after = opened.after(&edit);
    assert_eq!(after.decision().unwrap().provenance.locks[2].changes.len(), 1);
    assert_eq!(source.reads(), before);
}

#[test]
fn to_choose_the_default_decision_reads_nothing_twice() {
    let workspace = panel();
    workspace.write("criteria/other.toml", CRITERIA.replace("default = true\n", "# no default\n"));
    let source = Counted::default();
    let snapshot = Arc::new(Snapshot::of(source.clone()));
    let found = Files::find(workspace.path()).unwrap();
    let criteria = choose(&found, None, &snapshot).unwrap();
    let request = Request { workspace: found, criteria, vendors: None, what_if: Vec::new() };
    assert_eq!(open_from(&request, &snapshot).decision().unwrap().id.as_str(), "d");
    assert!(source.reads().iter().all(|(_, count)| *count == 1), "{:?}", source.reads());
}

#[test]
fn locks_compare_what_was_read_and_not_what_is_on_the_disk_by_then() {
    let workspace = locked();
    let opened = open(&request(&workspace));
    workspace.write("vendors/d/aalto.toml", "name = \"Aalto\"\n\n[facts]\ncost = 11\n");
    assert!(locks(&opened.texts).unwrap().iter().all(|lock| lock.changes.is_empty()));
    assert!(opened.with(Vec::new()).problems.is_empty());
    let again = open(&request(&workspace));
    let changed: Vec<usize> =
        again.decision().unwrap().provenance.locks.iter().map(|lock| lock.changes.len()).collect();
    assert_eq!(changed, [0, 1, 1]);
}

#[test]
fn locks_are_on_the_decisions_own_files_whatever_the_command_line_says() {
    let workspace = locked();
    workspace.write("bids/corvo.toml", "name = \"Corvo\"\n\n[facts]\ncost = 12\n");
    let mut request = request(&workspace);
    request.vendors = Some(workspace.path().join("bids"));
    request.what_if = vec!["criteria.cost.weight=50".to_owned()];
    let opened = open(&request);
    assert!(locks(&opened.texts).unwrap().iter().all(|lock| lock.changes.is_empty()));
    assert_eq!(opened.texts.vendor_file("corvo"), Some(workspace.path().join("bids/corvo.toml")));
}

#[test]
fn an_edit_of_what_was_read_leaves_a_file_alone_that_is_another_by_then() {
    let workspace = panel();
    let opened = open(&request(&workspace));
    let theirs = "name = \"Aalto\"\n\n[facts]\ncost = 19\n";
    workspace.write("vendors/d/aalto.toml", theirs);
    let edit = plan(&opened, "vendors.aalto.facts.cost", "21").unwrap();
    assert!(matches!(save(&edit), Err(EditError::Changed { .. })));
    assert_eq!(workspace.read("vendors/d/aalto.toml"), theirs.as_bytes());
}

#[test]
fn a_consensus_that_somebody_made_meanwhile_is_left_alone() {
    let workspace = panel();
    let opened = open(&request(&workspace));
    let value = "{ mark = 4, note = \"agreed\" }";
    let edit = plan(&opened, "panel.consensus.marks.aalto.manner", value).unwrap();
    let theirs = "[marks]\naalto.manner = { mark = 1, note = \"theirs\" }\n";
    workspace.write("criteria/panel/consensus.toml", theirs);
    assert!(matches!(save(&edit), Err(EditError::Changed { .. })));
    assert_eq!(workspace.read("criteria/panel/consensus.toml"), theirs.as_bytes());
}

#[test]
fn a_first_consensus_counts_once_it_is_written() {
    let workspace = panel();
    let opened = open(&request(&workspace));
    let value = "{ mark = 5, note = \"agreed\" }";
    let edit = plan(&opened, "panel.consensus.marks.aalto.manner", value).unwrap();
    save(&edit).unwrap();
    let (after, again) = (opened.after(&edit), open(&request(&workspace)));
    let of = |opened: &Opened| {
        let decision = opened.decision().unwrap();
        (decision.panel.as_ref().unwrap().consensus.len(), format!("{:?}", decision.provenance.files))
    };
    assert_eq!(of(&after).0, 1);
    assert_eq!(of(&after), of(&again));
}

#[cfg(unix)]
#[test]
fn a_vendor_that_leads_out_of_the_workspace_is_not_written_through() {
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("evil.toml");
    let text = "name = \"Evil\"\n\n[facts]\ncost = 20\n";
    std::fs::write(&file, text).unwrap();
    let workspace = panel();
    std::os::unix::fs::symlink(&file, workspace.path().join("vendors/d/evil.toml")).unwrap();
    let output = workspace.weigh(&["set", "vendors.evil.facts.cost", "21"]);
    assert_ne!(output.code, Some(0), "{output}");
    assert!(output.err.contains("is a link that leaves the workspace"), "{output}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

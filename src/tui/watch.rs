//! Whether the files of the decision changed on disk.
//!
//! Looked at by length and time of change, which works on every file system; a folder is listed again
//! each time, so that new and deleted vendors and evaluators are seen, and files that an editor replaces.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use super::state::State;
use crate::files::folders::Folders;
use crate::files::lock::LOG;
use crate::files::workspace::toml_files;
use crate::files::{Request, Snapshot};

/// What is seen of a file without reading it.
type Stamp = (PathBuf, u64, Option<SystemTime>);

/// What was seen of the files of a decision before they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Of the vendors, and of the panel.
    folders: Vec<PathBuf>,
    stamps: Vec<Stamp>,
}

impl Seen {
    /// What is to be seen of the files now, of which nothing but the criteria file is read into the snapshot.
    pub(crate) fn of(request: &Request, snapshot: &Snapshot) -> Seen {
        // Before the criteria file is read, which says where the others are.
        let mut stamps = own_stamps(request);
        let Folders { vendors, panel, .. } = Folders::find(request, snapshot);
        let folders: Vec<PathBuf> = vendors.into_iter().chain(panel).collect();
        stamps.extend(listed_stamps(&folders));
        Seen { folders, stamps }
    }

    fn again(&self, request: &Request) -> Seen {
        let stamps = own_stamps(request).into_iter().chain(listed_stamps(&self.folders)).collect();
        Seen { stamps, folders: self.folders.clone() }
    }
}

/// What was seen of the files.
#[derive(Default)]
pub(super) struct Watch {
    /// The reading of the files before which they were seen.
    reading: u64,
    seen: Seen,
    /// What was seen the last time, where it was something new: once it stays the same, it is whole.
    newest: Option<Seen>,
}

impl Watch {
    /// Whether files changed since the decision was read, and have come to rest.
    pub(super) fn has_changed(&mut self, state: &State) -> bool {
        let Some(request) = state.start.request.as_ref().filter(|_| state.beside.readings > 0) else {
            return false;
        };
        if self.reading != state.beside.readings {
            *self = Watch { reading: state.beside.readings, seen: state.found.seen.clone(), newest: None };
        }
        let now = self.seen.again(request);
        if now == self.seen {
            self.newest = None;
            return false;
        }
        let has_come_to_rest = self.newest.as_ref() == Some(&now);
        if has_come_to_rest {
            self.seen = now;
            self.newest = None;
        } else {
            self.newest = Some(now);
        }
        has_come_to_rest
    }
}

/// Of the criteria file and the log of locks.
fn own_stamps(request: &Request) -> Vec<Stamp> {
    vec![stamp(request.criteria.clone()), stamp(request.workspace.root.join(LOG))]
}

/// Of the files in folders.
fn listed_stamps(folders: &[PathBuf]) -> Vec<Stamp> {
    folders.iter().flat_map(|folder| toml_files(folder).unwrap_or_default()).map(stamp).collect()
}

fn stamp(file: PathBuf) -> Stamp {
    let metadata = fs::metadata(&file).ok();
    let length = metadata.as_ref().map_or(0, fs::Metadata::len);
    (file, length, metadata.and_then(|metadata| metadata.modified().ok()))
}

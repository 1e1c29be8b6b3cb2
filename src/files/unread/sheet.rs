//! Filled sheets of evaluators that lie about: whether their marks have been taken.

use std::path::{Path, PathBuf};

use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::files::node::{Node, NodeKind, parse_document};
use crate::files::snapshot::Snapshot;
use crate::files::workspace::stem;

/// A sheet of an evaluator, outside of the panel's folder.
pub(super) struct Sheet {
    /// The id of the evaluator.
    pub(super) id: String,
    /// Whether it names vendors by the labels of a key.
    pub(super) is_blind: bool,
    /// Whether its marks stand in the evaluator's file, of any decision.
    pub(super) is_read: bool,
}

/// What a file of marks is where a panel has an evaluator of its name; none where none has.
pub(super) fn sheet(path: &Path, panels: &[PathBuf], snapshot: &Snapshot) -> Option<Sheet> {
    let root = |path: &Path| {
        let file = snapshot.text_file(path).ok()?;
        Some(parse_document(file.text()?, Sources::default().add("", "")).0)
    };
    let filled = root(path)?;
    let name = filled.as_table()?.text("name")?.to_owned();
    let files = panels.iter().filter_map(|panel| snapshot.list(panel).ok());
    let files: Vec<PathBuf> = files.flat_map(|files| files.to_vec()).collect();
    let known = files.iter().filter_map(|file| Some((stem(file), root(file)?)));
    let own: Vec<(String, Node)> =
        known.filter(|(_, own)| own.as_table().and_then(|own| own.text("name")) == Some(&name)).collect();
    let marks = marks_of(&filled);
    let holds = |own: &Node| {
        let own = marks_of(own);
        marks.iter().all(|mark| own.contains(mark))
    };
    Some(Sheet {
        id: own.first()?.0.clone(),
        is_blind: marks.iter().any(|(vendor, ..)| vendor.starts_with("vendor-")),
        is_read: own.iter().any(|(_, own)| holds(own)),
    })
}

/// The marks of a sheet or of an evaluator's file: vendor, criterion, and the mark without its reason.
fn marks_of(root: &Node) -> Vec<(String, String, String)> {
    let vendors = root.as_table().and_then(|root| root.get("marks")?.node.as_table());
    let vendors = vendors.iter().flat_map(|vendors| &vendors.0);
    let marks = vendors.flat_map(|vendor| {
        let marks = vendor.node.as_table().into_iter().flat_map(|marks| &marks.0);
        marks.filter_map(|entry| {
            let node = match entry.node.as_table() {
                Some(table) => &table.get("mark")?.node,
                None => &entry.node,
            };
            // 4.0 is 4.
            let mark = match &node.kind {
                NodeKind::Number(number) => Exact::parse(number).ok()?.to_string(),
                _ => node.meaning(),
            };
            Some((vendor.key.clone(), entry.key.clone(), mark))
        })
    });
    marks.collect()
}

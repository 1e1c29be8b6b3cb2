//! Which decision of a workspace is meant, and what criteria files say of themselves.

use std::path::{Path, PathBuf};

use super::node::{NodeKind, parse_document};
use super::snapshot::Snapshot;
use super::workspace::{Workspace, WorkspaceError, stem};
use crate::diagnostic::Sources;

/// Chooses the criteria file: the one named, the only one, or the one that says `default = true`.
///
/// - `snapshot`: what is read of the files to find that out.
///
/// # Errors
/// [`WorkspaceError`] when there is none to choose, or several.
pub fn choose(
    workspace: &Workspace,
    name: Option<&str>,
    snapshot: &Snapshot,
) -> Result<PathBuf, WorkspaceError> {
    if let Some(name) = name {
        return workspace.decision(name);
    }
    let files = workspace.decisions()?;
    let chosen: Vec<&PathBuf> = match files.as_slice() {
        [only] => vec![only],
        several => several.iter().filter(|file| says_default(file, snapshot)).collect(),
    };
    match chosen.as_slice() {
        [only] => Ok((*only).clone()),
        [_, _, ..] => {
            Err(WorkspaceError::TwoDefaults { names: chosen.iter().map(|file| stem(file)).collect() })
        }
        _ => Err(WorkspaceError::Several { names: files.iter().map(|file| stem(file)).collect() }),
    }
}

fn says_default(file: &Path, snapshot: &Snapshot) -> bool {
    // Most files do not say it, and need not be parsed to know that.
    let is_said = |text: &str| text.contains("default") && head_of(text).is_default;
    snapshot.text_file(file).is_ok_and(|read| read.text().is_some_and(is_said))
}

/// What a criteria file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What is decided.
    pub title: Option<String>,
    /// The question that the ranking answers.
    pub question: Option<String>,
    /// Whether it says `default = true`.
    pub is_default: bool,
}

/// What a criteria file says of itself, as far as it can be read.
#[must_use]
pub fn head(file: &Path, snapshot: &Snapshot) -> Head {
    snapshot.text_file(file).ok().and_then(|read| read.text().map(head_of)).unwrap_or_default()
}

fn head_of(text: &str) -> Head {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let kind = |key| root.as_table().and_then(|table| table.get(key)).map(|entry| &entry.node.kind);
    let text = |key| match kind(key) {
        Some(NodeKind::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Head {
        title: text("title"),
        question: text("question"),
        is_default: matches!(kind("default"), Some(NodeKind::YesNo(true))),
    }
}

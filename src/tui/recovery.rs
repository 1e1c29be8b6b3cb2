//! Unsaved changes that a session could not save because its terminal went away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::exact::hexadecimal;
use crate::files::edit::write_whole;
use crate::files::workspace::read_plain;

/// The most bytes of a file that is taken for kept changes.
const LARGEST: u64 = 1024 * 1024;

/// Where the system wants such files, from the environment.
pub(crate) fn folder(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?;
    Some(state.join("weigh/recover"))
}

/// The file for a decision.
pub(crate) fn file(folder: &Path, criteria: &Path) -> PathBuf {
    let full = fs::canonicalize(criteria).unwrap_or_else(|_| criteria.to_owned());
    let digest = hexadecimal(&Sha256::digest(full.as_os_str().as_encoded_bytes()));
    folder.join(format!("{}.json", &digest[..16]))
}

/// Keeps changes as `weigh set` takes them.
///
/// # Errors
/// What the operating system says.
pub(crate) fn keep(file: &Path, changes: &[(String, String)]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    write_whole(
        file,
        format!("{:#}\n", json!({ "schema": "weigh/recover/1", "changes": changes })).as_bytes(),
    )
}

/// Forgets kept changes.
pub(crate) fn forget(file: &Path) {
    let _ = fs::remove_file(file);
}

/// The changes that are kept; none where there are none, or where the file is not one of ours.
pub(crate) fn kept(file: &Path) -> Option<Vec<(String, String)>> {
    let kept: serde_json::Value = serde_json::from_slice(&read_plain(file, LARGEST).ok()?).ok()?;
    let changes: Vec<(String, String)> = serde_json::from_value(kept.get("changes")?.clone()).ok()?;
    (!changes.is_empty()).then_some(changes)
}

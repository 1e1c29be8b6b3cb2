//! What is asked for: which decision, with which vendors and what-ifs.

use std::path::PathBuf;

use super::workspace::Workspace;

/// What to read.
#[derive(Clone, Debug)]
pub struct Request {
    /// The workspace that files may not leave.
    pub workspace: Workspace,
    /// The criteria file.
    pub criteria: PathBuf,
    /// A folder of vendors in place of the one that the criteria file names; may lie anywhere.
    pub vendors: Option<PathBuf>,
    /// What-ifs as typed: `PATH=VALUE`.
    pub what_if: Vec<String>,
}

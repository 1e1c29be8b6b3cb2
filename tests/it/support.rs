//! Runs the program in a folder of its own and shows what came out.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use tempfile::TempDir;
use weigh::decision::Decision;
use weigh::score::Evaluation;

/// Scores a decision that the test goes on to change.
pub(crate) fn evaluate(decision: &Decision) -> Evaluation {
    weigh::score::evaluate(&Arc::new(decision.clone()))
}

/// The root of the repository, which is a workspace.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a run of the program gave.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Exit code and both streams in one text, for snapshots.
impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit {}", self.code.map_or_else(|| "by a signal".to_owned(), |code| code.to_string()))?;
        for (name, text) in [("stdout", &self.out), ("stderr", &self.err)] {
            if !text.is_empty() {
                writeln!(f, "--- {name}\n{}", text.trim_end())?;
            }
        }
        Ok(())
    }
}

impl Output {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.code, Some(0), "{self}");
        serde_json::from_str(&self.out).expect("the program writes JSON")
    }
}

/// A command with a clean environment, working in a folder.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weigh"));
    command.current_dir(folder).env_clear().env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}

/// Runs the program in a folder.
pub(crate) fn weigh(folder: &Path, arguments: &[&str]) -> Output {
    let output = command(folder).args(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Output { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A workspace of its own that is gone after the test.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// An empty folder.
    pub(crate) fn empty() -> Workspace {
        Workspace { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A workspace with one decision `d` and vendors in `vendors/d`.
    pub(crate) fn new(criteria: &str, vendors: &[(&str, &str)]) -> Workspace {
        let workspace = Workspace::empty();
        workspace.write("criteria/d.toml", criteria);
        fs::create_dir_all(workspace.path().join("vendors/d")).expect("a folder");
        for (id, text) in vendors {
            workspace.write(&format!("vendors/d/{id}.toml"), text);
        }
        workspace
    }

    /// Its folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, with the folders that it needs.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join(path)).expect("a file")
    }

    /// Runs the program in it.
    pub(crate) fn weigh(&self, arguments: &[&str]) -> Output {
        weigh(self.path(), arguments)
    }
}

//! Ctrl-C while draws are made: what there is, marked partial.

use std::fs;
use std::io::{Read as _, Write as _};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::support::{Workspace, repository};

/// Starts draws without end in a terminal, waits for the progress, and presses Ctrl-C. Returns the exit code and what
/// the terminal got.
fn stopped(arguments: &[&str]) -> (u32, String) {
    let size = PtySize { rows: 24, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut builder = CommandBuilder::new(env!("CARGO_BIN_EXE_weigh"));
    builder.env_clear();
    builder.env("TERM", "xterm-256color");
    builder.env("NO_COLOR", "1");
    builder.args(["robust", "--draws", "1000000000000"]);
    builder.args(arguments);
    builder.cwd(repository());
    let mut child = pty.slave.spawn_command(builder).expect("the program starts");
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().expect("a reader");
    let mut keys = pty.master.take_writer().expect("a writer");
    let (mut got, mut is_stopped) = (String::new(), false);
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = reader.read(&mut chunk) {
        got.push_str(&String::from_utf8_lossy(&chunk[..count]));
        if !is_stopped && got.contains("draws, ") {
            keys.write_all(b"\x03").expect("the terminal takes keys");
            is_stopped = true;
        }
    }
    (child.wait().expect("the program ends").exit_code(), got)
}

#[test]
fn ctrl_c_prints_what_there_is_marked_partial() {
    let (code, got) = stopped(&["--threads", "1"]);
    assert_eq!(code, 130, "{got}");
    for part in
        ["0 %  ", " of 1,000,000,000,000 draws, ", "stopped after ", "PARTIAL: ", "that were asked for"]
    {
        assert!(got.contains(part), "{part:?} in {got}");
    }
}

#[test]
fn a_part_that_was_stopped_says_so_and_so_does_the_sum() {
    let folder = Workspace::empty();
    let file = folder.path().join("part.json").display().to_string();
    let (code, got) = stopped(&["--shard", "1/2", "-o", &file]);
    assert_eq!(code, 130, "{got}");
    let part: serde_json::Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(part["is_partial"], true);
    let merged =
        crate::support::weigh(&repository(), &["robust", "--merge", &file, "--format", "json"]).json();
    assert_eq!(merged["result"]["draws"]["is_partial"], true);
    assert_eq!(merged["result"]["draws"]["draws"], part["counts"]["draws"]);
}

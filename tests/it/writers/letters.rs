//! Letters stand in the record before they are written, so that whoever is stopped in the middle can go on.

use super::{desk, names};
use crate::support::{Output, Workspace};

const RECORD: &str = "criteria/letters/d.toml";

/// A decision that is made, with two to write to.
fn decided() -> Workspace {
    let workspace = desk(0);
    for (id, price) in [("brandt", 22), ("cisco", 24)] {
        let vendor = format!("name = \"{id}\"\n\n[facts]\nprice = {price}\n");
        workspace.write(&format!("vendors/d/{id}.toml"), vendor);
    }
    let award = ["award", "--to", "aalto", "--by", "Aino", "--on", "2026-11-22", "--reason", "the cheapest"];
    let output = workspace.weigh(&award);
    assert_eq!(output.code, Some(0), "{output}");
    workspace
}

fn write(workspace: &Workspace) -> Output {
    workspace.weigh(&["debrief", "--all", "-o", "out", "--date", "2026-11-22"])
}

fn record(workspace: &Workspace) -> String {
    String::from_utf8(workspace.read(RECORD)).unwrap()
}

#[test]
fn letters_that_were_begun_are_finished_by_the_same_command() {
    let workspace = decided();
    let first = write(&workspace);
    assert_eq!(first.code, Some(0), "{first}");
    let done = record(&workspace);
    assert_eq!((done.matches("[[sent]]").count(), done.contains("begun")), (2, false), "{done}");
    let letters = names(&workspace, "out");
    let bytes = |name: &String| workspace.read(&format!("out/{name}"));
    let whole: Vec<Vec<u8>> = letters.iter().map(bytes).collect();
    assert_eq!(write(&workspace).code, Some(2), "what is done may have been sent");
    // As a kill between the first and the second letter leaves it.
    for missing in [1, 2] {
        workspace.write(RECORD, done.replace("\nletter = ", "\nbegun  = true\nletter = "));
        for name in &letters[letters.len() - missing..] {
            std::fs::remove_file(workspace.path().join("out").join(name)).unwrap();
        }
        let told = workspace.weigh(&["check"]);
        assert!(told.out.contains("was begun on 2026-11-22"), "{told}");
        let output = write(&workspace);
        assert_eq!(output.code, Some(0), "{output}");
        assert_eq!(record(&workspace), done);
        assert_eq!(letters.iter().map(bytes).collect::<Vec<_>>(), whole);
        assert!(!workspace.weigh(&["check"]).out.contains("was begun"));
    }
    // A letter that somebody has worked on since is not replaced.
    workspace.write(RECORD, done.replace("\nletter = ", "\nbegun  = true\nletter = "));
    workspace.write(&format!("out/{}", letters[0]), "Dear all");
    assert_eq!(write(&workspace).code, Some(2));
    assert_eq!(workspace.read(&format!("out/{}", letters[0])), b"Dear all");
}

#[test]
fn no_letter_is_written_that_cannot_be_noted() {
    let workspace = decided();
    workspace.write("criteria/letters", "no folder");
    for arguments in [
        &["debrief", "--all", "-o", "out"][..],
        &["debrief", "brandt", "-o", "b.md"],
        &["notice", "-o", "n.md"],
    ] {
        let output = workspace.weigh(arguments);
        assert_ne!(output.code, Some(0), "{arguments:?}: {output}");
    }
    let all = names(&workspace, ".");
    assert!(!all.contains(&"b.md".to_owned()) && !all.contains(&"n.md".to_owned()), "{all:?}");
    assert!(!all.contains(&"out".to_owned()) || names(&workspace, "out").is_empty());
    #[cfg(unix)]
    {
        let (workspace, outside) = (decided(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), workspace.path().join("criteria/letters")).unwrap();
        assert_ne!(workspace.weigh(&["debrief", "brandt", "-o", "b.md"]).code, Some(0));
        assert!(!workspace.path().join("b.md").exists());
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_record_of_letters_that_cannot_be_read_is_told() {
    let workspace = decided();
    workspace.write(RECORD, "[[sent]]\nto = 3\n");
    let output = workspace.weigh(&["check"]);
    assert_eq!(output.code, Some(1), "{output}");
    assert!(output.out.contains(RECORD), "{output}");
}

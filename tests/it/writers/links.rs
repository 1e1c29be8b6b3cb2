//! Links that leave the workspace, pipes and devices in the place of what is written or read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::desk;
use crate::support::{Output, Workspace};

const SECRET: &str = "hidden = \"s3cret\"\nname = \"Secret\"\n";

/// Runs a writer with a link out of the workspace at a path, which must refuse it, leave alone what is outside, and not
/// show a word of it.
fn refuses(path: &str, arguments: &[&str]) {
    let (workspace, outside) = (desk(0), tempfile::tempdir().unwrap());
    let target = outside.path().join("o.toml");
    fs::write(&target, SECRET).unwrap();
    put(&workspace, &target, path);
    let output = workspace.weigh(arguments);
    assert_eq!(output.code, Some(3), "{path}: {output}");
    assert!(output.err.contains("leaves the workspace"), "{path}: {output}");
    let said = format!("{}{}", output.out, output.err).to_lowercase();
    assert!(!said.contains("s3cret") && !said.contains("hidden"), "{path}: {output}");
    assert_eq!(fs::read_to_string(&target).unwrap(), SECRET, "{path}");
}

fn put(workspace: &Workspace, target: &Path, path: &str) {
    let link = workspace.path().join(path);
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    let _ = fs::remove_file(&link);
    symlink(target, link).unwrap();
}

#[test]
fn no_writer_follows_a_link_out_of_the_workspace() {
    let by = ["--by", "Aino"];
    refuses("vendors/d/evil.toml", &["set", "vendors.evil.name", "Pwned"]);
    refuses("vendors/d/evil.toml", &["set", "vendors.evil.hidden", "Pwned"]);
    refuses("criteria/d.toml", &["set", "title", "Pwned"]);
    refuses("criteria/panel/d/eve.toml", &["set", "panel.eve.weight", "2"]);
    refuses("criteria/panel/d/consensus.toml", &["set", "panel.consensus.marks.aalto.manner", "4"]);
    refuses("criteria/award/d.toml", &[&["award", "--to", "aalto"], &by[..]].concat());
    refuses("criteria/locks.log", &[&["lock", "rule"], &by[..]].concat());
    refuses("criteria/locks.log", &[&["unlock", "rule", "--reason", "x"], &by[..]].concat());
}

#[test]
fn a_folder_of_awards_that_is_a_link_out_of_the_workspace_is_refused() {
    let (workspace, outside) = (desk(0), tempfile::tempdir().unwrap());
    symlink(outside.path(), workspace.path().join("criteria/award")).unwrap();
    let output = workspace.weigh(&["award", "--to", "aalto", "--by", "Aino"]);
    assert_ne!(output.code, Some(0), "{output}");
    assert!(output.err.contains("leaves the workspace"), "{output}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

/// Where the whole folder lies elsewhere, the owner of the workspace put it there.
#[test]
fn a_criteria_folder_that_lies_elsewhere_is_written_to() {
    let (workspace, outside) = (desk(0), tempfile::tempdir().unwrap());
    let elsewhere = outside.path().join("criteria");
    fs::create_dir_all(elsewhere.join("panel")).unwrap();
    fs::rename(workspace.path().join("criteria/d.toml"), elsewhere.join("d.toml")).unwrap();
    let without = fs::read_to_string(elsewhere.join("d.toml")).unwrap().replace("panel = \"panel/d\"\n", "");
    fs::write(elsewhere.join("d.toml"), without.replace("\n[rule.panel]\n", "")).unwrap();
    fs::remove_dir_all(workspace.path().join("criteria")).unwrap();
    symlink(&elsewhere, workspace.path().join("criteria")).unwrap();
    let output = workspace.weigh(&["award", "--to", "aalto", "--by", "Aino", "--reason", "alone"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(elsewhere.join("award/d.toml").exists());
}

/// None of them is waited for, and none is read without end.
#[test]
fn pipes_and_devices_are_refused() {
    let pipe = |workspace: &Workspace, path: &str| {
        let made = Command::new("mkfifo").arg(workspace.path().join(path)).status();
        assert!(made.expect("mkfifo is there").success());
    };
    let is_refused = |output: Output| {
        assert_eq!(output.code, Some(3), "{output}");
        assert!(output.err.contains("is a pipe or a device"), "{output}");
    };
    let workspace = desk(0);
    pipe(&workspace, "criteria/locks.log");
    for arguments in [&["rank"][..], &["lock", "rule", "--by", "Aino"]] {
        is_refused(workspace.weigh(arguments));
    }
    let workspace = desk(0);
    pipe(&workspace, "pipe");
    for file in ["pipe", "/dev/zero"] {
        is_refused(workspace.weigh(&["verify", file]));
        is_refused(workspace.weigh(&["sheet", "ann", "--blind", "--key", file]));
        is_refused(workspace.weigh(&["sheet", "ann", "--read", file]));
        is_refused(workspace.weigh(&["sheet", "ann", "--key", file, "--read", "criteria/panel/d/ann.toml"]));
        is_refused(workspace.weigh(&["robust", "--merge", file]));
    }
}

//! Links, pipes, folders and permissions.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use super::{CRITERIA, VENDOR, assert_calm, bounded, criteria, refused, skip, usual, vendor};
use crate::support::Workspace;

fn link(workspace: &Workspace, target: impl AsRef<std::path::Path>, path: &str) {
    symlink(target, workspace.path().join(path)).unwrap();
}

fn pipe(workspace: &Workspace, path: &str) {
    let made = Command::new("mkfifo").arg(workspace.path().join(path)).status();
    assert!(made.expect("mkfifo is there").success());
}

#[test]
fn a_vendor_that_is_a_link_out_of_the_workspace_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.toml");
    fs::write(&secret, "name = \"Secret\"\n[facts]\nprice = 13\n").unwrap();
    let workspace = usual();
    link(&workspace, &secret, "vendors/d/brandt.toml");
    refused("a link to a file", &workspace, &["F007"]);
    assert!(!bounded(&workspace, &["check"]).out.contains("Secret"));
    let workspace = usual();
    link(&workspace, "/etc/passwd", "vendors/d/brandt.toml");
    refused("a link to a file of the system", &workspace, &["F007"]);
    let workspace = criteria(format!("vendors = \"../vendors/e\"\n{CRITERIA}"));
    link(&workspace, outside.path(), "vendors/e");
    refused("a folder that is a link", &workspace, &["F007"]);
    let workspace = usual();
    link(&workspace, "/dev/zero", "vendors/d/brandt.toml");
    refused("a link to a device", &workspace, &["F007"]);
}

#[test]
fn a_link_within_the_workspace_is_followed() {
    let workspace = usual();
    workspace.write("shared/brandt.toml", "name = \"Brandt\"\n[facts]\nprice = 13\n");
    link(&workspace, "../../shared/brandt.toml", "vendors/d/brandt.toml");
    let output = bounded(&workspace, &["rank"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.out.contains("Brandt"), "{output}");
}

#[test]
fn links_that_lead_nowhere_are_refused() {
    let workspace = usual();
    link(&workspace, "brandt.toml", "vendors/d/brandt.toml");
    refused("a link to itself", &workspace, &["F001"]);
    let workspace = usual();
    link(&workspace, "b.toml", "vendors/d/a.toml");
    link(&workspace, "a.toml", "vendors/d/b.toml");
    refused("two links to each other", &workspace, &["F001"]);
    let workspace = usual();
    link(&workspace, "gone.toml", "vendors/d/brandt.toml");
    refused("a link to nothing", &workspace, &["F001"]);
    let workspace = criteria(format!("vendors = \"../vendors/e\"\n{CRITERIA}"));
    link(&workspace, "e", "vendors/e");
    refused("a folder that is a link to itself", &workspace, &["F006"]);
}

#[test]
fn a_link_to_the_folder_above_does_not_go_round_for_ever() {
    let workspace = criteria(format!("vendors = \"../vendors/d/up/d\"\n{CRITERIA}"));
    link(&workspace, "..", "vendors/d/up");
    let output = bounded(&workspace, &["rank"]);
    assert_eq!(output.code, Some(0), "{output}");
}

#[test]
fn pipes_and_folders_are_not_read() {
    let workspace = usual();
    pipe(&workspace, "vendors/d/brandt.toml");
    refused("a pipe", &workspace, &["F002"]);
    let workspace = usual();
    pipe(&workspace, "pipe");
    link(&workspace, "../../pipe", "vendors/d/brandt.toml");
    refused("a link to a pipe", &workspace, &["F002"]);
    let workspace = usual();
    fs::create_dir(workspace.path().join("vendors/d/brandt.toml")).unwrap();
    refused("a folder", &workspace, &["F002"]);
    let workspace = usual();
    fs::remove_file(workspace.path().join("criteria/d.toml")).unwrap();
    pipe(&workspace, "criteria/d.toml");
    refused("a criteria file that is a pipe", &workspace, &["F002"]);
    let workspace = usual();
    fs::remove_file(workspace.path().join("criteria/d.toml")).unwrap();
    fs::create_dir(workspace.path().join("criteria/d.toml")).unwrap();
    refused("a criteria file that is a folder", &workspace, &["F002"]);
}

#[test]
fn a_pipe_stands_for_no_workspace_around_it() {
    let workspace = usual();
    pipe(&workspace, "vendors/d/pipe");
    pipe(&workspace, "vendors/d/pipe.toml");
    for path in ["vendors/d/pipe", "vendors/d/pipe.toml"] {
        let output = bounded(&workspace, &["-C", path, "rank"]);
        assert_eq!(output.code, Some(3), "{path}: {output}");
        assert!(output.out.is_empty(), "{path}: {output}");
    }
}

/// With several decisions every criteria file is looked into for `default = true`.
#[test]
fn a_pipe_beside_the_criteria_file_is_not_waited_for() {
    let workspace = criteria(format!("default = true\n{CRITERIA}"));
    pipe(&workspace, "criteria/e.toml");
    let output = bounded(&workspace, &["rank"]);
    assert_calm(&output, "a pipe");
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(bounded(&workspace, &["check"]).code, Some(1));
}

#[test]
fn a_file_that_may_not_be_read_is_refused() {
    let workspace = vendor(VENDOR.replace("Aalto", "Brandt"));
    let path = workspace.path().join("vendors/d/brandt.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        skip("whoever runs this may read everything");
        return;
    }
    refused("no permission", &workspace, &["F001"]);
}

#[test]
fn a_folder_that_may_not_be_read_is_refused() {
    let workspace = usual();
    let path = workspace.path().join("vendors/d");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&path).is_ok() {
        skip("whoever runs this may read everything");
    } else {
        refused("no permission", &workspace, &["F006"]);
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// The criteria file of a name comes from the folder, so a link there is no choice of the user's.
#[cfg(unix)]
#[test]
fn a_criteria_file_that_is_a_link_out_of_the_workspace_is_refused() {
    let (inside, outside) = (super::vendor("name = \"Brandt\"\n"), super::vendor("name = \"Brandt\"\n"));
    let link = inside.path().join("criteria/d.toml");
    std::fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(outside.path().join("criteria/d.toml"), &link).unwrap();
    super::refused_with("a link", &inside, &[], &["F007"]);
}

//! How a change gets onto the disk: never over somebody else's, never by halves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use weigh::files::edit::{self, EditError};
use weigh::files::{Request, Workspace as Files};
use weigh::open::edit::plan;
use weigh::open::open;

use super::{CRITERIA, IN_VENDOR, VENDOR, usual};
use crate::support::{Workspace, command};

fn request(folder: &Path) -> Request {
    let workspace = Files::find(folder).unwrap();
    let criteria = workspace.decision("d").unwrap();
    Request { workspace, criteria, vendors: None, what_if: vec![] }
}

#[test]
fn a_file_that_changed_since_it_was_read_is_left_alone() {
    let workspace = usual();
    let edit = plan(&open(&request(workspace.path())), "vendors.aalto.facts.price", "13").unwrap();
    let theirs = VENDOR.replace("20", "19");
    workspace.write("vendors/d/aalto.toml", &theirs);
    match edit::save(&edit) {
        Err(EditError::Changed { file }) => {
            assert!(file.ends_with("vendors/d/aalto.toml"), "{}", file.display());
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(workspace.read("vendors/d/aalto.toml"), theirs.as_bytes());
    assert_eq!(fs::read_dir(workspace.path().join("vendors/d")).unwrap().count(), 1, "leftovers");
}

#[test]
fn a_file_that_is_gone_is_not_made_again() {
    let workspace = usual();
    let edit = plan(&open(&request(workspace.path())), "vendors.aalto.facts.price", "13").unwrap();
    fs::remove_file(workspace.path().join("vendors/d/aalto.toml")).unwrap();
    let error = edit::save(&edit).unwrap_err();
    assert!(matches!(error, EditError::Io { .. } | EditError::Changed { .. }), "{error}");
    assert_eq!(fs::read_dir(workspace.path().join("vendors/d")).unwrap().count(), 0, "leftovers");
}

#[test]
fn a_plan_alone_writes_nothing() {
    let workspace = usual();
    let edit = plan(&open(&request(workspace.path())), "vendors.aalto.facts.price", "13").unwrap();
    assert_eq!(workspace.read("vendors/d/aalto.toml"), VENDOR.as_bytes());
    assert_eq!((edit.line, edit.old.as_deref(), edit.new.as_str()), (4, Some("20"), "13"));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[test]
    fn a_link_stays_a_link_and_what_it_points_at_changes() {
        let workspace = usual();
        workspace.write("shared/brandt.toml", VENDOR.replace("Aalto", "Brandt"));
        let link = workspace.path().join(IN_VENDOR);
        symlink("../../shared/brandt.toml", &link).unwrap();
        let output = workspace.weigh(&["set", "vendors.brandt.facts.price", "13"]);
        assert_eq!(output.code, Some(0), "{output}");
        assert_eq!(fs::read_link(&link).unwrap(), PathBuf::from("../../shared/brandt.toml"));
        let wanted = VENDOR.replace("Aalto", "Brandt").replace("20\n", "13\n");
        assert_eq!(workspace.read("shared/brandt.toml"), wanted.as_bytes());
        assert_eq!(fs::read_dir(workspace.path().join("shared")).unwrap().count(), 1, "leftovers");
    }

    #[test]
    fn permissions_stay() {
        for mode in [0o640, 0o600, 0o664, 0o444] {
            let workspace = usual();
            let file = workspace.path().join("vendors/d/aalto.toml");
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]);
            assert_eq!(output.code, Some(0), "{output}");
            assert_eq!(fs::metadata(&file).unwrap().mode() & 0o7777, mode, "{mode:o}");
        }
    }

    #[test]
    fn a_folder_that_may_not_be_written_is_an_output_error() {
        let workspace = usual();
        let folder = workspace.path().join("vendors/d");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(folder.join("probe"), "").is_ok() {
            crate::hostile::skip("whoever runs this may write everywhere");
            return;
        }
        let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(output.code, Some(4), "{output}");
        assert_eq!(workspace.read("vendors/d/aalto.toml"), VENDOR.as_bytes());
    }
}

/// A little generator that gives the same delays on every run.
fn next(state: &mut u64) -> u64 {
    // Knuth's constants (MMIX).
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Starts `set` and kills it after a while.
fn set_and_kill(workspace: &Workspace, value: &str, delay: Duration) {
    let mut child = command(workspace.path())
        .args(["set", "-q", "vendors.aalto.facts.price", value])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    while start.elapsed() < delay {
        std::hint::spin_loop();
    }
    // On Unix this is SIGKILL. One that has ended already cannot be killed, which is as well.
    let _ = child.kill();
    child.wait().expect("it ends");
}

#[test]
fn a_file_is_the_old_or_the_new_one_whenever_the_program_is_killed() {
    let filler =
        "# A line of a long file, so that writing it takes a while and reading it too.\n".repeat(2_600);
    let text = |price: &str| format!("{}{filler}", VENDOR.replace("20\n", &format!("{price}\n")));
    let (old, new) = (text("20"), text("13"));
    let workspace = Workspace::new(CRITERIA, &[("aalto", &old)]);
    // Deadlines from nothing to a little more than a whole run, so that every part of it is hit.
    let start = Instant::now();
    workspace.weigh(&["set", "-q", "vendors.aalto.facts.price", "20"]);
    let longest = start.elapsed() * 5 / 4;
    let mut state = 2_027;
    for run in 0..60_u32 {
        let value = if run % 2 == 0 { "13" } else { "20" };
        let thousandths = u32::try_from(next(&mut state) % 1_000).unwrap();
        let delay = if run < 30 {
            Duration::from_micros(15 * u64::from(thousandths))
        } else {
            longest * thousandths / 1_000
        };
        set_and_kill(&workspace, value, delay);
        let now = workspace.read("vendors/d/aalto.toml");
        assert!(now == old.as_bytes() || now == new.as_bytes(), "run {run}: {} bytes", now.len());
        let vendors: Vec<PathBuf> = fs::read_dir(workspace.path().join("vendors/d"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .collect();
        assert_eq!(vendors, [workspace.path().join("vendors/d/aalto.toml")], "run {run}");
    }
    // Whatever was left behind is in nobody's way.
    let last = workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]);
    assert_eq!(last.code, Some(0), "{last}");
    assert_eq!(workspace.read("vendors/d/aalto.toml"), new.as_bytes());
    let checked = workspace.weigh(&["check", "--format", "json"]).json();
    assert_eq!(checked["result"]["files"], 2);
}

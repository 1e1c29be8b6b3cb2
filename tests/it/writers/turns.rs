//! One writer at a time.

use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use weigh::files::turn::FILE;
use weigh::files::{Turn, TurnError, Workspace as Files};

use super::{desk, names};
use crate::support::{Workspace, command};

/// Set to anything, the whole numbers are run: they take minutes.
const WHOLE: &str = "WEIGH_TEST_ALL_WRITES";

/// The number of writes: few, or all of them.
pub(crate) fn count(few: usize, all: usize) -> usize {
    if std::env::var_os(WHOLE).is_some() { all } else { few }
}

/// Says what was counted, for whoever runs all of it.
#[expect(clippy::print_stderr, reason = "figures are what it is run for")]
pub(crate) fn figure(said: &str) {
    if std::env::var_os(WHOLE).is_some() {
        eprintln!("{said}");
    }
}

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).unwrap()
}

fn files(workspace: &Workspace) -> Files {
    Files::find(workspace.path()).unwrap()
}

#[test]
fn awards_at_the_same_time_are_all_recorded() {
    let (workspace, awards) = (desk(0), count(24, 100));
    let start = |at: usize| -> Child {
        command(workspace.path())
            .args(["award", "-q", "--to", "aalto", "--by", "Aino", "--reason", &format!("r{at}")])
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let children: Vec<Child> = (0..awards).map(start).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let record = text(&workspace, "criteria/award/d.toml");
    for at in 0..awards {
        assert_eq!(record.matches(&format!("\"r{at}\"")).count(), 1, "award {at} in\n{record}");
    }
    assert_eq!(names(&workspace, "."), ["criteria", "vendors"], "nothing is left behind");
}

#[test]
fn values_that_eight_workers_set_in_one_file_are_all_there() {
    let values = count(48, 1_000);
    let (workspace, next) = (desk(values), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= values {
                        return;
                    }
                    let output = workspace.weigh(&[
                        "set",
                        &format!("vendors.aalto.facts.f{at}"),
                        &format!("{}", at + 1),
                    ]);
                    assert_eq!(output.code, Some(0), "{output}");
                }
            });
        }
    });
    let vendor = text(&workspace, "vendors/d/aalto.toml");
    figure(&format!("{values} values set by 8 workers: all said done"));
    for at in 0..values {
        assert!(vendor.contains(&format!("\nf{at} = {}\n", at + 1)), "f{at} in\n{vendor}");
    }
}

/// What one writer reads, the one before has written: also where the two write different files that bear on each other.
#[test]
fn a_lock_and_the_award_after_it_are_both_kept() {
    let workspace = desk(0);
    let commands: [&[&str]; 4] = [
        &["lock", "rule", "--by", "Aino"],
        &["award", "--to", "aalto", "--by", "Aino"],
        &["new", "vendor", "Brandt"],
        &["lock", "quality", "--by", "Aino"],
    ];
    let children: Vec<Child> = commands
        .iter()
        .map(|arguments| {
            command(workspace.path())
                .args(*arguments)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        child.wait().unwrap();
    }
    assert_eq!(text(&workspace, "criteria/locks.log").lines().count(), 3);
    assert_eq!(text(&workspace, "criteria/award/d.toml").matches("[[award]]").count(), 1);
}

#[test]
fn whoever_waits_too_long_is_told_who_has_the_turn() {
    let workspace = desk(0);
    let first = Turn::take(&files(&workspace), "weigh award", Duration::ZERO).unwrap();
    assert_eq!(first.remark(), None);
    match Turn::take(&files(&workspace), "weigh set", Duration::from_millis(50)) {
        Err(TurnError::Busy { holder, .. }) => {
            assert_eq!(holder, format!("pid {} (weigh award)", std::process::id()));
        }
        other => panic!("{other:?}"),
    }
    drop(first);
    assert!(!workspace.path().join(FILE).exists());
    let second = Turn::take(&files(&workspace), "weigh set", Duration::ZERO);
    assert!(second.is_ok(), "{second:?}");
}

#[test]
fn a_writer_waits_until_it_is_its_turn() {
    let workspace = desk(0);
    let turn = Turn::take(&files(&workspace), "a test", Duration::ZERO).unwrap();
    let mut child =
        command(workspace.path()).args(["set", "-q", "vendors.aalto.facts.price", "13"]).spawn().unwrap();
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(400) {
        assert!(child.try_wait().unwrap().is_none(), "it waits");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(text(&workspace, "vendors/d/aalto.toml").contains("price = 20\n"));
    // Written while it waits, and so read by it.
    workspace.write("vendors/d/aalto.toml", "name = \"Aalto\"\n\n[facts]\nprice = 20 # new\n");
    drop(turn);
    assert!(child.wait().unwrap().success());
    assert_eq!(text(&workspace, "vendors/d/aalto.toml"), "name = \"Aalto\"\n\n[facts]\nprice = 13 # new\n");
}

#[test]
fn whoever_only_reads_waits_for_nobody() {
    let workspace = desk(0);
    let _turn = Turn::take(&files(&workspace), "a test", Duration::ZERO).unwrap();
    for arguments in [&["rank"][..], &["check"], &["award"], &["lock"], &["weights"], &["sheet", "ann"]] {
        let output = workspace.weigh(arguments);
        assert_ne!(output.code, Some(4), "{output}");
    }
}

/// A killed process leaves the file, which nobody has locked any more.
#[test]
fn a_file_that_nobody_has_locked_is_in_nobodys_way() {
    let workspace = desk(0);
    workspace.write(FILE, "pid 1 (weigh set)");
    let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(!workspace.path().join(FILE).exists() || cfg!(not(unix)));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_file_is_refused_and_not_written_through() {
    let (workspace, outside) = (desk(0), tempfile::NamedTempFile::new().unwrap());
    std::fs::write(outside.path(), "precious").unwrap();
    std::os::unix::fs::symlink(outside.path(), workspace.path().join(FILE)).unwrap();
    let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]);
    assert_eq!(output.code, Some(4), "{output}");
    assert!(output.err.contains("is no plain file"), "{output}");
    assert_eq!(std::fs::read_to_string(outside.path()).unwrap(), "precious");
}

/// A file server may have made the root read-only and the folder of the vendors not.
#[cfg(unix)]
#[test]
fn a_workspace_that_cannot_be_locked_is_written_to_all_the_same_and_that_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = desk(0);
    let mode =
        |mode| std::fs::set_permissions(workspace.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    if std::fs::write(workspace.path().join("probe"), "").is_ok() {
        mode(0o755);
        crate::hostile::skip("whoever runs this may write everywhere");
        return;
    }
    let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]);
    mode(0o755);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.err.contains("the workspace cannot be locked"), "{output}");
}

#[test]
fn what_killed_processes_left_is_deleted_by_the_next_writer_and_what_others_write_now_is_not() {
    let workspace = desk(0);
    let hour = SystemTime::now() - Duration::from_hours(1);
    for (name, is_old) in [(".weigh-a1b2c3.tmp", true), (".weigh-d4e5f6.tmp", false), (".weigh-notes", true)]
    {
        let file = workspace.path().join("vendors/d").join(name);
        let file = std::fs::File::create(file).unwrap();
        if is_old {
            file.set_modified(hour).unwrap();
        }
    }
    assert_eq!(workspace.weigh(&["set", "vendors.aalto.facts.price", "13"]).code, Some(0));
    assert_eq!(names(&workspace, "vendors/d"), [".weigh-d4e5f6.tmp", ".weigh-notes", "aalto.toml"]);
}

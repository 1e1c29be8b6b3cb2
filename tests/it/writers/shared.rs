//! Vendors and panels that several decisions share: a lock of any of them holds whoever writes.

use super::desk;
use crate::support::{Output, Workspace};

const BY: [&str; 4] = ["--by", "Aino", "--at", "2026-11-22T10:00:00Z"];

/// A workspace whose second decision has the same vendors and panel, and is locked.
fn locked(part: &str) -> Workspace {
    let workspace = desk(1);
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/d.toml", format!("default = true\n{criteria}"));
    workspace.write("criteria/second.toml", format!("vendors = \"../vendors/d\"\n{criteria}"));
    let brandt = "name = \"Brandt\"\nstatus = \"invited\"\n\n[facts]\nprice = 22\nf0 = 1\n";
    workspace.write("vendors/d/brandt.toml", brandt);
    workspace.write("vendors/d/out.toml", "name = \"Out\"\nstatus = \"withdrawn\"\nreason = \"r\"\n");
    for (name, file) in [("Ann", "filled.toml"), ("Ben", "new.toml")] {
        workspace.write(file, format!("name = \"{name}\"\n\n[marks.aalto]\nmanner = 5\n"));
    }
    let output = workspace.weigh(&[&["lock", part, "--criteria", "second"], &BY[..]].concat());
    assert_eq!(output.code, Some(0), "{output}");
    workspace
}

fn texts(workspace: &Workspace) -> Vec<Vec<u8>> {
    let files =
        ["vendors/d/aalto.toml", "vendors/d/out.toml", "criteria/panel/d/ann.toml", "criteria/locks.log"];
    files.map(|file| workspace.read(file)).to_vec()
}

fn refuses(workspace: &Workspace, arguments: &[&str]) -> Output {
    let before = texts(workspace);
    let output = workspace.weigh(arguments);
    assert_eq!(output.code, Some(1), "{arguments:?}: {output}");
    assert_eq!(texts(workspace), before, "{arguments:?}: {output}");
    output
}

/// The codes that `check` tells of locks, of all decisions.
fn told(workspace: &Workspace) -> usize {
    workspace.weigh(&["check"]).out.matches("[L00").count()
}

#[test]
fn a_lock_of_another_decision_holds_whoever_writes_what_it_reads() {
    for arguments in [
        &["set", "vendors.aalto.facts.price", "13"][..],
        &["set", "panel.ann.marks.aalto.manner", "4"],
        &["sheet", "ann", "--read", "filled.toml"],
        &["sheet", "ben", "--read", "new.toml"],
        &["new", "vendor", "Cisco"],
        &["invite", "out"],
    ] {
        let workspace = locked("all");
        let output = refuses(&workspace, arguments);
        assert!(output.err.contains("weigh unlock all --reason \"...\" --criteria second"), "{output}");
        let unlock = ["unlock", "all", "--criteria", "second", "--reason", "a mistake", "--by", "Aino"];
        assert_eq!(workspace.weigh(&unlock).code, Some(0));
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(0), "{arguments:?} once unlocked: {output}");
    }
    // What the other decision does not read, or has not locked, is free.
    assert_eq!(locked("all").weigh(&["set", "title", "Other"]).code, Some(0));
    assert_eq!(locked("rule").weigh(&["set", "vendors.aalto.facts.price", "13"]).code, Some(0));
}

#[test]
fn the_refusal_names_the_decision() {
    let output = refuses(&locked("quality"), &["set", "vendors.aalto.facts.f0", "2"]);
    insta::assert_snapshot!(output, @r#"
    exit 1
    --- stderr
    error: quality of second was locked at 2026-11-22T10:00:00Z by Aino, and this would change it: vendors.aalto.facts.f0 was 0, is 2; `weigh unlock quality --reason "..." --criteria second` comes first
    "#);
}

#[test]
fn a_vendor_that_is_out_stands_in_the_log_of_every_decision_that_has_it() {
    let workspace = locked("all");
    assert_eq!(workspace.weigh(&[&["lock", "all"], &BY[..]].concat()).code, Some(0));
    let output = workspace.weigh(&[&["withdraw", "brandt", "--reason", "No free seats"], &BY[..]].concat());
    assert_eq!(output.code, Some(0), "{output}");
    let log = String::from_utf8(workspace.read("criteria/locks.log")).unwrap();
    let entries: Vec<&str> = log.lines().filter(|line| line.contains("\"action\":\"withdraw\"")).collect();
    assert_eq!(entries.len(), 2, "{log}");
    for decision in ["d", "second"] {
        let of_it = format!("\"decision\":\"{decision}\"");
        assert!(entries.iter().any(|line| line.contains(&of_it)), "{log}");
    }
    assert_eq!(told(&workspace), 0, "the locks hold with it");
}

/// Another name for a file sheds no lock.
#[cfg(unix)]
#[test]
fn links_within_a_workspace_shed_no_lock() {
    use std::os::unix::fs::symlink;

    let workspace = locked("all");
    let at = |path: &str| workspace.path().join(path);
    symlink("second.toml", at("criteria/alias.toml")).unwrap();
    symlink("d", at("vendors/e")).unwrap();
    let criteria = String::from_utf8(workspace.read("criteria/second.toml")).unwrap();
    workspace.write("criteria/third.toml", criteria.replace("vendors/d", "vendors/e"));
    for arguments in [
        &["set", "title", "Other", "--criteria", "alias"][..],
        &["set", "vendors.aalto.facts.price", "13", "--criteria", "alias"],
        &["set", "vendors.aalto.facts.price", "13", "--criteria", "third"],
        &["set", "vendors.aalto.facts.price", "13", "--vendors", "vendors/e"],
        &["new", "vendor", "Cisco", "--criteria", "third"],
    ] {
        refuses(&workspace, arguments);
    }
    // Nor does a criteria file elsewhere that names the same folder.
    workspace.write(
        "vendors/d/own/criteria.toml",
        criteria.replace("../vendors/d", "../").replace("panel", "# panel"),
    );
    let file = ["--criteria", "vendors/d/own/criteria.toml"];
    let output = workspace.weigh(&[&["set", "vendors.aalto.facts.price", "13"], &file[..]].concat());
    assert_ne!(output.code, Some(0), "{output}");
}

#[test]
fn a_lock_whose_criteria_file_goes_is_told() {
    let workspace = locked("all");
    std::fs::remove_file(workspace.path().join("criteria/second.toml")).unwrap();
    let output = workspace.weigh(&["check"]);
    let said = "everything of `second` was locked by Aino, and criteria/second.toml is not there";
    assert!(output.out.contains(said), "{output}");
    assert!(workspace.weigh(&["rank"]).err.contains("warning"));
    // It holds until somebody lifts it: whoever still reads the file cannot change it.
    let output = refuses(&workspace, &["set", "vendors.aalto.facts.f0", "2"]);
    let way_out = "`weigh unlock all --reason \"...\" --criteria second` comes first";
    assert!(output.err.contains("f0 was 0, is 2") && output.err.contains(way_out), "{output}");
    refuses(&workspace, &["set", "panel.ann.marks.aalto.manner", "4"]);
    assert!(
        workspace.weigh(&["check"]).out.contains("`weigh unlock all --reason \"...\" --criteria second`")
    );
    let unlock = ["unlock", "all", "--reason", "given up", "--by", "Aino"];
    let typo = workspace.weigh(&[&unlock[..], &["--criteria", "secnd"]].concat());
    assert!(typo.code == Some(2) && typo.err.contains("secnd"), "{typo}");
    let output = workspace.weigh(&[&unlock[..], &["--criteria", "second"]].concat());
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(workspace.weigh(&["set", "vendors.aalto.facts.f0", "2"]).code, Some(0));
    assert_eq!(told(&workspace), 0);
    let bad = workspace.weigh(&[&unlock[..], &["--criteria", "../second.toml"]].concat());
    assert!(bad.code == Some(2) && bad.err.contains("there is no criteria file ./../second.toml"), "{bad}");
    // Where no criteria file is left, the log speaks for them.
    let workspace = locked("all");
    let other = workspace.weigh(&["unlock", "rule", "--reason", "r", "--by", "A", "--criteria", "second"]);
    assert!(other.err.contains("the rule is not locked; everything is: `weigh unlock all`"), "{other}");
    for file in ["criteria/second.toml", "criteria/d.toml"] {
        std::fs::remove_file(workspace.path().join(file)).unwrap();
    }
    let output = workspace.weigh(&["check"]);
    assert!(
        output.code == Some(3)
            && output.err.contains(
                "holds locks of second: bring criteria/second.toml back, or lift them: `weigh unlock all"
            ),
        "{output}"
    );
    let workspace = locked("quality");
    std::fs::remove_file(workspace.path().join("criteria/second.toml")).unwrap();
    refuses(&workspace, &["set", "vendors.aalto.facts.f0", "2"]);
    // A renamed file without its seal is another decision as well.
    let workspace = locked("rule");
    let second = String::from_utf8(workspace.read("criteria/second.toml")).unwrap();
    std::fs::remove_file(workspace.path().join("criteria/second.toml")).unwrap();
    let unsealed = second.split("[locks]").next().unwrap();
    workspace.write("criteria/third.toml", unsealed);
    let output = workspace.weigh(&["check", "--criteria", "third"]);
    assert!(output.out.contains("the rule of `second` was locked by Aino"), "{output}");
}

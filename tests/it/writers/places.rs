//! What is made lands where nothing takes it for a file of a decision, and on a full disk nothing is left of it.

use super::{desk, names};
use crate::support::Workspace;

#[test]
fn keys_brands_and_workspaces_are_not_made_among_the_files_of_a_decision() {
    for arguments in [
        &["sheet", "ann", "--blind", "--key", "vendors/d/key.toml", "-o", "a.toml"][..],
        &["sheet", "ann", "--blind", "--key", "criteria/key.toml", "-o", "a.toml"],
        &["sheet", "ann", "--blind", "--key", "criteria/panel/d/key.toml"],
        &["new", "brand", "vendors/d"],
        &["new", "brand", "criteria"],
        &["new", "brand", "criteria/brand"],
        &["init", "vendors/d"],
        &["init", "criteria/more"],
    ] {
        let workspace = desk(0);
        let all = |workspace: &Workspace| {
            ["criteria", "criteria/panel/d", "vendors/d", "."].map(|folder| names(workspace, folder))
        };
        let before = all(&workspace);
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
        assert!(output.err.contains("lies among the files of a decision"), "{output}");
        assert_eq!(all(&workspace), before, "{arguments:?}");
    }
    // Beside them they are.
    let workspace = desk(0);
    for arguments in [
        &["sheet", "ann", "--blind", "--key", "key.toml", "-o", "a.toml"][..],
        &["new", "brand", "brand"],
        &["init", "."],
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(0), "{arguments:?}: {output}");
    }
}

#[test]
fn endings_that_are_no_format_are_refused_and_htm_is_html() {
    let workspace = desk(0);
    for arguments in [
        &["report", "-o", "out.odt"][..],
        &["report", "-o", "out.DOC"],
        &["rank", "-o", "r.xls"],
        &["sheet", "ben", "-o", "s.ods"],
        &["cost", "-o", "c.htm"],
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
        let last = arguments[arguments.len() - 1];
        assert!(!workspace.path().join(last).exists(), "{last}");
    }
    let output = workspace.weigh(&["report", "-o", "out.odt"]);
    assert!(output.err.contains("html, pdf"), "{output}");
    assert_eq!(workspace.weigh(&["report", "-o", "out.htm"]).code, Some(0));
    let page = String::from_utf8(workspace.read("out.htm")).unwrap();
    assert!(page.to_lowercase().starts_with("<!doctype"));
}

#[test]
fn there_was_no_year_0() {
    let workspace = desk(0);
    for arguments in [
        &["lock", "rule", "--by", "A", "--at", "0000-01-01T00:00:00Z"][..],
        &["lock", "rule", "--by", "A", "--at", "0000-01-01"],
        &["withdraw", "aalto", "--reason", "r", "--at", "0000-01-01T00:00:00Z"],
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output}");
    }
}

/// A limit on the size of files is a full disk that anybody can have.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_an_error_and_leaves_nothing() {
    let workspace = desk(1_000);
    let vendor = workspace.read("vendors/d/aalto.toml");
    assert!(vendor.len() > 8 * 512);
    let line = format!("ulimit -f 8; exec {} set vendors.aalto.facts.price 13", env!("CARGO_BIN_EXE_weigh"));
    let output =
        std::process::Command::new("sh").args(["-c", &line]).current_dir(workspace.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert_eq!(workspace.read("vendors/d/aalto.toml"), vendor);
    assert_eq!(names(&workspace, "vendors/d"), ["aalto.toml"]);
}

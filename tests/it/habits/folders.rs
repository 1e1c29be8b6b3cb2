//! Files that nothing reads.

use super::{codes, decision, problems, text, vendor};
use crate::support::Workspace;

/// The decision with one more file.
fn with(path: &str, text: &str) -> Workspace {
    let workspace = decision("", "");
    workspace.write(path, text);
    workspace
}

#[test]
fn every_file_that_nothing_reads_is_named_with_where_it_belongs() {
    let offer = vendor("Eco Voice", "", "");
    let criteria = String::from_utf8(decision("", "").read("criteria/d.toml")).unwrap();
    for (path, text_of_file, way_out) in [
        ("vendors/eco.toml", &offer, "`vendors/d`"),
        ("vendors/dd/eco.toml", &offer, "`vendors/d`"),
        ("vendors/d/new/eco.toml", &offer, "vendors/d/eco.toml"),
        ("vendors/d/eco.toml.txt", &offer, "rename it to eco.toml"),
        ("vendors/d/Eco.TOML", &offer, "rename it to Eco.toml"),
        ("vendors/eco.TOML", &offer, "`vendors/d`"),
        ("vendor/d/eco.toml", &offer, "`vendors/d`"),
        ("eco.toml", &offer, "`vendors/d/eco.toml`"),
        ("e.toml", &criteria, "`criteria/e.toml`"),
        ("criteria/e.toml.txt", &criteria, "rename it to e.toml"),
        ("criteria/more/e.toml", &criteria, "move it to criteria/e.toml"),
        ("vendors/d/eco.toml.toml", &offer, "rename it to eco.toml"),
        ("vendors/d/eco.yaml", &offer, "write it as TOML, in a file eco.toml"),
        ("vendors/eco.yml", &offer, "write it as TOML, in a file eco.toml"),
        ("vendors/d/eco.json", &offer, "write it as TOML, in a file eco.toml"),
        ("criteria/e.yaml", &criteria, "write it as TOML, in a file e.toml"),
    ] {
        let workspace = with(path, text_of_file);
        let found = problems(&workspace);
        let [problem] = found.as_slice() else { panic!("{path}: {found:?}") };
        assert_eq!((text(problem, "code").as_str(), text(problem, "file").as_str()), ("F014", path));
        assert!(text(problem, "help").contains(way_out), "{path}: {problem}");
        let rank = workspace.weigh(&["rank"]);
        assert!(rank.err.contains("1 file is read by nothing: weigh check"), "{path}: {rank}");
        assert!(!rank.err.contains("F014"), "{rank}");
    }
}

#[test]
fn an_evaluator_outside_the_folder_of_the_panel_is_named() {
    let workspace = decision("", "");
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let rated = "\n[criteria.manner]\nweight = 0\nscale = { rating = 5 }\n";
    workspace.write("criteria/d.toml", format!("panel = \"panel/d\"\n{criteria}{rated}"));
    let sheet = "name = \"Ana\"\n\n[marks]\naalto.manner = 3\n";
    for (id, name) in [("ana", "Ana"), ("ben", "Ben")] {
        let marks: String =
            ["aalto", "brandt", "charoen", "davao"].map(|vendor| format!("{vendor}.manner = 3\n")).concat();
        workspace
            .write(&format!("criteria/panel/d/{id}.toml"), format!("name = \"{name}\"\n\n[marks]\n{marks}"));
    }
    assert_eq!(codes(&workspace), [""; 0]);
    for path in ["criteria/panel/carl.toml", "criteria/panel/dd/carl.toml", "panel/d/carl.toml", "carl.toml"]
    {
        workspace.write(path, sheet);
        let found = problems(&workspace);
        assert_eq!((text(&found[0], "code").as_str(), text(&found[0], "file").as_str()), ("F014", path));
        assert!(text(&found[0], "help").contains("criteria/panel/d"), "{path}: {found:?}");
        std::fs::remove_file(workspace.path().join(path)).unwrap();
    }
}

/// Backups, and what lies in a folder of old things, are told in a note: they seldom count, and whoever restores one may
/// look for it.
#[test]
fn what_stands_aside_is_a_note() {
    let offer = vendor("Eco Voice", "", "");
    for path in [
        "vendors/d/eco.toml~",
        "vendors/d/eco.toml.bak",
        "vendors/d/eco.bak",
        "vendors/d/eco.toml.orig",
        "criteria/old/e.toml",
        "vendors/d/old/eco.toml",
        "vendors/archive/eco.toml",
    ] {
        let workspace = with(path, &offer);
        let found = problems(&workspace);
        let [problem] = found.as_slice() else { panic!("{path}: {found:?}") };
        assert_eq!(
            (text(problem, "code").as_str(), text(problem, "severity").as_str()),
            ("F016", "note"),
            "{path}"
        );
        let rank = workspace.weigh(&["rank"]);
        assert_eq!(rank.err, "", "{path}: {rank}");
    }
}

/// Without a decision nothing is opened that could tell of it.
#[test]
fn criteria_in_the_wrong_place_are_named_where_there_is_no_decision() {
    let workspace = decision("", "");
    let from = workspace.path().join("criteria/d.toml");
    for (to, said) in
        [("d.toml", "d.toml looks like one"), ("criteria/d.toml.txt", "criteria/d.toml.txt looks like one")]
    {
        let to = workspace.path().join(to);
        std::fs::rename(&from, &to).unwrap();
        let checked = workspace.weigh(&["check"]);
        assert_eq!(checked.code, Some(3), "{checked}");
        assert!(checked.err.contains(said) && checked.err.contains("belongs into criteria/"), "{checked}");
        std::fs::rename(&to, &from).unwrap();
    }
    std::fs::rename(&from, workspace.path().join("d.toml")).unwrap();
    std::fs::remove_dir(workspace.path().join("criteria")).unwrap();
    let checked = workspace.weigh(&["check"]);
    assert!(checked.err.contains("d.toml looks like one"), "{checked}");
}

/// What nobody means as a vendor is no news, nor what another decision reads.
#[test]
fn other_files_are_passed_over() {
    let workspace = decision("", "");
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/e.toml", format!("vendors = \"../bids\"\n{criteria}"));
    for path in [
        "bids/eco.toml",
        "vendors/README.md",
        "vendors/d/offer.pdf",
        "vendors/d/.hidden.toml",
        "rustfmt.toml",
        "vendors/vendor.schema.json",
        "brand/brand.toml",
        ".git/x.toml",
        "Cargo.toml",
    ] {
        workspace.write(
            path,
            vendor("Eco Voice", "", "")
                .replace("facts", if path.starts_with("bids") { "facts" } else { "other" }),
        );
    }
    assert_eq!(
        workspace.weigh(&["award", "--criteria", "d", "--to", "aalto", "--by", "B", "--reason", "r"]).code,
        Some(0)
    );
    assert_eq!(codes(&workspace), [""; 0]);
    // Also for a decision of a folder of its own, and with vendors from elsewhere.
    assert_eq!(workspace.weigh(&["check", "--criteria", "e"]).out, "no problems in 2 files\n");
    let laid = workspace.weigh(&["check", "--criteria", "d", "--vendors", "bids"]);
    // That the award went to none of these is another matter.
    assert!(!laid.out.contains("F014"), "{laid}");
}

/// Told once, however many decisions a workspace has.
#[test]
fn a_file_is_told_once() {
    let workspace = with("vendors/eco.toml", "name = \"Eco\"\n");
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/e.toml", format!("vendors = \"../vendors/d\"\n{criteria}"));
    assert_eq!(codes(&workspace), ["F014"]);
    let with_what_if = workspace.weigh(&["rank", "--criteria", "d", "--set", "criteria.price.weight=50"]);
    assert_eq!(with_what_if.err, "1 file is read by nothing: weigh check\n");
}

/// A criteria file alone makes no workspace of the folder that it happens to be in.
#[test]
fn a_criteria_file_alone_looks_at_no_other_folder() {
    let workspace = decision("", "");
    std::fs::rename(workspace.path().join("criteria/d.toml"), workspace.path().join("d.toml")).unwrap();
    std::fs::remove_dir(workspace.path().join("criteria")).unwrap();
    workspace.write("vendors/eco.toml", vendor("Eco Voice", "", ""));
    let checked = workspace.weigh(&["check", "--criteria", "./d.toml", "--vendors", "vendors/d"]);
    assert!(checked.out.starts_with("no problems in "), "{checked}");
}

#[test]
fn the_samples_hold_no_file_that_nothing_reads() {
    let checked = crate::support::weigh(&crate::support::repository(), &["check", "--format", "json"]);
    assert!(!checked.out.contains("F014"), "{checked}");
}

//! Files that nothing reads.

use super::{codes, decision, problems, text, vendor};
use crate::support::Workspace;

/// The decision with one more file.
fn with(path: &str, text: impl AsRef<[u8]>) -> Workspace {
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

/// Whatever the ending: a file that holds a vendor or criteria is told as loudly as one in the wrong folder.
#[test]
fn a_file_of_ours_is_named_whatever_its_ending() {
    let offer = vendor("Eco Voice", "", "");
    let criteria = String::from_utf8(decision("", "").read("criteria/d.toml")).unwrap();
    for (path, text_of_file) in [
        ("vendors/d/eco", &offer),
        ("vendors/d/eco.tml", &offer),
        ("vendors/d/eco,toml", &offer),
        ("vendors/d/eco.toml ", &offer),
        ("vendors/d/eco.toml.docx", &offer),
        ("vendors/d/eco.txt", &offer),
        ("criteria/eco", &criteria),
        ("criteria/eco.tml", &criteria),
    ] {
        let found = problems(&with(path, text_of_file));
        let [problem] = found.as_slice() else { panic!("{path}: {found:?}") };
        assert_eq!((text(problem, "code").as_str(), text(problem, "file").as_str()), ("F014", path));
        assert!(text(problem, "help").ends_with("rename it to eco.toml"), "{path}: {problem}");
    }
}

/// What stands among the vendors and is none that weigh can tell may be meant as one all the same.
#[test]
fn any_other_file_among_vendors_is_a_note() {
    for path in ["vendors/d/eco.csv", "vendors/d/eco.xlsx", "vendors/d/eco", "vendors/d/eco.toml.docx"] {
        let found = problems(&with(path, b"PK\x03\x04 price; 14\xff".as_slice()));
        let [problem] = found.as_slice() else { panic!("{path}: {found:?}") };
        let told = (text(problem, "code"), text(problem, "severity"), text(problem, "file"));
        assert_eq!(told, ("F016".to_owned(), "note".to_owned(), path.to_owned()));
        assert!(text(problem, "help").contains("a file eco.toml"), "{path}: {problem}");
    }
}

/// Links within the workspace are looked through, and lead to nothing that is told twice or is read.
#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_looked_at_once() {
    use std::os::unix::fs::symlink;
    let workspace = decision("", "");
    let at = |path: &str| workspace.path().join(path);
    std::fs::rename(at("vendors/d"), at("vendors/inner")).unwrap();
    symlink("inner", at("vendors/d")).unwrap();
    assert_eq!(codes(&workspace), [""; 0], "{:?}", problems(&workspace));
    // A folder of one's own that a link makes part of another.
    workspace.write("bids/eco.toml", vendor("Eco Voice", "", ""));
    symlink("../../bids", at("vendors/inner/late")).unwrap();
    symlink("..", at("vendors/inner/up")).unwrap();
    let found = problems(&workspace);
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(text(problem, "code"), "F014");
    assert!(text(problem, "file").ends_with("late/eco.toml"), "{problem}");
}

/// An error in one file is no reason to pass over another.
#[cfg(unix)]
#[test]
fn files_that_nothing_reads_are_named_beside_errors() {
    let workspace = with("vendors/eco.toml", vendor("Eco Voice", "", ""));
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), workspace.path().join("vendors/d/fynbos.toml")).unwrap();
    workspace.write("vendors/d/ganges.toml", "name = \n");
    let mut codes = codes(&workspace);
    codes.sort();
    assert_eq!(codes, ["F007", "F014", "T001"], "{:?}", problems(&workspace));
}

/// What weigh keeps of a decision goes by its name: under another it is lost to it in silence.
#[test]
fn a_record_of_no_decision_is_named() {
    for path in ["criteria/award/e.toml", "criteria/letters/e.toml"] {
        let workspace = with(path, "# kept\n");
        let found = problems(&workspace);
        let [problem] = found.as_slice() else { panic!("{path}: {found:?}") };
        assert_eq!((text(problem, "code").as_str(), text(problem, "file").as_str()), ("F014", path));
        assert!(text(problem, "help").contains("`d`"), "{problem}");
        assert!(workspace.weigh(&["rank"]).err.contains("1 file is read by nothing"));
    }
}

#[test]
fn a_record_of_awards_that_lost_them_is_an_error() {
    for kept in ["", "# The awards of this decision\n", " \n"] {
        let workspace = with("criteria/award/d.toml", kept);
        assert_eq!(codes(&workspace), ["A006"], "{kept:?}");
        let told = workspace.weigh(&["award"]);
        assert!(told.code != Some(0) && told.err.contains("error[A006]"), "{told}");
    }
}

/// Of a folder that cannot be looked into nobody knows that nothing is in it.
#[cfg(unix)]
#[test]
fn records_that_cannot_be_looked_at_are_an_error() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let workspace = with("criteria/award/d.toml", "");
    let folder = workspace.path().join("criteria/award");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is closed to root.
    if std::fs::read_dir(&folder).is_err() {
        let found = codes(&workspace);
        assert!(found.iter().any(|code| code.starts_with('F')), "{found:?}");
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::remove_file(folder.join("d.toml")).unwrap();
    symlink("gone.toml", folder.join("d.toml")).unwrap();
    let found = codes(&workspace);
    assert!(found.iter().any(|code| code.starts_with('F')), "{found:?}");
}

/// A criteria file under another name would shed what was locked and awarded under the first.
#[test]
fn a_renamed_criteria_file_keeps_its_locks() {
    let workspace = decision("", "");
    let run = |arguments: &[&str]| {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(0), "{output}");
    };
    run(&["lock", "rule", "--by", "B"]);
    run(&["award", "--to", "aalto", "--by", "B", "--reason", "r"]);
    let at = |path: &str| workspace.path().join(path);
    let text_of_d = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    std::fs::rename(at("criteria/d.toml"), at("criteria/e.toml")).unwrap();
    workspace.write("criteria/e.toml", format!("vendors = \"../vendors/d\"\n{text_of_d}"));
    let mut told = codes(&workspace);
    told.sort();
    assert_eq!(told, ["F014", "L002"], "{:?}", problems(&workspace));
    let ranked = workspace.weigh(&["rank"]);
    assert!(ranked.code == Some(3) && ranked.err.contains("sealed as d"), "{ranked}");
    assert!(ranked.err.contains("rename it back to d.toml"), "{ranked}");
    // A copy leaves the locks with the first.
    workspace.write("criteria/d.toml", &text_of_d);
    assert_eq!(codes(&workspace), [""; 0], "{:?}", problems(&workspace));
}

#[test]
fn an_evaluator_outside_the_folder_of_the_panel_is_named() {
    let workspace = decision("", "");
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let rated = "\n[criteria.manner]\nweight = 0\nscale = { rating = 5 }\n";
    workspace.write("criteria/d.toml", format!("panel = \"panel/d\"\n{criteria}{rated}"));
    let sheet = "name = \"Carl\"\n\n[marks]\naalto.manner = 3\n";
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

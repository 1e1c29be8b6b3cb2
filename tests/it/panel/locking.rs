//! What is locked stays as it was, or everybody is told; and the log itself cannot be edited unseen.

use weigh::files::lock::parse;

use super::panel;
use crate::support::{Output, Workspace};

const LOG: &str = "criteria/locks.log";
const AT: [&str; 4] = ["--at", "2026-11-22T10:00:00Z", "--by", "Aino"];

fn two() -> Workspace {
    let workspace = panel(
        "price = [\"hourly\"]",
        2,
        &[
            ("ann", "marks.a = { manner = 5, clarity = 2 } # visit\nmarks.b = { manner = 3, clarity = 4 }"),
            ("ben", "marks.a = { manner = 4, clarity = 3 }\nmarks.b = { manner = 4, clarity = 4 }"),
        ],
    );
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let criteria = criteria
        .replace("[rule]", "[gates.price]\nname = \"Price\"\nfact = \"hourly\"\nat_most = 30\n[rule]");
    workspace.write("criteria/d.toml", criteria);
    for id in ["a", "b"] {
        workspace.write(
            &format!("vendors/d/{id}.toml"),
            format!("name = \"Vendor {id}\"\n\n[facts]\nhourly = 20\nseats = 40\n"),
        );
    }
    workspace
}

fn locked(parts: &[&str]) -> Workspace {
    let workspace = two();
    for part in parts {
        let output = workspace.weigh(&[&["lock", part], &AT[..]].concat());
        assert_eq!(output.code, Some(0), "{output}");
    }
    workspace
}

/// What `check` says of locks.
fn found(workspace: &Workspace) -> Vec<String> {
    let output = workspace.weigh(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{output}"));
    let problems = json["result"]["problems"].as_array().unwrap();
    let locks = problems.iter().filter(|one| one["code"].as_str().unwrap().starts_with('L'));
    locks
        .map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["message"].as_str().unwrap()))
        .collect()
}

fn edit(workspace: &Workspace, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(workspace.read(file)).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    workspace.write(file, text.replacen(from, to, 1));
}

#[test]
fn what_is_locked_and_unchanged_is_not_talked_about() {
    let workspace = locked(&["rule", "quality", "all"]);
    assert_eq!(found(&workspace), Vec::<String>::new());
    assert!(!workspace.weigh(&["rank"]).out.contains("locked"));
}

#[test]
fn a_changed_value_is_told_with_what_it_was() {
    let changes: [(&str, &str, &str, &str, &str); 7] = [
        ("rule", "criteria/d.toml", "weight = 60", "weight = 59.5", "criteria.manner.weight was 60, is 59.5"),
        ("rule", "criteria/d.toml", "at_most = 30", "at_most = 31", "gates.price.at_most was 30, is 31"),
        (
            "quality",
            "criteria/panel/d/ann.toml",
            "clarity = 2",
            "clarity = 3",
            "panel.ann.marks.a.clarity was 2, is 3",
        ),
        (
            "quality",
            "criteria/panel/d/ben.toml",
            "clarity = 3",
            "clarity = { mark = 3, note = \"x\" }",
            "panel.ben.marks.a.clarity was 3, is gone",
        ),
        ("quality", "vendors/d/a.toml", "seats = 40", "seats = 41", "vendors.a.facts.seats was 40, is 41"),
        ("all", "vendors/d/a.toml", "hourly = 20", "hourly = 19", "vendors.a.facts.hourly was 20, is 19"),
        (
            "all",
            "criteria/panel/d/ann.toml",
            "# visit",
            "# Visit",
            "criteria/panel/d/ann.toml has other bytes, but says the same",
        ),
    ];
    for (part, file, from, to, told) in changes {
        let workspace = locked(&[part]);
        edit(&workspace, file, from, to);
        let found = found(&workspace);
        assert_eq!(found.len(), 1, "{file}: {found:?}");
        assert!(found[0].starts_with("L001 ") && found[0].contains(told), "{found:?}");
        assert!(found[0].contains("was locked at 2026-11-22T10:00:00Z by Aino"), "{found:?}");
        let rank = workspace.weigh(&["rank"]);
        assert!(rank.out.contains(told) || !rank.out.contains("Vendor"), "{rank}");
        let status = workspace.weigh(&["lock"]);
        assert!(status.out.contains(told), "{status}");
    }
}

/// The price envelope is opened after quality is settled: that is no change of quality.
#[test]
fn prices_may_come_in_after_quality_is_locked() {
    let workspace = locked(&["quality"]);
    edit(&workspace, "vendors/d/a.toml", "hourly = 20", "hourly = 18");
    edit(&workspace, "vendors/d/b.toml", "seats = 40\n", "seats = 40\n\n[quote]\ntax = \"without\"\n");
    assert_eq!(found(&workspace), Vec::<String>::new());
}

#[test]
fn a_new_or_missing_file_is_found() {
    let workspace = locked(&["quality"]);
    workspace.write("criteria/panel/d/cem.toml", "name = \"cem\"\nmarks.a = { manner = 1, clarity = 1 }\n");
    assert!(found(&workspace)[0].contains("panel.cem.marks.a.clarity is new: 1"), "{:?}", found(&workspace));
    let workspace = locked(&["all"]);
    std::fs::remove_file(workspace.path().join("criteria/panel/d/ben.toml")).unwrap();
    assert!(
        found(&workspace)[0].contains("panel.ben.marks.a.clarity was 3, is gone"),
        "{:?}",
        found(&workspace)
    );
}

/// Every byte of every locked file, one at a time.
#[test]
fn a_locked_file_changed_by_one_character_is_found() {
    let workspace = locked(&["all"]);
    for file in ["criteria/d.toml", "criteria/panel/d/ann.toml", "vendors/d/a.toml"] {
        let text = String::from_utf8(workspace.read(file)).unwrap();
        // The seal of the log is in no lock; `writers::locked` has what it finds.
        let end = text.find("\n[locks]").unwrap_or(text.len());
        for (at, c) in text[..end].char_indices().step_by(7) {
            let other = if c == 'z' { "y" } else { "z" };
            let changed = format!("{}{other}{}", &text[..at], &text[at + c.len_utf8()..]);
            workspace.write(file, &changed);
            let output = workspace.weigh(&["lock"]);
            assert!(
                output.out.contains("was ")
                    || output.out.contains("is new")
                    || output.out.contains("other bytes"),
                "{file} at {at}: {output}"
            );
        }
        workspace.write(file, &text);
    }
    assert_eq!(found(&workspace), Vec::<String>::new());
}

#[test]
fn an_unlock_needs_a_reason_and_stays_in_the_log() {
    let workspace = locked(&["rule"]);
    edit(&workspace, "criteria/d.toml", "weight = 60", "weight = 6e1");
    assert!(found(&workspace)[0].contains("other bytes, but says the same"));
    let again = workspace.weigh(&[&["lock", "rule"], &AT[..]].concat());
    assert_eq!(again.code, Some(1), "{again}");
    let unlock = |arguments: &[&str]| -> Output {
        workspace.weigh(&[&["unlock", "rule"], arguments, &AT[..]].concat())
    };
    assert_eq!(unlock(&[]).code, Some(2));
    assert_eq!(unlock(&["--reason", "  "]).code, Some(2));
    assert_eq!(unlock(&["--reason", "spelling of a weight"]).code, Some(0));
    assert_eq!(found(&workspace), Vec::<String>::new());
    assert_eq!(unlock(&["--reason", "again"]).code, Some(2), "it is not locked");
    assert_eq!(workspace.weigh(&[&["lock", "rule"], &AT[..]].concat()).code, Some(0));
    let log = String::from_utf8(workspace.read(LOG)).unwrap();
    let entries = parse(&log).unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[1].reason.as_deref(), Some("spelling of a weight"));
}

#[test]
fn a_log_with_any_line_changed_dropped_moved_or_added_is_found() {
    let workspace = locked(&["rule", "quality", "all"]);
    let log = String::from_utf8(workspace.read(LOG)).unwrap();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "three locks and the seal");
    assert_eq!(parse(&log).unwrap().len(), 3);
    let refused = |lines: &[&str], what: &str| {
        let text = lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>();
        assert!(parse(&text).is_err(), "{what}");
    };
    for at in 0..lines.len() {
        let mut fewer = lines.clone();
        fewer.remove(at);
        refused(&fewer, &format!("without line {at}"));
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        refused(&twice, &format!("line {at} twice"));
        for other in 0..at {
            let mut swapped = lines.clone();
            swapped.swap(at, other);
            refused(&swapped, &format!("lines {at} and {other} swapped"));
        }
        for place in (0..lines[at].len()).step_by(11) {
            let mut bytes = lines[at].as_bytes().to_vec();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let line = String::from_utf8(bytes).unwrap();
            let mut changed = lines.clone();
            changed[at] = &line;
            refused(&changed, &format!("line {at} changed at {place}"));
        }
    }
    refused(&lines[..2], "cut off");
    // The program tells, and does not go on.
    workspace.write(LOG, log.replacen("Aino", "Omar", 1));
    let told = found(&workspace);
    assert!(told[0].starts_with("L002 line 2 of the log of locks does not follow"), "{told:?}");
    for command in
        [&["rank"][..], &["lock", "rule", "--by", "x"], &["unlock", "rule", "--by", "x", "--reason", "y"]]
    {
        assert_eq!(workspace.weigh(command).code, Some(3), "{command:?}");
    }
}

#[test]
fn what_ifs_are_no_changes_and_are_not_locked() {
    let workspace = locked(&["rule"]);
    let output = workspace.weigh(&["rank", "--set", "criteria.manner.weight=50"]);
    assert!(!output.err.contains("L001") && !output.out.contains("locked"), "{output}");
    let output = workspace.weigh(&["lock", "quality", "--by", "x", "--set", "criteria.manner.weight=50"]);
    assert_eq!(output.code, Some(2), "{output}");
}

#[test]
fn equal_locks_give_equal_logs() {
    assert_eq!(locked(&["rule", "quality"]).read(LOG), locked(&["rule", "quality"]).read(LOG));
}

#[test]
fn what_is_locked_is_listed_with_what_has_changed() {
    let workspace = locked(&["rule", "quality"]);
    edit(&workspace, "criteria/panel/d/ann.toml", "clarity = 2", "clarity = 3");
    for format in ["table", "json", "csv", "md"] {
        insta::assert_snapshot!(format!("lock_{format}"), workspace.weigh(&["lock", "--format", format]));
    }
    insta::assert_snapshot!("lock_nothing", two().weigh(&["lock"]));
}

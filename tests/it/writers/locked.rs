//! What is locked is refused by every writer; what passes a lock stands in its log; and the log cannot lose lines unseen.

use super::{desk, names};
use crate::support::{Output, Workspace};

const LOG: &str = "criteria/locks.log";
const BY: [&str; 4] = ["--by", "Aino", "--at", "2026-11-22T10:00:00Z"];

fn locked(parts: &[&str]) -> Workspace {
    let workspace = desk(1);
    workspace.write(
        "vendors/d/brandt.toml",
        "name = \"Brandt\"\nstatus = \"invited\"\n\n[facts]\nprice = 22\nf0 = 1\n",
    );
    for part in parts {
        let output = workspace.weigh(&[&["lock", part], &BY[..]].concat());
        assert_eq!(output.code, Some(0), "{output}");
    }
    workspace
}

/// The codes of the locks that `check` tells of.
fn codes(workspace: &Workspace) -> Vec<String> {
    let output = workspace.weigh(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{output}"));
    let problems = json["result"]["problems"].as_array().unwrap().clone();
    let codes = problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code.starts_with('L')).collect()
}

/// All files of a workspace that hold what is decided.
fn all(workspace: &Workspace) -> Vec<(String, Vec<u8>)> {
    let folders = ["criteria", "criteria/panel/d", "vendors/d"];
    let of = |folder: &str| {
        let files = names(workspace, folder).into_iter().map(|name| format!("{folder}/{name}"));
        files.filter(|file| workspace.path().join(file).is_file()).collect::<Vec<_>>()
    };
    folders.iter().flat_map(|folder| of(folder)).map(|file| (file.clone(), workspace.read(&file))).collect()
}

fn refuses(workspace: &Workspace, part: &str, arguments: &[&str]) -> Output {
    let before = all(workspace);
    let output = workspace.weigh(arguments);
    assert_eq!(output.code, Some(1), "{arguments:?}: {output}");
    assert!(output.err.contains(&format!("weigh unlock {part} --reason")), "{arguments:?}: {output}");
    assert_eq!(all(workspace), before, "{arguments:?}: {output}");
    output
}

/// What nothing is written of may be looked at.
#[test]
fn weights_that_would_follow_are_shown_of_what_is_locked() {
    let workspace = locked(&["rule"]);
    let shown = workspace.weigh(&["weights", "points", "price=30", "manner=70"]);
    assert_eq!(shown.code, Some(0), "{shown}");
    assert!(shown.out.contains("70"), "{shown}");
}

#[test]
fn every_writer_refuses_what_is_locked_and_says_how_it_is_unlocked() {
    let filled = "name = \"Ann\"\n\n[marks.aalto]\nmanner = 5\n";
    for (part, arguments) in [
        ("rule", &["set", "criteria.price.scale.best", "10"][..]),
        ("rule", &["set", "criteria.price.weight", "50", "--make-room"]),
        ("rule", &["weights", "points", "price=30", "manner=70", "--write"]),
        ("quality", &["set", "vendors.aalto.facts.f0", "2"]),
        ("quality", &["set", "vendors.aalto.country", "FI"]),
        ("quality", &["set", "panel.ann.marks.aalto.manner", "4"]),
        ("quality", &["sheet", "ann", "--read", "filled.toml"]),
        ("quality", &["sheet", "ben", "--read", "new.toml"]),
        ("quality", &["new", "vendor", "Cisco"]),
        ("all", &["set", "title", "Other"]),
        ("all", &["set", "vendors.aalto.facts.price", "21"]),
        ("all", &["invite", "out"]),
    ] {
        let workspace = locked(&[]);
        workspace.write("vendors/d/out.toml", "name = \"Out\"\nstatus = \"withdrawn\"\nreason = \"r\"\n");
        workspace.write("filled.toml", filled);
        workspace.write("new.toml", filled.replace("Ann", "Ben"));
        assert_eq!(workspace.weigh(&[&["lock", part], &BY[..]].concat()).code, Some(0));
        refuses(&workspace, part, arguments);
        let unlock = [&["unlock", part, "--reason", "a mistake"], &BY[..]].concat();
        assert_eq!(workspace.weigh(&unlock).code, Some(0));
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(0), "{arguments:?} once unlocked: {output}");
    }
}

#[test]
fn a_refusal_says_what_would_change_and_who_locked_it() {
    let output = refuses(&locked(&["rule"]), "rule", &["set", "criteria.price.scale.best", "10"]);
    insta::assert_snapshot!(output, @r#"
    exit 1
    --- stderr
    error: the rule was locked at 2026-11-22T10:00:00Z by Aino, and this would change it: criteria.price.scale.best was 12, is 10; `weigh unlock rule --reason "..."` comes first
    "#);
}

#[test]
fn what_is_in_no_lock_is_written_as_ever() {
    let workspace = locked(&["rule", "all"]);
    for arguments in [
        &["award", "--to", "aalto", "--by", "Aino"][..],
        &["lock", "quality", "--by", "Aino"],
        &["unlock", "quality", "--by", "Aino", "--reason", "r"],
    ] {
        assert_eq!(workspace.weigh(arguments).code, Some(0), "{arguments:?}");
    }
    let workspace = locked(&["rule"]);
    assert_eq!(workspace.weigh(&["set", "vendors.aalto.facts.price", "21"]).code, Some(0));
    let workspace = locked(&["quality"]);
    assert_eq!(
        workspace.weigh(&["set", "vendors.aalto.facts.price", "20"]).code,
        Some(0),
        "it says so already"
    );
    assert_eq!(codes(&workspace), Vec::<String>::new());
}

/// What is only told is free, in whatever way it is written.
#[test]
fn what_is_only_told_is_written_as_ever() {
    for part in ["rule", "quality", "all"] {
        let workspace = desk(1);
        workspace.write(
            "vendors/d/aalto.toml",
            "name = \"Aalto\"\n\n[facts]\nprice = { value = 20 }\nf0 = { value = 0 }\n",
        );
        assert_eq!(workspace.weigh(&[&["lock", part], &BY[..]].concat()).code, Some(0));
        for arguments in [
            &["set", "notice.authority", "City"][..],
            &["set", "vendors.aalto.contact.email", "a@b.example"],
            &["set", "vendors.aalto.facts.f0.release", "no"],
            &["set", "vendors.aalto.facts.f0.ground", "security"],
        ] {
            let output = workspace.weigh(arguments);
            assert_eq!(output.code, Some(0), "{part}: {arguments:?}: {output}");
            assert_eq!(codes(&workspace), Vec::<String>::new(), "{part}: {arguments:?}");
        }
        let sealed = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        let by_hand = sealed
            .replace("[notice]", "# Who we are.\n[notice]\nname = \"Desk\"")
            .replace("[rule]", "[notice.lots]\n[rule]");
        workspace.write("criteria/d.toml", by_hand.replace("[notice.lots]\n", ""));
        assert_eq!(codes(&workspace), Vec::<String>::new(), "{part}");
        workspace.write("criteria/d.toml", by_hand.replace("[notice.lots]", "# Ours."));
        assert_eq!(codes(&workspace).len(), usize::from(part != "quality"), "{part}");
    }
}

#[test]
fn a_vendor_withdraws_from_a_locked_decision_and_the_log_keeps_it() {
    for (command, word) in [("withdraw", "withdrawn"), ("disqualify", "disqualified")] {
        let workspace = locked(&["rule", "quality", "all"]);
        let arguments = [&[command, "Brandt", "--reason", "No free seats"], &BY[..]].concat();
        let output = workspace.weigh(&arguments);
        assert_eq!(output.code, Some(0), "{output}");
        let text = String::from_utf8(workspace.read("vendors/d/brandt.toml")).unwrap();
        assert!(text.contains(&format!("status = \"{word}\"\nreason = \"No free seats\"\n")), "{text}");
        assert_eq!(codes(&workspace), Vec::<String>::new(), "the locks hold with it");
        let log = String::from_utf8(workspace.read(LOG)).unwrap();
        assert_eq!(log.matches(&format!("\"action\":\"{command}\"")).count(), 2, "{log}");
        assert_eq!(
            log.matches("No free seats").count(),
            4,
            "why, and what the file says, for two locks: {log}"
        );
        // Said again it changes nothing; and whatever else changes is told as ever.
        assert_eq!(workspace.weigh(&arguments).code, Some(0));
        assert_eq!(workspace.read(LOG), log.as_bytes());
        workspace.write("vendors/d/brandt.toml", text.replace("f0 = 1", "f0 = 2"));
        assert_eq!(codes(&workspace), ["L001", "L001"]);
    }
}

#[test]
fn a_log_that_lost_lines_is_found() {
    let three = || {
        let workspace = locked(&["rule", "quality"]);
        let unlock = [&["unlock", "quality", "--reason", "r"], &BY[..]].concat();
        assert_eq!(workspace.weigh(&unlock).code, Some(0));
        workspace
    };
    let log = String::from_utf8(three().read(LOG)).unwrap();
    let seal = |line: &str| {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(line.as_bytes());
        let hex = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        format!("{{\"entries\":1,\"last\":\"{hex}\"}}")
    };
    let first = log.lines().next().unwrap();
    for (claim, text) in [
        ("an empty one", Some(String::new())),
        ("none", None),
        ("one cut to its first line and sealed anew", Some(format!("{first}\n{}\n", seal(first)))),
    ] {
        let workspace = three();
        match text {
            Some(text) => workspace.write(LOG, text),
            None => std::fs::remove_file(workspace.path().join(LOG)).unwrap(),
        }
        assert_eq!(codes(&workspace), ["L002"], "{claim}");
        for arguments in [&["rank"][..], &["lock", "all", "--by", "A"], &["set", "title", "Other"], &["lock"]]
        {
            let output = workspace.weigh(arguments);
            assert_eq!(output.code, Some(3), "{claim}: {output}");
            assert!(output.err.contains("has lost lines"), "{claim}: {output}");
        }
    }
}

#[test]
fn a_lock_seals_the_criteria_file_and_that_is_in_no_fingerprint() {
    let workspace = locked(&[]);
    let result = |workspace: &Workspace| {
        let mut json = workspace.weigh(&["rank", "--format", "json"]).json();
        json["inputs"].as_object_mut().unwrap().remove("locks");
        json
    };
    let (before, text) = (result(&workspace), workspace.read("criteria/d.toml"));
    for part in ["rule", "quality", "all"] {
        assert_eq!(workspace.weigh(&[&["lock", part], &BY[..]].concat()).code, Some(0));
    }
    let sealed = workspace.read("criteria/d.toml");
    assert!(sealed.starts_with(&text) && sealed.len() > text.len());
    assert!(String::from_utf8(sealed).unwrap().contains("\n[locks] # by `weigh lock`"));
    assert_eq!(result(&workspace)["inputs"], before["inputs"]);
    assert_eq!(codes(&workspace), Vec::<String>::new(), "nothing has changed since");
    assert_eq!(workspace.weigh(&[&["lock", "all"], &BY[..]].concat()).code, Some(0));
}

//! `weigh verify` over what weigh wrote.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;
use weigh::answers::verify::differences;

use crate::support::{Workspace, repository, weigh};

fn harbour() -> PathBuf {
    repository().join("tests/data/tui/harbour")
}

/// The report of a small decision, made once.
fn report() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| weigh(&harbour(), &["report", "--to", "json", "--with-inputs", "-o", "-"]).json())
}

/// The places of all numbers of a value.
fn numbers(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(place.to_owned()),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, one)| numbers(one, &format!("{place}/{at}"), found));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, one)| numbers(one, &format!("{place}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn what_was_not_changed_agrees() {
    for arguments in [&["rank", "--format", "json"][..], &["report", "--to", "json", "-o", "-"]] {
        for set in [&[][..], &["--set", "criteria.cost.weight=40"]] {
            let workspace = Workspace::empty();
            workspace.write("said.json", weigh(&repository(), &[arguments, set].concat()).out);
            let file = workspace.path().join("said.json");
            let output = weigh(&repository(), &["verify", file.to_str().unwrap()]);
            assert_eq!(output.code, Some(0), "{arguments:?} {set:?}: {output}");
            assert!(output.out.starts_with("every number agrees"), "{output}");
        }
    }
}

#[test]
fn a_report_with_its_inputs_needs_no_workspace() {
    let workspace = Workspace::empty();
    workspace.write("said.json", report().to_string());
    assert_eq!(workspace.weigh(&["verify", "said.json"]).code, Some(0));
}

#[test]
fn what_the_files_have_become_since_is_found() {
    let workspace = Workspace::empty();
    assert_eq!(workspace.weigh(&["init", "."]).code, Some(0));
    workspace.write("said.json", workspace.weigh(&["rank", "--format", "json"]).out);
    assert_eq!(workspace.weigh(&["set", "criteria.cost.weight", "26", "--make-room"]).code, Some(0));
    let output = workspace.weigh(&["verify", "said.json", "--format", "csv"]);
    assert_eq!(output.code, Some(1), "{output}");
    assert!(output.out.contains("result.criteria[0].weight,25,26"), "{output}");
    assert!(output.out.contains("result.vendors[0].score,"), "{output}");
}

#[test]
fn what_is_no_report_is_named() {
    let workspace = Workspace::empty();
    for (name, text, said) in [
        ("x.json", "{", "is no JSON"),
        ("y.json", "{}", "nothing that can be verified"),
        (
            "z.json",
            "{\"schema\":\"weigh/report/1\",\"inputs\":{\"sources\":{\"../x\":\"\"},\"files\":[]}}",
            "no file of a workspace",
        ),
        (
            "w.json",
            "{\"schema\":\"weigh/report/1\",\"inputs\":{\"sources\":{\"a/x\":\"\"},\"files\":[]}}",
            "from which files",
        ),
    ] {
        workspace.write(name, text);
        let output = weigh(&repository(), &["verify", workspace.path().join(name).to_str().unwrap()]);
        assert_eq!(output.code, Some(3), "{name}: {output}");
        assert!(output.err.contains(said), "{name}: {output}");
    }
}

#[test]
fn a_changed_digit_in_any_number_is_found() {
    let is = report();
    let mut places = Vec::new();
    numbers(&is["result"], "/result", &mut places);
    assert!(places.len() > 500, "{}", places.len());
    for (turn, place) in places.iter().enumerate() {
        let number = is.pointer(place).unwrap().to_string();
        let digits = number.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        let digits: Vec<usize> = digits.collect();
        let at = digits[turn % digits.len()];
        let old = number[at..=at].parse::<usize>().unwrap();
        let changed = format!("{}{}{}", &number[..at], (old + 1 + turn % 9) % 10, &number[at + 1..]);
        // A zero before other digits is no JSON.
        let Ok(changed) = serde_json::from_str::<Value>(&changed) else { continue };
        let mut said = is.clone();
        *said.pointer_mut(place).unwrap() = changed.clone();
        let found = differences(&said, is);
        assert_eq!(found.len(), 1, "{place}: {number} and {changed}");
        assert_eq!((&found[0].said, &found[0].is), (&changed.to_string(), &number), "{place}");
    }
}

#[test]
fn a_changed_digit_is_named_by_the_program() {
    let mut said = report().clone();
    said["result"]["evaluation"]["vendors"][1]["score"] = serde_json::json!(71.5);
    let workspace = Workspace::empty();
    workspace.write("said.json", said.to_string());
    let output = workspace.weigh(&["verify", "said.json", "--format", "csv"]);
    assert_eq!(output.code, Some(1), "{output}");
    let lines: Vec<&str> = output.out.lines().collect();
    assert_eq!(lines.len(), 2, "{output}");
    assert!(lines[1].starts_with("result.evaluation.vendors[1].score,71.5,"), "{output}");
}

//! What commands that write say that they have done, to people and to programs.

use serde_json::{Value, json};

use super::desk;
use crate::support::Workspace;

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).unwrap()
}

fn two() -> Workspace {
    let workspace = desk(0);
    workspace.write(
        "vendors/d/brandt.toml",
        "name = \"Brandt\"\n\n[facts]\nprice = { value = 30, source = \"Offer 1\" }\n",
    );
    workspace
}

/// The result of a command as JSON.
fn result(workspace: &Workspace, arguments: &[&str]) -> Value {
    let json = workspace.weigh(&[arguments, &["--format", "json"]].concat()).json();
    assert_eq!(json["schema"], "weigh/written/1", "{arguments:?}");
    json["result"].clone()
}

#[test]
fn programs_are_told_each_value_before_and_after_with_what_was_lost() {
    let workspace = two();
    let set = result(&workspace, &["set", "vendors.brandt.facts.price", "28"]);
    assert_eq!(set["files"], json!([{ "file": "vendors/d/brandt.toml", "is_new": false }]));
    let path = "vendors.brandt.facts.price";
    assert_eq!(
        set["values"],
        json!([{ "file": "vendors/d/brandt.toml", "path": path, "was": "30", "is": "28" }])
    );
    assert!(set["remarks"][0].as_str().unwrap().contains("Offer 1"), "{set}");
    let room = result(&workspace, &["set", "criteria.price.weight", "50", "--make-room"]);
    assert_eq!(room["values"][1]["path"], "criteria.manner.weight");
    assert_eq!((&room["values"][1]["was"], &room["values"][1]["is"]), (&json!("40"), &json!("50")));
    let gone = result(&workspace, &["withdraw", "brandt", "--reason", "No seats"]);
    assert_eq!(gone["values"][0]["is"], "\"withdrawn\"");
    assert_eq!(gone["values"][1]["is"], "\"No seats\"");
    let again = result(&workspace, &["withdraw", "brandt", "--reason", "No seats"]);
    assert_eq!((&again["files"], &again["values"]), (&json!([]), &json!([])), "{again}");
    assert!(again["remarks"][0].as_str().unwrap().contains("already"), "{again}");
    let back = result(&workspace, &["invite", "brandt"]);
    assert_eq!(back["values"][1]["is"], Value::Null, "{back}");
    let vendor = result(&workspace, &["new", "vendor", "Cisco"]);
    assert_eq!(vendor["files"], json!([{ "file": "vendors/d/cisco.toml", "is_new": true }]));
    let brand = result(&workspace, &["new", "brand"]);
    assert_eq!(brand["files"].as_array().unwrap().len(), 4);
    let init = result(&workspace, &["init", "other"]);
    let files = init["files"].as_array().unwrap();
    assert!(files.iter().all(|file| workspace.path().join(file["file"].as_str().unwrap()).is_file()));
    workspace.write("filled.toml", "name = \"Ann\"\n\n[marks.aalto]\nmanner = 5\n");
    let sheet = result(&workspace, &["sheet", "ann", "--read", "filled.toml"]);
    assert_eq!(sheet["values"][0]["path"], "panel.ann.marks.aalto.manner");
    assert_eq!((&sheet["values"][0]["was"], &sheet["values"][0]["is"]), (&json!("3"), &json!("5")));
    let judgements = "[judgements.top]\nmethod = \"points\"\npoints = { price = 30, manner = 70 }\n";
    workspace.write("criteria/d.toml", format!("{}\n{judgements}", text(&workspace, "criteria/d.toml")));
    let weights = result(&workspace, &["weights", "--write"]);
    assert_eq!(weights["values"][0]["is"], "30", "{weights}");
}

#[test]
fn the_line_that_is_named_is_where_the_value_stands_at_last() {
    let workspace = two();
    let facts = [
        "[facts]\nprice = 30\n",
        "[facts.price]\nlow = 20\nlikely = 25\nhigh = 30\nsource = \"Offer 1\"\nunit = \"EUR\"\n",
        "[facts]\nprice.low = 20\nprice.likely = 25\nprice.high = 30\nprice.note = \"n\"\n",
        "[facts]\nprice = { low = 20, likely = 25, high = 30, source = \"Offer 1\" }\n",
    ];
    for facts in facts {
        workspace.write("vendors/d/brandt.toml", format!("name = \"Brandt\"\n\n{facts}"));
        let told = workspace.weigh(&["set", "vendors.brandt.facts.price", "28"]).err;
        let line: usize = told
            .split("brandt.toml:")
            .nth(1)
            .and_then(|told| told.split(':').next())
            .unwrap()
            .parse()
            .unwrap();
        let written = text(&workspace, "vendors/d/brandt.toml");
        assert!(written.lines().nth(line - 1).unwrap().contains("28"), "line {line} of {written}: {told}");
    }
}

#[test]
fn locks_as_they_are_then_are_the_result_of_locking_and_unlocking() {
    let workspace = two();
    let locked = workspace.weigh(&["lock", "rule", "--by", "A", "--format", "json"]).json();
    assert_eq!(locked["result"]["locks"][0]["part"], "rule", "{locked}");
    let lifted =
        workspace.weigh(&["unlock", "rule", "--by", "A", "--reason", "r", "--format", "json"]).json();
    assert_eq!((&lifted["schema"], &lifted["result"]["locks"]), (&json!("weigh/lock/1"), &json!([])));
}

/// People read it beside; a result that nobody asked for would be in the way of scripts.
#[test]
fn a_result_is_printed_where_one_is_asked_for_and_in_every_format() {
    let workspace = two();
    let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "21"]);
    assert_eq!((output.code, output.out.as_str()), (Some(0), ""), "{output}");
    for (file, begins) in
        [("a.json", "{"), ("a.csv", "file,path,was,is"), ("a.md", "**Files**"), ("a.txt", "")]
    {
        let output = workspace.weigh(&["set", "vendors.aalto.facts.price", "22", "-o", file]);
        assert_eq!((output.code, output.out.as_str()), (Some(0), ""), "{output}");
        assert!(text(&workspace, file).trim_start().starts_with(begins), "{}", text(&workspace, file));
    }
    assert_eq!(workspace.weigh(&["sheet", "ben", "--format", "json"]).code, Some(2));
}

#[test]
fn an_older_reason_does_not_go_without_a_word() {
    let workspace = two();
    let ways: [(&[&str], &str); 4] = [
        (&["withdraw", "brandt", "--reason", "No seats"], "brandt is withdrawn\n"),
        (&["withdraw", "brandt", "--reason", "No people"], "the reason takes the place of \"No seats\"\n"),
        (&["disqualify", "brandt", "--reason", "Lies"], "the reason takes the place of \"No people\"\n"),
        (&["invite", "brandt"], "the reason is gone; it was \"Lies\"\n"),
    ];
    for (arguments, said) in ways {
        let output = workspace.weigh(arguments);
        assert!(output.code == Some(0) && output.err.ends_with(said), "{arguments:?}: {output}");
    }
    let output = workspace.weigh(&["withdraw", "brandt", "--reason", "Lies"]);
    assert!(output.err.contains("withdrawn (was invited)"), "{output}");
}

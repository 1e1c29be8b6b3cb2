//! What each command writes in each format.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use weigh::exact::Exact;

use super::{night_desk, snapshot, snapshot_text};
use crate::support::{Workspace, repository, weigh};

/// The commands that show an evaluation, with a name for each.
const COMMANDS: [(&str, &[&str]); 5] = [
    ("rank", &["rank"]),
    ("explain", &["explain", "bay"]),
    ("compare", &["compare", "aurora", "bay"]),
    ("compare_three", &["compare", "cinder", "bay", "aurora"]),
    ("gaps", &["gaps"]),
];

/// The same on the repository's own sample, which is larger and has many scripts.
const SAMPLE_COMMANDS: [&[&str]; 5] = [
    &["rank"],
    &["explain", "siam-voice"],
    &["compare", "siam-voice", "bayt-alradd"],
    &["compare", "siam-voice", "bayt-alradd", "kurinji-line"],
    &["gaps", "--all"],
];

#[test]
fn results_look_like_this() {
    let workspace = night_desk();
    for (name, arguments) in COMMANDS {
        for format in ["table", "json", "csv", "md"] {
            if (name, format) == ("compare_three", "json") {
                // Of the same shape as that of two, and long.
                continue;
            }
            let output = workspace.weigh(&[arguments, &["--format", format]].concat());
            assert_eq!(output.code, Some(0), "{output}");
            snapshot(&format!("{name}_{format}"), &output);
        }
    }
}

#[test]
fn explaining_the_leader_and_a_vendor_that_is_out() {
    let workspace = night_desk();
    snapshot("explain_leader", &workspace.weigh(&["explain", "aurora"]));
    snapshot("explain_out", &workspace.weigh(&["explain", "cinder"]));
}

#[test]
fn gaps_of_one_vendor_and_of_nobody() {
    let workspace = night_desk();
    let of_bay = workspace.weigh(&["gaps", "bay"]);
    assert!(of_bay.out.contains("Bay Voice") && !of_bay.out.contains("Aurora"), "{of_bay}");
    let known = workspace.weigh(&["gaps", "cinder"]);
    assert_eq!((known.code, known.out.as_str()), (Some(0), "everything that counts is known for sure\n"));
    let csv = workspace.weigh(&["gaps", "cinder", "--format", "csv"]);
    assert_eq!(csv.out.lines().count(), 1, "only the head: {csv}");
    assert_eq!(workspace.weigh(&["gaps", "cinder", "--format", "md"]).out, known.out);
    assert_eq!(
        workspace.weigh(&["gaps", "cinder", "--format", "json"]).json()["result"],
        Value::Array(vec![])
    );
}

#[test]
fn gaps_leaves_out_vendors_that_are_out_unless_all_are_asked_for() {
    let workspace = night_desk();
    let what_if = ["--set", "vendors.cinder.facts.charges={ note = \"not asked\" }"];
    let gaps = workspace.weigh(&[&["gaps"], &what_if[..]].concat());
    assert!(!gaps.out.contains("Cinder Line"), "{gaps}");
    let all = workspace.weigh(&[&["gaps", "--all"], &what_if[..]].concat());
    assert!(all.out.contains("Cinder Line"), "{all}");
}

/// The fingerprint of a file as other programs print it.
fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

#[test]
fn json_says_what_it_is_and_what_it_was_made_from() {
    let workspace = night_desk();
    for (name, arguments) in COMMANDS {
        let json = workspace
            .weigh(&[arguments, &["--format", "json", "--set", "rule.unknown=best"]].concat())
            .json();
        let command = name.split('_').next().unwrap();
        assert_eq!(json["schema"], format!("weigh/{command}/1"));
        assert_eq!(json["inputs"]["decision"], "night");
        assert_eq!(json["inputs"]["what_if"], serde_json::json!(["rule.unknown=best"]));
        assert!(json["result"].is_object() || json["result"].is_array(), "{name}");
        let files = json["inputs"]["files"].as_array().unwrap();
        assert_eq!(files.len(), 4, "{name}");
        for file in files {
            let bytes = workspace.read(file["path"].as_str().unwrap());
            assert_eq!(file["sha256"], sha256(&bytes), "{name}: {}", file["path"]);
        }
    }
}

#[test]
fn json_ends_with_a_line_end_and_keeps_its_order() {
    let workspace = night_desk();
    let first = workspace.weigh(&["rank", "--format", "json"]).out;
    assert!(first.ends_with("}\n") && first.starts_with("{\n  \"schema\": \"weigh/rank/1\""));
    for _ in 0..3 {
        assert_eq!(workspace.weigh(&["rank", "--format", "json"]).out, first);
    }
}

/// The fingerprint of the rule stands for what counts: not for comments and layout, but for every weight.
#[test]
fn fingerprints_change_with_what_counts_and_not_with_the_layout() {
    let digests = |workspace: &Workspace, options: &[&str]| {
        let json = workspace.weigh(&[&["rank", "--format", "json"], options].concat()).json();
        let digest = &json["inputs"]["digest"];
        assert_eq!(*digest, json["result"]["digest"]);
        (digest["rule"].to_string(), digest["inputs"].to_string())
    };
    let workspace = night_desk();
    let (rule, inputs) = digests(&workspace, &[]);
    let other_layout = super::CRITERIA.replace("  = ", " = ").replace('#', "# #");
    workspace.write("criteria/night.toml", other_layout.replace("# #:schema", "#:schema"));
    assert_eq!(digests(&workspace, &[]), (rule.clone(), inputs.clone()));

    let (other_rule, other_inputs) = digests(&workspace, &["--set", "criteria.cost.weight=41"]);
    assert!(other_rule != rule && other_inputs != inputs);
    let (same_rule, other_inputs) = digests(&workspace, &["--set", "vendors.bay.facts.hourly_rate=14.26"]);
    assert!(same_rule == rule && other_inputs != inputs);
}

/// Every record as long as its head, no name twice; the reader of the `csv` crate refuses anything else.
fn records(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    assert!(csv.lines().count() > 0 && csv.ends_with("\r\n"), "{csv:?}");
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(csv.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head.iter().collect::<BTreeSet<_>>().len(), head.len(), "{head:?}");
    let records =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    (head, records)
}

#[test]
fn csv_has_a_named_field_in_every_record() {
    for arguments in SAMPLE_COMMANDS {
        let output = weigh(&repository(), &[arguments, &["--format", "csv"]].concat());
        let (head, records) = records(&output.out);
        assert!(head.iter().all(|name| !name.is_empty()), "{arguments:?}: {head:?}");
        assert!(!records.is_empty(), "{arguments:?}");
    }
}

#[test]
fn csv_and_json_of_the_ranking_have_the_same_numbers() {
    let csv = weigh(&repository(), &["rank", "--format", "csv"]).out;
    let json = weigh(&repository(), &["rank", "--format", "json"]).json();
    let (head, records) = records(&csv);
    let vendors = json["result"]["vendors"].as_array().unwrap();
    assert_eq!(records.len(), vendors.len());
    for (record, vendor) in records.iter().zip(vendors) {
        let field = |name: &str| &record[head.iter().position(|known| known == name).unwrap()];
        assert_eq!(*field("vendor"), vendor["id"], "{record:?}");
        assert_eq!(*field("rank"), vendor["rank"].as_u64().map_or_else(String::new, |rank| rank.to_string()));
        for number in ["score", "lowest", "highest"] {
            assert_eq!(*field(number), vendor[number].to_string(), "{number} of {record:?}");
        }
    }
}

/// A spreadsheet takes a text that starts with one of `= + - @` for a formula and would run it.
#[test]
fn csv_disarms_texts_that_a_spreadsheet_would_run() {
    let workspace = night_desk();
    let name = "vendors.bay.name=\"=HYPERLINK(\\\"https://example.com\\\")\"";
    let output = workspace.weigh(&["rank", "--format", "csv", "--set", name]);
    let (head, records) = records(&output.out);
    let at = head.iter().position(|known| known == "name").unwrap();
    assert_eq!(records[1][at], "'=HYPERLINK(\"https://example.com\")");
}

/// Columns of each line of a Markdown table: pipes that are not escaped, less one.
fn columns(line: &str) -> usize {
    let mut pipes = 0;
    let mut is_escaped = false;
    for c in line.chars() {
        pipes += usize::from(c == '|' && !is_escaped);
        is_escaped = c == '\\' && !is_escaped;
    }
    pipes - 1
}

#[test]
fn markdown_tables_have_as_many_columns_in_every_row() {
    for arguments in SAMPLE_COMMANDS {
        let output = weigh(&repository(), &[arguments, &["--format", "md"]].concat());
        assert_tables(&output.out);
    }
    let workspace = night_desk();
    for (_, arguments) in COMMANDS {
        assert_tables(&workspace.weigh(&[arguments, &["--format", "md"]].concat()).out);
    }
}

fn assert_tables(markdown: &str) {
    let lines: Vec<&str> = markdown.lines().collect();
    let tables: Vec<&[&str]> =
        lines.split(|line| !line.starts_with('|')).filter(|table| !table.is_empty()).collect();
    assert!(!tables.is_empty(), "{markdown}");
    for table in tables {
        assert!(table.len() > 2, "a head, a rule and a row: {table:#?}");
        let is_rule = |cell: &str| matches!(cell.trim(), "---" | "---:");
        assert!(table[1].trim_matches('|').split('|').all(is_rule), "{}", table[1]);
        for line in table {
            assert_eq!(columns(line), columns(table[0]), "{line}\nin {table:#?}");
        }
    }
}

#[test]
fn markdown_shows_texts_from_outside_as_they_are() {
    let workspace = night_desk();
    let name = "vendors.bay.name=\"B|y `x` <b> *y* [z](u) #1 & ~w~\"";
    let output = workspace.weigh(&["rank", "--format", "md", "--set", name]);
    let expected = r"| **B\|y \`x\` &lt;b&gt; \*y\* \[z\](u) \#1 &amp; \~w\~** |";
    assert!(output.out.contains(expected), "{output}");
    assert_tables(&output.out);
}

/// For two vendors the parts add up to the gap; in the table a person can check it.
#[test]
fn differences_add_up_to_the_gap() {
    for (first, second) in [("aurora", "bay"), ("bay", "aurora"), ("cinder", "bay")] {
        let workspace = night_desk();
        let json = workspace.weigh(&["compare", first, second, "--format", "json"]).json();
        let difference = &json["result"]["difference"];
        let exact = |value: &Value| Exact::parse(&value.to_string()).unwrap();
        let parts: Vec<Exact> =
            difference["parts"].as_array().unwrap().iter().map(|part| exact(&part["points"])).collect();
        let gap = exact(&difference["gap"]);
        assert_eq!(&Exact::sum(&parts) + &exact(&difference["rounding"]), gap, "{difference}");
        let vendors = json["result"]["vendors"].as_array().unwrap();
        assert_eq!(&exact(&vendors[0]["score"]) - &exact(&vendors[1]["score"]), gap, "{difference}");
    }
}

#[test]
fn comparing_three_vendors_has_no_difference() {
    let json = night_desk().weigh(&["compare", "aurora", "bay", "cinder", "--format", "json"]).json();
    assert_eq!(json["result"]["difference"], Value::Null);
    let ids: Vec<&Value> =
        json["result"]["vendors"].as_array().unwrap().iter().map(|vendor| &vendor["id"]).collect();
    assert_eq!(ids, ["aurora", "bay", "cinder"], "in the order they were named");
}

#[test]
fn a_tie_is_shown_as_a_tie() {
    let workspace = night_desk();
    let twin = super::VENDORS[0].1.replace("Aurora Care", "Borealis");
    workspace.write("vendors/night/borealis.toml", twin);
    let table = workspace.weigh(&["rank"]);
    snapshot_text("tie", &table.to_string());
    let json = workspace.weigh(&["rank", "--format", "json"]).json();
    let tied: Vec<(u64, bool)> = json["result"]["vendors"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|vendor| Some((vendor["rank"].as_u64()?, vendor["is_tied"].as_bool()?)))
        .collect();
    assert_eq!(tied, [(1, true), (1, true), (3, false)]);
}

/// What is asked for is done or refused, never left aside.
#[test]
fn a_format_that_nothing_would_read_is_refused() {
    let workspace = night_desk();
    for arguments in [
        &["man"][..],
        &["schema", "vendor"],
        &["completions", "bash"],
        &["check", "--explain", "C004"],
        &["sheet", "ana"],
        &["tui"],
    ] {
        let before = super::files(&workspace);
        let output = workspace.weigh(&[arguments, &["--format", "json"]].concat());
        assert!(
            output.code == Some(2) && output.err.contains("leave --format out"),
            "{arguments:?}: {output}"
        );
        assert_eq!(super::files(&workspace), before, "{arguments:?}");
    }
}

/// Letters are documents; the help lists no other format.
#[test]
fn letters_take_the_formats_that_their_help_lists() {
    for command in ["debrief", "notice"] {
        let help = weigh(&repository(), &[command, "--help"]).out;
        assert!(help.contains("- html:") && !help.contains("- csv:") && !help.contains("- xlsx:"), "{help}");
        let output = weigh(&repository(), &[command, "--to", "csv"]);
        assert!(output.code == Some(2) && output.err.contains("html, pdf, docx, md"), "{output}");
    }
}

#[test]
fn a_number_that_is_none_is_refused_in_words() {
    for arguments in [
        &["staff", "--contacts", "abc", "--aht", "240"][..],
        &["staff", "--contacts", "inf", "--aht", "240"],
        &["staff", "--contacts", "360", "--aht", "240", "--shrinkage", "x"],
        &["robust", "--draws", "many"],
        &["robust", "--seed", "1.5"],
        &["robust", "--tolerance", "low"],
    ] {
        let output = weigh(&repository(), arguments);
        assert!(output.code == Some(2) && output.err.contains("number, such as"), "{arguments:?}: {output}");
        assert!(!output.err.contains("literal") && !output.err.contains("digit found"), "{output}");
    }
}

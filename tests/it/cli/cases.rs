//! `weigh rank --cases`: many what-ifs in one call.

use serde_json::Value;

use super::{night_desk, snapshot};
use crate::support::Workspace;

const CASES: &str = "case,criteria.cost.weight,rule.unknown,vendors.bay.facts.hourly_rate\n\
                     Cost first,70,,\n\
                     Benefit of the doubt,,best,\n\
                     \"Bay, cheaper\",,,9.50\n";

fn with_cases(text: &str) -> Workspace {
    let workspace = night_desk();
    workspace.write("cases.csv", text);
    workspace
}

#[test]
fn cases_look_like_this() {
    let workspace = with_cases(CASES);
    for format in ["table", "csv", "md"] {
        let output = workspace.weigh(&["rank", "--cases", "cases.csv", "--format", format]);
        assert_eq!(output.code, Some(0), "{output}");
        snapshot(&format!("cases_{format}"), &output);
    }
}

/// A case is what the same `--set` options give, to the last digit and the fingerprint.
#[test]
fn a_case_is_the_what_if_of_the_same_values() {
    let workspace = with_cases(CASES);
    let json = workspace.weigh(&["rank", "--cases", "cases.csv", "--format", "json"]).json();
    assert_eq!(json["schema"], "weigh/cases/1");
    let same = |case: &Value, options: &[&str]| {
        let options = options.iter().flat_map(|option| ["--set", option]);
        let arguments: Vec<&str> = ["rank", "--format", "json"].into_iter().chain(options).collect();
        let alone = workspace.weigh(&arguments).json();
        assert_eq!(case["digest"], alone["result"]["digest"], "{arguments:?}");
        let (few, all) =
            (case["vendors"].as_array().unwrap(), alone["result"]["vendors"].as_array().unwrap());
        assert_eq!(few.len(), all.len());
        for (one, other) in few.iter().zip(all) {
            assert_eq!(one["vendor"], other["id"]);
            for key in ["rank", "score", "lowest", "highest"] {
                assert_eq!(one[key], other[key], "{key} of {one}");
            }
        }
    };
    let result = &json["result"];
    same(&result["as_is"], &[]);
    same(&result["cases"][0], &["criteria.cost.weight=70"]);
    same(&result["cases"][1], &["rule.unknown=best"]);
    same(&result["cases"][2], &["vendors.bay.facts.hourly_rate=9.50"]);
    assert_eq!(result["cases"][2]["case"], "Bay, cheaper");
}

#[test]
fn cases_stand_on_the_what_ifs_of_the_command_line() {
    let workspace = with_cases("case,rule.unknown\nBest,best\n");
    let arguments = ["rank", "--cases", "cases.csv", "--set", "criteria.cost.weight=70", "--format", "json"];
    let case = workspace.weigh(&arguments).json()["result"]["cases"][0]["digest"].clone();
    let both = ["rank", "--set", "criteria.cost.weight=70", "--set", "rule.unknown=best", "--format", "json"];
    assert_eq!(case, workspace.weigh(&both).json()["result"]["digest"]);
}

/// A table from a spreadsheet: a byte order mark, semicolons, line ends of Windows, empty lines at the end.
#[test]
fn a_table_from_a_spreadsheet_is_read_alike() {
    let plain = with_cases("case,rule.unknown\nBest,best\n").weigh(&["rank", "--cases", "cases.csv"]);
    let other = "\u{feff}case;rule.unknown\r\nBest;best\r\n;\r\n\r\n";
    assert_eq!(with_cases(other).weigh(&["rank", "--cases", "cases.csv"]).to_string(), plain.to_string());
}

/// Every problem of every case at once, each with line and column of the table.
#[test]
fn errors_name_the_cell() {
    let text = "case,criteria.cost.weight,rule.unknwon,\n\
                A,-5,,\n\
                A,40,best,\n\
                ,40,,\n\
                D,40,,3\n";
    let output = with_cases(text).weigh(&["rank", "--cases", "cases.csv"]);
    assert_eq!((output.code, output.out.as_str()), (Some(3), ""), "{output}");
    for place in ["cases.csv:2:3", "cases.csv:1:27", "cases.csv:3:1", "cases.csv:4:1", "cases.csv:5:7"] {
        assert!(output.err.contains(place), "{place} in {output}");
    }
    snapshot("cases_errors", &output);
}

#[test]
fn a_table_without_cases_or_paths_is_refused() {
    for (text, said) in [
        ("", "there are no paths"),
        ("case\nA\n", "there are no paths"),
        ("case,rule.unknown\n", "there are no cases"),
        ("case,rule.unknown,rule.unknown\nA,worst,best\n", "this path heads a column already"),
    ] {
        let output = with_cases(text).weigh(&["rank", "--cases", "cases.csv"]);
        assert!(output.code == Some(3) && output.err.contains(said), "{output}");
        assert_eq!(output.err.matches("error[").count(), 1, "{output}");
    }
    let missing = night_desk().weigh(&["rank", "--cases", "gone.csv"]);
    assert!(missing.code == Some(3) && missing.err.contains("gone.csv"), "{missing}");
    assert_eq!(missing.err.matches("could not read").count(), 1, "{missing}");
}

/// What follows a closing quote is read as one thing by one program and as another by the next.
#[test]
fn a_cell_that_is_quoted_in_half_is_refused() {
    for (cell, is_sound) in [
        ("\"1\"3", false),
        ("\"13", false),
        ("\"1\" \"3\"", false),
        ("\"13\"", true),
        (" \"13\" ", true),
        ("13", true),
    ] {
        let text = format!("case,criteria.cost.weight\nA,{cell}\n");
        let output = with_cases(&text).weigh(&["rank", "--cases", "cases.csv"]);
        assert_eq!(output.code == Some(0), is_sound, "{cell}: {output}");
        if !is_sound {
            assert!(
                output.err.contains("cases.csv:2:3") && output.err.contains("do not stand around"),
                "{output}"
            );
        }
    }
}

#[test]
fn the_cases_are_not_replaced_by_their_result() {
    let workspace = Workspace::new(
        "title = \"D\"\n[criteria.price]\nweight = 1\nscale = { worst = 9, best = 1 }\n",
        &[("aava", "name = \"Aava\"\n[facts]\nprice = 3\n")],
    );
    workspace.write("cases.csv", "case,criteria.price.weight\nA,2\n");
    let output =
        workspace.weigh(&["rank", "--cases", "cases.csv", "--format", "csv", "-o", "./cases.csv", "--force"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert!(output.err.contains("holds the cases"), "{output}");
    assert!(workspace.read("cases.csv").starts_with(b"case,"));
}

//! What `weigh check` says about every problem that files and options can cause, as people see it
//! and as programs do.
//!
//! The snapshots are read like code: each answers what is wrong, where, and what to do.

mod cases;
mod costs;
mod panels;
mod places;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;
use weigh::diagnostic::Code;

use cases::{
    alias_cases, all_cases, crowd, data_cases, file_cases, habit_cases, limit_cases, option_cases, repeated,
    several, slips, syntax_cases, warning_and_note_cases,
};

use costs::cost_cases;
use panels::panel_cases;

use crate::schemas::Kind;
use crate::support::{Output, Workspace};

const CRITERIA: &str = r#"title   = "Support"

[criteria.price]
weight = 100
unit   = "EUR/h"
scale  = { worst = 32, best = 12 }

[rule]
weights = 100
"#;
const VENDOR: &str = "name = \"Aalto Contact\"\n\n[facts]\nprice = 20\n";

/// A workspace with something wrong in it, and the options that `check` gets.
struct Case {
    title: String,
    workspace: Workspace,
    options: Vec<&'static str>,
}

impl Case {
    fn new(title: &str, workspace: Workspace, options: &[&'static str]) -> Case {
        Case { title: title.to_owned(), workspace, options: options.to_vec() }
    }

    /// The usual decision with another vendor file.
    fn vendor(title: &str, text: impl AsRef<[u8]>) -> Case {
        let workspace = usual();
        workspace.write("vendors/d/brandt.toml", text);
        Case::new(title, workspace, &[])
    }

    /// The usual vendor with another criteria file.
    fn criteria(title: &str, text: impl AsRef<[u8]>) -> Case {
        let workspace = usual();
        workspace.write("criteria/d.toml", text);
        Case::new(title, workspace, &[])
    }

    fn check(&self, more: &[&str]) -> Output {
        let arguments: Vec<&str> = [&["check"], self.options.as_slice(), more].concat();
        self.workspace.weigh(&arguments)
    }

    /// The codes in the order of the text.
    fn codes_as_shown(&self) -> Vec<String> {
        let shown = self.check(&["--verbose"]).out;
        let code = |line: &str| {
            let rest = ["error[", "warning[", "note["].iter().find_map(|start| line.strip_prefix(start))?;
            rest.split_once(']').map(|(code, _)| code.to_owned())
        };
        shown.lines().filter_map(code).collect()
    }

    /// The problems in the order of the JSON.
    fn problems(&self) -> Vec<Value> {
        let output = self.check(&["--format", "json"]);
        let json: Value = serde_json::from_str(&output.out).expect("the program writes JSON");
        json["result"]["problems"].as_array().expect("a list of problems").clone()
    }

    fn codes(&self) -> Vec<String> {
        self.problems().iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }
}

fn usual() -> Workspace {
    Workspace::new(CRITERIA, &[("aalto", VENDOR)])
}

/// What `check` prints for each case, under its title.
fn transcript(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        let output = case.check(&[]);
        let _ = writeln!(text, "=== {}\n{output}", case.title);
    }
    text
}

#[test]
fn problems_of_files_read_well() {
    insta::assert_snapshot!("files", transcript(&file_cases()));
}

#[test]
fn problems_of_a_crowded_folder_read_well() {
    insta::assert_snapshot!("crowd", transcript(&[crowd()]));
}

#[test]
fn problems_of_syntax_read_well() {
    insta::assert_snapshot!("syntax", transcript(&syntax_cases()));
}

#[test]
fn problems_of_shape_in_criteria_files_read_well() {
    insta::assert_snapshot!("shape_criteria", transcript(&data_cases("shape", Kind::Criteria)));
}

#[test]
fn problems_of_shape_in_vendor_files_read_well() {
    insta::assert_snapshot!("shape_vendor", transcript(&data_cases("shape", Kind::Vendor)));
}

#[test]
fn problems_of_meaning_in_criteria_files_read_well() {
    insta::assert_snapshot!("meaning_criteria", transcript(&data_cases("meaning", Kind::Criteria)));
}

#[test]
fn problems_of_meaning_in_vendor_files_read_well() {
    insta::assert_snapshot!("meaning_vendor", transcript(&data_cases("meaning", Kind::Vendor)));
}

#[test]
fn warnings_and_notes_read_well() {
    insta::assert_snapshot!("warnings_and_notes", transcript(&warning_and_note_cases()));
}

#[test]
fn what_people_type_who_come_from_a_spreadsheet_reads_well() {
    insta::assert_snapshot!("habits", transcript(&habit_cases()));
}

#[test]
fn problems_of_demand_and_quotes_read_well() {
    insta::assert_snapshot!("costs", transcript(&cost_cases()));
}

#[test]
fn problems_of_panels_read_well() {
    insta::assert_snapshot!("panels", transcript(&panel_cases()));
}

#[test]
fn problems_of_size_read_well() {
    insta::assert_snapshot!("limits", transcript(&limit_cases()));
}

#[test]
fn problems_of_aliases_and_heads_read_well() {
    insta::assert_snapshot!("aliases_and_heads", transcript(&alias_cases()));
}

#[test]
fn problems_of_options_read_well() {
    insta::assert_snapshot!("options", transcript(&option_cases()));
}

#[test]
fn several_problems_in_several_files_are_all_shown() {
    insta::assert_snapshot!("several", transcript(&[several()]));
}

#[test]
fn every_code_is_caused_by_some_case_and_text_and_json_list_the_same() {
    let mut caused: BTreeSet<String> = BTreeSet::new();
    for case in all_cases().into_iter().chain([crowd()]) {
        let codes = case.codes();
        assert!(!codes.is_empty(), "{}", case.title);
        assert_eq!(case.codes_as_shown(), codes, "{}", case.title);
        caused.extend(codes);
    }
    // Keys of the terminal UI (K), records of awards (A), a brand with its logo and templates (F012, F013) and sheets (P015) are no files of a workspace:
    // `tui`, `award`, `html`, `report` and `panel` have their cases.
    let is_elsewhere =
        |code: &String| code.starts_with(['K', 'A']) || ["F012", "F013", "P015"].contains(&code.as_str());
    let all: BTreeSet<String> =
        Code::ALL.iter().map(ToString::to_string).filter(|code| !is_elsewhere(code)).collect();
    assert_eq!(all.difference(&caused).collect::<Vec<_>>(), Vec::<&String>::new(), "codes without a case");
}

#[test]
fn json_says_of_each_problem_what_the_text_says() {
    for case in [several(), Case::criteria("weights", CRITERIA.replace("weight = 100", "weight = 95"))] {
        let shown = case.check(&[]).out;
        for problem in case.problems() {
            let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
            let head = format!("{}[{}]: {}\n", text("severity"), text("code"), text("message"));
            assert!(shown.contains(&head), "{head}");
            assert!(shown.contains(&text("label")) && shown.contains(&text("help")), "{head}");
            let position = &problem["position"];
            let place = match position["line"].as_u64() {
                Some(line) => format!("--> {}:{line}:{}\n", text("file"), position["column"]),
                None => format!("--> {}\n", text("file")),
            };
            assert!(shown.contains(&place), "{place} of {head}");
            for related in problem["related"].as_array().into_iter().flatten() {
                let at = &related["position"];
                let place =
                    format!("::: {}:{}:{}\n", related["file"].as_str().unwrap(), at["line"], at["column"]);
                assert!(shown.contains(&place), "{place} of {head}");
            }
        }
    }
}

#[test]
fn a_syntax_error_causes_no_other_problems_for_its_file() {
    let mut noisy = Vec::new();
    for case in syntax_cases() {
        let codes = case.codes();
        if codes.iter().any(|code| code != "T001") {
            noisy.push(format!("{}: {codes:?}", case.title));
        }
    }
    assert!(noisy.is_empty(), "{}", noisy.join("\n"));
}

/// The parser says what TOML expects; people need to know what to type.
#[test]
fn every_slip_of_syntax_comes_with_the_way_out() {
    let mut lost = Vec::new();
    for (case, way_out) in slips() {
        let problems = case.problems();
        let help = problems[0]["help"].as_str().unwrap_or_default();
        if !help.contains(way_out) {
            lost.push(format!("{}: {help:?} does not hold {way_out:?}", case.title));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn a_syntax_error_in_the_criteria_file_does_not_hide_problems_of_the_vendors() {
    let case = Case::criteria("half a file", CRITERIA.replace("\"Support\"", "\"Support"));
    case.workspace.write("vendors/d/brandt.toml", "name = \"Brandt\"\ncountry = \"Germany\"\n");
    assert_eq!(case.codes(), ["T001", "T010"]);
}

#[test]
fn a_syntax_error_in_one_vendor_file_does_not_hide_problems_of_another() {
    let case = Case::vendor("half a file", "name = \"Brandt\n");
    case.workspace.write("vendors/d/charoen.toml", "name = \"Charoen\"\n\n[facts]\nprice = true\n");
    assert_eq!(case.codes(), ["T001", "V001"]);
}

/// The misspelt fact of the criteria file is the problem, not the right one of the vendors.
#[test]
fn a_slip_in_the_criteria_file_is_not_held_against_the_vendors() {
    let case = Case::criteria("a slip", CRITERIA.replace("weight = 100", "weight = 100\nfact = \"prise\""));
    assert_eq!(case.codes(), ["C009"]);
}

#[test]
fn a_criteria_file_that_is_not_there_is_one_problem() {
    let case = Case::new("none", usual(), &["--criteria", "criteria/none.toml"]);
    assert_eq!(case.codes(), ["F001"]);
}

/// What leads people in a circle: the help for one mistake must not cause the next.
#[test]
fn a_number_with_its_unit_is_not_sent_from_quotes_to_no_quotes_and_back() {
    let quoted = Case::criteria("quoted", CRITERIA.replace("weight = 100", "weight = \"100 %\""));
    let bare = Case::criteria("bare", CRITERIA.replace("weight = 100", "weight = 100 %"));
    let help = |case: &Case| case.problems()[0]["help"].as_str().unwrap_or_default().to_owned();
    assert!(help(&quoted).contains("unit"), "{}", help(&quoted));
    assert!(!help(&bare).contains("put text in quotes"), "{}", help(&bare));
}

#[test]
fn a_help_never_ends_in_nothing() {
    for case in all_cases() {
        for problem in case.problems() {
            let help = problem["help"].as_str().unwrap_or("-");
            assert!(!help.is_empty() && help.trim() == help, "{}: {help:?}", case.title);
        }
    }
}

#[test]
fn more_than_a_hundred_problems_are_counted_and_not_written_out() {
    let facts = repeated(150, |number| format!("f{number} = \"\"\n"));
    let case = Case::vendor("many", format!("name = \"Brandt\"\n\n[facts]\n{facts}"));
    let shown = case.check(&[]).out;
    assert_eq!(case.codes_as_shown().len(), 100);
    assert!(shown.contains("\n... and 50 more; `weigh check --format json` lists them all\n"), "{shown}");
    assert!(shown.ends_with("\n150 errors in 3 files\n"), "{shown}");
    assert_eq!(case.codes().len(), 150);
}

#[test]
fn warnings_fail_the_check_only_when_they_are_denied() {
    let case = Case::vendor("a reason", "name = \"Brandt\"\nreason = \"Too small\"\n");
    assert_eq!(case.check(&[]).code, Some(0));
    let denied = case.check(&["--deny", "warnings"]);
    assert_eq!(denied.code, Some(1));
    assert!(
        denied.out.starts_with("error[V012]: ") && denied.out.ends_with("\n1 error in 3 files\n"),
        "{denied}"
    );
}

#[test]
fn every_code_can_be_explained() {
    for code in Code::ALL {
        let output = usual().weigh(&["check", "--explain", code.as_str()]);
        assert_eq!(output.code, Some(0), "{output}");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let severity = format!("{:?}", code.severity()).to_lowercase();
        assert_eq!(
            words(&output.out),
            words(&format!("{code} ({severity}): {} {}", code.title(), code.explanation()))
        );
        assert!(output.out.lines().all(|line| line.width() <= 100), "{output}");
    }
}

#[test]
fn a_code_that_is_not_there_is_a_usage_error_with_a_suggestion() {
    let output = usual().weigh(&["check", "--explain", "C099"]);
    assert_eq!(output.code, Some(2));
    insta::assert_snapshot!(output.err, @"error: there is no code `C099`; did you mean `C009` or `C019`?");
}

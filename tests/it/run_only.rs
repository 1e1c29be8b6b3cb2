//! Published cases that are not ours to copy: read where they lie, turned into files, and run.
//!
//! The variable `WEIGH_RUN_ONLY_CASES` names the folder that holds them. Without it these tests say so and
//! pass; with it a missing folder or file fails.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Output, Workspace};

const VARIABLE: &str = "WEIGH_RUN_ONLY_CASES";

/// A case of the folder that the variable names; nothing when it is not set.
fn case(file: &str) -> Option<Value> {
    let Some(folder) = env::var_os(VARIABLE) else {
        say_skipped(file);
        return None;
    };
    Some(read(&PathBuf::from(folder), file))
}

/// Says that a case is not checked, past the capture of the test harness: a skipped check should be seen.
pub(crate) fn say_skipped(file: &str) {
    let message = format!("skipped {file}: {VARIABLE} is not set; it names the folder of the run-only cases");
    let _ = writeln!(std::io::stderr(), "{message}");
}

fn read(folder: &Path, file: &str) -> Value {
    let path = folder.join(file);
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("could not read {} of {VARIABLE}: {error}", path.display()));
    serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{} of {VARIABLE} is not JSON: {error}", path.display()))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("the case has a list of {key}"))
}

/// A JSON text as TOML writes it: the escapes of JSON are among those of TOML.
fn quoted(value: &Value) -> String {
    assert!(value.is_string(), "{value} is a text");
    value.to_string()
}

/// The ends of a published scale such as `0..5`.
fn ends(criterion: &Value) -> (&str, &str) {
    criterion["scale"].as_str().and_then(|scale| scale.split_once("..")).expect("a scale such as 0..5")
}

/// Criteria `c0`, `c1`, ... with the published weights as written, under a rule.
fn criteria(case: &Value, rule: &str) -> String {
    let mut text = format!("title = {}\n", quoted(&case["name"]));
    for (at, criterion) in list(case, "criteria").iter().enumerate() {
        let (worst, best) = ends(criterion);
        let (name, weight) = (quoted(&criterion["name"]), &criterion["weight"]);
        text.push_str(&format!(
            "\n[criteria.c{at}]\nname = {name}\nweight = {weight}\nscale = {{ worst = {worst}, best = {best} }}\n"
        ));
    }
    format!("{text}\n[rule]\n{rule}\n")
}

/// Vendors `v0`, `v1`, ... with the published scores as facts.
fn workspace(case: &Value, rule: &str) -> Workspace {
    let workspace = Workspace::new(&criteria(case, rule), &[]);
    for (at, vendor) in list(case, "alternatives").iter().enumerate() {
        let mut text = format!("name = {}\n\n[facts]\n", quoted(&vendor["name"]));
        for (at, criterion) in list(case, "criteria").iter().enumerate() {
            let name = criterion["name"].as_str().expect("a name");
            let score = &vendor["scores"][name];
            assert!(score.is_number(), "a score for {name}");
            text.push_str(&format!("c{at} = {score}\n"));
        }
        workspace.write(&format!("vendors/d/v{at}.toml"), text);
    }
    workspace
}

/// Name, score as it is written, rank and whether it is shared, by name.
fn standings(output: &Output) -> Vec<(String, String, u64, bool)> {
    let json = output.json();
    let vendors = json["result"]["vendors"].as_array().expect("a list of vendors");
    let mut standings: Vec<(String, String, u64, bool)> = vendors
        .iter()
        .map(|vendor| {
            (
                vendor["name"].as_str().expect("a name").to_owned(),
                vendor["score"].to_string(),
                vendor["rank"].as_u64().expect("a rank"),
                vendor["is_tied"].as_bool().expect("a claim"),
            )
        })
        .collect();
    standings.sort();
    standings
}

fn expected(standings: &[(&str, &str, u64, bool)]) -> Vec<(String, String, u64, bool)> {
    standings
        .iter()
        .map(|(name, score, rank, is_tied)| ((*name).to_owned(), (*score).to_owned(), *rank, *is_tied))
        .collect()
}

/// The weights (3, 3, 3, 2, 2, 2, 2, 1, 1) are multipliers that add up to nothing round, so the rule gives no sum.
#[test]
fn pagespace_ends_in_a_tie_at_86_of_95() {
    let Some(case) = case("pagespace_browser_2026.json") else { return };
    let workspace = workspace(&case, "points = 95");
    assert_eq!(
        standings(&workspace.weigh(&["rank", "--format", "json"])),
        expected(&[
            ("1 Sprite per session", "86", 1, true),
            ("2 Browserbase without contexts", "64", 3, false),
            ("2b Browserbase + contexts + 1Password", "45", 4, false),
            ("3 tenant compose", "86", 1, true),
        ])
    );
}

#[test]
fn pagespace_shows_its_tie_in_the_table() {
    let Some(case) = case("pagespace_browser_2026.json") else { return };
    let output = workspace(&case, "points = 95").weigh(&["rank"]);
    assert_eq!(output.code, Some(0), "{output}");
    let tied: Vec<&str> = output.out.lines().filter(|line| line.starts_with("=1 ")).collect();
    assert_eq!(tied.len(), 2, "{output}");
    assert!(tied.iter().all(|line| line.split_whitespace().any(|word| word == "86")), "{output}");
}

/// The source prints 8.8 and 5.6; the second is a slip, for its own scores give 5.7.
#[test]
fn electron_tauri_comes_to_the_right_totals_and_not_to_the_published_slip() {
    let Some(case) = case("electron_tauri_matrix.json") else { return };
    assert_eq!(case["published"]["totals"]["Tauri"].to_string(), "5.6", "the slip is in the source");
    let exact = workspace(&case, "points = 10\nweights = 1");
    assert_eq!(
        standings(&exact.weigh(&["rank", "--format", "json"])),
        expected(&[("Electron", "8.75", 1, false), ("Tauri", "5.7", 2, false)])
    );
}

#[test]
fn electron_tauri_rounds_8_75_up_to_the_published_8_8() {
    let Some(case) = case("electron_tauri_matrix.json") else { return };
    for mode in ["half-up", "half-even"] {
        let rule = format!("points = 10\nweights = 1\nrounding = {{ total = \"1 {mode}\" }}");
        let rounded = workspace(&case, &rule);
        let output = rounded.weigh(&["rank", "--format", "json"]);
        let expected = expected(&[("Electron", "8.8", 1, false), ("Tauri", "5.7", 2, false)]);
        assert_eq!(standings(&output), expected, "{mode}");
        let table = rounded.weigh(&["rank"]);
        let words = |line: &str| line.split_whitespace().take(3).map(str::to_owned).collect::<Vec<_>>();
        assert!(table.out.lines().any(|line| words(line) == ["1", "Electron", "8.8"]), "{table}");
    }
}

#[test]
#[should_panic(expected = "could not read")]
fn a_named_folder_without_the_case_is_a_failure_and_not_a_skip() {
    let folder = tempfile::tempdir().unwrap();
    read(&folder.path().join("gone"), "pagespace_browser_2026.json");
}

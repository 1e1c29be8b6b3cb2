//! What is warned of in a what-if: told wherever its result is.

use super::{decision, problems, text};
use crate::support::{Output, Workspace};

/// A price of a vendor that is a thousandth of what was meant, as an option.
const THOUSANDTH: &str = "vendors.davao.facts.price={ value = 14.200, unit = \"USD/h\" }";

fn with_cases(table: &str) -> Workspace {
    let workspace = decision("", "");
    workspace.write("cases.csv", table);
    workspace
}

fn rank(workspace: &Workspace, format: &str) -> Output {
    let ranked = workspace.weigh(&["rank", "--cases", "cases.csv", "--format", format]);
    assert_eq!(ranked.code, Some(0), "{ranked}");
    ranked
}

/// In the table of results a case says how many warnings it has, a line says which command shows them, and programs get
/// them with the case.
#[test]
fn warnings_of_cases_are_told_by_case() {
    for (path, value, code) in [
        ("criteria.price.weight", "0.25", "V023"),
        ("vendors.davao.facts.certifications", "ISO-27001", "V022"),
        ("vendors.davao.facts.price", "1420", "V024"),
    ] {
        let workspace = with_cases(&format!("case,{path}\nOdd,{value}\nAs it is,\n"));
        if path.starts_with("criteria") {
            let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
            workspace.write("criteria/d.toml", criteria.replace("weights = 100", ""));
        }
        let shown = rank(&workspace, "table");
        let line = |name: &str| shown.out.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        assert!(shown.out.contains("Warnings"), "{shown}");
        assert_ne!(line("Odd"), line("As it is"), "{shown}");
        assert!(shown.err.contains(" of cases: weigh check --cases cases.csv\n"), "{shown}");
        let json = rank(&workspace, "json").json();
        let cases = &json["result"]["cases"];
        let codes: Vec<String> =
            cases[0]["problems"].as_array().unwrap().iter().map(|problem| text(problem, "code")).collect();
        assert!(codes.contains(&code.to_owned()), "{path}: {codes:?}");
        assert_eq!(cases[1]["problems"], serde_json::json!([]), "{path}");
        let checked = workspace.weigh(&["check", "--cases", "cases.csv"]);
        assert!(checked.out.contains(&format!("warning[{code}]")), "{checked}");
        assert!(checked.out.contains("cases.csv:2:"), "{checked}");
    }
    // Where no case has any, there is no column of noughts.
    let sound = rank(&with_cases("case,criteria.price.weight\nHalf,50\n"), "table");
    assert!(!sound.out.contains("Warnings") && sound.err.is_empty(), "{sound}");
}

/// What the files say without the cases is told as ever, and not once more with each case.
#[test]
fn what_the_files_have_is_no_warning_of_a_case() {
    let workspace = decision("certifications", "[\"ISO-27001\", \"PCI DSS\"]");
    workspace.write("cases.csv", "case,rule.unknown\nBest,best\n");
    let shown = rank(&workspace, "table");
    assert_eq!(shown.err, "1 warning: weigh check\n", "{shown}");
    let json = rank(&workspace, "json").json();
    assert_eq!(json["result"]["as_is"]["problems"].as_array().unwrap().len(), 1);
    assert_eq!(json["result"]["cases"][0]["problems"], serde_json::json!([]));
}

/// Errors of a case are told by `check` as by `rank`.
#[test]
fn check_tells_the_errors_of_cases() {
    let workspace = with_cases("case,vendors.davao.facts.price\nA,cheap\n");
    let checked = workspace.weigh(&["check", "--cases", "cases.csv"]);
    assert_eq!(checked.code, Some(1), "{checked}");
    assert!(checked.out.contains("cases.csv:2:3"), "{checked}");
}

/// The line that counts warnings names the command that shows the same ones: with what-ifs, vendors and folder.
#[test]
fn the_command_that_shows_warnings_shows_these() {
    let workspace = decision("", "");
    for (options, named) in [
        (
            vec!["--set", THOUSANDTH],
            "weigh check --set 'vendors.davao.facts.price={ value = 14.200, unit = \"USD/h\" }'",
        ),
        (
            vec!["--criteria", "d", "--vendors", "vendors/d", "--set", "vendors.davao.facts.price=1420"],
            "weigh check --criteria d --vendors vendors/d --set vendors.davao.facts.price=1420",
        ),
    ] {
        let ranked = workspace.weigh(&[&["rank"], options.as_slice()].concat());
        assert_eq!(ranked.err, format!("1 warning: {named}\n"), "{ranked}");
        let checked = workspace.weigh(&[&["check"], options.as_slice()].concat());
        assert!(checked.out.contains("\n1 warning in "), "{checked}");
    }
}

/// Whoever is handed the result sees what was warned of: in the ranking, in programs and in a report.
#[test]
fn a_result_of_a_what_if_tells_its_warnings() {
    let workspace = decision("", "");
    let said = "14.200 counts as 14.2: the point stands before decimals";
    for arguments in [&["rank"][..], &["rank", "--format", "json"], &["report", "--to", "md", "-o", "out.md"]]
    {
        let shown = workspace.weigh(&[arguments, &["--set", THOUSANDTH]].concat());
        assert_eq!(shown.code, Some(0), "{shown}");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = std::fs::read_to_string(workspace.path().join("out.md")).unwrap_or_default();
        assert!(words(&format!("{}{written}", shown.out)).contains(said), "{shown}");
    }
}

/// Of two values for one path one would be lost in silence.
#[test]
fn a_path_that_is_set_twice_is_refused() {
    let workspace = decision("", "");
    for (first, second) in [
        ("criteria.price.weight=40", "criteria.price.weight=30"),
        ("vendors.davao.facts.price=14", "vendors.davao.facts.price=14"),
        ("vendors.davao.facts.price=14", "vendors.davao.facts.\"price\"=15"),
        ("vendors.davao.facts.price.value=14", "vendors.davao.facts.price=15"),
        ("vendors.davao.country=TH", "vendors.davao.facts.country=PH"),
        ("criteria.price.scale.worst=50", "criteria.price.scale={ worst = 60, best = 10 }"),
    ] {
        let ranked = workspace.weigh(&["rank", "--set", first, "--set", second]);
        assert_eq!((ranked.code, ranked.out.as_str()), (Some(3), ""), "{first} {second}: {ranked}");
        assert!(ranked.err.contains("error[S001]: this value is set already"), "{ranked}");
    }
    // A part of what was set before says more of it.
    let parts =
        ["--set", "criteria.price.scale={ worst = 60, best = 10 }", "--set", "criteria.price.scale.worst=50"];
    assert_eq!(workspace.weigh(&[&["rank"], parts.as_slice()].concat()).code, Some(0));
    workspace.write("cases.csv", "case,criteria.price.weight\nA,30\n");
    let arguments = ["rank", "--cases", "cases.csv", "--set", "criteria.price.weight=40"];
    let ranked = workspace.weigh(&arguments);
    assert!(ranked.code == Some(3) && ranked.err.contains("cases.csv:1:6"), "{ranked}");
    assert_eq!(problems(&workspace), Vec::<serde_json::Value>::new());
}

//! From a file to a ranking on the command line.

use std::fs;

use super::sheet;
use crate::support::{Workspace, weigh};

fn place(workspace: &Workspace, start: &str, name: &str) {
    let (path, _) = sheet(start);
    fs::copy(path, workspace.path().join(name)).unwrap();
}

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).unwrap()
}

/// Answers every question of an import file with its first option.
fn answer_all(workspace: &Workspace, file: &str) {
    let path = workspace.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("answer  = \"\"", "answer  = \"a\"")).unwrap();
}

#[test]
fn a_plain_sheet_needs_no_question() {
    let workspace = Workspace::empty();
    place(&workspace, "02-", "bewertung.xlsx");
    insta::assert_snapshot!("plain_shown", weigh(workspace.path(), &["import", "bewertung.xlsx", "-o", "d"]));
    assert!(!workspace.path().join("d").exists(), "nothing is written before it is asked for");
    let written = weigh(workspace.path(), &["import", "bewertung.xlsx", "-o", "d", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let checked = weigh(workspace.path(), &["-C", "d", "check"]);
    assert_eq!(checked.code, Some(0), "{checked}");
    insta::assert_snapshot!("plain_ranked", weigh(workspace.path(), &["-C", "d", "rank"]));
    insta::assert_snapshot!("plain_vendor", text(&workspace, "d/vendors/bewertung/tannwerk-contact-ag.toml"));
    insta::assert_snapshot!("plain_criteria", text(&workspace, "d/criteria/bewertung.toml"));
    let again = weigh(workspace.path(), &["import", "bewertung.xlsx", "-o", "d", "--write"]);
    assert_eq!(again.code, Some(4), "nothing is overwritten: {again}");
}

#[test]
fn what_is_open_stops_the_import_until_it_is_answered() {
    let workspace = Workspace::empty();
    place(&workspace, "21-", "scores.xlsx");
    insta::assert_snapshot!(
        "open_shown",
        weigh(workspace.path(), &["import", "scores.xlsx", "-o", "d", "--write"])
    );
    insta::assert_snapshot!("open_file", text(&workspace, "d/scores.xlsx.import.toml"));
    answer_all(&workspace, "d/scores.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "scores.xlsx", "-o", "d", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let ranked = weigh(workspace.path(), &["-C", "d", "rank", "--format", "csv"]);
    assert!(ranked.out.contains("83.279596977329"), "{ranked}");
    let decided = text(&workspace, "d/scores.xlsx.import.toml");
    assert!(decided.contains("answer  = \"read as numbers"), "{decided}");
}

#[test]
fn an_answer_that_is_no_option_is_named() {
    let workspace = Workspace::empty();
    place(&workspace, "29-", "scores.xlsx");
    weigh(workspace.path(), &["import", "scores.xlsx"]);
    let file = text(&workspace, "scores.xlsx.import.toml").replace("answer  = \"\"", "answer  = \"perhaps\"");
    workspace.write("scores.xlsx.import.toml", &file);
    let refused = weigh(workspace.path(), &["import", "scores.xlsx"]);
    assert_eq!(refused.code, Some(3), "{refused}");
    assert!(refused.err.contains("hidden at Scores!E3: \"perhaps\" is none of its options"), "{refused}");
}

#[test]
fn evaluators_become_a_panel() {
    let workspace = Workspace::empty();
    place(&workspace, "24-", "panel.xlsx");
    weigh(workspace.path(), &["import", "panel.xlsx"]);
    answer_all(&workspace, "panel.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "panel.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    insta::assert_snapshot!("panel_evaluator", text(&workspace, "criteria/panel/panel/finance.toml"));
    insta::assert_snapshot!("panel_ranked", weigh(workspace.path(), &["rank"]));
}

#[test]
fn a_table_of_facts_becomes_vendor_files() {
    let workspace = Workspace::empty();
    place(&workspace, "33-", "facts.xlsx");
    weigh(workspace.path(), &["import", "facts.xlsx"]);
    answer_all(&workspace, "facts.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "facts.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    insta::assert_snapshot!("facts_vendor", text(&workspace, "vendors/facts/tallowmere.toml"));
}

#[test]
fn a_sheet_of_ten_thousand_rows_is_read() {
    let workspace = Workspace::empty();
    let mut text = String::from("Criterion;Weight;A;B;C;D;E\n");
    for row in 0..10_000 {
        text += &format!(
            "Criterion number {row};{};{};{};{};{};{}\n",
            row % 7 + 1,
            row % 6,
            row % 5,
            row % 4,
            row % 6,
            3
        );
    }
    workspace.write("long.csv", &text);
    let shown = weigh(workspace.path(), &["import", "long.csv"]);
    assert!(shown.out.starts_with("long.csv: 10000 criteria, 5 vendors"), "{}", &shown.out[..200]);
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let workspace = Workspace::empty();
    workspace.write("letter.csv", "Dear all,\nplease find the scores attached.\n");
    insta::assert_snapshot!("no_table", weigh(workspace.path(), &["import", "letter.csv"]));
    insta::assert_snapshot!("no_file", weigh(workspace.path(), &["import", "gone.xlsx"]));
}

/// A total that somebody could not give, or that is a text, makes no criterion of its line.
#[test]
fn a_total_that_is_no_number_is_no_criterion() {
    for totals in ["390,n/a", "n/a,n/a", "-,395", "390,=B2*C2", "tbd,"] {
        let workspace = Workspace::empty();
        let sheet = format!(
            "Criterion,Weight,Acme,Beta\nPrice,40,4,3\nQuality,35,3,5\nService,25,5,4\nTotal,100,{totals}\n"
        );
        workspace.write("y.csv", sheet);
        weigh(workspace.path(), &["import", "y.csv", "-o", "d", "--write"]);
        if workspace.path().join("d/y.csv.import.toml").exists() {
            answer_all(&workspace, "d/y.csv.import.toml");
            let written = weigh(workspace.path(), &["import", "y.csv", "-o", "d", "--write"]);
            assert_eq!(written.code, Some(0), "{totals}: {written}");
        }
        let criteria = text(&workspace, "d/criteria/y.toml");
        assert_eq!(criteria.matches("[criteria.").count(), 3, "{totals}: {criteria}");
        let ranked = weigh(workspace.path(), &["-C", "d", "rank", "--format", "csv"]);
        let first = ranked.out.lines().nth(1).unwrap();
        assert!(first.contains("beta"), "{totals}: {ranked}");
    }
}

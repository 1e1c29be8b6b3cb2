//! `weigh weights` as a script and as a person see it.

use super::workspace;
use crate::support::{Output, Workspace};

fn snapshot(name: &str, output: &Output) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#""version": "[0-9][^"]*""#, r#""version": "VERSION""#);
    settings.add_filter(r"\b[0-9a-f]{64}\b", "SHA256");
    settings.bind(|| insta::assert_snapshot!(name, output.to_string()));
}

const JUDGED: &str = "
[judgements.top]
method      = \"pairwise\"
comparisons = [\"cost/quality = 2\", \"cost/culture = 2\", \"quality/culture = 2\"]
note        = \"Workshop of 3 September\"

[judgements.cost]
method = \"swing\"
points = { hourly = 100, setup = 40 }
";

fn judged() -> Workspace {
    workspace(JUDGED)
}

#[test]
fn the_weights_in_every_format() {
    for format in ["table", "md", "csv", "json"] {
        snapshot(&format!("weights_{format}"), &judged().weigh(&["weights", "--format", format]));
    }
    snapshot("weights_not_judged", &workspace("").weigh(&["weights"]));
}

#[test]
fn the_weights_of_a_spread_of_bids_in_every_format_each_with_its_warning() {
    for format in ["table", "md", "csv", "json"] {
        let output = workspace("").weigh(&["weights", "--from-data", "--format", format]);
        let said = output.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("measure how far the bids lie apart, not what matters"), "{output}");
        snapshot(&format!("weights_from_data_{format}"), &output);
    }
}

const PAIRS: [&str; 6] =
    ["weights", "pairwise", "cost/quality=3", "cost/culture=2", "quality/culture=4", "--decimals=0"];

#[test]
fn every_method_shows_what_it_would_write_and_writes_nothing() {
    let cases: [(&str, &[&str]); 6] = [
        ("points", &["weights", "points", "cost=50", "quality=30", "culture=20"]),
        ("swing", &["weights", "swing", "--under", "cost", "hourly=100", "setup=40"]),
        ("rank-order", &["weights", "rank-order", "quality", "cost=culture", "--formula", "rank-sum"]),
        ("pairwise", &PAIRS),
        ("pairwise_geometric", &[&PAIRS[..], &["--formula", "geometric-mean"]].concat()),
        (
            "best-worst",
            &[
                "weights",
                "best-worst",
                "cost",
                "culture",
                "cost/quality=2",
                "cost/culture=8",
                "quality/culture=5",
            ],
        ),
    ];
    for (name, arguments) in cases {
        let workspace = judged();
        let before = workspace.read("criteria/d.toml");
        snapshot(&format!("judge_{name}"), &workspace.weigh(arguments));
        assert_eq!(workspace.read("criteria/d.toml"), before, "{name}");
    }
}

#[test]
fn a_method_in_every_other_format() {
    for format in ["md", "csv", "json"] {
        snapshot(&format!("judge_{format}"), &judged().weigh(&[&PAIRS[..], &["--format", format]].concat()));
    }
}

#[test]
fn writing_changes_the_weights_and_the_judgements_and_no_other_byte() {
    let workspace = workspace("");
    let arguments =
        ["weights", "swing", "--under", "cost", "hourly=100", "setup=40", "--write", "--note", "Workshop"];
    let output = workspace.weigh(&arguments);
    assert_eq!(output.code, Some(0), "{output}");
    snapshot("judge_written", &output);
    let table = "\n[judgements.cost]\nmethod = \"swing\"\npoints = { hourly = 100, setup = 40 }\nranges = [\"hourly = 32 to 12\", \"setup = 9000 to 0\"]\nnote   = \"Workshop\"\n";
    let wanted = super::CRITERIA
        .replace("weight = 70", "weight = 71.4")
        .replace("weight = 30 # once", "weight = 28.6 # once");
    assert_eq!(String::from_utf8(workspace.read("criteria/d.toml")).unwrap(), format!("{wanted}{table}"));
    let again = workspace.weigh(&arguments);
    assert_eq!(again.code, Some(0), "{again}");
    assert_eq!(again.err, "the file says so already; nothing was written\n");
    assert_eq!(String::from_utf8(workspace.read("criteria/d.toml")).unwrap(), format!("{wanted}{table}"));
}

#[test]
fn weights_are_brought_into_line_with_judgements_that_were_changed_by_hand() {
    let workspace = judged();
    let output = workspace.weigh(&["weights", "--write"]);
    assert_eq!((output.code, output.out.as_str()), (Some(0), ""), "{output}");
    assert!(output.err.contains("criteria.hourly.weight = 71.4 (was 70)\n"), "{output}");
    let check = workspace.weigh(&["check"]);
    assert!(!check.out.contains("J005"), "{check}");
    let again = workspace.weigh(&["weights", "--write"]);
    assert!(
        again.err.ends_with("the weights follow from their judgements already; nothing was written\n"),
        "{again}"
    );
}

#[test]
fn wrong_judgements_are_shown_where_they_stand_and_nothing_is_written() {
    let cases: [&[&str]; 6] = [
        &["weights", "swing", "cost=100", "qualty=60", "culture=120", "--write"],
        &["weights", "pairwise", "cost/quality=3", "quality/cost=1/2", "--write"],
        &["weights", "best-worst", "cost", "price", "cost/price=12", "--write"],
        &["weights", "points", "--under", "coast", "hourly=100", "--write"],
        &["weights", "rank-order", "--under", "quality", "hourly", "--write"],
        &["weights", "points", "cost=50", "quality=30", "culture=20", "--write", "--set", "rule.points=10"],
    ];
    let mut text = String::new();
    for arguments in cases {
        let workspace = workspace("");
        let output = workspace.weigh(arguments);
        assert!(matches!(output.code, Some(2 | 3)) && output.out.is_empty(), "{output}");
        assert_eq!(workspace.read("criteria/d.toml"), super::CRITERIA.as_bytes());
        text.push_str(&format!("=== {}\n{output}", arguments.join(" ")));
    }
    insta::assert_snapshot!("judge_refused", text);
}

#[test]
fn arguments_that_cannot_be_read_are_usage_errors() {
    let cases: [&[&str]; 6] = [
        &["weights", "swing", "cost"],
        &["weights", "swing", "cost=much"],
        &["weights", "pairwise", "cost=3"],
        &["weights", "pairwise", "cost/quality=1/0"],
        &["weights", "rank-order", "cost="],
        &["weights", "--from-data", "points", "cost=1"],
    ];
    for arguments in cases {
        let output = workspace("").weigh(arguments);
        assert_eq!((output.code, output.out.as_str()), (Some(2), ""), "{arguments:?}: {output}");
    }
}

/// Whoever forgets some of a group gets the whole line to fill in, in the form that was typed.
#[test]
fn what_is_not_said_of_a_group_comes_as_a_line_to_fill_in() {
    for (typed, line) in [
        (
            "swing --under security encryption=70 compliance=100",
            "weigh weights swing --under security encryption=70 compliance=100 confidentiality=...",
        ),
        (
            "rank-order --under security compliance",
            "weigh weights rank-order --under security compliance encryption confidentiality",
        ),
        (
            "pairwise --under security compliance/encryption=2",
            "weigh weights pairwise --under security compliance/encryption=2 encryption/confidentiality=... \
             compliance/confidentiality=...",
        ),
        (
            "best-worst --under security compliance confidentiality compliance/encryption=2",
            "weigh weights best-worst --under security compliance confidentiality compliance/encryption=2 \
             encryption/confidentiality=... compliance/confidentiality=...",
        ),
    ] {
        let arguments: Vec<&str> = ["weights"].into_iter().chain(typed.split(' ')).collect();
        let output = crate::support::weigh(&crate::support::repository(), &arguments);
        assert!(output.code == Some(3) && output.err.contains(line), "{typed}: {output}");
    }
}

/// A formula that is not defined for the bids has no column of dashes, and no share is less than nothing.
#[test]
fn weights_from_data_show_the_formulas_that_are_defined() {
    let output = crate::support::weigh(&crate::support::repository(), &["weights", "--from-data"]);
    assert!(!output.out.contains("-0.0") && !output.out.contains('–'), "{output}");
    assert!(output.out.contains("MEREC divides by the values"), "{output}");
}

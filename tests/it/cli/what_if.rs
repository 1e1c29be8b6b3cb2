//! `--set`: what would the result be, without touching a file.

use serde_json::Value;

use super::{files, night_desk, snapshot};
use crate::support::Workspace;

/// Runs a command on the night desk with what-ifs.
fn with(arguments: &[&str], what_ifs: &[&str]) -> crate::support::Output {
    let sets = what_ifs.iter().flat_map(|what_if| ["--set", *what_if]);
    night_desk().weigh(&arguments.iter().copied().chain(sets).collect::<Vec<_>>())
}

fn ranking(what_ifs: &[&str]) -> Value {
    with(&["rank", "--format", "json"], what_ifs).json()["result"].take()
}

/// The weights of all criteria, in the order of the file: cost, hourly, charges, quality, reach, safety, manner.
fn weights(result: &Value) -> Vec<String> {
    result["criteria"].as_array().unwrap().iter().map(|criterion| criterion["weight"].to_string()).collect()
}

fn vendor<'a>(result: &'a Value, id: &str) -> &'a Value {
    result["vendors"].as_array().unwrap().iter().find(|vendor| vendor["id"] == id).unwrap()
}

/// The fact of a criterion as `explain` has it, evidence and all.
fn fact(vendor: &str, criterion: &str, what_ifs: &[&str]) -> Value {
    fn find<'a>(reasons: &'a Value, criterion: &str) -> Option<&'a Value> {
        reasons.as_array()?.iter().find_map(|reason| {
            let is_it = reason["criterion"] == criterion;
            if is_it { Some(reason) } else { find(&reason["parts"], criterion) }
        })
    }
    let json = with(&["explain", vendor, "--format", "json"], what_ifs).json();
    find(&json["result"]["reasons"], criterion).expect("the criterion is there")["fact"].clone()
}

/// 40 means 40 of the 100 that the group has; the others of the group keep their proportions.
#[test]
fn a_weight_takes_its_share_and_its_siblings_make_room() {
    for (what_ifs, expected) in [
        (&[][..], ["40", "75", "25", "60", "40", "35", "25"]),
        (&["criteria.cost.weight=25"], ["25", "75", "25", "75", "40", "35", "25"]),
        (&["criteria.cost.weight=0"], ["0", "75", "25", "100", "40", "35", "25"]),
        (&["criteria.cost.weight=100"], ["100", "75", "25", "0", "40", "35", "25"]),
        (&["criteria.reach.weight=70"], ["40", "75", "25", "60", "70", "17.5", "12.5"]),
        (
            &["criteria.reach.weight=70", "criteria.safety.weight=20"],
            ["40", "75", "25", "60", "70", "20", "10"],
        ),
        (
            &["criteria.cost.weight=50", "criteria.quality.weight=50"],
            ["50", "75", "25", "50", "40", "35", "25"],
        ),
        (&["criteria.cost.weight=12.5"], ["12.5", "75", "25", "87.5", "40", "35", "25"]),
    ] {
        assert_eq!(weights(&ranking(what_ifs)), expected, "{what_ifs:?}");
    }
}

#[test]
fn a_weight_is_of_the_rule_s_whole_and_not_of_100() {
    let criteria = super::CRITERIA
        .replace("weights  = 100", "weights  = 20")
        .replace("weight = 40\n\n[criteria.hourly]", "weight = 8\n\n[criteria.hourly]")
        .replace("weight  = 60", "weight  = 12")
        .replace("weight = 75", "weight = 15")
        .replace("weight  = 25", "weight  = 5")
        .replace("weight = 40", "weight = 8")
        .replace("weight = 35", "weight = 7")
        .replace("weight = 25", "weight = 5");
    let workspace = night_desk();
    workspace.write("criteria/night.toml", criteria);
    let arguments = ["rank", "--format", "json", "--set", "criteria.cost.weight=5"];
    let result = workspace.weigh(&arguments).json()["result"].take();
    assert_eq!(weights(&result), ["5", "15", "5", "15", "8", "7", "5"]);
}

#[test]
fn weights_that_made_room_are_told() {
    let output = with(&["rank"], &["criteria.cost.weight=25"]);
    assert!(
        output.out.contains("Note: to make room at the top, the other weights became quality 75"),
        "{output}"
    );
    assert!(output.out.contains("What if: criteria.cost.weight=25"), "{output}");
    assert!(!with(&["rank"], &[]).out.contains("make room"));
}

#[test]
fn a_fact_keeps_its_unit_and_loses_the_evidence_of_the_old_value() {
    let before = fact("aurora", "hourly", &[]);
    assert_eq!((&before["unit"], &before["source"]), (&"EUR/h".into(), &"price form, line 1".into()));
    let after = fact("aurora", "hourly", &["vendors.aurora.facts.hourly_rate=20"]);
    assert_eq!(after["unit"], "EUR/h");
    assert_eq!(after["value"]["value"].to_string(), "20", "{after}");
    assert_eq!((&after["source"], &after["as_of"]), (&Value::Null, &Value::Null), "{after}");
}

#[test]
fn a_plain_value_stands_in_for_a_whole_range() {
    let what_if = ["vendors.aurora.facts.charges=4"];
    let result = ranking(&what_if);
    let aurora = vendor(&result, "aurora");
    assert_eq!(aurora["score"], aurora["lowest"]);
    assert_eq!(aurora["score"], aurora["highest"]);
    assert_eq!(aurora["score"].to_string(), "75.5");
    assert_eq!(fact("aurora", "charges", &what_if)["unit"], "%");
}

#[test]
fn what_ifs_reach_every_part_of_the_files() {
    let rank = |result: &Value, id: &str| vendor(result, id)["rank"].as_u64();
    let score = |result: &Value, id: &str| vendor(result, id)["score"].to_string();
    let cases: [(&[&str], &str, Option<u64>, &str); 10] = [
        (&["vendors.bay.facts.hourly_rate=12"], "bay", Some(2), "66.9"),
        (&["vendors.bay.facts.channels=[\"phone\", \"chat\", \"email\"]"], "bay", Some(2), "71.53"),
        (&["vendors.bay.facts.encryption=everywhere"], "bay", Some(1), "76.13"),
        (&["vendors.bay.ratings.manner=5"], "bay", Some(2), "71.03"),
        (&["vendors.cinder.facts.languages=[\"en\", \"fi\"]"], "cinder", Some(3), "53"),
        (&["vendors.aurora.status=withdrawn", "vendors.aurora.reason=no staff"], "aurora", None, "74.5"),
        (&["needs.start=2027-02-01"], "aurora", None, "74.5"),
        (&["criteria.charges.unknown=best"], "bay", Some(2), "68.53"),
        (&["rule.points=1000"], "aurora", Some(1), "745"),
        (&["rule.minimum=70"], "bay", None, "63.53"),
    ];
    for (what_ifs, id, expected_rank, expected_score) in cases {
        let result = ranking(what_ifs);
        assert_eq!(score(&result, id), expected_score, "{what_ifs:?}");
        assert_eq!(rank(&result, id), expected_rank, "{what_ifs:?}");
    }
}

/// A shell takes the quotes away, so a text that needs none must do without, even when it starts with a digit.
#[test]
fn text_may_go_without_quotes() {
    for (what_if, score) in [
        ("rule.rounding.total=\"0 truncate\"", "74"),
        ("rule.rounding.total='0 truncate'", "74"),
        ("rule.rounding.total=0 truncate", "74"),
        ("rule.unknown=middle", "74.5"),
        ("vendors.aurora.facts.encryption=in-transit", "61.9"),
        ("vendors.aurora.facts.encryption= in-transit ", "61.9"),
    ] {
        let output = with(&["rank", "--format", "json"], &[what_if]);
        assert_eq!(output.code, Some(0), "{what_if}: {output}");
        assert_eq!(vendor(&output.json()["result"], "aurora")["score"].to_string(), score, "{what_if}");
    }
}

#[test]
fn a_what_if_touches_no_file() {
    let workspace = night_desk();
    let before = files(&workspace);
    let sets = ["--set", "criteria.cost.weight=10", "--set", "vendors.bay.facts.charges=3"];
    for command in [&["rank"][..], &["explain", "bay"], &["compare", "bay", "aurora"], &["gaps"], &["check"]]
    {
        let output = workspace.weigh(&[command, &sets[..]].concat());
        assert_eq!(output.code, Some(0), "{output}");
    }
    assert_eq!(files(&workspace), before);
}

/// Each is shown as it was typed, with a caret under what is wrong.
#[test]
fn a_wrong_what_if_is_pointed_at_in_the_option() {
    for (name, what_ifs) in [
        ("no_value", &["criteria.cost.weight"][..]),
        ("empty_value", &["criteria.cost.weight="]),
        ("no_path", &["=40"]),
        ("not_a_path", &["criteria..weight=40"]),
        ("wrong_type", &["criteria.cost.weight=heavy"]),
        ("out_of_range", &["criteria.cost.weight=-5"]),
        ("not_finite", &["vendors.bay.facts.hourly_rate=nan"]),
        ("unknown_criterion", &["criteria.cots.weight=40"]),
        ("unknown_key", &["criteria.cost.wieght=40"]),
        ("unknown_vendor", &["vendors.by.facts.hourly_rate=13"]),
        ("unknown_need", &["needs.begin=2027-01-01"]),
        ("vendor_without_key", &["vendors.bay=13"]),
        ("level_not_listed", &["vendors.bay.facts.encryption=sometimes"]),
        ("mark_outside", &["vendors.bay.ratings.manner=6"]),
        ("wrong_kind_of_fact", &["vendors.bay.facts.hourly_rate=cheap"]),
        ("out_without_reason", &["vendors.bay.status=withdrawn"]),
        ("overfull", &["criteria.reach.weight=70", "criteria.safety.weight=50"]),
        ("nothing_left", &["criteria.cost.weight=30", "criteria.quality.weight=30"]),
        ("weight_against_zeros", &["criteria.cost.weight=50", "criteria.quality.weight=0"]),
        ("two_at_once", &["criteria.cost.weight=heavy", "rule.unknown=wrost"]),
    ] {
        let output = with(&["rank"], what_ifs);
        assert_eq!((output.code, output.out.as_str()), (Some(3), ""), "{what_ifs:?}: {output}");
        assert!(output.err.contains("--set"), "{what_ifs:?}: {output}");
        snapshot(&format!("what_if_{name}"), &output);
    }
}

/// A mistake in a file stays a mistake in a file, what-if or not.
#[test]
fn a_mistake_in_a_file_beside_a_what_if_is_exit_3() {
    let workspace = night_desk();
    workspace.write("vendors/night/bay.toml", "name = 5\n");
    let output = workspace.weigh(&["rank", "--set", "criteria.cost.weight=heavy"]);
    assert_eq!(output.code, Some(3), "{output}");
    assert!(
        output.err.contains("vendors/night/bay.toml:1:8") && output.err.contains("--set:1:22"),
        "{output}"
    );
}

/// Names of vendors may hold dots only in quotes, as in TOML.
#[test]
fn a_quoted_key_is_one_step_of_a_path() {
    let workspace: Workspace = night_desk();
    let output = workspace.weigh(&["rank", "--set", "vendors.\"bay\".facts.\"hourly_rate\"=12"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.out.contains("66.90"), "{output}");
}

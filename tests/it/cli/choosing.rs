//! Which decision, which vendors, which folder.

use super::{CRITERIA, VENDORS, night_desk, snapshot};
use crate::support::{Workspace, weigh};

/// The night desk and a day desk with the same vendors, with a line on top of each.
fn two_decisions(night: &str, day: &str) -> Workspace {
    let workspace = night_desk();
    workspace.write("criteria/night.toml", format!("{night}\n{CRITERIA}"));
    let criteria = CRITERIA.replace("Night desk", "Day desk");
    workspace.write("criteria/day.toml", format!("{day}\nvendors = \"../vendors/night\"\n{criteria}"));
    workspace
}

fn title(workspace: &Workspace, options: &[&str]) -> String {
    let output = workspace.weigh(options);
    assert_eq!(output.code, Some(0), "{options:?}: {output}");
    output.out.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn one_of_several_decisions_has_to_be_named() {
    let output = two_decisions("", "").weigh(&["rank"]);
    assert_eq!(output.code, Some(2));
    snapshot("several_decisions", &output);
}

#[test]
fn the_default_decision_is_taken_when_none_is_named() {
    let workspace = two_decisions("", "default = true");
    assert_eq!(title(&workspace, &[]), "Day desk");
    assert_eq!(title(&workspace, &["--criteria", "night"]), "Night desk");
    assert_eq!(title(&two_decisions("default = true", "default = false"), &[]), "Night desk");
}

#[test]
fn two_defaults_are_none() {
    let workspace = two_decisions("default = true", "default = true");
    let output = workspace.weigh(&["rank"]);
    assert_eq!(output.code, Some(2), "{output}");
    snapshot("two_defaults", &output);
    assert_eq!(title(&workspace, &["--criteria", "day"]), "Day desk");
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(1), "{check}");
    assert!(check.out.contains("error[F010]"), "{check}");
}

#[test]
fn check_looks_at_every_decision_or_at_the_one_that_is_named() {
    let workspace = two_decisions("", "");
    workspace.write("criteria/day.toml", "title = 5\n");
    assert_eq!(workspace.weigh(&["check"]).code, Some(1));
    assert_eq!(workspace.weigh(&["check", "--criteria", "day"]).code, Some(1));
    assert_eq!(workspace.weigh(&["check", "--criteria", "night"]).code, Some(0));
}

#[test]
fn an_unknown_decision_is_answered_with_the_nearest() {
    let workspace = two_decisions("", "");
    for (wanted, said) in [
        ("nihgt", "error: there is no decision `nihgt`; did you mean `night`?\n"),
        ("NIGHT", "error: there is no decision `NIGHT`; did you mean `night`?\n"),
        ("elsewhere", "error: there is no decision `elsewhere`; there are day, night\n"),
    ] {
        let output = workspace.weigh(&["--criteria", wanted]);
        assert_eq!((output.code, output.err.as_str()), (Some(2), said));
    }
}

#[test]
fn an_unknown_vendor_is_answered_with_the_nearest() {
    let workspace = night_desk();
    for (wanted, said) in [
        ("auorra", "error: there is no vendor `auorra`; did you mean `aurora`?\n"),
        (
            "Aurora Cares",
            "error: there is no vendor `Aurora Cares`; did you mean `Aurora Care` or `aurora`?\n",
        ),
        ("elsewhere", "error: there is no vendor `elsewhere`; there are aurora, bay, cinder\n"),
    ] {
        for arguments in [&["explain", wanted][..], &["compare", "bay", wanted], &["gaps", wanted]] {
            let output = workspace.weigh(arguments);
            assert_eq!((output.code, output.err.as_str()), (Some(2), said), "{arguments:?}");
        }
    }
}

#[test]
fn a_vendor_goes_by_its_id_its_name_and_its_local_name() {
    let workspace = night_desk();
    let by_id = workspace.weigh(&["explain", "bay"]);
    assert_eq!(by_id.code, Some(0));
    for name in ["Bay Voice", "bay voice", "BAY VOICE", "เบย์วอยซ์"] {
        assert_eq!(workspace.weigh(&["explain", name]).to_string(), by_id.to_string(), "{name}");
    }
}

#[test]
fn a_criteria_file_may_be_named_by_its_path() {
    let workspace = two_decisions("", "");
    let absolute = workspace.path().join("criteria/night.toml").display().to_string();
    for path in ["criteria/night.toml", "./criteria/night.toml", "criteria/../criteria/night.toml", &absolute]
    {
        assert_eq!(title(&workspace, &["--criteria", path]), "Night desk", "{path}");
    }
}

#[test]
fn a_criteria_file_outside_a_workspace_takes_its_vendors_from_an_option() {
    let workspace = night_desk();
    let elsewhere = Workspace::empty();
    elsewhere.write("mine.toml", CRITERIA);
    let vendors = workspace.path().join("vendors/night").display().to_string();
    assert_eq!(title(&elsewhere, &["--criteria", "mine.toml", "--vendors", &vendors]), "Night desk");
}

#[test]
fn vendors_may_come_from_another_folder() {
    let workspace = night_desk();
    workspace.write("finalists/aurora.toml", VENDORS[0].1);
    let outside = Workspace::empty();
    outside.write("aurora.toml", VENDORS[0].1);
    let outside = outside.path().display().to_string();
    for folder in ["finalists", "./finalists/", outside.as_str()] {
        let output = workspace.weigh(&["rank", "--format", "json", "--vendors", folder]);
        let json = output.json();
        let ids: Vec<&str> =
            json["result"]["vendors"].as_array().unwrap().iter().filter_map(|v| v["id"].as_str()).collect();
        assert_eq!(ids, ["aurora"], "{folder}");
    }
}

#[test]
fn a_directory_is_worked_in_from_anywhere() {
    let workspace = night_desk();
    let here = workspace.weigh(&["rank"]);
    let elsewhere = Workspace::empty();
    let folder = workspace.path().display().to_string();
    let there = weigh(elsewhere.path(), &["-C", &folder, "rank"]);
    assert_eq!(there.to_string(), here.to_string());
    for options in [&["--criteria", "criteria/night.toml"][..], &["--vendors", "vendors/night"]] {
        let there = weigh(elsewhere.path(), &[&["-C", &folder], options].concat());
        assert_eq!(there.to_string(), here.to_string(), "paths of {options:?} start in the directory");
    }
}

/// So that a report made on one machine can be verified on another.
#[test]
fn inputs_are_named_the_same_wherever_the_program_is_started() {
    let workspace = night_desk();
    let here = workspace.weigh(&["rank", "--format", "json"]).json()["inputs"].take();
    let folder = workspace.path().display().to_string();
    let there = weigh(Workspace::empty().path(), &["-C", &folder, "rank", "--format", "json"]).json();
    assert_eq!(there["inputs"], here);
    let below = weigh(&workspace.path().join("vendors/night"), &["rank", "--format", "json"]).json();
    assert_eq!(below["inputs"], here);
    assert_eq!(here["files"][0]["path"], "criteria/night.toml");
}

#[test]
fn the_workspace_is_found_from_a_folder_within_it() {
    let workspace = night_desk();
    for folder in ["criteria", "vendors", "vendors/night"] {
        let output = weigh(&workspace.path().join(folder), &["rank"]);
        assert_eq!(output.to_string(), workspace.weigh(&["rank"]).to_string(), "{folder}");
    }
}

//! What `set` refuses, and what it writes although something is wrong.

use std::fs;

use super::{CRITERIA, IN_CRITERIA, IN_VENDOR, VENDOR, check_vendor, usual, workspace_of};
use crate::support::Output;

/// Runs `set`, which must refuse and leave the file alone, and gives what it said.
fn refusal(path: &str, value: &str, before: &str) -> Output {
    let (workspace, file) = workspace_of(path, before.as_bytes());
    let output = workspace.weigh(&["set", path, value]);
    assert_ne!(output.code, Some(0), "`set {path} {value}`: {output}");
    assert_eq!(workspace.read(file), before.as_bytes(), "`set {path} {value}` wrote: {output}");
    let files = fs::read_dir(workspace.path().join(file).parent().unwrap()).unwrap().count();
    assert_eq!(files, if file == IN_VENDOR { 2 } else { 1 }, "leftovers of `set {path} {value}`");
    output
}

#[test]
fn what_cannot_be_written_is_refused_with_the_way_out() {
    let headers = "name = \"B\"\n[[facts.channels]]\nname = \"phone\"\n";
    let mut text = String::new();
    for (claim, path, value, before) in [
        ("a table with a header", "criteria.second_site", "3", CRITERIA),
        ("a table made of headers", "criteria", "{}", CRITERIA),
        ("a scale with a header", "criteria.channels.scale", "{ yes = 100, no = 0 }", CRITERIA),
        ("a list of headers", "vendors.brandt.facts.channels", "[\"chat\"]", headers),
        ("a key under a number", "vendors.brandt.facts.price.value", "1", VENDOR),
        ("a criterion that is not there", "criteria.prise.weight", "1", CRITERIA),
        ("a key that is not there", "criteria.price.wieght", "1", CRITERIA),
        ("a vendor that is not there", "vendors.brand.facts.price", "1", VENDOR),
        ("a vendor alone", "vendors.brandt", "1", VENDOR),
        ("an empty path", "", "1", CRITERIA),
        ("text for a number", "criteria.price.weight", "much", CRITERIA),
        ("a number out of range", "criteria.price.weight", "-1", CRITERIA),
        ("a number that is none", "vendors.brandt.facts.price", "nan", VENDOR),
        ("an unknown word", "rule.unknown", "zero", CRITERIA),
        ("a day that is not in the calendar", "vendors.brandt.facts.ready_on", "2027-02-30", VENDOR),
        ("a level that the scale does not list", "vendors.brandt.facts.encryption", "all", VENDOR),
        ("a group that is not there", "criteria.price.under", "cost", CRITERIA),
        ("an unfinished list", "vendors.brandt.facts.channels", "[\"chat\"", VENDOR),
        ("two lines", "vendors.brandt.name", "B\ncountry = \"TH\"", VENDOR),
        ("a comment", "vendors.brandt.facts.price", "1 # x", VENDOR),
        ("nothing", "vendors.brandt.name", "", VENDOR),
    ] {
        let vendor = before.replace("Aalto", "Brandt");
        let output = refusal(path, value, if before == VENDOR { &vendor } else { before });
        assert!(output.err.ends_with("nothing was written\n"), "{output}");
        text.push_str(&format!("=== {claim}: set {path} {value}\n{output}\n"));
    }
    insta::assert_snapshot!("refusals", text);
}

/// Nothing else has to change with it, so this is no step on the way to something sound.
#[test]
fn a_value_that_makes_a_scale_flat_is_refused() {
    let output = refusal("criteria.price.scale.best", "32", CRITERIA);
    assert!(output.err.contains("error[C006]"), "{output}");
}

#[test]
fn a_file_with_syntax_errors_is_not_edited() {
    let output = refusal("vendors.brandt.facts.price", "1", "name = \"B\"\n[facts]\nprice = 20 EUR\n");
    assert_eq!(output.code, Some(3), "{output}");
    assert!(output.err.contains("error[T001]"), "{output}");
}

/// Two errors can only be mended one after the other.
#[test]
fn a_value_is_written_although_something_else_is_wrong() {
    check_vendor(&[(
        "a word",
        "kind",
        "bpo",
        "name = \"B\"\ncountry = \"Thailand\"\nkind = «\"bop\"→\"bpo\"»\n",
    )]);
}

/// The reason alone does no harm; the status alone would.
#[test]
fn a_status_without_its_reason_is_refused() {
    let workspace = usual();
    let set = |key: &str, value: &str| workspace.weigh(&["set", &format!("vendors.aalto.{key}"), value]);
    assert_eq!(set("status", "withdrawn").code, Some(3));
    assert_eq!(workspace.read("vendors/d/aalto.toml"), VENDOR.as_bytes());
    assert_eq!(set("reason", "No free seats").code, Some(0));
    assert_eq!(set("status", "withdrawn").code, Some(0));
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

#[test]
fn what_was_done_is_said_on_standard_error_unless_quiet() {
    let workspace = usual();
    insta::assert_snapshot!(workspace.weigh(&["set", "vendors.aalto.facts.price", "13.50"]), @r"
    exit 0
    --- stderr
    vendors/d/aalto.toml:4: vendors.aalto.facts.price = 13.50 (was 20)
    ");
    insta::assert_snapshot!(workspace.weigh(&["set", "vendors.aalto.country", "FI"]), @r#"
    exit 0
    --- stderr
    vendors/d/aalto.toml:2: vendors.aalto.country = "FI" (new)
    "#);
    let quiet = workspace.weigh(&["set", "-q", "vendors.aalto.country", "SE"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (Some(0), "", ""));
}

#[test]
fn a_vendor_outside_the_usual_folder_is_edited_where_it_lies() {
    let workspace = usual();
    workspace.write("round2/aalto.toml", VENDOR);
    let output = workspace.weigh(&["set", "--vendors", "round2", "vendors.aalto.facts.price", "13"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(workspace.read("round2/aalto.toml"), VENDOR.replace("20\n", "13\n").as_bytes());
    assert_eq!(workspace.read("vendors/d/aalto.toml"), VENDOR.as_bytes());
}

#[test]
fn what_ifs_are_not_mixed_with_edits() {
    let workspace = usual();
    let output = workspace.weigh(&["set", "--set", "criteria.price.weight=3", "title", "Service"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert_eq!(workspace.read(IN_CRITERIA), CRITERIA.as_bytes());
}

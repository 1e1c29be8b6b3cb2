//! The record of awards: one in force, its history, its conditions, and what is different since.

use std::fs;

use crate::support::{Output, Workspace};

/// A gate that all pass, one that `c` fails, one that is open with `b`, and a price.
const CRITERIA: &str = "title = \"T\"\n\
    [gates.iso]\nname = \"ISO 27001\"\nfact = \"iso\"\nis = true\n\
    [gates.terms]\nname = \"Data terms\"\nfact = \"terms\"\nis = true\n\
    [criteria.price]\nname = \"Price\"\nweight = 60\nunit = \"EUR/h\"\nscale = { worst = 50, best = 10 }\n\
    [criteria.quality]\nname = \"Quality\"\nweight = 40\nscale = { worst = 0, best = 100 }\n\
    [rule]\nweights = 100\n";

fn workspace() -> Workspace {
    let vendor = |name: &str, facts: &str| format!("name = \"{name}\"\n[facts]\n{facts}\n");
    Workspace::new(
        CRITERIA,
        &[
            ("aava", &vendor("Aava", "iso = true\nterms = true\nprice = 20\nquality = 90")),
            ("bris", &vendor("Bris", "iso = true\nterms = {}\nprice = 25\nquality = 80")),
            ("cove", &vendor("Cove", "iso = false\nterms = true\nprice = 15\nquality = 70")),
            ("dune", &vendor("Dune", "iso = true\nterms = true\nprice = 30\nquality = 60")),
        ],
    )
}

fn award(workspace: &Workspace, rest: &[&str]) -> Output {
    workspace.weigh(&[&["award", "--on", "2026-12-01"], rest].concat())
}

fn edit(workspace: &Workspace, vendor: &str, from: &str, to: &str) {
    let file = workspace.path().join(format!("vendors/d/{vendor}.toml"));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(&file, text.replace(from, to)).unwrap();
}

#[test]
fn one_award_is_in_force_and_a_second_one_says_why_and_what_it_replaces() {
    let workspace = workspace();
    assert_eq!(award(&workspace, &["--to", "aava", "--by", "A. Buyer"]).code, Some(0));
    for again in ["aava", "dune"] {
        let silent = award(&workspace, &["--to", again, "--by", "A. Buyer"]);
        assert_eq!(silent.code, Some(2), "{silent}");
        assert!(silent.err.contains("Aava was awarded the work on 2026-12-01"), "{silent}");
    }
    let next = ["--to", "dune", "--by", "A. Buyer", "--reason", "Aava cannot start in time"];
    assert_eq!(award(&workspace, &next).code, Some(0));
    let json = workspace.weigh(&["award", "--format", "json"]).json();
    let awards = json["result"].as_array().unwrap();
    assert_eq!(awards.len(), 2);
    assert_eq!(awards[1]["replaces"], 1);
    assert_eq!([&awards[0]["is_in_force"], &awards[1]["is_in_force"]], [false, true]);
    for kind in ["md", "html"] {
        let report = workspace.weigh(&["report", "--to", kind, "--sections", "summary", "-o", "-"]).out;
        assert!(report.contains("Awarded to Dune"), "{report}");
        assert!(report.contains("Before that, on 2026-12-01 by A. Buyer, to Aava"), "{report}");
    }
}

#[test]
fn several_sign_with_their_roles_and_days() {
    let workspace = workspace();
    let by =
        ["--to", "aava", "--by", "A. Buyer; chair; 2026-11-30", "--by", "B. Payer; finance", "--by", "C"];
    let output = award(&workspace, &by);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.out.contains("A. Buyer (chair, 2026-11-30), B. Payer (finance), C"), "{output}");
    let record = String::from_utf8(workspace.read("criteria/award/d.toml")).unwrap();
    assert!(record.contains("{ name = \"A. Buyer\", role = \"chair\", on = 2026-11-30 }"), "{record}");
    let wrong = award(&workspace, &["--to", "aava", "--by", "A; b; c; d"]);
    assert_eq!(wrong.code, Some(2), "{wrong}");
}

#[test]
fn a_failed_must_have_is_passed_over_only_by_name_and_with_a_reason_that_is_told() {
    let workspace = workspace();
    let refused = award(&workspace, &["--to", "cove", "--by", "A", "--reason", "We like them"]);
    assert_eq!(refused.code, Some(2), "{refused}");
    assert!(refused.err.contains("Cove fails ISO 27001 (iso)"), "{refused}");
    let wrong = award(&workspace, &["--to", "cove", "--by", "A", "--despite", "terms: no matter"]);
    assert!(wrong.err.contains("--despite terms: Cove does not fail it; here it could be iso"), "{wrong}");
    let none = award(&workspace, &["--to", "cove", "--by", "A", "--despite", "iso"]);
    assert_eq!(none.code, Some(2), "{none}");
    let said = "iso: the audit ended well, the certificate follows";
    let done = award(&workspace, &["--to", "cove", "--by", "A", "--despite", said]);
    assert_eq!(done.code, Some(0), "{done}");
    let told = "although it fails ISO 27001: the audit ended well, the certificate follows";
    let report = workspace.weigh(&["report", "--to", "md", "--sections", "summary", "-o", "-"]).out;
    assert!(done.out.contains(told) && report.contains(told), "{done}{report}");
}

#[test]
fn an_open_must_have_is_a_condition_until_it_is_cleared() {
    let workspace = workspace();
    let by = ["--to", "bris", "--by", "A", "--reason", "Nearer to us"];
    let refused = award(&workspace, &by);
    assert!(refused.err.contains("--subject-to terms"), "{refused}");
    assert_eq!(award(&workspace, &[&by[..], &["--subject-to", "terms"]].concat()).code, Some(0));
    let check = workspace.weigh(&["check"]);
    assert!(check.out.contains("A003") && check.out.contains("whether Bris has Data terms"), "{check}");
    let wrong = workspace.weigh(&["clear", "bris", "iso", "--accept", "--reason", "x"]);
    assert!(wrong.err.contains("open: bris terms"), "{wrong}");
    let both = workspace.weigh(&["clear", "bris", "terms", "--accept", "--reject", "--reason", "x"]);
    assert_eq!(both.code, Some(2), "{both}");
    let on = ["--by", "A", "--on", "2026-12-04"];
    let clear = ["clear", "Bris", "terms", "--accept", "--reason", "Signed on 4 December"];
    let cleared = workspace.weigh(&[&clear[..], &on].concat());
    assert!(cleared.out.contains("accepted on 2026-12-04 by A: Signed on 4 December"), "{cleared}");
    assert!(!workspace.weigh(&["check"]).out.contains("A003"));
}

#[test]
fn a_rejected_condition_ends_the_award() {
    let workspace = workspace();
    let by = ["--to", "bris", "--by", "A", "--reason", "Nearer to us", "--subject-to", "terms"];
    assert_eq!(award(&workspace, &by).code, Some(0));
    let reject = ["clear", "bris", "terms", "--reject", "--reason", "Refused to sign", "--by", "A"];
    let rejected = workspace.weigh(&reject);
    assert!(rejected.out.contains("The award cannot stand"), "{rejected}");
    assert!(rejected.out.contains("weigh award --to aava"), "{rejected}");
    let check = workspace.weigh(&["check"]);
    assert!(check.out.contains("A001") && check.out.contains("Refused to sign"), "{check}");
}

#[test]
fn a_procedure_ends_without_an_award() {
    let workspace = workspace();
    assert_eq!(award(&workspace, &["--none", "--by", "A"]).code, Some(2));
    assert_eq!(award(&workspace, &["--none", "--to", "aava", "--reason", "x"]).code, Some(2));
    let done = award(&workspace, &["--none", "--by", "A", "--reason", "The budget was withdrawn"]);
    assert_eq!(done.code, Some(0), "{done}");
    let report = workspace.weigh(&["report", "--to", "md", "--sections", "summary", "-o", "-"]).out;
    assert!(
        report.contains("Ended without an award") && report.contains("The budget was withdrawn"),
        "{report}"
    );
    let again = award(&workspace, &["--to", "aava", "--by", "A"]);
    assert!(again.err.contains("ended without an award on 2026-12-01"), "{again}");
}

#[test]
fn the_record_keeps_what_was_known_and_what_was_not() {
    let workspace = workspace();
    edit(&workspace, "aava", "quality = 90", "quality = { low = 85, likely = 90, high = 95 }");
    assert_eq!(award(&workspace, &["--to", "aava", "--by", "A"]).code, Some(0));
    let json = workspace.weigh(&["award", "--format", "json"]).json();
    let award = &json["result"][0];
    assert_eq!(award["winners"][0]["unknown"], serde_json::json!(["Quality"]));
    assert_eq!(award["winners"][0]["share"], 100);
    assert_eq!(award["ranking"].as_array().unwrap().len(), 4);
    assert!(award["rule"].as_str().unwrap().len() == 64 && award["inputs"].as_str().unwrap().len() == 64);
}

#[test]
fn a_winner_that_withdraws_or_changes_is_told_everywhere() {
    let workspace = workspace();
    assert_eq!(award(&workspace, &["--to", "aava", "--by", "A"]).code, Some(0));
    assert_eq!(workspace.weigh(&["check"]).out.matches("A00").count(), 0);
    edit(&workspace, "aava", "quality = 90", "quality = 50");
    let everywhere = |told: &str| {
        for arguments in [
            &["award"][..],
            &["check"],
            &["report", "--to", "md", "--sections", "summary", "-o", "-"],
            &["report", "--to", "html", "--sections", "summary", "-o", "-"],
        ] {
            let output = workspace.weigh(arguments);
            let flat = output.out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(told), "{arguments:?} {told}: {output}");
        }
    };
    everywhere("Aava had 81.0 points, rank 1 and has 65.0 points, rank 2");
    let leave = ["withdraw", "aava", "--reason", "Sold", "--by", "A", "--at", "2026-12-02"];
    assert_eq!(workspace.weigh(&leave).code, Some(0));
    everywhere("Aava has withdrawn since: Sold");
    everywhere("weigh award --to bris");
}

#[test]
fn a_record_of_before_is_read_and_compared() {
    let workspace = workspace();
    workspace.write(
        "criteria/award/d.toml",
        "[[award]]\nvendor = \"aava\"\nname   = \"Aava\"\non     = 2026-11-22\nby     = \"A\"\nrank   = 1\nscore  = 80\n\
         rule   = \"aa\"\ninputs = \"bb\"\n",
    );
    let json = workspace.weigh(&["award", "--format", "json"]).json();
    assert_eq!(json["result"][0]["winners"][0]["vendor"], "aava");
    let shown = workspace.weigh(&["award"]).out;
    assert!(shown.contains("Aava had 80.0 points, rank 1 and has 81.0 points, rank 1"), "{shown}");
    workspace.write(
        "criteria/award/d.toml",
        "[[award]]\non = 2026-11-22\nby = \"A\"\nrule = \"a\"\ninputs = \"b\"\n",
    );
    let broken = workspace.weigh(&["award"]);
    assert!(broken.err.contains("names no winner"), "{broken}");
    assert_eq!(workspace.weigh(&["check"]).code, Some(1));
}

/// A score of a rule without rounding may not end; the record has to be read again all the same.
#[test]
fn a_score_without_an_end_can_be_recorded_and_is_the_same_later() {
    let criteria = "title = \"T\"\n[criteria.a]\nname = \"A\"\nweight = 1\nscale = { worst = 0, best = 7 }\n\
                    [criteria.b]\nname = \"B\"\nweight = 2\nscale = { worst = 0, best = 3 }\n";
    let workspace = Workspace::new(criteria, &[("x", "name = \"X\"\n[facts]\na = 1\nb = 2\n")]);
    assert_eq!(award(&workspace, &["--to", "x", "--by", "A"]).code, Some(0));
    let again = workspace.weigh(&["award"]);
    assert_eq!(again.code, Some(0), "{again}");
    assert!(!again.out.contains("Different"), "{again}");
}

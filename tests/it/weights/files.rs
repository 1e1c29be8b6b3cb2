//! Judgements in a criteria file: checked, laid over, written, and kept apart from the score.

use std::path::PathBuf;

use weigh::decision::Decision;
use weigh::exact::Exact;
use weigh::files::edit::save;
use weigh::files::judge::judge;
use weigh::files::{Request, load};

use super::{CRITERIA, every_method, found, ids, n, workspace};
use crate::support::Workspace;

fn request(workspace: &Workspace) -> Request {
    let found = weigh::files::Workspace::find(workspace.path()).unwrap();
    let criteria: PathBuf = found.decision("d").unwrap();
    Request { workspace: found, criteria, vendors: None, what_if: Vec::new() }
}

/// A decision with three criteria c00, c01, c02 at the top that adds up as the rule says.
fn three(rule: &str) -> Workspace {
    let criterion =
        |id: &str, weight: u32| format!("[criteria.{id}]\nweight = {weight}\nscale = {{ rating = 5 }}\n\n");
    let criteria: String =
        ids(3).iter().zip([40, 30, 30]).map(|(id, weight)| criterion(id, weight)).collect();
    let text = format!("title = \"D\"\nvendors = \"../vendors/d\"\n\n{criteria}{rule}");
    Workspace::new(&text, &[("aalto", "name = \"Aalto\"\n")])
}

fn weights(decision: &Decision) -> Vec<Exact> {
    decision.criteria.iter().map(|criterion| criterion.weight.clone()).collect()
}

#[test]
fn every_method_writes_weights_that_add_up_and_the_judgements_that_they_follow_from() {
    for rule in ["[rule]\nweights = 100\n", "[rule]\nweights = 1\n", "[rule]\nweights = 7.25\n", ""] {
        for judgements in every_method() {
            let workspace = three(&rule.replace("= 1\n", "= 100\n").replace("7.25", "100"));
            let asked = rule.trim().strip_prefix("[rule]\nweights = ").map(n);
            if let Some(whole) = asked.as_ref().filter(|whole| **whole != n("100")) {
                let parts = ["0.5", "0.25", "0.25"].map(|part| &n(part) * whole);
                let mut text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
                for (old, part) in ["weight = 40", "weight = 30", "weight = 30"].iter().zip(&parts) {
                    text = text.replacen(old, &format!("weight = {part}"), 1);
                }
                workspace
                    .write("criteria/d.toml", text.replace("weights = 100", &format!("weights = {whole}")));
            }
            let request = request(&workspace);
            let planned = judge(&request, None, &judgements, None, Some("Workshop \"A\"")).unwrap();
            assert_eq!(planned.edits.len(), 1, "one file");
            planned.edits.iter().for_each(|edit| save(edit).unwrap());
            let loaded = load(&request);
            assert!(loaded.problems.is_empty(), "{judgements:?}: {:#?}", loaded.problems);
            let decision = loaded.decision.unwrap();
            let whole = asked.unwrap_or_else(|| n("100"));
            assert_eq!(Exact::sum(&weights(&decision)), whole, "{judgements:?}");
            let judged = &decision.judgements[0];
            assert_eq!(judged.note.as_deref(), Some("Workshop \"A\""));
            assert_eq!(judged.found.shares, found(&ids(3), &judgements).shares);
            let json = |judgements| serde_json::to_string(judgements).unwrap();
            assert_eq!(json(&judged.judgements), json(&judgements));
        }
    }
}

#[test]
fn judging_again_by_another_method_leaves_nothing_of_the_first_and_all_comments() {
    let (first, rest) = (every_method(), every_method());
    for before in &first {
        for after in &rest {
            let workspace = three(
                "[rule]\nweights = 100 # points\n\n[judgements.top] # how\n# by all of us\nmethod = \"points\" # handed out\npoints = { c00 = 40, c01 = 30, c02 = 30 }\n",
            );
            let request = request(&workspace);
            for judgements in [before, after] {
                let planned = judge(&request, None, judgements, None, None).unwrap();
                planned.edits.iter().for_each(|edit| save(edit).unwrap());
            }
            let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
            for comment in ["# points\n", "# how\n", "# by all of us\n", "# handed out\n"] {
                assert!(text.contains(comment), "{comment} of {text}");
            }
            assert_eq!(text.matches("[judgements.top]").count(), 1, "{text}");
            let decision = load(&request).decision.unwrap();
            let json = |judgements| serde_json::to_string(judgements).unwrap();
            assert_eq!(json(&decision.judgements[0].judgements), json(after));
        }
    }
}

/// Broken judgements must not keep people from judging again.
#[test]
fn judging_again_replaces_judgements_that_are_in_error() {
    let workspace = three(
        "[rule]\nweights = 100\n\n[judgements.top]\nmethod = \"points\"\npoints = { c00 = 40, old = 60 }\n",
    );
    let request = request(&workspace);
    assert!(load(&request).decision.is_none());
    let planned = judge(&request, None, &every_method()[0], None, None).unwrap();
    planned.edits.iter().for_each(|edit| save(edit).unwrap());
    assert!(load(&request).problems.is_empty());
}

#[test]
fn judgements_between_braces_and_with_windows_line_ends_are_replaced_in_place() {
    for (before, wanted) in [
        (
            "judgements = { top = { method = \"points\", points = { c00 = 1, c01 = 1, c02 = 1 } } }\r\n",
            "judgements = { top = { method = \"swing\"",
        ),
        (
            "judgements.top = { method = \"points\", points = { c00 = 1, c01 = 1, c02 = 1 } }\r\n",
            "judgements.top = { method = \"swing\"",
        ),
        ("", "\r\n[judgements.top]\r\nmethod = \"swing\"\r\npoints = { c00 = 100, c01 = 70, c02 = 10 }\r\n"),
    ] {
        let workspace = three("");
        let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap().replace('\n', "\r\n");
        workspace.write("criteria/d.toml", text.replace("vendors = ", &format!("{before}vendors = ")));
        let request = request(&workspace);
        let planned = judge(&request, None, &every_method()[1], None, None).unwrap();
        planned.edits.iter().for_each(|edit| save(edit).unwrap());
        let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        assert!(text.contains(wanted), "{text:?}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
        assert!(load(&request).problems.is_empty());
    }
}

#[test]
fn judgements_touch_neither_the_ranking_nor_its_fingerprint() {
    let judged = "\n[judgements.cost]\nmethod = \"points\"\npoints = { hourly = 70, setup = 30 }\n";
    let digest = |more: &str| {
        let mut json = workspace(more).weigh(&["rank", "--format", "json"]).json();
        (json["inputs"]["digest"]["rule"].take(), json["result"]["vendors"].take())
    };
    assert_eq!(digest(judged), digest(""));
}

#[test]
fn a_what_if_of_a_weight_is_not_held_against_the_judgements() {
    let workspace =
        workspace("\n[judgements.cost]\nmethod = \"points\"\npoints = { hourly = 70, setup = 30 }\n");
    let moved = workspace.weigh(&["check", "--set", "criteria.hourly.weight=60"]);
    assert_eq!((moved.code, moved.out.contains("J005")), (Some(0), false), "{moved}");
    let set = workspace.weigh(&["set", "criteria.hourly.weight", "60"]);
    assert_eq!(set.code, Some(0), "{set}");
    workspace.weigh(&["set", "criteria.setup.weight", "40"]);
    let changed = workspace.weigh(&["check"]);
    assert!(changed.out.contains("warning[J005]: the weights under `cost` do not follow"), "{changed}");
}

#[test]
fn a_group_called_top_cannot_be_judged_by_mistake() {
    let text = CRITERIA.replace("cost", "top");
    let text =
        format!("{text}\n[judgements.top]\nmethod = \"points\"\npoints = {{ hourly = 70, setup = 30 }}\n");
    let workspace = Workspace::new(
        &text,
        &[("aalto", "name = \"A\"\n[facts]\nhourly = 20\nsetup = 1\nquality = 1\nculture = 1\n")],
    );
    let output = workspace.weigh(&["check"]);
    assert!(
        output.out.contains("error[J001]: `top` is the top of the tree here, and also the id of a group"),
        "{output}"
    );
}

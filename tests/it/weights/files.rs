//! Judgements in a criteria file: checked, laid over, written, and kept apart from the score.

use std::path::PathBuf;

use weigh::decision::Decision;
use weigh::exact::Exact;
use weigh::files::Request;
use weigh::files::edit::save;
use weigh::open::judge::judge;
use weigh::open::open;

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
    decision.criteria.iter().map(|criterion| criterion.weight.exact().clone()).collect()
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
            let planned = judge(&open(&request), None, &judgements, None, Some("Workshop \"A\"")).unwrap();
            assert_eq!(planned.edits.len(), 1, "one file");
            planned.edits.iter().for_each(|edit| save(edit).unwrap());
            let opened = open(&request);
            assert!(opened.problems.is_empty(), "{judgements:?}: {:#?}", opened.problems);
            let decision = opened.decision().unwrap();
            let whole = asked.unwrap_or_else(|| n("100"));
            assert_eq!(Exact::sum(&weights(decision)), whole, "{judgements:?}");
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
                let planned = judge(&open(&request), None, judgements, None, None).unwrap();
                planned.edits.iter().for_each(|edit| save(edit).unwrap());
            }
            let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
            for comment in ["# points\n", "# how\n", "# by all of us\n", "# handed out\n"] {
                assert!(text.contains(comment), "{comment} of {text}");
            }
            assert_eq!(text.matches("[judgements.top]").count(), 1, "{text}");
            let opened = open(&request);
            let decision = opened.decision().unwrap();
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
    assert!(open(&request).decision().is_err());
    let planned = judge(&open(&request), None, &every_method()[0], None, None).unwrap();
    planned.edits.iter().for_each(|edit| save(edit).unwrap());
    assert!(open(&request).problems.is_empty());
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
        let planned = judge(&open(&request), None, &every_method()[1], None, None).unwrap();
        planned.edits.iter().for_each(|edit| save(edit).unwrap());
        let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        assert!(text.contains(wanted), "{text:?}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
        assert!(open(&request).problems.is_empty());
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
    let set = workspace.weigh(&["set", "criteria.hourly.weight", "60", "--make-room"]);
    assert_eq!(set.code, Some(0), "{set}");
    let changed = workspace.weigh(&["check"]);
    assert!(changed.out.contains("warning[J005]: the weights under `cost` do not follow"), "{changed}");
}

/// A swing of a group is one of all criteria under it.
#[test]
fn swings_are_kept_with_their_ranges_and_a_scale_that_changes_is_a_warning() {
    let changes = [
        (
            "worst = 32",
            "worst = 40",
            "`hourly` was judged as a swing of 32 to 12, and is one of 40 to 12 now",
        ),
        (
            "worst = 32, best = 12 }",
            "rating = 3, anchors = [\"a\", \"b\", \"c\"] }",
            "one of 1 (a) to 3 (c) now",
        ),
        (
            "[criteria.quality]",
            "[criteria.quality]\nunit = \"of 10\"",
            "`quality` was judged as a swing of 0 to 10, and",
        ),
    ];
    for under in [&[][..], &["--under", "cost"]] {
        let workspace = workspace("");
        let points = if under.is_empty() { "cost=100 quality=60 culture=40" } else { "hourly=100 setup=40" };
        let mut arguments = vec!["weights", "swing", "--write"];
        arguments.extend(points.split(' ').chain(under.iter().copied()));
        let output = workspace.weigh(&arguments);
        assert_eq!(output.code, Some(0), "{output}");
        let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        let ranges = if under.is_empty() {
            "ranges = [\n    \"hourly = 32 to 12\",\n    \"setup = 9000 to 0\",\n    \"quality = 0 to 10\",\n    \"culture = 0 to 10\",\n]\n"
        } else {
            "ranges = [\"hourly = 32 to 12\", \"setup = 9000 to 0\"]\n"
        };
        assert!(text.contains(ranges), "{text}");
        let check = workspace.weigh(&["check"]);
        assert!(!check.out.contains("[J0"), "{check}");
        for (old, new, said) in changes {
            workspace.write("criteria/d.toml", text.replacen(old, new, 1));
            let is_under = text.find(old).unwrap() < text.find("[criteria.quality]").unwrap();
            let is_told = is_under || under.is_empty();
            let check = workspace.weigh(&["check"]);
            assert_eq!(check.out.contains(said), is_told, "{new}: {check}");
            let rank = workspace.weigh(&["rank"]);
            assert_eq!(rank.err.contains("1 warning: weigh check"), is_told, "{new}: {rank}");
        }
        // What runs between the ends may change.
        workspace.write(
            "criteria/d.toml",
            text.replace("{ worst = 32, best = 12 }", "{ points = [[12, 100], [20, 30], [32, 0]] }"),
        );
        let check = workspace.weigh(&["check"]);
        assert!(!check.out.contains("J008"), "{check}");
    }
}

#[test]
fn every_scale_says_from_where_to_where_it_runs() {
    let cases = [
        ("{ worst = 32, best = 12 }", "32 to 12 u"),
        ("{ worst = 0.50, best = 1e3 }", "0.5 to 1000 u"),
        ("{ points = [[97, 0], [98.5, 40], [99.8, 100]] }", "97 to 99.8 u"),
        ("{ points = [[0, 10], [5, 90], [6, 90], [9, 10]] }", "0 or 9 (worth 10) to 5 or 6 (worth 90) u"),
        ("{ levels = { none = 0, some = 50, all = 100 } }", "none to all"),
        ("{ levels = { some = 50, all = 100, every = 100 } }", "some (worth 50) to all or every"),
        ("{ yes = 100, no = 0 }", "no to yes"),
        ("{ yes = 0, no = 100 }", "yes to no"),
        ("{ low = 0, ideal = 8, high = 30 }", "0 or 30 to 8 u"),
        ("{ covers = [\"phone\", \"chat\"] }", "nothing to all of phone, chat"),
        ("{ rating = 5 }", "1 to 5"),
        ("{ rating = 3, from = 2, anchors = [\"a\", \"b\"] }", "2 (a) to 3 (b)"),
        ("{ formula = \"lowest/price\" }", "no limit to the lowest price"),
        ("{ formula = \"span\" }", "the highest to the lowest price"),
        ("{ formula = \"excess-over-lowest\" }", "twice the lowest to the lowest price"),
        ("{ formula = \"budget-line\", budget = 500 }", "500 u to the lowest price"),
        ("{ formula = \"budget-share\", budget = 500, base = 100 }", "500 to 100 u"),
        ("{ formula = \"budget-share\", budget = 500, base = 100, add = 10 }", "540 to 140 u"),
        ("{ relative = \"higher\" }", "the lowest to the highest vendor"),
        ("{ relative = \"lower\" }", "the highest to the lowest vendor"),
    ];
    for (scale, range) in cases {
        let workspace = three("");
        let text = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        workspace
            .write("criteria/d.toml", text.replacen("{ rating = 5 }", &format!("{scale}\nunit = \"u\""), 1));
        workspace.write("vendors/d/aalto.toml", "name = \"Aalto\"\n[facts]\nc00 = {}\n");
        let opened = open(&request(&workspace));
        let decision = opened.decision().unwrap_or_else(|problems| panic!("{scale}: {problems:#?}"));
        let leaf = decision.criteria[0].leaf.as_ref().unwrap();
        let unit = leaf.unit.as_deref();
        assert_eq!(leaf.scale.range(unit), range, "{scale}");
        // As it is written it is read again, whatever it holds.
        let swing = &every_method()[1];
        let planned = judge(&open(&request(&workspace)), None, swing, None, None).unwrap();
        planned.edits.iter().for_each(|edit| save(edit).unwrap());
        let opened = open(&request(&workspace));
        assert!(
            !opened.problems.iter().any(|problem| problem.code.as_str().starts_with('J')),
            "{:#?}",
            opened.problems
        );
        assert_eq!(opened.decision().unwrap().judgements[0].ranges[0].range, range);
    }
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

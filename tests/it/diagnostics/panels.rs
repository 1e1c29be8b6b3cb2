//! What can be wrong with a panel.

use super::Case;
use crate::support::Workspace;

const CRITERIA: &str = r#"title = "Desk"
panel = "panel/d"

[criteria.manner]
weight = 60
scale  = { rating = 5 }

[criteria.clarity]
weight = 40
scale  = { rating = 5 }

[rule]
weights = 100
"#;
const MARKS: &str = "\n[marks.aalto]\nmanner  = 3\nclarity = 4\n";

/// The decision with one evaluator's file.
fn evaluator(title: &str, text: &str) -> Case {
    with_rule(title, "", text)
}

fn with_rule(title: &str, rule: &str, text: &str) -> Case {
    let workspace = Workspace::new(&format!("{CRITERIA}{rule}"), &[("aalto", "name = \"Aalto\"\n")]);
    workspace.write("criteria/panel/d/ann.toml", text);
    Case::new(title, workspace, &[])
}

fn locked(title: &str) -> Case {
    let case = evaluator(title, &format!("name = \"Ann\"\n{MARKS}"));
    let output = case.workspace.weigh(&["lock", "rule", "--at", "2026-11-22T10:00:00Z", "--by", "Aino"]);
    assert_eq!(output.code, Some(0), "{output}");
    case
}

fn consensus(title: &str, rule: &str, text: &str) -> Case {
    let case = with_rule(title, rule, &format!("name = \"Ann\"\n{MARKS}"));
    case.workspace.write("criteria/panel/d/consensus.toml", text);
    case
}

pub(super) fn panel_cases() -> Vec<Case> {
    let agreed = "[marks.aalto]\nmanner = { mark = 4, note = \"agreed\" }\n";
    let folder = evaluator("a panel that is not there", "");
    folder.workspace.write("criteria/d.toml", CRITERIA.replace("panel/d", "panel/desk"));
    let empty =
        Case::new("a panel of nobody", Workspace::new(CRITERIA, &[("aalto", "name = \"Aalto\"\n")]), &[]);
    std::fs::create_dir_all(empty.workspace.path().join("criteria/panel/d")).unwrap();
    let twice = evaluator("one name for two", &format!("name = \"Ann\"\n{MARKS}"));
    twice.workspace.write("criteria/panel/d/ben.toml", format!("name = \"ann\"\n{MARKS}"));
    let own = evaluator("a mark beside the panel", &format!("name = \"Ann\"\n{MARKS}"));
    own.workspace.write("vendors/d/aalto.toml", "name = \"Aalto\"\n\n[ratings]\nmanner = 5\n");
    let file = evaluator("a file name with a space", &format!("name = \"Ann\"\n{MARKS}"));
    file.workspace.write("criteria/panel/d/b en.toml", format!("name = \"Ben\"\n{MARKS}"));
    let alone = with_rule("a rule without a panel", "panel = { combine = \"median\" }\n", "name = \"Ann\"\n");
    let text = String::from_utf8(alone.workspace.read("criteria/d.toml")).unwrap();
    alone.workspace.write("criteria/d.toml", text.replace("panel = \"panel/d\"\n", ""));
    let outside = evaluator("a panel outside", &format!("name = \"Ann\"\n{MARKS}"));
    outside.workspace.write("criteria/d.toml", CRITERIA.replace("panel/d", "../../../"));
    let changed = locked("a lock that was changed");
    changed.workspace.write(
        "criteria/d.toml",
        CRITERIA.replace("weight = 60", "weight = 40").replacen(
            "weight = 40\nscale  = { rating = 5 }\n\n[rule]",
            "weight = 60\nscale  = { rating = 5 }\n\n[rule]",
            1,
        ),
    );
    let log = locked("a log that was changed");
    let text = String::from_utf8(log.workspace.read("criteria/locks.log")).unwrap();
    log.workspace.write("criteria/locks.log", text.replacen("Aino", "Omar", 1));
    let ends = "panel = { notes = \"ends\", price = [\"manners\"] }\n";
    vec![
        folder,
        empty,
        outside,
        changed,
        log,
        twice,
        own,
        file,
        alone,
        evaluator("a key with a slip", &format!("name = \"Ann\"\nwieght = 2\n{MARKS}")),
        evaluator(
            "words for a mark",
            "name = \"Ann\"\n\n[marks.aalto]\nmanner = \"good\"\nclarity = { note = \"no idea\" }\n",
        ),
        evaluator("a mark outside the scale", "name = \"Ann\"\n\n[marks.aalto]\nmanner  = 6\nclarity = 4\n"),
        evaluator("a mark on what is not marked", &format!("name = \"Ann\"\n{MARKS}clarety = 4\n")),
        evaluator(
            "a vendor that is not there",
            &format!("name = \"Ann\"\n{MARKS}\n[marks.alto]\nmanner = 3\n"),
        ),
        evaluator("marks that are late", "name = \"Ann\"\n\n[marks.aalto]\nmanner = 3\n"),
        evaluator(
            "a mark in spite of a conflict",
            &format!("name = \"Ann\"\nconflicts = [{{ vendor = \"aalto\", kind = \"excluded\" }}]\n{MARKS}"),
        ),
        evaluator(
            "a conflict of no kind",
            "name = \"Ann\"\nconflicts = [{ vendor = \"aalto\", kind = \"cousin\" }, { kind = \"recused\" }]\n",
        ),
        evaluator(
            "weights of half a group",
            &format!("name = \"Ann\"\nweights = {{ manner = 60 }}\n{MARKS}"),
        ),
        evaluator(
            "weights of something else",
            &format!("name = \"Ann\"\nweights = {{ maner = 100 }}\n{MARKS}"),
        ),
        evaluator(
            "weights that do not add up",
            &format!("name = \"Ann\"\nweights = {{ manner = 60, clarity = 50 }}\n{MARKS}"),
        ),
        with_rule(
            "marks without notes",
            ends,
            "name = \"Ann\"\n\n[marks.aalto]\nmanner = 5\nclarity = { mark = 1 }\n",
        ),
        with_rule(
            "a word of no rule",
            "panel = { combine = \"avarage\", quorum = 0 }\n",
            &format!("name = \"Ann\"\n{MARKS}"),
        ),
        with_rule(
            "otherwise for nothing",
            "panel = { combine = \"mean\", otherwise = \"median\" }\n",
            &format!("name = \"Ann\"\n{MARKS}"),
        ),
        consensus("a consensus that does not count", "", agreed),
        consensus(
            "a consensus without a reason",
            "panel = { combine = \"consensus\" }\n",
            "[marks.aalto]\nmanner = 4\nclarity = { note = \"agreed\" }\n",
        ),
    ]
}

//! `weigh panel` as a person and a script see it.

use super::panel;
use crate::support::{repository, weigh};

const THREE: [(&str, &str); 3] = [
    (
        "ann",
        "role = \"Buyer\"\nweights = { manner = 20, clarity = 80 }\n\
         marks.a = { manner = { mark = 5, note = \"warm\" }, clarity = 2 }\nmarks.b = { manner = 2, clarity = 4 }",
    ),
    (
        "ben",
        "role = \"Desk\"\nconflicts = [{ vendor = \"b\", kind = \"excluded\", reason = \"cousin\" }]\n\
         marks.a = { manner = 2, clarity = {} }",
    ),
    ("cem", "role = \"Desk\"\nweight = 2\nmarks.a = { manner = 4, clarity = 3 }\nmarks.b = { manner = 4 }"),
];

#[test]
fn the_answer_in_every_format() {
    let workspace = panel("combine = \"weighted-mean\"", 2, &THREE);
    for format in ["table", "md", "csv", "json"] {
        let output = workspace.weigh(&["panel", "--format", format]);
        let mut settings = insta::Settings::clone_current();
        settings.add_filter(r"\b[0-9a-f]{64}\b", "SHA256");
        settings.bind(|| insta::assert_snapshot!(format!("panel_{format}"), output));
    }
}

#[test]
fn names_stay_out_of_every_answer_where_the_rule_shows_roles() {
    let workspace = panel("shown = \"roles\"", 2, &THREE);
    let commands: [&[&str]; 4] = [&["panel"], &["explain", "a"], &["explain", "b"], &["rank"]];
    for command in commands {
        for format in ["table", "md", "csv", "json"] {
            let output = workspace.weigh(&[command, &["--format", format]].concat());
            assert_eq!(output.code, Some(0), "{output}");
            // What a result was read from is a list of files; all else must not tell who is who.
            let shown = match format {
                "json" => output.json()["result"].to_string(),
                _ => output.out.clone(),
            };
            for name in ["ann", "ben", "cem", "cousin"] {
                let names = shown.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
                assert!(!names, "{command:?} {format} tells of {name}: {shown}");
            }
        }
    }
    let table = workspace.weigh(&["panel"]).out;
    for role in ["Buyer", "Desk 1", "Desk 2"] {
        assert!(table.contains(role), "{table}");
    }
}

#[test]
fn the_sample_panel_gives_the_marks_that_the_sample_is_scored_with() {
    let json = weigh(&repository(), &["panel", "--format", "json"]).json();
    let result = &json["result"];
    assert_eq!(result["evaluators"].as_array().unwrap().len(), 5);
    let missing: u64 =
        result["evaluators"].as_array().unwrap().iter().map(|one| one["missing"].as_u64().unwrap()).sum();
    assert_eq!(missing, 6, "one evaluator is late with two vendors");
    let moderation = result["moderation"].as_array().unwrap();
    let first = &result["marks"][usize::try_from(moderation[0].as_u64().unwrap()).unwrap()];
    assert_eq!((first["vendor"].as_str(), first["spread"].to_string()), (Some("siam-voice"), "3".to_owned()));
}

#[test]
fn a_list_to_talk_through_holds_only_what_is_apart_and_not_settled() {
    let workspace = panel("combine = \"consensus\"\notherwise = \"mean\"\nspread = 75", 2, &THREE);
    let list = |workspace: &crate::support::Workspace| {
        let json = workspace.weigh(&["panel", "--format", "json"]).json();
        json["result"]["moderation"].as_array().unwrap().len()
    };
    // Only Manner of a lies 3 of 4 apart.
    assert_eq!(list(&workspace), 1);
    let arguments = ["set", "panel.consensus.marks.a.manner", "{ mark = 4, note = \"one bad day\" }"];
    let output = workspace.weigh(&arguments);
    assert_eq!(output.code, Some(0), "{output}");
    let written = String::from_utf8(workspace.read("criteria/panel/d/consensus.toml")).unwrap();
    assert!(written.starts_with("#:schema ../consensus.schema.json\n"), "{written}");
    assert!(written.ends_with("\n[marks.a]\nmanner = { mark = 4, note = \"one bad day\" }\n"), "{written}");
    assert_eq!(list(&workspace), 0);
    let more =
        workspace.weigh(&["set", "panel.consensus.marks.b.clarity", "{ mark = 4, note = \"agreed\" }"]);
    assert_eq!(more.code, Some(0), "{more}");
    let both = String::from_utf8(workspace.read("criteria/panel/d/consensus.toml")).unwrap();
    assert_eq!(both, format!("{written}\n[marks.b]\nclarity = {{ mark = 4, note = \"agreed\" }}\n"));
}

#[test]
fn a_decision_without_a_panel_says_so() {
    let output = weigh(&repository(), &["panel", "--criteria", "back-office"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert!(output.err.contains("this decision has no panel"), "{output}");
}

#[test]
fn an_edit_of_an_evaluators_file_keeps_its_comments() {
    let text = "name = \"ann\" # chair\n\n[marks.a] # after the visit\nmanner = { mark = 3, note = \"fair\" } # of 5\nclarity = 4\n";
    let workspace = panel("", 1, &[]);
    workspace.write("criteria/panel/d/ann.toml", text);
    let output = workspace.weigh(&["set", "panel.ann.marks.a.manner", "4"]);
    assert_eq!(output.code, Some(0), "{output}");
    let written = String::from_utf8(workspace.read("criteria/panel/d/ann.toml")).unwrap();
    // The reason was that of the old mark.
    assert_eq!(written, text.replace("mark = 3, note = \"fair\"", "mark = 4"));
    let refused = workspace.weigh(&["set", "panel.ann.marks.a.manner", "9"]);
    assert_eq!(refused.code, Some(3), "{refused}");
    let unknown = workspace.weigh(&["rank", "--set", "panel.anm.marks.a.manner=2"]);
    assert!(
        unknown.err.contains("there is no evaluator `anm`") && unknown.err.contains("did you mean `ann`?"),
        "{unknown}"
    );
}

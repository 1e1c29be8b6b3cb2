//! Sheets that come back: into nobody else's file, and what they replace is told.

use super::panel;
use crate::support::{Output, Workspace};

const ANN: &str =
    "marks.a = { manner = { mark = 2, note = \"cold\" }, clarity = 3 }\nmarks.b = { manner = 4 }";

fn workspace() -> Workspace {
    panel("notes = \"ends\"", 3, &[("ann", ANN), ("ben", "marks.a = { manner = 5 }")])
}

fn text(workspace: &Workspace, evaluator: &str) -> String {
    String::from_utf8(workspace.read(&format!("criteria/panel/d/{evaluator}.toml"))).unwrap()
}

fn name(workspace: &Workspace, evaluator: &str) -> String {
    let text = text(workspace, evaluator);
    text.lines().find_map(|line| line.strip_prefix("name = ")).unwrap().trim_matches('"').to_owned()
}

fn read(workspace: &Workspace, evaluator: &str, name: &str, marks: &str) -> Output {
    workspace.write("back.toml", format!("name = \"{name}\"\n\n[marks.a]\n{marks}\n"));
    workspace.weigh(&["sheet", evaluator, "--read", "back.toml"])
}

#[test]
fn a_sheet_of_one_is_not_read_as_that_of_another() {
    let workspace = workspace();
    let before = [text(&workspace, "ann"), text(&workspace, "ben")];
    let ben = "criteria/panel/d/ben.toml";
    for (evaluator, said) in [("ann", "this is the sheet of `ben`"), ("cid", "this is the sheet of `ben`")] {
        let output = workspace.weigh(&["sheet", evaluator, "--read", ben]);
        assert_eq!(output.code, Some(2), "{output}");
        assert!(output.err.contains(said), "{output}");
    }
    let output = read(&workspace, "ann", "Somebody Else", "manner = 1");
    assert_eq!(output.code, Some(2), "{output}");
    assert!(output.err.contains("\"Somebody Else\""), "{output}");
    assert_eq!([text(&workspace, "ann"), text(&workspace, "ben")], before);
    assert!(!workspace.path().join("criteria/panel/d/cid.toml").exists());
    // By the name as people write it, it is theirs.
    let own = name(&workspace, "ann").to_uppercase();
    assert_eq!(read(&workspace, "ann", &own, "manner = 1").code, Some(0));
}

#[test]
fn marks_that_a_sheet_replaces_are_named_with_what_they_were() {
    let workspace = workspace();
    let own = name(&workspace, "ann");
    let output = read(&workspace, "ann", &own, "manner = {}\nclarity = { mark = 4, note = \"clear\" }");
    assert_eq!(output.code, Some(0), "{output}");
    for said in [
        "panel.ann.marks.a.manner = {} (was { mark = 2, note = \"cold\" })\n",
        "panel.ann.marks.a.clarity = { mark = 4, note = \"clear\" } (was 3)\n",
    ] {
        assert!(output.err.contains(said), "{said}: {output}");
    }
    // What stays the same is no news.
    let again = read(&workspace, "ann", &own, "clarity = 4");
    assert_eq!((again.code, again.err.contains("(was ")), (Some(0), false), "{again}");
    assert!(
        text(&workspace, "ann").contains("{ mark = 4, note = \"clear\" }"),
        "the same mark keeps its reason"
    );
}

#[test]
fn an_old_reason_does_not_stand_beside_a_new_mark() {
    for (before, mark) in [
        ("marks.a = { manner = { mark = 2, note = \"cold\" } }", "4"),
        ("[marks.a.manner]\nmark = 2\nnote = \"cold\" # in May", "4"),
        ("marks.a = { manner = { note = \"cold\" } }", "4"),
        ("marks.a = { manner = { mark = 2, note = \"cold\" } }", "{}"),
    ] {
        let workspace = panel("notes = \"none\"", 3, &[("ann", before)]);
        let output = read(&workspace, "ann", &name(&workspace, "ann"), &format!("manner = {mark}"));
        assert_eq!(output.code, Some(0), "{before}: {output}");
        let after = text(&workspace, "ann");
        assert!(!after.contains("cold"), "{after}");
        assert!(output.err.contains("cold"), "{before}: {output}");
        // `set` does the same, and says so.
        let workspace = panel("notes = \"none\"", 3, &[("ann", before)]);
        let output = workspace.weigh(&["set", "panel.ann.marks.a.manner", mark]);
        assert_eq!(output.code, Some(0), "{before}: {output}");
        assert_eq!(text(&workspace, "ann"), after);
        assert!(output.err.contains("lost with the old value: note \"cold\""), "{before}: {output}");
    }
}

#[test]
fn a_key_takes_in_the_vendors_who_came_since() {
    let workspace = panel("notes = \"none\"", 2, &[("ann", "")]);
    let blind = |file: &str| workspace.weigh(&["sheet", "ann", "--blind", "--key", "k.toml", "-o", file]);
    assert_eq!(blind("a.toml").code, Some(0));
    let key = String::from_utf8(workspace.read("k.toml")).unwrap();
    workspace.write("vendors/d/late.toml", "name = \"Late\"\n");
    let output = blind("b.toml");
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.err.contains("knows `vendor-c` now"), "{output}");
    let sheet = String::from_utf8(workspace.read("b.toml")).unwrap();
    assert_eq!(sheet.matches("[marks.vendor-").count(), 3, "{sheet}");
    assert_eq!(String::from_utf8(workspace.read("k.toml")).unwrap(), format!("{key}vendor-c = \"late\"\n"));
    // The key is not the sheet, and is not written for one that is refused.
    let output = workspace.weigh(&["sheet", "ann", "--blind", "--key", "b5.toml", "-o", "b5.toml"]);
    assert_eq!((output.code, workspace.path().join("b5.toml").exists()), (Some(2), false), "{output}");
    let output = workspace.weigh(&["sheet", "ann", "--blind", "--key", "k2.toml", "-o", "vendors/d/a.toml"]);
    assert_eq!((output.code, workspace.path().join("k2.toml").exists()), (Some(2), false), "{output}");
}

/// A sheet that lies in the workspace is told until its marks are taken, with the command that takes them.
#[test]
fn a_sheet_that_was_read_lies_about_in_peace() {
    let workspace = workspace();
    let ann = name(&workspace, "ann");
    let told = || workspace.weigh(&["check"]).out;
    workspace.write("ann.toml", format!("name = \"{ann}\"\n\n[marks.a]\nmanner = 4\n"));
    let command = "`weigh take ann.toml --write` takes its marks";
    assert!(told().contains("F014") && told().contains(command), "{}", told());
    let output = workspace.weigh(&["sheet", &ann, "--read", "ann.toml"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(!output.err.contains("F014") && !told().contains("F014"), "{output}");
    // In another notation it is the same, and with another mark it is not.
    workspace.write("ann.toml", format!("name = \"{ann}\"\n\n[marks.a]\nmanner = 4.0\n"));
    assert!(!told().contains("F014"), "{}", told());
    workspace.write("ann.toml", format!("name = \"{ann}\"\n\n[marks.a]\nmanner = 3\n"));
    assert!(told().contains("F014"), "{}", told());
    workspace.write("ann.toml", format!("name = \"{ann}\"\n\n[marks.vendor-1]\nmanner = 3\n"));
    assert!(told().contains("`weigh take ann.toml --key KEY --write`"), "{}", told());
    // One of whom the panel knows nothing belongs into it.
    workspace.write("new.toml", "name = \"Somebody New\"\n\n[marks.a]\nmanner = 4\n");
    assert!(told().contains("move it to `criteria/panel/d/new.toml`"), "{}", told());
}

/// What is wrong in a sheet is told with its line.
#[test]
fn a_mistake_in_a_sheet_has_its_line() {
    let workspace = workspace();
    for (marks, at) in
        [("manner = \"4\"", "line 4, column 10: "), ("manner = 4\nclarity = 3,5", "line 5, column 12: ")]
    {
        let ann = name(&workspace, "ann");
        let output = read(&workspace, "ann", &ann, marks);
        assert!(output.code == Some(3) && output.err.contains(at), "{output}");
    }
}

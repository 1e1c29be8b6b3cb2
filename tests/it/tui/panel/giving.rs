//! Giving marks: digits, notes, what is refused, and what the files say after saving.

use crossterm::event::Event;
use proptest::prelude::*;
use proptest::sample::select;
use weigh::tui::{Action, Options};

use super::{page, quay_copy, quay_with, text};
use crate::support::Workspace;
use crate::tui::Ui;

const ANN: &str = "criteria/panel/quay/ann-berg.toml";
const DAO: &str = "criteria/panel/quay/dao-srisai.toml";

/// A UI in which the evaluator with a number, from 0, gives marks.
fn giving(workspace: &Workspace, evaluator: usize) -> Ui {
    page(workspace, &format!("{} m", "right ".repeat(evaluator)))
}

#[test]
fn a_digit_marks_and_goes_on_to_the_next() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.shows("Marks of Dao Srisai").shows("1 of 6 given");
    ui.keys("4").shows("Aava, Manner: 4 (a says why)");
    assert_eq!(ui.changes(), ["panel.dao-srisai.marks.aava.manner={ mark = 4 }"]);
    ui.shows("2 of 6 given");
    // Marks from 0 to 10 have two digits: a digit begins one.
    ui.keys("1").shows("mark, 0 to 10: 1").text("0").keys("enter").shows("why 10: ").keys("esc");
    ui.keys("3").keys("9 backspace").text("7.5").keys("enter").shows("Kide, Clarity: 7.5");
    assert_eq!(
        ui.changes(),
        [
            "panel.dao-srisai.marks.aava.clarity={ mark = 10 }",
            "panel.dao-srisai.marks.aava.manner={ mark = 4 }",
            "panel.dao-srisai.marks.kide.clarity={ mark = 7.5 }",
            "panel.dao-srisai.marks.kide.manner={ mark = 3 }",
        ]
    );
}

#[test]
fn marks_begin_with_the_first_that_is_missing_and_pass_over_conflicts() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 2);
    // Everything that Cem judges is marked; the vendor from whom he is recused is passed over.
    ui.shows("Marks of Cem Demir").shows("4 of 4 given");
    ui.keys("g 4 6").text("").keys("enter");
    ui.keys("3");
    assert_eq!(
        ui.changes(),
        [
            "panel.cem-demir.marks.aava.clarity={ mark = 6 }",
            "panel.cem-demir.marks.aava.manner={ mark = 4, note = \"Short when it was busy, and it will be busy here on every morning of the season\" }",
        ],
        "3 is what the file says of Nam Sai already"
    );
    ui.keys("g down down 3").shows("Cem Demir does not judge this vendor: a conflict of interest");
    ui.keys("e").shows("does not judge").keys("-").shows("does not judge").keys("a").shows("does not judge");
    assert_eq!(ui.changes().len(), 2);
}

#[test]
fn who_fills_gaps_goes_on_from_gap_to_gap() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    // Manner of Nam Sai, between the two, is given already.
    ui.keys("down down down 5 enter 6 enter");
    assert_eq!(
        ui.changes(),
        [
            "panel.dao-srisai.marks.kide.clarity={ mark = 5 }",
            "panel.dao-srisai.marks.nam-sai.clarity={ mark = 6 }"
        ]
    );
    // From the end it goes to the first that is left.
    ui.keys("4")
        .shows("Aava, Manner: 4")
        .keys("4 enter 4")
        .shows("Kide, Manner: 4")
        .shows("every mark is given");
    // The files have the order of the decision, not of the alphabet.
    ui.keys("ctrl-s").shows("saved");
    let written = text(&workspace, DAO);
    assert!(
        written
            .ends_with("\n[marks.aava]\nmanner = 4\nclarity = 4\n\n[marks.kide]\nmanner = 4\nclarity = 5\n"),
        "{written}"
    );
}

#[test]
fn a_mark_outside_the_scale_is_refused_where_it_is_given() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    for digit in ["0", "6", "9"] {
        ui.keys(digit).shows("marks run from 1 to 5 here");
    }
    for wrong in ["0.5", "5.01", "high", "", "1e9"] {
        ui.keys("e ctrl-u").text(wrong).keys("enter").shows(" ! a mark is a number from 1 to 5").keys("esc");
    }
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("e").text("3.5").keys("enter");
    assert_eq!(ui.changes(), ["panel.dao-srisai.marks.aava.manner={ mark = 3.5 }"]);
}

#[test]
fn a_note_follows_its_mark() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("a").shows("give the mark first");
    ui.keys("4 a").shows("why 4: ").text("Kind, \"mostly\" \\ น้ำใส").keys("enter");
    let noted = "panel.dao-srisai.marks.aava.manner={ mark = 4, note = \"Kind, \\\"mostly\\\" \\\\ น้ำใส\" }";
    assert_eq!(ui.changes(), [noted]);
    // The selection stays where the mark led to; the note of what is selected is a key away too.
    ui.keys("5 enter up a").shows("why 5: ").text("Plain").keys("enter");
    assert_eq!(ui.changes()[0], "panel.dao-srisai.marks.aava.clarity={ mark = 5, note = \"Plain\" }");
    // Another mark keeps the note; a note that is emptied goes.
    ui.keys("g 3 a");
    ui.shows("น้ำใส").keys("ctrl-u enter");
    assert_eq!(ui.changes()[1], "panel.dao-srisai.marks.aava.manner={ mark = 3 }");
}

#[test]
fn where_the_rule_wants_a_note_it_is_asked_for() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("5").shows("why 5: ").text("Best of all").keys("enter").shows("Aava, Manner: 5");
    assert_eq!(ui.changes(), ["panel.dao-srisai.marks.aava.manner={ mark = 5, note = \"Best of all\" }"]);
    // Escape leaves the mark without one, and `check` will say so.
    ui.keys("g 1");
    assert_eq!(ui.changes(), ["panel.dao-srisai.marks.aava.manner={ mark = 1, note = \"Best of all\" }"]);
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("1 esc").lacks("why 1");
    assert_eq!(ui.changes(), ["panel.dao-srisai.marks.aava.manner={ mark = 1 }"]);
    let every = quay_with("notes     = \"ends\"", "notes     = \"every\"");
    giving(&every, 3).keys("3").shows("why 3: ");
    let none = quay_with("notes     = \"ends\"", "notes     = \"none\"");
    giving(&none, 3).keys("5").lacks("why 5: ");
}

#[test]
fn who_cannot_judge_says_so() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("-").shows("Aava, Manner: cannot judge");
    assert_eq!(ui.changes(), ["panel.dao-srisai.marks.aava.manner={}"]);
    ui.keys("ctrl-s").shows("saved criteria/panel/quay/dao-srisai.toml");
    assert!(text(&workspace, DAO).ends_with("\n[marks.aava]\nmanner = {}\n"), "{}", text(&workspace, DAO));
}

#[test]
fn the_marks_of_others_are_not_in_sight() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    for other in ["Ann Berg", "Cem", "Short when it was busy", "Spread", "=4", "rank 1", "Kendall"] {
        ui.lacks(other);
    }
    ui.keys("esc").shows("Short when it was busy").shows("Spread");
}

#[test]
fn a_saved_mark_keeps_its_note_and_every_comment() {
    let workspace = quay_copy();
    let before = text(&workspace, ANN);
    let mut ui = giving(&workspace, 0);
    ui.keys("g 4 ctrl-s").shows("saved criteria/panel/quay/ann-berg.toml");
    assert_eq!(text(&workspace, ANN), before.replace("mark = 5,", "mark = 4,"));
    assert!(!ui.app.state.is_changed());
    // Taking it back after saving writes what was there.
    ui.keys("u").shows("taken back: Manner of Aava by Ann Berg: 4");
    ui.keys("ctrl-s");
    assert_eq!(text(&workspace, ANN), before);
    // A number alone stays one.
    ui.keys("g down down 4 ctrl-s");
    assert_eq!(text(&workspace, ANN), before.replace("manner  = 3", "manner  = 4"));
    ui.keys("up a").text("Kind").keys("enter ctrl-s");
    assert_eq!(
        text(&workspace, ANN),
        before.replace("manner  = 3", "manner  = { mark = 4, note = \"Kind\" }")
    );
}

#[test]
fn a_mark_set_back_to_what_the_file_says_is_no_change() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 0);
    ui.keys("g 4 g 5");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("u u").lacks("nothing to take back");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("ctrl-r");
    assert_eq!(
        ui.changes(),
        ["panel.ann-berg.marks.aava.manner={ mark = 4, note = \"Warm with everybody\" }"]
    );
}

#[test]
fn the_ranking_follows_as_a_what_if_of_the_command_line_does() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    let scores = |json: &serde_json::Value| -> Vec<(String, String)> {
        let vendors = json["vendors"].as_array().expect("vendors").clone();
        vendors.iter().map(|vendor| (vendor["id"].to_string(), vendor["score"].to_string())).collect()
    };
    let of_screen = |ui: &Ui| scores(&serde_json::from_str(&ui.json()).expect("JSON"));
    let before = of_screen(&ui);
    ui.keys("down down 4 2 enter").keys("up 4");
    let what_if: Vec<String> = ui.changes();
    let mut arguments = vec!["rank", "--format", "json"];
    for change in &what_if {
        arguments.extend(["--set", change]);
    }
    assert_eq!(of_screen(&ui), scores(&workspace.weigh(&arguments).json()["result"]));
    assert!(of_screen(&ui) != before);
    ui.keys("ctrl-s").shows("saved");
    let saved = scores(&workspace.weigh(&["rank", "--format", "json"]).json()["result"]);
    assert_eq!(of_screen(&ui), saved);
    // The results beside the marks follow too.
    ui.keys("esc").settle();
    let panel = workspace.weigh(&["panel", "--format", "json"]).json();
    let w = panel["result"]["agreement"]["w"].as_f64().expect("a number");
    ui.shows(&format!("W {w:.3}"));
}

#[test]
fn what_is_locked_takes_no_marks() {
    let workspace = quay_copy();
    let locked = workspace.weigh(&["lock", "quality", "--at", "2026-11-22T10:00:00Z", "--by", "Ann"]);
    assert_eq!(locked.code, Some(0), "{locked}");
    let mut ui = page(&workspace, "right right right");
    ui.shows("■ quality was locked at 2026-11-22T10:00:00Z by Ann");
    for key in ["m", "M", "e"] {
        ui.keys(key).shows("`weigh unlock quality --reason \"...\"` comes first");
    }
    ui.keys("4").lacks("Dao Srisai");
    assert_eq!(ui.changes(), [""; 0]);
    let unlocked = workspace.weigh(&[
        "unlock",
        "quality",
        "--reason",
        "late",
        "--at",
        "2026-11-22T11:00:00Z",
        "--by",
        "Ann",
    ]);
    assert_eq!(unlocked.code, Some(0), "{unlocked}");
    ui.act(Action::FilesChanged).keys("P m").shows("Marks of Dao Srisai");
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("4");
    let other = text(&workspace, DAO) + "\n[marks.kide]\nclarity = 9\n";
    workspace.write(DAO, &other);
    ui.keys("ctrl-s").shows("not saved").shows("changed on disk");
    assert_eq!(text(&workspace, DAO), other);
    ui.act(Action::FilesChanged).shows("Files changed on disk").keys("r").keys("ctrl-s").shows("saved");
    assert_eq!(text(&workspace, DAO), other + "\n[marks.aava]\nmanner = 4\n");
}

#[test]
fn an_evaluator_who_goes_ends_the_giving_of_marks() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("4");
    std::fs::remove_file(workspace.path().join(DAO)).unwrap();
    ui.act(Action::FilesChanged).keys("r").lacks("Marks of").lacks("Dao").shows("3 evaluators");
    assert_eq!(ui.changes(), [""; 0], "nobody is there to have given it");
}

#[test]
fn marks_that_could_not_be_saved_are_offered_at_the_next_start() {
    let (workspace, state) = (quay_copy(), Workspace::empty());
    let start = || {
        let mut options = Options::new(workspace.path());
        options.recovery = Some(state.path().join("recover"));
        Ui::with(&options)
    };
    let mut ui = start();
    ui.keys("P right right right m 4").act(Action::Hangup);
    let mut next = start();
    next.shows("Manner of Aava by Dao Srisai = { mark = 4 }").keys("r");
    assert_eq!(next.changes(), ["panel.dao-srisai.marks.aava.manner={ mark = 4 }"]);
}

#[test]
fn the_page_of_a_vendor_leads_to_the_panel_instead_of_writing_a_dead_mark() {
    let workspace = quay_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("2 end e").shows("the panel gives this mark: m gives yours, M talks through what is apart");
    ui.shows("5 to come").keys("enter").shows("mark clarity");
    assert_eq!(ui.changes(), [""; 0]);
    let mut vendor = Ui::in_folder(workspace.path());
    vendor.keys("down 2 down enter").shows("Cem Demir 2: Short when it was busy");
    vendor.shows("Ben Carr does not judge this vendor").shows("Dao Srisai to come");
    let asked = vendor.keys("E").asked();
    assert!(asked.contains("consensus.toml") && asked.ends_with(", 6)"), "{asked}");
}

#[test]
fn the_help_tells_of_digits_where_they_are_marks() {
    let workspace = quay_copy();
    page(&workspace, "?").lacks("0 to 9").shows("give marks as the selected evaluator");
    page(&workspace, "m ?")
        .shows("0 to 9")
        .shows("give this mark and go on to the next")
        .lacks("talk through");
    page(&workspace, "M ?").shows("0 to 9").shows("this mark is what you agree on");
}

#[test]
fn digits_are_pages_again_after_escape() {
    let workspace = quay_copy();
    let mut ui = giving(&workspace, 3);
    ui.keys("4");
    assert_eq!(ui.changes().len(), 1);
    ui.keys("esc 4").shows("weigh").keys("P");
    assert_eq!(ui.changes().len(), 1);
    // Leaving the page ends it too.
    ui.keys("m tab P 2");
    assert_eq!(ui.changes().len(), 1);
    assert_eq!(ui.app.state.page(), weigh::tui::Page::Vendor);
}

/// How many vendors have a file.
fn count(workspace: &crate::support::Workspace) -> usize {
    let vendors = std::fs::read_dir(workspace.path().join("vendors")).expect("a folder");
    vendors.map(|folder| std::fs::read_dir(folder.expect("an entry").path()).map_or(0, Iterator::count)).sum()
}

#[test]
fn taking_all_marks_back_gives_what_was_read() {
    const KEYS: [&str; 30] = [
        "m",
        "m",
        "m",
        "P",
        "M",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "9",
        "-",
        "a",
        "e",
        "enter",
        "enter",
        "esc",
        "up",
        "down",
        "g",
        "G",
        "left",
        "right",
        "]",
        "u",
        "ctrl-r",
        "tab",
        "/",
        "backspace",
    ];
    const TEXTS: [&str; 6] = ["kind", "3", "2.5", "\"", "น้ำ", ""];
    let workspace = quay_copy();
    let step = prop_oneof![6 => select(&KEYS[..]).prop_map(Ok), 1 => select(&TEXTS[..]).prop_map(Err)];
    let config = proptest::test_runner::Config { cases: 48, failure_persistence: None, ..Default::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let property = |steps: Vec<Result<&str, &str>>| {
        let mut ui = Ui::in_folder(workspace.path());
        let (mut read, before) = (ui.json(), count(&workspace));
        ui.keys("P");
        for (step, columns) in steps.iter().zip([80, 40, 200, 7, 120].into_iter().cycle()) {
            match step {
                Ok(key) => ui.keys(key),
                Err(text) => {
                    ui.event(&Event::Paste((*text).to_owned()));
                    &mut ui
                }
            };
            ui.buffer(columns, columns / 3);
        }
        // What was added on other pages stays: it was written at once.
        read = if count(&workspace) > before { Ui::in_folder(workspace.path()).json() } else { read };
        ui.keys("esc esc esc esc 1");
        for _ in 0..=steps.len() {
            ui.keys("u");
        }
        prop_assert_eq!(ui.changes(), Vec::<String>::new());
        prop_assert!(ui.json() == read);
        Ok(())
    };
    if let Err(error) = runner.run(&prop::collection::vec(step, 1..40), property) {
        panic!("{error}");
    }
}

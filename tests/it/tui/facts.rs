//! Editing facts and marks as their files have them.

use super::{Ui, harbour, harbour_copy};

const AAVA: &str = "vendors/harbour/aava.toml";

/// A UI on a line of the page of Aava, ready for typing over what is there.
fn editing(ui: &mut Ui, downs: usize) {
    ui.keys("2").keys(&"down ".repeat(downs)).keys("e ctrl-t ctrl-u");
}

#[test]
fn the_edit_starts_from_what_the_file_says() {
    for (vendor, downs, name, written) in [
        ("", 1, "hourly_rate", "26"),
        ("", 2, "charges", "{ low = 2, likely = 4, high = 10,"),
        ("", 4, "channels", r#"["phone", "chat", "email"]"#),
        ("", 5, "encryption", "\"everywhere\""),
        ("", 6, "manner", "4"),
        ("", 7, "second_site", "true"),
        ("down", 2, "charges", "{}"),
        ("down down", 1, "hourly_rate", "11"),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(vendor).keys("2").keys(&"down ".repeat(downs)).keys("e ctrl-t");
        let bottom = ui.all().lines().last().expect("a line").to_owned();
        assert!(bottom.starts_with(&format!(" {name}: {written}")), "{bottom:?}");
    }
}

#[test]
fn a_fact_is_read_as_it_is_typed_and_taken_when_it_is_one() {
    for (downs, typed, change) in [
        (1, "21.5", "vendors.aava.facts.hourly_rate=21.5"),
        (
            1,
            "{ low = 20, likely = 22, high = 30 }",
            "vendors.aava.facts.hourly_rate={ low = 20, likely = 22, high = 30 }",
        ),
        (4, r#"["phone"]"#, r#"vendors.aava.facts.channels=["phone"]"#),
        (5, "none", "vendors.aava.facts.encryption=none"),
        (6, "5", "vendors.aava.ratings.manner=5"),
        (7, "false", "vendors.aava.facts.second_site=false"),
        (1, "", "vendors.aava.facts.hourly_rate={}"),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        let read = ui.json();
        editing(&mut ui, downs);
        ui.text(typed).lacks(" ! ").keys("enter").lacks("accepts");
        assert_eq!(ui.changes(), [change]);
        assert!(ui.json() != read, "{typed:?}");
        ui.shows(" * ").keys("u");
        assert!(ui.json() == read, "{typed:?}");
        assert_eq!(ui.changes(), [""; 0], "{typed:?}");
    }
}

#[test]
fn a_refused_text_stays_open_with_its_reason() {
    for (downs, typed, reason) in [
        (1, "cheap", "number"),
        (1, "26 EUR", "number"),
        (1, "true", "number"),
        (1, "{ low = 5, likely = 4, high = 6 }", "low"),
        (1, "{ value = 26, unit = \"USD/h\" }", "unit"),
        (4, "[\"phone\"", ""),
        (4, "phone, chat", "one text"),
        (4, "[\"phone; chat\"]", "one text"),
        (5, "rot13", ""),
        (6, "9", "mark 9 is outside the scale"),
        (6, "warm", ""),
        (7, "maybe", ""),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        let read = ui.json();
        editing(&mut ui, downs);
        ui.text(typed).shows(" ! ").shows(reason).keys("enter").shows(" ! ").shows(reason);
        assert!(ui.json() == read, "{typed:?}");
        assert_eq!(ui.changes(), [""; 0], "{typed:?}");
        // It can be mended where it stands.
        let good = match downs {
            1 => "20",
            4 => "[]",
            5 => "in-transit",
            6 => "1",
            _ => "false",
        };
        ui.keys("ctrl-u").text(good).lacks(" ! ").keys("enter");
        assert_eq!(ui.changes().len(), 1, "{typed:?} then {good:?}");
    }
}

#[test]
fn escape_takes_no_text() {
    let mut ui = Ui::in_folder(&harbour());
    editing(&mut ui, 1);
    ui.text("12").keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("q");
    assert_eq!(ui.asked(), "Quit(Done)");
}

#[test]
fn letters_are_text_while_typing() {
    let mut ui = Ui::in_folder(&harbour());
    editing(&mut ui, 5);
    ui.text("q1:?/tu +-");
    assert_eq!(ui.asked(), "");
    ui.shows("encryption: q1:?/tu +-");
}

#[test]
fn groups_and_the_first_page_have_nothing_to_type() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 e").shows("choose a criterion with a fact to change it");
}

#[test]
fn a_saved_fact_loses_the_source_of_the_old_value_and_no_comment() {
    let workspace = harbour_copy();
    let before = String::from_utf8(workspace.read(AAVA)).unwrap();
    let mut ui = Ui::in_folder(workspace.path());
    editing(&mut ui, 1);
    ui.text("21.5").keys("enter ctrl-s").shows("saved vendors/harbour/aava.toml");
    let saved = String::from_utf8(workspace.read(AAVA)).unwrap();
    let changed = "{ value = 21.5, unit = \"EUR/h\", changed = true }";
    assert_eq!(
        saved,
        before.replace(
            "{ value = 26, unit = \"EUR/h\", source = \"price form, line 1\", as_of = 2026-10-02 }",
            changed
        )
    );
    // Taking it back after saving writes the value that was there.
    ui.keys("u").shows("taken back");
    assert_eq!(ui.changes(), ["vendors.aava.facts.hourly_rate=26"]);
    ui.keys("ctrl-s");
    let back = String::from_utf8(workspace.read(AAVA)).unwrap();
    assert_eq!(back, saved.replace("value = 21.5", "value = 26"));
}

#[test]
fn a_fact_that_was_not_known_is_written_where_it_belongs() {
    let workspace = harbour_copy();
    let kide = "vendors/harbour/kide.toml";
    let before = String::from_utf8(workspace.read(kide)).unwrap();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("down");
    editing(&mut ui, 2);
    ui.text("5").keys("enter ctrl-s").shows("saved");
    let saved = String::from_utf8(workspace.read(kide)).unwrap();
    assert_eq!(saved, before.replace("charges     = {} #", "charges     = 5 #"));
}

#[test]
fn several_files_are_saved_at_once() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    editing(&mut ui, 1);
    ui.text("21.5").keys("enter ]");
    ui.keys("e ctrl-t ctrl-u").text("20").keys("enter 4 > > ctrl-s");
    ui.shows("saved criteria/harbour.toml, vendors/harbour/aava.toml, vendors/harbour/kide.toml");
    assert!(Ui::in_folder(workspace.path()).json() == ui.json());
}

#[test]
fn a_tree_folds_down_to_the_evidence() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down").lacks("source: price form, line 1");
    ui.keys("enter").shows("fact hourly_rate: 26 EUR/h").shows("source: price form, line 1");
    ui.shows("scale: ").shows("written in vendors/harbour/aava.toml:8");
    ui.keys("left").lacks("source: price form, line 1");
    ui.keys("right").shows("source: price form, line 1").keys("left left");
    ui.keys("left").lacks("Price of an hour");
    ui.keys("right").shows("Price of an hour");
    ui.keys("] ]").shows(" Nam Sai").shows("! capped");
    ui.keys("[").shows(" Kide").shows("not known");
}

#[test]
fn a_gap_leads_to_its_fact_and_a_must_have_to_its_gate() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("7 down enter").shows(" Kide").shows("fact charges: asked, not known");
    ui.keys("e ctrl-t").shows("charges: {}").keys("esc 7 g enter").shows("Ready when we start");
}

/// Whoever types a value means that value, and not one more at the end of the old one.
#[test]
fn what_is_typed_takes_the_place_of_the_fact_that_is_there() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e").text("21").keys("enter");
    assert_eq!(ui.changes(), ["vendors.aava.facts.hourly_rate=21"]);
    ui.keys("e ctrl-t").text("22").keys("enter");
    assert_eq!(ui.changes(), ["vendors.aava.facts.hourly_rate=22"]);
}

#[test]
fn a_source_is_typed_beside_a_value_or_the_old_one_is_said_to_be_gone() {
    let gone = "the source of the old value went with it (price form, line 1";
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("2 down e ctrl-t").text("21.5").keys("enter").shows(gone);
    ui.keys("e ctrl-t").text("21.5").keys("tab").text("Offer 2, \"line\" 4").keys("enter").lacks(gone);
    assert_eq!(
        ui.changes(),
        [
            "vendors.aava.facts.hourly_rate=21.5",
            "vendors.aava.facts.hourly_rate.source=\"Offer 2, \\\"line\\\" 4\""
        ]
    );
    ui.keys("ctrl-s").shows("saved vendors/harbour/aava.toml");
    let saved = String::from_utf8(workspace.read(AAVA)).unwrap();
    assert!(
        saved.contains("value = 21.5, unit = \"EUR/h\", source = \"Offer 2, \\\"line\\\" 4\""),
        "{saved}"
    );
    assert_eq!(workspace.weigh(&["check", "--deny", "warnings"]).code, Some(0));
    // Another value comes from elsewhere.
    ui.keys("e ctrl-t").text("20").keys("tab").text("A call").keys("enter e ctrl-t").text("19").keys("enter");
    ui.shows("went with it (Offer 2");
    assert_eq!(ui.changes(), ["vendors.aava.facts.hourly_rate=19"]);
    ui.keys("u");
    assert_eq!(ui.changes().len(), 2, "value and source are one step");
    // A fact that had none gets one with its value.
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("2 down down down down down e ctrl-t")
        .text("none")
        .keys("tab")
        .text("Visit")
        .keys("enter ctrl-s");
    let saved = String::from_utf8(workspace.read(AAVA)).unwrap();
    assert!(saved.contains("source = \"Visit\""), "{saved}");
}

/// A reason that is cut before it says what to do is none.
#[test]
fn a_message_has_the_lines_that_it_needs() {
    for (columns, rows) in [(80, 24), (200, 60), (40, 10)] {
        let mut ui = Ui::in_folder(&harbour());
        editing(&mut ui, 4);
        ui.text("phone, chat");
        let flat = |screen: String| screen.split_whitespace().collect::<Vec<_>>().join(" ");
        let screen = flat(ui.screen(columns, rows));
        assert!(screen.contains("[\"phone\", \"chat\"]"), "{columns}x{rows}: {screen}");
        ui.keys("esc 4 x +");
        let screen = flat(ui.screen(columns, rows));
        assert!(screen.contains("cost is locked; x unlocks it"), "{screen}");
    }
}

//! Forms: what is typed and picked in them, and what they make.

use std::fs;

use super::{Ui, harbour, harbour_copy};
use crate::support::Workspace;

const AAVA: &str = "vendors/harbour/aava.toml";

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).expect("UTF-8")
}

#[test]
fn a_fact_is_edited_in_fields() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("2 down e").shows("Aava: Price of an hour").shows("price form, line 1").shows("2026-10-02");
    // All is selected: what is typed takes its place, and what it does is told beside it.
    ui.text("20")
        .shows("becomes")
        .shows("(of the old value: price form, line 1)")
        .shows("(of the old value: 2026-10-02)");
    ui.keys("tab").text("Offer 2").keys("tab").text("2026-11-02").keys("enter").lacks("Offer 2");
    assert_eq!(
        ui.changes(),
        [
            "vendors.aava.facts.hourly_rate={ value = 20, source = \"Offer 2\", as_of = 2026-11-02, unit = \"EUR/h\" }"
        ]
    );
    ui.keys("ctrl-s").shows("saved");
    let line = "hourly_rate = { value = 20, source = \"Offer 2\", as_of = 2026-11-02, unit = \"EUR/h\" }";
    assert!(text(&workspace, AAVA).contains(line), "{}", text(&workspace, AAVA));
}

#[test]
fn a_value_alone_is_typed_and_entered() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e").text("21.5").keys("enter").lacks("as TOML");
    assert_eq!(ui.changes(), ["vendors.aava.facts.hourly_rate=21.5"]);
    // As it was: no change, and its evidence is back.
    ui.keys("u e")
        .shows("price form, line 1")
        .text("2")
        .keys("backspace")
        .text("26")
        .shows("price form, line 1");
    ui.keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
}

#[test]
fn what_is_wrong_is_told_and_the_form_stays() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e").text("cheap").shows("! ").keys("enter").shows("Aava: Price of an hour");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("ctrl-u").text("12").keys("enter").lacks("Aava: Price of an hour");
    assert_eq!(ui.changes(), ["vendors.aava.facts.hourly_rate=12"]);
}

#[test]
fn a_range_a_word_a_yes_and_what_does_not_apply_have_fields_of_their_own() {
    for (downs, keys, change) in [
        (2, "shift-tab tab", ""),
        (5, "right", "vendors.aava.facts.encryption={ value = \"in-transit\", note = \"Keys of our own\" }"),
        (5, "i", "vendors.aava.facts.encryption={ value = \"in-transit\", note = \"Keys of our own\" }"),
        (7, "right", "vendors.aava.facts.second_site=false"),
        (7, "left", "vendors.aava.facts.second_site={}"),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys("2").keys(&"down ".repeat(downs)).keys("e").keys(keys).keys("enter").lacks("as TOML");
        let changes = ui.changes();
        assert!(
            if change.is_empty() { changes.len() < 2 } else { changes == [change] },
            "{keys}: {changes:?}"
        );
    }
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e shift-tab right tab")
        .text("18")
        .keys("tab")
        .text("20")
        .keys("tab")
        .text("25")
        .keys("enter");
    assert_eq!(
        ui.changes(),
        ["vendors.aava.facts.hourly_rate={ low = 18, likely = 20, high = 25, unit = \"EUR/h\" }"]
    );
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e shift-tab left tab").text("No agents").keys("enter");
    assert_eq!(
        ui.changes(),
        ["vendors.aava.facts.hourly_rate={ not_applicable = true, reason = \"No agents\" }"]
    );
}

#[test]
fn the_things_of_a_list_are_ticked() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down down down down e").shows("Aava: Channels").shows("phone, chat, email");
    ui.keys("down down space").keys("ctrl-s");
    assert_eq!(ui.changes(), ["vendors.aava.facts.channels=[\"chat\", \"email\"]"]);
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down down down down e").text("ISO 27001, SOC 2").keys("enter");
    let change = "vendors.aava.facts.channels=[\"phone\", \"chat\", \"email\", \"ISO 27001\", \"SOC 2\"]";
    assert_eq!(ui.changes(), [change]);
}

#[test]
fn what_is_left_as_it_was_is_no_change_and_a_source_can_be_emptied() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down down down down e enter").lacks("as TOML");
    assert_eq!(ui.changes(), [""; 0]);
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e tab ctrl-u").lacks("price form, line 1").text("Offer 3").shows("Offer 3").keys("enter");
    assert_eq!(
        ui.changes(),
        [
            "vendors.aava.facts.hourly_rate={ value = 26, source = \"Offer 3\", as_of = 2026-10-02, unit = \"EUR/h\" }"
        ]
    );
}

#[test]
fn what_is_still_to_be_said_of_a_range_is_asked_for() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2 down e shift-tab right tab").lacks("! ").text("18").lacks("! ").keys("enter");
    ui.shows("a range is a lowest, a likely and a highest number").keys("esc");
    ui.keys("e shift-tab left enter").shows("say why it does not apply").keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
}

#[test]
fn a_fact_that_somebody_changed_under_the_form_is_told() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("2 down e").text("20");
    let file = text(&workspace, AAVA).replace("value = 26", "value = 27");
    workspace.write(AAVA, file);
    ui.act(weigh::tui::Action::FilesChanged).shows("somebody changed this meanwhile").shows("value = 27");
}

#[test]
fn pages_of_broken_files_say_so() {
    let workspace = harbour_copy();
    workspace.write(AAVA, "name = [\n");
    let mut ui = Ui::in_folder(workspace.path());
    for page in ["1", "2", "4", "5", "7"] {
        ui.keys(page).shows("8 tells them");
    }
}

#[test]
fn a_mark_has_its_anchors_and_its_reason() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("2").keys(&"down ".repeat(6)).keys("e").shows("Patient on three calls").text("5").keys("tab");
    ui.shows("(of the old value: Patient on three calls)").text("Never loud").keys("enter");
    assert_eq!(ui.changes(), ["vendors.aava.ratings.manner={ mark = 5, note = \"Never loud\" }"]);
}

#[test]
fn a_vendor_a_criterion_and_a_must_have_are_added_where_they_are_listed() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("a").shows("A new vendor").keys("enter").shows("the name is still to be said");
    ui.text("Habla Norte").keys("enter").shows("weigh new vendor \"Habla Norte\"").shows("Habla Norte");
    assert!(text(&workspace, "vendors/harbour/habla-norte.toml").contains("name = \"Habla Norte\""));
    ui.keys("4 a")
        .shows("A new criterion")
        .text("Night desk")
        .keys("tab")
        .text("quality")
        .keys("tab")
        .text("10");
    ui.keys("tab right ctrl-s").shows("weigh new criterion \"Night desk\"").lacks("A new criterion");
    let criteria = text(&workspace, "criteria/harbour.toml");
    assert!(criteria.contains("[criteria.night_desk]") && criteria.contains("yes = 100"), "{criteria}");
    // Nobody has told yet whether they have one.
    assert!(text(&workspace, AAVA).contains("night_desk"), "{}", text(&workspace, AAVA));
    ui.keys("5 a").text("Seats").keys("tab").text("seats").keys("tab tab").text("45").keys("ctrl-s");
    ui.shows("weigh new gate Seats").shows("Seats");
    assert!(text(&workspace, "criteria/harbour.toml").contains("[gates.seats]"));
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

#[test]
fn a_sample_criterion_brings_its_scale() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 a")
        .text("Reporting")
        .shows("Reporting and KPIs")
        .keys("down enter")
        .shows("monthly=0, weekly=40");
    ui.keys("tab tab").text("7").keys("ctrl-s").lacks("A new criterion");
    let criteria = text(&workspace, "criteria/harbour.toml");
    assert!(
        criteria.contains("scale  = { levels = { monthly = 0, weekly = 40, daily = 75, live = 100 } }"),
        "{criteria}"
    );
}

#[test]
fn what_cannot_be_made_is_told_in_the_form() {
    let workspace = harbour_copy();
    let before = text(&workspace, "criteria/harbour.toml");
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("a").text("Aava").keys("enter").shows("there is a vendor").shows("A new vendor").keys("esc");
    ui.keys("4 a")
        .text("Cost")
        .keys("tab tab")
        .text("five")
        .keys("ctrl-s")
        .shows("worst is still to be said");
    ui.text("9")
        .keys("tab")
        .text("1")
        .keys("ctrl-s")
        .shows("there is a criterion `cost` already")
        .keys("esc");
    assert_eq!(text(&workspace, "criteria/harbour.toml"), before);
}

#[test]
fn what_is_selected_is_taken_away_once_that_is_said() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("delete").shows("Take the vendor `").shows("keep it");
    ui.keys("enter").lacks("keep it");
    assert!(fs::exists(workspace.path().join(AAVA)).expect("it can be asked"));
    let first = ui.order()[0].clone();
    ui.keys("delete").shows("it has withdrawn").keys("r").shows("is gone");
    assert!(!workspace.path().join(format!("vendors/harbour/{first}.toml")).exists());
    assert_ne!(ui.order()[0], first);
    ui.keys("4 + delete").shows("save or discard the changes first");
}

#[test]
fn a_decision_is_begun_from_nothing_with_150_keys_besides_names_and_values() {
    let workspace = Workspace::empty();
    let mut ui = Ui::in_folder(workspace.path());
    let mut keys = 0;
    let mut press = |ui: &mut Ui, names: &str| {
        keys += names.split_whitespace().count();
        ui.keys(names);
    };
    ui.shows("begins a decision of your own");
    press(&mut ui, "n");
    ui.shows("A new decision").text("Who answers our customers?");
    press(&mut ui, "enter enter");
    ui.text("EUR");
    press(&mut ui, "enter");
    ui.shows("A new criterion");
    for (name, weight, worst, best) in
        [("Price", "60", "32", "12"), ("Solved", "20", "60", "90"), ("Wait", "10", "90", "10")]
    {
        ui.text(name);
        press(&mut ui, "tab tab");
        ui.text(weight);
        press(&mut ui, "tab tab");
        ui.text(worst);
        press(&mut ui, "tab");
        ui.text(best);
        press(&mut ui, "ctrl-s");
        ui.shows("A new criterion");
    }
    for (name, weight) in [("Night desk", "5"), ("Own trainers", "5")] {
        ui.text(name);
        press(&mut ui, "tab tab");
        ui.text(weight);
        press(&mut ui, "tab right ctrl-s");
    }
    press(&mut ui, "esc");
    ui.shows("There is no vendor yet");
    for (name, values) in [
        ("Siam Voice", ["22", "74", "40"]),
        ("Bayt Alradd", ["19", "80", "30"]),
        ("Habla Norte", ["14", "66", "60"]),
    ] {
        press(&mut ui, "1 a");
        ui.text(name);
        press(&mut ui, "enter 2 home");
        for value in values {
            press(&mut ui, "e");
            ui.text(value);
            press(&mut ui, "enter down");
        }
        press(&mut ui, "e right enter down e right right enter ctrl-s");
        ui.shows("saved");
    }
    press(&mut ui, "1");
    ui.shows("Siam Voice").shows("Bayt Alradd").shows("Habla Norte");
    assert_eq!(ui.order().len(), 3);
    assert!(keys <= 150, "{keys} keys");
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
    insta::assert_snapshot!(
        "begun_in_the_screens",
        text(&workspace, "criteria/who-answers-our-customers.toml")
    );
}

#[test]
fn every_key_that_the_schema_knows_has_a_field() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("d").shows("vendor aava").shows("contact-centre").shows("status").text("Aava Oy").keys("ctrl-s");
    assert_eq!(ui.changes(), ["vendors.aava.name=\"Aava Oy\""]);
    ui.shows("Aava Oy").keys("ctrl-s").shows("saved");
    assert!(text(&workspace, AAVA).contains("name    = \"Aava Oy\""));
    ui.keys("4 d")
        .shows("criterion cost")
        .text("What it costs")
        .keys("ctrl-s")
        .shows("What it costs")
        .keys("u");
    ui.keys("5 d").shows("must-have languages").shows("[\"en\", \"fi\"]").keys("esc");
    ui.keys("alt-r").shows("The rule").text("10").keys("ctrl-s");
    assert_eq!(ui.changes(), ["rule.points=10"]);
    assert_eq!(ui.app.state.evaluation().expect("a decision").decision.rule.points.to_string(), "10");
    ui.keys("u alt-d").shows("Who should answer the ferry passengers?").keys("esc");
    ui.keys("alt-n").shows("authority").keys("esc alt-l").shows("regime").keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
}

#[test]
fn a_table_with_a_wrong_value_stays_open() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("alt-r").text("many").keys("ctrl-s").shows("! ").shows("The rule");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("ctrl-u").text("50").keys("ctrl-s").lacks("The rule");
    assert_eq!(ui.changes(), ["rule.points=50"]);
    // Two at once are both there.
    ui.keys("d").text("Aava Oy").keys("tab").text("Aava local").keys("ctrl-s").lacks("vendor aava");
    assert_eq!(ui.changes().len(), 3);
    // What is there goes in the file alone.
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("d ctrl-u ctrl-s").shows("E opens it").keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
}

#[test]
fn the_palette_finds_things_and_everyday_words() {
    let mut ui = Ui::in_folder(&harbour());
    for (typed, shown) in [
        ("print", "write a report"),
        ("pdf", "write a report"),
        ("save", "write the changes"),
        ("undo", "take the last change back"),
        ("new", "add a vendor"),
        ("aava", "a vendor"),
        ("encryption", "a criterion"),
    ] {
        ui.keys(":").text(typed).shows(shown).keys("esc");
    }
    ui.keys(":").text("aava").keys("enter").shows("Price of an hour");
    ui.keys(":").text("encryption").keys("enter").shows("Weight");
    ui.keys(":").text("zzzz").shows("nothing has this in its name");
}

#[test]
fn forms_fit_every_screen() {
    for (columns, rows) in [(40, 10), (80, 24), (120, 40), (200, 60)] {
        for keys in ["a", "4 a", "5 a", "2 down e", "2 down down down down e"] {
            let mut ui = Ui::in_folder(&harbour());
            ui.keys(keys);
            let screen = ui.screen(columns, rows);
            insta::assert_snapshot!(format!("form_{}_{columns}x{rows}", keys.replace(' ', "_")), screen);
        }
    }
}

fn sample() -> Workspace {
    let workspace = Workspace::empty();
    let made = workspace.weigh(&["init", "."]);
    assert_eq!(made.code, Some(0), "{made}");
    workspace
}

/// Opens the form of a table of the files.
fn part<'a>(ui: &'a mut Ui, path: &str) -> &'a mut Ui {
    ui.keys("alt-q").shows("What is to be changed?").text(path).keys("enter")
}

#[test]
fn any_table_of_the_files_has_a_form() {
    let workspace = sample();
    let mut ui = Ui::in_folder(workspace.path());
    // A price of the quote of the selected vendor, picked from the list.
    ui.keys("alt-q").text("quote.prices").shows("vendors.siam-voice.quote.prices.hours").keys("down enter");
    ui.shows("vendors.siam-voice.quote.prices.hours").shows("rate");
    while !ui.all().contains("▸ rate") {
        ui.keys("tab");
    }
    ui.text("9.5").keys("ctrl-s").lacks("What is to be changed?");
    assert_eq!(ui.changes(), ["vendors.siam-voice.quote.prices.hours.rate=9.5"]);
    // A table that takes any key has a field for each that is there.
    part(&mut ui, "needs").shows("agents").keys("esc");
    part(&mut ui, "needs.demand.phone").shows("contacts").shows("aht").keys("esc");
    // One that is not there yet is written whole.
    part(&mut ui, "vendors.siam-voice.contact").shows("email").text("Bangkok").keys("ctrl-s");
    assert!(
        ui.changes().contains(&"vendors.siam-voice.contact={ address = \"Bangkok\" }".to_owned()),
        "{:?}",
        ui.changes()
    );
    // One more of its kind, under a name of its own.
    part(&mut ui, "vendors.siam-voice.quote.charges.visits").text("1200");
    // What cannot be left out comes first, and is asked for.
    ui.keys("ctrl-s")
        .shows("! the key `per` is missing")
        .keys("tab right")
        .keys("ctrl-s")
        .lacks("ctrl-s done");
    ui.keys("ctrl-s").shows("saved vendors/contact-centre/siam-voice.toml");
    let file = text(&workspace, "vendors/contact-centre/siam-voice.toml");
    assert!(file.contains("Bangkok") && file.contains("9.5") && file.contains("visits"), "{file}");
    // What no file may have is told.
    part(&mut ui, "vendors.siam-voice.colour").shows("no file has such a part").keys("esc");
    part(&mut ui, "").shows("no file has such a part").keys("esc").lacks("What is to be changed?");
}

#[test]
fn every_listed_table_opens_and_fits_every_screen() {
    let workspace = sample();
    let mut ui = Ui::in_folder(workspace.path());
    let mut opened = 0;
    for path in [
        "vendors.siam-voice.quote",
        "vendors.siam-voice.quote.training",
        "vendors.siam-voice.quote.contract",
        "cost",
        "notice",
        "rule.panel",
        "robust",
    ] {
        part(&mut ui, path).shows(path);
        for (columns, rows) in [(40, 10), (80, 24), (200, 60)] {
            ui.screen(columns, rows);
        }
        // Every key has one field.
        let screen = ui.screen(200, 60);
        let labels = screen
            .lines()
            .filter_map(|line| line.split("│ ").nth(1))
            .map(|line| line.trim_start_matches("▸ "));
        let labels = labels.filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
        let fields: Vec<String> = labels
            .filter(|label| ["discount", "rate", "term", "combine"].contains(&label.as_str()))
            .collect();
        let different: std::collections::BTreeSet<&String> = fields.iter().collect();
        assert_eq!(fields.len(), different.len(), "{path}: {fields:?}");
        assert!(path != "cost" || fields.contains(&"discount".to_owned()), "{path}: {screen}");
        ui.keys("ctrl-s").lacks("ctrl-s done");
        assert_eq!(ui.changes(), [""; 0], "{path}");
        opened += 1;
    }
    assert_eq!(opened, 7);
}

#[test]
fn a_scale_is_drawn_with_the_vendors_on_it_while_it_is_typed() {
    let workspace = sample();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 down d").shows("criterion total_cost").shows("100 ·").shows("A Siam Voice 83.18: ");
    let before = ui.all();
    // Steeper: others are worth more, the line says so at once, and what is half typed keeps the last picture.
    while !ui.all().contains("▸ scale") {
        ui.keys("tab");
    }
    ui.text("{ worst = 9000000, best = 1000000 }");
    let after = ui.all();
    assert!(after.contains("9000000") && after.contains("A Siam Voice 70.74: "), "{after}");
    assert_ne!(before, after);
    ui.keys("backspace").shows("A Siam Voice 70.74: ").keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
    // Levels are a table of words; a group has no scale.
    ui.keys("down down down d").shows("50 listen-in").shows("100 listen-and-steer").keys("esc");
    ui.keys("g d").shows("criterion cost").lacks("A Siam Voice 83.18: ").keys("esc");
}

/// The formula of the rule says what it comes to while it is typed, and so does one of a fact; one of the list can be picked.
#[test]
fn a_formula_says_what_it_comes_to_while_it_is_typed() {
    let workspace = harbour_copy();
    let criteria = workspace.path().join("criteria/harbour.toml");
    let text = std::fs::read_to_string(&criteria).unwrap();
    std::fs::write(&criteria, format!("{text}\n[facts.half]\nexpr = \"facts.hourly_rate / 2\"\n")).unwrap();
    let mut ui = Ui::in_folder(workspace.path());
    let to = |ui: &mut Ui, key: &str| {
        for _ in 0..20 {
            if ui.all().lines().any(|line| line.contains(&format!("▸ {key}"))) {
                break;
            }
            ui.keys("tab");
        }
        ui.shows(&format!("▸ {key}"));
    };
    ui.keys("alt-r");
    to(&mut ui, "total");
    ui.text("de.ufab").shows("{ formula = \"de.ufab-simple\"");
    ui.keys("esc").keys("alt-r");
    to(&mut ui, "total");
    ui.text("\"points.hourly / 2\"");
    let half = ui.all();
    assert!(half.lines().any(|line| line.contains("1. ")), "{half}");
    ui.keys("backspace").text("+");
    assert!(ui.all().lines().any(|line| line.contains("1. ")), "{}", ui.all());
    ui.keys("esc");
    assert_eq!(ui.changes(), [""; 0]);
}

/// A tender has published its formula: the form of a criterion offers those there are, with the numbers they ask for.
#[test]
fn a_scale_is_picked_among_the_published_formulas() {
    let workspace = harbour_copy();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 d").shows("scale");
    for _ in 0..12 {
        if ui.all().lines().any(|line| line.contains("▸ scale")) {
            break;
        }
        ui.keys("tab");
    }
    ui.text("ch.linear").shows("linear-span").keys("down enter");
    ui.shows("{ formula = \"ch.linear-span\", numbers = {");
}

//! Weights: nudging, dragging, typing, locks, making room, undo and redo, saving.

use std::fs;

use crossterm::event::{MouseButton, MouseEventKind};

use super::{Ui, harbour, harbour_copy, lines, place_of};

const CRITERIA: &str = "criteria/harbour.toml";

/// A UI on the page of the weights, after keys.
fn weights(keys: &str) -> Ui {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4").keys(keys);
    ui
}

#[test]
fn keys_nudge_the_selected_weight() {
    for (keys, changes) in [
        ("+", &["criteria.cost.weight=41"][..]),
        ("=", &["criteria.cost.weight=41"]),
        ("right l", &["criteria.cost.weight=42"]),
        ("-", &["criteria.cost.weight=39"]),
        ("left h", &["criteria.cost.weight=38"]),
        (">", &["criteria.cost.weight=45"]),
        ("shift-right L", &["criteria.cost.weight=50"]),
        ("<", &["criteria.cost.weight=35"]),
        ("shift-left H", &["criteria.cost.weight=30"]),
        ("< < < < < < < < <", &["criteria.cost.weight=0"]),
        ("+ -", &[]),
        ("> 0", &[]),
        ("down +", &["criteria.hourly.weight=76"]),
        ("end +", &["criteria.second_site.weight=16"]),
        ("+ end -", &["criteria.cost.weight=41", "criteria.second_site.weight=13.75"]),
    ] {
        assert_eq!(weights(keys).changes(), changes, "{keys:?}");
    }
}

#[test]
fn one_weight_of_a_group_stays_above_nothing() {
    let mut ui = weights("down down < < < < < <");
    assert_eq!(ui.changes(), ["criteria.charges.weight=0"]);
    ui.keys("x up <").shows("the weights that stay take more than the whole, or nothing can grow");
    assert_eq!(ui.changes(), ["criteria.charges.weight=0"]);
    // Once it may, the other one grows again.
    ui.keys("down x up <");
    assert_eq!(ui.changes(), ["criteria.hourly.weight=95"]);
}

#[test]
fn a_nudge_changes_the_ranking_at_once_and_arrows_show_how() {
    let mut ui = weights("");
    assert_eq!(ui.order(), ["aava", "kide", "nam-sai", "borealis"]);
    ui.keys("> > > >");
    assert_eq!(ui.order(), ["nam-sai", "kide", "aava", "borealis"]);
    ui.shows("▲2").shows("▼2").shows("*60").shows(" *");
    ui.keys("1").shows("▲2").shows("▼2");
    ui.keys("u").lacks("▲").lacks("▼");
}

#[test]
fn nudges_of_one_weight_are_one_step_back() {
    for (keys, back, left) in [
        ("+ + +", 1, &[][..]),
        ("+ > - <", 1, &[]),
        ("+ down +", 1, &["criteria.cost.weight=41"]),
        ("+ down up +", 1, &["criteria.cost.weight=41"]),
        ("+ 1 4 +", 1, &["criteria.cost.weight=41"]),
        ("+ down + +", 2, &[]),
        ("+ x x +", 1, &["criteria.cost.weight=41"]),
        ("+ ctrl-l +", 1, &[]),
        ("+ 0", 1, &["criteria.cost.weight=41"]),
        ("+ 0", 2, &[]),
    ] {
        let mut ui = weights(keys);
        for _ in 0..back {
            ui.keys("u");
        }
        assert_eq!(ui.changes(), left, "{keys:?} and {back} back");
    }
}

#[test]
fn a_gesture_that_comes_back_to_where_it_began_is_no_step() {
    let mut ui = weights("+ down + - up");
    ui.keys("u").shows("taken back: weight of cost: 41");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("down u").lacks("taken back");
}

#[test]
fn what_was_taken_back_can_be_made_again_until_something_else_is_changed() {
    let mut ui = weights("+ down + u u");
    assert_eq!(ui.changes(), [""; 0]);
    ui.keys("ctrl-r").shows("made again: weight of cost: 41");
    assert_eq!(ui.changes(), ["criteria.cost.weight=41"]);
    ui.keys("U");
    assert_eq!(ui.changes(), ["criteria.cost.weight=41", "criteria.hourly.weight=76"]);
    ui.keys("u up -").keys("ctrl-r");
    assert_eq!(ui.changes(), [""; 0], "41 less 1 is what the file says");
    ui.keys("ctrl-r").lacks("made again");
}

#[test]
fn taking_everything_back_gives_what_was_read() {
    let mut ui = weights("");
    let read = ui.json();
    ui.keys("> down - - down > > n end + n 0");
    assert!(ui.json() != read);
    for _ in 0..12 {
        ui.keys("u");
    }
    assert!(ui.json() == read);
    assert!(!ui.app.state.is_changed());
}

/// The cells of the slider of a criterion.
fn slider(ui: &mut Ui, name: &str) -> (u16, u16, u16) {
    let buffer = ui.buffer(120, 40);
    let (_, y) = place_of(&buffer, name);
    let line = lines(&buffer)[usize::from(y)].clone();
    let is_slider = |c: char| c == '█' || c == '·';
    let cells: Vec<u16> = line
        .chars()
        .zip(0..)
        .take_while(|(c, _)| *c != '│')
        .filter(|(c, _)| is_slider(*c))
        .map(|(_, x)| x)
        .collect();
    (cells[0], *cells.last().expect("a slider"), y)
}

#[test]
fn a_slider_follows_the_mouse_and_a_drag_is_one_step() {
    let mut ui = weights("");
    let (left, right, y) = slider(&mut ui, "Quality");
    ui.mouse(MouseEventKind::Down(MouseButton::Left), left, y);
    assert_eq!(ui.changes(), ["criteria.quality.weight=0"]);
    for x in left..=right + 5 {
        ui.mouse(MouseEventKind::Drag(MouseButton::Left), x, y + 3);
        ui.buffer(120, 40);
    }
    assert_eq!(ui.changes(), ["criteria.quality.weight=100"]);
    ui.mouse(MouseEventKind::Drag(MouseButton::Left), 0, 0);
    assert_eq!(ui.changes(), ["criteria.quality.weight=0"]);
    ui.mouse(MouseEventKind::Drag(MouseButton::Left), right, 0);
    ui.mouse(MouseEventKind::Up(MouseButton::Left), right, 0);
    assert_eq!(ui.changes(), ["criteria.quality.weight=100"]);
    // Once let go, the mouse drags nothing.
    ui.mouse(MouseEventKind::Drag(MouseButton::Left), left, y);
    assert_eq!(ui.changes(), ["criteria.quality.weight=100"]);
    let (_, right, y) = slider(&mut ui, "Cost     ");
    ui.mouse(MouseEventKind::Down(MouseButton::Left), right, y);
    ui.mouse(MouseEventKind::Up(MouseButton::Left), right, y);
    assert_eq!(ui.changes(), ["criteria.cost.weight=100"], "there is no room for both");
    ui.keys("u");
    assert_eq!(ui.changes(), ["criteria.quality.weight=100"]);
    ui.keys("u");
    assert_eq!(ui.changes(), [""; 0]);
}

#[test]
fn two_drags_of_one_slider_are_two_steps() {
    let mut ui = weights("");
    let (left, right, y) = slider(&mut ui, "Quality");
    for x in [right, left] {
        ui.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
        ui.mouse(MouseEventKind::Up(MouseButton::Left), x, y);
    }
    assert_eq!(ui.changes(), ["criteria.quality.weight=0"]);
    ui.keys("u");
    assert_eq!(ui.changes(), ["criteria.quality.weight=100"]);
}

/// What the criteria file would be, by `weigh set` with `--make-room`, weight by weight in this order.
fn by_set(weights: &[(&str, &str)]) -> String {
    let workspace = harbour_copy();
    for (criterion, weight) in weights {
        let path = format!("criteria.{criterion}.weight");
        let output = workspace.weigh(&["set", &path, weight, "--make-room"]);
        assert_eq!(output.code, Some(0), "{output}");
    }
    String::from_utf8(workspace.read(CRITERIA)).unwrap()
}

#[test]
fn what_a_slider_shows_is_what_the_file_says() {
    for (keys, weights) in [
        ("+", &[("cost", "41")][..]),
        ("> >", &[("cost", "50")]),
        ("> > > > > > > > > > > > > >", &[("cost", "100")]),
        ("e 3 3 . 3 3 enter", &[("cost", "33.33")]),
        ("- n", &[("cost", "39")]),
        ("down >", &[("hourly", "80")]),
        // What was set before makes room too, where it is told to.
        ("> > end > n", &[("second_site", "17.5")]),
        // There and back again is nothing.
        ("> > > > > > < < < < < <", &[]),
    ] {
        let workspace = harbour_copy();
        let mut ui = Ui::in_folder(workspace.path());
        ui.keys("4").keys(keys);
        let (order, shown) = (ui.order(), ui.json());
        ui.lacks("too much").lacks("missing").keys("ctrl-s");
        assert_eq!(String::from_utf8(workspace.read(CRITERIA)).unwrap(), by_set(weights), "{keys:?}");
        let saved = Ui::in_folder(workspace.path());
        let points = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap()["vendors"].clone();
        assert_eq!((saved.order(), points(&saved.json())), (order, points(&shown)), "{keys:?}");
    }
}

#[test]
fn weights_that_are_set_or_kept_stay_and_the_others_make_room() {
    let mut ui = weights("> > end +");
    assert_eq!(ui.changes(), ["criteria.cost.weight=50", "criteria.second_site.weight=13.5"]);
    // From 45 and 15, 37.5 and 12.5 made room; then it is one step more.
    ui.shows("*36.5");
    ui.keys("g n").shows("the other weights of the group made room").shows("*37.5").shows("*12.5");
    assert_eq!(ui.changes(), ["criteria.cost.weight=50"]);
    ui.keys("u");
    assert_eq!(
        ui.changes(),
        ["criteria.cost.weight=50", "criteria.second_site.weight=13.5"],
        "that is one step"
    );
    // One that is set to what the file says is set all the same, as long as others of its group are.
    ui.keys("e 4 0 enter").shows("*46.5");
    assert_eq!(ui.changes(), ["criteria.cost.weight=40", "criteria.second_site.weight=13.5"]);
    ui.keys("end 0");
    assert_eq!(ui.changes(), [""; 0]);
    // A kept one stays where it is, also where it made room to before.
    let mut ui = weights("> > end x g >");
    assert_eq!(ui.changes(), ["criteria.cost.weight=55", "criteria.second_site.weight=12.5"]);
    ui.shows("*32.5");
}

#[test]
fn what_cannot_make_room_says_why_and_changes_nothing() {
    weights("n").shows("the other weights of this group make room already");
    let mut ui = weights("end > > > > > > > > > > > > x g");
    let before = ui.changes();
    assert_eq!(before, ["criteria.second_site.weight=75"]);
    ui.keys("e 3 0 enter").shows("the weights that stay take more than the whole");
    assert_eq!(ui.changes(), before);
    ui.keys("e 2 5 4 0 enter").shows("the weights that stay take more than the whole");
    assert_eq!(ui.changes(), before);
}

#[test]
fn a_locked_weight_does_not_move_until_it_is_unlocked() {
    let mut ui = weights("x");
    for key in ["+", "-", ">", "<"] {
        ui.keys(key).shows("cost is locked; x unlocks it");
    }
    assert_eq!(ui.changes(), [""; 0]);
    ui.shows("■").keys("x +").lacks("■");
    assert_eq!(ui.changes(), ["criteria.cost.weight=41"]);
}

#[test]
fn a_typed_weight_is_taken_when_it_is_a_weight() {
    for (typed, result) in [
        ("55", Ok("criteria.cost.weight=55")),
        ("12.5", Ok("criteria.cost.weight=12.5")),
        ("0", Ok("criteria.cost.weight=0")),
        (" 7 ", Ok("criteria.cost.weight=7")),
        ("-1", Err("a weight is 0 or more")),
        ("many", Err("a weight is a number such as 25 or 12.5")),
        ("", Err("a weight is a number such as 25 or 12.5")),
        ("1e400", Err("a weight is a number")),
        ("12,5", Err("a weight is a number")),
    ] {
        let mut ui = weights("e ctrl-u");
        ui.text(typed);
        match result {
            Ok(change) => {
                ui.keys("enter").lacks("weight of cost: ");
                assert_eq!(ui.changes(), [change], "{typed:?}");
            }
            Err(reason) => {
                ui.shows(reason).keys("enter").shows(reason);
                assert_eq!(ui.changes(), [""; 0], "{typed:?}");
                ui.keys("esc").lacks(reason).lacks("weight of cost: ");
                assert_eq!(ui.changes(), [""; 0], "{typed:?}");
            }
        }
    }
}

#[test]
fn a_typed_weight_obeys_what_a_nudged_one_does() {
    let mut ui = weights("down down e ctrl-u");
    ui.text("0").keys("enter x up e ctrl-u").text("0").keys("enter");
    assert_eq!(ui.changes(), ["criteria.charges.weight=0"], "one weight of a group stays above 0");
    let mut ui = weights("x e ctrl-u");
    ui.text("7").keys("enter esc");
    assert_eq!(ui.changes(), [""; 0], "it is locked");
}

/// The weight that is there is selected: whoever types a number means that number.
#[test]
fn what_is_typed_takes_the_place_of_the_weight_that_is_there() {
    for (keys, change) in [
        ("e 3 0 enter", Some("criteria.cost.weight=30")),
        ("e backspace 3 enter", Some("criteria.cost.weight=3")),
        ("e enter", None),
        ("e end . 5 enter", Some("criteria.cost.weight=40.5")),
        ("e home 1 enter", None),
        ("e left backspace enter", Some("criteria.cost.weight=0")),
    ] {
        let ui = weights(keys);
        assert_eq!(ui.changes(), change.into_iter().collect::<Vec<_>>(), "{keys:?}");
    }
    let mut ui = weights("e");
    ui.event(&crossterm::event::Event::Paste("35".to_owned()));
    assert_eq!(ui.keys("enter").changes(), ["criteria.cost.weight=35"]);
}

#[test]
fn a_lock_is_told_when_editing_begins() {
    let workspace = harbour_copy();
    assert_eq!(workspace.weigh(&["lock", "all", "--by", "Aino", "--at", "2026-11-22"]).code, Some(0));
    let warning =
        "! everything was locked at 2026-11-22 by Aino; `weigh unlock all --reason \"...\"` comes first";
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 e").shows(warning).keys("esc").lacks(warning);
    ui.keys("+").shows(&warning[2..]);
    ui.keys("u 2 down down e").shows(&warning[..60]).keys("ctrl-t").shows(warning).keys("esc q");
    let workspace = harbour_copy();
    assert_eq!(workspace.weigh(&["lock", "quality", "--by", "Aino", "--at", "2026-11-22"]).code, Some(0));
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 e").lacks("was locked").keys("esc +").lacks("was locked");
}

/// Another decision that reads the vendor holds it as well; that is told once the value is known.
#[test]
fn a_lock_of_another_decision_is_told_when_a_value_is_typed() {
    let workspace = harbour_copy();
    let criteria = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    workspace.write("criteria/second.toml", format!("vendors = \"../vendors/harbour\"\n{criteria}"));
    workspace.write(CRITERIA, format!("default = true\n{criteria}"));
    let lock = ["lock", "all", "--criteria", "second", "--by", "Aino", "--at", "2026-11-22"];
    let output = workspace.weigh(&lock);
    assert_eq!(output.code, Some(0), "{output}");
    let mut ui = Ui::in_folder(workspace.path());
    let said = "everything of second was locked at 2026-11-22 by Aino";
    ui.keys("enter 2 down down e ctrl-t").lacks(said).keys("1 2 enter").shows(said).keys("u").lacks(" *");
}

#[test]
fn a_pasted_weight_is_typed() {
    let mut ui = weights("e ctrl-u");
    ui.event(&crossterm::event::Event::Paste("2\n1\u{1b}".to_owned()));
    ui.keys("enter");
    assert_eq!(ui.changes(), ["criteria.cost.weight=21"]);
    // Where nothing is typed, a paste is no keys.
    let mut ui = weights("");
    ui.event(&crossterm::event::Event::Paste("+q".to_owned()));
    assert_eq!(ui.changes(), [""; 0]);
    assert_eq!(ui.asked(), "");
}

#[test]
fn saving_writes_the_weights_and_nothing_else() {
    let workspace = harbour_copy();
    let before = String::from_utf8(workspace.read(CRITERIA)).unwrap();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("4 > >").shows(" *").keys("ctrl-s").shows("saved criteria/harbour.toml").lacks("Harbour desk *");
    assert!(!ui.app.state.is_changed());
    let expected = before
        .replace("weight = 40\n\n[criteria.hourly]", "weight = 50\n\n[criteria.hourly]")
        .replace("weight  = 45", "weight  = 37.5")
        .replace("weight = 15", "weight = 12.5");
    assert_eq!(String::from_utf8(workspace.read(CRITERIA)).unwrap(), expected);
    assert_eq!(ui.keys("ctrl-s").changes(), [""; 0]);
    let again = Ui::in_folder(workspace.path());
    assert!(again.json() == ui.json());
}

#[test]
fn changes_can_be_taken_back_and_made_again_after_saving_them() {
    let workspace = harbour_copy();
    let before = workspace.read(CRITERIA);
    let mut ui = Ui::in_folder(workspace.path());
    let read = ui.json();
    ui.keys("4 > > ctrl-s");
    let saved = workspace.read(CRITERIA);
    assert_ne!(saved, before);
    ui.keys("u");
    assert_eq!(ui.changes(), ["criteria.cost.weight=40"]);
    ui.keys("ctrl-s").shows("saved criteria/harbour.toml");
    assert_eq!(workspace.read(CRITERIA), before);
    assert!(ui.json() == read);
    ui.keys("ctrl-r ctrl-s");
    assert_eq!(workspace.read(CRITERIA), saved);
}

#[test]
fn what_a_file_divides_by_its_sum_is_saved_as_it_is() {
    let criteria = "title = \"Two\"\n\n[criteria.price] # first\nweight = 3 # of any sum\nscale = { worst = 32, best = 12 }\n\n[criteria.second_site]\nweight = 1\nscale = { yes = 100, no = 0 }\n";
    let vendors = [
        ("aalto", "name = \"Aalto\"\n\n[facts]\nprice = 20\nsecond_site = true\n"),
        ("brandt", "name = \"Brandt\"\n\n[facts]\nprice = 12\nsecond_site = false\n"),
    ];
    let workspace = crate::support::Workspace::new(criteria, &vendors);
    let mut ui = Ui::in_folder(workspace.path());
    assert_eq!(ui.order(), ["brandt", "aalto"]);
    ui.keys("4 n").shows("nothing has to add up");
    // The whole is 4, so a step is 0.01 of it as a power of ten.
    ui.keys("-");
    assert_eq!(ui.changes(), ["criteria.price.weight=2.99"]);
    ui.keys("e ctrl-u").text("1").keys("enter");
    assert_eq!(ui.order(), ["aalto", "brandt"]);
    ui.keys("ctrl-s").shows("saved criteria/d.toml");
    let saved = fs::read_to_string(workspace.path().join("criteria/d.toml")).unwrap();
    assert_eq!(saved, criteria.replace("weight = 3", "weight = 1"));
}

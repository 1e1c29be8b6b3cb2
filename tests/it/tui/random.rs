//! Random keys, clicks and sizes: nothing panics, and every change can be taken back.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use weigh::tui::Action;

use super::{Ui, harbour, harbour_copy};

/// Cases of a property; each draws many frames.
const CASES: u32 = 64;

/// Every key that is bound to something, and some that are not.
const KEYS: [&str; 75] = [
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pgup",
    "pgdn",
    "enter",
    "esc",
    "backspace",
    "delete",
    "tab",
    "shift-tab",
    "space",
    "/",
    "m",
    "s",
    "S",
    "e",
    "]",
    "[",
    "n",
    "N",
    "p",
    "+",
    "=",
    "-",
    ">",
    "<",
    "shift-right",
    "shift-left",
    "0",
    "x",
    "u",
    "ctrl-r",
    "U",
    "ctrl-s",
    "w",
    "R",
    "E",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "c",
    "v",
    "o",
    "t",
    "ctrl-l",
    "ctrl-z",
    ":",
    "ctrl-p",
    "?",
    "f1",
    "q",
    "ctrl-c",
    "h",
    "j",
    "k",
    "l",
    "g",
    "G",
    "d",
    "r",
    "ctrl-u",
    "f",
    "i",
    "P",
    "M",
    "a",
];

/// Keys that change weights and facts, and those that move to where they do.
const CHANGES: [&str; 34] = [
    "up", "down", "home", "end", "enter", "left", "right", "+", "-", ">", "<", "0", "x", "n", "e", "e",
    "tab", "2", "4", "4", "4", "]", "[", "u", "ctrl-r", "space", "s", "/", "esc", "1", "7", "m", "f", "8",
];

const TEXTS: [&str; 12] = [
    "1",
    "12.5",
    "0",
    "-3",
    "phone",
    "{ low = 1, likely = 2, high = 3 }",
    "{",
    "\"",
    "true",
    "น้ำ",
    "e\u{301}👨‍👩‍👧",
    "",
];

#[derive(Clone, Debug)]
enum Step {
    Key(&'static str),
    Text(&'static str),
    Paste(String),
    Mouse(MouseEventKind, u16, u16),
    /// Another size, and a frame of it.
    Size(u16, u16),
    FilesChanged,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let kinds = [
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::Up(MouseButton::Left),
        MouseEventKind::ScrollUp,
        MouseEventKind::ScrollDown,
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::Moved,
    ];
    let step = prop_oneof![
        12 => select(&KEYS[..]).prop_map(Step::Key),
        2 => select(&TEXTS[..]).prop_map(Step::Text),
        1 => ".{0,12}".prop_map(Step::Paste),
        6 => (select(kinds.to_vec()), 0_u16..300, 0_u16..100).prop_map(|(kind, x, y)| Step::Mouse(kind, x, y)),
        3 => (0_u16..=300, 0_u16..=100).prop_map(|(columns, rows)| Step::Size(columns, rows)),
        2 => (0_u16..=90, 0_u16..=26).prop_map(|(columns, rows)| Step::Size(columns, rows)),
        1 => Just(Step::FilesChanged),
    ];
    prop::collection::vec(step, 1..60)
}

fn check<S: Strategy>(values: S, property: impl Fn(S::Value) -> TestCaseResult) {
    let config =
        Config { cases: CASES, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    if let Err(error) = TestRunner::new(config).run(&values, property) {
        panic!("{error}");
    }
}

fn take(ui: &mut Ui, step: &Step, size: &mut (u16, u16)) {
    match step {
        Step::Key(name) => {
            ui.keys(name);
        }
        Step::Text(text) => {
            ui.text(text);
        }
        Step::Paste(text) => ui.event(&Event::Paste(text.clone())),
        // Within the screen, so that most clicks hit something.
        Step::Mouse(kind, x, y) => ui.mouse(*kind, x % size.0.max(1), y % size.1.max(1)),
        Step::Size(columns, rows) => *size = (*columns, *rows),
        Step::FilesChanged => {
            ui.act(Action::FilesChanged);
        }
    }
    ui.buffer(size.0, size.1);
}

#[test]
fn no_keys_clicks_or_sizes_panic() {
    check((steps(), any::<bool>()), |(steps, is_empty)| {
        let workspace = if is_empty { crate::support::Workspace::empty() } else { harbour_copy() };
        let mut ui = Ui::in_folder(workspace.path());
        let mut size = (120, 40);
        ui.buffer(120, 40);
        for step in &steps {
            take(&mut ui, step, &mut size);
        }
        Ok(())
    });
}

#[test]
fn every_page_is_drawn_in_every_size() {
    let mut ui = Ui::in_folder(&harbour());
    let sizes: Vec<u16> = (0..=60).chain([79, 80, 81, 99, 100, 119, 120, 159, 160, 200, 300]).collect();
    for page in ["1", "2", "3", "4", "5", "6", "7", "8", "P"] {
        ui.keys(page);
        for &columns in &sizes {
            for rows in [0, 1, 2, 3, 9, 10, 11, 12, 17, 18, 24, 100] {
                ui.buffer(columns, rows);
            }
        }
        for over in ["?", ":", "e"] {
            ui.keys(over);
            for &columns in sizes.iter().step_by(3) {
                for rows in [0, 1, 5, 10, 11, 24] {
                    ui.buffer(columns, rows);
                }
            }
            ui.keys("esc");
        }
        ui.keys("4 + q");
        for &columns in &sizes {
            for rows in [0, 1, 5, 10, 11, 24] {
                ui.buffer(columns, rows);
            }
        }
        ui.keys("esc u");
    }
}

#[test]
fn taking_all_changes_back_gives_what_was_read() {
    let step = prop_oneof![
        10 => select(&CHANGES[..]).prop_map(Step::Key),
        3 => select(&TEXTS[..]).prop_map(Step::Text),
        2 => (0_u16..120, 2_u16..40).prop_map(|(x, y)| Step::Mouse(MouseEventKind::Down(MouseButton::Left), x, y)),
        1 => (0_u16..120, 2_u16..40).prop_map(|(x, y)| Step::Mouse(MouseEventKind::Drag(MouseButton::Left), x, y)),
    ];
    let workspace = harbour_copy();
    let read = Ui::in_folder(workspace.path()).json();
    check(prop::collection::vec(step, 1..60), |steps| {
        let mut ui = Ui::in_folder(workspace.path());
        let mut size = (120, 40);
        ui.keys("4").buffer(120, 40);
        for step in &steps {
            if !is_harmless(&mut ui, step) {
                continue;
            }
            take(&mut ui, step, &mut size);
        }
        ui.keys("esc esc esc esc esc esc esc esc 1");
        let is_undo = |action: &Action| matches!(action, Action::Undo);
        let mut count = 0;
        while ui.app.state.possible().iter().any(is_undo) {
            ui.keys("u");
            count += 1;
            prop_assert!(count <= steps.len() * 13, "there is an end to it");
        }
        prop_assert_eq!(ui.changes(), Vec::<String>::new());
        prop_assert!(!ui.app.state.is_changed());
        prop_assert!(ui.json() == read);
        Ok(())
    });
}

/// Whether a step leaves the files alone: outside of a typed line letters are keys, and a click on the last
/// row, or on what is to be done next, may hit `save`.
fn is_harmless(ui: &mut Ui, step: &Step) -> bool {
    match step {
        Step::Mouse(_, _, y) => {
            let screen = ui.screen(120, 40);
            *y < 39
                && !screen.lines().nth(usize::from(*y)).is_some_and(|line| line.contains("into the files"))
        }
        Step::Text(_) => ui.app.state.possible().len() == 2,
        _ => true,
    }
}

#[test]
fn letting_go_of_a_key_does_nothing() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("4");
    for kind in [crossterm::event::KeyEventKind::Release, crossterm::event::KeyEventKind::Repeat] {
        let event = KeyEvent::new_with_kind(KeyCode::Char('+'), KeyModifiers::NONE, kind);
        ui.event(&Event::Key(event));
    }
    assert_eq!(ui.changes(), ["criteria.cost.weight=41"], "a held key repeats");
}

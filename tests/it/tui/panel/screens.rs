//! What the page shows.

use std::path::PathBuf;

use ratatui::style::{Color, Modifier};
use weigh::tui::{Options, Theme};

use super::{QUAY, line, page, quay_copy, quay_with, text};
use crate::support::{Workspace, repository};
use crate::tui::{Ui, lines};

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 60)];

/// The page with the keys that lead to each of its uses.
const USES: [(&str, &str); 3] =
    [("panel", "P g down down right right"), ("panel_give", "P right right m g"), ("panel_moderate", "P M")];

fn quay(keys: &str, change: impl FnOnce(&mut Options)) -> Ui {
    let mut options = Options::new(PathBuf::from(QUAY));
    change(&mut options);
    let mut ui = Ui::with(&options);
    ui.keys(keys).settle();
    ui
}

#[test]
fn the_page_in_four_sizes() {
    for (name, keys) in USES {
        let mut ui = quay(keys, |_| ());
        for (columns, rows) in SIZES {
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), ui.screen(columns, rows));
        }
    }
}

#[test]
fn every_size_is_drawn() {
    for (_, keys) in USES {
        let mut ui = quay(keys, |_| ());
        for columns in (0..=60).chain([79, 80, 100, 119, 139, 140, 200]) {
            for rows in [0, 1, 3, 9, 10, 11, 12, 14, 17, 20, 24, 40, 100] {
                ui.buffer(columns, rows);
            }
        }
    }
}

#[test]
fn the_panel_of_the_sample() {
    let mut ui = Ui::in_folder(&repository());
    ui.keys("enter P down right right").settle();
    for (columns, rows) in [(80, 24), (200, 60)] {
        insta::assert_snapshot!(format!("panel_sample_{columns}x{rows}"), ui.screen(columns, rows));
    }
}

#[test]
fn ascii_alone_outside_of_names_and_notes() {
    for (name, keys) in USES {
        let mut ui = quay(keys, |options| options.is_ascii = true);
        for (columns, rows) in SIZES {
            let screen = ui.screen(columns, rows);
            let is_thai = |c: char| ('\u{e00}'..='\u{e7f}').contains(&c);
            let other: Vec<char> = screen.chars().filter(|c| !c.is_ascii() && !is_thai(*c)).collect();
            assert!(other.is_empty(), "{other:?} on {name} at {columns}x{rows}:\n{screen}");
        }
        insta::assert_snapshot!(format!("{name}_ascii_80x24"), ui.screen(80, 24));
    }
}

#[test]
fn no_colour_is_needed() {
    for theme in &Theme::ALL {
        for (name, keys) in USES {
            let mut ui = quay(keys, |options| options.theme = *theme);
            let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
            let cursor = ui.app.draw(&mut buffer).unwrap_or_else(|| panic!("a cursor on {name}"));
            let is_plain = |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
            assert_eq!(buffer.content.iter().all(is_plain), *theme == Theme::Mono, "{name} in {theme:?}");
            if name != "panel_moderate" {
                assert!(buffer[(cursor.x, cursor.y)].modifier.contains(Modifier::REVERSED), "{name}");
                let row = &lines(&buffer)[usize::from(cursor.y)];
                assert!(row.starts_with('▸') && row.contains('['), "{row}");
            }
        }
    }
}

/// Recused, missing, not judged: each has a sign of its own, and none is a number.
#[test]
fn what_does_not_count_looks_like_no_mark() {
    let workspace = quay_copy();
    let mut ui = page(&workspace, "g");
    let cells = |ui: &mut Ui, text: &str| -> Vec<String> {
        let line = line(ui, text).replace("( )", "()");
        let cells: Vec<String> =
            line.split('│').next().unwrap().split_whitespace().map(str::to_owned).collect();
        cells.into_iter().filter(|cell| cell != "▸").collect()
    };
    assert_eq!(cells(&mut ui, "Manner"), ["Manner", "[5]", "()", "2", "·", "=4", "=", "3"]);
    ui.keys("down");
    assert_eq!(cells(&mut ui, "Clarity   "), ["Clarity", "[7]", "()", "6.5", "·", "*6.75", "0.5"]);
    ui.keys("/").text("kide").keys("enter down right");
    assert_eq!(cells(&mut ui, "Manner"), ["Manner", "3", "4", "(5)", "·", "*3.5", "1"]);
    assert_eq!(cells(&mut ui, "Clarity   "), ["Clarity", "8", "[–]", "()", "·", "?", "0"]);
    ui.shows("does not judge this vendor: Worked there").shows("to come").shows("cannot judge this");
}

#[test]
fn the_screen_says_what_the_command_says() {
    let workspace = quay_copy();
    let mut ui = page(&workspace, "g");
    ui.shows("W 0.250").shows("Kendall's W of the evaluators' own rankings: 0.250");
    ui.shows("Nobody's marks alone decide who leads.");
    ui.shows("Without Cem Demir: 2 ranks move, most Aava by 13.5 points.");
    let row = line(&mut ui, "Aava");
    assert!(row.contains("rank 2"), "{row}");
    let screen = ui.all();
    let votes =
        screen.lines().filter_map(|line| line.split('│').nth(1)).find(|line| line.contains(" Nam Sai  "));
    let votes: Vec<&str> = votes.expect("a row").split_whitespace().collect();
    assert_eq!(
        votes,
        ["Nam", "Sai", "1", "3", "1", "1", "1", "6", "2", "1"],
        "rule, four, Borda, Copeland, Kemeny"
    );
}

#[test]
fn keys_move_over_marks_evaluators_and_vendors() {
    let workspace = quay_copy();
    let mut ui = page(&workspace, "g right right right right right");
    let rule = |ui: &mut Ui| {
        let screen = ui.screen(80, 24);
        screen.lines().find(|line| line.starts_with("─ ")).expect("a rule").to_owned()
    };
    assert!(rule(&mut ui).contains("Aava · Manner"));
    ui.shows("▸#4 Dao Srisai").keys("left").shows("▸#3 Cem Demir");
    ui.keys("]");
    assert!(rule(&mut ui).contains("Kide · Manner"));
    ui.keys("down ]");
    assert!(rule(&mut ui).contains("Nam Sai · Manner"));
    ui.keys("]");
    assert!(rule(&mut ui).contains("Aava · Manner"), "around the end");
    ui.keys("G");
    assert!(rule(&mut ui).contains("Nam Sai · Clarity"));
    // The vendor is the one of all pages, and its facts are a key away.
    ui.keys("enter").shows(" Nam Sai").shows("mark clarity").shows("Ben Carr 9").keys("P");
    assert!(rule(&mut ui).contains("Nam Sai · Clarity"));
    ui.keys("/")
        .text("zzz")
        .keys("enter")
        .shows("Nothing of that name")
        .keys("m M e ] right a 3")
        .lacks(" * ");
}

#[test]
fn the_selected_evaluator_is_in_sight_however_many_there_are() {
    let workspace = quay_copy();
    for number in 0..24 {
        let name = format!("criteria/panel/quay/x{number:02}.toml");
        workspace.write(&name, format!("name = \"Extra {number}\"\n[marks.kide]\nmanner = 3\n"));
    }
    let mut ui = page(&workspace, "");
    for steps in 0..28 {
        for (columns, rows) in SIZES {
            let screen = ui.screen(columns, rows);
            let head = screen.lines().find(|line| line.contains("Criterion")).expect("a head").to_owned();
            assert!(head.contains('▸') && head.contains("Mark"), "{steps}: {head}");
        }
        ui.keys("right");
    }
}

#[test]
fn without_a_panel_the_page_says_how_to_have_one() {
    let mut ui = Ui::in_folder(&crate::tui::harbour());
    ui.keys("P")
        .shows("This decision has no panel")
        .shows("panel = \"panel/NAME\"")
        .shows("weigh sheet NAME");
    ui.keys("m M e down right 1").lacks(" * ");
    let workspace = Workspace::new(
        "title = \"T\"\npanel = \"panel/d\"\n[criteria.manner]\nweight = 1\nscale = { rating = 5 }\n[rule.panel]\n",
        &[("a", "name = \"A\"\n")],
    );
    workspace.write("criteria/panel/d/notes.md", "Nobody has marked yet.");
    page(&workspace, "").shows("has no evaluators yet").shows("weigh sheet NAME");
}

#[test]
fn names_stay_off_the_screen_where_the_rule_shows_roles() {
    let workspace = quay_with("notes     = \"ends\"", "notes     = \"ends\"\nshown = \"roles\"");
    let lacks_names = |ui: &mut Ui| {
        for (columns, rows) in SIZES {
            let screen = ui.screen(columns, rows).to_lowercase();
            for name in ["ann", "berg", "ben", "carr", "cem", "demir", "dao", "srisai", "sister", "worked"] {
                let names = screen
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| name.split(' ').any(|part| part == word));
                assert!(!names, "{name} in:\n{screen}");
            }
        }
    };
    let mut ui = page(&workspace, "right right");
    ui.shows("Desk lead 1").shows("Desk lead 2").shows("Buyer").shows("Thai desk");
    lacks_names(&mut ui);
    ui.keys("m").shows("Marks of Desk lead 2");
    lacks_names(&mut ui);
    ui.keys("g 4");
    lacks_names(&mut ui);
    ui.keys("u");
    ui.shows("taken back: Manner of Aava by Desk lead 2: 4");
    lacks_names(&mut ui);
    ui.keys("ctrl-r esc ctrl-s").shows("saved marks of the panel");
    lacks_names(&mut ui);
    assert!(text(&workspace, "criteria/panel/quay/cem-demir.toml").contains("mark = 4, note = \"Short when"));
    ui.keys("E").shows("nothing here stands in a file");
    ui.keys("M");
    lacks_names(&mut ui);
    ui.keys("esc 2 down down down enter");
    ui.shows("Desk lead 1");
    lacks_names(&mut ui);
}

#[test]
fn the_editor_opens_the_file_of_the_selected_evaluator() {
    let workspace = quay_copy();
    let mut ui = page(&workspace, "g right right down");
    let asked = ui.keys("E").asked();
    assert!(asked.contains("cem-demir.toml") && asked.ends_with(", 10)"), "{asked}");
}

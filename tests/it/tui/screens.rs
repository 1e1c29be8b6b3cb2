//! Every page in four sizes, in every theme, and with ASCII alone.

use ratatui::style::{Color, Modifier};
use weigh::tui::{Options, Theme};

use super::{Ui, harbour, lines};
use crate::support::Workspace;

/// Smallest, usual, large, very large.
const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 60)];

/// Each page with the keys that lead to it and show what it can.
const PAGES: [(&str, &str); 8] = [
    ("ranking", "1 down"),
    ("vendor", "2 down enter"),
    ("compare", "3"),
    ("weights", "4 > >"),
    ("gates", "5 down right"),
    ("sensitivity", "6"),
    ("gaps", "7"),
    ("check", "8"),
];

/// What lies over the pages, and the lines at the bottom.
const OVER: [(&str, &str); 7] = [
    ("help", "4 ?"),
    ("palette", "1 : w e down"),
    ("quit", "4 + q"),
    ("typed_source", "2 down e 2 1 tab x"),
    ("filter", "1 / a"),
    ("typed_weight", "4 e x"),
    ("typed_fact", "2 down e x"),
];

fn with(change: impl FnOnce(&mut Options)) -> Ui {
    let mut options = Options::new(harbour());
    change(&mut options);
    Ui::with(&options)
}

#[test]
fn every_page_in_four_sizes() {
    for (name, keys) in PAGES {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(keys);
        for (columns, rows) in SIZES {
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), ui.screen(columns, rows));
        }
    }
}

#[test]
fn what_lies_over_the_pages() {
    for (name, keys) in OVER {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(keys);
        insta::assert_snapshot!(format!("{name}_80x24"), ui.screen(80, 24));
    }
}

#[test]
fn four_vendors_side_by_side() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("space down space down space down space 3");
    insta::assert_snapshot!("compare_four_120x40", ui.screen(120, 40));
}

#[test]
fn a_screen_that_is_too_small_says_what_it_needs() {
    let mut ui = Ui::in_folder(&harbour());
    assert_eq!(ui.screen(39, 9), format!("too small: 39x9, needs 40x10; q quits{}", "\n".repeat(8)));
    for (columns, rows) in [(39, 10), (40, 9), (20, 24), (12, 3)] {
        let screen = ui.screen(columns, rows).replace('\n', " ");
        assert!(screen.contains("too small"), "{screen:?}");
    }
    assert!(!ui.screen(40, 10).contains("too small"));
    // Keys work all the same.
    assert_eq!(ui.keys("q").asked(), "Quit(Done)");
}

#[test]
fn every_theme_with_its_styles() {
    for theme in &Theme::ALL {
        let mut ui = with(|options| options.theme = *theme);
        ui.keys("4 > down");
        let name = format!("styles_{}", theme.name());
        insta::assert_snapshot!(name, format!("{:?}", ui.buffer(80, 24)));
    }
}

#[test]
fn mono_has_no_colour_anywhere() {
    let mut ui = with(|options| options.theme = Theme::Mono);
    for (_, keys) in PAGES.into_iter().chain(OVER) {
        ui.keys(keys);
        for (columns, rows) in SIZES {
            for cell in &ui.buffer(columns, rows).content {
                assert_eq!(
                    (cell.fg, cell.bg, cell.underline_color),
                    (Color::Reset, Color::Reset, Color::Reset),
                    "{keys}"
                );
            }
        }
        ui.keys("esc esc esc 1 u u");
    }
}

#[test]
fn coloured_themes_have_colours() {
    for theme in Theme::ALL.iter().filter(|theme| **theme != Theme::Mono) {
        let mut ui = with(|options| options.theme = *theme);
        let buffer = ui.buffer(120, 40);
        assert!(buffer.content.iter().any(|cell| cell.fg != Color::Reset), "{theme:?}");
    }
}

#[test]
fn the_selected_row_differs_by_more_than_colour_in_every_theme() {
    for theme in &Theme::ALL {
        for (name, keys) in PAGES.into_iter().filter(|(name, _)| *name != "sensitivity") {
            let mut ui = with(|options| options.theme = *theme);
            ui.keys(keys);
            let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
            let cursor =
                ui.app.draw(&mut buffer).unwrap_or_else(|| panic!("the cursor is on a row of {name}"));
            let row = |y: u16| (cursor.x..cursor.x + 30).map(move |x| (x, y));
            let is_reversed = |at: (u16, u16)| buffer[at].modifier.contains(Modifier::REVERSED);
            assert!(row(cursor.y).all(is_reversed), "{name} in {theme:?}");
            assert!(!row(cursor.y + 1).any(is_reversed), "{name} in {theme:?}");
            assert!(!row(cursor.y - 1).any(is_reversed), "{name} in {theme:?}");
            // And by a sign, for those who do not see the one or the other.
            let line = &lines(&buffer)[usize::from(cursor.y)];
            assert!(line.trim_start().starts_with('▸'), "{name}: {line:?}");
        }
    }
}

#[test]
fn ascii_screens_hold_only_ascii_outside_of_names() {
    let mut ui = with(|options| options.is_ascii = true);
    for (name, keys) in PAGES.into_iter().chain(OVER) {
        ui.keys(keys);
        for (columns, rows) in SIZES.into_iter().chain([(39, 9)]) {
            let screen = ui.screen(columns, rows).replace("น้ำใส บีพีโอ", "");
            let other: Vec<char> = screen.chars().filter(|c| !c.is_ascii()).collect();
            assert!(other.is_empty(), "{other:?} on {name} at {columns}x{rows}:\n{screen}");
        }
        ui.keys("esc esc esc 1 u u");
    }
    insta::assert_snapshot!("ascii_weights_80x24", ui.keys("4 > x").screen(80, 24));
    insta::assert_snapshot!("ascii_ranking_120x40", ui.keys("1").screen(120, 40));
}

#[test]
fn the_first_page_and_the_picker_are_ascii_too_where_asked() {
    let empty = Workspace::empty();
    let mut first = Options::new(empty.path());
    first.is_ascii = true;
    let mut ui = Ui::with(&first);
    ui.shows("Welcome");
    for (columns, rows) in SIZES {
        assert!(ui.screen(columns, rows).is_ascii(), "{}", ui.screen(columns, rows));
    }
    let mut picker = Options::new(std::path::Path::new("."));
    picker.is_ascii = true;
    let mut ui = Ui::with(&picker);
    ui.shows("Which decision?");
    for (columns, rows) in SIZES {
        assert!(ui.screen(columns, rows).is_ascii(), "{}", ui.screen(columns, rows));
    }
}

#[test]
fn a_page_changes_its_size_from_one_frame_to_the_next() {
    let mut ui = Ui::in_folder(&harbour());
    for (_, keys) in PAGES {
        ui.keys(keys);
        let first = ui.screen(80, 24);
        for columns in (0..300).step_by(7) {
            ui.screen(columns, columns / 3);
        }
        assert_eq!(ui.screen(80, 24), first, "a size leaves nothing behind");
    }
}

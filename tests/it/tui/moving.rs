//! Moving about: rows, pages, order, filter, marks, palette, help, mouse.

use crossterm::event::{MouseButton, MouseEventKind};
use weigh::tui::Page;

use super::{Ui, harbour, lines};

/// The row on which the terminal's cursor stands, as text.
fn selected(ui: &mut Ui) -> String {
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
    let cursor = ui.app.draw(&mut buffer).expect("a row is selected");
    lines(&buffer)[usize::from(cursor.y)].clone()
}

/// The names of the vendors in the order in which the ranking lists them.
fn listed(ui: &mut Ui) -> Vec<&'static str> {
    let buffer = ui.buffer(120, 40);
    let lines = lines(&buffer);
    let end = lines.iter().position(|line| line.starts_with('─') || line.starts_with(" Next"));
    let end = end.expect("a rule below the list");
    let mut names: Vec<(usize, &str)> = ["Aava", "Kide", "Nam Sai", "Borealis", "Merituuli", "Quayside"]
        .into_iter()
        .filter_map(|name| Some((lines[..end].iter().position(|line| line.contains(name))?, name)))
        .collect();
    names.sort_unstable();
    names.into_iter().map(|(_, name)| name).collect()
}

const RANKED: [&str; 6] = ["Aava", "Kide", "Nam Sai", "Borealis", "Merituuli", "Quayside"];

#[test]
fn keys_move_the_selection_and_stop_at_the_ends() {
    for (keys, name) in [
        ("", "Aava"),
        ("up", "Aava"),
        ("down", "Kide"),
        ("j j", "Nam Sai"),
        ("j j k", "Kide"),
        ("down down down down", "Merituuli"),
        ("end", "Quayside"),
        ("G down", "Quayside"),
        ("G up", "Merituuli"),
        ("G g", "Aava"),
        ("G home", "Aava"),
        ("pgdn", "Quayside"),
        ("ctrl-f", "Quayside"),
        ("ctrl-d ctrl-u", "Aava"),
        ("pgdn pgup", "Aava"),
        ("down 2", "Price"),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        let line = selected(ui.keys(keys));
        if name == "Price" {
            ui.shows(" Kide  rank 2, 70.06 points");
        } else {
            assert!(line.contains(name), "{keys:?} selects {line:?}");
        }
    }
}

#[test]
fn keys_go_to_pages() {
    for (keys, page) in [
        ("", Page::Ranking),
        ("2", Page::Vendor),
        ("enter", Page::Vendor),
        ("3", Page::Compare),
        ("c", Page::Compare),
        ("4", Page::Weights),
        ("5", Page::Gates),
        ("6", Page::Sensitivity),
        ("v", Page::Sensitivity),
        ("7", Page::Gaps),
        ("8", Page::Check),
        ("8 1", Page::Ranking),
        ("tab", Page::Vendor),
        ("tab tab tab", Page::Weights),
        ("tab tab tab tab tab tab tab tab tab tab tab", Page::Ranking),
        ("shift-tab", Page::Panel),
        ("P", Page::Panel),
        ("shift-tab shift-tab", Page::Robustness),
        ("9", Page::Cost),
        ("r", Page::Robustness),
        ("8 esc", Page::Ranking),
        ("4 backspace", Page::Ranking),
        ("5 enter", Page::Vendor),
        ("7 enter", Page::Gates),
        ("7 down enter", Page::Vendor),
        ("3 enter", Page::Vendor),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(keys);
        assert_eq!(ui.app.state.page(), page, "{keys:?}");
        assert_eq!(ui.asked(), "", "{keys:?}");
    }
}

#[test]
fn the_ranking_is_ordered_by_each_column_in_turn() {
    let mut ui = Ui::in_folder(&harbour());
    let out = ["Merituuli", "Quayside"];
    for (says, order) in [
        ("change of rank", ["Aava", "Kide", "Nam Sai", "Borealis"]),
        ("name", ["Aava", "Borealis", "Kide", "Nam Sai"]),
        ("score", ["Aava", "Kide", "Nam Sai", "Borealis"]),
        ("doubt", ["Kide", "Aava", "Nam Sai", "Borealis"]),
        ("how often it leads", ["Aava", "Kide", "Nam Sai", "Borealis"]),
        ("points for Cost", ["Nam Sai", "Kide", "Aava", "Borealis"]),
        ("points for Quality", ["Aava", "Kide", "Nam Sai", "Borealis"]),
        ("points for Second site", ["Aava", "Kide", "Borealis", "Nam Sai"]),
        ("open must-haves", ["Aava", "Nam Sai", "Borealis", "Kide"]),
        ("points behind the first", ["Aava", "Kide", "Nam Sai", "Borealis"]),
        ("rank", ["Aava", "Kide", "Nam Sai", "Borealis"]),
    ] {
        ui.keys("s").shows(&format!("ordered by {says}"));
        assert_eq!(listed(&mut ui), [&order[..], &out].concat(), "by {says}");
    }
    ui.keys("S");
    assert_eq!(listed(&mut ui), ["Borealis", "Nam Sai", "Kide", "Aava", "Merituuli", "Quayside"]);
    ui.keys("S");
    assert_eq!(listed(&mut ui), RANKED);
}

#[test]
fn sorting_keeps_the_selected_vendor_selected() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("down down s s");
    assert!(selected(&mut ui).contains("Nam Sai"));
}

#[test]
fn a_click_on_a_head_orders_by_its_column_and_a_second_one_turns_it_around() {
    let mut ui = Ui::in_folder(&harbour());
    ui.click(120, 40, "Vendor  ");
    // The tab of the page has the same word: the head is the second place.
    if ui.app.state.page() == Page::Vendor {
        ui.keys("1");
        let (x, y) = head(&mut ui, "Vendor");
        click_at(&mut ui, x, y);
    }
    assert_eq!(listed(&mut ui), ["Aava", "Borealis", "Kide", "Nam Sai", "Merituuli", "Quayside"]);
    let (x, y) = head(&mut ui, "Vendor");
    click_at(&mut ui, x, y);
    assert_eq!(listed(&mut ui), ["Nam Sai", "Kide", "Borealis", "Aava", "Merituuli", "Quayside"]);
}

/// The cell at which the head of a column begins.
fn head(ui: &mut Ui, title: &str) -> (u16, u16) {
    let buffer = ui.buffer(120, 40);
    let line = &lines(&buffer)[3];
    let at = line.find(title).unwrap_or_else(|| panic!("{title:?} in {line:?}"));
    (u16::try_from(line[..at].chars().count()).expect("it is on the screen"), 3)
}

fn click_at(ui: &mut Ui, x: u16, y: u16) {
    ui.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
    ui.mouse(MouseEventKind::Up(MouseButton::Left), x, y);
}

#[test]
fn a_filter_hides_rows_as_it_is_typed() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("/").text("bor");
    assert_eq!(listed(&mut ui), ["Borealis"]);
    ui.keys("backspace backspace backspace").text("UAY");
    assert_eq!(listed(&mut ui), ["Quayside"]);
    ui.keys("enter").shows("/UAY");
    assert_eq!(listed(&mut ui), ["Quayside"]);
    ui.keys("esc").lacks("/UAY");
    assert_eq!(listed(&mut ui), RANKED);
    ui.keys("/").text("น้ำ");
    assert_eq!(listed(&mut ui), ["Nam Sai"]);
    ui.keys("esc");
    assert_eq!(listed(&mut ui), RANKED);
    ui.keys("/").text("nobody").shows("no vendor has this in its name");
    ui.keys("enter down enter 2 4 5 1").shows("no vendor has this in its name");
}

#[test]
fn two_to_four_marked_vendors_are_compared() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("space").shows("1 vendor is marked");
    ui.keys("down down space").shows("2 vendors are marked: 3 compares them");
    ui.keys("3");
    ui.shows("rank 1").shows("rank 3").shows("+7.64").lacks("rank 2");
    ui.keys("1 down space down space").shows("4 vendors are marked");
    ui.keys("down space").shows("4 vendors are marked already; unmark one first");
    ui.keys("3").shows("rank 4").shows("out of the ranking");
    ui.keys("1 g space").shows("3 vendors are marked");
}

#[test]
fn without_marks_the_selected_vendor_is_compared_with_the_leader_and_the_leader_with_the_next() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("3").shows("rank 1").shows("rank 2").shows("+4.13");
    ui.keys("1 down down 3").shows("rank 1").shows("rank 3").shows("+7.64");
    ui.keys("]").lacks("rank 3").shows("rank 4");
}

#[test]
fn the_palette_finds_an_action_and_does_it() {
    for (typed, page) in [
        ("weights", Page::Weights),
        ("gate", Page::Gates),
        ("must-haves", Page::Gates),
        ("not known", Page::Gaps),
        ("snstvt", Page::Sensitivity),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(":").text(typed).keys("enter");
        assert_eq!(ui.app.state.page(), page, "{typed:?}");
    }
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("ctrl-p").text("page").keys("down down esc").lacks("What do you want to do or see?");
    assert_eq!(ui.app.state.page(), Page::Ranking);
    ui.keys(":").text("no such thing").keys("enter");
    assert_eq!(ui.app.state.page(), Page::Ranking);
    ui.shows("What do you want to do or see?").keys("esc :").text("redraw").keys("enter");
    assert_eq!(ui.asked(), "Redraw");
}

#[test]
fn help_lists_what_the_page_takes_and_the_command_that_prints_the_same() {
    for (page, twin) in [
        ("1", "weigh rank"),
        ("2", "weigh explain aava"),
        ("3", "weigh compare aava kide"),
        ("4", "weigh rank --set criteria.ID.weight=N"),
        ("5", "weigh rank"),
        ("6", "weigh sensitivity"),
        ("7", "weigh gaps"),
        ("8", "weigh check"),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        let possible = ui.keys(page).app.state.possible();
        let help = ui.keys("?").all();
        assert!(help.contains(twin), "{twin}");
        assert!(help.contains("q ctrl-c") && help.contains("leave"), "{help}");
        assert!(possible.len() > 20, "{possible:?}");
        ui.keys("esc").lacks("as plain text");
    }
    let mut ui = Ui::in_folder(&harbour());
    let first = ui.keys("4 ?").screen(80, 24);
    let later = ui.keys("down down").screen(80, 24);
    assert_ne!(first, later, "a long help scrolls");
    ui.keys("up up");
    assert_eq!(ui.screen(80, 24), first);
}

#[test]
fn hints_name_only_what_can_be_done_now() {
    let mut ui = Ui::in_folder(&harbour());
    let bottom = |ui: &mut Ui| ui.screen(200, 24).lines().last().expect("a line").to_owned();
    let hints = bottom(&mut ui);
    assert!(hints.contains("? help") && hints.contains("q quit") && hints.contains("space mark"), "{hints}");
    assert!(!hints.contains("undo") && !hints.contains("save"), "{hints}");
    ui.keys("4 +");
    let hints = bottom(&mut ui);
    assert!(hints.contains("u undo") && hints.contains("ctrl-s save") && !hints.contains("redo"), "{hints}");
    ui.keys("u down");
    let hints = bottom(&mut ui);
    assert!(!hints.contains("undo") && !hints.contains("save") && hints.contains("redo"), "{hints}");
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let mut ui = Ui::in_folder(&harbour());
    ui.click(120, 40, "Nam Sai");
    assert!(selected(&mut ui).contains("Nam Sai"));
    assert_eq!(ui.app.state.page(), Page::Ranking);
    ui.mouse(MouseEventKind::ScrollUp, 3, 3);
    assert!(selected(&mut ui).contains("Kide"));
    ui.mouse(MouseEventKind::ScrollDown, 3, 3);
    ui.click(120, 40, "Nam Sai");
    assert_eq!(ui.app.state.page(), Page::Vendor);
    ui.click(120, 40, "4 Weights");
    assert_eq!(ui.app.state.page(), Page::Weights);
    ui.click(120, 40, "? help");
    ui.shows("Weights: keys");
    ui.keys("esc");
    ui.click(120, 40, "q quit");
    assert_eq!(ui.asked(), "Quit(Done)");
}

#[test]
fn nothing_under_a_box_is_hit_through_it() {
    let mut ui = Ui::in_folder(&harbour());
    ui.keys("?");
    let buffer = ui.buffer(120, 40);
    for (y, line) in lines(&buffer).iter().enumerate() {
        let Some(at) = line.chars().position(|c| c == '│') else { continue };
        let y = u16::try_from(y).expect("a row");
        click_at(&mut ui, u16::try_from(at).expect("a column") + 1, y);
    }
    ui.shows("Ranking: keys");
    assert_eq!(ui.asked(), "");
}

#[test]
fn every_theme_comes_in_turn() {
    let mut ui = Ui::in_folder(&harbour());
    for name in ["light", "dark", "colour-blind", "mono", "terminal"] {
        ui.keys("t").shows(&format!("theme: {name}"));
    }
}

#[test]
fn stopping_and_drawing_anew_are_left_to_the_terminal() {
    for (keys, asked) in
        [("ctrl-z", "Suspend"), ("ctrl-l", "Redraw"), ("q", "Quit(Done)"), ("ctrl-c", "Quit(Done)")]
    {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(keys);
        assert_eq!(ui.asked(), asked);
    }
}

#[test]
fn the_editor_is_asked_for_with_the_line_of_what_is_selected() {
    for (keys, file, line) in [
        ("E", "vendors/harbour/aava.toml", 1),
        ("down E", "vendors/harbour/kide.toml", 1),
        ("2 down E", "vendors/harbour/aava.toml", 8),
        ("4 E", "criteria/harbour.toml", 22),
        ("4 down E", "criteria/harbour.toml", 26),
        ("7 E", "vendors/harbour/kide.toml", 1),
        ("7 down E", "vendors/harbour/kide.toml", 7),
        ("8 E", "vendors/harbour/nam-sai.toml", 7),
        ("8 enter", "vendors/harbour/nam-sai.toml", 7),
    ] {
        let mut ui = Ui::in_folder(&harbour());
        ui.keys(keys);
        let expected = format!("Editor({:?}, {line})", harbour().join(file));
        assert_eq!(ui.asked(), expected, "{keys:?}");
    }
}

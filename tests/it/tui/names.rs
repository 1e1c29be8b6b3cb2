//! Names of the world: the columns after them stay where they are.

use ratatui::buffer::{Buffer, CellWidth as _};

use super::Ui;
use crate::support::Workspace;

/// Names that take other numbers of cells than they have letters.
const NAMES: [&str; 14] = [
    "Plain",
    "น้ำใส บีพีโอ",
    "شركة لا للخدمات",
    "שָׁלוֹם מוֹקֵד",
    "株式会社おもてなし",
    "ﾊﾞﾅﾅ ﾊﾟｲﾝ",
    "👨‍👩‍👧‍👦 Family",
    "🇹🇭🇫🇮 Flags",
    "❄️ Snow ☎️",
    "Cafe\u{301} A\u{30a}\u{308}o",
    "한국 콜센터",
    "नमस्ते सेवा",
    "e\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308} Zalgo",
    "",
];

/// A name of three hundred characters.
fn long() -> String {
    "Very Long 株式 ".chars().cycle().take(299).chain(['x']).collect()
}

fn name(at: usize) -> String {
    if NAMES[at].is_empty() { long() } else { NAMES[at].to_owned() }
}

/// A workspace in which vendors, criteria and must-haves have such names. The nth vendor has the value
/// `20 + n` in every criterion, so that its score is that too, and lacks one fact.
fn world() -> Workspace {
    let mut criteria = format!("title = {}\n", toml(&name(1)));
    for at in 0..NAMES.len() {
        let name = toml(&name(at));
        criteria +=
            &format!("[criteria.c{at}]\nname = {name}\nweight = 7\nscale = {{ worst = 0, best = 100 }}\n");
    }
    for (id, at) in [("g1", 5), ("g2", 4)] {
        criteria += &format!("[gates.{id}]\nname = {}\nfact = \"c0\"\nat_least = 1\n", toml(&name(at)));
    }
    criteria += "[criteria.lacked]\nname = \"Lacked\"\nweight = 0.001\nunknown = \"best\"\nscale = { worst = 0, best = 100 }\n";
    criteria += "[rule]\nrounding = { total = \"2 half-up\" }\n";
    let workspace = Workspace::new(&criteria, &[]);
    for at in 0..NAMES.len() {
        let mut vendor =
            format!("name = {}\nlocal = {}\n[facts]\n", toml(&name(at)), toml(&name((at + 3) % NAMES.len())));
        for criterion in 0..NAMES.len() {
            vendor += &format!("c{criterion} = {}\n", 20 + at);
        }
        vendor += if at == 0 { "lacked = 50\n" } else { "" };
        workspace.write(&format!("vendors/d/v{at:02}.toml"), vendor);
    }
    workspace
}

/// A text as a TOML string.
fn toml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The cells at which a text ends, for every row of a frame in which it stands.
fn ends(buffer: &Buffer, text: &str) -> Vec<(u16, u16)> {
    let wanted: Vec<String> = text.chars().map(String::from).collect();
    let length = u16::try_from(wanted.len()).expect("it is short");
    let mut found = Vec::new();
    for y in 0..buffer.area.height {
        for x in 0..=buffer.area.width.saturating_sub(length) {
            if (0..length).zip(&wanted).all(|(step, c)| buffer[(x + step, y)].symbol() == c) {
                found.push((x + length, y));
                break;
            }
        }
    }
    found
}

/// Asserts that a text stands in at least so many rows, and ends in the same column in all of them.
fn assert_column(ui: &mut Ui, keys: &str, (columns, rows): (u16, u16), texts: &[String], least: usize) {
    ui.keys(keys);
    let buffer = ui.buffer(columns, rows);
    let mut places: Vec<(u16, u16)> = texts.iter().flat_map(|text| ends(&buffer, text)).collect();
    places.sort_unstable_by_key(|(_, y)| *y);
    let rows_of_text = super::lines(&buffer);
    let end = rows_of_text.iter().position(|line| line.starts_with('─')).unwrap_or(rows_of_text.len());
    places.retain(|(_, y)| (3..end).contains(&usize::from(*y)));
    places.dedup();
    let screen = super::lines(&buffer).join("\n");
    assert!(
        places.len() >= least,
        "{least} rows with one of {texts:?} on {keys:?} at {columns}x{rows}:\n{screen}"
    );
    let mut columns_seen: Vec<u16> = places.iter().map(|(x, _)| *x).collect();
    columns_seen.sort_unstable();
    columns_seen.dedup();
    assert_eq!(
        columns_seen.len(),
        1,
        "{texts:?} on {keys:?} at {columns}x{rows} end in {places:?}:\n{screen}"
    );
}

const SIZES: [(u16, u16); 4] = [(40, 30), (80, 30), (120, 40), (200, 60)];

#[test]
fn the_columns_of_every_list_stay_aligned() {
    let workspace = world();
    for size in SIZES {
        let mut ui = Ui::in_folder(workspace.path());
        let scores: Vec<String> = (0..NAMES.len()).map(|at| format!("{}.00", 20 + at)).collect();
        let mut shown: Vec<String> = ui
            .app
            .state
            .evaluation()
            .expect("a decision")
            .vendors
            .iter()
            .map(|vendor| vendor.score.fixed(2))
            .collect();
        shown.sort();
        assert_eq!(shown, scores);
        // Above what stands below the list: five rows are enough to tell.
        assert_column(&mut ui, "1", size, &scores, 10);
        assert_column(&mut ui, "2", size, &["33.0".to_owned()], 14);
        if size.0 >= 80 {
            assert_column(&mut ui, "4", size, &scores, 14);
        }
        assert_column(&mut ui, "4", size, &[" 7 ".to_owned()], 14);
        assert_column(&mut ui, "5", size, &["✓ pass ".to_owned()], 14);
        let known = if size.0 < 80 { "0.0010 " } else { "nothing" };
        assert_column(&mut ui, "7", size, &[known.to_owned()], 13);
        assert_column(&mut ui, "1 3", size, &["2.3571".to_owned()], 14);
    }
}

#[test]
fn a_mark_of_half_width_kana_takes_one_cell() {
    // unicode-width 0.2.3 counts it as one, and ratatui adds one for the older versions that do not.
    for (text, cells) in [("ﾊﾞ", 2), ("ﾊﾟ", 2), ("ﾊﾞﾅﾅ", 4), ("バ", 2)] {
        assert_eq!(text.cell_width(), cells, "{text:?}");
    }
}

#[test]
fn a_long_name_is_cut_with_a_sign_and_no_cluster_is_torn() {
    let workspace = world();
    let mut ui = Ui::in_folder(workspace.path());
    for size in SIZES {
        for page in ["1", "2", "3", "4", "5", "7"] {
            let screen = ui.keys(page).screen(size.0, size.1);
            assert!(screen.contains("Very Long"), "{page} at {size:?}:\n{screen}");
            assert!(!screen.contains(&long()), "{page} at {size:?}");
            assert!(screen.contains('…'), "{page} at {size:?}:\n{screen}");
            // Whole families only: none is cut after a joiner.
            for line in screen.lines().filter(|line| line.contains('👨')) {
                assert!(line.contains("👨‍👩‍👧‍👦"), "{line}");
            }
        }
    }
}

#[test]
fn every_width_from_40_keeps_the_scores_in_one_column() {
    let workspace = world();
    let mut ui = Ui::in_folder(workspace.path());
    let scores: Vec<String> = (0..NAMES.len()).map(|at| format!("{}.00", 20 + at)).collect();
    for columns in (40..=60).chain((63..=200).step_by(5)) {
        assert_column(&mut ui, "1", (columns, 17), &scores, 12);
    }
}

#[test]
fn what_would_move_the_cursor_or_turn_text_around_is_refused_and_shown_harmless() {
    let workspace = super::harbour_copy();
    for (file, name) in [
        ("vendors/harbour/a1.toml", "name = \"Esc \\u001b[31mred\"\n"),
        ("vendors/harbour/a2.toml", "name = \"Turned \\u202egnp.exe\"\n"),
        ("vendors/harbour/a3.toml", "name = \"Tab\\tbed\"\n"),
        ("vendors/harbour/a4.toml", "name = \"raw \u{1b}[2J\u{9b}1m\"\n"),
        ("vendors/harbour/a5.toml", "name = \"raw \u{202e}drow\"\n\"\u{202e}key\" = 1\n"),
    ] {
        workspace.write(file, name);
    }
    let mut ui = Ui::in_folder(workspace.path());
    for keys in ["8", "down", "down", "down", "down", "down", "1", "2", "4", "8"] {
        ui.keys(keys);
        for size in [(40, 10), (80, 24), (200, 60)] {
            let buffer = ui.buffer(size.0, size.1);
            let is_harmful = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
            for cell in &buffer.content {
                assert!(!cell.symbol().contains(is_harmful), "{:?}", cell.symbol());
            }
        }
    }
    ui.shows("error").shows("a1.toml").shows("a2.toml");
    // Where each problem is stands in one column.
    let places: Vec<String> = (1..=5).map(|number| format!("/a{number}.toml:1")).collect();
    assert_column(&mut ui, "8", (120, 40), &places, 5);
}

#[test]
fn typed_text_of_the_world_keeps_the_cursor_on_the_screen() {
    let workspace = world();
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("/");
    for at in 0..NAMES.len() {
        ui.keys("ctrl-u").text(&name(at));
        for columns in [40_u16, 41, 80] {
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, columns, 12));
            let cursor = ui.app.draw(&mut buffer).expect("a cursor");
            assert!(cursor.x < columns && cursor.y == 11, "{cursor:?} at {columns}");
        }
    }
    ui.keys("ctrl-u").text("株式").shows("株式会社");
}

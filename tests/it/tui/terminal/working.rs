//! Working: weights, saving, sizes, files that change, the editor, the mouse, colours.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{CRITERIA, Terminal, night_desk};
use crate::support::Workspace;

const FILE: &str = "criteria/d.toml";
const AALTO: &str = "vendors/d/aalto.toml";

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).expect("UTF-8")
}

#[test]
fn a_weight_is_moved_the_ranking_follows_and_the_file_differs_in_that_number_only() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Night desk").shows_above("1  ", "2  ").shows_above("Brandt", "Aalto");
    assert_eq!(terminal.lines().len(), 24);
    terminal.send("4").shows("of all");
    // Down five at a time with shift and the arrow, then one at a time.
    terminal.send("\u{1b}[1;2D\u{1b}[1;2D").shows("*50").send("\u{1b}[D---").shows("*46");
    terminal.shows("Night desk *").shows_above("Aalto", "Brandt").shows("▲1");
    terminal.send("\u{13}").shows("saved criteria/d.toml").lacks("Night desk *");
    assert_eq!(text(&workspace, FILE), CRITERIA.replace("weight = 60 #", "weight = 46 #"));
    terminal.send("q").ends_with(0);
}

#[test]
fn undo_and_redo_go_through_the_keys_of_a_terminal() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Night desk").send("4++").shows("*62").send("u").lacks("*62");
    terminal.send("\u{12}").shows("*62").send("u").lacks("*62").send("q").ends_with(0);
    assert_eq!(text(&workspace, FILE), CRITERIA);
}

#[test]
fn the_screen_follows_the_size_of_the_terminal() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("2 of 2 vendors ranked");
    for (columns, rows) in [(120, 40), (200, 60), (40, 10), (80, 24)] {
        terminal.resize(columns, rows);
        terminal.wait("the whole width", |shown| {
            let screen = shown.parser.screen();
            let last = screen.rows(0, columns).nth(usize::from(rows) - 1).unwrap_or_default();
            let title = screen.rows(0, columns).next().unwrap_or_default();
            let is_wide = columns < 80 || title.trim_end().chars().count() == usize::from(columns) - 1;
            is_wide && last.contains("q quit")
        });
    }
    terminal.resize(39, 9).shows("too small: 39x9, needs 40x10; q quits");
    terminal.resize(80, 24).shows("Brandt").send("q").ends_with(0);
}

#[test]
fn marks_are_given_at_the_keyboard_and_those_that_come_in_meanwhile_are_shown() {
    const DAO: &str = "criteria/panel/quay/dao-srisai.toml";
    let workspace = crate::tui::copy_of("tests/data/tui/quay");
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Quay desk").send("P").shows("5 to come");
    let more = text(&workspace, DAO) + "\n[marks.kide]\nclarity = 9\n";
    workspace.write(DAO, &more);
    terminal.shows("4 to come").send("\u{1b}[C\u{1b}[C\u{1b}[Cm").shows("Marks of Dao Srisai").send("4");
    terminal
        .shows("Aava, Manner: 4")
        .send("aKind\r")
        .shows("Kind")
        .send("\u{13}")
        .shows("saved criteria/panel/quay");
    let written = format!("{more}\n[marks.aava]\nmanner = {{ mark = 4, note = \"Kind\" }}\n");
    assert_eq!(text(&workspace, DAO), written);
    terminal.send("q").ends_with(0);
}

#[test]
fn files_that_change_are_shown_by_themselves() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows_above("Brandt", "Aalto");
    workspace.write(AALTO, "name = \"Aalto\"\n\n[facts]\nprice = 12\nsecond_site = true\n");
    terminal.shows_above("Aalto", "Brandt");
    // As editors do it: a new file in the place of the old one.
    let other = workspace.path().join("vendors/d/new.tmp");
    fs::write(&other, "name = \"Renamed\"\n[facts]\nprice = 12\nsecond_site = true\n").unwrap();
    fs::rename(&other, workspace.path().join(AALTO)).unwrap();
    terminal.shows("Renamed");
    workspace.write("vendors/d/third.toml", "name = \"Third\"\n[facts]\nprice = 13\nsecond_site = true\n");
    terminal.shows("Third");
    fs::remove_file(workspace.path().join("vendors/d/third.toml")).unwrap();
    terminal.lacks("Third").send("q").ends_with(0);
}

#[test]
fn a_broken_file_shows_the_problem_and_keeps_the_ranking() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows_above("Brandt", "Aalto");
    workspace.write(AALTO, "name = \"Aalto\"\n\n[facts]\nprice = \nsecond_site = true\n");
    terminal.shows("the files have 1 error").shows_above("Brandt", "Aalto");
    terminal.send("8").shows("aalto.toml:4").shows("1 error");
    workspace.write(AALTO, "name = \"Aalto\"\n\n[facts]\nprice = 12\nsecond_site = true\n");
    terminal.shows("no problems").send("1").shows_above("Aalto", "Brandt").send("q").ends_with(0);
}

#[test]
fn files_that_change_under_unsaved_changes_are_asked_about() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Night desk").send("4+").shows("*61");
    workspace.write(AALTO, "name = \"Aalto\"\n\n[facts]\nprice = 12\nsecond_site = true\n");
    terminal.shows("Files changed on disk").send("r").lacks("Files changed on disk");
    terminal.shows_above("Aalto", "Brandt").shows("*61").send("qd").ends_with(0);
}

/// An editor of the name of one that takes `+LINE`: says what it was given, waits for a line, and writes.
fn editor(workspace: &Workspace) -> String {
    let script =
        "#!/bin/sh\necho \"EDITOR $# $1 $2 $3\"\nread -r answer\nsed -i 's/price = 28/price = 12/' \"$3\"\n";
    workspace.write("bin/vim", script);
    let file = workspace.path().join("bin/vim");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file.display().to_string()
}

#[test]
fn the_editor_gets_the_file_and_the_line_and_the_screen_comes_back() {
    let workspace = night_desk();
    let words = format!("'{}' -n", editor(&workspace));
    for variables in [&[("EDITOR", words.as_str())][..], &[("VISUAL", words.as_str()), ("EDITOR", "false")]] {
        workspace.write(AALTO, "name = \"Aalto\"\n\n[facts]\nprice = 28\nsecond_site = true\n");
        let mut terminal = Terminal::start(workspace.path(), &[], variables);
        terminal.shows_above("Brandt", "Aalto").send("j2").shows(" Aalto").send("E");
        terminal.shows("EDITOR 3 -n +4 ").is_on_main_screen(true);
        assert!(terminal.is_cooked(), "the editor finds the terminal as it was");
        let line = terminal.lines().join("").replace('\n', "");
        assert!(line.contains("vendors/d/aalto.toml"), "{line}");
        terminal.send("\n").is_on_main_screen(false).shows(" Aalto").shows("100.0");
        terminal.send("1").shows_above("Aalto", "Brandt").send("q").ends_with(0);
    }
}

#[test]
fn an_editor_that_cannot_be_started_or_fails_is_named() {
    let workspace = night_desk();
    for (editor, says) in [
        ("no-such-editor", "could not start no-such-editor"),
        ("false", "false ended with"),
        ("'", "$EDITOR is"),
        (" ", "$EDITOR is empty"),
    ] {
        let mut terminal = Terminal::start(workspace.path(), &[], &[("EDITOR", editor)]);
        terminal.shows("Brandt").send("E").shows(says).shows("Brandt").send("q").ends_with(0);
    }
}

#[test]
fn the_mouse_works_unless_it_is_left_to_the_terminal() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Night desk");
    let (y, line) = terminal
        .lines()
        .into_iter()
        .zip(1..)
        .map(|(line, y)| (y, line))
        .find(|(_, line)| line.contains("4 Wgt."))
        .unwrap();
    let x = line[..line.find("4 Wgt.").unwrap()].chars().count() + 1;
    terminal.send(&format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m")).shows("of all").send("q").ends_with(0);
    assert!(terminal.bytes().contains("\u{1b}[?1000h"));

    let mut terminal = Terminal::start(workspace.path(), &["tui", "--no-mouse"], &[]);
    terminal.shows("Night desk").send("q").ends_with(0);
    assert!(!terminal.bytes().contains("\u{1b}[?1000h"));
}

/// The parameters of every escape that sets colours and weight.
fn looks(bytes: &str) -> Vec<String> {
    bytes
        .split("\u{1b}[")
        .skip(1)
        .filter_map(|rest| {
            rest.split_once(|c: char| !c.is_ascii_digit() && c != ';')
                .filter(|(parameters, _)| rest.as_bytes()[parameters.len()] == b'm')
        })
        .flat_map(|(parameters, _)| parameters.split(';').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_color_keeps_the_highlight_and_writes_no_colour() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[("NO_COLOR", "1")]);
    terminal.shows_above("Brandt", "Aalto").send("j");
    terminal.wait("the highlight on Aalto", |shown| {
        let screen = shown.parser.screen();
        let row =
            screen.rows(0, 80).position(|line| line.contains("Aalto")).and_then(|y| u16::try_from(y).ok());
        row.is_some_and(|y| (1..60).all(|x| screen.cell(y, x).is_some_and(vt100::Cell::inverse)))
    });
    let reversed = terminal.reversed();
    assert!(
        reversed.len() == 2 && reversed[0].starts_with("1 Rank") && reversed[1].contains("Aalto"),
        "{reversed:?}"
    );
    terminal.send("4+").shows("*61").send("qd").ends_with(0);
    let coloured = [30..=38, 40..=48, 90..=97, 100..=107];
    let looks = looks(&terminal.bytes());
    for look in &looks {
        let number = look.parse().unwrap_or(0);
        assert!(!coloured.iter().any(|range| range.contains(&number)), "a colour: {look:?}");
        assert_ne!(look, "", "an empty look resets the highlight");
    }
    assert!(looks.contains(&"7".to_owned()), "{looks:?}");
}

#[test]
fn colours_are_written_where_they_are_wanted() {
    let workspace = night_desk();
    for (arguments, colour) in [(&["tui"][..], "38;5;"), (&["tui", "--theme", "dark"], "38;2;")] {
        let mut terminal = Terminal::start(workspace.path(), arguments, &[]);
        terminal.shows("Brandt").send("q").ends_with(0);
        assert!(terminal.bytes().contains(colour), "{arguments:?}");
    }
    let mut terminal = Terminal::start(workspace.path(), &["tui", "--color", "never"], &[]);
    terminal.shows("Brandt").send("q").ends_with(0);
    assert!(!terminal.bytes().contains("38;"));
}

#[test]
fn a_locale_without_utf_8_gets_ascii_alone() {
    let workspace = night_desk();
    for (arguments, variables) in [(&[][..], &[("LC_ALL", "C")][..]), (&["tui", "--ascii"], &[])] {
        let mut terminal = Terminal::start(workspace.path(), arguments, variables);
        terminal.shows("Brandt").send("4").shows("of all").send("?").shows("weigh rank").send("\u{1b}");
        terminal.lacks("as plain text").send("q").ends_with(0);
        assert!(terminal.bytes().is_ascii());
    }
}

#[test]
fn an_own_file_of_keys_is_found_at_home() {
    let workspace = night_desk();
    workspace.write("home/.config/weigh/keys.toml", "quit = \"Z\"\n");
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Z quit").send("qZ").ends_with(0);
}

#[test]
fn an_empty_folder_offers_a_sample() {
    let workspace = Workspace::empty();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal
        .shows("Welcome")
        .send("\r")
        .shows("First-line customer support")
        .shows("Siam Voice")
        .send("q")
        .ends_with(0);
}

#[test]
fn text_from_the_clipboard_is_no_keys() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal
        .shows("Brandt")
        .send("\u{1b}[200~qqq\r4+\u{1b}[201~")
        .send("?")
        .shows("Ranking: keys")
        .send("\u{1b}");
    terminal
        .lacks("Ranking: keys")
        .send("/\u{1b}[200~bra\u{1b}[201~")
        .shows("/bra")
        .lacks("2     Aalto")
        .send("\rq")
        .ends_with(0);
}

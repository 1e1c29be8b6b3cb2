//! The README shows what the program prints.

use std::fs;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use weigh::cli::{Environment, Exit, Shell, run};
use weigh::files::{Request, Workspace};
use weigh::tui::{App, Options, Theme};

use crate::support::repository;

/// What a command line prints in a terminal of 80 columns without colour.
fn printed(arguments: &[&str]) -> String {
    let environment = Environment {
        is_out_terminal: true,
        is_interactive: false,
        width: 80,
        is_out_coloured: false,
        is_err_coloured: false,
        is_err_terminal: false,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let root = repository();
    let words = [&["weigh", "-C", root.to_str().unwrap()], arguments].concat();
    let arguments = words.into_iter().map(Into::into);
    let exit = run(arguments, &mut Shell::new(&mut out, &mut err, environment));
    assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

#[test]
fn the_pictures_in_the_readme_are_what_the_program_prints() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    for command in ["rank", "cost"] {
        let prompt = format!("$ weigh {command}\n");
        let start = readme.find(&prompt).unwrap() + prompt.len();
        let shown = &readme[start..start + readme[start..].find("```").unwrap()];
        assert_eq!(shown, printed(&[command]), "put the right side into the README");
    }
}

/// The screen of the sample decision after some keys.
fn screen(keys: &[KeyCode], width: u16, height: u16) -> String {
    let workspace = Workspace::find(&repository()).unwrap();
    let criteria = workspace.decision("contact-centre").unwrap();
    let options = Options {
        request: Some(Request { workspace, criteria, vendors: None, what_if: Vec::new() }),
        theme: Theme::Mono,
        has_mouse: false,
        ..Options::new(repository())
    };
    let (mut app, first) = App::new(&options);
    assert!(app.perform(first).is_empty());
    for key in keys {
        assert!(app.event(&Event::Key(KeyEvent::new(*key, KeyModifiers::NONE))).is_empty());
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    app.draw(&mut buffer);
    let row =
        |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned() + "\n";
    (0..height).map(row).collect()
}

#[test]
fn the_screen_in_the_readme_is_what_the_program_draws() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let opened = "somebody else leads.\n\n```text\n";
    let start = readme.find(opened).unwrap() + opened.len();
    let shown = &readme[start..start + readme[start..].find("```").unwrap()];
    let keys =
        [KeyCode::Char('4'), KeyCode::Right, KeyCode::Right, KeyCode::Right, KeyCode::Right, KeyCode::Right];
    let drawn = screen(&keys, 96, 28);
    assert_eq!(shown, drawn, "put this into the README:\n{drawn}");
}

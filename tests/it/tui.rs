//! The terminal UI without its terminal: keys go through the real key map, screens are read from the buffer.

mod changing;
mod commands;
mod costs;
mod dialogs;
mod doubt;
mod facts;
mod forms;
mod key_files;
mod moving;
mod names;
mod panel;
mod random;
mod screens;
#[cfg(unix)]
mod terminal;
mod wizard;

use std::path::{Path, PathBuf};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use weigh::tui::{Action, App, Effect, Options};

use crate::support::{Workspace, repository};

/// A folder of the repository with a decision in which every sign of the pages occurs.
pub(crate) fn harbour() -> PathBuf {
    PathBuf::from("tests/data/tui/harbour")
}

/// A copy of it that a test may change.
pub(crate) fn harbour_copy() -> Workspace {
    copy_of("tests/data/tui/harbour")
}

/// A copy of a folder of the repository that a test may change.
pub(crate) fn copy_of(folder: &str) -> Workspace {
    let workspace = Workspace::empty();
    let from = repository().join(folder);
    copy(&from, &from, &workspace);
    workspace
}

fn copy(root: &Path, folder: &Path, to: &Workspace) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            copy(root, &path, to);
        } else {
            let name = path.strip_prefix(root).expect("it is in the folder").to_str().expect("a name");
            to.write(name, std::fs::read(&path).expect("a file"));
        }
    }
}

/// A UI at work.
pub(crate) struct Ui {
    pub(crate) app: App,
    /// What only a terminal can do and was asked for since this was last taken.
    pub(crate) effects: Vec<Effect>,
}

impl Ui {
    /// Starts in a folder.
    pub(crate) fn in_folder(folder: &Path) -> Ui {
        Ui::with(&Options::new(folder))
    }

    /// Starts in a folder, with the commands of the command line.
    pub(crate) fn with_commands(folder: &Path) -> Ui {
        Ui::with(&Options { commands: Some(weigh::cli::commands()), ..Options::new(folder) })
    }

    /// Starts with options.
    pub(crate) fn with(options: &Options) -> Ui {
        let (mut app, first) = App::new(options);
        let effects = app.perform(first);
        Ui { app, effects }
    }

    /// Presses keys, named as in the file of keys, with spaces between them.
    pub(crate) fn keys(&mut self, names: &str) -> &mut Ui {
        for name in names.split_whitespace() {
            self.event(&Event::Key(key(name)));
        }
        self
    }

    /// Types a text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Ui {
        for c in text.chars() {
            self.event(&Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
        self
    }

    pub(crate) fn event(&mut self, event: &Event) {
        let effects = self.app.event(event);
        self.effects.extend(effects);
    }

    pub(crate) fn act(&mut self, action: Action) -> &mut Ui {
        let effects = self.app.act(action);
        self.effects.extend(effects);
        self
    }

    /// Waits for what is worked out beside the screen.
    pub(crate) fn settle(&mut self) -> &mut Ui {
        let effects = self.app.settle();
        self.effects.extend(effects);
        self
    }

    /// Takes what was asked of the terminal, in words.
    pub(crate) fn asked(&mut self) -> String {
        let effects: Vec<String> = self.effects.drain(..).map(|effect| format!("{effect:?}")).collect();
        effects.join(" ")
    }

    /// Draws a frame.
    pub(crate) fn buffer(&mut self, columns: u16, rows: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        self.app.draw(&mut buffer);
        buffer
    }

    /// The text of a frame.
    pub(crate) fn screen(&mut self, columns: u16, rows: u16) -> String {
        lines(&self.buffer(columns, rows)).join("\n")
    }

    /// The text of a frame that is large enough for everything.
    pub(crate) fn all(&mut self) -> String {
        self.screen(200, 60)
    }

    /// Asserts that a large frame shows a text.
    pub(crate) fn shows(&mut self, text: &str) -> &mut Ui {
        let screen = self.all();
        assert!(screen.contains(text), "{text:?} in:\n{screen}");
        self
    }

    /// Asserts that a large frame does not show a text.
    pub(crate) fn lacks(&mut self, text: &str) -> &mut Ui {
        let screen = self.all();
        assert!(!screen.contains(text), "no {text:?} in:\n{screen}");
        self
    }

    /// The ids of the vendors in the order of the evaluation.
    pub(crate) fn order(&self) -> Vec<String> {
        let evaluation = self.app.state.evaluation().expect("a decision");
        evaluation.ranked().map(|vendor| vendor.id().to_string()).collect()
    }

    /// The unsaved changes, each as `path=value`.
    pub(crate) fn changes(&self) -> Vec<String> {
        self.app.state.changes().into_iter().map(|(path, value)| format!("{path}={value}")).collect()
    }

    /// The evaluation as JSON.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self.app.state.evaluation().expect("a decision")).expect("it is JSON")
    }

    /// Presses the mouse at a cell, or moves it there, or lets go.
    pub(crate) fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        self.event(&Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// Clicks at the first place of a frame that shows a text.
    pub(crate) fn click(&mut self, columns: u16, rows: u16, text: &str) {
        let (x, y) = place_of(&self.buffer(columns, rows), text);
        self.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
        self.mouse(MouseEventKind::Up(MouseButton::Left), x, y);
    }
}

/// The cell at which a text begins; the first one from the top.
pub(crate) fn place_of(buffer: &Buffer, text: &str) -> (u16, u16) {
    let lines = lines(buffer);
    for (line, y) in lines.iter().zip(0..) {
        if let Some(at) = line.find(text) {
            return (line[..at].cell_width(), y);
        }
    }
    panic!("{text:?} in:\n{}", lines.join("\n"));
}

/// The rows of a frame as text, without spaces at their ends.
pub(crate) fn lines(buffer: &Buffer) -> Vec<String> {
    (0..buffer.area.height).map(|y| line(buffer, y).trim_end().to_owned()).collect()
}

/// A row of a frame as text; a cell under the second half of a wide sign counts with the sign.
fn line(buffer: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        text.push_str(symbol);
        x += symbol.cell_width().max(1);
    }
    text
}

/// A key by its name in the file of keys.
pub(crate) fn key(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, modifier) in
        [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
    {
        if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
            modifiers |= modifier;
            rest = after;
        }
    }
    let code = match rest {
        "space" => KeyCode::Char(' '),
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "f1" => KeyCode::F(1),
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().expect("one")),
        other => panic!("no key {other:?}"),
    };
    KeyEvent::new(code, modifiers)
}

//! The whole way: an empty folder, a decision, vendors, what is known of them, marks, an award, a report.

use std::collections::BTreeMap;
use std::path::Path;

use super::Terminal;
use crate::support::Workspace;

const ENTER: &str = "\r";
const TAB: &str = "\t";
const DONE: &str = "\u{13}";
const ESC: &str = "\u{1b}";
const RIGHT: &str = "\u{1b}[C";
const DOWN: &str = "\u{1b}[B";
const AWARD: &str = "\u{1b}a";

/// Everything below a folder but the home of the terminal, by its place.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
            if path.is_dir() && name != "home" {
                open.push(path);
            } else if path.is_file() {
                found.insert(
                    name,
                    String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned(),
                );
            }
        }
    }
    found
}

/// A manager at the keyboard, whose keys are counted besides names and values.
struct Manager {
    terminal: Terminal,
    keys: usize,
}

impl Manager {
    fn press(&mut self, keys: &[&str]) -> &mut Manager {
        for key in keys {
            self.terminal.send(key);
            self.keys += 1;
        }
        self
    }

    fn name(&mut self, text: &str) -> &mut Manager {
        self.terminal.send(text);
        self
    }

    /// Closes what shows a text. What follows an escape at once would be a key with alt.
    fn leaves(&mut self, text: &str) -> &mut Manager {
        self.press(&[ESC]).terminal.lacks(text).shows("? help");
        self
    }

    fn sees(&mut self, text: &str) -> &mut Manager {
        self.terminal.shows(text);
        self
    }
}

#[test]
fn a_manager_goes_the_whole_way_and_the_files_are_those_of_the_commands() {
    let workspace = Workspace::empty();
    let terminal = Terminal::start(workspace.path(), &[], &[("USER", "a.buyer")]);
    let mut manager = Manager { terminal, keys: 0 };
    manager.terminal.resize(120, 40);
    manager.sees("There is no decision").press(&["n"]).sees("A new decision");
    manager.name("Night desk").press(&[TAB]).name("Who answers at night?").press(&[TAB]).name("EUR");
    manager.press(&[DONE]).sees("A new criterion");
    manager
        .name("Price")
        .press(&[TAB, TAB])
        .name("60")
        .press(&[TAB, TAB])
        .name("32")
        .press(&[TAB])
        .name("12");
    manager.sees("▸ best").press(&[DONE]).sees("added `price`");
    manager
        .name("Own trainers")
        .press(&[TAB, TAB])
        .name("25")
        .press(&[TAB, RIGHT])
        .sees("better is")
        .press(&[DONE]);
    manager.sees("added `own_trainers`");
    // Marks by people.
    manager
        .name("Manner")
        .press(&[TAB, TAB])
        .name("15")
        .press(&[TAB, RIGHT, RIGHT, RIGHT])
        .sees("highest mark");
    manager.press(&[DONE]).sees("added `manner`").leaves("A new criterion").sees("There is no vendor yet");
    for (name, price, trainers) in [("Aava", "20", &[RIGHT][..]), ("Brine", "14", &[RIGHT, RIGHT])] {
        manager.press(&["1", "a"]).sees("A new vendor").name(name).press(&[ENTER]).sees("made vendors");
        manager.press(&["2", "g"]).sees(&format!("─ {name}"));
        manager.press(&["e"]).sees("source").name(price).press(&[ENTER]).sees(price);
        manager.press(&[DOWN, "e"]).sees("value").press(trainers).press(&[ENTER]);
        manager.press(&[DOWN, "e"]).sees("value").name("4").press(&[ENTER]).press(&[DONE]).sees("saved");
    }
    manager.press(&["1"]).sees("2 of 2 vendors ranked").press(&[AWARD]).sees("weigh award");
    manager
        .name("aava")
        .press(&[TAB, TAB])
        .name("Its trainers")
        .press(&[TAB])
        .name("A. Buyer; chair; 2026-11-30");
    manager.press(&[DONE]).sees("criteria/award/night-desk.toml").leaves("weigh award");
    manager
        .press(&["X", "r"])
        .sees("weigh report")
        .name("md")
        .press(&[DONE])
        .sees("night-desk.md")
        .leaves("weigh report");
    manager.press(&["q"]);
    manager.terminal.ends_with(0);
    assert!(manager.keys <= 100, "{} keys", manager.keys);

    let twin = Workspace::empty();
    for arguments in [
        &["new", "decision", "Night desk", "--question", "Who answers at night?", "--currency", "EUR"][..],
        &["new", "criterion", "Price", "--weight", "60", "--worst", "32", "--best", "12"],
        &["new", "criterion", "Own trainers", "--weight", "25", "--yes-best"],
        &["new", "criterion", "Manner", "--weight", "15", "--marks", "5"],
        &["new", "vendor", "Aava"],
        &["set", "vendors.aava.facts.price", "20"],
        &["set", "vendors.aava.facts.own_trainers", "true"],
        &["set", "vendors.aava.ratings.manner", "4"],
        &["new", "vendor", "Brine"],
        &["set", "vendors.brine.facts.price", "14"],
        &["set", "vendors.brine.facts.own_trainers", "false"],
        &["set", "vendors.brine.ratings.manner", "4"],
        &["award", "--to", "aava", "--reason", "Its trainers", "--by", "A. Buyer; chair; 2026-11-30"],
        &["report", "--to", "md"],
    ] {
        let output = twin.weigh(arguments);
        assert_eq!(output.code, Some(0), "{arguments:?}: {output}");
    }
    let (made, same) = (files(workspace.path()), files(twin.path()));
    assert_eq!(made.keys().collect::<Vec<_>>(), same.keys().collect::<Vec<_>>());
    for (name, text) in &made {
        assert_eq!(text, &same[name], "{name}");
    }
}

//! Every way out: asked, told by a signal, stopped, killed, broken, or with the terminal gone.

use std::fs;
use std::time::{Duration, Instant};

use super::{CRITERIA, PATIENCE, Terminal, night_desk};
use crate::support::Workspace;
use crate::writers::turns::{count, figure};

const FILE: &str = "criteria/d.toml";

/// What a session left for the next one.
fn kept(workspace: &Workspace) -> Vec<String> {
    let folder = workspace.path().join("home/state/weigh/recover");
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a file")).collect()
}

/// A session with an unsaved change.
fn changed(workspace: &Workspace) -> Terminal {
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Night desk").send("4+++").shows("*63");
    terminal
}

/// Asserts that the next session offers the change, and that it can be restored and saved.
fn assert_restored(workspace: &Workspace) {
    assert_eq!(kept(workspace).len(), 1, "{:?}", kept(workspace));
    assert_eq!(workspace.read(FILE), CRITERIA.as_bytes());
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Changes of the last session").shows("criteria.price.weight = 63");
    terminal
        .send("r")
        .shows("Night desk *")
        .send("4")
        .shows("*63")
        .send("\u{13}")
        .shows("saved criteria/d.toml");
    terminal.send("q").ends_with(0);
    assert_eq!(
        String::from_utf8(workspace.read(FILE)).unwrap(),
        CRITERIA.replace("weight = 60", "weight = 63")
    );
    assert_eq!(kept(workspace), [""; 0]);
}

#[test]
fn leaving_gives_the_terminal_back() {
    for keys in ["q", "\u{3}"] {
        let workspace = night_desk();
        let mut terminal = Terminal::start(workspace.path(), &[], &[]);
        terminal.shows("Brandt").is_on_main_screen(false);
        assert!(!terminal.is_cooked());
        assert!(terminal.bytes().contains("\u{1b}[?2004h"));
        terminal.send(keys).ends_with(0);
        assert!(terminal.lines().iter().all(String::is_empty), "nothing stays on the main screen");
    }
}

#[test]
fn leaving_with_changes_asks_and_staying_and_discarding_do_as_they_say() {
    let workspace = night_desk();
    let mut terminal = changed(&workspace);
    terminal.send("q").shows("1 change is not saved.").send("c").lacks("Unsaved changes").shows("*63");
    terminal.send("\u{3}").shows("Unsaved changes").send("\u{1b}").lacks("Unsaved changes").shows("*63");
    terminal.send("q").shows("Unsaved changes").send("d").ends_with(0);
    assert_eq!(workspace.read(FILE), CRITERIA.as_bytes());
    assert_eq!(kept(&workspace), [""; 0]);
    let mut terminal = changed(&workspace);
    terminal.send("q").shows("Unsaved changes").send("s").ends_with(0);
    assert_eq!(
        String::from_utf8(workspace.read(FILE)).unwrap(),
        CRITERIA.replace("weight = 60", "weight = 63")
    );
}

#[test]
fn a_signal_to_end_keeps_what_is_unsaved_and_the_next_start_restores_it() {
    for signal in ["TERM", "HUP"] {
        let workspace = night_desk();
        let mut terminal = changed(&workspace);
        terminal.signal(signal);
        terminal.ends_with(0);
        assert_restored(&workspace);
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_program_and_keeps_what_is_unsaved() {
    let workspace = night_desk();
    let mut terminal = changed(&workspace);
    terminal.close();
    terminal.ends();
    assert_restored(&workspace);
}

/// Where nobody sends a signal, or it is ignored as under `nohup`, the end of the input is all there is.
#[test]
fn a_terminal_that_goes_away_without_a_signal_ends_the_program_too() {
    let workspace = night_desk();
    let script = format!("trap '' HUP; exec '{}'", env!("CARGO_BIN_EXE_weigh"));
    let mut terminal = Terminal::command(workspace.path(), &["sh", "-c", &script], &[]);
    terminal.shows("Night desk").send("4+++").shows("*63").close();
    terminal.ends();
    assert_restored(&workspace);
}

#[test]
fn a_signal_without_changes_keeps_nothing() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Brandt").signal("TERM");
    terminal.ends_with(0);
    assert_eq!(kept(&workspace), [""; 0]);
}

#[test]
fn the_shell_gets_the_terminal_while_the_program_is_stopped() {
    let workspace = night_desk();
    let weigh = env!("CARGO_BIN_EXE_weigh");
    let script = format!(
        "set -m; '{weigh}'; echo \"stopped\"; read -r answer; fg > /dev/null; echo \"ended with $?\""
    );
    let mut terminal = Terminal::command(workspace.path(), &["bash", "--norc", "-c", &script], &[]);
    terminal.shows("Night desk").send("4+++").shows("*63").is_on_main_screen(false);
    terminal.send("\u{1a}").is_on_main_screen(true).shows("stopped");
    assert!(terminal.is_cooked());
    terminal.send("\n").is_on_main_screen(false).shows("*63").shows("Night desk *");
    assert!(!terminal.is_cooked());
    terminal.send("u").lacks("*63").send("q").shows("ended with 0");
    terminal.ends_with(0);
}

#[test]
fn a_stop_from_outside_and_going_on_draws_the_screen_again() {
    let workspace = night_desk();
    let mut terminal = changed(&workspace);
    terminal.signal("STOP");
    terminal.signal("CONT");
    terminal.send("+").shows("*64").send("qd").ends_with(0);
}

/// A build for tests breaks down on purpose when it is asked to: see `break_down` in src/tui.rs.
#[cfg(debug_assertions)]
#[test]
fn a_bug_gives_the_terminal_back_says_so_and_keeps_what_is_unsaved() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[("WEIGH_TEST_PANIC", "1")]);
    terminal.shows("Night desk").send("4+++").shows("*63").send("\u{1b}[24~");
    terminal.ends_with(101);
    terminal.shows("panicked at").shows("asked to break down");
    assert_restored(&workspace);
}

#[cfg(debug_assertions)]
#[test]
fn nobody_breaks_it_down_by_accident() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal
        .shows("Night desk")
        .send("4+++")
        .shows("*63")
        .send("\u{1b}[24~+")
        .shows("*64")
        .send("qd")
        .ends_with(0);
}

/// Waits until the journal holds a text.
fn waits_for_journal(workspace: &Workspace, text: &str) {
    let began = Instant::now();
    while !kept(workspace).iter().any(|kept| kept.contains(text)) {
        assert!(began.elapsed() < PATIENCE, "no {text} in {:?}", kept(workspace));
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_kill_leaves_what_is_unsaved_to_the_next_session() {
    let workspace = night_desk();
    let mut terminal = changed(&workspace);
    waits_for_journal(&workspace, "\"63\"");
    terminal.signal("KILL");
    assert!(!terminal.ends().success());
    // Neither looking at the offer nor putting it off loses anything, nor does a kill in the middle of the restored.
    for keys in ["", "l", "r"] {
        let mut terminal = Terminal::start(workspace.path(), &[], &[]);
        terminal.shows("Changes of the last session").send(keys);
        if keys == "r" {
            terminal.shows("Night desk *");
        }
        terminal.signal("KILL");
        terminal.ends();
    }
    assert_restored(&workspace);
}

#[test]
fn what_was_put_off_is_kept_with_what_is_changed_since() {
    let workspace = night_desk();
    let mut terminal = changed(&workspace);
    terminal.signal("TERM");
    terminal.ends_with(0);
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Changes of the last session").send("l").lacks("Changes of the last session");
    terminal.send("4").send("\u{1b}[B+").shows("*41");
    waits_for_journal(&workspace, "\"41\"");
    terminal.signal("KILL");
    terminal.ends();
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Changes of the last session").shows("weight = 63").shows("weight = 41");
    terminal.send("d").send("q").ends_with(0);
    assert_eq!(kept(&workspace), [""; 0]);
}

#[test]
fn a_second_session_is_not_offered_what_the_first_still_has() {
    let workspace = night_desk();
    let mut first = changed(&workspace);
    waits_for_journal(&workspace, "\"63\"");
    let mut second = Terminal::start(workspace.path(), &[], &[]);
    second.shows("Night desk").send("4+").shows("*61").lacks("Changes of the last session");
    let began = Instant::now();
    while kept(&workspace).len() < 2 && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(kept(&workspace).len(), 2);
    second.send("qd").ends_with(0);
    assert_eq!(kept(&workspace).len(), 1);
    first.send("qd").ends_with(0);
    assert_eq!(kept(&workspace), [""; 0]);
}

#[test]
fn killing_it_while_it_saves_leaves_the_old_or_the_new_file() {
    let workspace = night_desk();
    let file = workspace.path().join(FILE);
    let [old, new] =
        ["60", "61"].map(|weight| CRITERIA.replace("weight = 60", &format!("weight = {weight}")));
    let is_whole = |text: &str| text == old || text == new;
    let mut seen = [0, 0];
    for round in 0..count(200, 500) {
        let before = fs::read_to_string(&file).expect("a file");
        // What the one before left unsaved is another test's matter.
        let _ = fs::remove_dir_all(workspace.path().join("home/state"));
        let mut terminal = Terminal::start(workspace.path(), &[], &[]);
        terminal.shows("Night desk");
        let [there, back] = if before == old { ["+\u{13}", "-\u{13}"] } else { ["-\u{13}", "+\u{13}"] };
        // All of them leave it changed, also where they are done before anybody looks.
        terminal.send("4").send(there).send(&format!("{back}{there}").repeat(7));
        // A save has happened; the others go on. The longer the wait after it, the later it is hit.
        let began = Instant::now();
        while fs::read_to_string(&file).expect("there is always a file") == before {
            assert!(began.elapsed() < PATIENCE, "nothing is saved:\n{}", terminal.lines().join("\n"));
        }
        let hit =
            Instant::now() + Duration::from_micros(97 * u64::try_from(round % 40).expect("it is small"));
        while Instant::now() < hit {
            let text = fs::read_to_string(&file).expect("there is always a file");
            assert!(is_whole(&text), "round {round}: {text}");
        }
        terminal.signal("KILL");
        assert!(!terminal.ends().success());
        let text = fs::read_to_string(&file).expect("there is always a file");
        assert!(is_whole(&text), "round {round}: {text}");
        seen[usize::from(text == new)] += 1;
    }
    figure(&format!(
        "the terminal UI killed while it saves: {} with the old file, {} with the new",
        seen[0], seen[1]
    ));
    assert!(seen.iter().all(|count| *count > 0), "the old and the new were both hit: {seen:?}");
    // What was half written lies beside it under another name, and disturbs nobody.
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
    let _ = fs::remove_dir_all(workspace.path().join("home/state"));
    let mut terminal = Terminal::start(workspace.path(), &[], &[]);
    terminal.shows("Night desk").send("q").ends_with(0);
}

//! Where there is no terminal that can show a screen.

use super::{Terminal, night_desk};
use crate::support::command;

#[test]
fn without_a_terminal_it_does_not_start_and_names_the_command_to_use() {
    let workspace = night_desk();
    let output = workspace.weigh(&["tui"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert_eq!(output.out, "");
    assert!(output.err.contains("`weigh rank` prints the ranking"), "{output}");
}

#[test]
fn without_a_terminal_the_ranking_is_printed() {
    let workspace = night_desk();
    let output = workspace.weigh(&[]);
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(output.out, workspace.weigh(&["rank"]).out);
    assert!(output.out.contains("Brandt"), "{output}");
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_gets_no_escape() {
    let workspace = night_desk();
    let dumb = [("TERM", "dumb")];
    let mut terminal = Terminal::start(workspace.path(), &["tui"], &dumb);
    terminal.shows("weigh rank").ends_with(2);
    assert!(!terminal.bytes().contains('\u{1b}'), "{}", terminal.bytes());
    let mut terminal = Terminal::start(workspace.path(), &[], &dumb);
    terminal.shows("Brandt").ends_with(0);
    assert!(!terminal.bytes().contains('\u{1b}'), "{}", terminal.bytes());
}

#[test]
fn a_terminal_on_one_side_alone_is_none() {
    let workspace = night_desk();
    let weigh = env!("CARGO_BIN_EXE_weigh");
    for (redirection, is_shown) in [("< /dev/null", true), ("> out.txt", false)] {
        let script = format!(
            "'{weigh}' tui {redirection}; echo \"ended with $?\"; '{weigh}' {redirection}; echo \"and with $?\""
        );
        let mut terminal = Terminal::command(workspace.path(), &["sh", "-c", &script], &[]);
        terminal.shows("ended with 2").shows("and with 0").ends_with(0);
        assert!(terminal.bytes().contains("weigh rank"));
        assert_eq!(terminal.bytes().contains("Brandt"), is_shown);
    }
    assert!(String::from_utf8(workspace.read("out.txt")).unwrap().contains("Brandt"));
}

#[test]
fn options_of_results_are_refused() {
    let workspace = night_desk();
    for arguments in [&["tui", "--format", "json"][..], &["tui", "-o", "x.txt"]] {
        let mut terminal = Terminal::start(workspace.path(), arguments, &[]);
        terminal.ends_with(2);
        assert!(!workspace.path().join("x.txt").exists());
    }
}

#[test]
fn a_result_that_is_asked_for_is_printed_in_a_terminal_too() {
    let workspace = night_desk();
    let output = command(workspace.path()).args(["--format", "json"]).output().unwrap();
    let mut terminal = Terminal::start(workspace.path(), &["--format", "json"], &[]);
    let wanted = String::from_utf8(output.stdout).unwrap().replace('\n', "\r\n");
    terminal.wait("the whole result", |shown| shown.bytes == wanted.as_bytes()).ends_with(0);
}

#[test]
fn a_workspace_that_cannot_be_read_does_not_take_the_terminal_for_long() {
    let workspace = night_desk();
    let mut terminal = Terminal::start(workspace.path(), &["--criteria", "nobody"], &[]);
    assert_ne!(terminal.ends().exit_code(), 0);
    terminal.leaves_the_terminal_as_it_was();
}

//! The program in a pseudo-terminal: width, bars and colour.

mod stopped;

use std::io::Read as _;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use unicode_width::UnicodeWidthStr as _;

use crate::support::{command, repository};

/// Every command that lays out a result, on the repository's own sample.
const COMMANDS: [&[&str]; 6] = [
    &["rank"],
    &["compare", "siam-voice", "bayt-alradd"],
    &["compare", "siam-voice", "bayt-alradd", "pollolahti"],
    &["gaps"],
    &["explain", "siam-voice"],
    &["explain", "lanternfold"],
];

/// Columns and rows: usual, tiny, wide.
const SIZES: [(u16, u16); 3] = [(80, 24), (40, 20), (200, 60)];

/// Runs the program in a terminal of a size, in the repository, with nothing in its environment but what a
/// terminal has and what is given. Returns what the terminal got, with plain line ends.
fn in_terminal(arguments: &[&str], (columns, rows): (u16, u16), variables: &[(&str, &str)]) -> String {
    let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut builder = CommandBuilder::new(env!("CARGO_BIN_EXE_weigh"));
    builder.env_clear();
    builder.env("LC_ALL", "C.UTF-8");
    builder.env("TERM", "xterm-256color");
    for (name, value) in variables {
        builder.env(name, value);
    }
    builder.args(arguments);
    builder.cwd(repository());
    let mut child = pty.slave.spawn_command(builder).expect("the program starts");
    // The reader sees the end only when nobody holds the other side.
    drop(pty.slave);
    let mut got = Vec::new();
    let mut reader = pty.master.try_clone_reader().expect("a reader");
    let mut chunk = [0; 4096];
    // Linux says EIO, not zero bytes, once the program is gone.
    while let Ok(count @ 1..) = reader.read(&mut chunk) {
        got.extend_from_slice(&chunk[..count]);
    }
    let status = child.wait().expect("the program ends");
    let text = String::from_utf8(got).expect("the program writes UTF-8").replace("\r\n", "\n");
    assert!(status.success(), "{arguments:?} ended with {status:?}:\n{text}");
    text
}

/// Takes out the escapes that set colour and weight (SGR); any other escape is a mistake.
fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        let (parameters, after) = after
            .strip_prefix('[')
            .and_then(|after| after.split_once('m'))
            .unwrap_or_else(|| panic!("not a colour: {after:?}"));
        assert!(parameters.bytes().all(|b| b.is_ascii_digit() || b == b';'), "not a colour: {parameters:?}");
        rest = after;
    }
    plain + rest
}

fn has_escape(text: &str) -> bool {
    text.contains('\u{1b}')
}

/// What the program writes into a pipe.
fn in_pipe(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = command(&repository());
    command.env("TERM", "xterm-256color").envs(variables.iter().copied()).args(arguments);
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let mut too_wide = Vec::new();
    for size in SIZES {
        for arguments in COMMANDS {
            let text = without_colour(&in_terminal(arguments, size, &[]));
            let lines = text.lines().filter(|line| line.width() > usize::from(size.0));
            too_wide.extend(lines.map(|line| format!("{arguments:?} in {size:?}: {line}")));
        }
    }
    assert!(too_wide.is_empty(), "{too_wide:#?}");
}

#[test]
fn a_narrow_terminal_keeps_what_the_commands_are_about() {
    let json: serde_json::Value = serde_json::from_str(&in_pipe(&["rank", "--format", "json"], &[])).unwrap();
    let ranking = without_colour(&in_terminal(&["rank"], (40, 20), &[]));
    let vendors = json["result"]["vendors"].as_array().expect("a list of vendors");
    for vendor in vendors {
        let score = vendor["score"].to_string();
        assert!(ranking.contains(&score), "{score} in:\n{ranking}");
    }
    let reasons = without_colour(&in_terminal(&["explain", "siam-voice"], (40, 20), &[]));
    for criterion in json["result"]["criteria"].as_array().expect("a list of criteria") {
        let first = criterion["name"].as_str().and_then(|name| name.split(' ').next()).expect("a name");
        assert!(reasons.contains(first), "{first} in:\n{reasons}");
    }
}

#[test]
fn a_wide_terminal_shows_more_columns_than_a_usual_one() {
    let head = |columns| {
        let text = without_colour(&in_terminal(&["rank"], (columns, 60), &[]));
        text.lines().find(|line| line.contains("Vendor")).expect("a table").to_owned()
    };
    assert!(head(200).contains("Security and compliance"), "{}", head(200));
    assert!(!head(80).contains("Security and compliance"), "{}", head(80));
}

#[test]
fn bars_are_shown_in_a_terminal_and_not_in_a_pipe() {
    for arguments in [COMMANDS[0], COMMANDS[1]] {
        for size in [SIZES[0], SIZES[2]] {
            let text = in_terminal(arguments, size, &[]);
            assert!(text.contains('█'), "{arguments:?} in {size:?}:\n{text}");
        }
        assert!(!in_pipe(arguments, &[]).contains('█'), "{arguments:?}");
    }
}

#[test]
fn colours_appear_in_a_terminal() {
    for size in SIZES {
        for arguments in COMMANDS {
            assert!(has_escape(&in_terminal(arguments, size, &[])), "{arguments:?} in {size:?}");
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for arguments in COMMANDS {
        let coloured = in_terminal(arguments, SIZES[0], &[]);
        let plain = in_terminal(arguments, SIZES[0], &[("NO_COLOR", "1")]);
        // Styled spaces at the ends of lines cannot be trimmed.
        let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(trimmed(&without_colour(&coloured)), trimmed(&plain), "{arguments:?}");
    }
}

#[test]
fn no_escape_is_written_where_colour_is_not_wanted() {
    let never: &[&str] = &["--color", "never"];
    for (variables, option) in [
        (&[("NO_COLOR", "1")][..], &[][..]),
        (&[("TERM", "dumb")], &[]),
        (&[], never),
        (&[("CLICOLOR_FORCE", "1")], never),
        (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], &[]),
    ] {
        for arguments in COMMANDS {
            let text = in_terminal(&[arguments, option].concat(), SIZES[0], variables);
            assert!(!has_escape(&text), "{arguments:?} {option:?} {variables:?}:\n{text}");
        }
    }
}

#[test]
fn an_empty_no_color_says_nothing() {
    assert!(has_escape(&in_terminal(COMMANDS[0], SIZES[0], &[("NO_COLOR", "")])));
}

#[test]
fn a_pipe_has_no_colour_unless_it_is_forced() {
    let always: &[&str] = &["--color", "always"];
    for (variables, option, is_coloured) in [
        (&[][..], &[][..], false),
        (&[], always, true),
        (&[("NO_COLOR", "1")], always, true),
        (&[("TERM", "dumb")], always, true),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], &[], true),
        (&[("CLICOLOR_FORCE", "0")], &[], false),
        (&[("CLICOLOR_FORCE", "")], &[], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], false),
    ] {
        for arguments in COMMANDS {
            let text = in_pipe(&[arguments, option].concat(), variables);
            assert_eq!(has_escape(&text), is_coloured, "{arguments:?} {option:?} {variables:?}:\n{text}");
        }
    }
}

/// Programs read these; a colour code would be part of a field.
#[test]
fn formats_for_programs_are_never_coloured() {
    for format in ["json", "csv", "md"] {
        for arguments in COMMANDS {
            let text = in_pipe(&[arguments, &["--format", format, "--color", "always"]].concat(), &[]);
            assert!(!has_escape(&text), "{arguments:?} as {format}");
        }
    }
}

#[test]
fn help_is_coloured_in_a_terminal_and_plain_without_colour() {
    assert!(has_escape(&in_terminal(&["--help"], SIZES[0], &[])));
    assert!(!has_escape(&in_terminal(&["--help"], SIZES[0], &[("NO_COLOR", "1")])));
}

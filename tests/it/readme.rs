//! The README and the guide show what the program prints, and whatever they tell to type works.

use std::fs;
use std::path::{Path, PathBuf};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use weigh::cli::{Environment, Exit, Shell, run};
use weigh::files::{Request, Workspace};
use weigh::tui::{App, Options, Theme};

use crate::support::{Output, Workspace as Folder, repository, weigh};

/// What a command line prints in a terminal of 80 columns without colour.
fn printed(arguments: &[&str]) -> String {
    let environment = Environment {
        is_out_terminal: true,
        is_out_folded: true,
        is_err_folded: true,
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

/// The README and the texts of the guide, each with its name.
fn texts() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = vec![repository().join("README.md")];
    let guide = fs::read_dir(repository().join("src/cli/guide")).unwrap().map(|file| file.unwrap().path());
    files.extend(guide.filter(|file| file.extension().is_some_and(|extension| extension == "md")));
    files.sort();
    let name = |file: &Path| file.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|file| (name(file), fs::read_to_string(file).unwrap())).collect()
}

fn text(name: &str) -> String {
    texts().into_iter().find(|(other, _)| other == name).unwrap().1
}

#[test]
fn the_pictures_in_the_readme_and_the_guide_are_what_the_program_prints() {
    for (file, command) in [("README.md", "rank"), ("cost.md", "cost")] {
        let text = text(file);
        let prompt = format!("$ weigh {command}\n");
        let start = text.find(&prompt).unwrap() + prompt.len();
        let shown = &text[start..start + text[start..].find("```").unwrap()];
        let printed = printed(&[command]);
        let mut rest = printed.as_str();
        for piece in shown.split("[...]\n").filter(|piece| !piece.trim().is_empty()) {
            let at = rest.find(piece);
            assert!(at.is_some(), "put the right side into {file}:\n{printed}");
            rest = &rest[at.unwrap_or_default() + piece.len()..];
        }
        assert!(rest.is_empty() || shown.ends_with("[...]\n"), "{file} ends too early:\n{printed}");
    }
}

#[test]
fn the_readme_is_a_front_page() {
    let lines = text("README.md").lines().count();
    assert!(lines <= 200, "{lines} lines; the guide has room");
}

/// The blocks between fences, each with its language.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, body))) => body.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is left open");
    blocks
}

/// The words of a command line as a shell would part them, without a comment at its end.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let mut word = String::new();
        while let Some(first) = rest.chars().next().filter(|first| *first != ' ') {
            let (piece, after) = match first {
                '"' | '\'' => rest[1..].split_once(first).expect("a quote that ends"),
                _ => rest.split_at(rest.find([' ', '"', '\'']).unwrap_or(rest.len())),
            };
            word += piece;
            rest = after;
        }
        words.push(word);
        rest = rest.trim_start();
    }
    words
}

/// Types a line into the folder that the lines before have led to, and says what went wrong.
fn typed(line: &str, folder: &mut PathBuf) -> Option<Output> {
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        // What builds the program is for the machine that checks all of this.
        [] | ["cargo", ..] => None,
        ["cd", to] => {
            folder.push(to);
            assert!(folder.is_dir(), "{line}");
            None
        }
        ["mkdir", "-p", ref made @ ..] => {
            for made in made {
                fs::create_dir_all(folder.join(made)).unwrap();
            }
            None
        }
        ["weigh", ref arguments @ ..] => {
            // A sheet of the repository, for whoever reads on in a clone of it.
            for sheet in arguments.iter().filter(|word| word.starts_with("tests/")) {
                fs::create_dir_all(folder.join(sheet).parent().unwrap()).unwrap();
                fs::copy(repository().join(sheet), folder.join(sheet)).unwrap();
            }
            let output = weigh(folder, arguments);
            (output.code != Some(0) || output.err.contains("error")).then_some(output)
        }
        _ => panic!("the test does not know `{line}`"),
    }
}

/// Commands between backticks in running text; what stands for something else is written in capitals.
fn named(text: &str) -> Vec<&str> {
    let without_blocks = text.split("```").step_by(2);
    let spans = without_blocks.flat_map(|text| text.split('`').skip(1).step_by(2));
    let is_filled_in = |span: &&str| {
        let is_place = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
        !span.split([' ', '=']).any(is_place)
    };
    spans.filter(|span| span.starts_with("weigh ")).filter(is_filled_in).collect()
}

/// Whoever follows a text from its first line to its last, in an empty folder for the README and in a fresh sample for
/// the guide, gets what it says and no error.
#[test]
fn every_command_of_the_readme_and_the_guide_works_on_what_the_text_made_before() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in texts() {
        let workspace = Folder::empty();
        let mut folder = workspace.path().to_owned();
        if name != "README.md" {
            assert_eq!(weigh(&folder, &["init"]).code, Some(0));
        }
        for (language, body) in blocks(&text) {
            match language.as_str() {
                "sh" => {
                    for line in body.lines() {
                        count += 1;
                        wrong.extend(
                            typed(line, &mut folder).map(|output| format!("{name}: {line}\n{output}")),
                        );
                    }
                }
                "toml" => {
                    let first = body.lines().next().unwrap_or_default();
                    if let Some(path) = first.strip_prefix("# ").filter(|path| !path.contains(' ')) {
                        fs::write(folder.join(path), &body).unwrap();
                    }
                }
                "csv" => fs::write(folder.join("cases.csv"), &body).unwrap(),
                _ => {}
            }
        }
        for command in named(&text) {
            count += 1;
            // A command by its name alone is spoken of, not shown.
            let is_word =
                |word: &str| word.starts_with(char::is_alphabetic) && !word.contains(['=', '/', '.']);
            let is_name = command.split(' ').all(is_word);
            let line = if is_name { format!("{command} --help") } else { command.to_owned() };
            wrong.extend(typed(&line, &mut folder).map(|output| format!("{name}: `{command}`\n{output}")));
        }
    }
    assert!(count > 100, "{count} commands were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_toml_block_of_the_readme_and_the_guide_is_toml() {
    let mut count = 0;
    for (name, text) in texts() {
        for (language, body) in blocks(&text) {
            assert!(["sh", "toml", "text", "csv"].contains(&language.as_str()), "{name}: ```{language}");
            if language == "toml" {
                count += 1;
                let parsed = toml::de::DeTable::parse(&body);
                assert!(parsed.is_ok(), "{name}:\n{body}{parsed:?}");
            }
        }
    }
    assert!(count > 8, "{count} blocks were found");
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
fn the_screen_in_the_guide_is_what_the_program_draws() {
    let blocks = blocks(&text("tui.md"));
    let (_, shown) = blocks.iter().find(|(language, _)| language == "text").unwrap();
    let keys =
        [KeyCode::Char('4'), KeyCode::Right, KeyCode::Right, KeyCode::Right, KeyCode::Right, KeyCode::Right];
    let drawn = screen(&keys, 96, 28);
    assert_eq!(*shown, drawn, "put this into the guide:\n{drawn}");
}

//! `weigh tui`: the terminal UI.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{Global, ThemeName, Tui};
use super::shell::{Environment, Exit, Failure, Question, Shell};
use super::{complete, help, settings};
use crate::files::Snapshot;
use crate::text::clean::cleaned;
use crate::tui::{self, Argument, ArgumentKind, CommandResult, Commands, Options, Prompt, Theme};

pub(super) fn run(global: &Global, args: &Tui, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    if !shell.environment.is_interactive {
        let message = "the terminal UI needs a terminal that can move its cursor; `weigh rank` prints the ranking, \
                       and `weigh --help` lists what else can be printed";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    if global.format.is_some() || global.output.is_some() {
        let message =
            "the terminal UI writes no result; give --format and --output to a command such as `weigh rank`";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let is_plain = !shell.environment.is_out_coloured;
    let theme = if is_plain { Theme::Mono } else { args.theme.map_or_else(Theme::default, meant) };
    // crossterm writes an empty colour where NO_COLOR is set, and terminals take that for "reset all":
    // bold and reversed would be lost with it. The theme has no colours then; this keeps the rest.
    crossterm::style::force_color_output(true);
    let request = match &global.criteria {
        Some(_) => Some(settings::request(global, &Snapshot::default())?),
        None => None,
    };
    let options = Options {
        directory: settings::directory(global).to_owned(),
        request,
        vendors: settings::vendors_folder(global),
        what_if: global.set.clone(),
        theme,
        is_ascii: args.ascii || speaks_only_ascii(variable),
        has_mouse: !args.no_mouse,
        keys: args.keys.clone().or_else(|| own_keys(variable)),
        recovery: Options::recovery_folder(variable),
        commands: Some(commands()),
    };
    // The screen is given back, and what is unsaved kept, whatever ends it.
    shell.ends_at_once.store(false, Ordering::Relaxed);
    tui::run(&options)
        .map_err(|source: io::Error| Failure::Write { what: "to the terminal".to_owned(), source })
}

/// The theme of a name.
fn meant(theme: ThemeName) -> Theme {
    match theme {
        ThemeName::Terminal => Theme::Terminal,
        ThemeName::Light => Theme::Light,
        ThemeName::Dark => Theme::Dark,
        ThemeName::ColourBlind => Theme::ColourBlind,
        ThemeName::Mono => Theme::Mono,
    }
}

/// Whether the locale says that the terminal cannot show more than ASCII. One that is not set says nothing.
fn speaks_only_ascii(variable: impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

/// The user's file of keys, where there is one.
fn own_keys(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let home = || Some(PathBuf::from(variable("HOME")?).join(".config"));
    let file = variable("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home)?.join("weigh/keys.toml");
    file.exists().then_some(file)
}

/// The commands, for the screens.
#[must_use]
pub fn commands() -> Arc<dyn Commands> {
    let mut all = Vec::new();
    for command in help::command().get_subcommands().filter(|one| !NOT_OFFERED.contains(&one.get_name())) {
        let name = command.get_name();
        if command.has_subcommands() {
            let within = command.get_subcommands().filter(|one| one.get_name() != "help");
            all.extend(within.map(|one| described(&format!("{name} {}", one.get_name()), one)));
        } else {
            all.push(described(name, command));
        }
    }
    Arc::new(Program { all })
}

/// Those that make no sense on a screen.
const NOT_OFFERED: [&str; 5] = ["tui", "completions", "man", "schema", "help"];
/// Those whose result goes into files.
const WITH_FILES: [&str; 6] = ["report", "debrief", "notice", "sheet", "ask", "pack"];
/// Those that make a folder.
const WITH_FOLDER: [&str; 1] = ["import"];

/// The command line as the screens see it.
#[derive(Debug)]
struct Program {
    all: Vec<tui::Command>,
}

/// What a command takes, in the order in which it is typed: what stands alone, then options.
fn described(name: &str, command: &clap::Command) -> tui::Command {
    let own =
        command.get_arguments().filter(|one| !one.is_hide_set() && !GLOBAL.contains(&one.get_id().as_str()));
    let (alone, options): (Vec<&clap::Arg>, Vec<&clap::Arg>) = own.partition(|one| one.is_positional());
    let mut arguments: Vec<Argument> = alone.into_iter().chain(options).map(argument).collect();
    for group in command.get_groups().filter(|group| group.is_required_set()) {
        let is_in = |one: &&mut Argument| group.get_args().any(|id| id.as_str() == one.id);
        let names: Vec<String> = command
            .get_arguments()
            .filter(|one| group.get_args().any(|id| id == one.get_id()))
            .map(|one| one.get_long().map_or_else(|| one.get_id().to_string(), |long| long.replace('-', " ")))
            .collect();
        arguments.iter_mut().filter(is_in).for_each(|one| one.one_of.clone_from(&names));
    }
    let output = |value: &str, says: &str| Argument {
        id: "output".to_owned(),
        option: Some("--output".to_owned()),
        value: value.to_owned(),
        says: says.to_owned(),
        takes: ArgumentKind::Text,
        is_repeated: false,
        is_required: false,
        one_of: Vec::new(),
    };
    if WITH_FILES.contains(&name) {
        arguments.push(output("FILE", "Where it goes: a folder, or a file whose ending says the format"));
    } else if WITH_FOLDER.contains(&name) {
        arguments.push(output("DIR", "The folder that becomes the workspace; this one when left out"));
    }
    let says = command.get_about().map(ToString::to_string).unwrap_or_default();
    tui::Command { name: name.to_owned(), says, arguments }
}

/// The options that every command takes, by their ids.
const GLOBAL: [&str; 11] = [
    "directory",
    "criteria",
    "vendors",
    "set",
    "format",
    "output",
    "force",
    "color",
    "quiet",
    "help",
    "version",
];

fn argument(argument: &clap::Arg) -> Argument {
    let words = argument.get_possible_values().into_iter().filter(|word| !word.is_hide_set());
    let words: Vec<(String, String)> = words
        .map(|word| {
            (word.get_name().to_owned(), word.get_help().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    let usual = argument.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
    let is_flag = !argument.get_action().takes_values();
    let value = argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let many = argument.get_num_args().is_some_and(|range| range.max_values() > 1);
    Argument {
        id: argument.get_id().to_string(),
        option: argument.get_long().map(|long| format!("--{long}")),
        value: value.unwrap_or_else(|| argument.get_id().as_str().to_uppercase()),
        says: argument.get_help().map(ToString::to_string).unwrap_or_default(),
        takes: match (is_flag, words.is_empty()) {
            (true, _) => ArgumentKind::Flag,
            (false, false) => ArgumentKind::Word { words, usual },
            (false, true) => ArgumentKind::Text,
        },
        is_repeated: many || matches!(argument.get_action(), clap::ArgAction::Append),
        is_required: argument.is_required_set(),
        one_of: Vec::new(),
    }
}

/// The most columns that anything is folded to.
const WIDEST: usize = 1_000;
/// The endings of what can be imported.
const SHEETS: &[&str] = &["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt"];
/// The most files that are offered, and how deep they are looked for.
const MOST_FILES: usize = 200;
const DEEPEST: usize = 3;

/// The files in a folder and those below it, as they are typed there; with these endings, where any are named.
fn files(folder: &Path, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((next, depth)) = open.pop() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(next)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || found.len() == MOST_FILES {
                continue;
            }
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            if path.is_dir() && depth < DEEPEST && name != "target" {
                open.push((path, depth + 1));
            } else if path.is_file() && (endings.is_empty() || endings.contains(&ending.as_str())) {
                let typed = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                found.push((typed, String::new()));
            }
        }
    }
    found
}

impl Commands for Program {
    fn all(&self) -> &[tui::Command] {
        &self.all
    }

    fn offered(&self, command: &tui::Command, place: &[String]) -> Vec<Vec<(String, String)>> {
        let words: Vec<OsString> =
            std::iter::once("weigh".into()).chain(place.iter().map(Into::into)).collect();
        let place = complete::place(&words);
        let folder = settings::directory(&place);
        let offered = |argument: &Argument| match argument.value.as_str() {
            "SHEET" => files(folder, SHEETS),
            // What is written into replaces nothing that is offered.
            "FILE" if argument.id != "output" => files(folder, &[]),
            value => complete::offers(value, &place),
        };
        command.arguments.iter().map(offered).collect()
    }

    fn run(
        &self,
        arguments: &[String],
        width: usize,
        stop: &Arc<AtomicBool>,
        ask: &mut dyn FnMut(&Prompt) -> Option<String>,
    ) -> CommandResult {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let environment = Environment {
            is_out_terminal: false,
            is_interactive: true,
            // What is for a program is not folded.
            width: width.min(WIDEST),
            is_out_folded: width <= WIDEST,
            is_err_folded: width <= WIDEST,
            is_out_coloured: false,
            is_err_coloured: false,
            is_err_terminal: false,
        };
        let mut asking = |before: &str, question: &Question| {
            ask(&Prompt {
                before: before.to_owned(),
                text: cleaned(&question.ask),
                answers: question.answers.iter().map(|answer| cleaned(answer)).collect(),
                is_open: question.is_open,
            })
        };
        let mut shell = Shell::new(&mut out, &mut err, environment).asking(&mut asking, stop);
        let words = std::iter::once("weigh".into()).chain(arguments.iter().map(OsString::from));
        let exit = super::run(words, &mut shell);
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        CommandResult { exit, out: text(out), said: text(err) }
    }
}

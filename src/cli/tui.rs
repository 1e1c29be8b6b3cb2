//! `weigh tui`: the terminal UI.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::args::{Global, ThemeName, Tui};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::files::Snapshot;
use crate::tui::{self, Options, Theme};

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

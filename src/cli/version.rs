//! `weigh version`: what this weigh is and where it runs, as a report of a fault needs it; what it is made of.

use std::env;
use std::fs;

use serde::Serialize;

use super::args::{Format, Global, Version};
use super::settings::{self, json_text};
use super::shell::{Exit, Failure, Shell};
use crate::features::Feature;
use crate::text::clean::cleaned_line;

/// Every dependency of all features on all platforms, a line each. `tests/it/licences.rs` writes and checks it.
const LICENCES: &str = include_str!("licences.txt");
/// Licences of what is part of the program and no dependency.
const FONTS: &str = "Fonts in PDF reports: Noto Sans, Noto Sans Arabic, Noto Sans Thai, Noto Sans Math, \
                     Noto Sans Symbols 2: OFL-1.1";

pub(super) fn run(global: &Global, args: &Version, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &[Format::Table, Format::Json])?;
    let version = env!("CARGO_PKG_VERSION");
    let text = if args.licences {
        format!("weigh {version}: {}\n\n{LICENCES}\n{FONTS}\n", env!("CARGO_PKG_LICENSE"))
    } else {
        let about = About::new(global, shell);
        match format {
            Format::Json => json_text(&serde_json::json!({ "schema": "weigh/version/1", "result": about })),
            _ => about.text(),
        }
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// What a report of a fault needs.
#[derive(Serialize)]
struct About {
    /// The version of weigh.
    version: &'static str,
    /// The parts that this build has.
    features: Vec<&'static str>,
    /// The machine that it was built for, as Rust names it.
    target: &'static str,
    /// The compiler that built it.
    compiler: &'static str,
    /// The operating system that it runs on.
    system: String,
    /// What the terminal says of itself, and its size; none where the result goes elsewhere.
    terminal: Option<String>,
    /// The language and the encoding that are asked for.
    locale: Option<String>,
    /// The folder of the workspace, and how many decisions it has; none where there is no workspace.
    workspace: Option<String>,
}

impl About {
    fn new(global: &Global, shell: &Shell<'_>) -> About {
        let said = |names: &[&str]| {
            let values = names.iter().filter_map(|name| env::var(name).ok());
            values.map(|value| cleaned_line(&value)).find(|value| !value.is_empty())
        };
        let environment = &shell.environment;
        let terminal = [said(&["TERM"]), said(&["TERM_PROGRAM"]), said(&["COLORTERM"])];
        let size = format!("{} columns", environment.width);
        let terminal: Vec<String> = terminal.into_iter().flatten().chain([size]).collect();
        let workspace = settings::workspace(global).ok().map(|workspace| {
            let decisions = workspace.decisions().map_or(0, |decisions| decisions.len());
            let word = if decisions == 1 { "decision" } else { "decisions" };
            format!("{} ({decisions} {word})", workspace.root.display())
        });
        About {
            version: env!("CARGO_PKG_VERSION"),
            features: Feature::ALL.into_iter().filter(|one| one.is_built()).map(Feature::name).collect(),
            target: env!("WEIGH_TARGET"),
            compiler: env!("WEIGH_COMPILER"),
            system: system(),
            terminal: environment.is_out_terminal.then(|| terminal.join(", ")),
            locale: said(&["LC_ALL", "LC_CTYPE", "LANG"]),
            workspace,
        }
    }

    fn text(&self) -> String {
        let none = || "none".to_owned();
        let lines = [
            ("features", self.features.join(", ")),
            ("target", self.target.to_owned()),
            ("compiler", self.compiler.to_owned()),
            ("system", self.system.clone()),
            ("terminal", self.terminal.clone().unwrap_or_else(none)),
            ("locale", self.locale.clone().unwrap_or_else(none)),
            ("workspace", self.workspace.clone().unwrap_or_else(none)),
        ];
        let lines: Vec<String> = lines.iter().map(|(name, said)| format!("{name}: {said}\n")).collect();
        format!("weigh {}\n{}", self.version, lines.concat())
    }
}

/// The name that the operating system gives itself; where it gives none, its family.
fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.map(|name| cleaned_line(name.trim_matches('"'))).filter(|name| !name.is_empty());
    let family = format!("{} {}", env::consts::OS, env::consts::ARCH);
    name.map_or_else(|| family.clone(), |name| format!("{name}, {family}"))
}

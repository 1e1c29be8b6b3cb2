//! What a shell offers at the tab key: commands and options, and what stands in the workspace that is typed about.
//!
//! `weigh completions SHELL` prints a script that asks the program each time, with `COMPLETE` set to the shell. Whatever
//! is wrong with the files then, less is offered and nothing is said.

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use clap::{Arg, Command, CommandFactory, FromArgMatches};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use super::args::{Args, Completions, Global};
use super::guide::TOPICS;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::diagnostic::{Code, Sources};
use crate::files::node::{Node, NodeKind, parse_document};
use crate::files::workspace::stem;
use crate::open::Opened;

/// The variable in which a shell says that it wants candidates, by its name.
pub const VARIABLE: &str = "COMPLETE";

/// `weigh completions`: the script that asks for candidates.
pub(super) fn run(_: &Global, args: &Completions, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let shells = Shells::builtins();
    let name = args.shell.to_string();
    let known = shells.completer(&name).expect("every shell of the argument is known");
    let mut script = Vec::new();
    known
        .write_registration(VARIABLE, "weigh", "weigh", "weigh", &mut script)
        .map_err(|source| Failure::Write { what: "the script".to_owned(), source })?;
    shell.print_bytes(&script)?;
    Ok(Exit::Done)
}

/// What the shell of that name offers for a command line, in its own form; none where it is no such question.
///
/// - `arguments`: the program's name, `--`, and the words of the command line so far.
pub fn candidates(shell: &OsStr, arguments: impl IntoIterator<Item = OsString>) -> Option<Vec<u8>> {
    let shells = Shells::builtins();
    let known = shells.completer(shell.to_str()?)?;
    let mut arguments = arguments.into_iter().skip(1);
    arguments.next().filter(|word| word == "--")?;
    let words: Vec<OsString> = arguments.collect();
    let place = Arc::new(place(&words));
    let mut program = with_values(Args::command(), &place);
    program.build();
    let mut text = Vec::new();
    let folder = std::env::current_dir().ok();
    // Half of an answer is none.
    let written = known.write_complete(&mut program, words, folder.as_deref(), &mut text);
    Some(written.map_or_else(|_| Vec::new(), |()| text))
}

/// Where the command that is being typed will look for its files.
pub(super) fn place(words: &[OsString]) -> Global {
    let matches = Args::command().ignore_errors(true).try_get_matches_from(words);
    let global = matches.and_then(|matches| Global::from_arg_matches(&matches)).unwrap_or_default();
    Global { set: Vec::new(), ..global }
}

/// The command with candidates for the values of its arguments.
fn with_values(command: Command, place: &Arc<Global>) -> Command {
    let offered = |argument: Arg| match Values::of(&argument) {
        None => argument,
        Some(values) => {
            let place = Arc::clone(place);
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| values.offered(typed, &place)))
        }
    };
    command.mut_args(offered).mut_subcommands(|command| with_values(command, place))
}

/// What a value may name, by the word that stands for it in the help; each with what it is.
#[cfg(feature = "tui")]
pub(super) fn offers(value: &str, place: &Global) -> Vec<(String, String)> {
    Values::named(value).map(|values| values.all(place)).unwrap_or_default()
}

/// What the value of an argument names.
#[derive(Clone, Copy)]
enum Values {
    Decisions,
    Vendors,
    Evaluators,
    /// Criteria and groups.
    Criteria,
    Groups,
    /// A criterion with `=` after it.
    Points,
    /// A place in a file.
    Paths,
    /// A place in a file with `=` after it.
    Assignments,
    /// Of the forecast.
    Channels,
    /// Must-haves.
    Gates,
    Codes,
    Topics,
    Commands,
}

/// A candidate and what is said of it.
type Offer = (String, String);

impl Values {
    /// By the word that stands for the value in the help.
    fn of(argument: &Arg) -> Option<Values> {
        Values::named(argument.get_value_names()?.first()?)
    }

    fn named(name: &str) -> Option<Values> {
        Some(match name {
            "NAME|PATH" => Values::Decisions,
            "VENDOR" => Values::Vendors,
            "EVALUATOR" => Values::Evaluators,
            "CRITERION" | "BEST" | "WORST" => Values::Criteria,
            "GROUP" => Values::Groups,
            "CRITERION=POINTS" => Values::Points,
            "PATH" => Values::Paths,
            "PATH=VALUE" => Values::Assignments,
            "CHANNEL" => Values::Channels,
            "GATE" => Values::Gates,
            "CODE" => Values::Codes,
            "TOPIC" => Values::Topics,
            "COMMAND" => Values::Commands,
            _ => return None,
        })
    }

    fn offered(self, typed: &OsStr, place: &Global) -> Vec<CompletionCandidate> {
        let typed = typed.to_string_lossy();
        let fits = self.all(place).into_iter().filter(|(word, _)| word.starts_with(&*typed));
        fits.map(|(word, said)| {
            let said = Some(said).filter(|said| !said.is_empty());
            CompletionCandidate::new(word).help(said.map(Into::into))
        })
        .collect()
    }

    fn all(self, place: &Global) -> Vec<Offer> {
        match self {
            Values::Codes => {
                Code::ALL.iter().map(|code| (code.to_string(), code.title().to_owned())).collect()
            }
            Values::Topics => {
                TOPICS.iter().map(|topic| (topic.name.to_owned(), topic.title().to_owned())).collect()
            }
            Values::Commands => {
                let program = Args::command();
                let about = |one: &Command| one.get_about().map(ToString::to_string).unwrap_or_default();
                program.get_subcommands().map(|one| (one.get_name().to_owned(), about(one))).collect()
            }
            Values::Decisions => {
                let files = settings::workspace(place).and_then(|workspace| Ok(workspace.decisions()?));
                files.unwrap_or_default().iter().map(|file| (stem(file), String::new())).collect()
            }
            _ => settings::open(place).map(|opened| self.within(&Files::of(&opened))).unwrap_or_default(),
        }
    }

    /// What the files of the decision have.
    fn within(self, files: &Files) -> Vec<Offer> {
        let with_sign = |(word, said): Offer| (format!("{word}="), said);
        match self {
            Values::Vendors => names(&files.vendors),
            Values::Evaluators => names(&files.panel),
            Values::Criteria => files.criteria(|_| true),
            Values::Groups => files.criteria(|id| files.is_group(id)),
            Values::Points => files.criteria(|_| true).into_iter().map(with_sign).collect(),
            Values::Paths => files.paths(),
            Values::Channels => tables(&files.decision, &["needs", "demand"]),
            Values::Gates => tables(&files.decision, &["gates"]),
            _ => files.paths().into_iter().map(with_sign).collect(),
        }
    }
}

/// The files of a decision as trees; what cannot be read is not there.
struct Files {
    decision: Node,
    /// By id.
    vendors: Vec<(String, Node)>,
    panel: Vec<(String, Node)>,
}

impl Files {
    fn of(opened: &Opened) -> Files {
        let texts = &opened.texts;
        let tree = |text: &str| parse_document(text, Sources::default().add("", "")).0;
        let mut trees =
            texts.files().filter_map(|(_, path)| Some((path, tree(texts.text_file(path).ok()?.text()?))));
        let (_, decision) = trees.next().unwrap_or_else(|| (&texts.request.criteria, tree("")));
        let (mut vendors, mut panel) = (Vec::new(), Vec::new());
        for (path, tree) in trees {
            let id = stem(path);
            let is_vendor = texts.vendor_file(&id).is_some_and(|file| file == path);
            if is_vendor { &mut vendors } else { &mut panel }.push((id, tree));
        }
        Files { decision, vendors, panel }
    }

    /// The tables of `[criteria]`.
    fn entries(&self) -> impl Iterator<Item = (&str, &Node)> {
        let criteria = self.decision.as_table().and_then(|file| file.get("criteria")?.node.as_table());
        criteria.into_iter().flat_map(|table| table.0.iter().map(|entry| (entry.key.as_str(), &entry.node)))
    }

    fn criteria(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<Offer> {
        self.entries().filter(|(id, _)| is_wanted(id)).map(|(id, node)| (id.to_owned(), name(node))).collect()
    }

    fn is_group(&self, id: &str) -> bool {
        self.entries().any(|(_, node)| text(node, "under").is_some_and(|under| under == id))
    }

    /// Every place that has a value, with the value.
    fn paths(&self) -> Vec<Offer> {
        let mut paths = Vec::new();
        leaves(&self.decision, "", &mut paths);
        for (id, tree) in &self.vendors {
            leaves(tree, &format!("vendors.{id}."), &mut paths);
        }
        for (id, tree) in &self.panel {
            leaves(tree, &format!("panel.{id}."), &mut paths);
        }
        paths
    }
}

/// A text of a table.
fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &node.as_table()?.get(key)?.node.kind {
        NodeKind::Text(text) => Some(text),
        _ => None,
    }
}

/// The tables at a place in a file, with their names.
fn tables(root: &Node, path: &[&str]) -> Vec<Offer> {
    let table = path.iter().try_fold(root, |node, key| Some(&node.as_table()?.get(key)?.node));
    let entries = table.and_then(Node::as_table).into_iter().flat_map(|table| &table.0);
    entries
        .filter(|entry| entry.node.as_table().is_some())
        .map(|entry| (entry.key.clone(), name(&entry.node)))
        .collect()
}

fn name(node: &Node) -> String {
    text(node, "name").unwrap_or_default().to_owned()
}

fn names(files: &[(String, Node)]) -> Vec<Offer> {
    files.iter().map(|(id, tree)| (id.clone(), name(tree))).collect()
}

/// The values below a table. A fact or mark with its evidence is one value, since `set` writes what it says.
fn leaves(node: &Node, before: &str, paths: &mut Vec<Offer>) {
    const SAYS: [&str; 4] = ["value", "low", "likely", "mark"];
    for entry in node.as_table().into_iter().flat_map(|table| &table.0) {
        let bare = entry.key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        // A key in quotes would want a second pair from the shell.
        if !bare {
            continue;
        }
        let path = format!("{before}{}", entry.key);
        let is_said = entry
            .node
            .as_table()
            .is_some_and(|table| table.0.is_empty() || SAYS.iter().any(|key| table.get(key).is_some()));
        match &entry.node.kind {
            NodeKind::Table(_) if !is_said => leaves(&entry.node, &format!("{path}."), paths),
            NodeKind::Table(_) | NodeKind::List(_) => paths.push((path, String::new())),
            _ => paths.push((path, entry.node.meaning())),
        }
    }
}

//! The commands of the command line in the screens: a form for each, and what it printed.
//!
//! The screens know no command themselves. Whoever starts them hands over the [`Commands`] there are, so that a form
//! asks for what the command takes, and what it does and says is what it does and says in a terminal.

pub(crate) mod output;

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::exit::Exit;

/// The command line, for the screens.
pub trait Commands: Debug + Send + Sync {
    /// Every command that can be run from a screen, in the order of the help.
    fn all(&self) -> &[Command];

    /// What the values of its arguments may name, one list for each argument: what is typed, and what it is.
    ///
    /// - `place`: the options that say which decision.
    fn offered(&self, command: &Command, place: &[String]) -> Vec<Vec<(String, String)>>;

    /// Runs a command line.
    ///
    /// - `arguments`: without the program's name.
    /// - `width`: the columns that results are folded to.
    /// - `stop`: raised by whoever does not want to wait for draws any longer.
    /// - `ask`: gets the answer to a question; none where the user stops.
    fn run(
        &self,
        arguments: &[String],
        width: usize,
        stop: &Arc<AtomicBool>,
        ask: &mut dyn FnMut(&Prompt) -> Option<String>,
    ) -> CommandResult;
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its words, such as `award` or `new brand`.
    pub name: String,
    /// What it does, in a line.
    pub says: String,
    /// What it takes, in the order in which it is asked for.
    pub arguments: Vec<Argument>,
}

/// What a command takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// How the program knows it.
    pub id: String,
    /// The option, such as `--by`; none where the value stands alone.
    pub option: Option<String>,
    /// What its value is, such as `VENDOR`.
    pub value: String,
    /// What it is for, in a line.
    pub says: String,
    /// What it takes.
    pub takes: ArgumentKind,
    /// Whether it may be given several times.
    pub is_repeated: bool,
    /// Whether the command cannot do without it.
    pub is_required: bool,
    /// All of which one is needed, where this is one of them.
    pub one_of: Vec<String>,
}

/// What an argument takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// Nothing: it is there or not.
    Flag,
    /// One of some words, each with what it means.
    Word {
        /// The words.
        words: Vec<(String, String)>,
        /// The one that is meant where none is given.
        usual: Option<String>,
    },
    /// Any text.
    Text,
}

/// The option with which a command does what it shows without it.
pub(crate) const WRITE: &str = "--write";

/// A question that a command asks before it goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// What was printed before.
    pub before: String,
    /// The question.
    pub text: String,
    /// The answers there are.
    pub answers: Vec<String>,
    /// Whether something else may be typed.
    pub is_open: bool,
}

/// How a command went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandResult {
    /// Its exit code.
    pub exit: Exit,
    /// What it printed as its result.
    pub out: String,
    /// What it said beside it.
    pub said: String,
}

impl Argument {
    /// What it is called in a form.
    pub(crate) fn label(&self) -> String {
        let word = self.option.as_deref().unwrap_or(&self.value);
        word.trim_start_matches('-').replace('-', " ").to_lowercase()
    }
}

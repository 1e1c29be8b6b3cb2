//! What a command sees of the world: streams, the terminal, and how to fail.

use std::io::{self, BufRead as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{ColorWhen, Global};
use super::output::{Output, OutputError};
use crate::diagnostic::render::{Look, counted, for_people, summary};
use crate::diagnostic::{Code, Diagnostic, Severity, Sources, Tally};
pub use crate::exit::Exit;
use crate::features::LeftOut;
use crate::files::lock::locks_left;
use crate::files::workspace::WorkspaceError;
use crate::files::{TurnError, misplaced_criteria};
use crate::text::clean::cleaned;

/// Facts about the terminal and the environment, gathered once.
#[expect(clippy::struct_excessive_bools, reason = "facts about two streams, each asked for by itself")]
#[derive(Clone, Copy, Debug)]
pub struct Environment {
    /// Whether standard output is a terminal.
    pub is_out_terminal: bool,
    /// Whether a person sits at a terminal that can show a screen and takes keys.
    pub is_interactive: bool,
    /// Columns of the terminal, or what `COLUMNS` says; where there is neither, what problems are laid out for.
    pub width: usize,
    /// Whether results are folded to the width: in a terminal, and where `COLUMNS` asks for it.
    pub is_out_folded: bool,
    /// Whether messages are folded to the width, likewise.
    pub is_err_folded: bool,
    /// Whether results are coloured, as far as the environment says.
    pub is_out_coloured: bool,
    /// Whether messages are coloured, as far as the environment says.
    pub is_err_coloured: bool,
    /// Whether standard error is a terminal, so that progress may be shown there.
    pub is_err_terminal: bool,
}

/// Columns that problems are laid out for where there is no terminal.
const WIDTH_WITHOUT_TERMINAL: usize = 120;

impl Environment {
    /// Columns that running text may take; in a pipe lines are not broken unless `COLUMNS` is set.
    #[must_use]
    pub fn text_width(&self) -> usize {
        if self.is_out_folded { self.width } else { usize::MAX }
    }

    /// Works out what the environment allows, from which of input, output and error are terminals, and
    /// colour from what the environment says: `NO_COLOR`, then `CLICOLOR_FORCE`, then
    /// TERM=dumb, then whether there is a terminal. `COLUMNS` comes before the width of the terminal.
    pub fn new(
        [is_in_terminal, is_out_terminal, is_err_terminal]: [bool; 3],
        width: Option<usize>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Environment {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let coloured = |is_terminal: bool| {
            if is_set("NO_COLOR") {
                false
            } else if variable("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") {
                true
            } else {
                is_terminal && variable("TERM").is_none_or(|term| term != "dumb")
            }
        };
        let columns =
            variable("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
        let is_dumb = variable("TERM").is_some_and(|term| term == "dumb");
        Environment {
            is_out_terminal,
            is_interactive: is_in_terminal && is_out_terminal && !is_dumb,
            width: columns.or(width.filter(|width| *width > 0)).unwrap_or(WIDTH_WITHOUT_TERMINAL),
            is_out_folded: is_out_terminal || columns.is_some(),
            is_err_folded: is_err_terminal || columns.is_some(),
            is_out_coloured: coloured(is_out_terminal),
            is_err_coloured: coloured(is_err_terminal),
            is_err_terminal,
        }
    }
}

/// The signals that end a command: Ctrl-C, a polite request, a terminal that is gone.
#[cfg(unix)]
pub const SIGNALS: [i32; 3] =
    [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];
/// The signals that end a command: Ctrl-C, a polite request.
#[cfg(not(unix))]
pub const SIGNALS: [i32; 2] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM];

/// The command that shows the problems of all files.
const CHECK: &str = "weigh check";

/// The command that shows the problems of the same decision: with its what-ifs and its vendors, where it has any.
fn check_command(global: &Global) -> String {
    if global.set.is_empty() && global.vendors.is_none() {
        return CHECK.to_owned();
    }
    let folder = |folder: &PathBuf| folder.display().to_string();
    let given = [("--criteria", global.criteria.clone()), ("--vendors", global.vendors.as_ref().map(folder))];
    let directory = global.directory.as_ref().map(|directory| ("-C", folder(directory)));
    let given = given.into_iter().filter_map(|(option, value)| Some((option, value?)));
    let sets = global.set.iter().map(|set| ("--set", set.clone()));
    let options = directory.into_iter().chain(given).chain(sets);
    let options = options.map(|(option, value)| format!(" {option} {}", in_shell(&value)));
    CHECK.to_owned() + &options.collect::<String>()
}

/// An argument as a shell takes it.
fn in_shell(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,%+@".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

/// The streams of a command.
pub struct Shell<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// Whether one of [`SIGNALS`] ends the program on the spot; a command that has something to show first says no.
    pub ends_at_once: Arc<AtomicBool>,
    /// Facts about the terminal.
    pub environment: Environment,
    is_quiet: bool,
    /// The command that shows the problems of what this one reads.
    check: String,
    /// Where the result goes instead of standard output.
    pub(super) output: Output,
    /// Who answers questions, where that is not whoever types at the terminal.
    asking: Option<Asking<'a>>,
    /// What stops draws, where that is no signal.
    stop: Option<Arc<AtomicBool>>,
    /// What was printed, where somebody else answers questions: it is shown with them.
    shown: String,
}

/// Who answers the questions of a command, after what was printed before; none stops it.
pub(super) type Asking<'a> = &'a mut dyn FnMut(&str, &Question) -> Option<String>;

/// A question that a command asks before it goes on.
#[cfg_attr(not(feature = "xlsx"), allow(dead_code, reason = "spreadsheets alone ask"))]
pub(super) struct Question {
    /// The question with its answers, as text.
    pub(super) text: String,
    /// The question alone.
    pub(super) ask: String,
    /// The answers.
    pub(super) answers: Vec<String>,
    /// Whether something else may be typed.
    pub(super) is_open: bool,
    /// What stands before the cursor in a terminal.
    pub(super) prompt: &'static str,
}

impl<'a> Shell<'a> {
    /// A shell over two streams.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, environment: Environment) -> Self {
        let ends_at_once = Arc::new(AtomicBool::new(true));
        Shell {
            out,
            err,
            ends_at_once,
            environment,
            is_quiet: false,
            check: CHECK.to_owned(),
            output: Output::default(),
            asking: None,
            stop: None,
            shown: String::new(),
        }
    }

    /// The same with somebody else than whoever types at the terminal to answer questions.
    #[cfg(feature = "tui")]
    ///
    /// - `stop`: stands for the signals that end draws.
    pub(super) fn asking(self, asking: Asking<'a>, stop: &Arc<AtomicBool>) -> Self {
        Shell { asking: Some(asking), stop: Some(Arc::clone(stop)), ..self }
    }

    /// Asks something; none at the end of the input, or where nobody wants to go on.
    #[cfg_attr(not(feature = "xlsx"), allow(dead_code, reason = "spreadsheets alone ask"))]
    pub(super) fn ask(&mut self, question: &Question) -> Result<Option<String>, Failure> {
        if let Some(asking) = &mut self.asking {
            return Ok(asking(&self.shown, question));
        }
        self.say(&cleaned(&question.text));
        self.say(question.prompt);
        let mut said = String::new();
        let read = io::stdin().lock().read_line(&mut said);
        let count =
            read.map_err(|error| Failure::Input { message: format!("could not read the answer: {error}") })?;
        Ok((count > 0).then(|| said.trim().to_owned()))
    }

    /// Asks whether what was shown is to be written.
    #[cfg(feature = "xlsx")]
    pub(super) fn confirms(&mut self) -> Result<bool, Failure> {
        let question = Question {
            text: String::new(),
            ask: "Write it?".to_owned(),
            answers: ["no", "yes"].map(str::to_owned).to_vec(),
            is_open: false,
            prompt: "\nwrite it? [y/N] ",
        };
        Ok(self.ask(&question)?.is_some_and(|said| matches!(said.as_str(), "y" | "yes" | "Y")))
    }

    /// Has one of [`SIGNALS`] raise a flag from now on, and end nothing.
    pub(super) fn take_signals(&self) -> Arc<AtomicBool> {
        if let Some(stop) = &self.stop {
            return Arc::clone(stop);
        }
        let is_stopped = Arc::new(AtomicBool::new(false));
        let taken = SIGNALS.map(|signal| signal_hook::flag::register(signal, Arc::clone(&is_stopped)));
        // Where the system refuses, they end the program as before.
        if taken.iter().all(Result::is_ok) {
            self.ends_at_once.store(false, Ordering::Relaxed);
        }
        is_stopped
    }

    /// Takes the global options to heart.
    ///
    /// - `guarded`: the folders of the decision, in which results replace nothing.
    pub(super) fn apply(&mut self, global: &Global, guarded: &[PathBuf]) {
        self.is_quiet = global.quiet;
        self.check = check_command(global);
        self.output = Output::of(global, guarded);
        match global.color {
            ColorWhen::Auto => {}
            ColorWhen::Always => {
                self.environment.is_out_coloured = true;
                self.environment.is_err_coloured = true;
            }
            ColorWhen::Never => {
                self.environment.is_out_coloured = false;
                self.environment.is_err_coloured = false;
            }
        }
        if self.output.file.is_some() {
            self.environment.is_out_terminal = false;
            self.environment.is_out_folded = false;
            self.environment.is_out_coloured = global.color == ColorWhen::Always;
        }
    }

    /// Writes the result of the command, whole.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.print_bytes(text.as_bytes())
    }

    /// Writes a result that may not be a text.
    pub(super) fn print_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if let Some(file) = &self.output.file {
            let said = self.output.write(file, bytes)?;
            self.mention(&format!("{said}\n"));
            return Ok(());
        }
        if self.asking.is_some() {
            self.shown.push_str(&String::from_utf8_lossy(bytes));
        }
        match self.out.write_all(bytes).and_then(|()| self.out.flush()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(source) => Err(Failure::Write { what: "standard output".to_owned(), source }),
            Ok(()) => Ok(()),
        }
    }

    /// Says something beside the result. Where even that cannot be written there is nobody to tell.
    pub(super) fn say(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes()).and_then(|()| self.err.flush());
    }

    /// Says something that `--quiet` silences.
    pub(super) fn mention(&mut self, text: &str) {
        if !self.is_quiet {
            self.say(&cleaned(text));
        }
    }

    /// Shows how far a long command is, in a line that the next one overwrites; only in a terminal.
    pub(super) fn show_progress(&mut self, text: &str) {
        if self.environment.is_err_terminal && !self.is_quiet {
            self.say(&format!("\r{text}\x1b[K"));
        }
    }

    /// Shows the errors among problems, and says in a line each how many warnings there are and how many files that
    /// nothing reads: `weigh check` has them in full.
    pub(super) fn show_errors(&mut self, problems: &[Diagnostic], sources: &Sources, files: usize) {
        let errors: Vec<Diagnostic> = problems.iter().filter(|problem| problem.is_error()).cloned().collect();
        self.show_problems(&errors, sources, files);
        let warnings = problems.iter().filter(|problem| problem.severity == Severity::Warning);
        let (unread, other): (Vec<_>, Vec<_>) =
            warnings.partition(|problem| problem.code == Code::UnreadFile);
        if !other.is_empty() {
            self.mention(&format!("{}: {}\n", counted(other.len(), "warning"), self.check));
        }
        if !unread.is_empty() {
            let verb = if unread.len() == 1 { "is" } else { "are" };
            self.mention(&format!("{} {verb} read by nothing: {CHECK}\n", counted(unread.len(), "file")));
        }
    }

    /// Says how many warnings the cases of a file have of their own.
    pub(super) fn mention_of_cases(&mut self, warnings: usize, file: &Path) {
        if warnings > 0 {
            let file = in_shell(&file.display().to_string());
            self.mention(&format!(
                "{} of cases: {} --cases {file}\n",
                counted(warnings, "warning"),
                self.check
            ));
        }
    }

    /// Shows problems on standard error; with `--quiet` only errors.
    pub(super) fn show_problems(&mut self, problems: &[Diagnostic], sources: &Sources, files: usize) {
        let shown: Vec<Diagnostic> =
            problems.iter().filter(|problem| problem.is_error() || !self.is_quiet).cloned().collect();
        if shown.is_empty() {
            return;
        }
        let Environment { width, is_err_folded: is_folded, is_err_coloured: is_coloured, .. } =
            self.environment;
        let text = for_people(&shown, sources, Look { width, is_folded, is_coloured });
        self.say(&format!("{text}{}\n", summary(Tally::of(&shown), files)));
    }
}

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The command line asks for something that is not there.
    #[error("{message}")]
    Usage {
        /// What is wrong and what to do.
        message: String,
    },
    /// The input cannot be used; the problems are already shown.
    #[error("the input has errors")]
    Shown,
    /// It would change what is locked.
    #[error("{message}")]
    Locked {
        /// By which lock, and how it is lifted.
        message: String,
    },
    /// The input cannot be read.
    #[error("{message}")]
    Input {
        /// What is wrong and what to do.
        message: String,
    },
    /// The output cannot be written.
    #[error("could not write {what}: {}", crate::files::workspace::plain_reason(source))]
    Write {
        /// The file or stream.
        what: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// It is not the command's turn to write.
    #[error(transparent)]
    Turn(#[from] TurnError),
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Refused(message) => Failure::Usage { message },
            OutputError::Write { what, source } => Failure::Write { what, source },
        }
    }
}

impl From<LeftOut> for Failure {
    fn from(missing: LeftOut) -> Self {
        Failure::Usage { message: format!("{missing}; `weigh version` lists those that it has") }
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        let message = error.to_string();
        match error {
            WorkspaceError::Unknown { .. }
            | WorkspaceError::Several { .. }
            | WorkspaceError::TwoDefaults { .. } => Failure::Usage { message },
            WorkspaceError::None { at } | WorkspaceError::Empty { at } => {
                let way_out = locks_left(&at)
                    .or_else(|| misplaced_criteria(&at))
                    .unwrap_or_else(|| "`weigh init DIR` makes a sample to start from".to_owned());
                Failure::Input { message: format!("{message}\n{way_out}") }
            }
            WorkspaceError::Io { .. } | WorkspaceError::Pack { .. } => Failure::Input { message },
        }
    }
}

impl Failure {
    /// Says what is wrong and gives the exit code.
    pub(super) fn report(&self, shell: &mut Shell<'_>) -> Exit {
        if !matches!(self, Failure::Shown) {
            shell.say(&format!("error: {}\n", cleaned(&self.to_string())));
        }
        match self {
            Failure::Usage { .. } => Exit::Usage,
            Failure::Shown | Failure::Input { .. } => Exit::Input,
            Failure::Locked { .. } => Exit::No,
            Failure::Write { .. } | Failure::Turn(_) => Exit::Output,
        }
    }
}

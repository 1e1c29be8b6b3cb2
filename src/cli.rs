//! The command line: arguments as typed become settings as meant, then one file a command.
//!
//! Results go to standard output, everything else to standard error. Nothing here exits or touches
//! the process's own streams: [`run`] gets a [`Shell`] and gives back an [`Exit`].

mod args;
#[cfg(feature = "xlsx")]
mod ask;
mod award;
mod break_even;
mod cases;
mod check;
mod clock;
mod compare;
mod complete;
mod cost;
mod debrief;
mod explain;
mod formula;
mod gaps;
mod grid;
mod guide;
mod help;
#[cfg(feature = "xlsx")]
mod import;
mod init;
mod lock;
mod man;
mod new;
mod output;
mod pack;
mod panel;
mod parts;
mod print;
mod rank;
mod receipt;
mod report;
mod robust;
mod schema;
mod sensitivity;
mod set;
mod settings;
#[cfg(feature = "xlsx")]
mod sheet;
mod shell;
mod staff;
mod status;
#[cfg(feature = "xlsx")]
mod take;
mod text;
#[cfg(feature = "tui")]
mod tui;
mod verify;
mod version;
mod weights;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches};

use crate::decision::Status;
use crate::features::Feature;
use crate::text::clean::cleaned;

use args::{Args, Command};
pub use complete::{VARIABLE as COMPLETE, candidates};
use shell::Failure;
pub use shell::{Environment, Exit, SIGNALS, Shell};
#[cfg(feature = "tui")]
pub use tui::commands;

/// Runs one command line and says how it went.
///
/// - `arguments`: with the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>, shell: &mut Shell<'_>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Helps are put together where one is asked for or a line cannot be understood.
    let matches = Args::command().try_get_matches_from(&arguments);
    let matches = matches.or_else(|_| help::command().try_get_matches_from(&arguments));
    let args = match matches.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => return parse_failure(&error, shell),
    };
    match dispatch(args, shell) {
        Ok(exit) => exit,
        Err(failure) => failure.report(shell),
    }
}

/// Help and version are results; anything else is a command line that cannot be understood.
fn parse_failure(error: &clap::Error, shell: &mut Shell<'_>) -> Exit {
    let is_result = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_coloured =
        if is_result { shell.environment.is_out_coloured } else { shell.environment.is_err_coloured };
    let rendered = error.render();
    let plain = rendered.to_string();
    let harmless = cleaned(&plain);
    // An argument that holds control characters is quoted in the message; then colour has to go.
    let text = if is_coloured && harmless == plain { rendered.ansi().to_string() } else { harmless };
    if is_result {
        shell.print(&text).map_or_else(|failure| failure.report(shell), |()| Exit::Done)
    } else {
        shell.say(&text);
        Exit::Usage
    }
}

/// Whether what a command prints comes in the formats of `--format`.
fn has_formats(command: &Command) -> bool {
    match command {
        Command::Tui(_)
        | Command::Import(_)
        | Command::Ask(_)
        | Command::Take(_)
        | Command::Pack(_)
        | Command::Unpack(_)
        | Command::Schema(_)
        | Command::Completions(_)
        | Command::Man(_) => false,
        Command::Sheet(sheet) => sheet.read.is_some(),
        Command::Check(check) => check.explain.is_none(),
        _ => true,
    }
}

/// Whether a command looks itself at what its result would replace; that of any other is looked at before it does
/// anything.
fn looks_itself(command: &Command) -> bool {
    match command {
        Command::Ask(_)
        | Command::Pack(_)
        | Command::Report(_)
        | Command::Debrief(_)
        | Command::Notice(_)
        | Command::Schema(_) => true,
        Command::Sheet(sheet) => sheet.read.is_none(),
        _ => false,
    }
}

fn dispatch(args: Args, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    shell.apply(&args.global, &settings::inputs(&args.global));
    let global = args.global;
    // A result was asked for, or there is nobody to show a screen to.
    let is_for_reading =
        global.format.is_some() || global.output.is_some() || !shell.environment.is_interactive;
    let usual = if is_for_reading || !Feature::Tui.is_built() {
        Command::Rank(args::Rank::default())
    } else {
        Command::Tui(args::Tui::default())
    };
    let command = args.command.unwrap_or(usual);
    if global.format.is_some() && !has_formats(&command) {
        let message = "this command has one form of its own; leave --format out".to_owned();
        return Err(Failure::Usage { message });
    }
    if global.output.is_some() && matches!(command, Command::Tui(_)) {
        let message = "the terminal UI has no result to write; leave -o out".to_owned();
        return Err(Failure::Usage { message });
    }
    if let Some(file) = shell.output.file.as_ref().filter(|_| !looks_itself(&command)) {
        shell.output.refuse(file)?;
    }
    match command {
        #[cfg(feature = "tui")]
        Command::Tui(tui) => tui::run(&global, &tui, shell),
        #[cfg(not(feature = "tui"))]
        Command::Tui(_) => Err(crate::features::LeftOut(Feature::Tui).into()),
        Command::Rank(rank) => rank::run(&global, &rank, shell),
        Command::Explain(explain) => explain::run(&global, &explain, shell),
        Command::Compare(compare) => compare::run(&global, &compare, shell),
        Command::Gaps(gaps) => gaps::run(&global, &gaps, shell),
        Command::Sensitivity(sensitivity) => sensitivity::run(&global, &sensitivity, shell),
        Command::Weights(weights) => weights::run(&global, &weights, shell),
        Command::Cost(cost) => cost::run(&global, &cost, shell),
        Command::Formula(args) => formula::run(&global, &args, shell),
        Command::Staff(staff) => staff::run(&global, &staff, shell),
        Command::Panel(panel) => panel::run(&global, &panel, shell),
        #[cfg(feature = "xlsx")]
        Command::Sheet(sheet) => sheet::run(&global, &sheet, shell),
        #[cfg(not(feature = "xlsx"))]
        Command::Sheet(_) => Err(crate::features::LeftOut(Feature::Xlsx).into()),
        Command::Lock(lock) => lock::run(&global, &lock, shell),
        Command::Unlock(unlock) => lock::unlock(&global, &unlock, shell),
        Command::Withdraw(leave) => {
            status::leave(&global, &leave, |reason| Status::Withdrawn { reason }, shell)
        }
        Command::Disqualify(leave) => {
            status::leave(&global, &leave, |reason| Status::Disqualified { reason }, shell)
        }
        Command::Invite(invite) => status::invite(&global, &invite, shell),
        Command::Robust(robust) => robust::run(&global, &robust, shell),
        Command::BreakEven(break_even) => break_even::run(&global, &break_even, shell),
        Command::Report(report) => report::run(&global, &report, shell),
        Command::Award(award) => award::run(&global, &award, shell),
        Command::Clear(clear) => award::clear(&global, &clear, shell),
        Command::Debrief(debrief) => debrief::run(&global, &debrief, shell),
        Command::Notice(notice) => debrief::run_notice(&global, &notice, shell),
        Command::Verify(verify) => verify::run(&global, &verify, shell),
        Command::Check(check) => check::run(&global, &check, shell),
        Command::Set(set) => set::run(&global, &set, shell),
        #[cfg(feature = "xlsx")]
        Command::Ask(ask) => ask::run(&global, &ask, shell),
        #[cfg(feature = "xlsx")]
        Command::Take(take) => take::run(&global, &take, shell),
        #[cfg(feature = "xlsx")]
        Command::Import(import) => import::run(&global, &import, shell),
        #[cfg(not(feature = "xlsx"))]
        Command::Import(_) | Command::Ask(_) | Command::Take(_) => {
            Err(crate::features::LeftOut(Feature::Xlsx).into())
        }
        Command::Pack(_) => pack::run(&global, shell),
        Command::Unpack(unpack) => pack::unpack(&global, &unpack, shell),
        Command::Init(init) => init::run(&global, &init, shell),
        Command::Remove(remove) => parts::remove(&global, &remove, shell),
        Command::Rename(rename) => parts::rename(&global, &rename, shell),
        Command::Move(args) => parts::move_criterion(&global, &args, shell),
        Command::New(new) => new::run(&global, &new, shell),
        Command::Schema(schema) => schema::run(&global, &schema, shell),
        Command::Completions(completions) => complete::run(&global, &completions, shell),
        Command::Guide(guide) => guide::run(&global, &guide, shell),
        Command::Man(man) => man::run(&global, &man, shell),
        Command::Version(version) => version::run(&global, &version, shell),
    }
}

//! The command line as clap has it, with helps that put a command's own lines first.

use clap::{Arg, Command, CommandFactory};

use super::args::Args;

/// What stands under every command's help in place of the options of every command.
const ELSEWHERE: &str = "Options of every command (-C, --criteria, --vendors, --set, --format, -o, --color, -q): \
                         weigh guide options";

/// The program's commands and options. The options of every command are listed by the help of the program alone; that
/// of a command names them in a line.
pub(super) fn command() -> Command {
    let program = Args::command();
    let global = program.get_arguments().filter(|argument| argument.is_global_set());
    let global: Vec<Arg> = global.map(|argument| argument.clone().hide(true)).collect();
    program.mut_subcommands(|command| folded(command, &global))
}

/// clap hands options down only where a command has none of that name, so hidden ones stay hidden.
fn folded(command: Command, global: &[Arg]) -> Command {
    let own = command.get_after_help().map(|help| format!("{help}\n\n")).unwrap_or_default();
    command
        .args(global)
        .after_help(format!("{own}{ELSEWHERE}"))
        .mut_subcommands(|command| folded(command, global))
}

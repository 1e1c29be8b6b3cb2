//! Collects the arguments, calls the library, and turns the result into an exit code.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use weigh::cli::{Environment, Shell, run};

fn main() -> ExitCode {
    let (out, err) = (stdout(), stderr());
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let terminals = [stdin().is_terminal(), out.is_terminal(), err.is_terminal()];
    let environment = Environment::new(terminals, width, |name| std::env::var(name).ok());
    let (mut out, mut err) = (out.lock(), err.lock());
    let exit = run(std::env::args_os(), &mut Shell::new(&mut out, &mut err, environment));
    ExitCode::from(exit as u8)
}

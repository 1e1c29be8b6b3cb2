//! Collects the arguments, calls the library, and turns the result into an exit code.

use std::env;
use std::io::{IsTerminal, Write, stderr, stdin, stdout};
use std::process::ExitCode;
use std::sync::Arc;

use weigh::cli::{COMPLETE, Environment, Exit, SIGNALS, Shell, candidates, run};

fn main() -> ExitCode {
    if let Some(offered) = env::var_os(COMPLETE).and_then(|shell| candidates(&shell, env::args_os())) {
        // A shell that does not listen any more has nobody to tell.
        let _ = stdout().write_all(&offered);
        return ExitCode::SUCCESS;
    }
    outlive_size_limits();
    let (out, err) = (stdout(), stderr());
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let terminals = [stdin().is_terminal(), out.is_terminal(), err.is_terminal()];
    let environment = Environment::new(terminals, width, |name| env::var(name).ok());
    let (mut out, mut err) = (out.lock(), err.lock());
    let mut shell = Shell::new(&mut out, &mut err, environment);
    for signal in SIGNALS {
        // What is being written goes to a file of another name first, so nothing is left half. Where the system
        // refuses, the signal ends the program all the same, with an exit code of its own.
        let ends = Arc::clone(&shell.ends_at_once);
        let _ = signal_hook::flag::register_conditional_shutdown(signal, Exit::Interrupted as i32, ends);
    }
    let exit = run(env::args_os(), &mut shell);
    ExitCode::from(exit as u8)
}

/// Lets a write that a limit on the size of files stops fail like any other, so that what was begun is tidied up and
/// the exit code says so: left alone, the system ends the program.
fn outlive_size_limits() {
    // Where that is refused, the program ends as the system has it.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

//! `weigh rank`: who is ahead, by how much, who is out and why.

use std::path::Path;

use super::args::{Format, Global, Rank};
use super::cases;
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::cases::Cases;
use crate::answers::findings;
use crate::answers::ranking::Ranking;
use crate::diagnostic::{Diagnostic, Tally};

pub(super) fn run(global: &Global, args: &Rank, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    if let Some(file) = &args.cases {
        return run_cases(global, file, format, shell);
    }
    let evaluation = settings::evaluation(global, shell)?;
    print(&Ranking::new(&findings(&evaluation, None)), format, shell)?;
    if args.require_award && !evaluation.vendors.iter().any(|vendor| vendor.is_awardable) {
        shell
            .say("no vendor is awardable: none in the ranking passes every must-have and minimum for sure\n");
        return Ok(Exit::No);
    }
    Ok(Exit::Done)
}

fn run_cases(global: &Global, file: &Path, format: Format, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    if shell.output.is_to(file) {
        let message = format!("{} holds the cases; name another file with -o", file.display());
        return Err(Failure::Usage { message });
    }
    let opened = settings::open(global)?;
    let evaluation = settings::evaluation_of(&opened, shell)?;
    let tried = cases::tried(&opened, file)?;
    if tried.problems.iter().any(Diagnostic::is_error) {
        shell.show_problems(&tried.problems, &tried.sources, 1);
        return Err(Failure::Shown);
    }
    shell.mention_of_cases(Tally::of(&tried.problems).warnings, file);
    print(&Cases::new(&evaluation, (&opened.problems, &opened.sources), tried.results), format, shell)?;
    Ok(Exit::Done)
}

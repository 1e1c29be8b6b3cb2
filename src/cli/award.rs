//! `weigh award`: who gets the work, on whose word, and why.

use super::args::{Award as Arguments, Global};
use super::clock::{person, today};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::award::{Awards, wants_reason};
use crate::decision::Award;
use crate::files::award;
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, VendorResult};

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let _turn = args.to.as_ref().map(|_| settings::turn(global, "award", shell)).transpose()?;
    let evaluation = settings::evaluation(global, shell)?;
    let workspace = settings::workspace(global)?;
    let decision = evaluation.decision.id.as_str();
    let mut awards = recorded(global, &evaluation, shell)?;
    if let Some(wanted) = &args.to {
        if !global.set.is_empty() || global.vendors.is_some() {
            let message = "an award is on the files as they stand, so it takes neither --set nor --vendors";
            return Err(Failure::Usage { message: message.to_owned() });
        }
        let award = decided(&evaluation, settings::vendor(&evaluation, wanted)?, &awards, args)?;
        let file = award::add(&workspace, decision, &award).map_err(|source| Failure::Write {
            what: award::file(&workspace, decision).display().to_string(),
            source,
        })?;
        shell.mention(&format!("recorded in {}\n", file.display()));
        awards.push(award);
    }
    print(&Awards { awards }, format, shell)?;
    Ok(Exit::Done)
}

/// The awards of the decision so far. Problems with their file end the command.
pub(super) fn recorded(
    global: &Global,
    evaluation: &Evaluation,
    shell: &mut Shell<'_>,
) -> Result<Vec<Award>, Failure> {
    let workspace = settings::workspace(global)?;
    let read = award::read(&workspace, evaluation.decision.id.as_str());
    if read.problems.is_empty() {
        return Ok(read.awards);
    }
    shell.show_problems(&read.problems, &read.sources, 1);
    Err(Failure::Shown)
}

/// The award as it is to be recorded; refused where its reason is wanted and not given.
fn decided(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    before: &[Award],
    args: &Arguments,
) -> Result<Award, Failure> {
    let refuse = |message: String| Err(Failure::Usage { message });
    if let Some(Exclusion::Withdrawn { .. }) = vendor.exclusions.first() {
        return refuse(format!("{} has withdrawn, so it cannot get the work", vendor.name()));
    }
    if args.reason.is_none()
        && let Some(why) = wants_reason(evaluation, vendor, before)
    {
        return refuse(format!("{why}; say why it gets the work all the same with --reason"));
    }
    if let Some(problem) = args.reason.as_deref().and_then(award::text_problem) {
        return refuse(format!("--reason: {problem}"));
    }
    Ok(Award {
        vendor: vendor.id().clone(),
        name: vendor.name().to_owned(),
        on: args.on.unwrap_or_else(today),
        by: person(args.by.as_ref())?,
        reason: args.reason.clone(),
        rank: vendor.rank,
        score: vendor.score.clone(),
        rule: evaluation.digest.rule.to_string(),
        inputs: evaluation.digest.inputs.to_string(),
    })
}

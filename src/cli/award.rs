//! `weigh award`: who gets the work, on whose word, and why.

use serde_json::json;

use super::args::{Award as Arguments, Format, Global};
use super::clock::{person, today};
use super::settings::{self, ALL_FORMATS, json_text};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv};
use crate::decision::Award;
use crate::explain::words::shown_rank;
use crate::files::award;
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, VendorResult};

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let workspace = settings::request(global)?.workspace;
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
    let text = match format {
        Format::Table if awards.is_empty() => "nothing is awarded yet\n".to_owned(),
        Format::Table => table(&awards).aligned(&shell.environment),
        Format::Md => table(&awards).markdown(),
        Format::Json => json_text(&json!({ "schema": "weigh/award/1", "result": awards })),
        Format::Csv => csv_of(&awards),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// The awards of the decision so far. Problems with their file end the command.
pub(super) fn recorded(
    global: &Global,
    evaluation: &Evaluation,
    shell: &mut Shell<'_>,
) -> Result<Vec<Award>, Failure> {
    let workspace = settings::request(global)?.workspace;
    let read = award::read(&workspace, evaluation.decision.id.as_str());
    if read.problems.is_empty() {
        return Ok(read.awards);
    }
    shell.show_problems(&read.problems, &read.sources, 1);
    Err(Failure::shown(&read.problems, &read.sources))
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
        return refuse(format!("{} has withdrawn, so it cannot get the work", vendor.name));
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
        vendor: vendor.id.clone(),
        name: vendor.name.clone(),
        on: args.on.unwrap_or_else(today),
        by: person(args.by.as_ref())?,
        reason: args.reason.clone(),
        rank: vendor.rank,
        score: vendor.score.clone(),
        rule: evaluation.digest.rule.to_string(),
        inputs: evaluation.digest.inputs.to_string(),
    })
}

/// Why an award does not speak for itself; none where it does.
fn wants_reason(evaluation: &Evaluation, vendor: &VendorResult, before: &[Award]) -> Option<String> {
    let firsts = evaluation.ranked().filter(|one| one.rank == Some(1)).count();
    let last = before.last();
    match vendor.rank {
        None => Some(format!("{} is out of the ranking", vendor.name)),
        Some(1) if firsts > 1 => Some(format!("{} shares the first place", vendor.name)),
        Some(1) if !vendor.is_awardable => Some(format!("not every must-have of {} is settled", vendor.name)),
        Some(1) => last
            .filter(|last| last.vendor != vendor.id)
            .map(|last| format!("{} was awarded the work on {}", last.name, last.on)),
        Some(_) => Some(format!(
            "{} is not the first of the ranking but has rank {}",
            vendor.name,
            shown_rank(vendor)
        )),
    }
}

fn table(awards: &[Award]) -> Table {
    let mut table = Table::default()
        .text("On", Keep::Always)
        .text("To", Keep::Always)
        .number("Rank", Keep::Always)
        .number("Score", Keep::Always)
        .text("By", Keep::Always)
        .text("Reason", Keep::Always);
    for (at, award) in awards.iter().enumerate() {
        let role = if at + 1 == awards.len() { Role::Strong } else { Role::Faint };
        table.row(vec![
            Cell::new(award.on.to_string(), role),
            Cell::new(&award.name, role),
            award.rank.map_or_else(|| "out".to_owned(), |rank| rank.to_string()).into(),
            award.score.to_string().into(),
            award.by.clone().into(),
            award.reason.clone().unwrap_or_default().into(),
        ]);
    }
    table
}

fn csv_of(awards: &[Award]) -> String {
    let head = ["on", "vendor", "name", "rank", "score", "by", "reason", "rule", "inputs"];
    let row = |award: &Award| {
        vec![
            Field::Text(award.on.to_string()),
            Field::Text(award.vendor.to_string()),
            Field::Text(award.name.clone()),
            Field::number(award.rank),
            Field::number(Some(&award.score)),
            Field::Text(award.by.clone()),
            Field::text(award.reason.clone()),
            Field::Text(award.rule.clone()),
            Field::Text(award.inputs.clone()),
        ]
    };
    csv(&head, awards.iter().map(row))
}

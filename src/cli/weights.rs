//! `weigh weights`: the weights, where they come from, and ways to find them.

mod from_data;
mod judge;

use serde::Serialize;
use serde_json::json;

use super::args::{Format, Global, Weights as Arguments};
use super::set::failure;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use super::text::wrapped;
use crate::decision::{CriterionId, Decision};
use crate::exact::Exact;
use crate::explain::judgements;
use crate::files::edit;
use crate::open::Opened;
use crate::open::judge::{WeightChange, follow};
use crate::score::Evaluation;

/// Digits after the point of a percentage.
const PERCENT_DIGITS: u32 = 1;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    if let Some(method) = &args.method {
        if args.from_data {
            return Err(Failure::Usage {
                message: "--from-data shows numbers of its own; leave the method out".to_owned(),
            });
        }
        return judge::run(global, method, args.write, format, shell);
    }
    let opened = settings::open(global)?;
    let evaluation = settings::evaluation_of(&opened, shell)?;
    let decision = &evaluation.decision;
    if args.from_data {
        return from_data::run(&evaluation, format, shell);
    }
    if args.write {
        return write(global, &opened, decision, shell);
    }
    let rows = rows(decision);
    let text = match format {
        Format::Table => {
            let width = shell.environment.text_width();
            let heading = wrapped(&heading(&evaluation), width, "", "");
            let mut text = format!("{heading}\n\n{}", table(&rows).aligned(&shell.environment));
            for line in lines(decision) {
                text.push_str(&format!("\n{}\n", wrapped(&line, width, "", "")));
            }
            text
        }
        Format::Md => {
            let mut text = format!("{}\n\n{}", markdown_text(&heading(&evaluation)), table(&rows).markdown());
            for line in lines(decision) {
                text.push_str(&format!("\n{}\n", markdown_text(&line)));
            }
            text
        }
        Format::Json => {
            let result = json!({
                "whole": decision.rule.weights,
                "criteria": rows,
                "judgements": decision.judgements,
            });
            settings::json("weights", &evaluation, &result)
        }
        Format::Csv => csv_of(&rows),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// A criterion with its weight.
#[derive(Serialize)]
struct WeightRow {
    criterion: CriterionId,
    name: String,
    under: Option<CriterionId>,
    depth: usize,
    is_group: bool,
    weight: Exact,
    /// Among its siblings, 0 to 1.
    local_share: Exact,
    /// In the whole, 0 to 1.
    global_share: Exact,
    /// The method by which its group was judged.
    method: Option<&'static str>,
    /// The weight that follows from the judgements.
    judged: Option<Exact>,
}

fn rows(decision: &Decision) -> Vec<WeightRow> {
    let of = |criterion: &CriterionId| {
        decision.judgements.iter().find_map(|group| {
            let judged = group.weights.iter().find(|one| one.criterion == *criterion)?;
            Some((judgements::method(&group.judgements), judged.weight.clone()))
        })
    };
    let row = |criterion: &crate::decision::Criterion| {
        let (method, judged) = of(&criterion.id).unzip();
        WeightRow {
            criterion: criterion.id.clone(),
            name: criterion.name.clone(),
            under: criterion.parent.map(|parent| decision.criteria[parent].id.clone()),
            depth: criterion.depth,
            is_group: criterion.leaf.is_none(),
            weight: criterion.weight.clone(),
            local_share: criterion.share.local.clone(),
            global_share: criterion.share.global.clone(),
            method,
            judged,
        }
    };
    decision.criteria.iter().map(row).collect()
}

fn heading(evaluation: &Evaluation) -> String {
    let whole = match &evaluation.decision.rule.weights {
        Some(whole) => format!("those of each group add up to {whole}"),
        None => "those of each group are divided by their sum".to_owned(),
    };
    format!("{}: the weights; {whole}", evaluation.decision.title)
}

fn percent(share: &Exact) -> String {
    format!("{} %", (share * &Exact::from(100)).fixed(PERCENT_DIGITS))
}

fn table(rows: &[WeightRow]) -> Table {
    let is_judged = rows.iter().any(|row| row.method.is_some());
    let mut table = Table::default()
        .text("Criterion", Keep::Always)
        .number("Weight", Keep::Always)
        .number("of its group", Keep::Always)
        .number("of all", Keep::Always);
    if is_judged {
        table = table.text("Judged by", Keep::Always).number("to be", Keep::Always);
    }
    for row in rows {
        let role = if row.depth == 0 { Role::Strong } else { Role::Plain };
        let mut cells = vec![
            Cell::new(format!("{}{}", "  ".repeat(row.depth), row.name), role),
            Cell::new(row.weight.plain(4), role),
            percent(&row.local_share).into(),
            Cell::new(percent(&row.global_share), if row.is_group { Role::Faint } else { Role::Plain }),
        ];
        if is_judged {
            let differs = row.judged.as_ref().is_some_and(|judged| *judged != row.weight);
            let judged = row.judged.as_ref().map_or_else(String::new, |judged| judged.plain(6));
            cells.push(row.method.unwrap_or_default().into());
            cells.push(Cell::new(judged, if differs { Role::Bad } else { Role::Faint }));
        }
        table.row(cells);
    }
    table
}

/// What is to be said of the judgements.
fn lines(decision: &Decision) -> Vec<String> {
    if decision.judgements.is_empty() {
        return vec![
            "No judgements are kept with these weights. `weigh weights swing` and its like find weights and keep \
             what they come from; `weigh weights --help` lists them."
                .to_owned(),
        ];
    }
    decision.judgements.iter().map(|judged| judgements::account(decision, judged)).collect()
}

fn csv_of(rows: &[WeightRow]) -> String {
    let head = [
        "criterion",
        "name",
        "under",
        "group",
        "weight",
        "local_share",
        "global_share",
        "method",
        "judged_weight",
    ];
    let row = |row: &WeightRow| {
        vec![
            Field::Text(row.criterion.to_string()),
            Field::Text(row.name.clone()),
            Field::text(row.under.as_ref().map(ToString::to_string)),
            Field::Text(if row.is_group { "yes" } else { "no" }.to_owned()),
            Field::number(Some(&row.weight)),
            Field::number(Some(&row.local_share)),
            Field::number(Some(&row.global_share)),
            Field::text(row.method),
            Field::number(row.judged.as_ref()),
        ]
    };
    csv(&head, rows.iter().map(row))
}

/// Lets the stated weights follow from the judgements in the file.
fn write(
    global: &Global,
    opened: &Opened,
    decision: &Decision,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    refuse_what_if(global)?;
    let (changes, edits) = follow(opened, decision).map_err(|error| failure(error, shell))?;
    for edit in &edits {
        edit::save(edit).map_err(|error| failure(error, shell))?;
    }
    let said = match (changes.is_empty(), decision.judgements.is_empty()) {
        (true, true) => "there are no judgements in the file, so nothing was written\n".to_owned(),
        (true, false) => "the weights follow from their judgements already; nothing was written\n".to_owned(),
        (false, _) => written(&changes),
    };
    shell.mention(&said);
    Ok(Exit::Done)
}

fn refuse_what_if(global: &Global) -> Result<(), Failure> {
    if global.set.is_empty() {
        return Ok(());
    }
    let message = "`--write` writes files, so it takes no what-if with --set".to_owned();
    Err(Failure::Usage { message })
}

/// What was written, a line for each weight.
fn written(changes: &[WeightChange]) -> String {
    let line = |change: &WeightChange| {
        format!("criteria.{}.weight = {} (was {})\n", change.criterion, change.weight, change.now)
    };
    changes.iter().map(line).collect()
}

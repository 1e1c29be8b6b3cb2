//! `weigh weights METHOD`: judgements as typed, the weights that follow, and writing both.

use serde_json::json;

use super::{PERCENT_DIGITS, written};
use crate::cli::args::{Format, Global, Judging, Points, WeightMethod};
use crate::cli::set::failure;
use crate::cli::settings;
use crate::cli::shell::{Exit, Failure, Shell};
use crate::cli::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use crate::cli::text::wrapped;
use crate::decision::Criterion;
use crate::decision::judgement::Judgements;
use crate::diagnostic::Severity;
use crate::exact::Exact;
use crate::explain::judgements;
use crate::files::edit;
use crate::open::judge::{Planned, WeightChange, judge};
use crate::score::evaluate;

pub(super) fn run(
    global: &Global,
    method: &WeightMethod,
    is_to_write: bool,
    format: Format,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let (judgements, judging) = meant(method);
    let is_to_write = is_to_write || judging.write;
    if is_to_write {
        super::refuse_what_if(global)?;
    }
    let (under, note) = (judging.under.as_deref(), judging.note.as_deref());
    let planned = judge(&settings::open(global)?, under, &judgements, judging.decimals, note)
        .map_err(|error| failure(error, shell))?;
    let (problems, sources) = &planned.warnings;
    let problems: Vec<_> =
        problems.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect();
    shell.show_problems(&problems, sources, planned.decision.provenance.files.len());
    let text = match format {
        Format::Table => text_of(&planned, is_to_write, shell),
        Format::Md => markdown(&planned),
        Format::Json => json_of(&planned, is_to_write),
        Format::Csv => csv_of(&planned),
    };
    if is_to_write {
        for edit in &planned.edits {
            edit::save(edit).map_err(|error| failure(error, shell))?;
        }
        let said = match planned.edits.first() {
            Some(edit) => format!("wrote {}\n{}", edit.file.display(), written(&planned.changes)),
            None => "the file says so already; nothing was written\n".to_owned(),
        };
        shell.mention(&said);
    }
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// Arguments as typed to judgements as meant.
fn meant(method: &WeightMethod) -> (Judgements, &Judging) {
    let pairs = |points: &[Points]| -> Vec<(String, Exact)> {
        points.iter().map(|one| (one.criterion.clone(), one.number.clone())).collect()
    };
    match method {
        WeightMethod::Points(args) => (Judgements::Points { points: pairs(&args.points) }, &args.judging),
        WeightMethod::Swing(args) => (Judgements::Swing { points: pairs(&args.points) }, &args.judging),
        WeightMethod::RankOrder(args) => {
            let order = args.order.iter().map(|place| place.0.clone()).collect();
            (Judgements::RankOrder { formula: args.formula.into(), order }, &args.judging)
        }
        WeightMethod::Pairwise(args) => {
            let comparisons = args.comparisons.clone();
            (Judgements::Pairwise { formula: args.formula.into(), comparisons }, &args.judging)
        }
        WeightMethod::BestWorst(args) => {
            let (best, worst) = (args.best.clone(), args.worst.clone());
            (Judgements::BestWorst { best, worst, comparisons: args.comparisons.clone() }, &args.judging)
        }
    }
}

/// The criteria of the group with their weight now, the judged one, and the share before it became a decimal.
fn rows(planned: &Planned) -> impl Iterator<Item = (&Criterion, &Exact, &Exact)> {
    let judged = &planned.judged;
    judged
        .criteria(&planned.decision)
        .zip(&judged.weights)
        .zip(&judged.found.shares)
        .map(|((criterion, one), share)| (criterion, &one.weight, share))
}

fn table(planned: &Planned) -> Table {
    let mut table = Table::default()
        .text("Criterion", Keep::Always)
        .number("Weight now", Keep::Always)
        .number("Judged", Keep::Always)
        .number("Share", Keep::IfRoom);
    for (criterion, weight, share) in rows(planned) {
        let percent = (share * &Exact::from(100)).fixed(PERCENT_DIGITS + 1);
        table.row(vec![
            criterion.name.as_str().into(),
            criterion.weight.plain(4).into(),
            Cell::new(weight.plain(6), Role::Strong),
            Cell::new(format!("{percent} %"), Role::Faint),
        ]);
    }
    table
}

/// What is written, or would be, as it stands in the file.
fn file_text(planned: &Planned) -> String {
    let line = |change: &WeightChange| format!("criteria.{}.weight = {}\n", change.criterion, change.weight);
    let weights: String = planned.changes.iter().map(line).collect();
    let weights = if weights.is_empty() { "# no weight changes\n".to_owned() } else { weights };
    format!("{weights}\n{}", planned.table)
}

fn text_of(planned: &Planned, is_to_write: bool, shell: &Shell<'_>) -> String {
    let width = shell.environment.text_width();
    let said = wrapped(&judgements::group(&planned.decision, &planned.judged), width, "", "");
    let text = format!("{said}\n\n{}", table(planned).aligned(&shell.environment));
    if is_to_write {
        return text;
    }
    let lines: String = file_text(planned)
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
        .collect();
    format!("{text}\n--write would save this:\n\n{lines}")
}

fn markdown(planned: &Planned) -> String {
    let said = markdown_text(&judgements::group(&planned.decision, &planned.judged));
    format!("{said}\n\n{}\n```toml\n{}```\n", table(planned).markdown(), file_text(planned))
}

fn json_of(planned: &Planned, is_to_write: bool) -> String {
    let now: Vec<_> = rows(planned)
        .map(|(criterion, weight, share)| {
            json!({
                "criterion": criterion.id,
                "name": criterion.name,
                "now": criterion.weight,
                "weight": weight,
                "share": share,
            })
        })
        .collect();
    let result = json!({
        "judged": planned.judged,
        "criteria": now,
        "changes": planned.changes,
        "table": planned.table,
        "is_written": is_to_write,
    });
    settings::json("weights-judged", &evaluate(&planned.decision), &result)
}

fn csv_of(planned: &Planned) -> String {
    let row = |(criterion, weight, share): (&Criterion, &Exact, &Exact)| {
        vec![
            Field::Text(criterion.id.to_string()),
            Field::Text(criterion.name.clone()),
            Field::number(Some(&criterion.weight)),
            Field::number(Some(weight)),
            Field::number(Some(share)),
        ]
    };
    csv(&["criterion", "name", "weight_now", "weight", "share"], rows(planned).map(row))
}

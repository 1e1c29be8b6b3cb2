//! `weigh break-even`: what each fact of a vendor would have to be for the first place.

use super::args::{BreakEven as Arguments, Format, Global};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use super::text::wrapped;
use crate::decision::FactValue;
use crate::exact::Exact;
use crate::robust::break_even::{Answer, BreakEven, Tip, break_even};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let (decision, evaluation) = settings::decision(global, shell)?;
    let vendor = settings::vendor(&evaluation, &args.vendor)?;
    let all = break_even(&decision, &vendor.id).unwrap_or_default();
    let text = match format {
        Format::Table => {
            let width = shell.environment.text_width();
            let line = |text: &str| wrapped(text, width, "", "") + "\n";
            let (tips, rest) = parted(&all);
            let mut text = line(&heading(vendor)) + "\n";
            if !tips.is_empty() {
                text.push_str(&(table(&tips).aligned(&shell.environment) + "\n"));
            }
            text + &line(&idle(&rest, vendor))
        }
        Format::Md => {
            let (tips, rest) = parted(&all);
            let table = if tips.is_empty() { String::new() } else { table(&tips).markdown() + "\n" };
            format!("{}\n\n{table}{}\n", markdown_text(&heading(vendor)), markdown_text(&idle(&rest, vendor)))
        }
        Format::Json => json(&evaluation, vendor, &all),
        Format::Csv => csv_of(&all),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn heading(vendor: &VendorResult) -> String {
    match vendor.rank {
        Some(1) => format!("{} has the first place. All else equal, it would lose it at:", vendor.name),
        Some(rank) => {
            format!("{} has rank {rank}. All else equal, it would take the first place at:", vendor.name)
        }
        None => format!(
            "{} is out of the ranking. All else equal, it would take the first place at:",
            vendor.name
        ),
    }
}

/// The facts that can tip the first place, the smallest change first, and those that cannot.
fn parted(all: &[BreakEven]) -> (Vec<(&BreakEven, &Tip)>, Vec<&BreakEven>) {
    let tip = |one: &'_ BreakEven| matches!(one.answer, Answer::WinsAt(_) | Answer::LosesAt(_));
    let mut tips: Vec<(&BreakEven, &Tip)> = all
        .iter()
        .filter_map(|one| match &one.answer {
            Answer::WinsAt(tip) | Answer::LosesAt(tip) => Some((one, tip)),
            Answer::CannotWin | Answer::CannotLose => None,
        })
        .collect();
    tips.sort_by_key(|(_, tip)| (tip.change.is_none(), tip.change.as_ref().map(Exact::abs)));
    (tips, all.iter().filter(|one| !tip(one)).collect())
}

/// The facts that change nothing by themselves, in a line.
fn idle(rest: &[&BreakEven], vendor: &VendorResult) -> String {
    let verb = if vendor.rank == Some(1) { "lose the first place" } else { "win" };
    if rest.is_empty() {
        return format!("Every one of its facts could make it {verb}.");
    }
    let names: Vec<String> = rest.iter().map(|one| one.fact.to_string()).collect();
    format!("It cannot {verb} on any of these alone: {}.", names.join(", "))
}

fn shown(value: Option<&FactValue>, unit: Option<&String>) -> String {
    match (value, unit) {
        (None, _) => "not known".to_owned(),
        (Some(value), Some(unit)) => format!("{value} {unit}"),
        (Some(value), None) => value.to_string(),
    }
}

fn table(tips: &[(&BreakEven, &Tip)]) -> Table {
    let mut table = Table::default()
        .text("Fact", Keep::Always)
        .text("Now", Keep::Always)
        .text("Tips at", Keep::Always)
        .number("Change", Keep::Always)
        .text("Read by", Keep::IfRoom);
    for (one, tip) in tips {
        table.row(vec![
            Cell::new(one.fact.to_string(), Role::Strong),
            shown(one.now.as_ref(), one.unit.as_ref()).into(),
            Cell::new(shown(Some(&tip.value), one.unit.as_ref()), Role::Strong),
            tip.change_said().into(),
            Cell::new(one.reads.join(", "), Role::Faint),
        ]);
    }
    table
}

fn json(evaluation: &Evaluation, vendor: &VendorResult, all: &[BreakEven]) -> String {
    let result = serde_json::json!({ "vendor": vendor.id, "rank": vendor.rank, "facts": all });
    settings::json("break-even", evaluation, &result)
}

fn csv_of(all: &[BreakEven]) -> String {
    let head = ["vendor", "fact", "now", "unit", "answer", "at", "level", "change", "read_by"];
    let rows = all.iter().map(|one| {
        let (answer, tip) = match &one.answer {
            Answer::WinsAt(tip) => ("wins-at", Some(tip)),
            Answer::LosesAt(tip) => ("loses-at", Some(tip)),
            Answer::CannotWin => ("cannot-win", None),
            Answer::CannotLose => ("cannot-lose", None),
        };
        vec![
            Field::Text(one.vendor.to_string()),
            Field::Text(one.fact.to_string()),
            Field::text(one.now.as_ref().map(ToString::to_string)),
            Field::text(one.unit.clone()),
            Field::Text(answer.to_owned()),
            Field::text(tip.map(|tip| tip.value.to_string())),
            Field::number(tip.and_then(|tip| tip.level.as_ref())),
            Field::number(tip.and_then(|tip| tip.change.as_ref())),
            Field::Text(one.reads.join(", ")),
        ]
    });
    csv(&head, rows)
}

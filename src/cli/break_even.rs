//! `weigh break-even`: what each fact of a vendor would have to be for the first place.

use super::args::{BreakEven as Arguments, Format, Global};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use super::text::wrapped;
use crate::decision::FactValue;
use crate::robust::break_even::{Answer, BreakEven, PriceBreakEven, break_even, price_break_even, tips};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let decision = &evaluation.decision;
    let vendor = settings::vendor(&evaluation, &args.vendor)?;
    let facts = break_even(decision, vendor.id()).unwrap_or_default();
    let prices = price_break_even(decision, vendor.id());
    let text = match format {
        Format::Table => {
            let width = shell.environment.text_width();
            let line = |text: &str| wrapped(text, width, "", "") + "\n";
            let mut text = line(&heading(vendor)) + "\n";
            for table in [fact_table(&facts), price_table(&prices)].iter().filter(|table| !table.is_empty()) {
                text.push_str(&(table.aligned(&shell.environment) + "\n"));
            }
            text + &line(&idle(&facts, &prices, vendor))
        }
        Format::Md => {
            let mut text = markdown_text(&heading(vendor)) + "\n\n";
            for table in [fact_table(&facts), price_table(&prices)].iter().filter(|table| !table.is_empty()) {
                text.push_str(&(table.markdown() + "\n"));
            }
            text + &markdown_text(&idle(&facts, &prices, vendor)) + "\n"
        }
        Format::Json => json(&evaluation, vendor, &facts, &prices),
        Format::Csv => csv_of(&facts, &prices),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn heading(vendor: &VendorResult) -> String {
    match vendor.rank {
        Some(1) => format!("{} has the first place. All else equal, it would lose it at:", vendor.name()),
        Some(rank) => {
            format!("{} has rank {rank}. All else equal, it would take the first place at:", vendor.name())
        }
        None => format!(
            "{} is out of the ranking. All else equal, it would take the first place at:",
            vendor.name()
        ),
    }
}

/// The facts and prices that change nothing by themselves, in a line.
fn idle(facts: &[BreakEven], prices: &[PriceBreakEven], vendor: &VendorResult) -> String {
    let verb = if vendor.rank == Some(1) { "lose the first place" } else { "win" };
    let facts = facts.iter().filter(|one| one.answer.tip().is_none()).map(|one| one.fact.to_string());
    let prices = prices.iter().filter(|one| one.answer.tip().is_none()).map(|one| one.path.clone());
    let names: Vec<String> = facts.chain(prices).collect();
    if names.is_empty() {
        return format!("Every one of its facts could make it {verb}.");
    }
    format!("It cannot {verb} on any of these alone: {}.", names.join(", "))
}

fn shown(value: Option<&FactValue>, unit: Option<&String>) -> String {
    match (value, unit) {
        (None, _) => "not known".to_owned(),
        (Some(value), Some(unit)) => format!("{value} {unit}"),
        (Some(value), None) => value.to_string(),
    }
}

fn fact_table(facts: &[BreakEven]) -> Table {
    let mut table = Table::default()
        .text("Fact", Keep::Always)
        .text("Now", Keep::Always)
        .text("Tips at", Keep::Always)
        .number("Change", Keep::Always)
        .text("Read by", Keep::IfRoom);
    for (one, tip) in tips(facts, |one| &one.answer) {
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

/// The prices of the quote, each through the total cost.
fn price_table(prices: &[PriceBreakEven]) -> Table {
    let mut table = Table::default()
        .text("Price in the quote", Keep::Always)
        .text("Now", Keep::Always)
        .text("Tips at", Keep::Always)
        .number("Change", Keep::Always);
    for (one, tip) in tips(prices, |one| &one.answer) {
        table.row(vec![
            Cell::new(&one.name, Role::Strong),
            format!("{} {}", one.now, one.unit).into(),
            Cell::new(shown(Some(&tip.value), Some(&one.unit)), Role::Strong),
            tip.change_said().into(),
        ]);
    }
    table
}

fn json(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    facts: &[BreakEven],
    prices: &[PriceBreakEven],
) -> String {
    let result =
        serde_json::json!({ "vendor": vendor.id(), "rank": vendor.rank, "facts": facts, "prices": prices });
    settings::json("break-even", evaluation, &result)
}

/// One row for each fact, then one for each price of the quote by its path in the file.
fn csv_of(facts: &[BreakEven], prices: &[PriceBreakEven]) -> String {
    let head = ["vendor", "fact", "now", "unit", "answer", "at", "level", "change", "read_by"];
    let answered = |answer: &Answer| {
        let word = match answer {
            Answer::WinsAt(_) => "wins-at",
            Answer::LosesAt(_) => "loses-at",
            Answer::CannotWin => "cannot-win",
            Answer::CannotLose => "cannot-lose",
        };
        let tip = answer.tip();
        [
            Field::Text(word.to_owned()),
            Field::text(tip.map(|tip| tip.value.to_string())),
            Field::number(tip.and_then(|tip| tip.level.as_ref())),
            Field::number(tip.and_then(|tip| tip.change.as_ref())),
        ]
    };
    let of_facts = facts.iter().map(|one| {
        let mut row = vec![
            Field::Text(one.vendor.to_string()),
            Field::Text(one.fact.to_string()),
            Field::text(one.now.as_ref().map(ToString::to_string)),
            Field::text(one.unit.clone()),
        ];
        row.extend(answered(&one.answer));
        row.push(Field::Text(one.reads.join(", ")));
        row
    });
    let of_prices = prices.iter().map(|one| {
        let mut row = vec![
            Field::Text(one.vendor.to_string()),
            Field::Text(one.path.clone()),
            Field::Text(one.now.to_string()),
            Field::Text(one.unit.clone()),
        ];
        row.extend(answered(&one.answer));
        row.push(Field::Text(one.name.clone()));
        row
    });
    csv(&head, of_facts.chain(of_prices))
}

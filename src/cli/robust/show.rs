//! The answer as tables.

use super::Answer;
use crate::cli::shell::Environment;
use crate::cli::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use crate::cli::text::wrapped;
use crate::exact::Exact;
use crate::robust::Robustness;
use crate::robust::words::{draws_said, reversals_said};
use crate::score::Evaluation;

/// Facts that are listed as worth checking.
const MOST_CHECKS: usize = 8;
/// Ranks that are listed.
const MOST_RANKS: usize = 8;

pub(super) fn table(record: &Evaluation, answer: &Answer, environment: &Environment) -> String {
    let width = environment.text_width();
    let line = |text: &str| wrapped(text, width, "", "") + "\n";
    let mut text = line(&answer.words) + "\n";
    for (title, table) in tables(record, answer) {
        if !title.is_empty() {
            text.push_str(&format!("{}\n", line(&title)));
        }
        text.push_str(&table.aligned(environment));
        text.push('\n');
    }
    for sentence in sentences(record, answer) {
        text.push_str(&line(&sentence));
    }
    text
}

pub(super) fn markdown(record: &Evaluation, answer: &Answer) -> String {
    let mut text = format!("{}\n\n", markdown_text(&answer.words));
    for (title, table) in tables(record, answer) {
        if !title.is_empty() {
            text.push_str(&format!("## {}\n\n", markdown_text(&title)));
        }
        text.push_str(&table.markdown());
        text.push('\n');
    }
    let sentences: Vec<String> = sentences(record, answer).iter().map(|one| markdown_text(one)).collect();
    text + &sentences.join("\n\n") + "\n"
}

fn tables(record: &Evaluation, answer: &Answer) -> Vec<(String, Table)> {
    let all = [
        (String::new(), ranks(&answer.draws)),
        ("How far each is from the first place, by weights alone".to_owned(), reach(record, answer)),
        ("Share of draws in which the vendor of the row is ahead".to_owned(), pairs(&answer.draws)),
        ("What to check next".to_owned(), checks(&answer.draws)),
        ("Under another rule".to_owned(), trials(record, answer)),
    ];
    all.into_iter().filter(|(_, table)| !table.is_empty()).collect()
}

/// A share as a number of a heat map: `83.1`, with nothing for never.
fn share(share: f64) -> String {
    if share == 0.0 { "·".to_owned() } else { format!("{:.1}", 100.0 * share) }
}

fn ranks(draws: &Robustness) -> Table {
    let count = draws.vendors.len().min(MOST_RANKS);
    let mut table = Table::default()
        .number("#", Keep::Always)
        .text("Vendor", Keep::Always)
        .number("First %", Keep::Always)
        .number("±", Keep::Always);
    for rank in 2..=count {
        table = table.number(format!("{rank}."), Keep::IfRoom);
    }
    table = table
        .number("Mean rank", Keep::Always)
        .number("Out %", Keep::IfRoom)
        .number("Confidence %", Keep::IfRoom)
        .text("Score, 9 of 10 draws", Keep::IfRoom);
    for vendor in &draws.vendors {
        let mut cells = vec![
            Cell::new(vendor.rank.map_or_else(|| "out".to_owned(), |rank| rank.to_string()), Role::Strong),
            Cell::new(&vendor.name, Role::Strong),
            Cell::new(share(vendor.acceptability[0]), Role::Strong),
            Cell::new(format!("{:.1}", 100.0 * vendor.errors[0]), Role::Faint),
        ];
        cells.extend((1..count).map(|rank| Cell::from(share(vendor.acceptability[rank]))));
        cells.push(vendor.expected_rank.map_or_else(String::new, |rank| format!("{rank:.2}")).into());
        cells.push(share(vendor.out).into());
        cells.push(vendor.confidence.map_or_else(String::new, share).into());
        cells.push(
            vendor
                .score
                .map_or_else(String::new, |score| format!("{:.1}–{:.1}", score.low, score.high))
                .into(),
        );
        table.row(cells);
    }
    table
}

fn reach(record: &Evaluation, answer: &Answer) -> Table {
    let mut table = Table::default()
        .text("Vendor", Keep::Always)
        .text("Could win", Keep::Always)
        .number("Ranks", Keep::Always)
        .number("Weight to move, of 100", Keep::Always)
        .text("From", Keep::IfRoom)
        .text("To", Keep::IfRoom);
    for one in &answer.optimality {
        let nearest = answer.nearest.iter().find(|nearest| nearest.rival == one.vendor);
        let is_leader = record.vendor(one.vendor.as_str()).is_some_and(|vendor| vendor.rank == Some(1));
        let change = nearest.and_then(|nearest| nearest.change.as_ref());
        let distance = change.map_or_else(
            || if is_leader { "leads" } else { "never level" }.to_owned(),
            |change| (&change.l1 * &Exact::from(50)).fixed(1),
        );
        let named = |is_gain: bool| {
            let moves = change.map_or(&[][..], |change| &change.l1_moves);
            let names = moves.iter().filter(|one| (one.to > one.from) == is_gain).take(2);
            names.map(|one| one.name.clone()).collect::<Vec<_>>().join(", ")
        };
        let ranks = match (one.best_rank, one.worst_rank) {
            (Some(best), Some(worst)) => format!("{best}–{worst}"),
            _ => String::new(),
        };
        let (could, role) =
            if one.can_win { ("at some weights", Role::Plain) } else { ("at none, proved", Role::Good) };
        table.row(vec![
            Cell::new(&one.name, Role::Strong),
            Cell::new(could, role),
            ranks.into(),
            distance.into(),
            named(false).into(),
            named(true).into(),
        ]);
    }
    table
}

fn pairs(draws: &Robustness) -> Table {
    const MOST: usize = 12;
    let mut table = Table::default().text("Vendor", Keep::Always);
    if draws.vendors.len() < 2 {
        return table;
    }
    let shown = draws.vendors.len().min(MOST);
    for vendor in &draws.vendors[..shown] {
        table = table.number(&vendor.name, Keep::IfRoom);
    }
    for (row, vendor) in draws.vendors[..shown].iter().enumerate() {
        let mut cells = vec![Cell::new(&vendor.name, Role::Strong)];
        cells.extend((0..shown).map(|column| {
            if row == column { Cell::from("") } else { Cell::from(share(draws.pairwise[row][column])) }
        }));
        table.row(cells);
    }
    table
}

fn checks(draws: &Robustness) -> Table {
    let mut table = Table::default()
        .text("Vendor", Keep::Always)
        .text("Fact", Keep::Always)
        .number("Moves the first place between %", Keep::Always)
        .number("Changes the choice %", Keep::Always)
        .number("Points gained by knowing", Keep::Always);
    for check in draws.checks.iter().take(MOST_CHECKS) {
        table.row(vec![
            Cell::new(&check.vendor_name, Role::Strong),
            check.fact.to_string().into(),
            check.first_share.map(|share| format!("{:.0}", 100.0 * share)).join(" and ").into(),
            format!("{:.1}", 100.0 * check.changes_choice).into(),
            format!("{:.3}", check.gain).into(),
        ]);
    }
    table
}

fn trials(record: &Evaluation, answer: &Answer) -> Table {
    let mut table = Table::default()
        .text("What", Keep::Always)
        .text("First", Keep::Always)
        .text("First place", Keep::Always)
        .text("Order", Keep::Always);
    for trial in answer.rule_trials.iter().filter(|trial| !trial.ranking.is_empty()) {
        let name =
            |id: &str| record.vendor(id).map_or_else(|| id.to_owned(), |vendor| vendor.name().to_owned());
        let first: Vec<String> = trial
            .ranking
            .iter()
            .filter(|one| one.rank == 1)
            .map(|one| format!("{} {}", name(one.vendor.as_str()), one.score.plain(2)))
            .collect();
        let what =
            trial.criterion.as_ref().map_or_else(|| trial.what.clone(), |id| format!("{id}: {}", trial.what));
        let marked = if trial.is_now { format!("{what} (now)") } else { what };
        let kept = |keeps: bool| {
            Cell::new(if keeps { "as now" } else { "changes" }, if keeps { Role::Faint } else { Role::Bad })
        };
        table.row(vec![
            Cell::new(marked, if trial.is_now { Role::Strong } else { Role::Plain }),
            first.join(" = ").into(),
            kept(trial.keeps_first),
            kept(trial.keeps_order),
        ]);
    }
    table
}

fn sentences(record: &Evaluation, answer: &Answer) -> Vec<String> {
    let name = |id: &str| record.vendor(id).map_or_else(|| id.to_owned(), |vendor| vendor.name().to_owned());
    let mut sentences = Vec::new();
    let certain: Vec<String> = answer
        .dominance
        .iter()
        .map(|one| {
            let always = if one.is_certain { ", whatever uncertain facts turn out to be" } else { "" };
            format!("{} is nowhere behind {}{always}", name(one.better.as_str()), name(one.worse.as_str()))
        })
        .collect();
    if !certain.is_empty() {
        sentences.push(format!("{}.", certain.join("; ")));
    }
    sentences.push(reversals_said(record, &answer.reversals));
    sentences.push(draws_said(&answer.draws));
    sentences.extend(answer.draws.notes.iter().map(|note| format!("Note: {note}.")));
    sentences
}

/// One row for each vendor and rank.
pub(super) fn csv_of(draws: &Robustness) -> String {
    let head = [
        "vendor",
        "name",
        "rank_of_record",
        "rank",
        "acceptability",
        "standard_error",
        "expected_rank",
        "out",
        "confidence",
        "draws",
        "partial",
    ];
    let rows = draws.vendors.iter().flat_map(|vendor| {
        vendor.acceptability.iter().zip(&vendor.errors).enumerate().map(move |(rank, (share, error))| {
            vec![
                Field::Text(vendor.vendor.to_string()),
                Field::Text(vendor.name.clone()),
                Field::number(vendor.rank),
                Field::number(Some(rank + 1)),
                Field::number(Some(share)),
                Field::number(Some(error)),
                Field::number(vendor.expected_rank),
                Field::number(Some(vendor.out)),
                Field::number(vendor.confidence),
                Field::number(Some(draws.draws)),
                Field::Text(if draws.is_partial { "yes" } else { "no" }.to_owned()),
            ]
        })
    });
    csv(&head, rows)
}

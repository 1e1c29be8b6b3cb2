//! Who is ahead, who is out, and the numbers behind.

use crate::answers::document::{Cell, Section, Table, Tone};
use crate::explain::words::{must_haves, shown_rank};
use crate::score::evaluation::{Exclusion, Knowledge, Outcome, VendorResult};
use crate::score::{Evaluation, shown_value};

pub(crate) fn section(evaluation: &Evaluation) -> Section {
    let mut section = Section::chapter("ranking", "Ranking");
    section.starts_page = true;
    section.table(table(evaluation));
    section.list(evaluation.notes.clone());
    section
}

fn table(evaluation: &Evaluation) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::of("Scores and points by group")
        .numbers("#")
        .head("Vendor")
        .numbers("Score")
        .words("May be")
        .numbers("Gap");
    for (_, group) in evaluation.top() {
        table = table.numbers(&group.name);
    }
    table = table.words("Must-haves");
    for vendor in evaluation.ranked() {
        let gap = vendor.gap.as_ref().filter(|gap| !gap.is_zero());
        let is_open = vendor.count_must_haves(Outcome::Open) > 0;
        let mut cells = vec![
            shown_rank(vendor).into(),
            Cell::toned(&vendor.name, Tone::Strong),
            Cell::toned(vendor.score.fixed(decimals.scores), Tone::Strong),
            range(vendor, decimals.scores),
            gap.map_or_else(String::new, |gap| format!("-{}", gap.fixed(decimals.scores))).into(),
        ];
        cells.extend(evaluation.top().map(|(at, _)| {
            let cell = &vendor.cells[at];
            Cell::toned(cell.points.fixed(decimals.points), doubt(cell.knowledge))
        }));
        let tone = if is_open { Tone::Doubt } else { Tone::Plain };
        cells.push(Cell::toned(must_haves(vendor), tone));
        table.row(cells);
    }
    table
}

/// What the score may turn out to be: `72.10 to 80.44`, `certain`.
pub(crate) fn range(vendor: &VendorResult, digits: u32) -> Cell {
    if vendor.lowest == vendor.highest {
        return Cell::toned("certain", Tone::Faint);
    }
    let text = format!("{} to {}", vendor.lowest.fixed(digits), vendor.highest.fixed(digits));
    Cell::toned(text, Tone::Doubt)
}

fn doubt(knowledge: Knowledge) -> Tone {
    if knowledge == Knowledge::Known { Tone::Plain } else { Tone::Doubt }
}

pub(crate) fn gates(evaluation: &Evaluation) -> Option<Section> {
    let names: Vec<&str> = evaluation.vendors.first()?.must_haves().map(|(name, ..)| name).collect();
    if names.is_empty() {
        return None;
    }
    let mut section = Section::chapter("gates", "Must-haves");
    let mut table = Table::of("Who passes what").head("Vendor");
    for (at, name) in names.iter().enumerate() {
        let is_minimum = at >= evaluation.gates.len();
        table = table.words(if is_minimum { format!("Minimum: {name}") } else { (*name).to_owned() });
    }
    for vendor in &evaluation.vendors {
        let mut cells = vec![Cell::toned(&vendor.name, Tone::Strong)];
        cells.extend(vendor.must_haves().map(|(_, outcome, _)| outcome_cell(outcome)));
        table.row(cells);
    }
    section.table(table);
    let mut reasons = Table::of("What is failed or open, and why")
        .head("Vendor")
        .words("Must-have")
        .words("Outcome")
        .words("Why");
    for vendor in &evaluation.vendors {
        for (name, outcome, why) in vendor.must_haves().filter(|(_, outcome, _)| *outcome != Outcome::Pass) {
            reasons.row(vec![vendor.name.as_str().into(), name.into(), outcome_cell(outcome), why.into()]);
        }
    }
    section.table(reasons);
    Some(section)
}

pub(crate) fn outcome_cell(outcome: Outcome) -> Cell {
    let tone = match outcome {
        Outcome::Pass => Tone::Good,
        Outcome::Open => Tone::Doubt,
        Outcome::Fail => Tone::Bad,
    };
    Cell::toned(outcome.word(), tone)
}

pub(crate) fn out(evaluation: &Evaluation) -> Option<Section> {
    evaluation.out().next()?;
    let digits = evaluation.shown_decimals().scores;
    let mut section = Section::chapter("out", "Out of the ranking");
    let mut table = Table::of("Vendors that are out, with the score that they would have had")
        .head("Vendor")
        .numbers("Score")
        .words("Because");
    for vendor in evaluation.out() {
        let reasons: Vec<String> = vendor.exclusions.iter().map(Exclusion::text).collect();
        table.row(vec![
            Cell::toned(&vendor.name, Tone::Strong),
            Cell::toned(vendor.score.fixed(digits), Tone::Faint),
            reasons.join("; ").into(),
        ]);
    }
    section.table(table);
    Some(section)
}

pub(crate) fn values(evaluation: &Evaluation) -> Section {
    let mut section = Section::chapter("values", "Values");
    section.text("What the facts are worth on the scales, from 0, worst, to 100, best. A question mark: not known for sure.");
    let mut table =
        Table::of("Values of every vendor on every criterion").head("Criterion").numbers("Of the whole %");
    for vendor in &evaluation.vendors {
        table = table.numbers(&vendor.name);
    }
    for (at, criterion) in evaluation.criteria.iter().enumerate() {
        let percent = &criterion.global_share * &crate::exact::Exact::from(100);
        let tone = if criterion.is_group { Tone::Strong } else { Tone::Plain };
        let mut cells = vec![Cell::toned(&criterion.name, tone), Cell::toned(percent.plain(2), tone)];
        cells.extend(evaluation.vendors.iter().map(|vendor| value(vendor, at)));
        let row = table.row(cells);
        row.depth = criterion.depth;
        row.is_total = criterion.is_group;
    }
    section.table(table);
    section
}

fn value(vendor: &VendorResult, at: usize) -> Cell {
    let cell = &vendor.cells[at];
    let Some(value) = &cell.value else { return Cell::toned("left out", Tone::Doubt) };
    let mark = if cell.knowledge == Knowledge::Known { "" } else { " ?" };
    let text = format!("{}{mark}", shown_value(value).fixed(1));
    Cell { text, tone: doubt(cell.knowledge), shade: Some(value.to_f64().clamp(0.0, 1.0)) }
}

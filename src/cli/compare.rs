//! `weigh compare A B`: vendors side by side and, for two, what makes the difference.

use serde_json::json;

use super::args::{Compare, Format, Global};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, bar, csv, markdown_text};
use super::text::wrapped;
use crate::exact::Exact;
use crate::explain::words::{must_haves, shown_rank};
use crate::explain::{Difference, difference};
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, Knowledge, VendorResult};

/// Cells of each half of the diverging bars.
const BAR_CELLS: u32 = 10;

pub(super) fn run(global: &Global, args: &Compare, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let mut vendors: Vec<&VendorResult> = Vec::new();
    for wanted in &args.names {
        let vendor = settings::vendor(&evaluation, wanted)?;
        if vendors.iter().any(|other| other.id == vendor.id) {
            return Err(Failure::Usage {
                message: format!("`{wanted}` is named twice; name different vendors"),
            });
        }
        vendors.push(vendor);
    }
    let difference = match vendors.as_slice() {
        [first, second] => Some(difference(&evaluation, first, second)),
        _ => None,
    };
    let text = match format {
        Format::Table => text(&evaluation, &vendors, difference.as_ref(), shell),
        Format::Md => markdown(&evaluation, &vendors, difference.as_ref()),
        Format::Json => json_of(&evaluation, &vendors, difference.as_ref()),
        Format::Csv => csv_of(&evaluation, &vendors),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn text(
    evaluation: &Evaluation,
    vendors: &[&VendorResult],
    parts: Option<&Difference>,
    shell: &Shell<'_>,
) -> String {
    let width = shell.environment.text_width();
    let mut text = side_by_side(evaluation, vendors, "  ").aligned(&shell.environment);
    for line in out_lines(vendors) {
        text.push_str(&format!("\n{}\n", wrapped(&line, width, "", "  ")));
    }
    if let (Some(parts), [first, second]) = (parts, vendors) {
        let headline = headline(evaluation, first, second, parts);
        text.push_str(&format!("\n{}\n\n", wrapped(&headline, width, "", "")));
        text.push_str(&difference_table(evaluation, first, second, parts).aligned(&shell.environment));
    }
    text
}

fn markdown(evaluation: &Evaluation, vendors: &[&VendorResult], parts: Option<&Difference>) -> String {
    let names: Vec<&str> = vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    let mut text = format!("# {}\n\n", markdown_text(&names.join(", ")));
    // Markdown swallows plain spaces.
    text.push_str(&side_by_side(evaluation, vendors, "\u{2003}").markdown());
    for line in out_lines(vendors) {
        text.push_str(&format!("\n{}\n", markdown_text(&line)));
    }
    if let (Some(parts), [first, second]) = (parts, vendors) {
        text.push_str(&format!("\n## {}\n\n", markdown_text(&headline(evaluation, first, second, parts))));
        text.push_str(&difference_table(evaluation, first, second, parts).markdown());
    }
    text
}

/// `Siam Voice is 0.59 ahead of Bayt Alradd. What makes the difference:`
fn headline(
    evaluation: &Evaluation,
    first: &VendorResult,
    second: &VendorResult,
    parts: &Difference,
) -> String {
    let gap = parts.gap.abs().fixed(evaluation.shown_decimals().scores);
    if parts.gap.is_zero() {
        return format!("{} and {} have the same score. What they gain and lose:", first.name, second.name);
    }
    let is_between_ranked = first.rank.is_some() && second.rank.is_some();
    let is = if is_between_ranked { "is" } else { "would be" };
    let (ahead, behind) = if parts.gap.is_negative() { (second, first) } else { (first, second) };
    format!("{} {is} {gap} ahead of {}. What makes the difference:", ahead.name, behind.name)
}

/// For each vendor that is out of the ranking, why.
fn out_lines(vendors: &[&VendorResult]) -> Vec<String> {
    let reasons = |vendor: &VendorResult| {
        let reasons: Vec<String> = vendor.exclusions.iter().map(Exclusion::text).collect();
        format!("{} is out of the ranking: {}", vendor.name, reasons.join("; "))
    };
    vendors.iter().filter(|vendor| vendor.rank.is_none()).map(|vendor| reasons(vendor)).collect()
}

/// Every criterion with each vendor's points and fact.
fn side_by_side(evaluation: &Evaluation, vendors: &[&VendorResult], step: &str) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::default().text("Criterion", Keep::Always).number("of", Keep::Always);
    for vendor in vendors {
        table = table.number(&vendor.name, Keep::Always).text("", Keep::IfRoom);
    }
    let total = |name: &str, of: String, shown: &dyn Fn(&VendorResult) -> String| {
        let mut row: Vec<Cell> = vec![Cell::new(name, Role::Strong), of.into()];
        for vendor in vendors {
            row.push(Cell::new(shown(vendor), Role::Strong));
            row.push(Cell::default());
        }
        row
    };
    table.row(total("Rank", String::new(), &shown_rank));
    if vendors.iter().any(|vendor| !must_haves(vendor).is_empty()) {
        table.row(total("Must-haves", String::new(), &must_haves));
    }
    table.row(total("Score", evaluation.rule.points.to_string(), &|vendor| {
        vendor.score.fixed(decimals.scores)
    }));
    for (at, criterion) in evaluation.criteria.iter().enumerate() {
        let indent = step.repeat(criterion.depth);
        let role = if criterion.is_group { Role::Strong } else { Role::Plain };
        let mut row = vec![
            Cell::new(format!("{indent}{}", criterion.name), role),
            Cell::new(criterion.max_points.plain(decimals.points.max(2)), Role::Faint),
        ];
        let best = vendors.iter().map(|vendor| &vendor.cells[at].points).max();
        for vendor in vendors {
            let cell = &vendor.cells[at];
            let is_ahead = Some(&cell.points) == best
                && vendors.iter().any(|other| other.cells[at].points != cell.points);
            let role = if is_ahead { Role::Good } else { Role::Plain };
            row.push(Cell::new(cell.points.fixed(decimals.points), role));
            row.push(Cell::new(fact_shown(evaluation, vendor, at), Role::Faint));
        }
        table.row(row);
    }
    table
}

/// The fact behind a cell, short.
fn fact_shown(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> String {
    const LONGEST: usize = 40;
    let (criterion, cell) = (&evaluation.criteria[at], &vendor.cells[at]);
    if criterion.is_group {
        return String::new();
    }
    let value = cell.fact.as_ref().and_then(|fact| fact.value.as_ref());
    let Some(value) = value.filter(|_| cell.knowledge != Knowledge::Unknown) else {
        return "not known".to_owned();
    };
    let mut shown = value.to_string();
    if shown.chars().count() > LONGEST {
        shown = shown.chars().take(LONGEST).chain(['…']).collect();
    }
    let unit = criterion.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    let capped = if cell.is_capped { " (capped)" } else { "" };
    format!("{shown}{unit}{capped}")
}

fn difference_table(
    evaluation: &Evaluation,
    first: &VendorResult,
    second: &VendorResult,
    difference: &Difference,
) -> Table {
    let digits = evaluation.shown_decimals().points;
    let mut table = Table::default()
        .text("Criterion", Keep::Always)
        .number("Points", Keep::Always)
        .number(format!("for {}", second.name), Keep::Picture)
        .text(format!("for {}", first.name), Keep::Picture);
    let largest = difference.parts.first().map_or(Exact::ONE, |part| part.points.abs());
    let signed = |points: &Exact| {
        let sign = if points.is_negative() || points.is_zero() { "" } else { "+" };
        format!("{sign}{}", points.fixed(digits))
    };
    let mut row = |name: &str, points: &Exact| {
        let share = points.abs().over(&largest).unwrap_or_default().to_f64();
        // To the left only whole cells: there are no blocks that fill from the right.
        let (left, right) = if points.is_negative() {
            ("█".repeat(bar(share, BAR_CELLS).chars().count().max(1)), String::new())
        } else {
            (String::new(), bar(share, BAR_CELLS))
        };
        let role = if points.is_negative() { Role::Bad } else { Role::Good };
        table.row(vec![
            name.into(),
            Cell::new(signed(points), role),
            Cell::new(left, Role::Bad),
            Cell::new(right, Role::Good),
        ]);
    };
    for part in &difference.parts {
        row(&part.name, &part.points);
    }
    if !difference.rounding.is_zero() {
        row("Rounding of the scores", &difference.rounding);
    }
    table.row(vec![
        Cell::new("Gap", Role::Strong),
        Cell::new(signed(&difference.gap), Role::Strong),
        Cell::default(),
        Cell::default(),
    ]);
    table
}

fn json_of(evaluation: &Evaluation, vendors: &[&VendorResult], difference: Option<&Difference>) -> String {
    let standings: Vec<_> = vendors
        .iter()
        .map(|vendor| {
            json!({
                "id": vendor.id, "name": vendor.name, "rank": vendor.rank, "is_tied": vendor.is_tied,
                "score": vendor.score, "lowest": vendor.lowest, "highest": vendor.highest,
                "cells": vendor.cells,
            })
        })
        .collect();
    let result = json!({ "criteria": evaluation.criteria, "vendors": standings, "difference": difference });
    settings::json("compare", evaluation, &result)
}

fn csv_of(evaluation: &Evaluation, vendors: &[&VendorResult]) -> String {
    let columns: Vec<[String; 3]> = vendors
        .iter()
        .map(|vendor| ["points", "value", "fact"].map(|part| format!("{}_{part}", vendor.id)))
        .collect();
    let mut head = vec!["criterion", "name", "depth", "max_points"];
    head.extend(columns.iter().flatten().map(String::as_str));
    let rows = evaluation.criteria.iter().enumerate().map(|(at, criterion)| {
        let mut row = vec![
            Field::Text(criterion.id.to_string()),
            Field::Text(criterion.name.clone()),
            Field::Number(criterion.depth.to_string()),
            Field::number(Some(&criterion.max_points)),
        ];
        for vendor in vendors {
            let cell = &vendor.cells[at];
            row.push(Field::number(Some(&cell.points)));
            row.push(Field::number(cell.value.as_ref()));
            row.push(Field::text(
                cell.fact.as_ref().and_then(|fact| fact.value.as_ref()).map(ToString::to_string),
            ));
        }
        row
    });
    csv(&head, rows)
}

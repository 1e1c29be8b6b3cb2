//! A scale as a picture of letters: its line, and where each vendor is on it. A formula as what it comes to.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::{FactId, Shape};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, VendorResult};

/// The columns and rows of the line.
const WIDE: usize = 48;
const HIGH: usize = 5;
/// The most vendors that are shown.
const MOST: usize = 8;

/// The lines for what stands at a path: the scale of a criterion, a fact or a condition that is worked out, the total, a
/// number with a name. Nothing for what is none of these.
pub(crate) fn of_path(evaluation: &Evaluation, path: &str) -> Vec<String> {
    let decision = &evaluation.decision;
    let within = |before: &str, after: &str| path.strip_prefix(before)?.strip_suffix(after);
    if let Some(id) = within("criteria.", ".scale") {
        let at = decision.criteria.iter().position(|criterion| criterion.id.as_str() == id);
        return at.map(|at| picture(evaluation, at)).unwrap_or_default();
    }
    let shown = evaluation.vendors.iter().take(MOST);
    if let Some(id) = within("facts.", ".expr") {
        let value = |vendor: &VendorResult| {
            let fact = vendor.vendor.facts.get(&FactId::new(id))?;
            fact.value.as_ref().map(|value| format!("{value:#}"))
        };
        let line = |vendor: &VendorResult| {
            format!("{}: {}", vendor.name(), value(vendor).unwrap_or_else(|| "not known".to_owned()))
        };
        return shown.map(line).collect();
    }
    if let Some(id) = within("gates.", ".when") {
        let line = |vendor: &VendorResult| {
            let result = vendor.gates.iter().find(|result| result.gate.id.as_str() == id)?;
            Some(format!("{}: {}, {}", vendor.name(), result.outcome.word(), result.reason))
        };
        return shown.filter_map(line).collect();
    }
    let line = |vendor: &VendorResult| match vendor.rank {
        Some(rank) => {
            let score = vendor.score.fixed(evaluation.shown_decimals().scores);
            format!("{rank}. {} {score}{}", vendor.name(), decision.rule.of_points())
        }
        None => {
            let why: Vec<String> = vendor.exclusions.iter().map(Exclusion::text).collect();
            format!("out: {}, {}", vendor.name(), why.join("; "))
        }
    };
    shown.map(line).collect()
}

/// The lines of the picture of a criterion; nothing for a group.
fn picture(evaluation: &Evaluation, at: usize) -> Vec<String> {
    let Some(scale) = evaluation.decision.criteria[at].scale() else { return Vec::new() };
    let vendors = evaluation.vendors.iter().take(MOST);
    let letters: Vec<(char, &VendorResult)> = ('A'..='Z').zip(vendors).collect();
    let mut lines = match scale.shape() {
        Shape::Line(line) => {
            let [low, high] = line.reach();
            let numbers = |vendor: &VendorResult| {
                let value = vendor.cells[at].fact.as_ref()?.value.as_ref()?;
                value.numbers().map(|[_, likely, _]| likely.to_f64())
            };
            let marks = letters.iter().filter_map(|(letter, vendor)| Some((*letter, numbers(vendor)?)));
            drawn(&|number| line.value(number).to_f64(), [low, high], &marks.collect::<Vec<_>>())
        }
        Shape::Table(table) => {
            let rows = table.rows().iter();
            rows.map(|(word, value)| format!("{:>5} {}", value.percent().plain(2), word.as_str())).collect()
        }
        Shape::Set(_) | Shape::Formula(_) => Vec::new(),
    };
    let worth = |(letter, vendor): &(char, &VendorResult)| {
        let cell = &vendor.cells[at];
        let fact = cell.fact.as_ref().and_then(|fact| fact.value.as_ref()).map(|value| format!("{value:#}"));
        let value = cell.value.as_ref().map_or_else(|| "?".to_owned(), |value| value.percent().plain(2));
        format!("{letter} {} {value}: {}", vendor.name(), fact.unwrap_or_else(|| "not known".to_owned()))
    };
    lines.extend(letters.iter().map(worth));
    lines
}

/// The line from its lowest to its highest number, with a letter where each vendor is.
fn drawn(value: &dyn Fn(&Exact) -> f64, [low, high]: [&Exact; 2], marks: &[(char, f64)]) -> Vec<String> {
    let (from, to) = (low.to_f64(), high.to_f64());
    let mut rows = vec![vec![' '; WIDE]; HIGH];
    let steps = Exact::from(WIDE - 1);
    let along =
        |column: usize| low + &(&(high - low) * &Exact::from(column)).over(&steps).unwrap_or_default();
    let row = |value: f64| HIGH - 1 - cell(value, HIGH);
    for (column, row) in (0..WIDE).map(|column| (column, row(value(&along(column))))) {
        rows[row][column] = '·';
    }
    for (letter, number) in marks {
        let share = if to > from { (number - from) / (to - from) } else { 0.0 };
        let column = cell(share, WIDE);
        let number = along(column);
        rows[row(value(&number))][column] = *letter;
    }
    let label = |row: usize| match row {
        0 => "100",
        row if row == HIGH - 1 => "0",
        _ => "",
    };
    let lines = rows.into_iter().enumerate();
    let mut lines: Vec<String> = lines
        .map(|(row, cells)| format!("{:>3} {}", label(row), cells.into_iter().collect::<String>()))
        .collect();
    let (low, high) = (low.to_string(), high.to_string());
    let between = WIDE.saturating_sub(low.len());
    lines.push(format!("    {low}{high:>between$}"));
    lines
}

/// The nearest of some cells to a share from 0 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a few dozen")]
fn cell(share: f64, cells: usize) -> usize {
    let last = f64::from(u32::try_from(cells - 1).unwrap_or(u32::MAX));
    (share.clamp(0.0, 1.0) * last).round() as usize
}

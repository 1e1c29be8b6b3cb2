//! A scale as a picture of letters: its line, and where each vendor is on it.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::Shape;
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The columns and rows of the line.
const WIDE: usize = 48;
const HIGH: usize = 5;
/// The most vendors that are shown.
const MOST: usize = 8;

/// The lines of the picture of a criterion; nothing for a group.
pub(crate) fn picture(evaluation: &Evaluation, at: usize) -> Vec<String> {
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

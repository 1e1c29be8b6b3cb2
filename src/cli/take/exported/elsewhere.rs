//! Cells that were changed on sheets of our own workbook from which nothing is read back: results, evidence, marks. Rows are
//! found by what they hold, wherever they were sorted to.

use std::collections::BTreeMap;

use super::Age;
use super::unsaid::shown;
use crate::sheets::cells::{Book, Cell, Sheet, cell_name};

/// The sheets, each with whether it is the same however old the workbook is.
const SHEETS: [(&str, bool); 6] = [
    ("Ranking", true),
    ("Matrix", true),
    ("Cost", false),
    ("Panel", false),
    ("Evidence", false),
    ("Workings", false),
];
/// The most that is said of one sheet.
const MOST: usize = 20;

/// The cells that were changed and are not read back, each with its place.
///
/// - `fresh`: the same workbook, made anew from what it was exported with.
pub(super) fn changes(book: &Book, fresh: &Book, age: Age) -> Vec<String> {
    let sheets = SHEETS.iter().filter(|(_, is_same)| *is_same || age == Age::Fresh);
    let pairs = sheets.filter_map(|(name, _)| {
        Some((&book.sheets[book.sheet_named(name)?], &fresh.sheets[fresh.sheet_named(name)?]))
    });
    pairs.flat_map(|(now, was)| of_sheet(now, was)).collect()
}

/// What a row holds: of a formula nothing but that it is one.
type Row = BTreeMap<u32, String>;

/// Rows with their numbers.
type Rows = Vec<(u32, Row)>;

fn rows(sheet: &Sheet) -> Rows {
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    for ((row, column), cell) in &sheet.cells {
        let text = held(cell);
        if !text.is_empty() {
            rows.entry(*row).or_default().insert(*column, text);
        }
    }
    rows.into_iter().collect()
}

fn held(cell: &Cell) -> String {
    if cell.formula.is_some() { "=".to_owned() } else { shown(cell).trim().to_owned() }
}

fn of_sheet(now: &Sheet, was: &Sheet) -> Vec<String> {
    let (mut left, mut gone): (Rows, Rows) = (rows(now), rows(was));
    // Rows that are there still, in the order of the sheet first: rows of formulas are all alike.
    left.retain(|(at, row)| match gone.iter().position(|(other, held)| other == at && held == row) {
        Some(found) => {
            gone.remove(found);
            false
        }
        None => true,
    });
    left.retain(|(_, row)| match gone.iter().position(|(_, held)| held == row) {
        Some(found) => {
            gone.remove(found);
            false
        }
        None => true,
    });
    let mut said = Vec::new();
    for (at, row) in left {
        let alike = |held: &Row| held.iter().filter(|(column, text)| row.get(column) == Some(text)).count();
        let best = (0..gone.len()).max_by_key(|other| (alike(&gone[*other].1), gone[*other].0 == at));
        let Some(best) = best.filter(|best| {
            let (other, held) = &gone[*best];
            alike(held) * 2 >= held.len() || *other == at && held.len() <= 2
        }) else {
            continue;
        };
        let (_, held) = gone.remove(best);
        for (column, text) in &held {
            let own = row.get(column).map_or("nothing", String::as_str);
            if own != text {
                let was = if text == "=" { "a formula" } else { text.as_str() };
                let own = if own == "=" { "a formula" } else { own };
                said.push(format!(
                    "{}!{}: {was} -> {own} is changed here, but this place is not read back",
                    now.name,
                    cell_name(at, *column)
                ));
            }
        }
    }
    if said.len() > MOST {
        let more = said.len() - MOST;
        said.truncate(MOST);
        said.push(format!("{}: and {more} more changes in places that are not read back", now.name));
    }
    said
}

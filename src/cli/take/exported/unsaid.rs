//! What was changed in our own workbook and is taken nowhere: scales, points, heads and names, new rows and columns. It is
//! found beside the same workbook made anew, by the names of rows and columns and never by their positions.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::table::sheet_of;
use super::{Age, is_near};
use crate::report::xlsx::{INPUTS, SUMMARY};
use crate::sheets::cells::{Book, Cell, Content, Place, Seen, Sheet};

/// The sheets that somebody types into, each with the head over the names of its rows, and one that no other has.
const SHEETS: [(&str, &str, &str); 4] = [
    ("Weights", "Criterion", "Weight when exported"),
    ("Scales", "Criterion", SCALES),
    ("Facts", "Criterion", "What to enter"),
    ("Gates", "Must-have", "Must-have"),
];
/// What no head of a sheet says: it is found by its name alone.
const SCALES: &str = "\u{0}";
/// The most that is said of one sheet.
const MOST: usize = 40;

/// A sheet by the names of its rows and columns.
struct Named<'a> {
    heads: BTreeMap<String, u32>,
    /// Two columns with one head.
    doubled: Vec<String>,
    rows: BTreeMap<String, u32>,
    /// The row of the heads.
    head: u32,
    cells: &'a BTreeMap<(u32, u32), Cell>,
}

impl<'a> Named<'a> {
    fn of(book: &'a Book, sheet: &str, (head, own): (&str, &str)) -> Option<Named<'a>> {
        let cells = &book.sheets[sheet_of(book, sheet, own)?].cells;
        let ((row, column), _) = cells.iter().find(|(_, cell)| cell.text() == Some(head))?;
        let (mut heads, mut doubled) = (BTreeMap::new(), Vec::new());
        for ((_, column), cell) in cells.range((*row, 0)..(row + 1, 0)) {
            let Some(text) = cell.text().map(str::to_owned) else { continue };
            match heads.entry(text) {
                Entry::Vacant(free) => _ = free.insert(*column),
                Entry::Occupied(taken) => doubled.push(taken.key().clone()),
            }
        }
        let mut rows = BTreeMap::new();
        // Below the must-haves stand the reasons of their outcomes, by the same names.
        let is_name = |at: u32| cells.get(&(at, *column)).is_some_and(|cell| !cell.is_blank());
        let end = if sheet == "Gates" { (row + 1..u32::MAX).find(|at| !is_name(*at)) } else { None };
        let is_in = |at: u32| end.is_none_or(|end| at < end);
        for ((at, _), cell) in cells.iter().filter(|((row, at), _)| at == column && is_in(*row)) {
            let Some(text) = cell.text().filter(|_| at != row) else { continue };
            // Names that come several times, such as the points of one scale, by their number and their order.
            let number = match cells.get(&(*at, 0)).map(|cell| &cell.content) {
                Some(Content::Number(number)) => number.to_string(),
                _ => String::new(),
            };
            let names = (1..).map(|nth| format!("{text}\u{1f}{number}\u{1f}{nth}"));
            rows.extend(names.into_iter().find(|name| !rows.contains_key(name)).map(|name| (name, *at)));
        }
        Some(Named { heads, doubled, rows, head: *row, cells })
    }

    fn cell(&self, row: &str, head: &str) -> Option<((u32, u32), &'a Cell)> {
        let at = (*self.rows.get(row)?, *self.heads.get(head)?);
        self.cells.get(&at).map(|cell| (at, cell))
    }
}

/// What was changed and is taken nowhere, with its place.
///
/// - `fresh`: the same workbook, made anew from what holds now.
/// - `known`: the cells of which something is said already.
/// - `vendors`: their names: what stands in their columns of the sheet of facts is read anyway, cell by cell.
pub(super) fn changes(
    book: &Book,
    fresh: &Book,
    known: &BTreeSet<Place>,
    (vendors, age): (&BTreeSet<&str>, Age),
) -> Vec<String> {
    let mut said = Vec::new();
    let mut own: BTreeSet<usize> = BTreeSet::new();
    for (sheet, head, needed) in SHEETS {
        let at = sheet_of(book, sheet, needed);
        own.extend(at);
        // What was changed here since is no news of a stale one.
        let Some(is) = Named::of(fresh, sheet, (head, needed)).filter(|_| age == Age::Fresh) else {
            continue;
        };
        let Some(now) = Named::of(book, sheet, (head, needed)) else {
            if sheet != "Scales" {
                said.push(format!(
                    "the sheet {sheet}, or its column `{head}`, is not there: nothing of it is taken"
                ));
            }
            continue;
        };
        let none = BTreeSet::new();
        let read = if sheet == "Facts" { vendors } else { &none };
        let mut found = of_sheet(sheet, (&is, &now), (at, known), read);
        if found.len() > MOST {
            let more = found.len() - MOST;
            found.truncate(MOST);
            found.push(format!("{sheet}: and {more} more changes that are taken nowhere"));
        }
        said.extend(found);
    }
    for (index, sheet) in book.sheets.iter().enumerate() {
        if own.contains(&index) && fresh.sheet_named(&sheet.name).is_none() || says_inputs(sheet) {
            continue;
        }
        let Some(own) = fresh.sheet_named(&sheet.name) else {
            let is_empty = sheet.cells.values().all(Cell::is_blank);
            let hidden = if sheet.seen == Seen::Hidden { ", hidden," } else { "" };
            let what = format!("the sheet {}{hidden} is none of ours: nothing of it is read", sheet.name);
            said.extend((!is_empty).then_some(what));
            continue;
        };
        said.extend(beside(&fresh.sheets[own], (index, book)));
    }
    said
}

/// Whether a sheet is the summary under another name.
fn says_inputs(sheet: &Sheet) -> bool {
    sheet.name != SUMMARY && sheet.cells.values().any(|cell| cell.text() == Some(INPUTS))
}

/// What was typed beside the tables of a sheet: contents that the same sheet made anew has nowhere.
fn beside(fresh: &Sheet, (index, book): (usize, &Book)) -> Vec<String> {
    let sheet = &book.sheets[index];
    let known: BTreeSet<String> = fresh.cells.values().map(|cell| shown(cell).trim().to_owned()).collect();
    let table = SHEETS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(&sheet.name));
    let table = table.and_then(|(name, head, own)| Named::of(book, name, (head, own)));
    // In the table, rows and columns are told by their names.
    let is_told = |(row, column): (u32, u32)| {
        table.as_ref().is_some_and(|now| {
            let is_row = now.rows.values().any(|at| *at == row);
            let is_column = now.heads.values().any(|at| *at == column);
            row == now.head || is_row && is_column
        })
    };
    // Results are others with the day and the record of a report: there, what lies beyond them is a note.
    let last = fresh.cells.keys().fold((0, 0), |last, at| (last.0.max(at.0), last.1.max(at.1)));
    let typed = sheet.cells.iter().filter(|(at, cell)| {
        let is_beyond = at.0 > last.0 || at.1 > last.1;
        let is_new = !known.contains(shown(cell).trim());
        let is_note = !cell.is_blank() && (table.is_some() || is_beyond && cell.text().is_some());
        cell.formula.is_none() && is_note && is_new && !is_told(**at)
    });
    let said = typed.map(|((row, column), cell)| {
        let at = crate::sheets::cells::cell_name(*row, *column);
        format!("{}!{at}: \"{}\" stands beside what is read: not taken", sheet.name, shown(cell))
    });
    said.take(MOST).collect()
}

fn of_sheet(
    sheet: &str,
    (is, now): (&Named<'_>, &Named<'_>),
    (index, known): (Option<usize>, &BTreeSet<Place>),
    read: &BTreeSet<&str>,
) -> Vec<String> {
    let mut said = Vec::new();
    let name = |row: &str| row.split('\u{1f}').next().unwrap_or_default().to_owned();
    let names = |of: &Named<'_>| of.rows.keys().map(|row| name(row)).collect::<BTreeSet<_>>();
    said.extend(
        now.doubled
            .iter()
            .map(|head| format!("{sheet}: two columns are called \"{head}\": the first is read")),
    );
    let gone =
        |what: &str, one: &str| format!("{sheet}: the {what} \"{one}\" is not there: nothing of it is taken");
    let new = |what: &str, one: &str| format!("{sheet}: the {what} \"{one}\" is new, and is not taken");
    let (rows, rows_now) = (names(is), names(now));
    said.extend(
        is.heads.keys().filter(|head| !now.heads.contains_key(*head)).map(|head| gone("column", head)),
    );
    said.extend(
        now.heads.keys().filter(|head| !is.heads.contains_key(*head)).map(|head| new("column", head)),
    );
    said.extend(rows.difference(&rows_now).map(|row| gone("row", row)));
    said.extend(rows_now.difference(&rows).map(|row| new("row", row)));
    for row in is.rows.keys() {
        for head in is.heads.keys().filter(|head| !read.contains(head.as_str())) {
            let Some((at, cell)) = now.cell(row, head) else { continue };
            let was = is.cell(row, head).map(|(_, cell)| cell);
            let place = index.map(|sheet| Place { sheet, row: at.0, column: at.1 });
            let is_known = place.is_some_and(|place| known.contains(&place));
            let is_formula = cell.formula.is_some() || was.is_some_and(|was| was.formula.is_some());
            if is_known || is_formula || was.map_or(cell.is_blank(), |was| is_same(was, cell)) {
                continue;
            }
            let was = was.map(shown).filter(|was| !was.is_empty()).unwrap_or_else(|| "nothing".to_owned());
            said.push(format!(
                "{sheet}!{}: {}, {head}: {was} -> {} is not taken: it is changed in the files",
                crate::sheets::cells::cell_name(at.0, at.1),
                name(row),
                shown(cell)
            ));
        }
    }
    said
}

fn is_same(one: &Cell, other: &Cell) -> bool {
    match (&one.content, &other.content) {
        (Content::Number(one), Content::Number(other)) => is_near(one, other),
        _ => shown(one).trim() == shown(other).trim(),
    }
}

/// A cell in a message.
pub(super) fn shown(cell: &Cell) -> String {
    match &cell.content {
        Content::Number(number) => number.plain(6),
        Content::Logic(logic) => logic.to_string(),
        Content::Fault(fault) => fault.clone(),
        Content::Blank | Content::Text(_) => cell.text().unwrap_or_default().to_owned(),
    }
}

//! Where the tables of a sheet lie, which way they run, and what their columns are.
//!
//! A table is a block of cells with a line of headings. Blocks are parted by blank rows and columns; a block without
//! headings goes on with the one above. Which way a table runs, criteria or vendors in rows, is decided by votes, each
//! with a reason. From here on a table that runs the other way is looked at turned: its lines are criteria, its slots
//! vendors, weights and names, whichever way the sheet has them.

mod blocks;
mod slots;

use std::collections::HashSet;

use super::cells::{Area, Book, Cell, Content, Place, Seen, Sheet};
use super::typed::{Typed, typed};
use super::words::{Label, said, says};
use crate::sheets::words::folded;

pub(super) use slots::{Bidder, Line};

/// A table of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) sheet: usize,
    /// Whether vendors stand in its rows.
    pub(super) is_turned: bool,
    /// All of it, with what stands over its headings.
    pub(super) area: Area,
    /// The headings over the names of criteria.
    pub(super) corner: Vec<(Place, String)>,
    pub(super) bidders: Vec<Bidder>,
    /// In the order of their positions.
    pub(super) lines: Vec<Line>,
    /// The slot of each kind that is no vendor's.
    pub(super) weight: Option<u32>,
    pub(super) weight_head: Option<Place>,
    /// Further slots of weights, with their heads.
    pub(super) other_weights: Vec<(u32, Place)>,
    pub(super) maximum: Option<u32>,
    pub(super) maximum_head: Option<Place>,
    pub(super) must: Option<u32>,
    /// Remarks on lines, which are no vendor's.
    pub(super) remarks: Option<u32>,
    /// The weights of the groups beside the lines.
    pub(super) group_weight: Option<u32>,
    /// The vendor that the weights may be the marks of.
    pub(super) doubtful_weight: Option<Bidder>,
}

impl Table {
    /// The cell of a line in a slot.
    pub(super) fn place(&self, line: u32, slot: u32) -> Place {
        let (row, column) = if self.is_turned { (slot, line) } else { (line, slot) };
        Place { sheet: self.sheet, row, column }
    }

    /// The line and the slot of a cell.
    pub(super) fn at(&self, place: Place) -> Option<(u32, u32)> {
        let is_here = place.sheet == self.sheet && self.area.holds(place.row, place.column);
        is_here.then_some(if self.is_turned { (place.column, place.row) } else { (place.row, place.column) })
    }

    /// The line at a position, as an index.
    pub(super) fn line_at(&self, at: u32) -> Option<usize> {
        self.lines.binary_search_by_key(&at, |line| line.at).ok()
    }

    /// Whether a line stands over the headings.
    pub(super) fn is_over(&self, line: u32) -> bool {
        let head = self.corner.iter().map(|(place, _)| place.row).min();
        !self.is_turned && head.is_some_and(|head| line < head)
    }

    /// The first cell of it: its title where it has one.
    pub(super) fn first(&self) -> Place {
        Place { sheet: self.sheet, row: self.area.from.0, column: self.area.from.1 }
    }
}

/// What a book holds: tables, and texts outside of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) tables: Vec<Table>,
    /// Texts that stand in no table: titles and notes.
    pub(super) strays: Vec<Place>,
}

/// Finds the tables of a book.
pub(super) fn layout(book: &Book) -> Layout {
    let mut layout = Layout::default();
    let mut found = Vec::new();
    for (sheet, cells) in book.sheets.iter().enumerate() {
        let blocks = blocks::blocks(cells);
        layout.strays.extend(blocks.strays.iter().map(|(row, column)| Place {
            sheet,
            row: *row,
            column: *column,
        }));
        found.extend(blocks.blocks.into_iter().map(|block| (sheet, block)));
    }
    let read = |(sheet, block): &(usize, blocks::Block), is_turned| {
        slots::table(*sheet, &book.sheets[*sheet], block, is_turned)
    };
    let votes: Vec<Votes<'_>> =
        found.iter().map(|(sheet, block)| votes(&book.sheets[*sheet], block)).collect();
    let first = votes.iter().map(|votes| votes.is_turned(&HashSet::new()));
    let first: Vec<(bool, Option<Table>)> =
        found.iter().zip(first).map(|(block, is_turned)| (is_turned, read(block, is_turned))).collect();
    // Names that stand as vendors in a table that says so are vendors in every other one.
    let named = first.iter().filter_map(|(_, table)| table.as_ref());
    let named = named.filter(|table| table.bidders.len() > 1 && is_sure(book, table));
    let vendors: HashSet<String> =
        named.flat_map(|table| table.bidders.iter().map(|bidder| folded(&bidder.name))).collect();
    for ((block, votes), (was_turned, table)) in found.iter().zip(&votes).zip(first) {
        let is_turned = votes.is_turned(&vendors);
        layout.tables.extend(if is_turned == was_turned { table } else { read(block, is_turned) });
    }
    layout
}

/// Whether a table says by its own words which way it runs: it has weights or marks, or a heading that names vendors.
fn is_sure(book: &Book, table: &Table) -> bool {
    let has_word = table.corner.iter().any(|(_, text)| {
        says(text, Label::Vendor) || says(text, Label::Criterion) || says(text, Label::Group)
    });
    book.sheets[table.sheet].seen == Seen::Visible
        && (has_word || table.weight.is_some() || table.maximum.is_some())
}

/// A text that names something: no number, no answer, no formula.
pub(super) fn heading(cell: Option<&Cell>) -> Option<&str> {
    let text = cell?.text()?;
    let is_name = cell?.formula.is_none()
        && said(text).is_none()
        && matches!(typed(text), Typed::Text | Typed::Worded(_));
    is_name.then_some(text)
}

/// Whether a cell holds a value: a number in any writing, an answer, a formula.
pub(super) fn is_value(cell: &Cell) -> bool {
    cell.formula.is_some()
        || match &cell.content {
            Content::Number(_) | Content::Logic(_) | Content::Fault(_) => true,
            Content::Text(text) => said(text).is_some() || !matches!(typed(text), Typed::Text),
            Content::Blank => false,
        }
}

/// Which way a block runs, by its words and the kinds of its values.
struct Votes<'a> {
    sheet: &'a Sheet,
    block: &'a blocks::Block,
    /// For criteria in its rows, and for vendors.
    rows: i32,
    turned: i32,
    /// The names of its rows, and its headings beside them.
    labels: Vec<(u32, &'a str)>,
    right: Vec<(u32, &'a str)>,
}

impl Votes<'_> {
    /// Whether vendors stand in the rows.
    ///
    /// - `vendors`: names of vendors in other tables.
    fn is_turned(&self, vendors: &HashSet<String>) -> bool {
        let known = |texts: &[(u32, &str)]| {
            let mut named = texts.iter().filter(|(_, text)| vendors.contains(&folded(text)));
            !vendors.is_empty() && named.nth(1).is_some()
        };
        let rows = self.rows + if known(&self.right) { 6 } else { 0 };
        let turned = self.turned + if known(&self.labels) { 6 } else { 0 };
        if rows == turned {
            return alike(self.sheet, self.block, false) > alike(self.sheet, self.block, true);
        }
        turned > rows
    }
}

fn votes<'a>(sheet: &'a Sheet, block: &'a blocks::Block) -> Votes<'a> {
    let get = |row: u32, column: u32| sheet.cells.get(&(row, column));
    let (mut rows, mut turned) = (0i32, 0i32);
    let heads: Vec<(u32, &str)> = block
        .columns()
        .flat_map(|column| block.band.iter().map(move |row| (*row, column)))
        .filter_map(|(row, column)| Some((column, get(row, column)?.text()?)))
        .collect();
    let labels: Vec<(u32, &str)> = block
        .rows()
        .filter(|row| !block.band.contains(row))
        .filter_map(|row| Some((row, get(row, block.labels)?.text()?)))
        .collect();
    let count = |texts: &[(u32, &str)], label: Label| {
        i32::try_from(texts.iter().filter(|(_, text)| says(text, label)).count()).unwrap_or(i32::MAX)
    };
    for (column, text) in &heads {
        if *column == block.labels {
            turned += if says(text, Label::Vendor) { 4 } else { 0 };
            rows += if says(text, Label::Criterion) || says(text, Label::Group) { 4 } else { 0 };
        } else {
            // One heading for the weight of every line; one for the marks of every vendor.
            let is_column = says(text, Label::Weight) || says(text, Label::Maximum) || is_criteria(text);
            rows += if is_column { 3 } else { 0 };
            turned += if text.contains('%') && text.contains(|c: char| c.is_numeric()) { 2 } else { 0 };
        }
    }
    rows += 2 * (count(&labels, Label::Total) + count(&labels, Label::Rank)).min(2);
    let right: Vec<(u32, &str)> =
        heads.iter().filter(|(column, _)| *column != block.labels).copied().collect();
    turned += 2 * (count(&right, Label::Total) + count(&right, Label::Rank)).min(2);
    turned += 3 * (count(&labels, Label::Weight) + count(&labels, Label::Maximum)).min(1);
    Votes { sheet, block, rows, turned, labels, right }
}

/// A heading over the names of criteria, beside one over their groups.
fn is_criteria(text: &str) -> bool {
    says(text, Label::Criterion) && !says(text, Label::Total)
}

/// How many neighbours are of one kind, along the rows or down the columns.
fn alike(sheet: &Sheet, block: &blocks::Block, is_along: bool) -> usize {
    let kind = |row: u32, column: u32| {
        let cell = sheet.cells.get(&(row, column)).filter(|cell| !cell.is_blank())?;
        Some(match &cell.content {
            Content::Number(_) => (0, cell.format.contains('%'), cell.format.contains('y')),
            Content::Text(text) => match typed(text) {
                Typed::Number(amount) => (0, amount.is_percent, false),
                Typed::Day(_) | Typed::Buddhist(_) | Typed::Days(..) => (0, false, true),
                _ if said(text).is_some() => (1, false, false),
                _ => (2, false, false),
            },
            _ => (3, false, false),
        })
    };
    let body = || block.rows().filter(|row| !block.band.contains(row));
    let pairs = body().flat_map(|row| {
        block.columns().filter(|column| *column != block.labels).map(move |column| (row, column))
    });
    pairs
        .filter(|(row, column)| {
            let next = if is_along { kind(*row, column + 1) } else { kind(row + 1, *column) };
            next.is_some() && kind(*row, *column) == next
        })
        .count()
}

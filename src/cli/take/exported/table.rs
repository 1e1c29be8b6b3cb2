//! The sheets of our own workbook, found by their heads and by the names of criteria, wherever they were moved to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::decision::{Criterion, Decision};
use crate::sheets::cells::{Book, Cell, Content, Place};

/// A sheet as a table: its rows under a line of heads, by the numbers and names of criteria.
pub(super) struct Table<'a> {
    book: &'a Book,
    sheet: usize,
    head: u32,
    heads: BTreeMap<String, u32>,
}

impl<'a> Table<'a> {
    /// The sheet of a name, with the line on which its heads stand; where none is called so, the one that has these heads.
    pub(super) fn of(book: &'a Book, name: &str, needed: &str) -> Option<Table<'a>> {
        let sheet = sheet_of(book, name, needed)?;
        let cells = &book.sheets[sheet].cells;
        let head = cells.iter().find(|(_, cell)| cell.text() == Some(needed))?.0.0;
        let row = cells.range((head, 0)..(head + 1, 0));
        let mut heads = BTreeMap::new();
        for ((_, column), cell) in row {
            // Of two columns with one head the first is read, and the other said.
            if let Some(text) = cell.text() {
                heads.entry(text.to_owned()).or_insert(*column);
            }
        }
        Some(Table { book, sheet, head, heads })
    }

    fn place(&self, row: u32, column: u32) -> Place {
        Place { sheet: self.sheet, row, column }
    }

    /// A cell under a head, a blank one where nothing stands; none where there is no such head.
    pub(super) fn cell(&self, row: u32, head: &str) -> Option<(Place, &Cell)> {
        static BLANK: LazyLock<Cell> = LazyLock::new(Cell::default);
        let place = self.place(row, *self.heads.get(head)?);
        Some((place, self.book.cell(place).unwrap_or(&BLANK)))
    }

    pub(super) fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.book.sheets[self.sheet]
            .cells
            .keys()
            .map(|(row, _)| *row)
            .filter(|row| *row > self.head)
            .collect();
        rows.dedup();
        rows
    }

    pub(super) fn name(&self, row: u32) -> Option<&str> {
        self.cell(row, "Criterion")?.1.text()
    }

    /// The criterion whose number a row bears.
    pub(super) fn numbered<'d>(&self, row: u32, decision: &'d Decision) -> Option<&'d Criterion> {
        match &self.cell(row, "No.")?.1.content {
            Content::Number(number) => {
                decision.criteria.get(number.to_string().parse::<usize>().ok()?.checked_sub(1)?)
            }
            _ => None,
        }
    }

    /// The criterion of a row: by its name, and where two have it, by its number too.
    pub(super) fn criterion<'d>(&self, row: u32, decision: &'d Decision) -> Option<&'d Criterion> {
        let name = self.name(row)?;
        let numbered = self.numbered(row, decision);
        let mut named = decision.criteria.iter().filter(|one| one.name == name);
        numbered.filter(|one| one.name == name).or_else(|| {
            let first = named.next();
            first.filter(|_| named.next().is_none())
        })
    }
}

/// The sheet of a name that has a head; where none is called so, the only one that has it.
pub(super) fn sheet_of(book: &Book, name: &str, needed: &str) -> Option<usize> {
    let has = |at: &usize| book.sheets[*at].cells.values().any(|cell| cell.text() == Some(needed));
    let mut having = (0..book.sheets.len()).filter(has);
    book.sheet_named(name).or_else(|| having.next().filter(|_| having.next().is_none()))
}

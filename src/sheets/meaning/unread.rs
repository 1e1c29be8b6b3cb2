//! What nothing was read of: tables, and columns of tables that were read. It is named, so that it can be missed.

use std::collections::HashSet;

use super::Reader;
use crate::sheets::cells::{Place, cell_name};
use crate::sheets::layout::Table;
use crate::sheets::words::{Label, says};

impl Reader<'_> {
    /// Names what nothing was read of.
    pub(super) fn ignore_unread(&mut self) {
        let read = self.places_read();
        let is_in =
            |it: &Table, place: &Place| place.sheet == it.sheet && it.area.holds(place.row, place.column);
        for table in 0..self.layout.tables.len() {
            let it = self.table(table).clone();
            if self.is_hidden(table) || it.lines.is_empty() || it.bidders.is_empty() {
                continue;
            }
            if !read.iter().any(|place| is_in(&it, place)) {
                let to = cell_name(it.area.to.0, it.area.to.1);
                let range = format!("{}:{to}", self.book.name(it.first()));
                self.import.ignored.push((range, "a table of which nothing is read".to_owned()));
                continue;
            }
            if !it.is_turned {
                self.ignore_columns(&it, &read);
            }
        }
    }

    /// Names the columns of a table that nothing was read of.
    fn ignore_columns(&mut self, it: &Table, read: &HashSet<Place>) {
        let named: HashSet<u32> = it
            .lines
            .iter()
            .flat_map(|line| line.place.into_iter().chain(line.group.as_ref().map(|(_, place)| *place)))
            .map(|place| place.column)
            .collect();
        let first = named.iter().max().copied().unwrap_or_default();
        let mut known: HashSet<u32> = named;
        known.extend([it.weight, it.maximum, it.must, it.remarks, it.group_weight].into_iter().flatten());
        known.extend(it.bidders.iter().filter_map(|one| one.comment));
        for column in it.area.from.1..=it.area.to.1 {
            let is_read = |place: &Place| {
                place.sheet == it.sheet && place.column == column && it.area.holds(place.row, column)
            };
            // Numbers of the lines stand before their names.
            if column < first || known.contains(&column) || read.iter().any(is_read) {
                continue;
            }
            let typed =
                it.lines.iter().map(|line| Place { sheet: it.sheet, row: line.at, column }).filter(|place| {
                    self.cell(*place).is_some_and(|cell| !cell.is_blank() && cell.formula.is_none())
                });
            let typed: Vec<Place> = typed.collect();
            let (Some(from), Some(to)) = (typed.first(), typed.last()) else { continue };
            let heads = (it.area.from.0..from.row).filter_map(|row| self.text(Place { row, ..*from }));
            // What marks come to is no news.
            if heads.into_iter().any(|text| {
                [Label::Weighted, Label::Total, Label::Rank].into_iter().any(|label| says(text, label))
            }) {
                continue;
            }
            let range = format!("{}:{}", self.book.name(*from), cell_name(to.row, to.column));
            self.import.ignored.push((range, "a column of which nothing is read".to_owned()));
        }
    }

    /// The cells that something was read from or said of.
    fn places_read(&self) -> HashSet<Place> {
        let import = &self.import;
        let mut read: HashSet<Place> = HashSet::new();
        for value in &import.values {
            read.insert(value.place);
            read.extend(value.parts.iter().map(|part| part.place));
        }
        read.extend(import.criteria.iter().flat_map(|one| [one.place, one.weight_place]).flatten());
        read.extend(import.totals.iter().map(|total| total.place));
        // A head that was asked about is none of what was read.
        let is_on_line = |place: &Place| {
            let tables = self.layout.tables.iter().filter(|it| it.sheet == place.sheet);
            tables.filter_map(|it| it.at(*place).map(|(line, _)| it.line_at(line))).any(|line| line.is_some())
        };
        let asked = import.questions.iter().flat_map(|question| question.at.iter().copied());
        read.extend(asked.filter(is_on_line));
        read.extend(import.remarks.iter().flat_map(|remark| remark.at.iter().copied()));
        read.extend(
            import.faults.iter().flat_map(|fault| fault.missing.iter().copied().chain([fault.place])),
        );
        read
    }
}

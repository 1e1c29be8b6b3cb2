//! A sheet for each vendor, and a summary that takes the means of groups from them.

use super::kinds::{Kind, cell_of};
use super::leaf::{Leaf, Under, is_near};
use super::totals::Main;
use super::{Reader, weights};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::folded;

/// The sheets of vendors.
pub(super) struct Tabs {
    /// The table of each vendor.
    pub(super) tables: Vec<Option<usize>>,
    /// The lines of the summary, each with the cell on the sheet of each vendor that it takes.
    lines: Vec<(usize, Vec<Option<Place>>)>,
}

/// A row on the sheet of a vendor.
#[derive(Clone)]
struct Row {
    name: String,
    place: Option<Place>,
    cell: Place,
}

/// The sheets of vendors that a summary takes its values from.
pub(super) fn find(reader: &Reader<'_>, main: &Main) -> Option<Tabs> {
    let table = reader.table(main.table);
    let of_one = |place: Place| {
        (0..reader.layout.tables.len())
            .find(|other| reader.table(*other).bidders.len() == 1 && reader.table(*other).at(place).is_some())
    };
    let count = reader.import.vendors.len();
    let vendors = reader.vendors_of(main.table);
    let mut tabs = Tabs { tables: vec![None; count], lines: Vec::new() };
    for (at, kind) in reader.kinds[main.table].iter().enumerate() {
        if !matches!(kind, Kind::Copy(_)) {
            continue;
        }
        let mut cells = vec![None; count];
        for (bidder, vendor) in table.bidders.iter().zip(&vendors) {
            let Some(vendor) = *vendor else { continue };
            let place = cell_of(&reader.replay, table, table.lines[at].at, bidder)?;
            let taken = reader.replay.named_by(place).first().copied();
            if let Some((taken, found)) = taken.and_then(|taken| Some((taken, of_one(taken)?))) {
                cells[vendor] = Some(taken);
                tabs.tables[vendor] = Some(found);
            }
        }
        if cells.iter().any(Option::is_some) {
            tabs.lines.push((at, cells));
        }
    }
    (!tabs.lines.is_empty()).then_some(tabs)
}

/// The criteria of all sheets, by their names.
pub(super) fn leaves(reader: &mut Reader<'_>, main: &Main, tabs: &Tabs) -> Vec<Leaf> {
    let summary = reader.table(main.table).clone();
    let mut all = Vec::new();
    for (at, cells) in &tabs.lines {
        let line = &summary.lines[*at];
        let weight = summary.weight.and_then(|slot| weights::weight(reader, summary.place(line.at, slot)));
        let under = Under { name: line.name.clone(), place: line.place, weight: weight.clone() };
        let mut group = group(reader, tabs, main, cells);
        let part = weight
            .map_or(Exact::ONE, |weight| weight.value)
            .over(&Exact::from(group.len()))
            .unwrap_or_default();
        for leaf in &mut group {
            leaf.group = Some(under.clone());
            leaf.factor = part.clone();
            leaf.table = main.table;
        }
        all.extend(group);
    }
    all
}

/// The rows of a group, vendor by vendor.
fn group(reader: &mut Reader<'_>, tabs: &Tabs, main: &Main, cells: &[Option<Place>]) -> Vec<Leaf> {
    let rows: Vec<Vec<Row>> = cells
        .iter()
        .zip(&tabs.tables)
        .map(|(cell, table)| rows(reader, *cell, *table).unwrap_or_default())
        .collect();
    let mut leaves: Vec<Leaf> = Vec::new();
    for (vendor, rows) in rows.iter().enumerate() {
        for row in rows {
            let exact = leaves.iter().position(|leaf| folded(&leaf.name) == folded(&row.name));
            let found = exact.or_else(|| same(reader, &leaves, vendor, row));
            let leaf = match found {
                Some(at) => &mut leaves[at],
                None if vendor > 0 && !rows_share(&rows_of_others(tabs, cells, reader, vendor), row) => {
                    if !adds(reader, main, vendor, row) {
                        continue;
                    }
                    leaves.push(blank(row, cells.len()));
                    let at = leaves.len() - 1;
                    &mut leaves[at]
                }
                None => {
                    leaves.push(blank(row, cells.len()));
                    let at = leaves.len() - 1;
                    &mut leaves[at]
                }
            };
            leaf.cells[vendor] = Some(row.cell);
        }
    }
    leaves
}

fn blank(row: &Row, count: usize) -> Leaf {
    Leaf {
        name: row.name.clone(),
        place: row.place,
        cells: vec![None; count],
        comments: vec![None; count],
        ..Leaf::default()
    }
}

/// The rows that a mean on the sheet of a vendor is made of.
fn rows(reader: &Reader<'_>, cell: Option<Place>, table: Option<usize>) -> Option<Vec<Row>> {
    let (cell, table) = (cell?, reader.table(table?));
    let rows = reader.replay.named_by(cell).into_iter().filter_map(|place| {
        let (at, _) = table.at(place)?;
        let line = table.lines.iter().find(|line| line.at == at)?;
        Some(Row { name: line.name.clone(), place: line.place, cell: place })
    });
    Some(rows.collect())
}

fn rows_of_others(tabs: &Tabs, cells: &[Option<Place>], reader: &Reader<'_>, own: usize) -> Vec<Row> {
    let others = (0..cells.len()).filter(|other| *other != own);
    others.flat_map(|other| rows(reader, cells[other], tabs.tables[other]).unwrap_or_default()).collect()
}

fn rows_share(others: &[Row], row: &Row) -> bool {
    others.iter().any(|other| folded(&other.name) == folded(&row.name))
}

/// The criterion that a row with a name much like it may be.
fn same(reader: &mut Reader<'_>, leaves: &[Leaf], vendor: usize, row: &Row) -> Option<usize> {
    let name = folded(&row.name);
    let is_like = |leaf: &&Leaf| leaf.cells[vendor].is_none() && is_near(&folded(&leaf.name), &name);
    let leaf = leaves.iter().find(is_like)?.clone();
    let at = vec![row.place?, leaf.place?];
    let ask = format!("Is \"{}\" the same criterion as \"{}\" on the other sheets?", row.name, leaf.name);
    let choice = reader.ask(Asked::SameCriterion, at, ask, &["yes", "no"], "whether its mark counts");
    (choice.at == 0).then(|| leaves.iter().position(|other| other.name == leaf.name)).flatten()
}

/// Whether a row that one sheet alone has comes in as a criterion.
fn adds(reader: &mut Reader<'_>, main: &Main, vendor: usize, row: &Row) -> bool {
    let name = reader.import.vendors[vendor].name.clone();
    let ask = format!(
        "The row \"{}\" stands on the sheet of {name} alone, and its mean counts it. Leave it out?",
        row.name
    );
    let options = [
        "leave out: its total differs from the sheet, as listed",
        "add the criterion, not known for the others",
    ];
    let at: Vec<Place> = row.place.into_iter().collect();
    let is_added = reader.ask(Asked::ExtraRow, at, ask, &options, "the total of this vendor").at == 1;
    let table = reader.table(main.table);
    let bidder = reader.bidder_of(main.table, vendor);
    let total = main
        .line
        .zip(bidder)
        .and_then(|(line, bidder)| cell_of(&reader.replay, table, table.lines[line].at, bidder));
    if let Some(total) = total {
        reader.fault(total, format!("the sheet of {name} has a row more, which moves its mean"), Vec::new());
    }
    is_added
}

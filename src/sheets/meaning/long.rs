//! A list with one mark in each row: vendor, criterion, mark, and who gave it.

use std::collections::{BTreeMap, BTreeSet};

use super::leaf::{Leaf, Under};
use super::marks::{Mark, mark};
use super::panel::Panel;
use super::scoring::Scoring;
use super::totals::Main;
use super::{Reader, weights};
use crate::sheets::cells::{Area, Cell, Content, Place, Seen};
use crate::sheets::layout::{Table, heading};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::{Label, folded, says};

/// The columns of a list, and its rows.
struct List {
    sheet: usize,
    head: u32,
    rows: Vec<u32>,
    vendor: u32,
    criterion: u32,
    mark: u32,
    weight: Option<u32>,
    group: Option<u32>,
    evaluator: Option<u32>,
    comment: Option<u32>,
}

/// The scoring of a list, where there is one, with its panel.
pub(super) fn find(reader: &mut Reader<'_>) -> Option<(Scoring, Option<Panel>)> {
    let found = (0..reader.book.sheets.len()).find_map(|sheet| list(reader, sheet));
    let Some(list) = found else { return find_rows(reader) };
    let table = stand_in(reader, &list);
    let (leaves, panel) = leaves(reader, &list, table);
    let main = Main { table, line: None, is_typed: true };
    let count = reader.import.vendors.len();
    let mut totals = vec![None; count];
    for other in 0..table {
        let lines = reader.table(other).lines.iter().filter(|line| says(&line.name, Label::Total));
        let Some(line) = lines.map(|line| line.at).next_back() else { continue };
        let it = reader.table(other);
        for (bidder, vendor) in it.bidders.iter().zip(reader.vendors_of(other)) {
            if let Some(vendor) = vendor {
                totals[vendor] = super::kinds::cell_of(&reader.replay, it, line, bidder);
            }
        }
    }
    let scoring = Scoring {
        main,
        leaves,
        prices: Vec::new(),
        tables: (0..=table).collect(),
        slopes: vec![BTreeMap::new(); count],
        totals,
    };
    Some((scoring, panel))
}

/// The scoring of a table with a row for each evaluator under each criterion, and a column for each vendor.
fn find_rows(reader: &mut Reader<'_>) -> Option<(Scoring, Option<Panel>)> {
    let rows = (0..reader.book.sheets.len()).find_map(|sheet| rows_of(reader, sheet))?;
    let columns = rows.vendors.iter().map(|(column, _)| *column);
    let list = List {
        sheet: rows.sheet,
        head: rows.head,
        rows: rows.marks.iter().map(|(row, ..)| *row).collect(),
        vendor: columns.clone().min().unwrap_or_default(),
        criterion: rows.criterion,
        mark: columns.max().unwrap_or_default(),
        weight: rows.weight,
        group: None,
        evaluator: None,
        comment: None,
    };
    let table = stand_in(reader, &list);
    let place = |row: u32, column: u32| Place { sheet: rows.sheet, row, column };
    for (column, name) in &rows.vendors {
        reader.add_vendor(name, place(rows.head, *column));
    }
    let count = rows.vendors.len();
    let (mut leaves, mut evaluators): (Vec<Leaf>, Vec<String>) = (Vec::new(), Vec::new());
    let mut marks = Vec::new();
    for (row, criterion, evaluator) in &rows.marks {
        if leaves.last().is_none_or(|leaf| leaf.line != *criterion) {
            leaves.push(Leaf {
                name: reader.text(place(*criterion, rows.criterion)).unwrap_or_default().to_owned(),
                place: Some(place(*criterion, rows.criterion)),
                cells: rows.vendors.iter().map(|(column, _)| Some(place(*row, *column))).collect(),
                comments: vec![None; count],
                table,
                line: *criterion,
                ..Leaf::default()
            });
        }
        let at = leaves.len() - 1;
        let weight = rows.weight.and_then(|column| weights::weight(reader, place(*row, column)));
        leaves[at].weight = leaves[at].weight.take().or(weight);
        let by =
            evaluators.iter().position(|known| folded(known) == folded(evaluator)).unwrap_or_else(|| {
                evaluators.push(evaluator.clone());
                evaluators.len() - 1
            });
        let cells = rows.vendors.iter().enumerate();
        marks.extend(cells.map(|(vendor, (column, _))| (at, vendor, by, place(*row, *column))));
    }
    let results: Vec<Place> = rows
        .results
        .iter()
        .flat_map(|row| rows.vendors.iter().map(|(column, _)| place(*row, *column)))
        .filter(|place| reader.cell(*place).is_some_and(|cell| !cell.is_blank()))
        .collect();
    if !results.is_empty() {
        reader.say(
            results,
            "these results bring the rows of the evaluators together: nothing is compared with them",
        );
    }
    let panel = Panel::of_list(evaluators, leaves.len(), count, &marks);
    let scoring = Scoring {
        main: Main { table, line: None, is_typed: true },
        leaves,
        prices: Vec::new(),
        tables: (0..=table).collect(),
        slopes: vec![BTreeMap::new(); count],
        totals: vec![None; count],
    };
    Some((scoring, Some(panel)))
}

/// A table that stands for a list where a table is looked at; those on its sheet go.
fn stand_in(reader: &mut Reader<'_>, list: &List) -> usize {
    reader.drop_tables(list.sheet);
    let table = reader.layout.tables.len();
    reader.layout.tables.push(blank_table(list));
    reader.kinds.push(Vec::new());
    table
}

/// The rows of evaluators under criteria.
struct Rows {
    sheet: usize,
    head: u32,
    criterion: u32,
    weight: Option<u32>,
    /// The columns of the vendors, with their names.
    vendors: Vec<(u32, String)>,
    /// Each row of marks with that of its criterion, and its evaluator.
    marks: Vec<(u32, u32, String)>,
    /// Rows with values and no evaluator.
    results: Vec<u32>,
}

/// The table on a sheet that has a column of evaluators, a row for each of several under most criteria.
fn rows_of(reader: &Reader<'_>, sheet: usize) -> Option<Rows> {
    const DEEPEST: u32 = 30;
    let cells = &reader.book.sheets[sheet];
    if cells.seen == Seen::Hidden {
        return None;
    }
    let last = cells.cells.keys().next_back()?.0;
    (0..DEEPEST.min(last)).find_map(|head| {
        let row = cells.cells.range((head, 0)..(head + 1, 0));
        let heads: Vec<(u32, &str)> =
            row.filter_map(|((_, column), cell)| Some((*column, heading(Some(cell))?))).collect();
        let named =
            |label: Label| heads.iter().find(|(_, text)| says(text, label)).map(|(column, _)| *column);
        let evaluator = named(Label::Evaluator)?;
        let criterion = named(Label::Criterion).filter(|column| *column != evaluator)?;
        let weight = named(Label::Weight);
        let text = |row: u32, column: u32| cells.cells.get(&(row, column)).and_then(Cell::text);
        let is_number =
            |row: u32, column: u32| cells.cells.get(&(row, column)).is_some_and(super::kinds::is_number);
        let is_label = |text: &str| {
            [Label::Comment, Label::Group, Label::Total, Label::Subtotal, Label::Rank, Label::Vendor]
                .into_iter()
                .any(|label| says(text, label))
        };
        let vendors = heads.iter().filter(|(column, text)| {
            ![Some(evaluator), Some(criterion), weight].contains(&Some(*column)) && !is_label(text)
        });
        let vendors: Vec<(u32, String)> = vendors
            .filter(|(column, _)| (head + 1..=last).any(|row| is_number(row, *column)))
            .map(|(column, text)| (*column, (*text).to_owned()))
            .collect();
        let (mut marks, mut results, mut own) = (Vec::new(), Vec::new(), None);
        for row in head + 1..=last {
            own = text(row, criterion).map(|_| row).or(own);
            let has_marks = vendors.iter().any(|(column, _)| is_number(row, *column));
            match (text(row, evaluator), own) {
                (Some(evaluator), Some(own)) if has_marks => marks.push((row, own, evaluator.to_owned())),
                _ if has_marks => results.push(row),
                _ => {}
            }
        }
        let criteria: BTreeSet<u32> = marks.iter().map(|(_, own, _)| *own).collect();
        let is_it = vendors.len() > 1 && criteria.len() > 1 && marks.len() >= 2 * criteria.len();
        is_it.then_some(Rows { sheet, head, criterion, weight, vendors, marks, results })
    })
}

/// The list on a sheet: headings for vendor, criterion and mark, and rows in which the first two repeat.
fn list(reader: &Reader<'_>, sheet: usize) -> Option<List> {
    const DEEPEST: u32 = 30;
    let cells = &reader.book.sheets[sheet];
    if cells.seen == Seen::Hidden {
        return None;
    }
    (0..DEEPEST).find_map(|head| {
        let row = cells.cells.range((head, 0)..(head + 1, 0));
        let heads: Vec<(u32, &str)> =
            row.filter_map(|((_, column), cell)| Some((*column, heading(Some(cell))?))).collect();
        let named =
            |label: Label| heads.iter().find(|(_, text)| says(text, label)).map(|(column, _)| *column);
        let vendor = named(Label::Vendor)?;
        let criterion = named(Label::Criterion).filter(|column| *column != vendor)?;
        let is_mark = |text: &str| {
            (says(text, Label::Mark) || says(text, Label::Points)) && !says(text, Label::Weighted)
        };
        let mark =
            heads.iter().find(|(column, text)| is_mark(text) && ![vendor, criterion].contains(column))?.0;
        let rows = (head + 1..).take_while(|row| cells.cells.contains_key(&(*row, vendor)));
        let rows: Vec<u32> = rows.take(crate::sheets::cells::MOST_CELLS).collect();
        let distinct = |column: u32| {
            let texts = rows.iter().filter_map(|row| cells.cells.get(&(*row, column))?.text().map(folded));
            texts.collect::<BTreeSet<String>>().len()
        };
        let is_list = distinct(vendor) * 2 <= rows.len()
            && distinct(criterion) * 2 <= rows.len()
            && distinct(criterion) > 1;
        is_list.then(|| List {
            sheet,
            head,
            vendor,
            criterion,
            mark,
            weight: named(Label::Weight),
            group: named(Label::Group).filter(|column| *column != criterion),
            evaluator: named(Label::Evaluator),
            comment: named(Label::Comment),
            rows,
        })
    })
}

/// The table that stands for the list where a table is looked at.
fn blank_table(list: &List) -> Table {
    let end = list.rows.last().copied().unwrap_or(list.head);
    let columns = [list.vendor, list.criterion, list.mark];
    Table {
        sheet: list.sheet,
        is_turned: false,
        area: Area {
            from: (list.head, columns.into_iter().min().unwrap_or_default()),
            to: (end, columns.into_iter().max().unwrap_or_default()),
        },
        corner: Vec::new(),
        bidders: Vec::new(),
        lines: Vec::new(),
        weight: None,
        weight_head: None,
        other_weights: Vec::new(),
        maximum: None,
        maximum_head: None,
        must: None,
        remarks: None,
        group_weight: None,
        doubtful_weight: None,
    }
}

/// Every criterion with the cell of each vendor; with evaluators the first of each, and the panel.
fn leaves(reader: &mut Reader<'_>, list: &List, table: usize) -> (Vec<Leaf>, Option<Panel>) {
    let place = |row: u32, column: u32| Place { sheet: list.sheet, row, column };
    let text =
        |reader: &Reader<'_>, row: u32, column: u32| reader.text(place(row, column)).map(str::to_owned);
    let mut vendors: BTreeMap<String, usize> = BTreeMap::new();
    for row in &list.rows {
        let Some(name) = text(reader, *row, list.vendor) else { continue };
        if !vendors.contains_key(&folded(&name)) {
            vendors.insert(folded(&name), vendors.len());
            reader.add_vendor(&name, place(*row, list.vendor));
        }
    }
    let (mut leaves, mut known): (Vec<Leaf>, BTreeMap<String, usize>) = (Vec::new(), BTreeMap::new());
    let mut evaluators: Vec<String> = Vec::new();
    let mut marks: Vec<(usize, usize, usize, Place)> = Vec::new();
    let mut given: BTreeMap<(usize, usize, Option<String>), Place> = BTreeMap::new();
    let mut twice = Vec::new();
    for row in &list.rows {
        let (Some(vendor), Some(name)) =
            (text(reader, *row, list.vendor), text(reader, *row, list.criterion))
        else {
            continue;
        };
        let vendor = vendors[&folded(&vendor)];
        let at = *known.entry(folded(&name)).or_insert(leaves.len());
        if at == leaves.len() {
            leaves.push(Leaf {
                name: name.clone(),
                place: Some(place(*row, list.criterion)),
                group: list
                    .group
                    .and_then(|column| Some((text(reader, *row, column)?, place(*row, column))))
                    .map(|(name, place)| Under { name, place: Some(place), weight: None }),
                weight: list.weight.and_then(|column| weights::weight(reader, place(*row, column))),
                cells: vec![None; vendors.len()],
                comments: vec![None; vendors.len()],
                table,
                line: u32::try_from(at).unwrap_or(u32::MAX),
                ..Leaf::default()
            });
        }
        let cell = place(*row, list.mark);
        let by = list.evaluator.and_then(|column| text(reader, *row, column)).map(|name| folded(&name));
        if let Some(first) = given.insert((at, vendor, by), cell) {
            twice.push((at, vendor, first, cell));
        }
        if leaves[at].cells[vendor].is_none() {
            leaves[at].cells[vendor] = Some(cell);
            leaves[at].comments[vendor] = list.comment.map(|column| place(*row, column));
        }
        if let Some(name) = list.evaluator.and_then(|column| text(reader, *row, column)) {
            let by =
                evaluators.iter().position(|known| folded(known) == folded(&name)).unwrap_or_else(|| {
                    evaluators.push(name);
                    evaluators.len() - 1
                });
            marks.push((at, vendor, by, cell));
        }
    }
    for (at, vendor, first, last) in twice {
        let shown = |place: Place| match reader.cell(place).map(|cell| &cell.content) {
            Some(Content::Number(number)) => number.to_string(),
            _ => reader.text(place).unwrap_or("nothing").to_owned(),
        };
        let options = [format!("the first, {}", shown(first)), format!("the last, {}", shown(last))];
        let ask = format!(
            "{} has two marks for \"{}\". Which one counts?",
            reader.import.vendors[vendor].name, leaves[at].name
        );
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        if reader.ask(Asked::SameCriterion, vec![first, last], ask, &options, "the score of this vendor").at
            == 1
        {
            if leaves[at].cells[vendor] == Some(first) {
                leaves[at].cells[vendor] = Some(last);
                leaves[at].comments[vendor] = list.comment.map(|column| place(last.row, column));
            }
            marks.iter_mut().filter(|(.., cell)| *cell == first).for_each(|mark| mark.3 = last);
        } else {
            marks.retain(|(.., cell)| *cell != last);
        }
    }
    let is_panel = evaluators.len() > 1;
    let panel = is_panel.then(|| Panel::of_list(evaluators, leaves.len(), vendors.len(), &marks));
    (leaves, panel)
}

/// Whether any of some cells holds a mark.
pub(super) fn has_marks(reader: &Reader<'_>, leaves: &[Leaf]) -> bool {
    let mut cells = leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten());
    cells.any(|place| matches!(mark(reader, *place), Mark::Known(_)))
}

//! Blocks of cells with a line of headings.

use std::collections::BTreeSet;

use super::{heading, is_value};
use crate::sheets::cells::{Cell, Sheet};
use crate::sheets::words::{Label, folded, says};

/// A block of cells with headings.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) from: (u32, u32),
    pub(super) to: (u32, u32),
    /// The rows of its headings: one, or two where the first spans over the second.
    pub(super) band: Vec<u32>,
    /// The column of the names of its rows.
    pub(super) labels: u32,
    /// Its rows that hold something.
    used: Vec<u32>,
}

impl Block {
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> {
        self.used.iter().copied()
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = u32> {
        self.from.1..=self.to.1
    }
}

#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    /// Cells that lie in none.
    pub(super) strays: Vec<(u32, u32)>,
}

/// The most columns that a table is looked for in; what lies further right is far away.
const WIDEST: u32 = 2000;
/// The most rows without anything that part a table from what goes on with it.
const WIDEST_GAP: u32 = 2;

/// A run of cells: rows without a blank one between them, and columns.
struct Run {
    rows: Vec<u32>,
    columns: (u32, u32),
}

/// Finds the blocks of a sheet.
pub(super) fn blocks(sheet: &Sheet) -> Blocks {
    let mut found = Blocks::default();
    for run in runs(sheet) {
        for part in parts(sheet, &run) {
            place(sheet, &part, &mut found);
        }
    }
    let strays = sheet.cells.iter().filter(|(_, cell)| !cell.is_blank()).map(|(at, _)| *at);
    let is_in = |(row, column): &(u32, u32)| {
        found.blocks.iter().any(|block| {
            (block.from.0..=block.to.0).contains(row) && (block.from.1..=block.to.1).contains(column)
        })
    };
    found.strays = strays.filter(|at| !is_in(at)).collect();
    found
}

/// The runs of rows without a blank one, each with the columns that it uses.
fn runs(sheet: &Sheet) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for ((row, column), cell) in &sheet.cells {
        if cell.is_blank() || *column > WIDEST {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.rows.last().is_some_and(|last| row - last <= 1) => {
                if run.rows.last() != Some(row) {
                    run.rows.push(*row);
                }
                run.columns = (run.columns.0.min(*column), run.columns.1.max(*column));
            }
            _ => runs.push(Run { rows: vec![*row], columns: (*column, *column) }),
        }
    }
    runs
}

/// Cuts a run at blank columns where what lies right of them has labels of its own.
fn parts(sheet: &Sheet, run: &Run) -> Vec<Run> {
    let used: BTreeSet<u32> = run
        .rows
        .iter()
        .flat_map(|row| sheet.cells.range((*row, run.columns.0)..=(*row, run.columns.1)))
        .filter(|(_, cell)| !cell.is_blank())
        .map(|((_, column), _)| *column)
        .collect();
    let mut starts = vec![run.columns.0];
    for column in &used {
        if *column > run.columns.0 && !used.contains(&(column - 1)) {
            let names =
                run.rows.iter().filter(|row| heading(sheet.cells.get(&(**row, *column))).is_some()).count();
            let has_width = used.contains(&(column + 1));
            let before = column - starts[starts.len() - 1];
            if names >= 3 && names * 2 > run.rows.len() && has_width && before > 2 {
                starts.push(*column);
            }
        }
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([run.columns.1]);
    let parts = starts.iter().zip(ends).map(|(start, end)| {
        let is_used =
            |row: &&u32| sheet.cells.range((**row, *start)..=(**row, end)).any(|(_, cell)| !cell.is_blank());
        Run { rows: run.rows.iter().filter(is_used).copied().collect(), columns: (*start, end) }
    });
    parts.collect()
}

/// Makes blocks of a part, or lets it go on with the block above.
fn place(sheet: &Sheet, part: &Run, found: &mut Blocks) {
    let mut rows = part.rows.as_slice();
    let mut is_first = true;
    while let Some(band) = band(sheet, rows, part.columns) {
        let start = rows.iter().position(|row| *row == band[0]).unwrap_or_default();
        let end = repeated(sheet, rows, start + band.len(), &band, part.columns).unwrap_or(rows.len());
        // What stands over the headings belongs to the block where it holds weights or groups.
        let first = if is_first { 0 } else { start };
        let labels = labels(sheet, &rows[start + band.len()..end], part.columns);
        found.blocks.push(Block {
            from: (rows[first], part.columns.0),
            to: (rows[end - 1], part.columns.1),
            band,
            labels,
            used: rows[first..end].to_vec(),
        });
        rows = &rows[end..];
        is_first = false;
    }
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    // Numbers where the names of the rows stand are a list of something else.
    let is_named = |block: &Block| {
        let mut names = rows.iter().filter_map(|row| sheet.cells.get(&(*row, block.labels))).peekable();
        names.peek().is_none() || names.any(|cell| heading(Some(cell)).is_some())
    };
    let goes_on = found.blocks.last_mut().filter(|block| {
        is_named(block)
            && *first > block.to.0
            && first - block.to.0 <= WIDEST_GAP + 1
            && part.columns.0 <= block.to.1
            && part.columns.1 >= block.from.1
            && part.columns.1 <= block.to.1
    });
    if let Some(block) = goes_on {
        block.to.0 = *last;
        block.used.extend_from_slice(rows);
    }
}

/// The rows of headings among rows: at least two texts side by side, and values below them.
fn band(sheet: &Sheet, rows: &[u32], columns: (u32, u32)) -> Option<Vec<u32>> {
    const DEEPEST: usize = 30;
    for (at, row) in rows.iter().enumerate().take(DEEPEST) {
        let heads = heads(sheet, *row, columns);
        if heads.len() < 2 || has_number(sheet, *row, columns) && !is_numbered(sheet, *row, &heads) {
            continue;
        }
        let below = rows[at + 1..].iter().take(DEEPEST);
        let has_values = below.clone().any(|below| {
            heads.iter().skip(1).any(|column| sheet.cells.get(&(*below, *column)).is_some_and(is_value))
                || heads.len() > 2
                    && heads.iter().all(|column| {
                        sheet.cells.get(&(*below, *column)).is_some_and(|cell| !cell.is_blank())
                    })
        });
        if !has_values {
            continue;
        }
        // A label with its value over the headings is none of them.
        let is_over = rows.get(at + 1).is_some_and(|next| is_headed(sheet, *next, columns));
        if heads.len() == 2 && is_over {
            continue;
        }
        let second = rows.get(at + 1).filter(|second| is_second(sheet, *row, **second, columns));
        let is_deep = second.is_some_and(|second| is_spanned(sheet, *row, *second, columns));
        let third = rows.get(at + 2).filter(|third| is_deep && is_detailed(sheet, **third, columns));
        return Some(std::iter::once(*row).chain(second.copied()).chain(third.copied()).collect());
    }
    None
}

fn heads(sheet: &Sheet, row: u32, columns: (u32, u32)) -> Vec<u32> {
    let cells = sheet.cells.range((row, columns.0)..=(row, columns.1));
    cells.filter(|(_, cell)| heading(Some(cell)).is_some()).map(|((_, column), _)| *column).collect()
}

fn has_number(sheet: &Sheet, row: u32, columns: (u32, u32)) -> bool {
    sheet.cells.range((row, columns.0)..=(row, columns.1)).any(|(_, cell)| is_value(cell))
}

/// Whether what looks like values in a row are headings: `1. Price`, `2. Quality`, or `No` over the numbers of lines.
fn is_numbered(sheet: &Sheet, row: u32, heads: &[u32]) -> bool {
    let first = sheet.cells.range((row, 0)..=(row, u32::MAX)).find(|(_, cell)| !cell.is_blank());
    let is_over_numbers = |at: &(u32, u32), cell: &Cell| {
        first.is_some_and(|(first, _)| first == at)
            && cell.text().is_some_and(|text| says(text, Label::Number))
    };
    let values = sheet
        .cells
        .range((row, 0)..=(row, u32::MAX))
        .filter(|(at, cell)| is_value(cell) && !is_over_numbers(at, cell));
    let values: Vec<u32> = values.map(|((_, column), _)| *column).collect();
    let number = |column: &u32| {
        let text = sheet.cells.get(&(row, *column))?.text()?;
        let number = text.trim().split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let parts = number.split('.').filter(|part| !part.is_empty());
        parts.map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>()
    };
    let numbers: Option<Vec<Vec<u32>>> = values.iter().map(number).collect();
    values.is_empty()
        || values.len() > 1
            && values.iter().all(|column| heads.contains(column))
            && numbers.is_some_and(|numbers| numbers.is_sorted_by(|one, next| one < next))
}

/// Whether a row under headings goes on with them: its own say what each vendor's columns are, or it names what the row
/// above puts into groups.
fn is_second(sheet: &Sheet, row: u32, second: u32, columns: (u32, u32)) -> bool {
    if has_number(sheet, second, columns) {
        return false;
    }
    let (above, below) = (heads(sheet, row, columns), heads(sheet, second, columns));
    if is_spanned(sheet, row, second, columns) {
        return true;
    }
    if is_detailed(sheet, second, columns) || is_repeated(sheet, &[row, second], columns) {
        return true;
    }
    // A heading of its own where the row above is blank, and more of them than there.
    let is_new = below.first().is_some_and(|first| !above.contains(first));
    is_new && below.len() > above.len() && above.len() >= 2
}

/// Whether a row has headings over criteria or weights, and over more.
fn is_headed(sheet: &Sheet, row: u32, columns: (u32, u32)) -> bool {
    let heads = heads(sheet, row, columns);
    let says_so = |column: &u32| {
        let text = sheet.cells.get(&(row, *column)).and_then(|cell| cell.text()).unwrap_or_default();
        says(text, Label::Criterion) || says(text, Label::Weight)
    };
    heads.len() > 2 && heads.iter().any(says_so) && !has_number(sheet, row, columns)
}

/// Whether the headings of a row stand under one heading over all of them, the last of the row above: `Suppliers` over their
/// names, beside headings that were merged over both rows.
pub(super) fn is_spanned(sheet: &Sheet, row: u32, second: u32, columns: (u32, u32)) -> bool {
    let (above, below) = (heads(sheet, row, columns), heads(sheet, second, columns));
    let (Some(last), Some(first)) = (above.last(), below.first()) else { return false };
    let is_label = |column: &u32| {
        let text = sheet.cells.get(&(row, *column)).and_then(|cell| cell.text()).unwrap_or_default();
        [Label::Criterion, Label::Weight, Label::Group, Label::Maximum, Label::Number]
            .into_iter()
            .any(|label| says(text, label))
    };
    last == first
        && below.len() > 1
        && above.len() > 1
        && !has_number(sheet, second, columns)
        && above[..above.len() - 1].iter().all(is_label)
        && !is_label(last)
        && !is_detailed(sheet, second, columns)
}

/// Whether the second of two rows has the same headings again under each of several of the first, and none over the names
/// of the lines.
pub(super) fn is_repeated(sheet: &Sheet, rows: &[u32], columns: (u32, u32)) -> bool {
    let [row, second] = rows else { return false };
    let (above, below) = (heads(sheet, *row, columns), heads(sheet, *second, columns));
    let text = |column: &u32| sheet.cells.get(&(*second, *column)).and_then(Cell::text).map(folded);
    let texts: Vec<Option<String>> = below.iter().map(text).collect();
    let distinct = texts.iter().collect::<BTreeSet<_>>().len();
    let is_first = |column: &u32| above.contains(column);
    distinct > 1
        && distinct < texts.len()
        && texts.chunks(distinct).all(|part| part == &texts[..distinct])
        && below.chunks(distinct).all(|part| is_first(&part[0]) && !part[1..].iter().any(is_first))
        && above.first().is_some_and(|first| below.first().is_some_and(|other| other > first))
        && !has_number(sheet, *second, columns)
}

/// Whether the headings of a row say what the columns of each vendor are.
fn is_detailed(sheet: &Sheet, second: u32, columns: (u32, u32)) -> bool {
    if has_number(sheet, second, columns) {
        return false;
    }
    let below = heads(sheet, second, columns);
    let is_detail = |column: &&u32| {
        let text = sheet.cells.get(&(second, **column)).and_then(|cell| cell.text()).unwrap_or_default();
        [Label::Mark, Label::Weighted, Label::Comment, Label::Weight, Label::Maximum, Label::Points]
            .into_iter()
            .any(|label| says(text, label))
    };
    let details = below.iter().filter(is_detail).count();
    below.len() >= 2 && details * 2 >= below.len()
}

/// The row further down in which the same headings stand again.
fn repeated(sheet: &Sheet, rows: &[u32], from: usize, band: &[u32], columns: (u32, u32)) -> Option<usize> {
    let names = |row: u32| -> Vec<(u32, String)> {
        let cells = sheet.cells.range((row, columns.0)..=(row, columns.1));
        cells.filter_map(|((_, column), cell)| Some((*column, folded(heading(Some(cell))?)))).collect()
    };
    let first: Vec<(u32, String)> = band.iter().flat_map(|row| names(*row)).collect();
    let is_known = |(column, cell): (u32, &Cell)| {
        let text = cell.text().map(folded);
        text.is_some_and(|text| first.iter().any(|(at, name)| *at == column && *name == text))
    };
    let may_be = |row: u32| {
        let cells = sheet.cells.range((row, columns.0)..=(row, columns.1));
        cells.filter(|((_, column), cell)| is_known((*column, cell))).nth(1).is_some()
    };
    (from..rows.len()).filter(|at| may_be(rows[*at])).find(|at| {
        let again = names(rows[*at]);
        let same = again.iter().filter(|head| first.contains(head)).count();
        same >= 2 && same * 2 > again.len() && !has_number(sheet, rows[*at], columns)
    })
}

/// The column in which the names of the rows stand: the first in which most cells are texts, none of them a number.
fn labels(sheet: &Sheet, rows: &[u32], columns: (u32, u32)) -> u32 {
    const LOOKED_AT: usize = 200;
    let texts = |column: u32| {
        let cells = rows.iter().take(LOOKED_AT).filter_map(|row| sheet.cells.get(&(*row, column)));
        let (mut texts, mut all) = (0, 0);
        for cell in cells.filter(|cell| !cell.is_blank()) {
            all += 1;
            texts += usize::from(heading(Some(cell)).is_some());
        }
        texts > 0 && texts * 2 > all
    };
    (columns.0..=columns.1).find(|column| texts(*column)).unwrap_or(columns.0)
}

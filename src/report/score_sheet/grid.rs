//! A score sheet as a grid of texts and numbers, whatever file it came in.

use super::Unclear;
use crate::exact::Exact;
use crate::report::workbook::{self, SheetCell};
use crate::text::clean::cleaned_line;

/// The most rows and columns that a score sheet has.
const MOST: usize = 2_000;
/// Words that name totals, anywhere in a label.
const TOTALS: [&str; 13] = [
    "total",
    "gesamt",
    "summe",
    "合計",
    "合计",
    "总分",
    "總分",
    "รวม",
    "المجموع",
    "yhteensä",
    "overall",
    "итог",
    "somme",
];
/// Words that name totals where they stand alone.
const SCORES: [&str; 7] =
    ["score", "sum", "result", "final score", "weighted score", "weighted sum", "weighted average"];
/// Words that name weights, at the start of a label.
const WEIGHTS: [&str; 9] =
    ["weight", "gewicht", "max", "points available", "配点", "满分", "peso", "painoarvo", "importance"];

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum GridEntry {
    /// A number, with the digits after the point that it is written with.
    Number {
        number: Exact,
        digits: u32,
    },
    Text(String),
}

/// Rows and columns of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Option<GridEntry>>>,
    /// Whether rows and columns were changed over.
    is_turned: bool,
}

/// The sheets of a file.
pub(super) fn grids(file: &[u8]) -> Result<Vec<Grid>, Unclear> {
    if workbook::is_workbook(file) {
        let sheets = workbook::read(file).map_err(|error| Unclear::CannotRead(error.to_string()))?;
        return Ok(sheets.iter().map(of_sheet).collect());
    }
    let text = std::str::from_utf8(file).map_err(|_| Unclear::NoText)?;
    of_text(text.trim_start_matches('\u{feff}')).map(|grid| vec![grid])
}

fn of_sheet(sheet: &workbook::Sheet) -> Grid {
    let mut grid = Grid::default();
    for ((row, column), cell) in &sheet.cells {
        let entry = match cell {
            SheetCell::Number(number) => Exact::from_f64(*number).map(of_number),
            SheetCell::Text(text) => of_cell(text),
        };
        let (row, column) = (*row as usize, *column as usize);
        if let (Some(entry), true) = (entry, row < MOST && column < MOST) {
            grid.put(row, column, entry);
        }
    }
    grid
}

/// Reads a text with separators: that of comma, semicolon and tab which the first lines hold most often.
fn of_text(text: &str) -> Result<Grid, Unclear> {
    let count =
        |separator: char| text.lines().take(20).map(|line| line.matches(separator).count()).sum::<usize>();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(|one| count(*one)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    for (row, record) in reader.records().take(MOST).enumerate() {
        let record = record.map_err(|error| Unclear::CannotRead(error.to_string()))?;
        // The reader leaves empty lines out; places are those of the file.
        let line = record.position().map_or(row, |at| usize::try_from(at.line()).unwrap_or(row + 1) - 1);
        for (column, cell) in record.iter().enumerate().take(MOST) {
            let cell = if separator == ';' { decimal_comma(cell) } else { cell.to_owned() };
            if let (Some(entry), true) = (of_cell(&cell), line < MOST) {
                grid.put(line, column, entry);
            }
        }
    }
    Ok(grid)
}

/// A number with a decimal comma as one with a point; other texts as they are.
fn decimal_comma(cell: &str) -> String {
    let turned = cell.trim().replacen(',', ".", 1);
    if Exact::parse(turned.trim_end_matches('%').trim()).is_ok() { turned } else { cell.to_owned() }
}

fn of_cell(text: &str) -> Option<GridEntry> {
    let text = text.trim();
    let plain = text.trim_matches('*').trim();
    let (number, is_percent) = match plain.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (plain, false),
    };
    if let Ok(number) = Exact::parse(&ungrouped(number)) {
        let GridEntry::Number { number, digits } = of_number(number) else { return None };
        // 8.50 says two digits.
        let written =
            plain.split_once('.').map_or(0, |(_, rest)| rest.bytes().filter(u8::is_ascii_digit).count());
        let digits = digits.max(u32::try_from(written).unwrap_or(0).min(18));
        if !is_percent {
            return Some(GridEntry::Number { number, digits });
        }
        let share = Exact::of_percent(&number);
        return Some(GridEntry::Number { number: share, digits: digits + 2 });
    }
    (!text.is_empty()).then(|| GridEntry::Text(cleaned_line(text)))
}

/// A number without the commas between its thousands; other texts as they are.
fn ungrouped(number: &str) -> String {
    let groups: Vec<&str> = number.split('.').next().unwrap_or_default().split(',').collect();
    let is_grouped = groups.len() > 1
        && groups.iter().enumerate().all(|(at, group)| {
            group.bytes().all(|byte| byte.is_ascii_digit())
                && if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
        });
    if is_grouped { number.replace(',', "") } else { number.to_owned() }
}

fn of_number(number: Exact) -> GridEntry {
    let digits = number.decimals(18);
    GridEntry::Number { number, digits }
}

impl Grid {
    fn put(&mut self, row: usize, column: usize, entry: GridEntry) {
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        cells[column] = Some(entry);
    }

    /// The same sheet with rows and columns changed over.
    pub(super) fn turned(&self) -> Grid {
        let mut turned = Grid { rows: Vec::new(), is_turned: !self.is_turned };
        for (row, cells) in self.rows.iter().enumerate() {
            for (column, entry) in cells.iter().enumerate() {
                if let Some(entry) = entry {
                    turned.put(column, row, entry.clone());
                }
            }
        }
        turned
    }

    /// Columns of the widest row.
    pub(super) fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    pub(super) fn at(&self, row: usize, column: usize) -> Option<&GridEntry> {
        self.rows.get(row)?.get(column)?.as_ref()
    }

    pub(super) fn number(&self, row: usize, column: usize) -> Option<&Exact> {
        match self.at(row, column)? {
            GridEntry::Number { number, .. } => Some(number),
            GridEntry::Text(_) => None,
        }
    }

    pub(super) fn text(&self, row: usize, column: usize) -> Option<&str> {
        match self.at(row, column)? {
            GridEntry::Text(text) => Some(text),
            GridEntry::Number { .. } => None,
        }
    }

    /// The first text of a row.
    pub(super) fn label(&self, row: usize) -> Option<String> {
        (0..self.width()).find_map(|column| self.text(row, column)).map(str::to_owned)
    }

    /// The place of a cell in the file.
    pub(super) fn place(&self, row: usize, column: usize) -> String {
        let [row, column] = if self.is_turned { [column, row] } else { [row, column] };
        workbook::place(u32::try_from(row).unwrap_or(0), u32::try_from(column).unwrap_or(0))
    }

    /// The row of totals: the last whose label names one and that holds a number.
    pub(super) fn total_row(&self) -> Option<usize> {
        let has_number = |row: usize| (0..self.width()).any(|column| self.number(row, column).is_some());
        let total = |is_price_too: bool| {
            (1..self.rows.len()).rev().find(|&row| {
                let is_total = |label: String| {
                    is_total(&label) && !is_subtotal(&label) && (is_price_too || !is_price(&label))
                };
                has_number(row) && self.label(row).is_some_and(is_total)
            })
        };
        // A total price is the total of a sheet that has no other.
        total(false).or_else(|| total(true))
    }

    /// The row of names above the totals: the first with a text above one of them, and nothing but texts
    /// above the others.
    pub(super) fn head_row(&self, total: usize) -> Option<usize> {
        let columns: Vec<usize> =
            (0..self.width()).filter(|column| self.number(total, *column).is_some()).collect();
        (0..total).find(|&row| {
            columns.iter().any(|column| self.text(row, *column).is_some())
                && columns.iter().all(|column| self.number(row, *column).is_none())
        })
    }

    /// The column of weights: called so at its head, with numbers under it.
    pub(super) fn weight_column(&self, head: usize, total: usize) -> Option<usize> {
        (0..self.width()).find(|&column| {
            let has_number = (head + 1..total).any(|row| self.number(row, column).is_some());
            has_number && self.text(head, column).is_some_and(is_weight)
        })
    }
}

fn is_total(label: &str) -> bool {
    let label = label.trim_matches('*').trim().to_lowercase();
    TOTALS.iter().any(|word| label.contains(word)) || SCORES.contains(&label.as_str())
}

/// Whether a row sums up only some of the criteria.
pub(super) fn is_subtotal(label: &str) -> bool {
    let label = label.to_lowercase();
    ["subtotal", "sub-total", "sub total", "zwischensumme", "小計", "小计"]
        .iter()
        .any(|word| label.contains(word))
}

/// Words for what is asked for the work, and for what it earns.
const PRICES: [&str; 11] =
    ["price", "cost", "fee", "tender sum", "preis", "prix", "precio", "prezzo", "hinta", "価格", "价格"];
const POINTS: [&str; 9] = ["point", "score", "pts", "mark", "punkt", "puntos", "piste", "点", "分"];

/// The first of some words that a name holds.
fn word(name: &str, words: &[&'static str]) -> Option<&'static str> {
    let name = name.to_lowercase();
    words.iter().copied().find(|word| name.contains(word))
}

/// Whether a criterion may be a price as it is asked, and not the points for it.
pub(super) fn is_price(name: &str) -> bool {
    word(name, &PRICES).is_some() && word(name, &POINTS).is_none()
}

/// Whether a criterion is a price as it is asked, with the points for it among the others.
pub(super) fn is_price_beside_points(name: &str, all: &[String]) -> bool {
    let Some(price) = word(name, &PRICES).filter(|_| is_price(name)) else { return false };
    all.iter().any(|other| word(other, &[price]).is_some() && word(other, &POINTS).is_some())
}

fn is_weight(label: &str) -> bool {
    let label = label.trim_matches('*').trim().to_lowercase();
    WEIGHTS.iter().any(|word| label.starts_with(word)) || label == "%"
}

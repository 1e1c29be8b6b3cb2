//! One sparse grid from any spreadsheet: XLSX, XLSM, XLS, ODS, CSV and TSV.
//!
//! Every cell keeps what a reader of the sheet sees and what a formula would count with: the stored value, the formula,
//! the number format and the note. Bytes, cells and sheets are limited before anything is built from them, and memory
//! follows the cells that are there, never the range that a file claims to use.

mod delimited;
mod ods;
mod package;
mod xls;
mod xlsx;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::decision::Date;
use crate::exact::Exact;

/// The most bytes of a file.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The most bytes of all parts of a package when they are unpacked.
pub const MOST_UNPACKED: u64 = 96 * 1024 * 1024;
/// The most cells of all sheets together.
pub const MOST_CELLS: usize = 500_000;
/// The most sheets of a file.
pub const MOST_SHEETS: usize = 200;
/// The most merged areas, and the most hidden runs of rows or columns, of a sheet.
const MOST_AREAS: usize = 50_000;

/// Why a file cannot be read as a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellsError {
    /// Neither a workbook nor a text.
    #[error("this is no workbook (XLSX, XLSM, XLS, ODS) and no text (CSV, TSV)")]
    Foreign,
    /// A workbook that cannot be taken apart.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
    /// More than the limits allow.
    #[error("{0}")]
    TooMuch(String),
    /// A part declares a document type, with which entities could be made.
    #[error("the part {0} declares a DOCTYPE, which no spreadsheet program writes: it is not read")]
    Doctype(String),
    /// A workbook with a password.
    #[error("the workbook is protected by a password: open it, save a copy without one, and take that")]
    Locked,
    /// A text in which a quote is never closed.
    #[error(
        "the quote that opens in line {0} is never closed, and would take in all that follows: mend the file"
    )]
    Unclosed(usize),
}

/// A cell of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Its sheet, from 0.
    pub sheet: usize,
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u32,
}

/// A rectangle of cells of one sheet, both corners in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First row and column.
    pub from: (u32, u32),
    /// Last row and column.
    pub to: (u32, u32),
}

impl Area {
    /// Whether a cell lies in it.
    #[must_use]
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.from.0..=self.to.0).contains(&row) && (self.from.1..=self.to.1).contains(&column)
    }
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    /// Nothing, or a formula without a stored result.
    #[default]
    Blank,
    /// A number with the 15 digits that spreadsheets count with; days too, as serial numbers.
    Number(Exact),
    /// A text as it is written.
    Text(String),
    /// True or false.
    Logic(bool),
    /// An error such as `#DIV/0!`.
    Fault(String),
}

/// A formula as the file writes it, without the `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The text.
    pub text: String,
    /// How far the cell lies from the one that the text was written for, in rows and columns.
    pub shift: (i64, i64),
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The stored value.
    pub content: Content,
    /// The formula that it came from.
    pub formula: Option<Formula>,
    /// The number format, `General` as an empty text.
    pub format: String,
    /// The note or comment on the cell.
    pub note: Option<String>,
}

impl Cell {
    /// Whether it shows a time of day, or how long something takes: its number is a part of a day.
    #[must_use]
    pub fn is_time(&self) -> bool {
        matches!(self.content, Content::Number(_)) && is_time(&self.format)
    }

    /// The text of a cell with words in it, trimmed.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text.trim_matches(is_blank)).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Whether nothing stands in it: no value and no formula.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.formula.is_none()
            && match &self.content {
                Content::Blank => true,
                Content::Text(text) => text.trim_matches(is_blank).is_empty(),
                _ => false,
            }
    }
}

/// Whether a character is a space of any kind.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || crate::text::letters::is_odd_space(c) || c == '\u{feff}' || c == '\u{200b}'
}

/// Whether a sheet is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// As any other.
    #[default]
    Visible,
    /// Hidden, or hidden so that no menu shows it.
    Hidden,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name; `csv` for a text.
    pub name: String,
    /// Whether it is seen.
    pub seen: Seen,
    /// Whether it runs from right to left.
    pub is_right_to_left: bool,
    /// The cells that are there, by row and column from 0.
    pub cells: BTreeMap<(u32, u32), Cell>,
    /// Merged areas.
    pub merged: Vec<Area>,
    /// Rows that are hidden and hold something.
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden and hold something.
    pub hidden_columns: BTreeSet<u32>,
}

impl Sheet {
    /// Whether a cell says exactly a text.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.cells.values().any(|cell| cell.text() == Some(text))
    }

    /// What stands beside a label, to the right of it in its row, with its row and column.
    #[must_use]
    pub fn beside(&self, label: &str) -> Option<((u32, u32), &Cell)> {
        let ((row, column), _) = self.cells.iter().find(|(_, cell)| cell.text() == Some(label))?;
        let mut beside = self.cells.range((*row, column + 1)..(row + 1, 0));
        beside.find(|(_, cell)| !cell.is_blank()).map(|(at, cell)| (*at, cell))
    }

    /// The merged area that a cell lies in.
    #[must_use]
    pub fn merge_at(&self, row: u32, column: u32) -> Option<&Area> {
        self.merged.iter().find(|area| area.holds(row, column))
    }

    /// Keeps the hidden rows and columns in which cells stand.
    fn keep_hidden(&mut self, rows: &[(u32, u32)], columns: &[(u32, u32)]) {
        let is_in = |runs: &[(u32, u32)], at: u32| runs.iter().any(|(from, to)| (*from..=*to).contains(&at));
        for (row, column) in self.cells.keys() {
            if is_in(rows, *row) {
                self.hidden_rows.insert(*row);
            }
            if is_in(columns, *column) {
                self.hidden_columns.insert(*column);
            }
        }
    }
}

/// A spreadsheet file.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Its sheets in their order.
    pub sheets: Vec<Sheet>,
    /// Names for cells and ranges, in lower case.
    pub names: BTreeMap<String, String>,
    /// Whether it is a text, in which every cell is one and no formula stands.
    pub is_text: bool,
    /// What the file has that is left alone or cannot be seen: macros, links.
    pub remarks: Vec<String>,
}

impl Book {
    /// Counts days that count from 1904, as in workbooks of old programs for the Mac, as all others do.
    fn count_from_1900(&mut self) {
        for cell in self.sheets.iter_mut().flat_map(|sheet| sheet.cells.values_mut()) {
            if let Content::Number(number) = &mut cell.content
                && is_day(&cell.format)
            {
                *number = &*number + &Exact::from(1462);
            }
        }
    }

    /// A cell; nothing where nothing is.
    #[must_use]
    pub fn cell(&self, place: Place) -> Option<&Cell> {
        self.sheets.get(place.sheet)?.cells.get(&(place.row, place.column))
    }

    /// The sheet of a name, capitals apart.
    #[must_use]
    pub fn sheet_named(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.sheets.iter().position(|sheet| sheet.name.to_lowercase() == name)
    }

    /// A cell by its name: `Scores!B5`.
    #[must_use]
    pub fn name(&self, place: Place) -> String {
        let sheet = self.sheets.get(place.sheet).map_or("", |sheet| sheet.name.as_str());
        format!("{sheet}!{}", cell_name(place.row, place.column))
    }

    /// A cell by its name, which is said to be hidden where its sheet hides it.
    #[must_use]
    pub fn seen_name(&self, place: Place) -> String {
        let is_hidden = self.sheets.get(place.sheet).is_some_and(|sheet| {
            sheet.seen == Seen::Hidden
                || sheet.hidden_rows.contains(&place.row)
                || sheet.hidden_columns.contains(&place.column)
        });
        format!("{}{}", self.name(place), if is_hidden { ", hidden" } else { "" })
    }
}

/// A cell within its sheet by its name: `B5`.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// A column by its letters, from 0: `A`.
#[must_use]
pub fn column_name(column: u32) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Reads `B5`, with or without dollar signs, as row and column from 0.
#[must_use]
pub fn cell_at(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = name.split_at(letters);
    if !(1..=3).contains(&letters) || row.len() > 7 {
        return None;
    }
    let column =
        column.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = row.parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    (column <= 16_384).then_some((row - 1, column - 1))
}

/// Reads a spreadsheet file.
///
/// # Errors
/// [`CellsError`] when the file is none, is damaged, or is larger than the limits of this module.
pub fn read(bytes: &[u8]) -> Result<Book, CellsError> {
    if bytes.len() > MOST_BYTES {
        return Err(CellsError::TooMuch(format!(
            "the file has {} MB; at most {} MB are read",
            bytes.len() / 1_000_000,
            MOST_BYTES / 1_000_000
        )));
    }
    let mut book = if bytes.starts_with(b"PK") {
        let mut package = package::Package::open(bytes)?;
        if package.has("xl/workbook.xml") || package.has("_rels/.rels") {
            xlsx::read(&mut package)?
        } else if package.has("content.xml") {
            ods::read(&mut package)?
        } else {
            return Err(CellsError::Foreign);
        }
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        if is_encrypted(bytes) {
            return Err(CellsError::Locked);
        }
        xls::read(bytes)?
    } else {
        delimited::read(bytes)?
    };
    for sheet in &mut book.sheets {
        // A merge hides what stands beneath its first cell; one over nearly all of a sheet is no heading.
        sheet.merged.retain(|area| area.to.0 - area.from.0 < 1000 && area.to.1 - area.from.1 < 1000);
    }
    Ok(book)
}

/// Whether a container holds a newer workbook with a password: an entry of its directory says so.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|part| part == name)
}

/// A number of a file: the 15 digits that spreadsheets count with, so that 0.57999999999999996 is 0.58.
fn number(number: f64) -> Content {
    if !number.is_finite() {
        return Content::Fault("#NUM!".to_owned());
    }
    let mut digits = String::new();
    let _ = write!(digits, "{number:.14e}");
    match Exact::parse(&digits).ok().or_else(|| Exact::from_f64(number)) {
        Some(exact) => Content::Number(exact),
        None => Content::Fault("#NUM!".to_owned()),
    }
}

/// A number format in small letters, without what it quotes.
fn bare(format: &str) -> String {
    let mut is_quoted = false;
    let bare = format.chars().filter(|c| {
        is_quoted ^= *c == '"';
        !is_quoted
    });
    bare.collect::<String>().to_lowercase()
}

/// Whether a number format shows a time and no day: the number under it is a part of a day.
pub(super) fn is_time(format: &str) -> bool {
    let bare = bare(format);
    ["h:", "h]", "h.m", "m]", "mm:s"].iter().any(|shape| bare.contains(shape)) && !is_day(format)
}

/// Whether a number format shows a day.
pub(super) fn is_day(format: &str) -> bool {
    let bare = bare(format);
    bare.contains('y') || bare.contains('d') && bare.contains('m') && !bare.contains("red")
}

/// The days between 1 March of year 0 and the day that serial numbers count from, 30 December 1899.
const SERIAL_START: i64 = 693_899;

/// A day as the serial number of spreadsheets.
fn serial_of(day: Date) -> u32 {
    let [year, month, date] = [i64::from(day.year), i64::from(day.month), i64::from(day.day)];
    // Years that begin in March, so that the day of a leap year is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let since_march = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + since_march;
    u32::try_from(days - SERIAL_START).unwrap_or_default()
}

/// The day of a serial number; none for what lies beyond the calendar of spreadsheets.
#[must_use]
pub fn day_of(serial: &Exact) -> Option<Date> {
    let whole: i64 =
        serial.fixed(6).split('.').next()?.parse().ok().filter(|days| (1..2_958_466).contains(days))?;
    // Source: Howard Hinnant, "chrono-compatible low-level date algorithms", 2013, civil_from_days.
    let days = whole + SERIAL_START;
    let (era, in_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let in_years = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let since_march = in_era - (365 * in_years + in_years / 4 - in_years / 100);
    let shifted = (5 * since_march + 2) / 153;
    let date = since_march - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + in_years + i64::from(month <= 2);
    Some(Date {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(date).ok()?,
    })
}

/// Counts the cells of a file as they come.
#[derive(Default)]
struct Counter(usize);

impl Counter {
    fn one(&mut self) -> Result<(), CellsError> {
        self.0 += 1;
        if self.0 > MOST_CELLS {
            return Err(CellsError::TooMuch(format!("the file has more than {MOST_CELLS} cells")));
        }
        Ok(())
    }
}

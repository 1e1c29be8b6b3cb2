//! Spreadsheets in the format of `OpenDocument`: their one part with the content.

use std::collections::BTreeMap;

use super::package::Package;
use super::xml::{Step, Tag, walk};
use super::{
    Area, Book, Cell, CellsError, Content, Counter, Formula, MOST_AREAS, MOST_SHEETS, Seen, Sheet, number,
};
use crate::decision::Date;
use crate::exact::Exact;

/// The most times that a cell or row with content is repeated; more is how a program fills a sheet.
const MOST_REPEATED: u32 = 1000;

/// Reads a spreadsheet.
pub(super) fn read(package: &mut Package<'_>) -> Result<Book, CellsError> {
    let text = package.part("content.xml")?.ok_or(CellsError::Foreign)?;
    if package.part("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(CellsError::Locked);
    }
    let mut reading = Reading::default();
    walk("content.xml", &text, |step| match step {
        Step::Open(tag) => {
            reading.open(tag);
            Ok(())
        }
        Step::Text(text) => {
            reading.text(text);
            Ok(())
        }
        Step::Close(name) => reading.close(name),
    })?;
    Ok(reading.book)
}

/// A cell as it is being read.
#[derive(Default)]
struct Open {
    kind: String,
    value: String,
    said: String,
    paragraphs: usize,
    currency: String,
    formula: Option<String>,
    note: Option<String>,
    repeated: u32,
    spanned: (u32, u32),
    is_covered: bool,
}

#[derive(Default)]
struct Reading {
    book: Book,
    counter: Counter,
    /// Styles of sheets that are not shown, and those that run from right to left.
    hidden_styles: BTreeMap<String, (bool, bool)>,
    style: String,
    sheet: Option<Sheet>,
    row: u32,
    rows: u32,
    row_cells: Vec<(u32, Cell)>,
    column: u32,
    columns: u32,
    cell: Option<Open>,
    is_note: bool,
    is_text: bool,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
}

impl Reading {
    fn open(&mut self, tag: &Tag) {
        let count = |name: &str| tag.get(name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1);
        let is_hidden = matches!(tag.get("visibility"), Some("collapse" | "filter"));
        match tag.name.as_str() {
            "style" => tag.get("name").unwrap_or_default().clone_into(&mut self.style),
            "table-properties" => {
                let is_hidden = tag.get("display") == Some("false");
                let is_turned = tag.get("writing-mode") == Some("rl-tb");
                self.hidden_styles.insert(std::mem::take(&mut self.style), (is_hidden, is_turned));
            }
            "table" if self.cell.is_none() => {
                let style = self.hidden_styles.get(tag.get("style-name").unwrap_or_default());
                let (is_hidden, is_right_to_left) = style.copied().unwrap_or_default();
                let name = tag.get("name").unwrap_or_default().to_owned();
                let seen = if is_hidden { Seen::Hidden } else { Seen::Visible };
                self.sheet = Some(Sheet { name, seen, is_right_to_left, ..Sheet::default() });
                (self.row, self.columns) = (0, 0);
            }
            "table-column" => {
                let columns = count("number-columns-repeated");
                if is_hidden {
                    self.hidden_columns.push((self.columns, self.columns.saturating_add(columns - 1)));
                }
                self.columns = self.columns.saturating_add(columns);
            }
            "table-row" => {
                self.rows = count("number-rows-repeated");
                self.column = 0;
                if is_hidden {
                    self.hidden_rows.push((self.row, self.row.saturating_add(self.rows - 1)));
                }
            }
            "table-cell" | "covered-table-cell" => self.cell = Some(opened(tag, count)),
            "annotation" => self.is_note = true,
            "p" if self.cell.is_some() => self.paragraph(),
            "s" | "tab" | "line-break" => self.text(" "),
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        self.is_text = true;
        let Some(cell) = &mut self.cell else { return };
        if self.is_note {
            let note = cell.note.get_or_insert_default();
            if !note.is_empty() {
                note.push('\n');
            }
        } else {
            if cell.paragraphs > 0 {
                cell.said.push('\n');
            }
            cell.paragraphs += 1;
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.is_text) {
            let into = if self.is_note { cell.note.get_or_insert_default() } else { &mut cell.said };
            into.push_str(text);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), CellsError> {
        match name {
            "p" => self.is_text = false,
            "annotation" => self.is_note = false,
            "table-cell" | "covered-table-cell" => self.close_cell()?,
            "table-row" => self.close_row()?,
            "table" if self.cell.is_none() => {
                if let Some(mut sheet) = self.sheet.take() {
                    let (rows, columns) =
                        (std::mem::take(&mut self.hidden_rows), std::mem::take(&mut self.hidden_columns));
                    sheet.keep_hidden(&rows, &columns);
                    self.book.sheets.push(sheet);
                }
                if self.book.sheets.len() > MOST_SHEETS {
                    return Err(CellsError::TooMuch(format!("the file has more than {MOST_SHEETS} sheets")));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), CellsError> {
        let Some(open) = self.cell.take() else { return Ok(()) };
        let (column, repeated) = (self.column, open.repeated);
        self.column = self.column.saturating_add(repeated);
        if let Some(sheet) = self.sheet.as_mut().filter(|_| open.spanned != (1, 1)) {
            let to = (self.row.saturating_add(open.spanned.0 - 1), column.saturating_add(open.spanned.1 - 1));
            sheet.merged.push(Area { from: (self.row, column), to });
            if sheet.merged.len() > MOST_AREAS {
                return Err(CellsError::TooMuch(format!(
                    "{} has more than {MOST_AREAS} merged areas",
                    sheet.name
                )));
            }
        }
        let cell = open.done();
        if !cell.is_blank() {
            for column in (column..).take(repeated.min(MOST_REPEATED) as usize) {
                self.counter.one()?;
                self.row_cells.push((column, cell.clone()));
            }
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), CellsError> {
        let cells = std::mem::take(&mut self.row_cells);
        let repeated = if cells.is_empty() { 0 } else { self.rows.min(MOST_REPEATED) };
        for at in 0..repeated {
            for (column, cell) in &cells {
                if at > 0 {
                    self.counter.one()?;
                }
                if let Some(sheet) = &mut self.sheet {
                    sheet.cells.insert((self.row + at, *column), cell.clone());
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
        Ok(())
    }
}

fn opened(tag: &Tag, count: impl Fn(&str) -> u32) -> Open {
    let value = ["value", "date-value", "boolean-value", "time-value"].iter().find_map(|name| tag.get(name));
    Open {
        kind: tag.get("value-type").unwrap_or_default().to_owned(),
        value: value.unwrap_or_default().to_owned(),
        currency: tag.get("currency").unwrap_or_default().to_owned(),
        formula: tag.get("formula").map(plain_formula),
        repeated: count("number-columns-repeated"),
        spanned: (count("number-rows-spanned"), count("number-columns-spanned")),
        is_covered: tag.name == "covered-table-cell",
        ..Open::default()
    }
}

impl Open {
    fn done(self) -> Cell {
        if self.is_covered {
            return Cell::default();
        }
        let (content, format) = match self.kind.as_str() {
            "float" => (self.value.parse().map(number).unwrap_or_default(), String::new()),
            "percentage" => (self.value.parse().map(number).unwrap_or_default(), "0%".to_owned()),
            "currency" => {
                (self.value.parse().map(number).unwrap_or_default(), format!("[${}] #,##0.00", self.currency))
            }
            "date" => (
                serial(&self.value).unwrap_or_else(|| Content::Text(self.value.clone())),
                "yyyy-mm-dd".to_owned(),
            ),
            "boolean" => (Content::Logic(self.value == "true"), String::new()),
            _ if self.said.starts_with('#') && self.formula.is_some() => {
                (Content::Fault(self.said), String::new())
            }
            _ if self.said.is_empty() => (Content::Blank, String::new()),
            _ => (Content::Text(self.said), String::new()),
        };
        let formula = self.formula.map(|text| Formula { text, shift: (0, 0) });
        Cell { content, formula, format, note: self.note.filter(|note| !note.is_empty()) }
    }
}

/// A formula as other spreadsheets write it: `[.C4:.C11]` is `C4:C11`, and `[$Prices.B2]` is `Prices!B2`.
fn plain_formula(text: &str) -> String {
    let text = text.strip_prefix("of:").unwrap_or(text);
    let mut plain = String::new();
    let mut rest = text.strip_prefix('=').unwrap_or(text);
    while let Some((before, bracket)) = rest.split_once('[') {
        let (reference, after) = bracket.split_once(']').unwrap_or((bracket, ""));
        plain.push_str(before);
        for (at, corner) in reference.split(':').enumerate() {
            let (sheet, cell) = corner.rsplit_once('.').unwrap_or(("", corner));
            let sheet = sheet.trim_start_matches('$');
            if at > 0 {
                plain.push(':');
            } else if !sheet.is_empty() {
                plain.push_str(sheet);
                plain.push('!');
            }
            plain.push_str(cell);
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// A day as the serial number that other spreadsheets keep.
fn serial(text: &str) -> Option<Content> {
    let day: Date = text.get(..10)?.parse().ok()?;
    Some(Content::Number(Exact::from(super::serial_of(day))))
}

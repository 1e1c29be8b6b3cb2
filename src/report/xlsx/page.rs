//! Writing a sheet: texts that stay texts, numbers, and formulas with the result that weigh worked out.

use std::collections::BTreeMap;

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Format, Formula, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::style::{BAD, DOUBT, GOOD, Look, PLAIN, format};
use crate::decision::{Date, Points};
use crate::exact::Exact;
use crate::text::clean::cleaned;

/// The most UTF-16 units that a cell takes.
const MOST_UNITS: usize = 32_767;
/// Points that a line of text is high, and the most that a row can be.
const LINE_HEIGHT: f64 = 15.0;
const MOST_HEIGHT: f64 = 405.0;
/// Row of the title, and of what a sheet says of itself.
pub(super) const TITLE: u32 = 0;
/// Row of the heads, on every sheet with a table from its top.
pub(super) const HEAD: u32 = 3;
/// First row of the body, on every sheet with a table from its top.
pub(super) const BODY: u32 = 4;

/// What a cell holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A number.
    Number(f64),
    /// A text, which may be empty.
    Text(String),
}

impl From<&Exact> for Content {
    fn from(number: &Exact) -> Content {
        Content::Number(number.to_f64())
    }
}

impl From<&Points> for Content {
    fn from(points: &Points) -> Content {
        Content::from(points.exact())
    }
}

impl From<f64> for Content {
    fn from(number: f64) -> Content {
        Content::Number(number)
    }
}

impl From<usize> for Content {
    fn from(number: usize) -> Content {
        Content::from(&Exact::from(number))
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Content {
        Content::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Content {
        Content::Text(text)
    }
}

impl<T: Into<Content>> From<Option<T>> for Content {
    fn from(said: Option<T>) -> Content {
        said.map_or_else(|| Content::Text(String::new()), Into::into)
    }
}

/// A sheet that is being written.
pub(super) struct SheetPage {
    pub(super) sheet: Worksheet,
    /// Widths of columns, in characters.
    widths: BTreeMap<u16, f64>,
    /// Texts that are wrapped in their cells: row, first and last column, characters.
    wrapped: Vec<(u32, u16, u16, usize)>,
}

impl SheetPage {
    /// A sheet with its title and what it says of itself, set up for print in landscape, a page wide.
    pub(super) fn new(name: &str, title: &str, says: &str) -> Result<SheetPage, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        sheet.set_footer("&L&A&RPage &P of &N").set_screen_gridlines(false);
        // An empty text is a result too; without this the library writes 0 for it.
        sheet.set_formula_result_default("");
        let mut page = SheetPage { sheet, widths: BTreeMap::new(), wrapped: Vec::new() };
        page.line(TITLE, 0, title, Look::Title)?;
        page.line(TITLE + 1, 0, says, Look::Lead)?;
        page.sheet.set_row_height(TITLE, 24)?;
        Ok(page)
    }

    /// Keeps the heads and the first columns in sight and repeats them on every printed page.
    pub(super) fn freeze(&mut self, columns: u16) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(BODY, columns)?.set_repeat_rows(HEAD, HEAD)?;
        if columns > 0 {
            self.sheet.set_repeat_columns(0, columns - 1)?;
        }
        Ok(())
    }

    /// Writes a row of heads.
    pub(super) fn heads(&mut self, row: u32, heads: &[&str]) -> Result<(), XlsxError> {
        let look = format(Look::Head, PLAIN);
        (0..).zip(heads).try_for_each(|(column, head)| self.text(row, column, head, &look))
    }

    /// Widens columns, from the first.
    pub(super) fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        (0..).zip(widths).try_for_each(|(column, width)| self.width(column, *width))
    }

    /// Widens a column.
    pub(super) fn width(&mut self, column: u16, width: f64) -> Result<(), XlsxError> {
        self.widths.insert(column, width);
        self.sheet.set_column_width(column, width).map(|_| ())
    }

    /// The sheet, its rows as high as their texts: not every program that opens it works that out.
    pub(super) fn finished(mut self) -> Result<Worksheet, XlsxError> {
        let mut lines: BTreeMap<u32, f64> = BTreeMap::new();
        for (row, first, last, units) in &self.wrapped {
            let width: f64 = (*first..=*last).map(|at| self.widths.get(&at).copied().unwrap_or(8.43)).sum();
            let length = f64::from(u32::try_from(*units).unwrap_or(u32::MAX));
            // Widths count digits, and most letters are narrower.
            let needed = (length * 0.95 / width).ceil();
            let most = lines.entry(*row).or_insert(1.0);
            *most = most.max(needed);
        }
        for (row, lines) in lines.into_iter().filter(|(row, lines)| *row > TITLE + 1 && *lines > 1.0) {
            self.sheet.set_row_height(row, (lines * LINE_HEIGHT).min(MOST_HEIGHT))?;
        }
        Ok(self.sheet)
    }

    /// Writes a text, which never becomes a formula, a link or a number.
    pub(super) fn text(&mut self, row: u32, column: u16, text: &str, look: &Format) -> Result<(), XlsxError> {
        self.wrap(row, column, text);
        self.sheet.write_string_with_format(row, column, safe(text), look).map(|_| ())
    }

    /// Writes a text that runs on over the cells to its right.
    pub(super) fn line(&mut self, row: u32, column: u16, text: &str, look: Look) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, column, safe(text), &format(look, PLAIN)).map(|_| ())
    }

    /// Writes a text into several columns made one.
    pub(super) fn wide(
        &mut self,
        row: u32,
        [first, last]: [u16; 2],
        text: &str,
        look: Look,
    ) -> Result<(), XlsxError> {
        self.wrapped.push((row, first, last, text.width()));
        self.sheet.merge_range(row, first, row, last, &safe(text), &format(look, PLAIN)).map(|_| ())
    }

    fn wrap(&mut self, row: u32, column: u16, text: &str) {
        const SHORT: usize = 4;
        if text.len() > SHORT {
            self.wrapped.push((row, column, column, text.width()));
        }
    }

    /// Writes a text or a number.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u16,
        said: impl Into<Content>,
        look: &Format,
    ) -> Result<(), XlsxError> {
        match said.into() {
            Content::Number(number) => {
                self.sheet.write_number_with_format(row, column, number, look).map(|_| ())
            }
            Content::Text(text) => self.text(row, column, &text, look),
        }
    }

    /// Writes a day, as one where spreadsheets know it, else as text.
    pub(super) fn day(
        &mut self,
        row: u32,
        column: u16,
        day: Option<Date>,
        look: Look,
    ) -> Result<(), XlsxError> {
        let known =
            day.and_then(|day| rust_xlsxwriter::ExcelDateTime::from_ymd(day.year, day.month, day.day).ok());
        match known {
            Some(known) => self
                .sheet
                .write_datetime_with_format(row, column, &known, &format(look, "yyyy-mm-dd"))
                .map(|_| ()),
            None => self.put(row, column, day.map(|day| day.to_string()), &format(look, PLAIN)),
        }
    }

    /// Writes a formula with its result.
    pub(super) fn formula(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        result: impl Into<Content>,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let result = match result.into() {
            Content::Number(number) => number.to_string(),
            Content::Text(text) => {
                self.wrap(row, column, &text);
                text_result(&safe(&text))
            }
        };
        let formula = Formula::new(formula).set_result(result);
        self.sheet.write_formula_with_format(row, column, formula, look).map(|_| ())
    }

    /// Colours the words of outcomes.
    ///
    /// - `range`: first row and column, last row and column.
    pub(super) fn colour_words(&mut self, range: (u32, u16, u32, u16)) -> Result<(), XlsxError> {
        let (first_row, first_column, last_row, last_column) = range;
        let words = [("pass", GOOD), ("yes", GOOD), ("open", DOUBT), ("fail", BAD), ("no", BAD)];
        for (word, colour) in words {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(word.to_owned()))
                .set_format(Format::new().set_background_color(colour));
            self.sheet.add_conditional_format(first_row, first_column, last_row, last_column, &rule)?;
        }
        Ok(())
    }
}

/// A text as the result of a formula. The library would take some texts for numbers, truths or errors; a
/// space behind them keeps them texts until the program that opens the file works the formula out.
fn text_result(text: &str) -> String {
    let is_taken = text.parse::<f64>().is_ok() || text == "TRUE" || text == "FALSE" || text.starts_with('#');
    if is_taken { format!("{text} ") } else { text.to_owned() }
}

/// A text as a cell can hold it: control characters and what XML does not allow shown as escapes, cut where
/// it is longer than a cell.
pub(super) fn safe(text: &str) -> String {
    let shown: String = cleaned(text)
        .chars()
        .map(|c| {
            if matches!(c, '\u{fffe}' | '\u{ffff}') { c.escape_unicode().to_string() } else { c.to_string() }
        })
        .collect();
    if shown.len() <= MOST_UNITS || shown.encode_utf16().count() <= MOST_UNITS {
        return shown;
    }
    let mut units = 1;
    let kept = shown.chars().take_while(|c| {
        units += c.len_utf16();
        units <= MOST_UNITS
    });
    kept.collect::<String>() + "…"
}

/// A count as rows of a sheet.
pub(super) fn rows(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX / 4)
}

/// A cell of the same sheet, such as `E5`.
pub(super) fn at(row: u32, column: u16) -> String {
    format!("{}{}", column_number_to_name(column), row + 1)
}

/// A cell that stays when a formula is copied, such as `$E$5`.
pub(super) fn fixed(row: u32, column: u16) -> String {
    format!("${}${}", column_number_to_name(column), row + 1)
}

/// Cells of a column, such as `$E$5:$E$9`; both ends belong to them.
pub(super) fn down(column: u16, first: u32, last: u32) -> String {
    format!("{}:{}", fixed(first, column), fixed(last, column))
}

/// A cell of another sheet.
pub(super) fn on(sheet: &str, cell: &str) -> String {
    format!("{sheet}!{cell}")
}

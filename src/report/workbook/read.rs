//! Cell by cell, so that no more room is taken than the cells that are there need.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::{CannotRead, Sheet, SheetCell};

/// The most cells that are read of a workbook.
const MOST_CELLS: usize = 1_000_000;
/// The most bytes of a workbook when it is unpacked.
const LARGEST_UNPACKED: u64 = 96 << 20;

/// Reads the cells of every sheet, formulas as the results that are kept with them.
///
/// # Errors
/// [`CannotRead`].
pub(crate) fn read(file: &[u8]) -> Result<Vec<Sheet>, CannotRead> {
    let broken = |error: calamine::XlsxError| CannotRead::Broken(error.to_string());
    refuse_large(file)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(broken)?;
    let mut sheets = Vec::new();
    let mut count = 0;
    for name in book.sheet_names() {
        let mut sheet = Sheet { name: name.clone(), cells: BTreeMap::new(), formulas: BTreeMap::new() };
        // Not `worksheet_range`: that takes room for every cell between the first and the last.
        let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            count += 1;
            if count > MOST_CELLS {
                return Err(CannotRead::TooLarge);
            }
            if let Some(held) = held(cell.get_value()) {
                sheet.cells.insert(cell.get_position(), held);
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Reads the cells of every sheet, and the formulas behind them.
///
/// # Errors
/// [`CannotRead`].
pub(crate) fn read_with_formulas(file: &[u8]) -> Result<Vec<Sheet>, CannotRead> {
    let broken = |error: calamine::XlsxError| CannotRead::Broken(error.to_string());
    let mut sheets = read(file)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(broken)?;
    for sheet in &mut sheets {
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(broken)?;
        while let Some(cell) = cells.next_formula().map_err(broken)? {
            if !cell.get_value().is_empty() {
                sheet.formulas.insert(cell.get_position(), cell.get_value().clone());
            }
        }
    }
    Ok(sheets)
}

/// Unpacks every part once without keeping it, so that a small file cannot grow without bounds.
fn refuse_large(file: &[u8]) -> Result<(), CannotRead> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(file)).map_err(|error| CannotRead::Broken(error.to_string()))?;
    let mut left = LARGEST_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| CannotRead::Broken(error.to_string()))?;
        let read = io::copy(&mut part.take(left + 1), &mut io::sink())
            .map_err(|error| CannotRead::Broken(error.to_string()))?;
        left = left.checked_sub(read).ok_or(CannotRead::TooLarge)?;
    }
    Ok(())
}

fn held(value: &DataRef<'_>) -> Option<SheetCell> {
    Some(match value {
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no other numbers than these")]
        DataRef::Int(number) => SheetCell::Number(*number as f64),
        DataRef::Float(number) => SheetCell::Number(*number),
        DataRef::DateTime(day) => SheetCell::Number(day.as_f64()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            SheetCell::Text(text.clone())
        }
        DataRef::SharedString(text) => SheetCell::Text((*text).to_owned()),
        DataRef::Bool(is) => SheetCell::Text(if *is { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::Error(error) => SheetCell::Text(error.to_string()),
        DataRef::Empty => return None,
    })
    .filter(|cell| *cell != SheetCell::Text(String::new()))
}

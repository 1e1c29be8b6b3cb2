//! Workbooks of Excel 97 to 2003: values and formulas by calamine; hidden rows and columns and number formats, which it
//! does not tell, from the records of the workbook.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xls, XlsError};

use super::{Area, Book, Cell, CellsError, Content, Counter, Formula, MOST_SHEETS, Seen, Sheet, number};
use crate::exact::Exact;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, CellsError> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => CellsError::Locked,
        error => CellsError::Damaged(error.to_string()),
    })?;
    let mut book = Book::default();
    let listed: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    if listed.len() > MOST_SHEETS {
        return Err(CellsError::TooMuch(format!("the workbook has more than {MOST_SHEETS} sheets")));
    }
    book.names
        .extend(workbook.defined_names().iter().map(|(name, text)| (name.to_lowercase(), text.clone())));
    let records = stream(bytes).map(|stream| records(&stream));
    if records.is_none() {
        book.remarks
            .push("hidden rows and columns and number formats of this .xls file cannot be seen".to_owned());
    }
    let mut counter = Counter::default();
    for (at, (name, is_visible)) in listed.into_iter().enumerate() {
        let seen = if is_visible { Seen::Visible } else { Seen::Hidden };
        let mut sheet = Sheet { name, seen, ..Sheet::default() };
        cells(&mut workbook, &mut sheet, &mut counter)?;
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheet.merged = merged.into_iter().map(|area| Area { from: area.start, to: area.end }).collect();
        if let Some(records) = records.as_ref().and_then(|records| records.get(at)) {
            for (place, format) in &records.formats {
                if let Some(cell) = sheet.cells.get_mut(place) {
                    cell.format.clone_from(format);
                }
            }
            sheet.keep_hidden(&records.rows, &records.columns);
        }
        book.sheets.push(sheet);
    }
    if workbook.has_1904_epoch() {
        book.count_from_1900();
    }
    Ok(book)
}

fn cells(
    workbook: &mut Xls<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    counter: &mut Counter,
) -> Result<(), CellsError> {
    let damaged = |error: XlsError| CellsError::Damaged(error.to_string());
    let values = workbook.worksheet_range(&sheet.name).map_err(damaged)?;
    let (row, column) = values.start().unwrap_or_default();
    for (down, right, value) in values.used_cells() {
        counter.one()?;
        let at = (
            row + u32::try_from(down).unwrap_or_default(),
            column + u32::try_from(right).unwrap_or_default(),
        );
        sheet.cells.insert(at, Cell { content: content(value), ..Cell::default() });
    }
    let formulas = workbook.worksheet_formula(&sheet.name).map_err(damaged)?;
    let (row, column) = formulas.start().unwrap_or_default();
    for (down, right, text) in formulas.used_cells().filter(|(.., text)| !text.is_empty()) {
        counter.one()?;
        let at = (
            row + u32::try_from(down).unwrap_or_default(),
            column + u32::try_from(right).unwrap_or_default(),
        );
        sheet.cells.entry(at).or_default().formula = Some(Formula { text: text.clone(), shift: (0, 0) });
    }
    Ok(())
}

fn content(value: &Data) -> Content {
    match value {
        Data::Int(whole) => Exact::parse(&whole.to_string()).map_or(Content::Blank, Content::Number),
        Data::Float(value) => number(*value),
        Data::DateTime(value) => number(value.as_f64()),
        Data::Bool(value) => Content::Logic(*value),
        Data::Error(error) => Content::Fault(error.to_string()),
        Data::Empty => Content::Blank,
        other => Content::Text(other.to_string()),
    }
}

/// What the records of a sheet say beside its values.
#[derive(Default)]
struct Records {
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
    formats: BTreeMap<(u32, u32), String>,
}

/// The stream `Workbook` of a compound file. Source: [MS-CFB].
fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: u32 = 0xffff_fffa;
    let size = 1usize.checked_shl(u32::from(short(bytes, 0x1e)?)).filter(|size| *size >= 512)?;
    let sector =
        |at: u32| bytes.get((at as usize + 1).checked_mul(size)?..(at as usize + 2).checked_mul(size)?);
    let tables = (0..109).filter_map(|at| long(bytes, 0x4c + 4 * at)).filter(|at| *at < END);
    let chain: Vec<u32> = tables
        .filter_map(sector)
        .flat_map(|table| (0..size / 4).filter_map(|at| long(table, 4 * at)))
        .collect();
    let whole = |first: u32| {
        let (mut at, mut all) = (first, Vec::new());
        while at < END && all.len() <= bytes.len() {
            all.extend_from_slice(sector(at)?);
            at = *chain.get(at as usize)?;
        }
        Some(all)
    };
    let directory = whole(long(bytes, 0x30)?)?;
    let name: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let entry = directory.chunks_exact(128).find(|entry| entry.starts_with(&name))?;
    let length = long(entry, 0x78)? as usize;
    // Shorter streams lie in a stream of their own kind.
    let mut found = (length >= 4096).then(|| whole(long(entry, 0x74)?)).flatten()?;
    found.truncate(length);
    Some(found)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// The records of each worksheet, in the order of the workbook. Source: [MS-XLS].
fn records(stream: &[u8]) -> Vec<Records> {
    let (mut codes, mut styles, mut sheets) = (BTreeMap::new(), Vec::new(), Vec::<(u32, Records)>::new());
    let (mut at, mut open) = (0, None);
    while let (Some(kind), Some(length)) = (short(stream, at), short(stream, at + 2)) {
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(length)) else { break };
        let offset = u32::try_from(at).unwrap_or(u32::MAX);
        let number = |at: usize| u32::from(short(body, at).unwrap_or_default());
        match kind {
            0x0085 => sheets.push((long(body, 0).unwrap_or_default(), Records::default())),
            0x041e => codes.extend(text(body.get(2..).unwrap_or_default()).map(|code| (number(0), code))),
            0x00e0 => styles.push(number(2)),
            0x0809 => open = sheets.iter().position(|(start, _)| *start == offset).or(open),
            _ => {}
        }
        if let Some((_, sheet)) = open.and_then(|open| sheets.get_mut(open)) {
            let format = |style: u32| {
                let id = *styles.get(style as usize)?;
                codes.get(&id).cloned().or_else(|| super::xlsx::built_in(id))
            };
            match kind {
                0x007d if number(8) & 1 == 1 => sheet.columns.push((number(0), number(2))),
                0x0208 if number(12) & 0x20 != 0 => sheet.rows.push((number(0), number(0))),
                0x0203 | 0x027e | 0x0006 => {
                    sheet.formats.extend(format(number(4)).map(|code| ((number(0), number(2)), code)));
                }
                0x00bd => {
                    for (column, at) in (number(2)..).zip((4..body.len().saturating_sub(7)).step_by(6)) {
                        sheet.formats.extend(format(number(at)).map(|code| ((number(0), column), code)));
                    }
                }
                _ => {}
            }
        }
        at += 4 + usize::from(length);
    }
    sheets.into_iter().map(|(_, records)| records).collect()
}

/// A text with its length in two bytes and a flag for wide characters.
fn text(bytes: &[u8]) -> Option<String> {
    let length = usize::from(short(bytes, 0)?);
    let body = bytes.get(3..)?;
    if bytes.get(2)? & 1 == 1 {
        let units: Vec<u16> = (0..length).filter_map(|at| short(body, 2 * at)).collect();
        return Some(String::from_utf16_lossy(&units));
    }
    Some(body.iter().take(length).map(|byte| char::from(*byte)).collect())
}

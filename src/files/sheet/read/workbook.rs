//! The way back of a sheet that was filled in with a spreadsheet program.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::{Mistake, Scales, SheetError, finish, text_of};
use crate::decision::Decision;
use crate::exact::Exact;
use crate::files::read::is_id;
use crate::files::sheet::BlindKey;
use crate::files::sheet::filled::{Filled, FilledMark};
use crate::files::sheet::layout::{self, MARKER, MARKS};
use crate::text::letters::same_name;

/// The most bytes of a sheet when it is unpacked.
const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;
/// The most cells that are looked at.
const MOST_CELLS: usize = 1_000_000;

/// The cells of a worksheet by row and column, from 0.
type Cells = BTreeMap<(u32, u32), Content>;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
enum Content {
    Number(f64),
    Text(String),
    /// A formula, whatever it comes to.
    Formula,
    Other,
}

/// Reads a filled-in XLSX sheet.
///
/// - `key`: for a blind sheet.
///
/// # Errors
/// [`SheetError`] with every mistake and its cell, when the file is damaged, no sheet of this decision, or
/// holds marks that cannot be used.
pub fn read_xlsx(bytes: &[u8], decision: &Decision, key: Option<&BlindKey>) -> Result<Filled, SheetError> {
    let cells = cells(bytes)?;
    let text = |row: u32, column: u32| match cells.get(&(row, column)) {
        Some(Content::Text(text)) => text.trim().to_owned(),
        Some(Content::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    if text(0, 0) != MARKER {
        return Err(refused(format!("the worksheet {MARKS} does not begin as one that `weigh sheet` wrote")));
    }
    let of = text(layout::DECISION, 1);
    if of != decision.id.as_str() {
        return Err(refused(format!(
            "this is a sheet for the decision `{}`, not `{}`",
            text_of(&of),
            decision.id
        )));
    }
    let evaluator = text(layout::EVALUATOR, 1);
    if !is_id(&evaluator) {
        return Err(refused(format!(
            "{MARKS}!B3: `{}` cannot be the id of an evaluator",
            text_of(&evaluator)
        )));
    }
    let rows: std::collections::BTreeSet<u32> =
        cells.keys().map(|(row, _)| *row).filter(|row| *row > layout::HEAD).collect();
    let mut mistakes = Vec::new();
    let mut marks = Vec::new();
    let scales = Scales::of(decision);
    for row in rows {
        let [vendor, criterion, note] =
            [layout::VENDOR, layout::CRITERION, layout::NOTE].map(|column| text(row, column.into()));
        let mark = cells.get(&(row, layout::MARK.into()));
        let is_empty = |text: &str| text.trim().is_empty();
        let has_mark =
            !matches!(mark, None | Some(Content::Text(_))) || !is_empty(&text(row, layout::MARK.into()));
        if matches!(cells.get(&(row, layout::NOTE.into())), Some(Content::Formula | Content::Other)) {
            mistakes.push(format!("{MARKS}!F{}: what stands here is no text of a reason", row + 1));
            continue;
        }
        if !has_mark && is_empty(&note) {
            continue;
        }
        let names = [layout::VENDOR, layout::CRITERION].map(|column| text(row, u32::from(column) + 1));
        if let Some((column, what)) = scales.swapped((&vendor, &names[0]), (&criterion, &names[1]), key) {
            mistakes.push(format!("{MARKS}!{column}{}: {what}", row + 1));
            continue;
        }
        match scales.row(&vendor, &criterion, mark, &note, key) {
            Ok(mark) => marks.push(mark),
            Err((column, what)) => mistakes.push(format!("{MARKS}!{column}{}: {what}", row + 1)),
        }
    }
    finish(evaluator, &text(layout::NAME, 1), marks, mistakes)
}

fn refused(what: impl Into<String>) -> SheetError {
    SheetError(vec![what.into()])
}

impl Scales<'_> {
    /// What is wrong where the name beside an id is that of another vendor or criterion: cells were moved, and nothing
    /// says which of both is meant.
    fn swapped(
        &self,
        (vendor, vendor_name): (&str, &str),
        (criterion, criterion_name): (&str, &str),
        key: Option<&BlindKey>,
    ) -> Option<Mistake> {
        let vendors = self.decision.vendors.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        let criteria = self.decision.criteria.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        let of_vendor = || other_of(&vendors, vendor, vendor_name).map(|what| ("B", what));
        let of_criterion = other_of(&criteria, criterion, criterion_name).map(|what| ("D", what));
        if key.is_some() { of_criterion } else { of_vendor().or(of_criterion) }
    }

    fn row(
        &self,
        vendor: &str,
        criterion: &str,
        mark: Option<&Content>,
        note: &str,
        key: Option<&BlindKey>,
    ) -> Result<FilledMark, Mistake> {
        let no_mark = |what: &str| ("E", format!("{what} is no mark"));
        let mark = match mark {
            None => None,
            Some(Content::Number(number)) => {
                Some(Exact::from_f64(*number).ok_or_else(|| no_mark(&format!("`{number}`")))?)
            }
            Some(Content::Text(text)) => match text.trim() {
                "" | "-" | "–" | "—" => None,
                // A cell that was formatted as text.
                text => Some(
                    Exact::parse(&text.replace(',', "."))
                        .map_err(|_| no_mark(&format!("`{}`", text_of(text))))?,
                ),
            },
            Some(Content::Formula) => return Err(no_mark("a formula, whatever it comes to,")),
            Some(Content::Other) => return Err(no_mark("what stands here")),
        };
        self.exact(vendor, criterion, mark, note, key)
    }
}

/// What to say where a name is that of another thing than an id, and not that of its own.
fn other_of<'a>(
    known: &(impl Iterator<Item = (&'a str, &'a str)> + Clone),
    id: &str,
    name: &str,
) -> Option<String> {
    let is_called = |(_, one): &(&str, &str)| same_name(one) == same_name(name);
    let (other, _) = known.clone().find(is_called)?;
    let is_own = known.clone().any(|(one, called)| one == id && is_called(&(one, called)));
    (!is_own).then(|| format!("the name beside `{}` is that of `{other}`", text_of(id)))
}

/// Whether a workbook is a sheet of an evaluator, of whatever decision.
#[cfg(feature = "cli")]
pub(crate) fn is_sheet(bytes: &[u8]) -> bool {
    let marker = Content::Text(MARKER.to_owned());
    cells(bytes).is_ok_and(|cells| cells.get(&(0, 0)) == Some(&marker))
}

/// The cells of the worksheet with the marks.
fn cells(bytes: &[u8]) -> Result<Cells, SheetError> {
    refuse_large(bytes)?;
    let damaged = |_| refused("the file is damaged, or is not XLSX");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let foreign =
        |_| refused(format!("there is no worksheet {MARKS}: this is not a sheet that `weigh sheet` wrote"));
    let mut reader = workbook.worksheet_cells_reader(MARKS).map_err(foreign)?;
    let mut cells = Cells::new();
    // Cell by cell: a sheet may claim to have a million rows.
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        if cells.len() > MOST_CELLS {
            return Err(refused("the worksheet has more than a million cells"));
        }
        let content = match &cell.value {
            // What it came to when it was saved last is nothing that anybody wrote.
            _ if cell.formula.is_some() => Content::Formula,
            DataRef::Empty => continue,
            #[expect(clippy::cast_precision_loss, reason = "a mark is small")]
            DataRef::Int(number) => Content::Number(*number as f64),
            DataRef::Float(number) => Content::Number(*number),
            DataRef::String(text) => Content::Text(text.clone()),
            DataRef::SharedString(text) => Content::Text((*text).to_owned()),
            _ => Content::Other,
        };
        cells.insert(cell.pos, content);
    }
    Ok(cells)
}

/// Unpacks every part once without keeping it, so that a small file cannot grow without bounds.
fn refuse_large(bytes: &[u8]) -> Result<(), SheetError> {
    let damaged = "the file is damaged, or is not XLSX";
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| refused(damaged))?;
    let mut left = LARGEST_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| refused(damaged))?;
        let read =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| refused(damaged))?;
        left =
            left.checked_sub(read).ok_or_else(|| refused("the file is larger than 64 MiB when unpacked"))?;
    }
    Ok(())
}

//! A filled-in sheet, read with suspicion: it comes back by mail.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::filled::{Filled, FilledMark};
use super::{Key, MARKER, MARKS, place};
use crate::decision::{CriterionId, Decision, EvaluatorId, Scale, VendorId};
use crate::diagnostic::{Diagnostic, Sources};
use crate::exact::Exact;
use crate::files::node::parse_document;
use crate::files::panel::EvaluatorFile;
use crate::files::read::{FromToml, is_id, shortened};
use crate::text::clean::cleaned_line;

/// The most bytes of a sheet when it is unpacked.
const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;
/// The most cells that are looked at.
const MOST_CELLS: usize = 1_000_000;
/// The most mistakes that are listed.
const MOST_LISTED: usize = 20;

/// Why a sheet could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SheetError(pub Vec<String>);

fn refused(what: impl Into<String>) -> SheetError {
    SheetError(vec![what.into()])
}

/// The cells of a worksheet by row and column, from 0.
type Cells = BTreeMap<(u32, u32), Content>;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
enum Content {
    Number(f64),
    Text(String),
    Other,
}

/// Reads a filled-in XLSX sheet.
///
/// - `key`: for a blind sheet.
///
/// # Errors
/// [`SheetError`] with every mistake and its cell, when the file is damaged, no sheet of this decision, or
/// holds marks that cannot be used.
pub fn read_xlsx(bytes: &[u8], decision: &Decision, key: Option<&Key>) -> Result<Filled, SheetError> {
    let cells = cells(bytes)?;
    let text = |row: u32, column: u32| match cells.get(&(row, column)) {
        Some(Content::Text(text)) => text.trim().to_owned(),
        Some(Content::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    if text(0, 0) != MARKER {
        return Err(refused(format!("the worksheet {MARKS} does not begin as one that `weigh sheet` wrote")));
    }
    let of = text(place::DECISION, 1);
    if of != decision.id.as_str() {
        return Err(refused(format!(
            "this is a sheet for the decision `{}`, not `{}`",
            shown(&of),
            decision.id
        )));
    }
    let evaluator = text(place::EVALUATOR, 1);
    if !is_id(&evaluator) {
        return Err(refused(format!("{MARKS}!B3: `{}` cannot be the id of an evaluator", shown(&evaluator))));
    }
    let rows: std::collections::BTreeSet<u32> =
        cells.keys().map(|(row, _)| *row).filter(|row| *row > place::HEAD).collect();
    let mut mistakes = Vec::new();
    let mut marks = Vec::new();
    let scales = Scales::of(decision);
    for row in rows {
        let [vendor, criterion, note] =
            [place::VENDOR, place::CRITERION, place::NOTE].map(|column| text(row, column.into()));
        let mark = cells.get(&(row, place::MARK.into()));
        let is_empty = |text: &str| text.trim().is_empty();
        let has_mark =
            !matches!(mark, None | Some(Content::Text(_))) || !is_empty(&text(row, place::MARK.into()));
        if !has_mark && is_empty(&note) {
            continue;
        }
        match scales.row(&vendor, &criterion, mark, &note, key) {
            Ok(mark) => marks.push(mark),
            Err((column, what)) => mistakes.push(format!("{MARKS}!{column}{}: {what}", row + 1)),
        }
    }
    finish(evaluator, &text(place::NAME, 1), marks, mistakes)
}

/// Reads a filled-in TOML sheet.
///
/// # Errors
/// [`SheetError`] with every mistake.
pub fn read_toml(
    text: &str,
    evaluator: &EvaluatorId,
    decision: &Decision,
    key: Option<&Key>,
) -> Result<Filled, SheetError> {
    let (root, mut problems) = parse_document(text, Sources::default().add("", ""));
    let file = EvaluatorFile::read(&root, &mut problems);
    let mut mistakes: Vec<String> =
        problems.into_iter().filter(Diagnostic::is_error).map(|problem| problem.message).collect();
    let scales = Scales::of(decision);
    let mut marks = Vec::new();
    let Some(file) = file else { return Err(SheetError(mistakes)) };
    for vendor in file.marks.map_or_else(Vec::new, |marks| marks.value.0) {
        for entry in vendor.value.0 {
            let (mark, note) = entry.value.into_parts();
            match scales.exact(&vendor.id, &entry.id, mark, &note.unwrap_or_default(), key) {
                Ok(mark) => marks.push(mark),
                Err((_, what)) => {
                    mistakes.push(format!("marks.{}.{}: {what}", shown(&vendor.id), shown(&entry.id)));
                }
            }
        }
    }
    let name = file.name.map_or_else(String::new, |name| name.value.0);
    finish(evaluator.to_string(), &name, marks, mistakes)
}

fn finish(
    evaluator: String,
    name: &str,
    marks: Vec<FilledMark>,
    mut mistakes: Vec<String>,
) -> Result<Filled, SheetError> {
    for (at, mark) in marks.iter().enumerate() {
        if marks[..at]
            .iter()
            .any(|other| (&other.vendor, &other.criterion) == (&mark.vendor, &mark.criterion))
        {
            mistakes.push(format!("`{}` is marked twice on `{}`", mark.vendor, mark.criterion));
        }
    }
    if !mistakes.is_empty() {
        let more = mistakes.len().saturating_sub(MOST_LISTED);
        mistakes.truncate(MOST_LISTED);
        if more > 0 {
            mistakes.push(format!("and {more} more"));
        }
        return Err(SheetError(mistakes));
    }
    let name = cleaned_line(if name.is_empty() { &evaluator } else { name });
    Ok(Filled { evaluator: EvaluatorId::new(evaluator), name, marks })
}

/// What may be marked, and on which scale.
struct Scales<'a> {
    decision: &'a Decision,
    rated: BTreeMap<&'a str, (&'a Exact, &'a Exact)>,
}

/// What is wrong, and in which column.
type Mistake = (&'static str, String);

impl<'a> Scales<'a> {
    fn of(decision: &'a Decision) -> Scales<'a> {
        let rated = decision.criteria.iter().filter_map(|criterion| match &criterion.leaf.as_ref()?.scale {
            Scale::Rating { from, to, .. } => Some((criterion.id.as_str(), (from, to))),
            _ => None,
        });
        Scales { decision, rated: rated.collect() }
    }

    fn row(
        &self,
        vendor: &str,
        criterion: &str,
        mark: Option<&Content>,
        note: &str,
        key: Option<&Key>,
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
                        .map_err(|_| no_mark(&format!("`{}`", shown(text))))?,
                ),
            },
            Some(Content::Other) => return Err(no_mark("what stands here")),
        };
        self.exact(vendor, criterion, mark, note, key)
    }

    fn exact(
        &self,
        vendor: &str,
        criterion: &str,
        mark: Option<Exact>,
        note: &str,
        key: Option<&Key>,
    ) -> Result<FilledMark, Mistake> {
        let id = self.vendor(vendor, key)?;
        let Some((from, to)) = self.rated.get(criterion) else {
            return Err(("C", format!("this decision has no marks on `{}`", shown(criterion))));
        };
        if let Some(mark) = mark.as_ref().filter(|mark| *mark < *from || *mark > *to) {
            return Err(("E", format!("mark {mark} is outside the scale, {from} to {to}")));
        }
        let note = cleaned_line(note.trim());
        let note = (!note.is_empty()).then_some(note);
        Ok(FilledMark { vendor: id, criterion: CriterionId::new(criterion), mark, note })
    }

    fn vendor(&self, text: &str, key: Option<&Key>) -> Result<VendorId, Mistake> {
        let is_known = |id: &VendorId| self.decision.vendors.iter().any(|vendor| vendor.id == *id);
        let id = match key {
            Some(key) => key.vendor(text).cloned(),
            None => Some(VendorId::new(text)),
        };
        id.filter(is_known).ok_or_else(|| {
            let is_label = key.is_none() && text.starts_with("vendor-");
            let help = if is_label { "; a blind sheet is read with its key: --key FILE" } else { "" };
            ("A", format!("there is no vendor `{}`{help}", shown(text)))
        })
    }
}

fn shown(text: &str) -> String {
    shortened(&cleaned_line(text))
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
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        if cells.len() > MOST_CELLS {
            return Err(refused("the worksheet has more than a million cells"));
        }
        let content = match cell.get_value() {
            DataRef::Empty => continue,
            #[expect(clippy::cast_precision_loss, reason = "a mark is small")]
            DataRef::Int(number) => Content::Number(*number as f64),
            DataRef::Float(number) => Content::Number(*number),
            DataRef::String(text) => Content::Text(text.clone()),
            DataRef::SharedString(text) => Content::Text((*text).to_owned()),
            _ => Content::Other,
        };
        cells.insert(cell.get_position(), content);
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

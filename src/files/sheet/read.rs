//! A filled-in sheet, read with suspicion: it comes back by mail.

#[cfg(feature = "xlsx")]
mod workbook;

use std::collections::BTreeMap;

use super::BlindKey;
use super::filled::{Filled, FilledMark};
use crate::decision::{CriterionId, Decision, EvaluatorId, VendorId};
use crate::diagnostic::{Diagnostic, Place, Sources};
use crate::exact::Exact;
use crate::files::node::parse_document;
use crate::files::panel::EvaluatorFile;
use crate::files::read::{FromToml, shortened};
use crate::text::clean::cleaned_line;

#[cfg(all(feature = "cli", feature = "xlsx"))]
pub(crate) use workbook::is_sheet;
#[cfg(feature = "xlsx")]
pub use workbook::read_xlsx;

/// The most mistakes that are listed.
const MOST_LISTED: usize = 20;

/// Why a sheet could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SheetError(pub Vec<String>);

/// Reads a filled-in TOML sheet.
///
/// # Errors
/// [`SheetError`] with every mistake.
pub fn read_toml(
    text: &str,
    evaluator: &EvaluatorId,
    decision: &Decision,
    key: Option<&BlindKey>,
) -> Result<Filled, SheetError> {
    let mut sources = Sources::default();
    let (root, mut problems) = parse_document(text, sources.add("", text));
    let file = EvaluatorFile::read(&root, &mut problems);
    let located = |problem: Diagnostic| match problem.place {
        Place::Span(span) => {
            let at = sources.get(span.source).position(span.start);
            format!("line {}, column {}: {}", at.line, at.column, problem.message)
        }
        Place::Source(_) => problem.message,
    };
    let mut mistakes: Vec<String> = problems.into_iter().filter(Diagnostic::is_error).map(located).collect();
    let scales = Scales::of(decision);
    let mut marks = Vec::new();
    let Some(file) = file else { return Err(SheetError(mistakes)) };
    for vendor in file.marks.map_or_else(Vec::new, |marks| marks.value.0) {
        for entry in vendor.value.0 {
            let (mark, note) = entry.value.into_parts();
            match scales.exact(&vendor.id, &entry.id, mark, &note.unwrap_or_default(), key) {
                Ok(mark) => marks.push(mark),
                Err((_, what)) => {
                    mistakes.push(format!("marks.{}.{}: {what}", text_of(&vendor.id), text_of(&entry.id)));
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
        let rated = decision.criteria.iter().filter_map(|criterion| {
            let marks = criterion.leaf.as_ref()?.scale.marks()?;
            Some((criterion.id.as_str(), (marks.from, marks.to)))
        });
        Scales { decision, rated: rated.collect() }
    }

    fn exact(
        &self,
        vendor: &str,
        criterion: &str,
        mark: Option<Exact>,
        note: &str,
        key: Option<&BlindKey>,
    ) -> Result<FilledMark, Mistake> {
        let id = self.vendor(vendor, key)?;
        let Some((from, to)) = self.rated.get(criterion) else {
            return Err(("C", format!("this decision has no marks on `{}`", text_of(criterion))));
        };
        if let Some(mark) = mark.as_ref().filter(|mark| *mark < *from || *mark > *to) {
            return Err(("E", format!("mark {mark} is outside the scale, {from} to {to}")));
        }
        let note = cleaned_line(note.trim());
        let note = (!note.is_empty()).then_some(note);
        Ok(FilledMark { vendor: id, criterion: CriterionId::new(criterion), mark, note })
    }

    fn vendor(&self, text: &str, key: Option<&BlindKey>) -> Result<VendorId, Mistake> {
        let is_known = |id: &VendorId| self.decision.vendors.iter().any(|vendor| vendor.id == *id);
        let id = match key {
            Some(key) => key.vendor(text).cloned(),
            None => Some(VendorId::new(text)),
        };
        id.filter(is_known).ok_or_else(|| {
            let is_label = key.is_none() && text.starts_with("vendor-");
            let help = if is_label { "; a blind sheet is read with its key: --key FILE" } else { "" };
            ("A", format!("there is no vendor `{}`{help}", text_of(text)))
        })
    }
}

fn text_of(text: &str) -> String {
    shortened(&cleaned_line(text))
}

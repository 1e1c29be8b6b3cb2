//! A filled-in sheet, read with suspicion: it comes back by mail.

use std::collections::{BTreeMap, BTreeSet};

use super::BlindKey;
use super::filled::{Filled, FilledMark};
use crate::decision::{CriterionId, Decision, EvaluatorId, VendorId};
use crate::diagnostic::{Diagnostic, Place, Sources, Span};
use crate::exact::Exact;
use crate::files::node::parse_document;
use crate::files::panel::EvaluatorFile;
use crate::files::read::{FromToml, shortened};
use crate::text::clean::cleaned_line;

/// Why a sheet could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SheetError(pub Vec<String>);

/// Reads a filled-in TOML sheet: the marks that can be one, and what cannot.
///
/// # Errors
/// [`SheetError`] where it is no TOML, or no file of an evaluator.
pub fn read_toml(
    text: &str,
    evaluator: &EvaluatorId,
    decision: &Decision,
    key: Option<&BlindKey>,
) -> Result<Filled, SheetError> {
    let mut sources = Sources::default();
    let (root, mut problems) = parse_document(text, sources.add("", text));
    let is_toml = problems.is_empty();
    let file = EvaluatorFile::read(&root, &mut problems);
    let line = |span: Span| {
        let at = sources.get(span.source).position(span.start);
        format!("line {}, column {}", at.line, at.column)
    };
    let located = |problem: Diagnostic| match problem.place {
        Place::Span(span) => format!("{}: {}", line(span), problem.message),
        Place::Source(_) => problem.message,
    };
    let mut mistakes: Vec<String> = problems.into_iter().filter(Diagnostic::is_error).map(located).collect();
    let Some(file) = file.filter(|_| is_toml || mistakes.is_empty()) else {
        return Err(SheetError(mistakes));
    };
    let scales = Scales::of(decision);
    let mut marks = Vec::new();
    for vendor in file.marks.map_or_else(Vec::new, |marks| marks.value.0) {
        for entry in vendor.value.0 {
            let (mark, note) = entry.value.into_parts();
            let at = line(entry.id_span);
            match scales.exact(&vendor.id, &entry.id, mark, &note.unwrap_or_default(), (key, at.clone())) {
                Ok(mark) => marks.push(mark),
                Err((_, what)) => mistakes.push(format!(
                    "{at}: marks.{}.{}: {what}",
                    text_of(&vendor.id),
                    text_of(&entry.id)
                )),
            }
        }
    }
    let name = file.name.map_or_else(String::new, |name| name.value.0);
    Ok(finish(evaluator.to_string(), &name, marks, mistakes))
}

/// What was filled in; of two marks in one place that differ, neither is.
pub(crate) fn finish(
    evaluator: String,
    name: &str,
    marks: Vec<FilledMark>,
    mut mistakes: Vec<String>,
) -> Filled {
    let mut kept: Vec<FilledMark> = Vec::new();
    let mut twice: BTreeSet<usize> = BTreeSet::new();
    let mut places: BTreeMap<(VendorId, CriterionId), usize> = BTreeMap::new();
    for mark in marks {
        let first = *places.entry((mark.vendor.clone(), mark.criterion.clone())).or_insert(kept.len());
        let Some(known) = kept.get(first) else {
            kept.push(mark);
            continue;
        };
        if (&known.mark, &known.note) != (&mark.mark, &mark.note) {
            let FilledMark { vendor, criterion, at, .. } = &mark;
            mistakes
                .push(format!("{at}: `{vendor}` is marked twice on `{criterion}`, first in {}", known.at));
            twice.insert(first);
        }
    }
    let kept = kept.into_iter().enumerate().filter(|(at, _)| !twice.contains(at)).map(|(_, mark)| mark);
    let name = cleaned_line(if name.is_empty() { &evaluator } else { name });
    Filled {
        evaluator: EvaluatorId::new(evaluator),
        name,
        marks: kept.collect(),
        mistakes,
        unread: Vec::new(),
    }
}

/// What may be marked, and on which scale.
pub(crate) struct Scales<'a> {
    decision: &'a Decision,
    rated: BTreeMap<&'a str, (&'a Exact, &'a Exact)>,
}

/// The part of a mark in which something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Whom it is given to.
    Vendor,
    /// On what it is given.
    Criterion,
    /// The mark itself.
    Mark,
}

impl<'a> Scales<'a> {
    /// The criteria of a decision that are marked.
    pub(crate) fn of(decision: &'a Decision) -> Scales<'a> {
        let rated = decision.criteria.iter().filter_map(|criterion| {
            let marks = criterion.leaf.as_ref()?.scale.marks()?;
            Some((criterion.id.as_str(), (marks.from, marks.to)))
        });
        Scales { decision, rated: rated.collect() }
    }

    /// A mark that may be given.
    ///
    /// - `key`: of a blind sheet; beside it where the mark stands.
    ///
    /// # Errors
    /// What is wrong with which part of it.
    pub(crate) fn exact(
        &self,
        vendor: &str,
        criterion: &str,
        mark: Option<Exact>,
        note: &str,
        (key, at): (Option<&BlindKey>, String),
    ) -> Result<FilledMark, (Part, String)> {
        let id = self.vendor(vendor, key)?;
        let Some((from, to)) = self.rated.get(criterion) else {
            return Err((Part::Criterion, format!("this decision has no marks on `{}`", text_of(criterion))));
        };
        if let Some(mark) = mark.as_ref().filter(|mark| *mark < *from || *mark > *to) {
            return Err((Part::Mark, format!("mark {mark} is outside the scale, {from} to {to}")));
        }
        let note = cleaned_line(note.trim());
        let note = (!note.is_empty()).then_some(note);
        Ok(FilledMark { vendor: id, criterion: CriterionId::new(criterion), mark, note, at })
    }

    fn vendor(&self, text: &str, key: Option<&BlindKey>) -> Result<VendorId, (Part, String)> {
        let is_known = |id: &VendorId| self.decision.vendors.iter().any(|vendor| vendor.id == *id);
        let id = match key {
            Some(key) => key.vendor(text).cloned(),
            None => Some(VendorId::new(text)),
        };
        id.filter(is_known).ok_or_else(|| {
            let is_label = key.is_none() && text.starts_with("vendor-");
            let help = if is_label { "; a blind sheet is read with its key: --key FILE" } else { "" };
            (Part::Vendor, format!("there is no vendor `{}`{help}", text_of(text)))
        })
    }
}

/// A text of a sheet in a message.
pub(crate) fn text_of(text: &str) -> String {
    shortened(&cleaned_line(text))
}

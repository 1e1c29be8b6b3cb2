//! A filled-in sheet on its way into the evaluator's file.

use std::fmt::Write as _;

use crate::decision::{CriterionId, EvaluatorId, VendorId};
use crate::exact::Exact;
use crate::files::edit::{self, Edit, EditError, quoted};
use crate::files::load::Request;
use crate::files::panel;

/// What an evaluator filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The evaluator.
    pub evaluator: EvaluatorId,
    /// The name.
    pub name: String,
    /// The marks, in the order of the sheet.
    pub marks: Vec<FilledMark>,
}

/// A mark that was filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledMark {
    /// The vendor.
    pub vendor: VendorId,
    /// The criterion.
    pub criterion: CriterionId,
    /// The mark; none where the evaluator cannot judge.
    pub mark: Option<Exact>,
    /// Why.
    pub note: Option<String>,
}

impl FilledMark {
    fn toml(&self) -> String {
        match (&self.mark, &self.note) {
            (Some(mark), None) => mark.to_string(),
            (Some(mark), Some(note)) => format!("{{ mark = {mark}, note = {} }}", quoted(note)),
            (None, Some(note)) => format!("{{ note = {} }}", quoted(note)),
            (None, None) => "{}".to_owned(),
        }
    }
}

/// The change to the evaluator's file that a filled-in sheet makes; the file is made where it is not there.
/// None where the sheet holds nothing.
///
/// # Errors
/// [`EditError`] with the problems of a file that cannot take the marks.
pub fn written(request: &Request, filled: &Filled) -> Result<Option<Edit>, EditError> {
    let id = &filled.evaluator;
    let file = panel::file(request, id.as_str());
    if filled.marks.is_empty() {
        return Ok(None);
    }
    if !file.exists() {
        let (before, after) = (Vec::new(), new_file(filled).into_bytes());
        return Ok(Some(Edit { file, before, after, line: 1, old: None, new: String::new() }));
    }
    let value =
        |mark: &FilledMark| (format!("panel.{id}.marks.{}.{}", mark.vendor, mark.criterion), mark.toml());
    let values: Vec<(String, String)> = filled.marks.iter().map(value).collect();
    Ok(edit::plan_all(request, &values)?.into_iter().next())
}

/// The text of a new evaluator's file.
fn new_file(filled: &Filled) -> String {
    let mut text = format!("#:schema ../panel.schema.json\n\nname = {}\n", quoted(&filled.name));
    let mut vendors: Vec<&VendorId> = Vec::new();
    for mark in &filled.marks {
        if !vendors.contains(&&mark.vendor) {
            vendors.push(&mark.vendor);
        }
    }
    for vendor in vendors {
        let _ = write!(text, "\n[marks.{vendor}]\n");
        for mark in filled.marks.iter().filter(|mark| mark.vendor == *vendor) {
            let _ = writeln!(text, "{} = {}", mark.criterion, mark.toml());
        }
    }
    text
}

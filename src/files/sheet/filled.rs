//! A filled-in sheet on its way into the evaluator's file.

use std::fmt::Write as _;

use crate::decision::{CriterionId, EvaluatorId, VendorId};
use crate::exact::Exact;
use crate::files::edit::quoted;
use crate::files::panel::mark_path;

/// What an evaluator filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The stem of the name that the evaluator's file has, or gets.
    pub evaluator: EvaluatorId,
    /// What the evaluator is called in results.
    pub name: String,
    /// The marks, in the order of the sheet.
    pub marks: Vec<FilledMark>,
    /// What cannot be a mark, each with its place.
    pub mistakes: Vec<String>,
    /// What stands beside the marks and is not read, each with its place.
    pub unread: Vec<String>,
}

/// A mark that was filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledMark {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// The mark; none where the evaluator cannot judge.
    pub mark: Option<Exact>,
    /// Why.
    pub note: Option<String>,
    /// Where it stands in the sheet: `line 5`, `Marks!E8`.
    pub at: String,
}

impl FilledMark {
    /// The mark with its reason as the evaluator's file has it.
    #[must_use]
    pub fn toml(&self) -> String {
        match (&self.mark, &self.note) {
            (Some(mark), None) => mark.to_string(),
            (Some(mark), Some(note)) => format!("{{ mark = {mark}, note = {} }}", quoted(note)),
            (None, Some(note)) => format!("{{ note = {} }}", quoted(note)),
            (None, None) => "{}".to_owned(),
        }
    }
}

impl Filled {
    /// The marks as `weigh set` knows them: each path with its value.
    #[must_use]
    pub fn values(&self) -> Vec<(String, String)> {
        let value = |mark: &FilledMark| {
            (mark_path(self.evaluator.as_str(), &mark.vendor, &mark.criterion), mark.toml())
        };
        self.marks.iter().map(value).collect()
    }

    /// The text of a new evaluator's file with the marks.
    #[must_use]
    pub fn new_file(&self) -> String {
        let mut text = format!("#:schema ../panel.schema.json\n\nname = {}\n", quoted(&self.name));
        let mut vendors: Vec<&VendorId> = Vec::new();
        for mark in &self.marks {
            if !vendors.contains(&&mark.vendor) {
                vendors.push(&mark.vendor);
            }
        }
        for vendor in vendors {
            let _ = write!(text, "\n[marks.{vendor}]\n");
            for mark in self.marks.iter().filter(|mark| mark.vendor == *vendor) {
                let _ = writeln!(text, "{} = {}", mark.criterion, mark.toml());
            }
        }
        text
    }
}

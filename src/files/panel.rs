//! Panel files: one evaluator a file, and the file of the marks that were agreed on.

mod check;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::edit::quoted;
use super::node::{Node, NodeKind, parse_value};
use super::read::{ById, FromToml, IdEntry, Limited, Problems, Spanned, toml_table, wrong_type};
use super::values::{Name, Prose};
pub use crate::decision::panel::CONSENSUS;
use crate::decision::panel::{Conflict, ConflictKind, Evaluator, Mark, Marks, Panel};
use crate::decision::{CriterionId, EvaluatorId, Location, VendorId, Weight};
use crate::diagnostic::{Sources, Span};
use crate::exact::Exact;
pub(crate) use check::check;

/// A file of consensus marks before the first of them.
pub(crate) const EMPTY_CONSENSUS: &str = "#:schema ../consensus.schema.json\n\n# What the panel agreed on, with the reasons. The marks of its members stay in their own files.\n";

/// What the note of a mark begins with where it says no reason, and only what the mark took the place of.
pub const BEFORE: &str = "before: ";

/// The path by which `weigh set` knows the mark of an evaluator, or of the [`CONSENSUS`], whose file it makes
/// where it is not there.
#[must_use]
pub fn mark_path(id: &str, vendor: &VendorId, criterion: &CriterionId) -> String {
    format!("panel.{id}.marks.{vendor}.{criterion}")
}

/// A mark with its note as files have it; without a mark: cannot judge this.
#[must_use]
pub fn mark_text(mark: Option<&Exact>, note: Option<&str>) -> String {
    let note = note.map(quoted);
    match (mark, note) {
        (Some(mark), Some(note)) => format!("{{ mark = {mark}, note = {note} }}"),
        (Some(mark), None) => format!("{{ mark = {mark} }}"),
        (None, Some(note)) => format!("{{ note = {note} }}"),
        (None, None) => "{}".to_owned(),
    }
}

/// The mark and the note of a text as [`mark_text`] makes it, or of a number alone; none for any other text.
#[must_use]
pub fn read_mark(text: &str) -> Option<(Option<Exact>, Option<String>)> {
    let (node, errors) = parse_value(text, Sources::default().add("", ""), 0);
    let mut problems = Problems::default();
    let read = MarkEntry::read(&node, &mut problems).filter(|_| errors.is_empty());
    Some(read?.into_parts())
}

toml_table! {
    /// One evaluator of a panel: who it is, whom he or she does not judge, the marks, and perhaps own weights.
    struct EvaluatorFile {
        /// What the evaluator is called in results, unless they show roles alone.
        name: Name [required],
        /// What the evaluator is in the panel, such as "Security".
        role: Name,
        /// How much the marks count in a weighted mean; 1 when left out.
        weight: Weight,
        /// Vendors whom the evaluator does not judge.
        conflicts: Vec<Spanned<ConflictEntry>>,
        /// Remarks.
        note: Prose,
        /// The evaluator's own weights by criterion; every criterion of a group, or none of it.
        weights: ById<Weight>,
        /// The marks by vendor and criterion.
        marks: ById<ById<MarkEntry>>,
    }
}

toml_table! {
    /// The marks that a panel agreed on in a meeting, each with its reason.
    struct ConsensusFile {
        /// The marks by vendor and criterion.
        marks: ById<ById<MarkEntry>>,
    }
}

toml_table! {
    /// A conflict of interest.
    struct ConflictEntry {
        /// The vendor: the name of its file without .toml.
        vendor: Name [required],
        /// "excluded": may not mark the vendor at all. "recused": stepped back; marks given before do not count.
        kind: ConflictKind [required],
        /// What the conflict is.
        reason: Prose,
    }
}

toml_table! {
    /// A mark with the reason for it. Without `mark`: cannot judge this.
    struct MarkTable {
        /// A number from the lowest to the highest mark of the criterion.
        mark: Exact,
        /// Why.
        note: Prose,
    }
}

/// A mark: a number, or a table with a note.
#[derive(Debug)]
pub(crate) struct MarkEntry {
    mark: Option<Spanned<Exact>>,
    note: Option<String>,
}

impl Limited for Weight {
    const MOST: usize = 1_000;
}

impl Limited for MarkEntry {
    const MOST: usize = 1_000;
}

impl Limited for ById<MarkEntry> {
    const MOST: usize = 20_000;
}

impl FromToml for MarkEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.kind {
            NodeKind::Number(_) => {
                let mark = Spanned { value: Exact::read(node, problems)?, span: node.span };
                Some(MarkEntry { mark: Some(mark), note: None })
            }
            NodeKind::Table(_) => {
                let table = MarkTable::read(node, problems)?;
                Some(MarkEntry { mark: table.mark, note: table.note.map(|note| note.value.0) })
            }
            _ => {
                wrong_type(node, "a number or a table with a mark", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [Exact::schema(), MarkTable::schema()] })
    }
}

impl MarkEntry {
    /// The mark and the note.
    pub(crate) fn into_parts(self) -> (Option<Exact>, Option<String>) {
        (self.mark.map(|mark| mark.value), self.note)
    }
}

/// A panel as it was read, with the places that later checks point at.
#[derive(Debug, Default)]
pub(crate) struct ReadPanel {
    pub(crate) evaluators: Vec<ReadEvaluator>,
    pub(crate) consensus: ReadMarks,
    /// The folder, as seen from the workspace.
    pub(crate) folder: String,
    /// Where the criteria file names the folder.
    pub(crate) named: Option<Span>,
}

impl ReadPanel {
    /// The panel without its places; nothing is combined yet.
    pub(crate) fn into_panel(self) -> Panel {
        let evaluators = self.evaluators.into_iter().map(|read| read.evaluator).collect();
        Panel { evaluators, consensus: self.consensus.marks, combined: Vec::new() }
    }
}

/// An evaluator as read.
#[derive(Debug)]
pub(crate) struct ReadEvaluator {
    pub(crate) evaluator: Evaluator,
    name: Option<Span>,
    conflicts: Vec<Span>,
    weights: Vec<(CriterionId, Span)>,
    marks: MarkSpans,
    source: crate::diagnostic::SourceId,
}

/// Marks as read.
#[derive(Debug, Default)]
pub(crate) struct ReadMarks {
    pub(crate) marks: Marks,
    spans: MarkSpans,
}

/// Where marks are written.
type MarkSpans = Vec<VendorSpans>;

/// Where the marks of a vendor are written.
#[derive(Debug)]
struct VendorSpans {
    vendor: VendorId,
    key: Span,
    marks: Vec<(CriterionId, Span, Span)>,
}

/// Makes an evaluator of a file. `locate` gives the file and line of a place.
pub(crate) fn build(
    file: EvaluatorFile,
    id: EvaluatorId,
    (source, path): (crate::diagnostic::SourceId, &str),
    locate: impl Fn(Span) -> Location,
) -> ReadEvaluator {
    let conflicts = file.conflicts.map_or_else(Vec::new, |conflicts| conflicts.value);
    let conflict = |entry: &Spanned<ConflictEntry>| {
        let entry = &entry.value;
        Some(Conflict {
            vendor: VendorId::new(entry.vendor.as_ref()?.value.0.clone()),
            kind: entry.kind.as_ref()?.value,
            reason: entry.reason.as_ref().map(|reason| reason.value.0.clone()),
        })
    };
    let weights = file.weights.map_or_else(Vec::new, |weights| weights.value.0);
    let marks = build_marks(file.marks, locate);
    let kept: Vec<(Conflict, Span)> = conflicts
        .iter()
        .filter_map(|entry| Some((conflict(entry)?, entry.value.vendor.as_ref()?.span)))
        .collect();
    ReadEvaluator {
        name: file.name.as_ref().map(|name| name.span),
        conflicts: kept.iter().map(|(_, span)| *span).collect(),
        weights: weights.iter().map(|entry| (CriterionId::new(entry.id.as_str()), entry.id_span)).collect(),
        evaluator: Evaluator {
            name: file.name.map_or_else(|| id.to_string(), |name| name.value.0),
            id,
            role: file.role.map(|role| role.value.0),
            weight: file.weight.map_or(Weight::ONE, |weight| weight.value),
            conflicts: kept.into_iter().map(|(conflict, _)| conflict).collect(),
            marks: marks.marks,
            weights: weights.into_iter().map(|entry| (CriterionId::new(entry.id), entry.value)).collect(),
            note: file.note.map(|note| note.value.0),
            file: path.to_owned(),
        },
        marks: marks.spans,
        source,
    }
}

/// Makes marks of the table of a file.
pub(crate) fn build_marks(
    marks: Option<Spanned<ById<ById<MarkEntry>>>>,
    locate: impl Fn(Span) -> Location,
) -> ReadMarks {
    let mut read = ReadMarks::default();
    for vendor in marks.map_or_else(Vec::new, |marks| marks.value.0) {
        let mut given = BTreeMap::new();
        let mut spans = Vec::new();
        let one = |entry: IdEntry<MarkEntry>| {
            let span = entry.value.mark.as_ref().map_or(entry.span, |mark| mark.span);
            let mark = Mark {
                mark: entry.value.mark.map(|mark| mark.value),
                note: entry.value.note,
                location: locate(entry.id_span),
            };
            (CriterionId::new(entry.id), entry.id_span, span, mark)
        };
        for (criterion, key, span, mark) in vendor.value.0.into_iter().map(one) {
            spans.push((criterion.clone(), key, span));
            given.insert(criterion, mark);
        }
        let id = VendorId::new(vendor.id);
        read.spans.push(VendorSpans { vendor: id.clone(), key: vendor.id_span, marks: spans });
        read.marks.insert(id, given);
    }
    read
}

//! Vendor files: what they may hold, and the vendor that they make.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::disclosure::ContactEntry;
use super::fact::{FactEntry, not_applicable};
use super::node::{Node, NodeKind};
use super::quote::{self, QuoteEntry, ReadQuote};
use super::read::{Attempt, ById, FromToml, Limited, Problems, Spanned, toml_table, wrong_type};
use super::values::{Country, Name, Prose};
use super::words::{KindWord, ShoreWord, StatusWord};
use super::written::{GroupedNumber, NumberOf, Written};
use crate::decision::vendor::is_head_fact;
use crate::decision::{CriterionId, Evidence, Fact, FactId, FactValue, Location, Status, Vendor, VendorId};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::exact::Exact;

toml_table! {
    /// One vendor: what is true of it, and how we know.
    struct VendorFile {
        /// What it is called in results.
        name: Name [required],
        /// Its name in its own script.
        local: Name,
        /// The kind of provider that it calls itself, in any word; a fact like others.
        kind: KindWord,
        /// The country that it works from: two capital letters; a fact like others.
        country: Country,
        /// How far away it works, in any word; a fact like others.
        shore: ShoreWord,
        /// Whether it takes part; invited when left out; a fact like others.
        status: StatusWord,
        /// Why it is withdrawn or disqualified.
        reason: Prose,
        /// Remarks.
        note: Prose,
        /// What is true of it. A fact that is not known is left out, or written as { }.
        facts: ById<Attempt<FactEntry>>,
        /// Marks by people, by the id of the criterion.
        ratings: ById<RatingEntry>,
        /// What it asks for.
        quote: Attempt<QuoteEntry>,
        /// How it is reached and known; it changes no number.
        contact: ContactEntry,
    }
}

toml_table! {
    /// A mark with the reason for it, or why there is none to give.
    struct RatingTable {
        /// A number from the lowest to the highest mark of the criterion.
        mark: Exact,
        /// True where there is nothing to mark: neither a doubt nor a worth. Holds for a panel too.
        not_applicable: bool,
        /// Why it does not apply.
        reason: Prose,
        /// Why.
        note: Prose,
    }
}

/// A mark: a number, or a table with a note.
#[derive(Debug)]
pub(crate) struct RatingEntry {
    mark: FactValue,
    mark_span: Span,
    note: Option<String>,
}

impl Limited for RatingEntry {
    const MOST: usize = 1_000;
}

impl FromToml for RatingEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.kind {
            NodeKind::Number(_) => {
                let mark = FactValue::Number { value: Exact::read(node, problems)? };
                Some(RatingEntry { mark, mark_span: node.span, note: None })
            }
            NodeKind::Table(_) => {
                let table = RatingTable::read(node, problems)?;
                let stated = table.mark.as_ref().map(|mark| mark.span);
                let is_said = table.not_applicable.as_ref().is_some_and(|flag| flag.value);
                let said = table.note.map(|note| note.value.0);
                let reason = not_applicable(table.not_applicable, table.reason, stated, problems);
                let mark = match (reason, table.mark) {
                    (Some(reason), _) => FactValue::NotApplicable { reason },
                    (None, Some(mark)) => FactValue::Number { value: mark.value },
                    (None, None) => {
                        if !is_said {
                            let help =
                                "add `mark`: a number from the lowest to the highest mark of the criterion";
                            let message = "the key `mark` is missing";
                            problems.push(Diagnostic::new(Code::MissingKey, node.span, message).help(help));
                        }
                        return None;
                    }
                };
                Some(RatingEntry { mark, mark_span: stated.unwrap_or(node.span), note: said })
            }
            _ => {
                wrong_type(node, "a number or a table with a mark", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        let mut table = RatingTable::schema();
        table["oneOf"] = json!([{ "required": ["mark"] }, { "required": ["not_applicable", "reason"] }]);
        json!({ "anyOf": [Exact::schema(), table] })
    }
}

/// A vendor with the places that later checks point at.
#[derive(Debug)]
pub(crate) struct ReadVendor {
    pub(crate) vendor: Vendor,
    pub(crate) name: Option<Span>,
    pub(crate) facts: BTreeMap<FactId, FactSpans>,
    pub(crate) ratings: BTreeMap<CriterionId, RatingSpans>,
    pub(crate) quote: Option<Box<ReadQuote>>,
    pub(crate) written: Written,
}

impl ReadVendor {
    /// The numbers of facts that are written as thousands may be, each with the id of its fact.
    pub(crate) fn grouped_facts(&self) -> impl Iterator<Item = (&str, &GroupedNumber)> {
        self.written.grouped.iter().filter_map(|number| match &number.of {
            NumberOf::Fact(id) => Some((id.as_str(), number)),
            NumberOf::Criterion(_) | NumberOf::Gate(_) | NumberOf::Sum => None,
        })
    }

    /// The numbers of a fact that are written as thousands may be.
    pub(crate) fn grouped_of<'a>(&'a self, fact: &'a FactId) -> impl Iterator<Item = &'a GroupedNumber> {
        self.grouped_facts().filter(|(id, _)| *id == fact.as_str()).map(|(_, number)| number)
    }
}

/// Where a fact is written.
#[derive(Clone, Debug)]
pub(crate) struct FactSpans {
    key: Packed,
    value: Packed,
    /// What few facts have: the others take no room for it.
    more: Option<Box<(Vec<Span>, Option<Span>)>>,
}

/// A span in half of the room: there may be a million of them, and no file comes to 4 GiB.
#[derive(Clone, Copy, Debug)]
struct Packed {
    source: SourceId,
    start: u32,
    end: u32,
}

impl From<Span> for Packed {
    fn from(Span { source, start, end }: Span) -> Packed {
        let packed = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Packed { source, start: packed(start), end: packed(end) }
    }
}

impl From<Packed> for Span {
    fn from(Packed { source, start, end }: Packed) -> Span {
        let whole = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        Span { source, start: whole(start), end: whole(end) }
    }
}

impl FactSpans {
    pub(crate) fn new(key: Span, value: Span) -> FactSpans {
        FactSpans { key: key.into(), value: value.into(), more: None }
    }

    pub(crate) fn key(&self) -> Span {
        self.key.into()
    }

    pub(crate) fn value(&self) -> Span {
        self.value.into()
    }

    fn with(self, items: Vec<Span>, unit: Option<Span>) -> FactSpans {
        let has_more = !items.is_empty() || unit.is_some();
        FactSpans { more: has_more.then(|| Box::new((items, unit))), ..self }
    }

    /// Of each thing of a set; empty for what is none.
    pub(crate) fn items(&self) -> &[Span] {
        self.more.as_ref().map_or(&[], |more| &more.0)
    }

    pub(crate) fn unit(&self) -> Option<Span> {
        self.more.as_ref()?.1
    }
}

/// Where a mark is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RatingSpans {
    pub(crate) key: Span,
    pub(crate) mark: Span,
}

/// Checks a vendor file within itself and makes the vendor of it.
///
/// `path` is the file as seen from the workspace; `locate` gives the file and line of a place.
pub(crate) fn build(
    file: VendorFile,
    id: VendorId,
    (source, path): (SourceId, &str),
    written: Written,
    locate: impl Fn(Span) -> Location,
    problems: &mut Problems,
) -> ReadVendor {
    // Maps that are made of all entries at once take half of the memory.
    let (mut facts, mut fact_spans) = (Vec::new(), Vec::new());
    for entry in file.facts.map_or_else(Vec::new, |facts| facts.value.0) {
        if is_head_fact(&entry.id) {
            let message = format!("`{}` stands at the head of the file, not among the facts", entry.id);
            let help = format!("write it above [facts], beside `name`: {} = ...", entry.id);
            problems.push(Diagnostic::new(Code::HeadFact, entry.id_span, message).help(help));
            continue;
        }
        let id = FactId::new(entry.id);
        let location = locate(entry.id_span);
        // A fact that could not be read is there, but says nothing.
        let key = entry.id_span;
        let (value, evidence, release, spans) = match entry.value.0 {
            Some(fact) => {
                let spans = FactSpans::new(key, fact.value_span).with(fact.item_spans, fact.unit_span);
                (fact.value, fact.evidence.shared(), fact.release, spans)
            }
            None => (None, Evidence::none(), None, FactSpans::new(key, entry.span)),
        };
        facts.push((id.clone(), Arc::new(Fact { value, evidence, release, location })));
        fact_spans.push((id, spans));
    }
    let mut ratings = BTreeMap::new();
    let mut rating_spans = BTreeMap::new();
    for entry in file.ratings.map_or_else(Vec::new, |ratings| ratings.value.0) {
        let id = CriterionId::new(entry.id);
        let spans = RatingSpans { key: entry.id_span, mark: entry.value.mark_span };
        let RatingEntry { mark, note, .. } = entry.value;
        let mark = Fact {
            value: Some(mark),
            evidence: Evidence { note, ..Evidence::default() }.shared(),
            release: None,
            location: locate(entry.id_span),
        };
        ratings.insert(id.clone(), Arc::new(mark));
        rating_spans.insert(id, spans);
    }
    let quote = file.quote.and_then(|quote| {
        let location = locate(quote.span);
        let entry = Spanned { value: quote.value.0?, span: quote.span };
        quote::build(entry, quote.span, location, problems)
    });
    let head = [
        ("kind", file.kind.as_ref().map(|kind| (kind.value.0.clone(), kind.span))),
        ("country", file.country.as_ref().map(|country| (country.value.0.clone(), country.span))),
        ("shore", file.shore.as_ref().map(|shore| (shore.value.0.clone(), shore.span))),
    ];
    let status_span = file.status.as_ref().map(|status| status.span);
    let status = build_status(file.status, file.reason, source, problems);
    // Whoever says nothing is invited, and that is said nowhere in the file.
    let word = (status.word().to_owned(), status_span.unwrap_or(Span { source, start: 0, end: 0 }));
    for (id, said) in head.into_iter().chain([("status", Some(word))]) {
        let Some((value, span)) = said else { continue };
        let id = FactId::new(id);
        let location = locate(span);
        let fact = Fact {
            value: Some(FactValue::Text { value }),
            evidence: Evidence::none(),
            release: None,
            location,
        };
        facts.push((id.clone(), Arc::new(fact)));
        fact_spans.push((id, FactSpans::new(span, span)));
    }
    let name_span = file.name.as_ref().map(|name| name.span);
    let vendor = Vendor {
        name: file.name.map_or_else(|| id.to_string(), |name| name.value.0),
        id,
        local: file.local.map(|local| local.value.0),
        kind: file.kind.map(|kind| kind.value.0),
        country: file.country.map(|country| country.value.0),
        shore: file.shore.map(|shore| shore.value.0),
        status,
        note: file.note.map(|note| note.value.0),
        facts: facts.into_iter().collect(),
        ratings,
        quote: quote.as_ref().map(|read| Arc::new(read.quote.clone())),
        contact: ContactEntry::build(file.contact),
        file: path.to_owned(),
    };
    let facts = fact_spans.into_iter().collect();
    let quote = quote.map(Box::new);
    ReadVendor { vendor, name: name_span, facts, ratings: rating_spans, quote, written }
}

fn build_status(
    status: Option<Spanned<StatusWord>>,
    reason: Option<Spanned<Prose>>,
    source: SourceId,
    problems: &mut Problems,
) -> Status {
    let word = status.as_ref().map_or(StatusWord::Invited, |status| status.value);
    if word == StatusWord::Invited {
        if let Some(reason) = reason {
            let message = "this vendor is invited, so it needs no reason";
            problems.push(Diagnostic::new(Code::UnusedReason, reason.span, message).help("use `note`"));
        }
        return Status::Invited;
    }
    if reason.is_none() {
        let place = status.map_or(crate::diagnostic::Place::Source(source), |status| status.span.into());
        let message = "a vendor that is out needs a reason";
        problems.push(Diagnostic::new(Code::NoReason, place, message).help("add reason = \"...\""));
    }
    let reason = reason.map_or_else(String::new, |reason| reason.value.0);
    if word == StatusWord::Withdrawn { Status::Withdrawn { reason } } else { Status::Disqualified { reason } }
}

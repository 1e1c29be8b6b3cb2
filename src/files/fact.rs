//! Facts and needs as the files write them: a plain value, or a table with evidence.

use serde_json::{Value, json};

use super::count::{CountKeys, Tallies, Whole, count, first_key};
use super::disclosure::{ReleaseWord, release};
use super::node::{Node, NodeKind};
use super::quoting::quoted_list;
use super::read::{FromToml, Limited, Problems, Spanned, toml_table, wrong_type};
use super::values::{Name, Prose};
use crate::decision::disclosure::{Ground, Release};
use crate::decision::{Date, Evidence, FactValue, Item};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::text::alike::typed_list;

/// A value without evidence: number, text, true or false, date, or a list of things.
#[derive(Debug)]
pub(crate) struct PlainValue(pub(crate) FactValue);

impl FromToml for PlainValue {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let value = match &node.kind {
            NodeKind::Number(_) => FactValue::Number { value: Exact::read(node, problems)? },
            NodeKind::Text(text) if text.trim().contains(['\n', '\t']) => {
                problems.push(typed_in_cells(text, node.span));
                return None;
            }
            NodeKind::Text(_) => FactValue::Text { value: Name::read(node, problems)?.0 },
            NodeKind::YesNo(value) => FactValue::YesNo { value: *value },
            NodeKind::Date(_) | NodeKind::Time => FactValue::Date { value: Date::read(node, problems)? },
            NodeKind::List(_) => {
                let items = Vec::<Spanned<ItemEntry>>::read(node, problems)?;
                FactValue::Set { items: items.into_iter().map(|item| item.value.0).collect() }
            }
            NodeKind::Table(_) => {
                wrong_type(node, "a plain value", problems);
                return None;
            }
        };
        Some(PlainValue(value))
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            Exact::schema(),
            Name::schema(),
            bool::schema(),
            Vec::<Spanned<ItemEntry>>::schema(),
        ] })
    }
}

/// A text over several lines, or with tabs, as cells of a spreadsheet become one.
fn typed_in_cells(text: &str, span: Span) -> Diagnostic {
    let (what, sign) = if text.trim().contains('\n') { ("a line break", '\n') } else { ("a tab", '\t') };
    let message = format!("this text holds {what} (U+{:04X})", u32::from(sign));
    let things = typed_list(text, &[]).map_or_else(Vec::new, |list| list.things);
    let help = format!(
        "a list has each thing in quotes of its own: {}; a long text goes into `note`",
        quoted_list(&things)
    );
    Diagnostic::new(Code::UnsafeText, span, message).help(help)
}

toml_table! {
    /// A thing of a set with its own end date or evidence.
    struct ItemTable {
        /// What it is, such as "ISO 27001".
        name: Name [required],
        /// The last day on which it is valid.
        until: Date,
        /// The document, call or visit that it comes from.
        source: Name,
        /// The day on which it was true.
        as_of: Date,
        /// Remarks.
        note: Prose,
    }
}

/// A thing of a set: its name, or a table.
#[derive(Debug)]
struct ItemEntry(Item);

impl FromToml for ItemEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::Text(_) => {
                let name = Name::read(node, problems)?.0;
                Some(ItemEntry(Item { name, evidence: Evidence::default() }))
            }
            NodeKind::Table(_) => {
                let table = ItemTable::read(node, problems)?;
                let evidence = Evidence {
                    unit: None,
                    source: table.source.map(|source| source.value.0),
                    as_of: table.as_of.map(|date| date.value),
                    until: table.until.map(|date| date.value),
                    note: table.note.map(|note| note.value.0),
                    written: None,
                };
                Some(ItemEntry(Item { name: table.name?.value.0, evidence }))
            }
            _ => {
                wrong_type(node, "text or a table with a name", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [Name::schema(), ItemTable::schema()] })
    }
}

toml_table! {
    /// A fact with evidence. Give `value`, or `low`, `likely` and `high`, or `yes` and `of`, or `not_applicable` with its `reason`, or
    /// none of them when it is not known.
    struct FactTable {
        /// What is true.
        value: PlainValue,
        /// The lowest number that is thought possible.
        low: Exact,
        /// The number that counts in the score.
        likely: Exact,
        /// The highest number that is thought possible.
        high: Exact,
        /// How many said yes, or came out well: { yes = 7, of = 8 } is a share in per cent, and a range by how few were asked.
        yes: Whole,
        /// Of how many.
        of: Whole,
        /// How many there are in all, where that is known: the fewer are left, the narrower the range.
        population: Whole,
        /// What was counted elsewhere, which counts with it: { yes = 7, of = 10, source = "..." }, or a list of such.
        prior: Tallies,
        /// Who chose whom to ask, such as "vendor": chance is counted, choice is not.
        from: Name,
        /// True where the question does not arise for the vendor: neither a doubt nor a worth.
        not_applicable: bool,
        /// Why it does not apply.
        reason: Prose,
        /// The unit, the same text as the criterion's.
        unit: Name,
        /// The document, call or visit that it comes from.
        source: Name,
        /// The day on which it was true.
        as_of: Date,
        /// The last day on which it is true.
        until: Date,
        /// Whether the value was changed without saying where the new one comes from.
        changed: bool,
        /// Whether it may be told to other vendors: "yes", by "summary", or "no".
        release: ReleaseWord,
        /// What is told in its place.
        summary: Prose,
        /// Why it is withheld.
        ground: Ground,
        /// Remarks.
        note: Prose,
    }
}

/// A fact: a plain value, or a table with evidence.
#[derive(Debug)]
pub(crate) struct FactEntry {
    pub(crate) value: Option<FactValue>,
    pub(crate) evidence: Evidence,
    pub(crate) release: Option<Release>,
    /// The place of the value itself, or of the whole fact.
    pub(crate) value_span: Span,
    /// The places of the things of a set.
    pub(crate) item_spans: Vec<Span>,
    pub(crate) unit_span: Option<Span>,
}

/// The places of the things of a list.
fn item_spans(node: &Node) -> Vec<Span> {
    match &node.kind {
        NodeKind::List(items) => items.iter().map(|item| item.span).collect(),
        _ => Vec::new(),
    }
}

impl Limited for FactEntry {
    const MOST: usize = 10_000;
}

impl FromToml for FactEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if !matches!(node.kind, NodeKind::Table(_)) {
            let PlainValue(value) = PlainValue::read(node, problems)?;
            let (evidence, item_spans) = (Evidence::default(), item_spans(node));
            return Some(FactEntry {
                value: Some(value),
                evidence,
                release: None,
                value_span: node.span,
                item_spans,
                unit_span: None,
            });
        }
        let item_spans =
            node.as_table().and_then(|table| table.get("value")).map(|value| item_spans(&value.node));
        let table = FactTable::read(node, problems)?;
        let value_span = table.value.as_ref().map(|value| value.span);
        let likely_span = table.likely.as_ref().map(|likely| likely.span);
        let unit_span = table.unit.as_ref().map(|unit| unit.span);
        let ends = [&table.low, &table.likely, &table.high];
        let stated = value_span.or_else(|| ends.into_iter().flatten().next().map(|end| end.span));
        let keys = CountKeys {
            yes: table.yes,
            of: table.of,
            population: table.population,
            prior: table.prior,
            from: table.from,
        };
        let count = count(node, keys, stated, problems);
        let value = match table.value {
            _ if count.is_some() => count.map(|count| FactValue::Count(Box::new(count))),
            Some(value) => {
                let range_key = [&table.low, &table.likely, &table.high].into_iter().flatten().next();
                if let Some(range_key) = range_key {
                    problems.push(
                        Diagnostic::new(Code::OneOf, range_key.span, "a fact has either a value or a range")
                            .related(value.span, "the value is here")
                            .help("keep `value`, or `low`, `likely` and `high`"),
                    );
                }
                Some(value.value.0)
            }
            None => range(node, table.low.as_ref(), table.likely.as_ref(), table.high.as_ref(), problems),
        };
        let stated =
            value.as_ref().map(|_| value_span.or(likely_span).unwrap_or(node.span)).or(first_key(node));
        let value = match not_applicable(table.not_applicable, table.reason, stated, problems) {
            Some(reason) => Some(FactValue::NotApplicable { reason }),
            None => value,
        };
        problems.extend(no_source_since(table.changed.as_ref(), table.source.is_some()));
        let evidence = Evidence {
            unit: table.unit.map(|unit| unit.value.0),
            source: table.source.map(|source| source.value.0),
            as_of: table.as_of.map(|date| date.value),
            until: table.until.map(|date| date.value),
            note: table.note.map(|note| note.value.0),
            written: None,
        };
        let value_span = value_span.or(likely_span).unwrap_or(node.span);
        let release = release(table.release, table.summary, table.ground, node.span, problems);
        let item_spans = item_spans.unwrap_or_default();
        Some(FactEntry { value, evidence, release, value_span, item_spans, unit_span })
    }

    fn schema() -> Value {
        let mut table = FactTable::schema();
        let without = |keys: &[&str]| -> Vec<Value> {
            keys.iter().map(|key| json!({ "not": { "required": [key] } })).collect()
        };
        table["oneOf"] = json!([
            { "required": ["value"], "allOf": without(&["low", "likely", "high", "yes", "of"]) },
            { "required": ["low", "likely", "high"], "allOf": without(&["value", "yes", "of"]) },
            { "required": ["yes", "of"], "allOf": without(&["value", "low", "likely", "high"]) },
            {
                "required": ["not_applicable", "reason"],
                "allOf": without(&["value", "low", "likely", "high", "yes", "of"]),
            },
            { "allOf": without(&["value", "low", "likely", "high", "yes", "of", "not_applicable", "reason"]) },
        ]);
        json!({ "anyOf": [PlainValue::schema(), table] })
    }
}

/// Why a question does not arise for a vendor; none where that is not said.
///
/// - `stated`: where something else is said for it.
pub(super) fn not_applicable(
    flag: Option<Spanned<bool>>,
    reason: Option<Spanned<Prose>>,
    stated: Option<Span>,
    problems: &mut Problems,
) -> Option<String> {
    let Some(flag) = flag.filter(|flag| flag.value) else {
        if let Some(reason) = reason {
            let message = "`reason` says why a question does not apply, and this one does";
            let help = "add not_applicable = true, or say it in `note`";
            problems.push(Diagnostic::new(Code::UnusedReason, reason.span, message).help(help));
        }
        return None;
    };
    if let Some(stated) = stated {
        let message = "what does not apply has no value";
        problems.push(
            Diagnostic::new(Code::OneOf, flag.span, message)
                .related(stated, "the value is here")
                .help("keep one of the two"),
        );
    }
    if reason.is_none() {
        let message = "what does not apply needs a reason";
        let help = "add reason = \"why the question does not arise for this vendor\"";
        problems.push(Diagnostic::new(Code::MissingKey, flag.span, message).help(help));
    }
    reason.map(|reason| reason.value.0)
}

/// Warns of a value that was changed and of which nobody said since where it comes from.
pub(super) fn no_source_since(changed: Option<&Spanned<bool>>, has_source: bool) -> Option<Diagnostic> {
    let changed = changed.filter(|changed| changed.value && !has_source)?;
    Some(
        Diagnostic::new(Code::NoSourceSince, changed.span, "no source since it was changed")
            .help("add source = \"...\" and as_of, and take `changed` out"),
    )
}

/// The range of a fact; all three ends or none.
pub(super) fn range(
    node: &Node,
    low: Option<&Spanned<Exact>>,
    likely: Option<&Spanned<Exact>>,
    high: Option<&Spanned<Exact>>,
    problems: &mut Problems,
) -> Option<FactValue> {
    if let (Some(low), Some(likely), Some(high)) = (low, likely, high) {
        if low.value > likely.value || likely.value > high.value {
            let message =
                format!("low {}, likely {}, high {} are out of order", low.value, likely.value, high.value);
            problems.push(
                Diagnostic::new(Code::RangeOrder, likely.span, message)
                    .help("likely lies between low and high, or is one of them"),
            );
            return None;
        }
        return Some(FactValue::Range {
            low: low.value.clone(),
            likely: likely.value.clone(),
            high: high.value.clone(),
        });
    }
    let table = node.as_table()?;
    let given: Vec<&str> =
        ["low", "likely", "high"].into_iter().filter(|key| table.get(key).is_some()).collect();
    if let Some(first) = given.first().and_then(|key| table.get(key))
        && given.len() < 3
    {
        problems.push(
            Diagnostic::new(Code::RangeOrder, first.key_span, "a range needs low, likely and high")
                .help("give all three, or one `value`"),
        );
    }
    None
}

/// A need: number, text, true or false, date, or a list of texts.
#[derive(Debug)]
pub(crate) struct NeedEntry(pub(crate) FactValue);

impl Limited for NeedEntry {
    const MOST: usize = 1_000;
}

impl FromToml for NeedEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::List(_) = node.kind {
            let names = Vec::<Spanned<Name>>::read(node, problems)?;
            let item = |name: Spanned<Name>| Item { name: name.value.0, evidence: Evidence::default() };
            return Some(NeedEntry(FactValue::Set { items: names.into_iter().map(item).collect() }));
        }
        PlainValue::read(node, problems).map(|plain| NeedEntry(plain.0))
    }

    fn schema() -> Value {
        json!({ "anyOf": [Exact::schema(), Name::schema(), bool::schema(), Vec::<Spanned<Name>>::schema()] })
    }
}

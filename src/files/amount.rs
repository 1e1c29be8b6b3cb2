//! Estimates as the files write them: a number, or a table with a range and evidence.

use serde_json::{Value, json};

use super::fact::{no_source_since, range};
use super::node::{Node, NodeKind};
use super::percent::{share_of_one, small_share_of_one};
use super::read::{FromToml, Problems, Spanned, toml_table, wrong_type};
use super::values::{Name, Prose};
use crate::decision::{Date, Estimate, Evidence, FactId, FactValue, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;

toml_table! {
    /// An estimate with evidence. Give `value`, or `low`, `likely` and `high`.
    struct AmountTable {
        /// The number, where it is known for sure.
        value: Exact,
        /// The lowest that is thought possible.
        low: Exact,
        /// The number that counts.
        likely: Exact,
        /// The highest that is thought possible.
        high: Exact,
        /// The document, call or study that it comes from.
        source: Name,
        /// The day on which it was true.
        as_of: Date,
        /// Whether the number was changed without saying where the new one comes from.
        changed: bool,
        /// Remarks.
        note: Prose,
    }
}

/// A number of 0 or more, or a range of such; in per cent and at most `MOST` where that is above 0.
#[derive(Debug)]
pub(crate) struct Amount<const MOST: i32 = 0>(pub(crate) Estimate);

/// An estimate of 0 or more, and at most so much where that is above 0.
fn bounded(node: &Node, most: i32, problems: &mut Problems) -> Option<Estimate> {
    let estimate = match &node.kind {
        NodeKind::Number(_) => Estimate::certain(Exact::read(node, problems)?),
        NodeKind::Table(_) => from_table(node, problems)?,
        _ => {
            wrong_type(node, "a number, or a table with a value or a range", problems);
            return None;
        }
    };
    let is_above = most > 0 && estimate.high > Exact::from(most);
    if estimate.low.is_negative() || is_above {
        let shown = if is_above { &estimate.high } else { &estimate.low };
        let message = format!("{shown} is outside the range of this key");
        let label =
            if most > 0 { format!("must be between 0 and {most}") } else { "must be 0 or more".to_owned() };
        problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label(label));
        return None;
    }
    Some(estimate)
}

/// A rise in a year in per cent, or a range of such: from 0 to 100.
#[derive(Debug)]
pub(crate) struct YearlyRise(pub(crate) Estimate);

impl FromToml for YearlyRise {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let estimate = bounded(node, 100, problems)?;
        problems.extend(small_share_of_one(node.span, &estimate.likely));
        Some(YearlyRise(estimate))
    }

    fn schema() -> Value {
        Amount::<100>::schema()
    }
}

impl<const MOST: i32> FromToml for Amount<MOST> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let estimate = bounded(node, MOST, problems)?;
        if MOST > 0 {
            problems.extend(share_of_one(node.span, &estimate.likely));
        }
        Some(Amount(estimate))
    }

    fn schema() -> Value {
        let mut number = json!({ "type": "number", "minimum": 0 });
        if MOST > 0 {
            number["maximum"] = json!(MOST);
        }
        let mut table = AmountTable::schema();
        for key in ["value", "low", "likely", "high"] {
            for bound in ["minimum", "maximum"] {
                if let Some(limit) = number.get(bound).cloned() {
                    table["properties"][key][bound] = limit;
                }
            }
        }
        let without = |keys: &[&str]| -> Vec<Value> {
            keys.iter().map(|key| json!({ "not": { "required": [key] } })).collect()
        };
        table["oneOf"] = json!([
            { "required": ["value"], "allOf": without(&["low", "likely", "high"]) },
            { "required": ["low", "likely", "high"], "allOf": without(&["value"]) },
        ]);
        json!({ "anyOf": [number, table] })
    }
}

fn from_table(node: &Node, problems: &mut Problems) -> Option<Estimate> {
    let table = AmountTable::read(node, problems)?;
    let ends = [&table.low, &table.likely, &table.high];
    let given = ends.into_iter().flatten().next();
    let [low, likely, high] = match (&table.value, given) {
        (Some(value), None) => [&value.value; 3].map(Clone::clone),
        (Some(value), Some(end)) => {
            problems.push(
                Diagnostic::new(Code::OneOf, end.span, "an estimate has either a value or a range")
                    .related(value.span, "the value is here")
                    .help("keep `value`, or `low`, `likely` and `high`"),
            );
            return None;
        }
        (None, _) => {
            let [low, likely, high] = ends;
            match range(node, low.as_ref(), likely.as_ref(), high.as_ref(), problems) {
                Some(FactValue::Range { low, likely, high }) => [low, likely, high],
                _ => {
                    if given.is_none() && !node.as_table().is_some_and(mentions_an_end) {
                        let message = "this estimate says no number";
                        problems.push(
                            Diagnostic::new(Code::MissingKey, node.span, message)
                                .help("give `value`, or `low`, `likely` and `high`"),
                        );
                    }
                    return None;
                }
            }
        }
    };
    problems.extend(no_source_since(table.changed.as_ref(), table.source.is_some()));
    let evidence = Evidence {
        unit: None,
        source: table.source.map(|source| source.value.0),
        as_of: table.as_of.map(|date| date.value),
        until: None,
        note: table.note.map(|note| note.value.0),
        written: None,
    };
    Some(Estimate { low, likely, high, evidence })
}

/// Whether a table holds a key of a number, even one that could not be read.
fn mentions_an_end(table: &super::node::Table) -> bool {
    ["value", "low", "likely", "high"].iter().any(|key| table.get(key).is_some())
}

/// What starts a reference to a fact of the vendor.
const FACT_PREFIX: &str = "facts.";

/// An estimate, or a reference to a fact of each vendor such as `"facts.attrition"`.
#[derive(Debug)]
pub(crate) struct AmountOrFact<const MOST: i32 = 0>(pub(crate) OrFact);

impl<const MOST: i32> FromToml for AmountOrFact<MOST> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::Text(text) = &node.kind
            && let Some(fact) = text.strip_prefix(FACT_PREFIX).filter(|fact| super::is_id(fact))
        {
            return Some(AmountOrFact(OrFact::Fact(FactId::new(fact))));
        }
        Amount::<MOST>::read(node, problems).map(|amount| AmountOrFact(OrFact::Given(Box::new(amount.0))))
    }

    fn schema() -> Value {
        let reference = json!({ "type": "string", "pattern": "^facts\\.[A-Za-z0-9_-]{1,64}$" });
        json!({ "anyOf": [Amount::<MOST>::schema(), reference] })
    }
}

/// A fact of the vendor that an amount is taken from, and where that is written.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) fact: FactId,
    pub(crate) place: Span,
    /// Whether the amount is money, and not per cent or months.
    pub(crate) is_money: bool,
}

/// The amount of a key.
///
/// - `references`: takes the fact that it names.
pub(crate) fn amount<const MOST: i32>(
    key: Spanned<AmountOrFact<MOST>>,
    is_money: bool,
    references: &mut Vec<Reference>,
) -> OrFact {
    let OrFact::Fact(fact) = &key.value.0 else { return key.value.0 };
    references.push(Reference { fact: fact.clone(), place: key.span, is_money });
    key.value.0
}

/// The estimate of a key, where it is given.
pub(crate) fn estimate<const MOST: i32>(key: Option<Spanned<Amount<MOST>>>) -> Option<Estimate> {
    key.map(|amount| amount.value.0)
}

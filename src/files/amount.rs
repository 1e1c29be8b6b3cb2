//! Estimates as the files write them: a number, or a table with a range and evidence.

use serde_json::{Value, json};

use super::count::{CountKeys, KEYS as COUNT_KEYS, Tallies, Whole, count, first_key};
use super::fact::{no_source_since, range};
use super::node::{Node, NodeKind};
use super::percent::{share_of_one, small_share_of_one};
use super::read::{FromToml, Problems, Spanned, toml_table, wrong_type};
use super::values::{Name, Prose};
use crate::decision::quote::PriceUnit;
use crate::decision::{Date, Estimate, Evidence, FactId, FactValue, OrFact};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::exact::Exact;

toml_table! {
    /// An estimate with evidence. Give `value`, or `low`, `likely` and `high`; or, for a share, `yes` and `of`.
    struct AmountTable {
        /// The number, where it is known for sure.
        value: Exact,
        /// The lowest that is thought possible.
        low: Exact,
        /// The number that counts.
        likely: Exact,
        /// The highest that is thought possible.
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
///
/// - `is_share`: whether it is a share of something that can be counted.
fn bounded(node: &Node, most: i32, is_share: bool, problems: &mut Problems) -> Option<Estimate> {
    let estimate = match &node.kind {
        NodeKind::Number(_) => Estimate::certain(Exact::read(node, problems)?),
        NodeKind::Table(_) => from_table(node, is_share, problems)?,
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
        let estimate = bounded(node, 100, false, problems)?;
        problems.extend(small_share_of_one(node.span, &estimate.likely));
        Some(YearlyRise(estimate))
    }

    fn schema() -> Value {
        Amount::<100>::schema()
    }
}

impl<const MOST: i32> FromToml for Amount<MOST> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let estimate = bounded(node, MOST, (1..=100).contains(&MOST), problems)?;
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
        let mut one_of = vec![
            json!({ "required": ["value"], "allOf": without(&["low", "likely", "high", "yes", "of"]) }),
            json!({ "required": ["low", "likely", "high"], "allOf": without(&["value", "yes", "of"]) }),
        ];
        if (1..=100).contains(&MOST) {
            one_of.push(
                json!({ "required": ["yes", "of"], "allOf": without(&["value", "low", "likely", "high"]) }),
            );
        } else if let Some(properties) = table["properties"].as_object_mut() {
            properties.retain(|key, _| !COUNT_KEYS.contains(&key.as_str()));
        }
        table["oneOf"] = json!(one_of);
        json!({ "anyOf": [number, table] })
    }
}

fn from_table(node: &Node, is_share: bool, problems: &mut Problems) -> Option<Estimate> {
    let table = AmountTable::read(node, problems)?;
    let ends = [&table.low, &table.likely, &table.high];
    let given = ends.into_iter().flatten().next();
    let counted = first_key(node);
    if let Some(place) = counted.filter(|_| !is_share) {
        let message = "so many of so many is a share in per cent, and this is none";
        let help = "give `value`, or `low`, `likely` and `high`";
        problems.push(Diagnostic::new(Code::BadCount, place, message).help(help));
        return None;
    }
    if counted.is_some() {
        let stated = given.or(table.value.as_ref()).map(|value| value.span);
        let keys = CountKeys {
            yes: table.yes,
            of: table.of,
            population: table.population,
            prior: table.prior,
            from: table.from,
        };
        let before = problems.len();
        let count = count(node, keys, stated, problems);
        if count.is_none() && problems.len() == before && !table_has_errors(problems, node.span) {
            let message = "nothing was counted, so this share is not known";
            let help = "leave the key out until somebody was asked";
            problems.push(Diagnostic::new(Code::BadCount, node.span, message).help(help));
        }
        let evidence = evidence(table.source, table.as_of, table.note, table.changed.as_ref(), problems);
        return count.map(|count| Estimate::counted(count, evidence));
    }
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
    let evidence = evidence(table.source, table.as_of, table.note, table.changed.as_ref(), problems);
    Some(Estimate { low, likely, high, count: None, evidence })
}

/// Whether something within a place was reported as wrong.
fn table_has_errors(problems: &Problems, span: Span) -> bool {
    let is_within = |problem: &Diagnostic| match problem.place {
        Place::Span(place) => {
            place.source == span.source && span.start <= place.start && place.end <= span.end
        }
        Place::Source(_) => false,
    };
    problems.iter().any(is_within)
}

fn evidence(
    source: Option<Spanned<Name>>,
    as_of: Option<Spanned<Date>>,
    note: Option<Spanned<Prose>>,
    changed: Option<&Spanned<bool>>,
    problems: &mut Problems,
) -> Evidence {
    problems.extend(no_source_since(changed, source.is_some()));
    Evidence {
        unit: None,
        source: source.map(|source| source.value.0),
        as_of: as_of.map(|date| date.value),
        until: None,
        note: note.map(|note| note.value.0),
        written: None,
    }
}

/// Whether a table holds a key of a number, even one that could not be read.
fn mentions_an_end(table: &super::node::Table) -> bool {
    ["value", "low", "likely", "high"].iter().any(|key| table.get(key).is_some())
}

/// Months of twelve, 0 to 12, or a range of such; or how many of how many months that were counted.
#[derive(Debug)]
pub(crate) struct MonthsMissed(pub(crate) Estimate);

impl FromToml for MonthsMissed {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let estimate = bounded(node, 100, true, problems)?;
        if estimate.count.is_none() && estimate.high > Exact::from(12) {
            let message = format!("{} is more than the months of a year", estimate.high);
            let help = "give months of twelve, or { yes = 3, of = 24 } for 3 of 24 months";
            problems.push(
                Diagnostic::new(Code::OutOfRange, node.span, message)
                    .label("must be between 0 and 12")
                    .help(help),
            );
            return None;
        }
        Some(MonthsMissed(estimate))
    }

    fn schema() -> Value {
        Amount::<12>::schema()
    }
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
    /// In what the amount counts.
    pub(crate) counts: Counts,
    /// The most that it may be; 0 where there is no such limit.
    pub(crate) most: i32,
}

/// In what an amount counts that may be taken from a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Money.
    Money,
    /// Money for one of a unit.
    Price(PriceUnit),
    /// A share in per cent.
    PerCent,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Conversations that an agent holds at once.
    AtOnce,
    /// Anything else.
    Number,
}

/// The amount of a key.
///
/// - `references`: takes the fact that it names.
pub(crate) fn amount<const MOST: i32>(
    key: Spanned<AmountOrFact<MOST>>,
    counts: Counts,
    references: &mut Vec<Reference>,
) -> OrFact {
    let OrFact::Fact(fact) = &key.value.0 else { return key.value.0 };
    references.push(Reference { fact: fact.clone(), place: key.span, counts, most: MOST });
    key.value.0
}

/// The estimate of a key, where it is given.
pub(crate) fn estimate<const MOST: i32>(key: Option<Spanned<Amount<MOST>>>) -> Option<Estimate> {
    key.map(|amount| amount.value.0)
}

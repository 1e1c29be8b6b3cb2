//! Gates: as the files write them, and as they are judged.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::GateSpans;
use crate::decision::derivation::of_gate;
use crate::decision::{Date, FactId, FactValue, Gate, GateId, Test};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::fact::PlainValue;
use crate::files::formula::FormulaText;
use crate::files::needs::Needs;
use crate::files::node::{Node, NodeKind};
use crate::files::read::{FromToml, IdEntry, Limited, Problems, Spanned, toml_table, wrong_type};
use crate::files::values::{Name, Names, OrNeed, Prose};
use crate::files::words::{read_word, words};
use crate::text::suggest::listed;

toml_table! {
    /// A must-have: a vendor that fails it is out of the ranking. It makes exactly one test.
    struct GateTable {
        /// The name for people; the id when left out.
        name: Name,
        /// The fact that is tested; the gate's id when left out.
        fact: Name,
        /// The set holds every one of these.
        includes: OrNeed<Names>,
        /// The set holds at least one of these.
        includes_any: OrNeed<Names>,
        /// The number is this or more.
        at_least: OrNeed<Exact>,
        /// The number is this or less.
        at_most: OrNeed<Exact>,
        /// The fact is exactly this.
        is: IsValue,
        /// The text is one of these.
        one_of: OrNeed<Names>,
        /// The date is before this one.
        before: OrNeed<Date>,
        /// The date is after this one.
        after: OrNeed<Date>,
        /// What must hold, as a formula of facts and figures of the bids: "facts.price >= 0.8 * mean(offered, facts.price)".
        when: FormulaText,
        /// What becomes of a vendor that fails: "out", or "explain": it is asked to explain, and `weigh clear` answers.
        otherwise: Otherwise,
        /// The day on which the fact must still be valid, by its `until`.
        on: OrNeed<Date>,
        /// Remarks, such as why it is a must-have.
        note: Prose,
    }
}

/// The keys of a gate that are tests.
const TESTS: [&str; 9] =
    ["includes", "includes_any", "at_least", "at_most", "is", "one_of", "before", "after", "when"];

/// What becomes of a vendor that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Otherwise {
    Out,
    Explain,
}

words!(Otherwise {
    "out" => Otherwise::Out,
    "explain" => Otherwise::Explain,
});

/// A gate; exactly one of its tests is given.
#[derive(Debug)]
pub(crate) struct GateEntry(GateTable);

impl Limited for GateEntry {
    const MOST: usize = 1_000;
}

impl FromToml for GateEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let table = node.as_table();
        let given: Vec<_> = TESTS.iter().filter_map(|test| table?.get(test)).collect();
        if let (Some(_), [] | [_, _, ..]) = (table, given.as_slice()) {
            let (place, message) = match given.get(1) {
                None => (node.span, "this gate tests nothing".to_owned()),
                Some(second) => {
                    (second.key_span, format!("`{}` and `{}` are two tests", given[0].key, second.key))
                }
            };
            let help = format!("a gate makes one test: {}", listed(&TESTS, "or"));
            problems.push(Diagnostic::new(Code::OneOf, place, message).help(help));
        }
        GateTable::read(node, problems).map(GateEntry)
    }

    fn schema() -> Value {
        let mut schema = GateTable::schema();
        schema["oneOf"] = TESTS.iter().map(|test| json!({ "required": [test] })).collect();
        schema
    }
}

/// What `is` compares with: true or false, text, or a number.
#[derive(Debug)]
pub(crate) struct IsValue(FactValue);

impl FromToml for IsValue {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if matches!(node.kind, NodeKind::List(_) | NodeKind::Table(_)) {
            wrong_type(node, "true, false, text or a number", problems);
            return None;
        }
        PlainValue::read(node, problems).map(|plain| IsValue(plain.0))
    }

    fn schema() -> Value {
        json!({ "anyOf": [bool::schema(), Name::schema(), Exact::schema()] })
    }
}

impl GateEntry {
    /// The condition that it states.
    pub(super) fn when(&self) -> Option<&Spanned<FormulaText>> {
        self.0.when.as_ref()
    }

    /// Whether who fails it may explain itself.
    pub(super) fn explains(&self) -> bool {
        self.0.otherwise.as_ref().is_some_and(|word| word.value == Otherwise::Explain)
    }
}

pub(super) fn build_gate(
    entry: IdEntry<GateEntry>,
    needs: &Needs,
    problems: &mut Problems,
) -> Option<(Gate, GateSpans)> {
    let IdEntry { id, id_span, value: GateEntry(mut table), .. } = entry;
    let on = table.on.take().and_then(|on| needs.date(on, problems));
    let explains = table.otherwise.take().is_some_and(|word| word.value == Otherwise::Explain);
    let (test, test_span) = build_test(&mut table, needs, problems)?;
    if let (Test::Holds(_), Some(fact)) = (&test, &table.fact) {
        let message = "a condition names its facts itself";
        let help = "delete `fact`: the formula reads facts.NAME";
        problems.push(Diagnostic::new(Code::OneOf, fact.span, message).help(help));
        table.fact = None;
    }
    let own = if matches!(test, Test::Holds(_)) { of_gate(&id).to_string() } else { id.clone() };
    let spans = GateSpans { fact: table.fact.as_ref().map_or(id_span, |fact| fact.span), test: test_span };
    let gate = Gate {
        name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
        fact: FactId::new(table.fact.map_or(own, |fact| fact.value.0)),
        id: GateId::new(id),
        test,
        on,
        explained: explains.then(BTreeMap::new),
        note: table.note.map(|note| note.value.0),
    };
    Some((gate, spans))
}

/// The test of a gate, which its reader has checked to be one.
fn build_test(table: &mut GateTable, needs: &Needs, problems: &mut Problems) -> Option<(Test, Span)> {
    if let Some(wanted) = table.includes.take() {
        let span = wanted.span;
        return Some((Test::Includes(needs.names(wanted, problems)?), span));
    }
    if let Some(wanted) = table.includes_any.take() {
        let span = wanted.span;
        return Some((Test::IncludesAny(needs.names(wanted, problems)?), span));
    }
    if let Some(wanted) = table.at_least.take() {
        let span = wanted.span;
        return Some((Test::AtLeast(needs.number(wanted, problems)?), span));
    }
    if let Some(wanted) = table.at_most.take() {
        let span = wanted.span;
        return Some((Test::AtMost(needs.number(wanted, problems)?), span));
    }
    if let Some(wanted) = table.is.take() {
        return Some((Test::Is(wanted.value.0), wanted.span));
    }
    if let Some(wanted) = table.one_of.take() {
        let span = wanted.span;
        return Some((Test::OneOf(needs.names(wanted, problems)?), span));
    }
    if let Some(wanted) = table.before.take() {
        let span = wanted.span;
        return Some((Test::Before(needs.date(wanted, problems)?), span));
    }
    if let Some(wanted) = table.after.take() {
        let span = wanted.span;
        return Some((Test::After(needs.date(wanted, problems)?), span));
    }
    let when = table.when.take()?;
    Some((Test::Holds(when.value.0), when.span))
}

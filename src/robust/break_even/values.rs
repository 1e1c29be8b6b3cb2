//! What a fact that is no number could be instead: words, truths, sets.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::{BreakEvenPoint, Question};
use crate::decision::scale::{TableKey, WordTable};
use crate::decision::{Date, Evidence, FactValue, Item, Shape, Test};
use crate::exact::Exact;
use crate::text::same_word;

impl Question<'_> {
    /// For words, truths and sets: the first of the other values that changes the first place, the
    /// least change first.
    pub(super) fn word_point(&self, is_first: bool) -> Option<BreakEvenPoint> {
        let now = self.fact().and_then(|fact| fact.value.as_ref());
        let found = self
            .values(now)
            .into_iter()
            .find(|value| self.is_first(&self.with(value.clone())) != is_first)?;
        Some(BreakEvenPoint { value: found, level: None, change: None })
    }

    /// The other values that the fact could have, those worth least more first.
    fn values(&self, now: Option<&FactValue>) -> Vec<FactValue> {
        let mut values: Vec<FactValue> = Vec::new();
        for scale in self.scales() {
            match scale.shape() {
                Shape::Table(table) => values.extend(nearest_first(now, table)),
                Shape::Set(set) => values.extend(sets(now, set.things(), set.on())),
                Shape::Line(_) | Shape::Formula(_) => {}
            }
        }
        for test in self.tests() {
            match test {
                Test::Is(value) => values.push(value.clone()),
                Test::OneOf(words) => {
                    values.extend(words.iter().map(|word| FactValue::Text { value: word.clone() }));
                }
                Test::Includes(wanted) | Test::IncludesAny(wanted) => {
                    let on = self
                        .decision
                        .gates
                        .iter()
                        .filter(|gate| gate.fact == self.key.fact)
                        .find_map(|gate| gate.on);
                    values.extend(sets(now, wanted, on));
                }
                Test::AtLeast(_) | Test::AtMost(_) | Test::Before(_) | Test::After(_) => {}
            }
        }
        values.retain(|value| Some(value) != now);
        values
    }
}

/// The words of a table, those first that are worth about as much as what is true now; yes before no.
fn nearest_first(now: Option<&FactValue>, table: &WordTable) -> Vec<FactValue> {
    let worth = now.and_then(|now| table.row(now)).map_or(Exact::ZERO, |(_, worth)| worth.clone());
    let mut rows: Vec<(FactValue, &Exact)> =
        table.facts().zip(table.rows().iter().map(|(_, worth)| worth)).collect();
    match table.key() {
        TableKey::Text => rows.sort_by_key(|(_, value)| (*value - &worth).abs()),
        TableKey::YesNo => {}
    }
    rows.into_iter().map(|(fact, _)| fact).collect()
}

/// Sets with one more of the wanted things, then with all, then with one less, then with none; what is
/// added is valid on the day.
fn sets(now: Option<&FactValue>, wanted: &[String], on: Option<Date>) -> Vec<FactValue> {
    let items = match now {
        Some(FactValue::Set { items }) => items.clone(),
        Some(FactValue::Text { value }) => vec![Item { name: value.clone(), evidence: Evidence::default() }],
        _ => Vec::new(),
    };
    let new =
        |name: &String| Item { name: name.clone(), evidence: Evidence { until: on, ..Evidence::default() } };
    let without = |name: &String| -> Vec<Item> {
        items.iter().filter(|item| !same_word(&item.name, name)).cloned().collect()
    };
    let set = |items: Vec<Item>| FactValue::Set { items };
    let one_more = wanted.iter().map(|name| set([without(name), vec![new(name)]].concat()));
    let rest: Vec<Item> =
        items.iter().filter(|item| !wanted.iter().any(|name| same_word(&item.name, name))).cloned().collect();
    let all = set([rest.clone(), wanted.iter().map(new).collect()].concat());
    let one_less = wanted.iter().map(|name| set(without(name)));
    one_more.chain([all]).chain(one_less).chain([set(rest)]).collect()
}

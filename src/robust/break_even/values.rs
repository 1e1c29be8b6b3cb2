//! What a fact that is no number could be instead: words, truths, sets.

use super::{Question, Tip};
use crate::decision::{Date, Evidence, FactValue, Item, Scale, Test};
use crate::exact::Exact;
use crate::score::value::same_word;

impl Question<'_> {
    /// For words, truths and sets: the first of the other values that changes the first place, the
    /// least change first.
    pub(super) fn words(&self, is_first: bool) -> Option<Tip> {
        let now = self.fact().and_then(|fact| fact.value.as_ref());
        let found = self
            .values(now)
            .into_iter()
            .find(|value| self.is_first(&self.with(value.clone())) != is_first)?;
        Some(Tip { value: found, level: None, change: None })
    }

    /// The other values that the fact could have, those worth least more first.
    fn values(&self, now: Option<&FactValue>) -> Vec<FactValue> {
        let mut values: Vec<FactValue> = Vec::new();
        for scale in self.scales() {
            match scale {
                Scale::Levels(levels) => {
                    let mut levels: Vec<&(String, Exact)> = levels.iter().collect();
                    let worth = match now {
                        Some(FactValue::Text { value }) => levels
                            .iter()
                            .find(|(word, _)| same_word(word, value))
                            .map(|(_, worth)| worth.clone()),
                        _ => None,
                    };
                    let worth = worth.unwrap_or_default();
                    levels.sort_by_key(|(_, value)| (value - &worth).abs());
                    values
                        .extend(levels.into_iter().map(|(word, _)| FactValue::Text { value: word.clone() }));
                }
                Scale::YesNo { .. } => values.extend([true, false].map(|value| FactValue::YesNo { value })),
                Scale::Covers { wanted, on, .. } => values.extend(sets(now, wanted, *on)),
                _ => {}
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
                _ => {}
            }
        }
        values.retain(|value| Some(value) != now);
        values
    }
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

//! What a fact that is no number could be instead: words, truths, days, sets.
//!
//! Of all that scales and must-haves can tell apart one value each is tried, so what none of them does no value does.
//! Of sets only the fullest and the emptiest need to be tried: one thing more never makes a vendor worse.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::search::Found;
use super::{BreakEvenPoint, Question};
use crate::decision::derivation::InputKind;
use crate::decision::scale::{TableKey, WordTable};
use crate::decision::{Date, Evidence, FactValue, Item, Shape, Test};
use crate::exact::Exact;
use crate::text::same_word;

impl Question<'_> {
    /// For what is no number: the first of the other values that changes the first place, the least change first.
    pub(super) fn word_point(&self, is_first: bool) -> Found<BreakEvenPoint> {
        let now = self.fact().and_then(|fact| fact.value.as_ref());
        let tips = |value: &FactValue| self.is_first_with(value.clone()) != is_first;
        let found = self.values(now).into_iter().find(tips).or_else(|| self.set_point(now, is_first));
        match found {
            Some(value) => Found::Here(BreakEvenPoint { value, level: None, change: None }),
            None => Found::Nowhere,
        }
    }

    /// The other words, truths and days that the fact could be, the nearest first.
    fn values(&self, now: Option<&FactValue>) -> Vec<FactValue> {
        let mut values: Vec<FactValue> = Vec::new();
        let tables = self.scales().filter_map(|scale| match scale.shape() {
            Shape::Table(table) => Some(table),
            Shape::Line(_) | Shape::Set(_) | Shape::Formula(_) => None,
        });
        let mut is_open = true;
        for table in tables {
            is_open = false;
            values.extend(nearest_first(now, table));
        }
        let input = self.consequences.map(|_| self.decision.derivations.input_kind(&self.key.fact));
        let compared = match input {
            Some(InputKind::Words(words)) => words,
            Some(InputKind::YesNo) => {
                values.extend([true, false].map(|value| FactValue::YesNo { value }));
                Vec::new()
            }
            Some(InputKind::Number) | None => Vec::new(),
        };
        values.extend(compared.iter().map(|value| FactValue::Text { value: value.clone() }));
        let words: Vec<&String> = self.tests().flat_map(Test::words).chain(&compared).collect();
        for test in self.tests() {
            match test {
                Test::Is(FactValue::YesNo { .. }) => {
                    values.extend([true, false].map(|value| FactValue::YesNo { value }));
                }
                Test::Is(FactValue::Text { .. }) | Test::OneOf(_) => {
                    let asked = test.words().into_iter().cloned();
                    values.extend(asked.map(|value| FactValue::Text { value }));
                }
                Test::Is(_)
                | Test::Includes(_)
                | Test::IncludesAny(_)
                | Test::AtLeast(_)
                | Test::AtMost(_)
                | Test::Before(_)
                | Test::After(_)
                | Test::Holds(_) => {}
            }
        }
        // A word that no test asks for; a scale of words takes no others.
        if is_open && values.iter().any(|value| matches!(value, FactValue::Text { .. })) {
            values.push(FactValue::Text { value: self.other_word(&words) });
        }
        values.extend(self.days(now).into_iter().map(|value| FactValue::Date { value }));
        values.retain(|value| Some(value) != now);
        values
    }

    /// A word that is not asked for: what another vendor says, where one does.
    fn other_word(&self, asked: &[&String]) -> String {
        let is_other = |word: &String| !asked.iter().any(|asked| same_word(asked, word));
        let said = self.decision.vendors.iter().filter_map(|vendor| {
            match &vendor.facts.get(&self.key.fact)?.value {
                Some(FactValue::Text { value }) => Some(value.clone()),
                _ => None,
            }
        });
        let made_up =
            std::iter::successors(Some("anything else".to_owned()), |word| Some(format!("{word} ")));
        said.chain(made_up).find(is_other).unwrap_or_default()
    }

    /// The days on both sides of those that are asked for, and these, the nearest first.
    fn days(&self, now: Option<&FactValue>) -> Vec<Date> {
        let limits = self.tests().filter_map(|test| match test {
            Test::Before(day) | Test::After(day) | Test::Is(FactValue::Date { value: day }) => Some(*day),
            Test::Includes(_)
            | Test::IncludesAny(_)
            | Test::AtLeast(_)
            | Test::AtMost(_)
            | Test::Is(_)
            | Test::OneOf(_)
            | Test::Holds(_) => None,
        });
        let around = |day: Date| [day.previous(), Some(day), day.next()];
        let mut days: Vec<Date> = limits.flat_map(around).flatten().collect();
        days.sort_unstable();
        days.dedup();
        if let Some(FactValue::Date { value }) = now {
            days.sort_by_key(|day| day.number().abs_diff(value.number()));
        }
        days
    }

    /// The set with the fewest things more, or less, that changes the first place.
    fn set_point(&self, now: Option<&FactValue>, is_first: bool) -> Option<FactValue> {
        let wanted = self.wanted();
        let things = Things::of(now, self.last_day());
        if now.is_none() && is_first {
            // Nothing is held that could be lost; that none is there may still be news.
            let none = FactValue::Set { items: Vec::new() };
            let is_set = !wanted.is_empty() && !self.is_first_with(none.clone());
            return is_set.then_some(none);
        }
        let candidates: Vec<&String> =
            wanted.iter().filter(|name| things.may_change(name, is_first)).collect();
        let tips = |names: &[&String]| {
            let set = if is_first { things.without(names) } else { things.with(names) };
            (self.is_first_with(set.clone()) != is_first).then_some(set)
        };
        tips(&candidates).filter(|_| !candidates.is_empty())?;
        if let Some(set) = candidates.iter().find_map(|name| tips(&[name])) {
            return Some(set);
        }
        // The first so many that change it, and of these those without which they do not.
        let (mut too_few, mut enough) = (1, candidates.len());
        while too_few + 1 < enough {
            let middle = usize::midpoint(too_few, enough);
            if tips(&candidates[..middle]).is_some() { enough = middle } else { too_few = middle }
        }
        let mut kept = candidates[..enough].to_vec();
        for name in &candidates[..enough] {
            let others: Vec<&String> = kept.iter().copied().filter(|other| other != name).collect();
            if tips(&others).is_some() {
                kept = others;
            }
        }
        tips(&kept)
    }

    /// The things that scales and must-haves want of a set, each once.
    fn wanted(&self) -> Vec<String> {
        let of_scales = self.scales().flat_map(|scale| match scale.shape() {
            Shape::Set(set) => set.things(),
            Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => &[],
        });
        let of_tests = self.tests().flat_map(|test| match test {
            Test::Includes(wanted) | Test::IncludesAny(wanted) => wanted.as_slice(),
            Test::AtLeast(_)
            | Test::AtMost(_)
            | Test::Is(_)
            | Test::OneOf(_)
            | Test::Before(_)
            | Test::After(_)
            | Test::Holds(_) => &[],
        });
        let mut wanted: Vec<String> = Vec::new();
        for name in of_scales.chain(of_tests) {
            if !wanted.iter().any(|other| same_word(other, name)) {
                wanted.push(name.clone());
            }
        }
        wanted
    }

    /// The last day on which a scale or must-have wants the fact to be valid.
    fn last_day(&self) -> Option<Date> {
        let of_scales = self.scales().filter_map(|scale| match scale.shape() {
            Shape::Set(set) => set.on(),
            Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => None,
        });
        of_scales.chain(self.gates().filter_map(|gate| gate.on)).max()
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

/// The things that a vendor has now.
struct Things {
    items: Vec<Item>,
    /// The day until which a new one is valid.
    until: Option<Date>,
}

impl Things {
    fn of(now: Option<&FactValue>, until: Option<Date>) -> Things {
        let items = match now {
            Some(FactValue::Set { items }) => items.clone(),
            Some(FactValue::Text { value }) => {
                vec![Item { name: value.clone(), evidence: Evidence::default() }]
            }
            _ => Vec::new(),
        };
        Things { items, until }
    }

    /// Whether a thing may count for less by being taken away, or for more by being there as long as it is wanted:
    /// one whose last day is not known may do either.
    fn may_change(&self, name: &str, is_taken: bool) -> bool {
        let lasts = |item: &Item| match (self.until, item.evidence.until) {
            (Some(wanted), Some(until)) => until >= wanted,
            (Some(_), None) => is_taken,
            (None, _) => true,
        };
        self.items.iter().any(|item| same_word(&item.name, name) && lasts(item)) == is_taken
    }

    /// What is left without some.
    fn rest(&self, names: &[&String]) -> Vec<Item> {
        let is_left = |item: &&Item| !names.iter().any(|name| same_word(&item.name, name));
        self.items.iter().filter(is_left).cloned().collect()
    }

    fn without(&self, names: &[&String]) -> FactValue {
        FactValue::Set { items: self.rest(names) }
    }

    fn with(&self, names: &[&String]) -> FactValue {
        let new = |name: &&String| Item {
            name: (*name).clone(),
            evidence: Evidence { until: self.until, ..Evidence::default() },
        };
        let items = self.rest(names).into_iter().chain(names.iter().map(new));
        FactValue::Set { items: items.collect() }
    }
}

//! Judges must-haves: pass, fail, or open while something is not known.

use std::sync::Arc;

use super::evaluation::{GateResult, Outcome, TO_BE_EXPLAINED};
use super::value::{Held, held, items_of};
use crate::decision::{Date, Evidence, Fact, FactValue, Gate, Item, Test, Vendor};
use crate::exact::Exact;
use crate::text::alike::look_alikes;
use crate::text::same_word;
use crate::text::suggest::in_quotes;

/// Judges one gate for one vendor, with the reason in words and the fact behind it.
#[must_use]
pub fn judge(gate: &Arc<Gate>, vendor: &Vendor) -> GateResult {
    let fact = vendor.facts.get(&gate.fact);
    let (outcome, reason) = match fact {
        None => (Outcome::Open, "not known".to_owned()),
        Some(fact) => judge_fact(gate, fact),
    };
    let (outcome, reason) = explained(gate, vendor, outcome, reason);
    GateResult { gate: Arc::clone(gate), outcome, reason, fact: fact.cloned() }
}

/// What becomes of a vendor that fails a must-have and may explain itself: it stays open until that is answered.
fn explained(gate: &Gate, vendor: &Vendor, outcome: Outcome, reason: String) -> (Outcome, String) {
    let Some(answers) = gate.explained.as_ref().filter(|_| outcome == Outcome::Fail) else {
        return (outcome, reason);
    };
    match answers.get(&vendor.id) {
        None => (Outcome::Open, format!("{reason}{TO_BE_EXPLAINED}")),
        Some(answer) => {
            let word = if answer.is_accepted { "accepted" } else { "rejected" };
            let reason = format!("{reason}; explanation {word}: {}", answer.reason);
            (Outcome::of(answer.is_accepted), reason)
        }
    }
}

pub(super) fn judge_fact(gate: &Gate, fact: &Fact) -> (Outcome, String) {
    let Some(value) = &fact.value else {
        let note = fact.evidence.note.as_deref().map_or_else(String::new, |note| format!(": {note}"));
        return (Outcome::Open, format!("not known{note}"));
    };
    // Whether a must-have is waived is for people to decide.
    if value.is_not_applicable() {
        return (Outcome::Open, format!("said that it {value}"));
    }
    let tested = match &gate.test {
        Test::Includes(wanted) => return judge_set(wanted, true, gate.on, value, &fact.evidence),
        Test::IncludesAny(wanted) => return judge_set(wanted, false, gate.on, value, &fact.evidence),
        Test::AtLeast(limit) => judge_range(value, |number| number >= limit),
        Test::AtMost(limit) => judge_range(value, |number| number <= limit),
        Test::Is(wanted) => judge_same(value, wanted),
        Test::OneOf(words) => match value {
            FactValue::Text { value } => Outcome::of(words.iter().any(|word| same_word(word, value))),
            _ => Outcome::Open,
        },
        Test::Before(limit) => judge_date(value, |date| date < *limit),
        Test::After(limit) => judge_date(value, |date| date > *limit),
        Test::Holds(_) => return judge_condition(value, &fact.evidence),
    };
    let shown = shown_with_unit(value, &fact.evidence) + &as_written(&fact.evidence);
    match (tested, gate.on, fact.evidence.until) {
        (Outcome::Fail, ..) => {
            let alike = unlike_word(&gate.test, value);
            (Outcome::Fail, format!("{shown}, must be {}{alike}", asked(&gate.test)))
        }
        (Outcome::Open, ..) => (Outcome::Open, format!("{shown}, must be {} throughout", asked(&gate.test))),
        (Outcome::Pass, Some(on), Some(until)) if until < on => {
            (Outcome::Fail, format!("{shown}, but only until {until}, before {on}"))
        }
        (Outcome::Pass, Some(on), None) => {
            (Outcome::Open, format!("{shown}, but no end date is given and {on} is asked for"))
        }
        (Outcome::Pass, ..) => (Outcome::Pass, shown),
    }
}

/// The word that a text may be meant for, where it is none of those asked for.
fn unlike_word(test: &Test, value: &FactValue) -> String {
    let FactValue::Text { value } = value else { return String::new() };
    let words: Vec<&str> = test.words().iter().map(|word| word.as_str()).collect();
    looks_like(&words, &[value])
}

/// What looks like something that is lacking: `; "PCI-DSS v4" looks like "PCI DSS"`.
fn looks_like(lacking: &[&str], unasked: &[&str]) -> String {
    let said = |(item, alike): (&str, Vec<&str>)| format!("; \"{item}\" looks like {}", in_quotes(&alike));
    look_alikes(lacking, unasked).into_iter().map(said).collect()
}

fn shown_with_unit(value: &FactValue, evidence: &Evidence) -> String {
    match &evidence.unit {
        Some(unit) => format!("{value} {unit}"),
        None => value.to_string(),
    }
}

/// What the vendor wrote for it, where that is another word: ` (written "IE")`.
fn as_written(evidence: &Evidence) -> String {
    evidence
        .written
        .as_ref()
        .map_or_else(String::new, |written| format!(" (written {})", in_quotes(&[written])))
}

fn asked(test: &Test) -> String {
    match test {
        Test::Is(value) => value.to_string(),
        test => test.to_string(),
    }
}

/// Judges a condition that was worked out, by what stands in it with its numbers put in.
fn judge_condition(value: &FactValue, evidence: &Evidence) -> (Outcome, String) {
    let shown = evidence.note.clone().unwrap_or_default();
    match value {
        FactValue::YesNo { value: true } => (Outcome::Pass, shown),
        FactValue::YesNo { value: false } => (Outcome::Fail, format!("{shown} does not hold")),
        other => (Outcome::Open, format!("{other}, and no condition")),
    }
}

/// Judges a number: passes when its whole range does, fails when none of it does.
fn judge_range(value: &FactValue, passes: impl Fn(&Exact) -> bool) -> Outcome {
    let Some([low, _, high]) = value.numbers() else { return Outcome::Open };
    match (passes(low), passes(high)) {
        (true, true) => Outcome::Pass,
        (false, false) => Outcome::Fail,
        _ => Outcome::Open,
    }
}

fn judge_same(value: &FactValue, wanted: &FactValue) -> Outcome {
    match (value, wanted) {
        (FactValue::Text { value }, FactValue::Text { value: wanted }) => {
            Outcome::of(same_word(value, wanted))
        }
        (value, FactValue::Number { value: wanted }) => match value.numbers() {
            Some([low, _, high]) if low == high => Outcome::of(low == wanted),
            Some([low, _, high]) if low <= wanted && wanted <= high => Outcome::Open,
            Some(_) => Outcome::Fail,
            None => Outcome::Open,
        },
        (value, wanted) => Outcome::of(value == wanted),
    }
}

fn judge_date(value: &FactValue, passes: impl Fn(Date) -> bool) -> Outcome {
    match value {
        FactValue::Date { value } => Outcome::of(passes(*value)),
        _ => Outcome::Open,
    }
}

/// Judges a set: all of the wanted things, or any of them, valid on the day where one is given.
fn judge_set(
    wanted: &[String],
    all: bool,
    on: Option<Date>,
    value: &FactValue,
    evidence: &Evidence,
) -> (Outcome, String) {
    let Some(items) = items_of(value, evidence) else {
        return (Outcome::Open, "not a list".to_owned());
    };
    let found: Vec<(&String, Held)> = wanted.iter().map(|name| (name, held(name, &items, on))).collect();
    let decisive = if all {
        found.iter().map(|(_, held)| *held).min()
    } else {
        found.iter().map(|(_, held)| *held).max()
    };
    let names = |keep: &dyn Fn(Held) -> bool| -> Vec<&str> {
        found.iter().filter(|(_, held)| keep(*held)).map(|(name, _)| name.as_str()).collect()
    };
    let day = on.map_or_else(String::new, |on| format!(" on {on}"));
    match decisive.unwrap_or(Held::Missing) {
        Held::Valid => {
            (Outcome::Pass, held_until(&names(&|held| held == Held::Valid).join(", "), wanted, &items))
        }
        Held::Undated => {
            let undated = in_quotes(&names(&|held| held == Held::Undated));
            (Outcome::Open, format!("no end date is given for {undated}; must be valid{day}"))
        }
        Held::Lapsed(until) => {
            let lapsed = in_quotes(&names(&|held| matches!(held, Held::Lapsed(_))));
            (Outcome::Fail, format!("{lapsed} lapses on {until}, must be valid{day}"))
        }
        Held::Missing => {
            let missing = names(&|held| held == Held::Missing);
            let lacks = if all { "lacks" } else { "has none of" };
            let is_asked = |item: &Item| wanted.iter().any(|name| same_word(name, &item.name));
            let unasked: Vec<&str> =
                items.iter().filter(|item| !is_asked(item)).map(|item| item.name.as_str()).collect();
            let (lacked, has) = (in_quotes(&missing), shown_items(&items));
            (Outcome::Fail, format!("{lacks} {lacked}; has {has}{}", looks_like(&missing, &unasked)))
        }
    }
}

fn shown_items(items: &[Item]) -> String {
    const MOST_SHOWN: usize = 8;
    if items.is_empty() {
        return "nothing".to_owned();
    }
    let shown = |item: &Item| in_quotes(&[&item.name]) + &as_written(&item.evidence);
    let names: Vec<String> = items.iter().take(MOST_SHOWN).map(shown).collect();
    let more = items.len() - names.len();
    let more = if more > 0 { format!(", {more} more") } else { String::new() };
    names.join(", ") + &more
}

/// The things that pass, with the end date where there is just one thing and it has one.
fn held_until(names: &str, wanted: &[String], items: &[Item]) -> String {
    let until = items
        .iter()
        .filter(|item| wanted.len() == 1 && same_word(&item.name, &wanted[0]))
        .filter_map(|item| item.evidence.until)
        .max();
    until.map_or_else(|| names.to_owned(), |until| format!("{names} until {until}"))
}

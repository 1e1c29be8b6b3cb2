//! "Cannot lose", "cannot win", "the nearest value that does".

use std::sync::Arc;

use proptest::prelude::*;
use weigh::decision::{Date, Decision, Evidence, Fact, FactId, FactValue, Gate, GateId, Item, Test};
use weigh::exact::Exact;
use weigh::robust::break_even;
use weigh::robust::break_even::{Answer, BreakEven};

use super::{evaluate_with, is_first, refute, tried_numbers};
use crate::properties::random::{self, START, decision};
use crate::support::evaluate;

const THINGS: [&str; 4] = ["phone", "email", "chat", "letters"];

/// A must-have of each kind, some on facts of their own, some on those of criteria.
fn gates() -> impl Strategy<Value = Vec<(u8, u32)>> {
    proptest::collection::vec((0..9_u8, any::<u32>()), 0..=3)
}

fn with_gates(mut decision: Decision, gates: &[(u8, u32)]) -> Decision {
    for (at, (kind, bits)) in gates.iter().enumerate() {
        let id = format!("asked-{at}");
        let words = |from: usize| THINGS[from % 4..].iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let from = *bits as usize;
        let limit = random::quarters(1 + bits % 40);
        let number_fact = random::leaves(&decision).iter().find_map(|(_, leaf)| {
            (!leaf.scale.is_rating() && (leaf.scale.line().is_some() || leaf.scale.formula().is_some()))
                .then(|| leaf.fact.clone())
        });
        let (test, value) = match kind {
            0 => (
                Test::Is(FactValue::YesNo { value: bits % 2 == 0 }),
                FactValue::YesNo { value: bits % 3 == 0 },
            ),
            1 => (Test::OneOf(words(from)), text(THINGS[from / 7 % 4])),
            2 => (Test::Is(text("chat")), text(THINGS[from / 5 % 4])),
            3 => (Test::Before(START), FactValue::Date { value: day(*bits) }),
            4 => (Test::After(START), FactValue::Date { value: day(*bits) }),
            5 => (Test::Includes(words(from)), set(from / 4)),
            6 => (Test::IncludesAny(words(from)), set(from / 4)),
            7 => (Test::Is(number(&limit)), number(&random::quarters(1 + bits / 64 % 40))),
            _ => (Test::AtMost(limit), number(&random::quarters(1 + bits / 64 % 40))),
        };
        let shared = number_fact.filter(|_| *kind >= 7 && bits % 3 != 0);
        let fact = shared.clone().unwrap_or_else(|| FactId::new(id.as_str()));
        if shared.is_none() {
            for (nth, vendor) in decision.vendors.iter_mut().enumerate() {
                // Most pass, some say what the gate was made with.
                let value = if (bits >> (nth + 3)) % 3 == 0 { value.clone() } else { passing(&test) };
                Arc::make_mut(vendor).facts.insert(fact.clone(), Arc::new(Fact::of(value)));
            }
        }
        let on = (*kind == 5 && bits % 5 == 0).then_some(START);
        decision.gates.push(Arc::new(Gate {
            id: GateId::new(id.as_str()),
            name: id,
            fact,
            test,
            on,
            explained: None,
            note: None,
        }));
    }
    decision
}

fn passing(test: &Test) -> FactValue {
    match test {
        Test::Is(value) => value.clone(),
        Test::OneOf(words) => text(&words[0]),
        Test::Before(_) => FactValue::Date { value: Date { year: 2026, ..START } },
        Test::After(_) => FactValue::Date { value: Date { year: 2029, ..START } },
        Test::Includes(_) | Test::IncludesAny(_) => set(15),
        Test::AtLeast(limit) | Test::AtMost(limit) => number(limit),
        Test::Holds(_) => FactValue::YesNo { value: true },
    }
}

fn text(word: &str) -> FactValue {
    FactValue::Text { value: word.to_owned() }
}

fn number(value: &Exact) -> FactValue {
    FactValue::Number { value: value.clone() }
}

fn day(bits: u32) -> Date {
    Date {
        year: 2026 + u16::try_from(bits / 100 % 3).unwrap(),
        month: 4,
        day: 1 + u8::try_from(bits % 3).unwrap(),
    }
}

/// The things whose bits are set, valid for years.
fn set(bits: usize) -> FactValue {
    let until = Some(Date { year: START.year + 3, ..START });
    let item =
        |at: usize| Item { name: THINGS[at].to_owned(), evidence: Evidence { until, ..Evidence::default() } };
    FactValue::Set { items: (0..4).filter(|at| bits >> at & 1 == 1).map(item).collect() }
}

/// Whatever may be tried for a fact that a question is about.
fn tried(decision: &Decision, one: &BreakEven) -> Vec<FactValue> {
    let scales = || {
        let leaves = random::leaves(decision).into_iter();
        leaves.filter(|(at, leaf)| {
            let id = if one.is_mark { decision.criteria[*at].id.as_str() } else { leaf.fact.as_str() };
            leaf.scale.is_rating() == one.is_mark && id == one.fact.as_str()
        })
    };
    if one.is_mark {
        return (0..=20).map(|count| number(&random::quarters(count))).collect();
    }
    let tests = || decision.gates.iter().filter(|gate| gate.fact == one.fact).map(|gate| &gate.test);
    if scales().any(|(_, leaf)| leaf.scale.line().is_some() || leaf.scale.formula().is_some())
        || tests().any(|test| {
            matches!(test, Test::AtLeast(_) | Test::AtMost(_) | Test::Is(FactValue::Number { .. }))
        })
    {
        return tried_numbers().iter().map(number).collect();
    }
    let mut values = Vec::new();
    for (_, leaf) in scales() {
        if let weigh::decision::Shape::Table(table) = leaf.scale.shape() {
            values.extend(table.facts());
            return values;
        }
    }
    for test in tests() {
        match test {
            Test::Is(FactValue::YesNo { .. }) => {
                values.extend([true, false].map(|value| FactValue::YesNo { value }));
            }
            Test::Is(_) | Test::OneOf(_) => {
                values.extend(THINGS.iter().chain(&["fax"]).map(|word| text(word)));
            }
            Test::Before(_) | Test::After(_) => {
                values.extend((0..30).map(|bits| FactValue::Date { value: day(bits * 11) }));
            }
            _ => {}
        }
    }
    if values.is_empty() {
        values.extend((0..16).map(set));
    }
    values
}

#[test]
fn what_break_even_says_is_so_for_every_value_that_can_be_told_apart() {
    refute((decision(), gates(), any::<usize>()), |(decision, gates, pick)| {
        let decision = Arc::new(with_gates(decision, &gates));
        let at = pick % decision.vendors.len();
        let vendor = &decision.vendors[at];
        {
            let was_first = is_first(&evaluate(&decision), &vendor.id);
            for one in break_even(&decision, &vendor.id).unwrap().into_iter().rev().take(5) {
                let fact = (one.fact.as_str(), one.is_mark);
                let turns = |value: FactValue| {
                    is_first(&evaluate_with(&decision, at, fact, value), &vendor.id) != was_first
                };
                let what = format!("{} {} {:?}", vendor.id, one.fact, one.answer);
                match &one.answer {
                    Answer::WinsAt(tip) | Answer::LosesAt(tip) => {
                        prop_assert_eq!(matches!(one.answer, Answer::LosesAt(_)), was_first);
                        prop_assert!(turns(tip.value.clone()), "{}", what);
                        if runs_one_way(&decision, &one.fact) {
                            nothing_nearer(&decision, &one, &tip.value, &turns, &what)?;
                        }
                        if let Some(level) = &tip.level {
                            let plain = random::unrounded(Decision::clone(&decision));
                            let evaluation = evaluate_with(&plain, at, fact, number(level));
                            let own = evaluation.vendor(vendor.id.as_str()).unwrap();
                            let rival = evaluation.ranked().find(|other| other.id() != &vendor.id).unwrap();
                            prop_assert_eq!(&own.score, &rival.score, "{} at {}", what, level);
                            prop_assert!(own.rank.is_some());
                        }
                    }
                    Answer::CannotWin | Answer::CannotLose => {
                        prop_assert_eq!(matches!(one.answer, Answer::CannotLose), was_first);
                        for value in tried(&decision, &one) {
                            prop_assert!(!turns(value.clone()), "{}: {}", what, value);
                        }
                    }
                    // Nothing is claimed, and numbers that go one way leave nothing open.
                    Answer::NoneFound => prop_assert!(!runs_one_way(&decision, &one.fact), "{}", what),
                }
            }
        }
        Ok(())
    });
}

/// Whether no formula as printed reads the fact, which may turn between two numbers.
fn runs_one_way(decision: &Decision, fact: &FactId) -> bool {
    let formulas = random::leaves(decision).into_iter().filter(|(_, leaf)| leaf.fact == *fact);
    formulas.filter_map(|(_, leaf)| leaf.scale.formula().cloned()).all(|formula| formula.runs_one_way())
}

/// No number between now and the tip turns the first place.
fn nothing_nearer(
    decision: &Decision,
    one: &BreakEven,
    tip: &FactValue,
    turns: &dyn Fn(FactValue) -> bool,
    what: &str,
) -> Result<(), TestCaseError> {
    let number_of = |value: &FactValue| value.numbers().map(|numbers| numbers[1].clone());
    let (Some(now), Some(tip)) = (one.now.as_ref().and_then(number_of), number_of(tip)) else {
        return Ok(());
    };
    // Those that can be written with the digits that facts here have.
    let written = decision.vendors.iter().filter_map(|vendor| {
        let fact =
            if one.is_mark { vendor.ratings.get(one.fact.as_str()) } else { vendor.facts.get(&one.fact) };
        Some(fact?.value.as_ref()?.numbers()?.into_iter().map(|number| number.decimals(6)).max().unwrap_or(0))
    });
    let digits = written.max().unwrap_or(0);
    for value in tried(decision, one) {
        let Some(number) = number_of(&value).filter(|number| number.decimals(6) <= digits) else { continue };
        if (&number - &now).abs() < (&tip - &now).abs() {
            prop_assert!(!turns(value), "{} but nearer {}", what, number);
        }
    }
    Ok(())
}

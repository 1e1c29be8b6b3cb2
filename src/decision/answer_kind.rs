//! How a question is answered: what the scale, or the must-have, that reads the fact takes.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::derivation::InputKind;
use super::scale::TableKey;
use super::{Decision, FactId, FactValue, Gate, Leaf, Shape, Test};
use crate::exact::Exact;

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerKind {
    /// A number, or a range of them.
    Number,
    /// Yes or no.
    YesNo,
    /// A day.
    Day,
    /// One of some words.
    OneOf(Vec<String>),
    /// Several things.
    List,
    /// Words.
    Text,
}

impl AnswerKind {
    /// What the scale of a criterion takes.
    #[must_use]
    pub fn of_leaf(leaf: &Leaf) -> AnswerKind {
        match leaf.scale.shape() {
            Shape::Line(_) | Shape::Formula(_) => AnswerKind::Number,
            Shape::Set(_) => AnswerKind::List,
            Shape::Table(table) => match table.key() {
                TableKey::YesNo => AnswerKind::YesNo,
                TableKey::Text => words(table.rows().iter().map(|(word, _)| word.clone())),
            },
        }
    }

    /// What a must-have takes.
    #[must_use]
    pub fn of_gate(gate: &Gate) -> AnswerKind {
        match &gate.test {
            Test::Includes(_) | Test::IncludesAny(_) => AnswerKind::List,
            Test::AtLeast(_)
            | Test::AtMost(_)
            | Test::Is(FactValue::Number { .. } | FactValue::Range { .. } | FactValue::Count(_)) => {
                AnswerKind::Number
            }
            Test::Before(_) | Test::After(_) | Test::Is(FactValue::Date { .. }) => AnswerKind::Day,
            Test::Is(FactValue::YesNo { .. }) | Test::Holds(_) => AnswerKind::YesNo,
            // The words that pass are ours to know.
            Test::Is(FactValue::Text { .. } | FactValue::Set { .. } | FactValue::NotApplicable { .. })
            | Test::OneOf(_) => AnswerKind::Text,
        }
    }

    /// What formulas take that read the fact.
    #[must_use]
    pub fn of_input(kind: &InputKind) -> AnswerKind {
        match kind {
            InputKind::Number => AnswerKind::Number,
            InputKind::YesNo => AnswerKind::YesNo,
            InputKind::Words(_) => AnswerKind::Text,
        }
    }

    /// The things that must-haves and criteria ask for of a fact, each with whether a must-have does.
    #[must_use]
    pub fn things(decision: &Decision, fact: &FactId) -> Vec<(String, bool)> {
        let gates = decision.gates.iter().filter(|gate| gate.fact == *fact);
        let of_gates = gates.flat_map(|gate| match &gate.test {
            Test::Includes(things) | Test::IncludesAny(things) => things.clone(),
            Test::AtLeast(_)
            | Test::AtMost(_)
            | Test::Is(_)
            | Test::OneOf(_)
            | Test::Before(_)
            | Test::After(_)
            | Test::Holds(_) => Vec::new(),
        });
        let leaves = decision.criteria.iter().filter_map(|one| one.leaf.as_ref());
        let of_scales = leaves.filter(|leaf| leaf.fact == *fact).flat_map(|leaf| match leaf.scale.shape() {
            Shape::Set(set) => set.things().to_vec(),
            Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => Vec::new(),
        });
        of_gates.map(|thing| (thing, true)).chain(of_scales.map(|thing| (thing, false))).collect()
    }

    /// How a fact is answered: by a day where a must-have asks for one, else as the first criterion takes it that reads it,
    /// or the first must-have, or formulas.
    #[must_use]
    pub fn of_fact(decision: &Decision, fact: &FactId) -> AnswerKind {
        let gate =
            decision.gates.iter().find(|gate| gate.fact == *fact).map(|gate| AnswerKind::of_gate(gate));
        let leaves = decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
        let leaf = leaves.filter(|leaf| leaf.fact == *fact).map(AnswerKind::of_leaf).next();
        gate.clone()
            .filter(|kind| *kind == AnswerKind::Day)
            .or(leaf)
            .or(gate)
            .unwrap_or_else(|| AnswerKind::of_input(&decision.derivations.input_kind(fact)))
    }
}

/// Words to choose from, in the order of the alphabet: that of the scale would tell which is worth most.
fn words(words: impl Iterator<Item = String>) -> AnswerKind {
    let mut words: Vec<String> = words.collect();
    words.sort();
    AnswerKind::OneOf(words)
}

/// What the number of an answer can be: its unit says so, and the scale that it is judged by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    is_from_zero: bool,
    is_share: bool,
    is_of_day: bool,
}

impl Limits {
    /// The limits of what a criterion reads: where its scale knows no number below 0, nor above 100 %, there is none.
    #[must_use]
    pub fn of(leaf: &Leaf) -> Limits {
        let ends = match leaf.scale.shape() {
            Shape::Line(line) => line.reach(),
            // A comparison says nothing of what there can be.
            Shape::Formula(_) | Shape::Table(_) | Shape::Set(_) => return Limits::default(),
        };
        let is_from_zero = ends.iter().all(|end| !end.is_negative());
        let is_within = ends.iter().all(|end| **end <= Exact::from(100));
        let is_share = leaf.unit.as_ref().is_some_and(|unit| unit.trim() == "%");
        let is_of_day = leaf.unit.as_ref().is_some_and(|unit| unit.trim() == "h/day");
        Limits { is_from_zero, is_share: is_share && is_within && is_from_zero, is_of_day }
    }

    /// The limits of what costs are worked out from: a number of 0 or more.
    #[must_use]
    pub fn of_unit(unit: Option<&str>) -> Limits {
        let is_share = unit.is_some_and(|unit| unit.trim() == "%");
        Limits { is_from_zero: true, is_share, is_of_day: false }
    }

    /// The limits of what a must-have reads.
    #[must_use]
    pub fn of_gate(gate: &Gate) -> Limits {
        let is_from_zero = match &gate.test {
            Test::AtLeast(number) | Test::AtMost(number) => !number.is_negative(),
            Test::Is(_)
            | Test::Includes(_)
            | Test::IncludesAny(_)
            | Test::OneOf(_)
            | Test::Before(_)
            | Test::After(_)
            | Test::Holds(_) => false,
        };
        Limits { is_from_zero, ..Limits::default() }
    }

    /// Refuses what is beyond them.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn refuse(&self, number: &Exact) -> Result<(), String> {
        if self.is_from_zero && number.is_negative() {
            return Err(format!("{} is below 0", number.plain(6)));
        }
        if self.is_share && *number > Exact::from(100) {
            return Err(format!("{} % is more than all of it", number.plain(6)));
        }
        if self.is_of_day && *number > Exact::from(24) {
            return Err(format!("{} h are more than a day", number.plain(6)));
        }
        Ok(())
    }
}

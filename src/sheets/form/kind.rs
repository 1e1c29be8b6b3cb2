//! How a question is answered: what the scale, or the must-have, that reads the fact takes.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::scale::TableKey;
use crate::decision::{FactValue, Gate, Leaf, Shape, Test};

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

pub(super) fn kind_of_leaf(leaf: &Leaf) -> AnswerKind {
    match leaf.scale.shape() {
        Shape::Line(_) | Shape::Formula(_) => AnswerKind::Number,
        Shape::Set(_) => AnswerKind::List,
        Shape::Table(table) => match table.key() {
            TableKey::YesNo => AnswerKind::YesNo,
            TableKey::Text => words(table.rows().iter().map(|(word, _)| word.clone())),
        },
    }
}

pub(super) fn kind_of_gate(gate: &Gate) -> AnswerKind {
    match &gate.test {
        Test::Includes(_) | Test::IncludesAny(_) => AnswerKind::List,
        Test::AtLeast(_) | Test::AtMost(_) | Test::Is(FactValue::Number { .. } | FactValue::Range { .. }) => {
            AnswerKind::Number
        }
        Test::Before(_) | Test::After(_) | Test::Is(FactValue::Date { .. }) => AnswerKind::Day,
        Test::Is(FactValue::YesNo { .. }) => AnswerKind::YesNo,
        // The words that pass are ours to know.
        Test::Is(FactValue::Text { .. } | FactValue::Set { .. }) | Test::OneOf(_) => AnswerKind::Text,
    }
}

/// Words to choose from, in the order of the alphabet: that of the scale would tell which is worth most.
fn words(words: impl Iterator<Item = String>) -> AnswerKind {
    let mut words: Vec<String> = words.collect();
    words.sort();
    AnswerKind::OneOf(words)
}

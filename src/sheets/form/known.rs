//! The words that a decision knows for what is asked, and which of them an answer in other words means.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::aliases::Vocabulary;
use crate::decision::scale::TableKey;
use crate::decision::{Decision, FactId, Shape};
use crate::sheets::words::folded;
use crate::text::alike::{is_spelling_of, resembles};
use crate::text::same_word;

/// The words that a decision knows for a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownWords {
    /// Each with what else may be written for it.
    words: Vec<(String, Vec<String>)>,
    /// What they name, where the decision says so.
    items: Option<Vocabulary>,
}

/// What a word of an answer means.
#[derive(Debug, PartialEq)]
pub(super) enum Meant<'a> {
    /// A word that the decision knows.
    This(&'a str),
    /// It may be one of them.
    Unclear,
    /// None of them, but something of the same kind: a language beside languages.
    Other,
    /// None of them.
    Unknown,
}

/// Names that are said in full, and what everybody writes for them.
const SHORT: [(&str, &str); 6] = [
    ("EU", "European Union"),
    ("EEA", "European Economic Area"),
    ("UK", "United Kingdom"),
    ("US", "United States"),
    ("USA", "United States"),
    ("UAE", "United Arab Emirates"),
];

impl KnownWords {
    /// The words that criteria and must-haves ask for in a fact; those of a single answer are not told where they decide.
    pub(super) fn of(decision: &Decision, fact: &FactId) -> KnownWords {
        let leaves = decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
        let of_criteria =
            leaves.filter(|leaf| leaf.fact == *fact).flat_map(|leaf| match leaf.scale.shape() {
                Shape::Set(set) => set.things().to_vec(),
                Shape::Table(table) if table.key() == TableKey::Text => {
                    table.rows().iter().map(|(word, _)| word.clone()).collect()
                }
                Shape::Table(_) | Shape::Line(_) | Shape::Formula(_) => Vec::new(),
            });
        let gates = decision.gates.iter().filter(|gate| gate.fact == *fact);
        let of_gates = gates.flat_map(|gate| gate.test.words().into_iter().cloned());
        let said = decision.aliases.iter().find(|aliases| aliases.fact == *fact);
        let mut known = KnownWords { words: Vec::new(), items: said.and_then(|said| said.items) };
        for word in of_criteria.chain(of_gates) {
            if known.words.iter().all(|(other, _)| !same_word(other, &word)) {
                let names = said.into_iter().flat_map(|said| &said.names);
                let own = names.filter(|(thing, _)| same_word(thing, &word));
                known.words.push((word.clone(), own.flat_map(|(_, others)| others.clone()).collect()));
            }
        }
        // That of the files would tell which are worth most.
        known.words.sort();
        known
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words to choose from.
    pub(super) fn listed(&self) -> String {
        self.words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What a word of an answer means: a known word as it is written, one that is known for it, another spelling of it or the
    /// same name in full; what stands behind it in brackets says more and is no other thing.
    pub(super) fn meant(&self, text: &str) -> Meant<'_> {
        let bare = text.split(['(', '[']).next().unwrap_or(text).trim();
        let candidates = [text.trim(), bare];
        let is_it = |text: &str, (word, others): &&(String, Vec<String>)| {
            std::iter::once(word).chain(others).any(|known| {
                same_word(known, text) || self.items.is_some_and(|items| items.is_same(known, text))
            })
        };
        for text in candidates {
            if let Some((word, _)) = self.words.iter().find(|known| is_it(text, known)) {
                return Meant::This(word);
            }
        }
        for text in candidates {
            let mut same =
                self.words.iter().filter(|(word, _)| is_spelling_of(word, text) || is_short(word, text));
            match (same.next(), same.next()) {
                (Some((word, _)), None) => return Meant::This(word),
                (Some(_), Some(_)) => return Meant::Unclear,
                (None, _) => {}
            }
        }
        if self.words.iter().any(|(word, _)| candidates.iter().any(|text| resembles(word, text))) {
            return Meant::Unclear;
        }
        let kinds =
            |text: &str| Vocabulary::ALL.into_iter().filter(|kind| kind.has(text)).collect::<Vec<_>>();
        let of = self.items.map_or_else(|| kinds(bare), |items| vec![items]);
        let is_like = |kind: &Vocabulary| {
            kind.has(bare)
                && self.words.iter().filter(|(word, _)| kind.has(word)).count() * 2 > self.words.len()
        };
        if of.iter().any(is_like) { Meant::Other } else { Meant::Unknown }
    }
}

/// Whether one of two names is short for the other.
fn is_short(one: &str, other: &str) -> bool {
    SHORT.iter().any(|(short, long)| {
        let is = |a: &str, b: &str| {
            let b = folded(b);
            folded(a) == folded(short) && b.trim_start_matches("the ") == folded(long)
        };
        is(one, other) || is(other, one)
    })
}

//! What a decision says of facts that name things: which words of vendors stand for what it asks for.

use serde::Serialize;

use super::{Evidence, FactId, FactValue, Item};
use crate::text::named::{country, language, nearest_language};
use crate::text::same_word;

/// What a decision says of a fact that names things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aliases {
    /// The fact.
    pub fact: FactId,
    /// Things that are asked for, each with what else may be written for it.
    pub names: Vec<(String, Vec<String>)>,
    /// What the things are, where they have names that everybody knows.
    pub items: Option<Vocabulary>,
}

/// Things with names that everybody knows: each is the same by its ISO code and its English name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vocabulary {
    /// Languages: ISO 639-1 and 639-3.
    Languages,
    /// Countries: ISO 3166-1.
    Countries,
}

impl Vocabulary {
    /// Both.
    pub const ALL: [Vocabulary; 2] = [Vocabulary::Languages, Vocabulary::Countries];

    /// Whether two names stand for one thing.
    #[must_use]
    pub fn is_same(self, a: &str, b: &str) -> bool {
        match self {
            Vocabulary::Languages => language(a).is_some_and(|a| language(b) == Some(a)),
            Vocabulary::Countries => country(a).is_some_and(|a| country(b) == Some(a)),
        }
    }

    /// Whether a name is one of its own.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        match self {
            Vocabulary::Languages => language(name).is_some(),
            Vocabulary::Countries => country(name).is_some(),
        }
    }

    /// The code of what a name that is none of its own may be meant for.
    #[must_use]
    pub fn nearest(self, name: &str) -> Option<&'static str> {
        match self {
            Vocabulary::Languages => nearest_language(name),
            Vocabulary::Countries => None,
        }
    }

    /// What one of them is.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            Vocabulary::Languages => "language",
            Vocabulary::Countries => "country",
        }
    }

    /// How a file writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Vocabulary::Languages => "languages",
            Vocabulary::Countries => "countries",
        }
    }

    /// What the ids of facts that name such things hold: `language`, `countr`.
    #[must_use]
    pub fn stem(self) -> &'static str {
        match self {
            Vocabulary::Languages => "language",
            Vocabulary::Countries => "countr",
        }
    }
}

/// Whether two words stand for one thing: they are the same word, or known for the same.
#[must_use]
pub(crate) fn is_same(vocabulary: Option<Vocabulary>, a: &str, b: &str) -> bool {
    same_word(a, b) || vocabulary.is_some_and(|vocabulary| vocabulary.is_same(a, b))
}

impl Aliases {
    /// Puts what is asked for in place of what was written for it; the written words stay in the evidence.
    ///
    /// - `asked`: the words that must-haves and criteria ask for.
    pub(crate) fn apply(&self, asked: &[&str], value: &mut FactValue, evidence: &mut Evidence) {
        let replace = |name: &mut String, evidence: &mut Evidence| {
            if let Some(meant) = self.meant(name, asked) {
                evidence.written = Some(std::mem::replace(name, meant.to_owned()));
            }
        };
        match value {
            FactValue::Set { items } => {
                for Item { name, evidence } in items {
                    replace(name, evidence);
                }
            }
            FactValue::Text { value } => replace(value, evidence),
            FactValue::Number { .. }
            | FactValue::Range { .. }
            | FactValue::Count(_)
            | FactValue::YesNo { .. }
            | FactValue::Date { .. }
            | FactValue::NotApplicable { .. } => {}
        }
    }

    /// What a written word stands for, where that is another word.
    fn meant<'a>(&'a self, written: &str, asked: &[&'a str]) -> Option<&'a str> {
        if asked.iter().any(|word| same_word(word, written)) {
            return None;
        }
        // What is written as it is listed goes before what is known for the same.
        [None, self.items].into_iter().find_map(|vocabulary| {
            let is_it = |word: &str| is_same(vocabulary, word, written);
            let is_alias = |(_, aliases): &&(String, Vec<String>)| aliases.iter().any(|alias| is_it(alias));
            let named = self.names.iter().find(is_alias).map(|(thing, _)| thing.as_str());
            asked.iter().copied().find(|word| is_it(word)).or(named)
        })
    }
}

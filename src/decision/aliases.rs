//! What a decision says of facts that name things: which words of vendors stand for what it asks for.

use serde::Serialize;

use super::{Evidence, FactId, FactValue, Item};
use crate::text::alike::{is_same_country, is_same_language};
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
    /// Whether two names stand for one thing.
    #[must_use]
    pub fn is_same(self, a: &str, b: &str) -> bool {
        match self {
            Vocabulary::Languages => is_same_language(a, b),
            Vocabulary::Countries => is_same_country(a, b),
        }
    }
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
            | FactValue::YesNo { .. }
            | FactValue::Date { .. } => {}
        }
    }

    /// What a written word stands for, where that is another word.
    fn meant<'a>(&'a self, written: &str, asked: &[&'a str]) -> Option<&'a str> {
        if asked.iter().any(|word| same_word(word, written)) {
            return None;
        }
        let has = |aliases: &[String]| aliases.iter().any(|alias| same_word(alias, written));
        let named = self.names.iter().find(|(_, aliases)| has(aliases)).map(|(thing, _)| thing.as_str());
        named.or_else(|| {
            let vocabulary = self.items?;
            asked.iter().copied().find(|word| vocabulary.is_same(word, written))
        })
    }
}

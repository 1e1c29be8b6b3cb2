//! Checks of the countries that must-haves and criteria ask for: the head of a vendor file has codes of ISO 3166-1.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::aliases::Vocabulary;
use crate::decision::{Criterion, Leaf, Shape};
use crate::files::country::no_country;
use crate::files::criteria::{CriterionSpans, Draft};
use crate::files::read::Problems;
use crate::text::named::country;
use crate::text::same_word;

/// The key of the head.
const COUNTRY: &str = "country";

/// Warns of each word that no vendor can have as its country; where the decision says that they are countries, their names
/// are as good.
pub(super) fn check(draft: &Draft, leaves: &[(&Criterion, &Leaf, &CriterionSpans)], problems: &mut Problems) {
    let said = draft.aliases.iter().find(|aliases| aliases.fact.as_str() == COUNTRY);
    let has_names = said.is_some_and(|said| said.items == Some(Vocabulary::Countries));
    // What stands for countries need be none: EU, with its members.
    let stands =
        |word: &str| said.is_some_and(|said| said.names.iter().any(|(name, _)| same_word(name, word)));
    let of_gates = draft.gates.iter().filter(|(gate, _)| gate.fact.as_str() == COUNTRY);
    let of_gates =
        of_gates.flat_map(|(gate, spans)| gate.test.words().into_iter().map(|word| (word, spans.test)));
    let of_leaves = leaves.iter().filter(|(_, leaf, _)| leaf.fact.as_str() == COUNTRY);
    let of_leaves = of_leaves.flat_map(|(_, leaf, spans)| {
        let words: Vec<&String> = match leaf.scale.shape() {
            Shape::Table(table) => table.rows().iter().map(|(word, _)| word).collect(),
            Shape::Set(set) => set.things().iter().collect(),
            Shape::Line(_) | Shape::Formula(_) => Vec::new(),
        };
        words.into_iter().map(|word| (word, spans.scale.unwrap_or(spans.fact)))
    });
    for (word, place) in of_gates.chain(of_leaves) {
        let is_known = if has_names { country(word).is_some() } else { country(word) == Some(word.as_str()) };
        if !is_known && !stands(word) {
            problems.push(no_country(word, place));
        }
    }
}

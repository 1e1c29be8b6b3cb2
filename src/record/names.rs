//! Names that a reader is not to learn, found in what people wrote: those of other vendors, and of evaluators.

use crate::decision::Decision;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The fewest letters of a name for which capitals do not matter: a shorter one may be a plain word as well.
const FEWEST: usize = 6;
/// The fewest letters of a part of an evaluator's name that is looked for by itself.
const FEWEST_OF_PART: usize = 4;

/// Names that are looked for, the longest first, so that a name within a name goes with it.
#[derive(Debug)]
pub struct Names(Vec<SoughtName>);

#[derive(Debug)]
struct SoughtName {
    text: String,
    /// What stands in its place.
    instead: &'static str,
}

impl SoughtName {
    /// Whether a word is it.
    fn is(&self, found: &str) -> bool {
        if self.text.chars().count() < FEWEST {
            found == self.text
        } else {
            found.to_lowercase() == self.text.to_lowercase()
        }
    }
}

impl Names {
    /// Those of all vendors but some, and of all evaluators.
    #[must_use]
    pub fn of(evaluation: &Evaluation, known: &[&VendorResult]) -> Names {
        let others =
            evaluation.vendors.iter().filter(|vendor| known.iter().all(|one| one.id() != vendor.id()));
        let of_vendor = |vendor: &VendorResult| {
            let names = [Some(vendor.name().to_owned()), vendor.vendor.local.clone()];
            names.into_iter().flatten().chain(as_names(vendor.id().as_str()))
        };
        let is_known = |name: &str| {
            known.iter().any(|vendor| of_vendor(vendor).any(|own| own.to_lowercase() == name.to_lowercase()))
        };
        let vendors = others.flat_map(of_vendor).filter(|name| !is_known(name));
        let vendors = vendors.map(|text| SoughtName { text, instead: "another bidder" });
        let evaluators = of_evaluators(&evaluation.decision).into_iter();
        let evaluators = evaluators.map(|text| SoughtName { text, instead: "an evaluator" });
        let mut names: Vec<SoughtName> =
            vendors.chain(evaluators).filter(|name| !name.text.is_empty()).collect();
        names.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then(a.text.cmp(&b.text)));
        names.dedup_by(|a, b| a.text == b.text);
        Names(names)
    }

    /// The text with every such name replaced where it stands as a word of its own.
    #[must_use]
    pub fn redacted(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            if let Some((name, length)) = self.at(text, at) {
                out.push_str(name.instead);
                at += length;
            } else if let Some(c) = text[at..].chars().next() {
                out.push(c);
                at += c.len_utf8();
            }
        }
        out
    }

    /// The names that a text holds, each once, in the order of the text.
    #[must_use]
    pub fn found(&self, text: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let length = match self.at(text, at) {
                Some((name, length)) => {
                    if !found.contains(&name.text) {
                        found.push(name.text.clone());
                    }
                    length
                }
                None => text[at..].chars().next().map_or(1, char::len_utf8),
            };
            at += length;
        }
        found
    }

    /// The name that stands at a place of a text, with the bytes that it covers there.
    fn at(&self, text: &str, at: usize) -> Option<(&SoughtName, usize)> {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        self.0.iter().find_map(|name| {
            let end =
                rest.char_indices().map(|(at, c)| at + c.len_utf8()).nth(name.text.chars().count() - 1)?;
            let after = rest[end..].chars().next();
            let ends = (name.text.chars().next(), name.text.chars().next_back());
            let goes_on = joins(before, ends.0) || joins(ends.1, after);
            (name.is(&rest[..end]) && !goes_on).then_some((name, end))
        })
    }
}

/// An id as a name: a short one may be a plain word, and is a name with capitals alone.
fn as_names(id: &str) -> Vec<String> {
    if id.chars().count() >= FEWEST {
        return vec![id.to_owned()];
    }
    let mut letters = id.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    vec![first.chain(letters).collect(), id.to_uppercase()]
}

/// Whether two characters belong to one word. Scripts that put no blanks between words have no such ends.
fn joins(one: Option<char>, other: Option<char>) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() && has_blanks(c);
    one.is_some_and(is_of_word) && other.is_some_and(is_of_word)
}

/// Whether the script of a letter puts blanks between words: not those of Thailand, Laos, Burma, Cambodia, China and Japan.
fn has_blanks(c: char) -> bool {
    !matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// The names of evaluators, whole and by their longer parts.
fn of_evaluators(decision: &Decision) -> Vec<String> {
    let evaluators = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    evaluators
        .flat_map(|one| {
            let parts = one.name.split_whitespace().filter(|part| part.chars().count() >= FEWEST_OF_PART);
            parts.map(str::to_owned).chain([one.name.clone()]).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Names, SoughtName};

    #[test]
    fn names_are_words_of_their_own() {
        let name = |text: &str| SoughtName { text: text.to_owned(), instead: "another bidder" };
        let names = Names(vec![name("Lanternfold"), name("สยาม"), name("In"), name("Y")]);
        for (text, redacted) in [
            ("Within policy, indeed", "Within policy, indeed"),
            ("Better than LANTERNFOLD.", "Better than another bidder."),
            ("Lanternfolds", "Lanternfolds"),
            ("Y is dearer, In too", "another bidder is dearer, another bidder too"),
            ("ดีกว่าสยามมาก", "ดีกว่าanother bidderมาก"),
            ("in May", "in May"),
        ] {
            assert_eq!(names.redacted(text), redacted);
        }
        assert_eq!(names.found("Y and Lanternfold, Y"), ["Y", "Lanternfold"]);
    }
}

//! What a decision says of facts that name things, as `[facts]` writes it.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use serde_json::{Value, json};

use super::Draft;
use crate::decision::aliases::{Aliases, Vocabulary};
use crate::decision::scale::TableKey;
use crate::decision::{Criterion, FactId, Gate, Shape};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::files::node::{Entry, Node};
use crate::files::read::{FromToml, IdEntry, Limited, Problems, Spanned, shortened, toml_table, wrong_type};
use crate::files::values::Name;
use crate::files::vendor::ReadVendor;
use crate::text::same_word;
use crate::text::suggest::{hint, in_quotes};

toml_table! {
    /// What the decision says of a fact that names things, such as languages or certificates.
    struct AliasesEntry {
        /// What vendors may write for a thing that is asked for: `{ "ISO 27001" = ["ISO/IEC 27001", "ISO/IEC 27001:2022"] }`.
        aliases: AliasTable,
        /// What the things are: "languages" or "countries" are the same by their ISO codes and English names.
        items: Vocabulary,
    }
}

impl Limited for AliasesEntry {
    const MOST: usize = 1_000;
}

/// A thing that is asked for, with what else may be written for it.
#[derive(Debug)]
struct Named {
    thing: String,
    span: Span,
    aliases: Vec<Spanned<Name>>,
}

/// Things that are asked for.
#[derive(Debug)]
pub(crate) struct AliasTable(Vec<Named>);

impl FromToml for AliasTable {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table such as { \"ISO 27001\" = [\"ISO/IEC 27001\"] }", problems);
            return None;
        };
        let named = |entry: &Entry| {
            let aliases = Vec::<Spanned<Name>>::read(&entry.node, problems)?;
            Some(Named { thing: entry.key.clone(), span: entry.key_span, aliases })
        };
        Some(AliasTable(table.0.iter().filter_map(named).collect()))
    }

    fn schema() -> Value {
        json!({ "type": "object", "additionalProperties": Vec::<Spanned<Name>>::schema() })
    }
}

/// Reads what is said of facts, and checks that something reads each of them and that each alias stands for one thing
/// that is asked for.
pub(super) fn build(
    entries: Vec<IdEntry<AliasesEntry>>,
    gates: &[&Gate],
    criteria: &[&Criterion],
    problems: &mut Problems,
) -> Vec<Aliases> {
    let of_gates = gates.iter().map(|gate| &gate.fact);
    let read: Vec<&FactId> =
        of_gates.chain(criteria.iter().filter_map(|criterion| criterion.fact())).collect();
    let known: Vec<&str> = read.iter().map(|fact| fact.as_str()).collect();
    let mut all = Vec::new();
    for IdEntry { id, id_span, value, .. } in entries {
        if !known.contains(&id.as_str()) {
            let message = format!("no must-have and no criterion reads the fact `{id}`");
            let help = hint(&id, &known, std::iter::empty());
            problems.push(Diagnostic::new(Code::AliasOfNothing, id_span, message).help(help));
            continue;
        }
        let fact = FactId::new(id);
        let asked = asked(&fact, gates, criteria);
        if let Some(items) = &value.items
            && let Some([one, other]) = twins(&asked, items.value)
        {
            let message =
                format!("{} and {} are asked for, and are one thing", in_quotes(&[one]), in_quotes(&[other]));
            let help = "ask for it by one word everywhere: vendors may write either";
            problems.push(Diagnostic::new(Code::AliasOfTwo, items.span, message).help(help));
        }
        let table = value.aliases.map_or_else(Vec::new, |aliases| aliases.value.0);
        let names = names(table, &asked, problems);
        all.push(Aliases { fact, names, items: value.items.map(|items| items.value) });
    }
    all
}

/// The words that must-haves and criteria ask for in a fact.
fn asked<'a>(fact: &FactId, gates: &[&'a Gate], criteria: &[&'a Criterion]) -> Vec<&'a str> {
    let of_gates = gates.iter().filter(|gate| gate.fact == *fact).flat_map(|gate| gate.test.words());
    let leaves = criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
    let of_criteria = leaves.filter(|leaf| leaf.fact == *fact).flat_map(|leaf| match leaf.scale.shape() {
        Shape::Set(set) => set.things().iter().collect(),
        Shape::Table(table) if table.key() == TableKey::Text => {
            table.rows().iter().map(|(word, _)| word).collect()
        }
        Shape::Table(_) | Shape::Line(_) | Shape::Formula(_) => Vec::new(),
    });
    of_gates.chain(of_criteria).map(String::as_str).collect::<Vec<&str>>()
}

/// Two words that are asked for and stand for one thing.
fn twins<'a>(asked: &[&'a str], vocabulary: Vocabulary) -> Option<[&'a str; 2]> {
    let twin = |at: usize| {
        let mut others = asked[at + 1..].iter().copied().filter(|other| !same_word(other, asked[at]));
        others.find(|other| vocabulary.is_same(asked[at], other))
    };
    (0..asked.len()).find_map(|at| Some([asked[at], twin(at)?]))
}

/// The aliases that stand for one thing that is asked for.
fn names(table: Vec<Named>, asked: &[&str], problems: &mut Problems) -> Vec<(String, Vec<String>)> {
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for Named { thing, span, aliases } in table {
        if !asked.iter().any(|word| same_word(word, &thing)) {
            let message = format!("nothing asks for {}", in_quotes(&[&shortened(&thing)]));
            let help = hint(&thing, asked, std::iter::empty());
            problems.push(Diagnostic::new(Code::AliasOfNothing, span, message).help(help));
            continue;
        }
        let mut own = Vec::new();
        for Spanned { value: Name(alias), span } in aliases {
            let is_it = |word: &str| same_word(word, &alias);
            let elsewhere = names.iter().find(|(_, aliases)| aliases.iter().any(|one| is_it(one)));
            let other = elsewhere.map(|(thing, _)| thing.as_str());
            let other =
                other.or_else(|| asked.iter().copied().find(|word| is_it(word) && !same_word(word, &thing)));
            match other {
                Some(other) => problems.push(stands_for_two(&alias, span, other)),
                None => own.push(alias),
            }
        }
        names.push((thing, own));
    }
    names
}

fn stands_for_two(alias: &str, span: Span, other: &str) -> Diagnostic {
    let message = format!("{} stands for {} already", in_quotes(&[&shortened(alias)]), in_quotes(&[other]));
    Diagnostic::new(Code::AliasOfTwo, span, message)
        .help("a word stands for one thing: take it out of one of the two")
}

/// Puts what is asked for in place of what vendors write for it.
pub(crate) fn apply(draft: &Draft, vendors: &mut [ReadVendor]) {
    let gates: Vec<&Gate> = draft.gates.iter().map(|(gate, _)| gate).collect();
    let criteria: Vec<&Criterion> = draft.criteria.iter().map(|(criterion, _)| criterion).collect();
    for aliases in &draft.aliases {
        let asked = asked(&aliases.fact, &gates, &criteria);
        for read in &mut *vendors {
            let Some(fact) = read.vendor.facts.get_mut(&aliases.fact) else { continue };
            let fact = std::sync::Arc::make_mut(fact);
            if let Some(value) = &mut fact.value {
                aliases.apply(&asked, value, &mut fact.evidence);
            }
        }
    }
}

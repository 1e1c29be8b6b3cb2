//! What a decision says of facts, as `[facts]` writes it: how vendors are asked, and which words name what.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::Draft;
use crate::decision::aliases::{Aliases, Vocabulary, is_same};
use crate::decision::scale::TableKey;
use crate::decision::{Criterion, FactId, Gate, Shape};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Rounding;
use crate::files::formula::FormulaText;
use crate::files::node::{Entry, Node, NodeKind};
use crate::files::quoting::quoted;
use crate::files::read::{FromToml, IdEntry, Limited, Problems, Spanned, shortened, toml_table, wrong_type};
use crate::files::values::Name;
use crate::files::vendor::ReadVendor;
use crate::text::same_word;
use crate::text::suggest::{hint, in_quotes};

toml_table! {
    /// What the decision says of a fact: the question to vendors, and what they may write for things that it names.
    struct AliasesEntry {
        /// The question that vendors are asked, as `weigh ask` puts it; made from names and units when left out. `false`: they
        /// are not asked.
        ask: Asking,
        /// What vendors may write for a thing that is asked for: `{ "ISO 27001" = ["ISO/IEC 27001", "ISO/IEC 27001:2022"] }`.
        aliases: AliasTable,
        /// How the fact is worked out for every vendor, such as "facts.price * (if facts.domestic then 1 else 1.15)". No
        /// vendor states it then.
        expr: FormulaText,
        /// With `expr`: the unit of what it comes to.
        unit: Name,
        /// With `expr`: how it is rounded, such as "2 half-up"; not at all when left out.
        round: Rounding,
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

impl Named {
    /// The thing and its aliases.
    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.thing.as_str()).chain(self.aliases.iter().map(|alias| alias.value.0.as_str()))
    }
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

/// How vendors are asked for a fact: none where they are not.
#[derive(Debug)]
pub(crate) struct Asking(Option<String>);

impl FromToml for Asking {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::YesNo(false) => Some(Asking(None)),
            NodeKind::Text(_) => Name::read(node, problems).map(|question| Asking(Some(question.0))),
            NodeKind::Table(_)
            | NodeKind::List(_)
            | NodeKind::Number(_)
            | NodeKind::YesNo(true)
            | NodeKind::Date(_)
            | NodeKind::Time => {
                wrong_type(node, "a question, or false for what vendors are not asked for", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [Name::schema(), { "const": false }] })
    }
}

/// What is said of facts.
#[derive(Debug, Default)]
pub(super) struct SaidOfFacts {
    /// Which words of vendors stand for what is asked for.
    pub(super) aliases: Vec<Aliases>,
    /// How vendors are asked; none where they are not.
    pub(super) questions: BTreeMap<FactId, Option<String>>,
}

/// Reads what is said of facts, and checks that something reads each of them and that each alias stands for one thing
/// that is asked for.
///
/// - `inputs`: the facts that others are worked out from.
pub(super) fn build(
    entries: Vec<IdEntry<AliasesEntry>>,
    (gates, criteria): (&[&Gate], &[&Criterion]),
    inputs: &BTreeSet<FactId>,
    problems: &mut Problems,
) -> SaidOfFacts {
    let of_gates = gates.iter().map(|gate| &gate.fact);
    let of_criteria = criteria.iter().filter_map(|criterion| criterion.fact());
    let read: Vec<&FactId> = of_gates.chain(of_criteria).chain(inputs).collect();
    let known: Vec<&str> = read.iter().map(|fact| fact.as_str()).collect();
    let mut all = SaidOfFacts::default();
    for IdEntry { id, id_span, value, .. } in entries {
        if value.is_worked_out(&id, id_span, problems) {
            continue;
        }
        if !known.contains(&id.as_str()) {
            let message = format!("no must-have and no criterion reads the fact `{id}`");
            let help = hint(&id, &known, std::iter::empty());
            problems.push(Diagnostic::new(Code::AliasOfNothing, id_span, message).help(help));
            continue;
        }
        let fact = FactId::new(id);
        let names_things = value.aliases.is_some() || value.items.is_some();
        let has_question = value.ask.is_some();
        all.questions.extend(value.ask.map(|ask| (fact.clone(), ask.value.0)));
        if has_question && !names_things {
            continue;
        }
        let asked = asked(&fact, gates, criteria);
        if asked.is_empty() {
            let message = format!("`{fact}` is no fact that names things");
            let help = "what reads it asks for a number, a date or yes and no; take this table out";
            problems.push(Diagnostic::new(Code::AliasOfNothing, id_span, message).help(help));
            continue;
        }
        let items = value.items.as_ref().map(|items| items.value);
        let table = value.aliases.map_or_else(Vec::new, |aliases| aliases.value.0);
        if let Some(Spanned { value: items, span }) = &value.items {
            let said: Vec<&str> = table.iter().flat_map(Named::words).chain(asked.iter().copied()).collect();
            problems.extend(twins(&asked, *items).map(|twins| asked_twice(twins, *span)));
            problems.extend(other_things(&fact, &said, *items, *span));
        }
        let names = names(table, &asked, items, problems);
        all.aliases.push(Aliases { fact, names, items });
    }
    all
}

impl AliasesEntry {
    /// Whether the fact is worked out, so that nothing is to be said of how vendors state it.
    fn is_worked_out(&self, id: &str, id_span: Span, problems: &mut Problems) -> bool {
        let of_stated = [
            ("ask", self.ask.as_ref().map(|one| one.span)),
            ("aliases", self.aliases.as_ref().map(|one| one.span)),
            ("items", self.items.as_ref().map(|one| one.span)),
        ];
        let of_worked_out = [
            ("unit", self.unit.as_ref().map(|one| one.span)),
            ("round", self.round.as_ref().map(|one| one.span)),
        ];
        let (odd, why, help) = match &self.expr {
            Some(_) => {
                (&of_stated[..], "this fact is worked out, and no vendor states it", "delete it, or `expr`")
            }
            None => (
                &of_worked_out[..],
                "vendors state this fact, in a unit of their own",
                "write `expr` as well, or delete it",
            ),
        };
        for (key, span) in odd.iter().filter_map(|(key, span)| Some((key, (*span)?))) {
            let message = format!("`{key}` says nothing of `{}`: {why}", shortened(id));
            problems.push(
                Diagnostic::new(Code::OneOf, span, message).related(id_span, "of this fact").help(help),
            );
        }
        self.expr.is_some()
    }
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

fn asked_twice([one, other]: [&str; 2], place: Span) -> Diagnostic {
    let message =
        format!("{} and {} are asked for, and are one thing", in_quotes(&[one]), in_quotes(&[other]));
    Diagnostic::new(Code::AliasOfTwo, place, message)
        .help("ask for it by one word everywhere: vendors may write either")
}

/// Warns of a fact whose name or words tell that it names other things than `items` says.
///
/// - `said`: what is asked for, and the words that may be written for it.
fn other_things(fact: &FactId, said: &[&str], items: Vocabulary, place: Span) -> Option<Diagnostic> {
    const MOST_SHOWN: usize = 5;
    let is_code = |word: &&&str| word.len() <= 3;
    // Codes of two and three letters stand for a language and a country alike.
    let named =
        |vocabulary: Vocabulary| said.iter().filter(|word| !is_code(word) && vocabulary.has(word)).count();
    let name = fact.as_str().to_lowercase();
    let is_called = |vocabulary: Vocabulary| name.contains(vocabulary.stem());
    let is_meant = |other: Vocabulary| is_called(other) || named(other) > named(items);
    let other =
        Vocabulary::ALL.into_iter().find(|other| *other != items && !is_called(items) && is_meant(*other));
    let is_none = !said.iter().any(|word| items.has(word));
    let (how, help) = match other {
        Some(other) => ("names things of another kind", format!("write items = {}", quoted(other.word()))),
        None if is_none => {
            let help = "vendors have to write each word as it is asked for; `aliases` lists what else they may write";
            ("asks for none", help.to_owned())
        }
        None => return None,
    };
    let shown = &said[..said.len().min(MOST_SHOWN)];
    let message = format!("items = {}, but `{fact}` {how}: {}", quoted(items.word()), in_quotes(shown));
    Some(Diagnostic::new(Code::OtherThings, place, message).help(help))
}

/// The aliases that stand for one thing that is asked for.
fn names(
    table: Vec<Named>,
    asked: &[&str],
    items: Option<Vocabulary>,
    problems: &mut Problems,
) -> Vec<(String, Vec<String>)> {
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for Named { thing: written, span, aliases } in table {
        let Some(thing) = asked.iter().copied().find(|word| is_same(items, word, &written)) else {
            let message = format!("nothing asks for {}", in_quotes(&[&shortened(&written)]));
            let help = hint(&written, asked, std::iter::empty());
            problems.push(Diagnostic::new(Code::AliasOfNothing, span, message).help(help));
            continue;
        };
        let mut own = Vec::new();
        for Spanned { value: Name(alias), span } in aliases {
            let is_it = |word: &str| is_same(items, word, &alias);
            let elsewhere = names.iter().find(|(_, aliases)| aliases.iter().any(|one| is_it(one)));
            let elsewhere = elsewhere.map(|(other, _)| stands_for_two(&alias, span, other));
            let itself = asked.iter().copied().find(|word| is_it(word) && !same_word(word, thing));
            match elsewhere.or_else(|| itself.map(|word| asked_itself(&alias, span, word))) {
                Some(problem) => problems.push(problem),
                None => own.push(alias),
            }
        }
        names.push((thing.to_owned(), own));
    }
    names
}

fn stands_for_two(alias: &str, span: Span, other: &str) -> Diagnostic {
    let message = format!("{} stands for {} already", in_quotes(&[&shortened(alias)]), in_quotes(&[other]));
    Diagnostic::new(Code::AliasOfTwo, span, message)
        .help("a word stands for one thing: take it out of one of the two")
}

/// An alias that is itself asked for, by this word or by another for the same thing.
fn asked_itself(alias: &str, span: Span, word: &str) -> Diagnostic {
    let alias = in_quotes(&[&shortened(alias)]);
    let same = if same_word(&alias, &in_quotes(&[word])) {
        String::new()
    } else {
        format!(", as {}", in_quotes(&[word]))
    };
    Diagnostic::new(Code::AliasOfTwo, span, format!("{alias} is asked for itself{same}"))
        .help("a word stands for one thing: take it out of this list, or ask for one of the two alone")
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
                aliases.apply(&asked, value, Arc::make_mut(&mut fact.evidence));
            }
        }
    }
}

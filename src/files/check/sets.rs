//! Checks of sets: lists that were typed as one text, and things that look like one that is lacking.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::aliases::Vocabulary;
use crate::decision::vendor::is_head_fact;
use crate::decision::{Criterion, FactId, FactValue, Item, Leaf, Shape, Test};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::files::criteria::{CriterionSpans, Draft};
use crate::files::meant;
use crate::files::quoting::quoted_list;
use crate::files::read::{Problems, shortened};
use crate::files::vendor::{FactSpans, ReadVendor};
use crate::text::alike::{is_spelling_of, look_alikes, resembles, typed_list};
use crate::text::same_word;
use crate::text::suggest::in_quotes;

/// The most things of a vendor's set that are looked at for lists in them: nobody has more, and each takes its time.
const MOST_READ: usize = 100;
/// The most things of such a list that are compared with what is asked for by more than their letters.
const MOST_COMPARED: usize = 20;

/// What a gate or a criterion asks of a fact that names things.
struct Asker<'a> {
    words: Vec<&'a str>,
    /// Whether one of them is enough.
    is_any: bool,
    /// Whether the fact may hold several.
    is_set: bool,
    place: Span,
}

/// Whatever asks for a fact that names things.
type Askers<'a> = BTreeMap<&'a FactId, Vec<Asker<'a>>>;

/// What a vendor says, by thing, with its place.
type Said<'a> = Vec<(&'a str, Span)>;

/// Checks what vendors say against the things that are asked for, and those against what vendors say.
pub(super) fn check(
    draft: &Draft,
    leaves: &[(&Criterion, &Leaf, &CriterionSpans)],
    vendors: &[ReadVendor],
    problems: &mut Problems,
) {
    // Of words of the head, a slip is told where it stands.
    let of_facts = askers(draft, leaves).into_iter().filter(|(fact, _)| !is_head_fact(fact.as_str()));
    for (fact, askers) in of_facts {
        let said: Vec<(&FactValue, Said<'_>)> =
            vendors.iter().filter_map(|vendor| said(vendor, fact)).collect();
        let everything: BTreeSet<&str> =
            said.iter().flat_map(|(_, said)| said.iter().map(|(thing, _)| *thing)).collect();
        let asked: Vec<&str> = askers.iter().flat_map(|asker| asker.words.iter().copied()).collect();
        let said_of = draft.aliases.iter().find(|aliases| aliases.fact == *fact);
        // Where none of them is one, it is `items` that is wrong.
        let items = said_of.and_then(|aliases| aliases.items);
        let items = items.filter(|items| asked.iter().any(|word| items.has(word)));
        let names = said_of.map_or(&[][..], |aliases| &aliases.names);
        let is_named = |word: &str| names.iter().any(|(name, _)| same_word(name, word));
        let counts = counts(&said);
        let mut sound = Vec::new();
        for mut asker in askers {
            // What is asked for in one text, or amiss, is nothing to hold vendors against.
            if let Some(problem) = wanted_in_text(&asker, &everything) {
                problems.push(problem);
                continue;
            }
            let place = asker.place;
            asker.words.retain(|word| {
                let amiss = items
                    .filter(|items| !items.has(word) && !is_named(word))
                    .map(|items| unknown_name(word, items, place))
                    .or_else(|| asked_amiss(word, place, &counts, &asked));
                let is_sound = amiss.is_none();
                problems.extend(amiss);
                is_sound
            });
            sound.push(asker);
        }
        let known: Vec<&str> = sound.iter().flat_map(|asker| asker.words.iter().copied()).collect();
        let is_set = sound.iter().any(|asker| asker.is_set);
        for (value, said) in &said {
            if let Some(problem) = no_thing(is_set, said, &known) {
                problems.push(problem);
                continue;
            }
            match is_set.then(|| in_text(value, said, &known)).flatten() {
                Some(problem) => problems.push(problem),
                None => {
                    let told = unlike(&sound, &asked, said, problems);
                    let Some(items) = items else { continue };
                    let strange = said.iter().take(MOST_READ).filter(|(thing, _)| !items.has(thing));
                    let strange = strange.filter(|(thing, _)| {
                        !told.contains(thing) && !asked.iter().any(|word| same_word(word, thing))
                    });
                    problems.extend(strange.map(|(thing, place)| unknown_name(thing, items, *place)));
                }
            }
        }
    }
}

fn askers<'a>(draft: &'a Draft, leaves: &[(&'a Criterion, &'a Leaf, &CriterionSpans)]) -> Askers<'a> {
    let mut askers = Askers::new();
    for (gate, spans) in &draft.gates {
        let words: Vec<&str> = gate.test.words().into_iter().map(String::as_str).collect();
        if !words.is_empty() {
            let is_set = matches!(gate.test, Test::Includes(_) | Test::IncludesAny(_));
            let is_any = !matches!(gate.test, Test::Includes(_));
            let asker = Asker { words, is_any, is_set, place: spans.test };
            askers.entry(&gate.fact).or_default().push(asker);
        }
    }
    for (_, leaf, spans) in leaves {
        let words = match leaf.scale.shape() {
            Shape::Set(set) => set.things().iter().map(String::as_str).collect(),
            Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => continue,
        };
        let place = spans.scale.unwrap_or(spans.fact);
        askers.entry(&leaf.fact).or_default().push(Asker { words, is_any: false, is_set: true, place });
    }
    askers
}

/// What a vendor says and the things that it names; none where the fact is not known or of another kind.
fn said<'a>(vendor: &'a ReadVendor, fact: &FactId) -> Option<(&'a FactValue, Said<'a>)> {
    let spans = vendor.facts.get(fact)?;
    let value = vendor.vendor.facts.get(fact)?.value.as_ref()?;
    let said = match value {
        FactValue::Set { items } => places(items, spans),
        FactValue::Text { value } => vec![(value.as_str(), spans.value())],
        FactValue::Number { .. }
        | FactValue::Range { .. }
        | FactValue::Count(_)
        | FactValue::YesNo { .. }
        | FactValue::Date { .. }
        | FactValue::NotApplicable { .. } => return None,
    };
    Some((value, said))
}

fn places<'a>(items: &'a [Item], spans: &FactSpans) -> Said<'a> {
    let spans = spans.items().iter().copied().chain(std::iter::repeat(spans.value()));
    items.iter().map(|item| item.name.as_str()).zip(spans).collect()
}

/// A list of wanted things that was typed as one text: nobody has that one thing, and somebody has a part of it.
fn wanted_in_text(asker: &Asker<'_>, said: &BTreeSet<&str>) -> Option<Diagnostic> {
    let is_said = |thing: &str| said.iter().any(|said| same_word(said, thing));
    let typed = asker.words.iter().find_map(|word| {
        let things = typed_list(word, &[]).filter(|list| list.is_plain && !is_said(word))?.things;
        let of_texts = || said.iter().filter_map(|said| typed_list(said, &[])).flat_map(|list| list.things);
        let is_part = |thing: &String| is_said(thing) || of_texts().any(|said| same_word(&said, thing));
        things.iter().any(is_part).then_some((word, things))
    });
    typed.map(|(word, things)| {
        let message = format!("\"{}\" asks for one thing of that name", shortened(word));
        let help = format!("a list has each thing in quotes of its own: {}", quoted_list(&things));
        Diagnostic::new(Code::WantedListInText, asker.place, message).help(help)
    })
}

/// A name that stands for nothing where languages or countries are named.
fn unknown_name(name: &str, items: Vocabulary, place: Span) -> Diagnostic {
    let message = format!("\"{}\" is no {} that weigh knows", shortened(name), items.one());
    let help = items.nearest(name).map_or_else(
        || "write its ISO code, or its English name".to_owned(),
        |code| format!("did you mean \"{code}\"? ISO codes and English names are known"),
    );
    Diagnostic::new(Code::UnknownName, place, message).help(help)
}

/// How many vendors say each thing.
fn counts<'a>(said: &[(&FactValue, Said<'a>)]) -> BTreeMap<String, (&'a str, usize)> {
    let mut counts = BTreeMap::new();
    for (thing, _) in said.iter().flat_map(|(_, said)| said.iter().take(MOST_READ)) {
        counts.entry(thing.to_lowercase()).or_insert((*thing, 0)).1 += 1;
    }
    counts
}

/// A wanted word that no vendor says, where what they say shows that it is spelt amiss: several say the same other one, or
/// one says what is asked for elsewhere.
///
/// - `counts`: what they say, with how many of them do.
/// - `asked`: whatever is asked for.
fn asked_amiss(
    word: &str,
    place: Span,
    counts: &BTreeMap<String, (&str, usize)>,
    asked: &[&str],
) -> Option<Diagnostic> {
    const FEWEST: usize = 2;
    let is_looked_at = asked.len() <= MOST_READ && counts.len() <= MOST_READ;
    if !is_looked_at || counts.contains_key(&word.to_lowercase()) {
        return None;
    }
    let alike = counts.values().filter_map(|&(thing, count)| {
        // What is asked for elsewhere is known to be right, and may well be another thing.
        let is_asked = asked.iter().any(|other| same_word(other, thing));
        let is_alike = if is_asked { is_spelling_of(thing, word) } else { resembles(thing, word) };
        is_alike.then_some((thing, if is_asked { count + FEWEST } else { count }))
    });
    let (thing, count) = alike.max_by_key(|(_, count)| *count)?;
    (count >= FEWEST).then(|| {
        let message = format!(
            "\"{}\" is asked for and nobody says it: vendors say \"{}\"",
            shortened(word),
            shortened(thing)
        );
        let help =
            format!("did you mean \"{}\"? names count only where they are written alike", shortened(thing));
        Diagnostic::new(Code::LookAlike, place, message).help(help)
    })
}

/// A word for what is not known, or for nothing, that would count as a thing of that name.
///
/// - `known`: what is asked for.
fn no_thing(is_set: bool, said: &Said<'_>, known: &[&str]) -> Option<Diagnostic> {
    let is_asked = |thing: &str| known.iter().any(|word| same_word(word, thing));
    let is_alone = said.len() == 1;
    said.iter().take(MOST_READ).filter(|(thing, _)| !is_asked(thing)).find_map(|(thing, place)| {
        let help = if is_set { meant::no_thing(thing, is_alone)? } else { meant::unknown(thing)? };
        let message = format!("\"{}\" would count as a thing of that name", shortened(thing));
        Some(Diagnostic::new(Code::NoThing, *place, message).help(help))
    })
}

/// A list that a vendor's file has as one text, alone or among others.
///
/// - `known`: what is asked for.
fn in_text(value: &FactValue, said: &Said<'_>, known: &[&str]) -> Option<Diagnostic> {
    let is_said = |word: &&str| said.iter().any(|(thing, _)| same_word(thing, word));
    // What is there in quotes of its own as well does not suffer.
    let lacking: Vec<&str> = known.iter().copied().filter(|word| !is_said(word)).collect();
    let is_lacking = |thing: &String| lacking.iter().any(|word| same_word(word, thing));
    let is_like = |thing: &String| lacking.iter().any(|word| resembles(word, thing));
    let holds_lacking =
        |things: &[String]| things.iter().any(is_lacking) || things.iter().take(MOST_COMPARED).any(is_like);
    let is_text = matches!(value, FactValue::Text { .. });
    // Among other things in quotes of their own, a thing with a comma in its name may well be one.
    let typed = |thing: &str| {
        let is_asked = known.iter().any(|word| same_word(word, thing));
        let list = typed_list(thing, &lacking).filter(|_| !is_asked)?;
        (is_text || holds_lacking(&list.things)).then_some(list)
    };
    let (first, place) = said.iter().take(MOST_READ).find(|(thing, _)| typed(thing).is_some())?;
    let is_plain = typed(first).is_some_and(|list| list.is_plain);
    let is_asked =
        |thing: &str| known.iter().any(|word| same_word(word, thing) || is_spelling_of(word, thing));
    let has_evidence = |item: &Item| item.evidence.is_given();
    let is_bare = !matches!(value, FactValue::Set { items } if items.iter().any(has_evidence));
    let things: Vec<String> = said
        .iter()
        .filter(|(thing, _)| is_bare || thing == first)
        .take(MOST_READ)
        .flat_map(|(thing, _)| typed(thing).map_or_else(|| vec![(*thing).to_owned()], |list| list.things))
        .collect();
    let otherwise = if holds_lacking(&things) {
        String::new()
    } else {
        format!("; one thing with that name: {}", quoted_list(&[(*first).to_owned()]))
    };
    let message = format!("\"{}\" is one text, and counts as one thing of that name", shortened(first));
    let help = format!("a list has each thing in quotes of its own: {}{otherwise}", quoted_list(&things));
    let mut problem = Diagnostic::new(Code::ListInText, *place, message).help(help);
    // Among others in quotes of their own, `sales and marketing` may well be one thing.
    if !is_text && !is_plain && !things.iter().all(|thing| is_asked(thing)) {
        problem.severity = Severity::Warning;
    }
    Some(problem)
}

/// Warns of things that nothing asks for and that look like one that is lacking.
///
/// - `known`: what is asked for.
///
/// Returns those.
fn unlike<'a>(
    askers: &[Asker<'_>],
    known: &[&str],
    said: &Said<'a>,
    problems: &mut Problems,
) -> BTreeSet<&'a str> {
    let is_asked = |thing: &str| known.iter().any(|word| same_word(word, thing));
    let mut told: BTreeSet<&'a str> = BTreeSet::new();
    let unasked: Vec<&'a str> =
        said.iter().map(|(thing, _)| *thing).filter(|thing| !is_asked(thing)).collect();
    if unasked.is_empty() {
        return told;
    }
    for asker in askers {
        let is_held = |word: &str| said.iter().any(|(thing, _)| same_word(thing, word));
        let lacking: Vec<&str> = asker.words.iter().copied().filter(|word| !is_held(word)).collect();
        if asker.is_any && lacking.len() < asker.words.len() {
            continue;
        }
        for (thing, alike) in look_alikes(&lacking, &unasked) {
            let place = said.iter().find(|(other, _)| *other == thing).map(|(_, place)| *place);
            if let Some(place) = place.filter(|_| told.insert(thing)) {
                let alike = in_quotes(&alike);
                let message =
                    format!("\"{}\" looks like {alike}, which is asked for and lacking", shortened(thing));
                let help = format!("did you mean {alike}? names count only where they are written alike");
                problems.push(
                    Diagnostic::new(Code::LookAlike, place, message)
                        .related(asker.place, "asked for here")
                        .help(help),
                );
            }
        }
    }
    told
}

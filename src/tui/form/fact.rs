//! The form of a fact, or of a mark in a vendor's file: what is known, and how we know it.

use std::fmt::Write as _;

use super::{About, Field, Form, Pick, Takes};
use crate::decision::answer_kind::AnswerKind;
use crate::decision::{CriterionId, Decision, FactId, Scale};
use crate::diagnostic::Sources;
use crate::files::edit::quoted;
use crate::files::node::{Node, NodeKind, Table, parse_value};
use crate::tui::session::Target;

/// The fact or the mark that a form is about.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) target: Target,
    kind: AnswerKind,
    is_mark: bool,
    /// Where the value that is there comes from, and since when; it is of no other value.
    evidence: [String; 3],
    /// What is there, as the fields have it.
    before: String,
    /// What else is said of the value that is there, each key with its text: no field is for it, and it stays.
    kept: Vec<(String, String)>,
    /// Whether the fields were filled from the file.
    pub(crate) is_filled: bool,
    /// As it stood in the file when the fields were filled.
    pub(crate) entry: Option<String>,
    /// The whole of what the fields said then.
    whole: String,
}

const ONE: &str = "one value";
const RANGE: &str = "a range";
const NOT_APPLICABLE: &str = "does not apply";
const NOT_KNOWN: &str = "not known";
/// A list without a thing.
const NONE: &str = "none";

/// What is said of a value, and of a mark.
const EVIDENCE: [&str; 3] = ["source", "as_of", "note"];
/// The ends of a range, and what counts.
const NUMBERS: [&str; 3] = ["low", "likely", "high"];
/// What is said of a fact besides. But for the unit it is of its value, and goes with it.
const KEPT: [&str; 5] = ["unit", "until", "release", "summary", "ground"];

/// The form of a fact of a vendor.
pub(crate) fn of_fact(decision: &Decision, target: Target, vendor: &str, fact: &FactId) -> Form {
    let reader = decision.criteria.iter().find(|one| one.fact() == Some(fact) && !one.is_rating());
    let gate = decision.gates.iter().find(|gate| gate.fact == *fact);
    let name = reader.map(|one| one.name.as_str()).or(gate.map(|gate| gate.name.as_str()));
    let unit = reader.and_then(|one| one.unit()).map(|unit| format!(" in {unit}")).unwrap_or_default();
    let kind = AnswerKind::of_fact(decision, fact);
    let scale = reader.and_then(|one| one.scale()).map(|scale| format!("Worth: {scale}"));
    let asks = gate.map(|gate| format!("Must-have: {}", gate.asks()));
    let says: Vec<String> = scale.into_iter().chain(asks).collect();
    let says = says.join(". ");
    let value = match &kind {
        AnswerKind::YesNo => words("value", "value", &says, &["yes", "no"].map(str::to_owned)),
        AnswerKind::OneOf(known) => words("value", "value", &says, known),
        AnswerKind::List => Field {
            takes: Takes::Several,
            ..Field::text("value", "value", &format!("{says}. With commas between them; empty: not known"))
                .with_picks(things(decision, fact))
        },
        AnswerKind::Day => {
            Field::text("value", "value", &format!("{says}. A day such as 2027-03-31; empty: not known"))
        }
        AnswerKind::Number => {
            Field::text("value", &format!("value{unit}"), &format!("{says}. Empty: not known"))
        }
        AnswerKind::Text => Field::text("value", "value", &format!("{says}. Empty: not known"))
            .with_picks(said_by_others(decision, fact)),
    };
    let mut states = vec![Pick::new(ONE, "")];
    if kind == AnswerKind::Number {
        states.push(Pick::new(RANGE, "lowest, likely and highest: what is not known for sure"));
    }
    states
        .push(Pick::new(NOT_APPLICABLE, "it has no meaning for this vendor; its weight goes to the others"));
    let bound = |key: &str, says: &str| Field::text(key, &format!("{key}{unit}"), says);
    let fields = vec![
        Field::one_of("state", "known as", "", states),
        value,
        bound("low", "The lowest that is thought possible"),
        bound("likely", "What counts in the score"),
        bound("high", "The highest that is thought possible"),
        Field::text("reason", "why", "Why it does not apply; reports print it"),
        Field::text("source", "source", "Where it comes from: the document, call or visit"),
        Field::text("as_of", "as of", "The day on which it was true, such as 2026-11-30"),
        Field::text("note", "note", "A remark on it"),
    ];
    let asked = asked(target, kind, false);
    let mut form = Form::new(
        format!("{vendor}: {}", name.unwrap_or(fact.as_str())),
        About::Fact(Box::new(asked)),
        fields,
    );
    form.go_to("value");
    form
}

/// The form of a mark in a vendor's file.
pub(crate) fn of_mark(decision: &Decision, target: Target, vendor: &str, criterion: &CriterionId) -> Form {
    let criterion = decision.criteria.iter().find(|one| one.id == *criterion);
    let marks = criterion.and_then(|one| one.scale()).and_then(Scale::marks);
    let mut picks = vec![Pick::new(NOT_KNOWN, "nobody has marked it yet")];
    if let Some(marks) = marks {
        let mut mark = marks.from.clone();
        while mark <= *marks.to && picks.len() < 102 {
            picks.push(Pick::new(mark.plain(0), marks.anchor(&mark).unwrap_or_default()));
            mark = &mark + &crate::exact::Exact::ONE;
        }
    }
    let states = vec![
        Pick::new(ONE, ""),
        Pick::new(NOT_APPLICABLE, "it has no meaning for this vendor; its weight goes to the others"),
    ];
    let fields = vec![
        Field::one_of("state", "known as", "", states),
        Field::text("value", "mark", "A mark of the scale; between two of them too").with_picks(picks),
        Field::text("reason", "why", "Why it does not apply; reports print it"),
        Field::text("note", "why", "The reason for the mark"),
    ];
    let name = criterion.map_or("", |one| one.name.as_str());
    let asked = asked(target, AnswerKind::Number, true);
    let mut form = Form::new(format!("{vendor}: {name}"), About::Fact(Box::new(asked)), fields);
    form.go_to("value");
    form
}

fn asked(target: Target, kind: AnswerKind, is_mark: bool) -> Asked {
    Asked {
        target,
        kind,
        is_mark,
        evidence: Default::default(),
        before: String::new(),
        kept: Vec::new(),
        is_filled: false,
        entry: None,
        whole: String::new(),
    }
}

/// A field for one word, of which the first says that it is not known.
fn words(key: &str, label: &str, says: &str, known: &[String]) -> Field {
    let picks = std::iter::once(Pick::new(NOT_KNOWN, "nobody has told it yet"));
    let picks = picks.chain(known.iter().map(|word| Pick::new(word.clone(), ""))).collect();
    Field::one_of(key, label, says, picks)
}

/// The things that criteria and must-haves ask for of a fact, and those that vendors have.
fn things(decision: &Decision, fact: &FactId) -> Vec<Pick> {
    use crate::decision::FactValue;
    let mut picks: Vec<Pick> = vec![Pick::new(NONE, "it has none of them")];
    let mut add = |thing: &str, says: &str| {
        if !picks.iter().any(|pick| pick.text == thing) && !thing.contains(',') {
            picks.push(Pick::new(thing, says));
        }
    };
    for (thing, is_must) in AnswerKind::things(decision, fact) {
        add(&thing, if is_must { "a must-have asks for it" } else { "" });
    }
    for vendor in &decision.vendors {
        if let Some(FactValue::Set { items }) = vendor.facts.get(fact).and_then(|fact| fact.value.as_ref()) {
            for item in items {
                add(&item.name, "");
            }
        }
    }
    picks
}

/// The words that other vendors have for a fact.
fn said_by_others(decision: &Decision, fact: &FactId) -> Vec<Pick> {
    use crate::decision::FactValue;
    let mut picks: Vec<Pick> = Vec::new();
    for vendor in &decision.vendors {
        if let Some(FactValue::Text { value }) = vendor.facts.get(fact).and_then(|fact| fact.value.as_ref())
            && !picks.iter().any(|pick| pick.text == *value)
        {
            picks.push(Pick::new(value.clone(), ""));
        }
    }
    picks
}

pub(super) fn is_shown(form: &Form, key: &str) -> bool {
    let state = form.field("state").map_or(ONE, |state| state.input.value());
    match key {
        "value" => state == ONE,
        "low" | "likely" | "high" => state == RANGE,
        "reason" => state == NOT_APPLICABLE,
        _ => true,
    }
}

/// The values alone, without what is said of them.
fn values(form: &Form) -> String {
    ["state", "value", "low", "likely", "high"].map(|key| form.value(key)).join("\n")
}

/// Lets the evidence of another value go, and the reason of another mark: it is asked for anew.
pub(crate) fn follow(form: &mut Form) {
    let About::Fact(asked) = &form.about else { return };
    let (is_other, is_mark, evidence) = (values(form) != asked.before, asked.is_mark, asked.evidence.clone());
    for (key, was) in EVIDENCE.into_iter().zip(evidence) {
        let Some(field) = form.fields.iter_mut().find(|field| field.key == key) else { continue };
        if was.is_empty() || (key == "note" && !is_mark) {
            continue;
        }
        if is_other && field.value() == was {
            field.put("");
            field.was = was;
        } else if !is_other && field.value().is_empty() && !field.was.is_empty() {
            field.put(was);
            field.was.clear();
        }
    }
}

/// Fills the form with what is there; false where no form can hold it.
///
/// - `written`: as it stands in the file; none where nothing does.
pub(crate) fn fill(form: &mut Form, written: Option<&str>) -> bool {
    let text = written.unwrap_or("{}").trim();
    let (node, errors) = parse_value(text, Sources::default().add("", ""), 0);
    if !errors.is_empty() || !put(form, text, &node) {
        return false;
    }
    form.fields.iter_mut().for_each(Field::ready);
    form.go_to("value");
    let before = values(form);
    let evidence = EVIDENCE.map(|key| form.field(key).map_or("", |field| field.value()).to_owned());
    if let About::Fact(asked) = &mut form.about {
        asked.before = before;
        asked.evidence = evidence;
        asked.is_filled = true;
        asked.entry = written.map(str::to_owned);
    }
    let whole = text_of(form);
    if let About::Fact(asked) = &mut form.about {
        asked.whole = whole;
    }
    true
}

/// Whether the form says what it said when it was filled.
pub(crate) fn is_as_filled(form: &Form) -> bool {
    matches!(&form.about, About::Fact(asked) if asked.whole == text_of(form))
}

/// A field that is still to be filled in, with what is to be said of it.
pub(crate) fn missing(form: &Form) -> Option<(&'static str, &'static str)> {
    match form.field("state").map_or(ONE, |state| state.input.value()) {
        RANGE => NUMBERS
            .into_iter()
            .find(|key| form.value(key).is_empty())
            .map(|key| (key, "a range is a lowest, a likely and a highest number")),
        NOT_APPLICABLE if form.value("reason").is_empty() => Some(("reason", "say why it does not apply")),
        _ => None,
    }
}

fn put(form: &mut Form, text: &str, node: &Node) -> bool {
    let Some(table) = node.as_table() else { return put_value(form, text, node) };
    let kept: Vec<(String, String)> =
        KEPT.iter().filter_map(|key| Some(((*key).to_owned(), raw(text, &table.get(key)?.node)))).collect();
    let own = |key: &str| table.get(key).map(|entry| &entry.node);
    let known = [
        "value",
        "mark",
        "low",
        "likely",
        "high",
        "source",
        "as_of",
        "note",
        "not_applicable",
        "reason",
        "changed",
    ];
    if !table.keys().all(|key| known.contains(&key) || KEPT.contains(&key)) {
        return false;
    }
    if let About::Fact(asked) = &mut form.about {
        asked.kept = kept;
    }
    for key in ["source", "as_of", "note", "reason"] {
        if let Some(node) = own(key) {
            form.put(key, plain(text, node));
        }
    }
    if own("not_applicable").is_some() {
        form.put("state", NOT_APPLICABLE);
        return true;
    }
    if own("low").is_some() {
        form.put("state", RANGE);
        put_numbers(form, text, table);
        return form.field("low").is_some();
    }
    own("value").or(own("mark")).is_none_or(|node| put_value(form, text, node))
}

fn put_numbers(form: &mut Form, text: &str, table: &Table) {
    for key in NUMBERS {
        if let Some(entry) = table.get(key) {
            form.put(key, plain(text, &entry.node));
        }
    }
}

fn put_value(form: &mut Form, text: &str, node: &Node) -> bool {
    let Some(field) = form.field("value") else { return false };
    let is_listed =
        |word: &str| field.takes != Takes::OneOf || field.picks.iter().any(|pick| pick.text == word);
    let word = match &node.kind {
        NodeKind::List(items) => {
            let things: Option<Vec<&str>> = items
                .iter()
                .map(|item| match &item.kind {
                    NodeKind::Text(thing) if !thing.contains(',') => Some(thing.as_str()),
                    _ => None,
                })
                .collect();
            match things.filter(|_| field.takes == Takes::Several) {
                Some(things) if things.is_empty() => NONE.to_owned(),
                Some(things) => things.join(", "),
                None => return false,
            }
        }
        NodeKind::YesNo(value) => if *value { "yes" } else { "no" }.to_owned(),
        NodeKind::Table(_) | NodeKind::Time => return false,
        _ => plain(text, node),
    };
    if !is_listed(&word) {
        return false;
    }
    form.put("value", word);
    true
}

/// A value as it is typed into a field.
fn plain(text: &str, node: &Node) -> String {
    match &node.kind {
        NodeKind::Text(text) => text.clone(),
        _ => raw(text, node),
    }
}

/// A value as its file has it.
fn raw(text: &str, node: &Node) -> String {
    text.get(node.span.start..node.span.end).unwrap_or_default().to_owned()
}

/// What the form says, as its file is to have it.
pub(crate) fn text_of(form: &Form) -> String {
    let About::Fact(asked) = &form.about else { return String::new() };
    let state = form.field("state").map_or(ONE, |state| state.input.value());
    let mut evidence = String::new();
    for key in ["source", "as_of", "note"] {
        let value = form.value(key);
        if !value.is_empty() {
            let value = if key == "as_of" && is_toml(value) { value.to_owned() } else { quoted(value) };
            let _ = write!(evidence, ", {key} = {value}");
        }
    }
    if state == NOT_APPLICABLE {
        return format!("{{ not_applicable = true, reason = {}{evidence} }}", quoted(form.value("reason")));
    }
    let is_same = values(form) == asked.before;
    if state == RANGE || !evidence.is_empty() {
        for (key, value) in asked.kept.iter().filter(|(key, _)| is_same || key == "unit") {
            let _ = write!(evidence, ", {key} = {value}");
        }
    }
    if state == RANGE {
        let numbers = NUMBERS.iter().filter(|key| !form.value(key).is_empty());
        let numbers: Vec<String> =
            numbers.map(|key| format!("{key} = {}", number(form.value(key)))).collect();
        return format!("{{ {}{evidence} }}", numbers.join(", "));
    }
    let value = form.value("value");
    if value.is_empty() || value == NOT_KNOWN {
        return if evidence.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", &evidence[2..]) };
    }
    let value = match (&asked.kind, form.field("value").map(|field| field.takes)) {
        (_, Some(Takes::Several)) => {
            let things = form.field("value").map(Field::things).unwrap_or_default();
            let things = if things == [NONE] { Vec::new() } else { things };
            format!("[{}]", things.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
        }
        (AnswerKind::YesNo, _) => if value == "yes" { "true" } else { "false" }.to_owned(),
        (AnswerKind::Number | AnswerKind::Day, _) => number(value),
        (AnswerKind::OneOf(_) | AnswerKind::Text | AnswerKind::List, _) => quoted(value),
    };
    match (asked.is_mark, evidence.is_empty()) {
        (_, true) => value,
        (true, false) => format!("{{ mark = {value}{evidence} }}"),
        (false, false) => format!("{{ value = {value}{evidence} }}"),
    }
}

/// A number or a day as typed; what is neither stays a text, and is told to be none.
fn number(typed: &str) -> String {
    if is_toml(typed) { typed.to_owned() } else { quoted(typed) }
}

fn is_toml(typed: &str) -> bool {
    let (node, errors) = parse_value(typed, Sources::default().add("", ""), 0);
    errors.is_empty() && !matches!(node.kind, NodeKind::Table(_) | NodeKind::List(_))
}

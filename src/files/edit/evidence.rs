//! Evidence belongs to a value: where another value is written, the source and the day of the old one go.

use super::lay::without;
use super::splice::{Form, form, splice};
use super::{Edit, quoted};
use crate::diagnostic::Sources;
use crate::files::node::{Entry, Node, Table, parse_document};
use crate::files::what_if::{PathStep, Target};

/// What says where a value comes from.
const SOURCE: [&str; 2] = ["source", "as_of"];
/// What says that it no longer does.
const CHANGED: &str = "changed";

/// What of a fact a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactPart {
    /// What is true.
    Value,
    /// Where that comes from.
    Source,
}

impl FactPart {
    /// What of a fact is written at a path; none where it is another matter, or the whole of the fact with its evidence.
    pub(crate) fn of(target: &Target, steps: &[PathStep]) -> Option<FactPart> {
        let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
        match (target, keys.as_slice()) {
            (Target::Vendor(_), ["facts", _] | ["facts", _, "value" | "low" | "likely" | "high"]) => {
                Some(FactPart::Value)
            }
            (Target::Vendor(_), ["facts", _, "source"]) => Some(FactPart::Source),
            _ => None,
        }
    }
}

/// Whether a fact says something that another value would take the place of.
///
/// - `steps`: to the fact, or to a part of it.
pub(crate) fn is_told(edit: &Edit, steps: &[PathStep]) -> bool {
    let text = std::str::from_utf8(&edit.after).unwrap_or_default();
    let found = fact(text.strip_prefix('\u{feff}').unwrap_or(text), steps);
    found.is_some_and(|(_, table)| ["value", "likely"].iter().any(|key| table.get(key).is_some()))
}

/// Takes the source and the day of a fact out of its table, and notes that the value was changed since; or takes that
/// note out, where a source was given. Gives back the keys that were taken out.
///
/// - `steps`: to the fact, or to a part of it.
pub(crate) fn forget_source(
    edit: &mut Edit,
    steps: &[PathStep],
    part: FactPart,
) -> Result<Vec<String>, String> {
    let whole = std::str::from_utf8(&edit.after).expect("what was read as UTF-8 is changed as UTF-8");
    let mark = whole.len() - whole.strip_prefix('\u{feff}').unwrap_or(whole).len();
    let mut text = whole[mark..].to_owned();
    let gone: &[&str] = match part {
        FactPart::Value => &SOURCE,
        FactPart::Source => &[CHANGED],
    };
    let Some((_, table)) = fact(&text, steps) else { return Ok(Vec::new()) };
    let gone: Vec<String> = table.keys().filter(|key| gone.contains(key)).map(str::to_owned).collect();
    if gone.is_empty() {
        return Ok(gone);
    }
    let is_noted = part == FactPart::Value && table.get(CHANGED).is_none();
    text = match fact(&text, steps) {
        Some((entry, table)) if form(&entry.node, &text) == Form::Inline => {
            inline(&text, &entry, &table, &gone, is_noted)
        }
        _ => over_lines(text, steps, &gone, is_noted)?,
    };
    edit.after = [&whole.as_bytes()[..mark], text.as_bytes()].concat();
    Ok(gone)
}

/// Notes of a fact that was written anew as a table, without the source and the day that it had, that it was changed; a
/// fact that is no longer known has nothing to come from. One that had no source since it was changed has none still.
///
/// - `steps`: to the fact.
pub(crate) fn note_lost_source(edit: &mut Edit, steps: &[PathStep]) -> Result<(), String> {
    let before = std::str::from_utf8(&edit.before).unwrap_or_default();
    let had = written_fact(before.strip_prefix('\u{feff}').unwrap_or(before), steps);
    let says = |table: &Table| SOURCE.iter().chain([&CHANGED]).any(|key| table.get(key).is_some());
    if !had.as_ref().and_then(Node::as_table).is_some_and(says) || !is_told(edit, steps) {
        return Ok(());
    }
    let whole = std::str::from_utf8(&edit.after).expect("what was read as UTF-8 is changed as UTF-8");
    let mark = whole.len() - whole.strip_prefix('\u{feff}').unwrap_or(whole).len();
    let is_said = |(_, table): (Entry, Table)| ["source", CHANGED].iter().any(|key| table.get(key).is_some());
    if fact(&whole[mark..], steps).is_some_and(is_said) {
        return Ok(());
    }
    let text = over_lines(whole[mark..].to_owned(), steps, &[], true)?;
    if let Some((entry, _)) = fact(&text, steps).filter(|(entry, _)| form(&entry.node, &text) == Form::Inline)
    {
        text[entry.node.span.start..entry.node.span.end].clone_into(&mut edit.new);
    }
    edit.after = [&whole.as_bytes()[..mark], text.as_bytes()].concat();
    Ok(())
}

/// What a text says of a fact.
fn written_fact(text: &str, steps: &[PathStep]) -> Option<Node> {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let step = |node: &Node, step: &PathStep| Some(node.as_table()?.get(&step.key)?.node.clone());
    step(&step(&root, steps.first()?)?, steps.get(1)?)
}

/// The entry of a fact, where it is a table.
fn fact(text: &str, steps: &[PathStep]) -> Option<(Entry, Table)> {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let facts = root.as_table()?.get(&steps.first()?.key)?;
    let entry = facts.node.as_table()?.get(&steps.get(1)?.key)?.clone();
    let table = entry.node.as_table()?.clone();
    Some((entry, table))
}

/// The text with a table in braces written again, each kept key as it was.
fn inline(text: &str, entry: &Entry, table: &Table, gone: &[String], is_noted: bool) -> String {
    let kept = table.0.iter().filter(|one| !gone.contains(&one.key));
    let mut parts: Vec<String> =
        kept.map(|one| text[one.key_span.start..one.node.span.end].trim().to_owned()).collect();
    if is_noted {
        parts.push(format!("{CHANGED} = true"));
    }
    let span = entry.node.span;
    format!("{}{{ {} }}{}", &text[..span.start], parts.join(", "), &text[span.end..])
}

/// The text without the lines of keys.
fn over_lines(
    mut text: String,
    steps: &[PathStep],
    gone: &[String],
    is_noted: bool,
) -> Result<String, String> {
    if is_noted {
        let (root, _) = parse_document(&text, Sources::default().add("", ""));
        let mut path: Vec<PathStep> = steps.iter().take(2).cloned().collect();
        path.push(PathStep { key: CHANGED.to_owned(), span: path[1].span });
        let cut = splice(&text, &root, &path, "true")?;
        text = format!("{}{}{}", &text[..cut.start], cut.text, &text[cut.end..]);
    }
    for key in gone {
        let Some((_, table)) = fact(&text, steps) else { break };
        let Some(entry) = table.get(key) else { continue };
        text = without(&text, entry)?;
    }
    Ok(text)
}

/// A fact with evidence in braces: a value as it is written, and what is known of it.
pub(crate) fn with_evidence(value: &str, evidence: &[(&str, String)]) -> String {
    let parts: Vec<String> = evidence.iter().map(|(key, text)| format!(", {key} = {text}")).collect();
    format!("{{ value = {value}{} }}", parts.concat())
}

/// The parts of evidence as they are written: the source, the day as YYYY-MM-DD, the note.
pub(crate) fn parts(
    source: Option<&str>,
    as_of: Option<String>,
    note: Option<&str>,
) -> Vec<(&'static str, String)> {
    let texts = [("source", source.map(quoted)), ("as_of", as_of), ("note", note.map(quoted))];
    texts.into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
}

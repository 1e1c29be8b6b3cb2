//! Evidence belongs to a value: where another value is written, the source and the day of the old one go, and so does
//! the reason of a mark.

use super::holder::{Holder, HolderKind, HolderPart, MARK, SAYS, range_text, said};
use super::lay::without;
use super::splice::{Form, find, form, line_start, splice};
use super::{Edit, quoted};
use crate::diagnostic::Sources;
use crate::files::node::{Entry, Node, NodeKind, Table, parse_document};
use crate::files::what_if::{PathStep, Target};

/// What says where a value comes from.
const SOURCE: [&str; 2] = ["source", "as_of"];
/// What says that it no longer does.
const CHANGED: &str = "changed";
/// The reason of a mark.
const NOTE: &str = "note";
/// What others may be told in place of a fact, and whether they may.
const SUMMARY: &str = "summary";
const RELEASE: &str = "release";

/// Lets the evidence follow a value that was just written: a plain value takes the place of a range; the source and day of
/// another value go with it, and so does the summary of it that may be told; that it was changed is noted. Where a source
/// is given, that note goes, and with it the day of another source. A value that stays the same, or that was not known
/// before, keeps what is said of it.
///
/// - `before`: the bytes of the file before the value was written.
/// - `is_table`: whether the value was typed as a table, which says all that holds from now on.
pub(crate) fn follow(
    edit: &mut Edit,
    before: &[u8],
    (target, steps): (&Target, &[PathStep]),
    is_table: bool,
) -> Result<(), String> {
    let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
    let old = root_of(before);
    let Some(holder) = Holder::at(target, &keys) else {
        return follow_quote(edit, &old, target, steps);
    };
    let at = &steps[..holder.depth];
    match holder.part {
        HolderPart::Source => return follow_source(edit, &old, target, steps),
        HolderPart::Other => return Ok(()),
        HolderPart::Whole | HolderPart::Value | HolderPart::End => {}
    }
    let had = find(&old, at).map(|had| &had.node);
    if had.is_none() && holder.kind == HolderKind::Mark {
        drop_sample(edit, at);
    }
    let Some(entry) = entry_at(&edit.after, at) else { return Ok(()) };
    let Some(had) = had else { return follow_quote(edit, &old, target, at) };
    let (was, is) = (said(had), said(&entry.node));
    if was == is && !is_table {
        return Ok(());
    }
    if holder.kind == HolderKind::Mark {
        // Who names the mark within its table, or types a table, says what becomes of the reason.
        let is_alone = !is_table && holder.part == HolderPart::Whole;
        return if is_alone { rewrite(edit, at, &[NOTE, SAYS[4], SAYS[5]], false) } else { Ok(()) };
    }
    if was.is_empty() || is.is_empty() {
        return Ok(());
    }
    let mut gone: Vec<&str> = Vec::new();
    if !is_table && holder.part != HolderPart::End {
        gone.extend(&SAYS[1..]);
        edit.old = had.as_table().and_then(range_text).or(edit.old.take());
    }
    if !is_table {
        gone.extend(SOURCE);
        gone.extend(told_of(had));
    }
    let has_one = |key: &&str| entry.node.as_table().is_some_and(|table| table.get(key).is_some());
    let has_source = is_table && SOURCE[..1].iter().chain([&CHANGED]).any(has_one);
    let takes_note = holder.kind == HolderKind::Fact
        || matches!(entry.node.kind, NodeKind::Table(_) | NodeKind::Number(_));
    let is_noted = has_evidence(had) && !has_source && takes_note;
    rewrite(edit, at, &gone, is_noted)?;
    if (is_table || entry.node.as_table().is_none())
        && let Some(entry) = entry_at(&edit.after, at)
    {
        let text = text_of(&edit.after);
        if form(&entry.node, text) == Form::Inline {
            text[entry.node.span.start..entry.node.span.end].clone_into(&mut edit.new);
        }
    }
    if is_noted { Ok(()) } else { follow_quote(edit, &old, target, at) }
}

/// What others may be told in place of a value, which says nothing of another one.
fn told_of(had: &Node) -> Vec<&'static str> {
    let text = |key: &str| had.as_table().and_then(|table| table.text(key));
    match (text(SUMMARY), text(RELEASE)) {
        (Some(_), Some(SUMMARY)) => vec![SUMMARY, RELEASE],
        (Some(_), _) => vec![SUMMARY],
        (None, _) => Vec::new(),
    }
}

/// Lets the day of another source go with it, and the note that there was none.
fn follow_source(edit: &mut Edit, before: &Node, target: &Target, steps: &[PathStep]) -> Result<(), String> {
    let at = &steps[..steps.len() - 1];
    let is_other = {
        let said = |root: &Node| find(root, steps).map(|entry| entry.node.meaning());
        said(before).is_some_and(|said_before| Some(said_before) != said(&root_of(&edit.after)))
    };
    rewrite(edit, at, if is_other { &[CHANGED, SOURCE[1]] } else { &[CHANGED] }, false)?;
    // What has a source of its own is no more of its quote's.
    follow_quote(edit, before, target, at)
}

/// Notes in a quote which of its parts was changed since its document; a new source of the quote, or of the part, takes
/// the note out.
///
/// - `steps`: to something of a vendor's file that has no evidence of its own, or of which none is known.
fn follow_quote(edit: &mut Edit, before: &Node, target: &Target, steps: &[PathStep]) -> Result<(), String> {
    let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
    let Some(part) = part_of_quote(target, &keys) else { return Ok(()) };
    if part == SOURCE[0] {
        return follow_source(edit, before, &Target::Criteria, steps);
    }
    let entry = |root: &Node| find(root, steps).map(|entry| entry.node.clone());
    let after = root_of(&edit.after);
    let (was, is) = (entry(before), entry(&after));
    let has_source = is.as_ref().and_then(Node::as_table).is_some_and(|table| table.get(SOURCE[0]).is_some());
    let mut changed = find(&after, &steps[..1])
        .and_then(|quote| quote.node.as_table())
        .map(changed_parts)
        .unwrap_or_default();
    let is_noted = changed.contains(&part);
    let is_changed =
        is_of_sourced_quote(before, &keys) && was.map(|was| said(&was)) != is.map(|is| said(&is));
    match (has_source, is_noted) {
        (true, true) => changed.retain(|noted| *noted != part),
        (false, false) if is_changed => changed.push(part),
        _ => return Ok(()),
    }
    note_parts(edit, steps, &changed)
}

/// Writes the list of what was changed in a quote.
fn note_parts(edit: &mut Edit, steps: &[PathStep], changed: &[String]) -> Result<(), String> {
    let quote = &steps[..1];
    if changed.is_empty() {
        return rewrite(edit, quote, &[CHANGED], false);
    }
    let listed: Vec<String> = changed.iter().map(|part| quoted(part)).collect();
    let path = [quote, &[PathStep { key: CHANGED.to_owned(), span: steps[0].span }]].concat();
    let text = text_of(&edit.after);
    let cut = splice(text, &root_of(&edit.after), &path, &format!("[{}]", listed.join(", ")))?;
    let mark = edit.after.len() - text.len();
    let text = format!("{}{}{}", &text[..cut.start], cut.text, &text[cut.end..]);
    edit.after = [&edit.after[..mark], text.as_bytes()].concat();
    Ok(())
}

/// What a path leads to in a quote, as the quote names it: `prices.calls.tiers`. None for names and remarks, of which no
/// document speaks, and outside of quotes.
fn part_of_quote(target: &Target, keys: &[&str]) -> Option<String> {
    match (target, keys) {
        (_, [.., "name" | "note"] | ["quote", "as_of" | CHANGED, ..]) => None,
        (Target::Vendor(_), ["quote", part @ ..]) if !part.is_empty() => Some(part.join(".")),
        _ => None,
    }
}

/// The parts that a quote notes as changed since its document.
pub(crate) fn changed_parts(quote: &Table) -> Vec<String> {
    match quote.get(CHANGED).map(|changed| &changed.node.kind) {
        Some(NodeKind::List(parts)) => parts
            .iter()
            .filter_map(|part| match &part.kind {
                NodeKind::Text(part) => Some(part.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Takes out the line that a blank file has in the place of a mark, to be uncommented, where the mark is given beside it.
fn drop_sample(edit: &mut Edit, at: &[PathStep]) {
    let (Some(entry), Some(last)) = (entry_at(&edit.after, at), at.last()) else { return };
    let text = text_of(&edit.after);
    let is_head = |line: &str| line.trim_start().starts_with('[');
    let is_sample = |line: &str| {
        let said = line.trim().strip_prefix("# ").and_then(|line| line.strip_prefix(last.key.as_str()));
        said.is_some_and(|said| said.starts_with(" = { mark = ") && said.ends_with(", note = \"why\" }"))
    };
    let own = line_start(text, entry.key_span.start);
    // The lines of the same table.
    let above = text[..own].rfind("\n[").map_or(0, |at| at + 1);
    let mut start = above;
    for line in text[above..].split_inclusive('\n') {
        if start > own && is_head(line) {
            break;
        }
        if is_sample(line) {
            let mark = edit.after.len() - text.len();
            let after = [&edit.after[..mark + start], &edit.after[mark + start + line.len()..]].concat();
            edit.after = after;
            return;
        }
        start += line.len();
    }
}

/// Whether something says where a value, or a thing of its list, comes from, or until when it holds.
fn has_evidence(node: &Node) -> bool {
    let says = |table: &Table, keys: &[&str]| keys.iter().any(|key| table.get(key).is_some());
    match &node.kind {
        NodeKind::Table(table) => {
            says(table, &[SOURCE[0], SOURCE[1], CHANGED])
                || table.get(SAYS[0]).is_some_and(|value| {
                    matches!(value.node.kind, NodeKind::List(_)) && has_evidence(&value.node)
                })
        }
        NodeKind::List(items) => {
            items.iter().filter_map(Node::as_table).any(|item| says(item, &["source", "as_of", "until"]))
        }
        _ => false,
    }
}

/// Whether a path leads into a quote that says where its prices come from.
fn is_of_sourced_quote(root: &Node, keys: &[&str]) -> bool {
    let quote = root.as_table().and_then(|root| root.get("quote")).filter(|_| keys.first() == Some(&"quote"));
    quote
        .and_then(|quote| quote.node.as_table())
        .is_some_and(|quote| SOURCE.iter().any(|key| quote.get(key).is_some()))
}

/// Takes keys out of the table at a path, and notes that its value was changed.
fn rewrite(edit: &mut Edit, at: &[PathStep], gone: &[&str], is_noted: bool) -> Result<(), String> {
    let Some(entry) = entry_at(&edit.after, at) else { return Ok(()) };
    let text = text_of(&edit.after).to_owned();
    let table = entry.node.as_table().cloned();
    let gone: Vec<&str> = gone
        .iter()
        .copied()
        .filter(|key| table.as_ref().is_some_and(|table| table.get(key).is_some()))
        .collect();
    let is_noted = is_noted && table.as_ref().is_none_or(|table| table.get(CHANGED).is_none());
    if gone.is_empty() && !is_noted {
        return Ok(());
    }
    let span = entry.node.span;
    let in_braces = |parts: &str| format!("{}{{ {parts} }}{}", &text[..span.start], &text[span.end..]);
    let text = match table {
        None => in_braces(&format!("value = {}, {CHANGED} = true", &text[span.start..span.end])),
        Some(table) if form(&entry.node, &text) == Form::Inline => {
            in_braces(&kept(&text, &table, &gone, is_noted))
        }
        Some(_) => over_lines(text, at, &gone, is_noted)?,
    };
    let mark = edit.after.len() - text_of(&edit.after).len();
    edit.after = [&edit.after[..mark], text.as_bytes()].concat();
    Ok(())
}

/// What stands between the braces of a table, each kept key as it was: the value first.
fn kept(text: &str, table: &Table, gone: &[&str], is_noted: bool) -> String {
    let mut kept: Vec<&Entry> = table.0.iter().filter(|one| !gone.contains(&one.key.as_str())).collect();
    kept.sort_by_key(|one| one.key != SAYS[0] && gone.contains(&SAYS[2]));
    let mut parts: Vec<&str> =
        kept.iter().map(|one| text[one.key_span.start..one.node.span.end].trim()).collect();
    let noted = format!("{CHANGED} = true");
    parts.extend(is_noted.then_some(noted.as_str()));
    parts.join(", ")
}

/// The text without the lines of keys.
fn over_lines(mut text: String, at: &[PathStep], gone: &[&str], is_noted: bool) -> Result<String, String> {
    if is_noted && let Some(last) = at.last() {
        let path: Vec<PathStep> =
            at.iter().cloned().chain([PathStep { key: CHANGED.to_owned(), span: last.span }]).collect();
        let cut = splice(&text, &root_of(text.as_bytes()), &path, "true")?;
        text = format!("{}{}{}", &text[..cut.start], cut.text, &text[cut.end..]);
    }
    for key in gone {
        let root = root_of(text.as_bytes());
        let entry = find(&root, at).and_then(|entry| entry.node.as_table()?.get(key));
        if let Some(entry) = entry {
            text = without(&text, entry)?;
        }
    }
    Ok(text)
}

/// The line, from 1, on which the value at a path stands: what says it, where it has evidence. The first where there is none.
pub(crate) fn line_of(bytes: &[u8], at: &[PathStep], is_table: bool) -> usize {
    let text = text_of(bytes);
    let place = entry_at(bytes, at).map_or(0, |entry| {
        let says = |key| entry.node.as_table()?.get(key);
        match [SAYS[0], MARK].into_iter().find_map(says).filter(|_| !is_table) {
            Some(value) => value.node.span.start,
            None if form(&entry.node, text) == Form::Implicit => entry.key_span.start,
            None => entry.node.span.start,
        }
    });
    text[..place].matches('\n').count() + 1
}

fn text_of(bytes: &[u8]) -> &str {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn root_of(bytes: &[u8]) -> Node {
    parse_document(text_of(bytes), Sources::default().add("", "")).0
}

fn entry_at(bytes: &[u8], at: &[PathStep]) -> Option<Entry> {
    find(&root_of(bytes), at).cloned()
}

/// A value with evidence in braces: the value as it is written, and what is known of it.
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

//! Lays a table out over lines of its own, key by key, so that what does not change keeps its layout.

use super::splice::{Form, find, form, key_text, line_end, line_start, splice};
use crate::diagnostic::Sources;
use crate::files::node::{Entry, Node, Table, parse_document};
use crate::files::what_if::PathStep;

/// A text with the table in it.
pub(super) struct Laid {
    pub(super) text: String,
    /// Whether the table is new.
    pub(super) is_new: bool,
}

/// Writes a table; keys that it no longer has go with their lines. None where the table stands, or would have
/// to stand, between braces.
///
/// - `values`: the text of each value of `table`, in its order.
pub(super) fn lay(
    text: &str,
    steps: &[PathStep],
    table: &Table,
    values: &[&str],
) -> Option<Result<Laid, String>> {
    let root = read(text);
    match find(&root, steps) {
        Some(entry) if form(&entry.node, text) == Form::Inline => None,
        Some(_) => {
            let text = over(text, steps, table, values);
            Some(text.map(|text| Laid { text, is_new: false }))
        }
        None if steps[..steps.len() - 1].iter().enumerate().any(|(depth, _)| {
            find(&root, &steps[..=depth]).is_some_and(|above| form(&above.node, text) == Form::Inline)
        }) =>
        {
            None
        }
        None => Some(Ok(appended(text, steps, table, values))),
    }
}

fn read(text: &str) -> Node {
    parse_document(text, Sources::default().add("", "")).0
}

/// The text with the keys of a table that is there changed one by one.
fn over(text: &str, steps: &[PathStep], table: &Table, values: &[&str]) -> Result<String, String> {
    let mut text = text.to_owned();
    for (entry, value) in table.0.iter().zip(values) {
        let root = read(&text);
        let inner: Vec<PathStep> = steps
            .iter()
            .cloned()
            .chain([PathStep { key: entry.key.clone(), span: entry.key_span }])
            .collect();
        if find(&root, &inner).is_some_and(|old| old.node.meaning() == entry.node.meaning()) {
            continue;
        }
        let cut = splice(&text, &root, &inner, value)?;
        text = format!("{}{}{}", &text[..cut.start], cut.text, &text[cut.end..]);
    }
    // Last, so that the table is never without lines that new ones can follow.
    loop {
        let root = read(&text);
        let there = find(&root, steps).and_then(|entry| entry.node.as_table());
        let Some(gone) = there.and_then(|there| there.0.iter().find(|old| table.get(&old.key).is_none()))
        else {
            return Ok(text);
        };
        text = without(&text, gone)?;
    }
}

/// The text without the lines of an entry.
pub(in crate::files) fn without(text: &str, entry: &Entry) -> Result<String, String> {
    let start = line_start(text, entry.key_span.start);
    let is_own_line = !text[start..entry.key_span.start].contains(['{', '[', '=']);
    if !is_own_line || entry.node.span.end <= entry.key_span.start {
        return Err(format!("`{}` does not stand on lines of its own; delete it by hand", entry.key));
    }
    let end = text[entry.node.span.end..].find('\n').map_or(text.len(), |at| entry.node.span.end + at + 1);
    Ok(format!("{}{}", &text[..start], &text[end..]))
}

/// The text with the table at its end, its equals signs below each other.
fn appended(text: &str, steps: &[PathStep], table: &Table, values: &[&str]) -> Laid {
    let newline = line_end(text);
    let gap = if text.is_empty() || text.ends_with('\n') { newline.to_owned() } else { newline.repeat(2) };
    let name: Vec<String> = steps.iter().map(|step| key_text(&step.key)).collect();
    let mut out = format!("{text}{gap}[{}]{newline}", name.join("."));
    let keys: Vec<String> = table.0.iter().map(|entry| key_text(&entry.key)).collect();
    let width = keys.iter().map(String::len).max().unwrap_or(0);
    for (key, value) in keys.iter().zip(values) {
        out.push_str(&format!("{key:width$} = {}{newline}", value.replace('\n', newline)));
    }
    Laid { text: out, is_new: true }
}

//! Where in a text a value is cut out or put in.

use super::quoted;
use crate::diagnostic::Span;
use crate::files::node::{Entry, Node, NodeKind, Table};
use crate::files::what_if::PathStep;

/// The bytes from `start` to `end` give way to `text`.
pub(super) struct Splice {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
    pub(super) old: Option<String>,
}

/// How a table stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::files) enum Form {
    Root,
    /// `{ ... }`
    Inline,
    /// `[a.b]`
    Header,
    /// Made by dotted keys, or by the headers of tables in it.
    Implicit,
}

pub(in crate::files) fn form(node: &Node, text: &str) -> Form {
    if node.span.start == 0 && node.span.end == 0 {
        return Form::Root;
    }
    match text.as_bytes().get(node.span.start) {
        Some(b'{') => Form::Inline,
        Some(b'[') => Form::Header,
        _ => Form::Implicit,
    }
}

pub(super) fn splice(text: &str, root: &Node, steps: &[PathStep], value: &str) -> Result<Splice, String> {
    let (last, above) = steps.split_last().ok_or("the path is empty")?;
    let mut at = root;
    for (depth, step) in above.iter().enumerate() {
        let Some(below) = at.below(&step.key) else {
            at.as_table().ok_or_else(|| format!("`{}` has nothing to stand in", step.key))?;
            return new_table(text, at, root, &steps[depth..], value);
        };
        at = below;
    }
    let table = at.as_table().ok_or_else(|| {
        format!("`{}` has nothing to stand in: what is above it is {}", last.key, at.kind_name())
    })?;
    match table.get(&last.key) {
        Some(entry) => replace(text, entry, value),
        None => insert(text, root, at, table, &key_text(&last.key), value),
    }
}

/// A key as it must be written.
pub(crate) fn key_text(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_bare { key.to_owned() } else { quoted(key) }
}

fn replace(text: &str, entry: &Entry, value: &str) -> Result<Splice, String> {
    let node = &entry.node;
    let is_spread = match &node.kind {
        NodeKind::Table(_) => form(node, text) != Form::Inline,
        NodeKind::List(items) => {
            items.iter().any(|item| item.as_table().is_some() && form(item, text) != Form::Inline)
        }
        _ => false,
    };
    if is_spread {
        return Err(format!(
            "`{}` is a table with lines of its own: set one of its keys, or edit the file",
            entry.key
        ));
    }
    let Span { start, end, .. } = node.span;
    Ok(Splice { start, end, text: value.to_owned(), old: Some(text[start..end].to_owned()) })
}

/// Adds a key to a table that is there.
fn insert(
    text: &str,
    root: &Node,
    node: &Node,
    table: &Table,
    key: &str,
    value: &str,
) -> Result<Splice, String> {
    match form(node, text) {
        Form::Inline => Ok(insert_inline(text, node, table, key, value)),
        Form::Header => {
            let body = node.span.end..next_header(text, root, node.span.end);
            Ok(insert_line(text, last_entry(node, &body), node.span.end, "", key, value))
        }
        Form::Root => {
            let body = 0..next_header(text, root, 0);
            match last_entry(node, &body) {
                Some(last) => Ok(insert_line(text, Some(last), 0, "", key, value)),
                None => Err(format!(
                    "`{key}` has no place in this file: it has no keys at its top; edit the file"
                )),
            }
        }
        Form::Implicit => {
            let dotted = table.0.iter().rev().find(|entry| is_dotted(text, entry));
            if let Some(sibling) = dotted {
                let line = line_start(text, sibling.key_span.start);
                let prefix = text[line..sibling.key_span.start].trim_start().to_owned();
                let last = (sibling.key_span.start, end_of(&sibling.node));
                return Ok(insert_line(text, Some(last), 0, &prefix, key, value));
            }
            // Only tables in it have headers: its own header may follow at the end.
            let name = header_name(text, table)
                .ok_or_else(|| format!("`{key}` has no place in this file; edit it"))?;
            Ok(append_table(text, &name, key, value))
        }
    }
}

/// Whether an entry stands on a line as a dotted key, such as `scale.worst = 3`.
fn is_dotted(text: &str, entry: &Entry) -> bool {
    let line = line_start(text, entry.key_span.start);
    let before = text[line..entry.key_span.start].trim_start();
    before.ends_with('.') && !before.starts_with('[') && !before.contains(['{', '='])
}

/// The name of the table that holds these, from the header of one of them.
fn header_name(text: &str, table: &Table) -> Option<String> {
    let inner = table.0.iter().find(|entry| form(&entry.node, text) == Form::Header)?;
    let header = &text[inner.node.span.start..inner.key_span.start];
    let name = header.trim_start_matches('[').trim().strip_suffix('.')?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Adds a table that is not there, with its first key.
fn new_table(
    text: &str,
    parent: &Node,
    root: &Node,
    missing: &[PathStep],
    value: &str,
) -> Result<Splice, String> {
    let (key, tables) = missing.split_last().ok_or("the path is empty")?;
    let key = key_text(&key.key);
    let name = tables.iter().map(|table| key_text(&table.key)).collect::<Vec<_>>().join(".");
    let inner = parent.as_table().ok_or("there is no table to stand in")?;
    let is_of_headers = !inner.0.iter().any(|entry| is_dotted(text, entry));
    match form(parent, text) {
        Form::Root => return Ok(append_table(text, &name, &key, value)),
        // Beside tables with headers of their own it gets one too.
        Form::Implicit if is_of_headers && let Some(above) = header_name(text, inner) => {
            return Ok(append_table(text, &format!("{above}.{name}"), &key, value));
        }
        _ => {}
    }
    let [table] = tables else { return Err(format!("there is no `{}` here", missing[0].key)) };
    insert(text, root, parent, inner, &key_text(&table.key), &format!("{{ {key} = {value} }}"))
}

fn append_table(text: &str, table: &str, key: &str, value: &str) -> Splice {
    let newline = line_end(text);
    let gap = if text.is_empty() || text.ends_with('\n') { newline.to_owned() } else { newline.repeat(2) };
    Splice {
        start: text.len(),
        end: text.len(),
        text: format!("{gap}[{table}]{newline}{key} = {value}{newline}"),
        old: None,
    }
}

fn insert_inline(text: &str, node: &Node, table: &Table, key: &str, value: &str) -> Splice {
    let close = node.span.end - 1;
    let (at, before, after) = match table.0.iter().map(|entry| end_of(&entry.node)).max() {
        None => (node.span.start + 1, " ", " "),
        Some(end) if text[end..close].contains(',') => {
            (end + text[end..close].find(',').unwrap_or(0) + 1, " ", "")
        }
        Some(end) => (end, ", ", ""),
    };
    let end = if table.0.is_empty() { close } else { at };
    Splice { start: at, end, text: format!("{before}{key} = {value}{after}"), old: None }
}

/// Adds a line after the one on which the last entry ends, indented as the line on which it begins; or
/// after a header.
fn insert_line(
    text: &str,
    last: Option<(usize, usize)>,
    header_end: usize,
    prefix: &str,
    key: &str,
    value: &str,
) -> Splice {
    let newline = line_end(text);
    let after = last.map_or(header_end, |(_, end)| end);
    let line_stop = text[after..].find('\n').map(|at| after + at + 1);
    let indent: String = last.map_or_else(String::new, |(start, _)| {
        text[line_start(text, start)..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
    });
    let line = format!("{indent}{prefix}{key} = ");
    match line_stop {
        Some(at) => Splice { start: at, end: at, text: format!("{line}{value}{newline}"), old: None },
        None => {
            Splice { start: text.len(), end: text.len(), text: format!("{newline}{line}{value}"), old: None }
        }
    }
}

/// The entry at a path.
pub(crate) fn find<'a>(root: &'a Node, at: &[PathStep]) -> Option<&'a Entry> {
    let (last, above) = at.split_last()?;
    let node = above.iter().try_fold(root, |node, step| node.below(&step.key))?;
    node.as_table()?.get(&last.key)
}

pub(in crate::files) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where a value ends; for a table without braces, where the last value in it ends.
fn end_of(node: &Node) -> usize {
    let inner = match &node.kind {
        NodeKind::Table(table) => table.0.iter().map(|entry| end_of(&entry.node)).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(node.span.end)
}

/// Where the last entry that stands within a table's own lines begins and ends.
pub(in crate::files) fn last_entry(node: &Node, body: &std::ops::Range<usize>) -> Option<(usize, usize)> {
    let table = node.as_table()?;
    let entries = table.0.iter().filter(|entry| body.contains(&entry.key_span.start));
    entries
        .map(|entry| {
            let own = (entry.key_span.start, entry.node.span.end);
            last_entry(&entry.node, body).filter(|inner| inner.1 > own.1).unwrap_or(own)
        })
        .max_by_key(|(_, end)| *end)
}

/// Where the next header begins after a place; the end of the text when there is none.
pub(in crate::files) fn next_header(text: &str, root: &Node, after: usize) -> usize {
    fn visit(node: &Node, text: &str, after: usize, best: &mut usize) {
        let children: Vec<&Node> = match &node.kind {
            NodeKind::Table(table) => table.0.iter().map(|entry| &entry.node).collect(),
            NodeKind::List(items) => items.iter().collect(),
            _ => return,
        };
        for child in children {
            if child.as_table().is_some() && form(child, text) == Form::Header && child.span.start >= after {
                *best = (*best).min(child.span.start);
            }
            visit(child, text, after, best);
        }
    }
    let mut best = text.len();
    visit(root, text, after, &mut best);
    best
}

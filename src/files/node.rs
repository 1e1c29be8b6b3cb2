//! A TOML text as a tree in which every key and value knows its place.

use std::fmt::Write as _;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::slip::{Spot, way_out};
use crate::decision::Date;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Span};

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) span: Span,
}

/// What a value is. Numbers stay as they were written.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Table(Table),
    List(Vec<Node>),
    Text(String),
    /// A number as a decimal text.
    Number(String),
    YesNo(bool),
    Date(Date),
    /// A time, or a date with a time.
    Time,
}

/// The entries of a table in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table(pub(crate) Vec<Entry>);

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) node: Node,
}

impl Table {
    /// The text at a key; none where something else stands there, or nothing.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.node.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.0.iter_mut().find(|entry| entry.key == key)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.key.as_str())
    }
}

/// The place, from 0, of the item of a list that a key of a path names: `1` is the first.
fn place_of(key: &str) -> Option<usize> {
    let is_plain = !key.starts_with('0') && key.bytes().all(|byte| byte.is_ascii_digit());
    key.parse::<usize>().ok().filter(|_| is_plain)?.checked_sub(1)
}

impl Node {
    /// What a key leads to: an entry of a table, or the item of a list of tables by its place, from 1.
    pub(crate) fn below(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            NodeKind::Table(table) => table.get(key).map(|entry| &entry.node),
            NodeKind::List(items) => items.get(place_of(key)?).filter(|item| item.as_table().is_some()),
            _ => None,
        }
    }

    /// The same to be changed.
    pub(crate) fn below_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.kind {
            NodeKind::Table(table) => table.get_mut(key).map(|entry| &mut entry.node),
            NodeKind::List(items) => items.get_mut(place_of(key)?).filter(|item| item.as_table().is_some()),
            _ => None,
        }
    }

    /// The kind in the words of the error messages.
    pub(crate) fn kind_name(&self) -> &'static str {
        match &self.kind {
            NodeKind::Table(_) => "a table",
            NodeKind::List(_) => "a list",
            NodeKind::Text(_) => "text",
            NodeKind::Number(_) => "a number",
            NodeKind::YesNo(_) => "true or false",
            NodeKind::Date(_) => "a date",
            NodeKind::Time => "a time",
        }
    }

    pub(crate) fn as_table(&self) -> Option<&Table> {
        match &self.kind {
            NodeKind::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(crate) fn as_table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.kind {
            NodeKind::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The meaning without places, keys in order: two texts that mean the same give the same.
    pub(crate) fn meaning(&self) -> String {
        let mut text = String::new();
        self.write_meaning(&mut text);
        text
    }

    fn write_meaning(&self, out: &mut String) {
        match &self.kind {
            NodeKind::Table(table) => {
                let mut entries: Vec<&Entry> = table.0.iter().collect();
                entries.sort_by(|a, b| a.key.cmp(&b.key));
                out.push('{');
                for entry in entries {
                    let _ = write!(out, "{:?}=", entry.key);
                    entry.node.write_meaning(out);
                    out.push(',');
                }
                out.push('}');
            }
            NodeKind::List(items) => {
                out.push('[');
                for item in items {
                    item.write_meaning(out);
                    out.push(',');
                }
                out.push(']');
            }
            NodeKind::Text(text) => {
                let _ = write!(out, "{text:?}");
            }
            NodeKind::Number(number) => out.push_str(number),
            NodeKind::YesNo(value) => {
                let _ = write!(out, "{value}");
            }
            NodeKind::Date(date) => {
                let _ = write!(out, "{date}");
            }
            NodeKind::Time => out.push_str("time"),
        }
    }
}

/// Reads a whole text; with every syntax error that the parser can find, and what could be read besides. Of a text
/// with very many errors only the beginning is read.
pub(crate) fn parse_document(text: &str, source: SourceId) -> (Node, Vec<Diagnostic>) {
    let (read, table, errors) = recovered(text);
    let span = Span { source, start: 0, end: 0 };
    let mut root = Node { kind: table_kind(table.into_inner(), source, 0), span };
    let mut problems: Vec<Diagnostic> =
        errors.iter().map(|error| syntax_problem(error, text, source, 0)).collect();
    keep_first_of_each_line(&mut problems, text);
    drop_keys_of_repeated_tables(&mut problems, text);
    if problems.len() > 1
        && let Some((kind, fewer)) = causes(text, source).filter(|(_, fewer)| fewer.len() < problems.len())
    {
        (root.kind, problems) = (kind, fewer);
    }
    help(&mut problems, text, Spot::Key, 0);
    if read < text.len() {
        problems.truncate(MOST_ERRORS - 1);
        let at = Span { source, start: read, end: read };
        let message = "the rest of this file was not read: too much before it is wrong";
        problems.push(
            Diagnostic::new(Code::Syntax, at, message).help("mend the first problems, or delete the file"),
        );
    }
    (root, problems)
}

/// What can be read of a text without the lines that are wrong, and the error of each of these: a quote that is not closed
/// takes the lines below into its text, and what is wrong with them then follows from it. None where the errors do not go
/// with their lines, as that of a list which is not closed.
fn causes(text: &str, source: SourceId) -> Option<(NodeKind, Vec<Diagnostic>)> {
    const LONGEST: usize = 64 * 1024;
    const MOST: usize = 20;
    let mut rest = text.as_bytes().to_vec();
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut fewest = usize::MAX;
    while text.len() <= LONGEST && problems.len() <= MOST {
        let left = std::str::from_utf8(&rest).expect("whole lines were blanked");
        let (table, errors) = DeTable::parse_recoverable(left);
        if errors.len() >= fewest {
            return None;
        }
        fewest = errors.len();
        let first = errors.iter().map(|error| syntax_problem(error, left, source, 0)).min_by_key(start);
        let Some(first) = first else { return Some((table_kind(table.into_inner(), source, 0), problems)) };
        let at = start(&first);
        let line = left[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = left[at..].find('\n').map_or(left.len(), |end| at + end);
        // Without its heading a table would be a part of the one above it.
        if left[line..end].trim_start().starts_with('[') || left[line..end].trim().is_empty() {
            return None;
        }
        rest[line..end].fill(b' ');
        problems.push(first);
    }
    None
}

/// The errors of a text beyond which it is not read on.
const MOST_ERRORS: usize = 1_000;

/// A table with all its errors, and how many bytes of the text were read for them.
///
/// The parser keeps every error that it finds, each many times as large as the slip, so a broken text is handed to it
/// in growing pieces until it has found enough.
fn recovered(text: &str) -> (usize, Spanned<DeTable<'_>>, Vec<toml::de::Error>) {
    const PIECE: usize = 64 * 1024;
    let first = match DeTable::parse(text) {
        Ok(table) => return (text.len(), table, Vec::new()),
        Err(error) => error.span().map_or(0, |range| range.start),
    };
    let mut end = first;
    loop {
        // Whole lines where they are not endless: what is cut would be an error of its own.
        let from = text.floor_char_boundary((end + PIECE).min(text.len()));
        let last = text.floor_char_boundary((from + PIECE).min(text.len()));
        end = text[from..last].find('\n').map_or(last, |line| from + line + 1);
        let (table, errors) = DeTable::parse_recoverable(&text[..end]);
        if end == text.len() || errors.len() > MOST_ERRORS {
            return (end, table, errors);
        }
    }
}

/// Reads one value that starts at byte `offset` of its source.
pub(crate) fn parse_value(text: &str, source: SourceId, offset: usize) -> (Node, Vec<Diagnostic>) {
    let (value, errors) = DeValue::parse_recoverable(text);
    let span = value.span();
    let node = convert(value.into_inner(), span, source, offset);
    let mut problems: Vec<Diagnostic> =
        errors.iter().map(|error| syntax_problem(error, text, source, offset)).collect();
    help(&mut problems, text, Spot::Value, offset);
    (node, problems)
}

/// What follows on a line that is broken already only repeats that it is broken.
fn keep_first_of_each_line(problems: &mut Vec<Diagnostic>, text: &str) {
    problems.sort_by_key(start);
    let mut kept = None;
    problems.retain(|problem| {
        let at = start(problem);
        let is_first = kept.is_none_or(|kept: usize| text.as_bytes()[kept..at].contains(&b'\n'));
        kept = Some(at);
        is_first
    });
}

/// A table that is there twice has most of its keys twice: what is wrong with keys that begin a line, after the heading
/// of a table with which something is wrong, follows from it.
fn drop_keys_of_repeated_tables(problems: &mut Vec<Diagnostic>, text: &str) {
    let mut in_broken = false;
    let mut last = 0;
    problems.retain(|problem| {
        let at = start(problem);
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_heading = text[line..].trim_start().starts_with('[');
        let has_other_heading =
            text[last..line].lines().skip(1).any(|line| line.trim_start().starts_with('['));
        last = line;
        in_broken = is_heading || in_broken && !has_other_heading;
        let is_key =
            text[at..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '"'));
        is_heading || !in_broken || !is_key || !text[line..at].trim().is_empty()
    });
}

/// The byte at which a problem starts.
fn start(problem: &Diagnostic) -> usize {
    match problem.place {
        Place::Span(span) => span.start,
        Place::Source(_) => 0,
    }
}

/// Says what to do about the first problems. To tell it, the text before each is read again; the rest of so broken
/// a text mostly follows from these.
fn help(problems: &mut [Diagnostic], text: &str, starts: Spot, offset: usize) {
    const MOST_HELPED: usize = 20;
    for problem in problems.iter_mut().take(MOST_HELPED) {
        let (before, from) = text.split_at_checked(start(problem) - offset).unwrap_or((text, ""));
        problem.help = way_out(starts, before, from).into_owned();
    }
}

fn syntax_problem(error: &toml::de::Error, text: &str, source: SourceId, offset: usize) -> Diagnostic {
    let length = text.len();
    let range = error.span().unwrap_or(length..length);
    let (start, end) = (range.start.min(length), range.end.min(length));
    let span = Span { source, start: offset + start, end: offset + end };
    Diagnostic::new(Code::Syntax, span, plain_message(error.message()))
}

/// A message without what only its parser knows of: which of many things it tried last.
fn plain_message(message: &str) -> &str {
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    match expected {
        "`nan`" | "`inf`" | "`true`" | "`false`" => "this word is no value; text stands in quotes",
        "literal string" | "nothing" | "digits" => what,
        _ if what == "invalid date" && expected.starts_with("`-`") => "this is no date",
        _ => message,
    }
}

fn table_kind(table: DeTable<'_>, source: SourceId, offset: usize) -> NodeKind {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| {
            let key_range = key.span();
            let value_range = value.span();
            Entry {
                key: key.into_inner().into_owned(),
                key_span: Span { source, start: offset + key_range.start, end: offset + key_range.end },
                node: convert(value.into_inner(), value_range, source, offset),
            }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    NodeKind::Table(Table(entries))
}

fn convert(value: DeValue<'_>, range: std::ops::Range<usize>, source: SourceId, offset: usize) -> Node {
    let kind = match value {
        DeValue::String(text) => NodeKind::Text(text.into_owned()),
        DeValue::Integer(number) if number.radix() == 10 => NodeKind::Number(number.as_str().to_owned()),
        // 0x, 0o and 0b numbers are whole; one too long for i128 is refused as too long by the reader.
        DeValue::Integer(number) => NodeKind::Number(
            i128::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| "1e99".to_owned(), |n| n.to_string()),
        ),
        DeValue::Float(number) => NodeKind::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => NodeKind::YesNo(value),
        DeValue::Datetime(when) => match (when.date, when.time) {
            (Some(date), None) => NodeKind::Date(Date { year: date.year, month: date.month, day: date.day }),
            _ => NodeKind::Time,
        },
        DeValue::Array(items) => NodeKind::List(
            items
                .into_iter()
                .map(|item| {
                    let range = item.span();
                    convert(item.into_inner(), range, source, offset)
                })
                .collect(),
        ),
        DeValue::Table(table) => table_kind(table, source, offset),
    };
    Node { kind, span: Span { source, start: offset + range.start, end: offset + range.end } }
}

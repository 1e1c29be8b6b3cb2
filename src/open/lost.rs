//! What a value takes along when another one takes its place: read off the files, so that it is told in a decision with
//! errors as well.

use std::fmt;

use super::Opened;
use super::edit::{holder_path, node_at};
use crate::decision::{Evidence, Item};
use crate::files::edit::{changed_parts, range_text};
use crate::files::node::{Node, NodeKind, Table};

/// Evidence that an old value had and the new one does not.
#[derive(Clone, Debug, PartialEq)]
pub enum Lost {
    /// Where it came from, and when it was true.
    Source {
        /// As results cite it.
        cited: String,
    },
    /// Where the quote that it is part of comes from, for that says another thing.
    QuoteSource {
        /// As results cite it.
        cited: String,
        /// The path of the quote's source.
        path: String,
    },
    /// What else was said of it: its unit, a note, a day, such as `unit "EUR/h"`.
    Part(String),
    /// An item of a list, with what was said of it.
    Item(Item),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::Source { cited } => write!(f, "the source of the old value went with it ({cited})"),
            Lost::QuoteSource { cited, path } => write!(
                f,
                "the quote's source does not say this ({cited}); say where the quote is from now with {path}"
            ),
            Lost::Part(said) => write!(f, "lost with the old value: {said}"),
            Lost::Item(item) => {
                write!(f, "lost with the old value: {item}")?;
                let cited = item.evidence.cited();
                if cited.is_empty() { Ok(()) } else { write!(f, ": {cited}") }
            }
        }
    }
}

/// What a fact, an amount, a mark or a quote has lost by a change.
///
/// - `opened`, `written`: the decision before and after it.
/// - `path`: of it, of its value, its source or an end of its range, or of something in a quote; any other loses nothing.
#[must_use]
pub fn lost(opened: &Opened, written: &Opened, path: &str) -> Vec<Lost> {
    let path = path.strip_suffix(".source").unwrap_or(path);
    let of_quote = lost_of_quote(opened, written, path);
    let at = match holder_path(path) {
        Some((_, at)) => at,
        None if quote_of(path) == Some(path) => path,
        None => return of_quote.into_iter().collect(),
    };
    let Some(before) = says(opened, at) else { return of_quote.into_iter().collect() };
    let after = says(written, at);
    let of_table = |node: &Node| node.as_table().map(evidence).unwrap_or_default();
    let (then, now) = (of_table(&before), after.as_ref().map(of_table).unwrap_or_default());
    let source =
        (then.source.is_some() && now.source.is_none()).then(|| Lost::Source { cited: then.cited() });
    let range = |node: &Node| node.as_table().and_then(range_text);
    let gone_range = range(&before).filter(|_| after.as_ref().and_then(range).is_none());
    let gone_range = gone_range.map(|range| Lost::Part(format!("the range {range}")));
    let summary = |node: &Node| node.as_table().and_then(|table| Some(table.text("summary")?.to_owned()));
    let gone_summary = summary(&before).filter(|_| after.as_ref().and_then(summary).is_none());
    let gone_summary = gone_summary
        .map(|told| Lost::Part(format!("the summary that others may be told, and its release: {told:?}")));
    let now_items = after.as_ref().map(items).unwrap_or_default();
    let gone =
        items(&before).into_iter().filter(|item| item.evidence.is_given() && !now_items.contains(item));
    let parts = parts(&then, &now).chain(gone_range).chain(gone_summary);
    source.into_iter().chain(of_quote).chain(parts).chain(gone.map(Lost::Item)).collect()
}

/// What something in a quote without evidence of its own has lost: that the quote's source speaks of it.
fn lost_of_quote(opened: &Opened, written: &Opened, path: &str) -> Option<Lost> {
    let at = quote_of(path)?;
    let changed = |opened: &Opened| {
        says(opened, at).and_then(|quote| Some(changed_parts(quote.as_table()?))).unwrap_or_default()
    };
    let (then, now) = (changed(opened), changed(written));
    if now.len() <= then.len() {
        return None;
    }
    let cited = evidence(says(opened, at)?.as_table()?).cited();
    Some(Lost::QuoteSource { cited, path: format!("{at}.source") })
}

fn says(opened: &Opened, path: &str) -> Option<Node> {
    node_at(opened, path).map(|(_, node)| node)
}

/// The path of the quote that a path leads into.
fn quote_of(path: &str) -> Option<&str> {
    let path = path.strip_prefix("vendors.").map(|_| path)?;
    let above = path.split_once(".quote.").map(|(above, _)| above).or_else(|| path.strip_suffix(".quote"))?;
    Some(&path[..above.len() + ".quote".len()])
}

/// What else than the source is no longer said; a day without a source too.
fn parts(then: &Evidence, now: &Evidence) -> impl Iterator<Item = Lost> {
    let text = |key: &str, then: &Option<String>, now: &Option<String>| {
        then.as_ref().filter(|_| now.is_none()).map(|said| format!("{key} {said:?}"))
    };
    // With a source that is told as gone goes its day.
    let is_told = then.source.is_some() && now.source.is_none();
    let as_of = then.as_of.filter(|_| !is_told && now.as_of.is_none());
    let until = then.until.filter(|_| now.until.is_none());
    let parts = [
        as_of.map(|day| format!("as_of {day}")),
        text("unit", &then.unit, &now.unit),
        until.map(|day| format!("until {day}")),
        text("note", &then.note, &now.note),
    ];
    parts.into_iter().flatten().map(Lost::Part)
}

/// The things of a fact that is a list, with what is said of each.
fn items(fact: &Node) -> Vec<Item> {
    let value = fact.as_table().and_then(|table| Some(&table.get("value")?.node)).unwrap_or(fact);
    let NodeKind::List(things) = &value.kind else { return Vec::new() };
    let item = |thing: &Node| match &thing.kind {
        NodeKind::Text(name) => Some(Item { name: name.clone(), evidence: Evidence::default() }),
        NodeKind::Table(table) => {
            Some(Item { name: table.text("name")?.to_owned(), evidence: evidence(table) })
        }
        _ => None,
    };
    things.iter().filter_map(item).collect()
}

/// What a table says beside its value.
fn evidence(table: &Table) -> Evidence {
    let said = |key: &str| table.text(key).map(str::to_owned);
    let day = |key: &str| match table.get(key)?.node.kind {
        NodeKind::Date(day) => Some(day),
        _ => None,
    };
    Evidence {
        unit: said("unit"),
        source: said("source"),
        as_of: day("as_of"),
        until: day("until"),
        note: said("note"),
        written: None,
    }
}

//! The entries of a file that are compared one by one, and their texts.

use std::path::{Path, PathBuf};

use crate::decision::Date;
use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::files::edit::quoted;
use crate::files::node::{Entry, Node, NodeKind, Table, parse_document};
use crate::open::Opened;

/// What a file is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Criteria,
    Vendor,
    Panel,
}

/// An entry that is taken or left as a whole.
pub(super) struct Unit<'a> {
    pub(super) keys: Vec<String>,
    pub(super) node: &'a Node,
}

/// The text of a file and its tree; none where it is not there.
pub(super) fn root(opened: &Opened, file: &Path) -> Option<(String, Node)> {
    let read = opened.texts.text_file(file).ok()?;
    let text = read.text()?.to_owned();
    let (root, _) = parse_document(&text, Sources::default().add("", ""));
    Some((text, root))
}

/// The files of a folder.
pub(super) fn files(opened: &Opened, folder: &Path) -> Vec<PathBuf> {
    opened.texts.snapshot.list(folder).map(|files| files.to_vec()).unwrap_or_default()
}

/// The ids of a table of criteria or must-haves, each with its name.
pub(super) fn named(root: &Node, table: &str) -> Vec<(String, Option<String>)> {
    let table = root.as_table().and_then(|root| root.get(table)?.node.as_table());
    let name = |node: &Node| node.as_table().and_then(|one| one.text("name")).map(str::to_owned);
    let entries = table.into_iter().flat_map(|table| &table.0);
    entries.map(|entry| (entry.key.clone(), name(&entry.node))).collect()
}

/// The entries of a file.
pub(super) fn units(root: &Node, kind: Kind) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    for entry in root.as_table().into_iter().flat_map(|table| &table.0) {
        let depth = match (kind, entry.key.as_str()) {
            // Where files lie is a matter of each workspace, and a seal one of its log.
            (Kind::Criteria, "vendors" | "panel" | "default" | "locks") => continue,
            (Kind::Criteria, "criteria" | "gates" | "facts") | (Kind::Panel, "marks") => 3,
            (Kind::Vendor, "quote") => {
                of_quote(entry, &mut units);
                continue;
            }
            _ => 2,
        };
        collect(entry, Vec::new(), depth, &mut units);
    }
    units
}

/// The tables of a quote whose parts have ids: each of them is compared by itself.
const BY_ID: [&str; 5] = ["prices", "charges", "automation", "work", "outbound"];

/// The parts of a quote.
fn of_quote<'a>(entry: &'a Entry, units: &mut Vec<Unit<'a>>) {
    for part in entry.node.as_table().into_iter().flat_map(|table| &table.0) {
        let depth = if BY_ID.contains(&part.key.as_str()) { 3 } else { 2 };
        collect(part, vec![entry.key.clone()], depth, units);
    }
}

/// What is to be written so that a part of a quote says what it says there: by its keys where it stands on lines of its own
/// here or there.
pub(super) fn spread(
    path: &str,
    text: &str,
    node: &Node,
    own: Option<(&str, &Node)>,
) -> Vec<(String, String)> {
    let stands_apart = own.is_some_and(|(text, own)| own.as_table().is_some() && is_over_lines(text, own));
    let Some(table) = node.as_table().filter(|_| stands_apart || is_over_lines(text, node)) else {
        return inline(text, node).map(|value| (path.to_owned(), value)).into_iter().collect();
    };
    let of_entry = |entry: &Entry| {
        let own = own.and_then(|(text, own)| Some((text, &own.as_table()?.get(&entry.key)?.node)));
        spread(&format!("{path}.{}", entry.key), text, &entry.node, own)
    };
    table.0.iter().flat_map(of_entry).collect()
}

fn collect<'a>(entry: &'a Entry, mut keys: Vec<String>, depth: usize, units: &mut Vec<Unit<'a>>) {
    keys.push(entry.key.clone());
    match entry.node.as_table().filter(|table| keys.len() < depth && !table.0.is_empty()) {
        Some(table) => table.0.iter().for_each(|inner| collect(inner, keys.clone(), depth, units)),
        None => units.push(Unit { keys, node: &entry.node }),
    }
}

/// What stands at a path.
pub(super) fn at<'a>(root: &'a Node, keys: &[&str]) -> Option<&'a Node> {
    keys.iter().try_fold(root, |node, key| Some(&node.as_table()?.get(key)?.node))
}

/// Whether two values say the same. A value with evidence is another than one without; to whom it may be told is not
/// looked at.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Number(one), NodeKind::Number(other)) => {
            one == other
                || Exact::parse(one).is_ok_and(|one| Exact::parse(other).is_ok_and(|other| one == other))
        }
        (NodeKind::List(one), NodeKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (NodeKind::Table(one), NodeKind::Table(other)) => {
            let is_in = |table: &Table, key: &str, node: &Node| {
                table.get(key).is_some_and(|entry| is_same(&entry.node, node))
            };
            let told = |table: &Table| table.0.iter().filter(|entry| !is_of_release(table, entry)).count();
            let mut own = one.0.iter().filter(|entry| !is_of_release(one, entry));
            told(one) == told(other) && own.all(|entry| is_in(other, &entry.key, &entry.node))
        }
        (NodeKind::Table(table), _) if only_value(table).is_some() => {
            only_value(table).is_some_and(|value| is_same(value, other))
        }
        (_, NodeKind::Table(_)) if one.as_table().is_none() => is_same(other, one),
        _ => one.meaning() == other.meaning(),
    }
}

/// To whom a fact may be told, and what in its place.
const RELEASE: [&str; 3] = ["release", "summary", "ground"];
/// What goes with a value and is no part of it.
const EVIDENCE: [&str; 7] = ["source", "as_of", "note", "changed", RELEASE[0], RELEASE[1], RELEASE[2]];

fn is_of_release(table: &Table, entry: &Entry) -> bool {
    entry.key == RELEASE[0] || table.get(RELEASE[0]).is_some() && RELEASE.contains(&entry.key.as_str())
}

/// Whether another value says nothing that is not here already: here its note may say more.
pub(super) fn says_no_more(own: &Node, other: &Node) -> bool {
    let (Some(own), Some(other)) = (own.as_table(), other.as_table()) else { return false };
    let is_here = |entry: &Entry| match own.get(&entry.key) {
        Some(_) if entry.key == "note" => {
            let [here, there] = [own, other].map(|table| table.text("note").unwrap_or_default());
            here.starts_with(there)
        }
        Some(here) => is_same(&here.node, &entry.node),
        None => false,
    };
    other.0.iter().filter(|entry| !is_of_release(other, entry)).all(is_here)
}

/// The value of a table that says nothing else.
fn only_value(table: &Table) -> Option<&Node> {
    match table.0.as_slice() {
        [entry] if entry.key == "value" => Some(&entry.node),
        _ => None,
    }
}

/// What says a share that was counted.
const COUNT: [&str; 5] = ["yes", "of", "population", "prior", "from"];

/// Whether a fact or a mark says what it is, and not only how that might be known.
pub(super) fn is_known(fact: &Node) -> bool {
    let says =
        |key: &str| matches!(key, "value" | "low" | "high" | "likely" | "mark") || COUNT.contains(&key);
    fact.as_table().is_none_or(|table| table.keys().any(says))
}

/// The day that a value is.
pub(super) fn date(node: &Node) -> Option<Date> {
    if let NodeKind::Date(day) = node.kind { Some(day) } else { None }
}

/// The latest day as of which something in a value is said to be true.
pub(super) fn latest_day(node: &Node) -> Option<Date> {
    match &node.kind {
        NodeKind::Table(table) => {
            let day = |entry: &Entry| {
                if entry.key == "as_of" { date(&entry.node) } else { latest_day(&entry.node) }
            };
            table.0.iter().filter_map(day).max()
        }
        NodeKind::List(items) => items.iter().filter_map(latest_day).max(),
        _ => None,
    }
}

/// Whether a value was changed since its source said it.
pub(super) fn is_changed(fact: &Node) -> bool {
    fact.as_table().is_some_and(|table| table.get("changed").is_some())
}

/// A value as it is shown: as it is written, a table over several lines in one.
pub(super) fn text_of(text: &str, node: &Node) -> String {
    inline(text, node).unwrap_or_else(|| "a table".to_owned())
}

/// A value as it stands, a table over several lines in one line; none for one that holds another such.
pub(super) fn inline(text: &str, node: &Node) -> Option<String> {
    if let NodeKind::List(items) = &node.kind
        && items.iter().any(|item| item.as_table().is_some() && is_over_lines(text, item))
    {
        let items: Vec<String> = items.iter().map(|item| inline(text, item)).collect::<Option<_>>()?;
        return Some(format!("[{}]", items.join(", ")));
    }
    let Some(table) = node.as_table().filter(|_| is_over_lines(text, node)) else {
        return Some(text.get(node.span.start..node.span.end)?.to_owned());
    };
    braced(table.0.iter().map(|entry| pair(text, entry)))
}

fn is_over_lines(text: &str, node: &Node) -> bool {
    text.as_bytes().get(node.span.start) != Some(&b'{')
}

fn pair(text: &str, entry: &Entry) -> Option<String> {
    Some(format!("{} = {}", entry.key, inline(text, &entry.node)?))
}

fn braced(parts: impl Iterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.collect::<Option<_>>()?;
    Some(if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) })
}

/// A fact as it is written here: with its evidence, told to nobody.
///
/// - `before`: is added to its note.
pub(super) fn fact(text: &str, node: &Node, before: Option<String>) -> Option<String> {
    let Some(table) = node.as_table() else {
        let value = inline(text, node)?;
        return Some(match before {
            Some(before) => format!("{{ value = {value}, note = {} }}", quoted(&before)),
            None => value,
        });
    };
    let remarks: Vec<String> = table.text("note").map(str::to_owned).into_iter().chain(before).collect();
    let said = table.0.iter().filter(|entry| !is_of_release(table, entry) && entry.key != "note");
    let said = said.map(|entry| pair(text, entry));
    let remark = (!remarks.is_empty()).then(|| Some(format!("note = {}", quoted(&remarks.join("; ")))));
    braced(said.chain(remark))
}

/// A fact in the place of another: that one stays as its note. To whom it might be told was said of that value alone; it
/// stays where the value does.
pub(super) fn fact_over(text: &str, node: &Node, (own_text, own): (&str, &Node)) -> Option<String> {
    let is_other = is_known(own) && !has_same_value(own, node);
    let written = fact(text, node, is_other.then(|| format!("before: {}", cited(own_text, own))))?;
    let released = own
        .as_table()
        .into_iter()
        .flat_map(|table| table.0.iter().filter(|entry| is_of_release(table, entry)));
    let released: Vec<&Entry> = released.filter(|_| !is_other).collect();
    if released.is_empty() {
        return Some(written);
    }
    let inner = written.strip_prefix("{ ").and_then(|inner| inner.strip_suffix(" }"));
    let inner = inner.map_or_else(|| format!("value = {written}"), str::to_owned);
    let released = released.into_iter().map(|entry| pair(own_text, entry));
    braced(std::iter::once(Some(inner)).chain(released))
}

/// Whether another value takes the place of one that may be told to others.
pub(super) fn ends_release(own: &Node, node: &Node) -> bool {
    let is_released = |entry: &&Entry| {
        entry.key == RELEASE[0] && !matches!(&entry.node.kind, NodeKind::Text(word) if word == "no")
    };
    own.as_table().is_some_and(|table| table.0.iter().any(|entry| is_released(&entry)))
        && is_known(own)
        && !has_same_value(own, node)
}

/// Whether two facts, or two marks, have one value, whatever is said of it.
pub(super) fn has_same_value(one: &Node, other: &Node) -> bool {
    match (value(one), value(other)) {
        (Some(one), Some(other)) => is_same(one, other),
        (None, None) => is_same_count(one, other),
        _ => false,
    }
}

/// Whether two facts count the same.
fn is_same_count(one: &Node, other: &Node) -> bool {
    let (Some(one), Some(other)) = (one.as_table(), other.as_table()) else { return false };
    let is_like = |key: &&str| match (one.get(key), other.get(key)) {
        (Some(one), Some(other)) => is_same(&one.node, &other.node),
        (None, None) => true,
        _ => false,
    };
    one.get(COUNT[0]).is_some() && COUNT.iter().all(is_like)
}

/// A fact as people read it: its value, and in brackets the source and the day.
pub(super) fn cited(text: &str, node: &Node) -> String {
    let Some(table) = node.as_table() else { return text_of(text, node) };
    let said = table.0.iter().filter(|entry| !EVIDENCE.contains(&entry.key.as_str()));
    let said = match said.collect::<Vec<_>>().as_slice() {
        [] => return "not known".to_owned(),
        [value] if value.key == "value" => text_of(text, &value.node),
        [value, unit] if value.key == "value" && unit.key == "unit" => {
            let unit = table.text("unit").unwrap_or_default();
            format!("{} {unit}", text_of(text, &value.node))
        }
        several => {
            braced(several.iter().map(|entry| pair(text, entry))).unwrap_or_else(|| "a table".to_owned())
        }
    };
    let source = table.text("source").map(str::to_owned);
    let day = table.get("as_of").map(|entry| text_of(text, &entry.node));
    match source.into_iter().chain(day).collect::<Vec<_>>().as_slice() {
        [] => said,
        cited => format!("{said} ({})", cited.join(", ")),
    }
}

/// The value of a fact, or the mark of a rating, with or without evidence.
fn value(node: &Node) -> Option<&Node> {
    match node.as_table() {
        Some(table) => table.get("value").or_else(|| table.get("mark")).map(|entry| &entry.node),
        None => Some(node),
    }
}

/// A text without the releases in it; none where one cannot be taken out.
pub(super) fn without_releases(text: &str, root: &Node) -> Option<String> {
    let mut cuts = Vec::new();
    releases(text, root, &mut cuts)?;
    cuts.sort_unstable();
    let mut out = text.to_owned();
    for (start, end) in cuts.into_iter().rev() {
        out.replace_range(start..end, "");
    }
    let (left, problems) = parse_document(&out, Sources::default().add("", ""));
    let mut none = Vec::new();
    (problems.is_empty() && releases(&out, &left, &mut none).is_some() && none.is_empty()).then_some(out)
}

/// Where the releases stand in a text, each with the comma or the line that goes with it.
fn releases(text: &str, node: &Node, cuts: &mut Vec<(usize, usize)>) -> Option<()> {
    match &node.kind {
        NodeKind::Table(table) => {
            for entry in &table.0 {
                if entry.key != RELEASE[0] {
                    releases(text, &entry.node, cuts)?;
                    continue;
                }
                let (mut start, mut end) = (entry.key_span.start, entry.node.span.end);
                let before = text[..start].trim_end_matches([' ', '\t']);
                if before.ends_with(',') {
                    start = before.len() - 1;
                } else if before.is_empty() || before.ends_with('\n') {
                    end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
                } else if let Some(rest) = text[end..].trim_start_matches([' ', '\t']).strip_prefix(',') {
                    end = text.len() - rest.len();
                }
                cuts.push((start, end));
            }
            Some(())
        }
        NodeKind::List(items) => items.iter().try_for_each(|item| releases(text, item, cuts)),
        _ => Some(()),
    }
}

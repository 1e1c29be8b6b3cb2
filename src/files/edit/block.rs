//! Whole tables of a section, such as `[criteria.price]`: put in behind the others, taken out with their lines, called
//! otherwise.

use std::fmt::Write as _;

use super::splice::{Form, find, form, key_text, last_entry, line_end, line_start, next_header};
use super::{Edit, EditError};
use crate::diagnostic::{Sources, Span};
use crate::files::node::{Entry, Node, NodeKind, parse_document, parse_value};
use crate::files::what_if::PathStep;

/// The text of a file that is edited, without its byte order mark, with its tree.
struct Page<'a> {
    mark: &'a str,
    text: &'a str,
    root: Node,
}

impl<'a> Page<'a> {
    fn of(edit: &'a Edit) -> Result<Page<'a>, EditError> {
        let whole = std::str::from_utf8(&edit.after).expect("what was read as UTF-8 is changed as UTF-8");
        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let mut sources = Sources::default();
        let source = sources.add(edit.file.display().to_string(), text);
        let (root, problems) = parse_document(text, source);
        if problems.is_empty() {
            Ok(Page { mark: &whole[..whole.len() - text.len()], text, root })
        } else {
            Err(EditError::Refused { problems, sources })
        }
    }

    /// The bytes of a new text, which must mean what is expected.
    fn written(&self, after: &str, expected: &Node, what: &str) -> Result<Vec<u8>, EditError> {
        let (read, errors) = parse_document(after, Sources::default().add("", ""));
        if !errors.is_empty() || read.meaning() != expected.meaning() {
            return Err(by_hand(what));
        }
        Ok(format!("{}{after}", self.mark).into_bytes())
    }
}

fn by_hand(what: &str) -> EditError {
    EditError::Unfit { message: format!("{what} does not stand on lines of its own; edit the file by hand") }
}

fn steps(path: &[&str]) -> Vec<PathStep> {
    let source = Sources::default().add("", "");
    path.iter()
        .map(|key| PathStep { key: (*key).to_owned(), span: Span { source, start: 0, end: 0 } })
        .collect()
}

/// Adds the table `[section.id]`, with a comment above it.
///
/// - `after`: the table of the section behind which it is to stand; behind the last one where there is none.
/// - `before`: the section before which a first table stands; at the end of the file where there is none.
/// - `keys`: with their values as TOML has them.
pub(crate) fn add(
    edit: &mut Edit,
    (section, id): (&str, &str),
    (after, before): (Option<&str>, Option<&str>),
    keys: &[(&str, String)],
    comment: Option<&str>,
) -> Result<(), EditError> {
    let page = Page::of(edit)?;
    let (text, root) = (page.text, &page.root);
    let newline = line_end(text);
    let width = keys.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let comment = comment.map(|line| format!("# {line}{newline}")).unwrap_or_default();
    let mut lines = String::new();
    for (key, value) in keys {
        let _ = write!(lines, "{key:width$} = {value}{newline}");
    }
    let block = format!("{comment}[{section}.{}]{newline}{lines}", key_text(id));
    let there = find(root, &steps(&[section])).and_then(|entry| entry.node.as_table());
    let behind = there.and_then(|table| {
        let named = after.and_then(|after| table.get(after));
        named.or_else(|| table.0.iter().max_by_key(|entry| end_of_block(text, root, entry)))
    });
    let first_of = |section: &str| {
        let table = find(root, &steps(&[section]))?.node.as_table()?;
        let starts = table.0.iter().filter(|entry| form(&entry.node, text) == Form::Header);
        Some(with_comments(text, starts.map(|entry| line_start(text, entry.node.span.start)).min()?))
    };
    let new = match (behind, before.and_then(first_of)) {
        (Some(entry), _) => {
            let at = end_of_block(text, root, entry);
            let gap = if text[..at].ends_with('\n') { "" } else { newline };
            let rest = &text[at..];
            let below = if rest.is_empty() || rest.starts_with(newline) { "" } else { newline };
            format!("{}{gap}{newline}{block}{below}{rest}", &text[..at])
        }
        (None, Some(at)) => {
            let before = &text[..at];
            let is_apart = before.is_empty() || before.ends_with(&newline.repeat(2));
            let gap = if is_apart { "" } else { newline };
            format!("{before}{gap}{block}{newline}{}", &text[at..])
        }
        (None, None) => {
            let gap =
                if text.is_empty() || text.ends_with('\n') { newline.to_owned() } else { newline.repeat(2) };
            format!("{text}{gap}{block}")
        }
    };
    let mut expected = root.clone();
    let values: Vec<String> = keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let inline = format!("{{ {} }}", values.join(", "));
    let (table, errors) = parse_value(&inline, Sources::default().add("", ""), 0);
    if !errors.is_empty() {
        return Err(EditError::Unfit { message: format!("this is no TOML: {inline}") });
    }
    super::put(&mut expected, &steps(&[section, id]), &table);
    let after = page.written(&new, &expected, &format!("`{section}`"))?;
    edit.line = 1 + new[..new.find(&block).unwrap_or(0)].matches('\n').count();
    edit.new = block;
    edit.after = after;
    Ok(())
}

/// Takes the table or the value at a path out, with its lines and the comment right above it. One that is not there stays
/// out.
pub(crate) fn remove(edit: &mut Edit, path: &[&str]) -> Result<(), EditError> {
    let page = Page::of(edit)?;
    let at = steps(path);
    let Some(entry) = find(&page.root, &at) else { return Ok(()) };
    let what = format!("`{}`", path.join("."));
    let after = match form(&entry.node, page.text) {
        Form::Header | Form::Implicit if entry.node.as_table().is_some() => {
            let mut cuts = Vec::new();
            cuts_of(page.text, &page.root, &entry.node, &mut cuts);
            cuts.sort_unstable();
            let mut text = page.text.to_owned();
            for (start, end) in cuts.into_iter().rev() {
                text.replace_range(start..end, "");
            }
            text
        }
        _ => {
            let above = find(&page.root, &at[..at.len() - 1]).map(|above| &above.node);
            let inline = above.filter(|above| form(above, page.text) == Form::Inline);
            match inline.and_then(|above| Some((above, above.as_table()?))) {
                Some((above, table)) => {
                    let spans: Vec<Span> = table.0.iter().map(whole).collect();
                    let place = table.0.iter().position(|other| other.key == entry.key).unwrap_or(0);
                    without_items(page.text, above.span, &spans, &[place])
                }
                None => super::without(page.text, entry).map_err(|_| by_hand(&what))?,
            }
        }
    };
    // A table that is empty then may stay, with its header, or go, where it only was there for it.
    let kept = |is_kept: bool| {
        let mut expected = page.root.clone();
        take_out(&mut expected, path, is_kept);
        page.written(&after, &expected, &what)
    };
    edit.after = kept(true).or_else(|_| kept(false))?;
    Ok(())
}

/// The whole of an entry, from its key to its value.
fn whole(entry: &Entry) -> Span {
    Span { end: entry.node.span.end, ..entry.key_span }
}

/// Takes items out of the list at a path; one that is not there stays out.
///
/// - `is_gone`: which of them.
pub(crate) fn remove_items(
    edit: &mut Edit,
    path: &[&str],
    is_gone: &dyn Fn(&Node) -> bool,
) -> Result<bool, EditError> {
    let page = Page::of(edit)?;
    let Some(entry) = find(&page.root, &steps(path)) else { return Ok(false) };
    let NodeKind::List(items) = &entry.node.kind else { return Ok(false) };
    let gone: Vec<usize> = (0..items.len()).filter(|at| is_gone(&items[*at])).collect();
    if gone.is_empty() {
        return Ok(false);
    }
    if items.iter().any(|item| item.as_table().is_some() && form(item, page.text) != Form::Inline) {
        return Err(by_hand(&format!("`{}`", path.join("."))));
    }
    let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
    let after = without_items(page.text, entry.node.span, &spans, &gone);
    let mut expected = page.root.clone();
    if let Some(list) = find_mut(&mut expected, path) {
        let NodeKind::List(items) = &mut list.kind else { return Ok(false) };
        let mut at = 0;
        items.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    edit.after = page.written(&after, &expected, &format!("`{}`", path.join(".")))?;
    Ok(true)
}

fn find_mut<'a>(node: &'a mut Node, path: &[&str]) -> Option<&'a mut Node> {
    let (key, rest) = path.split_first()?;
    let inner = &mut node.as_table_mut()?.get_mut(key)?.node;
    if rest.is_empty() { Some(inner) } else { find_mut(inner, rest) }
}

/// The text without some of the items between brackets or braces, each with its comma.
fn without_items(text: &str, around: Span, items: &[Span], gone: &[usize]) -> String {
    let mut out = text.to_owned();
    if gone.len() == items.len() {
        out.replace_range(around.start + 1..around.end - 1, "");
        return out;
    }
    for at in gone.iter().rev() {
        let is_last = (*at..items.len()).all(|later| gone.contains(&later));
        // What is before the first that stays goes up to it, what is after goes from the end of the one before.
        let cut =
            if is_last { items[*at - 1].end..items[*at].end } else { items[*at].start..items[*at + 1].start };
        out.replace_range(cut, "");
    }
    out
}

/// The lines of the tables with headers that a table is made of.
fn cuts_of(text: &str, root: &Node, node: &Node, cuts: &mut Vec<(usize, usize)>) {
    let Some(table) = node.as_table() else { return };
    if form(node, text) == Form::Header {
        let start = with_comments(text, line_start(text, node.span.start));
        let body = node.span.end..next_header(text, root, node.span.end);
        let last = last_entry(node, &body).map_or(node.span.end, |(_, end)| end);
        let mut end = line_stop(text, last);
        // The blank line that parts it from what follows goes too.
        let is_after_blank =
            text[..start].ends_with("\n\n") || text[..start].ends_with("\r\n\r\n") || start == 0;
        if is_after_blank && text[end..].starts_with(line_end(text)) {
            end += line_end(text).len();
        }
        cuts.push((start, end));
    }
    for entry in &table.0 {
        cuts_of(text, root, &entry.node, cuts);
    }
}

/// Takes an entry out of a tree.
///
/// - `is_kept`: whether a table stays that holds nothing then.
fn take_out(node: &mut Node, path: &[&str], is_kept: bool) {
    let (Some((key, rest)), Some(table)) = (path.split_first(), node.as_table_mut()) else { return };
    if rest.is_empty() {
        table.0.retain(|entry| entry.key != *key);
    } else if let Some(entry) = table.get_mut(key) {
        take_out(&mut entry.node, rest, is_kept);
        let is_empty = !is_kept && entry.node.as_table().is_some_and(|table| table.0.is_empty());
        if is_empty {
            table.0.retain(|entry| entry.key != *key);
        }
    }
}

/// Where the line begins that a table's own comment begins on: comments without a blank line between them and it.
fn with_comments(text: &str, start: usize) -> usize {
    let mut at = start;
    while at > 0 {
        let above = line_start(text, at - 1);
        if !text[above..at].trim_start().starts_with('#') {
            break;
        }
        at = above;
    }
    // What begins a file tells of the whole of it.
    if at == 0 { start } else { at }
}

fn line_stop(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Where the last line ends that belongs to a table of a section.
fn end_of_block(text: &str, root: &Node, entry: &Entry) -> usize {
    fn last(text: &str, root: &Node, node: &Node) -> usize {
        let body = node.span.end..next_header(text, root, node.span.end);
        let own = match form(node, text) {
            Form::Header => last_entry(node, &body).map_or(node.span.end, |(_, end)| end),
            _ => node.span.end,
        };
        let inner = node.as_table().into_iter().flat_map(|table| &table.0);
        inner.map(|entry| last(text, root, &entry.node)).max().unwrap_or(0).max(own)
    }
    line_stop(text, last(text, root, &entry.node).max(entry.key_span.end))
}

/// Puts a word in the place of others.
///
/// - `places`: what is to give way, each with its new text. A key that stands in the headers of several tables is given
///   once, by the table.
/// - `expected`: what the file is to mean then.
pub(crate) fn replace(
    edit: &mut Edit,
    mut places: Vec<(Span, String)>,
    expected: &Node,
    what: &str,
) -> Result<(), EditError> {
    let page = Page::of(edit)?;
    places.sort_by_key(|(span, _)| span.start);
    places.dedup_by_key(|(span, _)| span.start);
    let mut text = page.text.to_owned();
    for (span, new) in places.iter().rev() {
        text.replace_range(span.start..span.end, new);
    }
    edit.after = page.written(&text, expected, what)?;
    Ok(())
}

/// Where a key of the table at a path stands in the headers of the file, and where it is typed before a dot or an equals
/// sign.
pub(crate) fn key_places(text: &str, root: &Node, path: &[&str]) -> Vec<Span> {
    let Some(entry) = find(root, &steps(path)) else { return Vec::new() };
    let mut places = Vec::new();
    headers_of(text, &entry.node, path.len(), &mut places);
    places.push(entry.key_span);
    let name = &text[entry.key_span.start..entry.key_span.end];
    // Each dotted line below an implicit table names it again.
    if form(&entry.node, text) == Form::Implicit {
        for inner in entry.node.as_table().into_iter().flat_map(|table| &table.0) {
            let line = line_start(text, inner.key_span.start);
            let before = &text[line..inner.key_span.start];
            let is_dotted = before.trim_end().ends_with('.') && !before.trim_start().starts_with('[');
            if let (true, Some(at)) = (is_dotted, before.rfind(name)) {
                let start = line + at;
                places.push(Span { start, end: start + name.len(), ..entry.key_span });
            }
        }
    }
    places
}

/// The part at a depth of the headers of a table and of those in it.
fn headers_of(text: &str, node: &Node, depth: usize, places: &mut Vec<Span>) {
    if node.as_table().is_some()
        && form(node, text) == Form::Header
        && let Some(span) = part_of_header(text, node.span, depth)
    {
        places.push(span);
    }
    match &node.kind {
        NodeKind::Table(table) => {
            for entry in &table.0 {
                headers_of(text, &entry.node, depth, places);
            }
        }
        NodeKind::List(items) => {
            for item in items {
                headers_of(text, item, depth, places);
            }
        }
        _ => {}
    }
}

/// The part of `[a.b.c]` at a depth, from 1.
fn part_of_header(text: &str, header: Span, depth: usize) -> Option<Span> {
    let line = &text[header.start..];
    let inside = line.trim_start_matches('[');
    let mut at = header.start + (line.len() - inside.len());
    let inside = &inside[..inside.find(']')?];
    for (number, part) in inside.split('.').enumerate() {
        if number + 1 == depth {
            let start = at + (part.len() - part.trim_start().len());
            return Some(Span { start, end: start + part.trim().len(), ..header });
        }
        at += part.len() + 1;
    }
    None
}

//! How a file is worded, as far as a lock is about it.

use std::ops::Range;

use crate::diagnostic::Sources;
use crate::files::edit::splice::{Form, form, last_entry, line_start, next_header};
use crate::files::node::{Entry, Node, NodeKind, Table, parse_document};

/// What no lock is about, by the first key of its path: what weigh itself writes when something is locked or handed
/// over, and what is only told.
pub(super) const IN_NO_LOCK: [&str; 7] =
    ["explained", "locks", "notice", "contact", "release", "summary", "ground"];
/// What of a fact no lock is about.
pub(super) const OF_FACTS_IN_NO_LOCK: &[&str] = IN_NO_LOCK.split_at(4).1;

/// How facts are laid out for a lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// `{ value = 1 }` is `1`.
    Now,
    /// `{ value = 1 }` is a table with a value, as locks of earlier builds have it.
    Before,
}

/// A text without what no lock is about, without empty lines and without white space at the ends of lines: what else
/// differs in it is a value, a comment or the layout of one.
///
/// - `layout`: whether a fact that holds nothing but its value is worded as the value alone.
pub(super) fn wording(text: &str, layout: Layout) -> String {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let mut cuts = Cuts { text, root: &root, ranges: Vec::new() };
    for entry in entries(&root) {
        if IN_NO_LOCK.contains(&entry.key.as_str()) {
            cuts.entry(entry);
        } else if entry.key == "facts" {
            for fact in entries(&entry.node) {
                cuts.parts_of_fact(&fact.node);
                if layout == Layout::Now {
                    cuts.braces_of_value(&fact.node);
                }
            }
        }
    }
    let kept = cuts.kept();
    let lines = kept.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn entries(node: &Node) -> &[Entry] {
    node.as_table().map_or(&[], |Table(entries)| entries)
}

/// The value of a fact, where that is all that a lock is about.
pub(super) fn only_value(fact: &Node) -> Option<&Node> {
    let mut kept = entries(fact).iter().filter(|entry| !OF_FACTS_IN_NO_LOCK.contains(&entry.key.as_str()));
    let only = kept.next().filter(|entry| entry.key == "value")?;
    kept.next().is_none().then_some(&only.node)
}

/// What is cut out of a text.
struct Cuts<'a> {
    text: &'a str,
    root: &'a Node,
    ranges: Vec<Range<usize>>,
}

impl Cuts<'_> {
    /// Cuts an entry that does not stand between braces: its lines, and those of the tables in it.
    fn entry(&mut self, entry: &Entry) {
        match &entry.node.kind {
            NodeKind::Table(_) => match form(&entry.node, self.text) {
                Form::Inline => self.lines(entry.key_span.start..entry.node.span.end),
                _ => self.table(&entry.node),
            },
            NodeKind::List(items) if items.iter().any(|item| form(item, self.text) == Form::Header) => {
                for item in items {
                    self.table(item);
                }
            }
            _ => self.lines(entry.key_span.start..entry.node.span.end),
        }
    }

    /// Cuts a table with a header, or of dotted keys, with the comments that belong to it.
    fn table(&mut self, node: &Node) {
        if form(node, self.text) == Form::Header {
            let body = node.span.end..next_header(self.text, self.root, node.span.end);
            let end = last_entry(node, &body).map_or(node.span.end, |(_, end)| end);
            let block = self.with_comments(self.whole_lines(node.span.start..end));
            self.ranges.push(block);
        }
        for entry in entries(node) {
            self.entry(entry);
        }
    }

    /// Cuts what is said of a fact and only told.
    fn parts_of_fact(&mut self, fact: &Node) {
        let parts = entries(fact);
        let is_cut = |entry: &Entry| OF_FACTS_IN_NO_LOCK.contains(&entry.key.as_str());
        let is_inline = form(fact, self.text) == Form::Inline;
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| is_cut(part)) {
            if !is_inline {
                self.entry(part);
            } else if parts[..at].iter().any(|earlier| !is_cut(earlier)) {
                // With the comma before it.
                self.ranges.push(parts[at - 1].node.span.end..part.node.span.end);
            } else {
                let end = parts.get(at + 1).map_or(part.node.span.end, |next| next.key_span.start);
                self.ranges.push(part.key_span.start..end);
            }
        }
    }

    /// Cuts the braces around a fact that holds nothing but its value: it says what the value alone does.
    fn braces_of_value(&mut self, fact: &Node) {
        if let Some(value) = only_value(fact)
            && form(fact, self.text) == Form::Inline
        {
            self.ranges.retain(|range| !(fact.span.start <= range.start && range.end <= fact.span.end));
            self.ranges.push(fact.span.start..value.span.start);
            self.ranges.push(value.span.end..fact.span.end);
        }
    }

    fn lines(&mut self, range: Range<usize>) {
        let lines = self.whole_lines(range);
        self.ranges.push(lines);
    }

    fn whole_lines(&self, range: Range<usize>) -> Range<usize> {
        line_start(self.text, range.start)..self.next_line(range.end)
    }

    /// Where the line after a place begins.
    fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// Lines with the comments right above them, and those right below where an empty line or the end follows.
    fn with_comments(&self, Range { mut start, mut end }: Range<usize>) -> Range<usize> {
        let line = |start: usize| self.text[start..self.next_line(start)].trim();
        while start > 0 && line(line_start(self.text, start - 1)).starts_with('#') {
            start = line_start(self.text, start - 1);
        }
        let mut below = end;
        while below < self.text.len() && line(below).starts_with('#') {
            below = self.next_line(below);
        }
        if below == self.text.len() || line(below).is_empty() {
            end = below;
        }
        start..end
    }

    fn kept(mut self) -> String {
        self.ranges.sort_by_key(|range| range.start);
        let (mut kept, mut at) = (String::new(), 0);
        for range in self.ranges {
            kept.push_str(self.text.get(at..range.start).unwrap_or_default());
            at = at.max(range.end);
        }
        kept + self.text.get(at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_lock_is_about_leaves_no_trace() {
        let text = "# A desk.\ntitle = \"Desk\"\n\n[facts]\na = { value = 1 } # as offered\nb = { note = \"n\" }\n\n\
                    [facts.c]\nvalue = 3\n\n# ---- Gates\n[gates.x]\nfact = \"a\"\n";
        let now = |text: &str| wording(text, Layout::Now);
        let same = |other: String| assert_eq!(now(&other), now(text), "{other}");
        same(format!("{text}\n[notice]\nauthority = \"City\"\n"));
        same(format!(
            "{text}\n# What everybody is told.\n[notice]\n# who we are\nauthority = \"City\"\n# more = 1\n"
        ));
        same(format!(
            "{text}\n[[notice.lots]]\na = 1\n[[notice.lots]]\na = 2\n[notice.more.of]\nb = [\n1,\n2 ]\n"
        ));
        same(text.replace("# ---- Gates", "[contact]\nname = \"Aino\"\n\n# ---- Gates"));
        same(text.replace("title", "notice.authority = \"City\"\ncontact = { name = \"Aino\" }\ntitle"));
        same(text.replace("value = 1 }", "value = 1, release = \"no\", ground = \"security\" }"));
        same(text.replace("{ note = \"n\"", "{ release = \"summary\", summary = \"s\", note = \"n\""));
        same(text.replace("value = 3", "value = 3\nrelease = \"yes\""));
        same(text.replace("{ value = 1 }", "1"));
        same(text.replace("{ value = 1 }", "{ release = \"no\", value = 1, ground = \"security\" }"));
        same(text.replace('\n', "\r\n"));
        for other in [
            text.replace("# as offered", "# as asked"),
            text.replace("# A desk.\n", ""),
            text.replace("value = 1", "value = 2"),
            text.replace("note = \"n\"", "note  = \"n\""),
            format!("{text}\n# An end.\n"),
            format!("{text}\n[rule]\n"),
        ] {
            assert_ne!(now(&other), now(text), "{other}");
        }
    }
}

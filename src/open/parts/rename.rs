//! Another id for a part, wherever a file of the decision names it.

use super::{
    Change, Kind, Role, files, is_there, own_file, refuse_missing, refuse_recorded, root_of, text_of, unfit,
};
use crate::decision::Criterion;
use crate::diagnostic::{SourceId, Span};
use crate::files::edit::{Edit, EditError, block, quoted};
use crate::files::node::{Entry, Node, NodeKind, parse_value};
use crate::open::Opened;
use crate::open::edit::{node_at, set_in};
use crate::open::make::{as_read, refuse_id};

/// What would be written to give a part another id, wherever a file of the decision names it.
///
/// # Errors
/// As [`remove`](super::remove); [`EditError::Unfit`] too where the new id is taken or cannot be one.
pub fn rename(opened: &Opened, kind: Kind, old: &str, new: &str) -> Result<Change, EditError> {
    refuse_missing(opened, kind, old)?;
    refuse_id(new, kind.section().is_none())?;
    if old == new {
        return Err(unfit(format!("it is called `{old}` already")));
    }
    if is_there(opened, kind, new) {
        return Err(unfit(format!("the id `{new}` is taken by another {}", kind.word())));
    }
    refuse_recorded(opened, kind, old)?;
    let gone = own_file(opened, kind, old)?;
    let mut change = Change::default();
    for (file, role) in files(opened) {
        let Some(mut edit) = as_read(opened, &file) else { continue };
        let text = text_of(&edit).to_owned();
        let root = root_of(&edit);
        let mut naming = Naming { text: &text, root: &root, kind, role, old, new, places: Vec::new() };
        naming.look(&root, &mut Vec::new());
        let places = naming.places;
        if places.is_empty() {
            continue;
        }
        let mut expected = root.clone();
        put(&mut expected, &places);
        let name = opened.texts.request.workspace.relative(&file);
        block::replace(&mut edit, places, &expected, &format!("what names `{old}` in {name}"))?;
        if let (Role::Criteria, true) = (role, reads_own_fact(opened, kind, old)) {
            let section = kind.section().unwrap_or_default();
            edit.after = set_in(&edit, &format!("{section}.{new}.fact"), &quoted(old))?;
            change.said.push(format!("it reads the fact `{old}` as before"));
        }
        change.said.push(format!("{name} names it as `{new}`"));
        change.edits.push(edit);
    }
    if let Some((file, bytes)) = gone {
        let to = file.with_file_name(format!("{new}.toml"));
        if to.symlink_metadata().is_ok() {
            return Err(unfit(format!("{} is there already", to.display())));
        }
        change.said.insert(0, format!("{} is {} now", file.display(), to.display()));
        change.edits.push(Edit::of_new(to, bytes.clone()));
        change.gone = Some((file, bytes));
    }
    change.checked(opened)
}

/// Whether a criterion or a must-have reads the fact of its own id without saying so.
fn reads_own_fact(opened: &Opened, kind: Kind, id: &str) -> bool {
    let Ok(decision) = opened.decision() else { return false };
    let reads = match kind {
        Kind::Criterion => {
            let is_scored = |one: &Criterion| one.id.as_str() == id && !one.is_group() && !one.is_rating();
            decision.criteria.iter().any(is_scored)
        }
        Kind::Gate => node_at(opened, &format!("gates.{id}.when")).is_none(),
        Kind::Vendor | Kind::Evaluator => false,
    };
    let section = kind.section().unwrap_or_default();
    reads && node_at(opened, &format!("{section}.{id}.fact")).is_none()
}

/// Where a file names a part.
struct Naming<'a> {
    text: &'a str,
    root: &'a Node,
    kind: Kind,
    role: Role,
    old: &'a str,
    new: &'a str,
    /// What is to give way, each with its new text.
    places: Vec<(Span, String)>,
}

impl Naming<'_> {
    fn look(&mut self, node: &Node, path: &mut Vec<String>) {
        match &node.kind {
            NodeKind::Table(table) => {
                for entry in &table.0 {
                    path.push(entry.key.clone());
                    self.key(entry, path);
                    self.look(&entry.node, path);
                    path.pop();
                }
            }
            NodeKind::List(items) => items.iter().for_each(|item| self.look(item, path)),
            NodeKind::Text(text) => self.value(node, text, path),
            _ => {}
        }
    }

    fn key(&mut self, entry: &Entry, path: &[String]) {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        let is_named = entry.key == self.old
            && match (self.kind, self.role) {
                (Kind::Criterion, Role::Criteria) => {
                    matches!(keys.as_slice(), ["criteria" | "judgements", _] | ["judgements", _, "points", _])
                }
                (Kind::Criterion, Role::Other) => {
                    matches!(keys.as_slice(), ["ratings" | "weights", _] | ["marks", _, _])
                }
                (Kind::Gate, Role::Criteria) => {
                    matches!(keys.as_slice(), ["gates", _] | ["explained", _, _])
                }
                (Kind::Vendor, Role::Criteria) => {
                    matches!(keys.as_slice(), ["explained", _] | [.., "by_vendor", _])
                }
                (Kind::Vendor, Role::Other) => matches!(keys.as_slice(), ["marks", _]),
                (Kind::Gate, Role::Other) | (Kind::Evaluator, _) => false,
            };
        if is_named {
            let places = block::key_places(self.text, self.root, &keys);
            self.places.extend(places.into_iter().map(|span| (span, self.new.to_owned())));
        }
    }

    fn value(&mut self, node: &Node, text: &str, path: &[String]) {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        let is_it = text == self.old;
        let new = match (self.kind, self.role, keys.as_slice()) {
            (Kind::Criterion, Role::Criteria, ["judgements", _, "note"]) => None,
            // What follows the equals sign is a range in words.
            (Kind::Criterion, Role::Criteria, ["judgements", _, "ranges"]) => text
                .split_once('=')
                .filter(|(id, _)| id.trim() == self.old)
                .map(|(id, range)| format!("{}={range}", id.replacen(self.old, self.new, 1))),
            (Kind::Criterion, Role::Criteria, ["judgements", ..] | ["robust", "weights"]) => {
                Some(with_words(text, self.old, self.new))
            }
            (
                Kind::Criterion,
                Role::Criteria,
                [.., "expr" | "points_expr" | "out" | "when" | "total" | "formula"]
                | [.., "numbers" | "reads", _],
            ) => Some(self.in_formula(text)),
            (
                Kind::Criterion,
                Role::Criteria,
                ["criteria", _, "under"] | ["rule", "ties"] | ["rule", "panel", "price"],
            )
            | (Kind::Vendor, _, [.., "vendor" | "baseline"])
                if is_it =>
            {
                Some(self.new.to_owned())
            }
            _ => None,
        };
        if let Some(new) = new.filter(|new| new != text) {
            let raw = self.text.get(node.span.start..node.span.end).unwrap_or_default();
            let is_literal = raw.starts_with('\'') && !raw.starts_with("'''") && !new.contains(['\'', '\n']);
            self.places.push((node.span, if is_literal { format!("'{new}'") } else { quoted(&new) }));
        }
    }

    /// A formula with the new id where it names the points or the value of the criterion.
    fn in_formula(&self, text: &str) -> String {
        let is_plain = self.new.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let new = if is_plain { self.new.to_owned() } else { format!("\"{}\"", self.new) };
        ["points", "value", "most"].iter().fold(text.to_owned(), |text, room| {
            let named = format!("{room}.{new}");
            let text = text.replace(&format!("{room}.\"{}\"", self.old), &named);
            with_words(&text, &format!("{room}.{}", self.old), &named)
        })
    }
}

/// A text with one word in the place of another, where it stands between characters that no id has.
fn with_words(text: &str, old: &str, new: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let before = out.chars().chain(rest[..at].chars()).last();
        let after = rest[at + old.len()..].chars().next();
        out.push_str(&rest[..at]);
        let is_word = !before.is_some_and(is_part) && !after.is_some_and(is_part);
        out.push_str(if is_word { new } else { old });
        rest = &rest[at + old.len()..];
    }
    out.push_str(rest);
    out
}

/// The tree with the new words in their places.
fn put(node: &mut Node, places: &[(Span, String)]) {
    let new_at = |span: Span| places.iter().find(|(place, _)| *place == span).map(|(_, new)| new.as_str());
    let own = new_at(node.span);
    match &mut node.kind {
        NodeKind::Table(table) => {
            for entry in &mut table.0 {
                if let Some(new) = new_at(entry.key_span) {
                    new.clone_into(&mut entry.key);
                }
                put(&mut entry.node, places);
            }
        }
        NodeKind::List(items) => items.iter_mut().for_each(|item| put(item, places)),
        NodeKind::Text(_) => {
            if let Some(new) = own {
                node.kind = parse_value(new, source_of(node), 0).0.kind;
            }
        }
        _ => {}
    }
}

fn source_of(node: &Node) -> SourceId {
    node.span.source
}

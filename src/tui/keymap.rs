//! Which key does what: the keys that come with the program, with those of the user's file in their place.

use std::path::Path;

use super::action::{Action, NAMED, Named};
use super::key::Key;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources, Span};
use crate::files::node::{Node, NodeKind, parse_document};
use crate::files::workspace::read_text;
use crate::text::suggest::did_you_mean;

/// The keys that come with the program.
const DEFAULTS: &str = include_str!("keys.toml");

/// Which key does what.
pub(crate) struct Keymap(Vec<Binding>);

struct Binding {
    key: Key,
    named: &'static Named,
    /// Where a file binds it; none for those that come with the program.
    span: Option<Span>,
}

impl Keymap {
    /// The keys that come with the program.
    pub(crate) fn defaults() -> Keymap {
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let source = sources.add("keys.toml", DEFAULTS);
        let mut keymap = Keymap(Vec::new());
        keymap.patch(DEFAULTS, source, &mut problems);
        keymap.0.iter_mut().for_each(|binding| binding.span = None);
        keymap
    }

    /// The keys that come with the program with those of a file in their place. What the file has wrong
    /// is reported and left out.
    pub(crate) fn with_file(file: &Path) -> (Keymap, Vec<Diagnostic>, Sources) {
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let mut keymap = Keymap::defaults();
        let name = file.display().to_string();
        match read_text(file) {
            Err(error) => problems.push(error.told(name, &mut sources)),
            Ok((_, text)) => {
                let source = sources.add(name, text.as_str());
                keymap.patch(&text, source, &mut problems);
                keymap.report_conflicts(&mut problems);
            }
        }
        (keymap, problems, sources)
    }

    /// Replaces the keys of every action that the text names.
    fn patch(&mut self, text: &str, source: SourceId, problems: &mut Vec<Diagnostic>) {
        let (root, errors) = parse_document(text, source);
        problems.extend(errors);
        for entry in root.as_table().into_iter().flat_map(|table| &table.0) {
            let Some(named) = NAMED.iter().find(|named| named.name == entry.key) else {
                let help = did_you_mean(&entry.key, NAMED.iter().map(|named| named.name))
                    .unwrap_or_else(|| "`?` in the program lists the actions and their keys".to_owned());
                let message = format!("there is no action `{}`", entry.key);
                problems.push(Diagnostic::new(Code::UnknownKey, entry.key_span, message).help(help));
                continue;
            };
            let keys = read_keys(&entry.node, problems);
            let is_meant_empty = matches!(&entry.node.kind, NodeKind::List(nodes) if nodes.is_empty());
            if keys.is_empty() && !is_meant_empty {
                continue;
            }
            self.0.retain(|binding| binding.named.name != named.name);
            self.0.extend(keys.into_iter().map(|(key, span)| Binding { key, named, span: Some(span) }));
        }
    }

    /// Reports keys that do two things on one page.
    fn report_conflicts(&self, problems: &mut Vec<Diagnostic>) {
        let mut reported: Vec<(Key, &str)> = Vec::new();
        for page in Page::ALL.iter().copied() {
            let actions = page.actions();
            let here = |binding: &&Binding| actions.iter().any(|action| action.is(&binding.named.action));
            for (at, binding) in self.0.iter().enumerate().filter(|(_, binding)| here(binding)) {
                let clash = |other: &&Binding| other.key == binding.key && here(other);
                let Some(other) = self.0[..at].iter().find(clash) else { continue };
                let (binding, other) =
                    if binding.span.is_some() { (binding, other) } else { (other, binding) };
                let Some(span) = binding.span else { continue };
                if reported.contains(&(binding.key, other.named.name)) {
                    continue;
                }
                reported.push((binding.key, other.named.name));
                let message = format!(
                    "`{}` is the key of `{}` already on the page {}",
                    binding.key,
                    other.named.name,
                    page.name()
                );
                let help = format!("choose another key, or give `{}` one of its own", other.named.name);
                let problem = Diagnostic::new(Code::KeyTwice, span, message).help(help);
                problems.push(match other.span {
                    Some(span) => problem.related(span, "the other one"),
                    None => problem,
                });
            }
        }
    }

    /// What a key does where these actions are possible.
    pub(crate) fn action(&self, key: Key, possible: &[Action]) -> Option<Action> {
        let bound = |binding: &&Binding| {
            binding.key == key && possible.iter().any(|action| action.is(&binding.named.action))
        };
        // What a file binds goes before what came with the program.
        let own = self.0.iter().filter(|binding| binding.span.is_some()).find(bound);
        let binding = own.or_else(|| self.0.iter().find(bound));
        // Whatever a file says, there is a way out.
        let way_out = || possible.iter().find(|action| action.is(&Action::Quit) && key == Key::WAY_OUT);
        binding.map(|binding| &binding.named.action).or_else(way_out).cloned()
    }

    /// The keys of an action, the first one first.
    pub(crate) fn keys(&self, action: &Action) -> impl Iterator<Item = Key> {
        self.0.iter().filter(|binding| binding.named.action.is(action)).map(|binding| binding.key)
    }
}

/// A key, or a list of keys.
fn read_keys(node: &Node, problems: &mut Vec<Diagnostic>) -> Vec<(Key, Span)> {
    let nodes = match &node.kind {
        NodeKind::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut keys = Vec::new();
    for node in nodes {
        let NodeKind::Text(text) = &node.kind else {
            let message = format!("a key is text in quotes, not {}", node.kind_name());
            problems.push(Diagnostic::new(Code::WrongType, node.span, message));
            continue;
        };
        match text.parse() {
            Ok(key) => keys.push((key, node.span)),
            Err(()) => {
                let message = format!("there is no key `{text}`");
                let help = "write one character, or a name such as enter, pgdn, f5, ctrl-r, shift-tab";
                problems.push(Diagnostic::new(Code::UnknownWord, node.span, message).help(help));
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_key_and_no_key_does_two_things_on_a_page() {
        let keymap = Keymap::defaults();
        for named in NAMED.iter() {
            assert!(keymap.keys(&named.action).next().is_some(), "{}", named.name);
        }
        // As if a file had bound them all.
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let source = sources.add("keys.toml", DEFAULTS);
        let mut keymap = Keymap(Vec::new());
        keymap.patch(DEFAULTS, source, &mut problems);
        keymap.report_conflicts(&mut problems);
        let messages: Vec<&String> = problems.iter().map(|problem| &problem.message).collect();
        assert!(messages.is_empty(), "{messages:?}");
    }
}

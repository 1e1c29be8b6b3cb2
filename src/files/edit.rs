//! Writes one value into a file and leaves every other byte as it was.
//!
//! The new text is made by cutting at the places that the parser gives, not by writing the file
//! anew: comments, spacing, line ends, a byte order mark and a missing final newline stay. It is read
//! again and compared before it takes the place of the old one, and it takes it in one step.

pub(crate) mod block;
mod evidence;
mod holder;
mod lay;
mod save;
pub(super) mod splice;
#[cfg(feature = "xlsx")]
mod value;

use std::io;
use std::path::PathBuf;

use super::node::{Entry, Node, NodeKind, Table, parse_document, parse_value};
pub(crate) use super::quoting::quoted;
use super::what_if::{PathStep, Target};
use super::workspace::plain_reason;
use crate::decision::lock::BrokenLock;
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};
pub(crate) use evidence::{changed_parts, follow, line_of, parts, with_evidence};
pub(crate) use holder::{Holder, HolderKind, HolderPart, range_text};
pub(super) use lay::without;
use lay::{Laid, lay};
pub(super) use save::place_new;
pub(crate) use save::take_back;
pub use save::{save, save_all, write_new, write_whole};
pub(crate) use splice::key_text;
use splice::{Form, find, form, splice};
#[cfg(feature = "xlsx")]
pub(crate) use value::toml;

/// A change that is ready to be written.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The file that is to be changed, as it can be opened.
    pub file: PathBuf,
    /// Its bytes as they were read; none where it is not there yet.
    pub before: Vec<u8>,
    /// Its bytes as they will be.
    pub after: Vec<u8>,
    /// The line of the value, from 1.
    pub line: usize,
    /// The value as it was written; none for a new key.
    pub old: Option<String>,
    /// The value as it will be written.
    pub new: String,
}

impl Edit {
    /// The change that makes a file which is not there yet.
    #[must_use]
    pub fn of_new(file: PathBuf, after: Vec<u8>) -> Edit {
        Edit { file, before: Vec::new(), after, line: 1, old: None, new: String::new() }
    }

    /// Whether it makes the file.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.before.is_empty()
    }
}

/// What problems call the path and value that were typed.
pub(crate) const ARGUMENT: &str = "argument";

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The path, the value or the file is wrong; the problems say how.
    #[error("nothing was written")]
    Refused {
        /// Errors of the argument, or of the files as they would be.
        problems: Vec<Diagnostic>,
        /// The texts that they point into.
        sources: Sources,
    },
    /// What was asked for cannot be made, renamed or taken away.
    #[error("{message}")]
    Unfit {
        /// Why, and what to do.
        message: String,
    },
    /// It would change what is locked.
    #[error("{}", locks.iter().map(BrokenLock::refusal).collect::<Vec<_>>().join("\n"))]
    Locked {
        /// The locks that hold, each with what would change.
        locks: Vec<BrokenLock>,
    },
    /// The file changed since it was read.
    #[error("{} changed on disk since it was read; nothing was written", file.display())]
    Changed {
        /// Which one; it stays as somebody else left it.
        file: PathBuf,
    },
    /// The operating system refused.
    #[error("could not write {}: {}", file.display(), plain_reason(source))]
    Io {
        /// Which one could not be written; it is as it was.
        file: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// Makes one change on top of those already made to the text of a file.
pub(crate) fn change(
    edit: &mut Edit,
    target: &Target,
    steps: Vec<PathStep>,
    new: &Node,
    typed: &str,
    mut sources: Sources,
) -> Result<(), EditError> {
    let argument = sources.iter().next().map(|(id, _)| id).expect("the caller added the argument");
    let whole = std::str::from_utf8(&edit.after).expect("what was read as UTF-8 is changed as UTF-8");
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let source = sources.add(edit.file.display().to_string(), text);
    let (root, errors) = parse_document(text, source);
    if !errors.is_empty() {
        return Err(EditError::Refused { problems: errors, sources });
    }
    if let Some(laid) = laid_out(text, target, (&root, &steps), new, &sources.get(argument).text) {
        return take_laid(edit, laid, &root, &steps, new, typed, (argument, sources));
    }
    let steps = within_evidence(target, &root, steps, new);
    let new_text = written(new, typed.trim());
    let splice = match splice(text, &root, &steps, &new_text) {
        Ok(splice) => splice,
        Err(message) => {
            let last = steps.last().map_or(Place::Source(argument), |step| step.span.into());
            let problem = Diagnostic::new(Code::UnknownPath, last, message);
            return Err(EditError::Refused { problems: vec![problem], sources });
        }
    };
    let after = format!("{}{}{}", &text[..splice.start], splice.text, &text[splice.end..]);
    if !changes_only(&root, &after, &steps, new) {
        return Err(changes_more(argument, sources));
    }
    edit.old = splice.old;
    edit.new = new_text;
    let mark = whole.len() - text.len();
    edit.after = [&whole.as_bytes()[..mark], after.as_bytes()].concat();
    Ok(())
}

fn changes_more(argument: SourceId, sources: Sources) -> EditError {
    let message = "this cannot be written without changing more than the one value; edit the file";
    let problem = Diagnostic::new(Code::UnknownPath, argument, message);
    EditError::Refused { problems: vec![problem], sources }
}

/// The table that is set as a whole and stands, or is to stand, over lines: of judgements, and of a value with evidence
/// that is written so already. None for any other value.
fn laid_out(
    text: &str,
    target: &Target,
    (root, steps): (&Node, &[PathStep]),
    new: &Node,
    option: &str,
) -> Option<Result<Laid, String>> {
    let table = new.as_table()?;
    let is_judged = *target == Target::Criteria && steps.len() == 2 && steps[0].key == "judgements";
    let is_holder = holder_at(target, steps).is_some_and(|holder| holder.part == HolderPart::Whole);
    let is_over_lines = find(root, steps)
        .is_some_and(|entry| entry.node.as_table().is_some() && form(&entry.node, text) != Form::Inline);
    let is_laid = (is_judged && !table.0.is_empty()) || (is_holder && is_over_lines);
    if !is_laid {
        return None;
    }
    let values: Vec<&str> =
        table.0.iter().map(|entry| &option[entry.node.span.start..entry.node.span.end]).collect();
    lay(text, steps, table, &values)
}

/// Takes over a text in which a table was laid out.
fn take_laid(
    edit: &mut Edit,
    laid: Result<Laid, String>,
    root: &Node,
    steps: &[PathStep],
    new: &Node,
    typed: &str,
    (argument, sources): (SourceId, Sources),
) -> Result<(), EditError> {
    let laid = match laid {
        Ok(laid) if changes_only(root, &laid.text, steps, new) => laid,
        Ok(_) => return Err(changes_more(argument, sources)),
        Err(message) => {
            let problem = Diagnostic::new(Code::UnknownPath, argument, message);
            return Err(EditError::Refused { problems: vec![problem], sources });
        }
    };
    let old = if steps[0].key == "judgements" { "other judgements" } else { "a table of its own lines" };
    edit.old = (!laid.is_new).then(|| old.to_owned());
    typed.clone_into(&mut edit.new);
    let mark = if edit.after.starts_with("\u{feff}".as_bytes()) { "\u{feff}" } else { "" };
    edit.after = format!("{mark}{}", laid.text).into_bytes();
    Ok(())
}

/// Where a plain value goes that has a table with evidence: to the key that says it, so that the rest stays.
fn within_evidence(target: &Target, root: &Node, mut steps: Vec<PathStep>, new: &Node) -> Vec<PathStep> {
    let holder = holder_at(target, &steps).filter(|holder| holder.part == HolderPart::Whole);
    let key = holder.and_then(|holder| holder.key_of(new));
    let written = find(root, &steps).and_then(|entry| entry.node.as_table());
    if let (Some(key), Some(last), true) =
        (key, steps.last(), written.is_some_and(|table| !table.0.is_empty()))
    {
        let span = last.span;
        steps.push(PathStep { key: key.to_owned(), span });
    }
    steps
}

fn holder_at(target: &Target, steps: &[PathStep]) -> Option<Holder> {
    let keys: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
    Holder::at(target, &keys)
}

/// The value as TOML: as typed where it is TOML already, else as a quoted text.
fn written(value: &Node, typed: &str) -> String {
    let mut scratch = Sources::default();
    let (_, errors) = parse_value(typed, scratch.add("", ""), 0);
    match &value.kind {
        NodeKind::Text(text) if !errors.is_empty() => quoted(text),
        _ => typed.to_owned(),
    }
}

/// Whether the new text means what the old one did after the change, and nothing else.
fn changes_only(root: &Node, after: &str, steps: &[PathStep], new: &Node) -> bool {
    let mut expected = root.clone();
    put(&mut expected, steps, new);
    let (read, errors) = parse_document(after, Sources::default().add("", ""));
    errors.is_empty() && read.meaning() == expected.meaning()
}

/// Puts a value into a tree.
fn put(node: &mut Node, steps: &[PathStep], new: &Node) {
    let Some((step, rest)) = steps.split_first() else {
        node.kind = new.kind.clone();
        return;
    };
    let span = node.span;
    if matches!(node.kind, NodeKind::List(_)) {
        if let Some(item) = node.below_mut(&step.key) {
            put(item, rest, new);
        }
        return;
    }
    let Some(table) = node.as_table_mut() else { return };
    if table.get(&step.key).is_none() {
        let node = Node { kind: NodeKind::Table(Table::default()), span };
        table.0.push(Entry { key: step.key.clone(), key_span: step.span, node });
    }
    let entry = table.get_mut(&step.key).expect("it is there, or was just added");
    put(&mut entry.node, rest, new);
}

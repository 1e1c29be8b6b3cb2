//! Writes one value into a file and leaves every other byte as it was.
//!
//! The new text is made by cutting at the places that the parser gives, not by writing the file
//! anew: comments, spacing, line ends, a byte order mark and a missing final newline stay. It is read
//! again and compared before it takes the place of the old one, and it takes it in one step.

mod lay;
mod save;
mod splice;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::load::{self, Request};
use super::node::{Entry, Node, NodeKind, Table, parse_document, parse_value};
use super::panel;
use super::what_if::{Step, Target, parse_loose_value, parse_path};
use super::workspace::{plain, plain_reason, read_text};
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources};
use crate::text::clean::cleaned_line;
use lay::{Laid, lay};
pub use save::{save, write_whole};
use splice::splice;

/// A change that is ready to be written.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The file.
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

/// What problems call the path and value that were typed.
pub(super) const ARGUMENT: &str = "argument";

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The path, the value or the file is wrong; the problems say how.
    #[error("nothing was written")]
    Refused {
        /// The problems.
        problems: Vec<Diagnostic>,
        /// The texts that they point into.
        sources: Sources,
    },
    /// The file changed since it was read.
    #[error("{} changed on disk since it was read; nothing was written", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// The operating system refused.
    #[error("could not write {}: {}", file.display(), plain_reason(source))]
    Io {
        /// The file.
        file: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// Works out what writing `value` at `path` would do to which file, and checks that the value is one
/// that the file may hold.
///
/// A value that only asks for another change is accepted: weights of a group that do not add up yet, a
/// withdrawn vendor whose reason is still to come.
///
/// # Errors
/// [`EditError::Refused`] with the problems.
pub fn plan(request: &Request, path: &str, value: &str) -> Result<Edit, EditError> {
    let mut edits = plan_all(request, &[(path.to_owned(), value.to_owned())])?;
    Ok(edits.swap_remove(0))
}

/// Like [`plan`], for several values at once: one edit for each file that changes.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the first value that has any.
pub fn plan_all(request: &Request, values: &[(String, String)]) -> Result<Vec<Edit>, EditError> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut options: Vec<(String, PathBuf)> = Vec::new();
    for (path, value) in values {
        let option = format!("{path}={value}");
        let mut sources = Sources::default();
        let mut problems = Vec::new();
        let source = sources.add_option(ARGUMENT, option.as_str());
        let parsed = parse_path(path, source, &mut problems);
        let new = parse_loose_value(value, source, path.len() + 1, &mut problems);
        let (Some((target, steps)), Some(new)) = (parsed, new) else {
            return Err(EditError::Refused { problems, sources });
        };
        let file = file_of(request, &target);
        let at = match edits.iter().position(|edit| edit.file == file) {
            Some(at) => at,
            None => {
                edits.push(untouched(request, &option, &target, &file)?);
                edits.len() - 1
            }
        };
        change(&mut edits[at], &target, steps, &new, value, sources)?;
        options.push((option, file));
    }
    check_values(request, &options)?;
    Ok(edits)
}

/// The value at a path as it is written in its file, where it stands there on its own.
#[must_use]
pub fn written_at(request: &Request, path: &str) -> Option<String> {
    let mut sources = Sources::default();
    let source = sources.add_option(ARGUMENT, path);
    let (target, steps) = parse_path(path, source, &mut Vec::new())?;
    let (_, text) = read_text(&file_of(request, &target)).ok()?;
    let (root, _) = parse_document(&text, source);
    let mut at = &root;
    for step in &steps {
        at = &at.as_table()?.get(&step.key)?.node;
    }
    let says = at.as_table().and_then(|table| table.get("value").or_else(|| table.get("mark")));
    let span = says.map_or(at.span, |entry| entry.node.span);
    let is_spread =
        at.as_table().is_some() && says.is_none() && text.as_bytes().get(span.start) != Some(&b'{');
    (!is_spread).then(|| text[span.start..span.end].to_owned())
}

/// Reads a value as the fact of a vendor, or with `table` = `ratings` as its mark, as if it stood in the
/// vendor's file: quickly, without the other vendors.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the value.
pub fn read_fact(
    request: &Request,
    vendor: &str,
    table: &str,
    key: &str,
    value: &str,
) -> Result<(), EditError> {
    let option = format!("vendors.{vendor}.{table}.{key}={value}");
    let what_if = request.what_if.iter().cloned().chain([option]).collect();
    let (read, mut problems, mut sources) =
        load::load_vendor(&Request { what_if, ..request.clone() }, vendor);
    let last = sources.iter().filter(|(_, source)| source.is_option).last().map(|(id, _)| id);
    problems.retain(|problem| problem.is_error() && Some(problem.place.source()) == last);
    let is_read = read.is_some_and(|read| match table {
        "ratings" => read.ratings.contains_key(key),
        _ => read.facts.contains_key(key),
    });
    if is_read && problems.is_empty() {
        return Ok(());
    }
    if let Some(last) = last {
        sources.rename(last, ARGUMENT);
    }
    Err(EditError::Refused { problems, sources })
}

fn file_of(request: &Request, target: &Target) -> PathBuf {
    match target {
        Target::Criteria => request.criteria.clone(),
        Target::Vendor(id) => load::vendor_file(request, id),
        Target::Panel(id) => panel::file(request, id),
    }
}

/// A file as it is, before any change.
fn untouched(request: &Request, option: &str, target: &Target, file: &Path) -> Result<Edit, EditError> {
    match read_text(file) {
        Ok((before, _)) => Ok(Edit {
            file: file.to_owned(),
            after: before.clone(),
            before,
            line: 0,
            old: None,
            new: String::new(),
        }),
        // The first thing that is agreed on makes the file.
        Err(_) if *target == Target::Panel(panel::CONSENSUS.to_owned()) && !file.exists() => Ok(Edit {
            file: file.to_owned(),
            before: Vec::new(),
            after: panel::EMPTY_CONSENSUS.as_bytes().to_vec(),
            line: 0,
            old: None,
            new: String::new(),
        }),
        Err(error) => {
            // A vendor that is not there is a wrong path first, and a missing file only then.
            check_values(request, &[(option.to_owned(), file.to_owned())])?;
            let mut sources = Sources::default();
            let place = sources.add(file.display().to_string(), "");
            let problem = Diagnostic::new(error.code, place, error.message).help(error.help);
            Err(EditError::Refused { problems: vec![problem], sources })
        }
    }
}

/// Makes one change on top of those already made to the text of a file.
fn change(
    edit: &mut Edit,
    target: &Target,
    steps: Vec<Step>,
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
    if let Some(laid) = laid_out(text, target, &steps, new, &sources.get(argument).text) {
        return take_laid(edit, laid, &root, &steps, new, typed, (argument, sources));
    }
    let steps = within_evidence(target, &root, steps, new);
    let new_text = written(new, typed.trim());
    let planned = refuse_range(&root, &steps).and_then(|()| splice(text, &root, &steps, &new_text));
    let splice = match planned {
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
    edit.line = sources.get(source).position(splice.start).line
        + splice.text[..splice.value_at].matches('\n').count();
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

/// The table of judgements that is set as a whole, laid out over lines; none for any other value.
fn laid_out(
    text: &str,
    target: &Target,
    steps: &[Step],
    new: &Node,
    option: &str,
) -> Option<Result<Laid, String>> {
    let is_judged = *target == Target::Criteria && steps.len() == 2 && steps[0].key == "judgements";
    let table = new.as_table().filter(|table| is_judged && !table.0.is_empty())?;
    let values: Vec<&str> =
        table.0.iter().map(|entry| &option[entry.node.span.start..entry.node.span.end]).collect();
    lay(text, steps, table, &values)
}

/// Takes over a text in which a table was laid out.
fn take_laid(
    edit: &mut Edit,
    laid: Result<Laid, String>,
    root: &Node,
    steps: &[Step],
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
    edit.line = laid.text[..laid.start].matches('\n').count() + 1;
    edit.old = (!laid.is_new).then(|| "other judgements".to_owned());
    typed.clone_into(&mut edit.new);
    let mark = if edit.after.starts_with("\u{feff}".as_bytes()) { "\u{feff}" } else { "" };
    edit.after = format!("{mark}{}", laid.text).into_bytes();
    Ok(())
}

/// Problems that another edit mends, and that no single edit can avoid: two weights cannot be changed at
/// once, nor a status and its reason.
const NEEDS_ANOTHER: [Code; 4] =
    [Code::WeightsOverfull, Code::WeightsDoNotAddUp, Code::NoWeight, Code::NoReason];

/// Reads the decision with the values as what-ifs, and refuses them where one is itself in error or
/// brings an error into its own file. What they mean for other files is for the next edit to settle.
fn check_values(request: &Request, options: &[(String, PathBuf)]) -> Result<(), EditError> {
    let before = load::load(&Request { what_if: Vec::new(), ..request.clone() });
    let old: HashSet<(Code, &str)> =
        before.problems.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    let what_if = options.iter().map(|(option, _)| option.clone()).collect();
    let mut loaded = load::load(&Request { what_if, ..request.clone() });
    let names: HashSet<String> =
        options.iter().map(|(_, file)| cleaned_line(&plain(file).display().to_string())).collect();
    let is_new_here = |problem: &&Diagnostic| {
        let source = loaded.sources.get(problem.place.source());
        problem.is_error()
            && (source.is_option || names.contains(&source.name))
            && !NEEDS_ANOTHER.contains(&problem.code)
            && !old.contains(&(problem.code, problem.message.as_str()))
    };
    let problems: Vec<Diagnostic> = loaded.problems.iter().filter(is_new_here).cloned().collect();
    if problems.is_empty() {
        return Ok(());
    }
    let typed: Vec<_> =
        loaded.sources.iter().filter(|(_, source)| source.is_option).map(|(id, _)| id).collect();
    for option in typed {
        loaded.sources.rename(option, ARGUMENT);
    }
    Err(EditError::Refused { problems, sources: loaded.sources })
}

/// Where a plain value for a fact or a mark with evidence goes: to the key that says it, so that the
/// source and the note stay.
fn within_evidence(target: &Target, root: &Node, mut steps: Vec<Step>, new: &Node) -> Vec<Step> {
    let key = match (target, steps.as_slice()) {
        (Target::Vendor(_), [table, _]) if table.key == "facts" => "value",
        (Target::Vendor(_), [table, _]) if table.key == "ratings" => "mark",
        (Target::Panel(_), [table, _, _]) if table.key == "marks" => "mark",
        _ => return steps,
    };
    let Some(entry) = steps.last() else { return steps };
    let written = steps.iter().try_fold(root, |node, step| Some(&node.as_table()?.get(&step.key)?.node));
    let evidence = written.and_then(Node::as_table);
    let is_plain = !matches!(new.kind, NodeKind::Table(_));
    if is_plain && evidence.is_some_and(|evidence| !evidence.0.is_empty()) {
        steps.push(Step { key: key.to_owned(), span: entry.span });
    }
    steps
}

/// Refuses a value beside a range.
fn refuse_range(root: &Node, steps: &[Step]) -> Result<(), String> {
    let [table, entry, value] = steps else { return Ok(()) };
    let facts = root.as_table().and_then(|root| root.get(&table.key)).and_then(|facts| facts.node.as_table());
    let fact = facts.and_then(|facts| facts.get(&entry.key)).and_then(|fact| fact.node.as_table());
    if value.key == "value" && fact.is_some_and(|fact| fact.get("likely").is_some()) {
        return Err(format!(
            "`{0}` is a range: set {0}.low, {0}.likely or {0}.high, or give a table such as {{ value = 13 }}",
            entry.key
        ));
    }
    Ok(())
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

/// A text as a TOML basic string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether the new text means what the old one did after the change, and nothing else.
fn changes_only(root: &Node, after: &str, steps: &[Step], new: &Node) -> bool {
    let mut expected = root.clone();
    put(&mut expected, steps, new);
    let (read, errors) = parse_document(after, Sources::default().add("", ""));
    errors.is_empty() && read.meaning() == expected.meaning()
}

/// Puts a value into a tree.
fn put(node: &mut Node, steps: &[Step], new: &Node) {
    let Some((step, rest)) = steps.split_first() else {
        node.kind = new.kind.clone();
        return;
    };
    let span = node.span;
    let Some(table) = node.as_table_mut() else { return };
    if table.get(&step.key).is_none() {
        let node = Node { kind: NodeKind::Table(Table::default()), span };
        table.0.push(Entry { key: step.key.clone(), key_span: step.span, node });
    }
    let entry = table.get_mut(&step.key).expect("it is there, or was just added");
    put(&mut entry.node, rest, new);
}

//! Writes one value into a file and leaves every other byte as it was.
//!
//! The new text is made by cutting at the places that the parser gives, not by writing the file
//! anew: comments, spacing, line ends, a byte order mark and a missing final newline stay. It is read
//! again and compared before it takes the place of the old one, and it takes it in one step.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::load::{self, Request};
use super::node::{Entry, Node, NodeKind, Table, parse_document, parse_value};
use super::what_if::{Step, Target, parse_loose_value, parse_path};
use super::workspace::{plain, plain_reason, read_text};
use crate::diagnostic::clean::cleaned_line;
use crate::diagnostic::{Code, Diagnostic, Place, Sources, Span};

/// A change that is ready to be written.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The file.
    pub file: PathBuf,
    /// Its bytes as they were read.
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
const ARGUMENT: &str = "argument";

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
    let option = format!("{path}={value}");
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let source = sources.add_option(ARGUMENT, option.as_str());
    let parsed = parse_path(path, source, &mut problems);
    let new = parse_loose_value(value, source, path.len() + 1, &mut problems);
    let (Some((target, steps)), Some(new)) = (parsed, new) else {
        return Err(EditError::Refused { problems, sources });
    };
    let file = match &target {
        Target::Criteria => request.criteria.clone(),
        Target::Vendor(id) => load::vendor_file(request, id),
    };
    let refuse =
        |problem: Diagnostic, sources: Sources| EditError::Refused { problems: vec![problem], sources };
    let (before, text) = match read_text(&file) {
        Ok(read) => read,
        Err(error) => {
            // A vendor that is not there is a wrong path first, and a missing file only then.
            check_value(request, &option, &file)?;
            let place = sources.add(file.display().to_string(), "");
            return Err(refuse(Diagnostic::new(error.code, place, error.message).help(error.help), sources));
        }
    };
    let file_source = sources.add(file.display().to_string(), text.as_str());
    let (root, errors) = parse_document(&text, file_source);
    if !errors.is_empty() {
        return Err(EditError::Refused { problems: errors, sources });
    }
    let steps = within_evidence(&target, &root, steps, &new);
    let new_text = written(&new, value.trim());
    let splice = match refuse_range(&root, &steps).and_then(|()| splice(&text, &root, &steps, &new_text)) {
        Ok(splice) => splice,
        Err(message) => {
            let last = steps.last().map_or(Place::Source(source), |step| step.span.into());
            return Err(refuse(Diagnostic::new(Code::UnknownPath, last, message), sources));
        }
    };
    let after_text = format!("{}{}{}", &text[..splice.start], splice.text, &text[splice.end..]);
    if !changes_only(&root, &after_text, &steps, &new) {
        let message = "this cannot be written without changing more than the one value; edit the file";
        return Err(refuse(Diagnostic::new(Code::UnknownPath, source, message), sources));
    }
    check_value(request, &option, &file)?;
    let line = sources.get(file_source).position(splice.start).line
        + splice.text[..splice.value_at].matches('\n').count();
    let mark = before.len() - text.len();
    let after = [&before[..mark], after_text.as_bytes()].concat();
    Ok(Edit { file, before, after, line, old: splice.old, new: new_text })
}

/// Problems that another edit mends, and that no single edit can avoid: two weights cannot be changed at
/// once, nor a status and its reason.
const NEEDS_ANOTHER: [Code; 4] =
    [Code::WeightsOverfull, Code::WeightsDoNotAddUp, Code::NoWeight, Code::NoReason];

/// Reads the decision with the value as a what-if, and refuses it where it is itself in error or brings
/// an error into its own file. What it means for other files is for the next edit to settle.
fn check_value(request: &Request, option: &str, file: &Path) -> Result<(), EditError> {
    let before = load::load(&Request { what_if: Vec::new(), ..request.clone() });
    let old: HashSet<(Code, &str)> =
        before.problems.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    let loaded = load::load(&Request { what_if: vec![option.to_owned()], ..request.clone() });
    let name = cleaned_line(&plain(file).display().to_string());
    let is_new_here = |problem: &&Diagnostic| {
        let source = loaded.sources.get(problem.place.source());
        problem.is_error()
            && (source.is_option || source.name == name)
            && !NEEDS_ANOTHER.contains(&problem.code)
            && !old.contains(&(problem.code, problem.message.as_str()))
    };
    let problems: Vec<Diagnostic> = loaded.problems.iter().filter(is_new_here).cloned().collect();
    if problems.is_empty() {
        return Ok(());
    }
    let mut sources = loaded.sources;
    let option = sources.iter().find(|(_, source)| source.is_option).map(|(id, _)| id);
    if let Some(option) = option {
        sources.rename(option, ARGUMENT);
    }
    Err(EditError::Refused { problems, sources })
}

/// Where a plain value for a fact or a mark with evidence goes: to the key that says it, so that the
/// source and the note stay.
fn within_evidence(target: &Target, root: &Node, mut steps: Vec<Step>, new: &Node) -> Vec<Step> {
    let [table, entry] = steps.as_slice() else { return steps };
    let key = match (target, table.key.as_str()) {
        (Target::Vendor(_), "facts") => "value",
        (Target::Vendor(_), "ratings") => "mark",
        _ => return steps,
    };
    let written =
        root.as_table().and_then(|root| root.get(&table.key)).and_then(|facts| facts.node.as_table());
    let evidence = written.and_then(|facts| facts.get(&entry.key)).and_then(|fact| fact.node.as_table());
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

/// The bytes from `start` to `end` give way to `text`; the value begins at `value_at` within it.
struct Splice {
    start: usize,
    end: usize,
    text: String,
    value_at: usize,
    old: Option<String>,
}

/// How a table stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Root,
    /// `{ ... }`
    Inline,
    /// `[a.b]`
    Header,
    /// Made by dotted keys, or by the headers of tables in it.
    Implicit,
}

fn form(node: &Node, text: &str) -> Form {
    if node.span.start == 0 && node.span.end == 0 {
        return Form::Root;
    }
    match text.as_bytes().get(node.span.start) {
        Some(b'{') => Form::Inline,
        Some(b'[') => Form::Header,
        _ => Form::Implicit,
    }
}

fn splice(text: &str, root: &Node, steps: &[Step], value: &str) -> Result<Splice, String> {
    let (last, above) = steps.split_last().ok_or("the path is empty")?;
    let mut at = root;
    for (depth, step) in above.iter().enumerate() {
        let table = at.as_table().ok_or_else(|| format!("`{}` has nothing to stand in", step.key))?;
        match table.get(&step.key) {
            Some(entry) => at = &entry.node,
            None => return new_table(text, at, root, &steps[depth..], value),
        }
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
fn key_text(key: &str) -> String {
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
    Ok(Splice { start, end, text: value.to_owned(), value_at: 0, old: Some(text[start..end].to_owned()) })
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
    missing: &[Step],
    value: &str,
) -> Result<Splice, String> {
    let [table, key] = missing else {
        return Err(format!("there is no `{}` here", missing[0].key));
    };
    let (table, key) = (key_text(&table.key), key_text(&key.key));
    if form(parent, text) == Form::Root {
        return Ok(append_table(text, &table, &key, value));
    }
    let inner = parent.as_table().ok_or("there is no table to stand in")?;
    insert(text, root, parent, inner, &table, &format!("{{ {key} = {value} }}"))
}

fn append_table(text: &str, table: &str, key: &str, value: &str) -> Splice {
    let newline = line_end(text);
    let gap = if text.is_empty() || text.ends_with('\n') { newline.to_owned() } else { newline.repeat(2) };
    let start = format!("{gap}[{table}]{newline}{key} = ");
    let value_at = start.len();
    Splice {
        start: text.len(),
        end: text.len(),
        text: format!("{start}{value}{newline}"),
        value_at,
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
    let start = format!("{before}{key} = ");
    let value_at = start.len();
    Splice { start: at, end, text: format!("{start}{value}{after}"), value_at, old: None }
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
        Some(at) => Splice {
            start: at,
            end: at,
            value_at: line.len(),
            text: format!("{line}{value}{newline}"),
            old: None,
        },
        None => Splice {
            start: text.len(),
            end: text.len(),
            value_at: newline.len() + line.len(),
            text: format!("{newline}{line}{value}"),
            old: None,
        },
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

fn line_end(text: &str) -> &'static str {
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
fn last_entry(node: &Node, body: &std::ops::Range<usize>) -> Option<(usize, usize)> {
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
fn next_header(text: &str, root: &Node, after: usize) -> usize {
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

/// Writes a planned change: the file is the old or the new one at every moment, never a mix.
///
/// # Errors
/// [`EditError::Changed`] when the file is no longer what was read; [`EditError::Io`] when the
/// operating system refuses.
pub fn save(edit: &Edit) -> Result<(), EditError> {
    let io = |source| EditError::Io { file: edit.file.clone(), source };
    // Through a link, so that the link stays and what it points at changes.
    let file = fs::canonicalize(&edit.file).map_err(io)?;
    let permissions = fs::metadata(&file).map_err(io)?.permissions();
    replace_file(&file, &edit.after, Some(permissions), || {
        let now = fs::read(&file)?;
        Ok(now == edit.before)
    })
    .map_err(io)?
    .then_some(())
    .ok_or_else(|| EditError::Changed { file: edit.file.clone() })
}

/// Writes a file in one step, replacing what is there.
///
/// # Errors
/// What the operating system says.
pub fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(file).ok().map(|metadata| metadata.permissions());
    replace_file(file, bytes, permissions, || Ok(true)).map(|_| ())
}

/// Writes beside the file, syncs, asks whether the old one is still as expected, and renames.
/// Returns what was answered.
fn replace_file(
    file: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
    is_expected: impl Fn() -> io::Result<bool>,
) -> io::Result<bool> {
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".weigh-").suffix(".tmp");
    // Without permissions to keep, those of a new file: what the user's umask leaves.
    #[cfg(unix)]
    let new_file = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    if permissions.is_none() {
        builder.permissions(new_file);
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    if !is_expected()? {
        return Ok(false);
    }
    temporary.persist(file).map_err(|error| error.error)?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(true)
}

//! Plans changes of values: works out what writing a value would do to its file, and checks the value against the
//! whole decision.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Opened;
use crate::decision::{Date, Status};
use crate::diagnostic::{Code, Diagnostic, Severity, Sources};
use crate::exact::Exact;
use crate::files::edit::{
    ARGUMENT, Edit, EditError, Holder, HolderKind, HolderPart, block, change, follow, line_of, parts, quoted,
    range_text, with_evidence,
};
use crate::files::load::{Loaded, load_vendor};
use crate::files::node::{Entry, Node, NodeKind, parse_document, parse_value};
use crate::files::panel::{CONSENSUS, EMPTY_CONSENSUS};
use crate::files::sheet::Filled;
use crate::files::what_if::{Target, parse_loose_value, parse_path};
use crate::files::workspace::plain;
use crate::files::{Request, Texts, check, lock};
use crate::text::clean::cleaned_line;

/// Works out what writing `value` at `path` would do to which file, and checks that the value is one
/// that the file may hold.
///
/// What brings in an error that was not there is refused, in any file of the decision; one that is there may stay, so
/// that several are mended one by one.
///
/// # Errors
/// [`EditError::Refused`] with the problems, [`EditError::Locked`] where a lock holds.
pub fn plan(opened: &Opened, path: &str, value: &str) -> Result<Edit, EditError> {
    let mut edits = plan_all(opened, &[(path.to_owned(), value.to_owned())])?;
    Ok(edits.swap_remove(0))
}

/// What to say of a value that was written: that nothing reads the fact, with the one that may be meant.
#[must_use]
pub fn unread(opened: &Opened, path: &str, value: &str) -> Option<String> {
    // What is said of a fact, such as its release, is read where the fact is.
    let fact = match path.split('.').collect::<Vec<_>>().as_slice() {
        [vendors @ "vendors", id, facts @ "facts", fact, _, ..] => {
            Some([*vendors, *id, *facts, *fact].join("."))
        }
        _ => None,
    };
    let what_if = vec![fact.map_or_else(|| format!("{path}={value}"), |fact| format!("{fact}=1"))];
    let problems = match path.split('.').collect::<Vec<_>>().as_slice() {
        // What reads the facts of a vendor does not hang on the others.
        ["vendors", id, ..] => {
            let request = Request { what_if, ..opened.texts.request.clone() };
            let Loaded { draft, vendors, what_ifs, mut problems, .. } =
                load_vendor(&request, &opened.texts.snapshot, id);
            check::across(&draft?, &vendors, &what_ifs, &mut problems);
            problems
        }
        _ => opened.with(what_if).problems,
    };
    let problem = problems.iter().find(|problem| problem.code == Code::UnreadWhatIf)?;
    let likely = Some(problem.help.as_str()).filter(|help| help.starts_with("did you mean"));
    Some([Some(problem.message.as_str()), likely].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// Like [`plan`], for several values at once: one edit for each file that changes.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the first value that has any, [`EditError::Locked`] where a lock holds.
pub fn plan_all(opened: &Opened, values: &[(String, String)]) -> Result<Vec<Edit>, EditError> {
    Ok(plan_ahead(opened, values)?.0)
}

/// Like [`plan_all`], with the decision as its files say once the edits are written.
///
/// # Errors
/// As [`plan_all`] has them.
pub fn plan_ahead(opened: &Opened, values: &[(String, String)]) -> Result<(Vec<Edit>, Opened), EditError> {
    let (edits, written) = drafted(opened, values)?;
    refuse_locked(opened, &edits)?;
    Ok((edits, written))
}

/// Like [`plan_all`], for what is only to be seen: nothing stands against looking at other values of what is locked.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the first value that has any.
pub(crate) fn draft(opened: &Opened, values: &[(String, String)]) -> Result<Vec<Edit>, EditError> {
    Ok(drafted(opened, values)?.0)
}

/// The edits, with the decision as its files say once they are written.
fn drafted(opened: &Opened, values: &[(String, String)]) -> Result<(Vec<Edit>, Opened), EditError> {
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
        let file = file_of(&opened.texts, &target);
        let at = match edits.iter().position(|edit| edit.file == file) {
            Some(at) => at,
            None => {
                edits.push(untouched(opened, &option, &target, &file)?);
                edits.len() - 1
            }
        };
        let is_table = matches!(new.kind, NodeKind::Table(_));
        let before = edits[at].after.clone();
        change(&mut edits[at], &target, steps.clone(), &new, value, sources.clone())?;
        let followed = follow(&mut edits[at], &before, (&target, &steps), is_table);
        followed.map_err(|message| {
            let problems = vec![Diagnostic::new(Code::UnknownPath, source, message)];
            EditError::Refused { problems, sources }
        })?;
        edits[at].line = line_of(&edits[at].after, &steps, is_table);
        options.push((option, file));
    }
    let written = check_files(opened, &edits);
    if written.is_err() || opened.decision().is_err() {
        // Where the files are sound with it, so is the value; what is wrong is told where it was typed.
        check_values(opened, &options)?;
    }
    Ok((edits, written?))
}

/// The warnings that a change has brought in, besides that a source is gone.
///
/// - `opened`, `written`: the decision before and after it.
#[must_use]
pub fn new_warnings(opened: &Opened, written: &Opened) -> Vec<Diagnostic> {
    let old = known(opened);
    let is_new = |problem: &&Diagnostic| {
        problem.severity == Severity::Warning
            && problem.code != Code::NoSourceSince
            && !old.contains(&(problem.code, problem.message.as_str()))
    };
    written.problems.iter().filter(is_new).cloned().collect()
}

/// The values to write so that a fact or an amount has a value with its evidence.
///
/// - `path`: of the fact, or of its value or an end of its range.
/// - `as_of`: the day on which it was true.
#[must_use]
pub fn with_source(
    opened: &Opened,
    (path, value): (&str, &str),
    source: Option<&str>,
    as_of: Option<Date>,
    note: Option<&str>,
) -> Vec<(String, String)> {
    let evidence = parts(source, as_of.map(|day| day.to_string()), note);
    let fact = evidence_path(path).unwrap_or(path);
    let (parsed, errors) = parse_value(value.trim(), Sources::default().add("", ""), 0);
    let is_table = errors.is_empty() && matches!(parsed.kind, NodeKind::Table(_));
    if path == fact && !is_table && !is_table_at(opened, fact) && !evidence.is_empty() {
        let value = if errors.is_empty() { value.trim().to_owned() } else { quoted(value.trim()) };
        return vec![(path.to_owned(), with_evidence(&value, &evidence))];
    }
    let given = evidence.into_iter().map(|(key, text)| (format!("{fact}.{key}"), text));
    [(path.to_owned(), value.to_owned())].into_iter().chain(given).collect()
}

/// The path of the fact or the amount that a path leads to or into: to its value, or to an end of its range.
#[must_use]
pub fn evidence_path(path: &str) -> Option<&str> {
    if let Some(above) = path.strip_suffix(".source") {
        // The source itself: its day and a remark go with it.
        let is_quote = path.starts_with("vendors.") && path.split('.').skip(2).eq(["quote", "source"]);
        return if is_quote { Some(above) } else { evidence_path(above).filter(|holder| *holder == above) };
    }
    let (holder, at) = holder_path(path)?;
    (holder.kind != HolderKind::Mark).then_some(at)
}

/// The path of what has evidence of its own, and to whose value, or into it, a path leads.
pub(super) fn holder_path(path: &str) -> Option<(Holder, &str)> {
    let keys: Vec<&str> = path.split('.').collect();
    let (target, skipped) = match keys.as_slice() {
        ["vendors", id, ..] => (Target::Vendor((*id).to_owned()), 2),
        ["panel", id, ..] => (Target::Panel((*id).to_owned()), 2),
        _ => (Target::Criteria, 0),
    };
    let holder = Holder::at(&target, keys.get(skipped..)?)?;
    let is_said = matches!(holder.part, HolderPart::Whole | HolderPart::Value | HolderPart::End);
    let length = keys[..skipped + holder.depth].join(".").len();
    is_said.then(|| (holder, &path[..length]))
}

/// The values to write so that a weight is what is given and the others of its group make room for it: what the
/// decision holds with the weight as a what-if.
///
/// - `path`: of the weight.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the decision with this weight.
pub fn with_room(opened: &Opened, path: &str, value: &str) -> Result<Vec<(String, String)>, EditError> {
    let mut tried = opened.with(vec![format!("{path}={value}")]);
    let Ok(decision) = tried.decision().cloned() else {
        tried.problems.retain(Diagnostic::is_error);
        name_argument(&mut tried);
        return Err(EditError::Refused { problems: tried.problems, sources: tried.sources });
    };
    let moved = decision.criteria.iter().filter_map(|criterion| {
        let of_it = format!("criteria.{}.weight", criterion.id);
        let written = written_at(opened, &of_it).and_then(|text| Exact::parse(&text).ok());
        let is_moved = of_it != path && written.as_ref() != Some(criterion.weight.exact());
        is_moved.then(|| (of_it, criterion.weight.to_string()))
    });
    Ok([(path.to_owned(), value.to_owned())].into_iter().chain(moved).collect())
}

/// The change of a vendor's file that makes its status what is given, in one step with its reason. None where the file
/// says so already. Locks are not looked at: a vendor may withdraw from a decision that is locked.
///
/// # Errors
/// [`EditError::Refused`] with the problems.
pub fn set_status(opened: &Opened, vendor: &str, status: &Status) -> Result<Option<Edit>, EditError> {
    let target = Target::Vendor(vendor.to_owned());
    let mut edit = untouched(
        opened,
        &format!("vendors.{vendor}.status=invited"),
        &target,
        &file_of(&opened.texts, &target),
    )?;
    let mut put = |key: &str, value: &str| {
        let option = format!("vendors.{vendor}.{key}={value}");
        let mut sources = Sources::default();
        let source = sources.add_option(ARGUMENT, option.as_str());
        let mut problems = Vec::new();
        let path = &option[..option.len() - value.len() - 1];
        let parsed = parse_path(path, source, &mut problems);
        let new = parse_loose_value(value, source, path.len() + 1, &mut problems);
        let (Some((target, steps)), Some(new)) = (parsed, new) else {
            return Err(EditError::Refused { problems, sources });
        };
        change(&mut edit, &target, steps, &new, value, sources)
    };
    match status {
        Status::Invited => {
            put("status", "\"invited\"")?;
            block::remove(&mut edit, &["reason"])?;
        }
        Status::Withdrawn { reason } => {
            put("reason", &quoted(reason))?;
            put("status", "\"withdrawn\"")?;
        }
        Status::Disqualified { reason } => {
            put("reason", &quoted(reason))?;
            put("status", "\"disqualified\"")?;
        }
    }
    check_files(opened, std::slice::from_ref(&edit))?;
    Ok((edit.before != edit.after).then_some(edit))
}

/// Refuses changes of what is locked.
///
/// # Errors
/// [`EditError::Locked`], or [`EditError::Refused`] where the log of locks cannot be trusted.
pub fn refuse_locked(opened: &Opened, edits: &[Edit]) -> Result<(), EditError> {
    match lock::broken_by(&opened.texts, edits) {
        Ok(locks) if locks.is_empty() => Ok(()),
        Ok(locks) => Err(EditError::Locked { locks }),
        Err(error) => {
            let mut sources = Sources::default();
            let source = sources.add(opened.texts.request.criteria.display().to_string(), "");
            Err(EditError::Refused { problems: vec![lock::log_problem(&error, source)], sources })
        }
    }
}

/// The change to the evaluator's file that a filled-in sheet makes; the file is made where it is not there.
/// None where the sheet holds nothing.
///
/// # Errors
/// [`EditError`] with the problems of a file that cannot take the marks.
pub fn take_sheet(opened: &Opened, filled: &Filled) -> Result<Option<Edit>, EditError> {
    if filled.marks.is_empty() {
        return Ok(None);
    }
    let file = opened.texts.panel_file(filled.evaluator.as_str());
    if opened.texts.text_file(&file).is_err_and(|error| error.is_missing) {
        let after = filled.new_file().into_bytes();
        let edit = Edit::of_new(file, after);
        check_files(opened, std::slice::from_ref(&edit))?;
        refuse_locked(opened, std::slice::from_ref(&edit))?;
        return Ok(Some(edit));
    }
    Ok(plan_all(opened, &filled.values())?.into_iter().next())
}

/// The value at a path as it is written in its file, where it stands there on its own; a range over several lines as it
/// would stand in one.
#[must_use]
pub fn written_at(opened: &Opened, path: &str) -> Option<String> {
    let (text, at) = node_at(opened, path)?;
    let says = at.as_table().and_then(|table| table.get("value").or_else(|| table.get("mark")));
    match says {
        None if is_over_lines(&text, &at) => {
            at.as_table().and_then(range_text).and_then(|_| in_one_line(&text, &at))
        }
        says => {
            let span = says.map_or(at.span, |entry| entry.node.span);
            Some(text[span.start..span.end].to_owned())
        }
    }
}

/// What is written at a path with all that is said of it, such as a mark with its reason.
#[must_use]
pub fn entry_at(opened: &Opened, path: &str) -> Option<String> {
    let (text, at) = node_at(opened, path)?;
    if is_over_lines(&text, &at) {
        in_one_line(&text, &at)
    } else {
        Some(text[at.span.start..at.span.end].to_owned())
    }
}

fn is_over_lines(text: &str, node: &Node) -> bool {
    node.as_table().is_some() && text.as_bytes().get(node.span.start) != Some(&b'{')
}

/// A table of plain values over several lines as it would stand in one.
fn in_one_line(text: &str, node: &Node) -> Option<String> {
    let entries = &node.as_table()?.0;
    let part = |entry: &Entry| {
        let is_plain = !is_over_lines(text, &entry.node);
        is_plain.then(|| format!("{} = {}", entry.key, &text[entry.node.span.start..entry.node.span.end]))
    };
    let parts: Vec<String> = entries.iter().map(part).collect::<Option<_>>()?;
    Some(if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) })
}

/// Whether a file has a table with something in it at a path.
pub(super) fn is_table_at(opened: &Opened, path: &str) -> bool {
    node_at(opened, path).is_some_and(|(_, node)| node.as_table().is_some_and(|table| !table.0.is_empty()))
}

/// The text of the file that a path leads into, and what stands there.
pub(super) fn node_at(opened: &Opened, path: &str) -> Option<(String, Node)> {
    let mut sources = Sources::default();
    let source = sources.add_option(ARGUMENT, path);
    let (target, steps) = parse_path(path, source, &mut Vec::new())?;
    let file = opened.texts.text_file(&file_of(&opened.texts, &target)).ok()?;
    let text = file.text()?.to_owned();
    let (root, _) = parse_document(&text, source);
    let mut at = &root;
    for step in &steps {
        at = at.below(&step.key)?;
    }
    let node = at.clone();
    Some((text, node))
}

/// Reads a value as the fact of a vendor, or with `table` = `ratings` as its mark, as if it stood in the
/// vendor's file: quickly, without the other vendors.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the value.
pub fn read_fact(
    opened: &Opened,
    vendor: &str,
    table: &str,
    key: &str,
    value: &str,
) -> Result<(), EditError> {
    let option = format!("vendors.{vendor}.{table}.{key}={value}");
    let request = &opened.texts.request;
    let what_if = request.what_if.iter().cloned().chain([option]).collect();
    let request = Request { what_if, ..request.clone() };
    let Loaded { draft, vendors, mut problems, mut sources, what_ifs, .. } =
        load_vendor(&request, &opened.texts.snapshot, vendor);
    if let Some(draft) = &draft {
        // What only shows in the whole list, such as a fact that nobody has, is found all the same.
        check::across(draft, &vendors, &what_ifs, &mut problems);
    }
    let read = vendors.first().map(|read| &read.vendor);
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

fn file_of(texts: &Texts, target: &Target) -> PathBuf {
    match target {
        Target::Criteria => texts.request.criteria.clone(),
        // A folder outside the workspace holds no file that could be read or written.
        Target::Vendor(id) => texts.vendor_file(id).unwrap_or_default(),
        Target::Panel(id) => texts.panel_file(id),
    }
}

/// A file as it was read, before any change.
fn untouched(opened: &Opened, option: &str, target: &Target, file: &Path) -> Result<Edit, EditError> {
    refuse_link_out(opened, file)?;
    let edit = |before: &[u8], after: &[u8]| Edit {
        file: file.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        line: 0,
        old: None,
        new: String::new(),
    };
    match opened.texts.text_file(file) {
        Ok(read) => Ok(edit(read.bytes(), read.bytes())),
        // A panel that has agreed on nothing yet has no file of its consensus: the first agreed mark makes it.
        Err(error) if error.is_missing && *target == Target::Panel(CONSENSUS.to_owned()) => {
            Ok(edit(&[], EMPTY_CONSENSUS.as_bytes()))
        }
        Err(error) => {
            // A vendor that is not there is a wrong path first, and a missing file only then.
            check_values(opened, &[(option.to_owned(), file.to_owned())])?;
            let mut sources = Sources::default();
            let problem = error.told(file.display().to_string(), &mut sources);
            Err(EditError::Refused { problems: vec![problem], sources })
        }
    }
}

/// Refuses a file that was not read because it is a link out of the workspace: what may not be read may not be written.
fn refuse_link_out(opened: &Opened, file: &Path) -> Result<(), EditError> {
    let name = cleaned_line(&file.display().to_string());
    let is_it = |problem: &&Diagnostic| {
        problem.code == Code::OutsideWorkspace && opened.sources.get(problem.place.source()).name == name
    };
    opened.problems.iter().find(is_it).map_or(Ok(()), |problem| {
        let (problems, sources) = (vec![problem.clone()], opened.sources.clone());
        Err(EditError::Refused { problems, sources })
    })
}

/// Problems of what a what-if does to weights; whether those of the files add up is looked at there.
const OF_WHAT_IFS: [Code; 3] = [Code::WeightsOverfull, Code::WeightsDoNotAddUp, Code::NoWeight];

/// What nothing reads would be no what-if, and may be written: a vendor file serves many decisions.
const MAY_BE_WRITTEN: [Code; 1] = [Code::UnreadWhatIf];

/// Reads the decision with the values as what-ifs, and refuses them where one is itself in error or
/// brings an error into its own file: these problems point at what was typed.
fn check_values(opened: &Opened, options: &[(String, PathBuf)]) -> Result<(), EditError> {
    let before = without_what_ifs(opened);
    let old = known(&before);
    let what_if = options.iter().map(|(option, _)| option.clone()).collect();
    let mut tried = opened.with(what_if);
    let names: HashSet<String> =
        options.iter().map(|(_, file)| cleaned_line(&plain(file).display().to_string())).collect();
    let is_new_here = |problem: &&Diagnostic| {
        let source = tried.sources.get(problem.place.source());
        problem.is_error()
            && (source.is_option || names.contains(&source.name))
            && !OF_WHAT_IFS.contains(&problem.code)
            && !MAY_BE_WRITTEN.contains(&problem.code)
            && !old.contains(&(problem.code, problem.message.as_str()))
    };
    let problems: Vec<Diagnostic> = tried.problems.iter().filter(is_new_here).cloned().collect();
    if problems.is_empty() {
        return Ok(());
    }
    name_argument(&mut tried);
    Err(EditError::Refused { problems, sources: tried.sources })
}

/// Reads the files as they would be, and refuses changes that bring an error into any of them. An error that was there
/// and only reads otherwise now, such as weights that are nearer to their sum, is no new one. Otherwise the decision as
/// its files say then.
pub(super) fn check_files(opened: &Opened, edits: &[Edit]) -> Result<Opened, EditError> {
    errors_brought(opened, edits, None)
}

/// As [`check_files`], for changes with which a file goes.
pub(super) fn errors_brought(
    opened: &Opened,
    edits: &[Edit],
    gone: Option<&Path>,
) -> Result<Opened, EditError> {
    let before = without_what_ifs(opened);
    let after = edits.iter().fold(before.as_ref().clone(), |opened, edit| opened.after(edit));
    let after = match gone {
        Some(file) => after.without(file),
        None => after,
    };
    let old = known(&before);
    let count = |opened: &Opened, code: Code| {
        opened.problems.iter().filter(|problem| problem.is_error() && problem.code == code).count()
    };
    let is_new = |problem: &&Diagnostic| {
        problem.is_error()
            && !old.contains(&(problem.code, problem.message.as_str()))
            && count(&after, problem.code) > count(&before, problem.code)
    };
    let problems: Vec<Diagnostic> = after.problems.iter().filter(is_new).cloned().collect();
    if problems.is_empty() { Ok(after) } else { Err(EditError::Refused { problems, sources: after.sources }) }
}

/// The bytes of a criteria file with one value set; nothing is checked but that it is the one that changes.
pub(super) fn set_in(edit: &Edit, path: &str, value: &str) -> Result<Vec<u8>, EditError> {
    let option = format!("{path}={value}");
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let source = sources.add_option(ARGUMENT, option.as_str());
    let parsed = parse_path(path, source, &mut problems);
    let new = parse_loose_value(value, source, path.len() + 1, &mut problems);
    let (Some((target, steps)), Some(new)) = (parsed, new) else {
        return Err(EditError::Refused { problems, sources });
    };
    let mut edit = edit.clone();
    change(&mut edit, &target, steps, &new, value, sources)?;
    Ok(edit.after)
}

/// The decision as its files say.
fn without_what_ifs(opened: &Opened) -> Cow<'_, Opened> {
    if opened.texts.request.what_if.is_empty() {
        Cow::Borrowed(opened)
    } else {
        Cow::Owned(opened.with(Vec::new()))
    }
}

/// The problems that are there, by what they say.
fn known(opened: &Opened) -> HashSet<(Code, &str)> {
    opened.problems.iter().map(|problem| (problem.code, problem.message.as_str())).collect()
}

/// Calls options what they are here.
fn name_argument(tried: &mut Opened) {
    let typed: Vec<_> =
        tried.sources.iter().filter(|(_, source)| source.is_option).map(|(id, _)| id).collect();
    for option in typed {
        tried.sources.rename(option, ARGUMENT);
    }
}

//! Plans changes of values: works out what writing a value would do to its file, and checks the value against the
//! whole decision.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Opened;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::files::check;
use crate::files::edit::{ARGUMENT, Edit, EditError, change};
use crate::files::load::{Loaded, load_vendor};
use crate::files::node::parse_document;
use crate::files::panel::{CONSENSUS, EMPTY_CONSENSUS};
use crate::files::sheet::Filled;
use crate::files::what_if::{Target, parse_loose_value, parse_path};
use crate::files::workspace::plain;
use crate::files::{Request, Texts};
use crate::text::clean::cleaned_line;

/// Works out what writing `value` at `path` would do to which file, and checks that the value is one
/// that the file may hold.
///
/// A value that only asks for another change is accepted: weights of a group that do not add up yet, a
/// withdrawn vendor whose reason is still to come.
///
/// # Errors
/// [`EditError::Refused`] with the problems.
pub fn plan(opened: &Opened, path: &str, value: &str) -> Result<Edit, EditError> {
    let mut edits = plan_all(opened, &[(path.to_owned(), value.to_owned())])?;
    Ok(edits.swap_remove(0))
}

/// What to say of a value that was written: that nothing reads the fact, with the one that may be meant.
#[must_use]
pub fn unread(opened: &Opened, path: &str, value: &str) -> Option<String> {
    let tried = opened.with(vec![format!("{path}={value}")]);
    let problem = tried.problems.iter().find(|problem| problem.code == Code::UnreadWhatIf)?;
    let likely = Some(problem.help.as_str()).filter(|help| help.starts_with("did you mean"));
    Some([Some(problem.message.as_str()), likely].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// Like [`plan`], for several values at once: one edit for each file that changes.
///
/// # Errors
/// [`EditError::Refused`] with the problems of the first value that has any.
pub fn plan_all(opened: &Opened, values: &[(String, String)]) -> Result<Vec<Edit>, EditError> {
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
        change(&mut edits[at], &target, steps, &new, value, sources)?;
        options.push((option, file));
    }
    check_values(opened, &options)?;
    Ok(edits)
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
        return Ok(Some(Edit::of_new(file, after)));
    }
    Ok(plan_all(opened, &filled.values())?.into_iter().next())
}

/// The value at a path as it is written in its file, where it stands there on its own.
#[must_use]
pub fn written_at(opened: &Opened, path: &str) -> Option<String> {
    let mut sources = Sources::default();
    let source = sources.add_option(ARGUMENT, path);
    let (target, steps) = parse_path(path, source, &mut Vec::new())?;
    let file = opened.texts.text_file(&file_of(&opened.texts, &target)).ok()?;
    let text = file.text()?;
    let (root, _) = parse_document(text, source);
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
            let place = sources.add(file.display().to_string(), "");
            let problem = Diagnostic::new(error.code, place, error.message).help(error.help);
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

/// Problems that another edit mends, and that no single edit can avoid: two weights cannot be changed at
/// once, nor a status and its reason.
const NEEDS_ANOTHER: [Code; 4] =
    [Code::WeightsOverfull, Code::WeightsDoNotAddUp, Code::NoWeight, Code::NoReason];

/// What nothing reads would be no what-if, and may be written: a vendor file serves many decisions.
const MAY_BE_WRITTEN: [Code; 1] = [Code::UnreadWhatIf];

/// Reads the decision with the values as what-ifs, and refuses them where one is itself in error or
/// brings an error into its own file. What they mean for other files is for the next edit to settle.
fn check_values(opened: &Opened, options: &[(String, PathBuf)]) -> Result<(), EditError> {
    let untried = (!opened.texts.request.what_if.is_empty()).then(|| opened.with(Vec::new()));
    let before = untried.as_ref().unwrap_or(opened);
    let old: HashSet<(Code, &str)> =
        before.problems.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    let what_if = options.iter().map(|(option, _)| option.clone()).collect();
    let mut tried = opened.with(what_if);
    let names: HashSet<String> =
        options.iter().map(|(_, file)| cleaned_line(&plain(file).display().to_string())).collect();
    let is_new_here = |problem: &&Diagnostic| {
        let source = tried.sources.get(problem.place.source());
        problem.is_error()
            && (source.is_option || names.contains(&source.name))
            && !NEEDS_ANOTHER.contains(&problem.code)
            && !MAY_BE_WRITTEN.contains(&problem.code)
            && !old.contains(&(problem.code, problem.message.as_str()))
    };
    let problems: Vec<Diagnostic> = tried.problems.iter().filter(is_new_here).cloned().collect();
    if problems.is_empty() {
        return Ok(());
    }
    let typed: Vec<_> =
        tried.sources.iter().filter(|(_, source)| source.is_option).map(|(id, _)| id).collect();
    for option in typed {
        tried.sources.rename(option, ARGUMENT);
    }
    Err(EditError::Refused { problems, sources: tried.sources })
}

//! An evaluator's sheet, as a workbook or as TOML: the one way in for `take` and for `sheet --read`.

use std::path::Path;

use super::super::new::id_of_name;
use super::super::set::failure;
use super::super::shell::{Failure, Shell};
use super::{Group, Taken, from_to, planned, refusal};
use crate::answers::panel::NoPanel;
use crate::decision::panel::{Evaluator, Mark};
use crate::decision::{Decision, EvaluatorId};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::files::edit::{Edit, EditError};
use crate::files::node::parse_document;
use crate::files::panel::{BEFORE, mark_path};
use crate::files::sheet::{BlindKey, Filled, FilledMark, SheetError, read_toml};
use crate::files::workspace::{read_text, stem};
use crate::files::{is_id, panel};
use crate::open::Opened;
use crate::open::edit::{entry_at, take_sheet};
use crate::sheets;
use crate::sheets::cells::{self, Book, CellsError};
use crate::text::letters::{normal, same_name};

/// A sheet that was read, and what it would change; nothing where it holds no marks.
pub(in crate::cli) struct Planned {
    pub(in crate::cli) filled: Filled,
    pub(in crate::cli) edit: Option<Edit>,
}

/// A file that may be the sheet of an evaluator.
pub(in crate::cli) enum SheetFile {
    Toml(String),
    Book(Book),
}

impl SheetFile {
    /// What a file is by its ending and its bytes.
    pub(in crate::cli) fn of(file: &Path, bytes: &[u8]) -> Result<SheetFile, Failure> {
        let is_toml = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        if is_toml {
            return Ok(SheetFile::Toml(String::from_utf8_lossy(bytes).into_owned()));
        }
        let book = cells::read(bytes);
        let message = |error: CellsError| format!("{}: {error}", file.display());
        book.map(SheetFile::Book).map_err(|error| Failure::Input { message: message(error) })
    }

    /// The marks in it.
    ///
    /// - `evaluator`: whose they are where the file does not say so.
    pub(in crate::cli) fn marks(
        &self,
        evaluator: &EvaluatorId,
        decision: &Decision,
        key: Option<&BlindKey>,
    ) -> Result<Filled, SheetError> {
        match self {
            SheetFile::Toml(text) => read_toml(text, evaluator, decision, key),
            SheetFile::Book(book) => sheets::marks::read(book, decision, key),
        }
    }
}

/// Reads a sheet.
///
/// - `evaluator`, `key`: whose sheet it is, where it does not say so, and the file that says who is who in a blind one.
pub(super) fn read(
    (file, sheet): (&Path, &SheetFile),
    (evaluator, key): (Option<&str>, Option<&Path>),
    decision: &Decision,
    shell: &mut Shell<'_>,
) -> Result<Filled, Failure> {
    if decision.rule.panel.is_none() {
        return Err(NoPanel::NotNamed.into());
    }
    let key = key.map(read_key).transpose()?;
    let named = evaluator.map(|typed| of_panel(typed, decision)).transpose()?;
    let whose = match sheet {
        _ if named.is_some() => named.clone(),
        SheetFile::Toml(text) => named_in(text, decision),
        SheetFile::Book(_) => None,
    };
    let whose = match (whose, sheet) {
        (Some(id), _) => id,
        (None, SheetFile::Toml(_)) => of_panel(&stem(file), decision)?,
        // It says so itself.
        (None, SheetFile::Book(_)) => EvaluatorId::new(""),
    };
    let filled = sheet.marks(&whose, decision, key.as_ref()).map_err(|error| wrong(file, &error.0, shell))?;
    let is_other = named.is_some_and(|named| named != filled.evaluator);
    if is_other || filled.evaluator.as_str() == panel::CONSENSUS {
        let message = format!("this is the sheet of `{}`", filled.evaluator);
        return Err(Failure::Usage { message });
    }
    refuse_other_name(&filled, decision)?;
    Ok(filled)
}

/// Shows what is wrong with a sheet of which nothing is taken.
fn wrong(file: &Path, mistakes: &[String], shell: &mut Shell<'_>) -> Failure {
    /// The most mistakes that are listed.
    const MOST: usize = 20;
    let mut sources = Sources::default();
    let source = sources.add(file.display().to_string(), "");
    let help = "nothing was written; mend the cell, or ask for a new sheet";
    let problem = |message: String| Diagnostic::new(Code::BadSheet, source, message).help(help);
    let mut problems: Vec<Diagnostic> = mistakes.iter().take(MOST).cloned().map(problem).collect();
    let more = mistakes.len().saturating_sub(MOST);
    problems.extend((more > 0).then(|| problem(format!("and {more} more"))));
    shell.show_problems(&problems, &sources, 1);
    Failure::Shown
}

/// Reads a sheet for `sheet --read`, which writes what it reads: all of it, or nothing where anything in it is wrong.
pub(in crate::cli) fn plan(
    file: (&Path, &SheetFile),
    whose: (Option<&str>, Option<&Path>),
    (opened, decision): (&Opened, &Decision),
    shell: &mut Shell<'_>,
) -> Result<Planned, Failure> {
    let filled = read(file, whose, decision, shell)?;
    if !filled.mistakes.is_empty() {
        return Err(wrong(file.0, &filled.mistakes, shell));
    }
    let edit = take_sheet(opened, &filled).map_err(|error| failure(error, shell))?;
    Ok(Planned { filled, edit })
}

/// Takes the marks of a sheet in that can be one; what cannot is left, mark by mark.
pub(super) fn take(
    mut filled: Filled,
    name: &str,
    (opened, decision): (&Opened, &Decision),
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let unread = filled.mistakes.drain(..).chain(filled.unread.drain(..));
    let before = taken.left.len();
    taken.left.extend(unread.map(|what| format!("{name}, {what}")));
    let is_blank = filled.marks.is_empty() && taken.left.len() == before;
    if is_blank {
        taken.open.push(format!("{name}: the sheet holds no marks"));
    }
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    let own = panel.find(|one| one.id == filled.evaluator);
    let path = |one: &FilledMark| mark_path(filled.evaluator.as_str(), &one.vendor, &one.criterion);
    let mut marks = Vec::new();
    for mut one in std::mem::take(&mut filled.marks) {
        let path = path(&one);
        let at = format!("{name}, {}", one.at);
        if !taken.says(&path, one.toml(), &at, None) {
            continue;
        }
        if let Some(known) = own.and_then(|own| own.marks.get(&one.vendor)?.get(&one.criterion)) {
            match beside(&one, known) {
                Beside::Same => continue,
                Beside::Stays(why) => {
                    taken.left.push(format!("{at}: {path}: {why}"));
                    continue;
                }
                Beside::Over(note) => one.note = note,
            }
        }
        marks.push((path, at, one));
    }
    if own.is_none() {
        filled.marks = marks.into_iter().map(|(.., one)| one).collect();
        return new(&filled, name, opened, taken);
    }
    let groups =
        marks.into_iter().map(|(path, at, one)| Group { values: vec![(path.clone(), one.toml())], path, at });
    let (edits, done) = planned(opened, groups.collect(), taken)?;
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    for Group { path, at, .. } in done {
        let [was, is] = [opened, &written].map(|opened| entry_at(opened, &path));
        taken.changes.push(format!("{path}: {}  ({at})", from_to(was, is)));
    }
    Ok(edits)
}

/// The file of an evaluator who is new, with the marks.
fn new(filled: &Filled, name: &str, opened: &Opened, taken: &mut Taken) -> Result<Vec<Edit>, EditError> {
    let lines: Vec<(String, &FilledMark)> =
        filled.values().into_iter().map(|(path, _)| path).zip(&filled.marks).collect();
    match take_sheet(opened, filled) {
        Ok(edit) => {
            let told = |(path, one): &(String, &FilledMark)| {
                format!("{path}: {}  ({name}, {})", from_to(None, Some(one.toml())), one.at)
            };
            taken.changes.extend(lines.iter().map(told));
            Ok(edit.into_iter().collect())
        }
        Err(error @ EditError::Locked { .. }) => {
            let left = |(path, one): &(String, &FilledMark)| {
                format!("{name}, {}: {path}: {}", one.at, refusal(opened, path, &error))
            };
            taken.left.extend(lines.iter().map(left));
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// What goes of a mark where one is known.
enum Beside {
    /// It says nothing else.
    Same,
    /// What is known stays, and why.
    Stays(String),
    /// It takes the place of what is known, with this reason.
    Over(Option<String>),
}

/// Nothing is deleted: a reason alone, or a dash, leaves a mark, and what a mark takes the place of stays in its note.
fn beside(one: &FilledMark, known: &Mark) -> Beside {
    let reason = |note: &Option<String>| {
        note.as_ref().map_or_else(String::new, |note| format!(" and the reason \"{note}\""))
    };
    let has_it = |note: &String| known.note.as_ref().is_some_and(|known| known.contains(note.as_str()));
    let is_said = one.note.as_ref().is_none_or(has_it);
    match (&one.mark, &known.mark) {
        (None, Some(mark)) => {
            Beside::Stays(format!("the sheet has no mark{}; {mark} stays", reason(&one.note)))
        }
        (is, was) if is == was && is_said => Beside::Same,
        (is, was) => {
            let known_note = known.note.as_deref().filter(|note| !note.is_empty());
            let before = match (was.as_ref().filter(|_| is != was), known_note) {
                (Some(mark), Some(note)) => Some(format!("{BEFORE}{mark} ({note})")),
                (Some(mark), None) => Some(format!("{BEFORE}{mark}")),
                (None, Some(note)) if note.starts_with(BEFORE) => Some(note.to_owned()),
                (None, note) => note.map(|note| format!("{BEFORE}{note}")),
            };
            let parts: Vec<String> = one.note.clone().into_iter().chain(before).collect();
            Beside::Over((!parts.is_empty()).then(|| parts.join("; ")))
        }
    }
}

/// The evaluator whom a sheet names: one of the panel, or a new one.
fn named_in(text: &str, decision: &Decision) -> Option<EvaluatorId> {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let name = root.as_table()?.text("name")?;
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    let known = panel.find(|one| same_name(&one.name) == same_name(name)).map(|one| one.id.clone());
    known.or_else(|| id_of_name(name, '-').map(EvaluatorId::new))
}

/// The evaluator that is meant, by id or by the name of one of the panel.
fn of_panel(typed: &str, decision: &Decision) -> Result<EvaluatorId, Failure> {
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    if let Some(known) = panel.find(|one| one.name.to_lowercase() == normal(typed).to_lowercase()) {
        return Ok(known.id.clone());
    }
    let id = if is_id(typed) { Some(typed.to_owned()) } else { id_of_name(typed, '-') };
    id.map(EvaluatorId::new).ok_or_else(|| Failure::Usage {
        message: format!(
            "no id of an evaluator can be made from {typed:?}; say whose sheet it is with --evaluator"
        ),
    })
}

/// The key of blind sheets in a file.
pub(in crate::cli) fn read_key(file: &Path) -> Result<BlindKey, Failure> {
    let message = |what: String| Failure::Input { message: format!("{}: {what}", file.display()) };
    let (_, text) = read_text(file).map_err(|error| Failure::Input { message: error.message })?;
    BlindKey::parse(&text).map_err(|error| message(error.to_string()))
}

/// Refuses the sheet of somebody else, by the name that stands in it.
fn refuse_other_name(filled: &Filled, decision: &Decision) -> Result<(), Failure> {
    let panel = || decision.panel.iter().flat_map(|panel| &panel.evaluators);
    let is_named = |one: &&Evaluator| same_name(&one.name) == same_name(&filled.name);
    let own = panel().find(|one| one.id == filled.evaluator);
    let message = match (panel().find(is_named), own) {
        (Some(named), _) if named.id != filled.evaluator => {
            format!("this is the sheet of `{}`: {} is named in it", named.id, named.name)
        }
        (None, Some(own)) => format!(
            "this sheet is of {:?}, and `{}` is {:?}; mend `name` in it, or say whose it is with --evaluator",
            filled.name, own.id, own.name
        ),
        _ => return Ok(()),
    };
    Err(Failure::Usage { message })
}

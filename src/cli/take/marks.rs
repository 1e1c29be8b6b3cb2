//! An evaluator's sheet, as a workbook or as TOML: the one way in for `take` and for `sheet --read`.

use std::path::Path;

use super::super::new::id_of_name;
use super::super::set::failure;
use super::super::shell::{Failure, Shell};
use super::{Taken, from_to};
use crate::answers::panel::NoPanel;
use crate::decision::panel::Evaluator;
use crate::decision::{Decision, EvaluatorId};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::files::edit::Edit;
use crate::files::node::parse_document;
use crate::files::panel::mark_path;
use crate::files::sheet::{self, BlindKey, Filled, FilledMark};
use crate::files::workspace::{read_text, stem};
use crate::files::{is_id, panel};
use crate::open::Opened;
use crate::open::edit::{entry_at, take_sheet};
use crate::text::letters::{normal, same_name};

/// A sheet that was read, and what it would change; nothing where it holds no marks.
pub(in crate::cli) struct Planned {
    pub(in crate::cli) filled: Filled,
    /// The marks that stay, since the sheet has none in their place.
    pub(in crate::cli) kept: Vec<String>,
    pub(in crate::cli) edit: Option<Edit>,
}

/// Whether a file is an evaluator's sheet.
pub(super) fn is_sheet(file: &Path, bytes: &[u8]) -> bool {
    is_toml(file) || sheet::is_sheet(bytes)
}

fn is_toml(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Reads a sheet and plans what its marks change.
///
/// - `keeps`: whether marks stay for which the sheet has none.
/// - `evaluator`, `key`: whose sheet it is, where it does not say so, and the file that says who is who in a blind one.
pub(in crate::cli) fn plan(
    (file, bytes, keeps): (&Path, &[u8], bool),
    (evaluator, key): (Option<&str>, Option<&Path>),
    (opened, decision): (&Opened, &Decision),
    shell: &mut Shell<'_>,
) -> Result<Planned, Failure> {
    if decision.rule.panel.is_none() {
        return Err(NoPanel::NotNamed.into());
    }
    let key = key.map(read_key).transpose()?;
    let named = evaluator.map(|typed| of_panel(typed, decision)).transpose()?;
    let read = if is_toml(file) {
        let text = String::from_utf8_lossy(bytes);
        let whose = match named.clone().or_else(|| named_in(&text, decision)) {
            Some(id) => id,
            None => of_panel(&stem(file), decision)?,
        };
        sheet::read_toml(&text, &whose, decision, key.as_ref())
    } else {
        sheet::read_xlsx(bytes, decision, key.as_ref())
    };
    let mut filled = read.map_err(|error| {
        let mut sources = Sources::default();
        let source = sources.add(file.display().to_string(), "");
        let help = "nothing was written; mend the cell, or ask for a new sheet";
        let problem = |message: &String| Diagnostic::new(Code::BadSheet, source, message.as_str()).help(help);
        let problems: Vec<Diagnostic> = error.0.iter().map(problem).collect();
        shell.show_problems(&problems, &sources, 1);
        Failure::Shown
    })?;
    let is_other = named.is_some_and(|named| named != filled.evaluator);
    if is_other || filled.evaluator.as_str() == panel::CONSENSUS {
        let message = format!("this is the sheet of `{}`", filled.evaluator);
        return Err(Failure::Usage { message });
    }
    refuse_other_name(&filled, decision)?;
    let kept = if keeps { keep_marks(&mut filled, decision) } else { Vec::new() };
    let edit = take_sheet(opened, &filled).map_err(|error| failure(error, shell))?;
    Ok(Planned { filled, kept, edit })
}

/// Takes out of a sheet what has no mark where one is known: a reason alone, or a dash, deletes nothing. Says what stays.
fn keep_marks(filled: &mut Filled, decision: &Decision) -> Vec<String> {
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    let Some(own) = panel.find(|one| one.id == filled.evaluator) else { return Vec::new() };
    let known = |one: &FilledMark| own.marks.get(&one.vendor)?.get(&one.criterion)?.mark.clone();
    let mut kept = Vec::new();
    filled.marks.retain(|one| {
        let Some(mark) = known(one).filter(|_| one.mark.is_none()) else { return true };
        let path = mark_path(filled.evaluator.as_str(), &one.vendor, &one.criterion);
        let reason = one.note.as_ref().map(|note| format!(" and the reason \"{note}\"")).unwrap_or_default();
        kept.push(format!("{path}: the sheet has no mark{reason}; {mark} stays"));
        false
    });
    kept
}

/// Lists what a sheet would change.
pub(super) fn list(
    Planned { filled, kept, edit }: Planned,
    opened: &Opened,
    name: &str,
    taken: &mut Taken,
) -> Vec<Edit> {
    let is_none = kept.is_empty();
    taken.left.extend(kept.into_iter().map(|what| format!("{name}: {what}")));
    let Some(edit) = edit else {
        if is_none {
            taken.open.push(format!("{name}: the sheet holds no marks"));
        }
        return Vec::new();
    };
    let written = opened.after(&edit);
    for (path, _) in filled.values() {
        let [was, is] = [opened, &written].map(|opened| entry_at(opened, &path));
        if was != is {
            taken.changes.push(format!("{path}: {}", from_to(was, is)));
        }
    }
    if edit.before == edit.after { Vec::new() } else { vec![edit] }
}

/// The evaluator whom a sheet names: one of the panel, or a new one.
fn named_in(text: &str, decision: &Decision) -> Option<EvaluatorId> {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let name = root.as_table()?.text("name")?;
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    let known = panel.find(|one| same_name(&one.name) == same_name(name)).map(|one| one.id.clone());
    known.or_else(|| id_of_name(name).map(EvaluatorId::new))
}

/// The evaluator that is meant, by id or by the name of one of the panel.
fn of_panel(typed: &str, decision: &Decision) -> Result<EvaluatorId, Failure> {
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    if let Some(known) = panel.find(|one| one.name.to_lowercase() == normal(typed).to_lowercase()) {
        return Ok(known.id.clone());
    }
    let id = if is_id(typed) { Some(typed.to_owned()) } else { id_of_name(typed) };
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

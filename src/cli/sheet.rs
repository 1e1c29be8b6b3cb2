//! `weigh sheet`: a blank sheet for an evaluator, and the way back of a filled-in one.

use std::path::Path;

use super::args::{Global, Sheet};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::panel::NoPanel;
use crate::decision::{Decision, EvaluatorId};
use crate::diagnostic::{Code, Diagnostic, Severity, Sources};
use crate::files::edit::{self, EditError, write_new};
use crate::files::lock::LockedPart;
use crate::files::sheet::{self, BlindKey, Filled};
use crate::files::workspace::{read_plain, read_text};
use crate::files::{is_id, is_reserved, panel};
use crate::open::Opened;
use crate::open::edit::take_sheet;

pub(super) fn run(global: &Global, args: &Sheet, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let is_to_write = args.read.is_some() || args.blind;
    let _turn = is_to_write.then(|| settings::turn(global, "sheet", shell)).transpose()?;
    let opened = settings::open(global)?;
    let decision = settings::evaluation_of(&opened, shell)?.decision;
    if decision.rule.panel.is_none() {
        return Err(NoPanel::NotNamed.into());
    }
    match &args.read {
        Some(file) => read(&opened, &decision, args, file, shell),
        None => write(global, &decision, args, shell),
    }
}

fn write(global: &Global, decision: &Decision, args: &Sheet, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let evaluator = evaluator(args)?;
    let key = match (&args.key, args.blind) {
        (Some(file), true) => Some(key(file, decision, args.seed, shell)?),
        _ => None,
    };
    let locks = &decision.provenance.locks;
    let is_settled = locks.iter().any(|lock| matches!(lock.part, LockedPart::Quality | LockedPart::All));
    let blank = sheet::blank(decision, &evaluator, key.as_ref(), is_settled);
    let is_xlsx = global.output.as_deref().is_some_and(has_xlsx_name);
    if is_xlsx {
        shell.print_bytes(&sheet::xlsx(&blank))?;
    } else {
        shell.print(&blank.toml())?;
    }
    if !is_settled {
        shell.mention("prices are not in the sheet: quality is not locked yet\n");
    }
    Ok(Exit::Done)
}

fn has_xlsx_name(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

fn evaluator(args: &Sheet) -> Result<EvaluatorId, Failure> {
    let id = args.evaluator.as_deref().unwrap_or_default();
    if is_id(id) && !is_reserved(id) && id != panel::CONSENSUS {
        return Ok(EvaluatorId::new(id));
    }
    let message = format!(
        "{id:?} cannot be the id of an evaluator; use letters a to z, digits, hyphens and underscores, \
         and not `{}` or the name of a device of Windows",
        panel::CONSENSUS
    );
    Err(Failure::Usage { message })
}

/// The key in a file; a new one is written where there is none.
fn key(file: &Path, decision: &Decision, seed: u64, shell: &mut Shell<'_>) -> Result<BlindKey, Failure> {
    if file.symlink_metadata().is_ok() {
        return read_key(file);
    }
    let key = BlindKey::new(decision, seed);
    let failed = |source| Failure::Write { what: file.display().to_string(), source };
    write_new(file, key.text().as_bytes()).map_err(failed)?;
    shell.mention(&format!("wrote the key {}; keep it apart from the sheets\n", file.display()));
    Ok(key)
}

fn read_key(file: &Path) -> Result<BlindKey, Failure> {
    let message = |what: String| Failure::Input { message: format!("{}: {what}", file.display()) };
    let (_, text) = read_text(file).map_err(|error| Failure::Input { message: error.message })?;
    BlindKey::parse(&text).map_err(|error| message(error.to_string()))
}

fn read(
    opened: &Opened,
    decision: &Decision,
    args: &Sheet,
    file: &Path,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let bytes = bytes(file)?;
    let key = args.key.as_deref().map(read_key).transpose()?;
    let read = if has_xlsx_name(file) {
        sheet::read_xlsx(&bytes, decision, key.as_ref())
    } else {
        let text = String::from_utf8_lossy(&bytes);
        sheet::read_toml(&text, &evaluator(args)?, decision, key.as_ref())
    };
    let filled = read.map_err(|error| {
        let mut sources = Sources::default();
        let source = sources.add(file.display().to_string(), "");
        let help = "nothing was written; mend the cell, or ask for a new sheet";
        let problem = |message: &String| Diagnostic::new(Code::BadSheet, source, message.as_str()).help(help);
        let problems: Vec<Diagnostic> = error.0.iter().map(problem).collect();
        shell.show_problems(&problems, &sources, 1);
        Failure::shown(&problems, &sources)
    })?;
    let is_other = args.evaluator.as_deref().is_some_and(|id| id != filled.evaluator.as_str());
    if is_other || filled.evaluator.as_str() == panel::CONSENSUS {
        let message = format!("this is the sheet of `{}`", filled.evaluator);
        return Err(Failure::Usage { message });
    }
    store(opened, &filled, shell)
}

fn store(opened: &Opened, filled: &Filled, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let written = take_sheet(opened, filled).and_then(|edit| match edit {
        Some(edit) => edit::save(&edit).map(|()| Some(edit)),
        None => Ok(None),
    });
    let edit = match written {
        Ok(Some(edit)) => edit,
        Ok(None) => {
            shell.say("the sheet holds no marks; nothing was written\n");
            return Ok(Exit::No);
        }
        Err(EditError::Refused { problems, sources }) => {
            shell.show_problems(&problems, &sources, 1);
            shell.say("nothing was written\n");
            return Err(Failure::shown(&problems, &sources));
        }
        Err(EditError::Io { file, source }) => {
            return Err(Failure::Write { what: file.display().to_string(), source });
        }
        Err(error) => return Err(Failure::Input { message: error.to_string() }),
    };
    shell.mention(&format!("{}: {} marks of {}\n", edit.file.display(), filled.marks.len(), filled.name));
    // The decision is read again with the new marks: they can bring warnings of their own, such as a mark
    // on a vendor with whom the evaluator has a conflict of interest.
    let mut written = opened.after(&edit);
    written.problems.retain(|problem| problem.severity != Severity::Note);
    shell.show_problems(&written.problems, &written.sources, written.files);
    Ok(Exit::Done)
}

/// The bytes of a sheet, within bounds.
fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    const LARGEST: u64 = 8 << 20;
    read_plain(file, LARGEST).map_err(|error| Failure::Input { message: error.message })
}

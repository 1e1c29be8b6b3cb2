//! `weigh sheet`: a blank sheet for an evaluator.

use std::fs;
use std::path::Path;

use super::args::{Global, Sheet, record_name};
use super::new::id_of_name;
use super::output::{Ending, refuse_foreign};
use super::receipt::Receipt;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use super::take::marks::{self, Planned, SheetFile, read_key};
use crate::answers::panel::NoPanel;
use crate::decision::{Decision, EvaluatorId};
use crate::diagnostic::Severity;
use crate::files::edit::{self, Edit, write_new};
use crate::files::lock::LockedPart;
use crate::files::sheet::{self, BlindKey};
use crate::files::workspace::{ReadError, read_plain, read_text};
use crate::files::{is_id, is_reserved, panel};
use crate::open::Opened;
use crate::open::edit::{entry_at, refuse_locked};
use crate::report::Kind;
use crate::text::letters::normal;
use crate::text::suggest::listed;

pub(super) fn run(global: &Global, args: &Sheet, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let receipt = args.read.is_some().then(|| Receipt::new(global)).transpose()?;
    let is_to_write = args.read.is_some() || args.blind;
    let _turn = is_to_write.then(|| settings::turn(global, "sheet", shell)).transpose()?;
    let opened = settings::open(global)?;
    let decision = settings::evaluation_of(&opened, shell)?.decision;
    if decision.rule.panel.is_none() {
        return Err(NoPanel::NotNamed.into());
    }
    match (&args.read, receipt) {
        (Some(file), Some(receipt)) => {
            let file = settings::incoming(global, file);
            let key = args.key.as_ref().map(|key| settings::incoming(global, key));
            read(&opened, &decision, (args, &file, key.as_deref()), receipt, shell)
        }
        _ => write(global, &opened, &decision, args, shell),
    }
}

fn write(
    global: &Global,
    opened: &Opened,
    decision: &Decision,
    args: &Sheet,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let (evaluator, name) = evaluator(args, decision)?;
    let file = args.key.as_ref().filter(|_| args.blind).map(|key| settings::incoming(global, key));
    let key = match &file {
        Some(file) => Some(planned_key(global, file, decision, args.seed, shell)?),
        None => None,
    };
    let labels = key.as_ref().map(|key| &key.labels);
    let locks = &decision.provenance.locks;
    let is_settled = locks.iter().any(|lock| matches!(lock.part, LockedPart::Quality | LockedPart::All));
    let blank = sheet::blank(decision, (&evaluator, name.as_deref()), labels, is_settled);
    let is_xlsx = global.output.as_deref().is_some_and(has_xlsx_name);
    let bytes = if is_xlsx { sheet::xlsx(&blank) } else { blank.toml().into_bytes() };
    if let Some(file) = shell.output.file.clone() {
        refuse_ending(&file)?;
        if holds_marks(&file, &evaluator, decision, labels) {
            shell.output.refuse_existing(&file, "is there already and may hold marks")?;
        }
        shell.output.is_looked_at();
        if !is_xlsx && is_own(opened, &evaluator, &file) {
            let before = fs::read(&file).unwrap_or_default();
            let edit =
                Edit { before, ..Edit::of_new(opened.texts.panel_file(evaluator.as_str()), bytes.clone()) };
            refuse_locked(opened, std::slice::from_ref(&edit)).map_err(|error| failure(error, shell))?;
            shell.output.unguard();
        }
        shell.output.refuse(&file)?;
    }
    // Last, when nothing stands against the sheet any more.
    if let Some(key) = &key {
        key.write(shell)?;
    }
    shell.print_bytes(&bytes)?;
    if !is_settled {
        shell.mention("prices are not in the sheet: quality is not locked yet\n");
    }
    if !blank.left_out.is_empty() {
        let names = blank.left_out.join(", ");
        shell.mention(&format!("left out, because they could be prices, for they have no unit: {names}\n"));
    }
    Ok(Exit::Done)
}

fn has_xlsx_name(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

/// Sheets are TOML or XLSX.
fn refuse_ending(file: &Path) -> Result<(), Failure> {
    refuse_foreign(file, "toml and xlsx")?;
    let is_other = Ending::of(file).is_some_and(|ending| ending != Ending::Kind(Kind::Xlsx));
    if !is_other {
        return Ok(());
    }
    let message = format!("{}: a sheet is written as .toml or .xlsx", file.display());
    Err(Failure::Usage { message })
}

/// Whether a file is one that an evaluator may have filled in: anything but a sheet that can be read and is blank.
fn holds_marks(file: &Path, evaluator: &EvaluatorId, decision: &Decision, key: Option<&BlindKey>) -> bool {
    if !file.is_file() {
        return false;
    }
    let Ok(bytes) = bytes(file) else { return true };
    let sheet = if has_xlsx_name(file) {
        let Ok(sheet) = SheetFile::of(file, &bytes) else { return true };
        sheet
    } else {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if !text.contains(sheet::HOW) {
            return true;
        }
        SheetFile::Toml(text)
    };
    let filled = sheet.marks(evaluator, decision, key);
    filled.map_or(true, |filled| !filled.marks.is_empty() || !filled.mistakes.is_empty())
}

/// Whether a file is the one in which the evaluator's marks count.
fn is_own(opened: &Opened, evaluator: &EvaluatorId, file: &Path) -> bool {
    is_one(&opened.texts.panel_file(evaluator.as_str()), file)
}

/// The evaluator that is meant: by id, by the name of one of the panel, or a new one, whose id is made from the name.
/// A new one that was named comes with the name.
fn evaluator(args: &Sheet, decision: &Decision) -> Result<(EvaluatorId, Option<String>), Failure> {
    let refuse = |message: String| Err(Failure::Usage { message });
    let Some(typed) = args.evaluator.as_deref() else {
        return refuse("say whose sheet it is: weigh sheet EVALUATOR".to_owned());
    };
    let mut panel = decision.panel.iter().flat_map(|panel| &panel.evaluators);
    if let Some(known) = panel.clone().find(|one| one.name.to_lowercase() == normal(typed).to_lowercase()) {
        return Ok((known.id.clone(), None));
    }
    let (id, name): (String, _) = if is_id(typed) {
        (typed.to_owned(), None)
    } else {
        let name = record_name(typed)
            .map_err(|message| Failure::Usage { message: format!("{typed:?}: {message}") })?;
        (id_of_name(typed, '-').unwrap_or_default(), Some(name))
    };
    if let Some(other) = panel.find(|one| name.is_some() && one.id.as_str() == id) {
        return refuse(format!(
            "`{id}` would be the id of {typed:?}, and is that of {}; give another one",
            other.name
        ));
    }
    if is_id(&id) && !is_reserved(&id) && !id.eq_ignore_ascii_case(panel::CONSENSUS) {
        return Ok((EvaluatorId::new(id.as_str()), name));
    }
    refuse(format!(
        "no id of an evaluator can be made from {typed:?}; use letters a to z, digits, hyphens and underscores, \
         and not `{}` or the name of a device of Windows",
        panel::CONSENSUS
    ))
}

/// The key of blind sheets, and what is still to be written of it.
struct PlannedKey<'a> {
    file: &'a Path,
    labels: BlindKey,
    /// The file as it is to be, and what is said of that; none where it stays.
    change: Option<(Edit, String)>,
}

/// The key in a file; a new one where there is none, and one that knows the vendors who came since.
fn planned_key<'a>(
    global: &Global,
    file: &'a Path,
    decision: &Decision,
    seed: u64,
    shell: &Shell<'_>,
) -> Result<PlannedKey<'a>, Failure> {
    if shell.output.file.as_deref().is_some_and(|sheet| is_one(sheet, file)) {
        let message =
            format!("{}: the key and the sheet are two files; name another with -o", file.display());
        return Err(Failure::Usage { message });
    }
    if file.symlink_metadata().is_err() {
        settings::refuse_among_inputs(global, file, "a key")?;
        let labels = BlindKey::new(decision, seed);
        let said = format!("wrote the key {}; keep it apart from the sheets\n", file.display());
        let edit = Edit::of_new(file.to_owned(), labels.text().into_bytes());
        return Ok(PlannedKey { file, labels, change: Some((edit, said)) });
    }
    let mut labels = read_key(file)?;
    let new = labels.take_in(decision, seed);
    if new.is_empty() {
        return Ok(PlannedKey { file, labels, change: None });
    }
    let unread = |error: ReadError| Failure::Input { message: error.message };
    let (before, text) = read_text(file).map_err(unread)?;
    let gap = if text.ends_with('\n') { "" } else { "\n" };
    let after = format!("{text}{gap}{}", labels.lines(&new));
    if BlindKey::parse(&after).as_ref() != Ok(&labels) {
        let message =
            format!("{}: [labels] is not the last of it, and new vendors have no place", file.display());
        return Err(Failure::Input { message });
    }
    let said = format!("the key {} knows {} now as well\n", file.display(), listed(&new, "and"));
    let edit = Edit { before, ..Edit::of_new(file.to_owned(), after.into_bytes()) };
    Ok(PlannedKey { file, labels, change: Some((edit, said)) })
}

impl PlannedKey<'_> {
    fn write(&self, shell: &mut Shell<'_>) -> Result<(), Failure> {
        let Some((edit, said)) = &self.change else { return Ok(()) };
        let failed = |source| Failure::Write { what: self.file.display().to_string(), source };
        if edit.is_new() {
            write_new(self.file, &edit.after).map_err(failed)?;
        } else {
            edit::save(edit).map_err(|error| failure(error, shell))?;
        }
        shell.mention(said);
        Ok(())
    }
}

/// Whether two paths are of one file, which may not be there yet.
fn is_one(a: &Path, b: &Path) -> bool {
    let full = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(path).ok().or_else(|| Some(fs::canonicalize(folder).ok()?.join(path.file_name()?)))
    };
    full(a).is_some() && full(a) == full(b)
}

/// The other way in to what `take --write` does: the marks of a sheet, with what was written as a result.
fn read(
    opened: &Opened,
    decision: &Decision,
    (args, file, key): (&Sheet, &Path, Option<&Path>),
    mut receipt: Receipt,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let bytes = bytes(file)?;
    let whose = (args.evaluator.as_deref(), key);
    let sheet = SheetFile::of(file, &bytes)?;
    let Planned { filled, edit } = marks::plan((file, &sheet), whose, (opened, decision), shell)?;
    let Some(edit) = edit else {
        receipt.remark("the sheet holds no marks; nothing was written", shell);
        receipt.print(shell)?;
        return Ok(Exit::No);
    };
    edit::save(&edit).map_err(|error| failure(error, shell))?;
    shell.mention(&format!("{}: {} marks of {}\n", edit.file.display(), filled.marks.len(), filled.name));
    // The decision is read again with the new marks: they can bring warnings of their own, such as a mark
    // on a vendor with whom the evaluator has a conflict of interest.
    let mut written = opened.after(&edit);
    written.problems.retain(|problem| problem.severity != Severity::Note);
    let value = |(path, _): (String, String)| {
        let [was, is] = [opened, &written].map(|opened| entry_at(opened, &path));
        (path, was, is)
    };
    let values: Vec<_> = filled.values().into_iter().map(value).filter(|(_, was, is)| was != is).collect();
    for (path, was, is) in &values {
        if let (Some(was), Some(is)) = (was, is) {
            shell.mention(&format!("{path} = {is} (was {was})\n"));
        }
    }
    receipt.changed(&edit, values);
    receipt.show((&written.problems, &written.sources), written.files, shell);
    receipt.print(shell)
}

/// The bytes of a sheet, within bounds.
fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    const LARGEST: u64 = 8 << 20;
    read_plain(file, LARGEST).map_err(|error| Failure::Input { message: error.message })
}

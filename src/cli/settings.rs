//! Settings as meant: the global options turned into what to read, and the reading of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::args::{Format, Global};
use super::output;
use super::shell::{Failure, Shell};
pub(super) use crate::answers::json::json_text;
use crate::files::disk::is_file;
use crate::files::workspace::plain;
use crate::files::{Request, Snapshot, Texts, Turn, TurnError, Workspace, choose, is_id};
use crate::open::{Opened, open_from};
use crate::robust::compared::{Asked, too_many_compared};
use crate::score::evaluation::VendorResult;
use crate::score::{Evaluation, evaluate};
use crate::text::letters::normal;
use crate::text::suggest::hint;

/// The folder that the command works in.
pub(super) fn directory(global: &Global) -> &Path {
    global.directory.as_deref().unwrap_or(Path::new("."))
}

/// A file that comes in: a relative path is seen from the folder of the command. Beside a pack, which is no folder, it is
/// seen from where the user is.
pub(super) fn incoming(global: &Global, file: &Path) -> PathBuf {
    let directory = directory(global);
    if is_file(directory) { plain(file) } else { plain(&directory.join(file)) }
}

/// The workspace of the command.
pub(super) fn workspace(global: &Global) -> Result<Workspace, Failure> {
    match named_file(global) {
        Some(file) => Ok(Workspace::of_file(&file)),
        None => Ok(Workspace::find(directory(global))?),
    }
}

/// The criteria file, where `--criteria` names a file and not a decision of the workspace.
fn named_file(global: &Global) -> Option<PathBuf> {
    let is_path = |name: &&str| {
        name.contains(['/', '\\']) || Path::new(name).extension().is_some_and(|extension| extension == "toml")
    };
    global.criteria.as_deref().filter(is_path).map(|name| directory(global).join(name))
}

/// What to read, from the global options.
///
/// - `snapshot`: what is read of the workspace's decisions to find the one that is meant.
pub(super) fn request(global: &Global, snapshot: &Snapshot) -> Result<Request, Failure> {
    let workspace = workspace(global)?;
    let criteria = match named_file(global) {
        Some(file) => file,
        None => choose(&workspace, global.criteria.as_deref(), snapshot)?,
    };
    Ok(Request { workspace, criteria, vendors: vendors_folder(global), what_if: global.set.clone() })
}

/// How long another writer is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The turn to write in the workspace of the command: taken before anything is read, and held until all is written.
pub(super) fn turn(global: &Global, command: &str, shell: &mut Shell<'_>) -> Result<Turn, Failure> {
    let turn = Turn::take(&workspace(global)?, &format!("weigh {command}"), PATIENCE)?;
    if let Some(remark) = turn.remark() {
        shell.mention(&format!("{remark}\n"));
    }
    Ok(turn)
}

/// Refuses what-ifs for a command that writes files.
///
/// - `what`: the command, or the option that makes it one.
pub(super) fn refuse_what_if(global: &Global, what: &str) -> Result<(), Failure> {
    let message = format!("{what} writes files, so it takes no what-if with --set");
    if global.set.is_empty() { Ok(()) } else { Err(Failure::Usage { message }) }
}

/// Refuses to make files in a pack, for commands that make them without being in a workspace.
pub(super) fn refuse_pack(global: &Global) -> Result<(), Failure> {
    let pack = directory(global);
    if is_file(pack) { Err(TurnError::Pack { pack: pack.to_owned() }.into()) } else { Ok(()) }
}

/// Opens the decision of the command; its problems are still to be shown.
pub(super) fn open(global: &Global) -> Result<Opened, Failure> {
    let snapshot = Arc::default();
    Ok(open_from(&request(global, &snapshot)?, &snapshot))
}

pub(super) fn vendors_folder(global: &Global) -> Option<PathBuf> {
    global.vendors.as_ref().map(|folder| directory(global).join(folder))
}

/// The folders of the decisions of the command's workspace, and of the one in which its result is to lie, where it
/// writes one to a file.
pub(super) fn inputs(global: &Global) -> Vec<PathBuf> {
    global.output.as_deref().map_or_else(Vec::new, |file| inputs_around(global, file))
}

/// The folders of the decisions of the command's workspace, and of the one that a path lies in.
fn inputs_around(global: &Global, path: &Path) -> Vec<PathBuf> {
    let snapshot = Arc::default();
    let named = request(global, &snapshot).map(|request| Texts::of(request, Arc::clone(&snapshot)).folders());
    let above =
        path.ancestors().skip(1).map(|folder| if folder == Path::new("") { Path::new(".") } else { folder });
    let around = above.clone().find(|folder| folder.is_dir()).and_then(|folder| Workspace::find(folder).ok());
    let around = around.filter(|workspace| workspace.decisions().is_ok());
    let workspaces = workspace(global).ok().into_iter().chain(around);
    let folders = workspaces.flat_map(|workspace| folders_of(&workspace, &snapshot));
    folders.chain(named.unwrap_or_default()).collect()
}

/// Refuses to make something among the files of a decision that is none of them: it would be read as one.
///
/// - `what`: is to be made there.
pub(super) fn refuse_among_inputs(global: &Global, path: &Path, what: &str) -> Result<(), Failure> {
    if output::is_among(path, &output::resolved(&inputs_around(global, path))) {
        let message = format!(
            "{} lies among the files of a decision, and {what} is none of them; name another place",
            path.display()
        );
        return Err(Failure::Usage { message });
    }
    Ok(())
}

/// The usual folders of a workspace, and those that its criteria files name.
fn folders_of(workspace: &Workspace, snapshot: &Arc<Snapshot>) -> Vec<PathBuf> {
    let usual = ["criteria", "vendors"].map(|folder| workspace.root.join(folder));
    let named = |criteria| {
        let request = Request { workspace: workspace.clone(), criteria, vendors: None, what_if: Vec::new() };
        Texts::of(request, Arc::clone(snapshot)).folders()
    };
    let decisions = workspace.decisions().unwrap_or_default();
    usual.into_iter().chain(decisions.into_iter().flat_map(named)).collect()
}

/// What to read for every decision that `check` looks at: the named one, or all.
pub(super) fn all_requests(global: &Global, snapshot: &Snapshot) -> Result<Vec<Request>, Failure> {
    if global.criteria.is_some() || !global.set.is_empty() || global.vendors.is_some() {
        return Ok(vec![request(global, snapshot)?]);
    }
    let workspace = workspace(global)?;
    let request =
        |criteria| Request { workspace: workspace.clone(), criteria, vendors: None, what_if: Vec::new() };
    Ok(workspace.decisions()?.into_iter().map(request).collect())
}

/// Reads and scores the decision. Errors are shown and end the command; warnings are counted.
pub(super) fn evaluation(global: &Global, shell: &mut Shell<'_>) -> Result<Evaluation, Failure> {
    evaluation_of(&open(global)?, shell)
}

/// Scores the decision that was opened, in the same way.
pub(super) fn evaluation_of(opened: &Opened, shell: &mut Shell<'_>) -> Result<Evaluation, Failure> {
    shell.show_errors(&opened.problems, &opened.sources, opened.files);
    match opened.decision() {
        Ok(decision) => Ok(evaluate(decision)),
        Err(_) => Err(Failure::Shown),
    }
}

/// The index of the criterion or group that is meant: by id, or by name without regard to capitals.
pub(super) fn criterion(evaluation: &Evaluation, wanted: &str) -> Result<usize, Failure> {
    let criteria = &evaluation.decision.criteria;
    let by_id = criteria.iter().position(|one| one.id.as_str() == wanted);
    let by_name = || criteria.iter().position(|one| one.name.to_lowercase() == normal(wanted).to_lowercase());
    by_id.or_else(by_name).ok_or_else(|| {
        let ids: Vec<&str> = criteria.iter().map(|one| one.id.as_str()).collect();
        let names = criteria.iter().map(|one| one.name.as_str());
        Failure::Usage { message: format!("there is no criterion `{wanted}`; {}", hint(wanted, &ids, names)) }
    })
}

/// The vendor that is meant: by id, or by name without regard to capitals.
pub(super) fn vendor<'a>(evaluation: &'a Evaluation, wanted: &str) -> Result<&'a VendorResult, Failure> {
    // Letters may be typed apart that names have composed.
    let lower = normal(wanted).to_lowercase();
    let by_name = |vendor: &&VendorResult| {
        vendor.name().to_lowercase() == lower
            || vendor.vendor.local.as_ref().is_some_and(|local| local.to_lowercase() == lower)
    };
    if let Some(vendor) = evaluation.vendor(wanted).or_else(|| evaluation.vendors.iter().find(by_name)) {
        return Ok(vendor);
    }
    let ids: Vec<&str> = evaluation.vendors.iter().map(|vendor| vendor.id().as_str()).collect();
    let names = evaluation.vendors.iter().map(VendorResult::name);
    Err(Failure::Usage { message: format!("there is no vendor `{wanted}`; {}", hint(wanted, &ids, names)) })
}

/// Refuses a question that would take minutes because so many bids are compared.
pub(super) fn refuse_compared(evaluation: &Evaluation, asked: Asked) -> Result<(), Failure> {
    if !evaluation.decision.rule.is_sum() && matches!(asked, Asked::Weight | Asked::Weights) {
        let message = "the rule makes the total by a formula, and only sums of points are lines over a weight; set a weight \
                       and look: weigh rank --set criteria.ID.weight=NUMBER";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    let why = too_many_compared(&evaluation.decision, asked);
    let message = |why| format!("{why}; ask of fewer vendors, or let fewer criteria compare them");
    why.map_or(Ok(()), |why| Err(Failure::Usage { message: message(why) }))
}

/// The id of the vendor that is meant, by id or name. In a decision with errors only by id.
pub(super) fn vendor_id(opened: &Opened, wanted: &str, shell: &mut Shell<'_>) -> Result<String, Failure> {
    let is_named = |file: PathBuf| opened.texts.text_file(&file).is_ok_and(|file| file.text().is_some());
    if is_id(wanted) && opened.texts.vendor_file(wanted).is_some_and(is_named) {
        return Ok(wanted.to_owned());
    }
    let evaluation = evaluation_of(opened, shell)?;
    vendor(&evaluation, wanted).map(|vendor| vendor.id().to_string())
}

/// The format of the result, where a command knows only some.
pub(super) fn format(global: &Global, known: &[Format]) -> Result<Format, Failure> {
    let format = output::format(global)?;
    if known.contains(&format) {
        return Ok(format);
    }
    let name = |format: &Format| match format {
        Format::Table => "table",
        Format::Json => "json",
        Format::Csv => "csv",
        Format::Md => "md",
    };
    let known: Vec<&str> = known.iter().map(name).collect();
    let message = format!("this command cannot write {}; it knows {}", name(&format), known.join(", "));
    Err(Failure::Usage { message })
}

/// The formats of every command that shows an evaluation.
pub(super) const ALL_FORMATS: [Format; 4] = [Format::Table, Format::Json, Format::Csv, Format::Md];

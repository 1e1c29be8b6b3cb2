//! Another state of the workspace: somebody's pack or folder, or a spreadsheet that is imported once more.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::shell::{Failure, Shell};
use super::{Group, Taken, planned, refusal, to_come};
use crate::decision::Date;
use crate::files::edit::{Edit, EditError};
use crate::files::workspace::{CRITERIA, stem};
use crate::files::{Request, Workspace};
use crate::open::merge::{Difference, Merge, Other, Standing, merge, refuse_new};
use crate::open::{Opened, open as open_decision};

/// Opens the same decision in another workspace, or in a pack of one.
pub(super) fn open(file: &Path, decision: &str, shell: &mut Shell<'_>) -> Result<Opened, Failure> {
    if file.is_dir() && !file.join(CRITERIA).is_dir() {
        let message = format!("{} is no workspace: it has no folder `{CRITERIA}`", file.display());
        return Err(Failure::Input { message });
    }
    let workspace = Workspace::find(file)?;
    let criteria = workspace.decision(decision)?;
    let theirs = open_decision(&Request { workspace, criteria, vendors: None, what_if: Vec::new() });
    if let Err(problems) = theirs.decision() {
        let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).cloned().collect();
        shell.show_problems(&errors, &theirs.sources, theirs.files);
        return Err(Failure::Shown);
    }
    Ok(theirs)
}

/// Takes in what the other says, as far as it may take the place of what is here.
pub(in crate::cli) fn take(
    opened: &Opened,
    theirs: &Opened,
    (name, other, renamed): (&str, Other, &[String]),
    is_over: bool,
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let Merge { differences, new_files, remarks } = merge(opened, theirs, other, renamed);
    taken.left.extend(remarks);
    let hides = |path: &str| opened.decision().is_ok_and(|decision| decision.seals(path));
    // Of a quote of a day to come nothing is taken.
    let is_early =
        |one: &&Difference| one.path.ends_with(".quote.as_of") && one.as_of.and_then(to_come).is_some();
    let early = differences.iter().filter(is_early).filter_map(|one| one.path.strip_suffix(".as_of"));
    let early: Vec<String> = early.map(|quote| format!("{quote}.")).collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut changes: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for difference in differences {
        let at = said(&difference, hides(&difference.path));
        let quote = early.iter().find(|quote| difference.path.starts_with(*quote));
        match &difference.standing {
            _ if let Some(why) = difference.as_of.and_then(to_come) => {
                let all = if quote.is_some() { ": none of the quote is taken" } else { "" };
                taken.left.push(format!("{at}; it {why}{all}"));
                continue;
            }
            _ if quote.is_some() => continue,
            _ if difference.values.is_empty() => {
                taken.left.push(format!("{at}; it cannot be written in one line: take it over by hand"));
                continue;
            }
            Standing::Kept(why) if !is_over => {
                taken.left.push(format!("{at}; yours {why}; --over takes it all the same"));
                continue;
            }
            Standing::Conflict if !is_over => {
                taken.conflicts.push(at);
                continue;
            }
            Standing::Taken | Standing::Kept(_) | Standing::Conflict => {}
        }
        let ended = if difference.ends_release { RELEASE_ENDS } else { "" };
        let path = whole(&difference);
        let (group, lines) = changes.entry(path.clone()).or_insert_with(|| {
            groups.push(Group { path, at: name.to_owned(), values: Vec::new() });
            (groups.len() - 1, Vec::new())
        });
        groups[*group].values.extend(difference.values);
        lines.push(format!("{at}{ended}  ({name})"));
    }
    let (mut edits, told) = new(opened, new_files, name, taken)?;
    let with_files = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    let (planned, kept) = planned(&with_files, groups, taken)?;
    let kept = kept.iter().filter_map(|group| Some(changes.remove(&group.path)?.1));
    taken.changes.extend(kept.flatten().chain(told));
    edits.extend(planned);
    Ok(edits)
}

/// The files that are only there, as far as they can be here, each with a line that tells it.
fn new(
    opened: &Opened,
    files: Vec<(Edit, Option<Date>)>,
    name: &str,
    taken: &mut Taken,
) -> Result<(Vec<Edit>, Vec<String>), EditError> {
    let refused = |opened: &Opened, files: &[Edit]| match refuse_new(opened, files) {
        Ok(()) => Ok(None),
        Err(error @ (EditError::Refused { .. } | EditError::Locked { .. })) => Ok(Some(error)),
        Err(error) => Err(error),
    };
    let (mut kept, mut with_files) = (Vec::new(), opened.clone());
    let (early, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(_, day)| day.and_then(to_come).is_some());
    for (file, day) in early {
        let why = day.and_then(to_come).unwrap_or_default();
        taken.left.push(format!("{}: something in it {why}  ({name})", file.file.display()));
    }
    let files: Vec<Edit> = files.into_iter().map(|(file, _)| file).collect();
    // What the file of a vendor says of its prices may be sealed.
    let folder = opened.texts.vendors_folder();
    let path = |file: &Path| {
        let is_vendor = folder.as_deref() == file.parent();
        if is_vendor { format!("vendors.{}.quote", stem(file)) } else { String::new() }
    };
    let mut told = Vec::new();
    let is_sound = refused(opened, &files)?.is_none();
    for file in files {
        let shown = file.file.display().to_string();
        let error = if is_sound { None } else { refused(&with_files, std::slice::from_ref(&file))? };
        match error {
            None => {
                told.push(format!("{shown}: new  ({name})"));
                if !is_sound {
                    with_files = with_files.after(&file);
                }
                kept.push(file);
            }
            Some(error) => {
                let why = refusal(opened, &path(&file.file), &error);
                taken.left.push(format!("{shown}: {why}  ({name})"));
            }
        }
    }
    Ok((kept, told))
}

/// The path of what goes with a difference or not at all: weights add up together, a criterion that is new has several
/// keys, half of a quote is none, and a reason is that of its status.
fn whole(difference: &Difference) -> String {
    let path = difference.path.as_str();
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["criteria", _, key] if *key == "weight" || difference.here.is_none() => "criteria".to_owned(),
        ["gates", gate, ..] => format!("gates.{gate}"),
        ["vendors", vendor, key @ "quote", ..] => format!("vendors.{vendor}.{key}"),
        ["vendors", vendor, "status" | "reason"] => format!("vendors.{vendor}.status"),
        _ => path.to_owned(),
    }
}

/// What is said of a value in the place of one that may be told to others.
pub(super) const RELEASE_ENDS: &str =
    "; what might be told to others was the old value: this one may not, until you release it";

/// A difference with both sides.
fn said(difference: &Difference, hides: bool) -> String {
    let path = &difference.path;
    if hides {
        return format!("{path}: another price, sealed");
    }
    let here = difference.here.as_deref().unwrap_or("nothing");
    format!("{path}: here {here}, there {}", difference.there)
}

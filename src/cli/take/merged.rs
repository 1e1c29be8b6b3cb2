//! Another state of the workspace: somebody's pack or folder, or a spreadsheet that is imported once more.

use std::path::Path;

use super::super::shell::{Failure, Shell};
use super::{Taken, is_sealed};
use crate::files::edit::{Edit, EditError};
use crate::files::workspace::CRITERIA;
use crate::files::{Request, Workspace};
use crate::open::merge::{Difference, Merge, Other, Standing, merge, refuse_new};
use crate::open::tables::plan_with_tables;
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
    let hides = |path: &str| opened.decision().is_ok_and(|decision| is_sealed(decision, path));
    let mut values = Vec::new();
    for difference in differences {
        let at = said(&difference, hides(&difference.path));
        match &difference.standing {
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
        taken.changes.push(format!("{at}{ended}  ({name})"));
        values.extend(difference.values);
    }
    for file in &new_files {
        taken.changes.push(format!("{}: new  ({name})", file.file.display()));
    }
    refuse_new(opened, &new_files)?;
    let with_files = new_files.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    let mut edits = plan_with_tables(&with_files, &values)?;
    edits.splice(0..0, new_files);
    Ok(edits)
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

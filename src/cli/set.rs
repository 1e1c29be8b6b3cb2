//! `weigh set PATH VALUE`: writes one value and leaves everything else as it is.

use super::args::{Global, Set};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::diagnostic::Severity;
use crate::files::edit::{self, EditError};
use crate::open::edit::{plan, unread};

pub(super) fn run(global: &Global, args: &Set, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    if !global.set.is_empty() {
        return Err(Failure::Usage {
            message: "`set` writes files, so it takes no what-if with --set".to_owned(),
        });
    }
    let _turn = settings::turn(global, "set", shell)?;
    let opened = settings::open(global)?;
    let edit = match plan(&opened, &args.path, &args.value) {
        Ok(edit) => edit,
        Err(error) => return Err(failure(error, shell)),
    };
    edit::save(&edit).map_err(|error| failure(error, shell))?;
    let was = edit.old.as_ref().map_or_else(|| "new".to_owned(), |old| format!("was {old}"));
    shell.mention(&format!("{}:{}: {} = {} ({was})\n", edit.file.display(), edit.line, args.path, edit.new));
    if let Some(note) = unread(&opened, &args.path, &args.value) {
        shell.say(&format!("note: {note}\n"));
    }
    // What the change leaves to do, such as weights that no longer add up.
    let written = opened.after(&edit);
    let mut problems = written.problems;
    problems.retain(|problem| problem.severity == Severity::Error);
    shell.show_problems(&problems, &written.sources, written.files);
    Ok(Exit::Done)
}

pub(super) fn failure(error: EditError, shell: &mut Shell<'_>) -> Failure {
    match error {
        EditError::Refused { problems, sources } => {
            shell.show_problems(&problems, &sources, 1);
            shell.say("nothing was written\n");
            Failure::shown(&problems, &sources)
        }
        EditError::Changed { .. } => Failure::Input { message: error.to_string() },
        EditError::Io { file, source } => Failure::Write { what: file.display().to_string(), source },
    }
}

//! `weigh set PATH VALUE`: writes one value and leaves everything else as it is.

use std::sync::Arc;

use super::args::{Global, Set};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::decision::{Fact, FactValue, Item};
use crate::diagnostic::Code;
use crate::files::edit::{self, Edit, EditError};
use crate::open::Opened;
use crate::open::edit::{fact_at, new_warnings, plan_all, unread, with_room, with_source, written_at};

pub(super) fn run(global: &Global, args: &Set, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let refuse = |message: &str| Err(Failure::Usage { message: message.to_owned() });
    if !global.set.is_empty() {
        return refuse("`set` writes files, so it takes no what-if with --set");
    }
    if args.make_room && !is_weight(&args.path) {
        return refuse("--make-room is for weights, such as criteria.cost.weight");
    }
    let has_evidence = args.source.is_some() || args.as_of.is_some() || args.note.is_some();
    if has_evidence && !is_fact(&args.path) {
        return refuse(
            "--source, --as-of and --note are for facts, such as vendors.siam-voice.facts.hourly_rate",
        );
    }
    let _turn = settings::turn(global, "set", shell)?;
    let opened = settings::open(global)?;
    let values = if args.make_room {
        with_room(&opened, &args.path, &args.value)
    } else {
        let typed = (args.path.as_str(), args.value.as_str());
        Ok(with_source(&opened, typed, args.source.as_deref(), args.as_of, args.note.as_deref()))
    };
    let planned = values.and_then(|values| {
        let edits = plan_all(&opened, &values)?;
        edit::save_all(&edits)?;
        Ok((values, edits))
    });
    let (values, edits) = planned.map_err(|error| refused(error, args, shell))?;
    for edit in &edits {
        tell(&opened, edit, &values, shell);
    }
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    tell_lost(&opened, &written, &args.path, shell);
    let problems = if opened.decision().is_ok() {
        new_warnings(&opened, &written)
    } else {
        // What else is still wrong in files that had errors before.
        written.problems.iter().filter(|problem| problem.is_error()).cloned().collect()
    };
    shell.show_problems(&problems, &written.sources, written.files);
    if let Some(note) = unread(&opened, &args.path, &args.value) {
        shell.say(&format!("note: {note}\n"));
    }
    Ok(Exit::Done)
}

fn is_weight(path: &str) -> bool {
    path.starts_with("criteria.") && path.ends_with(".weight")
}

/// Says what was written.
fn tell(opened: &Opened, edit: &Edit, values: &[(String, String)], shell: &mut Shell<'_>) {
    if let [(path, _)] = values {
        let was = edit.old.as_ref().map_or_else(|| "new".to_owned(), |old| format!("was {old}"));
        shell.mention(&format!("{}:{}: {path} = {} ({was})\n", edit.file.display(), edit.line, edit.new));
        return;
    }
    for (path, value) in values {
        let was = written_at(opened, path).map_or_else(|| "new".to_owned(), |old| format!("was {old}"));
        shell.mention(&format!("{}: {path} = {} ({was})\n", edit.file.display(), value.trim()));
    }
}

fn is_fact(path: &str) -> bool {
    path.starts_with("vendors.") && path.split('.').count() == 4 && path.contains(".facts.")
}

/// Says which sources and days went with the old value of a fact.
fn tell_lost(opened: &Opened, written: &Opened, path: &str, shell: &mut Shell<'_>) {
    let Some(before) = fact_at(opened, path) else { return };
    let after = fact_at(written, path);
    let after = after.as_ref();
    if before.evidence.source.is_some() && after.is_some_and(|after| after.evidence.source.is_none()) {
        shell.mention(&format!(
            "the source of the old value went with it ({}); --source and --as-of say where the new one comes from\n",
            before.evidence.cited()
        ));
    }
    let items = |fact: Option<&Arc<Fact>>| match fact.and_then(|fact| fact.value.clone()) {
        Some(FactValue::Set { items }) => items,
        _ => Vec::new(),
    };
    let now = items(after);
    let is_lost = |item: &&Item| item.evidence.is_given() && !now.contains(item);
    for item in items(Some(&before)).iter().filter(is_lost) {
        let cited = item.evidence.cited();
        let source = if cited.is_empty() { cited } else { format!(": {cited}") };
        shell.mention(&format!("lost with the old value: {item}{source}\n"));
    }
}

/// The failure of a change, with the options that would let it through.
fn refused(error: EditError, args: &Set, shell: &mut Shell<'_>) -> Failure {
    let has = |code: Code| matches!(&error, EditError::Refused { problems, .. } if problems.iter().any(|problem| problem.code == code));
    let (is_sum, is_status) = (has(Code::WeightsDoNotAddUp) && !args.make_room, has(Code::NoReason));
    let failure = failure(error, shell);
    if is_sum && is_weight(&args.path) {
        shell.say("`--make-room` takes the difference from the other weights of the group\n");
    }
    if is_status {
        shell.say("`weigh withdraw VENDOR --reason \"...\"` and `weigh disqualify` set the status with its reason\n");
    }
    failure
}

pub(super) fn failure(error: EditError, shell: &mut Shell<'_>) -> Failure {
    match error {
        EditError::Refused { problems, sources } => {
            shell.show_problems(&problems, &sources, 1);
            shell.say("nothing was written\n");
            Failure::Shown
        }
        EditError::Locked { .. } => Failure::Locked { message: error.to_string() },
        EditError::Changed { .. } => Failure::Input { message: error.to_string() },
        EditError::Io { file, source } => Failure::Write { what: file.display().to_string(), source },
    }
}

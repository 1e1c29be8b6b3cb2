//! `weigh set PATH VALUE`: writes one value and leaves everything else as it is.

use super::args::{Global, Set};
use super::receipt::Receipt;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::diagnostic::Code;
use crate::files::edit::{self, Edit, EditError};
use crate::open::Opened;
use crate::open::edit::{
    evidence_path, new_warnings, plan_ahead, unread, with_room, with_source, written_at,
};
use crate::open::lost::{Lost, lost};

pub(super) fn run(global: &Global, args: &Set, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let refuse = |message: &str| Err(Failure::Usage { message: message.to_owned() });
    settings::refuse_what_if(global, "`set`")?;
    if args.make_room && !is_weight(&args.path) {
        return refuse("--make-room is for weights, such as criteria.cost.weight");
    }
    let has_evidence = args.source.is_some() || args.as_of.is_some() || args.note.is_some();
    if has_evidence && evidence_path(&args.path).is_none() {
        return refuse(
            "--source, --as-of and --note are for facts and for amounts of costs, such as \
             vendors.siam-voice.facts.hourly_rate and needs.demand.phone.aht; the rest of a quote has the \
             source of the quote, such as vendors.siam-voice.quote.source",
        );
    }
    if args.source.is_some() && args.path.ends_with(".source") {
        return refuse("the path leads to the source already; --as-of and --note go with it");
    }
    let mut receipt = Receipt::new(global)?;
    let _turn = settings::turn(global, "set", shell)?;
    let opened = settings::open(global)?;
    if args.path == SEALED && opened.decision().is_ok_and(|decision| decision.provenance.is_sealed) {
        return refuse("prices are sealed; `weigh lock quality` opens them, and notes who did");
    }
    let values = if args.make_room {
        with_room(&opened, &args.path, &args.value)
    } else {
        let typed = (args.path.as_str(), args.value.as_str());
        Ok(with_source(&opened, typed, args.source.as_deref(), args.as_of, args.note.as_deref()))
    };
    let planned = values.and_then(|values| {
        let (edits, written) = plan_ahead(&opened, &values)?;
        edit::save_all(&edits)?;
        Ok((values, edits, written))
    });
    let (values, edits, written) = planned.map_err(|error| refused(error, args, shell))?;
    for edit in &edits {
        tell(&opened, edit, &values, shell);
        let value = |(path, _): &(String, String)| {
            let was = written_at(&opened, path).filter(|_| !is_hidden(&opened, path));
            (path.clone(), was, written_at(&written, path))
        };
        receipt.changed(edit, values.iter().map(value));
    }
    let lost = lost(&opened, &written, &args.path);
    for lost in &lost {
        receipt.remark(&lost.to_string(), shell);
        if matches!(lost, Lost::Source { .. }) {
            shell.mention("--source and --as-of say where the new one comes from\n");
        }
    }
    if args.make_room && opened.decision().is_ok_and(|decision| decision.rule.weights.is_none()) {
        receipt.remark(NO_SUM, shell);
    }
    let problems = if opened.decision().is_ok() {
        new_warnings(&opened, &written)
    } else {
        // What else is still wrong in files that had errors before.
        written.problems.iter().filter(|problem| problem.is_error()).cloned().collect()
    };
    receipt.show((&problems, &written.sources), written.files, shell);
    if let Some(note) = unread(&opened, &args.path, &args.value) {
        receipt.remark(&format!("note: {note}"), shell);
    }
    receipt.print(shell)
}

/// What seals prices.
const SEALED: &str = "rule.sealed";

/// What is said of --make-room where no weight has to make room.
const NO_SUM: &str = "no other weight made room: the rule has no `rule.weights`, the sum that the weights of a group add \
                      up to, and divides each by their sum";

fn is_weight(path: &str) -> bool {
    path.starts_with("criteria.") && path.ends_with(".weight")
}

/// Says what was written.
fn tell(opened: &Opened, edit: &Edit, values: &[(String, String)], shell: &mut Shell<'_>) {
    if let [(path, _)] = values {
        let was = match &edit.old {
            None => "new".to_owned(),
            Some(_) if is_hidden(opened, path) => "was sealed".to_owned(),
            Some(old) => format!("was {old}"),
        };
        shell.mention(&format!("{}:{}: {path} = {} ({was})\n", edit.file.display(), edit.line, edit.new));
        return;
    }
    for (path, value) in values {
        let was = match written_at(opened, path) {
            None => "new".to_owned(),
            Some(_) if is_hidden(opened, path) => "was sealed".to_owned(),
            Some(old) => format!("was {old}"),
        };
        shell.mention(&format!("{}: {path} = {} ({was})\n", edit.file.display(), value.trim()));
    }
}

/// Whether a path leads to a price that is sealed.
fn is_hidden(opened: &Opened, path: &str) -> bool {
    opened.decision().is_ok_and(|decision| decision.seals(path))
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
        EditError::Unfit { message } => Failure::Usage { message },
        EditError::Locked { .. } => Failure::Locked { message: error.to_string() },
        EditError::Changed { .. } => Failure::Input { message: error.to_string() },
        EditError::Io { file, source } => Failure::Write { what: file.display().to_string(), source },
    }
}

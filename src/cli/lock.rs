//! `weigh lock` and `weigh unlock`: settle the rule or the evaluators' work, and lift it again with a reason.

use serde_json::json;

use super::args::{Format, Global, Lock, LockPart, Unlock, When};
use super::clock::{now, person};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv};
use crate::files::load::Request;
use crate::files::lock::{self, Done, LockError, LogError, Part};
use crate::text::clean::cleaned_line;

pub(super) fn run(global: &Global, args: &Lock, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_what_if(global)?;
    let request = settings::request(global)?;
    let Some(part) = args.part.map(Part::from) else { return status(global, &request, shell) };
    let done = done(&args.when)?;
    let (decision, _) = settings::decision(global, shell)?;
    match lock::lock(&request, &decision, part, done.clone()) {
        Ok(true) => {
            shell.mention(&format!(
                "locked {} of {} at {} by {}\n",
                part.words(),
                decision.id,
                done.at,
                done.by
            ));
            Ok(Exit::Done)
        }
        Ok(false) => {
            shell.mention(&format!("{} is locked already, and nothing has changed since\n", part.words()));
            Ok(Exit::Done)
        }
        Err(LockError::Changed { lock }) => {
            shell.say(&format!("{}\n", lock.says().unwrap_or_default()));
            shell
                .say(&format!("undo the change, or `weigh unlock {} --reason \"...\"` first\n", part.name()));
            Ok(Exit::No)
        }
        Err(error) => Err(failure(error)),
    }
}

pub(super) fn unlock(global: &Global, args: &Unlock, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_what_if(global)?;
    let request = settings::request(global)?;
    let part = Part::from(args.part);
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(Failure::Usage { message: "an unlock needs a reason: --reason \"...\"".to_owned() });
    }
    let done = done(&args.when)?;
    lock::unlock(&request, part, done, &cleaned_line(reason)).map_err(failure)?;
    shell.mention(&format!("unlocked {}; the log keeps the reason\n", part.words()));
    Ok(Exit::Done)
}

/// What is locked, and what has changed since.
fn status(global: &Global, request: &Request, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &settings::ALL_FORMATS)?;
    let locks = lock::locks(request).map_err(|error| failure(error.into()))?;
    let mut table = Table::default()
        .text("Locked", Keep::Always)
        .text("At", Keep::Always)
        .text("By", Keep::Always)
        .text("Changed since", Keep::Always);
    for lock in &locks {
        let changes: Vec<String> = lock.changes.iter().map(ToString::to_string).collect();
        table.row(vec![
            Cell::new(lock.part.name(), Role::Strong),
            lock.done.at.as_str().into(),
            lock.done.by.as_str().into(),
            Cell::new(changes.join("\n"), Role::Bad),
        ]);
    }
    let text = match format {
        Format::Json => {
            settings::json_text(&json!({ "schema": "weigh/lock/1", "result": { "locks": locks } }))
        }
        Format::Table if table.is_empty() => "nothing is locked\n".to_owned(),
        Format::Table => table.aligned(&shell.environment),
        Format::Md => table.markdown(),
        Format::Csv => csv(
            &["part", "at", "by", "changed"],
            locks.iter().map(|lock| {
                let changes: Vec<String> = lock.changes.iter().map(ToString::to_string).collect();
                [lock.part.name(), &lock.done.at, &lock.done.by, &changes.join("; ")]
                    .map(|text| Field::Text(text.to_owned()))
                    .into()
            }),
        ),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn refuse_what_if(global: &Global) -> Result<(), Failure> {
    if global.set.is_empty() && global.vendors.is_none() {
        return Ok(());
    }
    let message = "a lock is on the files as they stand, so it takes neither --set nor --vendors";
    Err(Failure::Usage { message: message.to_owned() })
}

/// When and by whom: as the options say, or else the clock and the user.
fn done(when: &When) -> Result<Done, Failure> {
    Ok(Done { at: when.at.clone().unwrap_or_else(now), by: person(when.by.as_ref())? })
}

fn failure(error: LockError) -> Failure {
    let message = error.to_string();
    match error {
        LockError::Log(LogError::Broken { .. }) => {
            Failure::Input { message: format!("{message}; bring {} back from version control", lock::LOG) }
        }
        LockError::Changed { .. } | LockError::NotLocked { .. } => Failure::Usage { message },
        LockError::Write(crate::files::edit::EditError::Io { file, source }) => {
            Failure::Write { what: file.display().to_string(), source }
        }
        LockError::Log(LogError::Io(_)) | LockError::Write(_) => Failure::Input { message },
    }
}

impl From<LockPart> for Part {
    fn from(part: LockPart) -> Part {
        match part {
            LockPart::Rule => Part::Rule,
            LockPart::Quality => Part::Quality,
            LockPart::All => Part::All,
        }
    }
}

//! `weigh lock` and `weigh unlock`: settle the rule or the evaluators' work, and lift it again with a reason.

use std::sync::Arc;

use super::args::{Format, Global, Lock, LockPart, Unlock, When};
use super::clock::{now, person};
use super::print::print;
use super::receipt;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::locks::Locks;
use crate::files::lock::{self, Done, LockError, LockedPart, LogError};
use crate::files::{Request, Texts};
use crate::text::clean::cleaned_line;

pub(super) fn run(global: &Global, args: &Lock, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_what_if(global)?;
    let wanted = receipt::wanted(global)?;
    let _turn = args.part.map(|_| settings::turn(global, "lock", shell)).transpose()?;
    let opened = settings::open(global)?;
    let Some(part) = args.part.map(LockedPart::from) else {
        return status(&opened.texts, wanted.unwrap_or_default(), shell);
    };
    let done = done(&args.when)?;
    let decision = settings::evaluation_of(&opened, shell)?.decision;
    match lock::lock(&opened.texts, &decision, part, done.clone()) {
        Ok(true) => {
            if decision.provenance.is_sealed && part == LockedPart::Quality {
                shell.mention("prices are open from now on; the log keeps who opened them, and when\n");
            }
            shell.mention(&format!(
                "locked {} of {} at {} by {}\n",
                part.word(),
                decision.id,
                done.at,
                done.by
            ));
            status_if(global, wanted, shell)
        }
        Ok(false) => {
            shell.mention(&format!("{} is locked already, and nothing has changed since\n", part.word()));
            status_if(global, wanted, shell)
        }
        Err(LockError::Changed { lock }) => {
            shell.say(&format!("{}\n", lock.text().unwrap_or_default()));
            shell
                .say(&format!("undo the change, or `weigh unlock {} --reason \"...\"` first\n", part.name()));
            Ok(Exit::No)
        }
        Err(error) => Err(failure(error)),
    }
}

pub(super) fn unlock(global: &Global, args: &Unlock, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_what_if(global)?;
    let wanted = receipt::wanted(global)?;
    let _turn = settings::turn(global, "unlock", shell)?;
    let texts = to_unlock(global)?;
    let part = LockedPart::from(args.part);
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(Failure::Usage { message: "an unlock needs a reason: --reason \"...\"".to_owned() });
    }
    let done = done(&args.when)?;
    lock::unlock(&texts, part, done, &cleaned_line(reason)).map_err(failure)?;
    shell.mention(&format!("unlocked {}; the log keeps the reason\n", part.word()));
    status_if(global, wanted, shell)
}

/// The decision that is meant, also where its criteria file is gone and only the log knows it.
fn to_unlock(global: &Global) -> Result<Texts, Failure> {
    let snapshot = Arc::default();
    let request = match settings::request(global, &snapshot) {
        Ok(request) => request,
        Err(failure) => {
            let workspace = settings::workspace(global)?;
            let criteria = global.criteria.as_deref().and_then(|name| lock::gone(&workspace, name));
            let criteria = criteria.ok_or(failure)?;
            Request { workspace, criteria, vendors: None, what_if: Vec::new() }
        }
    };
    Ok(Texts::of(request, snapshot))
}

/// What is locked after a command, where that is asked for.
fn status_if(global: &Global, wanted: Option<Format>, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    wanted.map_or(Ok(Exit::Done), |format| status(&settings::open(global)?.texts, format, shell))
}

/// What is locked, and what has changed since.
fn status(texts: &Texts, format: Format, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let locks = lock::locks(texts).map_err(|error| failure(error.into()))?;
    print(&Locks { locks }, format, shell)?;
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
pub(super) fn done(when: &When) -> Result<Done, Failure> {
    Ok(Done { at: when.at.clone().unwrap_or_else(now), by: person(when.by.as_ref())? })
}

pub(super) fn failure(error: LockError) -> Failure {
    let message = error.to_string();
    match error {
        LockError::Log(LogError::Broken { .. } | LogError::Lost { .. }) => {
            Failure::Input { message: format!("{message}; bring {} back from version control", lock::LOG) }
        }
        LockError::Log(ref log @ LogError::Renamed { .. }) => {
            Failure::Input { message: format!("{message}; {}", log.way_out()) }
        }
        LockError::Changed { .. } | LockError::NotLocked { .. } | LockError::NoDecision { .. } => {
            Failure::Usage { message }
        }
        LockError::Write(crate::files::edit::EditError::Io { file, source }) => {
            Failure::Write { what: file.display().to_string(), source }
        }
        LockError::Log(LogError::Unreadable(_)) | LockError::Write(_) => Failure::Input { message },
    }
}

impl From<LockPart> for LockedPart {
    fn from(part: LockPart) -> LockedPart {
        match part {
            LockPart::Rule => LockedPart::Rule,
            LockPart::Quality => LockedPart::Quality,
            LockPart::All => LockedPart::All,
        }
    }
}

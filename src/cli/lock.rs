//! `weigh lock` and `weigh unlock`: settle the rule or the evaluators' work, and lift it again with a reason.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::args::{Format, Global, Lock, LockPart, Unlock, When};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv};
use crate::diagnostic::clean::cleaned_line;
use crate::files::load::Request;
use crate::files::lock::{self, Done, LockError, LogError, Part};

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
    let user = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| env::var(name).ok());
    let by = when.by.clone().or_else(user).map(|by| cleaned_line(by.trim())).filter(|by| !by.is_empty());
    let by = by.ok_or_else(|| Failure::Usage { message: "nobody is named: say who with --by".to_owned() })?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    Ok(Done { at: when.at.clone().unwrap_or_else(|| utc(seconds)), by })
}

/// Seconds since 1970 as a day and a time in UTC, such as 2026-11-22T10:00:00Z.
///
/// Source: the count of days in eras of 400 years, Howard Hinnant, `civil_from_days`.
fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let day = days + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
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

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn seconds_become_days_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_341_600, "2026-11-22T10:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(utc(seconds), expected);
        }
    }
}

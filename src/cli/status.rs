//! `weigh withdraw`, `weigh disqualify` and `weigh invite`: whether a vendor takes part, with the reason, in one step.

use super::args::{Global, Invite, Leave, When};
use super::lock;
use super::receipt::Receipt;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::decision::Status;
use crate::files::award::text_problem;
use crate::files::edit::{self, Edit};
use crate::files::lock::log::Action;
use crate::files::lock::{broken_by, pass};
use crate::open::Opened;
use crate::open::edit::{refuse_locked, set_status, written_at};

/// Takes a vendor out.
///
/// - `status`: the new one, of its reason.
pub(super) fn leave(
    global: &Global,
    args: &Leave,
    status: impl Fn(String) -> Status,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let reason = args.reason.trim();
    let problem = if reason.is_empty() { Some("say why".to_owned()) } else { text_problem(reason) };
    if let Some(problem) = problem {
        return Err(Failure::Usage { message: format!("--reason: {problem}") });
    }
    change(global, &args.vendor, &status(reason.to_owned()), &args.when, shell)
}

pub(super) fn invite(global: &Global, args: &Invite, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    change(global, &args.vendor, &Status::Invited, &When::default(), shell)
}

fn change(
    global: &Global,
    wanted: &str,
    status: &Status,
    when: &When,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "this")?;
    let (command, word, action) = match status {
        Status::Invited => ("invite", "invited", None),
        Status::Withdrawn { .. } => ("withdraw", "withdrawn", Some(Action::Withdraw)),
        Status::Disqualified { .. } => ("disqualify", "disqualified", Some(Action::Disqualify)),
    };
    let mut receipt = Receipt::new(global)?;
    let _turn = settings::turn(global, command, shell)?;
    let opened = settings::open(global)?;
    let vendor = settings::vendor_id(&opened, wanted, shell)?;
    let Some(edit) = set_status(&opened, &vendor, status).map_err(|error| failure(error, shell))? else {
        receipt.remark(&format!("{vendor} is {word} already; nothing was written"), shell);
        return receipt.print(shell);
    };
    match (action, status) {
        (Some(action), Status::Withdrawn { reason } | Status::Disqualified { reason }) => {
            note(&opened, &edit, action, reason, when)?;
        }
        _ => refuse_locked(&opened, std::slice::from_ref(&edit)).map_err(|error| failure(error, shell))?,
    }
    edit::save(&edit).map_err(|error| failure(error, shell))?;
    let written = opened.after(&edit);
    let value = |key: &str| {
        let path = format!("vendors.{vendor}.{key}");
        (path.clone(), written_at(&opened, &path), written_at(&written, &path))
    };
    let [changed, reasons] = ["status", "reason"].map(value);
    let was = changed.1.as_deref().filter(|_| changed.1 != changed.2);
    let was = was.map_or_else(String::new, |was| format!(" (was {})", was.trim_matches(['"', '\''])));
    shell.mention(&format!("{}: {vendor} is {word}{was}\n", edit.file.display()));
    if let (_, Some(reason), is) = &reasons
        && is.as_ref() != Some(reason)
    {
        let fate = if is.is_some() { "takes the place of" } else { "is gone; it was" };
        receipt.remark(&format!("the reason {fate} {reason}"), shell);
    }
    receipt.changed(&edit, [changed, reasons]);
    receipt.print(shell)
}

/// Notes it in the log, where something is locked that it changes.
fn note(opened: &Opened, edit: &Edit, action: Action, reason: &str, when: &When) -> Result<(), Failure> {
    let locks =
        broken_by(&opened.texts, std::slice::from_ref(edit)).map_err(|error| lock::failure(error.into()))?;
    if locks.is_empty() {
        return Ok(());
    }
    pass(&opened.texts, edit, action, &lock::done(when)?, reason).map_err(lock::failure)
}

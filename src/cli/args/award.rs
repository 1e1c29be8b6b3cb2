//! Arguments of the record of awards.

use clap::{ArgGroup, Args as ClapArgs};

use super::record::{record_name, record_text};
use crate::decision::Date;
use crate::decision::award::Signer;

/// Arguments of `award`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    group = ArgGroup::new("decided").args(["to", "none"]),
    after_help = "Examples:\n  weigh award\n  weigh award --to siam-voice --by \"A. Buyer\"\n  weigh award --to siam-voice --by \"A. Buyer; chair; 2026-12-01\" --by \"B. Buyer; finance\"\n  weigh award --to bayt-alradd --by \"A. Buyer\" --reason \"Siam Voice withdrew on 3 December\"\n  weigh award --to lanternfold --by Buyer --reason Nearest --subject-to iso27001 --subject-to score\n  weigh award --none --by \"A. Buyer\" --reason \"The budget was withdrawn\"\n\nThe record is criteria/award/DECISION.toml; every award stays in it, the last one is in force. Whoever decides\nagain says why. What is different since is told here, by check, and in reports."
)]
pub(crate) struct Award {
    /// Who gets the work: id or name; without it, what was decided so far is shown
    #[arg(long, value_name = "VENDOR")]
    pub(crate) to: Option<String>,
    /// End the procedure without an award
    #[arg(long, requires = "reason")]
    pub(crate) none: bool,
    /// Why; must be given where it is not the first of the ranking, and where something was decided before
    #[arg(long, value_name = "TEXT", requires = "decided", value_parser = record_text)]
    pub(crate) reason: Option<String>,
    /// Who decides, perhaps with role and day; repeatable; by default the user of the computer
    #[arg(long, value_name = "NAME; ROLE; YYYY-MM-DD", requires = "decided", value_parser = signer)]
    pub(crate) by: Vec<Signer>,
    /// The day; by default today
    #[arg(long, value_name = "YYYY-MM-DD", requires = "decided")]
    pub(crate) on: Option<Date>,
    /// A must-have that the vendor fails, with the reason why it gets the work all the same; repeatable
    #[arg(long, value_name = "GATE: REASON", requires = "to", value_parser = despite)]
    pub(crate) despite: Vec<(String, String)>,
    /// A must-have that is open: the award is subject to it until `weigh clear` answers it; repeatable
    #[arg(long, value_name = "GATE", requires = "to")]
    pub(crate) subject_to: Vec<String>,
}

/// Arguments of `clear`: the condition of an award, or the explanation of a vendor that fails a must-have.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    group = ArgGroup::new("answer").args(["accept", "reject"]).required(true),
    after_help = "Examples:\n  weigh clear lanternfold iso27001 --accept --by \"A. Buyer\" --reason \"Valid until 2028\"\n  weigh clear lanternfold iso27001 --reject --by \"A. Buyer\" --reason \"Not renewed\""
)]
pub(crate) struct Clear {
    /// The vendor: id or name
    pub(crate) vendor: String,
    /// The must-have, by its id
    pub(crate) gate: String,
    /// It is met
    #[arg(long)]
    pub(crate) accept: bool,
    /// It is not met, so the award cannot stand
    #[arg(long)]
    pub(crate) reject: bool,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = record_text)]
    pub(crate) reason: String,
    /// Who says so; by default the user of the computer
    #[arg(long, value_name = "NAME", value_parser = record_name)]
    pub(crate) by: Option<String>,
    /// The day; by default today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
}

/// A name, perhaps with a role and a day after it: `A. Buyer; chair; 2026-12-01`.
fn signer(text: &str) -> Result<Signer, String> {
    let mut parts = text.split(';').map(str::trim);
    let name = record_name(parts.next().unwrap_or_default())?;
    let mut signer = Signer { name, role: None, on: None };
    for part in parts {
        match part.parse::<Date>() {
            Ok(day) if signer.on.is_none() => signer.on = Some(day),
            _ if signer.role.is_none() => signer.role = Some(record_name(part)?),
            _ => return Err("give a name, a role and a day: \"A. Buyer; chair; 2026-12-01\"".to_owned()),
        }
    }
    Ok(signer)
}

/// A must-have and a reason: `iso_27001: renewed in May, seen on the visit`.
fn despite(text: &str) -> Result<(String, String), String> {
    let (gate, reason) =
        text.split_once(':').ok_or("give the must-have and the reason: \"iso_27001: why\"")?;
    Ok((gate.trim().to_owned(), record_text(reason.trim())?))
}

//! Commands of a panel: marks, sheets, locks.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::number::whole;
use super::record::{record_name, record_text};
use crate::diagnostic::Sources;
use crate::files::node::{NodeKind, parse_value};

/// Arguments of `panel`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh panel\n  weigh panel --moderation --format md -o agenda.md\n  weigh panel --set rule.panel.combine=trimmed-mean\n  weigh panel --format csv -o marks.csv"
)]
pub(crate) struct Panel {
    /// Only the marks to talk through in a meeting, the widest apart first
    #[arg(long)]
    pub(crate) moderation: bool,
}

/// Arguments of `sheet`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh sheet mei-lindqvist\n  weigh sheet \"Ana Reyes\" -o ana.xlsx\n  weigh sheet mei-lindqvist -o mei.xlsx\n  weigh sheet mei-lindqvist --blind --key who-is-who.toml -o blind.xlsx\n\nFilled in, `weigh take mei.xlsx` brings it back."
)]
pub(crate) struct Sheet {
    /// The evaluator: the name of the file without .toml, or the name; also of one that is not there yet
    #[arg(required_unless_present = "read")]
    pub(crate) evaluator: Option<String>,
    /// Call the vendors A, B, C ...; who is who goes into the key
    #[arg(long, requires = "key", conflicts_with = "read")]
    pub(crate) blind: bool,
    /// The key of blind sheets, seen from -C; written where there is none, and used again where there is one
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// What decides the order of the vendors in a new key
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = whole)]
    pub(crate) seed: u64,
    /// Put the marks of this filled-in sheet (XLSX or TOML) into the evaluator's file, as `weigh take --write` does
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) read: Option<PathBuf>,
}

/// Arguments of `lock`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh lock\n  weigh lock rule --by \"Aino Koskela\"\n  weigh lock quality --by \"Aino Koskela\" --at 2026-11-22T10:00:00Z"
)]
pub(crate) struct Lock {
    /// What to lock; shows what is locked, and what has changed since, when left out
    #[arg(value_enum)]
    pub(crate) part: Option<LockPart>,
    /// When and by whom.
    #[command(flatten)]
    pub(crate) when: When,
}

/// Arguments of `unlock`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh unlock rule --by \"Aino Koskela\" --reason \"A weight was mistyped\""
)]
pub(crate) struct Unlock {
    /// What to unlock
    #[arg(value_enum)]
    pub(crate) part: LockPart,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = record_text)]
    pub(crate) reason: String,
    /// When and by whom.
    #[command(flatten)]
    pub(crate) when: When,
}

/// When something was done, and by whom.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct When {
    /// When, such as 2026-11-22T10:00:00Z; now when left out
    #[arg(long, value_name = "TIME", value_parser = day_or_time)]
    pub(crate) at: Option<String>,
    /// Who; the user of this computer when left out
    #[arg(long, value_name = "NAME", value_parser = record_name)]
    pub(crate) by: Option<String>,
}

/// What `lock` and `unlock` take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LockPart {
    /// The criteria file: needs, gates, criteria, weights, scales, rule
    Rule,
    /// The evaluators' marks, and what the vendor files say besides prices
    Quality,
    /// Every file of the decision, to the byte
    All,
}

/// A day, or a day with a time, as TOML writes them.
fn day_or_time(text: &str) -> Result<String, String> {
    let (value, errors) = parse_value(text, Sources::default().add("", ""), 0);
    let is_time = matches!(value.kind, NodeKind::Date(_) | NodeKind::Time);
    // A time without a day is one too; and there was no year 0.
    if errors.is_empty() && is_time && text.as_bytes().get(4) == Some(&b'-') && !text.starts_with("0000") {
        return Ok(text.to_owned());
    }
    Err("must be a day or a time, such as 2026-11-22 or 2026-11-22T10:00:00Z".to_owned())
}

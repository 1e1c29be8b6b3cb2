//! Commands that ask something about the ranking, and the terminal UI.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

/// Arguments of `tui`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh tui\n  weigh tui --theme dark --criteria back-office\n  weigh tui --ascii --no-mouse"
)]
pub(crate) struct Tui {
    /// The colours; without colour where `NO_COLOR` is set
    #[arg(long, value_enum)]
    pub(crate) theme: Option<ThemeName>,
    /// Draw bars and marks with ASCII alone
    #[arg(long)]
    pub(crate) ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub(crate) no_mouse: bool,
    /// Take keys from this file instead of ~/.config/weigh/keys.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
}

/// The colours of the terminal UI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThemeName {
    /// The 16 colours of the terminal, as its user set them
    Terminal,
    /// Dark on light
    Light,
    /// Light on dark
    Dark,
    /// Colours that people with any colour vision can tell apart
    ColourBlind,
    /// No colour at all, only bold, dim, underlined and reversed
    Mono,
}

/// Arguments of `rank`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh rank\n  weigh rank --format csv -o ranking.csv\n  weigh rank --set vendors.siam-voice.facts.hourly_rate=13\n  weigh rank --cases cases.csv"
)]
pub(crate) struct Rank {
    /// Exit with 1 when no vendor is awardable: in the ranking, every must-have and minimum passed for sure
    #[arg(long)]
    pub(crate) require_award: bool,
    /// Score every case of this CSV file: its first line is `case` and paths, each other one a name and values
    ///
    /// An empty cell leaves its value as it is. As a table the cases stand below each other; as CSV and JSON they
    /// have the rank and the score of every vendor.
    #[arg(long, value_name = "FILE", conflicts_with = "require_award")]
    pub(crate) cases: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh explain siam-voice\n  weigh explain siam-voice --format json")]
pub(crate) struct Explain {
    /// The vendor: the name of its file without .toml, or its name
    pub(crate) vendor: String,
}

/// Arguments of `compare`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh compare siam-voice bayt-alradd\n  weigh compare siam-voice bayt-alradd pollolahti --format md"
)]
pub(crate) struct Compare {
    /// Two vendors or more
    #[arg(num_args = 2.., required = true, value_name = "VENDOR")]
    pub(crate) names: Vec<String>,
}

/// Arguments of `gaps`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh gaps\n  weigh gaps siam-voice\n  weigh gaps --format csv -o questions.csv"
)]
pub(crate) struct Gaps {
    /// Only these vendors
    #[arg(value_name = "VENDOR")]
    pub(crate) names: Vec<String>,
    /// Also vendors that are out of the ranking
    #[arg(long)]
    pub(crate) all: bool,
}

/// Arguments of `sensitivity`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh sensitivity\n  weigh sensitivity cost\n  weigh sensitivity cost --format csv"
)]
pub(crate) struct Sensitivity {
    /// The criterion or group whose weight moves; how far each may move when left out
    pub(crate) criterion: Option<String>,
}

/// Arguments of `cost`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh cost\n  weigh cost siam-voice --explain\n  weigh cost --sweep volume\n  weigh cost --set needs.demand.phone.aht=300\n  weigh cost --format csv -o costs.csv"
)]
#[expect(clippy::struct_excessive_bools, reason = "options that are asked for each by itself")]
pub(crate) struct Cost {
    /// One vendor, line by line and year by year
    #[arg(value_name = "VENDOR")]
    pub(crate) vendor: Option<String>,
    /// Show every formula with its numbers
    #[arg(long)]
    pub(crate) explain: bool,
    /// Show the forecast, staffed: contacts, hours, agents by channel and year
    #[arg(long, conflicts_with_all = ["vendor", "sweep", "assumptions"])]
    pub(crate) demand: bool,
    /// With --demand, the agents of each interval of the busiest day, month by month
    #[arg(long, requires = "demand")]
    pub(crate) intervals: bool,
    /// Show what the costs hang on, each with the path that --set changes it by
    #[arg(long, conflicts_with = "sweep")]
    pub(crate) assumptions: bool,
    /// Show what vendors are worth beside their cost: customers who stay, what they bring, return, points for money
    #[arg(long, conflicts_with_all = ["demand", "sweep", "assumptions", "explain"])]
    pub(crate) worth: bool,
    /// What if this turned out otherwise: cost curves, and where one vendor becomes cheaper than another
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "vendor")]
    pub(crate) sweep: Option<Swept>,
}

/// What `--sweep` moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Swept {
    /// Contacts, -30 % to +30 %
    Volume,
    /// Handle times, -30 % to +30 %
    Aht,
    /// Agents who leave, -30 % to +30 %
    Attrition,
    /// Exchange rates, -30 % to +30 %
    Fx,
    /// Rise of consumer prices, -3 to +3 points
    Index,
    /// Rise of wages, -3 to +3 points
    Wages,
    /// Containment of bots, -30 to +30 points
    Containment,
    /// Issues solved at first, -30 to +30 points
    Fcr,
}

/// Arguments of `break-even`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh break-even siam-voice\n  weigh break-even bayt-alradd --format csv"
)]
pub(crate) struct BreakEven {
    /// The vendor: the name of its file without .toml, or its name
    pub(crate) vendor: String,
}

//! Arguments as typed.

mod choices;
mod report;
mod weights;

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(super) use report::{Award, Debrief, Notice, Report, Verify};

use crate::diagnostic::Sources;
use crate::files::node::{NodeKind, parse_value};
pub(super) use weights::{Judging, Points, WeightMethod, Weights};

const EXAMPLES: &str = "\
Examples:
  weigh                                        the terminal UI; in a pipe, the ranking
  weigh rank                                   the ranking of the workspace you are in
  weigh rank --set criteria.cost.weight=40     what if cost weighed 40?
  weigh explain siam-voice                     why it has its score, down to the evidence
  weigh compare siam-voice bayt-alradd         what makes the difference
  weigh gaps                                   what to find out next
  weigh sensitivity cost                       who leads when cost weighs more, or less
  weigh weights                                the weights, and where they come from
  weigh robust                                 would it survive a challenge?
  weigh break-even bayt-alradd                 what would make it win
  weigh cost                                   what each quote really costs
  weigh report --to md,json -o handover        the report to file and send
  weigh panel                                  where the evaluators disagree
  weigh check                                  is everything in the files right?
  weigh init my-decision                       start from a sample

Exit codes: 0 done; 1 the answer is no (check found errors, --require-award found nobody);
2 the command line is wrong; 3 the input cannot be read or is invalid; 4 could not write;
130 stopped by Ctrl-C, after printing what there was.";

/// Choose a provider of outsourced customer contact or back-office work, and defend the choice
///
/// weigh reads vendor profiles and weighted criteria from TOML files and turns them into one
/// reproducible ranking. Without a command it opens the terminal UI, or prints the ranking where
/// there is no terminal.
#[derive(Debug, Parser)]
#[command(name = "weigh", version, after_help = EXAMPLES)]
pub struct Args {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the ranking when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Work in this folder instead of the current one
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,
    /// The decision: its name in criteria/, or the path of a criteria file
    ///
    /// When left out: the only one, or the one that says `default = true`.
    #[arg(long, value_name = "NAME|PATH", global = true)]
    pub criteria: Option<String>,
    /// Read the vendors from this folder instead of the one that the criteria file names
    #[arg(long, value_name = "DIR", global = true)]
    pub vendors: Option<PathBuf>,
    /// Ask "what if" without touching a file; repeatable
    ///
    /// PATH starts at the top of the criteria file (criteria.cost.weight, rule.unknown) or with
    /// vendors.ID for a vendor file (vendors.siam-voice.facts.hourly_rate). The value is checked as
    /// if it stood in the file. When a weight is set, the other weights of its group shrink or grow
    /// in proportion, so that they still add up.
    #[arg(long = "set", value_name = "PATH=VALUE", global = true)]
    pub set: Vec<String>,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", value_enum, global = true)]
    pub format: Option<Format>,
    /// Write the result to this file instead of standard output; - for standard output
    #[arg(short, long, value_name = "FILE", global = true)]
    pub output: Option<PathBuf>,
    /// Use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub color: ColorWhen,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// How to write a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns for people
    #[default]
    Table,
    /// JSON with every number in full
    Json,
    /// CSV with every number in full
    Csv,
    /// A Markdown table
    Md,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set or TERM is dumb; `CLICOLOR_FORCE` asks for it in a pipe
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the terminal UI; in a terminal it is what `weigh` alone does
    Tui(Tui),
    /// Who is ahead, by how much, who is out and why
    Rank(Rank),
    /// Why a vendor has its score: criterion, value, fact, evidence
    Explain(Explain),
    /// Vendors side by side and, for two, what makes the difference
    Compare(Compare),
    /// What is not known yet, ordered by how much of the score hangs on it
    Gaps(Gaps),
    /// What one weight does: how far it may move, and who changes places where
    Sensitivity(Sensitivity),
    /// The weights, where they come from, and ways to find them
    Weights(Weights),
    /// How sure the ranking is: draws, rivals, what to check next
    Robust(Robust),
    /// What each fact of a vendor would have to be for the first place
    BreakEven(BreakEven),
    /// What each quote really costs, beside its headline price
    Cost(Cost),
    /// How many agents a queue needs
    Staff(Staff),
    /// The whole result in a form to file, send and show
    Report(Report),
    /// Record who gets the work, on whose word, and why
    Award(Award),
    /// A letter to a vendor that did not get the work: its points, the winner's, and why
    Debrief(Debrief),
    /// The public notice of the award, and what could be inferred from it
    Notice(Notice),
    /// Does a result that was handed over still follow from its inputs?
    Verify(Verify),
    /// Where the evaluators of a panel disagree, and what hangs on it
    Panel(Panel),
    /// Write a blank sheet for an evaluator, or bring a filled-in one back
    Sheet(Sheet),
    /// Settle the rule or the evaluators' work, and tell later changes
    Lock(Lock),
    /// Lift a lock, with a reason that stays in the log
    Unlock(Unlock),
    /// Check the criteria and vendor files and show every problem
    Check(Check),
    /// Write one value into the right file and leave everything else as it is
    Set(Set),
    /// Make a workspace from a sample
    Init(Init),
    /// Make a blank file
    New(New),
    /// Print the JSON Schema of a kind of file
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
    /// Print the version, what was built in, and the licences of what it is built from
    Version(Version),
}

/// Arguments of `tui`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh tui\n  weigh tui --theme dark --criteria back-office\n  weigh tui --ascii --no-mouse"
)]
pub struct Tui {
    /// The colours; without colour where `NO_COLOR` is set
    #[arg(long, value_enum)]
    pub theme: Option<ThemeName>,
    /// Draw bars and marks with ASCII alone
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Take keys from this file instead of ~/.config/weigh/keys.toml
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
}

/// The colours of the terminal UI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
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
    after_help = "Examples:\n  weigh rank\n  weigh rank --format csv -o ranking.csv\n  weigh rank --set vendors.siam-voice.facts.hourly_rate=13"
)]
pub struct Rank {
    /// Exit with 1 when no vendor is awardable: in the ranking, every must-have and minimum passed for sure
    #[arg(long)]
    pub require_award: bool,
}

/// Arguments of `explain`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh explain siam-voice\n  weigh explain siam-voice --format json")]
pub struct Explain {
    /// The vendor: the name of its file without .toml, or its name
    pub vendor: String,
}

/// Arguments of `compare`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh compare siam-voice bayt-alradd\n  weigh compare siam-voice bayt-alradd pollolahti --format md"
)]
pub struct Compare {
    /// Two vendors or more
    #[arg(num_args = 2.., required = true, value_name = "VENDOR")]
    pub names: Vec<String>,
}

/// Arguments of `gaps`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh gaps\n  weigh gaps siam-voice\n  weigh gaps --format csv -o questions.csv"
)]
pub struct Gaps {
    /// Only these vendors
    #[arg(value_name = "VENDOR")]
    pub names: Vec<String>,
    /// Also vendors that are out of the ranking
    #[arg(long)]
    pub all: bool,
}

/// Arguments of `sensitivity`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh sensitivity\n  weigh sensitivity cost\n  weigh sensitivity cost --format csv"
)]
pub struct Sensitivity {
    /// The criterion or group whose weight moves; how far each may move when left out
    pub criterion: Option<String>,
}

/// Arguments of `cost`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh cost\n  weigh cost siam-voice --explain\n  weigh cost --sweep volume\n  weigh cost --set needs.demand.phone.aht=300\n  weigh cost --format csv -o costs.csv"
)]
pub struct Cost {
    /// One vendor, line by line and year by year
    #[arg(value_name = "VENDOR")]
    pub vendor: Option<String>,
    /// Show every formula with its numbers
    #[arg(long)]
    pub explain: bool,
    /// Show the forecast, staffed: contacts, hours, agents by channel and year
    #[arg(long, conflicts_with_all = ["vendor", "sweep", "assumptions"])]
    pub demand: bool,
    /// Show what the costs hang on, each with the path that --set changes it by
    #[arg(long, conflicts_with = "sweep")]
    pub assumptions: bool,
    /// What if this turned out otherwise: cost curves, and where one vendor becomes cheaper than another
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "vendor")]
    pub sweep: Option<Swept>,
}

/// What `--sweep` moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Swept {
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
}

/// Arguments of `panel`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh panel\n  weigh panel --moderation --format md -o agenda.md\n  weigh panel --set rule.panel.combine=trimmed-mean\n  weigh panel --format csv -o marks.csv"
)]
pub struct Panel {
    /// Only the marks to talk through in a meeting, the widest apart first
    #[arg(long)]
    pub moderation: bool,
}

/// Arguments of `sheet`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh sheet mei-lindqvist\n  weigh sheet mei-lindqvist -o mei.xlsx\n  weigh sheet mei-lindqvist --blind --key who-is-who.toml -o blind.xlsx"
)]
pub struct Sheet {
    /// The evaluator: the name of the file without .toml, also of one that is not there yet
    #[arg(required_unless_present = "read")]
    pub evaluator: Option<String>,
    /// Call the vendors A, B, C ...; who is who goes into the key
    #[arg(long, requires = "key", conflicts_with = "read")]
    pub blind: bool,
    /// The key of blind sheets; written where there is none, and used again where there is one
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// What decides the order of the vendors in a new key
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,
    /// Put the marks of this filled-in sheet (XLSX or TOML) into the evaluator's file
    #[arg(long, value_name = "FILE")]
    pub read: Option<PathBuf>,
}

/// Arguments of `lock`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh lock\n  weigh lock rule --by \"Aino Koskela\"\n  weigh lock quality --by \"Aino Koskela\" --at 2026-11-22T10:00:00Z"
)]
pub struct Lock {
    /// What to lock; shows what is locked, and what has changed since, when left out
    #[arg(value_enum)]
    pub part: Option<LockPart>,
    /// When and by whom.
    #[command(flatten)]
    pub when: When,
}

/// Arguments of `unlock`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Unlock {
    /// What to unlock
    #[arg(value_enum)]
    pub part: LockPart,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// When and by whom.
    #[command(flatten)]
    pub when: When,
}

/// When something was done, and by whom.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct When {
    /// When, such as 2026-11-22T10:00:00Z; now when left out
    #[arg(long, value_name = "TIME", value_parser = day_or_time)]
    pub at: Option<String>,
    /// Who; the user of this computer when left out
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

/// What `lock` and `unlock` take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LockPart {
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
    // A time without a day is one too.
    if errors.is_empty() && is_time && text.as_bytes().get(4) == Some(&b'-') {
        return Ok(text.to_owned());
    }
    Err("must be a day or a time, such as 2026-11-22 or 2026-11-22T10:00:00Z".to_owned())
}

/// Arguments of `staff`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh staff --contacts 360 --per 30m --aht 240 --target 80/20\n  weigh staff --contacts 360 --aht 4m --target 80/20 --patience 2m --of answered --shrinkage 30\n  weigh staff --contacts 60 --aht 10m --target 80/30 --concurrency 2"
)]
pub struct Staff {
    /// Contacts offered in an interval; may be a fraction
    #[arg(long, value_name = "NUMBER")]
    pub contacts: f64,
    /// The length of the interval: 30m, 1h, 900 (seconds)
    #[arg(long, value_name = "TIME", default_value = "30m")]
    pub per: Duration,
    /// Handle time of a contact, talk, hold and wrap-up: 240 (seconds), 4m; for chat the time at that concurrency
    #[arg(long, value_name = "TIME")]
    pub aht: Duration,
    /// The share to answer in time, and the time: 80/20 is 80 % within 20 seconds
    #[arg(long, value_name = "PERCENT/SECONDS", default_value = "80/20")]
    pub target: Goal,
    /// Of which contacts that share is counted; matters only with --patience
    #[arg(long, value_enum, default_value_t)]
    pub of: Of,
    /// How long people wait on average before they hang up; nobody does when left out
    #[arg(long, value_name = "TIME")]
    pub patience: Option<Duration>,
    /// The highest share of an agent's time that may be busy, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0)]
    pub max_occupancy: f64,
    /// The highest share of contacts that may hang up, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0)]
    pub max_abandonment: f64,
    /// The share of paid time that is not worked on the queue, in per cent: breaks, training, leave, sickness
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0)]
    pub shrinkage: f64,
    /// Conversations that an agent holds at the same time, for chat
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub concurrency: u32,
}

/// A time in seconds, typed as 240, 240s, 4m or 1h.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// Seconds, above 0.
    pub seconds: f64,
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Duration, String> {
        let (number, unit) = match text.find(|c: char| c.is_ascii_alphabetic()) {
            Some(at) => text.split_at(at),
            None => (text, "s"),
        };
        let factor = match unit {
            "s" => 1.0,
            "m" | "min" => 60.0,
            "h" => 3_600.0,
            _ => return Err(format!("`{unit}` is no unit of time; use s, m or h")),
        };
        match number.parse::<f64>() {
            Ok(number) if number.is_finite() && number > 0.0 => Ok(Duration { seconds: number * factor }),
            _ => Err("a time is a number above 0 with s, m or h, such as 240, 240s, 4m or 1h".to_owned()),
        }
    }
}

/// A target such as 80/20.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The share to answer in time, 0 to below 1.
    pub share: f64,
    /// The time in seconds, 0 or more.
    pub seconds: f64,
}

impl FromStr for Goal {
    type Err = String;

    fn from_str(text: &str) -> Result<Goal, String> {
        let parts = text.split_once('/').map(|(share, seconds)| (share.parse(), seconds.parse()));
        match parts {
            Some((Ok(share), Ok(seconds)))
                if (0.0..100.0).contains(&share) && (0.0..1e9).contains(&seconds) =>
            {
                Ok(Goal { share: share / 100.0, seconds })
            }
            _ => Err("a target is per cent below 100, a slash and seconds, such as 80/20".to_owned()),
        }
    }
}

/// What `--of` takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// Of all offered contacts
    #[default]
    Offered,
    /// Of those answered at all
    Answered,
    /// Of those offered, without the ones that hung up within the time
    WithoutShortAbandons,
}

/// Arguments of `robust`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh robust\n  weigh robust --draws 100000 --where \"security >= cost\"\n  weigh robust --draws 20000 --shard 1/4 -o part1.json\n  weigh robust --tolerance 1 --format json\n\nDraws spread over machines: run each --shard i/k -o part.json, then weigh robust --merge part*.json\ngives to the bit what one run gives."
)]
pub struct Robust {
    /// Draws; with --tolerance, the most
    #[arg(long, value_name = "N", default_value_t = crate::robust::USUAL_DRAWS)]
    pub draws: u64,
    /// Equal seeds give equal results
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How weights vary: per cent around the stated ones, `uniform` for any weights, `fixed` for none
    ///
    /// With a spread of 10 a weight of half of its group has a standard deviation of 5 per cent of the
    /// group. With --where and no --spread, all weights that satisfy it are equally likely. What is left out
    /// here is as [robust] of the criteria file says; --where and --together add to it.
    #[arg(long, value_name = "PERCENT|uniform|fixed")]
    pub spread: Option<Spread>,
    /// How uncertain facts are drawn from low, likely and high; unknown ones over their scale
    #[arg(long, value_name = "HOW", value_enum)]
    pub facts: Option<Facts>,
    /// What is known about weights of one group: \"cost >= security\", \"20 <= cost <= 40\"; repeatable
    #[arg(long = "where", value_name = "COMPARISON")]
    pub constraints: Vec<String>,
    /// Facts that are high or low together within a vendor, with commas between them; repeatable
    #[arg(long, value_name = "FACT,FACT")]
    pub together: Vec<String>,
    /// Stop when the standard error of every share is at most this, in per cent
    #[arg(long, value_name = "PERCENT")]
    pub tolerance: Option<f64>,
    /// Threads; as many as there are cores when left out
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Make only part I of K and write its counts
    #[arg(long, value_name = "I/K", conflicts_with_all = ["merge", "tolerance"])]
    pub shard: Option<ShardArg>,
    /// Add the counts of these parts instead of drawing; they bring their own options
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub merge: Vec<PathBuf>,
}

/// How weights vary, as typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// In per cent around the stated weights.
    Percent(f64),
    /// All weights equally likely.
    Uniform,
    /// Weights as stated.
    Fixed,
}

impl std::str::FromStr for Spread {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "uniform" => Ok(Spread::Uniform),
            "fixed" | "0" => Ok(Spread::Fixed),
            _ => match text.trim_end_matches('%').trim().parse() {
                Ok(percent) if percent > 0.0 && percent < 100.0 => Ok(Spread::Percent(percent)),
                _ => Err("must be a number of per cent below 100, `uniform` or `fixed`".to_owned()),
            },
        }
    }
}

/// A part of a run, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardArg {
    /// Which part, from 1.
    pub part: u64,
    /// How many parts.
    pub of: u64,
}

impl std::str::FromStr for ShardArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if 1 <= part && part <= of => Ok(ShardArg { part, of }),
            _ => Err("must be a part and a number of parts, such as 3/64".to_owned()),
        }
    }
}

/// How uncertain facts are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Facts {
    /// Most often near the likely number; the usual way
    Triangular,
    /// Smoother, and nearer still
    Pert,
    /// Anything from low to high alike
    Uniform,
    /// Not at all: as the rule counts them
    Fixed,
}

/// Arguments of `break-even`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh break-even siam-voice\n  weigh break-even bayt-alradd --format csv"
)]
pub struct BreakEven {
    /// The vendor: the name of its file without .toml, or its name
    pub vendor: String,
}

/// Arguments of `check`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh check\n  weigh check --deny warnings --format json\n  weigh check --rule\n  weigh check --explain C004"
)]
pub struct Check {
    /// Treat these as errors too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Also look at the rule before bids are in: what cannot matter, cannot be met, or counts twice
    #[arg(long)]
    pub rule: bool,
    /// Explain a code of a problem, such as C004
    #[arg(long, value_name = "CODE")]
    pub explain: Option<String>,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings
    Warnings,
}

/// Arguments of `set`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh set criteria.cost.weight 40\n  weigh set vendors.siam-voice.facts.hourly_rate 13.80\n  weigh set vendors.siam-voice.status withdrawn"
)]
pub struct Set {
    /// Where: criteria.cost.weight, rule.unknown, vendors.siam-voice.facts.hourly_rate
    pub path: String,
    /// What, as it is written in the file; text may go without quotes
    #[arg(allow_hyphen_values = true)]
    pub value: String,
}

/// Arguments of `init`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh init my-decision\n  weigh init my-decision --template back-office"
)]
pub struct Init {
    /// The folder to make, or an empty one; existing files are never overwritten
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// The sample to start from
    #[arg(long, value_enum, default_value_t)]
    pub template: Template,
    /// Leave the sample vendors out
    #[arg(long)]
    pub no_vendors: bool,
}

/// A sample to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// First-line customer support
    #[default]
    ContactCentre,
    /// Invoices, payroll and data entry
    BackOffice,
    /// In-house, call centre, contact centre, BPO or KPO?
    ProviderKind,
}

/// Arguments of `new`.
#[derive(Clone, Debug, ClapArgs)]
pub struct New {
    /// The kind of file.
    #[command(subcommand)]
    pub what: NewWhat,
}

/// What `new` makes.
#[derive(Clone, Debug, Subcommand)]
pub enum NewWhat {
    /// A vendor file with every fact and mark that the decision reads, still to be filled
    Vendor(NewVendor),
    /// A folder with a brand file and templates, for reports that look like yours
    Brand(NewBrand),
}

/// Arguments of `new brand`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh new brand\n  weigh new brand templates/ours")]
pub struct NewBrand {
    /// The folder to make
    #[arg(default_value = "brand")]
    pub folder: PathBuf,
}

/// Arguments of `new vendor`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh new vendor \"Siam Voice\"\n  weigh new vendor \"สยามวอยซ์\" --id siam-voice"
)]
pub struct NewVendor {
    /// The vendor's name
    pub name: String,
    /// The name of its file without .toml; made from the name when left out
    #[arg(long)]
    pub id: Option<String>,
}

/// Arguments of `schema`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh schema vendor -o vendors/vendor.schema.json")]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_enum)]
    pub kind: SchemaKind,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// Criteria files
    Criteria,
    /// Vendor files
    Vendor,
    /// Reports as JSON
    Report,
    /// Files of evaluators
    Panel,
    /// Files of what a panel agreed on
    Consensus,
}

/// Arguments of `completions`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh completions bash > ~/.local/share/bash-completion/completions/weigh"
)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh man | man -l -\n  weigh man rank | man -l -")]
pub struct Man {
    /// The command whose page to print; the program's own when left out
    pub command: Option<String>,
}

/// Arguments of `version`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh version\n  weigh version --licences")]
pub struct Version {
    /// Print every dependency and font with its version and licence
    #[arg(long)]
    pub licences: bool,
}

//! Arguments as typed.

mod ask;
mod award;
mod choices;
mod formula;
mod number;
mod panel;
mod record;
mod report;
mod robust;
mod staff;
mod tool;
mod weights;
mod write;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

#[cfg(feature = "tui")]
pub(super) use ask::ThemeName;
pub(super) use ask::{BreakEven, Compare, Cost, Explain, Gaps, Rank, Sensitivity, Swept, Tui};
pub(super) use award::{Award, Clear};
pub(super) use formula::{FormulaAction, FormulaArguments, TryFormula};
pub(super) use panel::{Lock, LockPart, Panel, Sheet, Unlock, When};
#[cfg(feature = "xlsx")]
pub(super) use record::record_name;
pub(super) use report::{Debrief, Notice, Report, Verify, Written};
pub(super) use robust::{Facts, Robust, Spread};
pub(super) use staff::{Of, Staff};
pub(super) use tool::{Check, Completions, Guide, Man, SchemaArgs, SchemaKind, Version};
pub(super) use weights::{Judging, Points, WeightMethod, Weights};
pub(super) use write::{
    Ask, Import, Init, Invite, Leave, MovePart, New, NewBrand, NewCriterion, NewDecision, NewEvaluator,
    NewGate, NewVendor, NewWhat, Pack, PartKind, RemovePart, RenamePart, Set, Take, Template, Unpack,
};

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
  weigh import scores.xlsx -o my-decision      start from your spreadsheet
  weigh init my-decision                       start from a sample
  weigh guide                                  read about a topic

In scripts: -C DIR works in another folder, results alone go to standard output, and --format json or csv has
every number in full. `weigh guide options` tells these, the environment variables that are read, and completions.

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
pub(crate) struct Args {
    /// Options that every command takes.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do; the ranking when left out.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Work in this folder instead of the current one; a pack of `weigh pack` is read in place
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,
    /// The decision: its name in criteria/, or the path of a criteria file
    ///
    /// When left out: the only one, or the one that says `default = true`.
    #[arg(long, value_name = "NAME|PATH", global = true)]
    pub(crate) criteria: Option<String>,
    /// Read the vendors from this folder instead of the one that the criteria file names
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) vendors: Option<PathBuf>,
    /// Ask "what if" without touching a file; repeatable
    ///
    /// PATH starts at the top of the criteria file (criteria.cost.weight, rule.unknown) or with
    /// vendors.ID for a vendor file (vendors.siam-voice.facts.hourly_rate). The value is checked as
    /// if it stood in the file. Where the rule says what weights add up to, the others of a group
    /// shrink or grow in proportion when one is set.
    #[arg(long = "set", value_name = "PATH=VALUE", global = true)]
    pub(crate) set: Vec<String>,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", value_enum, global = true)]
    pub(crate) format: Option<Format>,
    /// Write the result to this file instead of standard output; - for standard output
    ///
    /// An ending such as .csv, .json, .md or .txt says the format. Reports and letters take a file by its ending
    /// (.html, .pdf, .docx, .xlsx, .md, .csv, .json), or a folder.
    #[arg(short, long, value_name = "FILE", global = true)]
    pub(crate) output: Option<PathBuf>,
    /// Have -o replace what is no result: the files of a decision, sheets, keys, brands, letters
    #[arg(long, global = true)]
    pub(crate) force: bool,
    /// Use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) color: ColorWhen,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// How to write a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
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
pub(crate) enum ColorWhen {
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
pub(crate) enum Command {
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
    /// Award formulas as tenders print them, tried on your bids
    Formula(FormulaArguments),
    /// The whole result in a form to file, send and show
    Report(Report),
    /// Record who gets the work, on whose word, and why
    Award(Award),
    /// Answer a condition of the award, or what a vendor explains
    Clear(Clear),
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
    /// Take a vendor out that has withdrawn, with the reason
    Withdraw(Leave),
    /// Exclude a vendor, with the reason
    Disqualify(Leave),
    /// Let a vendor that was out take part again
    Invite(Invite),
    /// Check the criteria and vendor files and show every problem
    Check(Check),
    /// Write one value into the right file and leave everything else as it is
    Set(Set),
    /// Write the questions to vendors as workbooks to fill in
    Ask(Ask),
    /// Bring back what vendors, evaluators and others typed into workbooks
    Take(Take),
    /// Make a workspace from your spreadsheet, every value with its cell
    Import(Import),
    /// Pack the workspace into one file to mail
    Pack(Pack),
    /// Make a folder of a pack
    Unpack(Unpack),
    /// Make a workspace from a sample
    Init(Init),
    /// Make a decision, a vendor, a criterion, a must-have, an evaluator, a brand
    New(New),
    /// Take a vendor, criterion, must-have or evaluator away, with what hangs on it
    Remove(RemovePart),
    /// Give one another id, wherever it is named
    Rename(RenamePart),
    /// Move a criterion into another group; the weights of both make room
    Move(MovePart),
    /// Print the JSON Schema of a kind of file
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Read about a topic: files, weights, cost, a panel, the words of the trade ...
    Guide(Guide),
    /// Print a manual page
    Man(Man),
    /// Print the version, what was built in, and the licences of what it is built from
    Version(Version),
}

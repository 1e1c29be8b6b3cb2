//! Commands that begin a workspace and write its files.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::When;
use super::record::record_text;
use crate::decision::Date;

/// Arguments of `set`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh set criteria.cost.weight 40 --make-room\n  weigh set vendors.siam-voice.facts.hourly_rate 13.80 --source \"Offer 2\" --as-of 2026-11-20\n  weigh set rule.unknown worst\n\nWhat would bring in an error that was not there is refused, and so is what is locked. Without --source the\nsource and day of a fact's old value go with it, and `check` says so."
)]
pub(crate) struct Set {
    /// Where: criteria.cost.weight, rule.unknown, vendors.siam-voice.facts.hourly_rate
    pub(crate) path: String,
    /// What, as it is written in the file; text may go without quotes
    #[arg(allow_hyphen_values = true)]
    pub(crate) value: String,
    /// Let the other weights of the group shrink or grow in proportion, so that they still add up
    #[arg(long)]
    pub(crate) make_room: bool,
    /// Where the value of a fact comes from: the document, call or visit
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
    /// The day on which it was true
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// A remark on it
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

/// Arguments of `withdraw` and `disqualify`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh withdraw siam-voice --reason \"No free seats before June\"\n  weigh disqualify siam-voice --reason \"A false statement on certificates\"\n\nA lock allows it, and the log of locks keeps it."
)]
pub(crate) struct Leave {
    /// The vendor: the name of its file without .toml, or its name
    pub(crate) vendor: String,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = record_text)]
    pub(crate) reason: String,
    /// When and by whom.
    #[command(flatten)]
    pub(crate) when: When,
}

/// Arguments of `invite`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh invite fynbos-answer")]
pub(crate) struct Invite {
    /// The vendor: the name of its file without .toml, or its name
    pub(crate) vendor: String,
}

/// Arguments of `ask`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh ask -o questions\n  weigh ask siam-voice -o siam-voice.xlsx\n  weigh ask --blank siam-voice --show-weights -o questions\n\nA workbook for each vendor: every fact that criteria and must-haves read, grouped as the criteria are, with cells for the answer, evidence, day and remarks; the rest is protected. `[facts.ID] ask = \"...\"` in the criteria file words a question. No scale, limit or other vendor is in it. `weigh take` brings it back."
)]
pub(crate) struct Ask {
    /// The vendors, by id or name; all that take part, and a blank form, when left out
    #[arg(value_name = "VENDOR")]
    pub(crate) names: Vec<String>,
    /// A blank form besides, for a vendor that has no file yet
    #[arg(long)]
    pub(crate) blank: bool,
    /// Let vendors see what each answer weighs
    #[arg(long)]
    pub(crate) show_weights: bool,
}

/// Arguments of `take`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh take answers.xlsx\n  weigh take answers.xlsx --write\n  weigh take mei.xlsx --write\n  weigh take from-mei.weigh\n\nIt tells a file by what it says of itself: a workbook of `weigh ask`, an evaluator's of `weigh sheet` (or its TOML), one of `weigh report` in which weights, facts, must-haves or who takes part were typed over, a pack or the folder of somebody else's workspace. Rows are found by the ids in them, however they were sorted or moved. First it shows each change with its cell, and ranks and scores before and after; --write writes. What can be read in two ways, was reworded, or is older than what is known is not taken, and said. Where two answers disagree the newer holds, and the older stays in the note. Where nothing says which holds, as with another's weights, both are listed and yours stays; so it is where two of the files answer one question without a day. What cannot be written, or is of a day to come, is named and keeps nothing else out. Nothing is deleted, and `release` is never set."
)]
pub(crate) struct Take {
    /// What came back: workbooks, CSV files of their sheet, packs, other workspaces; relative paths are seen from -C
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Write it
    #[arg(long)]
    pub(crate) write: bool,
    /// Take what the files say also where yours has better evidence, and in conflicts
    #[arg(long)]
    pub(crate) over: bool,
    /// Ask about each change whether it is taken; on a terminal
    #[arg(long)]
    pub(crate) choose: bool,
    /// Leave a change out, by the path that it would write; repeatable
    #[arg(long, value_name = "PATH")]
    pub(crate) leave: Vec<String>,
    /// The vendor of files that do not say whose they are
    #[arg(long, value_name = "VENDOR")]
    pub(crate) vendor: Option<String>,
    /// Whose a sheet in TOML is, where neither a name in it nor that of its file says so
    #[arg(long, value_name = "NAME")]
    pub(crate) evaluator: Option<String>,
    /// The key of blind sheets, seen from -C
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
}

/// Arguments of `import`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh import scores.xlsx -o my-decision\n  weigh import scores.xlsx -o my-decision --write\n  weigh import october.xlsx -o my-decision --criteria september\n\nReads XLSX, XLSM, XLS, ODS, CSV and TSV: score sheets with criteria in rows or in columns, groups, maximum points, price points, must-haves, a sheet for each evaluator or vendor, and tables of facts. -o names the folder of the workspace, by default the current one. First it shows what it would write, with the totals beside the sheet's. What can be read in two ways is a question: on a terminal it is asked, else the command ends with exit code 1 and SHEET.import.toml in that folder has the questions; nothing is guessed. Formulas are worked out anew and never run. Where the workspace has the decision already, of the name of the sheet or of --criteria, it is brought up to date as `weigh take` does: what would change is shown, and better evidence stays. Answers that were given to earlier sheets of the decision serve, unless they differ; --with takes those of a file."
)]
pub(crate) struct Import {
    /// The spreadsheet; a relative path is seen from -C
    pub(crate) sheet: PathBuf,
    /// Write it once nothing is open
    #[arg(long)]
    pub(crate) write: bool,
    /// In a decision that is there, take what the sheet says also where yours has better evidence
    #[arg(long)]
    pub(crate) over: bool,
    /// Answers to questions, seen from -C; by default SHEET.import.toml in the folder of the workspace, or the answers to
    /// earlier sheets of the same decision
    #[arg(long, value_name = "FILE")]
    pub(crate) with: Option<PathBuf>,
}

/// Arguments of `pack`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh pack -o decision.weigh\n  weigh -C decision.weigh rank\n\nOne file to mail: the criteria, vendors and panels of the workspace, its records, its log of locks, and a SHA-256 of each file (SHA256SUMS in it; it is a ZIP). It holds all that the files hold, prices and names too; the key of blind sheets stays out. Equal files give equal bytes. Every command that only reads takes it with -C, `weigh unpack` makes a folder of it, and `weigh take` lists what differs from yours."
)]
pub(crate) struct Pack {}

/// Arguments of `unpack`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh unpack decision.weigh\n  weigh unpack decision.weigh -o from-mei\n\n-o names the folder, by default the name of the pack without its ending; it has to be new or empty. A pack with a file that is not as it was packed, or whose name leads out of the folder, is refused whole."
)]
pub(crate) struct Unpack {
    /// The pack
    pub(crate) file: PathBuf,
}

/// Arguments of `init`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh init my-decision\n  weigh init my-decision --template back-office"
)]
pub(crate) struct Init {
    /// The folder to make, or an empty one; existing files are never overwritten
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
    /// The sample to start from
    #[arg(long, value_enum, default_value_t)]
    pub(crate) template: Template,
    /// Leave the sample vendors out
    #[arg(long)]
    pub(crate) no_vendors: bool,
}

/// A sample to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Template {
    /// First-line customer support
    #[default]
    ContactCentre,
    /// Invoices, payroll and data entry
    BackOffice,
    /// In-house, call centre, contact centre, BPO or KPO?
    ProviderKind,
    /// A criteria file of ten lines, without criteria and vendors
    Blank,
}

/// Arguments of `new`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh new decision \"Who answers our customers?\"\n  weigh new criterion \"Price\" --weight 60 --unit EUR/h --worst 32 --best 12\n  weigh new gate \"ISO 27001\" --fact certifications --includes \"ISO 27001\"\n  weigh new vendor \"Siam Voice\"\n  weigh new brand"
)]
pub(crate) struct New {
    /// The kind of file.
    #[command(subcommand)]
    pub(crate) what: NewWhat,
}

/// What `new` makes.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum NewWhat {
    /// A criteria file for a new decision, in this workspace or in a new one
    Decision(NewDecision),
    /// A vendor file with every fact and mark that the decision reads, still to be filled
    Vendor(NewVendor),
    /// A criterion, with its weight and what its fact is worth
    Criterion(NewCriterion),
    /// A must-have
    Gate(NewGate),
    /// A file for the marks of an evaluator, and a panel where there is none
    Evaluator(NewEvaluator),
    /// A folder with a brand file and templates, for reports that look like yours
    Brand(NewBrand),
}

/// Arguments of `new brand`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh new brand\n  weigh new brand templates/ours")]
pub(crate) struct NewBrand {
    /// The folder to make
    #[arg(default_value = "brand")]
    pub(crate) folder: PathBuf,
}

/// Arguments of `new vendor`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh new vendor \"Siam Voice\"\n  weigh new vendor \"สยามวอยซ์\" --id siam-voice"
)]
pub(crate) struct NewVendor {
    /// The vendor's name
    pub(crate) name: String,
    /// The name of its file without .toml; made from the name when left out
    #[arg(long)]
    pub(crate) id: Option<String>,
}

/// Arguments of `new decision`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh new decision \"Who answers our customers?\" --id support --currency EUR\n  weigh -C tender new decision \"Payroll 2027\" --question \"Who runs our payroll from January?\""
)]
pub(crate) struct NewDecision {
    /// What is decided, in a line
    pub(crate) title: String,
    /// The name of its file without .toml; made from the title when left out
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The question that its ranking answers
    #[arg(long, value_name = "TEXT")]
    pub(crate) question: Option<String>,
    /// The currency of its money: three capital letters
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
}

/// Arguments of `new criterion`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh new criterion \"Price of an agent hour\" --weight 60 --unit EUR/h --fact hourly_rate --worst 32 --best 12\n  weigh new criterion \"Way of working\" --under Culture --group-weight 20 --weight 100 --marks 5\n  weigh new criterion \"Night desk\" --weight 5 --yes-best\n\nWhere the rule says what weights add up to, the others of the group make room in proportion."
)]
#[command(group(clap::ArgGroup::new("worth").args(["worst", "yes_best", "no_best", "levels", "marks", "covers", "scale"]).required(true)))]
pub(crate) struct NewCriterion {
    /// Its name
    pub(crate) name: String,
    /// Its key in the file; made from the name when left out
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The group that it belongs to, by id or name; at the top when left out
    #[arg(long, value_name = "GROUP")]
    pub(crate) under: Option<String>,
    /// The weight of that group, where it is still to be made
    #[arg(long, value_name = "NUMBER", requires = "under")]
    pub(crate) group_weight: Option<String>,
    /// Its weight among its siblings
    #[arg(long, value_name = "NUMBER")]
    pub(crate) weight: String,
    /// The unit in which it counts
    #[arg(long, value_name = "TEXT")]
    pub(crate) unit: Option<String>,
    /// The fact that it reads; its own id when left out
    #[arg(long, value_name = "ID")]
    pub(crate) fact: Option<String>,
    /// The number that is worth 0
    #[arg(long, value_name = "NUMBER", requires = "best", allow_hyphen_values = true)]
    pub(crate) worst: Option<String>,
    /// The number that is worth 100
    #[arg(long, value_name = "NUMBER", requires = "worst", allow_hyphen_values = true)]
    pub(crate) best: Option<String>,
    /// Yes is worth 100, no 0
    #[arg(long)]
    pub(crate) yes_best: bool,
    /// No is worth 100, yes 0
    #[arg(long)]
    pub(crate) no_best: bool,
    /// Words with what each is worth from 0 to 100
    #[arg(long, value_name = "WORD=VALUE", value_delimiter = ',')]
    pub(crate) levels: Option<Vec<String>>,
    /// Marks by people, from 1 to this one
    #[arg(long, value_name = "NUMBER")]
    pub(crate) marks: Option<String>,
    /// The share of what is asked for, such as needs.languages
    #[arg(long, value_name = "NEED")]
    pub(crate) covers: Option<String>,
    /// Any scale of the file format
    #[arg(long, value_name = "TOML")]
    pub(crate) scale: Option<String>,
    /// Why it is asked for, or whatever else is to be known of it
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

/// Arguments of `new gate`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh new gate \"ISO 27001\" --fact certifications --includes \"ISO 27001\"\n  weigh new gate \"Enough seats\" --fact seats --at-least 45"
)]
#[command(group(clap::ArgGroup::new("test").args(["includes", "includes_any", "at_least", "at_most", "is", "one_of", "before", "after"]).required(true)))]
pub(crate) struct NewGate {
    /// Its name
    pub(crate) name: String,
    /// Its key in the file; made from the name when left out
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The fact that it tests
    #[arg(long, value_name = "ID")]
    pub(crate) fact: String,
    /// What must be among its things; a list for several
    #[arg(long, value_name = "THING")]
    pub(crate) includes: Option<String>,
    /// A list of which one must be among its things
    #[arg(long, value_name = "LIST")]
    pub(crate) includes_any: Option<String>,
    /// The lowest that passes; a number or a need, such as needs.agents
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) at_least: Option<String>,
    /// The highest that passes
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) at_most: Option<String>,
    /// What it must be: true, false, a text or a number
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(crate) is: Option<String>,
    /// A list of what it may be
    #[arg(long, value_name = "LIST")]
    pub(crate) one_of: Option<String>,
    /// The day before which it must lie
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) before: Option<String>,
    /// The day after which it must lie
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) after: Option<String>,
    /// Why it is a must-have
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

/// Arguments of `new evaluator`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh new evaluator \"Aino Koskela\" --role \"Customer service\"")]
pub(crate) struct NewEvaluator {
    /// The evaluator's name
    pub(crate) name: String,
    /// The name of the file without .toml; made from the name when left out
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// What he or she is in the panel
    #[arg(long, value_name = "TEXT")]
    pub(crate) role: Option<String>,
}

/// What `remove` and `rename` take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PartKind {
    /// A vendor: its file, and its marks by the panel
    Vendor,
    /// A criterion, or a group with all under it
    Criterion,
    /// A must-have
    Gate,
    /// An evaluator: the file
    Evaluator,
}

/// Arguments of `remove`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh remove vendor fynbos-answer\n  weigh remove criterion site_visit --write\n\nWithout --write it shows what would go. What an award or a letter names stays. A vendor that leaves the procedure\nstays too: `weigh withdraw` and `weigh disqualify` say why."
)]
pub(crate) struct RemovePart {
    /// What it is
    pub(crate) kind: PartKind,
    /// Its id
    pub(crate) id: String,
    /// Do it
    #[arg(long)]
    pub(crate) write: bool,
}

/// Arguments of `rename`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh rename vendor siam-voice siam-voice-group\n  weigh rename criterion site_visit impression\n\nIt changes the id, wherever a file of the decision names it; `weigh set vendors.siam-voice.name \"...\"` changes the\nname for people. What an award or a letter names keeps its id."
)]
pub(crate) struct RenamePart {
    /// What it is
    pub(crate) kind: PartKind,
    /// Its id
    pub(crate) id: String,
    /// The new id
    pub(crate) new: String,
}

/// Arguments of `move`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh move site_visit --under security --weight 10\n  weigh move reputation --weight 5\n\nWhere the rule says what weights add up to, those of the group that it leaves grow into its room and those of the group\nthat it comes to make room for it, in proportion."
)]
pub(crate) struct MovePart {
    /// The criterion, or a group with all under it: its id
    #[arg(value_name = "CRITERION")]
    pub(crate) criterion: String,
    /// The group that it comes to; the top when left out
    #[arg(long, value_name = "GROUP")]
    pub(crate) under: Option<String>,
    /// Its weight there; the number that it has when left out
    #[arg(long, value_name = "NUMBER")]
    pub(crate) weight: Option<String>,
}

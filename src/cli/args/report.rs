//! Arguments of what is handed over: reports, letters, proofs.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum};

use crate::decision::Date;
use crate::decision::disclosure::Phase;
use crate::report::{Chapter, Edition, Kind};

/// Arguments of `report`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh report\n  weigh report --to html,pdf,docx,xlsx -o handover\n  weigh report --to md --sections summary,ranking -o -\n  weigh report --for board --to pdf,docx -o handover\n\nEvery format becomes a file DECISION.FORMAT (DECISION-board.FORMAT with --for board) in the folder of -o, by default the current one; a path with\nthe ending of a format, such as -o out.pdf, is that one file."
)]
pub(crate) struct Report {
    /// The formats, with commas between them; when left out, what the ending of -o says, or else html
    #[arg(long, value_name = "FORMAT,FORMAT", value_enum, value_delimiter = ',')]
    pub(crate) to: Vec<Kind>,
    /// For whom it is: a paper for the board, or everything for the file, as when left out
    #[arg(long = "for", value_name = "EDITION", value_enum, conflicts_with = "sections")]
    pub(crate) edition: Option<Edition>,
    /// Only these chapters, with commas between them; all when left out. For html, pdf, docx and md, and csv of the panel
    #[arg(long, value_name = "CHAPTER,CHAPTER", value_enum, value_delimiter = ',')]
    pub(crate) sections: Vec<Chapter>,
    /// The day that the report bears; by default that of the newest fact, award or lock
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Put the files that were read into the JSON, so that it can be verified without them
    #[arg(long)]
    pub(crate) with_inputs: bool,
    /// Name, logo, colour, words and templates of one's own, from this file; `weigh new brand` writes one
    #[arg(long, value_name = "FILE")]
    pub(crate) brand: Option<PathBuf>,
}

/// Arguments of `verify`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh verify ranking.json\n  weigh verify handover/contact-centre.xlsx\n  weigh verify ranking.json --all\n\nExit codes: 0 every number follows from the inputs; 1 one does not; 3 the inputs are not at\nhand, or not those any more, and are named. Awards, locks and letters change no number."
)]
pub(crate) struct Verify {
    /// Show every place that differs, and not the first ones alone
    #[arg(long)]
    pub(crate) all: bool,
    /// What weigh wrote with rank --format json or report --to json or xlsx; or a score sheet, CSV or XLSX
    ///
    /// A report that carries its inputs is verified against them, any other against the workspace.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Arguments of `debrief`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh debrief bayt-alradd\n  weigh debrief --all -o letters --standstill 2030-12-10\n  weigh debrief --all --phase excluded -o letters\n  weigh debrief bayt-alradd --draft\n\nA letter states the award in force and what [disclosure] regime of the criteria file wants told. What is written to a\nfile is noted in criteria/letters/DECISION.toml."
)]
pub(crate) struct Debrief {
    /// Whom the letter is for: id or name
    #[arg(value_name = "VENDOR", required_unless_present = "all")]
    pub(crate) vendor: Option<String>,
    /// A letter for everybody that the phase and the regime have written to, as files in the folder of -o
    #[arg(long, conflicts_with = "vendor")]
    pub(crate) all: bool,
    /// The last day of the standstill, where that is later than the regime counts
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) standstill: Option<Date>,
    /// How it is written.
    #[command(flatten)]
    pub(crate) written: Written,
}

/// Arguments of `notice`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh notice\n  weigh notice --unlinked --to md -o notice\n\nWhat a reader could still infer is said on standard error."
)]
pub(crate) struct Notice {
    /// Tell names by the alphabet and scores by rank, in lists of their own
    #[arg(long)]
    pub(crate) unlinked: bool,
    /// Tell the points by group, too
    #[arg(long, requires = "unlinked")]
    pub(crate) points: bool,
    /// How it is written.
    #[command(flatten)]
    pub(crate) written: Written,
}

/// How letters and notices are written.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Written {
    /// When: to those that are out before an award, after the award, or after the contract
    #[arg(long, value_name = "PHASE", value_enum, default_value_t)]
    pub(crate) phase: PhaseName,
    /// Try it before an award, or on files that are not those of the award: every page says DRAFT
    #[arg(long)]
    pub(crate) draft: bool,
    /// The formats, with commas between them; when left out, what the ending of -o says, or else md
    #[arg(long, value_name = "FORMAT,FORMAT", value_parser = letters(), value_delimiter = ',')]
    pub(crate) to: Vec<Kind>,
    /// The day that it bears; by default today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Name, logo, colour, words and templates of one's own, from this file; `weigh new brand` writes one
    #[arg(long, value_name = "FILE")]
    pub(crate) brand: Option<PathBuf>,
}

/// When a letter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PhaseName {
    /// Before an award, to those that are out
    Excluded,
    /// After the award, before the contract
    #[default]
    Decided,
    /// After the contract
    Signed,
}

impl PhaseName {
    /// What it stands for.
    pub(crate) fn phase(self) -> Phase {
        match self {
            PhaseName::Excluded => Phase::Excluded,
            PhaseName::Decided => Phase::Decided,
            PhaseName::Signed => Phase::Signed,
        }
    }
}

/// The formats that can hold a letter.
fn letters() -> impl TypedValueParser<Value = Kind> {
    let kinds = Kind::ALL.iter().filter(|kind| kind.is_document()).filter_map(ValueEnum::to_possible_value);
    PossibleValuesParser::new(kinds)
        .map(|name| Kind::from_str(&name, false).expect("the parser takes nothing but the names of formats"))
}

//! Commands about the program and its files.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::answers::schema::ResultSchema;
use crate::decision::Date;

/// Arguments of `check`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh check\n  weigh check --deny warnings --format json\n  weigh check --rule\n  weigh check --cases cases.csv\n  weigh check --explain C004"
)]
pub(crate) struct Check {
    /// Treat these as errors too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Also look at the rule before bids are in: what cannot matter, cannot be met, or counts twice
    #[arg(long)]
    pub(crate) rule: bool,
    /// Also tell what is wrong with the cases of this CSV file, as `weigh rank` takes it
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: Option<PathBuf>,
    /// Write every note out, also where several have one code
    #[arg(long)]
    pub(crate) verbose: bool,
    /// The day after which nothing can have been found out, in place of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    /// Explain a code of a problem, such as C004
    #[arg(long, value_name = "CODE")]
    pub(crate) explain: Option<String>,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings
    Warnings,
}

/// Arguments of `schema`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh schema vendor -o vendors/vendor.schema.json\n  weigh schema result.rank"
)]
pub(crate) struct SchemaArgs {
    /// The kind of file, or result. and the name that the JSON of a command bears: weigh/NAME/1
    #[arg(value_enum)]
    pub(crate) kind: SchemaKind,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaKind {
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
    /// What a command prints as JSON
    Result(ResultSchema),
}

/// Arguments of `completions`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh completions bash > ~/.local/share/bash-completion/completions/weigh"
)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `guide`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh guide\n  weigh guide words\n  weigh guide cost --format md -o cost.md"
)]
pub(crate) struct Guide {
    /// The topic; all of them are listed when left out
    pub(crate) topic: Option<String>,
}

/// Arguments of `man`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh man | man -l -\n  weigh man rank | man -l -\n  weigh man weights swing\n  weigh man guide words"
)]
pub(crate) struct Man {
    /// The command, or `guide` and a topic; the program's own page when left out
    #[arg(value_name = "COMMAND")]
    pub(crate) page: Vec<String>,
}

/// Arguments of `version`.
#[derive(Clone, Debug, ClapArgs)]
#[command(after_help = "Examples:\n  weigh version\n  weigh version --licences")]
pub(crate) struct Version {
    /// Print every dependency and font with its version and licence
    #[arg(long)]
    pub(crate) licences: bool,
}

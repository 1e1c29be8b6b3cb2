//! The command `formula`: award formulas as tenders print them.

use clap::{Args as ClapArgs, Subcommand};

use crate::exact::Rounding;

/// Arguments of `formula`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh formula list --regime Germany\n  weigh formula show de.linear-2x\n  weigh formula try de.linear-2x --prices 91000,104500,120000 --with max=30\n  weigh formula try \"40 * lowest(admitted, facts.price) / facts.price\" --prices 91000,104500\n  weigh formula try se.quotient --prices 1200,900 --fact quality=80,62"
)]
pub(crate) struct FormulaArguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: FormulaAction,
}

/// What to do with formulas.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum FormulaAction {
    /// The formulas that are known, by regime
    List {
        /// Only those of a country or body, such as Germany
        #[arg(long, value_name = "NAME")]
        regime: Option<String>,
    },
    /// One formula: as printed, as weigh reads it, its edges, its source and an example
    Show {
        /// The name of the formula, such as de.linear-2x
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// What bids come to by a formula of the list, or by one that you type
    Try(TryFormula),
}

/// Arguments of `formula try`.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct TryFormula {
    /// The name of a formula, or a formula such as "40 * lowest(admitted, facts.price) / facts.price"
    #[arg(value_name = "NAME|FORMULA")]
    pub(crate) formula: String,
    /// The price of each bid
    #[arg(long, value_name = "NUMBERS", allow_hyphen_values = true)]
    pub(crate) prices: Option<String>,
    /// Another fact of each bid, as many as there are bids; repeatable
    #[arg(long = "fact", value_name = "NAME=NUMBERS")]
    pub(crate) facts: Vec<String>,
    /// A number of the rule, such as max=40; repeatable
    #[arg(long = "with", value_name = "NAME=NUMBER")]
    pub(crate) names: Vec<String>,
    /// How to round the result, such as "2 half-up"; as the formula says when left out
    #[arg(long, value_name = "ROUNDING")]
    pub(crate) round: Option<Rounding>,
}

//! The command `robust`: how sure the ranking is.

use std::path::PathBuf;
use std::str::FromStr;

use super::number::{number, whole};
use clap::{Args as ClapArgs, ValueEnum};

/// Arguments of `robust`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh robust\n  weigh robust --draws 100000 --where \"security >= cost\"\n  weigh robust --draws 20000 --shard 1/4 -o part1.json\n  weigh robust --tolerance 1 --format json\n\nDraws spread over machines: run each --shard i/k -o part.json, then weigh robust --merge part*.json\ngives to the bit what one run gives."
)]
pub(crate) struct Robust {
    /// Draws; with --tolerance, the most; when left out 10,000, and fewer for more than 40,000 cells
    #[arg(long, value_name = "N", value_parser = whole)]
    pub(crate) draws: Option<u64>,
    /// Equal seeds give equal results
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole)]
    pub(crate) seed: u64,
    /// How weights vary: per cent around the stated ones, `uniform` for any weights, `fixed` for none
    ///
    /// With a spread of 10 a weight of half of its group has a standard deviation of 5 per cent of the
    /// group. With --where and no --spread, all weights that satisfy it are equally likely. What is left out
    /// here is as [robust] of the criteria file says; --where and --together add to it.
    #[arg(long, value_name = "PERCENT|uniform|fixed")]
    pub(crate) spread: Option<Spread>,
    /// How uncertain facts are drawn from low, likely and high; unknown ones over their scale
    #[arg(long, value_name = "HOW", value_enum)]
    pub(crate) facts: Option<Facts>,
    /// What is known about weights of one group, such as "cost >= security" or "20 <= cost <= 40"; repeatable
    #[arg(long = "where", value_name = "COMPARISON")]
    pub(crate) constraints: Vec<String>,
    /// Facts that are high or low together within a vendor, with commas between them; repeatable
    #[arg(long, value_name = "FACT,FACT")]
    pub(crate) together: Vec<String>,
    /// Stop when the standard error of every share is at most this, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = number)]
    pub(crate) tolerance: Option<f64>,
    /// Threads; as many as there are cores when left out
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
    /// Make only part I of K and write its counts
    #[arg(long, value_name = "I/K", conflicts_with_all = ["merge", "tolerance"])]
    pub(crate) shard: Option<ShardArg>,
    /// Add the counts of these parts instead of drawing; they bring their own options
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) merge: Vec<PathBuf>,
}

/// How weights vary, as typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Spread {
    /// In per cent around the stated weights.
    Percent(f64),
    /// All weights equally likely.
    Uniform,
    /// Weights as stated.
    Fixed,
}

impl FromStr for Spread {
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
pub(crate) struct ShardArg {
    /// Which part, from 1.
    pub(crate) part: u64,
    /// How many parts.
    pub(crate) of: u64,
}

impl FromStr for ShardArg {
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
pub(crate) enum Facts {
    /// Most often near the likely number; the usual way
    Triangular,
    /// Smoother, and nearer still
    Pert,
    /// Anything from low to high alike
    Uniform,
    /// Not at all: as the rule counts them
    Fixed,
}

//! Arguments of `weights`.

use std::str::FromStr;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::decision::judgement::{Comparison, PairFormula, RankFormula};
use crate::exact::Exact;

/// Arguments of `weights`.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh weights\n  weigh weights rank-order --under security compliance encryption=confidentiality\n  weigh weights swing --under cost total_cost=100 per_resolution=40 --write\n  weigh weights pairwise --under cost total_cost/per_resolution=3\n  weigh weights --from-data\n\nA method judges the criteria of one group (--under ID), or those at the top, and shows the weights\nthat follow; --write saves them with the judgements in the criteria file."
)]
pub(crate) struct Weights {
    /// How to judge; the weights as they are when left out
    #[command(subcommand)]
    pub(crate) method: Option<WeightMethod>,
    /// Show what the spread of the bids would make of the weights: for comparison only, never to weigh by
    #[arg(long)]
    pub(crate) from_data: bool,
    /// Write the weights that follow from the judgements in the file
    #[arg(long, conflicts_with = "from_data")]
    pub(crate) write: bool,
}

/// The ways to judge.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum WeightMethod {
    /// Hand out points, such as 100 in all
    Points(PointsArgs),
    /// Judge what the swing from worst to best of each scale matters; the one that matters most has 100
    Swing(PointsArgs),
    /// Name the criteria in their order of importance, most important first
    RankOrder(RankOrderArgs),
    /// Compare every criterion with every other one (AHP)
    Pairwise(PairwiseArgs),
    /// Compare the best criterion with each, and each with the worst (BWM)
    BestWorst(BestWorstArgs),
}

/// What every way to judge takes.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(crate) struct Judging {
    /// The group whose criteria are judged, by its id; those at the top when left out
    #[arg(long, value_name = "GROUP")]
    pub(crate) under: Option<String>,
    /// Digits after the point of the weights; as many as make four digits of the rule's sum when left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=6))]
    pub(crate) decimals: Option<u32>,
    /// Remarks to keep with the judgements, such as who judged and when
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// Save the judgements and the weights in the criteria file; they are only shown when left out
    #[arg(long)]
    pub(crate) write: bool,
}

/// Arguments of `weights points` and `weights swing`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh weights points --under security encryption=30 compliance=40 confidentiality=30\n  weigh weights swing --under cost total_cost=100 per_resolution=40 --decimals 0 --write"
)]
pub(crate) struct PointsArgs {
    /// The points of each criterion, such as cost=100
    #[arg(required = true, value_name = "CRITERION=POINTS")]
    pub(crate) points: Vec<Points>,
    /// What every way to judge takes.
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// Arguments of `weights rank-order`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh weights rank-order --under security compliance encryption=confidentiality\n  weigh weights rank-order --formula rank-sum --under cost total_cost per_resolution"
)]
pub(crate) struct RankOrderArgs {
    /// The criteria, most important first; cost=quality share their places
    #[arg(required = true, value_name = "CRITERION")]
    pub(crate) order: Vec<SharedPlace>,
    /// How places become weights
    #[arg(long, value_enum, default_value_t)]
    pub(crate) formula: RankFormulaArg,
    /// What every way to judge takes.
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// Arguments of `weights pairwise`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh weights pairwise --under cost total_cost/per_resolution=3\n  weigh weights pairwise --formula geometric-mean --under cost total_cost/per_resolution=3"
)]
pub(crate) struct PairwiseArgs {
    /// How many times one criterion weighs another, each pair once: cost/quality=3, cost/quality=1/3
    #[arg(required = true, value_name = "A/B=RATIO")]
    pub(crate) comparisons: Vec<Comparison>,
    /// How comparisons become weights
    #[arg(long, value_enum, default_value_t)]
    pub(crate) formula: PairFormulaArg,
    /// What every way to judge takes.
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// Arguments of `weights best-worst`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh weights best-worst --under cost total_cost per_resolution total_cost/per_resolution=3"
)]
pub(crate) struct BestWorstArgs {
    /// The criterion that matters most
    #[arg(value_name = "BEST")]
    pub(crate) best: String,
    /// The criterion that matters least
    #[arg(value_name = "WORST")]
    pub(crate) worst: String,
    /// How many times, 1 to 9, the best weighs each, and each weighs the worst: cost/quality=2
    #[arg(required = true, value_name = "A/B=RATIO")]
    pub(crate) comparisons: Vec<Comparison>,
    /// What every way to judge takes.
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// Points of a criterion, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Points {
    /// The id of a criterion of the group.
    pub(crate) criterion: String,
    /// How many; checked when weights are made of them.
    pub(crate) number: Exact,
}

impl FromStr for Points {
    type Err = String;

    fn from_str(text: &str) -> Result<Points, String> {
        let parts = text.split_once('=').map(|(id, number)| (id.trim(), Exact::parse(number.trim())));
        match parts {
            Some((id, Ok(number))) if !id.is_empty() => Ok(Points { criterion: id.to_owned(), number }),
            _ => Err("must be a criterion and its points, such as cost=100".to_owned()),
        }
    }
}

/// A place in an order, as typed: one criterion, or several that share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SharedPlace(pub(crate) Vec<String>);

impl FromStr for SharedPlace {
    type Err = String;

    fn from_str(text: &str) -> Result<SharedPlace, String> {
        let ids: Vec<String> = text.split('=').map(|id| id.trim().to_owned()).collect();
        if ids.iter().any(String::is_empty) {
            return Err(
                "must be a criterion, or several with = between them, such as cost=quality".to_owned()
            );
        }
        Ok(SharedPlace(ids))
    }
}

/// What `--formula` of `rank-order` takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RankFormulaArg {
    /// Rank order centroid: the mean of all weights that are in this order
    #[default]
    Roc,
    /// Falling by equal steps
    RankSum,
    /// 1, 1/2, 1/3 ... over their sum
    RankReciprocal,
}

impl From<RankFormulaArg> for RankFormula {
    fn from(formula: RankFormulaArg) -> Self {
        match formula {
            RankFormulaArg::Roc => RankFormula::Roc,
            RankFormulaArg::RankSum => RankFormula::RankSum,
            RankFormulaArg::RankReciprocal => RankFormula::RankReciprocal,
        }
    }
}

/// What `--formula` of `pairwise` takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PairFormulaArg {
    /// The principal eigenvector of the ratios
    #[default]
    Eigenvector,
    /// The geometric means of the rows
    GeometricMean,
}

impl From<PairFormulaArg> for PairFormula {
    fn from(formula: PairFormulaArg) -> Self {
        match formula {
            PairFormulaArg::Eigenvector => PairFormula::Eigenvector,
            PairFormulaArg::GeometricMean => PairFormula::GeometricMean,
        }
    }
}

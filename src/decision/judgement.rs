//! Judgements: what people said of the weights of a group, and the weights that follow.

use std::fmt;
use std::str::FromStr;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::consistency::Consistency;
use super::{Criterion, CriterionId, Decision, Weight};
use crate::exact::{Exact, apportion};

/// What people say of the weights of one group. Criteria go by their ids.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
pub enum Judgements {
    /// Point allocation: points handed out among the criteria, such as 100 in all.
    Points {
        /// The points of each criterion, 0 or more; not all are 0.
        #[serde(serialize_with = "as_map")]
        points: Vec<(String, Exact)>,
    },
    /// Swing weights: how much it matters to go from the worst to the best end of each scale, against the
    /// swing that matters most, which has 100. Source: von Winterfeldt and Edwards 1986.
    Swing {
        /// The points of each swing, 0 to 100; the highest is 100.
        #[serde(serialize_with = "as_map")]
        points: Vec<(String, Exact)>,
    },
    /// An order of importance.
    RankOrder {
        /// How places become weights.
        formula: RankFormula,
        /// The criteria, most important first; those of one list share their places.
        order: Vec<Vec<String>>,
    },
    /// Every criterion compared with every other one (AHP).
    Pairwise {
        /// How the comparisons become weights.
        formula: PairFormula,
        /// Each pair once, in any order and either direction; any ratio above 0, usually 1/9 to 9.
        comparisons: Vec<Comparison>,
    },
    /// The best criterion compared with all others, and all others with the worst (BWM).
    BestWorst {
        /// The criterion that matters most.
        best: String,
        /// The one that matters least.
        worst: String,
        /// Ratios from 1 to 9, in any order.
        comparisons: Vec<Comparison>,
    },
}

/// One criterion weighs so many times another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The id of the one that weighs more, as a rule.
    pub more: String,
    /// The id of the one that it is compared with.
    pub less: String,
    /// How many times it weighs the other; above 0, and below 1 where it weighs less after all.
    pub ratio: Exact,
}

/// As it is typed: `cost/quality = 3`, or `1/3` for the ratio.
impl FromStr for Comparison {
    type Err = ComparisonError;

    fn from_str(text: &str) -> Result<Comparison, ComparisonError> {
        let (pair, ratio) = text.split_once('=').ok_or(ComparisonError)?;
        let (more, less) = pair.split_once('/').ok_or(ComparisonError)?;
        let number = |text: &str| Exact::parse(text.trim()).map_err(|_| ComparisonError);
        let ratio = match ratio.split_once('/') {
            Some((above, below)) => number(above)?.over(&number(below)?).ok_or(ComparisonError)?,
            None => number(ratio)?,
        };
        let (more, less) = (more.trim().to_owned(), less.trim().to_owned());
        if more.is_empty() || less.is_empty() {
            Err(ComparisonError)
        } else {
            Ok(Comparison { more, less, ratio })
        }
    }
}

/// As it is typed, with every digit: `cost/quality = 1/3`.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.ratio.to_string();
        let ratio = match whole_below(&self.ratio) {
            Some(below) => format!("1/{below}"),
            None if Exact::parse(&decimal).as_ref() == Ok(&self.ratio) => decimal,
            None => {
                let (above, below) = self.ratio.reduced_parts();
                format!("{above}/{below}")
            }
        };
        write!(f, "{}/{} = {ratio}", self.more, self.less)
    }
}

/// A text that is no comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be two criteria and a ratio, such as \"cost/quality = 3\" or \"cost/quality = 1/3\"")]
pub struct ComparisonError;

/// The weights that follow from judgements.
#[derive(Clone, Debug, Serialize)]
pub struct JudgedWeights {
    /// The share of each criterion, in the order in which the criteria were given; they add up to 1. Those
    /// of comparisons in pairs have twelve digits after the point, all others are exact.
    pub shares: Vec<Exact>,
    /// How far the judgements agree with each other; none for methods that ask nothing twice.
    pub consistency: Option<Consistency>,
}

/// How places become weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RankFormula {
    /// Rank order centroid: the mean of all weights that are in this order. `w_k = 1/m x sum of 1/i for i = k..m`.
    /// Source: Edwards and Barron 1994 (SMARTER).
    #[default]
    Roc,
    /// Rank sum: `2 (m + 1 - k) / (m (m + 1))`. Source: Stillwell, Seaver and Edwards 1981.
    RankSum,
    /// Rank reciprocal: `1/k` over the sum of all. Source: Stillwell, Seaver and Edwards 1981.
    RankReciprocal,
}

impl RankFormula {
    /// The word in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            RankFormula::Roc => "roc",
            RankFormula::RankSum => "rank-sum",
            RankFormula::RankReciprocal => "rank-reciprocal",
        }
    }
}

/// How comparisons in pairs become weights. Of consistent comparisons both make the same weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PairFormula {
    /// The principal right eigenvector of the matrix of ratios.
    #[default]
    Eigenvector,
    /// The geometric means of its rows.
    GeometricMean,
}

impl PairFormula {
    /// The word in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PairFormula::Eigenvector => "eigenvector",
            PairFormula::GeometricMean => "geometric-mean",
        }
    }
}

/// What was said of the weights of one group. The score never reads it: what counts are the weights that the
/// criteria state, and this is where they come from.
#[derive(Clone, Debug, Serialize)]
pub struct JudgedGroup {
    /// The group; none for the criteria at the top.
    pub under: Option<CriterionId>,
    /// What was said.
    pub judgements: Judgements,
    /// What follows from it, for the criteria of the group in their order.
    #[serde(flatten)]
    pub found: JudgedWeights,
    /// The weights that follow, as decimals that add up exactly to what the rule asks of a group (100 where it
    /// asks nothing), in the same order.
    pub weights: Vec<JudgedWeight>,
    /// Digits after the point of the weights, where they are stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// What swings were about when they were judged; empty for other methods, and where nobody kept it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<JudgedRange>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a swing is about: a scored criterion, and the range of its scale. Swing weights hold for these ranges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgedRange {
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// From its worst to its best, as [`Scale::range`](super::Scale::range) says it.
    pub range: String,
}

/// The ranges that swings of a group are about: those of every scored criterion under it.
///
/// - `criteria`: all, in preorder.
/// - `group`: the index of the group; none for the top.
pub fn ranges<'a>(
    criteria: impl IntoIterator<Item = &'a Criterion>,
    group: Option<usize>,
) -> Vec<JudgedRange> {
    let mut is_under: Vec<bool> = Vec::new();
    let mut ranges = Vec::new();
    for criterion in criteria {
        let is_here = criterion.parent == group || criterion.parent.is_some_and(|parent| is_under[parent]);
        is_under.push(is_here);
        if let (true, Some(leaf)) = (is_here, &criterion.leaf) {
            let range = leaf.scale.range(leaf.unit.as_deref());
            ranges.push(JudgedRange { criterion: criterion.id.clone(), range });
        }
    }
    ranges
}

/// A weight that follows from judgements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgedWeight {
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// What the weight comes to, as a decimal that can be stated in the file.
    pub weight: Weight,
}

impl JudgedGroup {
    /// Makes decimals of what was found.
    ///
    /// - `criteria`: those of the group, in the order of the shares.
    /// - `whole`: what the rule lets weights add up to.
    /// - `decimals`: digits after the point; four digits in all when left out.
    #[must_use]
    pub fn new(
        under: Option<CriterionId>,
        judgements: Judgements,
        found: JudgedWeights,
        criteria: &[CriterionId],
        whole: Option<&Weight>,
        decimals: Option<u32>,
    ) -> JudgedGroup {
        let whole = whole.cloned().unwrap_or(Weight::HUNDRED);
        let digits = decimals.unwrap_or_else(|| usual_decimals(&whole));
        let weights = criteria
            .iter()
            .cloned()
            .zip(apportion(&found.shares, whole.exact(), digits))
            .map(|(criterion, weight)| JudgedWeight { criterion, weight: Weight::of(weight) })
            .collect();
        JudgedGroup { under, judgements, found, weights, decimals, ranges: Vec::new(), note: None }
    }

    /// The index of the group among the criteria; none for the top.
    #[must_use]
    pub fn group(&self, decision: &Decision) -> Option<usize> {
        let under = self.under.as_ref()?;
        decision.criteria.iter().position(|criterion| criterion.id == *under)
    }

    /// The criteria of the group, in their order.
    pub fn criteria<'a>(&self, decision: &'a Decision) -> impl Iterator<Item = &'a Criterion> + use<'a> {
        let parent = self.group(decision);
        decision.criteria.iter().filter(move |criterion| criterion.parent == parent)
    }

    /// The criteria whose stated weight is another one, with the weight that follows. Where the rule asks for
    /// no sum, shares are compared.
    ///
    /// - `criteria`: those of the group, in their order, with their shares.
    #[must_use]
    pub fn differences<'a>(
        &'a self,
        criteria: impl Iterator<Item = &'a Criterion>,
    ) -> Vec<(&'a Criterion, &'a Weight)> {
        let sum = Weight::sum(self.weights.iter().map(|one| &one.weight));
        let pairs = criteria.zip(self.weights.iter().map(|one| &one.weight));
        pairs
            .filter(|(criterion, weight)| {
                weight.over(&sum).is_none_or(|share| share != *criterion.share().local.exact())
            })
            .collect()
    }
}

/// Digits after the point so that a weight has four in all: one of 100, three of 1.
pub(crate) fn usual_decimals(whole: &Weight) -> u32 {
    let text = whole.plain(0);
    u32::try_from(4_usize.saturating_sub(text.len())).unwrap_or(0)
}

fn as_map<S: Serializer>(points: &[(String, Exact)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(points.len()))?;
    for (id, number) in points {
        map.serialize_entry(id, number)?;
    }
    map.end()
}

/// The whole number that 1 is divided by to make a ratio below 1.
pub(crate) fn whole_below(ratio: &Exact) -> Option<Exact> {
    let below = Exact::ONE.over(ratio).filter(|below| *below > Exact::ONE)?;
    (Exact::parse(&below.plain(0)).as_ref() == Ok(&below)).then_some(below)
}

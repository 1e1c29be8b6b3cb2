//! How far judgements agree with each other.

use serde::Serialize;

use crate::exact::Exact;

/// How far judgements agree with each other.
#[derive(Clone, Debug, Serialize)]
pub struct Consistency {
    /// What is measured, with its parts.
    pub measure: Measure,
    /// 0 where all agree; the larger, the less they do.
    pub ratio: f64,
    /// The highest ratio that is taken as consistent enough; none where none is published.
    pub limit: Option<f64>,
    /// The judgement that fits the others least; none where all agree.
    pub worst: Option<Inconsistency>,
}

impl Consistency {
    /// Whether the ratio is above its limit.
    #[must_use]
    pub fn is_too_high(&self) -> bool {
        self.limit.is_some_and(|limit| self.ratio > limit)
    }
}

/// What measures consistency.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum Measure {
    /// Saaty's consistency ratio (CR) of comparisons in pairs: the consistency index over the one of random
    /// comparisons.
    ConsistencyRatio {
        /// The largest eigenvalue of the matrix; the number of criteria where all agree.
        lambda_max: f64,
        /// The consistency index (CI).
        index: f64,
        /// The random index (RI), of Saaty 1980.
        random_index: f64,
        /// The geometric consistency index (GCI), which goes with geometric means.
        geometric_index: f64,
    },
    /// The input-based consistency ratio of best-worst judgements (Liang, Brunelli and Rezaei 2020).
    InputBased {
        /// The largest deviation of the linear model (xi), as a share of 1.
        deviation: Exact,
    },
}

/// A judgement that does not fit the others.
#[derive(Clone, Debug, Serialize)]
pub struct Inconsistency {
    /// The criterion that was judged to weigh more.
    pub more: String,
    /// The one that it was compared with.
    pub less: String,
    /// How many times it was judged to weigh the other.
    pub judged: Exact,
    /// How many times it does by the weights.
    pub implied: f64,
    /// What would mend it; none where no grade makes it better.
    pub mend: Option<Mend>,
}

/// What would mend a judgement.
#[derive(Clone, Debug, Serialize)]
pub struct Mend {
    /// The grade from 1/9 to 9 that the other judgements ask for.
    pub value: Exact,
    /// The ratio of all judgements once it stands there.
    pub ratio_after: f64,
}

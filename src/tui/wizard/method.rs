//! The methods, and the steps in which each one asks.

use crate::decision::judgement::{Judgements, PairFormula, RankFormula};
use crate::weights::{MOST_FROM_BEST, MOST_PAIRED};

/// A way to find weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Swing,
    RankOrder(RankFormula),
    Pairwise(PairFormula),
    BestWorst,
    Points,
}

/// A step of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Which method?
    Method,
    /// Which swing matters most?
    Most,
    /// What does each swing matter against it?
    Swings,
    /// In which order?
    Order,
    /// How many points for each?
    Points,
    /// Which of two, and how many times?
    Pairs,
    /// Which matters most?
    Best,
    /// Which matters least?
    Worst,
    /// How many times does the best matter against each?
    FromBest,
    /// How many times does each matter against the worst?
    ToWorst,
    /// These weights?
    Review,
}

impl Method {
    pub(crate) const ALL: [Method; 8] = [
        Method::Swing,
        Method::RankOrder(RankFormula::Roc),
        Method::RankOrder(RankFormula::RankSum),
        Method::RankOrder(RankFormula::RankReciprocal),
        Method::Pairwise(PairFormula::Eigenvector),
        Method::Pairwise(PairFormula::GeometricMean),
        Method::BestWorst,
        Method::Points,
    ];

    /// The method of judgements.
    pub(crate) fn of(judgements: &Judgements) -> Method {
        match judgements {
            Judgements::Points { .. } => Method::Points,
            Judgements::Swing { .. } => Method::Swing,
            Judgements::RankOrder { formula, .. } => Method::RankOrder(*formula),
            Judgements::Pairwise { formula, .. } => Method::Pairwise(*formula),
            Judgements::BestWorst { .. } => Method::BestWorst,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Method::Swing => "Swing",
            Method::RankOrder(RankFormula::Roc) => "Order: centroid (ROC)",
            Method::RankOrder(RankFormula::RankSum) => "Order: rank sum",
            Method::RankOrder(RankFormula::RankReciprocal) => "Order: reciprocal",
            Method::Pairwise(PairFormula::Eigenvector) => "Pairs (AHP)",
            Method::Pairwise(PairFormula::GeometricMean) => "Pairs: geometric mean",
            Method::BestWorst => "Best-worst",
            Method::Points => "Points",
        }
    }

    /// What it asks, and what it is good for.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Method::Swing => {
                "What it matters to go from the worst to the best end of each scale, against the swing that matters \
                 most. The one method that asks about the scales; a good first choice."
            }
            Method::RankOrder(RankFormula::Roc) => {
                "Only the order of importance. Each weight is the mean of all weights in that order, so the first \
                 places get much."
            }
            Method::RankOrder(RankFormula::RankSum) => {
                "Only the order of importance. Weights fall by equal steps: flatter than the centroid."
            }
            Method::RankOrder(RankFormula::RankReciprocal) => {
                "Only the order of importance. 1, 1/2, 1/3 ...: much for the first place, a long tail."
            }
            Method::Pairwise(PairFormula::Eigenvector) => {
                "Every criterion against every other one, on Saaty's scale from 1 to 9. Shows judgements that \
                 contradict each other."
            }
            Method::Pairwise(PairFormula::GeometricMean) => {
                "The same questions as pairs, and weights from the geometric means of the rows."
            }
            Method::BestWorst => {
                "The best against each, and each against the worst, from 1 to 9: fewer questions than pairs, and \
                 still a check of them."
            }
            Method::Points => "Hand out 100 points. Quick, and blind to what the scales mean.",
        }
    }

    /// The most criteria that it can ask about.
    pub(crate) fn most(self) -> usize {
        match self {
            Method::Pairwise(_) => MOST_PAIRED,
            Method::BestWorst => MOST_FROM_BEST,
            _ => usize::MAX,
        }
    }

    /// Its steps, for so many criteria.
    pub(crate) fn steps(self, criteria: usize) -> &'static [Step] {
        use Step::{
            Best, FromBest, Method as Choice, Most, Order, Pairs, Points, Review, Swings, ToWorst, Worst,
        };
        match self {
            Method::Swing => &[Choice, Most, Swings, Review],
            Method::RankOrder(_) => &[Choice, Order, Review],
            Method::Pairwise(_) => &[Choice, Pairs, Review],
            // Of two, one is the best and the other the worst.
            Method::BestWorst if criteria == 2 => &[Choice, Best, Worst, FromBest, Review],
            Method::BestWorst => &[Choice, Best, Worst, FromBest, ToWorst, Review],
            Method::Points => &[Choice, Points, Review],
        }
    }

    /// Its word on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Method::Swing => "swing",
            Method::RankOrder(_) => "rank-order",
            Method::Pairwise(_) => "pairwise",
            Method::BestWorst => "best-worst",
            Method::Points => "points",
        }
    }
}

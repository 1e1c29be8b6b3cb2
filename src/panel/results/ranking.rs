//! Scores and ranks of the vendors that are compared, in other versions of the decision.

use std::sync::Arc;

use serde::Serialize;

use crate::decision::total::Wins;
use crate::decision::{Decision, Points, VendorId};
use crate::score::{Evaluation, evaluate};

/// Scores and ranks of the compared vendors, in their order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// Ranks, 1 for the best, shared by ties.
    pub ranks: Vec<usize>,
    /// Scores, in points.
    pub scores: Vec<Points>,
}

/// The places of those who share the first rank.
pub(super) fn leaders(ranking: &Ranking) -> Vec<usize> {
    (0..ranking.ranks.len()).filter(|&at| ranking.ranks[at] == 1).collect()
}

/// The decision, its evaluation and the vendors that are compared.
pub(super) struct ComparedVendors<'a> {
    pub(super) decision: &'a Decision,
    pub(super) record: &'a Evaluation,
    pub(super) ids: Vec<VendorId>,
}

impl ComparedVendors<'_> {
    /// Scores and ranks of the compared vendors in another version of the decision.
    pub(super) fn ranking(&self, decision: Decision) -> Ranking {
        self.ranking_of(&evaluate(&Arc::new(decision)))
    }

    /// Scores and ranks of the compared vendors in an evaluation.
    pub(super) fn ranking_of(&self, evaluation: &Evaluation) -> Ranking {
        let score = |id: &VendorId| evaluation.vendor(id.as_str()).map(|vendor| vendor.score.clone());
        let scores: Vec<Points> = self.ids.iter().map(|id| score(id).unwrap_or_default()).collect();
        let wins = self.decision.rule.wins();
        let is_ahead = |other: &Points, score: &Points| match wins {
            Wins::Highest => other > score,
            Wins::Lowest => other < score,
        };
        let rank = |score: &Points| 1 + scores.iter().filter(|other| is_ahead(other, score)).count();
        Ranking { ranks: scores.iter().map(rank).collect(), scores }
    }
}

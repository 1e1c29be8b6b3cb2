//! Where the evaluators of a panel differ, and what hangs on it.

mod alike;
mod evaluator;
mod json;
mod marks;
mod ranking;
mod weights;
mod without;

use std::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

use super::agreement::{Concordance, concordance, ranks_of};
use crate::decision::{Decision, Panel, PanelRule, Points, Vendor};
use crate::score::Evaluation;
pub use alike::{CriterionAgreement, PairAgreement, Votes};
use alike::{by_criterion, pairs, votes};
pub use evaluator::{ConflictResult, EvaluatorResult};
use evaluator::{MarkSum, evaluator};
pub use marks::{MarkResult, marks, moderation};
use ranking::ComparedVendors;
pub use ranking::Ranking;
pub use weights::PanelWeights;
use weights::panel_weights;
pub use without::Without;
use without::without;

/// A panel's marks, how far they agree, and what the result would be by other ways. Its serialisation is the
/// published JSON.
#[derive(Clone, Debug)]
pub struct PanelResults {
    /// The decision whose vendors are marked; its names are those of the results.
    pub decision: Arc<Decision>,
    /// Who marked them.
    pub panel: Arc<Panel>,
    /// How marks are combined.
    pub rule: PanelRule,
    /// The vendors that are compared: those in the ranking, best first.
    pub vendors: Vec<Compared>,
    /// What each evaluator said, in the order of the panel.
    pub evaluators: Vec<EvaluatorResult>,
    /// Every mark of the vendors that take part.
    pub marks: Vec<MarkResult>,
    /// What to talk through, worst first: indices into `marks`, without those that have a consensus.
    pub moderation: Vec<usize>,
    /// How far the evaluators' own rankings agree; none for one evaluator.
    pub agreement: Option<Concordance>,
    /// How far they agree on each rated criterion.
    pub by_criterion: Vec<CriterionAgreement>,
    /// How far each two of them agree.
    pub pairs: Vec<PairAgreement>,
    /// What votes would make of their rankings.
    pub votes: Votes,
    /// What the result is without one of them.
    pub without: Vec<Without>,
    /// What their own weights come to; none when nobody gave any.
    pub weights: Option<PanelWeights>,
}

/// A vendor that is compared.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// The vendor as it was judged; the published JSON has its id and its name.
    #[serde(flatten, serialize_with = "json::named")]
    pub vendor: Arc<Vendor>,
    /// Its rank by the rule, from 1, shared by ties.
    pub rank: usize,
    /// Its score by the rule, in points.
    pub score: Points,
}

/// What a panel's marks say. `None` where the decision has no panel, or one without evaluators.
///
/// - `record`: the evaluation of the decision.
#[must_use]
pub fn results(record: &Evaluation) -> Option<PanelResults> {
    let decision = &*record.decision;
    let panel = decision.panel.as_ref().filter(|panel| !panel.evaluators.is_empty())?;
    let rule = decision.rule.panel.clone().unwrap_or_default();
    let field = ComparedVendors {
        decision,
        record,
        ids: record.ranked().map(|vendor| vendor.id().clone()).collect(),
    };
    let marks = marks(decision);
    let sums: Vec<MarkSum> = marks.iter().map(MarkSum::of).collect();
    let evaluators: Vec<EvaluatorResult> =
        (0..panel.evaluators.len()).map(|at| evaluator(&field, panel, &rule, (&marks, &sums), at)).collect();
    let rankings: Vec<Vec<f64>> = evaluators.iter().map(|one| shared_ranks(&one.own)).collect();
    let compared = record.ranked().map(|vendor| Compared {
        vendor: Arc::clone(&vendor.vendor),
        rank: vendor.rank.unwrap_or_default(),
        score: vendor.score.clone(),
    });
    let votes = votes(&rankings);
    Some(PanelResults {
        decision: Arc::clone(&record.decision),
        panel: Arc::clone(panel),
        vendors: compared.collect(),
        agreement: concordance(&rankings),
        by_criterion: by_criterion(decision, panel, &marks),
        pairs: pairs(&rankings),
        votes,
        without: without(&field, panel, &rule),
        weights: panel_weights(&field, panel),
        moderation: moderation(&marks),
        rule,
        evaluators,
        marks,
    })
}

/// The ranks of a ranking, in which equal ones have the mean of the ranks that they share.
fn shared_ranks(own: &Ranking) -> Vec<f64> {
    let best_first: Vec<Reverse<usize>> = own.ranks.iter().map(|rank| Reverse(*rank)).collect();
    ranks_of(&best_first)
}

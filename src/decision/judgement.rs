//! Judgements: what people said of the weights of a group, and the weights that follow.

use serde::Serialize;

use super::{Criterion, CriterionId, Decision};
use crate::exact::Exact;
use crate::weights::{Found, Judgements, apportion};

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
    pub found: Found,
    /// The weights that follow, as decimals that add up exactly to what the rule asks of a group (100 where it
    /// asks nothing), in the same order.
    pub weights: Vec<JudgedWeight>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A weight that follows from judgements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgedWeight {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its weight.
    pub weight: Exact,
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
        found: Found,
        criteria: &[CriterionId],
        whole: Option<&Exact>,
        decimals: Option<u32>,
    ) -> JudgedGroup {
        let whole = whole.cloned().unwrap_or_else(|| Exact::from(100));
        let decimals = decimals.unwrap_or_else(|| usual_decimals(&whole));
        let weights = criteria
            .iter()
            .cloned()
            .zip(apportion(&found.shares, &whole, decimals))
            .map(|(criterion, weight)| JudgedWeight { criterion, weight })
            .collect();
        JudgedGroup { under, judgements, found, weights, note: None }
    }

    /// The criteria of the group, in their order.
    pub fn criteria<'a>(&self, decision: &'a Decision) -> impl Iterator<Item = &'a Criterion> + use<'a> {
        let place = |under: &CriterionId| decision.criteria.iter().position(|one| one.id == *under);
        let parent = self.under.as_ref().and_then(place);
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
    ) -> Vec<(&'a Criterion, &'a Exact)> {
        let sum = Exact::sum(self.weights.iter().map(|one| &one.weight));
        let pairs = criteria.zip(self.weights.iter().map(|one| &one.weight));
        pairs
            .filter(|(criterion, weight)| {
                weight.over(&sum).is_none_or(|share| share != criterion.share.local)
            })
            .collect()
    }
}

/// Digits after the point so that a weight has four in all: one of 100, three of 1.
fn usual_decimals(whole: &Exact) -> u32 {
    let text = whole.plain(0);
    u32::try_from(4_usize.saturating_sub(text.len())).unwrap_or(0)
}

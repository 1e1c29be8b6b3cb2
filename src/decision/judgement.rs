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
    /// The criterion.
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
        let digits = decimals.unwrap_or_else(|| usual_decimals(&whole));
        let weights = criteria
            .iter()
            .cloned()
            .zip(apportion(&found.shares, &whole, digits))
            .map(|(criterion, weight)| JudgedWeight { criterion, weight })
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
pub(crate) fn usual_decimals(whole: &Exact) -> u32 {
    let text = whole.plain(0);
    u32::try_from(4_usize.saturating_sub(text.len())).unwrap_or(0)
}

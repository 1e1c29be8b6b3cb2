//! What the result is without one evaluator.

use serde::Serialize;

use super::ranking::{ComparedVendors, Ranking, leaders};
use crate::decision::panel::Combined;
use crate::decision::{CriterionId, Fact, FactValue, Location, Panel, Points, VendorId};
use crate::panel::combine::seat;

/// The result without one evaluator.
#[derive(Clone, Debug, Serialize)]
pub struct Without {
    /// The evaluator: an index.
    pub evaluator: usize,
    /// The ranking by the others' marks.
    pub ranking: Ranking,
    /// Whether somebody else leads.
    pub changes_leader: bool,
    /// How many vendors have another rank.
    pub moved: usize,
    /// The vendor whose score moves most: an index, and by how much.
    pub largest_move: Option<(usize, Points)>,
}

pub(super) fn without(field: &ComparedVendors<'_>, panel: &Panel, at: usize) -> Option<Without> {
    if panel.evaluators.len() < 2 {
        return None;
    }
    let mut others = panel.clone();
    others.evaluators.remove(at);
    let kept = |id: &VendorId, criterion: &CriterionId| {
        // Where a what-if sets the mark, it is not the panel's.
        let vendor = field.decision.vendors.iter().find(|vendor| vendor.id == *id);
        let own = vendor.and_then(|vendor| vendor.ratings.get(criterion));
        panel.combined_of(id, criterion).is_some_and(|combined| !is_seated(combined, own.map(AsRef::as_ref)))
    };
    let mut decision = field.decision.clone();
    seat(&mut decision, others, |vendor, criterion| kept(&vendor.id, criterion), &Location::default());
    let (before, ranking) = (field.ranking_of(field.record), field.ranking(decision));
    let moves = before.scores.iter().zip(&ranking.scores).map(|(before, after)| (after - before).abs());
    Some(Without {
        evaluator: at,
        changes_leader: leaders(&before) != leaders(&ranking),
        moved: before.ranks.iter().zip(&ranking.ranks).filter(|(before, after)| before != after).count(),
        largest_move: moves
            .enumerate()
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
            .filter(|one| !one.1.is_zero()),
        ranking,
    })
}

/// Whether what the scoring reads is the panel's mark.
fn is_seated(combined: &Combined, fact: Option<&Fact>) -> bool {
    let read =
        fact.and_then(|fact| fact.value.as_ref()).and_then(FactValue::numbers).map(|[_, likely, _]| likely);
    combined.mark.as_ref() == read
}

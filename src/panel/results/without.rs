//! What the result is without one evaluator.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use super::ranking::{ComparedVendors, Ranking, leaders};
use crate::decision::panel::{Combined, lowest_mark_of};
use crate::decision::{CriterionId, Decision, Fact, FactValue, Panel, PanelRule, Points, Vendor, VendorId};
use crate::panel::combine::{MarkWithout, Marks, lowest_mark};

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

/// The result without each evaluator in turn; empty for one alone.
pub(super) fn without(field: &ComparedVendors<'_>, panel: &Panel, rule: &PanelRule) -> Vec<Without> {
    if panel.evaluators.len() < 2 {
        return Vec::new();
    }
    let decision = field.decision;
    let marks = Marks::of(panel, rule, &decision.criteria, &decision.vendors);
    // Where a what-if sets the mark, it is not the panel's.
    let is_of_panel = |combined: &&Combined| {
        let vendor = decision.vendors.iter().find(|vendor| vendor.id == combined.vendor);
        vendor.is_some_and(|vendor| {
            is_seated(combined, vendor.ratings.get(&combined.criterion).map(AsRef::as_ref))
        })
    };
    let seated: HashSet<(&VendorId, &CriterionId)> =
        panel.combined.iter().filter(is_of_panel).map(|one| (&one.vendor, &one.criterion)).collect();
    let before = field.ranking_of(field.record);
    let one = |(at, changes): (usize, Vec<MarkWithout<'_>>)| {
        let mut without = self::without_lowest(decision, panel, at);
        for MarkWithout { vendor, criterion, fact } in changes {
            if !seated.contains(&(&decision.vendors[vendor].id, criterion)) {
                continue;
            }
            let ratings = &mut Arc::make_mut(&mut without.vendors[vendor]).ratings;
            match fact {
                Some(fact) => ratings.insert(criterion.clone(), fact),
                None => ratings.remove(criterion),
            };
        }
        Without::new(at, &before, field.ranking(without))
    };
    marks.without_each().into_iter().enumerate().map(one).collect()
}

/// The decision with the lowest marks that the others gave, and what is worked out from those.
fn without_lowest(decision: &Decision, panel: &Panel, evaluator: usize) -> Decision {
    let mut without = decision.clone();
    let mut changed = Vec::new();
    for (at, vendor) in decision.vendors.iter().enumerate() {
        let mut other: Option<Arc<Vendor>> = None;
        for (id, fact) in &vendor.facts {
            let criterion = lowest_mark_of(id.as_str());
            let criterion = criterion.and_then(|id| decision.criteria.iter().find(|one| one.id == id));
            let Some(criterion) = criterion else { continue };
            let rest = panel.evaluators.iter().enumerate().filter(|(place, _)| *place != evaluator);
            let value = lowest_mark(rest.map(|(_, one)| one), vendor, criterion);
            if value != fact.value {
                let other = Arc::make_mut(other.get_or_insert_with(|| Arc::clone(vendor)));
                other.facts.insert(id.clone(), Arc::new(Fact { value, ..(**fact).clone() }));
            }
        }
        changed.extend(other.map(|other| (at, other)));
    }
    if !changed.is_empty() {
        for (at, vendor) in decision.worked_out_again(changed, |_| true) {
            without.vendors[at] = vendor;
        }
    }
    without
}

impl Without {
    fn new(evaluator: usize, before: &Ranking, ranking: Ranking) -> Without {
        let moves = before.scores.iter().zip(&ranking.scores).map(|(before, after)| (after - before).abs());
        Without {
            evaluator,
            changes_leader: leaders(before) != leaders(&ranking),
            moved: before.ranks.iter().zip(&ranking.ranks).filter(|(before, after)| before != after).count(),
            largest_move: moves
                .enumerate()
                .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
                .filter(|one| !one.1.is_zero()),
            ranking,
        }
    }
}

/// Whether what the scoring reads is the panel's mark.
fn is_seated(combined: &Combined, fact: Option<&Fact>) -> bool {
    let read =
        fact.and_then(|fact| fact.value.as_ref()).and_then(FactValue::numbers).map(|[_, likely, _]| likely);
    combined.mark.as_ref() == read
}

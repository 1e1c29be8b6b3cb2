//! From values to points, up the tree, to the score.

use std::sync::Arc;

use super::evaluation::{Cell, Knowledge};
use super::value::Worth;
use crate::decision::{Criterion, Decision, Fact, Leaf, Unknown};
use crate::exact::{Exact, Rounding};

/// What a vendor's fact is worth on a criterion, before weighing; empty for a group.
#[derive(Clone, Debug, Default)]
pub struct LeafWorth {
    /// The worth; none when it is not known.
    pub worth: Option<Worth>,
    /// The fact behind it.
    pub fact: Option<Arc<Fact>>,
}

/// A vendor's points and score.
#[derive(Clone, Debug)]
pub struct Scored {
    /// One cell for each criterion.
    pub cells: Vec<Cell>,
    /// The score of record.
    pub score: Exact,
    /// The lowest score that it may turn out to have.
    pub lowest: Exact,
    /// The highest such score.
    pub highest: Exact,
}

/// Weighs a vendor's values and adds them up.
///
/// points = share x value x the rule's points, rounded for each criterion; a group has the sum of what
/// is under it; the score is the sum of the top, rounded.
///
/// `worths` has one entry for each criterion of the decision.
#[must_use]
pub fn score(decision: &Decision, worths: Vec<LeafWorth>) -> Scored {
    let shares = shares(&decision.criteria, &worths);
    let mut cells: Vec<Cell> = decision
        .criteria
        .iter()
        .zip(worths)
        .zip(shares)
        .map(|((criterion, worth), share)| match &criterion.leaf {
            Some(leaf) => leaf_cell(criterion, leaf, worth, share, &decision.rule.points),
            None => Cell { share, ..Cell::default() },
        })
        .collect();
    add_up(&decision.criteria, &mut cells, &decision.rule.points);
    let round = |number: Exact| rounded(decision.rule.total_rounding, &number);
    let top = |part: fn(&Cell) -> &Exact| {
        let parts = decision.criteria.iter().zip(&cells).filter(|(criterion, _)| criterion.parent.is_none());
        Exact::sum(&parts.map(|(_, cell)| part(cell).clone()).collect::<Vec<_>>())
    };
    let score = round(top(|cell| &cell.points));
    // Rounding can push a bound past the score by a digit where skipped weights move.
    let lowest = round(top(|cell| &cell.lowest_points)).min(score.clone());
    let highest = round(top(|cell| &cell.highest_points)).max(score.clone());
    Scored { cells, score, lowest, highest }
}

fn rounded(rounding: Option<Rounding>, number: &Exact) -> Exact {
    rounding.map_or_else(|| number.clone(), |rounding| rounding.apply(number))
}

fn is_skipped(criterion: &Criterion, worth: &LeafWorth) -> bool {
    worth.worth.is_none() && criterion.leaf.as_ref().is_some_and(|leaf| leaf.unknown == Unknown::Skip)
}

/// The share of each criterion for this vendor. Where unknown facts are skipped, their weight goes to
/// the siblings that are known; where none is, the group's weight goes to the group's siblings.
fn shares(criteria: &[Criterion], worths: &[LeafWorth]) -> Vec<Exact> {
    if !criteria.iter().zip(worths).any(|(criterion, worth)| is_skipped(criterion, worth)) {
        return criteria.iter().map(|criterion| criterion.share.global.clone()).collect();
    }
    // What weighs nothing among its siblings cannot take over a weight.
    let weighs = |criterion: &Criterion| !criterion.share.local.is_zero();
    let mut counts: Vec<bool> = criteria
        .iter()
        .zip(worths)
        .map(|(criterion, worth)| {
            criterion.leaf.is_some() && weighs(criterion) && !is_skipped(criterion, worth)
        })
        .collect();
    for at in (0..criteria.len()).rev() {
        if let (true, Some(parent)) = (counts[at], criteria[at].parent) {
            counts[parent] = weighs(&criteria[parent]);
        }
    }
    let slot = |parent: Option<usize>| parent.map_or(0, |at| at + 1);
    let mut sums = vec![Exact::ZERO; criteria.len() + 1];
    for (criterion, _) in criteria.iter().zip(&counts).filter(|(_, counts)| **counts) {
        sums[slot(criterion.parent)] += &criterion.share.local;
    }
    let mut shares: Vec<Exact> = Vec::with_capacity(criteria.len());
    for (criterion, counts) in criteria.iter().zip(&counts) {
        let above = criterion.parent.map_or(Exact::ONE, |parent| shares[parent].clone());
        let local = criterion.share.local.over(&sums[slot(criterion.parent)]).unwrap_or_default();
        shares.push(if *counts { &above * &local } else { Exact::ZERO });
    }
    shares
}

fn leaf_cell(criterion: &Criterion, leaf: &Leaf, worth: LeafWorth, share: Exact, points: &Exact) -> Cell {
    let earn = |share: &Exact, value: &Exact| rounded(leaf.rounding, &(&(share * value) * points));
    // What may turn out is weighed with the criterion's own share: once known, nothing is skipped.
    let own_share = &criterion.share.global;
    match worth.worth {
        Some(worth_of_fact) => {
            let is_certain = worth_of_fact.lowest == worth_of_fact.highest;
            Cell {
                knowledge: if is_certain { Knowledge::Known } else { Knowledge::Uncertain },
                points: earn(&share, &worth_of_fact.value),
                lowest_points: earn(own_share, &worth_of_fact.lowest),
                highest_points: earn(own_share, &worth_of_fact.highest),
                value: Some(worth_of_fact.value),
                lowest: worth_of_fact.lowest,
                highest: worth_of_fact.highest,
                share,
                is_capped: worth_of_fact.is_capped,
                fact: worth.fact,
            }
        }
        None => {
            let value = match leaf.unknown {
                Unknown::Worst => Some(Exact::ZERO),
                Unknown::Middle => Exact::ONE.over(&Exact::from(2)),
                Unknown::Best => Some(Exact::ONE),
                Unknown::Skip => None,
            };
            Cell {
                knowledge: Knowledge::Unknown,
                points: value.as_ref().map_or(Exact::ZERO, |value| earn(&share, value)),
                lowest_points: Exact::ZERO,
                highest_points: earn(own_share, &Exact::ONE),
                value,
                lowest: Exact::ZERO,
                highest: Exact::ONE,
                share,
                is_capped: false,
                fact: worth.fact,
            }
        }
    }
}

/// Adds points up from the leaves and gives groups their values.
///
/// A group's value is its points out of the points that it could give, so that it can be checked
/// against the printed points; a group without weight has the mean of what is under it.
fn add_up(criteria: &[Criterion], cells: &mut [Cell], points: &Exact) {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); criteria.len()];
    for (at, criterion) in criteria.iter().enumerate() {
        if let Some(parent) = criterion.parent {
            children[parent].push(at);
        }
    }
    // Groups stand before what is under them, so backwards every part is ready before its group.
    for at in (0..criteria.len()).rev().filter(|&at| criteria[at].leaf.is_none()) {
        let under = |part: fn(&Cell) -> &Exact| {
            Exact::sum(&children[at].iter().map(|&child| part(&cells[child]).clone()).collect::<Vec<_>>())
        };
        let mean = |part: fn(&Cell) -> Exact| {
            let weighed = |&child: &usize| &criteria[child].share.local * &part(&cells[child]);
            Exact::sum(&children[at].iter().map(weighed).collect::<Vec<_>>())
        };
        let (earned, lowest, highest) = (
            under(|cell| &cell.points),
            under(|cell| &cell.lowest_points),
            under(|cell| &cell.highest_points),
        );
        let (share, own) = (&cells[at].share * points, &criteria[at].share.global * points);
        let value =
            earned.over(&share).unwrap_or_else(|| mean(|cell| cell.value.clone().unwrap_or_default()));
        let lowest_value = lowest.over(&own).unwrap_or_else(|| mean(|cell| cell.lowest.clone()));
        let highest_value = highest.over(&own).unwrap_or_else(|| mean(|cell| cell.highest.clone()));
        let knowledge = knowledge_of(children[at].iter().map(|&child| cells[child].knowledge));
        let is_capped = children[at].iter().any(|&child| cells[child].is_capped);
        cells[at] = Cell {
            knowledge,
            value: Some(value),
            lowest: lowest_value,
            highest: highest_value,
            share: cells[at].share.clone(),
            points: earned,
            lowest_points: lowest,
            highest_points: highest,
            is_capped,
            fact: None,
        };
    }
}

/// How much is known of a group: what all its parts agree on, or else it is uncertain.
fn knowledge_of(mut parts: impl Iterator<Item = Knowledge>) -> Knowledge {
    let first = parts.next().unwrap_or_default();
    if parts.all(|part| part == first) { first } else { Knowledge::Uncertain }
}

//! The smallest change of the weights that lets a rival draw level with the leader.
//!
//! Weights are the global shares of the leaves: not below zero, adding up to one. Any such choice can
//! be written as weights of the tree. Each question is a projection onto one half-space within the
//! simplex, so each has an exact or a one-dimensional answer and needs no general program.

use serde::Serialize;

use super::Matrix;
use crate::decision::{CriterionId, VendorId};
use crate::exact::Exact;
use crate::score::Evaluation;

/// How near a rival is to the first place, as a change of weights.
#[derive(Clone, Debug, Serialize)]
pub struct NearestChange {
    /// The vendor that would come ahead: the name of its file, without the ending.
    pub rival: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// The change; none when no weights at all let it draw level, because the leader is better on
    /// every criterion.
    pub change: Option<WeightChange>,
}

/// A change of weights, as shares of the whole.
#[derive(Clone, Debug, Serialize)]
pub struct WeightChange {
    /// The least sum of absolute changes (L1); half of it is the weight that moves.
    pub l1: Exact,
    /// The weights that reach it, in the order of the leaves: moves from where the leader is furthest
    /// ahead to where the rival is.
    pub l1_moves: Vec<Move>,
    /// The least root of the sum of squares (L2).
    pub l2: f64,
    /// The weights that reach it.
    pub l2_moves: Vec<Move>,
    /// The least largest change of any one weight (L-infinity).
    pub largest: f64,
}

/// How one leaf's share of the whole changes.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// Its name, as people read it.
    pub name: String,
    /// Its share of the whole now.
    pub from: f64,
    /// Its share after.
    pub to: f64,
}

/// For every rival of the leader, in the order of record.
#[must_use]
pub fn nearest_changes(record: &Evaluation) -> Vec<NearestChange> {
    let matrix = Matrix::new(record);
    let Some((leader, rivals)) = matrix.values.split_first() else { return Vec::new() };
    let moves = |to: &[f64]| -> Vec<Move> {
        let of = |(&leaf, (from, to)): (&usize, (&Exact, &f64))| {
            let criterion = &matrix.evaluation.decision.criteria[leaf];
            Move {
                criterion: criterion.id.clone(),
                name: criterion.name.clone(),
                from: from.to_f64(),
                to: *to,
            }
        };
        let all = matrix.leaves.iter().zip(matrix.shares.iter().zip(to)).map(of);
        all.filter(|one| (one.from - one.to).abs() > 1e-12).collect()
    };
    rivals
        .iter()
        .enumerate()
        .map(|(place, rival)| {
            let lead: Vec<Exact> = leader.iter().zip(rival).map(|(a, b)| a - b).collect();
            let vendor = matrix.vendor(place + 1);
            let change = least_moved(&matrix.shares, &lead).map(|(l1, to)| {
                let to: Vec<f64> = to.iter().map(Exact::to_f64).collect();
                let shares: Vec<f64> = matrix.shares.iter().map(Exact::to_f64).collect();
                let lead: Vec<f64> = lead.iter().map(Exact::to_f64).collect();
                let nearest = least_squares(&shares, &lead);
                let squares = shares.iter().zip(&nearest).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
                WeightChange {
                    l1,
                    l1_moves: moves(&to),
                    l2: squares.sqrt(),
                    l2_moves: moves(&nearest),
                    largest: least_largest(&shares, &lead),
                }
            });
            NearestChange { rival: vendor.id().clone(), name: vendor.name().to_owned(), change }
        })
        .collect()
}

/// Least sum of changes: the dearest leads are given away first, all to where the rival gains most.
/// Exact, because each unit that moves costs the same. Returns the sum and the new weights.
fn least_moved(shares: &[Exact], lead: &[Exact]) -> Option<(Exact, Vec<Exact>)> {
    let target = (0..lead.len()).min_by(|&a, &b| lead[a].cmp(&lead[b]))?;
    let gaps: Vec<Exact> = shares.iter().zip(lead).map(|(share, lead)| share * lead).collect();
    let mut gap = Exact::sum(&gaps);
    if gap <= Exact::ZERO {
        return Some((Exact::ZERO, shares.to_vec()));
    }
    if lead[target] > Exact::ZERO {
        return None;
    }
    let mut sources: Vec<usize> = (0..lead.len()).filter(|&at| at != target).collect();
    sources.sort_by(|&a, &b| lead[b].cmp(&lead[a]));
    let mut to = shares.to_vec();
    let mut moved = Exact::ZERO;
    for source in sources {
        let gain = &lead[source] - &lead[target];
        let Some(needed) = gap.over(&gain).filter(|_| gap > Exact::ZERO) else { break };
        let part = needed.min(shares[source].clone());
        gap = &gap - &(&part * &gain);
        to[source] = &to[source] - &part;
        to[target] += &part;
        moved += &part;
    }
    Some((&moved + &moved, to))
}

/// Halvings after which a number between 0 and 1 no longer changes.
const HALVINGS: usize = 200;
/// A lead that is level but for the noise of binary sums.
const LEVEL: f64 = 1e-13;

/// The nearest weights by Euclid at which the rival is level: the projection of `shares - push x lead`
/// onto the simplex, for the least push that brings the lead to zero.
fn least_squares(shares: &[f64], lead: &[f64]) -> Vec<f64> {
    let at = |push: f64| {
        let moved: Vec<f64> = shares.iter().zip(lead).map(|(share, lead)| share - push * lead).collect();
        onto_simplex(&moved)
    };
    let left = |weights: &[f64]| weights.iter().zip(lead).map(|(weight, lead)| weight * lead).sum::<f64>();
    if left(shares) <= LEVEL {
        return shares.to_vec();
    }
    let (mut low, mut high) = (0.0, 1.0);
    while left(&at(high)) > LEVEL && high < 1e18 {
        high *= 2.0;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if left(&at(middle)) > LEVEL {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(high)
}

/// The nearest point of the simplex. Source: Held, Wolfe and Crowder 1974.
fn onto_simplex(point: &[f64]) -> Vec<f64> {
    let mut sorted = point.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (count, number) in (1_u32..).zip(&sorted) {
        sum += number;
        let next = (sum - 1.0) / f64::from(count);
        if number - next > 0.0 {
            shift = next;
        }
    }
    point.iter().map(|number| (number - shift).max(0.0)).collect()
}

/// The least bound on every single change within which the rival can draw level.
fn least_largest(shares: &[f64], lead: &[f64]) -> f64 {
    let gap: f64 = shares.iter().zip(lead).map(|(share, lead)| share * lead).sum();
    if gap <= LEVEL {
        return 0.0;
    }
    let mut order: Vec<usize> = (0..lead.len()).collect();
    order.sort_by(|&a, &b| lead[a].total_cmp(&lead[b]));
    // With changes up to `most`, weight flows from the highest leads to the lowest until they meet.
    let left = |most: f64| {
        let mut room: Vec<f64> = order.iter().map(|_| most).collect();
        let mut stock: Vec<f64> = order.iter().map(|&at| shares[at].min(most)).collect();
        let (mut to, mut from, mut gained) = (0, order.len() - 1, 0.0);
        while to < from {
            let part = room[to].min(stock[from]);
            gained += part * (lead[order[from]] - lead[order[to]]);
            room[to] -= part;
            stock[from] -= part;
            if room[to] <= 0.0 {
                to += 1;
            }
            if stock[from] <= 0.0 {
                from -= 1;
            }
        }
        gap - gained
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if left(middle) > LEVEL {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

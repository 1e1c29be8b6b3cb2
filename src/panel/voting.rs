//! What orders evaluators' rankings come to by the rules of votes.
//!
//! A ranking is one rank for each vendor, 1 for the best, those who tie with the mean of their places. Each
//! evaluator has one vote.

use serde::Serialize;

/// Borda points: from each evaluator a vendor gets as many as there are vendors behind it, and half for one
/// that ties.
///
/// Source: numbers in tests/data/panel/group.json.
#[must_use]
pub fn borda(rankings: &[Vec<f64>]) -> Vec<f64> {
    let vendors = rankings.first().map_or(0, Vec::len);
    let count = f64::from(u32::try_from(vendors).unwrap_or(u32::MAX));
    (0..vendors).map(|at| rankings.iter().map(|ranks| count - ranks[at]).sum()).collect()
}

/// Copeland scores: the vendors that a majority puts behind this one, less those that a majority puts before it.
#[must_use]
pub fn copeland(rankings: &[Vec<f64>]) -> Vec<i64> {
    let votes = Votes::count(rankings);
    let against = |a: usize, b: usize| (votes.over(a, b) - votes.over(b, a)).signum();
    (0..votes.vendors).map(|a| (0..votes.vendors).map(|b| against(a, b)).sum()).collect()
}

/// The most vendors for which the Kemeny orders are worked out.
pub const MOST_FOR_KEMENY: usize = 18;
/// The most Kemeny orders that are listed.
pub const MOST_ORDERS: usize = 100;

/// The orders that disagree least with the evaluators.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Kemeny {
    /// Disagreements: one for each pair of vendors and evaluator who has them the other way round, a half for
    /// one who ties them.
    pub cost: f64,
    /// The orders with that cost, each as indices, best first; in order of the indices.
    pub orders: Vec<Vec<usize>>,
    /// Whether there are more such orders than are listed.
    pub has_more: bool,
}

/// The Kemeny orders, exactly, over all subsets: time and memory grow with 2^n. `None` beyond
/// [`MOST_FOR_KEMENY`] vendors and for no vendors.
///
/// Source: Kemeny 1959; every order tried in tests/data/panel/group.json.
#[must_use]
pub fn kemeny(rankings: &[Vec<f64>]) -> Option<Kemeny> {
    let votes = Votes::count(rankings);
    let n = votes.vendors;
    if n == 0 || n > MOST_FOR_KEMENY {
        return None;
    }
    // What it costs to put a vendor right before all of a set, in half disagreements.
    let costs: Vec<i64> = (0..n * n).map(|pair| votes.cost(pair / n, pair % n)).collect();
    let before =
        |first: usize, set: usize| -> i64 { members(set).map(|other| costs[first * n + other]).sum() };
    let mut least = vec![0_i64; 1 << n];
    for set in 1..1_usize << n {
        least[set] = members(set)
            .map(|one| before(one, set & !(1 << one)) + least[set & !(1 << one)])
            .min()
            .unwrap_or_default();
    }
    let mut orders = Vec::new();
    let mut order = Vec::new();
    let is_best = |first: usize, rest: usize, set: usize| before(first, rest) + least[rest] == least[set];
    list_orders((1 << n) - 1, &is_best, &mut order, &mut orders);
    let has_more = orders.len() > MOST_ORDERS;
    orders.truncate(MOST_ORDERS);
    let halves = least[(1 << n) - 1];
    Some(Kemeny { cost: f64::from(i32::try_from(halves).unwrap_or(i32::MAX)) / 2.0, orders, has_more })
}

/// The members of a set that is kept as bits, the lowest first.
fn members(set: usize) -> impl Iterator<Item = usize> {
    let rest = |set: &usize| Some(set & (set - 1)).filter(|rest| *rest != 0);
    std::iter::successors(Some(set).filter(|set| *set != 0), rest).map(|set| set.trailing_zeros() as usize)
}

/// Walks every best order of a set, until there are more than can be listed.
fn list_orders(
    set: usize,
    is_best: &dyn Fn(usize, usize, usize) -> bool,
    order: &mut Vec<usize>,
    orders: &mut Vec<Vec<usize>>,
) {
    if orders.len() > MOST_ORDERS {
        return;
    }
    if set == 0 {
        orders.push(order.clone());
        return;
    }
    for first in members(set) {
        let rest = set & !(1 << first);
        if is_best(first, rest, set) {
            order.push(first);
            list_orders(rest, is_best, order, orders);
            order.pop();
        }
    }
}

/// How many evaluators put each vendor before, or level with, each other one.
struct Votes {
    vendors: usize,
    before: Vec<i64>,
    level: Vec<i64>,
}

impl Votes {
    fn count(rankings: &[Vec<f64>]) -> Votes {
        let vendors = rankings.first().map_or(0, Vec::len);
        let mut votes =
            Votes { vendors, before: vec![0; vendors * vendors], level: vec![0; vendors * vendors] };
        for ranks in rankings {
            for a in 0..vendors {
                for b in 0..vendors {
                    let lead = ranks[b] - ranks[a];
                    votes.before[a * vendors + b] += i64::from(lead > 1e-9);
                    votes.level[a * vendors + b] += i64::from(lead.abs() <= 1e-9);
                }
            }
        }
        votes
    }

    fn over(&self, a: usize, b: usize) -> i64 {
        self.before[a * self.vendors + b]
    }

    /// Half disagreements with an order that has `a` before `b`.
    fn cost(&self, a: usize, b: usize) -> i64 {
        2 * self.over(b, a) + self.level[a * self.vendors + b]
    }
}

/// How many evaluators put each vendor first; one who puts several first gives each a part.
#[must_use]
pub fn firsts(rankings: &[Vec<f64>]) -> Vec<f64> {
    let vendors = rankings.first().map_or(0, Vec::len);
    let part = |ranks: &Vec<f64>, at: usize| {
        let best = ranks.iter().copied().fold(f64::INFINITY, f64::min);
        let tied = ranks.iter().filter(|rank| **rank <= best + 1e-9).count();
        if ranks[at] <= best + 1e-9 { 1.0 / f64::from(u32::try_from(tied).unwrap_or(1)) } else { 0.0 }
    };
    (0..vendors).map(|at| rankings.iter().map(|ranks| part(ranks, at)).sum()).collect()
}

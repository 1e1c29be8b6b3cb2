//! Orders of importance: members that must stand in some order, and all the full orders that keep it.

use std::collections::HashMap;

use super::random::{LANES, Lanes, Row};

/// The most sets of members for which ways are kept; more take other samplers.
const MOST_SETS: usize = 200_000;

/// Members that are tied together by comparisons, with all the ways to put them in a full order.
///
/// Sorted shares of these members, given to them in a full order drawn evenly from those that keep the
/// comparisons, are uniform over the weights that keep them.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The members, each after all that are above it.
    pub(super) members: Vec<usize>,
    /// For each of them the set of those right above it, one bit each. Empty for a chain.
    above: Vec<u128>,
    /// In how many ways the rest can follow once a set of them has its place. Empty for a chain, which has
    /// one way only.
    ways: HashMap<u128, f64>,
}

impl Order {
    /// The members that comparisons tie together; none where they go round in a circle or have too many
    /// orders to count.
    ///
    /// - `pairs`: the more and the less important member of each comparison.
    pub(super) fn all(count: usize, pairs: &[(usize, usize)]) -> Option<Vec<Order>> {
        let mut is_done = vec![false; count];
        let mut orders = Vec::new();
        for &(first, _) in pairs {
            if !is_done[first] {
                let tied = tied(first, pairs);
                for &member in &tied {
                    is_done[member] = true;
                }
                orders.push(Order::new(sorted(&tied, pairs)?, pairs)?);
            }
        }
        Some(orders)
    }

    fn new(members: Vec<usize>, pairs: &[(usize, usize)]) -> Option<Order> {
        if members.windows(2).all(|pair| pairs.contains(&(pair[0], pair[1]))) {
            return Some(Order { members, above: Vec::new(), ways: HashMap::new() });
        }
        if members.len() > 128 {
            return None;
        }
        let bit = |member: usize| members.iter().position(|at| *at == member).map_or(0, |at| 1_u128 << at);
        let above_one = |member: usize| {
            pairs.iter().filter(|(_, less)| *less == member).fold(0, |set, (more, _)| set | bit(*more))
        };
        let above: Vec<u128> = members.iter().map(|&member| above_one(member)).collect();
        let ways = ways(&above)?;
        Some(Order { members, above, ways })
    }

    /// The members from the most to the least important, where the order is a chain.
    pub(super) fn chain(&self) -> Option<&[usize]> {
        self.ways.is_empty().then_some(&self.members)
    }

    /// Gives the rows of the members, sorted from the largest, to the members in a drawn order, lane by lane.
    #[expect(clippy::needless_range_loop, reason = "a lane goes through several rows")]
    pub(super) fn deal(&self, lanes: &mut Lanes, rows: &mut [Row<i32>]) {
        if self.chain().is_some() {
            return;
        }
        let mut given = vec![0; self.members.len()];
        for lane in 0..LANES {
            let mut placed = 0;
            for &from in &self.members {
                let next = self.next(placed, lanes.uniform_of(lane));
                given[next] = rows[from][lane];
                placed |= 1 << next;
            }
            for (&member, share) in self.members.iter().zip(&given) {
                rows[member][lane] = *share;
            }
        }
    }

    /// Who has the next place: each in proportion to the ways that are left after it.
    fn next(&self, placed: u128, uniform: f64) -> usize {
        let mut rest = uniform * self.ways[&placed];
        let mut last = 0;
        for member in open(&self.above, placed) {
            rest -= self.ways[&(placed | 1 << member)];
            last = member;
            if rest < 0.0 {
                break;
            }
        }
        last
    }
}

/// The members that can have the next place: all above them are placed.
fn open(above: &[u128], placed: u128) -> impl Iterator<Item = usize> {
    (0..above.len()).filter(move |&at| placed >> at & 1 == 0 && above[at] & !placed == 0)
}

/// All members that a chain of comparisons leads to from one of them.
fn tied(first: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut tied = vec![first];
    let mut at = 0;
    while let Some(&member) = tied.get(at) {
        for &(more, less) in pairs.iter().filter(|(more, less)| *more == member || *less == member) {
            let other = if more == member { less } else { more };
            if !tied.contains(&other) {
                tied.push(other);
            }
        }
        at += 1;
    }
    tied
}

/// The members so that each comes after all above it; none for a circle. Source: Kahn 1962.
fn sorted(members: &[usize], pairs: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut sorted: Vec<usize> = Vec::with_capacity(members.len());
    while sorted.len() < members.len() {
        let is_free =
            |member: &usize| pairs.iter().all(|(more, less)| less != member || sorted.contains(more));
        let next = members.iter().copied().find(|member| !sorted.contains(member) && is_free(member))?;
        sorted.push(next);
    }
    Some(sorted)
}

/// For every set of members that can stand first, the number of ways in which the rest can follow.
fn ways(above: &[u128]) -> Option<HashMap<u128, f64>> {
    let mut layers = vec![vec![0]];
    let mut sets = 1;
    for _ in above {
        let mut layer: Vec<u128> = layers[layers.len() - 1]
            .iter()
            .flat_map(|&placed| open(above, placed).map(move |member| placed | 1 << member))
            .collect();
        layer.sort_unstable();
        layer.dedup();
        sets += layer.len();
        if sets > MOST_SETS {
            return None;
        }
        layers.push(layer);
    }
    let mut ways = HashMap::with_capacity(sets);
    for &placed in layers.iter().rev().flatten() {
        let after = open(above, placed).map(|member| ways[&(placed | 1 << member)]);
        let sum: f64 = after.sum();
        ways.insert(placed, if sum == 0.0 { 1.0 } else { sum });
    }
    Some(ways)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::random::Purpose;

    /// Every full order of a partial order, as the places of its members from the most important.
    fn orders(pairs: &[(usize, usize)], count: usize) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for _ in 0..count {
            all = all
                .into_iter()
                .flat_map(|head: Vec<usize>| {
                    let next = (0..count).filter(|at| !head.contains(at)).collect::<Vec<_>>();
                    next.into_iter().map(move |at| [head.clone(), vec![at]].concat())
                })
                .filter(|head| {
                    let place = |member: usize| head.iter().position(|at| *at == member);
                    pairs.iter().all(|(more, less)| match (place(*more), place(*less)) {
                        (Some(more), Some(less)) => more < less,
                        (None, Some(_)) => false,
                        _ => true,
                    })
                })
                .collect();
        }
        all
    }

    #[test]
    #[expect(clippy::needless_range_loop, reason = "a lane goes through several rows")]
    fn every_full_order_of_a_partial_one_is_drawn_equally_often() {
        // A fork, a crossed pair of pairs, a tree: no chains.
        for (count, pairs) in [
            (3, vec![(0, 1), (0, 2)]),
            (4, vec![(0, 2), (0, 3), (1, 3)]),
            (6, vec![(0, 1), (0, 2), (1, 3), (1, 4), (2, 5)]),
        ] {
            let expected = orders(&pairs, count);
            let order = &Order::all(count, &pairs).expect("countable")[0];
            assert!((order.ways[&0] - f64::from(u32::try_from(expected.len()).unwrap())).abs() < 0.5);
            let mut lanes = Lanes::new(5, Purpose::Draws, 0);
            let mut seen: HashMap<Vec<usize>, f64> = HashMap::new();
            let rounds = 2_000_u16;
            for _ in 0..rounds {
                let mut rows = vec![[0; LANES]; count];
                for (value, &member) in (0..i32::try_from(count).unwrap()).rev().zip(&order.members) {
                    rows[member] = [value; LANES];
                }
                order.deal(&mut lanes, &mut rows);
                for lane in 0..LANES {
                    let mut by_share: Vec<usize> = (0..count).collect();
                    by_share.sort_by_key(|&member| std::cmp::Reverse(rows[member][lane]));
                    *seen.entry(by_share).or_default() += 1.0;
                }
            }
            // Pearson's chi-square: its mean is one less than the orders, its variance twice that.
            let each = f64::from(rounds) * 32.0 / f64::from(u32::try_from(expected.len()).unwrap());
            let count = |order: &Vec<usize>| seen.get(order).copied().unwrap_or_default();
            let chi: f64 = expected.iter().map(|order| libm::pow(count(order) - each, 2.0) / each).sum();
            let free = f64::from(u32::try_from(expected.len() - 1).unwrap());
            assert_eq!(seen.len(), expected.len(), "an order that the comparisons forbid");
            assert!(chi < free + 4.0 * (2.0 * free).sqrt(), "{pairs:?}: chi-square {chi} for {free}");
        }
    }

    #[test]
    fn a_circle_has_no_order_and_a_chain_needs_no_count() {
        assert!(Order::all(3, &[(0, 1), (1, 2), (2, 0)]).is_none());
        let chains = Order::all(5, &[(3, 1), (1, 0), (2, 4)]).expect("two chains");
        let members: Vec<&[usize]> = chains.iter().map(|order| order.members.as_slice()).collect();
        assert_eq!(members, [&[3, 1, 0][..], &[2, 4]]);
        assert!(chains.iter().all(|order| order.ways.is_empty()));
    }

    #[test]
    fn a_chain_may_have_any_length() {
        let pairs: Vec<(usize, usize)> = (0..50).map(|at| (at, at + 1)).collect();
        let chain = Order::all(51, &pairs).expect("one way only");
        assert!(chain[0].members.iter().copied().eq(0..51));
    }

    #[test]
    fn twenty_members_without_much_order_are_left_to_other_samplers() {
        let pairs: Vec<(usize, usize)> = (1..20).map(|at| (0, at)).collect();
        assert!(Order::all(20, &pairs).is_none());
    }
}

//! Walks through the full orders of importance that comparisons leave, where these are too many to count.

use super::chain::{MOST_WORK, WELL_MIXED, float, index, scale_reduction, whole};
use super::{Region, draw_free};
use crate::robust::random::Lanes;

/// Who must stand before and after whom.
#[derive(Clone, Debug)]
pub(super) struct Comparisons {
    /// For each member those that weigh no less, each once.
    above: Vec<Vec<usize>>,
    /// For each member those that weigh no more, each once.
    below: Vec<Vec<usize>>,
}

impl Comparisons {
    /// - `pairs`: the more and the less important member of each comparison.
    fn new(count: usize, pairs: &[(usize, usize)]) -> Comparisons {
        let mut own = Comparisons { above: vec![Vec::new(); count], below: vec![Vec::new(); count] };
        for &(more, less) in pairs {
            if !own.below[more].contains(&less) {
                own.below[more].push(less);
                own.above[less].push(more);
            }
        }
        own
    }

    /// The place of each member in one full order that keeps them; none where they go round in a circle.
    /// Source: Kahn 1962.
    fn places(&self) -> Option<Vec<usize>> {
        let mut waits: Vec<usize> = self.above.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = (0..waits.len()).filter(|&member| waits[member] == 0).collect();
        let mut places = vec![0; waits.len()];
        let mut at = 0;
        while let Some(&member) = order.get(at) {
            places[member] = at;
            at += 1;
            for &less in &self.below[member] {
                waits[less] -= 1;
                if waits[less] == 0 {
                    order.push(less);
                }
            }
        }
        (at == waits.len()).then_some(places)
    }

    /// Steps: a member is taken out of the order and put back anywhere between those that must stand before and after
    /// it, which leaves all full orders equally likely. After Bubley and Dyer 1999.
    ///
    /// - `stands`: the place of each member, from 0.
    pub(super) fn go(&self, steps: usize, stands: &mut [f64], lanes: &mut Lanes, lane: usize) {
        let count = stands.len();
        let mut place: Vec<usize> = stands.iter().map(|place| index(*place, count)).collect();
        let mut order = vec![0; count];
        for (member, &at) in place.iter().enumerate() {
            order[at] = member;
        }
        for _ in 0..steps {
            let member = index(lanes.uniform_of(lane) * float(count), count);
            let first = self.above[member].iter().map(|&more| place[more] + 1).max().unwrap_or(0);
            let end = self.below[member].iter().map(|&less| place[less]).min().unwrap_or(count);
            let to = first + index(lanes.uniform_of(lane) * float(end - first), end - first);
            let from = place[member];
            if from <= to {
                order[from..=to].rotate_left(1);
            } else {
                order[to..=from].rotate_right(1);
            }
            for at in from.min(to)..=from.max(to) {
                place[order[at]] = at;
            }
        }
        for (stands, place) in stands.iter_mut().zip(place) {
            *stands = float(place);
        }
    }

    /// As many steps as there is time for in one draw.
    fn most_steps(&self) -> usize {
        let count = float(self.above.len());
        let named: usize = self.above.iter().map(Vec::len).sum();
        whole(MOST_WORK / (30.0 + 3.0 * float(named) / count + 0.5 * count))
    }
}

/// Free shares, the largest for the first, and so on.
///
/// - `stands`: the place of each member, from 0.
pub(super) fn deal(stands: &[f64], point: &mut [f64], lanes: &mut Lanes, lane: usize) {
    let mut sorted = vec![0.0; point.len()];
    draw_free(&mut sorted, lanes, lane);
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    for (share, place) in point.iter_mut().zip(stands) {
        *share = sorted[index(*place, sorted.len())];
    }
}

/// Even draws that keep comparisons of a more and a less important member; none where these go round in a circle, or as
/// many steps as there is time for do not mix. Eight for each member are tried first, then twice as many, and so on.
pub(super) fn mixing(count: usize, pairs: &[(usize, usize)], seed: u64) -> Option<Region> {
    let comparisons = Comparisons::new(count, pairs);
    let start: Vec<f64> = comparisons.places()?.into_iter().map(float).collect();
    let most = comparisons.most_steps();
    let doubled = |steps: &usize| Some((steps * 2).min(most)).filter(|more| more > steps);
    std::iter::successors(Some(most.min(8 * count)), doubled).find_map(|steps| {
        let kind = Region::Insertion { comparisons: comparisons.clone(), start: start.clone(), steps };
        (scale_reduction(&kind, &start, seed) <= WELL_MIXED).then_some(kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robust::draw_weights::chain::Chains;
    use crate::robust::draw_weights::spacings::Spacings;
    use crate::robust::random::{LANES, Purpose, Row};

    fn means(count: usize, mut draw: impl FnMut(&mut Lanes, &mut [Row<f64>])) -> Vec<f64> {
        const ROWS: u16 = 400;
        let mut lanes = Lanes::new(3, Purpose::Draws, 0);
        let mut sums = vec![0.0; count];
        for _ in 0..ROWS {
            let mut out = vec![[0.0; LANES]; count];
            draw(&mut lanes, &mut out);
            for (sum, row) in sums.iter_mut().zip(&out) {
                *sum += row.iter().sum::<f64>();
            }
        }
        sums.iter().map(|sum| sum / (f64::from(ROWS) * 32.0)).collect()
    }

    #[test]
    fn steps_and_counted_orders_have_the_same_means() {
        // A tree, a crossed pair of pairs, two chains that a comparison ties together.
        let chains = (0..7).flat_map(|at| [(at, at + 1), (at + 8, at + 9)]).chain([(0, 8)]);
        for (count, pairs) in [
            (6, vec![(0, 1), (0, 2), (1, 3), (1, 4), (2, 5)]),
            (5, vec![(0, 2), (0, 3), (1, 3)]),
            (16, chains.collect()),
        ] {
            let counted = Spacings::ordered(count, &pairs).expect("countable");
            let mut scratch = vec![[0; LANES]; count];
            let counted = means(count, |lanes, out| counted.draw(lanes, &mut scratch, out));
            let stepped = mixing(count, &pairs, 1).expect("it mixes");
            let Region::Insertion { start, .. } = &stepped else { panic!("no steps") };
            let mut chains = Chains::new(start);
            let stepped = means(count, |lanes, out| stepped.draw_lanes(lanes, &mut chains, out));
            for (counted, stepped) in counted.iter().zip(&stepped) {
                assert!((counted - stepped).abs() < 0.05 * counted, "{count}: {counted} {stepped}");
            }
        }
    }
}

//! Hit-and-run: steps through a room that has no closed form, along directions in which it is about equally wide.

use super::chain::{Chains, MOST_WORK, WELL_MIXED, float, index, scale_reduction, whole};
use super::room::Room;
use super::{Region, normalise};
use crate::robust::random::{LANES, Lanes, Row};

/// How chains go from one draw to the next.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    room: Room,
    directions: Vec<Direction>,
    steps: usize,
}

/// A direction in which the shares still add up to one.
#[derive(Clone, Debug)]
struct Direction {
    along: Vec<f64>,
    /// How fast each slack of the room grows along it.
    slopes: Vec<f64>,
}

impl Direction {
    /// How far the room goes back and ahead from where its slacks are these; infinite where it has no end.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn chord(&self, slacks: &[Row<f64>]) -> (Row<f64>, Row<f64>) {
        let (mut back, mut ahead) = ([f64::NEG_INFINITY; LANES], [f64::INFINITY; LANES]);
        for (slack, slope) in slacks.iter().zip(&self.slopes) {
            let factor = -1.0 / slope;
            if *slope > 0.0 {
                for lane in 0..LANES {
                    let end = factor * slack[lane];
                    back[lane] = if end > back[lane] { end } else { back[lane] };
                }
            } else if *slope < 0.0 {
                for lane in 0..LANES {
                    let end = factor * slack[lane];
                    ahead[lane] = if end < ahead[lane] { end } else { ahead[lane] };
                }
            }
        }
        (back, ahead)
    }
}

impl Walk {
    /// Goes to the next draw: steps along one direction each, the same in all lanes, to a uniform point on the exact
    /// chord through the room. Source: Smith 1984; along fixed directions Boneh and Golan 1979.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn draw(&self, lanes: &mut Lanes, chains: &mut Chains, out: &mut [Row<f64>]) {
        let rounds = 1 + std::mem::take(&mut chains.ahead);
        let mut point = vec![0.0; out.len()];
        let mut slacks = vec![[0.0; LANES]; self.room.slacks(&point).count()];
        for lane in 0..LANES {
            for (share, row) in point.iter_mut().zip(&chains.at) {
                *share = row[lane];
            }
            for (row, slack) in slacks.iter_mut().zip(self.room.slacks(&point)) {
                // Rounding puts a point that is on an edge a little outside.
                row[lane] = slack.max(0.0);
            }
        }
        let mut gone = vec![[0.0; LANES]; self.directions.len()];
        for _ in 0..rounds * self.steps {
            let at = index(lanes.uniform_of(0) * float(gone.len()), gone.len());
            let direction = &self.directions[at];
            let (back, ahead) = direction.chord(&slacks);
            let mut far = lanes.uniform();
            for lane in 0..LANES {
                let along = back[lane] + (ahead[lane] - back[lane]) * far[lane];
                far[lane] = if along.is_finite() { along } else { 0.0 };
                gone[at][lane] += far[lane];
            }
            for (slack, slope) in slacks.iter_mut().zip(&direction.slopes) {
                for lane in 0..LANES {
                    let moved = slack[lane] + far[lane] * slope;
                    slack[lane] = if moved > 0.0 { moved } else { 0.0 };
                }
            }
        }
        for lane in 0..LANES {
            for (share, row) in point.iter_mut().zip(&chains.at) {
                *share = row[lane];
            }
            for (direction, gone) in self.directions.iter().zip(&gone) {
                for (share, part) in point.iter_mut().zip(&direction.along) {
                    *share += gone[lane] * part;
                }
            }
            for share in &mut point {
                *share = share.max(0.0);
            }
            normalise(&mut point);
            for ((share, at), out) in point.iter().zip(&mut chains.at).zip(out.iter_mut()) {
                at[lane] = *share;
                out[lane] = *share;
            }
        }
    }
}

/// Hit-and-run with as many steps between draws as it takes for the chains of a trial to agree; none when as many as
/// there is time for do not do. One step for each direction is tried first, then twice as many, and so on.
pub(super) fn mixing(room: &Room, start: &[f64], seed: u64) -> Option<Region> {
    let (start, directions) = rounded(room, start)?;
    let directions: Vec<Direction> = directions
        .into_iter()
        .map(|along| Direction { slopes: room.slopes(&along).collect(), along })
        .collect();
    let nanoseconds = 5.0 + 0.5 * float(room.slacks(&start).count());
    let most = whole(MOST_WORK / nanoseconds);
    let doubled = |steps: &usize| Some((steps * 2).min(most)).filter(|more| more > steps);
    std::iter::successors(Some(most.min(directions.len())), doubled).find_map(|steps| {
        let walk = Walk { room: room.clone(), directions: directions.clone(), steps };
        let kind = Region::HitAndRun { walk, start: start.clone() };
        (scale_reduction(&kind, &start, seed) <= WELL_MIXED).then_some(kind)
    })
}

/// About the analytic centre of a room, and as many directions as it has dimensions, along which the largest ellipsoid
/// there that stays inside of it is equally wide; none where the room is too narrow for numbers.
///
/// By Newton's method on the sum of the logarithms of the slacks. Source: Dikin 1967; Boyd and Vandenberghe 2004, 8.5.
///
/// - `start`: a point inside.
fn rounded(room: &Room, start: &[f64]) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
    const MOST_STEPS: usize = 200;
    /// Far enough for a room that is about round from there.
    const NEAR: f64 = 0.1;
    let free = start.len() - 1;
    // The last share is what the others leave.
    let step = |of: &[f64]| of.iter().copied().chain([-of.iter().sum::<f64>()]).collect::<Vec<f64>>();
    let unit = |at: usize| (0..free).map(|own| if own == at { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
    let slopes: Vec<Vec<f64>> = (0..free).map(|at| room.slopes(&step(&unit(at))).collect()).collect();
    let mut point = start.to_vec();
    let mut triangle = Vec::new();
    for _ in 0..MOST_STEPS {
        let slacks: Vec<f64> = room.slacks(&point).collect();
        let relative: Vec<Vec<f64>> = slopes
            .iter()
            .map(|own| own.iter().zip(&slacks).map(|(slope, slack)| slope / slack).collect())
            .collect();
        triangle = cholesky(&relative)?;
        let gradient = relative.iter().map(|own| own.iter().sum()).collect();
        let newton = backward(&triangle, forward(&triangle, gradient));
        let decrement = (0..free).map(|at| newton[at] * relative[at].iter().sum::<f64>()).sum::<f64>();
        let decrement = libm::sqrt(decrement.max(0.0));
        if decrement < NEAR {
            break;
        }
        for (share, part) in point.iter_mut().zip(step(&newton)) {
            *share += part / (1.0 + decrement);
        }
    }
    let directions = (0..free).map(|at| step(&backward(&triangle, unit(at)))).collect();
    Some((point, directions))
}

/// The lower triangle whose product with its transpose is that of some rows with theirs; none where they are not
/// independent.
fn cholesky(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut root: Vec<Vec<f64>> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let mut own: Vec<f64> = Vec::with_capacity(at + 1);
        for (before, known) in root.iter().enumerate() {
            let rest = dot(row, &rows[before]) - dot(&own, known);
            own.push(rest / known[before]);
        }
        let rest = dot(row, row) - dot(&own, &own);
        if !(rest.is_finite() && rest > 0.0) {
            return None;
        }
        own.push(libm::sqrt(rest));
        root.push(own);
    }
    Some(root)
}

/// Solves for what the triangle times it is.
fn forward(root: &[Vec<f64>], mut is: Vec<f64>) -> Vec<f64> {
    for (at, row) in root.iter().enumerate() {
        is[at] = (is[at] - dot(row, &is[..at])) / row[at];
    }
    is
}

/// Solves for what the transposed triangle times it is.
fn backward(root: &[Vec<f64>], mut is: Vec<f64>) -> Vec<f64> {
    for (at, row) in root.iter().enumerate().rev() {
        is[at] /= row[at];
        let solved = is[at];
        for (rest, factor) in is.iter_mut().zip(&row[..at]) {
            *rest -= factor * solved;
        }
    }
    is
}

/// Of as many as the shorter one has.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::constraint::Constraint;
    use crate::exact::Exact;
    use crate::robust::random::Purpose;

    /// Each weighs at least a share of the next, in thousandths.
    fn room(count: usize, share: u32) -> Room {
        let constraints: Vec<Constraint> = (1..count)
            .map(|at| Constraint {
                text: String::new(),
                group: None,
                sum: vec![(at - 1, Exact::from(1_000)), (at, -&Exact::from(share))],
                at_least: Exact::ZERO,
            })
            .collect();
        Room::new(&(0..count).collect::<Vec<_>>(), &constraints)
    }

    /// The mean of each weight in 400 rows of draws that start anywhere inside.
    fn means(room: &Room, start: &[f64]) -> Vec<f64> {
        let kind = mixing(room, start, 1).expect("it mixes");
        let Region::HitAndRun { start, .. } = &kind else { panic!("no steps") };
        let (mut lanes, mut chains) = (Lanes::new(3, Purpose::Draws, 0), Chains::new(start));
        let mut sums = vec![0.0; start.len()];
        for _ in 0..400 {
            let mut out = vec![[0.0; LANES]; start.len()];
            kind.draw_lanes(&mut lanes, &mut chains, &mut out);
            for (sum, row) in sums.iter_mut().zip(&out) {
                *sum += row.iter().sum::<f64>() / (400.0 * 32.0);
            }
        }
        sums
    }

    #[test]
    fn a_chain_of_importance_has_the_means_that_are_known() {
        // Uniform over w1 >= w2 >= ... >= wn: the mean of the k-th is (1/k + ... + 1/n) / n.
        let count = 16;
        let start: Vec<f64> = (0..count).map(|at| float(count - at) / 136.0).collect();
        for (at, mean) in means(&room(count, 1_000), &start).iter().enumerate() {
            let known = (at + 1..=count).map(|rank| 1.0 / float(rank)).sum::<f64>() / float(count);
            assert!((mean - known).abs() < 0.03 * known, "{at}: {mean} {known}");
        }
    }

    #[test]
    fn shares_of_the_next_have_the_means_of_their_simplex() {
        // The room of a >= 0.9 b, b >= 0.9 c is a simplex, so the mean is that of its corners (1, 0, 0),
        // (0.9, 1, 0) / 1.9 and (0.81, 0.9, 1) / 2.71.
        let means = means(&room(3, 900), &[0.5, 0.3, 0.2]);
        let known = [(1.0 + 0.9 / 1.9 + 0.81 / 2.71) / 3.0, (1.0 / 1.9 + 0.9 / 2.71) / 3.0, 1.0 / 2.71 / 3.0];
        for (mean, known) in means.iter().zip(known) {
            assert!((mean - known).abs() < 0.02 * known, "{mean} {known}");
        }
    }
}

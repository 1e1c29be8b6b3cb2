//! Draws the weights of a group of siblings.
//!
//! Uniform over the simplex, over one with an order of importance, over one with lower bounds: in closed form,
//! draws independent. Any other constraints: by rejection while enough draws are accepted, else by
//! hit-and-run. Around stated weights: Dirichlet.

mod chain;
mod hit_and_run;
mod insertion;
mod room;
mod spacings;

use super::random::{Gamma, LANES, Lanes, Purpose, Row};
use crate::decision::constraint::{Constraint, ConstraintError, inner_point};
use crate::exact::Exact;
pub(crate) use chain::Chains;
use hit_and_run::{Walk, mixing};
use insertion::Comparisons;
use room::Room;
use spacings::{Spacings, bounded, compared};

/// The share of draws that must satisfy the constraints for rejection to be used.
const LEAST_ACCEPTED: f64 = 0.01;

/// How the weights of one group are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    /// Members whose stated weight is zero keep it; only the others are drawn.
    pub(crate) members: Vec<usize>,
    kind: Region,
}

#[derive(Clone, Debug)]
enum Region {
    /// As stated.
    Fixed(Vec<f64>),
    /// Uniform: sorted numbers and the spacings between them.
    Spacings(Spacings),
    /// Dirichlet: gamma distributed numbers, divided by their sum.
    Dirichlet(Vec<Gamma>),
    /// Draws of another kind that fall into a room.
    Rejected(Box<Region>, Room),
    /// Steps along directions, from a point inside.
    HitAndRun { walk: Walk, start: Vec<f64> },
    /// From one full order of importance to another, from the places of the members in one.
    Insertion { comparisons: Comparisons, start: Vec<f64>, steps: usize },
}

/// How a sampler works, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DrawMethod {
    Exact,
    Rejection,
    HitAndRun,
    Insertion,
}

/// The weights around which, and how widely, to draw.
pub(crate) enum Wanted {
    Fixed,
    Uniform,
    /// Concentration of the Dirichlet distribution.
    Dirichlet(f64),
}

impl Sampler {
    /// Prepares the draws of a group.
    ///
    /// - `members`: indices of the siblings that weigh something, with their stated shares.
    pub(crate) fn new(
        members: Vec<usize>,
        shares: &[f64],
        wanted: &Wanted,
        constraints: &[&Constraint],
        seed: u64,
    ) -> Result<Sampler, ConstraintError> {
        let base = match wanted {
            _ if members.len() < 2 => Region::Fixed(shares.to_vec()),
            Wanted::Fixed => Region::Fixed(shares.to_vec()),
            Wanted::Uniform => Region::Spacings(Spacings::free(members.len())),
            Wanted::Dirichlet(concentration) => {
                Region::Dirichlet(shares.iter().map(|share| Gamma::new(share * concentration)).collect())
            }
        };
        let kind = if constraints.is_empty() || matches!(base, Region::Fixed(_)) {
            base
        } else {
            constrained(base, &members, constraints, seed)?
        };
        Ok(Sampler { members, kind })
    }

    /// Weights that do not vary.
    pub(crate) fn fixed(members: Vec<usize>, shares: Vec<f64>) -> Sampler {
        Sampler { members, kind: Region::Fixed(shares) }
    }

    pub(crate) fn method(&self) -> DrawMethod {
        match self.kind {
            Region::Fixed(_) | Region::Spacings(_) | Region::Dirichlet(_) => DrawMethod::Exact,
            Region::Rejected(..) => DrawMethod::Rejection,
            Region::HitAndRun { .. } => DrawMethod::HitAndRun,
            Region::Insertion { .. } => DrawMethod::Insertion,
        }
    }

    /// The vertices of the simplex from which shares are drawn evenly, each with a share for every member; none
    /// where they are not drawn evenly or the room is no simplex.
    ///
    /// Weights that keep chains of importance are a simplex: a vertex has equal shares for the first members of
    /// one chain. So are weights with lower bounds.
    pub(crate) fn vertices(&self) -> Option<Vec<Vec<f64>>> {
        let Region::Spacings(spacings) = &self.kind else { return None };
        let count = self.members.len();
        let mut vertices: Vec<Vec<f64>> = (0..count)
            .map(|vertex| (0..count).map(|member| if member == vertex { 1.0 } else { 0.0 }).collect())
            .collect();
        for order in &spacings.orders {
            let chain = order.chain()?;
            let mut above = 0.0;
            for (place, &last) in chain.iter().enumerate() {
                above += 1.0;
                vertices[last].fill(0.0);
                for &member in &chain[..=place] {
                    vertices[last][member] = 1.0 / above;
                }
            }
        }
        if !spacings.lower.is_empty() {
            let room = 1.0 - spacings.lower.iter().sum::<f64>();
            for (share, lower) in
                vertices.iter_mut().flat_map(|vertex| vertex.iter_mut().zip(&spacings.lower))
            {
                *share = lower + room * *share;
            }
        }
        Some(vertices)
    }

    /// Whether the weights vary at all.
    pub(crate) fn is_fixed(&self) -> bool {
        matches!(self.kind, Region::Fixed(_))
    }

    /// What a block of draws carries from one row to the next.
    pub(crate) fn start(&self) -> Chains {
        match &self.kind {
            Region::HitAndRun { start, .. } | Region::Insertion { start, .. } => Chains::new(start),
            _ => Chains::new(&[]),
        }
    }

    /// Draws the shares of the members, one row each; they add up to one in every lane.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn draw(
        &self,
        lanes: &mut Lanes,
        chains: &mut Chains,
        scratch: &mut [Row<i32>],
        out: &mut [Row<f64>],
    ) {
        match &self.kind {
            Region::Fixed(shares) => {
                for (row, share) in out.iter_mut().zip(shares) {
                    *row = [*share; LANES];
                }
            }
            Region::Spacings(spacings) => spacings.draw(lanes, scratch, out),
            Region::Dirichlet(gammas) => draw_dirichlet(gammas, lanes, out),
            Region::HitAndRun { walk, .. } => walk.draw(lanes, chains, out),
            other => other.draw_lanes(lanes, chains, out),
        }
    }
}

/// Gamma distributed numbers for all lanes, divided by their sums.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn draw_dirichlet(gammas: &[Gamma], lanes: &mut Lanes, out: &mut [Row<f64>]) {
    let mut sum = [0.0; LANES];
    for (row, gamma) in out.iter_mut().zip(gammas) {
        *row = lanes.gamma(gamma);
        for lane in 0..LANES {
            sum[lane] += row[lane];
        }
    }
    let alike = 1.0 / f64::from(u32::try_from(gammas.len()).unwrap_or(u32::MAX));
    for row in out {
        for lane in 0..LANES {
            // A sum of zero takes draws so small that they vanish; all alike is as good as any.
            row[lane] = if sum[lane] > 0.0 { row[lane] / sum[lane] } else { alike };
        }
    }
}

impl Region {
    /// The kinds that draw lane by lane.
    fn draw_lanes(&self, lanes: &mut Lanes, chains: &mut Chains, out: &mut [Row<f64>]) {
        if let Region::HitAndRun { walk, .. } = self {
            return walk.draw(lanes, chains, out);
        }
        let mut point = vec![0.0; out.len()];
        let mut stands = vec![0.0; chains.at.len()];
        let rounds = 1 + std::mem::take(&mut chains.ahead);
        for lane in 0..LANES {
            for (at, row) in stands.iter_mut().zip(&chains.at) {
                *at = row[lane];
            }
            match self {
                Region::Insertion { comparisons, steps, .. } => {
                    comparisons.go(rounds * steps, &mut stands, lanes, lane);
                    insertion::deal(&stands, &mut point, lanes, lane);
                }
                other => other.draw_one(lanes, lane, &mut point),
            }
            for (at, row) in stands.iter().zip(&mut chains.at) {
                row[lane] = *at;
            }
            for (row, share) in out.iter_mut().zip(&point) {
                row[lane] = *share;
            }
        }
    }

    /// One draw for one lane, of the kinds whose draws are independent.
    fn draw_one(&self, lanes: &mut Lanes, lane: usize, point: &mut [f64]) {
        match self {
            Region::Fixed(shares) => point.copy_from_slice(shares),
            Region::Dirichlet(gammas) => {
                for (share, gamma) in point.iter_mut().zip(gammas) {
                    *share = lanes.gamma_of(lane, gamma);
                }
                normalise(point);
            }
            Region::Spacings(spacings) => {
                draw_free(point, lanes, lane);
                let room = 1.0 - spacings.lower.iter().sum::<f64>();
                for (share, lower) in point.iter_mut().zip(&spacings.lower) {
                    *share = lower + room * *share;
                }
            }
            Region::Rejected(base, room) => loop {
                base.draw_one(lanes, lane, point);
                if room.holds(point) {
                    return;
                }
            },
            Region::HitAndRun { .. } | Region::Insertion { .. } => {
                unreachable!("its draws depend on each other")
            }
        }
    }
}

/// Shares without any constraint, all equally likely.
fn draw_free(point: &mut [f64], lanes: &mut Lanes, lane: usize) {
    for share in point.iter_mut() {
        *share = -libm::log(1.0 - lanes.uniform_of(lane));
    }
    normalise(point);
}

fn normalise(point: &mut [f64]) {
    let sum: f64 = point.iter().sum();
    let count = point.len();
    for share in point {
        // A sum of zero takes draws so small that they vanish; all alike is as good as any.
        *share =
            if sum > 0.0 { *share / sum } else { 1.0 / f64::from(u32::try_from(count).unwrap_or(u32::MAX)) };
    }
}

/// Chooses the way to draw under constraints.
fn constrained(
    base: Region,
    members: &[usize],
    constraints: &[&Constraint],
    seed: u64,
) -> Result<Region, ConstraintError> {
    let start = inner_point(members, constraints)?;
    if let Region::Spacings(_) = &base {
        if let Some(closed) = bounded(members, constraints) {
            return Ok(Region::Spacings(closed));
        }
        if let Some(pairs) = compared(members, constraints)
            && let Some(drawn) = ordered(members.len(), &pairs, seed)
        {
            return Ok(drawn);
        }
    }
    let room = Room::new(members, constraints.iter().copied());
    let is_dirichlet = matches!(base, Region::Dirichlet(_));
    if accepted(&base, &room, members.len(), seed) >= LEAST_ACCEPTED {
        return Ok(Region::Rejected(Box::new(base), room));
    }
    let texts = || crate::decision::constraint::texts(constraints);
    if is_dirichlet {
        // Hit-and-run draws evenly, which would not be around the stated weights.
        return Err(ConstraintError::TooNarrow { texts: texts() });
    }
    let start: Vec<f64> = start.iter().map(Exact::to_f64).collect();
    mixing(&room, &start, seed).ok_or_else(|| ConstraintError::TooNarrow { texts: texts() })
}

/// Even draws under nothing but an order of importance: in closed form where its full orders can be counted, else from
/// one to another.
fn ordered(count: usize, pairs: &[(usize, usize)], seed: u64) -> Option<Region> {
    Spacings::ordered(count, pairs).map(Region::Spacings).or_else(|| insertion::mixing(count, pairs, seed))
}

/// The share of trial draws that fall into a room.
fn accepted(base: &Region, room: &Room, count: usize, seed: u64) -> f64 {
    const TRIALS: u32 = 4_096;
    let mut lanes = Lanes::new(seed, Purpose::Pilot, 0);
    let mut point = vec![0.0; count];
    let mut accepted = 0;
    for _ in 0..TRIALS {
        base.draw_one(&mut lanes, 0, &mut point);
        accepted += u32::from(room.holds(&point));
    }
    f64::from(accepted) / f64::from(TRIALS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_the_very_end_leave_no_share_below_zero() {
        for count in [2, 3, 12] {
            let sampler = Sampler::new((0..count).collect(), &vec![0.0; count], &Wanted::Uniform, &[], 1);
            let sampler = sampler.expect("no constraints");
            let mut out = vec![[0.0; LANES]; count];
            let mut scratch = vec![[0; LANES]; count];
            sampler.draw(&mut Lanes::zeros(), &mut sampler.start(), &mut scratch, &mut out);
            assert!(out.as_flattened().iter().all(|share| (0.0..=1.0).contains(share)), "{count}: {out:?}");
            for lane in 0..LANES {
                let sum: f64 = out.iter().map(|row| row[lane]).sum();
                assert!((sum - 1.0).abs() < 1e-15, "{count}: {sum}");
            }
        }
    }
}

//! Draws the weights of a group of siblings.
//!
//! Uniform over the simplex, over one with an order of importance, over one with lower bounds: in closed form,
//! draws independent. Any other constraints: by rejection while enough draws are accepted, else by
//! hit-and-run. Around stated weights: Dirichlet.

use super::extensions::Order;
use super::network::{comparators, sort_rows};
use super::random::{Gamma, LANES, Lanes, Purpose, Row, each};
use crate::decision::constraint::{Constraint, ConstraintError, inner_point};
use crate::exact::Exact;

/// The share of draws that must satisfy the constraints for rejection to be used.
const LEAST_ACCEPTED: f64 = 0.01;
/// The highest potential scale reduction (R-hat) at which chains count as mixed. Source: Gelman and Rubin 1992.
const MIXED: f64 = 1.05;

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
    /// Draws of another kind that satisfy rows.
    Rejected(Box<Region>, Vec<Vec<f64>>),
    /// Steps in random directions, from a point inside.
    HitAndRun { rows: Vec<Vec<f64>>, start: Vec<f64>, steps: usize },
}

#[derive(Clone, Debug)]
struct Spacings {
    /// Comparators that put the cuts between the spacings in order.
    cuts: Vec<(usize, usize)>,
    /// Members in some order of importance.
    orders: Vec<Order>,
    /// Comparators that put the larger shares of these members first, in the order of each.
    sorting: Vec<(usize, usize)>,
    /// Lower bounds of the shares; empty for none.
    lower: Vec<f64>,
}

/// How a sampler works, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DrawMethod {
    Exact,
    Rejection,
    HitAndRun,
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
            Region::HitAndRun { start, .. } => {
                Chains { at: start.iter().map(|share| [*share; LANES]).collect() }
            }
            _ => Chains { at: Vec::new() },
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
            other => other.draw_lanes(lanes, chains, out),
        }
    }
}

/// Where the chains of hit-and-run stand, one for each lane.
pub(crate) struct Chains {
    at: Vec<Row<f64>>,
}

impl Spacings {
    /// Spacings without order or bounds.
    fn free(members: usize) -> Spacings {
        let cuts = comparators(members.saturating_sub(1));
        Spacings { cuts, orders: Vec::new(), sorting: Vec::new(), lower: Vec::new() }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    #[expect(clippy::cast_possible_truncation, reason = "the halves of 64 bits are 32 bits")]
    fn draw(&self, lanes: &mut Lanes, rows: &mut [Row<i32>], out: &mut [Row<f64>]) {
        let rows = &mut rows[..out.len()];
        let Some((last, cuts)) = rows.split_last_mut() else { return };
        for pair in cuts.chunks_mut(2) {
            let bits = lanes.bits();
            // At least 1, so that no space is the whole, which would not fit.
            pair[0] = each(&bits, |bits| ((bits >> 33) as u32).cast_signed().max(1));
            if let Some(second) = pair.get_mut(1) {
                *second = each(&bits, |bits| (bits as u32 >> 1).cast_signed().max(1));
            }
        }
        sort_rows(cuts, &self.cuts);
        // From cuts to the spacings between them, in place: 31 bits, so that all is whole and exact. The last cut
        // is 2^31, whose sign takes no part in a difference.
        *last = [i32::MIN; LANES];
        for at in (1..rows.len()).rev() {
            let before = rows[at - 1];
            for (cut, before) in rows[at].iter_mut().zip(&before) {
                *cut = cut.wrapping_sub(*before);
            }
        }
        sort_rows(rows, &self.sorting);
        for order in &self.orders {
            order.deal(lanes, rows);
        }
        // One long row: row by row, compilers put eight rows side by side and gather their lanes one by one.
        for (share, whole) in out.as_flattened_mut().iter_mut().zip(rows.as_flattened()) {
            *share = f64::from(*whole) * (1.0 / 2_147_483_648.0);
        }
        if !self.lower.is_empty() {
            let room = 1.0 - self.lower.iter().sum::<f64>();
            for (row, lower) in out.iter_mut().zip(&self.lower) {
                for share in row {
                    *share = lower + room * *share;
                }
            }
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
        let mut point = vec![0.0; out.len()];
        for lane in 0..LANES {
            match self {
                Region::HitAndRun { rows, steps, .. } => {
                    for (share, row) in point.iter_mut().zip(&chains.at) {
                        *share = row[lane];
                    }
                    for _ in 0..*steps {
                        step(&mut point, rows, lanes, lane);
                    }
                    for (share, row) in point.iter().zip(&mut chains.at) {
                        row[lane] = *share;
                    }
                }
                other => other.draw_one(lanes, lane, &mut point),
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
                for share in point.iter_mut() {
                    *share = -libm::log(1.0 - lanes.uniform_of(lane));
                }
                normalise(point);
                let room = 1.0 - spacings.lower.iter().sum::<f64>();
                for (share, lower) in point.iter_mut().zip(&spacings.lower) {
                    *share = lower + room * *share;
                }
            }
            Region::Rejected(base, rows) => loop {
                base.draw_one(lanes, lane, point);
                if rows.iter().all(|row| dot(row, point) >= 0.0) {
                    return;
                }
            },
            Region::HitAndRun { .. } => unreachable!("its draws depend on each other"),
        }
    }
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

fn dot(row: &[f64], point: &[f64]) -> f64 {
    row.iter().zip(point).map(|(factor, share)| factor * share).sum()
}

/// One step of hit-and-run: a random direction in which the shares still add up to one, the exact chord
/// through the room, a uniform point on it. Source: Smith 1984; Tervonen et al. 2013.
fn step(point: &mut [f64], rows: &[Vec<f64>], lanes: &mut Lanes, lane: usize) {
    let count = f64::from(u32::try_from(point.len()).unwrap_or(u32::MAX));
    // Every other step goes along an edge, from one share to another: in a long narrow room only these
    // get far. Any mix of directions that does not depend on the point leaves the even distribution as it is.
    let mut direction = vec![0.0; point.len()];
    if lanes.uniform_of(lane) < 0.5 {
        let mut any = || index(lanes.uniform_of(lane) * count, point.len());
        let (from, to) = (any(), any());
        direction[from] -= 1.0;
        direction[to] += 1.0;
    } else {
        for part in &mut direction {
            *part = lanes.normal_of(lane);
        }
        let mean = direction.iter().sum::<f64>() / count;
        for part in &mut direction {
            *part -= mean;
        }
    }
    let (mut back, mut ahead) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut limit = |slack: f64, slope: f64| {
        if slope > 0.0 {
            back = back.max(-slack / slope);
        } else if slope < 0.0 {
            ahead = ahead.min(-slack / slope);
        }
    };
    for (share, part) in point.iter().zip(&direction) {
        limit(share.max(0.0), *part);
    }
    for row in rows {
        limit(dot(row, point).max(0.0), dot(row, &direction));
    }
    let along = back + (ahead - back) * lanes.uniform_of(lane);
    if along.is_finite() {
        for (share, part) in point.iter_mut().zip(&direction) {
            *share = (*share + along * part).max(0.0);
        }
        normalise(point);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to below the count")]
fn index(number: f64, count: usize) -> usize {
    (number as usize).min(count - 1)
}

/// Chooses the way to draw under constraints.
fn constrained(
    base: Region,
    members: &[usize],
    constraints: &[&Constraint],
    seed: u64,
) -> Result<Region, ConstraintError> {
    let start = inner_point(members, constraints)?;
    if let Region::Spacings(_) = &base
        && let Some(closed) = closed_form(members, constraints)
    {
        return Ok(Region::Spacings(closed));
    }
    let rows: Vec<Vec<f64>> = constraints
        .iter()
        .map(|constraint| constraint.row(members).iter().map(Exact::to_f64).collect())
        .collect();
    let is_dirichlet = matches!(base, Region::Dirichlet(_));
    if accepted(&base, &rows, members.len(), seed) >= LEAST_ACCEPTED {
        return Ok(Region::Rejected(Box::new(base), rows));
    }
    let texts = || crate::decision::constraint::texts(constraints);
    if is_dirichlet {
        // Hit-and-run draws evenly, which would not be around the stated weights.
        return Err(ConstraintError::TooNarrow { texts: texts() });
    }
    let start: Vec<f64> = start.iter().map(Exact::to_f64).collect();
    mixing(&rows, &start, seed).ok_or_else(|| ConstraintError::TooNarrow { texts: texts() })
}

/// Only orders of importance, or only lower bounds.
fn closed_form(members: &[usize], constraints: &[&Constraint]) -> Option<Spacings> {
    let place = |at: usize| members.iter().position(|member| *member == at);
    let lower: Option<Vec<(usize, f64)>> = constraints
        .iter()
        .map(|constraint| match constraint.sum.as_slice() {
            [(at, factor)] if !factor.is_negative() && !factor.is_zero() => {
                let bound = constraint.at_least.over(factor)?.to_f64();
                Some((place(*at)?, bound.max(0.0)))
            }
            _ => None,
        })
        .collect();
    if let Some(bounds) = lower {
        let mut lower = vec![0.0; members.len()];
        for (at, bound) in bounds {
            lower[at] = bound.max(lower[at]);
        }
        return Some(Spacings { lower, ..Spacings::free(members.len()) });
    }
    let pairs: Option<Vec<(usize, usize)>> = constraints
        .iter()
        .map(|constraint| match constraint.sum.as_slice() {
            [(more, x), (less, y)] if constraint.at_least.is_zero() && *x == -y => {
                Some((place(*more)?, place(*less)?))
            }
            _ => None,
        })
        .collect();
    let orders = Order::all(members.len(), &pairs?)?;
    let sorting = orders.iter().flat_map(|order| {
        // The network puts low numbers first, and an order begins with the most important member.
        let members = &order.members;
        comparators(members.len()).into_iter().map(|(low, high)| (members[high], members[low]))
    });
    Some(Spacings { sorting: sorting.collect(), orders, ..Spacings::free(members.len()) })
}

/// The share of trial draws that satisfy the rows.
fn accepted(base: &Region, rows: &[Vec<f64>], count: usize, seed: u64) -> f64 {
    const TRIALS: u32 = 4_096;
    let mut lanes = Lanes::new(seed, Purpose::Pilot, 0);
    let mut point = vec![0.0; count];
    let mut accepted = 0;
    for _ in 0..TRIALS {
        base.draw_one(&mut lanes, 0, &mut point);
        accepted += u32::from(rows.iter().all(|row| dot(row, &point) >= 0.0));
    }
    f64::from(accepted) / f64::from(TRIALS)
}

/// Hit-and-run with as many steps between draws as it takes for the chains of a trial to agree; none
/// when even many steps do not do. The first number of steps is that of R's hitandrun.
fn mixing(rows: &[Vec<f64>], start: &[f64], seed: u64) -> Option<Region> {
    const DOUBLINGS: u32 = 6;
    let count = f64::from(u32::try_from(start.len()).ok()?);
    let first = libm::ceil(libm::log(count + 1.0) / 4.0 * count * count * count);
    let mut steps = 1;
    while f64::from(u32::try_from(steps).ok()?) < first {
        steps += 1;
    }
    (0..DOUBLINGS).find_map(|doubling| {
        let kind = Region::HitAndRun { rows: rows.to_vec(), start: start.to_vec(), steps: steps << doubling };
        (scale_reduction(&kind, start, seed) <= MIXED).then_some(kind)
    })
}

/// The largest potential scale reduction over the shares: between the chains of the lanes and within
/// them, the second half of each chain.
fn scale_reduction(kind: &Region, start: &[f64], seed: u64) -> f64 {
    const DRAWS: usize = 128;
    let mut lanes = Lanes::new(seed, Purpose::Pilot, 1);
    let mut chains = Chains { at: start.iter().map(|share| [*share; LANES]).collect() };
    let mut out = vec![[0.0; LANES]; start.len()];
    let mut kept: Vec<Vec<Row<f64>>> = Vec::new();
    for draw in 0..DRAWS {
        kind.draw_lanes(&mut lanes, &mut chains, &mut out);
        if draw >= DRAWS / 2 {
            kept.push(out.clone());
        }
    }
    let length = 64.0;
    (0..start.len())
        .map(|member| {
            let of = |lane: usize| kept.iter().map(move |rows| rows[member][lane]);
            let means: Vec<f64> = (0..LANES).map(|lane| of(lane).sum::<f64>() / length).collect();
            let within = (0..LANES)
                .map(|lane| {
                    of(lane).map(|x| (x - means[lane]) * (x - means[lane])).sum::<f64>() / (length - 1.0)
                })
                .sum::<f64>()
                / 32.0;
            let mean = means.iter().sum::<f64>() / 32.0;
            let between = means.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 31.0;
            if within > 0.0 { libm::sqrt((length - 1.0) / length + between / within) } else { f64::INFINITY }
        })
        .fold(0.0, f64::max)
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

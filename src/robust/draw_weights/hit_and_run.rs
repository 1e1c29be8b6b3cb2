//! Hit-and-run: steps in random directions through a room that has no closed form.

use super::{Chains, Region, dot, normalise};
use crate::robust::random::{LANES, Lanes, Purpose, Row};

/// The highest potential scale reduction (R-hat) at which chains count as mixed. Source: Gelman and Rubin 1992.
const MIXED: f64 = 1.05;

/// One step of hit-and-run: a random direction in which the shares still add up to one, the exact chord
/// through the room, a uniform point on it. Source: Smith 1984; Tervonen et al. 2013.
pub(super) fn step(point: &mut [f64], rows: &[Vec<f64>], lanes: &mut Lanes, lane: usize) {
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

/// Hit-and-run with as many steps between draws as it takes for the chains of a trial to agree; none
/// when even many steps do not do. The first number of steps is that of R's hitandrun.
pub(super) fn mixing(rows: &[Vec<f64>], start: &[f64], seed: u64) -> Option<Region> {
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

//! Draws that depend on the one before: where their chains stand, and whether they have mixed.

use super::Region;
use crate::robust::random::{LANES, Lanes, Purpose, Row};

/// The highest potential scale reduction (R-hat) at which chains count as mixed. Source: Gelman and Rubin 1992, who
/// took 1.1; as strict as Vehtari and others 2021 but for the shorter trial.
pub(super) const WELL_MIXED: f64 = 1.02;
/// The most that the steps to a draw may take, about in nanoseconds: then a trial and ten thousand draws take seconds.
pub(super) const MOST_WORK: f64 = 300_000.0;

/// How often a chain goes to the next draw before its first one counts.
const BURN_IN: usize = 4;

/// Where chains stand, one for each lane. Empty for draws that do not depend on each other.
pub(crate) struct Chains {
    pub(super) at: Vec<Row<f64>>,
    /// How often they go on before the next draw.
    pub(super) ahead: usize,
}

impl Chains {
    pub(super) fn new(start: &[f64]) -> Chains {
        Chains { at: start.iter().map(|at| [*at; LANES]).collect(), ahead: BURN_IN }
    }
}

/// A number in a calculation of how long something takes, or of places.
pub(super) fn float(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The whole number below a number, at most the last of `count`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to below the count")]
pub(super) fn index(number: f64, count: usize) -> usize {
    (number as usize).min(count - 1)
}

/// A number of steps, at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a million members take 2^63")]
pub(super) fn whole(steps: f64) -> usize {
    (steps as usize).max(1)
}

/// The largest potential scale reduction over where the chains stand: between those of the lanes and within them, the
/// second half of each.
pub(super) fn scale_reduction(kind: &Region, start: &[f64], seed: u64) -> f64 {
    const DRAWS: usize = 128;
    let mut lanes = Lanes::new(seed, Purpose::Pilot, 1);
    let mut chains = Chains::new(start);
    let mut out = vec![[0.0; LANES]; start.len()];
    let mut kept: Vec<Vec<Row<f64>>> = Vec::new();
    for draw in 0..DRAWS {
        kind.draw_lanes(&mut lanes, &mut chains, &mut out);
        if draw >= DRAWS / 2 {
            kept.push(chains.at.clone());
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
            if within > 0.0 {
                libm::sqrt((length - 1.0) / length + between / within)
            } else if between > 0.0 {
                f64::INFINITY
            } else {
                // The comparisons leave it one place.
                1.0
            }
        })
        .fold(0.0, f64::max)
}

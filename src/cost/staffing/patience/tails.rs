//! The regularised incomplete beta function along a whole row of places in a queue.

use super::{MOST_STATES, NEGLIGIBLE, as_f64};
use crate::cost::staffing::StaffingError;

/// `I_x(a, b)` at x = 1 - exp(-t) for so many whole a from `first`: the upper tail of a negative binomial distribution.
///
/// - `t`: how many times the patience lies in the time, 0 or more.
/// - `first`: 1 or more.
///
/// The terms x^i (1-x)^b Γ(b+i) / (i! Γ(b)) sum to 1. Where b is small they start at exp(-tb), reach as far as exp(t)
/// says, and only those below what is asked for are added. Where b is large they lie in a bell: the walk starts at the
/// likeliest with 1 and is divided by the sum at the end. Neither needs a gamma function.
///
/// # Errors
/// [`StaffingError::TooLong`] for more terms than are added up.
pub(super) fn upper_tails(t: f64, b: f64, first: usize, count: usize) -> Result<Vec<f64>, StaffingError> {
    /// From here on the terms lie in a bell, far from 0.
    const LARGE: f64 = 1_000.0;
    let (x, most) = (-libm::expm1(-t), as_f64(first + count));
    let (mean, deviation) = (b * libm::expm1(t), (b * x).sqrt() * libm::exp(t));
    let (nearest, farthest) = (mean - 12.0 * deviation - 60.0, mean + 12.0 * deviation + 60.0);
    // Everything that is asked for lies far below: certain, and the walk would be long.
    // (A long time makes the mean endless or, times 0, no number; both are as certain.)
    if nearest.is_nan() || nearest > most {
        return Ok(vec![1.0; count]);
    }
    if b < LARGE {
        return if most > MOST_STATES {
            Err(StaffingError::TooLong)
        } else {
            Ok(from_the_start(t, b, first, count))
        };
    }
    if farthest < as_f64(first) {
        return Ok(vec![0.0; count]);
    }
    if 24.0 * deviation > MOST_STATES {
        return Err(StaffingError::TooLong);
    }
    Ok(around_the_likeliest(x, b, first, count))
}

fn from_the_start(t: f64, b: f64, first: usize, count: usize) -> Vec<f64> {
    /// What is below is counted in logarithms, so that it does not vanish.
    const LEAST: f64 = -600.0;
    let x = -libm::expm1(-t);
    let mut tails = Vec::with_capacity(count);
    let mut logarithm = -t * b;
    let mut term = if logarithm > LEAST { libm::exp(logarithm) } else { 0.0 };
    let mut below = 0.0;
    for i in 0..first + count - 1 {
        below += term;
        if i + 1 >= first {
            tails.push((1.0_f64 - below).max(0.0));
        }
        let next = x * (b + as_f64(i)) / (as_f64(i) + 1.0);
        if term > 0.0 || next == 0.0 {
            term *= next;
        } else {
            logarithm += libm::log(next);
            term = if logarithm > LEAST { libm::exp(logarithm) } else { 0.0 };
        }
    }
    tails
}

fn around_the_likeliest(x: f64, b: f64, first: usize, count: usize) -> Vec<f64> {
    let mode = ((b - 1.0) * x / (1.0 - x)).floor().max(0.0);
    let mut terms: Vec<f64> = Vec::new();
    let (mut i, mut term, mut sum) = (mode, 1.0, 0.0);
    let mut start;
    loop {
        terms.push(term);
        sum += term;
        start = i;
        if i == 0.0 || term < NEGLIGIBLE * sum {
            break;
        }
        term *= i / (x * (b + i - 1.0));
        i -= 1.0;
    }
    terms.reverse();
    let (mut i, mut term) = (mode, 1.0);
    loop {
        term *= x * (b + i) / (i + 1.0);
        i += 1.0;
        if term < NEGLIGIBLE * sum {
            break;
        }
        terms.push(term);
        sum += term;
    }
    // From the far end, so that small numbers are added first.
    let mut above = 0.0;
    for term in terms.iter_mut().rev() {
        above += *term / sum;
        *term = above;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative, and within what is added up of what is asked for"
    )]
    let start = start as usize;
    let tail = |a: usize| match a.checked_sub(start) {
        Some(at) => terms.get(at).copied().unwrap_or(0.0).min(1.0),
        None => 1.0,
    };
    (first..first + count).map(tail).collect()
}

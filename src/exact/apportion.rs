//! Shares as decimals that add up exactly.

use super::{Exact, Mode, Rounding};

/// Turns shares into weights of at most `decimals` digits after the point that add up to `whole` exactly:
/// each is cut off there, and what is left goes, a unit of the last digit each, to the largest rests, the
/// first among equals (the method of the largest remainder, Hamilton 1792). Rests that differ by less than a
/// millionth of a unit are equal: shares from binary numbers carry noise.
///
/// - `shares`: not below zero; they are divided by their sum. All zero stays all zero.
/// - `whole`: what the weights add up to, above zero; where it has more digits itself, the weights get as many.
///
/// ```
/// use weigh::exact::{Exact, apportion};
/// let thirds = vec![Exact::ONE, Exact::ONE, Exact::ONE];
/// let weights = apportion(&thirds, &Exact::HUNDRED, 1);
/// assert_eq!(weights.iter().map(Exact::to_string).collect::<Vec<_>>(), ["33.4", "33.3", "33.3"]);
/// ```
///
/// # Panics
/// Never: a power of ten is not zero.
#[must_use]
pub fn apportion(shares: &[Exact], whole: &Exact, decimals: u32) -> Vec<Exact> {
    let digits = whole.decimals(MOST_DIGITS).max(decimals.min(MOST_DIGITS));
    let cut = Rounding { digits, mode: Mode::Truncate };
    let Some(factor) = whole.over(&Exact::sum(shares)) else { return shares.to_vec() };
    let meant: Vec<Exact> = shares.iter().map(|share| share * &factor).collect();
    let mut weights: Vec<Exact> = meant.iter().map(|weight| cut.apply(weight)).collect();
    let unit = Exact::ONE.over(&Exact::from(10).power(digits)).expect("a power of ten is not zero");
    let mut left = whole - &Exact::sum(&weights);
    let mut by_rest: Vec<usize> = (0..shares.len()).collect();
    let noise = Rounding { digits: digits + 6, mode: Mode::HalfUp };
    by_rest.sort_by_cached_key(|&at| noise.apply(&(&weights[at] - &meant[at])));
    for at in by_rest {
        if left < unit {
            break;
        }
        weights[at] += &unit;
        left = &left - &unit;
    }
    weights
}

/// The most digits after the point of a weight.
const MOST_DIGITS: u32 = 18;

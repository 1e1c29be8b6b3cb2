//! How the first months of a vendor's work differ from those after them.

use crate::decision::End;
use crate::decision::quote::{Ramp, SlowStart};
use crate::exact::Exact;

/// How a month differs from those after the ramp.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RampMonth {
    /// The share of contacts that the vendor has.
    pub(crate) volume: Exact,
    /// How much longer its people take, as a factor.
    pub(crate) time: Exact,
}

/// The first months, one by one. Each counts by its middle.
pub(crate) fn months_of(ramp: &Ramp, end: End) -> Vec<RampMonth> {
    let slow = ramp.slow.as_ref();
    let months = ramp.volume.len().max(slow.map_or(0, |slow| slow.months as usize));
    let month = |at: usize| RampMonth {
        volume: ramp.volume.get(at).cloned().unwrap_or(Exact::ONE),
        time: slow.map_or(Exact::ONE, |slow| time(slow, end, at)),
    };
    (0..months).map(month).collect()
}

/// How much longer people take in a month, in a straight line from the most to nothing.
fn time(slow: &SlowStart, end: End, month: usize) -> Exact {
    let months = Exact::from(slow.months);
    let halves = Exact::from(2 * month + 1).over(&Exact::from(2)).unwrap_or_default();
    let left = (&months - &halves).max(Exact::ZERO).over(&months).unwrap_or_default();
    &Exact::ONE + &(&Exact::of_percent(slow.slower.at(end)) * &left)
}

//! The rule's roundings in binary numbers.

use super::random::Row;
use crate::exact::{Mode, Rounding};

/// What counts as just below a half or a whole.
const SLACK: f64 = 1e-9;

/// A rounding in binary numbers: within a billionth of a half counts as the half.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounder {
    unit: f64,
    mode: Mode,
}

impl Rounder {
    pub(crate) fn new(rounding: Rounding) -> Rounder {
        let digits = i32::try_from(rounding.digits.min(12)).unwrap_or(12);
        let mut unit = 1.0;
        for _ in 0..digits {
            unit *= 10.0;
        }
        Rounder { unit, mode: rounding.mode }
    }

    /// Rounds points; those below zero as those above, away from it or towards it.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn apply(self, points: &mut Row<f64>) {
        match self.mode {
            Mode::HalfUp => self.each(points, |scaled| (scaled + 0.5 + SLACK).floor()),
            Mode::HalfEven => self.each(points, f64::round_ties_even),
            Mode::Truncate => self.each(points, |scaled| (scaled + SLACK).floor()),
            Mode::Up => self.each(points, |scaled| (scaled - SLACK).ceil()),
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn each(self, points: &mut Row<f64>, whole: impl Fn(f64) -> f64) {
        for number in points {
            *number = (whole(number.abs() * self.unit) / self.unit).copysign(*number);
        }
    }
}

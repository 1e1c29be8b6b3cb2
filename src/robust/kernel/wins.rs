//! Counts for every two vendors who is ahead of whom.

use aligned_vec::{AVec, avec};

use crate::robust::counts::Counts;
use crate::robust::random::{LANES, Row};

/// Rows of draws that are kept before they are counted, so that the lanes of two vendors are added up once for
/// all of them.
const KEPT: usize = 8;

/// Scores that are not counted yet.
pub(super) struct Wins {
    /// For each vendor its scores as whole numbers.
    kept: AVec<[Row<i32>; KEPT]>,
    rows: usize,
    /// Whether two of them may be equal; where none are, one is behind where it is not ahead.
    has_equal: bool,
}

impl Wins {
    pub(super) fn new(vendors: usize) -> Wins {
        Wins { kept: avec![[[0; LANES]; KEPT]; vendors], rows: 0, has_equal: false }
    }

    /// Adds a row of draws.
    ///
    /// - `keys`: for each vendor its scores as whole numbers.
    /// - `live`: the lanes that count, which are the first ones.
    /// - `has_equal`: whether two vendors may have the same score in one of them.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn add(&mut self, keys: &[Row<i32>], live: usize, has_equal: bool, total: &mut Counts) {
        for (kept, keys) in self.kept.iter_mut().zip(keys) {
            let row = &mut kept[self.rows];
            *row = *keys;
            // Where all are equal nobody is ahead.
            row[live..].fill(0);
        }
        self.has_equal |= has_equal || live < LANES;
        self.rows += 1;
        if self.rows == KEPT {
            self.flush(total);
        }
    }

    /// Moves what is not in the counts there.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn flush(&mut self, total: &mut Counts) {
        let vendors = self.kept.len();
        let lanes = (self.rows * LANES) as u64;
        for (first, own) in self.kept.iter().enumerate() {
            let own = own[..self.rows].as_flattened();
            for (second, other) in self.kept.iter().enumerate().skip(first + 1) {
                let other = other[..self.rows].as_flattened();
                let wins = own.iter().zip(other).map(|(a, b)| u32::from(a > b)).sum::<u32>();
                let losses = if self.has_equal {
                    u64::from(own.iter().zip(other).map(|(a, b)| u32::from(a < b)).sum::<u32>())
                } else {
                    lanes - u64::from(wins)
                };
                total.wins[first * vendors + second] += u64::from(wins);
                total.wins[second * vendors + first] += losses;
            }
        }
        (self.rows, self.has_equal) = (0, false);
    }
}

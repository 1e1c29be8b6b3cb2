//! Sums of the weights with which each winner wins, for the central weights.

use aligned_vec::{AVec, avec};

use super::whole;
use crate::robust::counts::Counts;
use crate::robust::random::{LANES, Row, Rows};

/// Slots whose sums stand side by side and are added at once.
pub(super) const QUAD: usize = 4;

/// Sums that are not in the counts yet.
pub(super) struct Central {
    /// The weights of a row of draws in 2^-30, by slot.
    weights: Rows<u32>,
    /// Those of four slots, draw by draw.
    quad: Row<[u32; QUAD]>,
    /// For each four slots the sums of each vendor, and last those of draws that nobody won.
    sums: AVec<[u64; QUAD]>,
    vendors: usize,
}

impl Central {
    /// - `slots`: a multiple of four.
    pub(super) fn new(slots: usize, vendors: usize) -> Central {
        Central {
            weights: avec![[0; LANES]; slots],
            quad: [[0; QUAD]; LANES],
            sums: avec![[0; QUAD]; slots / QUAD * (vendors + 1)],
            vendors,
        }
    }

    /// Adds a row of draws.
    ///
    /// - `winners`: the vendor that won in each lane; the number of vendors for nobody.
    /// - `shares`: by slot.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn add(&mut self, winners: &Row<u32>, shares: &[Row<f64>]) {
        for (weight, share) in self.weights.as_flattened_mut().iter_mut().zip(shares.as_flattened()) {
            *weight = whole(*share).cast_unsigned();
        }
        let quads = self.weights.as_chunks::<QUAD>().0;
        for (sums, [a, b, c, d]) in self.sums.chunks_exact_mut(self.vendors + 1).zip(quads) {
            for lane in 0..LANES {
                self.quad[lane] = [a[lane], b[lane], c[lane], d[lane]];
            }
            for (&winner, &weights) in winners.iter().zip(&self.quad) {
                // Through a copy: four sums that may stand where the weights do could not be added at once.
                let mut sum = sums[winner as usize];
                for at in 0..QUAD {
                    sum[at] += u64::from(weights[at]);
                }
                sums[winner as usize] = sum;
            }
        }
    }

    /// Moves the sums into the counts.
    ///
    /// - `leaf_slots`: where each leaf stands.
    pub(super) fn flush(&mut self, leaf_slots: &[usize], total: &mut Counts) {
        for (leaf, slot) in leaf_slots.iter().enumerate() {
            let sums = &self.sums[slot / QUAD * (self.vendors + 1)..][..self.vendors];
            for (vendor, sum) in sums.iter().enumerate() {
                total.central[vendor * leaf_slots.len() + leaf] += sum[slot % QUAD];
            }
        }
        self.sums.fill([0; QUAD]);
    }
}

//! Random numbers in lanes: the same for a block whatever thread, shard or machine asks for them.
//!
//! A run is cut into blocks. The lanes of a block are xoshiro256++ (Blackman and Vigna 2019) seeded by
//! `ChaCha8` with the run's seed as its key and the block's number as its stream, so any block can be drawn
//! without those before it. Only whole numbers, `+ - * /`, `sqrt` and libm are used from here on, which
//! give the same bits on every machine.

mod beta;
mod gamma;
mod normal;

use aligned_vec::AVec;
use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

pub(crate) use beta::Beta;
pub(crate) use gamma::Gamma;

/// Draws made side by side.
pub(crate) const LANES: usize = 32;

/// One number for each lane.
pub(crate) type Row<T> = [T; LANES];

/// Rows that start where a cache line does: a vector that crosses from one line into the next takes as long as
/// two.
pub(crate) type Rows<T> = AVec<Row<T>>;

/// The same of every lane. `array::map` would be compiled for the plainest instruction set.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(crate) fn each<T: Copy, U: Copy + Default>(row: &Row<T>, of: impl Fn(T) -> U) -> Row<U> {
    let mut out = [U::default(); LANES];
    for lane in 0..LANES {
        out[lane] = of(row[lane]);
    }
    out
}

/// The generators of a block, one for each lane.
pub(crate) struct Lanes {
    state: [Row<u64>; 4],
}

/// What a stream of numbers is for, so that two uses of one seed share nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The draws of a run.
    Draws = 1,
    /// The draws at central weights.
    Central = 2,
    /// Trying out a sampler before the run.
    Pilot = 3,
    /// Invented bids.
    Bids = 4,
}

impl Lanes {
    /// The lanes of a block.
    pub(crate) fn new(seed: u64, purpose: Purpose, block: u64) -> Lanes {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = purpose as u8;
        key[16..].copy_from_slice(b"weigh robust 001");
        let mut source = ChaCha8Rng::from_seed(key);
        source.set_stream(block);
        let mut state = [[0; LANES]; 4];
        for number in state.iter_mut().flatten() {
            *number = source.next_u64();
        }
        Lanes { state }
    }

    /// Lanes that give nothing but zeros.
    #[cfg(test)]
    pub(crate) fn zeros() -> Lanes {
        Lanes { state: [[0; LANES]; 4] }
    }

    /// The next 64 bits of every lane.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn bits(&mut self) -> Row<u64> {
        let mut out = [0; LANES];
        for (lane, out) in out.iter_mut().enumerate() {
            *out = self.bits_of(lane);
        }
        out
    }

    /// The next 64 bits of one lane; the others stay where they are.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn bits_of(&mut self, lane: usize) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let out = a[lane].wrapping_add(d[lane]).rotate_left(23).wrapping_add(a[lane]);
        let shifted = b[lane] << 17;
        c[lane] ^= a[lane];
        d[lane] ^= b[lane];
        b[lane] ^= c[lane];
        a[lane] ^= d[lane];
        c[lane] ^= shifted;
        d[lane] = d[lane].rotate_left(45);
        out
    }

    /// Uniform in [0, 1) for every lane, with 53 bits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn uniform(&mut self) -> Row<f64> {
        each(&self.bits(), unit)
    }

    /// Uniform in [0, 1) for one lane.
    pub(crate) fn uniform_of(&mut self, lane: usize) -> f64 {
        unit(self.bits_of(lane))
    }

    /// Standard normal for one lane.
    pub(crate) fn normal_of(&mut self, lane: usize) -> f64 {
        normal::quantile(inner(self.bits_of(lane)))
    }

    /// Standard normal for every lane.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn normal(&mut self) -> Row<f64> {
        let uniform = each(&self.bits(), inner);
        let mut out = each(&uniform, |uniform| normal::central(uniform - 0.5));
        for (out, uniform) in out.iter_mut().zip(uniform) {
            if !normal::is_central(uniform - 0.5) {
                *out = normal::quantile(uniform);
            }
        }
        out
    }
}

#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// Uniform above 0 and below 1, in the middle of its step.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "52 bits fit")]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn inner(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_lane_goes_on_as_all_lanes_do() {
        let (mut all, mut one) = (Lanes::new(7, Purpose::Draws, 3), Lanes::new(7, Purpose::Draws, 3));
        for _ in 0..5 {
            let row = all.bits();
            assert_eq!(one.bits_of(9), row[9]);
        }
    }

    #[test]
    fn blocks_seeds_and_purposes_share_nothing() {
        let first = |seed, purpose, block| Lanes::new(seed, purpose, block).bits();
        let base = first(1, Purpose::Draws, 0);
        for other in [first(2, Purpose::Draws, 0), first(1, Purpose::Central, 0), first(1, Purpose::Draws, 1)]
        {
            assert!(base.iter().all(|number| !other.contains(number)));
        }
    }

    #[test]
    fn the_first_numbers_of_a_seed_never_change() {
        // Written down once: a changed number would change every result of every seed.
        let bits = Lanes::new(1, Purpose::Draws, 0).bits();
        assert_eq!([bits[0], bits[31]], [12_818_339_684_463_985_457, 9_737_310_805_254_777_605]);
    }
}

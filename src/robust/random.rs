//! Random numbers in lanes: the same for a block whatever thread, shard or machine asks for them.
//!
//! A run is cut into blocks. The lanes of a block are xoshiro256++ (Blackman and Vigna 2019) seeded by
//! `ChaCha8` with the run's seed as its key and the block's number as its stream, so any block can be drawn
//! without those before it. Only whole numbers, `+ - * /`, `sqrt` and libm are used from here on, which
//! give the same bits on every machine.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

/// Draws made side by side.
pub(crate) const LANES: usize = 32;

/// One number for each lane.
pub(crate) type Row<T> = [T; LANES];

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
        self.bits().map(unit)
    }

    /// Uniform in [0, 1) for one lane.
    pub(crate) fn uniform_of(&mut self, lane: usize) -> f64 {
        unit(self.bits_of(lane))
    }

    /// Standard normal for one lane. Source: Marsaglia and Bray 1964, polar method.
    pub(crate) fn normal_of(&mut self, lane: usize) -> f64 {
        loop {
            let x = 2.0 * self.uniform_of(lane) - 1.0;
            let y = 2.0 * self.uniform_of(lane) - 1.0;
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Gamma with this shape and scale 1 for one lane; `shape` above 0. Source: Marsaglia and Tsang 2000.
    pub(crate) fn gamma_of(&mut self, lane: usize, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(1.0 - self.uniform_of(lane), 1.0 / shape);
            return boost * self.gamma_of(lane, shape + 1.0);
        }
        let centre = shape - 1.0 / 3.0;
        let width = 1.0 / (9.0 * centre).sqrt();
        loop {
            let x = self.normal_of(lane);
            let root = 1.0 + width * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = 1.0 - self.uniform_of(lane);
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + centre * (1.0 - v + libm::log(v))
            {
                return centre * v;
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
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

    #[test]
    fn gamma_and_normal_have_their_moments() {
        for shape in [0.3, 1.0, 4.5] {
            let mut lanes = Lanes::new(11, Purpose::Draws, 0);
            let count = 200_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..count {
                let x = lanes.gamma_of(0, shape);
                sum += x;
                squares += x * x;
            }
            let mean = sum / f64::from(count);
            let variance = squares / f64::from(count) - mean * mean;
            let error = (shape / f64::from(count)).sqrt();
            assert!((mean - shape).abs() < 4.0 * error, "{shape}: mean {mean}");
            assert!((variance / shape - 1.0).abs() < 0.05, "{shape}: variance {variance}");
        }
    }
}

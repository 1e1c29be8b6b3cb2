//! The quantiles of beta distributions over shares that were counted.

/// Strips over which the density is summed.
const STRIPS: u32 = 512;

/// How many standard deviations around the middle are looked at.
const REACH: f64 = 14.0;

/// Nodes and weights of Gauss and Legendre over a strip from 0 to 1.
const NODES: [(f64, f64); 3] =
    [(0.112_701_665_379_258_3, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// A beta distribution, Beta(a, b), along the angle whose squared sine is the share: the density is smooth there to its
/// ends, `sin^(2a-1) cos^(2b-1)`.
pub(crate) struct Beta {
    /// 2a - 1 and 2b - 1.
    powers: [f64; 2],
    /// The logarithm of the density in its middle.
    top: f64,
    from: f64,
    width: f64,
    /// The sum of the strips before each.
    before: Vec<f64>,
}

impl Beta {
    /// - `a`, `b`: a half and up.
    pub(crate) fn new(a: f64, b: f64) -> Beta {
        let powers = [2.0 * a - 1.0, 2.0 * b - 1.0];
        let middle = libm::atan2(libm::sqrt(powers[0]), libm::sqrt(powers[1]));
        let middle = if powers == [0.0, 0.0] { std::f64::consts::FRAC_PI_4 } else { middle };
        // The angle of a share spreads by half of the root of 1 / (a + b), wherever it is.
        let reach = REACH / (2.0 * libm::sqrt(a + b));
        let (from, to) = ((middle - reach).max(0.0), (middle + reach).min(std::f64::consts::FRAC_PI_2));
        let mut beta =
            Beta { powers, top: 0.0, from, width: (to - from) / f64::from(STRIPS), before: vec![0.0] };
        beta.top = beta.log_density(middle);
        for strip in 0..STRIPS {
            let sum = beta.before[strip as usize] + beta.part(strip, 1.0);
            beta.before.push(sum);
        }
        beta
    }

    fn log_density(&self, angle: f64) -> f64 {
        let log = |power: f64, of: f64| if power == 0.0 { 0.0 } else { power * libm::log(of) };
        log(self.powers[0], libm::sin(angle)) + log(self.powers[1], libm::cos(angle))
    }

    /// The sum over the first part of a strip.
    fn part(&self, strip: u32, part: f64) -> f64 {
        let start = self.from + f64::from(strip) * self.width;
        let at = |(node, weight): (f64, f64)| {
            weight * libm::exp(self.log_density(start + node * part * self.width) - self.top)
        };
        NODES.into_iter().map(at).sum::<f64>() * part * self.width
    }

    /// The share below which a part of the distribution lies.
    ///
    /// - `part`: above 0 and below 1.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let wanted = part * self.before[STRIPS as usize];
        let strip = self.before.partition_point(|sum| *sum <= wanted).clamp(1, STRIPS as usize) - 1;
        let place = u32::try_from(strip).unwrap_or(STRIPS - 1);
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if self.before[strip] + self.part(place, middle) < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        let sine = libm::sin(self.from + (f64::from(place) + f64::midpoint(low, high)) * self.width);
        sine * sine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cases `count_interval` with other methods than Wilson's, of money.json.
    #[test]
    fn published_intervals_are_quantiles_of_beta_distributions() {
        for (a, b, part, wanted) in [
            // Jeffreys: 7 of 8, 5 of 5, 312 of 400 at 95 %.
            (7.5, 1.5, 0.05, 0.603_326_833_114_484_7),
            (7.5, 1.5, 0.95, 0.977_535_334_451_745_2),
            (5.5, 0.5, 0.05, 0.694_254_415_311_050_3),
            (312.5, 88.5, 0.025, 0.737_479_637_200_153_1),
            (312.5, 88.5, 0.975, 0.818_485_531_101_256_9),
            // A flat prior.
            (8.0, 2.0, 0.05, 0.570_864_452_968_665_4),
            (8.0, 2.0, 0.95, 0.958_976_832_493_003_3),
            // Clopper and Pearson.
            (7.0, 2.0, 0.05, 0.529_320_591_398_868_4),
            (8.0, 1.0, 0.95, 0.993_608_849_045_055),
        ] {
            let found = Beta::new(a, b).quantile(part);
            assert!((found / wanted - 1.0).abs() < 1e-12, "Beta({a}, {b}) at {part}: {found}, not {wanted}");
        }
    }

    #[test]
    fn ends_and_large_counts_have_quantiles_too() {
        for (a, b) in [(0.5, 0.5), (0.5, 8.5), (0.5, 1e12), (1e12, 0.5), (5e11, 5e11)] {
            let beta = Beta::new(a, b);
            let found: Vec<f64> = [0.001, 0.5, 0.999].map(|part| beta.quantile(part)).to_vec();
            assert!(found.iter().all(|share| (0.0..=1.0).contains(share)), "Beta({a}, {b}): {found:?}");
            assert!(found[0] < found[1] && found[1] < found[2], "Beta({a}, {b}): {found:?}");
        }
    }
}

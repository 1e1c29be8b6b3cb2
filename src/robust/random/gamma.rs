//! Gamma distributed numbers. Source: Marsaglia and Tsang 2000, A simple method for generating gamma variables.

use super::{LANES, Lanes, Row};

/// A gamma distribution of scale 1.
#[derive(Clone, Debug)]
pub(crate) struct Gamma {
    centre: f64,
    width: f64,
    /// A shape below 1 is drawn as that of one more, times a uniform number to this power.
    power: Option<f64>,
}

impl Gamma {
    /// The distribution with this shape, above 0.
    pub(crate) fn new(shape: f64) -> Gamma {
        let power = (shape < 1.0).then(|| 1.0 / shape);
        let centre = if power.is_some() { shape + 1.0 } else { shape } - 1.0 / 3.0;
        Gamma { centre, width: 1.0 / (9.0 * centre).sqrt(), power }
    }

    /// The number that a normal and a uniform one make, and whether it is surely taken: for nearly all.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn at_once(&self, normal: f64, uniform: f64) -> (f64, bool) {
        let root = 1.0 + self.width * normal;
        let square = normal * normal;
        let is_sure = root > 0.0 && uniform < 1.0 - 0.0331 * square * square;
        (self.centre * (root * root * root), is_sure)
    }

    /// The same by the whole test; none where it is refused.
    fn tried(&self, normal: f64, uniform: f64) -> Option<f64> {
        let (number, is_sure) = self.at_once(normal, uniform);
        let share = number / self.centre;
        let is_taken =
            || libm::log(uniform) < 0.5 * normal * normal + self.centre * (1.0 - share + libm::log(share));
        (is_sure || (share > 0.0 && is_taken())).then_some(number)
    }
}

impl Lanes {
    /// A number for every lane.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn gamma(&mut self, of: &Gamma) -> Row<f64> {
        let (normal, uniform) = (self.normal(), self.uniform());
        let (mut out, mut is_sure) = ([0.0; LANES], [false; LANES]);
        for lane in 0..LANES {
            (out[lane], is_sure[lane]) = of.at_once(normal[lane], uniform[lane]);
        }
        for lane in (0..LANES).filter(|lane| !is_sure[*lane]) {
            out[lane] =
                of.tried(normal[lane], uniform[lane]).unwrap_or_else(|| self.whole_gamma_of(lane, of));
        }
        if let Some(power) = of.power {
            for (lane, out) in out.iter_mut().enumerate() {
                *out *= libm::pow(self.uniform_of(lane), power);
            }
        }
        out
    }

    /// A number for one lane.
    pub(crate) fn gamma_of(&mut self, lane: usize, of: &Gamma) -> f64 {
        let whole = self.whole_gamma_of(lane, of);
        of.power.map_or(whole, |power| whole * libm::pow(self.uniform_of(lane), power))
    }

    /// A number of a shape of 1 or more for one lane.
    fn whole_gamma_of(&mut self, lane: usize, of: &Gamma) -> f64 {
        loop {
            let (normal, uniform) = (self.normal_of(lane), self.uniform_of(lane));
            if let Some(number) = of.tried(normal, uniform) {
                return number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Purpose;
    use super::*;

    #[test]
    fn all_lanes_and_one_lane_have_the_moments_of_every_shape() {
        for shape in [0.3, 1.0, 4.5, 60.0] {
            let of = Gamma::new(shape);
            let mut lanes = Lanes::new(11, Purpose::Draws, 0);
            let rows: Vec<f64> = (0..6_400).flat_map(|_| lanes.gamma(&of)).collect();
            let one: Vec<f64> = (0..200_000).map(|_| lanes.gamma_of(0, &of)).collect();
            for numbers in [rows, one] {
                let count = f64::from(u32::try_from(numbers.len()).unwrap());
                let mean = numbers.iter().sum::<f64>() / count;
                let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
                let third = numbers.iter().map(|x| libm::pow(x - mean, 3.0)).sum::<f64>() / count;
                assert!((mean - shape).abs() < 4.0 * (shape / count).sqrt(), "{shape}: mean {mean}");
                assert!((variance / shape - 1.0).abs() < 0.05, "{shape}: variance {variance}");
                // The skewness of a gamma distribution is twice the root of one over its shape.
                let skewness = third / libm::pow(variance, 1.5);
                assert!((skewness - 2.0 / shape.sqrt()).abs() < 0.15, "{shape}: skewness {skewness}");
            }
        }
    }
}

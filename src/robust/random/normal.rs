//! The quantiles of the standard normal distribution.
//!
//! Source: Wichura 1988, algorithm AS 241, PPND16; right to about 1 in 10^16.

/// The number below which a standard normal one lies with this probability, above 0 and below 1.
pub(super) fn quantile(probability: f64) -> f64 {
    let from_middle = probability - 0.5;
    if is_central(from_middle) { central(from_middle) } else { tail(probability) }
}

/// Whether [`central`] holds: for 85 of 100 probabilities.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(super) fn is_central(from_middle: f64) -> bool {
    from_middle.abs() <= 0.425
}

/// The quantile near the middle, without a branch.
#[inline(always)]
pub(super) fn central(from_middle: f64) -> f64 {
    const ABOVE: [f64; 8] = [
        2.509_080_928_730_122_7e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ];
    const BELOW: [f64; 8] = [
        5.226_495_278_852_854e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ];
    let square = 0.180_625 - from_middle * from_middle;
    from_middle * polynomial(&ABOVE, square) / polynomial(&BELOW, square)
}

/// The quantile in a tail.
fn tail(probability: f64) -> f64 {
    const NEAR_ABOVE: [f64; 8] = [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ];
    const NEAR_BELOW: [f64; 8] = [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ];
    const FAR_ABOVE: [f64; 8] = [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_048_7e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ];
    const FAR_BELOW: [f64; 8] = [
        2.044_263_103_389_939_7e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ];
    let far = (-libm::log(probability.min(1.0 - probability))).sqrt();
    let size = if far <= 5.0 {
        polynomial(&NEAR_ABOVE, far - 1.6) / polynomial(&NEAR_BELOW, far - 1.6)
    } else {
        polynomial(&FAR_ABOVE, far - 5.0) / polynomial(&FAR_BELOW, far - 5.0)
    };
    if probability < 0.5 { -size } else { size }
}

/// A polynomial, its highest power first.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn polynomial(factors: &[f64; 8], x: f64) -> f64 {
    let mut sum = factors[0];
    for factor in &factors[1..] {
        sum = sum * x + factor;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Computed with 40 digits; the last two lie in the far tail.
        for (probability, expected) in [
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.975, 1.959_963_984_540_054),
            (0.05, -1.644_853_626_951_472_7),
            (0.999_5, 3.290_526_731_491_895),
            (1e-12, -7.034_483_825_301_132),
            (1e-16, -8.222_082_216_130_436),
        ] {
            let found = quantile(probability);
            assert!((found - expected).abs() < 1e-14 * (1.0 + expected.abs()), "{probability}: {found}");
        }
    }
}

//! Fractions of two machine words, which nearly every number of a decision is.
//!
//! Every operation works in 128 bits and says `None` where its result does not fit two words even in
//! lowest terms; the caller then counts with numbers of any length. A fraction is put into lowest
//! terms only when it would not fit otherwise: sums of points with equal denominators, the bulk of
//! the work, then never divide.

use std::cmp::Ordering;
use std::num::NonZeroU64;

use dashu_base::Gcd;

use super::Mode;

/// A fraction of two machine words, not always in lowest terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    numerator: i64,
    denominator: NonZeroU64,
}

impl Short {
    pub(super) const ZERO: Short = Short::whole(0);
    pub(super) const ONE: Short = Short::whole(1);
    pub(super) const HALF: Short = Short { numerator: 1, denominator: NonZeroU64::MIN.saturating_add(1) };
    pub(super) const HUNDRED: Short = Short::whole(100);

    pub(super) const fn whole(number: i64) -> Short {
        Short { numerator: number, denominator: NonZeroU64::MIN }
    }

    /// A fraction, in lowest terms where it does not fit otherwise; `None` where it does not even then,
    /// or where the denominator is zero.
    pub(super) fn new(numerator: i128, denominator: u128) -> Option<Short> {
        let fit = |numerator: i128, denominator: u128| {
            let denominator = NonZeroU64::new(u64::try_from(denominator).ok()?)?;
            Some(Short { numerator: i64::try_from(numerator).ok()?, denominator })
        };
        fit(numerator, denominator).or_else(|| {
            let divisor = numerator.unsigned_abs().gcd(denominator);
            fit(numerator / i128::try_from(divisor).ok()?, denominator / divisor)
        })
    }

    pub(super) fn numerator(self) -> i64 {
        self.numerator
    }

    pub(super) fn denominator(self) -> u64 {
        self.denominator.get()
    }

    pub(super) fn add(self, other: Short) -> Option<Short> {
        self.add_or_subtract(other, i64::checked_add, i128::checked_add)
    }

    pub(super) fn sub(self, other: Short) -> Option<Short> {
        self.add_or_subtract(other, i64::checked_sub, i128::checked_sub)
    }

    fn add_or_subtract(
        self,
        other: Short,
        of_words: fn(i64, i64) -> Option<i64>,
        of_products: fn(i128, i128) -> Option<i128>,
    ) -> Option<Short> {
        if self.denominator == other.denominator
            && let Some(numerator) = of_words(self.numerator, other.numerator)
        {
            return Some(Short { numerator, ..self });
        }
        let numerator = of_products(self.crossed(other), other.crossed(self))?;
        Short::new(numerator, u128::from(self.denominator()) * u128::from(other.denominator()))
    }

    pub(super) fn mul(self, other: Short) -> Option<Short> {
        Short::new(
            i128::from(self.numerator) * i128::from(other.numerator),
            u128::from(self.denominator()) * u128::from(other.denominator()),
        )
    }

    /// Divides by a number that is not zero.
    pub(super) fn over(self, divisor: Short) -> Option<Short> {
        let size = self.crossed(divisor);
        let numerator = if divisor.numerator < 0 { -size } else { size };
        let denominator = u128::from(self.denominator()) * u128::from(divisor.numerator.unsigned_abs());
        Short::new(numerator, denominator)
    }

    pub(super) fn neg(self) -> Option<Short> {
        Some(Short { numerator: self.numerator.checked_neg()?, ..self })
    }

    /// The numerator times the other's denominator: below 2^127, for a word with a sign is at most
    /// 2^63 and one without is below 2^64.
    fn crossed(self, other: Short) -> i128 {
        i128::from(self.numerator) * i128::from(other.denominator())
    }

    /// This times ten to the `decimals`, as a whole number.
    pub(super) fn scaled(self, decimals: u32, mode: Mode) -> Option<i64> {
        let size = u128::from(self.numerator.unsigned_abs()).checked_mul(10_u128.checked_pow(decimals)?)?;
        let denominator = self.denominator();
        // Division of one word by one word is many times quicker.
        let (quotient, rest) = match u64::try_from(size) {
            Ok(size) => (size / denominator, size % denominator),
            Err(_) => {
                let denominator = u128::from(denominator);
                (u64::try_from(size / denominator).ok()?, u64::try_from(size % denominator).ok()?)
            }
        };
        let half = rest.cmp(&(denominator - rest));
        let quotient = quotient.checked_add(u64::from(mode.goes_up(half, rest == 0, quotient % 2 == 1)))?;
        let whole = i64::try_from(quotient).ok()?;
        Some(if self.numerator < 0 { -whole } else { whole })
    }

    /// The nearest binary number; `None` where one division of two binary numbers would not find it.
    #[allow(
        clippy::cast_precision_loss,
        reason = "both are below 2^53, so they are binary numbers themselves"
    )]
    pub(super) fn to_f64(self) -> Option<f64> {
        const LIMIT: u64 = 1 << f64::MANTISSA_DIGITS;
        let fits = self.numerator.unsigned_abs() <= LIMIT && self.denominator() <= LIMIT;
        fits.then(|| self.numerator as f64 / self.denominator() as f64)
    }

    pub(super) fn cmp(self, other: Short) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        self.crossed(other).cmp(&other.crossed(self))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use dashu_int::{IBig, UBig};
    use dashu_ratio::Relaxed;
    use proptest::prelude::*;

    use super::super::{Exact, Form, Mode, Rounding};

    /// A word near one of the borders at which a product or a sum stops fitting two words, or any.
    fn word() -> impl Strategy<Value = u64> {
        let borders = [0, 1 << 31, 1 << 32, 1 << 53, 1 << 62, 1 << 63, u64::MAX];
        prop_oneof![
            0..=12_u64,
            (prop::sample::select(borders.to_vec()), -3..=3_i64)
                .prop_map(|(border, off)| border.wrapping_add_signed(off)),
            (0..=19_u32).prop_map(|exponent| 10_u64.pow(exponent)),
            any::<u64>(),
        ]
    }

    /// A fraction as it stands, in two words where it fits.
    fn fraction() -> impl Strategy<Value = Relaxed> {
        (word(), word(), any::<bool>()).prop_map(|(numerator, denominator, is_negative)| {
            let numerator = IBig::from(numerator);
            let numerator = if is_negative { -numerator } else { numerator };
            Relaxed::from_parts(numerator, UBig::from(denominator.max(1)))
        })
    }

    /// The fraction in two words, where they hold it, and with numbers of any length.
    fn both(fraction: Relaxed) -> [Exact; 2] {
        [Exact::of(fraction.clone()), Exact(Form::Long(Arc::new(fraction)))]
    }

    /// Everything that can be seen of a number.
    fn face(number: &Exact) -> (Vec<String>, u64, [bool; 2]) {
        let mut texts = vec![number.to_string(), number.fixed(0), number.fixed(18), number.plain(4)];
        for mode in [Mode::HalfUp, Mode::HalfEven, Mode::Truncate, Mode::Up] {
            texts.extend([0, 2, 18].map(|digits| Rounding { digits, mode }.apply(number).to_string()));
        }
        (texts, number.to_f64().to_bits(), [number.is_zero(), number.is_negative()])
    }

    #[test]
    fn a_number_in_two_words_is_the_number_in_many() {
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(a in fraction(), b in fraction())| {
            let ([short_a, long_a], [short_b, long_b]) = (both(a), both(b));
            prop_assert_eq!(short_a.cmp(&short_b), long_a.cmp(&long_b));
            for (short, long) in [
                (short_a.clone(), long_a.clone()),
                (&short_a + &short_b, &long_a + &long_b),
                (&short_a - &short_b, &long_a - &long_b),
                (&short_a * &short_b, &long_a * &long_b),
                (short_a.over(&short_b).unwrap_or_default(), long_a.over(&long_b).unwrap_or_default()),
                (-&short_a, -&long_a),
                (short_a.abs(), long_a.abs()),
                (Exact::sum([&short_a, &short_b, &short_a]), Exact::sum([&long_a, &long_b, &long_a])),
            ] {
                // Results are in two words again where they fit; here one of the two must not be.
                let long = Exact(Form::Long(Arc::new(long.long().into_owned())));
                prop_assert_eq!(&short, &long);
                prop_assert_eq!(face(&short), face(&long));
                for most in [0, 4, 18, 20] {
                    let text = short.plain(most);
                    let written = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                    prop_assert_eq!(short.decimals(most) as usize, written, "{} to {}", text, most);
                }
            }
        });
    }

    #[test]
    fn usual_numbers_are_in_two_words() {
        let is_short = |number: &Exact| matches!(number.0, Form::Short(_));
        let price = Exact::parse("14.25").unwrap();
        let share = Exact::from(30).over(&Exact::from(110)).unwrap();
        let points = (&share * &price).percent();
        let rounded = Rounding { digits: 2, mode: Mode::HalfUp }.apply(&points);
        for number in [&price, &share, &points, &rounded, &Exact::sum([&points, &rounded])] {
            assert!(is_short(number), "{number:?}");
        }
        assert!(!is_short(&Exact::parse("123456789012345678.123456789012345678").unwrap()));
        assert_eq!(size_of::<Exact>(), 16, "a long number is one word, and a denominator of zero says so");
    }
}

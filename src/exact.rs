//! Exact numbers: decimals as they were written, and quotients of them.
//!
//! A weighted score divides: by the length of a scale, by a sum of weights. One third has no
//! finite decimal, and a decimal type that keeps 28 digits of it turns 3 x 1/3 into 0.999...9,
//! which then rounds down and breaks a tie. So the score of record is kept as a fraction of whole
//! numbers and becomes a decimal only where the rule rounds it, or where it is shown.
//!
//! Fractions that fit two machine words are counted with in these (`short`), all others in numbers of
//! any length. Nothing outside this module can tell which of the two a number is.

mod apportion;
mod hexadecimal;
pub(crate) mod irrational;
pub(crate) mod lp;
mod operators;
mod parse;
pub mod rounding;
mod short;
mod text;

use std::borrow::Cow;
use std::sync::Arc;

use dashu_base::{BitTest, DivRem, Sign, Signed};
use dashu_int::{IBig, UBig};
use dashu_ratio::Relaxed;

pub use apportion::apportion;
pub(crate) use hexadecimal::hexadecimal;
pub use parse::{MAX_DECIMALS, MAX_WHOLE_DIGITS, NumberError};
pub use rounding::{MAX_DIGITS, Mode, Rounding};
use short::Short;
pub use text::with_spaces;

/// An exact rational number.
///
/// ```
/// use weigh::exact::Exact;
/// let third = Exact::from(1).over(&Exact::from(3)).unwrap();
/// assert_eq!(&(&third + &third) + &third, Exact::from(1));
/// assert_eq!(Exact::parse("8.565").unwrap().to_string(), "8.565");
/// ```
#[derive(Clone)]
pub struct Exact(Form);

#[derive(Clone)]
enum Form {
    Short(Short),
    /// What did not fit two words when it was worked out.
    Long(Arc<Relaxed>),
}

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact(Form::Short(Short::ZERO));
    /// One.
    pub const ONE: Exact = Exact(Form::Short(Short::ONE));
    /// One half.
    pub const HALF: Exact = Exact(Form::Short(Short::HALF));
    /// One hundred: what most people share out as points, and the whole in per cent.
    pub const HUNDRED: Exact = Exact(Form::Short(Short::HUNDRED));

    /// Takes a fraction of any length, in two words where it fits.
    ///
    /// Keeps it from growing: reduces it to lowest terms once it is long. Always reducing costs three
    /// times as much on fractions of usual length; never reducing lets a sum of hundreds of unlike
    /// fractions grow without end.
    fn of(fraction: Relaxed) -> Exact {
        const LONG_BITS: usize = 256;
        if let Some(short) = shortened(&fraction) {
            return Exact(Form::Short(short));
        }
        if fraction.denominator().bit_len() <= LONG_BITS {
            return Exact(Form::Long(Arc::new(fraction)));
        }
        let reduced = fraction.canonicalize().relax();
        Exact(shortened(&reduced).map_or_else(|| Form::Long(Arc::new(reduced)), Form::Short))
    }

    /// The number as a fraction of any length.
    fn long(&self) -> Cow<'_, Relaxed> {
        match &self.0 {
            Form::Short(short) => Cow::Owned(Relaxed::from_parts(
                IBig::from(short.numerator()),
                UBig::from(short.denominator()),
            )),
            Form::Long(long) => Cow::Borrowed(long),
        }
    }

    /// Works an operation out in two words where both numbers and the result fit them.
    fn worked_out(
        &self,
        other: &Exact,
        short: fn(Short, Short) -> Option<Short>,
        long: fn(&Relaxed, &Relaxed) -> Relaxed,
    ) -> Exact {
        if let (Form::Short(a), Form::Short(b)) = (&self.0, &other.0)
            && let Some(result) = short(*a, *b)
        {
            return Exact(Form::Short(result));
        }
        Exact::of(long(&self.long(), &other.long()))
    }

    /// Divides; `None` when the divisor is zero.
    #[must_use]
    pub fn over(&self, divisor: &Exact) -> Option<Exact> {
        (!divisor.is_zero()).then(|| self.worked_out(divisor, Short::over, |a, b| a / b))
    }

    /// A share of one in per cent: 12.5 for 0.125.
    #[must_use]
    pub fn percent(&self) -> Exact {
        self * &Exact::HUNDRED
    }

    /// Per cent as a share of one: 0.125 for 12.5.
    #[must_use]
    pub fn of_percent(percent: &Exact) -> Exact {
        percent.over(&Exact::HUNDRED).unwrap_or_default()
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Form::Short(short) => short.numerator() == 0,
            Form::Long(long) => long.is_zero(),
        }
    }

    /// Whether this is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Short(short) => short.numerator() < 0,
            Form::Long(long) => long.is_negative(),
        }
    }

    /// Whether it takes more than two machine words, and so several times as long to count with.
    pub(crate) fn is_long(&self) -> bool {
        matches!(self.0, Form::Long(_))
    }

    /// The size without the sign.
    #[must_use]
    pub fn abs(&self) -> Exact {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// Adds up numbers.
    #[must_use]
    pub fn sum<'a>(terms: impl IntoIterator<Item = &'a Exact>) -> Exact {
        let mut terms = terms.into_iter();
        let mut total = Exact::ZERO;
        while let Some(term) = terms.next() {
            total += term;
            if matches!(total.0, Form::Long(_)) {
                return &total + &sum_by_halves(&terms.collect::<Vec<_>>());
            }
        }
        total
    }

    /// The nearest binary number, for charts and analysis; never for the score of record.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        let short = if let Form::Short(short) = &self.0 { short.to_f64() } else { None };
        short.unwrap_or_else(|| self.long().to_f64().value())
    }

    /// Numerator and denominator, which may share factors; the denominator is above zero.
    pub(crate) fn parts(&self) -> (IBig, UBig) {
        self.long().into_owned().into_parts()
    }

    /// Numerator and denominator in lowest terms; the denominator is above zero.
    pub(crate) fn reduced_parts(&self) -> (IBig, UBig) {
        self.long().into_owned().canonicalize().into_parts()
    }

    /// A fraction of two whole numbers; `denominator` is not zero.
    pub(crate) fn fraction(numerator: IBig, denominator: IBig) -> Exact {
        let (sign, size) = denominator.into_parts();
        let numerator = if sign == Sign::Negative { -numerator } else { numerator };
        Exact::of(Relaxed::from_parts(numerator, size).canonicalize().relax())
    }

    /// The shortest decimal that a binary number is written as, with at most 18 digits after the point;
    /// `None` for NaN, the infinite, and what has more than 18 digits before the point.
    #[must_use]
    pub fn from_f64(number: f64) -> Option<Exact> {
        Exact::parse(&number.to_string()).or_else(|_| Exact::parse(&format!("{number:.18}"))).ok()
    }

    /// This times ten to the `decimals`, rounded half up to a whole number; none beyond the range of `i128`.
    pub(crate) fn to_scaled(&self, decimals: u32) -> Option<i128> {
        match self.scaled(decimals, Mode::HalfUp).0 {
            Form::Short(short) => Some(short.numerator().into()),
            Form::Long(long) => i128::try_from(long.numerator().clone()).ok(),
        }
    }

    /// A whole number over ten to the `decimals`.
    pub(crate) fn from_scaled(number: i128, decimals: u32) -> Exact {
        Exact::of(Relaxed::from_parts(IBig::from(number), power_of_ten(decimals)))
    }

    /// The same number in lowest terms, for one that many sums will use.
    pub(crate) fn reduced(&self) -> Exact {
        match &self.0 {
            Form::Short(_) => self.clone(),
            Form::Long(long) => Exact::of((**long).clone().canonicalize().relax()),
        }
    }

    /// The number to a whole power.
    #[must_use]
    pub fn power(&self, exponent: u32) -> Exact {
        (0..exponent).fold(Exact::ONE, |product, _| &product * self)
    }

    /// Whether the denominator is one; a fraction that is not in lowest terms may be whole without.
    fn is_whole(&self) -> bool {
        match &self.0 {
            Form::Short(short) => short.denominator() == 1,
            Form::Long(long) => *long.denominator() == UBig::ONE,
        }
    }

    /// This times ten to the `decimals`, as a whole number over one.
    fn scaled(&self, decimals: u32, mode: Mode) -> Exact {
        if let Form::Short(short) = &self.0
            && let Some(whole) = short.scaled(decimals, mode)
        {
            return Exact(Form::Short(Short::whole(whole)));
        }
        let long = self.long();
        let (sign, size) = (long.numerator() * IBig::from(power_of_ten(decimals))).into_parts();
        let denominator = long.denominator();
        let (quotient, rest) = size.div_rem(denominator);
        let half = (&rest + &rest).cmp(denominator);
        let is_odd = (&quotient % 2u8) == 1u8;
        let goes_up = mode.goes_up(half, rest.is_zero(), is_odd);
        let size = if goes_up { quotient + UBig::ONE } else { quotient };
        Exact::of(Relaxed::from(IBig::from_parts(sign, size)))
    }
}

/// Adds up numbers, halves first, so that long sums of unlike fractions stay cheap.
fn sum_by_halves(terms: &[&Exact]) -> Exact {
    match terms {
        [] => Exact::ZERO,
        [one] => (*one).clone(),
        _ => {
            let (left, right) = terms.split_at(terms.len() / 2);
            &sum_by_halves(left) + &sum_by_halves(right)
        }
    }
}

/// A whole number over ten to the `decimals`.
fn in_decimals(whole: &Exact, decimals: u32) -> Exact {
    let power = power_of_ten(decimals);
    if let (Form::Short(short), Ok(power)) = (&whole.0, u128::try_from(&power))
        && let Some(short) = Short::new(short.numerator().into(), power)
    {
        return Exact(Form::Short(short));
    }
    Exact::of(Relaxed::from_parts(whole.long().numerator().clone(), power))
}

/// A fraction in two words, where it fits them as it stands.
fn shortened(fraction: &Relaxed) -> Option<Short> {
    let numerator = i64::try_from(fraction.numerator()).ok()?;
    let denominator = u64::try_from(fraction.denominator()).ok()?;
    Short::new(numerator.into(), denominator.into())
}

fn power_of_ten(exponent: u32) -> UBig {
    match 10u128.checked_pow(exponent) {
        Some(power) => UBig::from(power),
        None => UBig::from(10u8).pow(exponent as usize),
    }
}

impl Default for Exact {
    fn default() -> Self {
        Exact::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_add_up_to_one() {
        let third = Exact::ONE.over(&Exact::from(3)).unwrap();
        assert_eq!(Exact::sum(&[third.clone(), third.clone(), third]), Exact::ONE);
    }
}

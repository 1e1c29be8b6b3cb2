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
pub(crate) mod lp;
mod parse;
pub mod rounding;
mod short;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use dashu_base::{BitTest, DivRem, Sign, Signed};
use dashu_int::{IBig, UBig};
use dashu_ratio::Relaxed;
use serde::{Serialize, Serializer};

pub use apportion::apportion;
pub(crate) use hexadecimal::hexadecimal;
pub use parse::{MAX_DECIMALS, MAX_WHOLE_DIGITS, NumberError};
pub use rounding::{Mode, Rounding};
use short::Short;

/// Digits after the point that are written where a fraction has no finite decimal.
const WRITTEN_DECIMALS: u32 = 20;

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
    Long(Box<Relaxed>),
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
            return Exact(Form::Long(Box::new(fraction)));
        }
        let reduced = fraction.canonicalize().relax();
        Exact(shortened(&reduced).map_or_else(|| Form::Long(Box::new(reduced)), Form::Short))
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

    /// The same as [`fixed`](Exact::fixed), with a plus where the number is above zero: `+1.20`.
    #[must_use]
    pub fn signed(&self, decimals: u32) -> String {
        let plus = if self.is_negative() || self.is_zero() { "" } else { "+" };
        format!("{plus}{}", self.fixed(decimals))
    }

    /// The number with exactly `decimals` digits after the point, rounded half up.
    #[must_use]
    pub fn fixed(&self, decimals: u32) -> String {
        let scaled = self.scaled(decimals, Mode::HalfUp);
        let sign = if scaled.is_negative() { "-" } else { "" };
        let digits = scaled.abs().numerator_text();
        if decimals == 0 {
            return format!("{sign}{digits}");
        }
        let width = decimals as usize + 1;
        let digits = format!("{digits:0>width$}");
        let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
        format!("{sign}{whole}.{fraction}")
    }

    /// The number as a plain decimal of at most `most` digits after the point, without zeros at its end.
    #[must_use]
    pub fn plain(&self, most: u32) -> String {
        if self.is_whole() {
            return self.numerator_text();
        }
        let text = self.fixed(most);
        if !text.contains('.') {
            return text;
        }
        let short = text.trim_end_matches('0').trim_end_matches('.');
        if short == "-0" { "0".to_owned() } else { short.to_owned() }
    }

    /// The same with a space between thousands, from five digits before the point: 2027 may be a year.
    #[must_use]
    pub fn spaced(&self, most: u32) -> String {
        const SHORT: usize = 4;
        let text = self.plain(most);
        let is_long = text.chars().take_while(|c| *c != '.').filter(char::is_ascii_digit).count() > SHORT;
        if is_long { with_spaces(&text) } else { text }
    }

    /// Digits after the point that the number needs, at most `most`.
    #[must_use]
    pub fn decimals(&self, most: u32) -> u32 {
        let Form::Short(rounded) = self.scaled(most, Mode::HalfUp).0 else {
            let text = self.plain(most);
            return text
                .split_once('.')
                .map_or(0, |(_, fraction)| u32::try_from(fraction.len()).unwrap_or(most));
        };
        let units = rounded.numerator();
        let is_enough = |kept: &u32| match 10_i64.checked_pow(most - kept) {
            Some(step) => units % step == 0,
            None => units == 0,
        };
        (0..most).find(is_enough).unwrap_or(most)
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

    fn numerator_text(&self) -> String {
        match &self.0 {
            Form::Short(short) => short.numerator().to_string(),
            Form::Long(long) => long.numerator().to_string(),
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

impl From<u32> for Exact {
    fn from(number: u32) -> Self {
        Exact(Form::Short(Short::whole(number.into())))
    }
}

impl From<i32> for Exact {
    fn from(number: i32) -> Self {
        Exact(Form::Short(Short::whole(number.into())))
    }
}

impl From<u64> for Exact {
    fn from(number: u64) -> Self {
        Exact::of(Relaxed::from(number))
    }
}

impl From<usize> for Exact {
    fn from(number: usize) -> Self {
        Exact::of(Relaxed::from(number))
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident) => {
        impl $trait<&Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                self.worked_out(other, Short::$method, |a, b| a.$method(b))
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);

impl AddAssign<&Exact> for Exact {
    fn add_assign(&mut self, other: &Exact) {
        *self = &*self + other;
    }
}

impl Neg for &Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        if let Form::Short(short) = &self.0
            && let Some(negated) = short.neg()
        {
            return Exact(Form::Short(negated));
        }
        Exact::of(-self.long().into_owned())
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Short(a), Form::Short(b)) => a.cmp(*b),
            _ => self.long().cmp(&other.long()),
        }
    }
}

/// Shows the fraction, as it is kept: `Exact(1/3)`.
impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let long = self.long();
        write!(f, "Exact({}/{})", long.numerator(), long.denominator())
    }
}

/// Writes the whole decimal where it ends, and 20 digits after the point where it does not.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain(WRITTEN_DECIMALS))
    }
}

/// Serialises as a JSON number with the digits of [`Display`](fmt::Display), never through a binary float.
impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: serde_json::Number = self.to_string().parse().expect("a plain decimal is a JSON number");
        number.serialize(serializer)
    }
}

/// A number as it is written, with a space between thousands that does not break at the end of a line.
#[must_use]
pub fn with_spaces(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn thirds_add_up_to_one() {
        let third = Exact::ONE.over(&Exact::from(3)).unwrap();
        assert_eq!(Exact::sum(&[third.clone(), third.clone(), third]), Exact::ONE);
    }

    #[test]
    fn decimal_traps_come_out_as_with_a_pencil() {
        assert_eq!(exact("8.565").fixed(2), "8.57");
        assert_eq!(exact("2.675").fixed(2), "2.68");
        assert_eq!((&exact("36.16") + &exact("44.2")).to_string(), "80.36");
        assert_eq!((&exact("0.1") + &exact("0.2")), exact("0.3"));
    }

    #[test]
    fn numbers_without_an_end_are_written_to_twenty_digits() {
        let third = Exact::ONE.over(&Exact::from(3)).unwrap();
        assert_eq!(third.to_string(), "0.33333333333333333333");
        assert_eq!(serde_json::to_string(&third).unwrap(), "0.33333333333333333333");
    }

    #[test]
    fn fixed_keeps_the_sign_and_the_zeros() {
        assert_eq!(exact("-0.004").fixed(2), "0.00");
        assert_eq!(exact("-1.5").fixed(2), "-1.50");
        assert_eq!(exact("0.05").fixed(1), "0.1");
        assert_eq!(exact("7").fixed(0), "7");
    }
}

//! Amounts of money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Serialize, Serializer};

use crate::exact::{Exact, with_spaces};

/// Digits after the point that an amount keeps.
const DECIMALS: u32 = 6;
/// Beyond this, in millionths, an amount is no longer one that anybody pays.
const MOST: i128 = 1_000_000_000_000_000_000_000_000;

/// An amount of money in whole millionths of a currency.
///
/// Each amount of a month is rounded half up to a millionth once, when it is made; after that sums are exact,
/// and the order of adding changes nothing. Amounts stay within 10^18; see [`Money::is_countable`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// The amount nearest to a number.
    #[must_use]
    pub fn of(number: &Exact) -> Money {
        let bound = if number.is_negative() { -MOST } else { MOST };
        Money(number.to_scaled(DECIMALS).unwrap_or(bound).clamp(-MOST, MOST))
    }

    /// Whether the amount is below 10^18, so that nothing was cut off.
    #[must_use]
    pub fn is_countable(self) -> bool {
        self.0.abs() < MOST
    }

    /// The amount as a number.
    #[must_use]
    pub fn to_exact(self) -> Exact {
        Exact::from_scaled(self.0, DECIMALS)
    }

    /// The amount times a number.
    #[must_use]
    pub fn times(self, factor: &Exact) -> Money {
        Money::of(&(&self.to_exact() * factor))
    }

    /// The amount divided by a number; none when that is zero.
    #[must_use]
    pub fn over(self, divisor: &Exact) -> Option<Exact> {
        self.to_exact().over(divisor)
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The nearest binary number, for charts.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.to_exact().to_f64()
    }

    /// The amount rounded half up to hundredths.
    #[must_use]
    pub fn to_cents(self) -> Exact {
        let cents = self.to_exact().to_scaled(2).unwrap_or_default();
        Exact::from_scaled(cents, 2)
    }

    /// The amount with so many decimals and thin spaces between thousands, for people: `1 295 167.50`.
    #[must_use]
    pub fn text(self, decimals: u32) -> String {
        grouped(&self.to_exact(), decimals)
    }
}

/// A number with so many decimals and a space between thousands.
#[must_use]
pub fn grouped(number: &Exact, decimals: u32) -> String {
    with_spaces(&number.fixed(decimals))
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money((self.0 + other.0).clamp(-MOST, MOST))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        self + -other
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

/// Writes the amount in hundredths: `1295167.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_exact().fixed(2))
    }
}

/// Serialises as a JSON number with all digits.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_exact().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::of(&Exact::parse(text).unwrap())
    }

    #[test]
    fn thirds_of_an_amount_are_rounded_once_and_add_up_after_that() {
        let third = Money::of(&Exact::HUNDRED.over(&Exact::from(3)).unwrap());
        assert_eq!(third, money("33.333333"));
        assert_eq!([third; 3].into_iter().sum::<Money>(), money("99.999999"));
    }

    #[test]
    fn a_sum_beyond_counting_says_so() {
        let most = money("999999999999999999");
        assert!(most.is_countable());
        assert!(!(most + most).is_countable());
        assert!(!Money::of(&Exact::from(10).power(60)).is_countable());
    }

    #[test]
    fn people_see_groups_of_three() {
        assert_eq!(money("1295167.5").text(2), "1\u{a0}295\u{a0}167.50");
        assert_eq!(money("-95000").text(0), "-95\u{a0}000");
        assert_eq!(money("999.995").text(2), "1\u{a0}000.00");
    }
}

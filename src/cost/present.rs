//! What money later is worth today.

use super::money::Money;
use crate::decision::CostBasis;
use crate::decision::cost_basis::Discounting;
use crate::exact::{Exact, Mode, Rounding};

/// Digits after the point of a root of the discount.
const ROOT_DIGITS: Rounding = Rounding { digits: 15, mode: Mode::HalfUp };

/// How much each month's money is worth before the start, 1 and below.
#[derive(Clone, Debug)]
pub(super) struct Discount {
    by_month: Vec<Exact>,
}

impl Discount {
    /// The factors of a basis; all 1 where it has no discount.
    ///
    /// Year-end: 1 / (1 + d)^y, exact. Mid-year: 1 / (1 + d)^(y - 1/2), and monthly: 1 / (1 + d)^(m/12), with
    /// the root to 15 digits.
    pub(super) fn new(basis: &CostBasis) -> Discount {
        let Some(rate) = &basis.discount else {
            return Discount { by_month: vec![Exact::ONE; basis.months] };
        };
        let yearly = Exact::ONE.over(&(&Exact::ONE + rate)).unwrap_or(Exact::ONE);
        let years = |month: usize| u32::try_from(month / 12).unwrap_or(u32::MAX);
        let factor: Box<dyn Fn(usize) -> Exact> = match basis.discounting {
            Discounting::YearEnd => Box::new(move |month| yearly.power(years(month) + 1)),
            Discounting::MidYear => {
                let half = root(&yearly, 2);
                Box::new(move |month| &yearly.power(years(month)) * &half)
            }
            Discounting::Monthly => match plain_month(rate) {
                Some(monthly) => {
                    Box::new(move |month| monthly.power(u32::try_from(month + 1).unwrap_or(u32::MAX)))
                }
                None => {
                    let monthly = root(&yearly, 12);
                    Box::new(move |month| {
                        let rest = u32::try_from(month % 12).unwrap_or(0) + 1;
                        &yearly.power(years(month)) * &monthly.power(rest)
                    })
                }
            },
        };
        Discount { by_month: (0..basis.months).map(factor).collect() }
    }

    /// How much the money of each month is worth before the start.
    pub(super) fn by_month(&self) -> &[Exact] {
        &self.by_month
    }

    /// What months of money are worth before the start.
    pub(super) fn present(&self, months: &[Money]) -> Money {
        // Months with the same factor are added up first: one product for a year.
        let mut sum = Money::ZERO;
        let mut at = 0;
        while at < months.len() {
            let factor = &self.by_month[at];
            let same = self.by_month[at..].iter().take_while(|other| *other == factor).count().max(1);
            sum += months[at..at + same].iter().copied().sum::<Money>().times(factor);
            at += same;
        }
        sum
    }
}

/// What a month takes off where the rate of a year is, to the digits that it is given with, a plain rate of a month twelve
/// times over.
fn plain_month(rate: &Exact) -> Option<Exact> {
    const PLAIN_DIGITS: u32 = 6;
    const GIVEN: Rounding = Rounding { digits: 12, mode: Mode::HalfUp };
    let grown = &Exact::ONE + rate;
    let month = root(&grown, 12);
    let is_plain = month.decimals(PLAIN_DIGITS + 1) <= PLAIN_DIGITS
        && GIVEN.apply(&month.power(12)) == GIVEN.apply(&grown);
    Exact::ONE.over(&month).filter(|_| is_plain && !rate.is_zero())
}

/// A root by Newton's steps in decimal numbers, so that every machine gets the same digits.
fn root(number: &Exact, degree: u32) -> Exact {
    let others = Exact::from(degree - 1);
    let mut guess = Exact::ONE;
    for _ in 0..60 {
        let quotient = number.over(&guess.power(degree - 1)).unwrap_or_default();
        let next = (&(&others * &guess) + &quotient).over(&Exact::from(degree)).unwrap_or_default();
        let next = Rounding { digits: 18, mode: Mode::HalfUp }.apply(&next);
        if next == guess {
            break;
        }
        guess = next;
    }
    ROOT_DIGITS.apply(&guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_right_to_fifteen_digits() {
        for (number, degree, wanted) in [
            ("0.5", 2, "0.707106781186548"),
            ("0.925925925925925926", 12, "0.993607101988294"),
            ("1", 12, "1"),
        ] {
            assert_eq!(root(&Exact::parse(number).unwrap(), degree).to_string(), wanted);
        }
    }
}

//! Roots, logarithms and powers: numbers that are no fractions lie between two that are, as close as is asked for.

use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;
use dashu_int::{IBig, UBig};

use super::Exact;

/// Decimal numbers of any length; what they come to is rounded correctly.
type Decimal = FBig<HalfEven, 10>;

/// The largest size of an exponent of e: more has over 400 digits before the point.
const MOST_EXPONENT: u32 = 1_000;

/// The root of a number that is not below zero.
///
/// - `degree`: 2 for the square root; 1 and up.
/// - `digits`: digits after the point that both ends agree on, or nearly.
/// - Returns the ends between which it lies, the same where it is a fraction; none for a number below zero.
pub(crate) fn root(number: &Exact, degree: u32, digits: u32) -> Option<[Exact; 2]> {
    let (numerator, denominator) = number.reduced_parts();
    let numerator = UBig::try_from(numerator).ok()?;
    let place = usize::try_from(degree).ok().filter(|degree| *degree > 0)?;
    let roots = [&numerator, &denominator].map(|part| part.nth_root(place));
    if roots[0].pow(place) == numerator && roots[1].pow(place) == denominator {
        let [above, below] = roots.map(IBig::from);
        let root = Exact::fraction(above, below);
        return Some([root.clone(), root]);
    }
    let unit = power_of_ten(digits);
    let floor = (numerator * unit.pow(place) / denominator).nth_root(place);
    Some([floor.clone(), floor + UBig::ONE].map(|end| Exact::fraction(end.into(), unit.clone().into())))
}

/// The natural logarithm of a number above zero, as [`root`] returns it; none for another.
pub(crate) fn ln(number: &Exact, digits: u32) -> Option<[Exact; 2]> {
    if *number == Exact::ONE {
        return Some([Exact::ZERO, Exact::ZERO]);
    }
    let is_above = !number.is_negative() && !number.is_zero();
    is_above.then(|| around(&decimal(number, digits).ln(), digits))
}

/// e to the power of a number, as [`root`] returns it; none for one whose size is above 1,000.
pub(crate) fn exp(number: &Exact, digits: u32) -> Option<[Exact; 2]> {
    if number.is_zero() {
        return Some([Exact::ONE, Exact::ONE]);
    }
    (number.abs() <= Exact::from(MOST_EXPONENT)).then(|| around(&decimal(number, digits).exp(), digits))
}

/// A number as a decimal with digits enough for functions of it.
fn decimal(number: &Exact, digits: u32) -> Decimal {
    let (numerator, denominator) = number.parts();
    let precision = digits as usize + 2 * EXTRA;
    let of = |whole: IBig| Decimal::from(whole).with_precision(precision).value();
    of(numerator) / of(denominator.into())
}

/// Digits beyond those that are asked for, so that what functions make of the last ones does not reach these.
const EXTRA: usize = 20;

/// The ends around a number whose first digits are right.
fn around(number: &Decimal, digits: u32) -> [Exact; 2] {
    let (significand, exponent) = number.repr().clone().into_parts();
    let power = |size: usize| IBig::from(UBig::from(10_u8).pow(size));
    let number = match usize::try_from(exponent) {
        Ok(size) => Exact::fraction(significand * power(size), IBig::ONE),
        Err(_) => Exact::fraction(significand, power(exponent.unsigned_abs())),
    };
    // The digits that are right are counted from the first one, wherever that stands.
    let slack = &(&number.abs() + &Exact::ONE) * &Exact::fraction(IBig::ONE, power_of_ten(digits).into());
    [&number - &slack, &number + &slack]
}

fn power_of_ten(digits: u32) -> UBig {
    UBig::from(10_u8).pow(digits as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn is_between(ends: &[Exact; 2], digits: &str) {
        // More digits than a number of a file may have.
        let (whole, part) = digits.split_once('.').unwrap();
        let number: IBig = format!("{whole}{part}").parse().unwrap();
        let unit = power_of_ten(u32::try_from(part.len()).unwrap());
        let at = |more: i32| Exact::fraction(&number + IBig::from(more), unit.clone().into());
        assert!(ends[0] <= at(1) && at(0) <= ends[1], "{digits}");
        assert!(&ends[1] - &ends[0] < Exact::fraction(IBig::from(100), unit.into()), "{digits}");
    }

    #[test]
    fn known_digits_lie_between_the_ends() {
        is_between(&root(&n("2"), 2, 40).unwrap(), "1.4142135623730950488016887242096980785696");
        is_between(&root(&n("1080000"), 3, 40).unwrap(), "102.5985568006018193611865323526316065920833");
        is_between(&ln(&n("2"), 40).unwrap(), "0.6931471805599453094172321214581765680755");
        is_between(&ln(&n("0.001"), 38).unwrap(), "-6.90775527898213705205397436405309262280");
        is_between(&exp(&n("1"), 38).unwrap(), "2.71828182845904523536028747135266249775");
    }

    #[test]
    fn what_is_a_fraction_is_one() {
        assert_eq!(root(&n("0.25"), 2, 10).unwrap(), [n("0.5"), n("0.5")]);
        assert_eq!(root(&n("1000"), 3, 10).unwrap(), [n("10"), n("10")]);
        assert_eq!(root(&n("0"), 2, 10).unwrap(), [n("0"), n("0")]);
        assert_eq!(ln(&n("1"), 10).unwrap(), [n("0"), n("0")]);
        assert_eq!(exp(&n("0"), 10).unwrap(), [n("1"), n("1")]);
        assert!(
            root(&n("-1"), 2, 10).is_none() && ln(&n("0"), 10).is_none() && exp(&n("1001"), 10).is_none()
        );
    }
}

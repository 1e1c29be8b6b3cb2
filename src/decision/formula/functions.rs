//! Functions, powers and roundings of numbers.

use std::ops::Range;

use super::number::{Number, sum};
use super::problem::{Problem, Stop, Worked, fail};
use super::{Cut, Function};
use crate::exact::{Exact, Mode, Rounding, irrational};

/// The largest whole exponent.
const MOST_EXPONENT: u32 = 1_000;
/// The largest divisor of an exponent that is taken as a root.
const MOST_DEGREE: u32 = 100;
/// The most bits of a power.
pub(super) const MOST_BITS: usize = 60_000;

/// A function of numbers.
pub(super) fn call(
    function: Function,
    numbers: &[Number],
    digits: u32,
    span: &Range<usize>,
) -> Worked<Number> {
    let first = &numbers[0];
    let of = |function: &dyn Fn(&Exact) -> Option<[Exact; 2]>| first.grown(span, function);
    match function {
        Function::Min | Function::Max => {
            let ends = |at: usize| numbers.iter().map(move |number| number.ends()[at].clone());
            let pick = |at: usize| if function == Function::Min { ends(at).min() } else { ends(at).max() };
            Ok(Number::within([pick(0).unwrap_or_default(), pick(1).unwrap_or_default()]))
        }
        Function::Clamp => {
            let [_, low, high] = numbers else { return Ok(first.clone()) };
            if low.compare(high, span)?.is_gt() {
                return fail(
                    Problem::Unfit(
                        "brings a number within bounds of which the lower one is above the upper".to_owned(),
                    ),
                    span,
                );
            }
            let raised = call(Function::Max, &[first.clone(), low.clone()], digits, span)?;
            call(Function::Min, &[raised, high.clone()], digits, span)
        }
        Function::Abs => {
            let ends = first.ends();
            let [low, high] = ends.each_ref().map(Exact::abs);
            let is_across = ends[0].is_negative() && !ends[1].is_negative();
            let least = if is_across { Exact::ZERO } else { low.clone().min(high.clone()) };
            Ok(Number::within([least, low.max(high)]))
        }
        Function::Sqrt => of(&|number| irrational::root(number, 2, digits)),
        Function::Root => {
            let degree = whole(&numbers[1], 1..=MOST_DEGREE, span)?;
            of(&|number| irrational::root(number, degree, digits))
        }
        Function::Ln => of(&|number| irrational::ln(number, digits)),
        Function::Log => {
            let base = numbers.get(1).cloned().unwrap_or(Number::Exact(Exact::from(10)));
            if let (Number::Exact(number), Number::Exact(base)) = (first, &base)
                && let Some(exponent) = whole_logarithm(number, base)
            {
                return Ok(Number::Exact(exponent));
            }
            let above = of(&|number| irrational::ln(number, digits))?;
            let below = base.grown(span, |base| irrational::ln(base, digits))?;
            above.over(&below, span)
        }
        Function::Exp => match of(&|number| irrational::exp(number, digits)) {
            Err(Stop::Unsolved(..)) => fail(Problem::TooLarge, span),
            other => other,
        },
    }
}

/// A number to the power of another.
pub(super) fn power(base: &Number, exponent: &Number, digits: u32, span: &Range<usize>) -> Worked<Number> {
    let by_logarithm = || {
        let log = base.grown(span, |base| irrational::ln(base, digits))?;
        call(Function::Exp, &[log.times(exponent)], digits, span)
    };
    let Number::Exact(exact) = exponent else { return by_logarithm() };
    let (numerator, denominator) = exact.reduced_parts();
    let (Ok(above), Ok(degree)) = (i64::try_from(numerator), u32::try_from(denominator)) else {
        return fail(Problem::TooLarge, span);
    };
    let size = u32::try_from(above.unsigned_abs()).ok().filter(|size| *size <= MOST_EXPONENT);
    let size = match size.filter(|_| degree <= MOST_DEGREE) {
        Some(size) => size,
        None if degree == 1 => return fail(Problem::TooLarge, span),
        None => return by_logarithm(),
    };
    let mut power = Number::Exact(Exact::ONE);
    for _ in 0..size {
        power = power.times(base);
        if power.bits() > MOST_BITS {
            return fail(Problem::TooLarge, span);
        }
    }
    if degree > 1 {
        power = power.grown(span, |number| irrational::root(number, degree, digits))?;
    }
    if above < 0 { Number::Exact(Exact::ONE).over(&power, span) } else { Ok(power) }
}

/// The root of a product; where that is long, e to the mean of the logarithms.
pub(super) fn geometric_mean(numbers: &[Number], digits: u32, span: &Range<usize>) -> Worked<Number> {
    let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    let product = numbers.iter().fold(Number::Exact(Exact::ONE), |product, number| {
        if product.bits() > MOST_BITS { product } else { product.times(number) }
    });
    if count <= MOST_DEGREE && product.bits() <= MOST_BITS {
        return product.grown(span, |product| irrational::root(product, count, digits));
    }
    let logs: Vec<Number> = numbers
        .iter()
        .map(|number| number.grown(span, |number| irrational::ln(number, digits)))
        .collect::<Worked<_>>()?;
    let mean = sum(&logs).over(&Number::Exact(Exact::from(numbers.len())), span)?;
    call(Function::Exp, &[mean], digits, span)
}

/// A number of digits, a place, a degree.
pub(super) fn whole(
    number: &Number,
    within: std::ops::RangeInclusive<u32>,
    span: &Range<usize>,
) -> Worked<u32> {
    let whole = match number {
        Number::Exact(number) => {
            let (above, below) = number.reduced_parts();
            u32::try_from(above).ok().filter(|whole| below == dashu_int::UBig::ONE && within.contains(whole))
        }
        Number::Between(_) => None,
    };
    whole.map_or_else(|| fail(Problem::NotWhole(*within.start(), *within.end()), span), Ok)
}

/// The whole exponent to which a base comes to a number, where there is one.
fn whole_logarithm(number: &Exact, base: &Exact) -> Option<Exact> {
    if *base <= Exact::ONE || number.is_negative() || number.is_zero() {
        return None;
    }
    let is_small = *number < Exact::ONE;
    let wanted = if is_small { Exact::ONE.over(number)? } else { number.clone() };
    let mut power = Exact::ONE;
    let mut exponent = Exact::ZERO;
    while power < wanted {
        power = &power * base;
        exponent += &Exact::ONE;
    }
    (power == wanted).then(|| if is_small { -&exponent } else { exponent })
}

/// A number cut to so many digits.
pub(super) fn rounded(number: &Exact, cut: Cut, mode: Mode, digits: u32) -> Exact {
    let apply = |mode: Mode| Rounding { digits, mode }.apply(number);
    let is_negative = number.is_negative();
    match cut {
        Cut::Round => apply(mode),
        Cut::Truncate => apply(Mode::Truncate),
        Cut::Floor => apply(if is_negative { Mode::Up } else { Mode::Truncate }),
        Cut::Ceiling => apply(if is_negative { Mode::Truncate } else { Mode::Up }),
    }
}

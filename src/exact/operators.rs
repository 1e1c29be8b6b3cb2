//! Sums, products and order of exact numbers, and the whole numbers that they are made of.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use dashu_base::DivRem;
use dashu_int::{IBig, UBig};
use dashu_ratio::Relaxed;

use super::short::Short;
use super::{Exact, Form};

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
    ($trait:ident, $method:ident, $long:expr) => {
        impl $trait<&Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                self.worked_out(other, Short::$method, $long)
            }
        }
    };
}
operator!(Add, add, |a, b| over_common(a, b, |a, b| a + b).unwrap_or_else(|| a + b));
operator!(Sub, sub, |a, b| over_common(a, b, |a, b| a - b).unwrap_or_else(|| a - b));
operator!(Mul, mul, |a, b| a * b);

/// Adds fractions, or takes one from the other, where one of the denominators is a multiple of the other, as those of
/// decimals are: so it does not grow. None for others.
fn over_common(a: &Relaxed, b: &Relaxed, both: fn(IBig, IBig) -> IBig) -> Option<Relaxed> {
    let (numerators, [of_a, of_b]) = ([a.numerator(), b.numerator()], [a.denominator(), b.denominator()]);
    let times = |larger: &UBig, smaller: &UBig| {
        let (times, rest) = larger.div_rem(smaller);
        rest.is_zero().then_some(times)
    };
    let [left, right] = numerators.map(Clone::clone);
    let (numerator, denominator) = match of_a.cmp(of_b) {
        Ordering::Equal => (both(left, right), of_a),
        Ordering::Less => (both(left * times(of_b, of_a)?, right), of_b),
        Ordering::Greater => (both(left, right * times(of_a, of_b)?), of_a),
    };
    Some(Relaxed::from_parts(numerator, denominator.clone()))
}

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
            _ => {
                let (a, b) = (self.long(), other.long());
                let is_common = a.denominator() == b.denominator();
                if is_common { a.numerator().cmp(b.numerator()) } else { a.cmp(&b) }
            }
        }
    }
}

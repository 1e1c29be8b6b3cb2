//! Sums, products and order of exact numbers, and the whole numbers that they are made of.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

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

//! Numbers with their units: what a weight is, what a part of a whole, what a fact is worth, what it earns.
//!
//! All are exact, and serialise as the plain number that they are. Only what has a meaning can be done with them: a
//! share of points times a value are points, and a value is never added to a share. Where numbers are worked on
//! without a unit, in linear programs and draws, [`exact`](Share::exact) is the way out.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Sub};

use serde::Serialize;

use crate::exact::{Exact, Rounding};

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Exact);

        impl $name {
            /// Zero.
            pub const ZERO: $name = $name(Exact::ZERO);

            /// The number without its unit.
            #[must_use]
            pub fn exact(&self) -> &Exact {
                &self.0
            }

            /// The nearest binary number, for charts and analysis; never for the score of record.
            #[must_use]
            pub fn to_f64(&self) -> f64 {
                self.0.to_f64()
            }

            /// Whether this is zero.
            #[must_use]
            pub fn is_zero(&self) -> bool {
                self.0.is_zero()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

unit!(
    /// A part of a whole, from 0 to 1; people read it in per cent.
    ///
    /// ```
    /// use weigh::decision::Share;
    /// use weigh::exact::Exact;
    ///
    /// let half = Share::new(Exact::parse("0.5").unwrap()).unwrap();
    /// assert_eq!((&half * &half).percent(), Exact::from(25));
    /// assert_eq!(Share::new(Exact::from(2)), None);
    /// ```
    Share
);

impl Share {
    /// All of it: 1, or 100 %.
    pub const WHOLE: Share = Share(Exact::ONE);
    /// One half.
    pub(crate) const HALF: Share = Share(Exact::HALF);

    /// Takes a number from 0 to 1; `None` for any other.
    #[must_use]
    pub fn new(number: Exact) -> Option<Share> {
        is_within(&number).then_some(Share(number))
    }

    /// A part, from 0 to the whole, as a share of it; nothing where the whole is nothing.
    pub(crate) fn of(part: &Exact, whole: &Exact) -> Share {
        Share(part.over(whole).unwrap_or_default())
    }

    /// Takes a number that was checked to be from 0 to 100.
    pub(crate) fn of_percent(percent: &Exact) -> Share {
        Share(Exact::of_percent(percent))
    }

    /// The number from 0 to 100 that people read.
    #[must_use]
    pub fn percent(&self) -> Exact {
        self.0.percent()
    }

    /// What is left of the whole.
    #[must_use]
    pub fn rest(&self) -> Share {
        Share(&Exact::ONE - &self.0)
    }
}

/// A share of a share.
impl Mul<&Share> for &Share {
    type Output = Share;

    fn mul(self, other: &Share) -> Share {
        Share(&self.0 * &other.0)
    }
}

unit!(
    /// A weight as it is stated, 0 or more: what matters how much against its siblings, or what the weights of a group
    /// add up to. Divided by the sum of its siblings it is a [`Share`].
    ///
    /// ```
    /// use weigh::decision::Weight;
    /// use weigh::exact::Exact;
    ///
    /// let weights = [Weight::from(60), Weight::new(Exact::parse("39.5").unwrap()).unwrap()];
    /// assert_eq!(Weight::sum(&weights).to_string(), "99.5");
    /// assert_eq!(Weight::new(Exact::from(-1)), None);
    /// ```
    Weight
);

impl Weight {
    /// One, the weight of an evaluator who states none.
    pub const ONE: Weight = Weight(Exact::ONE);
    /// One hundred, to which the weights of a group are made to add up where the rule asks for no sum.
    pub(crate) const HUNDRED: Weight = Weight(Exact::HUNDRED);

    /// Takes a number of 0 or more; `None` for any other.
    #[must_use]
    pub fn new(number: Exact) -> Option<Weight> {
        (!number.is_negative()).then_some(Weight(number))
    }

    /// Takes a number that was checked to be 0 or more, or that was made of such numbers.
    pub(crate) fn of(number: Exact) -> Weight {
        Weight(number)
    }

    /// Adds up weights.
    #[must_use]
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Weight>) -> Weight {
        Weight(Exact::sum(parts.into_iter().map(Weight::exact)))
    }

    /// How many times another weight this one is; `None` where the other is zero.
    #[must_use]
    pub fn over(&self, other: &Weight) -> Option<Exact> {
        self.0.over(&other.0)
    }

    /// At most that many digits after the point, without zeros at the end.
    #[must_use]
    pub fn plain(&self, most: u32) -> String {
        self.0.plain(most)
    }
}

impl From<u32> for Weight {
    fn from(number: u32) -> Weight {
        Weight(Exact::from(number))
    }
}

unit!(
    /// What a fact is worth, from 0 to 1; people write and read it from 0 to 100.
    ///
    /// The value of a group is its points out of the most that it can give. Where the points of criteria are rounded,
    /// it may lie beyond the ends by what rounding adds.
    Value
);

impl Value {
    /// The value of the worst.
    pub const WORST: Value = Value(Exact::ZERO);
    /// The value halfway.
    pub const MIDDLE: Value = Value(Exact::HALF);
    /// The value of the best.
    pub const BEST: Value = Value(Exact::ONE);

    /// Takes a number from 0 to 1; `None` for any other.
    #[must_use]
    pub fn new(number: Exact) -> Option<Value> {
        is_within(&number).then_some(Value(number))
    }

    /// Takes a number that a scale gave, or that was made of such numbers.
    pub(crate) fn of(number: Exact) -> Value {
        Value(number)
    }

    /// Takes a number that was checked to be from 0 to 100.
    pub(crate) fn of_percent(percent: &Exact) -> Value {
        Value(Exact::of_percent(percent))
    }

    /// The number from 0 to 100 that people read.
    #[must_use]
    pub fn percent(&self) -> Exact {
        self.0.percent()
    }
}

unit!(
    /// Points, as the rule counts them: those of a criterion or a group, a score, or how far two scores lie apart.
    ///
    /// ```
    /// use weigh::decision::{Points, Share, Value};
    /// use weigh::exact::Exact;
    ///
    /// let most = &Share::new(Exact::parse("0.3").unwrap()).unwrap() * &Points::from(Exact::HUNDRED);
    /// assert_eq!(&most * &Value::MIDDLE, Points::from(Exact::from(15)));
    /// ```
    Points
);

impl Points {
    /// One hundred, which most rules give in all.
    pub const HUNDRED: Points = Points(Exact::HUNDRED);

    /// Adds up points.
    #[must_use]
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Points>) -> Points {
        Points(Exact::sum(parts.into_iter().map(Points::exact)))
    }

    /// The value that these are of the most that can be given; `None` where nothing can be given.
    #[must_use]
    pub fn over(&self, most: &Points) -> Option<Value> {
        self.0.over(&most.0).map(Value)
    }

    /// The points as a rounding leaves them.
    #[must_use]
    pub fn rounded(self, rounding: Option<Rounding>) -> Points {
        match rounding {
            Some(rounding) => Points(rounding.apply(&self.0)),
            None => self,
        }
    }

    /// Whether these are fewer than none.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The size without the sign.
    #[must_use]
    pub fn abs(&self) -> Points {
        Points(self.0.abs())
    }

    /// Exactly that many digits after the point, rounded half up, with a space between thousands from five digits before it.
    #[must_use]
    pub fn fixed(&self, decimals: u32) -> String {
        self.0.fixed_spaced(decimals)
    }

    /// At most that many digits after the point, without zeros at the end.
    #[must_use]
    pub fn plain(&self, most: u32) -> String {
        self.0.plain(most)
    }

    /// The same as [`fixed`](Points::fixed), with a plus where there are more than none: `+1.20`.
    #[must_use]
    pub fn signed(&self, decimals: u32) -> String {
        let plus = if *self > Points::ZERO { "+" } else { "" };
        format!("{plus}{}", self.fixed(decimals))
    }

    /// Digits after the point that the number needs, at most `most`.
    #[must_use]
    pub fn decimals(&self, most: u32) -> u32 {
        self.0.decimals(most)
    }
}

/// Any number can be points: rules give as many as they like, and a gap may be below zero.
impl From<Exact> for Points {
    fn from(number: Exact) -> Points {
        Points(number)
    }
}

impl Add for &Points {
    type Output = Points;

    fn add(self, other: &Points) -> Points {
        Points(&self.0 + &other.0)
    }
}

impl Sub for &Points {
    type Output = Points;

    fn sub(self, other: &Points) -> Points {
        Points(&self.0 - &other.0)
    }
}

impl AddAssign<&Points> for Points {
    fn add_assign(&mut self, other: &Points) {
        self.0 += &other.0;
    }
}

/// The share of points.
impl Mul<&Points> for &Share {
    type Output = Points;

    fn mul(self, points: &Points) -> Points {
        Points(&self.0 * &points.0)
    }
}

/// The points that a value earns, of the most that can be given.
impl Mul<&Value> for &Points {
    type Output = Points;

    fn mul(self, value: &Value) -> Points {
        Points(&self.0 * &value.0)
    }
}

fn is_within(number: &Exact) -> bool {
    !number.is_negative() && *number <= Exact::ONE
}

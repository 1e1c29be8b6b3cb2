//! Numbers with their units: what a part of a whole is, what a fact is worth, what it earns.
//!
//! All are exact, and serialise as the plain number that they are. Only what has a meaning can be done with them: a
//! share of points times a value are points, and a value is never added to a share. Where numbers are worked on
//! without a unit, in linear programs and draws, [`exact`](Share::exact) is the way out.

use std::fmt;
use std::ops::Mul;

use serde::Serialize;

use crate::exact::Exact;

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
    /// The whole.
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

fn is_within(number: &Exact) -> bool {
    !number.is_negative() && *number <= Exact::ONE
}

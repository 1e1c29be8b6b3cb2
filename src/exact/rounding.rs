//! Rounding as tender rules word it: so many digits, and what happens to the rest.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Exact, in_decimals};

/// The most digits after the point that a rule may keep.
pub const MAX_DIGITS: u32 = 18;

/// What happens to the digits that are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A half goes away from zero: 2.5 becomes 3.
    HalfUp,
    /// A half goes to the even neighbour: 2.5 becomes 2.
    HalfEven,
    /// The rest is cut off: 2.9 becomes 2.
    Truncate,
    /// Any rest goes away from zero: 2.1 becomes 3.
    Up,
}

impl Mode {
    const ALL: [(Mode, &'static str); 4] = [
        (Mode::HalfUp, "half-up"),
        (Mode::HalfEven, "half-even"),
        (Mode::Truncate, "truncate"),
        (Mode::Up, "up"),
    ];

    /// The name by which rules call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Mode::ALL.into_iter().find(|(mode, _)| *mode == self).map_or("", |(_, name)| name)
    }

    /// Whether the size of a number goes up to the next digit: by how the rest compares with a half,
    /// whether there is a rest, and whether the last digit that is kept is odd.
    pub(super) fn goes_up(self, half: Ordering, is_exact: bool, is_odd: bool) -> bool {
        match self {
            Mode::HalfUp => half != Ordering::Less,
            Mode::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && is_odd),
            Mode::Truncate => false,
            Mode::Up => !is_exact,
        }
    }
}

/// A rounding rule such as `2 half-up`.
///
/// ```
/// use weigh::exact::{Exact, Rounding};
/// let rule: Rounding = "0 truncate".parse().unwrap();
/// assert_eq!(rule.apply(&Exact::parse("9.86").unwrap()), Exact::from(9));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Digits kept after the decimal point, 0 to [`MAX_DIGITS`].
    pub digits: u32,
    /// What happens to the rest.
    pub mode: Mode,
}

impl Rounding {
    /// Rounds a number by this rule.
    #[must_use]
    pub fn apply(self, number: &Exact) -> Exact {
        in_decimals(&number.scaled(self.digits, self.mode), self.digits)
    }
}

/// A text that does not name a rounding rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be a number of digits from 0 to 18 and one of half-up, half-even, truncate, up, such as \"2 half-up\""
)]
pub struct RoundingError;

impl FromStr for Rounding {
    type Err = RoundingError;

    fn from_str(text: &str) -> Result<Self, RoundingError> {
        let (digits, mode) = text.split_once(' ').ok_or(RoundingError)?;
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let digits = digits.parse().ok().filter(|&d| is_number && d <= MAX_DIGITS);
        let mode = Mode::ALL.into_iter().find(|(_, name)| *name == mode.trim());
        match (digits, mode) {
            (Some(digits), Some((mode, _))) => Ok(Rounding { digits, mode }),
            _ => Err(RoundingError),
        }
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.digits, self.mode.name())
    }
}

impl Serialize for Rounding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mode_treats_the_rest_in_its_own_way() {
        for (rule, cases) in [
            ("0 half-up", [("2.5", "3"), ("3.5", "4"), ("2.49", "2"), ("-2.5", "-3")]),
            ("0 half-even", [("2.5", "2"), ("3.5", "4"), ("2.51", "3"), ("-2.5", "-2")]),
            ("0 truncate", [("2.9", "2"), ("9.959596", "9"), ("2", "2"), ("-2.9", "-2")]),
            ("0 up", [("2.1", "3"), ("2", "2"), ("2.000001", "3"), ("-2.1", "-3")]),
            ("2 half-up", [("8.565", "8.57"), ("2.675", "2.68"), ("1.005", "1.01"), ("0.001", "0")]),
        ] {
            let rounding: Rounding = rule.parse().unwrap();
            assert_eq!(rounding.to_string(), rule);
            for (number, expected) in cases {
                let rounded = rounding.apply(&Exact::parse(number).unwrap());
                assert_eq!(rounded.to_string(), expected, "{rule} of {number}");
            }
        }
    }

    #[test]
    fn refuses_a_rule_it_does_not_know() {
        for text in ["", "2", "half-up", "two half-up", "19 half-up", "2 down", "-1 up", "+1 up"] {
            assert_eq!(text.parse::<Rounding>(), Err(RoundingError), "{text}");
        }
    }
}

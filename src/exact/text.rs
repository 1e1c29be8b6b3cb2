//! Exact numbers as decimals: for people, with as many digits as asked for, and for files and programs.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{Exact, Form, Mode};

/// Digits after the point that are written where a fraction has no finite decimal.
const WRITTEN_DECIMALS: u32 = 20;

impl Exact {
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
        spaced_if_long(self.plain(most))
    }

    /// [`fixed`](Exact::fixed) with the same spaces.
    #[must_use]
    pub fn fixed_spaced(&self, decimals: u32) -> String {
        spaced_if_long(self.fixed(decimals))
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

    fn numerator_text(&self) -> String {
        match &self.0 {
            Form::Short(short) => short.numerator().to_string(),
            Form::Long(long) => long.numerator().to_string(),
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

fn spaced_if_long(text: String) -> String {
    const SHORT: usize = 4;
    let is_long = text.chars().take_while(|c| *c != '.').filter(char::is_ascii_digit).count() > SHORT;
    if is_long { with_spaces(&text) } else { text }
}

/// A number as it is written, with a space between thousands that does not break at the end of a line.
#[must_use]
pub fn with_spaces(number: &str) -> String {
    let (sign, digits) = number.split_at(usize::from(number.starts_with(['-', '+'])));
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

//! Reads numbers as files write them.

use dashu_int::{IBig, UBig};
use dashu_ratio::Relaxed;

use super::short::Short;
use super::{Exact, Form, power_of_ten};

/// Digits that a number in a file may have before the decimal point.
pub const MAX_WHOLE_DIGITS: usize = 18;
/// Digits that a number in a file may have after the decimal point.
pub const MAX_DECIMALS: usize = 18;
/// Why a text is not a number that `weigh` can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is `nan` or `inf`.
    #[error("is not a number that can be counted with")]
    NotFinite,
    /// More digits than [`MAX_WHOLE_DIGITS`] before the point or [`MAX_DECIMALS`] after it.
    #[error("has more than 18 digits before or after the decimal point")]
    TooLong,
    /// The text is not a decimal number.
    #[error("is not a decimal number")]
    Malformed,
}

impl Exact {
    /// Reads a decimal number as TOML writes it: sign, digits, point, exponent; no underscores.
    ///
    /// # Errors
    /// [`NumberError`] for `nan` and `inf`, for a number too long to be meant, and for anything
    /// that is not a decimal number.
    pub fn parse(text: &str) -> Result<Exact, NumberError> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        // Most numbers are a few digits and nothing else.
        if unsigned.len() <= MAX_WHOLE_DIGITS
            && unsigned.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(number) = unsigned.parse::<i64>()
        {
            return Ok(Exact(Form::Short(Short::whole(if negative { -number } else { number }))));
        }
        if matches!(unsigned, "nan" | "inf") {
            return Err(NumberError::NotFinite);
        }
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
            return Err(NumberError::Malformed);
        }
        let digits = format!("{whole}{decimals}");
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Ok(Exact::ZERO);
        }
        // Position of the last digit: negative counts decimals.
        let shift = exponent.saturating_sub(i64::try_from(decimals.len()).unwrap_or(i64::MAX));
        let significant = digits.trim_end_matches('0');
        let trailing = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
        let last = shift.saturating_add(trailing);
        let first = last.saturating_add(i64::try_from(significant.len()).unwrap_or(i64::MAX));
        let longest = i64::try_from(MAX_WHOLE_DIGITS).unwrap_or(i64::MAX);
        if first > longest || last < -i64::try_from(MAX_DECIMALS).unwrap_or(i64::MAX) {
            return Err(NumberError::TooLong);
        }
        let number: IBig = significant.parse().map_err(|_| NumberError::Malformed)?;
        let number = if negative { -number } else { number };
        let power = power_of_ten(u32::try_from(last.unsigned_abs()).unwrap_or(u32::MAX));
        Ok(Exact::of(if last < 0 {
            Relaxed::from_parts(number, power)
        } else {
            Relaxed::from_parts(number * IBig::from(power), UBig::ONE)
        }))
    }
}

fn parse_exponent(text: &str) -> Result<i64, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Malformed);
    }
    // More digits than an i64 holds is far beyond any number that can be meant.
    text.parse().map_err(|_| NumberError::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_toml_writes() {
        for (text, shown) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("+14.20", "14.2"),
            ("1e3", "1000"),
            ("1.5E-3", "0.0015"),
            ("-36.16", "-36.16"),
            ("999999999999999999", "999999999999999999"),
            ("0.000000000000000001", "0.000000000000000001"),
            ("1000e-3", "1"),
        ] {
            assert_eq!(Exact::parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refuses_what_cannot_be_counted_with() {
        for (text, error) in [
            ("nan", NumberError::NotFinite),
            ("-inf", NumberError::NotFinite),
            ("1e400", NumberError::TooLong),
            ("1e-400", NumberError::TooLong),
            ("1e99999999999999999999", NumberError::TooLong),
            ("1234567890123456789", NumberError::TooLong),
            ("", NumberError::Malformed),
            ("1,5", NumberError::Malformed),
            ("1e", NumberError::Malformed),
            ("--1", NumberError::Malformed),
        ] {
            assert_eq!(Exact::parse(text), Err(error), "{text}");
        }
    }
}

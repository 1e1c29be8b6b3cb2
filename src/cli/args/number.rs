//! Numbers as typed, refused in words.

/// A number, typed with a point before its decimals.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "must be a number, such as 360 or 12.5".to_owned())
}

/// A whole number from 0.
pub(super) fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "must be a whole number, such as 1 or 20000".to_owned())
}

//! Numbers as the page counts with them.

use serde::Serialize;

use crate::exact::{Exact, Rounding};

/// `17/4`, `3`.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Fraction(String);

impl From<&Exact> for Fraction {
    fn from(number: &Exact) -> Fraction {
        let (numerator, denominator) = number.parts();
        let is_whole = denominator == dashu_int::UBig::ONE;
        Fraction(if is_whole { numerator.to_string() } else { format!("{numerator}/{denominator}") })
    }
}

/// A rounding of the rule.
#[derive(Serialize)]
pub(super) struct LiveRounding {
    digits: u32,
    mode: String,
}

impl From<Rounding> for LiveRounding {
    fn from(rounding: Rounding) -> LiveRounding {
        let text = rounding.to_string();
        let mode = text.split_once(' ').map_or("", |(_, mode)| mode).to_owned();
        LiveRounding { digits: rounding.digits, mode }
    }
}

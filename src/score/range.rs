//! What a fact is worth, as far as it is known.

use crate::decision::Value;

/// What a fact is worth: the value that counts, and the lowest and highest that it may turn out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRange {
    /// The value that counts.
    pub value: Value,
    /// The lowest value that the fact allows.
    pub lowest: Value,
    /// The highest value that the fact allows.
    pub highest: Value,
    /// Whether the fact lies beyond the ends of the scale.
    pub is_capped: bool,
}

impl ValueRange {
    /// A value that is certain.
    #[must_use]
    pub fn certain(value: Value) -> ValueRange {
        ValueRange { lowest: value.clone(), highest: value.clone(), value, is_capped: false }
    }
}

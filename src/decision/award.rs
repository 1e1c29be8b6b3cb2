//! Who got the work, on whose word, and why.

use serde::Serialize;

use super::{Date, Points, VendorId};

/// One award, as it was recorded when it was made. The last one of a record is in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Award {
    /// Who got it.
    pub vendor: VendorId,
    /// Its name then.
    pub name: String,
    /// The day of the award.
    pub on: Date,
    /// Who decided.
    pub by: String,
    /// Why; none where the first of the ranking got it and nothing more was said.
    pub reason: Option<String>,
    /// Its rank then; none when it was out of the ranking.
    pub rank: Option<usize>,
    /// Its score then.
    pub score: Points,
    /// Fingerprint of the rule then.
    pub rule: String,
    /// Fingerprint of all inputs then.
    pub inputs: String,
}

//! A criterion that is scored, as a sheet has it.

use crate::exact::Exact;
use crate::sheets::cells::Place;

/// A weight as it is stated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weight {
    /// The number that formulas count with: 0.3 for 30 %.
    pub(super) value: Exact,
    /// The number that people read: 30 for 30 %.
    pub(super) shown: Exact,
    pub(super) is_percent: bool,
    pub(super) place: Place,
}

/// A criterion that is scored.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaf {
    pub(super) name: String,
    pub(super) place: Option<Place>,
    pub(super) group: Option<Under>,
    pub(super) weight: Option<Weight>,
    /// The most points, with their cell.
    pub(super) maximum: Option<(Exact, Place)>,
    /// The cell of each vendor.
    pub(super) cells: Vec<Option<Place>>,
    /// The cell of words beside each mark.
    pub(super) comments: Vec<Option<Place>>,
    /// The cell of words about the criterion itself.
    pub(super) remark: Option<Place>,
    /// The table and the position in it.
    pub(super) table: usize,
    pub(super) line: u32,
    /// What a total gains with every point of a mark.
    pub(super) factor: Exact,
    /// The marks that count as nothing and in full.
    pub(super) worst: Exact,
    pub(super) best: Exact,
    pub(super) is_must: bool,
}

impl Leaf {
    /// What the best mark adds to a total.
    pub(super) fn part(&self) -> Exact {
        &self.factor * &(&self.best - &self.worst)
    }

    /// What a mark is worth, from 0 to 1.
    pub(super) fn value(&self, mark: &Exact) -> Exact {
        let value = (mark - &self.worst).over(&(&self.best - &self.worst)).unwrap_or_default();
        value.max(Exact::ZERO).min(Exact::ONE)
    }
}

/// The group over a criterion.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Under {
    pub(super) name: String,
    pub(super) place: Option<Place>,
    pub(super) weight: Option<Weight>,
}

/// A group with its members, by their positions among the criteria.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) weight: Option<Weight>,
    pub(super) members: Vec<usize>,
}

/// Whether one of two names begins the other, word by word.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| rest.starts_with([' ', '(', '/', ':', ',', '-', '（', '・']))
    };
    one != other && (begins(one, other) || begins(other, one))
}

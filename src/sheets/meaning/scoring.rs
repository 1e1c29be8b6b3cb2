//! A scoring sheet as it is being read.

use std::collections::{BTreeMap, BTreeSet};

use super::leaf::Leaf;
use super::prices::Price;
use super::totals::Main;
use crate::exact::Exact;
use crate::sheets::cells::Place;

/// A scoring sheet as it is being read.
pub(super) struct Scoring {
    pub(super) main: Main,
    pub(super) leaves: Vec<Leaf>,
    pub(super) prices: Vec<Price>,
    /// The tables that make the total.
    pub(super) tables: BTreeSet<usize>,
    /// What each total hangs on, cell by cell; none where it is typed.
    pub(super) slopes: Vec<BTreeMap<Place, Exact>>,
    /// The cells of the totals.
    pub(super) totals: Vec<Option<Place>>,
}

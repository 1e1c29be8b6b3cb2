//! Who is at least as good as another on every criterion, whatever the weights.

use serde::Serialize;

use super::Matrix;
use crate::decision::VendorId;
use crate::score::Evaluation;
use crate::score::evaluation::{Cell, Knowledge};

/// One vendor is at least as good as another everywhere, and better somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dominance {
    /// The better one.
    pub better: VendorId,
    /// The one behind it at every choice of weights.
    pub worse: VendorId,
    /// Whether it is better on every criterion.
    pub is_strict: bool,
    /// Whether it stays so whatever uncertain and unknown facts turn out to be: its lowest values
    /// against the other's highest.
    pub is_certain: bool,
}

/// Every pair of ranked vendors in which one dominates the other, in the order of record.
///
/// Source: Pareto dominance on values; cases `dominance` in tests.
#[must_use]
pub fn dominance(record: &Evaluation) -> Vec<Dominance> {
    let matrix = Matrix::new(record);
    let mut found = Vec::new();
    for (first, a) in matrix.values.iter().enumerate() {
        for (second, b) in matrix.values.iter().enumerate().filter(|(second, _)| *second != first) {
            if a.iter().zip(b).all(|(x, y)| x >= y) && a != b {
                let cells = |place: usize| &matrix.vendor(place).cells;
                let is_certain = matrix.leaves.iter().all(|&leaf| {
                    let [better, worse] = [first, second].map(|place| &cells(place)[leaf]);
                    let applies = |cell: &Cell| cell.knowledge != Knowledge::NotApplicable;
                    applies(better) && applies(worse) && better.lowest() >= worse.highest()
                });
                found.push(Dominance {
                    better: matrix.vendor(first).id().clone(),
                    worse: matrix.vendor(second).id().clone(),
                    is_strict: a.iter().zip(b).all(|(x, y)| x > y),
                    is_certain,
                });
            }
        }
    }
    found
}

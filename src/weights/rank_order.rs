//! Weights from nothing but an order of importance.

use crate::decision::judgement::RankFormula;
use crate::exact::Exact;

impl RankFormula {
    /// The share of each place, the first one first; they add up to 1.
    ///
    /// # Panics
    /// Never: places count from 1.
    #[must_use]
    pub fn shares(self, places: usize) -> Vec<Exact> {
        let part = |number: usize| Exact::ONE.over(&Exact::from(number)).expect("places count from 1");
        let raw: Vec<Exact> = match self {
            RankFormula::Roc => {
                let mut sum = Exact::ZERO;
                let mut centroid: Vec<Exact> = (1..=places)
                    .rev()
                    .map(|place| {
                        sum += &part(place);
                        sum.clone()
                    })
                    .collect();
                centroid.reverse();
                centroid
            }
            RankFormula::RankSum => (1..=places).rev().map(Exact::from).collect(),
            RankFormula::RankReciprocal => (1..=places).map(part).collect(),
        };
        super::shares_of(&raw).unwrap_or_default()
    }
}

/// The share of each criterion from its place; criteria that share a place share its weights equally.
///
/// - `order`: the indices of the criteria, most important first; each inner list is one place, or several
///   that its criteria share. Every index from 0 stands there once.
pub(super) fn rank_order(order: &[Vec<usize>], formula: RankFormula) -> Vec<Exact> {
    let count = order.iter().map(Vec::len).sum();
    let by_place = formula.shares(count);
    let mut shares = vec![Exact::ZERO; count];
    let mut place = 0;
    for tied in order {
        let sum = Exact::sum(&by_place[place..place + tied.len()]);
        place += tied.len();
        for &at in tied {
            shares[at] = sum.over(&Exact::from(tied.len())).unwrap_or_default();
        }
    }
    shares
}

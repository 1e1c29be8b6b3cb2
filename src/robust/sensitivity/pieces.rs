//! The stretches of a weight over which the same vendors are in the ranking.
//!
//! Whom a minimum keeps out sets no price for the others: where scales look at the field of bids, every stretch has its
//! own scores. They are worked out for a stretch when somebody asks for it.

use std::cell::OnceCell;
use std::sync::Arc;

use super::envelope::middle;
use crate::decision::Criterion;
use crate::exact::Exact;
use crate::robust::lines::{Means, VendorCurve, curves, curves_at, with_weight};
use crate::score::evaluate;

/// All stretches of one weight, from 0 to 1.
pub(super) struct Pieces<'a> {
    means: &'a Means<'a>,
    criterion: usize,
    /// The curves of the field as it is now.
    now: Vec<VendorCurve>,
    /// Where the stretches end, from 0 on.
    stops: Vec<Exact>,
    /// The middle of each.
    middles: Vec<Exact>,
    found: Vec<OnceCell<Piece>>,
    has_field: bool,
}

/// What holds over one stretch.
pub(super) struct Piece {
    /// Of every vendor that the weight can bring into the ranking, the same in the same order for all stretches.
    pub(super) curves: Vec<VendorCurve>,
    middle: Exact,
}

impl Piece {
    /// The vendors that are in the ranking over the stretch.
    pub(super) fn present(&self) -> Vec<&VendorCurve> {
        self.curves.iter().filter(|one| one.is_in(&self.middle)).collect()
    }
}

impl<'a> Pieces<'a> {
    pub(super) fn new(means: &'a Means<'a>, criterion: usize) -> Pieces<'a> {
        let now = curves(means, criterion);
        let ends = now.iter().flat_map(|one| &one.within);
        let inner = ends.filter(|end| **end > Exact::ZERO && **end < Exact::ONE);
        let mut stops: Vec<Exact> = inner.cloned().chain([Exact::ZERO, Exact::ONE]).collect();
        stops.sort();
        stops.dedup();
        let middles: Vec<Exact> = stops.windows(2).map(|pair| middle(&pair[0], &pair[1])).collect();
        let has_field = means.decision().criteria.iter().any(Criterion::is_relative);
        let found = middles.iter().map(|_| OnceCell::new()).collect();
        Pieces { means, criterion, now, stops, middles, found, has_field }
    }

    /// The curves of the field as it is.
    pub(super) fn now(&self) -> &[VendorCurve] {
        &self.now
    }

    pub(super) fn count(&self) -> usize {
        self.middles.len()
    }

    /// From which weight to which a stretch goes.
    pub(super) fn ends(&self, at: usize) -> [&Exact; 2] {
        [&self.stops[at], &self.stops[at + 1]]
    }

    pub(super) fn middle(&self, at: usize) -> &Exact {
        &self.middles[at]
    }

    /// The stretch that a weight lies in; at an end of two the one with the vendors that are in the ranking there, where
    /// one of them has these.
    pub(super) fn place_of(&self, t: &Exact) -> Option<usize> {
        let holds = |at: &usize| self.ends(*at)[0] <= t && t <= self.ends(*at)[1];
        (0..self.count()).filter(holds).find(|at| self.has_same(t, &self.middles[*at]))
    }

    fn has_same(&self, t: &Exact, other: &Exact) -> bool {
        self.now.iter().all(|one| one.is_in(t) == one.is_in(other))
    }

    pub(super) fn at(&self, at: usize) -> &Piece {
        self.found[at].get_or_init(|| {
            let decision = self.means.decision();
            let now = decision.criteria[self.criterion].share().local.exact();
            let middle = self.middles[at].clone();
            let curves = if !self.has_field || self.has_same(now, &middle) {
                self.now.clone()
            } else {
                let there = evaluate(&Arc::new(with_weight(decision, self.criterion, &middle)));
                let found = curves_at(self.means, &Means::new(&there), self.criterion);
                let curve = |one: &VendorCurve| {
                    found.iter().find(|other| other.vendor == one.vendor).unwrap_or(one).clone()
                };
                self.now.iter().map(curve).collect()
            };
            Piece { curves, middle }
        })
    }
}

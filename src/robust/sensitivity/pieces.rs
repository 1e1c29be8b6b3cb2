//! The stretches of a weight over which the same bids are compared.
//!
//! Whom a minimum keeps out sets no price for the others: where scales look at the field of bids, every stretch has its
//! own scores. They are worked out for a stretch when somebody asks for it.

use std::cell::OnceCell;
use std::sync::Arc;

use super::envelope::middle;
use crate::decision::Criterion;
use crate::exact::Exact;
use crate::robust::lines::{Means, Play, VendorCurve, curves, curves_at, points_of, siblings, with_weight};
use crate::score::{Evaluation, evaluate};

/// All stretches of one weight, from 0 to 1.
pub(super) struct Pieces<'a> {
    means: &'a Means<'a>,
    criterion: usize,
    /// Whose bids are compared at which weights; empty where that does not matter.
    play: Vec<Play>,
    /// Where the stretches end, from 0 on.
    stops: Vec<Exact>,
    /// The middle of each.
    middles: Vec<Exact>,
    found: Vec<OnceCell<Vec<VendorCurve>>>,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(means: &'a Means<'a>, criterion: usize) -> Pieces<'a> {
        let decision = means.decision();
        let moves_field =
            decision.criteria.iter().any(Criterion::is_relative) && siblings(decision, criterion).len() > 1;
        let play = if moves_field { Play::of(means, criterion) } else { Vec::new() };
        let inner = play.iter().flat_map(Play::stops);
        let inner = inner.filter(|stop| *stop > Exact::ZERO && *stop < Exact::ONE);
        let mut stops: Vec<Exact> = inner.chain([Exact::ZERO, Exact::ONE]).collect();
        stops.sort();
        stops.dedup();
        let middles: Vec<Exact> = stops.windows(2).map(|pair| middle(&pair[0], &pair[1])).collect();
        let found = middles.iter().map(|_| OnceCell::new()).collect();
        Pieces { means, criterion, play, stops, middles, found }
    }

    pub(super) fn count(&self) -> usize {
        self.middles.len()
    }

    /// From which weight to which a stretch goes.
    pub(super) fn ends(&self, at: usize) -> [&Exact; 2] {
        [&self.stops[at], &self.stops[at + 1]]
    }

    /// The stretches beside a weight, on its lower and its upper side; none beyond 0 and 1.
    pub(super) fn beside(&self, t: &Exact) -> [Option<usize>; 2] {
        let below = (0..self.count()).rev().find(|at| self.ends(*at)[0] < t);
        let above = (0..self.count()).find(|at| t < self.ends(*at)[1]);
        [below, above]
    }

    /// The stretch whose scores hold at a weight; none at an end of stretches where others are compared than in either.
    pub(super) fn place_of(&self, t: &Exact) -> Option<usize> {
        self.beside(t).into_iter().flatten().find(|at| self.holds_at(*at, t))
    }

    /// Whether the scores of a stretch hold at one of its ends, or within it.
    pub(super) fn holds_at(&self, at: usize, t: &Exact) -> bool {
        let is_same = |one: &Play| one.is_in(t) == one.is_in(&self.middles[at]);
        let jumps = (t.is_zero() || *t == Exact::ONE) && self.at(at).iter().any(|one| one.curve.jumps_at(t));
        !jumps && self.play.iter().all(is_same)
    }

    /// The curves of all that take part, the same in the same order for all stretches.
    pub(super) fn at(&self, at: usize) -> &[VendorCurve] {
        self.found[at].get_or_init(|| {
            let now = self.means.decision().criteria[self.criterion].share().local.exact();
            let is_inside = self.ends(at)[0] < now && now < self.ends(at)[1];
            if self.play.is_empty() || is_inside {
                return curves(self.means, self.criterion);
            }
            curves_at(self.means, &Means::new(&self.evaluation_at(&self.middles[at])), self.criterion)
        })
    }

    /// The decision with just this weight.
    pub(super) fn evaluation_at(&self, t: &Exact) -> Evaluation {
        evaluate(&Arc::new(with_weight(self.means.decision(), self.criterion, t)))
    }

    /// What holds at just this weight.
    pub(super) fn just_at(&self, t: &Exact) -> Vec<VendorCurve> {
        points_of(self.means, &self.evaluation_at(t))
    }

    /// The parts of a stretch over which the same vendors are in the ranking: where each ends, and these vendors.
    pub(super) fn parts(&self, at: usize) -> Vec<([Exact; 2], Vec<&VendorCurve>)> {
        let [from, to] = self.ends(at);
        let curves = self.at(at);
        let inner = curves.iter().flat_map(|one| &one.within.ends).filter(|end| from < *end && *end < to);
        let mut stops: Vec<Exact> = [from, to].into_iter().chain(inner).cloned().collect();
        stops.sort();
        stops.dedup();
        let part = |ends: &[Exact]| {
            let between = middle(&ends[0], &ends[1]);
            let present = curves.iter().filter(|one| one.is_in(&between)).collect();
            ([ends[0].clone(), ends[1].clone()], present)
        };
        stops.windows(2).map(part).collect()
    }
}

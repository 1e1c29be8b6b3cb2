//! How far a weight may move before the first place, or the order, changes.

use std::collections::BTreeSet;

use super::envelope::{best, middle};
use super::pieces::Pieces;
use super::{Interval, RankChange, Scene};
use crate::exact::Exact;
use crate::robust::lines::VendorCurve;

impl Interval {
    /// The lower end or the upper one, and what happens there.
    fn end(&mut self, side: usize) -> (&mut Exact, &mut Option<RankChange>) {
        if side == 0 { (&mut self.lower, &mut self.below) } else { (&mut self.upper, &mut self.above) }
    }
}

/// A weight from which a range is looked for.
#[derive(Clone, Copy)]
struct Place<'a> {
    at: &'a Exact,
    /// The side of it that is looked at, where the curves say nothing of the weight itself: below, or above.
    beside: Option<usize>,
}

impl Place<'_> {
    /// Whether a vendor is in the ranking there.
    fn has(self, one: &VendorCurve) -> bool {
        let [low, high] = &one.within.ends;
        match self.beside {
            None => one.is_in(self.at),
            Some(0) => low < self.at && self.at <= high,
            Some(_) => low <= self.at && self.at < high,
        }
    }

    /// Whether a vendor is in the ranking nowhere from here on, on the side that is looked at.
    fn is_past(self, one: &VendorCurve) -> bool {
        let [low, high] = &one.within.ends;
        self.beside.is_some_and(|side| if side == 0 { low >= self.at } else { high <= self.at })
    }
}

/// Goes from the weight as it is to both sides, from stretch to stretch, for as long as something holds.
///
/// - `holds`: the range around a place in which it holds, as the curves of a stretch have it; none where it does not
///   there.
/// - `change`: what is other there.
fn walk(
    pieces: &Pieces<'_>,
    now: &Exact,
    holds: impl Fn(&[VendorCurve], Place<'_>) -> Option<Interval>,
    change: impl Fn(&[VendorCurve], Place<'_>) -> RankChange,
) -> Option<Interval> {
    let place = pieces.place_of(now);
    let here = match place {
        Some(place) => holds(pieces.at(place), Place { at: now, beside: None })?,
        None => holds(&pieces.just_at(now), Place { at: now, beside: None })?,
    };
    let mut whole = Interval { lower: now.clone(), upper: now.clone(), below: None, above: None };
    for (side, step) in [(0, -1), (1, 1)] {
        let mut next = place.or(pieces.beside(now)[side]);
        // What the stretch of the weight itself says, both sides of it.
        let mut known = place.map(|_| here.clone());
        let mut from = now.clone();
        while let Some(at) = next {
            let (reached, why) = whole.end(side);
            let beside = (!pieces.holds_at(at, &from)).then_some(side);
            let begins = Place { at: &from, beside };
            let Some(mut part) = known.take().or_else(|| holds(pieces.at(at), begins)) else {
                *why = Some(change(pieces.at(at), begins));
                break;
            };
            let end = pieces.ends(at)[side];
            let (further, reason) = part.end(side);
            if further != end && (*further < *end) == (side == 1) {
                (*reached, *why) = (further.clone(), reason.take());
                break;
            }
            // What the curves say of another field of bids holds for none.
            *reached = end.clone();
            next = at.checked_add_signed(step).filter(|next| *next < pieces.count());
            let is_fine = reason.is_none() && pieces.holds_at(at, end);
            if !is_fine && !next.is_some_and(|next| pieces.holds_at(next, end)) {
                let there = pieces.just_at(end);
                let just = Place { at: end, beside: None };
                if holds(&there, just).is_none() {
                    *why = Some(change(&there, just));
                    break;
                }
            }
            from = end.clone();
        }
    }
    Some(whole)
}

impl Scene<'_> {
    /// The range in which the leader stays first: over every field of bids that the weight makes.
    pub(super) fn first(&self, pieces: &Pieces<'_>, now: &Exact) -> Option<Interval> {
        let leader = *self.ranked.first()?;
        let holds = |curves: &[VendorCurve], from: Place<'_>| {
            let leader = curves.iter().find(|one| one.vendor == leader)?;
            let rivals = curves.iter().filter(|rival| rival.vendor != leader.vendor && rival.can_be_in());
            self.interval(from, rivals.map(|rival| (leader, rival)).collect(), vec![leader])
        };
        let change = |curves: &[VendorCurve], from: Place<'_>| {
            let present: Vec<&VendorCurve> = curves.iter().filter(|one| from.has(one)).collect();
            let is_in = present.iter().any(|one| one.vendor == leader);
            let winner = best(&present, from.at).first().filter(|_| is_in).map_or(leader, |one| one.vendor);
            self.rank_change(leader, winner, None)
        };
        walk(pieces, now, holds, change)
    }

    /// The range in which the whole order stays and nobody else comes in.
    pub(super) fn order(&self, pieces: &Pieces<'_>, now: &Exact) -> Option<Interval> {
        let inside: BTreeSet<usize> = self.ranked.iter().copied().collect();
        let holds = |curves: &[VendorCurve], from: Place<'_>| {
            let ranked = self.in_order(curves);
            let pairs = ranked.windows(2).map(|pair| (pair[0], pair[1])).collect();
            let mut interval = self.interval(from, pairs, ranked)?;
            // Whoever is out now changes the order by coming in, wherever it comes in.
            let others = curves.iter().filter(|one| !inside.contains(&one.vendor) && one.can_be_in());
            for one in others.filter(|one| !from.is_past(one)) {
                if from.has(one) {
                    return None;
                }
                let [begins, ends] = &one.within.ends;
                let change = || Some(self.change(one, one, None));
                // It is out at the weight itself, and may be in just beside it.
                if ends <= from.at && *ends >= interval.lower {
                    (interval.lower, interval.below) = (ends.clone(), change());
                } else if begins >= from.at && *begins <= interval.upper {
                    (interval.upper, interval.above) = (begins.clone(), change());
                }
            }
            Some(interval)
        };
        let change = |curves: &[VendorCurve], from: Place<'_>| {
            let comes_or_goes = curves.iter().find(|one| from.has(one) != inside.contains(&one.vendor));
            let ranked = self.in_order(curves);
            let swapped =
                ranked.windows(2).find(|pair| pair[0].curve.at(from.at) < pair[1].curve.at(from.at));
            let [loser, winner] = match (comes_or_goes, swapped) {
                (None, Some(pair)) => [pair[0].vendor, pair[1].vendor],
                (Some(one), _) => [one.vendor; 2],
                (None, None) => [self.ranked[0]; 2],
            };
            self.rank_change(loser, winner, None)
        };
        walk(pieces, now, holds, change)
    }

    /// The curves of the ranked vendors, in the order of record.
    fn in_order<'c>(&self, curves: &'c [VendorCurve]) -> Vec<&'c VendorCurve> {
        let mut by_vendor: Vec<Option<&VendorCurve>> = vec![None; self.evaluation.vendors.len()];
        for one in curves {
            by_vendor[one.vendor] = Some(one);
        }
        self.ranked.iter().filter_map(|at| by_vendor[*at]).collect()
    }

    /// The range around a place in which in every pair the first is not behind the second, and in which
    /// all of `staying` are in the ranking.
    fn interval(
        &self,
        from: Place<'_>,
        pairs: Vec<(&VendorCurve, &VendorCurve)>,
        staying: Vec<&VendorCurve>,
    ) -> Option<Interval> {
        let now = from.at;
        let mut ends = [(Exact::ZERO, None), (Exact::ONE, None)];
        let tighten =
            |ends: &mut [(Exact, Option<RankChange>); 2], side: usize, at: Exact, change: RankChange| {
                let (end, known) = &ends[side];
                let is_tighter = if side == 0 { at > *end } else { at < *end };
                // An end at 0 or 1 is still an end when the change happens just there.
                if is_tighter || (at == *end && known.is_none()) {
                    ends[side] = (at, Some(change));
                }
            };
        for one in staying {
            if !from.has(one) {
                return None;
            }
            for side in [0, 1] {
                let at = one.within.ends[side].clone();
                let is_inside = (side == 0 && at > Exact::ZERO) || (side == 1 && at < Exact::ONE);
                if is_inside || !one.within.contains(&at) {
                    tighten(&mut ends, side, at, self.change(one, one, None));
                }
            }
        }
        for (ahead, behind) in pairs {
            let is_behind = |at: &Exact| ahead.curve.at(at) < behind.curve.at(at);
            if from.has(behind) && is_behind(now) {
                return None;
            }
            // Straight lines that do not meet up to the ends so far cannot move them.
            if ahead.curve.is_clearly_above(&behind.curve, [&ends[0].0, &ends[1].0]) {
                continue;
            }
            let mut stops = ahead.curve.crossings(&behind.curve);
            stops.extend(behind.within.ends.iter().cloned());
            stops.extend([Exact::ZERO, Exact::ONE]);
            stops.retain(|at| *at >= Exact::ZERO && *at <= Exact::ONE);
            stops.sort();
            stops.dedup();
            let loses = |low: &Exact, high: &Exact| {
                let probe = middle(low, high);
                behind.is_in(&probe) && is_behind(&probe)
            };
            // Who is in at one weight only is ahead between none.
            let [only, other] = &behind.within.ends;
            if only == other && behind.is_in(only) && only != now && is_behind(only) {
                tighten(&mut ends, usize::from(only > now), only.clone(), self.change(ahead, behind, None));
            }
            // Stretches below and above the weight, cut off where it stands.
            let below =
                stops.windows(2).rev().map(|pair| [pair[0].clone(), pair[1].clone().min(now.clone())]);
            let below = below.filter(|[low, high]| low < high).find(|[low, high]| loses(low, high));
            if let Some([_, at]) = below {
                let change = self.change(ahead, behind, Some(&at));
                tighten(&mut ends, 0, at, change);
            }
            let above = stops.windows(2).map(|pair| [pair[0].clone().max(now.clone()), pair[1].clone()]);
            let above = above.filter(|[low, high]| low < high).find(|[low, high]| loses(low, high));
            if let Some([at, _]) = above {
                let change = self.change(ahead, behind, Some(&at));
                tighten(&mut ends, 1, at, change);
            }
        }
        let [(lower, below), (upper, above)] = ends;
        Some(Interval { lower, upper, below, above })
    }

    /// What happens at the end of a range; `at` is where two lines cross.
    fn change(&self, loser: &VendorCurve, winner: &VendorCurve, at: Option<&Exact>) -> RankChange {
        let margin = at.filter(|_| !self.rounding.is_zero()).and_then(|at| {
            // Both scores can be off by the rounding error, in opposite directions.
            let step = Exact::parse("0.0001").ok()?;
            let (low, high) = (at - &step, at + &step);
            let gap = |t: &Exact| &winner.curve.at(t) - &loser.curve.at(t);
            let slope = (&gap(&high) - &gap(&low)).over(&(&step + &step))?.abs();
            (&self.rounding + &self.rounding).over(&slope)
        });
        self.rank_change(loser.vendor, winner.vendor, margin)
    }

    /// - `loser`, `winner`: their places in the evaluation.
    fn rank_change(&self, loser: usize, winner: usize, margin: Option<Exact>) -> RankChange {
        let [loser, winner] = [loser, winner].map(|at| &self.evaluation.vendors[at]);
        RankChange {
            loser: loser.id().clone(),
            loser_name: loser.name().to_owned(),
            winner: winner.id().clone(),
            winner_name: winner.name().to_owned(),
            margin,
        }
    }
}

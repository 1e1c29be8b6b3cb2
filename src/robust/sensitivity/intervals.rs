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

impl Scene<'_> {
    /// The curves of the ranked vendors, in the order of record.
    pub(super) fn in_order<'c>(&self, curves: &'c [VendorCurve]) -> Vec<&'c VendorCurve> {
        let mut by_vendor: Vec<Option<&VendorCurve>> = vec![None; self.evaluation.vendors.len()];
        for one in curves {
            by_vendor[one.vendor] = Some(one);
        }
        self.ranked.iter().filter_map(|at| by_vendor[*at]).collect()
    }

    /// The range in which the leader stays first: over every field of bids that the weight makes.
    pub(super) fn first(&self, criterion: usize, pieces: &Pieces<'_>) -> Option<Interval> {
        let now = self.decision.criteria[criterion].share().local.exact();
        let leader = self.in_order(pieces.now()).first()?.vendor;
        let lead = |at: usize, from: &Exact| {
            let curves = pieces.at(at).present();
            let leader = *curves.iter().find(|one| one.vendor == leader)?;
            let rivals =
                curves.iter().filter(|rival| rival.vendor != leader.vendor).map(|rival| (leader, *rival));
            self.interval(from, rivals.collect(), vec![leader])
        };
        let Some(place) = pieces.place_of(now) else {
            // Just here somebody is in the ranking who is not on either side.
            let leader = pieces.now().iter().find(|one| one.vendor == leader)?;
            let rivals = pieces.now().iter().filter(|rival| rival.vendor != leader.vendor);
            return self.interval(now, rivals.map(|rival| (leader, rival)).collect(), vec![leader]);
        };
        let mut whole = lead(place, now)?;
        for (side, step) in [(0, -1), (1, 1)] {
            let mut at = place;
            loop {
                let end = pieces.ends(at)[side].clone();
                let (reached, change) = whole.end(side);
                let is_beyond = if side == 0 { *reached <= end } else { *reached >= end };
                if !is_beyond {
                    break;
                }
                // What the curves say of another field of bids holds for none.
                (*reached, *change) = (end.clone(), None);
                let Some(next) = at.checked_add_signed(step).filter(|next| *next < pieces.count()) else {
                    break;
                };
                match lead(next, &end) {
                    Some(mut beyond) => {
                        let (further, why) = beyond.end(side);
                        (*reached, *change) = (further.clone(), why.take());
                    }
                    None => {
                        *change =
                            Some(self.takes_over(leader, &pieces.at(next).present(), pieces.middle(next)));
                        break;
                    }
                }
                at = next;
            }
        }
        Some(whole)
    }

    /// What happens to the leader where a minimum lets others in, or keeps them out, from here on.
    fn takes_over(&self, leader: usize, present: &[&VendorCurve], at: &Exact) -> RankChange {
        let is_in = present.iter().any(|one| one.vendor == leader);
        let winner = best(present, at).first().filter(|_| is_in).map_or(leader, |one| one.vendor);
        self.rank_change(leader, winner, None)
    }

    pub(super) fn order(&self, criterion: usize, curves: &[VendorCurve]) -> Option<Interval> {
        let now = self.decision.criteria[criterion].share().local.exact();
        let ranked = self.in_order(curves);
        let pairs: Vec<(&VendorCurve, &VendorCurve)> =
            ranked.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let mut interval = self.interval(now, pairs, ranked.clone())?;
        // Whoever is out now changes the order by coming in, wherever it comes in.
        let inside: BTreeSet<usize> = ranked.iter().map(|one| one.vendor).collect();
        for one in curves.iter().filter(|one| !inside.contains(&one.vendor)) {
            let [from, to] = &one.within;
            let change = || Some(self.change(one, one, None));
            if to < now && *to >= interval.lower {
                (interval.lower, interval.below) = (to.clone(), change());
            } else if from > now && *from <= interval.upper {
                (interval.upper, interval.above) = (from.clone(), change());
            }
        }
        Some(interval)
    }

    /// The range around `now` in which in every pair the first is not behind the second, and in which
    /// all of `staying` are in the ranking.
    fn interval(
        &self,
        now: &Exact,
        pairs: Vec<(&VendorCurve, &VendorCurve)>,
        staying: Vec<&VendorCurve>,
    ) -> Option<Interval> {
        let mut ends = [(Exact::ZERO, None), (Exact::ONE, None)];
        let tighten =
            |ends: &mut [(Exact, Option<RankChange>); 2], side: usize, at: Exact, change: RankChange| {
                let is_tighter = if side == 0 { at > ends[0].0 } else { at < ends[1].0 };
                // An end at 0 or 1 is still an end when the change happens just there.
                if is_tighter {
                    ends[side] = (at, Some(change));
                }
            };
        for one in staying {
            if !one.is_in(now) {
                return None;
            }
            for side in [0, 1] {
                let at = one.within[side].clone();
                if (side == 0 && at > Exact::ZERO) || (side == 1 && at < Exact::ONE) {
                    tighten(&mut ends, side, at, self.change(one, one, None));
                }
            }
        }
        for (ahead, behind) in pairs {
            let is_behind = |at: &Exact| ahead.curve.at(at) < behind.curve.at(at);
            if behind.is_in(now) && is_behind(now) {
                return None;
            }
            // Straight lines that do not meet up to the ends so far cannot move them.
            if ahead.curve.is_clearly_above(&behind.curve, [&ends[0].0, &ends[1].0]) {
                continue;
            }
            let mut stops = ahead.curve.crossings(&behind.curve);
            stops.extend(behind.within.iter().cloned());
            stops.extend([Exact::ZERO, Exact::ONE]);
            stops.retain(|at| *at >= Exact::ZERO && *at <= Exact::ONE);
            stops.sort();
            stops.dedup();
            let loses = |low: &Exact, high: &Exact| {
                let probe = middle(low, high);
                behind.is_in(&probe) && is_behind(&probe)
            };
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

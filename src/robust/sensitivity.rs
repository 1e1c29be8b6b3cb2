//! What one weight does: score lines, crossings, who leads where, and stability intervals.
//!
//! Weight k moves to t and its siblings are multiplied by `(1 - t) / (1 - w_k)`, so every score is a
//! straight line over t (where the rule skips unknown facts, a quotient of two lines), and everything
//! here is exact for the decision without roundings. Source: Mareschal 1988; Triantaphyllou and
//! Sanchez 1997; cases `weight_stability` in tests.

use std::sync::Arc;

use serde::Serialize;

use super::lines::{Curve, VendorCurve, curves, siblings};
use super::unrounded;
use crate::decision::{CriterionId, Decision, VendorId};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::evaluate;
use crate::score::evaluation::Evaluation;

/// Everything about one weight. Weights are local shares, 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct Sensitivity {
    /// How far the weight may move.
    pub stability: Stability,
    /// The score of every vendor that is in the ranking at some weight, in the order of record.
    pub lines: Vec<Line>,
    /// Where two of them change places, by weight.
    pub crossings: Vec<Crossing>,
    /// Who has the first place, from weight 0 to weight 1.
    pub leads: Vec<Lead>,
}

/// How far one weight may move before something changes.
#[derive(Clone, Debug, Serialize)]
pub struct Stability {
    /// The criterion or group.
    pub criterion: CriterionId,
    /// Its name, as people read it.
    pub name: String,
    /// How many groups it stands under.
    pub depth: usize,
    /// Its local share now, 0 to 1.
    pub weight: Exact,
    /// What a local share of 1 is in the units of the criteria file.
    pub whole: Exact,
    /// Whether it has siblings that could take or give weight.
    pub is_movable: bool,
    /// The range in which the first place stays; none without a ranking, or where only rounding or
    /// the rule's ties decide the first place.
    pub first: Option<Interval>,
    /// The range in which the whole order stays.
    pub order: Option<Interval>,
    /// The most points by which the rule's roundings can move a score; zero when nothing is rounded.
    pub rounding: Exact,
}

/// A range of a weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end, 0 to 1.
    pub lower: Exact,
    /// The upper end, 0 to 1.
    pub upper: Exact,
    /// What happens below; none when nothing does down to 0.
    pub below: Option<RankChange>,
    /// What happens above; none when nothing does up to 1.
    pub above: Option<RankChange>,
}

/// What changes at the end of a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankChange {
    /// Who falls behind, or leaves the ranking.
    pub loser: VendorId,
    /// Its name, as people read it.
    pub loser_name: String,
    /// Who comes ahead; the same vendor when it leaves the ranking by a minimum.
    pub winner: VendorId,
    /// Its name, as people read it.
    pub winner_name: String,
    /// By how much of the weight the rule's roundings can move this end, either way; none when
    /// nothing is rounded.
    pub margin: Option<Exact>,
}

/// A vendor's score over the weight.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// The score, in points, at weight 0 and 1.
    pub ends: [Exact; 2],
    /// Whether the score is a straight line between its ends; else ask [`Line::score_at`].
    pub is_straight: bool,
    /// The weights at which no minimum keeps it out of the ranking.
    pub within: [Exact; 2],
    #[serde(skip)]
    curve: Curve,
}

impl Line {
    /// The score, in points and before rounding, when the weight is `t`.
    #[must_use]
    pub fn score_at(&self, t: &Exact) -> Exact {
        self.curve.at(t)
    }
}

/// Where two vendors change places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// The weight, 0 to 1.
    pub at: Exact,
    /// The score of both, in points.
    pub score: Exact,
    /// Who is ahead below this weight.
    pub below: VendorId,
    /// Who is ahead above it.
    pub above: VendorId,
    /// Whether the first place changes here.
    pub is_first: bool,
}

/// Who has the first place over a stretch of the weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lead {
    /// Where the stretch begins, 0 to 1.
    pub from: Exact,
    /// Where it ends.
    pub to: Exact,
    /// The vendors with the highest score; several only where they are equal all along, none where a
    /// minimum keeps everybody out.
    pub vendors: Vec<VendorId>,
}

/// Works out what the weight of one criterion or group does.
///
/// - `criterion`: index in the decision.
#[must_use]
pub fn sensitivity(record: &Evaluation, criterion: usize) -> Sensitivity {
    Scene::new(record).sensitivity(criterion)
}

/// How far the weight of one criterion or group may move.
///
/// - `criterion`: index in the decision.
#[must_use]
pub fn stability_of(record: &Evaluation, criterion: usize) -> Stability {
    let scene = Scene::new(record);
    scene.stability(criterion, &scene.curves(criterion))
}

/// How far every weight, of leaves and groups, may move.
#[must_use]
pub fn stability(record: &Evaluation) -> Vec<Stability> {
    let scene = Scene::new(record);
    (0..record.decision.criteria.len()).map(|at| scene.stability(at, &scene.curves(at))).collect()
}

/// The evaluation of record, and that without roundings.
struct Scene<'a> {
    decision: &'a Decision,
    record: &'a Evaluation,
    evaluation: Evaluation,
    rounding: Exact,
}

impl<'a> Scene<'a> {
    fn new(record: &'a Evaluation) -> Self {
        let decision = &*record.decision;
        let evaluation = evaluate(&Arc::new(unrounded(decision)));
        Scene { rounding: rounding_error(decision), decision, record, evaluation }
    }

    fn curves(&self, criterion: usize) -> Vec<VendorCurve> {
        curves(&self.evaluation, criterion)
    }

    fn id(&self, of: &VendorCurve) -> VendorId {
        self.evaluation.vendors[of.vendor].id().clone()
    }

    fn sensitivity(&self, criterion: usize) -> Sensitivity {
        let curves = self.curves(criterion);
        let leads = self.leads(&curves);
        let lines = curves
            .iter()
            .map(|one| Line {
                vendor: self.id(one),
                name: self.evaluation.vendors[one.vendor].name().to_owned(),
                ends: [one.curve.at(&Exact::ZERO), one.curve.at(&Exact::ONE)],
                is_straight: one.curve.is_straight(),
                within: one.within.clone(),
                curve: one.curve.clone(),
            })
            .collect();
        Sensitivity {
            stability: self.stability(criterion, &curves),
            lines,
            crossings: self.crossings(&curves, &leads),
            leads,
        }
    }

    /// All crossings of vendors that are both in the ranking there.
    fn crossings(&self, curves: &[VendorCurve], leads: &[Lead]) -> Vec<Crossing> {
        let mut found = Vec::new();
        for (at, first) in curves.iter().enumerate() {
            for second in &curves[at + 1..] {
                let roots = first.curve.crossings(&second.curve);
                for (place, root) in roots.iter().enumerate() {
                    if !first.is_in(root) || !second.is_in(root) {
                        continue;
                    }
                    let before = place.checked_sub(1).map_or(Exact::ZERO, |place| roots[place].clone());
                    let probe = middle(&before, root);
                    let (below, above) = match first.curve.at(&probe).cmp(&second.curve.at(&probe)) {
                        std::cmp::Ordering::Greater => (first, second),
                        _ => (second, first),
                    };
                    let is_first = leads.windows(2).any(|pair| {
                        pair[0].to == *root
                            && pair[0].vendors.contains(&self.id(below))
                            && pair[1].vendors.contains(&self.id(above))
                    });
                    found.push(Crossing {
                        at: root.clone(),
                        score: first.curve.at(root),
                        below: self.id(below),
                        above: self.id(above),
                        is_first,
                    });
                }
            }
        }
        found.sort_by(|a, b| (&a.at, &a.below, &a.above).cmp(&(&b.at, &b.below, &b.above)));
        found
    }

    /// The upper envelope: who leads from weight 0 to 1.
    fn leads(&self, curves: &[VendorCurve]) -> Vec<Lead> {
        let mut leads: Vec<Lead> = Vec::new();
        let mut from = Exact::ZERO;
        while from < Exact::ONE {
            // Until the next end of a vendor's stay in the ranking the set of vendors is fixed.
            let stay_ends = curves.iter().flat_map(|one| &one.within).filter(|end| **end > from);
            let until = stay_ends.min().cloned().unwrap_or(Exact::ONE).min(Exact::ONE);
            let present: Vec<&VendorCurve> =
                curves.iter().filter(|one| one.is_in(&middle(&from, &until))).collect();
            self.envelope(&present, from, &until, &mut leads);
            from = until;
        }
        leads
    }

    /// The envelope over a stretch on which the same vendors are in the ranking.
    fn envelope(&self, present: &[&VendorCurve], mut from: Exact, until: &Exact, leads: &mut Vec<Lead>) {
        let bends = bends(present, &from, until);
        while from < *until {
            let (top, to) = match &bends {
                // Roots of quadratics are not exact, so who leads is asked between two of them.
                Some(bends) => {
                    let to = bends.iter().find(|bend| **bend > from).unwrap_or(until).clone();
                    (best(present, &middle(&from, &to)), to)
                }
                None => {
                    let top = just_above(present, &from, until);
                    let next = top.first().and_then(|leader| {
                        let rivals = present.iter().flat_map(|rival| leader.curve.crossings(&rival.curve));
                        rivals.filter(|root| *root > from && root < until).min()
                    });
                    (top, next.unwrap_or_else(|| until.clone()))
                }
            };
            let vendors: Vec<VendorId> = top.iter().map(|one| self.id(one)).collect();
            match leads.last_mut() {
                Some(last) if last.vendors == vendors => last.to = to.clone(),
                _ => leads.push(Lead { from, to: to.clone(), vendors }),
            }
            from = to;
        }
    }

    fn stability(&self, criterion: usize, curves: &[VendorCurve]) -> Stability {
        let one = &self.decision.criteria[criterion];
        let siblings = siblings(self.decision, criterion);
        let whole = Exact::sum(siblings.iter().map(|at| self.decision.criteria[*at].weight.exact()));
        Stability {
            criterion: one.id.clone(),
            name: one.name.clone(),
            depth: one.depth,
            weight: one.share.local.exact().clone(),
            whole,
            is_movable: siblings.len() > 1,
            first: self.first(criterion, curves),
            order: self.order(criterion, curves),
            rounding: self.rounding.clone(),
        }
    }

    /// The curves of the ranked vendors, in the order of record.
    fn in_order<'c>(&self, curves: &'c [VendorCurve]) -> Vec<&'c VendorCurve> {
        let of = |id: &VendorId| curves.iter().find(|one| self.evaluation.vendors[one.vendor].id() == id);
        self.record.ranked().filter_map(|vendor| of(vendor.id())).collect()
    }

    fn first(&self, criterion: usize, curves: &[VendorCurve]) -> Option<Interval> {
        let now = self.decision.criteria[criterion].share.local.exact();
        let leader = *self.in_order(curves).first()?;
        let rivals = curves.iter().filter(|rival| rival.vendor != leader.vendor).map(|rival| (leader, rival));
        self.interval(now, rivals.collect(), vec![leader])
    }

    fn order(&self, criterion: usize, curves: &[VendorCurve]) -> Option<Interval> {
        let now = self.decision.criteria[criterion].share.local.exact();
        let ranked = self.in_order(curves);
        let mut pairs: Vec<(&VendorCurve, &VendorCurve)> =
            ranked.windows(2).map(|pair| (pair[0], pair[1])).collect();
        // Whoever is out now changes the order by coming in, wherever it comes in.
        let outside = curves.iter().filter(|one| !ranked.iter().any(|ranked| ranked.vendor == one.vendor));
        let last = ranked.last().copied();
        pairs.extend(outside.filter_map(|one| Some((last?, one))));
        self.interval(now, pairs, ranked)
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
        let mut tighten = |side: usize, at: Exact, change: RankChange| {
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
                if at > Exact::ZERO && at < Exact::ONE {
                    tighten(side, at, self.change(one, one, None));
                }
            }
        }
        for (ahead, behind) in pairs {
            let is_behind = |at: &Exact| ahead.curve.at(at) < behind.curve.at(at);
            if behind.is_in(now) && is_behind(now) {
                return None;
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
                tighten(0, at, change);
            }
            let above = stops.windows(2).map(|pair| [pair[0].clone().max(now.clone()), pair[1].clone()]);
            let above = above.filter(|[low, high]| low < high).find(|[low, high]| loses(low, high));
            if let Some([at, _]) = above {
                let change = self.change(ahead, behind, Some(&at));
                tighten(1, at, change);
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
        let name = |one: &VendorCurve| self.evaluation.vendors[one.vendor].name().to_owned();
        RankChange {
            loser: self.id(loser),
            loser_name: name(loser),
            winner: self.id(winner),
            winner_name: name(winner),
            margin,
        }
    }
}

impl VendorCurve {
    fn is_in(&self, t: &Exact) -> bool {
        self.within[0] <= *t && *t <= self.within[1]
    }
}

/// Where any two curves cross, going up; none when all are straight lines.
fn bends(present: &[&VendorCurve], from: &Exact, until: &Exact) -> Option<Vec<Exact>> {
    if present.iter().all(|one| one.curve.is_straight()) {
        return None;
    }
    let pairs =
        present.iter().enumerate().flat_map(|(at, one)| present[at + 1..].iter().map(move |two| (one, two)));
    let mut bends: Vec<Exact> = pairs.flat_map(|(one, two)| one.curve.crossings(&two.curve)).collect();
    bends.retain(|bend| bend > from && bend < until);
    bends.sort();
    bends.dedup();
    Some(bends)
}

/// The vendors with the highest score at a weight.
fn best<'a>(among: &[&'a VendorCurve], t: &Exact) -> Vec<&'a VendorCurve> {
    let top = among.iter().map(|one| one.curve.at(t)).max();
    among.iter().copied().filter(|one| Some(one.curve.at(t)) == top).collect()
}

/// The vendors with the highest score just above a weight, where all scores are straight lines.
///
/// Those that share the highest score at the weight itself part ways at the next crossing among them, so
/// the middle of the way to it tells them apart.
fn just_above<'a>(present: &[&'a VendorCurve], from: &Exact, until: &Exact) -> Vec<&'a VendorCurve> {
    let level = best(present, from);
    let next = level
        .iter()
        .enumerate()
        .flat_map(|(at, one)| level[at + 1..].iter().flat_map(|other| one.curve.crossings(&other.curve)))
        .filter(|root| root > from && root < until)
        .min()
        .unwrap_or_else(|| until.clone());
    best(&level, &middle(from, &next))
}

fn middle(a: &Exact, b: &Exact) -> Exact {
    (a + b).over(&Exact::from(2)).unwrap_or_default()
}

/// The most points by which the roundings can move a score: a half of the last digit for each rounded
/// criterion and the total, a whole one where the rest is cut off or rounded up.
fn rounding_error(decision: &Decision) -> Exact {
    let of = |rounding: Option<Rounding>| {
        let Some(rounding) = rounding else { return Exact::ZERO };
        let unit = Exact::parse(&format!("1e-{}", rounding.digits)).unwrap_or_default();
        match rounding.mode {
            Mode::HalfUp | Mode::HalfEven => unit.over(&Exact::from(2)).unwrap_or_default(),
            Mode::Truncate | Mode::Up => unit,
        }
    };
    let leaves = decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
    let mut parts: Vec<Exact> = leaves.map(|leaf| of(leaf.rounding)).collect();
    parts.push(of(decision.rule.total_rounding));
    Exact::sum(&parts)
}

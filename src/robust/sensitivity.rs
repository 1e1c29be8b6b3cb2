//! What one weight does: score lines, crossings, who leads where, and stability intervals.
//!
//! Weight k moves to t and its siblings are multiplied by `(1 - t) / (1 - w_k)`, so every score is a
//! straight line over t (where the rule skips unknown facts, a quotient of two lines), and everything
//! here is exact for the decision without roundings. Source: Mareschal 1988; Triantaphyllou and
//! Sanchez 1997; cases `weight_stability` in tests.

mod envelope;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use envelope::{bends, best, just_above, middle};
use serde::Serialize;

use super::lines::{Curve, Means, VendorCurve, curves, siblings, with_weight};
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
    /// The range in which the whole order stays, and nobody else comes in.
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
    /// Who comes ahead; the same vendor when it leaves the ranking by a minimum, or comes into it.
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
        match (t.is_zero(), *t == Exact::ONE) {
            (true, _) => self.ends[0].clone(),
            (_, true) => self.ends[1].clone(),
            (false, false) => self.curve.at(t),
        }
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
    scene.stability(criterion, &curves(&Means::new(&scene.evaluation), criterion))
}

/// How far every weight, of leaves and groups, may move.
#[must_use]
pub fn stability(record: &Evaluation) -> Vec<Stability> {
    let scene = Scene::new(record);
    let means = Means::new(&scene.evaluation);
    (0..record.decision.criteria.len()).map(|at| scene.stability(at, &curves(&means, at))).collect()
}

/// The evaluation of record, and that without roundings.
struct Scene<'a> {
    decision: &'a Decision,
    evaluation: Evaluation,
    /// The ranked vendors in the order of record, by their places in the evaluation without roundings.
    ranked: Vec<usize>,
    rounding: Exact,
}

impl<'a> Scene<'a> {
    fn new(record: &'a Evaluation) -> Self {
        let decision = &*record.decision;
        let evaluation = evaluate(&Arc::new(unrounded(decision)));
        let places: HashMap<&VendorId, usize> =
            evaluation.vendors.iter().enumerate().map(|(at, vendor)| (vendor.id(), at)).collect();
        let ranked = record.ranked().filter_map(|vendor| places.get(vendor.id()).copied()).collect();
        Scene { rounding: rounding_error(decision), decision, evaluation, ranked }
    }

    fn id(&self, of: &VendorCurve) -> VendorId {
        self.evaluation.vendors[of.vendor].id().clone()
    }

    fn sensitivity(&self, criterion: usize) -> Sensitivity {
        let curves = curves(&Means::new(&self.evaluation), criterion);
        let leads = self.leads(&curves);
        let ends = [Exact::ZERO, Exact::ONE].map(|end| self.scores_at_end(&curves, criterion, &end));
        let lines = curves
            .iter()
            .enumerate()
            .map(|(at, one)| Line {
                vendor: self.id(one),
                name: self.evaluation.vendors[one.vendor].name().to_owned(),
                ends: [ends[0][at].clone(), ends[1][at].clone()],
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

    /// The scores of all curves with no weight, or all of it, on a criterion.
    ///
    /// Where all that is left is not known, and the rule skips it, the curve has a limit there and the weight goes
    /// elsewhere just at the end; so the decision itself is asked.
    fn scores_at_end(&self, curves: &[VendorCurve], criterion: usize, end: &Exact) -> Vec<Exact> {
        let jumps = curves.iter().any(|one| one.curve.jumps_at(end));
        let at_end =
            jumps.then(|| evaluate(&Arc::new(with_weight(&self.evaluation.decision, criterion, end))));
        let score = |one: &VendorCurve| {
            let asked = at_end.as_ref().filter(|_| one.curve.jumps_at(end));
            let result = asked.and_then(|evaluation| evaluation.vendor(self.id(one).as_str()));
            result.map_or_else(|| one.curve.at(end), |result| result.score.exact().clone())
        };
        curves.iter().map(score).collect()
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
            depth: one.depth(),
            weight: one.share().local.exact().clone(),
            whole,
            is_movable: siblings.len() > 1,
            first: self.first(criterion, curves),
            order: self.order(criterion, curves),
            rounding: self.rounding.clone(),
        }
    }

    /// The curves of the ranked vendors, in the order of record.
    fn in_order<'c>(&self, curves: &'c [VendorCurve]) -> Vec<&'c VendorCurve> {
        let mut by_vendor: Vec<Option<&VendorCurve>> = vec![None; self.evaluation.vendors.len()];
        for one in curves {
            by_vendor[one.vendor] = Some(one);
        }
        self.ranked.iter().filter_map(|at| by_vendor[*at]).collect()
    }

    fn first(&self, criterion: usize, curves: &[VendorCurve]) -> Option<Interval> {
        let now = self.decision.criteria[criterion].share().local.exact();
        let leader = *self.in_order(curves).first()?;
        let rivals = curves.iter().filter(|rival| rival.vendor != leader.vendor).map(|rival| (leader, rival));
        self.interval(now, rivals.collect(), vec![leader])
    }

    fn order(&self, criterion: usize, curves: &[VendorCurve]) -> Option<Interval> {
        let now = self.decision.criteria[criterion].share().local.exact();
        let ranked = self.in_order(curves);
        let pairs: Vec<(&VendorCurve, &VendorCurve)> =
            ranked.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let mut interval = self.interval(now, pairs, ranked.clone())?;
        // Whoever is out now changes the order by coming in, wherever it comes in.
        let inside: BTreeSet<usize> = ranked.iter().map(|one| one.vendor).collect();
        let outside = curves.iter().filter(|one| !inside.contains(&one.vendor));
        for one in outside {
            let [from, to] = &one.within;
            if to < now && *to >= interval.lower {
                (interval.lower, interval.below) = (to.clone(), Some(self.change(one, one, None)));
            } else if from > now && *from <= interval.upper {
                (interval.upper, interval.above) = (from.clone(), Some(self.change(one, one, None)));
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
                if at > Exact::ZERO && at < Exact::ONE {
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

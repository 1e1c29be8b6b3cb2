//! What one weight does: score lines, crossings, who leads where, and stability intervals.
//!
//! Weight k moves to t and its siblings are multiplied by `(1 - t) / (1 - w_k)`, so every score is a
//! straight line over t (where the rule skips unknown facts, a quotient of two lines), and everything
//! here is exact for the decision without roundings. Source: Mareschal 1988; Triantaphyllou and
//! Sanchez 1997; cases `weight_stability` in tests.

mod envelope;
mod intervals;
mod pieces;

use std::collections::HashMap;
use std::sync::Arc;

use envelope::{bends, best, just_above, middle};
use pieces::Pieces;
use serde::Serialize;

use super::lines::{Curve, Means, VendorCurve, siblings};
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
    /// What happens below; none when nothing does down to 0. Where the lower end is 0, it happens just there.
    pub below: Option<RankChange>,
    /// What happens above; none when nothing does up to 1. Where the upper end is 1, it happens just there.
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
    /// Whether the score is a straight line between its ends; else ask [`Line::score_at`]. Bids that a minimum lets into
    /// the field, or keeps out of it, from some weight on break a line too.
    pub is_straight: bool,
    /// The lowest and the highest weight at which no minimum keeps it out of the ranking.
    pub within: [Exact; 2],
    /// Each to the weight up to which it holds.
    #[serde(skip)]
    curves: Vec<(Exact, Curve)>,
}

impl Line {
    /// The score, in points and before rounding, when the weight is `t`.
    #[must_use]
    pub fn score_at(&self, t: &Exact) -> Exact {
        match (t.is_zero(), *t == Exact::ONE) {
            (true, _) => self.ends[0].clone(),
            (_, true) => self.ends[1].clone(),
            (false, false) => {
                let curve = self.curves.iter().find(|(to, _)| t <= to).or(self.curves.last());
                curve.map_or(Exact::ZERO, |(_, curve)| curve.at(t))
            }
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
    scene.stability(criterion, &Pieces::new(&Means::new(&scene.evaluation), criterion))
}

/// How far every weight, of leaves and groups, may move; empty where the total is no sum of points.
#[must_use]
pub fn stability(record: &Evaluation) -> Vec<Stability> {
    if !record.decision.rule.is_sum() {
        return Vec::new();
    }
    let scene = Scene::new(record);
    let means = Means::new(&scene.evaluation);
    (0..record.decision.criteria.len()).map(|at| scene.stability(at, &Pieces::new(&means, at))).collect()
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
        let means = Means::new(&self.evaluation);
        let pieces = Pieces::new(&means, criterion);
        let leads = self.leads(&pieces);
        let all: Vec<&[VendorCurve]> = (0..pieces.count()).map(|at| pieces.at(at)).collect();
        let first = scores_at_end(&pieces, &Exact::ZERO);
        let last = scores_at_end(&pieces, &Exact::ONE);
        let line = |(at, one): (usize, &VendorCurve)| {
            let inside = all.iter().enumerate().filter_map(|(piece, curves)| {
                let ([from, to], [begins, ends]) = (pieces.ends(piece), &curves[at].within.ends);
                let (from, to) = (from.max(begins), to.min(ends));
                (from <= to).then(|| [from.clone(), to.clone()])
            });
            let within = inside.reduce(|[from, _], [_, to]| [from, to])?;
            let mut curves: Vec<(Exact, Curve)> = Vec::new();
            for (piece, of_piece) in all.iter().enumerate() {
                let (to, curve) = (pieces.ends(piece)[1].clone(), of_piece[at].curve.clone());
                match curves.last_mut().filter(|(_, last)| *last == curve) {
                    Some((end, _)) => *end = to,
                    None => curves.push((to, curve)),
                }
            }
            Some(Line {
                vendor: self.id(one),
                name: self.evaluation.vendors[one.vendor].name().to_owned(),
                ends: [first[at].clone(), last[at].clone()],
                is_straight: curves.len() == 1 && one.curve.is_straight(),
                within,
                curves,
            })
        };
        Sensitivity {
            stability: self.stability(criterion, &pieces),
            lines: all[0].iter().enumerate().filter_map(line).collect(),
            crossings: self.crossings(&pieces, &leads),
            leads,
        }
    }

    /// All crossings of vendors that are both in the ranking there.
    fn crossings(&self, pieces: &Pieces<'_>, leads: &[Lead]) -> Vec<Crossing> {
        let mut found = Vec::new();
        for piece in 0..pieces.count() {
            for (ends, present) in pieces.parts(piece) {
                self.crossings_of(&present, &ends, leads, &mut found);
            }
        }
        found.sort_by(|a, b| (&a.at, &a.below, &a.above).cmp(&(&b.at, &b.below, &b.above)));
        found.dedup();
        found
    }

    /// Those of a stretch on which the same vendors are in the ranking.
    fn crossings_of(
        &self,
        present: &[&VendorCurve],
        [from, to]: &[Exact; 2],
        leads: &[Lead],
        found: &mut Vec<Crossing>,
    ) {
        for (at, first) in present.iter().enumerate() {
            for second in &present[at + 1..] {
                let ends = [from, to];
                if first.curve.is_clearly_above(&second.curve, ends)
                    || second.curve.is_clearly_above(&first.curve, ends)
                {
                    continue;
                }
                let roots = first.curve.crossings(&second.curve);
                for (place, root) in roots.iter().enumerate() {
                    if root < from || root > to {
                        continue;
                    }
                    let overtakes = first.curve.is_steeper(&second.curve).unwrap_or_else(|| {
                        let before = place.checked_sub(1).map_or(Exact::ZERO, |place| roots[place].clone());
                        let probe = middle(&before, root);
                        first.curve.at(&probe) <= second.curve.at(&probe)
                    });
                    let (below, above) = if overtakes { (second, first) } else { (first, second) };
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
    }

    /// The upper envelope: who leads from weight 0 to 1.
    fn leads(&self, pieces: &Pieces<'_>) -> Vec<Lead> {
        let mut leads: Vec<Lead> = Vec::new();
        for piece in 0..pieces.count() {
            for ([from, to], present) in pieces.parts(piece) {
                self.envelope(&present, from, &to, &mut leads);
            }
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
                        let rivals = present
                            .iter()
                            .filter(|rival| !leader.curve.is_clearly_above(&rival.curve, [&from, until]));
                        let roots = rivals.flat_map(|rival| leader.curve.crossings(&rival.curve));
                        roots.filter(|root| *root > from && root < until).min()
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

    fn stability(&self, criterion: usize, pieces: &Pieces<'_>) -> Stability {
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
            first: self.first(pieces, one.share().local.exact()),
            order: self.order(pieces, one.share().local.exact()),
            rounding: self.rounding.clone(),
        }
    }
}

impl VendorCurve {
    fn is_in(&self, t: &Exact) -> bool {
        self.within.contains(t)
    }

    /// Whether it is in the ranking at some weight.
    fn can_be_in(&self) -> bool {
        !self.within.is_empty()
    }
}

/// The scores with no weight, or all of it, on the criterion.
///
/// Where all that is left is not known, and the rule skips it, a curve has a limit there and the weight goes
/// elsewhere just at the end; and others may be compared there than beside it. So the decision itself is asked.
fn scores_at_end(pieces: &Pieces<'_>, end: &Exact) -> Vec<Exact> {
    let beside = pieces.beside(end).into_iter().flatten().next();
    let beside = beside.filter(|at| pieces.holds_at(*at, end));
    let score = |one: &VendorCurve| one.curve.at(end);
    beside.map_or_else(
        || pieces.just_at(end).iter().map(score).collect(),
        |at| pieces.at(at).iter().map(score).collect(),
    )
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

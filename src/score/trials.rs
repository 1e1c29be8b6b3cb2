//! The same decision scored again and again with a vendor or two changed.
//!
//! What has not changed is not worked out again: a vendor has the cells that it had, and the others are looked at only
//! where the change moves the field of bids. Two trials bound all that lies between them: every scale is a line whose
//! corners are known, or a formula that goes one way with each of its numbers, and so are points, sums and roundings.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::borrow::Cow;
use std::sync::Arc;

use super::evaluation::{Cell, GateResult, Outcome, VendorResult};
use super::field::{InPlay, deciding_minimums};
use super::judged::{JudgedVendor, field_bids, is_same_fact};
use super::points::{LeafWorth, Scored, Totals, Tree};
use super::price::FieldOfBids;
use super::range::ValueRange;
use super::rank::Standing;
use super::value;
use super::{gate, judge, total, weigh_vendor};
use crate::decision::{BidField, Decision, Evidence, Fact, FactValue, Leaf, Shape, Status, Vendor};

/// A decision, to be scored with some of its vendors changed.
pub(crate) struct Trials<'a> {
    decision: &'a Decision,
    tree: Tree<'a>,
    /// The criteria whose minimums decide who is in play.
    deciding: Vec<usize>,
    standing: Standing,
    base: Trial,
}

/// How a decision came out: one entry for each vendor, in the order of the decision.
#[derive(Clone)]
pub(crate) struct Trial {
    parts: Vec<Arc<Part>>,
    playing: Vec<InPlay>,
    fields: Vec<Option<FieldOfBids>>,
}

/// A vendor as it was judged and weighed.
struct Part {
    judged: JudgedVendor,
    result: VendorResult,
    totals: Totals,
    /// What it comes to before the rule's formula has made its total; none where it makes none.
    summed: Option<Box<VendorResult>>,
}

impl Part {
    fn of(decision: &Decision, judged: JudgedVendor, scored: Scored) -> Part {
        let totals = scored.totals.clone();
        let result = weigh_vendor(decision, &judged, scored);
        Part { judged, result, totals, summed: None }
    }

    fn scored(&self) -> (&[Cell], &Totals) {
        (&self.result.cells, &self.totals)
    }
}

impl Trial {
    /// How a vendor came out; its rank and its gap are not worked out.
    pub(crate) fn result(&self, at: usize) -> &VendorResult {
        &self.parts[at].result
    }

    /// Whether the bid of a vendor is one of those that are compared.
    pub(crate) fn plays(&self, at: usize) -> bool {
        self.playing[at].is_now()
    }

    /// Whether a vendor is in the ranking.
    pub(crate) fn is_ranked(&self, at: usize) -> bool {
        self.result(at).exclusions.is_empty()
    }
}

impl<'a> Trials<'a> {
    /// Scores the decision as it is.
    pub(crate) fn new(decision: &'a Decision) -> Trials<'a> {
        let tree = Tree::new(decision);
        let judged = judge(decision);
        let part = |judged: JudgedVendor| {
            let scored = tree.score(&judged.worths);
            Arc::new(Part::of(decision, judged, scored))
        };
        let (playing, fields) = (judged.playing, judged.fields);
        let base = Trial { parts: judged.vendors.into_iter().map(part).collect(), playing, fields };
        let (standing, deciding) = (Standing::new(decision), deciding_minimums(decision));
        let mut trials = Trials { decision, tree, deciding, standing, base };
        let mut base = trials.base.clone();
        trials.give_totals(&mut base, None);
        trials.base = base;
        trials
    }

    /// Gives vendors their totals where a formula makes them: all where it looks at others, else those that changed.
    ///
    /// - `changed`: none for all.
    fn give_totals(&self, trial: &mut Trial, changed: Option<&[usize]>) {
        let Some(formula) = &self.decision.rule.total else { return };
        let changed = changed.filter(|_| !self.decision.derivations.looks_at_others_for(formula));
        let summed: Vec<&VendorResult> =
            trial.parts.iter().map(|part| part.summed.as_deref().unwrap_or(&part.result)).collect();
        let of: Vec<usize> = changed.map_or_else(|| (0..summed.len()).collect(), <[usize]>::to_vec);
        let totals = total::totals(self.decision, formula, &summed, &of);
        let given: Vec<(usize, Part)> = of
            .into_iter()
            .zip(totals)
            .map(|(at, total)| {
                let part = &trial.parts[at];
                let mut result = summed[at].clone();
                total.give(self.decision, &mut result);
                let summed = Some(Box::new(summed[at].clone()));
                (at, Part { judged: part.judged.clone(), result, totals: part.totals.clone(), summed })
            })
            .collect();
        for (at, part) in given {
            trial.parts[at] = Arc::new(part);
        }
    }

    /// The decision as it is.
    pub(crate) fn base(&self) -> &Trial {
        &self.base
    }

    /// The decision with other vendors in the places of some.
    pub(crate) fn with(&self, changed: &[(usize, Arc<Vendor>)]) -> Trial {
        let mut trial = self.base.clone();
        let mut worths: Vec<(usize, JudgedVendor)> = Vec::with_capacity(changed.len());
        for (at, vendor) in changed {
            let judged = self.base.parts[*at].judged.again(self.decision, vendor);
            trial.playing[*at] = judged.in_play(self.decision, self.decides().then_some(&self.tree));
            worths.push((*at, judged));
        }
        self.look_across(&mut trial, &mut worths);
        let moved: Vec<usize> = worths.iter().map(|(at, _)| *at).collect();
        for (at, judged) in worths {
            trial.parts[at] = Arc::new(self.weigh(&self.base.parts[at], judged));
        }
        self.give_totals(&mut trial, Some(&moved));
        trial
    }

    /// Whether minimums decide who is in play.
    fn decides(&self) -> bool {
        !self.deciding.is_empty()
    }

    /// Whether a minimum keeps a vendor out of play.
    fn is_kept_out(&self, result: &VendorResult) -> bool {
        let decides = |at: &usize| {
            let id = Some(&self.decision.criteria[*at].id);
            result.minimums.iter().any(|one| one.criterion.as_ref() == id && one.outcome == Outcome::Fail)
        };
        self.deciding.iter().any(decides)
    }

    /// Values again what looks at the field, where the changes move it.
    fn look_across(&self, trial: &mut Trial, changed: &mut Vec<(usize, JudgedVendor)>) {
        let is_same_field = trial.playing == self.base.playing;
        for (column, criterion) in self.decision.criteria.iter().enumerate() {
            let (Some(leaf), Some(old)) = (&criterion.leaf, &self.base.fields[column]) else { continue };
            let Some(formula) = leaf.scale.formula() else { continue };
            let is_same = |(at, judged): &(usize, JudgedVendor)| {
                let old = &self.base.parts[*at].judged.worths[column];
                is_same_fact(old.fact.as_ref(), judged.worths[column].fact.as_ref())
            };
            if is_same_field && changed.iter().all(is_same) {
                // Who was judged again has kept what the fact is worth among the others.
                continue;
            }
            let judged = |at: usize| {
                let own = changed.iter().find(|(other, _)| *other == at).map(|(_, judged)| judged);
                own.unwrap_or(&self.base.parts[at].judged)
            };
            let vendors = (0..trial.parts.len()).map(|at| (judged(at), trial.playing[at]));
            let field = FieldOfBids::new(formula, field_bids(column, vendors));
            let moves = field != *old;
            for at in 0..trial.parts.len() {
                if let Some((_, judged)) = changed.iter_mut().find(|(other, _)| *other == at) {
                    judged.worths[column].look_across(&leaf.scale, &field, at);
                } else if moves {
                    let old = &self.base.parts[at].judged;
                    let mut worth = old.worths[column].clone();
                    worth.look_across(&leaf.scale, &field, at);
                    if worth.worth != old.worths[column].worth {
                        let mut judged = old.clone();
                        judged.worths[column] = worth;
                        changed.push((at, judged));
                    }
                }
            }
            trial.fields[column] = Some(field);
        }
    }

    /// Weighs a vendor whose worths differ here and there from those of before.
    fn weigh(&self, before: &Part, judged: JudgedVendor) -> Part {
        let differs = |at: &usize| judged.worths[*at].worth != before.judged.worths[*at].worth;
        let columns: Vec<usize> = (0..judged.worths.len()).filter(differs).collect();
        let scored = self.tree.score_again(before.scored(), &judged.worths, &columns);
        Part::of(self.decision, judged, scored)
    }

    /// Whether a vendor has the first place, perhaps shared.
    pub(crate) fn is_first(&self, trial: &Trial, at: usize) -> bool {
        let own = trial.result(at);
        let is_ahead = |rival: usize| self.standing.compare(trial.result(rival), own).is_lt();
        trial.is_ranked(at)
            && !(0..trial.parts.len()).any(|rival| rival != at && trial.is_ranked(rival) && is_ahead(rival))
    }

    /// The vendors in the ranking with their ranks, in order; those that share a rank by name and then by id.
    pub(crate) fn ranking(&self, trial: &Trial) -> Vec<(usize, usize)> {
        let result = |at: usize| trial.result(at);
        let mut ranked: Vec<usize> = (0..trial.parts.len()).filter(|at| trial.is_ranked(*at)).collect();
        ranked.sort_by(|&a, &b| {
            let by_name = || (result(a).name(), result(a).id()).cmp(&(result(b).name(), result(b).id()));
            self.standing.compare(result(a), result(b)).then_with(by_name)
        });
        let mut placed: Vec<(usize, usize)> = Vec::with_capacity(ranked.len());
        for (place, at) in ranked.into_iter().enumerate() {
            let ties =
                placed.last().filter(|(last, _)| self.standing.compare(result(*last), result(at)).is_eq());
            let rank = ties.map_or(place + 1, |(_, rank)| *rank);
            placed.push((at, rank));
        }
        placed
    }

    /// The best of the others in the ranking, where a vendor is in it too; none otherwise.
    pub(crate) fn best_rival(&self, trial: &Trial, at: usize) -> Option<usize> {
        let rivals = (0..trial.parts.len()).filter(|rival| *rival != at && trial.is_ranked(*rival));
        let by_standing = |a: &usize, b: &usize| self.standing.compare(trial.result(*a), trial.result(*b));
        rivals.min_by(by_standing).filter(|_| trial.is_ranked(at))
    }

    /// Whether a vendor has the first place everywhere between two trials, or nowhere; none where that is not shown.
    ///
    /// Between them every number of a fact lies between those of the two, and nothing else changes.
    pub(crate) fn is_first_between(&self, a: &Trial, b: &Trial, at: usize) -> Option<bool> {
        // Of a total that is no sum nothing is shown but at the numbers that were tried.
        if !self.decision.rule.is_sum() {
            return None;
        }
        let own = self.span(a, b, at)?;
        if own.is_surely_out {
            return Some(false);
        }
        // Who is compared stays the same; where a minimum of its own decides, that has to be shown.
        if a.playing != b.playing || !a.playing[at].is_now() {
            return None;
        }
        let mut is_first = own.is_surely_ranked;
        for rival in (0..a.parts.len()).filter(|rival| *rival != at) {
            let span = self.span(a, b, rival)?;
            // Whose bids are compared has to stay the same.
            span.plays?;
            if span.is_surely_out {
                continue;
            }
            if span.is_surely_ranked && self.standing.compare(&span.lowest, &own.highest).is_lt() {
                return Some(false);
            }
            is_first &= self.standing.compare(&own.lowest, &span.highest).is_le();
        }
        is_first.then_some(true)
    }

    /// All that a vendor can come to between two trials; none where its facts are of two kinds.
    fn span<'t>(&self, a: &'t Trial, b: &'t Trial, at: usize) -> Option<Span<'t>> {
        let was_playing = a.playing[at].is_now();
        let (a, b) = (&a.parts[at], &b.parts[at]);
        if Arc::ptr_eq(a, b) {
            let is_ranked = a.result.exclusions.is_empty();
            let same = || Cow::Borrowed(&a.result);
            let (lowest, highest) = (same(), same());
            let is_surely_ranked = is_ranked;
            let plays = Some(was_playing);
            return Some(Span { lowest, highest, is_surely_ranked, is_surely_out: !is_ranked, plays });
        }
        let (mut low, mut high) = (a.judged.clone(), a.judged.clone());
        let mut columns = Vec::new();
        for (column, criterion) in self.decision.criteria.iter().enumerate() {
            let (of_a, of_b) = (&a.judged.worths[column], &b.judged.worths[column]);
            if let (Some(leaf), true) = (&criterion.leaf, differ(of_a, of_b)) {
                columns.push(column);
                [low.worths[column].worth, high.worths[column].worth] =
                    worths_between(leaf, of_a, of_b)?.map(Some);
            }
        }
        let [lowest, highest] = [low, high].map(|judged| {
            let scored = self.tree.score_again(a.scored(), &judged.worths, &columns);
            weigh_vendor(self.decision, &judged, scored)
        });
        let gates = gates_between(&a.judged, &b.judged)?;
        let fails = |of: &VendorResult| of.minimums.iter().any(|one| one.outcome == Outcome::Fail);
        let takes_part = a.judged.vendor.status == Status::Invited;
        let is_kept_out = !takes_part || gates.contains(&Outcome::Fail);
        let plays = if self.decision.rule.field == BidField::Offered {
            Some(true)
        } else if is_kept_out || self.is_kept_out(&highest) {
            Some(false)
        } else if gates.contains(&Outcome::Open) || self.is_kept_out(&lowest) {
            None
        } else {
            Some(true)
        };
        Some(Span {
            is_surely_out: is_kept_out || fails(&highest),
            is_surely_ranked: takes_part
                && !gates.contains(&Outcome::Open)
                && !is_kept_out
                && !fails(&lowest),
            plays,
            lowest: Cow::Owned(lowest),
            highest: Cow::Owned(highest),
        })
    }
}

/// What a vendor can come to: no value, point or score is below that of the lowest or above that of the highest.
struct Span<'t> {
    lowest: Cow<'t, VendorResult>,
    highest: Cow<'t, VendorResult>,
    is_surely_ranked: bool,
    is_surely_out: bool,
    /// Whether it is in play all along, or never; none where it may be both.
    plays: Option<bool>,
}

/// Whether a fact, or what it is worth, is another.
fn differ(a: &LeafWorth, b: &LeafWorth) -> bool {
    let value = |of: &LeafWorth| of.fact.as_ref().and_then(|fact| fact.value.clone());
    a.worth != b.worth || value(a) != value(b)
}

/// The lowest and the highest worth of all facts between two.
fn worths_between(leaf: &Leaf, a: &LeafWorth, b: &LeafWorth) -> Option<[ValueRange; 2]> {
    let (worth_a, worth_b) = (a.worth.as_ref()?, b.worth.as_ref()?);
    let mut ends =
        [worth_a, worth_b].map(|worth| [worth.lowest.clone(), worth.value.clone(), worth.highest.clone()]);
    match leaf.scale.shape() {
        Shape::Line(_) => {
            // Corners within the range may be lower or higher than both of its ends.
            let range = range_between(a.fact.as_deref()?, b.fact.as_deref()?)?;
            let reached = value::worth(&leaf.scale, &range, &Evidence::default())?;
            let [low, high] = &mut ends;
            for number in low {
                *number = number.clone().min(reached.lowest.clone());
            }
            for number in high {
                *number = number.clone().max(reached.highest.clone());
            }
        }
        // What lies between the ends of a formula that may turn is not shown.
        Shape::Formula(formula) if !formula.runs_one_way() => return None,
        Shape::Table(_) | Shape::Set(_) | Shape::Formula(_) => {}
    }
    let [low, high] = ends;
    let pick = |least: bool| {
        let mut numbers = low.iter().zip(&high).map(|(a, b)| if least { a.min(b) } else { a.max(b) }.clone());
        let mut next = || numbers.next();
        Some(ValueRange { lowest: next()?, value: next()?, highest: next()?, is_capped: worth_a.is_capped })
    };
    Some([pick(true)?, pick(false)?])
}

/// The range from the lowest to the highest number of two facts.
fn range_between(a: &Fact, b: &Fact) -> Option<FactValue> {
    let ([low_a, likely, high_a], [low_b, _, high_b]) =
        (a.value.as_ref()?.numbers()?, b.value.as_ref()?.numbers()?);
    let (low, high) = (low_a.min(low_b).clone(), high_a.max(high_b).clone());
    Some(FactValue::Range { low, likely: likely.clone(), high })
}

/// How each must-have comes out between two facts: pass where it keeps the vendor out at none of them, fail where it
/// does at all, open else.
fn gates_between(a: &JudgedVendor, b: &JudgedVendor) -> Option<Vec<Outcome>> {
    let of = |(of_a, of_b): (&GateResult, &GateResult)| match (of_a.outcome, of_b.outcome) {
        (Outcome::Fail, Outcome::Fail) => {
            let (Some(fact_a), Some(fact_b)) = (&of_a.fact, &of_b.fact) else { return Some(Outcome::Fail) };
            if fact_a.value == fact_b.value {
                return Some(Outcome::Fail);
            }
            // A number that is asked for may lie between two that are not it.
            let fact = Fact { value: Some(range_between(fact_a, fact_b)?), ..Fact::clone(fact_a) };
            Some(gate::judge_fact(&of_a.gate, &fact).0)
        }
        (Outcome::Fail, _) | (_, Outcome::Fail) => Some(Outcome::Open),
        _ => Some(Outcome::Pass),
    };
    a.gates.iter().zip(b.gates.iter()).map(of).collect()
}

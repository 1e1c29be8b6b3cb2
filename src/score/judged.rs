//! What facts, gates and scales say of every vendor, whatever the criteria weigh.

use std::borrow::Cow;
use std::sync::Arc;

use super::evaluation::{GateResult, NoResult};
use super::field::{InPlay, deciding_minimums, in_play, may_bid};
use super::gate;
use super::points::{LeafWorth, Tree};
use super::price::{self, FieldBid, FieldOfBids};
use super::range::ValueRange;
use super::rank::judge_minimums;
use super::value;
use crate::decision::{Criterion, Decision, Fact, FieldFormula, Leaf, Scale, Value, Vendor};
use crate::parallel;

/// The part of an evaluation that no weight changes: [`weigh`](super::weigh) makes the rest of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// One for each vendor of the decision.
    pub(super) vendors: Vec<JudgedVendor>,
    /// Whether each vendor is in play.
    pub(super) playing: Vec<InPlay>,
    /// One for each criterion: the facts of the vendors in play, where its scale looks at them.
    pub(super) fields: Vec<Option<FieldOfBids>>,
}

/// A vendor as it was judged.
#[derive(Clone, Debug)]
pub(super) struct JudgedVendor {
    pub(super) vendor: Arc<Vendor>,
    pub(super) gates: Arc<[GateResult]>,
    /// One for each criterion.
    pub(super) worths: Vec<LeafWorth>,
}

/// Judges the gates of every vendor and turns its facts into values.
#[must_use]
pub fn judge(decision: &Decision) -> Judged {
    let vendors = parallel::map(&decision.vendors, 1, |vendor| JudgedVendor::of(decision, vendor));
    let mut judged = Judged { vendors, playing: Vec::new(), fields: Vec::new() };
    judged.look_across(decision, judged.in_play(decision));
    judged
}

impl Judged {
    /// Judges one vendor again, whose facts, marks or status have changed.
    ///
    /// The others are looked at only where a scale compares vendors with each other. All are judged where the decision
    /// has gained or lost vendors, criteria or gates since it was judged.
    pub fn judge_again(&mut self, decision: &Decision, vendor: usize) {
        let is_same = self.fits(decision) && self.vendors.len() == decision.vendors.len();
        match (self.vendors.get_mut(vendor), decision.vendors.get(vendor)) {
            (Some(judged), Some(changed)) if is_same => {
                *judged = JudgedVendor::of(decision, changed);
                self.look_across(decision, self.in_play(decision));
            }
            _ => *self = judge(decision),
        }
    }

    /// Whether there is a judgement on every criterion and gate of a decision, and no more.
    pub(super) fn fits(&self, decision: &Decision) -> bool {
        self.fields.len() == decision.criteria.len()
            && self.vendors.iter().all(|vendor| vendor.gates.len() == decision.gates.len())
    }

    /// The same for the weights of a decision, which move the groups whose minimums say who is in play.
    pub(super) fn for_weights(&self, decision: &Decision) -> Cow<'_, Judged> {
        let playing = self.in_play(decision);
        if playing == self.playing {
            return Cow::Borrowed(self);
        }
        let mut judged = self.clone();
        judged.look_across(decision, playing);
        Cow::Owned(judged)
    }

    /// Who is in play with the weights of a decision.
    fn in_play(&self, decision: &Decision) -> Vec<InPlay> {
        let tree = (!deciding_minimums(decision).is_empty()).then(|| Tree::new(decision));
        self.vendors.iter().map(|judged| judged.in_play(decision, tree.as_ref())).collect()
    }

    /// Values the facts whose scales look at the vendors in play.
    fn look_across(&mut self, decision: &Decision, playing: Vec<InPlay>) {
        self.playing = playing;
        self.fields =
            decision.criteria.iter().enumerate().map(|(at, criterion)| self.field(at, criterion)).collect();
        for (column, criterion) in decision.criteria.iter().enumerate() {
            let (Some(leaf), Some(field)) = (&criterion.leaf, &self.fields[column]) else { continue };
            for (at, judged) in self.vendors.iter_mut().enumerate() {
                judged.worths[column].look_across(&leaf.scale, field, at);
            }
        }
    }

    /// The formulas as printed that have no result for a vendor in play.
    pub(super) fn unsolved(&self, decision: &Decision) -> Vec<NoResult> {
        let mut found = Vec::new();
        for (column, criterion) in decision.criteria.iter().enumerate() {
            let formula = criterion.scale().and_then(Scale::formula);
            let Some(formula @ FieldFormula::Stated(stated)) = formula else { continue };
            let alone = FieldOfBids::default();
            let field = self.fields[column].as_ref().unwrap_or(&alone);
            for (at, judged) in self.vendors.iter().enumerate() {
                let fact = judged.worths[column].fact.as_ref().filter(|_| self.playing[at].is_now());
                let number = fact.and_then(|fact| fact.value.as_ref()?.numbers());
                if let Some([_, likely, _]) = number
                    && let Err(unsolved) = field.likely_worth(stated, at, likely)
                {
                    found.push(NoResult {
                        criterion: Some(criterion.id.clone()),
                        name: criterion.name.clone(),
                        vendor: judged.vendor.name.clone(),
                        why: format!("its formula, {formula}, {unsolved}"),
                    });
                }
            }
        }
        found
    }

    fn field(&self, column: usize, criterion: &Criterion) -> Option<FieldOfBids> {
        let leaf = criterion.leaf.as_ref().filter(|leaf| leaf.scale.is_relative())?;
        Some(FieldOfBids::new(
            leaf.scale.formula()?,
            field_bids(column, self.vendors.iter().zip(self.playing.iter().copied())),
        ))
    }
}

/// The bids of those that are in play, or may be.
///
/// - `vendors`: every vendor, with whether it is in play.
pub(super) fn field_bids<'a>(
    column: usize,
    vendors: impl Iterator<Item = (&'a JudgedVendor, InPlay)>,
) -> impl Iterator<Item = FieldBid<'a>> {
    vendors.enumerate().filter_map(move |(vendor, (judged, playing))| {
        let cell = &judged.worths[column];
        let numbers = cell.fact.as_ref().and_then(|fact| fact.value.as_ref()?.numbers());
        let is_bid = may_bid(&judged.vendor, numbers.is_some());
        let is_compared = playing != InPlay::No && !cell.is_not_applicable() && is_bid;
        is_compared.then_some(FieldBid { vendor, numbers, playing })
    })
}

impl JudgedVendor {
    /// Judges a vendor by itself: what its facts are worth where a scale looks at others comes later.
    pub(super) fn of(decision: &Decision, vendor: &Arc<Vendor>) -> JudgedVendor {
        JudgedVendor {
            vendor: Arc::clone(vendor),
            gates: decision.gates.iter().map(|gate| gate::judge(gate, vendor)).collect(),
            worths: decision.criteria.iter().map(|criterion| leaf_worth(vendor, criterion)).collect(),
        }
    }

    /// Judges the vendor again, of whom some facts have changed; what is not known of the field comes later.
    pub(super) fn again(&self, decision: &Decision, vendor: &Arc<Vendor>) -> JudgedVendor {
        let judge_gate = |old: &GateResult| {
            let is_same = is_same_fact(old.fact.as_ref(), vendor.facts.get(&old.gate.fact));
            if is_same { old.clone() } else { gate::judge(&old.gate, vendor) }
        };
        let value = |(criterion, old): (&Criterion, &LeafWorth)| {
            let fact = criterion.leaf.as_ref().and_then(|leaf| fact_of(vendor, criterion, leaf));
            if is_same_fact(old.fact.as_ref(), fact) { old.clone() } else { leaf_worth(vendor, criterion) }
        };
        JudgedVendor {
            vendor: Arc::clone(vendor),
            gates: self.gates.iter().map(judge_gate).collect(),
            worths: decision.criteria.iter().zip(&self.worths).map(value).collect(),
        }
    }

    /// Whether it is in play with the weights of a decision.
    ///
    /// - `tree`: of the decision, where minimums decide.
    pub(super) fn in_play(&self, decision: &Decision, tree: Option<&Tree<'_>>) -> InPlay {
        let scored = tree.map(|tree| tree.score(&self.without_field(decision)));
        let minimums = scored.map_or_else(Vec::new, |scored| judge_minimums(decision, &scored));
        in_play(decision, &self.vendor, &self.gates, &minimums)
    }

    /// Its values before the field is known: any value stands for one over the field, so that what is known of it
    /// and what is not moves the weights as it will.
    fn without_field(&self, decision: &Decision) -> Vec<LeafWorth> {
        let worth = |(criterion, worth): (&Criterion, &LeafWorth)| {
            if !criterion.is_relative() || worth.is_not_applicable() {
                return worth.clone();
            }
            let is_known = worth
                .fact
                .as_ref()
                .is_some_and(|fact| fact.value.as_ref().is_some_and(|v| v.numbers().is_some()));
            LeafWorth { worth: is_known.then(|| ValueRange::certain(Value::WORST)), fact: None }
        };
        decision.criteria.iter().zip(&self.worths).map(worth).collect()
    }
}

/// Whether two facts are one and the same, or neither is there.
pub(super) fn is_same_fact(old: Option<&Arc<Fact>>, new: Option<&Arc<Fact>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn leaf_worth(vendor: &Vendor, criterion: &Criterion) -> LeafWorth {
    let Some(leaf) = &criterion.leaf else { return LeafWorth::default() };
    let fact = fact_of(vendor, criterion, leaf);
    let worth = fact.and_then(|fact| value::worth(&leaf.scale, fact.value.as_ref()?, &fact.evidence));
    LeafWorth { worth, fact: fact.cloned() }
}

/// The fact that a scored criterion reads; a mark where its scale is a rating.
fn fact_of<'a>(vendor: &'a Vendor, criterion: &Criterion, leaf: &Leaf) -> Option<&'a Arc<Fact>> {
    if leaf.scale.is_rating() { vendor.ratings.get(&criterion.id) } else { vendor.facts.get(&leaf.fact) }
}

impl LeafWorth {
    /// Values the fact among the vendors in play.
    pub(super) fn look_across(&mut self, scale: &Scale, field: &FieldOfBids, vendor: usize) {
        self.worth = self.fact.as_ref().and_then(|fact| {
            Some(price::worth(scale.formula()?, field, vendor, fact.value.as_ref()?.numbers()?))
        });
    }
}

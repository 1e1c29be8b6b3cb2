//! What facts, gates and scales say of every vendor, whatever the criteria weigh.

use std::borrow::Cow;
use std::sync::Arc;

use super::evaluation::GateResult;
use super::field::{deciding_minimums, is_in_play};
use super::gate;
use super::points::{LeafWorth, Tree};
use super::price::{self, FieldOfBids};
use super::rank::judge_minimums;
use super::value::{self, ValueRange};
use crate::decision::{Criterion, Decision, Fact, Leaf, Scale, Value, Vendor};

/// The part of an evaluation that no weight changes: [`weigh`](super::weigh) makes the rest of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// One for each vendor of the decision.
    pub(super) vendors: Vec<JudgedVendor>,
    /// Whether each vendor is in play.
    playing: Vec<bool>,
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
    let vendors = decision.vendors.iter().map(|vendor| JudgedVendor::of(decision, vendor)).collect();
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
    fn in_play(&self, decision: &Decision) -> Vec<bool> {
        let tree = (!deciding_minimums(decision).is_empty()).then(|| Tree::new(decision));
        let is_in_play = |judged: &JudgedVendor| {
            let scored = tree.as_ref().map(|tree| tree.score(&judged.without_field(decision)));
            let minimums = scored.map_or_else(Vec::new, |scored| judge_minimums(decision, &scored));
            is_in_play(decision, &judged.vendor, &judged.gates, &minimums)
        };
        self.vendors.iter().map(is_in_play).collect()
    }

    /// Values the facts whose scales look at the vendors in play.
    fn look_across(&mut self, decision: &Decision, playing: Vec<bool>) {
        self.playing = playing;
        self.fields =
            decision.criteria.iter().enumerate().map(|(at, criterion)| self.field(at, criterion)).collect();
        for (column, criterion) in decision.criteria.iter().enumerate() {
            let (Some(leaf), Some(field)) = (&criterion.leaf, &self.fields[column]) else { continue };
            for (at, judged) in self.vendors.iter_mut().enumerate() {
                let cell = &mut judged.worths[column];
                cell.worth = cell.fact.as_ref().and_then(|fact| worth_in_field(&leaf.scale, fact, field, at));
            }
        }
    }

    fn field(&self, column: usize, criterion: &Criterion) -> Option<FieldOfBids> {
        criterion.leaf.as_ref().filter(|leaf| leaf.scale.is_of_field())?;
        let playing = self.vendors.iter().enumerate().filter(|(at, _)| self.playing[*at]);
        Some(FieldOfBids::new(playing.filter_map(|(at, judged)| {
            Some((at, judged.worths[column].fact.as_ref()?.value.as_ref()?.numbers()?))
        })))
    }
}

impl JudgedVendor {
    /// Judges a vendor by itself: what its facts are worth where a scale looks at others comes later.
    fn of(decision: &Decision, vendor: &Arc<Vendor>) -> JudgedVendor {
        JudgedVendor {
            vendor: Arc::clone(vendor),
            gates: decision.gates.iter().map(|gate| gate::judge(gate, vendor)).collect(),
            worths: decision.criteria.iter().map(|criterion| leaf_worth(vendor, criterion)).collect(),
        }
    }

    /// Its values before the field is known: any value stands for one over the field, so that what is known of it
    /// and what is not moves the weights as it will.
    fn without_field(&self, decision: &Decision) -> Vec<LeafWorth> {
        let worth = |(criterion, worth): (&Criterion, &LeafWorth)| {
            let is_of_field = criterion.scale().is_some_and(Scale::is_of_field);
            let fact = worth.fact.as_ref().filter(|_| is_of_field);
            let is_known =
                fact.is_some_and(|fact| fact.value.as_ref().is_some_and(|v| v.numbers().is_some()));
            let stand_in = is_known.then(|| ValueRange::certain(Value::WORST));
            if is_of_field { LeafWorth { worth: stand_in, fact: None } } else { worth.clone() }
        };
        decision.criteria.iter().zip(&self.worths).map(worth).collect()
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

/// What a fact is worth on a scale that looks at the vendors in play.
fn worth_in_field(scale: &Scale, fact: &Fact, field: &FieldOfBids, vendor: usize) -> Option<ValueRange> {
    let numbers = fact.value.as_ref()?.numbers()?;
    Some(price::worth(scale.formula()?, field, vendor, numbers))
}

//! What costs are worked out from and is not known for sure, among what else is not.

use std::collections::BTreeMap;

use crate::decision::{FactId, VendorId};
use crate::exact::Exact;
use crate::explain::gaps::{InCost, sort};
use crate::explain::{self, Gap};
use crate::robust::{InputAtStake, inputs_at_stake};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, VendorResult};

/// The gaps of the vendors in the ranking, with what quotes say or leave open that only their costs read; with
/// `with_excluded` of all.
#[must_use]
pub fn all_gaps(evaluation: &Evaluation, with_excluded: bool) -> Vec<Gap<'_>> {
    let mut gaps = explain::gaps(evaluation, with_excluded);
    let is_asked = |vendor: &VendorResult| with_excluded || vendor.rank.is_some();
    let mut known: BTreeMap<(VendorId, FactId), usize> = BTreeMap::new();
    for (at, gap) in gaps.iter().enumerate().filter(|(_, gap)| !gap.is_mark) {
        known.insert((gap.vendor.id().clone(), gap.fact.clone()), at);
    }
    let by_formula = evaluation.decision.rule.total.is_some();
    for (vendor, inputs) in inputs_at_stake(evaluation, is_asked) {
        let vendor = &evaluation.vendors[vendor];
        for input in inputs {
            match known.get(&(vendor.id().clone(), input.id.clone())) {
                Some(at) => add(&mut gaps[*at], evaluation, &input, by_formula),
                None => {
                    let mut gap = blank(evaluation, vendor, &input);
                    add(&mut gap, evaluation, &input, false);
                    gaps.push(gap);
                }
            }
        }
    }
    sort(&mut gaps);
    gaps
}

/// - `evaluation`: where a formula works the total out, there is none to tell of what nothing is known of.
fn blank<'a>(evaluation: &Evaluation, vendor: &'a VendorResult, input: &InputAtStake) -> Gap<'a> {
    let is_unknown = input.is_unsaid || input.counted.is_none();
    Gap {
        vendor,
        fact: input.id.clone(),
        is_mark: false,
        knowledge: if is_unknown { Knowledge::Unknown } else { Knowledge::Uncertain },
        gates: Vec::new(),
        criteria: Vec::new(),
        is_in_total: false,
        points: crate::decision::Points::ZERO,
        lowest_points: crate::decision::Points::ZERO,
        highest_points: crate::decision::Points::ZERO,
        known: vendor.vendor.facts.get(&input.id).filter(|_| input.is_fact).map(|fact| &**fact),
        is_told: evaluation.decision.rule.total.is_none()
            || (input.counted.is_some() && !vendor.has_no_total()),
        in_cost: None,
        hangs_on: Vec::new(),
    }
}

/// Adds what hangs on it by way of the cost.
///
/// - `has_total`: whether what it alone makes of a total by a formula is there already, this way too.
fn add<'a>(gap: &mut Gap<'a>, evaluation: &'a Evaluation, input: &InputAtStake, has_total: bool) {
    let criteria = input.criteria.iter().map(|at| &evaluation.decision.criteria[*at]);
    gap.criteria.extend(criteria);
    let counted = (!input.is_fact).then(|| counted(input));
    gap.in_cost = Some(InCost { counted, total: input.total.clone() });
    if !has_total {
        gap.points += &input.points;
        gap.lowest_points += &input.lowest_points;
        gap.highest_points += &input.highest_points;
    }
}

/// What stands for it in the cost, in words.
fn counted(input: &InputAtStake) -> String {
    let unit = if input.unit.is_empty() { String::new() } else { format!(" {}", input.unit) };
    let shown = |number: &Exact| number.plain(4);
    match (&input.counted, input.is_unsaid) {
        (Some([low, high]), true) => {
            format!("not said, counted from {} to {}{unit}", shown(low), shown(high))
        }
        (Some([low, high]), false) => format!("{} to {}{unit}", shown(low), shown(high)),
        (None, _) => "not said".to_owned(),
    }
}

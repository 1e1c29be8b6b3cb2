//! What costs are worked out from and is not known for sure, among what else is not.

use std::collections::BTreeMap;

use crate::decision::{FactId, VendorId, derived};
use crate::exact::Exact;
use crate::explain::gaps::{InCost, is_asked, of_vendor, sort};
use crate::explain::{self, Gap};
use crate::robust::{InputAtStake, inputs_at_stake};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, VendorResult};

/// The gaps of the vendors in the ranking, with what quotes say or leave open that only their costs read; with
/// `with_excluded` of all.
///
/// What hangs on a number counts there alone: a figure of the cost has what is left once all of its quote is known, and
/// is no gap where nothing is.
#[must_use]
pub fn all_gaps(evaluation: &Evaluation, with_excluded: bool) -> Vec<Gap<'_>> {
    let mut gaps = explain::gaps(evaluation, with_excluded);
    let mut known: BTreeMap<(VendorId, FactId), usize> = BTreeMap::new();
    for (at, gap) in gaps.iter().enumerate().filter(|(_, gap)| !gap.is_mark) {
        known.insert((gap.vendor.id().clone(), gap.fact.clone()), at);
    }
    let by_formula = evaluation.decision.rule.total.is_some();
    let mut told_apart = Vec::new();
    for staked in inputs_at_stake(evaluation, |vendor| with_excluded || is_asked(vendor)) {
        let vendor = &evaluation.vendors[staked.vendor];
        for input in &staked.inputs {
            match known.get(&(vendor.id().clone(), input.id.clone())) {
                Some(at) => add(&mut gaps[*at], evaluation, input, by_formula),
                None => {
                    let mut gap = blank(evaluation, vendor, input);
                    add(&mut gap, evaluation, input, false);
                    gaps.push(gap);
                }
            }
        }
        let left = staked.settled.as_ref().map(|settled| of_vendor(settled, vendor.id()));
        for (at, gap) in gaps.iter_mut().enumerate() {
            if gap.vendor.id() == vendor.id() && is_figure(evaluation, gap, &staked.inputs) {
                let is_left = leave(gap, left.as_deref().unwrap_or_default(), &staked.inputs);
                told_apart.extend((!is_left).then_some(at));
            }
        }
    }
    let mut at = 0..;
    gaps.retain(|_| at.next().is_none_or(|at| !told_apart.contains(&at)));
    sort(&mut gaps);
    gaps
}

/// Whether a gap is of a figure of the cost, or of what is worked out from one, and no number of the quote itself.
fn is_figure(evaluation: &Evaluation, gap: &Gap<'_>, inputs: &[InputAtStake]) -> bool {
    let is_of_cost = |fact: &FactId| derived::is_of_model(fact.as_str());
    let reads_costs = || evaluation.decision.derivations.inputs(&gap.fact).iter().any(is_of_cost);
    !gap.is_mark
        && inputs.iter().all(|input| input.id != gap.fact)
        && (is_of_cost(&gap.fact) || reads_costs())
}

/// Leaves a figure what does not hang on the quote; gives back whether it is still a gap.
///
/// - `left`: the gaps of the vendor with all of its quote known.
fn leave(gap: &mut Gap<'_>, left: &[Gap<'_>], inputs: &[InputAtStake]) -> bool {
    let moves = |input: &&InputAtStake| {
        input.counted.is_none()
            || !input.criteria.is_empty()
            || input.total.as_ref().is_none_or(|[low, high]| low != high)
    };
    gap.apart = inputs.iter().filter(moves).map(|input| input.id.clone()).collect();
    if gap.apart.is_empty() {
        return true;
    }
    match left.iter().find(|left| !left.is_mark && left.fact == gap.fact) {
        Some(left) => {
            (gap.points, gap.is_told) = (left.points.clone(), left.is_told);
            (gap.lowest_points, gap.highest_points) =
                (left.lowest_points.clone(), left.highest_points.clone());
            true
        }
        None => {
            (gap.lowest_points, gap.highest_points) = (gap.points.clone(), gap.points.clone());
            !gap.gates.is_empty()
        }
    }
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
        apart: Vec::new(),
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

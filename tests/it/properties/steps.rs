//! What holds for the two steps of an evaluation: a step is repeated only where it must be.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use weigh::decision::{Decision, Minimum, Status, Unknown, Value, Weight};
use weigh::score::{Evaluation, Judged, judge};

use super::check;
use super::random::{Answer, answer, change_criteria, leaves, quarters, rounding, set_fact};
use super::written::{Random, decision};
use crate::support::evaluate;

/// Everything that an evaluation says, fingerprints included.
fn json(evaluation: &Evaluation) -> String {
    serde_json::to_string_pretty(evaluation).unwrap()
}

/// Moves a weight, which may become zero; `at` is any number.
fn move_weight(decision: &mut Decision, (at, weight): (usize, u32)) {
    let count = decision.criteria.len();
    decision.set_weights([(at % count, Weight::new(quarters(weight)).unwrap())]);
}

/// Gives a vendor another fact, or another status; `pick` is any number.
fn change_vendor(decision: &mut Decision, at: usize, pick: usize, answer: &Answer) {
    if pick.is_multiple_of(4) {
        let withdrawn = Status::Withdrawn { reason: "said so".to_owned() };
        let vendor = decision.vendor_mut(at);
        vendor.status = if vendor.status == Status::Invited { withdrawn } else { Status::Invited };
        return;
    }
    let leaves = leaves(decision);
    let (criterion, leaf) = leaves[pick % leaves.len()];
    let value = answer.value(&leaf.scale);
    set_fact(decision, at, criterion, value);
}

/// Weighs a decision that the test goes on to change.
fn weigh(decision: &Decision, judged: &Judged) -> Evaluation {
    weigh::score::weigh(&Arc::new(decision.clone()), judged)
}

fn same(decision: &Decision, judged: &Judged) -> Result<(), TestCaseError> {
    prop_assert_eq!(json(&weigh(decision, judged)), json(&evaluate(decision)));
    Ok(())
}

#[test]
fn a_decision_whose_weights_move_is_judged_only_once() {
    let moves = vec((any::<usize>(), 0..=60_u32), 1..=4);
    check((decision(), moves), |(Random(mut decision), moves)| {
        let judged = judge(&decision);
        for to in moves {
            move_weight(&mut decision, to);
            same(&decision, &judged)?;
        }
        Ok(())
    });
}

#[test]
fn a_decision_with_another_rule_is_not_judged_again() {
    let unknowns = [Unknown::Worst, Unknown::Middle, Unknown::Best, Unknown::Skip];
    let change = (any::<usize>(), prop::sample::select(unknowns.to_vec()), rounding(), 0..=4_u32);
    check((decision(), change), |(Random(mut decision), (at, unknown, rounding, minimum))| {
        let judged = judge(&decision);
        let at = at % decision.criteria.len();
        decision.rule.total_rounding = Some(rounding);
        change_criteria(&mut decision, |criteria| {
            criteria[at].minimum = Value::new(quarters(minimum)).map(Minimum::above);
        });
        if let Some(leaf) = decision.criteria.leaf_mut(at) {
            (leaf.unknown, leaf.rounding) = (unknown, Some(rounding));
        }
        decision.rule.ties = vec![decision.criteria[at].id.clone()];
        decision.rule.minimum =
            Some(Minimum::at_least((&quarters(minimum) * decision.rule.points.exact()).into()));
        same(&decision, &judged)
    });
}

#[test]
fn a_vendor_that_changes_is_judged_again_by_itself() {
    let changes = vec((any::<usize>(), any::<usize>(), answer()), 1..=4);
    check((decision(), changes), |(Random(mut decision), changes)| {
        let mut judged = judge(&decision);
        for (at, pick, answer) in changes {
            let at = at % decision.vendors.len();
            let before = json(&weigh(&decision, &judged));
            let evaluated = weigh(&decision, &judged);
            change_vendor(&mut decision, at, pick, &answer);
            judged.judge_again(&decision, at);
            same(&decision, &judged)?;
            prop_assert_eq!(json(&evaluated), before, "an evaluation stays what it was");
        }
        Ok(())
    });
}

#[test]
fn what_was_judged_of_another_decision_is_judged_anew() {
    check((decision(), decision(), any::<usize>()), |(Random(first), Random(second), at)| {
        let mut judged = judge(&first);
        if first.criteria.len() != second.criteria.len() || first.gates.len() != second.gates.len() {
            same(&second, &judged)?;
        }
        // Any place will do, also one where no vendor stands.
        if first.criteria.len() != second.criteria.len() {
            judged.judge_again(&second, at);
            same(&second, &judged)?;
        }
        Ok(())
    });
}

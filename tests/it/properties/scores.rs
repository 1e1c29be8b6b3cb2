//! What holds for scores, ranges and ranks.

use std::sync::Arc;

use proptest::prelude::*;
use weigh::decision::{
    CriterionId, Decision, Evidence, FactValue, Item, Points, Scale, Unknown, Value, VendorId, Weight,
};
use weigh::exact::Exact;
use weigh::explain::difference;
use weigh::score::Evaluation;
use weigh::score::evaluation::{Cell, Knowledge, VendorResult};

use super::order::portrait;
use super::random::{
    Answer, START, answer, change_criteria, fact_value, leaves, number, rising, set_fact, unrounded,
    with_all_ranked, with_fixed_scales, with_leaves, without_skip, without_ties_chain,
};
use super::written::{Random, decision};
use super::{check, check_costly};
use crate::support::evaluate;

/// The sum of some numbers, one after the other.
fn total<'a>(numbers: impl Iterator<Item = &'a Exact>) -> Exact {
    numbers.fold(Exact::ZERO, |sum, number| &sum + number)
}

/// The cells of the scored criteria of a vendor.
fn leaf_cells<'a>(evaluation: &'a Evaluation, vendor: &'a VendorResult) -> impl Iterator<Item = &'a Cell> {
    evaluation.leaves().map(|(at, _)| &vendor.cells[at])
}

/// Chooses a scored criterion by a random number.
fn any_leaf(decision: &Decision, pick: usize) -> usize {
    let leaves = leaves(decision);
    leaves[pick % leaves.len()].0
}

/// Gives a criterion a straight line between two ends.
fn straighten(decision: &mut Decision, criterion: usize, worst: &Exact, best: &Exact) {
    let leaf = decision.criteria.leaf_mut(criterion).expect("it is scored");
    leaf.scale = Scale::ends(worst.clone(), best.clone()).expect("the ends differ");
}

/// Two different ends in either order: worst and best.
fn ends() -> impl Strategy<Value = (Exact, Exact)> {
    (rising(2), any::<bool>()).prop_map(|(mut ends, falls)| {
        if falls {
            ends.reverse();
        }
        (ends.swap_remove(0), ends.remove(0))
    })
}

/// A number moved towards the best end of a line, or away from it.
fn moved(from: &Exact, step: &Exact, (worst, best): &(Exact, Exact), is_better: bool) -> FactValue {
    let value = if (worst < best) == is_better { from + step } else { from - step };
    FactValue::Number { value }
}

fn by_id<'a>(evaluation: &'a Evaluation, id: &VendorId) -> &'a VendorResult {
    evaluation.vendor(id.as_str()).expect("every vendor of the decision is in its evaluation")
}

#[test]
fn the_global_shares_of_the_leaves_add_up_to_one() {
    check(decision(), |Random(decision)| {
        let shares = decision.criteria.iter().filter(|criterion| criterion.leaf.is_some());
        prop_assert_eq!(total(shares.map(|criterion| criterion.share().global.exact())), Exact::ONE);
        Ok(())
    });
}

#[test]
fn for_every_vendor_the_shares_that_count_add_up_to_one_while_anything_that_weighs_is_known() {
    check(decision(), |Random(decision)| {
        let evaluation = evaluate(&decision);
        for vendor in &evaluation.vendors {
            let counts = evaluation.leaves().any(|(at, criterion)| {
                !criterion.share().global.is_zero() && vendor.cells[at].value.is_some()
            });
            let expected = if counts { Exact::ONE } else { Exact::ZERO };
            let shares = total(leaf_cells(&evaluation, vendor).map(|cell| cell.share.exact()));
            prop_assert_eq!(shares, expected, "of {}", vendor.id());
        }
        Ok(())
    });
}

#[test]
fn a_fact_that_is_known_is_worth_something_on_every_scale() {
    check(decision(), |Random(decision)| {
        let evaluation = evaluate(&decision);
        for (at, vendor) in decision.vendors.iter().enumerate() {
            for (criterion, _) in leaves(&decision) {
                let is_known = fact_value(&decision, at, criterion).is_some();
                let cell = &by_id(&evaluation, &vendor.id).cells[criterion];
                prop_assert_eq!(is_known, cell.knowledge != Knowledge::Unknown, "criterion {}", criterion);
            }
        }
        Ok(())
    });
}

#[test]
fn an_unrounded_score_is_the_sum_of_share_times_value_times_points() {
    check(decision(), |Random(decision)| {
        let decision = unrounded(decision);
        let evaluation = evaluate(&decision);
        for vendor in &evaluation.vendors {
            let worths: Vec<Exact> = leaf_cells(&evaluation, vendor)
                .filter_map(|cell| Some(cell.share.exact() * cell.value.as_ref()?.exact()))
                .collect();
            prop_assert_eq!(
                &vendor.score,
                &Points::from(&total(worths.iter()) * decision.rule.points.exact())
            );
            prop_assert!(!decision.rule.has_cap || vendor.score <= decision.rule.points);
        }
        Ok(())
    });
}

#[test]
fn rounding_touches_the_points_of_each_leaf_and_the_sum_and_nothing_else() {
    check(decision(), |Random(mut decision)| {
        // Rounded points may miss a minimum that the others reach, and then the bid is not compared with the others.
        change_criteria(&mut decision, |criteria| criteria.iter_mut().for_each(|one| one.minimum = None));
        let plain = evaluate(&unrounded(decision.clone()));
        for vendor in &evaluate(&decision).vendors {
            let mut sum = Points::ZERO;
            for (at, leaf) in leaves(&decision) {
                let points = by_id(&plain, vendor.id()).cells[at].points.exact();
                let rounded = leaf.rounding.map_or_else(|| points.clone(), |rounding| rounding.apply(points));
                let expected = Points::from(rounded);
                prop_assert_eq!(&vendor.cells[at].points, &expected);
                sum += &expected;
            }
            let total = decision.rule.total_rounding;
            let expected = total.map_or_else(|| sum.exact().clone(), |rounding| rounding.apply(sum.exact()));
            prop_assert_eq!(vendor.score.exact(), &expected);
        }
        Ok(())
    });
}

#[test]
fn a_score_lies_between_its_lowest_and_its_highest() {
    check(decision(), |Random(decision)| {
        for vendor in &evaluate(&decision).vendors {
            prop_assert!(vendor.lowest <= vendor.score && vendor.score <= vendor.highest);
        }
        Ok(())
    });
}

#[test]
fn values_and_points_lie_between_their_lowest_and_their_highest() {
    check(decision(), |Random(decision)| {
        for vendor in &evaluate(&without_skip(decision)).vendors {
            for cell in &vendor.cells {
                let value = cell.value.as_ref().expect("nothing is skipped");
                prop_assert!(cell.lowest() <= value && value <= cell.highest());
                prop_assert!(*cell.lowest_points() <= cell.points && cell.points <= *cell.highest_points());
            }
        }
        Ok(())
    });
}

/// The same fact, known better: a number of the range, or days for the things that had none.
fn settled(value: &FactValue, answer: &Answer) -> FactValue {
    match value {
        FactValue::Range { low, likely, high } => {
            let within = |low: &Exact, high: &Exact, percent: u32| {
                low + &(&(high - low) * &Exact::from(percent).over(&Exact::from(100)).unwrap())
            };
            let percent = answer.bits % 101;
            if answer.bits >> 31 == 0 {
                FactValue::Number { value: within(low, high, percent) }
            } else {
                let (low, high) = (within(low, likely, percent), within(likely, high, percent));
                FactValue::Range { likely: within(&low, &high, answer.bits >> 8 & 63), low, high }
            }
        }
        FactValue::Set { items } => {
            let settle = |(at, item): (u32, &Item)| {
                let until = match answer.bits >> (2 * at) & 3 {
                    0 => Some(START),
                    1 => Some(weigh::decision::Date { year: START.year - 1, ..START }),
                    2 => return None,
                    _ => None,
                };
                let until = item.evidence.until.or(until);
                Some(Item { name: item.name.clone(), evidence: Evidence { until, ..Evidence::default() } })
            };
            // A thing with a day stays; one without gets a day, is struck out, or stays as it is.
            let items = (0..).zip(items);
            let kept = items.filter_map(|(at, item)| match item.evidence.until {
                Some(_) => Some(item.clone()),
                None => settle((at, item)),
            });
            FactValue::Set { items: kept.collect() }
        }
        certain => certain.clone(),
    }
}

#[test]
fn learning_a_fact_keeps_the_score_within_what_it_could_be() {
    check(
        (decision(), any::<bool>(), any::<usize>(), answer()),
        |(Random(decision), rounds, pick, answer)| {
            // Where weights move and are rounded, the last digit of each can add up to more: not both.
            let mut decision = if rounds { without_skip(decision) } else { unrounded(decision) };
            let before = evaluate(&decision);
            let doubtful: Vec<(usize, usize)> = (0..decision.vendors.len())
                .flat_map(|vendor| {
                    leaves(&decision).into_iter().map(move |(at, _)| (vendor, at)).collect::<Vec<_>>()
                })
                .filter(|(vendor, at)| {
                    !by_id(&before, &decision.vendors[*vendor].id).cells[*at].knowledge.is_settled()
                })
                .collect();
            let Some(&(vendor, at)) = doubtful.get(pick % doubtful.len().max(1)) else { return Ok(()) };
            let scale = &decision.criteria[at].leaf.as_ref().unwrap().scale;
            let learnt = match fact_value(&decision, vendor, at) {
                Some(value) => settled(value, &answer),
                None => answer.value(scale),
            };
            set_fact(&mut decision, vendor, at, learnt.clone());
            let after = evaluate(&decision);
            let id = &decision.vendors[vendor].id;
            let (was, is) = (by_id(&before, id), by_id(&after, id));
            let within = |inner: &VendorResult| was.lowest <= inner.lowest && inner.highest <= was.highest;
            prop_assert!(
                within(is) && is.lowest <= is.score && is.score <= is.highest,
                "{} became {} by learning that {} is {}: {} to {} became {} to {}",
                was.score,
                is.score,
                decision.criteria[at].id,
                learnt,
                was.lowest,
                was.highest,
                is.lowest,
                is.highest
            );
            Ok(())
        },
    );
}

#[test]
fn with_fixed_ends_a_better_fact_never_worsens_score_or_rank() {
    let picks = (any::<usize>(), any::<usize>());
    check(
        (decision(), picks, ends(), number(), number()),
        |(Random(decision), (vendor, at), line, from, step)| {
            let mut decision = with_fixed_scales(decision);
            let (vendor, at) = (vendor % decision.vendors.len(), any_leaf(&decision, at));
            straighten(&mut decision, at, &line.0, &line.1);
            set_fact(&mut decision, vendor, at, FactValue::Number { value: from.clone() });
            let before = evaluate(&decision);
            set_fact(&mut decision, vendor, at, moved(&from, &step, &line, true));
            let after = evaluate(&decision);
            let id = &decision.vendors[vendor].id;
            let (was, is) = (by_id(&before, id), by_id(&after, id));
            prop_assert!(is.score >= was.score && is.lowest >= was.lowest && is.highest >= was.highest);
            match (was.rank, is.rank) {
                (Some(was), Some(is)) => prop_assert!(is <= was, "{} became {}", was, is),
                (Some(_), None) => prop_assert!(false, "a better fact threw the vendor out"),
                (None, _) => {}
            }
            Ok(())
        },
    );
}

#[test]
fn a_dominated_vendor_never_ranks_above_the_one_that_dominates_it() {
    let worse = proptest::collection::vec((any::<usize>(), ends(), number(), number()), 1..=3);
    check((decision(), any::<usize>(), worse), |(Random(mut decision), pick, worse)| {
        let strong = pick % decision.vendors.len();
        let mut changes = Vec::new();
        for (pick, line, from, step) in worse {
            let at = any_leaf(&decision, pick);
            straighten(&mut decision, at, &line.0, &line.1);
            set_fact(&mut decision, strong, at, FactValue::Number { value: from.clone() });
            changes.retain(|(earlier, _)| *earlier != at);
            changes.push((at, moved(&from, &step, &line, false)));
        }
        // Its name comes first, so that it would win a tie that names could decide.
        decision.vendors.push(Arc::clone(&decision.vendors[strong]));
        let weak = decision.vendors.len() - 1;
        let twin = decision.vendor_mut(weak);
        (twin.id, twin.name) = (VendorId::new("a-twin"), "A twin".to_owned());
        for (at, value) in changes {
            set_fact(&mut decision, weak, at, value);
        }
        let evaluation = evaluate(&decision);
        let result = |at: usize| by_id(&evaluation, &decision.vendors[at].id);
        let (strong, weak) = (result(strong), result(weak));
        match (strong.rank, weak.rank) {
            (Some(strong), Some(weak)) => prop_assert!(strong <= weak, "{} against {}", strong, weak),
            (None, Some(_)) => prop_assert!(false, "only the dominated one is in the ranking"),
            (_, None) => {}
        }
        let loses = evaluation
            .leaves()
            .any(|(at, _)| !weak.cells[at].share.is_zero() && weak.cells[at].value < strong.cells[at].value);
        let is_rounded = decision.rule.total_rounding.is_some()
            || leaves(&decision).iter().any(|(_, leaf)| leaf.rounding.is_some());
        // Who is out is compared with others than who is in.
        if strong.rank.is_none() || weak.rank.is_none() {
            return Ok(());
        }
        prop_assert!(weak.score <= strong.score);
        prop_assert!(is_rounded || !loses || weak.score < strong.score);
        Ok(())
    });
}

#[test]
fn ranks_count_those_ahead_and_ties_are_equal_scores() {
    check(decision(), |Random(decision)| {
        let evaluation = evaluate(&without_ties_chain(decision));
        let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
        for vendor in &ranked {
            let ahead = ranked.iter().filter(|other| other.score > vendor.score).count();
            let equal = ranked.iter().filter(|other| other.score == vendor.score).count();
            prop_assert_eq!(vendor.rank, Some(ahead + 1));
            prop_assert_eq!(vendor.is_tied, equal > 1);
            prop_assert_eq!(vendor.gap.as_ref(), Some(&(&ranked[0].score - &vendor.score)));
        }
        Ok(())
    });
}

#[test]
fn a_chain_of_ties_only_parts_what_is_equal() {
    check(decision(), |Random(decision)| {
        let chained = evaluate(&decision);
        let ranked: Vec<&VendorResult> = chained.ranked().collect();
        let plain = evaluate(&without_ties_chain(decision.clone()));
        for pair in ranked.windows(2) {
            let points = |vendor: &VendorResult| -> Vec<Points> {
                let at = |id: &CriterionId| {
                    decision.criteria.iter().position(|criterion| criterion.id == *id).unwrap()
                };
                decision.rule.ties.iter().map(|id| vendor.cells[at(id)].points.clone()).collect()
            };
            let standing = |vendor: &VendorResult| (vendor.score.clone(), points(vendor));
            prop_assert!(standing(pair[0]) >= standing(pair[1]));
            prop_assert_eq!(pair[0].rank == pair[1].rank, standing(pair[0]) == standing(pair[1]));
        }
        for vendor in ranked {
            prop_assert!(vendor.rank >= by_id(&plain, vendor.id()).rank);
        }
        Ok(())
    });
}

#[test]
fn the_parts_of_a_difference_add_up_to_the_gap() {
    check(decision(), |Random(decision)| {
        let evaluation = evaluate(&decision);
        for (first, second) in evaluation.vendors.iter().zip(evaluation.vendors.iter().skip(1)) {
            let split = difference(&evaluation, first, second);
            prop_assert_eq!(&split.gap, &(&first.score - &second.score));
            let parts = Points::sum(split.parts.iter().map(|part| &part.points));
            prop_assert_eq!(&(&parts + &split.rounding), &split.gap);
            prop_assert!(split.rounding.is_zero() || decision.rule.total_rounding.is_some());
            let sizes: Vec<Points> = split.parts.iter().map(|part| part.points.abs()).collect();
            prop_assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes.iter().all(|size| !size.is_zero()));
        }
        Ok(())
    });
}

#[test]
fn weights_count_only_against_their_siblings() {
    check_costly((decision(), proptest::collection::vec(number(), 13)), |(Random(decision), factors)| {
        let mut scaled = decision.clone();
        change_criteria(&mut scaled, |criteria| {
            for criterion in criteria {
                // One factor for each group.
                let factor = &factors[criterion.parent.map_or(0, |parent| parent + 1) % factors.len()];
                criterion.weight = Weight::new(criterion.weight.exact() * factor).unwrap();
            }
        });
        let (before, after) = (evaluate(&decision), evaluate(&scaled));
        prop_assert_eq!(portrait(&after), portrait(&before));
        Ok(())
    });
}

#[test]
fn unrounded_scores_grow_with_the_points_of_the_rule() {
    check((decision(), number()), |(Random(decision), factor)| {
        let decision = unrounded(decision);
        let mut larger = decision.clone();
        let grown = |points: &Points| Points::from(points.exact() * &factor);
        larger.rule.points = grown(&decision.rule.points);
        larger.rule.minimum = decision.rule.minimum.as_ref().map(|minimum| minimum.map(grown));
        let (before, after) = (evaluate(&decision), evaluate(&larger));
        for (was, is) in before.vendors.iter().zip(&after.vendors) {
            prop_assert_eq!((&is.id(), is.rank, is.is_tied), (&was.id(), was.rank, was.is_tied));
            for (is, was) in [(&is.score, &was.score), (&is.lowest, &was.lowest), (&is.highest, &was.highest)]
            {
                prop_assert_eq!(is, &grown(was));
            }
        }
        Ok(())
    });
}

#[test]
fn a_skipped_fact_leaves_the_score_between_the_worst_and_the_best_that_is_known() {
    check(decision(), |Random(decision)| {
        let decision = unrounded(with_leaves(decision, |leaf| leaf.unknown = Unknown::Skip));
        let evaluation = evaluate(&decision);
        for vendor in &evaluation.vendors {
            let known: Vec<&Value> = evaluation
                .leaves()
                .filter(|(_, criterion)| !criterion.share().global.is_zero())
                .filter_map(|(at, _)| vendor.cells[at].value.as_ref())
                .collect();
            let worth = |value: &Value| &decision.rule.points * value;
            match (known.iter().min(), known.iter().max()) {
                (Some(worst), Some(best)) => {
                    prop_assert!(worth(worst) <= vendor.score && vendor.score <= worth(best));
                }
                _ => prop_assert!(vendor.score.is_zero()),
            }
        }
        Ok(())
    });
}

#[test]
fn an_unknown_fact_scores_no_more_by_worst_than_by_middle_and_no_more_by_middle_than_by_best() {
    check(decision(), |Random(decision)| {
        let by = |rule: Unknown| evaluate(&with_leaves(decision.clone(), |leaf| leaf.unknown = rule));
        let [worst, middle, best] = [Unknown::Worst, Unknown::Middle, Unknown::Best].map(by);
        for vendor in &decision.vendors {
            let score = |evaluation: &Evaluation| by_id(evaluation, &vendor.id).score.clone();
            prop_assert!(score(&worst) <= score(&middle) && score(&middle) <= score(&best));
        }
        Ok(())
    });
}

#[test]
fn without_doubt_there_is_no_range() {
    check(decision(), |Random(decision)| {
        let evaluation = evaluate(&with_all_ranked(decision));
        for vendor in &evaluation.vendors {
            let mut weighing = evaluation
                .leaves()
                .filter(|(_, criterion)| !criterion.share().global.is_zero())
                .map(|(at, _)| &vendor.cells[at]);
            if weighing.all(|cell| cell.knowledge.is_settled()) {
                prop_assert_eq!((&vendor.lowest, &vendor.highest), (&vendor.score, &vendor.score));
            }
        }
        Ok(())
    });
}

#[test]
fn an_evaluation_depends_on_nothing_but_the_decision() {
    check(decision(), |Random(decision)| {
        let json = |decision: &Decision| serde_json::to_vec(&evaluate(decision)).unwrap();
        let here = json(&decision);
        let elsewhere = std::thread::spawn(move || json(&decision.clone())).join().unwrap();
        prop_assert_eq!(here, elsewhere);
        Ok(())
    });
}

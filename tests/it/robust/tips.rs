//! Break-even, rank reversal, other rules.

use std::sync::Arc;

use weigh::decision::{FactValue, Points, PriceFormula, Scale};
use weigh::exact::Exact;
use weigh::robust::break_even::{Answer, break_even};
use weigh::robust::reversal::FieldChange;
use weigh::robust::{reversals, rule_trials};

use super::{flat, index, items, near, numbers, of_values, oracle, row, table};
use crate::support::evaluate;

#[test]
fn break_evens_on_fixed_scales_equal_the_closed_form() {
    let oracle = oracle("robustness_lp.json");
    // The two largest tables take long and add nothing.
    for item in items(&oracle).iter().filter(|item| item["values"].as_array().unwrap().len() <= 6) {
        let decision = of_values(&table(&item["values"]), &numbers(&item["weights"]));
        let leader = index(&item["leader"]);
        let flips = item["cell_flips"]["items"].as_array().unwrap();
        for vendor in &decision.vendors {
            let found = break_even(&Arc::new(decision.clone()), &vendor.id).unwrap();
            for (criterion, found) in found.iter().enumerate() {
                let what = format!("{} {} criterion {criterion}", item["name"], vendor.id);
                let of_criterion = flips.iter().filter(|flip| index(&flip["criterion"]) == criterion);
                let expected = if row(&vendor.id) == leader {
                    // The first rival to draw level as the leader gets worse.
                    of_criterion.filter_map(|flip| flip["leader_value_that_ties"].as_f64()).reduce(f64::max)
                } else {
                    let mut own = of_criterion.filter(|flip| index(&flip["challenger"]) == row(&vendor.id));
                    own.find_map(|flip| flip["challenger_value_needed"].as_f64())
                };
                match (&found.answer, expected) {
                    (Answer::WinsAt(tip) | Answer::LosesAt(tip), Some(expected)) => {
                        let FactValue::Number { value } = &tip.value else { panic!("{what}") };
                        // On the grid on which the facts of this criterion are written.
                        let written = decision
                            .vendors
                            .iter()
                            .filter_map(|vendor| vendor.facts.get(format!("c{criterion}").as_str()));
                        let digits = written
                            .map(|fact| fact.value.as_ref().unwrap().numbers().unwrap()[0].decimals(6))
                            .max();
                        near(
                            value.to_f64(),
                            expected,
                            1.001 * libm::pow(0.1, f64::from(digits.unwrap())),
                            &what,
                        );
                        near(tip.level.as_ref().unwrap().to_f64(), expected, 1e-9, &what);
                    }
                    (Answer::CannotWin | Answer::CannotLose, None) => {}
                    // Level only just at the end of the scale.
                    (Answer::CannotLose, Some(expected)) => near(expected, 0.0, 1e-9, &what),
                    other => panic!("{what}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn dropping_a_vendor_reverses_ranks_where_pymcdm_says_so() {
    let oracle = oracle("rank_reversal.json");
    for item in items(&oracle) {
        let matrix = table(&item["matrix"]);
        let weights = numbers(&item["weights"]);
        let rises: Vec<bool> =
            item["directions"].as_array().unwrap().iter().map(|way| way == "max").collect();
        for (method, result) in item["results"].as_object().unwrap() {
            let scales = rises.iter().enumerate().map(|(at, rises)| {
                if method == "wsm.minmax" {
                    return Scale::relative(*rises);
                }
                let bounds = numbers(&item["bounds"][at]);
                let (low, high) = (Exact::from_f64(bounds[0]).unwrap(), Exact::from_f64(bounds[1]).unwrap());
                if *rises { Scale::ends(low, high) } else { Scale::ends(high, low) }.unwrap()
            });
            let decision = flat(&matrix, &weights, scales.collect());
            let record = evaluate(&decision);
            let found = reversals(&record);
            assert_eq!(found.relative.is_empty(), method != "wsm.minmax");
            for expected in result["leave_one_out"].as_array().unwrap() {
                let removed = index(&expected["removed"]);
                let what = format!("{} {method} without {removed}", item["name"]);
                let is_it = |change: &FieldChange| matches!(change, FieldChange::Dropped { vendor, .. } if row(vendor) == removed);
                let trial = found.trials.iter().find(|trial| is_it(&trial.change)).unwrap();
                assert_eq!(trial.has_reversal, expected["reversal"], "{what}");
                let others: Vec<usize> = (0..matrix.len()).filter(|at| *at != removed).collect();
                let ranks = numbers(&expected["ranks"]);
                let mut order: Vec<usize> = others.clone();
                order.sort_by(|a, b| {
                    let rank = |at: &usize| ranks[others.iter().position(|other| other == at).unwrap()];
                    rank(a).total_cmp(&rank(b))
                });
                assert_eq!(trial.after.iter().map(row).collect::<Vec<_>>(), order, "{what}");
            }
        }
    }
}

/// A, B and the hopeless C of a 60 : 40 tender with the lowest price over the price.
fn tender(rows: &[Vec<f64>]) -> weigh::decision::Decision {
    let quality = Scale::ends(Exact::ZERO, Exact::from(100)).unwrap();
    let price = Scale::price(PriceFormula::LowestOverPrice).unwrap();
    let mut decision = flat(rows, &[60.0, 40.0], vec![quality, price]);
    decision.rule.points = Points::HUNDRED;
    decision
}

#[test]
fn a_hopeless_bid_turns_the_winner_under_the_first_formula() {
    // A 88 at 130, B 75 at 100: B wins with 85 to 83.57; with C 20 at 60, A wins with 71.26 to 69.
    let decision = tender(&[vec![88.0, 130.0], vec![75.0, 100.0], vec![20.0, 60.0]]);
    let record = evaluate(&decision);
    let scores: Vec<String> = record.ranked().map(|vendor| vendor.score.fixed(2)).collect();
    assert_eq!(scores, ["71.26", "69.00", "52.00"]);
    let found = reversals(&record);
    let without = &found.trials[2];
    assert!(without.has_reversal && without.changes_first);
    assert_eq!(row(&without.after[0]), 1);
    // Without C in the field it is the invented hopeless bid that turns it.
    let pair = tender(&[vec![88.0, 130.0], vec![75.0, 100.0]]);
    let record = evaluate(&pair);
    assert_eq!(row(record.ranked().next().unwrap().id()), 1);
    let found = reversals(&record);
    let low = found.trials.iter().find(|trial| trial.change == FieldChange::AddedLow).unwrap();
    assert!(low.has_reversal && low.changes_first);
}

#[test]
fn break_even_goes_through_a_price_formula_that_moves_everybody() {
    // B, at 75 points of quality, wins from the price p at which 45 + 40 beats 52.8 + 40 p / 130 and B is lowest.
    let decision = tender(&[vec![88.0, 100.0], vec![75.0, 130.0]]);
    let decision = Arc::new(decision);
    let found = break_even(&decision, &decision.vendors[1].id).unwrap();
    let Answer::WinsAt(tip) = &found[1].answer else { panic!("{:?}", found[1].answer) };
    // 45 + 40 = 52.8 + 40 p / 100 at p = 80.5.
    assert_eq!(tip.value, FactValue::Number { value: Exact::from_f64(80.5).unwrap() });
    assert_eq!(tip.level, Exact::from_f64(80.5));
}

#[test]
fn other_formulas_are_tried_and_the_own_one_is_found_again() {
    let decision = tender(&[vec![88.0, 130.0], vec![75.0, 100.0], vec![20.0, 60.0]]);
    let found = rule_trials(&evaluate(&decision));
    let now: Vec<&str> = found.iter().filter(|trial| trial.is_now).map(|trial| trial.what.as_str()).collect();
    assert_eq!(now, ["F1 lowest / price", "not rounded"]);
    assert!(found.iter().filter(|trial| trial.is_now).all(|trial| trial.keeps_first && trial.keeps_order));
    assert_eq!(found.iter().filter(|trial| trial.criterion.is_some()).count(), 6);
}

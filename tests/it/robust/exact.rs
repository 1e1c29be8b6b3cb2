//! Lines over a weight, stability, nearest changes, dominance, potential optimality.

use serde_json::Value;
use weigh::decision::constraint::WeightRow;
use weigh::decision::{Decision, Minimum, Points, Scale};
use weigh::exact::Exact;
use weigh::robust::sensitivity::{Interval, RankChange};
use weigh::robust::{dominance, nearest_changes, optimality, sensitivity, stability};

use super::{flat, index, items, near, numbers, of_values, oracle, row, table};
use crate::support::evaluate;

/// Compares one stability interval with the oracle's.
fn same_interval(found: &Interval, expected: &Value, what: &str) {
    near(found.lower.to_f64(), expected["lower"].as_f64().unwrap(), 1e-9, &format!("{what} lower"));
    near(found.upper.to_f64(), expected["upper"].as_f64().unwrap(), 1e-9, &format!("{what} upper"));
    for (change, pair, bound) in
        [(&found.below, "binding_pair_lower", "lower"), (&found.above, "binding_pair_upper", "upper")]
    {
        if expected.get(pair).is_none() {
            continue;
        }
        let end = expected[bound].as_f64().unwrap();
        if !(1e-12..=1.0 - 1e-12).contains(&end) {
            // The oracle names a pair that draws level just at the end; nothing changes before it.
            assert!(change.is_none(), "{what} {pair}");
            continue;
        }
        let found = change.as_ref().map(|RankChange { loser, winner, .. }| [row(loser), row(winner)]);
        let expected = expected[pair].as_array().map(|pair| [0, 1].map(|at| index(&pair[at])));
        let sorted = |mut pair: [usize; 2]| {
            pair.sort_unstable();
            pair
        };
        assert_eq!(found.map(sorted), expected.map(sorted), "{what} {pair}");
    }
}

#[test]
fn stability_intervals_equal_the_oracle_for_weighted_sums_and_promethee() {
    let oracle = oracle("weight_stability.json");
    assert!(items(&oracle).len() >= 10);
    for item in items(&oracle) {
        let scores = table(&item["unicriterion_scores"]);
        let weights = numbers(&item["weights"]);
        // Net flows run from -1 to 1, marks to 10; a straight scale over both changes no order.
        let scale = Scale::ends(Exact::from(-10), Exact::from(10)).unwrap();
        let scales = weights.iter().map(|_| scale.clone()).collect();
        let decision = flat(&scores, &weights, scales);
        let record = evaluate(&decision);
        let stability = stability(&record);
        for (at, expected) in item["intervals"].as_array().unwrap().iter().enumerate() {
            let what = format!("{} {} criterion {at}", item["name"], item["model"]);
            same_interval(stability[at].first.as_ref().unwrap(), &expected["top"], &format!("{what} first"));
            if let Some(full) = expected.get("full") {
                same_interval(stability[at].order.as_ref().unwrap(), full, &format!("{what} order"));
            }
        }
    }
}

#[test]
fn dominance_equals_scikit_criteria() {
    let oracle = oracle("dominance.json");
    for item in items(&oracle) {
        let matrix = table(&item["matrix"]);
        let directions = item["directions"].as_array().unwrap();
        let columns = directions.iter().enumerate().map(|(at, direction)| {
            let column: Vec<f64> = matrix.iter().map(|row| row[at]).collect();
            let low = Exact::from_f64(column.iter().copied().fold(f64::INFINITY, f64::min)).unwrap();
            let high = Exact::from_f64(column.iter().copied().fold(f64::NEG_INFINITY, f64::max)).unwrap();
            // A column that is the same for everybody would have no length.
            let high = if low == high { &low + &Exact::ONE } else { high };
            if direction == "max" { Scale::ends(low, high) } else { Scale::ends(high, low) }.unwrap()
        });
        let weights = vec![1.0; directions.len()];
        let decision = flat(&matrix, &weights, columns.collect());
        let found = dominance(&evaluate(&decision));
        let pairs = |key: &str| -> Vec<(usize, usize)> {
            let mut pairs: Vec<(usize, usize)> =
                item[key].as_array().unwrap().iter().map(|pair| (index(&pair[0]), index(&pair[1]))).collect();
            pairs.sort_unstable();
            pairs
        };
        let found_pairs = |strict: bool| {
            let mut pairs: Vec<(usize, usize)> = found
                .iter()
                .filter(|one| !strict || one.is_strict)
                .map(|one| (row(&one.better), row(&one.worse)))
                .collect();
            pairs.sort_unstable();
            pairs
        };
        assert_eq!(found_pairs(false), pairs("dominates"), "{}", item["name"]);
        assert_eq!(found_pairs(true), pairs("strictly_dominates"), "{}", item["name"]);
    }
}

#[test]
fn nearest_changes_equal_two_solvers() {
    let oracle = oracle("robustness_lp.json");
    for item in items(&oracle) {
        let decision = of_values(&table(&item["values"]), &numbers(&item["weights"]));
        let found = nearest_changes(&evaluate(&decision));
        for expected in item["nearest_change"]["per_challenger"].as_array().unwrap() {
            let rival = index(&expected["challenger"]);
            let what = format!("{} rival {rival}", item["name"]);
            let change = &found.iter().find(|one| row(&one.rival) == rival).unwrap().change;
            let Some(l1) = expected["l1"].as_f64() else {
                assert!(change.is_none(), "{what} is said to be dominated");
                continue;
            };
            let change = change.as_ref().unwrap();
            near(change.l1.to_f64(), l1, 1e-9, &format!("{what} l1"));
            near(change.largest, expected["linf"].as_f64().unwrap(), 1e-9, &format!("{what} largest"));
            // No oracle for L2; the norms bound each other.
            assert!(change.l2 >= change.largest - 1e-12 && change.l2 <= change.l1.to_f64() + 1e-12, "{what}");
        }
    }
}

/// `w_first >= factor x w_second`, as a row.
fn at_least(decision: &Decision, first: usize, factor: f64, second: usize) -> WeightRow {
    let mut coefficients = vec![Exact::ZERO; decision.criteria.len()];
    coefficients[first] = Exact::from(-1);
    coefficients[second] = Exact::from_f64(factor).unwrap();
    WeightRow { coefficients }
}

/// `w_at <= limit` (sign 1) or `w_at >= limit` (sign -1), as a row over weights that add up to one.
fn bounded(decision: &Decision, at: usize, sign: i32, limit: f64) -> WeightRow {
    let limit = Exact::from_f64(limit).unwrap();
    let coefficients = (0..decision.criteria.len()).map(|other| {
        let own = if other == at { Exact::ONE } else { Exact::ZERO };
        &Exact::from(sign) * &(&own - &limit)
    });
    WeightRow { coefficients: coefficients.collect() }
}

fn rows_of(set: &str, decision: &Decision, weights: &[f64]) -> Vec<WeightRow> {
    match set {
        "ordinal" => {
            let mut order: Vec<usize> = (0..weights.len()).collect();
            order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
            order.windows(2).map(|pair| at_least(decision, pair[0], 1.0, pair[1])).collect()
        }
        "interval_30pct" => weights
            .iter()
            .enumerate()
            .flat_map(|(at, weight)| {
                [bounded(decision, at, 1, 1.3 * weight), bounded(decision, at, -1, 0.7 * weight)]
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn potential_optimality_and_extreme_ranks_equal_two_solvers() {
    let oracle = oracle("robustness_lp.json");
    for item in items(&oracle) {
        let weights = numbers(&item["weights"]);
        let decision = of_values(&table(&item["values"]), &weights);
        let record = evaluate(&decision);
        for (set, expected) in item["weight_sets"].as_object().unwrap() {
            let found = optimality(&record, &rows_of(set, &decision, &weights)).unwrap();
            for expected in expected["alternatives"].as_array().unwrap() {
                let at = index(&expected["index"]);
                let found = found.iter().find(|one| row(&one.vendor) == at).unwrap();
                let what = format!("{} {set} vendor {at}", item["name"]);
                let number = |key: &str| expected[key].as_f64().unwrap();
                near(found.lowest.to_f64(), number("min_value"), 1e-9, &what);
                near(found.highest.to_f64(), number("max_value"), 1e-9, &what);
                near(found.margin.as_ref().unwrap().to_f64(), number("max_margin"), 1e-9, &what);
                assert_eq!(found.can_win, expected["potentially_optimal"], "{what}");
                assert_eq!(found.best_rank.unwrap(), index(&expected["best_rank"]), "{what} best");
                assert_eq!(found.worst_rank.unwrap(), index(&expected["worst_rank"]), "{what} worst");
            }
        }
    }
}

#[test]
fn contradictory_constraints_leave_no_weights() {
    let decision = of_values(&[vec![1.0, 0.0], vec![0.0, 1.0]], &[0.5, 0.5]);
    let rows = [bounded(&decision, 0, -1, 0.7), bounded(&decision, 1, -1, 0.7)];
    assert!(optimality(&evaluate(&decision), &rows).is_none());
}

#[test]
fn score_lines_cross_where_the_pencil_says() {
    // a 0.9, 0.2 and b 0.4, 0.8: 0.9 t + 0.2 (1 - t) = 0.4 t + 0.8 (1 - t) at t = 6/11; c never leads.
    let decision = of_values(&[vec![0.9, 0.2], vec![0.4, 0.8], vec![0.3, 0.1]], &[0.6, 0.4]);
    let found = sensitivity(&evaluate(&decision), 0);
    let at = Exact::from(6).over(&Exact::from(11)).unwrap();
    assert_eq!(found.crossings.len(), 1);
    let crossing = &found.crossings[0];
    assert_eq!(
        (&crossing.at, row(&crossing.below), row(&crossing.above), crossing.is_first),
        (&at, 1, 0, true)
    );
    let leads: Vec<(&Exact, &Exact, usize)> =
        found.leads.iter().map(|lead| (&lead.from, &lead.to, row(&lead.vendors[0]))).collect();
    assert_eq!(leads, [(&Exact::ZERO, &at, 1), (&at, &Exact::ONE, 0)]);
    let first = found.stability.first.unwrap();
    assert_eq!((first.lower, first.upper), (at, Exact::ONE));
    assert!(found.lines.iter().all(|line| line.is_straight));
}

#[test]
fn a_minimum_that_a_weight_brings_on_ends_the_first_place() {
    // a leads with 0.9 t + 0.2 (1 - t), and the score must be at least 0.55: t >= 0.5.
    let mut decision = of_values(&[vec![0.9, 0.2], vec![0.5, 0.1]], &[0.6, 0.4]);
    decision.rule.minimum = Exact::from_f64(0.55).map(Points::from).map(Minimum::at_least);
    let found = sensitivity(&evaluate(&decision), 0);
    let half = Exact::from_f64(0.5).unwrap();
    let first = found.stability.first.unwrap();
    assert_eq!(first.lower, half);
    let below = first.below.unwrap();
    assert_eq!(below.winner, below.loser);
    assert_eq!(found.leads[0].vendors, []);
    assert_eq!(found.leads[0].to, half);
}

/// What has to be exceeded is not reached at the end itself.
#[test]
fn a_minimum_to_be_exceeded_is_missed_at_the_end_itself() {
    // 0.9 t + 0.2 (1 - t) is above 0.55 behind a half only, and the other is first up to there, at the half too.
    let mut decision = of_values(&[vec![0.9, 0.2], vec![0.5, 0.6]], &[0.5, 0.5]);
    let half = Exact::from_f64(0.5).unwrap();
    let said = |minimum: fn(Points) -> Minimum<Points>, decision: &mut weigh::decision::Decision| {
        decision.rule.minimum = Exact::from_f64(0.55).map(Points::from).map(minimum);
        let evaluation = evaluate(decision);
        let ranked: Vec<String> = evaluation.ranked().map(|one| one.id().to_string()).collect();
        let first = sensitivity(&evaluation, 0).stability.first.map(|first| (first.lower, first.upper));
        (ranked, first)
    };
    // Both come to 0.55 at the half.
    let (ranked, first) = said(Minimum::at_least, &mut decision);
    assert_eq!((ranked.len(), first), (2, Some((half.clone(), Exact::ONE))));
    let (ranked, first) = said(Minimum::above, &mut decision);
    assert_eq!((ranked.len(), first), (0, None));
}

/// Whoever is out just at the weight that stands, and in beside it, changes the order there.
#[test]
fn one_who_comes_in_just_beside_the_weight_ends_the_order_there() {
    // At a half both come to 0.55, which is not enough; below it b comes to more, above it a.
    let mut decision = of_values(&[vec![0.9, 0.2], vec![0.5, 0.6], vec![0.8, 0.8]], &[0.5, 0.5]);
    decision.rule.minimum = Exact::from_f64(0.55).map(Points::from).map(Minimum::above);
    let evaluation = evaluate(&decision);
    assert_eq!(evaluation.ranked().count(), 1);
    let order = sensitivity(&evaluation, 0).stability.order.unwrap();
    let half = Exact::from_f64(0.5).unwrap();
    assert_eq!((&order.lower, &order.upper), (&half, &half));
    assert!(order.below.is_some() && order.above.is_some());
}

/// Who passes a minimum just at the weight that stands is on neither side of it; the others cross where they cross.
#[test]
fn one_who_just_passes_leaves_the_interval_of_the_others() {
    // 0.9 - 0.8 t and 0.5 + 0.4 t meet at a third; 0.25 - 0.25 t is enough at 0 alone.
    let mut decision = of_values(&[vec![0.1, 0.9], vec![0.9, 0.5], vec![0.0, 0.25]], &[0.0, 1.0]);
    decision.rule.minimum = Exact::from_f64(0.25).map(Points::from).map(Minimum::at_least);
    let first = sensitivity(&evaluate(&decision), 0).stability.first.unwrap();
    let third = Exact::ONE.over(&Exact::from(3)).unwrap();
    assert_eq!((first.lower, first.upper), (Exact::ZERO, third));
}

#[test]
fn the_only_criterion_of_its_group_has_nothing_to_move() {
    let decision = of_values(&[vec![0.9], vec![0.4]], &[1.0]);
    let found = stability(&evaluate(&decision));
    assert!(!found[0].is_movable);
}

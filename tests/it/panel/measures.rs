//! Agreement, votes and means of weights against the numbers of other programs.
//!
//! tests/data/panel/`group.json` and `rank_correlation.json` hold what scipy 1.17.1, pymcdm 1.4.0 and a search of
//! every order say; the files name the program beside each number.

use serde_json::Value;
use weigh::decision::Weight;
use weigh::exact::Exact;
use weigh::panel::agreement::{
    concordance, kendall_tau_b, ranks_of, spearman, weighted_correlation, ws_similarity,
};
use weigh::panel::voting::{MOST_FOR_KEMENY, borda, copeland, firsts, kemeny};
use weigh::panel::weights::{geometric_mean, mean, normalised};

const GROUP: &str = include_str!("../../data/panel/group.json");
const CORRELATION: &str = include_str!("../../data/panel/rank_correlation.json");

fn items(text: &str) -> Vec<Value> {
    let json: Value = serde_json::from_str(text).unwrap();
    json["items"].as_array().unwrap().clone()
}

fn row(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(row).collect()
}

#[track_caller]
fn near(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{what}: {found} and not {expected}");
    }
}

#[test]
fn group_measures_equal_those_of_other_programs() {
    let items: Vec<Value> = items(GROUP).into_iter().filter(|item| item.get("ranks").is_some()).collect();
    assert_eq!(items.len(), 5);
    for item in items {
        let name = item["name"].as_str().unwrap();
        let ranks = rows(&item["ranks"]);
        near(&borda(&ranks), &row(&item["borda_points"]), name);
        let wins: Vec<i64> = item["copeland_wins_minus_losses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_i64().unwrap())
            .collect();
        assert_eq!(copeland(&ranks), wins, "{name}");
        let best = kemeny(&ranks).unwrap();
        near(&[best.cost], &[item["kemeny"]["cost"].as_f64().unwrap()], name);
        let orders: Vec<Vec<f64>> = rows(&item["kemeny"]["optimal_orders"]);
        let found: Vec<Vec<f64>> = best
            .orders
            .iter()
            .map(|order| order.iter().map(|&at| f64::from(u32::try_from(at).unwrap())).collect())
            .collect();
        assert_eq!(found, orders, "{name}");
        assert!(!best.has_more);
        let found = concordance(&ranks).unwrap();
        near(&[found.w], &[item["kendall_W"]["tie_corrected"].as_f64().unwrap()], name);
        let scipy = &item["peers"][0];
        assert_eq!(scipy["peer"], "scipy.friedmanchisquare");
        near(&[found.chi_square], &[scipy["chi2"].as_f64().unwrap()], name);
    }
}

#[test]
fn rank_correlations_equal_those_of_other_programs() {
    let items = items(CORRELATION);
    assert_eq!(items.len(), 7);
    for item in items {
        let name = item["name"].as_str().unwrap();
        let (x, y) = (row(&item["x"]), row(&item["y"]));
        let expected = |peer: &str, measure: &str| {
            let results = item["results"].as_array().unwrap();
            let one = results.iter().find(|one| one["peer"] == peer && one["measure"] == measure).unwrap();
            one["value"].as_f64().unwrap()
        };
        near(&[spearman(&x, &y).unwrap()], &[expected("scipy", "spearman_rho")], name);
        near(&[kendall_tau_b(&x, &y).unwrap()], &[expected("scipy", "kendall_tau_b")], name);
        near(&[weighted_correlation(&x, &y).unwrap()], &[expected("pymcdm", "weighted_spearman_rw")], name);
        near(&[ws_similarity(&x, &y).unwrap()], &[expected("pymcdm", "ws_coefficient")], name);
    }
}

/// The group of the file judges by pairs; its weights are given, and what they come to together.
#[test]
fn means_of_weights_equal_the_reference() {
    let items = items(GROUP);
    let group = items.iter().find(|item| item["kind"] == "AIJ/AIP").unwrap();
    let own = rows(&group["individual_eigenvectors"]);
    let weights = row(&group["member_weights"]);
    near(&normalised(&geometric_mean(&own, &weights)), &row(&group["aip_geometric"]), "geometric");
    let exact = |row: &[f64]| row.iter().map(|one| Exact::from_f64(*one).unwrap()).collect::<Vec<_>>();
    let own: Vec<Vec<Exact>> = own.iter().map(|row| exact(row)).collect();
    let stated: Vec<Weight> = exact(&weights).into_iter().map(|one| Weight::new(one).unwrap()).collect();
    let found: Vec<f64> = mean(&own, &stated).iter().map(Exact::to_f64).collect();
    near(&found, &row(&group["aip_arithmetic"]), "arithmetic");
    // Judgements of a pair are combined in the same way, element by element.
    let flat = |value: &Value| rows(value).concat();
    let matrices: Vec<Vec<f64>> = group["matrices"].as_array().unwrap().iter().map(flat).collect();
    near(&geometric_mean(&matrices, &weights), &flat(&group["aij_matrix"]), "judgements");
}

#[test]
fn scores_become_ranks_with_the_mean_place_for_ties() {
    near(&ranks_of(&[70, 90, 70, 50, 70]), &[3.0, 1.0, 3.0, 5.0, 3.0], "ties");
    assert_eq!(ranks_of::<f64>(&[]), Vec::<f64>::new());
}

#[test]
fn what_says_nothing_has_no_measure() {
    let flat = vec![2.0, 2.0, 2.0];
    let order = vec![1.0, 2.0, 3.0];
    assert_eq!(concordance(&[flat.clone(), flat.clone()]), None);
    assert_eq!(concordance(std::slice::from_ref(&order)), None);
    assert_eq!(concordance(&[]), None);
    assert_eq!(concordance(&[vec![1.0], vec![1.0]]), None);
    assert_eq!(spearman(&flat, &order), None);
    assert_eq!(kendall_tau_b(&order, &flat), None);
    assert_eq!(weighted_correlation(&[1.0], &[1.0]), None);
    assert_eq!(ws_similarity(&[1.0], &[1.0]), None);
    assert_eq!(kemeny(&[]), None);
    assert_eq!(kemeny(&[vec![1.0; MOST_FOR_KEMENY + 1]]), None);
}

#[test]
fn orders_of_kemeny_are_listed_up_to_a_limit() {
    // Six that all tie: 720 orders, none better than another.
    let tied = kemeny(&[vec![3.5; 6]]).unwrap();
    assert_eq!((tied.orders.len(), tied.has_more, tied.cost), (100, true, 7.5));
    assert_eq!(tied.orders[0], [0, 1, 2, 3, 4, 5]);
}

#[test]
fn whoever_puts_several_first_gives_each_a_part() {
    near(
        &firsts(&[vec![1.5, 1.5, 3.0], vec![3.0, 1.0, 2.0], vec![2.0, 2.0, 2.0]]),
        &[0.5 + 1.0 / 3.0, 1.5 + 1.0 / 3.0, 1.0 / 3.0],
        "firsts",
    );
}

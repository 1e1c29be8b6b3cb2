//! Draws against exact numbers, other programs and themselves.

use serde_json::Value;
use weigh::decision::{Decision, FactValue};
use weigh::exact::{Exact, Rounding};
use weigh::robust::counts::Counts;
use weigh::robust::{
    DrawSettings, FactDraw, Instructions, Plan, Robustness, Shard, WeightDraw, results, run,
};

use super::{fact, flat, items, near, numbers, of_values, oracle, row, table, unit};
use crate::support::evaluate;

/// Every choice of weights equally likely, facts as they are.
fn uniform(draws: u64, seed: u64) -> DrawSettings {
    DrawSettings { draws, seed, weights: WeightDraw::Uniform, ..DrawSettings::default() }
}

fn plan(decision: &Decision, settings: DrawSettings) -> Plan {
    Plan::new(&evaluate(decision), settings).unwrap()
}

fn drawn(decision: &Decision, settings: DrawSettings) -> Robustness {
    let record = evaluate(decision);
    let plan = Plan::new(&record, settings).unwrap();
    let drawn = run(&plan, Shard::WHOLE, 2, &mut |_| true);
    results(&record, &plan, &drawn.counts, drawn.is_partial, 2)
}

/// The place in the results of each row of the table.
fn places(found: &Robustness) -> Vec<usize> {
    (0..found.vendors.len())
        .map(|at| found.vendors.iter().position(|vendor| row(&vendor.vendor) == at).unwrap())
        .collect()
}

#[test]
fn acceptabilities_are_within_four_errors_of_exact_ones() {
    let oracle = oracle("smaa_exact.json");
    for item in items(&oracle) {
        let decision = of_values(&table(&item["values"]), &[1.0; 3]);
        let mut settings = uniform(60_000, 5);
        if item["ordinal"].is_array() {
            settings.constraints = vec!["c0 >= c1 >= c2".to_owned()];
        }
        let found = drawn(&decision, settings);
        let places = places(&found);
        let exact = &item["exact"];
        for (at, expected) in table(&exact["rank_acceptability"]).iter().enumerate() {
            let vendor = &found.vendors[places[at]];
            for (rank, expected) in expected.iter().enumerate() {
                let what = format!("{} vendor {at} rank {rank}", item["name"]);
                near(vendor.acceptability[rank], *expected, 4.0 * vendor.errors[rank], &what);
            }
            let central = &exact["central_weights"][at];
            if let (Some(weights), Some(_)) = (&vendor.central_weights, central.as_array()) {
                // A weight varies by less than a half, over the draws that the vendor wins.
                let error = 0.5 / (vendor.acceptability[0] * 60_000.0).sqrt();
                for (weight, expected) in weights.iter().zip(numbers(central)) {
                    near(weight.share, expected, 4.0 * error, &format!("{} central {at}", item["name"]));
                }
            }
        }
        // Pairwise winning needs no draws at all, with or without an order. Tables are read to 14 digits, which
        // moves a probability by a little more than that.
        assert!(found.is_pairwise_exact);
        for (a, expected) in table(&exact["pairwise_winning"]).iter().enumerate() {
            for (b, expected) in expected.iter().enumerate() {
                let what = format!("{} {a} {b}", item["name"]);
                near(found.pairwise[places[a]][places[b]], *expected, 2e-14, &what);
            }
        }
    }
}

#[test]
fn every_instruction_set_of_the_machine_gives_the_same_counts() {
    // Few and many vendors, whose ranks are counted in different ways; weights by spaces, by gamma, by steps.
    let values = |vendors: usize| {
        let value = |vendor: usize, leaf: usize| ((vendor * 7 + leaf * 13) * 31 % 97) as f64 / 97.0;
        (0..vendors).map(|vendor| (0..5).map(|leaf| value(vendor, leaf)).collect()).collect::<Vec<Vec<f64>>>()
    };
    for (vendors, weights, constraints) in [
        (7, WeightDraw::Uniform, vec![]),
        (40, WeightDraw::Uniform, vec!["c0 >= c1", "c0 >= c2"]),
        (7, WeightDraw::Dirichlet { spread: 0.2 }, vec![]),
        (7, WeightDraw::Uniform, vec!["3 <= c0 <= 3.05", "1 <= c1 <= 1.05"]),
    ] {
        let decision = of_values(&values(vendors), &[2.0; 5]);
        let constraints = constraints.into_iter().map(str::to_owned).collect();
        let settings = DrawSettings { weights, constraints, ..uniform(3_000, 8) };
        let mut plan = Plan::new(&evaluate(&decision), settings).unwrap();
        let mut counts = |instructions: &Instructions| {
            plan.instructions = *instructions;
            run(&plan, Shard::WHOLE, 1, &mut |_| true).counts
        };
        let sets = Instructions::available();
        let plainest = counts(&sets[0]);
        for set in &sets[1..] {
            assert!(counts(set) == plainest, "{set:?} differs for {vendors} vendors and {weights:?}");
        }
    }
}

#[test]
fn three_criteria_have_exact_acceptabilities() {
    use weigh::robust::closed_form::acceptabilities_of_three;
    let oracle = oracle("smaa_exact.json");
    let free: Vec<_> = items(&oracle).iter().filter(|item| item["ordinal"].is_null()).collect();
    assert!(!free.is_empty());
    for item in free {
        let values: Vec<[f64; 3]> =
            table(&item["values"]).iter().map(|row| [row[0], row[1], row[2]]).collect();
        let exact = table(&item["exact"]["rank_acceptability"]);
        for (at, shares) in acceptabilities_of_three(&values).iter().enumerate() {
            for (rank, share) in shares.iter().enumerate() {
                near(*share, exact[at][rank], 1e-12, &format!("{} vendor {at} rank {rank}", item["name"]));
            }
        }
    }
}

#[test]
fn given_weights_give_exactly_the_numbers_of_r_smaa() {
    let oracle = oracle("smaa_fixed_samples.json");
    for item in items(&oracle) {
        let weights = table(&item["weight_samples"]);
        let values = table(&item["values"]);
        // Away from the closed form, so that pairs are counted.
        let settings = DrawSettings { weights: WeightDraw::Fixed, draws: 1, ..DrawSettings::default() };
        let decision = of_values(&values, &vec![1.0; values[0].len()]);
        let record = evaluate(&decision);
        let plan = Plan::new(&record, settings).unwrap();
        let found = results(&record, &plan, &plan.count_given(&weights), false, 1);
        let places = places(&found);
        let expected = &item["results"];
        let draws = weights.len() as f64;
        for (at, shares) in table(&expected["rank_acceptability"]).iter().enumerate() {
            for (rank, share) in shares.iter().enumerate() {
                let counted = (found.vendors[places[at]].acceptability[rank] * draws).round();
                near(
                    counted,
                    (share * draws).round(),
                    0.0,
                    &format!("{} vendor {at} rank {rank}", item["name"]),
                );
            }
            let central = numbers(&expected["central_weights"][at]);
            match &found.vendors[places[at]].central_weights {
                // Kept in 2^-30.
                Some(weights) => weights.iter().zip(&central).for_each(|(weight, expected)| {
                    near(weight.share, *expected, 2e-9, &format!("{} central {at}", item["name"]));
                }),
                None => assert!(central.iter().all(|weight| weight.is_nan())),
            }
        }
        for (a, shares) in table(&expected["pairwise_winning"]).iter().enumerate() {
            for (b, share) in shares.iter().enumerate() {
                let counted = (found.pairwise[places[a]][places[b]] * draws).round();
                near(counted, (share * draws).round(), 0.0, &format!("{} pair {a} {b}", item["name"]));
            }
        }
        near(found.choice_entropy, expected["entropy_choice_bits"].as_f64().unwrap(), 1e-9, "choice");
    }
}

#[test]
fn closed_forms_equal_draws_within_their_errors() {
    let oracle = oracle("robustness_lp.json");
    let constraints: [&[&str]; 4] = [&[], &["c0 >= c1"], &["c2 >= c0 >= c1"], &["c0 >= 0.3", "c2 >= 0.6"]];
    for (item, constraints) in items(&oracle).iter().flat_map(|item| constraints.map(|some| (item, some))) {
        let values = table(&item["values"]);
        if values[0].len() < 3 && constraints.iter().any(|text| text.contains("c2")) {
            continue;
        }
        let constraints: Vec<String> = constraints.iter().map(|text| (*text).to_owned()).collect();
        let settings =
            |draws, seed| DrawSettings { constraints: constraints.clone(), ..uniform(draws, seed) };
        let mut decision = of_values(&values, &vec![1.0; values[0].len()]);
        let exact = drawn(&decision, settings(1_024, 1));
        assert!(exact.is_pairwise_exact);
        // A rounding far below the scores switches the closed form off and changes nothing else.
        decision.rule.total_rounding = Some("9 half-up".parse::<Rounding>().unwrap());
        let counted = drawn(&decision, settings(20_000, 3));
        assert!(!counted.is_pairwise_exact);
        let what = format!("{} {constraints:?}", item["name"]);
        let (in_exact, in_counted) = (places(&exact), places(&counted));
        for a in 0..values.len() {
            let expected = exact.vendors[in_exact[a]].expected_rank.unwrap();
            let found = counted.vendors[in_counted[a]].expected_rank.unwrap();
            near(found, expected, 4.0 * values.len() as f64 / 2.0 / 20_000_f64.sqrt(), &what);
            for b in 0..values.len() {
                let expected = exact.pairwise[in_exact[a]][in_exact[b]];
                let error = (expected * (1.0 - expected) / 20_000.0).sqrt().max(1e-4);
                near(counted.pairwise[in_counted[a]][in_counted[b]], expected, 4.0 * error, &what);
            }
        }
    }
}

#[test]
fn partial_orders_and_trees_have_no_closed_form() {
    let decision = of_values(&[vec![0.2, 0.5, 0.9], vec![0.6, 0.4, 0.5]], &[1.0; 3]);
    for constraints in [&["c0 >= c1", "c0 >= c2"], &["c0 >= c1", "c2 <= 1.5"]] {
        let constraints = constraints.iter().map(|text| (*text).to_owned()).collect();
        assert!(!drawn(&decision, DrawSettings { constraints, ..uniform(1_024, 1) }).is_pairwise_exact);
    }
}

/// A decision with everything that makes draws differ: ranges, unknown facts, a price formula, a group, a
/// minimum and roundings.
fn mixed() -> Decision {
    let text = std::fs::read_to_string(crate::support::repository().join("criteria/contact-centre.toml"));
    assert!(text.is_ok());
    let root = crate::support::repository();
    let workspace = weigh::files::Workspace::find(&root).unwrap();
    let criteria = workspace.decision("contact-centre").unwrap();
    let request = weigh::files::Request { workspace, criteria, vendors: None, what_if: vec![] };
    Decision::clone(weigh::open::open(&request).decision().unwrap())
}

#[test]
fn threads_and_shards_give_the_same_counts_to_the_bit() {
    let decision = mixed();
    let plan = plan(&decision, DrawSettings { draws: 8_000, seed: 9, ..DrawSettings::default() });
    let whole = run(&plan, Shard::WHOLE, 1, &mut |_| true);
    assert_eq!(whole.counts.draws, 8_000);
    for threads in [2, 3, 7] {
        assert_eq!(run(&plan, Shard::WHOLE, threads, &mut |_| true), whole, "{threads} threads");
    }
    for of in [2, 3, 64] {
        let mut sum: Counts = plan.counts();
        for part in 1..=of {
            sum.add(&run(&plan, Shard { part, of }, 1, &mut |_| true).counts);
        }
        assert_eq!(sum, whole.counts, "{of} shards");
    }
}

#[test]
fn acceptabilities_add_up_to_all_draws_by_row_and_by_column() {
    let alike = of_values(&[vec![0.5, 0.5], vec![0.5, 0.5], vec![0.4, 0.7], vec![0.5, 0.5]], &[1.0, 1.0]);
    for (decision, is_mixed) in [(mixed(), true), (alike, false)] {
        let found = drawn(&decision, uniform(10_007, 2));
        let draws = 10_007.0;
        let whole = |share: f64| (share * draws).round() as u64;
        for vendor in &found.vendors {
            let row: u64 = vendor.acceptability.iter().map(|share| whole(*share)).sum();
            assert_eq!(row + whole(vendor.out), 10_007, "{}", vendor.name);
        }
        let in_ranking: u64 = found.vendors.iter().map(|vendor| 10_007 - whole(vendor.out)).sum();
        let columns: Vec<u64> = (0..found.vendors.len())
            .map(|rank| found.vendors.iter().map(|vendor| whole(vendor.acceptability[rank])).sum())
            .collect();
        assert_eq!(columns.iter().sum::<u64>(), in_ranking);
        // In the mixed one a draw may leave nobody above the minimum.
        assert!(is_mixed || columns[0] == 10_007, "somebody is first in every draw");
        assert!(columns.is_sorted_by(|a, b| a >= b), "{columns:?}");
    }
}

#[test]
fn vendors_that_are_alike_share_their_ranks_evenly() {
    let decision = of_values(&[vec![0.5, 0.5], vec![0.5, 0.5], vec![0.5, 0.5]], &[1.0, 1.0]);
    let found = drawn(&decision, uniform(3_000, 1));
    for vendor in &found.vendors {
        assert_eq!(vendor.acceptability, [1.0 / 3.0; 3]);
        assert_eq!(vendor.expected_rank, Some(2.0));
    }
}

#[test]
fn stopping_gives_what_there_is_marked_partial() {
    let decision = mixed();
    let plan = plan(&decision, DrawSettings { draws: 10_000_000, ..DrawSettings::default() });
    for threads in [1, 2] {
        let drawn = run(&plan, Shard::WHOLE, threads, &mut |progress| progress.done < 2_000);
        assert!(drawn.is_partial && drawn.counts.draws >= 1_024 && drawn.counts.draws < 10_000_000);
    }
}

#[test]
fn a_tolerance_ends_the_run_at_the_same_draw_for_any_number_of_threads() {
    let decision = mixed();
    let settings = DrawSettings { draws: 1_000_000, tolerance: Some(0.006), ..DrawSettings::default() };
    let plan = plan(&decision, settings);
    let one = run(&plan, Shard::WHOLE, 1, &mut |_| true);
    assert!(!one.is_partial && one.counts.draws < 100_000, "{}", one.counts.draws);
    assert_eq!(run(&plan, Shard::WHOLE, 3, &mut |_| true), one);
}

/// Mean of each weight over the draws, from the central weights of a vendor that always wins.
fn mean_weights(count: usize, settings: DrawSettings) -> Vec<f64> {
    let stated: Vec<f64> = (0..count).map(|at| 1.0 + at as f64).collect();
    let decision = of_values(&[vec![1.0; count], vec![0.0; count]], &stated);
    let found = drawn(&decision, settings);
    found.vendors[0].central_weights.as_ref().unwrap().iter().map(|weight| weight.share).collect()
}

#[test]
fn uniform_weights_have_equal_means_and_dirichlet_ones_those_stated() {
    let draws = 30_000;
    for count in [2, 3, 12, 40] {
        for mean in mean_weights(count, uniform(draws, 1)) {
            let expected = 1.0 / count as f64;
            let sd = (expected * (1.0 - expected) / (count as f64 + 1.0)).sqrt();
            near(mean, expected, 4.0 * sd / (draws as f64).sqrt(), &format!("{count} weights"));
        }
    }
    let spread = 0.3;
    let settings =
        DrawSettings { draws, weights: WeightDraw::Dirichlet { spread }, ..DrawSettings::default() };
    for (at, mean) in mean_weights(4, settings).into_iter().enumerate() {
        let expected = (1.0 + at as f64) / 10.0;
        let sd = spread * (expected * (1.0 - expected)).sqrt();
        near(mean, expected, 4.0 * sd / (draws as f64).sqrt(), "around");
    }
}

/// Rank order centroids: the means of the ordered simplex.
fn roc(count: usize) -> Vec<f64> {
    (1..=count).map(|rank| (rank..=count).map(|at| 1.0 / at as f64).sum::<f64>() / count as f64).collect()
}

#[test]
fn ordered_weights_have_the_rank_order_centroid_by_every_way_of_drawing() {
    let closed = "c0 >= c1 >= c2 >= c3".to_owned();
    let draws = 30_000;
    let settings = |constraints: Vec<String>| DrawSettings { constraints, ..uniform(draws, 4) };
    // Lower bounds of zero change nothing, but keep the closed form from being used.
    let rejection = vec![closed.clone(), "c0 >= 0".to_owned()];
    for constraints in [vec![closed], rejection] {
        for (mean, expected) in mean_weights(4, settings(constraints)).into_iter().zip(roc(4)) {
            near(mean, expected, 0.005, "centroid");
        }
    }
}

#[test]
fn a_partial_order_has_the_mean_of_the_full_orders_that_keep_it() {
    // Two members above a third, and a pair: of the orders that keep c0 >= c2 and c1 >= c2 one half has c0
    // first, so the means are those of the ordered simplex put together.
    let constraints = vec!["c0 >= c2".to_owned(), "c1 >= c2".to_owned(), "c3 >= c4".to_owned()];
    let draws = 60_000;
    let closed = mean_weights(5, DrawSettings { constraints: constraints.clone(), ..uniform(draws, 4) });
    let rejection = [constraints, vec!["c0 >= 0".to_owned()]].concat();
    let rejected = mean_weights(5, DrawSettings { constraints: rejection, ..uniform(draws, 5) });
    // Exponentials of five, as the shares are: the lowest of three has a third of their mean, the other two
    // the rest; of two the lower has half of one.
    let expected = [4.0 / 15.0, 4.0 / 15.0, 1.0 / 15.0, 0.3, 0.1];
    for (means, way) in [(closed, "closed"), (rejected, "rejection")] {
        for (mean, expected) in means.into_iter().zip(expected) {
            near(mean, expected, 0.004, way);
        }
    }
}

#[test]
fn orders_that_are_too_many_to_count_are_drawn_evenly() {
    // One of 25 above all others: it has the mean of the largest, and the rest is alike.
    let constraints = (1..25).map(|at| format!("c0 >= c{at}")).collect();
    let means = mean_weights(25, DrawSettings { constraints, ..uniform(20_000, 6) });
    let first = roc(25)[0];
    near(means[0], first, 0.001, "first");
    for mean in &means[1..] {
        near(*mean, (1.0 - first) / 24.0, 0.001, "the rest");
    }
}

#[test]
fn a_thousand_comparisons_of_two_hundred_weights_are_drawn() {
    let pair = |at: usize| (at * 7_919 % 200, (at * 104_729 + at / 200 + 1) % 200);
    let pairs = || (0..1_000).map(pair).filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b)));
    let constraints = pairs().map(|(more, less)| format!("c{more} >= c{less}")).collect();
    let means = mean_weights(200, DrawSettings { constraints, ..uniform(1_000, 6) });
    assert!(pairs().all(|(more, less)| means[more] >= means[less]), "{means:?}");
}

#[test]
fn hit_and_run_covers_a_narrow_room_evenly() {
    // Two weights of four within half a point each: too rare for rejection. The other two are uniform
    // on what is left, so their means are equal.
    let constraints = vec!["3 <= c0 <= 3.05".to_owned(), "1 <= c1 <= 1.05".to_owned()];
    let means = mean_weights(4, DrawSettings { constraints, ..uniform(4_000, 6) });
    near(means[0], 0.3025, 0.0005, "first");
    near(means[1], 0.1025, 0.0005, "second");
    near(means[2], means[3], 0.02, "the rest");
}

#[test]
fn uniform_weights_of_three_fall_into_every_part_of_the_triangle_alike() {
    // Which of nine like triangles a draw falls into, by who wins among vendors placed for that: a vendor
    // at each corner of the simplex and its best rivals cut it into regions of known area.
    let values: Vec<Vec<f64>> =
        vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0], vec![0.4, 0.4, 0.4]];
    // The fourth wins where no weight is above 0.4: a triangle of sides 1 - 3 x ... has area (3 x 0.4 - 1)^2.
    let decision = of_values(&values, &[1.0; 3]);
    for seed in [1, 2, 3] {
        let found = drawn(&decision, uniform(50_000, seed));
        let fourth = &found.vendors[places(&found)[3]];
        near(fourth.acceptability[0], 0.04, 4.0 * fourth.errors[0], "the middle");
        let corners: Vec<f64> =
            places(&found)[..3].iter().map(|&at| found.vendors[at].acceptability[0]).collect();
        // Chi-square with two degrees of freedom: above 13.8 once in a thousand.
        let expected = corners.iter().sum::<f64>() / 3.0;
        let chi: f64 =
            corners.iter().map(|share| libm::pow(share - expected, 2.0) / expected * 50_000.0).sum();
        assert!(chi < 13.8, "{corners:?}");
    }
}

#[test]
fn a_range_is_drawn_and_decides_how_often_a_vendor_wins() {
    // The rival has 0.5; the fact runs from 0 to 1 with 0.5 likely: it wins in half of the draws.
    let mut decision = of_values(&[vec![0.5], vec![0.5]], &[1.0]);
    let n = |number: f64| Exact::from_f64(number).unwrap();
    let range = FactValue::Range { low: n(0.0), likely: n(0.5), high: n(1.0) };
    *decision.vendor_mut(1).facts.values_mut().next().unwrap() = fact(range.clone());
    for facts in [FactDraw::Triangular, FactDraw::Pert, FactDraw::Uniform] {
        let found = drawn(&decision, DrawSettings { facts, ..uniform(20_000, 1) });
        let uncertain = &found.vendors[places(&found)[1]];
        near(uncertain.acceptability[0], 0.5, 4.0 * uncertain.errors[0], &format!("{facts:?}"));
        assert_eq!(found.checks.len(), 1);
        // Knowing it gains the mean of what it exceeds 0.5 by: 1/8 for a uniform one, 1/12 for a triangle.
        let gain = match facts {
            FactDraw::Uniform => 0.125,
            FactDraw::Triangular => 1.0 / 12.0,
            _ => found.checks[0].gain,
        };
        near(found.checks[0].gain, gain, 0.008, "gain");
        near(found.checks[0].changes_choice, 0.5, 0.02, "changes");
    }
    let fixed = drawn(&decision, DrawSettings { facts: FactDraw::Fixed, ..uniform(1_000, 1) });
    assert!(fixed.checks.is_empty());
    // As ruled the two are level.
    assert_eq!(fixed.vendors[0].acceptability[0], 0.5);
}

#[test]
fn facts_that_move_together_part_no_vendor() {
    // Two criteria read facts of the same range; the rival stands at the middle of both.
    let n = |number: f64| Exact::from_f64(number).unwrap();
    let range = || FactValue::Range { low: n(0.0), likely: n(0.5), high: n(1.0) };
    let mut decision = flat(&[vec![0.5, 0.5], vec![0.5, 0.5]], &[1.0, 1.0], vec![unit(), unit()]);
    for slot in decision.vendor_mut(1).facts.values_mut() {
        *slot = fact(range());
    }
    let spread = |together: Vec<Vec<String>>| {
        let settings = DrawSettings { together, weights: WeightDraw::Fixed, ..uniform(20_000, 1) };
        let found = drawn(&decision, settings);
        let score = found.vendors[places(&found)[1]].score.unwrap();
        score.high - score.low
    };
    let apart = spread(Vec::new());
    let together = spread(vec![vec!["c0".to_owned(), "c1".to_owned()]]);
    // A sum of two like numbers varies by the square root of two more when they move together.
    near(together / apart, 2_f64.sqrt(), 0.05, "ratio of spreads");
}

#[test]
fn contradictions_are_named_and_not_looped_on() {
    let decision = of_values(&[vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]], &[1.0, 1.0, 1.0]);
    for (constraints, message) in [
        (
            vec!["c0 >= c1", "c2 >= 0.1", "c1 >= 2 c0", "c0 >= 0.2"],
            "no weights satisfy `c0 >= c1` and `c1 >= 2 c0` and `c0 >= 0.2` together",
        ),
        (vec!["c0 >= 4"], "no weights satisfy `c0 >= 4`"),
        (vec!["c0 >= 140%"], "no weights satisfy `c0 >= 140%`"),
        (
            vec!["c0 >= % 20"],
            "`c0 >= % 20` does not compare weights; write such as `cost >= security`, `20 <= cost <= 40` or `cost >= 2 culture`",
        ),
        (
            vec!["c2 >= 0.1", "c0 >= c1", "c1 >= c0", "c0 >= 0.1"],
            "`c0 >= c1` and `c1 >= c0` leave no room: some weight can take a single value only; widen one of them",
        ),
        (
            vec!["c0"],
            "`c0` does not compare weights; write such as `cost >= security`, `20 <= cost <= 40` or `cost >= 2 culture`",
        ),
        (vec!["c0 >= price"], "`c0 >= price` names `price`, which is no criterion"),
        (
            vec!["1 <= 2"],
            "`1 <= 2` does not compare weights; write such as `cost >= security`, `20 <= cost <= 40` or `cost >= 2 culture`",
        ),
    ] {
        let constraints = constraints.into_iter().map(str::to_owned).collect();
        let error =
            Plan::new(&evaluate(&decision), DrawSettings { constraints, ..uniform(1, 1) }).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn parts_of_the_whole_may_be_in_per_cent() {
    let decision = of_values(&[vec![1.0, 0.0, 0.3], vec![0.0, 1.0, 0.4]], &[1.0, 2.0, 1.0]);
    let counts = |constraint: &str| {
        let constraints = vec![constraint.to_owned()];
        run(&plan(&decision, DrawSettings { constraints, ..uniform(2_000, 1) }), Shard::WHOLE, 1, &mut |_| {
            true
        })
    };
    assert_eq!(counts("20 % <= c0 <= 40%"), counts("0.8 <= c0 <= 1.6"));
    assert_ne!(counts("20 % <= c0 <= 40%"), counts("0.8 <= c0 <= 1.7"));
}

#[test]
fn odd_runs_get_an_answer_or_a_reason() {
    let one = of_values(&[vec![1.0, 0.0]], &[1.0, 1.0]);
    let found = drawn(&one, uniform(100, 1));
    assert_eq!(
        (found.vendors[0].acceptability.as_slice(), found.vendors[0].expected_rank),
        (&[1.0][..], Some(1.0))
    );
    let none = of_values(&[], &[1.0, 1.0]);
    assert!(drawn(&none, uniform(100, 1)).vendors.is_empty());
    for settings in [
        DrawSettings { draws: 0, ..DrawSettings::default() },
        DrawSettings { weights: WeightDraw::Dirichlet { spread: 1.5 }, ..DrawSettings::default() },
        DrawSettings { weights: WeightDraw::Dirichlet { spread: f64::NAN }, ..DrawSettings::default() },
        DrawSettings { tolerance: Some(0.0), ..DrawSettings::default() },
        DrawSettings { together: vec![vec!["nothing".to_owned()]], ..DrawSettings::default() },
    ] {
        assert!(Plan::new(&evaluate(&one), settings.clone()).is_err(), "{settings:?}");
    }
}

#[test]
fn a_sorted_field_ranks_as_a_compared_one() {
    // More vendors than are compared in pairs; the first forty alone must keep their order among themselves.
    let values: Vec<Vec<f64>> =
        (0..60_u32).map(|at| vec![f64::from(at * 7 % 61) / 61.0, f64::from(at * 11 % 61) / 61.0]).collect();
    let decision = of_values(&values, &[1.0, 1.0]);
    let plan = plan(&decision, DrawSettings { weights: WeightDraw::Fixed, ..uniform(1, 1) });
    let weights: Vec<Vec<f64>> =
        (1..40_u32).map(|at| vec![f64::from(at) / 40.0, 1.0 - f64::from(at) / 40.0]).collect();
    let counts = serde_json::to_value(plan.count_given(&weights)).unwrap();
    let mut expected = vec![0_u64; 60 * 60];
    for weight in &weights {
        let scores: Vec<f64> =
            values.iter().map(|value| value[0] * weight[0] + value[1] * weight[1]).collect();
        for (vendor, score) in scores.iter().enumerate() {
            let rank = scores.iter().filter(|other| **other > score + 1e-9).count();
            let level = scores.iter().filter(|other| (**other - score).abs() <= 1e-9).count();
            if level == 1 {
                expected[vendor * 60 + rank] += 1;
            }
        }
    }
    let ranks = counts["ranks"].as_array().unwrap();
    for (at, expected) in expected.iter().enumerate() {
        // Level ones share ranks in turn, which only adds.
        assert!(ranks[at].as_u64().unwrap() >= *expected, "{at}");
    }
    assert_eq!(ranks.iter().filter_map(Value::as_u64).sum::<u64>(), 60 * 39);
}

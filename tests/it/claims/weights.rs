//! "Holds until", "stays first", "dominated", "can never win": over weights.

use proptest::prelude::*;
use weigh::decision::{Decision, VendorId, Weight};
use weigh::exact::Exact;
use weigh::robust::{dominance, optimality, sensitivity::Interval, stability};
use weigh::score::Evaluation;

use super::refute;
use crate::properties::random::{decision, unrounded, without_ties_chain};
use crate::properties::robust::moved;
use crate::support::{Workspace, evaluate};

/// Weights of all criteria, some of them zero.
fn weights() -> impl Strategy<Value = Vec<Vec<u32>>> {
    proptest::collection::vec(
        proptest::collection::vec(prop_oneof![1 => Just(0_u32), 3 => 1..=40_u32], 40),
        12,
    )
}

/// The decision with other weights; none where a group would be left without any.
fn reweighed(decision: &Decision, weights: &[u32]) -> Option<Decision> {
    let mut other = decision.clone();
    other.set_weights((0..decision.criteria.len()).map(|at| (at, Weight::from(weights[at % weights.len()]))));
    let has_weight = |parent: Option<usize>| {
        other.criteria.iter().any(|one| one.parent == parent && !one.weight.is_zero())
    };
    let parents =
        (0..other.criteria.len()).filter(|&at| other.criteria[at].is_group()).map(Some).chain([None]);
    parents.into_iter().all(has_weight).then_some(other)
}

/// The ranked vendors with their ranks, to compare orders.
fn ranks(evaluation: &Evaluation) -> Vec<(VendorId, usize)> {
    evaluation.ranked().map(|vendor| (vendor.id().clone(), vendor.rank.unwrap())).collect()
}

/// The decision as questions over all weights take it: whoever is in the ranking stays in it.
fn without_minimums(mut decision: Decision) -> Decision {
    decision.rule.minimum = None;
    crate::properties::random::change_criteria(&mut decision, |criteria| {
        for one in criteria {
            one.minimum = None;
        }
    });
    decision
}

#[test]
fn the_first_place_holds_everywhere_within_its_interval() {
    refute((decision(), proptest::collection::vec(0..=1_000_u32, 6)), |(decision, places)| {
        let decision = without_ties_chain(unrounded(decision));
        let record = evaluate(&decision);
        let Some(leader) = record.ranked().next().map(|vendor| vendor.id().clone()) else { return Ok(()) };
        for (criterion, one) in stability(&record).iter().enumerate().filter(|(_, one)| one.is_movable) {
            let Some(interval) = &one.first else { continue };
            for at in within(interval, &places) {
                let after = evaluate(&moved(&decision, criterion, &at));
                let rank = after.vendor(leader.as_str()).unwrap().rank;
                prop_assert_eq!(rank, Some(1), "{} of {} at {}", leader, one.criterion, at);
            }
        }
        Ok(())
    });
}

#[test]
fn the_order_holds_everywhere_within_its_interval() {
    refute((decision(), proptest::collection::vec(0..=1_000_u32, 6)), |(decision, places)| {
        let decision = without_ties_chain(unrounded(decision));
        let record = evaluate(&decision);
        let order: Vec<VendorId> = record.ranked().map(|vendor| vendor.id().clone()).collect();
        for (criterion, one) in stability(&record).iter().enumerate().filter(|(_, one)| one.is_movable) {
            let Some(interval) = &one.order else { continue };
            for at in within(interval, &places) {
                let after = evaluate(&moved(&decision, criterion, &at));
                let stays = ranks(&after);
                prop_assert_eq!(stays.len(), order.len(), "{} at {}: who is ranked", one.criterion, at);
                let rank = |id: &VendorId| stays.iter().find(|(other, _)| other == id).map(|(_, rank)| *rank);
                for pair in order.windows(2) {
                    prop_assert!(rank(&pair[0]) <= rank(&pair[1]), "{} at {}", one.criterion, at);
                }
            }
        }
        Ok(())
    });
}

/// Places strictly between two, and the ends themselves where nothing is said to happen there.
fn within(interval: &Interval, places: &[u32]) -> Vec<Exact> {
    let Interval { lower, upper, below, above } = interval;
    let part = |place: &u32| Exact::from(*place + 1).over(&Exact::from(1_002)).unwrap();
    let inner = places.iter().map(|place| lower + &(&part(place) * &(upper - lower)));
    let ends = [(lower, below), (upper, above)].into_iter().filter(|(_, change)| change.is_none());
    inner.filter(|at| lower < at && at < upper).chain(ends.map(|(end, _)| end.clone())).collect()
}

#[test]
fn who_is_dominated_is_never_ahead() {
    refute((decision(), weights()), |(decision, weights)| {
        let decision = without_minimums(crate::properties::random::without_skip(without_ties_chain(
            unrounded(decision),
        )));
        let record = evaluate(&decision);
        for found in dominance(&record) {
            for weights in &weights {
                let Some(other) = reweighed(&decision, weights) else { continue };
                let after = evaluate(&other);
                let score = |id: &VendorId| after.vendor(id.as_str()).unwrap().score.clone();
                prop_assert!(score(&found.better) >= score(&found.worse), "{found:?}");
            }
        }
        Ok(())
    });
}

#[test]
fn who_can_never_win_does_not_at_any_weights() {
    refute((decision(), weights()), |(decision, weights)| {
        let decision = without_minimums(crate::properties::random::without_skip(without_ties_chain(
            unrounded(decision),
        )));
        let record = evaluate(&decision);
        let points = record.decision.rule.points.clone();
        for found in optimality(&record, &[]).into_iter().flatten() {
            for weights in &weights {
                let Some(other) = reweighed(&decision, weights) else { continue };
                let after = evaluate(&other);
                let own = after.vendor(found.vendor.as_str()).unwrap();
                let value = own.score.over(&points).unwrap().exact().clone();
                prop_assert!(found.lowest <= value && value <= found.highest);
                prop_assert!(found.can_win || own.rank != Some(1), "{found:?}");
                if let (Some(best), Some(worst), Some(rank)) = (found.best_rank, found.worst_rank, own.rank) {
                    prop_assert!(best <= rank && rank <= worst, "{found:?} and {rank}");
                }
            }
        }
        Ok(())
    });
}

/// A bid that a minimum keeps out of the field sets no price, until a weight lets it in: then the others score anew.
#[test]
fn a_bid_that_a_weight_lets_into_the_field_ends_the_first_place() {
    let criteria = "title = \"Desk\"\n[rule]\npoints = 100\nunknown = \"skip\"\n\
        [criteria.price]\nweight = 5.75\nscale = { relative = \"lower\" }\n\
        [criteria.quality]\nweight = 3.5\nminimum = 53\n\
        [criteria.control]\nunder = \"quality\"\nweight = 15\nscale = { worst = 5.75, best = 13.5 }\n\
        [criteria.culture]\nunder = \"quality\"\nweight = 0.25\nscale = { worst = 0.25, best = 0.75 }\n";
    let aalto = "name = \"Aalto\"\n[facts]\nprice = 0.5\ncontrol = { low = 0.25, likely = 0.25, high = 9.25 }\nculture = {}\n";
    let brandt = "name = \"Brandt\"\n[facts]\nprice = 0.75\n";
    let workspace = Workspace::new(criteria, &[("aalto", aalto), ("brandt", brandt)]);
    let found = workspace.weigh(&["sensitivity", "--format", "json"]).json();
    let of = |id: &str| {
        let all = found["result"]["criteria"].as_array().or(found["result"].as_array()).unwrap();
        all.iter().find(|one| one["criterion"] == id).unwrap().clone()
    };
    let control = of("control");
    assert_eq!(control["first"]["below"]["winner"], "aalto", "{control}");
    let (lower, whole) = (control["first"]["lower"].as_f64().unwrap(), 15.25);
    let first = |share: f64| {
        let weight = format!("criteria.control.weight={}", 0.25 * share / (1.0 - share));
        let rank = workspace.weigh(&["rank", "--set", &weight, "--format", "json"]).json();
        rank["result"]["vendors"][0]["id"].as_str().unwrap().to_owned()
    };
    assert!(lower > 0.8 && lower < 15.0 / whole, "{lower}");
    assert_eq!([first(lower - 0.001), first(lower + 0.001)], ["aalto", "brandt"]);
    // Who leads where says the same.
    let leads = workspace.weigh(&["sensitivity", "control", "--format", "json"]).json().to_string();
    assert!(
        leads.contains("\"vendors\":[\"aalto\"]") && leads.contains("\"vendors\":[\"brandt\"]"),
        "{leads}"
    );
}

/// The range of a weight in which the first place holds, and who is first with `--set` of it.
fn first_over(workspace: &Workspace, criterion: &str) -> serde_json::Value {
    let found = workspace.weigh(&["sensitivity", "--format", "json"]).json();
    let all = found["result"]["criteria"].as_array().or(found["result"].as_array()).unwrap();
    all.iter().find(|one| one["criterion"] == criterion).unwrap()["first"].clone()
}

fn leader(workspace: &Workspace, sets: &[&str]) -> String {
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let rank = workspace.weigh(&[&["rank", "--format", "json"], sets.as_slice()].concat()).json();
    rank["result"]["vendors"][0]["id"].as_str().unwrap().to_owned()
}

/// A bid may come into the field by a weight and never into the ranking, for the score has a minimum too.
#[test]
fn a_bid_that_is_never_ranked_moves_the_others_once_it_is_compared() {
    let scale = "scale = { worst = 0, best = 100 }\n";
    let criteria = format!(
        "title = \"D\"\n[rule]\npoints = 100\nminimum = 40\n\
         [criteria.s]\nweight = 50\nscale = {{ relative = \"lower\" }}\n\
         [criteria.q]\nweight = 40\n{scale}[criteria.g]\nweight = 10\nminimum = 60\n\
         [criteria.a]\nunder = \"g\"\nweight = 50\n{scale}[criteria.b]\nunder = \"g\"\nweight = 50\n{scale}"
    );
    let vendor = |facts: [u32; 4]| {
        let [s, q, a, b] = facts;
        format!("name = \"V{s}\"\n[facts]\ns = {s}\nq = {q}\na = {a}\nb = {b}\n")
    };
    let files = [[10, 50, 100, 100], [20, 90, 100, 100], [1000, 0, 100, 0]].map(vendor);
    let workspace = Workspace::new(&criteria, &[("v1", &files[0]), ("v2", &files[1]), ("v3", &files[2])]);
    let first = first_over(&workspace, "a");
    assert_eq!((&first["upper"], &first["above"]["winner"]), (&0.6.into(), &"v2".into()), "{first}");
    let of = |a: &str, b: &str| {
        leader(&workspace, &[&format!("criteria.a.weight={a}"), &format!("criteria.b.weight={b}")])
    };
    assert_eq!([of("59.9", "40.1"), of("60", "40")], ["v1", "v2"]);
}

/// Where something is skipped, its weight goes elsewhere just where it has all of its group.
#[test]
fn a_first_place_that_is_lost_just_at_the_end_of_a_weight_is_not_said_to_hold_there() {
    let leaf = |weight: u32| format!("weight = {weight}\nscale = {{ worst = 0, best = 100 }}\n");
    let criteria = format!(
        "title = \"D\"\n[rule]\npoints = 100\nunknown = \"skip\"\n\
         [criteria.g]\nweight = 50\n[criteria.x]\nunder = \"g\"\n{}[criteria.y]\nunder = \"g\"\n{}[criteria.z]\n{}",
        leaf(90),
        leaf(10),
        leaf(50)
    );
    let aalto = "name = \"A\"\n[facts]\nx = {}\ny = 100\nz = 40\n";
    let brandt = "name = \"B\"\n[facts]\nx = 50\ny = 50\nz = 50\n";
    let workspace = Workspace::new(&criteria, &[("a", aalto), ("b", brandt)]);
    let first = first_over(&workspace, "x");
    assert_eq!((&first["upper"], &first["above"]["winner"]), (&1.into(), &"b".into()), "{first}");
    let of = |x: &str, y: &str| {
        leader(&workspace, &[&format!("criteria.x.weight={x}"), &format!("criteria.y.weight={y}")])
    };
    assert_eq!([of("99.9", "0.1"), of("100", "0")], ["a", "b"]);
    let said = workspace.weigh(&["sensitivity"]);
    assert!(said.out.contains("at 100.00: B") && !said.out.contains("above 100"), "{said}");
    assert!(
        workspace.weigh(&["robust"]).out.contains("x weighs all 100"),
        "{}",
        workspace.weigh(&["robust"])
    );
}

/// Where nothing of a group applies, its minimum is judged by what else there is, and where it stands beside that.
#[test]
fn a_minimum_of_a_group_of_which_nothing_applies_keeps_nobody_out() {
    let leaf = |weight: u32| format!("weight = {weight}\nscale = {{ worst = 0, best = 100 }}\n");
    // All weight is on what A has not; beside that, A comes to 80, which is more than 50.
    let criteria = format!(
        "title = \"D\"\n[rule]\npoints = 100\n[criteria.g]\nweight = 1\nminimum = {{ above = 50 }}\n\
         [criteria.x]\nunder = \"g\"\n{}[criteria.y]\nunder = \"g\"\n{}",
        leaf(1),
        leaf(0)
    );
    let aalto = "name = \"A\"\n[facts]\nx = { not_applicable = true, reason = \"it has none\" }\ny = 80\n";
    let workspace = Workspace::new(&criteria, &[("a", aalto)]);
    let first = first_over(&workspace, "x");
    assert!(first["below"].is_null() && first["lower"] == 0, "{first}");
    // A has 60 and B 40 of what else is in the group: nothing that x and y weigh lets B in, or keeps A out.
    for minimum in ["50", "{ above = 50 }"] {
        let criteria = format!(
            "title = \"D\"\n[rule]\npoints = 100\n[criteria.g]\nweight = 1\nminimum = {minimum}\n\
             [criteria.h]\nunder = \"g\"\nweight = 1\n[criteria.x]\nunder = \"h\"\n{}[criteria.y]\nunder = \"h\"\n{}\
             [criteria.z]\nunder = \"g\"\n{}[criteria.price]\n{}",
            leaf(1),
            leaf(1),
            leaf(1),
            leaf(1)
        );
        let vendor = |name: &str, z: u32, price: u32| {
            let none = "{ not_applicable = true, reason = \"it has none\" }";
            format!("name = \"{name}\"\n[facts]\nx = {none}\ny = {none}\nz = {z}\nprice = {price}\n")
        };
        let vendors = [("a", vendor("A", 60, 10)), ("b", vendor("B", 40, 90))];
        let workspace = Workspace::new(&criteria, &vendors.each_ref().map(|(id, text)| (*id, text.as_str())));
        let first = first_over(&workspace, "x");
        assert!(first["lower"] == 0 && first["upper"] == 1, "{minimum}: {first}");
        assert!(first["below"].is_null() && first["above"].is_null(), "{minimum}: {first}");
    }
}

/// The scores of one field of bids say nothing of the weight at which another is compared.
#[test]
fn one_who_leaves_just_there_is_not_ahead_beyond() {
    let criteria = "title = \"D\"\n[rule]\npoints = 100\n[criteria.g]\nweight = 1\n\
        [criteria.m]\nunder = \"g\"\nweight = 0\nminimum = 8\n\
        [criteria.x]\nunder = \"m\"\nweight = 0\nscale = { points = [[0, 1], [1, 0]] }\n\
        [criteria.y]\nunder = \"m\"\nweight = 1\nscale = { worst = 0, best = 1 }\n\
        [criteria.z]\nunder = \"g\"\nweight = 1\n\
        scale = { expr = \"if count(above_minimum) >= 3 then trimmed_mean(above_minimum, facts.z, 1, 1) / facts.z else 0.5\" }\n";
    // Of m, C comes to 1 - x at most: enough up to 0.92. A and B, of whom x is open, come to 0.01 x more.
    let vendor =
        |name: &str, x: &str, z: &str| format!("name = \"{name}\"\n[facts]\nx = {x}\ny = {{}}\nz = {z}\n");
    let vendors = [
        ("a", vendor("A", "{}", "0.25")),
        ("b", vendor("B", "{}", "{ low = 0.25, likely = 3.25, high = 3.25 }")),
        ("c", vendor("C", "1", "0.25")),
    ];
    let workspace = Workspace::new(criteria, &vendors.each_ref().map(|(id, text)| (*id, text.as_str())));
    let of = |x: &str, y: &str| {
        leader(&workspace, &[&format!("criteria.x.weight={x}"), &format!("criteria.y.weight={y}")])
    };
    assert_eq!([of("0", "1"), of("0.92", "0.08"), of("0.925", "0.075")], ["a", "a", "a"]);
    let first = first_over(&workspace, "x");
    assert!(first["upper"].as_f64().unwrap() > 0.925, "{first}");
}

/// A score that leaves out what is not known can be more than it comes to once all is known: that is what is judged.
#[test]
fn a_minimum_asks_what_a_score_comes_to_once_all_is_known() {
    // Now 170.5 (1 - t) points; with y at most 100, at most 135.25 (1 - t): more than 20 up to t = 461/541.
    let criteria = "title = \"D\"\n[rule]\npoints = 100\nunknown = \"skip\"\ncap = \"none\"\nminimum = { above = 20 }\n\
        [criteria.z]\nweight = 0\nscale = { worst = 0, best = 1 }\n[criteria.g]\nweight = 1\n\
        [criteria.x]\nunder = \"g\"\nweight = 1\nscale = { expr = \"1.705 - facts.x\" }\n\
        [criteria.y]\nunder = \"g\"\nweight = 1\nscale = { worst = 0.25, best = 0.5 }\n";
    let workspace = Workspace::new(criteria, &[("a", "name = \"A\"\n[facts]\nz = 0\nx = 0\ny = {}\n")]);
    let upper = first_over(&workspace, "z")["upper"].as_f64().unwrap();
    assert!((upper - 461.0 / 541.0).abs() < 1e-9, "{upper}");
    let rank = |z: &str, g: &str| {
        let sets = [format!("criteria.z.weight={z}"), format!("criteria.g.weight={g}")];
        workspace.weigh(&["rank", "--set", &sets[0], "--set", &sets[1], "--format", "csv"]).out
    };
    assert!(rank("85", "15").contains("\n1,"), "{}", rank("85", "15"));
    let out = rank("86", "14");
    assert!(out.contains("Score below its minimum: 23.87, at most 18.935, of more than 20"), "{out}");
}

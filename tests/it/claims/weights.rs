//! "Holds until", "stays first", "dominated", "can never win": over weights.

use proptest::prelude::*;
use weigh::decision::{Decision, VendorId, Weight};
use weigh::exact::Exact;
use weigh::robust::{dominance, optimality, stability};
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
            for at in within(&interval.lower, &interval.upper, &places) {
                let after = evaluate(&moved(&decision, criterion, &at));
                let rank = after.vendor(leader.as_str()).unwrap().rank;
                prop_assert_eq!(rank, Some(1), "{} of {} at {}", leader, one.criterion, at);
            }
        }
        Ok(())
    });
}

/// Whether a minimum itself hangs on the field of bids. Whether another vendor stays in the field may be open there, and
/// settled by a weight: the order of such decisions is not tried.
fn has_minimum_of_field(decision: &Decision) -> bool {
    let is_of_field = |at: &usize| decision.depends_on_field(*at);
    let all = 0..decision.criteria.len();
    all.clone().any(|at| decision.criteria[at].minimum.is_some() && is_of_field(&at))
        || (decision.rule.minimum.is_some() && all.into_iter().any(|at| is_of_field(&at)))
}

#[test]
fn the_order_holds_everywhere_within_its_interval() {
    refute((decision(), proptest::collection::vec(0..=1_000_u32, 6)), |(decision, places)| {
        let decision = without_ties_chain(unrounded(decision));
        prop_assume!(!has_minimum_of_field(&decision));
        let record = evaluate(&decision);
        let order: Vec<VendorId> = record.ranked().map(|vendor| vendor.id().clone()).collect();
        for (criterion, one) in stability(&record).iter().enumerate().filter(|(_, one)| one.is_movable) {
            let Some(interval) = &one.order else { continue };
            for at in within(&interval.lower, &interval.upper, &places) {
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

/// Places strictly between two.
fn within(lower: &Exact, upper: &Exact, places: &[u32]) -> Vec<Exact> {
    let part = |place: &u32| Exact::from(*place + 1).over(&Exact::from(1_002)).unwrap();
    places
        .iter()
        .map(|place| lower + &(&part(place) * &(upper - lower)))
        .filter(|at| lower < at && at < upper)
        .collect()
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

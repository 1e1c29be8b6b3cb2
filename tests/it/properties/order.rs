//! The order in which things are given changes nothing that counts.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use weigh::decision::{Criterion, Decision};
use weigh::score::Evaluation;

use super::random::{change_criteria, with_fixed_scales};
use super::written::{Random, decision};
use super::{check, check_costly};
use crate::support::evaluate;

/// An evaluation by ids, so that two can be compared whatever order things stand in. Without the
/// places where facts are written.
pub(crate) fn portrait(evaluation: &Evaluation) -> Value {
    let vendors = evaluation.vendors.iter().map(|vendor| {
        let mut face = serde_json::to_value(vendor).unwrap();
        let criteria = evaluation.decision.criteria.iter().map(|criterion| criterion.id.as_str());
        face["cells"] = by_id(criteria, &face["cells"]);
        let gates = evaluation.decision.gates.iter().map(|gate| gate.id.as_str());
        face["gates"] = by_id(gates, &face["gates"]);
        for list in ["minimums", "exclusions"] {
            let entries = face[list].as_array_mut().unwrap();
            entries.sort_by_key(ToString::to_string);
        }
        face.as_object_mut().unwrap().remove("file");
        (vendor.id().to_string(), face)
    });
    let shares = evaluation.decision.criteria.iter().map(|criterion| {
        (criterion.id.to_string(), json!([criterion.share().local, criterion.share().global]))
    });
    json!({
        "ranking": evaluation.vendors.iter().map(|vendor| vendor.id().as_str()).collect::<Vec<_>>(),
        "vendors": vendors.collect::<Map<_, _>>().sorted(),
        "shares": shares.collect::<Map<_, _>>().sorted(),
    })
}

/// A list as a table by ids, without the facts and their places.
fn by_id<'a>(ids: impl Iterator<Item = &'a str>, list: &Value) -> Value {
    let entries = ids.zip(list.as_array().unwrap()).map(|(id, entry)| {
        let mut entry = entry.clone();
        entry.as_object_mut().unwrap().remove("fact");
        (id.to_owned(), entry)
    });
    Value::Object(entries.collect::<Map<_, _>>().sorted())
}

/// Puts the entries of a JSON table into the order of their keys.
trait Sorted {
    fn sorted(self) -> Self;
}

impl Sorted for Map<String, Value> {
    fn sorted(mut self) -> Self {
        self.sort_keys();
        self
    }
}

/// The decision with vendors, gates and the criteria of each group in an order that random keys give.
fn reordered(decision: &Decision, keys: &[u32]) -> Decision {
    let mut reordered = decision.clone();
    let key = |at: usize| keys[at % keys.len()];
    reordered.vendors = by_key(&decision.vendors, key);
    reordered.gates = by_key(&decision.gates, key);
    change_criteria(&mut reordered, |criteria| {
        criteria.clear();
        move_children(&decision.criteria, None, None, &key, criteria);
    });
    reordered
}

fn by_key<T: Clone>(things: &[T], key: impl Fn(usize) -> u32) -> Vec<T> {
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by_key(|&at| key(at));
    order.into_iter().map(|at| things[at].clone()).collect()
}

/// Copies what stands under `from` in its new order; `to` is where `from` stands now.
fn move_children(
    criteria: &[Criterion],
    from: Option<usize>,
    to: Option<usize>,
    key: &impl Fn(usize) -> u32,
    moved: &mut Vec<Criterion>,
) {
    let mut children: Vec<usize> = (0..criteria.len()).filter(|&at| criteria[at].parent == from).collect();
    children.sort_by_key(|&at| key(at));
    for child in children {
        let at = moved.len();
        moved.push(criteria[child].clone().under(to));
        move_children(criteria, Some(child), Some(at), key, moved);
    }
}

#[test]
fn the_order_of_vendors_gates_and_criteria_changes_nothing() {
    check_costly((decision(), vec(any::<u32>(), 17)), |(Random(decision), keys)| {
        let moved = reordered(&decision, &keys);
        prop_assert_eq!(portrait(&evaluate(&moved)), portrait(&evaluate(&decision)));
        Ok(())
    });
}

#[test]
fn the_order_of_vendors_does_not_touch_the_fingerprint_of_the_rule() {
    check((decision(), vec(any::<u32>(), 17)), |(Random(decision), keys)| {
        let mut moved = decision.clone();
        moved.vendors = by_key(&decision.vendors, |at| keys[at]);
        prop_assert_eq!(evaluate(&moved).digest.rule, evaluate(&decision).digest.rule);
        Ok(())
    });
}

#[test]
fn with_fixed_scales_a_vendor_that_leaves_moves_no_score_and_turns_no_order() {
    check((decision(), any::<usize>()), |(Random(decision), leaver)| {
        let decision = with_fixed_scales(decision);
        let leaver = leaver % decision.vendors.len();
        let mut rest = decision.clone();
        let gone = rest.vendors.remove(leaver);
        let (before, after) = (evaluate(&decision), evaluate(&rest));
        let stayed: Vec<_> = before.vendors.iter().filter(|vendor| *vendor.id() != gone.id).collect();
        prop_assert_eq!(stayed.len(), after.vendors.len());
        for (was, is) in stayed.iter().zip(&after.vendors) {
            prop_assert_eq!(
                (was.id(), &was.score, was.rank.is_some()),
                (is.id(), &is.score, is.rank.is_some())
            );
            // The ranks close up by one behind the one that left, and only there.
            prop_assert!(is.rank == was.rank || is.rank == was.rank.map(|rank| rank - 1));
        }
        Ok(())
    });
}

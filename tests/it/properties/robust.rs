//! What holds for tipping points: they are where the decision itself says so.

use proptest::prelude::*;
use weigh::decision::{Decision, VendorId, Weight};
use weigh::exact::Exact;
use weigh::robust::{sensitivity, stability};

use super::check_costly;
use super::random::{decision, unrounded, without_ties_chain};
use crate::support::evaluate;

/// The decision with the local share of a criterion at `t`, its siblings in proportion.
pub(crate) fn moved(decision: &Decision, criterion: usize, t: &Exact) -> Decision {
    let mut moved = decision.clone();
    let one = &decision.criteria[criterion];
    let rest = one.share().local.rest();
    let siblings: Vec<usize> =
        (0..decision.criteria.len()).filter(|&at| decision.criteria[at].parent == one.parent).collect();
    let equal = Exact::ONE.over(&Exact::from(siblings.len() - 1)).unwrap();
    moved.set_weights(siblings.into_iter().map(|at| {
        let local = decision.criteria[at].share().local.exact().over(rest.exact());
        let local = local.unwrap_or_else(|| equal.clone());
        let weight = if at == criterion { t.clone() } else { &(&Exact::ONE - t) * &local };
        (at, Weight::new(weight).unwrap())
    }));
    moved
}

/// The vendors with the first rank.
fn first(decision: &Decision) -> Vec<VendorId> {
    let evaluation = evaluate(decision);
    let mut first: Vec<VendorId> = evaluation
        .ranked()
        .filter(|vendor| vendor.rank == Some(1))
        .map(|vendor| vendor.id().clone())
        .collect();
    first.sort();
    first
}

fn middle(a: &Exact, b: &Exact) -> Exact {
    (a + b).over(&Exact::from(2)).unwrap()
}

#[test]
fn who_leads_over_a_weight_is_who_leads_when_the_weight_is_set() {
    check_costly((decision(), any::<usize>()), |(decision, pick)| {
        let decision = without_ties_chain(unrounded(decision));
        let criterion = pick % decision.criteria.len();
        let found = sensitivity(&evaluate(&decision), criterion);
        prop_assume!(found.stability.is_movable);
        prop_assert_eq!(&found.leads.first().unwrap().from, &Exact::ZERO);
        prop_assert_eq!(&found.leads.last().unwrap().to, &Exact::ONE);
        for lead in &found.leads {
            let mut expected = lead.vendors.clone();
            expected.sort();
            // Also near the ends, where a neighbour's lead would begin.
            for at in [middle(&lead.from, &lead.to), middle(&lead.from, &middle(&lead.from, &lead.to))] {
                prop_assert_eq!(&first(&moved(&decision, criterion, &at)), &expected, "at {}", at);
            }
        }
        Ok(())
    });
}

#[test]
fn within_its_interval_the_first_place_stays_and_just_outside_it_does_not() {
    check_costly(decision(), |decision| {
        let decision = without_ties_chain(unrounded(decision));
        let record = evaluate(&decision);
        let Some(leader) = record.ranked().next().map(|vendor| vendor.id().clone()) else { return Ok(()) };
        let step = Exact::parse("0.000000001").unwrap();
        for (criterion, one) in stability(&record).iter().enumerate().filter(|(_, one)| one.is_movable) {
            let Some(interval) = &one.first else { continue };
            let leads = |at: &Exact| first(&moved(&decision, criterion, at)).contains(&leader);
            prop_assert!(leads(&middle(&interval.lower, &interval.upper)));
            // Just at an end of the weight, or where a minimum changes who is compared, it is lost at the end itself.
            let is_lost = |end: &Exact, beyond: &Exact| {
                // Values without a floor or a cap can bring an end as near to 0 or 1 as one likes.
                let beyond = beyond.clone().max(Exact::ZERO).min(Exact::ONE);
                !leads(end) || (beyond != *end && !leads(&beyond))
            };
            if interval.below.is_some() {
                let is_lost = is_lost(&interval.lower, &(&interval.lower - &step));
                prop_assert!(is_lost, "{} below {}", one.criterion, interval.lower);
            }
            if interval.above.is_some() {
                let is_lost = is_lost(&interval.upper, &(&interval.upper + &step));
                prop_assert!(is_lost, "{} above {}", one.criterion, interval.upper);
            }
        }
        Ok(())
    });
}

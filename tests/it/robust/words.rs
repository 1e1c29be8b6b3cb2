//! The paragraph on how sure the first place is, in each state that it knows.

use std::sync::Arc;

use weigh::answers::uncertainty::{HowSure, glance, paragraph};
use weigh::decision::{Decision, FactId, FactValue, Minimum};
use weigh::exact::Exact;
use weigh::robust::{DrawSettings, Robustness, WeightDraw};

use super::{fact, of_values};
use crate::support::evaluate;

/// Vendors that have their places by one criterion: the first of them is ahead.
fn decision(vendors: u32) -> Decision {
    let row = |at: u32| vec![1.0 - f64::from(at) / 8.0, 0.5];
    of_values(&(0..vendors).map(row).collect::<Vec<_>>(), &[60.0, 40.0])
}

fn drawn(decision: &Decision, settings: DrawSettings) -> HowSure {
    HowSure::new(&evaluate(decision), settings, &mut |_| true).unwrap()
}

/// What is said when vendors come first in these shares of 10,000 draws, and nobody in the rest.
fn said(decision: &Decision, shares: &[f64], change: impl FnOnce(&mut Robustness)) -> String {
    let settings = DrawSettings { draws: 100, ..DrawSettings::of(decision) };
    let mut robustness = drawn(decision, settings).robustness;
    robustness.draws = 10_000;
    for (vendor, share) in robustness.vendors.iter_mut().zip(shares) {
        vendor.acceptability[0] = *share;
    }
    change(&mut robustness);
    paragraph(&evaluate(decision), &robustness, &[])
}

const VARIED: &str = "with weights varied around those stated";

#[test]
fn no_vendor_at_all_is_nothing_to_be_sure_of() {
    let none = decision(0);
    let words = drawn(&none, DrawSettings::of(&none)).words;
    assert_eq!(words, "No vendor is in the ranking, so there is nothing to be sure of.");
}

#[test]
fn vendors_that_a_minimum_keeps_out_are_not_in_the_ranking_as_it_stands() {
    let mut two = decision(2);
    two.rule.minimum = Some(Minimum::at_least(Exact::ONE.into()));
    assert_eq!(
        said(&two, &[0.3, 0.0], |_| ()),
        format!(
            "No vendor is in the ranking as it stands. In 70 % of 10,000 draws nobody passes, {VARIED}. \
             Vendor 00 comes first in 30 %."
        )
    );
}

#[test]
fn one_vendor_has_no_rival_but_may_not_pass() {
    let one = decision(1);
    let only = "Vendor 00 is the only vendor in the ranking.";
    assert_eq!(said(&one, &[1.0], |_| ()), only);
    assert_eq!(
        said(&one, &[0.95], |_| ()),
        format!("{only} In 5 % of 10,000 draws nobody passes, {VARIED}.")
    );
}

#[test]
fn the_leader_comes_with_its_rivals() {
    assert_eq!(
        said(&decision(4), &[0.912, 0.031, 0.004, 0.053], |_| ()),
        format!(
            "Vendor 00 leads in 91 % of 10,000 draws, {VARIED}. Otherwise it is Vendor 03 in 5 %, Vendor 01 in 3 %."
        )
    );
}

#[test]
fn a_rival_that_comes_first_more_often_is_named_first() {
    assert_eq!(
        said(&decision(3), &[0.34, 0.55, 0.11], |_| ()),
        format!(
            "Vendor 01 leads most often, in 55 % of 10,000 draws, {VARIED}. \
             Vendor 00, the first of the ranking, leads in 34 %. Otherwise it is Vendor 02 in 11 %. \
             There is no clear first: Vendor 00 leads in less than 50 %."
        )
    );
}

#[test]
fn two_that_come_first_equally_often_are_named_together() {
    let words = said(&decision(2), &[0.4999, 0.5001], |_| ());
    let both = "Vendor 00 and Vendor 01 lead equally often, each in 50 % of 10,000 draws, ";
    assert!(words.starts_with(both), "{words}");
}

#[test]
fn a_shared_first_place_is_said_to_be_shared() {
    let tie = of_values(&[vec![0.5, 0.5], vec![0.5, 0.5]], &[60.0, 40.0]);
    let words = said(&tie, &[0.48, 0.52], |_| ());
    let shared = "Vendor 00 and Vendor 01 share the first place. Vendor 01 leads in 52 % of 10,000 draws";
    assert!(words.starts_with(shared), "{words}");
}

#[test]
fn draws_in_which_nobody_passes_are_counted_and_come_first_where_they_are_the_most() {
    assert_eq!(
        said(&decision(2), &[0.25, 0.12], |_| ()),
        format!(
            "In 63 % of 10,000 draws nobody passes, {VARIED}. Vendor 00 leads in 25 %. \
             Otherwise it is Vendor 01 in 12 %. \
             There is no clear first: Vendor 00 leads in less than 50 %."
        )
    );
    let words = said(&decision(2), &[0.88, 0.0], |_| ());
    assert!(words.ends_with("In 12 % nobody passes."), "{words}");
}

#[test]
fn the_rule_says_how_often_the_first_must_lead() {
    let unclear = "There is no clear first";
    let mut two = decision(2);
    assert!(said(&two, &[0.49, 0.51], |_| ()).contains(unclear));
    assert!(!said(&two, &[0.5, 0.5], |_| ()).contains(unclear));
    two.uncertainty.recommend = Some(Exact::parse("66.5").unwrap());
    let words = said(&two, &[0.66, 0.34], |_| ());
    assert!(words.ends_with("There is no clear first: Vendor 00 leads in less than 66.5 %."), "{words}");
    two.uncertainty.recommend = Some(Exact::ZERO);
    assert!(!said(&two, &[0.1, 0.9], |_| ()).contains(unclear));
}

#[test]
fn draws_that_are_missing_are_counted() {
    let two = decision(2);
    let words = said(&two, &[0.9, 0.1], |robustness| robustness.is_partial = true);
    assert!(words.contains("of 10,000 draws (of 100 that were asked for), with weights"), "{words}");
    let words = said(&two, &[0.0, 0.0], |robustness| robustness.draws = 0);
    assert_eq!(words, "None of the 100 draws that were asked for is in it.");
}

#[test]
fn what_varies_is_what_was_drawn() {
    let mut two = decision(2);
    let fixed = |robustness: &mut Robustness| robustness.settings.weights = WeightDraw::Fixed;
    let words = said(&two, &[1.0, 0.0], fixed);
    let certain = "leads in 100 % of 10,000 draws, with the weights as stated and no uncertain facts.";
    assert!(words.contains(certain), "{words}");
    let range = FactValue::Range { low: Exact::ZERO, likely: Exact::parse("0.5").unwrap(), high: Exact::ONE };
    Arc::make_mut(&mut two.vendors[1]).facts.insert(FactId::new("c1"), fact(range));
    let words = said(&two, &[1.0, 0.0], fixed);
    assert!(words.contains("with the weights as stated and uncertain facts over their ranges."), "{words}");
}

#[test]
fn counting_details_changes_no_word() {
    let mut three = decision(3);
    Arc::make_mut(&mut three.vendors[1]).facts.remove(&FactId::new("c1"));
    let [plain, detailed] =
        [false, true].map(|detail| drawn(&three, DrawSettings { detail, ..glance(&three) }).words);
    assert_eq!(plain, detailed);
}

#[test]
fn a_glance_at_a_large_decision_takes_the_first_draws_and_says_so() {
    let row = |at: u32| (0..100).map(|leaf| f64::from((at * 37 + leaf * 11) % 101) / 100.0).collect();
    let large = of_values(&(0..41).map(row).collect::<Vec<_>>(), &[1.0; 100]);
    let sure = drawn(&large, DrawSettings { detail: false, ..glance(&large) });
    assert!(sure.words.contains(" of the first 1,000 draws, "), "{}", sure.words);
    // The draws of a whole run begin with them.
    let shares = |draws| {
        let settings = DrawSettings { draws, detail: false, ..DrawSettings::of(&large) };
        drawn(&large, settings).robustness.vendors.into_iter().map(|one| one.acceptability[0])
    };
    let counts = |draws: u32| shares(u64::from(draws)).map(move |share| (share * f64::from(draws)).round());
    let (first, more) = (counts(1_000), counts(1_024));
    assert!(first.zip(more).all(|(first, more)| first <= more));
}

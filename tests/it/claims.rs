//! Tries to refute by brute force whatever is said to hold for sure, on small random decisions.
//!
//! `WEIGH_CLAIMS` sets on how many decisions each kind of claim is tried; the default is 100. `.ci/long claims` tries
//! each on 100,000.

mod break_even;
mod draws;
mod numbers;
mod ranges;
mod weights;

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use weigh::decision::{Decision, Fact, FactValue, VendorId};
use weigh::exact::Exact;
use weigh::score::Evaluation;

use crate::properties::check_on;
use crate::properties::random::quarters;
use crate::support::evaluate;

/// Tries to refute a claim on as many decisions as are asked for.
fn refute<S: Strategy>(values: S, claim: impl Fn(S::Value) -> TestCaseResult) {
    let cases = std::env::var("WEIGH_CLAIMS").ok().and_then(|count| count.parse().ok());
    check_on(cases.unwrap_or(100), values, claim);
}

/// The numbers that are tried for a fact: all that random decisions are made of, what lies around them, and far off.
fn tried_numbers() -> Vec<Exact> {
    let mut numbers: Vec<Exact> = (1..=64).filter(|count| count % 3 != 1).map(quarters).collect();
    numbers.extend(
        ["0.01", "0.1", "17.3", "25", "60", "1000", "123456789"].map(|text| Exact::parse(text).unwrap()),
    );
    numbers.sort();
    numbers
}

/// Whether a vendor has the first place, perhaps shared.
fn is_first(evaluation: &Evaluation, vendor: &VendorId) -> bool {
    evaluation.vendor(vendor.as_str()).is_some_and(|vendor| vendor.rank == Some(1))
}

/// The decision with one fact, or mark, of a vendor as given.
fn with_fact(
    decision: &Decision,
    vendor: usize,
    (fact, is_mark): (&str, bool),
    value: FactValue,
) -> Decision {
    let mut changed = decision.clone();
    let of = Arc::make_mut(&mut changed.vendors[vendor]);
    let evidence =
        if is_mark { of.ratings.get(fact) } else { of.facts.get(fact) }.map(|fact| fact.evidence.clone());
    let fact_value = Arc::new(Fact { evidence: evidence.unwrap_or_default(), ..Fact::of(value) });
    if is_mark {
        of.ratings.insert(weigh::decision::CriterionId::new(fact), fact_value);
    } else {
        of.facts.insert(weigh::decision::FactId::new(fact), fact_value);
    }
    changed
}

/// Scores a decision with one fact of a vendor as given.
fn evaluate_with(decision: &Decision, vendor: usize, fact: (&str, bool), value: FactValue) -> Evaluation {
    evaluate(&with_fact(decision, vendor, fact, value))
}

//! Doubt and tipping points, against other programs' numbers and against themselves.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "counts of a few thousand, and numbers that are the same or not"
)]

mod exact;
mod samples;
mod tips;
mod words;

use std::fs;
use std::sync::Arc;

use serde_json::Value;
use weigh::decision::{Criterion, Decision, Fact, FactId, FactValue, Rule, Scale, Vendor, VendorId, Weight};
use weigh::exact::Exact;

use crate::support::repository;

/// An oracle of tests/data/robust.
pub(crate) fn oracle(name: &str) -> Value {
    let path = repository().join("tests/data/robust").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The numbers of a list; a null becomes NaN.
pub(crate) fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap_or(f64::NAN)).collect()
}

/// The rows of a list of lists.
pub(crate) fn table(list: &Value) -> Vec<Vec<f64>> {
    list.as_array().unwrap().iter().map(numbers).collect()
}

pub(crate) fn items(oracle: &Value) -> &Vec<Value> {
    oracle["items"].as_array().unwrap()
}

/// A number that counts vendors or criteria.
pub(crate) fn index(number: &Value) -> usize {
    usize::try_from(number.as_u64().unwrap()).unwrap()
}

/// A straight scale whose value is the fact: worst 0 and best 1.
pub(crate) fn unit() -> Scale {
    Scale::ends(Exact::ZERO, Exact::ONE).unwrap()
}

/// A criterion without siblings' shares yet.
pub(crate) fn criterion(at: usize, weight: f64, scale: Scale) -> Criterion {
    let weight = Weight::new(Exact::parse(&format!("{weight:.16}")).unwrap()).unwrap();
    Criterion::scored(&format!("c{at}"), &format!("Criterion {at}"), weight, scale)
}

pub(crate) fn fact(value: FactValue) -> Arc<Fact> {
    Arc::new(Fact::of(value))
}

/// A flat decision of these facts, one row a vendor, named v00, v01 and so on.
pub(crate) fn flat(rows: &[Vec<f64>], weights: &[f64], scales: Vec<Scale>) -> Decision {
    let criteria: Vec<Criterion> =
        scales.into_iter().enumerate().map(|(at, scale)| criterion(at, weights[at], scale)).collect();
    let vendors = rows.iter().enumerate().map(|(row, facts)| Vendor {
        facts: facts
            .iter()
            .enumerate()
            .map(|(at, number)| {
                // Oracles carry binary noise in the last digits, which would part vendors that are alike.
                let value = FactValue::Number { value: Exact::parse(&format!("{number:.14}")).unwrap() };
                (FactId::new(format!("c{at}")), fact(value))
            })
            .collect(),
        ..Vendor::new(VendorId::new(format!("v{row:02}")), format!("Vendor {row:02}"))
    });
    let rule = Rule { points: Exact::ONE.into(), ..Rule::default() };
    Decision::builder("d", "A table").criteria(criteria).rule(rule).vendors(vendors).build().unwrap()
}

/// A flat decision whose values are the facts.
pub(crate) fn of_values(values: &[Vec<f64>], weights: &[f64]) -> Decision {
    flat(values, weights, weights.iter().map(|_| unit()).collect())
}

/// The row of a vendor of [`flat`].
pub(crate) fn row(id: &VendorId) -> usize {
    id.as_str()[1..].parse().unwrap()
}

/// Fails when two numbers differ by more than the tolerance.
#[track_caller]
pub(crate) fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found} and not {expected}");
}

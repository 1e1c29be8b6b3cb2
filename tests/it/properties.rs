//! What holds for every number and every decision, tried on random ones.
//!
//! `PROPTEST_CASES` sets how many cases a property is tried on; the default is 256.

mod exact;
mod order;
pub(crate) mod random;
pub(crate) mod robust;
mod scores;
mod shapes;
mod steps;
mod written;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};

/// Tries a property on random values and shows the smallest that breaks it.
///
/// Such a value becomes a named test of its own; no file with seeds is kept.
pub(crate) fn check<S: Strategy>(values: S, property: impl Fn(S::Value) -> TestCaseResult) {
    check_on(Config::default().cases, values, property);
}

/// The same on a quarter of the cases, for properties that take their time.
pub(crate) fn check_costly<S: Strategy>(values: S, property: impl Fn(S::Value) -> TestCaseResult) {
    check_on(Config::default().cases.div_ceil(4), values, property);
}

pub(crate) fn check_on<S: Strategy>(cases: u32, values: S, property: impl Fn(S::Value) -> TestCaseResult) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 10_000,
        max_global_rejects: cases.saturating_mul(40),
        max_local_rejects: cases.saturating_mul(400).max(65_536),
        ..Config::default()
    };
    if let Err(error) = TestRunner::new(config).run(&values, property) {
        panic!("{error}");
    }
}

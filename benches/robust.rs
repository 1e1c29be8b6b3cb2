//! How fast draws and exact answers are. `cargo bench --bench robust`; peers in `benches/peers`.
//!
//! Absolute times on a shared machine move by half and more: compare ratios of one interleaved run.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use weigh::decision::{Criterion, Decision, FactValue, Scale, Vendor, VendorId, Weight};
use weigh::exact::Exact;
use weigh::robust::{
    DrawSettings, Instructions, Plan, Shard, WeightDraw, break_even, optimality, run, stability,
};
use weigh::score::evaluate;

fn main() {
    divan::main();
}

/// Vendors and criteria.
const SHAPES: [(usize, usize); 3] = [(10, 12), (100, 12), (1_000, 20)];

/// A flat decision with facts of three digits that follow no pattern.
fn decision((vendors, criteria): (usize, usize)) -> Arc<Decision> {
    let mut state = 12_345_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 40).expect("24 bits") % 1_000
    };
    let scale = || Scale::ends(Exact::ZERO, Exact::from(1_000)).expect("two ends");
    let criterion =
        |at| Criterion::scored(&format!("c{at}"), &format!("Criterion {at}"), Weight::ONE, scale());
    let vendor = |row: usize| {
        let vendor = Vendor::new(VendorId::new(format!("v{row:04}")), format!("Vendor {row}"));
        (0..criteria).fold(vendor, |vendor, at| {
            vendor.with_fact(&format!("c{at}"), FactValue::Number { value: Exact::from(next()) })
        })
    };
    let built = Decision::builder("bench", "Bench")
        .criteria((0..criteria).map(criterion))
        .vendors((0..vendors).map(vendor))
        .build();
    Arc::new(built.expect("ids of their own"))
}

fn settings(weights: WeightDraw, draws: u64) -> DrawSettings {
    DrawSettings { draws, weights, detail: false, ..DrawSettings::default() }
}

/// Rank acceptability and central weights on one core, all weights equally likely, fixed facts.
#[divan::bench(args = SHAPES)]
fn uniform_draws(bencher: Bencher, shape: (usize, usize)) {
    let draws = 100_000_000 / (shape.0 * shape.1) as u64;
    let decision = decision(shape);
    let plan = Plan::new(&evaluate(&decision), settings(WeightDraw::Uniform, draws)).expect("a plan");
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// The same with each instruction set of this machine, the plainest first.
#[divan::bench(args = 0..Instructions::available().len())]
fn instruction_sets(bencher: Bencher, set: usize) {
    let draws = 500_000;
    let decision = decision(SHAPES[0]);
    let mut plan = Plan::new(&evaluate(&decision), settings(WeightDraw::Uniform, draws)).expect("a plan");
    plan.instructions = Instructions::available()[set];
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// The same under an order of three and an order of two weights.
#[divan::bench(args = [SHAPES[0]])]
fn ordered_draws(bencher: Bencher, shape: (usize, usize)) {
    let draws = 500_000;
    let decision = decision(shape);
    let constraints = vec!["c0 >= c1 >= c2".to_owned(), "c3 >= c4".to_owned()];
    let settings = DrawSettings { constraints, ..settings(WeightDraw::Uniform, draws) };
    let plan = Plan::new(&evaluate(&decision), settings).expect("a plan");
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// Under an order that is no chain: full orders that keep it are drawn lane by lane.
#[divan::bench(args = [SHAPES[0]])]
fn partly_ordered_draws(bencher: Bencher, shape: (usize, usize)) {
    let draws = 100_000;
    let decision = decision(shape);
    let constraints = vec!["c0 >= c1".to_owned(), "c0 >= c2".to_owned(), "c3 >= c2".to_owned()];
    let settings = DrawSettings { constraints, ..settings(WeightDraw::Uniform, draws) };
    let plan = Plan::new(&evaluate(&decision), settings).expect("a plan");
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// Around the stated weights.
#[divan::bench(args = [SHAPES[0]])]
fn draws_around(bencher: Bencher, shape: (usize, usize)) {
    let draws = 20_000;
    let decision = decision(shape);
    let around = settings(WeightDraw::Dirichlet { spread: 0.1 }, draws);
    let plan = Plan::new(&evaluate(&decision), around).expect("a plan");
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// How far every weight may move.
#[divan::bench(args = [SHAPES[0], SHAPES[1]])]
fn all_stability_intervals(bencher: Bencher, shape: (usize, usize)) {
    let decision = decision(shape);
    let record = evaluate(&decision);
    bencher.bench(|| stability(&record));
}

/// Who could win at some weights, exactly.
#[divan::bench(args = [SHAPES[0]])]
fn potential_optimality(bencher: Bencher, shape: (usize, usize)) {
    let decision = decision(shape);
    let record = evaluate(&decision);
    bencher.bench(|| optimality(&record, &[]));
}

/// What every fact of one vendor would have to be.
#[divan::bench(args = [SHAPES[0]])]
fn break_even_of_one(bencher: Bencher, shape: (usize, usize)) {
    let decision = decision(shape);
    bencher.bench(|| break_even(&decision, &decision.vendors[3].id));
}

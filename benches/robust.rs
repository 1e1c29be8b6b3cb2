//! How fast draws and exact answers are. `cargo bench --bench robust`; peers in `benches/peers`.
//!
//! Absolute times on a shared machine move by half and more: compare ratios of one interleaved run.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use weigh::decision::{
    Criterion, CriterionId, Decision, DecisionId, Doubt, Evidence, Fact, FactId, FactValue, Leaf, Location,
    Provenance, Rule, Scale, Share, Unknown, Vendor, VendorId,
};
use weigh::exact::Exact;
use weigh::robust::{
    Instructions, Plan, Settings, Shard, WeightDraw, break_even, optimality, run, stability,
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
    let leaf = |at: usize| Leaf {
        fact: FactId::new(format!("c{at}")),
        unit: None,
        scale: Scale::ends(Exact::ZERO, Exact::from(1_000)).expect("two ends"),
        unknown: Unknown::Worst,
        rounding: None,
    };
    let mut decision = Decision {
        id: DecisionId::new("bench"),
        title: "Bench".to_owned(),
        question: None,
        note: None,
        currency: None,
        cost: None,
        doubt: Doubt::default(),
        panel: None,
        needs: Vec::new(),
        gates: Vec::new(),
        judgements: Vec::new(),
        criteria: (0..criteria)
            .map(|at| Criterion {
                id: CriterionId::new(format!("c{at}")),
                name: format!("Criterion {at}"),
                parent: None,
                depth: 0,
                weight: Exact::ONE,
                share: Share::default(),
                minimum: None,
                leaf: Some(leaf(at)),
                note: None,
            })
            .collect(),
        rule: Rule {
            points: Exact::from(100),
            weights: None,
            criterion_rounding: None,
            total_rounding: None,
            unknown: Unknown::Worst,
            minimum: None,
            ties: Vec::new(),
            panel: None,
        },
        vendors: Vec::new(),
        provenance: Provenance::default(),
    };
    for row in 0..vendors {
        let facts = (0..criteria).map(|at| {
            let value = Some(FactValue::Number { value: Exact::from(next()) });
            let fact = Fact { value, evidence: Evidence::default(), location: Location::default() };
            (FactId::new(format!("c{at}")), Arc::new(fact))
        });
        decision.vendors.push(Arc::new(Vendor {
            facts: facts.collect(),
            ..Vendor::new(VendorId::new(format!("v{row:04}")), format!("Vendor {row}"))
        }));
    }
    weigh::decision::share_out(&mut decision.criteria.iter_mut().collect::<Vec<_>>());
    Arc::new(decision)
}

fn settings(weights: WeightDraw, draws: u64) -> Settings {
    Settings { draws, weights, detail: false, ..Settings::default() }
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
    let settings = Settings { constraints, ..settings(WeightDraw::Uniform, draws) };
    let plan = Plan::new(&evaluate(&decision), settings).expect("a plan");
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// Under an order that is no chain: full orders that keep it are drawn lane by lane.
#[divan::bench(args = [SHAPES[0]])]
fn partly_ordered_draws(bencher: Bencher, shape: (usize, usize)) {
    let draws = 100_000;
    let decision = decision(shape);
    let constraints = vec!["c0 >= c1".to_owned(), "c0 >= c2".to_owned(), "c3 >= c2".to_owned()];
    let settings = Settings { constraints, ..settings(WeightDraw::Uniform, draws) };
    let plan = Plan::new(&evaluate(&decision), settings).expect("a plan");
    bencher.counter(ItemsCount::new(draws)).bench(|| run(&plan, Shard::WHOLE, 1, &mut |_| true));
}

/// Around the stated weights.
#[divan::bench(args = [SHAPES[0]])]
fn draws_around(bencher: Bencher, shape: (usize, usize)) {
    let draws = 20_000;
    let decision = decision(shape);
    let around = settings(WeightDraw::Around { spread: 0.1 }, draws);
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

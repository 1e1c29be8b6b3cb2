//! How long loading and scoring take.
//!
//! `cargo bench --bench decision` prints the time of each step and, for the decisions made in memory,
//! how many cells (one vendor on one scored criterion) are scored in a second. No step may be worse
//! than linear in vendors x criteria: the rate within a series must stay the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use weigh::decision::{
    Criterion, CriterionId, Date, Decision, DecisionBuilder, Evidence, Fact, FactId, FactValue, Gate, GateId,
    Item, Leaf, Location, Rule, Scale, Shape, Test, Unknown, Vendor, VendorId, Weight,
};
use weigh::exact::{Exact, Rounding};
use weigh::files::{Request, Workspace};
use weigh::open::{Opened, open};
use weigh::score::{evaluate, judge, weigh};

fn main() {
    divan::main();
}

/// Scored criteria of a group.
const GROUP: usize = 5;

/// The sample decision of the repository.
fn sample() -> Request {
    let workspace = Workspace::find(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository is one");
    let criteria = workspace.decision("contact-centre").expect("the sample is there");
    Request { workspace, criteria, vendors: None, what_if: Vec::new() }
}

fn decision_of(opened: &Opened) -> &Arc<Decision> {
    opened.decision().expect("the sample has no errors")
}

#[divan::bench]
fn load_sample(bencher: Bencher<'_, '_>) {
    let request = sample();
    bencher.bench(|| open(&request));
}

#[divan::bench]
fn score_sample(bencher: Bencher<'_, '_>) {
    let opened = open(&sample());
    let decision = decision_of(&opened);
    let leaves = decision.criteria.iter().filter(|criterion| criterion.leaf.is_some()).count();
    bencher.counter(ItemsCount::new(decision.vendors.len() * leaves)).bench(|| evaluate(decision));
}

#[divan::bench]
fn load_and_score_sample(bencher: Bencher<'_, '_>) {
    let request = sample();
    bencher.bench(|| evaluate(decision_of(&open(&request))));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn score_ten_thousand_vendors(bencher: Bencher<'_, '_>) {
    score(bencher, 10_000, 30, Some("2 half-up"));
}

#[divan::bench(args = [1_000, 2_000, 4_000, 8_000], sample_count = 5, sample_size = 1)]
fn more_vendors_30_criteria(bencher: Bencher<'_, '_>, vendors: usize) {
    score(bencher, vendors, 30, Some("2 half-up"));
}

#[divan::bench(args = [10, 20, 40, 80], sample_count = 5, sample_size = 1)]
fn more_criteria_1000_vendors(bencher: Bencher<'_, '_>, criteria: usize) {
    score(bencher, 1_000, criteria, Some("2 half-up"));
}

/// The hardest sums: every weight and every scale has decimals of its own, and nothing is rounded.
#[divan::bench(args = [125, 250, 500, 1_000], sample_count = 5, sample_size = 1)]
fn more_unlike_criteria_20_vendors(bencher: Bencher<'_, '_>, criteria: usize) {
    let mut numbers = Numbers(2);
    let decision = decision(unlike_criteria(criteria, &mut numbers), 20, None);
    bencher.counter(ItemsCount::new(20 * criteria)).bench(|| evaluate(&decision));
}

/// What the weights page does on every key press.
#[divan::bench(args = [12, 1_000], sample_count = 20, sample_size = 1)]
fn one_weight_moved_30_criteria(bencher: Bencher<'_, '_>, vendors: usize) {
    move_weights(bencher, vendors, Some("2 half-up"));
}

/// The same with fractions that are kept whole to the end.
#[divan::bench(args = [12, 1_000], sample_count = 20, sample_size = 1)]
fn one_weight_moved_30_unrounded_criteria(bencher: Bencher<'_, '_>, vendors: usize) {
    move_weights(bencher, vendors, None);
}

fn move_weights(bencher: Bencher<'_, '_>, vendors: usize, rounding: Option<&str>) {
    let mut decision = decision(criteria(30, rounding), vendors, rounding);
    let judged = judge(&decision);
    let mut weight = 10_u32;
    bencher.counter(ItemsCount::new(vendors * 30)).bench_local(move || {
        weight = 10 + (weight + 1) % 40;
        Arc::make_mut(&mut decision).set_weights([(1, Weight::from(weight))]);
        weigh(&decision, &judged).vendors.len()
    });
}

fn score(bencher: Bencher<'_, '_>, vendors: usize, leaves: usize, rounding: Option<&str>) {
    let decision = decision(criteria(leaves, rounding), vendors, rounding);
    bencher.counter(ItemsCount::new(vendors * leaves)).bench(|| evaluate(&decision));
}

/// `SplitMix64`: Steele, Lea and Flood 2014.
struct Numbers(u64);

impl Numbers {
    /// A number below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % limit
    }
}

fn n(text: &str) -> Exact {
    Exact::parse(text).expect("it is a number")
}

/// A decision with two gates, and with a doubt or a gap in one fact of five.
fn decision(criteria: Vec<Criterion>, vendors: usize, rounding: Option<&str>) -> Arc<Decision> {
    let mut numbers = Numbers(1);
    let vendors: Vec<Vendor> = (0..vendors).map(|at| vendor(at, &criteria, &mut numbers)).collect();
    let built =
        Decision::builder("made-up", "Made up").currency("EUR").rule(rule(rounding)).criteria(criteria);
    let built = gates().into_iter().fold(built, DecisionBuilder::gate).vendors(vendors).build();
    Arc::new(built.expect("ids of their own"))
}

fn rule(rounding: Option<&str>) -> Rule {
    let rounding = rounding.map(|rounding| rounding.parse().expect("it is a rule"));
    let ties = vec![CriterionId::new("criterion-0")];
    Rule { criterion_rounding: rounding, total_rounding: rounding, ties, ..Rule::default() }
}

fn gates() -> Vec<Gate> {
    let gate = |id: &str, fact: &str, test: Test, on: Option<Date>| Gate {
        id: GateId::new(id),
        name: id.to_owned(),
        fact: FactId::new(fact),
        test,
        on,
        explained: None,
        note: None,
    };
    let start = Date { year: 2027, month: 4, day: 1 };
    vec![
        gate("certificates", "certifications", Test::Includes(vec!["ISO 27001".to_owned()]), Some(start)),
        gate("ceiling", "criterion-0", Test::AtMost(n("38")), None),
    ]
}

/// Criteria in groups of five.
fn criteria(leaves: usize, rounding: Option<&str>) -> Vec<Criterion> {
    let rounding: Option<Rounding> = rounding.map(|rounding| rounding.parse().expect("it is a rule"));
    let mut criteria: Vec<Criterion> = Vec::new();
    for leaf in 0..leaves {
        if leaf % GROUP == 0 {
            criteria.push(criterion(
                &format!("group-{}", leaf / GROUP),
                Exact::from(leaf % 7 + 10),
                None,
                None,
            ));
        }
        let group = criteria.iter().rposition(|criterion| criterion.leaf.is_none());
        let scored = Leaf {
            fact: FactId::new(format!("criterion-{leaf}")),
            unit: Some("EUR/h".to_owned()),
            scale: scale(leaf),
            unknown: Unknown::Worst,
            rounding,
        };
        criteria.push(criterion(
            &format!("criterion-{leaf}"),
            Exact::from(leaf % 4 + 15),
            group,
            Some(scored),
        ));
    }
    criteria
}

/// Criteria side by side, in none of which a number is a round one.
fn unlike_criteria(leaves: usize, numbers: &mut Numbers) -> Vec<Criterion> {
    let mut long = |whole: u64| n(&format!("{whole}.{:018}", numbers.below(10_u64.pow(18))));
    (0..leaves)
        .map(|leaf| {
            let scored = Leaf {
                fact: FactId::new(format!("criterion-{leaf}")),
                unit: None,
                scale: Scale::ends(long(40), long(2)).expect("the ends differ"),
                unknown: Unknown::Worst,
                rounding: None,
            };
            criterion(&format!("criterion-{leaf}"), long(10), None, Some(scored))
        })
        .collect()
}

fn criterion(id: &str, weight: Exact, parent: Option<usize>, leaf: Option<Leaf>) -> Criterion {
    let weight = Weight::new(weight).expect("it is not negative");
    let mut criterion = Criterion::group(id, id, weight).under(parent);
    criterion.leaf = leaf;
    criterion
}

/// The scales of practice in turn, with ends that differ from criterion to criterion.
fn scale(at: usize) -> Scale {
    let off = |text: &str| &n(text) + &Exact::from(at % 11);
    let scale = match at % GROUP {
        0 => Scale::ends(off("40"), off("12")),
        1 => Scale::points(vec![
            (off("2.5"), n("0")),
            (off("11"), n("0.25")),
            (off("26"), n("0.85")),
            (off("39.5"), n("1")),
        ]),
        2 => Scale::levels(
            ["none", "in-transit", "everywhere"]
                .map(str::to_owned)
                .into_iter()
                .zip(["0", "0.4", "1"].map(n))
                .collect(),
        ),
        3 => Scale::covers(["phone", "email", "chat"].map(str::to_owned).to_vec(), None),
        _ => Scale::ideal(off("1"), off("22"), off("47")),
    };
    scale.expect("scales are made as they should be")
}

fn vendor(at: usize, criteria: &[Criterion], numbers: &mut Numbers) -> Vendor {
    let leaves = criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
    let mut facts: BTreeMap<FactId, Arc<Fact>> =
        leaves.map(|leaf| (leaf.fact.clone(), Arc::new(fact(&leaf.scale, numbers)))).collect();
    let until = Date { year: 2026 + u16::from(numbers.below(4) > 0), month: 12, day: 31 };
    let certificate = Item {
        name: "ISO 27001".to_owned(),
        evidence: Evidence { until: Some(until), ..Evidence::default() },
    };
    let certificates = evidenced(Some(FactValue::Set { items: vec![certificate] }));
    facts.insert(FactId::new("certifications"), Arc::new(certificates));
    Vendor {
        country: Some("FI".to_owned()),
        facts,
        file: format!("vendors/made-up/vendor-{at:05}.toml"),
        ..Vendor::new(VendorId::new(format!("vendor-{at:05}")), format!("Vendor {at}"))
    }
}

/// A fact that fits a scale; one in ten is not known and one number in ten is a range.
fn fact(scale: &Scale, numbers: &mut Numbers) -> Fact {
    let doubt = numbers.below(10);
    if doubt == 0 {
        return evidenced(None);
    }
    let choice = numbers.below(8);
    let mut amount = |least: u64| n(&format!("{}.{:02}", least + numbers.below(12), numbers.below(100)));
    evidenced(Some(match scale.shape() {
        Shape::Table(table) => {
            let at = usize::try_from(choice).expect("it is small") % table.rows().len();
            FactValue::Text { value: table.rows()[at].0.clone() }
        }
        Shape::Set(set) => {
            let held = set.things().iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1);
            let item = |name: &String| Item { name: name.clone(), evidence: Evidence::default() };
            FactValue::Set { items: held.map(|(_, name)| item(name)).collect() }
        }
        _ if doubt == 1 => FactValue::Range { low: amount(4), likely: amount(16), high: amount(28) },
        _ => FactValue::Number { value: amount(10) },
    }))
}

fn evidenced(value: Option<FactValue>) -> Fact {
    let evidence = Evidence {
        unit: Some("EUR/h".to_owned()),
        source: Some("RFP answer 3.1".to_owned()),
        as_of: Some(Date { year: 2026, month: 9, day: 30 }),
        ..Evidence::default()
    };
    Fact {
        value,
        evidence: evidence.shared(),
        release: None,
        location: Location { file: "vendor.toml".into(), line: 12 },
    }
}

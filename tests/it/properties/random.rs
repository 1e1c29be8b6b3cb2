//! Random decisions: trees of any shape, every scale, every kind of doubt, every rule.
//!
//! A test that holds only for some of them tames a decision first: [`unrounded`], [`without_skip`],
//! [`with_fixed_scales`] and the like say in its first lines what the claim depends on.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::{btree_set, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use weigh::decision::formula::Formula;
use weigh::decision::formula::catalogue::Published;
use weigh::decision::scale::TableKey;
use weigh::decision::{
    BidField, Criteria, Criterion, CriterionId, Date, Decision, Evidence, Fact, FactId, FactValue,
    FieldFormula, Gate, GateId, Item, Leaf, Location, Minimum, Points, PriceFormula, Rule, Scale, Shape,
    StatedFormula, Status, Test, Unknown, Value, Vendor, VendorId, Weight,
};
use weigh::exact::{Exact, Mode, Rounding};

/// The most vendors of a random decision.
const MOST_VENDORS: usize = 5;
/// The things that sets are made of.
const THINGS: [&str; 4] = ["phone", "email", "chat", "letters"];
/// The day of scales and gates that ask for one.
pub(crate) const START: Date = Date { year: 2027, month: 4, day: 1 };

/// A number from its decimal text.
pub(crate) fn n(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

/// So many quarters: 0.25, 0.5 and so on, few enough to make ties and to reach the ends of scales.
pub(crate) fn quarters(count: u32) -> Exact {
    Exact::from(count).over(&Exact::from(4)).unwrap()
}

/// A value from 0 to 1 in hundredths.
fn hundredths(count: u32) -> Exact {
    Exact::from(count).over(&Exact::from(100)).unwrap()
}

/// A random number above zero.
pub(crate) fn number() -> impl Strategy<Value = Exact> {
    (1..=60_u32).prop_map(quarters)
}

/// Different random numbers, going up.
pub(crate) fn rising(count: usize) -> impl Strategy<Value = Vec<Exact>> {
    btree_set(1..=60_u32, count).prop_map(|set| set.into_iter().map(quarters).collect())
}

fn value() -> impl Strategy<Value = Exact> {
    (0..=100_u32).prop_map(hundredths)
}

/// Any scale, those that look at other vendors included.
pub(crate) fn scale() -> impl Strategy<Value = Scale> {
    let ends = (rising(2), any::<bool>()).prop_map(|(mut ends, falls)| {
        if falls {
            ends.reverse();
        }
        let [worst, best] = ends.try_into().unwrap();
        Scale::ends(worst, best)
    });
    let points = (2..=5_usize)
        .prop_flat_map(|count| (rising(count), vec(value(), count)))
        .prop_map(|(xs, ys)| Scale::points(xs.into_iter().zip(ys).collect()));
    let levels = vec(value(), 1..=4).prop_map(|values| {
        let words = values.into_iter().enumerate();
        Scale::levels(words.map(|(at, value)| (format!("level-{at}"), value)).collect())
    });
    let yes_no = (value(), value()).prop_map(|(yes, no)| Scale::yes_no(yes, no));
    let ideal = rising(3).prop_map(|ends| {
        let [low, ideal, high] = ends.try_into().unwrap();
        Scale::ideal(low, ideal, high)
    });
    let covers = (1..=THINGS.len(), any::<bool>()).prop_map(|(count, asks_day)| {
        let things = THINGS[..count].iter().map(|&thing| thing.to_owned()).collect();
        Scale::covers(things, asks_day.then_some(START))
    });
    let rating = (0..=1_u32).prop_map(|from| Scale::rating(Exact::from(from), Exact::from(5), Vec::new()));
    prop_oneof![
        4 => ends,
        2 => points,
        1 => levels,
        1 => yes_no,
        2 => ideal,
        2 => covers,
        2 => rating,
        2 => price().prop_map(Scale::price),
        1 => any::<bool>().prop_map(|higher_is_better| Ok(Scale::relative(higher_is_better))),
        2 => stated().prop_map(|formula| Ok(Scale::stated(formula))),
    ]
    .prop_map(|scale| scale.expect("scales are made as they should be"))
}

/// Formulas as tenders print them: some run one way, some have a peak, some jump, some look at no other bid.
fn stated() -> impl Strategy<Value = StatedFormula> {
    let formulas = [
        "lowest(admitted, facts.x) / facts.x",
        "1 - abs(facts.x - mean(admitted, facts.x)) / mean(admitted, facts.x)",
        "(2 * median(admitted, facts.x) - facts.x) / highest(admitted, facts.x)",
        "1 - (rank(admitted, facts.x) - 1) / count(admitted)",
        "if facts.x > mean(admitted where facts.x < 12, facts.x) then 0.25 else 0.75",
        "if count(admitted) >= 3 then trimmed_mean(admitted, facts.x, 1, 1) / facts.x else 0.5",
        "1 - round(facts.x / 20, 1)",
        "names.most - facts.x ^ 2 / 100",
        "sqrt(facts.x) / 5",
    ];
    proptest::sample::select(formulas.to_vec()).prop_map(|text| {
        let published = Published::typed(Formula::parse(text).expect("a formula"));
        let names: BTreeMap<String, Exact> =
            published.names().into_iter().map(|name| (name.to_owned(), Exact::ONE)).collect();
        StatedFormula::new(published, names, BTreeMap::new(), None).expect("a scale")
    })
}

fn price() -> impl Strategy<Value = PriceFormula> {
    prop_oneof![
        Just(PriceFormula::LowestOverPrice),
        Just(PriceFormula::Span),
        Just(PriceFormula::ExcessOverLowest),
        number().prop_map(|budget| PriceFormula::BudgetLine { budget }),
        (rising(2), value()).prop_map(|(ends, add)| PriceFormula::BudgetShare {
            base: ends[0].clone(),
            budget: ends[1].clone(),
            add,
        }),
    ]
}

/// What a vendor says, before it is known of which kind the fact must be.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// 0 leaves the fact out, 1 says that it is not known, 2 and 3 give a range, more is certain, or does not apply.
    certainty: u8,
    /// Counts of quarters, going up.
    numbers: [u32; 3],
    /// Chooses words, things and days.
    pub(crate) bits: u32,
}

pub(crate) fn answer() -> impl Strategy<Value = Answer> {
    (0..10_u8, [1..=60_u32, 1..=60, 1..=60], any::<u32>()).prop_map(|(certainty, mut numbers, bits)| {
        numbers.sort_unstable();
        Answer { certainty, numbers, bits }
    })
}

impl Answer {
    /// The fact that it makes on a scale; none when it is left out.
    fn fact(&self, scale: &Scale) -> Option<Arc<Fact>> {
        let value = match self.certainty {
            0 => return None,
            1 if scale.is_rating() => return None,
            1 => None,
            9 if self.bits >> 24 & 3 == 1 => {
                Some(FactValue::NotApplicable { reason: "it has none".to_owned() })
            }
            _ => Some(self.value(scale)),
        };
        Some(Arc::new(Fact {
            value,
            evidence: Evidence::none(),
            release: None,
            location: Location::default(),
        }))
    }

    pub(crate) fn value(&self, scale: &Scale) -> FactValue {
        let bit = |at: u32| self.bits >> at & 1 == 1;
        if let Some(marks) = scale.marks() {
            let mark = marks.from + &Exact::from(self.bits % 6);
            return FactValue::Number { value: mark.min(marks.to.clone()) };
        }
        match scale.shape() {
            Shape::Table(table) => match table.key() {
                TableKey::Text => {
                    let word = &table.rows()[self.bits as usize % table.rows().len()].0;
                    FactValue::Text { value: if bit(31) { word.to_uppercase() } else { word.clone() } }
                }
                TableKey::YesNo => FactValue::YesNo { value: bit(0) },
            },
            Shape::Set(_) => FactValue::Set {
                items: (0..)
                    .zip(THINGS)
                    .filter(|(at, _)| bit(*at))
                    .map(|(at, name)| self.item(at, name))
                    .collect(),
            },
            Shape::Line(_) | Shape::Formula(_) => self.quantity(),
            _ => unreachable!("there are four shapes"),
        }
    }

    /// A thing without an end, with one in time, or with one that comes too early.
    fn item(&self, at: u32, name: &str) -> Item {
        let until = match self.bits >> (8 + 2 * at) & 3 {
            0 => Some(Date { year: START.year + 1, ..START }),
            1 => Some(Date { year: START.year - 1, ..START }),
            _ => None,
        };
        Item { name: name.to_owned(), evidence: Evidence { until, ..Evidence::default() } }
    }

    fn quantity(&self) -> FactValue {
        let [low, likely, high] = self.numbers.map(quarters);
        if self.certainty <= 3 {
            FactValue::Range { low, likely, high }
        } else {
            FactValue::Number { value: likely }
        }
    }
}

/// A criterion with what stands under it.
#[derive(Clone, Debug)]
struct Branch {
    weight: Weight,
    minimum: Option<Exact>,
    kind: BranchKind,
}

#[derive(Clone, Debug)]
enum BranchKind {
    Group(Vec<Branch>),
    Leaf { scale: Scale, unknown: Option<Unknown>, rounding: Option<Rounding>, answers: Vec<Answer> },
}

fn unknown() -> impl Strategy<Value = Unknown> {
    prop_oneof![Just(Unknown::Worst), Just(Unknown::Middle), Just(Unknown::Best), Just(Unknown::Skip)]
}

pub(crate) fn rounding() -> impl Strategy<Value = Rounding> {
    let mode = prop_oneof![Just(Mode::HalfUp), Just(Mode::HalfEven), Just(Mode::Truncate), Just(Mode::Up)];
    (0..=3_u32, mode).prop_map(|(digits, mode)| Rounding { digits, mode })
}

fn branch() -> impl Strategy<Value = Branch> {
    // One weight in five is zero.
    let weight = || prop_oneof![1 => Just(Weight::ZERO), 4 => number().prop_map(|number| Weight::new(number).unwrap())];
    let minimum = || weighted(0.1, (0..=60_u32).prop_map(hundredths));
    let answers = vec(answer(), MOST_VENDORS);
    let leaf = (scale(), weighted(0.3, unknown()), weighted(0.2, rounding()), answers).prop_map(
        |(scale, unknown, rounding, answers)| BranchKind::Leaf { scale, unknown, rounding, answers },
    );
    let alone =
        (weight(), minimum(), leaf).prop_map(|(weight, minimum, kind)| Branch { weight, minimum, kind });
    alone.prop_recursive(3, 12, 4, move |inner| {
        (weight(), minimum(), vec(inner, 1..=4)).prop_map(|(weight, minimum, under)| Branch {
            weight,
            minimum,
            kind: BranchKind::Group(under),
        })
    })
}

#[derive(Clone, Debug)]
struct RuleSketch {
    points: Points,
    roundings: [Option<Rounding>; 2],
    unknown: Unknown,
    minimum: Option<Minimum<Points>>,
    field: BidField,
    ties: Vec<usize>,
    has_floor: bool,
    has_cap: bool,
}

fn rule() -> impl Strategy<Value = RuleSketch> {
    let points = prop_oneof![Just("100"), Just("1000"), Just("37.5"), Just("1")].prop_map(n);
    let roundings = [weighted(0.5, rounding()), weighted(0.5, rounding())];
    let ties = vec(any::<usize>(), 0..=2);
    let limits = (weighted(0.9, Just(())), weighted(0.9, Just(())));
    let field = prop_oneof![
        4 => Just(BidField::AboveMinimum),
        1 => Just(BidField::Admitted),
        1 => Just(BidField::Offered),
    ];
    (points, roundings, unknown(), weighted(0.2, (0..=60_u32).prop_map(hundredths)), ties, limits, field)
        .prop_map(|(points, roundings, unknown, minimum, ties, (floor, cap), field)| RuleSketch {
            field,
            has_floor: floor.is_some(),
            has_cap: cap.is_some(),
            minimum: minimum.map(|share| some_minimum(&share).map(|share| (share * &points).into())),
            points: points.into(),
            roundings,
            unknown,
            ties,
        })
}

/// A minimum at a number of hundredths: half of them have to be exceeded.
pub(crate) fn some_minimum(share: &Exact) -> Minimum<Exact> {
    let is_strict = share.percent().plain(0).ends_with(['1', '3', '5', '7', '9']);
    if is_strict { Minimum::above(share.clone()) } else { Minimum::at_least(share.clone()) }
}

/// A random decision: one to five vendors, up to a dozen scored criteria in up to four levels.
pub(crate) fn decision() -> impl Strategy<Value = Decision> {
    let gates = vec((number(), vec(answer(), MOST_VENDORS)), 0..=2);
    (vec(branch(), 1..=4), rule(), 1..=MOST_VENDORS, gates, vec(0..10_u8, MOST_VENDORS))
        .prop_map(|(top, rule, vendors, gates, statuses)| build(top, rule, &gates, &statuses[..vendors]))
}

fn build(top: Vec<Branch>, rule: RuleSketch, gates: &[(Exact, Vec<Answer>)], statuses: &[u8]) -> Decision {
    let vendors = statuses.iter().enumerate().map(|(at, status)| vendor(at, *status));
    let fixed = Rule {
        points: rule.points,
        criterion_rounding: rule.roundings[0],
        total_rounding: rule.roundings[1],
        unknown: rule.unknown,
        minimum: rule.minimum,
        field: rule.field,
        has_floor: rule.has_floor,
        has_cap: rule.has_cap,
        ..Rule::default()
    };
    let built = Decision::builder("d", "A random decision").rule(fixed).vendors(vendors).build();
    let mut decision = built.expect("vendors with ids of their own");
    let mut criteria = Vec::new();
    grow(&mut decision, &mut criteria, None, top);
    decision.criteria = Criteria::new(criteria).expect("a tree");
    let ids: Vec<CriterionId> = decision.criteria.iter().map(|criterion| criterion.id.clone()).collect();
    decision.rule.ties = rule.ties.iter().map(|tie| ids[tie % ids.len()].clone()).collect();
    for (at, (limit, answers)) in gates.iter().enumerate() {
        add_gate(&mut decision, at, limit, answers);
    }
    decision
}

fn vendor(at: usize, status: u8) -> Vendor {
    let reason = || "said so".to_owned();
    Vendor {
        id: VendorId::new(format!("vendor-{at}")),
        // Names do not follow ids, so that an order by the one is not an order by the other.
        name: format!("Vendor {}", (at * 3 + 1) % 5),
        local: None,
        kind: None,
        country: None,
        shore: None,
        status: match status {
            0 => Status::Withdrawn { reason: reason() },
            1 => Status::Disqualified { reason: reason() },
            _ => Status::Invited,
        },
        note: None,
        facts: BTreeMap::new(),
        ratings: BTreeMap::new(),
        quote: None,
        contact: weigh::decision::disclosure::Contact::default(),
        file: format!("vendor-{at}.toml"),
    }
}

/// Adds branches with all that is under them, in preorder.
fn grow(
    decision: &mut Decision,
    criteria: &mut Vec<Criterion>,
    parent: Option<usize>,
    mut branches: Vec<Branch>,
) {
    if branches.iter().all(|branch| branch.weight.is_zero()) {
        // Files with nothing but zero weights in a group are refused.
        branches[0].weight = Weight::ONE;
    }
    for branch in branches {
        let at = criteria.len();
        let id = format!("criterion-{at}");
        let (leaf, under) = match branch.kind {
            BranchKind::Group(under) => (None, under),
            BranchKind::Leaf { scale, unknown, rounding, answers } => {
                let scale = compared(&scale, decision.rule.field);
                let scale = scale.with_limits(&FactId::new(id.as_str()), &decision.rule);
                tell(decision, &id, &scale, &answers);
                let leaf = Leaf {
                    fact: FactId::new(id.as_str()),
                    unit: None,
                    scale,
                    unknown: unknown.unwrap_or(decision.rule.unknown),
                    rounding: rounding.or(decision.rule.criterion_rounding),
                };
                (Some(leaf), Vec::new())
            }
        };
        let mut criterion = Criterion::group(&id, &format!("Criterion {at}"), branch.weight).under(parent);
        criterion.minimum =
            branch.minimum.map(|share| some_minimum(&share).map(|share| Value::new(share.clone()).unwrap()));
        criterion.leaf = leaf;
        criteria.push(criterion);
        if !under.is_empty() {
            grow(decision, criteria, Some(at), under);
        }
    }
}

/// The same over the set of bids that the rule compares.
fn compared(scale: &Scale, field: BidField) -> Scale {
    let Some(FieldFormula::Stated(stated)) = scale.formula() else { return scale.clone() };
    let text = stated.published().expr.text().replace("admitted", field.word());
    let published = Published::typed(Formula::parse(&text).expect("a formula"));
    let numbers = stated.numbers().clone();
    Scale::stated(StatedFormula::new(published, numbers, BTreeMap::new(), None).expect("a scale"))
}

/// Gives each vendor its answer as a fact, or as a mark.
fn tell(decision: &mut Decision, id: &str, scale: &Scale, answers: &[Answer]) {
    for (vendor, answer) in decision.vendors.iter_mut().zip(answers) {
        let Some(fact) = answer.fact(scale) else { continue };
        let vendor = Arc::make_mut(vendor);
        if scale.is_rating() {
            vendor.ratings.insert(CriterionId::new(id), fact);
        } else {
            vendor.facts.insert(FactId::new(id), fact);
        }
    }
}

fn add_gate(decision: &mut Decision, at: usize, limit: &Exact, answers: &[Answer]) {
    let id = format!("gate-{at}");
    for (vendor, answer) in decision.vendors.iter_mut().zip(answers) {
        if let Some(fact) = answer.fact(&Scale::relative(true)) {
            Arc::make_mut(vendor).facts.insert(FactId::new(id.as_str()), fact);
        }
    }
    decision.gates.push(Arc::new(Gate {
        name: format!("Gate {at}"),
        fact: FactId::new(id.as_str()),
        id: GateId::new(id),
        test: Test::AtLeast(limit.clone()),
        on: None,
        explained: None,
        note: None,
    }));
}

/// Changes the criteria of a decision, which still make a tree then.
pub(crate) fn change_criteria(decision: &mut Decision, change: impl FnOnce(&mut Vec<Criterion>)) {
    decision.criteria = decision.criteria.changed(change).expect("a tree");
}

/// The scored criteria with their indices.
pub(crate) fn leaves(decision: &Decision) -> Vec<(usize, &Leaf)> {
    let leaves = decision.criteria.iter().enumerate();
    leaves.filter_map(|(at, criterion)| Some((at, criterion.leaf.as_ref()?))).collect()
}

/// The same decision with every leaf changed.
pub(crate) fn with_leaves(mut decision: Decision, change: impl Fn(&mut Leaf)) -> Decision {
    decision.criteria.leaves_mut().for_each(change);
    decision
}

/// Nothing is rounded.
pub(crate) fn unrounded(mut decision: Decision) -> Decision {
    decision.rule.criterion_rounding = None;
    decision.rule.total_rounding = None;
    with_leaves(decision, |leaf| leaf.rounding = None)
}

/// Everything applies to everybody: what does not is not known.
pub(crate) fn with_all_applying(mut decision: Decision) -> Decision {
    for vendor in &mut decision.vendors {
        let vendor = Arc::make_mut(vendor);
        vendor.facts.retain(|_, fact| !fact.is_not_applicable());
        vendor.ratings.retain(|_, fact| !fact.is_not_applicable());
    }
    decision
}

/// Weights stay: what is not known counts, and is not skipped, and everything applies.
pub(crate) fn without_skip(decision: Decision) -> Decision {
    with_leaves(with_all_applying(decision), |leaf| {
        if leaf.unknown == Unknown::Skip {
            leaf.unknown = Unknown::Worst;
        }
    })
}

/// No scale looks at other vendors.
pub(crate) fn with_fixed_scales(decision: Decision) -> Decision {
    with_leaves(decision, |leaf| {
        if leaf.scale.is_relative() {
            leaf.scale = Scale::ends(n("2.5"), n("12")).unwrap();
        }
    })
}

/// Nobody is out for a gate, a minimum or a status.
pub(crate) fn with_all_ranked(mut decision: Decision) -> Decision {
    decision.gates.clear();
    decision.rule.minimum = None;
    change_criteria(&mut decision, |criteria| {
        for criterion in criteria {
            criterion.minimum = None;
        }
    });
    decision.vendors.iter_mut().for_each(|vendor| Arc::make_mut(vendor).status = Status::Invited);
    decision
}

/// Scores are all that ranks.
pub(crate) fn without_ties_chain(mut decision: Decision) -> Decision {
    decision.rule.ties.clear();
    decision
}

/// Gives a vendor another fact, or another mark.
pub(crate) fn set_fact(decision: &mut Decision, vendor: usize, criterion: usize, value: FactValue) {
    let fact = Arc::new(Fact {
        value: Some(value),
        evidence: Evidence::none(),
        release: None,
        location: Location::default(),
    });
    let Criterion { id, leaf, .. } = &decision.criteria[criterion];
    let leaf = leaf.as_ref().expect("only scored criteria read facts");
    let vendor = Arc::make_mut(&mut decision.vendors[vendor]);
    if leaf.scale.is_rating() {
        vendor.ratings.insert(id.clone(), fact);
    } else {
        vendor.facts.insert(leaf.fact.clone(), fact);
    }
}

/// What a vendor says about a criterion.
pub(crate) fn fact_value(decision: &Decision, vendor: usize, criterion: usize) -> Option<&FactValue> {
    let Criterion { id, leaf, .. } = &decision.criteria[criterion];
    let (leaf, vendor) = (leaf.as_ref()?, &decision.vendors[vendor]);
    let fact = if leaf.scale.is_rating() { vendor.ratings.get(id) } else { vendor.facts.get(&leaf.fact) };
    fact?.value.as_ref()
}

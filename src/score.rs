//! From a decision to its evaluation: gates, values, points, scores, ranks. Pure and exact.
//!
//! [`evaluate`] takes two steps, so that a screen on which weights move can repeat only the second.
//!
//! What no weight changes, by [`judge`]:
//! 1. every gate is judged for every vendor ([`gate`]);
//! 2. vendors that are invited, fail no gate and no minimum that bids do not move are in play ([`field`]): price
//!    formulas and relative scales look at these only;
//! 3. every fact is turned into a value by its scale ([`value`], [`price`]).
//!
//! What weights change, by [`weigh`]:
//! 4. values are weighted, rounded as the rule says, and added up the tree ([`points`]);
//! 5. minimums are judged and the vendors that are left are ranked ([`rank`]).

pub(crate) mod digest;
pub mod evaluation;
pub mod field;
mod fingerprint;
pub mod gate;
mod judged;
pub mod points;
pub mod price;
pub mod range;
pub mod rank;
pub(crate) mod total;
pub(crate) mod trials;
pub mod value;

pub use evaluation::Evaluation;
pub use judged::{Judged, judge};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::panel::Combine;
use crate::decision::{Criterion, Decision, FactId, Gate, Lock, Scale, Status, Value, Vendor};
use crate::parallel;
use evaluation::{Exclusion, GateResult, Knowledge, NoResult, Outcome, VendorResult};
use judged::JudgedVendor;
use points::{Scored, Tree};
use price::FieldOfBids;

/// Scores and ranks the vendors of a decision.
#[must_use]
pub fn evaluate(decision: &Arc<Decision>) -> Evaluation {
    weigh(decision, &judge(decision))
}

/// Weighs and ranks the vendors as they were judged.
///
/// The weights (see [`Decision::set_weights`]), minimums, rounding and the rule may be
/// others than when the decision was judged. Its criteria otherwise, its gates and its needs are to be
/// the same; of its vendors nothing is read. One with more or fewer criteria or gates is judged anew.
///
/// ```
/// use std::{path::Path, sync::Arc};
/// use weigh::files::{Request, Workspace};
/// use weigh::open::open;
/// use weigh::{decision::Weight, score};
///
/// let workspace = Workspace::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
/// let criteria = workspace.decision("back-office").unwrap();
/// let opened = open(&Request { workspace, criteria, vendors: None, what_if: vec![] });
/// let mut mine = Arc::clone(opened.decision().unwrap());
/// let judged = score::judge(&mine);
/// for weight in [20, 30, 40] {
///     Arc::make_mut(&mut mine).set_weights([(0, Weight::from(weight))]);
///     let evaluation = score::weigh(&mine, &judged);
///     assert_eq!(evaluation.decision.criteria[0].weight, Weight::from(weight));
/// }
/// ```
#[must_use]
pub fn weigh(decision: &Arc<Decision>, judged: &Judged) -> Evaluation {
    if !judged.fits(decision) {
        return weigh(decision, &judge(decision));
    }
    let judged = &*judged.for_weights(decision);
    let tree = Tree::new(decision);
    let across = Across::new(decision);
    let mut vendors: Vec<VendorResult> = parallel::map(&judged.vendors, 1, |vendor| {
        weigh_vendor(decision, vendor, tree.score(&vendor.worths))
    });
    for (at, result) in vendors.iter_mut().enumerate() {
        result.is_bound = is_bound(decision, &judged.fields, (at, result), &across);
    }
    total::give(decision, &mut vendors);
    rank::rank(&mut vendors, decision);
    let mut unsolved = judged.unsolved(decision);
    let notes = notes(decision, &vendors, &unsolved);
    unsolved.extend(total::unsolved(&vendors));
    let fields = decision.criteria.iter().zip(&judged.fields).map(|(criterion, field)| {
        field.as_ref().filter(|_| criterion.is_relative()).and_then(FieldOfBids::lowest_and_highest)
    });
    Evaluation {
        version: env!("CARGO_PKG_VERSION"),
        decision: Arc::clone(decision),
        fields: fields.collect(),
        notes,
        unsolved,
        vendors,
        digest: digest::digests(decision, judged),
    }
}

/// What is the same for every vendor while ranges are judged: one entry for each criterion.
struct Across {
    /// Whether another reads the same fact.
    again: Vec<bool>,
    /// Whether its scale does not reach from 0 to 1.
    is_short: Vec<bool>,
}

impl Across {
    fn new(decision: &Decision) -> Across {
        let is_short = |scale| value::reach(scale) != [Value::WORST, Value::BEST];
        let is_short = decision.criteria.iter().map(|one| one.scale().is_some_and(is_short)).collect();
        Across { again: read_again(decision), is_short }
    }
}

/// Whether a range may be wider than what can come true: it rests on others in more than one way, or on one fact
/// twice; or on a fact that is not known, whose scale does not reach from 0 to 1.
fn is_bound(
    decision: &Decision,
    fields: &[Option<FieldOfBids>],
    (at, result): (usize, &VendorResult),
    across: &Across,
) -> bool {
    let is_open = |column: &usize| {
        let cell = &result.cells[*column];
        cell.lowest() != cell.highest() && !decision.criteria[*column].is_group()
    };
    let open: Vec<usize> = (0..decision.criteria.len()).filter(is_open).collect();
    let mut of_field = open.iter().filter(|column| decision.criteria[**column].is_relative());
    let is_unknown = |column: &usize| result.cells[*column].knowledge == Knowledge::Unknown;
    let is_field_bound = |column: &usize| {
        let field = fields[*column].as_ref();
        field.is_some_and(|field| field.is_bound(at) || (is_unknown(column) && field.is_alone(at)))
    };
    let may_turn = |column: &usize| decision.criteria[*column].scale().is_some_and(Scale::may_turn);
    let is_cost_bound = |column: &usize| {
        let fact = decision.criteria[*column].fact();
        let all = decision.vendors.iter().map(AsRef::as_ref);
        fact.zip(decision.cost.as_ref())
            .is_some_and(|(fact, basis)| basis.is_bound(fact, &result.vendor, all))
    };
    let is_out_of_reach = |column: &usize| is_unknown(column) && across.is_short[*column];
    of_field.clone().count() > 1
        || of_field.any(is_field_bound)
        || open.iter().any(may_turn)
        || open.iter().any(|column| across.again[*column] || is_out_of_reach(column) || is_cost_bound(column))
}

/// For each criterion, whether another reads the same fact; marks are given for one each.
fn read_again(decision: &Decision) -> Vec<bool> {
    let fact = |criterion: &Criterion| criterion.fact().filter(|_| !criterion.is_rating()).cloned();
    let mut readers: BTreeMap<FactId, usize> = BTreeMap::new();
    let from = |fact: FactId| {
        let mut from = decision.derivations.inputs(&fact);
        from.insert(fact);
        from
    };
    for fact in decision.criteria.iter().filter_map(fact).flat_map(from) {
        *readers.entry(fact).or_default() += 1;
    }
    let is_read_again =
        |criterion| fact(criterion).is_some_and(|fact| from(fact).iter().any(|fact| readers[fact] > 1));
    decision.criteria.iter().map(is_read_again).collect()
}

fn weigh_vendor(decision: &Decision, judged: &JudgedVendor, scored: Scored) -> VendorResult {
    let JudgedVendor { vendor, gates, .. } = judged;
    let minimums = rank::judge_minimums(decision, &scored);
    let exclusions = exclusions(vendor, gates, &minimums);
    let is_awardable = exclusions.is_empty()
        && gates
            .iter()
            .map(|gate| gate.outcome)
            .chain(minimums.iter().map(|m| m.outcome))
            .all(|o| o == Outcome::Pass);
    VendorResult {
        vendor: Arc::clone(vendor),
        rank: None,
        is_tied: false,
        score: scored.score,
        lowest: scored.lowest,
        highest: scored.highest,
        is_bound: false,
        working: None,
        gap: None,
        is_awardable,
        exclusions,
        gates: gates.clone(),
        minimums,
        cells: scored.cells,
    }
}

fn exclusions(
    vendor: &Vendor,
    gates: &[GateResult],
    minimums: &[evaluation::MinimumResult],
) -> Vec<Exclusion> {
    let mut exclusions = Vec::new();
    match &vendor.status {
        Status::Invited => {}
        Status::Withdrawn { reason } => exclusions.push(Exclusion::Withdrawn { reason: reason.clone() }),
        Status::Disqualified { reason } => {
            exclusions.push(Exclusion::Disqualified { reason: reason.clone() });
        }
    }
    exclusions.extend(gates.iter().filter(|gate| gate.outcome == Outcome::Fail).map(|gate| {
        let Gate { id, name, .. } = &*gate.gate;
        Exclusion::Gate { gate: id.clone(), name: name.clone(), reason: gate.reason.clone() }
    }));
    exclusions.extend(
        minimums
            .iter()
            .filter(|minimum| minimum.outcome == Outcome::Fail)
            .map(|minimum| Exclusion::Minimum { name: minimum.name.clone(), reason: minimum.reason.clone() }),
    );
    exclusions
}

/// What a reader of the result should know about how it came about.
///
/// - `unsolved`: of formulas without a result.
fn notes(decision: &Decision, vendors: &[VendorResult], unsolved: &[NoResult]) -> Vec<String> {
    let mut notes = decision.provenance.what_if_notes.clone();
    if decision.provenance.is_sealed {
        notes.push("prices are sealed until quality is locked (weigh lock quality), and left out".to_owned());
    }
    notes.extend(decision.provenance.locks.iter().filter_map(Lock::text));
    let relative = decision.rule.panel.as_ref().filter(|rule| decision.panel.is_some() && rule.is_relative());
    if let Some(rule) = relative {
        notes.push(format!(
            "marks are combined by {}: adding or dropping a vendor can change the marks of the others",
            rule.counted().word()
        ));
        if rule.counted() == Combine::Standardised {
            let said = "standardised marks level what evaluators see differently: who finds all vendors much alike \
                        counts as far apart as who does not";
            notes.push(said.to_owned());
        }
    }
    let relative: Vec<&str> = decision
        .criteria
        .iter()
        .filter(|criterion| criterion.is_relative())
        .map(|criterion| criterion.name.as_str())
        .collect();
    if !relative.is_empty() {
        notes.push(format!(
            "{} is scored relative to the vendors in play: adding or dropping a vendor can change the order of the others",
            relative.join(", ")
        ));
    }
    let is_unknown = |at: usize| {
        vendors.iter().any(|one| one.exclusions.is_empty() && one.cells[at].knowledge == Knowledge::Unknown)
    };
    // Or what others turn out to be may make of it, where that is not told.
    let nobody_tells = |at: usize, [low, high]: &[Value; 2]| {
        let mut cells = vendors.iter().filter(|one| one.exclusions.is_empty()).map(|one| &one.cells[at]);
        cells.any(|cell| {
            (*low < Value::WORST && cell.lowest() <= low) || (*high > Value::BEST && cell.highest() >= high)
        })
    };
    let has_no_end = |(at, criterion): &(usize, &Criterion)| {
        let reach = criterion.scale().map(Scale::reach_of_unknown);
        let reach = reach.filter(|reach| *reach != [Value::WORST, Value::BEST]);
        reach.is_some_and(|reach| is_unknown(*at) || nobody_tells(*at, &reach))
    };
    for (_, criterion) in decision.criteria.iter().enumerate().filter(has_no_end) {
        let limit = if decision.rule.has_floor { "no cap" } else { "no floor" };
        notes.push(format!(
            "{} has {limit}: where it is not known, the ends of ranges stand for no end at all",
            criterion.name
        ));
    }
    if !decision.rule.is_sum() {
        notes.push(
            "the rule makes the total by a formula: ranges of weights, which rest on sums of points, say nothing \
             of it; draws, what-ifs, break-even and the sliders of the page do"
                .to_owned(),
        );
    }
    let looking = decision.looking_at_all();
    if !looking.is_empty() {
        notes.push(format!(
            "{} is worked out from other bids too: another bid can change the order of the others",
            looking.join(", ")
        ));
    }
    if !decision.provenance.is_sealed {
        let figures =
            decision.derivations.figures(decision).into_iter().chain(total::figures(decision, vendors));
        notes.extend(figures.map(|(name, number, put_in)| {
            let number = number.plain(SHOWN_DECIMALS);
            if put_in == number {
                format!("{name} is {number}")
            } else {
                format!("{name} is {number}: {put_in}")
            }
        }));
    }
    notes.extend(unsolved.iter().map(NoResult::said));
    notes.extend(field::kept_out(decision, vendors));
    let ranked = vendors.iter().filter(|vendor| vendor.rank.is_some()).count();
    if ranked == 0 && !vendors.is_empty() {
        notes.push("no vendor is left in the ranking".to_owned());
    }
    if ranked == 1 {
        notes.push(
            "only one vendor is left in the ranking: its score has nothing to be compared with".to_owned(),
        );
    }
    notes
}

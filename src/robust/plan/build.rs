//! A decision and its evaluation turned into a plan, part by part.

mod fields;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{
    BelowMedian, DrawSettings, DrawnCell, DrawnFact, DrawnGate, FieldPrice, Group, MOST_CELLS, MOST_CHECKED,
    MOST_VENDORS, Node, Packing, Plan, PlanError, PlanVendor, TotalPlan,
};
use crate::decision::constraint::{self, Constraint};
use crate::decision::formula::quick::Between;
use crate::decision::uncertainty::{FactDraw, WeightDraw};
use crate::decision::{
    BidField, Criterion, Decision, Fact, FactId, FactValue, FieldFormula, Minimum, PanelRule, Points,
    StatedFormula, Status, Test, Value, Vendor, VendorId, derived,
};
use crate::exact::{Exact, Mode, Rounding};
use crate::robust::draw_facts::{DrawKey, Quantile, ValueCurve, fact_of, key, numbers, unknown_range};
use crate::robust::draw_weights::{DrawMethod, Sampler, Wanted};
use crate::robust::instructions::Instructions;
use crate::robust::rounder::Rounder;
use crate::score::Evaluation;
use crate::score::evaluation::{GateResult, Knowledge, Outcome};
use crate::score::field::{InPlay, deciding_minimums, plays, stands, takes_part};

/// Adds to a plan part by part.
pub(super) struct PlanBuilder<'a> {
    pub(super) decision: &'a Decision,
    pub(super) record: &'a Evaluation,
    /// Index in the decision of each vendor of the plan, and in the record.
    at: Vec<(usize, usize)>,
    /// Per decision vendor: whether it is in play as far as is known.
    in_play: Vec<bool>,
    /// Drawn facts by plan vendor and key.
    known: BTreeMap<(usize, DrawKey), usize>,
    /// Whether a bid is drawn that is not known.
    draws_bids: bool,
    pub(super) plan: Plan,
}

impl<'a> PlanBuilder<'a> {
    pub(super) fn new(record: &'a Evaluation, settings: DrawSettings) -> Result<Self, PlanError> {
        let decision = &*record.decision;
        let results: HashMap<&VendorId, usize> =
            record.vendors.iter().enumerate().map(|(at, vendor)| (vendor.id(), at)).collect();
        let result = |id: &VendorId| results.get(id).copied();
        // One below a minimum takes part: with other weights, or once more is known, it may not be.
        let at: Vec<(usize, usize)> = (0..decision.vendors.len())
            .filter_map(|at| Some((at, result(&decision.vendors[at].id)?)))
            .filter(|&(at, result)| takes_part(&decision.vendors[at], &record.vendors[result].gates))
            .collect();
        let is_in_play =
            |vendor: &Arc<Vendor>| result(&vendor.id).is_some_and(|at| plays(decision, &record.vendors[at]));
        let in_play: Vec<bool> = decision.vendors.iter().map(is_in_play).collect();
        if at.len() > MOST_VENDORS {
            return Err(PlanError::TooManyVendors(at.len()));
        }
        let leaves: Vec<usize> =
            (0..decision.criteria.len()).filter(|&node| decision.criteria[node].leaf.is_some()).collect();
        if at.len() * leaves.len() > MOST_CELLS {
            return Err(PlanError::TooManyCells { vendors: at.len(), criteria: leaves.len() });
        }
        let rule = &decision.rule;
        let position =
            |id: &crate::decision::CriterionId| decision.criteria.iter().position(|one| one.id == *id);
        let plan = Plan {
            vendors: at
                .iter()
                .map(|(at, _)| PlanVendor {
                    id: decision.vendors[*at].id.clone(),
                    name: decision.vendors[*at].name.clone(),
                })
                .collect(),
            facts: Vec::new(),
            checked: Vec::new(),
            notes: Vec::new(),
            instructions: Instructions::default(),
            groups: Vec::new(),
            nodes: decision
                .criteria
                .iter()
                .map(|criterion| Node {
                    parent: criterion.parent,
                    is_leaf: criterion.leaf.is_some(),
                    local: criterion.share().local.to_f64(),
                })
                .collect(),
            values: vec![0.0; at.len() * leaves.len()],
            drawn: Vec::new(),
            fields: Vec::new(),
            keeps_all_bids: rule.field == BidField::Offered,
            waits: at
                .iter()
                .map(|(_, at)| stands(decision, &record.vendors[*at]) == InPlay::OnceExplained)
                .map(|waits| if waits { u32::MAX } else { 0 })
                .collect(),
            skipped: Vec::new(),
            inapplicable: Vec::new(),
            gates: Vec::new(),
            highest: (settings.facts == FactDraw::Fixed).then(|| vec![0.0; at.len() * leaves.len()]),
            minimums: decision
                .criteria
                .iter()
                .enumerate()
                .filter_map(|(node, criterion)| {
                    Some((node, bar(criterion.minimum.as_ref()?, Value::to_f64, 1.0)))
                })
                .collect(),
            deciding_minimums: deciding_minimums(decision)
                .into_iter()
                .filter_map(|node| {
                    Some((node, bar(decision.criteria[node].minimum.as_ref()?, Value::to_f64, 1.0)))
                })
                .collect(),
            below_median: BelowMedian::default(),
            total: None,
            minimum_score: rule
                .minimum
                .as_ref()
                .map(|minimum| bar(minimum, Points::to_f64, rule.points.to_f64())),
            points: rule.points.to_f64(),
            packing: packing(decision),
            points_packing: packing(decision),
            roundings: leaves
                .iter()
                .map(|&node| decision.criteria[node].leaf.as_ref()?.rounding.map(Rounder::new))
                .collect(),
            total_rounding: rule.total_rounding.map(Rounder::new),
            ties: rule.ties.iter().filter_map(position).collect(),
            streams: 0,
            has_wins: false,
            leaves,
            settings,
        };
        Ok(PlanBuilder { decision, record, at, in_play, known: BTreeMap::new(), draws_bids: false, plan })
    }

    pub(super) fn add_weights(&mut self, constraints: &[Constraint]) -> Result<(), PlanError> {
        let criteria = &self.decision.criteria;
        let settings = &self.plan.settings;
        let wanted = match settings.weights {
            WeightDraw::Fixed => Wanted::Fixed,
            WeightDraw::Uniform => Wanted::Uniform,
            WeightDraw::Dirichlet { spread } => Wanted::Dirichlet(1.0 / (spread * spread) - 1.0),
        };
        let mut parents: Vec<Option<usize>> = criteria.iter().map(|criterion| criterion.parent).collect();
        parents.sort_unstable();
        parents.dedup();
        for parent in parents {
            let members = constraint::weighing(criteria, parent);
            let shares: Vec<f64> = members.iter().map(|&at| criteria[at].share().local.to_f64()).collect();
            let own: Vec<&Constraint> = constraints.iter().filter(|one| one.group == parent).collect();
            let sampler = Sampler::new(members, &shares, &wanted, &own, settings.seed)?;
            let group = parent.map_or("at the top".to_owned(), |at| format!("under {}", criteria[at].name));
            match sampler.method() {
                DrawMethod::Exact => {}
                DrawMethod::Rejection => self.plan.notes.push(format!(
                    "weights {group} are drawn again until they satisfy the constraints; draws are independent"
                )),
                DrawMethod::HitAndRun => self.plan.notes.push(format!(
                    "weights {group} are drawn by hit-and-run, mixing checked; draws of a lane depend on each other a little"
                )),
                DrawMethod::Insertion => self.plan.notes.push(format!(
                    "weights {group} are drawn in orders of importance that go from one to another, mixing checked; draws of a lane depend on each other a little"
                )),
            }
            self.plan.groups.push(Group { sampler });
        }
        Ok(())
    }

    /// The drawn fact of a key, made when it is first asked for; none for a fact that is certain.
    pub(super) fn drawn_fact(&mut self, vendor: usize, key: &DrawKey) -> Option<usize> {
        if self.plan.settings.facts == FactDraw::Fixed {
            return None;
        }
        if let Some(at) = self.known.get(&(vendor, key.clone())) {
            return Some(*at);
        }
        let fact = fact_of(&self.decision.vendors[self.at[vendor].0], key);
        if fact.is_some_and(Fact::is_not_applicable) {
            return None;
        }
        let is_unknown = fact.is_none_or(|fact| fact.value.is_none());
        let counted = fact.and_then(|fact| match &fact.value {
            Some(FactValue::Count(count)) => Some(count),
            _ => None,
        });
        let quantile = match numbers(fact) {
            Some([low, _, high]) if low >= high => return None,
            Some([low, likely, high]) if counted.is_some() => {
                let note = "shares that were counted are drawn by Beta(yes + 1/2, no + 1/2), those of so many in all by PERT";
                if !self.plan.notes.iter().any(|own| own == note) {
                    self.plan.notes.push(note.to_owned());
                }
                match counted.and_then(|count| count.beta()) {
                    Some([yes, no]) => Quantile::counted(yes, no),
                    None => Quantile::pert(low, likely, high),
                }
            }
            Some([low, likely, high]) => match self.plan.settings.facts {
                FactDraw::Pert => Quantile::pert(low, likely, high),
                FactDraw::Uniform => Quantile::Uniform { low, high },
                FactDraw::Triangular | FactDraw::Fixed => Quantile::Triangular { low, likely, high },
            },
            None if is_unknown => {
                let is_total = key.fact.as_str() == derived::TOTAL;
                let is_bid = |one: &Criterion| {
                    one.leaf
                        .as_ref()
                        .is_some_and(|leaf| leaf.scale.formula().is_some() && self::key(one, leaf) == *key)
                };
                if !self.draws_bids && (is_total || self.decision.criteria.iter().any(is_bid)) {
                    self.draws_bids = true;
                    let note = "a bid that is not known is drawn between the lowest and the highest that are; \
                                weigh break-even says what else it would do";
                    self.plan.notes.push(note.to_owned());
                }
                let ends = || (key.fact.as_str() == derived::TOTAL).then(|| self.ends_of_totals()).flatten();
                let range = unknown_range(self.decision, key, &self.in_play).or_else(ends);
                let (low, high) = range.unwrap_or((0.0, 1.0));
                Quantile::Uniform { low, high }
            }
            // A known set has no range of numbers. It is drawn where items lack the day on which they end: the
            // uniform number says how many of those still hold.
            None => Quantile::Uniform { low: 0.0, high: 1.0 },
        };
        let stream = self.plan.streams;
        self.plan.streams += 1;
        self.plan.facts.push(DrawnFact {
            vendor,
            fact: key.fact.clone(),
            is_mark: key.is_mark,
            is_unknown,
            stream,
            quantile,
        });
        let at = self.plan.facts.len() - 1;
        self.known.insert((vendor, key.clone()), at);
        if key.fact.as_str() == derived::BELOW_MEDIAN {
            let own = self.total_of(self.at[vendor].0);
            self.plan.below_median.facts.extend(own.map(|own| (at, own)));
        }
        Some(at)
    }

    /// What the quote of a vendor comes to, drawn where it is not sure, or not known, and the vendor takes part.
    fn total_of(&mut self, vendor: usize) -> Option<FieldPrice> {
        let key = DrawKey { is_mark: false, fact: FactId::new(derived::TOTAL) };
        let known = numbers(fact_of(&self.decision.vendors[vendor], &key));
        let place = self.at.iter().position(|(at, _)| *at == vendor);
        match (place.and_then(|place| self.drawn_fact(place, &key)), known) {
            (Some(fact), _) => Some(FieldPrice::Drawn { fact, takes_part: true }),
            (None, Some([_, likely, _])) => Some(FieldPrice::Known(likely)),
            (None, None) => None,
        }
    }

    /// The lowest and the highest total that is known of those who take part.
    fn ends_of_totals(&self) -> Option<(f64, f64)> {
        let key = DrawKey { is_mark: false, fact: FactId::new(derived::TOTAL) };
        let invited = self.decision.vendors.iter().filter(|vendor| vendor.status == Status::Invited);
        let known = invited.filter_map(|vendor| numbers(fact_of(vendor, &key)));
        known.map(|[low, _, high]| (low, high)).reduce(|(a, b), (low, high)| (a.min(low), b.max(high)))
    }

    /// The totals that facts below their median are about.
    pub(super) fn add_totals(&mut self) {
        if self.plan.below_median.facts.is_empty() {
            return;
        }
        let vendors = &self.decision.vendors;
        let invited: Vec<usize> =
            (0..vendors.len()).filter(|&at| vendors[at].status == Status::Invited).collect();
        let key = DrawKey { is_mark: false, fact: FactId::new(derived::TOTAL) };
        let is_open = |at: &usize| {
            let is_out = self.at.iter().all(|(own, _)| own != at);
            is_out && numbers(fact_of(&vendors[*at], &key)).is_some_and(|[low, _, high]| low < high)
        };
        if invited.iter().any(is_open) {
            let note =
                "in the median of the quotes those who are out in any case count with their likely totals";
            self.plan.notes.push(note.to_owned());
        }
        self.plan.below_median.totals = invited.into_iter().filter_map(|at| self.total_of(at)).collect();
    }

    pub(super) fn add_cells(&mut self) {
        let (decision, record) = (self.decision, self.record);
        for vendor in 0..self.at.len() {
            for (place, &node) in self.plan.leaves.clone().iter().enumerate() {
                let criterion = &decision.criteria[node];
                let leaf = criterion.leaf.as_ref().expect("a leaf");
                let cell = &record.vendors[self.at[vendor].1].cells[node];
                let at = vendor * self.plan.leaves.len() + place;
                if cell.knowledge == Knowledge::NotApplicable {
                    self.plan.inapplicable.push((vendor, place));
                }
                if let Some(highest) = &mut self.plan.highest {
                    highest[at] = cell.highest().to_f64();
                }
                if leaf.scale.formula().is_some() {
                    continue;
                }
                let fact = if cell.knowledge.is_settled() {
                    None
                } else {
                    self.drawn_fact(vendor, &key(criterion, leaf))
                };
                match fact {
                    Some(fact) => {
                        let worth = if self.plan.facts[fact].is_unknown {
                            ValueCurve::of_unknown(&leaf.scale)
                        } else {
                            ValueCurve::of_uncertain(&leaf.scale, cell)
                        };
                        let worth = worth.expect("scales over the field were left out above");
                        self.plan.drawn.push(DrawnCell { vendor, leaf: place, fact, worth });
                    }
                    None => match &cell.value {
                        Some(value) => self.plan.values[at] = value.to_f64(),
                        None => self.plan.skipped.push((vendor, place)),
                    },
                }
            }
        }
    }

    /// The place in the plan of a vendor of the record.
    pub(super) fn place(&self, at: usize) -> Option<usize> {
        self.at.iter().position(|(_, own)| *own == at)
    }

    /// Gates that stay open and hang on a number that is drawn.
    pub(super) fn add_gates(&mut self) {
        let (decision, record) = (self.decision, self.record);
        for vendor in 0..self.at.len() {
            for (gate, result) in decision.gates.iter().zip(record.vendors[self.at[vendor].1].gates.iter()) {
                if result.outcome != Outcome::Open {
                    continue;
                }
                let (least, most) = match &gate.test {
                    Test::AtLeast(limit) => (limit.to_f64(), f64::INFINITY),
                    Test::AtMost(limit) => (f64::NEG_INFINITY, limit.to_f64()),
                    _ => continue,
                };
                let key = DrawKey { is_mark: false, fact: gate.fact.clone() };
                let is_range = numbers(fact_of(&decision.vendors[self.at[vendor].0], &key)).is_some();
                let is_read = self.known.contains_key(&(vendor, key.clone()));
                if !is_range && !is_read {
                    continue;
                }
                if let Some(fact) = self.drawn_fact(vendor, &key) {
                    self.plan.gates.push(DrawnGate { vendor, fact, least, most });
                }
            }
        }
    }

    /// Gives facts that move together the same random number within a vendor.
    pub(super) fn join_facts(&mut self) -> Result<(), PlanError> {
        let is_read = |name: &str| {
            let mut criteria = self.decision.criteria.iter();
            criteria.any(|one| one.leaf.as_ref().is_some_and(|leaf| key(one, leaf).fact.as_str() == name))
                || self.decision.rule.total.as_ref().is_some_and(|total| {
                    self.decision
                        .derivations
                        .read_by(total)
                        .names
                        .iter()
                        .any(|read| read.fact().is_some_and(|fact| fact.as_str() == name))
                })
        };
        for group in &self.plan.settings.together {
            if let Some(name) = group.iter().find(|name| !is_read(name)) {
                return Err(PlanError::UnknownFact(name.clone()));
            }
            for vendor in 0..self.at.len() {
                let mut first = None;
                for fact in self.plan.facts.iter_mut().filter(|fact| fact.vendor == vendor) {
                    if group.iter().any(|name| name == fact.fact.as_str()) {
                        fact.stream = *first.get_or_insert(fact.stream);
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Plan {
        self.plan.has_wins = !self.plan.has_closed_form();
        let open = self.at.iter().flat_map(|(_, at)| self.record.vendors[*at].gates.iter());
        let has_waiting = self.plan.waits.contains(&u32::MAX);
        let waits = |gate: &GateResult| has_waiting && gate.gate.explained.is_some();
        let open = open.filter(|gate| gate.outcome == Outcome::Open && !waits(gate)).count();
        if has_waiting {
            let note = "a bid that waits for an explanation, or may have to give one, counts as now: in the ranking, and setting no price for the others";
            self.plan.notes.push(note.to_owned());
        }
        match open.saturating_sub(self.plan.gates.len()) {
            0 => {}
            1 => self.plan.notes.push("a must-have that is not known yet is taken to be passed".to_owned()),
            more => self
                .plan
                .notes
                .push(format!("{more} must-haves that are not known yet are taken to be passed")),
        }
        let is_relative = self.decision.rule.panel.as_ref().is_some_and(PanelRule::is_relative);
        if is_relative && self.plan.facts.iter().any(|fact| fact.is_mark) {
            let note = "marks that hang on each other are drawn each by itself, over all that it may come to";
            self.plan.notes.push(note.to_owned());
        }
        self.choose_checked();
        self.plan
    }

    /// Chooses the facts of which it is counted what knowing them would be worth.
    fn choose_checked(&mut self) {
        let room = (MOST_CHECKED / self.plan.vendors.len().max(1)).max(1);
        // What follows from other facts cannot be asked for.
        let follows: BTreeSet<usize> = self.plan.below_median.facts.iter().map(|(fact, _)| *fact).collect();
        self.plan.checked = (0..self.plan.facts.len()).filter(|fact| !follows.contains(fact)).collect();
        let all = self.plan.checked.len();
        if all <= room {
            return;
        }
        let mut reach = vec![0.0; self.plan.facts.len()];
        let record = |vendor: usize, leaf: usize| {
            let cell = &self.record.vendors[self.at[vendor].1].cells[self.plan.leaves[leaf]];
            cell.highest_points().to_f64() - cell.lowest_points().to_f64()
        };
        for cell in &self.plan.drawn {
            reach[cell.fact] += record(cell.vendor, cell.leaf);
        }
        for field in &self.plan.fields {
            for (vendor, price) in field.prices.iter().enumerate() {
                if let FieldPrice::Drawn { fact, .. } = price {
                    reach[*fact] += record(vendor, field.leaf);
                }
            }
        }
        for fact in self.plan.total.iter().flat_map(TotalPlan::drawn) {
            reach[fact] = f64::INFINITY;
        }
        for gate in &self.plan.gates {
            reach[gate.fact] = f64::INFINITY;
        }
        for fact in follows {
            reach[fact] = f64::NEG_INFINITY;
        }
        for total in &self.plan.below_median.totals {
            if let FieldPrice::Drawn { fact, .. } = total {
                reach[*fact] = f64::INFINITY;
            }
        }
        self.plan.checked = furthest(&reach, room);
        self.plan.notes.push(format!(
            "what knowing a fact would be worth is counted for the {room} of {all} facts that can move a score furthest"
        ));
    }
}

/// How scores, and the points of criteria, are packed: up to the most that weights, prices and roundings make of them,
/// down to none, or as far as a formula without a floor goes.
/// The number below which a minimum keeps a vendor out: so close to it that what binary numbers may be wrong decides
/// nothing.
pub(super) fn bar<T>(minimum: &Minimum<T>, number: impl Fn(&T) -> f64, whole: f64) -> f64 {
    /// The part of the whole by which a result may be wrong.
    const LEVEL: f64 = 1e-9;
    let room = LEVEL * whole;
    number(minimum.least()) + if minimum.is_strict() { room } else { -room }
}

fn packing(decision: &Decision) -> Packing {
    let full = full(decision);
    if decision.rule.has_floor && decision.rule.has_cap {
        return Packing::of(full);
    }
    let points = decision.rule.points.to_f64();
    let reach = decision.criteria.iter().filter_map(|criterion| worths(decision, criterion));
    let (low, high) = reach.fold((0.0, 1.0), |(low, high), [a, b]| (f64::min(low, a), f64::max(high, b)));
    Packing { from: low * points - (full - points), width: (high - low) * points + 2.0 * (full - points) }
}

/// Between which worths of a formula as printed those of all bids lie, whichever of their prices are drawn; none of
/// other scales.
fn worths(decision: &Decision, criterion: &Criterion) -> Option<[f64; 2]> {
    /// Where that is not told.
    const FAR: [f64; 2] = [-15.0, 16.0];
    let leaf = criterion.leaf.as_ref()?;
    let Some(FieldFormula::Stated(formula)) = leaf.scale.formula() else { return None };
    let key = key(criterion, leaf);
    let numbers = decision.vendors.iter().filter_map(|one| fact_of(one, &key)?.value.as_ref()?.numbers());
    let all = numbers.clone().map(|[low, _, high]| Between::new(low.clone(), high.clone()));
    let one = all.reduce(|a, b| Between::new(a.low.min(b.low), a.high.max(b.high)))?;
    let bids = vec![one; numbers.count()];
    let Some(Between { low, high, .. }) = formula.between(&bids, &[], 0..1).pop().flatten() else {
        return Some(FAR);
    };
    let [low, high] = [low, high].map(|worth| formula.limited_binary(worth.to_f64()));
    Some([low.max(FAR[0] * 1e3), high.min(FAR[1] * 1e3)])
}

/// The points that packed scores are shares of. Where roundings may give a hundredth more than all points, or more, as
/// those up do with few points, it is a power of two of them, for a packed score is below two.
fn full(decision: &Decision) -> f64 {
    const NOTICED: f64 = 1.01;
    let over = |rounding: &Rounding| {
        let digits = i32::try_from(rounding.digits).unwrap_or(i32::MAX);
        let of_digit = match rounding.mode {
            Mode::Truncate => 0.0,
            Mode::HalfUp | Mode::HalfEven => 0.5,
            Mode::Up => 1.0,
        };
        of_digit * libm::pow(10.0, -f64::from(digits))
    };
    let leaves = decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref()?.rounding.as_ref());
    let points = decision.rule.points.to_f64();
    let most = 1.0 + leaves.chain(&decision.rule.total_rounding).map(over).sum::<f64>() / points;
    if most < NOTICED {
        return points;
    }
    let mut full = points;
    while full <= most * points {
        full *= 2.0;
    }
    full
}

/// The facts that reach furthest, as many as there is room for, in their order.
fn furthest(reach: &[f64], room: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = (0..reach.len()).collect();
    chosen.sort_by(|a, b| reach[*b].total_cmp(&reach[*a]).then(a.cmp(b)));
    chosen.truncate(room);
    chosen.sort_unstable();
    chosen
}

/// Whether binary numbers give what a formula comes to for some bids.
fn is_binary(formula: &StatedFormula, bids: &[Exact]) -> bool {
    const NEAR: f64 = 1e-6;
    let binary: Vec<f64> = bids.iter().map(Exact::to_f64).collect();
    let binary = formula.binary(&binary, 0..bids.len());
    formula.worths(bids).into_iter().zip(binary).all(|(exact, binary)| {
        let value = |number: f64| number.clamp(0.0, 1.0);
        let exact = exact.ok().flatten().map_or(0.0, |exact| value(exact.to_f64()));
        (exact - binary.map_or(0.0, value)).abs() < NEAR
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_reach_furthest_are_chosen_and_keep_their_order() {
        assert_eq!(furthest(&[1.0, 4.0, f64::INFINITY, 0.0, 4.0], 3), [1, 2, 4]);
        assert_eq!(furthest(&[1.0, 1.0, 1.0], 2), [0, 1], "of equal ones the first");
        assert_eq!(furthest(&[1.0], 5), [0]);
    }
}

//! Facts that a decision works out from others by formulas of its own, and numbers that its formulas call by name.

mod reads;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use reads::TotalReads;
use serde::Serialize;

use super::derived::{BELOW_MEDIAN, ids as of_quotes};
use super::formula::catalogue::Step;
use super::formula::quick::{self, Between, Count, Field, Part, Truth};
use super::formula::{
    Bids, Evaluator, Expression, Formula, Meaning, Name, Node, Operator, Problem, Quantity, Room, SetName,
    Unsolved,
};
use super::panel::lowest_mark_of;
use super::total::TotalFormula;
use super::{Decision, Evidence, Fact, FactId, FactValue, Location, Need, Status, Vendor};
use crate::exact::{Exact, Rounding};
use crate::text::suggest::listed;

/// The facts that a criteria file works out for every vendor, and the numbers that its formulas call by name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Derivations {
    /// The facts, in the order of the file; the conditions of must-haves are facts that are true or false.
    pub facts: Vec<DerivedFact>,
    /// The numbers with names.
    pub names: Vec<Step>,
    /// The formula of the rule's total, which reads facts too.
    #[serde(skip)]
    pub total: Option<Arc<TotalFormula>>,
}

/// A fact that is worked out for every vendor.
#[derive(Clone, Debug, Serialize)]
pub struct DerivedFact {
    /// The fact; that of a must-have's condition is [`of_gate`].
    pub fact: FactId,
    /// How it is worked out.
    pub formula: Formula,
    /// How a number is rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where it is written.
    #[serde(skip)]
    pub location: Location,
}

/// A fact as it was worked out.
#[derive(Clone, Debug)]
pub(crate) struct WorkedOut {
    pub(crate) id: FactId,
    pub(crate) fact: Arc<Fact>,
    /// Why the formula has no result.
    pub(crate) unsolved: Option<Unsolved>,
}

/// What the id of a fact begins with that is the condition of a must-have.
const OF_GATE: &str = "gates.";

/// The fact that says whether the condition of a must-have holds.
#[must_use]
pub fn of_gate(gate: &str) -> FactId {
    FactId::new(format!("{OF_GATE}{gate}"))
}

impl DerivedFact {
    fn is_of_gate(&self) -> bool {
        self.fact.as_str().starts_with(OF_GATE)
    }
}

/// As what formulas read a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A word, with those that it is compared with.
    Words(Vec<String>),
}

/// What a formula reads, through the names and facts that lead to others.
#[derive(Clone, Debug, Default)]
struct Inputs {
    facts: BTreeSet<FactId>,
    looks_at_others: bool,
}

impl Derivations {
    /// Whether nothing is worked out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.names.is_empty()
    }

    /// Whether a fact is worked out here.
    #[must_use]
    pub fn has(&self, fact: &FactId) -> bool {
        self.fact(fact).is_some()
    }

    fn fact(&self, fact: &FactId) -> Option<&DerivedFact> {
        self.facts.iter().find(|one| one.fact == *fact)
    }

    pub(crate) fn name(&self, id: &str) -> Option<&Step> {
        self.names.iter().find(|step| step.name == id)
    }

    /// What a name stands for, where that is a formula.
    fn formula(&self, name: &Name) -> Option<(&Formula, Option<Rounding>)> {
        match name.room {
            Room::Facts => self.fact(&fact_id(name)).map(|one| (&one.formula, one.rounding)),
            Room::Names => self.name(&name.id).map(|step| (&step.expr, step.round)),
            Room::Value | Room::Points | Room::Most | Room::Needs | Room::Cost => None,
        }
    }

    fn inputs_of(&self, formula: &Formula) -> Inputs {
        let mut inputs = Inputs::default();
        let (mut seen, mut open) = (BTreeSet::new(), vec![formula]);
        while let Some(formula) = open.pop() {
            inputs.looks_at_others |= !formula.sets().is_empty();
            for name in formula.names() {
                match self.formula(name) {
                    Some((formula, _)) => open.extend(seen.insert(name).then_some(formula)),
                    None if matches!(name.room, Room::Facts | Room::Cost) => {
                        inputs.facts.insert(fact_id(name));
                    }
                    None => {}
                }
            }
        }
        inputs
    }

    /// The facts that vendors state, or their quotes come to, from which one is worked out; none where it is not worked
    /// out here.
    #[must_use]
    pub fn inputs(&self, fact: &FactId) -> BTreeSet<FactId> {
        self.fact(fact).map(|one| self.inputs_of(&one.formula).facts).unwrap_or_default()
    }

    /// The facts from which any is worked out, or the total.
    #[must_use]
    pub fn all_inputs(&self) -> BTreeSet<FactId> {
        let of_facts = self.facts.iter().flat_map(|one| self.inputs_of(&one.formula).facts);
        let of_total = self.total.iter().flat_map(|total| total.names()).flat_map(|name| {
            match (self.formula(name), name.fact()) {
                (Some((formula, _)), _) => self.inputs_of(formula).facts,
                (None, fact) => fact.into_iter().collect(),
            }
        });
        of_facts.chain(of_total).collect()
    }

    /// Whether a total takes figures of other bids, itself or through the numbers that it names.
    #[must_use]
    pub fn looks_at_others_for(&self, total: &TotalFormula) -> bool {
        let looks = |formula: &Formula| !formula.sets().is_empty();
        let is_named = |step: &Step| {
            looks(&step.expr) && total.names().any(|name| name.room == Room::Names && name.id == step.name)
        };
        total.formulas().any(looks) || self.names.iter().any(is_named)
    }

    /// The facts that are worked out from one.
    pub fn readers<'a>(&'a self, fact: &'a FactId) -> impl Iterator<Item = &'a DerivedFact> {
        self.facts.iter().filter(move |one| self.inputs_of(&one.formula).facts.contains(fact))
    }

    /// How formulas read a fact that vendors state: as a number, unless one of them says otherwise.
    #[must_use]
    pub fn input_kind(&self, fact: &FactId) -> InputKind {
        let mut kind = InputKind::Number;
        let is_it =
            |node: &Node| matches!(&node.expression, Expression::Name(name) if fact_id(name) == *fact);
        let names = self.names.iter().map(|step| &step.expr);
        let of_total = self.total.iter().flat_map(|total| total.formulas());
        for formula in self.facts.iter().map(|one| &one.formula).chain(names).chain(of_total) {
            let mut as_condition = |node: &Node| {
                if is_it(node) && kind == InputKind::Number {
                    kind = InputKind::YesNo;
                }
            };
            let is_out = self.total.iter().any(|total| total.out.as_ref() == Some(formula));
            if is_out || self.facts.iter().any(|one| one.formula == *formula && one.is_of_gate()) {
                as_condition(formula.root());
            }
            formula.root().walk(&mut |node| match &node.expression {
                Expression::Not(part) => as_condition(part),
                Expression::Both(Operator::And | Operator::Or, parts) => {
                    parts.iter().for_each(&mut as_condition);
                }
                Expression::If(parts) => as_condition(&parts[0]),
                Expression::Field(figure) => figure.set.condition.iter().for_each(&mut as_condition),
                _ => {}
            });
            formula.root().walk(&mut |node| {
                let Expression::Both(Operator::Equal | Operator::Unequal, parts) = &node.expression else {
                    return;
                };
                let [left, right] = &**parts;
                for (name, word) in [(left, right), (right, left)] {
                    let Expression::Word(word) = &word.expression else { continue };
                    match &mut kind {
                        InputKind::Words(words) if is_it(name) => words.push(word.clone()),
                        _ if is_it(name) => kind = InputKind::Words(vec![word.clone()]),
                        _ => {}
                    }
                }
            });
        }
        kind
    }

    /// Whether a fact that is worked out here looks at other vendors.
    #[must_use]
    pub fn looks_at_others(&self, fact: &FactId) -> bool {
        self.fact(fact).is_some_and(|one| self.inputs_of(&one.formula).looks_at_others)
    }

    /// Whether a fact is worked out beside the offers of others, itself or through others: with the own offer it gives
    /// figures of theirs away.
    #[must_use]
    pub fn tells_of_others(&self, fact: &FactId) -> bool {
        let is_median = |fact: &FactId| fact.as_str() == BELOW_MEDIAN;
        is_median(fact) || self.looks_at_others(fact) || self.inputs(fact).iter().any(is_median)
    }

    /// Whether a fact is worked out from what quotes come to.
    #[must_use]
    pub(crate) fn reads_costs(&self, one: &DerivedFact) -> bool {
        self.inputs_of(&one.formula).facts.iter().any(|fact| of_quotes().any(|id| id == fact.as_str()))
    }

    /// Whether a formula comes out otherwise for one vendor than for another.
    pub(crate) fn hangs_on_vendor(&self, formula: &Formula) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), formula.own_names());
        while let Some(name) = open.pop() {
            match self.formula(name) {
                None if matches!(name.room, Room::Facts | Room::Cost) => return true,
                Some((formula, _)) if seen.insert(name) => open.extend(formula.own_names()),
                Some(_) | None => {}
            }
        }
        false
    }

    /// Whether a number with a name looks at bids of which must-haves decide, by itself or by others that it names.
    pub(crate) fn looks_in(&self, name: &Name) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), vec![name]);
        while let Some(name) = open.pop() {
            let Some(step) = self.name(&name.id).filter(|_| name.room == Room::Names) else { continue };
            if step.expr.sets().iter().any(|set| *set != SetName::Offered) {
                return true;
            }
            open.extend(step.expr.names().into_iter().filter(|next| seen.insert(*next)));
        }
        false
    }

    /// The names and facts through which formulas lead back to themselves, the first one of each again at its end.
    /// Circles that have a formula in common are told once.
    #[must_use]
    pub fn circles(&self) -> Vec<Vec<String>> {
        let facts = self.facts.iter().map(|one| Name { room: Room::Facts, id: one.fact.to_string() });
        let names = self.names.iter().map(|step| Name { room: Room::Names, id: step.name.clone() });
        let mut ends = BTreeSet::new();
        facts.chain(names).filter_map(|name| self.circle_from(&name, &mut Vec::new(), &mut ends)).collect()
    }

    /// - `ends`: names that lead to no circle, or to one that was told.
    fn circle_from(
        &self,
        name: &Name,
        path: &mut Vec<Name>,
        ends: &mut BTreeSet<Name>,
    ) -> Option<Vec<String>> {
        if let Some(at) = path.iter().position(|other| other == name) {
            return Some(path[at..].iter().chain([name]).map(Name::to_string).collect());
        }
        if ends.contains(name) {
            return None;
        }
        let (formula, _) = self.formula(name)?;
        path.push(name.clone());
        let found = formula.names().into_iter().find_map(|next| self.circle_from(next, path, ends));
        path.pop();
        ends.insert(name.clone());
        found
    }

    /// Works facts out for some of the vendors.
    ///
    /// - `of`: which vendors.
    /// - `wanted`: which facts.
    pub(crate) fn work_out(
        &self,
        vendors: &[&Vendor],
        needs: &[Need],
        of: &[usize],
        wanted: impl Fn(&DerivedFact) -> bool,
    ) -> Vec<Vec<WorkedOut>> {
        let mut all: Vec<Vec<WorkedOut>> = of.iter().map(|_| Vec::new()).collect();
        let stated = Stated {
            derivations: self,
            vendors,
            needs,
            figures: RefCell::default(),
            worked_out: RefCell::default(),
        };
        for one in self.facts.iter().filter(|one| wanted(one)) {
            let inputs = self.inputs_of(&one.formula);
            let shared = Evaluator::new(&stated);
            for (at, facts) in of.iter().zip(&mut all) {
                // A vendor alone has the same steps, however many there are.
                let alone = (!inputs.looks_at_others).then(|| Evaluator::new(&stated));
                facts.push(stated.work_out(one, &inputs, alone.as_ref().unwrap_or(&shared), *at));
            }
        }
        all
    }

    /// The numbers with names that are the same for every vendor, each with its name and, where that says more, how it
    /// came about.
    #[must_use]
    pub(crate) fn figures(&self, decision: &Decision) -> Vec<(String, Exact, String)> {
        let vendors: Vec<&Vendor> = decision.vendors.iter().map(AsRef::as_ref).collect();
        let stated = Stated {
            derivations: self,
            vendors: &vendors,
            needs: &decision.needs,
            figures: RefCell::default(),
            worked_out: RefCell::default(),
        };
        let evaluator = Evaluator::new(&stated);
        let is_same = |step: &Step| {
            let name = Name { room: Room::Names, id: step.name.clone() };
            !self.looks_in(&name) && !self.hangs_on_vendor(&step.expr)
        };
        let mut figures = Vec::new();
        let is_certain =
            |step: &Step| !vendors.is_empty() && stated.is_certain(&self.inputs_of(&step.expr), None);
        for step in self.names.iter().filter(|step| is_same(step) && is_certain(step)) {
            if let Ok(Some(Quantity::Number(number))) = evaluator.quantity(&step.expr, step.round, 0) {
                figures.push((step.name.clone(), number, evaluator.put_in(&step.expr, 0).to_string()));
            }
        }
        figures
    }
}

/// The fact that a name stands for.
fn fact_id(name: &Name) -> FactId {
    if name.room == Room::Cost {
        FactId::new(format!("cost.{}", name.id))
    } else {
        FactId::new(name.id.as_str())
    }
}

/// What is said of a fact that may come to anything.
const NOT_SURE: &str = "worked out from what is not known for sure";

/// Why a fact is not worked out.
enum Missing {
    /// Something is not known.
    Unknown(String),
    /// All that it lacks does not apply to the vendor.
    Inapplicable(String),
}

/// Between what formulas come to, by their place in memory and the vendor.
type Ends = BTreeMap<(usize, usize), Option<Part<Between>>>;

/// The vendors as formulas read them.
struct Stated<'a> {
    derivations: &'a Derivations,
    vendors: &'a [&'a Vendor],
    needs: &'a [Need],
    figures: RefCell<BTreeMap<usize, Option<Between>>>,
    /// What formulas with names come to.
    worked_out: RefCell<Ends>,
}

impl Stated<'_> {
    fn work_out<'a>(
        &'a self,
        one: &'a DerivedFact,
        inputs: &Inputs,
        evaluator: &Evaluator<'a, Self>,
        at: usize,
    ) -> WorkedOut {
        let DerivedFact { formula, rounding, .. } = one;
        let likely = evaluator.quantity(formula, *rounding, at);
        let missing = || match self.missing(inputs, at) {
            Missing::Unknown(note) => (None, Some(note), None),
            Missing::Inapplicable(reason) => (Some(FactValue::NotApplicable { reason }), None, None),
        };
        let (value, note, unsolved) = match likely {
            Err(unsolved) => (None, Some(format!("its formula {unsolved}")), Some(unsolved)),
            Ok(None) => missing(),
            Ok(Some(likely)) => match self.value(one, inputs, likely, at) {
                Some(value) => (Some(value), Some(evaluator.put_in(formula, at).to_string()), None),
                // It applies, whatever else it hangs on.
                None => (None, Some(NOT_SURE.to_owned()), None),
            },
        };
        let unit = one.unit.clone().filter(|_| !matches!(value, Some(FactValue::YesNo { .. })));
        let source = Some(format!("worked out: {formula}"));
        let evidence = Evidence { unit, source, note, ..Evidence::default() };
        let fact = Fact { value, evidence: evidence.shared(), release: None, location: one.location.clone() };
        WorkedOut { id: one.fact.clone(), fact: Arc::new(fact), unsolved }
    }

    /// What a fact comes to, given what it comes to when all is as likely; none where that cannot be told.
    fn value(&self, one: &DerivedFact, inputs: &Inputs, likely: Quantity, at: usize) -> Option<FactValue> {
        match (quick::work(one.formula.root(), self, at), likely) {
            (Some(Part::Number(ends)), Quantity::Number(likely)) => {
                let Between { low, high, .. } = ends.handed_out(one.rounding);
                Some(if low == high {
                    FactValue::Number { value: likely }
                } else {
                    FactValue::Range { low: low.min(likely.clone()), high: high.max(likely.clone()), likely }
                })
            }
            (Some(Part::Truth(Truth(truth))), Quantity::Truth(_)) => {
                truth.map(|value| FactValue::YesNo { value })
            }
            (Some(Part::Word(_)), Quantity::Word(value)) => Some(FactValue::Text { value }),
            (_, likely) if self.is_certain(inputs, Some(at)) => Some(match likely {
                Quantity::Number(value) => FactValue::Number { value },
                Quantity::Truth(value) => FactValue::YesNo { value },
                Quantity::Word(value) => FactValue::Text { value },
            }),
            _ => None,
        }
    }

    /// Whether everything is known for sure that a formula reads.
    fn is_certain(&self, inputs: &Inputs, at: Option<usize>) -> bool {
        let of = |vendor: &Vendor, may_lack: bool| {
            inputs.facts.iter().all(|fact| {
                let value = vendor.facts.get(fact).and_then(|fact| fact.value.as_ref());
                value.map_or(may_lack, |value| value.numbers().is_none_or(|[low, _, high]| low == high))
            })
        };
        // What others have not stated that take no part any more is left out.
        let others = || self.vendors.iter().all(|vendor| of(vendor, vendor.status != Status::Invited));
        at.is_none_or(|at| of(self.vendors[at], false)) && (!inputs.looks_at_others || others())
    }

    /// Why a fact is not known.
    fn missing(&self, inputs: &Inputs, at: usize) -> Missing {
        let vendor = self.vendors[at];
        let is_open = |fact: &&FactId| {
            vendor.facts.get(*fact).is_none_or(|fact| fact.value.is_none() || fact.is_not_applicable())
        };
        let missing: Vec<&FactId> = inputs.facts.iter().filter(is_open).collect();
        let does_not_apply =
            |fact: &&FactId| vendor.facts.get(*fact).is_some_and(|fact| fact.is_not_applicable());
        let names: Vec<&str> = missing.iter().map(|fact| fact.as_str()).collect();
        if missing.is_empty() {
            Missing::Unknown(NOT_SURE.to_owned())
        } else if missing.iter().all(does_not_apply) {
            let does = if names.len() == 1 { "does" } else { "do" };
            let names = listed(&names, "and");
            Missing::Inapplicable(format!("it is worked out from {names}, which {does} not apply"))
        } else {
            Missing::Unknown(format!("worked out from {}, which nobody has stated", listed(&names, "and")))
        }
    }

    fn stated(&self, bid: usize, name: &Name) -> Option<&FactValue> {
        match name.room {
            Room::Facts | Room::Cost => {
                self.vendors.get(bid)?.facts.get(&fact_id(name)).and_then(|fact| fact.value.as_ref())
            }
            Room::Needs => self.needs.iter().find(|need| need.id == name.id).map(|need| &need.value),
            Room::Value | Room::Points | Room::Most | Room::Names => None,
        }
    }
}

impl Bids for Stated<'_> {
    fn members(&self, _: SetName) -> Vec<usize> {
        (0..self.vendors.len()).collect()
    }

    fn look_up(&self, bid: usize, name: &Name) -> Result<Meaning<'_>, Problem> {
        if let Some((formula, rounding)) = self.derivations.formula(name) {
            return Ok(Meaning::Formula(formula, rounding));
        }
        Ok(match self.stated(bid, name) {
            None | Some(FactValue::NotApplicable { .. }) => Meaning::Unknown,
            Some(FactValue::Number { value } | FactValue::Range { likely: value, .. }) => {
                Meaning::Known(Quantity::Number(value.clone()))
            }
            Some(FactValue::Count(count)) => Meaning::Known(Quantity::Number(count.likely.clone())),
            Some(FactValue::YesNo { value }) => Meaning::Known(Quantity::Truth(*value)),
            Some(FactValue::Text { value }) => Meaning::Known(Quantity::Word(value.clone())),
            Some(value @ (FactValue::Date { .. } | FactValue::Set { .. })) => {
                let message = format!("reads {name}, which is {}: no formula works with one", value.kind());
                return Err(Problem::Named(message));
            }
        })
    }
}

/// Between which numbers what is worked out lies.
impl Field<Between> for Stated<'_> {
    fn named(&self, bid: usize, node: &Node) -> Option<Part<Between>> {
        let Expression::Name(name) = &node.expression else { return None };
        if let Some((formula, rounding)) = self.derivations.formula(name) {
            let place = (std::ptr::from_ref(formula) as usize, bid);
            if let Some(known) = self.worked_out.borrow().get(&place) {
                return known.clone();
            }
            let known = quick::work(formula.root(), self, bid).map(|part| match part {
                Part::Number(number) => Part::Number(number.rounded(rounding)),
                other => other,
            });
            self.worked_out.borrow_mut().insert(place, known.clone());
            return known;
        }
        Some(match self.stated(bid, name)? {
            FactValue::Number { value } => Part::Number(Between::of(value)),
            FactValue::Range { low, high, .. } => Part::Number(Between::new(low.clone(), high.clone())),
            FactValue::Count(count) => Part::Number(Between::new(count.low.clone(), count.high.clone())),
            FactValue::YesNo { value } => Part::Truth(Truth(Some(*value))),
            FactValue::Text { value } => Part::Word(value.clone()),
            FactValue::Date { .. } | FactValue::Set { .. } | FactValue::NotApplicable { .. } => return None,
        })
    }

    fn bids(&self) -> usize {
        self.vendors.len()
    }

    fn is_closed(&self, bid: usize) -> bool {
        self.vendors[bid].status != Status::Invited
    }

    fn figures(&self) -> &RefCell<BTreeMap<usize, Option<Between>>> {
        &self.figures
    }
}

impl Decision {
    /// Whether a fact is worked out, from a quote or from other facts, so that no vendor states it.
    #[must_use]
    pub fn is_worked_out(&self, fact: &FactId) -> bool {
        of_quotes().any(|id| id == fact.as_str())
            || self.derivations.has(fact)
            || lowest_mark_of(fact.as_str()).is_some()
    }

    /// The names of criteria and must-haves whose facts are worked out from other vendors' too.
    #[must_use]
    pub fn looking_at_all(&self) -> Vec<&str> {
        let criteria = self.criteria.iter().filter_map(|one| Some((one.fact()?, one.name.as_str())));
        let gates = self.gates.iter().map(|gate| (&gate.fact, gate.name.as_str()));
        let looking = criteria.chain(gates).filter(|(fact, _)| self.derivations.looks_at_others(fact));
        let of_total = self.rule.total.iter().filter(|total| self.derivations.looks_at_others_for(total));
        looking.map(|(_, name)| name).chain(of_total.map(|_| "the total")).collect()
    }

    /// The vendors that change with some, once the facts that are worked out are as they come out of them.
    ///
    /// - `wanted`: which facts are worked out again.
    pub(crate) fn worked_out_again(
        &self,
        changed: Vec<(usize, Arc<Vendor>)>,
        wanted: impl Fn(&DerivedFact) -> bool,
    ) -> Vec<(usize, Arc<Vendor>)> {
        let mut vendors: Vec<&Vendor> = self.vendors.iter().map(AsRef::as_ref).collect();
        for (at, vendor) in &changed {
            vendors[*at] = vendor;
        }
        let own: Vec<usize> = changed.iter().map(|(at, _)| *at).collect();
        let is_own = |one: &DerivedFact| !self.derivations.looks_at_others(&one.fact);
        let everybody: Vec<usize> = (0..vendors.len()).collect();
        let of_own = self.derivations.work_out(&vendors, &self.needs, &own, |one| wanted(one) && is_own(one));
        let of_all =
            self.derivations.work_out(&vendors, &self.needs, &everybody, |one| wanted(one) && !is_own(one));
        let mut moved: BTreeMap<usize, Vec<WorkedOut>> = own.iter().copied().zip(of_own).collect();
        for (at, facts) in everybody.into_iter().zip(of_all) {
            moved.entry(at).or_default().extend(facts);
        }
        let mut changed: BTreeMap<usize, Arc<Vendor>> = changed.into_iter().collect();
        for (at, mut facts) in moved {
            let old = changed.get(&at).unwrap_or(&self.vendors[at]);
            facts.retain(|one| old.facts.get(&one.id).is_none_or(|old| old.value != one.fact.value));
            if !facts.is_empty() {
                let vendor =
                    Arc::make_mut(changed.entry(at).or_insert_with(|| Arc::clone(&self.vendors[at])));
                vendor.facts.extend(facts.into_iter().map(|one| (one.id, one.fact)));
            }
        }
        changed.into_iter().collect()
    }
}

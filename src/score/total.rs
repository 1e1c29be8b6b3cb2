//! Totals by a formula of the rule, in place of the sum of points.

mod alone;

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::evaluation::{
    Exclusion, FAR, Knowledge, LEFT_OUT, MinimumResult, NoResult, Outcome, VendorResult,
};
use super::field::{is_normal, takes_part};
use super::points::shares_without;
use crate::decision::derivation::TotalReads;
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::formula::catalogue::{Published, Step};
use crate::decision::formula::quick::{self, Between, Count, Field, Part, Truth};
use crate::decision::formula::{
    Bids, Evaluator, Expression, Meaning, Name, Node, Problem, Quantity, Room, SetName, Unsolved,
};
use crate::decision::total::{TotalFormula, Wins};
use crate::decision::{Decision, FactId, FactValue, Points, Status, Unknown, Value};
use crate::exact::{Exact, Rounding};
pub(crate) use alone::{Alone, range_alone};

/// What the formula comes to for a vendor.
pub(crate) struct Total {
    /// The number; else why there is none.
    likely: Result<Exact, String>,
    /// Between which numbers it may turn out; none where that is not told, or all is known.
    range: Option<[Exact; 2]>,
    /// Whether all is known for sure that it is made of.
    is_certain: bool,
    /// The formula with its numbers put in.
    working: String,
    /// Whether the rule's condition keeps it in; none where there is no condition.
    kept: Option<MinimumResult>,
}

/// How a reason begins that lies in the formula, and not in what is known.
const NO_RESULT: &str = "the formula";

fn no_result(unsolved: &Unsolved) -> String {
    format!("{NO_RESULT} {unsolved}")
}

/// Those for whom the formula has no result.
pub(super) fn unsolved(vendors: &[VendorResult]) -> impl Iterator<Item = NoResult> {
    vendors.iter().flat_map(|vendor| {
        let reasons = vendor.exclusions.iter().filter_map(|one| match one {
            Exclusion::NoTotal { reason } => Some(reason).filter(|reason| reason.starts_with(NO_RESULT)),
            Exclusion::Withdrawn { .. }
            | Exclusion::Disqualified { .. }
            | Exclusion::Gate { .. }
            | Exclusion::Minimum { .. } => None,
        });
        let of = || vendor.name().to_owned();
        reasons.map(move |reason| NoResult {
            criterion: None,
            name: String::new(),
            vendor: of(),
            why: reason.clone(),
        })
    })
}

/// What the condition of a rule that leaves bids out is called among must-haves.
const KEPT: &str = "Kept by the rule";

/// Gives the vendors of a decision their totals, where its rule works them out by a formula.
pub(super) fn give(decision: &Decision, vendors: &mut [VendorResult]) {
    let Some(formula) = &decision.rule.total else { return };
    let all: Vec<&VendorResult> = vendors.iter().collect();
    let of: Vec<usize> = (0..all.len()).collect();
    let totals = totals(decision, formula, &all, &of);
    for (result, total) in vendors.iter_mut().zip(totals) {
        total.give(decision, result);
    }
}

/// The totals of some of the vendors, one for each.
///
/// - `of`: which of them.
pub(crate) fn totals(
    decision: &Decision,
    formula: &TotalFormula,
    vendors: &[&VendorResult],
    of: &[usize],
) -> Vec<Total> {
    let bids = Offers::new(decision, formula, vendors);
    let evaluator = Evaluator::new(&bids);
    let rounding = decision.rule.total_rounding.or(formula.rounding);
    let one = |at: usize| {
        let is_certain = bids.is_certain(Some(at));
        let left = formula.out.as_ref().map(|out| evaluator.quantity(out, None, at));
        let kept = left.as_ref().and_then(|left| bids.kept(left, is_certain, at));
        let is_out = kept.as_ref().is_some_and(|kept| kept.outcome == Outcome::Fail);
        let likely = match left {
            Some(Err(unsolved)) => Err(no_result(&unsolved)),
            _ => bids.likely(&evaluator, rounding, at, is_out),
        };
        let ends = (!is_certain).then(|| quick::number(formula.expr.root(), &bids, at)).flatten();
        let range = ends.map(|number: Between| {
            let Between { low, high, .. } = number.handed_out(rounding);
            [low, high]
        });
        let working = evaluator.put_in(&formula.expr, at).to_string();
        Total { likely, range, is_certain, working, kept }
    };
    of.iter().copied().map(one).collect()
}

/// The numbers with names that are the same for every vendor and look at bids of which must-haves decide, where they are
/// known for sure: each with its name and the formula with its numbers put in.
pub(super) fn figures(decision: &Decision, vendors: &[VendorResult]) -> Vec<(String, Exact, String)> {
    let derivations = &decision.derivations;
    let all: Vec<&VendorResult> = vendors.iter().collect();
    let figure = |step: &Step| {
        let name = Name { room: Room::Names, id: step.name.clone() };
        let is_one =
            !all.is_empty() && derivations.looks_in(&name) && !derivations.hangs_on_vendor(&step.expr);
        let formula =
            is_one.then(|| TotalFormula::new(Published::typed(step.expr.clone()), Wins::Highest))?;
        let bids = Offers::new(decision, &formula, &all);
        let evaluator = Evaluator::new(&bids);
        let number =
            evaluator.quantity(&step.expr, step.round, 0).ok().flatten().filter(|_| bids.is_certain(None));
        match number? {
            Quantity::Number(number) => {
                Some((step.name.clone(), number, evaluator.put_in(&step.expr, 0).to_string()))
            }
            Quantity::Truth(_) | Quantity::Word(_) => None,
        }
    };
    derivations.names.iter().filter_map(figure).collect()
}

impl Total {
    /// Makes it the score of the vendor.
    pub(crate) fn give(self, decision: &Decision, result: &mut VendorResult) {
        let kept = self.kept.clone();
        self.score(decision, result);
        if let Some(kept) = kept {
            result.is_awardable &= kept.outcome == Outcome::Pass;
            result.minimums.push(kept);
        }
    }

    fn score(self, decision: &Decision, result: &mut VendorResult) {
        let likely = match self.likely {
            Ok(likely) => likely,
            Err(reason) => {
                (result.score, result.lowest, result.highest) = (Points::ZERO, Points::ZERO, Points::ZERO);
                // Who takes no part needs no reason for being out.
                if result.exclusions.is_empty() {
                    result.exclusions.push(Exclusion::NoTotal { reason });
                    result.is_awardable = false;
                }
                return;
            }
        };
        let [low, high] = match self.range {
            _ if self.is_certain => [likely.clone(), likely.clone()],
            Some([low, high]) => [low.min(likely.clone()), high.max(likely.clone())],
            None => [&likely - &FAR, &likely + &FAR],
        };
        result.is_bound = low != high;
        result.working = Some(self.working);
        (result.score, result.lowest, result.highest) = (likely.into(), low.into(), high.into());
        super::rank::judge_total(decision, result);
    }
}

/// The vendors as the formula reads them.
pub(crate) struct Offers<'a> {
    decision: &'a Decision,
    formula: &'a TotalFormula,
    vendors: &'a [&'a VendorResult],
    /// Criteria by their ids.
    places: BTreeMap<&'a str, usize>,
    /// What the formula reads, through the numbers that it names.
    reads: TotalReads<'a>,
    figures: RefCell<BTreeMap<usize, Option<Between>>>,
    /// Whether some criterion passes its weight on while nothing is known of it.
    skips: bool,
    /// All but this is taken as it is likely; none where nothing is.
    alone: Option<Alone<'a>>,
}

impl<'a> Offers<'a> {
    pub(crate) fn new(
        decision: &'a Decision,
        formula: &'a TotalFormula,
        vendors: &'a [&'a VendorResult],
    ) -> Self {
        let places = decision.criteria.iter().enumerate().map(|(at, one)| (one.id.as_str(), at)).collect();
        let reads = decision.derivations.read_by(formula);
        let skips = decision.criteria.iter().any(|one| one.unknown() == Some(Unknown::Skip));
        Offers { decision, formula, vendors, places, reads, figures: RefCell::default(), skips, alone: None }
    }

    fn likely(
        &'a self,
        evaluator: &Evaluator<'a, Self>,
        rounding: Option<Rounding>,
        at: usize,
        is_out: bool,
    ) -> Result<Exact, String> {
        if let Some(out) = self.formula.out.as_ref().filter(|_| is_out) {
            return Err(format!("{LEFT_OUT}: {}", evaluator.put_in(out, at)));
        }
        match evaluator.quantity(&self.formula.expr, rounding, at).map_err(|unsolved| no_result(&unsolved))? {
            Some(Quantity::Number(number)) => Ok(number),
            Some(Quantity::Truth(_) | Quantity::Word(_)) => Err(format!("{NO_RESULT} gives no number")),
            None => Err(self.missing(at)),
        }
    }

    /// Whether the rule's condition keeps a bid in: for sure, or for sure not, or as it turns out.
    ///
    /// - `left`: whether its condition holds when all is as likely.
    fn kept(
        &self,
        left: &Result<Option<Quantity>, Unsolved>,
        is_certain: bool,
        at: usize,
    ) -> Option<MinimumResult> {
        let out = self.formula.out.as_ref()?;
        let truth = if is_certain {
            match left {
                Ok(Some(Quantity::Truth(truth))) => Some(*truth),
                // Without a result there is no total either.
                Err(_) => Some(true),
                Ok(_) => None,
            }
        } else {
            self.is_left_out(at)
        };
        let outcome = match truth {
            Some(true) => Outcome::Fail,
            Some(false) => Outcome::Pass,
            None => Outcome::Open,
        };
        let (criterion, reason) = (None, format!("left out where {out}"));
        Some(MinimumResult { criterion, name: KEPT.to_owned(), outcome, reason })
    }

    /// Whether the condition of the rule leaves a bid out, whatever turns out; none where that is not told.
    fn is_left_out(&self, at: usize) -> Option<bool> {
        let part: Option<Part<Between>> = quick::work(self.formula.out.as_ref()?.root(), self, at);
        match part {
            Some(Part::Truth(Truth(truth))) => truth,
            Some(Part::Number(_) | Part::Word(_)) | None => None,
        }
    }

    /// The most points of a criterion once everything is known: then no weight is passed on but from what does not apply.
    fn most_once_known(&self, vendor: &VendorResult, at: usize) -> Points {
        let criteria = &self.decision.criteria;
        let is_skipped = |one: usize| {
            criteria[one].unknown() == Some(Unknown::Skip)
                && vendor.cells[one].knowledge == Knowledge::Unknown
        };
        if !self.skips || !(0..criteria.len()).any(is_skipped) {
            return vendor.most_points(&self.decision.rule, at);
        }
        let is_left_out =
            |one: usize| !criteria[one].is_group() && vendor.cells[one].knowledge == Knowledge::NotApplicable;
        let (_, shares) = shares_without(criteria, &is_left_out);
        &shares[at] * &self.decision.rule.points
    }

    /// What the formula lacks of a vendor.
    fn missing(&self, at: usize) -> String {
        let facts = self.formula.facts();
        let vendor = self.vendors[at];
        let is_inapplicable =
            |fact: &FactId| vendor.vendor.facts.get(fact).is_some_and(|fact| fact.is_not_applicable());
        let lacking = facts.iter().filter(|fact| self.fact(at, fact).is_none());
        let (inapplicable, lacking): (Vec<&FactId>, Vec<&FactId>) =
            lacking.partition(|fact| is_inapplicable(fact));
        let emptied = self.formula.criteria().into_iter().filter(|id| {
            let place = self.places.get(id.as_str());
            place.is_some_and(|place| vendor.cells[*place].knowledge == Knowledge::NotApplicable)
        });
        let inapplicable: Vec<String> = inapplicable
            .into_iter()
            .map(ToString::to_string)
            .chain(emptied.map(|id| id.to_string()))
            .collect();
        let lacking: Vec<String> = lacking.into_iter().map(ToString::to_string).collect();
        let said = |names: &[String], what: &str| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            (!names.is_empty()).then(|| format!("{} {what}", crate::text::suggest::listed(&names, "and")))
        };
        let parts = [said(&lacking, "is not known"), said(&inapplicable, DOES_NOT_APPLY)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "something that the formula reads is not known".to_owned()
        } else {
            parts.join(", ")
        }
    }

    fn fact(&self, at: usize, fact: &FactId) -> Option<&FactValue> {
        let value = self.vendors[at].vendor.facts.get(fact)?.value.as_ref()?;
        (!value.is_not_applicable()).then_some(value)
    }

    /// Whether all is known for sure that the total is made of, of the vendor and, where others are looked at, of them.
    ///
    /// - `at`: the vendor; none for a number that is the same for all.
    fn is_certain(&self, at: Option<usize>) -> bool {
        let field = self.decision.rule.field;
        let sets = || self.reads.figures.iter().map(|(_, figure)| self.formula.set(figure.set.name, field));
        let looks_at_others = sets().next().is_some();
        let looks_at_all = sets().any(|set| set == SetName::Offered);
        let looks_in = sets().any(|set| set != SetName::Offered);
        let read = self.reads.facts();
        let criteria: Vec<usize> =
            self.formula.criteria().iter().filter_map(|id| self.places.get(id.as_str()).copied()).collect();
        let is_sure = |other: &usize| {
            let vendor = self.vendors[*other];
            let is_known = |fact: &FactId| {
                // Who has left will not state a number any more.
                let has_left = Some(*other) != at && vendor.vendor.status != Status::Invited;
                self.fact(*other, fact)
                    .map_or(has_left, |value| value.numbers().is_none_or(|[low, _, high]| low == high))
            };
            // Weight that is passed on for now comes back once everything is known.
            let is_fixed = |at: &usize| {
                let cell = &vendor.cells[*at];
                cell.lowest_points() == &cell.points
                    && cell.highest_points() == &cell.points
                    && self.most_once_known(vendor, *at) == vendor.most_points(&self.decision.rule, *at)
            };
            read.iter().all(is_known) && criteria.iter().all(is_fixed)
        };
        let is_settled = |other: &usize| {
            let vendor = self.vendors[*other];
            let is_open = vendor.must_haves().any(|(_, outcome, _)| outcome == Outcome::Open);
            let is_looked_at = looks_at_all || self.is_in(SetName::Admitted, *other);
            !is_looked_at || ((!looks_in || !is_open) && is_sure(other))
        };
        at.as_ref().is_none_or(is_sure)
            && (!looks_at_others || (0..self.vendors.len()).all(|other| is_settled(&other)))
    }

    /// What works formulas out on them.
    #[cfg(feature = "xlsx")]
    pub(crate) fn evaluator(&self) -> Evaluator<'_, Self> {
        Evaluator::new(self)
    }

    /// What stands for a name that is no formula, as it is likely.
    #[cfg(feature = "xlsx")]
    pub(crate) fn quantity(&self, bid: usize, name: &Name) -> Option<Quantity> {
        match self.stated(bid, name)? {
            Said::Numbers([_, likely, _]) => Some(Quantity::Number(likely)),
            Said::Value(FactValue::YesNo { value }) => Some(Quantity::Truth(*value)),
            Said::Value(FactValue::Text { value }) => Some(Quantity::Word(value.clone())),
            Said::Value(_) => None,
        }
    }

    /// Whether a bid is in a set.
    pub(crate) fn is_in(&self, set: SetName, at: usize) -> bool {
        let vendor = self.vendors[at];
        // Those of criteria: that of the total comes after it.
        let fails =
            || vendor.minimums.iter().any(|one| one.criterion.is_some() && one.outcome == Outcome::Fail);
        match self.formula.set(set, self.decision.rule.field) {
            SetName::Offered => true,
            SetName::Admitted => takes_part(&vendor.vendor, &vendor.gates),
            SetName::AboveMinimum => takes_part(&vendor.vendor, &vendor.gates) && !fails(),
            SetName::NotAbnormal => {
                takes_part(&vendor.vendor, &vendor.gates) && !fails() && is_normal(&vendor.gates)
            }
        }
    }

    /// A number with a name, or a formula that stands for it.
    fn named_formula(&self, name: &Name) -> Option<(&crate::decision::formula::Formula, Option<Rounding>)> {
        if name.room != Room::Names {
            return None;
        }
        let names = &self.decision.derivations.names;
        let own = self.formula.step(&name.id);
        let step = own.or_else(|| names.iter().find(|step| step.name == name.id))?;
        Some((&step.expr, step.round))
    }

    fn number(&self, name: &Name) -> Option<&Exact> {
        match name.room {
            Room::Names => self.formula.numbers.get(&name.id),
            _ => None,
        }
    }

    /// What a criterion, or a need, or a fact says: the lowest, the likely and the highest number, or another value.
    fn stated(&self, bid: usize, name: &Name) -> Option<Said<'_>> {
        let vendor = self.vendors[bid];
        // Of what does not apply there are no points.
        let cell = || {
            let cell = &vendor.cells[*self.places.get(name.id.as_str())?];
            (cell.knowledge != Knowledge::NotApplicable).then_some(cell)
        };
        let three = |numbers: [&Exact; 3]| Said::Numbers(numbers.map(Clone::clone));
        match name.room {
            Room::Facts | Room::Cost => {
                let value = self.fact(bid, &name.fact()?)?;
                Some(value.numbers().map_or(Said::Value(value), three))
            }
            Room::Needs => {
                let need = self.decision.needs.iter().find(|need| need.id == name.id)?;
                Some(need.value.numbers().map_or(Said::Value(&need.value), three))
            }
            Room::Points => {
                let cell = cell()?;
                Some(three([cell.lowest_points(), &cell.points, cell.highest_points()].map(Points::exact)))
            }
            Room::Value => {
                let cell = cell()?;
                let likely = cell.value.as_ref()?;
                Some(Said::Numbers([cell.lowest(), likely, cell.highest()].map(Value::percent)))
            }
            Room::Most => {
                let at = *self.places.get(name.id.as_str())?;
                let most = vendor.most_points(&self.decision.rule, at);
                let known = self.most_once_known(vendor, at);
                let ends = if known < most { [&known, &most, &most] } else { [&most, &most, &known] };
                Some(three(ends.map(Points::exact)))
            }
            Room::Names => self.number(name).map(|number| three([number; 3])),
        }
    }
}

/// What stands for a name.
enum Said<'a> {
    /// The lowest, the likely and the highest.
    Numbers([Exact; 3]),
    /// What is no number.
    Value(&'a FactValue),
}

impl Bids for Offers<'_> {
    fn members(&self, set: SetName) -> Vec<usize> {
        (0..self.vendors.len()).filter(|at| self.is_in(set, *at)).collect()
    }

    fn look_up(&self, bid: usize, name: &Name) -> Result<Meaning<'_>, Problem> {
        let name = self.formula.read(name);
        if self.number(name).is_none()
            && let Some((formula, rounding)) = self.named_formula(name)
        {
            return Ok(Meaning::Formula(formula, rounding));
        }
        Ok(match self.stated(bid, name) {
            None => Meaning::Unknown,
            Some(Said::Numbers([_, likely, _])) => Meaning::Known(Quantity::Number(likely)),
            Some(Said::Value(FactValue::YesNo { value })) => Meaning::Known(Quantity::Truth(*value)),
            Some(Said::Value(FactValue::Text { value })) => Meaning::Known(Quantity::Word(value.clone())),
            Some(Said::Value(value)) => {
                let message = format!("reads {name}, which is {}: no formula works with one", value.kind());
                return Err(Problem::Named(message));
            }
        })
    }
}

/// Between which numbers totals lie.
impl Field<Between> for Offers<'_> {
    fn named(&self, bid: usize, node: &Node) -> Option<Part<Between>> {
        let Expression::Name(name) = &node.expression else { return None };
        let name = self.formula.read(name);
        if self.number(name).is_none()
            && let Some((formula, rounding)) = self.named_formula(name)
        {
            return quick::number(formula.root(), self, bid)
                .map(|number: Between| Part::Number(number.rounded(rounding)));
        }
        Some(match self.stated(bid, name)? {
            Said::Numbers(numbers) => {
                let [low, high] = self.open_range(bid, name, numbers);
                Part::Number(Between::new(low, high))
            }
            Said::Value(FactValue::YesNo { value }) => Part::Truth(Truth(Some(*value))),
            Said::Value(FactValue::Text { value }) => Part::Word(value.clone()),
            Said::Value(_) => return None,
        })
    }

    fn bids(&self) -> usize {
        self.vendors.len()
    }

    fn is_member(&self, set: SetName, bid: usize) -> Option<bool> {
        let vendor = self.vendors[bid];
        let is_open = vendor.must_haves().any(|(_, outcome, _)| outcome == Outcome::Open);
        let meant = self.formula.set(set, self.decision.rule.field);
        let explains = || self.alone.is_none() && !is_normal(&vendor.gates);
        match self.is_in(set, bid) {
            // Once its explanation is accepted it is one of them.
            false
                if meant == SetName::NotAbnormal && explains() && self.is_in(SetName::AboveMinimum, bid) =>
            {
                None
            }
            true if is_open
                && self.alone.is_none()
                && self.formula.set(set, self.decision.rule.field) != SetName::Offered =>
            {
                None
            }
            is_in => Some(is_in),
        }
    }

    fn figures(&self) -> &RefCell<BTreeMap<usize, Option<Between>>> {
        &self.figures
    }
}

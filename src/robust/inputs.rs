//! What the numbers that a quote is worked out from, and that are not known for sure, do to its cost and its points: each
//! alone, all others as likely.

use std::sync::Arc;

use super::break_even::changed;
use crate::cost::{OpenInput, Requotes, open_inputs, settled};
use crate::decision::{Decision, Estimate, FactId, Points, Vendor, derived};
use crate::exact::Exact;
use crate::score::evaluation::VendorResult;
use crate::score::{Evaluation, evaluate};

/// What hangs on one number of a vendor, by way of its cost.
#[derive(Clone, Debug)]
pub struct InputAtStake {
    /// The fact; a number of the quote goes by its path: `quote.automation.bot.genuine`.
    pub id: FactId,
    /// Whether it is a fact of the vendor.
    pub is_fact: bool,
    /// Whether nobody has said anything of it yet.
    pub is_unsaid: bool,
    /// Between what it is counted; none where nothing is, and the cost is not known.
    pub counted: Option<[Exact; 2]>,
    /// Its unit in words.
    pub unit: &'static str,
    /// The criteria whose points move, by their places in the decision.
    pub criteria: Vec<usize>,
    /// The points that they add as it counts now; where a formula works the total out, that total, as the next two.
    pub points: Points,
    /// The fewest that they may add.
    pub lowest_points: Points,
    /// The most that they may add.
    pub highest_points: Points,
    /// The least and the most that is paid over the term, with it alone at its ends; none where that is not known.
    pub total: Option<[Exact; 2]>,
}

/// What hangs on the numbers of a vendor that its cost is worked out from.
#[derive(Debug)]
pub struct InputsAtStake {
    /// The vendor, by its place in the results.
    pub vendor: usize,
    /// Those that are open.
    pub inputs: Vec<InputAtStake>,
    /// The decision scored with all of them as they are likely: what is open there does not hang on them. None where no
    /// number is counted for one of them, and the cost is known once there is.
    pub settled: Option<Evaluation>,
}

/// Whether anything is open of what costs are worked out from, which takes its time to try.
#[must_use]
pub fn has_open_inputs(decision: &Decision) -> bool {
    let Some(basis) = &decision.cost else { return false };
    decision.vendors.iter().any(|vendor| !open_inputs(basis, vendor).is_empty())
}

/// What is open of what costs are worked out from, vendor by vendor; empty for those of whom all is known, and where the
/// decision says nothing of demand.
///
/// - `is_asked`: of whom.
#[must_use]
pub fn inputs_at_stake(
    evaluation: &Evaluation,
    is_asked: impl Fn(&VendorResult) -> bool,
) -> Vec<InputsAtStake> {
    let decision = &evaluation.decision;
    let Some(basis) = &decision.cost else { return Vec::new() };
    let asked = decision.vendors.iter().enumerate().filter_map(|(at, vendor)| {
        let result = evaluation.vendors.iter().position(|result| result.id() == &vendor.id)?;
        let open = is_asked(&evaluation.vendors[result]).then(|| open_inputs(basis, vendor))?;
        (!open.is_empty()).then_some((at, result, open))
    });
    let asked: Vec<_> = asked.collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let Some(Ok(requotes)) = Requotes::new(decision) else { return Vec::new() };
    let reading = reading(decision);
    let staked = Staked { evaluation, requotes: &requotes, reading: &reading };
    crate::parallel::map(&asked, 50, |(at, result, open)| {
        let inputs = open.iter().map(|input| staked.of((*at, *result), input)).collect();
        InputsAtStake { vendor: *result, inputs, settled: staked.settled(*at, open) }
    })
}

/// The criteria that read what quotes come to, themselves or through a formula.
fn reading(decision: &Decision) -> Vec<usize> {
    let reads = |fact: &FactId| {
        derived::is_of_model(fact.as_str())
            || decision.derivations.inputs(fact).iter().any(|input| derived::is_of_model(input.as_str()))
    };
    let leaves = decision.criteria.iter().enumerate();
    leaves
        .filter(|(_, criterion)| criterion.leaf.as_ref().is_some_and(|leaf| reads(&leaf.fact)))
        .map(|(at, _)| at)
        .collect()
}

/// What numbers are tried on.
struct Staked<'a> {
    evaluation: &'a Evaluation,
    requotes: &'a Requotes<'a>,
    reading: &'a [usize],
}

impl Staked<'_> {
    fn of(&self, (at, result): (usize, usize), input: &OpenInput) -> InputAtStake {
        let now = &self.evaluation.vendors[result];
        let vendor = &self.evaluation.decision.vendors[at];
        let ends: Vec<Evaluation> =
            input.ends.iter().flatten().map(|end| self.with(at, settled(vendor, input, end))).collect();
        // Vendors stand by their places, which move with it.
        let ends: Vec<&VendorResult> = ends.iter().filter_map(|end| end.vendor(vendor.id.as_str())).collect();
        let mut staked = InputAtStake {
            id: input.id.clone(),
            is_fact: input.is_fact,
            is_unsaid: input.is_unsaid,
            counted: input.ends.clone(),
            unit: input.unit,
            criteria: Vec::new(),
            points: Points::ZERO,
            lowest_points: Points::ZERO,
            highest_points: Points::ZERO,
            total: None,
        };
        for &criterion in self.reading {
            let cell = &now.cells[criterion];
            let all = || ends.iter().map(|end| &end.cells[criterion].points);
            let [lowest, highest] = if ends.is_empty() {
                [cell.lowest_points(), cell.highest_points()]
            } else {
                let own = || std::iter::once(&cell.points);
                [
                    all().chain(own()).min().unwrap_or(&cell.points),
                    all().chain(own()).max().unwrap_or(&cell.points),
                ]
            };
            if lowest == highest {
                continue;
            }
            staked.criteria.push(criterion);
            staked.points += &cell.points;
            staked.lowest_points += lowest;
            staked.highest_points += highest;
        }
        if self.evaluation.decision.rule.total.is_some() {
            let all = || ends.iter().map(|end| &end.score).chain([&now.score]);
            staked.points = now.score.clone();
            staked.lowest_points = all().min().unwrap_or(&now.score).clone();
            staked.highest_points = all().max().unwrap_or(&now.score).clone();
        }
        let total = |end: &&VendorResult| {
            let fact = end.vendor.facts.get(&FactId::new(derived::TOTAL))?;
            Some(Estimate::of_fact(fact)?.likely)
        };
        let totals: Vec<Exact> = ends.iter().filter_map(total).collect();
        staked.total = totals.iter().min().cloned().zip(totals.iter().max().cloned()).map(<[Exact; 2]>::from);
        staked
    }

    /// The decision scored with all that is open of a vendor's quote as it is likely.
    fn settled(&self, at: usize, open: &[OpenInput]) -> Option<Evaluation> {
        // Where nothing is counted, any number shows whether the cost is known once there is one.
        let number = |input: &OpenInput| input.likely.clone().unwrap_or(Exact::ONE);
        let decision = &self.evaluation.decision;
        let vendor = open.iter().fold(Vendor::clone(&decision.vendors[at]), |vendor, input| {
            settled(&vendor, input, &number(input))
        });
        let evaluation = self.with(at, vendor);
        let is_counted = open.iter().all(|input| input.likely.is_some());
        let total = FactId::new(derived::TOTAL);
        let has_total = || {
            let vendor = evaluation.vendor(decision.vendors[at].id.as_str())?;
            Estimate::of_fact(vendor.vendor.facts.get(&total)?)
        };
        (is_counted || has_total().is_none()).then_some(evaluation)
    }

    /// The decision scored with a vendor as it would be.
    fn with(&self, at: usize, vendor: Vendor) -> Evaluation {
        let mut decision = Decision::clone(&self.evaluation.decision);
        for (place, vendor) in changed(&self.evaluation.decision, Some(self.requotes), at, vendor) {
            decision.vendors[place] = vendor;
        }
        evaluate(&Arc::new(decision))
    }
}

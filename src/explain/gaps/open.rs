//! What is open of vendors that moves what others are worth.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::OpenRival;
use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::panel::{Combined, PanelRule, Standing};
use crate::decision::{Criterion, CriterionId, Fact, FactId, FactValue, Status, derived};
use crate::score::Evaluation;
use crate::score::evaluation::{Outcome, VendorResult};
use crate::score::field::{InPlay, may_bid, stands};

/// What is open of vendors that others are compared with.
pub(super) struct Open<'a> {
    /// For each criterion whose scale compares bids, or whose marks are ranked among each other.
    pub(super) on: Vec<Vec<OpenRival<'a>>>,
    /// Of the quotes that the median is of.
    pub(super) in_median: Vec<OpenRival<'a>>,
    /// The facts that a total by a formula reads.
    pub(super) in_total: BTreeSet<FactId>,
    /// Every vendor, in the order of the results.
    pub(super) vendors: Vec<&'a VendorResult>,
}

impl<'a> Open<'a> {
    pub(super) fn of(evaluation: &'a Evaluation) -> Open<'a> {
        let decision = &evaluation.decision;
        let of_column = |(at, criterion): (usize, &'a Criterion)| match criterion.fact() {
            Some(fact) if criterion.is_relative() => {
                let playing = evaluation.vendors.iter().map(|vendor| (vendor, stands(decision, vendor)));
                let playing = playing.filter(|(vendor, stands)| {
                    let value = vendor.vendor.facts.get(fact).and_then(|fact| fact.value.as_ref());
                    let has_number = value.is_some_and(|value| value.numbers().is_some());
                    *stands != InPlay::No && may_bid(&vendor.vendor, has_number)
                });
                playing.flat_map(|(vendor, stands)| open_of(vendor, stands, (at, fact))).collect()
            }
            _ if criterion.is_rating() => unmarked(evaluation, &criterion.id),
            _ => Vec::new(),
        };
        let on = decision.criteria.iter().enumerate().map(of_column).collect();
        let invited = evaluation.vendors.iter().filter(|vendor| vendor.vendor.status == Status::Invited);
        let total = FactId::new(derived::TOTAL);
        let of_total = |vendor: &'a VendorResult| number_of(vendor, &total, vendor.vendor.facts.get(&total));
        let formula = decision.rule.total.as_deref();
        let in_total =
            formula.map_or_else(BTreeSet::new, |total| decision.derivations.read_by(total).facts());
        let vendors = evaluation.vendors.iter().collect();
        Open { on, in_median: invited.filter_map(of_total).collect(), in_total, vendors }
    }

    /// What is open of others than a vendor, where a fact says how far its quote lies below the median of all.
    pub(super) fn median_without<'b>(
        &'b self,
        vendor: &'b VendorResult,
        fact: &FactId,
    ) -> impl Iterator<Item = &'b OpenRival<'a>> {
        let is_median = fact.as_str() == derived::BELOW_MEDIAN;
        self.in_median.iter().filter(move |rival| is_median && rival.vendor != vendor.id())
    }
}

/// The vendors that some evaluator has not marked, where marks are ranked among each other.
fn unmarked<'a>(evaluation: &'a Evaluation, criterion: &CriterionId) -> Vec<OpenRival<'a>> {
    let decision = &evaluation.decision;
    let is_ranked = decision.rule.panel.as_ref().is_some_and(PanelRule::is_relative);
    let Some(panel) = decision.panel.as_ref().filter(|_| is_ranked) else { return Vec::new() };
    let is_missing = |one: &&Combined| {
        one.criterion == *criterion && one.given.iter().any(|given| given.standing == Standing::Missing)
    };
    let vendors =
        panel.combined.iter().filter(is_missing).filter_map(|one| evaluation.vendor(one.vendor.as_str()));
    let invited = vendors.filter(|vendor| vendor.vendor.status == Status::Invited);
    let open = |vendor: &'a VendorResult| OpenRival {
        vendor: vendor.id(),
        name: vendor.name(),
        fact: criterion.to_string(),
        what: "not marked by all".to_owned(),
    };
    invited.map(open).collect()
}

/// What is open of a number of a vendor; none where it is known for sure.
fn number_of<'a>(vendor: &'a VendorResult, id: &FactId, fact: Option<&Arc<Fact>>) -> Option<OpenRival<'a>> {
    let value = fact.and_then(|fact| fact.value.as_ref());
    let what = match value.and_then(FactValue::numbers) {
        None => "not known".to_owned(),
        Some([low, _, high]) if low != high => {
            format!("{} to {}", low.plain(SHOWN_DECIMALS), high.plain(SHOWN_DECIMALS))
        }
        Some(_) => return None,
    };
    Some(OpenRival { vendor: vendor.id(), name: vendor.name(), fact: id.to_string(), what })
}

/// What is open of one bid on a criterion: its number, and whether it takes part at all.
fn open_of<'a>(vendor: &'a VendorResult, stands: InPlay, (at, fact): (usize, &FactId)) -> Vec<OpenRival<'a>> {
    let open = |fact: &str, what: String| OpenRival {
        vendor: vendor.id(),
        name: vendor.name(),
        fact: fact.to_owned(),
        what,
    };
    let mut found: Vec<OpenRival<'_>> =
        number_of(vendor, fact, vendor.cells[at].fact.as_ref()).into_iter().collect();
    if matches!(stands, InPlay::Perhaps | InPlay::OnceExplained) {
        let gates = vendor.gates.iter().filter(|gate| gate.outcome == Outcome::Open);
        found.extend(
            gates.map(|gate| open(gate.gate.fact.as_str(), format!("must-have open: {}", gate.gate.name))),
        );
        let minimums = vendor.minimums.iter().filter(|minimum| minimum.outcome == Outcome::Open);
        found.extend(minimums.filter_map(|minimum| {
            let criterion = minimum.criterion.as_ref()?;
            Some(open(criterion.as_str(), format!("minimum open: {}", minimum.name)))
        }));
    }
    found
}

/// What is open of that from which a fact is worked out by a formula, of the vendor itself and of those it is beside.
pub(super) fn worked_out_from<'a>(
    evaluation: &'a Evaluation,
    vendor: &'a VendorResult,
    fact: &FactId,
) -> impl Iterator<Item = OpenRival<'a>> {
    let derivations = &evaluation.decision.derivations;
    let inputs = if derivations.has(fact) { derivations.inputs(fact) } else { BTreeSet::new() };
    let is_beside = derivations.looks_at_others(fact);
    let vendors = evaluation
        .vendors
        .iter()
        .filter(move |one| one.id() == vendor.id() || is_beside && one.vendor.status == Status::Invited);
    vendors.flat_map(move |one| {
        let open = |input: &FactId| {
            let fact = one.vendor.facts.get(input);
            let applies = fact.is_none_or(|fact| !fact.is_not_applicable());
            let is_number =
                fact.is_none_or(|fact| fact.value.as_ref().is_none_or(|value| value.numbers().is_some()));
            number_of(one, input, fact).filter(|_| applies && is_number)
        };
        inputs.iter().filter_map(open).collect::<Vec<_>>()
    })
}

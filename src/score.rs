//! From a decision to its evaluation: gates, values, points, scores, ranks. Pure and exact.
//!
//! The steps, in the order in which [`evaluate`] takes them:
//! 1. every gate is judged for every vendor ([`gate`]);
//! 2. vendors that are invited and fail no gate are in play: relative scales look at these only;
//! 3. every fact is turned into a value by its scale ([`value`], [`price`]);
//! 4. values are weighted, rounded as the rule says, and added up the tree ([`points`]);
//! 5. minimums are judged and the vendors that are left are ranked ([`rank`]).

pub(crate) mod digest;
pub mod evaluation;
pub mod gate;
pub mod points;
pub mod price;
pub mod rank;
pub mod value;

use std::sync::Arc;

pub use evaluation::Evaluation;

use crate::decision::{Decision, Fact, Leaf, Scale, Status, Vendor};
use crate::exact::Exact;
use evaluation::{
    CriterionSummary, DecisionSummary, Exclusion, GateResult, GateSummary, Outcome, VendorResult,
};
use price::Field;

/// Scores and ranks the vendors of a decision.
#[must_use]
pub fn evaluate(decision: &Decision) -> Evaluation {
    let judged: Vec<Vec<GateResult>> = decision
        .vendors
        .iter()
        .map(|vendor| decision.gates.iter().map(|gate| gate::judge(gate, vendor)).collect())
        .collect();
    let in_play: Vec<bool> = decision
        .vendors
        .iter()
        .zip(&judged)
        .map(|(vendor, gates)| {
            vendor.status == Status::Invited && gates.iter().all(|gate| gate.outcome != Outcome::Fail)
        })
        .collect();
    let fields = fields(decision, &in_play);
    let summary =
        |(criterion, field): (&_, &Option<Field>)| CriterionSummary::of(criterion, decision, field.as_ref());
    let mut vendors: Vec<VendorResult> = decision
        .vendors
        .iter()
        .enumerate()
        .zip(judged)
        .map(|((at, vendor), gates)| score_vendor(decision, at, vendor, gates, &fields))
        .collect();
    rank::rank(&mut vendors, decision);
    let mut evaluation = Evaluation {
        version: env!("CARGO_PKG_VERSION"),
        decision: DecisionSummary::of(decision),
        rule: decision.rule.clone(),
        gates: decision.gates.iter().map(GateSummary::of).collect(),
        criteria: decision.criteria.iter().zip(&fields).map(summary).collect(),
        vendors,
        notes: Vec::new(),
        digest: digest::digests(decision),
        provenance: decision.provenance.clone(),
    };
    evaluation.notes = notes(decision, &evaluation);
    evaluation
}

/// The fact that a scored criterion reads; a mark where its scale is a rating.
fn fact_of<'a>(
    vendor: &'a Vendor,
    criterion: &crate::decision::Criterion,
    leaf: &Leaf,
) -> Option<&'a Arc<Fact>> {
    if leaf.scale.is_rating() { vendor.ratings.get(&criterion.id) } else { vendor.facts.get(&leaf.fact) }
}

/// For each criterion whose scale may look at other vendors, the facts of those in play.
fn fields(decision: &Decision, in_play: &[bool]) -> Vec<Option<Field>> {
    decision
        .criteria
        .iter()
        .map(|criterion| {
            let leaf = criterion.leaf.as_ref().filter(|leaf| leaf.scale.is_of_field())?;
            let playing = decision.vendors.iter().enumerate().filter(|(at, _)| in_play[*at]);
            Some(Field::new(playing.filter_map(|(at, vendor)| {
                let numbers = fact_of(vendor, criterion, leaf)?.value.as_ref()?.numbers()?;
                Some((at, numbers))
            })))
        })
        .collect()
}

fn score_vendor(
    decision: &Decision,
    at: usize,
    vendor: &Vendor,
    gates: Vec<GateResult>,
    fields: &[Option<Field>],
) -> VendorResult {
    let worths: Vec<points::LeafWorth> = decision
        .criteria
        .iter()
        .zip(fields)
        .map(|(criterion, field)| match &criterion.leaf {
            None => points::LeafWorth::default(),
            Some(leaf) => {
                let fact = fact_of(vendor, criterion, leaf);
                let known = fact.and_then(|fact| fact.value.as_ref().map(|value| (fact, value)));
                let worth = known.and_then(|(fact, value)| match (&leaf.scale, field) {
                    (Scale::Price(formula), Some(field)) => {
                        Some(price::price(formula, field, at, value.numbers()?))
                    }
                    (Scale::Relative { higher_is_better }, Some(field)) => {
                        Some(price::relative(*higher_is_better, field, at, value.numbers()?))
                    }
                    (scale, _) => value::worth(scale, value, &fact.evidence),
                });
                points::LeafWorth { worth, fact: fact.cloned() }
            }
        })
        .collect();
    let scored = points::score(decision, worths);
    let minimums = rank::judge_minimums(decision, &scored);
    let exclusions = exclusions(vendor, &gates, &minimums);
    let is_awardable = exclusions.is_empty()
        && gates
            .iter()
            .map(|gate| gate.outcome)
            .chain(minimums.iter().map(|m| m.outcome))
            .all(|o| o == Outcome::Pass);
    VendorResult {
        id: vendor.id.clone(),
        name: vendor.name.clone(),
        local: vendor.local.clone(),
        kind: vendor.kind,
        country: vendor.country.clone(),
        shore: vendor.shore,
        note: vendor.note.clone(),
        file: vendor.file.clone(),
        rank: None,
        is_tied: false,
        score: scored.score,
        lowest: scored.lowest,
        highest: scored.highest,
        gap: None,
        is_awardable,
        exclusions,
        gates,
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
        Exclusion::Gate { gate: gate.gate.clone(), name: gate.name.clone(), reason: gate.reason.clone() }
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
fn notes(decision: &Decision, evaluation: &Evaluation) -> Vec<String> {
    let mut notes = decision.provenance.what_if_notes.clone();
    let relative: Vec<&str> = decision
        .criteria
        .iter()
        .filter(|criterion| criterion.leaf.as_ref().is_some_and(|leaf| leaf.scale.is_relative()))
        .map(|criterion| criterion.name.as_str())
        .collect();
    if !relative.is_empty() {
        notes.push(format!(
            "{} is scored relative to the vendors in play: adding or dropping a vendor can change the order of the others",
            relative.join(", ")
        ));
    }
    let ranked = evaluation.ranked().count();
    if ranked == 0 && !evaluation.vendors.is_empty() {
        notes.push("no vendor is left in the ranking".to_owned());
    }
    if ranked == 1 {
        notes.push(
            "only one vendor is left in the ranking: its score has nothing to be compared with".to_owned(),
        );
    }
    notes
}

/// One hundred times a value, as files and screens show it.
#[must_use]
pub fn shown_value(value: &Exact) -> Exact {
    value * &Exact::from(100)
}

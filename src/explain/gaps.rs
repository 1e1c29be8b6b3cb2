//! What is not known yet, ordered by how much of the score hangs on it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::decision::{CriterionId, Fact, FactId, GateId, Points, VendorId};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, Outcome, VendorResult};

/// A fact of a vendor that is not known, or not for sure.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// The vendor.
    pub vendor: VendorId,
    /// Its name.
    pub vendor_name: String,
    /// Its rank.
    pub rank: Option<usize>,
    /// The fact; the criterion's id for a mark.
    pub fact: FactId,
    /// Whether it is a mark that people have not given yet.
    pub is_mark: bool,
    /// Whether it is unknown or only uncertain.
    pub knowledge: Knowledge,
    /// Must-haves that stay open until it is known: the whole score hangs on them.
    pub gates: Vec<GateId>,
    /// Criteria that read it, by name.
    pub criteria: Vec<CriterionId>,
    /// Why each of the must-haves is open.
    pub open_because: Vec<String>,
    /// Names of the gates and criteria.
    pub reads: Vec<String>,
    /// The points it adds to the score as it counts now.
    pub points: Points,
    /// The fewest points it may add.
    pub lowest_points: Points,
    /// The most points it may add.
    pub highest_points: Points,
    /// How many points hang on it: the most less the fewest.
    pub at_stake: Points,
    /// What is known so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Arc<Fact>>,
    /// The vendor's file.
    pub file: String,
}

impl Gap {
    /// Where the fact stands, or the file where it is missing: `vendors/siam-voice.toml:12`.
    #[must_use]
    pub fn place(&self) -> String {
        self.known.as_ref().map_or_else(|| self.file.clone(), |fact| fact.location.to_string())
    }

    /// What is known so far, in words: why a must-have is open, the uncertain value, or its note.
    #[must_use]
    pub fn known_so_far(&self) -> String {
        if !self.open_because.is_empty() {
            return self.open_because.join("; ");
        }
        let evidence = self.known.as_ref().map(|fact| &fact.evidence);
        let unit = evidence
            .and_then(|evidence| evidence.unit.as_ref())
            .map_or_else(String::new, |unit| format!(" {unit}"));
        let value = self.known.as_ref().and_then(|fact| fact.value.as_ref());
        match (value, evidence.and_then(|evidence| evidence.note.clone())) {
            (Some(value), _) => format!("{value}{unit}"),
            (None, Some(note)) => note,
            (None, None) if self.is_mark => "no mark".to_owned(),
            (None, None) => "nothing".to_owned(),
        }
    }
}

/// The gaps of the vendors in the ranking; with `with_excluded` of all. Facts on which a must-have
/// hangs come first, then those with the most points at stake.
#[must_use]
pub fn gaps(evaluation: &Evaluation, with_excluded: bool) -> Vec<Gap> {
    let vendors = evaluation.vendors.iter().filter(|vendor| with_excluded || vendor.rank.is_some());
    let mut gaps: Vec<Gap> = vendors.flat_map(|vendor| gaps_of(evaluation, vendor)).collect();
    gaps.sort_by(|a, b| {
        (b.gates.len().min(1).cmp(&a.gates.len().min(1))).then_with(|| b.at_stake.cmp(&a.at_stake)).then_with(
            || {
                (a.rank.is_none(), a.rank, &a.vendor, &a.fact).cmp(&(
                    b.rank.is_none(),
                    b.rank,
                    &b.vendor,
                    &b.fact,
                ))
            },
        )
    });
    gaps
}

/// The gaps of one vendor, one for each fact.
fn gaps_of(evaluation: &Evaluation, vendor: &VendorResult) -> Vec<Gap> {
    let mut by_fact: BTreeMap<(bool, FactId), Gap> = BTreeMap::new();
    let blank = |fact: &FactId, is_mark: bool, knowledge: Knowledge, known: Option<&Arc<Fact>>| Gap {
        vendor: vendor.id().clone(),
        vendor_name: vendor.name().to_owned(),
        rank: vendor.rank,
        fact: fact.clone(),
        is_mark,
        knowledge,
        gates: Vec::new(),
        open_because: Vec::new(),
        criteria: Vec::new(),
        reads: Vec::new(),
        points: Points::ZERO,
        lowest_points: Points::ZERO,
        highest_points: Points::ZERO,
        at_stake: Points::ZERO,
        known: known.cloned(),
        file: vendor.vendor.file.clone(),
    };
    for (gate, result) in evaluation.decision.gates.iter().zip(vendor.gates.iter()) {
        if result.outcome != Outcome::Open {
            continue;
        }
        let knowledge = match result.fact.as_ref().and_then(|fact| fact.value.as_ref()) {
            Some(_) => Knowledge::Uncertain,
            None => Knowledge::Unknown,
        };
        let gap = by_fact
            .entry((false, gate.fact.clone()))
            .or_insert_with(|| blank(&gate.fact, false, knowledge, result.fact.as_ref()));
        gap.gates.push(gate.id.clone());
        gap.open_because.push(result.reason.clone());
        gap.reads.push(gate.name.clone());
    }
    for (at, criterion) in evaluation.leaves() {
        let cell = &vendor.cells[at];
        let Some(fact) = criterion.fact().filter(|_| cell.knowledge != Knowledge::Known) else {
            continue;
        };
        // A criterion that people mark is its own gap: two of them may name one fact and still need two marks.
        let fact = if criterion.is_rating() { &FactId::new(criterion.id.as_str()) } else { fact };
        let gap = by_fact
            .entry((criterion.is_rating(), fact.clone()))
            .or_insert_with(|| blank(fact, criterion.is_rating(), cell.knowledge, cell.fact.as_ref()));
        gap.criteria.push(criterion.id.clone());
        gap.reads.push(criterion.name.clone());
        gap.points += &cell.points;
        gap.lowest_points += &cell.lowest_points;
        gap.highest_points += &cell.highest_points;
        gap.at_stake = &gap.highest_points - &gap.lowest_points;
    }
    by_fact.into_values().collect()
}

//! Who got the work, on whose word, and why: what was recorded when it was decided.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Date, Points, VendorId};

/// The most vendors whose standing is kept with an award: the first of the ranking.
pub const MOST_STANDINGS: usize = 500;

/// The most fingerprints of single facts and marks that are kept with an award; beyond, one a vendor.
pub const MOST_PRINTS: usize = 5_000;

/// The awards of a decision, and what became of their conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AwardRecord {
    /// Each award, oldest first. Nothing is taken out.
    pub awards: Vec<Award>,
    /// How conditions of awards were answered, in the order of the answers.
    pub clearances: Vec<Clearance>,
}

impl AwardRecord {
    /// The award that holds: the last one. None while nothing was decided.
    #[must_use]
    pub fn in_force(&self) -> Option<&Award> {
        self.awards.last()
    }

    /// The conditions of the award in force, each with its answer; none where it is still open.
    pub fn conditions(&self) -> impl Iterator<Item = (&OpenGate, Option<&Clearance>)> {
        let number = self.awards.len();
        self.in_force().into_iter().flat_map(|award| &award.subject_to).map(move |condition| {
            let is_of = |answer: &&Clearance| {
                answer.award == number
                    && answer.vendor == condition.vendor
                    && answer.gate == condition.must_have.gate
            };
            (condition, self.clearances.iter().rev().find(is_of))
        })
    }

    /// The conditions of the award in force that nobody has answered yet.
    pub fn open_conditions(&self) -> impl Iterator<Item = &OpenGate> {
        self.conditions().filter(|(_, answer)| answer.is_none()).map(|(condition, _)| condition)
    }
}

/// One award, as it was recorded when it was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Award {
    /// Who got the work; empty where the procedure ended without an award.
    pub winners: Vec<Winner>,
    /// The day of the award.
    pub on: Date,
    /// Who decided; several where several signed.
    pub by: Vec<Signer>,
    /// Why; none where the first of the ranking got it and nothing more was said.
    pub reason: Option<String>,
    /// Which award of the record it takes the place of, from 1; none for the first.
    pub replaces: Option<usize>,
    /// The must-haves that a winner failed then, each with the reason why it got the work all the same.
    pub despite: Vec<FailedGate>,
    /// The must-haves that were open then, and still have to be answered.
    pub subject_to: Vec<OpenGate>,
    /// How every vendor stood then; empty in records of before this was kept.
    pub ranking: Vec<Standing>,
    /// Fingerprint of the rule then.
    pub rule: String,
    /// Fingerprint of all inputs then.
    pub inputs: String,
    /// Fingerprints of what was said of each vendor then; empty in records of before this was kept.
    #[serde(skip)]
    pub prints: Prints,
}

/// Fingerprints of what is said of each vendor, by the place where it is written: `facts.fcr`, `marks.culture`, `status`.
pub type Prints = BTreeMap<VendorId, BTreeMap<String, String>>;

impl Award {
    /// Whether a vendor is among the winners.
    #[must_use]
    pub fn is_to(&self, vendor: &VendorId) -> bool {
        self.winners.iter().any(|winner| winner.standing.vendor == *vendor)
    }

    /// The names of the winners, or that there are none: `Siam Voice and Bayt Alradd`, `nobody`.
    #[must_use]
    pub fn names(&self) -> String {
        let names: Vec<String> = self.winners.iter().map(|winner| winner.standing.name.clone()).collect();
        if names.is_empty() { "nobody".to_owned() } else { together(&names) }
    }

    /// Who decided, in a line: `A. Buyer (chair, 2026-12-01), B. Buyer`.
    #[must_use]
    pub fn signed(&self) -> String {
        self.by.iter().map(Signer::text).collect::<Vec<_>>().join(", ")
    }

    /// How a vendor stood then; none where the record does not say.
    #[must_use]
    pub fn standing(&self, vendor: &VendorId) -> Option<&Standing> {
        let winners = self.winners.iter().map(|winner| &winner.standing);
        self.ranking.iter().chain(winners).find(|standing| standing.vendor == *vendor)
    }
}

/// Names in a sentence: `A, B and C`.
pub(crate) fn together(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Who got the work, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Winner {
    /// How it stood then.
    #[serde(flatten)]
    pub standing: Standing,
    /// Its part of the work in per cent.
    pub share: u32,
    /// The names of the criteria of which something was not known of it then.
    pub unknown: Vec<String>,
}

/// How a vendor stood when an award was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Which vendor.
    pub vendor: VendorId,
    /// Its name then.
    pub name: String,
    /// Its rank then; none when it was out of the ranking.
    pub rank: Option<usize>,
    /// Its score then.
    pub score: Points,
}

/// Somebody who signed an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// The name.
    pub name: String,
    /// What as: `chair of the board`.
    pub role: Option<String>,
    /// When, where that was another day than that of the award.
    pub on: Option<Date>,
}

impl Signer {
    /// In a line: `A. Buyer (chair, 2026-12-01)`.
    #[must_use]
    pub fn text(&self) -> String {
        let on = self.on.map(|on| on.to_string());
        let more: Vec<String> = [self.role.clone(), on].into_iter().flatten().collect();
        if more.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, more.join(", ")) }
    }
}

/// A must-have as an award names it: a gate, or a minimum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedGate {
    /// The id of the gate; for a minimum that of its criterion, or `score`.
    pub gate: String,
    /// Its name then.
    pub name: String,
}

/// A must-have that a winner failed, with the reason why it got the work all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailedGate {
    /// Which vendor failed it.
    pub vendor: VendorId,
    /// Which one.
    #[serde(flatten)]
    pub must_have: NamedGate,
    /// Why that was passed over.
    pub reason: String,
}

/// A must-have that was open when a vendor got the work: a condition of the award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenGate {
    /// Of which vendor.
    pub vendor: VendorId,
    /// Which one.
    #[serde(flatten)]
    pub must_have: NamedGate,
}

/// How a condition of an award was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clearance {
    /// Of which award of the record, from 1.
    pub award: usize,
    /// Of which vendor.
    pub vendor: VendorId,
    /// Which must-have, by the id that the award has.
    pub gate: String,
    /// Whether it is met; the award cannot stand where it is not.
    pub is_accepted: bool,
    /// Why.
    pub reason: String,
    /// The day of the answer.
    pub on: Date,
    /// Who answered.
    pub by: String,
}

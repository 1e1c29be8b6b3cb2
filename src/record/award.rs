//! Makes an award from an evaluation, or says why it cannot be made so.

use super::must_have::{MustHave, of_outcome};
use crate::decision::award::{
    FailedGate, MOST_PRINTS, MOST_STANDINGS, NamedGate, OpenGate, Prints, Signer, Standing, Winner,
};
use crate::decision::{Award, AwardRecord, Criterion, Date, Status, VendorId};
use crate::score::evaluation::{Cell, Outcome, VendorResult};
use crate::score::{Evaluation, digest};

/// What is decided, as people state it.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The day.
    pub on: Date,
    /// Who decides.
    pub by: Vec<Signer>,
    /// Why.
    pub reason: Option<String>,
    /// The failed must-haves that are passed over, by their ids, each with the reason.
    pub despite: Vec<(String, String)>,
    /// The open must-haves that the award is subject to, by their ids.
    pub subject_to: Vec<String>,
}

/// Why an award cannot be made as it was stated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AwardError {
    /// The vendor has withdrawn.
    #[error("{0} has withdrawn, so it cannot get the work")]
    Withdrawn(String),
    /// The vendor was excluded.
    #[error("{0} was disqualified, so it cannot get the work; `weigh invite` takes that back")]
    Disqualified(String),
    /// The award does not speak for itself.
    #[error("{0}; say why it gets the work all the same with --reason")]
    NoReason(String),
    /// Something was decided before.
    #[error("{0}; say with --reason why this takes its place")]
    Replaces(String),
    /// Must-haves are failed, and not passed over.
    #[error("{vendor} fails {}; name each with its reason, such as --despite \"{}: why it gets the work all the same\"", told(must_haves), must_haves.first().map_or("", |one| one.named.gate.as_str()))]
    Fails {
        /// Who fails them.
        vendor: String,
        /// Which.
        must_haves: Vec<MustHave>,
    },
    /// Must-haves are open, and the award is not subject to them.
    #[error(
        "of {vendor} it is open whether it has {}; the award can be subject to that: {}",
        told(must_haves),
        options(must_haves)
    )]
    Open {
        /// Of whom.
        vendor: String,
        /// Which.
        must_haves: Vec<MustHave>,
    },
    /// A must-have is named that the vendor does not fail, or that is not open.
    #[error("{option} {gate}: {why}")]
    NotSo {
        /// The option that names it.
        option: &'static str,
        /// What it names.
        gate: String,
        /// Why it is not so, with what could be named.
        why: String,
    },
}

/// Must-haves with what is wrong with them.
fn told(must_haves: &[MustHave]) -> String {
    let one = |one: &MustHave| format!("{} ({}): {}", one.named.name, one.named.gate, one.why);
    must_haves.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The options that name must-haves.
fn options(must_haves: &[MustHave]) -> String {
    let one = |one: &MustHave| format!("--subject-to {}", one.named.gate);
    must_haves.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The award of the work to a vendor, as it is to be recorded.
///
/// # Errors
/// [`AwardError`] where it needs more than was stated.
pub fn award(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    record: &AwardRecord,
    wanted: Wanted,
) -> Result<Award, AwardError> {
    let name = || vendor.name().to_owned();
    match vendor.vendor.status {
        Status::Withdrawn { .. } => return Err(AwardError::Withdrawn(name())),
        Status::Disqualified { .. } => return Err(AwardError::Disqualified(name())),
        Status::Invited => {}
    }
    if wanted.reason.is_none() {
        replaced(record).map_or(Ok(()), |said| Err(AwardError::Replaces(said)))?;
        wants_reason(evaluation, vendor).map_or(Ok(()), |said| Err(AwardError::NoReason(said)))?;
    }
    let despite = despite(vendor, &wanted.despite)?;
    let subject_to = subject_to(vendor, &wanted.subject_to)?;
    let unknown = evaluation.leaves().filter(|(at, _)| !vendor.cells[*at].knowledge.is_settled());
    let winner = Winner {
        standing: standing(vendor),
        share: 100,
        unknown: unknown.map(|(at, criterion)| not_known(&vendor.cells[at], criterion)).collect(),
    };
    Ok(Award { winners: vec![winner], despite, subject_to, ..nobody(evaluation, record, wanted) })
}

/// What is not known for sure of a criterion: its own fact, or what it is compared with.
fn not_known(cell: &Cell, criterion: &Criterion) -> String {
    let numbers = cell.fact.as_ref().and_then(|fact| fact.value.as_ref()?.numbers());
    let is_own_known = numbers.is_some_and(|[low, _, high]| low == high);
    let beside = if is_own_known && criterion.is_relative() { " beside other bids" } else { "" };
    format!("{}{beside}", criterion.name)
}

/// The end of a procedure without an award, as it is to be recorded.
#[must_use]
pub fn nobody(evaluation: &Evaluation, record: &AwardRecord, wanted: Wanted) -> Award {
    Award {
        winners: Vec::new(),
        on: wanted.on,
        by: wanted.by,
        reason: wanted.reason,
        replaces: (!record.awards.is_empty()).then_some(record.awards.len()),
        despite: Vec::new(),
        subject_to: Vec::new(),
        ranking: evaluation.vendors.iter().take(MOST_STANDINGS).map(standing).collect(),
        rule: evaluation.digest.rule.to_string(),
        inputs: evaluation.digest.inputs.to_string(),
        prints: prints(evaluation, MOST_PRINTS),
    }
}

/// Fingerprints of what is said of the vendors whose standing a record keeps, of each place where there are at most so many.
pub(super) fn prints(evaluation: &Evaluation, most: usize) -> Prints {
    let kept = evaluation.vendors.iter().take(MOST_STANDINGS).map(|vendor| &*vendor.vendor);
    digest::prints(&evaluation.decision, &kept.collect::<Vec<_>>(), most)
}

fn standing(vendor: &VendorResult) -> Standing {
    Standing {
        vendor: vendor.id().clone(),
        name: vendor.name().to_owned(),
        rank: vendor.rank,
        score: vendor.score.clone(),
    }
}

/// What was decided before, in a sentence without its point; none where nothing was.
fn replaced(record: &AwardRecord) -> Option<String> {
    let before = record.in_force()?;
    if before.winners.is_empty() {
        return Some(format!("the procedure was ended without an award on {}", before.on));
    }
    let verb = if before.winners.len() == 1 { "was" } else { "were" };
    Some(format!("{} {verb} awarded the work on {}", before.names(), before.on))
}

/// Why an award does not speak for itself; none where it does, or where the vendor's must-haves are to be named.
fn wants_reason(evaluation: &Evaluation, vendor: &VendorResult) -> Option<String> {
    let firsts = evaluation.ranked().filter(|one| one.rank == Some(1)).count();
    match vendor.rank {
        Some(1) if firsts > 1 => Some(format!("{} shares the first place", vendor.name())),
        None | Some(1) => None,
        Some(rank) => {
            let tied = if vendor.is_tied { "=" } else { "" };
            Some(format!("{} is not the first of the ranking but has rank {tied}{rank}", vendor.name()))
        }
    }
}

/// The failed must-haves with their reasons.
fn despite(vendor: &VendorResult, named: &[(String, String)]) -> Result<Vec<FailedGate>, AwardError> {
    let failed = of_outcome(vendor, Outcome::Fail);
    let is_twice = |at: usize| named[..at].iter().any(|(gate, _)| *gate == named[at].0);
    if let Some(at) = (0..named.len()).find(|at| is_twice(*at)) {
        let gate = named[at].0.clone();
        return Err(AwardError::NotSo {
            option: "--despite",
            gate,
            why: "it is named twice; give one reason".to_owned(),
        });
    }
    let ids = named.iter().map(|(gate, _)| gate.as_str());
    check_named("--despite", &format!("{} does not fail it", vendor.name()), ids, &failed)?;
    let reason = |one: &MustHave| named.iter().find(|(gate, _)| *gate == one.named.gate);
    let missing: Vec<MustHave> = failed.iter().filter(|one| reason(one).is_none()).cloned().collect();
    if !missing.is_empty() {
        return Err(AwardError::Fails { vendor: vendor.name().to_owned(), must_haves: missing });
    }
    let kept = failed.iter().filter_map(|one| {
        let (_, reason) = reason(one)?;
        Some(FailedGate { vendor: vendor.id().clone(), must_have: one.named.clone(), reason: reason.clone() })
    });
    Ok(kept.collect())
}

/// The open must-haves that the award is subject to.
fn subject_to(vendor: &VendorResult, named: &[String]) -> Result<Vec<OpenGate>, AwardError> {
    let open = of_outcome(vendor, Outcome::Open);
    let ids = named.iter().map(String::as_str);
    check_named("--subject-to", &format!("it is not open with {}", vendor.name()), ids, &open)?;
    let missing: Vec<MustHave> =
        open.iter().filter(|one| !named.contains(&one.named.gate)).cloned().collect();
    if !missing.is_empty() {
        return Err(AwardError::Open { vendor: vendor.name().to_owned(), must_haves: missing });
    }
    Ok(open.into_iter().map(|one| OpenGate { vendor: vendor.id().clone(), must_have: one.named }).collect())
}

/// Refuses what is named and not so.
fn check_named<'a>(
    option: &'static str,
    why: &str,
    mut named: impl Iterator<Item = &'a str>,
    known: &[MustHave],
) -> Result<(), AwardError> {
    let is_known = |gate: &&str| known.iter().any(|one| one.named.gate == **gate);
    let Some(gate) = named.find(|gate| !is_known(gate)) else { return Ok(()) };
    let ids: Vec<&str> = known.iter().map(|one| one.named.gate.as_str()).collect();
    let ids = if ids.is_empty() { String::new() } else { format!("; here it could be {}", ids.join(", ")) };
    Err(AwardError::NotSo { option, gate: gate.to_owned(), why: format!("{why}{ids}") })
}

/// The condition of the award in force that is to be answered.
///
/// # Errors
/// In words, with the conditions that there are.
pub fn condition<'a>(
    record: &'a AwardRecord,
    vendor: &VendorId,
    gate: &str,
) -> Result<&'a NamedGate, String> {
    let open: Vec<&OpenGate> = record.open_conditions().collect();
    if let Some(found) = open.iter().find(|one| one.vendor == *vendor && one.must_have.gate == gate) {
        return Ok(&found.must_have);
    }
    let named: Vec<String> =
        open.iter().map(|one| format!("{} {}", one.vendor, one.must_have.gate)).collect();
    Err(match named.as_slice() {
        [] => "no condition of the award in force is open".to_owned(),
        named => {
            format!("the award in force has no open condition `{vendor} {gate}`; open: {}", named.join(", "))
        }
    })
}

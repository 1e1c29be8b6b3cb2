//! What a letter or a notice stands on: the award in force, as long as today's files give what it says.

use super::since::Since;
use crate::decision::award::{Award, AwardRecord, OpenGate, together};
use crate::decision::disclosure::Phase;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What letters of a phase stand on.
#[derive(Clone, Debug)]
pub struct Basis<'a> {
    /// When they are written.
    pub phase: Phase,
    /// The award in force; none before one, and in a draft.
    pub award: Option<&'a Award>,
    /// Who gets the work, as the award has them; nobody before one, and where the procedure ended without one.
    pub winners: Vec<&'a VendorResult>,
    /// The record that the award stands in; none before one.
    pub record: Option<&'a AwardRecord>,
    /// Whether nothing of it was decided yet: every page says so.
    pub is_draft: bool,
}

/// Why a letter cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoLetter {
    /// Nothing is decided.
    #[error(
        "nothing is awarded yet, so nobody can be told; `weigh award` comes first, --phase excluded writes to those that are out, and --draft marks what is only tried"
    )]
    NotAwarded,
    /// The award cannot stand.
    #[error("the award cannot stand, so nobody is told of it: {}; award again first, or try with --draft", .0.join(". "))]
    Lost(Vec<String>),
    /// The files are not those of the award.
    #[error(
        "letters state the record, and the files are not those of the award any more: {}; bring them back, award again, or try with --draft",
        .0.join(". ")
    )]
    Changed(Vec<String>),
    /// A contract is not signed while a condition is open.
    #[error("a condition of the award is still open, so nothing is signed: {}", .0.join(". "))]
    Open(Vec<String>),
    /// Prices are sealed still.
    #[error(
        "prices are sealed until quality is locked, so nothing is decided on them and nobody is told; `weigh lock quality` opens them"
    )]
    Sealed,
    /// There is nobody whom a draft could name.
    #[error("no vendor is alone in the first place, so a draft could name nobody; see `weigh rank`")]
    Nobody,
    /// A notice is of a decision.
    #[error("the public is told of a decision, and before one there is none; leave --phase excluded out")]
    NoNotice,
}

/// What letters of a phase stand on.
///
/// - `is_draft`: whether they are only tried.
///
/// # Errors
/// [`NoLetter`].
pub fn basis<'a>(
    evaluation: &'a Evaluation,
    record: &'a AwardRecord,
    phase: Phase,
    is_draft: bool,
) -> Result<Basis<'a>, NoLetter> {
    if phase == Phase::Excluded {
        return Ok(Basis { phase, award: None, winners: Vec::new(), record: None, is_draft });
    }
    if evaluation.decision.provenance.is_sealed {
        return Err(NoLetter::Sealed);
    }
    let Some(award) = record.in_force() else {
        return if is_draft { draft_of_ranking(evaluation, phase) } else { Err(NoLetter::NotAwarded) };
    };
    let since = Since::of(record, evaluation);
    if !is_draft {
        if !since.lost.is_empty() {
            return Err(NoLetter::Lost(since.lost));
        }
        if !since.changes.is_empty() {
            return Err(NoLetter::Changed(since.changes));
        }
        if phase == Phase::Signed && !since.open.is_empty() {
            return Err(NoLetter::Open(since.open));
        }
    }
    let winners = award.winners.iter().map(|one| evaluation.vendor(one.standing.vendor.as_str()));
    let Some(winners) = winners.collect::<Option<Vec<_>>>() else {
        return Err(NoLetter::Lost(since.lost));
    };
    Ok(Basis { phase, award: Some(award), winners, record: Some(record), is_draft })
}

/// A draft while nothing is awarded: as if the first of the ranking got the work.
fn draft_of_ranking(evaluation: &Evaluation, phase: Phase) -> Result<Basis<'_>, NoLetter> {
    let mut firsts = evaluation.ranked().filter(|vendor| vendor.rank == Some(1));
    match (firsts.next(), firsts.next()) {
        (Some(first), None) => {
            Ok(Basis { phase, award: None, winners: vec![first], record: None, is_draft: true })
        }
        _ => Err(NoLetter::Nobody),
    }
}

impl<'a> Basis<'a> {
    /// Whether the work goes to a vendor.
    #[must_use]
    pub fn is_winner(&self, vendor: &VendorResult) -> bool {
        self.winners.iter().any(|winner| winner.id() == vendor.id())
    }

    /// The part of the work that a winner gets, in per cent, where it does not get all of it.
    #[must_use]
    pub fn part(&self, winner: &VendorResult) -> Option<u32> {
        let mut winners = self.award.into_iter().flat_map(|award| &award.winners);
        let part = winners.find(|one| one.standing.vendor == *winner.id())?.share;
        (part < 100).then_some(part)
    }

    /// Who gets the work, each with its part where there are several: `Siam Voice (60 %) and Brandt (40 %)`.
    #[must_use]
    pub fn winners_named(&self) -> String {
        let named = |winner: &&VendorResult| match self.part(winner) {
            Some(part) => format!("{} ({part} %)", winner.name()),
            None => winner.name().to_owned(),
        };
        together(&self.winners.iter().map(named).collect::<Vec<_>>())
    }

    /// The number of the award in its record, from 1; none before one.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        self.award.and(self.record).map(|record| record.awards.len())
    }

    /// The must-haves that the award is subject to and that nobody has answered.
    pub fn conditions(&self) -> impl Iterator<Item = &'a OpenGate> {
        self.record.into_iter().flat_map(AwardRecord::open_conditions)
    }
}

//! What is different today from what an award says.

use serde::Serialize;

use super::must_have::of_outcome;
use crate::decision::award::{Award, AwardRecord, MOST_STANDINGS, Standing};
use crate::decision::{Points, Status, VendorId};
use crate::score::Evaluation;
use crate::score::evaluation::{Outcome, VendorResult};

/// The most vendors whose changed scores are named.
const MOST_NAMED: usize = 5;
/// Digits after the point with which records keep scores.
const KEPT_DECIMALS: u32 = 18;

/// What is different today from what the award in force says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Since {
    /// Why the award cannot stand, in sentences; empty where it can.
    pub lost: Vec<String>,
    /// What else is different, in sentences.
    pub changes: Vec<String>,
    /// The conditions that nobody has answered, in sentences.
    pub open: Vec<String>,
    /// Who would be the next in rank: the first that may get the work and has not got it.
    pub next: Option<VendorId>,
}

impl Since {
    /// Compares the award in force with an evaluation of today's files; nothing is different where there is no award.
    #[must_use]
    pub fn of(record: &AwardRecord, evaluation: &Evaluation) -> Since {
        let Some(award) = record.in_force() else { return Since::default() };
        let mut since = Since::default();
        for winner in &award.winners {
            since.lost.extend(lost(award, &winner.standing, evaluation));
        }
        for (condition, answer) in record.conditions() {
            let vendor = evaluation.decision.vendor_name(&condition.vendor);
            let name = &condition.must_have.name;
            match answer {
                None => since.open.push(format!(
                    "It is still open whether {vendor} has {name} (weigh clear {} {})",
                    condition.vendor, condition.must_have.gate
                )),
                Some(answer) if !answer.is_accepted => since.lost.push(format!(
                    "The condition {name} was rejected on {} by {}: {}",
                    answer.on, answer.by, answer.reason
                )),
                Some(_) => {}
            }
        }
        since.changes = changes(award, evaluation);
        since.next =
            evaluation.ranked().find(|vendor| !award.is_to(vendor.id())).map(|vendor| vendor.id().clone());
        since
    }

    /// Whether today's files give what the award says, and it can stand.
    #[must_use]
    pub fn is_as_recorded(&self) -> bool {
        self.lost.is_empty() && self.changes.is_empty()
    }

    /// All that is different, in sentences without their points: the gravest first.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        [&self.lost, &self.changes, &self.open].into_iter().flatten().cloned().collect()
    }

    /// The command that gives the work to the next in rank; none where there is nobody.
    #[must_use]
    pub fn next_command(&self) -> Option<String> {
        self.next.as_ref().map(|next| format!("weigh award --to {next} --reason \"...\""))
    }
}

/// Why the award to a winner cannot stand.
fn lost(award: &Award, winner: &Standing, evaluation: &Evaluation) -> Vec<String> {
    let Some(vendor) = evaluation.vendor(winner.vendor.as_str()) else {
        return vec![format!("The vendor file of {} is gone", winner.name)];
    };
    let name = vendor.name();
    match &vendor.vendor.status {
        Status::Withdrawn { reason } => return vec![format!("{name} has withdrawn since: {reason}")],
        Status::Disqualified { reason } => return vec![format!("{name} was disqualified since: {reason}")],
        Status::Invited => {}
    }
    let is_known = |gate: &str| {
        award.despite.iter().any(|one| one.vendor == winner.vendor && one.must_have.gate == gate)
    };
    let fails = of_outcome(vendor, Outcome::Fail).into_iter().filter(|one| !is_known(&one.named.gate));
    fails.map(|one| format!("{name} fails {} now: {}", one.named.name, one.why)).collect()
}

/// What else is different.
fn changes(award: &Award, evaluation: &Evaluation) -> Vec<String> {
    let digits = evaluation.shown_decimals().scores;
    let stated = |score: &Points, rank: Option<usize>| {
        let rank = rank.map_or_else(|| "out of the ranking".to_owned(), |rank| format!("rank {rank}"));
        format!("{} points, {rank}", score.fixed(digits))
    };
    let mut changed = Vec::new();
    let kept = kept(award);
    for then in &kept {
        match evaluation.vendor(then.vendor.as_str()) {
            None => changed.push(format!("{} is gone", then.name)),
            Some(now) if is_other(then, now) => changed.push(format!(
                "{} had {} and has {}",
                now.name(),
                stated(&then.score, then.rank),
                stated(&now.score, now.rank)
            )),
            Some(now) if then.name != now.name() => {
                changed.push(format!("{} was called {} then", now.name(), then.name));
            }
            Some(_) => {}
        }
    }
    let is_kept = |vendor: &&VendorResult| kept.iter().any(|then| then.vendor == *vendor.id());
    if !award.ranking.is_empty() && award.ranking.len() < MOST_STANDINGS {
        let new = evaluation.vendors.iter().filter(|vendor| !is_kept(vendor));
        changed.extend(new.map(|vendor| format!("{} is new", vendor.name())));
    }
    if changed.len() > MOST_NAMED {
        let more = changed.len() - MOST_NAMED;
        changed.truncate(MOST_NAMED);
        changed.push(format!("and {more} more vendors"));
    }
    if award.rule != *evaluation.digest.rule {
        changed.insert(0, "The rule is another than on the day of the award".to_owned());
    } else if award.inputs != *evaluation.digest.inputs && changed.is_empty() {
        let said = "A fact, a mark or a remark is another than on the day of the award, and no score with it";
        changed.push(said.to_owned());
    }
    changed
}

/// The standings that the record keeps, each once.
fn kept(award: &Award) -> Vec<&Standing> {
    let mut kept: Vec<&Standing> = award.ranking.iter().collect();
    for winner in &award.winners {
        if !kept.iter().any(|one| one.vendor == winner.standing.vendor) {
            kept.push(&winner.standing);
        }
    }
    kept
}

fn is_other(then: &Standing, now: &VendorResult) -> bool {
    then.rank != now.rank || then.score.plain(KEPT_DECIMALS) != now.score.plain(KEPT_DECIMALS)
}

//! What is different today from what an award says.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::award::prints;
use super::must_have::of_outcome;
use crate::decision::award::{Award, AwardRecord, MOST_STANDINGS, Standing};
use crate::decision::{Criterion, Points, Status, VendorId};
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
    let places = other_places(award, evaluation);
    for then in &kept {
        let Some(now) = evaluation.vendor(then.vendor.as_str()) else {
            changed.push(format!("{} is gone", then.name));
            continue;
        };
        let name = now.name();
        let mut said = Vec::new();
        if is_other(then, now) {
            let [had, has] = [stated(&then.score, then.rank), stated(&now.score, now.rank)];
            said.push(format!("{name} had {had} and has {has}"));
        }
        if then.name != name {
            said.push(format!("{name} was called {} then", then.name));
        }
        let subject = if said.is_empty() { name } else { "it" };
        said.extend(places.get(now.id()).map(|places| format!("{subject} is stated otherwise on {places}")));
        if !said.is_empty() {
            changed.push(said.join("; "));
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
        let more = if award.prints.is_empty() {
            "; this record keeps no more than that"
        } else if evaluation.decision.panel.is_some() {
            "; it is of the panel, such as what a member's marks count, and of none of these vendors"
        } else {
            "; it is of none of these vendors"
        };
        changed.push(format!("{said}{more}"));
    }
    changed
}

/// What is stated otherwise of each vendor than the record says, in a list; none of those that were not there then.
fn other_places(award: &Award, evaluation: &Evaluation) -> BTreeMap<VendorId, String> {
    if award.prints.is_empty() || award.inputs == *evaluation.digest.inputs {
        return BTreeMap::new();
    }
    let none = BTreeMap::new();
    let is_coarse = award.prints.values().any(|kept| kept.contains_key("all"));
    let now = prints(evaluation, if is_coarse { 0 } else { usize::MAX });
    let of_vendor = |(id, then): (&VendorId, &BTreeMap<String, String>)| {
        let now = now.get(id).unwrap_or(&none);
        let places: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        let others = places.into_iter().filter(|place| then.get(*place) != now.get(*place));
        let mut others: Vec<String> = others.map(|place| place_in_words(place, evaluation)).collect();
        if others.len() > MOST_NAMED {
            let more = others.len() - MOST_NAMED;
            others.truncate(MOST_NAMED);
            others.push(format!("and {more} more"));
        }
        (!others.is_empty()).then(|| (id.clone(), others.join(", ")))
    };
    award.prints.iter().filter_map(of_vendor).collect()
}

/// What a place of a vendor's file or of the panel is about: `Solved first (fact fcr)`.
fn place_in_words(place: &str, evaluation: &Evaluation) -> String {
    let decision = &evaluation.decision;
    let Some((kind, id)) = place.split_once('.') else {
        return match place {
            "status" => "whether it takes part",
            "quote" => "its quote",
            _ => "a fact, a mark or a remark",
        }
        .to_owned();
    };
    let of_criterion = |one: &&Criterion| match kind {
        "facts" => one.fact().is_some_and(|fact| fact.as_str() == id),
        _ => one.id.as_str() == id,
    };
    let criterion = decision.criteria.iter().find(of_criterion).map(|one| &one.name);
    let gate = decision.gates.iter().find(|gate| kind == "facts" && gate.fact.as_str() == id);
    let name = criterion.or(gate.map(|gate| &gate.name));
    match (kind, name) {
        ("facts", Some(name)) => format!("{name} (fact {id})"),
        ("facts", None) => format!("fact {id}"),
        (kind, name) => format!("{} ({kind})", name.map_or(id, String::as_str)),
    }
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

//! Who got the work, on whose word, and why.

use serde::{Serialize, Serializer};

use super::Answer;
use super::document::{Block, Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::decision::Award;
use crate::explain::words::shown_rank;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The awards of a decision. Its JSON is their list.
#[derive(Debug)]
pub struct Awards {
    /// Oldest first; the last one is in force.
    pub awards: Vec<Award>,
}

impl Serialize for Awards {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.awards.serialize(serializer)
    }
}

impl Answer for Awards {
    const QUESTION: &'static str = "award";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("award", "");
        if self.awards.is_empty() {
            section.text("nothing is awarded yet");
        }
        section.table(table(&self.awards));
        vec![section]
    }

    fn records(&self) -> Records {
        let row = |award: &Award| {
            vec![
                Field::Text(award.on.to_string()),
                Field::Text(award.vendor.to_string()),
                Field::Text(award.name.clone()),
                Field::number(award.rank),
                Field::number(Some(&award.score)),
                Field::Text(award.by.clone()),
                Field::text(award.reason.clone()),
                Field::Text(award.rule.clone()),
                Field::Text(award.inputs.clone()),
            ]
        };
        let head = ["on", "vendor", "name", "rank", "score", "by", "reason", "rule", "inputs"];
        Records::new(head, self.awards.iter().map(row))
    }
}

fn table(awards: &[Award]) -> Table {
    let mut table = Table::of("Awards")
        .words("On")
        .head("To")
        .numbers("Rank")
        .numbers("Score")
        .words("By")
        .words("Reason");
    for (at, award) in awards.iter().enumerate() {
        let tone = if at + 1 == awards.len() { Tone::Strong } else { Tone::Faint };
        table.row(vec![
            Cell::toned(award.on.to_string(), tone),
            Cell::toned(&award.name, tone),
            award.rank.map_or_else(|| "out".to_owned(), |rank| rank.to_string()).into(),
            award.score.to_string().into(),
            award.by.as_str().into(),
            award.reason.as_deref().unwrap_or_default().into(),
        ]);
    }
    table
}

/// Why an award does not speak for itself; none where it does.
#[must_use]
pub fn wants_reason(evaluation: &Evaluation, vendor: &VendorResult, before: &[Award]) -> Option<String> {
    let firsts = evaluation.ranked().filter(|one| one.rank == Some(1)).count();
    let last = before.last();
    match vendor.rank {
        None => Some(format!("{} is out of the ranking", vendor.name())),
        Some(1) if firsts > 1 => Some(format!("{} shares the first place", vendor.name())),
        Some(1) if !vendor.is_awardable => {
            Some(format!("not every must-have of {} is settled", vendor.name()))
        }
        Some(1) => last
            .filter(|last| last.vendor != *vendor.id())
            .map(|last| format!("{} was awarded the work on {}", last.name, last.on)),
        Some(_) => Some(format!(
            "{} is not the first of the ranking but has rank {}",
            vendor.name(),
            shown_rank(vendor)
        )),
    }
}

/// Who got the work, and what is to be said about that.
pub(super) fn awarded(evaluation: &Evaluation, award: &Award) -> Block {
    let mut said = format!("On {} by {}.", award.on, award.by);
    let rank = award.rank.map_or_else(|| "out of the ranking".to_owned(), |rank| format!("rank {rank}"));
    if award.rank != Some(1) {
        said += &format!(" Not the first of the ranking then, but {rank}.");
    }
    if let Some(reason) = &award.reason {
        said += &format!(" Reason: {reason}");
    }
    let digests = [(&award.rule, &evaluation.digest.rule), (&award.inputs, &evaluation.digest.inputs)];
    if digests.iter().any(|(then, now)| then.as_str() != now.to_string()) {
        said += " The rule or the vendors' files have changed since.";
    }
    let tone = if award.rank == Some(1) { Tone::Good } else { Tone::Doubt };
    Block::Callout { tone, title: format!("Awarded to {}", award.name), text: said }
}

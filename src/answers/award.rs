//! Who got the work, on whose word, and why; and what is different since.

use serde::{Serialize, Serializer};

use super::Answer;
use super::document::{Block, Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::decision::award::{Award, AwardRecord, Winner};
use crate::record::since::Since;
use crate::score::Evaluation;

/// The awards of a decision. Its JSON is their list; the one in force says what is different since.
#[derive(Debug)]
pub struct Awards {
    /// What was recorded.
    pub record: AwardRecord,
    /// What is different today from what the award in force says.
    pub since: Since,
}

/// An award of the list.
#[derive(Serialize)]
struct AwardJson<'a> {
    #[serde(flatten)]
    award: &'a Award,
    is_in_force: bool,
    clearances: Vec<&'a crate::decision::award::Clearance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a Since>,
}

impl Serialize for Awards {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = self.record.awards.len();
        serializer.collect_seq(self.record.awards.iter().enumerate().map(|(at, award)| AwardJson {
            award,
            is_in_force: at + 1 == count,
            clearances: self.record.clearances.iter().filter(|answer| answer.award == at + 1).collect(),
            since: (at + 1 == count).then_some(&self.since),
        }))
    }
}

impl Answer for Awards {
    const QUESTION: &'static str = "award";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("award", "");
        if self.record.awards.is_empty() {
            section.text("nothing is awarded yet");
        }
        section.table(history(&self.record.awards));
        section.list(self.record.in_force().map_or_else(Vec::new, |award| exceptions(award, &self.record)));
        section.blocks.extend(different(&self.since));
        vec![section]
    }

    fn records(&self) -> Records {
        let row = |award: &Award, winner: Option<&Winner>| {
            let standing = winner.map(|winner| &winner.standing);
            vec![
                Field::Text(award.on.to_string()),
                Field::text(standing.map(|one| one.vendor.to_string())),
                Field::text(standing.map(|one| one.name.clone())),
                Field::number(winner.map(|winner| winner.share)),
                Field::number(standing.and_then(|one| one.rank)),
                Field::number(standing.map(|one| &one.score)),
                Field::Text(award.signed()),
                Field::text(award.reason.clone()),
                Field::Text(award.rule.clone()),
                Field::Text(award.inputs.clone()),
            ]
        };
        let head = ["on", "vendor", "name", "share", "rank", "score", "by", "reason", "rule", "inputs"];
        let rows = self.record.awards.iter().flat_map(|award| {
            let mut rows: Vec<_> = award.winners.iter().map(|winner| row(award, Some(winner))).collect();
            if rows.is_empty() {
                rows.push(row(award, None));
            }
            rows
        });
        Records::new(head, rows.collect::<Vec<_>>())
    }
}

/// Every award, the one in force last.
fn history(awards: &[Award]) -> Table {
    let mut table = Table::of("Awards")
        .numbers("#")
        .words("On")
        .head("To")
        .numbers("Rank")
        .numbers("Score")
        .words("By")
        .words("Reason")
        .words("Holds");
    let count = awards.len();
    for (at, award) in awards.iter().enumerate() {
        let is_in_force = at + 1 == count;
        let tone = if is_in_force { Tone::Strong } else { Tone::Faint };
        let of_winners =
            |said: &dyn Fn(&Winner) -> String| award.winners.iter().map(said).collect::<Vec<_>>().join(", ");
        let rank = |one: &Winner| one.standing.rank.map_or_else(|| "out".to_owned(), |rank| rank.to_string());
        let holds = if is_in_force { "in force".to_owned() } else { format!("replaced by {}", at + 2) };
        table.row(vec![
            (at + 1).to_string().into(),
            Cell::toned(award.on.to_string(), tone),
            Cell::toned(award.names(), tone),
            of_winners(&rank).into(),
            of_winners(&|one| one.standing.score.to_string()).into(),
            award.signed().into(),
            award.reason.as_deref().unwrap_or_default().into(),
            Cell::toned(holds, tone),
        ]);
    }
    table
}

/// What an award passes over and what it is subject to, a line each.
fn exceptions(award: &Award, record: &AwardRecord) -> Vec<String> {
    let failed = award
        .despite
        .iter()
        .map(|one| format!("Awarded although it fails {}: {}", one.must_have.name, one.reason));
    let conditions = record.conditions().map(|(condition, answer)| match answer {
        None => format!("Subject to {}, which is open", condition.must_have.name),
        Some(answer) => {
            let said = if answer.is_accepted { "accepted" } else { "rejected" };
            let name = &condition.must_have.name;
            format!("Subject to {name}: {said} on {} by {}: {}", answer.on, answer.by, answer.reason)
        }
    });
    let unknown = award.winners.iter().filter(|winner| !winner.unknown.is_empty()).map(|winner| {
        format!("Not known for sure of {} then: {}", winner.standing.name, winner.unknown.join(", "))
    });
    failed.chain(conditions).chain(unknown).collect()
}

/// What is different since, for a reader to see first; none where nothing is.
fn different(since: &Since) -> Option<Block> {
    let (tone, title) = if !since.lost.is_empty() {
        (Tone::Bad, "The award cannot stand")
    } else if !since.changes.is_empty() {
        (Tone::Doubt, "Different since the award")
    } else if !since.open.is_empty() {
        (Tone::Doubt, "Open conditions")
    } else {
        return None;
    };
    let mut said = since.told();
    if !since.lost.is_empty() {
        said.extend(since.next_command().map(|command| format!("The next in rank gets it with: {command}")));
    }
    Some(Block::Callout { tone, title: title.to_owned(), text: said.join(". ") + "." })
}

/// Who got the work, what is to be said about that, and what was decided before.
pub(crate) fn awarded(record: &AwardRecord, since: &Since) -> Vec<Block> {
    let Some(award) = record.in_force() else { return Vec::new() };
    let mut blocks = vec![in_force(award, record)];
    blocks.extend(different(since));
    let earlier = earlier(record);
    if !earlier.is_empty() {
        blocks.push(Block::List(earlier));
    }
    blocks
}

/// The awards before the one in force, oldest first, a line each.
pub(crate) fn earlier(record: &AwardRecord) -> Vec<String> {
    let before = record.awards.split_last().map_or(&[][..], |(_, before)| before);
    let line = |award: &Award| {
        let reason = award.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        format!("Before that, on {} by {}, to {}{reason}", award.on, award.signed(), award.names())
    };
    before.iter().map(line).collect()
}

/// The award in force.
fn in_force(award: &Award, record: &AwardRecord) -> Block {
    let mut said = format!("On {} by {}.", award.on, award.signed());
    for winner in award.winners.iter().filter(|winner| winner.standing.rank != Some(1)) {
        let rank = winner.standing.rank;
        let rank = rank.map_or_else(|| "out of the ranking".to_owned(), |rank| format!("rank {rank}"));
        said += &format!(" Not the first of the ranking then, but {rank}.");
    }
    if let Some(reason) = &award.reason {
        said += &format!(" Reason: {}", full_stop(reason));
    }
    for exception in exceptions(award, record) {
        said += &format!(" {}", full_stop(&exception));
    }
    let is_first = award.winners.iter().all(|winner| winner.standing.rank == Some(1));
    let is_plain = is_first && award.despite.is_empty() && record.open_conditions().next().is_none();
    if award.winners.is_empty() {
        return Block::Callout { tone: Tone::Doubt, title: "Ended without an award".to_owned(), text: said };
    }
    let tone = if is_plain { Tone::Good } else { Tone::Doubt };
    Block::Callout { tone, title: format!("Awarded to {}", award.names()), text: said }
}

/// A text with a full stop at its end.
fn full_stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// What is recorded, in a line: for a sheet that has one.
#[cfg(feature = "xlsx")]
pub(crate) fn in_a_line(award: &Award) -> String {
    let rank = |winner: &Winner| {
        winner.standing.rank.map_or_else(|| "out of the ranking".to_owned(), |rank| format!("rank {rank}"))
    };
    let ranks: Vec<String> = award.winners.iter().map(rank).collect();
    let ranks = if ranks.is_empty() { String::new() } else { format!(", {} then", ranks.join(", ")) };
    let reason = award.reason.as_ref().map_or_else(String::new, |reason| format!(". Reason: {reason}"));
    format!("{}{ranks}, on {} by {}{reason}", award.names(), award.on, award.signed())
}

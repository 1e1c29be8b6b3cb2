//! The weights, where they come from, and ways to find them.

mod judged;
mod spread;
pub(crate) mod words;

pub use judged::JudgedWeights;
pub use spread::SpreadWeights;

use serde::Serialize;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::decision::{Criterion, CriterionId, Decision, JudgedGroup, Share, Weight};
use crate::score::Evaluation;
use words::{account, judgements_text, method};

/// The most digits after the point of a stated weight.
const WEIGHT_DIGITS: u32 = 4;
/// The most digits after the point of a weight that follows from judgements.
const JUDGED_DIGITS: u32 = 6;
/// Digits after the point of shares in per cent.
pub(crate) const PERCENT_DIGITS: u32 = 1;
/// What to do where nothing is known of the weights but their numbers.
const NOT_JUDGED: &str = "No judgements are kept with these weights. `weigh weights swing` and its like find weights \
                          and keep what they come from; `weigh weights --help` lists them.";

/// The weights as they are stated, with the judgements that are kept with them.
#[derive(Clone, Debug, Serialize)]
pub struct Weights<'a> {
    #[serde(skip)]
    evaluation: &'a Evaluation,
    #[serde(skip)]
    decision: &'a Decision,
    /// What the weights of each group add up to; none where they are divided by their sum.
    whole: &'a Option<Weight>,
    criteria: Vec<StatedWeight<'a>>,
    judgements: &'a [JudgedGroup],
}

/// A criterion or group with its weight.
#[derive(Clone, Debug, Serialize)]
struct StatedWeight<'a> {
    criterion: &'a CriterionId,
    name: &'a str,
    under: Option<&'a CriterionId>,
    depth: usize,
    is_group: bool,
    weight: &'a Weight,
    /// Among its siblings.
    local_share: &'a Share,
    /// In the whole.
    global_share: &'a Share,
    /// The method by which its group was judged.
    method: Option<&'static str>,
    /// The weight that follows from the judgements.
    judged: Option<&'a Weight>,
}

impl<'a> Weights<'a> {
    /// Asks what matters how much, and why.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation) -> Weights<'a> {
        let decision = &*evaluation.decision;
        Weights {
            evaluation,
            decision,
            whole: &decision.rule.weights,
            criteria: decision.criteria.iter().map(|criterion| stated(decision, criterion)).collect(),
            judgements: &decision.judgements,
        }
    }

    fn table(&self) -> Table {
        let is_judged = !self.judgements.is_empty();
        let mut table = Table::of("Criteria and weights")
            .head("Criterion")
            .numbers("Weight")
            .numbers("Of its group")
            .numbers("Of all");
        if is_judged {
            table = table.words("Judged by").numbers("To be");
        }
        for one in &self.criteria {
            let tone = if one.is_group { Tone::Strong } else { Tone::Plain };
            let mut cells = vec![
                Cell::toned(one.name, tone),
                Cell::toned(one.weight.plain(WEIGHT_DIGITS), tone),
                percent(one.local_share, PERCENT_DIGITS).into(),
                Cell::toned(percent(one.global_share, PERCENT_DIGITS), tone),
            ];
            if is_judged {
                cells.push(one.method.unwrap_or_default().into());
                cells.push(one.judged.map_or_else(Cell::default, |judged| judged_cell(judged, one.weight)));
            }
            table.row(cells).depth = one.depth;
        }
        table
    }
}

fn stated<'a>(decision: &'a Decision, criterion: &'a Criterion) -> StatedWeight<'a> {
    let judged = decision.judgements.iter().find_map(|group| {
        let judged = group.weights.iter().find(|one| one.criterion == criterion.id)?;
        Some((method(&group.judgements), &judged.weight))
    });
    let (method, judged) = judged.unzip();
    StatedWeight {
        criterion: &criterion.id,
        name: &criterion.name,
        under: criterion.parent.map(|parent| &decision.criteria[parent].id),
        depth: criterion.depth(),
        is_group: criterion.leaf.is_none(),
        weight: &criterion.weight,
        local_share: &criterion.share().local,
        global_share: &criterion.share().global,
        method,
        judged,
    }
}

/// A share in per cent: `12.5 %`.
pub(crate) fn percent(share: &Share, digits: u32) -> String {
    format!("{} %", share.percent().fixed(digits))
}

/// A weight that follows from judgements, marked where another one is stated.
fn judged_cell(judged: &Weight, stated: &Weight) -> Cell {
    let tone = if judged == stated { Tone::Plain } else { Tone::Doubt };
    Cell::toned(judged.plain(JUDGED_DIGITS), tone)
}

impl Answer for Weights<'_> {
    const QUESTION: &'static str = "weights";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut front = Section::front(&self.evaluation.decision.title);
        front.text(match self.whole {
            Some(whole) => format!("The weights of each group add up to {whole}."),
            None => "The weights of each group are divided by their sum.".to_owned(),
        });
        front.table(self.table());
        let mut judged = Section::chapter("judgements", JUDGEMENTS);
        for group in self.judgements {
            judged.text(account(self.decision, group));
            judged.text(group_text(self.decision, group));
        }
        if self.judgements.is_empty() {
            front.text(NOT_JUDGED);
        }
        [front].into_iter().chain((!judged.blocks.is_empty()).then_some(judged)).collect()
    }

    fn records(&self) -> Records {
        let head = [
            "criterion",
            "name",
            "under",
            "group",
            "weight",
            "local_share",
            "global_share",
            "method",
            "judged_weight",
        ];
        let record = |one: &StatedWeight<'_>| {
            vec![
                Field::Text(one.criterion.to_string()),
                Field::Text(one.name.to_owned()),
                Field::text(one.under.map(ToString::to_string)),
                Field::claim(one.is_group),
                Field::number(Some(one.weight)),
                Field::number(Some(one.local_share.exact())),
                Field::number(Some(one.global_share.exact())),
                Field::text(one.method),
                Field::number(one.judged),
            ]
        };
        Records::new(head, self.criteria.iter().map(record))
    }
}

/// The heading of judgements.
const JUDGEMENTS: &str = "Where the weights come from";

fn group_text(decision: &Decision, group: &JudgedGroup) -> String {
    format!("What was said: {}.", judgements_text(decision, &group.judgements))
}

/// Adds where the weights come from, group by group; nothing where none was judged.
pub(crate) fn judgements(section: &mut Section, decision: &Decision) {
    if decision.judgements.is_empty() {
        return;
    }
    section.heading(JUDGEMENTS);
    for group in &decision.judgements {
        section.text(account(decision, group)).text(group_text(decision, group));
        section.table(judged_table(decision, group));
    }
}

/// The weights that follow from the judgements of a group, beside those that are stated.
fn judged_table(decision: &Decision, group: &JudgedGroup) -> Table {
    let mut table = Table::of("Weights that follow, and the weights that count")
        .head("Criterion")
        .numbers("Weight now")
        .numbers("Judged")
        .numbers("Share")
        .if_room();
    for ((criterion, judged), share) in group.criteria(decision).zip(&group.weights).zip(&group.found.shares)
    {
        table.row(vec![
            criterion.name.as_str().into(),
            criterion.weight.plain(WEIGHT_DIGITS).into(),
            judged_cell(&judged.weight, &criterion.weight),
            Cell::toned(format!("{} %", share.percent().fixed(PERCENT_DIGITS + 1)), Tone::Faint),
        ]);
    }
    table
}

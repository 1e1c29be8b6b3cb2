//! The weights that follow from judgements as they are given now, and what writing them would change.

use serde::Serialize;

use super::judged_table;
use super::words::group;
use crate::answers::Answer;
use crate::answers::document::Section;
use crate::answers::records::{Field, Records};
use crate::decision::{CriterionId, JudgedGroup, Weight};
use crate::exact::Exact;
use crate::open::judge::{Planned, WeightChange};
use crate::score::Evaluation;

/// What judgements of a group come to.
#[derive(Clone, Debug, Serialize)]
pub struct JudgedWeights<'a> {
    #[serde(skip)]
    planned: &'a Planned,
    #[serde(skip)]
    evaluation: &'a Evaluation,
    judged: &'a JudgedGroup,
    criteria: Vec<JudgedCriterion<'a>>,
    changes: &'a [WeightChange],
    table: &'a str,
    is_written: bool,
}

/// A criterion of the group.
#[derive(Clone, Debug, Serialize)]
struct JudgedCriterion<'a> {
    criterion: &'a CriterionId,
    name: &'a str,
    now: &'a Weight,
    weight: &'a Weight,
    /// The share of the group before it became a decimal, 0 to 1.
    share: &'a Exact,
}

impl<'a> JudgedWeights<'a> {
    /// Asks what a plan to write judgements comes to.
    ///
    /// - `evaluation`: of the planned decision.
    /// - `is_written`: whether the plan is carried out.
    #[must_use]
    pub fn new(planned: &'a Planned, evaluation: &'a Evaluation, is_written: bool) -> JudgedWeights<'a> {
        let judged = &planned.judged;
        let criteria = judged.criteria(&planned.decision).zip(&judged.weights).zip(&judged.found.shares);
        let criteria = criteria.map(|((criterion, judged), share)| JudgedCriterion {
            criterion: &criterion.id,
            name: &criterion.name,
            now: &criterion.weight,
            weight: &judged.weight,
            share,
        });
        JudgedWeights {
            planned,
            evaluation,
            judged,
            criteria: criteria.collect(),
            changes: &planned.changes,
            table: &planned.table,
            is_written,
        }
    }

    /// What is written, or would be, as it stands in the file.
    fn file_text(&self) -> String {
        let line =
            |change: &WeightChange| format!("criteria.{}.weight = {}\n", change.criterion, change.weight);
        let weights: String = self.changes.iter().map(line).collect();
        let weights = if weights.is_empty() { "# no weight changes\n".to_owned() } else { weights };
        format!("{weights}\n{}", self.table)
    }
}

impl Answer for JudgedWeights<'_> {
    const QUESTION: &'static str = "weights-judged";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("judged", "");
        section.text(group(&self.planned.decision, self.judged));
        section.table(judged_table(&self.planned.decision, self.judged));
        if !self.is_written {
            section.text("--write would save this:").code(self.file_text());
        }
        vec![section]
    }

    fn records(&self) -> Records {
        let record = |one: &JudgedCriterion<'_>| {
            vec![
                Field::Text(one.criterion.to_string()),
                Field::Text(one.name.to_owned()),
                Field::number(Some(one.now)),
                Field::number(Some(one.weight)),
                Field::number(Some(one.share)),
            ]
        };
        let head = ["criterion", "name", "weight_now", "weight", "share"];
        Records::new(head, self.criteria.iter().map(record))
    }
}

//! A vendor's score as a tree: criterion, value, fact, evidence.

use std::sync::Arc;

use serde::Serialize;

use crate::decision::panel::{Given, Shown};
use crate::decision::{CriterionId, Fact, FactId, Unknown};
use crate::exact::{Exact, Rounding};
use crate::score::Evaluation;
use crate::score::evaluation::{CriterionSummary, Knowledge, VendorResult};

/// Why a vendor has its points on a criterion, down to the evidence.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    pub name: String,
    /// Its share in the whole.
    pub share: Exact,
    /// The most points that it can give.
    pub max_points: Exact,
    /// The points that it gives.
    pub points: Exact,
    /// The fewest points that it may turn out to give.
    pub lowest_points: Exact,
    /// The most points that it may turn out to give.
    pub highest_points: Exact,
    /// The value, 0 to 1; none where the rule skips what is not known.
    pub value: Option<Exact>,
    /// How much is known.
    pub knowledge: Knowledge,
    /// Whether the fact lies beyond the ends of the scale.
    pub is_capped: bool,
    /// The lowest and highest fact of the vendors in play, where the scale looks at them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<[Exact; 2]>,
    /// How its points are rounded, where that is not the rule's way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_rounding: Option<Rounding>,
    /// Whether people mark it.
    pub is_rating: bool,
    /// The scale in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// What counts where the fact is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
    /// The fact's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact_id: Option<FactId>,
    /// The unit in which the criterion counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// For a mark: what the nearest whole mark means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The fact with its evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<Arc<Fact>>,
    /// For a mark of a panel: what each evaluator said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkBehind>,
    /// What stands under a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Reason>,
}

/// The reasons for a vendor's score, one for each criterion at the top.
#[must_use]
pub fn reasons(evaluation: &Evaluation, vendor: &VendorResult) -> Vec<Reason> {
    under(None, evaluation, vendor)
}

fn under(parent: Option<usize>, evaluation: &Evaluation, vendor: &VendorResult) -> Vec<Reason> {
    let children = evaluation.criteria.iter().enumerate().filter(|(_, criterion)| criterion.parent == parent);
    children
        .map(|(at, criterion)| {
            let cell = &vendor.cells[at];
            Reason {
                criterion: criterion.id.clone(),
                name: criterion.name.clone(),
                share: cell.share.clone(),
                max_points: criterion.max_points.clone(),
                points: cell.points.clone(),
                lowest_points: cell.lowest_points.clone(),
                highest_points: cell.highest_points.clone(),
                value: cell.value.clone(),
                knowledge: cell.knowledge,
                is_capped: cell.is_capped,
                field: criterion.field.clone(),
                own_rounding: criterion
                    .rounding
                    .filter(|_| criterion.rounding != evaluation.rule.criterion_rounding),
                is_rating: criterion.is_rating,
                scale: criterion.scale.clone(),
                unknown: criterion.unknown,
                fact_id: criterion.fact.clone(),
                unit: criterion.unit.clone(),
                anchor: anchor(criterion, cell.fact.as_deref()),
                fact: cell.fact.clone(),
                marks: marks_behind(criterion, vendor, evaluation),
                parts: if criterion.is_group { under(Some(at), evaluation, vendor) } else { Vec::new() },
            }
        })
        .collect()
}

/// What one evaluator says of a vendor on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct MarkBehind {
    /// What the evaluator is called in results.
    pub evaluator: String,
    /// The mark and how it stands.
    #[serde(flatten)]
    pub given: Given,
}

/// The evaluators' marks behind a combined one, in their order.
pub(crate) fn marks_behind(
    criterion: &CriterionSummary,
    vendor: &VendorResult,
    evaluation: &Evaluation,
) -> Vec<MarkBehind> {
    let Some(panel) = evaluation.panel.as_deref().filter(|_| criterion.is_rating) else { return Vec::new() };
    let shown = evaluation.rule.panel.as_ref().map_or(Shown::Names, |rule| rule.shown);
    let given = panel.combined_of(&vendor.id, &criterion.id).map_or_else(Vec::new, |one| one.given.clone());
    // The name of a file tells who wrote it.
    let hidden = |given: Given| Given { location: given.location.filter(|_| shown == Shown::Names), ..given };
    let names = panel.shown_names(shown);
    names
        .into_iter()
        .zip(given)
        .map(|(evaluator, given)| MarkBehind { evaluator, given: hidden(given) })
        .collect()
}

/// The anchor text of a whole mark.
fn anchor(criterion: &CriterionSummary, mark: Option<&Fact>) -> Option<String> {
    let [mark, ..] = mark.filter(|_| criterion.is_rating)?.value.as_ref()?.numbers()?;
    let lowest = criterion.lowest_mark.as_ref()?;
    let step: usize = (mark - lowest).to_string().parse().ok()?;
    criterion.anchors.get(step).cloned()
}

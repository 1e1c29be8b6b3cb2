//! What each evaluator said, and the ranking that it makes.

use std::sync::Arc;

use serde::Serialize;

use super::marks::MarkResult;
use super::ranking::{ComparedVendors, Ranking};
use crate::decision::panel::{Conflict, ConflictKind, Shown, Standing};
use crate::decision::{Decision, Evidence, Fact, FactValue, Location, Panel, PanelRule, VendorId};
use crate::exact::Exact;
use crate::panel::weights::under_own_weights;

/// What came of an evaluator's marks and weights.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluatorResult {
    /// What the evaluator is called in results: the name, or where the rule shows roles alone the role with a number.
    #[serde(skip)]
    pub name: String,
    /// How many marks of vendors that take part count.
    pub counts: usize,
    /// How many are not given yet.
    pub missing: usize,
    /// How many the evaluator says that he or she cannot give.
    pub abstains: usize,
    /// Vendors whom the evaluator does not judge.
    pub conflicts: Vec<ConflictResult>,
    /// How much higher than the others' mean the marks are on average, as a share of the scale; none where
    /// nobody else marked the same.
    pub lean: Option<f64>,
    /// The ranking by the evaluator's own marks and, where given, own weights.
    pub own: Ranking,
    /// The ranking by the combined marks and the evaluator's own weights; none without own weights.
    pub under_own_weights: Option<Ranking>,
}

/// A vendor whom an evaluator does not judge.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictResult {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// What follows from the conflict.
    pub kind: ConflictKind,
    /// What the conflict is; left out where the rule shows roles alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

pub(super) fn evaluator(
    field: &ComparedVendors<'_>,
    panel: &Panel,
    rule: &PanelRule,
    (marks, sums): (&[MarkResult], &[MarkSum]),
    at: usize,
) -> EvaluatorResult {
    let one = &panel.evaluators[at];
    let is_named = rule.shown == Shown::Names;
    let count = |standing| marks.iter().filter(|mark| mark.combined.given[at].standing == standing).count();
    let conflict = |conflict: &Conflict| ConflictResult {
        vendor: conflict.vendor.clone(),
        kind: conflict.kind,
        reason: conflict.reason.clone().filter(|_| is_named),
    };
    let own = under_own_weights(&with_own_marks(field.decision, panel, at), one);
    let own_weights = (!one.weights.is_empty()).then(|| under_own_weights(field.decision, one));
    EvaluatorResult {
        name: panel.shown_names(rule.shown).swap_remove(at),
        counts: count(Standing::Counts),
        missing: count(Standing::Missing),
        abstains: count(Standing::Abstains),
        conflicts: one.conflicts.iter().map(conflict).collect(),
        lean: lean(marks, sums, at),
        own: field.ranking(own),
        under_own_weights: own_weights.map(|decision| field.ranking(decision)),
    }
}

/// The decision as one evaluator alone would have marked it; where he or she gave no mark that counts, the
/// combined one stands in.
fn with_own_marks(decision: &Decision, panel: &Panel, at: usize) -> Decision {
    let mut own = decision.clone();
    for combined in &panel.combined {
        let given = &combined.given[at];
        let (Standing::Counts, Some(mark)) = (given.standing, &given.mark) else { continue };
        let Some(vendor) = own.vendors.iter_mut().find(|vendor| vendor.id == combined.vendor) else {
            continue;
        };
        let fact = Fact {
            value: Some(FactValue::Number { value: mark.clone() }),
            evidence: Evidence::none(),
            release: None,
            location: Location::default(),
        };
        Arc::make_mut(vendor).ratings.insert(combined.criterion.clone(), fact.into());
    }
    own
}

/// The marks of all evaluators for a vendor on a criterion: their sum, and how many count.
pub(super) struct MarkSum {
    sum: Exact,
    count: usize,
}

impl MarkSum {
    pub(super) fn of(mark: &MarkResult) -> MarkSum {
        let marks: Vec<&Exact> = mark.combined.counted().collect();
        MarkSum { sum: Exact::sum(marks.iter().copied()), count: marks.len() }
    }
}

fn lean(marks: &[MarkResult], sums: &[MarkSum], at: usize) -> Option<f64> {
    let one = |(mark, all): (&MarkResult, &MarkSum)| {
        let given = &mark.combined.given;
        let own = given[at].mark.as_ref().filter(|_| given[at].standing == Standing::Counts)?;
        let mean = (&all.sum - own).over(&Exact::from(all.count - 1))?;
        let scale = mark.spread.as_ref()?.over(mark.spread_share.as_ref()?).map(|length| length.to_f64());
        let difference = (own - &mean).to_f64();
        Some(if difference == 0.0 { 0.0 } else { difference / scale? })
    };
    let leans: Vec<f64> = marks.iter().zip(sums).filter_map(one).collect();
    let count = f64::from(u32::try_from(leans.len()).ok()?);
    (!leans.is_empty()).then(|| leans.iter().sum::<f64>() / count)
}

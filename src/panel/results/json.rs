//! The published JSON of a panel's results: whom and what they speak of by name too, as the decision calls them.

use serde::{Serialize, Serializer};

use super::{
    Compared, Concordance, CriterionAgreement, EvaluatorResult, MarkResult, PairAgreement, PanelResults,
    PanelWeights, Votes, Without,
};
use crate::decision::{CriterionId, EvaluatorId, PanelRule, Vendor, VendorId, Weight};
use crate::exact::Exact;

impl Serialize for PanelResults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = PanelJson {
            rule: &self.rule,
            vendors: &self.vendors,
            evaluators: (0..self.evaluators.len()).map(|at| EvaluatorJson::of(self, at)).collect(),
            marks: self.marks.iter().map(|mark| MarkJson::of(self, mark)).collect(),
            moderation: &self.moderation,
            agreement: self.agreement.as_ref(),
            by_criterion: self.by_criterion.iter().map(|one| AgreementJson::of(self, one)).collect(),
            pairs: &self.pairs,
            votes: &self.votes,
            without: &self.without,
            weights: self.weights.as_ref(),
        };
        json.serialize(serializer)
    }
}

#[derive(Serialize)]
struct PanelJson<'a> {
    rule: &'a PanelRule,
    vendors: &'a [Compared],
    evaluators: Vec<EvaluatorJson<'a>>,
    marks: Vec<MarkJson<'a>>,
    moderation: &'a [usize],
    agreement: Option<&'a Concordance>,
    by_criterion: Vec<AgreementJson<'a>>,
    pairs: &'a [PairAgreement],
    votes: &'a Votes,
    without: &'a [Without],
    weights: Option<&'a PanelWeights>,
}

#[derive(Serialize)]
struct EvaluatorJson<'a> {
    /// None where the rule shows roles alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a EvaluatorId>,
    name: &'a str,
    role: Option<&'a str>,
    weight: &'a Weight,
    #[serde(flatten)]
    result: &'a EvaluatorResult,
}

impl<'a> EvaluatorJson<'a> {
    fn of(results: &'a PanelResults, at: usize) -> Self {
        let (evaluator, result) = (&results.panel.evaluators[at], &results.evaluators[at]);
        EvaluatorJson {
            id: (!results.rule.hides_names()).then_some(&evaluator.id),
            name: &result.name,
            role: evaluator.role.as_deref(),
            weight: &evaluator.weight,
            result,
        }
    }
}

#[derive(Serialize)]
struct MarkJson<'a> {
    vendor_name: &'a str,
    criterion_name: &'a str,
    #[serde(flatten)]
    mark: &'a MarkResult,
}

impl<'a> MarkJson<'a> {
    fn of(results: &'a PanelResults, mark: &'a MarkResult) -> Self {
        MarkJson {
            vendor_name: results.decision.vendor_name(&mark.combined.vendor),
            criterion_name: results.decision.criterion_name(&mark.combined.criterion),
            mark,
        }
    }
}

#[derive(Serialize)]
struct AgreementJson<'a> {
    criterion: &'a CriterionId,
    name: &'a str,
    concordance: Option<&'a Concordance>,
    largest_spread: Option<&'a Exact>,
}

impl<'a> AgreementJson<'a> {
    fn of(results: &'a PanelResults, one: &'a CriterionAgreement) -> Self {
        AgreementJson {
            criterion: &one.criterion,
            name: results.decision.criterion_name(&one.criterion),
            concordance: one.concordance.as_ref(),
            largest_spread: one.largest_spread.as_ref(),
        }
    }
}

/// A vendor that is compared: its id and its name.
pub(super) fn named<S: Serializer>(vendor: &Vendor, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a> {
        id: &'a VendorId,
        name: &'a str,
    }
    Named { id: &vendor.id, name: &vendor.name }.serialize(serializer)
}

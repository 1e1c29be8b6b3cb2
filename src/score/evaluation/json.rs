//! The published JSON of an evaluation: what the decision states and what was worked out, in one object.
//!
//! Names and order of the keys are promised to readers, and fingerprints are of the same text.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Cell, Digests, Evaluation, Exclusion, GateResult, MinimumResult, VendorResult};
use crate::decision::gate::Explanation;
use crate::decision::{
    Criterion, CriterionId, Decision, DecisionId, FactId, Gate, GateId, Minimum, Need, Points, Rule, Scale,
    Share, Unknown, Value, Vendor, VendorId, Weight,
};
use crate::exact::{Exact, Rounding};

impl Serialize for Evaluation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = &*self.decision;
        let json = EvaluationJson {
            version: self.version,
            decision: Heading::of(decision),
            rule: &decision.rule,
            gates: decision.gates.iter().map(|gate| GateJson::of(gate)).collect(),
            criteria: criteria(self),
            vendors: &self.vendors,
            notes: &self.notes,
            digest: &self.digest,
        };
        json.serialize(serializer)
    }
}

#[derive(Serialize)]
struct EvaluationJson<'a> {
    version: &'a str,
    decision: Heading<'a>,
    rule: &'a Rule,
    gates: Vec<GateJson<'a>>,
    criteria: Vec<CriterionJson<'a>>,
    vendors: &'a [VendorResult],
    notes: &'a [String],
    digest: &'a Digests,
}

/// The criteria as they were weighed, in preorder.
pub(crate) fn criteria(evaluation: &Evaluation) -> Vec<CriterionJson<'_>> {
    let decision = &*evaluation.decision;
    let fields = decision.criteria.iter().zip(&evaluation.fields);
    fields.map(|(criterion, field)| CriterionJson::of(decision, criterion, field.as_ref())).collect()
}

/// What is decided.
#[derive(Serialize)]
struct Heading<'a> {
    id: &'a DecisionId,
    title: &'a str,
    question: Option<&'a str>,
    note: Option<&'a str>,
    currency: Option<&'a str>,
    needs: &'a [Need],
}

impl<'a> Heading<'a> {
    fn of(decision: &'a Decision) -> Self {
        Heading {
            id: &decision.id,
            title: &decision.title,
            question: decision.question.as_deref(),
            note: decision.note.as_deref(),
            currency: decision.currency.as_deref(),
            needs: &decision.needs,
        }
    }
}

/// A must-have as it was asked.
#[derive(Serialize)]
pub(in crate::score) struct GateJson<'a> {
    id: &'a GateId,
    name: &'a str,
    fact: &'a FactId,
    asks: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<&'a BTreeMap<VendorId, Explanation>>,
    note: Option<&'a str>,
}

impl<'a> GateJson<'a> {
    pub(in crate::score) fn of(gate: &'a Gate) -> Self {
        GateJson {
            id: &gate.id,
            name: &gate.name,
            fact: &gate.fact,
            asks: gate.asks(),
            explained: gate.explained.as_ref(),
            note: gate.note.as_deref(),
        }
    }
}

/// A criterion as it was weighed.
#[derive(Serialize)]
pub(crate) struct CriterionJson<'a> {
    id: &'a CriterionId,
    name: &'a str,
    parent: Option<usize>,
    depth: usize,
    is_group: bool,
    weight: &'a Weight,
    local_share: &'a Share,
    global_share: &'a Share,
    max_points: Points,
    fact: Option<&'a FactId>,
    unit: Option<&'a str>,
    scale: Option<String>,
    is_relative: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a [Exact; 2]>,
    is_rating: bool,
    unknown: Option<Unknown>,
    rounding: Option<Rounding>,
    minimum: Option<&'a Minimum<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lowest_mark: Option<&'a Exact>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    anchors: &'a [String],
    note: Option<&'a str>,
}

impl<'a> CriterionJson<'a> {
    /// - `field`: the lowest and highest fact of the vendors in play, where the scale looks at them.
    pub(in crate::score) fn of(
        decision: &Decision,
        criterion: &'a Criterion,
        field: Option<&'a [Exact; 2]>,
    ) -> Self {
        let marks = criterion.scale().and_then(Scale::marks);
        CriterionJson {
            id: &criterion.id,
            name: &criterion.name,
            parent: criterion.parent,
            depth: criterion.depth(),
            is_group: criterion.is_group(),
            weight: &criterion.weight,
            local_share: &criterion.share().local,
            global_share: &criterion.share().global,
            max_points: decision.max_points(criterion),
            fact: criterion.fact(),
            unit: criterion.unit(),
            scale: criterion.scale().map(ToString::to_string),
            is_relative: criterion.is_relative(),
            field,
            is_rating: criterion.is_rating(),
            unknown: criterion.unknown(),
            rounding: criterion.rounding(),
            minimum: criterion.minimum.as_ref(),
            lowest_mark: marks.map(|marks| marks.from),
            anchors: marks.map_or(&[], |marks| marks.anchors),
            note: criterion.note.as_deref(),
        }
    }
}

/// The must-have of a result: its id and its name.
pub(in crate::score) fn gate<S: Serializer>(gate: &Gate, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a> {
        gate: &'a GateId,
        name: &'a str,
    }
    Named { gate: &gate.id, name: &gate.name }.serialize(serializer)
}

/// A vendor as it came out, with who it is and without its facts.
impl Serialize for VendorResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct ResultJson<'a> {
            #[serde(flatten)]
            vendor: Profile<'a>,
            rank: Option<usize>,
            is_tied: bool,
            score: &'a Points,
            lowest: Option<&'a Points>,
            highest: Option<&'a Points>,
            is_bound: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            working: Option<&'a str>,
            gap: Option<&'a Points>,
            is_awardable: bool,
            exclusions: &'a [Exclusion],
            gates: &'a [GateResult],
            minimums: &'a [MinimumResult],
            cells: &'a [Cell],
        }
        let ends = self.ends();
        let json = ResultJson {
            vendor: Profile::of(&self.vendor),
            rank: self.rank,
            is_tied: self.is_tied,
            score: &self.score,
            lowest: ends.map(|[lowest, _]| lowest),
            highest: ends.map(|[_, highest]| highest),
            is_bound: self.is_bound,
            working: self.working.as_deref(),
            gap: self.gap.as_ref(),
            is_awardable: self.is_awardable,
            exclusions: &self.exclusions,
            gates: &self.gates,
            minimums: &self.minimums,
            cells: &self.cells,
        };
        json.serialize(serializer)
    }
}

/// Who a vendor is, without its facts.
#[derive(Serialize)]
struct Profile<'a> {
    id: &'a VendorId,
    name: &'a str,
    local: Option<&'a str>,
    kind: Option<&'a str>,
    country: Option<&'a str>,
    shore: Option<&'a str>,
    note: Option<&'a str>,
    file: &'a str,
}

impl<'a> Profile<'a> {
    fn of(vendor: &'a Vendor) -> Profile<'a> {
        Profile {
            id: &vendor.id,
            name: &vendor.name,
            local: vendor.local.as_deref(),
            kind: vendor.kind.as_deref(),
            country: vendor.country.as_deref(),
            shore: vendor.shore.as_deref(),
            note: vendor.note.as_deref(),
            file: &vendor.file,
        }
    }
}

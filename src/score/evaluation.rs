//! The one result that every screen, report and export reads.
//!
//! Values and shares run from 0 to 1; points, scores and weights are in the units of the rule. All
//! numbers are exact and serialise as decimals, with 20 digits after the point where they do not end.

use std::sync::Arc;

use serde::Serialize;

pub use super::digest::Fingerprint;
use super::price::Field;
use crate::decision::{
    Criterion, CriterionId, Decision, DecisionId, Fact, FactId, FileDigest, Gate, GateId, Kind, Need, Panel,
    PanelRule, Provenance, Rule, Scale, Shore, Unknown, VendorId,
};
use crate::exact::{Exact, Rounding};

/// A scored decision.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// The version of weigh that made it.
    pub version: &'static str,
    /// What was decided.
    pub decision: DecisionSummary,
    /// How values became a ranking.
    pub rule: Rule,
    /// The must-haves.
    pub gates: Vec<GateSummary>,
    /// The tree of criteria in preorder.
    pub criteria: Vec<CriterionSummary>,
    /// The vendors: the ranking in order, then those that are out, by name.
    pub vendors: Vec<VendorResult>,
    /// What a reader should know about how the result came about.
    pub notes: Vec<String>,
    /// Fingerprints of the rule and of all inputs.
    pub digest: Digests,
    /// Who marked the vendors; none where their own marks count.
    #[serde(skip)]
    pub panel: Option<Arc<Panel>>,
    /// What it was read from.
    #[serde(skip)]
    pub provenance: Provenance,
}

impl Evaluation {
    /// The files that were read, as results may name them: those of evaluators by their places in the panel
    /// where the rule shows roles alone.
    #[must_use]
    pub fn shown_files(&self) -> Vec<FileDigest> {
        let mut files = self.provenance.files.clone();
        let hides = self.rule.panel.as_ref().is_some_and(PanelRule::hides_names);
        let Some(panel) = self.panel.as_ref().filter(|_| hides) else { return files };
        for evaluator in &panel.evaluators {
            let Some(file) = files.iter_mut().find(|file| file.path == evaluator.file) else { continue };
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            file.path = format!("{folder}/{}.toml", panel.hidden_file(evaluator.id.as_str()));
        }
        files
    }
}

/// What was decided.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionSummary {
    /// The stem of the criteria file's name.
    pub id: DecisionId,
    /// What is decided.
    pub title: String,
    /// The question that the ranking answers.
    pub question: Option<String>,
    /// Remarks.
    pub note: Option<String>,
    /// The currency of money facts.
    pub currency: Option<String>,
    /// What we buy.
    pub needs: Vec<Need>,
}

impl DecisionSummary {
    pub(crate) fn of(decision: &Decision) -> Self {
        DecisionSummary {
            id: decision.id.clone(),
            title: decision.title.clone(),
            question: decision.question.clone(),
            note: decision.note.clone(),
            currency: decision.currency.clone(),
            needs: decision.needs.clone(),
        }
    }
}

/// A must-have as it was asked.
#[derive(Clone, Debug, Serialize)]
pub struct GateSummary {
    /// Its id.
    pub id: GateId,
    /// Its name.
    pub name: String,
    /// The fact that it tests.
    pub fact: FactId,
    /// What it asks, in words.
    pub asks: String,
    /// Remarks.
    pub note: Option<String>,
}

impl GateSummary {
    pub(crate) fn of(gate: &Gate) -> Self {
        GateSummary {
            id: gate.id.clone(),
            name: gate.name.clone(),
            fact: gate.fact.clone(),
            asks: gate.asks(),
            note: gate.note.clone(),
        }
    }
}

/// A criterion as it was weighed.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionSummary {
    /// Its id.
    pub id: CriterionId,
    /// Its name.
    pub name: String,
    /// Index of its group in the list of criteria.
    pub parent: Option<usize>,
    /// How many groups it stands under.
    pub depth: usize,
    /// Whether other criteria stand under it.
    pub is_group: bool,
    /// The weight as it counts.
    pub weight: Exact,
    /// The share among its siblings.
    pub local_share: Exact,
    /// The share in the whole.
    pub global_share: Exact,
    /// The most points that it can give: its global share of the rule's points.
    pub max_points: Exact,
    /// The fact that it reads.
    pub fact: Option<FactId>,
    /// The unit of the fact.
    pub unit: Option<String>,
    /// The scale in words.
    pub scale: Option<String>,
    /// Whether the scale looks at other vendors.
    pub is_relative: bool,
    /// The lowest and the highest fact of the vendors in play, where the scale looks at them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<[Exact; 2]>,
    /// Whether people mark it.
    pub is_rating: bool,
    /// What counts when the fact is not known.
    pub unknown: Option<Unknown>,
    /// How its points are rounded.
    pub rounding: Option<Rounding>,
    /// The value below which a vendor is not awardable.
    pub minimum: Option<Exact>,
    /// The lowest mark of a rating scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest_mark: Option<Exact>,
    /// What each whole mark means, worst first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
    /// Remarks.
    pub note: Option<String>,
}

impl CriterionSummary {
    /// Sums a criterion up; `field` is that of a scale over the vendors in play.
    pub(crate) fn of(criterion: &Criterion, decision: &Decision, field: Option<&Field>) -> Self {
        let leaf = criterion.leaf.as_ref();
        let (lowest_mark, anchors) = match leaf.map(|leaf| &leaf.scale) {
            Some(Scale::Rating { from, anchors, .. }) => (Some(from.clone()), anchors.clone()),
            _ => (None, Vec::new()),
        };
        CriterionSummary {
            id: criterion.id.clone(),
            name: criterion.name.clone(),
            parent: criterion.parent,
            depth: criterion.depth,
            is_group: leaf.is_none(),
            weight: criterion.weight.clone(),
            local_share: criterion.share.local.clone(),
            global_share: criterion.share.global.clone(),
            max_points: &criterion.share.global * &decision.rule.points,
            fact: leaf.map(|leaf| leaf.fact.clone()),
            unit: leaf.and_then(|leaf| leaf.unit.clone()),
            scale: leaf.map(|leaf| leaf.scale.to_string()),
            is_relative: leaf.is_some_and(|leaf| leaf.scale.is_relative()),
            field: field
                .filter(|_| leaf.is_some_and(|leaf| leaf.scale.is_relative()))
                .and_then(Field::lowest_and_highest),
            is_rating: leaf.is_some_and(|leaf| leaf.scale.is_rating()),
            unknown: leaf.map(|leaf| leaf.unknown),
            rounding: leaf.and_then(|leaf| leaf.rounding),
            minimum: criterion.minimum.clone(),
            lowest_mark,
            anchors,
            note: criterion.note.clone(),
        }
    }
}

/// A vendor as it came out.
#[derive(Clone, Debug, Serialize)]
pub struct VendorResult {
    /// Its id.
    pub id: VendorId,
    /// Its name.
    pub name: String,
    /// Its name in its own script.
    pub local: Option<String>,
    /// What kind of provider it calls itself.
    pub kind: Option<Kind>,
    /// The country that it works from.
    pub country: Option<String>,
    /// How far away it works.
    pub shore: Option<Shore>,
    /// Remarks.
    pub note: Option<String>,
    /// Its file.
    pub file: String,
    /// Its rank, from 1, shared by ties; none when it is out.
    pub rank: Option<usize>,
    /// Whether it shares its rank.
    pub is_tied: bool,
    /// The score of record.
    pub score: Exact,
    /// The lowest score that it may turn out to have once everything is known.
    pub lowest: Exact,
    /// The highest such score.
    pub highest: Exact,
    /// How far it is behind the leader; none when it is out.
    pub gap: Option<Exact>,
    /// Whether it is in the ranking and every gate and minimum is passed for sure.
    pub is_awardable: bool,
    /// Why it is out; empty when it is in the ranking.
    pub exclusions: Vec<Exclusion>,
    /// The must-haves, in the order of the list of gates.
    pub gates: Arc<[GateResult]>,
    /// The minimums that the rule sets.
    pub minimums: Vec<MinimumResult>,
    /// One cell for each criterion, in the order of the list of criteria.
    pub cells: Vec<Cell>,
}

impl VendorResult {
    /// What it must have to be awardable, gates first, then minimums, in the order of the files: the
    /// name, whether it holds, and why.
    pub fn must_haves(&self) -> impl Iterator<Item = (&str, Outcome, &str)> {
        let gates = self.gates.iter().map(|gate| (gate.name.as_str(), gate.outcome, gate.reason.as_str()));
        let minimums = self.minimums.iter().map(|one| (one.name.as_str(), one.outcome, one.reason.as_str()));
        gates.chain(minimums)
    }

    /// How many must-haves have an outcome, gates and minimums alike.
    #[must_use]
    pub fn count_must_haves(&self, outcome: Outcome) -> usize {
        self.must_haves().filter(|(_, other, _)| *other == outcome).count()
    }
}

/// Whether a must-have or a minimum holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold: the vendor is out.
    Fail,
    /// It depends on something that is not known.
    Open,
}

impl Outcome {
    /// Pass or fail.
    #[must_use]
    pub fn of(passes: bool) -> Outcome {
        if passes { Outcome::Pass } else { Outcome::Fail }
    }

    /// The outcome as a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Open => "open",
        }
    }
}

/// How a vendor stands with a must-have.
#[derive(Clone, Debug, Serialize)]
pub struct GateResult {
    /// The gate.
    pub gate: GateId,
    /// Its name.
    pub name: String,
    /// Whether it holds.
    pub outcome: Outcome,
    /// Why, in words.
    pub reason: String,
    /// The fact behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<Arc<Fact>>,
}

/// How a vendor stands with a minimum.
#[derive(Clone, Debug, Serialize)]
pub struct MinimumResult {
    /// The criterion or group; none for the score.
    pub criterion: Option<CriterionId>,
    /// Its name; `score` for the score.
    pub name: String,
    /// Whether it holds.
    pub outcome: Outcome,
    /// Why, in words.
    pub reason: String,
}

/// Why a vendor is out of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum Exclusion {
    /// It has withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// It was excluded.
    Disqualified {
        /// Why.
        reason: String,
    },
    /// It fails a must-have.
    Gate {
        /// The gate.
        gate: GateId,
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// It stays below a minimum.
    Minimum {
        /// What the minimum is on.
        name: String,
        /// Why.
        reason: String,
    },
}

impl Exclusion {
    /// The reason in a line: `ISO 27001 in force when we start: lapses on 2026-08-31`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Exclusion::Withdrawn { reason } => format!("withdrawn: {reason}"),
            Exclusion::Disqualified { reason } => format!("disqualified: {reason}"),
            Exclusion::Gate { name, reason, .. } => format!("{name}: {reason}"),
            Exclusion::Minimum { name, reason } => format!("{name} below its minimum: {reason}"),
        }
    }
}

/// How much is known of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Knowledge {
    /// The value is certain.
    #[default]
    Known,
    /// The value may turn out lower or higher.
    Uncertain,
    /// Nothing is known.
    Unknown,
}

/// A vendor's result on a criterion.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// How much is known; for a group, of what is under it.
    pub knowledge: Knowledge,
    /// The value that counts; none where the rule skips what is not known.
    pub value: Option<Exact>,
    /// The lowest value that it may turn out to have.
    pub lowest: Exact,
    /// The highest such value.
    pub highest: Exact,
    /// The share in the whole with which it counts for this vendor; differs from the criterion's own
    /// only where the rule skips what is not known.
    pub share: Exact,
    /// The points, rounded as the rule says.
    pub points: Exact,
    /// The lowest points that it may turn out to have.
    pub lowest_points: Exact,
    /// The highest such points.
    pub highest_points: Exact,
    /// Whether the fact lies beyond the ends of the scale.
    pub is_capped: bool,
    /// The fact, or the mark, behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<Arc<Fact>>,
}

/// Fingerprints of what a result depends on.
#[derive(Clone, Debug, Serialize)]
pub struct Digests {
    /// Of the needs, gates, criteria and rule, as they count: comments and layout do not matter.
    pub rule: Fingerprint,
    /// Of the rule and of all vendors with their facts and marks.
    pub inputs: Fingerprint,
}

impl Evaluation {
    /// The vendors in the ranking, best first.
    pub fn ranked(&self) -> impl Iterator<Item = &VendorResult> {
        self.vendors.iter().filter(|vendor| vendor.rank.is_some())
    }

    /// The vendors that are out, by name.
    pub fn out(&self) -> impl Iterator<Item = &VendorResult> {
        self.vendors.iter().filter(|vendor| vendor.rank.is_none())
    }

    /// The vendor of an id.
    #[must_use]
    pub fn vendor(&self, id: &str) -> Option<&VendorResult> {
        self.vendors.iter().find(|vendor| vendor.id.as_str() == id)
    }

    /// The criteria at the top of the tree, with their indices.
    pub fn top(&self) -> impl Iterator<Item = (usize, &CriterionSummary)> {
        self.criteria.iter().enumerate().filter(|(_, criterion)| criterion.depth == 0)
    }

    /// The scored criteria, with their indices.
    pub fn leaves(&self) -> impl Iterator<Item = (usize, &CriterionSummary)> {
        self.criteria.iter().enumerate().filter(|(_, criterion)| !criterion.is_group)
    }

    /// Digits after the point with which points and scores are shown: those of the rule's rounding,
    /// or as many as the numbers need, two to four.
    #[must_use]
    pub fn shown_decimals(&self) -> ShownDecimals {
        const MOST: u32 = 4;
        let needed = |numbers: &mut dyn Iterator<Item = &Exact>| {
            // Once one needs the most, the others do not matter.
            let mut most = 0;
            while most < MOST
                && let Some(number) = numbers.next()
            {
                most = most.max(number.decimals(MOST));
            }
            most
        };
        let scores = self.rule.total_rounding.or(self.rule.criterion_rounding).map_or_else(
            || needed(&mut self.vendors.iter().map(|vendor| &vendor.score)),
            |rounding| rounding.digits,
        );
        let points = self.rule.criterion_rounding.map_or_else(
            || {
                needed(
                    &mut self.vendors.iter().flat_map(|vendor| vendor.cells.iter().map(|cell| &cell.points)),
                )
            },
            |rounding| rounding.digits,
        );
        ShownDecimals { scores: scores.min(6), points: points.min(6) }
    }
}

/// Digits after the point with which numbers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownDecimals {
    /// Of scores.
    pub scores: u32,
    /// Of points.
    pub points: u32,
}

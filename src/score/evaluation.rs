//! The one result that every screen, report and export reads.
//!
//! Values and shares run from 0 to 1; points, scores and weights are in the units of the rule. All
//! numbers are exact and serialise as decimals, with 20 digits after the point where they do not end.

pub(crate) mod json;

use std::sync::{Arc, LazyLock};

use serde::{Serialize, Serializer};

pub use super::fingerprint::Fingerprint;
use crate::decision::total::Wins;
use crate::decision::{
    Criterion, CriterionId, Decision, Fact, FileDigest, Gate, GateId, PanelRule, Points, Rule, Share, Value,
    Vendor, VendorId,
};
use crate::exact::Exact;

/// A scored decision: the decision as it was weighed, and what was worked out from it.
///
/// Lists with one entry for each criterion or gate follow the order of the decision's. Its
/// serialisation is the published JSON.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The version of weigh that made it.
    pub version: &'static str,
    /// What was decided: needs, must-haves, criteria with their weights and shares, the rule.
    pub decision: Arc<Decision>,
    /// For each criterion whose scale looks at the vendors in play, their lowest and highest fact.
    pub fields: Vec<Option<[Exact; 2]>>,
    /// The vendors: the ranking in order, then those that are out, by name.
    pub vendors: Vec<VendorResult>,
    /// What a reader should know about how the result came about.
    pub notes: Vec<String>,
    /// The formulas that have no result for a vendor in play.
    pub unsolved: Vec<NoResult>,
    /// Fingerprints of the rule and of all inputs.
    pub digest: Digests,
}

/// What is said behind the reason of a failed must-have that waits for an explanation.
pub(super) const TO_BE_EXPLAINED: &str = ": to be explained";

impl GateResult {
    /// Whether the must-have is failed, and waits for an explanation.
    #[must_use]
    pub fn is_to_be_explained(&self) -> bool {
        let is_open = self.gate.explained.is_some() && self.outcome == Outcome::Open;
        is_open && self.reason.ends_with(TO_BE_EXPLAINED)
    }
}

/// A formula that has no result for a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoResult {
    /// Whose points it gives; none where it gives the total.
    pub criterion: Option<CriterionId>,
    /// What the criterion is called; empty of the total.
    pub name: String,
    /// What the vendor is called for whom there is none.
    pub vendor: String,
    /// Why there is none.
    pub why: String,
}

impl NoResult {
    /// Whether the same is said of another vendor.
    #[must_use]
    pub fn is_alike(&self, other: &NoResult) -> bool {
        (&self.criterion, &self.why) == (&other.criterion, &other.why)
    }

    /// What counts, and why there is no result, for it alone: a sentence without its full stop.
    #[must_use]
    pub fn said(&self) -> String {
        self.said_of(&[self.vendor.as_str()])
    }

    /// The same for some of whom it is said alike, of whom the first few are named.
    #[must_use]
    pub fn said_of(&self, vendors: &[&str]) -> String {
        /// The most that are named.
        const NAMED: usize = 3;
        let whom = match vendors {
            [one] => (*one).to_owned(),
            [rest @ .., last] if vendors.len() <= NAMED => format!("{} and {last}", rest.join(", ")),
            many => format!("{} vendors ({}, ...)", many.len(), many[..NAMED.min(many.len())].join(", ")),
        };
        match &self.criterion {
            Some(_) => format!("{} counts 0 for {whom}: {}", self.name, self.why),
            None => {
                format!("{whom} {} no total: {}", if vendors.len() == 1 { "has" } else { "have" }, self.why)
            }
        }
    }
}

impl Evaluation {
    /// The files that were read, as results may name them: those of evaluators by their places in the panel
    /// where the rule shows roles alone.
    #[must_use]
    pub fn shown_files(&self) -> Vec<FileDigest> {
        let decision = &self.decision;
        let mut files = decision.provenance.files.clone();
        let hides = decision.rule.panel.as_ref().is_some_and(PanelRule::hides_names);
        let Some(panel) = decision.panel.as_ref().filter(|_| hides) else { return files };
        for evaluator in &panel.evaluators {
            let Some(file) = files.iter_mut().find(|file| file.path == evaluator.file) else { continue };
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            file.path = format!("{folder}/{}.toml", panel.hidden_file(evaluator.id.as_str()));
        }
        files
    }
}

/// The ends of the range of a total that is not told, on either side of it.
pub(super) static FAR: LazyLock<Exact> = LazyLock::new(|| Exact::from(10).power(30));
/// Why a bid that a condition of the rule leaves out has no total.
pub(super) const LEFT_OUT: &str = "left out by the rule";

/// A vendor as it came out.
#[derive(Clone, Debug)]
pub struct VendorResult {
    /// The vendor as it was judged; the published JSON has who it is, without its facts.
    pub vendor: Arc<Vendor>,
    /// Its rank, from 1, shared by ties; none when it is out.
    pub rank: Option<usize>,
    /// Whether it shares its rank.
    pub is_tied: bool,
    /// The score of record.
    pub score: Points,
    /// The lowest score that it may turn out to have once everything is known, of itself and of the others that its
    /// price and its relative scales are compared with.
    pub lowest: Points,
    /// The highest such score.
    pub highest: Points,
    /// Whether these two are bounds alone: the score lies between them, but what they rest on may not all come true
    /// at once.
    pub is_bound: bool,
    /// How a total that a formula makes came about, with its numbers put in.
    pub working: Option<String>,
    /// How far it is behind the leader; none when it is out.
    pub gap: Option<Points>,
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
    /// The stem of its file's name.
    #[must_use]
    pub fn id(&self) -> &VendorId {
        &self.vendor.id
    }

    /// What the vendor is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.vendor.name
    }

    /// The most points that a criterion, by its place, gives this vendor: more than it gives others where weight comes
    /// from what is left out.
    #[must_use]
    pub fn most_points(&self, rule: &Rule, at: usize) -> Points {
        &self.cells[at].share * &rule.points
    }

    /// Whether nobody can tell between which numbers its total may turn out to lie: the ends stand for none.
    #[must_use]
    pub fn has_no_ends(&self) -> bool {
        let far = Points::from(FAR.clone());
        self.working.is_some() && (&self.highest - &self.score) == far
    }

    /// The lowest and the highest score that it may turn out to have; none where nobody can tell.
    #[must_use]
    pub fn ends(&self) -> Option<[&Points; 2]> {
        (!self.has_no_ends()).then_some([&self.lowest, &self.highest])
    }

    /// Whether the rule's formula gives it no total, so that its score says nothing.
    #[must_use]
    pub fn has_no_total(&self) -> bool {
        self.exclusions.iter().any(|one| matches!(one, Exclusion::NoTotal { .. }))
    }

    /// Why it is out of the ranking, in a line; empty when it is not.
    #[must_use]
    pub fn out_because(&self) -> String {
        self.exclusions.iter().map(Exclusion::text).collect::<Vec<_>>().join("; ")
    }

    /// What it must have to be awardable, gates first, then minimums, in the order of the files: the
    /// name, whether it holds, and why.
    pub fn must_haves(&self) -> impl Iterator<Item = (&str, Outcome, &str)> {
        let gates =
            self.gates.iter().map(|gate| (gate.gate.name.as_str(), gate.outcome, gate.reason.as_str()));
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
    /// The must-have; the published JSON has its id and its name.
    #[serde(flatten, serialize_with = "json::gate")]
    pub gate: Arc<Gate>,
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
#[non_exhaustive]
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
        /// Its key in the criteria file.
        gate: GateId,
        /// What the must-have is called.
        name: String,
        /// Why.
        reason: String,
    },
    /// The rule's formula gives it no total.
    NoTotal {
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
    /// The reason as the vendor is told it: of a total without the numbers that it is made of.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Exclusion::NoTotal { reason } if reason.starts_with(LEFT_OUT) => LEFT_OUT.to_owned(),
            Exclusion::NoTotal { .. } => "no total by the rule".to_owned(),
            Exclusion::Withdrawn { .. }
            | Exclusion::Disqualified { .. }
            | Exclusion::Gate { .. }
            | Exclusion::Minimum { .. } => self.text(),
        }
    }

    /// The reason in a line: `ISO 27001 in force when we start: lapses on 2026-08-31`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Exclusion::Withdrawn { reason } => format!("withdrawn: {reason}"),
            Exclusion::Disqualified { reason } => format!("disqualified: {reason}"),
            Exclusion::Gate { name, reason, .. } => format!("{name}: {reason}"),
            Exclusion::NoTotal { reason } => format!("no total: {reason}"),
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
    /// The criterion does not apply to the vendor.
    NotApplicable,
}

impl Knowledge {
    /// Whether there is nothing left to find out.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Knowledge::Known | Knowledge::NotApplicable)
    }
}

/// A vendor's result on a criterion.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// How much is known; for a group, of what is under it.
    pub knowledge: Knowledge,
    /// The value that counts, 0 to 1; none where the rule skips what is not known. That of a group is its points out of
    /// the most that it can give, so roundings up may bring it above 1.
    pub value: Option<Value>,
    /// The share in the whole with which it counts for this vendor; differs from the criterion's own
    /// only where the rule skips what is not known.
    pub share: Share,
    /// The points, rounded as the rule says.
    pub points: Points,
    /// Whether the fact lies beyond the ends of the scale.
    pub is_capped: bool,
    /// The fact, or the mark, behind it.
    pub fact: Option<Arc<Fact>>,
    /// What it may turn out to be; none where value and points are that, as those of most cells are.
    pub(super) range: Option<Box<CellRange>>,
}

/// What a cell may turn out to be.
#[derive(Clone, Debug)]
pub(super) struct CellRange {
    pub(super) lowest: Value,
    pub(super) highest: Value,
    pub(super) lowest_points: Points,
    pub(super) highest_points: Points,
}

impl Cell {
    pub(super) fn with_range(self, range: CellRange) -> Cell {
        let is_value = |other: &Value| self.value.as_ref() == Some(other);
        let CellRange { lowest, highest, lowest_points, highest_points } = &range;
        let is_certain = is_value(lowest)
            && is_value(highest)
            && *lowest_points == self.points
            && *highest_points == self.points;
        Cell { range: (!is_certain).then(|| Box::new(range)), ..self }
    }

    fn certain(&self) -> &Value {
        self.value.as_ref().unwrap_or(&Value::WORST)
    }

    /// The lowest value that it may turn out to have.
    #[must_use]
    pub fn lowest(&self) -> &Value {
        self.range.as_ref().map_or_else(|| self.certain(), |range| &range.lowest)
    }

    /// The highest such value.
    #[must_use]
    pub fn highest(&self) -> &Value {
        self.range.as_ref().map_or_else(|| self.certain(), |range| &range.highest)
    }

    /// The lowest points that it may turn out to have.
    #[must_use]
    pub fn lowest_points(&self) -> &Points {
        self.range.as_ref().map_or(&self.points, |range| &range.lowest_points)
    }

    /// The highest such points.
    #[must_use]
    pub fn highest_points(&self) -> &Points {
        self.range.as_ref().map_or(&self.points, |range| &range.highest_points)
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            knowledge: Knowledge,
            value: Option<&'a Value>,
            lowest: &'a Value,
            highest: &'a Value,
            share: &'a Share,
            points: &'a Points,
            lowest_points: &'a Points,
            highest_points: &'a Points,
            is_capped: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            fact: Option<&'a Fact>,
        }
        let written = Written {
            knowledge: self.knowledge,
            value: self.value.as_ref(),
            lowest: self.lowest(),
            highest: self.highest(),
            share: &self.share,
            points: &self.points,
            lowest_points: self.lowest_points(),
            highest_points: self.highest_points(),
            is_capped: self.is_capped,
            fact: self.fact.as_deref(),
        };
        written.serialize(serializer)
    }
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
        self.vendors.iter().find(|vendor| vendor.id().as_str() == id)
    }

    /// The criteria at the top of the tree, with their indices.
    pub fn top(&self) -> impl Iterator<Item = (usize, &Criterion)> {
        self.decision.criteria.iter().enumerate().filter(|(_, criterion)| criterion.parent.is_none())
    }

    /// The scored criteria, with their indices.
    pub fn leaves(&self) -> impl Iterator<Item = (usize, &Criterion)> {
        self.decision.criteria.iter().enumerate().filter(|(_, criterion)| !criterion.is_group())
    }

    /// How much of the best that can be a score is, for bars: of the rule's points, or of the best total that a formula
    /// makes of the bids.
    #[must_use]
    pub fn share_of_best(&self, score: &Points) -> f64 {
        let rule = &self.decision.rule;
        let share = if rule.is_sum() {
            score.over(&rule.points)
        } else {
            let best = self.ranked().next().map_or(Points::ZERO, |vendor| vendor.score.clone());
            match rule.wins() {
                Wins::Highest => score.over(&best),
                Wins::Lowest => best.over(score),
            }
        };
        share.unwrap_or_default().to_f64()
    }

    /// Digits after the point with which totals by a formula are shown, where nothing rounds them: so many that the
    /// least of them has five that say something.
    fn decimals_of_totals(&self) -> u32 {
        const MOST: u32 = 12;
        let sizes = self.ranked().map(|vendor| vendor.score.to_f64().abs()).filter(|size| *size > 0.0);
        let mut size = sizes.fold(f64::INFINITY, f64::min);
        let mut wanted = 2;
        while size < 1_000.0 && wanted < MOST {
            wanted += 1;
            size *= 10.0;
        }
        let needed = self.ranked().map(|vendor| vendor.score.decimals(MOST)).max().unwrap_or(0);
        wanted.min(needed)
    }

    /// Digits after the point with which points and scores are shown: those of the rule's rounding,
    /// or as many as the numbers need, two to four.
    #[must_use]
    pub fn shown_decimals(&self) -> ShownDecimals {
        const MOST: u32 = 4;
        let needed = |numbers: &mut dyn Iterator<Item = &Points>| {
            // Once one needs the most, the others do not matter.
            let mut most = 0;
            while most < MOST
                && let Some(number) = numbers.next()
            {
                most = most.max(number.decimals(MOST));
            }
            most
        };
        let rule = &self.decision.rule;
        let scores = match &rule.total {
            None => rule.total_rounding.or(rule.criterion_rounding).map_or_else(
                || needed(&mut self.vendors.iter().map(|vendor| &vendor.score)),
                |rounding| rounding.digits.min(6),
            ),
            Some(total) => rule
                .total_rounding
                .or(total.rounding)
                .map_or_else(|| self.decimals_of_totals(), |rounding| rounding.digits.min(12)),
        };
        let points = rule.criterion_rounding.map_or_else(
            || {
                needed(
                    &mut self.vendors.iter().flat_map(|vendor| vendor.cells.iter().map(|cell| &cell.points)),
                )
            },
            |rounding| rounding.digits,
        );
        ShownDecimals { scores, points: points.min(6) }
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

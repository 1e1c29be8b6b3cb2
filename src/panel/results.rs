//! Where the evaluators of a panel differ, and what hangs on it.

use std::sync::Arc;

use serde::Serialize;

use super::agreement::{
    Concordance, concordance, kendall_tau_b, ranks_of, spearman, weighted_correlation, ws_similarity,
};
use super::combine::seat;
use super::voting::{Kemeny, borda, copeland, firsts, kemeny};
use super::weights::{geometric_mean, mean, normalised, shares, under_own_weights, under_shares};
use crate::decision::panel::{Combined, ConflictKind, Evaluator, Given, Shown, Standing};
use crate::decision::{
    CriterionId, Decision, EvaluatorId, Evidence, Fact, FactValue, Location, Panel, PanelRule, Points,
    Status, VendorId, Weight,
};
use crate::exact::Exact;
use crate::score::{Evaluation, evaluate};

/// A panel's marks, how far they agree, and what the result would be by other ways.
#[derive(Clone, Debug, Serialize)]
pub struct PanelResults {
    /// How marks are combined.
    pub rule: PanelRule,
    /// The vendors that are compared: those in the ranking, best first.
    pub vendors: Vec<Compared>,
    /// The evaluators, in the order of their ids.
    pub evaluators: Vec<EvaluatorResult>,
    /// Every mark of the vendors that take part.
    pub marks: Vec<MarkResult>,
    /// What to talk through, worst first: indices into `marks`, without those that have a consensus.
    pub moderation: Vec<usize>,
    /// How far the evaluators' own rankings agree; none for one evaluator.
    pub agreement: Option<Concordance>,
    /// How far they agree on each rated criterion.
    pub by_criterion: Vec<CriterionAgreement>,
    /// How far each two of them agree.
    pub pairs: Vec<PairAgreement>,
    /// What votes would make of their rankings.
    pub votes: Votes,
    /// What the result is without one of them.
    pub without: Vec<Without>,
    /// What their own weights come to; none when nobody gave any.
    pub weights: Option<PanelWeights>,
}

/// A vendor that is compared.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// Its id.
    pub id: VendorId,
    /// Its name.
    pub name: String,
    /// Its rank by the rule.
    pub rank: usize,
    /// Its score by the rule.
    pub score: Points,
}

/// An evaluator.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluatorResult {
    /// The id; none where the rule shows roles alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<EvaluatorId>,
    /// What the evaluator is called in results.
    pub name: String,
    /// The role.
    pub role: Option<String>,
    /// How much the marks count in a weighted mean.
    pub weight: Weight,
    /// Marks of vendors that take part, by how they stand.
    pub counts: usize,
    /// Marks that are not given yet.
    pub missing: usize,
    /// Marks that the evaluator says he or she cannot give.
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
    /// The vendor.
    pub vendor: VendorId,
    /// What follows.
    pub kind: ConflictKind,
    /// What the conflict is; left out where the rule shows roles alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Scores and ranks of the compared vendors, in their order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// Ranks, 1 for the best, shared by ties.
    pub ranks: Vec<usize>,
    /// Scores.
    pub scores: Vec<Points>,
}

/// The marks of a vendor on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct MarkResult {
    /// The vendor's name.
    pub vendor_name: String,
    /// The criterion's name.
    pub criterion_name: String,
    /// The marks and what they come to.
    #[serde(flatten)]
    pub combined: Combined,
    /// The distance from the lowest to the highest mark that counts.
    pub spread: Option<Exact>,
    /// That distance as a share of the scale.
    pub spread_share: Option<Exact>,
    /// The standard deviation of the marks that count (n - 1); none for fewer than two.
    pub deviation: Option<f64>,
    /// The points of the total that lie between the lowest and the highest mark.
    pub points_at_stake: Option<Exact>,
    /// The evaluator who is farthest from the median, where it is one alone: an index.
    pub farthest: Option<usize>,
    /// Whether the spread reaches the rule's threshold.
    pub is_flagged: bool,
}

/// How far evaluators agree on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionAgreement {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    pub name: String,
    /// Over the vendors that somebody marked and the evaluators who marked all of these; none below two.
    pub concordance: Option<Concordance>,
    /// The largest spread among its marks.
    pub largest_spread: Option<Exact>,
}

/// How far the own rankings of two evaluators agree; each measure is none where one ranking says nothing.
#[derive(Clone, Debug, Serialize)]
pub struct PairAgreement {
    /// One evaluator: an index.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// Kendall's tau-b.
    pub kendall_tau_b: Option<f64>,
    /// Spearman's rho.
    pub spearman: Option<f64>,
    /// The weighted rank correlation, in which the top counts more.
    pub weighted: Option<f64>,
    /// The rank similarity WS of the second to the first.
    pub ws: Option<f64>,
}

/// What votes would make of the evaluators' own rankings, vendor by vendor.
#[derive(Clone, Debug, Serialize)]
pub struct Votes {
    /// How many evaluators put the vendor first.
    pub firsts: Vec<f64>,
    /// The sum of its ranks; ties count with the mean of their places.
    pub rank_sums: Vec<f64>,
    /// Borda points.
    pub borda: Vec<f64>,
    /// Copeland scores.
    pub copeland: Vec<i64>,
    /// The orders that disagree least, as indices; none for too many vendors.
    pub kemeny: Option<Kemeny>,
    /// Whether more than half of the evaluators put the rule's leader first.
    pub has_majority: bool,
}

/// The result without one evaluator.
#[derive(Clone, Debug, Serialize)]
pub struct Without {
    /// The evaluator: an index.
    pub evaluator: usize,
    /// The ranking.
    pub ranking: Ranking,
    /// Whether somebody else leads.
    pub changes_leader: bool,
    /// How many vendors have another rank.
    pub moved: usize,
    /// The vendor whose score moves most: an index, and by how much.
    pub largest_move: Option<(usize, Points)>,
}

/// The evaluators' own weights and what they come to, as shares of the whole.
#[derive(Clone, Debug, Serialize)]
pub struct PanelWeights {
    /// The criteria, groups and leaves.
    pub criteria: Vec<CriterionId>,
    /// The decision's shares.
    pub decision: Vec<Exact>,
    /// Each evaluator's shares; none without own weights.
    pub own: Vec<Option<Vec<Exact>>>,
    /// The mean of those who gave weights, by the evaluators' weights.
    pub mean: Vec<Exact>,
    /// Their geometric mean, divided by its sum.
    pub geometric_mean: Vec<f64>,
    /// The ranking under the mean.
    pub under_mean: Ranking,
    /// The ranking under the geometric mean.
    pub under_geometric_mean: Ranking,
}

/// What a panel's marks say. `None` where the decision has no panel, or one without evaluators.
///
/// - `record`: the evaluation of the decision.
#[must_use]
pub fn results(record: &Evaluation) -> Option<PanelResults> {
    let decision = &*record.decision;
    let panel = decision.panel.as_deref().filter(|panel| !panel.evaluators.is_empty())?;
    let rule = decision.rule.panel.clone().unwrap_or_default();
    let field = ComparedVendors {
        decision,
        record,
        ids: record.ranked().map(|vendor| vendor.id().clone()).collect(),
    };
    let marks = marks(decision);
    let evaluators: Vec<EvaluatorResult> =
        (0..panel.evaluators.len()).map(|at| evaluator(&field, panel, &rule, &marks, at)).collect();
    let rankings: Vec<Vec<f64>> = evaluators.iter().map(|one| ranks_of(&one.own.scores)).collect();
    let compared = record.ranked().map(|vendor| Compared {
        id: vendor.id().clone(),
        name: vendor.name().to_owned(),
        rank: vendor.rank.unwrap_or_default(),
        score: vendor.score.clone(),
    });
    let votes = votes(&rankings);
    Some(PanelResults {
        vendors: compared.collect(),
        agreement: concordance(&rankings),
        by_criterion: by_criterion(decision, panel, &marks),
        pairs: pairs(&rankings),
        votes,
        without: (0..panel.evaluators.len()).filter_map(|at| without(&field, panel, at)).collect(),
        weights: panel_weights(&field, panel),
        moderation: moderation(&marks),
        rule,
        evaluators,
        marks,
    })
}

/// What to talk through, worst first: indices into the marks, without those that have a consensus.
#[must_use]
pub fn moderation(marks: &[MarkResult]) -> Vec<usize> {
    let mut moderation: Vec<usize> = (0..marks.len())
        .filter(|&at| marks[at].is_flagged && marks[at].combined.consensus.is_none())
        .collect();
    moderation.sort_by(|&a, &b| {
        let order = |at: usize| (&marks[at].spread_share, &marks[at].points_at_stake);
        order(b).cmp(&order(a)).then(a.cmp(&b))
    });
    moderation
}

/// The decision, its evaluation and the vendors that are compared.
struct ComparedVendors<'a> {
    decision: &'a Decision,
    record: &'a Evaluation,
    ids: Vec<VendorId>,
}

impl ComparedVendors<'_> {
    /// Scores and ranks of the compared vendors in another version of the decision.
    fn ranking(&self, decision: Decision) -> Ranking {
        self.ranking_of(&evaluate(&Arc::new(decision)))
    }

    /// Scores and ranks of the compared vendors in an evaluation.
    fn ranking_of(&self, evaluation: &Evaluation) -> Ranking {
        let score = |id: &VendorId| evaluation.vendor(id.as_str()).map(|vendor| vendor.score.clone());
        let scores: Vec<Points> = self.ids.iter().map(|id| score(id).unwrap_or_default()).collect();
        let rank = |score: &Points| 1 + scores.iter().filter(|other| *other > score).count();
        Ranking { ranks: scores.iter().map(rank).collect(), scores }
    }
}

/// Every mark of the vendors that take part, vendor by vendor; empty where the decision has no panel.
#[must_use]
pub fn marks(decision: &Decision) -> Vec<MarkResult> {
    let rule = decision.rule.panel.clone().unwrap_or_default();
    let one = |combined: &Combined| {
        let vendor = decision.vendors.iter().find(|vendor| vendor.id == combined.vendor)?;
        let criterion = decision.criteria.iter().find(|criterion| criterion.id == combined.criterion)?;
        let marks = criterion.leaf.as_ref()?.scale.marks()?;
        let spread = combined.spread();
        let spread_share = spread.as_ref().and_then(|spread| spread.over(&(marks.to - marks.from)));
        let most = decision.max_points(criterion);
        let is_wide = |share: &Exact| share >= rule.spread.exact() && !share.is_zero();
        (vendor.status == Status::Invited).then(|| MarkResult {
            vendor_name: vendor.name.clone(),
            criterion_name: criterion.name.clone(),
            deviation: deviation(combined),
            points_at_stake: spread_share.as_ref().map(|share| share * most.exact()),
            farthest: farthest(combined),
            is_flagged: spread_share.as_ref().is_some_and(is_wide),
            combined: rounded(combined, &rule),
            spread,
            spread_share,
        })
    };
    decision.panel.iter().flat_map(|panel| &panel.combined).filter_map(one).collect()
}

/// The marks as the rule lets them be shown: file names tell who wrote them.
fn rounded(combined: &Combined, rule: &PanelRule) -> Combined {
    let mut combined = combined.clone();
    if rule.shown == Shown::Roles {
        combined.given.iter_mut().for_each(|given| given.location = None);
    }
    combined
}

fn deviation(combined: &Combined) -> Option<f64> {
    let marks: Vec<f64> = combined.counted().map(Exact::to_f64).collect();
    let count = f64::from(u32::try_from(marks.len()).ok()?);
    let mean = marks.iter().sum::<f64>() / count;
    let squares: f64 = marks.iter().map(|mark| (mark - mean) * (mark - mean)).sum();
    (marks.len() > 1).then(|| (squares / (count - 1.0)).sqrt())
}

/// The one evaluator who is farther from the median than all others.
fn farthest(combined: &Combined) -> Option<usize> {
    let counts = |given: &&Given| given.standing == Standing::Counts;
    let mut sorted: Vec<&Exact> = combined.counted().collect();
    sorted.sort();
    let middle = sorted.get((sorted.len().checked_sub(1)?) / 2)?;
    let twice = *middle + sorted.get(sorted.len() / 2)?;
    let distance = |given: &Given| given.mark.as_ref().map(|mark| (&(mark + mark) - &twice).abs());
    let most = combined.given.iter().filter(counts).filter_map(distance).max()?;
    let mut far = (combined.given.iter().enumerate())
        .filter(|(_, given)| counts(given) && distance(given).is_some_and(|distance| distance == most));
    let (at, _) = far.next()?;
    (far.next().is_none() && !most.is_zero()).then_some(at)
}

fn evaluator(
    field: &ComparedVendors<'_>,
    panel: &Panel,
    rule: &PanelRule,
    marks: &[MarkResult],
    at: usize,
) -> EvaluatorResult {
    let one = &panel.evaluators[at];
    let is_named = rule.shown == Shown::Names;
    let count = |standing| marks.iter().filter(|mark| mark.combined.given[at].standing == standing).count();
    let conflict = |conflict: &crate::decision::panel::Conflict| ConflictResult {
        vendor: conflict.vendor.clone(),
        kind: conflict.kind,
        reason: conflict.reason.clone().filter(|_| is_named),
    };
    let own = under_own_weights(&with_own_marks(field.decision, panel, at), one);
    let own_weights = (!one.weights.is_empty()).then(|| under_own_weights(field.decision, one));
    EvaluatorResult {
        id: Some(one.id.clone()).filter(|_| is_named),
        name: panel.shown_names(rule.shown).swap_remove(at),
        role: one.role.clone(),
        weight: one.weight.clone(),
        counts: count(Standing::Counts),
        missing: count(Standing::Missing),
        abstains: count(Standing::Abstains),
        conflicts: one.conflicts.iter().map(conflict).collect(),
        lean: lean(marks, at),
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
            evidence: Evidence::default(),
            location: Location::default(),
        };
        Arc::make_mut(vendor).ratings.insert(combined.criterion.clone(), fact.into());
    }
    own
}

fn lean(marks: &[MarkResult], at: usize) -> Option<f64> {
    let one = |mark: &MarkResult| {
        let given = &mark.combined.given;
        let own = given[at].mark.as_ref().filter(|_| given[at].standing == Standing::Counts)?;
        let others: Vec<&Exact> = (given.iter().enumerate())
            .filter(|(other, given)| *other != at && given.standing == Standing::Counts)
            .filter_map(|(_, given)| given.mark.as_ref())
            .collect();
        let mean = Exact::sum(others.iter().copied()).over(&Exact::from(others.len()))?;
        let scale = mark.spread.as_ref()?.over(mark.spread_share.as_ref()?).map(|length| length.to_f64());
        let difference = (own - &mean).to_f64();
        Some(if difference == 0.0 { 0.0 } else { difference / scale? })
    };
    let leans: Vec<f64> = marks.iter().filter_map(one).collect();
    let count = f64::from(u32::try_from(leans.len()).ok()?);
    (!leans.is_empty()).then(|| leans.iter().sum::<f64>() / count)
}

fn by_criterion(decision: &Decision, panel: &Panel, marks: &[MarkResult]) -> Vec<CriterionAgreement> {
    let rated = decision
        .criteria
        .iter()
        .filter(|criterion| criterion.leaf.as_ref().is_some_and(|leaf| leaf.scale.is_rating()));
    rated
        .map(|criterion| {
            let rows: Vec<&Combined> = (marks.iter().map(|mark| &mark.combined))
                .filter(|mark| mark.criterion == criterion.id && mark.counted().next().is_some())
                .collect();
            let ranking = |at: usize| {
                let of = |row: &&Combined| {
                    row.given[at].mark.clone().filter(|_| row.given[at].standing == Standing::Counts)
                };
                let marks: Option<Vec<Exact>> = rows.iter().map(of).collect();
                marks.map(|marks| ranks_of(&marks))
            };
            let rankings: Vec<Vec<f64>> = (0..panel.evaluators.len()).filter_map(ranking).collect();
            CriterionAgreement {
                criterion: criterion.id.clone(),
                name: criterion.name.clone(),
                concordance: concordance(&rankings),
                largest_spread: rows.iter().filter_map(|row| row.spread()).max(),
            }
        })
        .collect()
}

fn pairs(rankings: &[Vec<f64>]) -> Vec<PairAgreement> {
    let pair = |a: usize, b: usize| PairAgreement {
        a,
        b,
        kendall_tau_b: kendall_tau_b(&rankings[a], &rankings[b]),
        spearman: spearman(&rankings[a], &rankings[b]),
        weighted: weighted_correlation(&rankings[a], &rankings[b]),
        ws: ws_similarity(&rankings[a], &rankings[b]),
    };
    (0..rankings.len()).flat_map(|a| (a + 1..rankings.len()).map(move |b| pair(a, b))).collect()
}

fn votes(rankings: &[Vec<f64>]) -> Votes {
    let vendors = rankings.first().map_or(0, Vec::len);
    let firsts = firsts(rankings);
    let half = f64::from(u32::try_from(rankings.len()).unwrap_or(u32::MAX)) / 2.0;
    Votes {
        rank_sums: (0..vendors).map(|at| rankings.iter().map(|ranks| ranks[at]).sum()).collect(),
        borda: borda(rankings),
        copeland: copeland(rankings),
        kemeny: kemeny(rankings),
        // The vendors stand in the order of the rule.
        has_majority: firsts.first().is_some_and(|count| *count > half),
        firsts,
    }
}

fn without(field: &ComparedVendors<'_>, panel: &Panel, at: usize) -> Option<Without> {
    if panel.evaluators.len() < 2 {
        return None;
    }
    let mut others = panel.clone();
    others.evaluators.remove(at);
    let kept = |id: &VendorId, criterion: &CriterionId| {
        // Where a what-if sets the mark, it is not the panel's.
        let vendor = field.decision.vendors.iter().find(|vendor| vendor.id == *id);
        let own = vendor.and_then(|vendor| vendor.ratings.get(criterion));
        panel.combined_of(id, criterion).is_some_and(|combined| !is_seated(combined, own.map(AsRef::as_ref)))
    };
    let mut decision = field.decision.clone();
    seat(&mut decision, others, |vendor, criterion| kept(&vendor.id, criterion), &Location::default());
    let (before, ranking) = (field.ranking_of(field.record), field.ranking(decision));
    let moves = before.scores.iter().zip(&ranking.scores).map(|(before, after)| (after - before).abs());
    Some(Without {
        evaluator: at,
        changes_leader: leaders(&before) != leaders(&ranking),
        moved: before.ranks.iter().zip(&ranking.ranks).filter(|(before, after)| before != after).count(),
        largest_move: moves
            .enumerate()
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
            .filter(|one| !one.1.is_zero()),
        ranking,
    })
}

/// Whether what the scoring reads is the panel's mark.
fn is_seated(combined: &Combined, fact: Option<&Fact>) -> bool {
    let read =
        fact.and_then(|fact| fact.value.as_ref()).and_then(FactValue::numbers).map(|[_, likely, _]| likely);
    combined.mark.as_ref() == read
}

fn leaders(ranking: &Ranking) -> Vec<usize> {
    (0..ranking.ranks.len()).filter(|&at| ranking.ranks[at] == 1).collect()
}

fn panel_weights(field: &ComparedVendors<'_>, panel: &Panel) -> Option<PanelWeights> {
    let own = |one: &Evaluator| {
        (!one.weights.is_empty()).then(|| shares(&under_own_weights(field.decision, one).criteria))
    };
    let own: Vec<Option<Vec<Exact>>> = panel.evaluators.iter().map(own).collect();
    let given: Vec<Vec<Exact>> = own.iter().flatten().cloned().collect();
    let weights: Vec<Weight> = (own.iter().zip(&panel.evaluators))
        .filter(|(own, _)| own.is_some())
        .map(|(_, one)| one.weight.clone())
        .collect();
    if given.is_empty() {
        return None;
    }
    let mean = mean(&given, &weights);
    let geometric = geometric_shares(field.decision, &given, &weights);
    let exact: Vec<Exact> =
        geometric.iter().map(|share| Exact::from_f64(*share).unwrap_or_default()).collect();
    Some(PanelWeights {
        criteria: field.decision.criteria.iter().map(|criterion| criterion.id.clone()).collect(),
        decision: shares(&field.decision.criteria),
        under_mean: field.ranking(under_shares(field.decision, &mean)),
        under_geometric_mean: field.ranking(under_shares(field.decision, &exact)),
        own,
        mean,
        geometric_mean: geometric,
    })
}

/// The geometric mean of the leaves' shares, divided by its sum; a group has the sum of what is under it.
fn geometric_shares(decision: &Decision, given: &[Vec<Exact>], weights: &[Weight]) -> Vec<f64> {
    let rows: Vec<Vec<f64>> = given.iter().map(|row| row.iter().map(Exact::to_f64).collect()).collect();
    let weights: Vec<f64> = weights.iter().map(Weight::to_f64).collect();
    let mut means = geometric_mean(&rows, &weights);
    let is_leaf = |at: &usize| decision.criteria[*at].leaf.is_some();
    let leaves: Vec<usize> = (0..means.len()).filter(is_leaf).collect();
    let normal = normalised(&leaves.iter().map(|&at| means[at]).collect::<Vec<_>>());
    means.fill(0.0);
    for (&at, share) in leaves.iter().zip(normal) {
        let above = std::iter::successors(Some(at), |&at| decision.criteria[at].parent);
        above.for_each(|at| means[at] += share);
    }
    means
}

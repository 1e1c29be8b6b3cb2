//! How far the evaluators agree, and what votes would make of their rankings.

use serde::Serialize;

use super::marks::MarkResult;
use crate::decision::panel::{Combined, Standing};
use crate::decision::{CriterionId, Decision, Panel};
use crate::exact::Exact;
use crate::panel::agreement::{
    Concordance, Profile, concordance, ranks_of, weighted_correlation, ws_similarity,
};
use crate::panel::voting::{Kemeny, borda, copeland, firsts, kemeny};

/// How far evaluators agree on a criterion.
#[derive(Clone, Debug)]
pub struct CriterionAgreement {
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
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
    /// The other: an index too.
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

pub(super) fn by_criterion(
    decision: &Decision,
    panel: &Panel,
    marks: &[MarkResult],
) -> Vec<CriterionAgreement> {
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
                concordance: concordance(&rankings),
                largest_spread: rows.iter().filter_map(|row| row.spread()).max(),
            }
        })
        .collect()
}

pub(super) fn pairs(rankings: &[Vec<f64>]) -> Vec<PairAgreement> {
    let profiles: Vec<Profile> = rankings.iter().map(|ranks| Profile::of(ranks)).collect();
    let pair = |a: usize, b: usize| PairAgreement {
        a,
        b,
        kendall_tau_b: profiles[a].kendall_tau_b(&profiles[b]),
        spearman: profiles[a].spearman(&profiles[b]),
        weighted: weighted_correlation(&rankings[a], &rankings[b]),
        ws: ws_similarity(&rankings[a], &rankings[b]),
    };
    let pair = &pair;
    (0..rankings.len()).flat_map(|a| (a + 1..rankings.len()).map(move |b| pair(a, b))).collect()
}

pub(super) fn votes(rankings: &[Vec<f64>]) -> Votes {
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

//! From counts to what people read: rank acceptability, pairwise winning, central weights, confidence.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use serde::Serialize;

use super::closed_form::probability_ahead;
use super::counts::{Counts, FACT_BINS, SCORE_BINS, WHOLE};
use super::kernel::Kernel;
use super::plan::{BLOCK, DrawSettings, Plan};
use super::random::{LANES, Purpose};
use super::run::standard_error;
use crate::decision::{CriterionId, Decision, FactId, VendorId};
use crate::score::Evaluation;

/// The most draws at the central weights of one vendor, for its confidence factor.
const MOST_CENTRAL_DRAWS: u64 = 10_240;
/// Draws at central weights in all, for each draw of the run.
const CENTRAL_SHARE: u64 = 4;
/// The most cells that draws at central weights may take in all.
const MOST_CENTRAL_CELLS: u64 = 2_000_000_000;

/// How many more cells a drawn fact takes the time of, or a cell that compares the vendors of each draw.
const DRAWN_CELLS: usize = 20;

/// What a run says. Shares run from 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct Robustness {
    /// Draws counted.
    pub draws: u64,
    /// Whether the run was stopped before all draws were made.
    pub is_partial: bool,
    /// How they were drawn.
    pub settings: DrawSettings,
    /// How many facts were drawn.
    #[serde(skip)]
    pub drawn_facts: usize,
    /// The largest standard error of a rank acceptability.
    pub largest_error: f64,
    /// The vendors in the order of record; those that only a minimum keeps out come last.
    pub vendors: Vec<VendorUncertainty>,
    /// The share of draws in which the vendor of the row is strictly better than that of the column, in
    /// the order of `vendors`.
    pub pairwise: Vec<Vec<f64>>,
    /// Whether pairwise winning and expected ranks are exact and no estimates.
    pub is_pairwise_exact: bool,
    /// Uncertainty about the first place, in bits: 0 when one vendor always has it.
    pub choice_entropy: f64,
    /// What to check next: facts by how much knowing them would move the choice.
    pub checks: Vec<FactWorth>,
    /// What a reader should know about how draws were made.
    pub notes: Vec<String>,
}

/// What the draws say of one vendor.
#[derive(Clone, Debug, Serialize)]
pub struct VendorUncertainty {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// Its rank of record; none when it is out.
    pub rank: Option<usize>,
    /// The share of draws in which it has each rank, first rank first.
    pub acceptability: Vec<f64>,
    /// The standard error of each.
    pub errors: Vec<f64>,
    /// The share of draws in which a must-have or a minimum keeps it out.
    pub out: f64,
    /// Its mean rank over the draws in which it is in the ranking; none when it never is.
    pub expected_rank: Option<f64>,
    /// The mean weights, as shares of the whole, of the draws that it wins: those at which it is the
    /// natural choice. None when it never wins.
    pub central_weights: Option<Vec<CentralWeight>>,
    /// The share of draws of the facts in which it wins at its central weights; none when it has none, or
    /// when detail is not counted.
    pub confidence: Option<f64>,
    /// Its score over the draws; none when detail is not counted.
    pub score: Option<ScoreSpread>,
}

/// The weight of a leaf at which a vendor wins, on average.
#[derive(Clone, Debug, Serialize)]
pub struct CentralWeight {
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// The share of the whole.
    pub share: f64,
}

/// Quantiles of a score, in points, to a thousandth of the rule's points.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ScoreSpread {
    /// One draw in twenty is below.
    pub low: f64,
    /// Half of the draws are below.
    pub median: f64,
    /// One draw in twenty is above.
    pub high: f64,
    /// The mean of all draws.
    pub mean: f64,
}

/// What it would be worth to know a fact before choosing.
#[derive(Clone, Debug, Serialize)]
pub struct FactWorth {
    /// The vendor whose fact it is.
    pub vendor: VendorId,
    /// Its name, as people read it.
    pub vendor_name: String,
    /// The fact; the criterion's id for a mark.
    pub fact: FactId,
    /// Whether it is a mark.
    pub is_mark: bool,
    /// Whether nothing is known of it.
    pub is_unknown: bool,
    /// The points that choosing after knowing it gains over choosing now, on average.
    pub gain: f64,
    /// The share of its possible values at which another vendor is the better choice than now.
    pub changes_choice: f64,
    /// The share of draws in which the leader of record is first, where the fact is such that it is lowest
    /// and where it is highest: how far knowing the fact can move the first place. Each over an eighth of
    /// the draws.
    pub first_share: [f64; 2],
}

/// Turns counts into results.
///
/// Draws at central weights are made here, only with detail, for a whole run: where facts are drawn some ten to ten
/// thousand for each vendor that wins, about four in all for each draw of the run.
///
/// - `threads`: at least 1; the results are equal on any number.
#[must_use]
pub fn results(
    record: &Evaluation,
    plan: &Plan,
    counts: &Counts,
    is_partial: bool,
    threads: usize,
) -> Robustness {
    let decision = &*record.decision;
    let scene = Scene { decision, record, plan, counts };
    let order = scene.order();
    let pairs = scene.pairwise();
    let mut vendors: Vec<VendorUncertainty> = order.iter().map(|&at| scene.vendor(at, &pairs)).collect();
    if plan.settings.detail && !is_partial {
        for (vendor, confidence) in vendors.iter_mut().zip(scene.confidences(&order, threads)) {
            vendor.confidence = confidence;
        }
    }
    let entropy = |shares: &mut dyn Iterator<Item = f64>| {
        -shares.filter(|share| *share > 0.0).map(|share| share * libm::log2(share)).sum::<f64>()
    };
    Robustness {
        draws: counts.draws,
        is_partial,
        settings: plan.settings.clone(),
        drawn_facts: plan.facts.len() - plan.below_median.facts.len(),
        largest_error: if counts.draws == 0 { 0.0 } else { super::run::worst_error(counts) },
        pairwise: order.iter().map(|&a| order.iter().map(|&b| pairs[a][b]).collect()).collect(),
        is_pairwise_exact: plan.has_closed_form(),
        choice_entropy: entropy(
            &mut vendors.iter().filter_map(|vendor| vendor.acceptability.first().copied()),
        ),
        checks: scene.checks(),
        notes: plan.notes.clone(),
        vendors,
    }
}

impl Robustness {
    /// The share of draws in which no vendor is in the ranking.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "draws are far below 2^53")]
    pub fn nobody(&self) -> f64 {
        let draws = self.draws as f64;
        let somebody: f64 = self.vendors.iter().map(VendorUncertainty::first_share).sum();
        // Each share is a whole number of draws.
        if draws > 0.0 { (draws * (1.0 - somebody)).round() / draws } else { 0.0 }
    }
}

impl VendorUncertainty {
    /// The share of draws in which it comes first.
    #[must_use]
    pub fn first_share(&self) -> f64 {
        self.acceptability.first().copied().unwrap_or(0.0)
    }
}

struct Scene<'a> {
    decision: &'a Decision,
    record: &'a Evaluation,
    plan: &'a Plan,
    counts: &'a Counts,
}

#[expect(clippy::cast_precision_loss, reason = "shares of counts need no more than 53 bits")]
fn share(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

impl Scene<'_> {
    /// The plan's vendors in the order of record.
    fn order(&self) -> Vec<usize> {
        let place = |at: &usize| {
            let id = &self.plan.vendors[*at].id;
            self.record.vendors.iter().position(|vendor| vendor.id() == id)
        };
        let mut order: Vec<usize> = (0..self.plan.vendors.len()).collect();
        order.sort_by_cached_key(place);
        order
    }

    fn pairwise(&self) -> Vec<Vec<f64>> {
        let vendors = self.plan.vendors.len();
        let Some(vertices) = self.plan.vertices() else {
            let pair = |a: usize, b: usize| share(self.counts.wins[a * vendors + b], self.counts.draws);
            return (0..vendors).map(|a| (0..vendors).map(|b| pair(a, b)).collect()).collect();
        };
        // Scores at the vertices; between them they are as linear as at the vertices of all weights.
        let leaves = &self.plan.leaves;
        let place = |member: &usize| leaves.iter().position(|leaf| leaf == member).expect("the tree is flat");
        let places: Vec<usize> = self.plan.groups[0].sampler.members.iter().map(place).collect();
        let score = |values: &[f64], vertex: &[f64]| {
            places.iter().zip(vertex).map(|(place, share)| share * values[*place]).sum::<f64>()
        };
        let scores: Vec<Vec<f64>> = (0..vendors)
            .map(|vendor| &self.plan.values[vendor * leaves.len()..][..leaves.len()])
            .map(|values| vertices.iter().map(|vertex| score(values, vertex)).collect())
            .collect();
        let pair = |a: usize, b: usize| {
            let leads: Vec<f64> = scores[a].iter().zip(&scores[b]).map(|(own, other)| own - other).collect();
            if leads.iter().all(|lead| *lead == 0.0) { 0.0 } else { probability_ahead(&leads) }
        };
        (0..vendors).map(|a| (0..vendors).map(|b| pair(a, b)).collect()).collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "ranks and draws are far below 2^53")]
    fn vendor(&self, at: usize, pairs: &[Vec<f64>]) -> VendorUncertainty {
        let (counts, draws) = (self.counts, self.counts.draws);
        let vendors = self.plan.vendors.len();
        let ranks: Vec<u64> = (0..vendors).map(|rank| counts.rank(at, rank)).collect();
        let acceptability: Vec<f64> = ranks.iter().map(|&count| share(count, draws)).collect();
        let present = draws - counts.out[at];
        let expected_rank = if self.plan.has_closed_form() {
            // Level with another throughout, each is ahead in half of the draws.
            let ahead = |other: usize| {
                if pairs[at][other] + pairs[other][at] == 0.0 && other != at { 0.5 } else { pairs[other][at] }
            };
            Some(1.0 + (0..vendors).map(ahead).sum::<f64>())
        } else {
            let sum: f64 =
                ranks.iter().enumerate().map(|(rank, &count)| (rank + 1) as f64 * count as f64).sum();
            (present > 0).then(|| sum / present as f64)
        };
        let id = &self.plan.vendors[at].id;
        VendorUncertainty {
            vendor: id.clone(),
            name: self.plan.vendors[at].name.clone(),
            rank: self.record.vendor(id.as_str()).and_then(|vendor| vendor.rank),
            errors: acceptability
                .iter()
                .map(|&share| if draws == 0 { 0.0 } else { standard_error(share, draws as f64) })
                .collect(),
            acceptability,
            out: share(counts.out[at], draws),
            expected_rank,
            confidence: None,
            central_weights: self.central(at).map(|weights| {
                let ids = self.plan.leaves.iter().map(|&node| self.decision.criteria[node].id.clone());
                ids.zip(weights).map(|(criterion, share)| CentralWeight { criterion, share }).collect()
            }),
            score: self.score(at),
        }
    }

    /// The mean weights of the draws that a vendor wins.
    #[expect(clippy::cast_precision_loss, reason = "a mean of 30 bits")]
    fn central(&self, at: usize) -> Option<Vec<f64>> {
        let leaves = self.plan.leaves.len();
        let wins = self.counts.rank(at, 0);
        let sums = &self.counts.central[at * leaves..][..leaves];
        (wins > 0).then(|| sums.iter().map(|&sum| sum as f64 / wins as f64 / f64::from(WHOLE)).collect())
    }

    /// Draws at the central weights of each vendor: in all some times those of the run, so that many winners do
    /// not take longer than the run, and of large decisions as few as there is time for; perhaps none.
    fn central_draws(&self) -> u64 {
        let vendors = 0..self.plan.vendors.len();
        let winners = vendors.filter(|&at| self.counts.rank(at, 0) > 0).count().max(1) as u64;
        let each = (CENTRAL_SHARE * self.counts.draws / winners).clamp(1, MOST_CENTRAL_DRAWS);
        let vendors = self.plan.vendors.len();
        let drawn = self.plan.facts.len() + vendors * self.plan.fields.len();
        let cells = (vendors * self.plan.leaves.len() + DRAWN_CELLS * drawn) as u64;
        let affordable = MOST_CENTRAL_CELLS / (winners * cells.max(1)) / LANES as u64 * LANES as u64;
        each.next_multiple_of(BLOCK).min(affordable)
    }

    /// The share of draws in which each vendor wins at its central weights; none for one that never won, and where
    /// there is no time for draws.
    fn confidences(&self, order: &[usize], threads: usize) -> Vec<Option<f64>> {
        let draws = if self.plan.facts.is_empty() { 1 } else { self.central_draws() };
        if draws == 0 {
            return vec![None; order.len()];
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut found = Vec::new();
            while let Some(&at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                found.push((at, self.central(at).map(|weights| self.confidence(at, &weights, draws))));
            }
            found
        };
        let found: HashMap<usize, Option<f64>> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            workers.into_iter().flat_map(|worker| worker.join().expect("draws do not panic")).collect()
        });
        order.iter().map(|at| found.get(at).copied().flatten()).collect()
    }

    /// The share of draws of the facts alone in which the vendor wins at given weights of the leaves.
    fn confidence(&self, at: usize, weights: &[f64], draws: u64) -> f64 {
        let mut plan = self.plan.with_leaf_weights(weights);
        plan.settings.draws = draws;
        plan.settings.detail = false;
        plan.has_wins = false;
        let mut kernel = Kernel::new(&plan);
        for block in 0..draws.div_ceil(BLOCK) {
            let size = usize::try_from((draws - block * BLOCK).min(BLOCK)).unwrap_or(0);
            kernel.block(Purpose::Central, block, size, &AtomicBool::new(false));
        }
        let counts = kernel.into_counts();
        share(counts.rank(at, 0), counts.draws)
    }

    #[expect(clippy::cast_precision_loss, reason = "a mean of 30 bits")]
    fn score(&self, at: usize) -> Option<ScoreSpread> {
        let bins = self.counts.histogram.get(at * SCORE_BINS..(at + 1) * SCORE_BINS)?;
        // Of totals only those count of draws in which the vendor is in.
        let total = self.plan.total.as_ref();
        let draws = if total.is_some() { bins.iter().sum() } else { self.counts.draws };
        let [from, width] = total.and_then(|total| total.spans.get(at)).copied().unwrap_or([0.0, 1.0]);
        let quantile = |wanted: f64| {
            let target = wanted * draws as f64;
            let mut sum = 0.0;
            for (bin, &count) in bins.iter().enumerate() {
                let next = sum + count as f64;
                if next >= target && count > 0 {
                    let along = (target - sum) / count as f64;
                    let share = (bin as f64 + along) / SCORE_BINS as f64;
                    return self.plan.packing.unpack(from + width * share);
                }
                sum = next;
            }
            self.plan.packing.unpack(from + width)
        };
        // Of totals of which the lowest wins the best stand first.
        let [low, high] = if self.plan.packing.width < 0.0 { [0.95, 0.05] } else { [0.05, 0.95] };
        (draws > 0).then(|| ScoreSpread {
            low: quantile(low),
            median: quantile(0.5),
            high: quantile(high),
            mean: self.plan.packing.unpack(self.counts.scores[at] as f64 / draws as f64 / f64::from(WHOLE)),
        })
    }

    /// The expected value of knowing each fact, largest first: the mean over its bins of the best mean
    /// score within the bin, less the best mean score over all. Source: expected value of partial perfect
    /// information by binning (Strong, Oakley and Brennan 2014); bins of equal probability.
    fn checks(&self) -> Vec<FactWorth> {
        let vendors = self.plan.vendors.len();
        let leader = self.order().first().copied().unwrap_or(0);
        let mut checks: Vec<FactWorth> = self
            .plan
            .checked
            .iter()
            .enumerate()
            .filter(|_| !self.counts.by_fact.is_empty() && self.counts.draws > 0 && vendors > 0)
            .map(|(fact, at)| {
                let drawn = &self.plan.facts[*at];
                let (gain, changes_choice) = self.gain(fact);
                let vendor = &self.plan.vendors[drawn.vendor];
                FactWorth {
                    vendor: vendor.id.clone(),
                    vendor_name: vendor.name.clone(),
                    fact: drawn.fact.clone(),
                    is_mark: drawn.is_mark,
                    is_unknown: drawn.is_unknown,
                    gain,
                    changes_choice,
                    first_share: self.first_share(fact, leader),
                }
            })
            .collect();
        checks.sort_by(|a, b| {
            let moves = |of: &FactWorth| of.first_share[1] - of.first_share[0];
            let by_worth = b.gain.total_cmp(&a.gain).then_with(|| moves(b).total_cmp(&moves(a)));
            by_worth.then_with(|| (&a.vendor, &a.fact).cmp(&(&b.vendor, &b.fact)))
        });
        checks
    }

    /// The lowest and highest share of first places of the leader of record over the bins of a fact.
    fn first_share(&self, fact: usize, leader: usize) -> [f64; 2] {
        let vendors = self.plan.vendors.len();
        let bins = (0..FACT_BINS).map(|bin| {
            let at = fact * FACT_BINS + bin;
            share(self.counts.wins_by_fact[at * vendors + leader], self.counts.fact_draws[at])
        });
        bins.fold([1.0, 0.0], |[low, high], share| [f64::min(low, share), f64::max(high, share)])
    }

    #[expect(clippy::cast_precision_loss, reason = "means of 30 bits")]
    fn gain(&self, fact: usize) -> (f64, f64) {
        let vendors = self.plan.vendors.len();
        let sums = |bin: usize| &self.counts.by_fact[(fact * FACT_BINS + bin) * vendors..][..vendors];
        let total: Vec<i64> =
            (0..vendors).map(|vendor| (0..FACT_BINS).map(|bin| sums(bin)[vendor]).sum()).collect();
        // Ties go to the first, the same in both.
        let best = |sums: &[i64]| (0..vendors).rev().max_by_key(|&vendor| sums[vendor]).unwrap_or(0);
        let now = best(&total);
        let (mut gained, mut changed) = (0, 0);
        for bin in 0..FACT_BINS {
            let then = best(sums(bin));
            gained += sums(bin)[then] - sums(bin)[now];
            if then != now {
                changed += self.counts.fact_draws[fact * FACT_BINS + bin];
            }
        }
        let draws = self.counts.draws;
        (
            gained as f64 / draws as f64 / f64::from(WHOLE) * self.plan.packing.width.abs(),
            share(changed, draws),
        )
    }
}

impl Plan {
    /// The plan with the weights of the leaves fixed, as shares of the whole.
    pub(crate) fn with_leaf_weights(&self, weights: &[f64]) -> Plan {
        let mut plan = self.clone();
        let mut global = vec![0.0; self.nodes.len()];
        for (&node, share) in self.leaves.iter().zip(weights) {
            let above = std::iter::successors(Some(node), |&at| self.nodes[at].parent);
            above.for_each(|at| global[at] += share);
        }
        for group in &mut plan.groups {
            let members = group.sampler.members.clone();
            let sum: f64 = members.iter().map(|&at| global[at]).sum();
            let even = 1.0 / f64::from(u32::try_from(members.len().max(1)).unwrap_or(1));
            let shares = members.iter().map(|&at| if sum > 0.0 { global[at] / sum } else { even });
            group.sampler = super::draw_weights::Sampler::fixed(members.clone(), shares.collect());
        }
        plan
    }
}

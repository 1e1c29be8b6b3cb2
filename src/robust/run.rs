//! Runs the draws of a plan: over threads, in shards, until a tolerance is met or somebody says stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::kernel::{Kernel, totals_seen};
use super::plan::{BLOCK, DrawSettings, Plan, PlanError};
use super::random::Purpose;
use crate::score::Evaluation;

/// How often a run asks whether to go on.
const LOOK: Duration = Duration::from_millis(100);
/// Blocks after which the tolerance is looked at first; then after twice as many, and so on.
const FIRST_EPOCH: u64 = 8;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Draws made.
    pub done: u64,
    /// Draws asked for; with a tolerance, the most.
    pub wanted: u64,
}

/// A part of a run, numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1 to `of`.
    pub part: u64,
    /// How many parts.
    pub of: u64,
}

impl Shard {
    /// The whole run.
    pub const WHOLE: Shard = Shard { part: 1, of: 1 };

    /// The first block and the one after the last.
    fn blocks(self, all: u64) -> (u64, u64) {
        let end = |part: u64| {
            u64::try_from(u128::from(all) * u128::from(part) / u128::from(self.of)).unwrap_or(all)
        };
        (end(self.part - 1), end(self.part))
    }
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// How often what came out, over the draws that were made.
    pub counts: Counts,
    /// Whether it was stopped before all draws were made.
    pub is_partial: bool,
}

/// Runs a shard of a plan.
///
/// Equal plans give equal counts, for any number of threads, and shards add up to the whole run, to the
/// bit. A tolerance is looked at only in a whole run, at fixed numbers of draws, and so it stops at the
/// same draw whatever the number of threads.
///
/// - `threads`: at least 1.
/// - `go_on`: asked about ten times a second with the progress so far; `false` stops the run, which
///   then gives what it has, marked partial.
pub fn run(plan: &Plan, shard: Shard, threads: usize, go_on: &mut dyn FnMut(Progress) -> bool) -> Drawn {
    let (first, last) = shard.blocks(plan.blocks());
    let Some(tolerance) = plan.settings.tolerance.filter(|_| shard == Shard::WHOLE) else {
        return stretch(plan, first, last, threads, &mut |done| {
            go_on(Progress { done, wanted: wanted(plan, first, last) })
        });
    };
    let mut drawn = Drawn { counts: plan.counts(), is_partial: false };
    let (mut next, mut epoch) = (first, FIRST_EPOCH);
    while next < last && !drawn.is_partial {
        let until = last.min(next + epoch);
        let part = stretch(plan, next, until, threads, &mut |done| {
            go_on(Progress { done: drawn.counts.draws + done, wanted: wanted(plan, first, last) })
        });
        drawn.counts.add(&part.counts);
        drawn.is_partial = part.is_partial;
        epoch = until - first;
        next = until;
        if worst_error(&drawn.counts) <= tolerance {
            break;
        }
    }
    drawn
}

/// The draws of a range of blocks.
fn wanted(plan: &Plan, first: u64, last: u64) -> u64 {
    plan.settings.draws.min(last * BLOCK) - first * BLOCK
}

/// The largest standard error of a rank acceptability.
#[expect(clippy::cast_precision_loss, reason = "errors need no more than 53 bits")]
pub(crate) fn worst_error(counts: &Counts) -> f64 {
    let draws = counts.draws as f64;
    counts.ranks.iter().map(|&count| standard_error(count as f64 / draws, draws)).fold(0.0, f64::max)
}

/// The standard error of a share; for a share of 0 or 1 that of one draw in all, so that it never
/// claims to be certain.
pub(crate) fn standard_error(share: f64, draws: f64) -> f64 {
    let inner = share.clamp(1.0 / (draws + 1.0), draws / (draws + 1.0));
    libm::sqrt(inner * (1.0 - inner) / draws)
}

/// Runs blocks on threads that take the next one when they are free.
fn stretch(plan: &Plan, first: u64, last: u64, threads: usize, go_on: &mut dyn FnMut(u64) -> bool) -> Drawn {
    let workers = u64::try_from(threads).unwrap_or(1).clamp(1, (last - first).max(1));
    let (next, done, stop) = (AtomicU64::new(first), AtomicU64::new(0), AtomicBool::new(false));
    let work = || {
        let mut kernel = Kernel::new(plan);
        while !stop.load(Ordering::Relaxed) {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= last {
                break;
            }
            kernel.block(Purpose::Draws, block, draws_in(plan, block), &stop);
            done.fetch_add(draws_in(plan, block) as u64, Ordering::Relaxed);
        }
        kernel.into_counts()
    };
    let mut total: Option<Counts> = None;
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..workers {
            let sender = sender.clone();
            let work = &work;
            scope.spawn(move || {
                // The receiver waits for every worker, so somebody is there to take it.
                let _ = sender.send(work());
            });
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok(counts) => match &mut total {
                    Some(total) => total.add(&counts),
                    // Tables of many vendors are large: the first is taken as it is.
                    None => total = Some(counts),
                },
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    if !go_on(done.load(Ordering::Relaxed)) {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    let total = total.unwrap_or_else(|| plan.counts());
    let is_partial = total.draws < wanted(plan, first, last);
    Drawn { counts: total, is_partial }
}

/// Draws of a block: all of them, but for the last block.
fn draws_in(plan: &Plan, block: u64) -> usize {
    usize::try_from((plan.settings.draws - block * BLOCK).min(BLOCK)).unwrap_or(0)
}

impl Plan {
    /// Turns an evaluation and its decision into a plan.
    ///
    /// # Errors
    /// [`PlanError`] for settings that are out of range and constraints that cannot be met.
    pub fn new(record: &Evaluation, settings: DrawSettings) -> Result<Plan, PlanError> {
        let mut plan = Plan::unpacked(record, settings)?;
        if plan.total.is_some() {
            // How far totals go is seen from a block of draws of its own.
            plan.pack_totals(&totals_seen(&plan), record.decision.rule.minimum.as_ref());
        }
        Ok(plan)
    }

    /// Empty counts of the shape of this plan.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::new(
            self.vendors.len(),
            self.leaves.len(),
            self.checked.len(),
            self.has_wins,
            self.settings.detail,
        )
    }

    /// Counts given weights instead of drawn ones: a row for each draw, a share for each leaf in the
    /// order of the criteria. Facts that the plan draws are drawn.
    #[must_use]
    pub fn count_given(&self, weights: &[Vec<f64>]) -> Counts {
        let mut kernel = Kernel::new(self);
        kernel.given(weights);
        kernel.into_counts()
    }
}

//! What a run has counted: whole numbers only, so that any split of the blocks adds up to the same bits.

use serde::{Deserialize, Serialize};

/// The whole of a score or weight in the units in which they are summed: 2^30.
pub(crate) const WHOLE: i32 = 1 << 30;
/// Bins of the histogram of scores.
pub(crate) const SCORE_BINS: usize = 1_024;
/// Bins of the drawn facts, equally likely, for the value of information.
pub(crate) const FACT_BINS: usize = 8;

/// Counts of draws; every table is row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Draws counted.
    pub draws: u64,
    /// Vendors.
    pub(crate) vendors: usize,
    /// Draws in which a vendor had a rank, first rank first: vendors x vendors.
    pub(crate) ranks: Vec<u64>,
    /// Draws in which a vendor was out.
    pub(crate) out: Vec<u64>,
    /// Draws in which the vendor of the row was strictly better than that of the column; empty when not counted.
    pub(crate) wins: Vec<u64>,
    /// Sum of the weights of each leaf over the draws that a vendor won, in 2^-30: vendors x leaves.
    pub(crate) central: Vec<u64>,
    /// Sum of scores in 2^-30 of the rule's points.
    pub(crate) scores: Vec<i64>,
    /// Scores by bin: vendors x bins; empty when not counted.
    pub(crate) histogram: Vec<u64>,
    /// For each uncertain fact, bin and vendor the sum of scores, zero where the vendor is out; empty when
    /// not counted.
    pub(crate) by_fact: Vec<i64>,
    /// For each uncertain fact, bin and vendor the draws that the vendor won; empty when not counted.
    pub(crate) wins_by_fact: Vec<u64>,
    /// Draws by uncertain fact and bin.
    pub(crate) fact_draws: Vec<u64>,
}

impl Counts {
    /// Nothing counted yet.
    pub(crate) fn new(
        vendors: usize,
        leaves: usize,
        facts: usize,
        has_wins: bool,
        has_detail: bool,
    ) -> Counts {
        let detail = usize::from(has_detail);
        Counts {
            draws: 0,
            vendors,
            ranks: vec![0; vendors * vendors],
            out: vec![0; vendors],
            wins: vec![0; vendors * vendors * usize::from(has_wins)],
            central: vec![0; vendors * leaves],
            scores: vec![0; vendors],
            histogram: vec![0; vendors * SCORE_BINS * detail],
            by_fact: vec![0; facts * FACT_BINS * vendors * detail],
            wins_by_fact: vec![0; facts * FACT_BINS * vendors * detail],
            fact_draws: vec![0; facts * FACT_BINS * detail],
        }
    }

    /// Adds other counts of the same plan.
    pub fn add(&mut self, other: &Counts) {
        fn each<T: Copy + std::ops::AddAssign>(own: &mut [T], other: &[T]) {
            for (sum, part) in own.iter_mut().zip(other) {
                *sum += *part;
            }
        }
        self.draws += other.draws;
        each(&mut self.ranks, &other.ranks);
        each(&mut self.out, &other.out);
        each(&mut self.wins, &other.wins);
        each(&mut self.central, &other.central);
        each(&mut self.scores, &other.scores);
        each(&mut self.histogram, &other.histogram);
        each(&mut self.by_fact, &other.by_fact);
        each(&mut self.wins_by_fact, &other.wins_by_fact);
        each(&mut self.fact_draws, &other.fact_draws);
    }

    /// Whether other counts have the same shape, so that they can be added.
    #[must_use]
    pub fn is_like(&self, other: &Counts) -> bool {
        let shape = |of: &Counts| {
            [
                of.vendors,
                of.ranks.len(),
                of.out.len(),
                of.wins.len(),
                of.central.len(),
                of.scores.len(),
                of.histogram.len(),
                of.by_fact.len(),
                of.wins_by_fact.len(),
                of.fact_draws.len(),
            ]
        };
        shape(self) == shape(other)
    }

    /// Draws in which a vendor had a rank; both counted from 0.
    pub(crate) fn rank(&self, vendor: usize, rank: usize) -> u64 {
        self.ranks[vendor * self.vendors + rank]
    }
}

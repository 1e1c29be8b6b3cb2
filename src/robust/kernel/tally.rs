//! Counts what a row of draws gave: ranks, the weights of the winner, scores by bin.

use super::order::vendor_of;
use super::{Kernel, whole};
use crate::robust::counts::{Counts, FACT_BINS, SCORE_BINS};
use crate::robust::random::{LANES, Row, each};

/// The most vendors whose ranks are counted by comparing places with vendors in all lanes.
const FEW: usize = 16;
/// Rows of draws that are kept before the ranks of many vendors are counted, so that the counts of a rank
/// are at hand for all of them.
const KEPT: usize = 8;

/// Ranks that are not in the counts yet.
pub(super) enum Tally {
    /// Few vendors: for each rank and vendor a small count by lane, and how many rows they hold.
    Few { lanes: Vec<Row<u8>>, rows: u8 },
    /// Many: the vendors of some rows by rank, how many rows, and counts by rank and vendor.
    Many { kept: Vec<[u16; KEPT * LANES]>, rows: usize, counts: Vec<u32>, draws: u32 },
}

impl Tally {
    pub(super) fn new(vendors: usize) -> Tally {
        if vendors <= FEW {
            return Tally::Few { lanes: vec![[0; LANES]; vendors * vendors], rows: 0 };
        }
        let kept = vec![[0; KEPT * LANES]; vendors];
        Tally::Many { kept, rows: 0, counts: vec![0; vendors * vendors], draws: 0 }
    }

    /// Adds a full row in which nobody is out.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    #[expect(clippy::cast_possible_truncation, reason = "a plan has some thousand vendors at most")]
    fn add(&mut self, order: &[Row<i32>], id_mask: i32, total: &mut Counts) {
        let vendors = order.len();
        match self {
            Tally::Few { lanes, rows } => {
                for (place, packed) in order.iter().enumerate() {
                    let ids = each(packed, |packed| vendor_of(packed, id_mask) as u8);
                    for (vendor, counts) in (0_u8..).zip(&mut lanes[place * vendors..][..vendors]) {
                        for lane in 0..LANES {
                            counts[lane] += u8::from(ids[lane] == vendor);
                        }
                    }
                }
                *rows += 1;
                if *rows == u8::MAX {
                    self.flush(total);
                }
            }
            Tally::Many { kept, rows, counts, draws } => {
                for (kept, packed) in kept.iter_mut().zip(order) {
                    let kept = &mut kept[*rows * LANES..][..LANES];
                    for lane in 0..LANES {
                        kept[lane] = vendor_of(packed[lane], id_mask) as u16;
                    }
                }
                *rows += 1;
                if *rows == KEPT {
                    for (kept, counts) in kept.iter().zip(counts.chunks_exact_mut(vendors)) {
                        for vendor in kept {
                            counts[usize::from(*vendor)] += 1;
                        }
                    }
                    *rows = 0;
                    *draws += (KEPT * LANES) as u32;
                    if *draws > u32::MAX / 2 {
                        self.flush(total);
                    }
                }
            }
        }
    }

    /// Moves what is not in the counts there.
    pub(super) fn flush(&mut self, total: &mut Counts) {
        let vendors = total.vendors;
        match self {
            Tally::Few { lanes, rows } => {
                for (at, counts) in lanes.iter_mut().enumerate() {
                    let (place, vendor) = (at / vendors, at % vendors);
                    total.ranks[vendor * vendors + place] +=
                        counts.iter().copied().map(u64::from).sum::<u64>();
                    counts.fill(0);
                }
                *rows = 0;
            }
            Tally::Many { kept, rows, counts, draws } => {
                for (place, kept) in kept.iter().enumerate() {
                    for vendor in &kept[..*rows * LANES] {
                        total.ranks[usize::from(*vendor) * vendors + place] += 1;
                    }
                }
                for (at, count) in counts.iter_mut().enumerate().filter(|_| *draws > 0) {
                    total.ranks[at % vendors * vendors + at / vendors] += u64::from(*count);
                    *count = 0;
                }
                (*rows, *draws) = (0, 0);
            }
        }
    }
}

impl Kernel<'_> {
    /// Counts the live lanes of the row that was put in order.
    ///
    /// - `has_out`: whether a vendor is out in some lane.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn count(&mut self, live: usize, has_out: bool) {
        self.counts.draws += live as u64;
        let is_full = live == LANES && !has_out;
        let winners = if is_full {
            self.tally.add(&self.order, self.id_mask, &mut self.counts);
            let mask = self.id_mask;
            match self.order.first() {
                Some(first) => each(first, |packed| vendor_of(packed, mask)),
                None => [0; LANES],
            }
        } else {
            self.count_singly(live);
            self.winners(live)
        };
        self.central.add(&winners, &self.shares);
        if !self.counts.histogram.is_empty() {
            self.count_detail(&winners, live);
        }
    }

    /// Ranks of a row that is cut short or in which vendors are out.
    fn count_singly(&mut self, live: usize) {
        let vendors = self.order.len();
        for place in 0..vendors {
            for lane in 0..live {
                let vendor = self.at_place(place, lane);
                if self.is_out[vendor] >> lane & 1 == 1 {
                    self.counts.out[vendor] += 1;
                } else {
                    self.counts.ranks[vendor * vendors + place] += 1;
                }
            }
        }
    }

    /// Who has the first place in each lane; the number of vendors for nobody.
    fn winners(&self, live: usize) -> Row<u32> {
        let nobody = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let mut winners = [nobody; LANES];
        for (lane, winner) in winners.iter_mut().enumerate().take(live) {
            let first = self.order.first().map_or(nobody, |first| vendor_of(first[lane], self.id_mask));
            if self.is_out.get(first as usize).is_some_and(|out| out >> lane & 1 == 0) {
                *winner = first;
            }
        }
        winners
    }

    /// Counts scores by bin, and by the bins of the drawn facts.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn count_detail(&mut self, winners: &Row<u32>, live: usize) {
        let (vendors, counts) = (self.scores.len(), &mut self.counts);
        let histograms = counts.histogram.as_chunks_mut::<SCORE_BINS>().0;
        let rows = self.scores.iter().zip(&self.is_out).zip(histograms.iter_mut().zip(&mut counts.scores));
        for (vendor, ((scores, &out), (histogram, sum))) in rows.enumerate() {
            let packed = scores;
            let scores = each(scores, whole);
            if let Some(total) = &self.plan.total {
                // Totals of one vendor may lie far from those of another, and one that is out has none.
                let [from, width] = total.spans.get(vendor).copied().unwrap_or([0.0, 1.0]);
                for lane in (0..live).filter(|lane| out >> lane & 1 == 0) {
                    histogram[score_bin((packed[lane] - from) / width)] += 1;
                    *sum += i64::from(scores[lane]);
                }
                for (lane, score) in scores.iter().enumerate() {
                    let is_in = out >> lane & 1 == 0;
                    self.by_lane[lane * vendors + vendor] = if is_in { i64::from(*score) } else { 0 };
                }
                continue;
            }
            let bins = each(&scores, |score| (score >> 20).clamp(0, 1_023).unsigned_abs());
            for bin in &bins[..live] {
                histogram[*bin as usize % SCORE_BINS] += 1;
            }
            *sum += scores[..live].iter().copied().map(i64::from).sum::<i64>();
            for (lane, score) in scores.iter().enumerate() {
                let is_in = out >> lane & 1 == 0;
                self.by_lane[lane * vendors + vendor] = if is_in { i64::from(*score) } else { 0 };
            }
        }
        for (place, &fact) in self.plan.checked.iter().enumerate() {
            let drawn = &self.plan.facts[fact];
            for (lane, &winner) in winners.iter().enumerate().take(live) {
                let bin = place * FACT_BINS + bin_of(self.streams[drawn.stream][lane]);
                counts.fact_draws[bin] += 1;
                let sums = &mut counts.by_fact[bin * vendors..][..vendors];
                for (sum, score) in sums.iter_mut().zip(&self.by_lane[lane * vendors..][..vendors]) {
                    *sum += score;
                }
                let winner = winner as usize;
                if winner < vendors {
                    counts.wins_by_fact[bin * vendors + winner] += 1;
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of bins")]
fn score_bin(along: f64) -> usize {
    ((along * 1_024.0).max(0.0) as usize).min(SCORE_BINS - 1)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of bins")]
fn bin_of(u: f64) -> usize {
    ((u * 8.0) as usize).min(FACT_BINS - 1)
}

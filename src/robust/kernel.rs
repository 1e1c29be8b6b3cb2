//! One block of draws: weights, facts, scores, ranks, counts, side by side in lanes.
//!
//! Plain loops over rows of fixed length, compiled for several instruction sets and chosen when the
//! program runs (`pulp`). No multiplication is fused with an addition, so every set gives the same bits.
//! Scores are compared as whole numbers of 2^-30 of the rule's points: equal is equal everywhere.

mod central;
mod facts;
mod order;
mod score;
mod tally;
mod total;
mod wins;

use std::sync::atomic::{AtomicBool, Ordering};

use aligned_vec::avec;
use pulp::{Simd, WithSimd};

use super::counts::Counts;
use super::draw_weights::Chains;
use super::network::comparators;
use super::plan::{BLOCK, Plan};
use super::random::{LANES, Lanes, Purpose, Row, Rows};
use central::{Central, QUAD};
use score::{counted, under};
use tally::Tally;
use wins::Wins;

/// Memory for the draws of a thread, and what they gave; its size does not depend on the number of draws.
pub(crate) struct Kernel<'a> {
    plan: &'a Plan,
    /// Whether scores are plain sums of weight times value.
    is_plain: bool,
    /// Local shares of the nodes, where skipped facts ask for them; a node that weighs nothing keeps its zero.
    local: Vec<Row<f64>>,
    /// Global shares of the nodes by slot, and rows of zeros up to a multiple of four.
    shares: Rows<f64>,
    /// Where the share of each node stands.
    slots: Vec<usize>,
    /// Where the share of each leaf stands.
    leaf_slots: Vec<usize>,
    spacings: Rows<i32>,
    streams: Vec<Row<f64>>,
    facts: Vec<Row<f64>>,
    /// Values of the drawn cells: first the single ones, then those of fields, vendor by vendor.
    drawn: Rows<f64>,
    /// Cells of each vendor among the drawn ones: leaf and index.
    cells_of: Vec<Vec<(usize, usize)>>,
    /// For each vendor and leaf the index among the drawn ones; none for a fixed cell.
    drawn_at: Vec<Option<usize>>,
    /// Vendors with skipped cells: for each node whether it counts.
    skips: Vec<Option<Vec<bool>>>,
    /// The same once everything is known, for vendors to whom something does not apply.
    finals: Vec<Option<Vec<bool>>>,
    /// For each vendor and leaf whether it applies.
    applies: Vec<bool>,
    /// Leaves under each node that has a minimum or tells ties apart.
    under: Vec<Vec<usize>>,
    /// Bits of the lanes in which a vendor is out.
    is_out: Vec<u32>,
    scores: Rows<f64>,
    /// The lowest and the highest total by a formula so far, of each vendor.
    seen: Vec<[f64; 2]>,
    /// Scores as whole numbers.
    keys: Rows<i32>,
    /// By place: the opposite of the score, packed with the vendor in the bits of `id_mask`.
    order: Rows<i32>,
    id_mask: i32,
    central: Central,
    /// Pairs of places whose comparison, in turn, puts all in order.
    sorting: Vec<(usize, usize)>,
    tally: Tally,
    /// Scores in 2^-30 draw by draw, zero where a vendor is out; empty where details are not counted.
    by_lane: Vec<i64>,
    /// Who is ahead of whom, where that is counted.
    wins: Option<Wins>,
    counts: Counts,
}

impl<'a> Kernel<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Kernel<'a> {
        let (vendors, nodes, leaves) = (plan.vendors.len(), plan.nodes.len(), plan.leaves.len());
        let mut cells_of = vec![Vec::new(); vendors];
        for (at, cell) in plan.drawn.iter().enumerate() {
            cells_of[cell.vendor].push((cell.leaf, at));
        }
        for (field, of) in plan.fields.iter().enumerate() {
            for (vendor, cells) in cells_of.iter_mut().enumerate() {
                cells.push((of.leaf, plan.drawn.len() + field * vendors + vendor));
            }
        }
        let mut drawn_at = vec![None; vendors * leaves];
        for (vendor, cells) in cells_of.iter().enumerate() {
            for &(leaf, at) in cells {
                drawn_at[vendor * leaves + leaf] = Some(at);
            }
        }
        let mut applies = vec![true; vendors * leaves];
        for (vendor, leaf) in &plan.inapplicable {
            applies[vendor * leaves + leaf] = false;
        }
        let row = [0.0; LANES];
        let slots = slots(plan);
        let shares: Rows<f64> = avec![row; nodes.next_multiple_of(QUAD)];
        let largest = plan.groups.iter().map(|group| group.sampler.members.len()).max().unwrap_or(0);
        Kernel {
            is_plain: plan.is_plain(),
            local: vec![row; nodes],
            central: Central::new(shares.len(), vendors),
            shares,
            leaf_slots: plan.leaves.iter().map(|&leaf| slots[leaf]).collect(),
            slots,
            spacings: avec![[0; LANES]; largest],
            streams: vec![row; plan.streams],
            facts: vec![row; plan.facts.len()],
            drawn: avec![row; plan.drawn.len() + plan.fields.len() * vendors],
            cells_of,
            drawn_at,
            skips: (0..vendors).map(|vendor| counted(plan, vendor, &plan.skipped)).collect(),
            finals: (0..vendors).map(|vendor| counted(plan, vendor, &plan.inapplicable)).collect(),
            applies,
            under: (0..nodes).map(|node| under(plan, node)).collect(),
            is_out: vec![0; vendors],
            scores: avec![row; vendors],
            seen: vec![[f64::INFINITY, f64::NEG_INFINITY]; vendors],
            keys: avec![[0; LANES]; vendors],
            order: avec![[0; LANES]; vendors],
            id_mask: i32::try_from(vendors.max(1).next_power_of_two() - 1).expect("some thousand vendors"),
            sorting: comparators(vendors),
            tally: Tally::new(vendors),
            by_lane: vec![0; LANES * vendors * usize::from(plan.settings.detail)],
            wins: plan.has_wins.then(|| Wins::new(vendors)),
            counts: plan.counts(),
            plan,
        }
    }

    /// Draws the first `draws` of a block and counts them, or as many as there are before `stop` is raised.
    pub(crate) fn block(&mut self, purpose: Purpose, block: u64, draws: usize, stop: &AtomicBool) {
        let mut lanes = Lanes::new(self.plan.settings.seed, purpose, block);
        let mut chains: Vec<Chains> = self.plan.groups.iter().map(|group| group.sampler.start()).collect();
        let first = block * BLOCK;
        self.plan.instructions.0.dispatch(Block {
            kernel: self,
            lanes: &mut lanes,
            chains: &mut chains,
            first,
            draws,
            stop,
        });
    }

    /// Counts rows of given weights, for the leaves in order; facts that the plan draws are drawn.
    pub(crate) fn given(&mut self, weights: &[Vec<f64>]) {
        let mut lanes = Lanes::new(self.plan.settings.seed, Purpose::Draws, 0);
        for (chunk, rows) in weights.chunks(LANES).enumerate() {
            self.local.fill([0.0; LANES]);
            for (place, &leaf) in self.plan.leaves.iter().enumerate() {
                for (lane, row) in rows.iter().enumerate() {
                    self.shares[self.leaf_slots[place]][lane] = row[place];
                    // Local shares are only ever compared with those of siblings.
                    let mut at = Some(leaf);
                    while let Some(node) = at {
                        self.local[node][lane] += row[place];
                        at = self.plan.nodes[node].parent;
                    }
                }
            }
            self.row(&mut lanes, rows.len(), (chunk * LANES) as u64);
        }
    }

    /// What was counted.
    pub(crate) fn into_counts(mut self) -> Counts {
        self.tally.flush(&mut self.counts);
        if let Some(wins) = &mut self.wins {
            wins.flush(&mut self.counts);
        }
        self.central.flush(&self.leaf_slots, &mut self.counts);
        self.counts
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn draw_weights(&mut self, lanes: &mut Lanes, chains: &mut [Chains]) {
        let has_skips = !self.plan.skipped.is_empty();
        // Groups stand before those that are under them.
        for (group, chains) in self.plan.groups.iter().zip(chains) {
            let members = &group.sampler.members;
            let Some(&first) = members.first() else { continue };
            let (before, here) = self.shares.split_at_mut(self.slots[first]);
            let out = &mut here[..members.len()];
            group.sampler.draw(lanes, chains, &mut self.spacings, out);
            if has_skips {
                for (row, &node) in out.iter().zip(members) {
                    self.local[node] = *row;
                }
            }
            if let Some(parent) = self.plan.nodes[first].parent {
                let above = &before[self.slots[parent]];
                for row in out {
                    for lane in 0..LANES {
                        row[lane] *= above[lane];
                    }
                }
            }
        }
    }

    /// One row of draws at the weights that stand: facts, scores, ranks, counts of the live lanes.
    ///
    /// - `first`: the number of the draw in lane 0.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn row(&mut self, lanes: &mut Lanes, live: usize, first: u64) {
        self.draw_facts(lanes);
        self.score();
        let has_ties = self.put_in_order(live, first);
        let has_out = self.is_out.iter().any(|out| *out != 0);
        if let Some(wins) = &mut self.wins {
            wins.add(&self.keys, live, has_ties || has_out, &mut self.counts);
        }
        self.count(live, has_out);
    }
}

/// The draws of a block, for `pulp` to compile for each instruction set. A closure would be compiled once, for
/// the plainest.
struct Block<'a, 'b> {
    kernel: &'a mut Kernel<'b>,
    lanes: &'a mut Lanes,
    chains: &'a mut [Chains],
    /// The number of the first draw.
    first: u64,
    draws: usize,
    /// Ends the block at the next row.
    stop: &'a AtomicBool,
}

impl WithSimd for Block<'_, '_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn with_simd<S: Simd>(self, _: S) {
        let mut done = 0;
        while done < self.draws && !self.stop.load(Ordering::Relaxed) {
            let live = LANES.min(self.draws - done);
            self.kernel.draw_weights(self.lanes, self.chains);
            self.kernel.row(self.lanes, live, self.first + done as u64);
            done += live;
        }
    }
}

/// The lowest and the highest total of each vendor in some draws of a plan; the first above the second where it has none.
pub(crate) fn totals_seen(plan: &Plan) -> Vec<[f64; 2]> {
    let mut kernel = Kernel::new(plan);
    let draws = usize::try_from(BLOCK).unwrap_or(LANES);
    kernel.block(Purpose::Pilot, 0, draws, &AtomicBool::new(false));
    kernel.seen
}

/// Slots of the nodes: first those that weigh nothing, whose rows stay zero, then the members of each group side
/// by side, after the group's own node.
fn slots(plan: &Plan) -> Vec<usize> {
    let mut slots = vec![None; plan.nodes.len()];
    let members = plan.groups.iter().flat_map(|group| &group.sampler.members);
    let idle = plan.nodes.len() - members.clone().count();
    for (slot, node) in (idle..).zip(members) {
        slots[*node] = Some(slot);
    }
    let mut next = 0..idle;
    slots.into_iter().map(|slot| slot.or_else(|| next.next()).unwrap_or_default()).collect()
}

/// A share as a whole number of 2^-30, rounded to nearest: adding 2^52 x 1.5 leaves just the whole part
/// in the low bits.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the low bits are what is wanted")]
fn whole(share: f64) -> i32 {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    (share * 1_073_741_824.0 + SHIFT).to_bits() as i32
}

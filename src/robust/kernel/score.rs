//! Scores of a row of draws: plain sums, or with the rule's roundings, skipped facts and minimums.

use super::Kernel;
use crate::robust::plan::Plan;
use crate::robust::random::{LANES, Row, each};

impl Kernel<'_> {
    /// The scores of all vendors as shares of the rule's points, and who a minimum keeps out.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn score(&mut self) {
        let vendors = self.plan.vendors.len();
        if let Some(total) = &self.plan.total {
            self.score_by_total(total);
            self.judge_minimum_score();
            return;
        }
        if self.is_plain {
            // Two at a time, so that one does not wait for the other's sums.
            for pair in (0..vendors / 2).map(|pair| 2 * pair) {
                self.score_plainly([pair, pair + 1]);
            }
            if vendors % 2 == 1 {
                self.score_plainly([vendors - 1]);
            }
        } else {
            for vendor in 0..vendors {
                self.score_by_rule(vendor);
            }
        }
        let plan = self.plan;
        self.judge_minimums(&plan.minimums);
        self.judge_minimum_score();
    }

    #[inline(always)]
    fn score_plainly<const N: usize>(&mut self, vendors: [usize; N]) {
        const HALF: usize = LANES / 2;
        let leaves = self.leaf_slots.len();
        let values = vendors.map(|vendor| &self.plan.values[vendor * leaves..][..leaves]);
        // Half a row at a time, so that the sums stay in registers.
        for half in [0, HALF] {
            let mut sums = [[0.0; HALF]; N];
            for leaf in 0..leaves {
                let shares = &self.shares[self.leaf_slots[leaf]][half..half + HALF];
                for (sum, values) in sums.iter_mut().zip(values) {
                    for lane in 0..HALF {
                        sum[lane] += shares[lane] * values[leaf];
                    }
                }
            }
            for (sum, vendor) in sums.iter_mut().zip(vendors) {
                for &(leaf, at) in &self.cells_of[vendor] {
                    let shares = &self.shares[self.leaf_slots[leaf]][half..half + HALF];
                    let values = &self.drawn[at][half..half + HALF];
                    for lane in 0..HALF {
                        sum[lane] += shares[lane] * values[lane];
                    }
                }
                self.scores[vendor][half..half + HALF].copy_from_slice(sum);
            }
        }
    }

    /// The score with the rule's roundings, and with the weight of skipped facts passed on.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn score_by_rule(&mut self, vendor: usize) {
        let mut total = sum_of(
            0..self.plan.leaves.len(),
            #[inline(always)]
            |leaf| self.points(vendor, leaf),
        );
        if let Some(rounding) = self.plan.total_rounding {
            rounding.apply(&mut total);
        }
        let packing = self.plan.packing;
        self.scores[vendor] = each(&total, |total| packing.pack(total));
    }

    /// The points of a leaf, rounded as the rule says.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn points(&self, vendor: usize, leaf: usize) -> Row<f64> {
        let node = self.plan.leaves[leaf];
        let share = match &self.skips[vendor] {
            Some(counts) => self.share(counts, node),
            None => self.shares[self.leaf_slots[leaf]],
        };
        self.rounded(leaf, share, self.value(vendor, leaf))
    }

    /// The points of a leaf with the highest value that the facts allow.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn most_points(&self, vendor: usize, leaf: usize) -> Row<f64> {
        match &self.plan.highest {
            Some(_) => {
                let share = self.final_share(vendor, self.plan.leaves[leaf]);
                self.rounded(leaf, share, self.highest_value(vendor, leaf))
            }
            None => self.points(vendor, leaf),
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn rounded(&self, leaf: usize, share: Row<f64>, value: Row<f64>) -> Row<f64> {
        let mut points = [0.0; LANES];
        for lane in 0..LANES {
            points[lane] = share[lane] * value[lane] * self.plan.points;
        }
        if let Some(rounding) = self.plan.roundings[leaf] {
            rounding.apply(&mut points);
        }
        points
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn value(&self, vendor: usize, leaf: usize) -> Row<f64> {
        let at = vendor * self.plan.leaves.len() + leaf;
        match self.drawn_at[at] {
            Some(drawn) => self.drawn[drawn],
            None => [self.plan.values[at]; LANES],
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn highest_value(&self, vendor: usize, leaf: usize) -> Row<f64> {
        match &self.plan.highest {
            Some(highest) => [highest[vendor * self.plan.leaves.len() + leaf]; LANES],
            None => self.value(vendor, leaf),
        }
    }

    /// The share of a node where siblings that do not count pass their weight on.
    pub(super) fn share(&self, counts: &[bool], node: usize) -> Row<f64> {
        if !counts[node] {
            return [0.0; LANES];
        }
        let parent = self.plan.nodes[node].parent;
        let siblings = (0..counts.len()).filter(|&at| counts[at] && self.plan.nodes[at].parent == parent);
        let sum = sum_of(siblings, |at| self.local[at]);
        let mut share = parent.map_or([1.0; LANES], |parent| self.share(counts, parent));
        for lane in 0..LANES {
            let own = self.local[node][lane];
            share[lane] = if sum[lane] > 0.0 { share[lane] * own / sum[lane] } else { 0.0 };
        }
        share
    }

    /// The share of a node once everything is known.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn final_share(&self, vendor: usize, node: usize) -> Row<f64> {
        match &self.finals[vendor] {
            Some(counts) => self.share(counts, node),
            None => self.shares[self.slots[node]],
        }
    }

    /// Whether something that weighs within a node applies to a vendor.
    pub(super) fn node_applies(&self, vendor: usize, node: usize) -> bool {
        let weighs = |leaf: usize| {
            let above = std::iter::successors(Some(self.plan.leaves[leaf]), |&at| self.plan.nodes[at].parent);
            let mut within = above.take_while(|&at| at != node);
            within.all(|at| self.plan.nodes[at].local > 0.0)
        };
        let under = &self.under[node];
        let has_any = |leaf: &usize| self.applies(vendor, *leaf);
        under.iter().filter(|leaf| has_any(leaf)).any(|leaf| weighs(*leaf))
            || (under.iter().any(has_any) && !under.iter().any(|leaf| weighs(*leaf)))
    }

    fn applies(&self, vendor: usize, leaf: usize) -> bool {
        self.applies[vendor * self.plan.leaves.len() + leaf]
    }

    /// Takes vendors out that stay below a minimum of a criterion; where facts are not drawn, by their highest values.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn judge_minimums(&mut self, minimums: &[(usize, f64)]) {
        for vendor in 0..self.plan.vendors.len() {
            for (node, minimum) in minimums {
                self.is_out[vendor] |= below(&self.reached(vendor, *node), *minimum);
            }
        }
    }

    /// Takes vendors out whose score stays below the minimum of the rule.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn judge_minimum_score(&mut self) {
        let plan = self.plan;
        let Some(minimum) = plan.minimum_score else { return };
        for vendor in 0..plan.vendors.len() {
            let score = if plan.highest.is_some() && plan.total.is_none() {
                let mut sum = sum_of(
                    0..plan.leaves.len(),
                    #[inline(always)]
                    |leaf| self.most_points(vendor, leaf),
                );
                if let Some(rounding) = plan.total_rounding {
                    rounding.apply(&mut sum);
                }
                sum
            } else {
                each(&self.scores[vendor], |score| plan.packing.unpack(score))
            };
            self.is_out[vendor] |= below(&score, minimum);
        }
    }

    /// The value of a node by which its minimum is judged.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn reached(&self, vendor: usize, node: usize) -> Row<f64> {
        let under = &self.under[node];
        if self.finals[vendor].is_some() && !self.node_applies(vendor, node) {
            return [f64::INFINITY; LANES];
        }
        if self.plan.nodes[node].is_leaf {
            return self.highest_value(vendor, under[0]);
        }
        let mut value = sum_of(
            under.iter().copied(),
            #[inline(always)]
            |leaf| self.most_points(vendor, leaf),
        );
        let shares = self.final_share(vendor, node);
        if shares.contains(&0.0) {
            return self.mean(vendor, node);
        }
        for (value, share) in value.iter_mut().zip(shares) {
            *value /= share * self.plan.points;
        }
        value
    }

    /// The value of a group that weighs nothing: the mean of what is under it, with the weights as stated.
    fn mean(&self, vendor: usize, node: usize) -> Row<f64> {
        self.mean_of(vendor, node, |leaf| self.highest_value(vendor, leaf))
    }

    /// The mean of what is under a group, with the weights as stated.
    pub(super) fn mean_of(&self, vendor: usize, node: usize, of: impl Fn(usize) -> Row<f64>) -> Row<f64> {
        let within = |leaf: usize| {
            let above = std::iter::successors(Some(self.plan.leaves[leaf]), |&at| self.plan.nodes[at].parent);
            above.take_while(|&at| at != node).map(|at| self.plan.nodes[at].local).product::<f64>()
        };
        let leaves = || self.under[node].iter().copied().filter(|&leaf| self.applies(vendor, leaf));
        let whole: f64 = leaves().map(within).sum();
        sum_of(leaves(), |leaf| {
            let share = within(leaf) / whole;
            each(&of(leaf), |value| share * value)
        })
    }
}

/// Bits of the lanes that stay below a limit.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn below(reached: &Row<f64>, limit: f64) -> u32 {
    let mut lanes = 0;
    for (lane, reached) in reached.iter().enumerate() {
        lanes |= u32::from(*reached < limit) << lane;
    }
    lanes
}

/// The sum of rows, one for each of some things; like this one, `row` has to be compiled with the caller's
/// instruction set.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(super) fn sum_of(things: impl Iterator<Item = usize>, row: impl Fn(usize) -> Row<f64>) -> Row<f64> {
    let mut sum = [0.0; LANES];
    for thing in things {
        for (sum, part) in sum.iter_mut().zip(row(thing)) {
            *sum += part;
        }
    }
    sum
}

/// The leaves under a node, by their place among the leaves.
pub(super) fn under(plan: &Plan, node: usize) -> Vec<usize> {
    let is_under = |leaf: usize| {
        std::iter::successors(Some(leaf), |&at| plan.nodes[at].parent).any(|above| above == node)
    };
    plan.leaves.iter().enumerate().filter(|(_, leaf)| is_under(**leaf)).map(|(place, _)| place).collect()
}

/// Which nodes count for a vendor without the cells that are left out; none where all of its own count.
///
/// - `left_out`: vendor and leaf.
pub(super) fn counted(plan: &Plan, vendor: usize, left_out: &[(usize, usize)]) -> Option<Vec<bool>> {
    let skipped: Vec<usize> =
        left_out.iter().filter(|(of, _)| *of == vendor).map(|(_, leaf)| plan.leaves[*leaf]).collect();
    if skipped.is_empty() {
        return None;
    }
    let weighs = |node: usize| plan.groups.iter().any(|group| group.sampler.members.contains(&node));
    let mut counts: Vec<bool> = (0..plan.nodes.len())
        .map(|node| plan.nodes[node].is_leaf && weighs(node) && !skipped.contains(&node))
        .collect();
    for node in (0..plan.nodes.len()).rev() {
        if let (true, Some(parent)) = (counts[node], plan.nodes[node].parent) {
            counts[parent] = weighs(parent);
        }
    }
    Some(counts)
}

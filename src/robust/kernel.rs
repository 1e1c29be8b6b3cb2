//! One block of draws: weights, facts, scores, ranks, counts, side by side in lanes.
//!
//! Plain loops over rows of fixed length, compiled for several instruction sets and chosen when the
//! program runs (`pulp`). No multiplication is fused with an addition, so every set gives the same bits.
//! Scores are compared as whole numbers of 2^-30 of the rule's points: equal is equal everywhere.

use std::cmp::Ordering;

use pulp::Arch;

use super::counts::{Counts, FACT_BINS, SCORE_BINS, WHOLE};
use super::draw_facts::price_value;
use super::draw_weights::Chains;
use super::plan::{FieldPrice, Plan};
use super::random::{LANES, Lanes, Purpose, Row};

/// The most vendors that are ranked by comparing every pair; more are sorted.
const MOST_COMPARED: usize = 40;
/// A score of a vendor that is out.
const OUT: i32 = -1;

/// Memory for the draws of a thread; its size does not depend on the number of draws.
pub(crate) struct Kernel<'a> {
    plan: &'a Plan,
    arch: Arch,
    /// Local shares of the nodes.
    local: Vec<Row<f64>>,
    /// Global shares of the nodes.
    global: Vec<Row<f64>>,
    spaces: Vec<Row<u32>>,
    members: Vec<Row<f64>>,
    streams: Vec<Row<f64>>,
    facts: Vec<Row<f64>>,
    /// Values of the drawn cells: first the single ones, then those of fields, vendor by vendor.
    drawn: Vec<Row<f64>>,
    /// Cells of each vendor among the drawn ones: leaf and index.
    cells_of: Vec<Vec<(usize, usize)>>,
    /// Vendors with skipped cells: for each node whether it counts.
    skips: Vec<Option<Vec<bool>>>,
    /// Leaves under each node that has a minimum or tells ties apart.
    under: Vec<Vec<usize>>,
    /// Bits of the lanes in which a vendor is out.
    is_out: Vec<u32>,
    scores: Vec<Row<f64>>,
    keys: Vec<Row<i32>>,
    ranks: Vec<Row<i32>>,
    order: Vec<u64>,
}

impl<'a> Kernel<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Kernel<'a> {
        let (vendors, nodes) = (plan.vendors.len(), plan.nodes.len());
        let mut cells_of = vec![Vec::new(); vendors];
        for (at, cell) in plan.drawn.iter().enumerate() {
            cells_of[cell.vendor].push((cell.leaf, at));
        }
        for (field, of) in plan.fields.iter().enumerate() {
            for (vendor, cells) in cells_of.iter_mut().enumerate() {
                cells.push((of.leaf, plan.drawn.len() + field * vendors + vendor));
            }
        }
        let row = [0.0; LANES];
        let largest = plan.groups.iter().map(|group| group.sampler.members.len()).max().unwrap_or(0);
        Kernel {
            arch: Arch::new(),
            local: vec![row; nodes],
            global: vec![row; nodes],
            spaces: Vec::with_capacity(largest + 1),
            members: vec![row; largest],
            streams: vec![row; plan.streams],
            facts: vec![row; plan.facts.len()],
            drawn: vec![row; plan.drawn.len() + plan.fields.len() * vendors],
            cells_of,
            skips: (0..vendors).map(|vendor| counted(plan, vendor)).collect(),
            under: (0..nodes).map(|node| under(plan, node)).collect(),
            is_out: vec![0; vendors],
            scores: vec![row; vendors],
            keys: vec![[0; LANES]; vendors],
            ranks: vec![[0; LANES]; vendors],
            order: vec![0; vendors],
            plan,
        }
    }

    /// Draws the first `draws` of a block and counts them.
    pub(crate) fn block(&mut self, purpose: Purpose, block: u64, draws: usize, counts: &mut Counts) {
        let mut lanes = Lanes::new(self.plan.settings.seed, purpose, block);
        let mut chains: Vec<Chains> = self.plan.groups.iter().map(|group| group.sampler.start()).collect();
        let first = block * super::run::BLOCK;
        let arch = self.arch;
        arch.dispatch(|| {
            let mut done = 0;
            while done < draws {
                let live = LANES.min(draws - done);
                self.weights(&mut lanes, &mut chains);
                self.row(&mut lanes, live, first + done as u64, counts);
                done += live;
            }
        });
    }

    /// Counts rows of given weights, for the leaves in order; facts are not drawn.
    pub(crate) fn given(&mut self, weights: &[Vec<f64>], counts: &mut Counts) {
        let mut lanes = Lanes::new(self.plan.settings.seed, Purpose::Draws, 0);
        for (chunk, rows) in weights.chunks(LANES).enumerate() {
            for (place, &node) in self.plan.leaves.iter().enumerate() {
                for (lane, row) in rows.iter().enumerate() {
                    self.global[node][lane] = row[place];
                }
            }
            self.row(&mut lanes, rows.len(), (chunk * LANES) as u64, counts);
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn weights(&mut self, lanes: &mut Lanes, chains: &mut [Chains]) {
        for (group, chains) in self.plan.groups.iter().zip(chains) {
            let members = &group.sampler.members;
            let out = &mut self.members[..members.len()];
            if out.is_empty() {
                continue;
            }
            group.sampler.draw(lanes, chains, &mut self.spaces, out);
            for (row, &node) in out.iter().zip(members) {
                self.local[node] = *row;
            }
        }
        // Groups stand before what is under them.
        for (at, node) in self.plan.nodes.iter().enumerate() {
            self.global[at] = self.local[at];
            if let Some(parent) = node.parent {
                let above = self.global[parent];
                for (share, above) in self.global[at].iter_mut().zip(&above) {
                    *share *= above;
                }
            }
        }
    }

    /// One row of draws at the weights that stand: facts, scores, ranks, counts of the live lanes.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn row(&mut self, lanes: &mut Lanes, live: usize, first: u64, counts: &mut Counts) {
        self.draw_facts(lanes);
        for vendor in 0..self.plan.vendors.len() {
            self.score(vendor);
        }
        if !self.plan.minimums.is_empty() || self.plan.minimum_score.is_some() {
            self.judge_minimums();
        }
        self.make_keys();
        counts.draws += live as u64;
        if self.plan.vendors.len() <= MOST_COMPARED {
            let has_ties = self.compare(live, counts);
            for lane in (0..live).filter(|lane| has_ties >> lane & 1 == 1) {
                self.part_ties(lane, first + lane as u64);
            }
        } else {
            for lane in 0..live {
                self.sort(lane, first + lane as u64, counts);
            }
        }
        self.count(live, counts);
        if !counts.histogram.is_empty() {
            self.count_detail(live, counts);
        }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn draw_facts(&mut self, lanes: &mut Lanes) {
        let plan = self.plan;
        for stream in &mut self.streams {
            *stream = lanes.uniform();
        }
        for (row, fact) in self.facts.iter_mut().zip(&plan.facts) {
            *row = self.streams[fact.stream].map(|u| fact.quantile.at(u));
        }
        for (at, cell) in plan.drawn.iter().enumerate() {
            let u = &self.streams[plan.facts[cell.fact].stream];
            let facts = &self.facts[cell.fact];
            for lane in 0..LANES {
                self.drawn[at][lane] = cell.worth.of(facts[lane], u[lane]);
            }
        }
        self.is_out.fill(0);
        for gate in &plan.gates {
            for (lane, fact) in self.facts[gate.fact].iter().enumerate() {
                let fails = *fact < gate.least || *fact > gate.most;
                self.is_out[gate.vendor] |= u32::from(fails) << lane;
            }
        }
        for field in 0..plan.fields.len() {
            for lane in 0..LANES {
                self.value_field(field, lane);
            }
        }
    }

    /// The values of a leaf over the field, with the prices of one lane.
    fn value_field(&mut self, field: usize, lane: usize) {
        let of = &self.plan.fields[field];
        let price = |at: &FieldPrice| match at {
            FieldPrice::Known(price) => Some((*price, true)),
            FieldPrice::Drawn { fact, takes_part } => Some((self.facts[*fact][lane], *takes_part)),
            FieldPrice::Value(_) => None,
        };
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        for (vendor, at) in of.prices.iter().enumerate() {
            if let Some((price, true)) = price(at)
                && self.is_out[vendor] >> lane & 1 == 0
            {
                lowest = lowest.min(price);
                highest = highest.max(price);
            }
        }
        let from = self.plan.drawn.len() + field * of.prices.len();
        for (vendor, at) in of.prices.iter().enumerate() {
            self.drawn[from + vendor][lane] = match (at, price(at)) {
                (FieldPrice::Value(value), _) => *value,
                (_, Some((price, _))) => {
                    price_value(&of.formula, price, lowest.min(price), highest.max(price))
                }
                (_, None) => 0.0,
            };
        }
    }

    /// The score of a vendor as a share of the rule's points.
    #[inline(always)]
    fn score(&mut self, vendor: usize) {
        const HALF: usize = LANES / 2;
        if !self.plan.is_plain() {
            self.score_by_rule(vendor);
            return;
        }
        let leaves = &self.plan.leaves;
        let values = &self.plan.values[vendor * leaves.len()..][..leaves.len()];
        let score = &mut self.scores[vendor];
        // Half a row at a time, so that the sums stay in registers.
        for half in [0, HALF] {
            let mut sum = [0.0; HALF];
            for (&node, value) in leaves.iter().zip(values) {
                let weights = &self.global[node][half..half + HALF];
                for lane in 0..HALF {
                    sum[lane] += weights[lane] * value;
                }
            }
            for &(leaf, at) in &self.cells_of[vendor] {
                let weights = &self.global[leaves[leaf]][half..half + HALF];
                let values = &self.drawn[at][half..half + HALF];
                for lane in 0..HALF {
                    sum[lane] += weights[lane] * values[lane];
                }
            }
            score[half..half + HALF].copy_from_slice(&sum);
        }
    }

    /// The score with the rule's roundings, and with the weight of skipped facts passed on.
    fn score_by_rule(&mut self, vendor: usize) {
        for lane in 0..LANES {
            let mut sum = 0.0;
            for leaf in 0..self.plan.leaves.len() {
                sum += self.points(vendor, leaf, lane);
            }
            let total = self.plan.total_rounding.map_or(sum, |rounding| rounding.apply(sum));
            self.scores[vendor][lane] = total / self.plan.points;
        }
    }

    /// The points of a leaf, rounded as the rule says.
    fn points(&self, vendor: usize, leaf: usize, lane: usize) -> f64 {
        let share = match &self.skips[vendor] {
            Some(counts) => self.share(counts, self.plan.leaves[leaf], lane),
            None => self.global[self.plan.leaves[leaf]][lane],
        };
        let points = share * self.value(vendor, leaf, lane) * self.plan.points;
        self.plan.roundings[leaf].map_or(points, |rounding| rounding.apply(points))
    }

    fn value(&self, vendor: usize, leaf: usize, lane: usize) -> f64 {
        let drawn = self.cells_of[vendor].iter().find(|(at, _)| *at == leaf);
        drawn.map_or_else(
            || self.plan.values[vendor * self.plan.leaves.len() + leaf],
            |(_, at)| self.drawn[*at][lane],
        )
    }

    /// The share of a node where siblings that do not count pass their weight on.
    fn share(&self, counts: &[bool], node: usize, lane: usize) -> f64 {
        if !counts[node] {
            return 0.0;
        }
        let parent = self.plan.nodes[node].parent;
        let siblings = (0..counts.len()).filter(|&at| counts[at] && self.plan.nodes[at].parent == parent);
        let sum: f64 = siblings.map(|at| self.local[at][lane]).sum();
        let above = parent.map_or(1.0, |parent| self.share(counts, parent, lane));
        if sum > 0.0 { above * self.local[node][lane] / sum } else { 0.0 }
    }

    /// Takes vendors out that stay below a minimum; where facts are not drawn, by their highest values.
    fn judge_minimums(&mut self) {
        const LEVEL: f64 = 1e-9;
        let plan = self.plan;
        for vendor in 0..plan.vendors.len() {
            for lane in 0..LANES {
                let value = |leaf: usize| match &plan.highest {
                    Some(highest) => highest[vendor * plan.leaves.len() + leaf],
                    None => self.value(vendor, leaf, lane),
                };
                let earned = |leaf: usize| match &plan.highest {
                    Some(_) => {
                        let points = self.global[plan.leaves[leaf]][lane] * value(leaf) * plan.points;
                        plan.roundings[leaf].map_or(points, |rounding| rounding.apply(points))
                    }
                    None => self.points(vendor, leaf, lane),
                };
                let mut fails = plan.minimums.iter().any(|(node, minimum)| {
                    let under = &self.under[*node];
                    let value = if plan.nodes[*node].is_leaf {
                        value(under[0])
                    } else {
                        let most = self.global[*node][lane] * plan.points;
                        let sum: f64 = under.iter().map(|&leaf| earned(leaf)).sum();
                        if most > 0.0 { sum / most } else { 1.0 }
                    };
                    value < minimum - LEVEL
                });
                if let Some(minimum) = plan.minimum_score {
                    let score = match &plan.highest {
                        Some(_) => {
                            let sum: f64 = (0..plan.leaves.len()).map(earned).sum();
                            plan.total_rounding.map_or(sum, |rounding| rounding.apply(sum))
                        }
                        None => self.scores[vendor][lane] * plan.points,
                    };
                    fails |= score < minimum - LEVEL * plan.points;
                }
                self.is_out[vendor] |= u32::from(fails) << lane;
            }
        }
    }

    /// Scores as whole numbers, below all others where a vendor is out.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn make_keys(&mut self) {
        for ((keys, scores), out) in self.keys.iter_mut().zip(&self.scores).zip(&self.is_out) {
            for lane in 0..LANES {
                keys[lane] = whole(scores[lane]);
            }
            if *out != 0 {
                for (lane, key) in keys.iter_mut().enumerate() {
                    if out >> lane & 1 == 1 {
                        *key = OUT;
                    }
                }
            }
        }
    }

    /// Ranks by comparing every pair; gives the lanes in which two vendors of the ranking are level.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn compare(&mut self, live: usize, counts: &mut Counts) -> u32 {
        let vendors = self.plan.vendors.len();
        for ranks in &mut self.ranks {
            *ranks = [0; LANES];
        }
        let mut level = [0_i32; LANES];
        for first in 0..vendors {
            let own = self.keys[first];
            let mut own_rank = self.ranks[first];
            for second in first + 1..vendors {
                let other = &self.keys[second];
                let other_rank = &mut self.ranks[second];
                for lane in 0..LANES {
                    own_rank[lane] += i32::from(other[lane] > own[lane]);
                    other_rank[lane] += i32::from(own[lane] > other[lane]);
                    level[lane] |= i32::from(own[lane] == other[lane]);
                }
                if !counts.wins.is_empty() {
                    let (mut wins, mut losses) = (0, 0);
                    for lane in 0..live {
                        wins += u64::from(own[lane] > other[lane]);
                        losses += u64::from(other[lane] > own[lane]);
                    }
                    counts.wins[first * vendors + second] += wins;
                    counts.wins[second * vendors + first] += losses;
                }
            }
            self.ranks[first] = own_rank;
        }
        level.iter().enumerate().fold(0, |bits, (lane, is_level)| bits | u32::from(*is_level != 0) << lane)
    }

    /// Ranks of one lane by sorting, for many vendors.
    fn sort(&mut self, lane: usize, draw: u64, counts: &mut Counts) {
        let vendors = self.plan.vendors.len();
        for (vendor, slot) in self.order.iter_mut().enumerate() {
            let behind = i64::from(WHOLE) * 2 - i64::from(self.keys[vendor][lane]);
            *slot = behind.unsigned_abs() << 16 | vendor as u64;
        }
        self.order.sort_unstable();
        let mut has_ties = false;
        for place in 0..vendors {
            let vendor = id(self.order[place]);
            let is_level = place > 0 && self.order[place] >> 16 == self.order[place - 1] >> 16;
            has_ties |= is_level;
            let rank = if is_level { self.ranks[id(self.order[place - 1])][lane] } else { small(place) };
            self.ranks[vendor][lane] = rank;
            if !counts.wins.is_empty() {
                for behind in &self.order[place + 1..] {
                    let strictly = u64::from(behind >> 16 != self.order[place] >> 16);
                    counts.wins[vendor * vendors + id(*behind)] += strictly;
                }
            }
        }
        if has_ties {
            self.part_ties(lane, draw);
        }
    }

    /// Parts vendors with equal scores: by the rule's ties, then in turn from draw to draw, so that each
    /// of them gets each of the shared ranks equally often and every rank is given once.
    fn part_ties(&mut self, lane: usize, draw: u64) {
        let vendors = self.plan.vendors.len();
        let mut level: Vec<(i32, usize)> = (0..vendors)
            .filter(|&vendor| self.keys[vendor][lane] != OUT)
            .map(|vendor| (self.ranks[vendor][lane], vendor))
            .collect();
        level.sort_unstable();
        let mut from = 0;
        while from < level.len() {
            let rank = level[from].0;
            let to = from + level[from..].iter().take_while(|(other, _)| *other == rank).count();
            if to - from > 1 {
                let mut group: Vec<usize> = level[from..to].iter().map(|(_, vendor)| *vendor).collect();
                group.sort_by(|&a, &b| self.by_ties(a, b, lane));
                let mut start = 0;
                while start < group.len() {
                    let same = |other: &&usize| self.by_ties(group[start], **other, lane).is_eq();
                    let count = group[start..].iter().take_while(same).count();
                    let turn = usize::try_from(draw % count as u64).unwrap_or(0);
                    for (place, &vendor) in group[start..start + count].iter().enumerate() {
                        self.ranks[vendor][lane] = rank + small(start + (place + turn) % count);
                    }
                    start += count;
                }
            }
            from = to;
        }
    }

    /// More points on the rule's ties first.
    fn by_ties(&self, a: usize, b: usize, lane: usize) -> Ordering {
        let points = |vendor: usize, node: usize| {
            let sum: f64 = self.under[node].iter().map(|&leaf| self.points(vendor, leaf, lane)).sum();
            whole(sum / self.plan.points)
        };
        let mut chain = self.plan.ties.iter().map(|&node| points(b, node).cmp(&points(a, node)));
        chain.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Counts ranks and the weights of the winner.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn count(&self, live: usize, counts: &mut Counts) {
        let (vendors, leaves) = (self.plan.vendors.len(), self.plan.leaves.len());
        let mut winner = [usize::MAX; LANES];
        for (vendor, ranks) in self.ranks.iter().enumerate() {
            let row = &mut counts.ranks[vendor * vendors..][..vendors];
            let out = self.is_out[vendor];
            if out == 0 {
                for (lane, rank) in ranks[..live].iter().enumerate() {
                    let rank = rank.unsigned_abs() as usize;
                    row[rank] += 1;
                    if rank == 0 {
                        winner[lane] = vendor;
                    }
                }
                continue;
            }
            for (lane, rank) in ranks[..live].iter().enumerate() {
                if out >> lane & 1 == 1 {
                    counts.out[vendor] += 1;
                    continue;
                }
                let rank = rank.unsigned_abs() as usize;
                row[rank] += 1;
                if rank == 0 {
                    winner[lane] = vendor;
                }
            }
        }
        for (lane, &vendor) in winner[..live].iter().enumerate() {
            if vendor == usize::MAX {
                continue;
            }
            let sums = &mut counts.central[vendor * leaves..][..leaves];
            for (sum, &node) in sums.iter_mut().zip(&self.plan.leaves) {
                *sum += u64::from(whole(self.global[node][lane]).unsigned_abs());
            }
        }
    }

    /// Counts scores by bin, and by the bins of the drawn facts.
    #[expect(clippy::needless_range_loop, reason = "a lane is a place in several rows")]
    fn count_detail(&self, live: usize, counts: &mut Counts) {
        let vendors = self.plan.vendors.len();
        let scores: Vec<Row<i32>> = self.scores.iter().map(|scores| scores.map(whole)).collect();
        for (vendor, scores) in scores.iter().enumerate() {
            for score in &scores[..live] {
                let bin = (score >> 20).clamp(0, 1_023).unsigned_abs() as usize;
                counts.histogram[vendor * SCORE_BINS + bin] += 1;
                counts.scores[vendor] += i64::from(*score);
            }
        }
        for (fact, drawn) in self.plan.facts.iter().enumerate() {
            for lane in 0..live {
                let bin = bin_of(self.streams[drawn.stream][lane]);
                counts.fact_draws[fact * FACT_BINS + bin] += 1;
                let sums = &mut counts.by_fact[(fact * FACT_BINS + bin) * vendors..][..vendors];
                let wins = &mut counts.wins_by_fact[(fact * FACT_BINS + bin) * vendors..][..vendors];
                for (vendor, sum) in sums.iter_mut().enumerate() {
                    let is_in = self.is_out[vendor] >> lane & 1 == 0;
                    *sum += if is_in { i64::from(scores[vendor][lane]) } else { 0 };
                    wins[vendor] += u64::from(is_in && self.ranks[vendor][lane] == 0);
                }
            }
        }
    }
}

/// A share as a whole number of 2^-30, rounded to nearest: adding 2^52 x 1.5 leaves just the whole part
/// in the low bits.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low bits are what is wanted")]
fn whole(share: f64) -> i32 {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    (share * 1_073_741_824.0 + SHIFT).to_bits() as i32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of bins")]
fn bin_of(u: f64) -> usize {
    ((u * 8.0) as usize).min(FACT_BINS - 1)
}

fn small(place: usize) -> i32 {
    i32::try_from(place).expect("a plan has some thousand vendors at most")
}

fn id(packed: u64) -> usize {
    usize::try_from(packed & 0xFFFF).expect("16 bits")
}

/// The leaves under a node, by their place among the leaves.
fn under(plan: &Plan, node: usize) -> Vec<usize> {
    let is_under = |leaf: usize| {
        std::iter::successors(Some(leaf), |&at| plan.nodes[at].parent).any(|above| above == node)
    };
    plan.leaves.iter().enumerate().filter(|(_, leaf)| is_under(**leaf)).map(|(place, _)| place).collect()
}

/// Which nodes count for a vendor with skipped cells; none for one without.
fn counted(plan: &Plan, vendor: usize) -> Option<Vec<bool>> {
    let skipped: Vec<usize> =
        plan.skipped.iter().filter(|(of, _)| *of == vendor).map(|(_, leaf)| plan.leaves[*leaf]).collect();
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

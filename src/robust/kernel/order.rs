//! The order of the vendors in every lane of a row of draws.
//!
//! A score becomes a whole number of 2^-30 of the rule's points, and its opposite is packed with the vendor into
//! 32 bits, so that a sorting network puts all lanes in order at once. Where the low bits that made room for the
//! vendor would decide, the whole numbers do; where they are equal the rule's ties do.

use std::cmp::Ordering;

use super::score::sum_of;
use super::{Kernel, whole};
use crate::robust::network::sort_rows;
use crate::robust::random::{LANES, Row, each};

/// A score of a vendor that is out.
pub(super) const OUT: i32 = -1;

/// The vendor in the bits of a mask of a packed score.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(super) fn vendor_of(packed: i32, id_mask: i32) -> u32 {
    (packed & id_mask).cast_unsigned()
}

impl Kernel<'_> {
    /// The vendor at a place in a lane, both counted from 0.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn at_place(&self, place: usize, lane: usize) -> usize {
        vendor_of(self.order[place][lane], self.id_mask) as usize
    }

    /// Puts the vendors of every lane in order, those that are out last; gives whether two that are in the ranking
    /// have the same score somewhere.
    ///
    /// - `first`: the number of the draw in lane 0.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(super) fn put_in_order(&mut self, live: usize, first: u64) -> bool {
        let mask = self.id_mask;
        self.pack();
        sort_rows(&mut self.order, &self.sorting);
        let mut level = 0;
        for place in 1..self.order.len() {
            let (before, here) = (&self.order[place - 1], &self.order[place]);
            let mut is_close = 0;
            for lane in 0..LANES {
                is_close |= u32::from((before[lane] ^ here[lane]).cast_unsigned() <= mask.cast_unsigned());
            }
            if is_close != 0 {
                for lane in 0..live {
                    level |= u32::from(self.settle(place, lane)) << lane;
                }
            }
        }
        if level != 0 {
            self.part_ties(level, first);
        }
        level != 0
    }

    /// Scores as whole numbers, below all others where a vendor is out, and their opposites with the vendor.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    fn pack(&mut self) {
        let mask = self.id_mask;
        let rows = self.scores.iter().zip(&self.is_out).zip(self.keys.iter_mut().zip(self.order.iter_mut()));
        for (vendor, ((scores, &out), (keys, order))) in (0_i32..).zip(rows) {
            *keys = each(scores, whole);
            if out != 0 {
                for (_, key) in keys.iter_mut().enumerate().filter(|(lane, _)| out >> lane & 1 == 1) {
                    *key = OUT;
                }
            }
            *order = each(keys, |key| -key & !mask | vendor);
        }
    }

    /// Moves the vendor at a place ahead of those before it whose packed scores are the same and whose keys
    /// are lower; gives whether one of the same key is in the ranking.
    fn settle(&mut self, place: usize, lane: usize) -> bool {
        for at in (1..=place).rev() {
            let (before, here) = (self.order[at - 1][lane], self.order[at][lane]);
            if (before ^ here).cast_unsigned() > self.id_mask.cast_unsigned() {
                return false;
            }
            let key = |packed: i32| self.keys[vendor_of(packed, self.id_mask) as usize][lane];
            let (ahead, own) = (key(before), key(here));
            if own <= ahead {
                return own == ahead && own != OUT;
            }
            (self.order[at - 1][lane], self.order[at][lane]) = (here, before);
        }
        false
    }

    /// Parts vendors with equal scores in some lanes: by the rule's ties, then in turn from draw to draw, so
    /// that each of them gets each of the shared ranks equally often and every rank is given once.
    fn part_ties(&mut self, level: u32, first: u64) {
        let points = self.tie_points();
        let vendors = self.order.len();
        for (lane, draw) in (0..LANES).zip(first..).filter(|(lane, _)| level >> lane & 1 == 1) {
            let by_ties = |a: usize, b: usize| {
                let mut nodes = points.iter().map(|of| of[b][lane].cmp(&of[a][lane]));
                nodes.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            };
            let mut from = 0;
            while from < vendors {
                let key = self.keys[self.at_place(from, lane)][lane];
                let same = |place: &usize| self.keys[self.at_place(*place, lane)][lane] == key;
                let to = from + (from..vendors).take_while(same).count();
                if key != OUT && to - from > 1 {
                    let mut group: Vec<usize> = (from..to).map(|place| self.at_place(place, lane)).collect();
                    group.sort_unstable();
                    group.sort_by(|&a, &b| by_ties(a, b));
                    for same in group.chunk_by_mut(|&a, &b| by_ties(a, b).is_eq()) {
                        let turn = usize::try_from(draw % same.len() as u64).unwrap_or(0);
                        same.rotate_right(turn);
                    }
                    for (place, vendor) in (from..to).zip(group) {
                        let packed = &mut self.order[place][lane];
                        *packed = *packed & !self.id_mask | i32::try_from(vendor).unwrap_or(0);
                    }
                }
                from = to;
            }
        }
    }

    /// For each node of the rule's ties the points of every vendor, as whole numbers.
    fn tie_points(&self) -> Vec<Vec<Row<i32>>> {
        let of_vendor = |node: usize, vendor: usize| {
            let sum = sum_of(self.under[node].iter().copied(), |leaf| self.points(vendor, leaf));
            each(&sum, |sum| whole(self.plan.points_packing.pack(sum)))
        };
        let vendors = 0..self.order.len();
        let of_node = |&node: &usize| vendors.clone().map(|vendor| of_vendor(node, vendor)).collect();
        self.plan.ties.iter().map(of_node).collect()
    }
}

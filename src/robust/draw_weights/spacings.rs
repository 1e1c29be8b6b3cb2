//! Draws weights as the spacings between sorted numbers: uniform over a simplex, in closed form.

use crate::decision::constraint::Constraint;
use crate::robust::extensions::Order;
use crate::robust::network::{comparators, sort_rows};
use crate::robust::random::{LANES, Lanes, Row, each};

#[derive(Clone, Debug)]
pub(super) struct Spacings {
    /// Comparators that put the cuts between the spacings in order.
    cuts: Vec<(usize, usize)>,
    /// Members in some order of importance.
    pub(super) orders: Vec<Order>,
    /// Comparators that put the larger shares of these members first, in the order of each.
    sorting: Vec<(usize, usize)>,
    /// Lower bounds of the shares; empty for none.
    pub(super) lower: Vec<f64>,
}

impl Spacings {
    /// Spacings without order or bounds.
    pub(super) fn free(members: usize) -> Spacings {
        let cuts = comparators(members.saturating_sub(1));
        Spacings { cuts, orders: Vec::new(), sorting: Vec::new(), lower: Vec::new() }
    }

    /// Spacings that keep comparisons of a more and a less important member; none where these go round in a circle or
    /// leave too many full orders to count.
    pub(super) fn ordered(count: usize, pairs: &[(usize, usize)]) -> Option<Spacings> {
        let orders = Order::all(count, pairs)?;
        let sorting = orders.iter().flat_map(|order| {
            // The network puts low numbers first, and an order begins with the most important member.
            let members = &order.members;
            comparators(members.len()).into_iter().map(|(low, high)| (members[high], members[low]))
        });
        Some(Spacings { sorting: sorting.collect(), orders, ..Spacings::free(count) })
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    #[expect(clippy::cast_possible_truncation, reason = "the halves of 64 bits are 32 bits")]
    pub(super) fn draw(&self, lanes: &mut Lanes, rows: &mut [Row<i32>], out: &mut [Row<f64>]) {
        let rows = &mut rows[..out.len()];
        let Some((last, cuts)) = rows.split_last_mut() else { return };
        for pair in cuts.chunks_mut(2) {
            let bits = lanes.bits();
            // At least 1, so that no space is the whole, which would not fit.
            pair[0] = each(&bits, |bits| ((bits >> 33) as u32).cast_signed().max(1));
            if let Some(second) = pair.get_mut(1) {
                *second = each(&bits, |bits| (bits as u32 >> 1).cast_signed().max(1));
            }
        }
        sort_rows(cuts, &self.cuts);
        // From cuts to the spacings between them, in place: 31 bits, so that all is whole and exact. The last cut
        // is 2^31, whose sign takes no part in a difference.
        *last = [i32::MIN; LANES];
        for at in (1..rows.len()).rev() {
            let before = rows[at - 1];
            for (cut, before) in rows[at].iter_mut().zip(&before) {
                *cut = cut.wrapping_sub(*before);
            }
        }
        sort_rows(rows, &self.sorting);
        for order in &self.orders {
            order.deal(lanes, rows);
        }
        // One long row: row by row, compilers put eight rows side by side and gather their lanes one by one.
        for (share, whole) in out.as_flattened_mut().iter_mut().zip(rows.as_flattened()) {
            *share = f64::from(*whole) * (1.0 / 2_147_483_648.0);
        }
        if !self.lower.is_empty() {
            let room = 1.0 - self.lower.iter().sum::<f64>();
            for (row, lower) in out.iter_mut().zip(&self.lower) {
                for share in row {
                    *share = lower + room * *share;
                }
            }
        }
    }
}

/// Only lower bounds.
pub(super) fn bounded(members: &[usize], constraints: &[&Constraint]) -> Option<Spacings> {
    let bound = |constraint: &&Constraint| match constraint.sum.as_slice() {
        [(at, factor)] if !factor.is_negative() && !factor.is_zero() => {
            let bound = constraint.at_least.over(factor)?.to_f64();
            Some((place(members, *at)?, bound.max(0.0)))
        }
        _ => None,
    };
    let bounds: Vec<(usize, f64)> = constraints.iter().map(bound).collect::<Option<_>>()?;
    let mut lower = vec![0.0; members.len()];
    for (at, bound) in bounds {
        lower[at] = bound.max(lower[at]);
    }
    Some(Spacings { lower, ..Spacings::free(members.len()) })
}

/// Only an order of importance: the more and the less important member of each comparison.
pub(super) fn compared(members: &[usize], constraints: &[&Constraint]) -> Option<Vec<(usize, usize)>> {
    let pair = |constraint: &&Constraint| match constraint.sum.as_slice() {
        [(more, x), (less, y)] if constraint.at_least.is_zero() && !x.is_zero() && *x == -y => {
            Some((place(members, *more)?, place(members, *less)?))
        }
        _ => None,
    };
    constraints.iter().map(pair).collect()
}

fn place(members: &[usize], at: usize) -> Option<usize> {
    members.iter().position(|member| *member == at)
}

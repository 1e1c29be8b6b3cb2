//! What the other vendors say of a fact that is a number: in their order, and how far apart.

use super::numbers::{Said, is_far};
use crate::exact::Exact;

/// What all vendors say above zero, the least first: of zero nothing is so many times.
pub(super) struct Others<'a> {
    order: Vec<Other<'a>>,
    /// Between which places of the order, this one and the next, numbers are far apart.
    gaps: Vec<usize>,
}

/// What one of them says.
pub(super) struct Other<'a> {
    /// Its place among the vendors who say anything.
    at: usize,
    pub(super) said: &'a Said<'a>,
    /// Whether it may be written with a point between thousands.
    pub(super) is_grouped: bool,
}

/// How a number is far off.
pub(super) struct Far<'a> {
    /// The nearest of those that it is far from.
    pub(super) nearest: &'a Said<'a>,
    /// Whether no other is as far off.
    pub(super) is_only: bool,
}

impl<'a> Others<'a> {
    pub(super) fn of(said: &'a [Said<'a>], is_grouped: impl Fn(&Said<'_>) -> bool) -> Others<'a> {
        let of = |(at, said): (usize, &'a Said<'a>)| Other { at, said, is_grouped: is_grouped(said) };
        let mut order: Vec<Other<'a>> =
            said.iter().enumerate().filter(|(_, said)| *said.value > Exact::ZERO).map(of).collect();
        order.sort_by(|a, b| a.said.value.cmp(b.said.value));
        let is_gap = |at: &usize| is_far(order[*at].said.value, order[at + 1].said.value);
        let gaps = (0..order.len().saturating_sub(1)).filter(is_gap).collect();
        Others { order, gaps }
    }

    /// The least and the greatest of what others than one say.
    pub(super) fn ends(
        &self,
        at: usize,
        counts: impl Fn(&Other<'_>) -> bool,
    ) -> Option<(&'a Said<'a>, &'a Said<'a>)> {
        let is_other = |other: &&Other<'_>| other.at != at && counts(other);
        let least = self.order.iter().find(is_other)?;
        let greatest = self.order.iter().rev().find(is_other)?;
        Some((least.said, greatest.said))
    }

    /// Whether a number is far off what most say, or off what one other says where it is outside of what is asked for.
    ///
    /// - `asked`: the least and the greatest number that scales and limits name.
    pub(super) fn far(&self, at: usize, asked: Option<&[Exact; 2]>) -> Option<Far<'a>> {
        let place = self.order.iter().position(|other| other.at == at)?;
        let value = self.order[place].said.value;
        let is_outside = asked.is_some_and(|[low, high]| value < low || high < value);
        let all = self.order.len();
        let is_odd = |with_it: usize| 2 * with_it < all || (2 * with_it == all && is_outside);
        let below = self.gaps.iter().filter(|gap| **gap >= place).map(|gap| (gap + 1, gap + 1));
        let above = self.gaps.iter().rev().filter(|gap| **gap < place).map(|gap| (all - gap - 1, *gap));
        let (with_it, nearest) = below.chain(above).find(|(with_it, _)| is_odd(*with_it))?;
        Some(Far { nearest: self.order[nearest].said, is_only: with_it == 1 })
    }
}

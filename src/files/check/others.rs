//! What the other vendors say of a fact that is a number: in their order, and how far apart.

use std::cmp::Ordering;

use super::said::{FAR, Said, is_far};
use crate::exact::Exact;

/// Numbers at most this many times each other are near.
const NEAR: i32 = 10;
/// What is this many times what all others say, who are near each other, is apart from them.
const APART: i32 = 40;

/// What all vendors say above zero, the least first: of zero nothing is so many times.
pub(super) struct Others<'a> {
    order: Vec<Other<'a>>,
    /// For each vendor who says anything its place in the order; none for zero and less.
    places: Vec<Option<usize>>,
    /// Between which places of the order, this one and the next, numbers are far apart.
    gaps: Vec<usize>,
    /// The places of those that cannot be written with a point between thousands.
    plain: Vec<usize>,
    /// The first place from which on numbers are one and more.
    whole: usize,
}

/// What one of them says.
struct Other<'a> {
    /// Its place among the vendors who say anything.
    at: usize,
    said: &'a Said<'a>,
}

/// How a number is far off.
pub(super) struct Far<'a> {
    /// The nearest of those that it is far from.
    pub(super) nearest: &'a Said<'a>,
    /// How many times, or further off.
    pub(super) times: i32,
    /// Whether no other is as far off.
    pub(super) is_only: bool,
}

impl<'a> Others<'a> {
    /// - `is_grouped`: whether it may be written with a point between thousands.
    pub(super) fn of(said: &'a [Said<'a>], is_grouped: impl Fn(&Said<'_>) -> bool) -> Others<'a> {
        let above = said.iter().enumerate().filter(|(_, said)| said.is_positive());
        let above = above.map(|(at, said)| (said.value.to_f64(), Other { at, said }));
        let mut order: Vec<(f64, Other<'a>)> = above.collect();
        // The nearest binary numbers tell all apart but those that are equal, and a few so near that it makes no odds.
        order.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let whole = order.partition_point(|(number, _)| *number < 1.0);
        let order: Vec<Other<'a>> = order.into_iter().map(|(_, other)| other).collect();
        let is_gap = |at: &usize| is_far(order[*at].said.value, order[at + 1].said.value);
        let gaps = (0..order.len().saturating_sub(1)).filter(is_gap).collect();
        let plain = (0..order.len()).filter(|place| !is_grouped(order[*place].said)).collect();
        let mut places = vec![None; said.len()];
        for (place, other) in order.iter().enumerate() {
            places[other.at] = Some(place);
        }
        Others { order, places, gaps, plain, whole }
    }

    /// The least and the greatest of what others than one say.
    fn ends(&self, at: usize) -> Option<(&'a Said<'a>, &'a Said<'a>)> {
        self.ends_of(at, 0..self.order.len())
    }

    /// The same of those who cannot have written a point between thousands.
    pub(super) fn plain_ends(&self, at: usize) -> Option<(&'a Said<'a>, &'a Said<'a>)> {
        self.ends_of(at, self.plain.iter().copied())
    }

    /// The same of those who say one or more.
    pub(super) fn whole_ends(&self, at: usize) -> Option<(&'a Said<'a>, &'a Said<'a>)> {
        self.ends_of(at, self.whole..self.order.len())
    }

    /// - `places`: in their order.
    fn ends_of(
        &self,
        at: usize,
        places: impl DoubleEndedIterator<Item = usize>,
    ) -> Option<(&'a Said<'a>, &'a Said<'a>)> {
        let mut others = places.map(|place| &self.order[place]).filter(|other| other.at != at);
        let least = others.next()?;
        Some((least.said, others.next_back().unwrap_or(least).said))
    }

    /// Whether a number is far off what most say, or off what as many say where it is outside of what is asked for.
    ///
    /// - `asked`: the least and the greatest number that scales and limits name.
    pub(super) fn far(&self, at: usize, asked: Option<&[Exact; 2]>) -> Option<Far<'a>> {
        let place = self.places[at].filter(|_| !self.gaps.is_empty())?;
        let all = self.order.len();
        let value = |at: usize| self.order[at].said.value;
        let is_outside = asked.is_some_and(|[low, high]| value(place) < low || high < value(place));
        let found = self.gaps.iter().find_map(|&gap| {
            let (is_below, below) = (place <= gap, gap + 1);
            let (own, nearest) = if is_below { (below, below) } else { (all - below, gap) };
            // A scale that reaches so far beyond the lower ones is made for the others.
            let is_made_for_upper = asked.is_some_and(|[_, high]| value(gap) * &Exact::from(FAR) <= *high);
            let is_odd = match (own * 2).cmp(&all) {
                _ if is_made_for_upper
                    && value(below) <= &asked.map_or(Exact::ZERO, |[_, high]| high.clone()) =>
                {
                    is_below
                }
                Ordering::Less => true,
                Ordering::Equal => is_outside || (all > 2 && is_below),
                Ordering::Greater => false,
            };
            is_odd.then_some((own, nearest))
        });
        let (own, nearest) = found?;
        Some(Far { nearest: self.order[nearest].said, times: FAR, is_only: own == 1 })
    }

    /// Whether a number is a hundred times, or a hundredth, of what all others say, who are near each other: cents where
    /// the others say euros.
    pub(super) fn hundredfold(&self, at: usize) -> Option<Far<'a>> {
        let one = self.order[self.places[at]?].said;
        let (least, greatest) = self.ends(at)?;
        if self.order.len() <= 2 || *greatest.value > least.value * &Exact::from(NEAR) {
            return None;
        }
        let (far, two) = (Exact::from(FAR), Exact::from(2));
        // The cheapest may be somewhat below all others.
        let is_among =
            |low: &Exact, high: &Exact, number: &Exact| *low <= number * &two && *number <= high * &two;
        // Of the others a hundredfold, and of it a hundredth, so that nothing is divided.
        let is_more = is_among(&(least.value * &far), &(greatest.value * &far), one.value);
        let is_less = is_among(least.value, greatest.value, &(one.value * &far));
        let nearest = if is_more { greatest } else { least };
        let is_off = |small: &Exact, large: &Exact| *large >= small * &Exact::from(APART);
        let is_apart = is_off(one.value, least.value) || is_off(greatest.value, one.value);
        (is_apart && (is_more || is_less)).then_some(Far { nearest, times: APART, is_only: true })
    }
}

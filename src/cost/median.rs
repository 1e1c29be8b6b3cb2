//! How far a quote lies below the middle of all of them.

use std::cmp::Ordering;

use super::Range;
use crate::decision::{Status, Vendor};
use crate::exact::{Exact, Mode, Rounding};

/// The totals of the vendors that take part.
pub(super) struct Totals<'a> {
    /// The lowest, likely and highest that are known, each in order.
    known: [Vec<&'a Exact>; 3],
    /// How many are not known.
    unknown: usize,
}

/// What stands in the middle of totals of which some are not known.
#[derive(Clone)]
enum Middle {
    Number(Exact),
    /// One that is not known and may be any number above those that are.
    Endless,
}

impl<'a> Totals<'a> {
    /// - `of`: the vendors with what their quotes come to, where that is known.
    pub(super) fn new(of: impl Iterator<Item = (&'a Vendor, Option<&'a Range>)>) -> Totals<'a> {
        let mut totals = Totals { known: [const { Vec::new() }; 3], unknown: 0 };
        for (_, total) in of.filter(|(vendor, _)| vendor.status == Status::Invited) {
            match total {
                Some(Range { low, likely, high }) => {
                    for (all, one) in totals.known.iter_mut().zip([low, likely, high]) {
                        all.push(one);
                    }
                }
                None => totals.unknown += 1,
            }
        }
        totals.known.iter_mut().for_each(|all| all.sort());
        totals
    }

    /// How far a total lies below the median of all, in per cent to two digits; negative above it. The lowest and the
    /// highest run over what the total and all others may be. None where so many others are not known that there is
    /// no lowest.
    ///
    /// The share below the median falls as the total rises, also where it is itself in the middle, and rises with all
    /// others. What is likely leaves out those that are not known.
    ///
    /// - `is_in`: whether the total is one of those that take part.
    pub(super) fn below_median(&self, own: &Range, is_in: bool) -> Option<Range> {
        let [lows, likelies, highs] = &self.known;
        let moved = |from, to| is_in.then_some((from, to));
        let low = middle(lows, moved(&own.low, &own.high), [self.unknown, 0]);
        let likely = middle(likelies, moved(&own.likely, &own.likely), [0, 0]);
        let high = middle(highs, moved(&own.high, &own.low), [0, self.unknown]);
        Some(Range {
            low: percent_below(&own.high, &low?)?,
            likely: percent_below(&own.likely, &likely?)?,
            high: percent_below(&own.low, &high?)?,
        })
    }
}

/// The middle of numbers, the mean of the two in the middle where they are even; none of none.
///
/// - `sorted`: those that are known.
/// - `moved`: one of them, and what stands in its place.
/// - `zeros`, `endless`: how many more there are at zero, and beyond all numbers.
fn middle(
    sorted: &[&Exact],
    moved: Option<(&Exact, &Exact)>,
    [zeros, endless]: [usize; 2],
) -> Option<Middle> {
    let count = zeros + sorted.len() + endless;
    let nth = |at: usize| match at.checked_sub(zeros) {
        None => Middle::Number(Exact::ZERO),
        Some(at) if at < sorted.len() => Middle::Number(nth(sorted, moved, at).clone()),
        Some(_) => Middle::Endless,
    };
    if count % 2 == 1 {
        return Some(nth(count / 2));
    }
    Some(match (nth((count / 2).checked_sub(1)?), nth(count / 2)) {
        (Middle::Number(below), Middle::Number(above)) => {
            Middle::Number((&below + &above).over(&Exact::from(2))?)
        }
        _ => Middle::Endless,
    })
}

/// The number at a place once one of them has moved.
fn nth<'a>(sorted: &[&'a Exact], moved: Option<(&Exact, &'a Exact)>, at: usize) -> &'a Exact {
    let Some((from, to)) = moved else { return sorted[at] };
    let gone = sorted.partition_point(|one| *one < from);
    let others = |at: usize| sorted[at + usize::from(at >= gone)];
    let place = sorted.partition_point(|one| *one < to) - usize::from(from < to);
    match at.cmp(&place) {
        Ordering::Less => others(at),
        Ordering::Equal => to,
        Ordering::Greater => others(at - 1),
    }
}

/// How far a total lies below the middle; none below nothing.
fn percent_below(total: &Exact, middle: &Middle) -> Option<Exact> {
    let Middle::Number(middle) = middle else { return Some(Exact::from(100)) };
    let share = (middle - total).over(middle)?;
    Some(Rounding { digits: 2, mode: Mode::HalfUp }.apply(&share.percent()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_moves_takes_its_place_among_the_others() {
        let numbers: Vec<Exact> = [3, 5, 5, 8].map(Exact::from).to_vec();
        let sorted: Vec<&Exact> = numbers.iter().collect();
        for (from, to) in (0..4).flat_map(|from| (0..10).map(move |to| (from, Exact::from(to)))) {
            let mut moved = numbers.clone();
            moved[from] = to.clone();
            moved.sort();
            let found = (0..4).map(|at| nth(&sorted, Some((&numbers[from], &to)), at).clone());
            assert!(found.eq(moved.iter().cloned()), "{from} to {to}");
        }
    }

    #[test]
    fn what_is_not_known_stands_at_both_ends() {
        let numbers = [2, 4].map(Exact::from);
        let sorted: Vec<&Exact> = numbers.iter().collect();
        let shown = |beyond| match middle(&sorted, None, beyond) {
            Some(Middle::Number(number)) => number.to_string(),
            Some(Middle::Endless) => "endless".to_owned(),
            None => "none".to_owned(),
        };
        assert_eq!(
            [[0, 0], [1, 0], [2, 0], [3, 0], [0, 1], [0, 2]].map(shown),
            ["3", "2", "1", "0", "4", "endless"]
        );
        assert!(middle(&[], None, [0, 0]).is_none());
    }

    #[test]
    fn no_corner_of_what_is_open_lies_outside_the_range_and_both_ends_are_reached() {
        let range = |low: u32, high: u32| {
            let [low, likely, high] = [low, low, high].map(Exact::from);
            Range { low, likely, high }
        };
        let share = |own: u32, mut all: Vec<u32>| {
            all.sort_unstable();
            let half = all.len() / 2;
            let twice = if all.len() % 2 == 1 { 2 * all[half] } else { all[half - 1] + all[half] };
            let middle = Middle::Number(Exact::from(twice).over(&Exact::from(2)).unwrap());
            percent_below(&Exact::from(own), &middle).unwrap()
        };
        let sizes = [(1, 3), (2, 9), (4, 4), (5, 7)];
        for (at, count) in (0..sizes.len()).flat_map(|at| (1..=sizes.len()).map(move |count| (at, count))) {
            let (own, others) = (sizes[at], &sizes[..count]);
            // The own total is one of those that take part; with one more that is not known, and without.
            for unknown in [0, 1] {
                let ranges: Vec<Range> =
                    [own].iter().chain(others).map(|(low, high)| range(*low, *high)).collect();
                let mut known = [const { Vec::new() }; 3];
                for (at, all) in known.iter_mut().enumerate() {
                    all.extend(ranges.iter().map(|one| [&one.low, &one.likely, &one.high][at]));
                    all.sort();
                }
                let Some(found) = Totals { known, unknown }.below_median(&ranges[0], true) else { continue };
                let mut seen = Vec::new();
                for bits in 0..1_u32 << (others.len() + 2) {
                    let pick =
                        |at: usize, (low, high): (u32, u32)| if bits >> at & 1 == 0 { low } else { high };
                    let mut all: Vec<u32> =
                        others.iter().enumerate().map(|(at, other)| pick(at, *other)).collect();
                    let own = pick(others.len(), own);
                    all.push(own);
                    all.extend((0..unknown).map(|_| pick(others.len() + 1, (0, 1_000_000_000))));
                    seen.push(share(own, all));
                }
                // Above all others that are known, what is not known has no end, and the share nears 100.
                let near = |a: &Exact, b: &Exact| (a - b).abs() <= Exact::ONE;
                assert!(
                    near(&found.low, seen.iter().min().unwrap()),
                    "{own:?} {others:?} {unknown} {found:?}"
                );
                assert!(
                    near(&found.high, seen.iter().max().unwrap()),
                    "{own:?} {others:?} {unknown} {found:?}"
                );
            }
        }
    }
}

//! The room that constraints leave to the shares of a group.

use crate::decision::constraint::Constraint;
use crate::exact::Exact;

/// Rows that shares must satisfy. Most name few members, so only these are kept.
#[derive(Clone, Debug)]
pub(super) struct Room {
    rows: Vec<Row>,
    /// The members of which no row says that they are at least 0.
    free: Vec<usize>,
}

/// The sum of factors times shares is at least a number.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    factors: Vec<(usize, f64)>,
    at_least: f64,
}

impl Room {
    pub(super) fn new<'a>(members: &[usize], constraints: impl IntoIterator<Item = &'a Constraint>) -> Room {
        let mut rows: Vec<Row> = Vec::new();
        for constraint in constraints {
            let factor = |(place, member): (usize, &usize)| {
                let own = constraint.sum.iter().filter(|(at, _)| at == member).map(|(_, factor)| factor);
                let sum = Exact::sum(own);
                (!sum.is_zero()).then(|| (place, sum.to_f64()))
            };
            let factors = members.iter().enumerate().filter_map(factor).collect();
            let row = Row { factors, at_least: constraint.at_least.to_f64() };
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let ratios = Ratios::new(members.len(), &rows);
        rows.retain(|row| !ratios.imply(row));
        let bounded = |member| rows.iter().any(|row| row.bounds(member)) || ratios.bound(member);
        let free = (0..members.len()).filter(|member| !bounded(*member)).collect();
        Room { rows, free }
    }

    /// Whether all rows hold.
    pub(super) fn holds(&self, point: &[f64]) -> bool {
        self.rows.iter().all(|row| row.slack(point) >= 0.0)
    }

    /// How far each row, and each share that no row bounds, is from being broken.
    pub(super) fn slacks<'a>(&'a self, point: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        self.rows.iter().map(|row| row.slack(point)).chain(self.free.iter().map(|at| point[*at]))
    }

    /// How fast each of these grows along a direction in which the shares still add up to one.
    pub(super) fn slopes<'a>(&'a self, direction: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        self.rows.iter().map(|row| row.sum(direction)).chain(self.free.iter().map(|at| direction[*at]))
    }
}

impl Row {
    fn sum(&self, of: &[f64]) -> f64 {
        self.factors.iter().map(|(at, factor)| factor * of[*at]).sum()
    }

    /// How far it is from being broken.
    fn slack(&self, point: &[f64]) -> f64 {
        self.sum(point) - self.at_least
    }

    /// Whether it says that a member is at least 0.
    fn bounds(&self, member: usize) -> bool {
        matches!(self.factors[..], [(at, factor)] if at == member && factor > 0.0 && self.at_least >= 0.0)
    }

    /// One member, how often it is at least another, and that one; none where it says something else.
    fn ratio(&self) -> Option<(usize, f64, usize)> {
        match self.factors[..] {
            [(a, x), (b, y)] if x > 0.0 && y < 0.0 && self.at_least == 0.0 => Some((a, -y / x, b)),
            [(a, x), (b, y)] if x < 0.0 && y > 0.0 && self.at_least == 0.0 => Some((b, -x / y, a)),
            _ => None,
        }
    }
}

/// How often each member is at least another, by what rows say one after the other; 0 where they say nothing.
struct Ratios(Vec<Vec<f64>>);

impl Ratios {
    /// After Floyd 1962 and Warshall 1962.
    fn new(count: usize, rows: &[Row]) -> Ratios {
        let mut ratios = vec![vec![0.0; count]; count];
        for (a, ratio, b) in rows.iter().filter_map(Row::ratio) {
            ratios[a][b] = ratio.max(ratios[a][b]);
        }
        for by in 0..count {
            let ahead = ratios[by].clone();
            for own in ratios.iter_mut().filter(|own| own[by] > 0.0) {
                let first = own[by];
                for (ratio, next) in own.iter_mut().zip(&ahead) {
                    *ratio = ratio.max(first * next);
                }
            }
        }
        Ratios(ratios)
    }

    /// Whether a member is at least another, which is at least 0, or in the end itself.
    fn bound(&self, member: usize) -> bool {
        self.0[member].iter().enumerate().any(|(other, ratio)| other != member && *ratio > 0.0)
    }

    /// Whether a row says no more than others do together. In a room that is more than an edge no two rows imply each
    /// other, so all that are implied can go at once.
    fn imply(&self, row: &Row) -> bool {
        row.ratio().is_some_and(|(a, ratio, b)| {
            let by = |(by, first): (usize, &f64)| by != a && by != b && first * self.0[by][b] >= ratio;
            ratio < self.0[a][b] || self.0[a].iter().enumerate().any(by)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many rows are left of comparisons: the first is at least so many thousandths of the second.
    fn left(count: usize, comparisons: &[(usize, u32, usize)]) -> [usize; 2] {
        let constraint = |&(more, share, less): &(usize, u32, usize)| Constraint {
            text: String::new(),
            group: None,
            sum: vec![(more, Exact::from(1_000)), (less, -&Exact::from(share))],
            at_least: Exact::ZERO,
        };
        let constraints: Vec<Constraint> = comparisons.iter().map(constraint).collect();
        let room = Room::new(&(0..count).collect::<Vec<_>>(), &constraints);
        [room.rows.len(), room.free.len()]
    }

    #[test]
    fn what_others_say_together_is_not_asked_again() {
        let chain = [(0, 1_000, 1), (1, 1_000, 2), (2, 1_000, 3)];
        assert_eq!(left(4, &chain), [3, 1]);
        assert_eq!(left(4, &[&chain[..], &[(0, 1_000, 3), (0, 999, 2), (0, 500, 1)]].concat()), [3, 1]);
        // More than the chain says.
        assert_eq!(left(4, &[&chain[..], &[(0, 1_500, 3)]].concat()), [4, 1]);
        // Back up the chain, twice: the second follows from the first.
        assert_eq!(left(4, &[&chain[..], &[(3, 500, 1), (3, 500, 2)]].concat()), [4, 0]);
        // 0.8 and 0.9 make 0.72.
        assert_eq!(left(3, &[(0, 800, 1), (1, 900, 2), (0, 720, 2)]), [2, 1]);
        assert_eq!(left(3, &[(0, 800, 1), (1, 900, 2), (0, 730, 2)]), [3, 1]);
        // The same twice.
        assert_eq!(left(2, &[(0, 800, 1), (0, 800, 1), (0, 900, 1)]), [1, 1]);
    }
}

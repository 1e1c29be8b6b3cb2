//! The room that constraints leave to the shares of a group.

use crate::decision::constraint::Constraint;
use crate::exact::Exact;

/// Rows that shares must satisfy. Most name few members, so only these are kept.
#[derive(Clone, Debug)]
pub(super) struct Room {
    rows: Vec<Row>,
    /// For each member the rows that name it.
    naming: Vec<Vec<usize>>,
}

/// The sum of factors times shares is at least a number.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    factors: Vec<(usize, f64)>,
    at_least: f64,
}

impl Room {
    pub(super) fn new<'a>(members: &[usize], constraints: impl IntoIterator<Item = &'a Constraint>) -> Room {
        let mut room = Room { rows: Vec::new(), naming: vec![Vec::new(); members.len()] };
        for constraint in constraints {
            let factor = |(place, member): (usize, &usize)| {
                let own = constraint.sum.iter().filter(|(at, _)| at == member).map(|(_, factor)| factor);
                let sum = Exact::sum(own);
                (!sum.is_zero()).then(|| (place, sum.to_f64()))
            };
            let factors = members.iter().enumerate().filter_map(factor).collect();
            let row = Row { factors, at_least: constraint.at_least.to_f64() };
            if !room.rows.contains(&row) {
                for (place, _) in &row.factors {
                    room.naming[*place].push(room.rows.len());
                }
                room.rows.push(row);
            }
        }
        room
    }

    /// Whether all rows hold.
    pub(super) fn holds(&self, point: &[f64]) -> bool {
        self.rows.iter().all(|row| row.slack(point) >= 0.0)
    }

    /// How far each row is from being broken, and how fast that grows along a direction in which the shares still
    /// add up to one.
    pub(super) fn along<'a>(
        &'a self,
        point: &'a [f64],
        direction: &'a [f64],
    ) -> impl Iterator<Item = (f64, f64)> + 'a {
        self.rows.iter().map(|row| (row.slack(point), row.sum(direction)))
    }

    /// The same from one share to another.
    pub(super) fn between<'a>(
        &'a self,
        point: &'a [f64],
        from: usize,
        to: usize,
    ) -> impl Iterator<Item = (f64, f64)> + 'a {
        // A row that names both stands in both lists, which changes no limit.
        self.naming[from].iter().chain(&self.naming[to]).map(move |&at| {
            let row = &self.rows[at];
            (row.slack(point), row.factor(to) - row.factor(from))
        })
    }

    /// Factors in all rows.
    pub(super) fn factors(&self) -> usize {
        self.naming.iter().map(Vec::len).sum()
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

    fn factor(&self, of: usize) -> f64 {
        self.factors.iter().find(|(at, _)| *at == of).map_or(0.0, |(_, factor)| *factor)
    }
}

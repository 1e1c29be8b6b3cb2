//! Could a vendor win at some weights? What is the best and the worst it can come to?

use serde::Serialize;

use super::Matrix;
use crate::decision::VendorId;
use crate::decision::constraint::WeightRow;
use crate::exact::Exact;
use crate::exact::lp::{Bound, LinearConstraint, Solution, maximise};
use crate::score::Evaluation;

/// The most vendors for which the best and the worst rank over all weights are searched.
pub const MOST_FOR_EXTREME_RANKS: usize = 14;

/// What all admissible weights together can make of a vendor. Values are shares of the rule's points.
#[derive(Clone, Debug, Serialize)]
pub struct Optimality {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// The lowest value of its score at any admissible weights.
    pub lowest: Exact,
    /// The highest such value.
    pub highest: Exact,
    /// The most by which it can be ahead of every other vendor at once; below zero when it never leads.
    /// None when there is no other vendor.
    pub margin: Option<Exact>,
    /// Whether some weights give it the first place, perhaps shared. By exact linear programming: when
    /// false, it is proved that none do, as far as [`conditions`](super::conditions) hold.
    pub can_win: bool,
    /// The weights, as shares of the whole in the order of the leaves, at which it is furthest ahead.
    pub at: Vec<Exact>,
    /// The best rank at any admissible weights; none for more than [`MOST_FOR_EXTREME_RANKS`] vendors.
    pub best_rank: Option<usize>,
    /// The worst such rank.
    pub worst_rank: Option<usize>,
}

/// Every ranked vendor, in the order of record; none when the constraints contradict each other.
///
/// - `constraints`: what the weights must satisfy besides adding up; empty for all weights.
///
/// Source: potential optimality as a linear program (Hazen 1986); extreme ranks after Kadzinski, Greco
/// and Slowinski 2012; cases `robustness_lp` in tests.
#[must_use]
pub fn optimality(record: &Evaluation, constraints: &[WeightRow]) -> Option<Vec<Optimality>> {
    let matrix = Matrix::new(record);
    let admissible = admissible(&matrix, constraints);
    let places = 0..matrix.vendors.len();
    places.map(|place| of_vendor(&matrix, &admissible, place)).collect()
}

/// The rows that weights of the leaves must satisfy.
fn admissible(matrix: &Matrix, constraints: &[WeightRow]) -> Vec<LinearConstraint> {
    let mut rows = vec![LinearConstraint {
        coefficients: vec![Exact::ONE; matrix.leaves.len()],
        bound: Bound::Equal,
        limit: Exact::ONE,
    }];
    rows.extend(constraints.iter().map(|constraint| {
        let of = |leaf: &usize| constraint.coefficients[*leaf].clone();
        let coefficients = matrix.leaves.iter().map(of).collect();
        LinearConstraint { coefficients, bound: Bound::AtMost, limit: Exact::ZERO }
    }));
    rows
}

fn of_vendor(matrix: &Matrix, admissible: &[LinearConstraint], place: usize) -> Option<Optimality> {
    let own = &matrix.values[place];
    let best = |objective: &[Exact]| match maximise(objective, admissible) {
        Solution::Optimal { value, .. } => Some(value),
        Solution::Infeasible | Solution::Unbounded => None,
    };
    let highest = best(own)?;
    let lowest = -&best(&own.iter().map(|value| -value).collect::<Vec<_>>())?;
    let (margin, at) = match widest_margin(matrix, admissible, place)? {
        (margin, at) if matrix.vendors.len() > 1 => (Some(margin), at),
        (_, at) => (None, at),
    };
    let is_small = matrix.vendors.len() <= MOST_FOR_EXTREME_RANKS;
    let vendor = matrix.vendor(place);
    Some(Optimality {
        vendor: vendor.id().clone(),
        name: vendor.name().to_owned(),
        lowest,
        highest,
        can_win: margin.as_ref().is_none_or(|margin| !margin.is_negative()),
        margin,
        at,
        best_rank: is_small.then(|| best_rank(matrix, admissible, place)),
        worst_rank: is_small.then(|| worst_rank(matrix, admissible, place)),
    })
}

/// Maximises e with `w (own - other) >= e` for all others. e may be below zero, so it is written as the
/// difference of two variables.
fn widest_margin(
    matrix: &Matrix,
    admissible: &[LinearConstraint],
    place: usize,
) -> Option<(Exact, Vec<Exact>)> {
    let leaves = matrix.leaves.len();
    let mut rows = admissible.to_vec();
    for lead in leads(matrix, place) {
        let mut coefficients: Vec<Exact> = lead.iter().map(|value| -value).collect();
        coefficients.extend([Exact::ONE, Exact::from(-1)]);
        rows.push(LinearConstraint { coefficients, bound: Bound::AtMost, limit: Exact::ZERO });
    }
    if matrix.vendors.len() == 1 {
        // Without a rival e would grow for ever.
        rows.push(LinearConstraint {
            coefficients: [vec![Exact::ZERO; leaves], vec![Exact::ONE]].concat(),
            bound: Bound::AtMost,
            limit: Exact::ZERO,
        });
    }
    let mut objective = vec![Exact::ZERO; leaves];
    objective.extend([Exact::ONE, Exact::from(-1)]);
    match maximise(&objective, &rows) {
        Solution::Optimal { value, mut point } => {
            point.truncate(leaves);
            Some((value, point))
        }
        Solution::Infeasible | Solution::Unbounded => None,
    }
}

/// For each rival, by how much the vendor leads it on every leaf.
fn leads(matrix: &Matrix, place: usize) -> Vec<Vec<Exact>> {
    let others = matrix.values.iter().enumerate().filter(|(other, _)| *other != place);
    others.map(|(_, other)| matrix.values[place].iter().zip(other).map(|(a, b)| a - b).collect()).collect()
}

/// 1 + the fewest rivals that are ahead at once: all but the largest set that can be level or behind.
fn best_rank(matrix: &Matrix, admissible: &[LinearConstraint], place: usize) -> usize {
    let rivals = leads(matrix, place);
    let most = largest_set(&rivals, admissible);
    1 + rivals.len() - most
}

/// 1 + the most rivals that can be ahead or level at once.
fn worst_rank(matrix: &Matrix, admissible: &[LinearConstraint], place: usize) -> usize {
    let behind: Vec<Vec<Exact>> =
        leads(matrix, place).iter().map(|lead| lead.iter().map(|value| -value).collect()).collect();
    1 + largest_set(&behind, admissible)
}

/// The size of the largest set of differences that can be at least zero at the same weights.
fn largest_set(differences: &[Vec<Exact>], admissible: &[LinearConstraint]) -> usize {
    // Those that no weights satisfy even alone would only be tried in vain again and again.
    let possible: Vec<&Vec<Exact>> =
        differences.iter().filter(|one| feasible(&[admissible, &[row(one)]].concat()).is_some()).collect();
    let mut search = SubsetSearch { differences: possible, rows: admissible.to_vec(), best: 0 };
    if let Some(point) = feasible(admissible) {
        search.from(0, 0, &point);
    }
    search.best
}

/// A difference that is at least zero, as a row.
fn row(difference: &[Exact]) -> LinearConstraint {
    let coefficients = difference.iter().map(|value| -value).collect();
    LinearConstraint { coefficients, bound: Bound::AtMost, limit: Exact::ZERO }
}

/// Weights that satisfy the rows.
fn feasible(rows: &[LinearConstraint]) -> Option<Vec<Exact>> {
    let leaves = rows.first().map_or(0, |row| row.coefficients.len());
    match maximise(&vec![Exact::ZERO; leaves], rows) {
        Solution::Optimal { point, .. } => Some(point),
        Solution::Infeasible | Solution::Unbounded => None,
    }
}

/// Whether a difference is at least zero at these weights.
fn holds(difference: &[Exact], weights: &[Exact]) -> bool {
    let parts: Vec<Exact> = difference.iter().zip(weights).map(|(value, weight)| value * weight).collect();
    !Exact::sum(&parts).is_negative()
}

/// Depth first, taking each difference in before leaving it out. A branch that cannot beat the best is
/// cut, and the weights found last serve as long as they satisfy what is taken in.
struct SubsetSearch<'a> {
    differences: Vec<&'a Vec<Exact>>,
    rows: Vec<LinearConstraint>,
    best: usize,
}

impl SubsetSearch<'_> {
    fn from(&mut self, next: usize, taken: usize, weights: &[Exact]) {
        if taken + self.differences.len() - next <= self.best {
            return;
        }
        let Some(&one) = self.differences.get(next) else {
            self.best = taken;
            return;
        };
        self.rows.push(row(one));
        let found = if holds(one, weights) { Some(weights.to_vec()) } else { feasible(&self.rows) };
        if let Some(weights) = found {
            self.from(next + 1, taken + 1, &weights);
        }
        self.rows.pop();
        self.from(next + 1, taken, weights);
    }
}

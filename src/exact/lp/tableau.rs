//! The simplex tableau.

use std::cmp::Ordering;

use super::{Bound, LinearConstraint, whole};
use crate::exact::Exact;
use dashu_base::Signed;
use dashu_int::IBig;

/// What stands in a tableau: whole numbers over one common denominator, or floating-point numbers.
pub(super) trait Entry: Clone + Default + std::ops::Neg<Output = Self> {
    const ONE: Self;

    /// The coefficients and the limit of a row, perhaps all multiplied by one positive number.
    fn row(numbers: &[Exact]) -> Vec<Self>;
    /// Its sign, as far as it is known.
    fn sign(&self) -> Ordering;
    fn times(&self, other: &Self) -> Self;
    fn less(&self, other: &Self) -> Self;
    /// Takes a multiple of the pivot's row from another, so that nothing is left of its column but the share of the
    /// variable that leaves.
    fn eliminate(row: &mut [Self], column: usize, pivot_row: &[Self], common: &Self);
    /// Turns the pivot's row to the variable that enters, and tells over what all entries stand from now on.
    fn enter(pivot_row: &mut [Self], column: usize, common: Self) -> Self;
    /// The order of products of two such.
    fn order(&self, other: &Self) -> Ordering;

    fn is_zero(&self) -> bool {
        self.sign().is_eq()
    }
}

impl Entry for IBig {
    const ONE: Self = IBig::ONE;

    fn row(numbers: &[Exact]) -> Vec<Self> {
        whole(numbers).0
    }

    fn sign(&self) -> Ordering {
        if IBig::is_zero(self) {
            Ordering::Equal
        } else if self.is_positive() {
            Ordering::Greater
        } else {
            Ordering::Less
        }
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }

    fn less(&self, other: &Self) -> Self {
        self - other
    }

    fn eliminate(row: &mut [Self], column: usize, pivot_row: &[Self], common: &Self) {
        let pivot = &pivot_row[column];
        let factor = std::mem::take(&mut row[column]);
        for (entry, above) in row.iter_mut().zip(pivot_row) {
            if factor.is_zero() || above.is_zero() {
                if !entry.is_zero() && pivot != common {
                    *entry = &*entry * pivot / common;
                }
            } else {
                *entry = (&*entry * pivot - &factor * above) / common;
            }
        }
        row[column] = -factor;
    }

    fn enter(pivot_row: &mut [Self], column: usize, common: Self) -> Self {
        std::mem::replace(&mut pivot_row[column], common)
    }

    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Entry for f64 {
    const ONE: Self = 1.0;

    fn row(numbers: &[Exact]) -> Vec<Self> {
        let numbers: Vec<f64> = numbers.iter().map(Exact::to_f64).collect();
        let most = numbers.iter().fold(0.0_f64, |most, number| most.max(number.abs()));
        numbers.iter().map(|number| if most > 0.0 { number / most } else { 0.0 }).collect()
    }

    fn sign(&self) -> Ordering {
        const NEARLY: f64 = 1e-9;
        if self.abs() <= NEARLY { Ordering::Equal } else { self.total_cmp(&0.0) }
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }

    fn less(&self, other: &Self) -> Self {
        self - other
    }

    fn eliminate(row: &mut [Self], column: usize, pivot_row: &[Self], _: &Self) {
        let factor = row[column] / pivot_row[column];
        if factor != 0.0 {
            for (entry, above) in row.iter_mut().zip(pivot_row) {
                *entry -= factor * above;
            }
            row[column] = -factor;
        }
    }

    /// They always stand over 1.
    fn enter(pivot_row: &mut [Self], column: usize, common: Self) -> Self {
        let pivot = std::mem::replace(&mut pivot_row[column], 1.0);
        for entry in pivot_row {
            *entry /= pivot;
        }
        common
    }

    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

/// Which column enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pricing {
    /// The lowest variable that helps, which cannot run in circles.
    Lowest,
    /// The one that helps most for each unit, which is fast.
    Steepest,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Highest,
    Unbounded,
    /// Too many pivots.
    Stopped,
}

/// The simplex tableau without the columns of basic variables, which hold nothing: as narrow as there are variables,
/// however many rows. Every entry stands for itself over `common`, which is above zero.
///
/// Variables are numbered: first those asked for, then a slack for each row, then an artificial one for each row.
pub(super) struct Tableau<N> {
    pub(super) rows: Vec<Vec<N>>,
    /// Reduced costs, above zero where a column helps, and at the end the objective's value with its sign turned.
    goal: Vec<N>,
    /// The variable of each row.
    pub(super) basis: Vec<usize>,
    /// The variable of each column; the right side has none.
    columns: Vec<usize>,
    pub(super) common: N,
    variables: usize,
    given: usize,
}

impl<N: Entry> Tableau<N> {
    pub(super) fn new(variables: usize, given: &[&LinearConstraint]) -> Tableau<N> {
        let first_artificial = variables + given.len();
        // Below zero on the right, the row is turned round and its slack has no place in the basis.
        let is_turned = |row: &LinearConstraint| row.bound == Bound::AtMost && row.limit.is_negative();
        let mut columns: Vec<usize> = (0..variables).collect();
        columns.extend((0..given.len()).filter(|at| is_turned(given[*at])).map(|at| variables + at));
        let mut basis = Vec::new();
        let mut rows = Vec::new();
        for (at, row) in given.iter().enumerate() {
            let mut numbers = row.coefficients.clone();
            numbers.push(row.limit.clone());
            let mut scaled = N::row(&numbers);
            let right = scaled.pop().expect("just pushed");
            scaled.resize(columns.len(), N::default());
            // Scaling a row scales its slack, which nobody looks at.
            if let Some(slack) = columns.iter().position(|column| *column == variables + at) {
                scaled[slack] = N::ONE;
            }
            scaled.push(right);
            if row.limit.is_negative() {
                turn_round(&mut scaled);
            }
            let needs_artificial = row.bound == Bound::Equal || is_turned(row);
            basis.push(if needs_artificial { first_artificial + at } else { variables + at });
            rows.push(scaled);
        }
        Tableau { rows, goal: Vec::new(), basis, columns, common: N::ONE, variables, given: given.len() }
    }

    fn first_artificial(&self) -> usize {
        self.variables + self.given
    }

    /// Finds a point that satisfies all rows; says whether there is one.
    pub(super) fn find_point(&mut self, pricing: Pricing, most: usize) -> Option<bool> {
        let first = self.first_artificial();
        if self.basis.iter().all(|basic| *basic < first) {
            return Some(true);
        }
        let worth = |variable| if variable >= first { -N::ONE } else { N::default() };
        // Minus a sum of what is not below zero has a highest value.
        if self.run(worth, pricing, most) != End::Highest {
            return None;
        }
        if !self.value().is_zero() {
            return Some(false);
        }
        self.drive_out_artificials();
        Some(true)
    }

    /// Maximises a new objective from the present basis.
    ///
    /// - `worth`: of one unit of a variable.
    /// - `most`: pivots.
    pub(super) fn run(&mut self, worth: impl Fn(usize) -> N, pricing: Pricing, most: usize) -> End {
        // Reduced costs: what a column brings less what it costs through the basic variables.
        let direct = self.columns.iter().map(|&variable| worth(variable).times(&self.common));
        self.goal = direct.chain([N::default()]).collect();
        for (&basic, row) in self.basis.iter().zip(&self.rows) {
            let worth = worth(basic);
            if !worth.is_zero() {
                for (cost, entry) in self.goal.iter_mut().zip(row) {
                    *cost = cost.less(&worth.times(entry));
                }
            }
        }
        for _ in 0..most {
            let Some(column) = self.entering(pricing) else { return End::Highest };
            let Some(row) = self.leaving(column) else { return End::Unbounded };
            self.pivot(row, column);
        }
        End::Stopped
    }

    fn entering(&self, pricing: Pricing) -> Option<usize> {
        let first_artificial = self.first_artificial();
        let helps = |at: &usize| self.columns[*at] < first_artificial && self.goal[*at].sign().is_gt();
        let helping = (0..self.columns.len()).filter(helps);
        match pricing {
            Pricing::Lowest => helping.min_by_key(|&at| self.columns[at]),
            Pricing::Steepest => helping.max_by(|&a, &b| self.goal[a].order(&self.goal[b])),
        }
    }

    /// The row whose variable first reaches zero as the column grows; the lowest variable among equals.
    fn leaving(&self, column: usize) -> Option<usize> {
        let right = self.columns.len();
        let candidates = (0..self.rows.len()).filter(|&at| self.rows[at][column].sign().is_gt());
        candidates.min_by(|&a, &b| {
            let cross = |of: usize, other: usize| self.rows[of][right].times(&self.rows[other][column]);
            cross(a, b).order(&cross(b, a)).then_with(|| self.basis[a].cmp(&self.basis[b]))
        })
    }

    /// The variable of a row and that of a column change places.
    fn pivot(&mut self, row: usize, column: usize) {
        let mut pivot_row = std::mem::take(&mut self.rows[row]);
        for entries in self.rows.iter_mut().chain([&mut self.goal]).filter(|entries| !entries.is_empty()) {
            N::eliminate(entries, column, &pivot_row, &self.common);
        }
        self.common = N::enter(&mut pivot_row, column, std::mem::take(&mut self.common));
        self.rows[row] = pivot_row;
        std::mem::swap(&mut self.basis[row], &mut self.columns[column]);
        if self.common.sign().is_lt() {
            self.common = -std::mem::take(&mut self.common);
            self.rows.iter_mut().chain([&mut self.goal]).for_each(|entries| turn_round(entries));
        }
    }

    /// Puts a real variable in place of every artificial one that is still basic, at zero; a row that
    /// has none left says nothing and goes.
    fn drive_out_artificials(&mut self) {
        let first = self.first_artificial();
        let mut row = 0;
        while row < self.rows.len() {
            if self.basis[row] < first {
                row += 1;
                continue;
            }
            let real = (0..self.columns.len()).filter(|&at| self.columns[at] < first);
            let with_it = real.filter(|&at| !self.rows[row][at].is_zero());
            match with_it.min_by_key(|&at| self.columns[at]) {
                Some(column) => {
                    self.pivot(row, column);
                    row += 1;
                }
                None => {
                    self.rows.remove(row);
                    self.basis.remove(row);
                }
            }
        }
    }

    /// Makes variables basic, each in place of a row's own; says whether the point that comes of it satisfies all rows.
    pub(super) fn lead_to(&mut self, variables: &[usize]) -> bool {
        for &variable in variables {
            let column = self.columns.iter().position(|column| *column == variable);
            let own = |at: &usize| self.basis[*at] >= self.variables;
            let row =
                |column: usize| (0..self.rows.len()).filter(own).find(|&at| !self.rows[at][column].is_zero());
            if let Some((column, row)) = column.and_then(|column| Some((column, row(column)?))) {
                self.pivot(row, column);
            }
        }
        self.rows.iter().all(|row| row[self.columns.len()].sign().is_ge())
    }

    /// The objective's value.
    pub(super) fn value(&self) -> N {
        -self.goal[self.columns.len()].clone()
    }

    /// The value of the variable of a row.
    pub(super) fn right(&self, row: usize) -> &N {
        &self.rows[row][self.columns.len()]
    }
}

impl Tableau<f64> {
    /// Moves every bound a little outwards, each by another length, so that hardly ever more rows than are needed meet
    /// in a point: steps between many such would have no length.
    pub(super) fn widen(&mut self, given: &[&LinearConstraint]) {
        const STEP: f64 = 1e-6;
        let mut length = 0.5;
        for (row, given) in self.rows.iter_mut().zip(given) {
            // The parts of the golden ratio never come again, and lie evenly.
            length = (length + 0.618_033_988_749_895) % 1.0;
            if let (Some(right), Bound::AtMost) = (row.last_mut(), given.bound) {
                let outwards = if given.limit.is_negative() { -1.0 } else { 1.0 };
                *right += outwards * STEP * (0.5 + length);
            }
        }
    }
}

fn turn_round<N: Entry>(row: &mut [N]) {
    for entry in row {
        *entry = -std::mem::take(entry);
    }
}

//! Linear programs in exact arithmetic, so that "can never win" is a proof and no matter of tolerance.
//!
//! The programs are tiny (a column for each criterion, a row for each rival). Whole numbers with one
//! common denominator and exact division after each pivot keep them short without any reducing of
//! fractions. Source: Edmonds 1967 and Bareiss 1968 (integer-preserving pivots); Bland 1977 (the rule
//! that cannot run in circles).

use dashu_base::{Gcd, Signed};
use dashu_int::{IBig, UBig};

use super::Exact;

/// How a row is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// The sum is this or less.
    AtMost,
    /// The sum is exactly this.
    Equal,
}

/// `sum of coefficients x variables`, bounded.
#[derive(Clone, Debug)]
pub(crate) struct LinearConstraint {
    pub(crate) coefficients: Vec<Exact>,
    pub(crate) bound: Bound,
    pub(crate) limit: Exact,
}

/// What a program comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Solution {
    /// No point satisfies all rows.
    Infeasible,
    /// The objective grows without end.
    Unbounded,
    /// The highest value of the objective, and a point that has it.
    Optimal { value: Exact, point: Vec<Exact> },
}

/// Maximises an objective over variables that are not below zero.
///
/// - `objective`: a coefficient for each variable; rows may be shorter, the rest is zero.
pub(crate) fn maximise(objective: &[Exact], rows: &[LinearConstraint]) -> Solution {
    let mut tableau = Tableau::new(objective.len(), rows);
    if tableau.artificial > 0 {
        let wanted: Vec<IBig> = (0..tableau.width)
            .map(|at| if at >= tableau.first_artificial() { -IBig::ONE } else { IBig::ZERO })
            .collect();
        let is_bounded = tableau.run(&wanted, tableau.width);
        debug_assert!(is_bounded, "minus a sum of what is not below zero is at most zero");
        if !tableau.goal[tableau.width].is_zero() {
            return Solution::Infeasible;
        }
        tableau.drive_out_artificials();
    }
    let (scaled, scale) = whole(objective);
    let mut wanted = scaled;
    wanted.resize(tableau.width, IBig::ZERO);
    if !tableau.run(&wanted, tableau.first_artificial()) {
        return Solution::Unbounded;
    }
    let mut point = vec![Exact::ZERO; objective.len()];
    for (row, &basic) in tableau.basis.iter().enumerate() {
        if basic < point.len() {
            let right = tableau.rows[row][tableau.width].clone();
            point[basic] = Exact::fraction(right, tableau.common.clone());
        }
    }
    let value = Exact::fraction(tableau.goal[tableau.width].clone(), &tableau.common * IBig::from(scale));
    Solution::Optimal { value, point }
}

/// Numbers times their common denominator, and the denominator.
fn whole(numbers: &[Exact]) -> (Vec<IBig>, UBig) {
    let parts: Vec<(IBig, UBig)> = numbers.iter().map(Exact::parts).collect();
    let common = parts.iter().fold(UBig::ONE, |common, (_, denominator)| {
        let shared = (&common).gcd(denominator);
        common / shared * denominator
    });
    let scaled =
        parts.into_iter().map(|(numerator, denominator)| numerator * IBig::from(&common / denominator));
    (scaled.collect(), common)
}

/// The simplex tableau; every entry stands for itself over `common`.
struct Tableau {
    rows: Vec<Vec<IBig>>,
    /// Reduced costs with the objective's value at the end; above zero where a column helps.
    goal: Vec<IBig>,
    basis: Vec<usize>,
    common: IBig,
    /// Columns without the right side.
    width: usize,
    artificial: usize,
}

impl Tableau {
    fn new(variables: usize, rows: &[LinearConstraint]) -> Tableau {
        let slacks = rows.iter().filter(|row| row.bound == Bound::AtMost).count();
        let needs_artificial = |row: &LinearConstraint| row.bound == Bound::Equal || row.limit.is_negative();
        let artificial = rows.iter().filter(|row| needs_artificial(row)).count();
        let width = variables + slacks + artificial;
        let (mut next_slack, mut next_artificial) = (variables, variables + slacks);
        let mut basis = Vec::new();
        let rows = rows
            .iter()
            .map(|row| {
                let mut numbers = row.coefficients.clone();
                numbers.push(row.limit.clone());
                let (mut scaled, _) = whole(&numbers);
                let right = scaled.pop().expect("just pushed");
                scaled.resize(width, IBig::ZERO);
                scaled.push(right);
                if row.limit.is_negative() {
                    for entry in &mut scaled {
                        *entry = -std::mem::take(entry);
                    }
                }
                if row.bound == Bound::AtMost {
                    // Scaling a row scales its slack, which nobody looks at.
                    scaled[next_slack] = if row.limit.is_negative() { -IBig::ONE } else { IBig::ONE };
                    next_slack += 1;
                }
                if needs_artificial(row) {
                    scaled[next_artificial] = IBig::ONE;
                    basis.push(next_artificial);
                    next_artificial += 1;
                } else {
                    basis.push(next_slack - 1);
                }
                scaled
            })
            .collect();
        Tableau { rows, goal: Vec::new(), basis, common: IBig::ONE, width, artificial }
    }

    fn first_artificial(&self) -> usize {
        self.width - self.artificial
    }

    /// Maximises a new objective from the present basis; only columns before `open` may enter. Returns
    /// whether there is a highest value.
    fn run(&mut self, wanted: &[IBig], open: usize) -> bool {
        // Reduced costs: what a column brings less what it costs through the basic variables.
        self.goal = (0..=self.width)
            .map(|at| {
                let direct = if at < self.width { &wanted[at] * &self.common } else { IBig::ZERO };
                let through =
                    self.basis.iter().zip(&self.rows).map(|(&basic, row)| &wanted[basic] * &row[at]);
                through.fold(direct, |sum, part| sum - part)
            })
            .collect();
        self.goal[self.width] = -std::mem::take(&mut self.goal[self.width]);
        while let Some(column) = (0..open).find(|&at| self.goal[at].is_positive() && !self.goal[at].is_zero())
        {
            let Some(row) = self.leaving(column) else { return false };
            self.pivot(row, column);
        }
        true
    }

    /// The row whose variable first reaches zero as the column grows; the lowest variable among equals.
    fn leaving(&self, column: usize) -> Option<usize> {
        let candidates = (0..self.rows.len())
            .filter(|&at| self.rows[at][column].is_positive() && !self.rows[at][column].is_zero());
        candidates.min_by(|&a, &b| {
            let cross = |of: usize, other: usize| &self.rows[of][self.width] * &self.rows[other][column];
            cross(a, b).cmp(&cross(b, a)).then_with(|| self.basis[a].cmp(&self.basis[b]))
        })
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let pivot_row = self.rows[row].clone();
        let pivot = pivot_row[column].clone();
        let common = std::mem::replace(&mut self.common, pivot.clone());
        let turn = |entries: &mut Vec<IBig>, is_goal: bool, width: usize| {
            let factor = entries[column].clone();
            for (at, (entry, above)) in entries.iter_mut().zip(&pivot_row).enumerate() {
                // The objective's value grows by what the reduced costs give away.
                let product = &factor * above;
                let product = if is_goal && at == width { -product } else { product };
                *entry = (&*entry * &pivot - product) / &common;
            }
        };
        for (at, entries) in self.rows.iter_mut().enumerate() {
            if at != row {
                turn(entries, false, self.width);
            }
        }
        turn(&mut self.goal, true, self.width);
        self.basis[row] = column;
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
            match (0..first).find(|&at| !self.rows[row][at].is_zero()) {
                Some(column) => {
                    if self.rows[row][column].is_negative() {
                        // Its right side is zero, so the row may be turned round.
                        for entry in &mut self.rows[row] {
                            *entry = -std::mem::take(entry);
                        }
                    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn row(coefficients: &[&str], bound: Bound, limit: &str) -> LinearConstraint {
        LinearConstraint {
            coefficients: coefficients.iter().map(|text| n(text)).collect(),
            bound,
            limit: n(limit),
        }
    }

    fn solve(objective: &[&str], rows: &[LinearConstraint]) -> Solution {
        maximise(&objective.iter().map(|text| n(text)).collect::<Vec<_>>(), rows)
    }

    #[test]
    fn the_textbook_program_has_its_textbook_answer() {
        // Hillier and Lieberman, Wyndor Glass: 3x + 5y at (2, 6) is 36.
        let rows = [
            row(&["1", "0"], Bound::AtMost, "4"),
            row(&["0", "2"], Bound::AtMost, "12"),
            row(&["3", "2"], Bound::AtMost, "18"),
        ];
        let Solution::Optimal { value, point } = solve(&["3", "5"], &rows) else { panic!() };
        assert_eq!((value, point), (n("36"), vec![n("2"), n("6")]));
    }

    #[test]
    fn beales_example_does_not_run_in_circles() {
        let rows = [
            row(&["0.25", "-60", "-0.04", "9"], Bound::AtMost, "0"),
            row(&["0.5", "-90", "-0.02", "3"], Bound::AtMost, "0"),
            row(&["0", "0", "1", "0"], Bound::AtMost, "1"),
        ];
        let Solution::Optimal { value, .. } = solve(&["0.75", "-150", "0.02", "-6"], &rows) else { panic!() };
        assert_eq!(value, n("0.05"));
    }

    #[test]
    fn equalities_lower_bounds_and_repeated_rows_work() {
        // x + y = 1 twice, x >= 0.25 as -x <= -0.25; maximise y - x.
        let rows = [
            row(&["1", "1"], Bound::Equal, "1"),
            row(&["2", "2"], Bound::Equal, "2"),
            row(&["-1", "0"], Bound::AtMost, "-0.25"),
        ];
        let Solution::Optimal { value, point } = solve(&["-1", "1"], &rows) else { panic!() };
        assert_eq!((value, point), (n("0.5"), vec![n("0.25"), n("0.75")]));
    }

    #[test]
    fn nothing_and_everything_are_told_apart() {
        let nothing = [row(&["1"], Bound::AtMost, "1"), row(&["-1"], Bound::AtMost, "-2")];
        assert_eq!(solve(&["1"], &nothing), Solution::Infeasible);
        assert_eq!(solve(&["1"], &[row(&["-1"], Bound::AtMost, "0")]), Solution::Unbounded);
    }
}

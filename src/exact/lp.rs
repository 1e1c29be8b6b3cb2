//! Linear programs in exact arithmetic, so that "can never win" is a proof and no matter of tolerance.
//!
//! A program has a column for each criterion and a row for each rival and each thing that is known of weights. Whole
//! numbers with one common denominator and exact division after each pivot keep them short without any reducing of
//! fractions. Source: Edmonds 1967 and Bareiss 1968 (integer-preserving pivots); Bland 1977 (the rule
//! that cannot run in circles).

mod tableau;

use dashu_base::Gcd;
use dashu_int::{IBig, UBig};

use super::Exact;
use tableau::{End, Pricing, Tableau};

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
    if objective.len() * rows.len() > SMALL
        && let Some(solution) = guided(objective, rows)
    {
        return solution;
    }
    let rows: Vec<&LinearConstraint> = rows.iter().collect();
    solve(objective, &rows, &[])
}

/// Programs of as many coefficients are solved as they are.
const SMALL: usize = 1_000;

/// A large program: floating-point numbers guess which rows bind and which variables are basic, and the program
/// of these rows alone is solved exactly, from there. What satisfies all rows is then the answer to all; rows that
/// are broken join. None where the guess is of no use.
fn guided(objective: &[Exact], rows: &[LinearConstraint]) -> Option<Solution> {
    let (mut binding, basic_there) = guess(objective, rows)?;
    loop {
        let some: Vec<&LinearConstraint> =
            rows.iter().zip(&binding).filter_map(|(row, binds)| binds.then_some(row)).collect();
        let Solution::Optimal { value, point } = solve(objective, &some, &basic_there) else { return None };
        let mut is_whole = true;
        for (row, binds) in rows.iter().zip(&mut binding).filter(|(_, binds)| !**binds) {
            let parts: Vec<Exact> = row
                .coefficients
                .iter()
                .zip(&point)
                .filter(|(_, x)| !x.is_zero())
                .map(|(a, x)| a * x)
                .collect();
            if Exact::sum(&parts) > row.limit {
                *binds = true;
                is_whole = false;
            }
        }
        if is_whole {
            return Some(Solution::Optimal { value, point });
        }
    }
}

/// Which rows bind at the highest value, and which variables are basic there, as far as floating-point numbers tell.
fn guess(objective: &[Exact], rows: &[LinearConstraint]) -> Option<(Vec<bool>, Vec<usize>)> {
    let all: Vec<&LinearConstraint> = rows.iter().collect();
    let mut tableau: Tableau<f64> = Tableau::new(objective.len(), &all);
    tableau.widen(&all);
    let most = 20 * (objective.len() + rows.len());
    if tableau.find_point(Pricing::Steepest, most) != Some(true) {
        return None;
    }
    let worth = |variable: usize| objective.get(variable).map_or(0.0, Exact::to_f64);
    if tableau.run(worth, Pricing::Steepest, most) != End::Highest {
        return None;
    }
    let is_basic = |variable: &usize| tableau.basis.contains(variable);
    let binds = |(at, row): (usize, &LinearConstraint)| {
        row.bound == Bound::Equal || !is_basic(&(objective.len() + at))
    };
    let binding = rows.iter().enumerate().map(binds).collect();
    Some((binding, (0..objective.len()).filter(is_basic).collect()))
}

/// Solves a program exactly.
///
/// - `basic_there`: variables that are likely to be basic at the highest value.
fn solve(objective: &[Exact], rows: &[&LinearConstraint], basic_there: &[usize]) -> Solution {
    let mut tableau: Tableau<IBig> = Tableau::new(objective.len(), rows);
    if !tableau.lead_to(basic_there) {
        tableau = Tableau::new(objective.len(), rows);
    }
    match tableau.find_point(Pricing::Lowest, usize::MAX) {
        Some(true) => {}
        Some(false) => return Solution::Infeasible,
        None => unreachable!("a sum of artificial variables has a lowest value"),
    }
    let (scaled, scale) = whole(objective);
    let worth = |variable: usize| scaled.get(variable).cloned().unwrap_or(IBig::ZERO);
    if tableau.run(worth, Pricing::Lowest, usize::MAX) == End::Unbounded {
        return Solution::Unbounded;
    }
    let mut point = vec![Exact::ZERO; objective.len()];
    for (row, &basic) in tableau.basis.iter().enumerate().filter(|(_, basic)| **basic < objective.len()) {
        point[basic] = Exact::fraction(tableau.right(row).clone(), tableau.common.clone());
    }
    let value = Exact::fraction(tableau.value(), &tableau.common * IBig::from(scale));
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

    /// Random whole numbers from -9 to 9, some of them zero.
    fn numbers(state: &mut u64, count: usize) -> Vec<Exact> {
        let mut next = || {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i32::try_from(*state >> 59).unwrap() - 16
        };
        (0..count).map(|_| Exact::from(next().clamp(-9, 9))).collect()
    }

    #[test]
    fn a_guess_gives_the_same_highest_value() {
        let mut state = 7;
        let mut guessed = 0;
        for round in 0..200 {
            let (variables, count) = (3 + round % 9, 2 + round % 13);
            let mut rows = vec![LinearConstraint {
                coefficients: vec![Exact::ONE; variables],
                bound: Bound::Equal,
                limit: Exact::ONE,
            }];
            for _ in 0..count {
                let coefficients = numbers(&mut state, variables);
                let limit = numbers(&mut state, 1).remove(0);
                // Many share one edge, so that more rows bind than there are variables.
                let limit = if round % 3 == 0 { Exact::ZERO } else { limit };
                rows.push(LinearConstraint { coefficients, bound: Bound::AtMost, limit });
            }
            let objective = numbers(&mut state, variables);
            let all: Vec<&LinearConstraint> = rows.iter().collect();
            let plain = super::solve(&objective, &all, &[]);
            let Some(Solution::Optimal { value, point }) = guided(&objective, &rows) else {
                assert_eq!(plain, Solution::Infeasible, "round {round}");
                continue;
            };
            guessed += 1;
            let Solution::Optimal { value: highest, .. } = plain else { panic!("round {round}: {plain:?}") };
            assert_eq!(value, highest, "round {round}");
            let of =
                |row: &[Exact]| Exact::sum(&row.iter().zip(&point).map(|(a, x)| a * x).collect::<Vec<_>>());
            assert_eq!(of(&objective), value);
            assert!(rows.iter().all(|row| of(&row.coefficients) <= row.limit), "round {round}");
        }
        assert!(guessed > 50, "{guessed}");
    }
}

//! Weights from the best and the worst criterion, each compared with all others: the best-worst method.
//!
//! Source: Rezaei 2016 (the linear model); Liang, Brunelli and Rezaei 2020, Omega 96, 102175 (input-based
//! consistency with its thresholds).

use super::pairwise::grade;
use crate::decision::consistency::{Consistency, Inconsistency, Measure, Mend};
use crate::exact::Exact;
use crate::exact::lp::{Bound, LinearConstraint, Solution, maximise};

/// The most criteria of one group: the exact linear program has four rows for each.
pub const MOST_FROM_BEST: usize = 30;

/// Best-worst judgements of criteria by index; both lists have an entry for each, 1 at the criterion itself.
pub(super) struct BestWorst {
    pub(super) best: usize,
    pub(super) worst: usize,
    /// How many times the best weighs each, 1 to 9.
    pub(super) best_to: Vec<Exact>,
    /// How many times each weighs the worst, 1 to 9.
    pub(super) to_worst: Vec<Exact>,
}

/// The highest ratio that is taken as consistent enough, by how many times the best weighs the worst (3 to 9)
/// and the number of criteria (3 to 9).
const THRESHOLDS: [[f64; 7]; 7] = [
    [0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667],
    [0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683],
    [0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960],
    [0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262],
    [0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403],
    [0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657],
    [0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662],
];

impl BestWorst {
    /// The weights, exact and adding up to 1, and the largest deviation xi, which is the least there can be:
    /// `|w_B - a_Bj w_j| <= xi` and `|w_j - a_jW w_W| <= xi`.
    ///
    /// There is one answer only, so the order of the criteria cannot matter. Let xi be 1 and the sum of the
    /// weights as large as can be, which is the same program: every bound between two weights then rises with
    /// both, so the largest of each can be had at once.
    pub(super) fn weights(&self) -> (Vec<Exact>, Exact) {
        let size = self.best_to.len();
        let mut rows = vec![LinearConstraint {
            coefficients: (0..=size).map(|at| if at < size { Exact::ONE } else { Exact::ZERO }).collect(),
            bound: Bound::Equal,
            limit: Exact::ONE,
        }];
        for at in 0..size {
            if at != self.best {
                rows.extend(self.near(self.best, &self.best_to[at], at));
            }
            if at != self.worst && at != self.best {
                rows.extend(self.near(at, &self.to_worst[at], self.worst));
            }
        }
        let mut objective = vec![Exact::ZERO; size + 1];
        objective[size] = -&Exact::ONE;
        match maximise(&objective, &rows) {
            Solution::Optimal { mut point, .. } => {
                let deviation = point.pop().expect("the last variable is xi");
                (point, deviation)
            }
            Solution::Infeasible | Solution::Unbounded => {
                unreachable!("with a large xi any weights will do, and xi is not below zero")
            }
        }
    }

    /// `|w_more - ratio w_less| <= xi` as two rows.
    fn near(&self, more: usize, ratio: &Exact, less: usize) -> [LinearConstraint; 2] {
        let size = self.best_to.len();
        let row = |sign: Exact| {
            let mut coefficients = vec![Exact::ZERO; size + 1];
            coefficients[less] = -&(ratio * &sign);
            coefficients[more] = sign;
            coefficients[size] = -&Exact::ONE;
            LinearConstraint { coefficients, bound: Bound::AtMost, limit: Exact::ZERO }
        };
        [row(Exact::ONE), row(-&Exact::ONE)]
    }

    /// How far the judgements agree: best to j times j to worst should be best to worst.
    pub(super) fn consistency(&self, ids: &[&str], weights: &[Exact], deviation: Exact) -> Consistency {
        let ratios: Vec<Exact> = (0..ids.len()).map(|at| self.ratio_of(at, &self.best_to[at])).collect();
        let most = ratios.iter().max().cloned().unwrap_or_default();
        // The first among equals.
        let worst = ratios.iter().position(|ratio| *ratio == most && !most.is_zero());
        Consistency {
            measure: Measure::InputBased { deviation },
            ratio: most.to_f64(),
            limit: self.limit(),
            worst: worst.map(|at| Inconsistency {
                more: ids[self.best].to_owned(),
                less: ids[at].to_owned(),
                judged: self.best_to[at].clone(),
                implied: weights[self.best].over(&weights[at]).map_or(f64::INFINITY, |ratio| ratio.to_f64()),
                mend: self.mend(at, &ratios),
            }),
        }
    }

    fn whole(&self) -> &Exact {
        &self.best_to[self.worst]
    }

    /// `|a_Bj a_jW - a_BW| / (a_BW^2 - a_BW)`, and 0 where the best weighs as much as the worst.
    fn ratio_of(&self, at: usize, best_to: &Exact) -> Exact {
        if at == self.best || at == self.worst {
            return Exact::ZERO;
        }
        let whole = self.whole();
        let gap = (&(best_to * &self.to_worst[at]) - whole).abs();
        gap.over(&(&(whole * whole) - whole)).unwrap_or_default()
    }

    fn limit(&self) -> Option<f64> {
        let criteria = self.best_to.len().checked_sub(3)?;
        // A table of whole numbers; one between two of them has the lower, the stricter, row.
        let row = (0..THRESHOLDS.len()).rev().find(|&row| *self.whole() >= Exact::from(row + 3))?;
        THRESHOLDS[row].get(criteria).copied()
    }

    /// The grade from 1 to 9 that the best should have over a criterion, by the other judgements of it.
    fn mend(&self, at: usize, ratios: &[Exact]) -> Option<Mend> {
        let wanted = self.whole().over(&self.to_worst[at])?.to_f64();
        let value = grade(wanted.max(1.0));
        let after = self.ratio_of(at, &value);
        let others = ratios.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, ratio)| ratio);
        let ratio_after = others.chain([&after]).max().cloned().unwrap_or_default();
        (after < ratios[at]).then(|| Mend { value, ratio_after: ratio_after.to_f64() })
    }
}

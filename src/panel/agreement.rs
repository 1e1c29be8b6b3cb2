//! How much rankings agree.
//!
//! A ranking is one rank for each vendor, 1 for the best, those who tie with the mean of their places.

/// Ranks from scores, the highest first; scores that tie get the mean of their places.
#[must_use]
pub fn ranks_of<T: PartialOrd>(scores: &[T]) -> Vec<f64> {
    let count = |is: &dyn Fn(&T) -> bool| scores.iter().filter(|other| is(other)).count();
    let rank = |score: &T| {
        let (above, same) = (count(&|other| other > score), count(&|other| other == score));
        as_f64(2 * above + same + 1) / 2.0
    };
    scores.iter().map(rank).collect()
}

fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn square(x: f64) -> f64 {
    x * x
}

fn cube(x: f64) -> f64 {
    x * x * x
}

/// Kendall's coefficient of concordance with its test.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Concordance {
    /// W, from 0 for no agreement to 1 for full agreement, corrected for ties.
    pub w: f64,
    /// k (n - 1) W, of a chi-square distribution with n - 1 degrees of freedom when rankings are random.
    pub chi_square: f64,
    /// n - 1.
    pub degrees: usize,
    /// How many rankings.
    pub raters: usize,
}

/// Kendall's W of several rankings of the same vendors.
///
/// W = 12 S / (k^2 (n^3 - n) - k T), with k raters, n vendors, S the sum of squared deviations of the
/// vendors' rank sums from their mean, and T the sum of t^3 - t over each rater's groups of t ties.
///
/// `None` for fewer than two raters or vendors, and when everything ties.
///
/// Source: Kendall and Babington Smith 1939; numbers of scipy 1.17.1 in tests/data/panel/group.json.
#[must_use]
pub fn concordance(rankings: &[Vec<f64>]) -> Option<Concordance> {
    let (raters, vendors) = (rankings.len(), rankings.first()?.len());
    if raters < 2 || vendors < 2 {
        return None;
    }
    let (k, n) = (as_f64(raters), as_f64(vendors));
    let sums = (0..vendors).map(|at| rankings.iter().map(|ranks| ranks[at]).sum::<f64>());
    let squares: f64 = sums.map(|sum| square(sum - k * (n + 1.0) / 2.0)).sum();
    let ties: f64 = rankings.iter().map(|ranks| tie_term(ranks)).sum();
    let possible = k * k * (cube(n) - n) - k * ties;
    let w = (possible > 0.0).then(|| 12.0 * squares / possible)?;
    Some(Concordance { w, chi_square: k * (n - 1.0) * w, degrees: vendors - 1, raters })
}

/// The sum of t^3 - t over groups of t equal ranks.
fn tie_term(ranks: &[f64]) -> f64 {
    let mut sorted = ranks.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| (a - b).abs() < 1e-9).map(|group| as_f64(group.len())).map(|t| cube(t) - t).sum()
}

/// Spearman's rho: the correlation of two rankings. `None` when one of them says nothing.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    Profile::of(a).spearman(&Profile::of(b))
}

/// Kendall's tau-b: pairs in the same order less pairs in the opposite one, out of the pairs that neither
/// ties, by the geometric mean. `None` when one of the rankings says nothing.
#[must_use]
pub fn kendall_tau_b(a: &[f64], b: &[f64]) -> Option<f64> {
    Profile::of(a).kendall_tau_b(&Profile::of(b))
}

/// What comparing a ranking with many others asks for again and again.
pub(super) struct Profile {
    /// Places less their mean.
    centred: Vec<f64>,
    /// The sum of their squares.
    square: f64,
    /// For each two vendors which one comes first, 0 for a tie.
    signs: Vec<i8>,
    /// How many of these are no ties.
    untied: f64,
}

impl Profile {
    pub(super) fn of(ranks: &[f64]) -> Profile {
        let mean = f64::midpoint(as_f64(ranks.len()), 1.0);
        let places = ranks_of(&ranks.iter().map(|rank| -rank).collect::<Vec<_>>());
        let centred: Vec<f64> = places.iter().map(|place| place - mean).collect();
        let sign = |x: f64| {
            if x.abs() < 1e-9 {
                0
            } else if x > 0.0 {
                1
            } else {
                -1
            }
        };
        let pairs = (0..ranks.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let signs: Vec<i8> = pairs.map(|(i, j)| sign(ranks[i] - ranks[j])).collect();
        let untied = as_f64(signs.iter().filter(|sign| **sign != 0).count());
        Profile { square: product(&centred, &centred), centred, signs, untied }
    }

    pub(super) fn spearman(&self, other: &Profile) -> Option<f64> {
        let size = (self.square * other.square).sqrt();
        (size > 0.0).then(|| product(&self.centred, &other.centred) / size)
    }

    pub(super) fn kendall_tau_b(&self, other: &Profile) -> Option<f64> {
        let sum: i32 = self.signs.iter().zip(&other.signs).map(|(a, b)| i32::from(a * b)).sum();
        let size = f64::sqrt(self.untied * other.untied);
        (size > 0.0).then(|| f64::from(sum) / size)
    }
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The weighted rank correlation `r_w`: differences near the top count more. `None` below two vendors.
///
/// `r_w` = 1 - 6 sum (x - y)^2 ((N - x + 1) + (N - y + 1)) / (N^4 + N^3 - N^2 - N).
///
/// Source: Pinto da Costa and Soares 2005; numbers of pymcdm 1.4.0 in tests/data/panel.
#[must_use]
pub fn weighted_correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = as_f64(a.len());
    let terms = a.iter().zip(b).map(|(x, y)| square(x - y) * ((n - x + 1.0) + (n - y + 1.0)));
    let possible = square(square(n)) + cube(n) - square(n) - n;
    (a.len() > 1).then(|| 1.0 - 6.0 * terms.sum::<f64>() / possible)
}

/// The rank similarity WS of a ranking to a reference: what differs at the top of the reference counts most.
/// Not symmetric. `None` below two vendors.
///
/// WS = 1 - sum 2^-x |x - y| / max(|1 - x|, |N - x|), with x of the reference.
///
/// Source: Salabun and Urbaniak 2020; numbers of pymcdm 1.4.0 in tests/data/panel.
#[must_use]
pub fn ws_similarity(reference: &[f64], other: &[f64]) -> Option<f64> {
    let n = as_f64(reference.len());
    let term =
        |(x, y): (&f64, &f64)| libm::exp2(-x) * (x - y).abs() / f64::max((1.0 - x).abs(), (n - x).abs());
    (reference.len() > 1).then(|| 1.0 - reference.iter().zip(other).map(term).sum::<f64>())
}

//! Weights from comparisons in pairs, the analytic hierarchy process (AHP), with their consistency.
//!
//! Source: Saaty 1977 and 1980 (principal eigenvector, consistency ratio, random index); Crawford and
//! Williams 1985 (geometric mean); Aguarón and Moreno-Jiménez 2003 (geometric consistency index).

use crate::decision::consistency::{Consistency, Inconsistency, Measure, Mend};
use crate::decision::judgement::PairFormula;
use crate::exact::Exact;

/// The most criteria that are compared in pairs: as far as random indices are published.
pub const MOST_PAIRED: usize = RANDOM_INDEX.len();

/// The consistency index of random matrices of 1, 2, 3 ... criteria. Source: Saaty 1980.
const RANDOM_INDEX: [f64; 15] =
    [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/// The highest consistency ratio that is taken as consistent enough. Source: Saaty 1980.
const LIMIT: f64 = 0.10;

/// A difference of logarithms below this is no inconsistency but binary noise.
const NOISE: f64 = 1e-9;

/// How often the power iteration turns at most; a positive matrix needs a few dozen.
const MOST_TURNS: usize = 10_000;

/// Ratios of weights: the entry of row `i` and column `j` says how many times `i` weighs `j`.
pub(super) type Matrix = Vec<Vec<f64>>;

/// The weights, adding up to 1.
pub(super) fn weights(matrix: &Matrix, formula: PairFormula) -> Vec<f64> {
    match formula {
        PairFormula::Eigenvector => principal(matrix),
        PairFormula::GeometricMean => geometric(matrix),
    }
}

/// The principal eigenvector by power iteration.
fn principal(matrix: &Matrix) -> Vec<f64> {
    // Starts at the geometric means of the rows: they are close to the eigenvector, and equal to it when the
    // comparisons agree with each other.
    let mut vector = geometric(matrix);
    for _ in 0..MOST_TURNS {
        let next = scaled(times(matrix, &vector));
        let change = next.iter().zip(&vector).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
        vector = next;
        if change < 1e-15 {
            break;
        }
    }
    vector
}

fn geometric(matrix: &Matrix) -> Vec<f64> {
    let mean = |row: &Vec<f64>| row.iter().map(|ratio| libm::log(*ratio)).sum::<f64>() / count(row.len());
    scaled(matrix.iter().map(|row| libm::exp(mean(row))).collect())
}

fn times(matrix: &Matrix, vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(ratio, weight)| ratio * weight).sum()).collect()
}

fn scaled(vector: Vec<f64>) -> Vec<f64> {
    let sum: f64 = vector.iter().sum();
    vector.into_iter().map(|part| part / sum).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of criteria")]
fn count(number: usize) -> f64 {
    number as f64
}

/// How far the comparisons agree with each other.
pub(super) fn consistency(ids: &[&str], stated: &[Vec<Exact>], matrix: &Matrix) -> Consistency {
    let vector = principal(matrix);
    let lambda_max = eigenvalue(matrix, &vector);
    let index = index(lambda_max, ids.len());
    let ratio = ratio(index, ids.len());
    Consistency {
        measure: Measure::ConsistencyRatio {
            lambda_max,
            index,
            random_index: RANDOM_INDEX[ids.len() - 1],
            geometric_index: geometric_index(matrix),
        },
        ratio,
        limit: Some(LIMIT),
        worst: worst(matrix, &vector).map(|(i, j)| Inconsistency {
            more: ids[i].to_owned(),
            less: ids[j].to_owned(),
            judged: stated[i][j].clone(),
            implied: vector[i] / vector[j],
            mend: mend(matrix, i, j, ratio),
        }),
    }
}

fn eigenvalue(matrix: &Matrix, vector: &[f64]) -> f64 {
    let image = times(matrix, vector);
    image.iter().zip(vector).map(|(image, weight)| image / weight).sum::<f64>() / count(vector.len())
}

fn index(lambda_max: f64, criteria: usize) -> f64 {
    if criteria < 3 {
        return 0.0;
    }
    // Below zero by binary noise alone: the eigenvalue is at least the number of criteria.
    ((lambda_max - count(criteria)) / (count(criteria) - 1.0)).max(0.0)
}

fn ratio(index: f64, criteria: usize) -> f64 {
    if criteria < 3 { 0.0 } else { index / RANDOM_INDEX[criteria - 1] }
}

fn geometric_index(matrix: &Matrix) -> f64 {
    let size = matrix.len();
    if size < 3 {
        return 0.0;
    }
    let vector = geometric(matrix);
    let squares: f64 =
        pairs(size).map(|(i, j)| error(matrix, &vector, i, j)).map(|error| error * error).sum();
    2.0 * squares / ((count(size) - 1.0) * (count(size) - 2.0))
}

fn pairs(size: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..size).flat_map(move |i| (i + 1..size).map(move |j| (i, j)))
}

/// The logarithm of how far a comparison is from what the weights say.
fn error(matrix: &Matrix, vector: &[f64], i: usize, j: usize) -> f64 {
    libm::log(matrix[i][j] * vector[j] / vector[i])
}

/// The comparison that is farthest from what the weights say, the one above 1 of the two directions; the
/// first among equals.
fn worst(matrix: &Matrix, vector: &[f64]) -> Option<(usize, usize)> {
    let mut worst = None;
    let mut most = NOISE;
    for (i, j) in pairs(matrix.len()) {
        let error = error(matrix, vector, i, j).abs();
        if error > most + NOISE {
            most = error;
            worst = Some(if matrix[i][j] < 1.0 { (j, i) } else { (i, j) });
        }
    }
    worst
}

/// What would mend a comparison: the mean of what all the ways round it say, to the nearest grade of
/// Saaty's scale; none where that makes nothing better.
///
/// That mean leaves the least error of the geometric mean method (logarithmic least squares), for the
/// comparison then is what the others predict of it.
fn mend(matrix: &Matrix, i: usize, j: usize, ratio_now: f64) -> Option<Mend> {
    let size = matrix.len();
    let others = (0..size).filter(|&k| k != i && k != j);
    let around: f64 = others.map(|k| libm::log(matrix[i][k]) + libm::log(matrix[k][j])).sum();
    let value = grade(libm::exp(around / (count(size) - 2.0)));
    let mut mended = matrix.clone();
    mended[i][j] = value.to_f64();
    mended[j][i] = 1.0 / mended[i][j];
    let ratio_after = ratio(index(eigenvalue(&mended, &principal(&mended)), size), size);
    (ratio_after < ratio_now).then_some(Mend { value, ratio_after })
}

/// The nearest of 1/9, 1/8 ... 1/2, 1, 2 ... 9, by ratio.
pub(super) fn grade(ratio: f64) -> Exact {
    let size = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    // Between two grades the middle by ratio is the root of their product.
    let nearest = (1..9_u32).take_while(|&low| size > libm::sqrt(f64::from(low * (low + 1)))).count() + 1;
    let nearest = Exact::from(nearest);
    if ratio < 1.0 { Exact::ONE.over(&nearest).expect("a grade is not zero") } else { nearest }
}

//! Pairwise winning without draws, where weights are uniform and values fixed.

/// The probability that a weighted sum is above zero, the weights being uniform on the simplex.
///
/// Uniform weights are exponentials over their sum, so this is the probability that one sum of
/// exponentials beats another: `f(a, b) = (p_a f(a, b - 1) + n_b f(a - 1, b)) / (p_a + n_b)`. Only
/// positive terms, so nothing cancels. A sum that is zero throughout counts as a half.
///
/// - `leads`: by how much the first vendor is ahead on each criterion.
///
/// Source: competing exponentials; equal to rational arithmetic to 1e-15 in tests.
#[must_use]
pub fn probability_ahead(leads: &[f64]) -> f64 {
    let part =
        |sign: f64| -> Vec<f64> { leads.iter().map(|lead| lead * sign).filter(|lead| *lead > 0.0).collect() };
    let (ahead, behind) = (part(1.0), part(-1.0));
    if ahead.is_empty() && behind.is_empty() {
        return 0.5;
    }
    // `row[b]` is f(a, b) with the first `a` of those ahead and the first `b` of those behind left.
    let mut row = vec![0.0; behind.len() + 1];
    for p in &ahead {
        row[0] = 1.0;
        for (b, n) in behind.iter().enumerate() {
            row[b + 1] = (p * row[b] + n * row[b + 1]) / (p + n);
        }
    }
    row[behind.len()]
}

/// For two criteria, how large a part of all weights gives each vendor each rank: vendors x ranks. Exact
/// but for the rounding of binary numbers; a check of the draws.
///
/// - `values`: two for each vendor. Vendors that are alike share their ranks.
#[must_use]
pub fn acceptabilities_of_two(values: &[[f64; 2]]) -> Vec<Vec<f64>> {
    let mut cuts = vec![0.0, 1.0];
    for (at, a) in values.iter().enumerate() {
        for b in &values[at + 1..] {
            // t a0 + (1 - t) a1 = t b0 + (1 - t) b1
            let slope = (a[0] - b[0]) - (a[1] - b[1]);
            let cut = (b[1] - a[1]) / slope;
            if cut > 0.0 && cut < 1.0 {
                cuts.push(cut);
            }
        }
    }
    cuts.sort_by(f64::total_cmp);
    let mut shares = vec![vec![0.0; values.len()]; values.len()];
    for pair in cuts.windows(2).filter(|pair| pair[1] > pair[0]) {
        let t = f64::midpoint(pair[0], pair[1]);
        let scores: Vec<f64> = values.iter().map(|value| t * value[0] + (1.0 - t) * value[1]).collect();
        share_out(&mut shares, &scores, values, pair[1] - pair[0]);
    }
    shares
}

/// The same for three criteria: the triangle of all weights is cut along every line on which two vendors are level,
/// and within a piece the order is one.
#[must_use]
pub fn acceptabilities_of_three(values: &[[f64; 3]]) -> Vec<Vec<f64>> {
    let mut pieces = vec![vec![[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]];
    for (at, a) in values.iter().enumerate() {
        for b in &values[at + 1..] {
            let [x, y, z] = [0, 1, 2].map(|criterion| a[criterion] - b[criterion]);
            let lead = |point: &[f64; 2]| (x - z) * point[0] + (y - z) * point[1] + z;
            pieces = pieces
                .iter()
                .flat_map(|piece| [part(piece, &lead), part(piece, &|point| -lead(point))])
                .filter(|piece| area(piece) > 1e-15)
                .collect();
        }
    }
    let mut shares = vec![vec![0.0; values.len()]; values.len()];
    for piece in &pieces {
        let count = piece.iter().fold(0.0, |count, _| count + 1.0);
        let [x, y] = [0, 1].map(|axis| piece.iter().map(|point| point[axis]).sum::<f64>() / count);
        let score = |value: &[f64; 3]| x * value[0] + y * value[1] + (1.0 - x - y) * value[2];
        let scores: Vec<f64> = values.iter().map(score).collect();
        share_out(&mut shares, &scores, values, 2.0 * area(piece));
    }
    shares
}

/// The part of a convex polygon in which a linear function is not below zero. Source: Sutherland and Hodgman 1974.
fn part(polygon: &[[f64; 2]], lead: &dyn Fn(&[f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let mut kept = Vec::new();
    for (at, from) in polygon.iter().enumerate() {
        let to = &polygon[(at + 1) % polygon.len()];
        let (here, there) = (lead(from), lead(to));
        if here >= 0.0 {
            kept.push(*from);
        }
        if here * there < 0.0 {
            let along = here / (here - there);
            kept.push([0, 1].map(|axis| from[axis] + along * (to[axis] - from[axis])));
        }
    }
    kept
}

fn area(polygon: &[[f64; 2]]) -> f64 {
    let cross = |at: usize| {
        let (a, b) = (polygon[at], polygon[(at + 1) % polygon.len()]);
        a[0] * b[1] - a[1] * b[0]
    };
    (0..polygon.len()).map(cross).sum::<f64>().abs() / 2.0
}

/// Adds a part of all weights to the ranks that vendors have there; those that are alike share theirs.
fn share_out<T: PartialEq>(shares: &mut [Vec<f64>], scores: &[f64], values: &[T], part: f64) {
    for (vendor, score) in scores.iter().enumerate() {
        // Equal values may be a bit apart in their sums.
        let is_ahead = |other: usize| scores[other] > *score && values[other] != values[vendor];
        let ahead = (0..scores.len()).filter(|&other| is_ahead(other)).count();
        let level = values.iter().filter(|value| **value == values[vendor]).count();
        for share in &mut shares[vendor][ahead..ahead + level] {
            *share += part / f64::from(u32::try_from(level).unwrap_or(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_probabilities_come_out() {
        for (leads, expected) in [
            (&[1.0, -1.0][..], 0.5),
            (&[3.0, -1.0], 0.75),
            (&[1.0, 1.0, -1.0], 0.75),
            (&[1.0], 1.0),
            (&[-1.0, -2.0], 0.0),
            (&[0.0, 0.0], 0.5),
            (&[0.0, 1.0], 1.0),
        ] {
            assert!((probability_ahead(leads) - expected).abs() < 1e-15, "{leads:?}");
        }
    }

    #[test]
    fn two_criteria_are_cut_where_lines_cross() {
        let shares = acceptabilities_of_two(&[[0.9, 0.2], [0.4, 0.8]]);
        assert!((shares[0][0] - 5.0 / 11.0).abs() < 1e-15, "{shares:?}");
    }
}

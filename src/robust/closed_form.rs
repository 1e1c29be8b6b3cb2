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
#[expect(clippy::float_cmp, reason = "alike means the same bits")]
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
        for (vendor, score) in scores.iter().enumerate() {
            let ahead = scores.iter().filter(|other| *other > score).count();
            let level = values.iter().filter(|value| **value == values[vendor]).count();
            for share in &mut shares[vendor][ahead..ahead + level] {
                *share += (pair[1] - pair[0]) / f64::from(u32::try_from(level).unwrap_or(1));
            }
        }
    }
    shares
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

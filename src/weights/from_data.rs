//! Weights from the data alone: how far each criterion tells the vendors apart. They measure the spread of
//! the bids and not what matters, so they are for comparison only.
//!
//! Each function takes a table with a row for each vendor and a column for each criterion, and gives shares
//! that add up to 1; none where the formula is not defined for the numbers.

/// Which way a column is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// Weights from the entropy of each column: `1 - e`, `e = -sum p ln p / ln n`, `p = x / sum x`.
///
/// The direction does not matter. A column of equal numbers weighs nothing; where all do, they weigh alike.
///
/// Undefined for fewer than two rows and for numbers below 0. Source: Shannon 1948; Hwang and Yoon 1981.
#[must_use]
pub fn entropy(table: &[Vec<f64>]) -> Option<Vec<f64>> {
    if table.len() < 2 || table.iter().flatten().any(|number| *number < 0.0) {
        return None;
    }
    let one = |column: Vec<f64>| {
        let sum: f64 = column.iter().sum();
        if sum == 0.0 {
            return 0.0;
        }
        let shares = column.iter().map(|number| number / sum).filter(|share| *share > 0.0);
        let entropy =
            -shares.map(|share| share * libm::log(share)).sum::<f64>() / libm::log(count(table.len()));
        (1.0 - entropy).max(0.0)
    };
    Some(shared(columns(table).map(one).collect()))
}

/// Weights from the standard deviation of each column, in the units of the table.
///
/// Undefined for fewer than two rows.
#[must_use]
pub fn standard_deviation(table: &[Vec<f64>]) -> Option<Vec<f64>> {
    (table.len() >= 2).then(|| shared(columns(table).map(|column| deviation(&column)).collect()))
}

/// CRITIC: the standard deviation of each column between its worst and its best number, times how little it
/// goes along with the others: `sigma_j x sum over k of (1 - r_jk)`.
///
/// Directions count, as in the source; some programs leave them out and get other weights. A column of equal
/// numbers weighs nothing. Undefined for fewer than two rows. Source: Diakoulaki, Mavrotas and Papayannakis 1995.
#[must_use]
pub fn critic(table: &[Vec<f64>], directions: &[Direction]) -> Option<Vec<f64>> {
    if table.len() < 2 {
        return None;
    }
    let ideal: Vec<Vec<f64>> = columns(table)
        .zip(directions)
        .map(|(column, direction)| towards_ideal(&column, *direction))
        .collect();
    let one = |column: &Vec<f64>| {
        let conflict: f64 = ideal.iter().filter_map(|other| Some(1.0 - correlation(column, other)?)).sum();
        deviation(column) * conflict
    };
    Some(shared(ideal.iter().map(one).collect()))
}

/// MEREC: how far the overall performance of the vendors moves without each criterion.
///
/// Undefined for fewer than two rows and for numbers that are not above 0. Source: Keshavarz-Ghorabaee et al. 2021.
#[must_use]
pub fn merec(table: &[Vec<f64>], directions: &[Direction]) -> Option<Vec<f64>> {
    if table.len() < 2 || table.iter().flatten().any(|number| *number <= 0.0) {
        return None;
    }
    let logs: Vec<Vec<f64>> = columns(table)
        .zip(directions)
        .map(|(column, direction)| {
            let (low, high) = ends(&column);
            let scaled = column.into_iter().map(|number| match direction {
                Direction::Higher => low / number,
                Direction::Lower => number / high,
            });
            scaled.map(|number| libm::log(number).abs()).collect()
        })
        .collect();
    let criteria = count(logs.len());
    let performance = |sum: f64| libm::log(1.0 + sum / criteria);
    let sums: Vec<f64> = (0..table.len()).map(|row| logs.iter().map(|column| column[row]).sum()).collect();
    let effect = |column: &Vec<f64>| {
        let moved =
            column.iter().zip(&sums).map(|(log, sum)| (performance(sum - log) - performance(*sum)).abs());
        moved.sum::<f64>()
    };
    Some(shared(logs.iter().map(effect).collect()))
}

fn columns(table: &[Vec<f64>]) -> impl Iterator<Item = Vec<f64>> {
    let width = table.first().map_or(0, Vec::len);
    (0..width).map(move |column| table.iter().map(|row| row[column]).collect())
}

#[expect(clippy::cast_precision_loss, reason = "a handful of vendors and criteria")]
fn count(number: usize) -> f64 {
    number as f64
}

fn ends(column: &[f64]) -> (f64, f64) {
    column
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| (low.min(*number), high.max(*number)))
}

fn towards_ideal(column: &[f64], direction: Direction) -> Vec<f64> {
    let (low, high) = ends(column);
    if low >= high {
        return vec![0.0; column.len()];
    }
    let share = |number: &f64| match direction {
        Direction::Higher => (number - low) / (high - low),
        Direction::Lower => (high - number) / (high - low),
    };
    column.iter().map(share).collect()
}

fn mean(column: &[f64]) -> f64 {
    column.iter().sum::<f64>() / count(column.len())
}

fn deviation(column: &[f64]) -> f64 {
    let mean = mean(column);
    libm::sqrt(
        column.iter().map(|number| (number - mean) * (number - mean)).sum::<f64>() / count(column.len()),
    )
}

/// The correlation of two columns; none where one of them does not vary.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let together: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    let spread = deviation(a) * deviation(b) * count(a.len());
    (spread > 0.0).then(|| together / spread)
}

/// Shares of the sum; alike where nothing weighs anything.
fn shared(numbers: Vec<f64>) -> Vec<f64> {
    let sum: f64 = numbers.iter().sum();
    let alike = 1.0 / count(numbers.len());
    // What floating point puts a hair below zero is zero, and zero has no sign.
    let share = |number: f64| if number > 0.0 { number / sum } else { 0.0 };
    numbers.into_iter().map(|number| if sum > 0.0 { share(number) } else { alike }).collect()
}

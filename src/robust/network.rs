//! Sorting without branches: the same comparisons whatever the numbers, so that lanes sort side by side.

use super::random::{LANES, Row};

/// Sorts each lane by comparisons of rows in turn, the lowest number into the first row.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(super) fn sort_rows(rows: &mut [Row<i32>], comparators: &[(usize, usize)]) {
    for &(low, high) in comparators {
        if let Ok([low, high]) = rows.get_disjoint_mut([low, high]) {
            exchange(low, high);
        }
    }
}

/// Puts the lower number of every lane into the first row.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn exchange(low: &mut Row<i32>, high: &mut Row<i32>) {
    for lane in 0..LANES {
        let (a, b) = (low[lane], high[lane]);
        low[lane] = a.min(b);
        high[lane] = a.max(b);
    }
}

/// The pairs of places whose comparison, in turn, sorts any numbers; the lower one belongs to the first of each.
/// Batcher's merge exchange. Source: Knuth, volume 3, algorithm 5.2.2M.
pub(super) fn comparators(count: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if count < 2 {
        return pairs;
    }
    let top = count.next_power_of_two() / 2;
    let mut p = top;
    while p > 0 {
        let (mut q, mut r, mut d) = (top, 0, p);
        loop {
            pairs.extend((0..count.saturating_sub(d)).filter(|at| at & p == r).map(|at| (at, at + d)));
            if q == p {
                break;
            }
            (d, q, r) = (q - p, q / 2, p);
        }
        p /= 2;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_sorts_every_pattern_of_zeros_and_ones() {
        for count in 0..=12_usize {
            let pairs = comparators(count);
            for bits in 0..1_i32 << count {
                let mut row: Vec<i32> = (0..count).map(|at| bits >> at & 1).collect();
                let mut rows: Vec<Row<i32>> = row.iter().map(|bit| [*bit; LANES]).collect();
                for &(low, high) in &pairs {
                    if row[low] > row[high] {
                        row.swap(low, high);
                    }
                }
                sort_rows(&mut rows, &pairs);
                assert!(row.is_sorted(), "{count} {bits:b}");
                assert!(rows.iter().map(|row| row[LANES - 1]).eq(row), "{count} {bits:b}");
            }
        }
    }
}

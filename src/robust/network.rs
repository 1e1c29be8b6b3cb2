//! Sorting without branches: the same comparisons whatever the numbers, so that lanes sort side by side.

use super::random::{LANES, Row};

/// Batcher's merge exchange for any count: rounds of comparisons between places so far apart. Source: Knuth,
/// volume 3, algorithm 5.2.2M.
///
/// - `each`: the first place of a run, its length, and how far behind the other places stand.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn rounds(count: usize, mut each: impl FnMut(usize, usize, usize)) {
    if count < 2 {
        return;
    }
    let top = count.next_power_of_two() / 2;
    let mut p = top;
    while p > 0 {
        let (mut q, mut r, mut d) = (top, 0, p);
        loop {
            let last = count.saturating_sub(d);
            // Places whose bit p is that of r stand in runs of length p.
            for from in (r..last).step_by(2 * p) {
                each(from, p.min(last - from), d);
            }
            if q == p {
                break;
            }
            (d, q, r) = (q - p, q / 2, p);
        }
        p /= 2;
    }
}

/// Sorts each lane, the lowest number into the first row.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(super) fn sort_rows(rows: &mut [Row<u32>]) {
    rounds(rows.len(), |from, length, apart| {
        // A run is never longer than the places are apart.
        let (low, high) = rows.split_at_mut(from + apart);
        for (low, high) in low[from..from + length].iter_mut().zip(high) {
            exchange(low, high);
        }
    });
}

/// Puts the lower number of every lane into the first row.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
pub(super) fn exchange(low: &mut Row<u32>, high: &mut Row<u32>) {
    for lane in 0..LANES {
        let (a, b) = (low[lane], high[lane]);
        low[lane] = a.min(b);
        high[lane] = a.max(b);
    }
}

/// The pairs of places that are compared, in order; the lower number belongs to the first of each.
pub(super) fn comparators(count: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    rounds(count, |from, length, apart| pairs.extend((from..from + length).map(|at| (at, at + apart))));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_sorts_every_pattern_of_zeros_and_ones() {
        for count in 0..=12_usize {
            let pairs = comparators(count);
            for bits in 0..1_u32 << count {
                let mut row: Vec<u32> = (0..count).map(|at| bits >> at & 1).collect();
                let mut rows: Vec<Row<u32>> = row.iter().map(|bit| [*bit; LANES]).collect();
                for &(low, high) in &pairs {
                    if row[low] > row[high] {
                        row.swap(low, high);
                    }
                }
                sort_rows(&mut rows);
                assert!(row.is_sorted(), "{count} {bits:b}");
                assert!(rows.iter().map(|row| row[LANES - 1]).eq(row), "{count} {bits:b}");
            }
        }
    }
}

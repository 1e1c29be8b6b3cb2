//! How wide the columns of a table are, and which of them stand beside one another.

use std::ops::Range;

/// What a column needs, in points: its longest word, and its longest line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    pub(super) least: f32,
    pub(super) most: f32,
}

/// The most that one column is widened beyond what it needs.
const SPARE: f32 = 60.0;

/// Halvings by which the number of lines is found: enough for a single precision number.
const HALVINGS: u32 = 32;

/// Widths of columns that fit a width together.
///
/// Where not every line fits, all columns are as narrow as lets their longest line wrap to the same number of
/// lines, but not narrower than their longest word.
pub(super) fn widths(needs: &[Need], room: f32) -> Vec<f32> {
    let least: f32 = needs.iter().map(|need| need.least).sum();
    let most: f32 = needs.iter().map(|need| need.most).sum();
    if most <= room {
        #[allow(clippy::cast_precision_loss, reason = "a table has few columns")]
        let spare = ((room - most) / needs.len().max(1) as f32).min(SPARE);
        return needs.iter().map(|need| need.most + spare).collect();
    }
    if least >= room {
        return needs.iter().map(|need| need.least * room / least).collect();
    }
    let wrapped = |lines: f32| needs.iter().map(move |need| (need.most / lines).max(need.least));
    let (mut too_few, mut enough) = (1.0, most / (room - least));
    for _ in 0..HALVINGS {
        let lines = f32::midpoint(too_few, enough);
        if wrapped(lines).sum::<f32>() > room { too_few = lines } else { enough = lines }
    }
    wrapped(enough).collect()
}

/// Divides columns that do not fit beside one another into tables that do, of about as many columns each.
///
/// - `heads`: how many columns from the left name the rows; every part starts with them, and the ranges
///   given back are of the columns after them.
pub(super) fn parts(needs: &[Need], heads: usize, room: f32) -> Vec<Range<usize>> {
    let (named, others) = needs.split_at(heads.min(needs.len()));
    let room = room - named.iter().map(|need| need.least).sum::<f32>();
    let count = filled(others, room, usize::MAX).len();
    let even = others.len().div_ceil(count.max(1));
    let parts = filled(others, room, even);
    let parts = if parts.len() > count { filled(others, room, usize::MAX) } else { parts };
    parts.into_iter().map(|range| heads + range.start..heads + range.end).collect()
}

/// Fills one table after the other; each takes at least one column.
fn filled(needs: &[Need], room: f32, most: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut width = 0.0;
    for (at, need) in needs.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if width + need.least <= room && part.len() < most => part.end = at + 1,
            _ => {
                parts.push(at..at + 1);
                width = 0.0;
            }
        }
        width += need.least;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(of: &[(f32, f32)]) -> Vec<Need> {
        of.iter().map(|&(least, most)| Need { least, most }).collect()
    }

    #[test]
    fn columns_get_their_longest_word_and_wrap_to_the_same_number_of_lines() {
        let of = widths(&needs(&[(20.0, 20.0), (30.0, 100.0), (50.0, 300.0)]), 220.0);
        assert!(of.iter().zip([20.0, 50.0, 150.0]).all(|(found, expected)| (found - expected).abs() < 1e-3));
        // A word that is wider than its part of the room keeps what it needs.
        let of = widths(&needs(&[(90.0, 100.0), (10.0, 500.0)]), 200.0);
        assert!(of.iter().zip([90.0, 110.0]).all(|(found, expected)| (found - expected).abs() < 1e-3));
    }

    #[test]
    fn a_wide_table_becomes_even_parts_that_fit() {
        let columns = needs(&[(100.0, 100.0); 1].into_iter().chain([(60.0, 60.0); 7]).collect::<Vec<_>>());
        assert_eq!(parts(&columns, 1, 400.0), [1..5, 5..8]);
        assert_eq!(parts(&columns, 1, 1_000.0).as_slice(), std::slice::from_ref(&(1..8)));
        assert_eq!(parts(&columns, 1, 10.0).len(), 7, "each part has at least one column");
    }
}

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

/// Widths of columns that fit a width together.
///
/// What the longest words leave over goes to columns by how much longer their lines are.
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
    let share = (room - least) / (most - least);
    needs.iter().map(|need| need.least + (need.most - need.least) * share).collect()
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
    fn columns_get_their_longest_word_and_share_what_is_left() {
        let widths = widths(&needs(&[(20.0, 20.0), (30.0, 130.0), (50.0, 250.0)]), 250.0);
        assert_eq!(widths, [20.0, 80.0, 150.0]);
        assert!((widths.iter().sum::<f32>() - 250.0).abs() < 1e-3);
    }

    #[test]
    fn a_wide_table_becomes_even_parts_that_fit() {
        let columns = needs(&[(100.0, 100.0); 1].into_iter().chain([(60.0, 60.0); 7]).collect::<Vec<_>>());
        assert_eq!(parts(&columns, 1, 400.0), [1..5, 5..8]);
        assert_eq!(parts(&columns, 1, 1_000.0).as_slice(), std::slice::from_ref(&(1..8)));
        assert_eq!(parts(&columns, 1, 10.0).len(), 7, "each part has at least one column");
    }
}

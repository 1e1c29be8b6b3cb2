//! How wide the columns of a table are, and which of them stand beside one another, for formats with pages.

use std::ops::Range;

use crate::answers::document::{Cell, Row, Table, Tone};

/// Beside the text of a cell.
pub(super) const PAD: f32 = 4.0;
/// How far a row stands in under the one above it in a tree.
pub(super) const INDENT: f32 = 9.0;
/// The longest word that a column makes room for; longer ones are divided.
const LONGEST_WORD: f32 = 96.0;
/// The longest line of a name that is kept together where there is room.
const LONGEST_NAME: f32 = 116.0;
/// The longest line that a head over numbers makes room for, beyond its longest word.
const WRAPPED_HEAD: f32 = 58.0;
/// Between numbers and the text to the right of them, more than between others.
const APART: f32 = 8.0;
/// The longest line that a column makes room for.
const LONGEST_LINE: f32 = 340.0;
/// What a column needs, in points: its longest word, and its longest line.
#[derive(Clone, Copy, Debug)]
struct Need {
    least: f32,
    most: f32,
}

/// A table as it stands on pages.
#[derive(Clone, Debug)]
pub(super) struct Laid {
    /// Which of the sizes its texts have.
    pub(super) size: usize,
    /// The tables that it becomes, under one another.
    pub(super) parts: Vec<LaidPart>,
}

/// Columns that stand beside one another.
#[derive(Clone, Debug)]
pub(super) struct LaidPart {
    /// The caption, with the number of the part where there are several.
    pub(super) caption: String,
    /// Which columns of the table.
    pub(super) columns: Vec<usize>,
    /// How wide each is, in points.
    pub(super) widths: Vec<f32>,
}

/// How long a text is in points, in a size, bold or not: its longest word, and its longest line.
pub(super) type Measure<'a> = dyn FnMut(&str, f32, bool) -> [f32; 2] + 'a;

/// Lays a table out on a width; in the largest size in which it fits, or else divided.
///
/// - `sizes`: from large to small.
pub(super) fn laid(table: &Table, sizes: &[f32], room: f32, measure: &mut Measure<'_>) -> Laid {
    // Every part starts with the columns up to the name of the row, such as a rank and a vendor.
    let head = table.columns.iter().position(|column| column.is_head);
    let named = head.map_or(0, |at| at + 1).min(table.columns.len().saturating_sub(1));
    let mut size = 0;
    let mut of = needs(table, sizes[size], measure);
    while size + 1 < sizes.len() && of.iter().map(|need| need.least).sum::<f32>() > room {
        size += 1;
        of = needs(table, sizes[size], measure);
    }
    let ranges = parts(&of, named, room);
    let count = ranges.len();
    let part = |(at, range): (usize, Range<usize>)| {
        let columns: Vec<usize> = (0..named).chain(range).collect();
        let widths = widths(&columns.iter().map(|at| of[*at]).collect::<Vec<_>>(), room);
        let caption = match count {
            1 => table.caption.clone(),
            _ => format!("{} ({} of {count})", table.caption, at + 1),
        };
        LaidPart { caption, columns, widths }
    };
    Laid { size, parts: ranges.into_iter().enumerate().map(part).collect() }
}

/// Whether the text of a cell is bold.
pub(super) fn is_bold(row: &Row, cell: &Cell) -> bool {
    row.is_total || cell.tone == Tone::Strong
}

fn needs(table: &Table, size: f32, measure: &mut Measure<'_>) -> Vec<Need> {
    let column = |at: usize| {
        let column = &table.columns[at];
        let [word, line] = measure(&column.title, size, true);
        // A long head over numbers wraps, so that other columns get the room.
        let head =
            [word.min(LONGEST_WORD), if column.is_number { line.min(WRAPPED_HEAD).max(word) } else { line }];
        let cells = table.rows.iter().filter_map(|row| Some((row, row.cells.get(at)?)));
        let mut lines = Vec::with_capacity(table.rows.len());
        let mut least = head[0];
        for (row, cell) in cells {
            let indent = if at == 0 { indent(row) } else { 0.0 };
            let [word, line] = measure(&cell.text, size, is_bold(row, cell));
            let word = if column.is_head { line.min(LONGEST_NAME).max(word) } else { word };
            least = least.max(word.min(if column.is_head { LONGEST_NAME } else { LONGEST_WORD }) + indent);
            lines.push(line + indent);
        }
        let most = usual(&mut lines).max(head[1]);
        // Half a point, so that rounding does not break a line that fits.
        let pads = 2.0 * PAD + apart(table, at) + 0.5;
        let least = least.min(LONGEST_NAME + 6.0 * INDENT) + pads;
        Need { least, most: (most + pads).clamp(least, LONGEST_LINE.max(least)) }
    };
    (0..table.columns.len()).map(column).collect()
}

/// The length that all but the longest fifth of lines keep within: one very long cell does not make its column
/// wide at the cost of all others.
fn usual(lines: &mut [f32]) -> f32 {
    lines.sort_by(f32::total_cmp);
    lines.get((4 * lines.len()).div_ceil(5).saturating_sub(1)).copied().unwrap_or_default()
}

/// What stands between a column of text and numbers to the left of it.
pub(super) fn apart(table: &Table, at: usize) -> f32 {
    let is_number = |at: usize| table.columns[at].is_number;
    if at > 0 && is_number(at - 1) && !is_number(at) { APART } else { 0.0 }
}

#[allow(clippy::cast_precision_loss, reason = "at most six")]
pub(super) fn indent(row: &Row) -> f32 {
    row.depth.min(6) as f32 * INDENT
}

/// The most that one column is widened beyond what it needs.
const SPARE: f32 = 60.0;

/// Halvings by which the number of lines is found: enough for a single precision number.
const HALVINGS: u32 = 32;

/// Widths of columns that fit a width together.
///
/// Where not every line fits, all columns are as narrow as lets their longest line wrap to the same number of
/// lines, but not narrower than their longest word.
fn widths(needs: &[Need], room: f32) -> Vec<f32> {
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
fn parts(needs: &[Need], heads: usize, room: f32) -> Vec<Range<usize>> {
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

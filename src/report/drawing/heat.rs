//! Shares in rows and columns, shaded by size.

use super::frame::{SIZE, SMALL, rect, text};
use super::{Anchor, Drawing, Figure, Ink, text_width};
use crate::answers::document::Cell;

/// The height of a row, in points.
const ROW: f64 = 19.0;
/// The widest that a cell gets.
const WIDEST: f64 = 64.0;
/// The narrowest in which a number can be read.
const NARROWEST: f64 = 12.5;
/// What the name of a column takes at least.
const NAME: f64 = 13.0;

pub(super) fn drawing(columns: &[String], rows: &[(String, Vec<f64>)], width: f64) -> Drawing {
    let longest = rows.iter().map(|(name, _)| text_width(name, SIZE)).fold(0.0, f64::max);
    let left = longest.min(width / 3.0) + 6.0;
    #[allow(clippy::cast_precision_loss, reason = "a chart has few columns")]
    let cell = ((width - left) / columns.len().max(1) as f64).min(WIDEST);
    let mut shapes = Vec::new();
    // Where cells are narrow only every so many columns can be named.
    let every = columns_per_name(cell);
    for (x, name) in places(left, cell).zip(columns).step_by(every) {
        let room = NAME.max(cell) - 2.0;
        shapes.push(text(name, [x + cell / 2.0, 10.0], SMALL, Anchor::Middle, Ink::Faint, room));
    }
    let mut y = 15.0;
    for (name, shares) in rows {
        shapes.push(text(name, [0.0, y + ROW / 2.0 + 3.0], SIZE, Anchor::Start, Ink::Text, left - 6.0));
        for (x, share) in places(left, cell).zip(shares) {
            shapes.extend(shaded(*share, [x, y], cell));
        }
        y += ROW;
    }
    Drawing { width, height: y + 1.0, shapes }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 1, and never large")]
fn columns_per_name(cell: f64) -> usize {
    (NAME / cell).ceil().clamp(1.0, 1_000.0) as usize
}

/// Where cells start.
fn places(left: f64, cell: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(left), move |x| Some(x + cell))
}

/// A cell with its number in whole per cent, where it can be read.
fn shaded(share: f64, [x, y]: [f64; 2], width: f64) -> Vec<Figure> {
    let mut shapes = vec![rect([x, y], width - 1.0, ROW - 1.0, Ink::Shade(share))];
    if width >= NARROWEST {
        // Three digits must fit.
        let size = ((width - 1.5) / 1.74).min(SMALL);
        let number = Cell::share(share).text;
        let baseline = y + ROW / 2.0 + size * 0.36 - 0.5;
        let middle = x + (width - 1.0) / 2.0;
        shapes.push(text(&number, [middle, baseline], size, Anchor::Middle, Ink::OnShade(share), width));
    }
    shapes
}

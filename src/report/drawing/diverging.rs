//! Bars to both sides of a line.

use super::frame::{BAR, Frame, SMALL, line, rect, text};
use super::{Anchor, Drawing, Ink};
use crate::answers::document::Bar;

/// What the names of the sides take.
const HEAD: f64 = 16.0;

pub(super) fn drawing(sides: &[String; 2], bars: &[Bar], width: f64) -> Drawing {
    let frame = Frame::new(width, HEAD, bars.iter().map(|bar| (bar.label.as_str(), bar.shown.as_str())));
    let middle = f64::midpoint(frame.plot[0], frame.plot[1]);
    let half = frame.plot_width() / 2.0;
    let length = |bar: &Bar| bar.parts.first().copied().unwrap_or(0.0);
    let longest = bars.iter().map(|bar| length(bar).abs()).fold(0.0, f64::max);
    let scale = if longest > 0.0 { half / longest } else { 0.0 };
    let [left, right] = sides;
    let mut shapes = vec![
        text(left, [middle - 5.0, 9.0], SMALL, Anchor::End, Ink::Faint, middle - 5.0),
        text(right, [middle + 5.0, 9.0], SMALL, Anchor::Start, Ink::Faint, width - middle - 5.0),
    ];
    for (row, bar) in bars.iter().enumerate() {
        shapes.extend(frame.texts(row, &bar.label, &bar.shown));
        let (top, end) = (frame.bar_top(row), length(bar) * scale);
        shapes.push(rect([frame.plot[0], top], frame.plot_width(), BAR, Ink::Ground));
        if end != 0.0 {
            let side = Ink::Series(usize::from(end > 0.0));
            shapes.push(rect([middle + end.min(0.0), top], end.abs(), BAR, side));
        }
    }
    let bottom = frame.bottom(bars.len());
    shapes.push(line([middle, HEAD - 3.0], [middle, bottom], 1.0, Ink::Faint));
    frame.drawing(bottom, shapes)
}

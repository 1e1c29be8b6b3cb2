//! A bar for each thing, made of parts.

use super::frame::{BAR, Frame, Sign, legend, line, rect, text};
use super::{Anchor, Drawing, Figure, Ink};
use crate::answers::document::Bar;

/// Size of the number on a part.
const TINY: f64 = 7.0;

pub(super) fn drawing(series: &[String], bars: &[Bar], whole: f64, width: f64) -> Drawing {
    let mut shapes = Vec::new();
    let top = legend(&signs(series, bars), width, &mut shapes);
    let frame = Frame::new(width, top, bars.iter().map(|bar| (bar.label.as_str(), bar.shown.as_str())));
    let ends =
        bars.iter().map(|bar| bar.parts.iter().sum::<f64>().max(bar.range.map_or(0.0, |[_, high]| high)));
    let whole = ends.fold(whole, f64::max);
    let scale = if whole > 0.0 { frame.plot_width() / whole } else { 0.0 };
    for (row, bar) in bars.iter().enumerate() {
        shapes.extend(frame.texts(row, &bar.label, &bar.shown));
        draw_bar(bar, series.len() > 1, &frame, row, scale, &mut shapes);
    }
    // A point for the whisker of the last bar.
    frame.drawing(frame.bottom(bars.len()) + 1.0, shapes)
}

/// What the legend explains: the parts where there are several, and ranges.
fn signs<'a>(series: &'a [String], bars: &[Bar]) -> Vec<Sign<'a>> {
    let parts = series.iter().enumerate().map(|(at, name)| Sign {
        name,
        draw: Box::new(move |[x, y]| {
            let mut shapes = vec![rect([x, y], 10.0, 10.0, Ink::Series(at))];
            shapes.push(number_of_part(at, [x + 5.0, y + 5.0]));
            shapes
        }),
    });
    let mut signs: Vec<Sign<'a>> = parts.filter(|_| series.len() > 1).collect();
    if bars.iter().any(|bar| bar.range.is_some()) {
        signs.push(Sign {
            name: "may turn out to be",
            draw: Box::new(|[x, y]| whisker(x, x + 10.0, y + 5.0)),
        });
    }
    signs
}

fn draw_bar(bar: &Bar, has_series: bool, frame: &Frame, row: usize, scale: f64, shapes: &mut Vec<Figure>) {
    let (left, top) = (frame.plot[0], frame.bar_top(row));
    shapes.push(rect([left, top], frame.plot_width(), BAR, Ink::Ground));
    let mut x = left;
    for (at, part) in bar.parts.iter().enumerate() {
        let length = part.max(0.0) * scale;
        // A hair of ground between parts, so that neighbours never run into each other.
        let shown = if has_series && length > 1.5 { length - 0.75 } else { length };
        if shown > 0.0 {
            shapes.push(rect([x, top], shown, BAR, Ink::Series(at)));
        }
        if has_series && shown >= 9.0 {
            shapes.push(number_of_part(at, [x + shown / 2.0, top + BAR / 2.0]));
        }
        x += length;
    }
    if let Some([low, high]) = bar.range {
        shapes.extend(whisker(left + low.max(0.0) * scale, left + high.max(0.0) * scale, top + BAR + 3.0));
    }
}

/// The number of a part, from 1, around a point: it says which part this is without its colour.
fn number_of_part(at: usize, [x, y]: [f64; 2]) -> Figure {
    text(&(at + 1).to_string(), [x, y + TINY * 0.36], TINY, Anchor::Middle, Ink::OnSeries(at), 10.0)
}

/// A line with stops at both ends.
pub(super) fn whisker(from: f64, to: f64, y: f64) -> Vec<Figure> {
    let stop = |x: f64| line([x, y - 2.0], [x, y + 2.0], 1.0, Ink::Text);
    vec![line([from, y], [to, y], 1.0, Ink::Text), stop(from), stop(to)]
}

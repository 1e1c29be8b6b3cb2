//! Stretches on one axis, each with the place of today.

use std::ops::RangeInclusive;

use super::frame::{BAR, Frame, SMALL, Sign, legend, line, rect, text};
use super::{Anchor, Drawing, Figure, Ink, text_width};
use crate::answers::document::Span;

/// What the axis takes below the rows.
const AXIS: f64 = 28.0;
/// The fewest points between two marks of the axis.
const MARK: f64 = 36.0;

pub(super) fn drawing(axis: &RangeInclusive<f64>, unit: &str, spans: &[Span], width: f64) -> Drawing {
    let mut shapes = Vec::new();
    let top = legend(&[today(), stretch()], width, &mut shapes);
    let frame = Frame::new(width, top, spans.iter().map(|span| (span.label.as_str(), span.shown.as_str())));
    let long = axis.end() - axis.start();
    let scale = if long > 0.0 { frame.plot_width() / long } else { 0.0 };
    let place = |at: f64| frame.plot[0] + (at.clamp(*axis.start(), *axis.end()) - axis.start()) * scale;
    let bottom = frame.bottom(spans.len());
    shapes.extend(ticks(axis, unit, &frame, bottom, place));
    for (row, span) in spans.iter().enumerate() {
        let (y, from, to, now) = (frame.bar_top(row), place(span.from), place(span.to), place(span.now));
        shapes.extend(frame.texts(row, &span.label, &span.shown));
        shapes.push(rect([frame.plot[0], y + 3.0], frame.plot_width(), BAR - 6.0, Ink::Ground));
        shapes.push(rect([from, y + 1.5], (to - from).max(1.0), BAR - 3.0, Ink::Series(5)));
        shapes.push(line([now, y - 2.0], [now, y + BAR + 2.0], 2.0, Ink::Text));
    }
    frame.drawing(bottom + AXIS, shapes)
}

fn today() -> Sign<'static> {
    Sign {
        name: "today",
        draw: Box::new(|[x, y]| vec![line([x + 5.0, y - 1.0], [x + 5.0, y + 11.0], 2.0, Ink::Text)]),
    }
}

fn stretch() -> Sign<'static> {
    Sign { name: "from, to", draw: Box::new(|[x, y]| vec![rect([x, y + 2.0], 10.0, 7.0, Ink::Series(5))]) }
}

/// Marks with their numbers below the rows, and what they count.
fn ticks(
    axis: &RangeInclusive<f64>,
    unit: &str,
    frame: &Frame,
    bottom: f64,
    place: impl Fn(f64) -> f64,
) -> Vec<Figure> {
    let [left, right] = frame.plot;
    let mut shapes = vec![line([left, bottom], [right, bottom], 0.75, Ink::Faint)];
    let Some((step, decimals)) = nice_step((axis.end() - axis.start()) * MARK / frame.plot_width()) else {
        return shapes;
    };
    let first = (axis.start() / step).ceil();
    let marks = std::iter::successors(Some(first), |mark| Some(mark + 1.0)).map(|mark| mark * step);
    for mark in marks.take_while(|mark| *mark <= axis.end() + step * 1e-9).take(1_000) {
        let x = place(mark);
        let number = format!("{mark:.decimals$}");
        let half = text_width(&number, SMALL) / 2.0;
        let middle = x.clamp(left + half, right - half);
        shapes.push(line([x, bottom], [x, bottom + 3.0], 0.75, Ink::Faint));
        shapes.push(text(&number, [middle, bottom + 12.0], SMALL, Anchor::Middle, Ink::Faint, MARK));
    }
    let middle = f64::midpoint(left, right);
    shapes.push(text(unit, [middle, bottom + 23.0], SMALL, Anchor::Middle, Ink::Faint, right - left));
    shapes
}

/// The next of 1, 2, 5, 10, ... that is at least so much, and the decimals that it needs.
pub(super) fn nice_step(least: f64) -> Option<(f64, usize)> {
    if !least.is_finite() || least <= 0.0 {
        return None;
    }
    let power = libm::log10(least).floor();
    let decade = libm::pow(10.0, power);
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|nice| nice * decade >= least * (1.0 - 1e-9))?;
    let power = if step < 10.0 { power } else { power + 1.0 };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 20")]
    let decimals = (-power).clamp(0.0, 20.0) as usize;
    Some((step * decade, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_at_round_numbers() {
        for (least, step, decimals) in [
            (7.0, 10.0, 0),
            (11.0, 20.0, 0),
            (0.03, 0.05, 2),
            (1.0, 1.0, 0),
            (0.6, 1.0, 0),
            (300.0, 500.0, 0),
        ] {
            let (found, written) = nice_step(least).unwrap();
            assert!((found - step).abs() < 1e-9, "{least}: {found}");
            assert_eq!(written, decimals, "{least}");
        }
        assert_eq!(nice_step(0.0), None);
        assert_eq!(nice_step(f64::NAN), None);
    }
}

//! Points over two axes, each with its name.

use super::bars::whisker;
use super::frame::{SMALL, Sign, legend, line, rect, text};
use super::spans::nice_step;
use super::{Anchor, Drawing, Figure, Ink, text_width};
use crate::answers::document::{Spot, Tone};
use crate::exact::Exact;

/// The height of the field of points.
const FIELD: f64 = 140.0;
/// What the lower axis takes.
const AXIS: f64 = 28.0;
/// The fewest points between two marks of the lower axis, and of the one to the left.
const MARKS: [f64; 2] = [76.0, 30.0];
/// Between a point and its name.
const GAP: f64 = 4.0;
/// What is left free beside the outermost points, as a share of the field.
const FREE: f64 = 0.06;

/// A stretch of numbers and the length on which it is drawn.
struct Scale {
    low: f64,
    high: f64,
    /// Where the lowest and the highest stand.
    ends: [f64; 2],
}

impl Scale {
    fn new(numbers: impl Iterator<Item = f64>, ends: [f64; 2]) -> Scale {
        let [low, high] = numbers
            .filter(|number| number.is_finite())
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], number| {
                [low.min(number), high.max(number)]
            });
        let [low, high] = if low <= high { [low, high] } else { [0.0, 1.0] };
        let free = if high > low { (high - low) * FREE } else { high.abs().max(1.0) * FREE };
        Scale { low: low - free, high: high + free, ends }
    }

    fn place(&self, number: f64) -> f64 {
        let share = ((number - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        let share = if share.is_nan() { 0.0 } else { share };
        self.ends[0] + share * (self.ends[1] - self.ends[0])
    }

    /// The round numbers on it, each as it is written.
    fn marks(&self, apart: f64) -> Vec<(f64, String)> {
        let long = (self.ends[1] - self.ends[0]).abs();
        let Some((step, decimals)) = nice_step((self.high - self.low) * apart / long) else {
            return Vec::new();
        };
        let written = |mark: f64| {
            let plain = format!("{mark:.decimals$}");
            let digits = u32::try_from(decimals).unwrap_or(0);
            Exact::parse(&plain).map_or(plain, |number| number.spaced(digits))
        };
        let first = (self.low / step).ceil();
        let marks = std::iter::successors(Some(first), |mark| Some(mark + 1.0)).map(|mark| mark * step);
        marks.take_while(|mark| *mark <= self.high).take(100).map(|mark| (mark, written(mark))).collect()
    }
}

pub(super) fn drawing([below, beside]: &[String; 2], spots: &[Spot], width: f64) -> Drawing {
    let mut shapes = Vec::new();
    let signs: Vec<Sign<'_>> =
        spots.iter().any(|spot| spot.range.is_some()).then(may_be).into_iter().collect();
    let top = legend(&signs, width / 2.0, &mut shapes).max(14.0);
    shapes.push(text(beside, [width, 9.0], SMALL, Anchor::End, Ink::Faint, width / 2.0));
    let bottom = top + FIELD;
    let y = Scale::new(spots.iter().map(|spot| spot.at[1]), [bottom, top]);
    let rows = y.marks(MARKS[1]);
    let left = rows.iter().map(|(_, said)| text_width(said, SMALL)).fold(0.0, f64::max) + GAP;
    let numbers =
        spots.iter().flat_map(|spot| [spot.at[0]].into_iter().chain(spot.range.into_iter().flatten()));
    let x = Scale::new(numbers, [left, width]);
    for (mark, said) in rows {
        let at = y.place(mark);
        shapes.push(line([left, at], [width, at], 0.5, Ink::Ground));
        shapes.push(text(&said, [left - GAP, at + 3.0], SMALL, Anchor::End, Ink::Faint, left));
    }
    shapes.push(line([left, bottom], [width, bottom], 0.75, Ink::Faint));
    for (mark, said) in x.marks(MARKS[0]) {
        let at = x.place(mark);
        let half = text_width(&said, SMALL) / 2.0;
        let middle = at.clamp(half, width - half);
        shapes.push(line([at, bottom], [at, bottom + 3.0], 0.75, Ink::Faint));
        shapes.push(text(&said, [middle, bottom + 12.0], SMALL, Anchor::Middle, Ink::Faint, MARKS[0]));
    }
    let middle = f64::midpoint(left, width);
    shapes.push(text(below, [middle, bottom + 23.0], SMALL, Anchor::Middle, Ink::Faint, width - left));
    let places: Vec<[f64; 2]> = spots.iter().map(|spot| [x.place(spot.at[0]), y.place(spot.at[1])]).collect();
    let mut taken: Vec<Frame> = Vec::new();
    for (spot, [at, height]) in spots.iter().zip(&places) {
        if let Some([low, high]) = spot.range {
            shapes.extend(whisker(x.place(low), x.place(high), *height));
            taken.push(Frame {
                left: x.place(low),
                top: height - 2.0,
                right: x.place(high),
                bottom: height + 2.0,
            });
        }
        let (half, ink) = mark(spot.tone);
        shapes.push(rect([at - half, height - half], 2.0 * half, 2.0 * half, ink));
        taken.push(Frame::around([*at, *height], half));
    }
    let field = Frame { left, top, right: width, bottom };
    for (spot, place) in spots.iter().zip(&places) {
        if let Some((frame, shape)) = name(spot, *place, &field, &taken) {
            taken.push(frame);
            shapes.push(shape);
        }
    }
    Drawing { width, height: bottom + AXIS, shapes }
}

fn may_be() -> Sign<'static> {
    Sign { name: "may turn out to be", draw: Box::new(|[x, y]| whisker(x, x + 10.0, y + 5.0)) }
}

/// Half the size of a point, and its ink: the one that it is about is the largest, those beside the point are the smallest.
fn mark(tone: Tone) -> (f64, Ink) {
    match tone {
        Tone::Strong => (4.5, Ink::Series(0)),
        Tone::Faint => (2.5, Ink::Faint),
        Tone::Plain | Tone::Good | Tone::Doubt | Tone::Bad => (3.5, Ink::Series(5)),
    }
}

/// A part of the drawing.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Frame {
    fn around([x, y]: [f64; 2], half: f64) -> Frame {
        Frame { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    fn meets(&self, other: &Frame) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(&self, other: &Frame) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && other.right <= self.right
            && other.bottom <= self.bottom
    }
}

/// The name of a point, where it is in nobody's way: above, below, to the right or to the left; none where there is no room.
fn name(spot: &Spot, [x, y]: [f64; 2], field: &Frame, taken: &[Frame]) -> Option<(Frame, Figure)> {
    let room = text_width(&spot.label, SMALL).min((field.right - field.left) / 2.0);
    let beside = 4.5 + GAP;
    // The middle of the name, as far as the field lets it.
    let middle = x.clamp(field.left + room / 2.0, (field.right - room / 2.0).max(field.left + room / 2.0));
    let places = [
        ([middle, y - beside], Anchor::Middle),
        ([middle, y + beside + 6.0], Anchor::Middle),
        ([x + beside, y + 3.0], Anchor::Start),
        ([x - beside, y + 3.0], Anchor::End),
        ([x + beside, y - beside], Anchor::Start),
        ([x + beside, y + beside + 6.0], Anchor::Start),
        ([x - beside, y - beside], Anchor::End),
        ([x - beside, y + beside + 6.0], Anchor::End),
    ];
    let frame = |([x, y], anchor): ([f64; 2], Anchor)| {
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - room / 2.0,
            Anchor::End => x - room,
        };
        Frame { left, top: y - 7.0, right: left + room, bottom: y + 2.0 }
    };
    let is_free = |place: &([f64; 2], Anchor)| {
        let frame = frame(*place);
        field.holds(&frame) && !taken.iter().any(|other| other.meets(&frame))
    };
    let place = places.iter().copied().find(is_free)?;
    let ink = if spot.tone == Tone::Faint { Ink::Faint } else { Ink::Text };
    Some((frame(place), text(&spot.label, place.0, SMALL, place.1, ink, room)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(label: &str, at: [f64; 2], tone: Tone) -> Spot {
        Spot { label: label.to_owned(), at, range: None, tone }
    }

    fn texts(drawing: &Drawing) -> Vec<(&str, f64, f64)> {
        drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Figure::Text { text, x, y, .. } => Some((text.as_str(), *x, *y)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn dearer_stands_to_the_right_and_better_higher_at_round_numbers() {
        let spots =
            [spot("A", [3_300_000.0, 53.0], Tone::Strong), spot("B", [6_500_000.0, 61.0], Tone::Plain)];
        let axes = ["Price, EUR".to_owned(), "Points".to_owned()];
        let drawing = drawing(&axes, &spots, 480.0);
        let said = texts(&drawing);
        let of = |name: &str| said.iter().find(|(text, ..)| *text == name).copied().unwrap();
        let (a, b) = (of("A"), of("B"));
        assert!(a.1 < b.1 && a.2 > b.2, "{a:?} {b:?}");
        of("4\u{a0}000\u{a0}000");
        of("54");
        of("Price, EUR");
    }

    #[test]
    fn names_of_neighbours_do_not_cover_one_another() {
        let spots: Vec<Spot> =
            (0..4).map(|at| spot(&format!("Vendor number {at}"), [100.0, 50.0], Tone::Plain)).collect();
        let drawing = drawing(&["x".to_owned(), "y".to_owned()], &spots, 480.0);
        let mut places: Vec<String> = texts(&drawing)
            .iter()
            .filter(|(text, ..)| text.starts_with("Vendor"))
            .map(|(_, x, y)| format!("{x:.0} {y:.0}"))
            .collect();
        places.sort();
        places.dedup();
        assert_eq!(places.len(), 4, "{places:?}");
    }
}

//! Formulas, set as boxes on a baseline.

use krilla::tagging::Tag;

use super::flow::{Flow, FlowItem, Shape, TagId};
use super::lines::Style;
use super::look::{MARGIN, TEXT, WIDTH, colour};
use super::shape::{Shaper, shortened};
use crate::answers::document::FormulaText;
use crate::answers::mathematics::Math;
use crate::report::drawing::Ink;

/// The smallest text of a formula; a wider one stands as it is written.
const SMALLEST: f32 = 6.0;
/// The size of what is raised or lowered, of the size beside it.
const SMALLER: f32 = 0.74;

/// What was set: shapes around a baseline, from its left end.
#[derive(Default)]
struct Set {
    width: f32,
    /// Above the baseline.
    rise: f32,
    /// Below the baseline.
    fall: f32,
    shapes: Vec<Shape>,
}

/// Adds a formula.
pub(super) fn formula(flow: &mut Flow<'_>, formula: &FormulaText, part: TagId) {
    let whole = Math::Row(vec![Math::Text(formula.of.clone()), Math::Sign("="), formula.set.clone()]);
    let mut size = TEXT.size;
    let mut set = set(flow.shaper, &whole, size);
    while set.width > WIDTH && size > SMALLEST {
        size -= 0.6;
        set = self::set(flow.shaper, &whole, size);
    }
    if set.width > WIDTH {
        let tag = flow.tags.add(part, Tag::P);
        flow.paragraph(&formula.line(), TEXT, colour(Ink::Text), 7.0, tag);
        return;
    }
    let tag = flow.tags.add(part, Tag::Formula(Some(shortened(&formula.line()))));
    let mut item = FlowItem { gap: 8.0, ..FlowItem::space(set.rise + set.fall) };
    for shape in set.moved(MARGIN, set.rise) {
        item.draw(shape, Some(tag));
    }
    flow.items.push(item);
}

impl Set {
    /// The shapes, elsewhere.
    fn moved(&self, x: f32, y: f32) -> impl Iterator<Item = Shape> + '_ {
        self.shapes.iter().cloned().map(move |shape| {
            let to = |[a, b]: [f32; 2]| [a + x, b + y];
            match shape {
                Shape::Text { line, at, colour } => Shape::Text { line, at: to(at), colour },
                Shape::Fill { at, size, colour } => Shape::Fill { at: to(at), size, colour },
                Shape::Rule { from, to: end, width, colour } => {
                    Shape::Rule { from: to(from), to: to(end), width, colour }
                }
                Shape::PageOf { section, style, end, colour } => {
                    Shape::PageOf { section, style, end: to(end), colour }
                }
                Shape::Link { section, at, size, says } => Shape::Link { section, at: to(at), size, says },
            }
        })
    }

    /// Takes another in, at a place beside or around its own baseline.
    fn take(&mut self, other: &Set, x: f32, y: f32) {
        self.shapes.extend(other.moved(x, y));
        self.width = self.width.max(x + other.width);
        self.rise = self.rise.max(other.rise - y);
        self.fall = self.fall.max(other.fall + y);
    }

    fn rule(&mut self, from: [f32; 2], to: [f32; 2], size: f32) {
        self.shapes.push(Shape::Rule { from, to, width: size * 0.05, colour: colour(Ink::Text) });
    }
}

fn text(shaper: &mut Shaper, text: &str, size: f32) -> Set {
    let line = shaper.cut(text, Style::plain(size), f32::INFINITY);
    let width = line.width;
    let drawn = Shape::Text { line, at: [0.0, 0.0], colour: colour(Ink::Text) };
    Set { width, rise: size * 0.8, fall: size * 0.25, shapes: vec![drawn] }
}

/// Sets one after another, with a gap between them.
fn row(sets: impl IntoIterator<Item = (f32, Set)>) -> Set {
    let mut row = Set::default();
    for (gap, set) in sets {
        let x = row.width + gap;
        row.take(&set, x, 0.0);
    }
    row
}

fn set(shaper: &mut Shaper, part: &Math, size: f32) -> Set {
    match part {
        Math::Text(said) => text(shaper, said, size),
        Math::Sign(sign) => text(shaper, sign, size),
        Math::Space => Set { width: size * 0.28, ..Set::default() },
        Math::Row(parts) => {
            let mut gap = 0.0;
            let mut sets = Vec::new();
            for part in parts {
                let before = match part {
                    Math::Sign(",") => 0.0,
                    Math::Sign(_) => size * 0.3,
                    _ => gap,
                };
                gap = if matches!(part, Math::Sign(_)) { size * 0.3 } else { 0.0 };
                sets.push((before, set(shaper, part, size)));
            }
            row(sets)
        }
        Math::Fraction(parts) => {
            let [above, below] = parts.each_ref().map(|part| set(shaper, part, size * 0.92));
            let width = above.width.max(below.width) + size * 0.4;
            let line = -size * 0.28;
            let mut whole = Set { width, ..Set::default() };
            whole.take(&above, (width - above.width) / 2.0, line - above.fall - size * 0.12);
            whole.take(&below, (width - below.width) / 2.0, line + below.rise + size * 0.16);
            whole.rule([size * 0.08, line], [width - size * 0.08, line], size);
            row([(size * 0.08, whole), (size * 0.08, Set::default())])
        }
        Math::Raised(parts) => {
            let [base, raised] = pair(shaper, parts, size);
            let (x, y) = (base.width + size * 0.05, -(base.rise - size * 0.38));
            let mut whole = Set::default();
            whole.take(&base, 0.0, 0.0);
            whole.take(&raised, x, y);
            whole
        }
        Math::Lowered(parts) => {
            let [base, lowered] = pair(shaper, parts, size);
            let x = base.width + size * 0.05;
            let mut whole = Set::default();
            whole.take(&base, 0.0, 0.0);
            whole.take(&lowered, x, size * 0.24);
            whole
        }
        Math::Root(part, degree) => root(shaper, part, degree.as_deref(), size),
        Math::Cases(cases) => self::cases(shaper, cases, size),
    }
}

/// A part, and a smaller one beside it.
fn pair(shaper: &mut Shaper, parts: &[Math; 2], size: f32) -> [Set; 2] {
    let [base, small] = parts;
    [set(shaper, base, size), set(shaper, small, size * SMALLER)]
}

fn root(shaper: &mut Shaper, part: &Math, degree: Option<&Math>, size: f32) -> Set {
    let under = set(shaper, part, size);
    let mut whole = Set::default();
    if let Some(degree) = degree {
        let degree = set(shaper, degree, size * 0.6);
        whole.take(&degree, 0.0, -size * 0.45);
    }
    let hook = whole.width.max(size * 0.2);
    let (top, bottom) = (-(under.rise + size * 0.12), under.fall);
    let foot = hook + size * 0.25;
    let start = foot + size * 0.3;
    whole.rule([hook - size * 0.15, -size * 0.25], [foot, bottom], size);
    whole.rule([foot, bottom], [start, top], size);
    whole.rule([start, top], [start + under.width + size * 0.1, top], size);
    whole.take(&under, start + size * 0.06, 0.0);
    whole.rise = whole.rise.max(-top);
    whole.width += size * 0.1;
    whole
}

/// Cases below each other, behind a bracket.
fn cases(shaper: &mut Shaper, cases: &[(Math, Option<Math>)], size: f32) -> Set {
    let mut lines = Vec::new();
    for (value, condition) in cases {
        let said = match condition {
            Some(condition) => {
                let gap = size * 0.3;
                row([(0.0, text(shaper, "if", size)), (gap, set(shaper, condition, size))])
            }
            None => text(shaper, "else", size),
        };
        lines.push((set(shaper, value, size), said));
    }
    let values = lines.iter().map(|(value, _)| value.width).fold(0.0, f32::max);
    let left = size * 0.5;
    let mut stack = Set::default();
    let mut y = 0.0;
    for (at, (value, said)) in lines.iter().enumerate() {
        if at > 0 {
            y += value.rise.max(said.rise) + size * 0.2;
        }
        stack.take(value, left, y);
        stack.take(said, left + values + size, y);
        y += value.fall.max(said.fall);
    }
    // In the middle of the line beside it.
    let shift = (stack.rise - stack.fall) / 2.0 - size * 0.28;
    let mut whole = Set::default();
    whole.take(&stack, 0.0, shift);
    let (top, bottom, x) = (-whole.rise, whole.fall, size * 0.15);
    whole.rule([x, top], [x, bottom], size);
    whole.rule([x, top], [x + size * 0.2, top], size);
    whole.rule([x, bottom], [x + size * 0.2, bottom], size);
    whole
}

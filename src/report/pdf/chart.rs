//! Charts as flow: the shapes of a drawing, which no page divides.

use krilla::tagging::Tag;

use super::flow::{Flow, FlowItem, Shape, TagId};
use super::lines::Style;
use super::look::{BODY, MARGIN, WIDTH, colour};
use super::shape::shortened;
use crate::answers::document::Chart;
use crate::report::drawing::{self, Anchor, Drawing, drawing};

/// Adds a chart; one that is higher than a page is made smaller.
pub(super) fn chart(flow: &mut Flow<'_>, chart: &Chart, part: TagId) {
    let drawing = drawing(chart, f64::from(WIDTH));
    let alt = if chart.description.trim().is_empty() { &chart.title } else { &chart.description };
    let alt = if alt.trim().is_empty() { "Chart".to_owned() } else { shortened(alt) };
    if !chart.title.is_empty() {
        let tag = flow.tags.add(part, Tag::P);
        flow.caption(&chart.title, tag);
    }
    let tag = flow.tags.add(part, Tag::Figure(Some(alt)));
    let item = figure(flow, &drawing, tag);
    flow.items.push(item);
    flow.items.push(FlowItem::space(8.0));
}

fn figure(flow: &mut Flow<'_>, drawing: &Drawing, tag: TagId) -> FlowItem {
    let scale = (f64::from(BODY - 60.0) / drawing.height).min(1.0);
    let points = |number: f64| to_f32(number * scale);
    let place = |[x, y]: [f64; 2]| [MARGIN + points(x), points(y)];
    let mut item = FlowItem { gap: 2.0, ..FlowItem::space(points(drawing.height)) };
    for shape in &drawing.shapes {
        let shape = match shape {
            drawing::Figure::Rect { x, y, width, height, fill } => {
                let size = [points(*width), points(*height)];
                Shape::Fill { at: place([*x, *y]), size, colour: colour(*fill) }
            }
            drawing::Figure::Line { from, to, width, ink } => Shape::Rule {
                from: place(*from),
                to: place(*to),
                width: points(*width),
                colour: colour(*ink),
            },
            drawing::Figure::Text { x, y, text, size, anchor, ink, room } => {
                let line = flow.shaper.cut(text, Style::plain(points(*size)), points(*room));
                let [x, y] = place([*x, *y]);
                let left = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - line.width / 2.0,
                    Anchor::End => x - line.width,
                };
                Shape::Text { line, at: [left, y], colour: colour(*ink) }
            }
        };
        item.draw(shape, Some(tag));
    }
    item
}

#[allow(clippy::cast_possible_truncation, reason = "a place on a page needs no more")]
fn to_f32(number: f64) -> f32 {
    if number.is_finite() { number as f32 } else { 0.0 }
}

//! Charts as shapes: what HTML and PDF draw, each in its own way.

mod bars;
mod diverging;
mod frame;
mod heat;
mod ink;
mod scatter;
mod spans;
mod width;

use crate::answers::document::{Chart, ChartKind, Tone};

pub use ink::{SERIES, Surface, tint};
pub use width::{cut, text_width};

/// Lays a chart out on a width in points; the height follows.
///
/// Below 320 points names stand above their bars instead of to the left.
#[must_use]
pub fn drawing(chart: &Chart, width: f64) -> Drawing {
    match &chart.kind {
        ChartKind::Bars { series, bars, whole } => bars::drawing(series, bars, *whole, width),
        ChartKind::Diverging { sides, bars } => diverging::drawing(sides, bars, width),
        ChartKind::Heat { columns, rows } => heat::drawing(columns, rows, width),
        ChartKind::Spans { axis, unit, spans } => spans::drawing(axis, unit, spans, width),
        ChartKind::Scatter { axes, spots } => scatter::drawing(axes, spots, width),
    }
}

/// A chart laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// In points of 1/72 inch.
    pub width: f64,
    /// In points of 1/72 inch.
    pub height: f64,
    /// From back to front; the origin is at the top left.
    pub shapes: Vec<Figure>,
}

/// A thing that is drawn, in points.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A filled rectangle.
    Rect {
        /// The left edge.
        x: f64,
        /// The top edge.
        y: f64,
        /// How wide.
        width: f64,
        /// How high.
        height: f64,
        /// What it is filled with.
        fill: Ink,
    },
    /// A straight line.
    Line {
        /// Where it starts.
        from: [f64; 2],
        /// Where it ends.
        to: [f64; 2],
        /// How thick.
        width: f64,
        /// What it is drawn with.
        ink: Ink,
    },
    /// A text on one line.
    Text {
        /// The start, middle or end of the text, as `anchor` says.
        x: f64,
        /// The line on which its letters stand.
        y: f64,
        /// What it says.
        text: String,
        /// In points.
        size: f64,
        /// Where `x` is.
        anchor: Anchor,
        /// What it is written with.
        ink: Ink,
        /// How many points it may take; a longer text is cut with an ellipsis, see [`cut`].
        room: f64,
    },
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// A colour by what it is for, so that each medium has its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ink {
    /// Running text.
    Text,
    /// Text beside the point, axes.
    Faint,
    /// The nth part of a whole, from 0; after [`SERIES`] they start again.
    Series(usize),
    /// Text on the nth part of a whole.
    OnSeries(usize),
    /// What speaks for.
    Good,
    /// What is not sure.
    Doubt,
    /// What speaks against.
    Bad,
    /// A shade from 0, none, to 1, full.
    Shade(f64),
    /// Text on a shade of that depth.
    OnShade(f64),
    /// The ground of a bar.
    Ground,
}

impl From<Tone> for Ink {
    /// What a text that is meant so is written with.
    fn from(tone: Tone) -> Ink {
        match tone {
            Tone::Plain | Tone::Strong => Ink::Text,
            Tone::Faint => Ink::Faint,
            Tone::Good => Ink::Good,
            Tone::Doubt => Ink::Doubt,
            Tone::Bad => Ink::Bad,
        }
    }
}

//! Sizes and places on a page, and its colours.

use krilla::color::rgb::Color;

use super::lines::Style;
use crate::answers::document::Tone;
use crate::report::drawing::{self, Ink, Surface};

/// A4, in points.
pub(super) const PAGE: [f32; 2] = [595.28, 841.89];
/// From the left and right edges to the text.
pub(super) const MARGIN: f32 = 56.0;
/// How wide text may run.
pub(super) const WIDTH: f32 = PAGE[0] - 2.0 * MARGIN;
/// From the upper edge to the text.
pub(super) const TOP: f32 = 70.0;
/// From the upper edge to the end of the text.
pub(super) const BOTTOM: f32 = PAGE[1] - 66.0;
/// How high text may run.
pub(super) const BODY: f32 = BOTTOM - TOP;

pub(super) const TITLE: Style = Style::bold(22.0);
pub(super) const SUBTITLE: Style = Style::plain(12.5);
pub(super) const TEXT: Style = Style::plain(9.6);
pub(super) const STRONG: Style = Style::bold(9.6);
pub(super) const CAPTION: Style = Style::bold(8.6);
pub(super) const SMALL: Style = Style::plain(7.4);
/// The headings of chapters, of what is under them, and of parts of a section.
pub(super) const HEADINGS: [Style; 3] = [Style::bold(17.0), Style::bold(13.5), Style::bold(10.6)];
/// Sizes of tables, from large to small: a table takes the first in which it fits the page.
pub(super) const CELLS: [f32; 3] = [8.4, 7.6, 6.8];

/// The colour of an ink on paper.
pub(super) fn colour(ink: Ink) -> Color {
    rgb(Surface::Paper.colour(ink))
}

/// The colour of titles and rules.
pub(super) fn accent() -> Color {
    colour(Ink::Shade(1.0))
}

/// The colour of fine lines.
pub(super) fn hairline() -> Color {
    rgb([0xd0, 0xd7, 0xde])
}

/// The colour of a text that is meant so.
pub(super) fn tone(tone: Tone) -> Color {
    colour(Ink::from(tone))
}

/// A light tint of a colour, for grounds.
pub(super) fn tint(colour: Color) -> Color {
    rgb(drawing::tint([colour.red(), colour.green(), colour.blue()]))
}

fn rgb([red, green, blue]: [u8; 3]) -> Color {
    Color::new(red, green, blue)
}

//! What charts of rows have in common: a name to the left, a picture, a number to the right.

use super::{Anchor, Drawing, Figure, Ink, text_width};

/// The size of names and numbers, in points.
pub(super) const SIZE: f64 = 9.0;
/// The size of what explains the picture, in points.
pub(super) const SMALL: f64 = 8.0;
/// The height of a bar, in points.
pub(super) const BAR: f64 = 11.0;
/// The height of a row, in points.
const ROW: f64 = 20.0;
/// What a name above its bar takes.
const NAME: f64 = 14.0;
/// Between neighbours.
const GAP: f64 = 6.0;
/// The width below which names stand above their bars.
const NARROW: f64 = 320.0;

/// Where the rows of a chart stand.
pub(super) struct Frame {
    width: f64,
    top: f64,
    is_narrow: bool,
    /// The left and right end of the pictures.
    pub(super) plot: [f64; 2],
}

impl Frame {
    /// Shares the width out: names and numbers get what they need up to a third each.
    pub(super) fn new<'a>(width: f64, top: f64, rows: impl Iterator<Item = (&'a str, &'a str)>) -> Frame {
        let is_narrow = width < NARROW;
        let needs = rows.fold([0.0_f64; 2], |[name, number], row| {
            [name.max(text_width(row.0, SIZE)), number.max(text_width(row.1, SIZE))]
        });
        let [name, number] = needs.map(|need| if need > 0.0 { need.min(width / 3.0) + GAP } else { 0.0 });
        let plot = if is_narrow { [0.0, width] } else { [name, width - number] };
        Frame { width, top, is_narrow, plot }
    }

    /// How wide the pictures are.
    pub(super) fn plot_width(&self) -> f64 {
        self.plot[1] - self.plot[0]
    }

    /// The height of a row.
    fn step(&self) -> f64 {
        if self.is_narrow { ROW + NAME } else { ROW }
    }

    /// The top of the bar in a row.
    #[allow(clippy::cast_precision_loss, reason = "a chart has few rows")]
    pub(super) fn bar_top(&self, row: usize) -> f64 {
        let name = if self.is_narrow { NAME } else { 0.0 };
        self.top + row as f64 * self.step() + name + (ROW - BAR) / 2.0
    }

    /// Below the last row.
    #[allow(clippy::cast_precision_loss, reason = "a chart has few rows")]
    pub(super) fn bottom(&self, rows: usize) -> f64 {
        self.top + rows as f64 * self.step()
    }

    /// The name and the number of a row.
    pub(super) fn texts(&self, row: usize, name: &str, number: &str) -> [Figure; 2] {
        let bar = self.bar_top(row);
        let y = if self.is_narrow { bar - 5.0 } else { bar + BAR - 2.0 };
        let number_room = text_width(number, SIZE).min(self.width / 3.0);
        let name_room =
            if self.is_narrow { self.width - number_room - GAP } else { (self.plot[0] - GAP).max(0.0) };
        [
            text(name, [0.0, y], SIZE, Anchor::Start, Ink::Text, name_room),
            text(number, [self.width, y], SIZE, Anchor::End, Ink::Text, number_room),
        ]
    }

    /// The finished drawing.
    pub(super) fn drawing(&self, height: f64, shapes: Vec<Figure>) -> Drawing {
        Drawing { width: self.width, height, shapes }
    }
}

/// A text.
pub(super) fn text(text: &str, [x, y]: [f64; 2], size: f64, anchor: Anchor, ink: Ink, room: f64) -> Figure {
    // A little more than is needed, so that rounding does not cut a text that fits.
    Figure::Text { x, y, text: text.to_owned(), size, anchor, ink, room: room + 0.5 }
}

/// A filled rectangle.
pub(super) fn rect([x, y]: [f64; 2], width: f64, height: f64, fill: Ink) -> Figure {
    Figure::Rect { x, y, width, height, fill }
}

/// A line.
pub(super) fn line(from: [f64; 2], to: [f64; 2], width: f64, ink: Ink) -> Figure {
    Figure::Line { from, to, width, ink }
}

/// A sign of the legend, with its name.
pub(super) struct Sign<'a> {
    pub(super) name: &'a str,
    /// Draws the sign in a box of 10 points, given its top left corner.
    pub(super) draw: Box<dyn Fn([f64; 2]) -> Vec<Figure> + 'a>,
}

/// Draws a legend in as many lines as it needs, and says where the rows may start.
pub(super) fn legend(signs: &[Sign<'_>], width: f64, shapes: &mut Vec<Figure>) -> f64 {
    const BOX: f64 = 10.0;
    const LINE: f64 = 15.0;
    if signs.is_empty() {
        return 0.0;
    }
    let (mut x, mut y) = (0.0, 0.0);
    for sign in signs {
        let room = text_width(sign.name, SMALL).min(width - BOX - 4.0);
        let needs = BOX + 4.0 + room;
        if x > 0.0 && x + needs > width {
            (x, y) = (0.0, y + LINE);
        }
        shapes.extend((sign.draw)([x, y + 1.0]));
        shapes.push(text(sign.name, [x + BOX + 4.0, y + 9.0], SMALL, Anchor::Start, Ink::Faint, room));
        x += needs + 12.0;
    }
    y + LINE + 3.0
}

//! Inks as colours, on white paper and on a dark screen.
//!
//! The parts of a whole differ in lightness from their neighbours as well as in colour, and carry their
//! number, so that a print in grey can be read. Text has a contrast of at least 4.5 to 1 on what it stands
//! on, and shapes at least 3 to 1 with the ground (WCAG 2.2, 1.4.3 and 1.4.11).

use super::Ink;
use crate::brand::{WHITE, contrast};

/// How many parts of a whole have colours of their own.
pub const SERIES: usize = 8;

const BLACK: [u8; 3] = [0, 0, 0];

/// What a chart is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// White paper, or a light screen.
    Paper,
    /// A dark screen.
    Dark,
}

struct Palette {
    ground: [u8; 3],
    text: [u8; 3],
    faint: [u8; 3],
    good: [u8; 3],
    doubt: [u8; 3],
    bad: [u8; 3],
    bar_ground: [u8; 3],
    full_shade: [u8; 3],
    series: [[u8; 3]; SERIES],
}

const PAPER: Palette = Palette {
    ground: WHITE,
    text: [0x1b, 0x1f, 0x24],
    faint: [0x57, 0x60, 0x6a],
    good: [0x1a, 0x7f, 0x37],
    doubt: [0x8a, 0x5a, 0x00],
    bad: [0xb3, 0x26, 0x1e],
    bar_ground: [0xe9, 0xed, 0xf1],
    full_shade: [0x17, 0x4a, 0x86],
    series: [
        [0x1f, 0x5f, 0xa8],
        [0xcf, 0x7a, 0x22],
        [0x5b, 0x2a, 0x86],
        [0x2f, 0x9e, 0x77],
        [0x8c, 0x1d, 0x40],
        [0x4f, 0x93, 0xcf],
        [0x3b, 0x46, 0x52],
        [0xc2, 0x6a, 0xa8],
    ],
};

const DARK: Palette = Palette {
    ground: [0x12, 0x16, 0x1b],
    text: [0xe8, 0xea, 0xed],
    faint: [0xa3, 0xad, 0xb8],
    good: [0x5f, 0xd3, 0x8a],
    doubt: [0xf0, 0xc0, 0x60],
    bad: [0xff, 0x8a, 0x80],
    bar_ground: [0x2a, 0x30, 0x38],
    full_shade: [0x8c, 0xc4, 0xff],
    series: [
        [0x5a, 0x9b, 0xe6],
        [0xf5, 0xb8, 0x70],
        [0xa8, 0x7a, 0xdc],
        [0x7a, 0xdc, 0xb4],
        [0xdc, 0x6a, 0x8c],
        [0xb0, 0xd6, 0xf8],
        [0x8a, 0x98, 0xa8],
        [0xf2, 0xc0, 0xe0],
    ],
};

impl Surface {
    fn palette(self) -> &'static Palette {
        match self {
            Surface::Paper => &PAPER,
            Surface::Dark => &DARK,
        }
    }

    /// The colour of the surface itself, as red, green and blue.
    #[must_use]
    pub fn ground(self) -> [u8; 3] {
        self.palette().ground
    }

    /// The colour of an ink on it, as red, green and blue.
    #[must_use]
    pub fn colour(self, ink: Ink) -> [u8; 3] {
        let palette = self.palette();
        match ink {
            Ink::Text => palette.text,
            Ink::Faint => palette.faint,
            Ink::Good => palette.good,
            Ink::Doubt => palette.doubt,
            Ink::Bad => palette.bad,
            Ink::Ground => palette.bar_ground,
            Ink::Series(at) => palette.series[at % SERIES],
            Ink::OnSeries(at) => readable_on(palette.series[at % SERIES]),
            Ink::Shade(depth) => mixed(palette.ground, palette.full_shade, depth),
            Ink::OnShade(depth) => readable_on(mixed(palette.ground, palette.full_shade, depth)),
        }
    }
}

/// A light tint of a colour, for grounds on white paper.
#[must_use]
pub fn tint(colour: [u8; 3]) -> [u8; 3] {
    colour.map(|channel| 255 - (255 - channel) / 14)
}

/// A colour on the way from one to another.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between two bytes, and NaN becomes 0"
)]
fn mixed(from: [u8; 3], to: [u8; 3], share: f64) -> [u8; 3] {
    let share = share.clamp(0.0, 1.0);
    let channel =
        |at: usize| (f64::from(from[at]) + share * (f64::from(to[at]) - f64::from(from[at]))).round() as u8;
    [channel(0), channel(1), channel(2)]
}

/// Black or white, whichever stands out more: one of the two always does by more than 4.5 to 1.
fn readable_on(colour: [u8; 3]) -> [u8; 3] {
    if contrast(colour, WHITE) >= contrast(colour, BLACK) { WHITE } else { BLACK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_shapes_stand_out_on_both_surfaces() {
        for surface in [Surface::Paper, Surface::Dark] {
            let ground = surface.ground();
            for ink in [Ink::Text, Ink::Faint, Ink::Good, Ink::Doubt, Ink::Bad] {
                assert!(contrast(surface.colour(ink), ground) >= 4.5, "{ink:?} on {surface:?}");
            }
            for at in 0..SERIES {
                let part = surface.colour(Ink::Series(at));
                assert!(contrast(part, ground) >= 3.0, "part {at} on {surface:?}");
                assert!(contrast(surface.colour(Ink::OnSeries(at)), part) >= 4.5, "on part {at}");
                let next = surface.colour(Ink::Series(at + 1));
                assert!(contrast(part, next) >= 1.3, "parts {at} and the next on {surface:?}");
            }
            for step in 0..=100 {
                let depth = f64::from(step) / 100.0;
                let [shade, text] = [Ink::Shade(depth), Ink::OnShade(depth)].map(|ink| surface.colour(ink));
                assert!(contrast(shade, text) >= 4.5, "{depth} on {surface:?}");
            }
        }
    }
}

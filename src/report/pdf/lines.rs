//! From a text to lines: where they break, and the order of words on each.

use std::ops::Range;
use std::rc::Rc;

use krilla::text::KrillaGlyph;
use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::shape::{Run, Shaper, Word, printable};

/// Size and weight of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// In points.
    pub(super) size: f32,
    pub(super) is_bold: bool,
}

/// A line of text.
#[derive(Clone)]
pub(super) struct Line {
    /// In points, without the spaces at its end.
    pub(super) width: f32,
    /// In points.
    pub(super) size: f32,
    /// Whether its paragraph runs from right to left.
    pub(super) is_rtl: bool,
    /// From left to right.
    pub(super) pieces: Vec<Piece>,
}

/// Part of a line in one face.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) face: usize,
    /// From the left end of the line, in points.
    pub(super) x: f32,
    /// The paragraph that the glyphs show.
    pub(super) text: Rc<str>,
    pub(super) glyphs: Vec<KrillaGlyph>,
}

/// A stretch of a paragraph that no line break divides, unless it is wider than a line.
struct Stretch {
    range: Range<usize>,
    word: Word,
    /// In ems.
    width: f32,
    is_space: bool,
}

/// A paragraph being broken.
struct Paragraph<'a> {
    shaper: &'a mut Shaper,
    text: Rc<str>,
    levels: Vec<Level>,
    base: Level,
    style: Style,
}

impl Style {
    pub(super) const fn plain(size: f32) -> Style {
        Style { size, is_bold: false }
    }

    pub(super) const fn bold(size: f32) -> Style {
        Style { size, is_bold: true }
    }

    /// From one baseline to the next, in points.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.4
    }

    /// From the top of a line to its baseline, in points.
    pub(super) fn rise(self) -> f32 {
        self.size * 1.05
    }
}

impl Shaper {
    /// The lines of a text that are at most `width` points wide. A text of no words has one empty line.
    pub(super) fn lines(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let text = printable(text);
        text.split('\n')
            .flat_map(|text| Paragraph::new(self, text, style).lines(width / style.size))
            .collect()
    }

    /// The text on one line of at most `room` points; a longer text ends in an ellipsis.
    pub(super) fn cut(&mut self, text: &str, style: Style, room: f32) -> Line {
        let text = printable(text).replace('\n', " ");
        let whole = self.line(&text, style);
        if whole.width <= room {
            return whole;
        }
        let ellipsis = self.line("…", style).width;
        let mut end = 0;
        let mut width = 0.0;
        for (start, grapheme) in text.grapheme_indices(true) {
            width += self.advance(grapheme, style);
            if width + ellipsis > room {
                break;
            }
            end = start + grapheme.len();
        }
        self.line(&format!("{}…", text[..end].trim_end()), style)
    }

    /// The width of a text with the spaces at its end, in points.
    fn advance(&mut self, text: &str, style: Style) -> f32 {
        let stretches = Paragraph::new(self, text, style).stretches();
        stretches.iter().map(|stretch| stretch.width).sum::<f32>() * style.size
    }

    fn line(&mut self, text: &str, style: Style) -> Line {
        let lines = Paragraph::new(self, text, style).lines(f32::INFINITY);
        lines.into_iter().next().expect("a paragraph has a line")
    }

    /// The widths of the longest word and of the longest line of a text, in points.
    pub(super) fn measure(&mut self, text: &str, style: Style) -> [f32; 2] {
        let text = printable(text);
        let mut widest = [0.0_f32; 2];
        for text in text.split('\n') {
            let mut line = 0.0;
            let mut trailing = 0.0;
            for stretch in Paragraph::new(self, text, style).stretches() {
                if stretch.is_space {
                    trailing += stretch.width;
                } else {
                    line += trailing + stretch.width;
                    trailing = 0.0;
                    widest[0] = widest[0].max(stretch.width);
                }
            }
            widest[1] = widest[1].max(line);
        }
        widest.map(|ems| ems * style.size)
    }
}

impl<'a> Paragraph<'a> {
    fn new(shaper: &'a mut Shaper, text: &str, style: Style) -> Paragraph<'a> {
        let bidi = ParagraphBidiInfo::new(text, None);
        let (levels, base) = (bidi.levels, bidi.paragraph_level);
        Paragraph { shaper, text: text.into(), levels, base, style }
    }

    fn stretches(&mut self) -> Vec<Stretch> {
        let text = Rc::clone(&self.text);
        let mut stretches = Vec::new();
        let mut start = 0;
        for (end, _) in linebreaks(&text) {
            let word = start + text[start..end].trim_end().len();
            for (range, is_space) in [(start..word, false), (word..end, true)] {
                if !range.is_empty() {
                    stretches.push(self.stretch(range, is_space));
                }
            }
            start = end;
        }
        stretches
    }

    fn stretch(&mut self, range: Range<usize>, is_space: bool) -> Stretch {
        let levels = &self.levels[range.clone()];
        let word = self.shaper.word(&self.text[range.clone()], self.style.is_bold, levels);
        let width = word.iter().map(Run::width).sum();
        Stretch { range, word, width, is_space }
    }

    /// - `room`: in ems.
    fn lines(mut self, room: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut line: Vec<Stretch> = Vec::new();
        let mut width = 0.0;
        for stretch in self.stretches() {
            let is_over = !stretch.is_space && width + stretch.width > room + 1e-4;
            if is_over && !line.is_empty() {
                lines.push(self.line(&std::mem::take(&mut line)));
                width = 0.0;
            }
            let parts = if !stretch.is_space && stretch.width > room {
                self.split(&stretch, room)
            } else {
                vec![stretch]
            };
            for (index, part) in parts.into_iter().enumerate() {
                if index > 0 {
                    lines.push(self.line(&std::mem::take(&mut line)));
                    width = 0.0;
                }
                width += part.width;
                line.push(part);
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(self.line(&line));
        }
        lines
    }

    /// A word that is wider than a line, divided between characters.
    fn split(&mut self, stretch: &Stretch, room: f32) -> Vec<Stretch> {
        let text = Rc::clone(&self.text);
        let mut widths = vec![0.0; stretch.range.len()];
        for glyph in stretch.word.iter().flat_map(|run| &run.glyphs) {
            widths[glyph.text_range.start] += glyph.x_advance;
        }
        let mut parts = Vec::new();
        let (mut start, mut width) = (0, 0.0);
        for (at, grapheme) in text[stretch.range.clone()].grapheme_indices(true) {
            let more: f32 = widths[at..at + grapheme.len()].iter().sum();
            if width + more > room && at > start {
                parts.push(start..at);
                (start, width) = (at, 0.0);
            }
            width += more;
        }
        parts.push(start..stretch.range.len());
        let offset = stretch.range.start;
        parts.into_iter().map(|part| self.stretch(offset + part.start..offset + part.end, false)).collect()
    }

    /// Orders what stands on a line from left to right.
    fn line(&self, stretches: &[Stretch]) -> Line {
        let last_word = stretches.iter().rposition(|stretch| !stretch.is_space);
        let mut runs: Vec<(usize, Level, &Run)> = Vec::new();
        let mut trailing = 0.0;
        for (index, stretch) in stretches.iter().enumerate() {
            let is_trailing = last_word.is_none_or(|last| index > last);
            trailing += if is_trailing { stretch.width } else { 0.0 };
            let level = |run: &Run| if is_trailing { self.base } else { run.level };
            runs.extend(stretch.word.iter().map(|run| (stretch.range.start, level(run), run)));
        }
        let levels: Vec<Level> = runs.iter().map(|(_, level, _)| *level).collect();
        // Spaces at the end of a line hang out of it.
        let mut x = if self.base.is_rtl() { -trailing } else { 0.0 };
        let mut pieces: Vec<(bool, Piece)> = Vec::new();
        for index in ParagraphBidiInfo::reorder_visual(&levels) {
            let (offset, level, run) = runs[index];
            let glyphs = run.glyphs.iter().map(|glyph| KrillaGlyph {
                text_range: offset + glyph.text_range.start..offset + glyph.text_range.end,
                ..glyph.clone()
            });
            match pieces.last_mut() {
                Some((is_rtl, piece)) if *is_rtl == level.is_rtl() && piece.face == run.face => {
                    piece.glyphs.extend(glyphs);
                }
                _ => {
                    let (text, glyphs) = (Rc::clone(&self.text), glyphs.collect());
                    pieces.push((
                        level.is_rtl(),
                        Piece { face: run.face, x: x * self.style.size, text, glyphs },
                    ));
                }
            }
            x += run.width();
        }
        let width = x - if self.base.is_rtl() { 0.0 } else { trailing };
        Line {
            width: width * self.style.size,
            size: self.style.size,
            is_rtl: self.base.is_rtl(),
            pieces: pieces.into_iter().map(|(_, piece)| piece).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STYLE: Style = Style::plain(10.0);

    /// What the glyphs of a line say, in the order of its text, without spaces.
    fn said(line: &Line) -> String {
        let glyphs =
            line.pieces.iter().flat_map(|piece| piece.glyphs.iter().map(|glyph| (glyph, &piece.text)));
        let mut ranges: Vec<_> =
            glyphs.map(|(glyph, text)| (glyph.text_range.clone(), Rc::clone(text))).collect();
        ranges.sort_by_key(|(range, _)| (range.start, range.end));
        ranges.dedup_by_key(|(range, _)| range.clone());
        let said: String = ranges.iter().map(|(range, text)| &text[range.clone()]).collect();
        said.split_whitespace().collect()
    }

    /// What stands on a line from left to right, a character each.
    fn seen(line: &Line) -> Vec<String> {
        let glyphs =
            line.pieces.iter().flat_map(|piece| piece.glyphs.iter().map(|glyph| (glyph, &piece.text)));
        glyphs.map(|(glyph, text)| text[glyph.text_range.clone()].to_owned()).collect()
    }

    proptest! {
        #[test]
        fn no_text_is_lost_and_no_glyph_is_missing(text in "\\PC{0,80}|[a-z\u{e01}-\u{e5b}\u{600}-\u{6ff} \n\u{301}]{0,80}", width in 15.0_f32..300.0) {
            let lines = Shaper::new().lines(&text, STYLE, width);
            let whole: String = printable(&text).split_whitespace().collect();
            prop_assert_eq!(lines.iter().map(said).collect::<String>(), whole);
            let glyphs = || lines.iter().flat_map(|line| &line.pieces).flat_map(|piece| &piece.glyphs);
            prop_assert!(glyphs().all(|glyph| glyph.glyph_id.to_u32() != 0));
        }
    }

    #[test]
    fn words_wider_than_a_line_are_divided() {
        let mut shaper = Shaper::new();
        for text in ["W".repeat(500), "ที่นี่".repeat(100), "ا".repeat(500)] {
            let lines = shaper.lines(&text, STYLE, 100.0);
            assert!(lines.len() > 5, "{text}");
            assert!(lines.iter().all(|line| line.width <= 100.5), "{text}");
        }
    }

    #[test]
    fn arabic_runs_from_right_to_left_and_numbers_in_it_do_not() {
        let line = Shaper::new().lines("بيت 12", STYLE, 500.0).remove(0);
        assert!(line.is_rtl);
        assert_eq!(seen(&line), ["1", "2", " ", "ت", "ي", "ب"]);
        let line = Shaper::new().lines("Bayt بيت", STYLE, 500.0).remove(0);
        assert!(!line.is_rtl);
        assert_eq!(seen(&line), ["B", "a", "y", "t", " ", "ت", "ي", "ب"]);
    }

    #[test]
    fn what_no_face_has_becomes_a_mark_a_sign_each() {
        let line = Shaper::new().lines("漢字👩‍👩‍👧", STYLE, 500.0).remove(0);
        assert_eq!(seen(&line), ["漢", "字", "👩‍👩‍👧"]);
        let first = line.pieces[0].glyphs[0].glyph_id;
        assert!(line.pieces[0].glyphs.iter().all(|glyph| glyph.glyph_id == first));
    }

    #[test]
    fn a_text_that_does_not_fit_ends_in_an_ellipsis() {
        let mut shaper = Shaper::new();
        let cut = shaper.cut("Price of a productive hour", STYLE, 60.0);
        assert!(cut.width <= 60.0);
        assert!(said(&cut).ends_with('…'));
        assert_eq!(said(&shaper.cut("Price", STYLE, 60.0)), "Price");
    }

    #[test]
    fn lines_break_between_words() {
        let lines = Shaper::new().lines("one two three", STYLE, 40.0);
        assert_eq!(lines.iter().map(said).collect::<Vec<_>>(), ["onetwo", "three"]);
    }
}

//! From a word to glyphs: faces, directions, and the mark for what no face has.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{BufferClusterLevel, Direction, Feature, Script, ShapePlan, UnicodeBuffer};
use unicode_bidi::Level;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Fonts, mark_face};

/// A stretch of a word in one face and direction, its glyphs from left to right.
///
/// Lengths are in ems, ranges in bytes of the word.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) face: usize,
    pub(super) level: Level,
    pub(super) glyphs: Vec<KrillaGlyph>,
}

/// Runs of a word in the order in which they are read.
pub(super) type Word = Rc<Vec<Run>>;

/// Turns words into glyphs, each once.
pub(super) struct Shaper {
    pub(super) fonts: Fonts,
    plans: HashMap<(usize, Script, bool), ShapePlan>,
    words: HashMap<(bool, u8), HashMap<String, Word>>,
}

/// The longest text that a reader is shown beside the page: bookmarks, titles, descriptions.
const LONGEST: usize = 2_000;
/// Stands for what no face has.
const MARK: char = '\u{fffd}';

impl Run {
    pub(super) fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.x_advance).sum()
    }
}

impl Shaper {
    pub(super) fn new() -> Shaper {
        Shaper { fonts: Fonts::new(), plans: HashMap::new(), words: HashMap::new() }
    }

    /// The runs of a word.
    ///
    /// - `levels`: the embedding level of each of its bytes.
    pub(super) fn word(&mut self, word: &str, is_bold: bool, levels: &[Level]) -> Word {
        let level = levels.first().copied().unwrap_or(Level::ltr());
        if levels.iter().any(|other| *other != level) {
            return Rc::new(self.runs(word, is_bold, levels));
        }
        let key = (is_bold, level.number());
        if let Some(known) = self.words.get(&key).and_then(|words| words.get(word)) {
            return Rc::clone(known);
        }
        let runs = Rc::new(self.runs(word, is_bold, levels));
        self.words.entry(key).or_default().insert(word.to_owned(), Rc::clone(&runs));
        runs
    }

    fn runs(&mut self, word: &str, is_bold: bool, levels: &[Level]) -> Vec<Run> {
        let mut parts: Vec<(Option<usize>, Level, Range<usize>)> = Vec::new();
        for (start, grapheme) in word.grapheme_indices(true) {
            let before = parts.last().and_then(|(face, ..)| *face);
            let face = self.fonts.face_of(grapheme, is_bold, before);
            let (level, end) = (levels[start], start + grapheme.len());
            match parts.last_mut() {
                Some((f, l, range)) if *f == face && *l == level => range.end = end,
                _ => parts.push((face, level, start..end)),
            }
        }
        parts.into_iter().map(|(face, level, range)| self.run(word, is_bold, face, level, &range)).collect()
    }

    fn run(
        &mut self,
        word: &str,
        is_bold: bool,
        face: Option<usize>,
        level: Level,
        range: &Range<usize>,
    ) -> Run {
        if let Some(face) = face {
            let glyphs = self.glyphs(&word[range.clone()], face, level.is_rtl(), range.start);
            if glyphs.iter().all(|glyph| glyph.glyph_id.to_u32() != 0) {
                return Run { face, level, glyphs };
            }
        }
        self.marks(&word[range.clone()], is_bold, level, range.start)
    }

    fn glyphs(&mut self, text: &str, face: usize, is_rtl: bool, offset: usize) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        // An accent is a cluster of its own and not one with its letter. So each glyph stands for its own
        // characters when text is copied out of the PDF, and no replacement text has to be written for the pair.
        buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
        buffer.guess_segment_properties();
        let direction = if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let (script, language) = (buffer.script(), buffer.language());
        // Glyphs for two letters come out in the wrong order where a reader turns lines around; only those
        // without which Arabic is wrong (rlig) are kept.
        let features: &[Feature] =
            if is_rtl { &[Feature::new(Tag::from_bytes(b"liga"), 0, ..)] } else { &[] };
        let shaper = &self.fonts.face(face).shaper;
        let plan = self
            .plans
            .entry((face, script, is_rtl))
            .or_insert_with(|| ShapePlan::new(shaper, direction, Some(script), language.as_ref(), features));
        let laid_out = rustybuzz::shape_with_plan(shaper, plan, buffer);
        let mut starts: Vec<usize> =
            laid_out.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let end_of = |start: usize| {
            let next = starts.partition_point(|other| *other <= start);
            starts.get(next).copied().unwrap_or(text.len())
        };
        #[allow(clippy::cast_precision_loss, reason = "units of a face are below 16,384")]
        let ems = |units: i32| units as f32 / shaper.units_per_em() as f32;
        let pairs = laid_out.glyph_infos().iter().zip(laid_out.glyph_positions());
        pairs
            .map(|(info, position)| {
                let start = info.cluster as usize;
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    ems(position.x_advance),
                    ems(position.x_offset),
                    ems(position.y_offset),
                    ems(position.y_advance),
                    offset + start..offset + end_of(start),
                    None,
                )
            })
            .collect()
    }

    /// A mark for each group of characters that no face has; who copies it gets the characters.
    fn marks(&mut self, text: &str, is_bold: bool, level: Level, offset: usize) -> Run {
        let face = mark_face(is_bold);
        let mark = self.glyphs(MARK.encode_utf8(&mut [0; 4]), face, false, 0);
        let mut glyphs: Vec<KrillaGlyph> = text
            .grapheme_indices(true)
            .flat_map(|(start, grapheme)| {
                let range = offset + start..offset + start + grapheme.len();
                mark.iter().map(move |glyph| KrillaGlyph { text_range: range.clone(), ..glyph.clone() })
            })
            .collect();
        if level.is_rtl() {
            glyphs.reverse();
        }
        Run { face, level, glyphs }
    }
}

/// The text without characters that a PDF must not hold or that only change what a reader sees.
///
/// Texts were cleaned when their file was read; nothing here trusts in it.
pub(super) fn printable(text: &str) -> String {
    let is_out = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
            || u32::from(c) & 0xfffe == 0xfffe
    };
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if is_out(c) => MARK,
            c => c,
        })
        .collect()
}

/// A text as it stands in bookmarks and descriptions: without what a PDF must not hold, and not too long.
pub(super) fn shortened(text: &str) -> String {
    let text = printable(text).replace('\n', " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

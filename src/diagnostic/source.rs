//! The texts that problems point into, and places in them.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::text::clean::cleaned_line;

/// A text that was read: a file, or a `--set` option of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A piece of a text, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Which text it is a piece of.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes of the span.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A text with the name that people know it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as the user would type it, or the option, such as `--set criteria.cost.weight=40`.
    pub name: String,
    /// The text without a byte order mark; empty when it could not be read.
    pub text: String,
    /// Whether it is an argument of the command line and no file.
    pub is_option: bool,
    line_starts: Vec<usize>,
}

/// A place as people count: lines and columns from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    fn new(name: &str, text: String, is_option: bool) -> Source {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { name: cleaned_line(name), text, is_option, line_starts }
    }

    /// Line and column of a byte offset; beyond the end it is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// Terminal cells before a byte offset in its line, a tab counted as four.
    #[must_use]
    pub fn display_column(&self, offset: usize) -> usize {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let start = self.line_starts[self.position(offset).line - 1];
        // Character by character, as the renderer of the carets counts: joined letters count apart.
        self.text[start..offset].chars().map(|c| if c == '\t' { 4 } else { c.width().unwrap_or(0) }).sum()
    }

    /// The bytes of the lines from the one holding `first` to the one holding `last`, without the final line end.
    #[must_use]
    pub fn lines(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.line_starts[self.position(first).line - 1];
        let next = self.position(last).line;
        let end = self.line_starts.get(next).map_or(self.text.len(), |&end| end - 1);
        let windows = usize::from(self.text[start..end].ends_with('\r'));
        start..end - windows
    }
}

/// All texts that were read, in the order of reading.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text under a name.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(Source::new(&name.into(), text.into(), false))
    }

    /// Keeps an argument of the command line under the name of its option.
    pub fn add_option(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(Source::new(&name.into(), text.into(), true))
    }

    /// Gives a text another name.
    pub fn rename(&mut self, id: SourceId, name: &str) {
        self.0[id.0 as usize].name = cleaned_line(name);
    }

    fn push(&mut self, source: Source) -> SourceId {
        let id = SourceId(
            u32::try_from(self.0.len())
                .expect("the limits on a workspace keep this far below four thousand million"),
        );
        self.0.push(source);
        id
    }

    /// The text of an id that [`Sources::add`] gave.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// All texts with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_display_columns_count_cells() {
        let mut sources = Sources::default();
        let id = sources.add("v.toml", "a = 1\nname = \"สยาม\" # 日本\n\tx = 2\n");
        let source = sources.get(id);
        let at = |needle: &str| source.text.find(needle).unwrap();
        assert_eq!(source.position(at("a =")), Position { line: 1, column: 1 });
        assert_eq!(source.position(at("#")), Position { line: 2, column: 15 });
        assert_eq!(source.display_column(at("#")), 14);
        assert_eq!(source.display_column(at("本")), 18);
        assert_eq!(source.display_column(at("x =")), 4);
        assert_eq!(source.position(10_000), Position { line: 4, column: 1 });
        assert_eq!(&source.text[source.lines(0, 7)], "a = 1\nname = \"สยาม\" # 日本");
    }
}

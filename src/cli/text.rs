//! Running text in a terminal.

/// Breaks a text into lines of at most `width` cells, never at a hyphen: ids and dates stay whole.
///
/// `first` and `next` stand before the first and the following lines.
pub(super) fn wrapped(text: &str, width: usize, first: &str, next: &str) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(next)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

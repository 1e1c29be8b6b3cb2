//! The headings of a document, each with its level and its bookmark.

use crate::answers::document::{Block, Section};

/// The deepest heading.
pub(super) const DEEPEST: usize = 3;

/// A heading.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// 1 to [`DEEPEST`]; none is skipped.
    pub(super) level: usize,
    pub(super) text: String,
    pub(super) bookmark: String,
}

/// The bookmark of a section.
pub(super) fn bookmark(index: usize) -> String {
    format!("section_{}", index + 1)
}

/// All headings, in the order in which they stand.
pub(super) fn headings(sections: &[Section]) -> Vec<Heading> {
    let mut all = Vec::new();
    let mut above = 0;
    for (index, section) in sections.iter().enumerate() {
        if !section.title.is_empty() {
            above = usize::from(section.level.max(1)).min(above + 1).min(DEEPEST);
            all.push(Heading { level: above, text: section.title.clone(), bookmark: bookmark(index) });
        }
        for (at, block) in section.blocks.iter().enumerate() {
            if let Block::Heading(text) = block {
                let bookmark = format!("heading_{}_{}", index + 1, at + 1);
                all.push(Heading { level: (above + 1).min(DEEPEST), text: text.clone(), bookmark });
            }
        }
    }
    all
}

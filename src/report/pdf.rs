//! A document as PDF: pages to print, to file and to read aloud.
//!
//! The file is PDF/UA-1, and PDF/A-2a too where the document bears a day: tagged, with bookmarks, in English,
//! its text selectable, its charts drawn as lines with their description. krilla checks this and refuses to
//! write a file that falls short. Equal documents give equal bytes: fonts are part of the program, and no
//! clock is read.
//!
//! Latin, Greek, Cyrillic, Arabic and Thai are set in Noto Sans, with the signs that reports use. What other
//! scripts say is shown as a mark, �, a sign each; copying, searching and reading aloud still give the
//! characters themselves. (Fonts of the system would show them, and give other bytes on every machine.)
//! Thai, which has no spaces between words, breaks anywhere between characters where a line is full.
//!
//! The way of a document: `blocks` turn into the items of a `flow`, which `pages` puts onto pages,
//! which `write` draws. `lines` and `shape` make lines of glyphs from texts.

mod blocks;
mod chart;
mod flow;
mod fonts;
mod front;
mod lines;
mod look;
mod math;
mod pages;
mod shape;
mod table;
mod write;

use crate::answers::Document;
use flow::Flow;
use shape::Shaper;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// The document does not keep what an accessible or archived PDF must keep, or breaks a limit of the
    /// format; what it was, in the words of the PDF writer.
    #[error("the PDF cannot be written: {0}")]
    Refused(String),
}

/// Writes a document as PDF.
///
/// # Errors
/// [`PdfError::Refused`] if the PDF writer finds that the file would not be valid. No text can bring this
/// about as far as we know.
pub fn pdf(document: &Document) -> Result<Vec<u8>, PdfError> {
    let mut shaper = Shaper::new();
    let mut flow = Flow::new(&mut shaper, &document.sections);
    front::front(&mut flow, document);
    let mut level = 0;
    for (index, section) in document.sections.iter().enumerate() {
        // The first section is on the front.
        if index == 1 && front::contents(&mut flow, &document.sections) {
            flow.break_page();
            level = 1;
        }
        level = blocks::section(&mut flow, section, index, level);
    }
    let Flow { items, tags, heads, .. } = flow;
    let pages = pages::pages(items, &heads, document.sections.len());
    write::write(&mut shaper, document, &pages, &tags)
}

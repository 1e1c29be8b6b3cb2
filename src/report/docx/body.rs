//! The text of a document, as it grows.

use std::collections::BTreeMap;

use super::headings::{Heading, headings};
use super::text::{Look, paragraph, runs, text_paragraph};
use crate::answers::document::Document;
use crate::text::scripts::starts_right_to_left;

/// The text of a document, as it grows.
pub(super) struct Body<'a> {
    pub(super) xml: String,
    pub(super) accent: [u8; 3],
    /// All headings of the document.
    pub(super) headings: Vec<Heading>,
    pub(super) named_sections: usize,
    /// The sections by their titles; none for a title that two have.
    pub(super) titles: BTreeMap<&'a str, Option<usize>>,
    /// How many headings were written.
    written: usize,
    /// The number of the last thing that bears one.
    last_id: usize,
}

impl<'a> Body<'a> {
    pub(super) fn new(document: &'a Document, accent: [u8; 3]) -> Body<'a> {
        let mut titles = BTreeMap::new();
        for (index, section) in
            document.sections.iter().enumerate().filter(|(_, section)| !section.title.is_empty())
        {
            titles.entry(section.title.as_str()).and_modify(|at| *at = None).or_insert(Some(index));
        }
        let named_sections = document.sections.iter().filter(|section| !section.title.is_empty()).count();
        let headings = headings(&document.sections);
        Body { xml: String::new(), accent, headings, named_sections, titles, written: 0, last_id: 0 }
    }

    /// A number that nothing else in the document bears.
    pub(super) fn id(&mut self) -> usize {
        self.last_id += 1;
        self.last_id
    }

    /// Adds the next heading.
    pub(super) fn heading(&mut self, before: &str) {
        let heading = self.headings[self.written].clone();
        self.written += 1;
        let id = self.id();
        let is_right_to_left = starts_right_to_left(&heading.text);
        let text = format!(
            r#"<w:bookmarkStart w:id="{id}" w:name="{}"/>{}<w:bookmarkEnd w:id="{id}"/>"#,
            heading.bookmark,
            runs(&heading.text, Look::default(), is_right_to_left)
        );
        self.xml += &paragraph(&format!("Heading{}", heading.level), before, "", is_right_to_left, &text);
    }

    /// Adds a paragraph.
    pub(super) fn add(&mut self, style: &str, text: &str) {
        self.xml += &text_paragraph(style, "", "", text, Look::default());
    }

    /// Adds what a table or picture shows, above it.
    pub(super) fn caption(&mut self, text: &str) {
        if !text.is_empty() {
            self.add("Caption", text);
        }
    }
}

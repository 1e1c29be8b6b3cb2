//! Whose reports they are: a name, a logo, a colour and words of one's own.

use std::collections::BTreeMap;

use super::template::Templates;
use crate::answers::document::{Document, Section};

/// What a consultant or a department brings to every document; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// Who sends the documents.
    pub organisation: Option<String>,
    /// A picture at the head.
    pub logo: Option<Logo>,
    /// The colour of headings and rules as red, green and blue; at least 4.5 to 1 on white.
    pub accent: Option<[u8; 3]>,
    /// What stands under the title.
    pub front: Option<String>,
    /// What stands at the foot, before the fingerprints.
    pub foot: Option<String>,
    /// What kinds of documents are called instead, by their usual name: `Evaluation report`.
    pub kinds: BTreeMap<String, String>,
    /// What frames documents in HTML and Markdown.
    pub templates: Option<Templates>,
}

/// A picture whose kind was checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Shows the size in place of the bytes.
impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

impl Brand {
    /// Puts the words of the brand into a document; logo and colour are for the formats that can show them.
    pub fn word(&self, document: &mut Document) {
        if let Some(organisation) = &self.organisation {
            document.organisation = Some(organisation.clone());
        }
        if let Some(kind) = self.kinds.get(&document.kind) {
            document.kind.clone_from(kind);
        }
        if let Some(front) = &self.front {
            let mut section = Section::chapter("front", "");
            section.text(front);
            document.sections.insert(0, section);
        }
        if let Some(foot) = &self.foot {
            document.foot = format!("{foot} · {}", document.foot);
        }
    }
}

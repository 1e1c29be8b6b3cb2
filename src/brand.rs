//! Whose documents they are: a name, a logo, a colour, words and templates of one's own, as they were read.

use std::collections::BTreeMap;
use std::ops::Range;

/// White paper, as red, green and blue.
pub const WHITE: [u8; 3] = [255, 255, 255];
/// The file of one's own style in a template folder.
pub const STYLE: &str = "style.css";

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
    /// What the file of the logo holds.
    pub bytes: Vec<u8>,
}

/// Shows the size in place of the bytes.
impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// The files of a template folder, by their names within it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates(pub BTreeMap<String, TemplateFile>);

impl Templates {
    /// Whether there is a template of a name, such as `report.html`.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// One's own style; empty for none.
    #[must_use]
    pub fn style(&self) -> &str {
        self.0.get(STYLE).map_or("", |file| &file.text)
    }
}

/// A file of a template folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateFile {
    /// Its path, as people know it.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Why a template cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", file.path)]
pub struct TemplateError {
    /// The file that it is in.
    pub file: TemplateFile,
    /// Where in its text, as bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
#[must_use]
pub fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast([0, 0, 0], WHITE) - 21.0).abs() < 1e-9);
        // A pair that is often given as the palest grey that passes on white.
        assert!((contrast([0x76, 0x76, 0x76], WHITE) - 4.54).abs() < 0.01);
    }
}

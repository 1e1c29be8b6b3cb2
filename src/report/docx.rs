//! A document for Word: pages to work on, with real headings, lists and tables.
//!
//! The parts are written by hand, as Office Open XML (ISO/IEC 29500, transitional) has them, so that equal documents
//! give equal bytes: no clock is read, and nothing tells who wrote where (no revisions, comments, custom properties or
//! thumbnails). Charts are drawn as shapes, with what they say as alternative text and in words where shapes are
//! unknown. The contents list the headings with links; the numbers of their pages are fields, which Word fills in when
//! fields are updated (F9).
//!
//! The way of a document: `blocks` turns sections into paragraphs, `table` and `picture` into what stands between them;
//! `package` makes the file. `text` makes runs of a text by direction and language.

mod blocks;
mod body;
mod contents;
mod headings;
mod math;
mod package;
mod picture;
mod styles;
mod table;
mod text;

use std::collections::BTreeMap;

use self::body::Body;
use self::text::{Look, escaped, paragraph, runs};
use super::drawing::{Ink, Surface, cut};
use crate::answers::Document;
use crate::brand::Brand;

/// The width of A4 in points.
const PAGE: [f32; 2] = [595.3, 841.9];
/// From the left and right edges to the text, in points.
const MARGIN: f32 = 56.0;
/// How wide text may run, in points.
const WIDTH: f32 = PAGE[0] - 2.0 * MARGIN;
/// The size of what stands above and below the text, in points.
const SMALL: f64 = 7.5;

/// Namespaces of the parts that hold text.
const NAMESPACES: &str = r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup""#;

/// Writes a document for Word.
///
/// - `brand`: its logo and colour; its words are in the document already.
#[must_use]
pub fn docx(document: &Document, brand: &Brand) -> Vec<u8> {
    let accent = brand.accent.unwrap_or_else(|| Surface::Paper.colour(Ink::Shade(1.0)));
    let logo = brand.logo.as_ref().and_then(|logo| Some((logo, picture::size(logo)?)));
    let mut body = Body::new(document, accent);
    if let Some((_, size)) = logo {
        body.logo(size, document.organisation.as_deref().unwrap_or_default());
    }
    body.front(document);
    for (index, section) in document.sections.iter().enumerate() {
        // The first section is on the front.
        let follows_contents = index == 1 && body.contents();
        body.section(section, follows_contents);
    }
    let foot = foot(document);
    let mut parts: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    parts.insert("word/document.xml", xml(&whole(&body.xml)));
    parts.insert("word/header1.xml", xml(&head(document)));
    parts.insert("word/footer1.xml", xml(&foot));
    parts.insert("word/footer2.xml", xml(&foot));
    parts.insert("word/styles.xml", xml(&styles::styles(accent)));
    parts.insert("word/numbering.xml", xml(&styles::numbering(accent)));
    parts.insert("word/settings.xml", xml(styles::SETTINGS));
    package::package(parts, document, logo.map(|(logo, _)| logo))
}

/// A part as its bytes.
fn xml(root: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{root}").into_bytes()
}

/// Points as twentieths of a point.
#[allow(clippy::cast_possible_truncation, reason = "no page has so many")]
fn twips(points: f32) -> i32 {
    (points * 20.0).round() as i32
}

/// The body with the page that it stands on; the first page has no running head.
fn whole(body: &str) -> String {
    let [width, height] = PAGE.map(twips);
    let margin = twips(MARGIN);
    format!(
        r#"<w:document {NAMESPACES}><w:body>{body}<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId6"/><w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="1380" w:right="{margin}" w:bottom="1320" w:left="{margin}" w:header="700" w:footer="600" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#
    )
}

/// What stands above the text of every page but the first: what it is about, and from whom.
fn head(document: &Document) -> String {
    let from = document.organisation.as_deref().unwrap_or(&document.kind);
    let title = cut(&document.title, SMALL, f64::from(WIDTH) * 0.57);
    let from = cut(from, SMALL, f64::from(WIDTH) * 0.4);
    let text = runs(&title, Look::BOLD, false) + "<w:r><w:tab/></w:r>" + &runs(&from, Look::default(), false);
    format!("<w:hdr {NAMESPACES}>{}</w:hdr>", paragraph("Header", "", "", false, &text))
}

/// What stands below the text of every page: the foot of the document, and the page's number.
fn foot(document: &Document) -> String {
    let text = runs(&document.foot, Look::default(), false)
        + r#"<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>"#
        + &field("PAGE")
        + r#"<w:r><w:t xml:space="preserve"> of </w:t></w:r>"#
        + &field("NUMPAGES");
    format!("<w:ftr {NAMESPACES}>{}</w:ftr>", paragraph("Footer", "", "", false, &text))
}

/// A field that every word processor fills in as it lays pages out.
fn field(name: &str) -> String {
    format!(r#"<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#, escaped(name))
}

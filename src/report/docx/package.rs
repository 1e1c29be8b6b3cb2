//! The file: its parts, what each is, and what the file says of itself.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::text::escaped;
use super::xml;
use crate::answers::document::{Document, LETTER};
use crate::brand::Logo;

/// The parts that the text looks at: name, kind.
const RELATED: [(&str, &str); 6] = [
    ("styles.xml", "styles"),
    ("numbering.xml", "numbering"),
    ("settings.xml", "settings"),
    ("header1.xml", "header"),
    ("footer1.xml", "footer"),
    ("footer2.xml", "footer"),
];

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Puts the parts into a file, in an order and with times that are always the same.
///
/// - `parts`: by name.
pub(super) fn package(
    mut parts: BTreeMap<&str, Vec<u8>>,
    document: &Document,
    logo: Option<&Logo>,
) -> Vec<u8> {
    let picture = logo.map(|logo| match logo.media_type {
        "image/png" => "word/media/logo.png",
        _ => "word/media/logo.jpeg",
    });
    parts.insert("[Content_Types].xml", xml(&content_types()));
    parts.insert("_rels/.rels", xml(&relations()));
    parts.insert("word/_rels/document.xml.rels", xml(&related(picture)));
    parts.insert("docProps/core.xml", xml(&core(document)));
    parts.insert("docProps/app.xml", xml(&app()));
    if let (Some(name), Some(logo)) = (picture, logo) {
        parts.insert(name, logo.bytes.clone());
    }
    zipped(&parts).expect("memory takes what is written, and no part is as large as a file can be")
}

fn zipped(parts: &BTreeMap<&str, Vec<u8>>) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let of_word = RELATED.iter().map(|(name, kind)| {
        format!(r#"<Override PartName="/word/{name}" ContentType="{WORD}.{kind}+xml"/>"#)
    });
    format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>{}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#,
        of_word.collect::<Vec<_>>().concat()
    )
}

fn relations() -> String {
    format!(
        r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="{RELATIONS}/extended-properties" Target="docProps/app.xml"/></Relationships>"#
    )
}

/// What the text looks at, `rId1` and on; the logo is the last.
fn related(picture: Option<&str>) -> String {
    let parts = RELATED.iter().map(|(name, kind)| ((*name).to_owned(), *kind));
    let picture = picture.map(|picture| (format!("/{picture}"), "image"));
    let one = |(at, (name, kind)): (usize, (String, &str))| {
        format!(r#"<Relationship Id="rId{}" Type="{RELATIONS}/{kind}" Target="{name}"/>"#, at + 1)
    };
    let all: Vec<String> = parts.chain(picture).enumerate().map(one).collect();
    format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{}</Relationships>"#, all.concat())
}

/// What the document is; its day is the one that it bears.
fn core(document: &Document) -> String {
    let subject =
        document.subtitle.as_deref().map(|text| format!("<dc:subject>{}</dc:subject>", escaped(text)));
    let from = document.organisation.as_deref();
    let creator = from.map(|name| format!("<dc:creator>{}</dc:creator>", escaped(name)));
    let keywords =
        if document.is_letter { format!("<cp:keywords>{LETTER}</cp:keywords>") } else { String::new() };
    let day = document.date.map(|date| {
        let at = format!(r#" xsi:type="dcterms:W3CDTF">{date}T00:00:00Z"#);
        format!("<dcterms:created{at}</dcterms:created><dcterms:modified{at}</dcterms:modified>")
    });
    format!(
        r#"<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title>{}{}{keywords}<dc:language>en</dc:language>{}</cp:coreProperties>"#,
        escaped(&document.title),
        subject.unwrap_or_default(),
        creator.unwrap_or_default(),
        day.unwrap_or_default()
    )
}

fn app() -> String {
    format!(
        r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>weigh {}</Application></Properties>"#,
        env!("CARGO_PKG_VERSION")
    )
}

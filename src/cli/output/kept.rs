//! Files that no result replaces unless it is told to, known by what they hold.

use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::answers::document::LETTER;
use crate::files::node::{Node, parse_document};
use crate::files::pack::Pack;
use crate::files::workspace::read_plain;
#[cfg(feature = "xlsx")]
use crate::sheets::{cells, form::identity, marks};

/// The most bytes that are looked at: those of the largest report.
const LARGEST: u64 = 64 << 20;

/// The most bytes of what a document says of itself that are looked at.
const MOST_PROPERTIES: u64 = 1 << 20;

/// The keys of the files that weigh reads, with what such a file is. Results are never TOML.
const FILES: [(&[&str], &str); 6] = [
    (&["labels"], "a key of blind sheets"),
    (&["marks"], "a sheet of an evaluator"),
    (&["criteria", "gates", "rule"], "a criteria file"),
    (&["facts", "quote", "ratings"], "a file of a vendor"),
    (&["award"], "a record of awards"),
    (&["organisation", "logo", "accent", "front", "foot", "templates", "kinds"], "a brand file"),
];

/// What a file is that no result replaces; none where one may.
pub(super) fn kept(file: &Path) -> Option<&'static str> {
    let bytes = read_plain(file, LARGEST).ok()?;
    if contains(&bytes, LETTER) || says_letter(&bytes) {
        return Some("a letter or notice, and may have been sent");
    }
    if bytes.starts_with(b"PK") {
        return of_archive(&bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    of_toml(file, &text).or_else(|| is_of_brand(file, &text).then_some("a file of a brand"))
}

/// What an archive is: workbooks that people fill in, and workspaces that were mailed.
fn of_archive(bytes: &[u8]) -> Option<&'static str> {
    if Pack::is_one(bytes) {
        return Some("a pack of a workspace");
    }
    #[cfg(feature = "xlsx")]
    if let Ok(book) = cells::read(bytes) {
        let answers = identity(&book).is_some().then_some("a vendor's answers");
        return answers.or_else(|| marks::is_sheet(&book).then_some("a sheet of an evaluator"));
    }
    None
}

/// Whether a document for Word says that it is a letter, also after somebody has worked on it.
fn says_letter(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(properties) = archive.by_name("docProps/core.xml") else { return false };
    let mut said = Vec::new();
    properties.take(MOST_PROPERTIES).read_to_end(&mut said).is_ok() && contains(&said, LETTER)
}

fn contains(bytes: &[u8], wanted: &str) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted.as_bytes())
}

/// What a TOML file is, whatever its name.
fn of_toml(file: &Path, text: &str) -> Option<&'static str> {
    let (root, errors) = parse_document(text, crate::diagnostic::Sources::default().add("", ""));
    let has = |key: &&str| root.as_table().is_some_and(|table| table.get(key).is_some());
    let is_toml = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
        || (errors.is_empty() && has_values(&root));
    let known = || FILES.iter().find(|(keys, _)| keys.iter().any(has)).map(|(_, what)| *what);
    is_toml.then(|| known().unwrap_or("a TOML file"))
}

/// Whether a document says anything: a text of comments alone is TOML as well.
fn has_values(root: &Node) -> bool {
    root.as_table().is_some_and(|table| !table.0.is_empty())
}

/// Whether a file belongs to a brand: it lies in the brand's folder, or it is a template.
fn is_of_brand(file: &Path, text: &str) -> bool {
    let is_beside = || file.ancestors().skip(1).take(2).any(|folder| folder.join("brand.toml").is_file());
    let is_template = ["{% ", "{%- ", "{{ "].iter().any(|mark| text.contains(mark));
    is_beside() || (is_template && !text.contains(r#"name="generator" content="weigh "#))
}

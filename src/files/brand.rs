//! The brand file: how reports look and what they are called.

use std::path::{Component, Path};

use serde_json::{Value, json};

use super::node::{Node, parse_document};
use super::read::{ById, FromToml, Limited, Problems, Spanned, shortened, toml_table};
use super::words::{Name, Prose};
use super::workspace::{read_plain, read_text};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::report::brand::{Brand, Logo};
use crate::report::drawing::{Surface, contrast};

/// The largest logo in bytes: it is put into every page.
const LARGEST_LOGO: u64 = 1 << 20;
/// The least contrast of text with its ground (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;
/// The documents that can be called otherwise, by their keys, with their usual names.
const KINDS: [(&str, &str); 3] =
    [("report", "Evaluation report"), ("debrief", "Debrief"), ("notice", "Notice of the result")];

toml_table! {
    /// Whose reports they are.
    struct BrandFile {
        /// Who sends them.
        organisation: Name,
        /// A picture beside this file: PNG or JPEG, at most 1 MiB.
        logo: Name,
        /// The colour of headings and rules, such as "#174a86"; dark enough to be read on white.
        accent: Colour,
        /// What stands under the title.
        front: Prose,
        /// What stands at the foot, before the fingerprints.
        foot: Name,
        /// What documents are called instead, by report, debrief, notice.
        kinds: ById<Kind>,
    }
}

/// A name of a kind of documents.
#[derive(Debug)]
pub(crate) struct Kind(String);

impl Limited for Kind {
    const MOST: usize = 10;
}

impl FromToml for Kind {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Name::read(node, problems).map(|name| Kind(name.0))
    }

    fn schema() -> Value {
        Name::schema()
    }
}

/// A colour as red, green and blue: `"#174a86"`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colour([u8; 3]);

impl FromToml for Colour {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Name(text) = Name::read(node, problems)?;
        let colour = text.strip_prefix('#').and_then(hexadecimal);
        if colour.is_none() {
            let message = format!("`{}` is not a colour", shortened(&text));
            let help = "write # and six hexadecimal digits: \"#174a86\"";
            problems.push(Diagnostic::new(Code::UnknownWord, node.span, message).help(help));
        }
        colour.map(Colour)
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$" })
    }
}

fn hexadecimal(digits: &str) -> Option<[u8; 3]> {
    let is_hexadecimal = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    is_hexadecimal.then_some([red, green, blue])
}

/// Reads a brand file and the logo that it names.
///
/// Returns the brand, none when there is an error; all problems; and the texts that they point into.
#[must_use]
pub fn load_brand(path: &Path) -> (Option<Brand>, Vec<Diagnostic>, Sources) {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let brand = read(path, &mut sources, &mut problems);
    let has_error = problems.iter().any(Diagnostic::is_error);
    (brand.filter(|_| !has_error), problems, sources)
}

fn read(path: &Path, sources: &mut Sources, problems: &mut Problems) -> Option<Brand> {
    let name = path.display().to_string();
    let text = match read_text(path) {
        Ok((_, text)) => text,
        Err(error) => {
            let source = sources.add(name, "");
            problems.push(Diagnostic::new(error.code, source, error.message).help(error.help));
            return None;
        }
    };
    let source = sources.add(name, text);
    let (root, errors) = parse_document(&sources.get(source).text, source);
    if !errors.is_empty() {
        // What could be read of a broken file may have been meant otherwise.
        problems.extend(errors);
        return None;
    }
    let file = BrandFile::read(&root, problems)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Some(Brand {
        organisation: file.organisation.map(|name| name.value.0),
        logo: file.logo.and_then(|name| logo(folder, &name, problems)),
        accent: file.accent.and_then(|colour| accent(&colour, problems)),
        front: file.front.map(|text| text.value.0),
        foot: file.foot.map(|text| text.value.0),
        kinds: file
            .kinds
            .into_iter()
            .flat_map(|kinds| kinds.value.0)
            .filter_map(|entry| {
                let known = KINDS.iter().find(|(key, _)| *key == entry.id);
                if known.is_none() {
                    let message = format!("there is no kind of document `{}`", shortened(&entry.id));
                    let help = "use report, debrief or notice";
                    problems.push(Diagnostic::new(Code::UnknownKey, entry.id_span, message).help(help));
                }
                known.map(|(_, usual)| ((*usual).to_owned(), entry.value.0))
            })
            .collect(),
    })
}

/// The colour, where it can be read on white.
fn accent(colour: &Spanned<Colour>, problems: &mut Problems) -> Option<[u8; 3]> {
    let found = contrast(colour.value.0, Surface::Paper.ground());
    if found < LEAST_CONTRAST {
        let message = format!("this colour is too pale: its contrast with white is {found:.1} to 1");
        let label = format!("must be at least {LEAST_CONTRAST} to 1, so that headings can be read");
        problems.push(Diagnostic::new(Code::OutOfRange, colour.span, message).label(label));
        return None;
    }
    Some(colour.value.0)
}

/// The picture beside the brand file.
fn logo(folder: &Path, name: &Spanned<Name>, problems: &mut Problems) -> Option<Logo> {
    let path = Path::new(&name.value.0);
    if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        let message = "the logo must lie beside the brand file or below it";
        let help = "put a copy of the picture beside the file";
        problems.push(Diagnostic::new(Code::OutsideWorkspace, name.span, message).help(help));
        return None;
    }
    let bytes = match read_plain(&folder.join(path), LARGEST_LOGO) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(Diagnostic::new(error.code, name.span, error.message).help(error.help));
            return None;
        }
    };
    let kinds = [("image/png", &b"\x89PNG\r\n\x1a\n"[..]), ("image/jpeg", b"\xff\xd8\xff")];
    let kind = kinds.into_iter().find(|(_, start)| bytes.starts_with(start));
    if kind.is_none() {
        let message = format!("{} is neither a PNG nor a JPEG", path.display());
        let help = "save the picture as PNG; an SVG can hold scripts and is not taken";
        problems.push(Diagnostic::new(Code::NotAPicture, name.span, message).help(help));
    }
    kind.map(|(media_type, _)| Logo { media_type, bytes })
}

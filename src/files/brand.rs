//! The brand file: how reports look and what they are called.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use super::node::{Node, parse_document};
use super::read::{ById, FromToml, Limited, Problems, Spanned, shortened, toml_table};
use super::values::{Name, Prose};
use super::workspace::{plain, plain_reason, read_plain, read_text};
use crate::brand::{Brand, Logo, STYLE, TemplateError, TemplateFile, Templates, WHITE, contrast};
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources, Span};

/// The largest logo in bytes: it is put into every page.
const LARGEST_LOGO: u64 = 1 << 20;
/// The most files of a template folder.
const MOST_TEMPLATES: usize = 100;
/// The least contrast of text with its ground (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;
/// The documents that can be called otherwise, by their keys, with their usual names.
const KINDS: [(&str, &str); 4] = [
    ("report", "Evaluation report"),
    ("board", "Board paper"),
    ("debrief", "Debrief"),
    ("notice", "Notice of award"),
];

/// A brand to start from: its files by their paths.
#[cfg(feature = "cli")]
pub(crate) const SAMPLE: [(&str, &str); 4] = [
    ("brand.toml", include_str!("brand/brand.toml")),
    ("templates/report.html", include_str!("brand/templates/report.html")),
    ("templates/report.md", include_str!("brand/templates/report.md")),
    ("templates/style.css", include_str!("brand/templates/style.css")),
];

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
        /// A folder beside this file with templates for HTML and Markdown.
        templates: Name,
        /// What documents are called instead, by report, board, debrief, notice.
        kinds: ById<DocumentKind>,
    }
}

/// A name of a kind of documents.
#[derive(Debug)]
pub(crate) struct DocumentKind(String);

impl Limited for DocumentKind {
    const MOST: usize = 10;
}

impl FromToml for DocumentKind {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Name::read(node, problems).map(|name| DocumentKind(name.0))
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

/// Says what is wrong with templates: the engine that fills them is not known here.
pub type TemplateCheck = fn(&Templates) -> Vec<TemplateError>;

/// Reads a brand file, and the logo and the templates that it names.
///
/// Returns the brand, none when there is an error; all problems; and the texts that they point into.
#[must_use]
pub fn load_brand(path: &Path, check: TemplateCheck) -> (Option<Brand>, Vec<Diagnostic>, Sources) {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let brand = read(path, check, &mut sources, &mut problems);
    let has_error = problems.iter().any(Diagnostic::is_error);
    (brand.filter(|_| !has_error), problems, sources)
}

fn read(path: &Path, check: TemplateCheck, sources: &mut Sources, problems: &mut Problems) -> Option<Brand> {
    let name = path.display().to_string();
    let text = match read_text(path) {
        Ok((_, text)) => text,
        Err(error) => {
            problems.push(error.told(name, sources));
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
        templates: file.templates.and_then(|name| {
            let (templates, ids) = templates(folder, &name, sources, problems)?;
            let problem = |error: &TemplateError| Some(diagnostic(error, *ids.get(&error.file.path)?));
            problems.extend(check(&templates).iter().filter_map(problem));
            Some(templates)
        }),
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
                    let help = "use report, board, debrief or notice";
                    problems.push(Diagnostic::new(Code::UnknownKey, entry.id_span, message).help(help));
                }
                known.map(|(_, usual)| ((*usual).to_owned(), entry.value.0))
            })
            .collect(),
    })
}

/// The colour, where it can be read on white.
fn accent(colour: &Spanned<Colour>, problems: &mut Problems) -> Option<[u8; 3]> {
    let found = contrast(colour.value.0, WHITE);
    if found < LEAST_CONTRAST {
        let message = format!("this colour is too pale: its contrast with white is {found:.1} to 1");
        let label = format!("must be at least {LEAST_CONTRAST} to 1, so that headings can be read");
        problems.push(Diagnostic::new(Code::OutOfRange, colour.span, message).label(label));
        return None;
    }
    Some(colour.value.0)
}

/// A path beside the brand file or below it.
fn beside(folder: &Path, name: &Spanned<Name>, what: &str, problems: &mut Problems) -> Option<PathBuf> {
    let path = Path::new(&name.value.0);
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_inside {
        let message = format!("{what} must lie beside the brand file or below it");
        let help = "put a copy beside the file";
        problems.push(Diagnostic::new(Code::OutsideWorkspace, name.span, message).help(help));
    }
    is_inside.then(|| folder.join(path))
}

/// The templates of a folder: its HTML and Markdown files and its style, with the text of each path. Other files
/// are left alone.
fn templates(
    folder: &Path,
    name: &Spanned<Name>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<(Templates, BTreeMap<String, SourceId>)> {
    let folder = beside(folder, name, "the templates", problems)?;
    let paths = match template_files(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            let message = format!("could not list {}: {}", folder.display(), plain_reason(&error));
            let help = "`weigh new brand` writes a folder to start from";
            problems.push(Diagnostic::new(Code::Unreadable, name.span, message).help(help));
            return None;
        }
    };
    if paths.len() > MOST_TEMPLATES {
        let message =
            format!("{} holds {} templates, more than {MOST_TEMPLATES}", folder.display(), paths.len());
        problems.push(Diagnostic::new(Code::TooManyFiles, name.span, message));
        return None;
    }
    let mut files = BTreeMap::new();
    let mut ids = BTreeMap::new();
    for path in paths {
        let text = match read_text(&path) {
            Ok((_, text)) => text,
            Err(error) => {
                problems.push(Diagnostic::new(error.code, name.span, error.message).help(error.help));
                continue;
            }
        };
        let file = TemplateFile { path: plain(&path).display().to_string(), text };
        ids.insert(file.path.clone(), sources.add(file.path.clone(), file.text.clone()));
        files.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), file);
    }
    Some((Templates(files), ids))
}

/// The files of a template folder that are used, in order of their names. Links are left alone, so that nothing
/// outside the folder is read.
fn template_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let is_used = path.extension().is_some_and(|extension| extension == "html" || extension == "md");
        if entry.file_type()?.is_file() && (is_used || path.file_name().is_some_and(|name| name == STYLE)) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// What is wrong with a template, as a problem of its file.
fn diagnostic(error: &TemplateError, source: SourceId) -> Diagnostic {
    let span = Span { source, start: error.range.start, end: error.range.end };
    let help =
        "the comment at the top of the report.html that `weigh new brand` writes says what templates see";
    Diagnostic::new(Code::BadTemplate, span, error.message.clone()).help(help)
}

/// A template that could not be filled, as a problem with the text that it points into.
#[must_use]
pub fn template_problem(error: &TemplateError) -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let source = sources.add(error.file.path.clone(), error.file.text.clone());
    (diagnostic(error, source), sources)
}

/// The picture beside the brand file.
fn logo(folder: &Path, name: &Spanned<Name>, problems: &mut Problems) -> Option<Logo> {
    let path = beside(folder, name, "the logo", problems)?;
    let bytes = match read_plain(&path, LARGEST_LOGO) {
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

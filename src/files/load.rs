//! Reads a decision and its vendors, with all their problems.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::check;
use super::criteria::{self, CriteriaFile, Draft};
use super::node::{Node, parse_document};
use super::read::{FromToml, Problems, Spanned, is_id};
use super::vendor::{self, ReadVendor, VendorFile};
use super::what_if::{self, Target, WhatIf};
use super::words::Name;
use super::workspace::{
    MOST_FILES, Workspace, WorkspaceError, plain, plain_reason, read_text, stem, toml_files,
};
use crate::decision::{Decision, DecisionId, FileDigest, Location, Provenance, VendorId};
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{self, Code, Diagnostic, Place, SourceId, Sources, Span};

/// What to read.
#[derive(Clone, Debug)]
pub struct Request {
    /// The workspace that files may not leave.
    pub workspace: Workspace,
    /// The criteria file.
    pub criteria: PathBuf,
    /// A folder of vendors in place of the one that the criteria file names; may lie anywhere.
    pub vendors: Option<PathBuf>,
    /// What-ifs as typed: `PATH=VALUE`.
    pub what_if: Vec<String>,
}

/// What was read.
#[derive(Debug)]
pub struct Loaded {
    /// The decision; none when there is an error among the problems.
    pub decision: Option<Decision>,
    /// Every problem, in reading order.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// How many files were read, or tried.
    pub files: usize,
    /// Where the criteria file says `default = true`.
    pub default: Option<Span>,
}

/// Chooses the criteria file: the one named, the only one, or the one that says `default = true`.
///
/// # Errors
/// [`WorkspaceError`] when there is none to choose, or several.
pub fn choose(workspace: &Workspace, name: Option<&str>) -> Result<PathBuf, WorkspaceError> {
    if let Some(name) = name {
        return workspace.decision(name);
    }
    let files = workspace.decisions()?;
    let chosen: Vec<&PathBuf> = match files.as_slice() {
        [only] => vec![only],
        several => several.iter().filter(|file| says_default(file)).collect(),
    };
    match chosen.as_slice() {
        [only] => Ok((*only).clone()),
        [_, _, ..] => {
            Err(WorkspaceError::TwoDefaults { names: chosen.iter().map(|file| stem(file)).collect() })
        }
        _ => Err(WorkspaceError::Several { names: files.iter().map(|file| stem(file)).collect() }),
    }
}

fn says_default(file: &Path) -> bool {
    let Ok((_, text)) = read_text(file) else { return false };
    let (root, _) = parse_document(&text, Sources::default().add("", ""));
    let default = root.as_table().and_then(|table| table.get("default"));
    default.is_some_and(|entry| matches!(entry.node.kind, super::node::NodeKind::YesNo(true)))
}

/// Reads a decision with its vendors.
#[must_use]
pub fn load(request: &Request) -> Loaded {
    let mut reading = Reading::new(request);
    let draft = reading.criteria();
    let vendors = reading.vendors(draft.as_ref());
    reading.unmatched_what_ifs();
    if let Some((draft, _)) = &draft {
        let options: Vec<SourceId> = reading.what_ifs.iter().map(|what_if| what_if.source).collect();
        check::across(draft, &vendors, &options, &mut reading.problems);
    }
    reading.finish(draft, vendors)
}

/// The file of a vendor's id, whether or not it is there.
#[must_use]
pub fn vendor_file(request: &Request, id: &str) -> PathBuf {
    let request = Request { what_if: Vec::new(), ..request.clone() };
    let mut reading = Reading::new(&request);
    let draft = reading.criteria();
    let folder = reading.vendor_folder(draft.as_ref().and_then(|(_, folder)| folder.as_ref()));
    folder.map_or_else(PathBuf::new, |(folder, ..)| folder).join(format!("{id}.toml"))
}

/// A reading on its way.
struct Reading<'a> {
    request: &'a Request,
    sources: Sources,
    problems: Problems,
    what_ifs: Vec<WhatIf>,
    files: Vec<FileDigest>,
    tried: usize,
    /// Ids of the vendor files that were found, also of those that could not be read.
    vendor_ids: Vec<String>,
}

/// A file as a tree.
struct Document {
    source: SourceId,
    root: Node,
    has_syntax_errors: bool,
}

impl<'a> Reading<'a> {
    fn new(request: &'a Request) -> Self {
        let (mut sources, mut problems) = (Sources::default(), Problems::new());
        let what_ifs = what_if::parse_all(&request.what_if, &mut sources, &mut problems);
        Reading { request, sources, problems, what_ifs, files: Vec::new(), tried: 0, vendor_ids: Vec::new() }
    }

    /// Reads a file into a tree and lays the what-ifs for it over it.
    fn document(&mut self, path: &Path, target: &Target) -> Option<Document> {
        self.tried += 1;
        let name = plain(path).display().to_string();
        let (bytes, text) = match read_text(path) {
            Ok(read) => read,
            Err(error) => {
                let source = self.sources.add(name, "");
                self.problems.push(Diagnostic::new(error.code, source, error.message));
                return None;
            }
        };
        self.files.push(FileDigest { path: self.request.workspace.relative(path), sha256: hex(&bytes) });
        let source = self.sources.add(name, text);
        let (mut root, errors) = parse_document(&self.sources.get(source).text, source);
        let has_syntax_errors = !errors.is_empty();
        self.problems.extend(errors);
        if root.as_table().is_some_and(|table| table.0.is_empty()) && !has_syntax_errors {
            self.problems.push(Diagnostic::new(Code::EmptyFile, source, "this file holds no keys"));
            return None;
        }
        for what_if in self.what_ifs.iter().filter(|what_if| what_if.target == *target) {
            what_if::apply(what_if, &mut root, &mut self.problems);
        }
        Some(Document { source, root, has_syntax_errors })
    }

    /// Drops what follows only from syntax errors of the same file: a key that is missing because its
    /// line could not be read is not missing.
    fn keep_what_stands(&mut self, document: &Document, from: usize) {
        if !document.has_syntax_errors {
            return;
        }
        let source = self.sources.get(document.source);
        let line = |problem: &Diagnostic| match problem.place {
            Place::Span(span) if span.source == document.source => Some(source.position(span.start).line),
            _ => None,
        };
        let broken: Vec<usize> =
            self.problems.iter().filter(|problem| problem.code == Code::Syntax).filter_map(&line).collect();
        let mut at = 0;
        let mut kept = std::mem::take(&mut self.problems);
        kept.retain(|problem| {
            at += 1;
            let stands_alone = matches!(
                problem.code,
                Code::UnknownKey
                    | Code::WrongType
                    | Code::BadNumber
                    | Code::OutOfRange
                    | Code::BadDate
                    | Code::TooLong
                    | Code::UnsafeText
                    | Code::UnknownWord
                    | Code::TooMany
                    | Code::BadId
            );
            let is_beside = line(problem).is_some_and(|line| broken.contains(&line));
            at <= from || (stands_alone && !is_beside)
        });
        self.problems = kept;
    }

    fn criteria(&mut self) -> Option<(Draft, Option<Spanned<Name>>)> {
        let path = self.request.criteria.clone();
        let document = self.document(&path, &Target::Criteria)?;
        let from = self.problems.len();
        let read = CriteriaFile::read(&document.root, &mut self.problems);
        let draft = read.map(|mut file| {
            let folder = file.vendors.take();
            if let Some(panel) = &file.panel {
                let message = "panels are not read by this version: the marks in the vendor files count";
                self.problems.push(Diagnostic::new(Code::PanelNotRead, panel.span, message));
            }
            let options: Vec<SourceId> = self.what_ifs.iter().map(|what_if| what_if.source).collect();
            let draft = criteria::build(file, document.source, &options, &mut self.problems);
            (draft, folder)
        });
        self.keep_what_stands(&document, from);
        if document.has_syntax_errors {
            // The vendors are still read for their own problems, but not held against half a file.
            return None;
        }
        draft
    }

    fn vendors(&mut self, draft: Option<&(Draft, Option<Spanned<Name>>)>) -> Vec<ReadVendor> {
        let Some((folder, limit, place)) = self.vendor_folder(draft.and_then(|(_, folder)| folder.as_ref()))
        else {
            return Vec::new();
        };
        let files = match toml_files(&folder) {
            Ok(files) => files,
            Err(error) => {
                let message = format!("could not list {}: {}", folder.display(), plain_reason(&error));
                let help = "`vendors` is relative to the criteria file; create the folder or mend the path";
                self.problems.push(Diagnostic::new(Code::NoVendorFolder, place, message).help(help));
                return Vec::new();
            }
        };
        if files.is_empty() {
            let message = format!("{} holds no vendor files", folder.display());
            let help = "`weigh new vendor NAME` writes a blank one";
            self.problems.push(Diagnostic::new(Code::NoVendors, place, message).help(help));
        }
        if files.len() > MOST_FILES {
            let message =
                format!("{} holds {} vendor files, more than {MOST_FILES}", folder.display(), files.len());
            self.problems.push(Diagnostic::new(Code::TooManyFiles, place, message));
            return Vec::new();
        }
        files.iter().filter_map(|file| self.vendor(file, &limit)).collect()
    }

    /// The folder of the vendors, the folder that its files may not leave, and where it was named.
    fn vendor_folder(&mut self, named: Option<&Spanned<Name>>) -> Option<(PathBuf, PathBuf, Place)> {
        let criteria_source =
            self.sources.iter().find(|(_, source)| source.name != "--set").map(|(id, _)| id);
        let place = match (named, criteria_source) {
            (Some(named), _) => Place::Span(named.span),
            (None, Some(source)) => Place::Source(source),
            (None, None) => Place::Source(self.sources.add(self.request.criteria.display().to_string(), "")),
        };
        if let Some(folder) = &self.request.vendors {
            let limit = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
            return Some((plain(folder), limit, place));
        }
        let base = self.request.criteria.parent().unwrap_or(Path::new(""));
        let folder = match named {
            Some(named) => base.join(&named.value.0),
            None => base.join("../vendors").join(stem(&self.request.criteria)),
        };
        let folder = plain(&folder);
        let root = fs::canonicalize(&self.request.workspace.root).ok();
        // A folder that is not there cannot be made canonical; listing it reports that.
        let is_outside = match (&root, fs::canonicalize(&folder)) {
            (Some(root), Ok(full)) => !full.starts_with(root),
            (Some(_), Err(_)) => false,
            (None, _) => true,
        };
        if is_outside {
            let message = format!("{} lies outside the workspace", folder.display());
            let help = "copy the vendors into the workspace, or name the folder with --vendors";
            self.problems.push(Diagnostic::new(Code::OutsideWorkspace, place, message).help(help));
            return None;
        }
        Some((folder, root.unwrap_or_default(), place))
    }

    fn vendor(&mut self, path: &Path, limit: &Path) -> Option<ReadVendor> {
        let id = stem(path);
        self.vendor_ids.push(id.clone());
        if !is_id(&id) {
            let source = self.sources.add(path.display().to_string(), "");
            let help = "use letters a to z, digits, hyphens and underscores, at most 64";
            let message = format!("the file name {id:?} cannot be the id of a vendor");
            self.problems.push(Diagnostic::new(Code::FileName, source, message).help(help));
        }
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        if is_link && fs::canonicalize(path).is_ok_and(|full| !full.starts_with(limit)) {
            let source = self.sources.add(path.display().to_string(), "");
            let message = format!("{} is a link that leaves the workspace", path.display());
            self.problems.push(Diagnostic::new(Code::OutsideWorkspace, source, message));
            return None;
        }
        let document = self.document(path, &Target::Vendor(id.clone()))?;
        let from = self.problems.len();
        let read = VendorFile::read(&document.root, &mut self.problems);
        let Reading { sources, problems, .. } = self;
        let locate = |span: Span| {
            let source = sources.get(span.source);
            Location { file: source.name.clone(), line: source.position(span.start).line }
        };
        let vendor = read.map(|file| {
            let source = (document.source, sources.get(document.source));
            vendor::build(file, VendorId::new(id), source, locate, problems)
        });
        self.keep_what_stands(&document, from);
        vendor
    }

    /// Reports what-ifs for vendors that are not there.
    fn unmatched_what_ifs(&mut self) {
        for what_if in &self.what_ifs {
            let Target::Vendor(id) = &what_if.target else { continue };
            if !self.vendor_ids.contains(id) {
                let help = did_you_mean(id, self.vendor_ids.iter().map(String::as_str))
                    .unwrap_or_else(|| "vendors go by the names of their files without .toml".to_owned());
                let text = &self.sources.get(what_if.source).text;
                let start = text.find(id.as_str()).unwrap_or(0);
                let span = Span { source: what_if.source, start, end: start + id.len() };
                let message = format!("there is no vendor `{}`", super::read::shortened(id));
                self.problems.push(Diagnostic::new(Code::UnknownPath, span, message).help(help));
            }
        }
    }

    fn finish(mut self, draft: Option<(Draft, Option<Spanned<Name>>)>, vendors: Vec<ReadVendor>) -> Loaded {
        diagnostic::sort(&mut self.problems);
        let default = draft.as_ref().and_then(|(draft, _)| draft.default);
        let is_sound = !self.problems.iter().any(Diagnostic::is_error);
        let decision = draft.filter(|_| is_sound).map(|(draft, _)| Decision {
            id: DecisionId::new(stem(&self.request.criteria)),
            title: draft.title,
            question: draft.question,
            note: draft.note,
            currency: draft.currency,
            needs: draft.needs,
            gates: draft.gates.into_iter().map(|(gate, _)| gate).collect(),
            criteria: draft.criteria.into_iter().map(|(criterion, _)| criterion).collect(),
            rule: draft.rule,
            vendors: vendors.into_iter().map(|read| read.vendor).collect(),
            provenance: Provenance {
                files: self.files,
                what_if: self.request.what_if.clone(),
                what_if_notes: draft.what_if_notes,
            },
        });
        Loaded { decision, problems: self.problems, sources: self.sources, files: self.tried, default }
    }
}

/// SHA-256 in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    crate::score::digest::hexadecimal(&Sha256::digest(bytes))
}

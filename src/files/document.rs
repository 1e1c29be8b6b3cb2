//! Reading one file: into a tree, with the what-ifs for it laid over, and only the problems that stand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::is_missing;
use super::folders::{Folders, elsewhere, named_folder};
use super::lock::content::unsealed_sha256;
use super::node::{Node, parse_document};
use super::read::{FromToml, Problems, is_id, is_reserved};
use super::request::Request;
use super::snapshot::Snapshot;
use super::what_if::{self, Target, WhatIf};
use super::workspace::{COPY_INSTEAD, LEAVES, Workspace, plain, read_text, stem};
use crate::decision::{FileDigest, Location};
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources, Span};

/// The most problems of a file that are listed; the rest are counted.
const MOST_PROBLEMS: usize = 1_000;

/// Problems of a code that are listed over all files.
const MOST_OF_A_KIND: usize = 10_000;

/// A reading on its way.
pub(super) struct Reading<'a> {
    pub(super) request: &'a Request,
    pub(super) snapshot: &'a Snapshot,
    pub(super) sources: Sources,
    pub(super) problems: Problems,
    pub(super) what_ifs: Vec<WhatIf>,
    /// What was read, criteria first.
    pub(super) files: Vec<(FileDigest, PathBuf)>,
    /// How many files were read, or tried.
    pub(super) tried: usize,
    /// Ids of the vendor files that were found, also of those that could not be read.
    pub(super) vendor_ids: Vec<String>,
    /// Ids of the evaluator files that were found, and the file of the consensus.
    pub(super) panel_ids: Vec<String>,
    pub(super) folders: Folders,
    /// The folder of vendors that was named in place of the criteria file's, as seen from the workspace.
    pub(super) named_folder: Option<String>,
}

/// Reads a record that weigh keeps of a decision, such as its awards: the text's place and what it holds, none for the
/// latter where that is wrong. None where there is no such file, or it cannot be read.
pub(super) fn read_record<T: FromToml>(
    workspace: &Workspace,
    path: &Path,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<(SourceId, Option<T>)> {
    // Of one that cannot be looked at it is not said that it is not there.
    if is_missing(path) {
        return None;
    }
    let name = path.display().to_string();
    let text = match workspace.refuse_link_out(path).and_then(|()| read_text(path)) {
        Ok((_, text)) => text,
        Err(error) => {
            problems.push(error.told(name, sources));
            return None;
        }
    };
    let source = sources.add(name, text);
    let (root, mut found) = parse_document(&sources.get(source).text, source);
    let read = if found.is_empty() { T::read(&root, &mut found) } else { None };
    problems.extend(found);
    Some((source, read))
}

/// A file as a tree.
pub(super) struct Document {
    pub(super) source: SourceId,
    pub(super) root: Node,
    pub(super) has_syntax_errors: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(request: &'a Request, snapshot: &'a Snapshot) -> Self {
        let (mut sources, mut problems) = (Sources::default(), Problems::new());
        let what_ifs = what_if::parse_all(&request.what_if, &mut sources, &mut problems);
        Reading {
            request,
            snapshot,
            sources,
            problems,
            what_ifs,
            files: Vec::new(),
            tried: 0,
            vendor_ids: Vec::new(),
            panel_ids: Vec::new(),
            folders: Folders::default(),
            named_folder: named_folder(request, snapshot),
        }
    }

    /// Reads a file into a tree and lays the what-ifs for it over it.
    pub(super) fn document(&mut self, path: &Path, target: &Target) -> Option<Document> {
        let source = self.text(path, target)?;
        let mut problems = Problems::new();
        let document = self.tree(source, &mut problems).map(|mut document| {
            if *target == Target::Criteria {
                self.folders = Folders::named(&document.root, self.request, self.snapshot);
            }
            self.lay_what_ifs(target, &mut document.root, &mut problems);
            document
        });
        self.problems.extend(problems);
        document
    }

    /// Takes the text of a file among the sources.
    pub(super) fn text(&mut self, path: &Path, target: &Target) -> Option<SourceId> {
        self.tried += 1;
        let name = plain(path).display().to_string();
        let file = match self.snapshot.text_file(path) {
            Ok(file) => file,
            Err(error) => {
                self.problems.push(error.told(name, &mut self.sources));
                return None;
            }
        };
        let shown = match (self.named_folder.as_deref().and_then(elsewhere), target) {
            (Some(folder), Target::Vendor(id)) => format!("{folder}/{id}.toml"),
            _ => self.snapshot.relative(&self.request.workspace, path),
        };
        let sha256 =
            if *target == Target::Criteria { unsealed_sha256(&file) } else { file.sha256().to_owned() };
        let digest = FileDigest { path: shown, sha256 };
        self.files.push((digest, path.to_owned()));
        Some(self.sources.add(name, file.text().unwrap_or_default()))
    }

    /// A text as a tree; none where it holds nothing.
    pub(super) fn tree(&self, source: SourceId, problems: &mut Problems) -> Option<Document> {
        let (root, mut errors) = parse_document(&self.sources.get(source).text, source);
        let has_syntax_errors = !errors.is_empty();
        keep_a_thousand(&mut errors, source, 0);
        problems.extend(errors);
        if root.as_table().is_some_and(|table| table.0.is_empty()) && !has_syntax_errors {
            let problem = Diagnostic::new(Code::EmptyFile, source, "this file holds no keys");
            problems.push(problem.help("fill it, or delete it"));
            return None;
        }
        Some(Document { source, root, has_syntax_errors })
    }

    /// Lays the what-ifs for a file over its tree.
    pub(super) fn lay_what_ifs(&self, target: &Target, root: &mut Node, problems: &mut Problems) {
        for what_if in self.what_ifs.iter().filter(|what_if| what_if.target == *target) {
            what_if::apply(what_if, root, problems);
        }
    }

    /// A file that is not there yet, as what-ifs would have it; none where they say nothing of it.
    pub(super) fn unwritten(&mut self, path: &Path, target: &Target) -> Option<Document> {
        self.what_ifs.iter().any(|what_if| what_if.target == *target).then_some(())?;
        let source = self.sources.add(path.display().to_string(), "");
        let (mut root, _) = parse_document("", source);
        let mut problems = Problems::new();
        self.lay_what_ifs(target, &mut root, &mut problems);
        self.problems.extend(problems);
        Some(Document { source, root, has_syntax_errors: false })
    }

    /// Refuses a file that is a link out of the folder that files may not leave.
    pub(super) fn refuse_link_out(&mut self, path: &Path, limit: &Path) -> Option<()> {
        let is_inside = || self.snapshot.resolve(path).is_none_or(|full| full.starts_with(limit));
        if !self.snapshot.is_link(path) || is_inside() {
            return Some(());
        }
        let source = self.sources.add(path.display().to_string(), "");
        let message = format!("{} {LEAVES}", path.display());
        self.problems.push(Diagnostic::new(Code::OutsideWorkspace, source, message).help(COPY_INSTEAD));
        None
    }

    /// Reports a file whose name cannot be an id.
    pub(super) fn refuse_name(&mut self, path: &Path, whose: &str) {
        let id = stem(path);
        if !is_id(&id) {
            let source = self.sources.add(path.display().to_string(), "");
            let help = "use letters a to z, digits, hyphens and underscores, at most 64";
            let message = format!("the file name {id:?} cannot be the id of {whose}");
            self.problems.push(Diagnostic::new(Code::FileName, source, message).help(help));
        }
        self.warn_of_reserved(path, &id);
    }

    /// Warns of a file, or a folder, that Windows could not hold.
    pub(super) fn warn_of_reserved(&mut self, path: &Path, name: &str) {
        if is_reserved(name) {
            let source = self.sources.add(path.display().to_string(), "");
            let message =
                format!("Windows has a device called {name:?}, and no file can have its name there");
            self.problems.push(Diagnostic::new(Code::ReservedName, source, message).help("rename it"));
        }
    }
}

/// Drops what follows only from syntax errors of the same file: a key that is missing because its
/// line could not be read is not missing, and what stands after a broken line may have been taken
/// for something else.
///
/// Beyond the first thousand the problems of the file are counted instead of listed.
///
/// - `from`: the index of the first problem of what was read of the tree.
pub(super) fn keep_what_stands(document: &Document, sources: &Sources, problems: &mut Problems, from: usize) {
    if document.has_syntax_errors {
        keep_unbroken(document, sources, problems, from);
    }
    keep_a_thousand(problems, document.source, from);
}

fn keep_unbroken(document: &Document, sources: &Sources, problems: &mut Problems, from: usize) {
    let is_here = |place: Place| match place {
        Place::Span(span) if span.source == document.source => Some(span),
        _ => None,
    };
    let broken: BTreeSet<usize> = problems[..from]
        .iter()
        .filter(|problem| problem.code == Code::Syntax)
        .filter_map(|problem| is_here(problem.place).map(|span| span.start))
        .collect();
    let source = sources.get(document.source);
    let after = problems.split_off(from);
    problems.extend(after.into_iter().filter(|problem| {
        let Some(span) = is_here(problem.place) else { return false };
        let lines = source.lines(span.start, span.end);
        let is_broken = broken.range(lines.start..=lines.end).next().is_some();
        let is_before = broken.first().is_none_or(|first| span.start < *first);
        match problem.code {
            Code::BadNumber | Code::OutOfRange | Code::UnsafeText | Code::UnknownWord => !is_broken,
            Code::UnknownKey | Code::WrongType | Code::BadDate | Code::TooLong | Code::BadId => {
                !is_broken && is_before
            }
            _ => false,
        }
    }));
}

/// Lists so many problems of a kind, found in many files, and counts the others.
#[derive(Default)]
pub(crate) struct Listed {
    /// How many there are of each kind, and the file of the last.
    counts: BTreeMap<Code, (usize, Option<SourceId>)>,
}

impl Listed {
    /// Takes what was found over to the list, as far as there is room.
    pub(crate) fn add(&mut self, found: Problems, list: &mut Problems) {
        for problem in found {
            let of_kind = self.counts.entry(problem.code).or_default();
            *of_kind = (of_kind.0 + 1, Some(problem.place.source()));
            if of_kind.0 <= MOST_OF_A_KIND {
                list.push(problem);
            }
        }
    }

    /// Says how many are not listed.
    pub(crate) fn close(self, list: &mut Problems) {
        for (code, (count, last)) in self.counts {
            if let (Some(source), true) = (last, count > MOST_OF_A_KIND) {
                let message = format!("and {} more problems {code} up to this file", count - MOST_OF_A_KIND);
                let help = "mend the first ones; most of the rest may follow from the same";
                list.push(Diagnostic::new(code, source, message).help(help));
            }
        }
    }
}

/// Gives the line of a place in a file, with the file as seen from the root of the workspace, so that equal files
/// give equal results anywhere.
pub(super) fn locator(sources: &Sources, file: &str) -> impl Fn(Span) -> Location {
    let file: Arc<str> = file.into();
    move |span| Location { file: Arc::clone(&file), line: sources.get(span.source).position(span.start).line }
}

/// Counts the problems of a file beyond the first thousand instead of listing them.
///
/// - `from`: the index of the first problem of the file.
pub(crate) fn keep_a_thousand(problems: &mut Problems, source: SourceId, from: usize) {
    let more = (problems.len() - from).saturating_sub(MOST_PROBLEMS);
    if more > 0 {
        problems.truncate(from + MOST_PROBLEMS);
        let code = problems[from + MOST_PROBLEMS - 1].code;
        let message = format!("and {more} more problems in this file");
        let help = "mend the first ones; most of the rest may follow from them";
        problems.push(Diagnostic::new(code, source, message).help(help));
    }
}

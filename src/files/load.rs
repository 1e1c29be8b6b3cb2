//! Reads a decision and its vendors, with all their problems.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::check;
use super::cost;
use super::criteria::{self, CriteriaFile, Draft};
use super::lock;
use super::node::{Node, NodeKind, parse_document};
use super::panel::{self, CONSENSUS, ConsensusFile, EvaluatorFile, ReadEvaluator, ReadPanel};
use super::read::{FromToml, Problems, Spanned, is_id};
use super::vendor::{self, ReadVendor, VendorFile};
use super::what_if::{self, Target, WhatIf};
use super::words::Name;
use super::workspace::{
    MOST_FILES, Workspace, WorkspaceError, plain, plain_reason, read_text, stem, toml_files,
};
use crate::decision::{
    CriterionId, Decision, DecisionId, EvaluatorId, FileDigest, Location, Lock, PanelRule, Provenance,
    Vendor, VendorId,
};
use crate::diagnostic::{self, Code, Diagnostic, Place, SourceId, Sources, Span};
use crate::text::suggest::did_you_mean;

/// The most files of a panel.
const MOST_EVALUATORS: usize = 1_000;

/// The most problems of a file that are listed; the rest are counted.
const MOST_PROBLEMS: usize = 1_000;

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
#[derive(Clone, Debug)]
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
    // Most files do not say it, and need not be parsed to know that.
    read_text(file).is_ok_and(|(_, text)| text.contains("default") && head_of(&text).is_default)
}

/// What a criteria file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What is decided.
    pub title: Option<String>,
    /// The question that the ranking answers.
    pub question: Option<String>,
    /// Whether it says `default = true`.
    pub is_default: bool,
}

/// What a criteria file says of itself, as far as it can be read.
#[must_use]
pub fn head(file: &Path) -> Head {
    read_text(file).map_or_else(|_| Head::default(), |(_, text)| head_of(&text))
}

fn head_of(text: &str) -> Head {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let kind = |key| root.as_table().and_then(|table| table.get(key)).map(|entry| &entry.node.kind);
    let text = |key| match kind(key) {
        Some(NodeKind::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Head {
        title: text("title"),
        question: text("question"),
        is_default: matches!(kind("default"), Some(NodeKind::YesNo(true))),
    }
}

/// Reads a decision with its vendors.
#[must_use]
pub fn load(request: &Request) -> Loaded {
    let mut reading = Reading::new(request);
    let Some(CriteriaRead { draft, folder, panel }) = reading.criteria() else {
        // Without criteria nothing says where the vendors are.
        return reading.finish(None, Vec::new(), None);
    };
    let mut vendors = reading.vendors(folder.as_ref());
    let panel = panel.map(|named| reading.panel(&named));
    reading.unmatched_what_ifs();
    if let Some(draft) = &draft {
        if let Some(basis) = &draft.cost {
            cost::add_facts(basis, draft.source, &mut vendors, &mut reading.problems);
        }
        let options: Vec<SourceId> = reading.what_ifs.iter().map(|what_if| what_if.source).collect();
        check::across(draft, &vendors, &options, &mut reading.problems);
        if let Some(panel) = &panel {
            let is_own = |key: Span| options.contains(&key.source);
            panel::check(panel, draft, &vendors, is_own, &mut reading.problems);
        }
        reading.locks(draft.source);
    }
    reading.finish(draft, vendors, panel)
}

/// The folder of a decision's vendors, where it lies in the workspace.
#[must_use]
pub fn vendor_folder(request: &Request) -> Option<PathBuf> {
    let request = Request { what_if: Vec::new(), ..request.clone() };
    let mut reading = Reading::new(&request);
    let named = reading.criteria()?.folder;
    reading.vendor_folder(named.as_ref()).map(|(folder, ..)| folder)
}

/// The folder of a decision's panel, as its criteria file names it; none where it names none.
#[must_use]
pub fn panel_folder(request: &Request) -> Option<PathBuf> {
    let request = Request { what_if: Vec::new(), ..request.clone() };
    let mut reading = Reading::new(&request);
    let named = reading.criteria()?.panel?;
    reading.panel_folder(&named)
}

/// The file of a vendor's id, whether or not it is there.
#[must_use]
pub fn vendor_file(request: &Request, id: &str) -> PathBuf {
    let request = Request { what_if: Vec::new(), ..request.clone() };
    let mut reading = Reading::new(&request);
    let named = reading.criteria().and_then(|read| read.folder);
    let folder = reading.vendor_folder(named.as_ref());
    folder.map_or_else(PathBuf::new, |(folder, ..)| folder).join(format!("{id}.toml"))
}

/// Reads one vendor of a decision and holds it against the criteria, without reading the others: what
/// only shows in the whole list, such as a fact that nobody has, is reported all the same.
#[must_use]
pub fn load_vendor(request: &Request, id: &str) -> (Option<Vendor>, Vec<Diagnostic>, Sources) {
    let mut reading = Reading::new(request);
    let read = reading.criteria();
    let folder = read.as_ref().and_then(|read| read.folder.as_ref());
    let vendor = reading
        .vendor_folder(folder)
        .and_then(|(folder, limit, _)| reading.vendor(&folder.join(format!("{id}.toml")), &limit));
    let vendors: Vec<ReadVendor> = vendor.into_iter().collect();
    if let Some(draft) = read.and_then(|read| read.draft) {
        let options: Vec<SourceId> = reading.what_ifs.iter().map(|what_if| what_if.source).collect();
        check::across(&draft, &vendors, &options, &mut reading.problems);
    }
    let Reading { problems, sources, .. } = reading;
    (vendors.into_iter().next().map(|read| read.vendor), problems, sources)
}

/// The problems that a text would have as a vendor file of its own, each in a line.
#[must_use]
pub fn vendor_problems(text: &str) -> Vec<String> {
    let (root, mut problems) = parse_document(text, Sources::default().add("", ""));
    VendorFile::read(&root, &mut problems);
    problems.into_iter().filter(Diagnostic::is_error).map(|problem| problem.message).collect()
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
    /// Ids of the evaluator files that were found, and the file of the consensus.
    panel_ids: Vec<String>,
    /// What is locked.
    locks: Vec<Lock>,
    /// The folder of vendors that was named in place of the criteria file's, as seen from the workspace.
    named_folder: Option<String>,
}

/// A criteria file that could be read.
struct CriteriaRead {
    /// The decision; none where syntax errors leave only half a file to hold vendors against.
    draft: Option<Draft>,
    /// The folder of the vendors, where the file names one.
    folder: Option<Spanned<Name>>,
    /// The folder of the panel, where the file names one.
    panel: Option<Spanned<Name>>,
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
        Reading {
            request,
            sources,
            problems,
            what_ifs,
            files: Vec::new(),
            tried: 0,
            vendor_ids: Vec::new(),
            panel_ids: Vec::new(),
            locks: Vec::new(),
            named_folder: named_folder(request),
        }
    }

    /// Reads a file into a tree and lays the what-ifs for it over it.
    fn document(&mut self, path: &Path, target: &Target) -> Option<Document> {
        self.tried += 1;
        let name = plain(path).display().to_string();
        let (bytes, text) = match read_text(path) {
            Ok(read) => read,
            Err(error) => {
                let source = self.sources.add(name, "");
                self.problems.push(Diagnostic::new(error.code, source, error.message).help(error.help));
                return None;
            }
        };
        let shown = match (self.named_folder.as_deref().and_then(elsewhere), target) {
            (Some(folder), Target::Vendor(id)) => format!("{folder}/{id}.toml"),
            _ => self.request.workspace.relative(path),
        };
        self.files.push(FileDigest { path: shown, sha256: hex(&bytes) });
        let source = self.sources.add(name, text);
        let (mut root, errors) = parse_document(&self.sources.get(source).text, source);
        let has_syntax_errors = !errors.is_empty();
        let from = self.problems.len();
        self.problems.extend(errors);
        self.keep_a_thousand(source, from);
        if root.as_table().is_some_and(|table| table.0.is_empty()) && !has_syntax_errors {
            let problem = Diagnostic::new(Code::EmptyFile, source, "this file holds no keys");
            self.problems.push(problem.help("fill it, or delete it"));
            return None;
        }
        for what_if in self.what_ifs.iter().filter(|what_if| what_if.target == *target) {
            what_if::apply(what_if, &mut root, &mut self.problems);
        }
        Some(Document { source, root, has_syntax_errors })
    }

    /// Refuses a file that is a link out of the folder that files may not leave.
    fn refuse_link_out(&mut self, path: &Path, limit: &Path) -> Option<()> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        if !is_link || fs::canonicalize(path).map_or(true, |full| full.starts_with(limit)) {
            return Some(());
        }
        let source = self.sources.add(path.display().to_string(), "");
        let message = format!("{} is a link that leaves the workspace", path.display());
        let help = "put a copy of the file in its place";
        self.problems.push(Diagnostic::new(Code::OutsideWorkspace, source, message).help(help));
        None
    }

    /// Counts the problems of a file beyond the first thousand instead of listing them.
    fn keep_a_thousand(&mut self, source: SourceId, from: usize) {
        let more = (self.problems.len() - from).saturating_sub(MOST_PROBLEMS);
        if more > 0 {
            self.problems.truncate(from + MOST_PROBLEMS);
            let code = self.problems[from + MOST_PROBLEMS - 1].code;
            let message = format!("and {more} more problems in this file");
            let help = "mend the first ones; most of the rest may follow from them";
            self.problems.push(Diagnostic::new(code, source, message).help(help));
        }
    }

    /// Drops what follows only from syntax errors of the same file: a key that is missing because its
    /// line could not be read is not missing, and what stands after a broken line may have been taken
    /// for something else.
    fn keep_what_stands(&mut self, document: &Document, from: usize) {
        if !document.has_syntax_errors {
            return;
        }
        let is_here = |place: Place| match place {
            Place::Span(span) if span.source == document.source => Some(span),
            _ => None,
        };
        let broken: BTreeSet<usize> = self.problems[..from]
            .iter()
            .filter(|problem| problem.code == Code::Syntax)
            .filter_map(|problem| is_here(problem.place).map(|span| span.start))
            .collect();
        let source = self.sources.get(document.source);
        let after = self.problems.split_off(from);
        self.problems.extend(after.into_iter().filter(|problem| {
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

    fn criteria(&mut self) -> Option<CriteriaRead> {
        let path = self.request.criteria.clone();
        let root = fs::canonicalize(&self.request.workspace.root).unwrap_or_default();
        self.refuse_link_out(&path, &root)?;
        let document = self.document(&path, &Target::Criteria)?;
        let from = self.problems.len();
        let read = CriteriaFile::read(&document.root, &mut self.problems);
        let draft = read.map(|mut file| {
            let folder = file.vendors.take();
            let panel = file.panel.clone();
            let options: Vec<SourceId> = self.what_ifs.iter().map(|what_if| what_if.source).collect();
            let draft = criteria::build(file, document.source, &options, &mut self.problems);
            (draft, (folder, panel))
        });
        self.keep_what_stands(&document, from);
        self.keep_a_thousand(document.source, from);
        let (draft, folders) = draft.unzip();
        let (folder, panel) = folders.unwrap_or_default();
        Some(CriteriaRead { draft: draft.filter(|_| !document.has_syntax_errors), folder, panel })
    }

    /// The folder of the panel, where it is there and lies in the workspace.
    fn panel_folder(&mut self, named: &Spanned<Name>) -> Option<PathBuf> {
        let base = self.request.criteria.parent().unwrap_or(Path::new(""));
        let folder = plain(&base.join(&named.value.0));
        let help = "copy the evaluators' files into the workspace";
        self.refuse_outside(&folder, named.span.into(), help)?;
        Some(folder)
    }

    fn panel(&mut self, named: &Spanned<Name>) -> ReadPanel {
        let mut panel = ReadPanel { named: Some(named.span), ..ReadPanel::default() };
        let Some(folder) = self.panel_folder(named) else { return panel };
        let files = match toml_files(&folder) {
            Ok(files) if files.len() <= MOST_EVALUATORS => files,
            Ok(files) => {
                let message =
                    format!("{} holds {} files, more than {MOST_EVALUATORS}", folder.display(), files.len());
                let help = "one file an evaluator; no panel is as large as that";
                self.problems.push(Diagnostic::new(Code::TooManyFiles, named.span, message).help(help));
                return panel;
            }
            Err(error) => {
                let message = format!("could not list {}: {}", folder.display(), plain_reason(&error));
                let help = "`panel` is relative to the criteria file; create the folder or mend the path";
                self.problems.push(Diagnostic::new(Code::NoPanelFolder, named.span, message).help(help));
                return panel;
            }
        };
        panel.folder = self.request.workspace.relative(&folder);
        let limit = fs::canonicalize(&self.request.workspace.root).unwrap_or_default();
        let (consensus, evaluators): (Vec<PathBuf>, Vec<PathBuf>) =
            files.into_iter().partition(|file| stem(file) == CONSENSUS);
        panel.evaluators = evaluators.iter().filter_map(|file| self.evaluator(file, &limit)).collect();
        self.panel_ids.push(CONSENSUS.to_owned());
        let target = Target::Panel(CONSENSUS.to_owned());
        let document = match consensus.first() {
            Some(file) => self.refuse_link_out(file, &limit).and_then(|()| self.document(file, &target)),
            None => self.unwritten(&folder.join(format!("{CONSENSUS}.toml")), &target),
        };
        if let Some(document) = document {
            let from = self.problems.len();
            let read = ConsensusFile::read(&document.root, &mut self.problems);
            let file = self.request.workspace.relative(&folder) + "/" + CONSENSUS + ".toml";
            let locate = locator(&self.sources, &file);
            panel.consensus = panel::build_marks(read.and_then(|read| read.marks), locate);
            self.keep_what_stands(&document, from);
            self.keep_a_thousand(document.source, from);
        }
        panel
    }

    /// A file that is not there yet, as what-ifs would have it; none where they say nothing of it.
    fn unwritten(&mut self, path: &Path, target: &Target) -> Option<Document> {
        self.what_ifs.iter().any(|what_if| what_if.target == *target).then_some(())?;
        let source = self.sources.add(path.display().to_string(), "");
        let (mut root, _) = parse_document("", source);
        for what_if in self.what_ifs.iter().filter(|what_if| what_if.target == *target) {
            what_if::apply(what_if, &mut root, &mut self.problems);
        }
        Some(Document { source, root, has_syntax_errors: false })
    }

    fn evaluator(&mut self, path: &Path, limit: &Path) -> Option<ReadEvaluator> {
        let id = stem(path);
        self.panel_ids.push(id.clone());
        self.refuse_name(path, "an evaluator");
        self.refuse_link_out(path, limit)?;
        let document = self.document(path, &Target::Panel(id.clone()))?;
        let from = self.problems.len();
        let read = EvaluatorFile::read(&document.root, &mut self.problems);
        let file = self.files.last().map_or_else(String::new, |file| file.path.clone());
        let locate = locator(&self.sources, &file);
        let evaluator =
            read.map(|read| panel::build(read, EvaluatorId::new(id), (document.source, &file), locate));
        self.keep_what_stands(&document, from);
        self.keep_a_thousand(document.source, from);
        evaluator.filter(|_| !document.has_syntax_errors)
    }

    /// Reports a file whose name cannot be an id.
    fn refuse_name(&mut self, path: &Path, whose: &str) {
        let id = stem(path);
        if !is_id(&id) {
            let source = self.sources.add(path.display().to_string(), "");
            let help = "use letters a to z, digits, hyphens and underscores, at most 64";
            let message = format!("the file name {id:?} cannot be the id of {whose}");
            self.problems.push(Diagnostic::new(Code::FileName, source, message).help(help));
        }
    }

    /// Refuses a folder outside the workspace. One that is not there cannot be made canonical; listing it
    /// reports that.
    fn refuse_outside(&mut self, folder: &Path, place: Place, help: &str) -> Option<()> {
        let is_outside = match (fs::canonicalize(&self.request.workspace.root), fs::canonicalize(folder)) {
            (Ok(root), Ok(full)) => !full.starts_with(root),
            (Ok(_), Err(_)) => false,
            (Err(_), _) => true,
        };
        if is_outside {
            let message = format!("{} lies outside the workspace", folder.display());
            self.problems.push(Diagnostic::new(Code::OutsideWorkspace, place, message).help(help));
        }
        (!is_outside).then_some(())
    }

    fn vendors(&mut self, named: Option<&Spanned<Name>>) -> Vec<ReadVendor> {
        let Some((folder, limit, place)) = self.vendor_folder(named) else {
            return Vec::new();
        };
        let files = match toml_files(&folder) {
            Ok(files) => files,
            Err(error) => {
                let message = format!("could not list {}: {}", folder.display(), plain_reason(&error));
                let help = if self.request.vendors.is_some() {
                    "name a folder with one TOML file a vendor"
                } else {
                    "`vendors` is relative to the criteria file; create the folder or mend the path"
                };
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
            let help = "split the vendors over several decisions";
            self.problems.push(Diagnostic::new(Code::TooManyFiles, place, message).help(help));
            return Vec::new();
        }
        files.iter().filter_map(|file| self.vendor(file, &limit)).collect()
    }

    /// The folder of the vendors, the folder that its files may not leave, and where it was named.
    fn vendor_folder(&mut self, named: Option<&Spanned<Name>>) -> Option<(PathBuf, PathBuf, Place)> {
        if let Some(folder) = &self.request.vendors {
            let limit = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
            let text = plain(folder).display().to_string();
            let end = text.len();
            let source = self.sources.add_option("--vendors", text);
            return Some((plain(folder), limit, Place::Span(Span { source, start: 0, end })));
        }
        let criteria_source = self.sources.iter().find(|(_, source)| !source.is_option).map(|(id, _)| id);
        let place = match (named, criteria_source) {
            (Some(named), _) => Place::Span(named.span),
            (None, Some(source)) => Place::Source(source),
            (None, None) => Place::Source(self.sources.add(self.request.criteria.display().to_string(), "")),
        };
        let base = self.request.criteria.parent().unwrap_or(Path::new(""));
        let folder = match named {
            Some(named) => base.join(&named.value.0),
            None => base.join("../vendors").join(stem(&self.request.criteria)),
        };
        let folder = plain(&folder);
        let root = fs::canonicalize(&self.request.workspace.root).ok();
        let help = "copy the vendors into the workspace, or name the folder with --vendors";
        self.refuse_outside(&folder, place, help)?;
        Some((folder, root.unwrap_or_default(), place))
    }

    fn vendor(&mut self, path: &Path, limit: &Path) -> Option<ReadVendor> {
        let id = stem(path);
        self.vendor_ids.push(id.clone());
        self.refuse_name(path, "a vendor");
        self.refuse_link_out(path, limit)?;
        let document = self.document(path, &Target::Vendor(id.clone()))?;
        let from = self.problems.len();
        let read = VendorFile::read(&document.root, &mut self.problems);
        let Reading { sources, problems, files, .. } = self;
        let file = files.last().map_or_else(String::new, |file| file.path.clone());
        let locate = locator(sources, &file);
        let vendor = read
            .map(|read| vendor::build(read, VendorId::new(id), (document.source, &file), locate, problems));
        self.keep_what_stands(&document, from);
        self.keep_a_thousand(document.source, from);
        // Half a vendor is not held against the criteria.
        vendor.filter(|_| !document.has_syntax_errors)
    }

    /// Keeps what is locked, and reports what has changed since.
    fn locks(&mut self, source: SourceId) {
        let (problems, locks) = lock::check(self.request, source);
        self.problems.extend(problems);
        self.locks = locks;
    }

    /// Reports what-ifs for vendors and evaluators that are not there.
    fn unmatched_what_ifs(&mut self) {
        for what_if in &self.what_ifs {
            let (id, ids, what) = match &what_if.target {
                Target::Vendor(id) => (id, &self.vendor_ids, "vendor"),
                Target::Panel(id) => (id, &self.panel_ids, "evaluator"),
                Target::Criteria => continue,
            };
            if !ids.contains(id) {
                let help = did_you_mean(id, ids.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("{what}s go by the names of their files without .toml"));
                let text = &self.sources.get(what_if.source).text;
                let start = text.find(id.as_str()).unwrap_or(0);
                let span = Span { source: what_if.source, start, end: start + id.len() };
                let message = format!("there is no {what} `{}`", super::read::shortened(id));
                self.problems.push(Diagnostic::new(Code::UnknownPath, span, message).help(help));
            }
        }
    }

    fn finish(mut self, draft: Option<Draft>, vendors: Vec<ReadVendor>, panel: Option<ReadPanel>) -> Loaded {
        diagnostic::sort(&mut self.problems);
        let default = draft.as_ref().and_then(|draft| draft.default);
        let is_sound = !self.problems.iter().any(Diagnostic::is_error);
        // A mark that an option sets stands in spite of the panel.
        let options: BTreeSet<SourceId> = self.what_ifs.iter().map(|what_if| what_if.source).collect();
        let kept: BTreeSet<(VendorId, CriterionId)> = vendors
            .iter()
            .flat_map(|read| {
                read.ratings.iter().map(move |(id, spans)| (read.vendor.id.clone(), id.clone(), spans))
            })
            .filter(|(.., spans)| options.contains(&spans.key.source))
            .map(|(vendor, criterion, _)| (vendor, criterion))
            .collect();
        let mut decision = draft.filter(|_| is_sound).map(|draft| Decision {
            id: DecisionId::new(stem(&self.request.criteria)),
            title: draft.title,
            question: draft.question,
            note: draft.note,
            currency: draft.currency,
            needs: draft.needs,
            gates: draft.gates.into_iter().map(|(gate, _)| gate).collect(),
            criteria: draft.criteria.into_iter().map(|(criterion, _)| criterion).collect(),
            judgements: draft.judgements,
            rule: draft.rule,
            vendors: vendors.into_iter().map(|read| Arc::new(read.vendor)).collect(),
            doubt: draft.doubt,
            cost: draft.cost.map(|draft| Arc::new(draft.basis)),
            panel: None,
            provenance: Provenance {
                files: self.files,
                what_if: self.request.what_if.clone(),
                what_if_notes: draft.what_if_notes,
                vendors: self.named_folder,
                locks: self.locks,
            },
        });
        if let (Some(decision), Some(panel)) =
            (&mut decision, panel.filter(|panel| !panel.evaluators.is_empty()))
        {
            let location = Location { file: panel.folder.clone(), line: 0 };
            crate::panel::seat(
                decision,
                panel.into_panel(),
                |vendor, id| kept.contains(&(vendor.id.clone(), id.clone())),
                &location,
            );
            hide_names(decision, &location.file);
        }
        Loaded { decision, problems: self.problems, sources: self.sources, files: self.tried, default }
    }
}

/// Takes the evaluators' names out of what has changed since something was locked, where the rule shows roles
/// alone.
///
/// - `folder`: of the panel.
fn hide_names(decision: &mut Decision, folder: &str) {
    let hides = decision.rule.panel.as_ref().is_some_and(PanelRule::hides_names);
    let Some(panel) = decision.panel.clone().filter(|_| hides) else { return };
    let called = |id: &str| panel.hidden_file(id);
    decision.provenance.locks.iter_mut().for_each(|lock| lock.hide(folder, &called));
}

/// The folder of vendors that was named in place of the criteria file's, as seen from the workspace. One that
/// shares nothing with it but the root of all files is told by its name alone, after `…/`: where it lies on
/// somebody's machine is nobody's business.
fn named_folder(request: &Request) -> Option<String> {
    let folder = fs::canonicalize(request.vendors.as_ref()?).ok()?;
    let root = fs::canonicalize(&request.workspace.root).ok()?;
    let shared = root.ancestors().find(|above| folder.starts_with(above));
    let text = |part: &std::ffi::OsStr| part.to_string_lossy().into_owned();
    let Some(shared) = shared.filter(|at| at.parent().is_some()) else {
        return Some(format!("…/{}", text(folder.file_name()?)));
    };
    let up = root.strip_prefix(shared).map_or(0, |inside| inside.iter().count());
    let down = folder.strip_prefix(shared).unwrap_or(&folder).iter().map(text);
    let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), up).chain(down).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// What a folder of vendors outside the workspace is called in the names of its files: `…/bids` for `../bids`.
/// None for one that lies inside.
#[must_use]
pub fn elsewhere(vendors: &str) -> Option<String> {
    let is_outside = vendors.starts_with("..") || vendors.starts_with('…');
    let name = vendors.rsplit('/').find(|part| *part != "..").unwrap_or("vendors");
    is_outside.then(|| format!("…/{name}"))
}

/// Gives the line of a place in a file, with the file as seen from the root of the workspace, so that equal files
/// give equal results anywhere.
fn locator<'a>(sources: &'a Sources, file: &'a str) -> impl Fn(Span) -> Location + 'a {
    |span: Span| Location { file: file.to_owned(), line: sources.get(span.source).position(span.start).line }
}

/// SHA-256 in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    crate::exact::hexadecimal(&Sha256::digest(bytes))
}

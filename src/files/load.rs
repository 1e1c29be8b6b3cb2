//! Reads a decision and its vendors, with all their problems.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::criteria::{self, CriteriaFile, Draft};
use super::document::{Listed, Reading, keep_what_stands, locator};
use super::folders::{Folders, named, outside_problem, vendors_named};
use super::node::parse_document;
use super::panel::{self, CONSENSUS, ConsensusFile, EvaluatorFile, ReadEvaluator, ReadPanel};
use super::read::{FromToml, Problems, Spanned, shortened};
use super::request::Request;
use super::snapshot::Snapshot;
use super::values::Name;
use super::vendor::{self, ReadVendor, VendorFile};
use super::what_if::Target;
use super::workspace::{MOST_FILES, plain, stem};
use super::written::Written;
use crate::decision::count::Level;
use crate::decision::vendor::is_head_fact;
use crate::decision::{EvaluatorId, FactId, FactValue, FileDigest, VendorId};
use crate::diagnostic::{Code, Diagnostic, Place, SourceId, Sources, Span};
use crate::exact::Exact;
use crate::parallel;
use crate::text::suggest::did_you_mean;

/// The most cells of a decision: vendors times criteria, and vendors times must-haves.
const MOST_CELLS: usize = 1_000_000;

/// The most facts of all vendors, what nothing reads included. A range counts as the three that it has, and a number of
/// more digits than a machine word has as four.
const MOST_FACTS: usize = 1_500_000;

// The head of a vendor file says up to four facts besides those of the cells.
const _: () = assert!(MOST_FACTS >= MOST_CELLS + 4 * MOST_FILES, "all cells may be known");

/// How many facts a vendor counts for.
fn size(vendor: &ReadVendor) -> usize {
    let numbers = |value: &FactValue| {
        let numbers: usize = value.numbers().map_or(0, |[low, likely, high]| {
            let size = |number: &Exact| if number.is_long() { 4 } else { 1 };
            let is_range = matches!(value, FactValue::Range { .. } | FactValue::Count(_));
            size(likely) + if is_range { size(low) + size(high) } else { 0 }
        });
        numbers.saturating_sub(1)
    };
    let known = vendor.vendor.facts.values().filter_map(|fact| fact.value.as_ref());
    vendor.facts.len() + known.map(numbers).sum::<usize>()
}

/// So many vendor files are read before their texts are worked on, so that a limit is seen in time.
const AT_ONCE: usize = 1_000;

/// The most files of a panel.
const MOST_EVALUATORS: usize = 1_000;

/// What was read: the parts of a decision with their places, and the problems that each file has in itself.
pub(crate) struct Loaded {
    /// The criteria; none where they could not be read, or only in half.
    pub(crate) draft: Option<Draft>,
    pub(crate) vendors: Vec<ReadVendor>,
    /// The ids of all vendor files that are there, also of those that could not be read.
    pub(crate) vendor_ids: Vec<String>,
    pub(crate) panel: Option<ReadPanel>,
    pub(crate) problems: Problems,
    pub(crate) sources: Sources,
    /// What was read, criteria first: the fingerprint of each file, and its path.
    pub(crate) files: Vec<(FileDigest, PathBuf)>,
    /// How many files were read, or tried.
    pub(crate) tried: usize,
    /// The what-ifs that could be read.
    pub(crate) what_ifs: Vec<SourceId>,
    pub(crate) folders: Folders,
    /// The folder of vendors that was named in place of the criteria file's, as seen from the workspace.
    pub(crate) named_folder: Option<String>,
}

/// Reads the files of a decision, each within itself.
#[must_use]
pub(crate) fn load(request: &Request, snapshot: &Snapshot) -> Loaded {
    let mut reading = Reading::new(request, snapshot);
    let Some(CriteriaRead { draft, folder, panel }) = reading.criteria() else {
        // Without criteria nothing says where the vendors are, but for the usual place.
        reading.folders = Folders::find(request, snapshot);
        return reading.finish(None, Vec::new(), None);
    };
    let columns = draft.as_ref().map_or([0; 2], |draft| [draft.criteria.len(), draft.gates.len()]);
    let vendors = reading.vendors(folder.as_ref(), columns);
    let panel = panel.map(|named| reading.panel(&named));
    reading.unmatched_what_ifs();
    reading.finish(draft, vendors, panel)
}

/// Reads the criteria and one vendor of a decision, without reading the others.
#[must_use]
pub(crate) fn load_vendor(request: &Request, snapshot: &Snapshot, id: &str) -> Loaded {
    let mut reading = Reading::new(request, snapshot);
    let read = reading.criteria();
    let folder = read.as_ref().and_then(|read| read.folder.as_ref());
    let text = reading
        .vendor_folder(folder)
        .and_then(|(folder, limit, _)| reading.vendor_text(&folder.join(format!("{id}.toml")), &limit));
    let vendor = text.and_then(|text| {
        let (vendor, problems) = reading.vendor(&text);
        reading.problems.extend(problems);
        vendor
    });
    reading.finish(read.and_then(|read| read.draft), vendor.into_iter().collect(), None)
}

/// The problems that a text would have as a vendor file of its own, each in a line.
#[must_use]
pub fn vendor_problems(text: &str) -> Vec<String> {
    let (root, mut problems) = parse_document(text, Sources::default().add("", ""));
    VendorFile::read(&root, &mut problems);
    problems.into_iter().filter(Diagnostic::is_error).map(|problem| problem.message).collect()
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

/// The text of a vendor file.
struct VendorText {
    id: VendorId,
    source: SourceId,
    /// The file as seen from the workspace.
    file: String,
}

impl Reading<'_> {
    fn criteria(&mut self) -> Option<CriteriaRead> {
        let path = self.request.criteria.clone();
        self.refuse_link_out(&path, &self.root())?;
        let document = self.document(&path, &Target::Criteria)?;
        self.warn_of_reserved(&path, &stem(&path));
        let from = self.problems.len();
        let read = CriteriaFile::read(&document.root, &mut self.problems);
        let draft = read.map(|mut file| {
            let folder = file.vendors.take();
            let panel = file.panel.clone();
            // The log of locks looks at it for itself.
            file.locks.take();
            let options: Vec<SourceId> = self.what_ifs.iter().map(|what_if| what_if.source).collect();
            let mut draft = criteria::build(file, document.source, &options, &mut self.problems);
            draft.written = Written::of(&document.root);
            (draft, (folder, panel))
        });
        keep_what_stands(&document, &self.sources, &mut self.problems, from);
        let (draft, folders) = draft.unzip();
        let (folder, panel) = folders.unwrap_or_default();
        Some(CriteriaRead { draft: draft.filter(|_| !document.has_syntax_errors), folder, panel })
    }

    /// The root of the workspace without links, which files may not leave.
    fn root(&self) -> PathBuf {
        self.snapshot.resolve(&self.request.workspace.root).unwrap_or_default()
    }

    /// Refuses a folder outside the workspace.
    fn refuse_outside(&mut self, folder: &Path, place: Place, help: &str) -> Option<()> {
        let problem = outside_problem(folder, place, help, self.request, self.snapshot);
        let is_inside = problem.is_none();
        self.problems.extend(problem);
        is_inside.then_some(())
    }

    /// The folder of the panel, where it is there and lies in the workspace.
    fn panel_folder(&mut self, name: &Spanned<Name>) -> Option<PathBuf> {
        let folder = named(self.request, Path::new(&name.value.0));
        self.refuse_outside(&folder, name.span.into(), "copy the evaluators' files into the workspace")?;
        Some(folder)
    }

    fn panel(&mut self, named: &Spanned<Name>) -> ReadPanel {
        let mut panel = ReadPanel { named: Some(named.span), ..ReadPanel::default() };
        let Some(folder) = self.panel_folder(named) else { return panel };
        let files = match self.snapshot.list(&folder) {
            Ok(files) if files.len() <= MOST_EVALUATORS => files,
            Ok(files) => {
                let message =
                    format!("{} holds {} files, more than {MOST_EVALUATORS}", folder.display(), files.len());
                let help = "one file an evaluator; no panel is as large as that";
                self.problems.push(Diagnostic::new(Code::TooManyFiles, named.span, message).help(help));
                return panel;
            }
            Err(reason) => {
                let message = format!("could not list {}: {reason}", folder.display());
                let help = "`panel` is relative to the criteria file; create the folder or mend the path";
                self.problems.push(Diagnostic::new(Code::NoPanelFolder, named.span, message).help(help));
                return panel;
            }
        };
        panel.folder = self.snapshot.relative(&self.request.workspace, &folder);
        let limit = self.root();
        let (consensus, evaluators): (Vec<&PathBuf>, Vec<&PathBuf>) =
            files.iter().partition(|file| stem(file) == CONSENSUS);
        panel.evaluators = evaluators.into_iter().filter_map(|file| self.evaluator(file, &limit)).collect();
        self.panel_ids.push(CONSENSUS.to_owned());
        let target = Target::Panel(CONSENSUS.to_owned());
        let document = match consensus.first() {
            Some(file) => self.refuse_link_out(file, &limit).and_then(|()| self.document(file, &target)),
            None => self.unwritten(&folder.join(format!("{CONSENSUS}.toml")), &target),
        };
        if let Some(document) = document {
            let from = self.problems.len();
            let read = ConsensusFile::read(&document.root, &mut self.problems);
            let file = format!("{}/{CONSENSUS}.toml", panel.folder);
            let locate = locator(&self.sources, &file);
            panel.consensus = panel::build_marks(read.and_then(|read| read.marks), locate);
            keep_what_stands(&document, &self.sources, &mut self.problems, from);
        }
        panel
    }

    fn evaluator(&mut self, path: &Path, limit: &Path) -> Option<ReadEvaluator> {
        let id = stem(path);
        self.panel_ids.push(id.clone());
        self.refuse_name(path, "an evaluator");
        self.refuse_link_out(path, limit)?;
        let document = self.document(path, &Target::Panel(id.clone()))?;
        let from = self.problems.len();
        let read = EvaluatorFile::read(&document.root, &mut self.problems);
        let file = self.files.last().map_or_else(String::new, |(file, _)| file.path.clone());
        let locate = locator(&self.sources, &file);
        let evaluator =
            read.map(|read| panel::build(read, EvaluatorId::new(id), (document.source, &file), locate));
        keep_what_stands(&document, &self.sources, &mut self.problems, from);
        evaluator.filter(|_| !document.has_syntax_errors)
    }

    /// - `criteria`: how many, groups included.
    /// - `columns`: how many criteria there are, and how many must-haves.
    fn vendors(&mut self, named: Option<&Spanned<Name>>, columns: [usize; 2]) -> Vec<ReadVendor> {
        let Some((folder, limit, place)) = self.vendor_folder(named) else {
            return Vec::new();
        };
        let files = match self.snapshot.list(&folder) {
            Ok(files) => files,
            Err(reason) => {
                let message = format!("could not list {}: {reason}", folder.display());
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
        for (count, what) in columns.into_iter().zip(["criteria", "must-haves"]) {
            let cells = files.len() * count;
            if cells > MOST_CELLS {
                let files = files.len();
                let message = format!(
                    "{files} vendor files x {count} {what} are {cells} cells, more than {MOST_CELLS}"
                );
                let help = "split the vendors over several decisions";
                self.problems.push(Diagnostic::new(Code::TooManyFiles, place, message).help(help));
                return Vec::new();
            }
        }
        let mut facts = 0;
        let mut vendors = Vec::with_capacity(files.len());
        let mut listed = Listed::default();
        for some in files.chunks(AT_ONCE) {
            self.snapshot.read_ahead(some);
            let texts: Vec<VendorText> =
                some.iter().filter_map(|file| self.vendor_text(file, &limit)).collect();
            for (vendor, problems) in parallel::map(&texts, 1, |text| self.vendor(text)) {
                listed.add(problems, &mut self.problems);
                vendors.extend(vendor.inspect(|vendor| facts += size(vendor)));
            }
            if facts > MOST_FACTS {
                let message = format!("{} holds more than {MOST_FACTS} facts", folder.display());
                let help = "leave out of the vendor files what the decision does not read; \
                            a range counts as three, a number of more than 18 digits as four";
                self.problems.push(Diagnostic::new(Code::TooManyFiles, place, message).help(help));
                break;
            }
        }
        listed.close(&mut self.problems);
        vendors
    }

    /// The folder of the vendors, the folder that its files may not leave, and where it was named.
    fn vendor_folder(&mut self, named: Option<&Spanned<Name>>) -> Option<(PathBuf, PathBuf, Place)> {
        if let Some(folder) = &self.request.vendors {
            let limit = self.snapshot.resolve(folder).unwrap_or_else(|| folder.clone());
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
        let folder = vendors_named(self.request, named.map(|named| named.value.0.as_str()));
        let help = "copy the vendors into the workspace, or name the folder with --vendors";
        self.refuse_outside(&folder, place, help)?;
        let inside = folder.strip_prefix(plain(&self.request.workspace.root)).unwrap_or(&folder);
        for part in inside.iter().map(|part| stem(Path::new(part))).collect::<Vec<_>>() {
            self.warn_of_reserved(&folder, &part);
        }
        Some((folder, self.root(), place))
    }

    /// Takes the text of a vendor file among the sources.
    fn vendor_text(&mut self, path: &Path, limit: &Path) -> Option<VendorText> {
        let id = stem(path);
        self.vendor_ids.push(id.clone());
        self.refuse_name(path, "a vendor");
        self.refuse_link_out(path, limit)?;
        let source = self.text(path, &Target::Vendor(id.clone()))?;
        let file = self.files.last().map_or_else(String::new, |(file, _)| file.path.clone());
        Some(VendorText { id: VendorId::new(id), source, file })
    }

    /// What a text says as a vendor file, with the problems that it has in itself.
    fn vendor(&self, VendorText { id, source, file }: &VendorText) -> (Option<ReadVendor>, Problems) {
        let mut problems = Problems::new();
        let Some(mut document) = self.tree(*source, &mut problems) else { return (None, problems) };
        self.lay_what_ifs(&Target::Vendor(id.to_string()), &mut document.root, &mut problems);
        let from = problems.len();
        let read = VendorFile::read(&document.root, &mut problems);
        let vendor = read.map(|read| {
            let written = Written::of(&document.root);
            let locate = locator(&self.sources, file);
            vendor::build(read, id.clone(), (*source, file), written, locate, &mut problems)
        });
        keep_what_stands(&document, &self.sources, &mut problems, from);
        // After a syntax error part of the file is missing. Judged by the criteria it would be said to lack facts
        // that it has.
        (vendor.filter(|_| !document.has_syntax_errors), problems)
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
                let message = format!("there is no {what} `{}`", shortened(id));
                self.problems.push(Diagnostic::new(Code::UnknownPath, span, message).help(help));
            }
        }
    }

    fn finish(
        self,
        mut draft: Option<Draft>,
        mut vendors: Vec<ReadVendor>,
        panel: Option<ReadPanel>,
    ) -> Loaded {
        if let Some(draft) = draft.as_mut().filter(|draft| draft.uncertainty.level != Level::default()) {
            set_level(draft, &mut vendors);
        }
        if let Some(draft) = &draft {
            drop_unread_heads(draft, &mut vendors);
            criteria::apply_aliases(draft, &mut vendors);
        }
        Loaded {
            draft,
            vendors,
            vendor_ids: self.vendor_ids,
            panel,
            what_ifs: self.what_ifs.iter().map(|what_if| what_if.source).collect(),
            problems: self.problems,
            sources: self.sources,
            folders: self.folders,
            files: self.files,
            tried: self.tried,
            named_folder: self.named_folder,
        }
    }
}

/// Takes the ranges of shares that were counted at the level of the decision.
fn set_level(draft: &mut Draft, vendors: &mut [ReadVendor]) {
    let level = draft.uncertainty.level;
    draft.cost.iter_mut().for_each(|cost| cost.basis.set_level(level));
    for ReadVendor { vendor, quote, .. } in vendors {
        for fact in vendor.facts.values_mut() {
            if let Some(FactValue::Count(count)) = &fact.value {
                let value = Some(FactValue::Count(Box::new(count.at_level(level))));
                Arc::make_mut(fact).value = value;
            }
        }
        vendor.quote.iter_mut().for_each(|quote| Arc::make_mut(quote).set_level(level));
        if let Some(read) = quote {
            read.quote.set_level(level);
        }
    }
}

/// Leaves the facts of the head of a vendor file to the profile where no must-have and no criterion reads them.
fn drop_unread_heads(draft: &Draft, vendors: &mut [ReadVendor]) {
    let of_criteria = draft.criteria.iter().filter_map(|(criterion, _)| criterion.fact());
    let of_gates = draft.gates.iter().map(|(gate, _)| &gate.fact);
    let read: BTreeSet<&FactId> = of_criteria.chain(of_gates).chain(&draft.derivations.inputs).collect();
    for read_vendor in vendors {
        read_vendor.vendor.facts.retain(|id, _| !is_head_fact(id.as_str()) || read.contains(id));
    }
}

//! The one way to a decision: reads its files, works out what follows from them, and checks them against each other.
//!
//! [`open`] hands out the [`Decision`] with every problem of every file. What a file may hold, and what is wrong within
//! it, [`files`](crate::files) knows; here the engines are called whose results the rest of the program reads like any
//! other fact: the weights that follow from judgements, what quotes cost, the marks that a panel comes to.
//!
//! Not here: scoring, and anything that is shown.

mod cost;
mod derived;
pub mod edit;
pub mod judge;
pub mod lost;
pub mod make;
mod marks;
pub mod merge;
pub mod parts;
pub mod tables;
mod weights;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::decision::derived::BREAK_EVEN_CONTAINMENT;
use crate::decision::{
    Criteria, CriterionId, Date, Decision, DecisionId, FactId, FileDigest, JudgedGroup, Location, Lock,
    PanelRule, Provenance, Vendor, VendorId,
};
use crate::diagnostic::{self, Code, Diagnostic, Place, Severity, SourceId, Sources, Span};
use crate::files::criteria::{self, Draft};
use crate::files::document::keep_a_thousand;
use crate::files::edit::Edit;
use crate::files::load::{Loaded, load};
use crate::files::lock::LockedPart;
use crate::files::panel::{self, ReadPanel};
use crate::files::unread::{UnreadFile, unread};
use crate::files::vendor::ReadVendor;
use crate::files::workspace::stem;
use crate::files::{Request, Snapshot, Texts, check, lock};
use derived::Costs;

/// A decision that was opened, with the problems of its files.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What was asked for, and the texts that were read for it.
    pub texts: Texts,
    decision: Option<Arc<Decision>>,
    /// Every problem, in reading order.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// How many files were read, or tried.
    pub files: usize,
    /// Where the criteria file says `default = true`.
    pub default: Option<Span>,
    /// What nothing in the workspace reads.
    unread: Arc<[UnreadFile]>,
    /// The days on which facts were taken, each with its place.
    taken: Vec<(Date, Span)>,
    /// Where the formulas of the total and of criteria stand.
    formulas: Vec<(Option<CriterionId>, Span)>,
}

impl Opened {
    /// The decision as the files and the what-ifs make it, where no problem is an error.
    ///
    /// # Errors
    /// Every problem, warnings too, when one of them is an error.
    pub fn decision(&self) -> Result<&Arc<Decision>, &[Diagnostic]> {
        self.decision.as_ref().ok_or(&self.problems)
    }

    /// A warning for each fact that was taken after a day.
    ///
    /// - `today`: the day; what was read knows no clock.
    #[must_use]
    pub fn taken_after(&self, today: Date) -> Vec<Diagnostic> {
        let later = self.taken.iter().filter(|(date, _)| *date > today);
        let told = later.map(|(date, place)| {
            let message = format!("{date} is still to come: today is {today}");
            Diagnostic::new(Code::FutureDate, *place, message)
                .help("`as_of` is the day on which it was true; a last day goes into `until`")
        });
        told.collect()
    }

    /// Where the formula of a criterion stands, or of the total.
    ///
    /// - `criterion`: none for the total.
    #[must_use]
    pub fn formula(&self, criterion: Option<&CriterionId>) -> Option<Span> {
        self.formulas.iter().find(|(of, _)| of.as_ref() == criterion).map(|(_, place)| *place)
    }

    /// The same decision with other what-ifs, from the same texts.
    ///
    /// - `what_if`: each as typed, `PATH=VALUE`.
    #[must_use]
    pub fn with(&self, what_if: Vec<String>) -> Opened {
        let request = Request { what_if, ..self.texts.request.clone() };
        opened(&request, &self.texts.snapshot, Arc::clone(&self.unread))
    }

    /// The same decision once an edit is written, without reading anything again.
    #[must_use]
    pub fn after(&self, edit: &Edit) -> Opened {
        let snapshot = self.texts.snapshot.with(&edit.file, edit.after.clone());
        // What it takes from a file that nothing reads is read with it.
        let unread = if self.unread.is_empty() {
            Arc::clone(&self.unread)
        } else {
            unread(&self.texts.request, &snapshot).into()
        };
        opened(&self.texts.request, &Arc::new(snapshot), unread)
    }

    /// The same decision once a file is gone.
    #[must_use]
    pub fn without(&self, file: &Path) -> Opened {
        opened(&self.texts.request, &Arc::new(self.texts.snapshot.without(file)), Arc::clone(&self.unread))
    }
}

impl Opened {
    /// What is warned of in what-ifs, for whoever reads a result that they went into.
    fn warned_of(&self, what_ifs: &[SourceId]) -> Vec<String> {
        let option = |problem: &Diagnostic| {
            let related = problem.related.iter().map(|(span, _)| span.source);
            std::iter::once(problem.place.source()).chain(related).find(|source| what_ifs.contains(source))
        };
        let warnings = self.problems.iter().filter(|problem| problem.severity == Severity::Warning);
        let told = warnings.filter_map(|problem| {
            let text = &self.sources.get(option(problem)?).text;
            Some(format!("warning of {text}: {}", problem.message))
        });
        told.collect()
    }

    /// Names the files that nothing reads. Where a folder is not the one that was meant, they follow from that.
    fn tell_unread(&mut self) {
        let criteria = self.sources.iter().find(|(_, source)| !source.is_option).map(|(id, _)| id);
        let is_of_folder = |problem: &Diagnostic| {
            let source = problem.place.source();
            let is_named = criteria == Some(source) || self.sources.get(source).is_option;
            matches!(problem.code, Code::NoVendorFolder | Code::NoPanelFolder)
                || problem.code == Code::OutsideWorkspace && is_named
        };
        if self.problems.iter().any(is_of_folder) {
            return;
        }
        for file in self.unread.iter() {
            let name = file.path.display().to_string();
            let message = format!("{name} is read by nothing: {}", file.reason);
            let source = self.sources.add(name, "");
            self.problems.push(Diagnostic::new(file.code, source, message).help(file.help.as_str()));
        }
    }
}

/// Opens a decision.
///
/// ```
/// use std::path::Path;
/// use weigh::files::{Request, Workspace};
/// use weigh::open::open;
///
/// let workspace = Workspace::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
/// let criteria = workspace.decision("contact-centre").unwrap();
/// let opened = open(&Request { workspace, criteria, vendors: None, what_if: vec![] });
/// let decision = opened.decision().unwrap();
/// assert_eq!(decision.id.as_str(), "contact-centre");
/// ```
#[must_use]
pub fn open(request: &Request) -> Opened {
    open_from(request, &Arc::default())
}

/// Opens a decision from what was read of its files before; what was not, is read now.
#[must_use]
pub fn open_from(request: &Request, snapshot: &Arc<Snapshot>) -> Opened {
    opened(request, snapshot, unread(request, snapshot).into())
}

/// Opens a decision of whose workspace it is known what nothing reads.
fn opened(request: &Request, snapshot: &Arc<Snapshot>, unread: Arc<[UnreadFile]>) -> Opened {
    let loaded = load(request, snapshot);
    let Loaded { draft, vendors, vendor_ids, panel, problems, sources, files, tried, what_ifs, .. } = loaded;
    let (files, paths): (Vec<FileDigest>, Vec<PathBuf>) = files.into_iter().unzip();
    let names = files.iter().map(|file| file.path.clone());
    let texts = Texts {
        request: request.clone(),
        snapshot: Arc::clone(snapshot),
        folders: loaded.folders,
        read: names.zip(paths).collect(),
    };
    let mut opened = Opened {
        texts,
        decision: None,
        problems,
        sources,
        files: tried,
        default: None,
        unread,
        taken: Vec::new(),
        formulas: Vec::new(),
    };
    opened.tell_unread();
    if let Some(draft) = draft {
        opened.default = draft.default;
        let written = vendors.iter().map(|vendor| &vendor.written).chain([&draft.written]);
        opened.taken = written.flat_map(|written| written.taken.iter().copied()).collect();
        let mut parts = Parts { draft, vendors, vendor_ids, panel, what_ifs: what_ifs.clone() };
        let judgements = parts.derive(&opened.sources, &mut opened.problems);
        parts.check(&mut opened.problems);
        let (changed, locks) = lock::check(&opened.texts, parts.draft.source);
        opened.problems.extend(changed);
        if !opened.problems.iter().any(Diagnostic::is_error) {
            opened.formulas = parts.draft.formulas();
            let provenance = Provenance {
                files,
                what_if: request.what_if.clone(),
                what_if_notes: parts.draft.what_if_notes.clone(),
                vendors: loaded.named_folder,
                locks,
                is_sealed: false,
            };
            let id = DecisionId::new(stem(&request.criteria));
            let mut decision = parts.decision(id, judgements, provenance);
            // A what-if lifts no seal: opening prices is an entry of the log.
            if (decision.rule.is_sealed || criteria::seals_prices(&opened.texts))
                && !are_prices_open(&opened.texts)
            {
                decision.seal_prices(prices_as_written(request, snapshot));
                opened.problems.retain(|problem| problem.is_error() || !may_tell_a_price(problem.code));
            }
            let warned = opened.warned_of(&what_ifs);
            decision.provenance.what_if_notes.extend(warned);
            opened.decision = Some(Arc::new(decision));
        }
    }
    diagnostic::sort(&mut opened.problems, &opened.sources);
    let is_of_price = |problem: &&mut Diagnostic| problem.code == Code::NoPrice;
    let mut of_prices = opened.problems.iter_mut().filter(is_of_price).peekable();
    if of_prices.peek().is_some() && criteria::seals_prices(&opened.texts) && !are_prices_open(&opened.texts)
    {
        of_prices.for_each(tell_no_price);
    }
    opened
}

/// Whether quality was locked, which opens sealed prices. A log that cannot be read opens nothing.
fn are_prices_open(texts: &Texts) -> bool {
    lock::was_locked(texts, LockedPart::Quality).unwrap_or(false)
}

/// Takes out of a problem what it tells of a price: the number, and its line.
fn tell_no_price(problem: &mut Diagnostic) {
    problem.place = Place::Source(problem.place.source());
    problem.related.clear();
    problem.label.clear();
    "a price of this vendor is not above zero; it is sealed, and not told".clone_into(&mut problem.message);
}

/// The facts that are prices without the what-ifs; none where there are none.
fn prices_as_written(request: &Request, snapshot: &Arc<Snapshot>) -> BTreeSet<FactId> {
    if request.what_if.is_empty() {
        return BTreeSet::new();
    }
    let request = Request { what_if: Vec::new(), ..request.clone() };
    let decision = opened(&request, snapshot, Arc::default()).decision;
    decision.map_or_else(BTreeSet::new, |decision| decision.price_facts())
}

/// Whether a warning quotes what a vendor states, which may be a price.
fn may_tell_a_price(code: Code) -> bool {
    matches!(
        code,
        Code::OutsideScale
            | Code::OtherNotation
            | Code::FarOff
            | Code::PriceDiffers
            | Code::CostUnknown
            | Code::NoResult
            | Code::NotOnChecklist
            | Code::UnusedFact
    )
}

/// The parts of a decision as they were read, with their places.
struct Parts {
    draft: Draft,
    vendors: Vec<ReadVendor>,
    /// The ids of all vendor files, also of those that could not be read.
    vendor_ids: Vec<String>,
    panel: Option<ReadPanel>,
    /// The options of the command line.
    what_ifs: Vec<SourceId>,
}

impl Parts {
    /// Works out what follows from what was read: the weights that judgements come to, and the facts that formulas and
    /// quotes come to.
    fn derive(&mut self, sources: &Sources, problems: &mut Vec<Diagnostic>) -> Vec<JudgedGroup> {
        let from = problems.len();
        let judgements = weights::judged_groups(&self.draft, &self.what_ifs, problems);
        keep_a_thousand(problems, self.draft.source, from);
        derived::locate(&mut self.draft.derivations, sources);
        derived::refuse_explained(&self.draft, &self.vendor_ids, problems);
        derived::refuse_stated(&self.draft.derivations, &mut self.vendors, problems);
        marks::add_lowest(&self.draft, self.panel.as_ref(), &mut self.vendors, problems);
        derived::add_facts(&self.draft, &mut self.vendors, Costs::Unread, problems);
        check::quoted(&self.draft, &self.vendors, problems);
        let reads_break_even = self.draft.reads(BREAK_EVEN_CONTAINMENT);
        if let Some(basis) = &mut self.draft.cost {
            basis.basis.reads_break_even = reads_break_even;
            let place = (self.draft.source, self.vendor_ids.as_slice());
            cost::add_facts(basis, place, &mut self.vendors, problems);
            cost::warn_of_twice(&self.draft, &self.vendors, problems);
        }
        derived::add_facts(&self.draft, &mut self.vendors, Costs::Read, problems);
        judgements
    }

    /// Checks the files against each other.
    fn check(&self, problems: &mut Vec<Diagnostic>) {
        check::across(&self.draft, &self.vendors, &self.what_ifs, problems);
        if let Some(panel) = &self.panel {
            let is_own = |key: Span| self.what_ifs.contains(&key.source);
            panel::check(panel, &self.draft, (&self.vendors, &self.vendor_ids), is_own, problems);
        }
    }

    /// The decision without the places, its panel seated.
    fn decision(self, id: DecisionId, judgements: Vec<JudgedGroup>, provenance: Provenance) -> Decision {
        let kept = self.marks_of_options();
        let Parts { draft, vendors, panel, .. } = self;
        let mut decision = Decision {
            id,
            title: draft.title,
            question: draft.question,
            note: draft.note,
            currency: draft.currency,
            needs: draft.needs,
            gates: draft.gates.into_iter().map(|(gate, _)| Arc::new(gate)).collect(),
            criteria: Criteria::read(draft.criteria.into_iter().map(|(criterion, _)| criterion).collect()),
            judgements,
            aliases: draft.aliases,
            questions: draft.questions,
            derivations: Arc::new(draft.derivations.derivations),
            rule: draft.rule,
            vendors: shared(vendors),
            uncertainty: draft.uncertainty,
            cost: draft.cost.map(|draft| Arc::new(draft.basis)),
            panel: None,
            disclosure: draft.disclosure,
            publication: draft.publication,
            provenance,
        };
        if let Some(panel) = panel.filter(|panel| !panel.evaluators.is_empty()) {
            let location = Location { file: panel.folder.as_str().into(), line: 0 };
            let is_kept = |vendor: &VendorId, id: &CriterionId| kept.contains(&(vendor.clone(), id.clone()));
            crate::panel::seat(
                &mut decision,
                panel.into_panel(),
                |vendor, id| is_kept(&vendor.id, id),
                &location,
            );
            hide_names(&mut decision, &location.file);
        }
        decision
    }

    /// The marks that options set: they stand in spite of the panel.
    fn marks_of_options(&self) -> BTreeSet<(VendorId, CriterionId)> {
        let of_vendor = |read: &ReadVendor| {
            let own = read.ratings.iter().filter(|(_, spans)| self.what_ifs.contains(&spans.key.source));
            own.map(|(id, _)| (read.vendor.id.clone(), id.clone())).collect::<Vec<_>>()
        };
        self.vendors.iter().flat_map(of_vendor).collect()
    }
}

/// The vendors without the places, in memory of their own: a list that is collected from another keeps the room that
/// the other took.
fn shared(read: Vec<ReadVendor>) -> Vec<Arc<Vendor>> {
    let mut vendors = Vec::with_capacity(read.len());
    vendors.extend(read.into_iter().map(|read| Arc::new(read.vendor)));
    vendors
}

/// Takes the evaluators' names out of what has changed since something was locked, where the rule shows roles
/// alone.
///
/// - `folder`: of the panel.
fn hide_names(decision: &mut Decision, folder: &str) {
    let hides = decision.rule.panel.as_ref().is_some_and(PanelRule::hides_names);
    let Some(panel) = decision.panel.clone().filter(|_| hides) else { return };
    let called = |id: &str| panel.hidden_file(id);
    decision.provenance.locks.iter_mut().for_each(|lock: &mut Lock| lock.hide(folder, &called));
}

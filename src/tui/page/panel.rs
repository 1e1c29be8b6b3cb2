//! The panel: what each evaluator says and where they differ; giving marks, and talking through what is apart.
//!
//! ```text
//!  5 evaluators · by median · 6 marks to come · 4 to talk through                 what it is
//!                    #1    #2   ▸#3    #4    #5   Mark Spread                     marks: vendors and criteria
//!  Siam Voice                                                                     down, evaluators across
//! ▸  Manner           4     4    [2]    4     5      4   ! 3
//! ── Siam Voice · Manner ───────────────────────────────────
//!    Aino Koskela     4  runs shifts the way we do                                notes on the selected mark
//! ```
//!
//! Who gives marks sees his or her own alone ([`sheet`]); [`moderate`] shows everybody's, one place at a time.

mod detail;
mod give;
mod moderate;
mod seat;
mod sheet;
mod summary;
mod table;
mod view;

use std::path::PathBuf;

use ratatui::layout::Rect;

pub(crate) use give::{accept, given, next, typed_mark, typed_text};
pub(crate) use seat::{Seat, as_written, called, path_called, set_text, shown_files};
use view::View;

use super::Page;
use crate::decision::panel::{PanelRule, Shown};
use crate::decision::scale::MarkRange;
use crate::decision::{CriterionId, Decision, EvaluatorId, Location, Lock, Panel, VendorId};
use crate::files::lock::LockedPart;
use crate::panel::results::{MarkResult, marks};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::form::make::Kind;
use crate::tui::page::Part;
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 12] = [
    Action::GiveMarks,
    Action::Moderate,
    Action::Note,
    Action::Abstain,
    Action::Edit,
    Action::Open,
    Action::NextVendor,
    Action::PreviousVendor,
    Action::Filter,
    Action::Left,
    Action::Right,
    Action::AddEvaluator,
];

/// The page.
pub(super) struct PanelPage;

impl Part for PanelPage {
    fn names(&self) -> [&'static str; 2] {
        ["Panel", "Panel"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["panel", "page: what each evaluator says, and where they differ"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh panel".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            [
                "marks",
                "one column for each evaluator; what counts is at the right, combined by the rule of the panel",
            ],
            ["apart", "how far the marks of a criterion are from one another; the widest are marked"],
            ["W", "Kendall's coefficient of agreement: 0 none, 1 all evaluators have the same order"],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        select(state, row);
    }

    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect> {
        update(state, action)
    }

    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        draw(state, canvas, area);
    }

    fn place(&self, state: &State) -> Option<(PathBuf, usize)> {
        place(state)
    }

    fn adds(&self) -> Kind {
        Kind::Evaluator
    }
}

/// From this width on what hangs on the marks stands beside them.
const WIDE: u16 = 140;

/// A vendor and a criterion that people mark.
type MarkPlace = (VendorId, CriterionId);

/// What the page remembers.
#[derive(Default)]
pub(crate) struct Remembered {
    /// Every mark of the vendors that take part.
    marks: Vec<MarkResult>,
    /// The criterion of the selected mark; its vendor is the one of all pages.
    criterion: Option<CriterionId>,
    /// The selected evaluator; the first one where none is.
    evaluator: Option<EvaluatorId>,
    mode: Mode,
    /// The mark that was given last, whose note may follow.
    last: Option<MarkPlace>,
    /// Whether that one was missing before.
    fills_gaps: bool,
}

/// What the page is used for.
#[derive(Default)]
enum Mode {
    #[default]
    Look,
    /// The selected evaluator gives marks.
    Give,
    /// The panel talks these through.
    Moderate { places: Vec<MarkPlace>, at: usize },
}

impl Remembered {
    /// Looks at the marks again.
    pub(crate) fn look(&mut self, decision: &Decision) {
        self.marks = marks(decision);
        let is_there = |id: &EvaluatorId| {
            decision.panel.iter().flat_map(|panel| &panel.evaluators).any(|one| one.id == *id)
        };
        if !self.evaluator.as_ref().is_some_and(is_there) {
            self.evaluator = None;
            if self.gives_marks() {
                self.mode = Mode::Look;
            }
        }
    }

    pub(crate) fn gives_marks(&self) -> bool {
        matches!(self.mode, Mode::Give)
    }

    pub(crate) fn takes_digits(&self) -> bool {
        !matches!(self.mode, Mode::Look)
    }

    /// Ends giving marks or talking through; false where neither was going on.
    pub(crate) fn leave(&mut self) -> bool {
        self.last = None;
        !matches!(std::mem::take(&mut self.mode), Mode::Look)
    }

    fn mark_at(&self, place: &MarkPlace) -> Option<&MarkResult> {
        self.marks.iter().find(|mark| place_of(mark) == *place)
    }
}

fn place_of(mark: &MarkResult) -> MarkPlace {
    (mark.combined.vendor.clone(), mark.combined.criterion.clone())
}

/// The panel with the rule for it.
fn seated(session: &Session) -> Option<(&Panel, PanelRule)> {
    let rule = session.decision().rule.panel.clone().unwrap_or_default();
    Some((session.decision().panel.as_deref()?, rule))
}

/// The marks of a criterion that people mark.
fn scale<'a>(session: &'a Session, criterion: &CriterionId) -> Option<MarkRange<'a>> {
    let criterion = session.decision().criteria.iter().find(|other| other.id == *criterion)?;
    criterion.leaf.as_ref()?.scale.marks()
}

/// Why nothing of the panel may be changed now.
fn locked(state: &State) -> Option<String> {
    let locks = &state.session.as_ref()?.decision().provenance.locks;
    locks.iter().find(|lock| matches!(lock.part, LockedPart::Quality | LockedPart::All)).map(Lock::warning)
}

/// What the vendor and the criterion of a mark are called.
fn names<'a>(session: &'a Session, mark: &'a MarkResult) -> [&'a str; 2] {
    let decision = session.decision();
    [decision.vendor_name(&mark.combined.vendor), decision.criterion_name(&mark.combined.criterion)]
}

/// The marks that are listed, by their index.
fn listed(state: &State) -> Vec<usize> {
    let Some(session) = &state.session else { return Vec::new() };
    let marks = &state.pages.panel.marks;
    let is_shown = |at: &usize| names(session, &marks[*at]).iter().any(|name| state.shows(name));
    (0..marks.len()).filter(is_shown).collect()
}

/// Where the selected mark stands among those listed.
fn position(state: &State, listed: &[usize]) -> usize {
    let vendor = state.selected().map(crate::score::evaluation::VendorResult::id);
    let is_of = |at: &usize| Some(&state.pages.panel.marks[*at].combined.vendor) == vendor;
    let is_it = |at: &usize| {
        is_of(at)
            && Some(&state.pages.panel.marks[*at].combined.criterion) == state.pages.panel.criterion.as_ref()
    };
    let first = || listed.iter().position(is_of);
    listed.iter().position(is_it).or_else(first).unwrap_or(0)
}

/// The selected mark.
fn selected(state: &State) -> Option<&MarkResult> {
    if let Mode::Moderate { places, at } = &state.pages.panel.mode {
        return state.pages.panel.mark_at(places.get(*at)?);
    }
    let listed = listed(state);
    state.pages.panel.marks.get(*listed.get(position(state, &listed))?)
}

/// The number of the selected evaluator.
fn evaluator_at(state: &State, panel: &Panel) -> usize {
    let id = state.pages.panel.evaluator.as_ref();
    panel.evaluators.iter().position(|one| Some(&one.id) == id).unwrap_or(0)
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    if let Mode::Moderate { places, at } = &state.pages.panel.mode {
        return (places.len(), *at);
    }
    let listed = listed(state);
    (listed.len(), position(state, &listed))
}

pub(super) fn select(state: &mut State, row: usize) {
    state.pages.panel.last = None;
    let place = match &mut state.pages.panel.mode {
        Mode::Moderate { places, at } => {
            *at = row.min(places.len().saturating_sub(1));
            places.get(*at).cloned()
        }
        _ => listed(state).get(row).map(|at| place_of(&state.pages.panel.marks[*at])),
    };
    if let Some(place) = place {
        to_place(state, place);
    }
}

fn to_place(state: &mut State, (vendor, criterion): MarkPlace) {
    state.vendor = Some(vendor);
    state.pages.panel.criterion = Some(criterion);
}

/// Shows what the panel says of a vendor on a criterion.
pub(super) fn show(state: &mut State, vendor: VendorId, criterion: CriterionId) {
    state.filter.clear();
    state.page = Page::Panel;
    to_place(state, (vendor, criterion));
}

/// Whether an action does something now, of those that the page takes.
pub(crate) fn takes(state: &State, action: &Action) -> bool {
    use Action::{
        Abstain, Edit, Filter, GiveMarks, Left, Moderate, NextVendor, Note, Open, PreviousVendor, Right,
    };
    let own: &[Action] = match &state.pages.panel.mode {
        _ if state.pages.panel.marks.is_empty() => &[],
        Mode::Look => &[GiveMarks, Moderate, Edit, Open, NextVendor, PreviousVendor, Filter, Left, Right],
        Mode::Give => &[Note, Abstain, Edit, Open, NextVendor, PreviousVendor, Filter],
        Mode::Moderate { .. } => &[Edit, Left, Right],
    };
    let is_in = |actions: &[Action]| actions.iter().any(|other| other.is(action));
    is_in(own) || !is_in(&ACTIONS)
}

/// What digits do on the page.
pub(crate) fn digits_text(state: &State) -> Option<&'static str> {
    match state.pages.panel.mode {
        _ if state.page != Page::Panel => None,
        Mode::Look => None,
        Mode::Give => Some("give this mark and go on to the next"),
        Mode::Moderate { .. } => Some("this mark is what you agree on; its reason comes next"),
    }
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match action {
        Action::GiveMarks => give::start(state),
        Action::Moderate => moderate::start(state),
        Action::Note => return give::note(state),
        Action::Abstain => return give::abstain(state),
        Action::Edit => give::edit(state),
        Action::Digit(digit) => return give::digit(state, *digit),
        Action::Left => aside(state, -1),
        Action::Right => aside(state, 1),
        Action::NextVendor => step_vendor(state, 1),
        Action::PreviousVendor => step_vendor(state, -1),
        Action::Open if !matches!(state.pages.panel.mode, Mode::Moderate { .. }) => open(state),
        _ => {}
    }
    Vec::new()
}

/// The evaluator beside, or the next thing to talk through.
fn aside(state: &mut State, steps: isize) {
    if matches!(state.pages.panel.mode, Mode::Moderate { .. }) {
        let (_, at) = rows(state);
        select(state, at.saturating_add_signed(steps));
        return;
    }
    let Some((panel, _)) = state.session.as_ref().and_then(seated) else { return };
    let at =
        evaluator_at(state, panel).saturating_add_signed(steps).min(panel.evaluators.len().saturating_sub(1));
    let id = panel.evaluators.get(at).map(|one| one.id.clone());
    state.pages.panel.evaluator = id;
}

/// The first mark of the next vendor, around the ends.
fn step_vendor(state: &mut State, steps: isize) {
    let listed = listed(state);
    let Some(selected) = selected(state).map(place_of) else { return };
    let mut vendors: Vec<&VendorId> =
        listed.iter().map(|at| &state.pages.panel.marks[*at].combined.vendor).collect();
    vendors.dedup();
    let at = vendors.iter().position(|vendor| **vendor == selected.0).unwrap_or(0).cast_signed();
    let next = vendors[(at + steps).rem_euclid(vendors.len().cast_signed()).cast_unsigned()].clone();
    if let Some(row) = listed.iter().position(|at| state.pages.panel.marks[*at].combined.vendor == next) {
        select(state, row);
    }
}

/// The facts behind what is marked.
fn open(state: &mut State) {
    let Some((vendor, criterion)) = selected(state).map(place_of) else { return };
    state.vendor = Some(vendor);
    state.page = Page::Vendor;
    super::vendor::show(state, &criterion);
}

/// Where the selected mark stands: that of the selected evaluator, or what was agreed on. By roles alone no
/// evaluator's file is opened: its name tells who it is.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let session = state.session.as_ref()?;
    let (panel, rule) = seated(session)?;
    let combined = &selected(state)?.combined;
    let location: &Location = match &combined.consensus {
        Some(agreed) if matches!(state.pages.panel.mode, Mode::Moderate { .. }) => &agreed.location,
        _ if rule.shown == Shown::Roles => &combined.consensus.as_ref()?.location,
        _ => {
            let at = evaluator_at(state, panel);
            let file = session.request().workspace.root.join(&panel.evaluators.get(at)?.file);
            let line = combined.given[at].location.as_ref().map_or(1, |location| location.line.max(1));
            return Some((file, line));
        }
    };
    Some((session.request().workspace.root.join(&*location.file), location.line.max(1)))
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let Some((panel, rule)) = seated(session) else {
        draw_no_panel(canvas, inner, session.decision().rule.panel.is_some());
        return;
    };
    if state.pages.panel.marks.is_empty() {
        let text = "Nothing here is marked by people: no criterion has a rating scale, such as scale = { rating = 5 }, \
                    or no vendor takes part.";
        canvas.wrapped(inner, text, Role::Plain);
        return;
    }
    let view = View { state, session, panel, names: panel.shown_names(rule.shown), rule };
    match &state.pages.panel.mode {
        Mode::Look => table::draw(&view, canvas, area),
        Mode::Give => sheet::draw(&view, canvas, area),
        Mode::Moderate { places, at } => moderate::draw(&view, canvas, area, places, *at),
    }
}

fn draw_no_panel(canvas: &mut Canvas<'_>, area: Rect, is_named: bool) {
    let text = if is_named {
        "The panel of this decision has no evaluators yet: the marks in the vendor files count.\n\n\
         `weigh sheet NAME` writes a blank sheet for one, with `-o NAME.xlsx` as a workbook with the anchors \
         beside each mark; `weigh take NAME.xlsx` brings it back. Then it is here."
    } else {
        "This decision has no panel: the marks in the vendor files count.\n\n\
         To have several people mark, name a folder in the criteria file, say how their marks become one, and \
         write each of them a sheet:\n\n\
         panel = \"panel/NAME\"\n\n\
         [rule.panel]\n\
         combine = \"median\"\n\n\
         weigh sheet NAME"
    };
    canvas.wrapped(area, text, Role::Plain);
}

//! One vendor: score, criterion, value, fact, evidence.

mod edit;
mod evidence;

use std::collections::BTreeSet;
use std::path::PathBuf;

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::decision::CriterionId;
use crate::explain::Reason;
use crate::explain::reasons;
use crate::open::parts;
use crate::score::evaluation::{Knowledge, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, width};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column};
use crate::tui::page::{Part, selected_vendor, vendor_word};
use crate::tui::session::{Session, Target};
use crate::tui::state::State;
use crate::tui::theme::Role;
use edit::edit;
pub(crate) use edit::{edit_target, file, place, type_target};
use evidence::evidence;

const ACTIONS: [Action; 10] = [
    Action::Open,
    Action::Edit,
    Action::NextVendor,
    Action::PreviousVendor,
    Action::Filter,
    Action::Left,
    Action::Right,
    Action::Add,
    Action::Remove,
    Action::Details,
];

/// What the page remembers.
#[derive(Default)]
pub(crate) struct Remembered {
    pub(crate) row: usize,
    /// Groups whose parts are not shown.
    pub(crate) closed: BTreeSet<CriterionId>,
    /// Criteria whose evidence is shown.
    pub(crate) opened: BTreeSet<CriterionId>,
}

/// The page.
pub(super) struct VendorPage;

impl Part for VendorPage {
    fn names(&self) -> [&'static str; 2] {
        ["Vendor", "Vend."]
    }

    fn key(&self) -> [&'static str; 2] {
        ["vendor", "page: one vendor, down to the evidence"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, state: &State) -> String {
        format!("weigh explain {}", vendor_word(state))
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            ["Value", "what the fact is worth by the scale of its criterion: 0 the worst, 100 the best"],
            ["Points", "what it gives to the score, and the most that it could give"],
            ["Fact", "what the file says; source, day and note of the selected one stand below"],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        state.pages.vendor.row = row;
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

    fn removes(&self, state: &State) -> Option<(parts::Kind, String)> {
        selected_vendor(state)
    }
}

/// A line of the tree.
enum Branch<'a> {
    Criterion {
        depth: usize,
        reason: &'a Reason<'a>,
    },
    /// Something that is known of the criterion above it.
    Evidence {
        depth: usize,
        criterion: &'a Reason<'a>,
        text: String,
        role: Role,
    },
}

impl<'a> Branch<'a> {
    fn reason(&self) -> &'a Reason<'a> {
        match self {
            Branch::Criterion { reason, .. } => reason,
            Branch::Evidence { criterion, .. } => criterion,
        }
    }
}

/// The lines of the tree that are unfolded.
fn branches<'a>(state: &State, session: &Session, reasons: &'a [Reason]) -> Vec<Branch<'a>> {
    let mut branches = Vec::new();
    for reason in reasons {
        add(state, session, reason, 0, &mut branches);
    }
    branches
}

fn add<'a>(
    state: &State,
    session: &Session,
    reason: &'a Reason<'a>,
    depth: usize,
    branches: &mut Vec<Branch<'a>>,
) {
    if !state.filter.is_empty() && !is_found(state, reason) {
        return;
    }
    branches.push(Branch::Criterion { depth, reason });
    if !reason.parts.is_empty() {
        if !state.pages.vendor.closed.contains(&reason.criterion.id) || !state.filter.is_empty() {
            for part in &reason.parts {
                add(state, session, part, depth + 1, branches);
            }
        }
    } else if state.pages.vendor.opened.contains(&reason.criterion.id) {
        for (text, role) in evidence(state, session, reason) {
            branches.push(Branch::Evidence { depth: depth + 1, criterion: reason, text, role });
        }
    }
}

fn is_found(state: &State, reason: &Reason) -> bool {
    state.shows(&reason.criterion.name) || reason.parts.iter().any(|part| is_found(state, part))
}

/// Runs something over the lines of the tree of the selected vendor.
fn with_tree<T>(
    state: &State,
    look_at: impl FnOnce(&Session, &VendorResult, &[Branch<'_>]) -> T,
) -> Option<T> {
    let session = state.session.as_ref()?;
    let vendor = state.selected()?;
    let reasons = reasons(&session.evaluation, vendor);
    let branches = branches(state, session, &reasons);
    Some(look_at(session, vendor, &branches))
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    with_tree(state, |_, _, branches| {
        (branches.len(), state.pages.vendor.row.min(branches.len().saturating_sub(1)))
    })
    .unwrap_or_default()
}

/// The criterion of the selected line, whether it is a group, and where its fact stands.
struct Selected {
    criterion: CriterionId,
    is_group: bool,
    is_head: bool,
    target: Option<Target>,
    location: Option<(String, usize)>,
    /// Whether it is a mark that a panel gives.
    is_of_panel: bool,
}

fn selected(state: &State) -> Option<Selected> {
    with_tree(state, |_, vendor, branches| {
        let branch = branches.get(state.pages.vendor.row.min(branches.len().saturating_sub(1)))?;
        let reason = branch.reason();
        let target = reason.criterion.fact().map(|fact| {
            if reason.criterion.is_rating() {
                Target::mark(vendor.id(), &reason.criterion.id)
            } else {
                Target::fact(vendor.id(), fact)
            }
        });
        let location =
            reason.cell.fact.as_ref().map(|fact| (fact.location.file.to_string(), fact.location.line));
        Some(Selected {
            criterion: reason.criterion.id.clone(),
            is_group: !reason.parts.is_empty(),
            is_head: matches!(branch, Branch::Criterion { .. }),
            target,
            location,
            is_of_panel: !reason.marks.is_empty(),
        })
    })?
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match action {
        Action::Open | Action::Left | Action::Right => fold(state, action),
        Action::NextVendor => step(state, 1),
        Action::PreviousVendor => step(state, -1),
        Action::Edit => return edit(state),
        _ => {}
    }
    Vec::new()
}

fn fold(state: &mut State, action: &Action) {
    let Some(Selected { criterion, is_group, is_head, .. }) = selected(state) else { return };
    let is_open = if is_group {
        !state.pages.vendor.closed.contains(&criterion)
    } else {
        state.pages.vendor.opened.contains(&criterion)
    };
    let opens = match action {
        Action::Left => false,
        Action::Right => true,
        _ => !is_open,
    };
    if opens == is_open && is_head && matches!(action, Action::Left) {
        to_group(state);
        return;
    }
    let folded = if is_group { &mut state.pages.vendor.closed } else { &mut state.pages.vendor.opened };
    if opens == is_group {
        folded.remove(&criterion)
    } else {
        folded.insert(criterion.clone())
    };
    to_criterion(state, &criterion);
}

/// Moves the selection to the group above.
fn to_group(state: &mut State) {
    let Some(Selected { criterion, .. }) = selected(state) else { return };
    let parent = state.session.as_ref().and_then(|session| {
        let criteria = &session.decision().criteria;
        let at = criteria.iter().position(|other| other.id == criterion)?;
        Some(criteria[criteria[at].parent?].id.clone())
    });
    if let Some(parent) = parent {
        to_criterion(state, &parent);
    }
}

/// Moves the selection to the line of a criterion.
fn to_criterion(state: &mut State, criterion: &CriterionId) {
    let row = with_tree(state, |_, _, branches| {
        branches.iter().position(
            |branch| matches!(branch, Branch::Criterion { reason, .. } if reason.criterion.id == *criterion),
        )
    });
    if let Some(Some(row)) = row {
        state.pages.vendor.row = row;
    }
}

/// Shows a criterion of a vendor with its evidence.
pub(super) fn show(state: &mut State, criterion: &CriterionId) {
    state.filter.clear();
    let Some(session) = &state.session else { return };
    let criteria = &session.decision().criteria;
    let mut at = criteria.iter().position(|other| other.id == *criterion);
    while let Some(above) = at.and_then(|at| criteria[at].parent) {
        state.pages.vendor.closed.remove(&criteria[above].id);
        at = Some(above);
    }
    state.pages.vendor.opened.insert(criterion.clone());
    to_criterion(state, criterion);
}

/// Goes to the next vendor in the order of the ranking.
fn step(state: &mut State, steps: isize) {
    let listed = super::ranking::listed(state);
    let Some(session) = &state.session else { return };
    let vendors = &session.evaluation.vendors;
    let selected = state.selected().map(crate::score::evaluation::VendorResult::id);
    let at = listed.iter().position(|at| Some(vendors[*at].id()) == selected).unwrap_or(0);
    let Some(next) =
        listed.get((at.cast_signed() + steps).rem_euclid(listed.len().max(1).cast_signed()).cast_unsigned())
    else {
        return;
    };
    state.vendor = Some(vendors[*next].id().clone());
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    with_tree(state, |session, vendor, branches| {
        draw_tree(state, session, canvas, area, vendor, branches);
    });
}

fn draw_tree(
    state: &State,
    session: &Session,
    canvas: &mut Canvas<'_>,
    area: Rect,
    vendor: &VendorResult,
    branches: &[Branch<'_>],
) {
    let look = canvas.look;
    let evaluation = &session.evaluation;
    let digits = evaluation.shown_decimals();
    let mut head = vec![look.span(format!(" {}", vendor.name()), Role::Strong)];
    if let Some(local) = &vendor.vendor.local {
        head.push(look.span(format!("  {local}"), Role::Faint));
    }
    let rank = vendor.rank.map_or_else(|| "out of the ranking".to_owned(), |rank| format!("rank {rank}"));
    head.push(look.span(format!("  {rank}, {} points", vendor.score.fixed(digits.scores)), Role::Plain));
    canvas.line(Rect { height: 1, ..area }, &Line::from(head));
    let out: Vec<String> = vendor.exclusions.iter().map(crate::score::evaluation::Exclusion::text).collect();
    let mut top = area.y + 1;
    if !out.is_empty() && area.height > 4 {
        canvas.text(Rect { y: top, height: 1, ..area }, &format!(" Out: {}", out.join("; ")), Role::Bad);
        top += 1;
    }
    let list = Rect { y: top, height: area.bottom().saturating_sub(top), ..area };
    let longest = branches
        .iter()
        .filter_map(|branch| match branch {
            Branch::Criterion { depth, reason } => {
                Some(width(&reason.criterion.name) + 2 * u16::try_from(*depth).unwrap_or(0) + 2)
            }
            Branch::Evidence { .. } => None,
        })
        .max()
        .unwrap_or(18);
    let columns = [
        Column::text("", 1, 1),
        Column::text("Criterion", 18, longest.clamp(18, 48)),
        Column::number("Value", 6),
        Column::text("", 5, 10).goes(4),
        Column::number("Points", 7),
        Column::text("of", 6, 7).goes(3),
        Column::text("Fact", 22, 100).goes(1),
    ];
    let (count, at) = rows(state);
    grid::draw(canvas, list, &columns, count, (count > 0).then_some(at), |line, _| {
        row(session, look, vendor, &branches[line], line, line == at)
    });
}

fn row(
    session: &Session,
    look: Look,
    vendor: &VendorResult,
    branch: &Branch<'_>,
    number: usize,
    is_selected: bool,
) -> grid::Row {
    let pointer = look.line(if is_selected { look.signs.pointer } else { " " }, Role::Key);
    match branch {
        Branch::Evidence { depth, text, role, .. } => {
            let text = format!("{}{text}", "  ".repeat(depth + 1));
            grid::Row { runs_from: Some(1), ..grid::Row::new(number, vec![pointer, look.line(text, *role)]) }
        }
        Branch::Criterion { depth, reason } => {
            grid::Row::new(number, criterion_cells(session, look, vendor, reason, *depth, pointer))
        }
    }
}

fn criterion_cells(
    session: &Session,
    look: Look,
    vendor: &VendorResult,
    reason: &Reason,
    depth: usize,
    pointer: Line<'static>,
) -> Vec<Line<'static>> {
    let digits = session.evaluation.shown_decimals().points;
    let is_group = !reason.parts.is_empty();
    let sign = if is_group { look.signs.open } else { look.signs.closed };
    let name = format!("{}{sign} {}", "  ".repeat(depth), reason.criterion.name);
    let value = reason.cell.value.as_ref();
    let percent = value.map_or_else(|| look.signs.dash.to_owned(), |value| value.percent().fixed(1));
    let points = reason.cell.points.fixed(digits);
    let role = if is_group { Role::Strong } else { Role::Plain };
    vec![
        pointer,
        look.line(name, role),
        look.line(percent, Role::Plain),
        value.map_or_else(Line::default, |value| look.bar(value.to_f64(), value.to_f64(), 5)),
        look.line(points, role),
        look.line(format!("/{}", reason.max_points.plain(2)), Role::Faint),
        fact_line(session, look, vendor, reason),
    ]
}

/// The fact in a few words, with what is not sure of it.
fn fact_line(session: &Session, look: Look, vendor: &VendorResult, reason: &Reason) -> Line<'static> {
    if !reason.parts.is_empty() {
        return Line::default();
    }
    let target = reason.criterion.fact().map(|fact| {
        if reason.criterion.is_rating() {
            Target::mark(vendor.id(), &reason.criterion.id)
        } else {
            Target::fact(vendor.id(), fact)
        }
    });
    let changed = target.is_some_and(|target| session.is_target_changed(&target));
    let mut line = Line::default();
    if changed {
        line.push_span(look.span("* ", Role::Doubt));
    }
    let unit = reason.criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
    let value = reason.cell.fact.as_ref().and_then(|fact| fact.value.as_ref());
    match value {
        Some(value) => line.push_span(look.span(format!("{value}{unit}"), Role::Plain)),
        None => line.push_span(look.span(format!("{} not known", look.signs.unknown), Role::Doubt)),
    }
    if value.is_some() && reason.cell.knowledge == Knowledge::Uncertain {
        line.push_span(look.span(format!(" {} not sure", look.signs.unknown), Role::Doubt));
    }
    if reason.cell.is_capped {
        line.push_span(look.span(" ! capped", Role::Doubt));
    }
    if width(&line.to_string()) == 0 {
        line.push_span(look.span(look.signs.dash, Role::Faint));
    }
    line
}

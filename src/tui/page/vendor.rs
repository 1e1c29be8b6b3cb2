//! One vendor: score, criterion, value, fact, evidence.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use crate::answers::break_even::{fact_text, prices_texts};
use crate::decision::CriterionId;
use crate::decision::panel::Standing;
use crate::explain::Reason;
use crate::explain::reasons;
use crate::open::Opened;
use crate::robust::BreakEven;
use crate::score::evaluation::{Knowledge, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, width};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column};
use crate::tui::session::{Session, Target};
use crate::tui::state::{State, Typed, Typing};
use crate::tui::theme::Role;

pub(super) const ACTIONS: [Action; 7] = [
    Action::Open,
    Action::Edit,
    Action::NextVendor,
    Action::PreviousVendor,
    Action::Filter,
    Action::Left,
    Action::Right,
];

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
        if !state.closed.contains(&reason.criterion.id) || !state.filter.is_empty() {
            for part in &reason.parts {
                add(state, session, part, depth + 1, branches);
            }
        }
    } else if state.opened.contains(&reason.criterion.id) {
        for (text, role) in evidence(state, session, reason) {
            branches.push(Branch::Evidence { depth: depth + 1, criterion: reason, text, role });
        }
    }
}

fn is_found(state: &State, reason: &Reason) -> bool {
    state.shows(&reason.criterion.name) || reason.parts.iter().any(|part| is_found(state, part))
}

/// What is known behind a criterion, a line each.
fn evidence(state: &State, session: &Session, reason: &Reason) -> Vec<(String, Role)> {
    let mut lines: Vec<(String, Role)> =
        break_even_texts(state, reason).into_iter().map(|text| (text, Role::Good)).collect();
    let unit = reason.criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
    if let Some(scale) = &reason.criterion.scale() {
        lines.push((format!("scale: {scale}{unit}"), Role::Plain));
    }
    if let Some([lowest, highest]) = &reason.field {
        let text = format!("vendors in play: {} to {}{unit}", lowest.plain(6), highest.plain(6));
        lines.push((text, Role::Plain));
    }
    let what = if reason.criterion.is_rating() { "mark" } else { "fact" };
    let id = reason.criterion.fact().map_or_else(String::new, |id| format!(" {id}"));
    let Some(fact) = &reason.cell.fact else {
        lines.push((format!("{what}{id}: not known; {}", counts_as(reason)), Role::Doubt));
        lines.extend(marks_behind(reason));
        return lines;
    };
    let own_unit = fact.evidence.unit.as_ref().map_or_else(|| unit.clone(), |unit| format!(" {unit}"));
    match &fact.value {
        Some(value) => lines.push((format!("{what}{id}: {value}{own_unit}"), Role::Strong)),
        None => lines.push((format!("{what}{id}: asked, not known; {}", counts_as(reason)), Role::Doubt)),
    }
    if let Some(anchor) = &reason.anchor {
        lines.push((format!("means: {anchor}"), Role::Plain));
    }
    if reason.cell.is_capped {
        lines.push(("beyond the end of the scale, and counted as the end".to_owned(), Role::Doubt));
    }
    lines.extend(marks_behind(reason));
    let cited = fact.evidence.cited();
    if !cited.is_empty() {
        lines.push((format!("source: {cited}"), Role::Plain));
    }
    if let Some(until) = fact.evidence.until {
        lines.push((format!("until: {until}"), Role::Plain));
    }
    if let Some(note) = &fact.evidence.note {
        lines.push((format!("note: {note}"), Role::Plain));
    }
    let root = session.request().workspace.root.display().to_string();
    if fact.location.line > 0 {
        let place = if root == "." { String::new() } else { format!(" in {root}") };
        lines.push((format!("written in {}{place}", fact.location), Role::Faint));
    }
    lines
}

/// What each evaluator says, for a mark of a panel.
fn marks_behind(reason: &Reason) -> impl Iterator<Item = (String, Role)> {
    reason.marks.iter().map(|one| {
        let mark = one.given.mark.as_ref().map(|mark| mark.plain(2));
        let (said, role) = match (one.given.standing, mark) {
            (Standing::Counts, Some(mark)) => (mark, Role::Plain),
            (Standing::Recused, Some(mark)) => {
                (format!("({mark}), does not count: a conflict of interest"), Role::Faint)
            }
            (Standing::Recused, None) => ("does not judge this vendor".to_owned(), Role::Faint),
            (Standing::Missing, _) => ("to come".to_owned(), Role::Doubt),
            _ => ("cannot judge this".to_owned(), Role::Faint),
        };
        let note = one.given.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        (format!("{} {said}{note}", one.evaluator), role)
    })
}

/// What the fact would have to be for the first place to change hands; where it follows from the quote, what each
/// price of the quote would have to be.
fn break_even_texts(state: &State, reason: &Reason) -> Vec<String> {
    let Some(known) = state.selected().and_then(|vendor| state.break_even_of(vendor.id())) else {
        return Vec::new();
    };
    let Some(fact) = &reason.criterion.fact() else { return Vec::new() };
    let key = if reason.criterion.is_rating() { reason.criterion.id.as_str() } else { fact.as_str() };
    let is_of_fact =
        |one: &&BreakEven| one.fact.as_str() == key && one.is_mark == reason.criterion.is_rating();
    let mut lines: Vec<String> = known.facts.iter().filter(is_of_fact).map(fact_text).collect();
    if !reason.criterion.is_rating() && key.starts_with("cost.") {
        lines.extend(prices_texts(&known.prices));
    }
    lines
}

fn counts_as(reason: &Reason) -> String {
    use crate::decision::Unknown;
    match reason.criterion.unknown() {
        Some(Unknown::Worst) => "counts as the worst value",
        Some(Unknown::Middle) => "counts as the middle",
        Some(Unknown::Best) => "counts as the best value",
        Some(Unknown::Skip) | None => "its weight goes to the others",
    }
    .to_owned()
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
        (branches.len(), state.vendor_row.min(branches.len().saturating_sub(1)))
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
        let branch = branches.get(state.vendor_row.min(branches.len().saturating_sub(1)))?;
        let reason = branch.reason();
        let target = reason.criterion.fact().map(|fact| {
            if reason.criterion.is_rating() {
                Target::mark(vendor.id(), &reason.criterion.id)
            } else {
                Target::fact(vendor.id(), fact)
            }
        });
        let location = reason.cell.fact.as_ref().map(|fact| (fact.location.file.clone(), fact.location.line));
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
    let is_open =
        if is_group { !state.closed.contains(&criterion) } else { state.opened.contains(&criterion) };
    let opens = match action {
        Action::Left => false,
        Action::Right => true,
        _ => !is_open,
    };
    if opens == is_open && is_head && matches!(action, Action::Left) {
        to_group(state);
        return;
    }
    let folded = if is_group { &mut state.closed } else { &mut state.opened };
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
        let criteria = &session.decision.criteria;
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
        state.vendor_row = row;
    }
}

/// Shows a criterion of a vendor with its evidence.
pub(super) fn show(state: &mut State, criterion: &CriterionId) {
    state.filter.clear();
    let Some(session) = &state.session else { return };
    let criteria = &session.decision.criteria;
    let mut at = criteria.iter().position(|other| other.id == *criterion);
    while let Some(above) = at.and_then(|at| criteria[at].parent) {
        state.closed.remove(&criteria[above].id);
        at = Some(above);
    }
    state.opened.insert(criterion.clone());
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

fn edit(state: &mut State) -> Vec<Effect> {
    let selected = selected(state);
    if let Some(one) = selected.as_ref().filter(|one| one.is_of_panel) {
        let keys = |action| crate::tui::help::first_key(state, &action);
        let (give, moderate) = (keys(Action::GiveMarks), keys(Action::Moderate));
        if let Some(vendor) = state.selected().map(|vendor| vendor.id().clone()) {
            super::panel::show(state, vendor, one.criterion.clone());
            state.say(format!(
                "the panel gives this mark: {give} gives yours, {moderate} talks through what is apart"
            ));
        }
        return Vec::new();
    }
    let target = selected.and_then(|selected| selected.target);
    let is_worked_out = target.as_ref().is_some_and(|target| target.path().split('.').count() > 4);
    if is_worked_out {
        let key = crate::tui::help::first_key(state, &Action::Go(super::Page::Cost));
        state.say(format!("this is worked out from the quote; {key} shows what it hangs on"));
        return Vec::new();
    }
    let (Some(target), Some(session)) = (target, &state.session) else {
        state.say("choose a criterion with a fact to change it");
        return Vec::new();
    };
    let opened = Arc::clone(&session.opened);
    edit_target(state, target, opened)
}

/// Opens the line in which a fact is typed.
fn edit_target(state: &mut State, target: Target, opened: Arc<Opened>) -> Vec<Effect> {
    let changed = state.session.as_ref().and_then(|session| {
        session.changes().into_iter().find(|(path, _)| *path == target.path()).map(|(_, text)| text)
    });
    let path = target.path();
    let input = Input::new(changed.unwrap_or_default());
    state.typing = Some(Typing { what: Typed::Value(target), input, problem: None });
    vec![Effect::AsWritten(opened, path)]
}

/// The file of the selected vendor.
pub(crate) fn file(state: &State) -> Option<PathBuf> {
    let session = state.session.as_ref()?;
    session.opened.texts.vendor_file(state.selected()?.id().as_str())
}

/// Where the selected fact stands.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let session = state.session.as_ref()?;
    let selected = selected(state);
    let is_of_panel = selected.as_ref().is_some_and(|selected| selected.is_of_panel);
    match selected.and_then(|selected| selected.location) {
        // What the panel agreed on stands in its own file.
        Some((location, line)) if is_of_panel && line > 0 => {
            Some((session.request().workspace.root.join(location), line))
        }
        Some((_, line)) => Some((file(state)?, line.max(1))),
        None => Some((file(state)?, 1)),
    }
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

//! Two to four vendors side by side; for two also what makes the difference.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Page;
use crate::explain::difference;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, cells_of, width};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::Part;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 4] = [Action::Open, Action::NextVendor, Action::PreviousVendor, Action::Add];

/// The page.
pub(super) struct ComparePage;

impl Part for ComparePage {
    fn names(&self) -> [&'static str; 2] {
        ["Compare", "Comp"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["compare", "page: the marked vendors side by side"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, state: &State) -> String {
        let compared: Vec<String> = vendors(state).map(|vendor| vendor.id().to_string()).collect();
        format!("weigh compare {}", compared.join(" "))
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[[
            "Gap",
            "points of the first vendor less those of the second; a bar to the right speaks for the first",
        ]]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        state.pages.compare = row;
    }

    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect> {
        update(state, action)
    }

    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        draw(state, canvas, area);
    }
}

/// The most vendors that stand side by side.
pub(super) const MOST: usize = 4;
/// Cells of each half of the bars.
const HALF: u16 = 12;

/// The vendors that are compared: those marked; with fewer than two, the selected one and the leader,
/// or for the leader the next.
pub(crate) fn vendors(state: &State) -> impl Iterator<Item = &VendorResult> {
    let evaluation = state.session.as_ref().map(|session| &session.evaluation);
    let marked: Vec<&VendorResult> = evaluation
        .into_iter()
        .flat_map(|evaluation| state.marked.iter().filter_map(|id| evaluation.vendor(id.as_str())))
        .collect();
    let compared = if marked.len() > 1 {
        marked
    } else {
        let first = marked.first().copied().or_else(|| state.selected());
        let second = evaluation
            .into_iter()
            .flat_map(Evaluation::ranked)
            .find(|vendor| Some(vendor.id()) != first.map(crate::score::evaluation::VendorResult::id));
        let mut two: Vec<&VendorResult> = first.into_iter().chain(second).collect();
        two.sort_by_key(|vendor| (vendor.rank.is_none(), vendor.rank));
        two
    };
    compared.into_iter()
}

/// The criteria in the order in which they are shown: the tree; for two vendors by what they add to the gap.
fn order(evaluation: &Evaluation, compared: &[&VendorResult]) -> Vec<usize> {
    match compared {
        [first, second] => {
            let parts = difference(evaluation, first, second).parts;
            let same =
                evaluation.leaves().map(|(at, _)| at).filter(|at| !parts.iter().any(|part| part.at == *at));
            parts.iter().map(|part| part.at).chain(same.collect::<Vec<_>>()).collect()
        }
        _ => (0..evaluation.decision.criteria.len()).collect(),
    }
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let compared: Vec<&VendorResult> = vendors(state).collect();
    let Some(session) = state.session.as_ref().filter(|_| compared.len() > 1) else { return (0, 0) };
    let count = order(&session.evaluation, &compared).len();
    (count, state.pages.compare.min(count.saturating_sub(1)))
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match action {
        Action::Open => {
            let (_, row) = rows(state);
            let compared: Vec<&VendorResult> = vendors(state).collect();
            let Some(session) = state.session.as_ref().filter(|_| compared.len() > 1) else {
                return Vec::new();
            };
            let order = order(&session.evaluation, &compared);
            let criterion = order.get(row).map(|at| session.evaluation.decision.criteria[*at].id.clone());
            let first = compared[0].id().clone();
            if let Some(criterion) = criterion {
                state.vendor = Some(first);
                state.page = Page::Vendor;
                super::vendor::show(state, &criterion);
            }
        }
        Action::NextVendor => turn(state, 1),
        Action::PreviousVendor => turn(state, -1),
        _ => {}
    }
    Vec::new()
}

/// Puts the next vendor of the ranking in the place of the last one that is compared.
fn turn(state: &mut State, steps: isize) {
    let ids: Vec<_> = vendors(state).map(|vendor| vendor.id().clone()).collect();
    let Some(session) = &state.session else { return };
    let all = &session.evaluation.vendors;
    let Some((last, kept)) = ids.split_last() else { return };
    let mut at = all.iter().position(|vendor| vendor.id() == last).unwrap_or(0).cast_signed();
    for _ in 0..all.len() {
        at = (at + steps).rem_euclid(all.len().cast_signed());
        let next = all[at.cast_unsigned()].id();
        if !kept.contains(next) {
            state.marked = kept.iter().chain([next]).cloned().collect();
            return;
        }
    }
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let compared: Vec<&VendorResult> = vendors(state).collect();
    let Some(session) = state.session.as_ref().filter(|_| compared.len() > 1) else {
        canvas.text(area, " Mark two to four vendors on the ranking to compare them.", Role::Faint);
        return;
    };
    let evaluation = &session.evaluation;
    let look = canvas.look;
    let order = order(evaluation, &compared);
    let (count, at) = rows(state);
    let columns = columns(evaluation, look, &compared, area.width);
    let largest = match compared.as_slice() {
        [first, second] => {
            difference(evaluation, first, second).parts.first().map_or(1.0, |part| part.points.abs().to_f64())
        }
        _ => 1.0,
    };
    let foot = Rect { y: area.bottom() - 2, height: 2, ..area };
    let list = Rect { height: area.height - 2, ..area };
    grid::draw(canvas, list, &columns, count, Some(at), |line, _| {
        Row::new(line, cells(evaluation, look, &compared, order[line], largest, line == at))
    });
    draw_sum(canvas, foot, evaluation, &compared, &columns);
}

fn columns(evaluation: &Evaluation, look: Look, compared: &[&VendorResult], wide: u16) -> Vec<Column> {
    let longest =
        evaluation.decision.criteria.iter().map(|criterion| width(&criterion.name) + 2).max().unwrap_or(10);
    let mut columns =
        vec![Column::text("", 1, 1), Column::text("Criterion", 13, longest.clamp(13, 44)).first()];
    let two = compared.len() == 2;
    let room = wide.saturating_sub(20) / u16::try_from(compared.len()).unwrap_or(1);
    let name_cells = if two { 16 } else { room.saturating_sub(2).clamp(7, 24) };
    for vendor in compared {
        columns.push(Column::number(look.cut(vendor.name(), name_cells), 7));
        columns.push(Column::text("", 8, 30).goes(5));
    }
    if two {
        columns.push(Column::number("Gap", 7));
        columns.push(Column::text("", 2 * HALF + 1, 2 * HALF + 1).goes(4));
    }
    columns
}

fn cells(
    evaluation: &Evaluation,
    look: Look,
    compared: &[&VendorResult],
    at: usize,
    largest: f64,
    is_selected: bool,
) -> Vec<Line<'static>> {
    let digits = evaluation.shown_decimals().points;
    let criterion = &evaluation.decision.criteria[at];
    let two = compared.len() == 2;
    let indent = if two { 0 } else { criterion.depth() };
    let role = if criterion.is_group() { Role::Strong } else { Role::Plain };
    let mut cells = vec![
        look.line(if is_selected { look.signs.pointer } else { " " }, Role::Key),
        look.line(format!("{}{}", "  ".repeat(indent), criterion.name), role),
    ];
    let best = compared.iter().map(|vendor| &vendor.cells[at].points).max();
    for vendor in compared {
        let cell = &vendor.cells[at];
        let is_best =
            best == Some(&cell.points) && compared.iter().any(|other| other.cells[at].points != cell.points);
        let unsure = if cell.knowledge.is_settled() { "" } else { "?" };
        let text = format!("{unsure}{}", cell.points.fixed(digits));
        cells.push(look.line(text, if is_best { Role::Strong } else { role_of_others(role) }));
        let fact = cell.fact.as_ref().and_then(|fact| fact.value.as_ref()).map(ToString::to_string);
        let fact =
            if criterion.is_group() { String::new() } else { fact.unwrap_or_else(|| "not known".to_owned()) };
        cells.push(look.line(fact, Role::Faint));
    }
    if let [first, second] = compared {
        let gap = &first.cells[at].points - &second.cells[at].points;
        let role = if gap.is_negative() { Role::Bad } else { Role::Good };
        cells.push(look.line(gap.signed(digits), role));
        cells.push(diverging(look, gap.to_f64() / largest.max(f64::MIN_POSITIVE)));
    }
    cells
}

fn role_of_others(role: Role) -> Role {
    if role == Role::Strong { Role::Plain } else { role }
}

/// A bar to the right for what speaks for the first, to the left for the second.
fn diverging(look: Look, share: f64) -> Line<'static> {
    let filled = if share == 0.0 { 0 } else { cells_of(share.abs(), HALF).max(1) };
    let bar = look.signs.full.repeat(filled.into());
    let blank = |cells: u16| " ".repeat(cells.into());
    let axis = look.span(look.signs.upright, Role::Border);
    if share < 0.0 {
        Line::from(vec![look.span(blank(HALF - filled), Role::Plain), look.span(bar, Role::Bad), axis])
    } else {
        Line::from(vec![look.span(blank(HALF), Role::Plain), axis, look.span(bar, Role::Good)])
    }
}

/// The scores, and for two the gap that the parts add up to.
fn draw_sum(
    canvas: &mut Canvas<'_>,
    area: Rect,
    evaluation: &Evaluation,
    compared: &[&VendorResult],
    columns: &[Column],
) {
    let look = canvas.look;
    let digits = evaluation.shown_decimals();
    canvas.rule(Rect { height: 1, ..area }, &Line::default());
    let mut cells = vec![Line::default(), look.line("Score", Role::Strong)];
    for vendor in compared {
        cells.push(look.line(vendor.score.fixed(digits.scores), Role::Strong));
        let rank = vendor.rank.map_or_else(|| "out of the ranking".to_owned(), |rank| format!("rank {rank}"));
        cells.push(look.line(rank, Role::Faint));
    }
    if let [first, second] = compared {
        let difference = difference(evaluation, first, second);
        cells.push(look.line(difference.gap.signed(digits.scores), Role::Strong));
        let text = if difference.rounding.is_zero() {
            String::new()
        } else {
            format!("with {} from rounding", difference.rounding.fixed(digits.scores))
        };
        cells.push(look.line(text, Role::Faint));
    }
    let line = Rect { y: area.y + 1, height: 1, ..area };
    grid::draw_line(canvas, line, columns, &Row::new(0, cells));
}

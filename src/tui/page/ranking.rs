//! Ranking: who is ahead, by how much, who is out and why.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Page;
use crate::answers::uncertainty::share_text;
use crate::decision::{CriterionId, Points};
use crate::explain::difference;
use crate::explain::words::{behind, range_text};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, Outcome, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

pub(super) const ACTIONS: [Action; 5] =
    [Action::Open, Action::Mark, Action::Filter, Action::Sort, Action::Reverse];

/// Columns from which the reasons stand beside the ranking.
const WIDE: u16 = 160;
/// Rows from which they stand below it.
const TALL: u16 = 18;

/// What the ranking is ordered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The rank, the best first.
    #[default]
    Rank,
    /// How far it rose against the files.
    Change,
    /// The name, by its letters.
    Name,
    /// The score, the highest first.
    Score,
    /// How far the score may still move.
    Doubt,
    /// The points of a group at the top.
    Group(CriterionId),
    /// How many must-haves it fails or leaves open.
    Gates,
    /// The gap to the leader.
    Gap,
}

/// The order of the ranking.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    by: SortBy,
    is_reversed: bool,
}

/// Every order in turn.
fn orders(evaluation: &Evaluation) -> Vec<SortBy> {
    let groups = evaluation.top().map(|(_, group)| SortBy::Group(group.id.clone()));
    [SortBy::Rank, SortBy::Change, SortBy::Name, SortBy::Score, SortBy::Doubt]
        .into_iter()
        .chain(groups)
        .chain([SortBy::Gates, SortBy::Gap])
        .collect()
}

/// The vendors as they are listed, by their index: the ranking in its order, then those that are out.
pub(crate) fn listed(state: &State) -> Vec<usize> {
    let Some(session) = &state.session else { return Vec::new() };
    let vendors = &session.evaluation.vendors;
    let shown = |at: &usize| {
        let vendor = &vendors[*at];
        state.shows(vendor.name())
            || vendor.vendor.local.as_ref().is_some_and(|local| state.shows(local))
            || state.shows(vendor.id().as_str())
    };
    let (mut ranked, out): (Vec<usize>, Vec<usize>) =
        (0..vendors.len()).filter(shown).partition(|at| vendors[*at].rank.is_some());
    let by = |at: usize| &vendors[at];
    match &state.order.by {
        SortBy::Rank => {}
        SortBy::Change => {
            ranked.sort_by_key(|at| std::cmp::Reverse(session.risen(by(*at).id(), by(*at).rank)));
        }
        SortBy::Name => ranked.sort_by_key(|at| by(*at).name().to_lowercase()),
        SortBy::Score => ranked.sort_by(|a, b| by(*b).score.cmp(&by(*a).score)),
        SortBy::Doubt => {
            ranked.sort_by_cached_key(|at| std::cmp::Reverse(&by(*at).highest - &by(*at).lowest));
        }
        SortBy::Group(id) => {
            if let Some(group) =
                session.evaluation.decision.criteria.iter().position(|criterion| criterion.id == *id)
            {
                ranked.sort_by(|a, b| by(*b).cells[group].points.cmp(&by(*a).cells[group].points));
            }
        }
        SortBy::Gates => ranked.sort_by_key(|at| by(*at).count_must_haves(Outcome::Open)),
        SortBy::Gap => ranked.sort_by(|a, b| by(*a).gap.cmp(&by(*b).gap)),
    }
    if state.order.is_reversed {
        ranked.reverse();
    }
    ranked.into_iter().chain(out).collect()
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let listed = listed(state);
    (listed.len(), place(state, &listed))
}

/// The row of the selected vendor among those listed; the first one where it is not among them.
pub(super) fn place(state: &State, listed: &[usize]) -> usize {
    let Some(session) = &state.session else { return 0 };
    let is_selected = |at: &usize| Some(session.evaluation.vendors[*at].id()) == state.vendor.as_ref();
    listed.iter().position(is_selected).unwrap_or(0)
}

pub(super) fn select(state: &mut State, row: usize) {
    let listed = listed(state);
    let Some(session) = &state.session else { return };
    state.vendor = listed.get(row).map(|at| session.evaluation.vendors[*at].id().clone());
}

/// The vendor of the selected row; none where the filter hides all.
pub(super) fn selected(state: &State) -> Option<&VendorResult> {
    let listed = listed(state);
    Some(&state.session.as_ref()?.evaluation.vendors[*listed.get(place(state, &listed))?])
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match action {
        Action::Open => {
            if let Some(id) = selected(state).map(|vendor| vendor.id().clone()) {
                state.vendor = Some(id);
                state.vendor_row = 0;
                state.page = Page::Vendor;
            }
        }
        Action::Mark => mark(state),
        Action::Sort => {
            let Some(session) = &state.session else { return Vec::new() };
            let orders = orders(&session.evaluation);
            let at = orders.iter().position(|order| *order == state.order.by).unwrap_or(0);
            sort_by(state, orders[(at + 1) % orders.len()].clone());
        }
        Action::Reverse => state.order.is_reversed = !state.order.is_reversed,
        Action::SortBy(by) if *by == state.order.by => state.order.is_reversed = !state.order.is_reversed,
        Action::SortBy(by) => sort_by(state, by.clone()),
        _ => {}
    }
    Vec::new()
}

fn sort_by(state: &mut State, by: SortBy) {
    let name = match &by {
        SortBy::Rank => "rank".to_owned(),
        SortBy::Change => "change of rank".to_owned(),
        SortBy::Name => "name".to_owned(),
        SortBy::Score => "score".to_owned(),
        SortBy::Doubt => "doubt".to_owned(),
        SortBy::Group(id) => format!("points for {id}"),
        SortBy::Gates => "open must-haves".to_owned(),
        SortBy::Gap => "points behind the first".to_owned(),
    };
    state.order = Order { by, is_reversed: false };
    state.say(format!("ordered by {name}"));
}

fn mark(state: &mut State) {
    let Some(id) = selected(state).map(|vendor| vendor.id().clone()) else { return };
    if let Some(at) = state.marked.iter().position(|marked| *marked == id) {
        state.marked.remove(at);
    } else if state.marked.len() == super::compare::MOST {
        state.fail(format!("{} vendors are marked already; unmark one first", super::compare::MOST));
        return;
    } else {
        state.marked.push(id);
    }
    let marked = state.marked.len();
    state.say(match marked {
        0 => "no vendor is marked".to_owned(),
        1 => "1 vendor is marked; mark another one, then compare".to_owned(),
        _ => format!(
            "{marked} vendors are marked: {} compares them",
            crate::tui::help::first_key(state, &Action::Go(Page::Compare))
        ),
    });
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let (list, why) = if area.width >= WIDE {
        let list = Rect { width: area.width * 3 / 5, ..area };
        (list, Some(Rect { x: list.right() + 1, width: area.width - list.width - 1, ..area }))
    } else if area.height >= TALL {
        let high = (area.height / 3).clamp(6, 12);
        let list = Rect { height: area.height - high, ..area };
        (list, Some(Rect { y: list.bottom(), height: high, ..area }))
    } else {
        (area, None)
    };
    draw_list(state, session, canvas, list);
    if let (Some(area), Some(vendor)) = (why, selected(state)) {
        let is_beside = area.y == list.y;
        let inner = if is_beside {
            canvas.upright(area)
        } else {
            let name = canvas.look.line(vendor.name(), Role::Strong);
            canvas.rule(area, &name);
            Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 }
        };
        draw_why(session, canvas, inner, vendor, is_beside);
    }
}

fn draw_list(state: &State, session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
    let evaluation = &session.evaluation;
    let look = canvas.look;
    let listed = listed(state);
    let first_out = listed.iter().position(|at| evaluation.vendors[*at].rank.is_none());
    let columns = columns(state, evaluation, area.width);
    let legend = (area.height > 8).then(|| legend(look, evaluation));
    let list = Rect { height: area.height - u16::from(legend.is_some()), ..area };
    let (count, selected) = (listed.len(), place(state, &listed));
    if count == 0 {
        let place = Rect { y: area.y + 1, height: area.height - 1, ..area };
        canvas.text(place, " no vendor has this in its name; esc shows all", Role::Faint);
    }
    // One line more for the heading of those that are out.
    let line_of = |row: usize| row + usize::from(first_out.is_some_and(|first| row >= first));
    let lines = count + usize::from(first_out.is_some());
    grid::draw(canvas, list, &columns, lines, (count > 0).then(|| line_of(selected)), |line, places| {
        if first_out == Some(line) {
            return Row::heading(look.line(" Out of the ranking", Role::Strong));
        }
        let row = line - usize::from(first_out.is_some_and(|first| line > first));
        let vendor = &evaluation.vendors[listed[row]];
        let cells =
            places.places.iter().map(|place| place.map_or(0, |(_, cells)| cells)).collect::<Vec<u16>>();
        row_of(state, session, look, vendor, row, &cells)
    });
    if let Some(legend) = legend {
        canvas.line(Rect { y: area.bottom() - 1, height: 1, ..area }, &legend);
    }
}

fn columns(state: &State, evaluation: &Evaluation, wide: u16) -> Vec<Column> {
    let signs = state.look.signs;
    let title = |name: &str, by: &SortBy| {
        if state.order.by != *by || *by == SortBy::Rank && !state.order.is_reversed {
            return name.to_owned();
        }
        format!("{name}{}", if state.order.is_reversed { signs.up } else { signs.down })
    };
    let click = |column: Column, by: SortBy| column.click(Action::SortBy(by));
    let digits = evaluation.vendors.len().to_string().len().max(2);
    let points = match &state.order.by {
        SortBy::Group(id) => title(&format!("Points, {id}"), &state.order.by),
        _ => "Points by group".to_owned(),
    };
    let score = evaluation
        .vendors
        .iter()
        .map(|vendor| score_text(evaluation, &vendor.score).len())
        .max()
        .unwrap_or(5);
    let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let longest =
        evaluation.vendors.iter().map(|vendor| crate::tui::canvas::width(vendor.name())).max().unwrap_or(0);
    vec![
        Column::text("", 1, 1),
        click(Column::number(title("#", &SortBy::Rank), cells(digits)), SortBy::Rank),
        click(Column::text(title("", &SortBy::Change), 3, 3), SortBy::Change).goes(5),
        click(
            Column::text(
                title("Vendor", &SortBy::Name),
                longest.clamp(14, (wide / 5).max(14)),
                longest.clamp(14, (wide / 3).max(14)),
            ),
            SortBy::Name,
        )
        .first(),
        click(Column::number(title("Score", &SortBy::Score), cells(score)), SortBy::Score),
        click(Column::text(title("", &SortBy::Score), 8, 24), SortBy::Score).goes(9),
        click(
            Column::text(title("Range", &SortBy::Doubt), cells(2 * score + 1), cells(2 * score + 1)),
            SortBy::Doubt,
        )
        .goes(4),
        Column::number("first in", 8).goes(5),
        Column::text(points, 10, 40).goes(6),
        click(Column::text(title("Must-haves", &SortBy::Gates), 13, 18), SortBy::Gates).goes(3),
        click(Column::number(title("Behind", &SortBy::Gap), 7), SortBy::Gap).goes(8),
    ]
}

fn score_text(evaluation: &Evaluation, score: &Points) -> String {
    score.fixed(evaluation.shown_decimals().scores)
}

fn row_of(
    state: &State,
    session: &Session,
    look: Look,
    vendor: &VendorResult,
    row: usize,
    cells: &[u16],
) -> Row {
    let evaluation = &session.evaluation;
    let signs = look.signs;
    let is_marked = state.marked.contains(vendor.id());
    let is_selected = state.selected().is_some_and(|selected| selected.id() == vendor.id());
    let mark = match (is_marked, is_selected) {
        (true, _) => signs.marked,
        (false, true) => signs.pointer,
        (false, false) => " ",
    };
    let rank = vendor.rank.map_or_else(|| signs.dash.to_owned(), |rank| rank.to_string());
    let mut row_cells = vec![
        look.line(mark, Role::Key),
        look.line(if vendor.is_tied { format!("={rank}") } else { rank }, Role::Plain),
        change(session, look, vendor),
        look.line(vendor.name().to_owned(), if vendor.rank == Some(1) { Role::Strong } else { Role::Plain }),
    ];
    if vendor.rank.is_none() {
        row_cells.push(look.line(vendor.out_because(), Role::Bad));
        return Row { runs_from: Some(4), ..Row::new(row, row_cells) };
    }
    let whole = &evaluation.decision.rule.points;
    let share = |score: &Points| score.over(whole).unwrap_or_default().to_f64();
    let digits = evaluation.shown_decimals().scores;
    let range = range_text(vendor, digits).map(|range| range.replace('–', signs.dash));
    row_cells.extend([
        look.line(score_text(evaluation, &vendor.score), Role::Strong),
        look.bar(share(&vendor.score), share(&vendor.highest), cells[5]),
        range.map_or_else(Line::default, |range| look.line(range, Role::Doubt)),
        first_share(state, look, vendor),
        stacked(evaluation, look, vendor, cells[8]),
        gates(look, vendor),
        look.line(behind(vendor, digits), Role::Faint),
    ]);
    Row::new(row, row_cells)
}

/// In how many of the draws the vendor has the first place, while that is known.
fn first_share(state: &State, look: Look, vendor: &VendorResult) -> Line<'static> {
    let Some(sure) = state.how_sure() else { return look.line(look.signs.cut, Role::Faint) };
    let drawn = sure.robustness.vendors.iter().find(|drawn| drawn.vendor == *vendor.id());
    match drawn.and_then(|drawn| drawn.acceptability.first()) {
        Some(share) if *share > 0.0 => look.line(format!("{} %", share_text(*share)), Role::Plain),
        _ => look.line(look.signs.dash, Role::Faint),
    }
}

/// How far the vendor moved against the files.
pub(super) fn change(session: &Session, look: Look, vendor: &VendorResult) -> Line<'static> {
    let signs = look.signs;
    match (vendor.rank, session.risen(vendor.id(), vendor.rank)) {
        (Some(_), Some(0)) | (None, _) => {
            if vendor.rank.is_none() && session.was_ranked(vendor.id()) {
                look.line("out", Role::Bad)
            } else {
                Line::default()
            }
        }
        (Some(_), Some(up)) if up > 0 => look.line(format!("{}{up}", signs.up), Role::Good),
        (Some(_), Some(down)) => look.line(format!("{}{}", signs.down, -down), Role::Bad),
        (Some(_), None) => look.line("in", Role::Good),
    }
}

/// The points of each group at the top, one after the other, as part of the whole.
fn stacked(evaluation: &Evaluation, look: Look, vendor: &VendorResult, cells: u16) -> Line<'static> {
    let points = evaluation.top().map(|(at, _)| vendor.cells[at].points.to_f64());
    look.stacked(points, evaluation.decision.rule.points.to_f64(), cells)
}

/// Which filling is which group.
fn legend(look: Look, evaluation: &Evaluation) -> Line<'static> {
    let mut line = Line::default();
    for (series, (_, group)) in evaluation.top().enumerate() {
        line.push_span(look.span(format!(" {}", look.fill(series)), Role::Series(series)));
        line.push_span(look.span(format!(" {} ", look.cut(&group.name, 16)), Role::Faint));
    }
    line
}

/// How the vendor stands with the must-haves, in words.
pub(super) fn gates(look: Look, vendor: &VendorResult) -> Line<'static> {
    let count = |outcome| vendor.count_must_haves(outcome);
    let (fail, open, pass) = (count(Outcome::Fail), count(Outcome::Open), count(Outcome::Pass));
    let mut line = Line::default();
    if fail > 0 {
        line.push_span(look.span(format!("{fail} fail "), Role::Bad));
    }
    if open > 0 {
        line.push_span(look.span(format!("{open} open "), Role::Doubt));
    }
    line.push_span(
        look.span(format!("{pass} pass"), if fail + open == 0 { Role::Good } else { Role::Faint }),
    );
    line
}

/// Why a vendor has its score, in the space there is: groups, then what sets it apart, then what is open.
fn draw_why(session: &Session, canvas: &mut Canvas<'_>, area: Rect, vendor: &VendorResult, is_beside: bool) {
    let evaluation = &session.evaluation;
    let look = canvas.look;
    let mut lines: Vec<Line<'static>> = Vec::new();
    if is_beside {
        lines.push(look.line(vendor.name().to_owned(), Role::Strong));
        let local = vendor.vendor.local.clone().unwrap_or_default();
        lines.push(look.line(local, Role::Faint));
        lines.extend(group_lines(evaluation, look, vendor, area.width));
        lines.push(Line::default());
    }
    let most = if is_beside { usize::from(area.height).saturating_sub(lines.len() + 6).max(3) } else { 3 };
    lines.extend(why(evaluation, look, vendor, most));
    if is_beside && let Some(note) = &vendor.vendor.note {
        lines.push(Line::default());
        for line in crate::tui::canvas::wrap(note, area.width.min(100)) {
            lines.push(look.line(line, Role::Faint));
        }
    }
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        canvas.line(Rect { y, height: 1, ..area }, line);
    }
}

fn group_lines(evaluation: &Evaluation, look: Look, vendor: &VendorResult, wide: u16) -> Vec<Line<'static>> {
    let digits = evaluation.shown_decimals().points;
    let name_cells = (wide / 3).clamp(8, 30);
    evaluation
        .top()
        .map(|(at, group)| {
            let cell = &vendor.cells[at];
            let max_points = evaluation.decision.max_points(group);
            let share = |points: &Points| points.over(&max_points).unwrap_or_default().to_f64();
            let name = look.cut(&group.name, name_cells);
            let pad = " ".repeat(usize::from(name_cells.saturating_sub(crate::tui::canvas::width(&name))));
            let mut line = Line::from(look.span(format!("{name}{pad} "), Role::Plain));
            let bar = look.bar(share(&cell.points), share(&cell.highest_points), 12);
            let used = crate::tui::canvas::line_width(&bar);
            line.spans.extend(bar.spans);
            line.push_span(look.span(look.signs.rest.repeat(usize::from(12 - used)), Role::Faint));
            let points = format!(" {:>7} of {}", cell.points.fixed(digits), max_points.plain(2));
            line.push_span(look.span(points, Role::Plain));
            line
        })
        .collect()
}

/// What sets a vendor apart, in words: against the leader, or for the leader against the next.
pub(super) fn why(
    evaluation: &Evaluation,
    look: Look,
    vendor: &VendorResult,
    most: usize,
) -> Vec<Line<'static>> {
    let digits = evaluation.shown_decimals();
    let mut lines = Vec::new();
    for exclusion in &vendor.exclusions {
        lines.push(look.line(format!("Out: {}", exclusion.text()), Role::Bad));
    }
    let mut ranked = evaluation.ranked();
    let rival =
        if vendor.rank == Some(1) { ranked.find(|other| other.id() != vendor.id()) } else { ranked.next() };
    if let Some(rival) = rival.filter(|_| vendor.rank.is_some()) {
        let difference = difference(evaluation, vendor, rival);
        let gap = difference.gap.abs().fixed(digits.scores);
        let head = match (difference.gap.is_zero(), difference.gap.is_negative()) {
            (true, _) => format!("Level with {}:", rival.name()),
            (false, true) => format!("{gap} points behind {}:", rival.name()),
            (false, false) => format!("{gap} points ahead of {}:", rival.name()),
        };
        lines.push(look.line(head, Role::Strong));
        for part in difference.reasons().take(most) {
            let role = if part.points.is_negative() { Role::Bad } else { Role::Good };
            let points = format!("{:>8} ", part.points.signed(digits.points));
            lines.push(Line::from(vec![
                look.span(points, role),
                look.span(part.criterion.name.clone(), Role::Plain),
            ]));
        }
        if difference.parts.len() > most {
            let more = difference.parts.len() - most;
            lines.push(look.line(
                format!("         and {more} more; enter shows all of {}", vendor.name()),
                Role::Faint,
            ));
        }
    }
    let unknown =
        |knowledge| evaluation.leaves().filter(|(at, _)| vendor.cells[*at].knowledge == knowledge).count();
    let (missing, unsure) = (unknown(Knowledge::Unknown), unknown(Knowledge::Uncertain));
    if missing + unsure > 0 && vendor.lowest != vendor.highest {
        let text = format!(
            "Not known: {missing}, not sure: {unsure}; the score may be {} to {}",
            vendor.lowest.fixed(digits.scores),
            vendor.highest.fixed(digits.scores)
        );
        lines.push(look.line(text, Role::Doubt));
    }
    lines
}

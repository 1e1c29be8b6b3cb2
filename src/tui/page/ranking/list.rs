//! The list of the vendors, and of those that are out below it.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{SortBy, listed, place};
use crate::answers::uncertainty::{HowSure, share_text};
use crate::decision::Points;
use crate::explain::words::{behind, range_text};
use crate::score::Evaluation;
use crate::score::evaluation::{Outcome, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, width};
use crate::tui::grid::{self, Column, Row};
use crate::tui::help::first_key;
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

pub(super) fn draw_list(state: &State, session: &Session, canvas: &mut Canvas<'_>, area: Rect) {
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
        let text = if evaluation.vendors.is_empty() {
            let key = first_key(state, &Action::Add);
            format!("There is no vendor yet. {key} adds one; `weigh new vendor NAME` does the same.")
        } else {
            "no vendor has this in its name; esc shows all".to_owned()
        };
        canvas.wrapped(
            Rect { x: place.x + 1, width: place.width.saturating_sub(2), ..place },
            &text,
            Role::Faint,
        );
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
        if state.pages.order.by != *by || *by == SortBy::Rank && !state.pages.order.is_reversed {
            return name.to_owned();
        }
        format!("{name}{}", if state.pages.order.is_reversed { signs.up } else { signs.down })
    };
    let click = |column: Column, by: SortBy| column.click(Action::SortBy(by));
    let digits = evaluation.vendors.len().to_string().len().max(2);
    let points = match &state.pages.order.by {
        SortBy::Group(id) => {
            title(&format!("Points, {}", super::group_name(state, id)), &state.pages.order.by)
        }
        _ => "Points by group".to_owned(),
    };
    let score = evaluation
        .vendors
        .iter()
        .map(|vendor| score_text(evaluation, &vendor.score).len())
        .max()
        .unwrap_or(5);
    let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let longest = evaluation.vendors.iter().map(|vendor| width(vendor.name())).max().unwrap_or(0);
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
        click(Column::number(title("first in", &SortBy::First), 8), SortBy::First).goes(5),
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
    let share = |score: &Points| evaluation.share_of_best(score);
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
    let is_sum = state.session.as_ref().is_none_or(|session| session.decision().rule.is_sum());
    if !is_sum {
        return look.line(look.signs.dash, Role::Faint);
    }
    let Some(sure) = state.how_sure() else { return look.line(look.signs.cut, Role::Faint) };
    match first_share_in(sure, vendor) {
        Some(share) if share > 0.0 => look.line(format!("{} %", share_text(share)), Role::Plain),
        _ => look.line(look.signs.dash, Role::Faint),
    }
}

/// In what share of the draws the vendor has the first place; none while that is being worked out.
pub(super) fn first_share_of(state: &State, vendor: &VendorResult) -> Option<f64> {
    first_share_in(state.how_sure()?, vendor)
}

fn first_share_in(sure: &HowSure, vendor: &VendorResult) -> Option<f64> {
    let drawn = sure.robustness.vendors.iter().find(|drawn| drawn.vendor == *vendor.id())?;
    drawn.acceptability.first().copied()
}

/// How far the vendor moved against the files.
pub(in crate::tui::page) fn change(session: &Session, look: Look, vendor: &VendorResult) -> Line<'static> {
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
fn gates(look: Look, vendor: &VendorResult) -> Line<'static> {
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

//! How sure the ranking is: how often each vendor has each rank when weights and uncertain facts vary.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Page, ranking};
use crate::answers::robust::{CHECKS, SPREAD, check_text, spread_text};
use crate::answers::uncertainty::share_text;
use crate::robust::results::VendorUncertainty;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, wrap};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::Part;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 2] = [Action::Open, Action::Add];

/// The page.
pub(super) struct RobustnessPage;

impl Part for RobustnessPage {
    fn names(&self) -> [&'static str; 2] {
        ["Robustness", "Rob."]
    }

    fn key(&self) -> [&'static str; 2] {
        ["robustness", "page: how sure the ranking is"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh robust".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            ["#1, #2 ...", "in how many of the draws a vendor has this rank, in per cent"],
            ["out", "in how many of them it fails a must-have"],
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
}

/// The vendors of the draws, in the order of the ranking.
fn listed(state: &State) -> &[VendorUncertainty] {
    state.how_sure().map_or(&[], |sure| &sure.robustness.vendors)
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let listed = listed(state);
    let selected = state.selected().map(crate::score::evaluation::VendorResult::id);
    (listed.len(), listed.iter().position(|vendor| Some(&vendor.vendor) == selected).unwrap_or(0))
}

pub(super) fn select(state: &mut State, row: usize) {
    let vendor = listed(state).get(row).map(|vendor| vendor.vendor.clone());
    if vendor.is_some() {
        state.vendor = vendor;
    }
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    if matches!(action, Action::Open) && ranking::selected(state).is_some() {
        state.page = Page::Vendor;
    }
    Vec::new()
}

/// A share as a cell: the darker the likelier, with its number; never 0 or 100 for what is only nearly so.
fn cell(look: Look, share: f64) -> Line<'static> {
    let darkness = match share {
        share if share <= 0.0 => return look.line(look.signs.rest, Role::Faint),
        share if share < 0.05 => 0,
        share if share < 0.25 => 1,
        share if share < 0.5 => 2,
        _ => 3,
    };
    let role = if share >= 0.5 {
        Role::Strong
    } else if share < 0.05 {
        Role::Faint
    } else {
        Role::Plain
    };
    Line::from(vec![
        look.span(look.signs.shades[darkness], Role::Bar),
        look.span(format!("{:>4}", share_text(share)), role),
    ])
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let Some(sure) = state.how_sure() else {
        canvas.text(inner, "Drawing weights and uncertain facts ...", Role::Faint);
        return;
    };
    let lines = wrap(&sure.words, inner.width.min(110));
    let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(inner.height / 2);
    for (line, y) in lines.iter().zip(inner.top()..inner.top() + high) {
        canvas.text(Rect { y, height: 1, ..inner }, line, Role::Plain);
    }
    let checks = &sure.robustness.checks;
    let below = u16::try_from(checks.len().min(4)).unwrap_or(0) + 1;
    let list = Rect { y: area.y + high + 1, height: area.height.saturating_sub(high + 1 + below), ..area };
    let vendors = listed(state);
    let ranks = vendors.iter().map(|vendor| vendor.acceptability.len()).max().unwrap_or(0);
    let mut columns = vec![Column::text("", 1, 1), Column::text("Share of draws in %", 16, 30).first()];
    for rank in 1..=ranks {
        // The first ranks matter most; where it is narrow, the last ones go.
        columns.push(Column::text(format!("#{rank}"), 5, 8).goes(u8::try_from(rank).unwrap_or(u8::MAX)));
    }
    columns.push(Column::text("out", 5, 8));
    columns.push(Column::number(SPREAD, 21).goes(1));
    let (count, at) = rows(state);
    grid::draw(canvas, list, &columns, count, (count > 0).then_some(at), |line, _| {
        let vendor = &vendors[line];
        let mut cells = vec![
            look.line(if line == at { look.signs.pointer } else { " " }, Role::Key),
            look.line(vendor.name.clone(), Role::Plain),
        ];
        cells.extend(
            (0..ranks).map(|rank| cell(look, vendor.acceptability.get(rank).copied().unwrap_or(0.0))),
        );
        cells.push(cell(look, vendor.out));
        let spread = vendor.score.as_ref().map_or_else(String::new, spread_text);
        cells.push(look.line(spread.replace('–', look.signs.dash), Role::Faint));
        Row::new(line, cells)
    });
    let foot = Rect { y: list.bottom(), height: area.bottom().saturating_sub(list.bottom()), ..inner };
    let head = if checks.is_empty() { "" } else { CHECKS };
    let name = look.line(head, Role::Strong);
    canvas.rule(Rect { height: 1.min(foot.height), ..foot }, &name);
    let Some(session) = &state.session else { return };
    for (check, y) in checks.iter().zip(foot.top() + 1..foot.bottom()) {
        let text = check_text(session.decision(), check);
        canvas.text(Rect { y, height: 1, ..foot }, &text, Role::Plain);
    }
}

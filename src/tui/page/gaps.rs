//! What is not known yet, ordered by how much of the score hangs on it.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::Page;
use crate::explain::{Gap, gaps};
use crate::score::evaluation::GateResult;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::Part;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 3] = [Action::Open, Action::Filter, Action::Add];

/// The page.
pub(super) struct GapsPage;

impl Part for GapsPage {
    fn names(&self) -> [&'static str; 2] {
        ["Gaps", "Gaps"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["gaps", "page: what is not known yet"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh gaps".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            [
                "At stake",
                "the points that the score may still move by, between the worst and the best answer",
            ],
            ["Known so far", "nothing, or the range that the file gives"],
            ["Read by", "the criteria, must-haves and costs that use the fact"],
            ["Rank", "the rank of the vendor now"],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        state.pages.gaps = row;
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
}

fn listed(state: &State) -> Vec<Gap<'_>> {
    let Some(session) = &state.session else { return Vec::new() };
    let mut gaps = gaps(&session.evaluation, false);
    gaps.retain(|gap| {
        state.shows(gap.vendor.name())
            || state.shows(gap.fact.as_str())
            || gap.reads().any(|name| state.shows(name))
    });
    gaps
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let count = listed(state).len();
    (count, state.pages.gaps.min(count.saturating_sub(1)))
}

fn selected(state: &State) -> Option<Gap<'_>> {
    let (_, at) = rows(state);
    listed(state).into_iter().nth(at)
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let opened = selected(state).filter(|_| matches!(action, Action::Open)).map(|gap| {
        let criterion = gap.criteria.first().map(|criterion| criterion.id.clone());
        let is_open = |result: &GateResult| gap.gates.iter().any(|open| open.gate.id == result.gate.id);
        (gap.vendor.id().clone(), criterion, gap.vendor.gates.iter().position(is_open))
    });
    let Some((vendor, criterion, gate)) = opened else { return Vec::new() };
    state.vendor = Some(vendor);
    match criterion {
        Some(criterion) => {
            state.page = Page::Vendor;
            super::vendor::show(state, &criterion);
        }
        // Only a must-have reads it.
        None => {
            state.pages.gate = gate.unwrap_or(0);
            state.filter.clear();
            state.page = Page::Gates;
        }
    }
    Vec::new()
}

/// Where the selected gap is to be filled.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let gap = selected(state)?;
    let line = gap.known.map_or(1, |fact| fact.location.line.max(1));
    Some((state.session.as_ref()?.opened.texts.vendor_file(gap.vendor.id().as_str())?, line))
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let look = canvas.look;
    let gaps = listed(state);
    if gaps.is_empty() {
        let text = if state.filter.is_empty() {
            " Everything that counts is known for sure."
        } else {
            " Nothing of that name."
        };
        canvas.text(area, text, Role::Plain);
        return;
    }
    let digits = session.evaluation.shown_decimals().points;
    let columns = [
        Column::text("", 1, 1),
        Column::number("At stake", 9),
        Column::text("Vendor", 12, 28).first(),
        Column::text("Fact", 12, 28).first(),
        Column::text("Known so far", 14, 60).goes(3),
        Column::text("Read by", 14, 50).goes(1),
        Column::number("Rank", 4).goes(2),
    ];
    let (count, at) = rows(state);
    grid::draw(canvas, area, &columns, count, Some(at), |line, _| {
        let gap = &gaps[line];
        let is_gate = !gap.gates.is_empty();
        let hangs_on_it = gap.stake(digits);
        Row::new(
            line,
            vec![
                look.line(if line == at { look.signs.pointer } else { " " }, Role::Key),
                look.line(hangs_on_it, if is_gate { Role::Bad } else { Role::Strong }),
                look.line(gap.vendor.name().to_owned(), Role::Plain),
                look.line(gap.fact.to_string(), Role::Plain),
                look.line(gap.known_so_far(), Role::Doubt),
                look.line(gap.reads().collect::<Vec<_>>().join(", "), Role::Faint),
                look.line(gap.vendor.rank.map_or_else(String::new, |rank| rank.to_string()), Role::Plain),
            ],
        )
    });
}

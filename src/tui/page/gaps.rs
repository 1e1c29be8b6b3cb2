//! What is not known yet, ordered by how much of the score hangs on it.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::Page;
use crate::answers::gaps::GapInWords;
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

/// Those that the filter shows; none while they are being worked out.
fn listed(state: &State) -> Vec<&GapInWords> {
    let gaps = state.gaps().unwrap_or_default().iter();
    let is_shown = |gap: &&GapInWords| {
        state.shows(&gap.name) || state.shows(&gap.fact) || gap.reads.iter().any(|name| state.shows(name))
    };
    gaps.filter(is_shown).collect()
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let count = listed(state).len();
    (count, state.pages.gaps.min(count.saturating_sub(1)))
}

fn selected(state: &State) -> Option<&GapInWords> {
    let (_, at) = rows(state);
    listed(state).into_iter().nth(at)
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let opened = selected(state).filter(|_| matches!(action, Action::Open)).map(|gap| {
        let gates = state.session.iter().flat_map(|session| &session.decision().gates);
        let gate = gates.map(|gate| &gate.id).position(|id| gap.gates.contains(id));
        (gap.vendor.clone(), gap.criterion.clone(), gate)
    });
    let Some((vendor, criterion, gate)) = opened else { return Vec::new() };
    state.vendor = Some(vendor);
    match (criterion, gate) {
        (Some(criterion), _) => {
            state.page = Page::Vendor;
            super::vendor::show(state, &criterion);
        }
        // Only a must-have reads it.
        (None, Some(gate)) => {
            state.pages.gate = gate;
            state.filter.clear();
            state.page = Page::Gates;
        }
        // Only costs read it.
        (None, None) => {
            state.filter.clear();
            state.page = Page::Cost;
        }
    }
    Vec::new()
}

/// Where the selected gap is to be filled.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let gap = selected(state)?;
    Some((state.session.as_ref()?.opened.texts.vendor_file(gap.vendor.as_str())?, gap.line))
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    if state.gaps().is_none() {
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, "Trying each open number at its ends ...", Role::Faint);
        return;
    }
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
        let gap = gaps[line];
        let is_gate = !gap.gates.is_empty();
        Row::new(
            line,
            vec![
                look.line(if line == at { look.signs.pointer } else { " " }, Role::Key),
                look.line(gap.stake.clone(), if is_gate { Role::Bad } else { Role::Strong }),
                look.line(gap.name.clone(), Role::Plain),
                look.line(gap.fact.clone(), Role::Plain),
                look.line(gap.known.clone(), Role::Doubt),
                look.line(gap.reads.join(", "), Role::Faint),
                look.line(gap.rank.map_or_else(String::new, |rank| rank.to_string()), Role::Plain),
            ],
        )
    });
}

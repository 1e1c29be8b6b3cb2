//! Vendors against must-haves, with reasons.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Page, ranking};
use crate::score::evaluation::{Outcome, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

pub(super) const ACTIONS: [Action; 4] = [Action::Open, Action::Filter, Action::Left, Action::Right];

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let gates = state.session.as_ref().map_or(0, |session| session.evaluation.gates.len());
    match action {
        Action::Left => state.gate = state.gate.min(gates).saturating_sub(1),
        Action::Right => state.gate = (state.gate + 1).min(gates.saturating_sub(1)),
        Action::Open => {
            if let Some(id) = ranking::selected(state).map(|vendor| vendor.id.clone()) {
                state.vendor = Some(id);
                state.page = Page::Vendor;
            }
        }
        _ => {}
    }
    Vec::new()
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let evaluation = &session.evaluation;
    if evaluation.gates.is_empty() {
        canvas.text(area, " This decision has no must-haves.", Role::Faint);
        return;
    }
    let look = canvas.look;
    let reasons = u16::try_from(evaluation.gates.len() + 1).unwrap_or(u16::MAX).min(area.height / 2);
    let list = Rect { height: area.height - reasons, ..area };
    let below = Rect { y: list.bottom(), height: reasons, ..area };
    let gate = state.gate.min(evaluation.gates.len() - 1);
    let listed = ranking::listed(state);
    let (count, at) = ranking::rows(state);
    // The selected gate is always seen: the columns before it go where there is no room.
    let name_cells = 24.min(area.width / 3);
    let room = usize::from(area.width.saturating_sub(name_cells + 4) / 9).max(1);
    let first = gate.saturating_sub(room - 1);
    let shown = first..(first + room).min(evaluation.gates.len());
    let mut columns = vec![Column::text("", 1, 1), Column::text("Vendor", name_cells, name_cells)];
    let cells = area.width.saturating_sub(name_cells + 3) / u16::try_from(shown.len()).unwrap_or(1);
    let cells = cells.saturating_sub(1).clamp(8, 26);
    for number in shown.clone() {
        let name = look.cut(&evaluation.gates[number].name, cells);
        columns.push(Column::text(name, cells, cells));
    }
    grid::draw(canvas, list, &columns, count, (count > 0).then_some(at), |line, _| {
        let vendor = &evaluation.vendors[listed[line]];
        let mut row = vec![
            look.line(if line == at { look.signs.pointer } else { " " }, Role::Key),
            look.line(vendor.name.clone(), if vendor.rank.is_some() { Role::Plain } else { Role::Faint }),
        ];
        row.extend(shown.clone().map(|number| outcome(look, vendor.gates[number].outcome)));
        Row::new(line, row)
    });
    if let Some(vendor) = ranking::selected(state) {
        draw_reasons(session, canvas, below, vendor, gate);
    }
}

/// An outcome as a sign and a word.
fn outcome(look: Look, outcome: Outcome) -> Line<'static> {
    let (sign, role) = match outcome {
        Outcome::Pass => (look.signs.pass, Role::Good),
        Outcome::Fail => (look.signs.fail, Role::Bad),
        Outcome::Open => (look.signs.unknown, Role::Doubt),
    };
    look.line(format!("{sign} {}", outcome.word()), role)
}

/// Every must-have of a vendor with the reason; the selected one first seen.
fn draw_reasons(session: &Session, canvas: &mut Canvas<'_>, area: Rect, vendor: &VendorResult, gate: usize) {
    let look = canvas.look;
    let name = look.line(vendor.name.as_str(), Role::Strong);
    canvas.rule(Rect { height: 1.min(area.height), ..area }, &name);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let columns = [
        Column::text("", 1, 1),
        Column::text("", 6, 6),
        Column::text("", 16, 40),
        Column::text("", 10, 120),
    ];
    let first = grid::first_row(gate, vendor.gates.len(), body.height.into());
    for ((number, result), y) in vendor.gates.iter().enumerate().skip(first).zip(body.top()..body.bottom()) {
        let line = Rect { y, height: 1, ..body };
        let asks = &session.evaluation.gates[number].asks;
        let reason = if result.outcome == Outcome::Pass { asks } else { &result.reason };
        let role = if number == gate { Role::Strong } else { Role::Plain };
        let cells = vec![
            look.line(if number == gate { look.signs.pointer } else { " " }, Role::Key),
            outcome(look, result.outcome),
            look.line(result.name.clone(), role),
            look.line(reason.clone(), if result.outcome == Outcome::Pass { Role::Faint } else { Role::Plain }),
        ];
        grid::draw_line(canvas, line, &columns, &Row::new(number, cells));
    }
}

//! Vendors against must-haves, with reasons.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Page, ranking};
use crate::explain::words::passed;
use crate::open::parts;
use crate::score::Evaluation;
use crate::score::evaluation::{Outcome, VendorResult};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look};
use crate::tui::effect::Effect;
use crate::tui::form::make::Kind;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::Part;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 7] =
    [Action::Open, Action::Filter, Action::Left, Action::Right, Action::Add, Action::Remove, Action::Details];

/// The page.
pub(super) struct GatesPage;

impl Part for GatesPage {
    fn names(&self) -> [&'static str; 2] {
        ["Gates", "Gates"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["gates", "page: must-haves"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh rank".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            ["pass", "the vendor has it, with its figure and how much is to spare"],
            ["fail", "the vendor is out, whatever its score"],
            ["open", "the fact is not known, so it may still fail; an award can be made subject to it"],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        ranking::rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        ranking::select(state, row);
    }

    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect> {
        update(state, action)
    }

    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        draw(state, canvas, area);
    }

    fn adds(&self) -> Kind {
        Kind::Gate
    }

    fn removes(&self, state: &State) -> Option<(parts::Kind, String)> {
        let gate = state.session.as_ref()?.decision().gates.get(state.pages.gate)?;
        Some((parts::Kind::Gate, gate.id.to_string()))
    }
}

/// The names of the gates, then of the minimums, as every vendor lists them.
fn must_haves(evaluation: &Evaluation) -> Vec<String> {
    let gates = evaluation.decision.gates.iter().map(|gate| gate.name.clone());
    let minimums = evaluation.vendors.first().into_iter().flat_map(|vendor| vendor.minimums.iter());
    gates.chain(minimums.map(|minimum| format!("Minimum: {}", minimum.name))).collect()
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let count = state.session.as_ref().map_or(0, |session| must_haves(&session.evaluation).len());
    match action {
        Action::Left => state.pages.gate = state.pages.gate.min(count).saturating_sub(1),
        Action::Right => state.pages.gate = (state.pages.gate + 1).min(count.saturating_sub(1)),
        Action::Open => {
            if let Some(id) = ranking::selected(state).map(|vendor| vendor.id().clone()) {
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
    let must_haves = must_haves(evaluation);
    if must_haves.is_empty() {
        canvas.text(area, " This decision has no must-haves.", Role::Faint);
        return;
    }
    let look = canvas.look;
    let reasons = u16::try_from(must_haves.len() + 1).unwrap_or(u16::MAX).min(area.height / 2);
    let list = Rect { height: area.height - reasons, ..area };
    let below = Rect { y: list.bottom(), height: reasons, ..area };
    let gate = state.pages.gate.min(must_haves.len() - 1);
    let listed = ranking::listed(state);
    let (count, at) = (listed.len(), ranking::place(state, &listed));
    // The selected must-have is always seen: the columns before it go where there is no room.
    let name_cells = 24.min(area.width / 3);
    let room = usize::from(area.width.saturating_sub(name_cells + 4) / 9).max(1);
    let first = gate.saturating_sub(room - 1);
    let shown = first..(first + room).min(must_haves.len());
    let mut columns = vec![Column::text("", 1, 1), Column::text("Vendor", name_cells, name_cells)];
    let cells = area.width.saturating_sub(name_cells + 3) / u16::try_from(shown.len()).unwrap_or(1);
    let cells = cells.saturating_sub(1).clamp(8, 26);
    for number in shown.clone() {
        let mark = if number == gate { look.signs.pointer } else { "" };
        let name = look.cut(&format!("{mark}{}", must_haves[number]), cells);
        columns.push(Column::text(name, cells, cells));
    }
    grid::draw(canvas, list, &columns, count, (count > 0).then_some(at), |line, _| {
        let vendor = &evaluation.vendors[listed[line]];
        let outcomes: Vec<Outcome> = vendor.must_haves().map(|(_, outcome, _)| outcome).collect();
        let mut row = vec![
            look.line(if line == at { look.signs.pointer } else { " " }, Role::Key),
            look.line(
                vendor.name().to_owned(),
                if vendor.rank.is_some() { Role::Plain } else { Role::Faint },
            ),
        ];
        row.extend(
            shown
                .clone()
                .map(|number| outcomes.get(number).map_or_else(Line::default, |out| outcome(look, *out))),
        );
        Row::new(line, row)
    });
    if let Some(vendor) = ranking::selected(state) {
        draw_reasons(canvas, below, vendor, &must_haves, gate);
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
fn draw_reasons(
    canvas: &mut Canvas<'_>,
    area: Rect,
    vendor: &VendorResult,
    must_haves: &[String],
    gate: usize,
) {
    let look = canvas.look;
    let name = look.line(vendor.name(), Role::Strong);
    canvas.rule(Rect { height: 1.min(area.height), ..area }, &name);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let columns =
        [Column::text("", 1, 1), Column::text("", 6, 6), Column::text("", 16, 40), Column::text("", 10, 120)];
    let first = grid::first_row(gate, must_haves.len(), body.height.into());
    let all = must_haves.iter().zip(vendor.must_haves()).enumerate().skip(first);
    for ((number, (must_have, (_, result, reason))), y) in all.zip(body.top()..body.bottom()) {
        let line = Rect { y, height: 1, ..body };
        let is_met = result == Outcome::Pass;
        let met = vendor.gates.get(number).filter(|_| is_met).map(passed);
        let text = met.as_deref().unwrap_or(reason);
        let cells = vec![
            look.line(if number == gate { look.signs.pointer } else { " " }, Role::Key),
            outcome(look, result),
            look.line(must_have.clone(), if number == gate { Role::Strong } else { Role::Plain }),
            look.line(text.to_owned(), if is_met { Role::Faint } else { Role::Plain }),
        ];
        grid::draw_line(canvas, line, &columns, &Row::new(number, cells));
    }
}

//! The scores over one weight from 0 to 100 %, with what changes where.

use ratatui::layout::Rect;

use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::state::State;

pub(super) const ACTIONS: [Action; 2] = [Action::NextCriterion, Action::PreviousCriterion];

pub(super) fn update(_state: &mut State, _action: &Action) -> Vec<Effect> {
    Vec::new()
}

pub(super) fn draw(_state: &State, _canvas: &mut Canvas<'_>, _area: Rect) {}

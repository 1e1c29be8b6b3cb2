//! From what the terminal reports to actions.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::canvas::{Does, Hit};
use super::key::Key;
use super::state::{Modal, State};
use super::wizard;

/// What of the last frame the mouse can hit, and what it holds.
#[derive(Debug, Default)]
pub(crate) struct Pointer {
    pub(crate) hits: Vec<Hit>,
    /// The slider that is being dragged, with its row.
    grabbed: Option<(Rect, usize)>,
}

impl Pointer {
    /// The actions that an event means.
    pub(crate) fn actions(&mut self, event: &Event, state: &State) -> Vec<Action> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                self::key(*key, event, state).into_iter().collect()
            }
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Paste(text) if is_typing(state) => vec![Action::Paste(text.clone())],
            _ => Vec::new(),
        }
    }

    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Action> {
        let at = Position { x: mouse.column, y: mouse.row };
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                // What was drawn last lies on top.
                let hit = self.hits.iter().rev().find(|hit| hit.area.contains(at));
                match hit.map(|hit| (hit.area, &hit.does)) {
                    Some((_, Does::Action(action))) => vec![action.clone()],
                    Some((area, Does::Slider(row))) => {
                        self.grabbed = Some((area, *row));
                        vec![slide(area, *row, at.x)]
                    }
                    None => Vec::new(),
                }
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                self.grabbed.map(|(area, row)| slide(area, row, at.x)).into_iter().collect()
            }
            MouseEventKind::Up(_) => {
                self.grabbed = None;
                vec![Action::Release]
            }
            MouseEventKind::ScrollUp => vec![Action::Up],
            MouseEventKind::ScrollDown => vec![Action::Down],
            _ => Vec::new(),
        }
    }
}

/// Where on its length a slider is hit.
fn slide(area: Rect, row: usize, x: u16) -> Action {
    let along = u32::from(x.clamp(area.left(), area.right()) - area.left());
    let length = u32::from(area.width.saturating_sub(1).max(1));
    Action::Slide(row, u16::try_from((along * 1_000 / length).min(1_000)).unwrap_or(1_000))
}

fn is_typing(state: &State) -> bool {
    matches!(state.modal, Some(Modal::Palette(..) | Modal::Form(_)))
        || matches!(&state.modal, Some(Modal::Output(output)) if output.is_asking())
        || (state.modal.is_none() && state.typing.is_some())
}

fn key(event: KeyEvent, whole: &Event, state: &State) -> Option<Action> {
    let key = Key::from(event);
    if is_typing(state) {
        let named = match event.code {
            KeyCode::Enter => Some(Action::Open),
            KeyCode::Esc => Some(Action::Back),
            KeyCode::Up => Some(Action::Up),
            KeyCode::Down => Some(Action::Down),
            KeyCode::PageUp => Some(Action::PageUp),
            KeyCode::PageDown => Some(Action::PageDown),
            KeyCode::Tab => Some(Action::NextPage),
            KeyCode::BackTab => Some(Action::PreviousPage),
            KeyCode::Char('c') if event.modifiers.contains(KeyModifiers::CONTROL) => Some(Action::Back),
            KeyCode::Char('s') if event.modifiers.contains(KeyModifiers::CONTROL) => Some(Action::Save),
            KeyCode::Char('t') if event.modifiers.contains(KeyModifiers::CONTROL) => Some(Action::Raw),
            _ => None,
        };
        return named.or_else(|| tui_input::backend::crossterm::to_input_request(whole).map(Action::Type));
    }
    if let (Some(Modal::Ask(question, _)), KeyCode::Char(c)) = (&state.modal, event.code) {
        let answer = question.answers().iter().position(|(key, _)| key.eq_ignore_ascii_case(&c));
        if let Some(answer) = answer {
            return Some(Action::Answer(answer));
        }
    }
    let is_plain = !event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if let Some(request) = wizard::typed(state, event.code).filter(|_| state.modal.is_none() && is_plain) {
        return Some(Action::Type(request));
    }
    if let (true, KeyCode::Char(c), KeyModifiers::NONE) = (state.takes_digits(), event.code, event.modifiers)
        && let Some(digit) = c.to_digit(10).and_then(|digit| u8::try_from(digit).ok())
    {
        return Some(Action::Digit(digit));
    }
    state.keys.map.action(key, &state.possible())
}

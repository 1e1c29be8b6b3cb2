//! The numbers that matter most of the selected quote, as sliders: how much a bot takes, how much is solved at first, wages.
//! What they are moved to is a what-if until it is saved, as every change is.

use std::sync::Arc;

use ratatui::text::{Line, Span};

use crate::answers::cost::value_text;
use crate::cost::assumptions::Assumption;
use crate::exact::{Exact, Mode, Rounding};
use crate::tui::action::Action;
use crate::tui::canvas::{Look, cells_of};
use crate::tui::effect::{Effect, ValueJob};
use crate::tui::session::{Session, Target};
use crate::tui::state::State;
use crate::tui::theme::Role;

/// The cells of a slider.
pub(super) const CELLS: u16 = 20;

/// Steps of a slider from end to end.
const STEPS: u32 = 100;

/// Where a slider ends: shares are all or nothing, and wages do not rise by more than that a year.
fn most(lever: &Assumption) -> Exact {
    Exact::from(if lever.unit == "%" { 100 } else { 20 })
}

/// One step.
fn step(lever: &Assumption) -> Exact {
    most(lever).over(&Exact::from(STEPS)).unwrap_or(Exact::ONE)
}

/// What it is now: what was typed or moved last, which the decision may not follow yet.
fn now(session: &Session, lever: &Assumption) -> Exact {
    let typed = session.change_of(&Target::of_path(&lever.path));
    let number = typed.and_then(|text| Exact::parse(text.trim()).ok());
    number.unwrap_or_else(|| lever.value.likely.clone())
}

/// Moves it; what is not a whole number of steps goes to the nearest one.
pub(super) fn update(state: &State, lever: &Assumption, action: &Action) -> Option<Vec<Effect>> {
    let session = state.session.as_ref()?;
    let by = |steps: i32| &now(session, lever) + &(&step(lever) * &Exact::from(steps));
    let wanted = match action {
        Action::More => by(1),
        Action::Less => by(-1),
        Action::MuchMore => by(5),
        Action::MuchLess => by(-5),
        Action::Slide(_, thousandths) => {
            (&most(lever) * &Exact::from(u32::from(*thousandths))).over(&Exact::from(1_000))?
        }
        _ => return None,
    };
    let steps = wanted.over(&step(lever))?;
    let whole = Rounding { digits: 0, mode: Mode::HalfUp }.apply(&steps);
    let number = (&whole * &step(lever)).max(Exact::ZERO).min(most(lever));
    let text = number.plain(2);
    if now(session, lever) == number {
        return Some(Vec::new());
    }
    Some(vec![Effect::ReadValue(Box::new(ValueJob {
        opened: Arc::clone(&session.opened),
        target: Target::of_path(&lever.path),
        text,
        source: None,
        what_if: None,
        is_final: true,
        is_nudge: true,
    }))])
}

/// Lets it be as the files have it.
pub(super) fn reset(state: &mut State, lever: &Assumption) {
    let Some(session) = &mut state.session else { return };
    let target = Target::of_path(&lever.path);
    if !session.is_target_changed(&target) {
        return;
    }
    // A source that was given for another value goes with it.
    let own = Target::Value(format!("{}.source", lever.path));
    let source = session.is_target_changed(&own).then_some((own, None));
    let says = format!("{}: as the file has it", lever.name);
    session.change(std::iter::once((target, None)).chain(source).collect(), says, None);
}

/// The slider with its number, in its row.
pub(super) fn drawn(session: &Session, look: Look, lever: &Assumption) -> Line<'static> {
    let is_changed = session.is_target_changed(&Target::of_path(&lever.path));
    let share = lever.value.likely.over(&most(lever)).unwrap_or_default().to_f64();
    let filled = cells_of(share, CELLS);
    let star = if is_changed { "*" } else { "" };
    let role = if is_changed { Role::Strong } else { Role::Plain };
    let value = value_text(&lever.value).replace('–', look.signs.dash);
    Line::from(vec![
        look.span(look.signs.full.repeat(filled.into()), Role::Bar),
        look.span(look.signs.rest.repeat(CELLS.saturating_sub(filled).into()), Role::Faint),
        Span::raw("  "),
        look.span(format!("{star}{}: {value} {}", lever.name, lever.unit), role),
    ])
}

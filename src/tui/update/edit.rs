//! The line that is being typed: a filter, a weight, a fact.

use std::sync::Arc;

use tui_input::InputRequest;

use crate::decision::Weight;
use crate::exact::Exact;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, ValueJob};
use crate::tui::page::{panel, weights};
use crate::tui::state::{State, Typed, Typing};
use crate::tui::wizard;

/// The most characters of a typed line.
const LONGEST: usize = 4_000;

pub(super) fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(mut typing) = state.typing.take() else { return Vec::new() };
    match action {
        Action::Open => return accept(state, typing),
        Action::Back => {
            match typing.what {
                Typed::Filter => state.filter.clear(),
                // The mark is given; its note may follow later.
                Typed::Note(_, true) => panel::next(state),
                _ => {}
            }
            return Vec::new();
        }
        Action::Type(request) => {
            if !matches!(request, InputRequest::InsertChar(_)) || typing.input.value().len() < LONGEST {
                typing.input.handle(request);
            }
        }
        Action::Paste(text) => {
            for c in text.chars().filter(|c| !c.is_control()).take(LONGEST) {
                typing.input.handle(InputRequest::InsertChar(c));
            }
        }
        _ => {
            state.typing = Some(typing);
            return Vec::new();
        }
    }
    let effects = check(state, &mut typing, false);
    state.typing = Some(typing);
    effects
}

/// Looks at what is typed so far.
fn check(state: &mut State, typing: &mut Typing, is_final: bool) -> Vec<Effect> {
    let text = typing.input.value();
    match &typing.what {
        Typed::Filter => {
            text.clone_into(&mut state.filter);
            Vec::new()
        }
        Typed::Remarks => Vec::new(),
        Typed::Weight(_) => {
            typing.problem = weight(text).err();
            Vec::new()
        }
        Typed::Mark(seat) => {
            typing.problem = panel::typed_mark(state, seat, text).err();
            Vec::new()
        }
        Typed::Note(..) | Typed::Reason(..) => {
            typing.problem = None;
            Vec::new()
        }
        Typed::Value(target) => {
            let Some(session) = &state.session else { return Vec::new() };
            let path = target.path();
            let is_fact =
                path.starts_with("vendors.") && (path.contains(".facts.") || path.contains(".ratings."));
            // An emptied fact becomes an empty table, which a vendor file reads as "asked, not known".
            let text = if text.trim().is_empty() && is_fact { "{}" } else { text }.to_owned();
            let opened = Arc::clone(&session.opened);
            let target = target.clone();
            vec![Effect::ReadValue(Box::new(ValueJob { opened, target, text, is_final }))]
        }
    }
}

/// A weight as it is typed, or what is wrong with it.
pub(super) fn weight(text: &str) -> Result<Weight, String> {
    let number =
        Exact::parse(text.trim()).map_err(|_| "a weight is a number such as 25 or 12.5".to_owned())?;
    Weight::new(number).ok_or_else(|| "a weight is 0 or more".to_owned())
}

fn accept(state: &mut State, mut typing: Typing) -> Vec<Effect> {
    if typing.what.target().is_some() && !matches!(typing.what, Typed::Value(_)) {
        return panel::accept(state, typing);
    }
    let effects = check(state, &mut typing, true);
    match &typing.what {
        Typed::Filter | Typed::Mark(_) | Typed::Note(..) | Typed::Reason(..) => Vec::new(),
        Typed::Remarks => {
            wizard::note(state, typing.input.value());
            Vec::new()
        }
        Typed::Weight(criterion) => {
            let criteria = state.session.as_ref().map(|session| &session.decision().criteria);
            let at = criteria.and_then(|criteria| criteria.iter().position(|other| other.id == *criterion));
            match (weight(typing.input.value()), at) {
                (Ok(weight), Some(at)) => weights::set(state, at, weight, false),
                _ => state.typing = Some(typing),
            }
            Vec::new()
        }
        // It stays open until it was read without an error.
        Typed::Value(_) => {
            state.typing = Some(typing);
            effects
        }
    }
}

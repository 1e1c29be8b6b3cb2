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
        Action::Open | Action::Save => return accept(state, typing),
        Action::Back => {
            match typing.what {
                Typed::Filter => state.filter.clear(),
                // The mark is given; its note may follow later.
                Typed::Note(_, true) => panel::next(state),
                _ => {}
            }
            return Vec::new();
        }
        Action::Type(request) => typed(&mut typing, request),
        Action::Paste(text) => {
            for c in text.chars().filter(|c| !c.is_control()).take(LONGEST) {
                typed(&mut typing, InputRequest::InsertChar(c));
            }
        }
        // The other field of the line.
        Action::NextPage => {
            if let Some(source) = &mut typing.source {
                source.is_active = !source.is_active;
            }
            state.typing = Some(typing);
            return Vec::new();
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

/// Takes a key in the field that it goes to. Where all of it is selected, what is typed takes its place.
fn typed(typing: &mut Typing, request: InputRequest) {
    use InputRequest::{DeleteNextChar, DeleteNextWord, DeletePrevChar, DeletePrevWord, InsertChar};
    let is_main = typing.source.as_ref().is_none_or(|source| !source.is_active);
    if is_main && std::mem::take(&mut typing.is_selected) {
        match request {
            InsertChar(_) => typing.input.reset(),
            DeletePrevChar | DeleteNextChar | DeletePrevWord | DeleteNextWord => {
                typing.input.reset();
                return;
            }
            _ => {}
        }
    }
    let field = typing.field();
    if !matches!(request, InsertChar(_)) || field.value().len() < LONGEST {
        field.handle(request);
    }
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
            let source = typing.source_text();
            vec![Effect::ReadValue(Box::new(ValueJob {
                opened,
                target,
                text,
                source,
                what_if: None,
                is_final,
                is_nudge: false,
            }))]
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
                (Ok(weight), Some(at)) => weights::set(state, at, &weight, false),
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

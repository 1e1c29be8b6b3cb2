//! Editing the fact or the weight that is selected.

use std::path::PathBuf;
use std::sync::Arc;

use super::selected;
use crate::answers::locks::against;
use crate::decision::{CriterionId, FactId, VendorId};
use crate::open::Opened;
use crate::text::suggest::listed;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::form::fact::{of_fact, of_mark};
use crate::tui::page::{Page, panel};
use crate::tui::session::Target;
use crate::tui::state::{Modal, SourceField, State, Typed, Typing};

pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    let selected = selected(state);
    if let Some(one) = selected.as_ref().filter(|one| one.is_of_panel) {
        let keys = |action| crate::tui::help::first_key(state, &action);
        let (give, moderate) = (keys(Action::GiveMarks), keys(Action::Moderate));
        if let Some(vendor) = state.selected().map(|vendor| vendor.id().clone()) {
            panel::show(state, vendor, one.criterion.clone());
            state.say(format!(
                "the panel gives this mark: {give} gives yours, {moderate} talks through what is apart"
            ));
        }
        return Vec::new();
    }
    let target = selected.and_then(|selected| selected.target);
    let of_formula = target.as_ref().and_then(|target| {
        let path = target.path();
        let fact = FactId::new(path.split('.').nth(3)?);
        let decision = state.evaluation()?.decision.clone();
        let is_fact = path.split('.').nth(2) == Some("facts");
        (is_fact && decision.derivations.has(&fact)).then(|| {
            let inputs = decision.derivations.inputs(&fact);
            listed(&inputs.iter().map(FactId::as_str).collect::<Vec<_>>(), "and")
        })
    });
    if let Some(inputs) = of_formula {
        state.say(format!("this is worked out by a formula of the criteria file, from {inputs}"));
        return Vec::new();
    }
    let is_worked_out = target.as_ref().is_some_and(|target| target.path().split('.').count() > 4);
    if is_worked_out {
        let key = crate::tui::help::first_key(state, &Action::Go(Page::Cost));
        state.say(format!("this is worked out from the quote; {key} shows what it hangs on"));
        return Vec::new();
    }
    let (Some(target), Some(session)) = (target, &state.session) else {
        state.say("choose a criterion with a fact to change it");
        return Vec::new();
    };
    let opened = Arc::clone(&session.opened);
    edit_target(state, target, opened)
}

/// Opens the form of a fact or a mark, and the line for any other value.
pub(crate) fn edit_target(state: &mut State, target: Target, opened: Arc<Opened>) -> Vec<Effect> {
    let path = target.path();
    let Some(session) = &state.session else { return Vec::new() };
    let decision = session.decision();
    let form = match path.split('.').collect::<Vec<_>>().as_slice() {
        ["vendors", vendor, table @ ("facts" | "ratings"), key] => {
            let name = decision.vendor_name(&VendorId::new(*vendor)).to_owned();
            Some(if *table == "facts" {
                of_fact(decision, target.clone(), &name, &FactId::new(*key))
            } else {
                of_mark(decision, target.clone(), &name, &CriterionId::new(*key))
            })
        }
        _ => None,
    };
    let Some(mut form) = form else { return type_target(state, target, opened) };
    form.warning = against(decision, &path);
    state.modal = Some(Modal::Form(Box::new(form)));
    vec![Effect::AsWritten(opened, path)]
}

/// Opens the line in which a value is typed as its file has it.
pub(crate) fn type_target(state: &mut State, target: Target, opened: Arc<Opened>) -> Vec<Effect> {
    let changed = state.session.as_ref().and_then(|session| {
        session.changes().into_iter().find(|(path, _)| *path == target.path()).map(|(_, text)| text)
    });
    let path = target.path();
    let is_fact = path.split('.').nth(2) == Some("facts");
    let typing = Typing::over(Typed::Value(target), changed.unwrap_or_default());
    let source = is_fact.then(SourceField::default);
    let warning = state.session.as_ref().and_then(|session| against(session.decision(), &path));
    state.typing = Some(Typing { source, warning, ..typing });
    vec![Effect::AsWritten(opened, path)]
}

/// The file of the selected vendor.
pub(crate) fn file(state: &State) -> Option<PathBuf> {
    let session = state.session.as_ref()?;
    session.opened.texts.vendor_file(state.selected()?.id().as_str())
}

/// Where the selected fact stands.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let session = state.session.as_ref()?;
    let selected = selected(state);
    let is_of_panel = selected.as_ref().is_some_and(|selected| selected.is_of_panel);
    match selected.and_then(|selected| selected.location) {
        // What the panel agreed on stands in its own file.
        Some((location, line)) if is_of_panel && line > 0 => {
            Some((session.request().workspace.root.join(location), line))
        }
        Some((_, line)) => Some((file(state)?, line.max(1))),
        None => Some((file(state)?, 1)),
    }
}

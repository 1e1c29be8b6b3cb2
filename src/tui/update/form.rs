//! Forms: what is typed into them, and what they do once they are done.

use std::sync::Arc;

use crate::answers::locks::against;
use crate::answers::uncertainty::is_large;
use crate::files::Workspace;
use crate::open::Opened;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, MakeJob, PictureJob, RemovalJob, ValueJob};
use crate::tui::form::make::Kind;
use crate::tui::form::{About, Form, Outcome, command, fact, make, sections, table};
use crate::tui::page::vendor;
use crate::tui::session::Target;
use crate::tui::state::{Modal, State};

/// Opens the form of something new.
pub(crate) fn open(state: &mut State, kind: Kind) -> Vec<Effect> {
    let decision = state.session.as_ref().map(|session| Arc::clone(session.decision()));
    state.modal = Some(Modal::Form(Box::new(kind.form(decision.as_deref()))));
    Vec::new()
}

/// Opens the form of what the page lists.
pub(super) fn add(state: &mut State) -> Vec<Effect> {
    if state.session.is_none() && !lacks_criteria_alone(state) {
        state.say("mend the files first: page 8 shows what is wrong");
        return Vec::new();
    }
    let kind = if state.session.is_none() { Kind::Criterion } else { state.page.part().adds() };
    open(state, kind)
}

/// Looks whether what an open form is about changed meanwhile.
pub(super) fn look_again(state: &State) -> Option<Effect> {
    let Some(Modal::Form(form)) = &state.modal else { return None };
    let About::Fact(asked) = &form.about else { return None };
    let session = state.session.as_ref()?;
    Some(Effect::AsWritten(Arc::clone(&session.opened), asked.target.path()))
}

/// Opens the form of what is said of the selected part besides facts and weights.
pub(super) fn details(state: &mut State) -> Vec<Effect> {
    match state.page.part().removes(state) {
        Some((kind, id)) => open_table(state, table::of_part(kind, &id)),
        None => {
            state.say("choose a vendor, a criterion or a must-have first: pages 1, 4 and 5");
            Vec::new()
        }
    }
}

/// Has the scale or the formula that a form shows worked out.
fn look_at_formula(state: &State, form: &Form) -> Option<Effect> {
    let session = state.session.as_ref()?;
    let (path, text) = table::shown_live(form)?;
    let is_drawn =
        !text.is_empty() && !is_large(session.decision()) && !session.decision().provenance.is_sealed;
    let changes = session.changes().into_iter().map(|(path, value)| format!("{path}={value}"));
    let what_if = session.request().what_if.iter().cloned().chain(changes).collect();
    let opened = Arc::clone(&session.opened);
    is_drawn.then(|| Effect::Picture(Box::new(PictureJob { opened, what_if, path, text })))
}

/// Shows what the scale or the formula of a form comes to.
pub(super) fn pictured(state: &mut State, path: &str, picture: Result<Vec<String>, String>) {
    let Some(Modal::Form(form)) = &mut state.modal else { return };
    if table::shown_live(form).is_none_or(|(shown, _)| shown != path) {
        return;
    }
    match picture {
        Ok(lines) => form.picture = lines,
        // While it is typed it is none yet; the last one stays.
        Err(why) => form.said = Some(why).filter(|why| !why.is_empty()),
    }
}

/// Asks which table of the files is to be opened.
pub(super) fn sections(state: &mut State) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let vendor = state.selected().map(|vendor| vendor.id().to_string());
    vec![Effect::ListSections(Arc::clone(&session.opened), vendor)]
}

/// Opens the form of a section of the criteria file.
pub(super) fn section(state: &mut State, section: table::Section) -> Vec<Effect> {
    open_table(state, table::of_section(section))
}

fn open_table(state: &mut State, mut form: Form) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let paths = table::paths(&form);
    form.warning = paths.first().and_then(|path| against(session.decision(), path));
    let effect = Effect::ReadKeys(Arc::clone(&session.opened), paths);
    state.modal = Some(Modal::Form(Box::new(form)));
    vec![effect]
}

/// Fills the form with what its file says, and with what was changed since.
pub(super) fn keys_read(state: &mut State, read: Vec<(String, Option<String>)>) -> Option<Effect> {
    let (Some(session), Some(Modal::Form(form))) = (&mut state.session, &mut state.modal) else {
        return None;
    };
    let is_it = table::paths(form).iter().eq(read.iter().map(|(path, _)| path));
    if !is_it {
        return None;
    }
    let now: Vec<Option<String>> = read
        .into_iter()
        .map(|(path, written)| {
            let target = Target::of_path(&path);
            if let Some(text) = &written {
                session.remember(target.clone(), text.clone());
            }
            session.change_of(&target).map(str::to_owned).or(written)
        })
        .collect();
    table::fill(form, &now);
    let Some(Modal::Form(form)) = &state.modal else { return None };
    look_at_formula(state, form)
}

/// Has the changed values of a table read, each for itself.
fn table_done(state: &State, form: &mut Form) -> Option<Vec<Effect>> {
    let session = state.session.as_ref()?;
    let changes = match table::changes(form) {
        Ok(changes) => changes,
        Err((key, why)) => {
            form.go_to(&key);
            form.problem = Some(why);
            return Some(Vec::new());
        }
    };
    let About::Table(asked) = &mut form.about else { return None };
    asked.pending = changes.len();
    let read = |(path, text): (String, String)| {
        Effect::ReadValue(Box::new(ValueJob {
            opened: Arc::clone(&session.opened),
            target: Target::of_path(&path),
            text,
            source: None,
            what_if: None,
            is_final: true,
            is_nudge: false,
        }))
    };
    // Nothing changed: nothing is left to wait for.
    (!changes.is_empty()).then(|| changes.into_iter().map(read).collect())
}

/// Whether nothing is wrong with the files but that there is no criterion yet.
pub(super) fn lacks_criteria_alone(state: &State) -> bool {
    let Some(opened) = &state.found.opened else { return false };
    let mut errors = opened.problems.iter().filter(|problem| problem.is_error()).peekable();
    errors.peek().is_some() && errors.all(|problem| problem.code == crate::diagnostic::Code::NoCriteria)
}

/// Asks what goes with what is selected.
pub(super) fn plan_removal(state: &mut State) -> Vec<Effect> {
    if state.is_changed() {
        state.say("save or discard the changes first: what is taken away is gone from the files at once");
        return Vec::new();
    }
    let Some(session) = &state.session else { return Vec::new() };
    let selected = state.page.part().removes(state);
    let Some((kind, id)) = selected else {
        state.say("nothing here can be taken away; vendors on page 1, criteria on 4, must-haves on 5");
        return Vec::new();
    };
    let job = RemovalJob { opened: Arc::clone(&session.opened), kind, id };
    vec![Effect::PlanRemoval(Box::new(job))]
}

pub(super) fn update(state: &mut State, mut form: Box<Form>, action: &Action) -> Vec<Effect> {
    let outcome = form.act(action);
    match outcome {
        Outcome::Left => return Vec::new(),
        Outcome::Raw => return raw(state, *form),
        Outcome::Changed | Outcome::Picked => {
            form.problem = None;
            form.said = None;
            if outcome == Outcome::Picked {
                make::follow(&mut form);
            }
            fact::follow(&mut form);
            command::follow(&mut form);
        }
        Outcome::Stays | Outcome::Done => {}
    }
    let effects = match &form.about {
        About::New(kind) if outcome == Outcome::Done => {
            let kind = *kind;
            done(state, &mut form, kind)
        }
        About::Fact(_) if outcome == Outcome::Done && fact::is_as_filled(&form) => return Vec::new(),
        About::Fact(_) if outcome != Outcome::Stays => match fact::missing(&form) {
            None => read(state, &form, outcome == Outcome::Done),
            Some((key, why)) => {
                if outcome == Outcome::Done {
                    form.go_to(key);
                    form.problem = Some(why.to_owned());
                }
                Vec::new()
            }
        },
        About::Table(_) if outcome == Outcome::Done => match table_done(state, &mut form) {
            Some(effects) => effects,
            None => return Vec::new(),
        },
        About::Command(_) if outcome == Outcome::Done => return super::command::run(state, form),
        About::Table(_) if outcome != Outcome::Stays => look_at_formula(state, &form).into_iter().collect(),
        About::Sections(listed) if outcome == Outcome::Done || outcome == Outcome::Picked => {
            match sections::chosen(listed, &form) {
                Some(section) => {
                    return open_table(
                        state,
                        table::of_path(&section.path, &section.keys, !section.is_there),
                    );
                }
                None if outcome == Outcome::Done => {
                    form.problem = Some("no file has such a part; choose one of the list".to_owned());
                    Vec::new()
                }
                None => Vec::new(),
            }
        }
        About::New(_) | About::Fact(_) | About::Table(_) | About::Command(_) | About::Sections(_) => {
            Vec::new()
        }
    };
    state.modal = Some(Modal::Form(form));
    effects
}

/// Has the decision or the part made that the form describes.
fn done(state: &State, form: &mut Form, kind: Kind) -> Vec<Effect> {
    let wanted = match make::wanted(form, kind) {
        Ok(wanted) => wanted,
        Err((key, why)) => {
            form.go_to(key);
            form.problem = Some(why);
            return Vec::new();
        }
    };
    let opened = files(state);
    let workspace = opened.as_ref().map(|opened| opened.texts.request.workspace.clone());
    let workspace = workspace
        .or_else(|| state.start.workspace.clone())
        .unwrap_or_else(|| Workspace { root: state.start.directory.clone() });
    vec![Effect::Make(Box::new(MakeJob { opened, workspace, wanted }))]
}

/// The files that something is added to.
fn files(state: &State) -> Option<Arc<Opened>> {
    let of_session = state.session.as_ref().map(|session| Arc::clone(&session.opened));
    of_session.or_else(|| state.found.opened.clone())
}

/// Reads what the form of a fact says so far.
fn read(state: &State, form: &Form, is_final: bool) -> Vec<Effect> {
    let (About::Fact(asked), Some(session)) = (&form.about, &state.session) else { return Vec::new() };
    if !asked.is_filled {
        return Vec::new();
    }
    let is_small = !is_large(session.decision()) && !session.decision().provenance.is_sealed;
    let what_if = (!is_final && is_small).then(|| {
        let request = session.request().what_if.iter().cloned();
        request.chain(session.changes().into_iter().map(|(path, value)| format!("{path}={value}"))).collect()
    });
    vec![Effect::ReadValue(Box::new(ValueJob {
        opened: Arc::clone(&session.opened),
        target: asked.target.clone(),
        text: fact::text_of(form),
        source: None,
        what_if,
        is_final,
        is_nudge: false,
    }))]
}

/// Opens the line in which the value is typed as its file has it.
fn raw(state: &mut State, form: Form) -> Vec<Effect> {
    let About::Fact(asked) = form.about else {
        state.modal = Some(Modal::Form(Box::new(form)));
        return Vec::new();
    };
    let Some(session) = &state.session else { return Vec::new() };
    let opened = Arc::clone(&session.opened);
    vendor::type_target(state, asked.target, opened)
}

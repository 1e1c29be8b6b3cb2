//! What an action does to the state, and what it asks of the machine. Pure: no file, clock or terminal.

mod answer;
mod come_back;
pub(crate) mod command;
mod edit;
pub(crate) mod form;

use std::sync::Arc;

use super::action::Action;
use super::effect::{Effect, SaveJob};
use super::form::table::Section;
use super::page::{Page, panel, start};
use super::session::Session;
use super::state::{Modal, Question, Screen, State, Status, Typed, Typing};
use super::wizard;
use crate::exit::Exit;
use crate::files::Request;

/// Applies an action.
#[must_use]
pub(crate) fn update(state: &mut State, action: Action) -> Vec<Effect> {
    if !is_from_the_machine(&action) && !matches!(action, Action::Release) {
        state.status = Status::Hints;
    }
    if let Some(session) = state.session.as_mut().filter(|_| ends_gesture(&action)) {
        session.seal();
        state.pages.cost.dragged = None;
    }
    let mut effects = match action {
        // The journal has what is unsaved.
        Action::Hangup => vec![Effect::Quit(Exit::Done)],
        action if is_from_the_machine(&action) => come_back::update(state, action),
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        action if state.modal.is_some() => answer::update(state, action),
        action if state.typing.is_some() => edit::update(state, action),
        action => match state.screen {
            Screen::Page => on_page(state, action),
            Screen::Welcome | Screen::Picker => start::update(state, &action),
            Screen::Wizard => wizard::update(state, &action),
        },
    };
    effects.extend(keep(state));
    state.look_again();
    let relay = state.session.as_mut().and_then(Session::unread);
    effects.extend(relay.map(|(opened, what_if)| Effect::Relay(opened, what_if)));
    effects.extend(state.next_job().map(|job| Effect::Work(Box::new(job))));
    effects
}

/// Reads the files of the request, to show them.
pub(crate) fn load(request: Request) -> Effect {
    Effect::Load(Box::new(request))
}

fn is_from_the_machine(action: &Action) -> bool {
    use Action::{
        ChangedByOthers, Failed, FilesChanged, Hangup, Judged, KeysRead, Listed, Loaded, Made, Offered,
        Pictured, Recovered, Relaid, RemovalPlanned, Saved, SectionsListed, ValueRead, Worked, Written,
    };
    matches!(
        action,
        Loaded(..)
            | Relaid(_)
            | Listed(_)
            | Saved(_)
            | ValueRead(_)
            | Worked(_)
            | Written(_)
            | Judged(_)
            | KeysRead(_)
            | Made(_)
            | Offered(_)
            | SectionsListed(_)
            | Pictured(..)
            | RemovalPlanned(_)
            | Failed(_)
            | FilesChanged
            | ChangedByOthers(_)
            | Recovered(_)
            | Hangup
    )
}

/// Whether the action ends a row of nudges of one weight, or a drag.
fn ends_gesture(action: &Action) -> bool {
    use Action::{Less, More, MuchLess, MuchMore, Redraw, Slide};
    !is_from_the_machine(action) && !matches!(action, More | Less | MuchMore | MuchLess | Slide(..) | Redraw)
}

/// Has the journal follow what is unsaved.
fn keep(state: &mut State) -> Option<Effect> {
    let file = state.journal.file.clone()?;
    let mut unsaved = state.session.as_ref().map(Session::changes).unwrap_or_default();
    let is_new = |(path, _): &&(String, String)| unsaved.iter().all(|(other, _)| other != path);
    let left: Vec<(String, String)> = state.journal.unrestored.iter().filter(is_new).cloned().collect();
    unsaved.extend(left);
    (unsaved != state.journal.kept).then(|| {
        state.journal.kept.clone_from(&unsaved);
        Effect::Keep(file, unsaved)
    })
}

fn on_page(state: &mut State, action: Action) -> Vec<Effect> {
    let (count, at) = state.page.part().rows(state);
    let last = count.saturating_sub(1);
    let row = match action {
        Action::Up => Some(at.saturating_sub(1)),
        Action::Down => Some((at + 1).min(last)),
        Action::PageUp => Some(at.saturating_sub(10)),
        Action::PageDown => Some((at + 10).min(last)),
        Action::First => Some(0),
        Action::Last => Some(last),
        Action::Select(row) if row != at => Some(row.min(last)),
        _ => None,
    };
    if let Some(row) = row {
        state.page.part().select(state, row);
        return Vec::new();
    }
    match action {
        // A click on what is selected already opens it.
        Action::Select(_) => on_page(state, Action::Open),
        Action::Go(page) => go(state, page),
        Action::NextPage => step(state, 1),
        Action::PreviousPage => step(state, -1),
        Action::Quit if state.is_changed() => ask(state, Question::Quit),
        Action::Quit => vec![Effect::Quit(Exit::Done)],
        Action::Help => open(state, Modal::Help(0)),
        Action::Palette => open(state, Modal::Palette(tui_input::Input::default(), 0)),
        Action::Theme => {
            state.look.theme = state.look.theme.next();
            let name = state.look.theme.name();
            state.say(format!("theme: {name}"));
            Vec::new()
        }
        Action::Undo => history(state, "taken back", Session::undo),
        Action::Redo => history(state, "made again", Session::redo),
        Action::Save => save(state, false),
        Action::Export if state.is_changed() => {
            state.say("save or discard the changes first: a report is of what the files say");
            Vec::new()
        }
        Action::Export if state.found.is_broken() => {
            state.say("mend the files first: what you see is older than they are");
            Vec::new()
        }
        Action::Export => ask(state, Question::Export),
        Action::Award => command::open(state, "award"),
        Action::Import => command::open(state, "import"),
        Action::Run(name) => command::open(state, &name),
        Action::Copy => command::copy(state),
        Action::Reload => reload(state),
        Action::Choose => {
            state.screen = Screen::Picker;
            Vec::new()
        }
        Action::Filter => {
            state.typing = Some(Typing::at_end(Typed::Filter, state.filter.clone()));
            Vec::new()
        }
        Action::Back => back(state),
        Action::Editor => editor(state),
        Action::Add | Action::AddEvaluator => form::add(state),
        Action::Remove => form::plan_removal(state),
        Action::Details => form::details(state),
        Action::EditPart => form::sections(state),
        Action::EditDecision => form::section(state, Section::Decision),
        Action::EditRule => form::section(state, Section::Rule),
        Action::EditNotice => form::section(state, Section::Notice),
        Action::EditDisclosure => form::section(state, Section::Disclosure),
        Action::ShowVendor(vendor) => {
            state.vendor = Some(vendor);
            go(state, Page::Vendor)
        }
        Action::ShowCriterion(criterion) => {
            state.criterion = Some(criterion);
            state.filter.clear();
            go(state, Page::Weights)
        }
        action => state.page.part().update(state, &action),
    }
}

fn open(state: &mut State, modal: Modal) -> Vec<Effect> {
    state.modal = Some(modal);
    Vec::new()
}

pub(super) fn ask(state: &mut State, question: Question) -> Vec<Effect> {
    open(state, Modal::Ask(question, 0))
}

pub(crate) fn go(state: &mut State, page: Page) -> Vec<Effect> {
    state.page = page;
    Vec::new()
}

/// Goes pages on, past those that have nothing to show.
fn step(state: &mut State, steps: isize) -> Vec<Effect> {
    let mut page = state.page.step(steps);
    let possible = state.possible();
    if page == Page::Compare && !possible.iter().any(|action| action.is(&Action::Go(Page::Compare))) {
        page = page.step(steps);
    }
    go(state, page)
}

fn history(state: &mut State, done: &str, step: impl FnOnce(&mut Session) -> Option<String>) -> Vec<Effect> {
    match state.session.as_mut().and_then(step) {
        Some(says) => state.say(format!("{done}: {says}")),
        None => state.say("nothing to take back or to make again"),
    }
    Vec::new()
}

/// Back from a filter, from giving marks, then from a page to the ranking.
fn back(state: &mut State) -> Vec<Effect> {
    if !state.filter.is_empty() {
        state.filter.clear();
    } else if !state.pages.panel.leave() {
        state.page = Page::Ranking;
    }
    Vec::new()
}

/// Writes the changes.
pub(super) fn save(state: &mut State, then_quit: bool) -> Vec<Effect> {
    let Some(session) = state.session.as_ref().filter(|session| session.is_changed()) else {
        state.say("there is nothing to save");
        return Vec::new();
    };
    state.quit_when_saved = then_quit;
    vec![Effect::Save(Box::new(SaveJob {
        opened: Arc::clone(&session.opened),
        values: panel::as_written(session),
    }))]
}

fn reload(state: &State) -> Vec<Effect> {
    let request = state.session.as_ref().map(|session| session.request().clone());
    request.or_else(|| state.start.request.clone()).map(load).into_iter().collect()
}

/// The file of what is selected, in the editor.
fn editor(state: &mut State) -> Vec<Effect> {
    let Some((file, line)) = state.page.part().place(state) else {
        state.say("nothing here stands in a file");
        return Vec::new();
    };
    vec![Effect::Editor(file, line)]
}

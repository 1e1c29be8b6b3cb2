//! Help, the palette and questions.

use std::sync::Arc;

use tui_input::InputRequest;

use super::{load, save};
use crate::exit::Exit;
use crate::open::parts;
use crate::report::Kind;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Removal, RemovalJob};
use crate::tui::help;
use crate::tui::state::{Modal, Question, State};
use crate::tui::worker::{Export, Job};

/// What can be written of a result.
static EXPORTS: [(char, &str); 11] = [
    ('h', "a page for a browser (HTML)"),
    ('p', "a document to print (PDF)"),
    ('w', "a document for Word (DOCX)"),
    ('x', "a workbook (XLSX)"),
    ('m', "Markdown"),
    ('a', "all of these, with CSV and JSON"),
    ('l', "drafts of letters to those that do not get the work"),
    ('r', "another report: for whom, of what, in which formats ..."),
    ('d', "letters that go out ..."),
    ('n', "the public notice of the award ..."),
    ('c', "go back"),
];

impl Question {
    /// The answers with their keys, the safe one first.
    pub(crate) fn answers(&self) -> &'static [(char, &'static str)] {
        match self {
            Question::Quit => &[('c', "stay"), ('s', "save and leave"), ('d', "discard and leave")],
            Question::Leave(_) => &[('s', "stay"), ('d', "discard and go on")],
            Question::Changed(_) => &[
                ('s', "stay with what I see"),
                ('r', "reload, my changes on top"),
                ('d', "reload, discard mine"),
            ],
            Question::Export => &EXPORTS,
            Question::Recover(_) => &[('r', "restore them"), ('d', "discard them"), ('l', "ask me later")],
            Question::Remove(removal) if removal.kind == parts::Kind::Vendor => &[
                ('c', "keep it"),
                ('w', "it has withdrawn: keep it, out of the ranking, with the reason ..."),
                ('x', "exclude it, with the reason ..."),
                ('r', "take it away"),
            ],
            Question::Remove(_) => &[('c', "keep it"), ('r', "take it away")],
        }
    }

    /// The answer that escape gives: the one that changes nothing.
    fn harmless(&self) -> usize {
        match self {
            Question::Export => EXPORTS.len() - 1,
            Question::Recover(_) => 2,
            Question::Quit | Question::Leave(_) | Question::Changed(_) | Question::Remove(_) => 0,
        }
    }
}

pub(super) fn update(state: &mut State, action: Action) -> Vec<Effect> {
    match state.modal.take() {
        Some(Modal::Help(top)) => help_page(state, top, &action),
        Some(Modal::Palette(input, at)) => palette(state, input, at, action),
        Some(Modal::Ask(question, at)) => question_asked(state, question, at, &action),
        Some(Modal::Form(form)) => super::form::update(state, form, &action),
        Some(Modal::Output(output)) => super::command::update(state, output, &action),
        None => Vec::new(),
    }
}

fn help_page(state: &mut State, top: usize, action: &Action) -> Vec<Effect> {
    let top = match action {
        Action::Down => top.saturating_add(1),
        Action::Up => top.saturating_sub(1),
        Action::PageDown => top.saturating_add(10),
        Action::PageUp => top.saturating_sub(10),
        Action::First => 0,
        Action::Last => usize::MAX,
        Action::Release | Action::Type(_) | Action::Paste(_) => top,
        _ => return Vec::new(),
    };
    state.modal = Some(Modal::Help(top));
    Vec::new()
}

fn palette(state: &mut State, mut input: tui_input::Input, at: usize, action: Action) -> Vec<Effect> {
    let found = help::found(state, input.value());
    let last = found.len().saturating_sub(1);
    let at = match action {
        Action::Open => match found.get(at) {
            Some(found) => return super::update(state, found.action.clone()),
            None => at,
        },
        Action::Select(row) => match found.get(row) {
            Some(found) => return super::update(state, found.action.clone()),
            None => at,
        },
        Action::Back => return Vec::new(),
        Action::Down | Action::NextPage => (at + 1).min(last),
        Action::Up | Action::PreviousPage => at.saturating_sub(1),
        Action::Type(request) => {
            input.handle(request);
            0
        }
        Action::Paste(text) => {
            for c in text.chars().filter(|c| !c.is_control()) {
                input.handle(InputRequest::InsertChar(c));
            }
            0
        }
        _ => at,
    };
    state.modal = Some(Modal::Palette(input, at));
    Vec::new()
}

fn question_asked(state: &mut State, question: Question, at: usize, action: &Action) -> Vec<Effect> {
    let count = question.answers().len();
    let answer = match action {
        Action::Answer(answer) => *answer,
        Action::Open => at,
        Action::Back => question.harmless(),
        Action::Right | Action::NextPage | Action::Down => {
            state.modal = Some(Modal::Ask(question, (at + 1) % count));
            return Vec::new();
        }
        Action::Left | Action::PreviousPage | Action::Up => {
            state.modal = Some(Modal::Ask(question, (at + count - 1) % count));
            return Vec::new();
        }
        Action::First | Action::Last => {
            let at = if matches!(action, Action::First) { 0 } else { count - 1 };
            state.modal = Some(Modal::Ask(question, at));
            return Vec::new();
        }
        _ => {
            state.modal = Some(Modal::Ask(question, at));
            return Vec::new();
        }
    };
    answered(state, question, answer)
}

fn answered(state: &mut State, question: Question, answer: usize) -> Vec<Effect> {
    match (question, answer) {
        (Question::Quit, 1) => save(state, true),
        (Question::Quit, 2) => {
            discard(state);
            vec![Effect::Quit(Exit::Done)]
        }
        (Question::Leave(file), 1) => {
            discard(state);
            super::start::open(state, file)
        }
        (Question::Changed(_), 1) => reload(state),
        (Question::Changed(_), 0) => {
            state.say("still as it was read; saving is refused while the files differ, R reloads");
            Vec::new()
        }
        (Question::Changed(_), _) => {
            discard(state);
            reload(state)
        }
        (Question::Export, answer) => export(state, answer),
        (Question::Remove(removal), 1 | 2) if removal.kind == parts::Kind::Vendor => {
            super::command::open(state, if answer == 1 { "withdraw" } else { "disqualify" })
        }
        (Question::Remove(removal), 1 | 3) => {
            let Some(session) = &state.session else { return Vec::new() };
            let Removal { kind, id, .. } = removal;
            vec![Effect::Remove(Box::new(RemovalJob { opened: Arc::clone(&session.opened), kind, id }))]
        }
        (Question::Recover(changes), 0) => super::come_back::restore(state, changes),
        (Question::Recover(_), 1) => {
            state.journal.unrestored.clear();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn discard(state: &mut State) {
    if let Some(session) = &mut state.session {
        session.discard();
    }
}

fn reload(state: &State) -> Vec<Effect> {
    state.session.as_ref().map(|session| load(session.request().clone())).into_iter().collect()
}

/// Has reports or letters written beside the screen.
fn export(state: &mut State, answer: usize) -> Vec<Effect> {
    let what = match answer {
        0 => Export::Reports(vec![Kind::Html]),
        1 => Export::Reports(vec![Kind::Pdf]),
        2 => Export::Reports(vec![Kind::Docx]),
        3 => Export::Reports(vec![Kind::Xlsx]),
        4 => Export::Reports(vec![Kind::Md]),
        5 => Export::Reports(Kind::ALL.iter().copied().filter(|kind| kind.is_built()).collect()),
        6 => Export::Letters,
        7 => return super::command::open(state, "report"),
        8 => return super::command::open(state, "debrief"),
        9 => return super::command::open(state, "notice"),
        _ => return Vec::new(),
    };
    let Some(session) = &state.session else { return Vec::new() };
    let job = Job::Export {
        what,
        workspace: session.request().workspace.clone(),
        evaluation: Box::new(session.evaluation.clone()),
        folder: state.start.directory.join("handover"),
    };
    state.say("writing ...");
    vec![Effect::Work(Box::new(job))]
}

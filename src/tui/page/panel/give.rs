//! Giving marks: one evaluator, a digit a mark, a key for the note; and what a panel agrees on.

use std::sync::Arc;

use super::seat::{MarkAndNote, Seat, set_text};
use super::{
    Mode, evaluator_at, listed, locked, names, place_of, position, rows, scale, seated, select, selected,
};
use crate::answers::panel::words;
use crate::decision::panel::{Notes, Standing};
use crate::decision::scale::MarkRange;
use crate::exact::Exact;
use crate::files::panel::mark_text;
use crate::panel::results::MarkResult;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, ValueJob};
use crate::tui::help::first_key;
use crate::tui::session::{Session, Setting};
use crate::tui::state::{State, Typed, Typing};

/// The selected evaluator begins to give marks.
pub(super) fn start(state: &mut State) {
    if let Some(why) = locked(state) {
        state.say(why);
        return;
    }
    let Some((panel, _)) = state.session.as_ref().and_then(seated) else { return };
    // From now on it is this one, whoever comes and goes.
    let id = panel.evaluators.get(evaluator_at(state, panel)).map(|one| one.id.clone());
    state.pages.panel.evaluator = id;
    state.pages.panel.mode = Mode::Give;
    let first = first_missing(state).unwrap_or_else(|| rows(state).1);
    select(state, first);
}

/// The first row that the evaluator has not marked yet.
fn first_missing(state: &State) -> Option<usize> {
    let (panel, _) = state.session.as_ref().and_then(seated)?;
    let at = evaluator_at(state, panel);
    listed(state)
        .iter()
        .position(|mark| state.pages.panel.marks[*mark].combined.given[at].standing == Standing::Missing)
}

/// Whose mark keys give: the selected evaluator's, or what is agreed on.
fn seat(state: &State) -> Option<Seat> {
    let place = place_of(selected(state)?);
    if matches!(state.pages.panel.mode, Mode::Moderate { .. }) {
        return Some(Seat::of_consensus(place));
    }
    let (panel, _) = state.session.as_ref().and_then(seated)?;
    Some(Seat::new(panel.evaluators.get(evaluator_at(state, panel))?.id.to_string(), place))
}

/// What is said at a seat; nothing where it is not marked yet.
fn mark_and_note(state: &State, seat: &Seat) -> MarkAndNote {
    state.session.as_ref().and_then(|session| seat.mark_and_note(session)).unwrap_or_default()
}

/// Why a seat takes no mark.
fn refused(state: &State, seat: &Seat) -> Option<String> {
    let session = state.session.as_ref()?;
    let conflict = seat.evaluator(session).filter(|at| {
        session
            .decision()
            .panel
            .as_deref()
            .is_some_and(|panel| panel.evaluators[*at].conflict(&seat.vendor).is_some())
    });
    let (panel, rule) = seated(session)?;
    let name = |at: usize| panel.shown_names(rule.shown).swap_remove(at);
    locked(state)
        .or_else(|| Some(format!("{} does not judge this vendor: a conflict of interest", name(conflict?))))
}

/// Sets what is said at a seat. A note is shown to the files first; a mark on its scale they take, and to ask
/// them at every digit would be slow.
fn say(state: &mut State, seat: &Seat, (mark, note): MarkAndNote) -> Vec<Effect> {
    if let Some(why) = refused(state, seat) {
        state.typing = None;
        state.say(why);
        return Vec::new();
    }
    let Some(session) = &mut state.session else { return Vec::new() };
    if let Some((mark, note)) = seat.filed(session) {
        session.remember(seat.target(), mark_text(mark.as_ref(), note.as_deref()));
    }
    let (target, text) = (seat.target(), mark_text(mark.as_ref(), note.as_deref()));
    if note == seat.mark_and_note(session).and_then(|(_, note)| note) {
        let says = set_text(session, &target, &text);
        session.set(vec![(target, Setting::Text(text))], says, None);
        let typed = state.typing.take();
        given(state, seat, typed.as_ref().map(|typing| &typing.what));
        return Vec::new();
    }
    let opened = Arc::clone(&session.opened);
    vec![Effect::ReadValue(Box::new(ValueJob {
        opened,
        target,
        text,
        source: None,
        what_if: None,
        is_final: true,
        is_nudge: false,
    }))]
}

/// Goes on after something was said at a seat: to the note that the rule asks for, or to the next mark.
pub(crate) fn given(state: &mut State, seat: &Seat, typed: Option<&Typed>) {
    if matches!(state.pages.panel.mode, Mode::Moderate { .. }) {
        super::moderate::recorded(state, seat);
        return;
    }
    let Some(session) = state.session.as_ref().filter(|_| state.pages.panel.gives_marks()) else { return };
    let (mark, note) = seat.mark_and_note(session).unwrap_or_default();
    let is_note = matches!(typed, Some(Typed::Note(..)));
    if !is_note {
        // The marks are those from before it was given.
        let before = state.pages.panel.mark_at(&seat.place()).zip(seat.evaluator(session));
        let is_gap = before.is_some_and(|(mark, at)| mark.combined.given[at].standing == Standing::Missing);
        state.pages.panel.fills_gaps = is_gap;
    }
    let is_here = selected(state).map(place_of) == Some(seat.place());
    if !is_note && note.is_none() && mark.as_ref().is_some_and(|mark| wants_note(session, seat, mark)) {
        open_note(state, seat, true);
    } else if is_here {
        let said = judgements_text(state, seat, mark.as_ref(), is_note);
        next(state);
        state.pages.panel.last = Some(seat.place()).filter(|_| !is_note);
        state.say(said);
    }
}

fn judgements_text(state: &State, seat: &Seat, mark: Option<&Exact>, is_note: bool) -> String {
    let Some(session) = &state.session else { return String::new() };
    let Some((panel, _)) = seated(session) else { return String::new() };
    let here = state.pages.panel.mark_at(&seat.place());
    let name = here.map_or_else(String::new, |mark| names(session, mark).join(", "));
    let said = mark.map_or_else(|| "cannot judge".to_owned(), words::mark);
    let (given, all) = progress(&state.pages.panel.marks, evaluator_at(state, panel));
    let given = given + usize::from(state.pages.panel.fills_gaps && !is_note);
    let end = if given == all { "; every mark is given" } else { "" };
    format!("{name}: {said} ({} says why){end}", first_key(state, &Action::Note))
}

/// How many marks the evaluator has given, or said that he or she cannot, and of how many.
pub(super) fn progress(marks: &[MarkResult], evaluator: usize) -> (usize, usize) {
    let standings = || marks.iter().map(|mark| mark.combined.given[evaluator].standing);
    let judged = standings().filter(|standing| *standing != Standing::Recused).count();
    let missing = standings().filter(|standing| *standing == Standing::Missing).count();
    (judged - missing, judged)
}

fn wants_note(session: &Session, seat: &Seat, mark: &Exact) -> bool {
    let (Some((_, rule)), Some(MarkRange { from, to, .. })) =
        (seated(session), scale(session, &seat.criterion))
    else {
        return false;
    };
    match rule.notes {
        Notes::None => false,
        Notes::Ends => mark == from || mark == to,
        Notes::Every => true,
    }
}

/// The next mark: after one that was missing the next missing one, around the end; else the next that the
/// evaluator may give.
pub(crate) fn next(state: &mut State) {
    let listed = listed(state);
    let Some((panel, _)) = state.session.as_ref().and_then(seated) else { return };
    let evaluator = evaluator_at(state, panel);
    let at = position(state, &listed);
    let standing = |row: usize| state.pages.panel.marks[listed[row]].combined.given[evaluator].standing;
    let missing = (at + 1..listed.len()).chain(0..at).find(|row| standing(*row) == Standing::Missing);
    let after = (at + 1..listed.len()).find(|row| standing(*row) != Standing::Recused);
    if let Some(row) = missing.filter(|_| state.pages.panel.fills_gaps).or(after) {
        select(state, row);
    }
}

/// A digit as a mark; where marks may have more digits, the beginning of one.
pub(super) fn digit(state: &mut State, digit: u8) -> Vec<Effect> {
    let (Some(seat), Some(session)) = (seat(state), &state.session) else { return Vec::new() };
    let Some(MarkRange { from, to, .. }) = scale(session, &seat.criterion) else { return Vec::new() };
    let (mark, ten) = (Exact::from(u32::from(digit)), Exact::from(10));
    if *to >= ten {
        open_mark(state, seat, digit.to_string());
        return Vec::new();
    }
    if mark < *from || mark > *to {
        let text = format!("marks run from {from} to {to} here");
        state.say(text);
        return Vec::new();
    }
    if seat.is_consensus() {
        open_reason(state, seat, mark);
        return Vec::new();
    }
    let (_, note) = mark_and_note(state, &seat);
    say(state, &seat, (Some(mark), note))
}

pub(super) fn abstain(state: &mut State) -> Vec<Effect> {
    let Some(seat) = seat(state).filter(|_| state.pages.panel.gives_marks()) else { return Vec::new() };
    let (_, note) = mark_and_note(state, &seat);
    say(state, &seat, (None, note))
}

/// The line in which a mark is typed.
pub(super) fn edit(state: &mut State) {
    let Some(seat) = seat(state) else { return };
    let (mark, _) = mark_and_note(state, &seat);
    open_mark(state, seat, mark.map_or_else(String::new, |mark| mark.to_string()));
    if let Some(typing) = &mut state.typing {
        typing.is_selected = !typing.input.value().is_empty();
    }
}

fn open_mark(state: &mut State, seat: Seat, text: String) {
    if let Some(why) = refused(state, &seat) {
        state.say(why);
        return;
    }
    // A digit that began it stays; a mark that is there is typed over.
    state.typing = Some(Typing::at_end(Typed::Mark(seat), text));
}

fn open_reason(state: &mut State, seat: Seat, mark: Exact) {
    if let Some(why) = refused(state, &seat) {
        state.typing = None;
        state.say(why);
        return;
    }
    let (_, note) = mark_and_note(state, &seat);
    state.typing = Some(Typing::at_end(Typed::Reason(seat, mark), note.unwrap_or_default()));
}

/// The line in which the note of the mark just given is typed, or that of the selected one.
pub(super) fn note(state: &mut State) -> Vec<Effect> {
    let Some(here) = seat(state).filter(|_| state.pages.panel.gives_marks()) else { return Vec::new() };
    let seat = match state.pages.panel.last.clone() {
        Some(place) => Seat { vendor: place.0, criterion: place.1, ..here },
        None => here,
    };
    let is_marked = state.session.as_ref().is_some_and(|session| seat.mark_and_note(session).is_some());
    match refused(state, &seat) {
        Some(why) => state.say(why),
        None if is_marked => open_note(state, &seat, false),
        None => state.say("give the mark first, then say why"),
    }
    Vec::new()
}

fn open_note(state: &mut State, seat: &Seat, is_asked_for: bool) {
    let (_, note) = mark_and_note(state, seat);
    state.typing = Some(Typing::at_end(Typed::Note(seat.clone(), is_asked_for), note.unwrap_or_default()));
}

/// A mark as it is typed, or what is wrong with it.
pub(crate) fn typed_mark(state: &State, seat: &Seat, text: &str) -> Result<Exact, String> {
    let scale = state.session.as_ref().and_then(|session| scale(session, &seat.criterion));
    let Some(MarkRange { from, to, .. }) = scale else {
        return Err("this is not marked any more".to_owned());
    };
    match Exact::parse(text.trim()) {
        Ok(mark) if mark >= *from && mark <= *to => Ok(mark),
        _ => Err(format!("a mark is a number from {from} to {to}")),
    }
}

/// Takes a typed mark, note or reason. The line stays open until the files take it.
pub(crate) fn accept(state: &mut State, mut typing: Typing) -> Vec<Effect> {
    let text = typing.input.value().trim().to_owned();
    let (seat, what) = match &typing.what {
        Typed::Mark(seat) => match typed_mark(state, seat, &text) {
            Ok(mark) if seat.is_consensus() => {
                open_reason(state, seat.clone(), mark);
                return Vec::new();
            }
            Ok(mark) => (seat.clone(), (Some(mark), mark_and_note(state, seat).1)),
            Err(problem) => {
                typing.problem = Some(problem);
                state.typing = Some(typing);
                return Vec::new();
            }
        },
        Typed::Note(seat, _) => {
            (seat.clone(), (mark_and_note(state, seat).0, Some(text).filter(|text| !text.is_empty())))
        }
        Typed::Reason(..) if text.is_empty() => {
            typing.problem = Some("what is agreed on needs its reason".to_owned());
            state.typing = Some(typing);
            return Vec::new();
        }
        Typed::Reason(seat, mark) => (seat.clone(), (Some(mark.clone()), Some(text))),
        _ => return Vec::new(),
    };
    state.typing = Some(typing);
    say(state, &seat, what)
}

/// What stands before a line in which a mark, a note or a reason is typed.
pub(crate) fn typed_text(state: &State, typed: &Typed) -> String {
    let ends = |seat: &Seat| {
        let scale = state.session.as_ref().and_then(|session| scale(session, &seat.criterion));
        scale.map_or_else(String::new, |marks| format!(", {} to {}", marks.from, marks.to))
    };
    match typed {
        Typed::Mark(seat) if seat.is_consensus() => format!("agreed on{}", ends(seat)),
        Typed::Mark(seat) => format!("mark{}", ends(seat)),
        Typed::Note(seat, _) => match mark_and_note(state, seat).0 {
            Some(mark) => format!("why {}", words::mark(&mark)),
            None => "why not to be judged".to_owned(),
        },
        Typed::Reason(_, mark) => format!("agreed on {}, because", words::mark(mark)),
        _ => String::new(),
    }
}

//! Whose mark on what: how files know it, and what people call it.

use super::seated;
use crate::answers::panel::words;
use crate::decision::panel::{Mark, Shown};
use crate::decision::{CriterionId, Decision, VendorId};
use crate::exact::Exact;
use crate::files::panel::{CONSENSUS, mark_text, read_mark};
use crate::tui::session::{Session, Target};
use crate::tui::state::State;

/// An evaluator, or the consensus, before a vendor and a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(super) id: String,
    pub(super) vendor: VendorId,
    pub(super) criterion: CriterionId,
}

/// A mark and its note; none of both for one who cannot judge.
pub(super) type MarkAndNote = (Option<Exact>, Option<String>);

impl Seat {
    pub(super) fn new(id: impl Into<String>, (vendor, criterion): super::MarkPlace) -> Seat {
        Seat { id: id.into(), vendor, criterion }
    }

    pub(super) fn of_consensus(place: super::MarkPlace) -> Seat {
        Seat::new(CONSENSUS, place)
    }

    /// Whose mark a target is; none where it is none.
    pub(crate) fn of(target: &Target) -> Option<Seat> {
        let Target::Value(path) = target else { return None };
        match path.split('.').collect::<Vec<_>>().as_slice() {
            ["panel", id, "marks", vendor, criterion] => {
                Some(Seat::new(*id, (VendorId::new(*vendor), CriterionId::new(*criterion))))
            }
            _ => None,
        }
    }

    pub(crate) fn target(&self) -> Target {
        Target::panel_mark(&self.id, &self.vendor, &self.criterion)
    }

    pub(super) fn is_consensus(&self) -> bool {
        self.id == CONSENSUS
    }

    pub(super) fn place(&self) -> super::MarkPlace {
        (self.vendor.clone(), self.criterion.clone())
    }

    /// The number of the evaluator; none for the consensus.
    pub(super) fn evaluator(&self, session: &Session) -> Option<usize> {
        let panel = session.decision().panel.as_deref()?;
        panel.evaluators.iter().position(|one| one.id.as_str() == self.id)
    }

    /// What is said there in a decision.
    fn mark_in<'a>(&self, decision: &'a Decision) -> Option<&'a Mark> {
        let panel = decision.panel.as_deref()?;
        let marks = if self.is_consensus() {
            &panel.consensus
        } else {
            &panel.evaluators.iter().find(|one| one.id.as_str() == self.id)?.marks
        };
        marks.get(&self.vendor)?.get(&self.criterion)
    }

    /// What the files say there.
    pub(super) fn filed(&self, session: &Session) -> Option<MarkAndNote> {
        self.mark_in(session.loaded()).map(|mark| (mark.mark.clone(), mark.note.clone()))
    }

    /// What is said there with the changes.
    pub(super) fn mark_and_note(&self, session: &Session) -> Option<MarkAndNote> {
        let changed = session.change_of(&self.target()).and_then(read_mark);
        changed
            .or_else(|| self.mark_in(session.decision()).map(|mark| (mark.mark.clone(), mark.note.clone())))
    }
}

/// What people call a value that can be changed.
pub(crate) fn called(session: &Session, target: &Target) -> String {
    let Some(seat) = Seat::of(target) else { return target.path() };
    let decision = session.decision();
    let vendor = decision.vendors.iter().find(|vendor| vendor.id == seat.vendor);
    let criterion = decision.criteria.iter().find(|criterion| criterion.id == seat.criterion);
    let who = match (seat.evaluator(session), seated(session)) {
        _ if seat.is_consensus() => "the consensus".to_owned(),
        (Some(at), Some((panel, rule))) => panel.shown_names(rule.shown).swap_remove(at),
        // Its id may tell who it is.
        _ => "an evaluator".to_owned(),
    };
    format!(
        "{} of {} by {who}",
        criterion.map_or(seat.criterion.as_str(), |criterion| &criterion.name),
        vendor.map_or(seat.vendor.as_str(), |vendor| &vendor.name)
    )
}

/// What people call the value at a path.
pub(crate) fn path_called(state: &State, path: &str) -> String {
    state.session.as_ref().map_or_else(|| path.to_owned(), |session| called(session, &Target::of_path(path)))
}

/// What setting a value does, in words.
pub(crate) fn set_text(session: &Session, target: &Target, text: &str) -> String {
    let Some((mark, _)) = Seat::of(target).and_then(|_| read_mark(text)) else {
        return format!("{} = {text}", target.path());
    };
    let mark = mark.map_or_else(|| "cannot judge".to_owned(), |mark| words::mark(&mark));
    format!("{}: {mark}", called(session, target))
}

/// The changes as they are to be written, marks in the order of the decision. Where the note of a mark stays,
/// the mark alone, so that the rest of its line stays too.
pub(crate) fn as_written(session: &Session) -> Vec<(String, String)> {
    let decision = session.decision();
    let place = |path: &str| {
        let seat = Seat::of(&Target::of_path(path))?;
        let vendor = decision.vendors.iter().position(|vendor| vendor.id == seat.vendor);
        Some((vendor, decision.criteria.iter().position(|criterion| criterion.id == seat.criterion)))
    };
    let written = |(path, text): (String, String)| {
        let seat = Seat::of(&Target::of_path(&path));
        let said = seat.as_ref().and_then(|_| read_mark(&text));
        let (Some(seat), Some((Some(mark), note))) = (seat, said) else { return (path, text) };
        let filed = seat.filed(session).and_then(|(_, note)| note);
        match note {
            note if note != filed => (path, mark_text(Some(&mark), note.as_deref())),
            Some(_) => (format!("{path}.mark"), mark.to_string()),
            None => (path, mark.to_string()),
        }
    };
    let mut changes = session.to_write();
    changes.sort_by_key(|(path, _)| place(path));
    changes.into_iter().map(written).collect()
}

/// The files that were written, as the rule lets them be named: by roles alone those of evaluators are not.
pub(crate) fn shown_files(session: &Session, files: &[String]) -> String {
    let Some((panel, _)) = seated(session).filter(|(_, rule)| rule.shown == Shown::Roles) else {
        return files.join(", ");
    };
    let is_evaluator = |file: &&String| panel.evaluators.iter().any(|one| one.file == **file);
    let others = files.iter().filter(|file| !is_evaluator(file)).cloned();
    let marks = files.iter().any(|file| is_evaluator(&file)).then(|| "marks of the panel".to_owned());
    others.chain(marks).collect::<Vec<_>>().join(", ")
}

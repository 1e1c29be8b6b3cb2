//! What the machine answers: files that were read, written, or that changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use tui_input::Input;

use super::edit::weight;
use super::{ask, load};
use crate::decision::{CriterionId, VendorId};
use crate::exit::Exit;
use crate::files::Workspace;
use crate::open::make::New;
use crate::open::{Opened, parts};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::tui::action::Action;
use crate::tui::effect::{Choices, Effect, Made, Saved, ValueJob, ValueRead, WrittenValue};
use crate::tui::form::make::{Kind, Wanted};
use crate::tui::form::{About, fact, sections, table};
use crate::tui::help::first_key;
use crate::tui::page::panel::Seat;
use crate::tui::page::{Page, panel, start, vendor};
use crate::tui::recovery;
use crate::tui::session::{Session, Setting, Target};
use crate::tui::state::{Choice, Modal, Question, Screen, SearchHits, State, Status, Typed};
use crate::tui::watch::Seen;
use crate::tui::wizard;

pub(super) fn update(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Listed(choices) => return listed(state, *choices),
        Action::Loaded(opened, seen) => return opened_files(state, opened, seen),
        Action::Relaid(loaded) => relaid(state, &loaded),
        Action::Worked(worked) => return super::command::worked(state, *worked),
        Action::Pictured(path, picture) => super::form::pictured(state, &path, picture),
        Action::SectionsListed(listed) => {
            state.modal = Some(Modal::Form(Box::new(sections::form(listed))));
        }
        Action::Offered(offered) => super::command::offered(state, *offered),
        Action::Saved(saved) => return saved_files(state, *saved),
        Action::ValueRead(read) => value_read(state, *read),
        Action::Written(value) => written(state, *value),
        Action::KeysRead(read) => return super::form::keys_read(state, read).into_iter().collect(),
        Action::Made(made) => return self::made(state, *made),
        Action::RemovalPlanned(planned) => match *planned {
            Ok(removal) => return ask(state, Question::Remove(removal)),
            Err(reason) if matches!(state.page.part().removes(state), Some((parts::Kind::Vendor, _))) => {
                let key = first_key(state, &Action::Palette);
                state.fail(format!(
                    "{reason}; {key} and `withdraw` or `disqualify` keep it out of the ranking"
                ));
            }
            Err(reason) => state.fail(reason),
        },
        Action::Judged(judged) => match *judged {
            Ok(planned) => wizard::take(state, planned),
            Err(reason) => state.fail(reason),
        },
        Action::Failed(reason) => state.fail(reason.as_ref()),
        Action::FilesChanged => return files_changed(state),
        Action::ChangedByOthers(change) => return ask(state, Question::Changed(*change)),
        Action::Recovered(changes) => {
            // They stay in the journal until they are restored or discarded.
            state.journal.unrestored.clone_from(&changes);
            state.journal.kept.clone_from(&changes);
            return ask(state, Question::Recover(changes));
        }
        _ => {}
    }
    Vec::new()
}

fn listed(state: &mut State, listed: Choices) -> Vec<Effect> {
    state.start.workspace = Some(listed.workspace);
    state.start.choice = listed.choices.iter().position(|choice| choice.is_default).unwrap_or(0);
    state.start.choices = listed.choices;
    match state.start.choices.as_slice() {
        [] => {
            state.screen = Screen::Welcome;
            Vec::new()
        }
        [only] => {
            let file = only.file.clone();
            start::open(state, file)
        }
        _ => {
            state.screen = Screen::Picker;
            Vec::new()
        }
    }
}

fn opened_files(state: &mut State, opened: Arc<Opened>, seen: Seen) -> Vec<Effect> {
    let decision = opened.decision().ok().map(Arc::clone);
    state.beside.readings += 1;
    state.found = SearchHits { opened: Some(Arc::clone(&opened)), seen };
    let Some(decision) = decision else {
        if state.session.is_none() && super::form::lacks_criteria_alone(state) {
            state.page = Page::Check;
            return super::form::open(state, Kind::Criterion);
        }
        let errors = opened.problems.iter().filter(|problem| problem.is_error()).count();
        let plural = if errors == 1 { "" } else { "s" };
        if state.session.is_none() {
            state.page = Page::Check;
        } else {
            state
                .fail(format!("the files have {errors} error{plural}; what you see is older (8 shows them)"));
        }
        return Vec::new();
    };
    if let Some(session) = &mut state.session {
        let before = standings(&session.evaluation);
        let lost = session.reload(opened, decision);
        let moved = moved(&before, &session.evaluation);
        refresh_form(state);
        wizard::refit(state);
        let again = super::form::look_again(state);
        if lost > 0 {
            let are = if lost == 1 { "change is" } else { "changes are" };
            state.say(format!("reloaded; {lost} {are} in the files now, or have no place there any more"));
        } else if let Some(moved) = moved.filter(|_| state.status == Status::Hints) {
            state.say(format!("the files changed: {moved}"));
        }
        return again.into_iter().collect();
    }
    let criteria = opened.texts.request.criteria.clone();
    if state.page == Page::Check {
        state.page = Page::Ranking;
    }
    let session = Session::new(opened, decision);
    // The selection stays with a vendor, wherever edits move it.
    state.vendor = session.evaluation.vendors.first().map(|vendor| vendor.id().clone());
    state.session = Some(session);
    refresh_form(state);
    state.journal.unrestored.clear();
    state.journal.kept.clear();
    state.journal.file = state.journal.folder.as_ref().map(|folder| recovery::file(folder, &criteria));
    state.journal.file.clone().map(Effect::LookForKept).into_iter().collect()
}

/// The score and the place of each vendor, as they are shown.
fn standings(evaluation: &Evaluation) -> BTreeMap<VendorId, (String, String)> {
    let digits = evaluation.shown_decimals().scores;
    let place = |vendor: &VendorResult| match vendor.rank {
        Some(rank) => (vendor.score.fixed(digits), format!("rank {rank}")),
        None => (String::new(), "out".to_owned()),
    };
    evaluation.vendors.iter().map(|vendor| (vendor.id().clone(), place(vendor))).collect()
}

/// What is another score or rank than before, in words; none where nothing is.
fn moved(before: &BTreeMap<VendorId, (String, String)>, after: &Evaluation) -> Option<String> {
    const MOST: usize = 3;
    let now = standings(after);
    let is_new = |vendor: &&VendorResult| !before.contains_key(vendor.id());
    let new = after.vendors.iter().filter(is_new).map(|vendor| format!("{} is new", vendor.name()));
    let moved = after.vendors.iter().filter_map(|vendor| {
        let is = now.get(vendor.id())?;
        let name = vendor.name();
        match before.get(vendor.id()) {
            None => None,
            Some(was) if was == is => None,
            Some(was) if was.1 == is.1 => Some(format!("{name} {} becomes {}", was.0, is.0)),
            Some(was) if is.0.is_empty() => Some(format!("{name} {} becomes {}", was.1, is.1)),
            Some(was) => Some(format!("{name} {} becomes {}, score {}", was.1, is.1, is.0)),
        }
    });
    let gone = before.keys().filter(|id| !now.contains_key(*id)).map(|id| format!("{id} is gone"));
    // Who comes and goes is told before who moves.
    let told: Vec<String> = new.chain(gone).chain(moved).collect();
    let more = told.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("and {more} more"));
    let told: Vec<String> = told.into_iter().take(MOST).chain(more).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Takes the decision with the changes; where they do not fit the files, the screen stays without them.
fn relaid(state: &mut State, opened: &Opened) {
    let Some(session) = &mut state.session else { return };
    match opened.decision() {
        Ok(decision) => session.rebase(Arc::clone(decision)),
        Err(problems) => {
            let error = problems.iter().find(|problem| problem.is_error());
            let reason = error.map_or_else(String::new, |error| error.message.clone());
            state.fail(format!("not shown, because a change does not fit the files: {reason}"));
        }
    }
}

fn saved_files(state: &mut State, saved: Saved) -> Vec<Effect> {
    let quit = std::mem::take(&mut state.quit_when_saved);
    let Some(session) = &mut state.session else { return Vec::new() };
    if let Some(error) = saved.error {
        state.fail(format!("not saved: {error}"));
        return Vec::new();
    }
    let files = panel::shown_files(session, &saved.files);
    session.mark_saved();
    let request = session.request().clone();
    state.say(format!("saved {files}"));
    vec![if quit { Effect::Quit(Exit::Done) } else { load(request) }]
}

fn files_changed(state: &mut State) -> Vec<Effect> {
    if state.is_changed() {
        let session = state.session.as_ref();
        let look =
            session.map(|session| Effect::LookAtChange(Arc::clone(&session.opened), session.changes()));
        return look.into_iter().collect();
    }
    // What moves now is told in place of what was.
    if matches!(state.status, Status::Said(_)) {
        state.status = Status::Hints;
    }
    let request = state
        .session
        .as_ref()
        .map(|session| session.request().clone())
        .or_else(|| state.start.request.clone());
    request.map(load).into_iter().collect()
}

/// What the edit of a fact starts from.
fn written(state: &mut State, value: WrittenValue) {
    let target = Target::of_path(&value.path);
    let Some(session) = &mut state.session else { return };
    if let Some(Modal::Form(form)) = &mut state.modal {
        let is_of_it = matches!(&form.about, About::Fact(asked) if asked.target == target);
        if !is_of_it {
            return;
        }
        if let About::Fact(asked) = &mut form.about
            && asked.is_filled
        {
            // Files were read again under the form.
            if asked.entry != value.entry && session.change_of(&target).is_none() {
                let now = value.entry.clone().unwrap_or_else(|| "nothing".to_owned());
                form.warning = Some(format!("somebody changed this meanwhile; the file says {now} now"));
                asked.entry = value.entry;
            }
            return;
        }
        let changed = session.change_of(&target).map(str::to_owned);
        if let Some(text) = value.value.filter(|_| changed.is_none()) {
            session.remember(target.clone(), text);
        }
        let entry = changed.or(value.entry);
        if !fact::fill(form, entry.as_deref()) {
            // No form can hold it: it is typed as its file has it.
            state.modal = None;
            let opened = Arc::clone(&session.opened);
            let _ = vendor::type_target(state, target, opened);
            if let Some(typing) = &mut state.typing
                && typing.input.value().is_empty()
            {
                typing.input = Input::new(entry.unwrap_or_default());
            }
        }
        return;
    }
    let Some(typing) = &mut state.typing else { return };
    if typing.what != Typed::Value(target.clone()) || session.is_target_changed(&target) {
        return;
    }
    let text = value.value.unwrap_or_default();
    if !text.is_empty() {
        session.remember(target, text.clone());
    }
    if typing.input.value().is_empty() {
        typing.is_selected = !text.is_empty();
        typing.input = Input::new(text);
    }
}

/// Takes what was made or taken away: the files are read again.
fn made(state: &mut State, made: Result<Made, String>) -> Vec<Effect> {
    let made = match made {
        Ok(made) => made,
        Err(reason) => {
            match &mut state.modal {
                Some(Modal::Form(form)) => form.problem = Some(reason),
                _ => state.fail(reason),
            }
            return Vec::new();
        }
    };
    state.modal = None;
    state.say(format!("{}; the same by a command: {}", made.says, made.command));
    match made.new {
        Some(Wanted::Decision(decision)) => {
            let Some(file) = made.criteria else { return Vec::new() };
            let workspace = Workspace::of_file(&file);
            state.start.workspace = Some(workspace);
            state.start.choices.push(Choice {
                file: file.clone(),
                name: decision.id,
                title: decision.title,
                question: decision.question.unwrap_or_default(),
                is_default: false,
            });
            return start::open(state, file);
        }
        Some(Wanted::Part(New::Vendor { id, .. })) => state.vendor = Some(VendorId::new(id)),
        Some(Wanted::Part(New::Criterion(criterion))) => {
            state.criterion = Some(CriterionId::new(criterion.id));
            let has_vendors =
                state.session.as_ref().is_some_and(|session| !session.decision().vendors.is_empty());
            if !has_vendors {
                // A decision that is begun needs more than one.
                super::form::open(state, Kind::Criterion);
            }
        }
        Some(Wanted::Part(New::Gate(_) | New::Evaluator { .. })) | None => {}
    }
    let request = state.session.as_ref().map(|session| session.request().clone());
    request.or_else(|| state.start.request.clone()).map(load).into_iter().collect()
}

/// Lets a form that nothing was typed into yet know what was read.
fn refresh_form(state: &mut State) {
    let decision = state.session.as_ref().map(|session| Arc::clone(session.decision()));
    let Some(Modal::Form(form)) = &mut state.modal else { return };
    let About::New(kind) = form.about else { return };
    if form.field("name").is_some_and(|field| field.value().is_empty()) {
        **form = kind.form(decision.as_deref());
    }
}

fn value_read(state: &mut State, read: ValueRead) {
    let ValueRead { target, text, is_final, is_nudge, result } = read;
    let is_of_form = matches!(&state.modal, Some(Modal::Form(form))
        if matches!(&form.about, About::Fact(asked) if asked.target == target));
    if is_of_form && !(is_final && result.is_ok()) {
        let (problem, standing) = match result {
            Ok(read) => (None, read.standing.and_then(|standing| told(state, &target, standing))),
            Err(reason) => (Some(reason), None),
        };
        if let Some(Modal::Form(form)) = &mut state.modal {
            (form.problem, form.said) = (problem, standing);
        }
        return;
    }
    if is_of_form {
        state.modal = None;
    }
    if let Some(key) = key_of_form(state, &target) {
        let Some(Modal::Form(form)) = &mut state.modal else { return };
        let About::Table(asked) = &mut form.about else { return };
        asked.pending = asked.pending.saturating_sub(1);
        let is_last = asked.pending == 0;
        match &result {
            Err(reason) => {
                form.go_to(&key);
                form.problem = Some(reason.clone());
                return;
            }
            Ok(_) if is_last && form.problem.is_none() => state.modal = None,
            Ok(_) => {}
        }
        take_value(state, ValueRead { target, text, is_final, is_nudge, result }, true);
        return;
    }
    take_value(state, ValueRead { target, text, is_final, is_nudge, result }, is_of_form);
}

/// The key of the open form of a table that a value belongs to.
fn key_of_form(state: &State, target: &Target) -> Option<String> {
    let Some(Modal::Form(form)) = &state.modal else { return None };
    table::key_of(form, &target.path())
}

/// What a value would do to its vendor, in words.
fn told(state: &State, target: &Target, (score, rank): (String, Option<usize>)) -> Option<String> {
    let path = target.path();
    let evaluation = state.evaluation()?;
    let vendor = evaluation.vendor(path.strip_prefix("vendors.")?.split('.').next()?)?;
    let was = vendor.score.fixed(evaluation.shown_decimals().scores);
    let place = |rank: Option<usize>| rank.map_or_else(|| "out".to_owned(), |rank| format!("rank {rank}"));
    let (before, after) = (place(vendor.rank), place(rank));
    if (was.as_str(), &before) == (score.as_str(), &after) {
        return Some(format!("score {score}, {after}: as before"));
    }
    let place = if before == after { format!("still {after}") } else { format!("{before} becomes {after}") };
    Some(format!("score {was} becomes {score}, {place}"))
}

/// Takes a value that was read.
///
/// - `is_of_form`: whether a form asked for it.
fn take_value(state: &mut State, read: ValueRead, is_of_form: bool) {
    let ValueRead { target, text, is_final, is_nudge, result } = read;
    let awaited = state.typing.as_mut().filter(|typing| typing.what.target().as_ref() == Some(&target));
    match (result, awaited) {
        (Ok(_), Some(typing)) if !is_final => typing.problem = None,
        (Err(reason), Some(typing)) => typing.problem = Some(reason),
        (Ok(read), awaited) if is_final => {
            let typed = awaited.is_some().then(|| state.typing.take()).flatten();
            let path = target.path();
            state.journal.unrestored.retain(|(other, _)| *other != path);
            let Some(session) = &mut state.session else { return };
            let says = panel::set_text(session, &target, &text);
            // A source that was typed for another value goes with that.
            let own = Target::Value(format!("{path}.source"));
            let dropped = session.is_target_changed(&own).then_some((own, None));
            let set =
                read.values.into_iter().map(|(path, text)| (Target::Value(path), Some(Setting::Text(text))));
            let gesture = is_nudge.then(|| target.clone());
            session.change(dropped.into_iter().chain(set).collect(), says, gesture);
            let said = read.said.join("; ");
            if !said.is_empty() && (typed.is_some() || is_of_form) {
                state.say(said);
            }
            if let Some(seat) = Seat::of(&target) {
                panel::given(state, &seat, typed.as_ref().map(|typing| &typing.what));
            }
        }
        (Err(reason), None) => {
            let session = state.session.as_ref();
            let what = session.map_or_else(|| target.path(), |session| panel::called(session, &target));
            state.fail(format!("{what}: {reason}"));
        }
        _ => {}
    }
}

/// Puts changes back that an earlier session could not save.
pub(super) fn restore(state: &mut State, changes: Vec<(String, String)>) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let opened = Arc::clone(&session.opened);
    let (mut weights, mut effects) = (Vec::new(), Vec::new());
    for (path, text) in changes {
        match Target::of_path(&path) {
            target @ Target::Weight(_) => {
                if let Ok(weight) = weight(&text) {
                    weights.push((target, Setting::Weight(weight)));
                }
            }
            target @ Target::Value(_) => effects.push(Effect::ReadValue(Box::new(ValueJob {
                opened: Arc::clone(&opened),
                target,
                text,
                source: None,
                what_if: None,
                is_final: true,
                is_nudge: false,
            }))),
        }
    }
    // What has no place in the files any more is told of by no value that could be read.
    state.journal.unrestored.retain(|(path, _)| matches!(Target::of_path(path), Target::Value(_)));
    session.set(weights, "restored weights".to_owned(), None);
    state.say("restored what the last session could not save; it is not saved yet");
    effects
}

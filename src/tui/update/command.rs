//! Commands that are run from a screen: their forms, what they print, what they ask.

use super::load;
use crate::exit::Exit;
use crate::open::parts;
use crate::tui::action::Action;
use crate::tui::command::output::{Outcome, Output};
use crate::tui::command::{ArgumentKind, WRITE};
use crate::tui::effect::{Effect, Offered};
use crate::tui::form::{About, Form, command};
use crate::tui::session::Session;
use crate::tui::state::{Modal, Screen, State};
use crate::tui::worker::{Job, Worked};

/// Asks what the form of a command offers.
pub(crate) fn open(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(commands) = state.start.commands.clone() else { return Vec::new() };
    let Some(at) = commands.all().iter().position(|command| command.name == name) else { return Vec::new() };
    vec![Effect::Offer(commands, at, place(state))]
}

/// Opens the form of a command, with what is selected filled in.
pub(super) fn offered(state: &mut State, offered: Offered) {
    let Offered { command, picks, place } = offered;
    let known = known(state);
    let mut form = command::form(command, picks, &known, place);
    let says =
        "what is not saved goes along as a what-if; a command that writes files takes none, so save it first";
    form.warning = state.is_changed().then(|| says.to_owned());
    state.modal = Some(Modal::Form(Box::new(form)));
}

/// The options that say which decision, with what is not saved.
fn place(state: &State) -> Vec<String> {
    let folder = state.start.directory.to_string_lossy().into_owned();
    let mut place =
        if folder == "." || folder.is_empty() { Vec::new() } else { vec!["-C".to_owned(), folder] };
    if let (Screen::Picker, Some(choice)) = (state.screen, state.start.choices.get(state.start.choice)) {
        place.extend(["--criteria".to_owned(), choice.name.clone()]);
        return place;
    }
    let request = state.session.as_ref().map(Session::request).or(state.start.request.as_ref());
    let Some(request) = request.filter(|_| matches!(state.screen, Screen::Page | Screen::Wizard)) else {
        return place;
    };
    let is_named = state.start.choices.len() > 1 || state.start.workspace.is_none();
    if is_named {
        place.extend(["--criteria".to_owned(), crate::files::workspace::stem(&request.criteria)]);
    }
    if let Some(vendors) = &request.vendors {
        place.extend(["--vendors".to_owned(), vendors.to_string_lossy().into_owned()]);
    }
    let changes = state.changes().into_iter().map(|(path, value)| format!("{path}={value}"));
    let what_if = request.what_if.iter().cloned().chain(changes);
    place.extend(what_if.flat_map(|what_if| ["--set".to_owned(), what_if]));
    place
}

/// What is selected, by the word that stands for it in the help of commands.
fn known(state: &State) -> Vec<(&'static str, String)> {
    let mut known = Vec::new();
    if let Some(vendor) = state.selected() {
        known.push(("VENDOR", vendor.id().to_string()));
    }
    if let Some(criterion) = &state.criterion {
        known.push(("CRITERION", criterion.to_string()));
    }
    if let Some((kind, id)) = state.page.part().removes(state) {
        if kind == parts::Kind::Gate {
            known.push(("GATE", id.clone()));
        }
        known.extend([("kind", kind.key().to_owned()), ("id", id)]);
    }
    known
}

/// Runs the command that a form describes.
pub(super) fn run(state: &mut State, mut form: Box<Form>) -> Vec<Effect> {
    if let Some(key) = command::missing(&form) {
        form.go_to(&key);
        form.problem = Some("this is still to be said".to_owned());
        state.modal = Some(Modal::Form(form));
        return Vec::new();
    }
    let About::Command(asked) = &form.about else { return Vec::new() };
    let takes_write = |argument: &crate::tui::command::Argument| {
        argument.option.as_deref() == Some(WRITE) && argument.takes == ArgumentKind::Flag
    };
    let may_write = asked.command.arguments.iter().any(takes_write);
    let arguments = command::arguments(&form);
    let whole = asked.place.iter().cloned().chain(arguments.iter().cloned()).collect();
    let mut output = Output::new(command::shown(&form), whole, may_write);
    output.form = Some(form);
    begin(state, output)
}

fn begin(state: &mut State, output: Output) -> Vec<Effect> {
    let Some(commands) = state.start.commands.clone() else { return Vec::new() };
    let stop = std::sync::Arc::clone(&output.stop);
    let job = Job::Command { commands, arguments: output.arguments.clone(), width: 0, stop };
    state.modal = Some(Modal::Output(Box::new(output)));
    vec![Effect::Work(Box::new(job))]
}

/// Does what a key does to what a command printed or asks.
pub(super) fn update(state: &mut State, mut output: Box<Output>, action: &Action) -> Vec<Effect> {
    if matches!(action, Action::Copy) {
        let text = output.text();
        state.modal = Some(Modal::Output(output));
        state.say("copied");
        return vec![Effect::Copy(text)];
    }
    match output.act(action) {
        Outcome::Stays => {}
        Outcome::Left => {
            if output.exit.is_none() {
                output.stop.store(true, std::sync::atomic::Ordering::Relaxed);
                state.say("draws stop; anything else goes on, and what it did is told here when it is done");
            }
            let failed = output.exit.is_some() && !output.is_done();
            let form = output.form.take().filter(|_| failed);
            state.modal = form.map(Modal::Form);
            return Vec::new();
        }
        Outcome::Answer(answer) => {
            state.modal = Some(Modal::Output(output));
            return vec![Effect::Reply(answer)];
        }
        Outcome::Write => {
            let arguments = output.arguments.into_iter().chain([WRITE.to_owned()]).collect();
            return begin(state, Output::new(format!("{} {WRITE}", output.line), arguments, false));
        }
    }
    state.modal = Some(Modal::Output(output));
    Vec::new()
}

/// Has the command that shows what the page shows write it as CSV, to be copied.
pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let Some(commands) = state.start.commands.clone() else { return Vec::new() };
    let twin = state.page.part().twin(state);
    let words = shell_words::split(&twin).unwrap_or_default();
    // Of the weights the file has what the example would change.
    let words = words.into_iter().skip(1).take_while(|word| word != "--set");
    let format = ["--format", "csv"].map(str::to_owned);
    let arguments = place(state).into_iter().chain(words).chain(format).collect();
    state.say("copying ...");
    vec![Effect::Work(Box::new(Job::Table { commands, arguments }))]
}

/// Takes what was worked out beside the screen.
pub(super) fn worked(state: &mut State, worked: Worked) -> Vec<Effect> {
    let is_changed = state.is_changed();
    match (worked, &mut state.modal) {
        (Worked::Asks(arguments, prompt), Some(Modal::Output(output))) if output.waits_for(&arguments) => {
            output.ask(*prompt);
            Vec::new()
        }
        // Nobody is there who could answer.
        (Worked::Asks(..), _) => vec![Effect::Reply(None)],
        (Worked::Ran(arguments, result), modal) => {
            match modal {
                Some(Modal::Output(output)) if output.waits_for(&arguments) => {
                    let short = command::problem(&result, is_changed).filter(|_| output.form.is_some());
                    match (short, output.form.take()) {
                        (Some(problem), Some(mut form)) => {
                            form.problem = Some(problem);
                            state.modal = Some(Modal::Form(form));
                        }
                        (_, form) => {
                            output.form = form;
                            output.take(&result);
                        }
                    }
                }
                _ => {
                    let text = if result.exit == Exit::Done { &result.out } else { &result.said };
                    let first = text.lines().next().unwrap_or("done").to_owned();
                    state.say(first);
                }
            }
            after(state)
        }
        (Worked::Table(Ok((table, rows))), _) => {
            state.say(format!("copied {rows} rows, to be pasted into a spreadsheet"));
            vec![Effect::Copy(table)]
        }
        (Worked::Table(Err(why)), _) => {
            state.fail(format!("not copied: {why}"));
            Vec::new()
        }
        (worked, _) => {
            state.take(worked);
            Vec::new()
        }
    }
}

/// Reads again what a command may have written.
fn after(state: &State) -> Vec<Effect> {
    match (&state.session, state.screen) {
        (_, Screen::Welcome | Screen::Picker) => vec![Effect::List(state.start.directory.clone())],
        // What is unsaved is asked about once the change is seen.
        (Some(session), _) if !session.is_changed() => vec![load(session.request().clone())],
        _ => Vec::new(),
    }
}

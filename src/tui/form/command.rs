//! The form of a command: a field for each thing that it takes.

use super::{About, Field, Form, Pick};
use crate::exit::Exit;
use crate::text::suggest::listed;
use crate::text::typed_word;
use crate::tui::command::{Argument, ArgumentKind, Command, CommandResult, WRITE};

/// The command that a form is about.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) command: Command,
    /// The options that say which decision, with its unsaved changes.
    pub(crate) place: Vec<String>,
}

/// How often an argument that may be repeated can be given.
const MOST: usize = 9;
/// What is picked where a word is left out.
const UNSAID: &str = "-";
const YES: &str = "yes";
const NO: &str = "no";

/// The form of a command.
///
/// - `offered`: what the values of its arguments may name.
/// - `known`: values that are selected on the page, by the word for them in the help.
pub(crate) fn form(
    command: Command,
    offered: Vec<Vec<(String, String)>>,
    known: &[(&str, String)],
    place: Vec<String>,
) -> Form {
    let mut fields = Vec::new();
    let offered = offered.into_iter().chain(std::iter::repeat_with(Vec::new));
    for (argument, offered) in command.arguments.iter().zip(offered) {
        if argument.option.as_deref() == Some(WRITE) {
            continue;
        }
        let picks: Vec<Pick> = offered.into_iter().map(|(text, says)| Pick::new(text, says)).collect();
        let times = if argument.is_repeated { MOST } else { 1 };
        fields.extend((0..times).map(|time| field(argument, time, &picks, known)));
    }
    let title = format!("weigh {}: {}", command.name, command.says);
    let mut form = Form::new(title, About::Command(Box::new(Asked { command, place })), fields);
    form.at = first_open(&form);
    follow(&mut form);
    form
}

/// The place of the first field that the command cannot do without and that is empty; else the first.
fn first_open(form: &Form) -> usize {
    missing(form).and_then(|key| form.fields.iter().position(|field| field.key == key)).unwrap_or(0)
}

fn field(argument: &Argument, time: usize, picks: &[Pick], known: &[(&str, String)]) -> Field {
    let key = format!("{}#{time}", argument.id);
    let label = if time == 0 { argument.label() } else { "and".to_owned() };
    let must = match argument.one_of.as_slice() {
        [] if argument.is_required => String::new(),
        [] => " May be left out.".to_owned(),
        all => {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            format!(" One is needed of {}.", listed(&all, "and"))
        }
    };
    let says = format!("{}.{must}", argument.says.trim_end_matches('.'));
    match &argument.takes {
        ArgumentKind::Flag => {
            let says = if argument.one_of.is_empty() { &argument.says } else { &says };
            Field::one_of(&key, &label, says, vec![Pick::new(NO, ""), Pick::new(YES, "")])
        }
        ArgumentKind::Word { words, usual } if !argument.is_repeated => {
            let words = words.iter().map(|(word, says)| Pick::new(word, says));
            let unsaid = Some(Pick::new(UNSAID, "")).filter(|_| usual.is_none() && !argument.is_required);
            let picks: Vec<Pick> = unsaid.into_iter().chain(words).collect();
            let usual = usual.clone().or_else(|| Some(picks.first()?.text.clone())).unwrap_or_default();
            let given = known.iter().find(|(value, _)| *value == argument.id).map(|(_, text)| text.clone());
            Field::one_of(&key, &label, &argument.says, picks).with(given.unwrap_or(usual))
        }
        ArgumentKind::Word { words, .. } => {
            let words = words.iter().map(|(word, says)| Pick::new(word, says)).collect();
            Field::text(&key, &label, &says).with_picks(words)
        }
        ArgumentKind::Text => {
            // What is selected fills what stands alone, and once.
            let is_it = |(value, _): &&(&str, String)| *value == argument.id || *value == argument.value;
            let given = known.iter().find(is_it).filter(|_| argument.option.is_none() && time == 0);
            let given = given.map(|(_, text)| text.clone()).unwrap_or_default();
            Field::text(&key, &label, &says).with_picks(picks.to_vec()).with(given)
        }
    }
}

/// Whether a field is asked for: of an argument that may be repeated, one more than there are.
pub(super) fn is_shown(form: &Form, key: &str) -> bool {
    let Some((id, time)) = key.rsplit_once('#') else { return true };
    let Some(before) = time.parse::<usize>().ok().and_then(|time| time.checked_sub(1)) else { return true };
    form.field(&format!("{id}#{before}")).is_some_and(|field| !field.value().is_empty())
}

/// Shows the command as it is filled in.
pub(crate) fn follow(form: &mut Form) {
    if let About::Command(_) = &form.about {
        form.said = Some(shown(form));
    }
}

/// The command as it is typed in a shell that stands where the screens were started.
pub(crate) fn shown(form: &Form) -> String {
    let About::Command(asked) = &form.about else { return String::new() };
    // The folder is the one in which it is typed.
    let place =
        asked.place.iter().skip(if asked.place.first().is_some_and(|word| word == "-C") { 2 } else { 0 });
    line(&arguments(form).into_iter().chain(place.cloned()).collect::<Vec<_>>())
}

/// What the form says, as arguments of the program.
pub(crate) fn arguments(form: &Form) -> Vec<String> {
    let About::Command(asked) = &form.about else { return Vec::new() };
    let mut words: Vec<String> = asked.command.name.split(' ').map(str::to_owned).collect();
    let mut alone = Vec::new();
    for argument in &asked.command.arguments {
        let given = (0..MOST).map(|time| form.value(&format!("{}#{time}", argument.id)));
        for value in given.filter(|value| !value.is_empty() && *value != UNSAID) {
            match (&argument.takes, &argument.option) {
                (ArgumentKind::Flag, Some(option)) if value == YES => words.push(option.clone()),
                (ArgumentKind::Flag, _) => {}
                (ArgumentKind::Word { usual, .. }, _) if usual.as_deref() == Some(value) => {}
                // In one word, so that a value may begin with a dash.
                (_, Some(option)) if value.starts_with('-') => words.push(format!("{option}={value}")),
                (_, Some(option)) => words.extend([option.clone(), value.to_owned()]),
                (_, None) => alone.push(value.to_owned()),
            }
        }
    }
    words.extend(alone);
    words
}

/// A field that the command cannot do without, and that is empty.
pub(crate) fn missing(form: &Form) -> Option<String> {
    let About::Command(asked) = &form.about else { return None };
    let required = asked.command.arguments.iter().filter(|argument| argument.is_required);
    required.map(|argument| format!("{}#0", argument.id)).find(|key| form.value(key).is_empty())
}

/// Arguments as they are typed in a shell.
fn line(arguments: &[String]) -> String {
    let words: Vec<String> = arguments
        .iter()
        .map(
            |word| {
                if word.starts_with("--") && !word.contains(' ') { word.clone() } else { typed_word(word) }
            },
        )
        .collect();
    format!("weigh {}", words.join(" "))
}

/// What is wrong with the command, where that is said in a few lines.
///
/// - `is_changed`: whether it was given what is not saved.
pub(crate) fn problem(result: &CommandResult, is_changed: bool) -> Option<String> {
    const MOST: usize = 6;
    match result.exit {
        Exit::Usage | Exit::Input | Exit::Output => {}
        Exit::Done | Exit::No | Exit::Interrupted => return None,
    }
    // How it is typed in a shell is no help in a form.
    let said = result.said.split("\n\nUsage:").next().unwrap_or_default();
    let said = said.strip_prefix("error: ").unwrap_or(said);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let way_out = is_changed && result.exit == Exit::Usage && said.contains("--set");
    let way_out = way_out.then_some("save or discard what is not saved first");
    let lines: Vec<&str> = lines.into_iter().chain(way_out).collect();
    (1..=MOST).contains(&lines.len()).then(|| lines.join("; "))
}

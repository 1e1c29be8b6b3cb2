//! Hints, help and the palette: all three made from the actions that are possible now and their keys.

use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::action::{Action, Named};
use super::canvas::{Canvas, line_width, width, wrap};
use super::draw::{draw_box, draw_input};
use super::state::{Modal, Screen, State};
use super::theme::Role;
use super::wizard;

/// The first key of an action, as it is shown.
pub(crate) fn first_key(state: &State, action: &Action) -> String {
    state.keys.map.keys(action).next().map_or_else(String::new, |key| key.text(state.look.signs.is_ascii))
}

/// What an action is called in the hint bar, and what it does, where the screen is now.
fn words(state: &State, named: &Named) -> (&'static str, &'static str) {
    let of_dialog = match (&state.modal, &named.action) {
        (Some(Modal::Ask(..)), Action::Open) => Some(("this one", named.says)),
        (Some(Modal::Ask(..)), Action::Down) => Some(("choose", named.says)),
        (Some(Modal::Ask(..)), Action::Back) => Some(("close", named.says)),
        _ => None,
    };
    of_dialog.or_else(|| wizard::words(state, &named.action)).unwrap_or((named.short, named.says))
}

fn all_keys(state: &State, action: &Action) -> String {
    let keys: Vec<String> =
        state.keys.map.keys(action).map(|key| key.text(state.look.signs.is_ascii)).collect();
    keys.join(" ")
}

/// What is known of those actions that have a key, each once.
fn with_keys(state: &State, actions: &[Action]) -> Vec<&'static Named> {
    let mut named: Vec<&'static Named> = Vec::new();
    for action in actions.iter().filter_map(Action::named) {
        let is_new = !named.iter().any(|other| other.name == action.name);
        if is_new && state.keys.map.keys(&action.action).next().is_some() {
            named.push(action);
        }
    }
    named
}

/// As many hints as fit, with the way to the rest at the end.
pub(crate) fn draw_hints(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let always = [Action::Save, Action::Undo, Action::Help, Action::Quit];
    let is_always = |named: &Named| always.iter().any(|action| action.is(&named.action));
    let hint = |named: &Named| {
        Line::from(vec![
            look.span(format!(" {}", first_key(state, &named.action)), Role::Key),
            look.span(format!(" {} ", words(state, named).0), Role::Plain),
        ])
    };
    let shown: Vec<&Named> = with_keys(state, &state.possible())
        .into_iter()
        .filter(|named| !words(state, named).0.is_empty())
        .collect();
    let end: Vec<(Line<'_>, Action)> = shown
        .iter()
        .filter(|named| is_always(named))
        .map(|named| (hint(named), named.action.clone()))
        .collect();
    let end_width: u16 = end.iter().map(|(line, _)| line_width(line)).sum();
    let mut x = area.x;
    for named in shown.iter().filter(|named| !is_always(named)) {
        let line = hint(named);
        let wide = line_width(&line);
        if x + wide + end_width > area.right() {
            break;
        }
        place(canvas, Rect { x, width: wide, ..area }, &line, &named.action);
        x += wide;
    }
    for (line, action) in end {
        let wide = line_width(&line).min(area.right().saturating_sub(x));
        place(canvas, Rect { x, width: wide, ..area }, &line, &action);
        x += wide;
    }
}

fn place(canvas: &mut Canvas<'_>, area: Rect, line: &Line<'_>, action: &Action) {
    canvas.line(area, line);
    canvas.hit(area, action.clone());
}

/// The keys of a form or of a text over the page, as many as fit.
pub(crate) fn draw_keys(canvas: &mut Canvas<'_>, foot: Rect, keys: Vec<(String, &str)>) {
    let look = canvas.look;
    let mut line = Line::default();
    for (key, says) in keys {
        let next = Line::from(vec![
            look.span(format!("{key} "), Role::Key),
            look.span(format!("{says}  "), Role::Faint),
        ]);
        if line_width(&line) + line_width(&next) > foot.width + 2 {
            break;
        }
        line.spans.extend(next.spans);
    }
    canvas.line(foot, &line);
}

/// The lines of the help: keys and what they do, then the command that shows the same as plain text.
pub(crate) fn lines(state: &State) -> Vec<(String, String)> {
    let possible = state.possible_below();
    // What a page takes is told also where it would do nothing now.
    let all = if state.screen == Screen::Page { state.page.actions() } else { possible.clone() };
    let mut lines: Vec<(String, String)> = with_keys(state, &all)
        .into_iter()
        .map(|named| {
            let is_possible = possible.iter().any(|action| action.is(&named.action));
            let says = words(state, named).1;
            let says = if is_possible { says.to_owned() } else { format!("{says} (nothing to do now)") };
            (all_keys(state, &named.action), says)
        })
        .collect();
    if state.screen == Screen::Page {
        lines.insert(0, ("as plain text".to_owned(), state.page.part().twin(state)));
        // Digits are typed, like text, and no action of their own.
        let marks = crate::tui::page::panel::digits_text(state);
        lines.extend(
            state.page.part().heads().iter().map(|[head, says]| ((*head).to_owned(), (*says).to_owned())),
        );
        lines.push((
            "words".to_owned(),
            "`weigh guide words` tells the words of the trade and of weigh".to_owned(),
        ));
        lines.splice(1..1, marks.map(|says| ("0 to 9".to_owned(), says.to_owned())));
    } else if state.screen == Screen::Wizard {
        let numbers = wizard::numbers(state).map(|(keys, says)| (keys.to_owned(), says.to_owned()));
        lines.splice(0..0, [("as plain text".to_owned(), wizard::twin(state))].into_iter().chain(numbers));
    }
    lines
}

/// The lines with what does not fit on the screen in lines of its own.
fn wrapped(lines: Vec<(String, String)>, screen: u16) -> Vec<(String, String)> {
    let keys = lines.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0).min(24);
    let room = screen.saturating_sub(keys + 6).clamp(16, 96);
    let whole = |(keys, says): (String, String)| {
        let mut first = Some(keys);
        let rows = wrap(&says, room).into_iter();
        rows.map(move |row| (first.take().unwrap_or_default(), row)).collect::<Vec<_>>()
    };
    lines.into_iter().flat_map(whole).collect()
}

/// Draws the help over everything.
pub(crate) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect, first: usize) {
    let lines = wrapped(lines(state), area.width);
    let keys = lines.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0).min(24);
    let says = lines.iter().map(|(_, says)| width(says)).max().unwrap_or(0);
    let high = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let name = match state.screen {
        Screen::Page => format!("{}: keys", state.page.name()),
        Screen::Wizard => "Find weights: keys".to_owned(),
        Screen::Welcome | Screen::Picker => "Keys".to_owned(),
    };
    let inner = draw_box(canvas, area, (keys + 2 + says, high), &name);
    let last = lines.len().saturating_sub(inner.height.into());
    canvas.top = Some(last);
    let first = first.min(last);
    if lines.len() > first + usize::from(inner.height) {
        let more = canvas.look.line(format!(" {} more ", canvas.look.signs.down), Role::Key);
        canvas.line_right(Rect { y: inner.bottom(), height: 1, ..inner }, &more);
    }
    for ((keys_shown, says), y) in lines.iter().skip(first).zip(inner.top()..inner.bottom()) {
        let line = Rect { y, height: 1, ..inner };
        canvas.text(Rect { width: keys.min(line.width), ..line }, keys_shown, Role::Key);
        let x = line.x + (keys + 2).min(line.width);
        let role = if says.ends_with("(nothing to do now)") { Role::Faint } else { Role::Plain };
        canvas.text(Rect { x, width: line.right().saturating_sub(x), ..line }, says, role);
    }
}

/// Everyday words for actions.
const WORDS: [(&str, &str); 24] = [
    ("edit-part", "quote price contact needs forecast demand charges training contract cost services bot"),
    ("details", "name rename note country local unit scale"),
    ("edit-rule", "points ties rounding minimum unknown sealed"),
    ("edit-decision", "title question currency"),
    ("edit-notice", "authority buyer address contact letter reference"),
    ("edit-disclosure", "regime standstill secrecy law"),
    ("export", "print pdf word docx excel xlsx html markdown report letter notice hand over board"),
    ("save", "write store keep"),
    ("undo", "back revert take back"),
    ("redo", "again"),
    ("add", "new create insert vendor criterion gate must-have supplier bidder"),
    ("add-evaluator", "new create insert evaluator assessor panel"),
    ("remove", "delete drop take away"),
    ("choose", "open another decision switch file"),
    ("edit", "change fact value mark weight type"),
    ("find-weights", "swing pairs ahp rank order importance"),
    ("weights", "sliders importance"),
    ("robustness", "sure certain monte carlo probability risk"),
    ("sensitivity", "what if change"),
    ("gaps", "missing unknown open questions next"),
    ("check", "errors problems warnings"),
    ("cost", "price tco money quote"),
    ("theme", "colour color dark light"),
    ("panel", "marks evaluators assessors"),
];

/// Something that was found by what was typed.
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) says: String,
    keys: String,
    pub(crate) action: Action,
}

/// The actions, vendors and criteria that hold what was typed, in order; best first.
pub(crate) fn found(state: &State, typed: &str) -> Vec<Found> {
    let wanted = typed.trim().to_lowercase();
    let all = if state.screen == Screen::Page { state.page.actions() } else { state.possible_below() };
    let actions = with_keys(state, &all)
        .into_iter()
        .filter(|named| !matches!(named.action, Action::Palette))
        .filter_map(|named| {
            let found = Found {
                name: named.name.to_owned(),
                says: words(state, named).1.to_owned(),
                keys: all_keys(state, &named.action),
                action: named.action.clone(),
            };
            Some((fit(named, &wanted)?, found))
        });
    let mut found: Vec<(usize, Found)> = actions.collect();
    if let Some(session) =
        state.session.as_ref().filter(|_| state.screen == Screen::Page && !wanted.is_empty())
    {
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        let decision = session.decision();
        let thing = |name: &str, says: &str, action: Action| {
            let says = says.to_owned();
            (1, Found { name: name.to_owned(), says, keys: String::new(), action })
        };
        for vendor in &decision.vendors {
            let local = vendor.local.as_deref().unwrap_or_default();
            if [vendor.name.as_str(), local, vendor.id.as_str()].into_iter().any(holds) {
                found.push(thing(&vendor.name, "a vendor", Action::ShowVendor(vendor.id.clone())));
            }
        }
        for criterion in &decision.criteria {
            let fact = criterion.fact().filter(|fact| fact.as_str() != criterion.id.as_str());
            let fact = fact.map(ToString::to_string).unwrap_or_default();
            if [criterion.name.as_str(), criterion.id.as_str(), &fact].into_iter().any(holds) {
                let says = if criterion.is_group() { "a group of criteria" } else { "a criterion" };
                found.push(thing(&criterion.name, says, Action::ShowCriterion(criterion.id.clone())));
            }
        }
    }
    let commands = state.start.commands.as_ref().map_or(&[][..], |commands| commands.all());
    for command in commands {
        if let Some(fit) = command_fit(&command.name, &command.says, &wanted) {
            let (name, says) = (format!("weigh {}", command.name), command.says.clone());
            found.push((
                fit,
                Found { name, says, keys: String::new(), action: Action::Run(command.name.clone()) },
            ));
        }
    }
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Everyday words for commands.
const COMMAND_WORDS: [(&str, &str); 18] = [
    ("move", "group regroup under"),
    ("award", "winner choose decide sign approve"),
    ("withdraw", "leave gone status"),
    ("disqualify", "exclude status"),
    ("invite", "again status"),
    ("lock", "freeze settle seal"),
    ("unlock", "thaw lift"),
    ("import", "excel spreadsheet xlsx ods csv bring"),
    ("ask", "questionnaire excel rfp"),
    ("take", "answers questionnaire filled excel back"),
    ("sheet", "evaluator excel marks"),
    ("report", "print pdf word docx excel board edition"),
    ("debrief", "letter loser standstill regime"),
    ("notice", "publish regime"),
    ("pack", "zip mail archive send"),
    ("verify", "audit prove"),
    ("rename", "id"),
    ("guide", "manual glossary words terms help"),
];

/// How well a command fits what was typed: after the actions of the page.
fn command_fit(name: &str, says: &str, wanted: &str) -> Option<usize> {
    let everyday = COMMAND_WORDS.iter().find(|(command, _)| *command == name).map_or("", |(_, words)| *words);
    let is_its_name = wanted.strip_prefix("weigh ").unwrap_or(wanted);
    if !wanted.is_empty() && name.starts_with(is_its_name) {
        return Some(0);
    }
    if !wanted.is_empty() && everyday.split(' ').any(|word| word.starts_with(wanted)) {
        return Some(1);
    }
    let holds = name.contains(wanted) || says.to_lowercase().contains(wanted);
    holds.then_some(4)
}

/// How well an action fits what was typed, 0 best.
fn fit(named: &Named, wanted: &str) -> Option<usize> {
    let everyday = WORDS.iter().find(|(name, _)| *name == named.name).map_or("", |(_, words)| *words);
    if named.name.starts_with(wanted) {
        return Some(0);
    }
    if everyday.split(' ').any(|word| word.starts_with(wanted)) {
        return Some(1);
    }
    if named.name.contains(wanted) || named.says.contains(wanted) {
        return Some(2);
    }
    let mut letters = named.name.chars();
    wanted.chars().all(|c| letters.any(|letter| letter == c)).then_some(3)
}

pub(crate) fn draw_palette(state: &State, canvas: &mut Canvas<'_>, area: Rect, input: &Input, at: usize) {
    let found = found(state, input.value());
    let wide = area.width.saturating_sub(8).clamp(20, 84);
    let inner = draw_box(
        canvas,
        area,
        (wide, area.height.saturating_sub(6).min(40)),
        "What do you want to do or see?",
    );
    if inner.is_empty() {
        return;
    }
    let look = canvas.look;
    canvas.text(Rect { height: 1, width: 2.min(inner.width), ..inner }, look.signs.pointer, Role::Key);
    let field =
        Rect { x: inner.x + 2.min(inner.width), width: inner.width.saturating_sub(2), height: 1, ..inner };
    let rows = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    let first = super::grid::first_row(at, found.len(), rows.height.into());
    if found.is_empty() {
        canvas.text(Rect { height: 1, ..rows }, "  nothing has this in its name", Role::Faint);
    }
    for ((number, one), y) in found.iter().enumerate().skip(first).zip(rows.top()..rows.bottom()) {
        let line = Rect { y, height: 1, ..rows };
        let name = look.cut(&one.name, 30);
        let pad = " ".repeat(usize::from(20u16.saturating_sub(super::canvas::width(&name))));
        let keys = if line.width > 60 { one.keys.as_str() } else { "" };
        let room = line.width.saturating_sub(super::canvas::width(keys) + 1);
        canvas.text(line, &look.cut(&format!("  {name}{pad} {}", one.says), room), Role::Plain);
        canvas.line_right(line, &look.line(keys.to_owned(), Role::Faint));
        canvas.hit(line, Action::Select(number));
        if number == at {
            canvas.style(line, look.theme.style(Role::Selected));
        }
    }
    let below = found.len().saturating_sub(first + usize::from(rows.height));
    if below > 0 {
        let more = look.line(format!(" {} {below} more ", look.signs.down), Role::Key);
        canvas.line_right(Rect { y: inner.bottom(), height: 1, ..inner }, &more);
    }
    draw_input(canvas, field, input);
}

//! The first page where there is no workspace yet, and the choice among several decisions.

use std::path::PathBuf;

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::exit::Exit;
use crate::files::Request;
use crate::files::sample::Sample;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::effect::Effect;
use crate::tui::form::make::Kind;
use crate::tui::help::first_key;
use crate::tui::state::{Modal, Question, Screen, State};
use crate::tui::theme::Role;
use crate::tui::update::{command, form, load};

pub(crate) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let is_picker = state.screen == Screen::Picker;
    let count = if is_picker { state.start.choices.len() } else { Sample::ALL.len() };
    let last = count.saturating_sub(1);
    let at = if is_picker { &mut state.start.choice } else { &mut state.start.template };
    match action {
        Action::Up => *at = at.saturating_sub(1),
        Action::Down => *at = (*at + 1).min(last),
        Action::First => *at = 0,
        Action::Last => *at = last,
        Action::Select(row) if (*row).min(last) != *at => *at = (*row).min(last),
        Action::Quit if state.is_changed() => state.modal = Some(Modal::Ask(Question::Quit, 0)),
        Action::Quit => return vec![Effect::Quit(Exit::Done)],
        Action::Help => state.modal = Some(Modal::Help(0)),
        Action::NewDecision => return form::open(state, Kind::Decision),
        Action::Palette => state.modal = Some(Modal::Palette(tui_input::Input::default(), 0)),
        Action::Import => return command::open(state, "import"),
        Action::Run(name) => return command::open(state, name),
        Action::Theme => state.look.theme = state.look.theme.next(),
        Action::Back if state.session.is_some() => state.screen = Screen::Page,
        Action::Open | Action::Select(_) if is_picker => return choose(state),
        Action::Open | Action::Select(_) | Action::MakeSample => {
            return vec![Effect::MakeSample(
                state.start.directory.clone(),
                Sample::ALL[state.start.template],
            )];
        }
        _ => {}
    }
    Vec::new()
}

fn choose(state: &mut State) -> Vec<Effect> {
    let Some(choice) = state.start.choices.get(state.start.choice) else { return Vec::new() };
    let file = choice.file.clone();
    let is_open = state.session.as_ref().is_some_and(|session| session.request().criteria == file);
    if is_open {
        state.screen = Screen::Page;
        return Vec::new();
    }
    if state.is_changed() {
        state.modal = Some(Modal::Ask(Question::Leave(file), 0));
        return Vec::new();
    }
    open(state, file)
}

/// Opens a decision of the workspace.
pub(crate) fn open(state: &mut State, criteria: PathBuf) -> Vec<Effect> {
    let Some(workspace) = state.start.workspace.clone() else { return Vec::new() };
    let (vendors, what_if) = state.start.given.clone();
    let request = Request { workspace, criteria, vendors, what_if };
    state.screen = Screen::Page;
    state.page = super::Page::Ranking;
    state.session = None;
    state.wizard = None;
    state.vendor = None;
    state.marked.clear();
    state.criterion = None;
    state.filter.clear();
    state.start.request = Some(request.clone());
    vec![load(request)]
}

pub(crate) fn draw_picker(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.text(Rect { height: 1, ..area }, " Which decision?", Role::Strong);
    let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let look = canvas.look;
    let longest = state.start.choices.iter().map(|choice| choice.name.len()).max().unwrap_or(0);
    let per_row = 3;
    let shown = usize::from(body.height) / per_row;
    let first = crate::tui::grid::first_row(state.start.choice, state.start.choices.len(), shown.max(1));
    let rows = (body.top()..body.bottom()).step_by(per_row);
    for ((number, choice), y) in state.start.choices.iter().enumerate().skip(first).zip(rows) {
        let is_selected = number == state.start.choice;
        let pointer = if is_selected { look.signs.pointer } else { " " };
        let default = if choice.is_default { "  (default)" } else { "" };
        let title = Line::from(vec![
            look.span(format!(" {pointer} {:<longest$}  ", choice.name), Role::Key),
            look.span(choice.title.clone(), Role::Strong),
            look.span(default, Role::Faint),
        ]);
        let line = Rect { y, height: 1, ..body };
        canvas.line(line, &title);
        if y + 1 < body.bottom() {
            let text = format!("   {:longest$}  {}", "", choice.question);
            canvas.text(Rect { y: y + 1, ..line }, &text, Role::Faint);
        }
        canvas.hit(Rect { height: 2.min(body.bottom() - y), ..line }, Action::Select(number));
        if is_selected {
            canvas.style(line, look.theme.style(Role::Selected));
            canvas.cursor = Some(line.as_position());
        }
    }
}

pub(crate) fn draw_welcome(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let wide = area.width.saturating_sub(4).min(76);
    let inner = Rect { x: area.x + 2, width: wide, ..area };
    let text = format!(
        "Welcome. weigh helps you choose a provider of outsourced customer contact or back-office work, \
         and defend the choice.\n\nThere is no decision in {} yet. Begin your own, or start from a sample: \
         its vendors are invented, its criteria are yours to change.",
        state.start.shown_directory
    );
    let mut y = inner.y + 1;
    for line in wrap(&text, wide) {
        if y >= inner.bottom() {
            return;
        }
        canvas.text(Rect { y, height: 1, ..inner }, &line, Role::Plain);
        y += 1;
    }
    y += 1;
    for (number, sample) in Sample::ALL.into_iter().enumerate() {
        if y >= inner.bottom() {
            return;
        }
        let line = Rect { y, height: 1, ..inner };
        let is_selected = number == state.start.template;
        let pointer = if is_selected { look.signs.pointer } else { " " };
        let shown = Line::from(vec![
            look.span(format!("{pointer} {:<15} ", sample.name()), Role::Key),
            look.span(sample.text(), Role::Plain),
        ]);
        canvas.line(line, &shown);
        canvas.hit(line, Action::Select(number));
        if is_selected {
            canvas.style(line, look.theme.style(Role::Selected));
            canvas.cursor = Some(line.as_position());
        }
        y += 1;
    }
    y += 1;
    if y < inner.bottom() {
        let text = format!(
            "{} begins a decision of your own, and asks for what it needs; {} brings in a spreadsheet, every value with \
             its cell; {} writes the selected sample into this folder; {} leaves everything as it is.",
            first_key(state, &Action::NewDecision),
            first_key(state, &Action::Import),
            first_key(state, &Action::MakeSample),
            first_key(state, &Action::Quit)
        );
        for line in wrap(&text, wide) {
            canvas.text(Rect { y, height: 1, ..inner }.intersection(inner), &line, Role::Faint);
            y += 1;
        }
    }
}

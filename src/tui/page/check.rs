//! The problems of the files, as `weigh check` lists them.

use std::path::PathBuf;

use ratatui::layout::Rect;

use crate::diagnostic::render::{self, for_people, summary};
use crate::diagnostic::{Diagnostic, Place, Severity, Sources, Tally};
use crate::text::clean::cleaned_line;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, width, without_first};
use crate::tui::effect::Effect;
use crate::tui::grid::{self, Column, Row};
use crate::tui::page::Part;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 2] = [Action::Open, Action::Add];

/// The page.
pub(super) struct CheckPage;

impl Part for CheckPage {
    fn names(&self) -> [&'static str; 2] {
        ["Check", "Check"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["check", "page: problems in the files"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh check".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            ["error", "the files cannot be used before it is mended"],
            [
                "warning",
                "they can be used, but this is probably not what was meant; `weigh check --explain CODE` says more",
            ],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        state.pages.check = row;
    }

    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect> {
        update(state, action)
    }

    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        draw(state, canvas, area);
    }

    fn place(&self, state: &State) -> Option<(PathBuf, usize)> {
        place(state)
    }
}

/// The problems of the decision's files, then those of the user's keys.
fn listed(state: &State) -> impl Iterator<Item = (&Diagnostic, &Sources)> {
    let opened = state.found.opened.iter();
    let found = opened.flat_map(|opened| opened.problems.iter().map(|problem| (problem, &opened.sources)));
    found.chain(state.keys.problems.0.iter().map(|problem| (problem, &state.keys.problems.1)))
}

pub(super) fn rows(state: &State) -> (usize, usize) {
    let count = listed(state).count();
    (count, state.pages.check.min(count.saturating_sub(1)))
}

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    match (action, place(state)) {
        (Action::Open, Some((file, line))) => vec![Effect::Editor(file, line)],
        _ => Vec::new(),
    }
}

/// Where the selected problem is; none for one in an option.
pub(crate) fn place(state: &State) -> Option<(PathBuf, usize)> {
    let (_, at) = rows(state);
    let (problem, sources) = listed(state).nth(at)?;
    let source = sources.get(problem.place.source());
    (!source.is_option).then(|| (PathBuf::from(&source.name), line(problem, sources).max(1)))
}

fn line(problem: &Diagnostic, sources: &Sources) -> usize {
    match problem.place {
        Place::Span(span) => sources.get(span.source).position(span.start).line,
        Place::Source(_) => 0,
    }
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let all: Vec<Diagnostic> = listed(state).map(|(problem, _)| problem.clone()).collect();
    let text = summary(Tally::of(&all), state.found.opened.as_ref().map_or(0, |opened| opened.files));
    let broken = if state.found.is_broken() && state.session.is_some() {
        "; the other pages show what was read before"
    } else {
        ""
    };
    let role = if state.found.is_broken() { Role::Bad } else { Role::Plain };
    canvas.text(Rect { height: 1, ..area }, &format!(" {text}{broken}"), role);
    let (count, at) = rows(state);
    if count == 0 {
        return;
    }
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let high = (u16::try_from(count).unwrap_or(u16::MAX).saturating_add(1)).min(body.height / 2).max(2);
    let list = Rect { height: high.min(body.height), ..body };
    let columns = [
        Column::text("", 1, 1),
        Column::text("", 7, 7),
        Column::text("Code", 4, 4),
        Column::text("Problem", 20, 120),
        Column::text("Where", 24, 60),
    ];
    grid::draw(canvas, list, &columns, count, Some(at), |row, places| {
        let Some((problem, sources)) = listed(state).nth(row) else { return Row::new(row, Vec::new()) };
        let (word, role) = match problem.severity {
            Severity::Error => ("error", Role::Bad),
            Severity::Warning => ("warning", Role::Doubt),
            Severity::Note => ("note", Role::Faint),
        };
        let name = &sources.get(problem.place.source()).name;
        let place = match line(problem, sources) {
            0 => name.clone(),
            line => format!("{name}:{line}"),
        };
        Row::new(
            row,
            vec![
                look.line(if row == at { look.signs.pointer } else { " " }, Role::Key),
                look.line(word, role),
                look.line(problem.code.as_str(), Role::Plain),
                look.line(cleaned_line(&problem.message), Role::Plain),
                look.line(tail(look, &place, places.places[4].map_or(0, |(_, cells)| cells)), Role::Faint),
            ],
        )
    });
    let below = Rect { y: list.bottom(), height: body.bottom() - list.bottom(), ..body };
    if let Some((problem, sources)) = listed(state).nth(at) {
        canvas.rule(Rect { height: 1.min(below.height), ..below }, &ratatui::text::Line::default());
        let width = below.width.saturating_sub(2).into();
        let look = render::Look { width, is_folded: true, is_coloured: false };
        let shown = for_people(std::slice::from_ref(problem), sources, look);
        for (text, y) in shown.lines().zip(below.top() + 1..below.bottom()) {
            canvas.text(Rect { x: below.x + 1, width: below.width - 1, y, height: 1 }, text, Role::Plain);
        }
    }
}

/// A path in a column: its end says more than its beginning.
fn tail(look: Look, path: &str, cells: u16) -> String {
    let mut rest = path;
    while width(rest) > cells.saturating_sub(u16::from(rest.len() < path.len())) {
        rest = without_first(rest);
    }
    if rest.len() < path.len() { format!("{}{rest}", look.signs.cut) } else { path.to_owned() }
}

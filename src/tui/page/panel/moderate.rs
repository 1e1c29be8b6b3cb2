//! Talking through what is apart, the widest first: who stands where on the scale and why, and what is agreed on.

use std::fmt::Write as _;

use ratatui::layout::Rect;

use super::seat::Seat;
use super::view::{View, dotted, standing_text};
use super::{MarkPlace, Mode, detail, locked, place_of, select, sheet};
use crate::answers::panel::words;
use crate::decision::panel::{Combine, Given, Standing};
use crate::exact::Exact;
use crate::panel::results::{MarkResult, moderation};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::help::first_key;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// Begins with what is farthest apart.
pub(super) fn start(state: &mut State) {
    if let Some(why) = locked(state) {
        state.say(why);
        return;
    }
    let marks = &state.pages.panel.marks;
    let places: Vec<MarkPlace> = moderation(marks).into_iter().map(|at| place_of(&marks[at])).collect();
    if places.is_empty() {
        state.say("nothing is apart that has not been talked through");
        return;
    }
    state.pages.panel.mode = Mode::Moderate { places, at: 0 };
    select(state, 0);
}

fn is_settled(state: &State, place: &MarkPlace) -> bool {
    state.pages.panel.mark_at(place).is_some_and(|mark| mark.combined.consensus.is_some())
}

/// Goes on to the next place that is not settled, after something was recorded.
pub(super) fn recorded(state: &mut State, seat: &Seat) {
    let Mode::Moderate { places, at } = &state.pages.panel.mode else { return };
    let now = seat.place();
    let is_open = |row: &usize| places[*row] != now && !is_settled(state, &places[*row]);
    let next = (*at + 1..places.len()).find(is_open).or_else(|| (0..places.len()).find(is_open));
    let left = (0..places.len()).filter(is_open).count();
    match next {
        Some(row) => {
            select(state, row);
            state.say(format!("recorded; {left} to go"));
        }
        None => {
            let save = first_key(state, &Action::Save);
            state.say(format!("recorded; all is talked through ({save} saves it)"));
        }
    }
}

pub(super) fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, places: &[MarkPlace], at: usize) {
    let look = canvas.look;
    let settled = places.iter().filter(|place| is_settled(view.state, place)).count();
    let parts = [
        (format!("To talk through: {} of {}", at + 1, places.len()), Role::Strong),
        (format!("{settled} settled"), Role::Plain),
        (format!("a digit is what you agree on, {} ends", first_key(view.state, &Action::Back)), Role::Faint),
    ];
    canvas.line(Rect { height: 1, ..area }, &dotted(look, &parts));
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let Some(mark) = places.get(at).and_then(|place| view.state.pages.panel.mark_at(place)) else {
        canvas.text(body, " Nobody marks this any more.", Role::Plain);
        return;
    };
    let title = look.line(view.title(look, mark), Role::Strong);
    canvas.rule(Rect { height: 1, ..body }, &title);
    canvas.cursor = Some(body.as_position());
    let mut y = body.y + 1;
    for (text, role) in outline(view, mark) {
        let rest = Rect { x: body.x + 1, y, width: body.width - 2, height: body.bottom().saturating_sub(y) };
        y += canvas.wrapped(rest, &text, role);
    }
    let rest = Rect { y, height: body.bottom().saturating_sub(y), ..body };
    draw_steps(view, canvas, rest, mark);
}

/// How far it is apart, what it comes to now, and what was agreed on.
fn outline(view: &View<'_>, mark: &MarkResult) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    if let Some([low, high]) = mark.combined.ends() {
        let points = mark.points_at_stake.as_ref().map_or_else(String::new, |points| {
            format!(", {} points of the total between them", points.plain(2))
        });
        let still = if mark.is_flagged { "" } else { "; no longer apart" };
        let text = format!("Marks from {} to {}{points}{still}.", words::mark(low), words::mark(high));
        lines.push((text, Role::Plain));
    }
    match &mark.combined.consensus {
        Some(agreed) => {
            let text = format!(
                "Agreed on {}: {}",
                agreed.mark.as_ref().map_or_else(String::new, words::mark),
                agreed.note.as_deref().unwrap_or_default()
            );
            lines.push((text, Role::Good));
        }
        None => lines.push((format!("Counts until now: {}.", detail::comes_to(mark)), Role::Plain)),
    }
    if view.rule.combine != Combine::Consensus {
        let text = format!(
            "By the rule the {} counts: what you agree on is kept beside it. combine = \"consensus\" in [rule.panel] \
             lets it count.",
            view.rule.combine.word()
        );
        lines.push((text, Role::Doubt));
    }
    lines
}

/// A line or two of the picture: text, its role, and how far it is indented.
type RoleLine = (String, Role, u16);

/// The marks of the scale, the best at the top, with those who gave them and why.
fn draw_steps(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, mark: &MarkResult) {
    let full = steps(view, mark, area.width, true);
    let steps = if full.len() <= area.height.into() { full } else { steps(view, mark, area.width, false) };
    for ((text, role, indent), y) in steps.iter().zip(area.top()..area.bottom()) {
        let x = area.x + (1 + indent).min(area.width);
        canvas.text(Rect { x, y, width: area.right().saturating_sub(x), height: 1 }, text, *role);
    }
}

fn steps(view: &View<'_>, mark: &MarkResult, cells: u16, is_full: bool) -> Vec<RoleLine> {
    let mut values: Vec<Exact> = mark.combined.counted().cloned().collect();
    let means = sheet::meanings(view, mark);
    values.extend(means.iter().filter_map(|(value, _)| value.clone()).filter(|_| means.len() < 12));
    values.sort_by(|a, b| b.cmp(a));
    values.dedup();
    let mut steps = Vec::new();
    for value in &values {
        let text = means.iter().find(|(mean, _)| mean.as_ref() == Some(value)).map(|(_, text)| text.clone());
        steps.push((text.unwrap_or_else(|| words::mark(value)), Role::Strong, 0));
        let here = |given: &Given| given.standing == Standing::Counts && given.mark.as_ref() == Some(value);
        add_people(view, mark, here, (cells, is_full), &mut steps);
    }
    let is_out = |given: &Given| given.standing != Standing::Counts;
    if mark.combined.given.iter().any(is_out) {
        steps.push(("No mark that counts".to_owned(), Role::Strong, 0));
        add_people(view, mark, is_out, (cells, is_full), &mut steps);
    }
    steps
}

/// Those evaluators to whom something applies, each with the note.
fn add_people(
    view: &View<'_>,
    mark: &MarkResult,
    applies: impl Fn(&Given) -> bool,
    (cells, is_full): (u16, bool),
    steps: &mut Vec<RoleLine>,
) {
    for (at, given) in mark.combined.given.iter().enumerate().filter(|(_, given)| applies(given)) {
        let mut text = view.names[at].clone();
        let role =
            view.panel.evaluators[at].role.as_ref().filter(|role| **role != text && !text.starts_with(*role));
        if let Some(role) = role {
            let _ = write!(text, ", {role}");
        }
        if mark.farthest == Some(at) && mark.is_flagged {
            text.push_str(" !");
        }
        let standing = Some(standing_text(view, at, mark)).filter(|words| !words.is_empty());
        for part in standing.into_iter().chain(given.note.clone()) {
            let _ = write!(text, ": {part}");
        }
        let room = cells.saturating_sub(6).max(10);
        let mut lines = wrap(&text, room);
        detail::shorten(&mut lines, if is_full { usize::MAX } else { 1 });
        let indents = std::iter::once(2).chain(std::iter::repeat(4));
        steps.extend(lines.into_iter().zip(indents).map(|(line, indent)| (line, Role::Plain, indent)));
    }
}

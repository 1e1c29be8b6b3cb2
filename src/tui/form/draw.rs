//! How a form is drawn: the fields, what can be picked for the one that takes the keys, and what is to be known of it.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Form, Takes};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, width, wrap};
use crate::tui::draw::{draw_box, draw_field};
use crate::tui::grid::first_row;
use crate::tui::help::{draw_keys, first_key};
use crate::tui::state::State;
use crate::tui::theme::Role;

/// The most rows of a list.
const LIST: usize = 8;
/// The widest that a form is drawn.
const WIDEST: u16 = 84;

pub(crate) fn draw_form(state: &State, canvas: &mut Canvas<'_>, area: Rect, form: &Form) {
    let wide = area.width.saturating_sub(6).clamp(20, WIDEST);
    let shown = form.shown();
    let field = &form.fields[form.at];
    let listed = field.listed();
    let notes = notes(form, wide);
    let room = usize::from(area.height.saturating_sub(2));
    // Fields come first, then what is wrong, then the list: on a low screen the list gives way.
    let list_rows = listed.len().min(LIST).min(room.saturating_sub(shown.len() + notes.len() + 2));
    let high = shown.len() + notes.len() + list_rows + 1 + usize::from(list_rows > 0);
    let inner = draw_box(canvas, area, (wide, u16::try_from(high).unwrap_or(u16::MAX)), &form.title);
    if inner.is_empty() {
        return;
    }
    let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
    let fields = Rect { height: inner.height.saturating_sub(1), ..inner };
    let label = shown.iter().map(|at| width(&form.fields[*at].label)).max().unwrap_or(0).min(inner.width / 2);
    let most = usize::from(fields.height)
        .saturating_sub(notes.len() + list_rows + usize::from(list_rows > 0))
        .max(1);
    let place = shown.iter().position(|at| *at == form.at).unwrap_or(0);
    let first = first_row(place, shown.len(), most);
    let mut y = fields.y;
    for at in shown.iter().skip(first).take(most) {
        let line = Rect { y, height: 1, ..fields }.intersection(fields);
        draw_row(canvas, line, form, *at, label);
        y += 1;
    }
    if list_rows > 0 {
        y += 1;
        draw_list(
            canvas,
            Rect { y, height: u16::try_from(list_rows).unwrap_or(0), ..fields }.intersection(fields),
            form,
            &listed,
        );
        y += u16::try_from(list_rows).unwrap_or(0);
    }
    for (text, role) in &notes {
        canvas.text(Rect { y, height: 1, ..fields }.intersection(fields), text, *role);
        y += 1;
    }
    draw_keys(canvas, foot, keys(state, form, !listed.is_empty()));
}

/// The keys of a form, those that matter most first.
fn keys(state: &State, form: &Form, has_list: bool) -> Vec<(String, &'static str)> {
    let field = &form.fields[form.at];
    let open = first_key(state, &Action::Open);
    let next = if form.ends_here() { "done" } else { "next" };
    let ascii = state.look.signs.is_ascii;
    let up_down = if ascii { "up/down" } else { "↑↓" }.to_owned();
    let left_right = if ascii { "left/right" } else { "←→" }.to_owned();
    let mut keys = match (field.takes, field.row.is_some()) {
        (Takes::OneOf, _) => vec![(left_right, "choose"), (open, next)],
        (Takes::Several, true) => vec![(open, "in or out")],
        (Takes::Text, true) => vec![(open, "take it")],
        (_, false) if has_list => vec![(open, next), (up_down, "list")],
        (_, false) => vec![(open, next), (up_down, "move")],
    };
    if form.ends_here() {
        keys.push(("tab".to_owned(), "next"));
    } else {
        keys.push((first_key(state, &Action::Save), "done"));
    }
    keys.push((first_key(state, &Action::Back), "leave"));
    if matches!(form.about, super::About::Fact(_)) {
        keys.push((first_key(state, &Action::Raw), "as TOML"));
    }
    keys
}

/// What is to be known of the field, and of the form: a warning, what it would do, what is wrong.
fn notes(form: &Form, wide: u16) -> Vec<(String, Role)> {
    let field = &form.fields[form.at];
    let says = Some(field.says.clone()).filter(|says| !says.is_empty());
    let warning = form.warning.as_ref().map(|text| format!("! {text}"));
    let problem = form.problem.as_ref().map(|text| format!("! {text}"));
    let picture = form.picture.iter().map(|line| (line.clone(), Role::Plain));
    let parts = [
        (says, Role::Faint),
        (warning, Role::Doubt),
        (form.said.clone(), Role::Strong),
        (problem, Role::Bad),
    ];
    let lines = |(text, role): (Option<String>, Role)| {
        let lines = text.map(|text| wrap(&text, wide)).unwrap_or_default();
        lines.into_iter().map(move |line| (line, role)).collect::<Vec<_>>()
    };
    parts.into_iter().flat_map(lines).chain(picture).collect()
}

fn draw_row(canvas: &mut Canvas<'_>, line: Rect, form: &Form, at: usize, label: u16) {
    let look = canvas.look;
    let field = &form.fields[at];
    let is_active = at == form.at;
    let pointer = if is_active { look.signs.pointer } else { " " };
    let name = look.cut(&field.label, label);
    let role = if is_active { Role::Key } else { Role::Plain };
    canvas.line(line, &Line::from(vec![look.span(format!("{pointer} "), Role::Key), look.span(name, role)]));
    canvas.hit(line, Action::Select(at));
    let x = line.x + (label + 4).min(line.width);
    let value = Rect { x, width: line.right().saturating_sub(x), ..line };
    match (field.takes, is_active) {
        (Takes::OneOf, _) => {
            let (left, right) = if look.signs.is_ascii { ("< ", " >") } else { ("‹ ", " ›") };
            let ends = if is_active { [left, right] } else { ["  ", "  "] };
            canvas.text(value, &format!("{}{}{}", ends[0], field.value(), ends[1]), Role::Plain);
            if is_active {
                canvas.cursor = Some(value.as_position());
            }
        }
        (_, is_active) if !field.was.is_empty() && field.input.value().is_empty() => {
            if is_active {
                draw_field(canvas, value, &field.input, false);
            }
            let text = format!("(of the old value: {})", field.was);
            let x = (value.x + 2).min(value.right());
            let place = Rect { x, width: value.right() - x, ..value };
            canvas.text(place, &look.cut(&text, place.width), Role::Faint);
        }
        (_, true) => draw_field(canvas, value, &field.input, field.is_selected),
        (_, false) => canvas.text(value, &look.cut(field.input.value(), value.width), Role::Plain),
    }
}

fn draw_list(canvas: &mut Canvas<'_>, area: Rect, form: &Form, listed: &[usize]) {
    let look = canvas.look;
    let field = &form.fields[form.at];
    let chosen = match field.takes {
        Takes::OneOf => listed.iter().position(|at| field.picks[*at].text == field.input.value()),
        Takes::Text | Takes::Several => field.row,
    };
    let things = field.things();
    let widest = listed.iter().map(|at| width(&field.picks[*at].text)).max().unwrap_or(0).min(area.width / 2);
    let first = first_row(chosen.unwrap_or(0), listed.len(), area.height.into());
    for ((row, at), y) in listed.iter().enumerate().skip(first).zip(area.top()..area.bottom()) {
        let line = Rect { y, height: 1, ..area };
        let pick = &field.picks[*at];
        let sign = match field.takes {
            Takes::Several if things.contains(&pick.text.as_str()) => look.signs.pass,
            _ => " ",
        };
        let name = look.cut(&pick.text, widest);
        let pad = " ".repeat(usize::from(widest.saturating_sub(width(&name))));
        let text = format!("    {sign} {name}{pad}  {}", pick.says);
        canvas.text(line, &look.cut(&text, line.width), Role::Plain);
        canvas.hit(line, Action::Answer(row));
        if chosen == Some(row) {
            canvas.style(line, look.theme.style(Role::Selected));
        }
    }
    if listed.len() > first + usize::from(area.height) {
        let more = look.line(
            format!("{} {} more", look.signs.down, listed.len() - first - usize::from(area.height)),
            Role::Key,
        );
        canvas.line_right(Rect { y: area.bottom() - 1, height: 1, ..area }, &more);
    }
}

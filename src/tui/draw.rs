//! The screen around the pages:
//!
//! ```text
//!  weigh · First-line customer support *                                  10 vendors   title
//!  1 Ranking  2 Vendor  3 Compare  4 Weights  ...                                      tabs
//!                                                                                      page
//!  ↓ move  ⏎ open  / filter  ? help  q quit                       hints, line, message bottom
//! ```

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::action::Action;
use super::canvas::{Canvas, line_width, width, without_first, wrap};
use super::command;
use super::form;
use super::grid::first_row;
use super::help;
use super::page::{Page, panel, start};
use super::state::{Modal, Question, Screen, State, Status, Typed, Typing};
use super::theme::Role;
use super::wizard;

/// The smallest screen that pages are laid out for.
const LEAST: (u16, u16) = (40, 10);

/// Draws everything.
pub(crate) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let area = canvas.buffer.area;
    canvas.style(area, state.look.theme.style(Role::Plain));
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let text = format!(
            "too small: {}x{}, needs {}x{}; {} quits",
            area.width,
            area.height,
            LEAST.0,
            LEAST.1,
            help::first_key(state, &Action::Quit)
        );
        canvas.wrapped(area, &text, Role::Plain);
        return;
    }
    let title = Rect { height: 1, ..area };
    let tabs = Rect { y: area.y + 1, height: 1, ..area };
    let bottom = Rect { y: area.bottom() - 1, height: 1, ..area };
    draw_title(state, canvas, title);
    let has_tabs = state.screen == Screen::Page;
    if has_tabs {
        draw_tabs(state, canvas, tabs);
    }
    let top = area.y + if has_tabs { 2 } else { 1 };
    let body = Rect { y: top, height: bottom.y - top, ..area };
    match state.screen {
        Screen::Welcome => start::draw_welcome(state, canvas, body),
        Screen::Picker => start::draw_picker(state, canvas, body),
        // Problems have a page of their own; the others have nothing to show without a decision.
        Screen::Page if state.session.is_none() && state.page != Page::Check && state.found.is_broken() => {
            let key = help::first_key(state, &Action::Go(Page::Check));
            let text = format!(
                "The files have errors, and nothing can be shown before they are mended: {key} tells them."
            );
            canvas.wrapped(Rect { x: body.x + 1, width: body.width - 2, ..body }, &text, Role::Bad);
        }
        Screen::Page => state.page.part().draw(state, canvas, body),
        Screen::Wizard => wizard::draw(state, canvas, body),
    }
    draw_bottom(state, canvas, bottom);
    match &state.modal {
        Some(Modal::Help(first)) => help::draw(state, canvas, area, *first),
        Some(Modal::Palette(input, at)) => help::draw_palette(state, canvas, area, input, *at),
        Some(Modal::Ask(question, at)) => draw_question(state, canvas, area, question, *at),
        Some(Modal::Form(form)) => form::draw::draw_form(state, canvas, area, form),
        Some(Modal::Output(output)) => command::output::draw_output(state, canvas, area, output),
        None => {}
    }
}

fn draw_title(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let dot = look.signs.dot;
    let mut left = vec![look.span(" weigh", Role::Title)];
    let mut right = String::new();
    if let Some(session) =
        state.session.as_ref().filter(|_| matches!(state.screen, Screen::Page | Screen::Wizard))
    {
        let evaluation = &session.evaluation;
        left.push(look.span(format!(" {dot} {}", evaluation.decision.title), Role::Plain));
        if session.is_changed() {
            left.push(look.span(" *", Role::Doubt));
        }
        let what_ifs = session.request().what_if.len();
        if what_ifs > 0 {
            right.push_str(&format!("{what_ifs} what-if{} {dot} ", if what_ifs == 1 { "" } else { "s" }));
        }
        if state.found.is_broken() {
            right.push_str(&format!("files have errors {dot} "));
        }
        if !state.filter.is_empty() {
            right.push_str(&format!("/{} {dot} ", state.filter));
        }
        let (ranked, all) = (evaluation.ranked().count(), evaluation.vendors.len());
        right.push_str(&format!("{ranked} of {all} vendors ranked "));
    }
    let right = look.line(right, Role::Faint);
    let room = area.width.saturating_sub(line_width(&right) + 1);
    let left = Line::from(left);
    if line_width(&left) <= room || room > 40 {
        canvas.line(Rect { width: room, ..area }, &left);
        canvas.line_right(area, &right);
    } else {
        canvas.line(area, &left);
    }
}

/// The pages with their numbers: with names where they fit, else only the name of the one shown.
fn draw_tabs(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let named = |name: fn(Page) -> &'static str| -> Vec<(Page, String)> {
        let key = |page| help::first_key(state, &Action::Go(page));
        Page::ALL.iter().copied().map(|page| (page, format!("{} {}", key(page), name(page)))).collect()
    };
    // After the last one no space is needed.
    let needed =
        |names: &[(Page, String)], pad: u16| names.iter().map(|(_, name)| width(name) + pad).sum::<u16>() - 1;
    let (long, short) = (named(Page::name), named(Page::short_name));
    let pad = if needed(&long, 3) <= area.width {
        3
    } else if needed(&long, 2) <= area.width {
        2
    } else {
        1
    };
    let is_narrow = needed(&short, pad) > area.width;
    let tabs = if needed(&long, pad) <= area.width || is_narrow { long } else { short };
    let possible = state.possible();
    let mut x = area.x;
    for (page, name) in tabs {
        let is_shown = page == state.page;
        let is_short = is_narrow && !is_shown;
        let name = if is_short { name.split(' ').next().unwrap_or_default() } else { &name };
        let text = if pad > 1 { format!(" {name} ") } else { format!("{name} ") };
        let left = area.right().saturating_sub(x);
        let text = if width(&text) > left { text.trim_end() } else { &text };
        let place = Rect { x, width: width(text).min(left), ..area };
        let is_possible = possible.iter().any(|action| action.is(&Action::Go(page)));
        let role = match (is_shown, is_possible) {
            (true, _) => Role::Tab,
            (false, true) => Role::Plain,
            (false, false) => Role::Faint,
        };
        canvas.text(place, text, role);
        canvas.hit(place, Action::Go(page));
        x += place.width;
        if pad == 3 && x < area.right() {
            let between = if canvas.look.signs.is_ascii { "|" } else { "│" };
            canvas.text(Rect { x, width: 1, ..area }, between, Role::Border);
            x += 1;
        }
    }
}

/// The line at the bottom. What does not fit in it lies over the page, in as many lines as it needs.
fn draw_bottom(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    if let Some(typing) = &state.typing {
        draw_typing(state, canvas, area, typing);
        return;
    }
    let (text, role) = match &state.status {
        Status::Hints => return help::draw_hints(state, canvas, area),
        Status::Said(text) => (text.clone(), Role::Strong),
        Status::Error(text) => (format!("! {text}"), Role::Bad),
    };
    let lines = wrap(&text, area.width.saturating_sub(2));
    draw_above(canvas, area, &lines.iter().map(|line| (line.as_str(), role)).collect::<Vec<_>>());
}

/// Draws lines of which the last one stands at the bottom.
fn draw_above(canvas: &mut Canvas<'_>, bottom: Rect, lines: &[(&str, Role)]) {
    // Title and tabs stay in sight.
    let most = usize::from(bottom.y.saturating_sub(2)).max(1);
    let shown = &lines[..lines.len().min(most)];
    let high = u16::try_from(shown.len()).unwrap_or(u16::MAX);
    let place = Rect { y: (bottom.y + 1).saturating_sub(high), height: high, ..bottom };
    canvas.clear(place);
    for ((line, role), y) in shown.iter().zip(place.top()..place.bottom()) {
        canvas.text(Rect { y, height: 1, ..place }, &format!(" {line}"), *role);
    }
}

/// The line that is typed, with what is to be known of it above.
fn draw_typing(state: &State, canvas: &mut Canvas<'_>, area: Rect, typing: &Typing) {
    let look = canvas.look;
    let wide = area.width.saturating_sub(2);
    let problem = typing.problem.as_ref().map(|problem| (format!("! {problem}"), Role::Bad));
    let warning = typing.warning.as_ref().map(|warning| (format!("! {warning}"), Role::Doubt));
    let said: Vec<(String, Role)> = [warning, problem]
        .into_iter()
        .flatten()
        .flat_map(|(text, role)| wrap(&text, wide).into_iter().map(move |line| (line, role)))
        .collect();
    if !said.is_empty() {
        let lines: Vec<(&str, Role)> = said.iter().map(|(line, role)| (line.as_str(), *role)).collect();
        let rows = 1 + u16::from(typing.source.is_some());
        draw_above(canvas, Rect { y: area.y.saturating_sub(rows), ..area }, &lines);
    }
    let name = match &typing.what {
        Typed::Filter => "filter".to_owned(),
        Typed::Remarks => "note".to_owned(),
        Typed::Weight(criterion) => format!("weight of {criterion}"),
        Typed::Value(target) => target.path().rsplit('.').next().unwrap_or_default().to_owned(),
        marks => panel::typed_text(state, marks),
    };
    let head = look.line(format!(" {}: ", look.cut(&name, area.width / 2)), Role::Key);
    let wide = line_width(&head);
    canvas.line(area, &head);
    let field = Rect { x: area.x + wide, width: area.width - wide, ..area };
    let field = draw_keys(state, canvas, field, typing.source.is_some());
    draw_field(canvas, field, &typing.input, typing.is_selected);
    let Some(source) = &typing.source else { return };
    let cursor = canvas.cursor;
    let above = Rect { y: area.y.saturating_sub(1), ..area };
    canvas.clear(above);
    let head = look.line(" source: ", Role::Key);
    let wide = line_width(&head).min(above.width);
    canvas.line(above, &head);
    draw_input(canvas, Rect { x: above.x + wide, width: above.width - wide, ..above }, &source.input);
    if !source.is_active {
        canvas.cursor = cursor;
    }
}

/// The keys of a line that is typed, at its right end where there is room; gives back what is left of it.
fn draw_keys(state: &State, canvas: &mut Canvas<'_>, field: Rect, has_source: bool) -> Rect {
    let key = |action| help::first_key(state, &action);
    let keys = format!("{} accepts  {} cancels ", key(Action::Open), key(Action::Back));
    let keys = if has_source { format!("tab source  {keys}") } else { keys };
    if field.width <= 50 {
        return field;
    }
    let line = canvas.look.line(keys, Role::Faint);
    canvas.line_right(field, &line);
    Rect { width: field.width - line_width(&line) - 1, ..field }
}

/// A field with its text, marked where all of it is selected.
pub(crate) fn draw_field(canvas: &mut Canvas<'_>, area: Rect, input: &tui_input::Input, is_selected: bool) {
    draw_input(canvas, area, input);
    if is_selected {
        let cells = width(input.value()).min(area.width);
        canvas.style(Rect { width: cells, height: 1, ..area }, canvas.look.theme.style(Role::Selected));
    }
}

/// The line being typed, scrolled so that the cursor is seen.
pub(crate) fn draw_input(canvas: &mut Canvas<'_>, area: Rect, input: &tui_input::Input) {
    if area.is_empty() {
        return;
    }
    let before: String = input.value().chars().take(input.cursor()).collect();
    let mut shown = before.as_str();
    while width(shown) >= area.width {
        shown = without_first(shown);
    }
    let cursor = area.x + width(shown);
    let after: String = input.value().chars().skip(input.cursor()).collect();
    canvas.text(area, &format!("{shown}{after}"), Role::Plain);
    canvas.cursor = Some(ratatui::layout::Position { x: cursor.min(area.right() - 1), y: area.y });
}

/// Clears a box in the middle of the area and draws its frame; gives back what is inside.
pub(crate) fn draw_box(canvas: &mut Canvas<'_>, area: Rect, cells: (u16, u16), name: &str) -> Rect {
    let wide = cells.0.saturating_add(4).min(area.width);
    let high = cells.1.saturating_add(2).min(area.height);
    let frame = Rect {
        x: area.x + (area.width - wide) / 2,
        y: area.y + (area.height - high) / 2,
        width: wide,
        height: high,
    };
    canvas.clear(frame);
    let inner_x = frame.x + 1;
    let name = canvas.look.line(name, Role::Strong);
    canvas.rule(Rect { x: inner_x, width: frame.width.saturating_sub(2), height: 1, ..frame }, &name);
    let bottom = Rect {
        x: inner_x,
        y: frame.bottom().saturating_sub(1),
        width: frame.width.saturating_sub(2),
        height: 1,
    };
    canvas.rule(bottom, &Line::default());
    let (corners, upright) =
        if canvas.look.signs.is_ascii { (["+"; 4], "|") } else { (["┌", "┐", "└", "┘"], "│") };
    for y in frame.top()..frame.bottom() {
        let ends = match y {
            y if y == frame.top() => [corners[0], corners[1]],
            y if y + 1 == frame.bottom() => [corners[2], corners[3]],
            _ => [upright; 2],
        };
        for (x, sign) in [frame.left(), frame.right().saturating_sub(1)].into_iter().zip(ends) {
            canvas.text(Rect { x, y, width: 1, height: 1 }, sign, Role::Border);
        }
    }
    Rect {
        x: frame.x + 2,
        y: frame.y + 1,
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    }
}

fn draw_question(state: &State, canvas: &mut Canvas<'_>, area: Rect, question: &Question, at: usize) {
    /// The columns before an answer: the pointer and the key.
    const BEFORE: u16 = 5;
    let (name, text) = words(state, question);
    let wide = area.width.saturating_sub(8).clamp(20, 64);
    let lines = wrap(&text, wide);
    let answers = question.answers().iter().enumerate();
    let rows: Vec<(usize, Option<char>, String)> = answers
        .flat_map(|(number, (key, answer))| {
            let keys = std::iter::once(Some(*key)).chain(std::iter::repeat(None));
            wrap(answer, wide - BEFORE).into_iter().zip(keys).map(move |(line, key)| (number, key, line))
        })
        .collect();
    let high = u16::try_from(lines.len() + 1 + rows.len()).unwrap_or(u16::MAX);
    let inner = draw_box(canvas, area, (wide, high), name);
    let room = usize::from(inner.height);
    // The text gives way to the answers, but for its first line; the answer that is chosen is always seen.
    let told = lines.len().min(room.saturating_sub(rows.len())).max(usize::from(room > 1));
    let seen = rows.len().min(room.saturating_sub(told));
    let chosen = rows.iter().position(|(number, ..)| *number == at).unwrap_or(0);
    let first = first_row(chosen, rows.len(), seen);
    let mut y = inner.y;
    for line in lines.into_iter().take(told) {
        canvas.text(Rect { y, height: 1, ..inner }, &line, Role::Plain);
        y += 1;
    }
    y = inner.bottom().saturating_sub(u16::try_from(seen).unwrap_or(0)).max(inner.y);
    for (number, key, answer) in rows.into_iter().skip(first).take(seen) {
        let line = Rect { y, height: 1, ..inner }.intersection(inner);
        let look = canvas.look;
        let pointer = if number == at && key.is_some() { look.signs.pointer } else { " " };
        let shown = Line::from(vec![
            look.span(format!("{pointer} "), Role::Plain),
            look.span(key.map_or_else(|| " ".to_owned(), String::from), Role::Key),
            look.span(format!("  {answer}"), Role::Plain),
        ]);
        canvas.line(line, &shown);
        canvas.hit(line, Action::Answer(number));
        if number == at {
            canvas.style(line, look.theme.style(Role::Selected));
            if key.is_some() {
                canvas.cursor = Some(line.as_position());
            }
        }
        y += 1;
    }
}

fn words(state: &State, question: &Question) -> (&'static str, String) {
    let changes = match state.session.as_ref().map_or(0, |session| session.changes().len()) {
        1 => "1 change is".to_owned(),
        changes => format!("{changes} changes are"),
    };
    match question {
        Question::Quit => ("Unsaved changes", format!("{changes} not saved.")),
        Question::Leave(_) => {
            ("Unsaved changes", format!("{changes} not saved. Another decision discards them."))
        }
        Question::Changed(change) => {
            let files = match change.files.as_slice() {
                [] => "the files".to_owned(),
                files => files.join(", "),
            };
            let mut text =
                format!("Somebody changed {files}, and {changes} not saved here. Nothing is overwritten.");
            for (path, theirs, mine) in &change.conflicts {
                let name = panel::path_called(state, path);
                text.push_str(&format!("\n{name}: {theirs} in the file now, {mine} here"));
            }
            ("Files changed on disk", text)
        }
        Question::Export => {
            ("Hand over", "What is to be written into handover/, where weigh was started?".to_owned())
        }
        Question::Remove(removal) => {
            let word = removal.kind.word();
            let mut text = format!(
                "Take the {word} `{}` away? Its file loses it at once; nothing takes this back.",
                removal.id
            );
            for said in &removal.said {
                text.push_str(&format!("\n{said}"));
            }
            ("Take away", text)
        }
        Question::Recover(changes) => {
            let listed: Vec<String> = changes
                .iter()
                .map(|(path, value)| format!("{} = {value}", panel::path_called(state, path)))
                .collect();
            (
                "Changes of the last session",
                format!("The last session ended before these could be saved:\n{}", listed.join("\n")),
            )
        }
    }
}

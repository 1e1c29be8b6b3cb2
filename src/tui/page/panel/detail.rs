//! What stands behind the selected mark: each evaluator's note, and what the marks mean.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::view::{View, given_text, standing_text};
use super::{evaluator_at, sheet, table};
use crate::answers::panel::words;
use crate::decision::panel::Combine;
use crate::panel::results::MarkResult;
use crate::tui::canvas::{Canvas, Look, width, wrap};
use crate::tui::theme::Role;

/// The most lines of a note where there is little room.
const SHORT: usize = 3;

/// Everybody's lines: number of the evaluator, then the note in lines.
type Notes = Vec<(usize, Vec<String>)>;

/// The lines that the detail takes where the notes of others are short.
pub(super) fn height(view: &View<'_>, mark: &MarkResult, cells: u16) -> u16 {
    let lines = notes(view, mark, cells, false).iter().map(|(_, lines)| lines.len()).sum::<usize>();
    let more = usize::from(agreed(mark).is_some()) + meaning(view, mark, cells).len() + 2;
    u16::try_from(lines + more).unwrap_or(u16::MAX)
}

/// Draws it and says how many lines it took.
pub(super) fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, mark: &MarkResult) -> u16 {
    if area.height < 2 {
        return 0;
    }
    let look = canvas.look;
    let title = Line::from(vec![
        look.span(view.title(look, mark), Role::Strong),
        look.span(format!(" {} {}", look.signs.dot, comes_to(mark)), Role::Plain),
    ]);
    canvas.rule(Rect { height: 1, ..area }, &title);
    let full = notes(view, mark, area.width, true);
    let meaning = meaning(view, mark, area.width);
    let room = usize::from(area.height).saturating_sub(meaning.len() + 3);
    let all = if full.iter().map(|(_, lines)| lines.len()).sum::<usize>() <= room {
        full
    } else {
        notes(view, mark, area.width, false)
    };
    let mut y = area.y + 1;
    let end = area.bottom() - 1;
    let line_at = |y: u16| Rect { y, height: 1, ..area };
    if let Some(agreed) = agreed(mark).filter(|_| y < end) {
        canvas.text(line_at(y), &agreed, Role::Strong);
        y += 1;
    }
    let room = usize::from(end.saturating_sub(y)).saturating_sub(meaning.len());
    y += draw_notes(view, canvas, Rect { y, height: u16::try_from(room).unwrap_or(0), ..area }, mark, &all);
    for line in meaning.iter().take(usize::from(end.saturating_sub(y))) {
        canvas.text(line_at(y), line, Role::Plain);
        y += 1;
    }
    canvas.text(line_at(y), &table::legend(look), Role::Faint);
    y + 1 - area.y
}

/// What the marks come to, and how.
pub(super) fn comes_to(mark: &MarkResult) -> String {
    let combined = &mark.combined;
    let Some(known) = &combined.mark else { return "not known".to_owned() };
    let how = match (combined.how, combined.counted().count()) {
        (Combine::Consensus, _) => "agreed on".to_owned(),
        (how, 1) => format!("{} of 1 mark", how.word()),
        (how, count) => format!("{} of {count} marks", how.word()),
    };
    let range = match (&combined.lowest, &combined.highest) {
        (Some(low), Some(high)) if low != high => {
            format!(", may become {} to {}", words::mark(low), words::mark(high))
        }
        _ => String::new(),
    };
    format!("{}, {how}{range}", words::mark(known))
}

/// What was agreed on, whether or not it counts.
fn agreed(mark: &MarkResult) -> Option<String> {
    let agreed = mark.combined.consensus.as_ref()?;
    let counts = if mark.combined.how == Combine::Consensus { "" } else { " (does not count by the rule)" };
    let mark = agreed.mark.as_ref().map_or_else(String::new, words::mark);
    Some(format!(" Agreed on {mark}{counts}: {}", agreed.note.as_deref().unwrap_or_default()))
}

/// Cells of the names, and where the notes begin.
fn places(view: &View<'_>, cells: u16) -> (u16, u16) {
    let longest = view.names.iter().map(|name| width(name)).max().unwrap_or(0);
    let name = longest.clamp(8, 24).min(cells / 3) + 4;
    (name, name + 10)
}

fn notes(view: &View<'_>, mark: &MarkResult, cells: u16, is_full: bool) -> Notes {
    let (_, from) = places(view, cells);
    let selected = evaluator_at(view.state, view.panel);
    let one = |(at, given): (usize, &crate::decision::panel::Given)| {
        let text = match (&given.note, standing_text(view, at, mark)) {
            (Some(note), standing) if standing.is_empty() => note.clone(),
            (Some(note), standing) => format!("{standing}; {note}"),
            (None, standing) => standing,
        };
        let mut lines = wrap(&text, cells.saturating_sub(from + 1));
        if lines.is_empty() {
            lines.push(String::new());
        }
        let most = if is_full {
            usize::MAX
        } else if at == selected {
            SHORT
        } else {
            1
        };
        shorten(&mut lines, most);
        (at, lines)
    };
    mark.combined.given.iter().enumerate().map(one).collect()
}

/// Keeps so many lines; the last one runs on, to be cut where it is drawn.
pub(super) fn shorten(lines: &mut Vec<String>, most: usize) {
    if lines.len() > most {
        let rest = lines.split_off(most - 1);
        lines.push(rest.join(" "));
    }
}

/// Draws the notes, the selected evaluator's always among them; says how many lines they took.
fn draw_notes(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, mark: &MarkResult, notes: &Notes) -> u16 {
    let look = canvas.look;
    let selected = evaluator_at(view.state, view.panel);
    let (_, from) = places(view, area.width);
    let before: usize = notes.iter().take(selected).map(|(_, lines)| lines.len()).sum();
    let own = notes.get(selected).map_or(1, |(_, lines)| lines.len());
    let skip = (before + own).saturating_sub(area.height.into());
    let rows = notes
        .iter()
        .flat_map(|(at, lines)| lines.iter().enumerate().map(move |(line, text)| (*at, line, text)));
    let mut y = area.y;
    for ((at, line, text), line_y) in rows.skip(skip).zip(area.top()..area.bottom()) {
        let row = Rect { y: line_y, height: 1, ..area };
        if line == 0 {
            canvas.line(Rect { width: from.min(row.width), ..row }, &name_line(view, look, mark, at, from));
        }
        let x = row.x + from.min(row.width);
        canvas.text(Rect { x, width: row.right().saturating_sub(x), ..row }, text, Role::Plain);
        y = line_y + 1;
    }
    y - area.y
}

/// The name of an evaluator with the mark, `!` for the one who is farthest from the middle.
fn name_line(view: &View<'_>, look: Look, mark: &MarkResult, at: usize, cells: u16) -> Line<'static> {
    let is_selected = at == evaluator_at(view.state, view.panel);
    let (text, role) = given_text(look, &mark.combined.given[at]);
    let name = format!("#{} {}", at + 1, view.names[at]);
    let room = cells.saturating_sub(10);
    let name = look.cut(&name, room);
    let pad = " ".repeat(usize::from(room.saturating_sub(width(&name))));
    let far = if mark.farthest == Some(at) && mark.is_flagged { "!" } else { " " };
    Line::from(vec![
        look.span(if is_selected { look.signs.pointer } else { " " }, Role::Key),
        look.span(format!("{name}{pad}"), if is_selected { Role::Strong } else { Role::Plain }),
        look.span(format!("{text:>7}"), if role == Role::Plain { Role::Strong } else { role }),
        look.span(far, Role::Bad),
    ])
}

/// What the marks mean, in running text.
fn meaning(view: &View<'_>, mark: &MarkResult, cells: u16) -> Vec<String> {
    let means: Vec<String> = sheet::meanings(view, mark).into_iter().map(|(_, text)| text).collect();
    wrap(&means.join("; "), cells.saturating_sub(2)).into_iter().map(|line| format!(" {line}")).collect()
}

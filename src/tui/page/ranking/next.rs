//! What to do next, in three lines, each with its key.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::listed;
use crate::answers::uncertainty::is_large;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::help::first_key;
use crate::tui::page::Page;
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// The most that is told.
const MOST: usize = 3;
/// The rows that it takes, with one free above.
const ROWS: u16 = 5;

/// What to find out first, in words; nothing of a large decision, where only the page of gaps works it out, and none
/// while it is being worked out.
fn to_find_out(state: &State, session: &Session) -> Option<String> {
    let open = state.gaps().filter(|_| !is_large(session.decision()))?;
    let first = open.first()?;
    let others = match open.len() - 1 {
        0 => String::new(),
        count => format!(", and {count} more"),
    };
    let what = first.reads.first().unwrap_or(&first.fact);
    Some(format!("find out of {}: {what} ({}){others}", first.name, first.hangs))
}

/// What is to be done, what matters most first.
fn steps(state: &State, session: &Session) -> Vec<(Action, String)> {
    let evaluation = &session.evaluation;
    let mut steps = Vec::new();
    if session.is_changed() {
        let count = session.changes().len();
        let changes = if count == 1 { "the change" } else { "the changes" };
        steps.push((Action::Save, format!("write {changes} into the files")));
    }
    let problems = state.found.opened.iter().flat_map(|opened| opened.problems.iter());
    let errors = problems.filter(|problem| problem.is_error()).count();
    if errors > 0 {
        steps.push((Action::Go(Page::Check), "mend the files: what you see is older".to_owned()));
    }
    steps.extend(to_find_out(state, session).map(|text| (Action::Go(Page::Gaps), text)));
    if evaluation.ranked().count() > 1 && !is_large(session.decision()) {
        steps.push((Action::Go(Page::Robustness), "see what would change the first place".to_owned()));
    }
    let is_awardable = evaluation.ranked().next().is_some_and(|first| first.is_awardable);
    if state.start.commands.is_some() && is_awardable && !session.is_changed() {
        steps.push((Action::Award, "record who gets the work, and why".to_owned()));
    }
    steps.truncate(MOST);
    steps
}

/// Draws them at the foot of the list where there is room; gives back what is left to the list.
pub(super) fn draw_next(state: &State, session: &Session, canvas: &mut Canvas<'_>, list: Rect) -> Rect {
    // The head of the columns, the line between, the legend.
    let rows = u16::try_from(listed(state).len() + 3).unwrap_or(u16::MAX);
    if list.height < rows.saturating_add(ROWS) {
        return list;
    }
    let steps = steps(state, session);
    if steps.is_empty() {
        return list;
    }
    let look = canvas.look;
    let high = u16::try_from(steps.len()).unwrap_or(u16::MAX) + 1;
    let place = Rect { y: list.bottom() - high, height: high, ..list };
    canvas.text(Rect { height: 1, ..place }, " Next", Role::Strong);
    for ((action, text), y) in steps.into_iter().zip(place.y + 1..) {
        let line = Rect { y, height: 1, ..place };
        let key = first_key(state, &action);
        let shown =
            Line::from(vec![look.span(format!(" {key:>6}  "), Role::Key), look.span(text, Role::Plain)]);
        canvas.line(line, &shown);
        canvas.hit(line, action);
    }
    Rect { height: list.height - high - 1, ..list }
}

//! The question on the left, the weights so far on the right.

mod comparison;
mod rows;
mod weights;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Wizard;
use super::method::Step;
use crate::tui::canvas::{Canvas, Look};
use crate::tui::state::State;
use crate::tui::theme::Role;
use comparison::{draw_comparison, pair, progress};
use rows::{draw_criteria, draw_methods, draw_review};
use weights::{draw_weights, remarks};

/// Columns from which the weights stand beside the question; else they stand below it.
const WIDE: u16 = 72;
/// Rows from which there is room for them below.
const TALL: u16 = 18;
/// The rows that the answers need.
const LEAST_ROWS: u16 = 4;
/// The most columns of the question: longer lines are hard to read.
const WIDEST: u16 = 116;

pub(crate) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(wizard) = &state.wizard else { return };
    draw_head(wizard, canvas, Rect { height: 1, ..area });
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let (left, right) = if area.width >= WIDE {
        let left = Rect { width: (area.width * 3 / 5).min(WIDEST), ..body };
        let right = canvas.upright(Rect { x: left.right(), width: area.width - left.width, ..body });
        (left, right)
    } else if area.height >= TALL {
        let below = (body.height * 2 / 5).max(5);
        let left = Rect { height: body.height - below, ..body };
        let rule = Rect { y: left.bottom(), height: 1, ..body };
        canvas.rule(rule, &Line::default());
        (left, Rect { y: rule.y + 1, height: below - 1, ..body })
    } else {
        (body, Rect { height: 0, ..body })
    };
    let left = Rect { x: left.x + 1, width: left.width.saturating_sub(2), ..left };
    draw_question(state, wizard, canvas, left, right.height < 2);
    draw_weights(state, wizard, canvas, right);
}

fn draw_head(wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    let dot = canvas.look.signs.dot;
    let name = match wizard.steps().iter().position(|step| *step == wizard.step) {
        Some(at) if at > 0 => {
            let last = wizard.steps().len() - 1;
            format!("Weights {} {dot} {} {dot} step {at} of {last}", wizard.place, wizard.method.name())
        }
        _ => format!("Weights {}", wizard.place),
    };
    let name = canvas.look.line(name, Role::Strong);
    canvas.rule(area, &name);
}

fn draw_question(state: &State, wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect, is_alone: bool) {
    let (question, more) = words(wizard);
    // What else stands beside the question.
    let more = if is_alone && wizard.step == Step::Review { remarks(state, wizard) } else { more };
    let used = canvas.wrapped(area, &question, Role::Strong);
    let rest = below(area, used);
    // On a small screen the rows come first.
    let room = Rect { height: rest.height.saturating_sub(LEAST_ROWS), ..rest };
    let used = if more.is_empty() { 0 } else { canvas.wrapped(room, &more, Role::Plain) };
    let rest = below(rest, used);
    // A line between the words and the rows, where there is one to spare.
    let gap = u16::from(rest.height > 8);
    let rest = below(rest, gap);
    match wizard.step {
        Step::Method => draw_methods(wizard, canvas, rest),
        Step::Pairs | Step::FromBest | Step::ToWorst => draw_comparison(wizard, canvas, rest),
        Step::Review => draw_review(state, wizard, canvas, rest),
        _ => draw_criteria(wizard, canvas, rest),
    }
}

/// What is left of an area below so many rows.
fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// The question, and what helps to answer it.
fn words(wizard: &Wizard) -> (String, String) {
    let name = |at: Option<usize>| at.map_or("", |at| wizard.criteria[at].name.as_str());
    let row = wizard.row.min(wizard.criteria.len() - 1);
    let answers = &wizard.answers;
    match wizard.step {
        Step::Method => ("How are the weights to be found?".to_owned(), String::new()),
        Step::Most => (
            "Suppose all criteria were at their worst, and one could go to its best. Which one first?"
                .to_owned(),
            String::new(),
        ),
        Step::Swings if answers.most == Some(row) => {
            (format!("{} has 100: the others are held against it.", name(Some(row))), String::new())
        }
        Step::Swings => (
            format!("Worst to best of {} is 100. What is that of {}?", name(answers.most), name(Some(row))),
            String::new(),
        ),
        Step::Order => (
            "In which order do they matter? The most important first.".to_owned(),
            "A number moves a row there.".to_owned(),
        ),
        Step::Points => {
            let rest = answers.rest();
            let left = match (rest.is_zero(), rest.is_negative()) {
                (true, _) => "All of them are handed out.".to_owned(),
                (false, false) => format!("{rest} left."),
                (false, true) => format!("! {} too many.", rest.abs()),
            };
            (format!("How many of {} points does {} get?", answers.whole, name(Some(row))), left)
        }
        Step::Pairs => {
            let (a, b) = pair(wizard);
            (format!("Which matters more, {} or {}?", name(Some(a)), name(Some(b))), progress(wizard))
        }
        Step::Best => ("Which one matters most?".to_owned(), String::new()),
        Step::Worst => ("Which one matters least?".to_owned(), String::new()),
        Step::FromBest => {
            let (best, other) = pair(wizard);
            (
                format!(
                    "How much more does {}, the best, matter than {}?",
                    name(Some(best)),
                    name(Some(other))
                ),
                progress(wizard),
            )
        }
        Step::ToWorst => {
            let (other, worst) = pair(wizard);
            (
                format!(
                    "How much more does {} matter than {}, the worst?",
                    name(Some(other)),
                    name(Some(worst))
                ),
                progress(wizard),
            )
        }
        Step::Review => ("Take these weights over?".to_owned(), String::new()),
    }
}

fn pointer(look: Look, is_selected: bool) -> Line<'static> {
    look.line(if is_selected { look.signs.pointer } else { " " }, Role::Key)
}

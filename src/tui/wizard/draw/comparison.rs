//! Two criteria on the scale from 1 to 9.

use ratatui::layout::Rect;

use super::weights::mend;
use super::{below, pointer};
use crate::exact::Exact;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::grid::{self, Column, Row};
use crate::tui::theme::Role;
use crate::tui::wizard::Wizard;
use crate::tui::wizard::act::grade;
use crate::tui::wizard::method::Step;
use crate::weights::fraction;

pub(super) fn progress(wizard: &Wizard) -> String {
    let open = (0..wizard.count()).filter(|row| wizard.answer(*row).is_none()).count();
    let open = if open == 0 { "all answered".to_owned() } else { format!("{open} open") };
    format!("Question {} of {}, {open}.", wizard.row + 1, wizard.count())
}

/// The two criteria of the question.
pub(super) fn pair(wizard: &Wizard) -> (usize, usize) {
    pair_of(wizard, wizard.row)
}

fn pair_of(wizard: &Wizard, row: usize) -> (usize, usize) {
    let answers = &wizard.answers;
    let asked = || wizard.asked_at().get(row).copied().unwrap_or(0);
    match wizard.step {
        Step::FromBest => (answers.best.unwrap_or(0), asked()),
        Step::ToWorst => (asked(), answers.worst.unwrap_or(0)),
        _ => answers.pairs().nth(row).unwrap_or((0, 1)),
    }
}

/// A comparison on the scale, and all comparisons of the step below it.
pub(super) fn draw_comparison(wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let (a, b) = pair(wizard);
    let (a, b) = (&wizard.criteria[a].name, &wizard.criteria[b].name);
    let answer = wizard.answer(wizard.row);
    let is_both = wizard.step == Step::Pairs;
    let grades: Vec<i32> = if is_both { (-8..=8).rev().collect() } else { (0..=8).collect() };
    let wide = u16::try_from(2 * grades.len() + 1).unwrap_or(u16::MAX).min(area.width);
    let line = |row: u16| Rect { y: area.y + row, height: 1, width: wide, ..area };
    if area.height < 4 {
        return;
    }
    // Above the ends of the scale, which they may not grow out of.
    let half = wide.saturating_sub(2) / 2;
    let ends =
        if is_both { [a.as_str(), b.as_str()] } else { ["equal", "extreme"] }.map(|end| look.cut(end, half));
    canvas.text(line(0), &ends[0], Role::Plain);
    let right = look.line(ends[1].as_str(), Role::Plain);
    canvas.line_right(line(0), &right);
    draw_scale(canvas, line(1), &grades, answer.map(grade));
    let says = match answer {
        None => "not answered yet".to_owned(),
        Some(ratio) => sentence(ratio, a, b),
    };
    let rest = below(area, 2);
    let used = canvas.wrapped(Rect { height: rest.height.min(2), ..rest }, &says, Role::Strong);
    let rest = below(rest, used);
    let used = match mend(wizard).filter(|_| wizard.worst() == Some((wizard.step, wizard.row))) {
        Some(mend) => canvas.wrapped(rest, &format!("! {mend}"), Role::Doubt),
        None => 0,
    };
    draw_answers(wizard, canvas, below(rest, used + u16::from(area.height > 10)));
}

/// The grades as numbers, the one that is meant between brackets.
fn draw_scale(canvas: &mut Canvas<'_>, line: Rect, grades: &[i32], meant: Option<i32>) {
    let look = canvas.look;
    for (at, x) in grades.iter().zip((line.x..line.right()).step_by(2)) {
        let is_meant = meant == Some(*at);
        let text = if is_meant { format!("[{}]", at.abs() + 1) } else { format!(" {} ", at.abs() + 1) };
        let place = Rect { x, width: 3.min(line.right().saturating_sub(x)), ..line };
        if is_meant {
            canvas.text(place, &text, Role::Strong);
        } else {
            // The bracket of the one before stays.
            let digit = Rect { x: x + 1, width: 1, ..place };
            canvas.line(digit, &look.line((at.abs() + 1).to_string(), Role::Faint));
        }
        canvas.hit(place, Action::Grade(*at));
    }
}

/// A comparison in words.
fn sentence(ratio: &Exact, a: &str, b: &str) -> String {
    let grade = grade(ratio);
    let (more, less) = if grade < 0 { (b, a) } else { (a, b) };
    let shown = if grade < 0 { Exact::ONE.over(ratio).unwrap_or_default() } else { ratio.clone() };
    match strength(grade) {
        None => format!("{more} and {less} matter alike"),
        Some(word) => format!("{more} matters {word} more than {less} ({})", fraction(&shown)),
    }
}

/// The words of Saaty's scale; none for equal.
fn strength(grade: i32) -> Option<&'static str> {
    Some(match grade.abs() {
        0 => return None,
        1 => "slightly",
        2 => "moderately",
        3 => "moderately to strongly",
        4 => "strongly",
        5 => "strongly to very strongly",
        6 => "very strongly",
        7 => "very strongly to extremely",
        _ => "extremely",
    })
}

/// The questions of the step with their answers; of those with the best or the worst only the other criterion.
fn draw_answers(wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let worst = wizard.worst().filter(|(step, _)| *step == wizard.step).map(|(_, row)| row);
    let (ratio, remark) = (Column::number("", 4), Column::text("", 12, 12).goes(1));
    let name = || Column::text("", 12, 40).first();
    let is_both = wizard.step == Step::Pairs;
    let columns = if is_both {
        vec![Column::text("", 1, 1), name(), ratio, name(), remark]
    } else {
        vec![Column::text("", 1, 1), name(), ratio, remark]
    };
    grid::draw(canvas, area, &columns, wizard.count(), Some(wizard.row), |row, _| {
        let (a, b) = pair_of(wizard, row);
        let name = |at: usize| look.line(wizard.criteria[at].name.clone(), Role::Plain);
        let ratio = match wizard.answer(row) {
            Some(ratio) => look.line(fraction(ratio), Role::Strong),
            None => look.line(look.signs.dash, Role::Doubt),
        };
        let remark = look.line(if worst == Some(row) { "! fits least" } else { "" }, Role::Doubt);
        let pointer = pointer(look, row == wizard.row);
        Row::new(
            row,
            match wizard.step {
                Step::FromBest => vec![pointer, name(b), ratio, remark],
                Step::ToWorst => vec![pointer, name(a), ratio, remark],
                _ => vec![pointer, name(a), ratio, name(b), remark],
            },
        )
    });
}

//! Rows to choose from, to order, and to give numbers to; and what is taken over in the end.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{LEAST_ROWS, TALL, below, pointer};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, width, wrap};
use crate::tui::grid::{self, Column, Row};
use crate::tui::help::first_key;
use crate::tui::state::State;
use crate::tui::theme::Role;
use crate::tui::wizard::Wizard;
use crate::tui::wizard::method::{Method, Step};

pub(super) fn draw_methods(wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let columns = [
        Column::text("", 1, 1),
        Column::number("", 1),
        Column::text("Method", 22, 22),
        Column::text("", 4, 40),
    ];
    let rows = u16::try_from(Method::ALL.len()).unwrap_or(u16::MAX) + 1;
    let list = Rect { height: rows.min(area.height), ..area };
    grid::draw(canvas, list, &columns, Method::ALL.len(), Some(wizard.row), |row, _| {
        let method = Method::ALL[row];
        let remark = if wizard.had == Some(method) {
            "as judged"
        } else if wizard.criteria.len() > method.most() {
            "too many criteria"
        } else {
            ""
        };
        Row::new(
            row,
            vec![
                pointer(look, row == wizard.row),
                look.line((row + 1).to_string(), Role::Faint),
                look.line(method.name(), Role::Plain),
                look.line(remark, Role::Faint),
            ],
        )
    });
    let text = below(area, list.height + u16::from(area.height > list.height + 4));
    canvas.wrapped(text, wizard.method.text(), Role::Plain);
}

/// The criteria as rows: to choose one, to order them, or with their numbers. Below them, what the selected
/// swing is.
pub(super) fn draw_criteria(wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    let is_swing = matches!(wizard.step, Step::Swings | Step::Most);
    let lines = if is_swing { swing(wizard, area) } else { Vec::new() };
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(1).min(area.height / 2);
    let room = if is_swing && area.height > 2 * LEAST_ROWS { area.height - used } else { area.height };
    let rows = u16::try_from(wizard.count()).unwrap_or(u16::MAX).saturating_add(1);
    let list = Rect { height: rows.min(room), ..area };
    let (look, columns) = (canvas.look, columns_of(wizard));
    grid::draw(canvas, list, &columns, wizard.count(), Some(wizard.row), |row, places| {
        let cells = places.places.last().copied().flatten().map_or(0, |(_, cells)| cells);
        Row::new(row, cells_of_criterion(wizard, look, row, cells))
    });
    let rest = below(area, list.height + 1);
    for (line, y) in lines.iter().zip(rest.top()..rest.bottom()) {
        canvas.text(Rect { y, height: 1, ..rest }, line, Role::Plain);
    }
}

/// What the swing of the selected row is, in lines.
fn swing(wizard: &Wizard, area: Rect) -> Vec<String> {
    let one = &wizard.criteria[wizard.row.min(wizard.criteria.len() - 1)];
    match one.swing.as_slice() {
        [only] => wrap(&format!("{}, worst to best: {only}", one.name), area.width),
        parts => {
            let head = format!("{}, worst to best:", one.name);
            let parts = parts.iter().map(|part| format!("  {part}"));
            std::iter::once(head).chain(parts).flat_map(|line| wrap(&line, area.width)).collect()
        }
    }
}

fn columns_of(wizard: &Wizard) -> Vec<Column> {
    let longest = wizard.criteria.iter().map(|one| width(&one.name)).max().unwrap_or(8).clamp(8, 40);
    let name = Column::text("Criterion", 8, longest).first();
    let swings = Column::text("Worst to best", 10, 80).goes(1);
    let mut columns = vec![Column::text("", 1, 1)];
    columns.extend(match wizard.step {
        // What swings are about matters more than a bar.
        Step::Swings => vec![name, Column::number("Swing", 7), swings],
        Step::Points => vec![name, Column::number("Points", 7), Column::text("", 4, 20).goes(1)],
        Step::Most => vec![Column::text("", 2, 2), name, swings],
        _ => vec![Column::text("", 2, 2), name],
    });
    columns
}

fn cells_of_criterion(wizard: &Wizard, look: Look, row: usize, cells: u16) -> Vec<Line<'static>> {
    let at = if wizard.step == Step::Order { wizard.answers.in_row(row) } else { row };
    let one = &wizard.criteria[at];
    let name = look.line(one.name.clone(), Role::Plain);
    let sign = look.line(sign(wizard, row), Role::Faint);
    let swings = look.line(one.swing.join("; "), Role::Faint);
    let mut drawn = vec![pointer(look, row == wizard.row)];
    drawn.extend(match wizard.step {
        Step::Swings => vec![name, number(wizard, look, row), swings],
        Step::Points => {
            let share = wizard.answer(row).and_then(|number| number.over(&wizard.answers.whole));
            let share = share.unwrap_or_default().to_f64();
            vec![name, number(wizard, look, row), look.bar(share, share, cells)]
        }
        Step::Most => vec![sign, name, swings],
        _ => vec![sign, name],
    });
    drawn
}

/// The number of a row: as it is typed, as it was answered, or none yet.
fn number(wizard: &Wizard, look: Look, row: usize) -> Line<'static> {
    match wizard.answer(row) {
        _ if row == wizard.row && !wizard.typed.is_empty() => look.line(wizard.typed.clone(), Role::Strong),
        Some(number) => look.line(number.plain(4), Role::Strong),
        None => look.line(look.signs.dash, Role::Doubt),
    }
}

/// What stands before the name: its number, its place, or what it was chosen as.
fn sign(wizard: &Wizard, row: usize) -> String {
    match wizard.step {
        Step::Order if wizard.answers.place_of(row).1 => "=".to_owned(),
        Step::Order | Step::Most | Step::Best | Step::Worst if row < 99 => (row + 1).to_string(),
        _ => String::new(),
    }
}

/// What is taken over.
pub(super) fn draw_review(state: &State, wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let longest = wizard.criteria.iter().map(|one| width(&one.name)).max().unwrap_or(8).clamp(8, 40);
    let columns =
        [Column::text("Criterion", 8, longest).first(), Column::number("now", 8), Column::number("then", 8)];
    let lines = wrap(&review_text(state, wizard), area.width);
    let count = wizard.criteria.len();
    let rows = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(1);
    // The text says what is known; of a long list the first rows will do, for it is on the right too.
    let high = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
    let room =
        if area.height < TALL { area.height } else { area.height.saturating_sub(high).max(LEAST_ROWS) };
    let list = Rect { height: rows.min(room), ..area };
    grid::draw(canvas, list, &columns, count, None, |row, _| {
        let one = &wizard.criteria[row];
        let then = wizard.judged.as_ref().map(|judged| &judged.weights[row].weight);
        let is_changed = then.is_some_and(|then| *then != one.weight);
        let cells = vec![
            look.line(one.name.clone(), Role::Plain),
            look.line(one.weight.plain(6), Role::Faint),
            look.line(
                then.map_or_else(String::new, |then| then.plain(6)),
                if is_changed { Role::Strong } else { Role::Plain },
            ),
        ];
        Row { number: None, ..Row::new(row, cells) }
    });
    let rest = below(area, list.height + 1);
    for (line, y) in lines.iter().zip(rest.top()..rest.bottom()) {
        canvas.text(Rect { y, height: 1, ..rest }, line, Role::Plain);
    }
}

fn review_text(state: &State, wizard: &Wizard) -> String {
    let note = wizard.note.as_ref().map_or_else(
        || {
            format!(
                "No note yet; {} types one, such as who judged and when.",
                first_key(state, &Action::Edit)
            )
        },
        |note| format!("Note: {note}"),
    );
    let ranges = if wizard.method == Method::Swing {
        " The ranges are kept with them: weigh warns when a scale changes."
    } else {
        ""
    };
    format!(
        "The judgements go into the criteria file with the weights.{ranges}\n{note}\nNothing is written before you save."
    )
}

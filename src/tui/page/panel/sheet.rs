//! What an evaluator sees who gives marks: his or her own, with their notes, and what the marks mean.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::give::progress;
use super::seat::Seat;
use super::table::{Listed, lines, vendor_row};
use super::view::{View, bracketed, dotted, given_text, standing_text};
use super::{evaluator_at, place_of, rows, scale, selected};
use crate::answers::panel::words;
use crate::decision::panel::Standing;
use crate::decision::scale::MarkRange;
use crate::exact::Exact;
use crate::panel::results::MarkResult;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::grid::{self, Column, Row};
use crate::tui::help::first_key;
use crate::tui::theme::Role;

pub(super) fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let at = evaluator_at(view.state, view.panel);
    let (given, all) = progress(&view.state.pages.panel.marks, at);
    let parts = [
        (format!("Marks of {}", view.names[at]), Role::Strong),
        (format!("{given} of {all} given"), Role::Plain),
        (format!("digits mark, {} ends", first_key(view.state, &Action::Back)), Role::Faint),
    ];
    canvas.line(Rect { height: 1, ..area }, &dotted(look, &parts));
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let Some(mark) = selected(view.state) else {
        canvas.text(body, " Nothing of that name.", Role::Plain);
        return;
    };
    let means = meanings(view, mark);
    let high = u16::try_from(means.len() + 1).unwrap_or(u16::MAX);
    let high = if body.height < 12 { 0 } else { high.min(body.height / 2) };
    draw_marks(view, canvas, Rect { height: body.height - high, ..body }, at);
    let below = Rect { y: body.bottom() - high, height: high, ..body };
    if below.is_empty() {
        return;
    }
    let name = look.line(view.title(look, mark), Role::Strong);
    canvas.rule(Rect { height: 1, ..below }, &name);
    let now = mark.combined.given[at].mark.as_ref();
    for ((value, text), y) in means.iter().zip(below.top() + 1..below.bottom()) {
        let is_it = now == value.as_ref() && now.is_some();
        let pointer = if is_it { look.signs.pointer } else { " " };
        let line = Line::from(vec![
            look.span(format!("{pointer} "), Role::Key),
            look.span(text.clone(), if is_it { Role::Strong } else { Role::Plain }),
        ]);
        canvas.line(Rect { y, height: 1, ..below }, &line);
    }
}

/// What the marks of the scale mean, a line each, worst first.
pub(super) fn meanings(view: &View<'_>, mark: &MarkResult) -> Vec<(Option<Exact>, String)> {
    let Some(scale) = scale(view.session, &mark.combined.criterion) else { return Vec::new() };
    let MarkRange { from, to, anchors } = scale;
    if anchors.is_empty() {
        return vec![(None, format!("Marks run from {from} to {to}; {to} is the best."))];
    }
    let steps = (0..anchors.len()).map(|step| from + &Exact::from(step));
    steps
        .map(|mark| {
            let text = format!("{} {}", words::mark(&mark), scale.anchor(&mark).unwrap_or_default());
            (Some(mark), text)
        })
        .collect()
}

fn draw_marks(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, evaluator: usize) {
    let look = canvas.look;
    let marks = &view.state.pages.panel.marks;
    let lines = lines(view.state);
    let (_, at) = rows(view.state);
    let longest = view.longest_criterion() + 2;
    let columns = [
        Column::text("", 1, 1),
        Column::text("Criterion", 16, longest.clamp(16, 40)).first(),
        Column::number("Mark", 6),
        Column::text("Note", 10, 140),
    ];
    let selected = lines.iter().position(|line| matches!(line, Listed::Mark { row, .. } if *row == at));
    grid::draw(canvas, area, &columns, lines.len(), selected, |line, _| match lines[line] {
        Listed::Vendor(mark) => vendor_row(view, look, &marks[mark]),
        Listed::Mark { row, mark } => {
            let mark = &marks[mark];
            let given = &mark.combined.given[evaluator];
            let (text, role) = given_text(look, given);
            let seat = Seat::new(view.panel.evaluators[evaluator].id.to_string(), place_of(mark));
            let star = if view.session.is_target_changed(&seat.target()) { "*" } else { "" };
            let shown = if row == at { bracketed(&text) } else { text };
            let note = given.note.clone().unwrap_or_else(|| standing_text(view, evaluator, mark));
            Row::new(
                row,
                vec![
                    look.line(if row == at { look.signs.pointer } else { " " }, Role::Key),
                    look.line(format!("  {}", view.criterion_name(mark)), Role::Plain),
                    look.line(
                        format!("{star}{shown}"),
                        if given.mark.is_some() { Role::Strong } else { role },
                    ),
                    look.line(
                        note,
                        if given.standing == Standing::Missing { Role::Doubt } else { Role::Plain },
                    ),
                ],
            )
        }
    });
}

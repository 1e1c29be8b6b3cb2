//! The scores over one weight from 0 to 100 %, with what changes where.

use std::path::PathBuf;

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas as Chart, Context, Line as Stroke};

use super::{Page, weights};
use crate::answers::sensitivity::{crossing_text, leaders, rounding_text, takeovers};
use crate::decision::VendorId;
use crate::exact::Exact;
use crate::robust::compared::{Asked, too_many_compared};
use crate::robust::sensitivity::{Crossing, Sensitivity, Stability, sensitivity, stability_of};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, cells_of, width, wrap};
use crate::tui::effect::Effect;
use crate::tui::form::make::Kind;
use crate::tui::grid;
use crate::tui::page::Part;
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

const ACTIONS: [Action; 3] = [Action::NextCriterion, Action::PreviousCriterion, Action::Add];

/// The page.
pub(super) struct SensitivityPage;

impl Part for SensitivityPage {
    fn names(&self) -> [&'static str; 2] {
        ["Sensitivity", "Sens"]
    }

    fn key(&self) -> [&'static str; 2] {
        ["sensitivity", "page: what another weight would change"]
    }

    fn actions(&self) -> &'static [Action] {
        &ACTIONS
    }

    fn twin(&self, _: &State) -> String {
        "weigh sensitivity".to_owned()
    }

    fn heads(&self) -> &'static [[&'static str; 2]] {
        &[
            [
                "the lines",
                "the score of each vendor while one weight goes from nothing to all, the others of the group in proportion",
            ],
            ["where they cross", "two vendors change places there; the mark is the weight as it is now"],
        ]
    }

    fn rows(&self, state: &State) -> (usize, usize) {
        weights::rows(state)
    }

    fn select(&self, state: &mut State, row: usize) {
        weights::select(state, row);
    }

    fn update(&self, state: &mut State, action: &Action) -> Vec<Effect> {
        update(state, action)
    }

    fn draw(&self, state: &State, canvas: &mut Canvas<'_>, area: Rect) {
        draw(state, canvas, area);
    }

    fn place(&self, state: &State) -> Option<(PathBuf, usize)> {
        weights::place(state)
    }

    fn adds(&self) -> Kind {
        Kind::Criterion
    }
}

/// The most vendors whose lines can be told apart.
const MOST_LINES: usize = 12;
/// The most vendors for which every crossing is worked out.
const MOST_VENDORS: usize = 60;

pub(super) fn update(state: &mut State, action: &Action) -> Vec<Effect> {
    let (count, at) = weights::rows(state);
    let step = match action {
        Action::NextCriterion => 1,
        Action::PreviousCriterion => count.saturating_sub(1),
        _ => return Vec::new(),
    };
    if count > 0 {
        weights::select(state, (at + step) % count);
    }
    Vec::new()
}

/// What the selected weight does, worked out anew when the weights or the selection have changed.
pub(crate) enum Looked {
    /// The lines over it.
    Lines(Box<Sensitivity>),
    /// How far it may move.
    Stability(Box<Stability>),
    /// Too many vendors to draw, or to work it out while a key is held.
    TooMany,
}

/// Works out what the page that is shown says of the selected weight.
pub(crate) fn look(session: &Session, page: Page, at: usize) -> Option<Looked> {
    let is_small = session.decision().vendors.len() <= MOST_VENDORS;
    let evaluation = &session.evaluation;
    match page {
        Page::Sensitivity | Page::Weights if !is_small => Some(Looked::TooMany),
        Page::Sensitivity | Page::Weights
            if too_many_compared(session.decision(), Asked::Weight).is_some() =>
        {
            Some(Looked::TooMany)
        }
        Page::Sensitivity => Some(Looked::Lines(Box::new(sensitivity(evaluation, at)))),
        Page::Weights => Some(Looked::Stability(Box::new(stability_of(evaluation, at)))),
        _ => None,
    }
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(session) = &state.session else { return };
    let at = state.criterion_at();
    let look = canvas.look;
    let criterion = session.criterion(at);
    let head = Line::from(vec![
        look.span(format!(" {}", criterion.name), Role::Strong),
        look.span(format!("  {} {}", look.signs.dot, group_of(session, at)), Role::Faint),
    ]);
    canvas.line(Rect { height: 1, ..area }, &head);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let Some(Looked::Lines(found)) = &state.beside.looked else {
        let text = format!(
            "More than {MOST_VENDORS} vendors: the lines could not be told apart. `weigh sensitivity` lists them all."
        );
        canvas.wrapped(
            Rect { x: body.x + 1, width: body.width.saturating_sub(2), ..body },
            &text,
            Role::Faint,
        );
        return;
    };
    if !found.stability.is_movable {
        let text = "This criterion has no siblings that could give it weight or take it: it always has all of its group.";
        canvas.wrapped(
            Rect { x: body.x + 1, width: body.width.saturating_sub(2), ..body },
            text,
            Role::Plain,
        );
        return;
    }
    if !session.decision().rule.is_sum() {
        canvas.text(
            body,
            " The rule makes the total by a formula: there is no line over a weight.",
            Role::Faint,
        );
        return;
    }
    if found.lines.is_empty() {
        canvas.text(body, " No vendor is in the ranking at any weight.", Role::Faint);
        return;
    }
    let legend = if body.width >= 72 { (body.width / 3).clamp(26, 46) } else { 0 };
    let notes = notes(session, look, found, body.width);
    let high = u16::try_from(notes.len()).unwrap_or(u16::MAX).min(body.height / 3);
    let chart = Rect { width: body.width - legend, height: body.height - high, ..body };
    draw_chart(canvas, chart, found);
    if legend > 0 {
        let right = canvas.upright(Rect { x: chart.right(), width: legend, ..chart });
        draw_legend(session, canvas, right, found);
    }
    for (line, y) in notes.iter().zip(chart.bottom()..body.bottom()) {
        canvas.line(Rect { y, height: 1, ..body }, line);
    }
}

/// What the weight is a part of.
fn group_of(session: &Session, at: usize) -> String {
    let criterion = session.criterion(at);
    let group = criterion
        .parent
        .map_or_else(|| "of the whole".to_owned(), |parent| format!("of {}", session.criterion(parent).name));
    format!("{} % {group}", criterion.share().local.percent().fixed(1))
}

/// The vendors whose lines are drawn: the best of now, and everybody who leads somewhere.
fn drawn(found: &Sensitivity) -> Vec<usize> {
    let leads = |at: &usize| found.leads.iter().any(|lead| lead.vendors.contains(&found.lines[*at].vendor));
    let mut drawn: Vec<usize> = (0..found.lines.len()).filter(leads).take(MOST_LINES).collect();
    for at in 0..found.lines.len() {
        if drawn.len() < MOST_LINES.min(6) && !drawn.contains(&at) {
            drawn.push(at);
        }
    }
    drawn.sort_unstable();
    drawn
}

/// Marks by which lines are told apart without colour: each begins and ends with its own.
const MARKS: [&str; MOST_LINES] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];

fn draw_chart(canvas: &mut Canvas<'_>, area: Rect, found: &Sensitivity) {
    let drawn = drawn(found);
    let ends = drawn.iter().flat_map(|at| found.lines[*at].ends.iter()).map(Exact::to_f64);
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
    let margin = ((high - low) / 20.0).max(0.5);
    let (low, high) = (low - margin, high + margin);
    let labels = 6;
    let plot = Rect {
        x: area.x + labels,
        width: area.width.saturating_sub(labels + 2),
        height: area.height.saturating_sub(2),
        ..area
    };
    if plot.width < 8 || plot.height < 3 {
        return;
    }
    let look = canvas.look;
    let weight = found.stability.weight.to_f64();
    let marker = if look.signs.is_ascii { Marker::Dot } else { Marker::Braille };
    let colour = |role: Role| look.theme.style(role).fg.unwrap_or_default();
    let base: Style = look.theme.style(Role::Plain);
    let chart = Chart::default()
        .marker(marker)
        .background_color(base.bg.unwrap_or_default())
        .x_bounds([0.0, 1.0])
        .y_bounds([low, high])
        .paint(|context: &mut Context<'_>| {
            context.draw(&Stroke { x1: weight, y1: low, x2: weight, y2: high, color: colour(Role::Border) });
            context.layer();
            for (series, at) in drawn.iter().enumerate() {
                let line = &found.lines[*at];
                let steps = if line.is_straight { 1 } else { 50 };
                let point = |step: u32| {
                    let share = Exact::from(step).over(&Exact::from(steps)).unwrap_or_default();
                    (share.to_f64(), line.score_at(&share).to_f64())
                };
                for step in 0..steps {
                    let ((x1, y1), (x2, y2)) = (point(step), point(step + 1));
                    context.draw(&Stroke { x1, y1, x2, y2, color: colour(Role::Series(series)) });
                }
            }
        });
    chart.render(plot, canvas.buffer);
    if look.signs.is_ascii {
        only_ascii(canvas, plot);
    }
    let row = |score: f64| plot.y + cells_of((high - score) / (high - low), plot.height - 1);
    let column = |share: f64| plot.x + cells_of(share, plot.width - 1);
    let is_drawn = |id: &VendorId| drawn.iter().any(|at| found.lines[*at].vendor == *id);
    let mut crossings: Vec<_> = found
        .crossings
        .iter()
        .filter(|crossing| is_drawn(&crossing.below) && is_drawn(&crossing.above))
        .collect();
    // Those of the first place last, so that they stay seen where others are near.
    crossings.sort_by_key(|crossing| crossing.is_first);
    for crossing in crossings {
        let (x, y) = (column(crossing.at.to_f64()), row(crossing.score.to_f64()));
        let cell = Rect { x, y, width: 1, height: 1 };
        if crossing.is_first {
            let label = format!("{}{}", look.signs.first_crossing, crossing.at.percent().fixed(1));
            let wide = width(&label);
            canvas.text(Rect { x: x.min(plot.right() - wide), width: wide, ..cell }, &label, Role::Key);
        } else {
            canvas.text(cell, look.signs.crossing, Role::Strong);
        }
    }
    // Every line begins and ends with its letter; where two meet, the later one stands beside.
    for (side, x) in [(0, plot.x), (1, plot.right() - 1)] {
        let mut taken: Vec<u16> = Vec::new();
        for (series, at) in drawn.iter().enumerate() {
            let mut y = row(found.lines[*at].ends[side].to_f64());
            while taken.contains(&y) && y + 1 < plot.bottom() {
                y += 1;
            }
            taken.push(y);
            canvas.text(Rect { x, y, width: 1, height: 1 }, MARKS[series], Role::Series(series));
        }
    }
    for (score, y) in
        [(high, plot.top()), (f64::midpoint(low, high), plot.y + plot.height / 2), (low, plot.bottom() - 1)]
    {
        let label = look.line(format!("{score:.1}"), Role::Faint);
        canvas.line_right(Rect { x: area.x, y, width: labels - 1, height: 1 }, &label);
    }
    let axis = Rect { y: plot.bottom(), height: 1, ..plot };
    canvas.text(axis, "0 %", Role::Faint);
    canvas.line_right(axis, &look.line("100 %", Role::Faint));
    let now = format!("{} now {} %", look.signs.up, found.stability.weight.percent().fixed(1));
    let x = column(weight);
    let x = x.min(plot.right().saturating_sub(width(&now)));
    canvas.text(Rect { x, y: axis.y + 1, width: width(&now).min(plot.width), height: 1 }, &now, Role::Key);
}

/// The dots of a chart in ASCII.
fn only_ascii(canvas: &mut Canvas<'_>, area: Rect) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = canvas.buffer.cell_mut((x, y)).filter(|cell| !cell.symbol().is_ascii()) {
                cell.set_symbol("*");
            }
        }
    }
}

fn draw_legend(session: &Session, canvas: &mut Canvas<'_>, area: Rect, found: &Sensitivity) {
    let look = canvas.look;
    let digits = session.evaluation.shown_decimals().scores;
    let columns = [
        grid::Column::text("", 1, 1),
        grid::Column::text("Vendor", 8, 40).first(),
        grid::Column::number("at 0 %", 6),
        grid::Column::number("100 %", 6),
    ];
    let drawn = drawn(found);
    grid::draw(canvas, area, &columns, drawn.len(), None, |line, _| {
        let vendor = &found.lines[drawn[line]];
        let role = Role::Series(line);
        grid::Row {
            number: None,
            ..grid::Row::new(
                line,
                vec![
                    look.line(MARKS[line], role),
                    look.line(vendor.name.clone(), role),
                    look.line(vendor.ends[0].fixed(digits), Role::Plain),
                    look.line(vendor.ends[1].fixed(digits), Role::Plain),
                ],
            )
        }
    });
}

/// Who leads where, in numbers.
fn notes(session: &Session, look: Look, found: &Sensitivity, cells: u16) -> Vec<Line<'static>> {
    let evaluation = &session.evaluation;
    let mut leads = vec![look.span(" First: ", Role::Strong)];
    for lead in &found.leads {
        leads.push(look.span(format!("{} ", leaders(evaluation, lead)), Role::Plain));
        leads.push(look.span(
            format!("{}{}{} %  ", lead.from.percent().fixed(1), look.signs.dash, lead.to.percent().fixed(1)),
            Role::Faint,
        ));
    }
    let mut lines = vec![Line::from(leads)];
    let mut wrapped = |text: &str, role: Role| {
        let parts = wrap(text, cells.saturating_sub(2)).into_iter();
        lines.extend(parts.map(|part| look.line(format!(" {part}"), role)));
    };
    if let Some(rounding) = rounding_text(&found.stability) {
        wrapped(&rounding, Role::Faint);
    }
    let crossing =
        |one: &Crossing| format!("{} % {}", one.at.percent().fixed(1), crossing_text(evaluation, one));
    let crossings: Vec<String> = found.crossings.iter().map(crossing).collect();
    if !crossings.is_empty() {
        wrapped(&format!("Crossings: {}", crossings.join("; ")), Role::Plain);
    }
    lines
}

/// What the next change of the first place over a weight is, in words; none where that cannot be said.
pub(super) fn next_changes(state: &State) -> Option<String> {
    let Some(Looked::Stability(found)) = &state.beside.looked else { return None };
    found.first.as_ref().filter(|_| found.is_movable)?;
    let takeovers = takeovers(found);
    Some(if takeovers.is_empty() {
        "no weight of this one changes the first place".to_owned()
    } else {
        format!("first place: {takeovers}")
    })
}

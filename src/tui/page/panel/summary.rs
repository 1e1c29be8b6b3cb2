//! What hangs on the marks: agreement, each evaluator's own ranking, votes, and the result without one of them.

use ratatui::layout::Rect;

use super::view::View;
use crate::answers::panel::{without_one, words};
use crate::panel::PanelResults;
use crate::tui::canvas::{Canvas, width};
use crate::tui::grid::{self, Column, Row};
use crate::tui::theme::Role;

/// Draws as much as there is room for.
pub(super) fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    if area.height < 3 {
        return;
    }
    canvas.rule(Rect { height: 1, ..area }, &look.line("What hangs on it", Role::Strong));
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let Some(results) = view.state.panel_results() else {
        canvas.text(body, " Working it out ...", Role::Faint);
        return;
    };
    let y = paragraphs(canvas, body, body.y, agreement(results)) + 1;
    let high = u16::try_from(results.vendors.len() + 1).unwrap_or(u16::MAX);
    let rankings = Rect { y, height: high.min(body.bottom().saturating_sub(y)), ..body };
    draw_rankings(canvas, rankings, results);
    paragraphs(canvas, body, rankings.bottom() + 1, without(results));
}

/// Draws texts from a line on, one under the other; the line after the last.
fn paragraphs(canvas: &mut Canvas<'_>, body: Rect, mut y: u16, texts: Vec<(String, Role)>) -> u16 {
    for (text, role) in texts {
        let (width, height) = (body.width.saturating_sub(2), body.bottom().saturating_sub(y));
        let text = text.replace('–', canvas.look.signs.dash);
        y += canvas.wrapped(Rect { x: body.x + 1, y, width, height }, &text, role);
    }
    y
}

fn agreement(results: &PanelResults) -> Vec<(String, Role)> {
    let rule = (words::rule(&results.rule), Role::Plain);
    let [in_all, of_each] = [words::agreement_in_all(results), words::agreement_of_each(results)];
    let in_all = in_all.map(|said| (said, Role::Strong));
    [Some(rule), in_all, of_each.map(|said| (said, Role::Plain))].into_iter().flatten().collect()
}

/// Ranks by the rule, by each evaluator's own marks, and by votes.
fn draw_rankings(canvas: &mut Canvas<'_>, area: Rect, results: &PanelResults) {
    let look = canvas.look;
    let longest = results.vendors.iter().map(|vendor| width(&vendor.vendor.name)).max().unwrap_or(0);
    let mut columns =
        vec![Column::text(" Ranks", 12, longest.clamp(12, 28) + 1).first(), Column::number("rule", 4)];
    for at in 0..results.evaluators.len() {
        // The last ones go first where there is no room for all.
        let order = u8::try_from(at + 1).unwrap_or(u8::MAX);
        columns.push(Column::number(words::number(at), 3).goes(order.saturating_add(3)));
    }
    for (at, name) in ["Borda", "Copeland", "Kemeny"].into_iter().enumerate() {
        columns.push(Column::number(name, 5).goes(u8::try_from(at + 1).unwrap_or(1)));
    }
    grid::draw(canvas, area, &columns, results.vendors.len(), None, |line, _| {
        let vendor = &results.vendors[line];
        let mut cells = vec![
            look.line(format!(" {}", vendor.vendor.name), Role::Plain),
            look.line(vendor.rank.to_string(), Role::Strong),
        ];
        cells.extend(results.evaluators.iter().map(|one| {
            let rank = one.own.ranks[line];
            look.line(rank.to_string(), if rank == vendor.rank { Role::Faint } else { Role::Doubt })
        }));
        let votes = &results.votes;
        cells.push(look.line(votes.borda[line].to_string(), Role::Plain));
        cells.push(look.line(votes.copeland[line].to_string(), Role::Plain));
        cells.push(look.line(words::kemeny_places(results, line).replace('–', look.signs.dash), Role::Plain));
        Row { number: None, ..Row::new(line, cells) }
    });
}

/// Who moves the result.
fn without(results: &PanelResults) -> Vec<(String, Role)> {
    if results.without.is_empty() {
        return Vec::new();
    }
    let moving = results.without.iter().filter(|one| one.changes_leader || one.moved > 0);
    let said = moving.map(|one| {
        let role = if one.changes_leader { Role::Bad } else { Role::Plain };
        (without_one(results, one), role)
    });
    std::iter::once((words::without(results), Role::Strong)).chain(said).collect()
}

//! Why the selected vendor has its score: groups, what sets it apart, what is open.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::decision::Points;
use crate::explain::difference;
use crate::explain::words::range_in_words;
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, VendorResult};
use crate::tui::canvas::{Canvas, Look, line_width, width, wrap};
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// Why a vendor has its score, in the space there is: groups, then what sets it apart, then what is open.
pub(super) fn draw_why(
    state: &State,
    session: &Session,
    canvas: &mut Canvas<'_>,
    area: Rect,
    vendor: &VendorResult,
    is_beside: bool,
) {
    let evaluation = &session.evaluation;
    let look = canvas.look;
    let mut lines: Vec<Line<'static>> = Vec::new();
    if is_beside {
        lines.push(look.line(vendor.name().to_owned(), Role::Strong));
        let local = vendor.vendor.local.clone().unwrap_or_default();
        lines.push(look.line(local, Role::Faint));
        lines.extend(group_lines(evaluation, look, vendor, area.width));
        lines.push(Line::default());
    }
    let sure = sure(state, vendor, area.width, is_beside);
    let most = if is_beside {
        usize::from(area.height).saturating_sub(lines.len() + 6 + sure.len()).max(4)
    } else {
        3
    };
    lines.extend(why(evaluation, look, vendor, most));
    lines.extend(sure.into_iter().map(|line| look.line(line, Role::Plain)));
    if is_beside && let Some(note) = &vendor.vendor.note {
        lines.push(Line::default());
        for line in wrap(note, area.width.min(100)) {
            lines.push(look.line(line, Role::Faint));
        }
    }
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        canvas.line(Rect { y, height: 1, ..area }, line);
    }
}

/// How sure the first place is, in the words of `weigh rank`: all of them where there is room, else the first sentence.
fn sure(state: &State, vendor: &VendorResult, wide: u16, is_whole: bool) -> Vec<String> {
    let words = state.how_sure().filter(|_| vendor.rank == Some(1)).map(|sure| sure.words.as_str());
    let words = words.map(|words| match words.split_once(". ") {
        Some((first, _)) if !is_whole => format!("{first}."),
        _ => words.to_owned(),
    });
    words.map(|words| wrap(&words, wide.min(100))).unwrap_or_default()
}

fn group_lines(evaluation: &Evaluation, look: Look, vendor: &VendorResult, wide: u16) -> Vec<Line<'static>> {
    let digits = evaluation.shown_decimals().points;
    let name_cells = (wide / 3).clamp(8, 30);
    evaluation
        .top()
        .map(|(at, group)| {
            let cell = &vendor.cells[at];
            let max_points = vendor.most_points(&evaluation.decision.rule, at);
            let share = |points: &Points| points.over(&max_points).unwrap_or_default().to_f64();
            let name = look.cut(&group.name, name_cells);
            let pad = " ".repeat(usize::from(name_cells.saturating_sub(width(&name))));
            let mut line = Line::from(look.span(format!("{name}{pad} "), Role::Plain));
            let bar = look.bar(share(&cell.points), share(cell.highest_points()), 12);
            let used = line_width(&bar);
            line.spans.extend(bar.spans);
            line.push_span(look.span(look.signs.rest.repeat(usize::from(12 - used)), Role::Faint));
            let points = format!(" {:>7} of {}", cell.points.fixed(digits), max_points.plain(2));
            line.push_span(look.span(points, Role::Plain));
            line
        })
        .collect()
}

/// What sets a vendor apart, in words: against the leader, or for the leader against the next.
fn why(evaluation: &Evaluation, look: Look, vendor: &VendorResult, most: usize) -> Vec<Line<'static>> {
    let digits = evaluation.shown_decimals();
    let mut lines = Vec::new();
    for exclusion in &vendor.exclusions {
        lines.push(look.line(format!("Out: {}", exclusion.text()), Role::Bad));
    }
    let mut ranked = evaluation.ranked();
    let rival =
        if vendor.rank == Some(1) { ranked.find(|other| other.id() != vendor.id()) } else { ranked.next() };
    if let Some(rival) = rival.filter(|_| vendor.rank.is_some()) {
        let difference = difference(evaluation, vendor, rival);
        let gap = difference.gap.abs().fixed(digits.scores);
        let by = &evaluation.decision.rule;
        let points = if by.is_sum() { " points".to_owned() } else { by.of_points() };
        let sum = |is_for: bool| {
            let parts = difference.parts.iter().filter(|part| part.points.is_negative() != is_for);
            parts.fold(Points::default(), |sum, part| &sum + &part.points)
        };
        let end = if by.is_sum() && !difference.parts.is_empty() {
            let [speaks, against] = [true, false].map(|is_for| sum(is_for).signed(digits.points));
            format!(": {speaks} and {against}")
        } else {
            ".".to_owned()
        };
        let head = match (difference.gap.is_zero(), difference.gap.is_negative()) {
            (true, _) => format!("Level with {}{end}", rival.name()),
            (false, true) => format!("{gap}{points} behind {}{end}", rival.name()),
            (false, false) => format!("{gap}{points} ahead of {}{end}", rival.name()),
        };
        lines.push(look.line(head, Role::Strong));
        // What speaks for it first, then what speaks against it: some of both.
        let (speaks, against): (Vec<_>, Vec<_>) =
            difference.parts.iter().partition(|part| !part.points.is_negative());
        let shown_against = against.len().min(most.div_ceil(3)).min(most);
        let shown_for = speaks.len().min(most - shown_against);
        let shown_against = against.len().min(most - shown_for);
        for part in speaks.iter().take(shown_for).chain(against.iter().take(shown_against)) {
            let role = if part.points.is_negative() { Role::Bad } else { Role::Good };
            let points = format!("{:>8} ", part.points.signed(digits.points));
            lines.push(Line::from(vec![
                look.span(points, role),
                look.span(part.criterion.name.clone(), Role::Plain),
            ]));
        }
        if difference.parts.len() > most {
            let more = difference.parts.len() - most;
            lines.push(look.line(
                format!("         and {more} more; enter shows all of {}", vendor.name()),
                Role::Faint,
            ));
        }
    }
    let unknown =
        |knowledge| evaluation.leaves().filter(|(at, _)| vendor.cells[*at].knowledge == knowledge).count();
    let (missing, unsure) = (unknown(Knowledge::Unknown), unknown(Knowledge::Uncertain));
    if missing + unsure > 0 && vendor.lowest != vendor.highest {
        let text = format!(
            "Not known: {missing}, not sure: {unsure}; the score may be {}",
            range_in_words(vendor, digits.scores)
        );
        lines.push(look.line(text, Role::Doubt));
    }
    lines
}

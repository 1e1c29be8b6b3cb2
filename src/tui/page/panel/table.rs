//! Marks as a table: vendors and criteria down, evaluators across.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::view::{View, bracketed, dotted, given_text};
use super::{Mode, WIDE, detail, evaluator_at, listed, rows, selected, summary};
use crate::answers::panel::{tables, words};
use crate::decision::panel::Standing;
use crate::panel::results::{MarkResult, moderation};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look};
use crate::tui::grid::{self, Column, Row};
use crate::tui::help::first_key;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// The least cells of an evaluator's column, with the space after it.
const NARROW: u16 = 6;
/// The most cells of an evaluator's column.
const BROAD: u16 = 14;

/// The least lines in which what hangs on the marks is worth showing.
const LEAST_SUMMARY: u16 = 12;

/// A line of the list.
pub(super) enum Listed {
    /// The vendor of the marks below, by one of them.
    Vendor(usize),
    /// A mark, with the number of its row.
    Mark { row: usize, mark: usize },
}

/// The marks that are listed, each vendor's below its name.
pub(super) fn lines(state: &State) -> Vec<Listed> {
    let marks = &state.pages.panel.marks;
    let mut lines = Vec::new();
    let mut vendor = None;
    for (row, mark) in listed(state).into_iter().enumerate() {
        if vendor != Some(&marks[mark].combined.vendor) {
            vendor = Some(&marks[mark].combined.vendor);
            lines.push(Listed::Vendor(mark));
        }
        lines.push(Listed::Mark { row, mark });
    }
    lines
}

/// The name of a vendor above its marks; who gives marks is not told how it ranks.
pub(super) fn vendor_row(view: &View<'_>, look: Look, mark: &MarkResult) -> Row {
    let mut line =
        look.line(format!(" {}", view.session.decision().vendor_name(&mark.combined.vendor)), Role::Strong);
    let vendor = view.session.evaluation.vendor(mark.combined.vendor.as_str());
    let local = vendor.and_then(|vendor| vendor.vendor.local.clone());
    line.push_span(look.span(local.map_or_else(String::new, |local| format!("  {local}")), Role::Faint));
    let rank =
        vendor.and_then(|vendor| vendor.rank).filter(|_| !matches!(view.state.pages.panel.mode, Mode::Give));
    line.push_span(look.span(rank.map_or_else(String::new, |rank| format!("  rank {rank}")), Role::Faint));
    Row::heading(line)
}

pub(super) fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.line(Rect { height: 1, ..area }, &head(view, canvas.look));
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let Some(mark) = selected(view.state) else {
        canvas.text(body, " Nothing of that name.", Role::Plain);
        return;
    };
    if body.width >= WIDE {
        let left = Rect { width: body.width * 11 / 20, ..body };
        draw_marks(view, canvas, left);
        let right = canvas.upright(Rect { x: left.right() + 1, width: body.width - left.width - 1, ..body });
        let used = detail::draw(view, canvas, right, mark);
        let rest = Rect { y: right.y + used, height: right.height - used, ..right };
        summary::draw(view, canvas, rest);
        return;
    }
    let wanted = detail::height(view, mark, body.width);
    let high = if body.height < 12 { 0 } else { wanted.min(body.height * 11 / 20) };
    let list = u16::try_from(lines(view.state).len() + 2).unwrap_or(u16::MAX);
    let left = body.height - high;
    // Where all marks are in sight, what hangs on them has the rest.
    let list = if list.saturating_add(LEAST_SUMMARY) <= left { list } else { left };
    draw_marks(view, canvas, Rect { height: list, ..body });
    let below = Rect { y: body.y + list, height: high, ..body };
    detail::draw(view, canvas, below, mark);
    summary::draw(view, canvas, Rect { y: below.bottom(), height: body.bottom() - below.bottom(), ..body });
}

/// The panel in a line.
fn head(view: &View<'_>, look: Look) -> Line<'static> {
    let marks = &view.state.pages.panel.marks;
    let missing = marks.iter().flat_map(|mark| &mark.combined.given);
    let missing = missing.filter(|given| given.standing == Standing::Missing).count();
    let apart = moderation(marks).len();
    let key = |action| first_key(view.state, &action);
    let evaluators = match view.names.len() {
        1 => "1 evaluator".to_owned(),
        count => format!("{count} evaluators ({} {})", key(Action::Left), key(Action::Right)),
    };
    let mut parts = vec![
        (evaluators, Role::Strong),
        (format!("by {}", view.rule.combine.word()), Role::Plain),
        (format!("{missing} to come"), if missing > 0 { Role::Doubt } else { Role::Plain }),
        (format!("{apart} to talk through"), if apart > 0 { Role::Bad } else { Role::Plain }),
    ];
    if let Some(why) = super::locked(view.state) {
        let settled = why.split(';').next().unwrap_or_default();
        parts.push((format!("{} {settled}", look.signs.lock), Role::Doubt));
    }
    if let Some(results) = view.state.panel_results() {
        parts.extend(results.agreement.as_ref().map(|found| (format!("W {:.3}", found.w), Role::Plain)));
        let decides: Vec<&str> = results
            .without
            .iter()
            .filter(|one| one.changes_leader)
            .map(|one| results.evaluators[one.evaluator].name.as_str())
            .collect();
        if !decides.is_empty() {
            parts.push((format!("{} decides who leads", decides.join(", ")), Role::Doubt));
        }
    }
    dotted(look, &parts)
}

/// Which evaluators have a column, and how many cells it has: the selected one always has one.
fn window(count: usize, selected: usize, room: u16) -> (std::ops::Range<usize>, u16) {
    let fits = usize::from(room / NARROW).clamp(1, count.max(1));
    let first = selected.saturating_sub(fits - 1).min(count.saturating_sub(fits));
    let cells = room / u16::try_from(fits).unwrap_or(u16::MAX);
    (first..(first + fits).min(count), cells.clamp(NARROW, BROAD + 1) - 1)
}

fn draw_marks(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let state = view.state;
    let marks = &state.pages.panel.marks;
    let evaluator = evaluator_at(state, view.panel);
    let longest = view.longest_criterion() + 2;
    let name = longest.clamp(16, if area.width < 100 { 24 } else { 34 }).min(area.width / 3);
    let (shown, cells) = window(view.names.len(), evaluator, area.width.saturating_sub(name + 18));
    let mut columns =
        vec![Column::text("", 1, 1), Column::text("Criterion", name, name.max(longest.min(40)))];
    for at in shown.clone() {
        let number = words::number(at);
        let title = if cells < 8 { number } else { view.names[at].clone() };
        let pointer = if at == evaluator { look.signs.pointer } else { "" };
        // Marks have brackets around them.
        columns.push(Column::number(look.cut(&format!("{pointer}{title}"), cells - 1) + " ", cells));
    }
    columns.extend([Column::number("Mark", 6), Column::number("Spread", 6)]);
    let lines = lines(state);
    let (_, at) = rows(state);
    let selected = lines.iter().position(|line| matches!(line, Listed::Mark { row, .. } if *row == at));
    grid::draw(canvas, area, &columns, lines.len(), selected, |line, _| match lines[line] {
        Listed::Vendor(mark) => vendor_row(view, look, &marks[mark]),
        Listed::Mark { row, mark } => {
            let mark = &marks[mark];
            let mut line = vec![
                look.line(if row == at { look.signs.pointer } else { " " }, Role::Key),
                look.line(format!("  {}", view.criterion_name(mark)), Role::Plain),
            ];
            line.extend(shown.clone().map(|one| {
                let (text, role) = given_text(look, &mark.combined.given[one]);
                let text = if row == at && one == evaluator { bracketed(&text) } else { text };
                look.line(text, role)
            }));
            line.extend(
                [tables::combined(mark), tables::spread(mark)]
                    .map(|cell| look.line(cell.text, cell.tone.into())),
            );
            Row::new(row, line)
        }
    });
}

/// What the signs mean.
pub(super) fn legend(look: Look) -> String {
    let (missing, dash) = (look.signs.rest, look.signs.dash);
    format!(" {missing} to come  {dash} cannot judge  ( ) conflict  * may change  = agreed on  ! apart")
}

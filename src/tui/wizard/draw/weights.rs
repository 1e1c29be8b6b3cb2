//! The weights that follow so far, and how far the judgements agree.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::below;
use crate::answers::weights::words;
use crate::decision::consistency::Consistency;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, cells_of, width, wrap};
use crate::tui::grid::{self, Column, Row};
use crate::tui::help::first_key;
use crate::tui::state::State;
use crate::tui::theme::Role;
use crate::tui::wizard::Wizard;
use crate::tui::wizard::method::Method;
use crate::weights::fraction;

/// The weights that follow so far, beside those that there are.
pub(super) fn draw_weights(state: &State, wizard: &Wizard, canvas: &mut Canvas<'_>, area: Rect) {
    if area.height < 2 {
        return;
    }
    let look = canvas.look;
    let says = remarks(state, wizard);
    let lines = wrap(&says, area.width);
    let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height / 2);
    let longest = wizard.criteria.iter().map(|one| width(&one.name)).max().unwrap_or(8).clamp(8, 30);
    let columns = [
        Column::text("So far", 12, longest).first(),
        Column::number("Weight", 6),
        Column::text("", 5, 30).goes(2),
        Column::number("now", 5).goes(1),
    ];
    let count = wizard.criteria.len();
    let rows = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(1);
    let gap = u16::from(high > 0 && area.height > rows.saturating_add(high));
    let list = Rect { height: rows.min(area.height - high), ..area };
    let focus = if wizard.count() == count { wizard.row } else { 0 };
    let first = grid::first_row(focus, count, usize::from(list.height.saturating_sub(1)));
    let judged = wizard.judged.as_ref();
    grid::draw(canvas, list, &columns, count - first, None, |row, places| {
        let at = row + first;
        let one = &wizard.criteria[at];
        let weight = judged.map(|judged| &judged.weights[at].weight);
        let is_open = weight.is_none() || wizard.answers.is_open(wizard.method, at);
        let share = judged.map_or(0.0, |judged| judged.found.shares[at].to_f64());
        let cells = places.places[2].map_or(0, |(_, cells)| cells);
        let bar = Line::from(look.span(look.signs.full.repeat(cells_of(share, cells).into()), Role::Bar));
        let text = match weight {
            Some(weight) if !is_open => weight.plain(6),
            _ => look.signs.dash.to_owned(),
        };
        let cells = vec![
            look.line(one.name.clone(), Role::Plain),
            look.line(text, if is_open { Role::Faint } else { Role::Strong }),
            if is_open { Line::default() } else { bar },
            look.line(one.weight.plain(4), Role::Faint),
        ];
        Row { number: None, ..Row::new(row, cells) }
    });
    let rest = below(area, list.height + gap);
    for (line, y) in lines.iter().zip(rest.top()..rest.bottom()) {
        let role = if line.starts_with('!') { Role::Doubt } else { Role::Plain };
        canvas.text(Rect { y, height: 1, ..rest }, line, role);
    }
}

/// How far the judgements agree, or what the weights so far rest on.
pub(super) fn remarks(state: &State, wizard: &Wizard) -> String {
    if wizard.judged.is_none() {
        return "Nothing follows from the answers so far.".to_owned();
    }
    let is_whole = wizard.is_whole();
    match (wizard.method, wizard.judged.as_ref().and_then(|judged| judged.found.consistency.as_ref())) {
        (Method::Pairwise(_), Some(_)) if !is_whole => "Pairs without an answer count as equal.".to_owned(),
        (Method::BestWorst, _) if !is_whole => "By what the best was said to matter so far.".to_owned(),
        (Method::Pairwise(_) | Method::BestWorst, Some(found)) => consistent(state, wizard, found),
        (Method::Swing | Method::Points, _) if !is_whole => "Among those that have an answer.".to_owned(),
        _ => String::new(),
    }
}

/// How far judgements agree, which one fits least, and what would mend it.
fn consistent(state: &State, wizard: &Wizard, found: &Consistency) -> String {
    let (ratio, verdict) = (words::ratio(found), words::verdict(found));
    let mark = if found.is_too_high() { "! " } else { "" };
    let Some(worst) = &found.worst else { return format!("{ratio}: all judgements agree.") };
    let name_of = |id: &str| {
        wizard.ids.iter().position(|other| other == id).map_or("", |at| wizard.criteria[at].name.as_str())
    };
    let mend = mend(wizard).map_or_else(String::new, |mend| format!(" {mend}"));
    format!(
        "{mark}{ratio}, {verdict}.\nFits least: {} / {} = {}.{mend} {} goes there.",
        name_of(&worst.more),
        name_of(&worst.less),
        fraction(&worst.judged),
        first_key(state, &Action::LeastFitting)
    )
}

/// What would mend the judgement that fits least.
pub(super) fn mend(wizard: &Wizard) -> Option<String> {
    let found = wizard.judged.as_ref()?.found.consistency.as_ref()?;
    Some(words::mend_text(found.worst.as_ref()?.mend.as_ref()?))
}

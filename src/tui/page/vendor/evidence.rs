//! What is shown beside the tree: where a fact comes from, and what it would have to be.

use crate::answers::break_even::{fact_text, prices_texts};
use crate::decision::derived;
use crate::decision::panel::Standing;
use crate::explain::Reason;
use crate::robust::BreakEven;
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// What is known behind a criterion, a line each.
pub(super) fn evidence(state: &State, session: &Session, reason: &Reason) -> Vec<(String, Role)> {
    let mut lines: Vec<(String, Role)> =
        break_even_texts(state, reason).into_iter().map(|text| (text, Role::Good)).collect();
    let unit = reason.criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
    if let Some(scale) = &reason.criterion.scale() {
        lines.push((format!("scale: {scale}{unit}"), Role::Plain));
    }
    if let Some([lowest, highest]) = &reason.field {
        let text = format!("vendors in play: {} to {}{unit}", lowest.plain(6), highest.plain(6));
        lines.push((text, Role::Plain));
    }
    let what = if reason.criterion.is_rating() { "mark" } else { "fact" };
    let id = reason.criterion.fact().map_or_else(String::new, |id| format!(" {id}"));
    let Some(fact) = &reason.cell.fact else {
        lines.push((format!("{what}{id}: not known; {}", counts_as(reason)), Role::Doubt));
        lines.extend(marks_behind(reason));
        return lines;
    };
    let own_unit = fact.evidence.unit.as_ref().map_or_else(|| unit.clone(), |unit| format!(" {unit}"));
    match &fact.value {
        Some(value) => lines.push((format!("{what}{id}: {value}{own_unit}"), Role::Strong)),
        None => lines.push((format!("{what}{id}: asked, not known; {}", counts_as(reason)), Role::Doubt)),
    }
    if let Some(anchor) = &reason.anchor {
        lines.push((format!("means: {anchor}"), Role::Plain));
    }
    if reason.cell.is_capped {
        lines.push(("beyond the end of the scale, and counted as the end".to_owned(), Role::Doubt));
    }
    lines.extend(marks_behind(reason));
    let cited = fact.evidence.cited();
    if !cited.is_empty() {
        lines.push((format!("source: {cited}"), Role::Plain));
    }
    if let Some(until) = fact.evidence.until {
        lines.push((format!("until: {until}"), Role::Plain));
    }
    if let Some(written) = &fact.evidence.written {
        lines.push((format!("written: {written}"), Role::Plain));
    }
    if let Some(note) = &fact.evidence.note {
        lines.push((format!("note: {note}"), Role::Plain));
    }
    let root = session.request().workspace.root.display().to_string();
    if fact.location.line > 0 {
        let place = if root == "." { String::new() } else { format!(" in {root}") };
        lines.push((format!("written in {}{place}", fact.location), Role::Faint));
    }
    lines
}

/// What each evaluator says, for a mark of a panel.
fn marks_behind(reason: &Reason) -> impl Iterator<Item = (String, Role)> {
    reason.marks.iter().map(|one| {
        let mark = one.given.mark.as_ref().map(|mark| mark.plain(2));
        let (said, role) = match (one.given.standing, mark) {
            (Standing::Counts, Some(mark)) => (mark, Role::Plain),
            (Standing::Recused, Some(mark)) => {
                (format!("({mark}), does not count: a conflict of interest"), Role::Faint)
            }
            (Standing::Recused, None) => ("does not judge this vendor".to_owned(), Role::Faint),
            (Standing::Missing, _) => ("to come".to_owned(), Role::Doubt),
            _ => ("cannot judge this".to_owned(), Role::Faint),
        };
        let note = one.given.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        (format!("{} {said}{note}", one.evaluator), role)
    })
}

/// What the fact would have to be for the first place to change hands; where it follows from the quote, what each
/// price of the quote would have to be.
fn break_even_texts(state: &State, reason: &Reason) -> Vec<String> {
    let Some(known) = state.selected().and_then(|vendor| state.break_even_of(vendor.id())) else {
        return Vec::new();
    };
    let Some(fact) = &reason.criterion.fact() else { return Vec::new() };
    let key = if reason.criterion.is_rating() { reason.criterion.id.as_str() } else { fact.as_str() };
    let is_of_fact =
        |one: &&BreakEven| one.fact.as_str() == key && one.is_mark == reason.criterion.is_rating();
    let mut lines: Vec<String> = known.facts.iter().filter(is_of_fact).map(fact_text).collect();
    if !reason.criterion.is_rating() && derived::is_of_model(key) {
        lines.extend(prices_texts(&known.prices));
    }
    lines
}

pub(super) fn counts_as(reason: &Reason) -> String {
    use crate::decision::Unknown;
    match reason.criterion.unknown() {
        Some(Unknown::Worst) => "counts as the worst value",
        Some(Unknown::Middle) => "counts as the middle",
        Some(Unknown::Best) => "counts as the best value",
        Some(Unknown::Skip) | None => "its weight goes to the others",
    }
    .to_owned()
}

//! Must-haves whose outcome was typed over, and who takes part.

use super::super::{clipped, noted};
use super::table::Table;
use super::{Left, Typed};
use crate::decision::{Decision, Evidence, FactValue, Gate, Item, Status, Test, Vendor};
use crate::files::edit::{quoted, toml};
use crate::score::Evaluation;
use crate::score::evaluation::Outcome;
use crate::score::value::items_of;
use crate::sheets::cells::{Book, Place};
use crate::text::same_word;

/// The facts that follow from outcomes which were typed over; what of them says no fact is left.
pub(super) fn typed(book: &Book, evaluation: &Evaluation, left: &mut Left) -> Vec<Typed> {
    let Some(table) = Table::of(book, "Gates", "Must-have") else { return Vec::new() };
    let mut typed = Vec::new();
    for row in table.rows() {
        let kind = table.cell(row, "Kind").and_then(|(_, cell)| cell.text());
        let name = table.cell(row, "Must-have").and_then(|(_, cell)| cell.text());
        let gates = evaluation.decision.gates.iter().enumerate();
        let mut named = gates.filter(|(_, gate)| kind == Some("gate") && name == Some(gate.name.trim()));
        let (Some((index, gate)), None) = (named.next(), named.next()) else { continue };
        for result in &evaluation.vendors {
            let Some((place, cell)) = table.cell(row, result.name()) else { continue };
            let was = result.gates[index].outcome;
            let said = cell.text().unwrap_or_default().to_lowercase();
            if said == was.word() {
                continue;
            }
            let outcome = [Outcome::Pass, Outcome::Fail].into_iter().find(|outcome| outcome.word() == said);
            match outcome.and_then(|outcome| value(gate, outcome, &result.vendor)) {
                Some(value) => typed.push(Typed {
                    path: format!("vendors.{}.facts.{}", result.vendor.id, gate.fact),
                    value,
                    place,
                    note: noted(None, result.vendor.facts.get(&gate.fact).map(|fact| &**fact)),
                    is_fact: true,
                }),
                None => left.push((
                    place,
                    format!(
                        "{} of {}: \"{said}\" does not say what `{}` is, from which it follows ({})",
                        gate.name,
                        result.name(),
                        gate.fact,
                        gate.asks()
                    ),
                )),
            }
        }
    }
    typed
}

/// The fact with which a must-have comes out so, where one alone does.
fn value(gate: &Gate, outcome: Outcome, vendor: &Vendor) -> Option<String> {
    let passes = outcome == Outcome::Pass;
    match &gate.test {
        Test::Is(FactValue::YesNo { value }) => Some((*value == passes).to_string()),
        Test::Is(FactValue::Text { value }) if passes => Some(quoted(value)),
        Test::Includes(wanted) if passes && gate.on.is_none() => {
            let fact = vendor.facts.get(&gate.fact);
            let known = fact.and_then(|fact| items_of(fact.value.as_ref()?, &fact.evidence));
            let mut items = known.unwrap_or_default();
            for name in wanted {
                if items.iter().all(|item| !same_word(&item.name, name)) {
                    items.push(Item { name: name.clone(), evidence: Evidence::default() });
                }
            }
            let old = fact.and_then(|fact| fact.value.as_ref());
            Some(toml(&FactValue::Set { items }, old))
        }
        Test::Is(_)
        | Test::Includes(_)
        | Test::IncludesAny(_)
        | Test::AtLeast(_)
        | Test::AtMost(_)
        | Test::OneOf(_)
        | Test::Before(_)
        | Test::After(_)
        | Test::Holds(_) => None,
    }
}

/// A vendor that takes part no longer, or again.
pub(super) struct NewStatus {
    pub(super) vendor: String,
    pub(super) status: Status,
    pub(super) place: Place,
}

/// Who takes part no longer, or again: the reason is the note on the cell, and the cell.
pub(super) fn statuses(book: &Book, decision: &Decision, name: &str, left: &mut Left) -> Vec<NewStatus> {
    let Some(table) = Table::of(book, "Gates", "Must-have") else { return Vec::new() };
    let is_it =
        |row: &u32| table.cell(*row, "Must-have").is_some_and(|(_, cell)| cell.text() == Some("Takes part"));
    let Some(row) = table.rows().into_iter().find(is_it) else { return Vec::new() };
    let mut changed = Vec::new();
    for vendor in &decision.vendors {
        let Some((place, cell)) = table.cell(row, &vendor.name) else { continue };
        let at = format!("{name}, {}", book.name(place));
        let reason =
            || clipped(&cell.note.as_ref().map_or_else(|| at.clone(), |note| format!("{note} ({at})")));
        let said = cell.text().unwrap_or_default().to_lowercase();
        let is_out = vendor.status != Status::Invited;
        let status = match said.as_str() {
            "yes" => Status::Invited,
            "no" if is_out => continue,
            "withdrawn" => Status::Withdrawn { reason: reason() },
            "disqualified" => Status::Disqualified { reason: reason() },
            _ => {
                let what = "says not how: type withdrawn or disqualified, the reason as a note on the cell";
                left.push((place, format!("whether {} takes part, \"{said}\" {what}", vendor.name)));
                continue;
            }
        };
        if status.word() != vendor.status.word() {
            changed.push(NewStatus { vendor: vendor.id.to_string(), status, place });
        }
    }
    changed
}

//! Our own workbook that somebody typed over: weights, facts, must-haves and who takes part, where they are no longer as
//! they were exported.

mod facts;
mod gates;
mod table;
mod unsaid;

use std::collections::BTreeSet;

use super::super::set::failure;
use super::super::shell::{Failure, Shell};
use super::{Group, Taken, clipped, from_to, is_sealed, planned, seen_at, told};
use crate::answers::findings;
use crate::decision::Decision;
use crate::exact::Exact;
use crate::files::award;
use crate::files::edit::{Edit, EditError};
use crate::open::Opened;
use crate::open::edit::{refuse_locked, set_status, with_source, written_at};
use crate::report::xlsx::{DECISION, INPUTS, SUMMARY, xlsx};
use crate::score::Evaluation;
use crate::sheets::cells::{self, Book, Cell, Content, Place};
use crate::sheets::readings;
use table::Table;

/// A value that was typed over.
struct Typed {
    path: String,
    value: String,
    place: Place,
    /// What was known and remarked before, for facts.
    note: Option<String>,
    is_fact: bool,
}

/// What is not taken, with its cell.
type Left = Vec<(Place, String)>;

/// Of which decision a book is our export, and the fingerprint of the inputs that it was made from; none for any other.
pub(super) fn made_from(book: &Book) -> Option<(String, Option<String>)> {
    let summary = &book.sheets[book.sheet_named(SUMMARY)?];
    book.sheet_named("Workings")?;
    let said = |label: &str| {
        let ((row, column), _) = summary.cells.iter().find(|(_, cell)| cell.text() == Some(label))?;
        summary.cells.get(&(*row, column + 1))?.text().map(str::to_owned)
    };
    Some((said(DECISION)?, said(INPUTS)))
}

/// Takes a workbook in that was exported from what the decision is now.
pub(super) fn take(
    book: &Book,
    name: &str,
    (opened, evaluation): (&Opened, &Evaluation),
    taken: &mut Taken,
    shell: &mut Shell<'_>,
) -> Result<Vec<Edit>, Failure> {
    let decision = &evaluation.decision;
    let mut left = Left::new();
    let mut typed = weights(book, decision, &mut left);
    let fresh = made_anew(evaluation, opened).and_then(|bytes| cells::read(&bytes).ok());
    typed.extend(facts::typed(book, fresh.as_ref(), decision, &mut left));
    let must_haves = gates::typed(book, evaluation, &mut left);
    for one in must_haves {
        // The fact itself may stand on the sheet of facts, and is what counts.
        if typed.iter().all(|other| other.path != one.path) {
            typed.push(one);
        }
    }
    // What is known of a sealed price is not in the export, and cannot be held against what was typed.
    let (sealed, typed): (Vec<Typed>, Vec<Typed>) =
        typed.into_iter().partition(|one| is_sealed(decision, &one.path));
    left.extend(sealed.into_iter().map(|one| (one.place, format!("{}: prices are sealed", one.path))));
    let statuses = gates::statuses(book, decision, name, &mut left);
    let known = left.iter().map(|(place, _)| *place).chain(typed.iter().map(|one| one.place));
    let known: BTreeSet<Place> = known.chain(statuses.iter().map(|one| one.place)).collect();
    let vendors: BTreeSet<&str> = decision.vendors.iter().map(|one| one.name.as_str()).collect();
    let unsaid = fresh.map_or_else(Vec::new, |fresh| unsaid::changes(book, &fresh, &known, &vendors));
    taken.left.extend(unsaid.into_iter().map(|what| format!("{name}, {what}")));
    taken.left.extend(left.into_iter().map(|(place, what)| format!("{name}, {}: {what}", book.name(place))));
    let mut edits =
        values(book, name, (opened, decision), &typed, taken).map_err(|error| failure(error, shell))?;
    let mut written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    for gates::NewStatus { vendor, status, place } in statuses {
        let edit = set_status(&written, &vendor, &status).map_err(|error| failure(error, shell))?;
        let Some(edit) = edit else { continue };
        refuse_locked(&written, std::slice::from_ref(&edit)).map_err(|error| failure(error, shell))?;
        let path = format!("vendors.{vendor}.status");
        let was = written_at(&written, &path).unwrap_or_else(|| "invited".to_owned());
        let change = from_to(Some(was), Some(status.word().to_owned())).replace('"', "");
        taken.changes.push(format!("{path}: {change}  ({name}, {})", book.name(place)));
        if let Some(reason) = written_at(&written, &format!("vendors.{vendor}.reason")) {
            taken.changes.push(format!("vendors.{vendor}.reason: {reason} goes with the status before"));
        }
        written = written.after(&edit);
        edits.push(edit);
    }
    Ok(edits)
}

/// The same workbook, made anew from what holds now.
fn made_anew(evaluation: &Evaluation, opened: &Opened) -> Option<Vec<u8>> {
    let mut findings = findings(evaluation, None);
    findings.record = award::read(&opened.texts.request.workspace, evaluation.decision.id.as_str()).record;
    xlsx(&findings).ok()
}

/// The changes of the values that were typed over.
fn values(
    book: &Book,
    name: &str,
    (opened, decision): (&Opened, &Decision),
    typed: &[Typed],
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let is_weight = |one: &&Typed| one.path.starts_with("criteria.");
    let value_of = |one: &Typed| {
        let at = clipped(&format!("{name}, {}", book.name(one.place)));
        let value = (one.path.as_str(), one.value.as_str());
        if one.is_fact {
            with_source(opened, value, Some(&at), None, one.note.as_deref())
        } else {
            vec![(one.path.clone(), one.value.clone())]
        }
    };
    let group = |one: &Typed| Group {
        path: one.path.clone(),
        at: seen_at(book, name, one.place),
        values: value_of(one),
    };
    // Weights add up together or not at all.
    let room = room(opened, decision, typed);
    let mut weights = typed.iter().filter(is_weight).map(group);
    let all_weights = weights.next().map(|first| {
        weights.fold(first, |mut all, one| {
            all.at.push_str(", ");
            all.at.push_str(&one.at);
            all.values.extend(one.values);
            all
        })
    });
    let all_weights = all_weights.map(|mut all| {
        all.values.extend(room.iter().cloned());
        all
    });
    let others = typed.iter().filter(|one| !is_weight(one)).map(group);
    let (edits, kept) = planned(opened, all_weights.into_iter().chain(others).collect(), taken)?;
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    let is_kept = |path: &str| {
        kept.iter().any(|group| {
            group.values.iter().any(|(known, _)| {
                known == path || known.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    };
    let change = |path: &str| {
        let [was, is] = [opened, &written].map(|opened| written_at(opened, path));
        told(decision, path, was, is)
    };
    for one in typed.iter().filter(|one| is_kept(&one.path)) {
        taken.changes.push(format!("{}  ({})", change(&one.path), seen_at(book, name, one.place)));
    }
    for (path, _) in room.iter().filter(|(path, _)| is_kept(path)) {
        taken.changes.push(format!("{}  (makes room)", change(path)));
    }
    Ok(edits)
}

/// The weights that make room, where those of siblings add up to a sum.
fn room(opened: &Opened, decision: &Decision, typed: &[Typed]) -> Vec<(String, String)> {
    let weights: Vec<&Typed> = typed.iter().filter(|one| one.path.starts_with("criteria.")).collect();
    if decision.rule.weights.is_none() || weights.is_empty() {
        return Vec::new();
    }
    let tried = opened.with(weights.iter().map(|one| format!("{}={}", one.path, one.value)).collect());
    let Ok(tried) = tried.decision() else { return Vec::new() };
    let moved = decision.criteria.iter().zip(tried.criteria.iter()).filter_map(|(was, is)| {
        let path = format!("criteria.{}.weight", is.id);
        let is_moved = was.weight.exact() != is.weight.exact() && weights.iter().all(|one| one.path != path);
        is_moved.then(|| (path, is.weight.to_string()))
    });
    moved.collect()
}

/// Weights that are not as they were exported.
fn weights(book: &Book, decision: &Decision, left: &mut Left) -> Vec<Typed> {
    let Some(table) = Table::of(book, "Weights", "Weight when exported") else { return Vec::new() };
    let typed = table.rows().into_iter().filter_map(|row| {
        let criterion = table.criterion(row, decision)?;
        let (place, cell) = table.cell(row, "Weight")?;
        let number = match number_in(cell) {
            Ok(Some(number)) => number,
            Ok(None) => {
                left.push((
                    place,
                    format!("the weight of {}: was emptied, and nothing is deleted", criterion.name),
                ));
                return None;
            }
            Err(what) => {
                left.push((place, format!("the weight of {}: {what}", criterion.name)));
                return None;
            }
        };
        (!is_near(&number, criterion.weight.exact())).then(|| Typed {
            path: format!("criteria.{}.weight", criterion.id),
            value: number.plain(18),
            place,
            note: None,
            is_fact: false,
        })
    });
    typed.collect()
}

/// The number in a cell, also one that is held as text as people write it: `84,5`, `80 %`; none in a blank one. Of a
/// percentage it is what stands before the sign.
fn number_in(cell: &Cell) -> Result<Option<Exact>, String> {
    match &cell.content {
        Content::Number(number) if cell.format.contains('%') => Ok(Some(number.percent())),
        Content::Number(number) => Ok(Some(number.clone())),
        Content::Blank if cell.formula.is_some() => Err("a formula without a result".to_owned()),
        Content::Blank => Ok(None),
        Content::Fault(fault) => Err(format!("the error {fault}")),
        _ => match cell.text() {
            None => Ok(None),
            Some(text) => match readings(text).as_slice() {
                [number] => Ok(Some(number.clone())),
                [] => Err(format!("\"{text}\" is no number")),
                several => {
                    let readings: Vec<String> = several.iter().map(ToString::to_string).collect();
                    Err(format!("\"{text}\" can be {}", readings.join(" or ")))
                }
            },
        },
    }
}

/// Whether two numbers are one: cells hold 15 digits.
fn is_near(one: &Exact, other: &Exact) -> bool {
    let apart = (one - other).abs();
    apart.is_zero() || (&apart * &Exact::from(10).power(13)) < other.abs()
}

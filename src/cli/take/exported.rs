//! Our own workbook that somebody typed over: weights, facts, must-haves and who takes part, where they are no longer as
//! they were exported.

mod facts;
mod gates;
mod table;

use super::super::set::failure;
use super::super::shell::{Failure, Shell};
use super::{Taken, clipped, from_to, is_sealed, told};
use crate::decision::Decision;
use crate::exact::Exact;
use crate::files::edit::{Edit, EditError};
use crate::open::Opened;
use crate::open::edit::{plan_all, refuse_locked, set_status, with_source, written_at};
use crate::report::xlsx::{DECISION, INPUTS, SUMMARY};
use crate::score::Evaluation;
use crate::sheets::cells::{Book, Content, Place};
use table::Table;

/// A value that was typed over.
struct Typed {
    path: String,
    value: String,
    place: Place,
    /// What was known before, for facts.
    before: Option<String>,
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
    typed.extend(facts::typed(book, decision, &mut left));
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
        written = written.after(&edit);
        edits.push(edit);
    }
    Ok(edits)
}

/// The changes of the values that were typed over.
fn values(
    book: &Book,
    name: &str,
    (opened, decision): (&Opened, &Decision),
    typed: &[Typed],
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let mut values: Vec<(String, String)> = Vec::new();
    for one in typed {
        let at = clipped(&format!("{name}, {}", book.name(one.place)));
        let value = (one.path.as_str(), one.value.as_str());
        if one.is_fact {
            values.extend(with_source(opened, value, Some(&at), None, one.before.as_deref()));
        } else {
            values.push((one.path.clone(), one.value.clone()));
        }
    }
    values.extend(room(opened, decision, typed));
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let edits = plan_all(opened, &values)?;
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    for one in typed {
        let [was, is] = [opened, &written].map(|opened| written_at(opened, &one.path));
        let change = told(decision, &one.path, was, is);
        taken.changes.push(format!("{change}  ({name}, {})", book.name(one.place)));
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
        let Content::Number(number) = &cell.content else {
            left.push((place, format!("the weight of {}: no number", criterion.name)));
            return None;
        };
        (!is_near(number, criterion.weight.exact())).then(|| Typed {
            path: format!("criteria.{}.weight", criterion.id),
            value: number.plain(18),
            place,
            before: None,
            is_fact: false,
        })
    });
    typed.collect()
}

/// Whether two numbers are one: cells hold 15 digits.
fn is_near(one: &Exact, other: &Exact) -> bool {
    let apart = (one - other).abs();
    apart.is_zero() || (&apart * &Exact::from(10).power(13)) < other.abs()
}

//! Our own workbook that somebody typed over: weights, facts, must-haves and who takes part, where they are no longer as
//! they were exported.

mod elsewhere;
mod facts;
mod gates;
mod stale;
mod table;
mod unsaid;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::set::failure;
use super::super::shell::{Failure, Shell};
use super::{Group, Taken, clipped, from_to, planned, refusal, seen_at, told};
use crate::answers::findings;
use crate::decision::{Criterion, Decision};
use crate::exact::Exact;
use crate::files::award;
use crate::files::edit::{Edit, EditError};
use crate::open::Opened;
use crate::open::edit::{refuse_locked, set_status, with_source, written_at};
use crate::report::xlsx::{DECISION, INPUTS, xlsx};
use crate::score::{Evaluation, evaluate};
use crate::sheets::cells::{self, Book, Cell, Content, Place, Sheet};
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

/// Of which decision a book is our export, and the fingerprint of the inputs that it was made from; none for any other. The
/// sheet that says so is known by that, whatever it is called.
pub(super) fn made_from(book: &Book) -> Option<(String, Option<String>)> {
    let says = |sheet: &Sheet, label: &str| sheet.cells.values().any(|cell| cell.text() == Some(label));
    let is_it = |sheet: &&Sheet| says(sheet, DECISION) && says(sheet, INPUTS);
    let summary = book.sheets.iter().find(is_it)?;
    let said = |label: &str| {
        let ((row, column), _) = summary.cells.iter().find(|(_, cell)| cell.text() == Some(label))?;
        summary.cells.get(&(*row, column + 1))?.text().map(str::to_owned)
    };
    Some((said(DECISION)?, said(INPUTS)))
}

/// How a workbook stands to what the decision is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// It was made from what holds now.
    Fresh,
    /// It was made from other inputs.
    ///
    /// - `is_over`: whether what was changed in it goes over what was changed here since.
    Stale {
        /// See above.
        is_over: bool,
    },
}

/// Takes a workbook in that was exported from the decision: what was typed over since.
pub(super) fn take(
    book: &Book,
    name: &str,
    (opened, now): (&Opened, &Evaluation),
    age: Age,
    taken: &mut Taken,
    shell: &mut Shell<'_>,
) -> Result<Vec<Edit>, Failure> {
    let then = match age {
        Age::Fresh => None,
        Age::Stale { .. } => match stale::decision(book, &now.decision) {
            Some(then) => Some(evaluate(&Arc::new(then))),
            None => {
                let message = format!(
                    "{name} was made from other inputs than those of now, and without its sheet Evidence nothing says what \
                     was changed in it: export it anew"
                );
                return Err(Failure::Input { message });
            }
        },
    };
    // What the book was exported with is what its cells are held against.
    let evaluation = then.as_ref().unwrap_or(now);
    let decision = &evaluation.decision;
    let mut left = Left::new();
    let exported = exported_weights(book, decision, age);
    let mut typed = weights(book, decision, &exported, &mut left);
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
        typed.into_iter().partition(|one| decision.seals(&one.path));
    left.extend(sealed.into_iter().map(|one| (one.place, format!("{}: prices are sealed", one.path))));
    let mut statuses = gates::statuses(book, decision, name, &mut left);
    let known = left.iter().map(|(place, _)| *place).chain(typed.iter().map(|one| one.place));
    let known: BTreeSet<Place> = known.chain(statuses.iter().map(|one| one.place)).collect();
    let vendors: BTreeSet<&str> = decision.vendors.iter().map(|one| one.name.as_str()).collect();
    let unsaid = fresh.map_or_else(Vec::new, |fresh| {
        let mut unsaid = unsaid::changes(book, &fresh, &known, (&vendors, age));
        unsaid.extend(elsewhere::changes(book, &fresh, age));
        unsaid
    });
    taken.left.extend(unsaid.into_iter().map(|what| format!("{name}, {what}")));
    taken.left.extend(left.into_iter().map(|(place, what)| format!("{name}, {}: {what}", book.name(place))));
    let decision = &now.decision;
    let mut typed = typed;
    if let (Age::Stale { is_over }, Some(then)) = (age, &then) {
        taken.assumed.push(format!(
            "{name} was made from other inputs than those of now: what its cells held then is taken from its sheet Evidence, and \
             changes of scales, points and headings are not looked for"
        ));
        typed = stale::kept(typed, (book, name), (&then.decision, decision), &exported, is_over, taken);
        stale::keep_statuses(&mut statuses, (book, name), (&then.decision, decision), is_over, taken);
    }
    let mut edits =
        values(book, name, (opened, decision), &typed, taken).map_err(|error| failure(error, shell))?;
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    edits
        .extend(status_edits(written, (book, name), statuses, taken).map_err(|error| failure(error, shell))?);
    Ok(edits)
}

/// The changes of who takes part.
fn status_edits(
    mut written: Opened,
    (book, name): (&Book, &str),
    statuses: Vec<gates::NewStatus>,
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    for gates::NewStatus { vendor, status, place } in statuses {
        let path = format!("vendors.{vendor}.status");
        let edit = set_status(&written, &vendor, &status).and_then(|edit| match edit {
            Some(edit) => refuse_locked(&written, std::slice::from_ref(&edit)).map(|()| Some(edit)),
            None => Ok(None),
        });
        let edit = match edit {
            Ok(Some(edit)) => edit,
            Ok(None) => continue,
            Err(error @ (EditError::Refused { .. } | EditError::Locked { .. })) => {
                let why = refusal(&written, &path, &error);
                taken.left.push(format!("{}: {path}: {why}", seen_at(book, name, place)));
                continue;
            }
            Err(error) => return Err(error),
        };
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
    let record = award::read(&opened.texts.request.workspace, evaluation.decision.id.as_str()).record;
    xlsx(&findings(evaluation, None).with_record(record)).ok()
}

/// The changes of the values that were typed over.
fn values(
    book: &Book,
    name: &str,
    (opened, decision): (&Opened, &Decision),
    typed: &[Typed],
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
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
    // Weights of siblings add up together or not at all.
    let mut room = Vec::new();
    let weights: Vec<Group> = of_siblings(decision, typed)
        .into_values()
        .map(|typed| {
            let made = self::room(opened, decision, &typed);
            let groups: Vec<Group> = typed.into_iter().map(group).collect();
            let joined = |of: fn(&Group) -> &str| groups.iter().map(of).collect::<Vec<_>>().join(", ");
            let values = groups.iter().flat_map(|one| one.values.clone()).chain(made.iter().cloned());
            room.extend(made.iter().cloned());
            Group { path: joined(|one| &one.path), at: joined(|one| &one.at), values: values.collect() }
        })
        .collect();
    let others = typed.iter().filter(|one| weighed(decision, one).is_none()).map(group);
    let (edits, kept) = planned(opened, weights.into_iter().chain(others).collect(), taken)?;
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

/// The criterion whose weight was typed over.
fn weighed<'a>(decision: &'a Decision, typed: &Typed) -> Option<&'a Criterion> {
    let id = typed.path.strip_prefix("criteria.")?.strip_suffix(".weight")?;
    decision.criteria.iter().find(|one| one.id.as_str() == id)
}

/// The weights that were typed over, by the group that they stand in.
fn of_siblings<'a>(decision: &Decision, typed: &'a [Typed]) -> BTreeMap<Option<usize>, Vec<&'a Typed>> {
    let mut groups: BTreeMap<Option<usize>, Vec<&Typed>> = BTreeMap::new();
    for one in typed {
        if let Some(criterion) = weighed(decision, one) {
            groups.entry(criterion.parent).or_default().push(one);
        }
    }
    groups
}

/// The weights that make room for those of their siblings, where these add up to a sum.
fn room(opened: &Opened, decision: &Decision, weights: &[&Typed]) -> Vec<(String, String)> {
    if decision.rule.weights.is_none() {
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

/// The weights that a book was exported with, by their paths: those of now, or for a stale one what it says itself.
fn exported_weights(book: &Book, decision: &Decision, age: Age) -> BTreeMap<String, Exact> {
    let path = |one: &Criterion| format!("criteria.{}.weight", one.id);
    let now = decision.criteria.iter().map(|one| (path(one), one.weight.exact().clone()));
    let mut exported: BTreeMap<String, Exact> = now.collect();
    let table = Table::of(book, "Weights", "Weight when exported").filter(|_| age != Age::Fresh);
    for (table, row) in table.iter().flat_map(|table| table.rows().into_iter().map(move |row| (table, row))) {
        let was = table.cell(row, "Weight when exported").map(|(_, cell)| &cell.content);
        if let (Some(criterion), Some(Content::Number(was))) = (table.criterion(row, decision), was) {
            exported.insert(path(criterion), was.clone());
        }
    }
    exported
}

/// Weights that are not as they were exported. Beside one that cannot be read none is taken: what they say together is
/// not known.
fn weights(
    book: &Book,
    decision: &Decision,
    exported: &BTreeMap<String, Exact>,
    left: &mut Left,
) -> Vec<Typed> {
    let Some(table) = Table::of(book, "Weights", "Weight when exported") else { return Vec::new() };
    let mut typed = Vec::new();
    let mut unread: BTreeMap<Option<usize>, Place> = BTreeMap::new();
    let rows = table.rows();
    let mut first: BTreeMap<String, Place> = BTreeMap::new();
    for row in rows {
        let Some(criterion) = table.criterion(row, decision) else { continue };
        let Some((place, cell)) = table.cell(row, "Weight") else { continue };
        let path = format!("criteria.{}.weight", criterion.id);
        let was = exported.get(&path).unwrap_or(criterion.weight.exact());
        if let Some(other) = first.insert(path.clone(), place) {
            let what = |other: Place| {
                format!(
                    "{} stands here and in {}, and nothing says which counts",
                    criterion.name,
                    book.name(other)
                )
            };
            left.push((other, what(place)));
            left.push((place, what(other)));
            typed.retain(|one: &Typed| one.path != path);
            unread.entry(criterion.parent).or_insert(place);
            continue;
        }
        match weight_in(cell, decision) {
            Ok(number) if is_near(&number, was) => {}
            Ok(number) => {
                typed.push(Typed { path, value: number.plain(18), place, note: None, is_fact: false });
            }
            Err(what) => {
                left.push((place, format!("the weight of {}: {what}", criterion.name)));
                unread.entry(criterion.parent).or_insert(place);
            }
        }
    }
    typed.retain(|one| {
        let Some(criterion) = weighed(decision, one) else { return true };
        let Some(other) = unread.get(&criterion.parent) else { return true };
        let was = exported.get(&one.path).unwrap_or(criterion.weight.exact());
        let (is, other) = (&one.value, book.name(*other));
        let what = format!(
            "the weight of {}: {} -> {is} is not taken: weights of one group go together, and {other} is none",
            criterion.name,
            was.plain(18)
        );
        left.push((one.place, what));
        false
    });
    typed
}

/// The weight in a cell.
fn weight_in(cell: &Cell, decision: &Decision) -> Result<Exact, String> {
    let number = number_in(cell)?.ok_or("was emptied, and nothing is deleted")?;
    if number < Exact::ZERO {
        return Err(format!("{} is below 0", number.plain(6)));
    }
    match &decision.rule.weights {
        Some(sum) if number > *sum.exact() => {
            Err(format!("{} is more than the {} of its group", number.plain(6), sum.exact().plain(6)))
        }
        _ => Ok(number),
    }
}

/// The number in a cell, also one that is held as text as people write it: `84,5`, `80 %`; none in a blank one. Of a
/// percentage it is what stands before the sign.
fn number_in(cell: &Cell) -> Result<Option<Exact>, String> {
    match &cell.content {
        Content::Number(_) if cell.is_time() => Err("a time, and no number".to_owned()),
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

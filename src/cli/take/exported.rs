//! Our own workbook that somebody typed over: weights and facts that are no longer those of the export.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Taken, clipped, from_to};
use crate::decision::derived::ids as worked_out;
use crate::decision::vendor::is_head_fact;
use crate::decision::{Criterion, Decision, FactValue, Shape, Status, Vendor};
use crate::exact::Exact;
use crate::files::edit::{Edit, EditError, quoted};
use crate::open::Opened;
use crate::open::edit::{plan_all, with_source, written_at};
use crate::report::xlsx::{DECISION, INPUTS, SUMMARY};
use crate::score::value::{Held, held, items_of};
use crate::sheets::cells::{Book, Cell, Content, Place};
use crate::text::same_word;

/// A value that was typed over.
struct Typed {
    path: String,
    value: String,
    place: Place,
    is_fact: bool,
}

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
    (opened, decision): (&Opened, &Decision),
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let mut left = Vec::new();
    let mut typed = weights(book, decision);
    typed.extend(facts(book, decision, &mut left));
    takes_part(book, decision, &mut left);
    taken.left.extend(left.into_iter().map(|(place, what)| format!("{name}, {}: {what}", book.name(place))));
    let mut values: Vec<(String, String)> = Vec::new();
    for one in &typed {
        let at = clipped(&format!("{name}, {}", book.name(one.place)));
        let value = (one.path.as_str(), one.value.as_str());
        if one.is_fact {
            values.extend(with_source(opened, value, Some(&at), None, None));
        } else {
            values.push((one.path.clone(), one.value.clone()));
        }
    }
    values.extend(room(opened, decision, &typed));
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let edits = plan_all(opened, &values)?;
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    for one in &typed {
        let [was, is] = [opened, &written].map(|opened| written_at(opened, &one.path));
        taken.changes.push(format!("{}: {}  ({name}, {})", one.path, from_to(was, is), book.name(one.place)));
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

/// A sheet as a table: its rows under a line of heads, by the numbers and names of criteria.
struct Table<'a> {
    book: &'a Book,
    sheet: usize,
    head: u32,
    heads: BTreeMap<String, u32>,
}

impl<'a> Table<'a> {
    /// The sheet of a name, with the line on which two of its heads stand.
    fn of(book: &'a Book, name: &str, needed: &str) -> Option<Table<'a>> {
        let sheet = book.sheet_named(name)?;
        let cells = &book.sheets[sheet].cells;
        let head = cells.iter().find(|(_, cell)| cell.text() == Some(needed))?.0.0;
        let row = cells.range((head, 0)..(head + 1, 0));
        let heads = row.filter_map(|((_, column), cell)| Some((cell.text()?.to_owned(), *column))).collect();
        Some(Table { book, sheet, head, heads })
    }

    fn place(&self, row: u32, column: u32) -> Place {
        Place { sheet: self.sheet, row, column }
    }

    /// A cell under a head, a blank one where nothing stands; none where there is no such head.
    fn cell(&self, row: u32, head: &str) -> Option<(Place, &Cell)> {
        static BLANK: LazyLock<Cell> = LazyLock::new(Cell::default);
        let place = self.place(row, *self.heads.get(head)?);
        Some((place, self.book.cell(place).unwrap_or(&BLANK)))
    }

    fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.book.sheets[self.sheet]
            .cells
            .keys()
            .map(|(row, _)| *row)
            .filter(|row| *row > self.head)
            .collect();
        rows.dedup();
        rows
    }

    fn name(&self, row: u32) -> Option<&str> {
        self.cell(row, "Criterion")?.1.text()
    }

    /// The criterion of a row: by its name, and where two have it, by its number too.
    fn criterion<'d>(&self, row: u32, decision: &'d Decision) -> Option<&'d Criterion> {
        let name = self.name(row)?;
        let number = match &self.cell(row, "No.").map(|(_, cell)| &cell.content) {
            Some(Content::Number(number)) => number.to_string().parse::<usize>().ok(),
            _ => None,
        };
        let numbered = number.and_then(|number| decision.criteria.get(number.checked_sub(1)?));
        let mut named = decision.criteria.iter().filter(|one| one.name == name);
        numbered.filter(|one| one.name == name).or_else(|| {
            let first = named.next();
            first.filter(|_| named.next().is_none())
        })
    }
}

/// Weights that are not as they were exported.
fn weights(book: &Book, decision: &Decision) -> Vec<Typed> {
    let Some(table) = Table::of(book, "Weights", "Weight when exported") else { return Vec::new() };
    let typed = table.rows().into_iter().filter_map(|row| {
        let criterion = table.criterion(row, decision)?;
        let (place, cell) = table.cell(row, "Weight")?;
        let Content::Number(number) = &cell.content else { return None };
        (!is_near(number, criterion.weight.exact())).then(|| Typed {
            path: format!("criteria.{}.weight", criterion.id),
            value: number.plain(18),
            place,
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

/// Facts that are not as they were exported; what of them cannot be taken is left.
fn facts(book: &Book, decision: &Decision, left: &mut Vec<(Place, String)>) -> Vec<Typed> {
    let Some(table) = Table::of(book, "Facts", "What to enter") else { return Vec::new() };
    let mut typed = Vec::new();
    let mut list: Option<&Criterion> = None;
    for row in table.rows() {
        let criterion = table.criterion(row, decision).filter(|one| one.leaf.is_some());
        if criterion.is_none() {
            if let Some(list) = list {
                things(&table, row, list, decision, left);
            }
            continue;
        }
        list = criterion;
        for vendor in &decision.vendors {
            let (Some(criterion), Some((place, cell))) = (criterion, table.cell(row, &vendor.name)) else {
                continue;
            };
            match changed(criterion, vendor, decision, cell) {
                Ok(Some((path, value))) => typed.push(Typed { path, value, place, is_fact: true }),
                Ok(None) => {}
                Err(what) => left.push((place, format!("{} of {}: {what}", criterion.name, vendor.name))),
            }
        }
    }
    typed
}

/// What a cell makes of a fact: its path and value, where it is another one.
fn changed(
    criterion: &Criterion,
    vendor: &Vendor,
    decision: &Decision,
    cell: &Cell,
) -> Result<Option<(String, String)>, String> {
    let Some(leaf) = criterion.leaf.as_ref().filter(|_| cell.formula.is_none()) else { return Ok(None) };
    let is_rating = leaf.scale.is_rating();
    let known = if is_rating { vendor.ratings.get(&criterion.id) } else { vendor.facts.get(&leaf.fact) };
    let known = known.and_then(|fact| fact.value.as_ref());
    let word = |value: &FactValue| match leaf.scale.shape() {
        Shape::Table(table) => table.row(value).map(|(word, _)| word.clone()),
        Shape::Line(_) | Shape::Set(_) | Shape::Formula(_) => None,
    };
    let is_as_it_was = match (&cell.content, known) {
        (Content::Blank, None) => true,
        (Content::Number(number), Some(known)) if known.numbers().is_some() => {
            known.numbers().is_some_and(|[_, likely, _]| is_near(number, likely))
        }
        (_, Some(known)) => {
            let said = word(known).unwrap_or_else(|| known.to_string());
            cell.text().is_some_and(|text| text == said.trim())
        }
        _ => cell.is_blank(),
    };
    if is_as_it_was {
        return Ok(None);
    }
    let refused = |what: &str| Err(what.to_owned());
    if cell.is_blank() {
        return refused("was emptied, and nothing is deleted");
    }
    let is_derived = worked_out().any(|id| id == leaf.fact.as_str());
    if is_derived || is_head_fact(leaf.fact.as_str()) {
        return refused("follows from what the vendor's file says elsewhere");
    }
    if is_rating && decision.panel.is_some() {
        return refused("marks are the evaluators': `weigh take` takes their sheets");
    }
    let value = match leaf.scale.shape() {
        Shape::Line(_) | Shape::Formula(_) => {
            let Content::Number(number) = &cell.content else { return refused("no number") };
            number.plain(18)
        }
        Shape::Table(table) => {
            let text = cell.text().unwrap_or_default();
            let row = table.rows().iter().find(|(word, _)| same_word(word, text));
            match row.map(|(word, _)| word.as_str()) {
                Some("yes") => "true".to_owned(),
                Some("no") => "false".to_owned(),
                Some(word) => quoted(word),
                None => return Err(format!("\"{text}\" is no word of its scale")),
            }
        }
        Shape::Set(_) => {
            return refused("lists are changed in the vendor's file, or by a form of `weigh ask`");
        }
    };
    let table = if is_rating { "ratings" } else { "facts" };
    let key = if is_rating { criterion.id.as_str() } else { leaf.fact.as_str() };
    Ok(Some((format!("vendors.{}.{table}.{key}", vendor.id), value)))
}

/// A row of one thing of a list: what was typed over there is left.
fn things(
    table: &Table<'_>,
    row: u32,
    criterion: &Criterion,
    decision: &Decision,
    left: &mut Vec<(Place, String)>,
) {
    let Some(leaf) = &criterion.leaf else { return };
    let set = match leaf.scale.shape() {
        Shape::Set(set) => set,
        Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => return,
    };
    let Some(thing) = table.name(row).and_then(|name| set.things().iter().find(|thing| *thing == name))
    else {
        return;
    };
    for vendor in &decision.vendors {
        let fact = vendor.facts.get(&leaf.fact);
        let items = fact.and_then(|fact| items_of(fact.value.as_ref()?, &fact.evidence));
        let was = items.map_or("", |items| match held(thing, &items, set.on()) {
            Held::Missing | Held::Lapsed(_) => "no",
            Held::Undated => "no end date",
            Held::Valid => "yes",
        });
        let Some((place, cell)) = table.cell(row, &vendor.name) else { continue };
        if cell.text().unwrap_or_default() != was {
            let what = "lists are changed in the vendor's file, or by a form of `weigh ask`";
            left.push((place, format!("{thing} of {}: {what}", vendor.name)));
        }
    }
}

/// Vendors that were taken out, or let in again: a status wants its reason.
fn takes_part(book: &Book, decision: &Decision, left: &mut Vec<(Place, String)>) {
    let Some(table) = Table::of(book, "Gates", "Must-have") else { return };
    let row = table
        .rows()
        .into_iter()
        .find(|row| table.cell(*row, "Must-have").is_some_and(|(_, cell)| cell.text() == Some("Takes part")));
    for vendor in &decision.vendors {
        let Some((place, cell)) = row.and_then(|row| table.cell(row, &vendor.name)) else { continue };
        let (was, command) = match vendor.status {
            Status::Invited => ("yes", "withdraw"),
            Status::Withdrawn { .. } | Status::Disqualified { .. } => ("no", "invite"),
        };
        if cell.text().is_some_and(|text| text != was) {
            left.push((
                place,
                format!("whether {} takes part wants a reason: `weigh {command}`", vendor.name),
            ));
        }
    }
}

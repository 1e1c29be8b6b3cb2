//! Facts that were typed over: numbers with their ends, words, lists thing by thing.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::BTreeMap;

use super::super::{in_unit, noted};
use super::table::Table;
use super::{Left, Typed, is_near, number_in};
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::scale::{TableKey, WantedSet, WordTable};
use crate::decision::vendor::is_head_fact;
use crate::decision::{Criterion, Decision, Evidence, Fact, FactValue, Item, Leaf, Shape, Vendor};
use crate::exact::Exact;
use crate::files::edit::{quoted, toml};
use crate::score::value::{Held, held, items_of};
use crate::sheets::cells::{Book, Cell, Content, Place};
use crate::sheets::form::{Limits, share_or_percent};
use crate::text::same_word;

/// A criterion with its row, and the rows of its ends or things below it.
struct Group<'a> {
    criterion: &'a Criterion,
    leaf: &'a Leaf,
    row: u32,
    below: Vec<u32>,
}

/// Facts that are not as they were exported; what of them cannot be taken is left.
///
/// - `fresh`: the same workbook, made anew from what holds now.
pub(super) fn typed(book: &Book, fresh: Option<&Book>, decision: &Decision, left: &mut Left) -> Vec<Typed> {
    let Some(table) = Table::of(book, "Facts", "What to enter") else { return Vec::new() };
    let fresh = fresh.and_then(|fresh| Table::of(fresh, "Facts", "What to enter"));
    let asked: BTreeMap<_, Group<'_>> = fresh
        .iter()
        .flat_map(|fresh| groups(fresh, decision))
        .map(|group| (&group.criterion.id, group))
        .collect();
    let mut typed: Vec<Typed> = Vec::new();
    for group in groups(&table, decision) {
        let was = fresh.as_ref().zip(asked.get(&group.criterion.id));
        let reworded = was.and_then(|(fresh, was)| reworded((fresh, was.row), (&table, group.row)));
        for vendor in &decision.vendors {
            let Some((place, cell)) = table.cell(group.row, &vendor.name) else { continue };
            let reader = Reader { group: &group, vendor, decision, table: &table, was };
            let found = reader.changed(place, cell, left);
            let found = match (&reworded, found) {
                (Some(what), Some(found)) => {
                    let name = format!("{} of {}", group.criterion.name, vendor.name);
                    left.push((found.place, format!("{name}: {what}")));
                    None
                }
                (_, found) => found,
            };
            // Several criteria may read one fact; the first that was typed over says what it is.
            typed.extend(found.filter(|found| typed.iter().all(|other| other.path != found.path)));
        }
    }
    typed
}

/// How the unit of a row, or what is to be entered there, is no longer what it was: its values may be others.
fn reworded((fresh, was): (&Table<'_>, u32), (table, row): (&Table<'_>, u32)) -> Option<String> {
    ["Unit", "What to enter"].into_iter().find_map(|head| {
        let text = |table: &Table<'_>, row: u32| {
            Some(table.cell(row, head)?.1.text().unwrap_or_default().to_owned())
        };
        let (was, is) = (text(fresh, was)?, text(table, row)?);
        (was != is).then(|| format!("its row says \"{is}\" under {head}, and \"{was}\" was asked"))
    })
}

/// The rows of the sheet by criterion, whatever their order: those of ends and things bear its number too.
fn groups<'a>(table: &Table<'_>, decision: &'a Decision) -> Vec<Group<'a>> {
    let is_end = |row: u32| table.name(row).is_some_and(|name| ENDS.contains(&name));
    let of = |row: u32| table.criterion(row, decision).filter(|_| !is_end(row));
    let rows = table.rows();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for row in &rows {
        if let Some(criterion) = of(*row)
            && let Some(leaf) = &criterion.leaf
        {
            groups.push(Group { criterion, leaf, row: *row, below: Vec::new() });
        }
    }
    let mut above = None;
    for row in rows {
        if let Some(criterion) = of(row) {
            above = Some(criterion);
        } else if let Some(own) = table.numbered(row, decision).or(above) {
            let mut named = groups.iter_mut().filter(|group| group.criterion.id == own.id);
            named.next().into_iter().for_each(|group| group.below.push(row));
        }
    }
    groups
}

/// What the rows of the ends of a range are called.
const ENDS: [&str; 2] = ["lowest that is thought possible", "highest that is thought possible"];

/// What the rows of a criterion say of a vendor.
struct Reader<'a> {
    group: &'a Group<'a>,
    vendor: &'a Vendor,
    decision: &'a Decision,
    table: &'a Table<'a>,
    /// The same rows, as they would be exported now.
    was: Option<(&'a Table<'a>, &'a Group<'a>)>,
}

impl Reader<'_> {
    /// Whether a formula stands in a cell that the export put there: no answer was typed over it.
    ///
    /// - `below`: the name of the row, where it is one below that of the criterion.
    fn is_ours(&self, below: Option<&str>, cell: &Cell) -> bool {
        let was = self.was.and_then(|(table, group)| {
            let row = match below {
                None => group.row,
                Some(name) => *group.below.iter().find(|row| table.name(**row) == Some(name))?,
            };
            table.cell(row, &self.vendor.name)
        });
        cell.formula.is_some() && was.is_none_or(|(_, was)| was.formula.is_some())
    }

    fn known(&self) -> Option<&Fact> {
        let Group { criterion, leaf, .. } = self.group;
        let (ratings, facts) = (&self.vendor.ratings, &self.vendor.facts);
        let known = if leaf.scale.is_rating() { ratings.get(&criterion.id) } else { facts.get(&leaf.fact) };
        known.map(|fact| &**fact)
    }

    /// What was typed over, where it can be taken.
    fn changed(&self, place: Place, cell: &Cell, left: &mut Left) -> Option<Typed> {
        let known = self.known().and_then(|fact| fact.value.as_ref());
        let mut refused = |place: Place, what: String| -> Option<Typed> {
            left.push((place, format!("{} of {}: {what}", self.group.criterion.name, self.vendor.name)));
            None
        };
        let found = match self.group.leaf.scale.shape() {
            Shape::Set(set) => {
                let (found, others) = self.list(set, place, cell);
                for (place, what) in others {
                    refused(place, what);
                }
                found
            }
            Shape::Line(_) | Shape::Formula(_) => match self.number(place, cell, known) {
                Ok(found) => found,
                Err((place, what)) => return refused(place, what),
            },
            Shape::Table(table) => match word_of(table, cell, known, self.is_ours(None, cell)) {
                Ok(found) => found.map(|value| (place, value)),
                Err(what) => return refused(place, what),
            },
        };
        let (place, value) = found?;
        if let Err(what) = self.refuse_derived() {
            return refused(place, what);
        }
        Some(self.typed(place, value))
    }

    fn typed(&self, place: Place, value: String) -> Typed {
        let Group { criterion, leaf, .. } = self.group;
        let (table, key) = if leaf.scale.is_rating() {
            ("ratings", criterion.id.as_str())
        } else {
            ("facts", leaf.fact.as_str())
        };
        let path = format!("vendors.{}.{table}.{key}", self.vendor.id);
        let is_fact = table == "facts";
        let known = self.known();
        let value = in_unit(value, known);
        Typed { path, value, place, note: noted(None, known), is_fact }
    }

    /// Refuses what is said elsewhere.
    fn refuse_derived(&self) -> Result<(), String> {
        let leaf = self.group.leaf;
        if self.decision.is_worked_out(&leaf.fact) || is_head_fact(leaf.fact.as_str()) {
            return Err("follows from what the vendor's file says elsewhere".to_owned());
        }
        if leaf.scale.is_rating() && self.decision.panel.is_some() {
            return Err("marks are the evaluators': `weigh take` takes their sheets".to_owned());
        }
        Ok(())
    }

    /// A number, or a range where its ends were typed over; none where all is as it was.
    fn number(
        &self,
        place: Place,
        cell: &Cell,
        known: Option<&FactValue>,
    ) -> Result<Option<(Place, String)>, (Place, String)> {
        let numbers = known.and_then(FactValue::numbers);
        let is_ours = self.is_ours(None, cell)
            || (known.is_some_and(FactValue::is_not_applicable) && cell.text() == Some(DOES_NOT_APPLY));
        let own = match number_in(cell) {
            Ok(own) => own,
            Err(what) if !is_ours => return Err((place, what)),
            Err(_) => None,
        };
        let own = own.as_ref();
        let counts_per_cent = self.group.leaf.unit.as_ref().is_some_and(|unit| unit.contains('%'));
        let is_signed = cell.format.contains('%') || cell.text().is_some_and(|text| text.contains('%'));
        if own.is_some() && !counts_per_cent && is_signed {
            return Err((place, "a percentage, where none is asked for".to_owned()));
        }
        let is_own =
            !is_ours && own.is_some_and(|own| numbers.is_none_or(|[_, likely, _]| !is_near(own, likely)));
        let was_share = numbers.is_some_and(|[_, likely, _]| likely.abs() < Exact::ONE);
        let is_unsigned = is_own && !was_share && counts_per_cent && !is_signed;
        if let Some(what) = own.filter(|_| is_unsigned).and_then(share_or_percent) {
            return Err((place, what));
        }
        let limits = Limits::of(self.group.leaf);
        own.filter(|_| is_own).map_or(Ok(()), |own| limits.refuse(own)).map_err(|what| (place, what))?;
        if own.is_none() && numbers.is_some() && !is_ours {
            return Err((place, EMPTIED.to_owned()));
        }
        let [low, high] = [0, 1].map(|end| self.end(end, numbers.map(|numbers| numbers[end * 2])));
        let ends = [low?, high?];
        let Some((at, _)) = ends.iter().flatten().next() else {
            return Ok(own.filter(|_| is_own).map(|own| (place, own.plain(18))));
        };
        let Some(likely) = own.or(numbers.map(|numbers| numbers[1])) else {
            return Err((*at, "an end of a range, and no number between the ends".to_owned()));
        };
        // An end that was left alone is that of the old number, and of a new one the number itself.
        let end = |end: usize| match (&ends[end], numbers.filter(|_| !is_own)) {
            (Some((_, typed)), _) => typed.clone(),
            (None, Some(numbers)) => numbers[end * 2].clone(),
            (None, None) => likely.clone(),
        };
        let (low, high) = (end(0), end(1));
        if low > *likely || *likely > high {
            return Err((*at, format!("{low} to {high} is not around {likely}")));
        }
        let [low, likely, high] = [&low, likely, &high].map(|number| number.plain(18));
        Ok(Some((*at, format!("{{ low = {low}, likely = {likely}, high = {high} }}"))))
    }

    /// An end of a range that was typed over.
    fn end(&self, end: usize, was: Option<&Exact>) -> Result<Option<(Place, Exact)>, (Place, String)> {
        let row = self.group.below.iter().find(|row| self.table.name(**row) == Some(ENDS[end]));
        let found = row.and_then(|row| self.table.cell(*row, &self.vendor.name));
        let Some((place, cell)) = found.filter(|(_, cell)| !self.is_ours(Some(ENDS[end]), cell)) else {
            return Ok(None);
        };
        let number = number_in(cell).map_err(|what| (place, what))?;
        number
            .as_ref()
            .map_or(Ok(()), |number| Limits::of(self.group.leaf).refuse(number))
            .map_err(|what| (place, what))?;
        Ok(number.filter(|number| was.is_none_or(|was| !is_near(number, was))).map(|number| (place, number)))
    }

    /// A list whose things were typed over, none where all of them are as they were; and what cannot be taken.
    fn list(&self, set: &WantedSet, place: Place, cell: &Cell) -> (Option<(Place, String)>, Left) {
        let fact = self.known();
        let known = fact.and_then(|fact| items_of(fact.value.as_ref()?, &fact.evidence));
        let stated = fact.and_then(|fact| fact.value.as_ref()).map(ToString::to_string).unwrap_or_default();
        let mut refused = Vec::new();
        if !self.is_ours(None, cell) && cell.text().unwrap_or_default() != stated.trim() {
            refused
                .push((place, "the list itself: what it holds is changed on the rows below it".to_owned()));
        }
        let mut items = known.clone().unwrap_or_default();
        let mut first = None;
        for row in &self.group.below {
            let thing =
                self.table.name(*row).and_then(|name| set.things().iter().find(|thing| *thing == name));
            let (Some(thing), Some((place, cell))) = (thing, self.table.cell(*row, &self.vendor.name)) else {
                continue;
            };
            let now = known.as_ref().map(|items| held(thing, items, set.on()));
            if said(cell) != now.map_or("", word) {
                match change(&mut items, thing, now, cell, set) {
                    Ok(()) => first = first.or(Some(place)),
                    Err(what) => refused.push((place, format!("{thing}: {what}"))),
                }
            }
        }
        let old = fact.and_then(|fact| fact.value.as_ref());
        (first.map(|place| (place, toml(&FactValue::Set { items }, old))), refused)
    }
}

/// A word of a scale; none where it is as it was.
///
/// - `is_ours`: whether a formula of the export stands there.
fn word_of(
    table: &WordTable,
    cell: &Cell,
    known: Option<&FactValue>,
    is_ours: bool,
) -> Result<Option<String>, String> {
    let said =
        |known: &FactValue| table.row(known).map_or_else(|| known.to_string(), |(word, _)| word.clone());
    let text = match &cell.content {
        Content::Logic(logic) => if *logic { "yes" } else { "no" }.to_owned(),
        Content::Number(number) => number.to_string(),
        Content::Blank | Content::Text(_) | Content::Fault(_) => cell.text().unwrap_or_default().to_owned(),
    };
    let is_as_it_was = known.map_or(text.is_empty(), |known| said(known).trim() == text);
    if is_as_it_was || is_ours {
        return Ok(None);
    }
    if text.is_empty() {
        return Err(EMPTIED.to_owned());
    }
    let row = table.rows().iter().find(|(word, _)| same_word(word, &text));
    let Some((word, _)) = row else { return Err(format!("\"{text}\" is no word of its scale")) };
    Ok(Some(match table.key() {
        TableKey::YesNo => (word == "yes").to_string(),
        TableKey::Text => quoted(word),
    }))
}

const EMPTIED: &str = "was emptied, and nothing is deleted";

/// Whether a list holds a thing, as the workbook says it.
fn word(held: Held) -> &'static str {
    match held {
        Held::Missing | Held::Lapsed(_) => "no",
        Held::Undated => "no end date",
        Held::Valid => "yes",
    }
}

fn said(cell: &Cell) -> &str {
    match &cell.content {
        Content::Logic(true) => "yes",
        Content::Logic(false) => "no",
        Content::Blank | Content::Number(_) | Content::Text(_) | Content::Fault(_) => {
            cell.text().unwrap_or_default()
        }
    }
}

/// Changes a list so that it holds a thing, or holds it no longer.
fn change(
    items: &mut Vec<Item>,
    thing: &str,
    now: Option<Held>,
    cell: &Cell,
    set: &WantedSet,
) -> Result<(), String> {
    let add = |items: &mut Vec<Item>| {
        items.push(Item { name: thing.to_owned(), evidence: Evidence::default() });
        Ok(())
    };
    match (said(cell).to_lowercase().as_str(), now) {
        ("", _) => Err(EMPTIED.to_owned()),
        ("no", _) => {
            items.retain(|item| !same_word(&item.name, thing));
            Ok(())
        }
        ("yes", None | Some(Held::Missing)) if set.on().is_none() => add(items),
        ("no end date", None | Some(Held::Missing)) => add(items),
        ("yes" | "no end date", _) => Err(
            "says not until when it holds; a form of `weigh ask` takes that: ISO 27001 (until 2028-03-31)"
                .to_owned(),
        ),
        (other, _) => Err(format!("\"{other}\" is neither yes nor no")),
    }
}

//! A workbook of other inputs than those of now: what it was exported with, as it says itself, so that what was changed in it
//! is told from what was changed here since.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Taken, noted, seen_at};
use super::gates::NewStatus;
use super::table::Table;
use super::{Typed, is_near, weighed};
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::scale::TableKey;
use crate::decision::{Decision, Evidence, Fact, FactId, FactValue, Item, Shape, Status, Vendor};
use crate::exact::Exact;
use crate::files::edit::toml;
use crate::sheets::cells::{Book, Cell, Content};

/// To how many digits the sheet of evidence shows numbers.
const DIGITS: u32 = 6;

/// The decision as it was when a book was exported: its facts, marks and statuses as the sheets of evidence and of workings
/// keep them. None where these are not there.
pub(super) fn decision(book: &Book, now: &Decision) -> Option<Decision> {
    let table = Table::of(book, "Evidence", "What is known")?;
    let mut known: BTreeMap<(String, String), FactValue> = BTreeMap::new();
    let mut named: Vec<String> = Vec::new();
    for row in table.rows() {
        let text = |head: &str| table.cell(row, head).and_then(|(_, cell)| cell.text()).map(str::to_owned);
        let (Some(vendor), Some(fact)) = (text("Vendor"), text("Fact")) else { continue };
        let Some((_, cell)) = table.cell(row, "What is known") else { continue };
        if !named.contains(&vendor) {
            named.push(vendor.clone());
        }
        // Rows below the first are of the things of its list.
        let key = (vendor, fact);
        if known.contains_key(&key) {
            continue;
        }
        if let Some(value) = value(cell, &kind(now, &key)) {
            known.insert(key, value);
        }
    }
    // What is sealed is in no export.
    let sealed = if now.provenance.is_sealed { now.price_facts() } else { BTreeSet::new() };
    let mut then = now.clone();
    for vendor in then.vendors.iter_mut().filter(|vendor| named.contains(&vendor.name)) {
        let vendor = Arc::make_mut(vendor);
        let name = vendor.name.clone();
        let of = |id: String| known.get(&(name.clone(), id)).cloned();
        for (id, fact) in vendor.facts.iter_mut().filter(|(id, _)| !sealed.contains(*id)) {
            let was = of(id.to_string());
            Arc::make_mut(fact).value = was;
        }
        for (id, mark) in &mut vendor.ratings {
            let was = of(format!("mark: {id}"));
            Arc::make_mut(mark).value = was;
        }
        for ((_, id), value) in known.iter().filter(|((of, id), _)| *of == name && !id.starts_with("mark: "))
        {
            let id = FactId::new(id.as_str());
            vendor.facts.entry(id).or_insert_with(|| Arc::new(Fact::of(value.clone())));
        }
    }
    set_statuses(book, &mut then);
    Some(then)
}

/// What kind of value a fact has: by what is known of it now, else by what reads it.
fn kind(now: &Decision, (vendor, id): &(String, String)) -> FactValue {
    let number = || FactValue::Number { value: Exact::ZERO };
    if id.starts_with("mark: ") {
        return number();
    }
    let fact = FactId::new(id.as_str());
    let of = |one: &Vendor| one.facts.get(&fact).and_then(|fact| fact.value.clone());
    let own = now.vendors.iter().filter(|one| one.name == *vendor).find_map(|one| of(one));
    let leaves = || now.criteria.iter().filter_map(|one| one.leaf.as_ref()).find(|leaf| leaf.fact == fact);
    let by_scale = || {
        Some(match leaves()?.scale.shape() {
            Shape::Line(_) | Shape::Formula(_) => number(),
            Shape::Set(_) => FactValue::Set { items: Vec::new() },
            Shape::Table(table) => match table.key() {
                TableKey::YesNo => FactValue::YesNo { value: false },
                TableKey::Text => FactValue::Text { value: String::new() },
            },
        })
    };
    let others = || now.vendors.iter().find_map(|one| of(one));
    own.or_else(by_scale).or_else(others).unwrap_or(FactValue::Text { value: String::new() })
}

/// A value as the sheet of evidence shows it.
fn value(cell: &Cell, kind: &FactValue) -> Option<FactValue> {
    if let Content::Number(value) = &cell.content {
        return Some(FactValue::Number { value: value.clone() });
    }
    let text = cell.text()?;
    if text == "not known" {
        return None;
    }
    if let Some(reason) = text.strip_prefix(DOES_NOT_APPLY).and_then(|rest| rest.strip_prefix(": ")) {
        return Some(FactValue::NotApplicable { reason: reason.to_owned() });
    }
    match kind {
        // A count that is still the same shows the same.
        FactValue::Count(_) if kind.to_string() == text => Some(kind.clone()),
        FactValue::Number { .. } | FactValue::Range { .. } | FactValue::Count(_) => {
            counted(text).or_else(|| range(text))
        }
        FactValue::YesNo { .. } => Some(FactValue::YesNo { value: text == "yes" }),
        FactValue::Date { .. } => Some(FactValue::Date { value: text.parse().ok()? }),
        FactValue::Set { .. } if text == "none" => Some(FactValue::Set { items: Vec::new() }),
        FactValue::Set { .. } => Some(FactValue::Set { items: text.split(", ").map(item).collect() }),
        FactValue::Text { .. } | FactValue::NotApplicable { .. } => {
            Some(FactValue::Text { value: text.to_owned() })
        }
    }
}

/// `7 of 8 (58.88 to 97.17, likely 87.5)`: what it was is told by its text alone.
fn counted(text: &str) -> Option<FactValue> {
    let (_, ends) = text.strip_suffix(')')?.rsplit_once(" (")?;
    range(ends).or_else(|| Exact::parse(ends).ok().map(|value| FactValue::Number { value }))
}

/// `20 to 40, likely 28`.
fn range(text: &str) -> Option<FactValue> {
    let (ends, likely) = text.split_once(", likely ")?;
    let (low, high) = ends.split_once(" to ")?;
    let number = |text: &str| Exact::parse(text).ok();
    Some(FactValue::Range { low: number(low)?, likely: number(likely)?, high: number(high)? })
}

/// `ISO 27001 (until 2028-03-31)`.
fn item(text: &str) -> Item {
    let ending = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (until "));
    let dated = ending.and_then(|(name, day)| Some((name, day.parse().ok()?)));
    let (name, until) = dated.map_or((text, None), |(name, day)| (name, Some(day)));
    Item { name: name.to_owned(), evidence: Evidence { until, ..Evidence::default() } }
}

/// Who took part when the book was exported, by why the others were out.
fn set_statuses(book: &Book, then: &mut Decision) {
    let Some(sheet) = book.sheet_named("Workings") else { return };
    let cells = &book.sheets[sheet].cells;
    let row = cells.iter().find(|(_, cell)| cell.text() == Some("Out because")).map(|((row, _), _)| *row);
    let Some(row) = row else { return };
    for vendor in &mut then.vendors {
        let head = cells.iter().find(|(_, cell)| cell.text() == Some(vendor.name.as_str()));
        let Some(((_, column), _)) = head else { continue };
        let why = cells.get(&(row, *column)).and_then(Cell::text).unwrap_or_default().to_lowercase();
        let reason = || match &vendor.status {
            Status::Withdrawn { reason } | Status::Disqualified { reason } => reason.clone(),
            Status::Invited => String::new(),
        };
        let status = if why.contains("withdr") {
            Status::Withdrawn { reason: reason() }
        } else if why.contains("disqualified") {
            Status::Disqualified { reason: reason() }
        } else {
            Status::Invited
        };
        Arc::make_mut(vendor).status = status;
    }
}

/// Keeps what was typed and was not changed here since; what was is a conflict, with both sides, unless the sheet goes over it.
///
/// - `exported`: the weights that the book was exported with.
pub(super) fn kept(
    typed: Vec<Typed>,
    (book, name): (&Book, &str),
    (then, now): (&Decision, &Decision),
    exported: &BTreeMap<String, Exact>,
    is_over: bool,
    taken: &mut Taken,
) -> Vec<Typed> {
    let is_moved = |path: &str| {
        let own = now.criteria.iter().find(|one| format!("criteria.{}.weight", one.id) == path);
        own.is_some_and(|own| exported.get(path).is_some_and(|was| !is_near(was, own.weight.exact())))
    };
    // Weights that add up go together.
    let is_of_moved = |one: &Typed| {
        let Some(own) = weighed(now, one) else { return is_moved(&one.path) };
        let siblings = now.criteria.iter().filter(|other| other.parent == own.parent);
        let mut moved = siblings.filter(|other| is_moved(&format!("criteria.{}.weight", other.id)));
        if now.rule.weights.is_some() { moved.next().is_some() } else { is_moved(&one.path) }
    };
    let mut kept = Vec::new();
    for mut one in typed {
        let [was, is] = [then, now].map(|decision| fact(decision, &one.path));
        let weight = weighed(now, &one).map(|own| own.weight.exact().plain(18));
        let shown = |fact: Option<&Fact>| {
            fact.and_then(|fact| fact.value.as_ref())
                .map_or_else(|| "not known".to_owned(), ToString::to_string)
        };
        let (was_shown, is_shown) = match &weight {
            Some(weight) => {
                let was = exported.get(&one.path).map_or_else(String::new, |was| was.plain(18));
                (was, weight.clone())
            }
            None => (shown(was), shown(is)),
        };
        let is_since = if weight.is_some() { is_of_moved(&one) } else { was_shown != is_shown };
        let here = is.and_then(|fact| fact.value.as_ref()).map(|value| toml(value, None));
        // The sheet of evidence shows the ends of a range to a few digits.
        let likely = was.and_then(|fact| fact.value.as_ref()?.numbers()).map(|[_, likely, _]| likely);
        let own = Exact::parse(&one.value).ok();
        let is_left = likely.zip(own).is_some_and(|(was, own)| own.plain(DIGITS) == was.plain(DIGITS));
        if is_left || here.or(weight).is_some_and(|here| here == one.value) {
            continue;
        }
        if is_since && !is_over {
            let path = &one.path;
            let at = seen_at(book, name, one.place);
            taken.conflicts.push(if now.seals(path) {
                format!("{path}: other prices, sealed ({at})")
            } else {
                format!(
                    "{path}: {was_shown} when exported, {} in the sheet ({at}), {is_shown} here",
                    one.value
                )
            });
            continue;
        }
        if one.is_fact {
            one.note = noted(None, is);
        }
        kept.push(one);
    }
    kept
}

/// Keeps who takes part no longer, or again, by the sheet, where nothing else was said of it here since.
pub(super) fn keep_statuses(
    statuses: &mut Vec<NewStatus>,
    (book, name): (&Book, &str),
    (then, now): (&Decision, &Decision),
    is_over: bool,
    taken: &mut Taken,
) {
    statuses.retain(|new| {
        let status = |of: &Decision| {
            let own = of.vendors.iter().find(|one| one.id.as_str() == new.vendor);
            own.map_or("", |one| one.status.word())
        };
        let (was, is) = (status(then), status(now));
        let is_since = was != is && is != new.status.word();
        if is_since && !is_over {
            let (sheet, at) = (new.status.word(), seen_at(book, name, new.place));
            let path = format!("vendors.{}.status", new.vendor);
            taken
                .conflicts
                .push(format!("{path}: {was} when exported, {sheet} in the sheet ({at}), {is} here"));
        }
        !is_since || is_over
    });
}

/// What is known at a path.
fn fact<'a>(decision: &'a Decision, path: &str) -> Option<&'a Fact> {
    let mut parts = path.splitn(4, '.');
    let (Some("vendors"), Some(vendor), Some(table), Some(id)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let vendor = decision.vendors.iter().find(|one| one.id.as_str() == vendor)?;
    let fact = match table {
        "facts" => vendor.facts.get(&FactId::new(id)),
        _ => vendor.ratings.iter().find(|(own, _)| own.as_str() == id).map(|(_, mark)| mark),
    };
    fact.map(|fact| &**fact)
}

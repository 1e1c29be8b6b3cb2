//! What vendors answer besides facts: who they are and how they are reached, and what they ask for.

use super::{Group, Taken, clipped, seen_at, to_come};
use crate::decision::{Date, Vendor};
use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::files::edit::{quoted, toml};
use crate::files::node::{Node, NodeKind, parse_value};
use crate::open::Opened;
use crate::open::edit::written_at;
use crate::open::tables::plan_with_tables;
use crate::sheets::cells::{Book, Place};
use crate::sheets::form::{Answer, QuoteForm, read_quote};

/// The cell without which the rest of a quote could be written; the cells of all of it where no single one is to blame.
pub(super) fn slip(opened: &Opened, quote: &[Group]) -> String {
    let without = |at: usize| {
        let rest = quote.iter().enumerate().filter(|(other, _)| *other != at);
        rest.flat_map(|(_, group)| group.values.clone()).collect::<Vec<_>>()
    };
    match (0..quote.len()).find(|at| plan_with_tables(opened, &without(*at)).is_ok()) {
        Some(found) => quote[found].at.clone(),
        None => {
            let cells: Vec<&str> = quote.iter().map(|one| one.at.as_str()).collect();
            cells
                .iter()
                .enumerate()
                .filter(|(at, cell)| !cells[..*at].contains(cell))
                .map(|(_, cell)| *cell)
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

/// Answers about the company itself: what its file says of that has no evidence that could be older.
pub(super) fn company(
    book: &Book,
    name: &str,
    (vendor, answers): (&Vendor, &[&Answer]),
    is_over: bool,
    (opened, taken): (&Opened, &mut Taken),
) -> Vec<Group> {
    let mut values = Vec::new();
    for answer in answers {
        let (path, value) = (format!("vendors.{}.{}", vendor.id, answer.fact), toml(&answer.value, None));
        let at = format!("{name}, {}", book.name(answer.place));
        if !taken.says(&path, value.clone(), &at, None) {
            continue;
        }
        match written_at(opened, &path) {
            Some(known) if known == value => {}
            Some(known) if !is_over => taken.left.push(format!(
                "{at}: {} is {known} in the vendor's file, and {value} here; --over takes it all the same",
                answer.fact
            )),
            _ => values.push(group(path, value, seen_at(book, name, answer.place))),
        }
    }
    values
}

/// What a quote says that the vendor's file does not.
pub(super) fn quote(
    book: &Book,
    name: &str,
    (vendor, form): (&Vendor, &QuoteForm),
    is_over: bool,
    (opened, taken): (&Opened, &mut Taken),
) -> Vec<Group> {
    let returned = read_quote(book, form);
    let left = returned.left.iter().map(|left| format!("{name}, {}: {}", book.name(left.place), left.what));
    taken.left.extend(left);
    // Without a price that stands in it, a quote is another one.
    if returned.is_short {
        taken.left.push(format!("{name}: the quote: not all of its prices can be read: none of it is taken"));
        return Vec::new();
    }
    let path = |inside: &str| format!("vendors.{}.quote.{inside}", vendor.id);
    let day = returned.values.iter().find(|said| said.path == "as_of");
    let day = day.and_then(|said| said.value.parse::<Date>().ok());
    let first =
        returned.values.first().map_or_else(|| name.to_owned(), |said| seen_at(book, name, said.place));
    let all: Vec<String> =
        returned.values.iter().map(|said| format!("{} = {}", said.path, said.value)).collect();
    let assumed: Vec<String> = returned
        .values
        .iter()
        .filter_map(|said| {
            let what = said.assumed.as_ref()?;
            Some(format!("{}: {}: {what}", seen_at(book, name, said.place), path(&said.path)))
        })
        .collect();
    // What has an amount is priced, and not left out of the quote.
    let priced = |id: &str| {
        let path = format!("charges.{id}.amount");
        let known = vendor.quote.iter().flat_map(|quote| &quote.charges).any(|charge| charge.id == id);
        known || returned.values.iter().any(|said| said.path == path)
    };
    let is_priced: Vec<bool> = returned.included.iter().map(|(id, ..)| priced(id)).collect();
    let amounts = returned.values.iter().filter_map(|said| {
        let id = said.path.strip_prefix("charges.")?.strip_suffix(".amount")?;
        Some((id.to_owned(), said.place))
    });
    let amounts: Vec<(String, Place)> = amounts.collect();
    if let Some((id, place)) =
        amounts.iter().find(|(id, _)| returned.included.iter().any(|(said, is_in, _)| said == id && *is_in))
    {
        taken.left.push(format!(
            "{}: the quote: {id} is said to be in the prices, and has an amount: none of it is taken",
            seen_at(book, name, *place)
        ));
        return Vec::new();
    }
    let said = returned.values.into_iter().map(|said| (path(&said.path), said.value, said.place));
    let lists = [("included", true), ("silent", false)].into_iter().filter_map(|(key, is_in)| {
        let (list, place) = included(&returned.included, (&is_priced, &amounts), is_in, vendor)?;
        Some((path(key), list, place))
    });
    let mut values: Vec<Group> = said
        .chain(lists)
        .filter(|(path, value, _)| match written_at(opened, path) {
            Some(known) => !says_same(&known, value),
            // A line without a name has that of its id, as it went out.
            None => !is_own_name(path, value),
        })
        .map(|(path, value, place)| group(path, value, seen_at(book, name, place)))
        .collect();
    // A quote is one answer: half of it and half of another would be none.
    let whole = format!("vendors.{}.quote", vendor.id);
    if !all.is_empty() && !taken.says(&whole, all.join(", "), &first, day) {
        return Vec::new();
    }
    if let Some(at) = values.first().map(|one| one.at.clone()).filter(|_| !is_over) {
        let known = vendor.quote.as_ref().and_then(|quote| quote.evidence.as_of);
        if let Some(why) = known.and_then(|known| older(known, day)) {
            taken.left.push(format!("{at}: the quote {why}; --over takes it all the same"));
            return Vec::new();
        }
    }
    if let Some(why) = day.and_then(to_come) {
        taken.left.push(format!("{name}: the quote {why}: none of it is taken"));
        return Vec::new();
    }
    if !values.is_empty() {
        taken.assumed.extend(assumed);
    }
    let source = path("source");
    if let Some(at) =
        values.first().filter(|_| values.iter().all(|one| one.path != source)).map(|one| one.at.clone())
    {
        // Where it comes from, as for any answer: the sheet itself.
        values.push(group(source.clone(), quoted(&clipped(&at)), at));
    }
    // A source that is written after them is that of the others too, and the day is that of the source.
    let day = path("as_of");
    values.sort_by_key(|one| (one.path == day, one.path == source));
    values
}

/// Whether a name says no more than the id of its line.
fn is_own_name(path: &str, value: &str) -> bool {
    let line = path.strip_suffix(".name").and_then(|line| line.rsplit('.').next());
    line.is_some_and(|id| value == quoted(id))
}

/// One value, and its cell.
fn group(path: String, value: String, at: String) -> Group {
    Group { values: vec![(path.clone(), value)], path, at }
}

/// Why what is known goes before what is given: it is of a later day, or the other of none.
pub(super) fn older(known: Date, given: Option<Date>) -> Option<String> {
    match given {
        None => Some(format!("is known as of {known}, and the answer has no day")),
        Some(given) if known > given => Some(format!("is known as of {known}, and the answer is of {given}")),
        Some(given) if known == given => {
            Some(format!("is known as of {known} too, and nothing says which holds"))
        }
        Some(_) => None,
    }
}

/// The list of what the prices include, or of what they do not, with what was ticked now; none where it is as it was.
///
/// - `priced`: for each that was ticked, whether it has a price of its own; and what is given an amount now.
fn included<P: Copy>(
    ticked: &[(String, bool, P)],
    (priced, amounts): (&[bool], &[(String, P)]),
    is_in: bool,
    vendor: &Vendor,
) -> Option<(String, P)> {
    let place = ticked.first().map(|(.., place)| place).or(amounts.first().map(|(_, place)| place))?;
    let quote = vendor.quote.as_ref();
    let known = quote.map_or(&[][..], |quote| if is_in { &quote.included } else { &quote.silent });
    // What is paid for by itself now is in the prices no longer.
    let is_kept = |id: &&String| {
        ticked.iter().all(|(said, ..)| said != *id) && amounts.iter().all(|(paid, _)| paid != *id)
    };
    let kept = known.iter().filter(is_kept);
    let new =
        ticked.iter().zip(priced).filter(|((_, said, _), priced)| *said == is_in && (is_in || !**priced));
    let new = new.map(|((id, ..), _)| id);
    let mut list: Vec<&String> = kept.chain(new).collect();
    let mut before: Vec<&String> = known.iter().collect();
    list.sort_unstable();
    before.sort_unstable();
    let texts: Vec<String> = list.iter().map(|id| quoted(id)).collect();
    (list != before).then(|| (format!("[{}]", texts.join(", ")), *place))
}

/// Whether two values mean the same, however they are written: numbers, lists of one, and what has its source beside it.
fn says_same(known: &str, value: &str) -> bool {
    let read = |text: &str| {
        let (node, errors) = parse_value(text, Sources::default().add("", ""), 0);
        errors.is_empty().then_some(node)
    };
    known == value || read(known).zip(read(value)).is_some_and(|(known, value)| means_same(&known, &value))
}

fn means_same(known: &Node, value: &Node) -> bool {
    let number = |node: &Node| match &node.kind {
        NodeKind::Number(text) => Exact::parse(text).ok(),
        _ => None,
    };
    match (&known.kind, &value.kind) {
        (NodeKind::List(known), NodeKind::List(value)) => {
            known.len() == value.len()
                && known.iter().zip(value).all(|(known, value)| means_same(known, value))
        }
        (NodeKind::List(known), _) if known.len() == 1 => means_same(&known[0], value),
        (_, NodeKind::List(value)) if value.len() == 1 => means_same(known, &value[0]),
        // A value with its evidence says that value.
        (NodeKind::Table(table), kind) if !matches!(kind, NodeKind::Table(_)) => {
            table.get("value").is_some_and(|entry| means_same(&entry.node, value))
        }
        _ => match (number(known), number(value)) {
            (Some(known), Some(value)) => known == value,
            _ => known.meaning() == value.meaning(),
        },
    }
}

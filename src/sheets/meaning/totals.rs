//! The line of totals that all others lead to.

use std::collections::BTreeSet;

use super::kinds::{Kind, cell_of, has_weight, sources};
use super::{Reader, is_result};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::{Outcome, Replay};

/// The main totals of a book.
#[derive(Clone, Debug)]
pub(super) struct Main {
    pub(super) table: usize,
    /// The line, as an index into the lines of the table; none where there are no totals.
    pub(super) line: Option<usize>,
    pub(super) is_typed: bool,
}

/// How likely a line is the main total of its table; nothing where it is none.
type Likely<'a> = &'a dyn Fn(usize, usize) -> usize;

/// Finds the line of totals that no other total uses and that most cells lead to; a sum where there is one.
pub(super) fn main(reader: &Reader<'_>) -> Option<Main> {
    let is_sum = |table: usize, line: usize| {
        if is_additive(reader, table, line) { reached(reader, table, line) } else { 0 }
    };
    // Results beside weights that are no sums, or cannot be followed, are what the sheet ranks by where nothing else is.
    first_of(reader, &is_sum).or_else(|| first_of(reader, &|table, line| led_to(reader, table, line)))
}

/// The totals that rank: where another table has totals of its own, which nothing brings together with these, it is asked.
pub(super) fn chosen(reader: &mut Reader<'_>, main: Main) -> Main {
    let cells = |reader: &Reader<'_>, main: &Main| -> Vec<Place> {
        let it = reader.table(main.table);
        let line = main.line.map(|line| it.lines[line].at);
        it.bidders.iter().filter_map(|one| cell_of(&reader.replay, it, line?, one)).collect()
    };
    let own = cells(reader, &main);
    let behind: BTreeSet<Place> = own.iter().flat_map(|place| reader.replay.behind(*place)).collect();
    let mut all = vec![main.clone()];
    for table in 0..reader.kinds.len() {
        let it = reader.table(table);
        let is_free = table != main.table
            && it.sheet == reader.table(main.table).sheet
            && it.bidders.len() > 1
            && it.weight.is_some()
            && !reader.is_hidden(table);
        let line = (0..it.lines.len()).rev().find(|line| {
            is_result(&it.lines[*line].name)
                && matches!(reader.kinds[table][*line], Kind::Aggregate | Kind::TypedTotal)
        });
        let Some(line) = line.filter(|_| is_free) else { continue };
        let other = Main { table, line: Some(line), is_typed: reader.kinds[table][line] == Kind::TypedTotal };
        let others = cells(reader, &other);
        let is_behind = others.iter().any(|place| {
            behind.contains(place) || own.iter().any(|own| reader.replay.behind(*place).contains(own))
        });
        // Prices and the like are looked at where they are needed.
        let weighed = reader.kinds[table]
            .iter()
            .zip(&it.lines)
            .filter(|(kind, line)| **kind == Kind::Criterion && has_weight(&reader.replay, it, line.at));
        if !is_behind && !others.is_empty() && weighed.count() > 1 {
            all.push(other);
        }
    }
    if all.len() < 2 {
        return main;
    }
    all.sort_by_key(|one| one.table);
    let at: Vec<Place> = all.iter().map(|one| reader.table(one.table).first()).collect();
    let options: Vec<String> =
        at.iter().map(|place| format!("the one at {}", reader.book.name(*place))).collect();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let ask = "Several tables have totals of their own, and nothing brings them together. Which one ranks?"
        .to_owned();
    let chosen = reader.ask(Asked::SheetRole, at, ask, &options, "who is ranked, and by what").at;
    all.swap_remove(chosen)
}

/// The likeliest line of totals; of equal ones the later: a grand total stands under the totals of its parts.
fn first_of(reader: &Reader<'_>, likely: Likely<'_>) -> Option<Main> {
    let mut found: Option<(usize, Main)> = None;
    for (table, kinds) in reader.kinds.iter().enumerate() {
        for (line, kind) in kinds.iter().enumerate() {
            let is_typed = *kind == Kind::TypedTotal;
            if !(is_typed || *kind == Kind::Aggregate)
                || reader.is_hidden(table)
                || reader.table(table).bidders.len() < 2
            {
                continue;
            }
            let score = if is_typed { typed_weight(reader, table, line) } else { likely(table, line) };
            let best = found.as_ref().map_or(0, |(best, _)| *best);
            if score > 0 && score >= best {
                found = Some((score, Main { table, line: Some(line), is_typed }));
            }
        }
    }
    found.map(|(_, main)| main)
}

/// How many weighted criteria a result leads to, whatever it does with them; none where it is fewer than two.
fn led_to(reader: &Reader<'_>, table: usize, line: usize) -> usize {
    let it = reader.table(table);
    let at = it.lines[line].at;
    let totals = it.bidders.iter().filter_map(|one| Some((one, cell_of(&reader.replay, it, at, one)?)));
    let led = totals.map(|(bidder, total)| {
        let behind = reader.replay.behind(total);
        let is_behind = |line: u32| bidder.mark.is_some_and(|slot| behind.contains(&it.place(line, slot)));
        let criteria = reader.kinds[table].iter().zip(&it.lines).filter(|(kind, line)| {
            **kind == Kind::Criterion && has_weight(&reader.replay, it, line.at) && is_behind(line.at)
        });
        criteria.count()
    });
    led.max().filter(|count| *count > 1).unwrap_or_default()
}

/// Whether a line of results is a sum: a point more at a criterion adds the same for most vendors. A quotient is none.
pub(super) fn is_additive(reader: &Reader<'_>, table: usize, line: usize) -> bool {
    if !is_steady(reader, table, line) {
        return false;
    }
    let it = reader.table(table);
    let slopes = |bidder: &crate::sheets::layout::Bidder| {
        let place = cell_of(&reader.replay, it, it.lines[line].at, bidder)?;
        match reader.replay.cell(place) {
            Outcome::Number(number) => Some(number.slopes.clone()),
            _ => None,
        }
    };
    let slopes: Vec<_> = it.bidders.iter().map(|bidder| (bidder, slopes(bidder))).collect();
    let price = |kind: &Kind| if let Kind::PricePoints(at) = kind { Some(*at) } else { None };
    let prices: BTreeSet<u32> = reader.kinds[table].iter().filter_map(price).collect();
    let is_divided = slopes.iter().any(|(bidder, slopes)| {
        let own = |place: &Place| it.at(*place).is_some_and(|(_, slot)| bidder.mark == Some(slot));
        slopes.iter().flatten().any(|(place, slope)| slope.is_negative() && own(place))
    });
    let (mut steady, mut all) = (0, 0);
    for (kind, named) in reader.kinds[table].iter().zip(&it.lines) {
        if *kind != Kind::Criterion || prices.contains(&named.at) {
            continue;
        }
        let found: Vec<Exact> = slopes
            .iter()
            .filter_map(|(bidder, slopes)| {
                slopes
                    .as_ref()?
                    .get(&it.place(named.at, bidder.mark?))
                    .filter(|slope| !slope.is_zero())
                    .cloned()
            })
            .collect();
        let most = found.iter().map(|one| found.iter().filter(|other| *other == one).count()).max();
        match found.len() {
            0 | 1 => {}
            // Of two totals either may be wrong, unless they divide.
            2 => {
                all += usize::from(is_divided);
                steady += usize::from(is_divided && most == Some(2));
            }
            count => {
                all += 1;
                steady += usize::from(most.unwrap_or_default() * 2 >= count);
            }
        }
    }
    steady * 2 >= all
}

/// Whether a result that hangs on one other result alone hangs on it alike for every vendor: `total / price` does not.
fn is_steady(reader: &Reader<'_>, table: usize, line: usize) -> bool {
    let it = reader.table(table);
    let at = it.lines[line].at;
    let slopes = it.bidders.iter().filter_map(|bidder| {
        let place = cell_of(&reader.replay, it, at, bidder)?;
        let named = reader.replay.named_by(place);
        let (own, _) = sources(it, at, place, &named)?;
        let source = *own.first().filter(|_| own.len() == 1)?;
        let is_result = it.line_at(source).is_some_and(|at| reader.kinds[table][at] == Kind::Aggregate);
        let cell = named.iter().copied().find(|named| it.at(*named).is_some_and(|(line, _)| line == source));
        let cell = cell.filter(|_| is_result)?;
        match Replay::cut(reader.book, BTreeSet::from([cell])).cell(place) {
            Outcome::Number(number) => number.slopes.get(&cell).cloned(),
            _ => None,
        }
    });
    let slopes: Vec<Exact> = slopes.collect();
    slopes.iter().all(|slope| *slope == slopes[0])
}

/// How many cells lead to the total of a vendor; none where it is no total.
fn reached(reader: &Reader<'_>, table: usize, line: usize) -> usize {
    let (it, named) = (reader.table(table), &reader.table(table).lines[line]);
    let places: Vec<Place> =
        it.bidders.iter().filter_map(|bidder| cell_of(&reader.replay, it, named.at, bidder)).collect();
    let slopes = places.iter().filter_map(|place| match reader.replay.cell(*place) {
        Outcome::Number(number) => Some(number.slopes.clone()),
        _ => None,
    });
    let most = slopes.max_by_key(std::collections::BTreeMap::len).unwrap_or_default();
    let is_ranked = reader.kinds[table].iter().zip(&it.lines).any(|(kind, line)| {
        *kind == Kind::Rank
            && it
                .bidders
                .iter()
                .filter_map(|bidder| cell_of(&reader.replay, it, line.at, bidder))
                .any(|rank| reader.replay.named_by(rank).iter().any(|named| places.contains(named)))
    });
    let is_sum = most.values().filter(|slope| !slope.is_negative()).count() >= 3
        && most.values().all(|slope| !slope.is_negative());
    if is_ranked || is_result(&named.name) || is_sum { most.len() + usize::from(is_ranked) } else { 0 }
}

/// How many marks stand over a typed total.
fn typed_weight(reader: &Reader<'_>, table: usize, line: usize) -> usize {
    // A total over the headings is of all that stands below them.
    let it = reader.table(table);
    let until = if it.is_over(it.lines[line].at) { reader.kinds[table].len() } else { line };
    reader.kinds[table][..until].iter().filter(|kind| **kind == Kind::Criterion).count()
}

//! The line of totals that all others lead to.

use std::collections::BTreeSet;

use super::kinds::{Kind, cell_of};
use super::{Reader, is_result};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::replay::Outcome;

/// The main totals of a book.
#[derive(Clone, Debug)]
pub(super) struct Main {
    pub(super) table: usize,
    /// The line, as an index into the lines of the table; none where there are no totals.
    pub(super) line: Option<usize>,
    pub(super) is_typed: bool,
}

/// Finds the line of totals that no other total uses and that most cells lead to.
pub(super) fn main(reader: &Reader<'_>) -> Option<Main> {
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
            if !is_typed && !is_additive(reader, table, line) {
                continue;
            }
            let score =
                if is_typed { typed_weight(reader, table, line) } else { reached(reader, table, line) };
            let best = found.as_ref().map_or(0, |(best, _)| *best);
            // Of equal ones the later: a grand total stands under the totals of its parts.
            if score > 0 && score >= best {
                found = Some((score, Main { table, line: Some(line), is_typed }));
            }
        }
    }
    found.map(|(_, main)| main)
}

/// Whether a line of results is a sum: a point more at a criterion adds the same for most vendors. A quotient is none.
pub(super) fn is_additive(reader: &Reader<'_>, table: usize, line: usize) -> bool {
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
        if found.len() > 2 {
            let most = found.iter().map(|one| found.iter().filter(|other| *other == one).count()).max();
            all += 1;
            steady += usize::from(most.unwrap_or_default() * 2 >= found.len());
        }
    }
    steady * 2 >= all
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
    reader.kinds[table][..line].iter().filter(|kind| **kind == Kind::Criterion).count()
}

//! What the lines of a table are: criteria, groups, totals, ranks, prices, must-haves, notes.

use std::collections::BTreeSet;

use crate::exact::Exact;
use crate::sheets::cells::{Cell, Content, Place};
use crate::sheets::layout::{Bidder, Table};
use crate::sheets::replay::{Outcome, Replay};
use crate::sheets::typed::{Typed, out_of, typed, weight_in};
use crate::sheets::words::{Label, Said, is_only, level, said, says};

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Marks, typed or brought together from other sheets.
    Criterion,
    Group,
    /// Added up from other lines of the same table.
    Aggregate,
    /// A total without a formula.
    TypedTotal,
    /// The same as a cell elsewhere.
    Copy(Place),
    Rank,
    /// Points worked out from another line, by its position.
    PricePoints(u32),
    Gate,
    /// Values that are no marks.
    Fact,
    Note,
}

/// The cell of a vendor on a line: its mark, or what stands in its other columns where that is blank.
pub(super) fn cell_of(replay: &Replay<'_>, table: &Table, line: u32, bidder: &Bidder) -> Option<Place> {
    let slots = [bidder.mark, bidder.derived].into_iter().flatten();
    let mut places = slots.map(|slot| table.place(line, slot));
    places.find(|place| replay.book.cell(*place).is_some_and(|cell| !cell.is_blank()))
}

/// The kind of each line of a table, in their order.
pub(super) fn kinds(replay: &Replay<'_>, table: &Table) -> Vec<Kind> {
    let mut is_done = false;
    // Subtotals stand between the lines, and more of them follow.
    let last = table.lines.iter().rposition(|line| is_total(&line.name)).unwrap_or_default();
    let kinds = table.lines.iter().enumerate().map(|(index, line)| {
        let kind = kind(replay, table, line.at, &line.name, is_done);
        let is_last = kind == Kind::Rank || kind == Kind::TypedTotal && index >= last;
        is_done |= is_last && !table.is_turned && !table.is_over(line.at);
        kind
    });
    kinds.collect()
}

/// - `is_done`: whether results stand above it.
fn kind(replay: &Replay<'_>, table: &Table, at: u32, name: &str, is_done: bool) -> Kind {
    let places = table.bidders.iter().filter_map(|bidder| cell_of(replay, table, at, bidder));
    let places: Vec<Place> = places.filter(|place| !is_merged_over(replay, table, *place)).collect();
    let formulas: Vec<Place> = places
        .iter()
        .copied()
        .filter(|place| replay.book.cell(*place).is_some_and(|cell| cell.formula.is_some()))
        .collect();
    let is_rank =
        formulas.first().is_some_and(|place| replay.calls(*place, &["RANK", "RANK.EQ", "RANK.AVG"]));
    if is_rank || says(name, Label::Rank) && !places.is_empty() && !has_weight(replay, table, at) {
        return Kind::Rank;
    }
    if formulas.len() * 2 > places.len() {
        return formula_kind(replay, table, at, name, &formulas);
    }
    if places.is_empty() {
        let has_weight = has_weight(replay, table, at);
        return match name {
            _ if has_weight && table.bidders.is_empty() => Kind::Criterion,
            _ if is_total(name) && !has_weight => Kind::Note,
            _ if is_done || is_note(name) => Kind::Note,
            _ if table.is_turned => Kind::Note,
            _ => Kind::Group,
        };
    }
    let cells: Vec<&Cell> = places.iter().filter_map(|place| replay.book.cell(*place)).collect();
    let numbers = cells.iter().filter(|cell| is_number(cell)).count();
    let answers = cells.iter().filter(|cell| cell.text().is_some_and(|text| said(text).is_some())).count();
    let is_answered = cells
        .iter()
        .filter_map(|cell| cell.text())
        .any(|text| matches!(said(text), Some(Said::Yes | Said::No)));
    if is_total(name) && !is_price(name) && !is_answered && has_weight_of_total(replay, table, at, name) {
        // A total that somebody could not give, or that was kept as a text, makes no criterion of its line.
        return if numbers > 0 { Kind::TypedTotal } else { Kind::Note };
    }
    // What has a weight of its own is scored, whatever its marks look like.
    if !is_done && !is_total(name) && is_weighed(replay, table, at) {
        return Kind::Criterion;
    }
    let words = cells.iter().filter(|cell| cell.text().is_some_and(|text| level(text).is_some())).count();
    if !is_done && words * 2 > cells.len() - numbers && has_weight(replay, table, at) {
        return Kind::Criterion;
    }
    if answers * 2 > cells.len() && is_answered {
        return Kind::Gate;
    }
    if is_done || numbers * 2 < cells.len() && answers + numbers < cells.len() {
        return Kind::Fact;
    }
    Kind::Criterion
}

/// Whether a cell is merged over several lines: what stands in it is said of all of them.
pub(super) fn is_merged_over(replay: &Replay<'_>, table: &Table, place: Place) -> bool {
    let merged = replay.book.sheets[table.sheet].merge_at(place.row, place.column);
    merged.is_some_and(|area| if table.is_turned { area.from.1 < area.to.1 } else { area.from.0 < area.to.0 })
}

fn is_total(name: &str) -> bool {
    (says(name, Label::Total) || says(name, Label::Subtotal)) && name.split_whitespace().count() <= 4
}

fn is_price(name: &str) -> bool {
    says(name, Label::Price)
}

/// A sentence, or a remark with a sign before it.
fn is_note(name: &str) -> bool {
    let is_sentence = name.split_whitespace().count() > 7 || name.ends_with(['.', '。']);
    name.starts_with(['*', '※', '†', '(']) || is_sentence || name.contains("___")
}

/// Whether a line has a number for its weight.
fn is_weighed(replay: &Replay<'_>, table: &Table, at: u32) -> bool {
    let Some(slot) = table.weight else { return false };
    let Some(cell) = replay.book.cell(table.place(at, slot)) else { return false };
    let number = match &cell.content {
        _ if cell.formula.is_some() => return false,
        Content::Number(number) => Some(number.clone()),
        Content::Text(text) => weight_in(text).map(|(number, _)| number),
        _ => None,
    };
    number.is_some_and(|number| !number.is_zero())
}

pub(super) fn has_weight(replay: &Replay<'_>, table: &Table, at: u32) -> bool {
    [table.weight, table.maximum]
        .into_iter()
        .flatten()
        .any(|slot| replay.book.cell(table.place(at, slot)).is_some_and(|cell| !cell.is_blank()))
}

/// Whether a line that is called a total has no weight, or that of one: added up by a formula, under a name that says
/// nothing else, or as much as all weights above it. `Total cost` with a weight of its own is a criterion.
fn has_weight_of_total(replay: &Replay<'_>, table: &Table, at: u32, name: &str) -> bool {
    const PARTS: [Label; 7] = [
        Label::Total,
        Label::Subtotal,
        Label::Weighted,
        Label::Weight,
        Label::Maximum,
        Label::Points,
        Label::Mark,
    ];
    let slots = || [table.weight, table.maximum].into_iter().flatten();
    let cell =
        |line: u32, slot: u32| replay.book.cell(table.place(line, slot)).filter(|cell| !cell.is_blank());
    let is_typed = |slot: u32| cell(at, slot).is_some_and(|cell| cell.formula.is_none());
    if is_only(name, &PARTS) || !slots().any(is_typed) {
        return true;
    }
    let number = |line: u32, slot: u32| match &cell(line, slot)?.content {
        Content::Number(number) => Some(number.clone()),
        Content::Text(text) => match typed(text) {
            Typed::Number(amount) => amount.readings.into_iter().next(),
            _ => None,
        },
        _ => None,
    };
    slots().any(|slot| {
        let above = || table.lines.iter().take_while(|line| line.at < at);
        let weights: Vec<Exact> = above().filter_map(|line| number(line.at, slot)).collect();
        let sum = Exact::sum(&weights);
        // A weight may be as much as those above it; the marks of a total are what they come to.
        let adds_up = |bidder: &Bidder| {
            let own = number(at, bidder.mark?)?;
            let marks: Vec<(Exact, Exact)> = above()
                .filter_map(|line| Some((number(line.at, slot)?, number(line.at, bidder.mark?)?)))
                .collect();
            let plain = Exact::sum(&marks.iter().map(|(_, mark)| mark.clone()).collect::<Vec<_>>());
            let weighed = Exact::sum(&marks.iter().map(|(weight, mark)| weight * mark).collect::<Vec<_>>());
            let digits = own.decimals(6);
            let divided = [&Exact::HUNDRED, &sum].map(|by| weighed.over(by).unwrap_or_default());
            let mut all = [plain, weighed].into_iter().chain(divided);
            Some(all.any(|one| one.fixed(digits) == own.fixed(digits)))
        };
        let known: Vec<bool> = table.bidders.iter().filter_map(adds_up).collect();
        weights.len() > 1
            && number(at, slot).is_some_and(|own| own == sum)
            && (known.is_empty() || known.iter().filter(|adds_up| **adds_up).count() * 2 > known.len())
    })
}

pub(super) fn is_number(cell: &Cell) -> bool {
    match &cell.content {
        Content::Number(_) => true,
        Content::Text(text) => {
            out_of(text).is_some()
                || matches!(typed(text), Typed::Number(_) | Typed::Range(..) | Typed::Worded(_))
                    && said(text).is_none()
        }
        _ => false,
    }
}

fn formula_kind(replay: &Replay<'_>, table: &Table, at: u32, name: &str, formulas: &[Place]) -> Kind {
    // One vendor's formula can look like a sum where the others' compare prices: whichever stands first.
    if let Some(line) = formulas.iter().find_map(|place| priced(replay, table, at, *place)) {
        return Kind::PricePoints(line);
    }
    let named = replay.named_by(formulas[0]);
    let foreign: Vec<Place> = named
        .iter()
        .copied()
        .filter(|place| place.sheet != table.sheet || table.at(*place).is_none())
        .collect();
    let has_own = sources(table, at, formulas[0], &named).is_some_and(|(own, _)| !own.is_empty());
    match foreign.as_slice() {
        _ if has_own => Kind::Aggregate,
        [one] if named.len() == 1 => Kind::Copy(*one),
        [] if is_total(name) => Kind::Aggregate,
        _ => Kind::Criterion,
    }
}

/// The other lines that the formula of a vendor names in the vendor's own slots, and whether it names other vendors' too.
pub(super) fn sources(
    table: &Table,
    at: u32,
    place: Place,
    named: &[Place],
) -> Option<(BTreeSet<u32>, bool)> {
    let (_, slot) = table.at(place)?;
    let has = |bidder: &&Bidder, slot: u32| bidder.mark == Some(slot) || bidder.derived == Some(slot);
    let bidder = table.bidders.iter().find(|bidder| has(bidder, slot));
    let is_own = |slot: u32| bidder.is_some_and(|one| has(&one, slot));
    let here = || named.iter().filter_map(|place| table.at(*place));
    let own = here().filter(|(line, slot)| is_own(*slot) && *line != at).map(|(line, _)| line).collect();
    let has_others =
        here().any(|(_, slot)| !is_own(slot) && table.bidders.iter().any(|bidder| has(&bidder, slot)));
    Some((own, has_others))
}

/// The line of prices that points in a cell are worked out from: one that is compared with the prices of others, or of
/// which more gives less.
fn priced(replay: &Replay<'_>, table: &Table, at: u32, place: Place) -> Option<u32> {
    let named = replay.named_by(place);
    let (own, has_others) = sources(table, at, place, &named)?;
    let line = *own.first().filter(|_| own.len() == 1)?;
    (has_others || falls(replay, place, named)).then_some(line)
}

/// Whether a result falls when a number that its own formula names grows; not one that this hangs on in turn.
fn falls(replay: &Replay<'_>, place: Place, named: Vec<Place>) -> bool {
    let is_falling = |outcome| match outcome {
        Outcome::Number(number) => number.slopes.values().any(Exact::is_negative),
        _ => false,
    };
    is_falling(replay.cell(place))
        && is_falling(Replay::cut(replay.book, named.into_iter().collect()).cell(place))
}

//! Sheets without totals: what their weights share, whatever the scale of each criterion, and what is a price there.

use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::leaf::{Group, Leaf};
use crate::sheets::meaning::marks::mark;
use crate::sheets::meaning::prices::{Price, amount};
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::{Reader, notes, weights};
use crate::sheets::proposal::PriceFormula;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::{Label, folded, names_currency, says};

/// Asks about lines of prices among the marks: with no formula over them, nothing says that less is better.
pub(super) fn prices(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    for at in (0..scoring.leaves.len()).rev() {
        if is_money(reader, scoring, at) {
            ask_direction(reader, scoring, at);
        }
    }
}

/// Whether a line holds money: its name or its cells say a currency, or it is called a price and goes far beyond the marks.
fn is_money(reader: &Reader<'_>, scoring: &Scoring, at: usize) -> bool {
    let leaf = &scoring.leaves[at];
    let cells = || leaf.cells.iter().flatten().copied();
    let has_currency = |place: Place| {
        let format = reader.cell(place).is_some_and(|cell| names_currency(&cell.format));
        format || reader.text(place).is_some_and(names_currency)
    };
    if names_currency(&leaf.name) || cells().any(has_currency) {
        return true;
    }
    let is_paid = |leaf: &Leaf| says(&leaf.name, Label::Price) || says(&leaf.name, Label::Cost);
    if !is_paid(leaf) || leaf.maximum.is_some() {
        return false;
    }
    let marks =
        |leaf: &Leaf| leaf.cells.iter().flatten().filter_map(|place| mark(reader, *place).number()).collect();
    let own: Vec<Exact> = marks(leaf);
    let others = scoring.leaves.iter().filter(|other| !is_paid(other));
    let others: Vec<Exact> = others.flat_map(marks).collect();
    let has_parts = |marks: &[Exact]| marks.iter().any(|mark| mark.decimals(6) > 0);
    let is_finer = has_parts(&own) && !has_parts(&others);
    let (Some(own), Some(others)) = (own.into_iter().max(), others.into_iter().max()) else { return false };
    let top =
        notes::scale(reader, &scoring.tables).map_or(others.clone(), |(_, to, _)| to.max(others.clone()));
    // So much an hour is an amount, unless it goes no further than marks of a few points do.
    if is_per_unit(&leaf.name) && (own > top || is_finer || top > Exact::from(10)) {
        return true;
    }
    let points = leaf.weight.as_ref().map(|weight| weight.shown.clone()).unwrap_or_default();
    own > points && own > &others * &Exact::from(2)
}

/// Whether a name says that something is paid for each of something: `Cost per hour`, `Tarif/h`.
fn is_per_unit(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["per", "pro", "par", "por", "hourly", "je", "stundensatz", "tagessatz", "monthly"];
    let name = folded(name);
    name.contains('/') || name.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// Asks which way a line of prices counts, and takes it so.
fn ask_direction(reader: &mut Reader<'_>, scoring: &mut Scoring, at: usize) {
    let leaf = scoring.leaves[at].clone();
    let numbers: Vec<(Place, Exact)> = leaf
        .cells
        .iter()
        .flatten()
        .filter_map(|place| Some((*place, amount(reader, *place)?.0.last()?.clone())))
        .collect();
    let (Some(lowest), Some(highest), Some(place)) = (
        numbers.iter().map(|(_, number)| number).min().cloned(),
        numbers.iter().map(|(_, number)| number).max().cloned(),
        leaf.place,
    ) else {
        return;
    };
    let ask = format!(
        "\"{}\" holds prices or amounts of money, from {lowest} to {highest}, and no formula says how they count. Is less \
         better?",
        leaf.name
    );
    let line = format!("less is better: a line from {highest} (nothing) to {lowest} (in full)");
    let options = ["less is better: lowest / price", &line, "more is better: marks as they stand"];
    match reader.ask(Asked::Direction, vec![place], ask, &options, "every score and the ranking").at {
        0 => {
            let price = price(reader, &leaf);
            scoring.prices.push(price);
            scoring.leaves.remove(at);
        }
        1 => {
            let leaf = &mut scoring.leaves[at];
            leaf.best = if lowest == highest { Exact::ZERO } else { lowest };
            leaf.worst = highest;
            leaf.factor = &Exact::ZERO - &Exact::ONE;
        }
        _ => {}
    }
}

/// A line of prices as one whose points are the lowest price over the own.
fn price(reader: &mut Reader<'_>, leaf: &Leaf) -> Price {
    let count = leaf.cells.len();
    let found: Vec<Option<(Place, Exact, Option<String>)>> = leaf
        .cells
        .iter()
        .map(|place| {
            let (readings, unit) = amount(reader, (*place)?)?;
            Some(((*place)?, readings.into_iter().last()?, unit))
        })
        .collect();
    let currencies: Vec<Option<String>> =
        found.iter().map(|one| one.as_ref().and_then(|(.., unit)| unit.clone())).collect();
    let mut price = Price {
        table: leaf.table,
        line: leaf.line,
        points: leaf.line,
        name: leaf.name.clone(),
        place: leaf.place,
        group: leaf.group.clone(),
        weight_place: leaf.weight.as_ref().map(|weight| weight.place),
        formula: PriceFormula::LowestOverPrice,
        part: leaf.factor.clone(),
        rounding: Exact::ZERO,
        earned: vec![None; count],
        prices: found.into_iter().map(|one| one.map(|(place, amount, _)| (place, amount))).collect(),
        converted: vec![None; count],
        currency: None,
        currencies: currencies.clone(),
    };
    reader.settle_currency(&mut price, &currencies);
    price
}

/// Gives every criterion the share that its weight says: marks of up to 5 count no less than those of up to 10.
pub(super) fn settle(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    let priced = scoring
        .prices
        .iter()
        .map(|price| price.weight_place.and_then(|place| weights::weight(reader, place)));
    let priced: Option<Vec<Exact>> = priced.map(|weight| weight.map(|weight| weight.value)).collect();
    let (Some(priced), Some(own)) = (priced, of_groups(reader, scoring)) else { return };
    let tops: Vec<&Exact> =
        scoring.leaves.iter().filter(|leaf| !leaf.factor.is_negative()).map(|leaf| &leaf.best).collect();
    let top = tops.first().filter(|first| tops.iter().all(|top| top == *first));
    let top = top.map_or(Exact::ONE, |top| (*top).clone());
    for (leaf, weight) in scoring.leaves.iter_mut().zip(own) {
        leaf.factor = (&weight * &top).over(&(&leaf.best - &leaf.worst)).unwrap_or_default();
    }
    for (price, weight) in scoring.prices.iter_mut().zip(priced) {
        price.part = &weight * &top;
    }
}

/// The weight of every criterion in the whole; none where a criterion has none. Weights within groups that have their own are
/// shares of those, unless they add up to them.
fn of_groups(reader: &mut Reader<'_>, scoring: &mut Scoring) -> Option<Vec<Exact>> {
    for under in scoring.leaves.iter_mut().filter_map(|leaf| leaf.group.as_mut()) {
        let headed = under.place.and_then(|place| weights::of_heading(&under.name, place));
        under.weight = under.weight.take().or(headed.map(|(_, weight)| weight));
    }
    let leaves = &scoring.leaves;
    let mut own: Vec<Exact> = leaves
        .iter()
        .map(|leaf| leaf.weight.as_ref().map(|weight| weight.value.clone()))
        .collect::<Option<_>>()?;
    let groups: Vec<Group> =
        super::groups(leaves).into_iter().filter(|group| group.weight.is_some()).collect();
    let sum = |group: &Group| {
        let shown =
            group.members.iter().filter_map(|at| leaves[*at].weight.as_ref()).map(|weight| &weight.shown);
        Exact::sum(shown)
    };
    let is_own = |group: &Group| group.weight.as_ref().is_some_and(|weight| weight.shown == sum(group));
    if groups.iter().all(is_own) {
        return Some(own);
    }
    let wholes: Vec<Exact> = groups.iter().map(sum).collect();
    let is_whole = |whole: &Exact| *whole == Exact::HUNDRED || *whole == Exact::ONE;
    if !wholes.iter().all(is_whole) {
        let at: Vec<Place> = groups.iter().filter_map(|group| Some(group.weight.as_ref()?.place)).collect();
        let ask = "Groups and what is in them have weights, which do not add up to each other. Which count?"
            .to_owned();
        let options = [
            "those of the groups, shared by those within each",
            "those of the criteria; those of the groups are left out",
        ];
        if reader.ask(Asked::WeightsDisagree, at, ask, &options, "every score and the ranking").at == 1 {
            for leaf in &mut scoring.leaves {
                leaf.group.iter_mut().for_each(|under| under.weight = None);
            }
            return Some(own);
        }
    }
    for (group, whole) in groups.iter().zip(wholes) {
        let Some(weight) = &group.weight else { continue };
        for at in &group.members {
            let stated =
                scoring.leaves[*at].weight.as_ref().map(|weight| weight.shown.clone()).unwrap_or_default();
            own[*at] = (&weight.value * &stated).over(&whole).unwrap_or_default();
        }
    }
    Some(own)
}

//! Totals that no weighted sum of marks gives: what the sheet does is told with both orders, and asked about.

use std::collections::BTreeSet;

use super::checks::ROUNDING;
use super::rules;
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::kinds::{Kind, cell_of};
use crate::sheets::meaning::leaf::Leaf;
use crate::sheets::meaning::marks::{Mark, mark};
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::Outcome;
use crate::sheets::typed::converted;

/// What a sheet with such totals comes in as.
pub(super) enum Taken {
    /// The weighted sum of its marks; whose totals come about otherwise, vendor by vendor.
    Sum(Vec<bool>),
    /// Its totals as the marks of one criterion.
    Totals,
    /// Facts that nothing ranks.
    Facts,
}

/// Looks for totals that the weights do not give, and asks what to take instead.
pub(super) fn settle(reader: &mut Reader<'_>, scoring: &mut Scoring) -> Taken {
    let count = scoring.totals.len();
    let has_penalties = take_penalties(reader, scoring);
    let is_formula = |total: &Option<Place>| {
        total.and_then(|total| reader.cell(total)).is_some_and(|cell| cell.formula.is_some())
    };
    let others: Vec<bool> = (0..count)
        .map(|vendor| {
            has_penalties && is_formula(&scoring.totals[vendor]) || is_other(reader, scoring, vendor)
        })
        .collect();
    let is_error = |reader: &Reader<'_>, vendor: usize| {
        scoring.totals[vendor].is_some_and(|total| matches!(reader.replay.cell(total), Outcome::Fault(_)))
    };
    let errors: Vec<usize> = (0..count).filter(|vendor| is_error(reader, *vendor)).collect();
    for vendor in &errors {
        tell_error(reader, scoring, *vendor);
    }
    // Where no total can be worked out, the weights as they are stated count.
    if scoring.leaves.iter().all(|leaf| leaf.factor.is_zero()) {
        rules::nearest(reader, scoring);
    }
    let skipped: Vec<bool> = (0..count).map(|vendor| others[vendor] || errors.contains(&vendor)).collect();
    if !others.contains(&true) || is_falling_line(reader, scoring) || counts_from(reader, scoring) {
        return Taken::Sum((0..count).map(|vendor| errors.contains(&vendor)).collect());
    }
    rules::nearest(reader, scoring);
    ask(reader, scoring, &others, skipped)
}

/// Marks below nothing: the lowest is the worst, so that all totals are higher by it. Whether there are any.
fn take_penalties(reader: &Reader<'_>, scoring: &mut Scoring) -> bool {
    let mut is_any = false;
    for leaf in scoring.leaves.iter_mut().filter(|leaf| !leaf.factor.is_negative()) {
        let marks = leaf.cells.iter().flatten().filter_map(|place| mark(reader, *place).number());
        let marks: Vec<Exact> = marks.collect();
        let Some(lowest) = marks.iter().min().filter(|lowest| lowest.is_negative()) else { continue };
        leaf.worst = lowest.clone();
        leaf.best = marks.iter().max().cloned().unwrap_or_default().max(Exact::ZERO);
        is_any = true;
    }
    is_any
}

fn ask(reader: &mut Reader<'_>, scoring: &mut Scoring, others: &[bool], skipped: Vec<bool>) -> Taken {
    let totals = |vendor: usize| shown(reader, scoring, vendor);
    let ranked: Vec<usize> = (0..scoring.totals.len()).filter(|at| scoring.totals[*at].is_some()).collect();
    let told: Vec<String> = ranked
        .iter()
        .map(|vendor| {
            let by_sheet = totals(*vendor).map_or("not known".to_owned(), |total| total.plain(6));
            let by_weights = weighted(reader, scoring, *vendor).plain(6);
            format!("{} {by_sheet} | {by_weights}", reader.import.vendors[*vendor].name)
        })
        .collect();
    let at: Vec<Place> =
        ranked.iter().filter(|vendor| others[**vendor]).filter_map(|at| scoring.totals[*at]).collect();
    let formula = at.first().and_then(|place| Some(format!(", {}", reader.formula(*place)?)));
    let ask = format!(
        "No weights and marks give these totals{}. By the sheet | by the weighted sum of the marks: {}. Which shall rank?",
        formula.unwrap_or_default(),
        told.join("; ")
    );
    let known: Vec<(Exact, Exact)> = ranked
        .iter()
        .filter_map(|vendor| Some((totals(*vendor)?, weighted(reader, scoring, *vendor))))
        .collect();
    let is_same = known.iter().all(|one| known.iter().all(|two| one.0.cmp(&two.0) == one.1.cmp(&two.1)));
    let is_known = known.len() == ranked.len();
    let sum = match is_known {
        true if is_same => "the weighted sum: other totals than the sheet's, in the same order",
        true => "the weighted sum: other totals than the sheet's, in another order",
        false => "the weighted sum, by which the sheet does not rank",
    };
    let can_keep = is_known && known.iter().all(|(total, _)| !total.is_negative());
    let whole = "the sheet's totals as they are: one criterion, and the marks as facts";
    let none = "none: the marks come in as facts";
    let options = if can_keep { [whole, sum] } else { [sum, none] };
    let choice = reader.ask(Asked::OtherRule, at.clone(), ask, &options, "every score and the ranking").at;
    let what = match (can_keep, choice) {
        (true, 0) => "no weighted sum of the marks: the totals come in as they are",
        (true, _) | (false, 0) => {
            "no weighted sum of the marks: the ranking is another rule's than the sheet's"
        }
        (false, _) => "no weighted sum of the marks, and not known: nothing is ranked",
    };
    let named = main_name(reader, scoring);
    reader
        .import
        .remarks
        .retain(|remark| named.is_none() || remark.at != named.into_iter().collect::<Vec<_>>());
    reader.say(at, what);
    match (can_keep, choice) {
        (true, 0) => {
            keep_totals(reader, scoring);
            Taken::Totals
        }
        (true, _) | (false, 0) => Taken::Sum(skipped),
        (false, _) => {
            set_facts(reader, scoring);
            Taken::Facts
        }
    }
}

fn main_name(reader: &Reader<'_>, scoring: &Scoring) -> Option<Place> {
    reader.table(scoring.main.table).lines[scoring.main.line?].place
}

/// What a total shows, where it is known.
fn shown(reader: &Reader<'_>, scoring: &Scoring, vendor: usize) -> Option<Exact> {
    reader.replay.cell(scoring.totals[vendor]?).value().cloned()
}

/// The total that the weights give.
fn weighted(reader: &Reader<'_>, scoring: &Scoring, vendor: usize) -> Exact {
    let slopes = &scoring.slopes[vendor];
    let marks = scoring.leaves.iter().filter_map(|leaf| {
        let place = leaf.cells[vendor]?;
        let number = match mark(reader, place) {
            Mark::Known(number) => number,
            // What a sum leaves out since it is held as text is another matter.
            other if slopes.get(&place).is_some_and(|slope| !slope.is_zero()) => other.number()?,
            _ => return None,
        };
        Some(&leaf.factor * &(&number - &leaf.worst))
    });
    let points = scoring.prices.iter().filter_map(|price| {
        let table = reader.table(price.table);
        let bidder = reader.bidder_of(price.table, vendor)?;
        let place = cell_of(&reader.replay, table, price.points, bidder)?;
        Some(&number_in(reader, place) * slopes.get(&place)?)
    });
    Exact::sum(&marks.chain(points).collect::<Vec<_>>())
}

/// A number as arithmetic takes it.
fn number_in(reader: &Reader<'_>, place: Place) -> Exact {
    match reader.replay.cell(place) {
        Outcome::Number(number) => number.value.clone(),
        Outcome::Text(text, _) => converted(&text).unwrap_or_default(),
        _ => Exact::ZERO,
    }
}

impl Reader<'_> {
    /// Marks that are worked out from cells beside them, as means of several evaluators are.
    pub(super) fn say_what_is_brought_together(&mut self, scoring: &Scoring) {
        let ends = scoring
            .leaves
            .iter()
            .flat_map(|leaf| leaf.cells.iter().flatten().map(move |place| (leaf, *place)));
        let beside = ends.flat_map(|(leaf, place)| {
            let it = self.table(leaf.table);
            let is_beside = move |cell: &Place| {
                it.at(*cell).is_some_and(|(line, slot)| line == leaf.line && it.weight != Some(slot))
            };
            self.replay.named_by(place).into_iter().filter(is_beside).collect::<Vec<_>>()
        });
        let beside: Vec<Place> = beside.collect();
        if !beside.is_empty() {
            self.say(beside, "the marks are worked out from these cells, which are not taken one by one");
        }
    }
}

/// By how much rounding on the way to a total may move it.
fn rounding(reader: &Reader<'_>, behind: &BTreeSet<Place>) -> Exact {
    let rounded = behind.iter().filter(|place| reader.replay.calls(**place, &ROUNDING));
    let units = rounded.filter_map(|place| {
        let decimals = reader.replay.cell(*place).value()?.decimals(6);
        Exact::ONE.over(&Exact::from(10).power(decimals))
    });
    Exact::sum(&units.collect::<Vec<_>>())
}

/// Whether a total is another than the weights give, and comes about by no sum: by a choice, a quotient, a constant, or a
/// function that is not followed.
fn is_other(reader: &Reader<'_>, scoring: &Scoring, vendor: usize) -> bool {
    const CHOICES: [&str; 12] = [
        "IF", "IFS", "MIN", "MAX", "MEDIAN", "LARGE", "SMALL", "CHOOSE", "VLOOKUP", "HLOOKUP", "LOOKUP",
        "AVERAGE",
    ];
    let Some(total) = scoring.totals[vendor] else { return false };
    let is_formula = reader.cell(total).is_some_and(|cell| cell.formula.is_some());
    let outcome = reader.replay.cell(total);
    if !is_formula || matches!(outcome, Outcome::Fault(_)) || reader.import.vendors[vendor].excluded.is_some()
    {
        return false;
    }
    let Outcome::Number(number) = outcome else { return true };
    let table = reader.table(scoring.main.table);
    let is_weight = |place: &Place| {
        table.at(*place).is_some_and(|(_, slot)| table.weight == Some(slot) || table.maximum == Some(slot))
    };
    let own = ends(reader, scoring, vendor);
    // What is not followed stands for itself.
    let is_open = number.slopes.keys().any(|place| {
        let is_formula = reader.cell(*place).is_some_and(|cell| cell.formula.is_some());
        is_formula && !own.contains(place) && !is_weight(place)
    });
    let is_counted = scoring.leaves.iter().any(|leaf| !leaf.factor.is_zero());
    let mut behind = reader.replay.behind(total);
    behind.insert(total);
    let may_be_off = rounding(reader, &behind);
    let is_same = (&weighted(reader, scoring, vendor) - &number.value).abs() <= may_be_off;
    if is_same && (is_counted || !is_open) {
        return false;
    }
    let terms = number.slopes.iter().filter(|(place, _)| own.contains(place));
    let linear =
        Exact::sum(&terms.map(|(place, slope)| slope * &number_in(reader, *place)).collect::<Vec<_>>());
    let is_divided = number
        .slopes
        .iter()
        .any(|(place, slope)| slope.is_negative() && !own.contains(place) && !is_weight(place));
    (&linear - &number.value).abs() > may_be_off
        || is_open
        || is_divided
        || behind.iter().any(|place| !own.contains(place) && reader.replay.calls(*place, &CHOICES))
}

/// The cells of a vendor that a total ends at: its marks and its points for prices.
fn ends(reader: &Reader<'_>, scoring: &Scoring, vendor: usize) -> BTreeSet<Place> {
    let marks = scoring.leaves.iter().filter_map(|leaf| leaf.cells[vendor]);
    let points = scoring.prices.iter().filter_map(|price| {
        let bidder = reader.bidder_of(price.table, vendor)?;
        cell_of(&reader.replay, reader.table(price.table), price.points, bidder)
    });
    marks.chain(points).collect()
}

/// Whether all that the totals have beside their marks is one constant over a criterion of which less is better.
fn is_falling_line(reader: &Reader<'_>, scoring: &Scoring) -> bool {
    let rest = |vendor: usize| Some(&shown(reader, scoring, vendor)? - &weighted(reader, scoring, vendor));
    let rest: Vec<Exact> = (0..scoring.totals.len()).filter_map(rest).collect();
    scoring.leaves.iter().filter(|leaf| leaf.factor.is_negative()).count() == 1
        && rest.iter().all(|one| *one == rest[0])
}

/// Takes a number off every mark where the totals do, `(mark - 1) / 4`: that counts as nothing. Whether they do.
fn counts_from(reader: &mut Reader<'_>, scoring: &mut Scoring) -> bool {
    let vendors = (0..scoring.totals.len()).filter(|vendor| scoring.totals[*vendor].is_some());
    let rest = vendors.map(|at| Some(&weighted(reader, scoring, at) - &shown(reader, scoring, at)?));
    let Some(rest) = rest.collect::<Option<Vec<Exact>>>() else { return false };
    let factors = Exact::sum(scoring.leaves.iter().map(|leaf| &leaf.factor));
    let Some(from) = rest.first().and_then(|rest| rest.over(&factors)) else { return false };
    let marks = scoring.leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten());
    let lowest = marks.filter_map(|place| mark(reader, *place).number()).min();
    let is_below = lowest.is_some_and(|lowest| from <= lowest);
    let is_plain = |leaf: &Leaf| leaf.worst.is_zero() && leaf.maximum.is_none() && !leaf.factor.is_negative();
    // Marks begin at a whole number, as a rule at one.
    let is_start = from > Exact::ZERO && from.decimals(6) == 0 && is_below && rest.len() > 1;
    if !is_start || rest.iter().any(|one| *one != rest[0]) || !scoring.leaves.iter().all(is_plain) {
        return false;
    }
    for leaf in &mut scoring.leaves {
        leaf.worst = from.clone();
    }
    let at = scoring.totals.iter().flatten().copied().collect();
    reader.say(at, format!("the formulas take {from} off the marks: {from} counts as nothing"));
    true
}

/// A total that is an error: what it comes from.
fn tell_error(reader: &mut Reader<'_>, scoring: &Scoring, vendor: usize) {
    let Some(total) = scoring.totals[vendor] else { return };
    let Outcome::Fault(fault) = reader.replay.cell(total) else { return };
    let is_error = |place: &Place| matches!(reader.replay.cell(*place), Outcome::Fault(_));
    let is_root = |place: &Place| is_error(place) && !reader.replay.named_by(*place).iter().any(is_error);
    let roots: Vec<Place> = reader.replay.behind(total).into_iter().filter(is_root).collect();
    let what = if roots.is_empty() { "" } else { ", because of" };
    reader.fault(total, format!("is {fault}, and no total{what}"), roots);
}

/// Takes the totals as the marks of one criterion.
fn keep_totals(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    set_facts(reader, scoring);
    let Some(line) = scoring.main.line else { return };
    let line = reader.table(scoring.main.table).lines[line].clone();
    let values = (0..scoring.totals.len()).filter_map(|vendor| shown(reader, scoring, vendor));
    scoring.leaves = vec![Leaf {
        name: line.name,
        place: line.place,
        cells: scoring.totals.clone(),
        comments: vec![None; scoring.totals.len()],
        table: scoring.main.table,
        line: line.at,
        factor: Exact::ONE,
        best: values.max().unwrap_or(Exact::ONE),
        ..Leaf::default()
    }];
}

/// Leaves criteria and prices as facts.
fn set_facts(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    for leaf in std::mem::take(&mut scoring.leaves) {
        reader.set_kind(leaf.table, leaf.line, Kind::Fact);
    }
    for price in std::mem::take(&mut scoring.prices) {
        reader.set_kind(price.table, price.line, Kind::Fact);
    }
}

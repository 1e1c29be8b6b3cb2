//! How far marks go: what maxima, divisors and notes say, else a question.

use std::collections::{BTreeMap, BTreeSet};

use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::kinds::{Kind, cell_of};
use crate::sheets::meaning::leaf::Leaf;
use crate::sheets::meaning::marks::{Mark, mark};
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::{Reader, notes, weights};
use crate::sheets::questions::{ANOTHER, Kind as Asked};
use crate::sheets::replay::Outcome;
use crate::sheets::typed::{headed_ends, out_of, plain};

/// Where scales usually end.
const ENDS: [u32; 8] = [3, 4, 5, 6, 7, 10, 20, 100];

/// Settles the scale of every criterion.
pub(super) fn settle(reader: &mut Reader<'_>, scoring: &mut Scoring, is_tabs: bool) {
    let is_turned = |leaf: &Leaf| leaf.factor.is_negative() && leaf.worst > leaf.best;
    let is_settled = |leaf: &Leaf| !leaf.best.is_zero() || is_turned(leaf);
    if scoring.leaves.iter().all(is_settled) {
        return;
    }
    falling(reader, scoring);
    for leaf in scoring.leaves.iter_mut().filter(|leaf| !leaf.factor.is_negative()) {
        let said = leaf.maximum.as_ref().map(|(most, _)| most.clone());
        if let Some(most) = said.or_else(|| said_most(reader, leaf)).or_else(|| reader.best_level(leaf)) {
            leaf.best = most;
        }
    }
    by_name(reader, scoring);
    bare_points(reader, scoring);
    let is_open =
        |leaf: &Leaf| leaf.best.is_zero() && !leaf.worst.is_negative() && !leaf.factor.is_negative();
    let open = (0..scoring.leaves.len()).filter(|at| is_open(&scoring.leaves[*at]));
    let open = extras(reader, scoring, open.collect());
    let Some(first) = open.first().copied() else { return };
    let highest = highest(reader, &open.iter().map(|at| &scoring.leaves[*at]).collect::<Vec<_>>());
    let said = notes::scale(reader, &scoring.tables).filter(|(_, to, _)| *to >= highest);
    let by_formula = divided(reader, scoring, &open, &highest);
    let is_worked_out = !scoring.main.is_typed && !is_tabs;
    let leaves: Vec<Leaf> = open.iter().map(|at| scoring.leaves[*at].clone()).collect();
    let is_summed = if is_worked_out {
        is_plain_sum(reader, &leaves, &locals(reader, &leaves))
    } else {
        // By the rule that was found for totals that are typed in.
        scoring.totals.iter().any(Option::is_some) && leaves.iter().all(|leaf| leaf.factor == Exact::ONE)
    };
    let is_multiplied =
        is_worked_out && !is_summed && scoring.leaves.iter().any(|leaf| leaf.weight.is_some());
    let (mut worst, mut best) = (Exact::ZERO, Exact::ZERO);
    if let Some(top) = below_nothing(reader, scoring, &leaves, &highest) {
        (worst, best) = (&Exact::ZERO - &top, top);
    } else if let Some((from, to, place)) = said {
        best = to.clone();
        reader.say(vec![place], format!("marks go from {from} to {to}, as this says"));
        if !from.is_zero() && leaves.iter().all(|leaf| leaf.worst.is_zero()) {
            worst = ask_zero(reader, place, &from, &to);
        }
    } else if let Some(found) = by_formula {
        best = found;
        reader.say(Vec::new(), format!("the formulas divide the marks by {best}: the scale runs to {best}"));
    } else if highest == Exact::from(10) && is_multiplied {
        // Ten is where a scale ends that reaches it; five may be the middle of one.
        best = highest;
        reader.say(
            Vec::new(),
            "nothing says how far the marks go; 10 is the highest found, and taken as the top",
        );
    } else if let Some(place) = scoring.leaves[first].place {
        let maxima = maxima(reader, scoring, &open).filter(|_| is_summed);
        match ask_top(reader, place, &highest, maxima.as_ref().map(Exact::sum).as_ref()) {
            Some(top) => best = top,
            None => {
                for (at, most) in open.into_iter().zip(maxima.unwrap_or_default()) {
                    scoring.leaves[at].best = most;
                }
                return;
            }
        }
    }
    for at in open {
        let leaf = &mut scoring.leaves[at];
        let part = &leaf.factor * &best;
        leaf.best = best.clone();
        if !leaf.worst.is_zero() {
            continue;
        }
        leaf.worst = worst.clone();
        leaf.factor = part.over(&(&best - &worst)).unwrap_or_default();
    }
}

/// How far marks go below nothing and above, where some are below and no total counts them.
fn below_nothing(
    reader: &mut Reader<'_>,
    scoring: &Scoring,
    leaves: &[Leaf],
    highest: &Exact,
) -> Option<Exact> {
    let cells = leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten());
    let lowest = cells.filter_map(|place| mark(reader, *place).number()).min()?;
    if !lowest.is_negative() || scoring.totals.iter().any(Option::is_some) {
        return None;
    }
    let most = lowest.abs().max(highest.clone());
    if let Some((top, place)) = notes::both_ways_said(reader).filter(|(top, _)| *top >= most) {
        reader.say(vec![place], format!("marks go from -{top} to {top}, as this says"));
        return Some(top);
    }
    let place = leaves.iter().find_map(|leaf| leaf.place)?;
    let ask = format!("The marks go below 0, to {lowest}. How far do they go, below 0 as above?");
    let options = [most.to_string(), ANOTHER.to_owned()];
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let choice = reader.ask(
        Asked::ScaleZero,
        vec![place],
        ask,
        &options,
        "how near the totals are to the best possible one",
    );
    if choice.number.as_ref().is_some_and(|number| *number < most) {
        reader.refuse_number(&most);
        return Some(most);
    }
    Some(choice.number.unwrap_or(most))
}

/// Criteria of which less is better: what is left of the total without them is the most that they add.
fn falling(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    let is_open = |leaf: &Leaf| leaf.factor.is_negative() && leaf.worst <= leaf.best;
    let falling: Vec<usize> = (0..scoring.leaves.len()).filter(|at| is_open(&scoring.leaves[*at])).collect();
    let [at] = falling.as_slice() else { return };
    let Some((vendor, total)) =
        scoring.totals.iter().enumerate().find_map(|(vendor, total)| Some((vendor, (*total)?)))
    else {
        return;
    };
    let Outcome::Number(number) = reader.replay.cell(total) else { return };
    let mut rest = number.value.clone();
    for leaf in &scoring.leaves {
        if let Some(place) = leaf.cells[vendor]
            && let Mark::Known(value) = mark(reader, place)
        {
            rest = &rest - &(&leaf.factor * &value);
        }
    }
    let leaf = &scoring.leaves[*at];
    let worst = rest.over(&(&Exact::ZERO - &leaf.factor)).unwrap_or_default();
    if let Some(place) = leaf.place {
        let ask = format!(
            "By the formula less of \"{}\" is better, from {worst} (worst) to 0 (best). Right?",
            leaf.name
        );
        reader.ask(Asked::Direction, vec![place], ask, &["yes", "no"], "the points of this criterion");
    }
    let leaf = &mut scoring.leaves[*at];
    leaf.worst = worst;
    leaf.best = Exact::ZERO;
}

/// Points that the totals add as they stand, where they multiply other marks with their weights: the weight is the most of
/// them.
fn bare_points(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    if scoring.main.is_typed {
        return;
    }
    let most = |leaf: &Leaf| {
        let weight = leaf.weight.as_ref().filter(|weight| !weight.is_percent && weight.value > Exact::ONE)?;
        let is_bare = leaf.factor == Exact::ONE && leaf.best.is_zero();
        is_bare.then(|| weight.value.clone())
    };
    let is_multiplied = |leaf: &Leaf| {
        let ratio = leaf.weight.as_ref().and_then(|weight| leaf.factor.over(&weight.value));
        most(leaf).is_none() && ratio.is_some_and(|ratio| !ratio.is_zero())
    };
    let bare: Vec<(usize, Exact)> =
        (0..scoring.leaves.len()).filter_map(|at| Some((at, most(&scoring.leaves[at])?))).collect();
    let multiplied: Vec<&Leaf> = scoring.leaves.iter().filter(|leaf| is_multiplied(leaf)).collect();
    // As long as others are on a scale of their own, which is far below.
    let others = highest(reader, &multiplied);
    if multiplied.is_empty() || multiplied.len() + bare.len() != scoring.leaves.len() {
        return;
    }
    for (at, most) in bare {
        let own = highest(reader, &[&scoring.leaves[at]]);
        if own > most || own <= others {
            continue;
        }
        let leaf = &mut scoring.leaves[at];
        leaf.best = most.clone();
        let place = leaf.place.into_iter().collect();
        let what = format!(
            "the points of \"{}\" count as they stand: its weight, {most}, is the most of them",
            leaf.name
        );
        reader.say(place, what);
    }
}

/// Asks about what the totals add to weighted marks, each such line with a scale of its own; what is left.
fn extras(reader: &mut Reader<'_>, scoring: &mut Scoring, open: Vec<usize>) -> Vec<usize> {
    let is_extra = |at: &usize| {
        let leaf = &scoring.leaves[*at];
        leaf.weight.is_none() && leaf.factor == Exact::ONE && !scoring.main.is_typed
    };
    let (extra, rest): (Vec<usize>, Vec<usize>) = open.into_iter().partition(is_extra);
    if rest.iter().all(|at| scoring.leaves[*at].weight.is_none()) {
        return extra.into_iter().chain(rest).collect();
    }
    for at in extra {
        let highest = highest(reader, &[&scoring.leaves[at]]);
        let Some(place) = scoring.leaves[at].place else { continue };
        scoring.leaves[at].best = ask_top(reader, place, &highest, None).unwrap_or(highest);
    }
    rest
}

/// Marks out of less than others of their line, `3/5` beside `7/10`, count as if they were out of the most.
pub(super) fn level_out(reader: &mut Reader<'_>, leaves: &[Leaf]) {
    for leaf in leaves {
        let cells = leaf.cells.iter().flatten();
        let said: Vec<(Place, (Exact, Exact))> =
            cells.filter_map(|place| Some((*place, out_of(reader.text(*place)?)?))).collect();
        let Some(most) = said.iter().map(|(_, (_, most))| most).max().cloned() else { continue };
        let less: Vec<(Place, Exact)> = said
            .into_iter()
            .filter(|(_, (_, own))| *own != most)
            .filter_map(|(place, (mark, own))| Some((place, (&mark * &most).over(&own)?)))
            .collect();
        if !less.is_empty() {
            let at = less.iter().map(|(place, _)| *place).collect();
            reader.say(
                at,
                format!("these marks are out of less than those beside them: counted as out of {most}"),
            );
        }
        reader.rescaled.extend(less);
    }
}

/// Criteria whose names say another scale than the others have, `Language (1-5)` under marks of up to 10.
fn by_name(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    let common = notes::scale(reader, &scoring.tables).map(|(from, to, _)| (from, to));
    for at in 0..scoring.leaves.len() {
        let leaf = &scoring.leaves[at];
        let said =
            headed_ends(&plain(&leaf.name)).map(|(_, (from, to))| (Exact::from(from), Exact::from(to)));
        let Some(ends) = said.filter(|ends| Some(ends) != common.as_ref()) else { continue };
        let is_open = leaf.best.is_zero() && leaf.worst.is_zero() && !leaf.factor.is_negative();
        let Some(place) = leaf.place.filter(|_| is_open && highest(reader, &[leaf]) <= ends.1) else {
            continue;
        };
        let worst = if ends.0.is_zero() { Exact::ZERO } else { ask_zero(reader, place, &ends.0, &ends.1) };
        let leaf = &mut scoring.leaves[at];
        let part = &leaf.factor * &ends.1;
        leaf.factor = part.over(&(&ends.1 - &worst)).unwrap_or_default();
        (leaf.worst, leaf.best) = (worst, ends.1);
    }
}

/// The most that the marks of a criterion say themselves, `8/10`.
fn said_most(reader: &Reader<'_>, leaf: &Leaf) -> Option<Exact> {
    let texts = leaf.cells.iter().flatten().filter_map(|place| reader.text(*place));
    let said: Vec<Exact> = texts.filter_map(|text| Some(out_of(text)?.1)).collect();
    let first = said.first()?;
    Some(said.iter().fold(first.clone(), |most, next| most.max(next.clone())))
}

pub(super) fn highest(reader: &Reader<'_>, leaves: &[&Leaf]) -> Exact {
    let cells = leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten());
    let marks = cells.filter_map(|place| match mark(reader, *place) {
        Mark::Range(_, high) => Some(high),
        other => other.number(),
    });
    let own = marks.max().unwrap_or_default();
    // Where marks are means, those that they are means of go further.
    let of_parts = leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten()).flat_map(|place| {
        let panel = reader.panel_marks.get(place).cloned().unwrap_or_default();
        panel.into_iter().chain(reader.replay.named_by(*place))
    });
    let parts = of_parts.filter_map(|place| match mark(reader, place) {
        Mark::Known(number) => Some(number),
        _ => None,
    });
    parts.max().unwrap_or_default().max(own)
}

/// The top by the divisor of the first formula over the marks.
fn divided(reader: &Reader<'_>, scoring: &Scoring, open: &[usize], highest: &Exact) -> Option<Exact> {
    if scoring.main.is_typed {
        return None;
    }
    let leaves: Vec<Leaf> = open.iter().map(|at| scoring.leaves[*at].clone()).collect();
    let local = locals(reader, &leaves);
    // A plain sum of points divides by nothing, though it may look as if it did by weights that are all the same.
    if is_plain_sum(reader, &leaves, &local) {
        return None;
    }
    weights::divisor(&leaves, &local, highest)
}

/// How much the first result that is worked out from each mark hangs on it.
fn locals(reader: &Reader<'_>, leaves: &[Leaf]) -> Vec<Option<Exact>> {
    let mut sums: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for leaf in leaves {
        sums.entry(leaf.table).or_insert_with(|| {
            let lines = reader.table(leaf.table).lines.iter().zip(&reader.kinds[leaf.table]);
            lines.filter(|(_, kind)| **kind == Kind::Aggregate).map(|(line, _)| line.at).collect()
        });
    }
    leaves.iter().map(|leaf| local(reader, leaf, &sums[&leaf.table])).collect()
}

/// Whether results add up marks as they are: no formula names a weight.
fn is_plain_sum(reader: &Reader<'_>, leaves: &[Leaf], local: &[Option<Exact>]) -> bool {
    let weights: BTreeSet<Place> =
        leaves.iter().filter_map(|leaf| leaf.weight.as_ref().map(|weight| weight.place)).collect();
    let tables: BTreeSet<usize> = leaves.iter().map(|leaf| leaf.table).collect();
    let mut formulas = tables.iter().flat_map(|table| {
        let it = reader.table(*table);
        let slots = it.bidders.iter().flat_map(|bidder| [bidder.mark, bidder.derived]).flatten();
        slots.flat_map(move |slot| it.lines.iter().map(move |line| it.place(line.at, slot)))
    });
    local.iter().any(Option::is_some)
        && local.iter().flatten().all(|slope| *slope == Exact::ONE)
        && formulas.all(|place| !reader.replay.named_by(place).iter().any(|named| weights.contains(named)))
}

/// How much the first result that is worked out from a mark hangs on it.
///
/// - `sums`: the positions of the lines of its table that are added up from others.
fn local(reader: &Reader<'_>, leaf: &Leaf, sums: &[u32]) -> Option<Exact> {
    let table = reader.table(leaf.table);
    let bidders = table.bidders.iter().zip(reader.vendors_of(leaf.table));
    let found = bidders.filter_map(|(bidder, vendor)| {
        let place = leaf.cells[vendor?]?;
        let derived = bidder.derived.map(|slot| table.place(leaf.line, slot));
        let sums = sums.iter().filter_map(|line| cell_of(&reader.replay, table, *line, bidder));
        derived.into_iter().chain(sums).find_map(|result| match reader.replay.cell(result) {
            Outcome::Number(number) => number.slopes.get(&place).filter(|slope| !slope.is_zero()).cloned(),
            _ => None,
        })
    });
    weights::usual(found.collect::<Vec<_>>().iter())
}

fn ask_zero(reader: &mut Reader<'_>, place: Place, from: &Exact, to: &Exact) -> Exact {
    let share = from.over(to).unwrap_or_default().percent().plain(1);
    let length = to - from;
    let ask = format!(
        "The marks go from {from} to {to} and the sheet multiplies them as they are: {from} counts {share} % of the full mark. \
         Keep that, or should {from} count as nothing?"
    );
    let keep = format!("keep the sheet: value = mark / {to}");
    let stretch = format!("value = (mark - {from}) / {length}");
    let effect = format!("the totals of the sheet hold only with mark / {to}");
    let choice = reader.ask(Asked::ScaleZero, vec![place], ask, &[&keep, &stretch], &effect);
    if choice.at == 0 { Exact::ZERO } else { from.clone() }
}

/// The weights of criteria, where they may be the most points that each can have: no mark is above its own.
fn maxima(reader: &Reader<'_>, scoring: &Scoring, open: &[usize]) -> Option<Vec<Exact>> {
    let leaves = open.iter().map(|at| &scoring.leaves[*at]);
    let maxima = leaves.map(|leaf| {
        let most = leaf.weight.as_ref().filter(|weight| !weight.is_percent)?.value.clone();
        (most > Exact::ONE && highest(reader, &[leaf]) <= most).then_some(most)
    });
    maxima.collect()
}

/// Asks how far marks go.
///
/// - `most`: the sum of the weights, where each may be the most points of its criterion.
/// - Returns the top of all; none where each has its weight as its own.
pub(super) fn ask_top(
    reader: &mut Reader<'_>,
    place: Place,
    highest: &Exact,
    most: Option<&Exact>,
) -> Option<Exact> {
    let fraction = (*highest <= Exact::ONE).then_some(1);
    let mut ends = fraction.iter().chain(&ENDS).map(|end| Exact::from(*end)).filter(|end| end >= highest);
    let first = ends.next().unwrap_or_else(|| highest.clone());
    let second = match first.to_string().as_str() {
        "3" | "4" => Some(Exact::from(5)),
        "5" | "6" | "7" => Some(Exact::from(10)),
        _ => None,
    };
    let options: Vec<String> =
        std::iter::once(first.to_string()).chain(second.map(|end| end.to_string())).collect();
    let each = most.map(|most| format!("each weight: {most} points in all"));
    let ask = if each.is_some() {
        format!(
            "The totals add the marks as they are, and no mark is above its weight; the highest is {highest}. Is each \
             weight the most points of its criterion?"
        )
    } else {
        format!("Nothing says how far the marks go; the highest found is {highest}. Is {first} the top?")
    };
    let all: Vec<&str> = each.iter().chain(&options).map(String::as_str).chain([ANOTHER]).collect();
    let choice = reader.ask(
        Asked::ScaleMax,
        vec![place],
        ask,
        &all,
        "how near the totals are to the best possible one; no rank",
    );
    if each.is_some() && choice.at == 0 {
        return None;
    }
    let chosen = choice.at.checked_sub(usize::from(each.is_some())).and_then(|at| options.get(at));
    let chosen = chosen.and_then(|option| Exact::parse(option).ok());
    // Marks beyond the top would be cut.
    if choice.number.as_ref().is_some_and(|number| number < highest) {
        reader.refuse_number(highest);
        return Some(highest.clone());
    }
    choice.number.or(chosen).or(Some(first))
}

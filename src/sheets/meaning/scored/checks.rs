//! What is wrong with the totals of a sheet, and what is asked about it.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::exact::Exact;
use crate::sheets::cells::{Content, Place};
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::kinds::{Kind, cell_of};
use crate::sheets::meaning::leaf::{Leaf, Weight};
use crate::sheets::meaning::marks::Doubts;
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::weights;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::Outcome;
use crate::sheets::typed::{Typed, plain, typed};

/// Functions that round.
pub(super) const ROUNDING: [&str; 4] = ["ROUND", "ROUNDDOWN", "ROUNDUP", "TRUNC"];

/// What a total shows, and to how many digits where it is typed in or rounded.
pub(in crate::sheets::meaning) fn shown(reader: &Reader<'_>, place: Place) -> Option<(Exact, Option<u32>)> {
    let cell = reader.cell(place)?;
    match (reader.replay.cell(place), &cell.content) {
        (Outcome::Number(number), _) if cell.formula.is_some() => {
            let is_rounded = reader.replay.calls(place, &["ROUND", "ROUNDDOWN", "TRUNC"]);
            Some((number.value.clone(), is_rounded.then(|| number.value.decimals(6))))
        }
        (_, Content::Number(number)) => {
            let shown = cell
                .format
                .split_once('.')
                .map_or(0, |(_, digits)| digits.bytes().take_while(|byte| *byte == b'0').count());
            let digits = u32::try_from(shown).unwrap_or_default().max(number.decimals(6));
            Some((number.clone(), Some(digits)))
        }
        (_, Content::Text(text)) => match typed(text) {
            Typed::Number(amount) => {
                let text = plain(text);
                let digits = text.rsplit_once(['.', ',']).map_or(0, |(_, digits)| digits.trim().len());
                Some((amount.readings.last()?.clone(), u32::try_from(digits).ok()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Totals that miss a mark which the others count, or count it otherwise than they do.
///
/// - `others`: vendors whose totals come about by another rule, of which that was told.
pub(super) fn wrong_totals(
    reader: &mut Reader<'_>,
    scoring: &mut Scoring,
    slopes: &[Vec<Option<Exact>>],
    others: &[bool],
) {
    let mut dropped = BTreeSet::new();
    let mut behind: Vec<Option<BTreeSet<Place>>> = vec![None; others.len()];
    for (at, row) in slopes.iter().enumerate() {
        let leaf = scoring.leaves[at].clone();
        let uncounted =
            |slope: &Option<Exact>| slope.as_ref().is_some_and(Exact::is_zero) && !leaf.factor.is_zero();
        let is_formula = |vendor: usize| {
            let cell = scoring.totals[vendor].and_then(|total| reader.cell(total));
            cell.is_some_and(|cell| cell.formula.is_some())
        };
        let vendors = (0..row.len())
            .filter(|vendor| !others[*vendor] && uncounted(&row[*vendor]) && is_formula(*vendor));
        let vendors: Vec<usize> = vendors.collect();
        // A total that leads to the mark and does not count it misses nothing.
        let is_missed = |vendor: &usize| {
            let (Some(total), Some(cell)) = (scoring.totals[*vendor], leaf.cells[*vendor]) else {
                return true;
            };
            !behind[*vendor].get_or_insert_with(|| reader.replay.behind(total)).contains(&cell)
        };
        let vendors: Vec<usize> = vendors.into_iter().filter(is_missed).collect();
        if vendors.is_empty() {
            continue;
        }
        let roots: Vec<Place> =
            vendors.iter().filter_map(|vendor| root(reader, scoring, &leaf, *vendor)).collect();
        let ask = format!(
            "The formula{} not count \"{}\": {} range ends before it. Count it?",
            if roots.len() == 1 { " does" } else { "s do" },
            leaf.name,
            if roots.len() == 1 { "its" } else { "their" }
        );
        let options = [
            "count it: the totals differ from the sheet, as listed",
            "drop the criterion, as the sheet does",
        ];
        let choice =
            reader.ask(Asked::FaultyTotal, roots.clone(), ask, &options, "the totals of these vendors");
        for vendor in vendors {
            if let (Some(total), Some(cell)) = (scoring.totals[vendor], leaf.cells[vendor]) {
                reader.fault(total, format!("the range of a formula misses \"{}\"", leaf.name), vec![cell]);
            }
        }
        if choice.at == 1 {
            dropped.insert(at);
        }
    }
    counted_otherwise(reader, scoring, slopes, others);
    let mut at = 0..;
    scoring.leaves.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
}

/// Totals by another rule than those beside them.
fn counted_otherwise(
    reader: &mut Reader<'_>,
    scoring: &Scoring,
    slopes: &[Vec<Option<Exact>>],
    others: &[bool],
) {
    for vendor in (0..scoring.totals.len()).filter(|vendor| !others[*vendor]) {
        let Some(total) = scoring.totals[vendor] else { continue };
        let odd = scoring.leaves.iter().zip(slopes).filter_map(|(leaf, row)| {
            let slope = row[vendor].as_ref().filter(|slope| !slope.is_zero() && **slope != leaf.factor)?;
            slope.over(&leaf.factor)
        });
        let by: Vec<Exact> = odd.collect();
        let Some(first) = by.first() else { continue };
        let is_whole = by.len() == scoring.leaves.len() && by.iter().all(|by| by == first);
        let what = match by.len() {
            _ if is_whole && adds_parts(reader, total) => {
                format!("counts everything {first} times: it adds totals of parts and the parts themselves")
            }
            _ if is_whole => {
                format!("counts everything {} times as much as the totals beside it", first.plain(4))
            }
            1 => "counts 1 mark otherwise than the totals beside it".to_owned(),
            count => format!("counts {count} marks otherwise than the totals beside it"),
        };
        let ask = format!("This total {what}. The others do not. Use the same rule for all?");
        reader.ask(
            Asked::FaultyTotal,
            vec![total],
            ask,
            &["same rule for all", "leave as it stands"],
            "the total of this vendor",
        );
        reader.fault(total, what, Vec::new());
    }
}

/// Whether a formula names a result beside what that is added up from.
fn adds_parts(reader: &Reader<'_>, total: Place) -> bool {
    let named: BTreeSet<Place> = reader.replay.named_by(total).into_iter().collect();
    named.iter().any(|one| !reader.replay.behind(*one).is_disjoint(&named))
}

/// Totals that differ from those that come in, where nothing that was told or asked says why.
pub(super) fn unexplained(reader: &mut Reader<'_>, scoring: &Scoring) {
    let is_told = |place: Place| {
        reader.import.faults.iter().any(|fault| fault.place == place)
            || reader.import.questions.iter().any(|asked| asked.at.contains(&place))
    };
    let values = |vendor: usize| reader.import.values.iter().filter(move |value| value.vendor == vendor);
    let is_asked = |vendor: usize| {
        let mut asked = reader.import.questions.iter().flat_map(|asked| &asked.at);
        asked.any(|place| values(vendor).any(|value| value.place == *place))
    };
    let odd = reader
        .import
        .totals
        .iter()
        .filter(|total| !total.is_right() && !is_told(total.place) && !is_asked(total.vendor));
    let odd: Vec<(Place, String)> = odd
        .map(|total| {
            let formula =
                reader.formula(total.place).map(|formula| format!(" ({formula})")).unwrap_or_default();
            (
                total.place,
                format!(
                    "the marks and weights give {}, and not what this says{formula}",
                    total.right.plain(6)
                ),
            )
        })
        .collect();
    for (place, what) in odd.into_iter().filter(|_| !scoring.leaves.is_empty()) {
        let mut on_the_way = reader.replay.behind(place).into_iter();
        if on_the_way.any(|cell| reader.replay.calls(cell, &ROUNDING)) {
            reader.say(vec![place], "the sheet rounds on the way to this total, and what comes in is exact");
        } else {
            reader.fault(place, what, Vec::new());
        }
    }
}

/// The formula in which a mark is lost: the first sum that holds its neighbours and not the mark itself.
fn root(reader: &Reader<'_>, scoring: &Scoring, leaf: &Leaf, vendor: usize) -> Option<Place> {
    let table = reader.table(leaf.table);
    let own = leaf.cells[vendor]?;
    let group = leaf.group.as_ref().map(|group| &group.name);
    let siblings: Vec<Place> = scoring
        .leaves
        .iter()
        .filter(|other| other.table == leaf.table && other.group.as_ref().map(|group| &group.name) == group)
        .filter_map(|other| other.cells[vendor])
        .collect();
    let bidder = reader.bidder_of(leaf.table, vendor)?;
    let sums =
        table.lines.iter().zip(&reader.kinds[leaf.table]).filter(|(_, kind)| **kind == Kind::Aggregate);
    let mut sums = sums.filter_map(|(line, _)| cell_of(&reader.replay, table, line.at, bidder));
    let found = sums.find(|sum| match reader.replay.cell(*sum) {
        Outcome::Number(number) => {
            !number.slopes.contains_key(&own)
                && siblings.iter().any(|sibling| number.slopes.contains_key(sibling))
        }
        _ => false,
    });
    found.or(scoring.totals[vendor])
}

/// Marks that a sheet's formula leaves out because of how they are written.
pub(super) fn left_out_marks(reader: &mut Reader<'_>, scoring: &Scoring, doubts: &Doubts) {
    if scoring.main.is_typed {
        return;
    }
    for vendor in 0..scoring.totals.len() {
        let Some(total) = scoring.totals[vendor] else { continue };
        let own: HashSet<Place> = reader
            .import
            .values
            .iter()
            .filter(|value| value.vendor == vendor)
            .map(|value| value.place)
            .collect();
        let of_vendor = |place: &Place| own.contains(place);
        let texts: Vec<Place> = doubts.texts.iter().map(|(_, place)| *place).filter(of_vendor).collect();
        let worded: Vec<Place> = reader
            .import
            .questions
            .iter()
            .filter(|question| matches!(question.kind, Asked::MarkWithWords | Asked::Range))
            .flat_map(|question| question.at.clone())
            .filter(of_vendor)
            .filter(|place| scoring.slopes[vendor].get(place).is_none_or(Exact::is_zero))
            .collect();
        if !texts.is_empty() {
            reader.fault(total, "numbers held as text count as nothing in the formula", texts);
        }
        if !worded.is_empty() {
            reader.fault(total, "marks with words in them count as nothing", worded);
        }
    }
}

/// Stated weights beside the points that count.
pub(super) fn stated_weights(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    // A sheet whose criteria could not be read has none that could disagree.
    if scoring.leaves.is_empty() {
        return;
    }
    let table = reader.table(scoring.main.table);
    let heads = (table.weight_head, table.maximum_head);
    let stated: Option<Vec<Exact>> =
        scoring.leaves.iter().map(|leaf| leaf.weight.as_ref().map(|weight| weight.value.clone())).collect();
    let parts: Vec<Exact> = scoring.leaves.iter().map(Leaf::part).collect();
    let is_points = scoring.leaves.iter().all(|leaf| leaf.maximum.is_some());
    if let (Some(stated), true) = (
        &stated,
        is_points && weights::proportion(&parts, stated.as_ref().map_or(&[][..], Vec::as_slice)).is_none(),
    ) {
        let whole = scoring.of();
        let (first, share) = (stated[0].percent(), parts[0].over(&whole).unwrap_or_default().percent());
        let ask = format!(
            "The stated weights ({} % for the first) and the maximum points ({} of {}, {} %) disagree, and the total uses the \
             points alone. Which are the weights?",
            first.plain(2),
            parts[0],
            whole,
            share.plain(2)
        );
        let at: Vec<Place> = [heads.0, heads.1].into_iter().flatten().collect();
        let options = ["the points: totals as in the sheet", "the percentages: other totals"];
        let choice = reader.ask(Asked::WeightsDisagree, at, ask, &options, "all shares");
        if choice.at == 1 {
            let sum = Exact::sum(stated);
            for (leaf, stated) in scoring.leaves.iter_mut().zip(stated) {
                let part = (&whole * stated).over(&sum).unwrap_or_default();
                leaf.factor = part.over(&leaf.best).unwrap_or_default();
            }
            return;
        }
    } else if stated.is_some() || !is_points {
        let is_counted = stated.as_ref().is_none_or(|stated| weights::proportion(&parts, stated).is_some());
        if !is_counted && !reader.weight_words.is_empty() && scoring.totals.iter().any(Option::is_some) {
            let at = heads.0.into_iter().collect();
            reader.say(at, "the totals count none of these weights: what comes in is what they count");
        }
        return;
    }
    // Points that a criterion can earn are its weight.
    for leaf in &mut scoring.leaves {
        if let Some((most, place)) = &leaf.maximum {
            leaf.weight =
                Some(Weight { value: most.clone(), shown: most.clone(), is_percent: false, place: *place });
        }
    }
}

/// Ranks that the totals beside them contradict, and marks beyond their scales.
pub(super) fn ranks(reader: &mut Reader<'_>, scoring: &Scoring) {
    let totals = reader.import.totals.clone();
    let is_by_lowest = {
        let ranked = |one: &&crate::sheets::proposal::Total| one.rank.is_some();
        let best = totals.iter().filter(ranked).min_by_key(|total| total.rank);
        let worst = totals.iter().filter(ranked).max_by_key(|total| total.rank);
        best.zip(worst).is_some_and(|(best, worst)| best.shown < worst.shown && best.rank != worst.rank)
    };
    let places = scoring.rank_places(reader);
    let mut shown: Vec<&Exact> =
        totals.iter().filter(|total| total.rank.is_some()).map(|total| &total.shown).collect();
    shown.sort_unstable();
    for total in &totals {
        let Some(rank) = total.rank else { continue };
        let above = shown.len() - shown.partition_point(|other| **other <= total.shown);
        if usize::try_from(rank).is_ok_and(|rank| rank != above + 1)
            && !is_by_lowest
            && let Some(place) = places[total.vendor]
        {
            reader.fault(
                place,
                format!("the rank is {rank}, but by the totals it is {}", above + 1),
                Vec::new(),
            );
        }
    }
    beyond(reader, scoring);
}

/// Marks beyond their scales.
fn beyond(reader: &mut Reader<'_>, scoring: &Scoring) {
    let cells =
        scoring.leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten().map(move |place| (*place, leaf)));
    let leaves: HashMap<Place, &Leaf> = cells.collect();
    let values = reader.import.values.iter();
    let found = values.flat_map(|value| {
        // Of a panel the mark of each evaluator, in its own cell.
        let marks: Vec<(Place, Exact)> = if value.parts.is_empty() {
            value.meaning.number().map(|mark| (value.place, mark)).into_iter().collect()
        } else {
            value.parts.iter().filter_map(|part| Some((part.place, part.mark.clone()?))).collect()
        };
        let ends = leaves.get(&value.place).map(|leaf| {
            (leaf.worst.clone().min(leaf.best.clone()), leaf.worst.clone().max(leaf.best.clone()))
        });
        marks.into_iter().filter_map(move |(place, mark)| {
            let (low, high) = ends.as_ref()?;
            (mark < *low || mark > *high)
                .then(|| (place, format!("the mark lies beyond its scale, {low} to {high}")))
        })
    });
    for (place, what) in found.collect::<Vec<_>>() {
        reader.fault(place, what, Vec::new());
    }
}

/// Totals that compare prices in several currencies as if they were one.
pub(super) fn converted_prices(reader: &mut Reader<'_>, scoring: &Scoring) {
    if scoring.prices.iter().any(|price| price.converted.iter().any(Option::is_some)) {
        for total in scoring.totals.iter().flatten() {
            reader.fault(
                *total,
                "the price points compare amounts in several currencies as if they were one",
                Vec::new(),
            );
        }
    }
}

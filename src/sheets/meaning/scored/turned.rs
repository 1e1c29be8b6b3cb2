//! Marks of which the lowest is the best: what ranks, notes and the names of criteria say of it.

use std::collections::BTreeSet;

use super::{checks, scales};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::leaf::{Leaf, Weight};
use crate::sheets::meaning::marks::mark;
use crate::sheets::meaning::notes::{Order, order, said_order, scale};
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::{Reader, kinds::Kind};
use crate::sheets::questions::{Kind as Asked, Question};
use crate::sheets::typed::{headed_ends, out_of, plain};
use crate::sheets::words::{Label, folded, is_way, says};

/// Turns the marks of which the lowest is the best; whether any were.
pub(super) fn settle(reader: &mut Reader<'_>, scoring: &mut Scoring) -> bool {
    if by_ranks(reader, scoring) {
        return true;
    }
    let all = by_note(reader, scoring);
    let some = by_name(reader, scoring);
    by_weight(reader, scoring);
    all || some
}

/// Criteria with a weight below nothing: what they take off is that less of them is better.
fn by_weight(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    let mut is_any = false;
    for at in 0..scoring.leaves.len() {
        let leaf = &scoring.leaves[at];
        let Some(weight) = leaf.weight.clone().filter(|weight| weight.value.is_negative()) else { continue };
        let top = scale(reader, &scoring.tables).map(|(_, to, _)| to);
        let highest = scales::highest(reader, &[leaf]);
        let top = top.filter(|to| *to >= highest).unwrap_or_else(|| highest.max(Exact::ONE));
        let name = leaf.name.clone();
        let shown = weight.shown.abs();
        let ask = format!(
            "The weight of \"{name}\" is below 0: its marks take off. Count it as one of which less is better?"
        );
        let less = format!(
            "less is better: weight {shown}, from {top} (nothing) to 0 (in full); totals are higher by the same"
        );
        let options = [less.as_str(), "leave the criterion out: other totals than the sheet's"];
        let choice =
            reader.ask(Asked::Direction, vec![weight.place], ask, &options, "every score and the ranking").at;
        is_any = true;
        let leaf = &mut scoring.leaves[at];
        if choice == 0 {
            leaf.weight = Some(Weight { value: weight.value.abs(), shown, ..weight });
            leaf.factor = &Exact::ZERO - &leaf.factor.abs();
            (leaf.worst, leaf.best) = (top, Exact::ZERO);
        } else {
            leaf.weight = Some(Weight { value: Exact::ZERO, shown: Exact::ZERO, ..weight });
            leaf.factor = Exact::ZERO;
            leaf.best = Exact::ONE;
        }
    }
    let out: Vec<Leaf> =
        scoring.leaves.iter().filter(|leaf| is_any && leaf.factor.is_zero()).cloned().collect();
    scoring.leaves.retain(|leaf| !is_any || !leaf.factor.is_zero());
    for leaf in out {
        reader.set_kind(leaf.table, leaf.line, Kind::Fact);
    }
    let totals: Vec<Place> = scoring.totals.iter().flatten().copied().collect();
    if is_any && !totals.is_empty() {
        reader.say(totals, "the totals take marks off, and cannot be kept");
        scoring.totals.iter_mut().for_each(|total| *total = None);
    }
}

/// A sheet in which the lowest total wins: the order can be kept, the totals cannot.
fn by_ranks(reader: &mut Reader<'_>, scoring: &mut Scoring) -> bool {
    let ranks = scoring.ranks(reader);
    let ranked: Vec<(Exact, u32)> = (0..scoring.totals.len())
        .filter_map(|vendor| Some((checks::shown(reader, scoring.totals[vendor]?)?.0, ranks[vendor]?)))
        .collect();
    let first = ranked.iter().min_by_key(|(_, rank)| *rank);
    let last = ranked.iter().max_by_key(|(_, rank)| *rank);
    let (Some((best, high)), Some((worst, low))) = (first, last) else { return false };
    if high == low || best >= worst || !scoring.prices.is_empty() {
        return false;
    }
    let all: Vec<Exact> = scoring.leaves.iter().flat_map(|leaf| marks(reader, leaf)).collect();
    let (Some(low), Some(high)) = (all.iter().min().cloned(), all.iter().max().cloned()) else {
        return false;
    };
    // What is taken off a price, and the price itself, are on no one scale.
    let is_mixed = scoring.leaves.iter().any(|leaf| leaf.factor.is_negative());
    let own: Vec<Vec<Exact>> = scoring.leaves.iter().map(|leaf| marks(reader, leaf)).collect();
    for (leaf, own) in scoring.leaves.iter_mut().zip(own) {
        let (bottom, top) = match (own.iter().min(), own.iter().max()) {
            (Some(bottom), Some(top)) if is_mixed => (bottom.clone(), top.clone()),
            _ => (low.clone(), high.clone()),
        };
        let top = if bottom == top { &bottom + &Exact::ONE } else { top };
        if leaf.factor.is_negative() {
            (leaf.worst, leaf.best) = (bottom, top);
        } else {
            (leaf.worst, leaf.best) = (top, bottom);
        }
        leaf.factor = &Exact::ZERO - &leaf.factor;
    }
    let ends = if is_mixed {
        "each criterion counts from its worst value to its best".to_owned()
    } else {
        format!("marks count from {high} (worst) to {low} (best)")
    };
    say_that_totals_go(reader, scoring, &ends);
    true
}

fn say_that_totals_go(reader: &mut Reader<'_>, scoring: &mut Scoring, ends: &str) {
    let at: Vec<Place> = scoring.totals.iter().flatten().copied().collect();
    if !at.is_empty() {
        let what = format!(
            "the lowest total wins: {ends}, so that the order holds; the totals of the sheet cannot be kept"
        );
        reader.say(at, what);
    }
    scoring.totals.iter_mut().for_each(|total| *total = None);
}

fn marks(reader: &Reader<'_>, leaf: &Leaf) -> Vec<Exact> {
    let cells = leaf.cells.iter().flatten();
    cells.filter_map(|place| mark(reader, *place).number()).collect()
}

/// Whether the marks of a criterion are on the scale of the sheet: numbers without an order of their own.
fn is_plain(reader: &Reader<'_>, leaf: &Leaf) -> bool {
    let says_its_most = |place: &Place| reader.text(*place).is_some_and(|text| out_of(text).is_some());
    leaf.best.is_zero()
        && leaf.worst.is_zero()
        && !leaf.factor.is_negative()
        && leaf.maximum.is_none()
        && reader.best_level(leaf).is_none()
        && !leaf.cells.iter().flatten().any(says_its_most)
}

/// Turns all marks where a note or a heading says that the lowest is the best; where it may mean that, it is asked.
fn by_note(reader: &mut Reader<'_>, scoring: &mut Scoring) -> bool {
    // What says so beside ranks is said of the ranks, and these agree with the totals.
    let has_ranks = reader.kinds[scoring.main.table].contains(&Kind::Rank)
        && scoring.ranks(reader).iter().flatten().count() > 1;
    let plain: Vec<usize> =
        (0..scoring.leaves.len()).filter(|at| is_plain(reader, &scoring.leaves[*at])).collect();
    let Some(first) = plain.first().and_then(|at| scoring.leaves[*at].place).filter(|_| !has_ranks) else {
        return false;
    };
    let of: Vec<&Leaf> = plain.iter().map(|at| &scoring.leaves[*at]).collect();
    let highest = scales::highest(reader, &of);
    let is_ranked = of.iter().all(|leaf| is_permutation(&marks(reader, leaf)));
    let Some((place, said)) = order(reader, &scoring.tables, is_ranked) else { return false };
    // What goes less far than the marks is said of something else.
    if said.to.as_ref().is_some_and(|to| *to < highest) {
        return false;
    }
    let text = plain_text(reader, place);
    if !said.is_plain {
        let ask = format!("\"{text}\" can mean that the lowest mark is the best. Is it?");
        let options = ["the lowest is the best", "the highest is the best"];
        if reader.ask(Asked::Direction, vec![place], ask, &options, "every score and the ranking").at == 1 {
            return false;
        }
    }
    let ends =
        scale(reader, &scoring.tables).map(|(from, to, _)| (from, to)).filter(|(_, to)| *to >= highest);
    let (from, to) = match (said.to, ends) {
        (Some(to), _) => (said.from, to),
        (None, Some((from, to))) => (from.max(said.from), to),
        (None, None) => {
            (said.from, scales::ask_top(reader, first, &highest, None).unwrap_or_else(|| highest.clone()))
        }
    };
    if from >= to {
        return false;
    }
    for at in plain {
        turn(&mut scoring.leaves[at], &from, &to);
    }
    let ends = format!("marks count from {to} (worst) to {from} (best)");
    reader.say(vec![place], format!("\"{text}\": {ends}"));
    say_that_totals_go(reader, scoring, &ends);
    true
}

/// Turns single criteria whose names or remarks say that less is better; where a total adds them up, it is asked.
fn by_name(reader: &mut Reader<'_>, scoring: &mut Scoring) -> bool {
    let mut is_any = false;
    for at in 0..scoring.leaves.len() {
        let leaf = scoring.leaves[at].clone();
        let own = marks(reader, &leaf);
        let (Some(low), Some(high), Some(place)) = (own.iter().min(), own.iter().max(), leaf.place) else {
            continue;
        };
        // Of prices it was asked already.
        let is_asked = |asked: &Question| asked.kind == Asked::Direction && asked.at == [place];
        if !is_plain(reader, &leaf) || reader.import.questions.iter().any(is_asked) {
            continue;
        }
        let remark = leaf.remark.and_then(|place| reader.text(place)).unwrap_or_default();
        let is_ranked = says(&leaf.name, Label::Rank) && is_permutation(&own);
        let said = said_order(&leaf.name).or_else(|| said_order(remark));
        let is_raw = *high > Exact::from(10) || leaf.name.contains('=') || is_percentage(reader, &leaf);
        let is_added = scoring.totals.iter().any(Option::is_some);
        let is_less = is_raw && !is_added && means_less(&leaf.name);
        let Some(said) = said.or_else(|| (is_ranked || is_less).then(Order::doubtful)) else { continue };
        let headed = headed_ends(&plain(&leaf.name)).map(|(_, (from, to))| (from, to));
        let named = headed.map(|(from, to)| (Exact::from(from), Exact::from(to)));
        let from_low = || (low.clone(), if low == high { low + &Exact::ONE } else { high.clone() });
        let common = is_way(remark).and_then(|_| scale(reader, &scoring.tables));
        let common = common.map(|(from, to, _)| (from, to));
        let stated = said.to.clone().map(|to| (said.from.clone(), to)).or(named).or(common);
        let (from, to) = stated.filter(|(_, to)| to >= high).unwrap_or_else(from_low);
        if !said.is_plain || is_added {
            let ask = format!("By its words less of \"{}\" may be better. Is it?", leaf.name);
            let less = format!("less is better: from {to} (nothing) to {from} (in full)");
            let more = if is_added { "more is better, as the totals count it" } else { "more is better" };
            let options = [less.as_str(), more];
            let choice =
                reader.ask(Asked::Direction, vec![place], ask, &options, "every score and the ranking");
            if choice.at == 1 {
                continue;
            }
        } else {
            reader.say(vec![place], format!("less of it is better: from {to} (nothing) to {from} (in full)"));
        }
        turn(&mut scoring.leaves[at], &from, &to);
        is_any = true;
    }
    if is_any {
        let at: Vec<Place> = scoring.totals.iter().flatten().copied().collect();
        if !at.is_empty() {
            reader.say(at, "the totals add up a criterion of which less is better, and cannot be kept");
        }
        scoring.totals.iter_mut().for_each(|total| *total = None);
    }
    is_any
}

/// Whether marks of a criterion are per cent.
fn is_percentage(reader: &Reader<'_>, leaf: &Leaf) -> bool {
    let mut cells = leaf.cells.iter().flatten().filter_map(|place| reader.cell(*place));
    cells.any(|cell| cell.format.contains('%') || cell.text().is_some_and(|text| text.contains('%')))
}

/// Whether a name is that of something of which there is better less.
fn means_less(name: &str) -> bool {
    const WORDS: &str = "risk risks risiko riesgo risque attrition turnover churn abandon abandonment abandoned error errors complaint \
        complaints escalations wait waiting delay delays downtime outage outages incidents defects absence absenteeism shrinkage \
        backlog aht fluktuation fehler wartezeit krankenstand rotacion errores quejas espera erreurs attente vaihtuvuus";
    let name = folded(name);
    let mut own = name.split(|c: char| !c.is_alphanumeric());
    name.contains("handling time") || own.any(|one| WORDS.split_whitespace().any(|word| word == one))
}

/// Turns the scale of a criterion, which counts in the whole as much as before.
fn turn(leaf: &mut Leaf, from: &Exact, to: &Exact) {
    let part = &leaf.factor * to;
    leaf.factor = &Exact::ZERO - &part.over(&(to - from)).unwrap_or_default();
    (leaf.worst, leaf.best) = (to.clone(), from.clone());
}

fn plain_text(reader: &Reader<'_>, place: Place) -> String {
    plain(reader.text(place).unwrap_or_default()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether some marks can be ranks: the whole numbers from 1 on, each once.
fn is_permutation(marks: &[Exact]) -> bool {
    let all: BTreeSet<&Exact> = marks.iter().collect();
    marks.len() > 1 && (1..=marks.len()).all(|rank| all.contains(&Exact::from(rank)))
}

//! Weights: as they are stated, and as they count.

use super::Reader;
use super::leaf::{Group, Leaf, Weight};
use crate::exact::Exact;
use crate::sheets::cells::{Content, Place};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::typed::{plain, weight_in};
use crate::sheets::words::folded;

/// The weight in a cell.
pub(super) fn weight(reader: &Reader<'_>, place: Place) -> Option<Weight> {
    let percent = |value: Exact| Weight { shown: value.percent(), value, is_percent: true, place };
    let number = |value: Exact| Weight { shown: value.clone(), value, is_percent: false, place };
    if let Some(given) = reader.weights_given.get(&place) {
        return Some(number(given.clone()));
    }
    let cell = reader.cell(place)?;
    if cell.formula.is_some() {
        let value = reader.replay.cell(place).value()?.clone();
        return Some(if cell.format.contains('%') { percent(value) } else { number(value) });
    }
    match &cell.content {
        Content::Number(value) if cell.format.contains('%') => Some(percent(value.clone())),
        Content::Number(value) => Some(number(value.clone())),
        Content::Text(text) if reader.weight_words.contains_key(&folded(text)) => {
            Some(number(reader.weight_words[&folded(text)].clone()))
        }
        Content::Text(text) => match weight_in(text)? {
            (value, true) => Some(percent(Exact::of_percent(&value))),
            (value, false) => Some(number(value)),
        },
        _ => None,
    }
}

/// A heading with a weight in it, `Contract terms (10%)`, `Operations - 70 points`: the name without it, and the weight.
pub(super) fn of_heading(name: &str, place: Place) -> Option<(String, Weight)> {
    let text = plain(name);
    let in_brackets = || {
        let (before, inner) = text.rsplit_once(['(', '（', '['])?;
        Some((before, inner.trim_end_matches([')', '）', ']', ' ']), false))
    };
    // Behind a sign, or at the end.
    let behind = || {
        let (before, inner) = text.rsplit_once([':', '-', '–', '—', '='])?;
        Some((before, inner, true))
    };
    let at_end = || {
        let bare = text.trim_end().strip_suffix('%')?.trim_end();
        let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let before = bare.trim_end_matches(is_digit);
        before.ends_with(' ').then(|| (before, &text[before.len()..], false))
    };
    let found = [in_brackets(), behind(), at_end()].into_iter().flatten();
    let mut found = found.filter_map(|(before, inner, is_behind)| {
        let (value, is_percent) = weight_in(inner)?;
        let has_unit = inner.contains(char::is_alphabetic);
        // A bare number is none: `Phase - 2`.
        let is_weight = is_percent || is_behind && has_unit;
        if !is_weight {
            return None;
        }
        let name = before.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.trim_end_matches([':', '-', '–', '—', '=', ' ']).to_owned();
        let (value, shown) =
            if is_percent { (Exact::of_percent(&value), value) } else { (value.clone(), value) };
        (!name.is_empty()).then_some((name, Weight { value, shown, is_percent, place }))
    });
    found.next()
}

/// How far marks go, as the divisor of the formulas says: none where they divide by nothing or by the weights' sum.
pub(super) fn divisor(leaves: &[Leaf], local: &[Option<Exact>], highest: &Exact) -> Option<Exact> {
    let mut found: Option<Exact> = None;
    for (leaf, slope) in leaves.iter().zip(local) {
        let (Some(weight), Some(slope)) = (&leaf.weight, slope) else { continue };
        let ratio = weight.value.over(slope).filter(|ratio| !ratio.is_negative())?;
        if found.as_ref().is_some_and(|found| *found != ratio) {
            return None;
        }
        found = Some(ratio);
    }
    let found = found.filter(|found| *found > Exact::ONE && found >= highest)?;
    let weighted = leaves.iter().zip(local).filter(|(_, slope)| slope.is_some());
    let sum = Exact::sum(weighted.filter_map(|(leaf, _)| leaf.weight.as_ref().map(|weight| &weight.value)));
    // A hundred under marks of up to ten takes per cent away and says nothing of the marks.
    let is_percent = found == Exact::HUNDRED && *highest <= Exact::from(10);
    (found != sum && !is_percent).then_some(found)
}

/// What most totals count a mark with, of equally many the least; nothing only where all count it so.
pub(super) fn usual<'a>(slopes: impl Iterator<Item = &'a Exact>) -> Option<Exact> {
    let known: Vec<&Exact> = slopes.filter(|slope| !slope.is_zero()).collect();
    let count = |one: &&Exact| known.iter().filter(|other| other == &one).count();
    known.iter().copied().max_by(|a, b| count(a).cmp(&count(b)).then(b.abs().cmp(&a.abs()))).cloned()
}

/// What every mark counts for: the slope that most vendors have; where a total misses a mark, what its weight says.
pub(super) fn factors(leaves: &mut [Leaf], slopes: &[Vec<Option<Exact>>]) {
    let mut found: Vec<Exact> =
        slopes.iter().map(|slopes| usual(slopes.iter().flatten()).unwrap_or_default()).collect();
    let ratio = |at: usize, found: &[Exact]| {
        let weight = leaves[at].weight.as_ref().map_or(Exact::ONE, |weight| weight.value.clone());
        found[at].over(&weight).filter(|ratio| !ratio.is_zero())
    };
    let ratios: Vec<Option<Exact>> = (0..leaves.len()).map(|at| ratio(at, &found)).collect();
    for at in 0..leaves.len() {
        if !found[at].is_zero() {
            continue;
        }
        let own = leaves[at].group.as_ref().map(|group| group.name.clone());
        let mut siblings = leaves
            .iter()
            .zip(&ratios)
            .filter(|(leaf, _)| leaf.group.as_ref().map(|one| one.name.clone()) == own);
        let of_siblings = siblings.find_map(|(_, ratio)| ratio.clone());
        let ratio = of_siblings.or_else(|| ratios.iter().flatten().next().cloned());
        let weight = leaves[at].weight.as_ref().map_or(Exact::ONE, |weight| weight.value.clone());
        if let Some(ratio) = ratio.filter(|_| leaves[at].weight.is_some() || leaves[at].maximum.is_some()) {
            found[at] = &ratio * &weight;
        }
    }
    for (leaf, factor) in leaves.iter_mut().zip(found) {
        leaf.factor = factor;
    }
}

/// The weights to write for groups and criteria, so that they share as the sheet does: as stated where that gives the
/// same, else worked out.
pub(super) fn written(leaves: &[Leaf], groups: &[Group], others: &Exact) -> (Vec<Exact>, Vec<Option<Exact>>) {
    let parts: Vec<Exact> = leaves.iter().map(Leaf::part).collect();
    let whole = &Exact::sum(&parts) + others;
    let stated: Option<Vec<Exact>> =
        leaves.iter().map(|leaf| leaf.weight.as_ref().map(|weight| weight.shown.clone())).collect();
    if let Some(stated) = &stated {
        if let Some(by) = proportion(&parts, stated)
            && (others.is_zero() || !by.is_zero())
        {
            let by_group =
                groups.iter().map(|group| Some(Exact::sum(group.members.iter().map(|at| &stated[*at]))));
            return (stated.clone(), by_group.collect());
        }
        let by_group: Option<Vec<Exact>> =
            groups.iter().map(|group| group.weight.as_ref().map(|weight| weight.shown.clone())).collect();
        if let Some(by_group) = by_group.filter(|weights| !weights.is_empty()) {
            let sums: Vec<Exact> =
                groups.iter().map(|group| Exact::sum(group.members.iter().map(|at| &parts[*at]))).collect();
            let is_local = groups.iter().all(|group| {
                let parts: Vec<Exact> = group.members.iter().map(|at| parts[*at].clone()).collect();
                let stated: Vec<Exact> = group.members.iter().map(|at| stated[*at].clone()).collect();
                proportion(&parts, &stated).is_some()
            });
            if is_local && proportion(&sums, &by_group).is_some() {
                return (stated.clone(), by_group.into_iter().map(Some).collect());
            }
        }
    }
    if let Some(weights) = equal_parts(&parts, groups) {
        return (vec![Exact::ONE; leaves.len()], weights.into_iter().map(Some).collect());
    }
    let finite = finite(&parts, &whole);
    let by_group =
        groups.iter().map(|group| Some(Exact::sum(group.members.iter().map(|at| &finite[*at])))).collect();
    (finite, by_group)
}

/// The weights of groups in which all criteria count the same.
fn equal_parts(parts: &[Exact], groups: &[Group]) -> Option<Vec<Exact>> {
    let is_equal = |group: &Group| group.members.iter().all(|at| parts[*at] == parts[group.members[0]]);
    let sums: Vec<Exact> =
        groups.iter().map(|group| Exact::sum(group.members.iter().map(|at| &parts[*at]))).collect();
    let weights: Option<Vec<Exact>> =
        groups.iter().map(|group| Some(group.weight.as_ref()?.shown.clone())).collect();
    weights.filter(|weights| {
        !weights.is_empty() && groups.iter().all(is_equal) && proportion(&sums, weights).is_some()
    })
}

/// By how much one list is another, where it is the same for all.
pub(super) fn proportion(parts: &[Exact], stated: &[Exact]) -> Option<Exact> {
    let mut by: Option<Exact> = None;
    for (part, stated) in parts.iter().zip(stated) {
        if part.is_zero() && stated.is_zero() {
            continue;
        }
        let ratio = part.over(stated)?;
        if by.as_ref().is_some_and(|by| *by != ratio) {
            return None;
        }
        by = Some(ratio);
    }
    by
}

/// Numbers in the same proportion that end after few digits.
pub(super) fn finite(parts: &[Exact], whole: &Exact) -> Vec<Exact> {
    const MOST_FACTOR: u32 = 5040;
    let is_finite = |number: &Exact| Exact::parse(&number.plain(12)).is_ok_and(|read| read == *number);
    let scaled = |by: &Exact| parts.iter().map(|part| part * by).collect::<Vec<_>>();
    let percent = Exact::HUNDRED.over(whole).map(|by| scaled(&by));
    if let Some(percent) = percent.filter(|parts| parts.iter().all(is_finite)) {
        return percent;
    }
    (1..=MOST_FACTOR)
        .map(Exact::from)
        .find(|by| parts.iter().all(|part| is_finite(&(part * by))))
        .map_or_else(|| parts.to_vec(), |by| scaled(&by))
}

/// Whether whole weights are meant to add up to a hundred: the totals divide by it, or they nearly do.
fn are_percent(leaves: &[Leaf], sum: &Exact) -> bool {
    let by_hundred = |leaf: &Leaf| {
        leaf.weight.as_ref().is_some_and(|weight| &leaf.factor * &Exact::HUNDRED == weight.value)
            && leaf.best != Exact::HUNDRED
    };
    let is_near = *sum >= Exact::from(90) && *sum <= Exact::from(110);
    leaves.iter().all(by_hundred) || is_near && leaves.iter().all(|leaf| leaf.maximum.is_none())
}

impl Reader<'_> {
    /// Asks about weights that are shares and do not add up to the whole.
    pub(super) fn check_sum(
        &mut self,
        leaves: &[Leaf],
        groups: &[Group],
        others: &Exact,
        place: Option<Place>,
    ) {
        let weights: Vec<&Weight> = leaves.iter().filter_map(|leaf| leaf.weight.as_ref()).collect();
        if weights.is_empty() || groups.iter().any(|group| group.weight.is_some()) {
            return;
        }
        let sum = Exact::sum(weights.iter().map(|weight| &weight.value));
        let is_share = weights.iter().all(|weight| weight.is_percent || weight.value <= Exact::ONE);
        let factors = Exact::sum(leaves.iter().map(|leaf| &leaf.factor));
        let whole = if is_share { Exact::ONE } else { Exact::HUNDRED };
        // Where the total divides by the sum, in proportion is what the sheet does.
        if !is_share && !are_percent(leaves, &sum)
            || sum == whole
            || factors == Exact::ONE
            || !others.is_zero()
        {
            return;
        }
        let lacks = &whole - &sum;
        let shown = |number: &Exact| {
            if weights[0].is_percent { format!("{} %", number.percent()) } else { number.to_string() }
        };
        let ask = format!(
            "The weights add up to {}, not {}. Is a criterion missing, or shall they count as they stand, in proportion?",
            shown(&sum),
            shown(&whole)
        );
        let missing = if lacks.is_negative() {
            "a weight is too high".to_owned()
        } else {
            format!("a criterion of {} is missing", shown(&lacks))
        };
        let of = &self.import.of;
        let keep = format!("in proportion: order as in the sheet, the best possible total is {of}");
        let at = place.unwrap_or(weights[0].place);
        self.ask(Asked::WeightSum, vec![at], ask, &[&keep, &missing], "the shares of all criteria");
    }
}

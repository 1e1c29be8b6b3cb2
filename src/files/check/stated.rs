//! Checks of the numbers that a criteria file states: the ends of scales and the limits of must-haves against what all
//! vendors say, and weights against their siblings.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::collections::BTreeMap;

use super::numbers::is_per_cent;
use super::said::{FAR, Said, SaidOf, is_far};
use crate::decision::{Criterion, FactId, Leaf, Shape, Test, derived};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::criteria::{CriterionSpans, Draft};
use crate::files::percent::share_of_one;
use crate::files::read::Problems;

/// Numbers that something asks a fact to reach or not to pass.
struct Stated<'a> {
    fact: &'a FactId,
    /// The least and the greatest of them.
    ends: [Exact; 2],
    place: Span,
    what: &'static str,
    /// Whether it is odd that they lie far below, and far above, what all vendors say: a limit that everybody keeps is
    /// none.
    is_odd: [bool; 2],
}

/// Checks all of them; where a single vendor speaks, nothing tells which of the two is off.
pub(super) fn check(
    draft: &Draft,
    leaves: &[(&Criterion, &Leaf, &CriterionSpans)],
    said_of: &SaidOf<'_>,
    problems: &mut Problems,
) {
    let units: BTreeMap<&FactId, &str> =
        leaves.iter().filter_map(|(_, leaf, _)| Some((&leaf.fact, leaf.unit.as_deref()?))).collect();
    for stated in stated(draft, leaves) {
        if derived::is_per_cent(stated.fact.as_str()) {
            problems.extend(share_of_one(stated.place, &stated.ends[1]));
            continue;
        }
        let said = || said_of.get(stated.fact).into_iter().flatten().filter(|said| said.is_positive());
        let least = said().min_by(|a, b| a.value.cmp(b.value));
        let greatest = said().max_by(|a, b| a.value.cmp(b.value));
        let (Some(least), Some(greatest)) = (least, greatest) else { continue };
        // What vendors give their numbers in tells what a limit counts in that no scale says anything of.
        let unit = units.get(stated.fact).copied().or_else(|| said().find_map(Said::unit));
        let is_share = unit.is_some_and(is_per_cent);
        let found = if is_share && is_one_end_a_share(&stated.ends, least.value, greatest.value) {
            let low = &stated.ends[0];
            let meant = low * &Exact::from(FAR);
            let message = format!("{} counts in per cent, and one end of it is {low} %", stated.what);
            Some(
                Diagnostic::new(Code::OtherNotation, stated.place, message)
                    .help(format!("write {meant} where {meant} % is meant")),
            )
        } else if is_share && is_in_shares(&stated.ends, least.value, greatest.value) {
            let message = format!("{} counts in per cent, and goes up to {} %", stated.what, stated.ends[1]);
            let meant = &stated.ends[1] * &Exact::from(FAR);
            Some(
                Diagnostic::new(Code::OtherNotation, stated.place, message)
                    .help(format!("write {meant} where {meant} % is meant")),
            )
        } else {
            far(&stated, said().count(), least.value, greatest.value)
        };
        problems.extend(
            found.map(|found| found.related(least.place(), format!("a vendor says {}", least.value))),
        );
    }
    check_weights(draft, problems);
}

fn stated<'a>(draft: &'a Draft, leaves: &[(&'a Criterion, &'a Leaf, &CriterionSpans)]) -> Vec<Stated<'a>> {
    let of_scales = leaves.iter().filter_map(|(_, leaf, spans)| {
        let ends = match leaf.scale.shape() {
            Shape::Line(line) if !leaf.scale.is_rating() => line.reach().map(Exact::clone),
            Shape::Formula(formula) => {
                let limit = formula.price()?.limit()?;
                [limit.clone(), limit.clone()]
            }
            Shape::Line(_) | Shape::Table(_) | Shape::Set(_) => return None,
        };
        Some(Stated { fact: &leaf.fact, ends, place: spans.scale?, what: "the scale", is_odd: [true, true] })
    });
    let of_gates = draft.gates.iter().filter_map(|(gate, spans)| {
        let (Test::AtLeast(limit) | Test::AtMost(limit)) = &gate.test else { return None };
        let is_most = matches!(gate.test, Test::AtMost(_));
        let is_odd = [is_most, !is_most];
        let ends = [limit.clone(), limit.clone()];
        Some(Stated { fact: &gate.fact, ends, place: spans.test, what: "the limit", is_odd })
    });
    of_scales.chain(of_gates).collect()
}

/// Whether numbers are shares of one where all vendors write per cent.
fn is_in_shares([low, high]: &[Exact; 2], least: &Exact, greatest: &Exact) -> bool {
    let two = Exact::from(2);
    let is_part = |end: &Exact| *end > Exact::ZERO && *end < Exact::ONE;
    let meant = high * &Exact::from(FAR);
    let is_among = meant <= greatest * &two && &meant * &two >= *least;
    *high <= Exact::ONE && (is_part(low) || is_part(high)) && *least >= two && is_among
}

/// Whether the lower of two ends is a share of one where the other one, and all vendors, are in per cent.
fn is_one_end_a_share([low, high]: &[Exact; 2], least: &Exact, greatest: &Exact) -> bool {
    let two = Exact::from(2);
    let meant = low * &Exact::from(FAR);
    let is_among = meant <= greatest * &two && &meant * &two >= *least;
    *low > Exact::ZERO && *low < Exact::ONE && *high >= two && *least >= low * &Exact::from(10) && is_among
}

/// Warns where every vendor is a hundred times away.
fn far(stated: &Stated<'_>, count: usize, least: &Exact, greatest: &Exact) -> Option<Diagnostic> {
    const FEWEST: usize = 2;
    let [low, high] = &stated.ends;
    let [below, above] = stated.is_odd;
    let word = if below && is_far(high, least) {
        "less"
    } else if above && is_far(greatest, low) {
        "more"
    } else {
        return None;
    };
    let message = format!("{} is {FAR} times {word} than all vendors say, or further off", stated.what);
    (count >= FEWEST).then(|| {
        Diagnostic::new(Code::FarOff, stated.place, message)
            .help("look at the unit, and at points and commas")
    })
}

/// Warns of a weight that is a share of one beside others of a hundred, and of one that all others are a hundred times.
fn check_weights(draft: &Draft, problems: &mut Problems) {
    let mut groups: BTreeMap<Option<usize>, Vec<(&Criterion, Span)>> = BTreeMap::new();
    for (criterion, spans) in &draft.criteria {
        let Some(place) = spans.weight else { continue };
        groups.entry(criterion.parent).or_default().push((criterion, place));
    }
    for siblings in groups.into_values().filter(|siblings| siblings.len() > 1) {
        for (at, (criterion, place)) in siblings.iter().enumerate() {
            let weight = criterion.weight.exact();
            let others = siblings.iter().enumerate().filter(|(other, _)| *other != at);
            let others: Vec<&Exact> = others.map(|(_, (other, _))| other.weight.exact()).collect();
            let (Some(least), Some(greatest)) = (others.iter().min(), others.iter().max()) else { continue };
            let found = if is_in_shares(&[weight.clone(), weight.clone()], least, greatest) {
                let meant = weight * &Exact::from(FAR);
                let message = format!("{weight} counts as {weight}, and not as {meant}");
                Some(
                    Diagnostic::new(Code::OtherNotation, *place, message)
                        .help(format!("write {meant} where that is meant")),
                )
            } else if others.len() > 1 && (is_far(weight, least) || is_far(greatest, weight)) {
                let word = if weight < *least { "less" } else { "more" };
                let message =
                    format!("{weight} is {FAR} times {word} than all weights beside it, or further off");
                Some(
                    Diagnostic::new(Code::FarOff, *place, message)
                        .help("look at points and commas; a criterion that hardly counts may go"),
                )
            } else {
                None
            };
            problems.extend(found);
        }
    }
}

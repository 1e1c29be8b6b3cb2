//! Who has the highest score where weights move: the upper envelope of the curves.

use crate::exact::Exact;
use crate::robust::lines::VendorCurve;

/// Where any two curves cross, going up; none when all are straight lines.
pub(super) fn bends(present: &[&VendorCurve], from: &Exact, until: &Exact) -> Option<Vec<Exact>> {
    if present.iter().all(|one| one.curve.is_straight()) {
        return None;
    }
    let pairs =
        present.iter().enumerate().flat_map(|(at, one)| present[at + 1..].iter().map(move |two| (one, two)));
    let mut bends: Vec<Exact> = pairs.flat_map(|(one, two)| one.curve.crossings(&two.curve)).collect();
    bends.retain(|bend| bend > from && bend < until);
    bends.sort();
    bends.dedup();
    Some(bends)
}

/// The vendors with the highest score at a weight.
pub(super) fn best<'a>(among: &[&'a VendorCurve], t: &Exact) -> Vec<&'a VendorCurve> {
    let near = t.to_f64();
    let least = among.iter().map(|one| one.curve.bounds(near)[0]).fold(f64::NEG_INFINITY, f64::max);
    let near_top = among.iter().copied().filter(|one| one.curve.bounds(near)[1] >= least);
    let scores: Vec<(&VendorCurve, Exact)> = near_top.map(|one| (one, one.curve.at(t))).collect();
    let top = scores.iter().map(|(_, score)| score).max();
    scores.iter().filter(|(_, score)| Some(score) == top).map(|(one, _)| *one).collect()
}

/// The vendors with the highest score just above a weight, where all scores are straight lines.
///
/// Those that share the highest score at the weight itself part ways at the next crossing among them, so
/// the middle of the way to it tells them apart.
pub(super) fn just_above<'a>(
    present: &[&'a VendorCurve],
    from: &Exact,
    until: &Exact,
) -> Vec<&'a VendorCurve> {
    let level = best(present, from);
    let next = level
        .iter()
        .enumerate()
        .flat_map(|(at, one)| level[at + 1..].iter().flat_map(|other| one.curve.crossings(&other.curve)))
        .filter(|root| root > from && root < until)
        .min()
        .unwrap_or_else(|| until.clone());
    best(&level, &middle(from, &next))
}

pub(super) fn middle(a: &Exact, b: &Exact) -> Exact {
    (a + b).over(&Exact::from(2)).unwrap_or_default()
}

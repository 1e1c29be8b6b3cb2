//! The usual ways to come from weights and scores to a total.

use std::fmt;

use super::{Reading, ScoreSheet, Total, Unclear, Vendor};
use crate::exact::{Exact, Mode, Rounding};

/// How far from the sheet, as a share, the nearest way may be before the layout counts as not understood.
const FAR: (u32, u32) = (1, 4);

/// A way to come from weights and scores to a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetMethod {
    /// The scores are points already and are added.
    Sum,
    /// Weight times score, added.
    WeightedSum,
    /// Weight times score, added and divided by the sum of the weights.
    WeightedMean,
    /// Weight times score, added and divided by so much: the highest mark, where weights are the most points.
    OutOf(u32),
}

impl fmt::Display for SheetMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SheetMethod::Sum => f.write_str("the scores, added"),
            SheetMethod::WeightedSum => f.write_str("weight x score, added"),
            SheetMethod::WeightedMean => {
                f.write_str("weight x score, added and divided by the sum of the weights")
            }
            SheetMethod::OutOf(most) => write!(f, "weight x score / {most}, added"),
        }
    }
}

/// In the order in which they are preferred where several fit as well.
const METHODS: [SheetMethod; 8] = [
    SheetMethod::WeightedSum,
    SheetMethod::WeightedMean,
    SheetMethod::Sum,
    SheetMethod::OutOf(100),
    SheetMethod::OutOf(10),
    SheetMethod::OutOf(5),
    SheetMethod::OutOf(4),
    SheetMethod::OutOf(3),
];
const MODES: [Mode; 4] = [Mode::HalfUp, Mode::HalfEven, Mode::Truncate, Mode::Up];

impl SheetMethod {
    /// The total by this way; none where it needs weights and there are none.
    fn total(self, weights: Option<&[Exact]>, scores: &[Exact]) -> Option<Exact> {
        if self == SheetMethod::Sum {
            return Some(Exact::sum(scores));
        }
        let weights = weights?;
        let products: Vec<Exact> = weights.iter().zip(scores).map(|(weight, score)| weight * score).collect();
        let sum = Exact::sum(&products);
        match self {
            SheetMethod::Sum | SheetMethod::WeightedSum => Some(sum),
            SheetMethod::WeightedMean => sum.over(&Exact::sum(weights)),
            SheetMethod::OutOf(most) => sum.over(&Exact::from(most)),
        }
    }

    /// The way in numbers: `0.25 x 10 + 0.2 x 4`.
    fn worked(self, weights: Option<&[Exact]>, scores: &[Exact]) -> String {
        let terms: Vec<String> = match weights.filter(|_| self != SheetMethod::Sum) {
            Some(weights) => weights
                .iter()
                .zip(scores)
                .map(|(weight, score)| format!("{weight} x {}", score.plain(6)))
                .collect(),
            None => scores.iter().map(|score| score.plain(6)).collect(),
        };
        let sum = terms.join(" + ");
        match self {
            SheetMethod::Sum | SheetMethod::WeightedSum => sum,
            SheetMethod::WeightedMean => {
                format!("({sum}) / {}", weights.map(Exact::sum).unwrap_or_default())
            }
            SheetMethod::OutOf(most) => format!("({sum}) / {most}"),
        }
    }
}

/// The highest marks that a price may earn.
const HIGHEST: [u32; 6] = [100, 10, 5, 4, 3, 1];

/// Finds the way by which most totals are right, and works all of them out by it: of the numbers as they stand, or, where
/// one of them is a price itself, of what it earns by lowest / price.
pub(super) fn judge(reading: Reading) -> Result<ScoreSheet, Unclear> {
    let weights: Option<Vec<Exact>> = reading.criteria.iter().map(|(_, weight)| weight.clone()).collect();
    let weights = weights.as_deref();
    let Some(as_it_stands) = best(&reading.vendors, weights) else { return Err(Unclear::NoTotals) };
    let (reading, (fit, method, mode)) = match by_price(&reading, weights, &as_it_stands.0) {
        Some((vendors, note, way)) => {
            let notes = [reading.notes, vec![note]].concat();
            (Reading { vendors, notes, ..reading }, way)
        }
        None => (reading, as_it_stands),
    };
    let far = Exact::from(FAR.0).over(&Exact::from(FAR.1)).unwrap_or_default();
    if fit.right == 0 && fit.distance > far {
        return Err(no_method(&reading, method, weights));
    }
    let totals = reading.vendors.iter().filter_map(|vendor| total(vendor, method, mode, weights)).collect();
    let mut notes = reading.notes;
    notes.extend(weights_note(weights));
    Ok(ScoreSheet {
        method,
        rounding: Rounding { digits: reading.vendors.iter().map(|one| one.digits).max().unwrap_or(0), mode },
        criteria: reading.criteria.into_iter().map(|(name, _)| name).collect(),
        totals,
        notes,
    })
}

/// A way with how well it fits.
type Way = (Fit, SheetMethod, Mode);

/// The way by which most totals are right.
fn best(vendors: &[Vendor], weights: Option<&[Exact]>) -> Option<Way> {
    let mut best: Option<Way> = None;
    for method in METHODS {
        for mode in MODES {
            let Some(fit) = fit(vendors, method, mode, weights) else { continue };
            if best.as_ref().is_none_or(|(other, ..)| fit.is_better(other)) {
                best = Some((fit, method, mode));
            }
        }
    }
    best
}

/// The vendors with what their price earns in its place, where most totals are right by that, and more than as they stand;
/// with what is said of it.
fn by_price(reading: &Reading, weights: Option<&[Exact]>, than: &Fit) -> Option<(Vec<Vendor>, String, Way)> {
    let at = reading.price?;
    let (name, weight) = &reading.criteria[at];
    let mut found: Option<(Vec<Vendor>, String, Way)> = None;
    for most in HIGHEST.map(Exact::from).into_iter().chain(weight.clone()) {
        let vendors = earned(&reading.vendors, at, &most)?;
        let Some(way) = best(&vendors, weights) else { continue };
        let is_better = way.0.is_better(found.as_ref().map_or(than, |(.., way)| &way.0));
        if is_better && way.0.right * 2 > vendors.len() {
            let note = format!("{name} was taken for the price itself, which earns {most} x lowest / price");
            found = Some((vendors, note, way));
        }
    }
    found
}

/// The vendors with what their price earns in its place; none where one of them asks nothing.
fn earned(vendors: &[Vendor], at: usize, most: &Exact) -> Option<Vec<Vendor>> {
    let lowest = vendors.iter().map(|vendor| &vendor.scores[at]).min()?;
    let earned = |vendor: &Vendor| {
        let mut vendor = vendor.clone();
        vendor.scores[at] = (most * lowest).over(&vendor.scores[at]).filter(|_| *lowest > Exact::ZERO)?;
        Some(vendor)
    };
    vendors.iter().map(earned).collect()
}

/// How well a way fits.
#[derive(Debug)]
struct Fit {
    /// How many totals are right.
    right: usize,
    /// How far the totals are off, as a share of the largest, in the mean.
    distance: Exact,
}

impl Fit {
    fn is_better(&self, other: &Fit) -> bool {
        self.right > other.right || (self.right == other.right && self.distance < other.distance)
    }
}

fn fit(vendors: &[Vendor], method: SheetMethod, mode: Mode, weights: Option<&[Exact]>) -> Option<Fit> {
    let mut right = 0;
    let mut off = Exact::ZERO;
    let mut size = Exact::ZERO;
    for vendor in vendors {
        let exact = method.total(weights, &vendor.scores)?;
        let rounded = Rounding { digits: vendor.digits, mode }.apply(&exact);
        right += usize::from(rounded == vendor.said);
        off += &(&rounded - &vendor.said).abs();
        size += &vendor.said.abs().max(rounded.abs());
    }
    Some(Fit { right, distance: off.over(&size).unwrap_or_default() })
}

fn total(vendor: &Vendor, method: SheetMethod, mode: Mode, weights: Option<&[Exact]>) -> Option<Total> {
    let exact = method.total(weights, &vendor.scores)?;
    Some(Total {
        vendor: vendor.name.clone(),
        place: vendor.place.clone(),
        said: vendor.said.clone(),
        is: Rounding { digits: vendor.digits, mode }.apply(&exact),
        how: method.worked(weights, &vendor.scores),
        digits: vendor.digits,
        exact,
    })
}

fn no_method(reading: &Reading, nearest: SheetMethod, weights: Option<&[Exact]>) -> Unclear {
    let tried = METHODS.iter().filter(|method| weights.is_some() || **method == SheetMethod::Sum);
    let place = |vendor: Option<&Vendor>| vendor.map_or_else(String::new, |vendor| vendor.place.clone());
    let first = reading.vendors.first();
    Unclear::NoMethod {
        place: format!("{} to {}", place(first), place(reading.vendors.last())),
        tried: tried.map(SheetMethod::to_string).collect::<Vec<_>>().join("; "),
        vendor: first.map_or_else(String::new, |vendor| vendor.name.clone()),
        nearest: first
            .and_then(|vendor| nearest.total(weights, &vendor.scores))
            .map_or_else(String::new, |total| total.plain(6)),
        said: first.map_or_else(String::new, |vendor| vendor.said.to_string()),
    }
}

/// Says so where weights that look like shares do not make a whole.
fn weights_note(weights: Option<&[Exact]>) -> Option<String> {
    let sum = Exact::sum(weights?);
    let is_near = |whole: u32| {
        let whole = Exact::from(whole);
        let tenth = whole.over(&Exact::from(10)).unwrap_or_default();
        sum != whole && (&sum - &whole).abs() <= tenth
    };
    let whole = [1, 100, 1000].into_iter().find(|whole| is_near(*whole))?;
    Some(format!("the weights add up to {sum}, not {whole}"))
}

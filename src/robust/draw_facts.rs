//! Draws the facts that are uncertain or unknown, and turns them into values.

use super::random::{LANES, Row, each};
use crate::decision::{Criterion, Decision, Fact, FactId, FactValue, Leaf, PriceFormula, Scale, Vendor};
use crate::score::evaluation::Cell;

/// Knots of a quantile table, less one.
const KNOTS: usize = 256;

/// The distribution of one fact of one vendor, as a function of a uniform number.
#[derive(Clone, Debug)]
pub(crate) enum Quantile {
    /// Even between two numbers.
    Uniform { low: f64, high: f64 },
    /// Triangular between low and high with the likely one on top.
    Triangular { low: f64, likely: f64, high: f64 },
    /// A line through the quantiles at equal steps.
    Table(Vec<f64>),
}

impl Quantile {
    /// The fact below which the share `u` of the draws lie; `u` from 0 to below 1.
    #[inline]
    pub(crate) fn at(&self, u: f64) -> f64 {
        match self {
            Quantile::Uniform { low, high } => low + u * (high - low),
            Quantile::Triangular { low, likely, high } => {
                let below = (likely - low) / (high - low);
                if u < below {
                    low + (u * (high - low) * (likely - low)).sqrt()
                } else {
                    high - ((1.0 - u) * (high - low) * (high - likely)).sqrt()
                }
            }
            Quantile::Table(knots) => interpolate_table(knots, u),
        }
    }

    /// PERT: a beta distribution between low and high whose mean is (low + 4 likely + high) / 6. Source:
    /// Malcolm, Roseboom, Clark and Fazar 1959; Vose 2008. The quantiles come from a sum over 4,096 strips.
    pub(crate) fn pert(low: f64, likely: f64, high: f64) -> Quantile {
        const STRIPS: u32 = 4_096;
        let a = 4.0 * (likely - low) / (high - low);
        let b = 4.0 * (high - likely) / (high - low);
        let density = |strip: u32| {
            let x = (f64::from(strip) + 0.5) / f64::from(STRIPS);
            libm::exp(a * libm::log(x) + b * libm::log(1.0 - x))
        };
        let weights: Vec<f64> = (0..STRIPS).map(density).collect();
        let total: f64 = weights.iter().sum();
        let mut knots = vec![low];
        let (mut sum, mut next) = (0.0, 1_u32);
        for (strip, weight) in (0..STRIPS).zip(&weights) {
            let end = sum + weight;
            while f64::from(next) * total / 256.0 <= end && knots.len() < KNOTS {
                let part = (f64::from(next) * total / 256.0 - sum) / weight;
                knots.push(low + (high - low) * (f64::from(strip) + part) / f64::from(STRIPS));
                next += 1;
            }
            sum = end;
        }
        knots.resize(KNOTS, high);
        knots.push(high);
        Quantile::Table(knots)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 256")]
fn interpolate_table(knots: &[f64], u: f64) -> f64 {
    let along = u * 256.0;
    let before = (along as usize).min(KNOTS - 1);
    let part = along - libm::floor(along);
    knots[before] + part * (knots[before + 1] - knots[before])
}

/// How a drawn fact becomes a value from 0 to 1.
#[derive(Clone, Debug)]
pub(crate) enum Worth {
    /// A line through points whose x goes up.
    Line(Vec<(f64, f64)>),
    /// Equally likely values; the fact itself is the uniform number.
    Steps(Vec<f64>),
    /// The uniform number itself.
    Same,
}

impl Worth {
    /// The values of a row of facts.
    ///
    /// - `uniform`: the uniform numbers that the facts came from.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index below the count")]
    pub(crate) fn of(&self, facts: &Row<f64>, uniform: &Row<f64>) -> Row<f64> {
        match self {
            Worth::Line(points) => on_line(points, facts),
            Worth::Steps(values) => {
                let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
                each(uniform, |u| values[((u * count) as usize).min(values.len() - 1)])
            }
            Worth::Same => *uniform,
        }
    }
}

/// A line through points at a row of places; before the first point and after the last it is level. Every piece is
/// worked out in all lanes, and the last that begins before a place stays.
#[inline(always)]
#[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
fn on_line(points: &[(f64, f64)], places: &Row<f64>) -> Row<f64> {
    let mut row = [points.first().map_or(0.0, |(_, y)| *y); LANES];
    for (at, &(x0, y0)) in points.iter().enumerate() {
        let next = points.get(at + 1);
        for lane in 0..LANES {
            let x = places[lane];
            let here = next.map_or(y0, |(x1, y1)| y0 + (x - x0) / (x1 - x0) * (y1 - y0));
            row[lane] = if x > x0 { here } else { row[lane] };
        }
    }
    row
}

/// The line of a scale that reads numbers by themselves.
pub(crate) fn line(scale: &Scale) -> Option<Vec<(f64, f64)>> {
    let mut points = match scale {
        Scale::Ends { worst, best } => vec![(worst.to_f64(), 0.0), (best.to_f64(), 1.0)],
        Scale::Points(points) => points.iter().map(|(x, y)| (x.to_f64(), y.to_f64())).collect(),
        Scale::Peak { low, ideal, high } => {
            vec![(low.to_f64(), 0.0), (ideal.to_f64(), 1.0), (high.to_f64(), 0.0)]
        }
        Scale::Rating { from, to, .. } => vec![(from.to_f64(), 0.0), (to.to_f64(), 1.0)],
        _ => return None,
    };
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(points)
}

/// The equally likely values of a scale whose facts are words, truths, sets or whole marks.
pub(crate) fn steps(scale: &Scale) -> Option<Vec<f64>> {
    let even = |count: u32| (0..=count).map(|at| f64::from(at) / f64::from(count)).collect();
    match scale {
        Scale::Levels(levels) => Some(levels.iter().map(|(_, value)| value.to_f64()).collect()),
        Scale::YesNo { yes, no } => Some(vec![no.to_f64(), yes.to_f64()]),
        Scale::Covers { wanted, .. } => Some(even(u32::try_from(wanted.len()).ok()?)),
        Scale::Rating { from, to, anchors } if !anchors.is_empty() => {
            (to - from).plain(0).parse().ok().filter(|count| *count > 0).map(even)
        }
        _ => None,
    }
}

/// A set of which some things have no end date: from those that surely hold to all, equally likely.
pub(crate) fn undated(scale: &Scale, cell: &Cell) -> Option<Worth> {
    let Scale::Covers { wanted, .. } = scale else { return None };
    let count = f64::from(u32::try_from(wanted.len()).ok()?);
    let (low, high) = (cell.lowest.to_f64() * count, cell.highest.to_f64() * count);
    let mut values = vec![low / count];
    let mut next = low + 1.0;
    while next < high + 0.5 {
        values.push(next / count);
        next += 1.0;
    }
    Some(Worth::Steps(values))
}

/// The value of a price among the lowest and highest in play, as `score::price` has it.
pub(crate) fn price_value(formula: &Formula, price: f64, lowest: f64, highest: f64) -> f64 {
    let ratio = |part: f64, whole: f64| {
        if whole == 0.0 { if price <= lowest { 1.0 } else { 0.0 } } else { part / whole }
    };
    let value = match *formula {
        Formula::LowestOverPrice => ratio(lowest, price),
        Formula::Span => ratio(highest - price, highest - lowest),
        Formula::Rising if highest <= lowest => 1.0,
        Formula::Rising => (price - lowest) / (highest - lowest),
        Formula::ExcessOverLowest => 1.0 - ratio(price - lowest, lowest),
        Formula::BudgetLine { budget } if lowest > budget => 0.0,
        Formula::BudgetLine { budget } => ratio(budget - price, budget - lowest),
        Formula::BudgetShare { budget, base, add } => 1.0 - ratio(price - base, budget - base) + add,
    };
    value.clamp(0.0, 1.0)
}

/// A scale over the field of vendors in play, in binary numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Formula {
    LowestOverPrice,
    Span,
    /// Min-max with more being better.
    Rising,
    ExcessOverLowest,
    BudgetLine {
        budget: f64,
    },
    BudgetShare {
        budget: f64,
        base: f64,
        add: f64,
    },
}

impl Formula {
    pub(crate) fn of(scale: &Scale) -> Option<Formula> {
        Some(match scale {
            Scale::Relative { higher_is_better: true } => Formula::Rising,
            Scale::Relative { higher_is_better: false } | Scale::Price(PriceFormula::Span) => Formula::Span,
            Scale::Price(PriceFormula::LowestOverPrice) => Formula::LowestOverPrice,
            Scale::Price(PriceFormula::ExcessOverLowest) => Formula::ExcessOverLowest,
            Scale::Price(PriceFormula::BudgetLine { budget }) => {
                Formula::BudgetLine { budget: budget.to_f64() }
            }
            Scale::Price(PriceFormula::BudgetShare { budget, base, add }) => {
                Formula::BudgetShare { budget: budget.to_f64(), base: base.to_f64(), add: add.to_f64() }
            }
            _ => return None,
        })
    }
}

/// The key by which a leaf's fact is known: marks go by their criterion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) is_mark: bool,
    pub(crate) fact: FactId,
}

pub(crate) fn key(criterion: &Criterion, leaf: &Leaf) -> Key {
    let is_mark = leaf.scale.is_rating();
    Key { is_mark, fact: if is_mark { FactId::new(criterion.id.as_str()) } else { leaf.fact.clone() } }
}

/// The fact of a vendor by its key.
pub(crate) fn fact_of<'a>(vendor: &'a Vendor, key: &Key) -> Option<&'a Fact> {
    if key.is_mark {
        vendor.ratings.get(key.fact.as_str()).map(AsRef::as_ref)
    } else {
        vendor.facts.get(key.fact.as_str()).map(AsRef::as_ref)
    }
}

/// Low, likely and high of a fact.
pub(crate) fn numbers(fact: Option<&Fact>) -> Option<[f64; 3]> {
    fact?.value.as_ref().and_then(FactValue::numbers).map(|numbers| numbers.map(crate::exact::Exact::to_f64))
}

/// The range over which an unknown number is drawn: the ends of all scales that read it; for prices, the
/// lowest and highest known price of the vendors in play.
pub(crate) fn unknown_range(decision: &Decision, key_wanted: &Key, in_play: &[bool]) -> Option<(f64, f64)> {
    let mut range: Option<(f64, f64)> = None;
    let mut widen = |low: f64, high: f64| {
        let (a, b) = range.unwrap_or((low, high));
        range = Some((a.min(low), b.max(high)));
    };
    for criterion in &decision.criteria {
        let Some(leaf) = criterion.leaf.as_ref().filter(|leaf| key(criterion, leaf) == *key_wanted) else {
            continue;
        };
        if let Some(points) = line(&leaf.scale) {
            widen(points[0].0, points[points.len() - 1].0);
        } else if leaf.scale.is_of_field() {
            let playing = decision.vendors.iter().zip(in_play).filter(|(_, plays)| **plays);
            for [low, _, high] in playing.filter_map(|(vendor, _)| numbers(fact_of(vendor, key_wanted))) {
                widen(low, high);
            }
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_have_the_means_of_their_distributions() {
        let mean = |quantile: &Quantile| {
            (0..100_000_u32).map(|at| quantile.at((f64::from(at) + 0.5) / 100_000.0)).sum::<f64>() / 100_000.0
        };
        for (low, likely, high) in [(22.0, 28.0, 40.0), (0.0, 0.0, 1.0), (5.0, 9.0, 9.0)] {
            let triangular = mean(&Quantile::Triangular { low, likely, high });
            assert!((triangular - (low + likely + high) / 3.0).abs() < 1e-4 * (high - low), "{triangular}");
            let pert = mean(&Quantile::pert(low, likely, high));
            assert!((pert - (low + 4.0 * likely + high) / 6.0).abs() < 2e-3 * (high - low), "{pert}");
            let uniform = mean(&Quantile::Uniform { low, high });
            assert!((uniform - f64::midpoint(low, high)).abs() < 1e-4 * (high - low), "{uniform}");
        }
    }

    #[test]
    fn a_line_is_level_beyond_its_ends_and_may_jump() {
        let points = [(0.0, 0.2), (10.0, 0.4), (10.0, 0.8), (1e17, 1.0)];
        let mut places = [5.0; LANES];
        places[..6].copy_from_slice(&[-3.0, 0.0, 2.5, 10.0, 1e17, f64::INFINITY]);
        let values = on_line(&points, &places);
        assert_eq!(values[..4], [0.2, 0.2, 0.25, 0.4]);
        assert_eq!(values[4..7], [1.0, 1.0, 0.2 + 0.5 * (0.4 - 0.2)]);
        assert!((on_line(&points, &[10.1; LANES])[0] - 0.8).abs() < 1e-9);
    }

    #[test]
    fn quantiles_go_up_from_low_to_high() {
        let pert = Quantile::pert(22.0, 28.0, 40.0);
        let drawn: Vec<f64> = (0..1_000_u32).map(|at| pert.at(f64::from(at) / 1_000.0)).collect();
        assert!(drawn.is_sorted() && drawn[0] <= 22.0 && drawn[0] >= 22.0 && drawn[999] < 40.0);
    }
}

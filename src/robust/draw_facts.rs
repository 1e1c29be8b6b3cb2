//! Draws the facts that are uncertain or unknown, and turns them into values.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::random::{Beta, LANES, Row, each};
use crate::decision::scale::{Bid, Term, ValueLine, WantedSet};
use crate::decision::{
    Criterion, Decision, Fact, FactId, FactValue, FieldFormula, Leaf, Scale, Shape, StatedFormula, Vendor,
};
use crate::exact::Exact;
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

    /// A share in per cent that was counted: Beta(yes + 1/2, no + 1/2), what is known of it after a count when nothing was
    /// before (Jeffreys). Its last ten-thousandths on either side are left out.
    pub(crate) fn counted(yes: u64, no: u64) -> Quantile {
        const TAIL: f64 = 0.0001;
        let half = |count: u64| Exact::from_scaled(count.into(), 0).to_f64() + 0.5;
        let beta = Beta::new(half(yes), half(no));
        let parts = (0..=256_u32).map(|knot| (f64::from(knot) / 256.0).clamp(TAIL, 1.0 - TAIL));
        Quantile::Table(parts.map(|part| 100.0 * beta.quantile(part)).collect())
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
pub(crate) enum ValueCurve {
    /// A line through points whose x goes up.
    Line(Vec<(f64, f64)>),
    /// Equally likely values; the fact itself is the uniform number.
    Steps(Vec<f64>),
}

impl ValueCurve {
    /// The values of a row of facts.
    ///
    /// - `uniform`: the uniform numbers that the facts came from.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index below the count")]
    pub(crate) fn of(&self, facts: &Row<f64>, uniform: &Row<f64>) -> Row<f64> {
        match self {
            ValueCurve::Line(points) => on_line(points, facts),
            ValueCurve::Steps(values) => {
                let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
                each(uniform, |u| values[((u * count) as usize).min(values.len() - 1)])
            }
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

impl ValueCurve {
    /// How a number on a scale becomes a value, or a uniform number where the scale reads no numbers. None for a
    /// scale over the field, which [`price_value`] values.
    pub(crate) fn on(scale: &Scale) -> Option<ValueCurve> {
        match scale.shape() {
            Shape::Line(line) => Some(ValueCurve::Line(binary(line))),
            Shape::Table(table) => {
                Some(ValueCurve::Steps(table.worths_upwards().into_iter().map(Exact::to_f64).collect()))
            }
            Shape::Set(set) => Some(ValueCurve::Steps(even_steps(set.things().len()))),
            Shape::Formula(_) => None,
        }
    }

    /// How the uniform number of a fact of which nothing is known becomes a value: marks that have a text each are
    /// whole ones, all equally likely. None for a scale over the field.
    pub(crate) fn of_unknown(scale: &Scale) -> Option<ValueCurve> {
        match scale.marks() {
            Some(marks) if !marks.anchors.is_empty() => {
                Some(ValueCurve::Steps(even_steps(marks.anchors.len() - 1)))
            }
            _ => ValueCurve::on(scale),
        }
    }

    /// How a fact that is known, but not for certain, becomes a value. In a set of which some things have no end
    /// date, any number from those that surely hold to all, equally likely. None for a scale over the field.
    pub(crate) fn of_uncertain(scale: &Scale, cell: &Cell) -> Option<ValueCurve> {
        match scale.shape() {
            Shape::Set(set) => Some(ValueCurve::Steps(undated_steps(set, cell))),
            Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => ValueCurve::on(scale),
        }
    }
}

/// The points of a line in binary numbers.
fn binary(line: &ValueLine) -> Vec<(f64, f64)> {
    line.points().iter().map(|(x, y)| (x.to_f64(), y.to_f64())).collect()
}

/// Values from 0 to 1 in steps of the same size.
fn even_steps(count: usize) -> Vec<f64> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    (0..=count).map(|at| f64::from(at) / f64::from(count)).collect()
}

fn undated_steps(set: &WantedSet, cell: &Cell) -> Vec<f64> {
    let count = f64::from(u32::try_from(set.things().len()).unwrap_or(u32::MAX));
    let (low, high) = (cell.lowest().to_f64() * count, cell.highest().to_f64() * count);
    let mut values = vec![low / count];
    let mut next = low + 1.0;
    while next < high + 0.5 {
        values.push(next / count);
        next += 1.0;
    }
    values
}

/// The value of a number among the lowest and highest in play, as `score::price` has it.
///
/// - `others`: of the others in play, where the formula is one as printed.
pub(crate) fn price_value(
    formula: &FieldFormula<f64>,
    own: f64,
    [lowest, highest]: [f64; 2],
    others: &[f64],
) -> f64 {
    let value = formula.value(Bid { own: &own, lowest: &lowest, highest: &highest, others });
    match formula {
        FieldFormula::Stated(formula) => formula.limited_binary(value),
        FieldFormula::Price(_) | FieldFormula::Relative { .. } => value.clamp(0.0, 1.0),
    }
}

impl Term for f64 {
    fn one() -> f64 {
        1.0
    }

    fn plus(&self, other: &f64) -> f64 {
        self + other
    }

    fn minus(&self, other: &f64) -> f64 {
        self - other
    }

    fn over(&self, whole: &f64) -> f64 {
        self / whole
    }

    fn ratio(part: &f64, whole: &f64, bid: Bid<'_, f64>) -> f64 {
        match (*whole == 0.0, bid.own <= bid.lowest) {
            (false, _) => part / whole,
            (true, true) => 1.0,
            (true, false) => 0.0,
        }
    }

    fn unless_above(self, number: &f64, limit: &f64) -> f64 {
        if number > limit { 0.0 } else { self }
    }

    fn stated(formula: &StatedFormula, bid: Bid<'_, f64>) -> f64 {
        let bids: Vec<f64> = [bid.own].into_iter().chain(bid.others).copied().collect();
        formula.binary(&bids, 0..1).pop().flatten().unwrap_or(0.0)
    }
}

/// The key by which a leaf's fact is known: marks go by their criterion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DrawKey {
    pub(crate) is_mark: bool,
    pub(crate) fact: FactId,
}

pub(crate) fn key(criterion: &Criterion, leaf: &Leaf) -> DrawKey {
    let is_mark = leaf.scale.is_rating();
    DrawKey { is_mark, fact: if is_mark { FactId::new(criterion.id.as_str()) } else { leaf.fact.clone() } }
}

/// The fact of a vendor by its key.
pub(crate) fn fact_of<'a>(vendor: &'a Vendor, key: &DrawKey) -> Option<&'a Fact> {
    if key.is_mark {
        vendor.ratings.get(key.fact.as_str()).map(AsRef::as_ref)
    } else {
        vendor.facts.get(key.fact.as_str()).map(AsRef::as_ref)
    }
}

/// Low, likely and high of a fact.
pub(crate) fn numbers(fact: Option<&Fact>) -> Option<[f64; 3]> {
    fact?.value.as_ref().and_then(FactValue::numbers).map(|numbers| numbers.map(Exact::to_f64))
}

/// The range over which an unknown number is drawn: the ends of all scales that read it; for prices, the
/// lowest and highest known price of the vendors in play.
pub(crate) fn unknown_range(
    decision: &Decision,
    key_wanted: &DrawKey,
    in_play: &[bool],
) -> Option<(f64, f64)> {
    let mut range: Option<(f64, f64)> = None;
    let mut widen = |low: f64, high: f64| {
        let (a, b) = range.unwrap_or((low, high));
        range = Some((a.min(low), b.max(high)));
    };
    for criterion in &decision.criteria {
        let Some(leaf) = criterion.leaf.as_ref().filter(|leaf| key(criterion, leaf) == *key_wanted) else {
            continue;
        };
        match leaf.scale.shape() {
            Shape::Line(line) => {
                let [low, high] = line.reach().map(Exact::to_f64);
                widen(low, high);
            }
            Shape::Formula(_) => {
                let playing = decision.vendors.iter().zip(in_play).filter(|(_, plays)| **plays);
                for [low, _, high] in playing.filter_map(|(vendor, _)| numbers(fact_of(vendor, key_wanted))) {
                    widen(low, high);
                }
            }
            Shape::Table(_) | Shape::Set(_) => {}
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::PriceFormula;
    use crate::score::field::InPlay;

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
    fn formulas_in_binary_numbers_equal_the_exact_ones() {
        use crate::score::price::{FieldBid, FieldOfBids, worth};

        let number = |whole: u32| Exact::from(whole);
        let formulas = [
            FieldFormula::Relative { higher_is_better: true },
            FieldFormula::Relative { higher_is_better: false },
            FieldFormula::Price(PriceFormula::LowestOverPrice),
            FieldFormula::Price(PriceFormula::Span),
            FieldFormula::Price(PriceFormula::ExcessOverLowest),
            FieldFormula::Price(PriceFormula::BudgetLine { budget: number(30) }),
            FieldFormula::Price(PriceFormula::BudgetShare {
                budget: number(30),
                base: number(12),
                add: Exact::parse("0.1").unwrap(),
            }),
        ];
        for bids in [[10, 17, 40], [30, 30, 30], [31, 35, 50]] {
            let prices = bids.map(number);
            let bid =
                |(vendor, price)| FieldBid { vendor, numbers: Some([price; 3]), playing: InPlay::Surely };
            let [lowest, _, highest] = bids.map(f64::from);
            for formula in &formulas {
                let field = FieldOfBids::new(formula, prices.iter().enumerate().map(bid));
                let binary = formula.map(|_, number| number.to_f64());
                for (at, price) in prices.iter().enumerate() {
                    let exact = worth(formula, &field, at, [price; 3]).value.to_f64();
                    let drawn = price_value(&binary, price.to_f64(), [lowest, highest], &[]);
                    assert!((drawn - exact).abs() < 1e-14, "{formula} at {price}: {drawn} and {exact}");
                }
            }
        }
    }

    #[test]
    fn quantiles_go_up_from_low_to_high() {
        let pert = Quantile::pert(22.0, 28.0, 40.0);
        let drawn: Vec<f64> = (0..1_000_u32).map(|at| pert.at(f64::from(at) / 1_000.0)).collect();
        assert!(drawn.is_sorted() && drawn[0] <= 22.0 && drawn[0] >= 22.0 && drawn[999] < 40.0);
    }
}

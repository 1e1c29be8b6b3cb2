//! Prices from values: each scale turned back, with the interval that a rounded number leaves.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new formula gives away has to be said")]

use crate::decision::scale::{Bid, ValueLine};
use crate::decision::{FieldFormula, PriceFormula, Scale, Shape};
use crate::exact::Exact;

/// What may be: from a lowest to a highest number, which may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Interval {
    /// A number that is known to so much on either side.
    #[must_use]
    pub fn around(number: f64, half: f64) -> Interval {
        Interval { low: number - half, high: number + half }
    }

    /// Within 0 and 1, as values are.
    #[must_use]
    pub fn clipped(self) -> Interval {
        Interval { low: self.low.clamp(0.0, 1.0), high: self.high.clamp(0.0, 1.0) }
    }

    /// How near a number comes to the nearer end, in per cent of it: what its owner can be told to.
    #[must_use]
    pub fn within(self, number: f64) -> f64 {
        let near = (number - self.low).min(self.high - number).max(0.0);
        if number > 0.0 { 100.0 * near / number } else { f64::INFINITY }
    }

    /// What is in both; an empty one where nothing is.
    #[must_use]
    pub fn and(self, other: Interval) -> Interval {
        Interval { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    /// What may be where nothing is known of a value.
    pub const ANY: Interval = Interval { low: 0.0, high: 1.0 };

    /// The sum with something else that may be.
    #[must_use]
    pub fn plus(self, other: Interval) -> Interval {
        Interval { low: self.low + other.low, high: self.high + other.high }
    }

    /// So many times that.
    #[must_use]
    pub fn times(self, factor: f64) -> Interval {
        Interval { low: self.low * factor, high: self.high * factor }
    }

    fn of(ends: impl IntoIterator<Item = f64>) -> Interval {
        ends.into_iter().fold(Interval { low: f64::INFINITY, high: f64::NEG_INFINITY }, |all, end| Interval {
            low: all.low.min(end),
            high: all.high.max(end),
        })
    }
}

/// What is known of the field of bids.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Field {
    /// Of the lowest price.
    pub lowest: Option<Interval>,
    /// Of the highest price.
    pub highest: Option<Interval>,
}

/// The prices that a value on a line with fixed points leaves: the span of all of them, unbounded where the value lies at
/// an end of the scale.
#[must_use]
pub fn price_on_line(line: &ValueLine, value: Interval) -> Option<Interval> {
    let points: Vec<[f64; 2]> =
        line.points().iter().map(|(number, worth)| [number.to_f64(), worth.to_f64()]).collect();
    let (first, last) = (points.first()?, points.last()?);
    let mut ends = Vec::new();
    for pair in points.windows(2) {
        let [[x0, y0], [x1, y1]] = [pair[0], pair[1]];
        let (low, high) = (y0.min(y1), y0.max(y1));
        if value.high < low || value.low > high {
            continue;
        }
        if (y1 - y0).abs() < f64::EPSILON {
            ends.extend([x0, x1]);
            continue;
        }
        let at = |y: f64| x0 + (y.clamp(low, high) - y0) / (y1 - y0) * (x1 - x0);
        ends.extend([at(value.low), at(value.high)]);
    }
    let holds = |worth: f64| (value.low..=value.high).contains(&worth);
    if holds(first[1]) {
        ends.push(0.0);
    }
    if holds(last[1]) {
        ends.push(f64::INFINITY);
    }
    (!ends.is_empty()).then(|| Interval::of(ends))
}

/// What bidders know of the field together, from their own prices and their values on a formula over it.
#[must_use]
pub fn field(formula: &FieldFormula, known: &[(f64, Interval)]) -> Option<Field> {
    let each = |lowest: &dyn Fn(f64, Interval) -> Interval| {
        let all =
            known.iter().map(|(own, value)| lowest(*own, *value).and(Interval { low: 0.0, high: *own }));
        let lowest = all.reduce(Interval::and)?;
        Some(Field { lowest: Some(lowest), highest: None })
    };
    match formula {
        FieldFormula::Price(PriceFormula::LowestOverPrice) => {
            each(&|own, value| Interval { low: own * value.low, high: own * value.high })
        }
        FieldFormula::Price(PriceFormula::ExcessOverLowest) => each(&|own, value| {
            // At 0 the lowest may be anything below half.
            let low = if value.low <= 0.0 { 0.0 } else { own / (2.0 - value.low) };
            Interval { low, high: own / (2.0 - value.high) }
        }),
        FieldFormula::Price(PriceFormula::BudgetLine { budget }) => {
            let budget = budget.to_f64();
            each(&|own, value| {
                let lowest = |value: f64| {
                    if value <= 0.0 { f64::NEG_INFINITY } else { budget - (budget - own) / value }
                };
                Interval { low: lowest(value.low), high: lowest(value.high) }
            })
        }
        FieldFormula::Price(PriceFormula::BudgetShare { .. }) => Some(Field::default()),
        FieldFormula::Stated(_) => None,
        FieldFormula::Price(PriceFormula::Span) | FieldFormula::Relative { .. } => of_pairs(formula, known),
    }
}

/// The ends of the field from two bidders or more, on a line between the worst and the best of it.
fn of_pairs(formula: &FieldFormula, known: &[(f64, Interval)]) -> Option<Field> {
    let rises = formula.rises();
    let mut best: Option<[Interval; 2]> = None;
    for (at, (one, of_one)) in known.iter().enumerate() {
        for (other, of_other) in &known[at + 1..] {
            let Some(ends) = of_pair(rises, (*one, *of_one), (*other, *of_other)) else { continue };
            best = Some(best.map_or(ends, |known| [known[0].and(ends[0]), known[1].and(ends[1])]));
        }
    }
    // Who has no points, or all of them, stands at an end.
    for (own, value) in known {
        let is_at = |worth: f64| value.low >= worth && value.high <= worth;
        let own = Interval { low: *own, high: *own };
        let [lowest, highest] = if rises { [0.0, 1.0] } else { [1.0, 0.0] };
        let known = best.get_or_insert([
            Interval { low: 0.0, high: own.low },
            Interval { low: own.high, high: f64::INFINITY },
        ]);
        if is_at(lowest) {
            known[0] = known[0].and(own);
        }
        if is_at(highest) {
            known[1] = known[1].and(own);
        }
    }
    best.map(|[lowest, highest]| Field { lowest: Some(lowest), highest: Some(highest) })
}

/// The lowest and the highest price from two bids with their values.
fn of_pair(
    rises: bool,
    (one, of_one): (f64, Interval),
    (other, of_other): (f64, Interval),
) -> Option<[Interval; 2]> {
    let (mut lowest, mut highest) = (Vec::new(), Vec::new());
    for a in [of_one.low, of_one.high] {
        for b in [of_other.low, of_other.high] {
            let slope = if rises { a - b } else { b - a };
            let range = (one - other) / slope;
            // Two bids of about the same price tell nothing.
            if !range.is_finite() || range <= 0.0 {
                return None;
            }
            let below = if rises { a } else { 1.0 - a };
            lowest.push(one - below * range);
            highest.push(one + (1.0 - below) * range);
        }
    }
    Some([Interval::of(lowest), Interval::of(highest)])
}

/// The prices that a value leaves, given what is known of the field.
#[must_use]
pub fn price(formula: &FieldFormula, field: &Field, value: Interval) -> Option<Interval> {
    let over = |number: f64, value: f64| if value <= 0.0 { f64::INFINITY } else { number / value };
    match formula {
        FieldFormula::Price(PriceFormula::LowestOverPrice) => {
            let lowest = field.lowest?;
            Some(Interval { low: over(lowest.low, value.high), high: over(lowest.high, value.low) })
        }
        FieldFormula::Price(PriceFormula::ExcessOverLowest) => {
            let lowest = field.lowest?;
            let high = if value.low <= 0.0 { f64::INFINITY } else { lowest.high * (2.0 - value.low) };
            Some(Interval { low: lowest.low * (2.0 - value.high), high })
        }
        FieldFormula::Price(PriceFormula::BudgetLine { budget }) => {
            let (lowest, budget) = (field.lowest?, budget.to_f64());
            let at = |lowest: f64, value: f64| budget - value * (budget - lowest);
            Some(Interval { low: at(lowest.low, value.high), high: at(lowest.high, value.low) })
        }
        FieldFormula::Price(PriceFormula::BudgetShare { budget, base, add }) => {
            let [budget, base, add] = [budget, base, add].map(crate::exact::Exact::to_f64);
            let at = |value: f64| base + (1.0 + add - value) * (budget - base);
            let low = if value.high >= 1.0 { 0.0 } else { at(value.high) };
            Some(Interval { low, high: if value.low <= 0.0 { f64::INFINITY } else { at(value.low) } })
        }
        FieldFormula::Stated(_) => None,
        FieldFormula::Price(PriceFormula::Span) | FieldFormula::Relative { .. } => {
            let (lowest, highest) = (field.lowest?, field.highest?);
            let from_below = |value: f64| if formula.rises() { value } else { 1.0 - value };
            let mut ends = Vec::new();
            for low in [lowest.low, lowest.high] {
                for high in [highest.low, highest.high] {
                    for value in [value.low, value.high] {
                        ends.push(low + from_below(value) * (high - low));
                    }
                }
            }
            ends.iter().all(|end| end.is_finite()).then(|| Interval::of(ends))
        }
    }
}

/// The value of each price, as far as it is known.
pub type Worth<'a> = Box<dyn Fn(f64) -> Interval + 'a>;

/// The value of each price on a scale; none where it does not fall all the way as the price rises.
#[must_use]
pub fn worth(scale: &Scale, field: Field) -> Option<Worth<'_>> {
    match scale.shape() {
        Shape::Line(line) => falling(line),
        Shape::Formula(formula) if !formula.rises() && formula.runs_one_way() => {
            let formula = formula.map(|_, number: &Exact| number.to_f64());
            Some(Box::new(move |price| in_field(&formula, &field, price)))
        }
        Shape::Formula(_) | Shape::Table(_) | Shape::Set(_) => None,
    }
}

fn falling<'a>(line: &ValueLine) -> Option<Worth<'a>> {
    let points: Vec<[f64; 2]> = line.points().iter().map(|(x, y)| [x.to_f64(), y.to_f64()]).collect();
    let is_falling = points.windows(2).all(|pair| pair[0][1] >= pair[1][1]);
    let worth = move |price: f64| {
        let after = points.partition_point(|[x, _]| *x <= price);
        let value = match (after.checked_sub(1).map(|at| points[at]), points.get(after)) {
            (Some([x0, y0]), Some([x1, y1])) => y0 + (price - x0) / (x1 - x0) * (y1 - y0),
            (Some([_, end]), None) => end,
            (None, Some([_, end])) => *end,
            (None, None) => 0.0,
        };
        Interval { low: value, high: value }
    };
    is_falling.then(|| Box::new(worth) as Worth<'a>)
}

/// The value of a price by a formula over a field that is known to some ends.
fn in_field(formula: &FieldFormula<f64>, field: &Field, price: f64) -> Interval {
    let own = Interval { low: price, high: price };
    let (lowest, highest) = match formula {
        FieldFormula::Price(PriceFormula::BudgetShare { .. }) => (own, own),
        FieldFormula::Stated(_) => return Interval::ANY,
        FieldFormula::Price(
            PriceFormula::LowestOverPrice | PriceFormula::ExcessOverLowest | PriceFormula::BudgetLine { .. },
        ) => {
            let Some(lowest) = field.lowest else { return Interval::ANY };
            (lowest, own)
        }
        FieldFormula::Price(PriceFormula::Span) | FieldFormula::Relative { .. } => {
            let (Some(lowest), Some(highest)) = (field.lowest, field.highest) else { return Interval::ANY };
            (lowest, highest)
        }
    };
    let corners = [lowest.low, lowest.high].into_iter().flat_map(|lowest| {
        [highest.low, highest.high].map(|highest| {
            formula.value(Bid { own: &price, lowest: &lowest, highest: &highest, others: &[] })
        })
    });
    let values: Vec<f64> = corners.collect();
    if values.iter().all(|value| value.is_finite()) { Interval::of(values).clipped() } else { Interval::ANY }
}

/// The prices that a printed sum leaves of which every part falls, or stays, as the price rises.
///
/// - `sum`: between which bounds it lies at a price.
/// - `told`: between which bounds it lies, as it is printed.
#[must_use]
pub fn price_of_sum(sum: &dyn Fn(f64) -> Interval, told: Interval) -> Interval {
    // A sum adds up its parts in another order than its reader.
    const SLACK: f64 = 1e-9;
    Interval {
        low: highest_with(&|price| sum(price).low > told.high + SLACK),
        high: highest_with(&|price| sum(price).high >= told.low - SLACK),
    }
}

/// The highest price at which something holds that ends to hold as prices rise: 0 where it never does, without end where
/// it always does.
fn highest_with(holds: &dyn Fn(f64) -> bool) -> f64 {
    const STEPS: i32 = 160;
    let powers = || (-STEPS..=STEPS).map(|power| libm::ldexp(1.0, power));
    let Some(mut above) = powers().find(|price| !holds(*price)) else { return f64::INFINITY };
    let mut below = above / 2.0;
    if !holds(below) {
        return 0.0;
    }
    // As near as numbers of this kind come.
    for _ in 0..60 {
        let middle = f64::midpoint(below, above);
        if holds(middle) { below = middle } else { above = middle }
    }
    below
}

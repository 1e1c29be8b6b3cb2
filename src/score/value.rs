//! Turns a fact into a value from 0 to 1 by its scale.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::scale::{ValueLine, WantedSet};
use crate::decision::{Date, Evidence, FactValue, FieldFormula, Item, Scale, Shape, Value};
use crate::exact::Exact;
use crate::score::price;
use crate::score::range::ValueRange;
use crate::text::same_word;

/// What a fact is worth on a scale that does not look at other vendors.
///
/// `None` when the kind of fact does not fit the scale; the reader refuses such files.
#[must_use]
pub fn worth(scale: &Scale, fact: &FactValue, evidence: &Evidence) -> Option<ValueRange> {
    match scale.shape() {
        Shape::Line(line) => on_line(line, fact),
        Shape::Table(table) => {
            table.row(fact).map(|(_, worth)| ValueRange::certain(Value::of(worth.clone())))
        }
        Shape::Set(set) => held_share(set, fact, evidence),
        Shape::Formula(formula) if !formula.looks_at_others() => {
            Some(price::without_others(formula, fact.numbers()?))
        }
        Shape::Formula(_) => None,
    }
}

/// The lowest and the highest value that some fact has on a scale. Where it compares vendors, both ends are near for a
/// number far off.
#[must_use]
pub fn reach(scale: &Scale) -> [Value; 2] {
    let ends = |worths: &mut dyn Iterator<Item = &Exact>| {
        let worths: Vec<&Exact> = worths.collect();
        let end = |worth: Option<&&Exact>| worth.map(|worth| Value::of((*worth).clone()));
        Some([end(worths.iter().min())?, end(worths.iter().max())?])
    };
    let reached = match scale.shape() {
        Shape::Line(line) => ends(&mut line.points().iter().map(|(_, worth)| worth)),
        Shape::Table(table) => ends(&mut table.rows().iter().map(|(_, worth)| worth)),
        Shape::Set(_) => None,
        Shape::Formula(FieldFormula::Stated(_)) => Some(scale.reach_of_unknown()),
        Shape::Formula(formula) if formula.looks_at_others() => None,
        Shape::Formula(formula) => {
            let most = formula.parameters().into_iter().map(|(_, number)| number.clone()).max();
            most.map(|most| {
                [&most + &most, Exact::ZERO].map(|price| price::without_others(formula, [&price; 3]).value)
            })
        }
    };
    reached.unwrap_or([Value::WORST, Value::BEST])
}

/// The worth of a number, or a range of numbers, on a line.
fn on_line(line: &ValueLine, fact: &FactValue) -> Option<ValueRange> {
    let [low, likely, high] = fact.numbers()?;
    let [first, last] = line.reach();
    let is_capped = low < first || high > last;
    let value = Value::of(line.value(likely));
    if low == high {
        return Some(ValueRange { is_capped, ..ValueRange::certain(value) });
    }
    // A line has its extremes over a range at the ends of the range or at corners within it.
    let corners = line.points().iter().filter(|(x, _)| low < x && x < high).map(|(_, y)| y.clone());
    let ends = [line.value(low), line.value(high)];
    let reached: Vec<Value> = corners.chain(ends).map(Value::of).chain([value.clone()]).collect();
    let lowest = reached.iter().min()?.clone();
    let highest = reached.iter().max()?.clone();
    Some(ValueRange { value, lowest, highest, is_capped })
}

/// How a wanted thing stands in a set on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Held {
    /// It is not there.
    Missing,
    /// It is there, but ends before the day.
    Lapsed(Date),
    /// It is there, and no end date is given.
    Undated,
    /// It is there and valid.
    Valid,
}

/// How a wanted thing stands in a set; without a day nothing lapses. The best of several wins.
pub(crate) fn held(wanted: &str, items: &[Item], on: Option<Date>) -> Held {
    items
        .iter()
        .filter(|item| same_word(&item.name, wanted))
        .map(|item| match (on, item.evidence.until) {
            (Some(_), None) => Held::Undated,
            (Some(on), Some(until)) if until < on => Held::Lapsed(until),
            (None, _) | (Some(_), Some(_)) => Held::Valid,
        })
        .max()
        .unwrap_or(Held::Missing)
}

/// The things of a fact: its set, or its one text as a set, valid as long as the fact is.
pub(crate) fn items_of(fact: &FactValue, evidence: &Evidence) -> Option<Vec<Item>> {
    match fact {
        FactValue::Set { items } => Some(
            items
                .iter()
                .map(|item| {
                    let until = item.evidence.until.or(evidence.until);
                    Item { name: item.name.clone(), evidence: Evidence { until, ..item.evidence.clone() } }
                })
                .collect(),
        ),
        FactValue::Text { value } => Some(vec![Item { name: value.clone(), evidence: evidence.clone() }]),
        FactValue::Number { .. }
        | FactValue::Range { .. }
        | FactValue::Count(_)
        | FactValue::YesNo { .. }
        | FactValue::Date { .. }
        | FactValue::NotApplicable { .. } => None,
    }
}

/// The share of the wanted things that the fact holds. A thing without an end date, where one is
/// asked for, counts, but may turn out not to.
fn held_share(set: &WantedSet, fact: &FactValue, evidence: &Evidence) -> Option<ValueRange> {
    let items = items_of(fact, evidence)?;
    let held: Vec<Held> = set.things().iter().map(|name| held(name, &items, set.on())).collect();
    let share = |least: Held| {
        let count = held.iter().filter(|held| **held >= least).count();
        Exact::from(count).over(&Exact::from(held.len())).map(Value::of)
    };
    let value = share(Held::Undated)?;
    Some(ValueRange { lowest: share(Held::Valid)?, highest: value.clone(), value, is_capped: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn number(text: &str) -> FactValue {
        FactValue::Number { value: n(text) }
    }

    fn range(low: &str, likely: &str, high: &str) -> FactValue {
        FactValue::Range { low: n(low), likely: n(likely), high: n(high) }
    }

    fn on(scale: &Scale, fact: &FactValue) -> [String; 3] {
        let worth = worth(scale, fact, &Evidence::default()).unwrap();
        [worth.lowest, worth.value, worth.highest].map(|value| value.to_string())
    }

    #[test]
    fn a_line_runs_in_either_direction_and_is_capped() {
        let price = Scale::ends(n("32"), n("12")).unwrap();
        for (fact, value) in [("32", "0"), ("12", "1"), ("22", "0.5"), ("40", "0"), ("8", "1")] {
            assert_eq!(on(&price, &number(fact)), [value; 3], "{fact}");
        }
        let capped = worth(&price, &number("40"), &Evidence::default()).unwrap();
        assert!(capped.is_capped);
    }

    #[test]
    fn piecewise_lines_equal_the_reference() {
        // R smaa.pvf 0.3-2, decreasing cost and s-shape.
        let line = |xs: [&str; 4], ys: [&str; 4]| {
            Scale::points(xs.map(n).into_iter().zip(ys.map(n)).collect()).unwrap()
        };
        let cost = line(["8", "12", "20", "35"], ["1", "0.8", "0.3", "0"]);
        for (x, y) in [("8", "1"), ("10", "0.9"), ("15.5", "0.58125"), ("30", "0.1"), ("35", "0")] {
            assert_eq!(on(&cost, &number(x))[1], y, "{x}");
        }
        let s_shape = line(["70", "80", "88", "95"], ["0", "0.2", "0.9", "1"]);
        for (x, y) in [("75", "0.1"), ("84", "0.55"), ("91", "0.94285714285714285714")] {
            assert_eq!(on(&s_shape, &number(x))[1], y, "{x}");
        }
    }

    #[test]
    fn a_range_reaches_the_corners_within_it() {
        let peak = Scale::ideal(n("60"), n("80"), n("95")).unwrap();
        assert_eq!(on(&peak, &range("70", "75", "90")), ["0.33333333333333333333", "0.75", "1"]);
        assert_eq!(on(&peak, &range("50", "60", "70")), ["0", "0", "0.5"]);
    }

    #[test]
    fn an_undated_thing_counts_but_may_turn_out_not_to() {
        let item = |name: &str, until: Option<u16>| Item {
            name: name.to_owned(),
            evidence: Evidence {
                until: until.map(|year| Date { year, month: 1, day: 1 }),
                ..Evidence::default()
            },
        };
        let things = ["iso 27001", "SOC 2", "PCI DSS", "ISO 18295"].map(str::to_owned).to_vec();
        let scale = Scale::covers(things, Some(Date { year: 2027, month: 4, day: 1 })).unwrap();
        let fact = FactValue::Set {
            items: vec![item("ISO 27001", Some(2028)), item("SOC 2", Some(2026)), item("PCI DSS", None)],
        };
        assert_eq!(on(&scale, &fact), ["0.25", "0.5", "0.5"]);
    }
}

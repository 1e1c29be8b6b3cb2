//! What a scale is and what a fact is worth on it say the same.

use proptest::prelude::*;
use weigh::decision::scale::{ValueLine, WantedSet};
use weigh::decision::{Evidence, FactValue, FieldFormula, Scale, Shape};
use weigh::exact::Exact;
use weigh::score::field::InPlay;
use weigh::score::price::{self, FieldBid, FieldOfBids};
use weigh::score::value::worth;

use super::check;
use super::random::{answer, scale};

/// The worth of a number by the rule of the way in which its line was written.
fn by_rule(line: &ValueLine, x: &Exact) -> Exact {
    let clamped = |value: Exact| value.max(Exact::ZERO).min(Exact::ONE);
    let along = |from: &Exact, to: &Exact| (x - from).over(&(to - from)).unwrap();
    let named: Vec<(&str, &(Exact, Exact))> = line.named_points().collect();
    match named.as_slice() {
        [("worst" | "lowest mark", (worst, _)), (_, (best, _))] => clamped(along(worst, best)),
        [("low", (low, _)), (_, (ideal, _)), (_, (high, _))] => {
            clamped(along(low, ideal)).min(clamped(along(high, ideal)))
        }
        // Weights of the points on either side.
        points => {
            let [first, last] = [points[0].1, points[points.len() - 1].1];
            let pair = points.windows(2).find(|pair| pair[0].1.0 <= *x && *x <= pair[1].1.0);
            let Some(pair) = pair else { return if *x < first.0 { &first.1 } else { &last.1 }.clone() };
            let ((x0, y0), (x1, y1)) = (pair[0].1, pair[1].1);
            let part = along(x0, x1);
            &(&(&Exact::ONE - &part) * y0) + &(&part * y1)
        }
    }
}

/// The share of the things of which one stands in the fact and has not ended before the day.
fn by_counting(set: &WantedSet, fact: &FactValue) -> Exact {
    let FactValue::Set { items } = fact else { panic!("a set is asked for") };
    let counts = |thing: &&String| {
        let is_in_time = |until| set.on().is_none_or(|on| until >= on);
        items.iter().any(|item| item.name == **thing && item.evidence.until.is_none_or(is_in_time))
    };
    let count = set.things().iter().filter(counts).count();
    Exact::from(count).over(&Exact::from(set.things().len())).unwrap()
}

fn by_shape(scale: &Scale, fact: &FactValue) -> Exact {
    match scale.shape() {
        Shape::Line(line) => by_rule(line, fact.numbers().unwrap()[1]),
        Shape::Table(table) => {
            let rows = table.facts().zip(table.rows());
            let is_fact = |row: &FactValue| row.to_string().eq_ignore_ascii_case(&fact.to_string());
            rows.into_iter().find(|(row, _)| is_fact(row)).unwrap().1.1.clone()
        }
        Shape::Set(set) => by_counting(set, fact),
        // Alone in the field: it is both the lowest and the highest.
        Shape::Formula(formula) => {
            let numbers = fact.numbers().unwrap();
            let alone = FieldBid { vendor: 0, numbers: Some(numbers), playing: InPlay::Surely };
            price::worth(formula, &FieldOfBids::new(formula, [alone].into_iter()), 0, numbers)
                .value
                .exact()
                .clone()
        }
        _ => unreachable!("there are four shapes"),
    }
}

#[test]
fn a_fact_is_worth_what_the_shape_says() {
    check((scale(), answer()), |(scale, answer)| {
        let fact = answer.value(&scale);
        match worth(&scale, &fact, &Evidence::default()) {
            Some(worth) => {
                prop_assert_eq!(worth.value.exact(), &by_shape(&scale, &fact), "{} of {}", fact, scale);
            }
            None => prop_assert!(scale.formula().is_some()),
        }
        Ok(())
    });
}

#[test]
fn a_vendor_alone_gets_what_its_formula_says_of_equal_bids() {
    check((scale(), answer()), |(scale, answer)| {
        let fact = answer.value(&scale);
        let runs_one_way = scale.formula().is_some_and(FieldFormula::runs_one_way);
        if scale.is_relative()
            && runs_one_way
            && scale.price_formula().is_none_or(|price| price.limit().is_none())
        {
            prop_assert_eq!(by_shape(&scale, &fact), Exact::ONE);
        }
        Ok(())
    });
}

#[test]
fn lows_and_highs_hold_the_value_and_stay_within_the_worths_of_the_shape() {
    check((scale(), answer()), |(scale, answer)| {
        let fact = answer.value(&scale);
        let Some(worth) = worth(&scale, &fact, &Evidence::default()) else { return Ok(()) };
        prop_assert!(worth.lowest <= worth.value && worth.value <= worth.highest);
        let worths: Vec<&Exact> = match scale.shape() {
            Shape::Line(line) => line.points().iter().map(|(_, worth)| worth).collect(),
            Shape::Table(table) => table.rows().iter().map(|(_, worth)| worth).collect(),
            _ => return Ok(()),
        };
        prop_assert!(worths.iter().any(|least| *least <= worth.lowest.exact()));
        prop_assert!(worths.iter().any(|most| *most >= worth.highest.exact()));
        Ok(())
    });
}

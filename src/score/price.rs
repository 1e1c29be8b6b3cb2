//! Scales that look at other vendors: price formulas as tenders publish them, and min-max scales.

use crate::decision::scale::Bid;
use crate::decision::{FieldFormula, Value};
use crate::exact::Exact;
use crate::score::value::ValueRange;

/// The facts of the vendors in play, for one criterion: the extremes of the low, likely and high ends.
#[derive(Clone, Debug, Default)]
pub struct FieldOfBids {
    ends: [Extremes; 3],
}

/// The two lowest and the two highest numbers with the vendors that they belong to. Two, so that the
/// extreme of the others is known for every vendor.
#[derive(Clone, Debug, Default)]
struct Extremes {
    lowest: [Option<(usize, Exact)>; 2],
    highest: [Option<(usize, Exact)>; 2],
}

/// Which end of the others' facts is looked at.
#[derive(Clone, Copy, Debug)]
enum End {
    Low,
    Likely,
    High,
}

impl FieldOfBids {
    /// Takes the low, likely and high number of each vendor in play.
    pub fn new<'a>(facts: impl Iterator<Item = (usize, [&'a Exact; 3])>) -> FieldOfBids {
        let mut field = FieldOfBids::default();
        for (vendor, numbers) in facts {
            for (end, number) in field.ends.iter_mut().zip(numbers) {
                keep(&mut end.lowest, vendor, number, |new, old| new < old);
                keep(&mut end.highest, vendor, number, |new, old| new > old);
            }
        }
        field
    }

    /// The lowest and the highest likely number; none when no vendor in play has one.
    #[must_use]
    pub fn lowest_and_highest(&self) -> Option<[Exact; 2]> {
        let likely = &self.ends[End::Likely as usize];
        let first = |kept: &[Option<(usize, Exact)>; 2]| kept[0].as_ref().map(|(_, number)| number.clone());
        Some([first(&likely.lowest)?, first(&likely.highest)?])
    }

    /// The lowest and highest number with `own` as the vendor's and the others at one end of theirs.
    fn span(&self, vendor: usize, own: &Exact, others: End) -> (Exact, Exact) {
        let extremes = &self.ends[others as usize];
        let other = |kept: &[Option<(usize, Exact)>; 2]| {
            kept.iter().flatten().find(|(owner, _)| *owner != vendor).map(|(_, number)| number.clone())
        };
        let lowest = other(&extremes.lowest).map_or_else(|| own.clone(), |number| number.min(own.clone()));
        let highest = other(&extremes.highest).map_or_else(|| own.clone(), |number| number.max(own.clone()));
        (lowest, highest)
    }
}

fn keep(
    kept: &mut [Option<(usize, Exact)>; 2],
    vendor: usize,
    number: &Exact,
    is_further: impl Fn(&Exact, &Exact) -> bool,
) {
    let beats = |slot: &Option<(usize, Exact)>| slot.as_ref().is_none_or(|(_, old)| is_further(number, old));
    if beats(&kept[0]) {
        kept[1] = kept[0].take();
        kept[0] = Some((vendor, number.clone()));
    } else if beats(&kept[1]) {
        kept[1] = Some((vendor, number.clone()));
    }
}

/// The value of a vendor's number on a scale over the field, from 0 to 1.
///
/// Where less is better, as with prices, the value falls with the vendor's own number and rises with the others': it
/// is lowest with its own number high and the others' low, and highest the other way round. Numbers that are not
/// known take no part in the lowest and highest.
///
/// Source: the formulas F1 to F6 as published by UK, Korean, South African, Spanish and Japanese
/// buyers; cases `osaka_younger_2021` (F1, truncated) and `tacrc_822_2020` (F4) in tests.
#[must_use]
pub fn worth(
    formula: &FieldFormula,
    field: &FieldOfBids,
    vendor: usize,
    [low, likely, high]: [&Exact; 3],
) -> ValueRange {
    let at = |own: &Exact, others: End| {
        let (lowest, highest) = field.span(vendor, own, others);
        within(formula.value(Bid { own, lowest: &lowest, highest: &highest }))
    };
    let (value, is_capped) = at(likely, End::Likely);
    let (with_others_low, _) = at(high, End::Low);
    let (with_others_high, _) = at(low, End::High);
    let [lowest, highest] = if formula.rises() {
        [with_others_high, with_others_low]
    } else {
        [with_others_low, with_others_high]
    };
    ValueRange { value, lowest, highest, is_capped }
}

/// A number brought back within 0 and 1, and whether it had to be.
fn within(number: Exact) -> (Value, bool) {
    if number.is_negative() {
        (Value::WORST, true)
    } else if number > Exact::ONE {
        (Value::BEST, true)
    } else {
        (Value::of(number), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::PriceFormula;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    /// Values of certain prices, each with six digits.
    fn values(formula: &PriceFormula, prices: &[&str]) -> Vec<String> {
        let prices: Vec<Exact> = prices.iter().map(|price| n(price)).collect();
        let field = FieldOfBids::new(prices.iter().enumerate().map(|(at, price)| (at, [price; 3])));
        prices
            .iter()
            .enumerate()
            .map(|(at, own)| {
                worth(&FieldFormula::Price(formula.clone()), &field, at, [own; 3]).value.exact().plain(6)
            })
            .collect()
    }

    #[test]
    fn each_formula_gives_its_published_points() {
        // UK digital marketplace: 15k, 10k, 30k.
        assert_eq!(
            values(&PriceFormula::LowestOverPrice, &["15", "10", "30"]),
            ["0.666667", "1", "0.333333"]
        );
        assert_eq!(values(&PriceFormula::Span, &["15", "10", "30"]), ["0.75", "1", "0"]);
        assert_eq!(values(&PriceFormula::ExcessOverLowest, &["15", "10", "30"]), ["0.5", "1", "0"]);
        let line = PriceFormula::BudgetLine { budget: n("30") };
        assert_eq!(values(&line, &["15", "10", "30", "40"]), ["0.75", "1", "0", "0"]);
        // Japanese recycling centre: (1 - P/B) x 1000 + 600 of 1000 points.
        let share = PriceFormula::BudgetShare { budget: n("100"), base: Exact::ZERO, add: n("0.6") };
        assert_eq!(values(&share, &["80", "50", "100"]), ["0.8", "1", "0.6"]);
        // Matsuyama: 1 - (P - base) / (B - base).
        let based = PriceFormula::BudgetShare { budget: n("100"), base: n("60"), add: Exact::ZERO };
        assert_eq!(values(&based, &["80", "60", "100", "50"]), ["0.5", "1", "0", "1"]);
    }

    #[test]
    fn a_single_bid_and_equal_bids_get_full_points() {
        for formula in [PriceFormula::LowestOverPrice, PriceFormula::Span, PriceFormula::ExcessOverLowest] {
            assert_eq!(values(&formula, &["7"]), ["1"]);
            assert_eq!(values(&formula, &["7", "7"]), ["1", "1"]);
        }
        let line = PriceFormula::BudgetLine { budget: n("7") };
        assert_eq!(values(&line, &["7", "8"]), ["1", "0"]);
    }

    #[test]
    fn uncertain_prices_widen_the_value_of_every_bid() {
        let bids = [[n("9"), n("10"), n("12")], [n("8"), n("11"), n("11")]];
        let field =
            FieldOfBids::new(bids.iter().enumerate().map(|(at, bid)| (at, [&bid[0], &bid[1], &bid[2]])));
        let [low, likely, high] = &bids[0];
        let formula = FieldFormula::Price(PriceFormula::LowestOverPrice);
        let worth = worth(&formula, &field, 0, [low, likely, high]);
        assert_eq!(worth.value, Value::BEST);
        assert_eq!(*worth.lowest.exact(), n("8").over(&n("12")).unwrap());
        assert_eq!(worth.highest, Value::BEST);
    }

    #[test]
    fn relative_scales_run_both_ways() {
        let facts = [n("10"), n("20"), n("40")];
        let field = FieldOfBids::new(facts.iter().enumerate().map(|(at, fact)| (at, [fact; 3])));
        let value = |higher_is_better, at: usize| {
            worth(&FieldFormula::Relative { higher_is_better }, &field, at, [&facts[at]; 3])
                .value
                .exact()
                .plain(4)
        };
        assert_eq!([0, 1, 2].map(|at| value(true, at)), ["0", "0.3333", "1"]);
        assert_eq!([0, 1, 2].map(|at| value(false, at)), ["1", "0.6667", "0"]);
    }
}

//! Scales that look at other vendors: price formulas as tenders publish them, and min-max scales.

use std::collections::BTreeMap;

use crate::decision::formula::Unsolved;
use crate::decision::formula::quick::Between;
use crate::decision::scale::Bid;
use crate::decision::{FieldFormula, PriceFormula, StatedFormula, Value};
use crate::exact::Exact;
use crate::score::field::InPlay;
use crate::score::range::ValueRange;

/// A vendor's part in the field: what it says, and whether it is there for sure.
#[derive(Clone, Copy, Debug)]
pub struct FieldBid<'a> {
    /// Its place among the vendors.
    pub vendor: usize,
    /// Its low, likely and high number; none when it is not known.
    pub numbers: Option<[&'a Exact; 3]>,
    /// Whether it is in play: for sure, or as it may turn out.
    pub playing: InPlay,
}

/// The facts of the vendors in play, for one criterion: as they count now, and as they may turn out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldOfBids {
    /// The likely numbers of all that are in play now.
    likely: Extremes,
    /// The low ends: the lowest of all that may be in play, the highest of those that are for sure.
    low: Extremes,
    /// The high ends: the lowest of those that are in play for sure, the highest of all that may be.
    high: Extremes,
    /// Vendors that may be in play with a number that is not known. Two, so that there is another for every vendor.
    unknown: [Option<usize>; 2],
    /// Vendors that may be in play with a range of numbers.
    doubtful: [Option<usize>; 2],
    /// Vendors that may be in play of which something is open: that, or their number.
    open: [Option<usize>; 2],
    /// Each of them, where a formula takes more than the ends.
    all: Vec<(usize, Option<Known>)>,
    /// What those that are known are worth by it, and between which bounds where all of them are in play for sure.
    stated: BTreeMap<usize, Worked>,
}

/// What a formula as printed comes to for a bid, and between which bounds.
type Worked = (Result<Option<Exact>, Unsolved>, Option<Between>);

/// The low, likely and high number of a bid, and whether it is in play.
type Known = ([Exact; 3], InPlay);

/// The two lowest and the two highest numbers with the vendors that they belong to. Two, so that the
/// extreme of the others is known for every vendor.
#[derive(Clone, Debug, Default, PartialEq)]
struct Extremes {
    lowest: [Option<(usize, Exact)>; 2],
    highest: [Option<(usize, Exact)>; 2],
}

impl FieldOfBids {
    /// Takes the vendors that are in play, or may be.
    pub fn new<'a>(formula: &FieldFormula, bids: impl Iterator<Item = FieldBid<'a>>) -> FieldOfBids {
        let mut field = FieldOfBids::default();
        for FieldBid { vendor, numbers, playing } in bids {
            if let FieldFormula::Stated(_) = formula {
                field.all.push((vendor, numbers.map(|numbers| (numbers.map(Exact::clone), playing))));
            }
            let is_settled = numbers.is_some_and(|[low, _, high]| low == high) && playing == InPlay::Surely;
            if !is_settled {
                note(&mut field.open, vendor);
            }
            let Some([low, likely, high]) = numbers else {
                note(&mut field.unknown, vendor);
                continue;
            };
            if playing.is_now() {
                field.likely.keep_lowest(vendor, likely);
                field.likely.keep_highest(vendor, likely);
            }
            field.low.keep_lowest(vendor, low);
            field.high.keep_highest(vendor, high);
            if playing == InPlay::Surely {
                field.low.keep_highest(vendor, low);
                field.high.keep_lowest(vendor, high);
            } else if low != high {
                note(&mut field.doubtful, vendor);
            }
        }
        if let FieldFormula::Stated(formula) = formula {
            field.work_out(formula);
        }
        field
    }

    /// Works a formula out for all at once, so that figures of the field are worked out once.
    fn work_out(&mut self, formula: &StatedFormula) {
        let known: Vec<(usize, &Known)> =
            self.all.iter().filter_map(|(vendor, known)| Some((*vendor, known.as_ref()?))).collect();
        let now = || known.iter().filter(|(_, (_, playing))| playing.is_now());
        let likely: Vec<Exact> = now().map(|(_, ([_, likely, _], _))| likely.clone()).collect();
        let is_told = self.open != [None; 2] && self.unknown == [None; 2];
        // Each bid is compared with its own, whoever else is: those of which that is open come one by one.
        let surely = known.iter().enumerate().filter(|(_, (_, (_, playing)))| *playing == InPlay::Surely);
        let surely: Vec<(usize, usize)> =
            surely.filter(|_| is_told).map(|(at, (vendor, _))| (*vendor, at)).collect();
        let (ranges, open): (Vec<Between>, Vec<bool>) = known.iter().map(|(_, known)| ends(known)).unzip();
        let between = formula.between(&ranges, &open, surely.iter().map(|(_, at)| *at));
        let mut between: BTreeMap<usize, Option<Between>> =
            surely.iter().map(|(vendor, _)| *vendor).zip(between).collect();
        let worked = now().map(|(vendor, _)| *vendor).zip(formula.worths(&likely));
        let stated =
            worked.map(|(vendor, worth)| (vendor, (worth, between.remove(&vendor).flatten()))).collect();
        self.stated = stated;
    }

    /// The lowest and the highest likely number; none when no vendor in play has one.
    #[must_use]
    pub fn lowest_and_highest(&self) -> Option<[Exact; 2]> {
        let first = |kept: &[Option<(usize, Exact)>; 2]| kept[0].as_ref().map(|(_, number)| number.clone());
        Some([first(&self.likely.lowest)?, first(&self.likely.highest)?])
    }

    /// What a number is worth by a formula as printed, among the likely numbers of the others.
    ///
    /// # Errors
    /// [`Unsolved`] where the formula has no result.
    pub(super) fn likely_worth(
        &self,
        formula: &StatedFormula,
        vendor: usize,
        own: &Exact,
    ) -> Result<Option<Exact>, Unsolved> {
        if let Some((worth, _)) = self.stated.get(&vendor) {
            return worth.clone();
        }
        let others = self.all.iter().filter(|(other, _)| *other != vendor);
        let now = others.filter_map(|(_, known)| known.as_ref().filter(|(_, playing)| playing.is_now()));
        let likely = now.map(|([_, likely, _], _)| likely.clone());
        let bids: Vec<Exact> = [own.clone()].into_iter().chain(likely).collect();
        formula.worth(&bids)
    }

    /// Whether another vendor may be in play with a number that is not known.
    fn has_unknown_beside(&self, vendor: usize) -> bool {
        self.unknown.iter().flatten().any(|other| *other != vendor)
    }

    /// Whether no other vendor may be in play.
    #[must_use]
    pub fn is_alone(&self, vendor: usize) -> bool {
        let is_other =
            |kept: &Option<(usize, Exact)>| kept.as_ref().is_some_and(|(other, _)| *other != vendor);
        !self.has_unknown_beside(vendor) && !self.low.lowest.iter().any(is_other)
    }

    /// Whether the range of a vendor's value may be wider than what can come true: another's number is not known and
    /// has no end, or whether another takes part hangs on more than its number says.
    #[must_use]
    pub fn is_bound(&self, vendor: usize) -> bool {
        let is_other = |of: &[Option<usize>; 2]| of.iter().flatten().any(|other| *other != vendor);
        is_other(&self.unknown) || is_other(&self.doubtful)
    }
}

/// Notes a vendor where there is room.
fn note(kept: &mut [Option<usize>; 2], vendor: usize) {
    if let Some(free) = kept.iter_mut().find(|one| one.is_none()) {
        *free = Some(vendor);
    }
}

impl Extremes {
    fn keep_lowest(&mut self, vendor: usize, number: &Exact) {
        keep(&mut self.lowest, vendor, number, |new, old| new < old);
    }

    fn keep_highest(&mut self, vendor: usize, number: &Exact) {
        keep(&mut self.highest, vendor, number, |new, old| new > old);
    }

    /// The lowest and highest number with `own` as the vendor's.
    fn span(&self, vendor: usize, own: &Exact) -> (Exact, Exact) {
        let other = |kept: &[Option<(usize, Exact)>; 2]| {
            kept.iter().flatten().find(|(owner, _)| *owner != vendor).map(|(_, number)| number.clone())
        };
        let lowest = other(&self.lowest).map_or_else(|| own.clone(), |number| number.min(own.clone()));
        let highest = other(&self.highest).map_or_else(|| own.clone(), |number| number.max(own.clone()));
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
/// is lowest with its own number high and the others' low, and highest the other way round. A vendor that may turn
/// out not to be in play can lower the lowest of all, or raise the highest, and does not have to: so it is in the
/// one that moves the value to the end that is asked for, and not in the other. Numbers that are not known take no
/// part in the value that counts; they may be anything, down to 0 for a price.
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
    if let FieldFormula::Stated(formula) = formula {
        return stated_worth(formula, field, vendor, [low, likely, high]);
    }
    let at = |own: &Exact, others: &Extremes| {
        let (lowest, highest) = others.span(vendor, own);
        within(formula.value(Bid { own, lowest: &lowest, highest: &highest, others: &[] }))
    };
    let (value, is_capped) = at(likely, &field.likely);
    let is_open = formula.looks_at_others() && field.has_unknown_beside(vendor);
    let end = |own: &Exact, others: &Extremes, are_others_low: bool| match limit(formula, are_others_low) {
        Limit::Value(value) if is_open => value,
        Limit::LowestIsZero if is_open => {
            let (_, highest) = others.span(vendor, own);
            within(formula.value(Bid { own, lowest: &Exact::ZERO, highest: &highest, others: &[] })).0
        }
        Limit::Value(_) | Limit::LowestIsZero | Limit::None => at(own, others).0,
    };
    let [with_others_low, with_others_high] = [end(high, &field.low, true), end(low, &field.high, false)];
    let [lowest, highest] = if formula.rises() {
        [with_others_high, with_others_low]
    } else {
        [with_others_low, with_others_high]
    };
    ValueRange { value, lowest, highest, is_capped }
}

/// Between which numbers that of a bid lies, and whether it is open that it is compared.
fn ends(([low, _, high], playing): &Known) -> (Between, bool) {
    (Between::new(low.clone(), high.clone()), *playing != InPlay::Surely)
}

/// The value by a formula as a tender printed it, which need not run one way: what is open bounds it, by ranges that are
/// worked out in place of numbers, else from 0 to 1.
fn stated_worth(
    formula: &StatedFormula,
    field: &FieldOfBids,
    vendor: usize,
    [low, likely, high]: [&Exact; 3],
) -> ValueRange {
    let worth = field.likely_worth(formula, vendor, likely).ok().flatten();
    let looks_at_others = formula.looks_at_others();
    let is_open = looks_at_others && field.open.iter().flatten().any(|other| *other != vendor);
    let limited = |worth: Exact| {
        let (worth, is_capped) = formula.limited(worth);
        (Value::of(worth), is_capped)
    };
    let (value, is_capped) = limited(worth.clone().unwrap_or_default());
    if low == high && !is_open {
        return ValueRange { is_capped, ..ValueRange::certain(value) };
    }
    let told = if let Some((_, told @ Some(_))) = field.stated.get(&vendor) {
        told.clone()
    } else if worth.is_none() || (looks_at_others && field.has_unknown_beside(vendor)) {
        None
    } else {
        let others = field.all.iter().filter(|(other, _)| looks_at_others && *other != vendor);
        let others = others.filter_map(|(_, known)| known.as_ref().map(ends));
        let own = (Between::new(low.clone(), high.clone()), false);
        let (ranges, open): (Vec<Between>, Vec<bool>) = [own].into_iter().chain(others).unzip();
        formula.between(&ranges, &open, 0..1).pop().flatten()
    };
    let [lowest, highest] = match told {
        Some(Between { low, high, .. }) => [limited(low).0, limited(high).0],
        None => formula.reach().map(Value::of),
    };
    ValueRange { lowest: lowest.min(value.clone()), highest: highest.max(value.clone()), value, is_capped }
}

/// The worth of a vendor's number where nobody else's stands beside it, or none of them matters.
#[must_use]
pub(crate) fn without_others(formula: &FieldFormula, numbers: [&Exact; 3]) -> ValueRange {
    worth(formula, &FieldOfBids::default(), 0, numbers)
}

/// What the value of a bid nears where another's number is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
    /// This value.
    Value(Value),
    /// What it is with 0 as the lowest of all.
    LowestIsZero,
    /// None: numbers at that end do not matter.
    None,
}

/// What the value nears as the number of another falls, a price to 0 and any other without end; or as it grows without
/// end.
pub(crate) fn limit(formula: &FieldFormula, falls: bool) -> Limit {
    match formula {
        FieldFormula::Relative { higher_is_better } if *higher_is_better == falls => {
            Limit::Value(Value::BEST)
        }
        FieldFormula::Relative { .. } => Limit::Value(Value::WORST),
        FieldFormula::Stated(_) => Limit::None,
        FieldFormula::Price(formula) => match (formula, falls) {
            (PriceFormula::LowestOverPrice | PriceFormula::ExcessOverLowest, true) => {
                Limit::Value(Value::WORST)
            }
            (PriceFormula::Span | PriceFormula::BudgetLine { .. }, true) => Limit::LowestIsZero,
            (PriceFormula::Span, false) => Limit::Value(Value::BEST),
            (PriceFormula::BudgetShare { .. }, _)
            | (
                PriceFormula::LowestOverPrice
                | PriceFormula::ExcessOverLowest
                | PriceFormula::BudgetLine { .. },
                false,
            ) => Limit::None,
        },
    }
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

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    /// The numbers of vendors that are in play for sure.
    fn field_of<'a>(bids: impl Iterator<Item = [&'a Exact; 3]>) -> FieldOfBids {
        let bid = |(vendor, numbers)| FieldBid { vendor, numbers: Some(numbers), playing: InPlay::Surely };
        FieldOfBids::new(&FieldFormula::Price(PriceFormula::Span), bids.enumerate().map(bid))
    }

    /// Values of certain prices, each with six digits.
    fn values(formula: &PriceFormula, prices: &[&str]) -> Vec<String> {
        let prices: Vec<Exact> = prices.iter().map(|price| n(price)).collect();
        let field = field_of(prices.iter().map(|price| [price; 3]));
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
        let field = field_of(bids.iter().map(|bid| [&bid[0], &bid[1], &bid[2]]));
        let [low, likely, high] = &bids[0];
        let formula = FieldFormula::Price(PriceFormula::LowestOverPrice);
        let worth = worth(&formula, &field, 0, [low, likely, high]);
        assert_eq!(worth.value, Value::BEST);
        assert_eq!(*worth.lowest.exact(), n("8").over(&n("12")).unwrap());
        assert_eq!(worth.highest, Value::BEST);
    }

    #[test]
    fn who_may_be_out_and_what_is_not_known_widen_the_value_too() {
        let prices = [n("100"), n("50"), n("120")];
        let bid = |vendor: usize, is_known: bool, playing| FieldBid {
            vendor,
            numbers: is_known.then(|| [&prices[vendor]; 3]),
            playing,
        };
        let (sure, perhaps, later) = (InPlay::Surely, InPlay::Perhaps, InPlay::OnceExplained);
        let formula = FieldFormula::Price(PriceFormula::LowestOverPrice);
        let range = |field: &FieldOfBids| {
            let worth = worth(&formula, field, 0, [&prices[0]; 3]);
            [worth.lowest, worth.value, worth.highest].map(|value| value.exact().plain(2))
        };
        let may_be_out = FieldOfBids::new(&formula, [bid(0, true, sure), bid(1, true, perhaps)].into_iter());
        assert_eq!(range(&may_be_out), ["0.5", "0.5", "1"]);
        let may_come = FieldOfBids::new(&formula, [bid(0, true, sure), bid(1, true, later)].into_iter());
        assert_eq!(range(&may_come), ["0.5", "1", "1"]);
        let unknown = FieldOfBids::new(
            &formula,
            [bid(0, true, sure), bid(1, false, sure), bid(2, true, sure)].into_iter(),
        );
        assert_eq!(range(&unknown), ["0", "1", "1"]);
    }

    #[test]
    fn relative_scales_run_both_ways() {
        let facts = [n("10"), n("20"), n("40")];
        let field = field_of(facts.iter().map(|fact| [fact; 3]));
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

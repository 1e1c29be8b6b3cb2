//! Prices and how they become points.

use std::collections::BTreeSet;

use super::Reader;
use super::kinds::{Kind, cell_of};
use super::leaf::Under;
use crate::exact::Exact;
use crate::sheets::cells::{Content, Place};
use crate::sheets::proposal::PriceFormula;
use crate::sheets::questions::{ANOTHER, Kind as Asked};
use crate::sheets::replay::Outcome;
use crate::sheets::typed::{Typed, plain, typed};
use crate::sheets::words::{Label, currency, says};

/// A line of prices with the line of points that is worked out from it.
#[derive(Clone, Debug)]
pub(super) struct Price {
    pub(super) table: usize,
    /// The line of prices, by its position.
    pub(super) line: u32,
    /// The line of their points.
    pub(super) points: u32,
    pub(super) name: String,
    pub(super) place: Option<Place>,
    /// The group over its points.
    pub(super) group: Option<Under>,
    pub(super) weight_place: Option<Place>,
    pub(super) formula: PriceFormula,
    /// The points that the best price gets, in the total.
    pub(super) part: Exact,
    /// By how much a total may be off where the points were rounded and typed in.
    pub(super) rounding: Exact,
    /// The points of each vendor.
    pub(super) earned: Vec<Option<Exact>>,
    /// The price of each vendor, with its cell and its currency.
    pub(super) prices: Vec<Option<(Place, Exact)>>,
    /// What each price counts as, where it was in another currency.
    pub(super) converted: Vec<Option<Exact>>,
    pub(super) currency: Option<String>,
    /// The currency of each price, where it has another.
    pub(super) currencies: Vec<Option<String>>,
}

/// An amount in a cell, and the currency that cell or format name.
pub(super) fn amount(reader: &Reader<'_>, place: Place) -> Option<(Vec<Exact>, Option<String>)> {
    let cell = reader.cell(place)?;
    match &cell.content {
        Content::Number(number) => Some((vec![number.clone()], currency(&cell.format).map(str::to_owned))),
        Content::Text(text) => match typed(text) {
            Typed::Number(amount) => Some((amount.readings, amount.currency.map(str::to_owned))),
            _ => None,
        },
        _ => None,
    }
}

/// Half of what the last of some digits after the point counts.
fn half_unit(digits: u32) -> Exact {
    Exact::ONE.over(&(&Exact::from(2) * &Exact::from(10).power(digits))).unwrap_or_default()
}

impl Price {
    /// What the price of a vendor counts as.
    pub(super) fn counted(&self, vendor: usize) -> Option<&Exact> {
        self.converted[vendor].as_ref().or(self.prices[vendor].as_ref().map(|(_, amount)| amount))
    }
}

impl Reader<'_> {
    /// The price that a line of points is worked out from.
    pub(super) fn price(&mut self, table: usize, points: u32, line: u32, factor: &Exact) -> Option<Price> {
        let it = self.table(table);
        let count = self.import.vendors.len();
        let (mut prices, mut earned) = (vec![None; count], vec![None; count]);
        let mut currencies: Vec<Option<String>> = vec![None; count];
        for (bidder, vendor) in it.bidders.iter().zip(self.vendors_of(table)) {
            let Some(vendor) = vendor else { continue };
            let place = cell_of(&self.replay, it, line, bidder);
            if let Some((place, (readings, unit))) =
                place.and_then(|place| Some((place, amount(self, place)?)))
            {
                prices[vendor] = Some((place, readings[0].clone()));
                currencies[vendor] = unit;
            }
            let place = cell_of(&self.replay, it, points, bidder);
            earned[vendor] = place.map(|place| (place, self.points_at(place)));
        }
        let named = it.lines.iter().find(|one| one.at == line)?;
        let (name, place) = (named.name.clone(), named.place);
        let points_line = it.lines.iter().find(|one| one.at == points)?;
        let points_name = points_line.name.clone();
        let mut weight_places =
            [it.weight, it.maximum].into_iter().flatten().map(|slot| it.place(points, slot));
        let weight_place = weight_places.find(|place| super::weights::weight(self, *place).is_some());
        let stated =
            weight_place.and_then(|place| super::weights::weight(self, place)).map(|weight| weight.value);
        let group = self.group_over(table, points);
        let known: Vec<(Exact, Exact, Place)> = prices
            .iter()
            .zip(&earned)
            .filter_map(|(price, earned)| Some((price.clone()?.1, earned.clone()?.1?, earned.clone()?.0)))
            .collect();
        let first = known.first()?.2;
        let is_typed = self.cell(first).is_some_and(|cell| cell.formula.is_none());
        let digits =
            is_typed.then(|| known.iter().map(|(_, points, _)| points.decimals(6)).max().unwrap_or_default());
        let (formula, highest) = {
            let places = prices.iter().flatten().map(|(place, _)| *place).collect();
            self.fitting(&known, stated.as_ref(), digits, first, &places)?
        };
        let mut price = Price {
            table,
            line,
            points,
            name,
            place,
            group,
            weight_place,
            formula,
            part: &highest * factor,
            earned: earned.iter().map(|one| one.as_ref().and_then(|(_, points)| points.clone())).collect(),
            rounding: digits.map_or(Exact::ZERO, |digits| &half_unit(digits) * &factor.abs()),
            prices,
            converted: vec![None; count],
            currency: None,
            currencies: currencies.clone(),
        };
        if !self.may_take(&price, is_typed, first, &points_name) {
            return None;
        }
        self.settle_currency(&mut price, &currencies);
        Some(price)
    }

    fn points_at(&self, place: Place) -> Option<Exact> {
        match self.replay.cell(place) {
            Outcome::Number(number) => Some(number.value.clone()),
            Outcome::Text(text, _) => match typed(&text) {
                Typed::Number(amount) => Some(amount.readings[0].clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The formula that gives the points of every vendor, and the points of the best price.
    fn fitting(
        &self,
        known: &[(Exact, Exact, Place)],
        stated: Option<&Exact>,
        digits: Option<u32>,
        first: Place,
        prices: &BTreeSet<Place>,
    ) -> Option<(PriceFormula, Exact)> {
        let lowest = known.iter().map(|(price, ..)| price).min()?.clone();
        let highest = known.iter().map(|(price, ..)| price).max()?.clone();
        let earned = known.iter().find(|(price, ..)| *price == lowest)?.1.clone();
        let fits = |formula: &PriceFormula, full: &Exact| {
            known.iter().all(|(price, points, _)| {
                let value = value(formula, price, &lowest, &highest).map(|value| &value * full);
                value.is_some_and(|value| match digits {
                    Some(digits) => value.fixed(digits) == points.fixed(digits),
                    None => value == *points,
                })
            })
        };
        // Where no points are stated for the best price, or they are a weight yet to be multiplied with: what it has.
        for full in stated.into_iter().chain([&earned]) {
            let usual = [PriceFormula::LowestOverPrice, PriceFormula::Span];
            if let Some(formula) = usual.into_iter().find(|formula| fits(formula, full)) {
                return Some((formula, full.clone()));
            }
        }
        // A line: the points fall by the same for every unit of money, from a price that gets none.
        let Outcome::Number(points) = self.whole.cell(first) else { return None };
        let (price, ..) = known.iter().find(|(_, _, place)| *place == first)?;
        let slope = points.slopes.values().find(|slope| slope.is_negative() && known.len() > 1)?;
        let free = &points.value - &(slope * price);
        let per_unit = &Exact::ZERO - slope;
        let worst = free.over(&per_unit)?;
        // The price that earns it all, what is stated, one, or a number of the formula: best one that the formula names too.
        let named = self.whole.numbers_of(first, prices);
        let mut most: Vec<Exact> = named.clone();
        most.sort_unstable_by(|one, other| other.cmp(one));
        most.splice(0..0, stated.cloned().into_iter().chain([Exact::ONE]));
        let best_for = |points: &Exact| Some(&worst - &points.over(&per_unit)?);
        let is_best = |best: &Exact| !best.is_zero() && !best.is_negative() && *best <= lowest;
        let bests: Vec<Exact> = most.iter().filter_map(best_for).filter(is_best).collect();
        let best = bests.iter().find(|best| named.contains(best)).or(bests.first()).cloned();
        let best = best.filter(|_| !most.contains(&free)).unwrap_or_default();
        let most_points = &per_unit * &(&worst - &best);
        let line = PriceFormula::Line { worst, best };
        fits(&line, &most_points).then_some((line, most_points))
    }

    /// Asks where a formula is not plain.
    fn may_take(&mut self, price: &Price, is_typed: bool, first: Place, points_name: &str) -> bool {
        let words = match &price.formula {
            PriceFormula::LowestOverPrice => "lowest price / price".to_owned(),
            PriceFormula::Span => "(highest - price) / (highest - lowest)".to_owned(),
            PriceFormula::Line { worst, best } if best.is_zero() => {
                format!("1 - price / {}", worst.spaced(2))
            }
            PriceFormula::Line { worst, best } => {
                format!("({} - price) / ({0} - {})", worst.spaced(2), best.spaced(2))
            }
        };
        let part = &price.part;
        if is_typed {
            let at = price.weight_place.unwrap_or(first);
            let ask = format!(
                "The points of \"{points_name}\" are typed in. They agree, to the digits shown, with {part} * {words}. Is this \
                 the rule?"
            );
            let yes = match price.formula {
                PriceFormula::LowestOverPrice => "yes: F1, \"lowest/price\"",
                _ => "yes: F2, \"span\"",
            };
            return self
                .ask(
                    Asked::TypedPoints,
                    vec![at],
                    ask,
                    &[yes, "no: keep as marks"],
                    "whether a new price moves points",
                )
                .at
                == 0;
        }
        if let PriceFormula::Line { worst, best } = &price.formula {
            let ask =
                format!("The points of \"{points_name}\" are {part} * ({words}). Take this formula, a line?");
            let yes = format!("a line: worst = {worst}, best = {best}");
            return self
                .ask(Asked::PriceFormula, vec![first], ask, &[&yes, ANOTHER], "the points of every price")
                .at
                == 0;
        }
        self.say(vec![first], format!("the formula is {words}: taken as a price formula, not as marks"));
        true
    }

    /// The currency of prices: from formats, texts and headings; mixed or missing ones are asked about.
    pub(super) fn settle_currency(&mut self, price: &mut Price, currencies: &[Option<String>]) {
        let known: Vec<&String> = currencies.iter().flatten().collect();
        let usual = known.iter().max_by_key(|one| known.iter().filter(|other| other == one).count());
        let usual = usual.map(|usual| (*usual).clone()).or_else(|| self.headed_currency(price));
        let odd: Vec<usize> = (0..currencies.len())
            .filter(|at| {
                price.prices[*at].is_some()
                    && usual.is_some()
                    && !known.is_empty()
                    && currencies[*at] != usual
            })
            .collect();
        let Some(usual) = usual else {
            let Some((place, _)) = price.prices.iter().flatten().next().cloned() else { return };
            let guess = self.local_currency();
            let ask = "The prices carry no currency. Which one?".to_owned();
            let others = ["EUR", "USD"].into_iter().filter(|other| *other != guess);
            let options: Vec<&str> = std::iter::once(guess).chain(others).collect();
            let choice = self.ask(Asked::Currency, vec![place], ask, &options, "the unit alone").at;
            price.currency = Some(options[choice].to_owned());
            return;
        };
        if odd.iter().any(|at| currencies[*at].is_some()) {
            self.convert(price, currencies, &usual, &odd);
        }
        price.currency = Some(usual);
    }

    /// Prices in several currencies: at the rate of a note where there is one, or as the sheet counts them.
    fn convert(&mut self, price: &mut Price, currencies: &[Option<String>], usual: &str, odd: &[usize]) {
        let at: Vec<Place> = odd.iter().filter_map(|at| Some(price.prices[*at].as_ref()?.0)).collect();
        let other = odd.iter().find_map(|at| currencies[*at].clone()).unwrap_or_default();
        let rate = self.rate(&other, usual);
        let keep = format!("all {usual} as the sheet reckons");
        let turn = rate
            .as_ref()
            .map(|rate| format!("{other} at {rate} (note in the sheet), what has no currency {usual}"));
        let ask = format!(
            "The prices are in {usual}, but these are in {other} or have no currency. The sheet compares the bare numbers. \
             Which currencies, and at which rate?"
        );
        let options: Vec<&str> = turn.iter().map(String::as_str).chain([keep.as_str(), ANOTHER]).collect();
        let choice = self.ask(Asked::Currency, at, ask, &options, "the points of all prices");
        let rate = choice.number.or(rate.filter(|_| choice.at == 0));
        let Some(rate) = rate else { return };
        for at in odd.iter().copied().filter(|at| currencies[*at].as_ref() == Some(&other)) {
            price.converted[at] = price.prices[at].as_ref().map(|(_, amount)| amount * &rate);
        }
    }

    /// The rate of one currency in another, from a note such as `1 USD = 0,92 EUR`.
    fn rate(&self, from: &str, to: &str) -> Option<Exact> {
        let texts =
            self.book.sheets.iter().flat_map(|sheet| sheet.cells.values()).filter_map(|cell| cell.text());
        texts.filter(|text| text.contains(from) && text.contains(to) && text.contains('=')).find_map(|text| {
            let (left, right) = text.split_once('=')?;
            let left = left.split_whitespace().find_map(|word| Exact::parse(word).ok())?;
            let number: String = plain(right)
                .chars()
                .skip_while(|c| !c.is_ascii_digit())
                .take_while(|c| !c.is_alphabetic())
                .collect();
            let right = Exact::parse(&number.trim().replace(',', ".")).ok()?;
            (left == Exact::ONE).then_some(right)
        })
    }

    /// The currency that the headings over prices name.
    fn headed_currency(&self, price: &Price) -> Option<String> {
        let own = currency(&price.name).map(str::to_owned);
        own.or_else(|| {
            let corner = &self.table(price.table).corner;
            corner.iter().find_map(|(_, text)| currency(text)).map(str::to_owned)
        })
    }

    /// The currency of the country whose script the sheet is written in; else euros.
    pub(super) fn local_currency(&self) -> &'static str {
        let text = &self.import.title;
        match text.chars().find(|c| !c.is_ascii()) {
            Some('\u{3040}'..='\u{30ff}') => "JPY",
            Some('\u{4e00}'..='\u{9fff}') if text.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c)) => {
                "JPY"
            }
            Some('\u{4e00}'..='\u{9fff}') if self.has_kana() => "JPY",
            Some('\u{4e00}'..='\u{9fff}') => "CNY",
            Some('\u{e00}'..='\u{e7f}') => "THB",
            Some('\u{ac00}'..='\u{d7af}') => "KRW",
            _ => "EUR",
        }
    }

    fn has_kana(&self) -> bool {
        let texts =
            self.book.sheets.iter().flat_map(|sheet| sheet.cells.values()).filter_map(|cell| cell.text());
        texts.take(200).any(|text| text.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c)))
    }

    /// A line of typed points that a line of prices stands over: both positions.
    pub(super) fn typed_price(&self, table: usize, points: usize) -> Option<u32> {
        let it = self.table(table);
        let line = &it.lines[points];
        if !says(&line.name, Label::Price) {
            return None;
        }
        let before = (0..points).rev().find(|at| self.kinds[table][*at] != Kind::Note)?;
        let named = &it.lines[before].name;
        let prices: Vec<(Vec<Exact>, Option<String>)> = it
            .bidders
            .iter()
            .filter_map(|bidder| amount(self, cell_of(&self.replay, it, it.lines[before].at, bidder)?))
            .collect();
        let is_large = prices.iter().all(|(readings, _)| readings[0] > Exact::HUNDRED);
        let has_currency = currency(named).is_some() || prices.iter().any(|(_, unit)| unit.is_some());
        // A price that is called one, over points that are called points.
        let is_named = says(named, Label::Price) && says(&line.name, Label::Points);
        let is_money = prices.len() > 1 && (is_large || has_currency || is_named);
        (is_money && !super::kinds::has_weight(&self.replay, it, it.lines[before].at))
            .then_some(it.lines[before].at)
    }
}

/// What a price is worth, from 0 to 1; none where it cannot be told.
pub(super) fn value(formula: &PriceFormula, price: &Exact, lowest: &Exact, highest: &Exact) -> Option<Exact> {
    match formula {
        PriceFormula::LowestOverPrice => lowest.over(price),
        PriceFormula::Span => (highest - price).over(&(highest - lowest)),
        PriceFormula::Line { worst, best } => {
            let value = (worst - price).over(&(worst - best))?;
            Some(value.max(Exact::ZERO).min(Exact::ONE))
        }
    }
}

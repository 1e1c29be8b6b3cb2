//! For negotiation: the value of one fact at which a vendor takes, or loses, the first place.
//!
//! The decision is scored again and again with the one fact changed, so whatever scale, price formula,
//! gate, minimum or rounding stands between the fact and the rank is in force. The answer is on the grid on
//! which people write the fact: with it the vendor is first, with its neighbour it is not. Prices of a quote are
//! moved the same way: its cost is worked out anew and the facts that follow from it.
//!
//! That no value changes the first place is said only where it is shown: every word, truth and day that can be told
//! apart was tried, and all numbers between two that were tried come to no more and no less than these two allow.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

mod consequences;
mod prices;
mod search;
mod values;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use consequences::Consequences;
pub(crate) use consequences::changed;
pub use prices::{PriceBreakEven, price_break_even};
use search::{Found, Search, step};

use super::draw_facts::{DrawKey, fact_of, key};
use super::unrounded;
use crate::decision::{
    Decision, Evidence, Fact, FactId, FactValue, Gate, Location, OrFact, Scale, Shape, Test, Vendor, VendorId,
};
use crate::exact::{Exact, Mode, Rounding};
use crate::parallel;
use crate::score::trials::Trials;

/// The most digits after the point of a break-even value.
const MOST_DIGITS: u32 = 6;
/// Parts into which each stretch between two corners of the scales is cut before the search.
const PARTS: u32 = 4;

/// What one fact of a vendor would have to be.
#[derive(Clone, Debug, Serialize)]
pub struct BreakEven {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// The fact; the criterion's id for a mark.
    pub fact: FactId,
    /// Whether it is a mark.
    pub is_mark: bool,
    /// What reads it: names of criteria and must-haves.
    pub reads: Vec<String>,
    /// What it is counted in, such as `EUR/h`; none for a mark, a word, a day.
    pub unit: Option<String>,
    /// What it is now; none when it is not known.
    pub now: Option<FactValue>,
    /// Where the first place changes, or why it does not.
    pub answer: Answer,
}

/// What a change of one fact alone can do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// The vendor takes the first place, perhaps shared, when the fact is this.
    WinsAt(BreakEvenPoint),
    /// The vendor has the first place and loses it when the fact is this.
    LosesAt(BreakEvenPoint),
    /// It cannot take the first place by this fact alone.
    CannotWin,
    /// It has the first place, and this fact alone cannot take it away.
    CannotLose,
    /// No value that was tried changes the first place, and whether one does is not shown.
    NoneFound,
}

impl Answer {
    fn of(found: Found<BreakEvenPoint>, is_first: bool) -> Answer {
        match (found, is_first) {
            (Found::Here(tip), false) => Answer::WinsAt(tip),
            (Found::Here(tip), true) => Answer::LosesAt(tip),
            (Found::Nowhere, false) => Answer::CannotWin,
            (Found::Nowhere, true) => Answer::CannotLose,
            (Found::NotSeen, _) => Answer::NoneFound,
        }
    }

    /// The value that tips the first place, where there is one.
    #[must_use]
    pub fn point(&self) -> Option<&BreakEvenPoint> {
        match self {
            Answer::WinsAt(tip) | Answer::LosesAt(tip) => Some(tip),
            Answer::CannotWin | Answer::CannotLose | Answer::NoneFound => None,
        }
    }
}

/// Those that can tip the first place, the smallest change first.
#[must_use]
pub fn break_even_points<'a, T>(
    all: &'a [T],
    answer: impl Fn(&T) -> &Answer,
) -> Vec<(&'a T, &'a BreakEvenPoint)>
where
    T: 'a,
{
    let mut tips: Vec<(&T, &BreakEvenPoint)> =
        all.iter().filter_map(|one| Some((one, answer(one).point()?))).collect();
    tips.sort_by_key(|(_, tip)| (tip.change.is_none(), tip.change.as_ref().map(Exact::abs)));
    tips
}

/// A value of a fact that tips the first place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakEvenPoint {
    /// The nearest value that does, as it would be written.
    pub value: FactValue,
    /// For a number: where the unrounded scores are level, exactly; none where a must-have, a minimum, a tie or the
    /// rounding decides, or where that number is no fraction.
    pub level: Option<Exact>,
    /// For a number: the change from now as a share of now, below zero for less; none where now is zero
    /// or not known.
    pub change: Option<Exact>,
}

/// Every fact of a vendor that a criterion, a must-have or its quote reads, in that order; none when there is no such
/// vendor.
#[must_use]
pub fn break_even(decision: &Arc<Decision>, vendor: &VendorId) -> Option<Vec<BreakEven>> {
    let at = decision.vendors.iter().position(|one| one.id == *vendor)?;
    let consequences = Consequences::new(decision, at);
    let (trials, without_roundings) = (Trials::new(decision), unrounded(decision));
    let (plain, is_first) = (OnceLock::new(), trials.is_first(trials.base(), at));
    let answer = |key: &DrawKey| {
        let consequences = consequences.of(key);
        let plain = plain.get_or_init(|| Trials::new(&without_roundings));
        Question { decision, at, key: key.clone(), consequences, trials: &trials, plain }.answer(is_first)
    };
    let mut keys = keys(decision, &consequences.causes());
    keys.retain(|key| !fact_of(&decision.vendors[at], key).is_some_and(Fact::is_not_applicable));
    Some(parallel::map(&keys, decision.vendors.len() * decision.criteria.len(), answer))
}

/// The facts that criteria, must-haves, the quote and formulas read, each once.
fn keys(decision: &Decision, causes: &BTreeSet<FactId>) -> Vec<DrawKey> {
    let of_criteria =
        decision.criteria.iter().filter_map(|criterion| Some(key(criterion, criterion.leaf.as_ref()?)));
    let others = decision.gates.iter().map(|gate| &gate.fact).chain(causes);
    let others = others.map(|fact| DrawKey { is_mark: false, fact: fact.clone() });
    let mut keys = Vec::new();
    for key in of_criteria.chain(others) {
        // What formulas make is moved by what they read.
        let is_ours = !key.is_mark && decision.derivations.has(&key.fact);
        if !is_ours && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// One fact of one vendor.
struct Question<'a> {
    decision: &'a Arc<Decision>,
    at: usize,
    key: DrawKey,
    /// What becomes of other facts when the fact changes; none where none hangs on it.
    consequences: Option<&'a Consequences<'a>>,
    trials: &'a Trials<'a>,
    /// The decision without roundings.
    plain: &'a Trials<'a>,
}

impl Question<'_> {
    fn answer(&self, is_first: bool) -> BreakEven {
        let now = self.fact().and_then(|fact| fact.value.clone());
        let found = if self.is_number() { self.number(is_first) } else { self.word_point(is_first) };
        let answer = Answer::of(found, is_first);
        BreakEven {
            vendor: self.decision.vendors[self.at].id.clone(),
            fact: self.key.fact.clone(),
            is_mark: self.key.is_mark,
            reads: self.reads(),
            unit: self.unit(),
            now,
            answer,
        }
    }

    fn fact(&self) -> Option<&Fact> {
        fact_of(&self.decision.vendors[self.at], &self.key)
    }

    fn scales(&self) -> impl Iterator<Item = &Scale> {
        let leaves = self.decision.criteria.iter().filter_map(|one| Some((one, one.leaf.as_ref()?)));
        leaves.filter(|(one, leaf)| key(one, leaf) == self.key).map(|(_, leaf)| &leaf.scale)
    }

    /// The must-haves that read the fact.
    fn gates(&self) -> impl Iterator<Item = &Arc<Gate>> {
        self.decision.gates.iter().filter(|gate| !self.key.is_mark && gate.fact == self.key.fact)
    }

    fn tests(&self) -> impl Iterator<Item = &Test> {
        self.gates().map(|gate| &gate.test)
    }

    fn reads(&self) -> Vec<String> {
        let criteria = self.decision.criteria.iter();
        let criteria =
            criteria.filter(|one| one.leaf.as_ref().is_some_and(|leaf| key(one, leaf) == self.key));
        let gates = self.gates();
        let others = self.consequences.map(|all| all.named(&self.key.fact)).unwrap_or_default();
        criteria
            .map(|one| one.name.clone())
            .chain(gates.map(|gate| gate.name.clone()))
            .chain(others)
            .collect()
    }

    fn unit(&self) -> Option<String> {
        let own = self.fact().and_then(|fact| fact.evidence.unit.clone());
        let leaves = self.decision.criteria.iter().filter_map(|one| Some((one, one.leaf.as_ref()?)));
        own.or_else(|| {
            leaves.filter(|(one, leaf)| key(one, leaf) == self.key).find_map(|(_, leaf)| leaf.unit.clone())
        })
    }

    /// Whether the fact is a number: by the scales and tests that read it.
    fn is_number(&self) -> bool {
        let reads_numbers = |scale: &Scale| match scale.shape() {
            Shape::Line(_) | Shape::Formula(_) => true,
            Shape::Table(_) | Shape::Set(_) => false,
        };
        self.consequences.is_some_and(|all| all.is_number(&self.key.fact))
            || self.scales().any(reads_numbers)
            || self.tests().any(|test| limit(test).is_some())
            || self.decision.rule.total.iter().any(|total| total.facts().contains(&self.key.fact))
    }

    /// The vendors that change with the fact; its evidence stays.
    fn changes(&self, value: FactValue) -> Vec<(usize, Arc<Vendor>)> {
        let evidence = self.fact().map_or_else(Evidence::none, |fact| Arc::clone(&fact.evidence));
        let fact =
            Arc::new(Fact { value: Some(value), evidence, release: None, location: Location::default() });
        let mut vendor = Vendor::clone(&self.decision.vendors[self.at]);
        if self.key.is_mark {
            vendor.ratings.insert(crate::decision::CriterionId::new(self.key.fact.as_str()), fact);
        } else {
            vendor.facts.insert(self.key.fact.clone(), fact);
        }
        match self.consequences {
            Some(consequences) => consequences.changed(self.at, vendor),
            None => vec![(self.at, Arc::new(vendor))],
        }
    }

    fn is_first_with(&self, value: FactValue) -> bool {
        self.trials.is_first(&self.trials.with(&self.changes(value)), self.at)
    }

    /// The nearest number at which the first place is the other way round.
    fn number(&self, is_first: bool) -> Found<BreakEvenPoint> {
        let now = self.fact().and_then(|fact| fact.value.as_ref()).and_then(FactValue::numbers);
        let changes = |number: &Exact| self.changes(FactValue::Number { value: number.clone() });
        let search = Search {
            at: self.at,
            trials: self.trials,
            plain: self.plain,
            changes: &changes,
            now: now.map(|numbers| numbers[1].clone()),
            grid: self.grid(),
            digits: self.digits(),
            is_one_way: self.consequences.is_none()
                && self.decision.rule.is_sum()
                && !self.scales().any(Scale::may_turn),
        };
        match search.point(is_first) {
            // Beyond what was tried a total by a formula may be anything.
            Found::Nowhere if !self.decision.rule.is_sum() => Found::NotSeen,
            found @ (Found::Here(_) | Found::Nowhere | Found::NotSeen) => found,
        }
    }

    /// Whether it says what share of contacts is resolved, in per cent.
    fn is_share(&self) -> bool {
        let mut channels = self.decision.cost.iter().flat_map(|basis| &basis.channels);
        channels.any(|channel| channel.resolution.as_ref().and_then(OrFact::fact) == Some(&self.key.fact))
    }

    fn is_price(&self) -> bool {
        self.scales().any(Scale::is_price)
    }

    /// Whether a quote takes a price from it.
    fn is_paid(&self) -> bool {
        let mut quotes = self.decision.vendors.iter().filter_map(|vendor| vendor.quote.as_deref());
        !self.key.is_mark && quotes.any(|quote| quote.facts().any(|fact| *fact == self.key.fact))
    }

    /// Digits with which the fact is written: the most that any vendor uses, two at least for money and what
    /// a quote takes a price from.
    fn digits(&self) -> u32 {
        let facts = self.decision.vendors.iter().filter_map(|vendor| fact_of(vendor, &self.key));
        let numbers = facts.filter_map(|fact| fact.value.as_ref()?.numbers());
        let used = numbers.flatten().map(|number| number.decimals(MOST_DIGITS)).max().unwrap_or(0);
        let is_money = self.unit().is_some_and(|unit| self.decision.is_money(&unit));
        if is_money || self.is_price() || self.is_paid() { used.max(2) } else { used }
    }

    /// Numbers worth trying: the corners of everything that reads the fact, both sides of each limit, some between
    /// them, and the ends of what may be written.
    fn grid(&self) -> Vec<Exact> {
        let mut corners: Vec<Exact> = Vec::new();
        for scale in self.scales() {
            match scale.shape() {
                Shape::Line(line) => corners.extend(line.points().iter().map(|(x, _)| x.clone())),
                Shape::Formula(formula) => {
                    let prices = formula.parameters().into_iter().filter(|(of, _)| of.is_price());
                    corners.extend(prices.map(|(_, price)| price.clone()));
                    corners.extend(self.field());
                    corners.extend(self.ends());
                }
                Shape::Table(_) | Shape::Set(_) => {}
            }
        }
        let digits = self.digits();
        let step = step(digits);
        for limit in self.tests().filter_map(limit) {
            corners.extend([limit.clone(), limit - &step, limit + &step]);
        }
        if self.consequences.is_some() && !self.scales().any(|scale| scale.line().is_some()) {
            corners.extend(
                self.field().into_iter().filter(|number| !self.is_share() || *number <= Exact::HUNDRED),
            );
        }
        corners.sort();
        corners.dedup();
        let mut grid: Vec<Exact> = Vec::new();
        for pair in corners.windows(2) {
            let part = (&pair[1] - &pair[0]).over(&Exact::from(PARTS)).unwrap_or_default();
            let between = (1..PARTS).map(|at| &pair[0] + &(&part * &Exact::from(at)));
            grid.push(pair[0].clone());
            grid.extend(between.map(|number| Rounding { digits, mode: Mode::HalfEven }.apply(&number)));
        }
        grid.extend(corners.last().cloned());
        // Prices are above zero, and so is what is written on their grid.
        if self.is_price() {
            grid.retain(|number| *number > Exact::ZERO);
        }
        grid.sort();
        grid.dedup();
        grid
    }

    /// The least and the most that may be written: of a price above zero, of a count that nobody states below zero
    /// from there.
    fn ends(&self) -> [Exact; 2] {
        let most = &Exact::from(10).power(18) - &Exact::ONE;
        let is_negative = self.field().first().is_some_and(Exact::is_negative);
        let least = match (self.is_price(), is_negative) {
            (true, _) => step(self.digits()),
            (false, true) => -&most,
            (false, false) => Exact::ZERO,
        };
        [least, most]
    }

    /// The facts of the vendors, from a hundredth of the lowest to twice the highest.
    fn field(&self) -> Vec<Exact> {
        let facts = self.decision.vendors.iter().filter_map(|vendor| fact_of(vendor, &self.key));
        let mut numbers: Vec<Exact> =
            facts.filter_map(|fact| Some(fact.value.as_ref()?.numbers()?[1].clone())).collect();
        numbers.sort();
        if let (Some(low), Some(high)) = (numbers.first().cloned(), numbers.last().cloned()) {
            numbers.extend([Exact::of_percent(&low), low.over(&Exact::from(2)).unwrap_or_default()]);
            numbers.push(&high * &Exact::from(2));
        }
        numbers
    }
}

/// The number at which a test of numbers changes its outcome.
fn limit(test: &Test) -> Option<&Exact> {
    match test {
        Test::AtLeast(limit) | Test::AtMost(limit) | Test::Is(FactValue::Number { value: limit }) => {
            Some(limit)
        }
        Test::Includes(_)
        | Test::IncludesAny(_)
        | Test::Is(_)
        | Test::OneOf(_)
        | Test::Before(_)
        | Test::After(_)
        | Test::Holds(_) => None,
    }
}

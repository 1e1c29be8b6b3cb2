//! Formulas as a tender printed them, as scales.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::decision::formula::catalogue::{Gives, Published};
use crate::decision::formula::quick::{self, Between, Count, Field, Part};
use crate::decision::formula::{
    Bids, Evaluator, Expression, Formula, Meaning, Name, Node, Problem, Quantity, Room, SetName, Unsolved,
};
use crate::exact::Exact;
use crate::text::suggest::hint;

/// A formula over a vendor's own number and those of the vendors in play, with the numbers of the rule.
///
/// What it comes to is divided by the number that is worth full points. Below 0 counts as 0, above as full points, unless
/// the rule has no floor, or no cap.
#[derive(Clone, Debug)]
pub struct StatedFormula(Arc<Stated>);

#[derive(Clone, Debug)]
struct Stated {
    published: Published,
    names: BTreeMap<String, Exact>,
    needs: BTreeMap<String, Exact>,
    full: Exact,
    /// Whether the sets that it names stand for whoever the rule compares.
    follows_rule: bool,
    looks_at_others: bool,
    rises: bool,
    limits: Limits,
}

/// Whether worths below 0 count as 0, and those above full points as these.
#[derive(Clone, Copy, Debug)]
struct Limits {
    has_floor: bool,
    has_cap: bool,
}

/// Why a formula is no scale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnfitFormula {
    /// What is wrong.
    pub message: String,
    /// The bytes where, in the formula itself; none where it is about the whole.
    pub span: Option<Range<usize>>,
    /// What to write.
    pub help: String,
}

impl StatedFormula {
    /// Takes a formula with the numbers that it asks for.
    ///
    /// - `names`, `needs`: what stands for `names.X` and `needs.X`.
    /// - `full`: what is worth full points, above 0; that of the catalogue where none is said, 1 for a formula that is
    ///   typed.
    ///
    /// # Errors
    /// [`UnfitFormula`] where the formula reads what a scale does not know, leaves bids out, or gives no number.
    pub fn new(
        published: Published,
        names: BTreeMap<String, Exact>,
        needs: BTreeMap<String, Exact>,
        full: Option<Exact>,
    ) -> Result<StatedFormula, UnfitFormula> {
        refuse_kind(&published)?;
        let mut looks_at_others = false;
        let mut fact: Option<&Name> = None;
        for formula in formulas(&published) {
            let is_main = *formula == published.expr;
            let span = |node: &Node| is_main.then(|| node.span.clone());
            let mut first: Option<UnfitFormula> = None;
            let mut refuse = |node: &Node, message: String, help: String| {
                first.get_or_insert(UnfitFormula { message, span: span(node), help });
            };
            formula.root().walk(&mut |node| match &node.expression {
                Expression::Field(_) => looks_at_others = true,
                Expression::Name(name) => match name.room {
                    Room::Facts | Room::Cost if *fact.get_or_insert(name) != name => {
                        let message = format!("a scale reads one fact, and `{name}` is a second one");
                        refuse(node, message, "give each fact a criterion of its own".to_owned());
                    }
                    Room::Facts | Room::Cost => {}
                    Room::Names if published.steps.iter().any(|step| step.name == name.id) => {}
                    Room::Names if names.contains_key(&name.id) => {}
                    Room::Needs if needs.contains_key(&name.id) => {}
                    Room::Names => {
                        let is =
                            published.asks.get(&name.id).map_or_else(String::new, |is| format!(": {is}"));
                        let message = format!("the formula asks for `{}`{is}", name.id);
                        refuse(node, message, format!("write numbers = {{ {} = 1 }}", name.id));
                    }
                    Room::Needs => {
                        let known: Vec<&str> = needs.keys().map(String::as_str).collect();
                        let message = format!("there is no number `{}` among the needs", name.id);
                        refuse(node, message, hint(&name.id, &known, []));
                    }
                    Room::Value | Room::Points | Room::Most => {
                        let message = format!("a scale does not know `{name}`");
                        refuse(node, message, "it reads one fact, such as facts.price, and needs".to_owned());
                    }
                },
                Expression::Word(_) => {
                    refuse(node, "a scale of numbers compares no words".to_owned(), "use numbers".to_owned());
                }
                Expression::Number(_)
                | Expression::Negative(_)
                | Expression::Not(_)
                | Expression::Both(..)
                | Expression::If(_)
                | Expression::Call(..)
                | Expression::Rounded(..) => {}
            });
            if let Some(unfit) = first {
                return Err(unfit);
            }
        }
        if fact.is_none() {
            return Err(whole("the formula reads no fact", "such as facts.price"));
        }
        let of_catalogue = |own: &Stated| match &own.published.full {
            None => own.published.is_typed().then_some(Exact::ONE),
            Some(full) => {
                let numbers = QuickNumbers::<Between> {
                    stated: own,
                    bids: &[],
                    open: &[],
                    figures: RefCell::default(),
                    steps: RefCell::default(),
                };
                quick::number(full.root(), &numbers, 0).map(|number| number.low)
            }
        };
        let is_said = full.is_some();
        let mut own = Stated {
            published,
            names,
            needs,
            full: Exact::ONE,
            follows_rule: false,
            looks_at_others,
            rises: false,
            limits: Limits { has_floor: true, has_cap: true },
        };
        let Some(full) = full.or_else(|| of_catalogue(&own)) else {
            return Err(whole("the formula does not say how many points are all of them", "add full = 100"));
        };
        if full <= Exact::ZERO {
            let help =
                if is_said { "such as full = 30" } else { "look at the numbers that the formula is given" };
            return Err(whole("full points are above 0", help));
        }
        own.full = full;
        own.rises = own.seems_to_rise();
        Ok(StatedFormula(Arc::new(own)))
    }

    /// The same with the sets that it names standing for whoever the rule compares.
    pub(super) fn following_rule(&self) -> StatedFormula {
        StatedFormula(Arc::new(Stated { follows_rule: true, ..Stated::clone(&self.0) }))
    }

    /// The same with what it comes to below 0, or above full points, as it is.
    #[must_use]
    pub fn with_limits(&self, has_floor: bool, has_cap: bool) -> StatedFormula {
        let limits = Limits { has_floor, has_cap };
        StatedFormula(Arc::new(Stated { limits, ..Stated::clone(&self.0) }))
    }

    /// What a worth counts as, and whether a limit changes it.
    pub(crate) fn limited(&self, worth: Exact) -> (Exact, bool) {
        if self.0.limits.has_floor && worth.is_negative() {
            (Exact::ZERO, true)
        } else if self.0.limits.has_cap && worth > Exact::ONE {
            (Exact::ONE, true)
        } else {
            (worth, false)
        }
    }

    /// The same in binary numbers.
    pub(crate) fn limited_binary(&self, worth: f64) -> f64 {
        let floor = if self.0.limits.has_floor { 0.0 } else { f64::NEG_INFINITY };
        let cap = if self.0.limits.has_cap { 1.0 } else { f64::INFINITY };
        worth.clamp(floor, cap)
    }

    /// The lowest and the highest worth of a bid of which nothing is known; for no limit what no bid comes near.
    pub(crate) fn reach(&self) -> [Exact; 2] {
        let far = &Exact::from(1_000_000_000_u32) * &Exact::from(1_000_000_u32);
        let lowest = if self.0.limits.has_floor { Exact::ZERO } else { &Exact::ZERO - &far };
        let highest = if self.0.limits.has_cap { Exact::ONE } else { far };
        [lowest, highest]
    }

    /// The formula.
    #[must_use]
    pub fn published(&self) -> &Published {
        &self.0.published
    }

    /// The numbers that it is given by name.
    #[must_use]
    pub fn numbers(&self) -> &BTreeMap<String, Exact> {
        &self.0.names
    }

    /// What is worth full points.
    #[must_use]
    pub fn full(&self) -> &Exact {
        &self.0.full
    }

    /// The fact that it names, where somebody typed it: `price`, or `cost.total`; that of a published formula stands for
    /// whatever fact the criterion reads.
    #[must_use]
    pub fn fact(&self) -> Option<String> {
        let name = self.0.published.expr.names().into_iter().find(|name| is_fact(name))?;
        let room = if name.room == Room::Cost { "cost." } else { "" };
        self.0.published.is_typed().then(|| format!("{room}{}", name.id))
    }

    /// The bytes of its text where it names the fact that it reads; none where that is read on the way.
    #[must_use]
    pub fn fact_place(&self) -> Option<Range<usize>> {
        let mut found = None;
        self.0.published.expr.root().walk(&mut |node| {
            if let Expression::Name(name) = &node.expression
                && is_fact(name)
            {
                found.get_or_insert(node.span.clone());
            }
        });
        found
    }

    /// The sets of bids that it names, itself and on the way, where somebody typed it; a published formula compares whoever the rule compares.
    pub(crate) fn sets(&self) -> Vec<SetName> {
        let is_meant = self.0.published.is_typed() && !self.0.follows_rule;
        if is_meant { formulas(&self.0.published).flat_map(Formula::sets).collect() } else { Vec::new() }
    }

    /// Whether it takes figures of other bids.
    #[must_use]
    pub fn looks_at_others(&self) -> bool {
        self.0.looks_at_others
    }

    /// Whether more is worth more, wherever that was tried; what is not shown to rise counts as a price.
    #[must_use]
    pub fn rises(&self) -> bool {
        self.0.rises
    }

    /// What each number is worth, 1 for full points, before it is brought within 0 and 1; none where what it needs is not
    /// known.
    ///
    /// - `bids`: the numbers of all that are compared.
    ///
    /// # Errors
    /// [`Unsolved`] for each of which the formula has no result; for all where there are too many to work out.
    #[must_use]
    pub fn worths(&self, bids: &[Exact]) -> Vec<Result<Option<Exact>, Unsolved>> {
        let field = NumbersOf { stated: &self.0, bids };
        let evaluator = Evaluator::new(&field);
        let worths: Vec<_> = (0..bids.len()).map(|own| self.one(&evaluator, own)).collect();
        let too_much = worths.iter().find(|worth| is_too_much(worth)).cloned();
        too_much.map_or(worths, |worth| vec![worth; bids.len()])
    }

    /// What the first of some numbers is worth.
    ///
    /// # Errors
    /// As [`worths`](StatedFormula::worths).
    pub fn worth(&self, bids: &[Exact]) -> Result<Option<Exact>, Unsolved> {
        let field = NumbersOf { stated: &self.0, bids };
        self.one(&Evaluator::new(&field), 0)
    }

    /// The formula with the first of some numbers put in, among the others, and what it comes to; none where it has no
    /// result: `30 * 91000 / 104500 = 26.124402`.
    pub(crate) fn working(&self, bids: &[Exact]) -> Option<String> {
        const DIGITS: u32 = 6;
        let field = NumbersOf { stated: &self.0, bids };
        let evaluator = Evaluator::new(&field);
        let Published { expr, round, .. } = &self.0.published;
        match evaluator.quantity(expr, *round, 0) {
            Ok(Some(Quantity::Number(number))) => {
                Some(format!("{} = {}", evaluator.put_in(expr, 0), number.plain(DIGITS)))
            }
            _ => None,
        }
    }

    fn one<'a>(
        &'a self,
        evaluator: &Evaluator<'a, NumbersOf<'a>>,
        own: usize,
    ) -> Result<Option<Exact>, Unsolved> {
        let Stated { published, full, .. } = &*self.0;
        Ok(match evaluator.quantity(&published.expr, published.round, own)? {
            Some(Quantity::Number(number)) => number.over(full),
            _ => None,
        })
    }

    /// What some of the bids are worth in binary numbers; none where there is no result.
    ///
    /// - `of`: which of them.
    pub(crate) fn binary(&self, bids: &[f64], of: impl Iterator<Item = usize>) -> Vec<Option<f64>> {
        let full = self.0.full.to_f64();
        let worth = |worth: Option<f64>| Some(worth? / full).filter(|worth| worth.is_finite());
        self.0.quick(bids, &[], of).into_iter().map(worth).collect()
    }

    /// Between which numbers the worth of some bids lies that lie between others; none where that is not told.
    ///
    /// - `open`: of which bids it is open whether they are compared; empty where all are.
    /// - `of`: which of them.
    pub(crate) fn between(
        &self,
        bids: &[Between],
        open: &[bool],
        of: impl Iterator<Item = usize>,
    ) -> Vec<Option<Between>> {
        let full = Between::of(&self.0.full);
        self.0.quick(bids, open, of).into_iter().map(|worth| worth?.over(&full)).collect()
    }
}

/// What a workbook says of it.
#[cfg(feature = "xlsx")]
impl StatedFormula {
    /// Whether worths below 0 count as 0, and those above full points as these.
    pub(crate) fn limits(&self) -> [bool; 2] {
        [self.0.limits.has_floor, self.0.limits.has_cap]
    }

    /// The number that stands for a name of the rule or of the needs.
    pub(crate) fn told(&self, name: &Name) -> Option<&Exact> {
        self.0.known(name)
    }

    /// What a part of it comes to for a bid in binary numbers; none where there is no result.
    pub(crate) fn part(&self, node: &Node, bids: &[f64], own: usize) -> Option<f64> {
        let on = QuickNumbers {
            stated: &self.0,
            bids,
            open: &[],
            figures: RefCell::default(),
            steps: RefCell::default(),
        };
        quick::number(node, &on, own)
    }
}

fn is_too_much(worth: &Result<Option<Exact>, Unsolved>) -> bool {
    worth.as_ref().is_err_and(|unsolved| unsolved.problem == Problem::TooMuch)
}

/// Whether a name stands for the number of a bid.
fn is_fact(name: &Name) -> bool {
    matches!(name.room, Room::Facts | Room::Cost)
}

fn whole(message: &str, help: &str) -> UnfitFormula {
    UnfitFormula { message: message.to_owned(), span: None, help: help.to_owned() }
}

/// Refuses what gives no points of a single criterion.
fn refuse_kind(published: &Published) -> Result<(), UnfitFormula> {
    if let Some(out) = &published.out {
        return Err(whole(
            &format!("this formula leaves bids out: those of which {out}"),
            "make that a must-have, and write the rest as `expr`",
        ));
    }
    match published.gives {
        Gives::Points => Ok(()),
        Gives::Total => Err(whole(
            "this formula gives the total of a bid, not the points of a criterion",
            "`weigh formula list` tells which give points",
        )),
        Gives::Flag => Err(whole(
            "this formula says whether a bid has to be looked into, and gives no points",
            "`weigh formula list` tells which give points",
        )),
    }
}

/// The formula, and what it names on the way.
fn formulas(published: &Published) -> impl Iterator<Item = &Formula> {
    [&published.expr].into_iter().chain(published.steps.iter().map(|step| &step.expr))
}

impl Stated {
    fn known(&self, name: &Name) -> Option<&Exact> {
        match name.room {
            Room::Names => self.names.get(&name.id),
            Room::Needs => self.needs.get(&name.id),
            Room::Facts | Room::Value | Room::Points | Room::Most | Room::Cost => None,
        }
    }

    fn quick<N: Count>(&self, bids: &[N], open: &[bool], of: impl Iterator<Item = usize>) -> Vec<Option<N>> {
        let on =
            QuickNumbers { stated: self, bids, open, figures: RefCell::default(), steps: RefCell::default() };
        let worth =
            |own| Some(quick::number(self.published.expr.root(), &on, own)?.handed_out(self.published.round));
        of.map(worth).collect()
    }

    /// Whether more is worth more wherever it is tried: far below, among and far above three bids of many sizes.
    fn seems_to_rise(&self) -> bool {
        const SIZES: [f64; 9] = [0.01, 1.0, 10.0, 1e2, 1e3, 1e4, 1e5, 1e6, 1e8];
        const STEPS: [f64; 10] = [0.1, 0.5, 0.8, 0.9, 0.95, 1.05, 1.1, 1.25, 2.0, 10.0];
        let mut sizes: Vec<f64> = self.needs.values().chain(self.names.values()).map(Exact::to_f64).collect();
        for formula in formulas(&self.published) {
            formula.root().walk(&mut |node| sizes.extend(constant(node)));
        }
        let mut rises = false;
        for size in sizes.into_iter().chain(SIZES) {
            let worth = |step: f64| {
                let bids = [step * size, 0.9 * size, size, 1.1 * size];
                self.quick(&bids, &[], 0..1)
                    .pop()
                    .flatten()
                    .map(|worth| (worth / self.full.to_f64()).clamp(0.0, 1.0))
            };
            let worths: Vec<f64> = STEPS.into_iter().filter_map(worth).collect();
            if worths.windows(2).any(|pair| pair[0] > pair[1] + 1e-12) {
                return false;
            }
            rises |= worths.windows(2).any(|pair| pair[0] + 1e-12 < pair[1]);
        }
        rises
    }
}

fn constant(node: &Node) -> Option<f64> {
    match &node.expression {
        Expression::Number(number) => Some(number.to_f64()).filter(|number| *number > 0.0),
        Expression::Word(_)
        | Expression::Name(_)
        | Expression::Negative(_)
        | Expression::Not(_)
        | Expression::Both(..)
        | Expression::If(_)
        | Expression::Call(..)
        | Expression::Rounded(..)
        | Expression::Field(_) => None,
    }
}

/// Bids of one number each.
struct NumbersOf<'a> {
    stated: &'a Stated,
    bids: &'a [Exact],
}

impl Bids for NumbersOf<'_> {
    fn members(&self, _: SetName) -> Vec<usize> {
        (0..self.bids.len()).collect()
    }

    fn look_up(&self, bid: usize, name: &Name) -> Result<Meaning<'_>, Problem> {
        if is_fact(name) {
            return Ok(Meaning::Known(Quantity::Number(self.bids[bid].clone())));
        }
        if let Some(step) = self.stated.published.steps.iter().find(|step| step.name == name.id) {
            return Ok(Meaning::Formula(&step.expr, step.round));
        }
        Ok(self
            .stated
            .known(name)
            .map_or(Meaning::Unknown, |number| Meaning::Known(Quantity::Number(number.clone()))))
    }
}

struct QuickNumbers<'a, N> {
    stated: &'a Stated,
    bids: &'a [N],
    /// Of which bids it is open whether they are compared; of those beyond its end it is not.
    open: &'a [bool],
    figures: RefCell<BTreeMap<usize, Option<N>>>,
    /// What the steps come to, by their place in memory and the bid.
    steps: RefCell<BTreeMap<(usize, usize), Option<N>>>,
}

impl<N: Count> Field<N> for QuickNumbers<'_, N> {
    fn named(&self, bid: usize, node: &Node) -> Option<Part<N>> {
        let Expression::Name(name) = &node.expression else { return None };
        if is_fact(name) {
            return self.bids.get(bid).cloned().map(Part::Number);
        }
        if let Some(step) = self.stated.published.steps.iter().find(|step| step.name == name.id) {
            let place = (std::ptr::from_ref(step) as usize, bid);
            if let Some(known) = self.steps.borrow().get(&place) {
                return known.clone().map(Part::Number);
            }
            let number = quick::number(step.expr.root(), self, bid).map(|number| number.rounded(step.round));
            self.steps.borrow_mut().insert(place, number.clone());
            return number.map(Part::Number);
        }
        self.stated.known(name).map(N::of).map(Part::Number)
    }

    fn bids(&self) -> usize {
        self.bids.len()
    }

    fn is_member(&self, _: SetName, bid: usize) -> Option<bool> {
        (!self.open.get(bid).is_some_and(|is_open| *is_open)).then_some(true)
    }

    fn figures(&self) -> &RefCell<BTreeMap<usize, Option<N>>> {
        &self.figures
    }
}

impl fmt::Display for StatedFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stated { published, full, names, .. } = &*self.0;
        if published.is_typed() {
            write!(f, "{}", published.expr)?;
        } else {
            write!(f, "{} ({})", published.name, published.id)?;
        }
        for (name, number) in names {
            write!(f, ", {name} {number}")?;
        }
        write!(f, ", of {full}")?;
        f.write_str(match (self.0.limits.has_floor, self.0.limits.has_cap) {
            (true, true) => "",
            (false, true) => ", below 0 as it comes",
            (true, false) => ", above full points as it comes",
            (false, false) => ", below 0 and above full points as it comes",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::formula::catalogue;
    use crate::exact::Rounding;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    /// A scale, its bids, what each is to come to, and how that is rounded.
    type WorkedExample = (StatedFormula, Vec<Exact>, Vec<Option<String>>, Option<Rounding>);

    /// Every published formula that is a scale, with the numbers and the bids of each of its examples.
    fn examples() -> Vec<WorkedExample> {
        let mut examples = Vec::new();
        for published in catalogue::all().iter().filter(|one| one.gives == Gives::Points && one.out.is_none())
        {
            for example in &published.examples {
                let names = example.names.iter().map(|(name, number)| (name.clone(), n(number))).collect();
                let full = published.full.is_none().then_some(Exact::HUNDRED);
                let stated = StatedFormula::new(published.clone(), names, BTreeMap::new(), full)
                    .unwrap_or_else(|unfit| panic!("{}: {unfit}", published.id));
                let bids = example.bids.values().map(|facts| n(facts.values().next().unwrap())).collect();
                let results = example.bids.keys().map(|bid| example.results.get(bid).cloned()).collect();
                examples.push((stated, bids, results, example.round));
            }
        }
        assert!(examples.len() > 30, "{}", examples.len());
        examples
    }

    #[test]
    fn published_formulas_give_their_examples_as_scales() {
        for (stated, bids, results, rounding) in examples() {
            for (at, result) in results.iter().enumerate() {
                let worth = stated.worths(&bids)[at].clone().unwrap().unwrap();
                let points = &worth * stated.full();
                let points = rounding.map_or(points.clone(), |rounding| rounding.apply(&points));
                let shown = points.plain(20);
                assert!(
                    result.as_ref().is_none_or(|result| *result == shown),
                    "{stated}: {shown} {result:?}"
                );
            }
        }
    }

    #[test]
    fn binary_numbers_come_near_the_exact_ones_and_ranges_hold_them() {
        for (stated, bids, ..) in examples() {
            let binary: Vec<f64> = bids.iter().map(Exact::to_f64).collect();
            let by = |share: &str| {
                let around = |bid: &Exact| Between::new(bid - &(bid * &n(share)), bid + &(bid * &n(share)));
                bids.iter().map(around).collect::<Vec<Between>>()
            };
            let (exact, all) = (stated.worths(&bids), stated.binary(&binary, 0..bids.len()));
            let ranges = ["0", "0.1"].map(|share| stated.between(&by(share), &[], 0..bids.len()));
            for at in 0..bids.len() {
                let (exact, near) = (exact[at].clone().unwrap().unwrap(), all[at].unwrap());
                assert!((near - exact.to_f64()).abs() < 1e-9, "{stated}: {near} {exact}");
                // A range of nothing is the number, but for roots and powers, which ranges do not tell.
                for range in &ranges {
                    if let Some(Between { low, high, .. }) = &range[at] {
                        assert!(*low <= exact && exact <= *high, "{stated}: {low} {exact} {high}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_not_shown_to_rise_is_a_price() {
        let rises = |text: &str| {
            let published = Published::typed(Formula::parse(text).unwrap());
            StatedFormula::new(published, BTreeMap::new(), BTreeMap::new(), None).unwrap().rises()
        };
        for text in ["facts.x / highest(admitted, facts.x)", "sqrt(facts.x) / 5", "min(1, facts.x / 473480)"]
        {
            assert!(rises(text), "{text}");
        }
        for text in [
            "lowest(admitted, facts.x) / facts.x",
            "1 - abs(facts.x - 473480) / 473480",
            "1 - abs(facts.x - 1.2 * mean(admitted, facts.x)) / mean(admitted, facts.x)",
            "0.5 + 0 * facts.x",
        ] {
            assert!(!rises(text), "{text}");
        }
    }
}

//! Scales over the field: price formulas as tenders publish them, and the place between the worst and the best.
//!
//! A formula stands here once. Whoever evaluates it says in what it is counted: exact numbers for the record, binary
//! ones for draws, texts for a spreadsheet ([`Term`]).

use std::collections::BTreeMap;
use std::fmt;

use super::{Scale, ScaleError, Shape, StatedFormula, check_worth, number_text, worth_text};
use crate::decision::formula::catalogue::Published;
use crate::decision::formula::{Formula, Name};
use crate::decision::{BidField, FactId};
use crate::exact::Exact;

/// A formula over a vendor's own number and the lowest and highest of the vendors in play.
///
/// - `N`: in what its parameters are counted.
#[derive(Clone, Debug)]
pub enum FieldFormula<N = Exact> {
    /// Points for a price.
    Price(PriceFormula<N>),
    /// A line between the worst and the best of the vendors that are in play.
    Relative {
        /// Whether more is better.
        higher_is_better: bool,
    },
    /// As a tender printed it.
    Stated(StatedFormula),
}

/// A price formula. P is the price, Pmin and Pmax the lowest and highest in play, B the budget.
///
/// The labels F1 to F6 are those by which the formulas are compared in the README.
///
/// - `N`: in what its parameters are counted.
#[derive(Clone, Copy, Debug)]
pub enum PriceFormula<N = Exact> {
    /// F1: Pmin / P.
    LowestOverPrice,
    /// F2: (Pmax - P) / (Pmax - Pmin).
    Span,
    /// F3: 1 - (P - Pmin) / Pmin, not below 0.
    ExcessOverLowest,
    /// F4: (B - P) / (B - Pmin).
    BudgetLine {
        /// B; above 0.
        budget: N,
    },
    /// F5 and F6: 1 - (P - base) / (B - base) + add, within 0 and 1.
    BudgetShare {
        /// B; above the base.
        budget: N,
        /// The price that earns full points; 0 for F5.
        base: N,
        /// A value from 0 to 1 that every bid gets on top.
        add: N,
    },
}

/// A number that a formula is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// The budget or ceiling.
    Budget,
    /// The price that earns full points.
    Base,
    /// A value from 0 to 1 that every bid gets on top.
    Added,
}

impl Parameter {
    /// Whether it is a price itself, and not a share.
    #[must_use]
    pub fn is_price(self) -> bool {
        match self {
            Parameter::Budget | Parameter::Base => true,
            Parameter::Added => false,
        }
    }
}

/// In what a formula can be counted.
pub(crate) trait Term: Clone {
    /// Full points.
    fn one() -> Self;

    fn plus(&self, other: &Self) -> Self;

    fn minus(&self, other: &Self) -> Self;

    /// A quotient; the whole is not zero.
    fn over(&self, whole: &Self) -> Self;

    /// A quotient. Where the whole is zero, as with bids all alike or the lowest bid at the budget: full points for a
    /// bid that is no dearer than the lowest, none for others.
    fn ratio(part: &Self, whole: &Self, bid: Bid<'_, Self>) -> Self;

    /// Zero where a number is above its limit, else this one.
    fn unless_above(self, number: &Self, limit: &Self) -> Self;

    /// What a formula comes to as a tender printed it; 0 where it has no result.
    fn stated(formula: &StatedFormula, bid: Bid<'_, Self>) -> Self;
}

/// A vendor's own number, and the lowest and highest of the vendors in play, itself among them.
pub(crate) struct Bid<'a, N> {
    pub(crate) own: &'a N,
    pub(crate) lowest: &'a N,
    pub(crate) highest: &'a N,
    /// The numbers of the others in play, where a formula takes more of them than their ends.
    pub(crate) others: &'a [N],
}

impl<N> Clone for Bid<'_, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Bid<'_, N> {}

impl Scale {
    /// Points for a price.
    ///
    /// # Errors
    /// [`ScaleError::LowBudget`] unless the budget is above the base, or above 0 where the formula has none;
    /// [`ScaleError::WorthOutside`] where what every bid gets on top is not from 0 to 1.
    pub fn price(formula: PriceFormula) -> Result<Scale, ScaleError> {
        let (zero, nothing) = (Exact::ZERO, Exact::ZERO);
        let (budget, base, add) = match &formula {
            PriceFormula::LowestOverPrice | PriceFormula::Span | PriceFormula::ExcessOverLowest => {
                (None, &zero, &nothing)
            }
            PriceFormula::BudgetLine { budget } => (Some(budget), &zero, &nothing),
            PriceFormula::BudgetShare { budget, base, add } => (Some(budget), base, add),
        };
        if let Some(budget) = budget.filter(|budget| *budget <= base) {
            return Err(ScaleError::LowBudget { budget: budget.clone(), base: base.clone() });
        }
        check_worth(add)?;
        Ok(Scale::of(Shape::Formula(FieldFormula::Price(formula))))
    }

    /// A formula as a tender printed it.
    #[must_use]
    pub fn stated(formula: StatedFormula) -> Scale {
        Scale::of(Shape::Formula(FieldFormula::Stated(formula)))
    }

    /// A line between the worst and the best of the vendors that are in play.
    #[must_use]
    pub fn relative(higher_is_better: bool) -> Scale {
        Scale::of(Shape::Formula(FieldFormula::Relative { higher_is_better }))
    }
}

impl<N> FieldFormula<N> {
    /// Whether the others' numbers move the worth of one's own.
    #[must_use]
    pub fn looks_at_others(&self) -> bool {
        match self {
            FieldFormula::Relative { .. } => true,
            FieldFormula::Stated(formula) => formula.looks_at_others(),
            FieldFormula::Price(formula) => match formula {
                PriceFormula::LowestOverPrice
                | PriceFormula::Span
                | PriceFormula::ExcessOverLowest
                | PriceFormula::BudgetLine { .. } => true,
                PriceFormula::BudgetShare { .. } => false,
            },
        }
    }

    /// Whether more is better. Then the worth rises with one's own number and falls with the others'; else it is the
    /// other way round.
    #[must_use]
    pub fn rises(&self) -> bool {
        match self {
            FieldFormula::Relative { higher_is_better } => *higher_is_better,
            FieldFormula::Stated(formula) => formula.rises(),
            FieldFormula::Price(_) => false,
        }
    }

    /// Whether it is shown to run one way with each of its numbers.
    #[must_use]
    pub fn runs_one_way(&self) -> bool {
        match self {
            FieldFormula::Relative { .. } | FieldFormula::Price(_) => true,
            FieldFormula::Stated(_) => false,
        }
    }

    /// The price formula; none for a scale between the vendors.
    #[must_use]
    pub fn price(&self) -> Option<&PriceFormula<N>> {
        match self {
            FieldFormula::Price(formula) => Some(formula),
            FieldFormula::Relative { .. } | FieldFormula::Stated(_) => None,
        }
    }

    /// The numbers that it is given, in the order in which they are written.
    #[must_use]
    pub fn parameters(&self) -> Vec<(Parameter, &N)> {
        match self {
            FieldFormula::Price(formula) => formula.parameters(),
            FieldFormula::Relative { .. } | FieldFormula::Stated(_) => Vec::new(),
        }
    }

    /// The same formula with its parameters counted in something else.
    ///
    /// - `to`: asked for each parameter in turn.
    pub(crate) fn map<M>(&self, to: impl FnMut(Parameter, &N) -> M) -> FieldFormula<M> {
        match self {
            FieldFormula::Price(formula) => FieldFormula::Price(formula.map(to)),
            FieldFormula::Relative { higher_is_better } => {
                FieldFormula::Relative { higher_is_better: *higher_is_better }
            }
            FieldFormula::Stated(formula) => FieldFormula::Stated(formula.clone()),
        }
    }

    /// The value of a bid, which may still lie below 0 or above 1.
    pub(crate) fn value(&self, bid: Bid<'_, N>) -> N
    where
        N: Term,
    {
        let Bid { own, lowest, highest, .. } = bid;
        let ratio = |part: &N, whole: &N| N::ratio(part, whole, bid);
        let span = || highest.minus(lowest);
        match self {
            FieldFormula::Relative { higher_is_better: true } => ratio(&own.minus(lowest), &span()),
            FieldFormula::Relative { higher_is_better: false } | FieldFormula::Price(PriceFormula::Span) => {
                ratio(&highest.minus(own), &span())
            }
            FieldFormula::Price(PriceFormula::LowestOverPrice) => ratio(lowest, own),
            FieldFormula::Price(PriceFormula::ExcessOverLowest) => {
                N::one().minus(&ratio(&own.minus(lowest), lowest))
            }
            FieldFormula::Price(PriceFormula::BudgetLine { budget }) => {
                ratio(&budget.minus(own), &budget.minus(lowest)).unless_above(lowest, budget)
            }
            FieldFormula::Price(PriceFormula::BudgetShare { budget, base, add }) => {
                N::one().minus(&own.minus(base).over(&budget.minus(base))).plus(add)
            }
            FieldFormula::Stated(formula) => N::stated(formula, bid),
        }
    }
}

impl PriceFormula {
    /// The formula as a tender prints it, without the limits that its name implies; none where what it gives is never
    /// beyond them.
    pub(super) fn as_printed(&self, fact: &FactId, field: BidField) -> Option<StatedFormula> {
        let price = Name::of_fact(fact);
        let lowest = format!("lowest({}, {price})", field.word());
        let (text, names) = match self {
            PriceFormula::LowestOverPrice | PriceFormula::Span => return None,
            PriceFormula::ExcessOverLowest => (
                format!(
                    "if {lowest} = 0 then (if {price} = 0 then 1 else 0) else 1 - ({price} - {lowest}) / {lowest}"
                ),
                vec![],
            ),
            PriceFormula::BudgetLine { budget } => {
                (format!("(names.budget - {price}) / (names.budget - {lowest})"), vec![("budget", budget)])
            }
            PriceFormula::BudgetShare { budget, base, add } => (
                format!("1 - ({price} - names.base) / (names.budget - names.base) + names.add"),
                vec![("budget", budget), ("base", base), ("add", add)],
            ),
        };
        let names = names.into_iter().map(|(name, number)| (name.to_owned(), number.clone())).collect();
        let published = Published::typed(Formula::parse(&text).ok()?);
        Some(StatedFormula::new(published, names, BTreeMap::new(), None).ok()?.following_rule())
    }
}

impl<N> PriceFormula<N> {
    /// The name by which files call it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            PriceFormula::LowestOverPrice => "lowest/price",
            PriceFormula::Span => "span",
            PriceFormula::ExcessOverLowest => "excess-over-lowest",
            PriceFormula::BudgetLine { .. } => "budget-line",
            PriceFormula::BudgetShare { .. } => "budget-share",
        }
    }

    /// Whether it has no result for a price of 0; the others take any number, negative ones too.
    #[must_use]
    pub fn divides_by_prices(&self) -> bool {
        match self {
            PriceFormula::LowestOverPrice | PriceFormula::ExcessOverLowest => true,
            PriceFormula::Span | PriceFormula::BudgetLine { .. } | PriceFormula::BudgetShare { .. } => false,
        }
    }

    /// The numbers that it is given, in the order in which they are written.
    #[must_use]
    pub fn parameters(&self) -> Vec<(Parameter, &N)> {
        match self {
            PriceFormula::LowestOverPrice | PriceFormula::Span | PriceFormula::ExcessOverLowest => Vec::new(),
            PriceFormula::BudgetLine { budget } => vec![(Parameter::Budget, budget)],
            PriceFormula::BudgetShare { budget, base, add } => {
                vec![(Parameter::Budget, budget), (Parameter::Base, base), (Parameter::Added, add)]
            }
        }
    }

    /// The price from which on a bid is worth nothing; none where that depends on the others or is no limit.
    #[must_use]
    pub fn limit(&self) -> Option<&N> {
        match self {
            PriceFormula::BudgetLine { budget } => Some(budget),
            PriceFormula::LowestOverPrice
            | PriceFormula::Span
            | PriceFormula::ExcessOverLowest
            | PriceFormula::BudgetShare { .. } => None,
        }
    }

    /// One of the numbers that it is given.
    #[must_use]
    pub fn parameter(&self, wanted: Parameter) -> Option<&N> {
        self.parameters().into_iter().find(|(parameter, _)| *parameter == wanted).map(|(_, number)| number)
    }

    fn map<M>(&self, mut to: impl FnMut(Parameter, &N) -> M) -> PriceFormula<M> {
        match self {
            PriceFormula::LowestOverPrice => PriceFormula::LowestOverPrice,
            PriceFormula::Span => PriceFormula::Span,
            PriceFormula::ExcessOverLowest => PriceFormula::ExcessOverLowest,
            PriceFormula::BudgetLine { budget } => {
                PriceFormula::BudgetLine { budget: to(Parameter::Budget, budget) }
            }
            PriceFormula::BudgetShare { budget, base, add } => PriceFormula::BudgetShare {
                budget: to(Parameter::Budget, budget),
                base: to(Parameter::Base, base),
                add: to(Parameter::Added, add),
            },
        }
    }
}

impl Term for Exact {
    fn one() -> Exact {
        Exact::ONE
    }

    fn plus(&self, other: &Exact) -> Exact {
        self + other
    }

    fn minus(&self, other: &Exact) -> Exact {
        self - other
    }

    fn over(&self, whole: &Exact) -> Exact {
        Exact::over(self, whole).unwrap_or_default()
    }

    fn ratio(part: &Exact, whole: &Exact, bid: Bid<'_, Exact>) -> Exact {
        part.over(whole).unwrap_or_else(|| if bid.own <= bid.lowest { Exact::ONE } else { Exact::ZERO })
    }

    fn unless_above(self, number: &Exact, limit: &Exact) -> Exact {
        if number > limit { Exact::ZERO } else { self }
    }

    fn stated(formula: &StatedFormula, bid: Bid<'_, Exact>) -> Exact {
        let bids: Vec<Exact> = [bid.own].into_iter().chain(bid.others).cloned().collect();
        formula.worth(&bids).ok().flatten().unwrap_or_default()
    }
}

impl FieldFormula {
    pub(super) fn range(&self, unit: &str) -> String {
        match self {
            FieldFormula::Price(PriceFormula::LowestOverPrice) => "no limit to the lowest price".to_owned(),
            FieldFormula::Price(PriceFormula::Span) => "the highest to the lowest price".to_owned(),
            FieldFormula::Price(PriceFormula::ExcessOverLowest) => {
                "twice the lowest to the lowest price".to_owned()
            }
            FieldFormula::Price(PriceFormula::BudgetLine { budget }) => {
                format!("{budget}{unit} to the lowest price")
            }
            FieldFormula::Price(PriceFormula::BudgetShare { budget, base, add }) => {
                let room = budget - base;
                let [worst, best] = [&Exact::ONE + add, add.clone()].map(|share| base + &(&room * &share));
                format!("{worst} to {best}{unit}")
            }
            FieldFormula::Relative { higher_is_better: true } => {
                "the lowest to the highest vendor".to_owned()
            }
            FieldFormula::Relative { higher_is_better: false } => {
                "the highest to the lowest vendor".to_owned()
            }
            FieldFormula::Stated(_) => "no points to all points by its formula".to_owned(),
        }
    }
}

impl fmt::Display for FieldFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldFormula::Price(formula) => formula.fmt(f),
            FieldFormula::Relative { higher_is_better: true } => {
                f.write_str("lowest vendor 0, highest vendor 100")
            }
            FieldFormula::Relative { higher_is_better: false } => {
                f.write_str("highest vendor 0, lowest vendor 100")
            }
            FieldFormula::Stated(formula) => formula.fmt(f),
        }
    }
}

impl fmt::Display for PriceFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PriceFormula::LowestOverPrice => f.write_str("lowest price / price"),
            PriceFormula::Span => f.write_str("(highest - price) / (highest - lowest)"),
            PriceFormula::ExcessOverLowest => f.write_str("1 - (price - lowest) / lowest"),
            PriceFormula::BudgetLine { budget } => {
                let budget = number_text(f, budget);
                write!(f, "({budget} - price) / ({budget} - lowest)")
            }
            PriceFormula::BudgetShare { budget, base, add } => {
                let shown_budget = number_text(f, budget);
                if base.is_zero() {
                    write!(f, "1 - price / {shown_budget}")?;
                } else {
                    let base = number_text(f, base);
                    write!(f, "1 - (price - {base}) / ({shown_budget} - {base})")?;
                }
                if add.is_zero() { Ok(()) } else { write!(f, " + {} %", worth_text(add)) }
            }
        }
    }
}

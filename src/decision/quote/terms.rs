//! What goes with the prices: training, increases, the exchange rate, credits, the contract.

use serde::Serialize;

use super::clauses::{AttritionKind, CreditLevel};
use crate::decision::Date;
use crate::decision::estimate::{Estimate, OrFact};
use crate::exact::Exact;

/// The fact that says how many agents leave in a year, where the quote does not.
pub const ATTRITION: &str = "attrition";

/// Training that the vendor bills.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Training {
    /// Hours for each new agent.
    pub hours: Exact,
    /// What an hour costs.
    #[serde(serialize_with = "OrFact::plain")]
    pub rate: OrFact,
    /// Agents who leave in a year, in per cent of the team; the vendor's fact [`ATTRITION`] when there is none.
    pub attrition: OrFact,
    /// How that is counted.
    #[serde(skip_serializing_if = "AttritionKind::is_simple")]
    pub attrition_kind: AttritionKind,
    /// Whether the first team's training is billed.
    pub initial: bool,
    /// Whether the training of those who replace leavers is billed.
    pub replacement: bool,
}

/// How prices rise: on the first date and every year after it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Index {
    /// By how much.
    pub rise: Rise,
    /// The day of the first increase; a year after `base`, or after the start, when there is none.
    pub first: Option<Date>,
    /// The day on which the prices stand.
    pub base: Option<Date>,
}

/// By how much prices rise in a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rise {
    /// By a share that is agreed; low, likely and high where the text leaves room. In per cent.
    Fixed(Estimate),
    /// With consumer prices, not below the floor and not above the cap. In per cent.
    Cpi {
        /// The least rise; without one, prices may fall too.
        floor: Option<Exact>,
        /// The most; none is an index without a limit.
        cap: Option<Exact>,
    },
    /// With wages and consumer prices, each for a part of the price; the rest is fixed.
    Mixed(Mixed),
}

/// How much of a price rises with what.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mixed {
    /// The share that rises with wages.
    pub labour: Exact,
    /// The share that rises with consumer prices; both together at most 1.
    pub consumer: Exact,
    /// The least rise of a year, in per cent.
    pub floor: Option<Exact>,
    /// The most, in per cent; none is an index without a limit.
    pub cap: Option<Exact>,
    /// Below this rise of a year, in per cent, prices stay as they are.
    pub threshold: Option<Exact>,
    /// Whether each year's rise is on top of the one before; else all are counted from the first prices. None where the
    /// text does not say, and then each is on top.
    pub chained: Option<bool>,
}

/// How moves of the exchange rate are shared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Collar {
    /// The rate that was agreed: our currency for one of the quote's.
    pub reference: Exact,
    /// How far the rate may move before anything changes, as a share.
    pub band: Exact,
    /// The share of a move beyond the band that we bear, 0 to 1.
    pub share: Exact,
    /// Which moves count.
    #[serde(skip_serializing_if = "CollarWays::is_both")]
    pub ways: CollarWays,
    /// Whether the rate that was agreed becomes, with each contract year, that of the market in the year before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resets: bool,
    /// How far from it, as a share, the rate has to be for either side to leave; none where nobody may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave: Option<Exact>,
}

/// Which moves of an exchange rate are shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CollarWays {
    /// Up and down.
    #[default]
    Both,
    /// Only those that make the quote dearer for us.
    Dearer,
    /// Only those that make it cheaper.
    Cheaper,
}

impl CollarWays {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "it is asked when it is written, by reference")]
    fn is_both(&self) -> bool {
        *self == CollarWays::Both
    }
}

/// Money back for missed service levels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Credits {
    /// The most, as a share of the invoice.
    pub at_risk: Exact,
    /// What we count on, as a share of the invoice; usually none.
    pub expected: Exact,
    /// Whether the vendor can win credits back.
    pub earn_back: Option<bool>,
    /// The levels that may be missed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<CreditLevel>,
}

/// Terms of the contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Contract {
    /// Months that it runs.
    pub term_months: Option<u32>,
    /// Months of notice before it ends or renews.
    pub notice_months: Option<u32>,
    /// What happens at its end.
    pub renewal: Option<Renewal>,
    /// Months for which it renews; twelve when it does not say.
    pub renewal_months: Option<u32>,
    /// How much prices rise with a renewal, as a share.
    pub uplift: Option<Exact>,
    /// What ending it early costs.
    pub termination: Option<Termination>,
    /// Whether it says how work, data and people are handed over at the end.
    pub exit_clause: Option<bool>,
}

/// What happens at the end of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renewal {
    /// It ends.
    None,
    /// It goes on unless somebody gives notice.
    Automatic,
    /// It goes on if both want it.
    ByAgreement,
}

/// What ending a contract early costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Termination {
    /// How much for each unit.
    pub amount: Estimate,
    /// For what.
    pub per: TerminationUnit,
}

/// For what a termination fee is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TerminationUnit {
    /// Once.
    Once,
    /// Each month that is left.
    MonthLeft,
    /// Mean monthly invoices of the last year.
    InvoiceMonths,
}

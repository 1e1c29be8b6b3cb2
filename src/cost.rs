//! What each quote really costs: demand, staffing, prices, total cost.
//!
//! ```text
//!  demand ─► staffing ─► workload ─┐
//!  quote ──► price, rates ─────────┴─► breakdown ─► Costs ─► facts of the vendors ─► score
//! ```
//!
//! One forecast (`CostBasis`) turns every quote into the same figures. Staffing is `f64` and ends in whole
//! agents; from there on hours and contacts are exact, and money is decimal ([`money::Money`]). What is not known
//! stays a range: a breakdown is made for every corner of it, and low and high are the extremes.

pub mod assumptions;
pub mod automation;
mod beginning;
mod benefits;
pub mod bots;
pub mod breakdown;
mod brought;
pub mod calendar;
mod campaigns;
pub mod clauses;
pub mod contract;
pub mod facts;
mod figures;
mod inputs;
mod known;
pub mod learning;
mod leavers;
mod lists;
mod median;
mod model;
pub mod money;
pub mod outbound;
mod present;
mod price;
mod ramp;
mod rates;
pub mod repeats;
mod requote;
pub mod staffing;
pub mod sweep;
mod terms;
mod work_set;
pub mod workload;
pub mod worth;

use serde::Serialize;

pub use beginning::RampAtVendor;
pub use benefits::{BenefitRow, Benefits, MonthsUntil, customer_worth};
pub use bots::BotAtVendor;
pub use breakdown::{CostLine, CostPart, CostStep, RoundedLine};
pub use contract::{Note, NoteKind};
pub use figures::{Figures, Range};
pub(crate) use inputs::{OpenInput, open_inputs, settled};
pub use lists::ListAtVendor;
pub(crate) use model::CostModel;
pub use money::Money;
pub(crate) use requote::Requotes;
pub use workload::{ChannelWork, DayStaff, MonthWork, Workload};

use crate::decision::cost_basis::Discounting;
use crate::decision::{Date, Decision, Vendor, VendorId};
use crate::exact::Exact;
use staffing::StaffingError;

/// How things may turn out against the forecast; all 1 and 0 is the forecast itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// Contacts, as a multiple.
    pub volume: Exact,
    /// Handle times, as a multiple.
    pub aht: Exact,
    /// Agents who leave, as a multiple.
    pub attrition: Exact,
    /// Exchange rates, as a multiple.
    pub exchange: Exact,
    /// Rise of consumer prices, in points of a per cent more a year.
    pub cpi_points: Exact,
    /// Rise of wages, in points of a per cent more a year.
    pub wage_points: Exact,
    /// Containment of bots, in points of a per cent more.
    pub containment_points: Exact,
    /// Issues that vendors solve at first, in points of a per cent more.
    pub fcr_points: Exact,
}

impl Default for Scenario {
    fn default() -> Self {
        let one = || Exact::ONE;
        let no = || Exact::ZERO;
        Scenario {
            volume: one(),
            aht: one(),
            attrition: one(),
            exchange: one(),
            cpi_points: no(),
            wage_points: no(),
            containment_points: no(),
            fcr_points: no(),
        }
    }
}

impl Scenario {
    /// Whether vendors work otherwise than they say, so that what was forecast is not what happens.
    fn moves_terms(&self) -> bool {
        let moved = !self.containment_points.is_zero() || !self.fcr_points.is_zero();
        moved || self.attrition != Exact::ONE
    }
}

/// Why a vendor's cost cannot be worked out. Never a zero.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unknown {
    /// It has not quoted.
    #[error("there is no quote")]
    NoQuote,
    /// No price line is for a channel that we need.
    #[error("the quote has no price for {0}")]
    Unpriced(String),
    /// Something is billed by resolution, and how many contacts are resolved is not known.
    #[error("the share of contacts that are resolved is not known")]
    Resolution,
    /// Something is billed for new agents, and how many leave is not known.
    #[error("how many agents leave in a year is not known")]
    Attrition,
    /// Of those who are there, all and more would be gone after a year.
    #[error("of those who are there at the start of a year, {0} % cannot leave")]
    AllLeave(String),
    /// A price is a fact of the vendor that is not known.
    #[error("the fact {0} is not known")]
    Fact(String),
    /// It is in a currency for which nothing is assumed.
    #[error("no exchange rate for {0} is assumed")]
    Exchange(String),
    /// Prices rise with wages, of which nothing is assumed.
    #[error("no rise of wages is assumed")]
    Wages,
    /// Prices rise with consumer prices, of which nothing is assumed.
    #[error("no rise of consumer prices is assumed")]
    Cpi,
    /// Tax has to be taken out or added, and its rate is not given.
    #[error("no rate of tax is given")]
    Tax,
    /// The work of a channel takes no time.
    #[error("the handle time of {0} is nothing")]
    NoTime(String),
    /// An agent cannot hold parts of a conversation.
    #[error("the conversations at once of {0} are no whole number from 1 to 1,000")]
    Concurrency(String),
    /// A share that the work hangs on is none.
    #[error("a share of {0} % cannot be")]
    Share(String),
    /// Nobody is ever helped, and everybody comes back.
    #[error("contacts of {0} would come back for ever")]
    Endless(String),
    /// A bot takes more work than there is.
    #[error("the contacts that the bot contains on {0} would have taken more than all of the work")]
    TooMuchTaken(String),
    /// What is left would take longer than all of the work.
    #[error("the contacts that the bot leaves on {0} would take more than all of the work")]
    RestTooLong(String),
    /// What a price of a list counts is not known.
    #[error("the {1} of {0} is not known")]
    ListGap(String, &'static str),
    /// The work cannot be staffed.
    #[error("{0}")]
    NotStaffed(String),
    /// The amounts are beyond counting.
    #[error("the amounts are larger than 10^18")]
    TooLarge,
}

/// What every quote of a decision costs.
#[derive(Clone, Debug, Serialize)]
pub struct Costs {
    /// The currency of all amounts.
    pub currency: Option<String>,
    /// The first day of the service.
    pub start: Date,
    /// Months of the term.
    pub months: usize,
    /// What money later is worth less each year, as a share.
    pub discount: Option<Exact>,
    /// When a year's money is taken to flow.
    pub discounting: Discounting,
    /// Whether amounts hold tax.
    pub counts_tax: bool,
    /// The forecast, staffed.
    pub workload: Workload,
    /// The vendors, in the order of the decision.
    pub vendors: Vec<VendorCost>,
}

/// What one vendor's quote costs.
#[derive(Clone, Debug, Serialize)]
pub struct VendorCost {
    /// Which vendor: the name of its file, without the ending.
    pub id: VendorId,
    /// Its name, as people read it.
    pub name: String,
    /// Whether it takes part.
    pub is_invited: bool,
    /// Its prices as quoted: `14.20 EUR a productive hour`.
    pub headline: Vec<String>,
    /// What it comes to; none where that is not known.
    pub figures: Option<Figures>,
    /// The figures whose lowest and highest are bounds: nothing lies outside, but they may be narrower.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<&'static str>,
    /// Why it is not known.
    pub unknown: Option<String>,
    /// Every line of its breakdown, with likely numbers.
    pub lines: Vec<CostLine>,
    /// How it works, by channel, as is likely; nothing where neither it nor the forecast says more than for all alike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<WorkAtVendor>,
    /// Its bots.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bots: Vec<BotAtVendor>,
    /// What it makes of the lists that are to be called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListAtVendor>,
    /// Its price lines whose minutes are rounded up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rounded: Vec<RoundedLine>,
    /// How its work begins; none where it begins with all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramp: Option<RampAtVendor>,
    /// What the quote is silent about, and what is assumed for it.
    pub silent: Vec<Silent>,
    /// What it is worth beside its cost; `weigh cost --worth` tells it.
    #[serde(skip)]
    pub worth: Option<Box<Benefits>>,
    /// Remarks on the quote and the contract.
    pub notes: Vec<Note>,
    /// Its place by total, from 1, among those that take part and whose cost is known; ties share it.
    pub rank_by_total: Option<usize>,
    /// Its place by headline price: the invoice alone, for a contact.
    pub rank_by_headline: Option<usize>,
}

/// How a vendor works on a channel over the term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorkAtVendor {
    /// The key of the channel.
    pub id: String,
    /// Its name, as people read it.
    pub name: String,
    /// Contacts.
    pub contacts: Exact,
    /// The same as a multiple of the forecast.
    pub volume: Exact,
    /// Those of them that come again; none where that is not known.
    pub repeats: Option<Exact>,
    /// Contacts until an issue is solved or given up.
    pub contacts_per_issue: Option<Exact>,
    /// The share of issues that are given up, 0 to 1.
    pub given_up: Option<Exact>,
    /// Handle time in seconds.
    pub aht_seconds: Exact,
    /// Conversations that an agent holds at once.
    pub concurrency: u32,
    /// Agents in the busiest interval.
    pub peak_agents: u32,
    /// How what the first contact solves was counted; none where that is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    /// What of the forecast is not known that the contacts hang on.
    pub missing: Vec<&'static str>,
}

/// Something that a quote is silent about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Silent {
    /// Its key in the checklist.
    pub id: String,
    /// Its name, as people read it.
    pub name: String,
    /// Whether the quote says itself that it leaves this out.
    pub is_said: bool,
    /// What is counted for it over the term.
    pub likely: Money,
}

impl VendorCost {
    /// What is paid before the start, for a part.
    #[must_use]
    pub fn upfront(&self, part: CostPart) -> Money {
        self.lines.iter().filter(|line| line.part == part).map(|line| line.upfront).sum()
    }

    /// What a part costs in each contract year, without what is paid before the start.
    #[must_use]
    pub fn years(&self, part: CostPart) -> Vec<Money> {
        let mut years: Vec<Money> = Vec::new();
        for line in self.lines.iter().filter(|line| line.part == part) {
            let of_line = line.years();
            years.resize(years.len().max(of_line.len()), Money::ZERO);
            for (sum, year) in years.iter_mut().zip(of_line) {
                *sum += year;
            }
        }
        years
    }

    /// What a part costs in each month, without what is paid before the start.
    #[must_use]
    pub fn months(&self, part: CostPart) -> Vec<Money> {
        let mut months: Vec<Money> = Vec::new();
        for line in self.lines.iter().filter(|line| line.part == part) {
            months.resize(months.len().max(line.months.len()), Money::ZERO);
            for (sum, month) in months.iter_mut().zip(&line.months) {
                *sum += *month;
            }
        }
        months
    }
}

impl Costs {
    /// The term and how it is counted, in a line.
    #[must_use]
    pub fn terms(&self) -> String {
        let currency = self.currency.as_deref().unwrap_or("no currency");
        let years = self.months / 12;
        let term = if self.months.is_multiple_of(12) && years == 1 {
            "1 year".to_owned()
        } else if self.months.is_multiple_of(12) {
            format!("{years} years")
        } else {
            format!("{} months", self.months)
        };
        let tax = if self.counts_tax { "with tax" } else { "without tax" };
        let discount = match &self.discount {
            Some(rate) => {
                let percent = rate.percent().plain(4);
                format!("present value at {percent} % a year, {}", self.discounting.word())
            }
            None => "later money is not discounted".to_owned(),
        };
        format!("{currency}, {tax}; {term} from {}; {discount}", self.start)
    }

    /// The cost of a vendor.
    #[must_use]
    pub fn vendor(&self, id: &str) -> Option<&VendorCost> {
        self.vendors.iter().find(|vendor| vendor.id.as_str() == id)
    }

    /// The vendors that take part and whose cost is known, cheapest first; with `by_headline` by the invoice for a
    /// contact.
    #[must_use]
    pub fn ranked(&self, by_headline: bool) -> Vec<&VendorCost> {
        let rank =
            |vendor: &VendorCost| if by_headline { vendor.rank_by_headline } else { vendor.rank_by_total };
        let mut ranked: Vec<&VendorCost> =
            self.vendors.iter().filter(|vendor| rank(vendor).is_some()).collect();
        ranked.sort_by_key(|vendor| rank(vendor));
        ranked
    }
}

/// What every quote of a decision costs; none where its needs say nothing of demand.
///
/// # Errors
/// The channel and [`StaffingError`] where the demand cannot be staffed; the reader refuses such files.
#[must_use]
pub fn costs(decision: &Decision) -> Option<Result<Costs, (String, StaffingError)>> {
    let basis = decision.cost.as_ref()?;
    let vendors: Vec<&Vendor> = decision.vendors.iter().map(AsRef::as_ref).collect();
    Some(CostModel::new(basis, &Scenario::default()).map(|model| model.costs(&vendors)))
}

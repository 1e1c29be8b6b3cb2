//! What each quote really costs: demand, staffing, prices, total cost.
//!
//! ```text
//!  demand ─► staffing ─► workload ─┐
//!  quote ──► price, rates ─────────┴─► account ─► Costs ─► facts of the vendors ─► score
//! ```
//!
//! One forecast ([`CostBasis`]) turns every quote into the same figures. Staffing is `f64` and ends in whole
//! agents; from there on hours and contacts are exact, and money is decimal ([`money::Money`]). What is not known
//! stays a range: an account is made for every corner of it, and low and high are the extremes.

pub mod account;
pub mod assumptions;
pub mod calendar;
pub mod contract;
pub mod facts;
pub mod money;
mod present;
mod price;
mod rates;
pub mod staffing;
pub mod sweep;
pub mod workload;

use serde::Serialize;

pub use account::{Line, Part, Step};
pub use contract::{Note, NoteKind};
pub use money::Money;
pub use workload::{ChannelWork, DayStaff, MonthWork, Workload};

use crate::decision::cost_basis::Discounting;
use crate::decision::quote::{PriceUnit, Quote, Rate};
use crate::decision::{CostBasis, Date, Decision, End, Status, Vendor, VendorId};
use crate::exact::Exact;
use account::{Account, Ends, Statement};
use present::Discount;
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
}

impl Default for Scenario {
    fn default() -> Self {
        let one = || Exact::ONE;
        Scenario { volume: one(), aht: one(), attrition: one(), exchange: one(), cpi_points: Exact::ZERO }
    }
}

/// Why a vendor's cost cannot be worked out. Never a zero.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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
    /// It is in a currency for which nothing is assumed.
    #[error("no exchange rate for {0} is assumed")]
    Exchange(String),
    /// Prices rise with consumer prices, of which nothing is assumed.
    #[error("no rise of consumer prices is assumed")]
    Cpi,
    /// Tax has to be taken out or added, and its rate is not given.
    #[error("no rate of tax is given")]
    Tax,
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
    /// The vendor.
    pub id: VendorId,
    /// Its name.
    pub name: String,
    /// Whether it takes part.
    pub is_invited: bool,
    /// Its prices as quoted: `14.20 EUR a productive hour`.
    pub headline: Vec<String>,
    /// What it comes to; none where that is not known.
    pub figures: Option<Figures>,
    /// Why it is not known.
    pub unknown: Option<String>,
    /// Every line of its account, with likely numbers.
    pub lines: Vec<Line>,
    /// What the quote is silent about, and what is assumed for it.
    pub silent: Vec<Silent>,
    /// Remarks on the quote and the contract.
    pub notes: Vec<Note>,
    /// Its place by total, from 1, among those that take part and whose cost is known; ties share it.
    pub rank_by_total: Option<usize>,
    /// Its place by headline price: the invoice alone, for a contact.
    pub rank_by_headline: Option<usize>,
}

/// What a quote comes to over the term, from lowest to highest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Everything that is paid.
    pub total: Range,
    /// The same, discounted to the start.
    pub npv: Range,
    /// The price lines alone.
    pub invoice: Range,
    /// The invoice for a contact: what the headline price stands for.
    pub headline_per_contact: Option<Range>,
    /// Total for a contact.
    pub per_contact: Option<Range>,
    /// Total for a resolved contact.
    pub per_resolution: Option<Range>,
    /// Invoice for an hour on the queue.
    pub effective_hour: Option<Range>,
}

/// A number with the lowest and highest that it may turn out to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The lowest.
    pub low: Exact,
    /// What counts.
    pub likely: Exact,
    /// The highest.
    pub high: Exact,
}

/// Something that a quote is silent about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Silent {
    /// Its key in the checklist.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the quote says itself that it leaves this out.
    pub is_said: bool,
    /// What is counted for it over the term.
    pub likely: Money,
}

impl VendorCost {
    /// What is paid before the start, for a part.
    #[must_use]
    pub fn upfront(&self, part: Part) -> Money {
        self.lines.iter().filter(|line| line.part == part).map(|line| line.upfront).sum()
    }

    /// What a part costs in each contract year, without what is paid before the start.
    #[must_use]
    pub fn years(&self, part: Part) -> Vec<Money> {
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
    pub fn months(&self, part: Part) -> Vec<Money> {
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
                let percent = (rate * &Exact::from(100)).plain(4);
                format!("present value at {percent} % a year, {}", self.discounting.words())
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
    let vendors: Vec<&Vendor> = decision.vendors.iter().collect();
    Some(Books::open(basis, &Scenario::default()).map(|books| books.costs(&vendors)))
}

/// The forecast, staffed for each end of what is not known, to make accounts with.
pub(crate) struct Books<'a> {
    basis: &'a CostBasis,
    scenario: Scenario,
    /// What happens, for each end that is looked at, likely first.
    work: Vec<Workload>,
    /// What was forecast, in the same order; none where it is the same.
    forecast: Option<Vec<Workload>>,
    discount: Discount,
}

impl<'a> Books<'a> {
    /// Staffs the forecast, with a range for handle times and shrinkage where they have one.
    pub(crate) fn open(
        basis: &'a CostBasis,
        scenario: &Scenario,
    ) -> Result<Books<'a>, (String, StaffingError)> {
        let is_range = basis.channels.iter().any(|c| c.aht_seconds.is_range() || c.shrinkage.is_range());
        let ends: &[End] = if is_range { &[End::Likely, End::Low, End::High] } else { &[End::Likely] };
        Books::of_ends(basis, scenario, ends)
    }

    /// Staffs the forecast with likely numbers alone.
    pub(crate) fn likely(
        basis: &'a CostBasis,
        scenario: &Scenario,
    ) -> Result<Books<'a>, (String, StaffingError)> {
        Books::of_ends(basis, scenario, &[End::Likely])
    }

    fn of_ends(
        basis: &'a CostBasis,
        scenario: &Scenario,
        ends: &[End],
    ) -> Result<Books<'a>, (String, StaffingError)> {
        let staffed = |scenario: &Scenario| -> Result<Vec<Workload>, _> {
            ends.iter().map(|end| workload::workload(basis, *end, scenario)).collect()
        };
        let is_as_forecast = scenario.volume == Exact::ONE && scenario.aht == Exact::ONE;
        Ok(Books {
            basis,
            work: staffed(scenario)?,
            forecast: if is_as_forecast { None } else { Some(staffed(&Scenario::default())?) },
            scenario: scenario.clone(),
            discount: Discount::new(basis),
        })
    }

    /// What every quote costs.
    pub(crate) fn costs(&self, vendors: &[&Vendor]) -> Costs {
        let mut costs: Vec<VendorCost> = vendors.iter().map(|vendor| self.vendor_cost(vendor)).collect();
        rank(
            &mut costs,
            |vendor| Some(&vendor.figures.as_ref()?.total.likely),
            |vendor, rank| {
                vendor.rank_by_total = Some(rank);
            },
        );
        rank(
            &mut costs,
            |vendor| Some(&vendor.figures.as_ref()?.headline_per_contact.as_ref()?.likely),
            |vendor, rank| vendor.rank_by_headline = Some(rank),
        );
        Costs {
            currency: self.basis.currency.clone(),
            start: self.basis.start,
            months: self.basis.months,
            discount: self.basis.discount.clone(),
            discounting: self.basis.discounting,
            counts_tax: self.basis.counts_tax,
            workload: self.work[0].clone(),
            vendors: costs,
        }
    }

    fn account<'b>(&'b self, vendor: &'b Vendor, quote: &'b Quote, work: usize, ends: Ends) -> Account<'b> {
        let forecast = self.forecast.as_ref().map_or(&self.work[work], |forecast| &forecast[work]);
        let (basis, scenario) = (self.basis, &self.scenario);
        Account {
            basis,
            vendor,
            quote,
            work: &self.work[work],
            forecast,
            scenario,
            ends,
            is_explained: false,
        }
    }

    fn vendor_cost(&self, vendor: &Vendor) -> VendorCost {
        let mut cost = VendorCost {
            id: vendor.id.clone(),
            name: vendor.name.clone(),
            is_invited: vendor.status == Status::Invited,
            headline: Vec::new(),
            figures: None,
            unknown: None,
            lines: Vec::new(),
            silent: Vec::new(),
            notes: Vec::new(),
            rank_by_total: None,
            rank_by_headline: None,
        };
        let Some(quote) = vendor.quote.as_deref() else {
            cost.unknown = Some(Unknown::NoQuote.to_string());
            return cost;
        };
        cost.headline = headline(self.basis, quote);
        cost.notes = contract::notes(self.basis, quote);
        match self.figures(vendor, quote) {
            Ok((figures, statement)) => {
                cost.figures = Some(figures);
                cost.lines = statement.lines;
                cost.silent = account::silent(self.basis, quote)
                    .map(|charge| silent_item(quote, charge, &cost.lines))
                    .collect();
            }
            Err(unknown) => cost.unknown = Some(unknown.to_string()),
        }
        cost
    }

    /// The likely statement, and the figures over all corners of what is not known: handle times and shrinkage,
    /// money, and resolution, each all low or all high.
    fn figures(&self, vendor: &Vendor, quote: &Quote) -> Result<(Figures, Statement), Unknown> {
        let account = Account { is_explained: true, ..self.account(vendor, quote, 0, Ends::default()) };
        let likely = account.statement()?;
        let mut corners = vec![self.point(&likely, 0, account.resolved())];
        let is_uncertain = self.has_resolution_range(vendor, quote);
        let resolutions = if is_uncertain { &[End::Low, End::High][..] } else { &[End::Likely] };
        let is_billed = quote.prices.iter().any(|price| price.per == PriceUnit::Resolution);
        for work in if self.work.len() > 1 { 1..self.work.len() } else { 0..1 } {
            for money in [End::Low, End::High] {
                // Where nothing is billed by resolution, one statement serves both ends of it.
                let shared = if is_billed {
                    None
                } else {
                    Some(self.account(vendor, quote, work, Ends { money, ..Ends::default() }).statement()?)
                };
                for &resolution in resolutions {
                    let account = self.account(vendor, quote, work, Ends { money, resolution });
                    let resolved = account.resolved();
                    corners.push(match &shared {
                        Some(statement) => self.point(statement, work, resolved),
                        None => self.point(&account.statement()?, work, resolved),
                    });
                }
            }
        }
        let is_countable = |point: &Point| point.total.is_countable() && point.invoice.is_countable();
        if !corners.iter().all(is_countable) {
            return Err(Unknown::TooLarge);
        }
        Ok((Figures::over(&corners), likely))
    }

    fn has_resolution_range(&self, vendor: &Vendor, quote: &Quote) -> bool {
        use crate::decision::OrFact;
        if let Some(promised) = &quote.resolution {
            return promised.is_range();
        }
        self.basis.channels.iter().any(|channel| match &channel.resolution {
            Some(OrFact::Given(estimate)) => estimate.is_range(),
            Some(OrFact::Fact(fact)) => {
                let value = vendor.facts.get(fact).and_then(|fact| fact.value.as_ref());
                value.and_then(|value| value.numbers()).is_some_and(|[low, _, high]| low != high)
            }
            None => false,
        })
    }

    fn point(&self, statement: &Statement, work: usize, resolutions: Option<Exact>) -> Point {
        let mut months = vec![Money::ZERO; self.basis.months];
        let (mut upfront, mut invoice) = (Money::ZERO, Money::ZERO);
        for line in &statement.lines {
            upfront += line.upfront;
            for (sum, month) in months.iter_mut().zip(&line.months) {
                *sum += *month;
            }
            if line.part == Part::Invoice {
                invoice += line.total();
            }
        }
        let term = &self.work[work].term;
        Point {
            total: upfront + months.iter().copied().sum(),
            npv: upfront + self.discount.present(&months),
            invoice,
            contacts: term.contacts.clone(),
            hours: term.productive_hours.clone(),
            resolutions,
        }
    }

    /// The likely total of a vendor in this scenario, and its total for a contact.
    pub(crate) fn total(&self, vendor: &Vendor) -> Result<(Money, Option<Exact>), Unknown> {
        let quote = vendor.quote.as_deref().ok_or(Unknown::NoQuote)?;
        let statement = self.account(vendor, quote, 0, Ends::default()).statement()?;
        let point = self.point(&statement, 0, None);
        if !point.total.is_countable() {
            return Err(Unknown::TooLarge);
        }
        Ok((point.total, point.total.over(&point.contacts)))
    }

    /// The likely lines of a vendor in this scenario, with how they come about.
    pub(crate) fn lines(&self, vendor: &Vendor) -> Result<Vec<Line>, Unknown> {
        let quote = vendor.quote.as_deref().ok_or(Unknown::NoQuote)?;
        let account = Account { is_explained: true, ..self.account(vendor, quote, 0, Ends::default()) };
        Ok(account.statement()?.lines)
    }
}

/// The figures of one corner.
struct Point {
    total: Money,
    npv: Money,
    invoice: Money,
    contacts: Exact,
    hours: Exact,
    resolutions: Option<Exact>,
}

impl Figures {
    /// The likely figures, which come first, between the lowest and the highest of all corners.
    fn over(corners: &[Point]) -> Figures {
        let range = |of: &dyn Fn(&Point) -> Option<Exact>| {
            let values: Option<Vec<Exact>> = corners.iter().map(of).collect();
            let values = values?;
            let likely = values.first()?.clone();
            Some(Range { low: values.iter().min()?.clone(), likely, high: values.iter().max()?.clone() })
        };
        let money = |of: fn(&Point) -> Money| {
            range(&|point| Some(of(point).to_cents())).expect("there is a corner, and it has money")
        };
        let ratio = |amount: fn(&Point) -> Money, divisor: fn(&Point) -> Option<&Exact>| {
            range(&|point| Some(to_unit_price(&amount(point).over(divisor(point)?)?)))
        };
        Figures {
            total: money(|point| point.total),
            npv: money(|point| point.npv),
            invoice: money(|point| point.invoice),
            headline_per_contact: ratio(|point| point.invoice, |point| Some(&point.contacts)),
            per_contact: ratio(|point| point.total, |point| Some(&point.contacts)),
            per_resolution: ratio(|point| point.total, |point| point.resolutions.as_ref()),
            effective_hour: ratio(|point| point.invoice, |point| Some(&point.hours)),
        }
    }
}

/// A price of one unit, rounded half up to ten-thousandths.
fn to_unit_price(number: &Exact) -> Exact {
    crate::exact::Rounding { digits: 4, mode: crate::exact::Mode::HalfUp }.apply(number)
}

/// Gives places, 1 for the lowest, shared by equals.
fn rank(
    costs: &mut [VendorCost],
    of: impl Fn(&VendorCost) -> Option<&Exact>,
    place: impl Fn(&mut VendorCost, usize),
) {
    let numbers: Vec<Option<Exact>> =
        costs.iter().map(|vendor| of(vendor).filter(|_| vendor.is_invited).cloned()).collect();
    for (at, vendor) in costs.iter_mut().enumerate() {
        let Some(own) = &numbers[at] else { continue };
        place(vendor, 1 + numbers.iter().flatten().filter(|other| *other < own).count());
    }
}

fn silent_item(quote: &Quote, charge: &crate::decision::quote::Charge, lines: &[Line]) -> Silent {
    let line = lines.iter().find(|line| line.part == Part::Silent && line.id == charge.id);
    Silent {
        id: charge.id.clone(),
        name: charge.name.clone(),
        is_said: quote.silent.contains(&charge.id),
        likely: line.map_or(Money::ZERO, Line::total),
    }
}

/// The prices as quoted.
fn headline(basis: &CostBasis, quote: &Quote) -> Vec<String> {
    let currency = quote.currency.as_deref().or(basis.currency.as_deref()).unwrap_or("");
    let amount = |number: &Exact| {
        let digits = number.decimals(6);
        format!("{} {currency}", number.fixed(if digits == 0 { 0 } else { digits.max(2) }))
            .trim_end()
            .to_owned()
    };
    let line = |price: &crate::decision::quote::Price| {
        let unit = match price.per {
            PriceUnit::FteMonth => "an FTE-month".to_owned(),
            per => format!("a {}", per.one()),
        };
        let plus = if price.margin.is_zero() {
            String::new()
        } else {
            format!(" plus {} %", (&price.margin * &Exact::from(100)).plain(2))
        };
        match &price.rate {
            Rate::Flat(rate) => format!("{} {unit}{plus}", amount(&rate.likely)),
            Rate::Tiers { tiers, .. } => {
                let first = tiers.first().map_or_else(String::new, |(_, rate)| amount(rate));
                format!(
                    "{first} {unit}, less from {}",
                    tiers.get(1).map_or_else(String::new, |(from, _)| from.plain(0))
                )
            }
            Rate::Anchored { fee, baseline, .. } => {
                format!("{} a month for {} contacts", amount(&fee.likely), baseline.plain(0))
            }
        }
    };
    quote.prices.iter().map(line).collect()
}

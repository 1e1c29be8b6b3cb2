//! What a vendor asks for: prices, charges, training, increases, contract terms.

use std::fmt;

use serde::{Serialize, Serializer};

use super::count::Level;
use super::estimate::{Estimate, OrFact};
use super::{Date, Evidence, FactId, Location};
use crate::exact::Exact;

/// A vendor's quote. Money is in its currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    /// Three letters; the decision's when there are none.
    pub currency: Option<String>,
    /// The last day on which it can be accepted.
    pub valid_until: Option<Date>,
    /// Whether prices hold tax; none when it does not say.
    pub includes_tax: Option<bool>,
    /// The share of contacts that the vendor promises to resolve, in per cent.
    pub resolution: Option<Estimate>,
    /// The least that is billed in a month over all prices.
    pub minimum: Option<Exact>,
    /// How it works, by channel, where that differs from the forecast.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<VendorWork>,
    /// Bots before its people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub automation: Vec<Automation>,
    /// Its price lines.
    pub prices: Vec<Price>,
    /// Set-up and other charges.
    pub charges: Vec<Charge>,
    /// Training that is billed.
    pub training: Option<Training>,
    /// How prices rise.
    pub index: Option<Index>,
    /// How moves of the exchange rate are shared.
    pub collar: Option<Collar>,
    /// Money back for missed service levels.
    pub credits: Option<Credits>,
    /// Terms of the contract.
    pub contract: Option<Contract>,
    /// Things of the checklist that the prices include.
    pub included: Vec<String>,
    /// Things of the checklist that it is silent about.
    pub silent: Vec<String>,
    /// How we know.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// Where it is written.
    #[serde(skip)]
    pub location: Location,
}

impl Quote {
    /// Whether the quote includes or prices a thing of the checklist.
    ///
    /// - `id`: the key of the thing.
    #[must_use]
    pub fn speaks_of(&self, id: &str) -> bool {
        let contract = self.contract.as_ref();
        if self.silent.iter().any(|silent| silent == id) {
            return false;
        }
        self.included.iter().any(|included| included == id)
            || self.charges.iter().any(|charge| charge.id == id)
            || self.prices.iter().any(|price| price.id == id)
            || match id {
                "training" => self.training.is_some(),
                "index" => self.index.is_some() || self.prices.iter().all(|price| price.index.is_some()),
                "termination" => contract.is_some_and(|contract| contract.termination.is_some()),
                "uplift" => contract.is_some_and(|contract| contract.uplift.is_some()),
                _ => false,
            }
    }

    /// The facts that its own prices are taken from.
    pub fn facts(&self) -> impl Iterator<Item = &FactId> {
        let rates = self.prices.iter().filter_map(|price| price.rate.amount()?.fact());
        let charges = self.charges.iter().filter_map(|charge| charge.amount.fact());
        let training = self.training.iter().filter_map(|training| training.rate.fact());
        rates.chain(charges).chain(training)
    }

    /// The facts that say how the vendor works.
    pub fn work_facts(&self) -> impl Iterator<Item = &FactId> {
        let bots = self.automation.iter().flat_map(Automation::amounts);
        self.work.iter().flat_map(VendorWork::amounts).chain(bots).filter_map(OrFact::fact)
    }

    /// Takes the ranges of shares that were counted at another level.
    pub(crate) fn set_level(&mut self, level: Level) {
        self.resolution.iter_mut().for_each(|share| share.set_level(level));
        for work in &mut self.work {
            [&mut work.fcr, &mut work.fcr_later]
                .into_iter()
                .flatten()
                .for_each(|share| share.set_level(level));
        }
        for bot in &mut self.automation {
            let shares = [&mut bot.genuine, &mut bot.returns].into_iter().flatten();
            shares.chain([&mut bot.reach, &mut bot.containment]).for_each(|share| share.set_level(level));
        }
    }

    /// Whether more units of a price line may cost less.
    pub(super) fn jumps(&self) -> bool {
        self.prices.iter().any(Price::jumps)
    }

    /// Whether what is paid does not run in one straight line with the resolved contacts, or with the work.
    pub(super) fn bends_with(&self, resolutions: bool) -> bool {
        let mut prices =
            self.prices.iter().filter(|price| (price.per == PriceUnit::Resolution) == resolutions);
        let bends = |price: &Price| {
            let is_flat = matches!(price.rate, Rate::Flat(_)) && price.included.is_none();
            let is_bound = price.minimum.is_some() || price.minimum_share.is_some();
            !is_flat || is_bound || price.commitment.is_some()
        };
        (self.minimum.is_some() && prices.clone().next().is_some()) || prices.any(bends)
    }

    /// The fact that says how many agents leave in a year, where it is a fact.
    pub(super) fn attrition(&self) -> Option<FactId> {
        match &self.training {
            Some(training) => training.attrition.fact().cloned(),
            None => Some(FactId::new(ATTRITION)),
        }
    }
}

/// How a vendor works on a channel. What it does not say is as it was forecast.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VendorWork {
    /// The key of the channel.
    pub channel: String,
    /// The share that the first contact solves, in per cent.
    pub fcr: Option<OrFact>,
    /// Of what that is the share.
    pub fcr_of: FcrOf,
    /// The share of issues that each later contact solves, in per cent; as the first when there is none.
    pub fcr_later: Option<OrFact>,
    /// Handle time in seconds.
    pub aht: Option<OrFact>,
    /// Conversations that an agent holds at once: whole, 1 to 1,000.
    pub concurrency: Option<OrFact>,
}

impl VendorWork {
    /// Everything that it says.
    pub fn amounts(&self) -> impl Iterator<Item = &OrFact> {
        [&self.fcr, &self.fcr_later, &self.aht, &self.concurrency].into_iter().flatten()
    }
}

/// A bot before the people of some channels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Automation {
    /// Its key under `[quote.automation]`.
    pub id: String,
    /// The channels that it is on; all when there are none.
    pub channels: Vec<String>,
    /// The share of contacts that meet it (sessions), in per cent.
    pub reach: OrFact,
    /// The share of sessions that end without a person, in per cent.
    pub containment: OrFact,
    /// The share of contained sessions that are really solved, in per cent; not known when there is none.
    pub genuine: Option<OrFact>,
    /// The share of contained and not solved ones who come back, in per cent; not known when there is none.
    pub returns: Option<OrFact>,
    /// Whether those meet the bot again; else they come to people.
    pub meets_again: bool,
    /// How long contained contacts would have taken beside all, in per cent; not known when there is none.
    pub relative: Option<OrFact>,
    /// Seconds that each session which is handed over takes people more; less where it is negative.
    pub handover: Exact,
    /// Minutes of the bot in a session.
    pub minutes: Option<OrFact>,
    /// Actions in a session.
    pub actions: Option<OrFact>,
}

impl Automation {
    /// Everything that it says.
    pub fn amounts(&self) -> impl Iterator<Item = &OrFact> {
        let others = [&self.genuine, &self.returns, &self.relative, &self.minutes, &self.actions];
        [&self.reach, &self.containment].into_iter().chain(others.into_iter().flatten())
    }

    /// Whether it is on a channel.
    #[must_use]
    pub fn is_on(&self, channel: &str) -> bool {
        self.channels.is_empty() || self.channels.iter().any(|own| own == channel)
    }
}

/// Units that are paid whether they are used or not, and what more of them cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Commitment {
    /// Units of a month.
    pub units: Exact,
    /// What each one above costs.
    pub overage: Exact,
}

/// How minutes are rounded up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoundUp {
    /// To whole steps of so many minutes, above 0.
    pub increment: Exact,
    /// The least that is billed, in minutes.
    pub first: Exact,
    /// What is billed on top, in minutes.
    pub wrap: Exact,
}

/// Of what first-contact resolution is the share: three callers and four calls are 50 % of contacts and 67 % of issues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FcrOf {
    /// Of all contacts, repeats among them.
    Contacts,
    /// Of issues, each counted once.
    #[default]
    Issues,
}

/// A price line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Price {
    /// Its key in `[quote.prices]`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The channels that it is for; all when there are none.
    pub channels: Vec<String>,
    /// What is counted.
    pub per: PriceUnit,
    /// What one costs.
    pub rate: Rate,
    /// What is added on top of the rate as a share (cost plus): 0.12 is 12 %.
    pub margin: Exact,
    /// The least that is billed in a month.
    pub minimum: Option<Exact>,
    /// The least share of the forecast that is billed in a month, 0 and up.
    pub minimum_share: Option<Exact>,
    /// The bot whose units it counts; none for people's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automation: Option<String>,
    /// Units of a month that are paid with something else; what is not used is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<Exact>,
    /// Units that are paid in any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
    /// The most that a session costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Exact>,
    /// How minutes are rounded up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_up: Option<RoundUp>,
    /// How it rises, where it differs from the rest of the quote.
    pub index: Option<Index>,
    /// Remarks.
    pub note: Option<String>,
}

impl Price {
    /// Whether more units may cost less: another price of all of them from a tier on.
    pub(crate) fn jumps(&self) -> bool {
        matches!(self.rate, Rate::Tiers { rule: TierRule::AllUnits, .. })
    }
}

/// What one unit costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rate {
    /// The same for each.
    #[serde(serialize_with = "OrFact::plain")]
    Flat(OrFact),
    /// Another price from so many units a month on.
    Tiers {
        /// The prices.
        tiers: Tiers,
        /// For which units.
        rule: TierRule,
    },
    /// A monthly fee for a baseline of contacts, with charges beyond it and reductions below it.
    Anchored {
        /// The fee of a month.
        #[serde(serialize_with = "OrFact::plain")]
        fee: OrFact,
        /// The contacts of a month that it stands for.
        baseline: Exact,
        /// The share around the baseline in which nothing changes (dead band), 0 and up.
        band: Exact,
        /// What each contact above costs (additional resource charge).
        above: Exact,
        /// What each contact below saves (reduced resource credit).
        below: Exact,
    },
}

impl Rate {
    /// What one unit, or a month, costs; none for tiers, which have prices of their own.
    #[must_use]
    pub fn amount(&self) -> Option<&OrFact> {
        match self {
            Rate::Flat(rate) => Some(rate),
            Rate::Anchored { fee, .. } => Some(fee),
            Rate::Tiers { .. } => None,
        }
    }
}

/// Prices that change with the units of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiers {
    /// Units from which a price counts, and the price.
    steps: Vec<(Exact, Exact)>,
    /// What the units below each tier cost where each slice has its own price.
    below: Vec<Exact>,
}

impl Tiers {
    /// The units from which each price counts, and the price; none where they do not go up from 0.
    #[must_use]
    pub fn new(steps: Vec<(Exact, Exact)>) -> Option<Tiers> {
        let begins_at_zero = steps.first().is_some_and(|(from, _)| from.is_zero());
        if !begins_at_zero || steps.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return None;
        }
        let slices = steps.windows(2).map(|pair| &pair[0].1 * &(&pair[1].0 - &pair[0].0));
        let below = slices.scan(Exact::ZERO, |sum, slice| {
            *sum += &slice;
            Some(sum.clone())
        });
        let below = std::iter::once(Exact::ZERO).chain(below).collect();
        Some(Tiers { steps, below })
    }

    /// The units from which each price counts, the first from 0, going up; and the price.
    #[must_use]
    pub fn steps(&self) -> &[(Exact, Exact)] {
        &self.steps
    }

    /// The price of the first tier.
    #[must_use]
    pub fn first(&self) -> &Exact {
        &self.steps[0].1
    }

    /// What units cost where each slice has its own price.
    ///
    /// - `reached`: the tier that they reach.
    pub(crate) fn marginal(&self, reached: usize, units: &Exact) -> Exact {
        let (from, rate) = &self.steps[reached];
        &self.below[reached] + &(rate * &(units - from))
    }

    /// The same with every price times a factor.
    pub(crate) fn scaled(&self, factor: &Exact) -> Tiers {
        let times = |number: &Exact| number * factor;
        Tiers {
            steps: self.steps.iter().map(|(from, rate)| (from.clone(), times(rate))).collect(),
            below: self.below.iter().map(times).collect(),
        }
    }
}

impl Serialize for Tiers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.steps.serialize(serializer)
    }
}

/// For which units a tier's price counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TierRule {
    /// Each slice at its own price.
    Marginal,
    /// The whole volume at the price that it reaches.
    AllUnits,
}

/// What a price line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceUnit {
    /// Full-time agents, paid, for a month.
    FteMonth,
    /// Hours that agents are paid for.
    PaidHour,
    /// Hours on the queue.
    ProductiveHour,
    /// Minutes of handle time.
    Minute,
    /// Minutes of talk.
    TalkMinute,
    /// Contacts offered.
    Contact,
    /// Contacts resolved.
    Resolution,
    /// Pieces of work: invoices, claims, records.
    Transaction,
    /// Months.
    Month,
    /// Agents of the busiest interval of a month.
    Seat,
    /// Contacts that meet a bot.
    Session,
    /// Sessions that end without a person.
    Contained,
    /// Contained sessions that are really solved.
    BotResolution,
    /// Minutes of a bot.
    BotMinute,
    /// Actions of a bot.
    Action,
}

impl PriceUnit {
    /// Whether a bot makes the units, and not people.
    #[must_use]
    pub fn is_of_bot(self) -> bool {
        use PriceUnit::{Action, BotMinute, BotResolution, Contained, Session};
        matches!(self, Session | Contained | BotResolution | BotMinute | Action)
    }

    /// One unit in words.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            PriceUnit::FteMonth => "FTE-month",
            PriceUnit::PaidHour => "paid hour",
            PriceUnit::ProductiveHour => "productive hour",
            PriceUnit::Minute => "handle minute",
            PriceUnit::TalkMinute => "talk minute",
            PriceUnit::Contact => "contact",
            PriceUnit::Resolution => "resolution",
            PriceUnit::Transaction => "transaction",
            PriceUnit::Month => "month",
            PriceUnit::Seat => "seat",
            PriceUnit::Session => "session",
            PriceUnit::Contained => "contained session",
            PriceUnit::BotResolution => "resolution by the bot",
            PriceUnit::BotMinute => "bot minute",
            PriceUnit::Action => "action",
        }
    }
}

/// An amount that is paid besides the price lines, by us or to the vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Charge {
    /// Its key under `[quote.charges]`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How much for each unit: money, or per cent, or months.
    #[serde(serialize_with = "OrFact::plain")]
    pub amount: OrFact,
    /// For what.
    pub per: ChargeUnit,
    /// How much more in each following year, as a share.
    pub increase: Exact,
    /// Remarks.
    pub note: Option<String>,
}

/// For what a charge is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeUnit {
    /// Once, before the start.
    Once,
    /// Once, in the last month.
    End,
    /// Each month.
    Month,
    /// Each year, spread over its months.
    Year,
    /// Each contact.
    Contact,
    /// Each minute of handle time.
    Minute,
    /// Each productive hour.
    ProductiveHour,
    /// Each paid hour.
    PaidHour,
    /// Each full-time agent and month.
    FteMonth,
    /// Each agent of the busiest interval and month: seats, licences.
    AgentMonth,
    /// Each agent who is new: the first team before the start, then by attrition.
    NewAgent,
    /// Per cent of the invoice.
    InvoicePercent,
    /// Per cent of the first year's invoice, once before the start.
    FirstYearPercent,
    /// Mean monthly invoices of the first year, once before the start: a parallel run.
    InvoiceMonths,
}

impl ChargeUnit {
    /// Whether amounts are per cent of an invoice.
    #[must_use]
    pub fn is_per_cent(self) -> bool {
        matches!(self, ChargeUnit::InvoicePercent | ChargeUnit::FirstYearPercent)
    }

    /// Whether amounts are money; else they are per cent or months.
    #[must_use]
    pub fn is_money(self) -> bool {
        !matches!(self, ChargeUnit::InvoicePercent | ChargeUnit::FirstYearPercent | ChargeUnit::InvoiceMonths)
    }
}

impl fmt::Display for ChargeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ChargeUnit::Once => "once",
            ChargeUnit::End => "once at the end",
            ChargeUnit::Month => "a month",
            ChargeUnit::Year => "a year",
            ChargeUnit::Contact => "a contact",
            ChargeUnit::Minute => "a handle minute",
            ChargeUnit::ProductiveHour => "a productive hour",
            ChargeUnit::PaidHour => "a paid hour",
            ChargeUnit::FteMonth => "an FTE-month",
            ChargeUnit::AgentMonth => "a peak agent and month",
            ChargeUnit::NewAgent => "a new agent",
            ChargeUnit::InvoicePercent => "% of the invoice",
            ChargeUnit::FirstYearPercent => "% of the first year's invoice",
            ChargeUnit::InvoiceMonths => "months of the first year's invoice",
        })
    }
}

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

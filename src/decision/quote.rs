//! What a vendor asks for: prices, charges, training, increases, contract terms.

mod charge;
mod clauses;
mod price;
mod terms;
mod work;

use serde::Serialize;

use super::count::Level;
use super::estimate::{Estimate, OrFact};
use super::outbound::VendorCampaign;
use super::{Date, Evidence, FactId, Location};
use crate::exact::Exact;
pub use charge::{Charge, ChargeUnit};
pub use clauses::{
    AttritionKind, Bonus, CreditLevel, ForecastBand, Hiring, Learning, Minimums, Ramp, SlowStart,
};
pub use price::{Commitment, Price, PriceUnit, Rate, RoundUp, TierRule, Tiers};
pub use terms::{
    ATTRITION, Collar, CollarWays, Contract, Credits, Index, Mixed, Renewal, Rise, Termination,
    TerminationUnit, Training,
};
pub use work::{Automation, FcrOf, VendorWork};

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
    /// The least of a year, and how shortfalls are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimums: Option<Minimums>,
    /// How it works, by channel, where that differs from the forecast.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<VendorWork>,
    /// Bots before its people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub automation: Vec<Automation>,
    /// How it works lists off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outbound: Vec<VendorCampaign>,
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
    /// More or less money for how well the work is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus: Option<Bonus>,
    /// How the work begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramp: Option<Ramp>,
    /// How those who replace leavers learn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning: Option<Learning>,
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
    /// Whether the vendor works a list off, or prices it.
    ///
    /// - `list`: the key of the list.
    #[must_use]
    pub fn calls(&self, list: &str) -> bool {
        self.outbound.iter().any(|own| own.campaign == list)
            || self.prices.iter().any(|price| price.campaign.as_deref() == Some(list))
    }

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
        let lists = self.outbound.iter().flat_map(VendorCampaign::amounts);
        // How well it works is no price, whatever a bonus makes of it.
        let bonus = self.bonus.iter().filter_map(|bonus| bonus.actual.as_ref());
        self.work
            .iter()
            .flat_map(VendorWork::amounts)
            .chain(bots)
            .chain(lists)
            .chain(bonus)
            .filter_map(OrFact::fact)
    }

    /// Takes the ranges of shares that were counted at another level.
    pub(crate) fn set_level(&mut self, level: Level) {
        let levels = self.credits.iter_mut().flat_map(|credits| &mut credits.levels);
        levels.for_each(|one| one.missed.set_level(level));
        self.resolution.iter_mut().for_each(|share| share.set_level(level));
        for work in &mut self.work {
            [&mut work.fcr, &mut work.fcr_later]
                .into_iter()
                .flatten()
                .for_each(|share| share.set_level(level));
        }
        for list in &mut self.outbound {
            let shares = [&mut list.conversion, &mut list.leads, &mut list.occupancy].into_iter().flatten();
            shares.for_each(|share| share.set_level(level));
        }
        for bot in &mut self.automation {
            let shares = [&mut bot.genuine, &mut bot.returns].into_iter().flatten();
            shares.chain([&mut bot.reach, &mut bot.containment]).for_each(|share| share.set_level(level));
            bot.growth.iter_mut().for_each(|share| share.set_level(level));
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
            let is_bound =
                price.minimum.is_some() || price.minimum_share.is_some() || price.forecast_band.is_some();
            !is_flat || is_bound || price.commitment.is_some()
        };
        let is_bound = self.minimum.is_some() || self.minimums.is_some();
        (is_bound && prices.clone().next().is_some()) || prices.any(bends)
    }

    /// The fact that says how many agents leave in a year, where it is a fact.
    pub(super) fn attrition(&self) -> Option<FactId> {
        match &self.training {
            Some(training) => training.attrition.fact().cloned(),
            None => Some(FactId::new(ATTRITION)),
        }
    }
}

//! Everything about cost that does not depend on the vendor: term, demand, assumptions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::count::Level;
use super::demand::Channel;
use super::estimate::{End, Estimate};
use super::kept::Kept;
use super::outbound::{Campaign, VendorCampaign};
use super::quote::{ATTRITION, Automation, Charge, ChargeUnit, VendorWork};
use super::worth::Worth;
use super::{Date, FactId, OrFact, Quote, Vendor, VendorId, derived};
use crate::exact::Exact;

/// What all quotes are compared on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostBasis {
    /// The first day of the service.
    pub start: Date,
    /// Months that we need it.
    pub months: usize,
    /// The day on which we mean to award.
    pub award: Option<Date>,
    /// The currency of all results.
    pub currency: Option<String>,
    /// The forecast, in the order of the file.
    pub channels: Vec<Channel>,
    /// The lists that are to be called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<Campaign>,
    /// What money later is worth less each year, as a share; none counts all years alike.
    pub discount: Option<Exact>,
    /// When a year's money is taken to flow.
    pub discounting: Discounting,
    /// Value added tax, as a share.
    pub tax: Option<Exact>,
    /// Whether results hold tax.
    pub counts_tax: bool,
    /// How much consumer prices rise in a year, in per cent.
    pub cpi: Option<Yearly>,
    /// How much wages rise in a year, in per cent.
    #[serde(skip_serializing_if = "Wages::is_empty")]
    pub wages: Wages,
    /// What a contact costs that stays with whoever has the work today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub present: Option<Estimate>,
    /// Our currency for one of another, by its three letters; by contract year, the last one counting on.
    pub rates: BTreeMap<String, Vec<Estimate>>,
    /// What we spend ourselves.
    pub buyer: Vec<BuyerCost>,
    /// What every quote must speak of, with what it may cost where one does not.
    pub checklist: Vec<Charge>,
    /// Whether a criterion or must-have reads from which containment on bots pay, which takes long to work out.
    #[serde(skip)]
    pub reads_break_even: bool,
    /// What the work is worth to us; none where nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth: Option<Box<Worth>>,
    /// What was worked out of all that before.
    #[serde(skip)]
    pub kept: Kept,
}

impl CostBasis {
    /// The things of the checklist that a quote does not speak of, or says that it leaves out.
    pub fn silent<'a>(&'a self, quote: &'a Quote) -> impl Iterator<Item = &'a Charge> {
        self.checklist.iter().filter(|charge| !quote.speaks_of(&charge.id))
    }

    /// Takes the ranges of shares that were counted at another level.
    pub(crate) fn set_level(&mut self, level: Level) {
        for campaign in &mut self.campaigns {
            let shares = campaign.live.iter_mut().chain([&mut campaign.right]).chain(&mut campaign.cancel);
            shares.for_each(|share| share.set_level(level));
        }
        if let Some(worth) = &mut self.worth {
            worth.set_level(level);
        }
        for channel in &mut self.channels {
            channel.shrinkage.set_level(level);
            channel.resolution.iter_mut().for_each(|share| share.set_level(level));
            let shares = [&mut channel.fcr_today, &mut channel.returns];
            shares.into_iter().flatten().for_each(|share| share.set_level(level));
        }
    }

    /// The facts of a vendor that its cost is worked out from; none where it has not quoted.
    #[must_use]
    pub fn facts_of(&self, vendor: &Vendor) -> BTreeSet<FactId> {
        let Some(quote) = vendor.quote.as_deref() else { return BTreeSet::new() };
        let buyer = self.buyer.iter().filter(|buyer| !buyer.by_vendor.contains_key(&vendor.id));
        let ours: Vec<&Charge> = buyer.map(|buyer| &buyer.charge).chain(self.silent(quote)).collect();
        let replaces =
            quote.training.as_ref().is_some_and(|training| training.replacement) || quote.learning.is_some();
        let mut charges = ours.iter().copied().chain(&quote.charges);
        let counts_leavers = replaces || charges.any(|one| one.per == ChargeUnit::NewAgent);
        let resolved = self.channels.iter().filter(|_| quote.resolution.is_none());
        let resolved = resolved.filter_map(|channel| channel.resolution.as_ref()?.fact());
        let amounts = ours.iter().filter_map(|charge| charge.amount.fact());
        let brought = self.worth.iter().flat_map(|worth| &worth.others).flat_map(|other| &other.amounts);
        let brought = brought.filter_map(OrFact::fact);
        let all = quote.facts().chain(quote.work_facts()).chain(resolved).chain(amounts).chain(brought);
        all.cloned().chain(quote.attrition().filter(|_| counts_leavers)).collect()
    }

    /// The facts that a vendor is asked for because costs, or what it is worth, are worked out from them, each with the unit
    /// that it counts in where that is sure; of a vendor that is not known yet, those that every cost hangs on.
    #[must_use]
    pub fn asked_of(&self, vendor: Option<&Vendor>) -> Vec<(FactId, Option<&'static str>)> {
        let quote = vendor.and_then(|vendor| vendor.quote.as_deref());
        let mut asked: BTreeMap<FactId, Option<&'static str>> = BTreeMap::new();
        let mut ask = |fact: Option<&FactId>, unit: Option<&'static str>| {
            if let Some(fact) = fact {
                let known = asked.entry(fact.clone()).or_insert(unit);
                *known = known.or(unit);
            }
        };
        for channel in self.channels.iter().filter(|_| quote.is_none_or(|quote| quote.resolution.is_none())) {
            ask(channel.resolution.as_ref().and_then(OrFact::fact), Some("%"));
        }
        for work in quote.iter().flat_map(|quote| &quote.work) {
            let shares = [&work.fcr, &work.fcr_later].into_iter().flatten();
            shares.for_each(|share| ask(share.fact(), Some("%")));
            ask(work.aht.as_ref().and_then(OrFact::fact), Some("s"));
        }
        for bot in quote.iter().flat_map(|quote| &quote.automation) {
            let shares = [&bot.genuine, &bot.returns].into_iter().flatten();
            let shares = shares.chain([&bot.reach, &bot.containment]);
            shares.for_each(|share| ask(share.fact(), Some("%")));
            ask(bot.minutes.as_ref().and_then(OrFact::fact), Some("min"));
        }
        for list in quote.iter().flat_map(|quote| &quote.outbound) {
            list.amounts().for_each(|share| ask(share.fact(), Some("%")));
        }
        let of_vendor = vendor.map(|vendor| self.facts_of(vendor)).unwrap_or_default();
        let brought = self.worth.iter().flat_map(|worth| &worth.others).flat_map(|other| &other.amounts);
        let brought = brought.filter_map(OrFact::fact);
        self.paid_facts().chain(brought).chain(&of_vendor).for_each(|fact| ask(Some(fact), None));
        asked.into_iter().collect()
    }

    /// Whether the range of a fact that is worked out from the quotes may be wider than what can come true.
    ///
    /// What is paid for an hour or a resolved contact is a quotient, which is lowest and highest where some of what is not
    /// known is low and some high; and prices of all units fall where a tier begins, in the middle of a range.
    ///
    /// - `all`: the vendors that the fact may hang on.
    pub(crate) fn is_bound<'a>(
        &self,
        fact: &FactId,
        vendor: &Vendor,
        all: impl IntoIterator<Item = &'a Vendor>,
    ) -> bool {
        match fact.as_str() {
            derived::EFFECTIVE_HOUR => self.mixes(vendor).hours || self.jumps(vendor),
            derived::PER_RESOLUTION => self.mixes(vendor).resolutions || self.jumps(vendor),
            derived::PER_ISSUE | derived::PER_RESOLVED_ISSUE => {
                self.uncertain_repeats(vendor) || self.jumps(vendor)
            }
            derived::PER_CONTACT | derived::HEADLINE => self.uncertain_repeats(vendor) || self.jumps(vendor),
            derived::PER_SALE | derived::ABANDONED => self.uncertain_campaigns(vendor) || self.jumps(vendor),
            derived::PER_BOT_RESOLUTION | derived::BOT_SHARE => self.uncertain_work(vendor) > 0,
            derived::BELOW_MEDIAN => all.into_iter().any(|vendor| self.jumps(vendor)),
            // What is low for both of two vendors is taken as low for one of them.
            fact if derived::is_benefit(fact) => true,
            fact if fact.starts_with("cost.") => self.jumps(vendor),
            _ => false,
        }
    }

    /// The same of a figure of a quote, by its name.
    pub(crate) fn is_bound_figure(&self, figure: &str, vendor: &Vendor) -> bool {
        self.is_bound(&FactId::new(format!("cost.{figure}")), vendor, [])
    }

    /// Whether a quotient over hours, or over resolved contacts, has its ends where what is not known is low in part.
    pub(crate) fn mixes(&self, vendor: &Vendor) -> Mixes {
        let bends =
            |of_resolutions| vendor.quote.as_deref().is_some_and(|quote| quote.bends_with(of_resolutions));
        let is_mixed =
            |uncertain: usize, of_resolutions| uncertain > 1 || (uncertain > 0 && bends(of_resolutions));
        Mixes {
            contacts: self.uncertain_repeats(vendor),
            hours: is_mixed(self.uncertain_work(vendor), false),
            resolutions: is_mixed(self.uncertain_resolution(vendor), true) || self.uncertain_repeats(vendor),
        }
    }

    /// Whether a price line gets cheaper in the middle of what its units may be.
    fn jumps(&self, vendor: &Vendor) -> bool {
        let is_uncertain = || {
            self.uncertain_work(vendor) + self.uncertain_resolution(vendor) > 0
                || self.uncertain_repeats(vendor)
        };
        vendor.quote.as_deref().is_some_and(Quote::jumps) && is_uncertain()
    }

    /// How many handle times and shrinkages have a range, and how many other things that the work of a vendor hangs on.
    fn uncertain_work(&self, vendor: &Vendor) -> usize {
        let own = vendor.quote.as_deref().map_or(&[][..], |quote| &quote.work);
        let is_range = |amount: Option<&OrFact>| {
            amount.and_then(|amount| amount.of(vendor)).is_some_and(|amount| amount.is_range())
        };
        let of = |channel: &Channel| {
            let work = own.iter().find(|work| work.channel == channel.id);
            let aht = work.and_then(|work| work.aht.as_ref());
            let handles = if aht.is_some() { is_range(aht) } else { channel.aht_seconds.is_range() };
            let at_once = is_range(work.and_then(|work| work.concurrency.as_ref()));
            usize::from(handles) + usize::from(channel.shrinkage.is_range()) + usize::from(at_once)
        };
        let bots = vendor.quote.as_deref().map_or(&[][..], |quote| &quote.automation);
        let is_open = |bot: &Automation| {
            let told = bot.genuine.is_some() && bot.returns.is_some() && bot.says_relative();
            let grows = bot.growth.iter().any(Estimate::is_range);
            !told || grows || bot.amounts().any(|amount| is_range(Some(amount)))
        };
        let uncertain_bots = 2 * bots.iter().filter(|bot| is_open(bot)).count();
        self.channels.iter().map(of).sum::<usize>()
            + usize::from(self.uncertain_repeats(vendor))
            + uncertain_bots
            + uncertain_people(vendor)
    }

    /// Whether what lists come to has a range.
    pub(crate) fn uncertain_campaigns(&self, vendor: &Vendor) -> bool {
        let own = vendor.quote.as_deref().map_or(&[][..], |quote| &quote.outbound);
        let is_range = |amount: &OrFact| amount.of(vendor).is_some_and(|amount| amount.is_range());
        let of_needs = |campaign: &Campaign| {
            campaign.live.iter().chain([&campaign.right]).chain(&campaign.cancel).any(Estimate::is_range)
        };
        // What nobody calls costs nothing, however many may answer.
        let calls =
            |campaign: &&Campaign| vendor.quote.as_deref().is_some_and(|quote| quote.calls(&campaign.id));
        own.iter().flat_map(VendorCampaign::amounts).any(is_range)
            || self.campaigns.iter().filter(calls).any(of_needs)
    }

    /// Whether how many contacts come again has a range.
    fn uncertain_repeats(&self, vendor: &Vendor) -> bool {
        let own = vendor.quote.as_deref().map_or(&[][..], |quote| &quote.work);
        let is_range = |amount: &OrFact| amount.of(vendor).is_some_and(|amount| amount.is_range());
        let of_channel = |channel: &Channel| {
            [&channel.fcr_today, &channel.returns].into_iter().flatten().any(Estimate::is_range)
        };
        let says = |work: &VendorWork| [&work.fcr, &work.fcr_later].into_iter().flatten().any(is_range);
        own.iter().any(says) || self.channels.iter().any(of_channel)
    }

    /// How many shares of contacts that are resolved have a range, each fact once; one where the quote promises it for all
    /// channels.
    fn uncertain_resolution(&self, vendor: &Vendor) -> usize {
        if let Some(promised) = vendor.quote.as_deref().and_then(|quote| quote.resolution.as_ref()) {
            return usize::from(promised.is_range());
        }
        let resolutions = self.channels.iter().filter_map(|channel| channel.resolution.as_ref());
        let is_range = |resolution: &&OrFact| resolution.of(vendor).is_some_and(|one| one.is_range());
        let (facts, given): (Vec<&OrFact>, Vec<&OrFact>) =
            resolutions.filter(is_range).partition(|resolution| resolution.fact().is_some());
        given.len() + facts.iter().filter_map(|resolution| resolution.fact()).collect::<BTreeSet<_>>().len()
    }

    /// The facts that every vendor is asked for: how much it resolves, what is paid with it besides the price.
    pub fn facts(&self) -> impl Iterator<Item = &FactId> {
        let resolved = self.channels.iter().filter_map(|channel| channel.resolution.as_ref());
        resolved.filter_map(OrFact::fact).chain(self.paid_facts())
    }

    /// Those of them that say what is paid besides the price.
    pub(super) fn paid_facts(&self) -> impl Iterator<Item = &FactId> {
        let charges = self.buyer.iter().map(|buyer| &buyer.charge).chain(&self.checklist);
        charges.filter_map(|charge| charge.amount.fact())
    }
}

/// How many things have a range that say how fast new people are.
fn uncertain_people(vendor: &Vendor) -> usize {
    let Some(quote) = vendor.quote.as_deref() else { return 0 };
    let first = quote.ramp.as_ref().and_then(|ramp| ramp.slow.as_ref());
    let later = quote.learning.as_ref().map(|learning| &learning.slow);
    let slow = [first, later].into_iter().flatten().filter(|slow| slow.slower.is_range()).count();
    let rate = quote
        .training
        .as_ref()
        .map_or_else(|| OrFact::Fact(FactId::new(ATTRITION)), |training| training.attrition.clone());
    let leave = later.is_some() && rate.of(vendor).is_some_and(|rate| rate.is_range());
    slow + usize::from(leave)
}

/// A number for the whole term, one for each contract year, the last one counting on, or rises that come on days.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Yearly {
    #[serde(serialize_with = "one_or_all")]
    rises: Rises,
}

/// The rises of a number.
#[derive(Clone, Debug, PartialEq)]
enum Rises {
    /// One for the whole term, or one for each contract year; not empty.
    Years(Vec<Estimate>),
    /// Each on a day, in their order; not empty.
    Steps(Vec<(Date, Estimate)>),
}

/// A number that holds for the whole term stands for itself.
fn one_or_all<S: serde::Serializer>(rises: &Rises, serializer: S) -> Result<S::Ok, S::Error> {
    match rises {
        Rises::Years(years) => match years.as_slice() {
            [one] => one.serialize(serializer),
            all => all.serialize(serializer),
        },
        Rises::Steps(steps) => steps.serialize(serializer),
    }
}

impl Yearly {
    /// The numbers by contract year; none where there are none.
    #[must_use]
    pub fn new(years: Vec<Estimate>) -> Option<Yearly> {
        (!years.is_empty()).then_some(Yearly { rises: Rises::Years(years) })
    }

    /// Rises in per cent that come on days; none where there are none, or two are not in order.
    #[must_use]
    pub fn on_days(steps: Vec<(Date, Estimate)>) -> Option<Yearly> {
        let is_ordered = steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
        (!steps.is_empty() && is_ordered).then_some(Yearly { rises: Rises::Steps(steps) })
    }

    /// The rise in per cent of a contract year, from 0; of rises that come on days, those after one day and up to another,
    /// each on top of the one before.
    #[must_use]
    pub fn of(&self, year: usize, (after, up_to): (Date, Date), end: End) -> Exact {
        let steps = match &self.rises {
            Rises::Years(years) => return years[year.min(years.len() - 1)].at(end).clone(),
            Rises::Steps(steps) => steps.iter().filter(|(day, _)| after < *day && *day <= up_to),
        };
        let all =
            steps.fold(Exact::ONE, |all, (_, rise)| &all * &(&Exact::ONE + &Exact::of_percent(rise.at(end))));
        (&all - &Exact::ONE).percent()
    }

    /// The number, where it is the same in every year.
    #[must_use]
    pub fn only(&self) -> Option<&Estimate> {
        match &self.rises {
            Rises::Years(years) if years.len() == 1 => years.first(),
            Rises::Years(_) | Rises::Steps(_) => None,
        }
    }
}

/// How much wages rise in a year, in per cent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Wages {
    /// Where nothing else is said.
    pub all: Option<Yearly>,
    /// Of quotes in a currency, by its three letters.
    pub by_currency: BTreeMap<String, Yearly>,
}

impl Wages {
    /// Whether nothing is assumed.
    fn is_empty(&self) -> bool {
        self.all.is_none() && self.by_currency.is_empty()
    }

    /// Those of a quote in a currency.
    #[must_use]
    pub fn of(&self, currency: Option<&str>) -> Option<&Yearly> {
        currency.and_then(|currency| self.by_currency.get(currency)).or(self.all.as_ref())
    }
}

/// Which quotients have their ends where what is not known is low in part and high in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mixes {
    /// Those over contacts.
    pub(crate) contacts: bool,
    /// Those over hours.
    pub(crate) hours: bool,
    /// Those over resolved contacts.
    pub(crate) resolutions: bool,
}

/// When a year's money is taken to flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Discounting {
    /// At the end of each year.
    #[default]
    YearEnd,
    /// In the middle of each year.
    MidYear,
    /// At the end of each month.
    Monthly,
}

impl Discounting {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Discounting::YearEnd => "at year-end",
            Discounting::MidYear => "mid-year",
            Discounting::Monthly => "at month-end",
        }
    }
}

/// Something that we spend ourselves, perhaps another amount for some vendors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BuyerCost {
    /// What and how much.
    #[serde(flatten)]
    pub charge: Charge,
    /// How much with these vendors.
    pub by_vendor: BTreeMap<VendorId, Estimate>,
}

//! What one vendor's quote breaks down to: every line of cost, by month, for one end of what is not known.

mod charges;
mod clauses;
mod line;
mod rounded;
mod steps;
mod units;

use std::cell::{LazyCell, RefCell};

use super::automation::minutes_up_to;
use super::campaigns::{ListEnds, ListWork};
use super::leavers::attrition;
use super::money::Money;
use super::price::{Bound, YearSoFar, bill, within};
use super::rates::{Conversion, index_by_month, uplift_by_month};
use super::terms::ChannelTerms;
use super::work_set::WorkSet;
use super::workload::{MonthWork, Workload, mean_team};
use super::{Scenario, Unknown};
use crate::decision::outbound::Campaign;
use crate::decision::quote::{Index, Price, PriceUnit, Quote, Training};
use crate::decision::{CostBasis, End, OrFact, Vendor};
use crate::exact::Exact;
use charges::Context;
pub use line::{CostLine, CostPart, CostStep};
pub use rounded::RoundedLine;
use steps::{Steps, conversion_factors, factors_of, upfront_step};
use units::{UnitsByMonth, Work, of_bot, rounded_up};

/// Which ends of what is not known a breakdown is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) money: End,
    pub(super) resolution: End,
    pub(super) lists: ListEnds,
}

/// One vendor's quote on the forecast, to be broken down into lines.
pub(super) struct Breakdown<'a> {
    pub(super) basis: &'a CostBasis,
    pub(super) vendor: &'a Vendor,
    pub(super) quote: &'a Quote,
    /// Its work at every end.
    pub(super) set: &'a WorkSet,
    /// The terms of what happens.
    pub(super) terms: &'a [ChannelTerms],
    /// What happens.
    pub(super) work: &'a Workload,
    /// The least and the most that may happen.
    pub(super) ends_of_work: [&'a Workload; 2],
    /// What was forecast.
    pub(super) forecast: &'a Workload,
    /// The terms of that.
    pub(super) forecast_terms: &'a [ChannelTerms],
    pub(super) scenario: &'a Scenario,
    pub(super) ends: Ends,
    /// Whether to write down how each line comes about.
    pub(super) is_explained: bool,
}

impl Breakdown<'_> {
    /// Works every line out.
    ///
    /// # Errors
    /// [`Unknown`] where the quote cannot be worked out with what is known.
    pub(super) fn lines(&self) -> Result<Vec<CostLine>, Unknown> {
        self.refuse_unpriced_channels()?;
        let conversion = Conversion::new(self.basis, self.quote, self.ends.money, self.scenario)?;
        let everything = self.work.together.as_slice();
        let mut lines = self.price_lines(&conversion, |_| true)?;
        lines.extend(self.minimum_line(&conversion, &lines));
        lines.extend(self.yearly_line(&conversion, &lines));
        let mut invoice = vec![Money::ZERO; self.basis.months];
        for line in &lines {
            add_months(&mut invoice, &line.months);
        }
        lines.extend(self.credit_line(&invoice));
        lines.extend(self.bonus_line(&invoice)?);
        if let Some(training) = &self.quote.training {
            lines.extend(self.training_lines(training, everything, &conversion)?);
        }
        let own = Conversion { exchange: Vec::new(), tax: Exact::ONE };
        let context = Context { everything, invoice: &invoice };
        for charge in &self.quote.charges {
            let amount = self.number(&charge.amount)?;
            lines.push(self.charge_line(charge, &amount, CostPart::Charges, &context, &conversion)?);
        }
        lines.extend(self.termination_line(&context, &conversion));
        for buyer in &self.basis.buyer {
            let amount = match buyer.by_vendor.get(&self.vendor.id) {
                Some(amount) => amount.at(self.ends.money).clone(),
                None => self.number(&buyer.charge.amount)?,
            };
            lines.push(self.charge_line(&buyer.charge, &amount, CostPart::Buyer, &context, &own)?);
        }
        lines.extend(self.present_line());
        for charge in self.basis.silent(self.quote) {
            let amount = self.number(&charge.amount)?;
            lines.push(self.charge_line(charge, &amount, CostPart::Silent, &context, &own)?);
        }
        Ok(lines)
    }

    /// Works out the lines of some prices alone.
    ///
    /// # Errors
    /// As [`lines`](Breakdown::lines).
    pub(super) fn lines_of_prices(
        &self,
        is_wanted: impl Fn(&Price) -> bool,
    ) -> Result<Vec<CostLine>, Unknown> {
        let conversion = Conversion::new(self.basis, self.quote, self.ends.money, self.scenario)?;
        self.price_lines(&conversion, is_wanted)
    }

    /// Contacts that are resolved over the term; none where a resolution rate is not known.
    pub(super) fn resolved(&self) -> Option<Exact> {
        let shares = self.resolution_shares(self.ends.resolution)?;
        let of_channel =
            |((channel, share), terms): ((&super::workload::ChannelWork, &Exact), &ChannelTerms)| {
                let contacts: Vec<Exact> =
                    channel.months.iter().map(|month| month.contacts.clone()).collect();
                let by_people = &Exact::sum(&contacts) * share;
                let Some(bot) = &terms.bot else { return by_people };
                let by_bot = |(month, work): (usize, &MonthWork)| {
                    work.all_contacts() * &bot.at(month).flow.resolved_by_bot
                };
                let by_bot: Vec<Exact> = channel.months.iter().enumerate().map(by_bot).collect();
                &by_people + &Exact::sum(&by_bot)
            };
        let channels = self.work.channels.iter().zip(&shares).zip(self.terms);
        let resolved: Vec<Exact> = channels.map(of_channel).collect();
        Some(Exact::sum(&resolved))
    }

    /// Sales of lists that stay, over the term; none without lists, or where that is not known.
    pub(super) fn net_sales(&self) -> Option<Exact> {
        let lists = self.lists().ok().filter(|lists| !lists.is_empty())?;
        let sales: Option<Vec<Exact>> =
            lists.iter().map(|list| Some(&list.net_sales()? * &list.worked())).collect();
        Some(Exact::sum(&sales?))
    }

    /// The lists that are called.
    fn lists(&self) -> Result<Vec<ListWork<'_>>, Unknown> {
        let work = (self.scenario, Some(self.work));
        ListWork::all(self.basis, self.vendor, &self.quote.outbound, self.ends.lists, work)
    }

    fn refuse_unpriced_channels(&self) -> Result<(), Unknown> {
        let has_price =
            |id: &str| self.quote.prices.iter().any(|price| price.campaign.as_deref() == Some(id));
        let is_wanted = |list: &&Campaign| !list.is_optional || self.quote.calls(&list.id);
        let mut wanted = self.basis.campaigns.iter().filter(is_wanted);
        if let Some(list) = wanted.find(|list| !has_price(&list.id)) {
            return Err(Unknown::Unpriced(list.name.clone()));
        }
        let is_priced = |id: &str| {
            let is_for = |price: &Price| {
                price.automation.is_none()
                    && price.campaign.is_none()
                    && (price.channels.is_empty() || price.channels.iter().any(|c| c == id))
            };
            self.quote.prices.iter().any(is_for)
        };
        match self.basis.channels.iter().find(|channel| !is_priced(&channel.id)) {
            Some(channel) => Err(Unknown::Unpriced(channel.name.clone())),
            None => Ok(()),
        }
    }

    /// The share of contacts that are resolved, by channel; the quote's promise goes before the forecast.
    fn resolution_shares(&self, end: End) -> Option<Vec<Exact>> {
        if let Some(promised) = &self.quote.resolution {
            return Some(vec![Exact::of_percent(promised.at(end)); self.basis.channels.len()]);
        }
        // Few contacts are those of a vendor that solves much.
        let of_work = match end {
            End::Low => End::High,
            End::Likely => End::Likely,
            End::High => End::Low,
        };
        let own = self.set.terms_at(of_work).iter().map(|terms| &terms.solving);
        let of_channel = |(channel, solving): (&crate::decision::demand::Channel, &Option<Exact>)| {
            solving.clone().or_else(|| {
                let rate = self.estimate(channel.resolution.as_ref()?, end)?;
                Some(Exact::of_percent(&rate))
            })
        };
        self.basis.channels.iter().zip(own).map(of_channel).collect()
    }

    /// An estimate, or a fact of the vendor.
    fn estimate(&self, of: &OrFact, end: End) -> Option<Exact> {
        of.of(self.vendor).map(|estimate| estimate.at(end).clone())
    }

    /// A price, or an amount, of the quote or of ours.
    ///
    /// # Errors
    /// [`Unknown::Fact`] where it is a fact that is not known.
    fn number(&self, of: &OrFact) -> Result<Exact, Unknown> {
        let number = self.estimate(of, self.ends.money);
        number.ok_or_else(|| Unknown::Fact(of.fact().map_or_else(String::new, ToString::to_string)))
    }

    /// Agents who leave in a year, as a share of the team.
    ///
    /// # Errors
    /// As [`attrition`].
    fn attrition(&self) -> Result<Exact, Unknown> {
        attrition(self.vendor, self.quote, self.ends.money, self.scenario)
    }

    fn price_lines(
        &self,
        conversion: &Conversion,
        is_wanted: impl Fn(&Price) -> bool,
    ) -> Result<Vec<CostLine>, Unknown> {
        let lists = if self.quote.outbound.is_empty() { Vec::new() } else { self.lists()? };
        let units = UnitsByMonth { breakdown: self, lists: &lists, known: RefCell::default() };
        let uplifts = uplift_by_month(self.basis, self.quote);
        let currency = self.quote.currency.as_deref().or(self.basis.currency.as_deref());
        let rises = |index: Option<&Index>| {
            index_by_month(self.basis, (index, currency), self.ends.money, self.scenario)
        };
        let of_quote = LazyCell::new(|| rises(self.quote.index.as_ref()));
        let wanted = self.quote.prices.iter().filter(|price| is_wanted(price));
        wanted
            .map(|price| {
                let own = price.index.as_ref().map(|index| rises(Some(index)));
                let rises = own.as_ref().unwrap_or_else(|| &of_quote).as_ref().map_err(Clone::clone)?;
                self.price_line(price, rises, &uplifts, conversion, &units)
            })
            .collect()
    }

    fn price_line<'a>(
        &self,
        price: &'a Price,
        rises: &[Exact],
        uplifts: &[Exact],
        conversion: &Conversion,
        units: &UnitsByMonth<'a>,
    ) -> Result<CostLine, Unknown> {
        let mut steps = Steps::new(self.is_explained);
        let mut months = Vec::with_capacity(self.basis.months);
        let each = price.rate.amount().map_or(Ok(Exact::ZERO), |amount| self.number(amount))?;
        let each = self.below_ceiling(price, each);
        let term = self.basis.months;
        let mut year = YearSoFar { used: Exact::ZERO, months: 12, is_last: false };
        let happens = units.of(price, Work::Happens)?;
        let looks_ahead = price.minimum_share.is_some() || price.forecast_band.is_some();
        let forecast = looks_ahead.then(|| units.of(price, Work::Forecast)).transpose()?;
        let reach = self.reach(price, units, forecast.as_deref())?;
        for month in 0..self.basis.months {
            if month.is_multiple_of(12) {
                let months = u32::try_from((term - month).min(12)).unwrap_or(12);
                year = YearSoFar { used: Exact::ZERO, months, is_last: false };
            }
            year.is_last = (month + 1).is_multiple_of(12) || month + 1 == term;
            let expected = forecast.as_ref().map_or(&Exact::ZERO, |of| &of[month]);
            let mut bill = bill(price, &each, (&happens[month], expected), &year);
            year.used += &bill.units;
            if let Some(ends) = reach.as_ref().map(|reach| &reach[month]) {
                bill.amount = within(price, ends, self.ends.money);
            }
            let (rise, factor) = match price.per {
                // A share of what customers pay is no amount in the quote's currency that could rise.
                PriceUnit::RevenuePercent => (Exact::ONE, conversion.tax.clone()),
                _ => (&rises[month] * &uplifts[month], conversion.factor(month)),
            };
            let mut amount = &bill.amount * &rise;
            let mut bound = bill.bound;
            if let Some(minimum) = price.minimum.as_ref().filter(|minimum| amount < **minimum) {
                amount = minimum.clone();
                bound = Some(Bound::Minimum);
            }
            let money = Money::of(&(&amount * &factor));
            months.push(money);
            steps.add_price(price, month, &bill.units, bound, money, || {
                factors_of(price, &each, &rises[month], &uplifts[month], conversion, month)
            });
        }
        let (id, name) = (price.id.clone(), price.name.clone());
        let (campaign, automation) = (price.campaign.clone(), price.automation.clone());
        let (part, upfront) = (CostPart::Invoice, Money::ZERO);
        Ok(CostLine { id, name, part, campaign, automation, upfront, months, steps: steps.0 })
    }

    /// A rate that comes to no more than the ceiling of a session.
    fn below_ceiling(&self, price: &Price, each: Exact) -> Exact {
        let bots = self.terms.iter().filter_map(|terms| terms.bot.as_ref());
        let bot = bots.into_iter().find(|bot| Some(&bot.id) == price.automation.as_ref());
        let Some((ceiling, bot)) = price.ceiling.as_ref().zip(bot) else { return each };
        if let (PriceUnit::BotMinute, Some(mean)) = (price.per, &bot.minutes) {
            let paid = ceiling.over(&each).and_then(|most| {
                let rounding = price.round_up.as_ref().map(|up| [&up.increment, &up.first, &up.wrap]);
                minutes_up_to(mean, &most, rounding)?.over(&rounded_up(price, mean, &Exact::ONE))
            });
            return paid.map_or_else(|| each.clone(), |paid| &each * &paid);
        }
        match of_bot(price, bot, 0).over(&bot.at(0).flow.sessions).and_then(|units| ceiling.over(&units)) {
            Some(most) => each.min(most),
            None => each,
        }
    }

    /// The least and the most units of each month, where another price of all of them begins in between; none where that
    /// is not asked for.
    fn reach<'b>(
        &self,
        price: &'b Price,
        units: &UnitsByMonth<'b>,
        forecast: Option<&[Exact]>,
    ) -> Result<Option<Vec<[Exact; 2]>>, Unknown> {
        if !price.jumps() || self.ends.money == End::Likely {
            return Ok(None);
        }
        let ends = [units.of(price, Work::Least)?, units.of(price, Work::Most)?];
        let of_month = |month: usize| {
            let least = price.minimum_share.as_ref().zip(forecast).map(|(share, all)| share * &all[month]);
            let billed =
                |units: &Exact| least.clone().map_or(units.clone(), |least| least.max(units.clone()));
            ends.each_ref().map(|end| billed(&end[month]))
        };
        Ok(Some((0..self.basis.months).map(of_month).collect()))
    }

    fn training_lines(
        &self,
        training: &Training,
        everything: &[MonthWork],
        conversion: &Conversion,
    ) -> Result<Vec<CostLine>, Unknown> {
        let rate = self.number(&training.rate)?;
        let each = &training.hours * &rate;
        let mut lines = Vec::new();
        let line = |id: &str, name: &str| CostLine {
            id: id.to_owned(),
            name: name.to_owned(),
            part: CostPart::Training,
            campaign: None,
            automation: None,
            upfront: Money::ZERO,
            months: vec![Money::ZERO; self.basis.months],
            steps: Vec::new(),
        };
        let hours_and_rate =
            || vec![("hours".to_owned(), training.hours.clone()), ("an hour".to_owned(), rate.clone())];
        if training.initial {
            let team = mean_team(everything);
            let mut line = line("training", "Training of the first team");
            line.upfront = Money::of(&(&(&team * &each) * &conversion.factor(0)));
            if self.is_explained {
                let factors = [hours_and_rate(), conversion_factors(conversion, 0)].concat();
                line.steps.push(upfront_step(team, "FTE, mean of the first year", factors, line.upfront));
            }
            lines.push(line);
        }
        if training.replacement {
            let attrition = self.attrition()?;
            let mut line = line("replacement-training", "Training of those who replace leavers");
            let mut steps = Steps::new(self.is_explained);
            for (month, work) in everything.iter().enumerate() {
                let leavers = (&work.fte_months * &attrition).over(&Exact::from(12)).unwrap_or_default();
                let money = Money::of(&(&(&leavers * &each) * &conversion.factor(month)));
                line.months[month] = money;
                steps.add(month, &leavers, "leavers", money, || {
                    [hours_and_rate(), conversion_factors(conversion, month)].concat()
                });
            }
            line.steps = steps.0;
            lines.push(line);
        }
        Ok(lines)
    }
}

fn add_months(sum: &mut [Money], months: &[Money]) {
    for (sum, month) in sum.iter_mut().zip(months) {
        *sum += *month;
    }
}

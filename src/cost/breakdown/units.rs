//! The units that price lines count, by month.

use std::cell::RefCell;
use std::rc::Rc;

use super::Breakdown;
use crate::cost::Unknown;
use crate::cost::automation::billed_minutes;
use crate::cost::campaigns::ListWork;
use crate::cost::terms::{BotTerms, ChannelTerms};
use crate::cost::workload::Workload;
use crate::decision::End;
use crate::decision::quote::{Price, PriceUnit, Rate};
use crate::exact::Exact;

/// What units are counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// What happens.
    Happens,
    /// What was forecast.
    Forecast,
    /// The least that may happen.
    Least,
    /// The most.
    Most,
}

/// The units of price lines by month, worked out once for all that bill alike.
pub(super) struct UnitsByMonth<'a> {
    pub(super) breakdown: &'a Breakdown<'a>,
    pub(super) lists: &'a [ListWork<'a>],
    pub(super) known: RefCell<Vec<Units<'a>>>,
}

/// The units of price lines that bill alike.
pub(super) struct Units<'a> {
    like: &'a Price,
    work: Work,
    months: Rc<[Exact]>,
}

impl<'a> UnitsByMonth<'a> {
    pub(super) fn of(&self, price: &'a Price, work: Work) -> Result<Rc<[Exact]>, Unknown> {
        let is_anchored = |price: &Price| matches!(price.rate, Rate::Anchored { .. });
        let is_alike = |one: &&Units<'_>| {
            one.work == work
                && one.like.per == price.per
                && one.like.channels == price.channels
                && one.like.automation == price.automation
                && one.like.campaign == price.campaign
                && one.like.net == price.net
                && one.like.round_up == price.round_up
                && is_anchored(one.like) == is_anchored(price)
        };
        if let Some(units) = self.known.borrow().iter().find(is_alike) {
            return Ok(Rc::clone(&units.months));
        }
        let breakdown = self.breakdown;
        let set = breakdown.set;
        let (workload, terms, end) = match work {
            Work::Happens => (breakdown.work, breakdown.terms, breakdown.ends.resolution),
            Work::Forecast => (breakdown.forecast, breakdown.forecast_terms, breakdown.ends.resolution),
            Work::Least => (breakdown.ends_of_work[0], set.terms_at(End::Low), End::Low),
            Work::Most => (breakdown.ends_of_work[1], set.terms_at(End::High), End::High),
        };
        let resolution =
            (price.per == PriceUnit::Resolution).then(|| breakdown.resolution_shares(end)).flatten();
        let list = self.lists.iter().find(|list| Some(&list.needs.id) == price.campaign.as_ref());
        if let Some(list) = list {
            let months: Rc<[Exact]> = (0..breakdown.basis.months)
                .map(|month| list.units(price, month))
                .collect::<Result<_, _>>()?;
            self.known.borrow_mut().push(Units { like: price, work, months: Rc::clone(&months) });
            return Ok(months);
        }
        let of_month = |month| units_of(price, (workload, terms), resolution.as_deref(), month);
        let months: Rc<[Exact]> = (0..breakdown.basis.months).map(of_month).collect::<Result<_, _>>()?;
        self.known.borrow_mut().push(Units { like: price, work, months: Rc::clone(&months) });
        Ok(months)
    }
}

/// The units of a price line in a month; of a fixed fee with a baseline the contacts.
fn units_of(
    price: &Price,
    (work, terms): (&Workload, &[ChannelTerms]),
    resolution: Option<&[Exact]>,
    month: usize,
) -> Result<Exact, Unknown> {
    if price.per == PriceUnit::Month && !matches!(price.rate, Rate::Anchored { .. }) {
        return Ok(Exact::ONE);
    }
    let mut units = Exact::ZERO;
    for (at, channel) in work.channels.iter().enumerate() {
        if !price.channels.is_empty() && !price.channels.contains(&channel.id) {
            continue;
        }
        let work = &channel.months[month];
        if price.per.is_of_bot() {
            let bot = terms[at].bot.as_ref().filter(|bot| Some(&bot.id) == price.automation.as_ref());
            if let Some(bot) = bot {
                units += &(work.all_contacts() * &of_bot(price, bot, month));
            }
            continue;
        }
        units += &match price.per {
            PriceUnit::FteMonth => work.fte_months.clone(),
            PriceUnit::PaidHour => work.paid_hours.clone(),
            PriceUnit::ProductiveHour => work.productive_hours.clone(),
            PriceUnit::Minute => rounded_up(price, &work.handle_minutes, &work.contacts),
            PriceUnit::TalkMinute => rounded_up(price, &work.talk_minutes, &work.contacts),
            PriceUnit::Seat => Exact::from(work.peak_agents),
            PriceUnit::Session
            | PriceUnit::Contained
            | PriceUnit::BotResolution
            | PriceUnit::BotMinute
            | PriceUnit::Action
            | PriceUnit::Handover
            | PriceUnit::Attempt
            | PriceUnit::RightContact
            | PriceUnit::Lead
            | PriceUnit::Sale
            | PriceUnit::RevenuePercent => continue,
            PriceUnit::Contact | PriceUnit::Transaction | PriceUnit::Month => work.contacts.clone(),
            PriceUnit::Resolution => &work.contacts * &resolution.ok_or(Unknown::Resolution)?[at],
        };
    }
    Ok(units)
}

/// The units of a bot for each contact of a month.
pub(super) fn of_bot(price: &Price, bot: &BotTerms, month: usize) -> Exact {
    let flow = &bot.at(month).flow;
    let sessions = &flow.sessions;
    match price.per {
        PriceUnit::Contained => flow.contained.clone(),
        PriceUnit::Handover => flow.escalated.clone(),
        PriceUnit::BotResolution => flow.resolved_by_bot.clone(),
        PriceUnit::BotMinute => {
            let minutes = bot.minutes.as_ref().map(|minutes| minutes * sessions).unwrap_or_default();
            rounded_up(price, &minutes, sessions)
        }
        PriceUnit::Action => bot.actions.as_ref().map(|actions| actions * sessions).unwrap_or_default(),
        _ => sessions.clone(),
    }
}

/// Minutes as they are billed, for so many conversations.
pub(super) fn rounded_up(price: &Price, minutes: &Exact, conversations: &Exact) -> Exact {
    let Some(round_up) = &price.round_up else { return minutes.clone() };
    let mean = minutes.over(conversations);
    let billed =
        mean.and_then(|mean| billed_minutes(&mean, &round_up.increment, &round_up.first, &round_up.wrap));
    billed.map_or_else(|| minutes.clone(), |billed| &billed * conversations)
}

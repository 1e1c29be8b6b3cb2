//! The work of each channel as a vendor does it: how many contacts, how long each takes, how many at once.

use super::automation::{Bot, Flow, relative_of, residual};
use super::learning::learnt;
use super::leavers::attrition;
use super::ramp::{RampMonth, months_of};
use super::repeats::{Issue, Kinds, contacts_per_issue, rebase};
use super::{Scenario, Unknown};
use crate::decision::demand::{Channel, Work};
use crate::decision::quote::{Automation, FcrOf, Quote, VendorWork};
use crate::decision::{CostBasis, End, Estimate, OrFact, Vendor};
use crate::exact::Exact;

/// What a channel is staffed with, at one end of what is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChannelTerms {
    /// Contacts before any bot, as a multiple of those that were forecast.
    pub(crate) volume: Exact,
    /// The bot before the people; none where there is none.
    pub(crate) bot: Option<BotTerms>,
    /// Handle time in seconds, before what a bot makes of it.
    pub(crate) aht_seconds: Exact,
    /// Paid time that is not worked, in per cent.
    pub(crate) shrinkage: Exact,
    /// Conversations that an agent holds at once.
    pub(crate) concurrency: u32,
    /// How each of the first months differs from those after them; empty where none does.
    pub(crate) ramp: Vec<RampMonth>,
    /// What becomes of an issue; none where that is not known.
    pub(crate) issue: Option<Issue>,
    /// The share of contacts that solve an issue, by what the vendor says of its own; none where it says nothing.
    pub(crate) solving: Option<Exact>,
}

impl ChannelTerms {
    /// Whether the same people are needed by both: what becomes of issues staffs nobody.
    pub(crate) fn works_like(&self, other: &ChannelTerms) -> bool {
        let ChannelTerms { volume, bot, aht_seconds, shrinkage, concurrency, ramp, issue: _, solving: _ } =
            self;
        *volume == other.volume
            && *aht_seconds == other.aht_seconds
            && *shrinkage == other.shrinkage
            && *concurrency == other.concurrency
            && *bot == other.bot
            && *ramp == other.ramp
    }
}

/// What a bot makes of a contact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BotTerms {
    /// Its key.
    pub(crate) id: String,
    /// What it does in each contract year, the last one holding for those after it; not empty.
    years: Vec<BotYear>,
    /// Minutes in a session.
    pub(crate) minutes: Option<Exact>,
    /// Actions in a session.
    pub(crate) actions: Option<Exact>,
}

/// What a bot makes of a contact in a year.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BotYear {
    /// Where one contact goes.
    pub(crate) flow: Flow,
    /// By how much the handle time of people grows, as a factor; none where nothing is left for them.
    pub(crate) growth: Option<Exact>,
}

impl BotTerms {
    /// What it does in a month of the term.
    pub(crate) fn at(&self, month: usize) -> &BotYear {
        &self.years[(month / 12).min(self.years.len() - 1)]
    }
}

/// Counted where a bot's quote does not say it: low, likely and high in parts of 1.
fn usual(low: u32, likely: u32, high: u32) -> Estimate {
    let [low, likely, high] = [low, likely, high].map(|percent| Exact::of_percent(&Exact::from(percent)));
    Estimate { low, likely, high, ..Estimate::default() }
}

/// Which end of what the work hangs on is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorkEnds {
    /// Little work, or much.
    pub(crate) work: End,
    /// The ends of the numbers of bots, each by itself, a bit for each of [`BOT_NUMBERS`]; none where all of them are at
    /// the end that makes little work, or much.
    pub(crate) bots: Option<u8>,
}

impl From<End> for WorkEnds {
    fn from(work: End) -> WorkEnds {
        WorkEnds { work, bots: None }
    }
}

impl WorkEnds {
    /// The end of a number of a bot.
    ///
    /// - `number`: its place among [`BOT_NUMBERS`].
    /// - `usual`: its end where all go together.
    fn of_bot(self, number: usize, usual: End) -> End {
        match self.bots {
            None => usual,
            Some(bits) if bits >> number & 1 == 1 => End::High,
            Some(_) => End::Low,
        }
    }
}

/// The numbers of a bot that have ends of their own: reach, containment, what is really solved, what comes back, relative
/// length, and what is counted in a session.
pub(crate) const BOT_NUMBERS: usize = 6;

/// Every way in which the numbers of the bots of a vendor can be at their ends, those that are certain at their low one.
pub(crate) fn bot_corners(vendor: &Vendor) -> Vec<u8> {
    let bots = vendor.quote.as_deref().map_or(&[][..], |quote| &quote.automation);
    let is_range = |amount: &OrFact| amount.of(vendor).is_some_and(|amount| amount.is_range());
    let open = |amount: &Option<OrFact>| amount.as_ref().is_none_or(is_range);
    let mut uncertain_bits = 0_u8;
    for bot in bots {
        let uncertain = [
            is_range(&bot.reach),
            if bot.growth.is_empty() {
                is_range(&bot.containment)
            } else {
                bot.growth.iter().any(Estimate::is_range)
            },
            open(&bot.genuine),
            open(&bot.returns),
            bot.rest_longer.as_ref().map_or_else(|| open(&bot.relative), is_range),
            [&bot.minutes, &bot.actions].into_iter().flatten().any(is_range),
        ];
        for (number, is_uncertain) in uncertain.into_iter().enumerate() {
            uncertain_bits |= u8::from(is_uncertain) << number;
        }
    }
    // One that is open goes along with the others in any case.
    let all = 0..1_u8 << BOT_NUMBERS;
    if uncertain_bits.count_ones() < 2 {
        return Vec::new();
    }
    all.filter(|corner| corner & !uncertain_bits == 0).collect()
}

/// The bot on a channel; none where there is none.
fn bot(
    channel: &Channel,
    vendor: &Vendor,
    (aht_seconds, points): (&Exact, &Exact),
    ends: WorkEnds,
) -> Result<Option<BotTerms>, Unknown> {
    let bots = vendor.quote.as_deref().map_or(&[][..], |quote| &quote.automation);
    let Some(own) = bots.iter().find(|bot| bot.is_on(&channel.id)) else { return Ok(None) };
    let containments =
        if own.growth.is_empty() { vec![told(&own.containment, vendor)?] } else { own.growth.clone() };
    let year = |containment| {
        let moved = shifted(parts_of_one(containment, 100)?.at(ends.of_bot(1, opposite(ends.work))), points);
        bot_year(channel, (vendor, own), moved, aht_seconds, ends)
    };
    let number = |amount: &Option<OrFact>| {
        amount
            .as_ref()
            .map(|amount| Ok::<_, Unknown>(told(amount, vendor)?.at(ends.of_bot(5, ends.work)).clone()))
            .transpose()
    };
    Ok(Some(BotTerms {
        id: own.id.clone(),
        years: containments.into_iter().map(year).collect::<Result<_, _>>()?,
        minutes: number(&own.minutes)?,
        actions: number(&own.actions)?,
    }))
}

/// A share with so many points of a per cent more, within 0 and 1.
fn shifted(share: &Exact, points: &Exact) -> Exact {
    if points.is_zero() {
        return share.clone();
    }
    (share + &Exact::of_percent(points)).max(Exact::ZERO).min(Exact::ONE)
}

/// A number of a bot, or the fact that it is.
fn told(amount: &OrFact, vendor: &Vendor) -> Result<Estimate, Unknown> {
    let known = amount.of(vendor).map(std::borrow::Cow::into_owned);
    known.ok_or_else(|| Unknown::Fact(amount.fact().map_or_else(String::new, ToString::to_string)))
}

/// What a bot does with a containment.
fn bot_year(
    channel: &Channel,
    (vendor, own): (&Vendor, &Automation),
    containment: Exact,
    aht_seconds: &Exact,
    ends: WorkEnds,
) -> Result<BotYear, Unknown> {
    let share = |amount: &OrFact, most: u32| parts_of_one(told(amount, vendor)?, most);
    let or = |amount: &Option<OrFact>, usual: Estimate, most: u32| match amount {
        Some(amount) => share(amount, most),
        None => Ok(usual),
    };
    // Little is left for people where much is contained, really solved, and long.
    let (few, many) = (opposite(ends.work), ends.work);
    let flow = Bot {
        reach: share(&own.reach, 100)?.at(ends.of_bot(0, few)).clone(),
        containment,
        genuine: or(&own.genuine, usual(60, 80, 100), 100)?.at(ends.of_bot(2, few)).clone(),
        back: or(&own.returns, usual(0, 50, 100), 100)?.at(ends.of_bot(3, many)).clone(),
        meets_again: own.meets_again,
    };
    let taken = &flow.reach * &flow.containment;
    let relative = match &own.rest_longer {
        Some(longer) => {
            let growth = &Exact::ONE + share(longer, 100_000)?.at(ends.of_bot(4, many));
            relative_of(&taken, &growth).ok_or_else(|| Unknown::RestTooLong(channel.name.clone()))?
        }
        None => or(&own.relative, usual(50, 75, 100), 100_000)?.at(ends.of_bot(4, few)).clone(),
    };
    let left = residual(&taken, &relative).ok_or_else(|| Unknown::TooMuchTaken(channel.name.clone()))?;
    let flow = flow.flow(&Exact::ONE).ok_or_else(|| Unknown::Endless(channel.name.clone()))?;
    let mut seconds = &(&flow.entries * &left.work_left) * aht_seconds;
    seconds += &(&flow.escalated * &own.handover);
    if !own.meets_again {
        seconds += &(&flow.come_back * aht_seconds);
    }
    let rest = seconds.over(&flow.to_people);
    if rest.as_ref().is_some_and(|rest| rest.is_negative() || rest.is_zero()) {
        return Err(Unknown::NoTime(channel.name.clone()));
    }
    Ok(BotYear { growth: rest.and_then(|rest| rest.over(aht_seconds)), flow })
}

/// The terms of every channel, without a vendor as they are forecast.
///
/// - `ends`: of the work: low is short handle times, little shrinkage, few repeats, many conversations at once.
///
/// # Errors
/// [`Unknown`] where a fact is not known that the work is taken from, or cannot be.
pub(crate) fn terms(
    basis: &CostBasis,
    vendor: Option<&Vendor>,
    ends: impl Into<WorkEnds>,
    scenario: &Scenario,
) -> Result<Vec<ChannelTerms>, Unknown> {
    let ends: WorkEnds = ends.into();
    let end = ends.work;
    let quoted = vendor.and_then(|vendor| Some((vendor, vendor.quote.as_deref()?)));
    let learning =
        quoted.map(|(vendor, quote)| learning(vendor, quote, end, scenario)).transpose()?.flatten();
    let ramp = quoted.and_then(|(_, quote)| quote.ramp.as_ref());
    let ramp = ramp.map_or_else(Vec::new, |ramp| months_of(ramp, end));
    let of_channel = |channel| {
        let mut terms = of_channel(channel, vendor, ends, scenario)?;
        if let Some(longer) = &learning {
            terms.aht_seconds = &terms.aht_seconds * longer;
        }
        terms.ramp.clone_from(&ramp);
        Ok(terms)
    };
    basis.channels.iter().map(of_channel).collect()
}

/// How much longer people take because those who replace leavers learn; none where the quote says nothing of it.
fn learning(vendor: &Vendor, quote: &Quote, end: End, scenario: &Scenario) -> Result<Option<Exact>, Unknown> {
    let Some(learning) = &quote.learning else { return Ok(None) };
    let leavers = attrition(vendor, quote, end, scenario)?;
    let new = &Exact::ONE + &Exact::of_percent(learning.slow.slower.at(end));
    let learnt = learnt(&new, &Exact::from(learning.slow.months), &leavers);
    Ok(Some(&Exact::ONE + &learnt.more_work))
}

impl ChannelTerms {
    /// How much longer than settled people without a bot take in a month, as a factor.
    pub(crate) fn time(&self, month: usize) -> Exact {
        let ramp = self.ramp.get(month).map_or(Exact::ONE, |ramp| ramp.time.clone());
        match self.bot.as_ref().and_then(|bot| bot.at(month).growth.as_ref()) {
            Some(growth) => &ramp * growth,
            None => ramp,
        }
    }
}

/// Whether a vendor says something of its own of how it works.
pub(crate) fn is_own(vendor: &Vendor) -> bool {
    vendor.quote.as_deref().is_some_and(|quote| {
        let differs = !quote.work.is_empty() || !quote.automation.is_empty();
        differs || quote.ramp.is_some() || quote.learning.is_some()
    })
}

fn of_channel(
    channel: &Channel,
    vendor: Option<&Vendor>,
    ends: WorkEnds,
    scenario: &Scenario,
) -> Result<ChannelTerms, Unknown> {
    let end = ends.work;
    let quote = vendor.and_then(|vendor| vendor.quote.as_deref());
    let own = quote.and_then(|quote| quote.work.iter().find(|work| work.channel == channel.id));
    let own = vendor.zip(own);
    let concurrency = match &channel.work {
        Work::Live(live) => live.concurrency,
        Work::Deferred(_) => 1,
    };
    let (issue, solving, volume) = repeats(channel, own, end, &scenario.fcr_points)?;
    let aht_seconds = match said(own, |work| work.aht.as_ref())? {
        Some(aht) if aht.low.is_zero() => return Err(Unknown::NoTime(channel.name.clone())),
        Some(aht) => aht.at(end).clone(),
        None => channel.aht_seconds.at(end).clone(),
    };
    let bot = vendor
        .map(|vendor| bot(channel, vendor, (&aht_seconds, &scenario.containment_points), ends))
        .transpose()?
        .flatten();
    Ok(ChannelTerms {
        volume,
        bot,
        aht_seconds,
        ramp: Vec::new(),
        shrinkage: channel.shrinkage.at(end).clone(),
        concurrency: match said(own, |work| work.concurrency.as_ref())? {
            Some(own) => {
                whole(own.at(opposite(end))).ok_or_else(|| Unknown::Concurrency(channel.name.clone()))?
            }
            None => concurrency,
        },
        issue,
        solving,
    })
}

/// What a vendor says of one thing; none where it says nothing of it.
///
/// # Errors
/// [`Unknown::Fact`] where that is a fact that is not known.
fn said(
    own: Option<(&Vendor, &VendorWork)>,
    of: impl Fn(&VendorWork) -> Option<&OrFact>,
) -> Result<Option<Estimate>, Unknown> {
    let Some((vendor, amount)) = own.and_then(|(vendor, work)| Some((vendor, of(work)?))) else {
        return Ok(None);
    };
    match amount.of(vendor) {
        Some(estimate) => Ok(Some(estimate.into_owned())),
        None => Err(Unknown::Fact(amount.fact().map_or_else(String::new, ToString::to_string))),
    }
}

/// What a vendor says of a share, as parts of one.
fn share(
    own: Option<(&Vendor, &VendorWork)>,
    of: impl Fn(&VendorWork) -> Option<&OrFact>,
) -> Result<Option<Estimate>, Unknown> {
    said(own, of)?.map(|share| parts_of_one(share, 100)).transpose()
}

/// A share in per cent as parts of one.
///
/// # Errors
/// [`Unknown::Share`] where it is below zero or above `most`.
fn parts_of_one(mut share: Estimate, most: u32) -> Result<Estimate, Unknown> {
    if share.low.is_negative() || share.high > Exact::from(most) {
        let wrong = if share.low.is_negative() { &share.low } else { &share.high };
        return Err(Unknown::Share(wrong.plain(4)));
    }
    for end in [&mut share.low, &mut share.likely, &mut share.high] {
        *end = Exact::of_percent(end);
    }
    Ok(share)
}

/// The other end.
fn opposite(end: End) -> End {
    match end {
        End::Low => End::High,
        End::Likely => End::Likely,
        End::High => End::Low,
    }
}

fn whole(number: &Exact) -> Option<u32> {
    number.to_string().parse().ok().filter(|count| (1..=1_000).contains(count))
}

/// What becomes of an issue with a vendor, the share of contacts that solve one, and the multiple of the contacts that
/// the records hold.
fn repeats(
    channel: &Channel,
    own: Option<(&Vendor, &VendorWork)>,
    end: End,
    points: &Exact,
) -> Result<(Option<Issue>, Option<Exact>, Exact), Unknown> {
    let first = share(own, |work| work.fcr.as_ref())?;
    let (first, of) = match (first, own) {
        (Some(first), Some((_, work))) => {
            let (first, of) = work.of_all(first);
            (Some(first), of)
        }
        (first, _) => (first, FcrOf::Issues),
    };
    let later = share(own, |work| work.fcr_later.as_ref())?;
    let (few, many) = (opposite(end), end);
    let today = channel.fcr_today.as_ref().map(|today| Exact::of_percent(today.at(many)));
    let later = later.map(|later| later.at(few).clone());
    let first = first.map(|first| first.at(few).clone());
    // Who says nothing of its own solves as many as are solved today, and so many points more.
    let first = first.or_else(|| today.clone().filter(|_| !points.is_zero()));
    let first = first.map(|first| shifted(&first, points));
    let Some(back) = &channel.returns else {
        // Who comes back is not known: with equal rates the share of contacts that solve an issue is that rate.
        let solving = first.filter(|_| later.is_none() && of == FcrOf::Issues);
        return Ok((None, solving, Exact::ONE));
    };
    let backs = if end == End::Likely { vec![&back.likely] } else { vec![&back.low, &back.high] };
    let mut found: Option<(Option<Issue>, Exact)> = None;
    for back in backs {
        let back = Exact::of_percent(back);
        let endless = || Unknown::Endless(channel.name.clone());
        let issue =
            |first: &Exact, later: &Exact| contacts_per_issue(first, later, &back).ok_or_else(endless);
        let today = today.as_ref().map(|today| issue(today, today)).transpose()?;
        let vendor = match &first {
            Some(first) => {
                let first = match of {
                    FcrOf::Issues => first.clone(),
                    FcrOf::Contacts | FcrOf::Solvable => Kinds::first_of_issues(first, later.as_ref(), &back)
                        .ok_or_else(|| Unknown::Share(first.percent().plain(4)))?,
                };
                Some(issue(&first, later.as_ref().unwrap_or(&first))?)
            }
            None => today.clone(),
        };
        let volume = match (&today, &vendor) {
            (Some(today), Some(vendor)) => rebase(today, vendor).unwrap_or(Exact::ONE),
            _ => Exact::ONE,
        };
        let is_further = |found: &Exact| match end {
            End::Low => volume < *found,
            End::Likely | End::High => volume > *found,
        };
        if found.as_ref().is_none_or(|(_, other)| is_further(other)) {
            found = Some((vendor, volume));
        }
    }
    let (issue, volume) = found.unwrap_or((None, Exact::ONE));
    let solving = issue.as_ref().filter(|_| first.is_some()).map(Issue::solving_share);
    Ok((issue, solving, volume))
}

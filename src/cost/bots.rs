//! What a vendor's bots do, and from where on they pay: on the whole cost model, where agents are whole.

use serde::Serialize;

use super::automation::Verdict;
use super::model::CostModel;
use super::sweep::is_nothing;
use super::work_set::WorkSet;
use super::{Money, Scenario};
use crate::decision::quote::{Automation, Quote};
use crate::decision::{Estimate, Vendor};
use crate::exact::{Exact, Mode, Rounding};

/// A bot of a vendor over the term, as is likely.
#[derive(Clone, Debug, Serialize)]
pub struct BotAtVendor {
    /// Its key.
    pub id: String,
    /// Contacts that meet it.
    pub sessions: Exact,
    /// Those that end without a person.
    pub contained: Exact,
    /// Those that are really solved.
    pub solved: Exact,
    /// What people get of its channels.
    pub to_people: Exact,
    /// By how much their handle time grows, as a factor; none where nothing is left.
    pub growth: Option<Exact>,
    /// Agents in the busiest interval without it and with it, its channels added up.
    pub peak_agents: [u32; 2],
    /// What is paid for the bot for each contact that it really solves.
    pub per_solved: Option<Exact>,
    /// Whether a price line is for it; what nobody prices costs nothing here.
    pub is_priced: bool,
    /// Containment as quoted, in per cent; none where it is not known.
    pub quoted: Option<Estimate>,
    /// What the quote does not say and is counted from a range.
    pub missing: Vec<&'static str>,
    /// From which containment, in per cent, the quote is cheaper than without the bot.
    pub containment: Option<PaysFrom>,
    /// From which volume it is, as a multiple of the forecast.
    pub volume: Option<PaysFrom>,
}

/// From where on a bot pays.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaysFrom {
    /// On which side.
    pub verdict: Verdict,
    /// Where; none where there is no such place.
    pub at: Option<Exact>,
}

/// Steps of containment that are looked at, in per cent.
const STEP: u32 = 4;

/// Multiples of the volume that are looked at, in hundredths.
const MULTIPLES: [u32; 12] = [5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500, 1_000];

/// How often the place between two steps is halved.
const HALVINGS: usize = 9;

/// Before how many of these a straight line is tried.
const LINES: usize = 2;

impl CostModel<'_> {
    /// What the bots of a vendor do.
    pub(super) fn bots(&self, vendor: &Vendor, quote: &Quote, set: &WorkSet) -> Vec<BotAtVendor> {
        let likely = self.of_likely();
        let of_bot = |own: &Automation| {
            let mut bot = self.bot(vendor, quote, own, set);
            bot.containment = likely.pays_from_containment(vendor, own);
            bot.volume = self.pays_from_volume(vendor, own);
            bot
        };
        quote.automation.iter().map(of_bot).collect()
    }

    fn bot(&self, vendor: &Vendor, quote: &Quote, own: &Automation, set: &WorkSet) -> BotAtVendor {
        let [mut sessions, mut contained, mut solved, mut to_people] = [const { Exact::ZERO }; 4];
        let (mut growth, mut peaks) = (None, [0, 0]);
        for (at, terms) in set.terms[0].iter().enumerate() {
            let Some(bot) = terms.bot.as_ref().filter(|bot| bot.id == own.id) else { continue };
            let months = &set.happens[0].channels[at].months;
            for (month, work) in months.iter().enumerate() {
                let (all, flow) = (work.all_contacts(), &bot.at(month).flow);
                sessions += &(all * &flow.sessions);
                contained += &(all * &flow.contained);
                solved += &(all * &flow.resolved_by_bot);
                to_people += &(all * &flow.to_people);
            }
            growth = growth.or(bot.at(months.len() - 1).growth.clone());
            let before = without(vendor, own).and_then(|alone| self.work_of(&alone).ok());
            let before = before.map_or(0, |set| peak(&set, at));
            peaks = [peaks[0] + before, peaks[1] + peak(set, at)];
        }
        let names: Vec<&str> = quote
            .prices
            .iter()
            .filter(|price| price.automation.as_ref() == Some(&own.id))
            .map(|price| price.name.as_str())
            .collect();
        let paid: Money =
            self.price_lines(vendor, &names.into_iter().collect()).iter().map(super::CostLine::total).sum();
        let missing = [
            ("genuine", own.genuine.is_none()),
            ("return", own.returns.is_none()),
            ("relative", !own.says_relative()),
        ];
        BotAtVendor {
            id: own.id.clone(),
            per_solved: paid.over(&solved).filter(|_| is_priced(quote, own)),
            is_priced: is_priced(quote, own),
            sessions,
            contained,
            solved,
            to_people,
            growth,
            peak_agents: peaks,
            // Of one that grows there is no one number.
            quoted: own
                .containment
                .of(vendor)
                .filter(|_| own.growth.is_empty())
                .map(std::borrow::Cow::into_owned),
            missing: missing.into_iter().filter_map(|(key, is_missing)| is_missing.then_some(key)).collect(),
            containment: None,
            volume: None,
        }
    }

    /// From which containment on, in per cent, the bots of a vendor make its quote cheaper, the last of them; none where one
    /// does not, or does so below.
    pub(super) fn break_even_containment(&self, vendor: &Vendor, quote: &Quote) -> Option<Exact> {
        let likely = self.of_likely();
        let of = |own: &Automation| {
            let pays = likely.pays_from_containment(vendor, own)?;
            match pays.verdict {
                Verdict::From => pays.at,
                Verdict::Always => Some(Exact::ZERO),
                Verdict::Below | Verdict::Never | Verdict::Equal => None,
            }
        };
        let all: Option<Vec<Exact>> = quote.automation.iter().map(of).collect();
        all?.into_iter().max()
    }

    /// From which containment on the quote is cheaper than without the bot, for good: whole agents make steps.
    fn pays_from_containment(&self, vendor: &Vendor, own: &Automation) -> Option<PaysFrom> {
        let people = self.total(&without(vendor, own)?).ok()?.0;
        let gain = |percent: &Exact| {
            let mut quote = Quote::clone(vendor.quote.as_deref()?);
            let bot = quote.automation.iter_mut().find(|bot| bot.id == own.id)?;
            bot.containment = Estimate::certain(percent.clone()).into();
            bot.growth.clear();
            let with = Vendor { quote: Some(quote.into()), ..vendor.clone() };
            Some(&people.to_exact() - &self.total(&with).ok()?.0.to_exact())
        };
        // With all of it nothing is left that takes longer or shorter, which is no side of anything.
        let nearly_all = Exact::from(999).over(&Exact::from(10))?;
        let places: Vec<Exact> =
            (0..100 / STEP).map(|step| Exact::from(step * STEP)).chain([nearly_all]).collect();
        side(&places, gain)
    }

    /// From which volume on it is.
    fn pays_from_volume(&self, vendor: &Vendor, own: &Automation) -> Option<PaysFrom> {
        let alone = without(vendor, own)?;
        let gain = |multiple: &Exact| {
            let scenario = Scenario { volume: &self.scenario.volume * multiple, ..self.scenario.clone() };
            let model = self.likely_in(&scenario);
            Some(&model.total(&alone).ok()?.0.to_exact() - &model.total(vendor).ok()?.0.to_exact())
        };
        side(&MULTIPLES.map(|hundredths| Exact::of_percent(&Exact::from(hundredths))), gain)
    }
}

/// The vendor without a bot and its prices.
fn without(vendor: &Vendor, own: &Automation) -> Option<Vendor> {
    let mut quote = Quote::clone(vendor.quote.as_deref()?);
    quote.automation.retain(|bot| bot.id != own.id);
    quote.prices.retain(|price| price.automation.as_ref() != Some(&own.id));
    Some(Vendor { quote: Some(quote.into()), ..vendor.clone() })
}

/// Whether a price line is for a bot.
fn is_priced(quote: &Quote, own: &Automation) -> bool {
    quote.prices.iter().any(|price| price.automation.as_ref() == Some(&own.id))
}

fn peak(set: &WorkSet, channel: usize) -> u32 {
    set.happens[0].channels[channel].months.iter().map(|month| month.peak_agents).max().unwrap_or(0)
}

/// On which side of which place there is a gain for good, among the places of the longest row of which all can be worked
/// out.
fn side(places: &[Exact], gain: impl Fn(&Exact) -> Option<Exact>) -> Option<PaysFrom> {
    let all: Vec<(Exact, Option<Exact>)> = places.iter().map(|place| (place.clone(), gain(place))).collect();
    // The contract pays nothing for the bot where nothing meets it: a row that begins later is all that there is.
    let row = all.split(|(_, gain)| gain.is_none()).max_by_key(|row| row.len())?;
    let known: Vec<(&Exact, &Exact)> =
        row.iter().filter_map(|(at, gain)| Some((at, gain.as_ref()?))).collect();
    let is_gain = |gain: &Exact| !gain.is_zero() && !gain.is_negative();
    let (first, last) = (known.first()?, known.last()?);
    let is_whole = all.first().is_some_and(|(_, gain)| gain.is_some()) && row.len() > 1;
    let verdict = |verdict| Some(PaysFrom { verdict, at: None });
    if known.iter().all(|(_, gain)| gain.is_zero()) {
        return verdict(Verdict::Equal);
    }
    if !first.1.is_negative() && known[1..].iter().all(|(_, gain)| is_gain(gain)) {
        // Below there is none that could be.
        let at = (first.0 != &places[0] || !is_whole).then(|| first.0.clone());
        return Some(match at {
            Some(at) => PaysFrom { verdict: Verdict::From, at: Some(at) },
            None => PaysFrom { verdict: Verdict::Always, at: None },
        });
    }
    let (verdict_there, after) = match (is_gain(first.1), is_gain(last.1)) {
        (_, true) => (Verdict::From, known.iter().rposition(|(_, gain)| !is_gain(gain))? + 1),
        (true, false) => (Verdict::Below, known.iter().position(|(_, gain)| !is_gain(gain))?),
        (false, false) => return verdict(Verdict::Never),
    };
    let [low, high] = [after - 1, after].map(|at| (known[at].0.clone(), known[at].1.clone()));
    Some(PaysFrom { verdict: verdict_there, at: Some(turn(low, high, gain)?) })
}

/// Where a gain begins or ends between two places with what is gained there: to twelve digits where costs are linear, else
/// to a 512th of the way, since whole agents make steps.
fn turn(
    (mut low, mut at_low): (Exact, Exact),
    (mut high, mut at_high): (Exact, Exact),
    gain: impl Fn(&Exact) -> Option<Exact>,
) -> Option<Exact> {
    let is_gain = |gain: &Exact| !gain.is_zero() && !gain.is_negative();
    let is_high = is_gain(&at_high);
    for halving in 0..HALVINGS {
        if halving < LINES {
            let along = (-&at_low).over(&(&at_high - &at_low))?;
            let straight = &low + &(&along * &(&high - &low));
            let straight = Rounding { digits: 12, mode: Mode::HalfUp }.apply(&straight);
            if is_nothing(Money::of(&gain(&straight)?)) {
                return Some(straight);
            }
        }
        let middle = (&low + &high).over(&Exact::from(2))?;
        let at_middle = gain(&middle)?;
        if is_gain(&at_middle) == is_high {
            (high, at_high) = (middle, at_middle);
        } else {
            (low, at_low) = (middle, at_middle);
        }
    }
    Some(high)
}

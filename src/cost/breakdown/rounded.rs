//! What rounding up makes of minutes: how long a conversation is, and how long it is billed.

use serde::Serialize;

use super::Breakdown;
use super::units::{of_bot, rounded_up};
use crate::cost::workload::ChannelWork;
use crate::decision::quote::{Price, PriceUnit, RoundUp};
use crate::exact::Exact;

/// A price line whose minutes are rounded up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoundedLine {
    /// Its key in the quote.
    pub id: String,
    /// Its name, as people read it.
    pub name: String,
    /// Minutes to whole multiples of which conversations are billed.
    pub increment_minutes: Exact,
    /// The least that is billed, in minutes.
    pub first_minutes: Exact,
    /// What is billed on top, in minutes.
    pub wrap_minutes: Exact,
    /// How long a conversation is, on average over the term.
    pub mean_minutes: Exact,
    /// How long it is billed.
    pub billed_minutes: Exact,
}

impl Breakdown<'_> {
    /// The price lines whose minutes are rounded up; those without a conversation are left out.
    pub(in crate::cost) fn rounded(&self) -> Vec<RoundedLine> {
        let lines = self.quote.prices.iter().filter_map(|price| Some((price, price.round_up.as_ref()?)));
        lines.filter_map(|(price, round_up)| self.rounded_line(price, round_up)).collect()
    }

    fn rounded_line(&self, price: &Price, round_up: &RoundUp) -> Option<RoundedLine> {
        let [mut conversations, mut minutes, mut billed] = [const { Exact::ZERO }; 3];
        let plain = Price { round_up: None, ..price.clone() };
        for (at, channel) in self.work.channels.iter().enumerate().filter(|(_, one)| is_of(price, one)) {
            for (month, work) in channel.months.iter().enumerate() {
                if price.per == PriceUnit::BotMinute {
                    let bot = self.terms[at].bot.as_ref();
                    let Some(bot) = bot.filter(|bot| Some(&bot.id) == price.automation.as_ref()) else {
                        continue;
                    };
                    let all = work.all_contacts();
                    conversations += &(all * &bot.at(month).flow.sessions);
                    minutes += &(all * &of_bot(&plain, bot, month));
                    billed += &(all * &of_bot(price, bot, month));
                    continue;
                }
                let of_work = if price.per == PriceUnit::TalkMinute {
                    &work.talk_minutes
                } else {
                    &work.handle_minutes
                };
                conversations += &work.contacts;
                minutes += of_work;
                billed += &rounded_up(price, of_work, &work.contacts);
            }
        }
        Some(RoundedLine {
            id: price.id.clone(),
            name: price.name.clone(),
            increment_minutes: round_up.increment.clone(),
            first_minutes: round_up.first.clone(),
            wrap_minutes: round_up.wrap.clone(),
            mean_minutes: minutes.over(&conversations)?,
            billed_minutes: billed.over(&conversations)?,
        })
    }
}

fn is_of(price: &Price, channel: &ChannelWork) -> bool {
    price.channels.is_empty() || price.channels.contains(&channel.id)
}

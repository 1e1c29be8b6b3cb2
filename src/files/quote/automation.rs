//! Bots before the people of a vendor, as `[quote.automation]` writes them.

use super::refuse;
use crate::decision::quote::{Automation, Price, PriceUnit};
use crate::diagnostic::Span;
use crate::exact::Exact;
use crate::files::amount::{AmountOrFact, Reference, amount};
use crate::files::read::{Attempt, IdEntry, Limited, Problems, toml_table};
use crate::files::values::Names;
use crate::files::words::ReturnWord;

toml_table! {
    /// A bot before the people of some channels. Shares are in per cent, each a number, a range, a count or a fact.
    struct AutomationEntry {
        /// The channels that it is on, by their keys under needs.demand; all when left out.
        channels: Names,
        /// The share of contacts that meet it (sessions).
        reach: AmountOrFact<100> [required],
        /// The share of sessions that end without a person.
        containment: AmountOrFact<100> [required],
        /// The share of contained sessions that are really solved; a gap when left out, counted from 60 to 100.
        genuine: AmountOrFact<100>,
        /// The share of contained and not solved ones who come back; a gap when left out, counted from 0 to 100.
        r#return: AmountOrFact<100>,
        /// Where they come back to: "people" or "bot"; people when left out.
        to: ReturnWord,
        /// How long contained contacts would have taken beside all, in per cent; a gap when left out, counted from 50 to 100.
        relative: AmountOrFact,
        /// Seconds that people need more for each session that is handed over; negative where the bot saves them asking.
        handover: Exact,
        /// Minutes of the bot in a session.
        minutes: AmountOrFact,
        /// Actions in a session.
        actions: AmountOrFact,
    }
}

impl Limited for AutomationEntry {
    const MOST: usize = 20;
}

/// One bot.
pub(super) fn automation(
    entry: IdEntry<Attempt<AutomationEntry>>,
    channels: &mut Vec<(String, Span)>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<(Automation, Span)> {
    let IdEntry { id, id_span, value: Attempt(table), .. } = entry;
    let table = table?;
    let names = table.channels.as_ref().map_or_else(Vec::new, |names| names.value.0.clone());
    let place = table.channels.as_ref().map_or(id_span, |names| names.span);
    channels.extend(names.iter().map(|name| (name.clone(), place)));
    if let Some(handover) = table.handover.as_ref().filter(|one| one.value.abs() > Exact::from(3_600)) {
        refuse(handover.span, "no hand-over takes or saves an hour", "give it in seconds", problems);
    }
    let bot = Automation {
        id,
        channels: names,
        reach: amount(table.reach?, false, references),
        containment: amount(table.containment?, false, references),
        genuine: table.genuine.map(|key| amount(key, false, references)),
        returns: table.r#return.map(|key| amount(key, false, references)),
        meets_again: table.to.is_some_and(|to| to.value.0),
        relative: table.relative.map(|key| amount(key, false, references)),
        handover: table.handover.map(|handover| handover.value).unwrap_or_default(),
        minutes: table.minutes.map(|key| amount(key, false, references)),
        actions: table.actions.map(|key| amount(key, false, references)),
    };
    Some((bot, id_span))
}

/// Gives each price of a bot its bot, and refuses what does not fit together.
///
/// - `quote`: the place of the whole quote.
pub(super) fn join(prices: &mut [Price], bots: &[(Automation, Span)], quote: Span, problems: &mut Problems) {
    for (at, (bot, place)) in bots.iter().enumerate() {
        let is_shared = |other: &Automation| {
            bot.channels.is_empty()
                || other.channels.is_empty()
                || bot.channels.iter().any(|own| other.is_on(own))
        };
        if bots[..at].iter().any(|(other, _)| is_shared(other)) {
            let help = "give each its own `channels`";
            refuse(*place, "two bots are on the same channel", help, problems);
        }
    }
    for price in prices.iter_mut().filter(|price| price.per.is_of_bot() || price.automation.is_some()) {
        if let ([(only, _)], None) = (bots, &price.automation) {
            price.automation = Some(only.id.clone());
        }
        let named = |(bot, _): &&(Automation, Span)| Some(&bot.id) == price.automation.as_ref();
        let Some((bot, place)) = bots.iter().find(named) else {
            let message = format!("the price `{}` is of a bot, and there is no such bot", price.id);
            let help =
                "add [quote.automation.bot] with `reach` and `containment`, and name it with `automation`";
            refuse(quote, message, help, problems);
            continue;
        };
        let lacks = match price.per {
            PriceUnit::BotMinute if bot.minutes.is_none() => Some("minutes"),
            PriceUnit::Action if bot.actions.is_none() => Some("actions"),
            _ => None,
        };
        if let Some(key) = lacks {
            let message = format!("the price `{}` needs the {key} of a session", price.id);
            refuse(*place, message, "add how many there are in a session", problems);
        }
    }
}

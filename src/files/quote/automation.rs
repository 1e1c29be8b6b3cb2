//! Bots before the people of a vendor, as `[quote.automation]` writes them.

use super::{place_of, refuse};
use crate::decision::quote::{Automation, Price, PriceUnit};
use crate::decision::{Estimate, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Counts, Reference, amount};
use crate::files::read::{Attempt, IdEntry, Limited, NonEmpty, Problems, Spanned, attempted, toml_table};
use crate::files::values::Names;
use crate::files::words::ReturnWord;

toml_table! {
    /// A bot before the people of some channels. Shares are in per cent, each a number, a range, a count or a fact.
    struct AutomationEntry {
        /// The channels that it is on, by their keys under needs.demand; all when left out.
        channels: Names,
        /// The share of contacts that meet it (sessions).
        reach: AmountOrFact<100> [required],
        /// The share of sessions that end without a person. Give `containment` or `growth`.
        containment: Attempt<AmountOrFact<100>>,
        /// The same by contract year, the last one holding for those after it: [20, 35, 45].
        growth: Attempt<NonEmpty<Amount<100>>>,
        /// The share of contained sessions that are really solved; a gap when left out, counted from 60 to 100.
        genuine: AmountOrFact<100>,
        /// The share of contained and not solved ones who come back; a gap when left out, counted from 0 to 100.
        r#return: AmountOrFact<100>,
        /// Where they come back to: "people" or "bot"; people when left out.
        to: ReturnWord,
        /// How long contained contacts would have taken beside all, in per cent; a gap when left out, counted from 50 to 100.
        relative: AmountOrFact,
        /// How much longer the contacts that are left take, in per cent, instead of `relative`.
        rest_longer: AmountOrFact<1000>,
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
    if let (Some(relative), Some(longer)) = (&table.relative, &table.rest_longer) {
        let message = "how long contained contacts would have taken is said in two ways";
        let problem = Diagnostic::new(Code::OneOf, longer.span, message);
        problems.push(problem.related(relative.span, "and here").help("keep `relative` or `rest_longer`"));
    }
    let (containment, growth) =
        containment(attempted(table.containment)?, attempted(table.growth)?, id_span, references, problems)?;
    let bot = Automation {
        growth,
        rest_longer: table.rest_longer.map(|key| amount(key, Counts::PerCent, references)),
        id,
        channels: names,
        reach: amount(table.reach?, Counts::PerCent, references),
        containment,
        genuine: table.genuine.map(|key| amount(key, Counts::PerCent, references)),
        returns: table.r#return.map(|key| amount(key, Counts::PerCent, references)),
        meets_again: table.to.is_some_and(|to| to.value.0),
        relative: table.relative.map(|key| amount(key, Counts::PerCent, references)),
        handover: table.handover.map(|handover| handover.value).unwrap_or_default(),
        minutes: table.minutes.map(|key| amount(key, Counts::Minutes, references)),
        actions: table.actions.map(|key| amount(key, Counts::Number, references)),
    };
    Some((bot, id_span))
}

/// The containment of a bot, and that of each contract year where it grows.
fn containment(
    plain: Option<Spanned<AmountOrFact<100>>>,
    growth: Option<Spanned<NonEmpty<Amount<100>>>>,
    bot: Span,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<(OrFact, Vec<Estimate>)> {
    match (plain, growth) {
        (Some(plain), None) => Some((amount(plain, Counts::PerCent, references), Vec::new())),
        (None, Some(growth)) => {
            let years: Vec<Estimate> = growth.value.0.into_iter().map(|year| year.value.0).collect();
            Some((years.first()?.clone().into(), years))
        }
        (Some(plain), Some(growth)) => {
            let message = "containment is one number, or grows by year";
            let problem = Diagnostic::new(Code::OneOf, growth.span, message);
            problems.push(problem.related(plain.span, "the one number is here"));
            None
        }
        (None, None) => {
            let message = "the key `containment` is missing";
            let help = "add `containment`, the share of sessions that end without a person, or `growth` by contract year";
            problems.push(Diagnostic::new(Code::MissingKey, bot, message).help(help));
            None
        }
    }
}

/// Gives each price of a bot its bot, and refuses what does not fit together.
///
/// - `named`: all bots of the file, those that could not be read included: of these something else was told.
/// - `lines`: the places of the price lines by their keys.
pub(super) fn join(
    prices: &mut [Price],
    (bots, named): (&[(Automation, Span)], &[String]),
    lines: &[(String, Span)],
    problems: &mut Problems,
) {
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
        let is_meant = |(bot, _): &&(Automation, Span)| Some(&bot.id) == price.automation.as_ref();
        let is_unread = match &price.automation {
            Some(id) => named.contains(id),
            None => named.len() > bots.len(),
        };
        let Some((bot, place)) = bots.iter().find(is_meant) else {
            if is_unread {
                continue;
            }
            let message = format!("the price `{}` is of a bot, and there is no such bot", price.id);
            let help =
                "add [quote.automation.bot] with `reach` and `containment`, and name it with `automation`";
            if let Some(place) = place_of(lines, &price.id) {
                refuse(place, message, help, problems);
            }
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

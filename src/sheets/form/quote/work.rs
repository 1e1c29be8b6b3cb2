//! What is asked of how a vendor works: on each channel, with its bots, with the lists that it calls.

use super::{question, words};
use crate::decision::demand::{Channel, Work};
use crate::decision::outbound::{Campaign, Dialler};
use crate::decision::quote::{Automation, FcrOf, Quote, VendorWork};
use crate::decision::{Decision, OrFact};
use crate::sheets::form::{AnswerKind, Question};

/// A key with its question, how it is answered, and its unit.
type Asked = (&'static str, &'static str, AnswerKind, Option<String>);

/// What is asked of the work, with the path in `[quote]` in the place of a fact. What a quote takes from a fact is asked
/// for as the fact.
pub(super) fn of_work(decision: &Decision, quote: Option<&Quote>) -> Vec<Question> {
    let Some(cost) = &decision.cost else { return Vec::new() };
    let works = cost.channels.iter().flat_map(|channel| of_channel(channel, quote));
    let lists = cost.campaigns.iter().flat_map(|list| of_list(list, quote));
    let own = quote.map_or(&[][..], |quote| &quote.automation);
    let bots = own.iter().flat_map(|bot| of_bot(&bot.id, Some(bot)));
    let new = own.is_empty() && !cost.channels.is_empty();
    let new = new.then(|| of_bot("bot", None));
    works.chain(bots).chain(new.into_iter().flatten()).chain(lists).collect()
}

/// The unit of an answer.
fn unit(unit: &str) -> Option<String> {
    Some(unit.to_owned()).filter(|unit| !unit.is_empty())
}

/// Whether a quote takes it from a fact.
fn is_fact(amount: Option<&OrFact>) -> bool {
    amount.is_some_and(|amount| amount.fact().is_some())
}

fn of_channel(channel: &Channel, quote: Option<&Quote>) -> Vec<Question> {
    use AnswerKind::{Number, OneOf};
    let own = quote.and_then(|quote| quote.work.iter().find(|work| work.channel == channel.id));
    let of = |amount: fn(&VendorWork) -> &Option<OrFact>| own.and_then(|own| amount(own).as_ref());
    let mut asked: Vec<(Asked, bool)> = vec![
        (("fcr", "the share that the first contact solves", Number, unit("%")), is_fact(of(|own| &own.fcr))),
        (("of", "of what that is the share", OneOf(words::<FcrOf>()), None), false),
        (
            ("unsolvable", "of all contacts, the share that the first level cannot solve", Number, unit("%")),
            false,
        ),
        (
            ("window", "within how many days another contact is of the same issue", Number, unit("days")),
            false,
        ),
        (("method", "how that was counted", AnswerKind::Text, None), false),
        (
            ("fcr_later", "the share that each later contact solves", Number, unit("%")),
            is_fact(of(|own| &own.fcr_later)),
        ),
        (("aht", "handle time: talk, hold and wrap-up", Number, unit("s")), is_fact(of(|own| &own.aht))),
    ];
    if matches!(channel.work, Work::Live(_)) {
        let key = ("concurrency", "conversations that an agent holds at once", Number, None);
        asked.push((key, is_fact(of(|own| &own.concurrency))));
    }
    let path = |key: &str| format!("work.{}.{key}", channel.id);
    asked
        .into_iter()
        .filter(|(_, is_fact)| !is_fact)
        .map(|((key, ask, kind, unit), _)| {
            question(&path(key), &format!("{}: {ask}", channel.name), kind, unit)
        })
        .collect()
}

/// What is asked of a bot, or of one that a vendor may have.
fn of_bot(id: &str, own: Option<&Automation>) -> Vec<Question> {
    use AnswerKind::{List, Number, OneOf};
    let of = |amount: fn(&Automation) -> Option<&OrFact>| is_fact(own.and_then(amount));
    let ends = OneOf(vec!["people".to_owned(), "bot".to_owned()]);
    let asked: Vec<(Asked, bool)> = vec![
        (("channels", "the channels that it is on, all when empty", List, None), false),
        (("reach", "the share of contacts that meet it", Number, unit("%")), of(|own| Some(&own.reach))),
        (
            ("containment", "the share of these that end without a person", Number, unit("%")),
            of(|own| Some(&own.containment)) || own.is_some_and(|own| !own.growth.is_empty()),
        ),
        (
            ("genuine", "the share of those that is really solved", Number, unit("%")),
            of(|own| own.genuine.as_ref()),
        ),
        (
            ("return", "the share of the others who come back", Number, unit("%")),
            of(|own| own.returns.as_ref()),
        ),
        (("to", "where they come back to", ends, None), false),
        (
            (
                "relative",
                "the time that contained contacts would have taken, of the mean of all",
                Number,
                unit("%"),
            ),
            of(|own| own.relative.as_ref()) || own.is_some_and(|own| own.rest_longer.is_some()),
        ),
        (
            ("handover", "seconds more, or fewer, that people need after it handed over", Number, unit("s")),
            false,
        ),
        (("minutes", "minutes of it in a session", Number, unit("min")), of(|own| own.minutes.as_ref())),
        (("actions", "actions in a session", Number, None), of(|own| own.actions.as_ref())),
    ];
    let named = own.map_or_else(|| "If a bot answers first".to_owned(), |own| format!("The bot {}", own.id));
    asked
        .into_iter()
        .filter(|(_, is_fact)| !is_fact)
        .map(|((key, ask, kind, unit), _)| {
            question(&format!("automation.{id}.{key}"), &format!("{named}: {ask}"), kind, unit)
        })
        .collect()
}

/// What is asked of a list that is called.
fn of_list(list: &Campaign, quote: Option<&Quote>) -> Vec<Question> {
    use AnswerKind::{Number, OneOf};
    let own = quote.and_then(|quote| quote.outbound.iter().find(|own| own.campaign == list.id));
    let is_taken = |key: &str| {
        let own = own.and_then(|own| match key {
            "conversion" => own.conversion.as_ref(),
            "leads" => own.leads.as_ref(),
            "occupancy" => own.occupancy.as_ref(),
            _ => None,
        });
        is_fact(own)
    };
    let asked: [Asked; 9] = [
        ("conversion", "the share of right persons who buy", Number, unit("%")),
        ("leads", "the share of right persons who become leads", Number, unit("%")),
        ("dialler", "how you call", OneOf(words::<Dialler>()), None),
        ("occupancy", "the busy share of agents, with predictive dialling", Number, unit("%")),
        ("agents", "agents who call", Number, None),
        ("hours", "hours of one of them in a month", Number, unit("h")),
        ("blended.channels", "channels whose agents call while nobody waits", AnswerKind::List, None),
        ("blended.occupancy", "how busy these may be with both", Number, unit("%")),
        ("minimum_hours", "hours that are billed in a month in any case", Number, unit("h")),
    ];
    asked
        .into_iter()
        .filter(|(key, ..)| !is_taken(key))
        .map(|(key, ask, kind, unit)| {
            question(&format!("outbound.{}.{key}", list.id), &format!("{}: {ask}", list.name), kind, unit)
        })
        .collect()
}

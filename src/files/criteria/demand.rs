//! The forecast as `[needs.demand]` writes it, beside the plain needs.

use serde_json::{Value, json};

use super::outbound::CampaignEntry;
use super::worth::ValueEntry;
use crate::decision::Estimate;
use crate::decision::demand::AnsweredOf;
use crate::decision::demand::{Channel, Deferred, Hours, Live, OpenDays, Work};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Counts, Reference, amount};
use crate::files::fact::NeedEntry;
use crate::files::node::{Entry, Node, NodeKind, Table};
use crate::files::read::{
    Attempt, ById, FromToml, IdEntry, Limited, NonEmpty, Problems, Spanned, attempted, describe, toml_table,
};
use crate::files::values::{Change, Count, Name, NotNegative, Percent, Positive, Prose, SmallPercent};

/// The key of the forecast among the needs.
const DEMAND: &str = "demand";
/// The key of the lists that are to be called.
const OUTBOUND: &str = "outbound";

/// The key of what the work is worth.
const VALUE: &str = "value";

/// `[needs]`: plain values, and the forecast in a table of its own.
#[derive(Debug)]
pub(crate) struct NeedsEntry {
    pub(crate) plain: ById<NeedEntry>,
    pub(crate) wanted: Wanted,
}

/// The tables of the needs: the forecast, the lists that are to be called, and what the work is worth.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) demand: Option<Spanned<ById<Attempt<ChannelEntry>>>>,
    pub(crate) outbound: Option<Spanned<ById<Attempt<CampaignEntry>>>>,
    pub(crate) worth: Option<Spanned<ValueEntry>>,
}

/// A table of tables, with the place of its key.
fn by_id<T: FromToml + Limited>(entry: &Entry, problems: &mut Problems) -> Option<Spanned<ById<T>>> {
    ById::read(&entry.node, problems).map(|value| Spanned { value, span: entry.key_span })
}

impl FromToml for NeedsEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let part = |key: &str| {
            let entry = node.as_table().and_then(|table| table.get(key));
            entry.filter(|entry| matches!(entry.node.kind, NodeKind::Table(_)))
        };
        let (demand, outbound, worth) = (part(DEMAND), part(OUTBOUND), part(VALUE));
        let parts = [demand, outbound, worth];
        if parts.iter().all(Option::is_none) {
            return Some(NeedsEntry { plain: ById::read(node, problems)?, wanted: Wanted::default() });
        }
        let is_part = |entry: &Entry| parts.into_iter().flatten().any(|part| part.key == entry.key);
        let plain = node.as_table()?.0.iter().filter(|entry| !is_part(entry)).cloned().collect();
        let plain = Node { kind: NodeKind::Table(Table(plain)), span: node.span };
        Some(NeedsEntry {
            wanted: Wanted {
                demand: demand.and_then(|entry| by_id(entry, problems)),
                outbound: outbound.and_then(|entry| by_id(entry, problems)),
                worth: worth.and_then(|entry| {
                    let value = ValueEntry::read(&entry.node, problems)?;
                    Some(Spanned { value, span: entry.key_span })
                }),
            },
            plain: ById::read(&plain, problems)?,
        })
    }

    fn schema() -> Value {
        let mut schema = ById::<NeedEntry>::schema();
        let forecast = json!({ "anyOf": [ById::<ChannelEntry>::schema(), NeedEntry::schema()] });
        let described = describe(forecast, "The forecast, a table for each channel: phone, email, chat.");
        let lists = json!({ "anyOf": [ById::<CampaignEntry>::schema(), NeedEntry::schema()] });
        let lists = describe(lists, "Lists that are to be called, a table for each.");
        let worth = json!({ "anyOf": [ValueEntry::schema(), NeedEntry::schema()] });
        let worth = describe(worth, "What the work is worth to us, counted beside the cost.");
        schema["properties"] = json!({ DEMAND: described, OUTBOUND: lists, VALUE: worth });
        schema
    }
}

toml_table! {
    /// The forecast of a channel. With `target` the customer waits (calls, chat); with `deadline` the work does (e-mail, back office).
    struct ChannelEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// Contacts offered in a month: one number; twelve, from the first month of the contract on; or one for each month of the term.
        contacts: Contacts [required],
        /// How much more in each following year, in per cent; 0 when left out.
        growth: Change,
        /// Handle time in seconds: talk, hold and wrap-up. For chat the time at that concurrency.
        aht: Amount [required],
        /// The share of the handle time that is talk, in per cent; 100 when left out.
        talk: Percent,
        /// The share of contacts that are resolved, in per cent; or a fact of the vendor, such as "facts.resolution".
        resolution: AmountOrFact<100>,
        /// The share of issues that the first contact solves now, in per cent: the forecast holds the repeats that this makes.
        fcr_today: Amount<100>,
        /// The share of those not solved who come back, in per cent.
        r#return: Amount<100>,
        /// The share of paid time that is not worked on the queue, in per cent: breaks, training, leave, sickness.
        shrinkage: Amount<99> [required],
        /// Paid hours of a full-time agent in a month.
        fte_hours: Positive [required],
        /// The hour at which it opens, 0 to 24; 8.5 is half past eight.
        opens: DayHour [required],
        /// The hour at which it closes, 0 to 24.
        closes: DayHour [required],
        /// Minutes of an interval; 30 when left out.
        interval: Count,
        /// The relative volume of each open interval; flat when left out.
        profile: NonEmpty<NotNegative>,
        /// The relative volume of each weekday, Monday first; 0 is closed; all alike when left out.
        week: Vec<Spanned<NotNegative>>,
        /// So many like days in every month, instead of the days of the calendar.
        days_a_month: Positive,
        /// What share is to be answered in what time.
        target: Attempt<TargetEntry>,
        /// How long customers wait on average before they hang up, in seconds; nobody does when left out.
        patience: Positive,
        /// The share of those who hang up who call again, in per cent; with `patience`. It moves the agents, not what is billed.
        redial: Percent,
        /// The share of those who were served who call again within the interval, in per cent; with `patience`.
        reconnect: Percent,
        /// The highest share that may hang up, in per cent.
        max_abandonment: SmallPercent,
        /// The highest busy share of an agent, in per cent.
        max_occupancy: Percent,
        /// Conversations that an agent holds at the same time; 1 when left out.
        concurrency: Count,
        /// The fewest agents while it is open; none when left out.
        least_agents: Count,
        /// Open hours within which a contact is to be done.
        deadline: Attempt<Positive>,
        /// The share of the time on the queue that is worked, in per cent, for work by a deadline.
        utilisation: Percent,
        /// Remarks.
        note: Prose,
    }
}

impl Limited for ChannelEntry {
    const MOST: usize = 50;
}

toml_table! {
    /// A service target, such as 80 % within 20 seconds.
    struct TargetEntry {
        /// The share to answer in time, in per cent, below 100.
        share: Percent [required],
        /// The time in seconds.
        seconds: NotNegative [required],
        /// Of what it is the share; must be said where customers hang up.
        of: AnsweredOf,
    }
}

/// One number, or one for each month.
#[derive(Debug)]
pub(crate) struct Contacts(Vec<Exact>);

impl FromToml for Contacts {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::List(_) = node.kind {
            let months = NonEmpty::<NotNegative>::read(node, problems)?;
            return Some(Contacts(months.0.into_iter().map(|month| month.value.0).collect()));
        }
        NotNegative::read(node, problems).map(|month| Contacts(vec![month.0]))
    }

    fn schema() -> Value {
        json!({ "anyOf": [NotNegative::schema(), NonEmpty::<NotNegative>::schema()] })
    }
}

/// An hour of the day.
#[derive(Debug)]
pub(crate) struct DayHour(Exact);

impl FromToml for DayHour {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let NotNegative(hour) = NotNegative::read(node, problems)?;
        if hour > Exact::from(24) {
            let message = format!("{hour} is outside the range of this key");
            problems.push(
                Diagnostic::new(Code::OutOfRange, node.span, message).label("must be between 0 and 24"),
            );
            return None;
        }
        Some(DayHour(hour))
    }

    fn schema() -> Value {
        json!({ "type": "number", "minimum": 0, "maximum": 24 })
    }
}

/// The most intervals of a day: of five minutes, round the clock.
const MOST_INTERVALS: usize = 288;
/// The most contacts of a channel in a month.
const MOST_CONTACTS: i32 = 1_000_000_000;

/// The channels of the forecast; those with problems are left out.
pub(super) fn build(
    entries: Spanned<ById<Attempt<ChannelEntry>>>,
    months: usize,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Vec<Channel> {
    entries.value.0.into_iter().filter_map(|entry| channel(entry, months, references, problems)).collect()
}

/// Reports that a channel cannot be staffed.
fn refuse(place: Span, message: impl Into<String>, help: &'static str, problems: &mut Problems) {
    problems.push(Diagnostic::new(Code::BadDemand, place, message.into()).help(help));
}

fn channel(
    entry: IdEntry<Attempt<ChannelEntry>>,
    months: usize,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<Channel> {
    let IdEntry { id, id_span, value: Attempt(table), .. } = entry;
    let mut table = table?;
    let contacts = contacts(&mut table, months, problems);
    let hours = hours(&mut table, problems);
    let work = work(&mut table, id_span, problems);
    let aht = table.aht.take().filter(|aht| {
        let is_positive = !aht.value.0.low.is_zero();
        if !is_positive {
            refuse(aht.span, "a contact takes some time", "give the handle time in seconds", problems);
        }
        is_positive && is_short(&aht.value.0, aht.span, problems)
    });
    Some(Channel {
        name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
        id,
        contacts: contacts?,
        growth: table.growth.map_or(Exact::ZERO, |growth| Exact::of_percent(&growth.value.0)),
        aht_seconds: aht?.value.0,
        talk_share: table.talk.map_or(Exact::ONE, |talk| talk.value.share()),
        resolution: table.resolution.map(|resolution| amount(resolution, Counts::PerCent, references)),
        fcr_today: table.fcr_today.map(|share| share.value.0),
        returns: table.r#return.map(|share| share.value.0),
        shrinkage: table.shrinkage?.value.0,
        fte_hours: table.fte_hours?.value.0,
        hours: hours?,
        work: work?,
        note: table.note.map(|note| note.value.0),
    })
}

fn is_short(aht: &Estimate, place: Span, problems: &mut Problems) -> bool {
    let is_short = aht.high <= Exact::from(10_000_000);
    if !is_short {
        refuse(place, "a contact cannot take longer than a hundred days", "give it in seconds", problems);
    }
    is_short
}

fn contacts(table: &mut ChannelEntry, months: usize, problems: &mut Problems) -> Option<Vec<Exact>> {
    let contacts = table.contacts.take()?;
    let list = contacts.value.0;
    if ![1, 12, months].contains(&list.len()) {
        let message = format!("a list of {} months fits neither a year nor the term of {months}", list.len());
        refuse(
            contacts.span,
            message,
            "give one number, twelve, or one for each month of the term",
            problems,
        );
        return None;
    }
    if list.iter().any(|month| *month > Exact::from(MOST_CONTACTS)) {
        refuse(contacts.span, "more than 1,000,000,000 contacts in a month", "count by the month", problems);
        return None;
    }
    Some(list)
}

fn hours(table: &mut ChannelEntry, problems: &mut Problems) -> Option<Hours> {
    let days = days(table, problems);
    let (opens, closes) = (table.opens.take()?, table.closes.take()?);
    let interval_minutes = table.interval.as_ref().map_or(30, |interval| interval.value.0);
    let minutes = &(&closes.value.0 - &opens.value.0) * &Exact::from(60);
    let count = minutes.over(&Exact::from(interval_minutes))?;
    let intervals: Option<usize> =
        count.to_string().parse().ok().filter(|count| (1..=MOST_INTERVALS).contains(count));
    let Some(intervals) = intervals else {
        let minutes = minutes.plain(2);
        let message =
            format!("{minutes} minutes are not 1 to {MOST_INTERVALS} whole intervals of {interval_minutes}");
        let help = "`closes` lies after `opens`, by whole intervals; a service round the clock is 0 to 24";
        refuse(closes.span, message, help, problems);
        return None;
    };
    let profile = match table.profile.take() {
        None => vec![Exact::ONE; intervals],
        Some(profile) => {
            let parts: Vec<Exact> = profile.value.0.into_iter().map(|part| part.value.0).collect();
            if parts.len() != intervals {
                let message = format!("the profile has {} intervals, and the day {intervals}", parts.len());
                let help = "give a number for each interval between `opens` and `closes`";
                refuse(profile.span, message, help, problems);
                return None;
            }
            if parts.iter().all(Exact::is_zero) {
                refuse(profile.span, "a profile needs a number above 0", "", problems);
                return None;
            }
            parts
        }
    };
    Some(Hours { interval_minutes, profile, days: days? })
}

fn days(table: &mut ChannelEntry, problems: &mut Problems) -> Option<OpenDays> {
    if let (Some(week), Some(days)) = (&table.week, &table.days_a_month) {
        problems.push(
            Diagnostic::new(Code::OneOf, days.span, "the open days are given twice")
                .related(week.span, "the week is here")
                .help("keep `week` for the days of the calendar, or `days_a_month` for like months"),
        );
        return None;
    }
    if let Some(days) = table.days_a_month.take() {
        if days.value.0 > Exact::from(31) {
            refuse(days.span, "no month has more than 31 days", "", problems);
            return None;
        }
        return Some(OpenDays::PerMonth(days.value.0));
    }
    let Some(week) = table.week.take() else {
        return Some(OpenDays::Week(Box::new(std::array::from_fn(|_| Exact::ONE))));
    };
    let volumes: Vec<Exact> = week.value.into_iter().map(|day| day.value.0).collect();
    match <[Exact; 7]>::try_from(volumes) {
        Ok(volumes) if volumes.iter().any(|volume| !volume.is_zero()) => {
            Some(OpenDays::Week(Box::new(volumes)))
        }
        Ok(_) => {
            refuse(week.span, "a week needs an open day", "", problems);
            None
        }
        Err(volumes) => {
            let message = format!("a week has seven days, not {}", volumes.len());
            refuse(week.span, message, "give a number for each weekday, Monday first; 0 is closed", problems);
            None
        }
    }
}

fn work(table: &mut ChannelEntry, id_span: Span, problems: &mut Problems) -> Option<Work> {
    let (target, deadline) = (attempted(table.target.take())?, attempted(table.deadline.take())?);
    match (target, deadline) {
        (Some(target), Some(deadline)) => {
            problems.push(
                Diagnostic::new(Code::OneOf, deadline.span, "either the customer waits or the work does")
                    .related(target.span, "the target is here")
                    .help("keep `target` for calls and chat, or `deadline` for e-mail and back office"),
            );
            None
        }
        (Some(target), None) => live(target, table, problems).map(Work::Live),
        (None, Some(deadline)) => {
            let utilisation = table.utilisation.take().filter(|utilisation| !utilisation.value.0.is_zero());
            let Some(utilisation) = utilisation else {
                let help = "give the share of the time that is worked, in per cent, above 0";
                refuse(deadline.span, "work by a deadline needs a `utilisation`", help, problems);
                return None;
            };
            let utilisation = utilisation.value.share();
            Some(Work::Deferred(Deferred { deadline_hours: deadline.value.0, utilisation }))
        }
        (None, None) => {
            let help = "give target = { share = 80, seconds = 20 }, or deadline = 24 with a utilisation";
            refuse(id_span, "this channel has neither a `target` nor a `deadline`", help, problems);
            None
        }
    }
}

fn live(target: Spanned<TargetEntry>, table: &mut ChannelEntry, problems: &mut Problems) -> Option<Live> {
    let (wanted, span) = (target.value, target.span);
    let (in_time, seconds) = (wanted.share?, wanted.seconds?);
    if in_time.value.0 == Exact::HUNDRED {
        let help = "to answer all in time would take endless agents; 99.9 is as far as it goes";
        refuse(in_time.span, "the target share must be below 100", help, problems);
        return None;
    }
    let patience = table.patience.take();
    if let (Some(patience), None) = (&patience, &wanted.of) {
        problems.push(
            Diagnostic::new(Code::BadDemand, span, "the target does not say of what it is the share")
                .related(patience.span, "customers hang up")
                .help("add of = \"offered\", \"answered\" or \"without-short-abandons\": they need different staff"),
        );
        return None;
    }
    let redial = table.redial.take();
    let reconnect = table.reconnect.take();
    let again = redial.as_ref().or(reconnect.as_ref());
    if let (Some(again), None) = (again, &patience) {
        let help = "add `patience`, the seconds that customers wait on average before they hang up";
        refuse(again.span, "nobody hangs up who could call again", help, problems);
        return None;
    }
    if let Some(all) = reconnect.as_ref().filter(|share| share.value.0 == Exact::HUNDRED) {
        let help = "give the share of those who were served and still call again, below 100";
        refuse(all.span, "calls would never end", help, problems);
        return None;
    }
    let occupancy_span = table.max_occupancy.as_ref().map(|occupancy| occupancy.span);
    let max_occupancy = table.max_occupancy.take().map_or(Exact::ONE, |percent| percent.value.share());
    if let Some(place) = occupancy_span.filter(|_| max_occupancy.is_zero()) {
        refuse(place, "agents who may never be busy answer nobody", "", problems);
        return None;
    }
    Some(Live {
        share: in_time.value.share(),
        seconds: seconds.value.0,
        of: wanted.of.map_or_else(AnsweredOf::default, |of| of.value),
        patience_seconds: patience.map(|patience| patience.value.0),
        redial: redial.map(|share| share.value.share()),
        reconnect: reconnect.map(|share| share.value.share()),
        max_occupancy,
        max_abandonment: table.max_abandonment.take().map_or(Exact::ONE, |percent| percent.value.share()),
        concurrency: table.concurrency.take().map_or(1, |count| count.value.0),
        least_agents: table.least_agents.take().map_or(0, |count| count.value.0),
    })
}

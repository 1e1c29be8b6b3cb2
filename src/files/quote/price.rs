//! Price lines: what is counted, and what one costs.

use serde_json::{Value, json};

use super::refuse;
use super::terms::{IndexEntry, index};
use crate::decision::quote::{Commitment, Index, Price, PriceUnit, Rate, RoundUp, TierRule, Tiers};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{AmountOrFact, Counts, Reference, amount};
use crate::files::node::{Node, NodeKind};
use crate::files::read::{
    Attempt, FromToml, IdEntry, Limited, Problems, Spanned, attempted, toml_table, wrong_type,
};
use crate::files::values::{Name, Names, NotNegative, Positive, Prose, Share, SmallPercent};
use crate::files::words::{read_word, words};

toml_table! {
    /// A price line. Give `rate` or `tiers`; with a `baseline` the rate is the fee of a month.
    struct PriceEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// The channels that it is for, by their keys under needs.demand; all when left out.
        channels: Names,
        /// What is counted.
        per: PriceUnit [required],
        /// What one costs; or a fact of the vendor: `"facts.hourly_rate"`.
        rate: Attempt<AmountOrFact>,
        /// Pairs of the units of a month from which a price counts, and the price: [[0, 2.25], [45000, 1.95]].
        tiers: Attempt<Vec<Spanned<TierEntry>>>,
        /// Whether each slice of the volume has its own price, or the whole volume the price that it reaches; "marginal" when left out.
        tier_rule: TierRule,
        /// What is added on top of the rate, in per cent (cost plus).
        margin: Share,
        /// The least that is billed in a month, in money.
        minimum: NotNegative,
        /// The least that is billed in a month, in per cent of the forecast.
        minimum_share: Share,
        /// The contacts of a month that the fee stands for.
        baseline: NotNegative,
        /// How far contacts may lie from the baseline before anything changes, in per cent (dead band).
        band: SmallPercent,
        /// What each contact above costs (ARC, or over-volume charge).
        above: NotNegative,
        /// What each contact below saves (RRC).
        below: NotNegative,
        /// The bot whose sessions, resolutions, minutes or actions it counts, or whose fee it is, by its key under quote.automation; the only one when left out.
        automation: Name,
        /// The list whose attempts, right contacts, leads, sales, hours or revenue it counts, by its key under quote.outbound; the only one when left out.
        campaign: Name,
        /// Whether revoked sales come off; false when left out.
        net: bool,
        /// Units of a month that come with something else; what is not used is lost.
        included: NotNegative,
        /// Units of a month, or of a year, that are paid in any case, and what each one above costs.
        commitment: Attempt<CommitmentEntry>,
        /// The most that a session costs: each by itself where minutes differ, the mean one where actions are counted.
        ceiling: Attempt<CeilingEntry>,
        /// How minutes are rounded up.
        round_up: Attempt<RoundUpEntry>,
        /// How this price rises, where it differs from the rest of the quote.
        index: IndexEntry,
        /// Remarks.
        note: Prose,
    }
}

toml_table! {
    /// Units that are paid in any case.
    struct CommitmentEntry {
        /// Units of a month, or of a year.
        units: Positive [required],
        /// What each one above costs.
        overage: NotNegative [required],
        /// Of which time: "month" when left out, or "year", a contract year whose months make up for each other.
        per: CommitmentTime,
    }
}

/// The time that units are committed to for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommitmentTime {
    Month,
    Year,
}

words!(CommitmentTime {
    "month" => CommitmentTime::Month,
    "year" => CommitmentTime::Year,
});

toml_table! {
    /// The most that something costs.
    struct CeilingEntry {
        /// What: a "session".
        per: CeilingWord [required],
        /// How much at most.
        amount: NotNegative [required],
    }
}

/// What a ceiling is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CeilingWord;

words!(CeilingWord {
    "session" => CeilingWord,
});

toml_table! {
    /// How minutes are rounded up.
    struct RoundUpEntry {
        /// To steps of so many seconds.
        seconds: Positive [required],
        /// How long the first step is, in seconds, where it is another than the rest: 30 with steps of 60 bills 30, 90, 150.
        first: NotNegative,
        /// What is billed on top of the rounded time, in seconds.
        wrap: NotNegative,
    }
}

impl Limited for PriceEntry {
    const MOST: usize = 100;
}

/// One tier: units of a month from which a price counts, and the price.
#[derive(Debug)]
pub(crate) struct TierEntry(Exact, Exact);

impl FromToml for TierEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::List(pair) if pair.len() == 2 => {
                let from = NotNegative::read(&pair[0], problems);
                let price = NotNegative::read(&pair[1], problems);
                Some(TierEntry(from?.0, price?.0))
            }
            _ => {
                wrong_type(node, "a pair such as [45000, 1.95]", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({
            "type": "array", "minItems": 2, "maxItems": 2,
            "items": NotNegative::schema(),
        })
    }
}

pub(super) fn price(
    entry: IdEntry<Attempt<PriceEntry>>,
    channels: &mut Vec<(String, Span)>,
    indices: &mut Vec<(Index, Span)>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<Price> {
    let IdEntry { id, id_span, value: Attempt(table), .. } = entry;
    let mut table = table?;
    let names: Vec<String> = table.channels.as_ref().map_or_else(Vec::new, |names| names.value.0.clone());
    channels
        .extend(names.iter().map(|name| (name.clone(), table.channels.as_ref().map_or(id_span, |c| c.span))));
    let per = table.per.take()?.value;
    let rate = rate(&mut table, per, id_span, references, problems);
    let automation = table.automation.take();
    refuse_beside(&table, per, rate.as_ref(), automation.as_ref(), problems);
    let minutes = |seconds: Option<Spanned<NotNegative>>| {
        seconds.and_then(|seconds| seconds.value.0.over(&Exact::from(60))).unwrap_or_default()
    };
    Some(Price {
        automation: automation.map(|name| name.value.0),
        campaign: table.campaign.map(|name| name.value.0),
        net: table.net.is_some_and(|net| net.value),
        included: table.included.map(|units| units.value.0),
        commitment: attempted(table.commitment.take())?.and_then(|entry| {
            let CommitmentEntry { units, overage, per } = entry.value;
            let is_yearly = per.is_some_and(|per| per.value == CommitmentTime::Year);
            Some(Commitment { units: units?.value.0, overage: overage?.value.0, is_yearly })
        }),
        ceiling: attempted(table.ceiling.take())?
            .and_then(|entry| Some(entry.value.per.and(entry.value.amount)?.value.0)),
        round_up: attempted(table.round_up.take())?.and_then(|entry| {
            let RoundUpEntry { seconds, first, wrap } = entry.value;
            for one in [&first, &wrap]
                .into_iter()
                .flatten()
                .map(|key| (&key.value.0, key.span))
                .chain(seconds.as_ref().map(|key| (&key.value.0, key.span)))
            {
                if *one.0 > Exact::from(86_400) {
                    refuse(
                        one.1,
                        "no conversation is billed by more than a day",
                        "give seconds, at most 86400",
                        problems,
                    );
                }
            }
            let increment = seconds?.value.0.over(&Exact::from(60))?;
            Some(RoundUp { increment, first: minutes(first), wrap: minutes(wrap) })
        }),
        name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
        id,
        channels: names,
        per,
        margin: table.margin.map_or(Exact::ZERO, |margin| Exact::of_percent(&margin.value.0)),
        minimum: table.minimum.map(|minimum| minimum.value.0),
        minimum_share: table.minimum_share.map(|minimum| Exact::of_percent(&minimum.value.0)),
        forecast_band: None,
        index: table.index.and_then(|entry| index(entry, indices, problems)),
        note: table.note.map(|note| note.value.0),
        rate: rate?,
    })
}

/// Refuses what does not go with the unit or the rate of a price.
fn refuse_beside(
    table: &PriceEntry,
    per: PriceUnit,
    rate: Option<&Rate>,
    automation: Option<&Spanned<Name>>,
    problems: &mut Problems,
) {
    let may_be_of_bot = per.is_of_bot() || matches!(per, PriceUnit::Month | PriceUnit::Seat);
    if let Some(name) = automation.filter(|_| !may_be_of_bot) {
        let help = "count sessions, contained ones, bot-resolutions, bot-minutes, actions, handovers, seats or months";
        refuse(name.span, "this unit is none of a bot", help, problems);
    }
    refuse_beside_list(table, per, problems);
    let is_flat = matches!(rate, None | Some(Rate::Flat(_)));
    let beside = [table.included.as_ref().map(|key| key.span), table.commitment.as_ref().map(|key| key.span)];
    if let Some(place) = beside.into_iter().flatten().next().filter(|_| !is_flat || per == PriceUnit::Month) {
        let help = "tiers say it already: a first tier at 0 is included";
        refuse(place, "this goes with one rate for each unit", help, problems);
    }
    let is_minutes = matches!(per, PriceUnit::Minute | PriceUnit::TalkMinute | PriceUnit::BotMinute);
    if let Some(round_up) = table.round_up.as_ref().filter(|_| !is_minutes) {
        refuse(round_up.span, "only minutes are rounded up", "leave it out, or count minutes", problems);
    }
    let is_of_session = matches!(per, PriceUnit::Session | PriceUnit::BotMinute | PriceUnit::Action);
    if let Some(ceiling) = table.ceiling.as_ref().filter(|_| !is_of_session || !is_flat) {
        let help = "it goes with a rate by session, bot-minute or action";
        refuse(ceiling.span, "this price has no ceiling for a session", help, problems);
    }
}

/// Refuses what does not go with a list that is called.
fn refuse_beside_list(table: &PriceEntry, per: PriceUnit, problems: &mut Problems) {
    let is_of_list = per.is_of_campaign() || table.campaign.is_some();
    let is_of_agents = matches!(per, PriceUnit::PaidHour | PriceUnit::ProductiveHour | PriceUnit::Month);
    let may_be_of_list = per.is_of_campaign() || is_of_agents;
    if let Some(name) = table.campaign.as_ref().filter(|_| !may_be_of_list) {
        let help = "count attempts, right-contacts, leads, sales, revenue-percent, hours or months";
        refuse(name.span, "this unit is none of a list that is called", help, problems);
    }
    if let Some(channels) = table.channels.as_ref().filter(|_| is_of_list) {
        refuse(channels.span, "a list that is called has no channels", "leave them out", problems);
    }
    if let Some(share) = table.minimum_share.as_ref().filter(|_| is_of_list) {
        let help = "write `minimum`, or `minimum_hours` of [quote.outbound]";
        refuse(share.span, "no units of a list are forecast", help, problems);
    }
    let is_of_sales = matches!(per, PriceUnit::Sale | PriceUnit::RevenuePercent);
    if let Some(net) = table.net.as_ref().filter(|_| !is_of_sales) {
        refuse(net.span, "only sales are revoked", "leave it out, or count sales", problems);
    }
}

fn rate(
    table: &mut PriceEntry,
    per: PriceUnit,
    id_span: Span,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<Rate> {
    let baseline = table.baseline.take();
    let beyond = [&table.above, &table.below].into_iter().flatten().map(|key| key.span).next();
    let beyond = beyond.or(table.band.as_ref().map(|band| band.span));
    if let (None, Some(place)) = (&baseline, beyond) {
        refuse(
            place,
            "there is no `baseline` to be above or below of",
            "add the contacts that the fee stands for",
            problems,
        );
        return None;
    }
    let (rate, tiers) = (attempted(table.rate.take())?, attempted(table.tiers.take())?);
    match (rate, tiers) {
        (Some(rate), Some(tiers)) => {
            problems.push(
                Diagnostic::new(Code::OneOf, tiers.span, "a price line has either a rate or tiers")
                    .related(rate.span, "the rate is here"),
            );
            None
        }
        (None, None) => {
            refuse(
                id_span,
                "this price line has neither a `rate` nor `tiers`",
                "say what one costs",
                problems,
            );
            None
        }
        (None, Some(tiers)) => tiers_of(tiers, table, per, baseline.map(|baseline| baseline.span), problems),
        (Some(rate), None) => {
            if let Some(rule) = &table.tier_rule {
                refuse(
                    rule.span,
                    "there are no tiers for this rule",
                    "add `tiers`, or leave it out",
                    problems,
                );
                return None;
            }
            let rate = amount(rate, Counts::Price(per), references);
            let Some(baseline) = baseline else { return Some(Rate::Flat(rate)) };
            if per != PriceUnit::Month {
                let help = "write per = \"month\": the rate is the fee of a month";
                refuse(baseline.span, "a baseline goes with a price by the month", help, problems);
                return None;
            }
            Some(Rate::Anchored {
                fee: rate,
                baseline: baseline.value.0,
                band: table.band.take().map_or(Exact::ZERO, |band| band.value.share()),
                above: table.above.take().map_or(Exact::ZERO, |above| above.value.0),
                below: table.below.take().map_or(Exact::ZERO, |below| below.value.0),
            })
        }
    }
}

fn tiers_of(
    tiers: Spanned<Vec<Spanned<TierEntry>>>,
    table: &PriceEntry,
    per: PriceUnit,
    baseline: Option<Span>,
    problems: &mut Problems,
) -> Option<Rate> {
    if let Some(place) = baseline {
        refuse(
            place,
            "a line with tiers has no baseline",
            "the tiers say already what more and less costs",
            problems,
        );
        return None;
    }
    if per == PriceUnit::Month {
        refuse(tiers.span, "a price by the month has no tiers", "count contacts, hours or minutes", problems);
        return None;
    }
    let list: Vec<(Exact, Exact)> =
        tiers.value.into_iter().map(|tier| (tier.value.0, tier.value.1)).collect();
    let Some(list) = Tiers::new(list) else {
        let help = "the first tier is from 0, and each later one from more units: [[0, 2.25], [45000, 1.95]]";
        refuse(tiers.span, "these tiers do not go up from 0", help, problems);
        return None;
    };
    let rule = table.tier_rule.as_ref().map_or(TierRule::Marginal, |rule| rule.value);
    Some(Rate::Tiers { tiers: list, rule })
}

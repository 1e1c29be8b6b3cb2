//! Lists that are to be called, as `[needs.outbound]` writes them.

use crate::decision::Date;
use crate::decision::outbound::{AbandonLimit, Campaign};
use crate::diagnostic::{Code, Diagnostic};
use crate::exact::Exact;
use crate::files::amount::Amount;
use crate::files::node::{Node, NodeKind};
use crate::files::read::{
    Attempt, ById, FromToml, IdEntry, Limited, NonEmpty, Problems, Spanned, toml_table,
};
use crate::files::values::{Count, Name, NotNegative, Percent, SmallPercent};

toml_table! {
    /// A list that is to be called. Shares are in per cent, each a number, a range or a count.
    struct CampaignEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// Records, once. Give `records` or `monthly`.
        records: NotNegative,
        /// Records that come every month.
        monthly: NotNegative,
        /// Whether a vendor may leave the list out: whoever has neither a price nor [quote.outbound] for it calls nobody,
        /// and has neither cost nor sales of it. No when left out.
        optional: bool,
        /// The share that may not or cannot be called: do-not-call, wrong numbers; none when left out.
        suppressed: Percent,
        /// The share of attempts that a person answers (machines are none); a list by attempt where it falls.
        live: LiveEntry [required],
        /// The share of those that are the right person.
        right: Amount<100> [required],
        /// The most attempts on a record.
        attempts: Count [required],
        /// Seconds of an agent with the right person, with another, and on an attempt that nobody answers.
        handle: HandleEntry [required],
        /// How many people who answer may find no agent: the law of a day.
        limit: LimitEntry,
        /// The share of sales that are revoked; not known when left out.
        cancel: Amount<100>,
        /// Our margin of a sale that stays, in money.
        value: Amount,
        /// What the customer pays for a sale, in money.
        revenue: Amount,
    }
}

toml_table! {
    /// Seconds of an agent.
    struct HandleEntry {
        /// With the right person.
        right: NotNegative [required],
        /// With another; 0 when left out.
        wrong: NotNegative,
        /// On an attempt that nobody answers; 0 when left out.
        none: NotNegative,
    }
}

toml_table! {
    /// How many may be abandoned.
    struct LimitEntry {
        /// In per cent of the people who answer.
        abandoned: SmallPercent [required],
        /// Over what that is counted, such as "campaign-30-days".
        per: Name,
        /// Where it is written.
        source: Name,
        /// The day on which it was so.
        as_of: Date,
    }
}

impl Limited for CampaignEntry {
    const MOST: usize = 50;
}

/// The share of attempts that are answered: one for all, or one by attempt.
#[derive(Debug)]
pub(crate) struct LiveEntry(Vec<crate::decision::Estimate>);

impl FromToml for LiveEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::List(_) = node.kind {
            let all = NonEmpty::<Amount<100>>::read(node, problems)?;
            return Some(LiveEntry(all.0.into_iter().map(|one| one.value.0).collect()));
        }
        Amount::<100>::read(node, problems).map(|one| LiveEntry(vec![one.0]))
    }

    fn schema() -> serde_json::Value {
        serde_json::json!({ "anyOf": [Amount::<100>::schema(), NonEmpty::<Amount<100>>::schema()] })
    }
}

/// The lists.
pub(super) fn build(entries: ById<Attempt<CampaignEntry>>, problems: &mut Problems) -> Vec<Campaign> {
    entries.0.into_iter().filter_map(|entry| campaign(entry, problems)).collect()
}

fn campaign(entry: IdEntry<Attempt<CampaignEntry>>, problems: &mut Problems) -> Option<Campaign> {
    let IdEntry { id, id_span, value: Attempt(table), .. } = entry;
    let table = table?;
    let (records, is_stream) = match (table.records, table.monthly) {
        (Some(records), None) => (records.value.0, false),
        (None, Some(monthly)) => (monthly.value.0, true),
        (Some(records), Some(monthly)) => {
            let message = "records are there once, or come every month";
            let problem = Diagnostic::new(Code::OneOf, monthly.span, message);
            problems.push(problem.related(records.span, "those that are there once are here"));
            return None;
        }
        (None, None) => {
            let message = "this list says nothing of how many records it has";
            let help = "add `records`, or `monthly` where they come every month";
            problems.push(Diagnostic::new(Code::BadDemand, id_span, message).help(help));
            return None;
        }
    };
    let seconds = table.handle?.value;
    let optional = |key: Option<Spanned<NotNegative>>| key.map_or(Exact::ZERO, |key| key.value.0);
    let limit = table.limit.and_then(|limit| {
        let limit = limit.value;
        let abandoned = limit.abandoned?;
        if abandoned.value.share() == Exact::ONE {
            let message = "a limit that everybody may be abandoned by is none";
            problems.push(Diagnostic::new(Code::BadDemand, abandoned.span, message).help("leave it out"));
            return None;
        }
        Some(AbandonLimit {
            abandoned: abandoned.value.share(),
            per: limit.per.map(|per| per.value.0),
            source: limit.source.map(|source| source.value.0),
            as_of: limit.as_of.map(|date| date.value),
        })
    });
    Some(Campaign {
        name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
        id,
        records,
        is_stream,
        is_optional: table.optional.is_some_and(|optional| optional.value),
        suppressed: table.suppressed.map_or(Exact::ZERO, |share| share.value.share()),
        live: table.live?.value.0,
        right: table.right?.value.0,
        attempts: table.attempts?.value.0,
        seconds_right: seconds.right?.value.0,
        seconds_wrong: optional(seconds.wrong),
        seconds_none: optional(seconds.none),
        limit,
        cancel: table.cancel.map(|cancel| cancel.value.0),
        value: table.value.map(|value| value.value.0),
        revenue: table.revenue.map(|revenue| revenue.value.0),
    })
}

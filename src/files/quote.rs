//! Quotes as `[quote]` of a vendor file writes them.

mod automation;
mod clauses;
mod outbound;
mod price;
mod terms;

use super::amount::{Amount, AmountOrFact, Counts, Reference, amount, estimate};
use super::charge::{ChargeEntry, charges};
use super::read::{Attempt, ById, IdEntry, Limited, Problems, Spanned, toml_table};
use super::values::{Count, Currency, Name, NotNegative, Percent, Prose};
use super::words::TaxWord;
use crate::decision::quote::{FcrOf, Index, Price, Quote, VendorWork};
use crate::decision::{Date, Evidence, Location, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use automation::AutomationEntry;
use clauses::{BonusEntry, LearningEntry, MinimumsEntry, RampEntry};
use outbound::VendorCampaignEntry;
use price::{PriceEntry, price};
use terms::{
    CollarEntry, ContractEntry, CreditsEntry, IndexEntry, TrainingEntry, collar, contract, credits, index,
    training,
};

toml_table! {
    /// What the vendor asks for. Money is in its currency.
    struct QuoteEntry {
        /// Three capital letters; the decision's currency when left out.
        currency: Currency,
        /// The last day on which it can be accepted.
        valid_until: Date,
        /// Whether prices hold value added tax.
        tax: TaxWord,
        /// The share of contacts that the vendor promises to resolve, in per cent.
        resolution: Amount<100>,
        /// How the vendor works, by the keys of channels, where that differs from the forecast.
        work: ById<Attempt<WorkEntry>>,
        /// Bots before the people of the vendor.
        automation: ById<Attempt<AutomationEntry>>,
        /// How the vendor works lists off, by their keys under needs.outbound.
        outbound: ById<Attempt<VendorCampaignEntry>>,
        /// The least that is billed in a month over all prices.
        minimum: NotNegative,
        /// The least of a year, what is carried from month to month, and a band around the forecast.
        minimums: MinimumsEntry,
        /// Its price lines.
        prices: ById<Attempt<PriceEntry>> [required],
        /// Set-up and other charges. Those named as on the checklist answer it.
        charges: ById<Attempt<ChargeEntry>>,
        /// Training that is billed.
        training: TrainingEntry,
        /// How prices rise.
        index: IndexEntry,
        /// How moves of the exchange rate are shared.
        collar: CollarEntry,
        /// Money back for missed service levels.
        credits: CreditsEntry,
        /// More money for better work than was agreed, and less for worse.
        bonus: BonusEntry,
        /// How the work begins.
        ramp: RampEntry,
        /// How those who replace leavers learn.
        learning: LearningEntry,
        /// Terms of the contract.
        contract: ContractEntry,
        /// Things of the checklist that the prices include.
        included: Vec<Spanned<Name>>,
        /// Things of the checklist that it is silent about.
        silent: Vec<Spanned<Name>>,
        /// The document that it comes from.
        source: Name,
        /// The day of the document.
        as_of: Date,
        /// What was changed since that document, such as "prices.calls.tiers", without saying where the new comes from.
        changed: Vec<Spanned<Name>>,
        /// Remarks.
        note: Prose,
    }
}

toml_table! {
    /// How a vendor works on a channel. What is left out is as it was forecast.
    struct WorkEntry {
        /// The share that the first contact solves, in per cent; or a fact of the vendor.
        fcr: AmountOrFact<100>,
        /// Of what that is the share: "issues", "contacts", or contacts that are "solvable" at the first level; issues when left out.
        of: FcrOf,
        /// The share of contacts that the first level cannot solve, in per cent; goes with of = "solvable".
        unsolvable: Percent,
        /// The share of issues that each later contact solves, in per cent; or a fact of the vendor. As the first when left out.
        fcr_later: AmountOrFact<100>,
        /// Handle time in seconds: talk, hold and wrap-up; or a fact of the vendor.
        aht: AmountOrFact,
        /// Conversations that an agent holds at the same time; or a fact of the vendor.
        concurrency: AmountOrFact,
        /// Within how many days another contact of the same customer is of the same issue, as `fcr` was counted.
        window: Count,
        /// How `fcr` was counted, such as "survey" or "same caller".
        method: Name,
    }
}

impl Limited for WorkEntry {
    const MOST: usize = 50;
}

/// How a vendor works on one channel.
fn work(
    entry: IdEntry<Attempt<WorkEntry>>,
    channels: &mut Vec<(String, Span)>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<VendorWork> {
    let IdEntry { id, id_span, value: Attempt(table), .. } = entry;
    let table = table?;
    channels.push((id.clone(), id_span));
    if let Some(aht) = &table.aht
        && let OrFact::Given(time) = &aht.value.0
        && (time.low.is_zero() || time.high > Exact::from(10_000_000))
    {
        refuse(aht.span, "a contact takes some time, and no hundred days", "give it in seconds", problems);
    }
    if let Some(at_once) = &table.concurrency
        && let OrFact::Given(count) = &at_once.value.0
        && [&count.low, &count.likely, &count.high]
            .iter()
            .any(|end| !end.to_string().parse::<u32>().is_ok_and(|count| (1..=1_000).contains(&count)))
    {
        let message = "conversations at once are a whole number from 1 to 1,000";
        refuse(at_once.span, message, "give how many an agent holds at the same time", problems);
    }
    let is_net = table.of.as_ref().is_some_and(|of| of.value == FcrOf::Solvable);
    match (&table.of, &table.unsolvable) {
        (Some(of), None) if is_net => {
            let message = "it is not said how many contacts the first level cannot solve";
            refuse(of.span, message, "add `unsolvable`, in per cent of all contacts", problems);
        }
        (_, Some(unsolvable)) if !is_net => {
            let help = "write of = \"solvable\", or leave it out";
            refuse(unsolvable.span, "this share is of all contacts or issues", help, problems);
        }
        _ => {}
    }
    Some(VendorWork {
        unsolvable: table.unsolvable.map(|share| share.value.share().percent()),
        channel: id,
        fcr: table.fcr.map(|key| amount(key, Counts::PerCent, references)),
        fcr_of: table.of.map(|of| of.value).unwrap_or_default(),
        fcr_later: table.fcr_later.map(|key| amount(key, Counts::PerCent, references)),
        aht: table.aht.map(|key| amount(key, Counts::Seconds, references)),
        concurrency: table.concurrency.map(|key| amount(key, Counts::AtOnce, references)),
        window_days: table.window.map(|days| days.value.0),
        method: table.method.map(|method| method.value.0),
    })
}

/// A quote with the places that later checks point at.
#[derive(Debug)]
pub(crate) struct ReadQuote {
    pub(crate) quote: Quote,
    /// The whole quote.
    pub(crate) span: Span,
    /// Where it says `currency`.
    pub(crate) currency: Option<Span>,
    /// Where it says `tax`.
    pub(crate) tax: Option<Span>,
    /// Channels that price lines name.
    pub(crate) channels: Vec<(String, Span)>,
    /// Where each price line begins, by its key.
    pub(crate) lines: Vec<(String, Span)>,
    /// Where it says how it works on each channel, by the keys of channels.
    pub(crate) works: Vec<(String, Span)>,
    /// Where each of its bots begins, in their order.
    pub(crate) bots: Vec<Span>,
    /// Lists that the quote works off.
    pub(crate) campaigns: Vec<(String, Span)>,
    /// Things that `included` and `silent` name.
    pub(crate) checklist: Vec<(String, Span)>,
    /// How prices rise, each with its place.
    pub(crate) indices: Vec<(Index, Span)>,
    /// The facts that prices are taken from.
    pub(crate) references: Vec<Reference>,
}

/// The quote of a vendor file; none where a price line is missing, for half a quote is no quote.
pub(super) fn build(
    entry: Spanned<QuoteEntry>,
    key: Span,
    location: Location,
    problems: &mut Problems,
) -> Option<ReadQuote> {
    let QuoteEntry { prices, included, silent, .. } = &entry.value;
    let named = |list: &Option<Spanned<Vec<Spanned<Name>>>>| -> Vec<(String, Span)> {
        let names = list.iter().flat_map(|list| &list.value);
        names.map(|name| (name.value.0.clone(), name.span)).collect()
    };
    let (included, silent) = (named(included), named(silent));
    let wanted = prices.as_ref().map_or(0, |prices| prices.value.0.len());
    let file = entry.value;
    let mut indices = Vec::new();
    let mut channels = Vec::new();
    let mut references = Vec::new();
    let lines = file.prices.iter().flat_map(|prices| &prices.value.0);
    let lines: Vec<(String, Span)> = lines.map(|price| (price.id.clone(), price.id_span)).collect();
    let prices: Vec<Price> = file
        .prices
        .map_or_else(Vec::new, |prices| prices.value.0)
        .into_iter()
        .filter_map(|entry| price(entry, &mut channels, &mut indices, &mut references, problems))
        .collect();
    if wanted == 0 && !problems.iter().any(|problem| problem.code == Code::MissingKey) {
        let message = "this quote has no prices";
        let help = "add one: [quote.prices.calls] with `per` and `rate`";
        problems.push(Diagnostic::new(Code::BadPrice, key, message).help(help));
    }
    for part in file.changed.iter().flat_map(|parts| &parts.value) {
        let message = format!("no source since `{}` was changed", part.value.0);
        let help = "give the `source` that the quote has now and its `as_of`, and take `changed` out";
        problems.push(Diagnostic::new(Code::NoSourceSince, part.span, message).help(help));
    }
    let bots = file.automation.map_or_else(Vec::new, |bots| bots.value.0);
    let named: Vec<String> = bots.iter().map(|bot| bot.id.clone()).collect();
    let bots: Vec<_> = bots
        .into_iter()
        .filter_map(|entry| automation::automation(entry, &mut channels, &mut references, problems))
        .collect();
    let mut prices = prices;
    automation::join(&mut prices, (&bots, &named), &lines, problems);
    let lists = file.outbound.map_or_else(Vec::new, |lists| lists.value.0);
    let lists: Vec<_> = lists
        .into_iter()
        .filter_map(|entry| outbound::campaign(entry, &mut channels, &mut references, problems))
        .collect();
    outbound::join(&mut prices, &lists, &lines, problems);
    let campaigns = lists.iter().map(|(list, span)| (list.campaign.clone(), *span)).collect();
    let has_monthly = file.minimum.is_some();
    let minimums = file.minimums.map(|entry| clauses::minimums(entry, has_monthly, &mut prices, problems));
    let works = file.work.map_or_else(Vec::new, |work| work.value.0);
    let work_places = works.iter().map(|work| (work.id.clone(), work.id_span)).collect();
    let bot_places = bots.iter().map(|(_, place)| *place).collect();
    let works = works.into_iter().filter_map(|entry| work(entry, &mut channels, &mut references, problems));
    let quote = Quote {
        work: works.collect(),
        automation: bots.into_iter().map(|(bot, _)| bot).collect(),
        currency: file.currency.as_ref().map(|currency| currency.value.0.clone()),
        valid_until: file.valid_until.map(|date| date.value),
        includes_tax: file.tax.as_ref().map(|tax| tax.value == TaxWord::With),
        resolution: estimate(file.resolution),
        minimum: file.minimum.map(|minimum| minimum.value.0),
        charges: charges(file.charges, &mut references, problems),
        minimums,
        outbound: lists.into_iter().map(|(list, _)| list).collect(),
        training: file.training.and_then(|entry| training(entry, &mut references, problems)),
        index: file.index.and_then(|entry| index(entry, &mut indices, problems)),
        collar: file.collar.and_then(collar),
        credits: file.credits.and_then(|entry| credits(entry, problems)),
        bonus: file.bonus.and_then(|entry| clauses::bonus(entry, &mut references)),
        ramp: file.ramp.and_then(|entry| clauses::ramp(entry, problems)),
        learning: file.learning.and_then(clauses::learning),
        contract: file.contract.map(contract),
        included: included.iter().map(|(id, _)| id.clone()).collect(),
        silent: silent.iter().map(|(id, _)| id.clone()).collect(),
        evidence: Evidence {
            unit: None,
            source: file.source.map(|source| source.value.0),
            as_of: file.as_of.map(|date| date.value),
            until: None,
            note: file.note.map(|note| note.value.0),
            written: None,
        },
        location,
        prices,
    };
    (quote.prices.len() == wanted && wanted > 0).then(|| ReadQuote {
        quote,
        span: key,
        currency: file.currency.map(|currency| currency.span),
        tax: file.tax.map(|tax| tax.span),
        channels,
        lines,
        works: work_places,
        bots: bot_places,
        campaigns,
        checklist: [included, silent].concat(),
        indices,
        references,
    })
}

/// Where something stands, by its key.
fn place_of(places: &[(String, Span)], id: &str) -> Option<Span> {
    places.iter().find(|(own, _)| own == id).map(|(_, place)| *place)
}

fn refuse(place: Span, message: impl Into<String>, help: &'static str, problems: &mut Problems) {
    problems.push(Diagnostic::new(Code::BadPrice, place, message.into()).help(help));
}

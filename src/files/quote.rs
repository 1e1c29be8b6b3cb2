//! Quotes as `[quote]` of a vendor file writes them.

use serde_json::{Value, json};

use super::amount::{Amount, AmountOrFact, Reference, amount, estimate};
use super::charge::{ChargeEntry, charges};
use super::node::{Node, NodeKind};
use super::read::{
    Attempt, ById, FromToml, IdEntry, Limited, Problems, Spanned, attempted, toml_table, wrong_type,
};
use super::values::{Count, Currency, Name, Names, NotNegative, Percent, Positive, Prose, Share};
use super::words::TaxWord;
use crate::decision::quote::{
    ATTRITION, Collar, Contract, Credits, Index, Price, PriceUnit, Quote, Rate, Renewal, Rise, Termination,
    TerminationUnit, TierRule, Training,
};
use crate::decision::{Date, Evidence, FactId, Location, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;

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
        /// The least that is billed in a month over all prices.
        minimum: NotNegative,
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
        /// Remarks.
        note: Prose,
    }
}

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
        band: Percent,
        /// What each contact above costs (ARC, or over-volume charge).
        above: NotNegative,
        /// What each contact below saves (RRC).
        below: NotNegative,
        /// How this price rises, where it differs from the rest of the quote.
        index: IndexEntry,
        /// Remarks.
        note: Prose,
    }
}

impl Limited for PriceEntry {
    const MOST: usize = 100;
}

toml_table! {
    /// Training that is billed: hours x rate for each new agent.
    struct TrainingEntry {
        /// Hours for each new agent.
        hours: NotNegative [required],
        /// What an hour costs; or a fact of the vendor.
        rate: AmountOrFact [required],
        /// Agents who leave in a year, in per cent of the team; the vendor's fact "facts.attrition" when left out.
        attrition: AmountOrFact<1000>,
        /// Whether the first team's training is billed; true when left out.
        initial: bool,
        /// Whether training of those who replace leavers is billed; true when left out.
        replacement: bool,
    }
}

toml_table! {
    /// How prices rise, on the first date and every year after it. Give `rise`, or `cpi`.
    struct IndexEntry {
        /// By how much a year, in per cent; 0 for prices that are fixed.
        rise: Amount<100>,
        /// Whether they rise with consumer prices.
        cpi: bool,
        /// The least rise with consumer prices, in per cent.
        floor: Percent,
        /// The most, in per cent; without it there is no limit.
        cap: Percent,
        /// The day of the first increase; a year after `base`, or after the start, when left out.
        first: Date,
        /// The day on which the prices stand.
        base: Date,
    }
}

toml_table! {
    /// How moves of the exchange rate are shared: none within the band, our share beyond it.
    struct CollarEntry {
        /// The rate that was agreed: our currency for one of the quote's.
        reference: Positive [required],
        /// How far the rate may move before anything changes, in per cent.
        band: Percent [required],
        /// The share of a move beyond the band that we bear, in per cent; 100 when left out.
        share: Percent,
    }
}

toml_table! {
    /// Money back for missed service levels.
    struct CreditsEntry {
        /// The most, in per cent of the invoice.
        at_risk: Percent [required],
        /// What we count on, in per cent of the invoice; nothing when left out.
        expected: Percent,
        /// Whether the vendor can win credits back.
        earn_back: bool,
    }
}

toml_table! {
    /// Terms of the contract.
    struct ContractEntry {
        /// Months that it runs.
        term: Count,
        /// Months of notice before it ends or renews.
        notice: Count,
        /// What happens at its end.
        renewal: Renewal,
        /// Months for which it renews; 12 when left out.
        renewal_months: Count,
        /// How much prices rise with a renewal, in per cent.
        uplift: Percent,
        /// What ending it early costs.
        termination: TerminationEntry,
        /// Whether it says how work, data and people are handed over at the end.
        exit_clause: bool,
    }
}

toml_table! {
    /// What ending a contract early costs.
    struct TerminationEntry {
        /// How much for each unit.
        amount: Amount [required],
        /// For what.
        per: TerminationUnit [required],
    }
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
    let quote = Quote {
        currency: file.currency.as_ref().map(|currency| currency.value.0.clone()),
        valid_until: file.valid_until.map(|date| date.value),
        includes_tax: file.tax.as_ref().map(|tax| tax.value == TaxWord::With),
        resolution: estimate(file.resolution),
        minimum: file.minimum.map(|minimum| minimum.value.0),
        charges: charges(file.charges, &mut references),
        training: file.training.and_then(|entry| training(entry, &mut references)),
        index: file.index.and_then(|entry| index(entry, &mut indices, problems)),
        collar: file.collar.and_then(collar),
        credits: file.credits.and_then(credits),
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
        checklist: [included, silent].concat(),
        indices,
        references,
    })
}

fn refuse(place: Span, message: impl Into<String>, help: &'static str, problems: &mut Problems) {
    problems.push(Diagnostic::new(Code::BadPrice, place, message.into()).help(help));
}

fn price(
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
    Some(Price {
        name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
        id,
        channels: names,
        per,
        margin: table.margin.map_or(Exact::ZERO, |margin| Exact::of_percent(&margin.value.0)),
        minimum: table.minimum.map(|minimum| minimum.value.0),
        minimum_share: table.minimum_share.map(|minimum| Exact::of_percent(&minimum.value.0)),
        index: table.index.and_then(|entry| index(entry, indices, problems)),
        note: table.note.map(|note| note.value.0),
        rate: rate?,
    })
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
            let rate = amount(rate, true, references);
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
    let begins_at_zero = list.first().is_some_and(|(from, _)| from.is_zero());
    if !begins_at_zero || list.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        let help = "the first tier is from 0, and each later one from more units: [[0, 2.25], [45000, 1.95]]";
        refuse(tiers.span, "these tiers do not go up from 0", help, problems);
        return None;
    }
    let rule = table.tier_rule.as_ref().map_or(TierRule::Marginal, |rule| rule.value);
    Some(Rate::Tiers { tiers: list, rule })
}

fn training(entry: Spanned<TrainingEntry>, references: &mut Vec<Reference>) -> Option<Training> {
    let table = entry.value;
    let says = |key: Option<Spanned<bool>>| key.is_none_or(|key| key.value);
    Some(Training {
        hours: table.hours?.value.0,
        rate: amount(table.rate?, true, references),
        attrition: match table.attrition {
            Some(attrition) => amount(attrition, false, references),
            None => OrFact::Fact(FactId::new(ATTRITION)),
        },
        initial: says(table.initial),
        replacement: says(table.replacement),
    })
}

fn index(
    entry: Spanned<IndexEntry>,
    indices: &mut Vec<(Index, Span)>,
    problems: &mut Problems,
) -> Option<Index> {
    let (table, span) = (entry.value, entry.span);
    let is_cpi = table.cpi.as_ref().is_some_and(|cpi| cpi.value);
    let limit = table.floor.as_ref().or(table.cap.as_ref()).map(|limit| limit.span);
    let rise = match (table.rise, is_cpi) {
        (Some(rise), true) => {
            let message = "prices rise either by a rate or with consumer prices";
            problems.push(Diagnostic::new(Code::OneOf, rise.span, message));
            return None;
        }
        (Some(_), false) if limit.is_some() => {
            let help = "they go with cpi = true";
            refuse(limit.unwrap_or(span), "a rise that is agreed has no floor or cap", help, problems);
            return None;
        }
        (Some(rise), false) => Rise::Fixed(rise.value.0),
        (None, true) => {
            let (floor, cap) = (table.floor.map(|p| p.value.0), table.cap.map(|p| p.value.0));
            if let (Some(floor), Some(cap)) = (&floor, &cap)
                && floor > cap
            {
                refuse(limit.unwrap_or(span), "the floor is above the cap", "", problems);
                return None;
            }
            Rise::Cpi { floor, cap }
        }
        (None, false) => {
            let help = "write rise = 3, rise = 0 for prices that are fixed, or cpi = true";
            refuse(span, "this does not say how prices rise", help, problems);
            return None;
        }
    };
    let place = table.cpi.as_ref().map_or(span, |cpi| cpi.span);
    let (first, base) = (table.first.map(|date| date.value), table.base.map(|date| date.value));
    let index = Index { rise, first, base };
    indices.push((index.clone(), place));
    Some(index)
}

fn collar(entry: Spanned<CollarEntry>) -> Option<Collar> {
    let table = entry.value;
    Some(Collar {
        reference: table.reference?.value.0,
        band: table.band?.value.share(),
        share: table.share.map_or(Exact::ONE, |share| share.value.share()),
    })
}

fn credits(entry: Spanned<CreditsEntry>) -> Option<Credits> {
    let table = entry.value;
    Some(Credits {
        at_risk: table.at_risk?.value.share(),
        expected: table.expected.map_or(Exact::ZERO, |expected| expected.value.share()),
        earn_back: table.earn_back.map(|earn| earn.value),
    })
}

fn contract(entry: Spanned<ContractEntry>) -> Contract {
    let table = entry.value;
    let count = |key: Option<Spanned<Count>>| key.map(|count| count.value.0);
    Contract {
        term_months: count(table.term),
        notice_months: count(table.notice),
        renewal: table.renewal.map(|renewal| renewal.value),
        renewal_months: count(table.renewal_months),
        uplift: table.uplift.map(|uplift| uplift.value.share()),
        termination: table.termination.and_then(|termination| {
            let (amount, per) = (termination.value.amount?, termination.value.per?);
            Some(Termination { amount: amount.value.0, per: per.value })
        }),
        exit_clause: table.exit_clause.map(|clause| clause.value),
    }
}

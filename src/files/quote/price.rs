//! Price lines: what is counted, and what one costs.

use serde_json::{Value, json};

use super::refuse;
use super::terms::{IndexEntry, index};
use crate::decision::quote::{Index, Price, PriceUnit, Rate, TierRule, Tiers};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{AmountOrFact, Reference, amount};
use crate::files::node::{Node, NodeKind};
use crate::files::read::{
    Attempt, FromToml, IdEntry, Limited, Problems, Spanned, attempted, toml_table, wrong_type,
};
use crate::files::values::{Name, Names, NotNegative, Prose, Share, SmallPercent};

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
        /// How this price rises, where it differs from the rest of the quote.
        index: IndexEntry,
        /// Remarks.
        note: Prose,
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
    let Some(list) = Tiers::new(list) else {
        let help = "the first tier is from 0, and each later one from more units: [[0, 2.25], [45000, 1.95]]";
        refuse(tiers.span, "these tiers do not go up from 0", help, problems);
        return None;
    };
    let rule = table.tier_rule.as_ref().map_or(TierRule::Marginal, |rule| rule.value);
    Some(Rate::Tiers { tiers: list, rule })
}

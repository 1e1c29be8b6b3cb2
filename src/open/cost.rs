//! Checks between the demand and the quotes, and the facts that are worked out from them.

mod impossible;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cost::calendar::months_earlier;
use crate::cost::{CostModel, Scenario, Unknown, facts};
use crate::decision::demand::{Channel, Work};
use crate::decision::outbound::Campaign;
use crate::decision::quote::{Index, PriceUnit, Rise};
use crate::decision::{CostBasis, Fact, FactId, Vendor, derived};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::files::criteria::{BasisDraft, Draft};
use crate::files::quote::ReadQuote;
use crate::files::read::{Problems, shortened};
use crate::files::vendor::{FactSpans, ReadVendor};
use crate::text::suggest::{did_you_mean, listed};
use impossible::impossible;

/// Checks the quotes against the demand and gives every vendor the facts that its quote comes to.
///
/// Nothing is worked out while a file has errors, which would only repeat them.
///
/// - `criteria`, `ids`: the criteria file, and the ids of all vendors, also of those that could not be read.
pub(super) fn add_facts(
    draft: &BasisDraft,
    (criteria, ids): (SourceId, &[String]),
    vendors: &mut [ReadVendor],
    problems: &mut Problems,
) {
    warn_of_slips(draft, ids, problems);
    refuse_baseline(draft, ids, problems);
    for vendor in vendors.iter() {
        if let Some(quote) = &vendor.quote {
            check(&draft.basis, quote, problems);
        }
    }
    if problems.iter().any(Diagnostic::is_error) {
        return;
    }
    let model = match CostModel::new(&draft.basis, &Scenario::default()) {
        Ok(model) => model,
        Err((channel, error)) => {
            let place = draft.channels.iter().find(|(id, _)| *id == channel);
            let place = place.map_or(crate::diagnostic::Place::Source(criteria), |(_, span)| (*span).into());
            let help = "look at contacts, handle time and target; a forecast is by the month";
            problems.push(Diagnostic::new(Code::BadDemand, place, error.to_string()).help(help));
            return;
        }
    };
    let plain: Vec<&Vendor> = vendors.iter().map(|vendor| &vendor.vendor).collect();
    let outcomes = model.outcomes(&plain);
    let added = facts::facts(&draft.basis, &outcomes, &plain, |_| true);
    for (vendor, outcome) in vendors.iter().zip(&outcomes) {
        if let (Some(quote), Err(unknown)) = (&vendor.quote, outcome) {
            problems.push(impossible(&draft.basis, &vendor.vendor, quote, unknown).unwrap_or_else(|| {
                let message = format!("what this quote costs is not known: {unknown}");
                Diagnostic::new(Code::CostUnknown, quote.span, message).help(way_out(unknown))
            }));
        }
    }
    for (vendor, added) in vendors.iter_mut().zip(added) {
        give(vendor, added, criteria);
    }
}

/// Warns of a cost for a vendor that is not there, where the name looks like a slip for one that is. Others are left
/// alone: a vendor may be gone, or still to come.
fn warn_of_slips(draft: &BasisDraft, ids: &[String], problems: &mut Problems) {
    for (id, span) in draft.by_vendor.iter().filter(|(id, _)| !ids.contains(id)) {
        let slips = ids.iter().map(String::as_str).filter(|other| strsim::osa_distance(id, other) <= 2);
        if let Some(help) = did_you_mean(id, slips) {
            let message = format!("there is no vendor `{}`", shortened(id));
            problems.push(Diagnostic::new(Code::CostVendor, *span, message).help(help));
        }
    }
}

/// Refuses a baseline that is not there.
fn refuse_baseline(draft: &BasisDraft, ids: &[String], problems: &mut Problems) {
    if let Some((id, span)) = draft.baseline.as_ref().filter(|(id, _)| !ids.contains(id)) {
        let others = ids.iter().map(String::as_str);
        let help = did_you_mean(id, others).unwrap_or_else(|| {
            "name the file of a vendor without .toml, or say what today costs: baseline = { total = 6100000 }".to_owned()
        });
        let message = format!("vendors cannot be held against `{}`, which is none of them", shortened(id));
        problems.push(Diagnostic::new(Code::BadValue, *span, message).help(help));
    }
}

/// Warns where a criterion reads what contacts solve at first, and another what vendors are worth by just that.
pub(super) fn warn_of_twice(draft: &Draft, vendors: &[ReadVendor], problems: &mut Problems) {
    let counts_leavers = draft.cost.as_ref().and_then(|cost| cost.basis.worth.as_ref());
    if counts_leavers.is_none_or(|worth| worth.leave.is_none()) {
        return;
    }
    let leaves = || {
        draft
            .criteria
            .iter()
            .filter_map(|(criterion, spans)| Some((criterion, spans, criterion.leaf.as_ref()?)))
    };
    let Some((worth, ..)) = leaves().find(|(.., leaf)| derived::is_benefit(leaf.fact.as_str())) else {
        return;
    };
    let quotes = vendors.iter().filter_map(|vendor| vendor.vendor.quote.as_deref());
    let solved: Vec<&FactId> = quotes
        .flat_map(|quote| &quote.work)
        .flat_map(|work| [&work.fcr, &work.fcr_later])
        .filter_map(|amount| amount.as_ref()?.fact())
        .collect();
    for (criterion, spans, _) in leaves().filter(|(.., leaf)| solved.contains(&&leaf.fact)) {
        let message =
            format!("`{}` and `{}` both count how many are solved at first", criterion.id, worth.id);
        let help = "keep one of the two, or let this one stand for what is not about customers who leave";
        problems.push(Diagnostic::new(Code::CountedTwice, spans.fact, message).help(help));
    }
}

fn way_out(unknown: &Unknown) -> &'static str {
    match unknown {
        Unknown::Unpriced(_) => "add a price line for it, or name it in one",
        Unknown::Resolution => "add `resolution` to the quote, or to the channel of the demand",
        Unknown::Attrition => "add `attrition` to the training, or to the facts of the vendor",
        _ => "",
    }
}

fn give(vendor: &mut ReadVendor, added: BTreeMap<FactId, Arc<Fact>>, criteria: SourceId) {
    let place = vendor.quote.as_ref().map(|quote| quote.span).or(vendor.name);
    let place = place.unwrap_or(Span { source: criteria, start: 0, end: 0 });
    for (id, fact) in added {
        vendor.facts.insert(id.clone(), FactSpans::new(place, place));
        vendor.vendor.facts.insert(id, fact);
    }
}

/// Refuses prices of lists whose units the needs do not tell.
fn refuse_gaps(basis: &CostBasis, read: &ReadQuote, problems: &mut Problems) {
    for price in &read.quote.prices {
        let named = |list: &&Campaign| Some(&list.id) == price.campaign.as_ref();
        let Some(list) = basis.campaigns.iter().find(named) else { continue };
        let lacks = if price.per == PriceUnit::RevenuePercent && list.revenue.is_none() {
            Some("revenue")
        } else if price.net && list.cancel.is_none() {
            Some("cancel")
        } else {
            None
        };
        if let Some(key) = lacks {
            let id = &list.id;
            let message =
                format!("the price `{}` needs the `{key}` of a sale, which the needs do not say", price.id);
            let help = format!("add `{key}` to [needs.outbound.{id}] of the criteria file");
            let place = read.lines.iter().find(|(line, _)| *line == price.id);
            let place = place.map_or(read.span, |(_, place)| *place);
            problems.push(Diagnostic::new(Code::BadPrice, place, message).help(help));
        }
    }
}

/// How long before the start prices may begin to rise.
const MOST_YEARS_BEFORE: u32 = 20;

/// Checks one quote against the demand and the assumptions.
fn check(basis: &CostBasis, read: &ReadQuote, problems: &mut Problems) {
    let channels: Vec<&str> = basis.channels.iter().map(|channel| channel.id.as_str()).collect();
    for (name, span) in read.channels.iter().filter(|(name, _)| !channels.contains(&name.as_str())) {
        let help = did_you_mean(name, channels.iter().copied())
            .unwrap_or_else(|| format!("there are {}", listed(&channels, "and")));
        let message = format!("the demand has no channel `{}`", shortened(name));
        problems.push(Diagnostic::new(Code::UnknownChannel, *span, message).help(help));
    }
    let lists: Vec<&str> = basis.campaigns.iter().map(|list| list.id.as_str()).collect();
    for (name, span) in read.campaigns.iter().filter(|(name, _)| !lists.contains(&name.as_str())) {
        let help = did_you_mean(name, lists.iter().copied()).unwrap_or_else(|| {
            if lists.is_empty() {
                "[needs.outbound] of the criteria file says which lists are to be called".to_owned()
            } else {
                format!("there are {}", listed(&lists, "and"))
            }
        });
        let message = format!("the needs have no list `{}`", shortened(name));
        problems.push(Diagnostic::new(Code::UnknownChannel, *span, message).help(help));
    }
    refuse_gaps(basis, read, problems);
    for work in read.quote.work.iter().filter(|work| work.concurrency.is_some()) {
        let waits =
            |channel: &&Channel| channel.id == work.channel && matches!(channel.work, Work::Deferred(_));
        let Some(channel) = basis.channels.iter().find(waits) else { continue };
        let place = read.channels.iter().find(|(name, _)| *name == work.channel);
        let message = format!("nobody waits on {}, so nothing is held at once", channel.name);
        let help = "leave `concurrency` out: work by a deadline is done one by one";
        let place = place.map_or(read.span, |(_, span)| *span);
        problems.push(Diagnostic::new(Code::BadPrice, place, message).help(help));
    }
    let things: Vec<&str> = basis.checklist.iter().map(|charge| charge.id.as_str()).collect();
    for (name, span) in read.checklist.iter().filter(|(name, _)| !things.contains(&name.as_str())) {
        let help = did_you_mean(name, things.iter().copied()).unwrap_or_else(|| {
            if things.is_empty() {
                "[cost.checklist] of the criteria file lists what quotes must speak of".to_owned()
            } else {
                format!("there are {}", listed(&things, "and"))
            }
        });
        let message = format!("`{}` is not on the checklist", shortened(name));
        problems.push(Diagnostic::new(Code::NotOnChecklist, *span, message).help(help));
    }
    let oldest = months_earlier(basis.start, 12 * MOST_YEARS_BEFORE);
    let old = |(index, _): &&(Index, Span)| index.first.or(index.base).is_some_and(|day| day < oldest);
    for (_, place) in read.indices.iter().filter(old) {
        let message = format!("prices rise from a day more than {MOST_YEARS_BEFORE} years before the start");
        let help = "give the day on which these prices stand, or of their first increase";
        problems.push(Diagnostic::new(Code::BadPrice, *place, message).help(help));
    }
    let mut wants = |place: Span, message: String, help: String| {
        problems.push(Diagnostic::new(Code::NoAssumption, place, message).help(help));
    };
    let foreign = read.quote.currency.as_deref().filter(|own| basis.currency.as_deref() != Some(own));
    if let Some(currency) = foreign.filter(|currency| !basis.rates.contains_key(*currency)) {
        let ours = basis.currency.as_deref().unwrap_or("the decision's currency");
        let message = format!("the quote is in {currency}, and no exchange rate is assumed");
        let help =
            format!("add {currency} = 0.026 to [cost.rates] of the criteria file: {ours} for one {currency}");
        wants(read.currency.unwrap_or(read.span), message, help);
    }
    let own = read.quote.currency.as_deref().or(basis.currency.as_deref());
    if basis.wages.of(own).is_none() {
        let with_wages = |(index, _): &&(Index, Span)| match &index.rise {
            Rise::Mixed(mixed) => !mixed.labour.is_zero(),
            Rise::Fixed(_) | Rise::Cpi { .. } => false,
        };
        for (_, place) in read.indices.iter().filter(with_wages) {
            let message = "prices rise with wages, of which nothing is assumed".to_owned();
            let help =
                "add wages = { low = 3, likely = 5, high = 8 } to [cost] of the criteria file; by currency: \
                        wages = { PHP = 6 }"
                    .to_owned();
            wants(*place, message, help);
        }
    }
    if basis.cpi.is_none() {
        let cpi = |(index, _): &&(Index, Span)| match &index.rise {
            Rise::Mixed(mixed) => !mixed.consumer.is_zero(),
            Rise::Cpi { .. } => true,
            Rise::Fixed(_) => false,
        };
        for (_, place) in read.indices.iter().filter(cpi) {
            let message = "prices rise with consumer prices, of which nothing is assumed".to_owned();
            let help =
                "add cpi = { low = 1, likely = 2, high = 4 } to [cost] of the criteria file".to_owned();
            wants(*place, message, help);
        }
    }
    let holds = read.quote.includes_tax.unwrap_or(false);
    if basis.tax.is_none() && holds != basis.counts_tax {
        let message = if holds {
            "the prices hold tax, and its rate is not given"
        } else {
            "results hold tax, and its rate is not given"
        };
        let help = "add tax = 24 to [cost] of the criteria file".to_owned();
        wants(read.tax.unwrap_or(read.span), message.to_owned(), help);
    }
}

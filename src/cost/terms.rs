//! The work of each channel as a vendor does it: how many contacts, how long each takes, how many at once.

use super::Unknown;
use super::repeats::{Issue, Kinds, contacts_per_issue, rebase};
use crate::decision::demand::{Channel, Work};
use crate::decision::quote::{FcrOf, VendorWork};
use crate::decision::{CostBasis, End, Estimate, OrFact, Vendor};
use crate::exact::Exact;

/// What a channel is staffed with, at one end of what is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChannelTerms {
    /// Contacts, as a multiple of those that were forecast.
    pub(crate) volume: Exact,
    /// Handle time in seconds.
    pub(crate) aht_seconds: Exact,
    /// Paid time that is not worked, in per cent.
    pub(crate) shrinkage: Exact,
    /// Conversations that an agent holds at once.
    pub(crate) concurrency: u32,
    /// What becomes of an issue; none where that is not known.
    pub(crate) issue: Option<Issue>,
    /// The share of contacts that solve an issue, by what the vendor says of its own; none where it says nothing.
    pub(crate) solving: Option<Exact>,
}

/// The terms of every channel, without a vendor as they are forecast.
///
/// - `end`: of the work: low is short handle times, little shrinkage, few repeats, many conversations at once.
///
/// # Errors
/// [`Unknown`] where a fact is not known that the work is taken from, or cannot be.
pub(crate) fn terms(
    basis: &CostBasis,
    vendor: Option<&Vendor>,
    end: End,
) -> Result<Vec<ChannelTerms>, Unknown> {
    basis.channels.iter().map(|channel| of_channel(channel, vendor, end)).collect()
}

/// Whether a vendor says something of its own of how it works.
pub(crate) fn is_own(vendor: &Vendor) -> bool {
    vendor.quote.as_deref().is_some_and(|quote| !quote.work.is_empty())
}

fn of_channel(channel: &Channel, vendor: Option<&Vendor>, end: End) -> Result<ChannelTerms, Unknown> {
    let quote = vendor.and_then(|vendor| vendor.quote.as_deref());
    let own = quote.and_then(|quote| quote.work.iter().find(|work| work.channel == channel.id));
    let own = vendor.zip(own);
    let concurrency = match &channel.work {
        Work::Live(live) => live.concurrency,
        Work::Deferred(_) => 1,
    };
    let (issue, solving, volume) = repeats(channel, own, end)?;
    Ok(ChannelTerms {
        volume,
        aht_seconds: match said(own, |work| work.aht.as_ref())? {
            Some(aht) if aht.low.is_zero() => return Err(Unknown::NoTime(channel.name.clone())),
            Some(aht) => aht.at(end).clone(),
            None => channel.aht_seconds.at(end).clone(),
        },
        shrinkage: channel.shrinkage.at(end).clone(),
        concurrency: match said(own, |work| work.concurrency.as_ref())? {
            Some(own) => {
                whole(own.at(opposite(end))).ok_or_else(|| Unknown::Concurrency(channel.name.clone()))?
            }
            None => concurrency,
        },
        issue,
        solving,
    })
}

/// What a vendor says of one thing; none where it says nothing of it.
///
/// # Errors
/// [`Unknown::Fact`] where that is a fact that is not known.
fn said(
    own: Option<(&Vendor, &VendorWork)>,
    of: impl Fn(&VendorWork) -> Option<&OrFact>,
) -> Result<Option<Estimate>, Unknown> {
    let Some((vendor, amount)) = own.and_then(|(vendor, work)| Some((vendor, of(work)?))) else {
        return Ok(None);
    };
    match amount.of(vendor) {
        Some(estimate) => Ok(Some(estimate.into_owned())),
        None => Err(Unknown::Fact(amount.fact().map_or_else(String::new, ToString::to_string))),
    }
}

/// What a vendor says of a share, as parts of one.
fn share(
    own: Option<(&Vendor, &VendorWork)>,
    of: impl Fn(&VendorWork) -> Option<&OrFact>,
) -> Result<Option<Estimate>, Unknown> {
    let Some(mut share) = said(own, of)? else { return Ok(None) };
    if share.low.is_negative() || share.high > Exact::HUNDRED {
        return Err(Unknown::Share(share.high.max(share.low).plain(4)));
    }
    for end in [&mut share.low, &mut share.likely, &mut share.high] {
        *end = Exact::of_percent(end);
    }
    Ok(Some(share))
}

/// The other end.
fn opposite(end: End) -> End {
    match end {
        End::Low => End::High,
        End::Likely => End::Likely,
        End::High => End::Low,
    }
}

fn whole(number: &Exact) -> Option<u32> {
    number.to_string().parse().ok().filter(|count| (1..=1_000).contains(count))
}

/// What becomes of an issue with a vendor, the share of contacts that solve one, and the multiple of the contacts that
/// the records hold.
fn repeats(
    channel: &Channel,
    own: Option<(&Vendor, &VendorWork)>,
    end: End,
) -> Result<(Option<Issue>, Option<Exact>, Exact), Unknown> {
    let first = share(own, |work| work.fcr.as_ref())?;
    let later = share(own, |work| work.fcr_later.as_ref())?;
    let (few, many) = (opposite(end), end);
    let today = channel.fcr_today.as_ref().map(|today| Exact::of_percent(today.at(many)));
    let later = later.map(|later| later.at(few).clone());
    let first = first.map(|first| first.at(few).clone());
    let of = own.map_or(FcrOf::Issues, |(_, work)| work.fcr_of);
    let Some(back) = &channel.returns else {
        // Who comes back is not known: with equal rates the share of contacts that solve an issue is that rate.
        let solving = first.filter(|_| later.is_none() && of == FcrOf::Issues);
        return Ok((None, solving, Exact::ONE));
    };
    let backs = if end == End::Likely { vec![&back.likely] } else { vec![&back.low, &back.high] };
    let mut found: Option<(Option<Issue>, Exact)> = None;
    for back in backs {
        let back = Exact::of_percent(back);
        let endless = || Unknown::Endless(channel.name.clone());
        let issue =
            |first: &Exact, later: &Exact| contacts_per_issue(first, later, &back).ok_or_else(endless);
        let today = today.as_ref().map(|today| issue(today, today)).transpose()?;
        let vendor = match &first {
            Some(first) => {
                let first = match of {
                    FcrOf::Issues => first.clone(),
                    FcrOf::Contacts => Kinds::first_of_issues(first, later.as_ref(), &back)
                        .ok_or_else(|| Unknown::Share(first.percent().plain(4)))?,
                };
                Some(issue(&first, later.as_ref().unwrap_or(&first))?)
            }
            None => today.clone(),
        };
        let volume = match (&today, &vendor) {
            (Some(today), Some(vendor)) => rebase(today, vendor).unwrap_or(Exact::ONE),
            _ => Exact::ONE,
        };
        let is_further = |found: &Exact| match end {
            End::Low => volume < *found,
            End::Likely | End::High => volume > *found,
        };
        if found.as_ref().is_none_or(|(_, other)| is_further(other)) {
            found = Some((vendor, volume));
        }
    }
    let (issue, volume) = found.unwrap_or((None, Exact::ONE));
    let solving = issue.as_ref().filter(|_| first.is_some()).map(Issue::solving_share);
    Ok((issue, solving, volume))
}
